"""The numbers behind a native chart: the workbook inside it, and error bars that read from there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .fitting import cleaned
from .plots import Plot, Series

__all__ = ["chart_tag", "element", "numbers_of", "put_intervals"]

_INK = "262626"


def numbers_of(plot: Plot) -> bytes:
    """The numbers behind the chart where it looks for them, texts as texts; how far intervals reach stands beside."""
    from openpyxl import Workbook

    from .sheets import packed, put_text

    book = Workbook()
    sheet = book.active
    sheet.title = "Sheet1"
    for row, name in enumerate(plot.categories, start=2):
        put_text(sheet.cell(row, 1), cleaned(name))
    for number, series in enumerate(plot.series):
        top, column = _corner(plot, number)
        put_text(sheet.cell(top, column), cleaned(series.name) or " ")
        for row, value in enumerate(series.values, start=top + 1):
            sheet.cell(row, column).value = value
            if series.at is not None:
                sheet.cell(row, 1).value = series.at[row - top - 1]
        for place, numbers in enumerate(_reaches(series), start=_beside(plot, number)):
            for row, value in enumerate(numbers, start=top + 1):
                sheet.cell(row, place).value = value
    return packed(book, "")


def put_intervals(drawn: Any, series: Series, plot: Plot, number: int) -> None:
    """Error bars that read their lengths from the workbook; the library has none of its own."""
    reaches = _reaches(series)
    if not any(value is not None for numbers in reaches for value in numbers):
        return
    before = next(child for child in drawn._element if child.tag in (chart_tag("cat"), chart_tag("xVal"), chart_tag("val"), chart_tag("yVal")))
    row, _ = _corner(plot, number)
    first = _beside(plot, number)
    for pair, direction in enumerate(("y", "x")[: len(reaches) // 2]):
        bars = element("errBars")
        if plot.kind != "bars":
            bars.append(element("errDir", direction))
        bars.append(element("errBarType", "both"))
        bars.append(element("errValType", "cust"))
        bars.append(element("noEndCap", "0"))
        for side, name in enumerate(("plus", "minus")):
            bars.append(_ends(name, reaches[2 * pair + side], row + 1, first + 2 * pair + side))
        bars.append(_thin_line())
        before.addprevious(bars)


def chart_tag(name: str) -> str:
    """The name of an element of charts as its XML library wants it."""
    from pptx.oxml.ns import qn

    return qn(f"c:{name}")


def element(name: str, value: str | None = None) -> Any:
    """A new element of charts, with its value."""
    from pptx.oxml.xmlchemy import OxmlElement

    out = OxmlElement(f"c:{name}")
    if value is not None:
        out.set("val", value)
    return out

def _corner(plot: Plot, number: int) -> tuple[int, int]:
    """Row and column of a series' name in the workbook: side by side, or one below the other for points."""
    if not plot.is_across:
        return 1, 2 + number
    return 1 + sum(2 + len(series.values) for series in plot.series[:number]), 2


def _beside(plot: Plot, number: int) -> int:
    """The first column of a series' intervals."""
    return 3 if plot.is_across else 2 + len(plot.series) + 2 * number


def _reaches(series: Series) -> list[list[float | None]]:
    """How far the intervals reach: up, down, and right, left where there are any."""
    up, down = _reach(series.values, series.high), _reach(series.values, series.low)
    if not series.at_low or not any(value is not None for value in series.at_low):
        return [up, down]
    return [up, down, _reach(series.at, series.at_high), _reach(series.at, series.at_low)]


def _reach(values: Sequence[float | None], ends: Sequence[float | None]) -> list[float | None]:
    return [None if value is None or end is None else float(f"{abs(end - value):.12g}") for value, end in zip(values, ends, strict=True)]


def _ends(name: str, numbers: Sequence[float | None], row: int, column: int) -> Any:
    from openpyxl.utils import get_column_letter

    letter = get_column_letter(column)
    reference, cached = element("numRef"), element("numCache")
    formula, code = element("f"), element("formatCode")
    formula.text, code.text = f"Sheet1!${letter}${row}:${letter}${row + len(numbers) - 1}", "General"
    cached.append(code)
    cached.append(element("ptCount", str(len(numbers))))
    for place, value in enumerate(numbers):
        if value is not None:
            point, text = element("pt"), element("v")
            point.set("idx", str(place))
            text.text = repr(value)
            point.append(text)
            cached.append(point)
    reference.append(formula)
    reference.append(cached)
    out = element(name)
    out.append(reference)
    return out


def _thin_line() -> Any:
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import nsdecls

    return parse_xml(f'<c:spPr {nsdecls("c", "a")}><a:ln w="15875"><a:solidFill><a:srgbClr val="{_INK}"/></a:solidFill></a:ln></c:spPr>')

"""Texts and tables of a slide, fitted to their places."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from .. import words
from ..finding import Finding
from .fitting import cleaned, column_widths, fitted, line_height, lines_of

__all__ = ["BOTTOM", "GREY", "INK", "estimates", "fill", "whole_table", "write_table", "write_text"]

BOTTOM = 6.62  # of what stands between the title and the foot, in inches
GREY, INK = "595959", "1B1B1B"
_BLUE = "0B4F8A"
_FACE = "Arial"  # on every machine, with all Vietnamese letters
_TYPE, _PAD = 11.0, 0.09
_LONGEST_CELL, _MOST_LINES = 220, 60


def whole_table(finding: Finding) -> tuple[list[str], list[list[str]]]:
    """Headings and the first lines of the finding's table as text; a heatmap as people see it, `x` across."""
    if finding.chart.kind == "heatmap":
        return _grid(finding)
    headings, lines = finding.entries(limit=_MOST_LINES)
    return headings, [[finding.text(entry) for entry in line] for line in lines]


def estimates(finding: Finding) -> tuple[list[str], list[list[str]]]:
    """Headings and lines of what the chart shows: names, estimate with interval, base; the latest period first."""
    from ..charts.reading import Reading, drawn_rows

    chart, rows = finding.chart, drawn_rows(finding)
    part = Reading(finding, rows)
    across = chart.x if chart.kind in ("line", "scatter", "calibration") else chart.y
    names = list(dict.fromkeys(name for name in (chart.facet, chart.label or across, chart.series) if name))
    headings = [*(words.label(name, finding.language) for name in names), _heading(finding), words.label("base", finding.language)]
    places = range(len(rows))
    places = places[::-1] if chart.kind == "line" and across in ("period", "wave") else places
    lines = [[*(part.level(name, rows[name].iloc[place]) for name in names), _estimate(part, place), part.base(place).removeprefix("n\u00a0=\u00a0")]
             for place in places]
    kept = [place for place in range(len(headings)) if place < len(names) or any(line[place] for line in lines)]
    return [headings[place] for place in kept], [[line[place] for place in kept] for line in lines]


def _heading(finding: Finding) -> str:
    band = finding.chart.band_label
    return words.say("slides.estimates_band", finding.language, band=band) if band else words.say("slides.estimates", finding.language)


def _estimate(part: Any, place: int) -> str:
    """The estimate with its interval in the words of the language; "withheld" where it is."""
    low, high = part.low[place], part.high[place]
    if part.withheld[place] or not (low == low and high == high and part.values[place] == part.values[place]):
        return part.estimate(place)
    unit = part.rows["unit"].iloc[place] if "unit" in part.rows and part.column == "value" else None
    unit = unit if isinstance(unit, str) and unit else part.unit
    value, *ends = (part.number(number, unit) for number in (part.values[place], low, high))
    ends = [end.removesuffix(f" {part.finding.currency}") for end in ends]
    return words.say("slides.estimate", part.finding.language, value=value, low=ends[0], high=ends[1])


def _grid(finding: Finding) -> tuple[list[str], list[list[str]]]:
    from ..charts.reading import Reading, drawn_rows

    chart, rows = finding.chart, drawn_rows(finding)
    part = Reading(finding, rows)
    down = [name for name in (chart.facet, chart.y) if name]
    across = list(dict.fromkeys(rows[chart.x]))
    cells: dict[tuple, dict[Any, str]] = {}
    for place, row in enumerate(rows.to_dict("records")):
        names = tuple(part.level(name, row[name]) for name in down)
        known = part.withheld[place] or part.values[place] == part.values[place]
        text = part.say("house.withheld") if part.withheld[place] else part.number(part.values[place]) if known else ""
        cells.setdefault(names, {})[row[chart.x]] = text
    headings = [*(words.label(name, finding.language) for name in down), *(part.level(chart.x, name) for name in across)]
    return headings, [[*names, *(line.get(name, "") for name in across)] for names, line in cells.items()]


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_CELL else text[: _LONGEST_CELL - 1].rstrip() + "\u2026"


def write_table(
    slide: Any, finding: Finding, sheet: str, headings: list[str], lines: list[list[str]], place: tuple[float, float, float], *, rows: int
) -> None:
    """A native table with as many columns and rows as fit, and a line that says how many more there are."""
    from pptx.util import Inches

    left, top, wide = place
    columns = len(headings)
    headings = [cleaned(text) for text in headings]
    lines = [[_short(cleaned(text)) for text in line] for line in lines[:_MOST_LINES]]
    widths = column_widths([[heading, *(line[column] for line in lines)] for column, heading in enumerate(headings)], width=wide, points=_TYPE)
    headings, lines = headings[: len(widths)], [line[: len(widths)] for line in lines]
    heights, room = [], BOTTOM - top - 0.3
    for line in (headings, *lines):
        tallest = max(len(lines_of(text, width=width - 0.18, points=_TYPE)) for text, width in zip(line, widths, strict=True))
        heights.append(tallest * line_height(_TYPE) + _PAD)
        if sum(heights) > room:
            heights.pop()
            break
    shown = max(0, len(heights) - 1)
    if shown:
        frame = slide.shapes.add_table(shown + 1, len(widths), Inches(left), Inches(top), Inches(sum(widths)), Inches(sum(heights)))
        _fill_table(frame.table, [headings, *lines[:shown]], widths, heights)
    _say_more(slide, finding, sheet, rows - shown, columns - len(widths), (left, top + sum(heights) + 0.04, wide))


def _say_more(slide: Any, finding: Finding, sheet: str, rows: int, columns: int, place: tuple[float, float, float]) -> None:
    key = {(True, False): "more_rows", (False, True): "more_columns", (True, True): "more_rows_columns"}.get((rows > 0, columns > 0))
    if key:
        text = words.say(f"slides.{key}", finding.language, rows=rows, columns=columns, sheet=sheet)
        write_text(slide, text, (*place, 0.3), 10, 8, colour=GREY)


def _fill_table(table: Any, lines: Sequence[Sequence[str]], widths: Sequence[float], heights: Sequence[float]) -> None:
    from pptx.util import Inches

    table.horz_banding = True
    for column, width in enumerate(widths):
        table.columns[column].width = Inches(width)
    for row, (line, height) in enumerate(zip(lines, heights, strict=True)):
        table.rows[row].height = Inches(height)
        for column, text in enumerate(line):
            cell = table.cell(row, column)
            cell.margin_left = cell.margin_right = Inches(0.06)
            cell.margin_top = cell.margin_bottom = Inches(0.03)
            fill(cell.text_frame, [text], _TYPE, bold=row == 0, colour="FFFFFF" if row == 0 else INK)
            cell.fill.solid()
            cell.fill.fore_color.rgb = _rgb(_BLUE if row == 0 else "F4F5F7" if row % 2 else "FFFFFF")


def write_text(slide: Any, text: str, place: tuple[float, float, float, float], largest: float, least: float, *, colour: str = INK, right: bool = False) -> None:
    """A box of text that fits its place."""
    from pptx.util import Inches

    box = slide.shapes.add_textbox(*(Inches(part) for part in place))
    paragraphs = text.split("\n")
    sizes = [fitted(part, width=place[2] - 0.05, height=place[3] / len(paragraphs), largest=largest, least=least) for part in paragraphs]
    fill(box.text_frame, [part for part, _ in sizes], min(points for _, points in sizes), colour=colour, right=right)


def fill(frame: Any, paragraphs: Sequence[str], points: float, *, bold: bool = False, colour: str = INK, right: bool = False, language: str = "") -> None:
    """Put paragraphs into a frame in the deck's type; `language` is for whoever checks their spelling."""
    from pptx.enum.lang import MSO_LANGUAGE_ID
    from pptx.enum.text import MSO_AUTO_SIZE, PP_ALIGN
    from pptx.util import Inches, Pt

    frame.word_wrap, frame.auto_size = True, MSO_AUTO_SIZE.NONE
    if hasattr(frame, "margin_left"):
        frame.margin_left = frame.margin_right = Inches(0.02)
        frame.margin_top = frame.margin_bottom = Inches(0.02)
    for place, text in enumerate(paragraphs):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        paragraph.alignment = PP_ALIGN.RIGHT if right else PP_ALIGN.LEFT
        run = paragraph.add_run()
        run.text = re.sub(r"[\v\n\r]", " ", cleaned(text))
        run.font.size, run.font.bold, run.font.name, run.font.color.rgb = Pt(points), bold, _FACE, _rgb(colour)
        if language:
            run.font.language_id = MSO_LANGUAGE_ID.VIETNAMESE if language == "vi" else MSO_LANGUAGE_ID.ENGLISH_US


def _rgb(colour: str) -> Any:
    from pptx.dml.color import RGBColor

    return RGBColor.from_string(colour)



"""Cells and sheets of a workbook: texts that stay texts, numbers in the form of their unit, equal bytes for equal content."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import math
import os
import re
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from .. import words
from ..errors import RunError
from ..finding import Entry, Finding

__all__ = [
    "BOLD", "DAY", "LINE", "NARROW", "QUIET", "TITLE", "TOP", "WIDE", "WRAP", "for_print", "head", "packed", "put_across", "put_entry", "put_file", "put_link", "put_number", "put_text",
]

DAY = dt.datetime(2000, 1, 1)  # of every file, so that equal findings give equal bytes
NARROW, WIDE, _PAGE = 9, 46, 110  # widths in characters
_LONGEST = 32_767  # characters that a cell holds
_FORMULA = re.compile(r"[\t\r\n]|\s*[=+\-@]")
BOLD, TITLE, QUIET, _LINK = Font(bold=True), Font(bold=True, size=14), Font(color="595959"), Font(color="0B4F8A", underline="single")
TOP, WRAP = Alignment(vertical="top"), Alignment(vertical="top", wrap_text=True)
LINE = Border(bottom=Side(style="medium", color="6B7178"))
_HUNDRED = ("points", "signed_points")
_FORMATS = {
    "share": "0.0%", "whole_share": "0%", "points": "0.0", "signed_points": "+0.0;-0.0;0.0", "count": "#,##0", "score": "0.00",
    "signed_score": "+0.00;-0.00;0.00", "days": "#,##0.0", "p_value": '[<0.001]"<"0.001;0.000', "number": "#,##0.##", "whole": "0",
}


def head(cell: Cell, text: str) -> None:
    """The heading of a column."""
    put_text(cell, text, BOLD, WRAP)
    cell.border = LINE


def put_entry(cell: Cell, entry: Entry, finding: Finding) -> None:
    """An entry of a finding's table, as a number or a day where it is one."""
    if entry.unit == "text":
        put_text(cell, entry.value, alignment=WRAP if len(entry.value) > WIDE else TOP)
    elif entry.unit in ("date", "period"):
        _date(cell, entry, finding)
    else:
        put_number(cell, entry.value, entry.unit, finding)


def _date(cell: Cell, entry: Entry, finding: Finding) -> None:
    known = entry.unit == "date" and entry.value == entry.value and entry.value is not None
    if not known:
        put_text(cell, finding.text(entry._replace(mark="")), alignment=TOP)
        return
    cell.value = dt.date.fromisoformat(str(entry.value)[:10])
    cell.number_format = "dd/mm/yyyy" if finding.language == "vi" else "yyyy-mm-dd"
    cell.alignment = TOP


def put_number(cell: Cell, value: Any, unit: str, finding: Finding) -> None:
    """A number with the format of its unit; what is not a finite number is said in words."""
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = math.nan
    if not math.isfinite(number):
        missing = value is None or number != number and not isinstance(value, str)
        put_text(cell, words.NOT_KNOWN[finding.language] if missing else str(value), QUIET, TOP)
        return
    # 15 digits are what a cell keeps: 100 times a fraction shall not end in the dust of a float.
    number = float(f"{100 * number:.15g}") if unit in _HUNDRED else number
    cell.value = int(number) if number.is_integer() and abs(number) < 1e15 else number
    cell.number_format = _format(unit, number, finding)
    cell.alignment = TOP


def _format(unit: str, number: float, finding: Finding) -> str:
    if unit == "money":
        places = len(words.format_value((0, finding.currency), "money", "en").split(" ")[0].partition(".")[2])
        currency = finding.currency.replace('"', "")
        return "#,##0" + ("." + "0" * places if places else "") + (f' "{currency}"' if currency else "")
    if unit == "number" and round(number, 2).is_integer():
        return "#,##0"
    return _FORMATS.get(unit, "General")


def put_text(cell: Cell, text: Any, font: Font | None = None, alignment: Alignment | None = None) -> None:
    """Text as text: never a formula, an error or a link, also when someone edits the cell."""
    clean = ILLEGAL_CHARACTERS_RE.sub("", str(text)).encode("utf-8", "replace").decode("utf-8")[:_LONGEST]
    if not clean:
        return
    cell.value = clean
    cell.data_type = "s"
    if _FORMULA.match(clean):
        cell.quotePrefix = True
    if font:
        cell.font = font
    if alignment:
        cell.alignment = alignment


def put_across(sheet: Worksheet, row: int, text: str, widths: Sequence[float], font: Font | None) -> None:
    """A text over as many columns as make a page, high enough to be read."""
    if not text:
        return
    columns, wide = 0, 0.0
    while wide < _PAGE:
        wide += widths[columns] if columns < len(widths) else 13.0
        columns += 1
    put_text(sheet.cell(row, 1), text, font, WRAP)
    sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=columns)
    big = font is TITLE
    lines = sum(math.ceil(max(1, len(part)) * (1.4 if big else 1.1) / wide) for part in str(text).split("\n"))
    sheet.row_dimensions[row].height = (20.0 if big else 15.5) * lines


def put_link(cell: Cell, text: str, sheet: str) -> None:
    """A text that leads to another sheet."""
    put_text(cell, text, _LINK, TOP)
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{sheet}'!A1")


def for_print(sheet: Worksheet, heading: int) -> None:
    """A sheet across the page, its heading on each."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{heading}:{heading}"


def packed(book: Workbook, title: str) -> bytes:
    """The file's bytes, with one fixed date wherever the format wants one."""
    properties = book.properties
    properties.creator, properties.title = "CX Workbench", ILLEGAL_CHARACTERS_RE.sub("", title)
    properties.created = properties.modified = DAY
    first, out = io.BytesIO(), io.BytesIO()
    ExcelWriter(book, zipfile.ZipFile(first, "w")).save()
    with zipfile.ZipFile(first) as made, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as kept:
        for name in made.namelist():
            info = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            info.create_system, info.external_attr = 0, 0  # the same on every system
            kept.writestr(info, made.read(name), compress_type=zipfile.ZIP_DEFLATED)
    return out.getvalue()


def put_file(data: bytes, path: Path) -> None:
    """Written aside and renamed: a reader finds the old file or the new one."""
    draft = None
    try:
        handle, draft = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.chmod(draft, 0o644)
        os.replace(draft, path)
    except OSError as error:
        raise RunError(f'Cannot write "{path}" ({error.strerror}). Is the folder there, and the file not open elsewhere?') from None
    finally:
        if draft is not None:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(draft)

"""Findings as a workbook: a sheet of contents, then a sheet for each table, with numbers that are numbers."""

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
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from .. import words
from ..errors import RunError
from ..finding import Entry, Finding

__all__ = ["facts_of", "sheet_names", "write_workbook"]

MOST_ROWS = 10_000
_DAY = dt.datetime(2000, 1, 1)  # of every file, so that equal findings give equal bytes
_HEADING = 5
_NARROW, _WIDE, _PAGE = 9, 46, 110  # widths in characters
_LONGEST = 32_767  # characters that a cell holds
_FORMULA = re.compile(r"[\t\r\n]|\s*[=+\-@]")
_BOLD, _TITLE, _QUIET, _LINK = Font(bold=True), Font(bold=True, size=14), Font(color="595959"), Font(color="0B4F8A", underline="single")
_TOP, _WRAP = Alignment(vertical="top"), Alignment(vertical="top", wrap_text=True)
_LINE = Border(bottom=Side(style="medium", color="6B7178"))
_HUNDRED = ("points", "signed_points")
_FORMATS = {
    "share": "0.0%", "whole_share": "0%", "points": "0.0", "signed_points": "+0.0;-0.0;0.0", "count": "#,##0", "score": "0.00",
    "signed_score": "+0.00;-0.00;0.00", "days": "#,##0.0", "p_value": '[<0.001]"<"0.001;0.000', "number": "#,##0.##", "whole": "0",
}


def write_workbook(findings: Sequence[Finding], path: str | Path, *, title: str = "", language: str | None = None) -> Path:
    """Write the tables of these findings to an ``.xlsx`` file, whole or not at all.

    The first sheet lists question, sentence, base and status with a link to each table. A table stands as people see it
    (wide where the finding has a layout, letters in a column of their own behind the values), its heading frozen. Shares are
    numbers in per cent, NPS and differences of shares in points (times 100), money in its currency; withheld and unknown
    cells hold words. Texts never become formulas. Equal findings give equal bytes.

    Parameters
    ----------
    findings : sequence of Finding
    path : path
        An earlier file there is replaced when the new one is complete.
    title : str
        Above the contents, such as the study and its wave.
    language : {"en", "vi"}, optional
        Of the contents; that of the first finding when not given.

    Returns
    -------
    Path
        Of the file.

    Raises
    ------
    RunError
        When the file cannot be written.
    """
    path = Path(path)
    language = language or next((finding.language for finding in findings), "en")
    book = Workbook()
    contents = book.active
    contents.title = words.say("report.workbook.contents", language)
    names = sheet_names(findings)
    _write_contents(contents, findings, names, title, language)
    for finding, name in zip(findings, names, strict=True):
        _write_finding(book.create_sheet(name), finding, contents.title)
    _put(_packed(book, title), path)
    return path


def sheet_names(findings: Sequence[Finding]) -> list[str]:
    """How the sheet of each finding is called in their workbook."""
    return [_sheet_name(place, finding.key) for place, finding in enumerate(findings, start=1)]


def facts_of(finding: Finding) -> str:
    """Where a finding comes from, in a line: its key, the study, wave, day, data and version."""
    names = ("study", "wave", "as_of", "fingerprint", "version")
    facts = {"finding": finding.key, **{name: finding.provenance[name] for name in names if name in finding.provenance}}
    return " · ".join(f"{words.say(f'report.provenance.{name}', finding.language)}: {value}" for name, value in facts.items())


def _sheet_name(place: int, key: str) -> str:
    """At most 31 letters, none of those that a sheet may not have; its number makes it the only one."""
    legal = re.sub(r"[^\w. -]", "-", key)
    return f"{place:02d} {legal}"[:31].rstrip()


def _write_contents(sheet: Worksheet, findings: Sequence[Finding], names: Sequence[str], title: str, language: str) -> None:
    _text(sheet.cell(1, 1), title or words.say("report.workbook.title", language), _TITLE)
    headings = [words.label(name, language) for name in ("question", "sentence", "base", "status")]
    headings.append(words.say("report.workbook.sheet", language))
    for column, (heading, width) in enumerate(zip(headings, (44, 90, 11, 20, 33), strict=True), start=1):
        cell = sheet.cell(3, column)
        _text(cell, heading, _BOLD)
        cell.border = _LINE
        sheet.column_dimensions[get_column_letter(column)].width = width
    for row, (finding, name) in enumerate(zip(findings, names, strict=True), start=4):
        _text(sheet.cell(row, 1), finding.question, alignment=_WRAP)
        _text(sheet.cell(row, 2), finding.sentence, alignment=_WRAP)
        _number(sheet.cell(row, 3), finding.base, "count", finding)
        _text(sheet.cell(row, 4), words.say(f"report.status.{finding.status}", language), alignment=_WRAP)
        _link(sheet.cell(row, 5), name, name)
        sheet.row_dimensions[row].height = 15.0 * max(1, math.ceil(len(finding.sentence) / 85), math.ceil(len(finding.question) / 40))
    sheet.freeze_panes = "A4"
    _for_print(sheet, 3)


def _write_finding(sheet: Worksheet, finding: Finding, contents: str) -> None:
    headings, lines = finding.entries(limit=MOST_ROWS)
    marked = [any(line[place].mark for line in lines) for place in range(len(headings))]
    widths = _write_table(sheet, finding, headings, lines, marked)
    _across(sheet, 1, finding.question, widths, _TITLE)
    _across(sheet, 2, finding.sentence, widths, _BOLD)
    everyone = str(finding.slice) or words.say("house.everyone", finding.language)
    status = words.say(f"report.status.{finding.status}", finding.language)
    _across(sheet, 3, f"{words.say('house.base', finding.language, n=finding.base)} · {everyone} · {status}", widths, _QUIET)
    _link(sheet.cell(4, 1), contents, contents)
    row = _HEADING + len(lines) + 2
    for text in _notes(finding, len(lines)):
        _across(sheet, row, text, widths, None)
        row += 1
    if lines:
        beside = len(finding.layout.down) + 1 if finding.layout else 1
        sheet.freeze_panes = sheet.cell(_HEADING + 1, beside)
        _for_print(sheet, _HEADING)


def _write_table(sheet: Worksheet, finding: Finding, headings: list[str], lines: list[list[Entry]], marked: list[bool]) -> list[float]:
    """The table under its headings; the widths of the columns that it takes."""
    widths: list[float] = []
    for place, heading in enumerate(headings):
        column = len(widths) + 1
        _head(sheet.cell(_HEADING, column), heading)
        if marked[place]:
            _head(sheet.cell(_HEADING, column + 1), words.say("report.workbook.mark", finding.language))
        longest = max((len(part) for part in heading.split()), default=0)
        for row, line in enumerate(lines, start=_HEADING + 1):
            entry = line[place]
            _put_entry(sheet.cell(row, column), entry, finding)
            longest = max(longest, len(entry.value) if entry.unit == "text" else len(finding.text(entry._replace(mark=""))))
            if entry.mark:
                _text(sheet.cell(row, column + 1), entry.mark, alignment=_TOP)
        widths.append(min(max(_NARROW, longest + 2), _WIDE))
        if marked[place]:
            widths.append(min(max(_NARROW, 2 + max(len(line[place].mark) for line in lines)), _WIDE))
    for column, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    # each word may begin a line, because words do not break
    sheet.row_dimensions[_HEADING].height = 15.5 * min(4, max(1 + len(heading) // _NARROW for heading in headings) if headings else 1)
    return widths


def _head(cell: Cell, text: str) -> None:
    _text(cell, text, _BOLD, _WRAP)
    cell.border = _LINE


def _put_entry(cell: Cell, entry: Entry, finding: Finding) -> None:
    if entry.unit == "text":
        _text(cell, entry.value, alignment=_WRAP if len(entry.value) > _WIDE else _TOP)
    elif entry.unit in ("date", "period"):
        _date(cell, entry, finding)
    else:
        _number(cell, entry.value, entry.unit, finding)


def _date(cell: Cell, entry: Entry, finding: Finding) -> None:
    known = entry.unit == "date" and entry.value == entry.value and entry.value is not None
    if not known:
        _text(cell, finding.text(entry._replace(mark="")), alignment=_TOP)
        return
    cell.value = dt.date.fromisoformat(str(entry.value)[:10])
    cell.number_format = "dd/mm/yyyy" if finding.language == "vi" else "yyyy-mm-dd"
    cell.alignment = _TOP


def _number(cell: Cell, value: Any, unit: str, finding: Finding) -> None:
    """A number with the format of its unit; what is not a finite number is said in words."""
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = math.nan
    if not math.isfinite(number):
        missing = value is None or number != number and not isinstance(value, str)
        _text(cell, words.NOT_KNOWN[finding.language] if missing else str(value), _QUIET, _TOP)
        return
    # 15 digits are what a cell keeps: 100 times a fraction shall not end in the dust of a float.
    number = float(f"{100 * number:.15g}") if unit in _HUNDRED else number
    cell.value = int(number) if number.is_integer() and abs(number) < 1e15 else number
    cell.number_format = _format(unit, number, finding)
    cell.alignment = _TOP


def _format(unit: str, number: float, finding: Finding) -> str:
    if unit == "money":
        places = len(words.format_value((0, finding.currency), "money", "en").split(" ")[0].partition(".")[2])
        currency = finding.currency.replace('"', "")
        return "#,##0" + ("." + "0" * places if places else "") + (f' "{currency}"' if currency else "")
    if unit == "number" and round(number, 2).is_integer():
        return "#,##0"
    return _FORMATS.get(unit, "General")


def _text(cell: Cell, text: Any, font: Font | None = None, alignment: Alignment | None = None) -> None:
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


def _across(sheet: Worksheet, row: int, text: str, widths: Sequence[float], font: Font | None) -> None:
    """A text over as many columns as make a page, high enough to be read."""
    if not text:
        return
    columns, wide = 0, 0.0
    while wide < _PAGE:
        wide += widths[columns] if columns < len(widths) else 13.0
        columns += 1
    _text(sheet.cell(row, 1), text, font, _WRAP)
    sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=columns)
    big = font is _TITLE
    lines = sum(math.ceil(max(1, len(part)) * (1.4 if big else 1.1) / wide) for part in str(text).split("\n"))
    sheet.row_dimensions[row].height = (20.0 if big else 15.5) * lines


def _link(cell: Cell, text: str, sheet: str) -> None:
    _text(cell, text, _LINK, _TOP)
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{sheet}'!A1")


def _notes(finding: Finding, lines: int) -> list[str]:
    language = finding.language
    notes = []
    if finding.lines > lines:
        notes.append(words.say("report.workbook.cut", language, shown=lines, rows=finding.lines))
    notes += finding.caveats
    if finding.next_step:
        notes.append(words.say("report.next_step", language, step=finding.next_step))
    if finding.owner:
        notes.append(words.say("report.owner", language, owner=finding.owner))
    return [*notes, facts_of(finding)]


def _for_print(sheet: Worksheet, heading: int) -> None:
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{heading}:{heading}"


def _packed(book: Workbook, title: str) -> bytes:
    """The file's bytes, with one fixed date wherever the format wants one."""
    properties = book.properties
    properties.creator, properties.title = "CX Workbench", ILLEGAL_CHARACTERS_RE.sub("", title)
    properties.created = properties.modified = _DAY
    first, out = io.BytesIO(), io.BytesIO()
    ExcelWriter(book, zipfile.ZipFile(first, "w")).save()
    with zipfile.ZipFile(first) as made, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as kept:
        for name in made.namelist():
            info = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            info.create_system, info.external_attr = 0, 0  # the same on every system
            kept.writestr(info, made.read(name), compress_type=zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _put(data: bytes, path: Path) -> None:
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

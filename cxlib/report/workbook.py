"""Findings as a workbook: a sheet of contents, then a sheet for each table, with numbers that are numbers."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from .. import words
from ..errors import RunError
from ..finding import Entry, Finding
from .sheets import BOLD, LINE, NARROW, QUIET, TITLE, TOP, WIDE, WRAP, for_print, head, packed, put_across, put_entry, put_file, put_link, put_number, put_text

__all__ = ["facts_of", "notes_of", "sheet_names", "write_workbook"]

MOST_ROWS = 10_000
_HEADING = 5


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
    put_file(packed(book, title), path)
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
    put_text(sheet.cell(1, 1), title or words.say("report.workbook.title", language), TITLE)
    headings = [words.label(name, language) for name in ("question", "sentence", "base", "status")]
    headings.append(words.say("report.workbook.sheet", language))
    for column, (heading, width) in enumerate(zip(headings, (44, 90, 11, 20, 33), strict=True), start=1):
        cell = sheet.cell(3, column)
        put_text(cell, heading, BOLD)
        cell.border = LINE
        sheet.column_dimensions[get_column_letter(column)].width = width
    for row, (finding, name) in enumerate(zip(findings, names, strict=True), start=4):
        put_text(sheet.cell(row, 1), finding.question, alignment=WRAP)
        put_text(sheet.cell(row, 2), finding.sentence, alignment=WRAP)
        put_number(sheet.cell(row, 3), finding.base, "count", finding)
        put_text(sheet.cell(row, 4), words.say(f"report.status.{finding.status}", language), alignment=WRAP)
        put_link(sheet.cell(row, 5), name, name)
        sheet.row_dimensions[row].height = 15.0 * max(1, math.ceil(len(finding.sentence) / 85), math.ceil(len(finding.question) / 40))
    sheet.freeze_panes = "A4"
    for_print(sheet, 3)


def _write_finding(sheet: Worksheet, finding: Finding, contents: str) -> None:
    headings, lines = finding.entries(limit=MOST_ROWS)
    marked = [any(line[place].mark for line in lines) for place in range(len(headings))]
    widths = _write_table(sheet, finding, headings, lines, marked)
    put_across(sheet, 1, finding.question, widths, TITLE)
    put_across(sheet, 2, finding.sentence, widths, BOLD)
    everyone = str(finding.slice) or words.say("house.everyone", finding.language)
    status = words.say(f"report.status.{finding.status}", finding.language)
    put_across(sheet, 3, f"{words.say('house.base', finding.language, n=finding.base)} · {everyone} · {status}", widths, QUIET)
    put_link(sheet.cell(4, 1), contents, contents)
    row = _HEADING + len(lines) + 2
    for text in notes_of(finding, len(lines)):
        put_across(sheet, row, text, widths, None)
        row += 1
    if lines:
        beside = len(finding.layout.down) + 1 if finding.layout else 1
        sheet.freeze_panes = sheet.cell(_HEADING + 1, beside)
        for_print(sheet, _HEADING)


def _write_table(sheet: Worksheet, finding: Finding, headings: list[str], lines: list[list[Entry]], marked: list[bool]) -> list[float]:
    """The table under its headings; the widths of the columns that it takes."""
    widths: list[float] = []
    for place, heading in enumerate(headings):
        column = len(widths) + 1
        head(sheet.cell(_HEADING, column), heading)
        if marked[place]:
            head(sheet.cell(_HEADING, column + 1), words.say("report.workbook.mark", finding.language))
        longest = max((len(part) for part in heading.split()), default=0)
        for row, line in enumerate(lines, start=_HEADING + 1):
            entry = line[place]
            put_entry(sheet.cell(row, column), entry, finding)
            longest = max(longest, len(entry.value) if entry.unit == "text" else len(finding.text(entry._replace(mark=""))))
            if entry.mark:
                put_text(sheet.cell(row, column + 1), entry.mark, alignment=TOP)
        widths.append(min(max(NARROW, longest + 2), WIDE))
        if marked[place]:
            widths.append(min(max(NARROW, 2 + max(len(line[place].mark) for line in lines)), WIDE))
    for column, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    # each word may begin a line, because words do not break
    sheet.row_dimensions[_HEADING].height = 15.5 * min(4, max(1 + len(heading) // NARROW for heading in headings) if headings else 1)
    return widths


def notes_of(finding: Finding, lines: int) -> list[str]:
    """What stands below a table of that many lines: what was cut, caveats, next step, owner, and what it rests on."""
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

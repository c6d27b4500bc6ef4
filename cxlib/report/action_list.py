"""The list of those at risk, and its ledger, as files for those who act."""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from .. import words
from ..churn.ledger import FORMULA, TAKEN, drawn_as_text
from ..errors import ArgumentError, RunError
from ..finding import Entry, Finding
from .sheets import BOLD, NARROW, TITLE, TOP, WIDE, WRAP, for_print, head, packed, put_file, put_entry, put_text
from .workbook import notes_of

__all__ = ["write_action_list", "write_ledger"]

_TO_FILL = ("action_taken", "action_day", "done_by", "note")
_FORMULA = re.compile(rf"'*{FORMULA}")
_QUIET_ROW, _TO_WRITE = PatternFill("solid", fgColor="E4E4E4"), PatternFill("solid", fgColor="FFF8E1")
_ALONE = "hold_out"


def write_action_list(finding: Finding, folder: str | Path, *, name: str = "action_list") -> tuple[Path, Path]:
    """Write the list as a CSV and as a workbook, each whole or not at all.

    Both have one row a customer under headings in the finding's language. In the CSV (UTF-8 with a byte order mark, so
    that spreadsheets read Vietnamese) numbers are plain, shares 0 to 1, days ISO; a text that could begin a formula has an
    apostrophe before it. In the workbook ids are texts, numbers have their units, nothing is a formula, and a second sheet
    says how the list was made.

    Parameters
    ----------
    finding : Finding
        ``churn.at_risk`` or ``maps.action_list``, with or without a hold-out.
    folder : path
        Made when it is not there; earlier files of that name are replaced.
    name : str
        Of the files, without ending.

    Returns
    -------
    (csv, xlsx) : paths

    Raises
    ------
    ArgumentError
        When the finding lists no customers, or has no customer_id.
    RunError
        When a file cannot be written.

    Examples
    --------
    >>> write_action_list(maps.action_list(study, model), "lists")  # doctest: +SKIP
    """
    _check(finding)
    return _written(finding, _entries(finding), folder, name, ledger=False)


def write_ledger(finding: Finding, folder: str | Path, *, name: str = "ledger") -> tuple[Path, Path]:
    """Write the list with empty columns for its owner: action taken, day, done by (a role), note.

    Give it the list after :func:`cxlib.churn.with_hold_out`, or next quarter nobody can tell whether acting worked. Who is to be
    left alone stands in the column ``arm``, and grey in the workbook. ``draw`` says which list it was, with which seed and share;
    :func:`cxlib.churn.read_ledger` needs it back unchanged.

    Parameters
    ----------
    finding, folder, name : as of :func:`write_action_list`

    Returns
    -------
    (csv, xlsx) : paths

    Raises
    ------
    ArgumentError, RunError
        As of :func:`write_action_list`.

    Examples
    --------
    >>> write_ledger(churn.with_hold_out(churn.at_risk(study, model), seed=7), "lists")  # doctest: +SKIP
    """
    _check(finding)
    columns = _entries(finding)
    drawn = drawn_as_text(str(finding.provenance.get("as_of", "")), finding.provenance.get("hold_out"))
    fixed = [("draw", [Entry(drawn)] * len(finding.table))]
    empty = [(column, [Entry()] * len(finding.table)) for column in _TO_FILL]
    first = 2 if "arm" in finding.table else 1
    return _written(finding, [*columns[:first], *empty, *columns[first:], *fixed], folder, name, ledger=True)


def _check(finding: Finding) -> None:
    if "customer_id" not in finding.table:
        raise ArgumentError(f"{finding.name} lists no customers to write: {finding.sentence}")


def _entries(finding: Finding) -> list[tuple[str, list[Entry]]]:
    """Each column of the list with its cells; the arm stands beside the id."""
    names = [name for name in finding.table if name not in ("unit", "withheld") and not name.startswith("_")]
    columns = dict(zip(names, zip(*finding.entries()[1], strict=True), strict=True))
    columns["customer_id"] = [Entry(str(customer)) for customer in finding.table["customer_id"]]
    first = [name for name in ("customer_id", "arm") if name in columns]
    return [(name, [_known(entry) for entry in columns[name]]) for name in dict.fromkeys([*first, *columns])]


def _known(entry: Entry) -> Entry:
    """A blank instead of a word where nothing is known: a column of days or numbers stays one."""
    missing = entry.value is None or isinstance(entry.value, float) and math.isnan(entry.value)
    return Entry() if missing else entry


def _written(finding: Finding, columns: list[tuple[str, list[Entry]]], folder: str | Path, name: str, *, ledger: bool) -> tuple[Path, Path]:
    folder = Path(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise RunError(f'Cannot make the folder "{folder}" ({error.strerror}). Name another one.') from None
    text, book = folder / f"{name}.csv", folder / f"{name}.xlsx"
    headings = [_heading(column, finding) for column, _ in columns]
    lines = list(zip(*(cells for _, cells in columns), strict=True))
    put_file(_as_csv(headings, lines), text)
    put_file(_as_book(finding, columns, headings, ledger=ledger), book)
    return text, book


def _heading(column: str, finding: Finding) -> str:
    """The probability is called what the chart calls it."""
    if column == "value" and finding.chart.x_label:
        return finding.chart.x_label
    return words.label(column, finding.language)


def _as_csv(headings: Sequence[str], lines: Sequence[Sequence[Entry]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")
    writer.writerow([_defused(heading) for heading in headings])
    writer.writerows([_plain(entry) for entry in line] for line in lines)
    return ("\ufeff" + out.getvalue()).encode("utf-8", "replace")


def _plain(entry: Entry) -> str:
    if isinstance(entry.value, str):
        return _defused(entry.value.replace("\x00", ""))
    return f"{float(entry.value):.10g}"


def _defused(text: str) -> str:
    """Behind an apostrophe no text begins a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def _as_book(finding: Finding, columns: list[tuple[str, list[Entry]]], headings: Sequence[str], *, ledger: bool) -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = words.say("churn_list.sheet.ledger" if ledger else "churn_list.sheet.list", finding.language)
    for place, ((column, cells), heading) in enumerate(zip(columns, headings, strict=True), start=1):
        head(sheet.cell(1, place), heading)
        longest = max((len(part) for part in heading.split()), default=0)
        for row, entry in enumerate(cells, start=2):
            _cell(sheet, row, place, column, entry, finding)
            longest = max(longest, len(entry.value) if isinstance(entry.value, str) else 8)
        sheet.column_dimensions[get_column_letter(place)].width = 18 if column in _TO_FILL else min(max(NARROW, longest + 2), WIDE)
    last = len(finding.table) + 1
    sheet.row_dimensions[1].height = 46
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{max(last, 2)}"
    for_print(sheet, 1)
    _grey(sheet, finding, len(columns))
    if ledger:
        _choices(sheet, [column for column, _ in columns], last, finding.language)
    _write_notes(book.create_sheet(words.say("churn_list.sheet.notes", finding.language)), finding, ledger=ledger)
    return packed(book, finding.question)


def _cell(sheet: Worksheet, row: int, place: int, column: str, entry: Entry, finding: Finding) -> None:
    cell = sheet.cell(row, place)
    if column in _TO_FILL:
        cell.fill = _TO_WRITE
        cell.number_format = "yyyy-mm-dd" if column == "action_day" else "@"
    elif column == "customer_id":
        put_text(cell, entry.value, BOLD, TOP)
        cell.number_format = "@"
    else:
        put_entry(cell, entry, finding)


def _grey(sheet: Worksheet, finding: Finding, columns: int) -> None:
    """Who is to be left alone is grey from end to end."""
    if "arm" not in finding.table:
        return
    for row, arm in enumerate(finding.table["arm"], start=2):
        for place in range(1, columns + 1) if arm == _ALONE else ():
            sheet.cell(row, place).fill = _QUIET_ROW


def _choices(sheet: Worksheet, names: list[str], last: int, language: str) -> None:
    """The words that may be noted, to choose from."""
    listed = ",".join(words.say(f"value.action_taken.{word}", language) for word in TAKEN)
    rule = DataValidation(type="list", formula1=f'"{listed}"', allow_blank=True, showErrorMessage=True)
    letter = get_column_letter(names.index("action_taken") + 1)
    rule.add(f"{letter}2:{letter}{max(last, 2)}")
    sheet.add_data_validation(rule)


def _write_notes(sheet: Worksheet, finding: Finding, *, ledger: bool) -> None:
    sheet.column_dimensions["A"].width = 120
    lines = [finding.sentence, words.say("house.base", finding.language, n=finding.base)]
    if ledger:
        taken = ", ".join(words.say(f"value.action_taken.{word}", finding.language) for word in TAKEN)
        key = "drawn" if finding.provenance.get("hold_out") else "not_drawn"
        lines += [words.say("churn_list.how_to_fill", finding.language, taken=taken), words.say(f"churn_list.how_to_fill.{key}", finding.language)]
    put_text(sheet.cell(1, 1), finding.question, TITLE, WRAP)
    for row, text in enumerate([*lines, *notes_of(finding, finding.lines)], start=3):
        put_text(sheet.cell(row, 1), text, BOLD if row == 3 else None, WRAP)
        sheet.row_dimensions[row].height = 15.5 * max(1, math.ceil(len(text) / 110))
    for_print(sheet, 1)

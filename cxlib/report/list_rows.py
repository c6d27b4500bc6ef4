"""The rows of one customer in the lists, ledgers and refused rows that we write, as CSV and as workbooks."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Collection, Sequence
from pathlib import Path

from .. import words
from ..intake import REJECTED

__all__ = ["rows_of_customer", "without_customer"]

_ID = "customer_id"
_SIGNS = ",;\t|"

Records = list[tuple[list[str], str]]
"""Rows of a CSV file as cells, each with its own lines as they stand."""


def rows_of_customer(path: Path, names: Collection[str]) -> list[int]:
    """Places of a customer's rows in a file that we wrote; none where it has no column of customers."""
    rows = _cells_of_workbook(path) if path.suffix.lower() == ".xlsx" else [cells for cells, _ in _records(_text_of(path)[0])]
    return _places(path.name, rows, names)


def without_customer(path: Path, names: Collection[str], replace: Callable[[Path, Callable], None]) -> int:
    """Take a customer's rows out of a file; everything else stays as it is. The number of rows.

    Parameters
    ----------
    names : ids of the customer
    replace : called with the path and with what writes a new file to a path that it is given
    """
    if path.suffix.lower() == ".xlsx":
        return _workbook_without(path, names, replace)
    text, encoding = _text_of(path)
    records = _records(text)
    gone = set(_places(path.name, [cells for cells, _ in records], names))
    if gone:
        kept = "".join(lines for place, (_, lines) in enumerate(records) if place not in gone)
        replace(path, lambda draft: draft.write_bytes(kept.encode(encoding)))
    return len(gone)


def _places(file: str, rows: Sequence[Sequence[str]], names: Collection[str]) -> list[int]:
    if file == REJECTED:
        return [place for place, cells in enumerate(rows) if place and cells and _refused_of(cells[-1], names)]
    headings = {_ID, *words.catalogue()[f"label.{_ID}"].values()}
    for place, cells in enumerate(rows):
        at = next((column for column, cell in enumerate(cells) if cell.strip("\ufeff ") in headings), None)
        if at is not None:
            # A text that could begin a formula has an apostrophe before it.
            return [row for row in range(place + 1, len(rows)) if len(rows[row]) > at and {rows[row][at], rows[row][at].removeprefix("'")} & set(names)]
    return []


def _refused_of(content: str, names: Collection[str]) -> bool:
    """Whether a refused row is of the customer; a line that could not be split may be, when one of its parts is the id."""
    try:
        known = json.loads(content.removeprefix("'"))
    except ValueError:
        return False
    text = known.get("text", "")
    for sign in _SIGNS:
        text = text.replace(sign, "\n")
    return known.get(_ID) in names or any(part.strip(' "\r') in names for part in text.splitlines())


def _cells_of_workbook(path: Path) -> list[list[str]]:
    """The rows of the first sheet, which is the list."""
    import openpyxl

    book = openpyxl.load_workbook(path, read_only=True)
    rows = [["" if cell is None else str(cell) for cell in row] for row in book.worksheets[0].iter_rows(values_only=True)]
    book.close()
    return rows


def _workbook_without(path: Path, names: Collection[str], replace: Callable[[Path, Callable], None]) -> int:
    import openpyxl

    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    gone = _places(path.name, [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)], names)
    for place in reversed(gone):
        sheet.delete_rows(place + 1)
    if gone:
        replace(path, book.save)
    return len(gone)


def _text_of(path: Path) -> tuple[str, str]:
    """The text of a CSV file and an encoding that gives back the same bytes."""
    content = path.read_bytes()
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return content.decode("latin-1"), "latin-1"


def _records(text: str) -> Records:
    """The rows, whatever sign parts the columns."""
    lines = io.StringIO(text, newline="").readlines()
    sign = max(_SIGNS, key=lines[0].count) if lines else ","
    reader, found, start = csv.reader(lines, delimiter=sign), [], 0
    for row in reader:
        found.append((row, "".join(lines[start : reader.line_num])))
        start = reader.line_num
    return found

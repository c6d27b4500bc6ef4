"""Excel workbooks: one sheet as batches of rows, numbers and times as they are typed, and never more than memory holds."""

from __future__ import annotations

import datetime as dt
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
import pyarrow as pa

from ...contract import TABLES
from ...errors import SourceError, unknown
from ..rows import ROW, RawRow, column_names, first_line
from ..sources import Source
from .heading import joined_heads

__all__ = ["Sheet", "read_workbook", "sheets_of"]

MOST_UNPACKED = 2 << 30
_STEP = 50_000
_LOOKED_AT = 200
_UNCALCULATED = re.compile(rb"<c\b([^>]*)>\s*<f(?:\s[^>]*)?(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>")
_PLACE = re.compile(rb'r="([A-Z]+[0-9]+)"')
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')


@dataclass(frozen=True)
class Sheet:
    """One sheet: its name, its first rows as texts, and merged cells as (first row, last row, first column, last column), from 0."""

    name: str
    rows: tuple[tuple[str | None, ...], ...]
    merged: tuple[tuple[int, int, int, int], ...]


def read_workbook(path: Path, source: Source, broken: list[RawRow]) -> Iterator[pa.Table]:
    """Batches of one sheet; a column of a batch is typed where all its cells are numbers, or all of them times."""
    heads = source.heading or (1,)
    with _opened(path) as book, closing(_sheet(book, path, source.sheet).iter_rows(values_only=True)) as rows:
        sheet = _sheet(book, path, source.sheet)
        _refuse_uncalculated(path, sheet)
        top = [[_text(cell, "") for cell in row] for row in islice(rows, heads[-1])]
        if len(top) < heads[-1]:
            raise SourceError(f"{path.name} has no heading in its first row" if heads == (1,) else f"{path.name} has no row {heads[-1]}, where its heading should stand")
        names = column_names(_names(path, sheet, top, heads), path)
        following = heads[-1] + 1
        while taken := list(islice(rows, _STEP)):
            cells = [[row[place] if place < len(row) else None for row in taken] for place in range(len(names))]
            yield _batch(names, cells, source).append_column(ROW, pa.array(np.arange(following, following + len(taken))))
            following += len(taken)


def sheets_of(path: Path) -> list[Sheet]:
    """The sheets that hold cells, each with its first 200 rows.

    Raises
    ------
    SourceError
    """
    found = []
    with _opened(path) as book:
        for sheet in book.worksheets:
            with closing(sheet.iter_rows(values_only=True)) as cells:
                rows = tuple(tuple(_text(cell, "") for cell in row) for row in islice(cells, _LOOKED_AT))
            if any(cell is not None for row in rows for cell in row):
                found.append(Sheet(sheet.title, rows, tuple(_merged(path, sheet))))
    return found


@contextmanager
def _opened(path: Path):
    import openpyxl

    _refuse_if_too_large(path)
    try:
        with warnings.catch_warnings():
            # It warns of styles and validations, which hold no data.
            warnings.simplefilter("ignore")
            # Opened here, as the library leaves a file open that it cannot read.
            with path.open("rb") as file:
                book = openpyxl.load_workbook(file, read_only=True, data_only=True)
                try:
                    yield book
                finally:
                    book.close()
    except (SourceError, GeneratorExit):
        raise
    except Exception as error:  # the parser raises whatever the broken file makes it raise
        raise SourceError(f"{path.name} is not an Excel workbook: {first_line(error)}") from None


def _refuse_if_too_large(path: Path) -> None:
    """A small file can unpack to more than any memory holds; what it unpacks to stands in its directory, and no more is read than that."""
    try:
        with zipfile.ZipFile(path) as packed:
            parts = packed.infolist()
            size = sum(part.file_size for part in parts)
            heads = [_head(packed, part) for part in parts if part.filename.endswith(".xml") and size <= MOST_UNPACKED]
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, EOFError, OSError, zlib.error) as error:
        raise SourceError(f"{path.name} is not an Excel workbook: {first_line(error)}") from None
    if size > MOST_UNPACKED:
        raise SourceError(
            f"{path.name} unpacks to {size / 2**30:.1f} GB, and no more than {MOST_UNPACKED >> 30} GB of a workbook is read; "
            "save the sheet that you need as CSV"
        )
    if any(b"<!DOCTYPE" in head for head in heads):
        raise SourceError(f"{path.name} is not an Excel workbook: it declares a document type, which Excel never does; save it anew in Excel")


def _head(packed: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    with packed.open(part) as file:
        return file.read(1024)


def _sheet(book, path: Path, name: str):
    names = [sheet.title for sheet in book.worksheets]
    if not names or (name and name not in names):
        raise SourceError(f"{path.name}: {unknown('sheet', name, names)}")
    return book[name] if name else book.worksheets[0]


def _names(path: Path, sheet, top: list[list[str | None]], heads: tuple[int, ...]) -> list[str]:
    rows = [list(top[row - 1]) for row in heads]
    if len(rows) == 1:
        names = [name or "" for name in rows[0]]
    else:
        inside = [(first - heads[0] + 1, left, right) for first, last, left, right in _merged(path, sheet) if heads[0] <= first + 1 <= heads[-1] and right > left]
        names = joined_heads(rows, inside or None)
    while names and not names[-1]:
        names.pop()
    return names


def _merged(path: Path, sheet) -> Iterator[tuple[int, int, int, int]]:
    """Merged cells, which stand behind all rows; found without holding the sheet in memory."""
    from openpyxl.utils import column_index_from_string as place

    for block in _blocks(path, sheet):
        for left, top, right, bottom in _MERGED.findall(block):
            yield int(top) - 1, int(bottom) - 1, place(left.decode()) - 1, place(right.decode()) - 1


def _blocks(path: Path, sheet) -> Iterator[bytes]:
    """The sheet as it is stored, each block with the end of the one before: what is cut in two is whole in the next, and may come twice."""
    tail = b""
    with zipfile.ZipFile(path) as packed, packed.open(getattr(sheet, "_worksheet_path", "").lstrip("/")) as file:
        while block := file.read(1 << 20):
            yield tail + block
            tail = block[-2000:]


def _refuse_uncalculated(path: Path, sheet) -> None:
    """A program may write a formula without its value; read as a blank it would be a wrong number in silence."""
    for block in _blocks(path, sheet):
        for cell in _UNCALCULATED.finditer(block):
            if b't="str"' not in cell[1]:
                where = _PLACE.search(cell[1])
                raise SourceError(
                    f"{path.name}, {sheet.title}, {where[1].decode() if where else 'a cell'}: a formula that was never calculated; "
                    "open the workbook in Excel and save it, so that it holds values"
                )


def _batch(names: list[str], cells: list[list], source: Source) -> pa.Table:
    # A table that is not of the contract, such as a ledger, is read as text.
    kept = source.table in TABLES
    columns = {}
    for name, column in zip(names, cells):
        typed = _typed(column) if kept else None
        columns[name] = typed if typed is not None else pa.array([_without(_text(cell, source.decimal), source) for cell in column], pa.string())
    return pa.table(columns)


def _typed(cells: list) -> pa.Array | None:
    """The column as numbers or times where every cell is one; None where they are mixed or text."""
    kinds = {type(cell) for cell in cells if cell is not None}
    if kinds and kinds <= {int, float}:
        # Excel keeps 15 digits: a longer whole number is no longer the one that was typed.
        whole = float not in kinds and all(abs(cell) < 2**53 for cell in cells if cell is not None)
        return pa.array(cells, pa.int64()) if whole else pa.array([None if cell is None else float(cell) for cell in cells], pa.float64())
    if kinds and kinds <= {dt.datetime, dt.date}:
        times = [dt.datetime(cell.year, cell.month, cell.day) if type(cell) is dt.date else cell for cell in cells]
        days = all(time is None or time.time() == dt.time() for time in times)
        return pa.array([time and time.date() for time in times], pa.date32()) if days else pa.array(times, pa.timestamp("ms"))
    return None


def _without(text: str | None, source: Source) -> str | None:
    return None if text in source.missing else text


def _text(cell, decimal: str) -> str | None:
    if cell is None:
        return None
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else np.format_float_positional(cell).replace(".", decimal or ".")
    return cell.isoformat(sep=" ") if hasattr(cell, "hour") and hasattr(cell, "year") else str(cell)

"""Files as batches of rows, every row with its number."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ..errors import SourceError, unknown
from .delimited import read_csv
from .rows import ROW, RawRow, column_names, first_line
from .sources import Source

__all__ = ["REJECTED", "files_of", "read_batches"]

REJECTED = "rejected.csv"
_ENDINGS = {".csv": "csv", ".tsv": "csv", ".txt": "csv", ".parquet": "parquet", ".xlsx": "excel", ".xlsm": "excel"}


def files_of(source: Source, folder: Path) -> list[Path]:
    """The files that a source names, in order.

    Raises
    ------
    SourceError
        When there is none.
    """
    try:
        found = sorted(path for path in folder.glob(source.path) if _is_data(path, folder))
        names = sorted(path.name for path in folder.iterdir() if path.is_file())
    except (ValueError, NotImplementedError) as error:
        raise SourceError(f'the path "{source.path}" cannot be understood: {first_line(error)}') from None
    except OSError as error:
        raise SourceError(f"the folder {folder} cannot be read ({error.strerror})") from None
    if not found:
        raise SourceError(f"{folder}: {unknown('file', source.path, names)}")
    return found


def _is_data(path: Path, folder: Path) -> bool:
    """A file of the user's, not one that we keep beside it."""
    return path.is_file() and path.name != REJECTED and ".cx" not in path.relative_to(folder).parts


def read_batches(path: Path, source: Source, broken: list[RawRow]) -> Iterator[pa.Table]:
    """Batches of a file's rows with column ``_row``; the heading is row 1.

    Text files come as text; Parquet and Excel keep numbers and times that are typed. Rows that cannot be split
    into the heading's columns are appended to `broken`. Rows that are blank in every column are passed over, as
    spreadsheets leave many of them at the end. Text comes in composed form (NFC), so that a name written with
    combining accents (Windows-1258, macOS) is the same name.

    Raises
    ------
    SourceError
        For a file that is empty, binary, in another encoding, or of a kind that is not read.
    """
    kind = _ENDINGS.get((path.with_suffix("") if path.suffix == ".gz" else path).suffix.lower())
    if kind is None:
        raise SourceError(f"{path.name}: files that end in {path.suffix or 'nothing'} are not read; "
                          "use .csv, .tsv, .parquet or .xlsx")
    rows = 0
    try:
        if path.stat().st_size == 0:
            raise SourceError(f"{path.name} is empty")
        reader = {"csv": read_csv, "parquet": _read_parquet, "excel": _read_excel}[kind]
        for batch in reader(path, source, broken):
            batch = _tidy(batch)
            rows += batch.num_rows
            yield batch
    except (OSError, EOFError, zlib.error) as error:
        raise SourceError(f"{path.name} cannot be read: {first_line(error)}") from None
    if rows == 0 and not broken:
        raise SourceError(f"{path.name} has a heading but no rows")


def _tidy(batch: pa.Table) -> pa.Table:
    """The batch without blank rows, its text as composed strings."""
    filled = None
    for place, name in enumerate(batch.column_names):
        column = _plain_text(batch.column(place))
        if pa.types.is_string(column.type) and not pc.all(pc.string_is_ascii(column)).as_py():
            column = pc.utf8_normalize(column, form="NFC")
        if column is not batch.column(place):
            batch = batch.set_column(place, name, column)
        if name != ROW and (filled is None or not pc.all(filled).as_py()):
            filled = column.is_valid() if filled is None else pc.or_(filled, column.is_valid())
    return batch if filled is None or pc.all(filled).as_py() else batch.filter(filled)


def _plain_text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """The several kinds of text that Arrow has as the plain one; other columns as they are."""
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    if pa.types.is_large_string(column.type) or pa.types.is_string_view(column.type):
        column = column.cast(pa.string())
    return column


def _read_parquet(path: Path, source: Source, broken: list[RawRow]) -> Iterator[pa.Table]:
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(path)
        names = column_names(file.schema_arrow.names, path)
        following = 2
        for batch in file.iter_batches(batch_size=1 << 18):
            rows = np.arange(following, following + batch.num_rows, dtype=np.int64)
            following += batch.num_rows
            table = pa.Table.from_batches([batch]).rename_columns(names)
            yield _without_missing(table, source).append_column(ROW, pa.array(rows))
    except (pa.ArrowException, OSError) as error:
        raise SourceError(f"{path.name} is not a Parquet file: {first_line(error)}") from None


def _without_missing(table: pa.Table, source: Source) -> pa.Table:
    for place, name in enumerate(table.column_names if source.missing else ()):
        column = _plain_text(table.column(place))
        if pa.types.is_string(column.type):
            gone = pc.is_in(column, pa.array(source.missing, pa.string()))
            table = table.set_column(place, name, pc.if_else(gone, pa.scalar(None, pa.string()), column))
    return table


def _read_excel(path: Path, source: Source, broken: list[RawRow]) -> Iterator[pa.Table]:
    rows = _excel_rows(path, source)
    if not rows:
        raise SourceError(f"{path.name} has no heading in its first row")
    heading, data = rows[0], rows[1:]
    while heading and heading[-1] is None:
        heading.pop()
    names = column_names([name or "" for name in heading], path)
    cells = [[row[place] if place < len(row) else None for row in data] for place in range(len(names))]
    columns = {name: pa.array(column, pa.string()) for name, column in zip(names, cells)}
    table = _without_missing(pa.table(columns), source)
    yield table.append_column(ROW, pa.array(np.arange(2, len(data) + 2)))


def _excel_rows(path: Path, source: Source) -> list[list[str | None]]:
    import warnings

    import openpyxl

    try:
        with warnings.catch_warnings():
            # It warns of styles and validations, which hold no data.
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(path, read_only=True, data_only=True)
            try:
                if source.sheet and source.sheet not in book.sheetnames:
                    raise SourceError(f"{path.name}: {unknown('sheet', source.sheet, book.sheetnames)}")
                sheet = book[source.sheet] if source.sheet else book.worksheets[0]
                rows = sheet.iter_rows(values_only=True)
                return [[_excel_text(cell, source.decimal) for cell in row] for row in rows]
            finally:
                book.close()
    except SourceError:
        raise
    except Exception as error:  # the parser raises whatever the broken file makes it raise
        raise SourceError(f"{path.name} is not an Excel workbook: {first_line(error)}") from None


def _excel_text(cell, decimal: str) -> str | None:
    if cell is None:
        return None
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else np.format_float_positional(cell).replace(".", decimal or ".")
    return cell.isoformat(sep=" ") if hasattr(cell, "hour") and hasattr(cell, "year") else str(cell)

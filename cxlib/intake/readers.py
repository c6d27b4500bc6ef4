"""Files as batches of rows, every row with its number."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ..errors import SourceError, unknown
from .delimited import BLOCK, read_csv
from .formats.forms import with_plain_times
from .rows import ROW, RawRow, column_names, first_line
from .sources import Source
from .tidying import plain_text, tidied

__all__ = ["ENDINGS", "REJECTED", "files_of", "kind_of", "read_batches", "refuse_outside"]

REJECTED = "rejected.csv"
ENDINGS = {
    ".csv": "csv", ".tsv": "csv", ".txt": "csv", ".parquet": "parquet", ".xlsx": "excel", ".xlsm": "excel", ".sav": "spss", ".zsav": "spss", ".xes": "xes",
}
_PACKED = ("csv", "xes")  # kinds that may also come packed, as .gz
_INSTEAD = {
    ".xls": "open it in Excel and save it as .xlsx", ".ods": "save it as .xlsx or .csv", ".zip": "unpack it first", ".por": "save it in SPSS as .sav",
    ".mxml": "save the log as .xes", ".json": "save it as .csv or .parquet",
}


def files_of(source: Source, folder: Path) -> list[Path]:
    """The files that a source names, in order.

    Raises
    ------
    SourceError
        When there is none.
    """
    if source.database:
        if not Path(source.snapshot).is_file():
            raise SourceError(f"{source.path or 'the query'} of the database was not fetched yet; fetch it with: cx pull STUDY")
        return [Path(source.snapshot)]
    try:
        found = sorted(path for path in folder.glob(source.path) if _is_data(path, folder))
        names = sorted(path.name for path in folder.iterdir() if path.is_file())
    except (ValueError, NotImplementedError) as error:
        raise SourceError(f'the path "{source.path}" cannot be understood: {first_line(error)}') from None
    except OSError as error:
        raise SourceError(f"the folder {folder} cannot be read ({error.strerror})") from None
    if not found:
        raise SourceError(f"{folder}: {unknown('file', source.path, names)}")
    for path in found:
        refuse_outside(path, folder)
    return found


def refuse_outside(path: Path, folder: Path) -> None:
    """A study that came from somewhere else may not read what lies outside of its data, by a link either.

    Raises
    ------
    SourceError
    """
    if not path.resolve().is_relative_to(folder.resolve()):
        raise SourceError(f"{path.name} is a link to a place outside of the data folder {folder}; copy the file there, or name its own folder with --data")


def _is_data(path: Path, folder: Path) -> bool:
    """A file of the user's, not one that we keep beside it."""
    return path.is_file() and path.name != REJECTED and not {".cx", ".private"} & set(path.relative_to(folder).parts)


def read_batches(path: Path, source: Source, broken: list[RawRow], *, coded: bool = False, block: int = BLOCK) -> Iterator[pa.Table]:
    """Batches of a file's rows with column ``_row``; the heading is row 1.

    Text files come as text; Parquet, Excel and SPSS keep numbers and times that are typed. SPSS cases and events of a log have no
    heading and are numbered from 1; under a heading of several rows the rows keep the numbers that a spreadsheet shows. Rows that cannot be split
    into the heading's columns are appended to `broken`. Rows that are blank in every column are passed over, as
    spreadsheets leave many of them at the end. Text comes in composed form (NFC), so that a name written with
    combining accents (Windows-1258, macOS) is the same name.

    With `coded`, columns of few different texts may come with a dictionary; `block` is about how many bytes of a text file a batch has.

    Raises
    ------
    SourceError
        For a file that is empty, binary, in another encoding, or of a kind that is not read.
    """
    reader = _reader(kind_of(path))
    options = {"coded": coded, "block": block} if reader is read_csv else {}
    rows = 0
    try:
        if path.stat().st_size == 0:
            raise SourceError(f"{path.name} is empty")
        for batch in reader(path, source, broken, **options):
            batch = with_plain_times(tidied(batch, coded=coded))
            rows += batch.num_rows
            yield batch
    except (OSError, EOFError, zlib.error) as error:
        raise SourceError(f"{path.name} cannot be read: {first_line(error)}") from None
    if rows == 0 and not broken:
        raise SourceError(f"{path.name} has a heading but no rows")


def kind_of(path: Path) -> str:
    """What kind of file its ending says it is: csv, parquet, excel, spss or xes.

    Raises
    ------
    SourceError
        For an ending that is not read; the message says what to do instead.
    """
    packed = path.suffix.lower() == ".gz"
    ending = (path.with_suffix("") if packed else path).suffix.lower()
    kind = ENDINGS.get(ending)
    if kind is None or (packed and kind not in _PACKED):
        instead = _INSTEAD.get(path.suffix.lower(), "unpack it first" if packed and kind else "use .csv, .tsv, .parquet, .xlsx, .sav or .xes")
        raise SourceError(f"{path.name}: files that end in {path.suffix or 'nothing'} are not read; {instead}")
    return kind


def _reader(kind: str) -> Callable:
    """Each reader is loaded when a file of its kind is met."""
    if kind == "excel":
        from .formats.workbook import read_workbook as reader
    elif kind == "spss":
        from .formats.spss import read_spss as reader
    elif kind == "xes":
        from .formats.process_log import read_xes as reader
    else:
        reader = read_csv if kind == "csv" else _read_parquet
    return reader


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
        column = plain_text(table.column(place))
        if pa.types.is_string(column.type):
            gone = pc.is_in(column, pa.array(source.missing, pa.string()))
            table = table.set_column(place, name, pc.if_else(gone, pa.scalar(None, pa.string()), column))
    return table

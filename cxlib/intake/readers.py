"""Files as batches of rows, every row with its number."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa

from ..errors import SourceError, unknown
from .settings import Source

__all__ = ["RawRow", "files_of", "read_batches"]

REJECTED = "rejected.csv"
_BLOCK = 16 << 20
_ENDINGS = {".csv": "csv", ".tsv": "csv", ".txt": "csv", ".parquet": "parquet", ".xlsx": "excel", ".xlsm": "excel"}


@dataclass(frozen=True)
class RawRow:
    """A row that could not even be split into its columns: `row` as a spreadsheet numbers it."""

    row: int
    text: str
    expected: int
    found: int


def files_of(source: Source, folder: Path) -> list[Path]:
    """The files that a source names, in order.

    Raises
    ------
    SourceError
        When there is none.
    """
    found = sorted(path for path in folder.glob(source.path) if path.is_file() and path.name != REJECTED)
    if not found:
        names = sorted(path.name for path in folder.iterdir() if path.is_file())
        raise SourceError(f"{folder}: {unknown('file', source.path, names)}")
    return found


def read_batches(path: Path, source: Source, broken: list[RawRow]) -> Iterator[pa.Table]:
    """Batches of a file's rows with column ``_row``; the heading is row 1.

    Text files come as text; Parquet and Excel keep numbers and times that are typed. Rows that cannot be split
    into the heading's columns are appended to `broken`.

    Raises
    ------
    SourceError
        For a file that is empty, binary, in another encoding, or of a kind that is not read.
    """
    kind = _ENDINGS.get((path.with_suffix("") if path.suffix == ".gz" else path).suffix.lower())
    if kind is None:
        raise SourceError(f"{path.name}: files that end in {path.suffix or 'nothing'} are not read; "
                          "use .csv, .tsv, .parquet or .xlsx")
    if path.stat().st_size == 0:
        raise SourceError(f"{path.name} is empty")
    reader = {"csv": _read_csv, "parquet": _read_parquet, "excel": _read_excel}[kind]
    rows = 0
    for batch in reader(path, source, broken):
        rows += batch.num_rows
        yield batch
    if rows == 0 and not broken:
        raise SourceError(f"{path.name} has a heading but no rows")


def _read_csv(path: Path, source: Source, broken: list[RawRow]) -> Iterator[pa.Table]:
    from pyarrow import csv as arrow_csv

    encoding = _encoding(path, source)
    heading, delimiter = _heading(path, source, encoding)

    def note(row):
        broken.append(RawRow(int(row.number), row.text, row.expected_columns, row.actual_columns))
        return "skip"

    try:
        reader = arrow_csv.open_csv(
            path,
            read_options=arrow_csv.ReadOptions(
                use_threads=False, block_size=_BLOCK, skip_rows=1, column_names=heading, encoding=encoding
            ),
            parse_options=arrow_csv.ParseOptions(
                delimiter=delimiter, newlines_in_values=True, invalid_row_handler=note, ignore_empty_lines=False
            ),
            convert_options=arrow_csv.ConvertOptions(
                column_types={name: pa.string() for name in heading},
                strings_can_be_null=True,
                quoted_strings_can_be_null=True,
                null_values=["", *source.missing],
            ),
        )
        yield from _numbered(reader, broken)
    except pa.ArrowInvalid as error:
        raise SourceError(f"{path.name} cannot be read as text in columns: {_first_line(error)}. {_ENCODING_HINT}") from None


def _numbered(reader, broken: list[RawRow]) -> Iterator[pa.Table]:
    following = 2
    for batch in reader:
        skipped = np.array(sorted(row.row for row in broken if row.row >= following), dtype=np.int64)
        rows = np.arange(following, following + batch.num_rows + len(skipped), dtype=np.int64)
        rows = rows[~np.isin(rows, skipped)][: batch.num_rows]
        following = int(rows[-1]) + 1 if len(rows) else following
        yield pa.Table.from_batches([batch]).append_column("_row", pa.array(rows))


_ENCODING_HINT = 'If it is not UTF-8, set encoding in the source, for example encoding = "cp1258"'


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0][:200]


def _encoding(path: Path, source: Source) -> str:
    head = _head(path)
    if source.encoding:
        try:
            head.decode(source.encoding, errors="ignore")
        except LookupError:
            raise SourceError(f'{path.name}: no encoding called "{source.encoding}"') from None
        return source.encoding
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    if b"\x00" in head:
        raise SourceError(f"{path.name} is a binary file, not text: save it as CSV, or give it the ending of what it is")
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head, final=len(head) < _HEAD)
    except UnicodeDecodeError as error:
        line = head[: error.start].count(b"\n") + 1
        raise SourceError(f"{path.name}, line {line}: is not UTF-8 text. {_ENCODING_HINT}") from None
    return "utf-8"


_HEAD = 1 << 20


def _head(path: Path) -> bytes:
    import gzip

    with (gzip.open(path) if path.suffix == ".gz" else path.open("rb")) as file:
        return file.read(_HEAD)


def _heading(path: Path, source: Source, encoding: str) -> tuple[list[str], str]:
    text = _head(path).decode("utf-8-sig" if encoding == "utf-8" else encoding, errors="ignore")
    first = text.splitlines()[0] if text.strip() else ""
    delimiter = source.delimiter or max(",;\t|", key=first.count)
    heading = [name.strip() for name in next(csv.reader(io.StringIO(text), delimiter=delimiter), [])]
    twice = {name for name in heading if heading.count(name) > 1}
    if twice:
        raise SourceError(f"{path.name}: the heading names a column twice: {', '.join(sorted(twice))}")
    if not any(heading):
        raise SourceError(f"{path.name} has no heading in its first row")
    return heading, delimiter


def _read_parquet(path: Path, source: Source, broken: list[RawRow]) -> Iterator[pa.Table]:
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(path)
    except (pa.ArrowInvalid, OSError) as error:
        raise SourceError(f"{path.name} is not a Parquet file: {_first_line(error)}") from None
    following = 2
    for batch in file.iter_batches(batch_size=1 << 18):
        rows = np.arange(following, following + batch.num_rows, dtype=np.int64)
        following += batch.num_rows
        yield pa.Table.from_batches([batch]).append_column("_row", pa.array(rows))


def _read_excel(path: Path, source: Source, broken: list[RawRow]) -> Iterator[pa.Table]:
    import zipfile

    import openpyxl

    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (zipfile.BadZipFile, KeyError, OSError, ValueError) as error:
        raise SourceError(f"{path.name} is not an Excel workbook: {_first_line(error)}") from None
    try:
        if source.sheet and source.sheet not in book.sheetnames:
            raise SourceError(f"{path.name}: {unknown('sheet', source.sheet, book.sheetnames)}")
        rows = (book[source.sheet] if source.sheet else book.worksheets[0]).iter_rows(values_only=True)
        heading = [_excel_text(cell) for cell in next(rows, ())]
        if not any(heading):
            raise SourceError(f"{path.name} has no heading in its first row")
        data = [[_excel_text(cell) for cell in row] for row in rows]
    finally:
        book.close()
    columns = {
        name: pa.array([None if row[place] in (None, *source.missing) else row[place] for row in data], pa.string())
        for place, name in enumerate(heading)
        if name
    }
    numbers = [place for place, row in enumerate(data) if any(cell is not None for cell in row)]
    table = pa.table({**columns, "_row": pa.array(np.arange(2, len(data) + 2))})
    yield table.take(pa.array(numbers, pa.int64()))


def _excel_text(cell) -> str | None:
    if cell is None:
        return None
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return cell.isoformat(sep=" ") if hasattr(cell, "hour") and hasattr(cell, "year") else str(cell)

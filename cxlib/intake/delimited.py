"""Text files in columns (CSV and its kin) as batches of text."""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa

from ..errors import SourceError
from .rows import ROW, RawRow, column_names, first_line
from .sources import Source

__all__ = ["read_csv"]

_BLOCK = 16 << 20
_HEAD = 1 << 20
_ENCODING_HINT = 'If it is not UTF-8, set encoding in the source, for example encoding = "cp1258"'


def read_csv(path: Path, source: Source, broken: list[RawRow]) -> Iterator[pa.Table]:
    """Batches of a text file; rows that do not fit the heading are appended to `broken`."""
    from pyarrow import csv as arrow_csv

    encoding = _encoding(path, source)
    heading, delimiter, lines = _heading(path, source, encoding)

    def note(row):
        broken.append(RawRow(int(row.number) - lines + 1, row.text, row.expected_columns, row.actual_columns))
        return "skip"

    last = None
    try:
        reader = arrow_csv.open_csv(
            path,
            read_options=arrow_csv.ReadOptions(
                use_threads=False, block_size=_BLOCK, skip_rows=lines, column_names=heading, encoding=encoding
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
        for last in _numbered(reader, broken):
            yield last
    except UnicodeDecodeError as error:
        raise SourceError(f"{path.name} is not {encoding} text: {first_line(error)}") from None
    except pa.ArrowInvalid as error:
        if "Could not skip initial" in str(error):
            raise SourceError(f"{path.name} has a heading but no rows") from None
        raise SourceError(f"{path.name} cannot be read as text in columns: {_plain_reason(error)}") from None
    _refuse_open_quote(path, last, broken)


def _refuse_open_quote(path: Path, last: pa.Table | None, broken: list[RawRow]) -> None:
    """A quotation mark that is never closed swallows every row after it; such a file is not read in part."""
    row, opened = 0, False
    if last is not None and last.num_rows:
        row, value = last[ROW][-1].as_py(), last.column(last.num_columns - 2)[-1].as_py() or ""
        # Only a quoted value holds line breaks, and then a quotation mark ends the file.
        ended = value.endswith(("\r", "\n")) if path.suffix == ".gz" else not _tail(path).endswith('"')
        opened = ("\n" in value or "\r" in value) and ended
    if broken and broken[-1].row > row:
        row, opened = broken[-1].row, broken[-1].text.count('"') % 2 == 1
    if opened:
        raise SourceError(
            f"{path.name}, row {row}: a quotation mark is opened and never closed; close it, or remove it"
        )


def _tail(path: Path) -> str:
    with path.open("rb") as file:
        file.seek(max(path.stat().st_size - 64, 0))
        return file.read().decode("latin-1").strip("\x00\r\n\t ")


def _numbered(reader, broken: list[RawRow]) -> Iterator[pa.Table]:
    following = 2
    for batch in reader:
        skipped = np.array(sorted(row.row for row in broken if row.row >= following), dtype=np.int64)
        rows = np.arange(following, following + batch.num_rows + len(skipped), dtype=np.int64)
        rows = rows[~np.isin(rows, skipped)][: batch.num_rows]
        following = int(rows[-1]) + 1 if len(rows) else following
        yield pa.Table.from_batches([batch]).append_column(ROW, pa.array(rows))


def _plain_reason(error: pa.ArrowInvalid) -> str:
    text = str(error)
    if "invalid UTF8" in text:
        return f"it is not UTF-8 text. {_ENCODING_HINT}"
    if "straddling" in text:
        return "one row is longer than 16 MB; look for a quotation mark that is opened and never closed"
    return first_line(error)


def _encoding(path: Path, source: Source) -> str:
    head = _head(path)
    if source.encoding:
        return _declared(path, source, head)
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    if head[:4] == b"PK\x03\x04":
        raise SourceError(
            f"{path.name} is an Excel workbook or a zip file, not text: give it the ending .xlsx, or save it as CSV"
        )
    if b"\x00" in head:
        raise SourceError(
            f"{path.name} is a binary file, not text: save it as CSV, or give it the ending of what it is"
        )
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head, final=len(head) < _HEAD)
    except UnicodeDecodeError as error:
        line = head[: error.start].count(b"\n") + 1
        raise SourceError(f"{path.name}, line {line}: is not UTF-8 text. {_ENCODING_HINT}") from None
    return "utf-8"


def _declared(path: Path, source: Source, head: bytes) -> str:
    try:
        head.decode(source.encoding, errors="ignore")
        name = codecs.lookup(source.encoding).name
    except (LookupError, UnicodeError, ValueError):
        raise SourceError(
            f'{path.name}: no encoding called "{source.encoding}"; write it like "utf-8", "cp1258" or "utf-16"'
        ) from None
    return "utf-8" if name == "utf-8-sig" else name


def _head(path: Path) -> bytes:
    with (gzip.open(path) if path.suffix == ".gz" else path.open("rb")) as file:
        return file.read(_HEAD)


def _heading(path: Path, source: Source, encoding: str) -> tuple[list[str], str, int]:
    """Names of the columns, the delimiter, and how many lines the heading takes."""
    text = _head(path).decode("utf-8-sig" if encoding == "utf-8" else encoding, errors="ignore")
    first = re.split(r"[\r\n]", text, maxsplit=1)[0]
    delimiter = source.delimiter or max(",;\t|", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        heading = next(reader, [])
    except csv.Error as error:
        raise SourceError(f"{path.name}: its heading cannot be read: {first_line(error)}") from None
    return column_names([name.strip("\ufeff") for name in heading], path), delimiter, reader.line_num

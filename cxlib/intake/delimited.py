"""Text files in columns (CSV and its kin) as batches of text."""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa

from ..errors import SourceError
from .formats.heading import QUALTRICS, is_qualtrics, joined_heads
from .parsing import Parser
from .rows import RawRow, column_names, first_line
from .sources import Source
from .streams import ENCODING_HINT, TextStream

__all__ = ["BLOCK", "encoding_of", "first_rows", "read_csv"]

BLOCK = 8 << 20
_HEAD = 1 << 20


def read_csv(path: Path, source: Source, broken: list[RawRow], *, coded: bool = False, block: int = BLOCK) -> Iterator[pa.Table]:
    """Batches of a text file; rows that do not fit the heading are appended to `broken`.

    Parameters
    ----------
    coded : bool
        Whether columns of few different texts come with a dictionary.
    block : int
        About how many bytes a batch has in the file; what is held in memory is a few times as much.
    """
    encoding = encoding_of(path, source)
    heading, delimiter, lines, heads = _heading(path, source, encoding)
    if not delimiter.isascii():
        raise SourceError(f'{path.name}: the delimiter "{delimiter}" cannot be read; save the file with one such as ";" or a tab')
    stream = TextStream(path, encoding)
    try:
        parser = Parser(stream, heading, delimiter, source.missing, heads + 1, broken, coded)
        yield from parser.tables(lines, block)
    finally:
        stream.close()


def encoding_of(path: Path, source: Source) -> str:
    """The encoding that is declared, else UTF-16 by its mark, else UTF-8.

    Raises
    ------
    SourceError
        When the file is none of these.
    """
    head = _head(path)
    if source.encoding:
        return _declared(path, source, head)
    if head[:4] in (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE):
        return "utf-32"
    if head[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return "utf-16"
    if head[:4] == b"PK\x03\x04":
        raise SourceError(
            f"{path.name} is an Excel workbook or a zip file, not text: give it the ending .xlsx, or save it as CSV"
        )
    _refuse_binary(path, head)
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head, final=len(head) < _HEAD)
    except UnicodeDecodeError as error:
        line = head[: error.start].count(b"\n") + 1
        raise SourceError(f"{path.name}, line {line}: is not UTF-8 text. {ENCODING_HINT}") from None
    return "utf-8"


def _refuse_binary(path: Path, head: bytes) -> None:
    """A few bytes of zero far from the heading are a fault of their rows; more of them are a file of another kind."""
    zeros = head.count(b"\x00")
    if not zeros or (zeros * 1000 < len(head) and b"\x00" not in re.split(rb"[\r\n]", head, maxsplit=1)[0]):
        return
    halves = (head[1::2].count(b"\x00"), head[::2].count(b"\x00"))
    if max(halves) * 4 > len(head) and min(halves) * 20 < max(halves):
        name = "utf-16-le" if halves[0] > halves[1] else "utf-16-be"
        raise SourceError(f'{path.name} looks like UTF-16 text without its mark; set it in the source: encoding = "{name}"')
    raise SourceError(f"{path.name} is a binary file, not text: save it as CSV, or give it the ending of what it is")


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


def _heading(path: Path, source: Source, encoding: str) -> tuple[list[str], str, int, int]:
    """Names of the columns, the delimiter, and how many lines and rows there are before the first row of data."""
    rows, delimiter, reader_lines = first_rows(path, source, encoding)
    heads = source.heading or (QUALTRICS if is_qualtrics(rows) else (1,))
    if len(rows) < heads[-1]:
        raise SourceError(f"{path.name} has no heading in its first row" if heads == (1,) else f"{path.name} has no row {heads[-1]}, where its heading should stand")
    names = rows[0] if heads in ((1,), QUALTRICS) else joined_heads([rows[row - 1] for row in heads])
    return column_names(_as_wide_as(rows[heads[-1]:], names), path), delimiter, reader_lines[heads[-1] - 1], heads[-1]


def _as_wide_as(rows: list[list[str]], names: list[str]) -> list[str]:
    """The heading without the separator at its end that no row has, or with the one that every row has and it lacks."""
    widths = {len(row) for row in rows if row}
    if widths == {len(names) - 1} and not names[-1].strip():
        return names[:-1]
    if widths == {len(names) + 1} and not any(row[-1].strip() for row in rows if row):
        return [*names, ""]
    return names


def first_rows(path: Path, source: Source, encoding: str, most: int = 12) -> tuple[list[list[str]], str, list[int]]:
    """The first rows as texts, the delimiter, and the line at which each row ends.

    Raises
    ------
    SourceError
    """
    text = _head(path).decode("utf-8-sig" if encoding == "utf-8" else encoding, errors="ignore").removeprefix("\ufeff")
    first = re.split(r"[\r\n]", text, maxsplit=1)[0]
    if source.heading:
        first = next((line for line in reversed(re.split(r"\r\n|[\r\n]", text)[: source.heading[-1]]) if line.strip()), first)
    delimiter = source.delimiter or max(",;\t|", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows: list[list[str]] = []
    ends: list[int] = []
    try:
        while len(rows) < max(most, *source.heading, 3):
            rows.append(next(reader))
            ends.append(reader.line_num)
    except StopIteration:
        return rows, delimiter, ends
    except csv.Error as error:
        if not rows:
            raise SourceError(f"{path.name}: its heading cannot be read: {first_line(error)}") from None
    return rows, delimiter, ends

"""Pieces of a text file as numbered rows; what a misplaced quotation mark swallowed is noticed."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ..errors import SourceError
from .rows import ROW, RawRow, first_line
from .streams import LONGEST_ROW, Rows, TextStream

__all__ = ["Parser"]

_SAMPLE, _FEW = 20_000, 2_000
_LOOKED_AT = 200


@dataclass
class Parser:
    """Turns the pieces of one file into tables of text with the number of each row.

    Parameters
    ----------
    stream : TextStream
    heading : names of the columns
    delimiter, missing : as the source says
    following : number of the first row
    broken : rows that do not fit the heading are appended here
    coded : bool
        Whether columns of few different texts come with a dictionary, which is quicker for whoever can use it.
    """

    stream: TextStream
    heading: list[str]
    delimiter: str
    missing: tuple[str, ...]
    following: int
    broken: list[RawRow]
    coded: bool = False
    _types: dict[str, pa.DataType] = field(default_factory=dict, init=False)
    _shapes: list[set[str] | None] = field(default_factory=list, init=False)

    def tables(self, skip_lines: int, block: int) -> Iterator[pa.Table]:
        """Every row below the heading.

        Raises
        ------
        SourceError
            Where a quotation mark is opened and never closed, or closed rows later.
        """
        rows = Rows(self.stream, self.delimiter, block, skip_lines)
        for piece in rows.pieces():
            yield self._parsed(piece)
        if rows.open_quote:
            self._refuse_open(self.following)
        if rows.rest:
            yield from self._streamed(block)

    def _parsed(self, piece: bytes) -> pa.Table:
        from pyarrow import csv as arrow_csv

        if not self._types:
            self._types = dict.fromkeys(self.heading, pa.string())
            if self.coded:
                self._choose_types(piece)
        first, before = self.following, len(self.broken)
        # A line end at the end of the piece lets the parser take it whole, whatever line breaks stand in its values.
        piece = piece if piece.endswith((b"\n", b"\r")) else piece + b"\n"
        table = arrow_csv.read_csv(
            pa.BufferReader(piece),
            read_options=arrow_csv.ReadOptions(use_threads=False, block_size=min(len(piece) + 1, 2**31 - 1), column_names=self.heading),
            parse_options=self._parse_options(first - 1, whole=True), convert_options=self._convert_options(),
        )
        table = self._numbered(table, {row.row for row in self.broken[before:]})
        if b'"' in piece and (piece.count(b"\n") or piece.count(b"\r")) > table.num_rows + len(self.broken) - before:
            self._refuse_swallowed(table, self.broken[before:])
        return table

    def _streamed(self, block: int) -> Iterator[pa.Table]:
        """The rest of a file with quotation marks in the middle of values, where only a parser can tell what ends a row."""
        from pyarrow import csv as arrow_csv

        table, self._types = None, self._types or dict.fromkeys(self.heading, pa.string())
        try:
            reader = arrow_csv.open_csv(
                pa.PythonFile(self.stream, mode="r"),
                read_options=arrow_csv.ReadOptions(use_threads=False, block_size=max(block, LONGEST_ROW), column_names=self.heading),
                parse_options=self._parse_options(self.following - 1), convert_options=self._convert_options(),
            )
            for batch in reader:
                first = self.following
                table = self._numbered(pa.Table.from_batches([batch]), {row.row for row in self.broken if row.row >= first})
                self._refuse_swallowed(table, [row for row in self.broken if row.row >= first])
                yield table
        except pa.ArrowInvalid as error:
            if "straddling" in str(error):
                raise SourceError(f"{self._name}: one row is longer than {LONGEST_ROW >> 20} MB; look for a quotation mark that is opened and never closed") from None
            if "Empty CSV file" not in str(error):
                raise SourceError(f"{self._name} cannot be read as text in columns: {first_line(error)}") from None
        self._refuse_open_at_end(table)

    @property
    def _name(self) -> str:
        return self.stream.path.name

    def _parse_options(self, before: int, *, whole: bool = False):
        from pyarrow import csv as arrow_csv

        def note(row) -> str:
            self.broken.append(RawRow(int(row.number) + before, row.text, row.expected_columns, row.actual_columns))
            return "skip"

        return arrow_csv.ParseOptions(delimiter=self.delimiter, newlines_in_values=not whole, invalid_row_handler=note, ignore_empty_lines=False)

    def _convert_options(self):
        from pyarrow import csv as arrow_csv

        # The bytes were checked as they were read.
        return arrow_csv.ConvertOptions(check_utf8=False, column_types=self._types, strings_can_be_null=True, quoted_strings_can_be_null=True,
                                        null_values=["", *self.missing])

    def _choose_types(self, piece: bytes) -> None:
        """A dictionary for columns of few different texts, as the first rows show them."""
        from pyarrow import csv as arrow_csv

        end = piece.find(b"\n", 1 << 20) + 1
        if end and piece.count(b'"', 0, end) % 2 == 0:
            piece = piece[:end]
        options = arrow_csv.ParseOptions(delimiter=self.delimiter, newlines_in_values=True, invalid_row_handler=lambda row: "skip", ignore_empty_lines=False)
        table = arrow_csv.read_csv(pa.BufferReader(piece), parse_options=options, convert_options=self._convert_options(),
                                   read_options=arrow_csv.ReadOptions(use_threads=False, block_size=min(len(piece) + 1, 2**31 - 1), column_names=self.heading))
        sample = table.slice(0, _SAMPLE)
        # The first column is an id or a time, and some programs mark the file by it.
        for name, column in list(zip(self.heading, sample.columns))[1:]:
            if len(sample) >= 100 and pc.count_distinct(column).as_py() <= min(_FEW, len(sample) // 4):
                self._types[name] = pa.dictionary(pa.int32(), pa.string())

    def _numbered(self, table: pa.Table, skipped: set[int]) -> pa.Table:
        first, self.following = self.following, self.following + table.num_rows + len(skipped)
        rows = np.arange(first, self.following, dtype=np.int64)
        if skipped:
            rows = rows[~np.isin(rows, np.fromiter(skipped, np.int64))]
        return table.append_column(ROW, pa.array(rows))

    def _refuse_open(self, row: int) -> None:
        raise SourceError(f"{self._name}, row {row}: a quotation mark is opened and never closed; close it, or remove it")

    def _refuse_open_at_end(self, last: pa.Table | None) -> None:
        """A quotation mark that is never closed swallows every row after it; such a file is not read in part."""
        row, opened = 0, False
        if last is not None and last.num_rows:
            row, value = last[ROW][-1].as_py(), _plain(last.column(last.num_columns - 2))[-1].as_py() or ""
            opened = ("\n" in value or "\r" in value) and value.endswith(("\r", "\n"))
        if self.broken and self.broken[-1].row > row:
            row, opened = self.broken[-1].row, self.broken[-1].text.count('"') % 2 == 1
        if opened:
            self._refuse_open(row)

    def _refuse_swallowed(self, table: pa.Table, broken: list[RawRow]) -> None:
        """Values with line breaks in which a line looks like a row of this file: their quotation mark stands in the wrong place."""
        self._shapes = self._shapes or [_shapes(table.column(place)) for place in range(len(self.heading))]
        suspects: list[tuple[int, str]] = [(row.row, re.sub(r"[\r\n]+[^\r\n]*[\r\n]*$", "", row.text)) for row in broken][:_LOOKED_AT]
        for place in range(len(self.heading)):
            column = _plain(table.column(place))
            broad = pc.match_substring_regex(column, r"[\r\n]")
            if not pc.any(broad).as_py():
                continue
            many = pc.greater_equal(pc.count_substring(column, self.delimiter), len(self.heading) - 1)
            held = table.select([ROW]).append_column("value", column).filter(pc.fill_null(pc.and_(broad, many), False)).slice(0, _LOOKED_AT)
            suspects += zip(held[ROW].to_pylist(), held["value"].to_pylist())
        for row, value in suspects:
            lines = [line for line in re.split(r"[\r\n]+", value)[1:] if self._is_row(line)]
            if lines:
                said = "a line that looks like a row" if len(lines) == 1 else f"{len(lines)} lines that look like rows"
                raise SourceError(
                    f"{self._name}, row {row}: a value in quotation marks holds {said} of the file; "
                    "a quotation mark is missing or too many there: close it, or remove it"
                )

    def _is_row(self, line: str) -> bool:
        try:
            cells = next(csv.reader([line], delimiter=self.delimiter), [])
        except csv.Error:
            return False
        if len(cells) != len(self.heading):
            return False
        told = [(cell, shapes) for cell, shapes in zip(cells, self._shapes) if shapes and cell.strip()]
        enough = min(2, sum(bool(shapes) for shapes in self._shapes))
        return len(told) >= enough > 0 and all(_shape(cell) in shapes for cell, shapes in told)


def _plain(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return column.cast(pa.string()) if pa.types.is_dictionary(column.type) else column


def _shapes(column: pa.ChunkedArray) -> set[str] | None:
    """The few shapes that the values of a column have, such as a9 for C0001; None where they have many."""
    values = [value for value in _plain(column.slice(0, _LOOKED_AT)).to_pylist() if value and "\n" not in value and "\r" not in value]
    found = {_shape(value) for value in values}
    return found if 0 < len(found) <= 4 and len(values) >= 3 else None


def _shape(text: str) -> str:
    return re.sub(r"\d+", "9", re.sub(r"[^\W\d_]+", "a", text.strip()))

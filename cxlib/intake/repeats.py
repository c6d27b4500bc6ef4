"""Rows that are the same in every column, and customers that are listed again, found in one pass and little memory."""

from __future__ import annotations

import hashlib

import numpy as np
import pyarrow as pa

from .rows import ROW

__all__ = ["Listed", "Marks", "Repeats", "row_marks"]

_ODD = np.uint64(0x9E3779B97F4A7C15)
_MIX = np.uint64(0xBF58476D1CE4E5B9)
_FINAL = np.uint64(0x94D049BB133111EB)
_MISSING = np.uint64(0x2545F4914F6CDD1D)
# Of a longer text the rest is marked in one step.
_LONG = 256


class Marks:
    """Marks that were met so far, eight bytes each; sorted runs, of which none is longer than half of the one before."""

    def __init__(self) -> None:
        self._runs: list[np.ndarray] = []

    def __len__(self) -> int:
        return sum(map(len, self._runs))

    def first_ones(self, marks: np.ndarray) -> np.ndarray:
        """A mask of those that were not met before, among these or earlier; they count as met from now on.

        Examples
        --------
        >>> met = Marks()
        >>> met.first_ones(np.array([7, 8, 7], dtype=np.uint64)).tolist()
        [True, True, False]
        >>> met.first_ones(np.array([9, 8], dtype=np.uint64)).tolist()
        [True, False]
        """
        fresh = np.zeros(len(marks), dtype=bool)
        fresh[np.unique(marks, return_index=True)[1]] = True
        for run in self._runs:
            fresh &= run[np.minimum(np.searchsorted(run, marks), len(run) - 1)] != marks
        self._add(np.sort(marks[fresh]))
        return fresh

    def _add(self, run: np.ndarray) -> None:
        if not len(run):
            return
        while self._runs and len(self._runs[-1]) < 2 * len(run):
            run = np.concatenate([self._runs.pop(), run])
            run.sort(kind="stable")  # merges runs that are sorted already
        self._runs.append(run)


class Listed:
    """The customers that were listed so far, by a mark of eight bytes each, so that any number of them can be told apart.

    Two ids of a hundred million share their mark with a chance of about 3 in 10,000; the second would be refused, with its row.
    """

    def __init__(self) -> None:
        self._met = Marks()

    def first_ones(self, ids: pa.Array | pa.ChunkedArray) -> np.ndarray:
        """A mask of the ids that were not listed before; they are from now on.

        Examples
        --------
        >>> listed = Listed()
        >>> listed.first_ones(pa.array(["A1", "A2", "A1"])).tolist()
        [True, True, False]
        """
        whole = ids.combine_chunks() if isinstance(ids, pa.ChunkedArray) else ids
        return self._met.first_ones(_text_marks(whole.cast(pa.string())))


class Repeats:
    """Counts rows that stand in a file more than once; the first of them is not counted.

    Parameters
    ----------
    most : int
        Marks of eight bytes that are kept at once. Of a larger file every second, fourth, ... mark is kept, and the count is an estimate.
    """

    def __init__(self, *, most: int = 1 << 24) -> None:
        self.most = most
        self._kept: list[np.ndarray] = []
        self._held = 0
        self._every = np.uint64(1)

    def add(self, rows: pa.Table) -> None:
        """Count the rows of one batch."""
        marks = row_marks(rows)
        self._keep(marks if self._every == 1 else marks[marks % self._every == 0])
        while self._held > self.most:
            self._every = self._every * np.uint64(2)
            self._kept = [marks[marks % self._every == 0] for marks in self._kept]
            self._held = sum(map(len, self._kept))

    @property
    def is_estimate(self) -> bool:
        """Whether the file was too large to keep a mark of every row."""
        return bool(self._every > 1)

    def count(self) -> int:
        """How many rows repeat an earlier one."""
        if not self._kept:
            return 0
        marks = np.concatenate(self._kept)
        self._kept = [marks]
        marks.sort()
        return int(np.count_nonzero(marks[1:] == marks[:-1])) * int(self._every)

    def _keep(self, marks: np.ndarray) -> None:
        if len(marks):
            self._kept.append(marks)
            self._held += len(marks)


def row_marks(rows: pa.Table) -> np.ndarray:
    """64 bits for each row that are equal where all columns but the row's number are equal, and else all but never.

    Examples
    --------
    >>> marks = row_marks(pa.table({"a": ["x", "y", "x"], "b": [1, 1, 1]}))
    >>> bool(marks[0] == marks[2]), bool(marks[0] == marks[1])
    (True, False)
    """
    marks = np.zeros(rows.num_rows, dtype=np.uint64)
    for name in rows.column_names:
        if name != ROW:
            marks = _mixed(marks * _ODD ^ _column_marks(rows[name].combine_chunks()))
    return marks


def _mixed(marks: np.ndarray) -> np.ndarray:
    """Every bit of a mark moves half of the others (the finaliser of splitmix64, Steele, Lea and Flood 2014); different marks stay different."""
    marks = marks ^ (marks >> np.uint64(30))
    marks *= _MIX
    marks ^= marks >> np.uint64(27)
    marks *= _FINAL
    marks ^= marks >> np.uint64(31)
    return marks


def _column_marks(column: pa.Array) -> np.ndarray:
    if pa.types.is_dictionary(column.type):
        values = np.append(_column_marks(column.dictionary), _MISSING)
        return values[np.asarray(column.indices.fill_null(len(values) - 1))]
    if pa.types.is_string(column.type):
        marks = _text_marks(column)
    elif pa.types.is_floating(column.type):
        marks = np.asarray(column.fill_null(0)).astype(np.float64).view(np.uint64) * _MIX
    else:
        whole = column.cast(pa.int32()) if pa.types.is_date32(column.type) else column
        marks = np.asarray(whole.cast(pa.int64()).fill_null(0)).view(np.uint64) * _MIX
    if column.null_count:
        marks = np.where(np.asarray(column.is_null()), _MISSING, marks)
    return marks ^ (marks >> np.uint64(31))


def _text_marks(text: pa.Array) -> np.ndarray:
    """64 bits for each text, equal for equal texts and else all but never."""
    marks = np.zeros(len(text), dtype=np.uint64)
    if not len(text) or text.buffers()[2] is None:
        return marks
    offsets = np.frombuffer(text.buffers()[1], np.int32, len(text) + 1, text.offset * 4).astype(np.int64)
    first, size = int(offsets[0]), int(offsets[-1] - offsets[0])
    content = np.zeros(size + 8, dtype=np.uint8)
    content[:size] = np.frombuffer(text.buffers()[2], np.uint8)[first : first + size]
    words = np.ndarray((size + 1,), "<u8", content, strides=(1,))
    starts, lengths = offsets[:-1] - first, np.diff(offsets)
    marks += lengths.astype(np.uint64)
    rows = slice(None)
    # Eight bytes at a time, for all texts at once that are so long.
    for done in range(0, min(int(lengths.max()), _LONG), 8):
        if done:
            rows = np.flatnonzero(lengths > done)
        left = np.minimum(lengths[rows] - done, 8)
        taken = words[starts[rows] + np.minimum(done, lengths[rows])]
        # A shift by all 64 bits is none; the text that has ended contributes nothing.
        bits = np.where(left > 0, taken & (~np.uint64(0) >> ((8 - np.maximum(left, 1)) * 8).astype(np.uint64)), np.uint64(0))
        marks[rows] = _mixed(marks[rows] ^ bits)
    for row in np.flatnonzero(lengths > _LONG).tolist():
        digest = hashlib.blake2b(content[starts[row] : starts[row] + lengths[row]].data, digest_size=8).digest()
        marks[row] ^= np.frombuffer(digest, np.uint64)[0]
    return marks

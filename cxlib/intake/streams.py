"""A text file as a stream of UTF-8 bytes, cut where rows end, whatever its size."""

from __future__ import annotations

import codecs
import gzip
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from ..errors import SourceError
from .rows import first_line

__all__ = ["ENCODING_HINT", "Rows", "TextStream"]

ENCODING_HINT = 'If it is not UTF-8, set encoding in the source, for example encoding = "cp1258"'
# A row that is longer than this is a quotation mark that is never closed, or no table at all.
LONGEST_ROW = 32 << 20
# A packed file of real rows unpacks to ten or twenty times its size; a thousand times is a trap.
MOST_UNPACKED, MOST_TIMES = 1 << 30, 300
_MARK = b"\xef\xbb\xbf"


class TextStream:
    """Bytes of a text file as UTF-8, checked as they are read; an object that can be read like a file.

    Parameters
    ----------
    path : Path
        A name that ends in .gz is unpacked.
    encoding : str
    """

    closed = False

    def __init__(self, path: Path, encoding: str) -> None:
        self.path, self.encoding = path, encoding
        self.packed = path.stat().st_size if path.suffix.lower() == ".gz" else 0
        self._file = gzip.open(path) if self.packed else path.open("rb")
        self._decoder = codecs.getincrementaldecoder(encoding)("strict")
        self._plain = encoding == "utf-8"
        self._unpacked = 0
        self._begun = False
        self._left = self._pending = b""

    def block(self, size: int) -> bytes:
        """About `size` more bytes; none at the end of the file.

        Raises
        ------
        SourceError
            For bytes that are not of the encoding, naming the line, and for a packed file that is a trap.
        """
        while True:
            raw = self._file.read(size)
            self._unpacked += len(raw)
            if self.packed and self._unpacked > max(MOST_UNPACKED, MOST_TIMES * self.packed):
                raise SourceError(f"{self.path.name} unpacks to more than {MOST_TIMES} times its size, which no table of rows does; unpack it yourself to look at it")
            data = self._decoded(raw)
            if data and not self._begun:
                data, self._begun = data.removeprefix(_MARK), True
            if data or not raw:
                return data

    def read(self, size: int = -1) -> bytes:
        """As a file would: what was put back first, then what is left."""
        if not self._left:
            self._left = self.block(max(size, 1 << 16))
        taken, self._left = (self._left, b"") if size < 0 else (self._left[:size], self._left[size:])
        return taken

    def put_back(self, data: bytes) -> None:
        """Bytes that are read again before the rest."""
        self._left = data + self._left

    def close(self) -> None:
        """Close the file."""
        self.closed = True
        self._file.close()

    def _decoded(self, raw: bytes) -> bytes:
        try:
            if not self._plain:
                return self._decoder.decode(raw, final=not raw).encode("utf-8")
            data = self._pending + raw
            # Text is not kept: it is only looked at, and a letter that was cut in two waits for its other half.
            whole = len(data) if data.isascii() else codecs.utf_8_decode(data, "strict", not raw)[1]
            self._pending = data[whole:]
            return data[:whole] if self._pending else data
        except UnicodeDecodeError as error:
            if self._plain:
                raise SourceError(f"{self.path.name}, line {self._line_of(len(raw), error)}: is not UTF-8 text. {ENCODING_HINT}") from None
            raise SourceError(f"{self.path.name} is not {self.encoding} text: {first_line(error)}") from None
        except UnicodeError as error:  # UTF-16 without its mark
            raise SourceError(f"{self.path.name} is not {self.encoding} text: {first_line(error)}") from None

    def _line_of(self, size: int, error: UnicodeDecodeError) -> int:
        """The line of a wrong byte; what was read before is read again, as it was not counted for the sake of speed."""
        before, lines = self._unpacked - size - len(self._pending), 1
        with (gzip.open(self.path) if self.packed else self.path.open("rb")) as file:
            while before > 0 and (data := file.read(min(before, 1 << 22))):
                lines, before = lines + data.count(b"\n"), before - len(data)
        return lines + error.object[: error.start].count(b"\n")


@dataclass
class Rows:
    """A stream cut into pieces of whole rows.

    The pieces end before the first quotation mark that stands in the middle of a value: from there on only a parser can tell
    where rows end, and `rest` says that the stream holds more. `open_quote` says that the file ends within quotation marks.
    """

    stream: TextStream
    delimiter: str
    block: int
    skip_lines: int = 0
    rest: bool = field(default=False, init=False)
    open_quote: bool = field(default=False, init=False)

    def pieces(self) -> Iterator[bytes]:
        """Pieces of whole rows, one after the other.

        Raises
        ------
        SourceError
            For a row that does not end.
        """
        held, end = self._after_heading(), b""
        while True:
            more = self.stream.block(self.block)
            held += more
            end = end or (b"\n" if b"\n" in held else b"\r" if b"\r" in held else b"")
            cut, regular = self._cut(held, end, last=not more)
            if not regular:
                self.rest = True
                self.stream.put_back(held)
                return
            if cut:
                yield held[:cut]
            # Half of a line end that was cut in two.
            held = held[cut:].removeprefix(b"\n") if cut and end == b"\r" else held[cut:]
            if not more:
                self.open_quote = bool(held)
                return
            if len(held) > LONGEST_ROW:
                raise SourceError(f"{self.stream.path.name}: one row is longer than {LONGEST_ROW >> 20} MB; look for a quotation mark that is opened and never closed")

    def _after_heading(self) -> bytes:
        data = self.stream.block(max(self.block, 1 << 21)) if self.skip_lines else b""
        ends = [match.end() for match in itertools.islice(re.finditer(rb"\r\n|\n|\r", data), self.skip_lines)]
        if len(ends) < self.skip_lines:
            return b""
        return data[ends[-1]:] if ends else data

    def _cut(self, data: bytes, end: bytes, *, last: bool) -> tuple[int, bool]:
        """Where the last whole row ends, and whether all quotation marks up to there stand around whole values."""
        # Of a single carriage return at the very end the line feed may still follow.
        newline = data.rfind(end, 0, len(data) - (end == b"\r")) + 1 if end else 0
        cut = len(data) if last else newline
        if b'"' not in data:
            return cut, True
        content = np.frombuffer(data, np.uint8)
        marks = np.flatnonzero(content == 34)
        before = int(np.searchsorted(marks, cut))
        regular = _regular(content, marks[:before], self.delimiter)
        if before % 2:
            cut = data.rfind(end, 0, int(marks[before - 1])) + 1 if end else 0
        return cut, regular


def _regular(content: np.ndarray, marks: np.ndarray, delimiter: str) -> bool:
    """Whether every quotation mark opens a value at its beginning, closes it at its end, or stands doubled within."""
    if not len(marks):
        return True
    edges = np.zeros(256, dtype=bool)
    edges[[34, 10, 13, ord(delimiter)]] = True
    opening, closing = marks[::2], marks[1::2]
    before = content[np.maximum(opening - 1, 0)]
    doubled = np.append(False, opening[1:] - closing[: len(opening) - 1] == 1)
    opens = (opening == 0) | (edges[before] & ((before != 34) | doubled))
    after = content[np.minimum(closing + 1, len(content) - 1)]
    closes = (closing + 1 == len(content)) | edges[after]
    return bool(opens.all() and closes.all())

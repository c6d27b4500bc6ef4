"""Process logs in XES as one row an event, read as a stream, without entities and without a network."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path
from xml.parsers import expat

import numpy as np
import pyarrow as pa

from ...errors import SourceError
from ..rows import ROW, RawRow, column_names, first_line
from ..sources import Source

__all__ = ["CASE", "read_xes"]

CASE = "case:"  # put before what a case says of itself, so that its name differs from that of an event
_BLOCK = 1 << 20
_STEP = 100_000
_VALUES = ("string", "date", "int", "float", "boolean", "id")


def read_xes(path: Path, source: Source, broken: list[RawRow]) -> Iterator[pa.Table]:
    """Batches of a log in the order of the file (IEEE 1849-2016); row 1 is the first event.

    Every attribute of an event is a column under its own key (``concept:name``, ``time:timestamp`` ...), every attribute of its case one
    under ``case:`` and the key. Times keep their zone.

    Raises
    ------
    SourceError
        When it is no XES log, or declares a document type (entities could be anything).
    """
    names: dict[str, None] = {}
    for event in _events(path):
        names.update(dict.fromkeys(event))
    if not names:
        raise SourceError(f"{path.name} holds no event")
    headings = column_names(list(names), path)
    following, taken = 1, []
    for event in _events(path):
        taken.append(event)
        if len(taken) == _STEP:
            yield _batch(taken, names, headings, source, following)
            following, taken = following + len(taken), []
    if taken:
        yield _batch(taken, names, headings, source, following)


def _batch(events: list[dict[str, str]], names, headings: list[str], source: Source, start: int) -> pa.Table:
    columns = [pa.array([_value(event, name, source) for event in events], pa.string()) for name in names]
    return pa.table(columns, names=headings).append_column(ROW, pa.array(np.arange(start, start + len(events))))


def _value(event: dict[str, str], name: str, source: Source) -> str | None:
    value = event.get(name)
    return None if value == "" or value in source.missing else value


def _events(path: Path) -> Iterator[dict[str, str]]:
    ready: list[dict[str, str]] = []
    parser = _parser(ready, path)
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
            while block := file.read(_BLOCK):
                parser.Parse(block, False)
                yield from ready
                ready.clear()
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise SourceError(f"{path.name} is not an XES log: {first_line(error)}") from None
    yield from ready


def _parser(ready: list[dict[str, str]], path: Path):
    state = _Reading(ready, path)
    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = state.opened, state.closed
    parser.StartDoctypeDeclHandler = state.refused
    return parser


class _Reading:
    """Where the parser stands: the case, the event, and how deep inside of an attribute of attributes."""

    def __init__(self, ready: list[dict[str, str]], path: Path) -> None:
        self._ready, self._path = ready, path
        self._case: dict[str, str] = {}
        self._event: dict[str, str] | None = None
        self._inside: list[str] = []

    def opened(self, name: str, given: dict[str, str]) -> None:
        kind = name.rpartition(":")[2]
        if not self._inside and kind != "log":
            raise SourceError(f"{self._path.name} is not an XES log: it begins with <{name}>, not with <log>")
        parent = self._inside[-1] if self._inside else ""
        self._inside.append(kind)
        if kind == "trace":
            self._case = {}
        elif kind == "event":
            self._event = {}
        elif kind in _VALUES and parent in ("trace", "event") and "key" in given:
            # A case may say something of itself after its events; those already told keep what they had.
            if parent == "event":
                self._event[given["key"]] = given.get("value", "")
            else:
                self._case[CASE + given["key"]] = given.get("value", "")

    def closed(self, name: str) -> None:
        kind = self._inside.pop()
        if kind == "event" and self._event is not None:
            self._ready.append(self._case | self._event)
            self._event = None
        elif kind == "trace":
            self._case = {}

    def refused(self, *_: object) -> None:
        raise SourceError(f"{self._path.name} declares a document type, which could hide anything; a log needs none: remove the line <!DOCTYPE ...>")



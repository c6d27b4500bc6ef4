"""Questions that the room parks and dots that it gives, kept line by line in a file that survives the meeting."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from ...errors import ArgumentError, RunError

__all__ = ["Board"]

LONGEST_TEXT = 500
_MOST_OF_ONE = 100
_MOST = 5000


def _utc() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


class Board:
    """What was parked and voted in one wave, read from its file and written to its end.

    Each line of the file is one JSON object: ``at`` (when, UTC), ``where`` (the page of the deck), ``finding`` (its
    key), ``slice``, ``against``, ``viewer`` (a short mark that names nobody), and ``text`` or ``vote`` (1 given,
    0 taken back).

    Parameters
    ----------
    file : Path
        Made with its folder at the first line.
    clock : callable
        Says when a line is written.

    Raises
    ------
    RunError
        When the file is there but cannot be read.
    """

    def __init__(self, file: Path, *, clock: Callable[[], dt.datetime] = _utc) -> None:
        self.file, self._clock = file, clock
        self.version = 0
        self._parked: list[dict[str, Any]] = []
        self._votes: dict[str, dict[str, None]] = {}
        for line in _read(file):
            self._take(line)

    def park(self, viewer: str, text: str, **at: str) -> None:
        """Keep a question; `at` holds ``where``, ``finding``, ``slice`` and ``against``.

        Raises
        ------
        ArgumentError
            When there is no text, or too much of it.
        RunError
            When the file cannot be written, or holds as much as it may.
        """
        text = text.strip()
        if not 0 < len(text) <= LONGEST_TEXT:
            raise ArgumentError(f"a parked question has 1 to {LONGEST_TEXT} letters, not {len(text)}")
        mark = _mark(viewer)
        if len(self._parked) >= _MOST or sum(line.get("viewer") == mark for line in self._parked) >= _MOST_OF_ONE:
            raise RunError("there are too many parked questions")
        self._write({**at, "viewer": mark, "text": text})

    def vote(self, viewer: str, given: bool, **at: str) -> None:
        """Give this viewer's dot to a finding, or take it back; the same wish twice counts once.

        Raises
        ------
        RunError
            When the file cannot be written.
        """
        if given != (_mark(viewer) in self._votes.get(at["where"], {})):
            self._write({**at, "viewer": _mark(viewer), "vote": int(given)})

    def to_json(self, viewer: str) -> dict[str, Any]:
        """What a page shows of it: everybody's questions and dots, the slice only with one's own questions."""
        mark = _mark(viewer)
        parked = []
        for line in self._parked:
            mine = line.get("viewer") == mark
            parked.append({
                "where": line["where"], "text": line["text"], "mine": mine, "slice": str(line.get("slice", "")) if mine else "",
            })
        return {
            "parked": parked,
            "votes": {where: len(marks) for where, marks in self._votes.items() if marks},
            "mine": [where for where, marks in self._votes.items() if mark in marks],
        }

    def _write(self, line: dict[str, Any]) -> None:
        line = {"at": self._clock().isoformat(timespec="seconds"), **line}
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            with open(self.file, "a", encoding="utf-8") as file:
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
        except OSError as error:
            raise RunError(f'"{self.file}" cannot be written ({error.strerror})') from None
        self._take(line)

    def _take(self, line: dict[str, Any]) -> None:
        self.version += 1
        if "text" in line:
            self._parked.append(line)
        elif line.get("vote"):
            self._votes.setdefault(line["where"], {})[line.get("viewer", "")] = None
        else:
            self._votes.get(line["where"], {}).pop(line.get("viewer", ""), None)


def _read(file: Path) -> Iterator[dict[str, Any]]:
    """The lines that can be read; one cut off by a lost machine is passed over."""
    try:
        text = file.read_text(encoding="utf-8", errors="replace") if file.exists() else ""
    except OSError as error:
        raise RunError(f'"{file}" cannot be read ({error.strerror})') from None
    for line in text.splitlines():
        try:
            found = json.loads(line)
        except ValueError:
            continue
        if isinstance(found, dict) and isinstance(found.get("where"), str) and isinstance(found.get("text", ""), str):
            yield found


def _mark(viewer: str) -> str:
    return hashlib.sha256(viewer.encode()).hexdigest()[:12]

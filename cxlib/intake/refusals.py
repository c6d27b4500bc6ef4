"""Rows that a file lost at the door: each with its reasons, up to a number that fits in memory, the rest counted."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache

from ..contract import Breach
from ..words import translated

__all__ = ["MOST_LISTED", "Refusals"]

MOST_LISTED = 200_000


class Refusals:
    """Refused rows of one file.

    Parameters
    ----------
    table, file : where they stand
    language : of the reasons in the list that the user opens
    """

    def __init__(self, table: str, file: str, language: str = "en") -> None:
        self.table, self.file, self.language = table, file, language
        self._said = lru_cache(maxsize=4096)(lambda text: translated(text, language))
        self.rows = 0
        self.breaches: list[Breach] = []
        self.listed: list[dict] = []

    @property
    def room(self) -> int:
        """How many more rows are listed with their reasons."""
        return max(MOST_LISTED - self.rows, 0)

    def add(self, row: int, breaches: Sequence[Breach], content: Mapping[str, str]) -> None:
        """Refuse one row, for all of its breaches."""
        if self.room:
            self.breaches += breaches
            reasons = "; ".join(f"{breach.column}{': ' * bool(breach.column)}{self._said(breach.rule)} ({self._said(breach.mend)})" for breach in breaches)
            self._list(row, reasons, json.dumps(content, ensure_ascii=False))
        self.rows += 1

    def add_unlisted(self, rows: int) -> None:
        """Refuse rows for which there is no room."""
        self.rows += rows

    def all_listed(self) -> list[dict]:
        """Refused rows as plain data; a last one says how many more there are."""
        more = self.rows - len(self.listed)
        if not more:
            return self.listed
        said = f"{more:,} further rows were refused too; only the first {MOST_LISTED:,} of a file are listed"
        return [*self.listed, {"table": self.table, "file": self.file, "row": 0, "reasons": self._said(said), "content": "{}"}]

    def _list(self, row: int, reasons: str, content: str) -> None:
        self.listed.append({"table": self.table, "file": self.file, "row": row, "reasons": reasons, "content": content})

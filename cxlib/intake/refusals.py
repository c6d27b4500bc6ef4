"""Rows that a file lost at the door: each with its reasons, up to a number that fits in memory, the rest counted, by reason too."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from ..contract import Breach, Tally
from ..words import translated

__all__ = ["MOST_LISTED", "Refusals"]

MOST_LISTED, MOST_NAMED = 200_000, 1_000  # rows with their reasons; values of which a rule is told one by one
_OTHERS = "…"  # in place of a value: of all the others


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
        self.reasons: dict[tuple[str, str], dict[str, Any]] = {}
        self._named: dict[tuple[str, str, str], set[str]] = {}

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

    def count(self, tally: Tally, where: Callable[[int], tuple[str, int]]) -> None:
        """Count the rows of a rule by the value that broke it; of very many values the first are told, and the others together.

        Parameters
        ----------
        tally : Tally
        where : column in the file and number of a row of the batch
        """
        named = self._named.setdefault((tally.column, tally.mend, tally.rule if isinstance(tally.rule, str) else ""), set())
        for value, rows, place in zip(tally.values, tally.rows, tally.places, strict=True):
            told = value if value in named or len(named) < MOST_NAMED else _OTHERS
            named.update({told} - {_OTHERS})
            rule = tally.said(told)
            found = self.reasons.get((rule, tally.mend))
            if found is None:
                column, row = where(place)
                found = {"file": self.file, "row": row, "column": column, "value": value, "rule": rule, "mend": tally.mend, "rows": 0, "of": tally.said(_OTHERS)}
                self.reasons[rule, tally.mend] = found
            found["rows"] += rows

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

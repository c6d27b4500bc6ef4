"""How far a run is, and how long the rest may take."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from .. import words
from .execute import Step
from .prepare import Prepared

__all__ = ["Pace", "Progress"]

_A_CELL = 1.5  # seconds, until something better is known


@dataclass(frozen=True)
class Progress:
    """How far a run is; its text is a line for people.

    Parameters
    ----------
    kind : str
        ``checking`` (the study), ``started``, ``cell``, ``done``, ``failed`` or ``reused`` (a notebook), ``writing``.
    done, total : int
        Notebooks ended, and all of them.
    share : float
        Part of the code cells that are done, 0 to 1.
    left : float or None
        Seconds that the rest may take, by the seconds of the last run where it is known, else at the pace so far; None while
        there is no pace yet.
    detail : str
        The file being read, while the study is checked.
    finding : str
        The question of the finding that a ``cell`` has just shown.
    """

    kind: Literal["checking", "started", "cell", "done", "failed", "reused", "writing"]
    notebook: str = ""
    done: int = 0
    total: int = 0
    place: int = 0
    share: float = 0.0
    seconds: float = 0.0
    left: float | None = None
    language: str = "en"
    detail: str = ""
    finding: str = ""

    def __str__(self) -> str:
        """One line in the run's language; empty for a ``cell`` that shows no finding."""
        if self.kind == "cell" and not self.finding:
            return ""
        values = {name: value for name, value in vars(self).items() if name not in ("kind", "language")}
        line = words.say(f"report.progress.{self.kind}", self.language, **values)
        if self.detail:
            line += f": {self.detail}"
        if self.kind in ("cell", "done", "failed") and self.left is not None and self.done < self.total:
            line += words.say("report.progress.left", self.language, left=max(1, self.left))
        return line


@dataclass
class Pace:
    """Turns steps of notebooks into progress of the run.

    Parameters
    ----------
    notebooks : sequence of Prepared
    language : str
    jobs : int
        Notebooks run at once.
    known : mapping of notebook to seconds of its code cells
        As they were last time.
    """

    notebooks: Sequence[Prepared]
    language: str
    jobs: int = 1
    known: Mapping[str, Sequence[float]] = field(default_factory=dict)
    clock: object = time.perf_counter
    done: int = 0
    cells: dict[str, int] = field(default_factory=dict)
    measured: dict[str, list[float]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._began = self.clock()

    def expected(self, book: Prepared) -> float:
        """Seconds that a notebook may take: as last time, else as its metadata ``{"cxlib": {"seconds": 40}}`` say, else by its cells."""
        known = self.known.get(book.name)
        if known and len(known) == book.code_cells:
            return sum(known)
        said = book.node.metadata.get("cxlib", {}).get("seconds")
        return float(said) if isinstance(said, (int, float)) else _A_CELL * book.code_cells

    def progress(self, step: Step, *, is_reused: bool = False) -> Progress:
        """How far the run is after this step."""
        name = step.notebook.name
        if step.kind == "cell":
            self.cells[name] = self.cells.get(name, 0) + 1
            self.measured.setdefault(name, []).append(step.seconds)
        if step.kind == "ended":
            self.done += 1
            self.cells[name] = step.notebook.code_cells
            if is_reused or step.failure:
                self.measured.pop(name, None)
        kind = ("reused" if is_reused else "failed" if step.failure else "done") if step.kind == "ended" else step.kind
        share = sum(self.cells.values()) / max(1, sum(book.code_cells for book in self.notebooks))
        place = 1 + [book.name for book in self.notebooks].index(name)
        return Progress(
            kind, name, self.done, len(self.notebooks), place, share, step.seconds, self._left(share), self.language, finding=step.shown
        )

    def _left(self, share: float) -> float | None:
        rest = [self._rest(book) for book in self.notebooks]
        if all(book.name in self.known for book in self.notebooks):
            return max(max(rest), sum(rest) / self.jobs)
        return (self.clock() - self._began) * (1 - share) / share if share else None

    def _rest(self, book: Prepared) -> float:
        """Seconds that the cells of a notebook that have not run may take."""
        done, known = self.cells.get(book.name, 0), self.known.get(book.name, ())
        if len(known) == book.code_cells:
            return sum(known[done:])
        return self.expected(book) * (1 - done / max(1, book.code_cells))

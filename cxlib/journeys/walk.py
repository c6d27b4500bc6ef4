"""From the rows at which journeys begin, along the stages, to the rows at which they may begin anew."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np

from . import compiled

__all__ = ["NEVER", "Steps", "Walk", "inside"]

NEVER = np.iinfo(np.int64).max


class Steps(NamedTuple):
    """Where journeys went: rows of the walk, NEVER (or -1 in `row`) where there is none.

    `row` has a column a stage; `exit` is the first exit in the window; `stray` the row that broke the strict order.
    """

    row: np.ndarray
    exit: np.ndarray
    stray: np.ndarray

    def keep(self, mask: np.ndarray) -> Steps:
        """The journeys where `mask` is true, or in the order of a list of places."""
        return Steps(*(part[mask] for part in self))


class Walk:
    """Rows of units, each unit's together and in time order, and the ways through them."""

    def __init__(self, unit: np.ndarray, at: np.ndarray, stage: np.ndarray, *, stages: int, window: int, strict: bool) -> None:
        self.unit, self.at, self.stage = unit, at, stage
        self.stages, self.window, self.strict = stages, window, strict

    def begins(self, spans: Sequence[tuple[int, int]] | None = None) -> np.ndarray:
        """The first row of stage 0 of each unit, among those that lie in one of the spans."""
        rows = self._beginnings
        rows = rows[inside(self.at[rows], spans)]
        first = np.ones(len(rows), dtype=bool)
        first[1:] = self.unit[rows[1:]] != self.unit[rows[:-1]]
        return rows[first]

    def along(self, entry: np.ndarray) -> Steps:
        """How far the journeys that begin at these rows come."""
        if compiled.worth_it(len(self.unit)):
            rules = {"stages": self.stages, "window": self.window, "strict": self.strict}
            return Steps(*compiled.along(self.unit, self.at, self.stage, entry, **rules))
        return self._step_by_step(entry)

    def _step_by_step(self, entry: np.ndarray) -> Steps:
        """The same in whole arrays, a stage at a time."""
        seat, limit = self.unit[entry], self.at[entry] + self.window
        exit_row = self._next_in(self._exits, entry, seat, limit)
        stray = np.full(len(entry), NEVER)
        row = np.full((len(entry), self.stages), -1, dtype=np.int64)
        row[:, 0] = entry
        going = np.arange(len(entry))
        for step in range(1, self.stages):
            here = row[going, step - 1]
            found = self._next_in(self._at_stage[step], here, seat[going], limit[going])
            reached = found < exit_row[going]
            if self.strict:
                turn = self._leaves.after(here, self.at, limit[going])
                astray = (turn < found) & (turn < exit_row[going])
                stray[going[astray]] = turn[astray]
                reached &= ~astray
            going = going[reached]
            row[going, step] = found[reached]
        return Steps(row, exit_row, stray)

    def every(self) -> Steps:
        """All passes: each begins at the unit's first row of stage 0 after its last pass was settled."""
        entry, rounds = self.begins(), []
        while len(entry):
            rounds.append(self.along(entry))
            entry = self._again(rounds[-1])
        if not rounds:
            return self.along(entry)
        steps = Steps(*(np.concatenate(parts) for parts in zip(*rounds, strict=True)))
        return steps.keep(np.argsort(steps.row[:, 0], kind="stable"))

    def _again(self, steps: Steps) -> np.ndarray:
        """The rows at which those who have one begin their next pass."""
        entry, last = steps.row[:, 0], steps.row[:, -1]
        starts = self._beginnings
        place = np.searchsorted(starts, entry, side="right")
        over = _first_later(self.at[starts], place, self._unit_ends[place - 1], self.at[entry] + self.window)
        # the row that breaks the order may itself be a beginning; after an exit or the last stage it is a later row
        settled = np.select([last >= 0, steps.stray < NEVER, steps.exit < NEVER], [last + 1, steps.stray, steps.exit + 1], NEVER)
        place = np.where(settled < NEVER, np.searchsorted(starts, settled), over)
        again = place < self._unit_ends[np.searchsorted(starts, entry)]
        return starts[place[again]]

    @cached_property
    def _beginnings(self) -> np.ndarray:
        return np.flatnonzero(self.stage == 0)

    @cached_property
    def _at_stage(self) -> list[np.ndarray]:
        return [np.flatnonzero(self.stage == step) for step in range(self.stages)]

    @cached_property
    def _exits(self) -> np.ndarray:
        return np.flatnonzero(self.stage >= self.stages)

    @cached_property
    def _leaves(self) -> _Leaves:
        return _Leaves(self.unit, self.stage, self.stages)

    @cached_property
    def _unit_ends(self) -> np.ndarray:
        """For each row of stage 0, the place among them after the last one of its unit."""
        own = self.unit[self._beginnings]
        ends = np.append(np.flatnonzero(own[1:] != own[:-1]) + 1, len(own))
        return ends[np.searchsorted(ends, np.arange(len(own)), side="right")]

    def _next_in(self, rows: np.ndarray, here: np.ndarray, seat: np.ndarray, limit: np.ndarray) -> np.ndarray:
        """The first of `rows` after each row `here` that belongs to the same unit and lies in its window."""
        place = np.searchsorted(rows, here, side="right")
        found = np.full(len(here), NEVER)
        some = np.flatnonzero(place < len(rows))
        row = rows[place[some]]
        good = (self.unit[row] == seat[some]) & (self.at[row] <= limit[some])
        found[some[good]] = row[good]
        return found


class _Leaves:
    """For each row of the design, the first later row of its unit at another stage of the design."""

    def __init__(self, unit: np.ndarray, stage: np.ndarray, stages: int) -> None:
        self.rows = np.flatnonzero((stage >= 0) & (stage < stages))
        self.unit = unit
        run = np.zeros(len(self.rows), dtype=np.int64)
        own, what = unit[self.rows], stage[self.rows]
        run[1:] = np.cumsum((own[1:] != own[:-1]) | (what[1:] != what[:-1]))
        self.run = run
        self.starts = np.flatnonzero(np.concatenate([[True], run[1:] != run[:-1]])) if len(run) else np.zeros(0, np.int64)

    def after(self, here: np.ndarray, at: np.ndarray, limit: np.ndarray) -> np.ndarray:
        turn = np.full(len(here), NEVER)
        later = self.run[np.searchsorted(self.rows, here)] + 1 if len(here) else np.zeros(0, np.int64)
        some = np.flatnonzero(later < len(self.starts))
        row = self.rows[self.starts[later[some]]]
        good = (self.unit[row] == self.unit[here[some]]) & (at[row] <= limit[some])
        turn[some[good]] = row[good]
        return turn


def inside(at: np.ndarray, spans: Sequence[tuple[int, int]] | None) -> np.ndarray:
    """Whether each time lies in one of the spans (first, after); without spans all do."""
    if spans is None:
        return np.ones(len(at), dtype=bool)
    within = np.zeros(len(at), dtype=bool)
    for first, after in spans:
        within |= (at >= first) & (at < after)
    return within


def _first_later(at: np.ndarray, low: np.ndarray, high: np.ndarray, limit: np.ndarray) -> np.ndarray:
    """The first place from `low` to before `high` with a time after `limit`, else `high`; times rise in between."""
    low, high = low.copy(), high.copy()
    while (low < high).any():
        middle = (low + high) // 2
        later = at[np.minimum(middle, len(at) - 1)] > limit
        searching = low < high
        high = np.where(searching & later, middle, high)
        low = np.where(searching & ~later, middle + 1, low)
    return low

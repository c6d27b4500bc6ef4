"""How far each journey came when only what it holds counts, not in which order."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .walk import NEVER, Steps, inside

__all__ = ["unordered"]


def unordered(
    unit: np.ndarray, at: np.ndarray, stage: np.ndarray, *, stages: int, window: int,
    started: Sequence[tuple[int, int]] | None = None, first_only: bool = False,
) -> tuple[Steps, np.ndarray]:
    """The first row of each stage in each unit's journey, and the row at which the journey begins.

    A journey begins at the unit's first row of any stage of the design that lies in one of the spans `started`; with
    `first_only` the unit's very first such row must lie in one. A stage counts when it and all stages before it in the
    design are found in the window, before the first exit. Journeys without the first stage are left out.

    Parameters
    ----------
    unit, at, stage : arrays, one place a row
        Each unit's rows together and in time order; rows of one moment in the order of the design.
    stages : int
        Stages from this code on are exits; -1 is neither.
    window : int
        In the unit of `at`; its last moment counts.

    Returns
    -------
    Steps, begin
        ``row`` -1 for stages that do not count, ``exit`` NEVER for none; ``stray`` is always NEVER.
    """
    design = np.flatnonzero((stage >= 0) & (stage < stages))
    begin = _begins(design, unit, at, started, first_only)
    seat = np.full(len(unit), -1, dtype=np.int64)
    # between its beginning and the end of its unit every row knows its journey
    seat[begin] = np.arange(len(begin))
    seat = np.maximum.accumulate(seat) if len(seat) else seat
    rows = np.flatnonzero((seat >= 0) & (stage >= 0))
    own = begin[seat[rows]]
    rows = rows[(unit[rows] == unit[own]) & (at[rows] - at[own] <= window)]
    column = np.minimum(stage[rows], stages)
    first = np.full((len(begin), stages + 1), NEVER)
    # rows are in the order of time, and of several writes to one place the last stays
    first[seat[rows[::-1]], column[::-1]] = rows[::-1]
    reached = np.logical_and.accumulate(first[:, :-1] < first[:, -1:], axis=1)
    steps = Steps(np.where(reached, first[:, :-1], -1), first[:, -1], np.full(len(begin), NEVER))
    return steps.keep(reached[:, 0]), begin[reached[:, 0]]


def _begins(design: np.ndarray, unit: np.ndarray, at: np.ndarray, started, first_only: bool) -> np.ndarray:
    """The row at which each unit's journey begins."""
    rows = design if first_only else design[inside(at[design], started)]
    first = np.ones(len(rows), dtype=bool)
    first[1:] = unit[rows[1:]] != unit[rows[:-1]]
    rows = rows[first]
    return rows[inside(at[rows], started)] if first_only else rows

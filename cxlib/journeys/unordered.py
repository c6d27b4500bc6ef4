"""How far each journey came when only what it holds counts, not in which order."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ..store import SortedEvents
from .kernel import COMPLETE, EXITED, LOST, OPEN, Passages

__all__ = ["unordered"]


def unordered(found: Passages, events: SortedEvents, *, stages: int, window: int, as_of: int) -> Passages:
    """The same journeys, told by journey_id, with their steps counted in whichever order they were taken.

    The journey_id says which rows belong together, so a step is made when it and all steps before it in the design are
    found in the journey, at the latest of their first times. The window begins at the first row of any stage; the first
    exit ends the journey.

    Parameters
    ----------
    found : Passages
        As :func:`cxlib.journeys.passages` gives them for `events` with unit "journey".
    stages : int
        How many of ``events.stage_names`` are the design; the others are exits.
    window : int
        Microseconds.
    as_of : int
        First microsecond that is not seen.

    Returns
    -------
    Passages
        In the order of `found`, without those whose first stage lies after the window or an exit.
    """
    if not len(found):
        return found
    own = events.journey[found.row[:, 0]]
    order = np.argsort(own)
    place = np.minimum(np.searchsorted(own, events.journey, sorter=order), len(own) - 1)
    seat = order[place]
    known = (own[seat] == events.journey) & (events.stage >= 0)
    rows = np.flatnonzero(known)
    column = np.minimum(events.stage[rows], stages)
    first = np.full((len(found), stages + 1), -1, dtype=np.int64)
    # rows are in the order of time, and of several writes to one place the last stays
    first[seat[rows[::-1]], column[::-1]] = rows[::-1]
    return _settled(found, events, first, window, as_of)


def _settled(found: Passages, events: SortedEvents, first: np.ndarray, window: int, as_of: int) -> Passages:
    """Times, states and ends from the first row of each stage; the last column is the first exit."""
    never = np.iinfo(np.int64).max
    at = np.where(first >= 0, events.at[np.where(first >= 0, first, 0)], never)
    steps, way_out = at[:, :-1], at[:, -1]
    limit = steps.min(axis=1) + window
    over = np.minimum(limit, np.where(first[:, -1] >= 0, way_out, never))
    reached = np.logical_and.accumulate((first[:, :-1] >= 0) & (steps <= over[:, None]), axis=1)
    entered = np.maximum.accumulate(steps, axis=1)
    last = first.shape[1] - 2
    furthest = (reached.sum(axis=1) - 1).clip(0)
    complete, exited = furthest == last, (first[:, -1] >= 0) & (way_out <= limit)
    state = np.select([complete, exited, limit >= as_of], [COMPLETE, EXITED, OPEN], LOST).astype(np.int8)
    end = np.select([state == COMPLETE, state == EXITED, state == OPEN], [entered[:, -1], way_out, np.full(len(limit), as_of)], limit)
    code = np.where(state == EXITED, events.stage[np.where(first[:, -1] >= 0, first[:, -1], 0)], -1)
    settled = replace(
        found, row=np.where(reached, first[:, :-1], -1), at=np.where(reached, entered, -1),
        furthest=furthest.astype(np.int8), state=state, end=end, exit=code.astype(np.int16),
    )
    return settled if reached[:, 0].all() else settled.keep(reached[:, 0])

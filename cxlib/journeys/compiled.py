"""The walk along the stages as compiled code, where the extra `fast` is installed: the same rows, in one pass."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec

import numpy as np

__all__ = ["along", "worth_it"]

_ROWS = 1_000_000  # fewer are walked sooner than the compiler is loaded


def worth_it(rows: int) -> bool:
    """Whether so many rows are walked faster by compiled code than by whole arrays, and it is installed."""
    return rows >= _ROWS and find_spec("numba") is not None


def along(unit, at, stage, entry, *, stages: int, window: int, strict: bool) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """As :meth:`cxlib.journeys.walk.Walk.along`: rows by stage (-1), the first exit and the row out of order (NEVER).

    Every journey is followed row by row from its beginning to its last stage, its end or the end of its window. The
    exit of a complete journey is not looked for.
    """
    row = np.full((len(entry), stages), -1, dtype=np.int64)
    ways_out = np.full((2, len(entry)), np.iinfo(np.int64).max)
    _kernel()(unit, at, stage, entry, stages, window, strict, row, ways_out)
    return row, ways_out[0], ways_out[1]


@cache
def _kernel():
    import numba

    return numba.njit(nogil=True, cache=True)(_follow)


def _follow(unit, at, stage, entry, stages, window, strict, row, ways_out):
    for place in range(len(entry)):
        first = entry[place]
        limit, reached = at[first] + window, 0
        row[place, 0] = first
        for here in range(first + 1, len(unit)):
            if unit[here] != unit[first] or at[here] > limit:
                break
            now = stage[here]
            if now >= stages:
                ways_out[0, place] = here
                break
            if now == reached + 1:
                reached = now
                row[place, reached] = here
                if reached == stages - 1:
                    break
            elif strict and now >= 0 and now != reached:
                ways_out[1, place] = here
                break

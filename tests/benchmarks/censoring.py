"""A growing funnel whose truth is known: our estimate beside counting everyone and counting only the settled."""

from __future__ import annotations

import math

import numpy as np

from cxlib.journeys.kernel import DAY, OPEN, passages
from cxlib.journeys.tally import edges, shares, tally_from_entry
from cxlib.store import SortedEvents

from .claims import Claim

_WORLDS, _CUSTOMERS = 400, 2_000
_WINDOW, _HISTORY, _GROWTH = 30, 90, 0.0572  # days, days, more beginners each day
_GO_ON, _GO_MEDIAN = 0.554, 2.75  # share that would ever go on, days by which half of them have
_EXIT, _EXIT_MEDIAN = 0.137, 9.4
TRUTH = _GO_ON * 0.5 * (1 + math.erf(math.log(_WINDOW / _GO_MEDIAN) / math.sqrt(2)))


def claims() -> list[Claim]:
    """Points by which the three ways miss the share that goes on within the window, and how often our interval holds it."""
    rng, cells = np.random.default_rng(808), edges(_WINDOW)
    rows = np.array([_one(rng, cells) for _ in range(_WORLDS)])
    missed = 100 * (rows[:, :3].mean(axis=0) - TRUTH)
    covered = 100 * np.mean((rows[:, 3] <= TRUTH) & (rows[:, 4] >= TRUTH))
    print(f"truth {100 * TRUTH:.2f}%; missed by: ours {missed[0]:+.2f}, everyone {missed[1]:+.2f}, only the settled {missed[2]:+.2f} points")
    where = f"{_WORLDS} growing funnels"
    return [
        Claim(f"{where}: our share misses the truth by", abs(missed[0]), 0.5, "points"),
        Claim(f"{where}: counting everyone is too low by", -missed[1], 9.0, "points", "higher"),
        Claim(f"{where}: counting only the settled is too high by", missed[2], 20.0, "points", "higher"),
        Claim(f"{where}: our interval holds the truth, at least", covered, 93.0, "%", "higher"),
    ]


def _one(rng: np.random.Generator, cells: np.ndarray) -> tuple[float, ...]:
    """Ours, everyone, only the settled, and our interval, in one world."""
    found = passages(_world(rng), stages=2, window_days=_WINDOW, as_of=_HISTORY * DAY)
    ours = shares(tally_from_entry(found, np.zeros(len(found), dtype=np.int64), 1, 1, cells))
    settled = found.state != OPEN
    went_on = (found.furthest == 1).sum()
    return ours.value[0], went_on / len(found), went_on / settled.sum(), ours.low[0], ours.high[0]


def _world(rng: np.random.Generator) -> SortedEvents:
    """Customers who begin ever more often; each goes on, leaves by the exit, or stays silent."""
    most = math.expm1(_GROWTH * _HISTORY)
    begin = np.log1p(rng.random(_CUSTOMERS) * most) / _GROWTH
    fate = rng.random(_CUSTOMERS)
    goes, leaves = fate < _GO_ON, (fate >= _GO_ON) & (fate < _GO_ON + _EXIT)
    wait = np.where(goes, _GO_MEDIAN, _EXIT_MEDIAN) * np.exp(rng.standard_normal(_CUSTOMERS))
    second = (goes | leaves) & (begin + wait < _HISTORY)
    customer = np.r_[np.arange(_CUSTOMERS), np.flatnonzero(second)]
    at = np.r_[begin, (begin + wait)[second]]
    stage = np.r_[np.zeros(_CUSTOMERS, dtype=int), np.where(goes, 1, 2)[second]]
    order = np.lexsort((stage, at, customer))
    return SortedEvents(
        customer[order].astype(np.int32), (at[order] * DAY).astype(np.int64), stage[order].astype(np.int16),
        customer[order].astype(np.int64), np.zeros(len(order), dtype=np.int16), np.arange(_CUSTOMERS).astype(object),
        ("begin", "go on", "leave"), ("app",),
    )

"""Counts of one step by group, which add up over groups and batches, and the shares that follow from them."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
import pandas as pd

from .. import intervals
from .incidence import cumulative_incidence
from .kernel import DAY, OPEN, Passages

__all__ = ["Shares", "Tally", "edges", "shares", "tally_from_entry", "tally_step"]

_CELLS_EVEN, _CELLS_GROWING = 720, 700


@dataclass(frozen=True)
class Tally:
    """What became of those who stood before one step; the first axis is the group.

    Attributes
    ----------
    base, advanced, lost, exited, open : journeys; the last four add up to the first
    advance, drop, censored : (groups, cells) journeys by time
    twice, both, again : sums over customers of journeys squared, journeys x advanced, advanced squared
    """

    base: np.ndarray
    advanced: np.ndarray
    lost: np.ndarray
    exited: np.ndarray
    open: np.ndarray
    advance: np.ndarray
    drop: np.ndarray
    censored: np.ndarray
    twice: np.ndarray
    both: np.ndarray
    again: np.ndarray

    def rest(self) -> Tally:
        """For each group the counts of all the others."""
        return Tally(**{field.name: (a := getattr(self, field.name)).sum(axis=0, keepdims=True) - a for field in fields(self)})


@dataclass(frozen=True)
class Shares:
    """The share that goes on, its interval, the count it is worth, and the share that counts the open as lost."""

    value: np.ndarray
    low: np.ndarray
    high: np.ndarray
    effective: np.ndarray
    naive: np.ndarray


def edges(window_days: float) -> np.ndarray:
    """Ends of the time cells in microseconds: even cells for the slow, growing ones for the quick.

    Within a cell everything counts as one moment, so cells are never wider than 1/720 of the window nor, above
    a second, than 3 % of the time itself in windows of up to 20 years.
    """
    window = window_days * DAY
    growing = np.geomspace(min(1e6, window / 2), window, _CELLS_GROWING)
    return np.unique(np.concatenate([np.linspace(0, window, _CELLS_EVEN + 1), growing]))


def tally_from_entry(found: Passages, group: np.ndarray, groups: int, stage: int, cells: np.ndarray) -> Tally:
    """Counts of reaching `stage` at all, the clock starting when the journey began."""
    return _tally(found, group, groups, stage, np.zeros(len(found), dtype=np.int8), cells)


def tally_step(found: Passages, group: np.ndarray, groups: int, stage: int, cells: np.ndarray) -> Tally:
    """Counts of going from the stage before to `stage`, the clock starting there; `group` is of every journey."""
    there = found.furthest >= stage - 1
    some = found.keep(there)
    return _tally(some, group[there], groups, stage, np.full(len(some), stage - 1, dtype=np.int8), cells)


def shares(counts: Tally) -> Shares:
    """The share that goes on in each group.

    Where nobody is open it is the plain share with Wilson's interval. Else it is the Aalen-Johansen estimate
    with Wilson's interval at the count that would give its variance. Several journeys of one customer are worth
    less than as many customers: the count is divided by the design effect of the clustering, at least 1.

    References
    ----------
    Wilson 1927, JASA 22:209; Aalen and Johansen 1978, Scand. J. Stat. 5:141; Rao and Scott 1992, Biometrics 48:577.
    """
    naive = _divide(counts.advanced, counts.base)
    estimate = cumulative_incidence(counts.advance, counts.drop, counts.censored)
    share, variance = estimate.share[..., -1], estimate.variance[..., -1]
    settled = counts.base - counts.open
    worth = np.where(variance > 1e-15, _divide(share * (1 - share), variance), settled)
    plain = counts.open == 0
    size = np.where(plain, counts.base, np.minimum(np.maximum(worth, 0.0), counts.base)) / _design_effect(counts)
    value = np.where(plain, naive, share)
    value, size = np.where(size > 0, value, np.nan), np.where(size > 0, size, 0.0)
    low, high = intervals.share_interval(np.where(size > 0, value, 0.0) * size, size)
    return Shares(value, np.fmin(low, value), np.fmax(high, value), size, naive)


def _tally(found: Passages, group: np.ndarray, groups: int, stage: int, start: np.ndarray, cells: np.ndarray) -> Tally:
    advanced = found.furthest >= stage
    since = found.at[np.arange(len(found)), start]
    taken = np.where(advanced, found.at[:, stage], found.end) - since
    cell = np.clip(np.searchsorted(cells, taken, side="left") - 1, 0, len(cells) - 2)
    still = ~advanced & (found.state == OPEN)
    dropped = ~advanced & ~still
    kind = np.where(advanced, 0, found.state)
    by_kind = np.bincount(group * 4 + kind, minlength=groups * 4).reshape(groups, 4)
    place = group * (len(cells) - 1) + cell
    timed = [_cells(place[mask], groups, len(cells) - 1) for mask in (advanced, dropped, still)]
    return Tally(by_kind.sum(axis=1), *by_kind.T, *timed, *_clusters(found.customer, group, groups, advanced))


def _cells(place: np.ndarray, groups: int, width: int) -> np.ndarray:
    return np.bincount(place, minlength=groups * width).reshape(groups, width)


def _clusters(customer: np.ndarray, group: np.ndarray, groups: int, advanced: np.ndarray) -> list[np.ndarray]:
    code, pairs = pd.factorize(customer.astype(np.int64) * groups + group)
    many = np.bincount(code, minlength=len(pairs)).astype(float)
    yes = np.bincount(code, weights=advanced, minlength=len(pairs))
    owner = pairs % groups
    return [np.bincount(owner, weights=sums, minlength=groups) for sums in (many * many, many * yes, yes * yes)]


def _design_effect(counts: Tally) -> np.ndarray:
    share = _divide(counts.advanced, counts.base)
    spread = counts.again - 2 * share * counts.both + share**2 * counts.twice
    return np.fmax(_divide(spread, counts.base * share * (1 - share)), 1.0)


def _divide(top: np.ndarray, bottom: np.ndarray) -> np.ndarray:
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(bottom > 0, top / bottom, np.nan)

"""Counts of one step by group, which add up over groups and batches, and the shares that follow from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
import pandas as pd

from .. import intervals
from .incidence import cumulative_incidence
from .kernel import COMPLETE, DAY, Passages
from .part import Part

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


    def after(self, others: Sequence[Tally]) -> Tally:
        """The groups of several tallies one after the other, so that their shares are found at once."""
        return Tally(**{field.name: np.concatenate([getattr(one, field.name) for one in (self, *others)]) for field in fields(self)})


@dataclass(frozen=True)
class Shares:
    """The share that goes on, its interval, the count it is worth, and the share that counts the open as lost."""

    value: np.ndarray
    low: np.ndarray
    high: np.ndarray
    effective: np.ndarray
    naive: np.ndarray

    def split(self, size: int) -> list[Shares]:
        """Parts of `size` groups each."""
        parts = {field.name: np.split(getattr(self, field.name), len(self.value) // size) for field in fields(self)}
        return [Shares(**dict(zip(parts, part, strict=True))) for part in zip(*parts.values(), strict=True)]


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
    return _tally(found, group, groups, stage, 0, cells)


def tally_step(found: Passages, group: np.ndarray, groups: int, stage: int, cells: np.ndarray) -> Tally:
    """Counts of going from the stage before to `stage`, the clock starting there; `group` is of every journey."""
    return _tally(found, group, groups, stage, stage - 1, cells)


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


def _tally(found: Passages | Part, group: np.ndarray, groups: int, stage: int, start: int, cells: np.ndarray) -> Tally:
    width = len(cells) - 1
    if isinstance(found, Part):
        slot = found.of_each((stage, start, len(cells), float(cells[-1])), lambda whole: _slots(whole, stage, start, cells))
    else:
        slot = _slots(found, stage, start, cells)
    there = slot >= 0
    customer = None if isinstance(found, Part) and found.one_each else found.customer
    if not there.all():
        slot, group = slot[there], group[there]
        customer = None if customer is None else customer[there]
    timed = np.bincount(group * (4 * width) + slot, minlength=groups * 4 * width).reshape(groups, 4, width)
    by_kind = timed.sum(axis=2)
    base, advanced = by_kind.sum(axis=1), by_kind[:, 0]
    if customer is None:
        clusters = [base.astype(float), advanced.astype(float), advanced.astype(float)]
    else:
        clusters = _clusters(customer, group, groups, slot < width)
    return Tally(base, *by_kind.T, timed[:, 0], timed[:, 1] + timed[:, 2], timed[:, 3], *clusters)


def _slots(found: Passages, stage: int, start: int, cells: np.ndarray) -> np.ndarray:
    """How each journey that came to the stage `start` went on to `stage`, and in which time cell; -1 where it did not come."""
    advanced = found.furthest >= stage
    taken = np.where(advanced, found.at[:, stage], found.end) - found.at[:, start]
    cell = np.clip(np.searchsorted(cells, taken, side="left") - 1, 0, len(cells) - 2)
    kind = np.where(advanced, COMPLETE, found.state).astype(np.int32)
    return np.where(found.furthest >= start, kind * (len(cells) - 1) + cell, -1).astype(np.int32)


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

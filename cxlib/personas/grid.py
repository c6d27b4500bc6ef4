"""Every rule of one or two facts against every signal, at once."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd

from ..slices import Slice
from .beginnings import ADVERSE_BELOW, SIGNALS, Beginnings

__all__ = ["FEWEST", "Grid", "grid_of"]

FEWEST = 30
_SMALLEST = 0.02
_STAYED = "stayed_value"


@dataclass(frozen=True)
class Grid:
    """Rules x customers as a sparse matrix, and what came of the customers.

    The rules of one fact, or of two together, are a set: within a set a rule is compared with the others.

    Attributes
    ----------
    rules : tuple of Slice
    signals : tuple of str
    """

    rules: tuple[Slice, ...]
    signals: tuple[str, ...]
    cells: object
    sets: np.ndarray
    scaled: np.ndarray
    raw: np.ndarray
    months: np.ndarray

    def judged(self, alive: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Rules x signals among the customers in `alive`: adverse z, and how many times as bad."""
        here, elsewhere = self._means(self.raw * alive[:, None, None])
        with np.errstate(divide="ignore", invalid="ignore"):
            more = np.where(here > 0, here / np.maximum(elsewhere, 0), 0.0)
            less = np.where(elsewhere > 0, elsewhere / np.maximum(here, 0), 0.0)
        below = np.array([name in ADVERSE_BELOW for name in self.signals])
        return self._z(self.scaled * alive[:, None, None]), np.where(below, less[:, : len(below)], more[:, : len(below)])

    def largest(self, rng: np.random.Generator, draws: int) -> np.ndarray:
        """The largest z of all rules and signals when who did what is dealt anew within a month."""
        order, found = np.argsort(self.months, kind="stable"), np.empty(draws)
        for draw in range(draws):
            dealt = np.empty(len(order), dtype=int)
            dealt[order] = np.lexsort([rng.random(len(order)), self.months])
            found[draw] = self._z(self.scaled[dealt]).max()
        return found

    def inside(self, rule: int) -> np.ndarray:
        """By customer: 1 under the rule, 0 beside it, -1 where a fact of it is not known."""
        known = np.asarray(self.cells[np.flatnonzero(self.sets == self.sets[rule])].sum(axis=0)).ravel()
        return np.where(known > 0, np.asarray(self.cells[rule].todense()).ravel(), -1).astype(int)

    def z_of(self, inside: np.ndarray) -> np.ndarray:
        """Adverse z of each signal, for one rule as :meth:`inside` gives it."""
        mine, others = (self.scaled[inside == which].sum(axis=0) for which in (1, 0))
        return self._separate(mine[None], others[None], mine[None, :, 1] >= 1)[0]

    def _z(self, scaled: np.ndarray) -> np.ndarray:
        mine, others = self._sums(scaled)
        big = mine[:, :, 1].max(axis=1, keepdims=True) >= max(FEWEST, _SMALLEST * len(scaled))
        return self._separate(mine, others, big & (mine[:, :, 1] >= FEWEST) & (others[:, :, 1] >= FEWEST))

    def _separate(self, mine: np.ndarray, others: np.ndarray, enough: np.ndarray) -> np.ndarray:
        with np.errstate(divide="ignore", invalid="ignore"):
            z = (mine[:, :, 0] / mine[:, :, 1] - others[:, :, 0] / others[:, :, 1]) / np.sqrt(1 / mine[:, :, 1] + 1 / others[:, :, 1])
        z = np.where(enough & np.isfinite(z), z, -np.inf)
        if z.shape[1] > len(self.signals):
            # A low value is news only where those who stayed spent less too.
            z[:, -2] = np.minimum(z[:, -2], z[:, -1])
        return z[:, : len(self.signals)]

    def _means(self, values: np.ndarray):
        mine, others = self._sums(values)
        with np.errstate(divide="ignore", invalid="ignore"):
            return mine[:, :, 0] / mine[:, :, 1], others[:, :, 0] / others[:, :, 1]

    def _sums(self, values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        n, columns, _ = values.shape
        mine = np.asarray(self.cells @ values.reshape(n, -1)).reshape(-1, columns, 2)
        starts = np.flatnonzero(np.diff(self.sets, prepend=-1))
        return mine, np.add.reduceat(mine, starts, axis=0)[self.sets] - mine


def grid_of(begun: Beginnings) -> Grid | None:
    """All rules whose group is at least 30 customers and 2 % of them; None where there is none."""
    signals = tuple(name for name in SIGNALS if name in begun.after)
    sets = _sets(begun.facts)
    if not sets or not signals:
        return None
    months = pd.factorize(begun.start.dt.to_period("M"))[0]
    columns = [*signals, *([_STAYED] if "value" in signals and _STAYED in begun.after else [])]
    raw = begun.after[columns].astype(float)
    apart = raw - raw.groupby(months).transform("mean")
    sign = np.array([-1.0 if name in (*ADVERSE_BELOW, _STAYED) else 1.0 for name in columns])
    scaled = (apart / apart.std().replace(0.0, np.nan)).to_numpy() * sign
    cells, places = _cells(sets)
    rules = tuple(rule for _, listed in sets for rule in listed)
    return Grid(rules, signals, cells, places, _with_known(scaled), _with_known(raw.to_numpy()), months)


def _sets(facts: pd.DataFrame) -> list[tuple[np.ndarray, list[Slice]]]:
    """For each fact and each two of them: the cell of every customer (-1 where not known) and the cells' rules."""
    least = max(FEWEST, _SMALLEST * len(facts))
    coded = {name: pd.factorize(facts[name], sort=True) for name in facts}
    coded = {name: (codes, list(levels)) for name, (codes, levels) in coded.items() if len(levels) > 1}
    found = [(codes, [Slice({name: (level,)}) for level in levels]) for name, (codes, levels) in coded.items()]
    for (first, (a, a_levels)), (second, (b, b_levels)) in combinations(coded.items(), 2):
        codes = np.where((a >= 0) & (b >= 0), a * len(b_levels) + b, -1)
        big = np.bincount(codes[codes >= 0], minlength=len(a_levels) * len(b_levels)) >= least
        if big.any() and not _same(a, b, codes):
            found.append((codes, [Slice({first: (x,), second: (y,)}) for x in a_levels for y in b_levels]))
    return found


def _same(a: np.ndarray, b: np.ndarray, both: np.ndarray) -> bool:
    """Whether one fact says the other, as a store says its region."""
    known = both >= 0
    return len(np.unique(both[known])) <= max(len(np.unique(a[known])), len(np.unique(b[known])))


def _cells(sets: list[tuple[np.ndarray, list[Slice]]]):
    from scipy.sparse import csr_matrix

    sizes = [len(rules) for _, rules in sets]
    starts = np.cumsum([0, *sizes[:-1]])
    rows = np.concatenate([start + codes[codes >= 0] for start, (codes, _) in zip(starts, sets, strict=True)])
    columns = np.concatenate([np.flatnonzero(codes >= 0) for codes, _ in sets])
    shape = (sum(sizes), len(sets[0][0]))
    return csr_matrix((np.ones(len(rows)), (rows, columns)), shape=shape), np.repeat(np.arange(len(sets)), sizes)


def _with_known(values: np.ndarray) -> np.ndarray:
    known = ~np.isnan(values)
    return np.stack([np.where(known, values, 0.0), known.astype(float)], axis=2)

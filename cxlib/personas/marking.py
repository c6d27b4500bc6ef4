"""Which simple rules two signals mark, found on some customers and checked on others."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from ..slices import Slice
from .beginnings import ADVERSE_BELOW, SIGNALS, Beginnings, members
from .grid import Grid, grid_of
from .lift import estimate, ratio

__all__ = ["MATERIAL", "NEEDED", "STABLE", "Marked", "compare", "mark", "sift", "split"]

NEEDED = 2
MATERIAL = 1.5
STABLE = 0.8
_STILL = 1.25
_LEVEL = 0.05
_EARLIER = 0.6
_MOST = 20_000
_GROUPS = 5


@dataclass(frozen=True)
class Marked:
    """A rule that two signals mark among the customers it was found on.

    Attributes
    ----------
    rule : Slice
        Facts known at the start, such as ``first_touchpoint = voucher``.
    signals : tuple of str
        Those that mark it, where it was found.
    p_values : mapping of signal to p
        How often chance reaches as far over every rule and signal looked at.
    stability : float
        Share of half-samples of these customers in which at least two of the signals mark it again.
    """

    rule: Slice
    signals: tuple[str, ...]
    p_values: dict[str, float]
    stability: float


def split(begun: Beginnings) -> tuple[Beginnings, Beginnings]:
    """Earlier customers, to find rules on, and later ones, to check them on."""
    if not len(begun):
        return begun, begun
    day = begun.start.sort_values(kind="stable").iloc[int(_EARLIER * (len(begun) - 1))]
    early = (begun.start <= day).to_numpy()
    return begun.part(early), begun.part(~early)


def mark(earlier: Beginnings, *, seed: int, draws: int = 199, halves: int = 20) -> list[Marked]:
    """Rules of one or two facts that at least two signals mark.

    Each rule is compared with the other customers of whom the same facts are known, signal by signal, after taking out
    what all customers who began in the same month share. A signal marks a rule when it is 1.5 times as bad and its z
    is beyond what the largest of all rules and signals reaches in 5 % of permutations (of all signals of a customer
    together, within the month). A low value marks only when those who stayed also spent less, refunds apart: otherwise
    it would repeat the other signals. The strongest rule (by the second of its signals) is taken, its customers are
    left out, and the rest is looked at again, so that one group is named once and by its plainest rule.

    Parameters
    ----------
    earlier : Beginnings
        Of more than 20,000 customers so many are drawn.
    seed : int
    draws : int
        Permutations.
    halves : int
        Times that the customers are cut in two halves.

    Returns
    -------
    list of Marked
        At most five, the strongest first.

    References
    ----------
    Westfall and Young 1993, Resampling-Based Multiple Testing, for the largest z; Benjamini and Heller 2008,
    Biometrics 64:1215 for asking for two signals.
    """
    rng = np.random.default_rng([seed, 7])
    if len(earlier) > _MOST:
        kept = np.zeros(len(earlier), dtype=bool)
        kept[rng.permutation(len(earlier))[:_MOST]] = True
        earlier = earlier.part(kept)
    grid = grid_of(earlier)
    if grid is None or len(grid.signals) < NEEDED:
        return []
    alive, largest, found = np.ones(len(earlier), dtype=bool), grid.largest(rng, draws), []
    while len(found) < _GROUPS:
        z, lifts = grid.judged(alive)
        marks = (z > np.quantile(largest, 1 - _LEVEL)) & (lifts >= MATERIAL)
        second = np.sort(np.where(marks, z, -np.inf), axis=1)[:, -NEEDED]
        best = int(np.argmax(second))
        if not np.isfinite(second[best]):
            break
        adverse = tuple(name for name, marked in zip(grid.signals, marks[best], strict=True) if marked)
        p_values = {name: float((1 + (largest >= far).sum()) / (1 + draws)) for name, far in zip(grid.signals, z[best], strict=True)}
        inside = grid.inside(best)
        found.append(Marked(grid.rules[best], adverse, p_values, _stability(grid, inside, alive, adverse, rng, halves)))
        alive &= ~(inside == 1)
    return found


def compare(begun: Beginnings, rule: Slice, *, confidence: float, minimum: int = 10) -> pd.DataFrame:
    """A rule's customers against the others of whom the same facts are known.

    Returns
    -------
    DataFrame
        ``_signal``, ``value`` (lift), ``low``, ``high``, ``here``, ``elsewhere``, ``base``, ``_adverse`` (the interval
        leaves out 1, the lift is at least 1.25 times as bad, and it rests on `minimum` customers).
    """
    inside = members(begun.facts, rule)
    mine, others = (which.fillna(False).to_numpy(dtype=bool) for which in (inside, ~inside))
    rows = []
    for signal in (name for name in SIGNALS if name in begun.after):
        row = _row(begun.after[signal].to_numpy(), mine, others, signal, confidence)
        if signal == "value" and row["_adverse"]:
            row["_adverse"] = _row(begun.after["stayed_value"].to_numpy(), mine, others, "value", confidence)["_adverse"]
        row["_adverse"] &= row["base"] >= minimum
        rows.append({"_signal": signal, **row})
    return pd.DataFrame(rows)


def sift(begun: Beginnings, *, seed: int, draws: int = 199, halves: int = 20, minimum: int = 10) -> pd.DataFrame:
    """Rules found on earlier customers, with what became of them among later ones.

    Returns
    -------
    DataFrame
        A row for each rule and signal: ``_rule`` (text of a Slice), columns as of :func:`compare` on the later customers,
        ``found`` (lift where it was found), ``adjusted_p``, ``stability``, ``_poor_fit``: at least two signals that
        marked the rule do so again later, and 80 % of half-samples mark it. Empty when no rule is marked.
    """
    earlier, later = split(begun)
    marked = mark(earlier, seed=seed, draws=draws, halves=halves)
    looked = max(1, sum(len(one.signals) for one in marked))
    tables = []
    for one in marked:
        table = compare(later, one.rule, confidence=1 - _LEVEL / looked, minimum=minimum)
        again = table["_adverse"] & table["_signal"].isin(list(one.signals))
        tables.append(table.assign(
            _rule=str(one.rule), found=compare(earlier, one.rule, confidence=1 - _LEVEL)["value"].to_numpy(),
            adjusted_p=[one.p_values[name] for name in table["_signal"]], stability=one.stability,
            _adverse=again, _poor_fit=bool(again.sum() >= NEEDED and one.stability >= STABLE),
        ))
        # A group named once is not counted again under another rule.
        earlier, later = (part.part(~_under(part, one.rule)) for part in (earlier, later))
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame()


def _under(begun: Beginnings, rule: Slice) -> np.ndarray:
    return members(begun.facts, rule).fillna(False).to_numpy(dtype=bool)


def _row(values: np.ndarray, mine: np.ndarray, others: np.ndarray, signal: str, confidence: float) -> dict:
    here, elsewhere = (estimate(values[part], SIGNALS[signal], confidence) for part in (mine, others))
    value, low, high = ratio(here, elsewhere)
    if signal in ADVERSE_BELOW:
        # Where the value here is a loss there is no ratio, and the two intervals must lie apart.
        adverse = (high < 1 and value <= 1 / _STILL) if np.isfinite(high) else (here[0] < 0 and here[2] < elsewhere[1])
    else:
        adverse = low > 1 and value >= _STILL
    return {"value": value, "low": low, "high": high, "here": here[0], "elsewhere": elsewhere[0],
            "base": int((mine & ~np.isnan(values)).sum()), "_adverse": bool(adverse)}


def _stability(grid: Grid, inside: np.ndarray, alive: np.ndarray, signals: tuple[str, ...], rng, halves: int) -> float:
    """Share of half-samples in which two of the signals mark the rule again; only this rule is looked at by then."""
    from scipy.stats import norm

    needed, again = norm.ppf(1 - _LEVEL / len(signals)), []
    for _ in range(halves):
        first = rng.random(len(alive)) < 0.5
        for half in (first, ~first):
            z = grid.z_of(np.where(alive & half, inside, -1))
            again.append(sum(z[grid.signals.index(name)] > needed for name in signals) >= NEEDED)
    return float(np.mean(again))

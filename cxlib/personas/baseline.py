"""What customers were like on the day the personas were found: counts only, no customer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from ..errors import ArgumentError
from .behaviour import habits
from .kinds import Personas
from .spread import Spread, placed

__all__ = ["Baseline", "Bins", "Stability", "baseline_of", "counted", "stability"]

_BINS = 10
# A mean distance needs no more customers than this.
_PLACED = 100_000


class Stability(NamedTuple):
    """Population stability index, its chi-squared statistic, degrees of freedom and p-value."""

    value: float
    statistic: float
    freedom: int
    p_value: float


def stability(then: ArrayLike, now: ArrayLike) -> Stability:
    """How far two sets of counts over the same bins lie apart, and whether chance alone brings them so far.

    PSI = sum (p - q) ln(p / q); PSI n m / (n + m) follows chi-squared with bins - 1 degrees of freedom when nothing has
    changed. With 100 on each side and 10 bins PSI passes 0.1 in most quarters in which nothing has changed, so no fixed
    number is a limit.

    Parameters
    ----------
    then, now : array-like
        Counts by bin. A bin that is empty on both sides does not count; where one side is empty, half a customer is
        added to each bin of both.

    Returns
    -------
    Stability
        All nan where a side has nobody; p-value 1 with one bin.

    Raises
    ------
    ArgumentError
        Counts of different length, or below 0.

    References
    ----------
    Yurdakul and Naranjo 2020, J. Risk Model Valid. 14(4), for the law of the index.

    Examples
    --------
    >>> round(stability([100, 200, 300, 250, 150], [80, 150, 310, 270, 190]).value, 4)
    0.0302
    """
    then, now = np.asarray(then, dtype=float), np.asarray(now, dtype=float)
    if then.shape != now.shape or (then < 0).any() or (now < 0).any():
        raise ArgumentError("stability needs counts of 0 or more over the same bins, then and now")
    n, m = then.sum(), now.sum()
    if not n or not m:
        return Stability(np.nan, np.nan, 0, np.nan)
    held = (then + now) > 0
    then, now = then[held], now[held]
    if len(then) < 2:
        return Stability(0.0, 0.0, 0, 1.0)
    if (then == 0).any() or (now == 0).any():
        then, now = then + 0.5, now + 0.5
    p, q = then / then.sum(), now / now.sum()
    value = float(((p - q) * np.log(p / q)).sum())
    from scipy.special import chdtrc

    statistic = float(value * n * m / (n + m))
    return Stability(value, statistic, len(then) - 1, float(chdtrc(len(then) - 1, statistic)))


@dataclass(frozen=True)
class Bins:
    """Customers by bin of one habit.

    Attributes
    ----------
    edges : tuple of float
        A bin holds what is above one edge up to and with the next; texts have none.
    levels : tuple of str
        The bins of a habit in words; the bin after them holds every other word.
    counts : tuple of int
        By bin; the last holds those without the habit.
    mean : float
        Of the known numbers; nan for texts.
    """

    edges: tuple[float, ...]
    levels: tuple[str, ...]
    counts: tuple[int, ...]
    mean: float


@dataclass(frozen=True)
class Baseline:
    """Counts of the customers of one day.

    Attributes
    ----------
    as_of : date or None
    personas : mapping of persona to customers
        The inactive among them.
    habits : mapping of habit to Bins
        Of the active.
    distances : tuple
        Active customers with a place (100,000 drawn from more), sum and sum of squares of their distance from the nearest persona.
    outside : int
        Of these, how many are none of the personas.
    """

    as_of: dt.date | None
    personas: Mapping[str, int]
    habits: Mapping[str, Bins]
    distances: tuple[int, float, float]
    outside: int


def baseline_of(
    found: Personas, features: pd.DataFrame, spread: Spread | None, *, as_of: dt.date | None = None, like: Baseline | None = None
) -> Baseline:
    """Counts of these customers, in bins of their own or those of another day.

    Parameters
    ----------
    like : Baseline, optional
        Whose bins to count in; tenths of these customers when not given.
    """
    features = features.sort_index()
    persona = found.assign(features)
    active = features[(persona != found.inactive).to_numpy()]
    columns = [*found.features, *found.categories]
    known = habits(active, lookback_days=found.lookback_days).reindex(columns=columns)
    bins = {name: counted(known[name], None if like is None else like.habits.get(name)) for name in columns}
    size = persona.value_counts()
    distances, outside = (0, 0.0, 0.0), 0
    if spread is not None and len(active):
        some = np.sort(np.random.default_rng(2026).permutation(len(active))[:_PLACED])
        place = placed(spread, found.view, found.recipe.coordinates(active.iloc[some]))
        far = place.distance[~np.isnan(place.distance)]
        distances = (len(far), float(far.sum()), float((far**2).sum()))
        outside = int((place.beyond < spread.limit).sum())
    return Baseline(as_of, {name: int(size.get(name, 0)) for name in (*found.names, found.inactive)}, bins, distances, outside)


def counted(values: pd.Series, like: Bins | None = None) -> Bins:
    """One habit's customers by bin.

    Examples
    --------
    >>> counted(pd.Series([1.0, 1.0, 2.0, None]))
    Bins(edges=(1.0,), levels=(), counts=(2, 1, 1), mean=1.3333333333333333)
    """
    if like is None:
        like = _bins(values)
    known = values.dropna()
    if like.levels or not pd.api.types.is_numeric_dtype(values):
        places, count, mean = pd.Index(like.levels).get_indexer(known.astype(str)), len(like.levels) + 1, float("nan")
        places = np.where(places < 0, count - 1, places)
    else:
        known = known.to_numpy(dtype=float)
        places, count = np.searchsorted(like.edges, known, side="left"), len(like.edges) + 1
        mean = float(known.mean()) if len(known) else float("nan")
    counts = np.append(np.bincount(places, minlength=count), len(values) - len(known))
    return Bins(like.edges, like.levels, tuple(int(one) for one in counts), mean)


def _bins(values: pd.Series) -> Bins:
    known = values.dropna()
    if not pd.api.types.is_numeric_dtype(values):
        return Bins((), tuple(sorted(known.astype(str).unique())), (), float("nan"))
    known = known.to_numpy(dtype=float)
    # Edges are values that somebody has, so that no bin is empty on the day they were drawn.
    edges = np.unique(np.quantile(known, np.arange(1, _BINS) / _BINS, method="inverted_cdf")) if len(known) else np.zeros(0)
    return Bins(tuple(float(edge) for edge in edges if edge < known.max()), (), (), float("nan"))

"""How many groups there are, and whether they are more than slices of a continuum."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from .continuum import fit_continuum
from .mixed import Category, units, views
from .mixture import sharpened

__all__ = ["Grouping", "group", "in_threads", "k_means"]

# With some twenty candidates one of them passes 2 by chance.
SEPARATED = 3.0
# A cut must come back by itself. Groups that the clouds cannot explain need only be recognised: overlap blurs their borders.
STABLE = 0.8
RECOGNISED = 0.5
LEVEL = 0.05
FEWEST = 100
# Separation costs the square of the customers compared; this many tell the same as more.
_COMPARED = 1000
_HALVED = 2000
_SPLITS = 8
_PART = 0.02
# Real customers and made-up ones are compared alike, so the last steps of k-means may be left out for both.
_ROUGHLY = 3e-3
# The mixture must still be about the groups that were tested.
_SAME = 0.5


@dataclass(frozen=True)
class Grouping:
    """What was found in coordinates.

    Attributes
    ----------
    verdict : {"distinct", "continuum", "none"}
    k : int
        Groups; 1 for none.
    p_value : float
        Rank of the largest separation among those of the continuum's draws.
    candidates : DataFrame
        ``representation``, ``k``, ``silhouette``, ``expected`` (of the continuum), ``z``, ``prediction_strength``,
        ``chosen``.
    centres : array, groups x coordinates
    view : array, coordinates x dimensions
        What the groups are told apart in: the directions in which the mixture's groups lie apart, or else the
        representation they were found in.
    """

    verdict: str
    k: int
    p_value: float
    candidates: pd.DataFrame
    centres: np.ndarray
    view: np.ndarray


def group(
    coordinates: np.ndarray, *, kinds: Mapping[int, Category] | None = None, seed: int = 2026, k_max: int = 8, draws: int = 39
) -> Grouping:
    """Groups in complete coordinates, tested against one continuous cloud with the same margins.

    For each representation (see :func:`cxlib.personas.mixed.views`) and each k the silhouette of k-means is set
    against its mean and spread on `draws` clouds of a Gaussian copula: z. In a cloud a category is a normal variable cut
    at the shares of its levels. Among those with z of at least 3 and prediction strength of at least 0.5 the representation
    is that of the largest z, and k the one with the largest silhouette beyond its mean; without such groups k is the
    largest with a prediction strength of at least 0.8. The groups are then drawn more sharply by a mixture that starts from them (:func:`cxlib.personas.mixture.sharpened`), unless it leads
    elsewhere.

    Parameters
    ----------
    coordinates : array, customers x coordinates
    kinds : mapping of the first coordinate's place to its category, optional
        Coordinates of no category are numbers.

    Returns
    -------
    Grouping
        ``distinct`` when such a z exists and the largest z is among the 5 % largest of the clouds' own largest;
        ``continuum`` when some k comes back (0.8) but stands apart no more than that; ``none`` when none does, no
        component stands out of noise, or there are fewer than 100 customers.

    References
    ----------
    Hennig and Lin 2015, Stat. Comput. 25:821; Tibshirani and Walther 2005, J. Comput. Graph. Stat. 14:511.
    """
    from threadpoolctl import threadpool_limits

    if len(coordinates) < FEWEST or coordinates.shape[1] < 1:
        return _nothing(coordinates, pd.DataFrame(), np.nan)
    # The calculations are small: one thread for each beats several inside of one, above all on a busy machine.
    with threadpool_limits(1):
        return _grouped(coordinates, kinds or {}, seed, k_max, draws)


def _grouped(coordinates: np.ndarray, kinds: Mapping[int, Category], seed: int, k_max: int, draws: int) -> Grouping:
    seen = views(coordinates, kinds, np.random.default_rng([seed, 1]))
    if not seen:
        return _nothing(coordinates, pd.DataFrame(), np.nan)
    table, p_value = _separations(coordinates, kinds, seen, k_max, draws, seed)
    few = coordinates[np.random.default_rng([seed, 5]).permutation(len(coordinates))[:_HALVED]]
    rows = list(table[["representation", "k"]].itertuples(index=False))
    strengths = in_threads(lambda place: _prediction_strength(few @ seen[rows[place][0]], rows[place][1], seed), len(rows))
    table = table.assign(prediction_strength=strengths)
    verdict, place = _choose(table, p_value)
    if verdict == "none":
        return _nothing(coordinates, table.assign(chosen=False), p_value)
    view, k = seen[table["representation"][place]], int(table["k"][place])
    labels = k_means(coordinates @ view, k, seed, starts=10)
    if verdict == "continuum" and np.bincount(labels).min() < _PART * len(labels):
        # A few who lie far out are no part of a continuum that anybody could use.
        return _nothing(coordinates, table.assign(chosen=False), p_value)
    centres, view = _drawn_sharply(coordinates, labels, kinds, view)
    return Grouping(verdict, k, p_value, table.assign(chosen=table.index == place), centres, view)


def _drawn_sharply(
    coordinates: np.ndarray, labels: np.ndarray, kinds: Mapping[int, Category], view: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    from sklearn.metrics import adjusted_rand_score

    better = sharpened(coordinates, labels, kinds)
    if better is not None:
        nearest = (((coordinates @ better[1])[:, None, :] - better[0] @ better[1]) ** 2).sum(axis=2).argmin(axis=1)
        if adjusted_rand_score(labels, nearest) >= _SAME:
            return better
    return np.array([coordinates[labels == label].mean(axis=0) for label in range(labels.max() + 1)]), view


def _nothing(coordinates: np.ndarray, table: pd.DataFrame, p_value: float) -> Grouping:
    centre = coordinates.mean(axis=0, keepdims=True) if len(coordinates) else np.zeros((1, coordinates.shape[1]))
    return Grouping("none", 1, p_value, table, centre, np.eye(coordinates.shape[1]))


def _separations(
    coordinates: np.ndarray, kinds: Mapping[int, Category], seen: Mapping[str, np.ndarray], k_max: int, draws: int, seed: int
) -> tuple[pd.DataFrame, float]:
    few = coordinates[np.random.default_rng([seed, 2]).permutation(len(coordinates))[:_COMPARED]]
    ks = range(2, min(k_max, len(coordinates) // 20) + 1)
    mine = units(few, kinds)
    cloud = fit_continuum(mine.table)
    rows = [(name, k) for name in seen for k in ks]
    own = np.array(_silhouettes(few, seen, ks, seed))
    null = np.array(in_threads(
        lambda draw: _silhouettes(mine.coordinates(cloud.draw(np.random.default_rng([seed, 3, draw]))), seen, ks, seed), draws,
    ))
    mean, spread = null.mean(axis=0), null.std(axis=0, ddof=1)
    table = pd.DataFrame(rows, columns=["representation", "k"]).assign(silhouette=own, expected=mean, z=(own - mean) / spread)
    # For the rank the data stand among the draws as one of them, else few draws would raise false alarms.
    every = np.vstack([own, null])
    largest = ((every - every.mean(axis=0)) / every.std(axis=0, ddof=1)).max(axis=1)
    return table, float((largest >= largest[0]).mean())


def in_threads(work, count: int) -> list:
    """``[work(0), ..., work(count - 1)]``, several at once."""
    from concurrent.futures import ThreadPoolExecutor
    from os import cpu_count

    with ThreadPoolExecutor(min(cpu_count() or 1, 4)) as pool:
        return list(pool.map(work, range(count)))


def _silhouettes(values: np.ndarray, views: Mapping[str, np.ndarray], ks: range, seed: int) -> list[float]:
    from sklearn.metrics import pairwise_distances

    found = []
    for view in views.values():
        seen = values @ view
        far = pairwise_distances(seen).astype(np.float32)
        found += [_silhouette(far, _fitted(seen, k, seed, 2, tol=_ROUGHLY).labels_) for k in ks]
    return found


def _silhouette(far: np.ndarray, labels: np.ndarray) -> float:
    """Mean silhouette from a table of distances, which all numbers of groups share."""
    member = np.eye(labels.max() + 1, dtype=np.float32)[labels]
    size = member.sum(axis=0)
    total = far @ member
    own = np.take_along_axis(total, labels[:, None], axis=1)[:, 0] / np.maximum(size[labels] - 1, 1)
    other = np.where(member > 0, np.inf, total / np.maximum(size, 1)).min(axis=1)
    width = np.where(size[labels] > 1, (other - own) / np.maximum(np.maximum(own, other), 1e-12), 0.0)
    return float(width.mean())


def k_means(values: np.ndarray, k: int, seed: int, *, starts: int = 2) -> np.ndarray:
    """Group of each row, 0 to k - 1, the best of so many starts."""
    return _fitted(values, k, seed, starts).labels_


def _fitted(values: np.ndarray, k: int, seed: int, starts: int, *, tol: float = 1e-4):
    from sklearn.cluster import KMeans
    from sklearn.exceptions import ConvergenceWarning

    with warnings.catch_warnings():
        # Fewer different customers than groups leaves a group empty, which then counts as not stable.
        warnings.simplefilter("ignore", ConvergenceWarning)
        return KMeans(k, n_init=starts, max_iter=100, tol=tol, random_state=seed).fit(values)


def _prediction_strength(values: np.ndarray, k: int, seed: int) -> float:
    """How well one half's groups foretell who is together in the other; the worst group, mean over splits."""
    worst = []
    for split in range(_SPLITS // 2):
        order = np.random.default_rng([seed, 4, split]).permutation(len(values))
        halves = np.array_split(order, 2)
        fits = [_fitted(values[half], k, seed, 2) for half in halves]
        for one, other in ((0, 1), (1, 0)):
            told = fits[one].predict(values[halves[other]])
            pairs = np.zeros((k, k))
            np.add.at(pairs, (fits[other].labels_, told), 1)
            size = pairs.sum(axis=1)
            together = (pairs * (pairs - 1)).sum(axis=1) / np.maximum(size * (size - 1), 1)
            worst.append(together.min())
    return float(np.mean(worst))


def _choose(table: pd.DataFrame, p_value: float) -> tuple[str, int]:
    """The verdict and the place of the chosen row."""
    real = table[(table["z"] >= SEPARATED) & (table["prediction_strength"] >= RECOGNISED)]
    if p_value <= LEVEL and len(real):
        # Inside one representation the excess itself decides: the spreads of few clouds are too rough to rank k by.
        same = real[real["representation"] == real["representation"][real["z"].idxmax()]]
        return "distinct", int((same["silhouette"] - same["expected"]).idxmax())
    stable = table[table["prediction_strength"] >= STABLE].sort_values(["k", "z"])
    return ("none", -1) if stable.empty else ("continuum", int(stable.index[-1]))

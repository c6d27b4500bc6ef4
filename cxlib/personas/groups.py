"""How many groups there are, and whether they are more than slices of a continuum."""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np
import pandas as pd

from .continuum import fit_continuum

__all__ = ["Grouping", "group"]

SEPARATED = 2.0
STABLE = 0.8
LEVEL = 0.05
FEWEST = 100
# Separation costs the square of the customers compared; this many tell the same as more.
_COMPARED = 1200
_SPLITS = 8
_PERMUTATIONS = 20


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
        What the groups were told apart in: the coordinates themselves or their leading components.
    """

    verdict: str
    k: int
    p_value: float
    candidates: pd.DataFrame
    centres: np.ndarray
    view: np.ndarray


def group(coordinates: np.ndarray, *, seed: int = 2026, k_max: int = 8, draws: int = 39) -> Grouping:
    """Groups in complete coordinates, tested against one continuous cloud with the same margins.

    For each representation (all coordinates; the components above those of permuted columns) and each k the
    silhouette of k-means is set against its mean and spread on `draws` clouds of a Gaussian copula: z. A k is
    usable when its prediction strength is at least 0.8. Chosen is the largest usable k with z of at least 2, and for
    this k the representation with the larger z.

    Returns
    -------
    Grouping
        ``distinct`` when such a k exists and the largest z is among the 5 % largest of the clouds' own largest;
        ``continuum`` when some k is stable but no more separate than that; ``none`` when none is stable, no
        component stands out of noise, or there are fewer than 100 customers.

    References
    ----------
    Hennig and Lin 2015, Stat. Comput. 25:821; Tibshirani and Walther 2005, J. Comput. Graph. Stat. 14:511;
    Horn 1965, Psychometrika 30:179 for the permuted columns.
    """
    from threadpoolctl import threadpool_limits

    if len(coordinates) < FEWEST or coordinates.shape[1] < 1:
        return _nothing(coordinates, pd.DataFrame(), np.nan)
    # The calculations are small: one thread for each beats several inside of one, above all on a busy machine.
    with threadpool_limits(1):
        return _grouped(coordinates, seed, k_max, draws)


def _grouped(coordinates: np.ndarray, seed: int, k_max: int, draws: int) -> Grouping:
    rng = np.random.default_rng([seed, 1])
    views = _views(coordinates, rng)
    if not views:
        return _nothing(coordinates, pd.DataFrame(), np.nan)
    table, p_value = _separations(coordinates, views, k_max, draws, seed)
    strengths = [_prediction_strength(coordinates @ views[row.representation], row.k, seed) for row in table.itertuples()]
    table = table.assign(prediction_strength=strengths)
    verdict, place = _choose(table, p_value)
    if verdict == "none":
        return _nothing(coordinates, table.assign(chosen=False), p_value)
    view, k = views[table["representation"][place]], int(table["k"][place])
    labels = _k_means(coordinates @ view, k, seed, starts=10)
    centres = np.array([coordinates[labels == label].mean(axis=0) for label in range(k)])
    return Grouping(verdict, k, p_value, table.assign(chosen=table.index == place), centres, view)


def _nothing(coordinates: np.ndarray, table: pd.DataFrame, p_value: float) -> Grouping:
    centre = coordinates.mean(axis=0, keepdims=True) if len(coordinates) else np.zeros((1, coordinates.shape[1]))
    return Grouping("none", 1, p_value, table, centre, np.eye(coordinates.shape[1]))


def _views(coordinates: np.ndarray, rng: np.random.Generator) -> dict[str, np.ndarray]:
    """The representations tried; empty where no component is larger than chance makes them."""
    width = coordinates.shape[1]
    if width == 1:
        return {"all": np.eye(1)}
    values, axes = np.linalg.eigh(np.cov(coordinates, rowvar=False))
    chance = [np.linalg.eigvalsh(np.cov(rng.permuted(coordinates, axis=0), rowvar=False)) for _ in range(_PERMUTATIONS)]
    above = values[::-1] > np.max(chance, axis=0)[::-1]
    count = int(np.argmin(above)) if not above.all() else width
    if not count:
        return {}
    return {"all": np.eye(width), "components": axes[:, ::-1][:, :count]}


def _separations(
    coordinates: np.ndarray, views: dict[str, np.ndarray], k_max: int, draws: int, seed: int
) -> tuple[pd.DataFrame, float]:
    few = np.random.default_rng([seed, 2]).permutation(len(coordinates))[:_COMPARED]
    ks = range(2, min(k_max, len(coordinates) // 20) + 1)
    cloud = fit_continuum(coordinates[few])
    rows = [(name, k) for name in views for k in ks]
    own = np.array(_silhouettes(coordinates[few], views, ks, seed))
    null = np.array(_in_threads(
        lambda draw: _silhouettes(cloud.draw(np.random.default_rng([seed, 3, draw])), views, ks, seed), draws,
    ))
    mean, spread = null.mean(axis=0), null.std(axis=0, ddof=1)
    table = pd.DataFrame(rows, columns=["representation", "k"]).assign(silhouette=own, expected=mean, z=(own - mean) / spread)
    # For the rank the data stand among the draws as one of them, else few draws would raise false alarms.
    every = np.vstack([own, null])
    largest = ((every - every.mean(axis=0)) / every.std(axis=0, ddof=1)).max(axis=1)
    return table, float((largest >= largest[0]).mean())


def _in_threads(work, count: int) -> list:
    from concurrent.futures import ThreadPoolExecutor
    from os import cpu_count

    with ThreadPoolExecutor(min(cpu_count() or 1, 4)) as pool:
        return list(pool.map(work, range(count)))


def _silhouettes(values: np.ndarray, views: dict[str, np.ndarray], ks: range, seed: int) -> list[float]:
    from sklearn.metrics import pairwise_distances

    found = []
    for view in views.values():
        seen = values @ view
        far = pairwise_distances(seen).astype(np.float32)
        found += [_silhouette(far, _k_means(seen, k, seed)) for k in ks]
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


def _k_means(values: np.ndarray, k: int, seed: int, *, starts: int = 2) -> np.ndarray:
    return _fitted(values, k, seed, starts).labels_


def _fitted(values: np.ndarray, k: int, seed: int, starts: int):
    from sklearn.cluster import KMeans
    from sklearn.exceptions import ConvergenceWarning

    with warnings.catch_warnings():
        # Fewer different customers than groups leaves a group empty, which then counts as not stable.
        warnings.simplefilter("ignore", ConvergenceWarning)
        return KMeans(k, n_init=starts, max_iter=100, random_state=seed).fit(values)


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
    stable = table[table["prediction_strength"] >= STABLE].sort_values(["k", "z"])
    if stable.empty:
        return "none", -1
    separate = stable[stable["z"] >= SEPARATED]
    if p_value <= LEVEL and len(separate):
        return "distinct", int(separate.index[-1])
    return "continuum", int(stable.index[-1])

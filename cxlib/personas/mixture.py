"""Groups told apart more sharply once their number is known: a mixture, and the view in which it sees them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from .mixed import Category, Units, units

__all__ = ["sharpened"]

_ROUNDS = 200
_SETTLED = 1e-4
# Share of a group's spread that is taken to be round, so that few customers cannot make a direction too important.
_ROUND = 0.05
_LEAST_SHARE = 0.02


def sharpened(coordinates: np.ndarray, labels: np.ndarray, kinds: Mapping[int, Category]) -> tuple[np.ndarray, np.ndarray] | None:
    """Centres and view of the mixture that starts from these groups; None where it loses one of them.

    Inside a group the numbers are normal with one covariance for all groups, and the levels of a category have
    shares of the group's own (a location model). The view is Fisher's: the directions in which the groups so
    found lie apart, against the spread inside them; the nearest centre there is the most likely group when groups
    are equally large.

    Parameters
    ----------
    coordinates : array, customers x coordinates
    labels : array of int
        0 to k - 1.
    kinds : mapping of the first coordinate's place to its category

    Returns
    -------
    (centres, view) or None
        groups x coordinates; coordinates x (at most k - 1).

    References
    ----------
    Lawrence and Krzanowski 1996, Stat. Comput. 6:85 for mixtures of the location model; Fisher 1936, Ann. Eugen. 7:179.
    """
    table = units(coordinates, kinds)
    belongs = np.eye(labels.max() + 1)[labels]
    before = -np.inf
    for _ in range(_ROUNDS):
        likely = _log_densities(table, belongs)
        top = likely.max(axis=1, keepdims=True)
        belongs = np.exp(likely - top)
        total = belongs.sum(axis=1, keepdims=True)
        belongs, fit = belongs / total, float((top + np.log(total)).mean())
        if belongs.mean(axis=0).min() < _LEAST_SHARE:
            return None
        if fit - before < _SETTLED:
            break
        before = fit
    return _fisher(coordinates, belongs)


def _log_densities(table: Units, belongs: np.ndarray) -> np.ndarray:
    size = belongs.sum(axis=0)
    found = np.tile(np.log(size / size.sum()), (len(belongs), 1))
    numbers = [place for place, (_, points) in enumerate(table.sources) if points is None]
    if numbers:
        values = table.table[:, numbers]
        centres = (belongs.T @ values) / size[:, None]
        root = _root(_within(values, belongs, centres))
        found -= 0.5 * (((values @ root)[:, None, :] - centres @ root) ** 2).sum(axis=2) - np.linalg.slogdet(root)[1]
    for place, (_, points) in enumerate(table.sources):
        if points is not None:
            code = table.table[:, place].astype(int)
            share = np.array([np.bincount(code, weight, len(points)) + 1 / len(points) for weight in belongs.T])
            found += np.log(share / share.sum(axis=1, keepdims=True))[:, code].T
    return found


def _within(values: np.ndarray, belongs: np.ndarray, centres: np.ndarray) -> np.ndarray:
    """Covariance inside the groups, a little rounder than it is."""
    spread = (values.T @ values - (centres.T * belongs.sum(axis=0)) @ centres) / len(values)
    return (1 - _ROUND) * spread + _ROUND * np.eye(len(spread)) * np.trace(spread) / len(spread)


def _root(within: np.ndarray) -> np.ndarray:
    """W with W W' the inverse."""
    values, axes = np.linalg.eigh(within)
    return axes / np.sqrt(np.maximum(values, 1e-9))


def _fisher(coordinates: np.ndarray, belongs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    centres = (belongs.T @ coordinates) / belongs.sum(axis=0)[:, None]
    root = _root(_within(coordinates, belongs, centres))
    apart = (centres - belongs.mean(axis=0) @ centres) @ root
    _, size, axes = np.linalg.svd(apart, full_matrices=False)
    kept = axes[size > 1e-9 * size[0]]
    kept = kept * np.sign(kept[np.arange(len(kept)), np.abs(kept).argmax(axis=1)])[:, None]
    return centres, root @ kept.T

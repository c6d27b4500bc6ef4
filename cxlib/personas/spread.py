"""How far customers of one persona lie from each other, so that a place between two can be called unsure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import pandas as pd

from .kinds import Personas

__all__ = ["OUTSIDE", "Place", "Spread", "placed", "spread_of"]

# Of the customers a persona was found on, this share lies further out than what still counts as one of them.
OUTSIDE = 0.01
_MOST = 10_000
_LOOKED_AT = 50_000
_ROUNDS = 200
_CLOSE = 1e-5
_FLOOR = 0.01
# Clouds that share less of their customers with the personas are about something else. A stricter rule picks clouds that look surer
# than they are wherever a habit comes in jumps, such as refunds.
_SAME = 0.5
_ROWS_AT_ONCE = 20_000
# Degrees of freedom of the tails that are tried; the last is a Gaussian.
_TAILS = (4.0, 8.0, 16.0, np.inf)


@dataclass(frozen=True)
class Spread:
    """A mixture laid around frozen personas: one elliptic cloud for each, in the coordinates of their recipe.

    Attributes
    ----------
    names : tuple of str
    weights : array
        Share of each persona among the customers it was found on.
    middles : array, personas x coordinates
    scatters : array, personas x coordinates x coordinates
        Covariance inside each persona (of the Gaussian core, where the tails are longer).
    tail : float
        Degrees of freedom of the clouds; infinite for Gaussian ones.
    limit : float
        A customer whose chance to lie so far out of every cloud is smaller is none of these.
    fitted : int
        Customers it rests on.
    """

    names: tuple[str, ...]
    weights: np.ndarray
    middles: np.ndarray
    scatters: np.ndarray
    tail: float
    limit: float
    fitted: int


def spread_of(found: Personas, features: pd.DataFrame) -> Spread | None:
    """The spread inside each persona, from customers like those it was found on.

    A mixture of elliptic clouds, started at the personas and fitted with one shape for all and with a shape for each,
    with tails from long to Gaussian; the Bayes criterion chooses. Hard borders cut tails off and would make everyone
    look sure, which is why the clouds are fitted and not taken from the labels. A mixture with a cloud that shares under
    half of its customers with its persona (Jaccard) is passed over; where all are, the labels are taken after all.

    Parameters
    ----------
    found : Personas
    features : DataFrame
        As of :meth:`cxlib.study.Study.features`, of the day the personas were found on; at most 10,000 are used.

    Returns
    -------
    Spread or None
        None where the personas have no centres or nobody has every habit.

    References
    ----------
    Dempster, Laird and Rubin 1977, J. R. Stat. Soc. B 39:1; Peel and McLachlan 2000, Stat. Comput. 10:339, for long
    tails; Fraley and Raftery 2002, JASA 97:611, for the choice.
    """
    if found.recipe is None or found.centres.empty:
        return None
    features = features.sort_index()
    features = features.iloc[np.sort(np.random.default_rng(2026).permutation(len(features))[:_LOOKED_AT])]
    labels = found.assign(features)
    active = np.flatnonzero((labels != found.inactive).to_numpy())
    coordinates = found.recipe.coordinates(features.iloc[active])
    complete = np.flatnonzero(~np.isnan(coordinates).any(axis=1))
    complete = np.sort(np.random.default_rng(2026).permutation(complete)[:_MOST])
    coordinates = coordinates[complete]
    hard = (labels.iloc[active[complete]].to_numpy(dtype=object)[:, None] == np.array(found.names, dtype=object)).astype(float)
    if not len(coordinates) or (hard.sum(axis=0) < 2).any():
        return None
    member, weight, tail = _fitted(coordinates @ found.view, hard)
    share = member.mean(axis=0)
    pull = member * weight
    middles = pull.T @ coordinates / pull.sum(axis=0)[:, None]
    scatters = np.array([_scatter(coordinates, pull[:, k], member[:, k].sum(), middles[k]) for k in range(len(middles))])
    if tail[0] == "one shape":
        scatters = np.repeat(np.tensordot(share, scatters, 1)[None], len(share), axis=0)
    floor = _FLOOR * coordinates.var(axis=0).mean()
    scatters = np.array([_floored(scatter, floor) for scatter in scatters])
    spread = Spread(found.names, share, middles, scatters, tail[1], 0.0, len(coordinates))
    return replace(spread, limit=float(np.quantile(placed(spread, found.view, coordinates).beyond, OUTSIDE)))


class Place(NamedTuple):
    """Where customers stand between the personas; nan for one of whom nothing is known.

    ``chances`` (customers x personas, 0 to 1), ``beyond`` (chance to lie so far out of the nearest cloud, 0 to 1),
    ``distance`` (from the nearest middle, in standard deviations of one dimension inside a persona).
    """

    chances: np.ndarray
    beyond: np.ndarray
    distance: np.ndarray


def placed(spread: Spread, view: np.ndarray, coordinates: np.ndarray) -> Place:
    """Where customers stand between the personas.

    Unknown coordinates are left out, and the chances are those that the known ones give. A row's numbers do not
    depend on the other rows.
    """
    chances = np.full((len(coordinates), len(spread.names)), np.nan)
    beyond, distance = np.full((2, len(coordinates)), np.nan)
    known = ~np.isnan(coordinates)
    for pattern in np.unique(known, axis=0) if len(known) else ():
        if not pattern.any():
            continue
        rows = np.flatnonzero((known == pattern).all(axis=1))
        every = np.eye(len(pattern))[:, pattern]
        # Who lacks a habit is judged by the others themselves; the view mixes habits and needs all of them.
        turns = (view if pattern.all() else every, every)
        clouds = [[_cloud(*one, turn) for one in zip(spread.middles, spread.scatters, strict=True)] for turn in turns]
        for start in range(0, len(rows), _ROWS_AT_ONCE):
            some = rows[start : start + _ROWS_AT_ONCE]
            values = np.where(pattern, coordinates[some], 0.0)
            chances[some] = _likely(_turned(values, turns[0]), clouds[0], spread)
            # Whoever is like nobody may be so in habits that do not tell the personas apart.
            beyond[some], distance[some] = _far(values[:, pattern], clouds[1], spread.tail)
    return Place(chances, beyond, distance)


def _cloud(middle: np.ndarray, scatter: np.ndarray, turn: np.ndarray) -> tuple[np.ndarray, np.ndarray, float]:
    """Middle, whitening and half the logarithm of the determinant, in the dimensions of `turn`."""
    values, axes = np.linalg.eigh(turn.T @ scatter @ turn)
    values = np.maximum(values, 1e-12)
    return middle @ turn, axes / np.sqrt(values), 0.5 * float(np.log(values).sum())


def _turned(values: np.ndarray, turn: np.ndarray) -> np.ndarray:
    # Column by column and not as a matrix product, so that one customer alone gets the very same numbers.
    return sum(values[:, [place]] * turn[place] for place in range(len(turn)))


def _likely(seen: np.ndarray, clouds: list, spread: Spread) -> np.ndarray:
    heights = [
        np.log(max(weight, 1e-300)) - half + _log_height(_square(seen, middle, white), seen.shape[1], spread.tail)
        for weight, (middle, white, half) in zip(spread.weights, clouds, strict=True)
    ]
    top = np.maximum.reduce(heights)
    parts = [np.exp(height - top) for height in heights]
    total = sum(parts)
    return np.column_stack([part / total for part in parts])


def _far(seen: np.ndarray, clouds: list, tail: float) -> tuple[np.ndarray, np.ndarray]:
    from scipy.special import chdtrc, fdtrc

    width = seen.shape[1]
    nearest = np.minimum.reduce([_square(seen, middle, white) for middle, white, _ in clouds])
    beyond = chdtrc(width, nearest) if np.isinf(tail) else fdtrc(width, tail, nearest / width)
    return beyond, np.sqrt(nearest / width)


def _square(seen: np.ndarray, middle: np.ndarray, white: np.ndarray) -> np.ndarray:
    return _added(_turned(seen - middle, white) ** 2)


def _added(values: np.ndarray) -> np.ndarray:
    return sum(values[:, place] for place in range(values.shape[1]))


def _log_height(square: np.ndarray, width: int, tail: float) -> np.ndarray:
    """Logarithm of the density at a squared distance, up to what all clouds share."""
    return -0.5 * square if np.isinf(tail) else -0.5 * (tail + width) * np.log1p(square / tail)


def _fitted(seen: np.ndarray, hard: np.ndarray) -> tuple[np.ndarray, np.ndarray, tuple[str, float]]:
    """Membership, weight of each customer in each cloud, and the shape and tail of the best mixture."""
    if hard.shape[1] > 1:
        fits = [(_mixture(seen, hard, shape, tail), shape, tail) for shape in ("one shape", "own shape") for tail in _TAILS]
        for (criterion, member, weight), shape, tail in sorted(fits, key=lambda fit: fit[0][0]):
            if np.isfinite(criterion) and _same(member, hard):
                return member, weight, (shape, tail)
    return hard, np.ones_like(hard), ("own shape", np.inf)


def _mixture(seen: np.ndarray, hard: np.ndarray, shape: str, tail: float) -> tuple[float, np.ndarray, np.ndarray]:
    """Bayes criterion, membership and weights after expectation and maximisation from hard labels."""
    from scipy.special import gammaln

    (n, width), k = seen.shape, hard.shape[1]
    member, weight, before, fit = hard, np.ones_like(hard), -np.inf, -np.inf
    floor = _FLOOR * seen.var(axis=0).mean()
    constant = 0.0 if np.isinf(tail) else gammaln((tail + width) / 2) - gammaln(tail / 2) - 0.5 * width * np.log(tail / 2)
    constant -= 0.5 * width * np.log(2 * np.pi)
    for _ in range(_ROUNDS):
        size, pull = member.sum(axis=0), member * weight
        if (size < width + 2).any():
            return np.inf, member, weight
        middles = pull.T @ seen / pull.sum(axis=0)[:, None]
        scatters = np.array([_scatter(seen, pull[:, place], size[place], middles[place]) for place in range(k)])
        if shape == "one shape":
            scatters = np.repeat(np.tensordot(size / n, scatters, 1)[None], k, axis=0)
        heights, squares = np.empty((n, k)), np.empty((n, k))
        for place in range(k):
            middle, white, half = _cloud(middles[place], _floored(scatters[place], floor), np.eye(width))
            squares[:, place] = (((seen - middle) @ white) ** 2).sum(axis=1)
            heights[:, place] = np.log(size[place] / n) - half + constant + _log_height(squares[:, place], width, tail)
        top = heights.max(axis=1, keepdims=True)
        parts = np.exp(heights - top)
        fit = float((np.log(parts.sum(axis=1)) + top[:, 0]).sum())
        member = parts / parts.sum(axis=1, keepdims=True)
        weight = np.ones_like(squares) if np.isinf(tail) else (tail + width) / (tail + squares)
        if abs(fit - before) < _CLOSE * n:
            break
        before = fit
    free = k - 1 + k * width + width * (width + 1) / 2 * (1 if shape == "one shape" else k)
    return free * np.log(n) - 2 * fit, member, weight


def _scatter(values: np.ndarray, pull: np.ndarray, size: float, middle: np.ndarray) -> np.ndarray:
    away = values - middle
    return (away * pull[:, None]).T @ away / size


def _floored(scatter: np.ndarray, floor: float) -> np.ndarray:
    """Few different values make a cloud as thin as a line, and a hair's breadth off it certain."""
    values, axes = np.linalg.eigh(scatter)
    return (axes * np.maximum(values, floor)) @ axes.T


def _same(member: np.ndarray, hard: np.ndarray) -> bool:
    """Whether each cloud still holds its own persona more than anything else."""
    told = np.eye(hard.shape[1])[member.argmax(axis=1)]
    both = (told * hard).sum(axis=0)
    return bool((both >= _SAME * (told.sum(axis=0) + hard.sum(axis=0) - both)).all())

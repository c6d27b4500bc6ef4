"""How many customers would seem to change persona if nobody did, because some stand between two."""

from __future__ import annotations

import numpy as np

from .kinds import Personas
from .spread import Spread, placed

__all__ = ["expected_moves"]

_MOST = 4000
_DRAWS = 10
_ROUNDS = 10


def expected_moves(found: Personas, spread: Spread, before: np.ndarray, now: np.ndarray, *, seed: int = 2026) -> float:
    """Share of customers who would seem to move between two days if nobody did.

    A customer of persona K stands at m + d on the first day, m the middle of K, and at m + r d + e on the second, with e such
    that the spread inside K stays what it is. r says how much of a customer's distance from the middle stays: by
    the customer's own habits and by days that both lookbacks share. It is taken from the same customers, in each coordinate;
    true movers make it smaller and so the answer larger, which is on the safe side. The persona is drawn from the
    probabilities of the first day, the second day is drawn ten times, and each draw is placed as customers are.

    Parameters
    ----------
    before, now : arrays, customers x coordinates
        The same customers on both days, in the coordinates of the personas' recipe; at most 4,000 with every coordinate
        known on both days are used.
    seed : int

    Returns
    -------
    float
        0 to 1; nan with fewer than 20 such customers.

    References
    ----------
    The misclassified states of hidden Markov models: Satten and Longini 1996, Appl. Stat. 45:275.
    """
    rng = np.random.default_rng(seed)
    whole = np.flatnonzero(~(np.isnan(before).any(axis=1) | np.isnan(now).any(axis=1)))
    whole = np.sort(rng.permutation(whole)[:_MOST])
    if len(whole) < 20:
        return float("nan")
    before, now = before[whole], now[whole]
    chances = placed(spread, found.view, before).chances
    stays = _stays(spread, before, now, chances, placed(spread, found.view, now).chances)
    noise = [_root(scatter - stays[:, None] * scatter * stays) for scatter in spread.scatters]
    started, moved = _nearest(found, before), []
    for _ in range(_DRAWS):
        kind = (rng.random((len(before), 1)) > chances.cumsum(axis=1)[:, :-1]).sum(axis=1)
        shock = rng.standard_normal(before.shape)
        if np.isfinite(spread.tail):
            shock *= np.sqrt(spread.tail / rng.chisquare(spread.tail, (len(before), 1)))
        middle = spread.middles[kind]
        drawn = middle + stays * (before - middle) + np.einsum("nij,nj->ni", np.array(noise)[kind], shock)
        moved.append((_nearest(found, drawn) != started).mean())
    return float(np.mean(moved))


def _stays(spread: Spread, before: np.ndarray, now: np.ndarray, first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """How much of the distance from the middle of the customer's persona stays, 0 to 1, in each coordinate."""
    both = first * second / np.maximum(spread.weights, 1e-12)
    both /= np.maximum(both.sum(axis=1, keepdims=True), 1e-300)
    product = square = np.zeros(before.shape[1])
    for place, middle in enumerate(spread.middles):
        share, away = both[:, [place]], before - middle
        product = product + (share * away * (now - middle)).sum(axis=0)
        square = square + (share * away**2).sum(axis=0)
    return np.clip(product / np.maximum(square, 1e-300), 0.0, 1.0)


def _root(scatter: np.ndarray) -> np.ndarray:
    values, axes = np.linalg.eigh(scatter)
    return axes * np.sqrt(np.maximum(values, 0.0))


def _nearest(found: Personas, coordinates: np.ndarray) -> np.ndarray:
    seen, centres = coordinates @ found.view, found.centres.to_numpy(dtype=float) @ found.view
    return ((seen[:, None, :] - centres) ** 2).sum(axis=2).argmin(axis=1)

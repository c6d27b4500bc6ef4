"""An ordered outcome taken as ordered: proportional odds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ..errors import ArgumentError

__all__ = ["ProportionalOdds", "proportional_odds"]

_STEPS = 60
_CLOSE = 1e-14
_ENDLESS = 100.0  # log odds: a standard error like this belongs to a slope that grows for ever
_NO_FIT = "no best ordered logit: a driver tells the outcome perfectly, or is a copy of others"


@dataclass(frozen=True)
class ProportionalOdds:
    """A fitted ordered logit: logit P(outcome at most level k) = cut k - drivers times coefficients.

    Attributes
    ----------
    coefficients : array (p,)
        Log odds of a higher outcome per unit of a driver.
    cuts : array (levels - 1,)
    errors : array (p,)
        Standard errors of the coefficients, from the observed information.
    deviance : float
        -2 log likelihood.
    levels : array
        Outcomes in order.
    """

    coefficients: np.ndarray
    cuts: np.ndarray
    errors: np.ndarray
    deviance: float
    levels: np.ndarray


def proportional_odds(outcome: ArrayLike, drivers: ArrayLike, *, weights: ArrayLike | None = None) -> ProportionalOdds:
    """How the odds of a higher outcome go with each driver.

    Parameters
    ----------
    outcome : array (n,)
        Ordered values; only their order counts.
    drivers : array (n, p)
    weights : array (n,), optional
        Weights or frequencies; rows with weight 0 count for nothing.

    Raises
    ------
    ArgumentError
        Fewer than two outcomes, or no best fit (a driver that tells the outcome perfectly, or copies another).

    References
    ----------
    McCullagh 1980, J. R. Stat. Soc. B 42:109. One best fit exists as the log likelihood is concave: Pratt 1981,
    J. Am. Stat. Assoc. 76:103.

    Examples
    --------
    >>> fit = proportional_odds([0, 1, 0, 1], [[0], [0], [1], [1]], weights=[3, 1, 1, 3])
    >>> round(float(fit.coefficients[0]), 4), round(float(fit.cuts[0]), 4)
    (2.1972, 1.0986)
    """
    x = np.asarray(drivers, dtype=float)
    w = np.ones(len(x)) if weights is None else np.asarray(weights, dtype=float)
    y, x, w = np.asarray(outcome)[w > 0], x[w > 0], w[w > 0]
    levels, place = np.unique(y, return_inverse=True)
    if len(levels) < 2:
        raise ArgumentError("an ordered logit needs at least two different outcomes")
    upper, lower = _ends(x, place, len(levels))
    share = np.cumsum(np.bincount(place, weights=w))[:-1] / w.sum()
    theta = np.concatenate([np.log(share / (1 - share)), np.zeros(x.shape[1])])
    theta, value, information = _climb(theta, upper, lower, place, len(levels), w)
    cuts = len(levels) - 1
    errors = np.sqrt(np.diag(np.linalg.inv(information))[cuts:])
    if (errors * x.std(axis=0) > _ENDLESS).any():
        raise ArgumentError(_NO_FIT)
    return ProportionalOdds(theta[cuts:], theta[:cuts], errors, float(-2 * value), levels)


def _ends(x: np.ndarray, place: np.ndarray, levels: int) -> tuple[np.ndarray, np.ndarray]:
    """Rows that give the upper and lower end of each outcome on the logit scale; blank rows at the open ends."""
    steps = np.eye(levels, levels - 1)
    upper = np.concatenate([steps[place], -x], axis=1)
    lower = np.concatenate([np.vstack([np.zeros(levels - 1), steps[:-1]])[place], -x], axis=1)
    upper[place == levels - 1] = 0.0
    lower[place == 0] = 0.0
    return upper, lower


def _climb(theta, upper, lower, place, levels, w):
    """Newton's steps, halved until they climb."""
    value, slope, information = _look(theta, upper, lower, place, levels, w)
    for _ in range(_STEPS):
        try:
            step = np.linalg.solve(information, slope)
        except np.linalg.LinAlgError:
            break
        gain = float(slope @ step)
        if gain < _CLOSE * (1 + abs(value)):
            return theta, value, information
        for size in 0.5 ** np.arange(30):
            trial = _look(theta + size * step, upper, lower, place, levels, w)
            if trial[0] > value:
                break
        else:
            return theta, value, information
        theta, (value, slope, information) = theta + size * step, trial
    raise ArgumentError(_NO_FIT)


def _look(theta, upper, lower, place, levels, w):
    """Log likelihood, its slope and its negative second derivative."""
    top, bottom = _logistic(upper @ theta), _logistic(lower @ theta)
    top[place == levels - 1], bottom[place == 0] = 1.0, 0.0
    chance = top - bottom
    if not (chance > 1e-300).all():
        return -np.inf, None, None
    up, down = top * (1 - top), bottom * (1 - bottom)
    change = (up[:, None] * upper - down[:, None] * lower) / chance[:, None]
    bend_up, bend_down = w * up * (1 - 2 * top) / chance, w * down * (1 - 2 * bottom) / chance
    second = (upper * bend_up[:, None]).T @ upper - (lower * bend_down[:, None]).T @ lower
    information = (change * w[:, None]).T @ change - second
    return float(w @ np.log(chance)), w @ change, information


def _logistic(z: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-np.clip(z, -700, 700)))

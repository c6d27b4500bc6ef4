"""Estimates of many small places drawn toward their average, with intervals, and chances of their ranks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import ArrayLike

from ..errors import ArgumentError

__all__ = ["Shrunk", "given_spread", "shrink"]

_STEPS = 400
_HALVINGS = 60


@dataclass(frozen=True)
class Shrunk:
    """What is known of each place after looking at all of them.

    Attributes
    ----------
    raw, variance : arrays, places
        What it was made from.
    spread, chance : arrays, grid
        True standard deviation between places, and how likely each value of it is.
    centre, centre_sd : arrays, grid
        Average of the places given the spread, and its standard deviation.
    mean, sd : arrays, grid x places
        Each place given the spread.
    """

    raw: np.ndarray
    variance: np.ndarray
    spread: np.ndarray
    chance: np.ndarray
    centre: np.ndarray
    centre_sd: np.ndarray
    mean: np.ndarray
    sd: np.ndarray

    @property
    def value(self) -> np.ndarray:
        """Posterior mean of each place."""
        return self.chance @ self.mean

    def quantile(self, share: float) -> np.ndarray:
        """The value below which each place lies with this probability."""
        from scipy.special import ndtr

        low, high = (self.mean - 12 * self.sd).min(axis=0), (self.mean + 12 * self.sd).max(axis=0)
        for _ in range(_HALVINGS):
            middle = (low + high) / 2
            below = self.chance @ ndtr((middle - self.mean) / self.sd) < share
            low, high = np.where(below, middle, low), np.where(below, high, middle)
        return (low + high) / 2

    def draws(self, count: int, *, seed: int) -> np.ndarray:
        """Joint draws of all places, `count` x places."""
        rng = np.random.default_rng(seed)
        at = rng.choice(len(self.spread), size=count, p=self.chance)
        centre = rng.normal(self.centre[at], self.centre_sd[at])[:, None]
        own = _own_weight(self.variance, self.spread[at, None] ** 2)
        noise = rng.standard_normal((count, len(self.raw)))
        return own * self.raw + (1 - own) * centre + np.sqrt(own * self.variance) * noise


def shrink(values: ArrayLike, variances: ArrayLike, *, widest: float | None = None) -> Shrunk:
    """Normal-normal model of places with the spread between them integrated on a grid.

    Parameters
    ----------
    values : array-like
        Raw estimate of each place.
    variances : array-like
        Sampling variance of each, positive.
    widest : float, optional
        The largest spread that is possible (half the range of the scale). Without it three places at least are needed.

    Returns
    -------
    Shrunk

    Raises
    ------
    ArgumentError
        When a variance is not positive, or there are too few places.

    Notes
    -----
    value ~ N(place, variance), place ~ N(centre, spread^2), flat priors on centre and spread (Gelman et al., Bayesian Data
    Analysis, section 5.4). The plug-in form of Efron & Morris (1975) takes the spread as known and is too sure with few places.

    Examples
    --------
    >>> schools = shrink([28, 8, -3, 7, -1, 1, 18, 12], [15**2, 10**2, 16**2, 11**2, 9**2, 11**2, 10**2, 18**2])
    >>> schools.value.round(1).tolist()
    [11.4, 7.9, 6.1, 7.6, 5.1, 6.1, 10.7, 8.5]
    """
    y, v = np.asarray(values, float), np.asarray(variances, float)
    if not ((v > 0) & np.isfinite(v)).all() or not np.isfinite(y).all():
        raise ArgumentError("every place needs a finite value and a variance above 0")
    if len(y) < (2 if widest else 3):
        raise ArgumentError(f"places are shrunk toward each other: three or more are needed (two with widest=...); got {len(y)}")
    scale = float(np.sqrt(y.var() + v.mean()))
    nodes, weights = _grid()
    # spread = scale u / (1 - u): the whole half-line, or up to the widest, on a finite stretch of u
    u = nodes * (widest / (scale + widest) if widest else 1.0)
    spread, width = scale * u / (1 - u), weights / (1 - u) ** 2
    centre, centre_sd, mean, sd = given_spread(y, v, spread)
    both = v + spread[:, None] ** 2
    log = np.log(centre_sd) - 0.5 * (np.log(both) + (y - centre[:, None]) ** 2 / both).sum(axis=1) + np.log(width)
    chance = np.exp(log - log.max())
    return Shrunk(y, v, spread, chance / chance.sum(), centre, centre_sd, mean, sd)


def given_spread(
    values: ArrayLike, variances: ArrayLike, spread: ArrayLike
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Centre, its standard deviation, and mean and standard deviation of each place, were the spread known.

    Returns
    -------
    (centre, centre_sd, mean, sd) : arrays
        The first two by spread, the others spread x place (best linear unbiased predictions and their errors).
    """
    y, v = np.asarray(values, float), np.asarray(variances, float)
    between = np.atleast_1d(np.asarray(spread, float))[:, None] ** 2
    precision = 1 / (v + between)
    centre_variance = 1 / precision.sum(axis=1)
    centre = centre_variance * (precision * y).sum(axis=1)
    own = _own_weight(v, between)
    mean = own * y + (1 - own) * centre[:, None]
    return centre, np.sqrt(centre_variance), mean, np.sqrt(own * v + (1 - own) ** 2 * centre_variance[:, None])


@cache
def _grid() -> tuple[np.ndarray, np.ndarray]:
    """Nodes and weights of Gauss-Legendre quadrature on (0, 1)."""
    x, weights = np.polynomial.legendre.leggauss(_STEPS)
    return (x + 1) / 2, weights / 2


def _own_weight(variance: np.ndarray, between: np.ndarray) -> np.ndarray:
    """How much of a place's own answers enters its value, 0 to 1."""
    return between / (between + variance)

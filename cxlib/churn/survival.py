"""How long customers stay and what that is worth: one rate for all ages, or the shifted-beta-geometric."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from .learners import expit

__all__ = ["Shifted", "discounted", "fit_shifted", "kept_share", "raised"]

_BETTER = 2.705543454095404  # 95% of half a chi-square with one degree of freedom: one rate for all is a boundary
_LARGEST = 14.0


@dataclass(frozen=True)
class Shifted:
    """Customers who each leave with a chance of their own, beta distributed: those who stay are ever more loyal.

    Attributes
    ----------
    alpha, beta : float
        Of the chance to leave in a period.
    alive : array
        Customers at risk at age 1, 2, ... periods that it was learned from.
    gain : float
        Twice the log-likelihood above one rate for all ages.
    """

    alpha: float
    beta: float
    alive: np.ndarray
    gain: float

    @property
    def better(self) -> bool:
        """Whether it fits clearly better than one rate for all ages (95%)."""
        return self.gain > _BETTER

    def rates(self, periods: int) -> np.ndarray:
        """Share of those still there who stay for period 1, 2, ...: (beta + t - 1) / (alpha + beta + t - 1).

        References
        ----------
        Fader & Hardie 2007, J. Interact. Mark. 21:76.

        Examples
        --------
        >>> Shifted(1, 1, np.array([10.0]), 0.0).rates(3).round(3).tolist()
        [0.5, 0.667, 0.75]
        """
        age = np.arange(periods)
        return (self.beta + age) / (self.alpha + self.beta + age)

    def drawn(self, rng: np.random.Generator, draws: int, periods: int) -> np.ndarray:
        """:meth:`rates` as they may be: as many customers drawn again from the model, and fitted again."""
        stayed = rng.binomial(self.alive.astype(int), self.rates(len(self.alive)), size=(draws, len(self.alive)))
        fits = [fit_shifted(self.alive, one, start=self) for one in stayed]
        return np.array([self.rates(periods) if one is None else one.rates(periods) for one in fits])


def fit_shifted(alive: ArrayLike, stayed: ArrayLike, *, start: Shifted | None = None) -> Shifted | None:
    """The shifted-beta-geometric that makes it likeliest that so many stayed of those alive at age 1, 2, ... periods.

    Parameters
    ----------
    alive, stayed : array-like
        Numbers or shares of one cohort, or sums over several.

    Returns
    -------
    Shifted, or None when nobody or everybody left

    Examples
    --------
    >>> fit = fit_shifted([1000, 600, 420], [600, 420, 320])
    >>> round(fit.alpha / (fit.alpha + fit.beta), 2)
    0.4
    """
    from scipy.optimize import minimize

    n, s = np.asarray(alive, dtype=float), np.asarray(stayed, dtype=float)
    rate = s.sum() / n.sum() if n.sum() else float("nan")
    if not 0 < rate < 1:
        return None
    age = np.arange(len(n))

    def loss(point: np.ndarray) -> float:
        """Minus log-likelihood at the logit of the mean chance to leave and the logarithm of alpha + beta."""
        mean, total = float(np.clip(expit(point[0]), 1e-9, 1 - 1e-9)), float(np.exp(np.clip(point[1], -_LARGEST, _LARGEST)))
        stay = (total * (1 - mean) + age) / (total + age)
        return float(-(s * np.log(stay) + (n - s) * np.log1p(-stay)).sum())

    first = 1 - s[0] / n[0] if n[0] and 0 < s[0] < n[0] else 1 - rate
    # With shares in place of customers the log-likelihood is small: its scale must not decide when the search ends.
    scale = max(n.max(), 1e-12)
    begin = [np.log(first / (1 - first)), 0.5] if start is None else [np.log(start.alpha / start.beta), np.log(start.alpha + start.beta)]
    found = minimize(lambda point: loss(point) / scale, begin, method="Nelder-Mead", options={"xatol": 1e-7, "fatol": 1e-12, "maxiter": 600})
    mean, total = float(expit(found.x[0])), float(np.exp(np.clip(found.x[1], -_LARGEST, _LARGEST)))
    constant = -(s * np.log(rate) + (n - s) * np.log1p(-rate)).sum()
    return Shifted(mean * total, (1 - mean) * total, n, 2 * float(constant - loss(found.x)))


def discounted(rates: ArrayLike, *, margin: ArrayLike, interest: float) -> np.ndarray:
    """What a customer brings: margin now, and after each period if still there, discounted.

    Parameters
    ----------
    rates : array, last axis the periods
        Share that stays for period 1, 2, ...; as many margins are counted, the first one now.
    margin : a period, one for each of the leading axes
    interest : a period

    Returns
    -------
    array
        With one rate r for ever this is margin (1 + interest) / (1 + interest - r).

    References
    ----------
    Gupta & Lehmann 2003, J. Interact. Mark. 17:9; the closed form for one rate.

    Examples
    --------
    >>> round(float(discounted(np.full(500, 0.8), margin=100.0, interest=0.1)), 2)
    366.67
    """
    rates = np.asarray(rates, dtype=float)
    there = np.concatenate([np.ones((*rates.shape[:-1], 1)), np.cumprod(rates[..., :-1], axis=-1)], axis=-1)
    return np.asarray(margin) * (there / (1 + interest) ** np.arange(rates.shape[-1])).sum(axis=-1)


def raised(rates: ArrayLike, a_year: int, *, points: ArrayLike = 0.0, percent: ArrayLike = 0.0) -> np.ndarray:
    """Rates a period with each year's retention higher by so many points (0.05: from 80% to 85%) or per cent (to 84%); at most 1.

    Parameters
    ----------
    rates : array, last axis whole years of periods
    a_year : periods in a year
    points, percent : float, or array that fits rows x years x 1
        Fractions.

    Examples
    --------
    >>> raised([0.8], 1, points=0.05).round(2).tolist(), raised([0.8], 1, percent=0.05).round(2).tolist()
    ([0.85], [0.84])
    """
    rates = np.asarray(rates, dtype=float)
    years = rates.reshape(*rates.shape[:-1], -1, a_year)
    before = years.prod(axis=-1, keepdims=True)
    after = np.clip(before * (1 + percent) + points, 0.0, 1.0)
    factor = np.divide(after, before, out=np.ones_like(before), where=before > 0) ** (1 / a_year)
    # Where nobody stayed there is nothing to multiply.
    new = np.where(before > 0, np.minimum(years * factor, 1.0), after ** (1 / a_year))
    return new.reshape(rates.shape)


def kept_share(rates: ArrayLike, a_year: int, success: ArrayLike) -> np.ndarray:
    """Rates a period when a share of those who would leave in each year stays.

    Parameters
    ----------
    rates : array, rows x whole years of periods
    a_year : periods in a year
    success : array, a share for each row

    Examples
    --------
    >>> kept_share([[0.8], [0.8]], 1, [0.0, 0.25]).round(2).tolist()
    [[0.8], [0.85]]
    """
    kept = np.asarray(success, dtype=float)[:, None, None]
    return raised(rates, a_year, points=kept, percent=-kept)

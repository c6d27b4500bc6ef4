"""How many times as much as elsewhere, with its interval."""

from __future__ import annotations

import numpy as np

from ..intervals import mean_interval, share_interval, skewed_mean_interval

__all__ = ["estimate", "ratio"]


def estimate(values: np.ndarray, kind: str, confidence: float) -> tuple[float, float, float]:
    """Mean of `values` with its interval.

    Parameters
    ----------
    values : array
    kind : {"share", "part", "money"}
        Of yes and no (Wilson), of shares of each customer's own (between 0 and 1), of skewed amounts (Hall).
    confidence : float
    """
    values = values[~np.isnan(values)]
    if not len(values):
        return np.nan, np.nan, np.nan
    mean = float(values.mean())
    if kind == "part":
        return mean, *map(float, mean_interval(len(values), values.sum(), (values**2).sum(), confidence=confidence, scale=(0, 1)))
    if kind == "share":
        return mean, *map(float, share_interval(values.sum(), len(values), confidence=confidence))
    if len(values) > 1 and (values == values[0]).all():
        return mean, mean, mean
    scale = abs(mean) or 1.0
    powers = [((values / scale) ** power).sum() for power in (1, 2, 3)]
    low, high = (scale * float(end) for end in skewed_mean_interval(len(values), *powers, confidence=confidence))
    return mean, low, high


def ratio(first: tuple[float, float, float], second: tuple[float, float, float]) -> tuple[float, float, float]:
    """First over second with its interval; nan where the second may be nothing or the first is below it.

    References
    ----------
    Donner and Zou 2012, Stat. Methods Med. Res. 21:347 for the interval of a ratio from two intervals.

    Examples
    --------
    >>> [round(float(x), 2) for x in ratio((0.4, 0.3, 0.5), (0.2, 0.15, 0.25))]
    [2.0, 1.39, 2.88]
    """
    (x1, l1, u1), (x2, l2, u2) = first, second
    if x1 < 0 or not x2 > 0:
        return np.nan, np.nan, np.nan
    l1 = max(l1, 0.0)
    if not (l2 > 0 and l2 * (2 * x2 - l2) > 0 and u2 * (2 * x2 - u2) > 0) or np.isnan([x1, l1, u1]).any():
        return x1 / x2, np.nan, np.nan
    both = x1 * x2
    below = max(both**2 - l1 * u2 * (2 * x1 - l1) * (2 * x2 - u2), 0.0)
    above = max(both**2 - u1 * l2 * (2 * x1 - u1) * (2 * x2 - l2), 0.0)
    low = (both - below**0.5) / (u2 * (2 * x2 - u2))
    high = (both + above**0.5) / (l2 * (2 * x2 - l2))
    return x1 / x2, min(max(low, 0.0), x1 / x2), max(high, x1 / x2)

"""How sure a share, or the difference of two, is."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from cxlib.intervals.basis import (
    Numbers,
    at_most,
    design_effective_n,
    divide,
    effective_n,
    mover,
    mover_p_value,
    normal_quantile,
    not_negative,
    numbers,
)

__all__ = ["share_interval", "weighted_share_interval", "share_difference"]

Pair = tuple[ArrayLike, ArrayLike]


def share_interval(successes: ArrayLike, n: ArrayLike, *, confidence: float = 0.95) -> tuple[Numbers, Numbers]:
    """Wilson's score interval of a share.

    Parameters
    ----------
    successes, n : array-like
        Count and base of each cell. They need not be whole, so effective counts may be given.
    confidence : float
        Between 0 and 1.

    Returns
    -------
    (low, high)
        Fractions from 0 to 1; nan where n is 0.

    Raises
    ------
    ArgumentError
        A negative count, or more successes than n.

    References
    ----------
    Wilson 1927, JASA 22:209.

    Examples
    --------
    >>> low, high = share_interval(12, 17)
    >>> round(float(low), 4), round(float(high), 4)
    (0.4687, 0.8672)
    """
    z = normal_quantile(confidence)
    x, n = _counts(successes, n)
    low, high = _wilson(divide(x, n), n, z)
    return low[()], high[()]


def weighted_share_interval(
    n: ArrayLike, w: ArrayLike, w2: ArrayLike, yes_w: ArrayLike, yes_w2: ArrayLike, *, confidence: float = 0.95
) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """Weighted share, its interval and its effective base, from sums of weights.

    Wilson's interval at the smaller of n and the number of answers that gives the linearised variance
    n/(n-1) sum w^2 (y-p)^2 / (sum w)^2; Kish's size where that variance is 0.

    Parameters
    ----------
    n : array-like
        Answers.
    w, w2 : array-like
        Sum of weights and of squared weights.
    yes_w, yes_w2 : array-like
        The same sums over those who count as a yes.
    confidence : float
        Between 0 and 1.

    Returns
    -------
    (value, low, high, effective_n)
        Fractions from 0 to 1, and answers; nan where n or the weight is 0.

    Raises
    ------
    ArgumentError
        A negative sum, or a part that exceeds its whole.

    References
    ----------
    Variance as in R survey (`svymean`); Dean and Pagano 2015, J. Surv. Stat. Methodol. 3:484 for Wilson
    at an effective size.

    Examples
    --------
    >>> [round(float(x), 3) for x in weighted_share_interval(4, 6.0, 10.0, 3.0, 5.0)]
    [0.5, 0.117, 0.883, 2.7]
    """
    z = normal_quantile(confidence)
    n, w, w2, yes, yes2 = numbers(n=n, w=w, w2=w2, yes_w=yes_w, yes_w2=yes_w2)
    not_negative(n=n, w=w, w2=w2, yes_w=yes, yes_w2=yes2)
    at_most("yes_w", yes, "w", w)
    at_most("yes_w2", yes2, "w2", w2)
    value = np.minimum(divide(yes, np.where(n > 0, w, np.nan)), 1)
    spread = yes2 * (1 - value) ** 2 + np.maximum(w2 - yes2, 0) * value**2
    variance = divide(n * spread, (n - 1) * w * w)
    size = design_effective_n(n, np.asarray(effective_n(w, w2)), value * (1 - value), variance)
    size = np.where(np.isnan(value), np.nan, size)
    low, high = _wilson(value, size, z)
    return value[()], low[()], high[()], size[()]


def share_difference(
    first: Pair, second: Pair, *, confidence: float = 0.95
) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """Second share minus first, its interval and its p-value, for two independent samples.

    MOVER of two Wilson intervals. The p-value inverts this same interval, so p < 1 - confidence exactly
    when the interval leaves out zero.

    Parameters
    ----------
    first, second : (successes, n)
        Count and base. For weighted answers give value * effective_n and effective_n of
        `weighted_share_interval`.
    confidence : float
        Between 0 and 1.

    Returns
    -------
    (difference, low, high, p_value)
        Fractions from -1 to 1, and a chance from 0 to 1; nan where either base is 0.

    Raises
    ------
    ArgumentError
        As in `share_interval`.

    References
    ----------
    Newcombe 1998, Stat. Med. 17:873, method 10.

    Examples
    --------
    >>> [round(float(x), 4) for x in share_difference((48, 80), (56, 70))]
    [0.2, 0.0524, 0.3339, 0.0081]
    """
    z = normal_quantile(confidence)
    sides = []
    for successes, n in (first, second):
        x, n = _counts(successes, n)
        sides.append((divide(x, n), n))
    (v1, n1), (v2, n2) = sides
    numbers(first=v1, second=v2)
    p = mover_p_value(v1, v2, lambda x: _wilson_z(v1, n1, x), lambda x: _wilson_z(v2, n2, x))
    return *mover((v1, *_wilson(v1, n1, z)), (v2, *_wilson(v2, n2, z))), p[()]


def _counts(successes: ArrayLike, n: ArrayLike) -> list[np.ndarray]:
    x, n = numbers(successes=successes, n=n)
    not_negative(successes=x, n=n)
    at_most("successes", x, "n", n)
    return [np.minimum(x, n), n]


def _wilson(share: np.ndarray, n: np.ndarray, z: float) -> tuple[np.ndarray, np.ndarray]:
    centre = (share * n + z * z / 2) / (n + z * z)
    half = z * np.sqrt(np.maximum(n * share * (1 - share), 0) + z * z / 4) / (n + z * z)
    low = np.where(share <= 0, 0.0, np.clip(centre - half, 0, share))
    high = np.where(share >= 1, 1.0, np.clip(centre + half, share, 1))
    return np.where(np.isnan(share), np.nan, low), np.where(np.isnan(share), np.nan, high)


def _wilson_z(share: np.ndarray, n: np.ndarray, x: np.ndarray) -> np.ndarray:
    """Standard errors between the share and a true share x; 0 where x is the share itself."""
    gap = np.abs(share - x)
    return np.where(gap <= 1e-15, 0.0, gap / np.sqrt(np.maximum(x * (1 - x), 0) / n))

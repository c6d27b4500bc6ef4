"""How sure a mean score, or the difference of two, is."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from cxlib.errors import ArgumentError
from cxlib.intervals.basis import (
    Numbers,
    divide,
    effective_n,
    fraction,
    normal_quantile,
    not_negative,
    numbers,
    t_quantile,
)

__all__ = ["mean_interval", "weighted_mean_interval", "mean_difference", "weighted_mean_difference"]

Scale = tuple[float, float]
Moments = tuple[ArrayLike, ArrayLike, ArrayLike]
WeightedMoments = tuple[ArrayLike, ArrayLike, ArrayLike, ArrayLike, ArrayLike, ArrayLike]


def mean_interval(
    n: ArrayLike, s1: ArrayLike, s2: ArrayLike, *, confidence: float = 0.95, scale: Scale | None = None
) -> tuple[Numbers, Numbers]:
    """t interval of a mean, from the sum and the sum of squares.

    With a scale the ends stay on it. When all n answers are the same, t has zero width, which claims too
    much; then the scale bounds the mean. No other answer was seen, so Wilson's upper limit for the share of
    other answers is u = z^2 / (n + z^2); if all of those sat at one end of the scale, the mean m would move
    by u times the way to that end: low = m - u (m - lowest), high = m + u (highest - m). At an end of the
    scale this is the Wilson interval of the rescaled mean. Without a scale nothing bounds it: both ends nan.

    Parameters
    ----------
    n, s1, s2 : array-like
        Answers, their sum, and the sum of their squares.
    confidence : float
        Between 0 and 1.
    scale : (lowest, highest), optional
        The ends of the answer scale, in score units.

    Returns
    -------
    (low, high)
        Score units; nan where n is 0, and where no spread was seen and no scale is given.

    Raises
    ------
    ArgumentError
        A negative n or sum of squares, a scale upside down, or a mean outside the scale.

    References
    ----------
    Student 1908, Biometrika 6:1; Wilson 1927, JASA 22:209 for the fallback.

    Examples
    --------
    >>> [round(float(x), 3) for x in mean_interval(17, 65, 273, scale=(1, 5))]
    [3.188, 4.459]
    >>> [round(float(x), 3) for x in mean_interval(20, 100, 500, scale=(1, 5))]
    [4.355, 5.0]
    """
    value, variance, n = _moments(n, s1, s2)
    low, high = _t_ends(value, variance, n, n, confidence, scale)
    return low[()], high[()]


def weighted_mean_interval(
    n: ArrayLike,
    w: ArrayLike,
    w2: ArrayLike,
    wy: ArrayLike,
    w2y: ArrayLike,
    w2y2: ArrayLike,
    *,
    confidence: float = 0.95,
    scale: Scale | None = None,
) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """Weighted mean, its t interval and its effective base, from sums of weights.

    Linearised variance n/(n-1) sum w^2 (y-M)^2 / (sum w)^2 with n - 1 degrees of freedom. Weights of one
    give `mean_interval`. The fallback for answers that are all the same is the one there, at Kish's size.

    Parameters
    ----------
    n : array-like
        Answers.
    w, w2 : array-like
        Sum of weights and of squared weights.
    wy, w2y, w2y2 : array-like
        Sums over answers of weight times score, squared weight times score, squared weight times
        squared score.
    confidence : float
        Between 0 and 1.
    scale : (lowest, highest), optional
        The ends of the answer scale, in score units.

    Returns
    -------
    (value, low, high, effective_n)
        Score units, and answers (Kish); nan where n or the weight is 0.

    Raises
    ------
    ArgumentError
        As in `mean_interval`.

    References
    ----------
    Variance and degrees of freedom as in R survey (`svymean`).

    Examples
    --------
    >>> [round(float(x), 3) for x in weighted_mean_interval(3, 4.0, 6.0, 17.0, 27.0, 125.0, scale=(1, 5))]
    [4.25, 1.657, 5.0, 2.667]
    """
    value, variance, n, size = _weighted_moments(n, w, w2, wy, w2y, w2y2)
    low, high = _t_ends(value, variance, n, size, confidence, scale)
    return value[()], low[()], high[()], size[()]


def mean_difference(
    first: Moments, second: Moments, *, confidence: float = 0.95
) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """Second mean minus first, with Welch's interval and p-value, for two independent samples.

    Parameters
    ----------
    first, second : (n, s1, s2)
        Answers, their sum, and the sum of their squares.
    confidence : float
        Between 0 and 1.

    Returns
    -------
    (difference, low, high, p_value)
        Score units, and a chance from 0 to 1. Interval and p are nan where a sample has one answer, or
        where neither shows any spread.

    Raises
    ------
    ArgumentError
        A negative n or sum of squares.

    References
    ----------
    Welch 1947, Biometrika 34:28.

    Examples
    --------
    >>> [round(float(x), 3) for x in mean_difference((4, 10, 30), (4, 18, 86))]
    [2.0, -0.234, 4.234, 0.071]
    """
    (v1, q1, n1), (v2, q2, n2) = _moments(*first), _moments(*second)
    return _welch(v2 - v1, q1, n1, q2, n2, confidence)


def weighted_mean_difference(
    first: WeightedMoments, second: WeightedMoments, *, confidence: float = 0.95
) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """Second weighted mean minus first, as `mean_difference` with the linearised variances.

    Parameters
    ----------
    first, second : (n, w, w2, wy, w2y, w2y2)
        The sums of `weighted_mean_interval`.
    confidence : float
        Between 0 and 1.

    Returns
    -------
    (difference, low, high, p_value)
        As in `mean_difference`.

    Raises
    ------
    ArgumentError
        As in `mean_difference`.

    References
    ----------
    Welch 1947, Biometrika 34:28; variances as in R survey (`svymean`).
    """
    (v1, q1, n1, _), (v2, q2, n2, _) = _weighted_moments(*first), _weighted_moments(*second)
    return _welch(v2 - v1, q1, n1, q2, n2, confidence)


def spread(n: np.ndarray, s1: np.ndarray, s2: np.ndarray) -> np.ndarray:
    """Sum of squared deviations, 0 where it is no more than what adding up in floats leaves behind."""
    deviations = s2 - divide(s1 * s1, n)
    return np.where(deviations <= 1e-12 * s2, 0.0, deviations)


def _moments(n: ArrayLike, s1: ArrayLike, s2: ArrayLike) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Mean, variance of the mean and n."""
    n, s1, s2 = numbers(n=n, s1=s1, s2=s2)
    not_negative(n=n, s2=s2)
    return divide(s1, n), divide(spread(n, s1, s2), n * (n - 1) * (n > 1)), n


def _weighted_moments(*sums: ArrayLike) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Weighted mean, its linearised variance, n and Kish's effective n."""
    names = ("n", "w", "w2", "wy", "w2y", "w2y2")
    if len(sums) != len(names):
        raise ArgumentError(f"a weighted mean needs the {len(names)} sums {', '.join(names)}; got {len(sums)}.")
    n, w, w2, wy, w2y, w2y2 = numbers(**dict(zip(names, sums, strict=True)))
    not_negative(n=n, w=w, w2=w2, w2y2=w2y2)
    value = np.where(n > 0, divide(wy, w), np.nan)
    deviations = w2y2 - 2 * value * w2y + value**2 * w2
    deviations = np.where(deviations <= 1e-12 * w2y2, 0.0, deviations)
    variance = divide(n * deviations, (n - 1) * (n > 1) * w * w)
    return value, variance, n, np.where(np.isnan(value), np.nan, effective_n(w, w2))


def _t_ends(
    value: np.ndarray, variance: np.ndarray, n: np.ndarray, size: np.ndarray, confidence: float, scale: Scale | None
) -> tuple[np.ndarray, np.ndarray]:
    half = t_quantile(n - 1, confidence) * np.sqrt(variance)
    flat = ~(variance > 0)
    low, high = np.where(flat, np.nan, value - half), np.where(flat, np.nan, value + half)
    if scale is None:
        return low, high
    lowest, highest = _ends_of(scale, value)
    z = normal_quantile(confidence)
    others = z * z / (size + z * z)
    low = np.where(flat, value - others * (value - lowest), np.maximum(low, lowest))
    high = np.where(flat, value + others * (highest - value), np.minimum(high, highest))
    return low, high


def _ends_of(scale: Scale, value: np.ndarray) -> Scale:
    """The two ends of the scale as floats, after checking that every mean lies on it."""
    try:
        lowest, highest = (float(end) for end in scale)
    except (TypeError, ValueError) as problem:
        raise ArgumentError(f"scale must be two numbers, lowest and highest; got {scale!r}.") from problem
    if not lowest < highest:
        raise ArgumentError(f"scale must be (lowest, highest) with lowest below highest; got {scale!r}.")
    slack = 1e-9 * (highest - lowest)
    outside = (value < lowest - slack) | (value > highest + slack)
    if outside.any():
        raise ArgumentError(
            f"a mean of {value[outside].flat[0]:g} is outside the scale {lowest:g} to {highest:g}; "
            "check the sums, or the scale in the codebook."
        )
    return lowest, highest


def _welch(
    difference: np.ndarray, q1: np.ndarray, n1: np.ndarray, q2: np.ndarray, n2: np.ndarray, confidence: float
) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    from scipy.special import stdtr

    fraction("confidence", confidence)
    difference, q1, n1, q2, n2 = numbers(difference=difference, q1=q1, n1=n1, q2=q2, n2=n2)
    variance = q1 + q2
    degrees = divide(variance**2, divide(q1**2, n1 - 1) + divide(q2**2, n2 - 1))
    error = np.where(variance > 0, np.sqrt(variance), np.nan)
    half = t_quantile(degrees, confidence) * error
    p = 2 * stdtr(degrees, -np.abs(divide(difference, error)))
    return difference[()], (difference - half)[()], (difference + half)[()], p[()]

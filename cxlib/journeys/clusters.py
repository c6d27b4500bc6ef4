"""Shares of paths or moves of which several may be of one customer: the customer is the unit."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .. import intervals

__all__ = ["Estimate", "Sums", "clustered_share", "difference", "sums_over_customers"]


class Sums(NamedTuple):
    """Sums over customers of n (paths, moves) and y (those that count as a yes), one place a group; they add up over pieces."""

    n: np.ndarray
    yes: np.ndarray
    squares: np.ndarray
    products: np.ndarray
    yes_squares: np.ndarray

    def plus(self, other: Sums) -> Sums:
        """The sums of both, which share no customer."""
        return Sums(*(one + two for one, two in zip(self, other, strict=True)))


class Estimate(NamedTuple):
    """A share, its 95% interval, and the number of independent paths or moves that it is worth."""

    value: np.ndarray
    low: np.ndarray
    high: np.ndarray
    effective: np.ndarray


def sums_over_customers(customer: np.ndarray, group: np.ndarray, groups: int, n: np.ndarray, yes: np.ndarray) -> Sums:
    """The sums of paths whose customer, group, base (0 or 1) and answer (0 or 1) are given; groups below 0 are left out."""
    kept = group >= 0
    pairs, place = np.unique(customer[kept].astype(np.int64) * groups + group[kept], return_inverse=True)
    many, some = (np.bincount(place, weights=values[kept], minlength=len(pairs)) for values in (n, yes))
    owner = pairs % groups
    return Sums(*(np.bincount(owner, weights=sums, minlength=groups) for sums in (many, some, many**2, many * some, some**2)))


def clustered_share(sums: Sums) -> Estimate:
    """The share of yes, with Wilson's interval at the count that the clustering leaves.

    The count is divided by the design effect of the ratio of sums over customers, at least 1. Where all answers are
    alike the design effect cannot be seen, and customers count instead of their paths (n^2 over the sum of squares).

    References
    ----------
    Wilson 1927, JASA 22:209; Rao and Scott 1992, Biometrics 48:577.

    Examples
    --------
    >>> alone = clustered_share(Sums(*(np.array([x]) for x in (10.0, 4.0, 10.0, 4.0, 4.0))))
    >>> float(alone.value[0]), round(float(alone.effective[0]), 6)
    (0.4, 10.0)
    """
    n, yes, squares, products, yes_squares = (np.asarray(part, dtype=float) for part in sums)
    with np.errstate(invalid="ignore", divide="ignore"):
        value = np.where(n > 0, yes / n, np.nan)
        spread = yes_squares - 2 * value * products + value**2 * squares
        effect = np.maximum(spread / (n * value * (1 - value)), 1.0)
        worth = np.where((yes > 0) & (yes < n), n / effect, n**2 / squares)
    effective = np.where(n > 0, worth, 0.0)
    low, high = intervals.share_interval(np.where(n > 0, value, 0.0) * effective, effective)
    return Estimate(value, np.fmin(low, value), np.fmax(high, value), effective)


def difference(first: Estimate, second: Estimate) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Second share minus first, its interval, and the p-value of the score test at what both are worth.

    The interval is that of :func:`cxlib.intervals.share_difference`. The test takes the variance that would hold
    were both shares the same, so that with one path a customer it is the test of two shares without clusters.

    Returns
    -------
    (difference, low, high, p_value)
        nan where either has no base, or where all answers of both are alike.

    References
    ----------
    Rao and Scott 1992, Biometrics 48:577; Campbell 2007, Stat. Med. 26:3661 for the factor (N - 1) / N.
    """
    from scipy.special import ndtr

    sides = [(np.nan_to_num(side.value) * side.effective, side.effective) for side in (first, second)]
    gap, low, high, _ = intervals.share_difference(*sides)
    (x1, n1), (x2, n2) = sides
    with np.errstate(invalid="ignore", divide="ignore"):
        total = n1 + n2
        joint = (x1 + x2) / total
        variance = joint * (1 - joint) * (1 / n1 + 1 / n2) * total / (total - 1)
        z = np.where(variance > 0, gap / np.sqrt(np.where(variance > 0, variance, 1.0)), np.nan)
    return gap, low, high, 2 * ndtr(-np.abs(z))

"""Early warning: control limits that know how much periods differ anyway, and rules for slow drifts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ..errors import ArgumentError, choose

__all__ = ["ControlLimits", "Path", "cusum", "ewma", "laney_limits", "limits", "smoothed"]

RANGE_TO_SIGMA = 1.128  # mean range of two normal values, in standard deviations
SIGMAS, LAM, WIDTH = 3.0, 0.2, 2.86
CENTRES = ("mean", "median")


@dataclass(frozen=True)
class ControlLimits:
    """Where a value should lie in each period when nothing happens.

    Attributes
    ----------
    centre : float
        Mean or median over the periods, each weighted by its precision.
    low, high : arrays
        Limits of each period, in units of the value; missing where the period has no answers.
    z : array
        Distance from the centre in standard errors of sampling.
    inflation : float
        How many times more the periods differ than sampling alone explains (Laney's sigma of z).
    """

    centre: float
    low: np.ndarray
    high: np.ndarray
    z: np.ndarray
    inflation: float

    @property
    def standardised(self) -> np.ndarray:
        """Distance from the centre in standard deviations of the periods: what drift rules run on."""
        return self.z / self.inflation if self.inflation > 0 else np.zeros_like(self.z)


@dataclass(frozen=True)
class Path:
    """A drift rule along the periods: its statistic (two columns, up and down, for a CUSUM), its limit, and where it rings."""

    path: np.ndarray
    limit: np.ndarray
    alarm: np.ndarray


def laney_limits(
    count: ArrayLike, n: ArrayLike, *, sigmas: float = SIGMAS, floor: float = 1.0, centre: str = "mean"
) -> ControlLimits:
    """Limits of a share on Laney's p' chart.

    Parameters
    ----------
    count, n : array-like
        Successes and answers of each period, oldest first; weighted ones at the effective base. A period with n = 0 has
        no limits and takes no part.
    sigmas : float
        Half-width in standard deviations of a period.
    floor : float
        Least inflation; 0 is Laney's own form (see :func:`limits`).
    centre : {"mean", "median"}
        Share of all answers, as Laney has it, or weighted median of the periods (see :func:`limits`).

    Returns
    -------
    ControlLimits
        In shares, not cut at 0 and 1.

    Raises
    ------
    ArgumentError
        When there are other counts than bases, a count does not lie between 0 and n, or the centre is another word.

    References
    ----------
    Laney 2002, Qual. Eng. 14:531.

    Examples
    --------
    >>> found = laney_limits([80, 88, 70, 99], [400, 420, 390, 450])
    >>> round(found.centre, 4), round(found.inflation, 2)
    (0.203, 1.19)
    """
    count, n = (np.asarray(values, float) for values in (count, n))
    if count.shape != n.shape or (count < -1e-9).any() or (count > n + 1e-9).any():
        raise ArgumentError("laney_limits needs a count for each n, between 0 and n")
    known = n > 0
    share = np.divide(count, n, out=np.full(n.shape, np.nan), where=known)
    everyone = count[known].sum() / n[known].sum() if known.any() else np.nan
    error = np.sqrt(np.divide(everyone * (1 - everyone), n, out=np.full(n.shape, np.nan), where=known))
    return _around(share, error, _middle(share, n, centre), sigmas, floor)


def limits(
    value: ArrayLike, se: ArrayLike, *, sigmas: float = SIGMAS, floor: float = 1.0, centre: str = "mean"
) -> ControlLimits:
    """Limits of a mean or an NPS: each value's z against the spread that the z of neighbours show.

    Parameters
    ----------
    value, se : array-like
        Value of each period, oldest first, and its standard error. Take the error from the variance pooled over the
        periods: a period's own is 0 where all its answers agree. Missing values take no part.
    sigmas : float
    floor : float
        Least inflation. Independent answers cannot vary less than sampling does, so a sigma of z below 1 is chance
        (or the same people answering every time). 0 allows it.
    centre : {"mean", "median"}
        Weighted by precision. The median stays where it was when the last few periods move, so that they ring and
        those before them do not; it needs wider limits for the same false alarms (see :func:`cxlib.series.alarms.widening`).

    Returns
    -------
    ControlLimits

    Raises
    ------
    ArgumentError
        When there are other errors than values, one is negative, or the centre is another word.

    Notes
    -----
    Sigma of z is the mean moving range over 1.128, as on Laney's chart. Where months differ by sampling alone, the floor
    of 1 takes three-sigma alarms in 36 months from 8.7 to 3.8% of series, in 12 months from 2.6 to 0.3%; of last months
    four standard errors away, 24 months see 58% instead of 61%. Where months differ more it changes nothing.

    Examples
    --------
    >>> found = limits([0.30, 0.34, 0.29, 0.33], [0.02, 0.02, 0.02, 0.02])
    >>> round(found.centre, 3), round(found.inflation, 2)
    (0.315, 1.92)
    """
    value, se = (np.asarray(values, float) for values in (value, se))
    if value.shape != se.shape or (se < 0).any():
        raise ArgumentError(f"limits needs a standard error for each value, none negative; got {value.size} values and {se.size} errors")
    known = np.isfinite(value) & np.isfinite(se)
    value, se = np.where(known, value, np.nan), np.where(known, se, np.nan)
    return _around(value, se, _middle(value, 1 / np.maximum(se, 1e-12) ** 2, centre), sigmas, floor)


def ewma(z: ArrayLike, *, lam: float = LAM, width: float = WIDTH, start: str = "steady") -> Path:
    """Exponentially weighted mean of standardised values, and where it leaves its limits: finds slow drifts.

    Parameters
    ----------
    z : array-like
        Standardised values, oldest first; a missing one leaves the mean where it was and cannot ring.
    lam : float
        Weight of the newest value, in (0, 1].
    width : float
        Half-width of the limits in standard deviations of the steady mean.
    start : {"steady", "widening"}
        Constant limits, or limits that open as the mean forgets that it began at 0.

    Returns
    -------
    Path

    Raises
    ------
    ArgumentError
        When `lam`, `width` or `start` is not one of these.

    References
    ----------
    Lucas & Saccucci 1990, Technometrics 32:1.

    Examples
    --------
    >>> [round(float(x), 3) for x in ewma([1.0, 2.0, 3.0]).path]
    [0.2, 0.56, 1.048]
    """
    z = np.asarray(z, float)
    if not 0 < lam <= 1 or not width > 0 or start not in ("steady", "widening"):
        raise ArgumentError('ewma needs 0 < lam <= 1, a width above 0, and start "steady" or "widening"')
    known = np.isfinite(z)
    steps = np.arange(1, len(z) + 1)
    settled = 1 - (1 - lam) ** (2 * steps) if start == "widening" else np.ones(len(z))
    limit = width * np.sqrt(lam / (2 - lam) * settled)
    path = smoothed(np.where(known, z, np.nan)[:, None], lam)[:, 0]
    return Path(np.where(known, path, np.nan), limit, known & (np.abs(path) > limit))


def cusum(z: ArrayLike, *, k: float = 0.5, h: float = 4.77) -> Path:
    """Two-sided cumulative sums of standardised values, and where either passes `h`.

    Parameters
    ----------
    z : array-like
        Standardised values, oldest first; missing ones are passed over.
    k, h : float
        Slack and decision limit, in standard deviations.

    Returns
    -------
    Path
        ``path`` has two columns: sum of rises, sum of falls (both 0 or more).

    Raises
    ------
    ArgumentError
        When k is negative or h is not above 0.

    References
    ----------
    Page 1954, Biometrika 41:100.

    Examples
    --------
    >>> cusum([0.0, 2.0, 2.0, -1.0]).path[:, 0].tolist()
    [0.0, 1.5, 3.0, 1.5]
    """
    z = np.asarray(z, float)
    if not (k >= 0 and h > 0):
        raise ArgumentError(f"cusum needs k of 0 or more and h above 0; got k = {k!r}, h = {h!r}")
    path, now = np.empty((len(z), 2)), np.zeros(2)
    for place, one in enumerate(z):
        if np.isfinite(one):
            now = np.maximum(0.0, now + np.array([one, -one]) - k)
        path[place] = now
    return Path(path, np.full(len(z), h), np.isfinite(z) & (path > h).any(axis=1))


def smoothed(z: np.ndarray, lam: float) -> np.ndarray:
    """Exponentially weighted means along the first axis, from 0 on; a missing value leaves them as they were."""
    path, now = np.empty_like(z), np.zeros(z.shape[1])
    for place, row in enumerate(z):
        now = np.where(np.isnan(row), now, (1 - lam) * now + lam * row)
        path[place] = now
    return path


def _middle(value: np.ndarray, weight: np.ndarray, how: str) -> float:
    """Weighted mean or median of the values that are there."""
    choose("centre", how, CENTRES)
    known = np.isfinite(value)
    if not known.any():
        return np.nan
    value, weight = value[known], weight[known]
    if how == "mean":
        return float(weight @ value / weight.sum())
    order = value.argsort(kind="stable")
    reached = np.cumsum(weight[order]) - weight[order] / 2
    return float(np.interp(weight.sum() / 2, reached, value[order]))


def _around(value: np.ndarray, error: np.ndarray, centre: float, sigmas: float, floor: float) -> ControlLimits:
    known = np.isfinite(value)
    # where every answer agrees there is no error, and no distance either
    z = np.divide(value - centre, error, out=np.where(known, 0.0, np.nan), where=known & (error > 0))
    ranges = np.abs(np.diff(z[known]))
    inflation = max(float(ranges.mean()) / RANGE_TO_SIGMA if len(ranges) else 0.0, floor)
    reach = sigmas * error * inflation
    return ControlLimits(float(centre), centre - reach, centre + reach, z, inflation)

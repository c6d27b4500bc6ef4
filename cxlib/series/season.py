"""Trend, season and remainder of an evenly spaced series, and whether there is a season at all."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .predict import harmonic_test

__all__ = ["Parts", "adjusted", "seasonal_parts"]

_CYCLES = 2


@dataclass(frozen=True)
class Parts:
    """A series taken apart: ``trend + seasonal + remainder`` is the series.

    Parameters
    ----------
    trend, seasonal, remainder : arrays as long as the series
        Missing where the series is.
    strength : float
        0 (no season) to 1 (nothing but season and trend).
    p_value : float
        Of the hypothesis that there is no season.
    harmonics : int
        How many waves a cycle the test looked for.
    """

    trend: np.ndarray
    seasonal: np.ndarray
    remainder: np.ndarray
    strength: float
    p_value: float
    harmonics: int


def seasonal_parts(y, period: int, *, robust: bool = True, window: int = 7) -> Parts | None:
    """The series taken apart by STL; nothing where it holds fewer than two full cycles.

    Gaps inside are bridged by a straight line for the fit and stay missing in the result; ends that are missing are left
    out of the fit. A place of the cycle that was never measured gives nothing.

    Parameters
    ----------
    y : array of numbers, oldest first, evenly spaced; nan where not known
    period : int
        Steps in a cycle: 12 for months, 4 for quarters.
    robust : bool
        Whether single odd values are kept from bending trend and season.
    window : odd int
        Cycles over which the season is smoothed.

    Notes
    -----
    Cleveland et al. (1990), with a local constant for the season (``seasonal_deg=0``, as in R). Strength: Wang, Smith and
    Hyndman (2006), ``1 - var(remainder) / var(seasonal + remainder)``. The p-value is that of an F test on harmonics
    beside a level that may wander (:func:`cxlib.series.predict.harmonic_test`): as many harmonics as there are full cycles.

    Examples
    --------
    >>> parts = seasonal_parts([1.0, 2, 4, 5] * 3, 4)
    >>> parts.seasonal[:4].round(1).tolist()
    [-2.0, -1.0, 1.0, 2.0]
    >>> seasonal_parts([1.0, 2, 3, 2, 1, 2, 3], 4) is None
    True
    """
    y = np.asarray(y, float)
    known = np.flatnonzero(np.isfinite(y))
    if period < 2 or not len(known):
        return None
    inside = slice(known[0], known[-1] + 1)
    measured = np.bincount(known % period, minlength=period)
    if known[-1] + 1 - known[0] < _CYCLES * period or not measured.all():
        return None
    full = np.full((3, len(y)), np.nan)
    full[:, inside] = _stl(_bridged(y[inside]), period, robust, window)
    full[:, ~np.isfinite(y)] = np.nan
    harmonics = min(period // 2, len(known) // period)
    return Parts(*full, strength=_strength(*full[1:, known]), p_value=harmonic_test(y, period, harmonics), harmonics=harmonics)


def adjusted(y, period: int) -> np.ndarray:
    """The series without its season; as it is where fewer than two full cycles are known or no season is seen (p >= 0.05).

    Examples
    --------
    >>> adjusted([1.0, 2, 3], 4).tolist()
    [1.0, 2.0, 3.0]
    """
    parts = seasonal_parts(y, period)
    y = np.array(y, float)
    return y - parts.seasonal if parts is not None and parts.p_value < 0.05 else y


def _stl(y: np.ndarray, period: int, robust: bool, window: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    from statsmodels.tsa.seasonal import STL

    if np.ptp(y) == 0:
        # robust weights divide by a remainder that is zero everywhere
        return y.copy(), np.zeros(len(y)), np.zeros(len(y))
    found = STL(y, period=period, seasonal=window, seasonal_deg=0, robust=robust).fit()
    return np.asarray(found.trend), np.asarray(found.seasonal), np.asarray(found.resid)


def _bridged(y: np.ndarray) -> np.ndarray:
    place = np.arange(len(y))
    known = np.isfinite(y)
    return np.interp(place, place[known], y[known])


def _strength(seasonal: np.ndarray, remainder: np.ndarray) -> float:
    both = np.var(seasonal + remainder)
    return float(np.clip(1 - np.var(remainder) / both, 0.0, 1.0)) if both > 0 else 0.0

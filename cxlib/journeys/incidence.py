"""The share that will go on while some are still on their way: cumulative incidence from counts by time."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

__all__ = ["Incidence", "cumulative_incidence", "quantile"]


class Incidence(NamedTuple):
    """Cumulative incidence along the last axis, and the variance of each value of it."""

    share: np.ndarray
    variance: np.ndarray


def cumulative_incidence(advance: np.ndarray, drop: np.ndarray, censored: np.ndarray) -> Incidence:
    """Share that has advanced by each time, with dropping out as a competing risk and the others censored.

    The Aalen-Johansen estimate. Censored ones are at risk until after the events of the same time. Where nobody is
    censored the share is the plain share and the variance is that of a binomial share.

    Parameters
    ----------
    advance, drop, censored : array, (..., times)
        How many advance, drop out and are last seen at each time; together everyone.

    Returns
    -------
    Incidence
        Fractions from 0 to 1 and their variances, in the shape of `advance`; nan where nobody is counted.

    References
    ----------
    Aalen and Johansen 1978, Scand. J. Stat. 5:141; variance by the delta method as in Marubini and Valsecchi 1995,
    Analysing Survival Data, section 10.3.

    Examples
    --------
    >>> at = cumulative_incidence(np.array([1, 1]), np.array([0, 2]), np.array([0, 0]))
    >>> at.share.tolist()
    [0.25, 0.5]
    """
    advance, drop, censored = (np.asarray(counts, dtype=float) for counts in (advance, drop, censored))
    out = advance + drop
    leaving = out + censored
    risk = np.cumsum(leaving[..., ::-1], axis=-1)[..., ::-1]
    safe = np.where(risk > 0, risk, 1.0)
    staying = np.cumprod(1 - out / safe, axis=-1)
    before = np.concatenate([np.ones_like(staying[..., :1]), staying[..., :-1]], axis=-1)
    share = np.cumsum(before * advance / safe, axis=-1)
    variance = _variance(share, before, advance, out, safe)
    nobody = leaving.sum(axis=-1, keepdims=True) == 0
    return Incidence(np.where(nobody, np.nan, np.minimum(share, 1.0)), np.where(nobody, np.nan, np.maximum(variance, 0.0)))


def quantile(share: np.ndarray, level: np.ndarray | float, edges: np.ndarray) -> np.ndarray:
    """Time by which `level` of those who ever advance have done so, straight inside of a time cell.

    Parameters
    ----------
    share : array, (..., cells)
        Cumulative incidence at the end of each cell.
    level : float or array, (...)
        From 0 to 1.
    edges : array, (cells + 1)
        Ends of the time cells.

    Returns
    -------
    array
        In the unit of `edges`; nan where nobody advances.
    """
    total = share[..., -1:]
    with np.errstate(invalid="ignore", divide="ignore"):
        rising = np.where(total > 0, share / total, np.nan)
    level = np.broadcast_to(np.asarray(level, dtype=float), share.shape[:-1])
    cell = np.minimum((rising < level[..., None] - 1e-12).sum(axis=-1), share.shape[-1] - 1)
    high = np.take_along_axis(rising, cell[..., None], -1)[..., 0]
    below = np.take_along_axis(rising, np.maximum(cell - 1, 0)[..., None], -1)[..., 0]
    low = np.where(cell > 0, below, 0.0)
    rise = np.where(high > low, high - low, 1.0)
    part = np.clip((level - low) / rise, 0, 1)
    return np.where(np.isnan(high), np.nan, edges[cell] + part * (edges[cell + 1] - edges[cell]))


def _variance(share, before, advance, out, risk) -> np.ndarray:
    """The three sums of the delta method, written so that every time is done at once.

    The sums over F(t) - F(ti) open into F(t)^2 A - 2 F(t) B + C, where A, B and C are running totals.
    """
    left = np.where(risk > out, risk - out, np.inf)
    hazard = out / (risk * left)
    cross = before * advance / risk**2
    own = before**2 * advance * (risk - advance) / risk**3
    parts = (hazard, hazard * share + cross, hazard * share**2 + 2 * cross * share + own)
    first, second, third = (np.cumsum(part, axis=-1) for part in parts)
    return share**2 * first - 2 * share * second + third

"""How explained variance is split among drivers, from correlations alone."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from ..errors import ArgumentError

__all__ = ["EXACT_UP_TO", "betas", "lmg", "r_squared", "relative_weights", "vif"]

EXACT_UP_TO = 18
_NOTHING_LEFT = 1e-10  # a driver with less variance of its own than this is a copy of the others
_TRACE = 1e-13  # keeps a matrix with such a copy solvable; twins then share one coefficient
_NUMBERS_AT_ONCE = 2**15  # small enough to stay in the processor's cache


def lmg(correlation: ArrayLike) -> np.ndarray:
    """Each driver's share of the explained variance, averaged over all orders of entry (LMG, Shapley).

    Exact for up to 18 drivers in O(2^p); above that Johnson's relative weights, which agree within about 0.003.

    Parameters
    ----------
    correlation : array, (..., p + 1, p + 1)
        Correlation matrices; the outcome is the last row and column.

    Returns
    -------
    array, (..., p)
        Shares from 0 to 1 that add up to 1; nan when nothing is explained. Times :func:`r_squared` they are
        parts of the outcome's variance.

    Raises
    ------
    ArgumentError
        The matrix is not square, not symmetric, or has an entry that is no correlation.

    Notes
    -----
    Each driver is either left out (its row goes) or in (the rest is what it leaves unexplained, a Schur
    complement). After p steps one number is left for each subset: the variance of the outcome that it does not
    explain.

    References
    ----------
    Lindeman, Merenda and Gold 1980; Gromping 2006, J. Stat. Softw. 17(1).

    Examples
    --------
    >>> lmg([[1, 0, 0.6], [0, 1, 0.3], [0.6, 0.3, 1]]).round(2).tolist()
    [0.8, 0.2]
    """
    given = _checked(correlation)
    drivers = given.shape[-1] - 1
    if drivers > EXACT_UP_TO:
        return relative_weights(given)
    flat = given.reshape(-1, drivers + 1, drivers + 1)
    step = max(1, _NUMBERS_AT_ONCE >> drivers)
    parts = [_parts(_unexplained(flat[start : start + step]), drivers) for start in range(0, len(flat), step)]
    return _as_shares(np.concatenate(parts)).reshape(*given.shape[:-2], drivers)


def relative_weights(correlation: ArrayLike) -> np.ndarray:
    """Each driver's share of the explained variance by Johnson's relative weights, for any number of drivers.

    Parameters, returns and raises as :func:`lmg`.

    References
    ----------
    Johnson 2000, Multivar. Behav. Res. 35:1.

    Examples
    --------
    >>> relative_weights([[1, 0, 0.6], [0, 1, 0.3], [0.6, 0.3, 1]]).round(2).tolist()
    [0.8, 0.2]
    """
    given = _checked(correlation)
    among, outcome = given[..., :-1, :-1], given[..., :-1, -1]
    spread, axes = np.linalg.eigh(among)
    spread = np.maximum(spread, 0.0)
    half = axes * np.sqrt(spread)[..., None, :] @ np.swapaxes(axes, -1, -2)
    inverse = np.where(spread > _NOTHING_LEFT, 1 / np.sqrt(np.maximum(spread, _NOTHING_LEFT)), 0.0)
    onto = axes * inverse[..., None, :] @ np.swapaxes(axes, -1, -2) @ outcome[..., None]
    return _as_shares((half**2 @ onto**2)[..., 0])


def r_squared(correlation: ArrayLike) -> np.ndarray:
    """Share of the outcome's variance that the drivers explain together, 0 to 1.

    Parameters and raises as :func:`lmg`.

    Examples
    --------
    >>> round(float(r_squared([[1, 0, 0.6], [0, 1, 0.3], [0.6, 0.3, 1]])), 2)
    0.45
    """
    given = _checked(correlation)
    return np.clip((betas(given) * given[..., :-1, -1]).sum(axis=-1), 0.0, 1.0)


def betas(correlation: ArrayLike) -> np.ndarray:
    """Standardised coefficients: standard deviations of the outcome per standard deviation of a driver.

    Parameters and raises as :func:`lmg`. Drivers that copy each other share one coefficient.

    Examples
    --------
    >>> betas([[1, 0, 0.6], [0, 1, 0.3], [0.6, 0.3, 1]]).round(2).tolist()
    [0.6, 0.3]
    """
    given = _checked(correlation)
    among = given[..., :-1, :-1] + _TRACE * np.eye(given.shape[-1] - 1)
    return np.linalg.solve(among, given[..., :-1, -1][..., None])[..., 0]


def vif(correlation: ArrayLike) -> np.ndarray:
    """Variance inflation of each driver: 1 when it stands alone, infinite when the others give it away.

    Parameters and raises as :func:`lmg`.

    Examples
    --------
    >>> vif([[1, 0.6, 0.5], [0.6, 1, 0.5], [0.5, 0.5, 1]]).round(4).tolist()
    [1.5625, 1.5625]
    """
    given = _checked(correlation)
    among = given[..., :-1, :-1] + _TRACE * np.eye(given.shape[-1] - 1)
    inflated = np.diagonal(np.linalg.inv(among), axis1=-2, axis2=-1)
    return np.where((inflated > 0) & (inflated < 1 / _NOTHING_LEFT), inflated, np.inf)


def _checked(correlation: ArrayLike) -> np.ndarray:
    given = np.asarray(correlation, dtype=float)
    if given.ndim < 2 or given.shape[-1] != given.shape[-2] or given.shape[-1] < 2:
        raise ArgumentError(f"a correlation matrix is square, drivers first and the outcome last; got shape {given.shape}")
    if not np.isfinite(given).all() or np.abs(given).max() > 1 + 1e-9:
        raise ArgumentError("a correlation lies between -1 and 1; leave out drivers that do not vary")
    if not np.allclose(given, np.swapaxes(given, -1, -2), atol=1e-9) or not np.allclose(np.diagonal(given, axis1=-2, axis2=-1), 1.0):
        raise ArgumentError("a correlation matrix is symmetric with ones on its diagonal")
    return given


def _unexplained(matrices: np.ndarray) -> np.ndarray:
    """1 - R2 of every subset, (2^p, matrices); bit k of a row's number tells whether driver k is in."""
    count, size = matrices.shape[:2]
    left = np.ascontiguousarray(np.moveaxis(matrices, 0, -1))[:, :, None, :]
    for _ in range(size - 1):
        own, others = left[0, 0], left[0, 1:]
        usable = own > _NOTHING_LEFT
        slope = others * np.where(usable, 1.0, 0.0) / np.where(usable, own, 1.0)
        subsets = left.shape[2]
        after = np.empty((*left[1:, 1:].shape[:2], 2 * subsets, count))
        after[:, :, :subsets] = left[1:, 1:]
        np.multiply(slope[:, None], others[None], out=after[:, :, subsets:])
        np.subtract(left[1:, 1:], after[:, :, subsets:], out=after[:, :, subsets:])
        left = after
    return left[0, 0]


def _parts(unexplained: np.ndarray, drivers: int) -> np.ndarray:
    """Mean gain of each driver over all orders: a subset of size s without it weighs s!(p-s-1)!/p!."""
    explained = 1.0 - unexplained
    size = np.array([0])
    for _ in range(drivers):
        size = np.concatenate([size, size + 1])
    chance = np.array([1 / (drivers * math.comb(drivers - 1, s)) for s in range(drivers)])
    gains = explained * np.concatenate([[0.0], chance])[size][:, None]
    losses = explained * np.concatenate([chance, [0.0]])[size][:, None]
    both = (gains + losses).T
    inside = [both.reshape(len(both), -1, 2, 2**k)[:, :, 1].sum(axis=(1, 2)) for k in range(drivers)]
    return np.stack(inside, axis=1) - losses.sum(axis=0)[:, None]


def _as_shares(parts: np.ndarray) -> np.ndarray:
    total = parts.sum(axis=-1, keepdims=True)
    return np.where(total > _NOTHING_LEFT, parts, np.nan) / np.where(total > _NOTHING_LEFT, total, 1.0)

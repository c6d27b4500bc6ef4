"""What is left of p-values after counting how many were looked at."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from cxlib.errors import ArgumentError, choose
from cxlib.intervals.basis import numbers

__all__ = ["adjust"]


def adjust(p_values: ArrayLike, *, method: Literal["holm", "fdr_bh"]) -> np.ndarray:
    """p-values corrected for everything that was looked at.

    "holm" for a few planned comparisons: the chance of any false finding stays under alpha. "fdr_bh" for
    scanning many segments: the share of false findings among the findings stays under alpha.

    Parameters
    ----------
    p_values : array-like
        Chances from 0 to 1; nan for what could not be tested, which is not counted.
    method : {"holm", "fdr_bh"}

    Returns
    -------
    array
        Adjusted chances from 0 to 1, in the same order and shape; nan stays nan.

    Raises
    ------
    ArgumentError
        A p-value outside 0 to 1, or an unknown method.

    References
    ----------
    Holm 1979, Scand. J. Stat. 6:65; Benjamini and Hochberg 1995, J. R. Stat. Soc. B 57:289.

    Examples
    --------
    >>> adjust([0.01, 0.04, float("nan")], method="holm").tolist()
    [0.02, 0.04, nan]
    """
    choose("method", method, ("holm", "fdr_bh"))
    (p,) = numbers(p_values=p_values)
    bad = (p < 0) | (p > 1)
    if bad.any():
        raise ArgumentError(f"p-values must be from 0 to 1; got {p[bad].flat[0]:g}.")
    adjusted, tested = np.full(p.shape, np.nan), ~np.isnan(p)
    if tested.any():
        adjusted[tested] = (_holm if method == "holm" else _fdr)(p[tested])
    return adjusted


def _holm(p: np.ndarray) -> np.ndarray:
    order = np.argsort(p, kind="stable")
    steps = np.maximum.accumulate(p[order] * np.arange(len(p), 0, -1))
    return np.minimum(steps, 1.0)[np.argsort(order, kind="stable")]


def _fdr(p: np.ndarray) -> np.ndarray:
    order = np.argsort(p, kind="stable")
    steps = p[order] / (np.arange(1, len(p) + 1) / len(p))
    falling = np.minimum.accumulate(steps[::-1])[::-1]
    return np.minimum(falling, 1.0)[np.argsort(order, kind="stable")]

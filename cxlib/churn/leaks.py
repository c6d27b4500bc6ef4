"""Columns that know too much: nearly perfect alone, or filled only once the outcome was known."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ..intervals import share_interval
from .measures import area_under_curve

__all__ = ["leak_report"]

_TOO_GOOD = 0.9
_SURELY_GOOD = 0.8
_FEWEST = 10


def leak_report(features: pd.DataFrame, left: pd.Series) -> pd.DataFrame:
    """Columns suspected to tell the outcome.

    A column is named when it alone tells leavers from stayers (area under the curve above 0.9 in either direction,
    with an interval above 0.8), or when nine in ten of those with it, or of those without it, surely left while half
    of the others did not: it was filled, or emptied, after the fact.

    Parameters
    ----------
    features : DataFrame of numbers
    left : Series of bool, in the same order

    Returns
    -------
    DataFrame
        ``column``, ``sign`` ("value" or "missing"), ``strength`` (area under the curve, or share that left), ``base``.

    Examples
    --------
    >>> left = pd.Series([0, 1] * 30, dtype=bool)
    >>> leak_report(pd.DataFrame({"closing_fee": left * 2.0, "age": [30.0, 40.0, 40.0, 30.0] * 15}), left)["column"].tolist()
    ['closing_fee']
    """
    y = left.to_numpy(dtype=bool)
    found = []
    for name in features:
        values = features[name].to_numpy(dtype=float)
        known = ~np.isnan(values)
        found += _alone(name, values[known], y[known]) or _filled(name, known, y)
        if name.find("=") > 0 and not any(row["column"] == name for row in found):
            found += _filled(name, values > 0, y)
    return pd.DataFrame(found, columns=["column", "sign", "strength", "base"])


def _alone(name: str, values: np.ndarray, y: np.ndarray) -> list[dict]:
    if min(y.sum(), (~y).sum()) < _FEWEST:
        return []
    area = area_under_curve(values, y)
    upper, surely = max(area["value"], 1 - area["value"]), max(area["low"], 1 - area["high"])
    if upper <= _TOO_GOOD or surely <= _SURELY_GOOD:
        return []
    return [{"column": name, "sign": "value", "strength": upper, "base": len(y)}]


def _filled(name: str, known: np.ndarray, y: np.ndarray) -> list[dict]:
    for side in (known, ~known):
        n, others = int(side.sum()), ~side
        if n < _FEWEST or not others.any() or y[others].mean() > 0.5:
            continue
        if share_interval(int(y[side].sum()), n)[0] > _TOO_GOOD:
            return [{"column": name, "sign": "missing", "strength": float(y[side].mean()), "base": n}]
    return []

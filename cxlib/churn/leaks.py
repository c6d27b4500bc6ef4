"""Columns that know too much: nearly perfect alone, or filled only once the outcome was known."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from ..errors import choose
from ..intervals import share_interval
from .measures import area_under_curve
from .resampled import duplicated_rows

__all__ = ["duplicated_rows", "leak_report", "set_aside", "too_good"]

_TOO_GOOD = 0.9
_SURELY_GOOD = 0.8
_FEWEST = 10
_EXPECTED = 20
_TOO_GOOD_TOGETHER = 0.97
_ALONE = ("value", "level", "missing")


def leak_report(features: pd.DataFrame, left: pd.Series) -> pd.DataFrame:
    """Columns suspected to tell the outcome.

    A column is named when it alone tells leavers from stayers (area under the curve above 0.9 in either direction,
    with an interval above 0.8); when nine in ten of those with it, or of those without it, surely left while half of the
    others did not; or when not one of more than half of the stayers left, where twenty would have by chance: it was
    filled, or emptied, after the fact.

    Parameters
    ----------
    features : DataFrame of numbers
    left : Series of bool, in the same order

    Returns
    -------
    DataFrame
        ``column``, ``sign`` ("value", "level" or "missing"), ``strength`` (area under the curve), ``base`` (customers).

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
        found += _alone(name, values[known], y[known]) or (
            _one_sided(name, "level", values > 0, y) if "=" in str(name) else _one_sided(name, "missing", known, y)
        )
    return pd.DataFrame(found, columns=["column", "sign", "strength", "base"])


def too_good(probability: np.ndarray, left: np.ndarray) -> pd.DataFrame:
    """A row "all columns together" when leavers are told from stayers better than leaving can be foreseen.

    Suspected when the whole interval of the area under the curve lies above 0.97.

    Returns
    -------
    DataFrame
        Columns as in :func:`leak_report`; ``sign`` is "performance".

    Examples
    --------
    >>> p = np.linspace(0, 1, 4000)
    >>> too_good(p, p > 0.8)["column"].tolist()
    ['all columns together']
    """
    area = area_under_curve(probability, left)
    rows = [{"column": "all columns together", "sign": "performance", "strength": area["value"], "base": len(left)}]
    return pd.DataFrame(rows if area["low"] > _TOO_GOOD_TOGETHER else [], columns=["column", "sign", "strength", "base"])


def set_aside(found: pd.DataFrame, trusted: Sequence[str], columns: Sequence[str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Alarms that stop, and those about a single column that the study says was known on the day.

    What changes with the future was not known on the day, whatever is said of it; nor can rows that were multiplied be
    trusted. Those alarms stop in any case.

    Parameters
    ----------
    found : DataFrame
        As of :func:`leak_report`.
    trusted : names of columns, or of segments: these stand for all of their levels
    columns : all there are

    Raises
    ------
    ArgumentError
        When a trusted name is none of these.

    Examples
    --------
    >>> alarm = pd.DataFrame({"column": ["plan=gold"], "sign": ["level"], "strength": [0.9], "base": [500]})
    >>> [len(part) for part in set_aside(alarm, ["plan"], ["age", "plan=gold"])]
    [0, 1]
    """
    for name in trusted:
        choose("column to trust, [churn] trusted", name, list(dict.fromkeys([*(_of(column) for column in columns), *columns])))
    mine = [column in trusted or _of(column) in trusted for column in found["column"].astype(str)]
    aside = np.array(mine, dtype=bool) & found["sign"].isin(_ALONE).to_numpy(dtype=bool)
    return found[~aside].reset_index(drop=True), found[aside].reset_index(drop=True)


def _of(column: str) -> str:
    """The segment that a level is of, or the column itself."""
    return str(column).split("=", 1)[0]


def _alone(name: str, values: np.ndarray, y: np.ndarray) -> list[dict]:
    if min(y.sum(), (~y).sum()) < _FEWEST:
        return []
    area = area_under_curve(values, y)
    upper, surely = max(area["value"], 1 - area["value"]), max(area["low"], 1 - area["high"])
    if upper <= _TOO_GOOD or surely <= _SURELY_GOOD:
        return []
    return [{"column": name, "sign": "value", "strength": upper, "base": len(y)}]


def _one_sided(name: str, sign: str, side: np.ndarray, y: np.ndarray) -> list[dict]:
    inside, outside = int(side.sum()), int((~side).sum())
    if min(inside, outside) < _FEWEST or not _too_pure(side, y) and not _too_pure(~side, y):
        return []
    area = area_under_curve(side.astype(float), y)["value"]
    return [{"column": name, "sign": sign, "strength": max(area, 1 - area), "base": len(y)}]


def _too_pure(side: np.ndarray, y: np.ndarray) -> bool:
    """Whether nearly all on this side left and few on the other, or nobody did where many would have."""
    left, n = int(y[side].sum()), int(side.sum())
    told = share_interval(left, n)[0] > _TOO_GOOD and y[~side].mean() <= 0.5
    spared = left == 0 and n * y.mean() >= _EXPECTED and n > 0.5 * (~y).sum()
    return bool(told or spared)

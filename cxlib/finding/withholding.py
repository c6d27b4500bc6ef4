"""Estimates on too few people are not shown, nor what would give them away."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

__all__ = ["WITHHELD", "blanked", "marks", "withhold"]

WITHHELD = ("value", "low", "high", "base", "effective_base")


def withhold(
    table: pd.DataFrame,
    *,
    minimum: int,
    within: Sequence[str] | None = None,
    columns: Sequence[str] = WITHHELD,
) -> pd.DataFrame:
    """A copy in which estimates on fewer than `minimum` are blank and marked; every row stays.

    Subtracting what is shown from the group's total gives what is hidden all together. So at least two rows are
    hidden, on `minimum` or more in sum; the smallest of the other rows are hidden too until this is so. Rows with
    base 0 hide nothing.

    Parameters
    ----------
    table : DataFrame with column ``base``
    minimum : int
        Smallest base that may be shown.
    within : sequence of column names, optional
        Rows that agree in these columns add up to a total that is shown elsewhere; none given means that the
        rows add up to nothing and only the small ones are hidden.

    Returns
    -------
    DataFrame
        With column ``withheld``: "", ``small`` or ``complement``.

    Examples
    --------
    >>> t = withhold(pd.DataFrame({"base": [3, 40, 50], "value": [.5, .5, .6]}), minimum=5, within=[])
    >>> list(t["withheld"])
    ['small', 'complement', '']
    """
    own = {name: column.array.copy() for name, column in table.items()}
    group = None if within is None else lambda: _groups(table, within)
    # Put together at once: setting one column after the other takes most of the time of a finding.
    return pd.DataFrame(blanked(own, minimum=minimum, group=group, columns=columns), index=table.index, copy=False)


def blanked(
    table: Mapping[str, Any], *, minimum: int, group: np.ndarray | Callable[[], np.ndarray] | None = None, columns: Sequence[str] = WITHHELD
) -> dict[str, Any]:
    """What :func:`withhold` gives, from columns that are no table yet; `group` as in :func:`marks`."""
    reason = marks(_numbers(table["base"]), minimum=minimum, group=group)
    hidden = reason != ""
    blank = {name: np.where(hidden, np.nan, _numbers(table[name])) for name in columns if name in table}
    return {**table, "withheld": pd.array(reason, dtype="str"), **blank}


def _numbers(column: Any) -> np.ndarray:
    return column.to_numpy(float, na_value=np.nan) if hasattr(column, "to_numpy") else np.asarray(column, dtype=float)


def marks(base: np.ndarray, *, minimum: int, group: np.ndarray | Callable[[], np.ndarray] | None = None) -> np.ndarray:
    """The column ``withheld`` of :func:`withhold` from the bases alone.

    Parameters
    ----------
    group : array, or what gives it, optional
        A number for each row; rows with the same add up to a total that is shown elsewhere.

    Examples
    --------
    >>> marks(np.array([3, 40, 50]), minimum=5).tolist()
    ['small', '', '']
    """
    small = (base > 0) & (base < minimum)
    reason = np.where(small, "small", "").astype(object)
    if group is not None and small.any():
        group = group() if callable(group) else group
        for one in np.unique(group[small]):
            rows = np.flatnonzero(group == one)
            reason[rows[_complement(base[rows], small[rows], minimum)]] = "complement"
    return reason


def _groups(table: pd.DataFrame, within: Sequence[str]) -> np.ndarray:
    """A number for each row, the same for rows that agree in `within`."""
    group = np.zeros(len(table), dtype=np.int64)
    for name in within:
        code, levels = pd.factorize(table[name], use_na_sentinel=False)
        group = group * len(levels) + code
    return group


def _complement(base: np.ndarray, small: np.ndarray, minimum: int) -> list[int]:
    """Places of the rows to hide beside the small ones of a group."""
    hidden, total, more = int(small.sum()), base[small].sum(), []
    others = np.flatnonzero(~small & (base > 0))
    for row in others[np.argsort(base[others], kind="stable")]:
        if hidden + len(more) >= 2 and total >= minimum:
            break
        more.append(row)
        total += base[row]
    return more

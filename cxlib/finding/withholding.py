"""Estimates on too few people are not shown, nor what would give them away."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

__all__ = ["WITHHELD", "withhold"]

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
    out = table.copy()
    small = (out["base"] > 0) & (out["base"] < minimum)
    reason = pd.Series("", index=out.index, dtype="object").mask(small, "small")
    if within is not None:
        names = within[0] if len(within) == 1 else list(within)
        groups = out.groupby(names, dropna=False).groups.values() if within else [out.index]
        for rows in groups:
            reason[_complement(out.loc[rows, "base"], small[rows], minimum)] = "complement"
    out["withheld"] = reason.astype("str")
    for column in columns:
        if column in out:
            out[column] = out[column].astype("float64").mask(out["withheld"] != "")
    return out


def _complement(base: pd.Series, small: pd.Series, minimum: int) -> list:
    """Labels of the rows to hide beside the small ones of a group."""
    hidden, total, more = int(small.sum()), base[small].sum(), []
    if not hidden:
        return more
    for row, size in base[~small & (base > 0)].sort_values(kind="stable").items():
        if hidden + len(more) >= 2 and total >= minimum:
            break
        more.append(row)
        total += size
    return more

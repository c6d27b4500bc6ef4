"""Rows that the contract allows and that still cannot be right: copies, impossible days and amounts, jumps of a unit."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ..store import EVENT_TABLES

__all__ = ["IMPOSSIBLE", "copies", "impossible", "is_jump", "file_jumps", "jumps", "medians"]

_SAME = {
    "responses": ("customer", '"at"', "wave", "question", "score", "comment", "stage", "touchpoint", "channel"),
    "touchpoints": ("customer", '"at"', "stage", "touchpoint", "channel", "journey_id", "employee"),
    "transactions": ("customer", '"at"', "amount", "kind"),
}
_STORED = {"journey_id": "journey"}
# what is counted -> the table that it can be in, and the condition
IMPOSSIBLE = {
    **{f"{table}_before_joining": (table, f"{table}.day < customers.joined_at") for table in EVENT_TABLES},
    **{f"{table}_after_leaving": (table, f"{table}.day > customers.left_at") for table in EVENT_TABLES},
    "nothing_paid": ("transactions", "transactions.amount = 0"),
}
_JUMPS = (10.0, 100.0, 1000.0)
_NEAR = 1.5  # a median may move by this factor beside a jump


def copies(study) -> pd.DataFrame:
    """Rows that say exactly what another row of the table says.

    Returns
    -------
    DataFrame
        Columns ``table``, ``n`` (rows), ``copies`` (rows beyond the first of their kind).
    """
    found = []
    for table in EVENT_TABLES:
        if study.has(table):
            where, values = study.view.where(study.slice, table)
            names = ", ".join(f"{table}.{_STORED.get(name, name)}" for name in _SAME[table])
            n, kinds = study.view.query(
                f"SELECT coalesce(sum(times), 0), count(*) FROM (SELECT count(*) AS times FROM {study.view.rows(table)} WHERE {where} GROUP BY {names}) k",
                values)[0]
            found.append({"table": table, "n": int(n), "copies": int(n) - int(kinds)})
    return pd.DataFrame(found, columns=["table", "n", "copies"])


def impossible(study) -> pd.DataFrame:
    """Rows that contradict what is known of their customer, or say nothing.

    Returns
    -------
    DataFrame
        Columns ``problem`` (of :data:`IMPOSSIBLE`), ``n`` (rows that could show it), ``found``.
    """
    rows = []
    for problem, (table, broken) in IMPOSSIBLE.items():
        if study.has(table):
            where, values = study.view.where(study.slice, table)
            n, found = study.view.query(
                f"SELECT sum(CASE WHEN ({broken}) IS NOT NULL THEN 1 ELSE 0 END), sum(CASE WHEN {broken} THEN 1 ELSE 0 END) "
                f"FROM {study.view.rows(table)} WHERE {where}", values)[0]
            rows.append({"problem": problem, "n": int(n or 0), "found": int(found or 0)})
    return pd.DataFrame(rows, columns=["problem", "n", "found"])


def medians(study) -> pd.DataFrame:
    """The median size of what is measured in a unit that a file may change: amounts by kind, and durations, by wave.

    Returns
    -------
    DataFrame
        Columns ``measure`` ("amount", "amount: KIND", "duration"), ``period``, ``n`` (above zero in size), ``median`` (of the size,
        without the sign); in the order of the waves.
    """
    parts = []
    for table, name, kind in (("transactions", "amount", "coalesce(kind, '')"), ("responses", "duration", "''")):
        if study.has(table):
            where, values = study.view.where(study.slice, table)
            (period,) = study.view.expressions(["period"], table)
            frame = study.view.frame(
                f"SELECT {period}, {kind} AS kind, count(*) AS n, median(abs({name})) AS median FROM {study.view.rows(table)} "
                f"WHERE {where} AND abs({name}) > 0 GROUP BY b0, {kind}", values)
            parts.append(frame.assign(measure=[f"{name}: {kind}" if kind else name for kind in frame["kind"]]).drop(columns="kind"))
    if not parts:
        return pd.DataFrame({"measure": [], "period": [], "n": [], "median": []})
    found = pd.concat(parts, ignore_index=True).rename(columns={"b0": "period"})
    order = {wave: place for place, wave in enumerate(study.waves)}
    found = found[found["period"].isin(order)]
    found = found.assign(_place=found["period"].map(order)).sort_values(["measure", "_place"], ignore_index=True)
    return found[["measure", "period", "n", "median"]]


def jumps(study) -> pd.DataFrame:
    """Medians beside those of the wave before; waves with fewer values than the minimum base are left out.

    Returns
    -------
    DataFrame
        Columns ``measure``, ``period``, ``base``, ``median``, ``ratio`` (to the wave before), ``jump`` (bool, :func:`is_jump`).
    """
    found = medians(study)
    found = found[found["n"] >= study.settings.minimum_base].reset_index(drop=True)
    ratio = found["median"].astype(float) / found.groupby("measure")["median"].shift().astype(float)
    return pd.DataFrame({"measure": found["measure"], "period": found["period"], "base": found["n"].astype(float),
                         "median": found["median"].astype(float), "ratio": ratio, "jump": [is_jump(one) for one in ratio]})


def file_jumps(study) -> pd.DataFrame:
    """The median size of each file's numbers beside that of the other files; files with fewer values than the minimum base are left out.

    Returns
    -------
    DataFrame
        Columns ``measure``, ``file``, ``base``, ``median`` (to within 6%), ``ratio`` (to the middle one of the other files' medians), ``jump``.
    """
    found = pd.DataFrame(study.view.store.meta.get("sizes", []), columns=["file", "measure", "n", "median"])
    found = found[found["n"] >= study.settings.minimum_base].reset_index(drop=True)
    ratio = np.full(len(found), np.nan)
    for row in range(len(found)):
        others = found.loc[(found["measure"] == found["measure"][row]) & (found.index != row), "median"]
        if len(others):
            ratio[row] = found["median"][row] / np.median(others)
    return pd.DataFrame({"measure": found["measure"], "file": found["file"], "base": found["n"].astype(float), "median": found["median"].astype(float),
                         "ratio": ratio, "jump": [is_jump(one) for one in ratio]})


def is_jump(ratio: float) -> bool:
    """Whether two medians lie about 10, 100 or 1,000 times apart, either way: within a factor of 1.5.

    Examples
    --------
    >>> [is_jump(ratio) for ratio in (1080.0, 0.0009, 3.0, 9.0, float("nan"))]
    [True, True, False, True, False]
    """
    if not np.isfinite(ratio) or ratio <= 0:
        return False
    size = max(ratio, 1 / ratio)
    return any(jump / _NEAR <= size <= jump * _NEAR for jump in _JUMPS)

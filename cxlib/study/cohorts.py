"""Start cohorts: who began in the same period, and how many of them are there at each age."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np
import pandas as pd

from ..store import INDEX_SQL
from .contacts import first_and_later
from .lifetimes import _groups, _need_days
from .periods import period_bounds

__all__ = ["cohort_counts"]

_A_YEAR = {"month": 12, "quarter": 4, "year": 1}


def cohort_counts(study, by: Sequence[str]) -> pd.DataFrame:
    """See :meth:`cxlib.study.Study.cohort_counts`."""
    _need_days(study)
    first, last = (_place(label) for label in (study.waves[0], study.waves[-1]))
    contract = study.settings.churn.kind == "contract"
    people = _by_contract(study, by, first) if contract else _by_activity(study, by)
    names = [f"b{place}" for place in range(len(by))]
    groups = people.groupby(names, sort=True) if names and len(people) else [(tuple("" for _ in names), people)]
    parts = [_triangle(group, first, last, contract).assign(**dict(zip(names, key))) for key, group in groups]
    frame = pd.concat(parts, ignore_index=True).rename(columns=dict(zip(names, by)))
    watched, since = _watched(study, first, last), study.settings.churn.known_from or dt.date(1, 1, 1)
    frame["reached"] = [start >= first and start + age in watched and _start(study, start) >= since
                        for start, age in zip(frame["place"], frame["periods_later"])]
    frame["period"] = ["" if place < first else _label(study, place) for place in frame["place"]]
    return _kept(study, frame[[*by, "period", "periods_later", "start", "undated", "active", "reached"]])


def _by_activity(study, by) -> pd.DataFrame:
    """Customers by the period in which they were first active and the one in which they are active again."""
    listed, prefix, where, values = _groups(study, by)
    index = INDEX_SQL[study.settings.period]
    if study.settings.engine.kind == "duckdb" and not study.has("transactions"):
        return _by_contacts(study, listed, where, values)
    begun = f"DATE '{period_bounds(study.waves[0])[0]}'"
    return study.view.frame(
        f"WITH people AS (SELECT customer, {listed} joined_at FROM customers WHERE {where}), "
        f"active AS (SELECT DISTINCT customer, {index} AS place FROM {study._activity()}), "
        "firsts AS (SELECT customer, min(place) AS first FROM active GROUP BY customer) "
        f"SELECT {prefix} CASE WHEN joined_at < {begun} THEN -1 ELSE first END AS place, "
        f"CASE WHEN coalesce(joined_at >= {begun}, TRUE) THEN active.place END AS seen, count(DISTINCT customer) AS n, "
        "count(*) FILTER (joined_at IS NULL) AS undated FROM people JOIN firsts USING (customer) JOIN active USING (customer) "
        "GROUP BY ALL ORDER BY ALL", values,
    )


def _by_contacts(study, listed: str, where: str, values) -> pd.DataFrame:
    """The same where there are contacts only, in one pass over them."""
    people = study.view.frame(f"SELECT customer, {listed} joined_at FROM customers WHERE {where}", values)
    first, last = (_place(label) for label in (study.waves[0], study.waves[-1]))
    starts = [_start(study, place) for place in range(first, last + 1)]
    frame = first_and_later(study, people, starts, begun=starts[0])
    frame["place"] = np.where(frame["first"] < 0, -1, frame.pop("first") + first)
    frame["seen"] = frame["seen"] + first
    return frame.sort_values([*frame.columns[: -4], "place", "seen"], kind="stable", ignore_index=True)


def _by_contract(study, by, first: int) -> pd.DataFrame:
    """Customers by the period in which they joined and the one in which they left (missing: not yet)."""
    listed, prefix, where, values = _groups(study, by)
    joined, left = (INDEX_SQL[study.settings.period].replace("day", name) for name in ("joined_at", "left_at"))
    return study.view.frame(
        f"WITH people AS (SELECT {listed} joined_at, left_at FROM customers WHERE {where} AND joined_at IS NOT NULL) "
        f"SELECT {prefix} CASE WHEN {joined} < {first} THEN -1 ELSE {joined} END AS place, {left} AS seen, count(*) AS n, 0 AS undated "
        "FROM people GROUP BY ALL ORDER BY ALL", values,
    )


def _triangle(people: pd.DataFrame, first: int, last: int, contract: bool) -> pd.DataFrame:
    """A row for each cohort from the first to the last period, at each age up to the last; first those from before."""
    earlier = int(people.loc[people["place"] < first, "n"].sum())
    mine = people[people["place"] >= first]
    dated = mine[mine["seen"].notna()]
    seen, undated = np.zeros((2, last - first + 1, last - first + 1), dtype=np.int64)
    at = tuple(dated[name].to_numpy(np.int64) - first for name in ("place", "seen"))
    np.add.at(seen, at, dated["n"].to_numpy(np.int64))
    np.add.at(undated, at, dated["undated"].to_numpy(np.int64))
    start = np.diagonal(seen)
    if contract:
        start = np.bincount(mine["place"].to_numpy(np.int64) - first, weights=mine["n"], minlength=len(seen)).astype(np.int64)
        seen = start[:, None] - np.cumsum(seen, axis=1)
    row, column = np.triu_indices(len(seen))
    return pd.DataFrame({
        "place": [first - 1, *(row + first)], "periods_later": [0, *(column - row)], "start": [earlier, *start[row]],
        "undated": [0, *np.diagonal(undated)[row]], "active": [earlier, *seen[row, column]],
    })


def _watched(study, first: int, last: int) -> set[int]:
    """Periods whose every day is known; where silence counts, also those in which anybody was active at all."""
    known = {place for place in range(first, last + 1) if period_bounds(_label(study, place))[1] <= study.as_of}
    if study.settings.churn.kind == "contract":
        return known
    return known & {row[0] for row in study.view.query(f"SELECT DISTINCT {INDEX_SQL[study.settings.period]} FROM {study._activity()}")}


def _kept(study, frame: pd.DataFrame) -> pd.DataFrame:
    """Cohorts of the slice's periods; those who had joined before stay beside them."""
    if study.slice.periods is None:
        return frame
    return frame[frame["period"].isin([*study.slice.periods, ""])].reset_index(drop=True)


def _place(label: str) -> int:
    """The number that the engine gives this period."""
    start, after = period_bounds(label)
    months = (after.year - start.year) * 12 + after.month - start.month
    return (start.year * 12 + start.month - 1) // months


def _label(study, place: int) -> str:
    a_year = _A_YEAR[study.settings.period]
    year, part = divmod(int(place), a_year)
    return {1: f"{year}", 4: f"{year}Q{part + 1}", 12: f"{year}-{part + 1:02d}"}[a_year]


def _start(study, place: int) -> dt.date:
    return period_bounds(_label(study, place))[0]


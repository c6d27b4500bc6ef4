"""What each customer met and by which channel: over half a year, lately, and as a habit of the year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np
import pandas as pd

from ..study import Study

__all__ = ["habits"]

_MOST_TOUCHPOINTS = 40
_RECENT_DAYS = 60
_HABIT_DAYS = 365
# As if each customer had been met this many more times: a share of one contact is no habit.
_PRIOR_CONTACTS = 5.0


def habits(study: Study, people: pd.Index, cutoff: dt.date, lookback_days: int) -> pd.DataFrame:
    """Touchpoints and channels of each customer, from contacts before the cut-off.

    Returns
    -------
    DataFrame
        Index `people`. ``touchpoint_<name>``: times met in the lookback; ``recent_touchpoint_<name>``: in the last 60
        days; ``habit_touchpoint_<name>``: its share of a year's contacts, pulled towards 0 where there were few;
        ``recent_channel_<name>_share``: of the last 60 days' contacts, nan without any. A complaint is a touchpoint.
    """
    if not study.has("touchpoints"):
        return pd.DataFrame(index=people)
    seat = pd.Series(study.view.customer_ids).map(pd.Series(np.arange(len(people)), index=people)).to_numpy()
    return pd.concat([_touchpoints(study, people, seat, cutoff, lookback_days), _channels(study, people, seat, cutoff)], axis=1)


def _touchpoints(study: Study, people: pd.Index, seat: np.ndarray, cutoff: dt.date, lookback_days: int) -> pd.DataFrame:
    names = study.levels_of("touchpoint")
    if not 1 < len(names) <= _MOST_TOUCHPOINTS:
        return pd.DataFrame(index=people)
    since = [cutoff - dt.timedelta(days=days) for days in (max(_HABIT_DAYS, lookback_days), lookback_days, min(_RECENT_DAYS, lookback_days))]
    rows = study.view.frame(
        "SELECT customer, touchpoint AS name, count(*)::DOUBLE AS year, count(*) FILTER (day >= $2)::DOUBLE AS ever, "
        "count(*) FILTER (day >= $3)::DOUBLE AS lately FROM touchpoints "
        "WHERE day >= $1 AND day < $4 AND touchpoint IS NOT NULL GROUP BY customer, touchpoint", [*since, cutoff],
    )
    year, ever, lately = _wide(rows, names, seat, len(people), ("year", "ever", "lately"))
    year /= (year.sum(axis=1) + _PRIOR_CONTACTS)[:, None]
    parts = (("touchpoint", ever), ("recent_touchpoint", lately), ("habit_touchpoint", year))
    columns = [f"{prefix}_{name}" for prefix, _ in parts for name in names]
    return pd.DataFrame(np.hstack([part for _, part in parts]), index=people, columns=columns)


def _channels(study: Study, people: pd.Index, seat: np.ndarray, cutoff: dt.date) -> pd.DataFrame:
    names = [name for name in study.levels_of("channel") if name != "not known"]
    if not 1 < len(names) <= _MOST_TOUCHPOINTS:
        return pd.DataFrame(index=people)
    rows = study.view.frame(
        "SELECT customer, channel AS name, count(*)::DOUBLE AS n FROM touchpoints "
        "WHERE day >= $1 AND day < $2 AND channel IS NOT NULL GROUP BY customer, channel",
        [cutoff - dt.timedelta(days=_RECENT_DAYS), cutoff],
    )
    (counts,) = _wide(rows, names, seat, len(people), ("n",))
    total = counts.sum(axis=1, keepdims=True)
    shares = np.divide(counts, total, out=np.full(counts.shape, np.nan), where=total > 0)
    return pd.DataFrame(shares, index=people, columns=[f"recent_channel_{name}_share" for name in names])


def _wide(rows: pd.DataFrame, names: Sequence[str], seat: np.ndarray, n: int, measures: Sequence[str]) -> list[np.ndarray]:
    """A table of customers by names for each measure."""
    kinds = rows["name"].astype("category")
    column = pd.Index(names).get_indexer(pd.Index(kinds.cat.categories.astype(str)))[kinds.cat.codes.to_numpy()]
    row = seat[rows["customer"].to_numpy(np.int64)]
    kept = ~np.isnan(row) & (column >= 0)
    place = row[kept].astype(np.int64), column[kept]
    found = []
    for measure in measures:
        table = np.zeros((n, len(names)))
        table[place] = rows[measure].to_numpy(float)[kept]
        found.append(table)
    return found

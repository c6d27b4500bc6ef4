"""How long each customer has been one, from when to when that could be seen, and how it ended."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ..study import Study, period_bounds

__all__ = ["Lives", "lives", "months"]

_WEEKLY_UP_TO = 200
_MONTH_DAYS = 365.25 / 12
_MOST_STEPS = 48


@dataclass(frozen=True)
class Lives:
    """Customers by the ages at which they were watched.

    Attributes
    ----------
    rows : DataFrame
        Index customer_id; ``began`` (day), ``entry`` (watched at ages above it), ``exit`` (up to it), ``ended`` (left
        then), ``watched_to`` (age up to which leaving could have been seen), ``gone`` (day from which each one who left
        counts as gone), and the segments of customers.
    undated : int
        Left out: nobody knows when they began.
    new : int
        Left out: so new that leaving could not be seen yet.
    late : int
        Of the rows, those who had begun before watching did.
    watched_from : date or None
        When watching began.
    """

    rows: pd.DataFrame
    undated: int
    new: int
    late: int
    watched_from: dt.date | None


def lives(study: Study) -> Lives:
    """How long each of the slice's customers was one, in days since joining (age 0 is that day).

    Kind "contract": from joining to the day the contract ended. Kind "silence": from joining, or the first activity
    where that is earlier, to the last activity. Only after `silence_days` more is it known that it was the last, so
    nobody is watched beyond the study's last day less those: who was active since then had not left by that day. To
    watch them longer would count days on which nobody could be seen leaving. Who had joined before
    the data begin (or before leaving was recorded) is watched from then on only: others like them may have left unseen.
    """
    contract = study.settings.churn.kind == "contract"
    people = study.customers()
    found, undated, since, until = (_by_contract if contract else _by_activity)(study, people)
    began = found["began"]
    found["watched_to"] = (until - began).dt.days - 1
    start = (since - began).dt.days.clip(lower=0) if since is not None else pd.Series(0, index=found.index)
    found["ended"] = found["last"].notna() & (found["last"] < until)
    found["exit"] = np.where(found["ended"], (found["last"] - began).dt.days, found["watched_to"])
    found["entry"] = start - 1
    watched = (found["exit"] > found["entry"]).to_numpy()
    pause = pd.Timedelta(days=0 if contract else study.settings.churn.silence_days + 1)
    found["gone"] = (found["last"] + pause).where(found["ended"])
    rows = found[watched].join(people.drop(columns=["joined_at", "left_at"]))
    rows = _of_periods(study, rows.drop(columns="last").astype({"entry": float, "exit": float, "watched_to": float}))
    return Lives(rows, undated, int((~watched).sum()), int((rows["entry"] >= 0).sum()), since.date() if since is not None else None)


def months(longest: float) -> np.ndarray:
    """Ages in whole days to read a life at: weeks where it is short, else months, quarters, half years or years."""
    if longest < _WEEKLY_UP_TO:
        return np.arange(0.0, longest + 1, 7)
    step = next((size for size in (1, 3, 6) if longest <= size * _MOST_STEPS * _MONTH_DAYS), 12)
    return np.round(np.arange(0, longest / _MONTH_DAYS + 1e-9, step) * _MONTH_DAYS)


def _by_contract(study: Study, people: pd.DataFrame):
    known = people[people["joined_at"].notna()]
    found = pd.DataFrame({"began": known["joined_at"].dt.normalize(), "last": known["left_at"].dt.normalize()})
    since = study.settings.churn.known_from
    return found, len(people) - len(known), pd.Timestamp(since) if since else None, pd.Timestamp(study.as_of)


def _by_activity(study: Study, people: pd.DataFrame):
    seen = study.view.frame(
        f"SELECT customer_id, min(day) AS first, max(day) AS last FROM {study._activity()} a JOIN customers USING (customer) GROUP BY customer_id"
    ).set_index("customer_id").astype("datetime64[us]")
    since = max(filter(None, [seen["first"].min(), pd.Timestamp(study.settings.churn.known_from or dt.date(1900, 1, 1))])) if len(seen) else None
    seen = seen[seen.index.isin(people.index)]
    joined = people["joined_at"].reindex(seen.index).dt.normalize()
    silence = pd.Timedelta(days=study.settings.churn.silence_days)
    # Without a date of joining, who is seen early may have come for years; who is seen later is new.
    unknown = joined.isna() & (seen["first"] <= since + silence) if since is not None else joined.isna()
    found = pd.DataFrame({"began": joined.where(joined < seen["first"], seen["first"]), "last": seen["last"]})[~unknown.to_numpy()]
    return found, int(unknown.sum()), since, pd.Timestamp(study.as_of) - silence


def _of_periods(study: Study, rows: pd.DataFrame) -> pd.DataFrame:
    """Those who began in the slice's periods."""
    if study.slice.periods is None:
        return rows
    kept = np.zeros(len(rows), dtype=bool)
    for label in study.slice.periods:
        first, after = (pd.Timestamp(day) for day in period_bounds(label))
        kept |= ((rows["began"] >= first) & (rows["began"] < after)).to_numpy()
    return rows[kept]

"""Who was a customer when: start cohorts and what became of them, and what they paid, by period."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pandas as pd

from ..errors import ArgumentError
from ..slices import Slice
from ..store import INDEX_SQL, PERIOD_SQL
from .periods import period_bounds

__all__ = ["retention_counts", "revenue_counts"]


def retention_counts(study, by: Sequence[str]) -> pd.DataFrame:
    """See :meth:`cxlib.study.Study.retention_counts`."""
    _need_days(study)
    frame = _by_contract(study, by) if study.settings.churn.kind == "contract" else _by_silence(study, by)
    return study._in_periods(_finished(study, frame, by))


def revenue_counts(study, by: Sequence[str]) -> pd.DataFrame:
    """See :meth:`cxlib.study.Study.revenue_counts`."""
    _need_days(study)
    frame = _payments(study, by) if study.has("transactions") else _fees(study, by)
    frame["complete"] = [study.complete(period) for period in frame["period"]]
    return study._in_periods(frame)


def _need_days(study) -> None:
    if study.settings.period == "wave":
        raise ArgumentError("lifetimes are counted by month, quarter or year; this study's periods are survey waves")


def _calendar(study) -> pd.DataFrame:
    bounds = [period_bounds(label) for label in study.waves]
    return pd.DataFrame({"period": list(study.waves), "first": [a for a, _ in bounds], "after": [b for _, b in bounds]})


def _groups(study, by) -> tuple[str, str, str, list]:
    listed = study.view.expressions(by, "customers")
    names = [f"b{place}" for place in range(len(by))]
    where, values = study.view.where(Slice(study.slice.levels), "customers")
    prefix = "".join(f"{name}, " for name in names)
    return "".join(f"{text}, " for text in listed), prefix, where, values


def _by_contract(study, by) -> pd.DataFrame:
    """Active at the start: joined before it and not gone; churned: left inside of the period."""
    listed, prefix, where, values = _groups(study, by)
    calendar = _register(study, _calendar(study))
    return study.view.frame(
        f"WITH people AS (SELECT {listed} joined_at, left_at FROM customers WHERE {where}), spans AS ({calendar}) "
        f"SELECT {prefix} period, "
        "count(*) FILTER (coalesce(joined_at < first, TRUE) AND coalesce(left_at >= first, TRUE)) AS start, "
        "count(*) FILTER (coalesce(joined_at < first, TRUE) AND left_at >= first AND left_at < after) AS churned, "
        "count(*) FILTER (joined_at >= first AND joined_at < after) AS joined, "
        "count(*) FILTER (coalesce(joined_at < after, TRUE) AND coalesce(left_at >= after, TRUE)) AS \"end\" "
        f"FROM people, spans GROUP BY {prefix} period ORDER BY {prefix} period", values,
    )


def _by_silence(study, by) -> pd.DataFrame:
    """Active: paid or made contact in the period; churned: active in the period before, silent in this one."""
    listed, prefix, where, values = _groups(study, by)
    index, label = INDEX_SQL[study.settings.period], PERIOD_SQL[study.settings.period]
    same = "".join(f"coalesce(was.{name}, now.{name}) AS {name}, " for name in prefix.replace(" ", "").split(",") if name)
    return study.view.frame(
        f"WITH people AS (SELECT customer, {listed} FALSE AS nothing FROM customers WHERE {where}), "
        f"active AS (SELECT DISTINCT customer, {index} AS place FROM {study._activity()}), "
        f"spans AS (SELECT DISTINCT {index} AS place, {label} AS period FROM {study._activity()}), "
        "mine AS (SELECT people.*, place FROM people JOIN active USING (customer)), "
        "firsts AS (SELECT customer, min(place) AS place FROM mine GROUP BY customer), "
        f"pairs AS (SELECT {same} coalesce(was.place + 1, now.place) AS place, was.customer AS was, now.customer AS now, "
        "coalesce(now.customer, was.customer) AS customer FROM mine was FULL JOIN mine now "
        "ON was.customer = now.customer AND was.place + 1 = now.place) "
        f"SELECT {prefix} period, count(was) AS start, count(was) FILTER (now IS NULL) AS churned, "
        "count(*) FILTER (firsts.place = pairs.place) AS joined, count(now) AS \"end\" "
        "FROM pairs JOIN spans USING (place) LEFT JOIN firsts ON firsts.customer = pairs.customer "
        f"GROUP BY {prefix} period ORDER BY {prefix} period", values,
    )


def _finished(study, frame: pd.DataFrame, by) -> pd.DataFrame:
    frame = frame.rename(columns={f"b{place}": name for place, name in enumerate(by)})
    frame["retained"] = frame["start"] - frame["churned"]
    known_from = study.settings.churn.known_from or dt.date(1, 1, 1)
    first = study.waves[0] if study.settings.churn.kind == "silence" else ""
    frame["known"] = [period_bounds(label)[0] >= known_from and label != first for label in frame["period"]]
    frame["complete"] = [study.complete(label) for label in frame["period"]]
    return frame[[*by, "period", "start", "retained", "churned", "joined", "end", "known", "complete"]]


def _payments(study, by) -> pd.DataFrame:
    listed, prefix, where, values = _groups(study, by)
    label = PERIOD_SQL[study.settings.period]
    joined = prefix.replace(" ", "").split(",")[:-1]
    on = " AND ".join(["paid.period = books.period", *[f"paid.{name} IS NOT DISTINCT FROM books.{name}" for name in joined]])
    calendar = _register(study, _calendar(study))
    frame = study.view.frame(
        f"WITH seen AS (SELECT customer, min(day) AS since, max(day) AS last FROM {study._activity()} GROUP BY customer), "
        # Whoever pays is on the books, whatever the list of customers says; one without a date joins when first seen.
        f"people AS (SELECT customer, {listed} least(joined_at, since) AS joined_at, "
        f"CASE WHEN left_at IS NOT NULL THEN greatest(left_at, last) END AS left_at "
        f"FROM customers LEFT JOIN seen USING (customer) WHERE {where}), spans AS ({calendar}), "
        f"each AS (SELECT customer, {label} AS period, sum(amount) AS amount FROM transactions GROUP BY ALL), "
        f"paid AS (SELECT {prefix} period, count(*) AS customers, sum(amount) AS amount, sum(amount ** 2) AS amount2, "
        f"sum(amount ** 3) AS amount3 FROM each JOIN people USING (customer) GROUP BY {prefix} period), "
        f"books AS (SELECT {prefix} period, count(*) AS customers_all FROM people, spans "
        "WHERE coalesce(joined_at < after, TRUE) AND coalesce(left_at >= first, TRUE) GROUP BY ALL) "
        f"SELECT {''.join(f'books.{name}, ' for name in joined)} books.period, coalesce(customers, 0) AS customers, customers_all, "
        "coalesce(amount, 0) AS amount, coalesce(amount2, 0) AS amount2, coalesce(amount3, 0) AS amount3 "
        f"FROM books LEFT JOIN paid ON {on} ORDER BY ALL", values,
    )
    return frame.rename(columns={f"b{place}": name for place, name in enumerate(by)})


def _fees(study, by) -> pd.DataFrame:
    """What customers on the books owe a month, where there are fees and no payments."""
    listed, prefix, where, values = _groups(study, by)
    calendar = _register(study, _calendar(study))
    frame = study.view.frame(
        f"WITH people AS (SELECT {listed} joined_at, left_at, monthly_fee FROM customers WHERE {where} AND monthly_fee IS NOT NULL), "
        f"spans AS ({calendar}) SELECT {prefix} period, count(*) AS customers, count(*) AS customers_all, "
        "sum(monthly_fee * months) AS amount, sum((monthly_fee * months) ** 2) AS amount2, sum((monthly_fee * months) ** 3) AS amount3 "
        "FROM people, (SELECT *, date_diff('month', first, after) AS months FROM spans) "
        f"WHERE coalesce(joined_at < first, TRUE) AND coalesce(left_at >= first, TRUE) GROUP BY {prefix} period ORDER BY {prefix} period", values,
    )
    return frame.rename(columns={f"b{place}": name for place, name in enumerate(by)})


def _register(study, calendar: pd.DataFrame) -> str:
    """SQL that gives the calendar; labels and dates here are our own, never from a file."""
    rows = ", ".join(f"('{row.period}', DATE '{row.first}', DATE '{row.after}')" for row in calendar.itertuples())
    return f"SELECT * FROM (VALUES {rows}) AS spans(period, first, after)"

"""Who was a customer when: start cohorts and what became of them, and what they paid, by period."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from math import frexp, ldexp

import pandas as pd

from ..errors import ArgumentError
from ..store import INDEX_SQL, PERIOD_SQL, Exact, power_above
from .cubes import people_counts
from .periods import period_bounds

__all__ = ["repeat_counts", "retention_counts", "revenue_counts", "revenue_retention_counts"]

_PARTS = (
    "start", "retained", "before", "kept", "added", "lost", "before2", "before3", "before_kept", "kept2", "before2_kept", "before_kept2",
    "before_added", "added2", "before2_added", "before_added2",
)


def retention_counts(study, by: Sequence[str]) -> pd.DataFrame:
    """See :meth:`cxlib.study.Study.retention_counts`."""
    _need_days(study)
    contract = study.settings.churn.kind == "contract"
    frame = people_counts(study, "retention", by, _by_contract if contract else _by_silence)
    return study._in_periods(_finished(study, frame, by))


def revenue_counts(study, by: Sequence[str]) -> pd.DataFrame:
    """See :meth:`cxlib.study.Study.revenue_counts`."""
    _need_days(study)
    frame = people_counts(study, "revenue", by, _payments if study.has("transactions") else _fees)
    frame["complete"] = [study.complete(period) for period in frame["period"]]
    return study._in_periods(frame)


def revenue_retention_counts(study, by: Sequence[str]) -> pd.DataFrame:
    """See :meth:`cxlib.study.Study.revenue_retention_counts`."""
    _need_days(study)
    if study.has("transactions"):
        frame = people_counts(study, "paid again", by, _paid_again)
        pairs = study.view.remembered("pairs of periods with payments", lambda: _periods_with_one_before(study))
        known = {label: before is not None for label, before in pairs.items()}
        whole = {label: study.complete(label) and study.complete(before or label) for label, before in pairs.items()}
    else:
        frame = people_counts(study, "fees again", by, _fees_again)
        since = study.settings.churn.known_from or dt.date(1, 1, 1)
        known = {label: period_bounds(label)[0] >= since for label in study.waves}
        whole = {label: study.complete(label) for label in study.waves}
    frame = _with_empty_periods(frame, by, list(known))
    frame["known"], frame["complete"] = frame["period"].map(known).astype(bool), frame["period"].map(whole).astype(bool)
    return study._in_periods(frame[[*by, "period", *_PARTS, "known", "complete"]])


def repeat_counts(study, by: Sequence[str]) -> pd.DataFrame:
    """See :meth:`cxlib.study.Study.repeat_counts`."""
    _need_days(study)
    frame = people_counts(study, "repeats", by, _repeats)
    frame["complete"] = [study.complete(period) for period in frame["period"]]
    return study._in_periods(frame)


def _repeats(study, by) -> pd.DataFrame:
    listed, prefix, where, values = _groups(study, by)
    return study.view.frame(
        f"WITH people AS (SELECT customer, {listed} FALSE AS nothing FROM customers WHERE {where}), "
        f"each AS (SELECT customer, {PERIOD_SQL[study.settings.period]} AS period, count(DISTINCT \"at\") AS times "
        "FROM transactions WHERE amount > 0 GROUP BY ALL) "
        f"SELECT {prefix} period, count(*) AS customers, count(*) FILTER (times > 1) AS repeated "
        f"FROM each JOIN people USING (customer) GROUP BY {prefix} period ORDER BY {prefix} period", values,
    )


def _need_days(study) -> None:
    if study.settings.period == "wave":
        raise ArgumentError("lifetimes are counted by month, quarter or year; this study's periods are survey waves")


def _calendar(study) -> pd.DataFrame:
    bounds = [period_bounds(label) for label in study.waves]
    return pd.DataFrame({"period": list(study.waves), "first": [a for a, _ in bounds], "after": [b for _, b in bounds]})


def _groups(study, by) -> tuple[str, str, str, list]:
    listed = study.view.expressions(by, "customers")
    names = [f"b{place}" for place in range(len(by))]
    where, values = study.view.where(study.slice, "customers")
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
    return study.view.frame(
        f"WITH seen AS (SELECT customer, min(day) AS since, max(day) AS last FROM {study._activity()} GROUP BY customer), "
        # Whoever pays is on the books, whatever the list of customers says; one without a date joins when first seen.
        f"people AS (SELECT customer, {listed} least(joined_at, since) AS joined_at, "
        f"CASE WHEN left_at IS NOT NULL THEN greatest(left_at, last) END AS left_at "
        f"FROM customers LEFT JOIN seen USING (customer) WHERE {where}), spans AS ({calendar}), "
        f"each AS (SELECT customer, {label} AS period, {_paid(study)} AS amount FROM transactions GROUP BY ALL), {_UNIT}, "
        f"paid AS (SELECT {prefix} period, count(*) AS customers, {_sums_sql(study, _POWERS)} FROM (SELECT customer, period, "
        f"amount / unit AS x, unit FROM each CROSS JOIN units) a JOIN people USING (customer) GROUP BY {prefix} period), "
        f"books AS (SELECT {prefix} period, count(*) AS customers_all FROM people, spans "
        "WHERE coalesce(joined_at < after, TRUE) AND coalesce(left_at >= first, TRUE) GROUP BY ALL) "
        f"SELECT {''.join(f'books.{name}, ' for name in joined)} books.period, coalesce(customers, 0) AS customers, customers_all, "
        "coalesce(amount, 0) AS amount, coalesce(amount2, 0) AS amount2, coalesce(amount3, 0) AS amount3 "
        f"FROM books LEFT JOIN paid ON {on} ORDER BY ALL", values,
    )


def _fees(study, by) -> pd.DataFrame:
    """What customers on the books owe a month, where there are fees and no payments."""
    listed, prefix, where, values = _groups(study, by)
    calendar = _register(study, _calendar(study))
    return study.view.frame(
        f"WITH people AS (SELECT {listed} joined_at, left_at, monthly_fee FROM customers WHERE {where} AND monthly_fee IS NOT NULL), "
        f"spans AS ({calendar}) SELECT {prefix} period, count(*) AS customers, count(*) AS customers_all, {_sums_sql(study, _POWERS)} "
        f"FROM (SELECT *, monthly_fee * date_diff('month', first, after) / {_fee_unit(study)} AS x, {_fee_unit(study)} AS unit FROM people, spans "
        f"WHERE coalesce(joined_at < first, TRUE) AND coalesce(left_at >= first, TRUE)) a GROUP BY {prefix} period ORDER BY {prefix} period", values,
    )


# What a customer of the start cohort paid before (x), the part of it paid again (m), and what was paid on top (e).
_PRODUCTS = {
    "before": "x", "kept": "m", "added": "e", "before2": "x * x", "before3": "x * x * x", "before_kept": "x * m", "kept2": "m * m",
    "before2_kept": "x * x * m", "before_kept2": "x * m * m", "before_added": "x * e", "added2": "e * e", "before2_added": "x * x * e",
    "before_added2": "x * e * e",
}
_POWERS = {"amount": "x", "amount2": "x * x", "amount3": "x * x * x"}
# The largest amount, rounded up to a power of two: amounts are counted in it, so that no third power is too large or too small to add up.
_UNIT = f"units AS (SELECT {power_above('max(abs(amount))')} AS unit FROM each)"


def _paid(study) -> Exact:
    return Exact("amount", study.view.largest("transactions", "amount") * study.view.rows_of("transactions"))


def _fee_unit(study) -> str:
    """A power of two of at least the largest fee of a year."""
    return f"CAST({ldexp(1.0, frexp(study.view.largest('customers', 'monthly_fee') * 12)[1])!r} AS DOUBLE)"


def _sums_sql(study, products: Mapping[str, str]) -> str:
    """SQL for sums over customers of products of amounts, which come in units."""
    most = len(study.view.customer_ids)
    return ", ".join(f"{Exact(product, most)} * {' * '.join(['max(unit)'] * (product.count('*') + 1))} AS {name}" for name, product in products.items())


def _parts_sql(study) -> str:
    lost = Exact("x", len(study.view.customer_ids), "m + e <= 0")
    return f"count(*) AS start, count(*) FILTER (m + e > 0) AS retained, coalesce({lost} * max(unit), 0) AS lost, {_sums_sql(study, _PRODUCTS)}"


def _paid_again(study, by) -> pd.DataFrame:
    """Who paid in the period before, against what the same customers paid in this one; refunds taken off, nothing below zero."""
    listed, prefix, where, values = _groups(study, by)
    index, label = INDEX_SQL[study.settings.period], PERIOD_SQL[study.settings.period]
    return study.view.frame(
        f"WITH people AS (SELECT customer, {listed} FALSE AS nothing FROM customers WHERE {where}), "
        f"each AS (SELECT customer, {index} AS place, {_paid(study)} AS amount FROM transactions GROUP BY ALL HAVING {_paid(study)} > 0), {_UNIT}, "
        f"spans AS (SELECT DISTINCT {index} AS place, {label} AS period FROM transactions), "
        "payments AS (SELECT customer, place, amount / unit AS x, unit FROM each CROSS JOIN units), "
        "pairs AS (SELECT people.*, was.place + 1 AS place, was.x, least(was.x, coalesce(now.x, 0)) AS m, "
        "greatest(coalesce(now.x, 0) - was.x, 0) AS e, was.unit FROM payments was JOIN people ON people.customer = was.customer "
        "LEFT JOIN payments now ON now.customer = was.customer AND now.place = was.place + 1) "
        f"SELECT {prefix} period, {_parts_sql(study)} FROM pairs JOIN spans USING (place) GROUP BY {prefix} period ORDER BY {prefix} period", values,
    )


def _fees_again(study, by) -> pd.DataFrame:
    """Monthly fees of those on the books when a period began, against those still on them when it ended."""
    listed, prefix, where, values = _groups(study, by)
    unit = _fee_unit(study)
    return study.view.frame(
        f"WITH people AS (SELECT {listed} joined_at, left_at, monthly_fee FROM customers WHERE {where} AND monthly_fee > 0), "
        f"spans AS ({_register(study, _calendar(study))}), pairs AS (SELECT *, monthly_fee / {unit} AS x, 0e0 AS e, {unit} AS unit, "
        f"CASE WHEN coalesce(left_at >= after, TRUE) THEN monthly_fee / {unit} ELSE 0e0 END AS m FROM people, spans "
        "WHERE coalesce(joined_at < first, TRUE) AND coalesce(left_at >= first, TRUE)) "
        f"SELECT {prefix} period, {_parts_sql(study)} FROM pairs GROUP BY {prefix} period ORDER BY {prefix} period", values,
    )


def _periods_with_one_before(study) -> dict[str, str | None]:
    """Each period with payments, and the one just before it where that has payments too."""
    rows = study.view.query(f"SELECT DISTINCT {PERIOD_SQL[study.settings.period]} FROM transactions")
    labels = sorted(row[0] for row in rows)
    ends = {period_bounds(label)[1]: label for label in labels}
    return {label: ends.get(period_bounds(label)[0]) for label in labels}


def _with_empty_periods(frame: pd.DataFrame, by, periods: Sequence[str]) -> pd.DataFrame:
    """A row for each group and period, zero where nobody was there to be kept."""
    if not by:
        index = pd.Index(periods, name="period")
        return frame.set_index("period").reindex(index, fill_value=0).reset_index()
    groups = frame[list(by)].drop_duplicates()
    every = groups.merge(pd.DataFrame({"period": list(periods)}), how="cross")
    filled = every.merge(frame, how="left", on=[*by, "period"])
    return filled.fillna(dict.fromkeys(_PARTS, 0))


def _register(study, calendar: pd.DataFrame) -> str:
    """SQL that gives the calendar; labels and dates here are our own, never from a file."""
    rows = ", ".join(f"('{row.period}', DATE '{row.first}', DATE '{row.after}')" for row in calendar.itertuples())
    return f"SELECT * FROM (VALUES {rows}) AS spans(period, first, after)"

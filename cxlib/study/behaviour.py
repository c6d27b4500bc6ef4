"""What each customer did, from rows strictly before a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np
import pandas as pd

from ..store import Exact

__all__ = ["features"]


def features(study, as_of: dt.date, lookback_days: int, columns: Sequence[str] = ()) -> pd.DataFrame:
    """See :meth:`cxlib.study.Study.features`.

    Returns
    -------
    DataFrame
        Index customer_id, one row per customer of the slice who joined or was seen before `as_of` and had not
        left. Columns: ``tenure_days``, ``recency_days`` (since the last activity ever), and over the lookback
        ``visits``, ``spend``, ``basket``, ``refunds``, ``visits_last_30``, ``visits_prior_30``, ``mean_gap_days``,
        ``gap_ratio``, ``morning_share``, ``weekend_share``, ``contacts``, ``channel_<name>_share``,
        ``touchpoints_used``, ``answers``, ``low_scores``, ``last_score_<question>``, ``monthly_fee`` where there is one,
        and `columns`. In a study of survey waves customers need not have been seen on a day, and answers of all its
        waves up to now count. Not known stays NaN.
    """
    start = as_of - dt.timedelta(days=lookback_days)
    people = _people(study, as_of)
    parts = [people]
    if study.has("transactions"):
        parts.append(_payments(study, as_of, start))
    if study.has("touchpoints"):
        parts.append(_contacts(study, as_of, start))
        parts.append(_channels(study, as_of, start))
    if study.has("responses"):
        parts.append(_answers(study, as_of, start))
    frame = (people.join(parts[1:]) if len(parts) > 1 else people).set_index("customer_id")
    return _finished(frame.join(_typed(study.view.own_columns(columns))) if columns else frame, study)


def _people(study, as_of: dt.date) -> pd.DataFrame:
    where, values = study.view.where(study.slice, "customers")
    seen = " UNION ALL ".join(f"SELECT customer, day FROM {name} WHERE day < $day" for name in ("transactions", "touchpoints") if study.has(name))
    day = f"DATE '{as_of.isoformat()}'"
    first = f"LEFT JOIN (SELECT customer, min(day) AS first_seen, max(day) AS last_seen FROM ({seen.replace('$day', day)}) GROUP BY customer) s USING (customer)" if seen else ""
    origin = "least(joined_at, first_seen)" if seen else "joined_at"
    there = f"coalesce({origin} < {day}, TRUE)" if study.settings.period == "wave" else f"{origin} < {day}"
    frame = study.view.frame(
        f"SELECT customer, customer_id, date_diff('day', {origin}, {day})::DOUBLE AS tenure_days"
        + (f", date_diff('day', last_seen, {day})::DOUBLE AS recency_days" if seen else "")
        + f", monthly_fee FROM customers {first} WHERE {where} AND {there} AND coalesce(left_at >= {day}, TRUE) ORDER BY customer",
        values,
    )
    frame = frame.set_index("customer")
    return frame.drop(columns="monthly_fee") if frame["monthly_fee"].isna().all() else frame


def _payments(study, as_of: dt.date, start: dt.date) -> pd.DataFrame:
    most = study.view.largest("transactions", "amount") * study.view.rows_of("transactions")
    amount, paid = Exact("amount", most), Exact("amount", most, "amount > 0")
    return study.view.frame(
        # Lines that were paid at the same moment are one visit.
        f"SELECT customer, sum(bought)::DOUBLE AS visits, {amount.back('sum(amount_steps)')} AS spend, {paid.back('sum(paid_steps)')} / nullif(sum(bought), 0) AS basket, "
        "sum(refunded)::DOUBLE AS refunds, sum(bought) FILTER (day >= $2 - 30)::DOUBLE AS visits_last_30, "
        "sum(bought) FILTER (day < $2 - 30 AND day >= $2 - 60)::DOUBLE AS visits_prior_30, "
        "date_diff('day', min(day), max(day)) / nullif(count(DISTINCT day) - 1, 0)::DOUBLE AS mean_gap_days, "
        "sum(early) / sum(lines)::DOUBLE AS morning_share, sum(lines) FILTER (date_diff('day', DATE '1900-01-01', day) % 7 >= 5) / sum(lines)::DOUBLE AS weekend_share "
        f"FROM (SELECT customer, \"at\", day, count(*) AS lines, {amount.steps} AS amount_steps, {paid.steps} AS paid_steps, "
        "max((amount > 0)::INTEGER) AS bought, max((amount < 0)::INTEGER) AS refunded, sum((hour < 11)::INTEGER) AS early "
        "FROM transactions WHERE day >= $1 AND day < $2 GROUP BY customer, \"at\", day) GROUP BY customer",
        [start, as_of],
    ).set_index("customer").fillna({"weekend_share": 0.0})


def _contacts(study, as_of: dt.date, start: dt.date) -> pd.DataFrame:
    return study.view.frame(
        "SELECT customer, count(*)::DOUBLE AS contacts, count(DISTINCT touchpoint)::DOUBLE AS touchpoints_used, "
        "count(DISTINCT channel)::DOUBLE AS channels_used FROM touchpoints WHERE day >= $1 AND day < $2 GROUP BY customer",
        [start, as_of],
    ).set_index("customer")


def _channels(study, as_of: dt.date, start: dt.date) -> pd.DataFrame:
    counts = study.view.frame(
        "SELECT customer, channel, count(*)::DOUBLE AS n FROM touchpoints "
        "WHERE day >= $1 AND day < $2 AND channel IS NOT NULL GROUP BY customer, channel",
        [start, as_of],
    )
    wide = counts.pivot(index="customer", columns="channel", values="n").fillna(0.0)
    return wide.div(wide.sum(axis=1), axis=0).rename(columns=lambda name: f"channel_{name}_share").rename_axis(columns=None)


def _answers(study, as_of: dt.date, start: dt.date) -> pd.DataFrame:
    """The last score of each question, how many answers there are, and how many of them in the worst part of the scale."""
    questions = sorted(study.codebook)
    place = " ".join(f"WHEN ${number} THEN {number - 1}" for number in range(1, len(questions) + 1))
    dates = len(questions) + 1, len(questions) + 2
    when, values = ("TRUE", []) if study.settings.period == "wave" else (f"day >= ${dates[0]} AND day < ${dates[1]}", [start, as_of])
    rows = study.view.frame(
        f"SELECT customer, CASE question {place} END AS place, score FROM responses JOIN customers USING (customer) "
        f"WHERE {when} AND score IS NOT NULL ORDER BY customer, place, \"at\", _row, score", [*questions, *values],
    )
    customer, asked, score = rows["customer"].to_numpy(), rows["place"].to_numpy(np.int64), rows["score"].to_numpy(float)
    meaning = np.array([(study.codebook[name].low, study.codebook[name].high, study.codebook[name].turned) for name in questions], dtype=float)
    low, high, turned = meaning.reshape(-1, 3)[asked].T
    position = (score - low) / (high - low)
    position = np.where(turned > 0, 1 - position, position)
    who, seat = np.unique(customer, return_inverse=True)
    last = np.full((len(who), len(questions)), np.nan)
    last[seat, asked] = score  # of several the last one stays
    frame = pd.DataFrame(last, index=pd.Index(who, name="customer"), columns=[f"last_score_{name}" for name in questions])
    counts = {"answers": np.bincount(seat, minlength=len(who)), "low_scores": np.bincount(seat, weights=position <= 0.4, minlength=len(who))}
    return frame.dropna(axis=1, how="all").assign(**{name: number.astype(float) for name, number in counts.items()})


def _typed(frame: pd.DataFrame) -> pd.DataFrame:
    """Texts as numbers where all of a column that are known are numbers."""
    found = {}
    for name in frame:
        text = frame[name].replace("", None)
        numbers = pd.to_numeric(text, errors="coerce")
        found[name] = numbers.astype(float) if (numbers.notna() | text.isna()).all() else text.astype(object)
    return pd.DataFrame(found, index=frame.index)


def _finished(frame: pd.DataFrame, study) -> pd.DataFrame:
    counts = [name for name in ("visits", "spend", "refunds", "visits_last_30", "visits_prior_30", "contacts",
                                "touchpoints_used", "channels_used", "answers", "low_scores") if name in frame]
    out = frame.copy()
    out[counts] = out[counts].fillna(0.0)
    if {"recency_days", "mean_gap_days"} <= set(out.columns):
        out["gap_ratio"] = out["recency_days"] / out["mean_gap_days"].replace(0.0, np.nan)
    return out

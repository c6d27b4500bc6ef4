"""Who answered of those on the books, and how long contact, answer and report lie apart."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections.abc import Sequence

import numpy as np
import pandas as pd

from ..store.merging import places_of_new
from .periods import period_bounds

__all__ = ["answered_after", "lists_only_respondents", "on_the_books", "reply_counts"]

_DAY = 86_400_000_000
_NEARLY_ALL = 0.98


def reply_counts(study, by: Sequence[str] = (), *, question: str | None = None) -> pd.DataFrame:
    """Customers on the books in the study's wave, and how many of them gave a score in it.

    On the books: in the table of customers, joined before the wave ended and not left before it began; everybody in the
    table where waves have no days.

    Parameters
    ----------
    by : segments of customers
    question : name of a question, optional
        Count scores of this question only.

    Returns
    -------
    DataFrame
        Columns `by`, ``customers``, ``answered``.
    """
    where, values = study.view.where(study.slice.only(study.view.customer_segments), "customers")
    listed = ", ".join(["customers.customer", *study.view.expressions(by, "customers")])
    books, bound = on_the_books(study)
    (period,) = study.view.expressions(["period"], "responses")
    asked, asked_values = ("AND question = ?", [question]) if question else ("", [])
    keys = ", ".join(f"b{place}" for place in range(len(by)))
    frame = study.view.frame(
        f"WITH given AS (SELECT customer, {period} FROM responses WHERE score IS NOT NULL {asked}), "
        f"said AS (SELECT DISTINCT customer FROM given WHERE b0 = ?), people AS (SELECT {listed} FROM customers WHERE listed AND {books} AND {where}) "
        f"SELECT {keys + ', ' if keys else ''}count(*) AS customers, count(said.customer) AS answered FROM people "
        f"LEFT JOIN said ON said.customer = people.customer {f'GROUP BY {keys} ORDER BY {keys}' if keys else ''}",
        [*asked_values, study.wave, *bound, *values],
    )
    return frame.rename(columns={f"b{place}": name for place, name in enumerate(by)}).astype({"customers": "int64", "answered": "int64"})


def lists_only_respondents(study) -> bool:
    """Whether nearly everybody in the table of customers gave a score at some time: then it says nothing of those who did not."""
    def ask() -> bool:
        listed, said = study.view.query(
            "WITH said AS (SELECT DISTINCT customer FROM responses WHERE score IS NOT NULL) SELECT count(*), count(said.customer) FROM customers "
            "LEFT JOIN said ON said.customer = customers.customer WHERE listed")[0]
        return said >= _NEARLY_ALL * listed

    return study.view.remembered("lists only respondents", ask)


def on_the_books(study) -> tuple[str, list]:
    """SQL: the customer was on the books in the study's wave."""
    if study.settings.period == "wave":
        return "TRUE", []
    start, end = period_bounds(study.wave)
    return "(joined_at IS NULL OR joined_at < ?) AND (left_at IS NULL OR left_at >= ?)", [end, start]


def answered_after(study) -> tuple[np.ndarray, np.ndarray]:
    """Days from the last contact to each answer of the wave, and from each answer to the day the wave was seen whole.

    Answers of one customer at one moment count once; an answer without an earlier contact is missing from the first.

    Returns
    -------
    (contact_to_answer, answer_to_report)
        Float arrays, in days.
    """
    where, values = study.view.where(study.slice, "responses")
    (period,) = study.view.expressions(["period"], "responses")
    frame = study.view.frame(
        f"WITH given AS (SELECT responses.customer, \"at\", {period} FROM {study.view.rows('responses')} WHERE {where} AND \"at\" IS NOT NULL "
        'AND score IS NOT NULL) SELECT DISTINCT customer, "at" FROM given WHERE b0 = ? ORDER BY customer, "at"', [*values, study.wave],
    )
    customer, at = frame["customer"].to_numpy(np.int64), frame["at"].to_numpy("datetime64[us]").astype(np.int64)
    zone = zoneinfo.ZoneInfo(study.settings.timezone)
    seen = dt.datetime(study.as_of.year, study.as_of.month, study.as_of.day, tzinfo=zone)
    to_report = (round(seen.timestamp() * 1e6) - at) / _DAY
    return _since_contact(study, customer, at), to_report


def _since_contact(study, customer: np.ndarray, at: np.ndarray) -> np.ndarray:
    if not study.has("touchpoints"):
        return np.zeros(0)
    found = []
    for piece in study.unsliced().event_pieces(without=("journey", "channel")):
        if len(piece.customer):
            mine = (customer >= piece.customer[0]) & (customer <= piece.customer[-1])
            after = places_of_new(piece.customer, piece.at, customer[mine], at[mine])
            last = np.maximum(after - 1, 0)
            known = (after > 0) & (piece.customer[last] == customer[mine])
            found.append((at[mine] - piece.at[last])[known] / _DAY)
    return np.concatenate(found) if found else np.zeros(0)

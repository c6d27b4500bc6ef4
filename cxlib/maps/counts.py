"""Sums over answers and contacts by stage, touchpoint and channel: all that the map and the matrix read from rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import prod

import numpy as np
import pandas as pd

from .. import intervals
from ..slices import Slice
from ..store import NOT_KNOWN, Exact

__all__ = ["PLACES", "contact_counts", "furthest_counts", "looked_at", "rating_counts", "rating_estimates", "seen_through"]

PLACES = ("stage", "touchpoint", "channel")
# Each sum of the weight w and the rating y of a respondent: its name, and how often w and y stand in the product.
_SUMS = {"w": (1, 0), "w2": (2, 0), "y": (0, 1), "y2": (0, 2), "wy": (1, 1), "w2y": (2, 1), "w2y2": (2, 2)}
_WHO = "CASE WHEN customers.customer_id LIKE 'anonymous-%' THEN concat_ws(' ', 'row', responses._row, responses.\"at\") ELSE customers.customer_id END"


def looked_at(study) -> tuple[str, ...]:
    """The periods that a map speaks of: those of the slice, else the study's wave."""
    kept = study.slice.periods
    return (study.wave,) if kept is None else tuple(wave for wave in study.waves if wave in kept)


def seen_through(study, table: str) -> tuple[Slice, list[str]]:
    """The part of the slice that rows of a table can be asked for, and the segments that they do not have."""
    known = study.view.segments_of(table)
    missing = [name for name in study.slice.segments if name not in known]
    return study.slice.without("period").only(known), missing


def rating_counts(study, by: Sequence[str], *, segment: str | None = None, into: Mapping[str, str] | None = None) -> pd.DataFrame:
    """Sums over respondents of how they rated, by place.

    Each answer is put where it lies on its own question's scale, 0 at the worst end and 1 at the best; a respondent's
    answers at one place count once, as their mean. What an answer does not say of its place the codebook says.

    Parameters
    ----------
    by : some of ``stage``, ``touchpoint``, ``channel``
    segment : segment of customers, optional
    into : stage -> stage that it counts for, optional
        All other stages are then "not known".

    Returns
    -------
    DataFrame
        Columns ``level`` (of the segment; "" without one), `by`, ``n`` (respondents), and sums of the weight w and the
        rating y: ``w``, ``w2``, ``y``, ``y2``, ``wy``, ``w2y``, ``w2y2``. Empty where there are no answers.
    """
    book = [question for question in study.codebook.values()]
    columns = ["level", *by, "n", "w", "w2", "y", "y2", "wy", "w2y", "w2y2"]
    if not study.has("responses") or not book:
        return pd.DataFrame(columns=columns)
    slice_, _ = seen_through(study, "responses")
    where, kept = study.view.where(slice_, "responses")
    listed = ", ".join(study.view.expressions(["period", *PLACES, *([segment] if segment else [])], "responses"))
    weight = "coalesce(weight, 0)" if study.weighted else "1.0"
    marks, periods = ", ".join("?" for _ in book), looked_at(study)
    places = [_place_of(book, place, f"b{number}") for number, place in enumerate(PLACES, start=1) if place in by]
    if into and "stage" in by:
        places[0] = _counted_for(places[0], into)
    position = "CASE question " + " ".join(f"WHEN ? THEN {_position(question)}" for question in book) + " END"
    level = "b4" if segment else "''"
    groups = ", ".join(["level", *by])
    order = [place for place in PLACES if place in by]
    sums = ", ".join(f"{_sum_of(study, ' * '.join('w' * w + 'y' * y), w, y)} AS {name}" for name, (w, y) in _SUMS.items())
    frame = study.view.frame(
        f"WITH given AS (SELECT {listed}, question, score, {weight} AS weight, {_WHO} AS who, wave FROM {study.view.rows('responses')} "
        f"WHERE {where} AND score IS NOT NULL AND question IN ({marks})), "
        f"placed AS (SELECT {level} AS level, {''.join(f'{sql} AS {name}, ' for (sql, _), name in zip(places, order, strict=True))}"
        f"{position} AS y, weight, who, coalesce(wave, b0) AS occasion FROM given WHERE b0 IN ({', '.join('?' for _ in periods) or 'NULL'})), "
        f"people AS (SELECT {groups}, who, occasion, max(weight) AS w, {_sum_of(study, 'y', 0, 1)} / count(y) AS y FROM placed GROUP BY {groups}, who, occasion) "
        f"SELECT {groups}, count(*) AS n, {sums} FROM people GROUP BY {groups} ORDER BY {groups}",
        [*kept, *[q.name for q in book], *[value for _, values in places for value in values], *[q.name for q in book], *periods],
    )
    return frame[columns]


def _sum_of(study, product: str, weights: int, ratings: int) -> Exact:
    """The exact sum over answers of a product of so many weights and ratings."""
    score = study.view.largest("responses", "score")
    rating = max((score + max(abs(question.low), abs(question.high))) / (question.high - question.low) for question in study.codebook.values())
    weight = study.view.largest_weight if study.weighted else 1.0
    return Exact(product, prod([weight] * weights + [rating] * ratings) * study.view.rows_of("responses"))


def rating_estimates(sums: pd.DataFrame, *, weighted: bool) -> pd.DataFrame:
    """Mean rating with its interval, from 0 to 1, a row per row of :func:`rating_counts`.

    Returns
    -------
    DataFrame
        ``base`` (respondents), ``value``, ``low``, ``high``: missing where nobody answered.
    """
    t = {name: sums[name].to_numpy(dtype=float) for name in ("n", "w", "w2", "y", "y2", "wy", "w2y", "w2y2")}
    some = t["n"] > 0
    if weighted:
        value, low, high, _ = intervals.weighted_mean_interval(*(t[k] for k in ("n", "w", "w2", "wy", "w2y", "w2y2")), scale=(0, 1))
    else:
        low, high = intervals.mean_interval(t["n"], t["y"], t["y2"], scale=(0, 1))
        value = np.divide(t["y"], t["n"], out=np.full(len(some), np.nan), where=some)
    ends = {"low": np.fmin(low, value), "high": np.fmax(high, value)}
    return pd.DataFrame({"base": t["n"], "value": value, **ends}, index=sums.index)


def contact_counts(study) -> pd.DataFrame:
    """Contacts of the periods looked at by stage, touchpoint and channel, and how many are of customers not heard there.

    A customer is heard at a touchpoint by an answer of the same periods about it, or about its stage without naming a
    touchpoint.

    Returns
    -------
    DataFrame
        Columns ``stage``, ``touchpoint``, ``channel``, ``contacts``, ``customers``, ``squares`` (sum over customers of
        squared contacts), ``unheard`` (contacts).
    """
    made, values = _contacts(study)
    heard, more = _heard(study)
    return study.view.frame(
        f"WITH made AS ({made}), heard AS ({heard}), "
        "counted AS (SELECT customer, stage, touchpoint, channel, count(*) AS contacts FROM made GROUP BY customer, stage, touchpoint, channel), "
        "known AS (SELECT c.*, CASE WHEN t.customer IS NULL AND s.customer IS NULL THEN contacts ELSE 0 END AS unheard FROM counted c "
        "LEFT JOIN (SELECT DISTINCT customer, touchpoint FROM heard) t ON t.customer = c.customer AND t.touchpoint = c.touchpoint "
        f"LEFT JOIN (SELECT DISTINCT customer, stage FROM heard WHERE touchpoint = '{NOT_KNOWN}') s ON s.customer = c.customer AND s.stage = c.stage) "
        "SELECT stage, touchpoint, channel, sum(contacts) AS contacts, count(*) AS customers, sum(contacts * contacts) AS squares, "
        "sum(unheard) AS unheard FROM known GROUP BY stage, touchpoint, channel ORDER BY stage, touchpoint, channel", [*values, *more],
    ).astype({name: "float64" for name in ("contacts", "customers", "squares", "unheard")})


def furthest_counts(study) -> pd.DataFrame:
    """Customers by channel and the last stage of the design in which they had a contact there.

    Returns
    -------
    DataFrame
        Columns ``channel``, ``place`` (of the stage, from 0), ``customers``.
    """
    stages = study.settings.journey.stages
    made, values = _contacts(study)
    place = "CASE stage " + " ".join(f"WHEN ? THEN {number}" for number in range(len(stages))) + " END" if stages else "NULL"
    return study.view.frame(
        f"WITH made AS ({made}), far AS (SELECT customer, channel, max({place}) AS place FROM made GROUP BY customer, channel) "
        "SELECT channel, place, count(*) AS customers FROM far WHERE place IS NOT NULL GROUP BY channel, place ORDER BY channel, place",
        [*values, *stages],
    )


def _contacts(study) -> tuple[str, list]:
    """SQL for the contacts looked at; where survey waves have no days, for all of them."""
    slice_, _ = seen_through(study, "touchpoints")
    where, values = study.view.where(slice_, "touchpoints")
    names = [*PLACES, *(["period"] if study.settings.period != "wave" else [])]
    listed = ", ".join(study.view.expressions(names, "touchpoints"))
    chosen = "SELECT customer, b0 AS stage, b1 AS touchpoint, b2 AS channel FROM"
    rows = f"(SELECT touchpoints.customer, {listed} FROM {study.view.rows('touchpoints')} WHERE {where}) AS rows_"
    if study.settings.period == "wave":
        return f"{chosen} {rows}", values
    periods = looked_at(study)
    return f"{chosen} {rows} WHERE b3 IN ({', '.join('?' for _ in periods) or 'NULL'})", [*values, *periods]


def _heard(study) -> tuple[str, list]:
    """SQL for customer, stage and touchpoint of each answer of the periods looked at."""
    book = list(study.codebook.values())
    if not study.has("responses") or not book:
        return "SELECT NULL AS customer, NULL AS stage, NULL AS touchpoint WHERE FALSE", []
    listed = ", ".join(study.view.expressions(["period", *PLACES], "responses"))
    stage, touchpoint = (_place_of(book, place, f"b{number}") for number, place in enumerate(PLACES[:2], start=1))
    periods = looked_at(study)
    return (
        f"SELECT customer, {stage[0]} AS stage, {touchpoint[0]} AS touchpoint FROM (SELECT responses.customer, question, {listed} "
        f"FROM {study.view.rows('responses')} WHERE score IS NOT NULL) AS answers_ WHERE b0 IN ({', '.join('?' for _ in periods) or 'NULL'})",
        [*stage[1], *touchpoint[1], *periods],
    )


def _place_of(book: Sequence, place: str, given: str) -> tuple[str, list[str]]:
    """SQL for a place of an answer: its own, else that of its question; and the values in it."""
    said = [(question.name, getattr(question, place)) for question in book if getattr(question, place)]
    if not said:
        return given, []
    cases = " ".join("WHEN ? THEN ?" for _ in said)
    return f"CASE WHEN {given} = '{NOT_KNOWN}' THEN CASE question {cases} ELSE '{NOT_KNOWN}' END ELSE {given} END", [v for pair in said for v in pair]


def _counted_for(place: tuple[str, list[str]], into: Mapping[str, str]) -> tuple[str, list[str]]:
    sql, values = place
    return f"CASE {sql} {' '.join('WHEN ? THEN ?' for _ in into)} ELSE '{NOT_KNOWN}' END", [*values, *(v for pair in into.items() for v in pair)]


def _position(question) -> str:
    span = float(question.high - question.low)
    return f"({question.high} - score) / {span}" if question.turned else f"(score - {question.low}) / {span}"

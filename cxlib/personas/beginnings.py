"""What is known of customers at their start, and what came of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from .. import words
from ..slices import Slice
from .cost import Span, costs_of, value_of, what_happened
from .telling import complaints, protected

__all__ = ["ADVERSE_BELOW", "SIGNALS", "Beginnings", "beginnings", "facts", "members"]

# Signal -> how it is counted. "stayed_value" is not shown: it says whether a low value is news beside the other signals.
SIGNALS = {"refunds": "share", "complaints": "share", "low_scores": "part", "early_churn": "share", "value": "money"}
ADVERSE_BELOW = ("value",)
START_DAYS = 30
DAYS = 90
_BANDS = ("low", "middle", "high")


@dataclass(frozen=True)
class Beginnings:
    """Customers whose first days are all in the data.

    Attributes
    ----------
    facts : DataFrame
        Index customer_id, a column for each thing known at the start; missing where it is not known.
    after : DataFrame
        Same index: ``refunds``, ``complaints`` (or ``low_scores``), ``early_churn`` (0 or 1; a share for low scores),
        ``value`` and ``stayed_value`` (money). Missing where it is not known.
    start : Series
        First day of each.
    """

    facts: pd.DataFrame
    after: pd.DataFrame
    start: pd.Series

    def __len__(self) -> int:
        return len(self.start)

    def part(self, rows: np.ndarray) -> Beginnings:
        """Those of the rows."""
        return Beginnings(self.facts[rows], self.after[rows], self.start[rows])


def beginnings(study, *, start_days: int = START_DAYS, days: int = DAYS) -> Beginnings:
    """The slice's customers with what was known in their first days and what came in the days after.

    A customer counts when the data reach from the first day to the end of the days (and of the silence that would tell
    leaving), and began before it. So nobody is judged by a shorter time than another.

    Parameters
    ----------
    study : Study
    start_days : int
        First days, in which the first contact and the first payment are looked for.
    days : int
        Days from the start by which leaving is early. Refunds, complaints and value are counted from the end of the
        first days to their end, so that a fact cannot be its own outcome.
    """
    origin = _origin(study, days)
    people = _people(study, origin)
    known = facts(study, start_days=start_days).reindex(people.index)
    return Beginnings(known, _after(study, people, origin, start_days, days), people["start"])


def facts(study, *, start_days: int = START_DAYS) -> pd.DataFrame:
    """What was known at the start of each of the slice's customers, by customer_id.

    Segments of customers (none that is protected, none laid over afterwards), ``first_channel``, ``first_touchpoint``
    and ``first_stage`` of the first contact, ``first_amount`` of the first payment (low, middle or high third).
    """
    left_out = {*protected(study), *(name for name, _ in study.view.overlays)}
    customers = study.customers()
    names = [name for name in study.view.customer_segments if name not in left_out]
    parts = [customers[names].replace(words.NOT_KNOWN["en"], np.nan)]
    if study.has("touchpoints"):
        parts.append(_first_contact(study, start_days))
    if study.has("transactions"):
        parts.append(_first_amount(study, start_days))
    return parts[0].join(parts[1:]).astype(object)


def members(known: pd.DataFrame, rule: Slice) -> pd.Series:
    """Whether each customer falls under a rule: True, False, or missing where a fact is not known."""
    inside = _under(known, rule.inside)
    for group in rule.left_out:
        inside &= ~_under(known, group)
    return inside


def _under(known: pd.DataFrame, rule: Sequence[tuple[str, tuple[str, ...]]]) -> pd.Series:
    inside = pd.Series(True, index=known.index, dtype="boolean")
    for name, levels in rule:
        column = known[name] if name in known else pd.Series(pd.NA, index=known.index, dtype=object)
        inside &= column.isin(levels).astype("boolean").mask(column.isna())
    return inside


def _people(study, origin: Span) -> pd.DataFrame:
    frame = study.view.frame(
        f"SELECT customer_id, o.start, customers.left_at FROM ({origin.text}) o JOIN customers USING (customer) ORDER BY customer",
        list(origin.values),
    ).set_index("customer_id")
    return frame.astype("datetime64[us]")


def _origin(study, days: int) -> Span:
    """Customers seen from their first day, ``start``, for long enough."""
    where, values = study.view.where(study.slice, "customers")
    churn, seen = study.settings.churn, study.has("transactions") or study.has("touchpoints")
    begun = _first_day(study) if seen else dt.date(1900, 1, 1)
    # One without a date of joining who is seen soon after the data begin may have been a customer before.
    undated = begun + dt.timedelta(days=churn.silence_days) if seen else begun
    if churn.kind == "contract" and churn.known_from:
        begun = max(begun, churn.known_from)
    needed = days + (churn.silence_days if churn.kind == "silence" else 0)
    first = f"LEFT JOIN (SELECT customer, min(day) AS seen FROM {_activity(study)} GROUP BY customer) s USING (customer)" if seen else ""
    start = "least(joined_at, seen)" if seen else "joined_at"
    return Span(
        f"SELECT customer, start FROM (SELECT customer, joined_at, {start}::DATE AS start FROM customers {first} WHERE {where}) x "
        f"WHERE start >= CASE WHEN joined_at IS NULL THEN {_day(undated)} ELSE {_day(begun)} END "
        f"AND start + {int(needed)} <= {_day(study.as_of)}", values,
    )


def _day(day: dt.date) -> str:
    return f"DATE '{day.isoformat()}'"


def _activity(study) -> str:
    """SQL for the days on which customers paid or made contact."""
    tables = [name for name in ("transactions", "touchpoints") if study.has(name)]
    return "(" + " UNION ALL ".join(f"SELECT customer, day FROM {name}" for name in tables) + ")"


def _first_day(study) -> dt.date:
    return study.view.query(f"SELECT min(day) FROM {_activity(study)}")[0][0] or study.as_of


def _first_contact(study, start_days: int) -> pd.DataFrame:
    columns = ("channel", "touchpoint", "stage")
    first = ", ".join(f'arg_min({name}, ("at", touchpoints._row, {name})) AS first_{name}' for name in columns)
    return study.view.frame(
        f'WITH origin AS (SELECT customer, min(day) AS since FROM {_activity(study)} GROUP BY customer) '
        f"SELECT customer_id, {first} FROM touchpoints JOIN origin USING (customer) JOIN customers USING (customer) "
        f"WHERE touchpoints.day < least(since, coalesce(joined_at, since)) + {int(start_days)} GROUP BY customer_id",
    ).set_index("customer_id").dropna(axis=1, how="all")


def _first_amount(study, start_days: int) -> pd.Series:
    paid = study.view.frame(
        f'WITH origin AS (SELECT customer, min(day) AS since FROM {_activity(study)} GROUP BY customer) '
        'SELECT customer_id, arg_min(amount, ("at", transactions._row, amount))::DOUBLE AS amount FROM transactions JOIN origin USING (customer) '
        "JOIN customers USING (customer) WHERE amount > 0 AND "
        f"transactions.day < least(since, coalesce(joined_at, since)) + {int(start_days)} GROUP BY customer_id",
    ).set_index("customer_id")["amount"]
    cuts = paid.quantile([1 / 3, 2 / 3]).to_numpy() if len(paid) else np.array([np.nan, np.nan])
    band = np.array(_BANDS, dtype=object)[np.searchsorted(cuts, paid.to_numpy())]
    return pd.Series(band, index=paid.index, name="first_amount", dtype=object)


def _after(study, people: pd.DataFrame, origin: Span, start_days: int, days: int) -> pd.DataFrame:
    span = _span(origin, start_days, days)
    sums = value_of(what_happened(study, span), costs_of(study)).droplevel("part").reindex(people.index)
    gone = _gone(study, people, origin, days)
    money = study.has("transactions") or bool((sums["sales"] > 0).any())
    out = pd.DataFrame({"early_churn": gone}, index=people.index)
    if study.has("transactions"):
        out["refunds"] = (sums["refunds"] > 0).astype(float)
    if any(complaints(study)):
        out["complaints"] = (sums["complaints"] > 0).astype(float)
    elif study.has("responses") and study.settings.period != "wave":
        out["low_scores"] = _low_scores(study, span).reindex(people.index)
    if money:
        out["value"], out["stayed_value"] = sums["value"], sums["sales"].where(gone != 1)
    return out[[name for name in (*SIGNALS, "stayed_value") if name in out and out[name].nunique() > 1]]


def _span(origin: Span, start_days: int, days: int) -> Span:
    """Each customer's days after the first."""
    return Span(
        f"SELECT customer, start + {int(start_days)} AS first, start + {int(days)} AS after, '' AS part FROM ({origin.text}) o", origin.values
    )


def _gone(study, people: pd.DataFrame, origin: Span, days: int) -> pd.Series:
    if study.settings.churn.kind == "contract":
        return (people["left_at"] < people["start"] + pd.Timedelta(days=days)).astype(float)
    if not (study.has("transactions") or study.has("touchpoints")):
        return pd.Series(np.nan, index=people.index)
    span = _span(origin, days, days + study.settings.churn.silence_days)
    rows = study.view.frame(
        f"WITH spans AS ({span.text}) SELECT DISTINCT customer_id FROM spans JOIN customers USING (customer) "
        f"JOIN {_activity(study)} a ON a.customer = spans.customer WHERE a.day >= first AND a.day < after", list(span.values),
    )
    return pd.Series((~people.index.isin(rows["customer_id"])).astype(float), index=people.index)


def _low_scores(study, span: Span) -> pd.Series:
    """Share of each customer's answers in the worst two fifths of the scale."""
    rows = study.view.frame(
        f"WITH spans AS ({span.text}) SELECT customer_id, question, score::DOUBLE AS score, count(*)::DOUBLE AS n FROM spans "
        "JOIN customers USING (customer) JOIN responses ON responses.customer = spans.customer "
        "WHERE responses.day >= first AND responses.day < after AND score IS NOT NULL GROUP BY ALL", list(span.values),
    )
    meaning = {name: (q.low, q.high, q.turned) for name, q in study.codebook.items()}
    rows = rows[rows["question"].isin(meaning)]
    if rows.empty:
        return pd.Series(dtype=float)
    low, high, turned = (rows["question"].map({name: told[place] for name, told in meaning.items()}) for place in range(3))
    position = ((rows["score"] - low.astype(float)) / (high - low).astype(float)).to_numpy()
    position = np.where(turned.to_numpy(dtype=bool), 1 - position, position)
    bad = pd.Series((position <= 0.4) * rows["n"].to_numpy(), index=rows["customer_id"], dtype=float)
    return bad.groupby(level=0).sum() / rows.groupby("customer_id")["n"].sum()

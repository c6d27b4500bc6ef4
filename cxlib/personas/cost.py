"""What a customer is worth after the cost to serve."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from .. import words
from ..store import Exact
from .telling import OFFERS, complaints, named_like

__all__ = ["Costs", "Span", "costs_of", "cost_caveat", "value_after_cost", "value_of", "what_happened"]

DAYS_PER_MONTH = 365.25 / 12
_SUMS = ("sales", "refunded", "refunds", "contacts", "serving", "offers", "complaints")


@dataclass(frozen=True)
class Costs:
    """What ``[costs]`` in study.toml says of serving a customer.

    Attributes
    ----------
    serve : mapping of touchpoint, stage or channel to the cost of a contact there
        A touchpoint goes before a stage, a stage before a channel.
    refund : cost of handling one refund
    offer : cost of one offer taken up
    margin : share of revenue that is left after making what is sold
    declared : whether anything was declared
    """

    serve: Mapping[str, float] = field(default_factory=dict)
    refund: float = 0.0
    offer: float = 0.0
    margin: float = 1.0
    declared: bool = False


@dataclass(frozen=True)
class Span:
    """From when to when each customer is looked at, as SQL that gives ``customer``, ``first``, ``after`` and ``part``."""

    text: str
    values: Sequence = ()


def value_after_cost(study, *, lookback_days: int) -> pd.DataFrame:
    """What each of the slice's customers brought over the lookback after what it cost to serve them.

    Value is the margin on sales less refunds, less the cost of contacts, of handling refunds and of offers taken up, as
    far as ``[costs]`` declares them; otherwise it is gross, and :func:`cost_caveat` says so.

    Parameters
    ----------
    study : Study
    lookback_days : int
        Days before the study's `as_of`.

    Returns
    -------
    DataFrame
        Index customer_id, everyone in the slice who is not gone. In the study's currency: ``sales`` (monthly fees where
        there are no payments), ``refunded``, ``serving`` (cost of contacts), ``value``. Counts: ``refunds``,
        ``contacts``, ``offers``, ``complaints``.
    """
    first = study.as_of - dt.timedelta(days=lookback_days)
    where, values = study.view.where(study.slice, "customers")
    span = Span(
        f"SELECT customer, {_day(first)} AS first, {_day(study.as_of)} AS after, '' AS part FROM customers "
        f"WHERE {where} AND left_at IS NULL", values,
    )
    return value_of(what_happened(study, span), costs_of(study)).droplevel("part")


def costs_of(study) -> Costs:
    """The study's costs of serving; `contact` as a table means the same as `serve`."""
    given = study.settings.costs
    serve = next((given[name] for name in ("serve", "contact") if isinstance(given.get(name), Mapping)), {})
    margin = given.get("margin_share", given.get("margin"))
    declared = bool(serve) or margin is not None or any(given.get(name) for name in ("refund", "offer"))
    return Costs(
        {str(name): float(cost) for name, cost in serve.items()}, float(given.get("refund", 0.0)), float(given.get("offer", 0.0)),
        1.0 if margin is None else float(margin), declared,
    )


def cost_caveat(study) -> str:
    """What the value is made of, in a sentence."""
    costs = costs_of(study)
    if not costs.declared:
        return words.say("personas.cost.gross", study.language)
    parts = [name for name, there in (("margin", costs.margin != 1), ("serve", costs.serve), ("refund", costs.refund), ("offer", costs.offer)) if there]
    listed = ", ".join(words.say(f"personas.cost.{name}", study.language) for name in parts)
    return words.say("personas.cost.net", study.language, parts=listed)


def what_happened(study, span: Span) -> pd.DataFrame:
    """Sales, refunds, contacts, offers and complaints of each customer in its span.

    Returns
    -------
    DataFrame
        Index (customer_id, part), columns as of :func:`value_after_cost` without ``value``; 0 where nothing happened.
    """
    frame = study.view.frame(
        f"WITH spans AS ({span.text}) SELECT customer_id, part FROM spans JOIN customers USING (customer) ORDER BY customer_id, part",
        list(span.values),
    ).set_index(["customer_id", "part"])
    parts = [_payments(study, span) if study.has("transactions") else _fees(study, span)]
    if study.has("touchpoints"):
        parts.append(_contacts(study, span))
    frame = frame.join([part.set_index(["customer_id", "part"]) for part in parts])
    return frame.reindex(columns=list(_SUMS)).astype("float64").fillna(0.0)


def value_of(sums: pd.DataFrame, costs: Costs) -> pd.DataFrame:
    """The sums with ``value``: margin (sales - refunded) - serving - refunds x cost - offers x cost."""
    value = costs.margin * (sums["sales"] - sums["refunded"]) - sums["serving"] - costs.refund * sums["refunds"] - costs.offer * sums["offers"]
    return sums.assign(value=value)


def _payments(study, span: Span) -> pd.DataFrame:
    most = study.view.largest("transactions", "amount") * study.view.rows_of("transactions")
    sales, refunded = Exact("amount", most, "amount > 0"), Exact("-amount", most, "amount < 0")
    return study.view.frame(
        f"WITH spans AS ({span.text}) SELECT customer_id, part, {sales} AS sales, {refunded} AS refunded, "
        "count(*) FILTER (amount < 0)::DOUBLE AS refunds "
        "FROM spans JOIN customers USING (customer) JOIN transactions ON transactions.customer = spans.customer "
        "WHERE transactions.day >= first AND transactions.day < after GROUP BY customer_id, part", list(span.values),
    )


def _fees(study, span: Span) -> pd.DataFrame:
    """What customers owe for the days of the span on which they are on the books."""
    return study.view.frame(
        f"WITH spans AS ({span.text}) SELECT customer_id, part, monthly_fee / {DAYS_PER_MONTH} * greatest(0, date_diff('day', "
        "greatest(first, coalesce(joined_at, first)), least(after, coalesce(left_at, after)))) AS sales "
        "FROM spans JOIN customers USING (customer) WHERE monthly_fee IS NOT NULL", list(span.values),
    )


def _contacts(study, span: Span) -> pd.DataFrame:
    serve = costs_of(study).serve
    cost, cost_values = _cost_sql(study, serve)
    serving = Exact(cost, max(map(abs, serve.values()), default=0.0) * study.view.rows_of("touchpoints"))
    offer, offer_values = _among("touchpoint", named_like(study.levels_of("touchpoint"), OFFERS))
    upset_at, upset_in = complaints(study)
    upset, upset_values = _among("touchpoint", upset_at)
    stage, stage_values = _among("stage", upset_in)
    return study.view.frame(
        f"WITH spans AS ({span.text}) SELECT customer_id, part, count(*)::DOUBLE AS contacts, {serving} AS serving, "
        f"sum(CASE WHEN {offer} THEN 1 ELSE 0 END)::DOUBLE AS offers, sum(CASE WHEN {upset} OR {stage} THEN 1 ELSE 0 END)::DOUBLE AS complaints "
        "FROM spans JOIN customers USING (customer) JOIN touchpoints ON touchpoints.customer = spans.customer "
        "WHERE touchpoints.day >= first AND touchpoints.day < after GROUP BY customer_id, part",
        [*span.values, *cost_values, *offer_values, *upset_values, *stage_values],
    )


def _cost_sql(study, serve: Mapping[str, float]) -> tuple[str, list]:
    """SQL for the cost of a contact; names and costs are bound, never written."""
    cases, values = "", []
    for column in ("touchpoint", "stage", "channel"):
        for name in study.levels_of(column):
            if name in serve:
                cases += f" WHEN touchpoints.{column} = ? THEN ?"
                values += [name, serve[name]]
    return (f"CASE{cases} ELSE 0.0 END", values) if cases else ("0.0", [])


def _among(column: str, names: Sequence[str]) -> tuple[str, list]:
    marks = ", ".join("?" for _ in names)
    return (f"coalesce(touchpoints.{column} IN ({marks}), FALSE)", list(names)) if names else ("FALSE", [])


def _day(day: dt.date) -> str:
    return f"DATE '{day.isoformat()}'"

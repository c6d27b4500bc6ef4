"""Which assumption moves the profit of keeping customers most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from .. import words
from ..errors import ArgumentError
from ..finding import Chart, Finding
from ..study import Study
from .lifetime import DRAWS, assumptions, checked_points, checked_years, everyone, simulated, span
from .profit import SuccessRate
from .survival import kept_share, raised
from .yearly import Yearly

__all__ = ["tornado"]

NAME = "churn.tornado"
_FIFTH = 0.2


@dataclass(frozen=True)
class _Case:
    """What a programme for keeping customers rests on; arrays where it is drawn again, one for each draw."""

    rates: np.ndarray
    brought: np.ndarray
    success: np.ndarray
    margin: np.ndarray
    discount: np.ndarray
    cost: np.ndarray


def tornado(
    study: Study, *, points: float = 5, success_rate: float | Sequence[float] | SuccessRate | None = None, cost: float | None = None,
    years: int = 5, seed: int = 2026,
) -> Finding:
    """Profit that a programme for keeping customers brings per customer, as each assumption alone moves over its range.

    The programme keeps `success_rate` of those who would leave in each year, or without one raises yearly retention by
    `points`. Profit: the lifetime value with it, less that without it, less `cost` each year that the customer is there.
    What the data show (retention, what customers pay) moves over its 95% interval, a success rate over that of its
    distribution; what is only declared (margin, discount, cost) by a fifth up and down.

    Parameters
    ----------
    study : Study
    points : float
        Above 0, at most 100; counts only when there is no success rate, here or in [costs].
    success_rate : float, (low, high) or SuccessRate, optional
        See :meth:`.profit.SuccessRate.of`; by default that in [costs].
    cost : float, optional
        A customer a year, in the study's currency; by default contact plus offer in [costs], else 0, and it says so.
    years : int
    seed : int

    Returns
    -------
    Finding
        A row for each ``assumption`` (success, retention, payments, margin, discount, cost), widest first, and "together" (all
        moved at once): ``range`` (text), ``base``, ``value`` (profit a customer as assumed), ``low``, ``high`` (as it moves),
        ``difference`` (high less low), ``unit``.

    Raises
    ------
    ArgumentError
        When an argument is out of range.

    References
    ----------
    Eschenbach 1992, Interfaces 22(6):40 (tornado diagrams); value as in :func:`cxlib.churn.what_if`.

    Examples
    --------
    >>> from cxlib import churn, open_study
    >>> churn.tornado(open_study("data/sample"), success_rate=(0.1, 0.3)).sentence  # doctest: +SKIP
    """
    checked_years(years)
    checked_points(points)
    if cost is not None and (isinstance(cost, bool) or not isinstance(cost, (int, float)) or not 0 <= cost < np.inf):
        raise ArgumentError(f"cost is {cost!r}; give a number of at least 0, in the study's currency")
    question = words.say("churn.tornado.question", study.language)
    given = study.settings.costs.get("success_rate") if success_rate is None else success_rate
    success = None if given is None else SuccessRate.of(given)
    group = everyone(study, NAME, question)
    if isinstance(group, Finding):
        return group
    cost = _declared_cost(study) if cost is None else float(cost)
    return _finding(study, question, group, success, cost, points, years, seed)


def _declared_cost(study: Study) -> float:
    return float(sum(study.settings.costs.get(name) or 0.0 for name in ("contact", "offer")))


def _finding(
    study: Study, question: str, group: Yearly, success: SuccessRate | None, cost: float, points: float, years: int, seed: int,
) -> Finding:
    rows = pd.DataFrame(_rows(study, group, success, cost, points / 100, years, seed))
    rows = rows.assign(base=group.base, difference=rows["high"] - rows["low"], unit="money", _last=rows["assumption"] == "together")
    table = rows.sort_values(["_last", "difference"], ascending=[True, False], kind="stable").drop(columns="_last").reset_index(drop=True)
    whole = table.iloc[-1]
    told = whole["low"] > 0 or whole["high"] < 0
    kind = "margin" if group.declared else "revenue"
    caveats = (
        words.say(f"churn.tornado.{'success' if success else 'points'}", study.language, points=points),
        words.say("churn.tornado.cost" if cost else "churn.tornado.no_cost", study.language, cost=(cost, study.currency)),
        words.say("churn.tornado.fifth", study.language), *assumptions(study, group, years),
    )
    return study.finding(
        NAME, question=question, sentence=_sentence(study, table, years, kind), table=table, base=group.base, unit="money",
        status="answered" if told else "cannot_tell", caveats=caveats, formats={"difference": "money"},
        chart=Chart("interval", y="assumption", unit="money", reference=0.0, reference_label=words.say(f"churn.tornado.zero.{kind}", study.language),
                    x_label=words.say(f"churn.tornado.axis.{kind}", study.language, years=years)),
        headline={**{name: whole[name] for name in ("value", "low", "high")}, "base": group.base, "unit": "money"},
        next_step=words.say("churn.tornado.next", study.language),
    )


def _rows(study: Study, group: Yearly, success: SuccessRate | None, cost: float, points: float, years: int, seed: int) -> list[dict]:
    drawn, rng = simulated(group, years, seed), np.random.default_rng([seed, 1])
    n, language = DRAWS + 1, study.language
    shares = np.full(n, np.nan) if success is None else np.concatenate([[success.mean], success.quantile(rng.random(DRAWS))])

    def moved(value: float) -> np.ndarray:
        return np.concatenate([[value], value * (1 + _FIFTH * np.linspace(-1, 1, DRAWS))[rng.permutation(DRAWS)]])

    full = _Case(drawn.new, drawn.margin / group.margin, shares, moved(group.margin), moved(group.discount), moved(cost))
    still = _Case(*(np.repeat(part[:1], n, axis=0) for part in vars(full).values()))
    parts = {"retention": "rates", "payments": "brought"} | ({"success": "success"} if success else {})
    parts |= ({"margin": "margin"} if group.declared else {}) | {"discount": "discount"} | ({"cost": "cost"} if cost else {})
    rows = []
    for name, part in parts.items():
        profit = _profit(group, replace(still, **{part: getattr(full, part)}), points, years)
        ends = (profit[1:].min(), profit[1:].max()) if name in ("margin", "discount", "cost") else None
        found = span(profit)
        found |= {} if ends is None else {"low": float(ends[0]), "high": float(ends[1])}
        rows.append({"assumption": name, "range": _range(study, group, name, getattr(full, part)), **found})
    whole = replace(full, margin=full.margin if group.declared else still.margin)
    return [*rows, {"assumption": "together", "range": words.say("churn.tornado.range.together", language), **span(_profit(group, whole, points, years))}]


def _profit(group: Yearly, case: _Case, points: float, years: int) -> np.ndarray:
    """Of a customer over the years, for each draw."""
    more = raised(case.rates, group.a_year, points=points) if np.isnan(case.success).any() else kept_share(case.rates, group.a_year, case.success)
    interest = (1 + case.discount) ** (1 / group.a_year) - 1
    with_it, without = (_discounted(one, interest) for one in (more, case.rates))
    there = np.concatenate([np.ones((len(more), 1)), np.cumprod(more.reshape(len(more), years, -1).prod(axis=2), axis=1)[:, :-1]], axis=1)
    spent = case.cost * (there / (1 + case.discount[:, None]) ** np.arange(years)).sum(axis=1)
    return case.margin * case.brought * (with_it - without) - spent


def _discounted(rates: np.ndarray, interest: np.ndarray) -> np.ndarray:
    """As :func:`.survival.discounted` for one unit a period, with an interest of its own for each row."""
    there = np.concatenate([np.ones((len(rates), 1)), np.cumprod(rates[:, :-1], axis=1)], axis=1)
    return (there / (1 + interest[:, None]) ** np.arange(rates.shape[1])).sum(axis=1)


def _range(study: Study, group: Yearly, name: str, drawn: np.ndarray) -> str:
    """From where to where an assumption moves, in words."""
    if name == "retention":
        values, unit = drawn[:, : group.a_year].prod(axis=1), "share"
    elif name in ("payments", "cost"):
        values, unit = drawn * (group.a_year if name == "payments" else 1), "money"
    else:
        values, unit = drawn, "share"
    low, high = np.quantile(values[1:], [0.025, 0.975]) if name in ("retention", "payments", "success") else (values.min(), values.max())

    def text(value: float) -> str:
        return words.format_value((float(value), study.currency) if unit == "money" else float(value), unit, study.language)

    return words.say("churn.tornado.range", study.language, low=text(low), high=text(high))


def _sentence(study: Study, table: pd.DataFrame, years: int, kind: str) -> str:
    language, whole, first = study.language, table.iloc[-1], table.iloc[0]
    name = words.say(f"value.assumption.{first['assumption']}", language).lower()

    def money(row: pd.Series) -> dict[str, object]:
        return {end: (row[end], study.currency) for end in ("value", "low", "high")}

    text = words.say(f"churn.tornado.{kind}", language, years=years, **money(whole))
    text += " " + words.say("churn.tornado.first", language, name=name, range=first["range"], **money(first))
    turning = [words.say(f"value.assumption.{row['assumption']}", language).lower() for _, row in table.iloc[:-1].iterrows() if row["low"] < 0 < row["high"]]
    key = "turning" if turning else "none_turns"
    return text + " " + words.say(f"churn.tornado.{key}", language, names=", ".join(turning))

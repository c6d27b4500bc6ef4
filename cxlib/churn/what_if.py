"""What higher retention would bring this company, in points and in per cent, told apart."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from .. import words
from ..finding import Chart, Finding
from ..study import Study
from .lifetime import DRAWS, Simulated, assumptions, checked_points, checked_years, everyone, simulated, span
from .profit import SuccessRate
from .survival import discounted, kept_share, raised
from .yearly import Yearly

__all__ = ["what_if"]

NAME = "churn.what_if"
_MEASURES = ("lifetime", "next_year")


def what_if(
    study: Study, *, points: float = 5, success_rate: float | Sequence[float] | SuccessRate | None = None, years: int = 5, seed: int = 2026,
) -> Finding:
    """What a customer and the coming year would bring if yearly retention were higher by so many points, or per cent.

    5 points are from 80% to 85%; 5 per cent are from 80% to 84%. Everything is the study's own: what customers paid,
    who stayed, and from [costs] margin and discount. Without ``margin_share`` it is revenue, and says so.

    Parameters
    ----------
    study : Study
    points : float
        Above 0, at most 100. Retention rises to 100% at most.
    success_rate : float, (low, high) or SuccessRate, optional
        Then retention rises by what acting achieves in place of `points`: this share of those who would leave in a year
        stays, see :meth:`.profit.SuccessRate.of`. The band then holds how unsure the share is, too.
    years : int
        Horizon of the lifetime value.
    seed : int

    Returns
    -------
    Finding
        A row for each ``measure`` (lifetime value of a new customer; profit of the coming year from today's customers) and
        ``rise`` (points, per_cent; with a success rate only kept): ``retention_before``, ``retention_after`` (a year; of a new customer the first one),
        ``base``, ``value`` (relative change of the measure), ``low``, ``high`` (95%: retention, margin and success rate drawn again), ``unit``,
        ``before``, ``after``, ``difference``, ``difference_low``, ``difference_high`` (money).

    Raises
    ------
    ArgumentError
        When `points` or `years` is out of range.

    References
    ----------
    Gupta & Lehmann 2003, J. Interact. Mark. 17:9; Fader & Hardie 2007, J. Interact. Mark. 21:76. The published figure in
    the caveat: Reichheld & Sasser 1990, Harv. Bus. Rev. 68(5).

    Examples
    --------
    >>> from cxlib import churn, open_study
    >>> churn.what_if(open_study("data/sample"), points=2).sentence  # doctest: +SKIP
    """
    checked_points(points)
    checked_years(years)
    success = None if success_rate is None else SuccessRate.of(success_rate)
    question = words.say("churn.what_if.kept_question" if success else "churn.what_if.question", study.language, **({} if success else {"points": points}))
    group = everyone(study, NAME, question)
    if isinstance(group, Finding):
        return group
    drawn = simulated(group, years, seed)
    rises = ("kept",) if success else ("points", "per_cent")
    sizes = _shares(success, seed) if success else points / 100
    table = pd.DataFrame([_row(group, drawn, measure, rise, sizes) for measure in _MEASURES for rise in rises])
    first = table.iloc[0]
    kind = "margin" if group.declared else "revenue"
    return study.finding(
        NAME, question=question, sentence=_sentence(study, group, table, kind, points, years, success), table=table, base=group.base, unit="share",
        status="cannot_tell" if first["low"] <= 0 <= first["high"] else "answered", caveats=_caveats(study, group, table, points, years),
        formats={"retention_before": "share", "retention_after": "share",
                 **dict.fromkeys(("before", "after", "difference", "difference_low", "difference_high"), "money")},
        chart=_chart(study, kind, first),
        headline={"value": first["value"], "low": first["low"], "high": first["high"], "base": group.base, "unit": "share"},
        next_step=words.say("churn.what_if.next", study.language),
    )


def _chart(study: Study, kind: str, first: pd.Series) -> Chart:
    if not np.isfinite(first["value"]):
        return Chart()
    label = words.say(f"churn.what_if.axis.{kind}", study.language)
    return Chart("interval", y="_case", unit="share", reference=0.0, reference_label=words.say("churn.what_if.now", study.language), x_label=label)


def _shares(success: SuccessRate, seed: int) -> np.ndarray:
    """The success rate as it is meant, then as it may be."""
    return np.concatenate([[success.mean], success.quantile(np.random.default_rng([seed, 1]).random(DRAWS))])


def _row(group: Yearly, drawn: Simulated, measure: str, rise: str, size: float | np.ndarray) -> dict[str, object]:
    rates = drawn.new if measure == "lifetime" else drawn.today
    more = kept_share(rates, group.a_year, size) if rise == "kept" else raised(rates, group.a_year, **{"points" if rise == "points" else "percent": size})
    brings = _lifetime if measure == "lifetime" else _next_year
    before, after = (brings(group, one, drawn.margin) for one in (rates, more))
    relative = np.divide(after - before, np.abs(before), out=np.full(len(before), np.nan), where=before != 0)
    difference = span(after - before)
    return {
        "measure": measure, "rise": rise, "_case": f"{measure} {rise}", "retention_before": _first_year(group, rates), "retention_after": _first_year(group, more),
        "base": group.base, **span(relative), "unit": "share", "before": before[0], "after": after[0], "difference": difference["value"],
        "difference_low": difference["low"], "difference_high": difference["high"],
    }


def _lifetime(group: Yearly, rates: np.ndarray, margin: np.ndarray) -> np.ndarray:
    return discounted(rates, margin=margin, interest=group.interest)


def _next_year(group: Yearly, rates: np.ndarray, margin: np.ndarray) -> np.ndarray:
    """From today's customers, who go at an even pace inside of each period; without those who join, not discounted."""
    there = np.cumprod(rates[:, : group.a_year], axis=1)
    began = np.concatenate([np.ones((len(rates), 1)), there[:, :-1]], axis=1)
    return group.customers * margin * ((began + there) / 2).sum(axis=1)


def _first_year(group: Yearly, rates: np.ndarray) -> float:
    return float(rates[0, : group.a_year].prod())


def _sentence(study: Study, group: Yearly, table: pd.DataFrame, kind: str, points: float, years: int, success: SuccessRate | None) -> str:
    language, first, second, year = study.language, table.iloc[0], table.iloc[1], table[table["measure"] == "next_year"].iloc[0]
    points = 100 * (first["retention_after"] - first["retention_before"]) if success else points
    points_left = min(points, round(100 * (1 - first["retention_before"]), 2))  # a rise above 100% cannot be
    if group.retention >= 1:
        return words.say("churn.what_if.all_stay", language, base=group.base, first=group.periods[0], last=group.periods[-1])
    money = {name: (first[name], study.currency) for name in ("before", "after", "difference", "difference_low", "difference_high")}
    if not first["before"] > 0:
        return words.say("churn.what_if.negative", language, points=points, years=years, start=first["retention_before"],
                         end=first["retention_after"], **money)
    text = words.say(
        f"churn.what_if.{kind}", language, points=points_left, years=years, start=first["retention_before"], end=first["retention_after"], base=group.base,
        **{name: first[name] for name in ("value", "low", "high")}, **money,
    )
    text = " ".join([_kept(study, first, success), text]) if success else (
        text + " " + words.say("churn.what_if.per_cent", language, points=points, end=second["retention_after"], value=second["value"]))
    return text + " " + words.say(
        f"churn.what_if.year.{kind}", language, customers=group.customers, points=points, value=year["value"], low=year["low"], high=year["high"],
        before=(year["before"], study.currency), after=(year["after"], study.currency),
    )


def _kept(study: Study, row: pd.Series, success: SuccessRate) -> str:
    """How far the success rate raises retention, in points and in per cent told apart."""
    before, after = row["retention_before"], row["retention_after"]
    low, high = success.interval
    return words.say("churn.what_if.kept", study.language, rate=success.mean, rate_low=low, rate_high=high, start=before, end=after,
                     points=after - before, per_cent=after / before - 1 if before else float("nan"))


def _caveats(study: Study, group: Yearly, table: pd.DataFrame, points: float, years: int) -> tuple[str, ...]:
    out = list(assumptions(study, group, years))
    if (table["rise"] == "points").any() and (table["retention_after"] >= 1).any() and group.retention < 1:
        out.append(words.say("churn.what_if.capped", study.language, points=points))
    gain = (table["difference"].iloc[0], study.currency)
    out.append(words.say("churn.what_if.cost", study.language, difference=gain, years=years))
    out.append(words.say("churn.what_if.published", study.language))
    return tuple(out)

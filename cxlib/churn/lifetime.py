"""What a customer is worth over the years ahead, from the study's own margin, retention and discount."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from .. import words
from ..errors import ArgumentError, choose
from ..finding import Chart, Finding, withhold
from ..intervals.basis import normal_quantile
from ..study import Study
from .survival import discounted
from .yearly import Yearly, missing_tables, yearly

__all__ = ["DRAWS", "Simulated", "assumptions", "checked_points", "checked_years", "everyone", "lifetime_value", "nothing_known", "simulated", "span"]

DRAWS = 400
_LONGEST = 50


@dataclass(frozen=True)
class Simulated:
    """Rates and margins as they are (first row) and as they may be (the others).

    Attributes
    ----------
    today : array, a row a draw
        Share of today's customers who stay for period 1, 2, ... of the horizon.
    new : array
        The same for a new customer; differs where the risk falls with age.
    margin : array
        Of a customer in a period.
    """

    today: np.ndarray
    new: np.ndarray
    margin: np.ndarray


def lifetime_value(study: Study, *, by: str | None = None, years: int = 5, seed: int = 2026) -> Finding:
    """Lifetime value of a customer: margin now, and after each period if still there, discounted, over `years`.

    Parameters
    ----------
    study : Study
    by : segment of customers, optional
    years : int
    seed : int

    Returns
    -------
    Finding
        [`by` or ``level``], ``base`` (customers when the last period began), ``retention``, ``retention_low``, ``retention_high``
        (a year), ``yearly_margin`` (money), ``value``, ``low``, ``high`` (money; 95%: retention and margin drawn again),
        ``unit``, ``withheld``. Without ``margin_share`` under [costs] it is revenue, and says so.

    Raises
    ------
    ArgumentError
        For an unknown segment, or years that are not a whole number from 1 to 50.

    References
    ----------
    Gupta & Lehmann 2003, J. Interact. Mark. 17:9; Fader & Hardie 2007, J. Interact. Mark. 21:76 where cohorts show that
    the risk of leaving falls with age (everyone only).

    Examples
    --------
    >>> from cxlib import churn, open_study
    >>> churn.lifetime_value(open_study("data/sample"), by="plan").sentence  # doctest: +SKIP
    """
    checked_years(years)
    name, question = "churn.lifetime_value", words.say("churn.lifetime.question", study.language)
    missing = missing_tables(study)
    if missing:
        return study.not_available(name, question, *missing)
    if by is not None:
        choose("segment of customers", by, study.view.customer_segments)
    if not len(study.customers()):
        return study.nobody(name, question)
    found = yearly(study, by)
    if not found:
        return nothing_known(study, name, question)
    levels = [level for level in study.levels_of(by) if study.slice.keeps(by, level)] if by else [""]
    label = by or "level"
    rows = [{label: level or words.say("house.everyone", study.language), **_row(found.get(level), years, seed)} for level in levels]
    hidden = ("base", "value", "low", "high", "retention", "retention_low", "retention_high", "yearly_margin")
    table = withhold(pd.DataFrame(rows), minimum=study.settings.minimum_base, within=[] if by else None, columns=hidden)
    shown = table[table["value"].notna()].sort_values("value", kind="stable")
    any_one = next(iter(found.values()))
    kind = "margin" if any_one.declared else "revenue"
    return study.finding(
        name, question=question, sentence=_sentence(study, shown, by, label, kind, years), table=table, unit="money",
        base=int(np.nansum([row["base"] for row in rows])), status="answered" if len(shown) else "cannot_tell",
        caveats=assumptions(study, any_one, years),
        formats={"retention": "share", "retention_low": "share", "retention_high": "share", "yearly_margin": "money"},
        chart=Chart("interval", y=label, unit="money", x_label=words.say(f"churn.lifetime.axis.{kind}", study.language, years=years)),
        key=f"{name}.{by}" if by else "",
    )


def nothing_known(study: Study, name: str, question: str) -> Finding:
    """The finding that says that no whole period shows both who stayed and what was paid."""
    sentence = words.say("churn.lifetime.nothing", study.language)
    return study.finding(name, question=question, sentence=sentence, table=pd.DataFrame(), status="not_available")


def checked_points(points: float) -> None:
    """Refuse what is no rise of a rate in percentage points."""
    if isinstance(points, bool) or not isinstance(points, (int, float)) or not 0 < points <= 100:
        raise ArgumentError(f"points is {points!r}; give percentage points above 0 and at most 100, such as 5")


def everyone(study: Study, name: str, question: str) -> Yearly | Finding:
    """What all customers of the slice bring in a year and how many stay; the finding that says why it is not known."""
    missing = missing_tables(study)
    if missing:
        return study.not_available(name, question, *missing)
    if not len(study.customers()):
        return study.nobody(name, question)
    found = yearly(study)
    if not found:
        return nothing_known(study, name, question)
    if found[""].base < study.settings.minimum_base:
        sentence = words.say("churn.what_if.few", study.language, minimum=study.settings.minimum_base)
        return study.finding(name, question=question, sentence=sentence, table=pd.DataFrame(), status="cannot_tell")
    return found[""]


def simulated(group: Yearly, years: int, seed: int, *, draws: int = DRAWS) -> Simulated:
    """Rates over the horizon and margins: as they are, then `draws` times as they may be."""
    rng, periods = np.random.default_rng(seed), years * group.a_year
    rates = np.concatenate([[group.rate], group.drawn_rates(rng, draws)])
    margin = np.concatenate([[group.brought], group.drawn_margins(rng, draws)])
    today = np.repeat(rates[:, None], periods, axis=1)
    if group.falling is None:
        return Simulated(today, today, margin)
    return Simulated(today, np.vstack([group.falling.rates(periods), group.falling.drawn(rng, draws, periods)]), margin)


def span(values: np.ndarray) -> dict[str, float]:
    """The first of them with the middle 95% of the others; widened to it where it lies outside."""
    value, (low, high) = float(values[0]), np.nanquantile(values[1:], [0.025, 0.975]) if np.isfinite(values[1:]).any() else (np.nan, np.nan)
    return {"value": value, "low": float(np.fmin(low, value)), "high": float(np.fmax(high, value))}


def checked_years(years: int) -> None:
    """Raise ArgumentError when the years are not a whole number from 1 to 50."""
    if not isinstance(years, int) or isinstance(years, bool) or not 1 <= years <= _LONGEST:
        raise ArgumentError(f"years is {years!r}; give a whole number from 1 to {_LONGEST}, such as 5")


def assumptions(study: Study, group: Yearly, years: int) -> tuple[str, ...]:
    """What the calculation takes for granted."""
    say, language = words.say, study.language
    out = [say(f"churn.lifetime.margin.{'declared' if group.declared else 'missing'}", language, margin=group.margin)]
    out.append(say(f"churn.lifetime.discount.{'assumed' if group.assumed else 'declared'}", language, rate=group.discount))
    out.append(say("churn.lifetime.retention", language, first=group.periods[0], last=group.periods[-1], count=len(group.periods)))
    if group.falling is not None:
        rates = group.falling.rates(2 * group.a_year)
        out.append(say("churn.lifetime.falling", language, first=float(rates[: group.a_year].prod()), second=float(rates[group.a_year:].prod())))
    else:
        out.append(say("churn.lifetime.constant", language, years=years))
    if study.settings.churn.kind == "silence":
        out.append(say("churn.lifetime.silence", language))
    return tuple(out)


def _row(group: Yearly | None, years: int, seed: int) -> dict[str, float]:
    if group is None:
        return {"base": 0, **dict.fromkeys(("retention", "retention_low", "retention_high", "yearly_margin", "value", "low", "high"), float("nan")), "unit": "money"}
    drawn = simulated(group, years, seed)
    stay = span(drawn.today[:, 0] ** group.a_year)
    return {
        "base": group.base, "retention": stay["value"], "retention_low": stay["low"], "retention_high": stay["high"],
        "yearly_margin": group.brought * group.a_year, **span(discounted(drawn.new, margin=drawn.margin, interest=group.interest)), "unit": "money",
    }


def _sentence(study: Study, shown: pd.DataFrame, by: str | None, label: str, kind: str, years: int) -> str:
    if shown.empty:
        return words.say("house.withheld", study.language)
    least, most = shown.iloc[0], shown.iloc[-1]

    def money(row: pd.Series, prefix: str = "") -> dict[str, object]:
        return {f"{prefix}{end}": (row[end], study.currency) for end in ("value", "low", "high")}

    if by is None or len(shown) == 1:
        return words.say(f"churn.lifetime.{kind}", study.language, years=years, base=most["base"], retention=most["retention"],
                         margin=(most["yearly_margin"], study.currency), **money(most))
    # The two were picked from all levels, so their intervals are widened as for as many comparisons.
    wider = normal_quantile(1 - 0.05 / len(shown)) / normal_quantile(0.95)
    gap = most["value"] - least["value"] - wider * (most["value"] - most["low"] + least["high"] - least["value"])
    apart = "apart" if gap > 0 else "together"
    return words.say(f"churn.lifetime.by.{kind}", study.language, years=years, most=str(most[label]), least=str(least[label]), **money(most), **money(least, "least_")) + (
        " " + words.say(f"churn.lifetime.{apart}", study.language))

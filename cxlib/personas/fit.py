"""Whom the offer does not suit: personas that several signals mark."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .. import words
from ..finding import Chart, Finding, withhold
from ..intervals import mean_interval, share_interval, skewed_mean_interval
from .cards import behaviour
from .kinds import Personas

__all__ = ["SIGNALS", "who_is_not"]

# Signal -> whether more of it is adverse, and the habits that already hold it.
SIGNALS = {
    "refunds": (True, ("refund_share",)),
    "value": (False, ("basket", "visits_per_month", "contacts_per_month")),
    "silence": (True, ()),
    "low_scores": (True, ()),
}
_LEVEL = 0.05
_NEEDED = 2
_MATERIAL = 1.5
_ROWS = 5  # personas whose signals can be seen at once as rows


def who_is_not(study, found: Personas) -> Finding:
    """For which personas do signals agree that the offer does not suit them?

    Signals: customers with a refund; spend per customer; who of a persona's customers of one lookback ago has left
    or been silent for longer than ``churn.silence_days`` since; share of low scores per answerer. Each is compared with the other personas of the slice
    as a ratio (lift), and is adverse when its interval leaves out 1 and it is at least 1.5 times as bad, since
    with many customers the interval leaves out 1 for nothing. A persona is a poor fit when at least two signals
    are adverse, at least one of which did not make the personas. All intervals hold together at 95 % (Bonferroni over personas
    and signals), so looking at many raises no false alarm.

    Returns
    -------
    Finding
        ``persona``, ``signal``, ``value`` (lift), ``low``, ``high``, ``here``, ``elsewhere`` (the share or the mean),
        ``base``, ``adverse``, ``withheld``, and for programs ``_signal``, ``_adverse``, ``_poor_fit``.
        Status ``cannot_tell`` when no persona is a poor fit.

    References
    ----------
    Donner and Zou 2012, Stat. Methods Med. Res. 21:347 for the interval of a ratio from two intervals.
    """
    name, question = "personas.who_is_not", words.say("personas.who_is_not.question", study.language)
    if found.verdict == "not_available":
        return study.not_available(name, question, *("transactions", "touchpoints"))
    seen = behaviour(study, found)
    table = seen.now[seen.now["persona"] != found.inactive]
    if table.empty:
        return study.nobody(name, question)
    language, measures = study.language, _measures(table, seen.since)
    if found.k < 2 or not measures:
        sentence = words.say("personas.who_is_not.no_groups", language)
        return study.finding(name, question=question, sentence=sentence, table=pd.DataFrame(), base=len(table), status="cannot_tell",
                             **_action("cannot_tell", language))
    shown = _compared(measures, found, study.settings.minimum_base)
    shown["signal"] = [words.say(f"personas.signal.{signal}", language, days=study.settings.churn.silence_days) for signal in shown["_signal"]]
    shown["adverse"] = [words.say("personas.yes", language) if adverse else "" for adverse in shown["_adverse"]]
    poor = [persona for persona in found.names if shown.loc[shown["persona"] == persona, "_poor_fit"].any()]
    small = int((shown["withheld"] != "").sum())
    caveats = [words.say("personas.who_is_not.caveat", language), words.say("personas.who_is_not.respect", language)]
    if small:
        caveats.append(words.say("house.withheld_caveat", language, rows=small, minimum=study.settings.minimum_base))
    columns = ["persona", "signal", "value", "low", "high", "here", "elsewhere", "base", "adverse", "withheld"]
    return study.finding(
        name, question=question, sentence=_sentence(shown, poor, len(table), language),
        table=shown[[*columns, "unit", "_signal", "_adverse", "_poor_fit"]],
        chart=_chart(found, language),
        base=len(table), status="answered" if poor else "cannot_tell", caveats=tuple(caveats),
        **_action("answered" if poor else "cannot_tell", language),
    )


def _chart(found: Personas, language: str) -> Chart:
    """A row for each persona and signal; a grid where the rows would be too many."""
    label, parts = words.say("personas.who_is_not.axis", language), {"reference": 1.0, "scale": "log"}
    if len(found.names) > _ROWS:
        return Chart("heatmap", x="persona", y="signal", value_label=label, **parts)
    return Chart("interval", y="persona", series="signal", x_label=label,
                 reference_label=words.say("personas.who_is_not.even", language), **parts)


def _measures(table: pd.DataFrame, since: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """``persona`` and ``value`` by customer for each signal; the value is 0 or 1, a share, or an amount."""
    values = {}
    if "refunds" in table:
        values["refunds"] = (table["refunds"] > 0).astype(float)
    if "spend" in table:
        values["value"] = table["spend"].astype(float)
    if {"low_scores", "answers"} <= set(table.columns):
        values["low_scores"] = table["low_scores"] / table["answers"].where(table["answers"] > 0)
    measures = {signal: pd.DataFrame({"persona": table["persona"], "value": value}).dropna() for signal, value in values.items()}
    measures["silence"] = since
    return {signal: measures[signal] for signal in SIGNALS if signal in measures and measures[signal]["value"].nunique() > 1}


def _compared(measures: dict[str, pd.DataFrame], found: Personas, minimum: int) -> pd.DataFrame:
    confidence = 1 - _LEVEL / (len(found.names) * len(measures))
    rows = []
    for name in found.names:
        for signal, judged in measures.items():
            inside = judged["persona"] == name
            mine, others = judged.loc[inside, "value"], judged.loc[~inside, "value"]
            here, elsewhere = (_estimate(part.to_numpy(), signal, confidence) for part in (mine, others))
            value, low, high = _ratio(here, elsewhere)
            rows.append({"persona": name, "_signal": signal, "value": value, "low": low, "high": high, "here": here[0],
                         "elsewhere": elsewhere[0], "base": len(mine), "unit": "number"})
    shown = withhold(pd.DataFrame(rows), minimum=minimum, within=["_signal", "unit"],
                     columns=("value", "low", "high", "here", "elsewhere", "base"))
    more = shown["_signal"].map({signal: adverse for signal, (adverse, _) in SIGNALS.items()})
    shown["_adverse"] = np.where(
        more, (shown["low"] > 1) & (shown["value"] >= _MATERIAL), (shown["high"] < 1) & (shown["value"] <= 1 / _MATERIAL)
    )
    fresh = ~shown["_signal"].map({signal: bool(set(made) & set(found.features)) for signal, (_, made) in SIGNALS.items()})
    count = shown["_adverse"].groupby(shown["persona"]).transform("sum")
    outside = (shown["_adverse"] & fresh).groupby(shown["persona"]).transform("any")
    shown["_poor_fit"] = (count >= _NEEDED) & outside
    return shown


def _estimate(values: np.ndarray, signal: str, confidence: float) -> tuple[float, float, float]:
    if not len(values):
        return np.nan, np.nan, np.nan
    mean = float(values.mean())
    if signal == "low_scores":
        return mean, *map(float, mean_interval(len(values), values.sum(), (values**2).sum(), confidence=confidence, scale=(0, 1)))
    if signal != "value":
        low, high = share_interval(values.sum(), len(values), confidence=confidence)
        return mean, float(low), float(high)
    scale = abs(mean) or 1.0
    powers = [((values / scale) ** power).sum() for power in (1, 2, 3)]
    low, high = (scale * float(end) for end in skewed_mean_interval(len(values), *powers, confidence=confidence))
    return mean, low, high


def _ratio(first: tuple[float, float, float], second: tuple[float, float, float]) -> tuple[float, float, float]:
    """First over second with its interval; nan where the second may be nothing."""
    (x1, l1, u1), (x2, l2, u2) = first, second
    l1 = max(l1, 0.0)
    if not (x2 > 0 and l2 > 0 and l2 * (2 * x2 - l2) > 0 and u2 * (2 * x2 - u2) > 0) or np.isnan([x1, l1, u1]).any():
        return (x1 / x2 if x2 > 0 else np.nan), np.nan, np.nan
    both = x1 * x2
    below = max(both**2 - l1 * u2 * (2 * x1 - l1) * (2 * x2 - u2), 0.0)
    above = max(both**2 - u1 * l2 * (2 * x1 - u1) * (2 * x2 - l2), 0.0)
    low = (both - below**0.5) / (u2 * (2 * x2 - u2))
    high = (both + above**0.5) / (l2 * (2 * x2 - l2))
    return x1 / x2, min(max(low, 0.0), x1 / x2), max(high, x1 / x2)


def _sentence(shown: pd.DataFrame, poor: list[str], n: int, language: str) -> str:
    if not poor:
        return words.say("personas.who_is_not.none", language, n=n)
    parts = []
    for persona in poor:
        marks = shown[(shown["persona"] == persona) & shown["_adverse"]]
        listed = "; ".join(
            words.say("personas.who_is_not.signal", language, signal=row.signal, lift=row.value, low=row.low, high=row.high)
            for row in marks.itertuples()
        )
        parts.append(words.say("personas.who_is_not.persona", language, persona=persona, signals=listed))
    return " ".join(parts)


def _action(case: str, language: str) -> dict[str, str]:
    return {
        "owner": words.say("personas.owner", language),
        "next_step": words.say(f"personas.next.who_is_not.{case}", language),
    }

"""Whom the offer does not suit: personas that several signals mark."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .. import words
from ..finding import Chart, Finding, withhold
from .cards import behaviour
from .cost import cost_caveat, value_after_cost
from .kinds import Personas
from .lift import estimate
from .lift import ratio as _ratio
from .stand_in import stand_in, standing_in
from .telling import complaints

__all__ = ["SIGNALS", "who_is_not"]

# Signal -> whether more of it is adverse, the habits that already hold it, and how it is counted.
SIGNALS = {
    "refunds": (True, ("refund_share",), "share"),
    "value": (False, ("basket", "spend", "visits_per_month", "contacts_per_month"), "money"),
    "silence": (True, ("recency_days", "gap_ratio"), "share"),
    "complaints": (True, (), "share"),
    "low_scores": (True, (), "part"),
}
_LEVEL = 0.05
_NEEDED = 2
_MATERIAL = 1.5
_ROWS = 5  # personas whose signals can be seen at once as rows


def who_is_not(study, found: Personas) -> Finding:
    """For which personas do signals agree that the offer does not suit them?

    Signals: customers with a refund; value after the cost to serve, per customer; who of a persona's customers of one
    lookback ago has left or been silent for longer than ``churn.silence_days`` since; customers with a complaint, or share of
    low scores per answerer where nothing is called a complaint. Each is compared with the other personas of the slice
    as a ratio (lift), and is adverse when its interval leaves out 1 and it is at least 1.5 times as bad, since
    with many customers the interval leaves out 1 for nothing. A low value is adverse only where sales are low
    too, or it would repeat the refunds. A persona is a poor fit when at least two signals are adverse, at least one
    of which did not make the personas. All intervals hold together at 95 % (Bonferroni over personas and signals), so
    looking at many raises no false alarm. Where a poor fit goes strongly with a protected attribute, the
    sentence says so and the next step is not to act on it.

    Returns
    -------
    Finding
        ``persona``, ``signal``, ``value`` (lift), ``low``, ``high``, ``here``, ``elsewhere`` (the share or the mean),
        ``base``, ``adverse``, ``withheld``, and for programs ``_signal``, ``_adverse``, ``_poor_fit``, ``_stand_in``.
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
    language, measures = study.language, _measures(study, table, seen.since, found.lookback_days)
    if found.k < 2 or not measures:
        sentence = words.say("personas.who_is_not.no_groups", language)
        return study.finding(name, question=question, sentence=sentence, table=pd.DataFrame(), base=len(table), status="cannot_tell",
                             **_action("cannot_tell", language))
    shown = _compared(measures, found, study.settings.minimum_base)
    shown["signal"] = [words.say(f"personas.signal.{signal}", language, days=study.settings.churn.silence_days) for signal in shown["_signal"]]
    shown["adverse"] = [words.say("personas.yes", language) if adverse else "" for adverse in shown["_adverse"]]
    poor = [persona for persona in found.names if shown.loc[shown["persona"] == persona, "_poor_fit"].any()]
    strong, warned = _protected(study, table["persona"], poor)
    shown["_stand_in"] = shown["persona"].isin(strong)
    small = int((shown["withheld"] != "").sum())
    caveats = [words.say("personas.who_is_not.caveat", language), cost_caveat(study), words.say("personas.who_is_not.respect", language)]
    if small:
        caveats.append(words.say("house.withheld_caveat", language, rows=small, minimum=study.settings.minimum_base))
    columns = ["persona", "signal", "value", "low", "high", "here", "elsewhere", "base", "adverse", "withheld"]
    case = "cannot_tell" if not poor else "stand_in" if set(strong) >= set(poor) else "answered"
    return study.finding(
        name, question=question, sentence=" ".join([_sentence(shown, poor, len(table), language), *warned]),
        table=shown[[*columns, "unit", "_measured", "_signal", "_adverse", "_poor_fit", "_stand_in"]],
        chart=_chart(found, language), base=len(table), status="answered" if poor else "cannot_tell", caveats=tuple(caveats),
        formats={"here": "@_measured", "elsewhere": "@_measured"}, **_action(case, language),
    )


def _protected(study, persona: pd.Series, poor: list[str]) -> tuple[list[str], list[str]]:
    """Those of the poor fits that stand in for a protected attribute, and the sentences about all of them."""
    told = {name: stand_in(study, persona == name) for name in poor}
    warned = [text for name, table in told.items() for text in standing_in(study, table, name)]
    return [name for name, table in told.items() if (table["strength"] == "strong").any()], warned


def _chart(found: Personas, language: str) -> Chart:
    """A row for each persona and signal; a grid where the rows would be too many."""
    label, parts = words.say("personas.who_is_not.axis", language), {"reference": 1.0, "scale": "log"}
    if len(found.names) > _ROWS:
        return Chart("heatmap", x="persona", y="signal", value_label=label, **parts)
    return Chart("interval", y="persona", series="signal", x_label=label,
                 reference_label=words.say("personas.who_is_not.even", language), **parts)


def _measures(study, table: pd.DataFrame, since: pd.DataFrame, lookback_days: int) -> dict[str, pd.DataFrame]:
    """``persona`` and ``value`` by customer for each signal; the value is 0 or 1, a share, or an amount (``gross`` beside it)."""
    worth, values = value_after_cost(study, lookback_days=lookback_days).reindex(table.index), {}
    if "refunds" in table:
        values["refunds"] = (table["refunds"] > 0).astype(float)
    if worth["sales"].sum() > 0:
        values["value"] = worth["value"]
    if any(complaints(study)):
        values["complaints"] = (worth["complaints"] > 0).astype(float)
    elif {"low_scores", "answers"} <= set(table.columns):
        values["low_scores"] = table["low_scores"] / table["answers"].where(table["answers"] > 0)
    measures = {signal: pd.DataFrame({"persona": table["persona"], "value": value}).dropna() for signal, value in values.items()}
    if "value" in measures:
        measures["value"]["gross"] = worth["sales"]
    measures["silence"] = since
    return {signal: measures[signal] for signal in SIGNALS if signal in measures and measures[signal]["value"].nunique() > 1}


def _compared(measures: dict[str, pd.DataFrame], found: Personas, minimum: int) -> pd.DataFrame:
    confidence = 1 - _LEVEL / (len(found.names) * len(measures))
    rows = []
    for name in found.names:
        for signal, judged in measures.items():
            inside = judged["persona"] == name
            here, elsewhere, (value, low, high) = _against(judged["value"], inside, SIGNALS[signal][2], confidence)
            # A loss has no ratio; it is adverse where the two intervals lie apart.
            loss = here[0] < 0 and here[2] < elsewhere[1]
            news = "gross" not in judged or _against(judged["gross"], inside, "money", confidence)[2][2] < 1
            rows.append({"persona": name, "_signal": signal, "value": value, "low": low, "high": high, "here": here[0], "elsewhere": elsewhere[0],
                         "base": int(inside.sum()), "unit": "number", "_measured": "money" if signal == "value" else "share", "_loss": loss, "_news": news})
    shown = withhold(pd.DataFrame(rows), minimum=minimum, within=["_signal", "unit"],
                     columns=("value", "low", "high", "here", "elsewhere", "base"))
    more = shown["_signal"].map({signal: told[0] for signal, told in SIGNALS.items()})
    less = ((shown["high"] < 1) & (shown["value"] <= 1 / _MATERIAL)) | (shown["_loss"] & (shown["withheld"] == ""))
    shown["_adverse"] = np.where(more, (shown["low"] > 1) & (shown["value"] >= _MATERIAL), less & shown["_news"])
    fresh = ~shown["_signal"].map({signal: bool(set(told[1]) & set(found.features)) for signal, told in SIGNALS.items()})
    count = shown["_adverse"].groupby(shown["persona"]).transform("sum")
    outside = (shown["_adverse"] & fresh).groupby(shown["persona"]).transform("any")
    shown["_poor_fit"] = (count >= _NEEDED) & outside
    return shown


def _against(values: pd.Series, inside: pd.Series, kind: str, confidence: float):
    """What a persona's customers show, what the others do, and the ratio."""
    here, elsewhere = (estimate(values[part].to_numpy(dtype=float), kind, confidence) for part in (inside, ~inside))
    return here, elsewhere, _ratio(here, elsewhere)


def _sentence(shown: pd.DataFrame, poor: list[str], n: int, language: str) -> str:
    if not poor:
        return words.say("personas.who_is_not.none", language, n=n)
    parts = []
    for persona in poor:
        marks = shown[(shown["persona"] == persona) & shown["_adverse"]]
        listed = "; ".join(
            words.say(f"personas.who_is_not.{'signal' if np.isfinite(row.value) else 'loss'}", language, signal=row.signal, lift=row.value,
                      low=row.low, high=row.high)
            for row in marks.itertuples()
        )
        parts.append(words.say("personas.who_is_not.persona", language, persona=persona, signals=listed))
    return " ".join(parts)


def _action(case: str, language: str) -> dict[str, str]:
    return {
        "owner": words.say("personas.owner", language),
        "next_step": words.say(f"personas.next.who_is_not.{case}", language),
    }

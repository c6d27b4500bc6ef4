"""Groups whom the offer does not suit, by rules over what is known at their start."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .. import words
from ..errors import ArgumentError
from ..finding import Chart, Finding, withhold
from ..slices import Slice
from .beginnings import DAYS, START_DAYS, Beginnings, beginnings, facts, members
from .cost import cost_caveat
from .marking import STABLE, sift
from .stand_in import stand_in, standing_in

__all__ = ["poor_fit_rules", "rule_text"]

_TABLES = ("transactions", "touchpoints")
_COLUMNS = ("group", "signal", "value", "low", "high", "here", "elsewhere", "base", "found", "adjusted_p", "stability", "adverse")


def poor_fit_rules(study, *, seed: int = 2026, start_days: int = START_DAYS, days: int = DAYS, draws: int = 199) -> Finding:
    """Which customers, told by what is known at their start, does the offer not suit?

    Rules of one or two facts (segments, first contact, size of the first payment; nothing protected), compared with the
    other customers on what came after: refunds, complaints (low scores where there are none), leaving early, value after
    the cost to serve. A rule is found on the customers who began earlier and shown by what became of those who
    began later. It is named when at least two signals mark it among the earlier (1.5 times as bad, chance over all rules and
    signals held at 5 %), two of these do so again among the later, and 80 % of half-samples of the earlier mark it.

    Parameters
    ----------
    study : Study
    seed : int
    start_days : int
        First days, in which the first contact and the first payment are looked for.
    days : int
        Days from the start until which they are followed.
    draws : int
        Permutations; at least 39.

    Returns
    -------
    Finding
        ``group``, ``signal``, ``value`` (lift among the later customers), ``low``, ``high``, ``here``, ``elsewhere``
        (share, or money), ``base``, ``found`` (lift among the earlier), ``adjusted_p``, ``stability`` (0 to 1),
        ``adverse``, ``withheld``; for programs ``_signal``, ``_adverse``, ``_rule`` (text of a Slice), ``_poor_fit``,
        ``_stand_in`` (the rule goes strongly with a protected attribute). Customers of a group above are not counted again. Rules that were found and not confirmed are
        kept as hints. Status ``cannot_tell`` when no rule is confirmed.

    Raises
    ------
    ArgumentError
        When the days do not go on after the first days, or draws is under 39.

    References
    ----------
    See :func:`cxlib.personas.marking.mark`.
    """
    if not 0 < start_days < days:
        raise ArgumentError(f"start_days is {start_days} and days is {days}; days must go on after start_days, which is at least 1")
    if draws < 39:
        raise ArgumentError(f"draws is {draws!r}; give a whole number of at least 39.")
    name, question = "personas.poor_fit_rules", words.say("personas.poor_fit.question", study.language)
    if not study.has("customers") and not any(study.has(table) for table in _TABLES):
        return study.not_available(name, question, *_TABLES)
    begun = beginnings(study, start_days=start_days, days=days)
    if not len(begun):
        return _nothing(study, name, question)
    sifted = sift(begun, seed=seed, draws=draws, minimum=study.settings.minimum_base)
    if sifted.empty:
        sentence = words.say("personas.poor_fit.none", study.language, n=len(begun))
        return study.finding(name, question=question, sentence=sentence, table=pd.DataFrame(), base=len(begun), status="cannot_tell",
                             caveats=_caveats(study, start_days, days), **_action(study, "cannot_tell"))
    return _named(study, name, question, sifted, begun, start_days, days)


def rule_text(rule: Slice, language: str) -> str:
    """A rule as people read it: "first touchpoint: voucher & plan: Gold"."""
    said = []
    for name, levels in rule.levels:
        listed = ", ".join(words.say(f"value.{name}.{level}", language) if words.has(f"value.{name}.{level}") else level for level in levels)
        label = words.label(name, language)
        said.append(f"{label[:1].lower()}{label[1:]}: {listed}")
    return " & ".join(said)


def _nothing(study, name: str, question: str) -> Finding:
    if not len(study.customers()):
        return study.nobody(name, question)
    return study.finding(name, question=question, sentence=words.say("personas.poor_fit.too_new", study.language), table=pd.DataFrame(),
                         status="cannot_tell", **_action(study, "cannot_tell"))


def _named(study, name: str, question: str, sifted: pd.DataFrame, begun: Beginnings, start_days: int, days: int) -> Finding:
    language = study.language
    texts = {rule: rule_text(Slice.parse(rule), language) for rule in dict.fromkeys(sifted["_rule"])}
    table = sifted.assign(
        group=sifted["_rule"].map(texts), unit="number", _measured=np.where(sifted["_signal"] == "value", "money", "share"),
        signal=[words.say(f"personas.signal.{signal}", language, days=days) for signal in sifted["_signal"]],
        adverse=[words.say("personas.yes", language) if adverse else "" for adverse in sifted["_adverse"]],
    )
    known = facts(study, start_days=start_days)
    told = {rule: stand_in(study, members(known, Slice.parse(rule))) for rule in dict.fromkeys(sifted.loc[sifted["_poor_fit"], "_rule"])}
    strong = {rule for rule, attributes in told.items() if (attributes["strength"] == "strong").any()}
    warned = {rule: standing_in(study, attributes, texts[rule]) for rule, attributes in told.items()}
    table["_stand_in"] = table["_rule"].isin(strong)
    table = withhold(table, minimum=study.settings.minimum_base, columns=("value", "low", "high", "here", "elsewhere", "base", "found"))
    poor = list(dict.fromkeys(table.loc[table["_poor_fit"], "_rule"]))
    case = "cannot_tell" if not poor else "stand_in" if strong >= set(poor) else "answered"
    label = words.say("personas.poor_fit.axis", language)
    parts = {"x_label": label, "reference": 1.0, "scale": "log", "reference_label": words.say("personas.poor_fit.even", language)}
    return study.finding(
        name, question=question, sentence=_sentence(table, texts, warned, len(begun), language),
        table=table[[*_COLUMNS, "withheld", "unit", "_measured", "_signal", "_adverse", "_rule", "_poor_fit", "_stand_in"]],
        chart=Chart("interval", y="group", series="signal", **parts), base=len(begun), status="answered" if poor else "cannot_tell",
        formats={"here": "@_measured", "elsewhere": "@_measured", "found": "number", "adjusted_p": "p_value", "stability": "whole_share"},
        caveats=_caveats(study, start_days, days), **_action(study, case),
    )


def _sentence(table: pd.DataFrame, texts: dict[str, str], warned: dict[str, list[str]], n: int, language: str) -> str:
    if not warned:
        hints = "; ".join(f"\u201c{text}\u201d" for text in texts.values())
        return words.say("personas.poor_fit.hint", language, n=n, groups=hints)
    said = []
    for rule, warnings in warned.items():
        marks = table[(table["_rule"] == rule) & table["_adverse"]]
        signals = "; ".join(_signal(row, language) for row in marks.itertuples())
        said.append(words.say("personas.poor_fit.group", language, group=texts[rule], signals=signals, base=marks["base"].max(),
                              stability=marks["stability"].iloc[0]))
        said += warnings
    return " ".join(said)


def _signal(row, language: str) -> str:
    if not np.isfinite(row.value):
        return words.say("personas.poor_fit.loss", language, signal=row.signal)
    return words.say("personas.poor_fit.signal", language, signal=row.signal, lift=row.value, low=row.low, high=row.high)


def _caveats(study, start_days: int, days: int) -> tuple[str, ...]:
    language = study.language
    return (
        words.say("personas.poor_fit.caveat.checked", language, start=start_days, days=days, stable=STABLE),
        words.say("personas.poor_fit.caveat.value", language), cost_caveat(study),
        words.say("personas.poor_fit.caveat.segments", language), words.say("personas.who_is_not.respect", language),
    )


def _action(study, case: str) -> dict[str, str]:
    return {"owner": words.say("personas.owner", study.language), "next_step": words.say(f"personas.next.poor_fit.{case}", study.language)}

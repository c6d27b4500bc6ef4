"""The personas as a few questions in words, and how often those name the right one."""

from __future__ import annotations

import json
from dataclasses import asdict

import numpy as np
import pandas as pd

from .. import words
from ..errors import ArgumentError
from ..finding import Chart, Finding, withhold
from ..intervals import share_interval
from .behaviour import habits
from .cards import behaviour
from .kinds import Personas
from .naming import habit_label
from .tree import MONEY, Condition, Line, Rule, learn_rule

__all__ = ["apply_rule", "as_personas", "in_words", "simple_rule"]

_GOOD = 0.7
_HELD_OUT = 0.3
_NO_HABITS = ("low_scores", "answers", "touchpoints_used", "channels_used")
_TABLES = ("transactions", "touchpoints")
_COLUMNS = ["part", "rule", "persona", "value", "low", "high", "base", "withheld", "unit", "_line", "_drawn"]


def simple_rule(study, found: Personas | pd.Series, *, depth: int = 3, seed: int = 2026) -> Finding:
    """A few questions that name the persona of a customer, and how often they are right on customers not learnt from.

    The rule is learnt on seven tenths of everyone, whatever the slice, and judged on those of the others who are in the
    slice. Who did nothing in the lookback is told by that and does not count as right.

    Parameters
    ----------
    found : Personas, or Series of labels by customer_id
    depth : int
        Questions at most for one customer, 1 to 3.
    seed : int

    Returns
    -------
    Finding
        ``part`` (``agreement``, ``always_largest``, ``rule``, ``recall``, ``precision``), ``rule`` (the conditions in words),
        ``persona``, ``value`` (share that is right; for a rule, of those who meet it), ``low``, ``high`` (Wilson), ``base``
        (held-out customers), ``withheld``. Status ``cannot_tell`` where the agreement is under 70% or not above that of
        always naming the largest persona.

    Raises
    ------
    ArgumentError
        When depth is not 1, 2 or 3.

    References
    ----------
    Wilson 1927, JASA 22:209.

    Examples
    --------
    >>> personas.simple_rule(study, found).table[["rule", "persona"]]  # doctest: +SKIP
    """
    if isinstance(depth, bool) or depth not in (1, 2, 3):
        raise ArgumentError(f"depth is {depth!r}; give 1, 2 or 3: a longer rule is not a simple one")
    name, question = "personas.simple_rule", words.say("personas.simple_rule.question", study.language)
    found = as_personas(found, study.language)
    if found.verdict == "not_available" or not (found.recipe is not None or any(map(study.has, _TABLES))):
        return study.not_available(name, question, *_TABLES)
    here = behaviour(study, found).now
    here = here[here["persona"].notna() & (here["persona"] != found.inactive)]
    if here.empty:
        return study.nobody(name, question)
    everyone = behaviour(study.unsliced(), found).now.sort_index()
    if everyone.loc[everyone["persona"] != found.inactive, "persona"].nunique() < 2:
        sentence = words.say("personas.simple_rule.no_groups", study.language)
        return study.finding(name, question=question, sentence=sentence, table=pd.DataFrame(), base=len(here), status="cannot_tell")
    # A customer falls on the same side whatever the order of the rows.
    judged = np.random.default_rng([seed, 11]).random(len(everyone)) < _HELD_OUT
    learnt = everyone[~judged]
    rule = learn_rule(learnt.drop(columns="persona"), learnt["persona"], columns=_columns(found, learnt), lookback_days=found.lookback_days,
                      inactive=found.inactive if found.recipe is not None else "", depth=depth, seed=seed)
    test = everyone[judged & everyone.index.isin(here.index)]
    return _finding(study, found, rule, test, learnt["persona"], name, question)


def apply_rule(rule: Rule | Finding, features: pd.DataFrame) -> pd.Series:
    """The persona that the words of a rule name for each customer.

    Parameters
    ----------
    rule : Rule, or the Finding of :func:`simple_rule`
    features : DataFrame
        As of :meth:`cxlib.study.Study.features` with the same lookback.

    Returns
    -------
    Series
        ``persona`` by customer.

    Raises
    ------
    ArgumentError
        When the finding holds no rule.
    """
    if isinstance(rule, Rule):
        return rule.apply(features)
    texts = [text for text in rule.table["_line"] if text] if "_line" in rule.table else []
    if not texts:
        raise ArgumentError("this finding holds no rule; give what personas.simple_rule found in a study with personas")
    told = [json.loads(text) for text in texts]
    lines = [Line(one["persona"], tuple(Condition(**part) for part in one["conditions"]), one["idle"]) for one in told]
    return Rule(tuple(lines), told[0]["lookback_days"]).apply(features)


def as_personas(found: Personas | pd.Series, language: str) -> Personas:
    """Labels from anywhere, such as segments by rule, as personas that only know their labels; the largest first."""
    if isinstance(found, Personas) and (found.names or found.verdict == "not_available"):
        return found
    labels = (found.labels if isinstance(found, Personas) else found).dropna().astype("str").rename("persona")
    inactive = found.inactive if isinstance(found, Personas) else words.say("personas.inactive", language)
    sizes = labels[labels != inactive].value_counts()
    names = tuple(sorted(sizes.index, key=lambda name: (-sizes[name], name)))
    verdict = "by_rule" if names else "none"
    return Personas(verdict, len(names), np.nan, pd.DataFrame(), labels, names, inactive, pd.DataFrame(), None, np.eye(1),
                    active=int(sizes.sum()), language=language)


def in_words(line: Line, *, lookback_days: int, language: str, currency: str = "") -> str:
    """The conditions of a line as a person would say them."""
    if line.idle:
        return words.say("personas.rule.idle", language, days=lookback_days)
    if not line.conditions:
        return words.say("personas.rule.always", language)
    parts = [_condition(one, language, currency) for one in line.conditions]
    text = words.say("personas.rule.and", language).join(parts)
    return text[:1].upper() + text[1:]


def _condition(one: Condition, language: str, currency: str) -> str:
    habit = habit_label(one.habit, language)
    habit = habit[:1].lower() + habit[1:]
    if one.level:
        return words.say(f"personas.rule.{'is' if one.yes else 'is_not'}", language, habit=habit, level=one.level)
    unit = "whole_share" if one.habit.endswith("_share") else "money" if one.habit in MONEY else "number"
    value = words.format_value((one.threshold, currency) if unit == "money" else one.threshold, unit, language)
    return words.say(f"personas.rule.{'above' if one.yes else 'at_most'}", language, habit=habit, value=value)


def _columns(found: Personas, table: pd.DataFrame) -> list[str]:
    """Habits that made the personas; every habit in numbers where only labels are known."""
    if found.features or found.categories:
        return [*found.features, *found.categories]
    known = habits(table.drop(columns="persona"), lookback_days=found.lookback_days).select_dtypes("number")
    return [column for column in known if not column.startswith(("_", "last_score_")) and column not in _NO_HABITS]


def _finding(study, found: Personas, rule: Rule, test: pd.DataFrame, learnt: pd.Series, name: str, question: str) -> Finding:
    language = study.language
    test = test[(test["persona"] != found.inactive).to_numpy()]
    largest = str(learnt[learnt != found.inactive].value_counts().sort_index().idxmax())
    table = _judged(rule, test, largest, found, study)
    table = withhold(table, minimum=study.settings.minimum_base, within=["part"])[_COLUMNS]
    first, lazy = table.iloc[0], table.iloc[1]
    known = pd.notna(first["value"])
    good = bool(known and first["value"] >= _GOOD and first["low"] > lazy["value"])
    verdict = "good" if good else "poor" if known else "few"
    fills = {"value": first["value"], "low": first["low"], "high": first["high"], "n": first["base"], "largest": lazy["value"],
             "persona": largest, "questions": max(len(line.conditions) for line in rule.lines)}
    sentence = words.say(f"personas.simple_rule.{verdict}", language, **fills)
    if good:
        sentence += " " + _example(table, language)
    caveats = [words.say("personas.simple_rule.caveat", language), words.say("personas.simple_rule.unknown", language)]
    never = [persona for persona in found.names if persona not in {line.persona for line in rule.lines}]
    if never:
        caveats.append(words.say("personas.simple_rule.never", language, personas=", ".join(never)))
    if found.verdict == "continuum":
        caveats.append(words.say("personas.caveat.continuum", language))
    hidden = int((table["withheld"] != "").sum())
    if hidden:
        caveats.append(words.say("house.withheld_caveat", language, rows=hidden, minimum=study.settings.minimum_base))
    return study.finding(
        name, question=question, sentence=sentence, table=table, base=len(test), unit="share", caveats=tuple(caveats),
        status="answered" if good else "cannot_tell", chart=_chart(language),
        headline={part: first[part] for part in ("value", "low", "high", "base", "unit")} if known else None,
        owner=words.say("personas.owner", language), next_step=words.say(f"personas.next.simple_rule.{'good' if good else 'poor'}", language),
    )


def _chart(language: str) -> Chart:
    return Chart("bars", y="persona", x="value", series="part", unit="share", where={"_drawn": "yes"},
                 x_label=words.say("personas.simple_rule.axis", language))


def _example(table: pd.DataFrame, language: str) -> str:
    """The rule that most customers meet, in full."""
    told = table[(table["part"] == "rule") & table["base"].notna() & (table["base"] > 0)]
    top = told.loc[told["base"].astype(float).idxmax()]
    return words.say("personas.simple_rule.example", language, rule=top["rule"], persona=top["persona"])


def _judged(rule: Rule, test: pd.DataFrame, largest: str, found: Personas, study) -> pd.DataFrame:
    """Every share of right names among the held-out customers, with Wilson's interval."""
    real, places = test["persona"].astype("str").to_numpy(dtype=object), rule.places(test.drop(columns="persona"))
    named = np.array([line.persona for line in rule.lines], dtype=object)[places]
    right = real == named
    rows = [_row("agreement", "", right), _row("always_largest", largest, real == largest)]
    for place, line in enumerate(rule.lines):
        told = json.dumps({**asdict(line), "lookback_days": rule.lookback_days}, ensure_ascii=False)
        text = in_words(line, lookback_days=rule.lookback_days, language=study.language, currency=study.currency)
        rows.append(_row("rule", line.persona, right[places == place], rule=text, line=told))
    for persona in found.names:
        rows.append(_row("recall", persona, right[real == persona], drawn="yes"))
        rows.append(_row("precision", persona, right[named == persona], drawn="yes"))
    table = pd.DataFrame(rows)
    low, high = share_interval(table.pop("hits").to_numpy(float), table["base"].to_numpy(float))
    return table.assign(low=low, high=high, unit="share")


def _row(part: str, persona: str, right: np.ndarray, *, rule: str = "", line: str = "", drawn: str = "") -> dict:
    n, hits = len(right), int(right.sum())
    return {"part": part, "rule": rule, "persona": persona, "value": hits / n if n else np.nan, "base": n, "hits": hits, "_line": line, "_drawn": drawn}

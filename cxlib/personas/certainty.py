"""How sure a customer's persona is, and who is none of them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .. import words
from ..errors import ArgumentError
from ..finding import Chart, Finding, withhold
from ..intervals import mean_interval, share_interval
from .kinds import Personas
from .spread import OUTSIDE, Spread, placed, spread_of
from .waves import days, next_step, spread_for, unanswered

__all__ = ["assigned", "certainty", "sure_of"]

_SHOWN = ("value", "low", "high", "base", "probability", "probability_low", "probability_high")


def certainty(found: Personas, features: pd.DataFrame) -> pd.DataFrame:
    """The persona of each customer and how sure it is; nothing is fitted to these customers.

    Parameters
    ----------
    found : Personas
        From :func:`cxlib.personas.find`, or kept from an earlier wave.
    features : DataFrame
        As of :meth:`cxlib.study.Study.features` with the same lookback.

    Returns
    -------
    DataFrame
        Index customer_id. ``persona`` as of :meth:`Personas.assign`; ``probability`` (0 to 1) that this is the
        customer's persona and not another one of them, nan for the inactive; ``none_of_these``: further out of every
        persona than 99 % of the customers they were found on. One customer alone gets the same numbers as in a crowd.

    Raises
    ------
    ArgumentError
        When there are no personas, or they hold neither a spread nor the customers they were found on.

    Notes
    -----
    The probability is that of a mixture laid around the frozen personas, see :func:`cxlib.personas.spread.spread_of`.
    It takes the personas as they were found, and a customer to be like those they were found on: it does not count that a
    border may itself be drawn wrong, and for one with two visits it is too sure.
    """
    if found.recipe is None:
        raise ArgumentError("these personas hold nothing to assign by; find them in a study with payments or contacts")
    spread = getattr(found, "spread", None)
    if spread is None and found.k > 1:
        if found.behaviour is None:
            raise ArgumentError("these personas do not hold their spread; use certainty(keep(found, features), features) with the customers they were found on")
        spread = spread_of(found, found.behaviour.now)
    return sure_of(found, spread, features)


def sure_of(found: Personas, spread: Spread | None, features: pd.DataFrame) -> pd.DataFrame:
    """:func:`certainty` by a spread that is at hand; where there is none every persona is taken as sure."""
    persona = found.assign(features)
    places = pd.Index(found.names).get_indexer(persona)
    chance, none = np.where(places >= 0, 1.0, np.nan), np.zeros(len(features), dtype=bool)
    if spread is not None and (places >= 0).any():
        some = np.flatnonzero(places >= 0)
        place = placed(spread, found.view, found.recipe.coordinates(features.iloc[some]))
        chance[some] = place.chances[np.arange(len(some)), places[some]]
        none[some] = place.beyond < spread.limit
    return pd.DataFrame({"persona": persona, "probability": chance, "none_of_these": none}, index=features.index)


def assigned(study, found: Personas) -> Finding:
    """Which personas do the customers belong to who joined since the previous wave?

    Returns
    -------
    Finding
        One row per persona, then ``none of these`` and the inactive: ``persona``, ``base`` (new customers), ``value``
        (share of the new, 0 to 1, Wilson's interval), ``low``, ``high``, ``earlier`` (share among who was there before),
        ``probability`` (mean over the new ones of that row, 0 to 1) with ``probability_low`` and ``probability_high``,
        ``withheld``. Who is none of these is counted there and in no persona.
        Status ``nobody`` when nobody joined, ``cannot_tell`` below the minimum base or without groups.
    """
    name, language = "personas.assigned", study.language
    question = words.say("waves.assigned.question", language)
    refused = unanswered(study, found, name, question)
    if refused is not None:
        return refused
    before, now = days(study)
    features = study.features(now, lookback_days=found.lookback_days)
    if features.empty:
        return study.nobody(name, question)
    sure = sure_of(found, spread_for(study, found), features)
    none = words.say("waves.none_of_these", language)
    # Between personas none of which is theirs, a probability says nothing.
    sure["probability"] = sure["probability"].mask(sure["none_of_these"])
    sure["persona"] = sure["persona"].astype(object).mask(sure["none_of_these"], none)
    is_new = (features["tenure_days"] <= (now - before).days).to_numpy()
    new = sure[is_new]
    if new.empty:
        sentence = words.say("waves.assigned.nobody", language, before=before)
        return study.finding(name, question=question, sentence=sentence, table=pd.DataFrame(), status="nobody", **next_step("wait", language))
    table = _by_persona(study, new, sure[~is_new], (*found.names, none, found.inactive))
    told = len(new) >= study.settings.minimum_base and table["value"].notna().any()
    sentence = _sentence(table, found, none, len(new), before, new["probability"], language) if told else words.say(
        "waves.assigned.few", language, before=before, minimum=study.settings.minimum_base)
    outside = table.loc[table["persona"] == none].iloc[0]
    return study.finding(
        name, question=question, sentence=sentence, table=table, base=len(new), unit="share", status="answered" if told else "cannot_tell",
        formats={"earlier": "share", **dict.fromkeys(_SHOWN[4:], "whole_share")},
        chart=Chart("interval", y="persona", unit="share", x_label=words.say("waves.assigned.axis", language)),
        caveats=_caveats(study, found, table), **next_step("outside" if outside["low"] > 2 * OUTSIDE else "assigned", language),
    )


def _by_persona(study, new: pd.DataFrame, earlier: pd.DataFrame, levels: tuple[str, ...]) -> pd.DataFrame:
    rows = []
    for level in levels:
        chance = new.loc[new["persona"] == level, "probability"].dropna().to_numpy()
        mean, low, high = (np.nan,) * 3
        if len(chance):
            mean, (low, high) = chance.mean(), mean_interval(len(chance), chance.sum(), (chance**2).sum(), scale=(0, 1))
        rows.append({"persona": level, "base": int((new["persona"] == level).sum()), "probability": mean, "probability_low": low,
                     "probability_high": high, "_earlier": int((earlier["persona"] == level).sum())})
    table, minimum = pd.DataFrame(rows), study.settings.minimum_share_base
    table["value"] = table["base"] / len(new)
    table["low"], table["high"] = share_interval(table["base"].to_numpy(), len(new))
    table["earlier"] = table["_earlier"] / max(len(earlier), 1) if len(earlier) else np.nan
    shares = withhold(table[["_earlier", "earlier"]].rename(columns={"_earlier": "base"}), minimum=minimum, within=[], columns=("earlier",))
    table["earlier"] = shares["earlier"]
    if len(new) < study.settings.minimum_base:
        table["withheld"] = "small"
        table[list(_SHOWN)] = np.nan
    else:
        table = withhold(table, minimum=minimum, within=[], columns=_SHOWN)
    return table[["persona", "base", "value", "low", "high", "earlier", "probability", "probability_low", "probability_high", "withheld"]]


def _sentence(table: pd.DataFrame, found: Personas, none: str, total: int, before, chances: pd.Series, language: str) -> str:
    kinds, outside = table[table["persona"].isin(found.names)], table.loc[table["persona"] == none].iloc[0]
    parts = []
    if kinds["value"].notna().any():
        top = kinds.loc[kinds["value"].idxmax()]
        parts.append(words.say("waves.assigned.top", language, n=total, before=before, persona=top["persona"], share=top["value"], low=top["low"], high=top["high"]))
    else:
        parts.append(words.say("waves.assigned.new", language, n=total, before=before))
    chances = chances.dropna()
    if len(chances):
        parts.append(words.say("waves.assigned.sure", language, chance=chances.mean()))
    if not np.isnan(outside["value"]):
        parts.append(words.say("waves.assigned.none", language, share=outside["value"], low=outside["low"], high=outside["high"], usual=OUTSIDE))
    return " ".join(parts)


def _caveats(study, found: Personas, table: pd.DataFrame) -> tuple[str, ...]:
    language = study.language
    texts = [words.say("waves.caveat.frozen", language), words.say("waves.caveat.new", language)]
    if found.verdict == "continuum":
        texts.append(words.say("personas.caveat.continuum", language))
    hidden = int((table["withheld"] != "").sum())
    if hidden:
        texts.append(words.say("house.withheld_caveat", language, rows=hidden, minimum=study.settings.minimum_share_base))
    return tuple(texts)

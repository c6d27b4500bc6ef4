"""Signs of answers given without care: straight lines, haste, and the same text again and again."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from .. import intervals, words
from ..finding import Chart, Finding, withhold
from ..study.careless import fast_counts, rating_items, repeated_texts, straight_counts

__all__ = ["repeated_text", "speeders", "straight_lining"]

_SHOWN = 10


def straight_lining(study) -> Finding:
    """Respondents who gave the same answer to every rating item, by wave, beside how many would by chance.

    Returns
    -------
    Finding
        Columns ``period``, ``base`` (respondents with three items or more of one scale), ``value``, ``low``, ``high`` (share,
        Wilson), ``by_chance`` (share if each item were answered on its own as the wave answered it), ``withheld``.

    Notes
    -----
    Items that measure one thing agree more than by chance, so part of the difference is honest.
    """
    name, study = "quality.straight_lining", study.in_focus()
    asked = words.say("quality.straight.question", study.language)
    if not study.has("responses"):
        return study.not_available(name, asked, "responses")
    if not rating_items(study):
        return _nothing(study, name, asked, "quality.straight.no_items")
    counts = straight_counts(study)
    if counts.empty:
        return study.nobody(name, asked)
    table = _shares(study, counts["period"], counts["n"], counts["straight"], by_chance=counts["expected"] / counts["n"])
    last = table.iloc[-1]
    if last["withheld"]:
        return _by_wave(study, name, asked, table, words.say("quality.weights.too_few", study.language, **_few(study, last)), "cannot_tell")
    more = last["low"] > last["by_chance"]
    sentence = words.say("quality.straight.told" if more else "quality.straight.chance", study.language, wave=last["period"], n=last["base"],
                         items=len(rating_items(study)), **{key: last[key] for key in ("value", "low", "high", "by_chance")})
    return _by_wave(study, name, asked, table, sentence, "answered" if more else "cannot_tell", formats={"by_chance": "share"}, limits={"by_chance": words.label("by_chance", study.language)},
                    caveats=(words.say("quality.straight.caveat", study.language),))


def speeders(study) -> Finding:
    """Respondents who took less than a third of the wave's median time.

    Returns
    -------
    Finding
        Columns ``period``, ``base`` (respondents with a duration), ``value``, ``low``, ``high`` (share, Wilson), ``median`` (seconds),
        ``withheld``.
    """
    name, study = "quality.speeders", study.in_focus()
    asked = words.say("quality.speeders.question", study.language)
    if not study.has("responses"):
        return study.not_available(name, asked, "responses")
    counts = fast_counts(study)
    if counts.empty:
        return _nothing(study, name, asked, "quality.speeders.no_duration")
    table = _shares(study, counts["period"], counts["n"], counts["fast"], median=counts["median"])
    last = table.iloc[-1]
    if last["withheld"]:
        return _by_wave(study, name, asked, table, words.say("quality.weights.too_few", study.language, **_few(study, last)), "cannot_tell")
    sentence = words.say("quality.speeders.told", study.language, wave=last["period"], n=last["base"], **{key: last[key] for key in ("value", "low", "high", "median")})
    return _by_wave(study, name, asked, table, sentence, "answered", formats={"median": "number"})


def repeated_text(study) -> Finding:
    """Comments of twelve characters or more that several respondents wrote word for word.

    Returns
    -------
    Finding
        The ten most frequent texts that enough people wrote to be shown: ``wording`` (numbers and addresses blanked), ``times``
        (respondents), ``base`` (all comments of that length), ``value``, ``low``, ``high`` (share of them, Wilson).
    """
    name, study = "quality.repeated_text", study.in_focus()
    asked, language = words.say("quality.repeated.question", study.language), study.language
    if not study.has("responses"):
        return study.not_available(name, asked, "responses")
    told = repeated_texts(study)
    if not told.sum():
        return _nothing(study, name, asked, "quality.repeated.none_written")
    n, again = int(told.sum()), told[told > 1]
    minimum = study.settings.minimum_share_base
    if n < minimum:
        return _nothing(study, name, asked, "quality.repeated.too_few", "cannot_tell", minimum=minimum)
    low, high = intervals.share_interval(float(again.sum()), float(n))
    shown = again[again >= minimum].head(_SHOWN)
    lows, highs = intervals.share_interval(shown.to_numpy(float), np.full(len(shown), float(n)))
    table = pd.DataFrame({"wording": [_blanked(text) for text in shown.index], "times": shown.to_numpy(), "base": float(n),
                          "value": shown.to_numpy() / n, "low": lows, "high": highs})
    sentence = words.say("quality.repeated.told" if len(again) else "quality.repeated.no", language, n=n, share=again.sum() / n, low=low, high=high,
                         most=int(told.iloc[0]))
    notes = (words.say("quality.repeated.caveat", language, minimum=minimum),) if len(again) > len(shown) else ()
    return study.finding(name, question=asked, sentence=sentence, table=table, base=n, unit="share", formats={"times": "count"}, caveats=notes,
                         chart=Chart("bars", x="value", y="wording", unit="share", x_label=words.say("quality.repeated.axis", language)) if len(table) else None)


def _blanked(text: str) -> str:
    """A text without what could tell a person: addresses and every digit."""
    return re.sub(r"\d", "#", re.sub(r"\S*[@/]\S*", "…", text))[:80]


def _shares(study, period, n, yes, **more) -> pd.DataFrame:
    low, high = intervals.share_interval(yes.to_numpy(float), n.to_numpy(float))
    table = pd.DataFrame({"period": period, "base": n.astype(float), "value": yes / n, "low": low, "high": high, **more})
    return withhold(table, minimum=study.settings.minimum_share_base, columns=("value", "low", "high", "base", *more))


def _few(study, row) -> dict:
    return {"wave": row["period"], "minimum": study.settings.minimum_share_base}


def _by_wave(study, name: str, asked: str, table: pd.DataFrame, sentence: str, status: str, *, limits=None, **more) -> Finding:
    return study.finding(
        name, question=asked, sentence=sentence, table=table, status=status, unit="share", base=int(np.nan_to_num(table["base"].iloc[-1])),
        chart=Chart("line", x="period", y="value", unit="share", limits=limits or {},
                    y_label=words.say("quality.respondents.axis", study.language)), **more)


def _nothing(study, name: str, asked: str, key: str, status: str = "not_available", **fills) -> Finding:
    return study.finding(name, question=asked, sentence=words.say(key, study.language, **fills), table=pd.DataFrame(), status=status)

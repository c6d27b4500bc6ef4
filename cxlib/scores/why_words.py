"""What mix and rate say together, in one sentence."""

from __future__ import annotations

import pandas as pd

from .. import words
from .levels import metric_name, shown
from .sums import UNITS
from .why_rows import Job

__all__ = ["say_notes", "say_why"]

_CLEAR = 0.05


def say_why(job: Job, parts: pd.DataFrame, levels: pd.DataFrame) -> tuple[str, str, str]:
    """Sentence, status and next step from the rows of the parts and of the levels."""
    mixes = parts[parts["part"] == "mix"]
    clear = mixes[mixes["adjusted_p"] < _CLEAR]
    moved = bool(job.total["low"] > 0 or job.total["high"] < 0)
    if len(clear):
        return _by_mix(job, parts, levels, clear.loc[clear["value"].abs().idxmax()], moved)
    lead = mixes.loc[mixes["value"].abs().idxmax()]
    key = "scores.why.rate" if moved else "scores.why.cannot_tell"
    listed = ", ".join(dict.fromkeys(mixes["dimension"]))
    sentence = _say(job, key, dimensions=listed, dimension=lead["dimension"], **_numbers(job, "mix", lead))
    if not moved:
        return sentence, "cannot_tell", words.say("scores.next.cannot_tell", job.study.language)
    where, named = _where(job, levels)
    key = "scores.why.next.rate" if named else "scores.why.next.rate.nowhere"
    return f"{sentence} {where}", "answered", words.say(key, job.study.language, level=named)


def say_notes(job: Job, table: pd.DataFrame, unmatched: float, *, views: bool, shapley: bool) -> tuple[str, ...]:
    """What the reader must know beside the sentence."""
    language, notes = job.study.language, []
    wave = words.period_label(job.waves[1], language)
    against = table[table["opposite"]]
    if len(against):
        worst = against.loc[against["value"].abs().idxmax()]
        notes.append(_say(job, "scores.why.opposite", dimension=worst["dimension"], **_numbers(job, "rate", worst)))
    if views:
        notes.append(words.say("scores.why.views", language))
    if shapley:
        notes.append(words.say("scores.why.shapley", language))
    if unmatched > 0:
        notes.append(words.say("scores.why.unmatched", language, share=unmatched))
    if job.study.weighted:
        notes.append(words.say("scores.why.weighted", language))
    if not job.study.complete(job.waves[1]):
        notes.append(words.say("scores.partial_caveat", language, periods=wave))
    hidden = int((table["withheld"] != "").sum())
    if hidden:
        notes.append(words.say("house.withheld_caveat", language, rows=hidden, minimum=job.study.settings.minimum_base))
    return tuple(notes)


def _by_mix(job: Job, parts: pd.DataFrame, levels: pd.DataFrame, lead: pd.Series, moved: bool) -> tuple[str, str, str]:
    """Who answered accounts for a clear part: for all of it, for some of it, or against what the total shows."""
    rates = parts[parts["part"] == "rate"]
    same = rates[rates["_segment"] == lead["_segment"]]
    rate = (same if len(same) else rates).iloc[0]
    stayed = rate["low"] <= 0 <= rate["high"]
    if not moved:
        key = "scores.why.offset" if not stayed else "scores.why.hidden"
    elif stayed:
        key = "scores.why.mix" if lead["low"] <= job.change <= lead["high"] else "scores.why.partly"
    else:
        key = "scores.why.both"
    sentence = _say(job, key, dimension=lead["dimension"], **_numbers(job, "mix", lead), **_numbers(job, "rate", rate))
    grown = levels[(levels["_segment"] == lead["_segment"]) & (levels["part"] == "mix") & levels["value"].notna()]
    if len(grown):
        most = grown.loc[grown["value"].abs().idxmax()]
        sentence += " " + words.say("scores.why.share", job.study.language, level=most["level"], before=most["share_before"], after=most["share"])
    return sentence, "answered", words.say("scores.why.next.mix", job.study.language, dimension=lead["dimension"])


def _where(job: Job, levels: pd.DataFrame) -> tuple[str, str]:
    """The level whose answers moved the score most clearly, and its name."""
    language = job.study.language
    rows = levels[(levels["part"] == "rate") & (levels["adjusted_p"] < _CLEAR) & (levels["value"] * job.change > 0)]
    if rows.empty:
        return words.say("scores.why.nowhere", language), ""
    most = rows.sort_values("adjusted_p", kind="stable").iloc[0]
    return _say(job, "scores.why.where", level=most["level"], dimension=most["dimension"], **_numbers(job, "rate", most)), most["level"]


def _numbers(job: Job, name: str, row: pd.Series) -> dict[str, str]:
    """Value and interval of a part as texts, under its name."""
    unit, language = UNITS[job.measure], job.study.language
    return {name if column == "value" else f"{name}_{column}": shown(row[column], unit, language, signed=True) for column in ("value", "low", "high")}


def _say(job: Job, key: str, **values: object) -> str:
    """A sentence that may use the change, its interval, its bases and its waves."""
    language = job.study.language
    known = {
        "metric": metric_name(job.measure, language), "asked": job.question.name, "against": job.waves[0],
        "base_before": job.bases[0], "base": job.bases[1], **_numbers(job, "value", job.total),
    }
    return words.say(key, language, **known, **values)

"""What a comparison of two waves needs: their days, a spread to be sure by, and what to say when there is none."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from .. import words
from ..finding import Finding
from ..study import period_bounds
from .kinds import Personas
from .spread import Spread, spread_of

__all__ = ["days", "next_step", "spread_for", "unanswered"]

TABLES = ("transactions", "touchpoints")


def days(study) -> tuple[dt.date, dt.date] | None:
    """The first day after the previous wave and after this one (or the study's last); None where there is no such day."""
    study = study.in_focus()
    if study.settings.period == "wave" or study.previous_wave is None:
        return None
    before, now = period_bounds(study.previous_wave)[1], min(study.as_of, period_bounds(study.wave)[1])
    return (before, now) if before < now else None


def spread_for(study, found: Personas) -> Spread | None:
    """The spread kept with the personas; else that of the customers they hold; else that of the study's own."""
    kept = getattr(found, "spread", None)
    if kept is not None:
        return kept
    features = found.behaviour.now if found.behaviour is not None else study.unsliced().features(lookback_days=found.lookback_days)
    return spread_of(found, features)


def unanswered(study, found: Personas, name: str, question: str, *, compares: bool = True) -> Finding | None:
    """The finding to give when there is nothing to compare; None when there is."""
    if found.verdict == "not_available":
        return study.not_available(name, question, *TABLES)
    if compares and study.settings.period == "wave":
        return study.not_available(name, question)
    if found.k < 2 or found.recipe is None or found.centres.empty:
        sentence, status = words.say("waves.no_groups", study.language), "cannot_tell"
    elif compares and days(study) is None:
        sentence, status = words.say("waves.first", study.language, wave=study.in_focus().wave), "not_available"
    else:
        return None
    return study.finding(name, question=question, sentence=sentence, table=pd.DataFrame(), status=status, **next_step("wait", study.language))


def next_step(case: str, language: str) -> dict[str, str]:
    """Owner and next step of a finding."""
    return {"owner": words.say("personas.owner", language), "next_step": words.say(f"waves.next.{case}", language)}


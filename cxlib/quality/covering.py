"""Which questions the data can answer."""

from __future__ import annotations

import pandas as pd

from .. import words
from ..finding import Finding

__all__ = ["coverage"]


def coverage(study) -> Finding:
    """Which of the four questions this study can answer, and what to ask for next time.

    Returns
    -------
    Finding
        Columns ``topic``, ``answerable`` (yes, no), ``to_ask``.
    """
    language = study.language
    by_days = study.settings.period != "wave"
    behaviour = study.has("transactions") or study.has("touchpoints")
    contract = study.settings.churn.kind == "contract" and study.has("customers")
    can = {
        "personas": (behaviour and by_days, "transactions"),
        "journeys": (study.has("touchpoints") and bool(study.settings.journey.stages), "touchpoints"),
        "scores": (study.has("responses"), "responses"),
        "churn": ((contract or behaviour) and by_days, "transactions"),
    }
    table = pd.DataFrame({
        "topic": list(can), "answerable": ["yes" if yes else "no" for yes, _ in can.values()],
        "to_ask": ["" if yes else words.say(f"house.ask.{table}", language) for yes, table in can.values()],
    })
    names = [words.say(f"quality.coverage.{topic}", language) for topic, (yes, _) in can.items() if yes]
    listed = ", ".join(names) or words.say("quality.coverage.nothing", language)
    sentence = words.say("quality.coverage", language, count=len(names), listed=listed)
    return study.finding("quality.coverage", question=words.say("quality.coverage.question", language), sentence=sentence,
                         table=table, base=sum(study.provenance["rows"].values()))

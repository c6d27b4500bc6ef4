"""Caveats and phrases that the journey findings share."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from .. import words
from ..finding import Finding, withhold
from .kernel import DAY, OPEN
from .look import Look

__all__ = ["caveats", "hide_small", "listed", "missing", "say_share", "step_names"]


def listed(by: str | Sequence[str] | None) -> tuple[str, ...]:
    """One name, several or none as a tuple."""
    return (by,) if isinstance(by, str) else tuple(by or ())


def missing(study, name: str, asked: str) -> Finding | None:
    """The finding that says what the study lacks for journeys, or None when it lacks nothing."""
    if not study.has("touchpoints"):
        return study.not_available(name, asked, "touchpoints")
    if len(study.settings.journey.stages) < 2:
        sentence = words.say("journeys.no_stages", study.language)
        return study.finding(name, question=asked, sentence=sentence, table=pd.DataFrame(), status="not_available")
    return None


def say_share(row, language: str) -> str:
    """A share with its interval, in words."""
    return words.say("journeys.share", language, value=row["value"], low=row["low"], high=row["high"])


def step_names(seen: Look) -> list[str]:
    """Names of the steps, from each stage to the next."""
    return [f"{here} → {there}" for here, there in zip(seen.stages, seen.stages[1:], strict=False)]


def hide_small(table: pd.DataFrame, minimum: int, *, within: Sequence[str], columns: Sequence[str]) -> pd.DataFrame:
    """The table with small bases withheld, and one more where a group could else be worked out.

    `within` names the columns whose rows add up to a total that the finding without groups shows.
    """
    return withhold(table, minimum=minimum, within=within or None, columns=columns)


def caveats(seen: Look, table: pd.DataFrame, *more: str) -> tuple[str, ...]:
    """What the reader must know: rule, window, open journeys, short watching, partial period, hidden rows."""
    study, language = seen.study, seen.study.language
    notes = [words.say("journeys.caveat.rule", language, days=seen.window_days, units=seen.units()), *more]
    still = seen.found.state == OPEN
    if still.any():
        notes.append(words.say("journeys.caveat.open", language, open=int(still.sum()), units=seen.units()))
        watched = (int(seen.found.end[still].max()) - int(seen.began.min())) / DAY
        if watched < seen.window_days:
            notes.append(words.say("journeys.caveat.short", language, watched=watched, days=seen.window_days))
    exits = _exits(seen)
    if exits:
        notes.append(words.say("journeys.caveat.exits", language, exits=exits))
    partial = [period for period in seen.periods or () if not study.complete(period)]
    if partial:
        shown = ", ".join(words.period_label(period, language) for period in partial)
        notes.append(words.say("journeys.caveat.partial", language, periods=shown))
    if not getattr(seen.found, "one_each", False) and len(np.unique(seen.found.customer)) < len(seen.found):
        notes.append(words.say("journeys.caveat.clusters", language))
    cut = [name for name in study.slice.segments if name not in (*study.view.customer_segments, "channel")]
    if cut:
        notes.append(words.say("journeys.caveat.cut", language, segments=", ".join(cut)))
    hidden = int((table["withheld"] != "").sum()) if "withheld" in table else 0
    if hidden:
        notes.append(words.say("house.withheld_caveat", language, rows=hidden, minimum=study.settings.minimum_share_base))
    if study.settings.synthetic:
        notes.append(words.say("house.synthetic", language))
    return tuple(notes)


def _exits(seen: Look) -> str:
    """How many left by each exit; exits of too few are not named."""
    code = seen.found.exit[seen.found.exit >= 0]
    counts = np.bincount(code, minlength=1)
    shown = [place for place in np.flatnonzero(counts) if counts[place] >= seen.study.settings.minimum_share_base]
    number = [words.format_value(int(counts[place]), "count", seen.study.language) for place in shown]
    return "; ".join(f"{seen.events.stage_names[place]} {n}" for place, n in zip(shown, number, strict=True))

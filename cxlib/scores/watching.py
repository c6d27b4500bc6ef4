"""The series of one score that early warning and change points look at: what counts, what is withheld, what its periods are called."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from .. import words
from ..errors import choose
from ..finding import Finding, withhold
from ..slices import Slice
from .levels import main_question, metric_name, no_answers, shown
from .series import grain, score_series
from .sums import MEASURES, UNITS, check_segment

__all__ = ["Watched", "watched"]

_HIDDEN = ("value", "low", "high", "base", "effective_base")


@dataclass(frozen=True)
class Watched:
    """A score by period, withheld where it must be, and what its periods are called.

    Attributes
    ----------
    rows : DataFrame of :func:`cxlib.scores.series.score_series`
        With ``usable``: complete, answered, shown.
    unit_of_time : {"month", "quarter", "year", "wave"}
    """

    study: object
    meaning: object
    by: str | None
    asked: str
    rows: pd.DataFrame
    unit_of_time: str
    wished: str
    chosen: str | None

    @property
    def measure(self) -> str:
        """What the question is shown as."""
        return MEASURES[self.meaning.metric][0]

    @property
    def unit(self) -> str:
        """Its unit."""
        return UNITS[self.measure]

    @property
    def ends(self) -> tuple[float, float]:
        """Lowest and highest score that is possible."""
        return {"nps": (-1.0, 1.0), "csat": (0.0, 1.0)}.get(self.measure, (self.meaning.low, self.meaning.high))

    @property
    def names(self) -> dict[str, str]:
        """Words that most sentences about the score need."""
        language = self.study.language
        one, many = (words.say(f"scores.watch.{number}.{self.unit_of_time}", language) for number in ("one", "many"))
        return {"metric": metric_name(self.measure, language), "asked": self.meaning.name, "one": one, "many": many}

    def key(self, name: str) -> str:
        """Stable name of the finding."""
        return ".".join([name, *[part for part in (self.chosen, self.by) if part]])

    def text(self, value: float, *, signed: bool = False) -> str:
        """A score as text."""
        return shown(value, self.unit, self.study.language, signed=signed)

    def spread(self, rows: pd.DataFrame) -> float:
        """Variance of one answer, pooled over these periods; never 0."""
        freedom = (rows["effective_base"] - 1).clip(lower=0.0)
        pooled = float((freedom * rows["variance"].fillna(0.0)).sum()) / max(float(freedom.sum()), 1.0)
        low, high = self.ends
        # all answers alike: two more at the ends of the scale say how sure that can be
        return pooled if pooled > 1e-12 else (high - low) ** 2 / 2 / (float(freedom.sum()) + 2)

    def notes(self) -> list[str]:
        """Caveats on periods, weights, direction, and what is withheld or left out."""
        study, rows, notes = self.study, self.rows, []
        if self.wished != self.unit_of_time:
            notes.append(words.say("scores.watch.instead", study.language, **self.names))
        if self.meaning.turned:
            notes.append(words.say("scores.turned_caveat", study.language, question=self.meaning.name))
        if study.weighted:
            notes.append(words.say("scores.watch.weighted", study.language))
        partial = list(dict.fromkeys(rows.loc[~rows["complete"], "period"]))
        if partial:
            listed = ", ".join(words.period_label(period, study.language) for period in partial)
            notes.append(words.say("scores.partial_caveat", study.language, periods=listed))
        empty = int((rows["base"] == 0).sum())
        if empty:
            notes.append(words.say("scores.watch.empty", study.language, empty=empty))
        hidden = int((rows["withheld"] != "").sum())
        if hidden:
            notes.append(words.say("house.withheld_caveat", study.language, rows=hidden, minimum=study.settings.minimum_base))
        return notes


def watched(study, name: str, question: str | None, every: str, by: str | None = None) -> Watched | Finding:
    """The series that a finding called `name` looks at, or the finding that says why there is none.

    Periods after the last one of the study's slice are left out.

    Raises
    ------
    ArgumentError
        For an unknown question, segment or `every`.
    """
    focus = study.in_focus()
    grain(focus, every)
    asked = words.say(f"{name}.question", focus.language, one=words.say(f"scores.watch.one.{_called(focus, every)}", focus.language))
    if not focus.has("responses"):
        return study.not_available(name, asked, "responses")
    chosen = choose("question", question or main_question(focus), focus.codebook)
    check_segment(focus, by, "responses")
    limited = focus if focus is study else focus.where(Slice(periods=focus.waves))
    rows, used = score_series(limited, chosen, every=every, by=by), every
    if _called(focus, every) == "month" and _sparse(rows):
        rows, used = score_series(limited, chosen, every="period", by=by), "period"
    if rows.empty or not rows["base"].sum():
        return no_answers(focus, name, asked) if len(rows) or not len(focus.score_counts()) else study.not_available(name, asked)
    rows = withhold(rows, minimum=focus.settings.minimum_base, columns=_HIDDEN, within=["period"] if by else None)
    rows["usable"] = rows["complete"].astype(bool) & (rows["withheld"] == "") & rows["value"].notna()
    called = _called(focus, used)
    asked = words.say(f"{name}.question", focus.language, one=words.say(f"scores.watch.one.{called}", focus.language))
    return Watched(focus, focus.codebook[chosen], by, asked, rows, called, _called(focus, every), question)


def _called(study, every: str) -> str:
    return study.settings.period if every in ("period", "wave") else every


def _sparse(rows: pd.DataFrame) -> bool:
    """Whether most of the periods have no answers, as when people are asked once a quarter."""
    answered = rows.groupby("period")["n"].sum() > 0
    return not len(answered) or answered.mean() < 0.5

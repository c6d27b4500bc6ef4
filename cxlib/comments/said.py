"""Which comments an analysis speaks of: of which periods, beside which score, in low, middle and high."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from .. import words
from ..codebook import Question
from ..errors import ArgumentError, choose
from ..finding import Finding

__all__ = ["FEELINGS", "Said", "feelings", "gathered", "nothing_said", "side_name"]

FEELINGS = ("low", "middle", "high")
_LEADING = ("nps", "csat", "ces", "rating")
_END = 0.25  # a quarter of the scale at each end: 1-2 and 4-5 of five points


@dataclass(frozen=True)
class Said:
    """Comments and what stands beside them.

    Attributes
    ----------
    rows : DataFrame of ``Study.comment_rows`` with ``feeling`` (low, middle, high, "" without a score) and ``shown``
        (the score, higher is better)
    question : Question or None
        Whose score it is; None where no comment stands beside a score.
    periods : periods that were looked at
    """

    rows: pd.DataFrame
    question: Question | None
    periods: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def texts(self) -> list[str]:
        """The comments as they were written."""
        return self.rows["comment"].tolist()

    def only(self, keep: np.ndarray | pd.Series) -> Said:
        """Some of the comments."""
        return Said(self.rows[np.asarray(keep, dtype=bool)].reset_index(drop=True), self.question, self.periods)

    def when(self, language: str) -> str:
        """The periods that were looked at, as text."""
        first, last = (words.period_label(period, language) for period in (self.periods[0], self.periods[-1]))
        return first if first == last else words.say("comments.from_to", language, first=first, last=last)


def gathered(study, *, question: str | None, waves: int | None, by: Sequence[str] = ()) -> Said:
    """The slice's comments of the latest waves (None: all; periods of the slice come first).

    Without `question` the one that most comments stand beside.

    Raises
    ------
    ArgumentError
        For an unknown question or segment, or `waves` below 1.
    """
    periods = _periods(study, waves)
    rows = study.comment_rows(by)
    name = question or _usual(study, rows[rows["period"].isin(periods)])
    meaning = None if name is None else study.codebook[choose("question", name, study.codebook)]
    if name is not None:
        rows = study.comment_rows(by, question=name)
    rows = rows[rows["period"].isin(periods)].reset_index(drop=True)
    told = meaning is not None
    rows["shown"] = meaning.shown(rows["score"]) if told else np.nan
    rows["feeling"] = feelings(rows["score"], meaning) if told else ""
    return Said(rows, meaning, periods)


def feelings(scores: pd.Series, question: Question) -> np.ndarray:
    """low, middle or high for each score as it was given; "" where there is none.

    NPS: detractors, passives, promoters. CSAT: the declared boxes at each end. Others: a quarter of the scale at each
    end, 1-2 and 4-5 of five points.

    Examples
    --------
    >>> list(feelings(pd.Series([1, 3, 5.0]), Question("stars", "rating", 1, 5, "good")))
    ['low', 'middle', 'high']
    """
    shown = np.asarray(question.shown(pd.Series(scores).astype(float)), dtype=float)
    if question.metric == "nps":
        low, high = shown <= 6, shown >= 9
    elif question.top_box:
        low, high = shown < question.low + question.top_box, shown > question.high - question.top_box
    else:
        reach = _END * (question.high - question.low)
        low, high = shown <= question.low + reach, shown >= question.high - reach
    found = np.where(low & ~high, "low", np.where(high & ~low, "high", "middle"))
    return np.where(np.isnan(shown), "", found).astype(object)


def side_name(said: Said, side: str, language: str) -> str:
    """What people of one side are called: detractors, or those who scored low."""
    kind = "nps" if said.question is not None and said.question.metric == "nps" else "score"
    return words.say(f"comments.side.{kind}.{side}", language)


def nothing_said(study, name: str, asked: str, said: Said | None = None) -> Finding | None:
    """The finding for a study or slice without comments; None where there are some."""
    if not study.has("responses"):
        return study.not_available(name, asked, "responses")
    if said is None or len(said):
        return None
    if study.slice.restricts and not len(study.customers()):
        return study.nobody(name, asked)
    sentence = words.say("comments.none", study.language, when=said.when(study.language))
    return study.finding(name, question=asked, sentence=sentence, table=pd.DataFrame(), status="nobody")


def _usual(study, rows: pd.DataFrame) -> str | None:
    """The question whose score most comments stand beside; of equal ones the leading."""
    counts = rows.loc[rows["score"].notna(), "question"].value_counts()
    known = [name for name in counts.index if name in study.codebook]
    return min(known, key=lambda name: (-counts[name], _LEADING.index(study.codebook[name].metric), name), default=None)


def _periods(study, waves: int | None) -> tuple[str, ...]:
    if waves is not None and (isinstance(waves, bool) or not isinstance(waves, int) or waves < 1):
        raise ArgumentError(f"waves must be a whole number from 1, or None for all waves; not {waves!r}")
    kept = study.slice.periods
    if kept is not None:
        return tuple(period for period in study.waves if period in kept) or (study.wave,)
    return study.waves if waves is None else study.waves[-waves:]

"""Who answered the outcome and every rating, and whether that is enough."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from .. import intervals, words
from ..errors import ArgumentError, choose
from ..finding import Finding

__all__ = ["Complete", "caveats", "complete", "default_outcomes", "listed", "refused", "when"]

MINIMUM_ANSWERS = 100
MINIMUM_DRIVERS = 3
_ANSWERED_BY = 0.5
_MUCH_LOST = 1 / 3
_WON_BACK = 1.25
_LEADING = ("nps", "csat", "ces", "rating")


@dataclass(frozen=True)
class Complete:
    """Respondents who answered every outcome and every driver.

    Attributes
    ----------
    outcomes, drivers : names of questions
    x, y : arrays (respondents, drivers) and (respondents, outcomes)
        Scores as they are shown: higher is better.
    weight, customer : arrays, one number for each respondent
    periods : periods that were looked at and have answers
    asked : respondents who answered the (first) outcome
    left_out : ratings that fewer than half of them answered
    constant : ratings to which everyone gave the same score
    costly : the rating without which most respondents would be won back, and how many there would be
    """

    outcomes: tuple[str, ...]
    drivers: tuple[str, ...]
    x: np.ndarray
    y: np.ndarray
    weight: np.ndarray
    customer: np.ndarray
    periods: tuple[str, ...]
    asked: int
    left_out: tuple[str, ...] = ()
    constant: tuple[str, ...] = ()
    costly: tuple[str, int] = ("", 0)

    def __len__(self) -> int:
        return len(self.weight)

    @property
    def effective(self) -> float:
        """How many unweighted respondents these are worth."""
        return float(intervals.effective_n(self.weight.sum(), (self.weight**2).sum())) if len(self) else 0.0


def complete(study, outcomes: Sequence[str], drivers: Sequence[str] | None, waves: int | None) -> Complete:
    """Complete answers of the slice's respondents.

    Parameters
    ----------
    drivers : names of questions, optional
        All ratings but the outcomes when not given; then those that fewer than half answered are left out.
    waves : int or None
        How many of the latest waves are pooled; None for all. Periods of the slice come first.

    Raises
    ------
    ArgumentError
        For an unknown question, a driver named twice or that is an outcome, or `waves` below 1.
    """
    for name in outcomes:
        choose("question", name, study.codebook)
    wanted = _wanted(study, outcomes, drivers)
    periods = _periods(study, waves)
    rows = study.answer_rows([*outcomes, *wanted], periods=periods)
    answered = (rows.scores[outcomes[0]].notna() & (rows.weight > 0)).to_numpy()
    given = rows.scores[answered].notna()
    kept = [name for name in wanted if drivers is not None or given[name].mean() >= _ANSWERED_BY]
    full = given[[*outcomes, *kept]].all(axis=1).to_numpy()
    shown = {name: study.codebook[name].shown(rows.scores.loc[answered, name][full]).to_numpy() for name in (*outcomes, *kept)}
    constant = [name for name in kept if full.any() and np.ptp(shown[name]) == 0]
    varying = [name for name in kept if name not in constant]
    return Complete(
        tuple(outcomes), tuple(varying), _columns(shown, varying, full), _columns(shown, outcomes, full),
        rows.weight[answered][full], rows.customer[answered][full], _asked_in(periods, rows.period[answered]), int(answered.sum()),
        left_out=tuple(name for name in wanted if name not in kept), constant=tuple(constant),
        costly=_costly(given[[*outcomes, *kept]], kept),
    )


def default_outcomes(study) -> list[str]:
    """Questions in the order in which they lead a study: NPS, CSAT, CES, ratings.

    Raises
    ------
    ArgumentError
        When the codebook has no question.
    """
    found = [name for metric in _LEADING for name, question in study.codebook.items() if question.metric == metric]
    if not found:
        raise ArgumentError("the codebook declares no question; add [questions.NAME] to study.toml")
    return found


def refused(study, name: str, asked: str, found: Complete) -> Finding | None:
    """The finding that says why these answers cannot tell; None when they can."""
    language = study.language
    fills = {"outcome": found.outcomes[0], "when": when(study, found)}
    status = "cannot_tell"
    if not found.asked:
        status, sentence = "nobody", words.say("drivers.no_answers", language, **fills)
    elif len(found) < MINIMUM_ANSWERS:
        sentence = words.say("drivers.too_few_answers", language, minimum=MINIMUM_ANSWERS, drivers=len(found.drivers), **fills)
    elif len(found.drivers) < MINIMUM_DRIVERS:
        sentence = words.say("drivers.too_few_ratings", language, minimum=MINIMUM_DRIVERS, **fills)
    elif not np.ptp(found.y, axis=0).all():
        sentence = words.say("drivers.no_variation", language, **fills)
    else:
        return None
    return study.finding(name, question=asked, sentence=sentence, table=pd.DataFrame(), status=status, caveats=_left_out(study, found))


def caveats(study, found: Complete) -> tuple[str, ...]:
    """What every finding about drivers has to say about its answers."""
    language = study.language
    notes = [words.say("drivers.association", language)]
    if len(found) < found.asked:
        notes.append(words.say("drivers.listwise", language, n=len(found), asked=found.asked, outcome=found.outcomes[0]))
    much_lost = len(found) < (1 - _MUCH_LOST) * found.asked and found.costly[1] >= _WON_BACK * len(found)
    if much_lost and len(found.drivers) > MINIMUM_DRIVERS:
        notes.append(words.say("drivers.costly", language, driver=found.costly[0], n=found.costly[1]))
    if len(found.periods) > 1:
        notes.append(words.say("drivers.pooled", language, when=when(study, found)))
    if study.weighted:
        notes.append(words.say("drivers.weighted", language, effective=found.effective))
    return (*notes, *_left_out(study, found))


def when(study, found: Complete) -> str:
    """The periods that were looked at, as text."""
    ends = [words.period_label(period, study.language) for period in (found.periods[0], found.periods[-1])] if found.periods else [study.wave] * 2
    if ends[0] == ends[1]:
        return ends[0]
    return words.say("drivers.from_to", study.language, first=ends[0], last=ends[1])


def listed(names: Sequence[str]) -> str:
    """Names with commas."""
    return ", ".join(names)


def _left_out(study, found: Complete) -> tuple[str, ...]:
    pairs = (("drivers.left_out", found.left_out), ("drivers.constant", found.constant))
    return tuple(words.say(key, study.language, names=listed(names)) for key, names in pairs if names)


def _wanted(study, outcomes: Sequence[str], drivers: Sequence[str] | None) -> list[str]:
    if drivers is None:
        return [name for name, question in study.codebook.items() if question.metric == "rating" and name not in outcomes]
    wanted = [drivers] if isinstance(drivers, str) else list(drivers)
    for name in wanted:
        choose("question", name, study.codebook)
        if name in outcomes:
            raise ArgumentError(f'"{name}" is the outcome, so it cannot be a driver too')
        if wanted.count(name) > 1:
            raise ArgumentError(f'the driver "{name}" is named twice')
    return wanted


def _periods(study, waves: int | None) -> tuple[str, ...]:
    if waves is not None and (isinstance(waves, bool) or not isinstance(waves, int) or waves < 1):
        raise ArgumentError(f"waves must be a whole number from 1, or None for all waves; not {waves!r}")
    kept = study.slice.periods
    if kept is not None:
        return tuple(period for period in study.waves if period in kept)
    return study.waves if waves is None else study.waves[-waves:]


def _asked_in(periods: Sequence[str], given: np.ndarray) -> tuple[str, ...]:
    """The periods with an answer to the outcome; all of them when there is none."""
    return tuple(period for period in periods if period in set(given)) or tuple(periods)


def _columns(shown: dict, names: Sequence[str], full: np.ndarray) -> np.ndarray:
    return np.column_stack([shown[name] for name in names]) if names else np.empty((int(full.sum()), 0))


def _costly(given: pd.DataFrame, drivers: Sequence[str]) -> tuple[str, int]:
    missing = (~given).sum(axis=1)
    won = {name: int(((missing == 0) | ((missing == 1) & ~given[name])).sum()) for name in drivers}
    name = max(won, key=won.get, default="")
    return name, won.get(name, 0)

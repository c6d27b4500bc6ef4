"""Who left a step and who went on, and what was known of both before that moment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from .. import intervals
from ..comments.said import Said, gathered
from ..comments.wording import Split, separating
from ..journeys.kernel import DAY, EXITED
from ..journeys.look import Look
from ..scores.sums import MEASURES, UNITS, differences, estimates, sums

__all__ = ["Crossing", "Heard", "at_step", "heard", "rows_of_channels", "rows_of_scores", "rows_of_waits", "rows_of_words"]

_WORDS = 3
_OF_DIFFERENCE = {"points": "signed_points", "share": "signed_points", "score": "signed_score", "days": "number"}


@dataclass(frozen=True)
class Crossing:
    """Customers who stood before one step and whose window is over; the last time of each, one place a customer.

    Attributes
    ----------
    step : place of the stage that the step leaves from
    customer : int32 code, ascending
    left : bool, else went on
    entered, until, over : int64
        When the stage was reached; up to when (not including it) the customer is looked at; the end of the window.
    waited : float
        Days from the stage before; nan at the first stage.
    channel : int16, place in the names of channels, -1 for none
    group : int64
    """

    step: int
    customer: np.ndarray
    left: np.ndarray
    entered: np.ndarray
    until: np.ndarray
    over: np.ndarray
    waited: np.ndarray
    channel: np.ndarray
    group: np.ndarray

    def keep(self, mask: np.ndarray) -> Crossing:
        """The customers where `mask` is true."""
        arrays = (self.customer, self.left, self.entered, self.until, self.over, self.waited, self.channel, self.group)
        return Crossing(self.step, *(array[mask] for array in arrays))


@dataclass(frozen=True)
class Heard:
    """Answers and comments of all customers around the journeys.

    Attributes
    ----------
    answers : DataFrame ``customer`` (code), ``question``, ``score``, ``stage``, ``at`` (microseconds); by customer and time
    said : Said, comments with ``customer`` and ``time`` of the same kind
    """

    answers: pd.DataFrame
    said: Said

    def scores_before(self, crossing: Crossing, lookback: int) -> pd.DataFrame:
        """The last answer of each customer to each question before the moment: ``left``, ``question``, ``score``."""
        place = _place(crossing, self.answers["customer"].to_numpy())
        rows = self.answers[_between(self.answers["at"].to_numpy(), place, crossing.entered - lookback, crossing.until)]
        rows = rows.drop_duplicates(["customer", "question"], keep="last")
        return rows.assign(left=crossing.left[_place(crossing, rows["customer"].to_numpy())])

    def said_before(self, crossing: Crossing, lookback: int) -> Split:
        """Comments written before the moment, those of leavers first."""
        who, when = (self.said.rows[name].to_numpy() for name in ("customer", "time"))
        place = _place(crossing, who)
        mine = self.said.only(_between(when, place, crossing.entered - lookback, crossing.until))
        return Split(mine, crossing.left[_place(crossing, mine.rows["customer"].to_numpy())], ("leavers", "stayers"))

    def asked(self, crossing: Crossing, stages: Sequence[str]) -> np.ndarray:
        """Whether each customer answered about one of these stages between entering and the end of the window."""
        rows = self.answers[self.answers["stage"].isin(stages)]
        place = _place(crossing, rows["customer"].to_numpy())
        mine = place[_between(rows["at"].to_numpy(), place, crossing.entered, crossing.over)]
        return np.isin(np.arange(len(crossing.customer)), mine)


def at_step(seen: Look, step: int, *, as_of: int, by: Sequence[str] = (), seed: int) -> Crossing:
    """Leavers and those who went on at one step, looked at for as long.

    Only journeys whose window is over take part: else those who go on soon would be seen and those who leave not yet. Who
    went on is looked at until then. A leaver has no such moment, so each is given, by chance, the time that one of those
    who went on took, at most until the exit or the end of the window.
    """
    found, rng = seen.found, np.random.default_rng([seed, step])
    there = np.flatnonzero((found.furthest >= step) & (found.at[:, 0] + round(seen.window_days * DAY) < as_of))
    order = there[np.lexsort((found.at[there, step], found.customer[there]))]
    last = np.append(found.customer[order][1:] != found.customer[order][:-1], True) if len(order) else np.zeros(0, bool)
    place = order[last]
    mine, entered = found.keep(place), found.at[place, step]
    left = mine.furthest == step
    taken = np.sort(found.at[place[~left], step + 1] - entered[~left])
    until = np.where(left, entered, mine.at[:, step + 1])
    if left.any() and len(taken):
        drawn = taken[((np.arange(left.sum()) + 0.5) / left.sum() * len(taken)).astype(np.int64)]
        until[left] += rng.permutation(drawn)
    over = mine.at[:, 0] + round(seen.window_days * DAY)
    until = np.where(left, np.minimum(until, np.where(mine.state == EXITED, mine.end, over)), until)
    waited = (entered - mine.at[:, step - 1]) / DAY if step else np.full(len(place), np.nan)
    group = seen.groups(by, stage=step).code[place] if len(by) else np.zeros(len(place), dtype=np.int64)
    return Crossing(step, mine.customer, left, entered, until, over, waited, seen.events.channel[mine.row[:, step]], group)


def heard(study, first: int, last: int) -> Heard:
    """What everybody answered and wrote from `first` to before `last`; only customers of the journeys are looked up in it."""
    everyone = study.unsliced()
    stages = {name: question.stage for name, question in study.codebook.items()}
    answers = everyone.view.frame(
        'SELECT customer, question, score::DOUBLE AS score, stage, epoch_us("at") AS "at" FROM responses '
        'WHERE score IS NOT NULL AND epoch_us("at") >= ? AND epoch_us("at") < ? ORDER BY customer, "at", _row', [int(first), int(last)],
    )
    answers = answers[answers["question"].isin(list(stages))].reset_index(drop=True)
    answers["stage"] = answers["stage"].fillna(answers["question"].map(stages)).fillna("")
    said = gathered(everyone, question=None, waves=None)
    known = said.rows["at"].notna().to_numpy()
    said = said.only(known)
    code = pd.Index(everyone.view.customer_ids).get_indexer(said.rows["customer_id"].astype(object))
    rows = said.rows.assign(customer=code, time=said.rows["at"].astype("datetime64[us]").astype("int64"))
    return Heard(answers, Said(rows, said.question, said.periods))


def rows_of_scores(study, crossing: Crossing, known: pd.DataFrame) -> Iterator[dict]:
    """A row for each question: the scores of leavers and stayers before the moment."""
    for name, meaning in study.codebook.items():
        mine, measure = known[known["question"] == name], MEASURES[meaning.metric][0]
        counts = mine.assign(n=1, w=1.0, w2=1.0)
        sides = [sums(counts[counts["left"] == left], meaning, []) for left in (True, False)]
        values = [float(estimates(side, meaning, measure, weighted=False)["value"].iloc[0]) for side in sides]
        apart = differences(sides[1], sides[0], meaning, measure, weighted=False).iloc[0]
        spread = _spread(mine, meaning, measure)
        yield _row("score", name, [int(side["n"].iloc[0]) for side in sides], values, apart[["value", "low", "high", "p_value"]], UNITS[measure], spread)


def rows_of_waits(crossing: Crossing) -> Iterator[dict]:
    """One row: the days from the stage before; none at the first stage."""
    if crossing.step == 0:
        return
    sides = [crossing.waited[crossing.left], crossing.waited[~crossing.left]]
    moments = [(len(side), float(side.sum()), float((side**2).sum())) for side in sides]
    apart = intervals.mean_difference(moments[1], moments[0])
    values = [side.mean() if len(side) else np.nan for side in sides]
    yield _row("wait", "", [len(side) for side in sides], values, apart, "days", float(crossing.waited.std()) if len(crossing.waited) else np.nan)


def rows_of_channels(crossing: Crossing, names: Sequence[str]) -> Iterator[dict]:
    """A row for each channel in which the stage was reached; the last of two would say the first again."""
    used = [place for place in range(len(names)) if (crossing.channel == place).any()]
    for place in used[:1] if len(used) == 2 else used if len(used) > 2 else ():
        sides = [crossing.channel[crossing.left] == place, crossing.channel[~crossing.left] == place]
        yield _share_row("channel", names[place], [(int(side.sum()), len(side)) for side in sides])


def rows_of_words(split: Split, minimum: int, seed: int) -> Iterator[dict]:
    """The words that tell most, with p-values already corrected for all words looked at."""
    if min(split.sizes) < minimum:
        return
    found = separating(split, minimum=minimum, seed=seed)[0]
    # a vocabulary of one word has nothing to be told from, and no z
    for word in found[found["separation"].notna()].head(_WORDS).to_dict("records"):
        pairs = [(round(word[share] * size), size) for share, size in zip(("share_here", "share_there"), split.sizes, strict=True)]
        yield _share_row("word", word["word"], pairs) | {"p_value": word["adjusted_p"]}


def _share_row(kind: str, what: str, pairs: list[tuple[int, int]]) -> dict:
    values = [yes / n if n else np.nan for yes, n in pairs]
    whole = sum(yes for yes, _ in pairs) / max(sum(n for _, n in pairs), 1)
    return _row(kind, what, [n for _, n in pairs], values, intervals.share_difference(pairs[1], pairs[0]), "share", (whole * (1 - whole)) ** 0.5)


def _row(kind, what, sizes, values, apart, unit: str, spread: float) -> dict:
    value, low, high, p = (float(number) for number in apart)
    size = spread if spread and spread > 0 else np.nan
    return {
        "reason": kind, "what": what, "leavers": sizes[0], "stayers": sizes[1], "leavers_value": values[0], "stayers_value": values[1],
        "value": value, "low": low, "high": high, "p_value": p, "unit": _OF_DIFFERENCE[unit], "_unit": unit,
        "_effect": value / size, "_effect_low": low / size, "_effect_high": high / size,
    }


def _spread(mine: pd.DataFrame, meaning, measure: str) -> float:
    """Standard deviation of one answer as the measure counts it."""
    y = np.asarray(meaning.shown(mine["score"]), dtype=float)
    if measure == "nps":
        y = (y >= 9).astype(float) - (y <= 6)
    if measure == "csat":
        y = (y > meaning.high - (meaning.top_box or 1)).astype(float)
    return float(y.std()) if len(y) else np.nan


def _place(crossing: Crossing, customer: np.ndarray) -> np.ndarray:
    """The place of each customer in the crossing, -1 for one who is not in it."""
    if not len(crossing.customer):
        return np.full(len(customer), -1)
    place = np.minimum(np.searchsorted(crossing.customer, customer), len(crossing.customer) - 1)
    return np.where(crossing.customer[place] == customer, place, -1)


def _between(at: np.ndarray, place: np.ndarray, first: np.ndarray, after: np.ndarray) -> np.ndarray:
    if not len(first):
        return np.zeros(len(at), dtype=bool)
    return (place >= 0) & (at >= first[place]) & (at < after[place])

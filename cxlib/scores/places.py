"""Small places ranked fairly: shrunken scores, intervals on value and rank, chance of the worst tenth."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from .. import intervals, words
from ..errors import ArgumentError, choose
from ..finding import Chart, Finding, withhold
from .levels import _wave_of, main_question, metric_name, shown
from .mixture import answers_by_score
from .series import kept_levels
from .shrinkage import shrink
from .sums import MEASURES, UNITS, check_segment

__all__ = ["Compared", "compared", "places"]

FEWEST_PLACES = 3
_FEWEST_DRAWS = 1000
_MOST_NAMED = 8
_EMPLOYEE = "employee"


def places(
    study, *, by: str | None = "store", question: str | None = None, employees: bool = False, draws: int = 4000, seed: int = 2026
) -> Finding:
    """The score of each place in the study's wave, drawn toward the average as far as its few answers ask for.

    Parameters
    ----------
    by : segment or None
        Stores, branches, teams, ...; None, as of a study without segments, gives a finding that says so.
    question : name of a question, optional
        The main one when not given.
    employees : bool
        Must be True for ``by="employee"``: people are not ranked by accident.
    draws : int
        Draws for ranks; values and intervals need none.
    seed : int

    Returns
    -------
    Finding
        Columns ``place``, ``base``, ``raw``, ``value`` (shrunken), ``low``, ``high``, ``rank`` (1 is the highest value),
        ``rank_low``, ``rank_high`` (95% interval), ``chance_worst_tenth``, ``verdict`` (above, below the average, cannot
        tell), ``unit``, ``withheld``; highest first. Shares and NPS are fractions. Places under the minimum base are
        withheld and take no part.

    Raises
    ------
    ArgumentError
        For an unknown segment or question, employees not asked for, or fewer than 1,000 draws.

    Notes
    -----
    Normal model with flat priors, spread integrated on a grid (:func:`cxlib.scores.shrinkage.shrink`). The variance of a
    raw score is the pooled variance of an answer within places over the place's (effective) answers.
    """
    if not draws >= _FEWEST_DRAWS:
        raise ArgumentError(f"draws must be {_FEWEST_DRAWS} or more for intervals of ranks; got {draws!r}")
    seen = compared(study, "scores.places", by, question, employees, weighted=study.weighted)
    if isinstance(seen, Finding):
        return seen
    table = _ranked(seen, draws, seed)
    sentence, status, next_step = _sentence(seen, table)
    return study.finding(
        "scores.places", question=seen.asked, sentence=sentence, table=table, status=status, next_step=next_step, unit=seen.unit,
        chart=Chart("interval", x="value", y="place", unit=seen.unit, reference=seen.centre, y_label=words.label(by, study.language),
                    x_label=words.say("scores.places.axis", study.language, metric=metric_name(seen.measure, study.language)),
                    reference_label=words.say("scores.funnel.centre", study.language)),
        base=int(seen.table.loc[seen.kept, "base"].sum()), owner=seen.meaning.owner,
        formats={"raw": "@unit", "rank": "count", "rank_low": "count", "rank_high": "count", "chance_worst_tenth": "whole_share"},
        caveats=(words.say("scores.places.shrunk", study.language), *seen.notes()), key=seen.key("scores.places"),
    )


@dataclass(frozen=True)
class Compared:
    """Places of one wave side by side.

    Attributes
    ----------
    table : DataFrame
        ``place``, ``base``, ``effective``, ``raw``, ``within`` (variance of an answer), ``withheld``, a row per level.
    answers : DataFrame of :func:`cxlib.scores.mixture.answers_by_score`
        Of the places that are shown.
    """

    study: object
    by: str
    meaning: object
    asked: str
    chosen: str | None
    table: pd.DataFrame
    answers: pd.DataFrame

    @property
    def measure(self) -> str:
        """What the question is shown as."""
        return MEASURES[self.meaning.metric][0]

    @property
    def unit(self) -> str:
        """Its unit."""
        return UNITS[self.measure]

    @property
    def kept(self) -> pd.Series:
        """Rows that are shown and compared."""
        return (self.table["withheld"] == "") & (self.table["base"] > 0)

    @property
    def ends(self) -> tuple[float, float]:
        """Lowest and highest score that is possible."""
        return {"nps": (-1.0, 1.0), "csat": (0.0, 1.0)}.get(self.measure, (self.meaning.low, self.meaning.high))

    @property
    def centre(self) -> float:
        """Score of all answers of the places that are shown."""
        return float((self.answers["w"] * self.answers["y"]).sum() / self.answers["w"].sum())

    def key(self, name: str) -> str:
        """Stable name of the finding."""
        return ".".join([name, self.by, *([self.chosen] if self.chosen else [])])

    def text(self, value: float) -> str:
        """A score as text."""
        return shown(value, self.unit, self.study.language)

    def with_others(self, rows: pd.DataFrame) -> pd.DataFrame:
        """`rows` and, under them, a blank row for each place that is withheld or has no answers."""
        others = self.table.loc[~self.kept, ["place", "base", "withheld"]].assign(verdict="", unit=self.unit)
        others["base"] = others["base"].mask(others["withheld"] != "")
        return pd.concat([rows, others.reindex(columns=rows.columns).astype(rows.dtypes.to_dict())], ignore_index=True)

    def notes(self) -> tuple[str, ...]:
        """Caveats on weights, a partial wave, and what is withheld."""
        study, notes = self.study, []
        if self.meaning.turned:
            notes.append(words.say("scores.turned_caveat", study.language, question=self.meaning.name))
        if not study.complete(study.wave):
            notes.append(words.say("scores.partial_caveat", study.language, periods=words.period_label(study.wave, study.language)))
        hidden = int((self.table["withheld"] != "").sum())
        if hidden:
            notes.append(words.say("house.withheld_caveat", study.language, rows=hidden, minimum=study.settings.minimum_base))
        return tuple(notes)


def compared(study, name: str, by: str | None, question: str | None, employees: bool, *, weighted: bool) -> Compared | Finding:
    """The places of the study's wave, or the finding that says why there is nothing to compare."""
    study = study.in_focus()
    language = study.language
    asked = words.say(f"{name}.question", language, by=words.label(by or "segment", language).lower(), wave=study.wave)
    if not study.has("responses"):
        return study.not_available(name, asked, "responses")
    if by is None:
        sentence = words.say("scores.places.no_segment", language)
        return study.finding(name, question=asked, sentence=sentence, table=pd.DataFrame(), status="not_available")
    check_segment(study, by, "responses")
    if by == _EMPLOYEE and not employees:
        raise ArgumentError("employees are not ranked unless you ask for it: add employees=True, and mind what it is used for")
    meaning = study.codebook[choose("question", question or main_question(study), study.codebook)]
    whole = _wave_of(study)
    counts = whole.score_counts(["period", by])
    answers = answers_by_score(counts[counts["period"] == study.wave], meaning, MEASURES[meaning.metric][0], [by], weighted=weighted)
    if answers.empty:
        return study.nobody(name, asked)
    table = withhold(_by_place(answers, by, kept_levels(study, by)), minimum=study.settings.minimum_base, within=[], columns=())
    seen = Compared(study, by, meaning, asked, question, table, answers)
    shown_places = set(table.loc[seen.kept, "place"])
    seen = Compared(study, by, meaning, asked, question, table, answers[answers[by].isin(shown_places)])
    if len(shown_places) >= FEWEST_PLACES:
        return seen
    few = words.say("scores.places.too_few", language, fewest=FEWEST_PLACES, by=words.label(by, language).lower(),
                    minimum=study.settings.minimum_base, wave=study.wave)
    return study.finding(name, question=asked, sentence=few, table=pd.DataFrame(), status="cannot_tell", key=seen.key(name))


def _by_place(answers: pd.DataFrame, by: str, levels: list[str]) -> pd.DataFrame:
    """Sums by place; every level has its row."""
    parts = answers.assign(wy=answers["w"] * answers["y"], wy2=answers["w"] * answers["y"] ** 2)
    totals = parts.groupby(by)[["n", "w", "w2", "wy", "wy2"]].sum().reindex(levels, fill_value=0.0)
    some = totals["w"] > 0
    w = totals["w"].where(some)
    raw = totals["wy"] / w
    return pd.DataFrame({
        "place": levels, "base": totals["n"].to_numpy(), "effective": np.nan_to_num(intervals.effective_n(w, totals["w2"])),
        "raw": raw.to_numpy(), "within": (totals["wy2"] / w - raw**2).clip(lower=0.0).to_numpy(),
    })


def _ranked(seen: Compared, draws: int, seed: int) -> pd.DataFrame:
    mine = seen.table[seen.kept]
    low, high = seen.ends
    y, n = mine["raw"].to_numpy(float), mine["effective"].to_numpy(float)
    found = shrink(y, _answer_variance(mine, high - low) / n, widest=(high - low) / 2)
    value = found.value.clip(low, high)
    ends = [found.quantile(share).clip(low, high) for share in (0.025, 0.975)]
    drawn = found.draws(draws, seed=seed)
    ranks = (-drawn).argsort(axis=1).argsort(axis=1) + 1
    rank = (-value).argsort(kind="stable").argsort() + 1
    first, last = np.quantile(ranks, [0.025, 0.975], axis=0, method="inverted_cdf")
    gap = drawn - (drawn @ n / n.sum())[:, None]
    gap_low, gap_high = np.quantile(gap, [0.025, 0.975], axis=0)
    rows = pd.DataFrame({
        "place": mine["place"].to_numpy(), "base": mine["base"].to_numpy(), "raw": y, "value": value,
        "low": np.minimum(ends[0], value), "high": np.maximum(ends[1], value), "rank": rank.astype(float),
        "rank_low": np.minimum(first, rank).astype(float), "rank_high": np.maximum(last, rank).astype(float),
        "chance_worst_tenth": (ranks > len(y) - math.ceil(len(y) / 10)).mean(axis=0),
        "verdict": np.where(gap_low > 0, "above", np.where(gap_high < 0, "below", "cannot tell")), "unit": seen.unit, "withheld": "",
    }).sort_values("rank")
    return seen.with_others(rows)


def _answer_variance(mine: pd.DataFrame, span: float) -> float:
    """Pooled variance of one answer within its place; never 0."""
    freedom = float((mine["effective"] - 1).clip(lower=0).sum())
    pooled = float((mine["effective"] * mine["within"]).sum()) / max(freedom, 1.0)
    # all answers alike: two more at the ends of the scale say how sure that can be
    return pooled if pooled > 1e-12 else span**2 / 2 / (freedom + 2)


def _sentence(seen: Compared, table: pd.DataFrame) -> tuple[str, str, str]:
    language = seen.study.language
    known = table[table["value"].notna()]
    apart, last = known[known["verdict"] != "cannot tell"], known.iloc[-1]
    named = [f"{row['place']} ({seen.text(row['value'])}, n = {words.format_value(row['base'], 'count', language)})"
             for _, row in apart.sort_values("value").iterrows()]
    listed = ", ".join(named[:_MOST_NAMED]) + (", …" if len(named) > _MOST_NAMED else "")
    told = len(apart) > 0
    sentence = words.say(
        "scores.places.some" if told else "scores.places.none", language, places=len(known), by=words.label(seen.by, language).lower(),
        centre=seen.text(seen.centre), metric=metric_name(seen.measure, language), asked=seen.meaning.name, level=last["place"],
        value=seen.text(last["value"]), low=seen.text(last["low"]), high=seen.text(last["high"]), base=last["base"],
        rank_low=last["rank_low"], rank_high=last["rank_high"], **({"apart": len(apart), "listed": listed} if told else {}),
    )
    key = "scores.places.next.some" if told else "scores.places.next.none"
    return sentence, "answered" if told else "cannot_tell", words.say(key, language)

"""Rows of mix and rate with their intervals: by one segment, its levels, or several segments at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from .. import intervals, words
from ..finding import withhold
from ..intervals.basis import normal_quantile, two_sided_p
from .levels import _every_level, _wave_of
from .mixture import answers_by_score, mix_and_rate, must_add_up, resampled, shapley_parts
from .series import kept_levels
from .sums import MEASURES, UNITS, differences, estimates, sums

__all__ = ["Job", "Split", "alone", "finished", "job_of", "signed", "together"]

_PARTS = ("mix", "rate")
_NOTHING = 1e-12
_PRIVATE = ["base_before", "base", "share_before", "share", "before", "after", "value", "low", "high", "p_value"]
_ORDER = (
    "dimension", "level", "part", "base_before", "base", "share_before", "share", "before", "after", "value", "low", "high",
    "total", "adjusted_p", "opposite", "unit", "withheld", "_segment", "_unit",
)


@dataclass(frozen=True)
class Job:
    """One change to be explained.

    Attributes
    ----------
    study, whole : Study
        As given, and with its periods let back in.
    question, measure, waves
        Of what, and between which two waves.
    bases, ends : arrays of 2
        Answers and score of each wave.
    total : Series
        The change with its exact interval.
    """

    study: Any
    whole: Any
    question: Any
    measure: str
    waves: tuple[str, str]
    bases: np.ndarray
    ends: np.ndarray
    total: pd.Series
    draws: int
    seed: int

    @property
    def change(self) -> float:
        """Second wave minus first."""
        return float(self.ends[1] - self.ends[0])

    def rng(self, names: Sequence[str]) -> np.random.Generator:
        """Of its own for each segment, so that a row does not depend on what else is looked at."""
        return np.random.default_rng([self.seed, *"|".join(names).encode()])


@dataclass(frozen=True)
class Split:
    """A change split one way: rows of the parts, rows of the levels, share of answers in levels of one wave only."""

    parts: pd.DataFrame
    levels: pd.DataFrame
    unmatched: float


def job_of(study, question, against: str, draws: int, seed: int) -> Job:
    """The change of `question` between `against` and the study's wave."""
    whole, measure, weighted = _wave_of(study), MEASURES[question.metric][0], study.weighted
    totals = _every_level(whole, sums(whole.score_counts(["period"]), question, ["period"]), ["period"])
    sides = [totals[totals["period"] == wave].reset_index(drop=True) for wave in (against, study.wave)]
    ends = [estimates(side, question, measure, weighted=weighted).iloc[0] for side in sides]
    total = differences(*sides, question, measure, weighted=weighted).iloc[0]
    bases, values = (np.array([end[name] for end in ends]) for name in ("base", "value"))
    return Job(study, whole, question, measure, (against, study.wave), bases, values, total, draws, seed)


def signed(unit: str) -> str:
    """The unit of a difference of values in `unit`."""
    return "signed_score" if unit == "score" else "signed_points"


def alone(job: Job, name: str, *, must_vary: bool = False) -> Split | None:
    """The change split by one segment; None when it must vary and all answers are in one level."""
    answers = _both_waves(job, [name])
    if must_vary and answers[name].nunique() < 2:
        return None
    levels = kept_levels(job.study, name)
    place = answers[name].map({level: number for number, level in enumerate(levels)}).to_numpy(int)
    (w0, r0), (w1, r1) = _resampled_waves(job, answers, place, len(levels), [name])
    s0, s1 = w0 / w0.sum(-1, keepdims=True), w1 / w1.sum(-1, keepdims=True)
    both = mix_and_rate(s0, s1, r0, r1)
    totals = sum(part.sum(-1) for part in both)
    of_whole = {"level": words.say("house.everyone", job.study.language), "share_before": 1.0, "share": 1.0,
                "before": job.ends[0], "after": job.ends[1], "base_before": job.bases[0], "base": job.bases[1], "withheld": ""}
    parts = pd.concat([_rows(job, part, draws.sum(-1, keepdims=True), totals, [name]).assign(**of_whole)
                       for part, draws in zip(_PARTS, both, strict=True)])
    must_add_up(parts["value"].sum(), job.change, float(np.abs(job.ends).max()))
    of_levels = {"level": levels, "share_before": s0[0], "share": s1[0], "before": r0[0], "after": r1[0]}
    of_levels |= {column: _answered(answers, name, wave, levels) for column, wave in zip(("base_before", "base"), job.waves, strict=True)}
    rows = pd.concat([_rows(job, part, draws, totals, [name]).assign(**of_levels) for part, draws in zip(_PARTS, both, strict=True)])
    return Split(parts, _hidden(job, rows.sort_index(kind="stable")), _unmatched(s0[0], s1[0]))


def together(job: Job, names: list[str]) -> Split:
    """The change split by several segments at once: mix of each within those before it, then rate."""
    answers = _both_waves(job, names)
    codes = np.column_stack([pd.factorize(answers[name], sort=True)[0] for name in names])
    cells, place = np.unique(codes, axis=0, return_inverse=True)
    (w0, r0), (w1, r1) = _resampled_waves(job, answers, place.ravel(), len(cells), names)
    draws = shapley_parts((w0, r0), (w1, r1), cells)
    must_add_up(draws[0].sum(), job.change, float(np.abs(job.ends).max()))
    totals = draws.sum(-1)
    parts = [_rows(job, "mix", draws[:, [number]], totals, [name]) for number, name in enumerate(names)]
    parts.append(_rows(job, "rate", draws[:, [-1]], totals, names))
    rows = pd.concat(parts).assign(base_before=job.bases[0], base=job.bases[1], withheld="")
    return Split(rows, pd.DataFrame(), _unmatched(w0[0] / w0[0].sum(), w1[0] / w1[0].sum()))


def finished(job: Job, rows: list[pd.DataFrame]) -> pd.DataFrame:
    """Rows of several splits as one table: p-values adjusted over each part, units, the mark of a reversal."""
    table = pd.concat(rows, ignore_index=True)
    table["adjusted_p"] = table["p_value"]
    for part in _PARTS:
        mine = table["part"] == part
        if mine.sum() == 1:
            continue
        table.loc[mine, "adjusted_p"] = intervals.adjust(table.loc[mine, "p_value"].to_numpy(float), method="holm")
    apart = (table["low"] > 0) | (table["high"] < 0)
    table["opposite"] = (table["part"] == "rate") & apart & (table["value"] * job.change < 0)
    table["unit"], table["_unit"] = signed(UNITS[job.measure]), UNITS[job.measure]
    return table[[column for column in _ORDER if column in table]]


def _both_waves(job: Job, names: list[str]) -> pd.DataFrame:
    counts = job.whole.score_counts(["period", *names])
    counts = counts[counts["period"].isin(job.waves)]
    return answers_by_score(counts, job.question, job.measure, ["period", *names], weighted=job.study.weighted)


def _resampled_waves(job: Job, answers: pd.DataFrame, cell: np.ndarray, cells: int, names: list[str]) -> list[tuple[np.ndarray, np.ndarray]]:
    rng = job.rng(names)
    masks = [(answers["period"] == wave).to_numpy() for wave in job.waves]
    return [resampled(answers[mask], cell[mask], cells, draws=job.draws, rng=rng) for mask in masks]


def _answered(answers: pd.DataFrame, name: str, wave: str, levels: list[str]) -> np.ndarray:
    return answers[answers["period"] == wave].groupby(name)["n"].sum().reindex(levels, fill_value=0.0).to_numpy(float)


def _unmatched(share_before: np.ndarray, share: np.ndarray) -> float:
    return float(max(share_before[share == 0].sum(), share[share_before == 0].sum()))


def _rows(job: Job, part: str, draws: np.ndarray, totals: np.ndarray, names: list[str]) -> pd.DataFrame:
    """Estimate (the first draw), interval and p-value of each column of draws; `totals` are draws of the change."""
    value = draws[0]
    below, above = _halves(job, totals, draws[1:].std(axis=0, ddof=1))
    toward_zero = np.where(value > 0, below, above)
    ratio = np.divide(np.abs(value), toward_zero, out=np.zeros(len(value)), where=toward_zero > 0)
    return pd.DataFrame({
        "dimension": " × ".join(words.label(name, job.study.language) for name in names), "part": part, "value": value,
        "low": value - below, "high": value + above, "total": job.change,
        "p_value": two_sided_p(normal_quantile(0.95) * ratio), "_segment": "|".join(names),
    })


def _halves(job: Job, totals: np.ndarray, error: np.ndarray) -> list[np.ndarray]:
    """Half-widths below and above: bootstrap errors times a quantile that makes the whole change's interval its exact one.

    Never under the normal quantile. Where all answers are alike nothing varies between draws, and the exact interval
    of the change stands for every part.
    """
    exact = (job.total["value"] - job.total["low"], job.total["high"] - job.total["value"])
    spread = totals[1:].std(ddof=1)
    if spread <= _NOTHING:
        return [np.full(error.shape, side) for side in exact]
    return [error * max(side / spread, normal_quantile(0.95)) for side in exact]


def _hidden(job: Job, rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of levels; a level that either wave must hide is blank in both, one with nobody has no estimate."""
    minimum, marks = job.study.settings.minimum_base, []
    levels = rows[rows["part"] == "mix"].reset_index(drop=True)
    for side in ("base_before", "base"):
        marks.append(withhold(levels.assign(base=levels[side]), minimum=minimum, within=[])["withheld"])
    mark = marks[0].mask((marks[0] == "") | (marks[1] == "small"), marks[1])
    out = rows.assign(withheld=rows["level"].map(dict(zip(levels["level"], mark, strict=True))))
    nobody = out[["base_before", "base"]].max(axis=1) == 0
    out.loc[nobody, ["value", "low", "high", "p_value"]] = np.nan
    out.loc[out["withheld"] != "", _PRIVATE] = np.nan
    return out

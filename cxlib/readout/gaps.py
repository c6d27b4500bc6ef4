"""Gaps worth closing: who falls short of the others like them, by how much, how many it touches, how sure it is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from .. import churn, drivers, journeys, scores
from ..errors import ArgumentError

__all__ = ["Gap", "gaps"]

_Z = 1.959963984540054
_SPLIT = " × "


@dataclass(frozen=True)
class Gap:
    """One thing that could be better.

    Attributes
    ----------
    key : str
        The same from wave to wave.
    seen_in : {"journey", "rating", "score", "churn"}
    what, step, channel, group, question, owner, action : str
        `group` are the levels of segments; "" where it is not about that.
    base : int
    importance : float
        0 to 1: share of all losses that happen at the step; share of the outcome that goes with the rating; 1 for the
        headline score and for leaving.
    size : float
        0 to 1: how far below the others (the rest at that step; the other ratings; the wave before; all customers).
    low, high : float
        95% interval of `size`.
    reach : float
        0 to 1: share of those at the step, of the answers, or of the customers, that it touches.
    confidence : float
        0 to 1: one minus the p value, after correction for looking at many where there were many.
    """

    key: str
    seen_in: str
    what: str
    base: int
    importance: float
    size: float
    low: float
    high: float
    reach: float
    confidence: float
    step: str = ""
    channel: str = ""
    group: str = ""
    question: str = ""
    owner: str = ""
    action: str = ""

    @property
    def has_context(self) -> bool:
        """Whether it says where (a step, a channel or a group) and who owns it; a score without these is a score only."""
        return self.seen_in == "churn" or bool((self.step or self.channel or self.group) and self.owner)


def gaps(study, model: churn.ChurnModel | None = None) -> tuple[Gap, ...]:
    """Every gap that this wave shows, unordered.

    Four places are looked at: groups that leave a step more than the rest (:func:`cxlib.journeys.worst_groups`), ratings
    below the other ratings (:func:`cxlib.drivers.importance_performance`), levels of the main segment whose headline score
    fell (:func:`cxlib.scores.change`), and customers the model thinks will leave (:func:`cxlib.churn.trust`). A group that
    shares a level with one already taken at the same step is left out: it rides on it.

    Parameters
    ----------
    study : Study
    model : result of :func:`cxlib.churn.fit`, optional
        Without it nothing is said of those about to leave.

    Returns
    -------
    tuple of Gap
        Empty where nothing is below anything.
    """
    key = ("readout.gaps", study.slice, study.wave, study.language, id(model))
    return study.view.remembered_few(key, lambda: (_gaps(study, model), model))[0]


def _gaps(study, model: churn.ChurnModel | None) -> tuple[Gap, ...]:
    found = [*_of_journeys(study), *_of_ratings(study), *_of_scores(study)]
    return tuple([*found, *(_of_leaving(study, model) if model is not None else ())])


def _of_journeys(study) -> list[Gap]:
    worst = _answered(journeys.worst_groups, study)
    if worst is None:
        return []
    losses = _answered(journeys.drop_off, study)
    steps = losses.table.set_index("step") if losses is not None else pd.DataFrame()
    taken: dict[str, set[str]] = {}
    found = []
    for row in worst.table.to_dict("records"):
        if not np.isfinite(row["value"]) or row["value"] >= 0 or row["step"] not in steps.index:
            continue
        levels = set(row["group"].split(", "))
        if levels & taken.setdefault(row["step"], set()):
            continue
        taken[row["step"]] |= levels
        step = steps.loc[row["step"]]
        channel = _part(row, "channel", study)
        found.append(Gap(
            key=f"journey: {row['step']}: {row['group']}", seen_in="journey", what=f"{row['step']}: {row['group']}", base=int(row["base"]),
            importance=float(step["lost"] / steps["lost"].sum()) if steps["lost"].sum() else 0.0, size=-row["value"], low=-row["high"], high=-row["low"],
            reach=float(row["base"] / step["base"]), confidence=1 - float(row["adjusted_p"]), step=row["step"], channel=channel,
            group=", ".join(level for level in row["group"].split(", ") if level != channel), owner=row["owner"], action=worst.next_step if not found else "",
        ))  # fmt: skip
    return found


def _part(row, segment: str, study) -> str:
    """The level of one segment in a group that may cross two."""
    known = set(study.levels_of(segment)) if segment in study.view.segments_of("touchpoints") else set()
    return next((level for level in row["group"].split(", ") if level in known), "")


def _of_ratings(study) -> list[Gap]:
    placed = _answered(drivers.importance_performance, study)
    if placed is None or len(placed.table) < 3:
        return []
    table = placed.table
    error = (table["performance_high"] - table["performance_low"]) / (2 * _Z)
    found = []
    for place, row in enumerate(table.to_dict("records")):
        question = study.codebook[row["driver"]]
        others = table["performance"].drop(table.index[place])
        away = (others.mean() - row["performance"]) / (question.high - question.low)
        spread = np.hypot(error.iloc[place], np.sqrt((error.drop(table.index[place]) ** 2).sum()) / len(others)) / (question.high - question.low)
        if away <= 0 or not spread > 0:
            continue
        found.append(Gap(
            key=f"rating: {row['driver']}", seen_in="rating", what=row["driver"], base=int(row["base"]), importance=float(np.clip(row["value"], 0, 1)),
            size=float(away), low=float(away - _Z * spread), high=float(away + _Z * spread), reach=_below_top(study, row["driver"]),
            confidence=_two_sided(away / spread), step=question.stage or "", question=row["driver"], owner=question.owner or "",
        ))  # fmt: skip
    return found


def _below_top(study, name: str) -> float:
    """Share of the wave's answers to a question that are not in its top box."""
    question = study.codebook[name]
    counts = study.in_focus().score_counts(("period",))
    counts = counts[(counts["question"] == name) & (counts["period"] == study.in_focus().wave)].dropna(subset="score")
    if not counts["w"].sum():
        return 0.0
    best = question.high if question.high_is == "good" else question.low
    return float(counts["w"][(counts["score"] - best).abs() >= 1].sum() / counts["w"].sum())


def _of_scores(study) -> list[Gap]:
    segment = study.main_segment
    moved = _answered(scores.change, study, by=segment) if segment else None
    if moved is None or segment not in moved.table:
        return []
    table = moved.table[moved.table["basis"] == ("weighted" if "weighted" in set(moved.table["basis"]) else moved.table["basis"].iloc[0])]
    found = []
    for row in table.to_dict("records"):
        if not np.isfinite(row["value"]) or not np.isfinite(row["adjusted_p"]):
            continue
        question = study.codebook[row["question"]]
        width = {"nps": 2.0}.get(row["metric"], 1.0 if "score" not in row["unit"] else question.high - question.low)
        worse = row["value"] if question.high_is == "bad" and "score" in row["unit"] else -row["value"]
        if worse <= 0:
            continue
        ends = sorted(sign * worse / row["value"] / width for sign in (row["low"], row["high"]))
        found.append(Gap(
            key=f"score: {row['question']}: {segment} = {row[segment]}", seen_in="score", what=f"{row['question']}: {row[segment]}", base=int(row["base"]),
            importance=1.0, size=worse / width, low=ends[0], high=ends[1], reach=float(row["base"] / table["base"].sum()),
            confidence=1 - float(row["adjusted_p"]), step=question.stage or "", group=str(row[segment]), question=row["question"], owner=question.owner or "",
        ))  # fmt: skip
    return found


def _of_leaving(study, model: churn.ChurnModel) -> list[Gap]:
    trusted = churn.trust(study, model)
    table = trusted.table.set_index("metric") if trusted.status == "answered" and "metric" in trusted.table else pd.DataFrame()
    if "lift" not in table.index or not np.isfinite(table.loc["lift", "value"]) or table.loc["lift", "low"] <= 1:
        return []
    lift = table.loc["lift"]
    size, low, high = ((lift[name] - 1) * model.base_rate for name in ("value", "low", "high"))
    return [Gap(
        key="churn: top tenth", seen_in="churn", what="top tenth", base=int(lift["base"]), importance=1.0, size=float(size), low=float(low),
        high=float(high), reach=0.1, confidence=_two_sided((lift["value"] - 1) / ((lift["high"] - lift["low"]) / (2 * _Z))),
    )]  # fmt: skip


def _two_sided(z: float) -> float:
    from scipy.stats import norm

    return float(1 - 2 * norm.sf(abs(z)))


def _answered(analysis, study, **options):
    """The finding where it has rows to read; None where the study lacks what it needs."""
    try:
        found = analysis(study, **options)
    except ArgumentError:
        return None
    return found if found.status in ("answered", "cannot_tell") and len(found.table) else None

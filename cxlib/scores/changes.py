"""Whether scores moved between two waves, in total and by segment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from .. import intervals, words
from ..errors import ArgumentError, choose
from ..finding import Chart, Finding
from ..finding.withholding import marks
from ..study import year_before
from .levels import _headline_questions, _wave_of, main_question, metric_name, no_answers, shown
from .series import EVERY, kept_levels, period_labels
from .sums import MEASURES, UNITS, check_segment, differences_of, estimates_of, gridded

__all__ = ["change"]


def change(study, *, against: str = "previous", by: str | None = None, question: str | None = None) -> Finding:
    """The study's wave against another one: difference, interval, p-value, smallest detectable change.

    Parameters
    ----------
    against : wave, "previous" or "last year"
        ``last year`` is the same month or quarter one year before.
    by : segment, optional
        Then one question (`question`, or the main one), with p-values adjusted over the levels.

    Returns
    -------
    Finding
        Columns ``question``, ``metric``, [`by`], ``basis``, ``base_before``, ``base``, ``before``, ``after``, ``value``
        (after minus before), ``low``, ``high``, ``unit``, ``p_value``, ``adjusted_p``, ``detectable``, ``verdict`` (up,
        down, cannot tell). Shares and NPS are fractions.

    Raises
    ------
    ArgumentError
        For an unknown wave, question or segment, or a wave against itself.

    Notes
    -----
    NPS: MOVER of two Tango intervals (Zou & Donner 2008), shares: Newcombe (1998), means: Welch. Many
    comparisons: Benjamini & Hochberg (1995).
    """
    study = study.in_focus()
    language = study.language
    named, against = against, _wave_named(study, against)
    asked = words.say("scores.change.question", language, wave=study.wave, against=against or "")
    if not study.has("responses") or (named == "last year" and study.settings.period == "wave"):
        return study.not_available("scores.change", asked, "responses")
    check_segment(study, by, "responses")
    if against == study.wave:
        raise ArgumentError(f"{against} cannot be compared with itself; name an earlier wave")
    if against not in study.waves:
        known = "scores.change.first" if against is None else "scores.change.not_there"
        sentence = words.say(known, language, wave=study.wave, against=against or "")
        return study.finding("scores.change", question=asked, sentence=sentence, table=pd.DataFrame(), status="cannot_tell")
    names = [question or main_question(study)] if by or question else _headline_questions(study)
    table = _table(study, names, against, by)
    if table.empty:
        return no_answers(study, "scores.change", asked)
    tests = int(table["p_value"].notna().sum())
    sentence, status, next_step = _sentence(study, table, against, by, tests)
    return study.finding(
        "scores.change", question=asked, sentence=sentence, table=table, status=status, next_step=next_step,
        chart=_chart(table, by, against, language),
        base=int(table["base"].fillna(0).sum()) if by else int(np.nan_to_num(table["base"].iloc[0])), unit=table["unit"].iloc[0],
        formats={"p_value": "p_value", "adjusted_p": "p_value", "base_before": "count", "before": "@_unit", "after": "@_unit",
                 "detectable": "@unit"},
        caveats=_notes(study, table, tests), owner=study.codebook[table["question"].iloc[0]].owner,
        headline=None if by else {name: table[name].iloc[0] for name in ("value", "low", "high", "base", "unit")},
        key=".".join(["scores.change", *[part for part in (question, by) if part], *_named_key(named)]),
    )


def _wave_named(study, against: str | None) -> str | None:
    """The wave that `against` means; None before the first one, and last year's label even where it has no data."""
    if against in (None, "previous"):
        return study.previous_wave
    if against != "last year":
        return choose("wave", against, (*study.waves, "previous", "last year"))
    if study.settings.period == "wave":
        return None
    return year_before(study.wave)


def _named_key(against: str | None) -> tuple[str, ...]:
    return () if against in (None, "previous") else (f"against {against}",)


def _chart(table: pd.DataFrame, by: str | None, against: str, language: str) -> Chart:
    alone = table["question"].nunique() == 1
    label = words.say("scores.change.axis", language, against=against)
    if alone:
        label = words.say("scores.change.axis_of", language, metric=metric_name(table["metric"].iloc[0], language), against=against)
    return Chart("interval", x="value", y=by or "question", facet=None if alone else "metric", unit=table["unit"].iloc[0],
                 reference=0.0, x_label=label)


def _signed(unit: str) -> str:
    return "signed_score" if unit == "score" else "signed_points"


def _table(study, names: Sequence[str], against: str, by: str | None) -> pd.DataFrame:
    whole, levels = _wave_of(study), {"period": [against, study.wave]}
    counts = whole.coded_counts(["period", *([by] if by else [])])
    given = ~np.isnan(np.asarray(counts.labels["score"], dtype=float)[counts.codes["score"]])
    answered = given & (counts.among("period", levels["period"]) >= 0)
    names = [name for name in names if choose("question", name, study.codebook) and (answered & (counts.among("question", [name]) == 0)).any()]
    if not names:
        return pd.DataFrame()
    levels |= {by: _levels_of(whole, by)} if by else {}
    questions = [study.codebook[name] for name in names]
    grid = gridded(counts, questions, levels)
    size = len(levels[by]) if by else 1
    rows = [_rows(whole, {name: column[place].reshape(2, size) for name, column in grid.items()}, question)
            for place, question in enumerate(questions)]
    return _tested({name: np.concatenate([part[name] for part in rows]) for name in rows[0]}, questions, levels, by, whole.weighted)


def _levels_of(study, by: str) -> list[str]:
    return period_labels(study, by, ()) if by in EVERY else kept_levels(study, by)


def _tested(columns: dict[str, np.ndarray], questions: Sequence, levels: Mapping[str, Sequence[str]], by: str | None, weighted: bool) -> pd.DataFrame:
    """The table, from the numbers of its rows; p-values are corrected over all of them."""
    size = len(columns["value"]) // len(questions)
    metrics = [MEASURES[question.metric][0] for question in questions]
    adjusted = intervals.adjust(columns["p_value"], method="fdr_bh")
    with np.errstate(invalid="ignore"):
        decided = (adjusted if len(adjusted) > 1 else columns["p_value"]) < 0.05
        verdict = np.where(decided & (columns["value"] > 0), "up", np.where(decided, "down", "cannot tell"))
    texts = {
        "question": [question.name for question in questions], "metric": metrics, "unit": [_signed(UNITS[metric]) for metric in metrics],
        "_unit": [UNITS[metric] for metric in metrics],
    }
    texts = {name: pd.array(each, dtype="str").repeat(size) for name, each in texts.items()}
    basis = pd.array(["weighted" if weighted else "unweighted"] * (size * len(questions)), dtype="str")
    split = {by: pd.array(list(levels[by]) * len(questions), dtype="str")} if by else {}
    return pd.DataFrame({
        "question": texts["question"], "metric": texts["metric"], **split, "basis": basis,
        **{name: columns[name] for name in ("base_before", "base", "before", "after", "value", "low", "high", "p_value", "detectable")},
        "unit": texts["unit"], "_unit": texts["_unit"], "withheld": pd.array(columns["withheld"], dtype="str"), "adjusted_p": adjusted,
        "verdict": pd.array(verdict, dtype="str"),
    }, copy=False)


def _rows(study, sums: Mapping[str, np.ndarray], question) -> dict[str, np.ndarray]:
    """The numbers of one question, from its sums (before and after) x levels; few answers and what would give them away are blank."""
    measure, weighted = MEASURES[question.metric][0], study.weighted
    before, after = ({name: column[place] for name, column in sums.items()} for place in (0, 1))
    moved = differences_of(before, after, measure, weighted=weighted)
    ends = estimates_of(sums, measure, (question.low, question.high), weighted=weighted)
    out = {"base_before": ends["base"][0], "base": ends["base"][1], "before": ends["value"][0], "after": ends["value"][1], **moved}
    # Both waves must reach the minimum base; what one of them hides is hidden in both.
    within = np.zeros(len(out["base"]), dtype=np.int64) if len(out["base"]) > 1 else None
    first, second = (marks(out[side], minimum=study.settings.minimum_base, group=within) for side in ("base_before", "base"))
    reason = np.where((first == "") | (second == "small"), second, first)
    hidden = (reason != "") | (np.minimum(out["base"], out["base_before"]) == 0)
    for name in ("before", "after", "value", "low", "high", "p_value", "detectable"):
        out[name] = np.where(hidden, np.nan, out[name])
    for name in ("base", "base_before"):
        out[name] = np.where(reason != "", np.nan, out[name])
    return {**out, "withheld": reason}


def _sentence(study, table: pd.DataFrame, against: str, by: str | None, tests: int) -> tuple[str, str, str]:
    language = study.language
    moved = table[table["verdict"] != "cannot tell"]
    if by:
        listed = ", ".join(f"{row[by]} {shown(row['value'], row['_unit'], language, signed=True)}" for _, row in moved.iterrows())
        sentence = words.say("scores.change.by", language, tests=tests, moved=len(moved), by=words.label(by, language),
                             named=f": {listed}" if listed else "")
        told = len(moved) > 0
    else:
        lead = table.iloc[0]
        if pd.isna(lead["value"]):
            few = words.say("scores.change.too_few", language, wave=study.wave, against=against, minimum=study.settings.minimum_base)
            return few, "cannot_tell", ""
        told = lead["verdict"] != "cannot tell"
        sentence = _one(study, lead, against, tests)
    key = "scores.next.moved" if told else "scores.next.cannot_tell"
    return sentence, "answered" if told else "cannot_tell", words.say(key, language)


def _one(study, lead, against: str, tests: int) -> str:
    language = study.language
    zero_inside = lead["low"] <= 0 <= lead["high"]
    unsure = "scores.change.cannot_tell" if zero_inside else "scores.change.not_after_correction"
    fills = {name: shown(lead[name], lead["_unit"], language, signed=True) for name in ("value", "low", "high")}
    detectable = shown(lead["detectable"], "points" if lead["_unit"] == "share" else lead["_unit"], language)
    return words.say(
        unsure if lead["verdict"] == "cannot tell" else "scores.change.moved", language, tests=tests, metric=metric_name(lead["metric"], language),
        asked=lead["question"], against=against, base=lead["base"], base_before=lead["base_before"], detectable=detectable, **fills,
    )


def _notes(study, table: pd.DataFrame, tests: int) -> tuple[str, ...]:
    language, notes = study.language, []
    if tests > 1:
        notes.append(words.say("scores.change.correction", language, tests=tests))
    if study.weighted:
        notes.append(words.say("scores.weighted_caveat", language))
    if not study.complete(study.wave):
        notes.append(words.say("scores.partial_caveat", language, periods=words.period_label(study.wave, language)))
    hidden = int((table["withheld"] != "").sum())
    if hidden:
        notes.append(words.say("house.withheld_caveat", language, rows=hidden, minimum=study.settings.minimum_base))
    return tuple(notes)

"""Whether scores moved between two waves, in total and by segment."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from .. import intervals, words
from ..errors import ArgumentError, choose
from ..finding import Chart, Finding, withhold
from ..study import year_before
from .levels import _headline_questions, _wave_of, main_question, metric_name, no_answers, on_grid, shown
from .sums import MEASURES, UNITS, check_segment, differences, estimates

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
    whole, groups = _wave_of(study), ["period", *([by] if by else [])]
    counts = whole.score_counts(groups)
    answered = set(counts.loc[counts["score"].notna() & counts["period"].isin([against, study.wave]), "question"])
    names = [name for name in names if choose("question", name, study.codebook) in answered]
    if not names:
        return pd.DataFrame()
    questions = [study.codebook[name] for name in names]
    grid, labels = on_grid(whole, counts, questions, groups)
    totals = [pd.concat([labels, pd.DataFrame({name: column[place] for name, column in grid.items()})], axis=1) for place in range(len(questions))]
    parts = [_rows(whole, mine, question, against, by) for mine, question in zip(totals, questions, strict=True)]
    table = pd.concat(parts, ignore_index=True)
    table["adjusted_p"] = intervals.adjust(table["p_value"].to_numpy(float), method="fdr_bh")
    decided = table["adjusted_p"] < 0.05 if len(table) > 1 else table["p_value"] < 0.05
    table["verdict"] = np.where(decided & (table["value"] > 0), "up", np.where(decided, "down", "cannot tell"))
    return table


def _rows(study, totals: pd.DataFrame, question, against: str, by: str | None) -> pd.DataFrame:
    """One question, from its sums by period and level."""
    before, after = (totals[totals["period"] == wave].reset_index(drop=True) for wave in (against, study.wave))
    measure, weighted = MEASURES[question.metric][0], study.weighted
    moved = differences(before, after, question, measure, weighted=weighted)
    ends = [estimates(side, question, measure, weighted=weighted) for side in (before, after)]
    rows = pd.DataFrame({
        "question": question.name, "metric": measure, **({by: after[by]} if by else {}),
        "basis": "weighted" if weighted else "unweighted", "base_before": ends[0]["base"], "base": ends[1]["base"],
        "before": ends[0]["value"], "after": ends[1]["value"], **moved, "unit": _signed(UNITS[measure]), "_unit": UNITS[measure],
    })
    return _withheld(study, rows)


def _withheld(study, rows: pd.DataFrame) -> pd.DataFrame:
    """Both waves must reach the minimum base; what one of them hides is hidden in both."""
    minimum, within = study.settings.minimum_base, [] if len(rows) > 1 else None
    first, second = (withhold(rows.assign(base=rows[side]), minimum=minimum, within=within)["withheld"] for side in ("base_before", "base"))
    marks = first.mask((first == "") | (second == "small"), second)
    out = rows.assign(withheld=marks)
    hidden = (marks != "") | (rows[["base", "base_before"]].min(axis=1) == 0)
    out.loc[hidden, ["before", "after", "value", "low", "high", "p_value", "detectable"]] = np.nan
    out.loc[marks != "", ["base", "base_before"]] = np.nan
    return out


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

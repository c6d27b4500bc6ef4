"""How high the scores are, now and over the periods, in total and by segment."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
import pandas as pd

from .. import intervals, words
from ..errors import ArgumentError, choose
from ..finding import Chart, Finding, withhold
from ..series.slope import slope
from ..study.context import score_only
from .series import grain, kept_levels, on_grid, period_labels, series_arrays
from .sums import MEASURES, SUMS, UNITS, check_segment, differences_of, estimates_of, gridded, sums

__all__ = ["HEADLINE_METRICS", "level", "main_question", "score_table", "trend"]

HEADLINE_METRICS = ("nps", "csat", "ces")
_LINES = 8  # more lines than that cannot be told apart
_TIMES = ("period", "month", "quarter", "year")
_BOTH = 4  # with more questions the chart shows only the figures that the sentence uses
_HIDDEN = ("value", "low", "high", "base", "effective_base", "missing")


def level(study, *, by: str | None = None, question: str | None = None) -> Finding:
    """Every score in the study's wave, weighted and unweighted, with interval and both bases.

    Parameters
    ----------
    by : segment (or stage, channel, ...), optional
        Then one question only: `question`, or the main one.
    question : name of a question, optional

    Returns
    -------
    Finding
        Columns ``question``, ``metric``, [`by`], ``basis``, ``base``, ``effective_base``, ``value``, ``low``, ``high``,
        ``unit``, ``missing``; with `by` also ``difference`` from the rest and ``adjusted_p`` (Benjamini-Hochberg).

    Notes
    -----
    NPS: Tango (1998); shares: Wilson; means: Student's t; weighted ones at the effective sample size.
    """
    study = study.in_focus()
    asked = words.say("scores.level.question", study.language, wave=study.wave)
    if not study.has("responses"):
        return study.not_available("scores.level", asked, "responses")
    check_segment(study, by, "responses")
    if by is None:
        return _level_total(study, asked, question)
    return _level_by(study, by, question or main_question(study))


def trend(study, *, question: str | None = None, by: str | None = None, every: str = "period") -> Finding:
    """Scores by period with interval, weighted and unweighted.

    Parameters
    ----------
    question : name of a question, optional
        All NPS, CSAT and CES questions when not given.
    by : segment, optional
        Then one question: `question`, or the main one.
    every : {"period", "month", "quarter", "year", "wave"}
        The study's own periods (or waves), or a unit of the calendar.

    Returns
    -------
    Finding
        Columns as :func:`level`, with ``period`` and ``complete``.
    """
    column = grain(study, every)
    key = "scores.trend.question_by" if by else "scores.trend.question"
    asked = words.say(key, study.language, by=words.label(by, study.language) if by else "")
    if not study.has("responses"):
        return study.not_available("scores.trend", asked, "responses")
    check_segment(study, by, "responses")
    names = [question or main_question(study)] if by or question else _headline_questions(study)
    table = score_table(study, names, by=[column, *([by] if by else [])]).rename(columns={column: "period"})
    if table.empty and study.settings.period == "wave":
        return study.not_available("scores.trend", asked)
    if not table["base"].sum():
        return no_answers(study, "scores.trend", asked)
    if (table["metric"] == "csat_mean").any():
        table = table[table["metric"] != "csat_mean"].reset_index(drop=True)
    whole = {period: study.complete(period) for period in dict.fromkeys(table["period"])}
    table["complete"] = [whole[period] for period in table["period"]]
    table = withhold(table, minimum=study.settings.minimum_base, columns=_HIDDEN,
                     within=["question", "metric", "basis", "period"] if by else None)
    sentence, status = _trend_sentence(study, names[0], every)
    drawn = table[table["basis"] == _basis(study)].reset_index(drop=True) if by else table
    return study.finding(
        "scores.trend", question=asked, sentence=sentence, table=drawn, chart=_trend_chart(drawn, by), base=_bases(table, names),
        status=status, unit=table["unit"].iloc[0], caveats=_caveats(study, drawn, names), key=_key("scores.trend", question, by, None if column == "period" else column),
    )


def no_answers(study, name: str, asked: str) -> Finding:
    """Nobody gave a score in the wave; who is in the slice is another matter."""
    sentence = words.say("scores.no_answers", study.language, wave=study.wave)
    return study.finding(name, question=asked, sentence=sentence, table=pd.DataFrame(), status="nobody")


def main_question(study) -> str:
    """The question that a study is led by: its first NPS, else CSAT, CES, rating.

    Raises
    ------
    ArgumentError
        When the codebook has no question.
    """
    for metric in MEASURES:
        for name, question in study.codebook.items():
            if question.metric == metric:
                return name
    raise ArgumentError("the codebook declares no question; add [questions.NAME] to study.toml")


def score_table(study, names: Sequence[str], *, by: Sequence[str] = ()) -> pd.DataFrame:
    """Estimates of these questions by group; every level and period has its row, with base 0 where nobody answered.

    Returns
    -------
    DataFrame
        Columns ``question``, ``metric``, `by`, ``basis``, ``base``, ``effective_base``, ``value``, ``low``, ``high``,
        ``unit``, ``missing``.
    """
    questions = [study.codebook[choose("question", name, study.codebook)] for name in names]
    if not set(by) & set(_TIMES[1:]):
        return _estimated(study, *on_grid(study, study.coded_counts(list(by)), questions, by), questions)
    counts, parts = study.score_counts(list(by)), []
    for question in questions:
        # Each question has the days from its own first to its own last answer.
        table = _every_level(study, sums(counts, question, by), by)
        grid = {name: table[name].to_numpy(float)[None, :] for name in table if name not in by}
        parts.append(_estimated(study, grid, table[list(by)], [question]))
    return pd.concat(parts, ignore_index=True)


def _estimated(study, grid: dict[str, np.ndarray], labels: pd.DataFrame, questions: Sequence) -> pd.DataFrame:
    """A row for each question, measure, basis and cell; questions with one scale are estimated at once."""
    bases = (True, False) if study.weighted else (False,)
    rows = [(place, measure, weighted) for place, question in enumerate(questions)
            for measure, weighted in itertools.product(MEASURES[question.metric], bases)]
    found: dict[tuple, dict[str, np.ndarray]] = {}
    for kind in dict.fromkeys((measure, questions[place].low, questions[place].high, weighted) for place, measure, weighted in rows):
        measure, low, high, weighted = kind
        alike = [place for place, question in enumerate(questions) if measure in MEASURES[question.metric] and (question.low, question.high) == (low, high)]
        told = estimates_of({name: sums_[alike] for name, sums_ in grid.items()}, measure, (low, high), weighted=weighted)
        found |= {(place, measure, weighted): {name: column[at] for name, column in told.items()} for at, place in enumerate(alike)}
    size, each = len(labels), [found[row] for row in rows]
    told = {
        "question": [questions[place].name for place, _, _ in rows], "metric": [measure for _, measure, _ in rows],
        "basis": ["weighted" if weighted else "unweighted" for _, _, weighted in rows], "unit": [UNITS[measure] for _, measure, _ in rows],
    }
    texts = {name: pd.array(column, dtype="str").repeat(size) for name, column in told.items()}
    numbers = {name: np.concatenate([one[name] for one in each]) for name in ("base", "effective_base", "value", "low", "high")}
    missing = np.concatenate([grid["missing"][place] for place, _, _ in rows])
    cells = {name: labels[name].array.take(np.tile(np.arange(size), len(rows))) for name in labels}
    return pd.DataFrame({
        "question": texts["question"], "metric": texts["metric"], **cells, "basis": texts["basis"], **numbers, "unit": texts["unit"], "missing": missing,
    }, copy=False)


def _every_level(study, table: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    if not by:
        return table
    levels = [period_labels(study, name, table[name]) if name in _TIMES else kept_levels(study, name) for name in by]
    index = pd.MultiIndex.from_product(levels, names=list(by)) if len(by) > 1 else pd.Index(levels[0], name=by[0])
    return table.set_index(list(by)).reindex(index, fill_value=0.0).reset_index()


def _headline_questions(study) -> list[str]:
    found = [name for metric in HEADLINE_METRICS for name, q in study.codebook.items() if q.metric == metric]
    return found or [main_question(study)]


def _basis(study) -> str:
    return "weighted" if study.weighted else "unweighted"


def _key(name: str, *parts: str | None) -> str:
    return ".".join([name, *[part for part in parts if part]])


def _wave_of(study):
    """The study with its periods slice out of the way: a level is always that of the study's wave."""
    return study.unsliced().where(study.slice.without("period"))


def _level_total(study, asked: str, question: str | None) -> Finding:
    names = [question] if question else list(study.codebook)
    questions = [study.codebook[choose("question", name, study.codebook)] for name in names]
    grid = gridded(_wave_of(study).coded_counts(["period"]), questions, {"period": [study.wave]})
    table = _estimated(study, grid, pd.DataFrame(index=range(1)), questions)
    if not table["base"].sum():
        return no_answers(study, "scores.level", asked)
    table = table[table["base"] > 0].reset_index(drop=True)
    table = withhold(table, minimum=study.settings.minimum_base, columns=_HIDDEN)
    lead = _lead(table, question or _first_asked(study, table), _basis(study))
    return study.finding(
        "scores.level", question=asked, sentence=_level_sentence(study, lead), table=table, chart=_level_chart(study, table),
        status="answered" if pd.notna(lead["value"]) else "cannot_tell",
        base=int(lead["base"]) if pd.notna(lead["base"]) else 0, caveats=(*_missing_note(study, lead), *score_only(study, lead["question"]), *_caveats(study, table, names)),
        headline=_headline(lead), key=_key("scores.level", question), owner=study.codebook[lead["question"]].owner,
    )


def _first_asked(study, table: pd.DataFrame) -> str:
    """The main question among those that were asked in this wave."""
    asked = set(table["question"])
    order = [name for metric in MEASURES for name, q in study.codebook.items() if q.metric == metric]
    return next(name for name in order if name in asked)


def _lead(table: pd.DataFrame, question: str, basis: str):
    rows = table[(table["question"] == question) & (table["basis"] == basis) & (table["metric"] != "csat_mean")]
    return rows.iloc[0]


def _missing_note(study, lead) -> tuple[str, ...]:
    if not lead["missing"] > 0:
        return ()
    return (words.say("scores.missing_caveat", study.language, missing=lead["missing"], asked=lead["base"] + lead["missing"]),)


def _headline(lead) -> dict:
    return {name: lead[name] for name in ("value", "low", "high", "base", "unit")}


def shown(value: float, unit: str, language: str, *, signed: bool = False) -> str:
    """A value of a score in its unit; a difference of shares is in points."""
    names = {"points": "signed_points", "share": "signed_points", "score": "signed_score"}
    return words.format_value(value, names[unit] if signed else unit, language)


def metric_name(metric: str, language: str) -> str:
    """The metric as people call it."""
    return words.say(f"value.metric.{metric}", language)


def _level_sentence(study, lead) -> str:
    language = study.language
    if pd.isna(lead["value"]):
        return words.say("scores.too_few", language, wave=study.wave, minimum=study.settings.minimum_base)
    fills = {name: shown(lead[name], lead["unit"], language) for name in ("value", "low", "high")}
    return words.say("scores.level", language, wave=study.wave, metric=metric_name(lead["metric"], language),
                     asked=lead["question"], base=lead["base"], **fills)


def _level_by(study, by: str, question: str) -> Finding:
    language, name = study.language, words.label(by, study.language)
    asked = words.say("scores.level.question_by", language, wave=study.wave, by=name)
    whole = _wave_of(study)
    meaning = study.codebook[choose("question", question, study.codebook)]
    levels, totals = _wave_sums(study, whole, meaning, by)
    everyone = totals["n"].sum()
    if not everyone:
        return no_answers(study, "scores.level", asked)
    measure, weighted = MEASURES[meaning.metric][0], study.weighted
    found = estimates_of(totals, measure, (meaning.low, meaning.high), weighted=weighted)
    apart = _against_rest(totals, measure, weighted)
    enough = (found["base"] >= study.settings.minimum_base) & (everyone - found["base"] >= study.settings.minimum_base)
    texts = {name: pd.array([text] * len(levels), dtype="str") for name, text in
             (("question", question), ("metric", measure), ("basis", _basis(study)), ("unit", UNITS[measure]))}
    table = pd.DataFrame({
        "question": texts["question"], "metric": texts["metric"], by: levels, "basis": texts["basis"], **found, "unit": texts["unit"],
        "missing": totals["missing"], "difference": np.where(enough, apart["value"], np.nan),
        "adjusted_p": intervals.adjust(np.where(enough, apart["p_value"], np.nan), method="fdr_bh"),
    }, copy=False)
    table = withhold(table, minimum=study.settings.minimum_base, within=[], columns=(*_HIDDEN, "difference", "adjusted_p"))
    everyone = everyone if everyone >= study.settings.minimum_base else 0
    return study.finding(
        "scores.level", question=asked, sentence=_by_sentence(study, table, by), table=table,
        chart=Chart("interval", x="value", y=by, unit=UNITS[measure], reference_label=words.say("scores.level.everyone", language),
                    reference=_total(totals, meaning, measure, weighted) if everyone else None,
                    x_label=words.say("scores.level.axis_by", language, metric=metric_name(measure, language), wave=study.wave)),
        base=int(everyone), unit=UNITS[measure], key=_key("scores.level", question, by), owner=meaning.owner,
        formats={"difference": "signed_score" if UNITS[measure] == "score" else "signed_points", "adjusted_p": "p_value"},
        status="answered" if (table["adjusted_p"] < 0.05).any() else "cannot_tell",
        caveats=(words.say("scores.change.correction", language, tests=int(enough.sum())), *_caveats(study, table, [question])),
    )


def _wave_sums(study, whole, meaning, by: str) -> tuple[pd.api.extensions.ExtensionArray, dict[str, np.ndarray]]:
    """Levels, and the sums of one question in the study's wave at each of them."""
    if by in _TIMES:
        totals = _every_level(whole, sums(whole.score_counts(["period", by]), meaning, ["period", by]), ["period", by])
        totals = totals[totals["period"] == study.wave]
        return totals[by].array, {name: totals[name].to_numpy(float) for name in SUMS}
    levels = kept_levels(whole, by)
    grid = gridded(whole.coded_counts(["period", by]), [meaning], {"period": [study.wave], by: levels})
    return pd.array(levels, dtype="str"), {name: added[0] for name, added in grid.items()}


def _total(totals: dict[str, np.ndarray], meaning, measure: str, weighted: bool) -> float:
    everyone = {name: np.array([added.sum()]) for name, added in totals.items()}
    return float(estimates_of(everyone, measure, (meaning.low, meaning.high), weighted=weighted)["value"][0])


def _against_rest(totals: dict[str, np.ndarray], measure: str, weighted: bool) -> dict[str, np.ndarray]:
    rest = {name: np.maximum(added.sum() - added, 0.0) for name, added in totals.items()}
    return differences_of(rest, totals, measure, weighted=weighted)


def _by_sentence(study, table: pd.DataFrame, by: str) -> str:
    language = study.language
    known = table[table["value"].notna()]
    if known.empty:
        return words.say("scores.too_few", language, wave=study.wave, minimum=study.settings.minimum_base)
    if len(known) == 1:
        # One level alone cannot run from itself to itself.
        return f"{known[by].iloc[0]}: {_level_sentence(study, known.iloc[0])}"
    low, high = known.loc[known["value"].idxmin()], known.loc[known["value"].idxmax()]
    apart = known[known["adjusted_p"] < 0.05]
    listed = ", ".join(f"{row[by]} ({shown(row['difference'], row['unit'], language, signed=True)})" for _, row in apart.iterrows())
    verdict = words.say("scores.level.by.some", language, levels=listed) if len(apart) else words.say("scores.level.by.none", language)
    return words.say(
        "scores.level.by", language, metric=metric_name(low["metric"], language), asked=low["question"], verdict=verdict,
        low_value=shown(low["value"], low["unit"], language), low_level=low[by], low_base=low["base"],
        high_value=shown(high["value"], high["unit"], language), high_level=high[by], high_base=high["base"],
    )


def _level_chart(study, table: pd.DataFrame) -> Chart:
    """Weighted and unweighted side by side; with many questions only what the sentence uses."""
    both, basis = study.weighted and table["question"].nunique() <= _BOTH, _basis(study)
    named = "" if both or not study.weighted else f", {words.say(f'value.basis.{basis}', study.language)}"
    label = words.say("scores.level.axis", study.language, wave=study.wave) + named
    return Chart("interval", x="value", y="question", series="basis" if both else None, facet="metric", unit="number", x_label=label,
                 where={} if both else {"basis": basis})


def _trend_chart(table: pd.DataFrame, by: str | None) -> Chart:
    """Lines; a grid of levels and periods where the lines would be too many to tell apart."""
    single = table["question"].nunique() == 1
    unit = table["unit"].iloc[0] if single else "number"
    if by and table[by].nunique() > _LINES:
        return Chart("heatmap", x="period", y=by, unit=unit)
    return Chart("line", x="period", y="value", series=by or "basis", facet=None if single else "question", unit=unit)


def _trend_sentence(study, name: str, every: str) -> tuple[str, str]:
    """First against last complete period of the main question, everyone together."""
    language = study.language
    measure = MEASURES[study.codebook[name].metric][0]
    labels, columns = series_arrays(study, study.codebook[name], every)
    kept = np.flatnonzero((columns["n"] >= study.settings.minimum_base) & columns["complete"])
    periods = list(labels["period"])
    if len(kept) < 2:
        last = periods[kept[-1]] if len(kept) else study.wave
        return words.say("scores.trend.one", language, last=last), "cannot_tell"
    columns = {key: column[kept] for key, column in columns.items()}
    ends = ({key: columns[key][[place]] for key in SUMS} for place in (0, -1))
    moved = {key: column[0] for key, column in differences_of(*ends, measure, weighted=study.weighted).items()}
    told = bool(moved["low"] > 0 or moved["high"] < 0)
    fills = {key: shown(moved[key], UNITS[measure], language, signed=True) for key in ("value", "low", "high")}
    verdict = words.say("scores.verdict.moved" if told else "scores.verdict.cannot_tell", language, **fills)
    sentence = words.say(
        "scores.trend", language, metric=metric_name(measure, language), asked=name, verdict=verdict,
        first=periods[kept[0]], last=periods[kept[-1]], first_base=columns["base"][0], last_base=columns["base"][-1],
        first_value=shown(columns["value"][0], UNITS[measure], language), last_value=shown(columns["value"][-1], UNITS[measure], language),
    )
    line = slope(columns["value"], columns["se"])
    return f"{sentence} {_slope_sentence(line, UNITS[measure], language)}".strip(), "answered" if told else "cannot_tell"


def _slope_sentence(line, unit: str, language: str) -> str:
    if line is None:
        return ""
    fills = {key: shown(getattr(line, key), unit, language, signed=True) for key in ("value", "low", "high")}
    steady = line.low > 0 or line.high < 0
    return words.say("scores.trend.steady" if steady else "scores.trend.not_steady", language, periods=line.periods, **fills)


def _bases(table: pd.DataFrame, names: Sequence[str]) -> int:
    rows = ((table["question"] == names[0]) & (table["basis"] == table["basis"].iloc[0])).to_numpy()
    return int(np.nansum(table["base"].to_numpy(float)[rows]))


def _caveats(study, table: pd.DataFrame, names: Sequence[str]) -> tuple[str, ...]:
    language, notes = study.language, []
    if study.weighted:
        notes.append(words.say("scores.weighted_caveat", language))
    for name in names:
        if study.codebook[name].turned:
            notes.append(words.say("scores.turned_caveat", language, question=name))
    if "complete" in table and not table["complete"].all():
        partial = dict.fromkeys(table.loc[~table["complete"], "period"])
        listed = ", ".join(words.period_label(period, language) for period in partial)
        notes.append(words.say("scores.partial_caveat", language, periods=listed))
    hidden = int((table["withheld"] != "").sum()) if "withheld" in table else 0
    if hidden:
        notes.append(words.say("house.withheld_caveat", language, rows=hidden, minimum=study.settings.minimum_base))
    return tuple(notes)

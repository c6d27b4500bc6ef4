"""Answers by columns of segments, with letters for what is significantly higher."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from .. import intervals, words
from ..errors import ArgumentError, choose
from ..finding import Chart, Finding, Layout
from .crosstab_rows import NO_PAIRS, banner_columns, counts_by, level_name, lines, pairs
from .levels import _first_asked, _wave_of, main_question, metric_name, no_answers, shown
from .sums import MEASURES, check_segment

__all__ = ["column_pairs", "cross_table"]

LOW_BASE = 30  # effective answers; fewer are marked
_HINT, _SURE = 0.10, 0.05
_CORRECTIONS = ("fdr_bh", "holm", "none")
_OVER = ("table", "row")
_HIDDEN = ("base", "effective_base", "value", "low", "high", "adjusted_p")


def cross_table(
    study,
    *,
    rows: str | Sequence[str] | None = None,
    columns: str | Sequence[str] | None = None,
    wave: str | None = None,
    correction: Literal["fdr_bh", "holm", "none"] = "fdr_bh",
    over: Literal["table", "row"] = "table",
) -> Finding:
    """Questions by segments, each column's answers with the letters of the columns that it is significantly above.

    Parameters
    ----------
    rows : question or questions, optional
        The main one of those asked when not given. NPS: promoters, passives, detractors, NPS. CSAT: top box, middle, bottom box (as many
        scores as the top box), mean. CES and ratings: the highest and the lowest score, mean.
    columns : segment or segments, optional
        The main one when not given. Letters A, B, C, ... begin anew in each segment; the total comes first and has none.
    wave : optional
        The study's wave when not given.
    correction : {"fdr_bh", "holm", "none"}
        Of the p-values, for looking many times.
    over : {"table", "row"}
        What is corrected for: every comparison of the table, or those of one line.

    Returns
    -------
    Finding
        A row for each question, measure and column, laid out wide for reading. Columns ``question``, ``metric``, ``answers``
        (scores that it counts), ``segment``, ``level``, ``letter``, ``basis``, ``base`` (answers, unweighted),
        ``effective_base`` (Kish), ``low_base`` ("*" under 30 effective), ``value``, ``low``, ``high``, ``unit``, ``letters``
        (columns significantly lower: capital at 95%, small at 90%), ``adjusted_p`` (smallest of the column's comparisons),
        ``withheld``. Columns under the minimum base are withheld and not compared.

    Raises
    ------
    ArgumentError
        For an unknown question, segment, wave, correction or scope.

    Notes
    -----
    Shares: Newcombe (1998) method 10 and the p-value that inverts it; means: Welch; NPS: MOVER of Tango intervals. Weighted
    ones at the effective sample size. Correction: Benjamini & Hochberg (1995) or Holm (1979). Over the table, a table in
    which nothing differs has a capital letter in at most 5%.

    Examples
    --------
    >>> from cxlib import open_study, scores
    >>> scores.cross_table(open_study("data/sample"), columns=["region", "plan"]).display_table()  # doctest: +SKIP
    """
    study = study.in_focus()
    language = study.language
    choose("correction", correction, _CORRECTIONS)
    choose("scope of the correction", over, _OVER)
    wave = choose("wave", wave, study.waves) if wave else study.wave
    banner = _names(columns) or [name for name in (study.main_segment,) if name]
    asked = words.say("scores.cross.question", language, wave=wave, by=", ".join(words.label(name, language).lower() for name in banner))
    if not study.has("responses"):
        return study.not_available("scores.cross_table", asked, "responses")
    if not banner:
        sentence = words.say("scores.cross.no_segment", language)
        return study.finding("scores.cross_table", question=asked, sentence=sentence, table=pd.DataFrame(), status="not_available")
    seen = _look(study, _names(rows), banner, wave, correction, over)
    if seen.table.empty:
        return no_answers(study, "scores.cross_table", asked)
    sentence, status = _sentence(seen)
    lead = seen.lead
    return study.finding(
        "scores.cross_table", question=asked, sentence=sentence, table=seen.table, status=status, unit=lead["unit"],
        base=int(np.nan_to_num(lead["base"])), chart=_chart(seen), layout=_layout(study), formats={"adjusted_p": "p_value"},
        caveats=_notes(seen), owner=study.codebook[lead["question"]].owner, key=".".join(["scores.cross_table", *_names(columns), *_names(rows)]),
        next_step=words.say("scores.cross.next" if status == "answered" else "scores.next.cannot_tell", language),
    )


def column_pairs(
    study,
    *,
    rows: str | Sequence[str] | None = None,
    columns: str | Sequence[str] | None = None,
    wave: str | None = None,
    correction: Literal["fdr_bh", "holm", "none"] = "fdr_bh",
    over: Literal["table", "row"] = "table",
) -> pd.DataFrame:
    """Every comparison behind the letters of :func:`cross_table`, which takes the same arguments.

    Returns
    -------
    DataFrame
        Columns ``question``, ``metric``, ``segment``, ``level``, ``other``, ``value`` (level minus other, a fraction for shares
        and NPS), ``low``, ``high`` (95%, not corrected), ``p_value``, ``adjusted_p``, ``unit``. Withheld columns have no rows.

    Raises
    ------
    ArgumentError
        As in :func:`cross_table`, and when the study has no answers or no segment.
    """
    study = study.in_focus()
    choose("correction", correction, _CORRECTIONS)
    choose("scope of the correction", over, _OVER)
    banner = _names(columns) or [name for name in (study.main_segment,) if name]
    if not (study.has("responses") and banner):
        raise ArgumentError("columns can be compared in a study with answers and a segment; see Study.segments")
    wave = choose("wave", wave, study.waves) if wave else study.wave
    return _look(study, _names(rows), banner, wave, correction, over).pairs


@dataclass(frozen=True)
class _Seen:
    """Everything that was looked at for one table."""

    study: object
    wave: str
    table: pd.DataFrame
    pairs: pd.DataFrame
    missing: tuple[str, ...]
    correction: str
    over: str

    @property
    def lead(self) -> pd.Series:
        """The total of the first question's own metric."""
        first = self.table["question"].iloc[0]
        rows = self.table[(self.table["question"] == first) & (self.table["metric"] == MEASURES[self.study.codebook[first].metric][0])]
        return rows.iloc[0]

    @property
    def tests(self) -> int:
        """How many comparisons have a p-value."""
        return int(self.pairs["p_value"].notna().sum())


def _names(given: str | Sequence[str] | None) -> list[str]:
    return [given] if isinstance(given, str) else list(dict.fromkeys(given or ()))


def _look(study, questions: list[str], banner: list[str], wave: str, correction: str, over: str) -> _Seen:
    for name in questions:
        choose("question", name, study.codebook)
    for name in banner:
        check_segment(study, name, "responses")
    whole = _wave_of(study)
    counts = counts_by(whole, wave, banner)
    given = counts[""][counts[""]["score"].notna()]
    answered = set(given["question"])
    questions = questions or [_first_asked(study, given) if answered else main_question(study)]
    parts, compared = [], []
    for name in (name for name in questions if name in answered):
        for segment, columns in banner_columns(whole, wave, counts, study.codebook[name]).items():
            parts.append(lines(whole, columns, study.codebook[name]))
            compared.append(pairs(whole, columns, study.codebook[name]) if segment else NO_PAIRS)
    if not parts:
        return _Seen(study, wave, pd.DataFrame(), NO_PAIRS, tuple(questions), correction, over)
    tested = _corrected(pd.concat([part for part in compared if len(part)] or [NO_PAIRS], ignore_index=True), correction, over)
    table = _with_letters(_in_order(pd.concat(parts, ignore_index=True), questions), tested)
    return _Seen(study, wave, table, tested, tuple(name for name in questions if name not in answered), correction, over)


def _corrected(pairs: pd.DataFrame, correction: str, over: str) -> pd.DataFrame:
    adjusted = pairs["p_value"].to_numpy(float).copy()
    if correction != "none":
        groups = pairs.groupby(["question", "metric"], sort=False).indices.values() if over == "row" else [np.arange(len(pairs))]
        for places in groups:
            adjusted[places] = intervals.adjust(adjusted[places], method=correction)
    return pairs.assign(adjusted_p=adjusted)


def _in_order(table: pd.DataFrame, questions: list[str]) -> pd.DataFrame:
    """Line by line: the total, then the columns in order."""
    place = table["question"].map({name: order for order, name in enumerate(questions)})
    line = table.groupby("question", sort=False)["metric"].transform(lambda metric: metric.map({name: order for order, name in enumerate(metric.unique())}))
    return table.assign(_place=place, _line=line).sort_values(["_place", "_line"], kind="stable", ignore_index=True).drop(columns=["_place", "_line"])


def _with_letters(table: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    letter = {(row.segment, row.level): row.letter for row in table[["segment", "level", "letter"]].itertuples(index=False)}
    order = {key: place for place, key in enumerate(letter)}
    found: dict[tuple, list] = {}
    least: dict[tuple, float] = {}
    for pair in pairs[pairs["adjusted_p"].notna()].itertuples(index=False):
        line = (pair.question, pair.metric, pair.segment)
        for level in (pair.level, pair.other):
            least[*line, level] = min(least.get((*line, level), 1.0), pair.adjusted_p)
        if pair.adjusted_p < _HINT and pair.value != 0:
            high, low = (pair.level, pair.other) if pair.value > 0 else (pair.other, pair.level)
            sign = letter[pair.segment, low]
            found.setdefault((*line, high), []).append((order[pair.segment, low], sign if pair.adjusted_p < _SURE else sign.lower()))
    keys = list(zip(table["question"], table["metric"], table["segment"], table["level"], strict=True))
    # Letters stand without a space, as people know them, unless there are double ones.
    space = " " if table["letter"].str.len().max() > 1 else ""
    out = table.assign(
        low_base=np.where((table["withheld"] == "") & (table["base"] > 0) & (table["effective_base"] < LOW_BASE), "*", ""),
        letters=[space.join(sign for _, sign in sorted(found.get(key, ()))) for key in keys],
        adjusted_p=[least.get(key, np.nan) for key in keys],
    )
    for name in _HIDDEN:
        out[name] = out[name].astype("float64").mask(out["withheld"] != "")
    return out[["question", "metric", "answers", "segment", "level", "letter", "basis", "base", "effective_base", "low_base", "value",
                "low", "high", "unit", "letters", "adjusted_p", "withheld", "_column"]]


def _sentence(seen: _Seen) -> tuple[str, str]:
    study, language, tests = seen.study, seen.study.language, seen.tests
    if pd.isna(seen.lead["base"]):
        return words.say("scores.too_few", language, wave=seen.wave, minimum=study.settings.minimum_base), "cannot_tell"
    if not tests:
        return words.say("scores.cross.one", language, minimum=study.settings.minimum_base), "cannot_tell"
    sure = seen.pairs[seen.pairs["adjusted_p"] < _SURE]
    if sure.empty:
        return words.say("scores.cross.none", language, tests=tests, base=seen.lead["base"]), "cannot_tell"
    key = "scores.cross.some" if seen.correction != "none" else "scores.cross.some_uncorrected"
    counted = words.say(key, language, told=len(sure), tests=tests)
    mine = sure[(sure["question"] == seen.lead["question"]) & (sure["metric"] == seen.lead["metric"])]
    return f"{counted} {_widest(seen, mine)}".strip(), "answered"


def _widest(seen: _Seen, pairs: pd.DataFrame) -> str:
    """The two columns of the lead measure that lie farthest apart; "" where none are."""
    if pairs.empty:
        return ""
    language, unit = seen.study.language, seen.lead["unit"]
    pair = pairs.loc[pairs["value"].abs().idxmax()]
    names, sign = ((pair["level"], pair["other"]), 1) if pair["value"] > 0 else ((pair["other"], pair["level"]), -1)
    line = seen.table[(seen.table["question"] == pair["question"]) & (seen.table["metric"] == pair["metric"])]
    high, low = (line[(line["segment"] == pair["segment"]) & (line["level"] == name)].iloc[0] for name in names)
    ends = sorted((sign * pair["low"], sign * pair["high"]))
    return words.say(
        "scores.cross.widest", language, metric=metric_name(pair["metric"], language), asked=pair["question"],
        value=shown(sign * pair["value"], unit, language, signed=True), low=shown(ends[0], unit, language, signed=True),
        high=shown(ends[1], unit, language, signed=True), high_level=level_name(pair["segment"], names[0], language),
        low_level=level_name(pair["segment"], names[1], language), high_value=shown(high["value"], unit, language),
        low_value=shown(low["value"], unit, language), high_base=high["base"], low_base=low["base"],
    )


def _chart(seen: _Seen) -> Chart:
    lead, language = seen.lead, seen.study.language
    metric = metric_name(lead["metric"], language)
    total = None if pd.isna(lead["value"]) else float(lead["value"])
    return Chart(
        "interval", x="value", y="_column", unit=lead["unit"], where={"question": lead["question"], "metric": lead["metric"]}, reference=total,
        reference_label=words.say("scores.cross.total", language), y_label=" ",
        x_label=words.say("scores.cross.axis", language, metric=metric, asked=lead["question"], wave=seen.wave),
    )


def _layout(study) -> Layout:
    above = ("base", "effective_base") if study.weighted else ("base",)
    return Layout(down=("question", "metric", "answers"), across="_column", above=above, marks={"value": "letters", "base": "low_base"})


def _notes(seen: _Seen) -> tuple[str, ...]:
    study, language, table = seen.study, seen.study.language, seen.table
    notes = []
    if seen.tests:
        notes.append(words.say("scores.cross.letters", language))
        key = "scores.cross.uncorrected" if seen.correction == "none" else f"scores.cross.correction.{seen.correction}.{seen.over}"
        notes.append(words.say(key, language, tests=seen.tests, **({"chance": seen.tests / 20} if seen.correction == "none" else {})))
    if (table["low_base"] != "").any():
        notes.append(words.say("scores.cross.low_base", language, fewest=LOW_BASE))
    if study.weighted:
        notes.append(words.say("scores.cross.weighted", language))
    notes += [words.say("scores.turned_caveat", language, question=name) for name in table["question"].unique() if study.codebook[name].turned]
    if seen.missing:
        notes.append(words.say("scores.cross.not_asked", language, questions=", ".join(seen.missing), wave=seen.wave))
    if not study.complete(seen.wave):
        notes.append(words.say("scores.partial_caveat", language, periods=words.period_label(seen.wave, language)))
    hidden = int((table["withheld"] != "").sum())
    if hidden:
        notes.append(words.say("house.withheld_caveat", language, rows=hidden, minimum=study.settings.minimum_base))
    return tuple(notes)

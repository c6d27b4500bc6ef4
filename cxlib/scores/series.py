"""One score over time, by the study's own periods or by calendar months, quarters and years."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from ..codebook import Question
from ..errors import choose
from ..store import Coded
from .sums import MEASURES, SUMS, check_segment, estimates_of, gridded, sums

__all__ = ["EVERY", "grain", "kept_levels", "on_grid", "period_labels", "score_series", "series_arrays"]

EVERY = ("period", "month", "quarter", "year", "wave")


def score_series(study, question: str, *, every: str = "period", by: str | None = None) -> pd.DataFrame:
    """The first measure of a question (NPS, top-box share, mean) by period, without gaps.

    Parameters
    ----------
    question : name of a question
    every : {"period", "month", "quarter", "year", "wave"}
        ``period`` and ``wave`` are the study's own; months, quarters and years need answers with a day.
    by : segment, optional

    Returns
    -------
    DataFrame
        A row for each period [and level], oldest first: ``period``, [`by`], the sums of :func:`cxlib.scores.sums.sums`,
        ``basis``, ``base``, ``effective_base``, ``value``, ``low``, ``high``, ``variance`` (of one answer), ``se``
        (standard error of the value), ``complete`` (False where days of the period are not in the data). Empty where no
        answer has a day.

    Raises
    ------
    ArgumentError
        For an unknown question, segment or `every`.
    """
    meaning = study.codebook[choose("question", question, study.codebook)]
    check_segment(study, by, "responses")
    basis = "weighted" if study.weighted else "unweighted"
    labels, columns = series_arrays(study, meaning, every, by)
    sums_, rest = ({name: column for name, column in columns.items() if (name in SUMS) == wanted} for wanted in (True, False))
    return pd.DataFrame({**labels, **sums_, "basis": pd.array([basis] * len(columns["n"]), dtype="str"), **rest})


def series_arrays(study, meaning: Question, every: str, by: str | None = None) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """Labels of the rows of :func:`score_series`, and its other columns but the basis, as arrays."""
    column = grain(study, every)
    groups = [column, *([by] if by else [])]
    if column == "period":
        grid, frame = on_grid(study, study.coded_counts(groups), [meaning], groups)
        totals = {name: added[0] for name, added in grid.items()}
    else:
        counts = study.score_counts(groups)
        counts = counts[(counts["question"] == meaning.name) & counts[column].notna()]
        frame = _without_gaps(study, sums(counts, meaning, groups), column, by)
        totals = {name: frame[name].to_numpy(float) for name in SUMS}
    labels = {name: frame[name].array for name in ("period", *([by] if by else []))}
    measure = MEASURES[meaning.metric][0]
    found = estimates_of(totals, measure, (meaning.low, meaning.high), weighted=study.weighted)
    with np.errstate(divide="ignore", invalid="ignore"):
        variance = _variance(totals, measure, study.weighted)
        error = np.sqrt(variance / np.where(found["effective_base"] > 0, found["effective_base"], np.nan))
    whole = {label: study.complete(label) for label in dict.fromkeys(labels["period"])}
    complete = np.array([whole[label] for label in labels["period"]], dtype=bool)
    return labels, {**totals, **found, "variance": variance, "se": error, "complete": complete}


def on_grid(study, counts: pd.DataFrame | Coded, questions: Sequence, by: Sequence[str]) -> tuple[dict[str, np.ndarray], pd.DataFrame]:
    """Sums of each question at every level of `by` that the slice keeps (questions x cells), and the levels of each cell."""
    levels = {name: period_labels(study, name, ()) if name in EVERY else kept_levels(study, name) for name in by}
    cells = list(itertools.product(*levels.values()))
    labels = pd.DataFrame({name: [cell[place] for cell in cells] for place, name in enumerate(levels)}, index=range(len(cells)), dtype="str")
    return gridded(counts, questions, levels), labels


def kept_levels(study, segment: str) -> list[str]:
    """Levels of a segment that the slice keeps."""
    return [level for level in study.levels_of(segment) if study.slice.keeps(segment, level)]


def grain(study, every: str) -> str:
    """The column by which answers are counted: ``period``, or a calendar unit other than the study's own."""
    choose("every", every, EVERY)
    return "period" if every in ("period", "wave", study.settings.period) else every


def period_labels(study, column: str, found: Sequence[str]) -> list[str]:
    """Labels from the first to the last of those found, without a gap, in order."""
    if column == "period":
        kept = study.slice.periods
        return [wave for wave in study.waves if kept is None or wave in kept]
    if not len(found):
        return []
    place, label = _CALENDAR[column]
    places = [place(text) for text in found]
    return [label(number) for number in range(min(places), max(places) + 1)]


def _without_gaps(study, table: pd.DataFrame, column: str, by: str | None) -> pd.DataFrame:
    labels = period_labels(study, column, table[column].tolist())
    if by is None:
        index = pd.Index(labels, name=column)
        return table.set_index(column).reindex(index, fill_value=0.0).reset_index().rename(columns={column: "period"})
    index = pd.MultiIndex.from_product([labels, kept_levels(study, by)], names=[column, by])
    return table.set_index([column, by]).reindex(index, fill_value=0.0).reset_index().rename(columns={column: "period"})


def _variance(t: Mapping[str, np.ndarray], measure: str, weighted: bool) -> np.ndarray:
    """Variance of one answer, from the weighted sums where the study has weights."""
    total = t["w"] if weighted else t["n"]
    total = np.where(total > 0, total, np.nan)
    if measure == "nps":
        promoters, detractors = ((t[name] / total) for name in (("wp", "wd") if weighted else ("p", "d")))
        return np.maximum(promoters + detractors - (promoters - detractors) ** 2, 0.0)
    if measure == "csat":
        share = t["wp" if weighted else "p"] / total
        return share * (1 - share)
    # Squares of scores are kept with squared weights only, so the spread of the answers is the unweighted one.
    n = np.where(t["n"] > 1, t["n"], np.nan)
    return np.maximum((t["y2"] - t["y"] ** 2 / n) / (n - 1), 0.0)


def _quarter(place: int) -> str:
    return f"{place // 4}Q{place % 4 + 1}"


def _month(place: int) -> str:
    return dt.date(place // 12, place % 12 + 1, 1).strftime("%Y-%m")


_CALENDAR = {
    "month": (lambda label: int(label[:4]) * 12 + int(label[5:]) - 1, _month),
    "quarter": (lambda label: int(label[:4]) * 4 + int(label[5:]) - 1, _quarter),
    "year": (int, str),
}

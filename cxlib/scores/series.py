"""One score over time, by the study's own periods or by calendar months, quarters and years."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np
import pandas as pd

from ..errors import choose
from .sums import MEASURES, check_segment, estimates, sums

__all__ = ["EVERY", "grain", "period_labels", "score_series"]

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
    column = grain(study, every)
    groups = [column, *([by] if by else [])]
    counts = study.score_counts(groups)
    counts = counts[(counts["question"] == question) & counts[column].notna()]
    table = _without_gaps(study, sums(counts, meaning, groups), column, by)
    measure = MEASURES[meaning.metric][0]
    found = estimates(table, meaning, measure, weighted=study.weighted)
    variance = _variance(table, measure, study.weighted)
    with np.errstate(divide="ignore", invalid="ignore"):
        error = np.sqrt(variance / found["effective_base"].where(found["effective_base"] > 0))
    complete = [study.complete(label) for label in table["period"]]
    basis = "weighted" if study.weighted else "unweighted"
    return table.assign(basis=basis, **found, variance=variance, se=error, complete=complete)


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
    levels = [level for level in study.levels_of(by) if study.slice.keeps(by, level)]
    index = pd.MultiIndex.from_product([labels, levels], names=[column, by])
    return table.set_index([column, by]).reindex(index, fill_value=0.0).reset_index().rename(columns={column: "period"})


def _variance(table: pd.DataFrame, measure: str, weighted: bool) -> pd.Series:
    """Variance of one answer, from the weighted sums where the study has weights."""
    total = table["w"] if weighted else table["n"]
    total = total.where(total > 0)
    if measure == "nps":
        promoters, detractors = ((table[name] / total) for name in (("wp", "wd") if weighted else ("p", "d")))
        return (promoters + detractors - (promoters - detractors) ** 2).clip(lower=0.0)
    if measure == "csat":
        share = table["wp" if weighted else "p"] / total
        return share * (1 - share)
    # Squares of scores are kept with squared weights only, so the spread of the answers is the unweighted one.
    n = table["n"].where(table["n"] > 1)
    return ((table["y2"] - table["y"] ** 2 / n) / (n - 1)).clip(lower=0.0)


def _quarter(place: int) -> str:
    return f"{place // 4}Q{place % 4 + 1}"


def _month(place: int) -> str:
    return dt.date(place // 12, place % 12 + 1, 1).strftime("%Y-%m")


_CALENDAR = {
    "month": (lambda label: int(label[:4]) * 12 + int(label[5:]) - 1, _month),
    "quarter": (lambda label: int(label[:4]) * 4 + int(label[5:]) - 1, _quarter),
    "year": (int, str),
}

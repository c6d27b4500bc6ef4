"""From answers by score value to the sums that every estimate and difference rests on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import prod

import numpy as np
import pandas as pd

from .. import intervals
from ..codebook import Question
from ..errors import choose
from ..intervals.nps import effective_shares
from ..store import Coded, coded_of

__all__ = ["MEASURES", "SUMS", "UNITS", "check_segment", "differences", "differences_of", "estimates", "estimates_of", "gridded", "sums"]

MEASURES = {"nps": ("nps",), "csat": ("csat", "csat_mean"), "ces": ("ces",), "rating": ("rating",)}
UNITS = {"nps": "points", "csat": "share", "csat_mean": "score", "ces": "score", "rating": "score"}
SUMS = (
    "n", "w", "w2", "p", "d", "wp", "wd", "w2p", "w2d", "y", "y2", "wy", "w2y", "w2y2", "missing",
)


def check_segment(study, by: str | None, table: str) -> None:
    """Raise ArgumentError when rows of `table` cannot be split by `by`; periods and questions have their own rows."""
    if by is not None:
        choose(f"segment of {table}", by, [name for name in study.view.segments_of(table) if name != "question"])


def sums(counts: pd.DataFrame, question: Question, by: Sequence[str]) -> pd.DataFrame:
    """Additive sums of one question's answers, a row per group.

    Parameters
    ----------
    counts : DataFrame of ``Study.score_counts``
    question : Question
        Scores are turned round first where high is bad.
    by : column names of the groups

    Returns
    -------
    DataFrame
        Columns `by`, then ``n``, ``w``, ``w2`` (answers, weights, squared weights), ``p``, ``d`` and their
        weighted forms (promoters and detractors; for a CSAT ``p`` is the top box), ``y``, ``y2``, ``wy``,
        ``w2y``, ``w2y2`` (scores), ``missing`` (asked, no score). Sums of two groups add up.
    """
    mine = counts[counts["question"] == question.name]
    parts = _parts(*(mine[name].to_numpy(float) for name in ("score", "n", "w", "w2")), question)
    if not by:
        return pd.DataFrame({name: [part.sum()] for name, part in parts.items()})
    frame = pd.DataFrame({**{name: mine[name].array for name in by}, **parts}, copy=False)
    return frame.groupby(list(by), as_index=False, sort=True, observed=True)[list(SUMS)].sum()


def gridded(counts: pd.DataFrame | Coded, questions: Sequence[Question], levels: Mapping[str, Sequence[str]]) -> dict[str, np.ndarray]:
    """The sums of several questions at once, on the grid of all levels: 0 where nobody answered.

    Parameters
    ----------
    counts : Coded or DataFrame, of ``Study.coded_counts`` or ``Study.score_counts``
    questions : Question
    levels : column of the counts -> levels, in order
        Counts at other levels are left out.

    Returns
    -------
    dict of arrays, questions x cells
        The sums of :func:`sums`; cells are the combinations of levels in order, the last column running fastest.
    """
    if isinstance(counts, pd.DataFrame):
        counts = coded_of(counts, [*levels, "question", "score"])
    size = prod(len(labels) for labels in levels.values())
    asked = counts.among("question", [question.name for question in questions])
    place, fits = np.zeros(len(asked), dtype=np.int64), asked >= 0
    for name, labels in levels.items():
        code = counts.among(name, labels)
        place, fits = place * len(labels) + code, fits & (code >= 0)
    score = np.asarray(counts.labels["score"], dtype=float)[counts.codes["score"]]
    numbers = [score, *(counts.sums[name].astype(float) for name in ("n", "w", "w2"))]
    found = {name: np.zeros((len(questions), size)) for name in SUMS}
    for number, question in enumerate(questions):
        rows = np.flatnonzero(fits & (asked == number))
        for name, part in _parts(*(column[rows] for column in numbers), question).items():
            found[name][number] = np.bincount(place[rows], weights=part, minlength=size)
    return found


def _parts(score: np.ndarray, n: np.ndarray, w: np.ndarray, w2: np.ndarray, question: Question) -> dict[str, np.ndarray]:
    given = ~np.isnan(score)
    missing = np.where(given, 0.0, n)
    n, w, w2 = (np.where(given, part, 0.0) for part in (n, w, w2))
    score = np.where(given, question.shown(score), 0.0)
    top, bottom = _ends(score, question)
    return {
        "n": n, "w": w, "w2": w2, "p": n * top, "d": n * bottom, "wp": w * top, "wd": w * bottom, "w2p": w2 * top,
        "w2d": w2 * bottom, "y": n * score, "y2": n * score**2, "wy": w * score, "w2y": w2 * score,
        "w2y2": w2 * score**2, "missing": missing,
    }


def estimates(table: pd.DataFrame, question: Question, measure: str, *, weighted: bool) -> pd.DataFrame:
    """Value, interval and bases of one measure, a row per row of :func:`sums`.

    Returns
    -------
    DataFrame
        ``base``, ``effective_base``, ``value``, ``low``, ``high``; the value is missing where nobody answered.
    """
    found = estimates_of({name: table[name].to_numpy(float) for name in SUMS}, measure, (question.low, question.high), weighted=weighted)
    return pd.DataFrame(found, index=table.index)


def estimates_of(t: Mapping[str, np.ndarray], measure: str, scale: tuple[float, float], *, weighted: bool) -> dict[str, np.ndarray]:
    """The columns of :func:`estimates` from arrays of sums, cell by cell; questions of one `scale` may stand in one array."""
    if measure == "nps":
        value, low, high, effective = _nps(t, weighted)
    elif measure == "csat":
        value, low, high, effective = _share(t, weighted)
    else:
        value, low, high, effective = _mean(t, weighted, scale)
    return {"base": t["n"], "effective_base": np.where(t["n"] > 0, effective, 0.0), "value": value, "low": low, "high": high}


def differences(
    first: pd.DataFrame, second: pd.DataFrame, question: Question, measure: str, *, weighted: bool
) -> pd.DataFrame:
    """Second minus first, row by row, with interval, p-value and the smallest difference that could be seen.

    Returns
    -------
    DataFrame
        ``value``, ``low``, ``high``, ``p_value``, ``detectable`` (power 80%, METHODS: two independent samples).
    """
    a, b = ({name: side[name].to_numpy(float) for name in SUMS} for side in (first, second))
    return pd.DataFrame(differences_of(a, b, measure, weighted=weighted), index=second.index)


def differences_of(a: Mapping[str, np.ndarray], b: Mapping[str, np.ndarray], measure: str, *, weighted: bool) -> dict[str, np.ndarray]:
    """The columns of :func:`differences` from two times arrays of sums, cell by cell."""
    if measure == "nps":
        triples = [_triple(t, weighted) for t in (a, b)]
        value, low, high, p = intervals.nps_difference(*triples)
        detectable = intervals.smallest_detectable_nps_change(*triples)
    elif measure == "csat":
        pairs = [_pair(t, weighted) for t in (a, b)]
        value, low, high, p = intervals.share_difference(*pairs)
        detectable = _detectable_share(*pairs)
    else:
        value, low, high, p, detectable = _mean_difference(a, b, weighted)
    return {"value": value, "low": low, "high": high, "p_value": p, "detectable": detectable}


def _ends(score: np.ndarray, question: Question) -> tuple[np.ndarray, np.ndarray]:
    """Whether a score is in the top box (promoter), and in the bottom one (detractor)."""
    if question.metric == "nps":
        return (score >= 9).astype(float), (score <= 6).astype(float)
    box = question.top_box or 1
    return (score > question.high - box).astype(float), (score < question.low + box).astype(float)


def _nps(t, weighted):
    if weighted:
        return intervals.weighted_nps_interval(t["n"], t["w"], t["w2"], t["wp"], t["wd"], t["w2p"], t["w2d"])
    low, high = intervals.nps_interval(t["p"], t["d"], t["n"])
    return _over(t["p"] - t["d"], t["n"]), low, high, t["n"]


def _share(t, weighted):
    if weighted:
        return intervals.weighted_share_interval(t["n"], t["w"], t["w2"], t["wp"], t["w2p"])
    low, high = intervals.share_interval(t["p"], t["n"])
    return _over(t["p"], t["n"]), low, high, t["n"]


def _mean(t, weighted, scale):
    if weighted:
        return intervals.weighted_mean_interval(t["n"], t["w"], t["w2"], t["wy"], t["w2y"], t["w2y2"], scale=scale)
    low, high = intervals.mean_interval(t["n"], t["y"], t["y2"], scale=scale)
    return _over(t["y"], t["n"]), low, high, t["n"]


def _triple(t, weighted):
    """Promoters, detractors and n; weighted shares at the effective sample size."""
    if not weighted:
        return t["p"], t["d"], t["n"]
    effective = np.nan_to_num(effective_shares(*(t[name] for name in ("n", "w", "w2", "wp", "wd", "w2p", "w2d")))[2])
    return _over(t["wp"], t["w"]) * effective, _over(t["wd"], t["w"]) * effective, effective


def _pair(t, weighted):
    if not weighted:
        return t["p"], t["n"]
    effective = np.nan_to_num(_share(t, True)[3])
    return np.nan_to_num(_over(t["wp"], t["w"])) * effective, effective


def _detectable_share(first, second):
    (x1, n1), (x2, n2) = first, second
    # one answer of each kind is added, so that a unanimous sample does not promise to see any change
    shares = [(x + 1) / (n + 2) for x, n in ((x1, n1), (x2, n2))]
    variances = [share * (1 - share) for share in shares]
    return intervals.smallest_detectable_change(variances[0], n1, variances[1], n2)


def _mean_difference(a, b, weighted):
    if weighted:
        keys = ("n", "w", "w2", "wy", "w2y", "w2y2")
        result = intervals.weighted_mean_difference(tuple(a[k] for k in keys), tuple(b[k] for k in keys))
    else:
        result = intervals.mean_difference(tuple(a[k] for k in ("n", "y", "y2")), tuple(b[k] for k in ("n", "y", "y2")))
    spread = [np.maximum(_over(t["y2"], t["n"]) - _over(t["y"], t["n"]) ** 2, 0.0) for t in (a, b)]
    sizes = [np.maximum(intervals.effective_n(t["w"], t["w2"]) if weighted else t["n"], 0.0) for t in (a, b)]
    return (*result, intervals.smallest_detectable_change(spread[0], sizes[0], spread[1], sizes[1]))


def _over(top, bottom):
    return np.divide(top, bottom, out=np.full(np.shape(top), np.nan), where=np.asarray(bottom) > 0)

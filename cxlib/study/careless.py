"""Signs of answers given without care: one answer to everything, answers given too fast, the same text again."""

from __future__ import annotations

import unicodedata

import numpy as np
import pandas as pd

__all__ = ["FAST_SHARE", "LEAST_ITEMS", "fast_counts", "rating_items", "repeated_texts", "straight_counts"]

LEAST_ITEMS = 3  # two equal answers say nothing
_SHORTEST = 12  # characters; "ok" and "tốt" are said by many
FAST_SHARE = 1 / 3  # of the median time of the wave


def rating_items(study) -> tuple[str, ...]:
    """The rating questions that share one scale: the largest such group, the first one of equals; none when fewer than three."""
    groups: dict[tuple, list[str]] = {}
    for name, question in study.codebook.items():
        if question.metric == "rating":
            groups.setdefault((question.low, question.high), []).append(name)
    largest = max(groups.values(), key=len, default=[])
    return tuple(largest) if len(largest) >= LEAST_ITEMS else ()


def straight_counts(study) -> pd.DataFrame:
    """Respondents who gave one and the same answer to every rating item, by wave, and how many would by chance.

    Counted are respondents with three items or more. By chance: if each item were answered as the wave answered it, one
    independent of the other; items that measure one thing agree more than that.

    Returns
    -------
    DataFrame
        Columns ``period``, ``n`` (respondents), ``straight``, ``expected`` (how many by chance); in the order of the waves.
    """
    items = rating_items(study)
    if not items:
        return pd.DataFrame({"period": [], "n": [], "straight": [], "expected": []})
    rows = study.answer_rows(items, periods=study.waves)
    scores, period = rows.scores.to_numpy(float), np.asarray(rows.period, dtype=object)
    found = []
    for wave in study.waves:
        mine = scores[period == wave]
        mine = mine[np.isfinite(mine).sum(axis=1) >= LEAST_ITEMS]
        if len(mine):
            same = np.nanmax(mine, axis=1) == np.nanmin(mine, axis=1)
            found.append({"period": wave, "n": len(mine), "straight": int(same.sum()), "expected": _by_chance(mine)})
    return pd.DataFrame(found, columns=["period", "n", "straight", "expected"])


def fast_counts(study) -> pd.DataFrame:
    """Respondents who took less than a third of the wave's median time.

    Returns
    -------
    DataFrame
        Columns ``period``, ``n`` (respondents with a duration), ``fast``, ``median`` (seconds); in the order of the waves. Empty
        where no source has a duration.
    """
    where, values = study.view.where(study.slice, "responses")
    (period,) = study.view.expressions(["period"], "responses")
    frame = study.view.frame(
        f"WITH given AS (SELECT responses.customer, {period}, duration FROM {study.view.rows('responses')} WHERE {where} AND duration IS NOT NULL) "
        "SELECT b0 AS period, max(duration) AS duration FROM given GROUP BY customer, b0", values,
    )
    found = []
    for wave in study.waves:
        taken = frame.loc[frame["period"] == wave, "duration"].to_numpy(float)
        if len(taken):
            median = float(np.median(taken))
            found.append({"period": wave, "n": len(taken), "fast": int((taken < FAST_SHARE * median).sum()), "median": median})
    return pd.DataFrame(found, columns=["period", "n", "fast", "median"])


def repeated_texts(study) -> pd.Series:
    """How many respondents of the wave wrote each text of twelve characters or more, most frequent first."""
    rows = study.comment_rows()
    rows = rows[rows["period"] == study.wave]
    same = [" ".join(unicodedata.normalize("NFC", text).casefold().split()) for text in rows["comment"]]
    long = np.array([len(text) >= _SHORTEST for text in same], dtype=bool)  # an empty list would pick columns
    kept = rows.assign(_text=pd.array(same, dtype="str"))[long]
    return kept.groupby("_text")["customer_id"].nunique().sort_index().sort_values(ascending=False, kind="stable")


def _by_chance(scores: np.ndarray) -> float:
    """Sum over respondents of the chance that all the items that they answered agree."""
    values = np.unique(scores[np.isfinite(scores)])
    answered = np.isfinite(scores)
    shares = np.array([(scores == value).sum(axis=0) / np.maximum(answered.sum(axis=0), 1) for value in values])
    patterns, times = np.unique(answered, axis=0, return_counts=True)
    chances = [np.prod(shares[:, pattern], axis=1).sum() for pattern in patterns]
    return float(np.dot(chances, times))

"""What people wrote: one row per comment."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

import pandas as pd

from ..errors import choose

__all__ = ["comment_rows"]

_COLUMNS = ("customer_id", "at", "period", "question", "score", "stage", "touchpoint", "channel", "language", "comment")
_LEADING = ("nps", "csat", "ces", "rating")
# A respondent is a customer in one wave. Answers without a customer have an id each; those of one row are one respondent.
_WHO = "CASE WHEN customers.customer_id LIKE 'anonymous-%' THEN concat_ws(' ', 'row', responses._row, \"at\") ELSE customers.customer_id END"


def comment_rows(study, by: Sequence[str], question: str | None) -> pd.DataFrame:
    """See :meth:`cxlib.study.Study.comment_rows`."""
    if question is not None:
        choose("question", question, study.codebook)
    by = study.check_by(by, "responses")
    rows = _given(study, by)
    if question is not None:
        rows = _with_score_of(study, rows, question)
    if study.slice.periods is not None:
        rows = rows[rows["period"].isin(study.slice.periods)]
    extra = [name for name in by if name not in _COLUMNS]
    return rows[[*_COLUMNS, *extra]].reset_index(drop=True)


def _given(study, by: Sequence[str]) -> pd.DataFrame:
    """Comments of the slice, each once a respondent, beside the answer that leads the codebook."""
    where, values = study.view.where(study.slice, "responses")
    period, *levels = study.view.expressions(["period", *by], "responses")
    rows = study.view.frame(
        f"SELECT customers.customer_id, \"at\", {period}, {_WHO} AS _who, coalesce(wave, b0) AS _occasion, question, score::DOUBLE AS score, "
        f"responses.stage, responses.touchpoint, responses.channel, responses.language, comment{''.join(f', {level}' for level in levels)} "
        f"FROM {study.view.rows('responses')} WHERE {where} AND trim(comment) <> '' "
        'ORDER BY responses.customer, "at", responses._row', values,
    ).rename(columns={"b0": "period"} | {f"b{place}": name for place, name in enumerate(by, start=1) if name not in _COLUMNS})
    leading = {name: _LEADING.index(meaning.metric) for name, meaning in study.codebook.items()}
    place = rows["question"].map(leading).astype("float64").fillna(len(_LEADING)) + len(_LEADING) * rows["score"].isna()
    kept = rows.assign(_text=[_same(text) for text in rows["comment"]]).loc[place.sort_values(kind="stable").index]
    return kept.drop_duplicates(["_who", "_occasion", "_text"]).sort_index().reset_index(drop=True)


def _with_score_of(study, rows: pd.DataFrame, question: str) -> pd.DataFrame:
    """`rows` beside the respondent's last answer to `question` in the same wave, whatever the slice is."""
    (period,) = study.view.expressions(["period"], "responses")
    scores = study.view.frame(
        f"SELECT {_WHO} AS _who, coalesce(wave, {period.removesuffix(' AS b0')}) AS _occasion, "
        f"arg_max(score::DOUBLE, (\"at\", responses._row, score)) AS score FROM {study.view.rows('responses')} "
        "WHERE question = ? AND score IS NOT NULL GROUP BY 1, 2", [question],
    )
    return rows.drop(columns="score").merge(scores, on=["_who", "_occasion"], how="left").assign(question=question)


def _same(text: str) -> str:
    """The text in the form in which two comments are the same."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())

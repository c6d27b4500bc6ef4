"""Answers of one respondent side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

__all__ = ["AnswerRows", "answer_rows"]


@dataclass(frozen=True)
class AnswerRows:
    """One row per respondent: a customer in one wave (in one period, where answers name no wave).

    Attributes
    ----------
    customer : int array
        Code of the customer; equal codes are one person who answered in several waves.
    period : str array
    weight : float array
        The largest weight of the respondent's answers; 1 where the study has none or its slice does not use them.
    scores : DataFrame
        A float column for each question, as the answers were given; NaN for no answer.
    """

    customer: np.ndarray
    period: np.ndarray
    weight: np.ndarray
    scores: pd.DataFrame


def answer_rows(study, questions: Sequence[str], periods: Sequence[str]) -> AnswerRows:
    """See :meth:`cxlib.study.Study.answer_rows`."""
    where, values = study.view.where(study.slice, "responses")
    (period,) = study.view.expressions(["period"], "responses")
    names, kept = (", ".join("?" for _ in wanted) or "NULL" for wanted in (questions, periods))
    weight = "coalesce(weight, 0)::DOUBLE" if study.slice.weights else "1.0::DOUBLE"
    columns = "".join(f', arg_max(score, ("at", _row, score)) FILTER (WHERE question = ?)::DOUBLE AS q{place}' for place in range(len(questions)))
    frame = study.view.frame(
        f"WITH given AS (SELECT responses.customer, {period}, coalesce(wave, b0) AS occasion, question, score, "
        f"{weight} AS weight, \"at\", responses._row FROM {study.view.rows('responses')} "
        f"WHERE {where} AND score IS NOT NULL AND question IN ({names})) "
        f"SELECT customer, max(b0) AS period, max(weight) AS weight{columns} FROM given WHERE b0 IN ({kept}) "
        "GROUP BY customer, occasion ORDER BY customer, occasion",
        [*values, *questions, *questions, *periods],
    )
    scores = pd.DataFrame({name: frame[f"q{place}"].astype("float64") for place, name in enumerate(questions)})
    return AnswerRows(*(frame[name].to_numpy() for name in ("customer", "period", "weight")), scores=scores)

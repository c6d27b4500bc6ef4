"""Which counts are held in memory, by what; the rest is asked of the store."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import prod

import pandas as pd

from ..slices import EVERYONE
from ..store import CALENDAR, MOST_CELLS, Cube, weight_sum

__all__ = ["answer_sums", "answers_cube", "answers_dimensions", "people_counts"]

_TIMES = ("period", *CALENDAR)
_ANSWERS = ("question", "score")
_SCORES = 11  # as good a guess as any at how many different scores a question has


def answers_cube(study, by: Sequence[str]) -> Cube | None:
    """Answers by score value and by everything that is asked for; None where that is too fine, or no cube can hold it."""
    asked = [*by, *study.slice.segments]
    if set(asked) & set(_ANSWERS) or len(set(by)) < len(by):
        return None
    times = tuple(name for name in _TIMES if name in by) or ("period",)
    outer = _outer(study, "responses", [name for name in asked if name not in _TIMES], len(study.waves) * len(study.codebook) * _SCORES)
    if outer is None:
        return None
    weights = study.view.weights
    weighted = weights[0] is not None and weights[0] != weights[1]

    def make() -> pd.DataFrame:
        return study.view.counts([*outer, *times, "question"], "responses", answer_sums(study.view, weighted=weighted), EVERYONE, extra=["score"]).astype({"n": "int64"})

    return study.view.cube("answers", outer, (*times, *_ANSWERS), make, ("n", "w", "w2") if weighted else ("n",))


def answer_sums(view, *, weighted: bool) -> dict:
    """What is added up over answers: their number, and their weights and the squares of them."""
    weight = "coalesce(weight, 0)"
    return {"n": "count(*)"} | ({"w": weight_sum(view, weight), "w2": weight_sum(view, f"{weight} * {weight}", 2)} if weighted else {})


def people_counts(study, name: str, by: Sequence[str], make: Callable) -> pd.DataFrame:
    """Sums over customers by period, ``make(study, by)``, from a cube of them where one can be held.

    Parameters
    ----------
    make : gives a table with columns b0, b1, ... of `by`, ``period`` and the sums, for the study's slice
    """
    names = {f"b{place}": label for place, label in enumerate(by)}
    foreign = set(study.slice.segments) - set(study.view.customer_segments)
    outer = None if foreign or len(set(by)) < len(by) else _outer(study, "customers", [*by, *study.slice.segments], len(study.waves))
    if outer is None:
        return make(study, by).rename(columns=names)

    def whole() -> pd.DataFrame:
        return make(study.unsliced(), outer).rename(columns={f"b{place}": label for place, label in enumerate(outer)})

    # What a sum is of depends on these too: an earlier wave in focus has fewer periods.
    about = (name, study.settings.churn.kind, study.settings.period, study.waves)
    return study.view.cube(about, outer, ("period",), whole).counts(study.slice, [*by, "period"])


def answers_dimensions(study, inner: int) -> tuple[str, ...] | None:
    """The segments of a cube of answers that can say what the study's slice asks, with `inner` cells for each of their combinations."""
    asked = study.slice.segments
    return None if set(asked) & set(_ANSWERS) else _outer(study, "responses", asked, inner)


def _outer(study, table: str, asked: Sequence[str], inner: int) -> tuple[str, ...] | None:
    """The segments of a cube that can say what is asked: all of the study's if that is not too fine, else those asked for."""
    own = set(study.view.segments_of(table))
    usual = [name for name in study.segments if name in own]
    rows = len(study.view.customer_ids) * len(study.waves) if table == "customers" else study.view.rows_of(table)
    for names in ([*usual, *sorted(set(asked) - set(usual))], sorted(set(asked))):
        cells = prod(len(study.view.levels(name)) for name in names) * inner
        if min(cells, rows) <= MOST_CELLS:
            return tuple(names)
    return None

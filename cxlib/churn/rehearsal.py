"""The future-shuffle test: features are worked out again as if what came later had not happened, or twice."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd

from ..study import Study
from .narrowed import Rewritten

__all__ = ["changed_by_the_future"]

_MOST_CUSTOMERS = 2_000
_TABLES = re.compile(r"\b(FROM|JOIN) (transactions|touchpoints|responses)\b")
_PEOPLE = re.compile(r"\b(FROM|JOIN) customers\b")
_LATER = {
    "none": "",
    "deleted": "WHERE day < {day} OR day IS NULL",
    "doubled": "UNION ALL SELECT * FROM {table} WHERE day >= {day}",
}


def changed_by_the_future(study: Study, cutoff: dt.date, make: Callable[[Study, dt.date], pd.DataFrame]) -> list[str]:
    """Features of a sample of customers that change when rows on or after the cut-off are deleted, or come twice.

    Parameters
    ----------
    study : Study
    cutoff : date
    make : the features of a study's customers on a day

    Returns
    -------
    list of column names
        Empty when nothing from the cut-off on reaches a feature; "customer_id" when other customers are found.
    """
    every = -(-len(study.customers()) // _MOST_CUSTOMERS)
    was, *others = (make(_as_if(study, cutoff, later, every), cutoff) for later in _LATER)
    found: dict[str, None] = {}
    for other in others:
        if not was.index.equals(other.index):
            found["customer_id"] = None
            continue
        names = was.columns.union(other.columns, sort=False)
        one, two = (table.reindex(columns=names).to_numpy(dtype=float) for table in (was, other))
        same = np.isclose(one, two, rtol=1e-9, atol=1e-9, equal_nan=True).all(axis=0)
        found.update(dict.fromkeys(names[~same]))
    return list(found)


def _as_if(study: Study, cutoff: dt.date, later: str, every: int) -> Study:
    day = f"DATE '{cutoff.isoformat()}'"
    return replace(study, view=Rewritten(study.view, lambda text: _rewritten(text, day, later, every)))


def _rewritten(text: str, day: str, later: str, every: int) -> str:
    """A query in which later rows are deleted or doubled, and one in `every` customers is seen."""

    def rows(found: re.Match) -> str:
        how = _LATER[later].format(day=day, table=found[2])
        return f"{found[1]} (SELECT * FROM {found[2]} {how}) {found[2]}"

    text = _TABLES.sub(rows, text)
    if every == 1:
        return text
    return _PEOPLE.sub(rf"\1 (SELECT * FROM customers WHERE customer % {every} = 0) customers", text)

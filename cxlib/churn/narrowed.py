"""A study that reads some of its customers only, or other rows than it has."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from ..study import Study

__all__ = ["Rewritten", "drawn", "narrowed"]

_NAMES = re.compile(r"\b(FROM|JOIN) (customers|transactions|touchpoints|responses)\b")


@dataclass(frozen=True)
class Rewritten:
    """A study's view that asks every query in other words."""

    real: Any
    rewrite: Callable[[str], str]

    def __getattr__(self, name: str) -> Any:
        return getattr(self.real, name)

    def frame(self, text: str, values: Sequence = ()) -> pd.DataFrame:
        """A query's rows as a DataFrame."""
        return self.real.frame(self.rewrite(text), values)

    def query(self, text: str, values: Sequence = ()) -> list[tuple]:
        """Rows of a query."""
        return self.real.query(self.rewrite(text), values)

    def arrow(self, text: str, values: Sequence = ()) -> Any:
        """A query's rows as an Arrow table."""
        return self.real.arrow(self.rewrite(text), values)


def drawn(study: Study, *, most: int) -> np.ndarray:
    """Which of the slice's customers are drawn: every so many of them, so that about `most` are, whatever they did."""
    codes = pd.Index(study.view.customer_ids).get_indexer(study.customers().index)
    return codes % _one_in(study, most) == 0


def narrowed(study: Study, wanted: pd.Index, *, most: int) -> Study:
    """The study with the rows of those :func:`drawn` and of the wanted customers.

    For what is worked out customer by customer: those who are left are as they were. The study itself comes back when
    all are drawn.

    Parameters
    ----------
    study : Study
    wanted : customer ids
    most : int
    """
    every = _one_in(study, most)
    if every == 1:
        return study
    codes = np.flatnonzero(pd.Index(study.view.customer_ids).isin(wanted))
    few = study.view.narrowed(np.union1d(codes, np.arange(0, len(study.view.customer_ids), every)))
    return replace(study, view=Rewritten(study.view, lambda text: _NAMES.sub(rf"\1 {few}\2 \2", text)))


def _one_in(study: Study, most: int) -> int:
    return max(1, -(-len(study.customers()) // most))

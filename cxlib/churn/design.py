"""Columns as a logistic regression can use them: bends, no gaps, one size."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

__all__ = ["Design"]

_KNOTS = (0.2, 0.4, 0.6, 0.8)
_ENDS = (0.01, 0.99)


@dataclass(frozen=True)
class Design:
    """How each column becomes terms: learned from one table, applied to any.

    A column of more than two values becomes a linear spline with knots at its quintiles, flat beyond its first and
    last hundredth; what is missing becomes the median and a term of its own. Terms have mean 0 and spread 1.

    Attributes
    ----------
    columns : names of the columns used
    plans : for each column its median, ends, knots, and whether a term says "missing"
    owner : for each term, the place of its column in `columns`
    mean, spread : of each term in the table learned from
    """

    columns: tuple[str, ...]
    plans: tuple[tuple[float, float, float, tuple[float, ...], bool], ...]
    owner: np.ndarray
    mean: np.ndarray
    spread: np.ndarray

    @classmethod
    def learn(cls, features: pd.DataFrame) -> Design:
        """The design for these columns; those that never change are left out."""
        columns, plans, owner, means, spreads = [], [], [], [], []
        for name in features:
            values = features[name].to_numpy(dtype=float)
            plan = _plan(values)
            terms = _terms(values, plan)
            mean, spread = terms.mean(axis=0), terms.std(axis=0)
            if not (spread > 1e-12).any():
                continue
            owner += [len(columns)] * len(mean)
            columns.append(name)
            plans.append(plan)
            means.append(mean)
            spreads.append(np.where(spread > 1e-12, spread, np.inf))
        if not columns:
            return cls((), (), np.zeros(0, dtype=int), np.zeros(0), np.zeros(0))
        return cls(tuple(columns), tuple(plans), np.array(owner), np.concatenate(means), np.concatenate(spreads))

    def apply(self, features: pd.DataFrame) -> np.ndarray:
        """Terms of each customer: one row a customer, one column a term."""
        if not self.columns:
            return np.zeros((len(features), 0))
        parts = [_terms(features[name].to_numpy(dtype=float), plan) for name, plan in zip(self.columns, self.plans, strict=True)]
        terms = np.concatenate(parts, axis=1)
        terms -= self.mean
        terms /= self.spread
        return terms


def _plan(values: np.ndarray) -> tuple[float, float, float, tuple[float, ...], bool]:
    known = values[~np.isnan(values)]
    gaps = len(known) < len(values)
    if not len(known):
        return 0.0, 0.0, 0.0, (), False
    if len(np.unique(known)) <= 2:
        return float(np.median(known)), float(known.min()), float(known.max()), (), gaps
    low, high = np.quantile(known, _ENDS)
    # A column that is nearly always the same would be flat between its hundredths.
    low, high = (low, high) if high > low else (known.min(), known.max())
    knots = np.unique(np.quantile(known, _KNOTS))
    return float(np.median(known)), float(low), float(high), tuple(float(k) for k in knots if low < k < high), gaps


def _terms(values: np.ndarray, plan: tuple[float, float, float, tuple[float, ...], bool]) -> np.ndarray:
    median, low, high, knots, gaps = plan
    missing = np.isnan(values)
    filled = np.clip(np.where(missing, median, values), low, high)
    parts = [filled, *[np.maximum(filled - knot, 0.0) for knot in knots]]
    return np.column_stack([*parts, missing] if gaps else parts).astype(float)

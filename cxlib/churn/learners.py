"""Two ways to learn log-odds of leaving, each able to say exactly which column added what."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from .design import Design
from .measures import losses
from .trees import added_by_column

__all__ = ["Boosting", "Logistic", "expit", "learn_again", "learn_boosting", "learn_logistic", "most_for", "recalibrate"]

_PENALTIES = (0.01, 0.1)
_MOST_TREES = 150
_SHALLOW = {"max_depth": 3, "learning_rate": 0.1, "min_samples_leaf": 40, "l2_regularization": 1.0}
_MANY_ROWS = 200_000
_BACKGROUND = 100
_AT_ONCE = 50_000
# Beyond these, more rows change the third digit of the log-loss and cost minutes.
_MOST_FOR_LOGISTIC, _MOST_FOR_TREES = 150_000, 500_000


@dataclass(frozen=True)
class Logistic:
    """Logistic regression on splines; a column adds coefficient times (value minus mean), summed over its terms."""

    design: Design
    weights: np.ndarray
    intercept: float
    penalty: float

    name = "logistic"

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns it uses."""
        return self.design.columns

    def log_odds(self, features: pd.DataFrame) -> np.ndarray:
        """Log-odds of leaving, before calibration."""
        steps = range(0, max(len(features), 1), _AT_ONCE)
        parts = [self.design.apply(features.iloc[start : start + _AT_ONCE]) @ self.weights for start in steps]
        return np.concatenate(parts) + self.intercept

    def contributions(self, features: pd.DataFrame) -> tuple[float, pd.DataFrame]:
        """Base log-odds and what each column adds to them."""
        parts = self.design.apply(features) * self.weights
        summed = np.zeros((len(features), len(self.columns)))
        np.add.at(summed.T, self.design.owner, parts.T)
        return self.intercept, pd.DataFrame(summed, index=features.index, columns=list(self.columns))


@dataclass(frozen=True)
class Boosting:
    """Histogram gradient boosting; a column adds its Shapley value against customers it learned from.

    The values are exact (:func:`cxlib.churn.trees.added_by_column`): base and contributions add up to the log-odds.
    Columns that no tree splits on (not in `used`, places in `columns`) add nothing.
    """

    estimator: Any
    columns: tuple[str, ...]
    used: np.ndarray
    background: np.ndarray

    name = "boosting"

    def log_odds(self, features: pd.DataFrame) -> np.ndarray:
        """Log-odds of leaving, before calibration."""
        return self._raw(features[list(self.columns)].to_numpy(dtype=float))

    def contributions(self, features: pd.DataFrame) -> tuple[float, pd.DataFrame]:
        """Base log-odds and what each column adds to them."""
        rows = features[list(self.columns)].to_numpy(dtype=float)
        added = added_by_column(_trees(self.estimator), rows, self.background)
        base = float(self._raw(self.background).mean())
        return base, pd.DataFrame(added, index=features.index, columns=list(self.columns))

    def _raw(self, rows: np.ndarray) -> np.ndarray:
        if not len(rows):
            return np.zeros(0)
        with _threads(len(rows)):
            return self.estimator.decision_function(rows)


def learn_logistic(train: tuple[pd.DataFrame, pd.Series], check: tuple[pd.DataFrame, pd.Series]) -> Logistic:
    """Ridge logistic regression on splines, its penalty chosen by log-loss on the check rows."""
    from sklearn.linear_model import LogisticRegression

    train, check = _some(train, _MOST_FOR_LOGISTIC), _some(check, _MOST_FOR_LOGISTIC)
    design = Design.learn(train[0])
    if not design.columns:
        rate = float(train[1].mean())
        return Logistic(design, np.zeros(0), float(np.log(rate / (1 - rate))), 0.0)
    terms, y = design.apply(train[0]), train[1].to_numpy(dtype=int)
    held = design.apply(check[0])

    model = LogisticRegression(C=1.0, max_iter=1000, tol=1e-3, warm_start=True)

    def fitted(penalty: float) -> Logistic:
        model.set_params(C=penalty).fit(terms, y)
        return Logistic(design, model.coef_[0].copy(), float(model.intercept_[0]), penalty)

    return _best([fitted(penalty) for penalty in _PENALTIES], lambda one: held @ one.weights + one.intercept, check[1])


def learn_boosting(
    train: tuple[pd.DataFrame, pd.Series], check: tuple[pd.DataFrame, pd.Series], *, seed: int
) -> Boosting:
    """Shallow boosted trees, their number chosen by log-loss on the check rows."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    train, check = _some(train, _MOST_FOR_TREES), _some(check, _MOST_FOR_TREES)
    model = HistGradientBoostingClassifier(**_SHALLOW, max_iter=_MOST_TREES, early_stopping=True, n_iter_no_change=10, random_state=seed)
    with _threads(len(train[1])):
        model.fit(train[0].to_numpy(dtype=float), train[1].to_numpy(dtype=int), X_val=check[0].to_numpy(dtype=float),
                  y_val=check[1].to_numpy(dtype=int))
    return _boosting(model, train[0], seed)


def learn_again(learner: Logistic | Boosting, rows: tuple[pd.DataFrame, pd.Series], *, seed: int) -> Logistic | Boosting:
    """The same kind of learner with what was chosen for it (penalty, number of trees), learned from more rows."""
    if isinstance(learner, Boosting):
        return _boosting_again(learner, rows, seed)
    if not learner.columns:
        return learner
    from sklearn.linear_model import LogisticRegression

    features, left = _some(rows, _MOST_FOR_LOGISTIC)
    design = Design.learn(features)
    model = LogisticRegression(C=learner.penalty, max_iter=1000, tol=1e-3).fit(design.apply(features), left.to_numpy(dtype=int))
    return Logistic(design, model.coef_[0].copy(), float(model.intercept_[0]), learner.penalty)


def most_for(learner: Logistic | Boosting) -> int:
    """Beyond so many rows more of them teach this kind of learner nothing."""
    return _MOST_FOR_TREES if isinstance(learner, Boosting) else _MOST_FOR_LOGISTIC


def recalibrate(log_odds: np.ndarray, left: np.ndarray) -> tuple[float, float]:
    """Intercept and slope that make log-odds true on rows not learned from (Platt 1999).

    The slope is pulled a little towards 1, as if by a guess with a standard deviation of a half: few leavers say
    little about it.
    """
    slope, intercept = 1.0, 0.0
    for _ in range(50):
        p = expit(intercept + slope * log_odds)
        weight = p * (1 - p)
        gradient = np.array([(left - p).sum(), ((left - p) * log_odds).sum() - 4 * (slope - 1)])
        cross = (weight * log_odds).sum()
        hessian = np.array([[weight.sum() + 1e-9, cross], [cross, (weight * log_odds**2).sum() + 4]])
        step = np.linalg.solve(hessian, gradient)
        intercept, slope = intercept + step[0], slope + step[1]
        if np.abs(step).max() < 1e-12:
            break
    return float(intercept), float(max(slope, 0.0))


def _some(rows: tuple[pd.DataFrame, pd.Series], most: int) -> tuple[pd.DataFrame, pd.Series]:
    """All rows, or `most` of them drawn at random: shares of leavers stay as they are."""
    features, left = rows
    if len(left) <= most:
        return rows
    drawn = np.sort(np.random.default_rng(most).permutation(len(left))[:most])
    return features.iloc[drawn], left.iloc[drawn]


def expit(log_odds: np.ndarray) -> np.ndarray:
    """Probability of log-odds."""
    return 0.5 * (1 + np.tanh(0.5 * np.asarray(log_odds, dtype=float)))


def _boosting_again(learner: Boosting, rows: tuple[pd.DataFrame, pd.Series], seed: int) -> Boosting:
    from sklearn.ensemble import HistGradientBoostingClassifier

    features, left = _some(rows, _MOST_FOR_TREES)
    # What no tree split on told nothing; without it the trees take half the time and are as good.
    features = features[[learner.columns[place] for place in learner.used] or list(learner.columns)]
    model = HistGradientBoostingClassifier(**_SHALLOW, max_iter=learner.estimator.n_iter_, early_stopping=False, random_state=seed)
    with _threads(len(left)):
        model.fit(features.to_numpy(dtype=float), left.to_numpy(dtype=int))
    return _boosting(model, features, seed)


def _boosting(model: Any, features: pd.DataFrame, seed: int) -> Boosting:
    picked = np.random.default_rng(seed).choice(len(features), min(_BACKGROUND, len(features)), replace=False)
    return Boosting(model, tuple(features.columns), _used(model), features.iloc[picked].to_numpy(dtype=float))


def _threads(rows: int) -> AbstractContextManager:
    """On few rows threads wait for each other longer than they work."""
    return _controller().limit(limits=1, user_api="openmp") if rows < _MANY_ROWS else nullcontext()


@cache
def _controller() -> Any:
    # Looking for the loaded thread pools takes longer than a small prediction.
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()


def _trees(model: Any) -> list[np.ndarray]:
    """Node tables of the trees; these have no public face, so tests hold them to what the model predicts."""
    return [tree.nodes for stage in model._predictors for tree in stage]


def _used(model: Any) -> np.ndarray:
    """Places of the columns that trees split on."""
    nodes = np.concatenate([np.zeros(0, dtype=int), *(nodes["feature_idx"][nodes["is_leaf"] == 0] for nodes in _trees(model))])
    return np.unique(nodes).astype(int)


def _best(models: list[Logistic], log_odds: Callable[[Logistic], np.ndarray], left: pd.Series) -> Logistic:
    y = left.to_numpy(dtype=bool)
    return min(models, key=lambda model: losses(expit(log_odds(model)), y).mean())

"""Probabilities of leaving for a table without dates, each from a model that never saw that row."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import numpy as np
import pandas as pd

from ..errors import ArgumentError, choose
from .design import Design
from .leaks import duplicated_rows, leak_report, too_good
from .learners import expit, recalibrate
from .measures import losses

__all__ = ["cross_validated", "numbers"]

_MOST_LEVELS = 50
_PENALTIES = (0.02, 0.1, 0.5)
_MOST_TREES = 400
_INNER = 3


def cross_validated(
    features: pd.DataFrame, left: pd.Series, *, folds: int = 5, repeats: int = 1, seed: int = 2026,
    on_leak: Literal["stop", "continue"] = "stop",
) -> pd.Series:
    """Probability of leaving for each row, from models that did not see it; everything is chosen inside the fold.

    In each fold logistic regression with splines (three penalties), boosted trees, and the mean of both on the
    log-odds are compared by log-loss on inner folds; the best is calibrated on these and learned again on the whole
    fold. Classes are neither weighted nor resampled. For tables without dates: with dates use
    :func:`cxlib.churn.fit`, because rows of one time say nothing about later ones.

    Parameters
    ----------
    features : DataFrame
        Numbers, yes/no, or texts; see :func:`numbers`. Missing is allowed.
    left : Series of 0/1 or bool, in the same order
    folds, repeats : int
        Of several repeats, each with other folds, the mean is given.
    seed : int
    on_leak : {"stop", "continue"}
        What to do when columns know too much, rows were multiplied before splitting, or all goes too well.

    Returns
    -------
    Series ``probability``, 0..1, with the index of `features`

    Raises
    ------
    ArgumentError
        For outcomes other than 0 and 1, fewer leavers or stayers than twice the folds, and suspected leaks, by name.

    References
    ----------
    Varma & Simon 2006, BMC Bioinform. 7:91, on choosing inside the fold; Platt 1999 for the calibration.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> table = pd.DataFrame({"visits": rng.normal(size=300)})
    >>> left = pd.Series(rng.random(300) < expit(table["visits"]))
    >>> bool(cross_validated(table, left, folds=3)[left].mean() > 0.5)
    True
    """
    choose("on_leak", on_leak, ("stop", "continue"))
    y = _outcomes(features, left, folds, repeats)
    table = numbers(features)
    if on_leak == "stop":
        _refuse(_before(table, y, folds, seed))
    rows = table.to_numpy(dtype=float)
    total = np.zeros(len(y))
    for repeat in range(repeats):
        for inside, outside in _folds(y, folds, seed + repeat):
            total[outside] += _forecast(table.columns, (rows[inside], y[inside]), rows[outside], seed + repeat)
    p = total / repeats
    if on_leak == "stop":
        _refuse(too_good(p, y))
    return pd.Series(p, index=features.index, name="probability")


def numbers(features: pd.DataFrame) -> pd.DataFrame:
    """Columns as numbers: texts of up to 50 levels become a column ``name=level`` of 0 and 1 for each level.

    Of two levels one column is enough. Texts that are numbers are read as such, blanks are missing; texts with more
    levels (names, identifiers) and dates are left out.

    Examples
    --------
    >>> numbers(pd.DataFrame({"plan": ["a", "b", "a"], "fee": ["1.5", " ", "2"]})).columns.tolist()
    ['plan=b', 'fee']
    """
    found: dict[str, np.ndarray] = {}
    for name in features:
        values = features[name]
        if pd.api.types.is_numeric_dtype(values) or pd.api.types.is_bool_dtype(values):
            found[name] = values.to_numpy(dtype=float, na_value=np.nan)
            continue
        if pd.api.types.is_datetime64_any_dtype(values):
            continue
        text = values.astype(object).map(lambda one: np.nan if pd.isna(one) or not str(one).strip() else str(one))
        read = pd.to_numeric(text, errors="coerce")
        if (read.notna() | text.isna()).all():
            found[name] = read.to_numpy(dtype=float)
            continue
        levels = sorted(text.dropna().unique())
        if len(levels) <= _MOST_LEVELS:
            kept = levels[1:] if len(levels) == 2 and not text.isna().any() else levels
            found.update({f"{name}={level}": (text == level).to_numpy(dtype=float) for level in kept})
    return pd.DataFrame(found, index=features.index)


def _outcomes(features: pd.DataFrame, left: pd.Series, folds: int, repeats: int) -> np.ndarray:
    y = np.asarray(left)
    if len(y) != len(features) or not np.isin(y, (0, 1)).all():
        raise ArgumentError(f"{len(y)} outcomes for {len(features)} rows: give 0 (stayed) or 1 (left) for each row")
    if folds < 2 or repeats < 1:
        raise ArgumentError(f"folds is {folds} and repeats {repeats}; give at least 2 folds and 1 repeat")
    y = y.astype(bool)
    if min(y.sum(), (~y).sum()) < 2 * folds:
        raise ArgumentError(
            f"{int(y.sum())} of {len(y)} left: too few leavers or stayers for {folds} folds; there must be {2 * folds} of each at least"
        )
    return y


def _before(table: pd.DataFrame, y: np.ndarray, folds: int, seed: int) -> pd.DataFrame:
    """What is suspicious about the table before anything is learned from it."""
    left = pd.Series(y, index=table.index)
    inside, outside = next(_folds(y, folds, seed))
    sides = ((table.iloc[places], left.iloc[places]) for places in (inside, outside))
    found = [leak_report(table, left), duplicated_rows(*sides)]
    return pd.concat([part for part in found if len(part)] or found[:1], ignore_index=True)


def _refuse(leaks: pd.DataFrame) -> None:
    if not len(leaks):
        return
    names = ", ".join(dict.fromkeys(leaks["column"]))
    multiplied = (leaks["sign"] == "resampled").any()
    why = "rows were multiplied or made up before the split; split first, and leave classes as they are" if multiplied else (
        "they seem to know the outcome; check when they are filled, or go on with on_leak=\"continue\"")
    raise ArgumentError(f"suspected leak: {names}: {why}")


def _folds(y: np.ndarray, folds: int, seed: int) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Places inside and outside of each fold; leavers are spread evenly."""
    rng, place = np.random.default_rng(seed), np.empty(len(y), dtype=int)
    for side in (y, ~y):
        place[np.flatnonzero(side)[rng.permutation(int(side.sum()))]] = np.arange(int(side.sum())) % folds
    for number in range(folds):
        yield np.flatnonzero(place != number), np.flatnonzero(place == number)


def _forecast(columns: pd.Index, train, rows: np.ndarray, seed: int) -> np.ndarray:
    """Choose and calibrate on inner folds, learn on all rows given, forecast others."""
    seen, y = train
    inner = {name: np.zeros(len(y)) for name in (*_PENALTIES, "boosting")}
    trees = []
    for inside, outside in _folds(y, _INNER, seed + 1000):
        linear = _logistic(columns, seen[inside], y[inside], _PENALTIES, seen[outside])
        for penalty, log_odds in zip(_PENALTIES, linear, strict=True):
            inner[penalty][outside] = log_odds
        inner["boosting"][outside], number = _boosting(seen[inside], y[inside], seen[outside], seed, held=y[outside])
        trees.append(number)
    best = min(_PENALTIES, key=lambda penalty: _loss(inner[penalty], y)[0])
    tried = {"logistic": inner[best], "boosting": inner["boosting"], "both": (inner[best] + inner["boosting"]) / 2}
    chosen = min(tried, key=lambda name: _loss(tried[name], y)[0])
    parts = []
    if chosen != "boosting":
        parts += _logistic(columns, seen, y, (best,), rows)
    if chosen != "logistic":
        parts.append(_boosting(seen, y, rows, seed, trees=round(float(np.mean(trees)) * _INNER / (_INNER - 1)))[0])
    intercept, slope = _loss(tried[chosen], y)[1]
    return expit(intercept + slope * np.mean(parts, axis=0))


def _loss(log_odds: np.ndarray, y: np.ndarray) -> tuple[float, tuple[float, float]]:
    intercept, slope = recalibrate(log_odds, y)
    return float(losses(expit(intercept + slope * log_odds), y).mean()), (intercept, slope)


def _logistic(columns: pd.Index, rows: np.ndarray, y: np.ndarray, penalties, others: np.ndarray) -> list[np.ndarray]:
    from sklearn.linear_model import LogisticRegression

    table = pd.DataFrame(rows, columns=columns)
    design = Design.learn(table)
    if not design.columns:
        return [np.full(len(others), np.log(y.mean() / (1 - y.mean()))) for _ in penalties]
    terms, held = design.apply(table), design.apply(pd.DataFrame(others, columns=columns))
    model = LogisticRegression(max_iter=2000, tol=1e-3, warm_start=True)
    return [model.set_params(C=penalty).fit(terms, y).decision_function(held) for penalty in penalties]


def _boosting(rows: np.ndarray, y: np.ndarray, others: np.ndarray, seed: int, *, held: np.ndarray | None = None, trees: int = _MOST_TREES):
    """Log-odds of other rows, and how many trees were best where their outcomes are given."""
    from sklearn.ensemble import HistGradientBoostingClassifier
    from threadpoolctl import threadpool_limits

    model = HistGradientBoostingClassifier(
        max_iter=min(trees, 2 * _MOST_TREES), max_depth=3, learning_rate=0.05, min_samples_leaf=30, l2_regularization=5.0, random_state=seed,
        early_stopping=held is not None, n_iter_no_change=15,
    )
    with threadpool_limits(1 if len(y) < 100_000 else None):
        model.fit(rows, y, **({"X_val": others, "y_val": held} if held is not None else {}))
        return model.decision_function(others), model.n_iter_

"""Rows that stand on both sides of a split, or were made up from rows of the other side."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ..intervals import share_interval
from .design import Design
from .learners import Logistic, expit

__all__ = ["duplicated_rows"]

Rows = tuple[pd.DataFrame, pd.Series]

_FEWEST = 20
_LEAST_SHARE = 0.05
_SURELY_ALIKE = 0.9
_FAR_OUT = 4.0
_ASKED = 300
_AMONG = 20_000
_NEAREST = 14
_DIGITS = 4
_ENOUGH, _FEWEST_COLUMNS = 200, 3
_MOST_ON_ONE_LINE = 10
_MANY_VALUES = 50
_COMPARED = 100_000


def duplicated_rows(train: Rows, test: Rows) -> pd.DataFrame:
    """Whether the two sides of a split share rows, as they do when classes were balanced before splitting.

    "same rows": customers of the test side have twins on the train side (all columns equal to four digits), and these
    twins share their outcome far more often than customers so alike should. Coarse columns give twins too, but twins
    whose outcomes differ. "made-up rows": customers of one outcome lie exactly on the line between two others of it,
    in at least two columns with many values, as SMOTE makes them, and of the other outcome far fewer do; or a column
    of 0 and 1 is broken for one outcome only.

    Parameters
    ----------
    train, test : (features, left)
        Numbers by row, and 0/1 or bool in the same order.

    Returns
    -------
    DataFrame
        ``column`` ("same rows" or "made-up rows"), ``sign`` ("resampled"), ``strength`` (share of the rows looked at),
        ``base`` (rows looked at). Empty when nothing is found.

    References
    ----------
    Chawla et al. 2002, JAIR 16:321, for how such rows are made.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> rows, left = pd.DataFrame(rng.normal(size=(400, 3))), pd.Series([True, False] * 200)
    >>> duplicated_rows((rows, left), (rows[::4], left[::4]))["column"].tolist()
    ['same rows']
    """
    names = [name for name in train[0] if name in test[0]]
    sides = [(side[0][names].to_numpy(dtype=float)[:_COMPARED], side[1].to_numpy(dtype=bool)[:_COMPARED]) for side in (train, test)]
    found = [*_twins(names, *sides), *(_made_up(*sides) or _broken(*sides))] if names else []
    return pd.DataFrame(found, columns=["column", "sign", "strength", "base"])


def _twins(names: list[str], train, test) -> list[dict]:
    """Leavers of the test side whose twins left as well, more surely than any forecast would have it."""
    marks = _marks(train[0]), _marks(test[0][test[1]])
    sums = pd.DataFrame({"mark": marks[0], "left": train[1]}).groupby("mark")["left"].agg(["sum", "size"])
    met = sums.reindex(marks[1]).to_numpy(dtype=float)
    twin = ~np.isnan(met[:, 0])
    n = int(twin.sum())
    if n < _FEWEST or n < _LEAST_SHARE * len(twin):
        return []
    alike = met[twin, 0] / met[twin, 1]
    if share_interval(alike.sum(), n)[0] <= _SURELY_ALIKE:
        return []
    # Those who are sure to leave have twins who left too; only what a plain forecast leaves open counts.
    p = np.clip(_forecast(names, train, test[0][test[1]][twin]), 0.01, 0.99)
    beyond = (alike - p).sum() / np.sqrt((p * (1 - p)).sum())
    if beyond <= _FAR_OUT:
        return []
    return [{"column": "same rows", "sign": "resampled", "strength": n / len(twin), "base": len(twin)}]


def _marks(rows: np.ndarray) -> np.ndarray:
    """A number for each row, the same for rows that agree to four digits."""
    with np.errstate(divide="ignore", invalid="ignore"):
        size = 10.0 ** (_DIGITS - 1 - np.floor(np.log10(np.abs(rows))))
        rounded = np.where((rows == 0) | ~np.isfinite(rows), rows, np.rint(rows * size) / size)
    return pd.util.hash_pandas_object(pd.DataFrame(rounded + 0.0), index=False).to_numpy()


def _forecast(names: list[str], train, rows: np.ndarray) -> np.ndarray:
    """A plain logistic forecast, learned on those whose twins are not asked about."""
    kept = ~np.isin(_marks(train[0]), _marks(rows))
    y = train[1][kept]
    if y.all() or not y.any():
        return np.full(len(rows), train[1].mean())
    from sklearn.linear_model import LogisticRegression

    table = pd.DataFrame(train[0][kept], columns=names)
    design = Design.learn(table)
    if not design.columns:
        return np.full(len(rows), y.mean())
    model = LogisticRegression(C=0.1, max_iter=500, tol=1e-3).fit(design.apply(table), y)
    one = Logistic(design, model.coef_[0], float(model.intercept_[0]), 0.1)
    # Taking leavers with twins away makes the rest look safer; the offset puts their share back.
    offset = np.log(train[1].mean() / (1 - train[1].mean())) - np.log(y.mean() / (1 - y.mean()))
    return expit(one.log_odds(pd.DataFrame(rows, columns=names)) + offset)


def _made_up(train, test) -> list[dict]:
    rows, y = np.concatenate([train[0], test[0]]), np.concatenate([train[1], test[1]])
    fine = [place for place in range(rows.shape[1]) if len(np.unique(rows[:2000, place][~np.isnan(rows[:2000, place])])) > _MANY_VALUES]
    if len(fine) < 2:
        return []
    some = rows[:, fine]
    spread = np.nanstd(some, axis=0)
    scaled = np.nan_to_num((some - np.nanmean(some, axis=0)) / np.where(spread > 0, spread, 1.0))
    share = {side: _on_a_line(scaled[y == side]) for side in (True, False)}
    found = []
    for side, (hits, n) in share.items():
        other_hits, other_n = share[not side]
        if n >= _FEWEST and share_interval(hits, n)[0] > _LEAST_SHARE + 2 * (other_hits + 1) / (other_n + 1):
            found.append({"column": "made-up rows", "sign": "resampled", "strength": hits / n, "base": n})
    return found


def _broken(train, test) -> list[dict]:
    """Columns of 0 and 1 for one outcome that lie in between for the other: mixtures of two customers."""
    rows, y = np.concatenate([train[0], test[0]]), np.concatenate([train[1], test[1]])
    between = (rows > 0) & (rows < 1)
    for side in (True, False):
        mine, other = rows[y == side], rows[y != side]
        if min(len(mine), len(other)) < _ENOUGH:
            continue
        flag = np.isin(other, (0.0, 1.0)).all(axis=0) & (other > 0).any(axis=0)
        share = between[y == side][:, flag].any(axis=1).mean()
        if flag.sum() >= _FEWEST_COLUMNS and share > _LEAST_SHARE:
            return [{"column": "made-up rows", "sign": "resampled", "strength": float(share), "base": len(mine)}]
    return []


def _on_a_line(rows: np.ndarray) -> tuple[int, int]:
    """How many of the rows asked about lie exactly between two of their nearest, and how many were asked."""
    rows = np.unique(rows[np.random.default_rng(1).permutation(len(rows))[:_AMONG]], axis=0)
    if len(rows) <= _NEAREST:
        return 0, 0
    rng = np.random.default_rng(0)
    asked = rng.permutation(len(rows))[:_ASKED]
    from sklearn.neighbors import NearestNeighbors

    near = NearestNeighbors(n_neighbors=_NEAREST + 1, algorithm="brute").fit(rows).kneighbors(rows[asked], return_distance=False)
    return sum(_between(rows[place], rows[others[others != place]]) for place, others in zip(asked, near, strict=True)), len(asked)


def _between(row: np.ndarray, others: np.ndarray) -> bool:
    """Whether two others lie on opposite sides of the row, on one line with it, moving along two columns or more.

    Where most others lie on that line, two columns say the same of these customers (one visit: its day twice), and it
    means nothing.
    """
    steps = others - row
    length = np.sqrt((steps**2).sum(axis=1))
    moved = (np.abs(steps) > 1e-9).sum(axis=1) >= 2
    steps = steps[moved] / length[moved, None]
    if len(steps) < 2:
        return False
    angle = steps @ steps.T
    first = np.unravel_index(angle.argmin(), angle.shape)[0]
    return bool(angle.min() < -1 + 1e-9 and (np.abs(angle[first]) > 1 - 1e-9).sum() <= _MOST_ON_ONE_LINE)

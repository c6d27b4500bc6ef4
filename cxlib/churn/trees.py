"""What each column adds in boosted trees, exactly."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from math import factorial

import numpy as np

__all__ = ["added_by_column"]


def added_by_column(trees: Sequence[np.ndarray], rows: np.ndarray, background: np.ndarray) -> np.ndarray:
    """Shapley value of each column for each row, against the background rows.

    The value of a set of columns is the mean prediction when those columns are the row's and the others those of a
    background row. A leaf depends only on the few columns above it, so the sum over all sets is a closed form for it.

    Parameters
    ----------
    trees : node tables of fitted histogram gradient boosting trees, without categories
    rows, background : array, rows x columns
        Missing is nan.

    Returns
    -------
    array, rows x columns
        The sum of a row is its prediction minus the mean prediction of the background.

    References
    ----------
    Lundberg et al. 2020, Nat. Mach. Intell. 2:56 (interventional values, one leaf at a time).
    """
    added = np.zeros(rows.shape)
    for nodes in trees:
        for value, path in _leaves(nodes):
            _add_leaf(added, value, _met(nodes, path, rows), _met(nodes, path, background))
    return added


def _leaves(nodes: np.ndarray) -> list[tuple[float, tuple[tuple[int, bool], ...]]]:
    """Value of each leaf and the steps to it: node and whether it is left to the left."""
    found, open_ = [], [(0, ())]
    while open_:
        place, path = open_.pop()
        node = nodes[place]
        if node["is_leaf"]:
            found.append((float(node["value"]), path))
        else:
            open_ += [(int(node["left"]), (*path, (place, True))), (int(node["right"]), (*path, (place, False)))]
    return found


def _met(nodes: np.ndarray, path: tuple[tuple[int, bool], ...], rows: np.ndarray) -> dict[int, np.ndarray]:
    """For each column on the path, which rows go along with all of its steps."""
    met: dict[int, np.ndarray] = {}
    for place, to_left in path:
        node = nodes[place]
        column = int(node["feature_idx"])
        values = rows[:, column]
        left = np.where(np.isnan(values), bool(node["missing_go_to_left"]), values <= node["num_threshold"])
        met[column] = met.get(column, True) & (left == to_left)
    return met


def _add_leaf(added: np.ndarray, value: float, mine: dict[int, np.ndarray], theirs: dict[int, np.ndarray]) -> None:
    """Add a leaf's share: columns that only the row meets count for it, those that only the background meets against."""
    if not mine:
        return
    wants = np.stack([mine[column] for column in mine])[:, :, None]
    has = np.stack([theirs[column] for column in mine])[:, None, :]
    reached = (wants | has).all(axis=0)
    helps, hurts = wants & ~has, has & ~wants
    place = helps.sum(axis=0), hurts.sum(axis=0)
    plus, minus = (np.where(reached, weight[place], 0.0) for weight in _weights(len(mine)))
    for number, column in enumerate(mine):
        added[:, column] += value * (helps[number] * plus - hurts[number] * minus).mean(axis=1)


@cache
def _weights(most: int) -> tuple[np.ndarray, np.ndarray]:
    """Part of a leaf that each of a helping columns gains, and each of b hurting ones loses."""
    plus, minus = np.zeros((most + 1, most + 1)), np.zeros((most + 1, most + 1))
    for a in range(most + 1):
        for b in range(most + 1 - a):
            plus[a, b] = factorial(a - 1) * factorial(b) / factorial(a + b) if a else 0.0
            minus[a, b] = factorial(a) * factorial(b - 1) / factorial(a + b) if b else 0.0
    return plus, minus

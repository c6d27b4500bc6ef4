"""A change of a score split exactly into who answered (mix) and how they answered (rate)."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from ..errors import ArgumentError, StudyError
from .sums import sums

__all__ = ["answers_by_score", "mix_and_rate", "must_add_up", "resampled", "shapley_parts"]

_VALUES = {"nps": ("p", "d"), "csat": ("p", None)}
_ROUNDING = 1e-12


def mix_and_rate(
    share_before: ArrayLike, share_after: ArrayLike, rate_before: ArrayLike, rate_after: ArrayLike
) -> tuple[np.ndarray, np.ndarray]:
    """What each level adds to a change by its share (mix) and by its own score (rate).

    Parameters
    ----------
    share_before, share_after : array-like, levels along the last axis
        Shares of the answers; each sums to 1.
    rate_before, rate_after : array-like
        Score of each level; nan where nobody answered. A level that answered in one wave only keeps that score in
        both, so that all of its contribution is mix.

    Returns
    -------
    (mix, rate) : arrays
        By level, in units of the score. Together they sum to the change of the whole. Mix is centred: a level that
        grows adds by how far it lies from the whole.

    Raises
    ------
    ArgumentError
        When shares do not sum to 1.

    References
    ----------
    Kitagawa 1955, J. Am. Stat. Assoc. 50:1168 (symmetric form).

    Examples
    --------
    >>> mix, rate = mix_and_rate([0.6, 0.3, 0.1], [0.3, 0.3, 0.4], [50, 30, -10], [54, 33, -5])
    >>> round(float(mix.sum()), 6), round(float(rate.sum()), 6)
    (-17.85, 3.95)
    """
    w0, w1 = (_whole(shares) for shares in (share_before, share_after))
    r0, r1 = _kept(np.asarray(rate_before, float), np.asarray(rate_after, float))
    middle = (r0 + r1) / 2
    centre = ((w0 * r0).sum(-1) + (w1 * r1).sum(-1)) / 2
    return (w1 - w0) * (middle - centre[..., None]), (r1 - r0) * (w0 + w1) / 2


def shapley_parts(
    before: tuple[ArrayLike, ArrayLike], after: tuple[ArrayLike, ArrayLike], cells: ArrayLike
) -> np.ndarray:
    """The change split over several segments at once: mix of the first, of the second within it, ..., and rate.

    Parameters
    ----------
    before, after : (weight, score)
        Arrays with cells along the last axis: weight (or share) of each cell and its mean score (nan: nobody).
    cells : array of int, cells x segments
        Code of the level of each segment, in lexicographic order and without repeats.

    Returns
    -------
    array, segments + 1 along the last axis
        Mix of each segment given those named before it, then rate; they sum to the change of the whole.

    Notes
    -----
    Share of a cell = share of its first level x share of the second within it x ... Each factor and the scores are
    moved from the first wave to the second in every order, and what they add is averaged (Shapley 1953, Contributions to the Theory of Games II). With one
    segment this is :func:`mix_and_rate`.

    Raises
    ------
    ArgumentError
        When the cells are not in order.
    """
    codes = np.asarray(cells)
    if len(codes) > 1 and list(map(tuple, codes)) != sorted(set(map(tuple, codes))):
        raise ArgumentError("cells must be in lexicographic order and without repeats")
    weights = [np.asarray(side[0], float) for side in (before, after)]
    factors = list(zip(*(_conditional_shares(weight, codes) for weight in weights), strict=True))
    factors.append((np.asarray(before[1], float), np.asarray(after[1], float)))
    players = [_kept(*pair) for pair in factors]
    worth = {
        moved: math.prod(pair[side] for pair, side in zip(players, moved, strict=True)).sum(-1)
        for moved in itertools.product((0, 1), repeat=len(players))
    }
    return np.stack([_average_step(worth, place, len(players)) for place in range(len(players))], axis=-1)


def answers_by_score(counts: pd.DataFrame, question, measure: str, by: Sequence[str], *, weighted: bool) -> pd.DataFrame:
    """Answers of one question by group and score, with what an answer is worth in the measure.

    Returns
    -------
    DataFrame
        Columns `by`, ``score``, ``n``, ``w``, ``w2``, ``y`` (nps: 1, 0, -1; csat: 1, 0; else the score as shown).
        Without weights ``w`` and ``w2`` are ``n``. Rows without weight are left out.
    """
    table = sums(counts, question, [*by, "score"])
    table = table[(table["n"] > 0) & ((table["w"] > 0) | (not weighted))].reset_index(drop=True)
    plus, minus = _VALUES.get(measure, ("y", None))
    y = (table[plus] - (table[minus] if minus else 0.0)) / table["n"]
    w, w2 = (table["w"], table["w2"]) if weighted else (table["n"], table["n"])
    return pd.DataFrame({**{name: table[name] for name in (*by, "score")}, "n": table["n"], "w": w, "w2": w2, "y": y})


def resampled(
    answers: pd.DataFrame, cell: np.ndarray, cells: int, *, draws: int, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Weight and mean score of each cell: as they are, then for `draws` resamples of the respondents.

    Parameters
    ----------
    answers : DataFrame of :func:`answers_by_score`
    cell : array of int
        Cell of each row.
    cells : int
        How many cells there are.

    Returns
    -------
    (weight, score) : arrays, (1 + draws) x cells
        The first row is the sample itself; the score is nan where a cell has no weight.

    Notes
    -----
    Poisson bootstrap on counts (Hanley & MacGibbon 2006, Comput. Methods Programs Biomed. 83:57): an answer is drawn
    Poisson(1) times, so answers of one score in one cell give a Poisson count. With weights the count has mean
    w^2/w2 and each is worth w2/w: mean w and variance w2, as if each respondent had been drawn.
    """
    order = np.argsort(cell, kind="stable")
    w, w2, y = (answers[name].to_numpy(float)[order] for name in ("w", "w2", "y"))
    drawn = np.vstack([w, rng.poisson(w * w / w2, size=(draws, len(w))) * (w2 / w)])
    present, starts = np.unique(cell[order], return_index=True)
    weight, total = np.zeros((2, 1 + draws, cells))
    if len(present):
        weight[:, present] = np.add.reduceat(drawn, starts, axis=1)
        total[:, present] = np.add.reduceat(drawn * y, starts, axis=1)
    return weight, np.divide(total, weight, out=np.full(weight.shape, np.nan), where=weight > 0)


def must_add_up(parts: float, total: float, scale: float) -> None:
    """Raise StudyError when the parts of a change miss the change by more than rounding.

    Examples
    --------
    >>> must_add_up(0.1 + 0.2, 0.3, 1.0)
    """
    if abs(parts - total) > _ROUNDING * max(1.0, abs(scale)):
        raise StudyError(f"mix and rate add up to {parts!r}, but the score moved by {total!r}")


def _whole(shares: ArrayLike) -> np.ndarray:
    shares = np.asarray(shares, float)
    if not np.allclose(shares.sum(-1), 1.0, rtol=0, atol=1e-9):
        raise ArgumentError(f"the shares of each wave must sum to 1; got {np.ravel(shares.sum(-1))[0]:g}")
    return shares


def _kept(first: np.ndarray, second: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Both sides with gaps filled from the other side; 0 where neither has a value, since nobody is there."""
    return (np.nan_to_num(np.where(np.isnan(first), second, first)), np.nan_to_num(np.where(np.isnan(second), first, second)))


def _conditional_shares(weight: np.ndarray, codes: np.ndarray) -> list[np.ndarray]:
    """For each segment: the share of a cell's level within the levels before it; nan where nobody has those."""
    outer, found = np.broadcast_to(weight.sum(-1, keepdims=True), weight.shape), []
    for place in range(codes.shape[1]):
        change = np.any(np.diff(codes[:, : place + 1], axis=0) != 0, axis=1)
        starts = np.concatenate([[0], np.flatnonzero(change) + 1])
        sizes = np.diff(np.concatenate([starts, [len(codes)]]))
        inner = np.repeat(np.add.reduceat(weight, starts, axis=-1), sizes, axis=-1)
        found.append(np.divide(inner, outer, out=np.full(weight.shape, np.nan), where=outer > 0))
        outer = inner
    return found


def _average_step(worth: dict, place: int, players: int) -> np.ndarray:
    """What moving one factor adds, averaged over all orders."""
    total = 0.0
    for moved, value in worth.items():
        if moved[place]:
            continue
        others = sum(moved)
        chance = math.factorial(others) * math.factorial(players - others - 1) / math.factorial(players)
        total = total + chance * (worth[(*moved[:place], 1, *moved[place + 1 :])] - value)
    return total

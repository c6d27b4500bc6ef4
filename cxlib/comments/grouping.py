"""Comments grouped by the words they share, and how stable such a grouping is."""

from __future__ import annotations

import itertools
import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .terms import Terms

__all__ = ["Grouping", "TOO_COMMON", "agreement", "chosen", "grouped", "weights_of"]

TOO_COMMON = 0.5
_ENOUGH_TURNS = 300
_AS_GOOD = 0.02
_TOP = 10
_ALIKE = 0.1
_CHOSEN_ON = 2000


@dataclass(frozen=True)
class Grouping:
    """Comments in `k` groups.

    Attributes
    ----------
    group : int array
        The group of each comment, -1 for those that are like none.
    likeness : float array
        Cosine of each comment and the terms of its group, 0 to 1.
    terms : float array (k, terms)
        How strongly each term is of each group; rows add up to 1.
    agreement : float
        Mean adjusted Rand index of the groupings of several random starts: 1 when all are the same, 0 by chance.
    kept : float array
        For each group, the mean share of its ten strongest terms that the nearest group of the other starts has too.
    """

    group: np.ndarray
    likeness: np.ndarray
    terms: np.ndarray
    agreement: float
    kept: np.ndarray

    @property
    def used(self) -> int:
        """Groups with a comment."""
        return len(set(self.group.tolist()) - {-1})


def weights_of(terms: Terms):
    """tf-idf of the terms of each comment, rows of length 1; terms that half of the comments hold weigh nothing."""
    from sklearn.feature_extraction.text import TfidfTransformer

    rare = np.asarray(terms.holds.mean(axis=0)).ravel() <= TOO_COMMON
    return TfidfTransformer().fit_transform(terms.holds.multiply(rare[None, :]).tocsr())


def grouped(weights, k: int, *, starts: int, seed: int) -> Grouping:
    """`k` groups by non-negative matrix factorisation, of the start that agrees most with all the others.

    References
    ----------
    Lee and Seung 1999, Nature 401:788; Hubert and Arabie 1985, J. Classif. 2:193, for the adjusted Rand index.
    """
    runs = [_one_start(weights, k, [seed, k, start]) for start in range(starts)]
    told = np.asarray(weights.sum(axis=1)).ravel() > 0
    pairs = np.ones((starts, starts))
    for one, two in itertools.combinations(range(starts), 2):
        pairs[one, two] = pairs[two, one] = agreement(runs[one][0][told], runs[two][0][told])
    best = int(pairs.sum(axis=1).argmax())
    mean = (pairs.sum() - starts) / (starts * (starts - 1))
    group, likeness, terms = runs[best]
    kept = np.mean([_kept(terms, other) for place, (_, _, other) in enumerate(runs) if place != best], axis=0)
    return Grouping(np.where(told & (group < k), group, -1), likeness, terms, float(mean), kept)


def chosen(weights, counts: Sequence[int], *, fewest: int, starts: int, seed: int) -> tuple[Grouping, dict[int, float]]:
    """The grouping that random starts agree on most, and the agreement for each number of groups.

    Of those that agree as well the one with most groups. A grouping with a group of under `fewest` comments is taken
    only where all have one. Of very many comments a part is drawn to choose the number by.
    """
    rows = np.random.default_rng(seed).permutation(weights.shape[0])[:_CHOSEN_ON]
    part = weights if len(rows) == weights.shape[0] else weights[np.sort(rows)]
    least = fewest * part.shape[0] / weights.shape[0]
    found = [grouped(part, k, starts=starts, seed=seed) for k in counts]
    sound = [one for one in found if np.bincount(one.group + 1, minlength=1)[1:].min(initial=len(rows)) >= least and one.used == len(one.terms)]
    best = max(one.agreement for one in sound or found)
    most = [one for one in sound or found if one.agreement >= best - _AS_GOOD][-1]
    whole = most if part is weights else grouped(weights, len(most.terms), starts=starts, seed=seed)
    return whole, {len(one.terms): one.agreement for one in found}


def agreement(first: np.ndarray, second: np.ndarray) -> float:
    """Adjusted Rand index of two groupings of the same comments.

    Examples
    --------
    >>> agreement(np.array([0, 0, 1, 1]), np.array([1, 1, 0, 0]))
    1.0
    """
    table = np.zeros((first.max(initial=0) + 1, second.max(initial=0) + 1))
    np.add.at(table, (first, second), 1.0)
    together, one, two, all_ = (_pairs(counts) for counts in (table, table.sum(axis=1), table.sum(axis=0), table.sum()))
    expected = one * two / all_ if all_ else 0.0
    most = (one + two) / 2
    return 1.0 if most == expected else (together - expected) / (most - expected)


def _pairs(counts) -> float:
    return float((counts * (counts - 1.0)).sum() / 2)


def _one_start(weights, k: int, seed: list[int]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    from sklearn.decomposition import NMF
    from sklearn.exceptions import ConvergenceWarning

    state = int(np.random.default_rng(seed).integers(2**31))
    with warnings.catch_warnings():
        # A start that has not settled agrees less with the others, which is what is measured.
        warnings.simplefilter("ignore", ConvergenceWarning)
        model = NMF(k, init="random", random_state=state, max_iter=_ENOUGH_TURNS, tol=1e-3)
        mine = model.fit_transform(weights)
    total = model.components_.sum(axis=1)
    group = (mine * total).argmax(axis=1)
    shares = model.components_ / np.where(total > 0, total, 1.0)[:, None]
    length = np.linalg.norm(shares, axis=1)
    directions = shares / np.where(length > 0, length, 1.0)[:, None]
    # Rows of the weights have length 1, so this is the cosine of a comment and its group's terms.
    likeness = np.asarray(weights.multiply(directions[group]).sum(axis=1)).ravel()
    return np.where(likeness >= _ALIKE, group, k), likeness, shares


def _kept(terms: np.ndarray, other: np.ndarray) -> np.ndarray:
    tops = [[set(np.argsort(-row, kind="stable")[:_TOP]) for row in side] for side in (terms, other)]
    return np.array([max(len(mine & theirs) for theirs in tops[1]) / min(_TOP, terms.shape[1]) for mine in tops[0]])

"""Whether words of comments go together at all, or as words would that are dealt out at random."""

from __future__ import annotations

import numpy as np

from .grouping import TOO_COMMON
from .terms import Terms

__all__ = ["apart", "chance_of_structure", "dealt"]

_SHUFFLES = 99
_ROUNDS = 60
_ENOUGH_ABOVE = 5  # then more turns would not change the verdict
_MOST_COMMENTS = 800


def chance_of_structure(terms: Terms, k: int, *, seed: int) -> float:
    """p-value of the comments having no topics: words dealt out at random explain as much in `k` directions.

    Terms that share a word are taken once, as a pair goes with its own words without any topic. The words of all
    comments are then dealt out anew, each comment and each word keeping its number, and the share of the squared tf-idf
    that `k` singular directions explain is compared, as Horn's parallel analysis does.

    Turns end early once five of them explain as much, as then it is no longer a close call.

    References
    ----------
    Horn 1965, Psychometrika 30:179; for dealing with both margins fixed, Connor and Simberloff 1979, Ecology 60:1132; for
    ending early, Besag and Clifford 1991, Biometrika 78:301.
    """
    holds = apart(terms).holds.tocsr()
    rng = np.random.default_rng(seed)
    rows = rng.permutation(holds.shape[0])[:_MOST_COMMENTS]
    holds = holds[np.sort(rows)]
    share = np.asarray(holds.mean(axis=0)).ravel()
    holds = holds[:, (share > 0) & (share <= TOO_COMMON)]
    if min(holds.shape) <= k + 1:
        return 1.0
    mine = _explained(holds, k, seed)
    above = 0
    for turn in range(_SHUFFLES):
        above += _explained(dealt(holds, rng), k, seed) >= mine
        if above >= _ENOUGH_ABOVE:
            return (1 + above) / (2 + turn)
    return (1 + above) / (1 + _SHUFFLES)


def apart(terms: Terms) -> Terms:
    """The terms without those that share a word with one that more comments hold."""
    counts = np.asarray(terms.holds.sum(axis=0)).ravel()
    taken: set[str] = set()
    kept = []
    for place in np.argsort(-counts, kind="stable"):
        words = set(terms.names[place].split(" "))
        if not words & taken:
            taken |= words
            kept.append(int(place))
    return terms.kept(kept)


def dealt(holds, rng: np.random.Generator):
    """The matrix with its ones dealt out anew: as many in each row and column, save a few that found no place."""
    from scipy.sparse import csr_matrix

    whole = holds.tocoo()
    rows, columns = rng.permutation(whole.row), whole.col
    for _ in range(_ROUNDS):
        order = np.lexsort([rows, columns])
        twice = order[1:][(np.diff(rows[order]) == 0) & (np.diff(columns[order]) == 0)]
        if not len(twice):
            break
        # Each one that fell on a taken place changes rows with another one.
        others = rng.permutation(len(rows))[: 3 * len(twice)]
        places = np.unique(np.concatenate([twice, others]))
        rows[places] = rng.permutation(rows[places])
    out = csr_matrix((np.ones(len(rows)), (rows, columns)), shape=holds.shape)
    out.data[:] = 1.0
    return out


def _explained(holds, k: int, seed: int) -> float:
    from scipy.sparse.linalg import svds
    from sklearn.feature_extraction.text import TfidfTransformer

    weights = TfidfTransformer().fit_transform(holds)
    start = np.random.default_rng(seed).standard_normal(min(weights.shape))
    return float((svds(weights, k=k, v0=start, return_singular_vectors=False) ** 2).sum() / weights.multiply(weights).sum())

"""How long exact driver importance takes, beside a regression for every subset."""

from __future__ import annotations

import itertools
import time

import numpy as np

from cxlib.drivers.parts import lmg
from cxlib.drivers.resample import correlations, resampled

from .claims import Claim

_DRIVERS, _DRAWS, _RESPONDENTS = 15, 200, 5_000
_SMALL = 11  # a regression for each of 2^15 subsets would take minutes


def claims() -> list[Claim]:
    """Fifteen drivers exactly, 200 bootstrap samples of them, and eleven against brute force."""
    rng = np.random.default_rng(5)
    once = min(_seconds(lambda: lmg(_correlation(rng, _DRIVERS))) for _ in range(5))
    ratings = rng.standard_normal((_RESPONDENTS, _DRIVERS)) @ rng.standard_normal((_DRIVERS, _DRIVERS))
    outcome = ratings @ rng.random(_DRIVERS) + 3 * rng.standard_normal(_RESPONDENTS)
    columns = np.column_stack([np.ones(_RESPONDENTS), ratings, outcome])
    people = np.arange(_RESPONDENTS)

    def bootstrap():
        _, drawn = resampled(columns, np.ones(_RESPONDENTS), people, draws=_DRAWS, seed=1)
        lmg(correlations(drawn))

    matrix = _correlation(rng, _SMALL)
    brute = {}
    slow = _seconds(lambda: brute.update(shares=_every_subset(matrix)))
    fast = min(_seconds(lambda: lmg(matrix)) for _ in range(5))
    apart = float(np.abs(brute["shares"] - lmg(matrix)).max())
    return [
        Claim("exact importance of 15 drivers", once, 0.1, "s"),
        Claim("exact importance of 15 drivers with 200 bootstrap samples of 5,000 respondents", _seconds(bootstrap), 10.0, "s"),
        Claim("11 drivers: largest difference from a regression for every subset", apart, 1e-9, "of share"),
        Claim("11 drivers: times faster than a regression for every subset", slow / fast, 20.0, "times", "higher"),
    ]


def _seconds(work) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _correlation(rng: np.random.Generator, drivers: int) -> np.ndarray:
    return np.corrcoef(rng.standard_normal((400, drivers + 1)) @ rng.standard_normal((drivers + 1, drivers + 1)), rowvar=False)


def _every_subset(matrix: np.ndarray) -> np.ndarray:
    """Average gain in R squared over all orders, from 2^p regressions."""
    p = len(matrix) - 1
    explained = {(): 0.0}
    for size in range(1, p + 1):
        for subset in itertools.combinations(range(p), size):
            rows = list(subset)
            explained[subset] = float(matrix[-1, rows] @ np.linalg.solve(matrix[np.ix_(rows, rows)], matrix[rows, -1]))
    gains = np.zeros((p, p))
    ways = np.zeros((p, p))
    for subset, value in explained.items():
        for driver in set(range(p)) - set(subset):
            gains[driver, len(subset)] += explained[tuple(sorted((*subset, driver)))] - value
            ways[driver, len(subset)] += 1
    parts = (gains / ways).mean(axis=1)
    return parts / parts.sum()

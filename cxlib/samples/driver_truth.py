"""What drives recommending, exactly: correlations of the observed scores and shares of explained variance."""

from __future__ import annotations

import math
from itertools import combinations
from typing import Any

import numpy as np

from . import world
from .answers import cuts, rating_shifts
from .people import People

_TERMS = 60


def driver_facts(people: People, population: list[np.ndarray]) -> dict[str, Any]:
    """Known weights and the shares of R2, for the variables behind the scores and for the scores.

    The shares of the scores hold for the whole population (weighted answers) of the waves before the real change.
    """
    weights = np.array(world.DRIVER_WEIGHTS)
    latent = np.block(
        [
            [world.RATING_CORRELATIONS, (world.RATING_CORRELATIONS @ weights)[:, None]],
            [(world.RATING_CORRELATIONS @ weights)[None, :], np.ones((1, 1))],
        ]
    )
    observed = observed_correlations(people, population, latent)
    latent_shares, latent_r2 = shapley_shares(latent)
    shares, r2 = shapley_shares(observed)
    return {
        "outcome": "recommend",
        "waves": list(world.WAVES[: world.REAL_WAVE]),
        "weights": dict(zip(world.RATINGS, world.DRIVER_WEIGHTS, strict=True)),
        "shares": dict(zip(world.RATINGS, shares, strict=True)),
        "r2": r2,
        "latent_shares": dict(zip(world.RATINGS, latent_shares, strict=True)),
        "latent_r2": latent_r2,
        "correlations": {"order": [*world.RATINGS, "recommend"], "matrix": observed.tolist()},
    }


def shapley_shares(correlations: np.ndarray) -> tuple[list[float], float]:
    """Each driver's share of R2 averaged over all orders of entry (LMG; Gromping 2006), and R2.

    The outcome is the last row. All subsets are fitted: meant for a handful of drivers.
    """
    p = len(correlations) - 1

    def explained(subset: tuple[int, ...]) -> float:
        rows = list(subset)
        to_outcome = correlations[rows, -1]
        return float(to_outcome @ np.linalg.solve(correlations[np.ix_(rows, rows)], to_outcome)) if rows else 0.0

    r2 = {s: explained(s) for size in range(p + 1) for s in combinations(range(p), size)}
    shares = np.zeros(p)
    for subset, value in r2.items():
        chance = math.factorial(len(subset)) * math.factorial(p - len(subset) - 1) if len(subset) < p else 0
        for driver in set(range(p)) - set(subset):
            with_driver = r2[tuple(sorted((*subset, driver)))]
            shares[driver] += chance / math.factorial(p) * (with_driver - value)
    total = r2[tuple(range(p))]
    return [float(share / total) for share in shares], total


def observed_correlations(people: People, population: list[np.ndarray], latent: np.ndarray) -> np.ndarray:
    """Correlations of the integer scores in a mixture of groups with different mean shifts.

    Within a group two cut normal variables with correlation r have covariance sum_m r^m a_m b_m, where a_m and b_m are
    the Hermite coefficients of the cuts (Mehler 1866); group means add the covariance between groups.
    """
    shift = np.concatenate([rating_shifts(people, who, np.zeros(len(who), dtype=int)) for who in population])
    shift = np.column_stack([shift, shift @ np.array(world.DRIVER_WEIGHTS)])
    groups, counts = np.unique(np.round(shift, 9), axis=0, return_counts=True)
    share = counts / counts.sum()
    ends = [*[cuts(world.RATING_SHARES)] * len(world.RATINGS), cuts(world.RECOMMEND_SHARES)]
    means = np.array([[normal_cdf(m - e).sum() for m, e in zip(row, ends, strict=True)] for row in groups])
    covariance = (means * share[:, None]).T @ means - np.outer(share @ means, share @ means)
    powers = latent[:, :, None] ** np.arange(1, _TERMS + 1)
    for row, weight in zip(groups, share, strict=True):
        terms = np.array([_hermite(e - m) for m, e in zip(row, ends, strict=True)])
        within = np.einsum("ijm,im,jm->ij", powers, terms, terms)
        np.fill_diagonal(within, [_variance(e - m) for m, e in zip(row, ends, strict=True)])
        covariance += weight * within
    sd = np.sqrt(np.diag(covariance))
    return covariance / np.outer(sd, sd)


def normal_cdf(x: np.ndarray) -> np.ndarray:
    """Standard normal distribution function, for short arrays."""
    return np.array([0.5 * math.erfc(-v / math.sqrt(2)) for v in np.ravel(x)]).reshape(np.shape(x))


def _hermite(ends: np.ndarray) -> np.ndarray:
    """Coefficients of a step function that rises by one at each end, on normalised Hermite polynomials."""
    density = np.exp(-(ends**2) / 2) / math.sqrt(2 * math.pi)
    before, now = np.zeros_like(ends), np.ones_like(ends)
    out = np.empty(_TERMS)
    for m in range(1, _TERMS + 1):
        out[m - 1] = (density * now).sum() / math.sqrt(m)
        before, now = now, (ends * now - math.sqrt(m - 1) * before) / math.sqrt(m)
    return out


def _variance(ends: np.ndarray) -> float:
    at_most = np.concatenate([normal_cdf(ends), [1.0]])
    share = np.diff(at_most, prepend=0.0)
    score = np.arange(len(share))
    return float(share @ score**2 - (share @ score) ** 2)

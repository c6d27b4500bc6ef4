"""Made-up customers for judging personas: worlds with four kinds, and worlds without any."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

SHARES = np.array([0.35, 0.28, 0.22, 0.15])
# Where each kind stands in five habits, in standard deviations of a kind at overlap 1; two more habits tell nothing.
MEANS = np.array([
    [0.90, 0.70, -0.50, 0.75, 0.00],
    [-0.80, 0.60, 0.75, -0.65, 0.30],
    [0.60, -0.80, 0.80, -0.40, -0.60],
    [-0.60, -0.70, -0.80, 0.40, 0.50],
])  # fmt: skip
LOADING = 0.55
# Log odds of each level by kind, the same at both overlaps; the region tells nothing.
TELLING = 1.15
CHANNEL = np.array([[1.1, 0.0, -0.5, 0.0], [-0.3, 1.1, 0.0, -0.4], [0.0, -0.4, 1.0, 0.2], [-0.4, 0.2, 0.0, 1.2]])
PLAN = np.array([[0.9, 0.0, -0.8], [0.0, 0.8, 0.0], [-0.8, 0.0, 0.9], [0.4, -0.6, 0.4]])
DEVICE = np.array([[0.6, -0.6], [-0.6, 0.6], [0.5, -0.5], [-0.5, 0.5]])
REGION = np.array([0.4, 0.25, 0.15, 0.12, 0.08])


@dataclass(frozen=True)
class World:
    """Customers, the kind each was drawn from, and the kind that the true densities make most likely."""

    features: pd.DataFrame
    kind: np.ndarray
    best_guess: np.ndarray


def planted(seed: int, *, apart: float = 1.4, n: int = 1000) -> World:
    """Four kinds in numbers and categories; `apart` scales the distance between them (1.4 and 1.0 are the two overlaps)."""
    rng = np.random.default_rng([seed, 11])
    kind = rng.choice(4, n, p=SHARES)
    means = apart * MEANS
    common = LOADING * rng.standard_normal((n, 1))
    latent = means[kind] + common + np.sqrt(1 - LOADING**2) * rng.standard_normal((n, 5))
    told = np.log(SHARES) + _normal_densities(latent, means)
    columns = _numbers(latent, rng)
    for name, odds in (("channel", CHANNEL), ("plan", PLAN), ("device", DEVICE)):
        chance = np.exp(TELLING * odds)
        chance /= chance.sum(axis=1, keepdims=True)
        level = (rng.random(n)[:, None] > chance.cumsum(axis=1)[kind]).sum(axis=1)
        told = told + np.log(chance[:, level].T)
        columns[name] = np.array([f"{name} {place + 1}" for place in range(chance.shape[1])], dtype=object)[level]
    columns["region"] = rng.choice([f"region {place + 1}" for place in range(5)], n, p=REGION).astype(object)
    return World(table(columns), kind, told.argmax(axis=1))


def planted_otherwise(seed: int, *, apart: float = 1.4, n: int = 1000) -> World:
    """Four kinds that break what our model takes for granted.

    Each kind has relations and spreads of its own, tails are long (Student's t with 5 degrees), orders are counts with
    many zeros, and within a kind the channel follows the amount. `best_guess` knows the kinds' true centres, relations and
    tails of the five habits, and not the categories or the rounding, so it is no ceiling.
    """
    rng = np.random.default_rng([seed, 15])
    kind = rng.choice(4, n, p=SHARES)
    means = apart * MEANS
    mixing = np.stack([np.eye(5) * width + 0.45 * rng.standard_normal((5, 5)) for width in (0.7, 0.9, 1.0, 1.2)])
    tails = np.sqrt(5 / rng.chisquare(5, n) * 3 / 5)[:, None]
    latent = means[kind] + np.einsum("nij,nj->ni", mixing[kind], rng.standard_normal((n, 5))) * tails
    columns = _numbers(latent, rng)
    columns["orders"] = rng.poisson(np.exp(0.9 * latent[:, 0])).astype(float)
    for name, odds in (("channel", CHANNEL), ("plan", PLAN), ("device", DEVICE)):
        lean = TELLING * odds[kind] + 0.8 * latent[:, [1]] * np.linspace(-0.5, 0.5, odds.shape[1]) * (name == "channel")
        chance = np.exp(lean)
        level = (rng.random(n)[:, None] > (chance / chance.sum(axis=1, keepdims=True)).cumsum(axis=1)[:, :-1]).sum(axis=1)
        columns[name] = np.array([f"{name} {place + 1}" for place in range(odds.shape[1])], dtype=object)[level]
    columns["region"] = rng.choice([f"region {place + 1}" for place in range(5)], n, p=REGION).astype(object)
    return World(table(columns), kind, (np.log(SHARES) + _heavy_densities(latent, means, mixing)).argmax(axis=1))


def independent(seed: int, *, n: int = 1000) -> pd.DataFrame:
    """Numbers and categories that have nothing to do with each other."""
    rng = np.random.default_rng([seed, 12])
    return _mixed(rng.standard_normal((n, 10)), rng)


def one_factor(seed: int, *, n: int = 1000, loading: float = 0.7) -> pd.DataFrame:
    """Numbers and categories that all follow one common factor: a continuum from less to more."""
    rng = np.random.default_rng([seed, 13])
    common = loading * rng.standard_normal((n, 1))
    return _mixed(common + np.sqrt(1 - loading**2) * rng.standard_normal((n, 10)), rng)


def skewed(seed: int, *, n: int = 1000) -> pd.DataFrame:
    """Amounts with long tails, counts with many zeros and lopsided shares, weakly related."""
    rng = np.random.default_rng([seed, 14])
    latent = 0.4 * rng.standard_normal((n, 1)) + np.sqrt(1 - 0.4**2) * rng.standard_normal((n, 10))
    columns: dict[str, np.ndarray] = {
        "amount": np.exp(1.8 * latent[:, 0]), "fee": np.exp(2.2 * latent[:, 1]), "balance": np.exp(3 + 1.2 * latent[:, 2]),
        "orders": rng.poisson(np.exp(0.8 * latent[:, 3] - 0.5)).astype(float),
        "calls": rng.poisson(np.exp(latent[:, 4] - 1.0)).astype(float),
        "evening_share": 1 / (1 + np.exp(-2 * latent[:, 5] + 2)),
    }
    columns |= _cut("channel", latent[:, 6], (0.85, 0.95)) | _cut("plan", latent[:, 7], (0.7, 0.9, 0.97))
    return table(columns)


def table(columns: dict[str, np.ndarray]) -> pd.DataFrame:
    """Columns by customer_id."""
    size = len(next(iter(columns.values())))
    return pd.DataFrame(columns, index=pd.Index([f"K{place:07d}" for place in range(size)], name="customer_id"))


def _normal_densities(latent: np.ndarray, means: np.ndarray) -> np.ndarray:
    within = LOADING**2 + (1 - LOADING**2) * np.eye(latent.shape[1])
    away = latent[:, None, :] - means
    return -0.5 * np.einsum("nki,ij,nkj->nk", away, np.linalg.inv(within), away)


def _heavy_densities(latent: np.ndarray, means: np.ndarray, mixing: np.ndarray) -> np.ndarray:
    from scipy.stats import multivariate_t

    shapes = [one @ one.T * 3 / 5 for one in mixing]
    return np.column_stack([multivariate_t(mean, shape, df=5).logpdf(latent) for mean, shape in zip(means, shapes, strict=True)])


def _numbers(latent: np.ndarray, rng: np.random.Generator) -> dict[str, np.ndarray]:
    n = len(latent)
    return {
        "orders": np.round(np.exp(2.2 + 0.5 * latent[:, 0])),
        "amount": np.exp(5 + 0.7 * latent[:, 1]),
        "pages": np.exp(2 + 0.5 * latent[:, 2]),
        "discount_share": 1 / (1 + np.exp(-0.9 * latent[:, 3])),
        "minutes": np.exp(3 + 0.6 * latent[:, 4]),
        "distance": np.exp(rng.normal(2, 0.8, n)),
        "size": np.maximum(rng.normal(40, 12, n), 1.0),
    }


def _mixed(latent: np.ndarray, rng: np.random.Generator) -> pd.DataFrame:
    columns = _numbers(latent[:, :5], rng)
    columns |= {"distance": np.exp(2 + 0.8 * latent[:, 5]), "size": np.maximum(40 + 12 * latent[:, 6], 1.0)}
    for place, (name, ends) in enumerate({"channel": (0.4, 0.7, 0.9), "plan": (0.5, 0.8), "device": (0.55,)}.items(), start=7):
        columns |= _cut(name, latent[:, place], ends)
    return table(columns)


def _cut(name: str, latent: np.ndarray, ends: tuple[float, ...]) -> dict[str, np.ndarray]:
    from scipy.special import ndtri

    # Levels are named out of order: nothing must hang on how they are spelt.
    names = np.array([f"{name} {(3 * place) % 7}" for place in range(len(ends) + 1)], dtype=object)
    return {name: names[np.searchsorted(ndtri(ends), latent / latent.std())]}

"""How often the intervals of the scores hold the truth, beside the usual ones."""

from __future__ import annotations

import itertools
import math

import numpy as np

from cxlib import intervals

from .claims import Claim

_TARGETS = {10: (0.949, 0.88), 30: (0.95, 0.93), 100: (0.95, 0.93)}
# True shares of promoters and detractors in two waves, and the two sizes.
_PAIRS = (
    ((0.5, 0.2), (0.5, 0.2)), ((0.5, 0.2), (0.4, 0.3)), ((0.9, 0.02), (0.9, 0.02)), ((0.9, 0.02), (0.7, 0.1)),
    ((0.1, 0.6), (0.1, 0.6)), ((0.34, 0.33), (0.6, 0.05)), ((0.95, 0.05), (0.95, 0.05)), ((0.2, 0.0), (0.2, 0.0)),
)
_SIZES = ((10, 10), (15, 500), (30, 30), (100, 100), (500, 500))


def claims() -> list[Claim]:
    """Exact coverage of one NPS over the whole simplex; simulated coverage of a difference."""
    found = []
    for n, (mean, least) in _TARGETS.items():
        cover = {method: _coverage(n, method) for method in ("tango", "wald")}
        print(f"n = {n}: coverage mean/least: Tango {_pair(cover['tango'])}, Wald {_pair(cover['wald'])}")
        found.append(Claim(f"NPS interval, n = {n}: mean coverage", 100 * float(cover["tango"].mean()), 100 * mean, "%", "higher"))
        found.append(Claim(f"NPS interval, n = {n}: least coverage", 100 * float(cover["tango"].min()), 100 * least, "%", "higher"))
        found.append(Claim(f"NPS interval, n = {n}: intervals of no width", _no_width(n), 0, "outcomes"))
    for first, second in _SIZES:
        least = min(_difference(first, second, pair, seed) for seed, pair in enumerate(_PAIRS))
        found.append(Claim(f"NPS difference, n = {first} and {second}: least coverage of {len(_PAIRS)} cases, 40,000 draws each",
                           100 * least, 94.5, "%", "higher"))
    return found


def _pair(cover: np.ndarray) -> str:
    return f"{100 * cover.mean():.1f}/{100 * cover.min():.1f}"


def _outcomes(n: int) -> tuple[np.ndarray, np.ndarray]:
    pairs = np.array([(a, b) for a, b in itertools.product(range(n + 1), repeat=2) if a + b <= n])
    return pairs[:, 0], pairs[:, 1]


def _coverage(n: int, method: str, step: int = 50) -> np.ndarray:
    """Exact coverage at each point of a grid over the promoter and detractor shares."""
    a, b = _outcomes(n)
    low, high = intervals.nps_interval(a, b, np.full(len(a), n), method=method)
    ways = np.array([math.lgamma(n + 1) - math.lgamma(x + 1) - math.lgamma(y + 1) - math.lgamma(n - x - y + 1) for x, y in zip(a, b)])
    # every point of the grid but the three corners, where only one answer is possible
    grid = [(p / step, d / step) for p, d in itertools.product(range(step + 1), repeat=2) if p + d <= step and max(p, d, step - p - d) < step]
    out = []
    for p, d in grid:
        logs = ways + _times_log(a, p) + _times_log(b, d) + _times_log(n - a - b, 1 - p - d)
        held = (low <= p - d + 1e-12) & (high >= p - d - 1e-12)
        out.append(np.exp(logs)[held].sum())
    return np.array(out)


def _times_log(count: np.ndarray, share: float) -> np.ndarray:
    if share < 1e-12:
        return np.where(count == 0, 0.0, -np.inf)
    return count * math.log(share)


def _no_width(n: int) -> int:
    a, b = _outcomes(n)
    low, high = intervals.nps_interval(a, b, np.full(len(a), n))
    return int((high - low <= 0).sum())


def _difference(first: int, second: int, pair, seed: int, draws: int = 40_000) -> float:
    rng = np.random.default_rng(20261121 + seed)
    sides = []
    for n, (p, d) in zip((first, second), pair):
        drawn = rng.multinomial(n, [p, d, 1 - p - d], size=draws).astype(float)
        low, high = intervals.nps_interval(drawn[:, 0], drawn[:, 1], np.full(draws, float(n)))
        sides.append(((drawn[:, 0] - drawn[:, 1]) / n, low, high))
    truth = (pair[1][0] - pair[1][1]) - (pair[0][0] - pair[0][1])
    _, low, high = intervals.mover(*sides)
    return float(((low <= truth) & (truth <= high)).mean())

"""How often early warning and change points ring when nothing happens, and what they find, beside the usual ways."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd

from cxlib.scores.early_warning import judge
from cxlib.scores.watching import Watched
from cxlib.series.breaks import break_point

from .claims import Claim

_SERIES, _MONTHS, _ANSWERS, _APART = 2000, 36, 2000, 0.015
_BREAKS = 500


def claims() -> list[Claim]:
    """Alarms in quiet three-year series, and false and found breaks."""
    return [*_alarms(), *_false_breaks(), *_found_breaks()]


def rows_of(shares: np.ndarray, n: np.ndarray, variance: np.ndarray) -> pd.DataFrame:
    """One series as early warning sees it: a row per complete month."""
    months = pd.period_range("2023-01", periods=len(shares), freq="M").strftime("%Y-%m")
    return pd.DataFrame({
        "period": months, "complete": True, "basis": "unweighted", "base": n, "effective_base": n, "value": shares, "low": shares,
        "high": shares, "variance": variance, "withheld": "", "usable": True,
    })


def judged(metric: str, rows: pd.DataFrame) -> pd.DataFrame:
    """Its judged rows, by the code of the finding itself."""
    meaning = SimpleNamespace(metric=metric, name="x", low=0.0, high=10.0)
    return judge(Watched(None, meaning, None, "", rows, "month", "month", None))[0]


def quiet_shares(rng: np.random.Generator, apart: float) -> np.ndarray:
    """Top-box shares of a series whose months differ by `apart` (standard deviation) for no reason."""
    return rng.binomial(_ANSWERS, np.clip(rng.normal(0.2, apart, _MONTHS), 0, 1)) / _ANSWERS


def quiet_nps(rng: np.random.Generator, apart: float) -> tuple[np.ndarray, np.ndarray]:
    """NPS and variance of an answer by month; true NPS differ by `apart`."""
    moved = rng.normal(0, apart, _MONTHS) / 2
    drawn = np.array([rng.multinomial(_ANSWERS, [0.5 + m, 0.2 - m, 0.3]) for m in moved]) / _ANSWERS
    nps = drawn[:, 0] - drawn[:, 1]
    return nps, drawn[:, 0] + drawn[:, 1] - nps**2


def _alarms() -> list[Claim]:
    rng, n = np.random.default_rng(20261122), np.full(_MONTHS, float(_ANSWERS))
    rang = {"shares": 0, "NPS": 0, "shares, months alike": 0}
    plain = 0
    for _ in range(_SERIES):
        shares = quiet_shares(rng, _APART)
        centre = shares.mean()
        plain += bool((np.abs(shares - centre) > 3 * np.sqrt(centre * (1 - centre) / _ANSWERS)).any())
        rang["shares"] += bool(judged("csat", rows_of(shares, n, shares * (1 - shares)))["alarm"].any())
        alike = quiet_shares(rng, 0.0)
        rang["shares, months alike"] += bool(judged("csat", rows_of(alike, n, alike * (1 - alike)))["alarm"].any())
        nps, variance = quiet_nps(rng, _APART)
        rang["NPS"] += bool(judged("nps", rows_of(nps, n, variance))["alarm"].any())
    print(f"quiet series of {_MONTHS} months of {_ANSWERS:,} answers, months {100 * _APART:g} points apart, with any alarm: "
          f"plain p-chart {100 * plain / _SERIES:.1f}%, ours {100 * rang['shares'] / _SERIES:.1f}%")
    return [Claim(f"Early warning, {name}: quiet three-year series with an alarm, {_SERIES:,} series", 100 * count / _SERIES, 10, "%")
            for name, count in rang.items()]


def _found(likeness: float, shift: float, seed: int) -> np.ndarray:
    """For each series: whether a break is found, whether its interval holds the month, and how wide it is."""
    rng, true = np.random.default_rng(seed), 2 * _MONTHS // 3
    out = []
    for _ in range(_BREAKS):
        y = rng.standard_normal(_MONTHS)
        y[1:] *= np.sqrt(1 - likeness**2)
        for place in range(1, _MONTHS):
            y[place] += likeness * y[place - 1]
        y[true:] += shift
        found = break_point(y)
        out.append((found.p_value < 0.05, found.low <= true <= found.high, found.high - found.low))
    return np.array(out, float)


def _false_breaks() -> list[Claim]:
    # The study of METHODS section 3 has 4, 10 and 15%; PELT with a BIC penalty 15, 59 and 95%.
    targets = {0.0: 7.0, 0.3: 13.0, 0.6: 19.0}
    return [Claim(f"Change points: false breaks when neighbours correlate by {likeness:g}, {_BREAKS} series",
                  100 * float(_found(likeness, 0.0, 1)[:, 0].mean()), target, "%") for likeness, target in targets.items()]


def _found_breaks() -> list[Claim]:
    found = []
    for likeness, shift, power in ((0.0, 1.5, 83.0), (0.3, 1.5, 60.0), (0.0, 1.0, 46.0)):
        seen = _found(likeness, shift, 2)
        kept = seen[seen[:, 0] == 1]
        print(f"shift {shift:g}, neighbours {likeness:g}: interval of the month {kept[:, 2].mean():.1f} months wide where found")
        name = f"Change points: shift of {shift:g} standard deviations, neighbours correlate by {likeness:g}"
        found += [Claim(f"{name}: found", 100 * float(seen[:, 0].mean()), power, "%", "higher"),
                  Claim(f"{name}: interval holds the month where found", 100 * float(kept[:, 1].mean()), 90, "%", "higher")]
    return found

"""How far forecasts are off, and how often their intervals hold, beside simple rules and an airline model."""

from __future__ import annotations

import time
import warnings

import numpy as np

from cxlib.series.outlook import forecast
from cxlib.series.predict import PREDICTORS

from .claims import Claim

_SERIES, _MORE, _MONTHS, _AHEAD, _PERIOD = 80, 300, 36, 4, 12  # one share of shown intervals needs more series than one MAE


def claims() -> list[Claim]:
    """Simulated months: level that wanders, two harmonics, noise; and worlds in which a simple rule is best."""
    found = []
    for name in ("seasonal", "no season"):
        series = [_world(name, np.random.default_rng([313, number])) for number in range(_MORE)]
        scores = {method: _judge(method, series[:_SERIES]) for method in ("naive", "seasonal naive", "local level", "damped trend", "airline")}
        for method, (miss, held80, held95) in scores.items():
            print(f"{name}, n = {_MONTHS}: {method}: MAE {miss:.2f}, 80% held {held80:.1%}, 95% held {held95:.1%}")
        best_other = min(scores[method][0] for method in ("naive", "seasonal naive", "airline"))
        found.append(Claim(f"{name}: MAE of the local level over that of the best simple rule or airline", scores["local level"][0] / best_other, 1.0, "times"))
        shown, held, seconds = _shown(series)
        print(f"{name}: shown in {shown:.0%}; 95% intervals of all held {held[0]:.1%}, of those shown {held[1]:.1%}")
        found.append(Claim(f"{name}: 95% intervals of shown forecasts that held", 100 * held[1], 92, "%", "higher"))
        found.append(Claim(f"{name}: slowest forecast of {_MONTHS} months", seconds, 3, "s"))
    for name, n, period in (("as last year", 36, 12), ("as last year", 16, 4), ("random walk", 14, 12), ("random walk", 12, 1)):
        worlds = [_world(name, np.random.default_rng([77, number]), n=n, period=period) for number in range(2 * _SERIES)]
        wrong = np.mean([forecast(y[:-_AHEAD], period, horizon=2).beats for y in worlds])
        found.append(Claim(f"{name}, n = {n}, cycle {period}: forecasts shown though the simple rule is best", 100 * float(wrong), 5, "%"))
    return found


def _world(name: str, rng, *, n: int = _MONTHS, period: int = _PERIOD) -> np.ndarray:
    n += _AHEAD
    if name == "random walk":
        return np.cumsum(rng.normal(size=n))
    if name == "as last year":
        y = rng.normal(size=n)
        for place in range(period, n):
            y[place] = y[place - period] + 0.5 * y[place]
        return y
    turn = 2 * np.pi * np.arange(n) / period
    season = 3 * np.sin(turn + rng.uniform(0, 6)) + 1.5 * np.sin(2 * turn + rng.uniform(0, 6)) if name == "seasonal" else 0.0
    return np.cumsum(rng.normal(scale=0.6, size=n)) + season + rng.normal(scale=2.0, size=n)


def _judge(method: str, series: list[np.ndarray]) -> tuple[float, float, float]:
    miss, held = [], {0.8: [], 0.95: []}
    for y in series:
        past, actual = y[:-_AHEAD], y[-_AHEAD:]
        point, halves = _airline(past) if method == "airline" else _ours(method, past)
        miss.append(np.abs(actual - point).mean())
        for level in held:
            held[level].append((np.abs(actual - point) <= halves[level]).mean())
    return float(np.mean(miss)), float(np.mean(held[0.8])), float(np.mean(held[0.95]))


def _ours(method: str, past: np.ndarray):
    said = PREDICTORS[method](past, _PERIOD, _AHEAD, seasonal=True)
    return said.point, {level: said.quantile(0.5 + level / 2) - said.point for level in (0.8, 0.95)}


def _airline(past: np.ndarray):
    from statsmodels.tsa.statespace.sarimax import SARIMAX

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        said = SARIMAX(past, order=(0, 1, 1), seasonal_order=(0, 1, 1, _PERIOD)).fit(disp=0).get_forecast(_AHEAD)
    return said.predicted_mean, {0.8: 1.2816 * said.se_mean, 0.95: 1.96 * said.se_mean}


def _shown(series: list[np.ndarray]) -> tuple[float, tuple[float, float], float]:
    shown, held, seconds = [], [], []
    for y in series:
        start = time.process_time()
        said = forecast(y[:-_AHEAD], _PERIOD, horizon=_AHEAD)
        seconds.append(time.process_time() - start)
        shown.append(said.beats)
        held.append(((said.ahead["low"] <= y[-_AHEAD:]) & (y[-_AHEAD:] <= said.ahead["high"])).mean())
    shown, held = np.array(shown), np.array(held)
    return float(shown.mean()), (float(held.mean()), float(held[shown].mean()) if shown.any() else float("nan")), max(seconds)

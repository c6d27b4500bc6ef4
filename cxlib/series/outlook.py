"""The next steps of a series, by the model that did best on its past, or a word that none did."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass

import numpy as np
import pandas as pd

from .predict import PREDICTORS, Ahead, least_for_trend

__all__ = ["Outlook", "backtest", "forecast", "pinball"]

_SHARES = (0.025, 0.1, 0.5, 0.9, 0.975)
_FIRST, _LATEST = 4, 24  # values before the first start; starts that are judged
_STARTS = 4  # so many are needed for a model to win, and for a season in it
_MODELS = ("local level", "damped trend")
_LUCK = 0.05  # for each model: a rule that is truly best loses less often, since models must also guess


@dataclass(frozen=True)
class Outlook:
    """The next steps, and how well such forecasts did on the series' own past.

    Parameters
    ----------
    model : str
        Whose forecast it is: ``local level`` or ``damped trend`` where one beat the simple rule, else the rule.
    rule : {"seasonal naive", "naive"}
        The simple rule: as a cycle before, or as last time where there are no two full cycles.
    beats : bool
        Whether `model` beat the rule by more than luck.
    ahead : DataFrame
        Columns ``step`` (1, 2, ...), ``point``, ``low``, ``high``.
    tried : DataFrame
        The table of :func:`backtest`.
    widened : float
        Factor by which low and high were moved out, because the intervals held too little of the past; 1 for not at all.
    """

    model: str
    rule: str
    beats: bool
    ahead: pd.DataFrame
    tried: pd.DataFrame
    widened: float


def forecast(y, period: int, *, horizon: int = 1, level: float = 0.95) -> Outlook | None:
    """The next one to four values; nothing where fewer than five are known.

    Parameters
    ----------
    y : array of numbers, oldest first, evenly spaced; nan where not known
    period : int
        Steps in a cycle (12 for months, 4 for quarters, 1 for none).
    level : float
        Of the interval from low to high.

    Notes
    -----
    The best model of :func:`backtest` is used when it beats the simple rule at p < 0.05.
    Its intervals are multiplied by the factor that makes them hold `level` of its own past forecasts, where they held
    fewer.

    Examples
    --------
    >>> outlook = forecast([3.0, 5, 3, 5, 3, 5, 3, 5, 3, 5], 2, horizon=2)
    >>> outlook.rule, outlook.ahead["point"].round(6).tolist()
    ('seasonal naive', [3.0, 5.0])
    """
    trials = _trials(y, period, horizon)
    if trials is None:
        return None
    tried, rule = _table(trials), trials.rule
    models = tried[tried["model"].isin(_MODELS)]
    best = models.loc[models["pinball"].idxmin()] if len(models) else None
    beats = best is not None and bool(best["p_value"] < _LUCK)
    name = best["model"] if beats else rule
    said = PREDICTORS[name](trials.y, period, horizon, seasonal=trials.seasonal)
    widened = _factor(trials, name, level)
    half = widened * (said.quantile(0.5 + level / 2) - said.point)
    rows = {"step": np.arange(1, horizon + 1), "point": said.point, "low": said.point - half, "high": said.point + half}
    return Outlook(name, rule, beats, pd.DataFrame(rows), tried, widened)


def backtest(y, period: int, *, horizon: int = 1) -> pd.DataFrame:
    """Rules and models judged on the series' own past: at each of the last starts, fitted to what was known by then.

    Returns
    -------
    DataFrame
        A row for each of ``naive``, ``seasonal naive`` (from two full cycles on), ``local level``, ``damped trend`` (where
        every start has enough behind it): ``model``, ``rule`` (whether it is the simple rule to beat), ``seasonal``
        (whether it has a season), ``starts``,
        ``forecasts``, ``mae``, ``pinball`` (mean loss at 2.5, 10, 50, 90 and 97.5%), ``coverage_80``, ``coverage_95``
        (shares of its intervals that held what came), ``p_value`` (of being no better than the rule; missing for the
        rules). No rows where fewer than five values are known.

    Notes
    -----
    The p-value is one-sided: Diebold and Mariano (1995) with the correction of Harvey, Leybourne and Newbold (1997), on
    mean losses by start. Models have a season from the start on that has two full cycles behind it, when there are four
    such starts; before that they have none.

    Examples
    --------
    >>> backtest([3.0, 5, 3, 5, 3, 5, 3, 5], 2)["model"].tolist()
    ['naive', 'seasonal naive', 'local level']
    """
    trials = _trials(y, period, horizon)
    if trials is None:
        return pd.DataFrame(columns=["model", "rule", "seasonal", "starts", "forecasts", "mae", "pinball", "coverage_80", "coverage_95", "p_value"])
    return _table(trials)


def pinball(actual, quantile, share: float) -> np.ndarray:
    """Loss of a forecast quantile: `share` of each unit that it is too low, the rest of each that it is too high.

    Examples
    --------
    >>> pinball([10.0, 10.0], [8.0, 12.0], 0.9).round(2).tolist()
    [1.8, 0.2]
    """
    over = np.asarray(actual, float) - np.asarray(quantile, float)
    return np.maximum(share * over, (share - 1) * over)


@dataclass(frozen=True)
class _Trials:
    """Every past forecast beside what came: arrays of starts by steps."""

    y: np.ndarray
    rule: str
    seasonal: bool
    actual: np.ndarray
    said: dict[str, list[Ahead]]


def _trials(y, period: int, horizon: int) -> _Trials | None:
    y = _trimmed(np.asarray(y, float))
    cycles = len(y) / period if period > 1 else 0.0
    seasonal = period > 1 and len(y) - 2 * period >= _STARTS
    rule = "seasonal naive" if cycles >= 2 else "naive"
    first = 2 * period if seasonal else max(_FIRST, period) if rule == "seasonal naive" else _FIRST
    starts = [at for at in range(first, len(y)) if np.isfinite(y[:at]).sum() >= _FIRST][-_LATEST:]
    if not starts:
        return None
    padded = np.concatenate([y, np.full(horizon, np.nan)])
    actual = np.array([padded[at:at + horizon] for at in starts])
    models = _MODELS if starts[0] >= least_for_trend(period, seasonal=seasonal) else _MODELS[:1]
    names = ["naive", *(["seasonal naive"] if rule == "seasonal naive" else []), *models]
    with _one_thread():
        said = {name: [PREDICTORS[name](y[:at], period, horizon, seasonal=seasonal) for at in starts] for name in names}
    return _Trials(y, rule, seasonal, actual, said)


def _one_thread() -> AbstractContextManager:
    """Many small fits: threads that wait for each other take ten times as long on a busy machine."""
    from threadpoolctl import threadpool_limits

    return threadpool_limits(limits=1, user_api="blas")


def _trimmed(y: np.ndarray) -> np.ndarray:
    """Without what is missing before the first value; later gaps stay, also the last ones."""
    known = np.flatnonzero(np.isfinite(y))
    return y[known[0]:] if len(known) else y[:0]


def _table(trials: _Trials) -> pd.DataFrame:
    losses = {name: _losses(trials, name) for name in trials.said}
    rows = []
    for name in trials.said:
        miss = np.abs(trials.actual - np.array([one.point for one in trials.said[name]]))
        known = np.isfinite(miss)
        judged = name in _MODELS
        rows.append({
            "model": name, "rule": name == trials.rule, "seasonal": name == "seasonal naive" or (judged and trials.seasonal),
            "starts": int(known.any(axis=1).sum()), "forecasts": int(known.sum()), "mae": _mean(miss),
            "pinball": _mean(losses[name]), "coverage_80": _mean(_held(trials, name, 0.8)), "coverage_95": _mean(_held(trials, name, 0.95)),
            "p_value": _no_better(losses[trials.rule] - losses[name]) if judged else np.nan,
        })
    return pd.DataFrame(rows)


def _losses(trials: _Trials, name: str) -> np.ndarray:
    """Mean pinball loss over the quantiles, by start and step."""
    said = trials.said[name]
    return np.mean([pinball(trials.actual, np.array([one.quantile(share) for one in said]), share) for share in _SHARES], axis=0)


def _held(trials: _Trials, name: str, level: float) -> np.ndarray:
    ratio = _ratios(trials, name, level)
    return np.where(np.isfinite(ratio), ratio <= 1 + 1e-9, np.nan)


def _ratios(trials: _Trials, name: str, level: float) -> np.ndarray:
    """How far off each forecast was, in halves of its interval."""
    said = trials.said[name]
    point = np.array([one.point for one in said])
    half = np.array([one.quantile(0.5 + level / 2) for one in said]) - point
    miss = np.abs(trials.actual - point)
    return np.where(np.isnan(miss), np.nan, np.divide(miss, half, out=np.where(miss > 0, np.inf, 0.0), where=half > 0))


def _factor(trials: _Trials, name: str, level: float) -> float:
    ratios = _ratios(trials, name, level)
    ratios = ratios[np.isfinite(ratios)]
    return max(1.0, float(np.quantile(ratios, level, method="higher"))) if len(ratios) else 1.0


def _no_better(gains: np.ndarray) -> float:
    """One-sided p-value that the mean gain over the rule is luck."""
    from scipy.special import stdtr

    known = np.isfinite(gains).any(axis=1)
    each = np.array([row[np.isfinite(row)].mean() for row in gains[known]])
    starts, horizon = len(each), gains.shape[1]
    if starts < _STARTS:
        return float("nan")
    middle = each - each.mean()
    lags = range(1, min(horizon, starts))
    variance = middle @ middle / starts
    shared = sum((1 - lag / (len(lags) + 1)) * (middle[lag:] @ middle[:-lag]) / starts for lag in lags)
    variance += 2 * max(shared, 0.0)
    if variance <= 1e-12 * np.mean(each) ** 2:
        return 0.0 if each.mean() > 0 else 1.0
    correction = (starts + 1 - 2 * horizon + horizon * (horizon - 1) / starts) / starts
    statistic = each.mean() / np.sqrt(variance / starts) * np.sqrt(max(correction, 1 / starts))
    return float(stdtr(starts - 1, -statistic))


def _mean(values: np.ndarray) -> float:
    known: Sequence[float] = values[np.isfinite(values)]
    return float(np.mean(known)) if len(known) else float("nan")

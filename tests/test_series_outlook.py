"""Forecasts judged on their past: oracles, closed forms, luck, coverage, gaps, odd series."""

from __future__ import annotations

import doctest
import importlib
import json
import time
import warnings
from pathlib import Path

import numpy as np
import pytest
from scipy import stats
from scipy.optimize import minimize_scalar
from statsmodels.tsa.exponential_smoothing.ets import ETSModel
from statsmodels.tsa.statespace.structural import UnobservedComponents

from cxlib.series import predict
from cxlib.series.outlook import _no_better, _trials, backtest, forecast, pinball
from cxlib.series.predict import damped_trend, local_level, naive, restricted_likelihood, seasonal_naive

ORACLES = Path(__file__).parent / "oracles"


def oracle(name):
    return json.loads((ORACLES / name).read_text(encoding="utf-8"))


def seasonal_world(rng, n, *, period=12, swing=3.0):
    turn = 2 * np.pi * np.arange(n) / period
    return np.cumsum(rng.normal(scale=0.6, size=n)) + swing * np.sin(turn + rng.uniform(0, 6)) + rng.normal(scale=2.0, size=n)


def like_last_year(rng, n, period=12):
    """A world in which no rule is better than last year's value."""
    y = rng.normal(size=n)
    for place in range(period, n):
        y[place] = y[place - period] + 0.5 * y[place]
    return y


@pytest.mark.parametrize("name", ["predict", "outlook"])
def test_examples(name):
    assert doctest.testmod(importlib.import_module(f"cxlib.series.{name}")).failed == 0


def test_the_level_of_the_nile_as_in_r():
    nile, expected = oracle("changepoint_nile_expected.json")["nile"], oracle("local_level_nile_expected.json")
    best = minimize_scalar(lambda log: -restricted_likelihood(nile, np.exp(log))[0], bounds=(-8, 3), method="bounded")
    noise = restricted_likelihood(nile, np.exp(best.x))[1]
    assert noise == pytest.approx(expected["eps"], rel=0.01)
    assert noise * np.exp(best.x) == pytest.approx(expected["level"], rel=0.01)


def test_one_ratio_is_the_kalman_filter(monkeypatch):
    nile, ratio, noise = np.array(oracle("changepoint_nile_expected.json")["nile"], float), 0.1, 15000.0
    gaps = nile.copy()
    gaps[[20, 21, 60]] = np.nan
    monkeypatch.setattr(predict, "_RATIOS", np.array([ratio]))
    ours = local_level(gaps, 12, 4, seasonal=True)
    model = UnobservedComponents(gaps, "llevel", freq_seasonal=[{"period": 12, "harmonics": 2}], stochastic_freq_seasonal=[False])
    model.ssm.initialize_diffuse()
    model.ssm.loglikelihood_burn = 0
    theirs = model.smooth([noise, noise * ratio]).get_forecast(4)
    assert ours.point == pytest.approx(theirs.predicted_mean, rel=1e-6)
    shape = np.asarray(theirs.var_pred_mean) / noise
    assert ours.spread / ours.spread[0] == pytest.approx(np.sqrt(shape / shape[0]), rel=1e-6)


def test_the_spread_of_the_damped_trend_is_that_of_statsmodels():
    import pandas as pd

    y = seasonal_world(np.random.default_rng(2), 40)
    ours = damped_trend(y, 12, 4, seasonal=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = ETSModel(pd.Series(y), error="add", trend="add", damped_trend=True, seasonal="add", seasonal_periods=12,
                         initialization_method="heuristic")
        fit = model.fit(disp=0, maxiter=200)
        variance = np.asarray(fit.get_prediction(40, 43).forecast_variance)
    assert ours.point == pytest.approx(np.asarray(fit.forecast(4)), rel=1e-6)
    assert ours.spread / ours.spread[0] == pytest.approx(np.sqrt(variance / variance[0]), rel=1e-6)


def test_simple_rules_by_hand():
    y = np.array([1.0, 2, 3, 4, 2, 3, 4, 6])
    said = seasonal_naive(y, 4, 5)
    assert said.point.tolist() == [2, 3, 4, 6, 2]
    assert said.spread == pytest.approx(np.sqrt((1 + 1 + 1 + 4) / 4) * np.sqrt([1, 1, 1, 1, 2]))
    said = naive(np.array([1.0, np.nan, 3.0, np.nan]), 1, 2)
    # two steps apart and squared 4, so variance 2 a step; the next is two steps after the last known
    assert said.point.tolist() == [3, 3] and said.spread == pytest.approx(np.sqrt([4, 6]))
    assert said.quantile(0.975)[0] == pytest.approx(3 + stats.t.ppf(0.975, 1) * 2)


def test_pinball_and_coverage_as_fixed():
    fixed = oracle("forecast_study.json")["fixed_scores"]
    for share in (10, 50, 90):
        assert pinball(fixed["y"], fixed[f"q{share}"], share / 100).mean() == pytest.approx(fixed[f"pinball{share}"])


def test_the_backtest_by_hand():
    y = np.array([0.0, 1, 0, 1, 0, 1, 0, 5])
    table = backtest(y, 1, horizon=1).set_index("model")
    assert table["rule"].to_dict() == {"naive": True, "local level": False}
    assert table.loc["naive", ["starts", "forecasts"]].tolist() == [4, 4]
    assert table.loc["naive", "mae"] == pytest.approx((1 + 1 + 1 + 5) / 4)
    # at the last start the known moves are 1, so the 95% interval is 2.45 wide and 5 lies outside
    assert table.loc["naive", "coverage_95"] == pytest.approx(0.75)


def test_the_damped_trend_is_judged_where_every_start_has_enough_behind_it():
    y = seasonal_world(np.random.default_rng(3), 36)
    assert backtest(y, 12)["model"].tolist() == ["naive", "seasonal naive", "local level", "damped trend"]
    assert "damped trend" not in backtest(y[:16], 12)["model"].tolist()


def test_the_p_value_is_a_t_test_one_step_ahead():
    gains = np.random.default_rng(5).normal(0.4, 1, size=(12, 1))
    expected = stats.ttest_1samp(gains[:, 0], 0, alternative="greater")
    # the correction of Harvey, Leybourne and Newbold at one step turns n into n - 1: the usual t test
    assert _no_better(gains) == pytest.approx(expected.pvalue, rel=1e-9)


def test_a_later_row_is_not_seen():
    y = seasonal_world(np.random.default_rng(6), 40)
    early = forecast(y[:32], 12, horizon=2)
    changed = y.copy()
    changed[32:] += 100
    again = forecast(changed[:32], 12, horizon=2)
    assert early.ahead.equals(again.ahead)
    # what was said at the starts before the change is the same in the longer series
    said = [[one.point.tolist() for one in _trials(series, 12, 2).said["local level"]] for series in (y, changed)]
    assert said[0][:9] == said[1][:9] and said[0][9] != said[1][9]
    assert forecast(y, 12, horizon=2).ahead.equals(forecast(y, 12, horizon=2).ahead)


def test_it_beats_last_year_where_there_is_something_to_beat():
    rng = np.random.default_rng(313)
    ours, rule, held, shown = [], [], [], 0
    for _ in range(25):
        y = seasonal_world(rng, 62)
        said, last_year = forecast(y[:60], 12, horizon=2), seasonal_naive(y[:60], 12, 2)
        ours.append(np.abs(local_level(y[:60], 12, 2, seasonal=True).point - y[60:]).mean())
        rule.append(np.abs(last_year.point - y[60:]).mean())
        held.append(((said.ahead["low"] <= y[60:]) & (y[60:] <= said.ahead["high"])).mean())
        shown += said.beats
    assert np.mean(ours) < 0.85 * np.mean(rule)
    assert shown >= 12
    assert np.mean(held) >= 0.9


@pytest.mark.parametrize(("world", "n", "period"), [
    (like_last_year, 36, 12), (lambda rng, n, period: np.cumsum(rng.normal(size=n)), 14, 12),
    (lambda rng, n, period: np.cumsum(rng.normal(size=n)), 12, 1), (like_last_year, 16, 4),
])
def test_luck_rarely_counts_where_the_rule_is_best(world, n, period):
    rng = np.random.default_rng(17)
    shown = np.mean([forecast(world(rng, n, period), period, horizon=2).beats for _ in range(40)])
    assert shown <= 0.1


def test_intervals_are_widened_when_the_past_was_held_too_little():
    y = np.r_[np.tile([0.0, 0.1, -0.1, 0.05], 6), 3.0, -3.0, 3.0, -2.5]
    said = forecast(y, 1, horizon=1)
    assert said.widened > 1
    plain = predict.PREDICTORS[said.model](y, 1, 1)
    half = said.widened * (plain.quantile(0.975) - plain.point)
    assert (said.ahead["high"] - said.ahead["point"]).to_numpy() == pytest.approx(half)
    table = backtest(y, 1).set_index("model")
    assert table.loc[said.model, "coverage_95"] < 0.95


@pytest.mark.parametrize("y", [
    np.full(40, 0.5), np.r_[np.full(39, 0.5), 1.0], np.arange(40.0), np.r_[np.nan, np.arange(8.0)], np.tile([1.0, np.nan], 20),
    np.r_[np.zeros(20), np.full(6, np.nan), np.ones(20)], np.r_[np.random.default_rng(1).normal(size=30), np.full(3, np.nan)],
    np.tile([0.0, 1.0], 20), 1e-9 * np.random.default_rng(2).normal(size=40), 1e9 + np.arange(30.0) % 7,
], ids=range(10))
@pytest.mark.parametrize("period", [1, 4, 12])
def test_odd_series_have_an_answer(y, period):
    given = y.copy()
    said = forecast(y, period, horizon=4)
    assert np.array_equal(y, given, equal_nan=True)
    assert np.isfinite(said.ahead.to_numpy(float)).all() and said.widened >= 1
    assert (said.ahead["low"] <= said.ahead["point"]).all() and (said.ahead["point"] <= said.ahead["high"]).all()
    assert said.rule == ("seasonal naive" if period > 1 and np.isfinite(y).any() and len(y) - np.flatnonzero(np.isfinite(y))[0] >= 2 * period else "naive")


@pytest.mark.parametrize("y", [[], [1.0], [np.nan] * 9, [1.0, 2, 3, 4]])
def test_too_short(y):
    assert forecast(y, 12, horizon=2) is None
    assert backtest(y, 12).empty


def test_a_constant_series_is_no_success():
    said = forecast(np.full(36, 0.3), 12, horizon=2)
    assert not said.beats and said.model == "seasonal naive" and said.ahead["point"].tolist() == [0.3, 0.3]


def test_three_years_of_months_take_less_than_three_seconds():
    y = seasonal_world(np.random.default_rng(9), 36)
    forecast(y, 12, horizon=2)
    start = time.process_time()
    forecast(y, 12, horizon=4)
    assert time.process_time() - start < 3

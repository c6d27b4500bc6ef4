"""Trend, season and remainder: the oracle, gaps, short series, and how often a season is seen where there is none."""

from __future__ import annotations

import doctest
import importlib
import json
from pathlib import Path

import numpy as np
import pytest
import statsmodels.api as sm

from cxlib.series.predict import harmonic_test
from cxlib.series.season import adjusted, seasonal_parts

ORACLES = Path(__file__).parent / "oracles"


def oracle(name):
    return json.loads((ORACLES / name).read_text(encoding="utf-8"))


def test_examples():
    assert doctest.testmod(importlib.import_module("cxlib.series.season")).failed == 0


def test_the_same_as_r():
    expected = oracle("stl_airpassengers_expected.json")
    parts = seasonal_parts(np.log(expected["x"]), 12, robust=False)
    assert np.abs(parts.seasonal - expected["seasonal7"]).max() < 0.005
    assert np.abs(parts.trend - expected["trend7"]).max() < 0.005
    assert parts.strength > 0.95 and parts.p_value < 1e-20


@pytest.mark.parametrize("robust", [True, False])
def test_parts_add_up_and_gaps_stay(robust):
    rng = np.random.default_rng(3)
    y = 3 * np.sin(2 * np.pi * np.arange(40) / 12) + rng.normal(size=40)
    gaps = y.copy()
    gaps[[0, 1, 17, 18, 39]] = np.nan
    parts = seasonal_parts(gaps, 12, robust=robust)
    total = parts.trend + parts.seasonal + parts.remainder
    assert np.array_equal(np.isnan(total), np.isnan(gaps))
    assert np.allclose(total[~np.isnan(gaps)], gaps[~np.isnan(gaps)])
    whole = seasonal_parts(y, 12, robust=robust)
    inner = ~np.isnan(gaps)
    assert np.corrcoef(whole.seasonal[inner], parts.seasonal[inner])[0, 1] > 0.95
    assert gaps[0] != gaps[0], "the caller's series is left alone"


def test_a_planted_season_comes_out_with_its_size():
    rng = np.random.default_rng(8)
    place = np.arange(48) % 12
    y = 0.2 + 0.05 * np.sin(2 * np.pi * place / 12) + rng.normal(scale=0.01, size=48)
    parts = seasonal_parts(y, 12)
    mean = np.array([parts.seasonal[place == month].mean() for month in range(12)])
    assert mean.max() == pytest.approx(0.05, abs=0.012) and mean.min() == pytest.approx(-0.05, abs=0.012)
    assert int(mean.argmax()) in (2, 3, 4) and parts.p_value < 0.001
    assert np.std(adjusted(y, 12)) < 0.5 * np.std(y)


@pytest.mark.parametrize("y", [[], [1.0], [np.nan] * 30, list(range(23)), [1.0, np.nan] * 15])
def test_too_short_or_a_month_never_measured(y):
    assert seasonal_parts(y, 12) is None


def test_ends_that_are_missing_do_not_count_as_cycles():
    y = np.r_[np.full(6, np.nan), np.arange(23.0), np.full(6, np.nan)]
    assert seasonal_parts(y, 12) is None
    assert seasonal_parts(np.r_[y[:29], 5.0], 12) is not None


def test_without_a_cycle():
    assert seasonal_parts(np.arange(30.0), 1) is None
    assert np.isnan(harmonic_test(np.arange(30.0), 1, 2))


def test_all_alike():
    parts = seasonal_parts(np.full(30, 0.4), 12)
    assert parts.p_value == 1 and parts.strength == 0 and not parts.seasonal.any()


def test_no_season_no_adjustment():
    y = np.random.default_rng(1).normal(size=36)
    assert seasonal_parts(y, 12).p_value > 0.05
    assert np.array_equal(adjusted(y, 12), y)


def test_the_test_is_the_usual_f_test_when_the_level_stands_still(monkeypatch):
    rng = np.random.default_rng(4)
    y = rng.normal(size=36) + np.sin(2 * np.pi * np.arange(36) / 12)
    monkeypatch.setattr("cxlib.series.predict._RATIOS", np.array([0.0]))
    turn = 2 * np.pi * np.arange(36) / 12
    x = np.column_stack([np.ones(36), *[f(k * turn) for k in (1, 2) for f in (np.cos, np.sin)]])
    expected = sm.OLS(y, x).fit().f_pvalue
    assert harmonic_test(y, 12, 2) == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize(("period", "n", "wander"), [(12, 24, 0.0), (12, 36, 0.5), (4, 12, 0.0), (4, 16, 0.5)])
def test_a_season_is_rarely_seen_where_there_is_none(period, n, wander):
    rng = np.random.default_rng(20)
    worlds = [np.cumsum(rng.normal(scale=wander, size=n)) + rng.normal(size=n) for _ in range(150)]
    seen = np.mean([harmonic_test(y, period, min(period // 2, n // period)) < 0.05 for y in worlds])
    # 5% is meant; 150 draws of a 7% test give 12% once in a hundred times
    assert seen <= 0.12
    planted = np.mean([harmonic_test(y + 2.5 * np.sin(2 * np.pi * np.arange(n) / period), period, 2) < 0.05 for y in worlds])
    assert planted > 0.7

"""Breaks in a series: the Nile, quiet series, planted steps, and what no break may depend on."""

import json
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxlib.errors import ArgumentError
from cxlib.series.breaks import break_point, break_points

NILE = json.loads((Path(__file__).parent / "oracles" / "changepoint_nile_expected.json").read_text(encoding="utf-8"))
FEW = settings(deadline=None, max_examples=20, derandomize=True)


def series(rng, n, likeness, shift=0.0, at=0):
    """An AR(1) of variance 1 that rises by `shift` at `at`."""
    y = rng.standard_normal(n)
    y[1:] *= np.sqrt(1 - likeness**2)
    for place in range(1, n):
        y[place] += likeness * y[place - 1]
    y[at:] += shift
    return y


def test_the_nile_breaks_where_r_finds_it():
    found = break_point(NILE["nile"])
    assert found.at == NILE["break_obs"] and found.statistic == pytest.approx(NILE["supF"], rel=1e-9)
    assert NILE["ci"][0] <= found.low < found.at < found.high <= NILE["ci"][2]
    assert found.p_value == 1 / 400
    assert (found.before, found.after) == (pytest.approx(np.mean(NILE["nile"][:28])), pytest.approx(np.mean(NILE["nile"][28:])))
    assert [one.at for one in break_points(NILE["nile"])] == [28]


@pytest.mark.parametrize(("likeness", "most"), [(0.0, 0.08), (0.3, 0.14)])
def test_quiet_series_seldom_break(likeness, most):
    """The study behind it: 4% and 10%; 300 series leave 2 to 3% to chance."""
    rng = np.random.default_rng(303)
    called = [break_point(series(rng, 36, likeness), draws=199).p_value < 0.05 for _ in range(300)]
    assert np.mean(called) <= most


def test_a_step_is_found_and_its_interval_holds_it():
    """Study: a shift of 1.5 at 24 of 36 is found in 87%, within 2 places in 85% of those."""
    rng = np.random.default_rng(7)
    found = [break_point(series(rng, 36, 0.0, 1.5, 24), draws=199) for _ in range(200)]
    told = [one for one in found if one.p_value < 0.05]
    assert len(told) >= 160
    assert np.mean([one.low <= 24 <= one.high for one in told]) >= 0.93
    assert np.mean([abs(one.at - 24) <= 2 for one in told]) >= 0.75


def test_several_steps_are_told_apart():
    rng = np.random.default_rng(2)
    y = np.repeat([0.0, 3.0, -1.0], 16) + 0.5 * rng.standard_normal(48)
    found = break_points(y)
    assert [one.at for one in found] == [16, 32]
    levels = [y[:16].mean(), y[16:32].mean(), y[32:].mean()]
    np.testing.assert_allclose([(one.before, one.after) for one in found], [levels[:2], levels[1:]])
    assert all(one.low <= one.at <= one.high for one in found)


@FEW
@given(st.integers(0, 10_000), st.floats(-50, 50), st.floats(0.1, 20))
def test_units_do_not_matter(seed, constant, scale):
    y = series(np.random.default_rng(seed), 24, 0.2, 1.5, 14)
    here, there = break_point(y, draws=99), break_point(scale * y + constant, draws=99)
    assert (here.at, here.low, here.high, here.p_value) == (there.at, there.low, there.high, there.p_value)
    assert there.statistic == pytest.approx(here.statistic, rel=1e-6)


@FEW
@given(st.integers(0, 10_000))
def test_backwards_it_breaks_at_the_same_place(seed):
    y = series(np.random.default_rng(seed), 24, 0.2, 2.0, 15)
    here, there = break_point(y, draws=99), break_point(y[::-1], draws=99)
    assert (there.at, there.low, there.high) == (24 - here.at, 24 - here.high, 24 - here.low)


def test_short_and_constant_series_have_none():
    assert break_point([1, 2, 3, 4, 5, 6, 7]) is None and break_point([3.0] * 40) is None
    assert break_points([]) == () and break_points([0.1] * 40) == ()
    clean = break_point([0.0] * 10 + [1.0] * 10)
    assert (clean.at, clean.low, clean.high, clean.statistic, clean.p_value) == (10, 10, 10, np.inf, 1 / 400)


def test_the_seed_decides_and_the_series_stays_as_it_was():
    y = series(np.random.default_rng(1), 30, 0.3, 1.0, 15)
    before = y.copy()
    assert break_point(y, seed=1) == break_point(y, seed=1)
    assert len({break_point(y, draws=99, seed=seed).p_value for seed in range(12)}) > 1
    np.testing.assert_array_equal(y, before)


def test_a_test_of_three_years_is_quick():
    y = series(np.random.default_rng(1), 36, 0.3)
    break_point(y)
    start = time.process_time()
    for _ in range(10):
        break_point(y)
    assert (time.process_time() - start) / 10 < 0.1


@pytest.mark.parametrize(("given_", "words"), [
    (([1.0, np.nan],), "a break is looked for in one row of numbers, none missing; leave empty periods out"),
    (([[1.0], [2.0]],), "a break is looked for in one row of numbers, none missing; leave empty periods out"),
])
def test_gaps_are_refused(given_, words):
    with pytest.raises(ArgumentError) as refused:
        break_point(*given_)
    assert str(refused.value) == words
    with pytest.raises(ArgumentError, match="trim must lie in 0 to 0.4 and draws be 99 or more; got trim = 0.5, draws = 399"):
        break_point([1.0] * 20, trim=0.5)

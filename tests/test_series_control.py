"""Control limits, drift rules and their false alarms: oracles, closed forms, quiet worlds."""

import json
import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxlib.errors import ArgumentError
from cxlib.series.alarms import average_run_length, quiet_alarms, widening
from cxlib.series.control import cusum, ewma, laney_limits, limits

ORACLE = json.loads((Path(__file__).parent / "oracles" / "control_charts_expected.json").read_text(encoding="utf-8"))
FIXED = ORACLE["fixed"]
FEW = settings(deadline=None, max_examples=25, derandomize=True)
SERIES = st.lists(st.floats(-3, 3), min_size=3, max_size=40)


def rule(name):
    """The arguments that an oracle's rule is called with."""
    if name.startswith("shewhart"):
        return {"sigmas": 3}
    numbers = [float(text) for text in re.findall(r"=([\d.]+)", name)]
    return dict(zip(("lam", "width") if name.startswith("ewma") else ("k", "h"), numbers, strict=True))


@pytest.mark.parametrize("name", ORACLE["arl"])
def test_run_lengths_are_those_of_the_oracle(name):
    expected = ORACLE["arl"][name]
    found = {key: average_run_length(**rule(name), shift=shift) for key, shift in (("ARL0", 0), ("ARL_half", 0.5), ("ARL_1sigma", 1))}
    assert found == pytest.approx(expected, rel=5e-4)


def test_two_rules_together_ring_sooner_than_either_and_as_simulated():
    """A simulation of both rules with a known baseline; standard error of the mean run length about 1.5%."""
    both = average_run_length(sigmas=3, lam=0.2, width=2.86)
    assert both < min(average_run_length(sigmas=3), average_run_length(lam=0.2, width=2.86))
    rng, limit = np.random.default_rng(4), 2.86 / 3
    lengths, mean = np.zeros(4000), np.zeros(4000)
    quiet = np.ones(4000, bool)
    while quiet.any():
        z = rng.standard_normal(4000)
        mean = 0.8 * mean + 0.2 * z
        lengths += quiet
        quiet &= (np.abs(z) <= 3) & (np.abs(mean) <= limit)
    assert lengths.mean() == pytest.approx(both, rel=0.05)
    assert average_run_length(sigmas=50, lam=0.2, width=2.86) == pytest.approx(average_run_length(lam=0.2, width=2.86))
    assert average_run_length(sigmas=3, lam=1, width=50) == pytest.approx(average_run_length(sigmas=3), rel=1e-6)


@pytest.mark.parametrize("looks", [1, 5, 20])
def test_widened_rules_keep_the_run_length_over_all_that_is_watched(looks):
    factor = widening(looks)
    assert average_run_length(sigmas=3 * factor, lam=0.2, width=2.86 * factor) / looks == pytest.approx(500, rel=0.005)


def test_laney_limits_are_those_of_the_oracle():
    found = laney_limits(FIXED["x"], FIXED["n"])
    assert found.centre == pytest.approx(FIXED["pbar"]) and found.inflation == pytest.approx(FIXED["sigma_z"])
    np.testing.assert_allclose(np.c_[found.low, found.high], FIXED["laney_limits"], rtol=1e-12)
    np.testing.assert_allclose(found.z, FIXED["z"], rtol=1e-12)
    assert (np.abs(found.standardised) > 3).tolist() == FIXED["laney_signal"]
    plain = limits(np.array(FIXED["x"]) / FIXED["n"], np.sqrt(FIXED["pbar"] * (1 - FIXED["pbar"]) / np.array(FIXED["n"])))
    np.testing.assert_allclose(np.c_[plain.low, plain.high], FIXED["laney_limits"], rtol=1e-12)


def test_drift_rules_are_those_of_the_oracle():
    found = ewma(FIXED["z"], start="widening")
    np.testing.assert_allclose(found.path, FIXED["ewma_lambda02_of_z"], rtol=1e-12)
    np.testing.assert_allclose(found.limit, FIXED["ewma_limits_L286_time_varying"], rtol=1e-12)
    np.testing.assert_allclose(cusum(FIXED["z"]).path, FIXED["cusum_k05_of_z"], atol=1e-12)


def test_a_period_without_answers_has_no_limits_and_changes_nothing_else():
    whole = laney_limits(FIXED["x"], FIXED["n"])
    gap = laney_limits(np.insert(FIXED["x"], 5, 0), np.insert(FIXED["n"], 5, 0))
    assert np.isnan([gap.low[5], gap.high[5], gap.z[5]]).all()
    np.testing.assert_allclose(np.delete(gap.low, 5), whole.low)
    path = ewma(gap.standardised)
    assert np.isnan(path.path[5]) and not path.alarm[5]
    np.testing.assert_allclose(np.delete(path.path, 5), ewma(whole.standardised).path)
    assert not cusum([0.0, np.nan, 9.0]).alarm[1] and cusum([0.0, np.nan, 9.0]).alarm[2]


def test_answers_that_all_agree_ring_nowhere():
    for found in (laney_limits([0, 0, 0], [9, 9, 9]), limits([0.5] * 4, [0.0] * 4), laney_limits([0], [0]), limits([1.0], [0.1])):
        assert not np.nan_to_num(found.standardised).any()


def test_the_median_stays_where_the_last_periods_leave():
    value = np.array([0.30, 0.31, 0.29, 0.30, 0.31, 0.29, 0.30, 0.10, 0.10])
    mean, median = (limits(value, np.full(9, 0.01), centre=centre) for centre in ("mean", "median"))
    assert median.centre == pytest.approx(0.30) and mean.centre == pytest.approx(value.mean())
    assert np.median([0.1, 0.2, 0.4, 0.7]) == pytest.approx(limits([0.7, 0.1, 0.4, 0.2], [1] * 4, centre="median").centre)


def test_months_that_differ_do_not_ring_on_laneys_chart_and_do_on_the_plain_one():
    """The oracle's world: 36 months of 2,000 answers, months 1.5 points apart: 98.7% of plain charts ring, 8.3% of Laney's."""
    rng, rang = np.random.default_rng(5), np.zeros(2)
    for _ in range(600):
        count = rng.binomial(2000, rng.normal(0.2, 0.015, 36).clip(0, 1))
        found = laney_limits(count, np.full(36, 2000))
        rang += [(np.abs(found.z) > 3).any(), (np.abs(found.standardised) > 3).any()]
    expected = ORACLE["overdispersion_false_alarms"]["n=2000 between-month sd=0.015"]
    assert rang / 600 == pytest.approx([expected["any_alarm_36m_p"], expected["any_alarm_36m_laney"]], abs=0.04)


def test_quiet_alarms_agree_with_the_oracle_where_only_single_values_ring():
    alone = quiet_alarms(36, sigmas=3, width=99.0)
    assert alone.any == pytest.approx(ORACLE["overdispersion_false_alarms"]["n=2000 between-month sd=0.015"]["any_alarm_36m_laney"], abs=0.012)
    assert quiet_alarms(36).any > alone.any and quiet_alarms(36, seed=1) != quiet_alarms(36, seed=2)


@FEW
@given(SERIES, st.floats(-5, 5))
def test_a_constant_moves_limits_and_no_alarm(values, constant):
    se = np.full(len(values), 0.5)
    for centre in ("mean", "median"):
        here, there = (limits(np.array(values) + add, se, centre=centre) for add in (0.0, constant))
        np.testing.assert_allclose(there.low, here.low + constant, atol=1e-9)
        np.testing.assert_allclose(there.z, here.z, atol=1e-9)


@FEW
@given(SERIES)
def test_limits_lie_around_the_centre_and_turn_with_the_scale(values):
    value, se = np.array(values), np.full(len(values), 0.3)
    here, turned = limits(value, se), limits(-value, se)
    assert (here.low < here.centre).all() and (here.centre < here.high).all() and here.inflation >= 1
    np.testing.assert_allclose(turned.low, -here.high, atol=1e-9)
    up, down = cusum(here.standardised).path.T, cusum(turned.standardised).path.T
    np.testing.assert_allclose(up, down[::-1], atol=1e-9)
    np.testing.assert_array_equal(value, np.array(values))


@pytest.mark.parametrize(("call", "words"), [
    (lambda: laney_limits([5], [4]), "laney_limits needs a count for each n, between 0 and n"),
    (lambda: limits([1, 2], [1]), "limits needs a standard error for each value, none negative; got 2 values and 1 errors"),
    (lambda: limits([1, 2], [1, 1], centre="mode"), 'no centre called "mode". Choose from: mean, median.'),
    (lambda: ewma([1.0], lam=0), 'ewma needs 0 < lam <= 1, a width above 0, and start "steady" or "widening"'),
    (lambda: cusum([1.0], h=0), "cusum needs k of 0 or more and h above 0; got k = 0.5, h = 0"),
    (lambda: average_run_length(lam=0.2), "average_run_length takes sigmas, or lam with width, or all three, or k with h alone"),
    (lambda: average_run_length(sigmas=3, k=0.5, h=5), "average_run_length takes sigmas, or lam with width, or all three, or k with h alone"),
    (lambda: widening(0), "looks must be 1 or more; got 0"),
    (lambda: quiet_alarms(2), "periods must be 3 or more; got 2"),
])
def test_what_cannot_be_used_is_refused_in_words(call, words):
    with pytest.raises(ArgumentError) as refused:
        call()
    assert str(refused.value) == words

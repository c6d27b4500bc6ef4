"""Intervals against published numbers, other programs, exact coverage, and the laws they must keep."""

import csv
import doctest
import importlib
import json
import math
import pkgutil
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats

from cxlib import intervals as iv
from cxlib.errors import ArgumentError

ORACLES = Path(__file__).parent / "oracles"
MANY = settings(deadline=None, max_examples=60, derandomize=True)


def oracle(name):
    return json.loads((ORACLES / name).read_text(encoding="utf-8"))


def rows(name):
    with open(ORACLES / name, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def outcomes(n):
    """All (promoters, detractors) that n answers can give."""
    a, b = np.meshgrid(np.arange(n + 1), np.arange(n + 1), indexing="ij")
    keep = a + b <= n
    return a[keep], b[keep]


def chances(a, b, n, p, d):
    """Multinomial chance of each outcome (columns) for each true (p, d) (rows)."""
    from scipy.special import gammaln, xlogy

    p, d = np.atleast_1d(p)[:, None], np.atleast_1d(d)[:, None]
    ways = gammaln(n + 1) - gammaln(a + 1) - gammaln(b + 1) - gammaln(n - a - b + 1)
    return np.exp(ways + xlogy(a, p) + xlogy(b, d) + xlogy(n - a - b, np.maximum(1 - p - d, 0)))


def coverage(n, p, d, **options):
    a, b = outcomes(n)
    low, high = iv.nps_interval(a, b, n, **options)
    truth = (np.atleast_1d(p) - np.atleast_1d(d))[:, None]
    # Rounding must not decide the outcomes whose end is the truth itself, such as 0 at p = d.
    inside = (low - 1e-9 <= truth) & (truth <= high + 1e-9)
    return (chances(a, b, n, p, d) * inside).sum(axis=1)


def simplex(step):
    p, d = np.meshgrid(np.arange(step, 1, step), np.arange(step, 1, step), indexing="ij")
    keep = p + d < 1 - step / 2
    return p[keep], d[keep]


@st.composite
def cells(draw, largest=400):
    n = draw(st.integers(1, largest))
    promoters = draw(st.integers(0, n))
    return promoters, draw(st.integers(0, n - promoters)), n


@st.composite
def survey(draw, scores=(-1, 0, 1)):
    size = draw(st.integers(2, 30))
    y = draw(st.lists(st.sampled_from(scores), min_size=size, max_size=size))
    w = draw(st.lists(st.floats(0.05, 20), min_size=size, max_size=size))
    return np.array(w), np.array(y, dtype=float)


def nps_sums(w, y):
    up, down = y == 1, y == -1
    return len(y), w.sum(), (w**2).sum(), w[up].sum(), w[down].sum(), (w[up] ** 2).sum(), (w[down] ** 2).sum()


def mean_sums(w, y):
    return len(y), w.sum(), (w**2).sum(), w @ y, w**2 @ y, w**2 @ y**2


# ---- NPS against the oracles


@pytest.mark.parametrize("case", oracle("nps_expected.json")["intervals"], ids=lambda c: f"{c['promoters']}/{c['n']}")
def test_nps_intervals_of_the_oracle(case):
    counts = case["promoters"], case["detractors"], case["n"]
    for name, options in {
        "tango95": {},
        "tango90": {"confidence": 0.90},
        "wald95": {"method": "wald"},
        "adjwald3_95": {"method": "adjusted_wald"},
    }.items():
        assert 100 * np.array(iv.nps_interval(*counts, **options)) == pytest.approx(case[name], abs=1e-9), name


def test_tango_is_the_constrained_likelihood_score():
    """At each end the score statistic, with the nuisance share found by direct search, is z."""
    from scipy.optimize import minimize_scalar

    a, b, n = 7, 2, 12
    for end in iv.nps_interval(a, b, n):

        def unlikely(q, end=end):
            return -(a * math.log(q + end) + b * math.log(q) + (n - a - b) * math.log(1 - 2 * q - end))

        bounds = (max(0, -end) + 1e-12, (1 - end) / 2 - 1e-12)
        q = minimize_scalar(unlikely, bounds=bounds, method="bounded", options={"xatol": 1e-12}).x
        z = (a - b - n * end) / math.sqrt(n * (2 * q + end - end**2))
        assert abs(z) == pytest.approx(1.959963985, abs=1e-5)


@pytest.mark.parametrize("case", oracle("nps_expected.json")["two_sample"], ids=lambda c: str(c["a"]))
def test_nps_differences_of_the_oracle(case):
    difference, low, high, p = iv.nps_difference(tuple(case["b"]), tuple(case["a"]))
    assert 100 * difference == pytest.approx(case["diff_points"], abs=1e-9)
    assert [100 * low, 100 * high] == pytest.approx(case["ci95"], abs=1e-9)
    assert p == pytest.approx(case["p_value_by_inversion"], abs=1e-9)


NAMES = {"tango_score": "tango", "wald": "wald", "adjwald_rocks3": "adjusted_wald"}
EXACT = [
    row
    for row in rows("nps_coverage_study.csv")
    if row["kind"] == "exact" and row["method"] in NAMES and row["n"] in ("5", "10", "30", "100")
]


def test_exact_coverage_of_the_study():
    assert len(EXACT) == 120
    for row in EXACT:
        if row["method"] == "wald" and row["p"] == row["d"]:
            continue  # an outcome whose Wald end is exactly 0 falls in or out by rounding
        found = coverage(int(row["n"]), float(row["p"]), float(row["d"]), method=NAMES[row["method"]])
        assert found[0] == pytest.approx(float(row["coverage"]), abs=1e-9), row


@pytest.mark.parametrize(
    ("n", "mean", "lowest"), [(10, 0.9646, 0.88), (30, 0.9524, 0.925)], ids=["10 answers", "30 answers"]
)
def test_tango_coverage_over_the_whole_simplex(n, mean, lowest):
    p, d = simplex(0.01)
    found = coverage(n, p, d)
    assert found.mean() == pytest.approx(mean, abs=0.002)
    assert found.min() > lowest


def test_wald_coverage_breaks_down_where_tango_does_not():
    p, d = simplex(0.01)
    assert coverage(30, p, d, method="wald").min() < 0.5
    assert coverage(30, p, d, method="adjusted_wald").min() > 0.90


@pytest.mark.parametrize("sizes", [(10, 10), (30, 30), (15, 500)], ids=str)
def test_difference_coverage_of_the_study(sizes):
    """Within 5 standard errors of the study (40,000 draws) with our 20,000."""
    rng = np.random.default_rng(11)
    study = [r for r in rows("nps_two_sample_study.csv") if (int(r["n1"]), int(r["n2"])) == sizes]
    study = [r for r in study if r["method"] == "mover_tango"]
    assert len(study) == 8
    for row in study:
        shares = [tuple(float(x) for x in row[side].strip("()").split(",")) for side in "ab"]
        sides = []
        for size, (p, d) in zip(sizes, shares, strict=True):
            draw = rng.multinomial(size, [p, d, 1 - p - d], 20_000)
            sides.append((draw[:, 0], draw[:, 1], size))
        _, low, high, _ = iv.nps_difference(*sides)
        truth = (shares[1][0] - shares[1][1]) - (shares[0][0] - shares[0][1])
        found = ((low - 1e-9 <= truth) & (truth <= high + 1e-9)).mean()
        assert found == pytest.approx(float(row["cov"]), abs=0.0095), row


# ---- NPS: laws


@MANY
@given(cells(), st.floats(0.5, 0.999), st.sampled_from(["tango", "adjusted_wald"]))
def test_nps_lies_in_an_interval_with_width(cell, confidence, method):
    a, b, n = cell
    low, high = iv.nps_interval(a, b, n, confidence=confidence, method=method)
    assert -1 <= low < high <= 1
    if method == "tango":
        assert low <= (a - b) / n <= high


@MANY
@given(cells())
def test_nps_mirror_and_doubling(cell):
    a, b, n = cell
    low, high = iv.nps_interval(a, b, n)
    assert iv.nps_interval(b, a, n) == pytest.approx((-high, -low), abs=1e-14)
    more = iv.nps_interval(2 * a, 2 * b, 2 * n)
    assert more[1] - more[0] < high - low
    wide = iv.nps_interval(a, b, n, confidence=0.99)
    assert wide[0] <= low and high <= wide[1]


@MANY
@given(cells(), cells(), st.floats(0.5, 0.999))
def test_p_is_small_exactly_when_the_interval_leaves_out_zero(first, second, confidence):
    difference, low, high, p = iv.nps_difference(first, second, confidence=confidence)
    assume(abs(p - (1 - confidence)) > 1e-9)
    assert (p < 1 - confidence) == (not low <= 0 <= high)
    assert 0 <= p <= 1
    mirrored = iv.nps_difference(second, first, confidence=confidence)
    assert mirrored[:3] == pytest.approx((-difference, -high, -low), abs=1e-12)
    assert mirrored[3] == pytest.approx(p, rel=1e-8, abs=1e-300)


def test_p_value_equals_a_search_over_confidence():
    first, second = (12, 9, 40), (200, 60, 300)

    def touches(confidence):
        _, low, high, _ = iv.nps_difference(first, second, confidence=confidence)
        return low <= 0 <= high

    below, above = 0.5, 1 - 1e-12
    for _ in range(60):
        middle = (below + above) / 2
        below, above = (below, middle) if touches(middle) else (middle, above)
    assert iv.nps_difference(first, second)[3] == pytest.approx(1 - below, abs=1e-10)


def test_tango_ends_are_where_halving_ends():
    """The search by interpolation against 60 halvings of Tango's equation, at the ends of what can be counted too."""
    rng, z = np.random.default_rng(11), 1.959963984540054
    n = np.append(rng.integers(1, 3000, 400), [1, 1, 1, 7, 7, 7, 100_000, 100_000]).astype(float)
    a = np.append(np.floor(rng.random(400) * n[:400]), [1, 0, 0, 7, 0, 0, 100_000, 1])
    b = np.append(np.floor(rng.random(400) * (n - a)[:400]), [0, 1, 0, 0, 7, 0, 0, 0])
    below, above = np.full(len(n), -1.0), (a - b) / n
    for _ in range(60):
        x = (below + above) / 2
        linear = (2 * n - a + b) * x - a - b
        share = (np.sqrt(np.maximum(linear**2 + 8 * n * b * x * (1 - x), 0)) - linear) / (4 * n)
        outside = (a - b - n * x) ** 2 > z * z * n * np.maximum(2 * share + x * (1 - x), 0)
        below, above = np.where(outside, x, below), np.where(outside, above, x)
    np.testing.assert_allclose(iv.nps_interval(a, b, n)[0], above, atol=1e-10)
    np.testing.assert_allclose(iv.nps_interval(b, a, n)[1], -above, atol=1e-10)


def test_equal_samples_have_no_difference():
    assert iv.nps_difference((5, 5, 20), (5, 5, 20))[3] == 1
    assert iv.nps_difference((20, 0, 20), (20, 0, 20))[3] == 1
    assert iv.nps_difference((0, 0, 20), (0, 0, 20))[3] == 1
    assert iv.share_difference((0, 10), (0, 20))[3] == iv.share_difference((7, 7), (9, 9))[3] == 1
    assert iv.nps_difference((20, 0, 20), (0, 20, 20))[3] < 1e-6


def test_ten_thousand_cells_are_quick():
    rng = np.random.default_rng(3)
    n = rng.integers(1, 5000, 10_000)
    a = rng.binomial(n, 0.5)
    b = rng.binomial(n - a, 0.4)
    spent = []
    for _ in range(3):
        start = time.process_time()
        low, _ = iv.nps_interval(a, b, n)
        spent.append(time.process_time() - start)
    assert low.shape == (10_000,)
    assert min(spent) < 0.25  # 15 ms on an idle machine; the tests may share it


# ---- NPS: weights


def weighted_input():
    table = rows("weighted_nps_input.csv")
    return np.array([float(r["w"]) for r in table]), np.array([float(r["y"]) for r in table])


def test_weighted_nps_of_r_survey():
    expected = oracle("weighted_nps_expected.json")
    w, y = weighted_input()
    value, low, high, size = iv.weighted_nps_interval(*nps_sums(w, y))
    assert value == pytest.approx(expected["weighted_nps"], abs=1e-12)
    p, d = w[y == 1].sum() / w.sum(), w[y == -1].sum() / w.sum()
    assert size == pytest.approx(min(60, (p + d - value**2) / expected["se_linearised"] ** 2), rel=1e-10)
    assert (low, high) == pytest.approx(iv.nps_interval(p * size, d * size, size), abs=1e-12)
    assert iv.effective_n(w.sum(), (w**2).sum()) == pytest.approx(expected["kish_neff"], rel=1e-12)


@MANY
@given(survey())
def test_weighted_nps_laws(sample):
    w, y = sample
    value, low, high, size = iv.weighted_nps_interval(*nps_sums(w, y))
    assert -1 <= low < high <= 1
    assert low - 1e-9 <= value <= high + 1e-9
    assert 0 < size <= len(y) * (1 + 1e-9)
    assert iv.weighted_nps_interval(*nps_sums(7 * w, y)) == pytest.approx((value, low, high, size), rel=1e-6, abs=1e-9)
    one = iv.weighted_nps_interval(*nps_sums(np.ones(len(y)), y))
    counts = (y == 1).sum(), (y == -1).sum(), len(y)
    assert one[1:3] == pytest.approx(iv.nps_interval(*counts), abs=1e-12)


@pytest.mark.parametrize(
    ("size", "p", "d"), [(40, 0.5, 0.2), (40, 0.85, 0.05), (150, 0.85, 0.05)], ids=["usual", "high", "high, more"]
)
def test_weighted_coverage_of_the_study(size, p, d):
    """Three strata weighted .5, 1.2, 2.4 at random; the study drew 2,000 samples, this test 6,000."""
    expected = oracle("weighted_nps_coverage.json")["study"][f"n={size} informative=0 p={p} d={d}"]
    rng = np.random.default_rng(121)
    w = rng.choice([0.5, 1.2, 2.4], (6000, size))
    y = rng.choice([1, -1, 0], (6000, size), p=[p, d, 1 - p - d])
    up, down = y == 1, y == -1
    _, low, high, _ = iv.weighted_nps_interval(
        size, w.sum(1), (w**2).sum(1), (w * up).sum(1), (w * down).sum(1), (w**2 * up).sum(1), (w**2 * down).sum(1)
    )
    found = ((low <= p - d) & (p - d <= high)).mean()
    assert found == pytest.approx(expected["tango_linearised_neff"], abs=0.025)
    assert found > 0.93


# ---- shares


def test_wilson_against_statsmodels_and_the_oracles():
    from statsmodels.stats.proportion import proportion_confint

    n = np.array([1, 1, 7, 40, 40, 1000])
    x = np.array([0, 1, 3, 0, 40, 123])
    low, high = proportion_confint(x, n, alpha=0.1, method="wilson")
    found = iv.share_interval(x, n, confidence=0.9)
    assert found[0] == pytest.approx(low, abs=1e-12)
    assert found[1] == pytest.approx(high, abs=1e-12)
    csat = oracle("csat_ces_expected.json")
    assert iv.share_interval(12, 17) == pytest.approx(csat["csat5"]["wilson95"], abs=1e-12)
    assert iv.share_interval(7, 15) == pytest.approx(csat["csat10"]["wilson95"], abs=1e-12)
    for period in oracle("subscription_expected.json")["periods"]:
        found = iv.share_interval(period["retained"], period["S"])
        assert found == pytest.approx(period["retention_wilson95"], abs=1e-12)


def test_difference_of_shares_as_published():
    """Newcombe 1998, table II, method 10, cases (a), (b) and (e) to (h); he takes first minus second."""
    published = {
        (56, 70, 48, 80): (0.0524, 0.3339),
        (9, 10, 3, 10): (0.1705, 0.8090),
        (5, 56, 0, 29): (-0.0381, 0.1926),
        (0, 10, 0, 20): (-0.1611, 0.2775),
        (0, 10, 0, 10): (-0.2775, 0.2775),
        (10, 10, 0, 20): (0.6791, 1.0),
    }
    for (x1, n1, x2, n2), ends in published.items():
        _, low, high, p = iv.share_difference((x2, n2), (x1, n1))
        assert (low, high) == pytest.approx(ends, abs=5e-5)
        assert (p < 0.05) == (not low <= 0 <= high)


@MANY
@given(cells(), cells(), st.floats(0.5, 0.999))
def test_share_p_is_small_exactly_when_the_interval_leaves_out_zero(first, second, confidence):
    (x1, _, n1), (x2, _, n2) = first, second
    difference, low, high, p = iv.share_difference((x1, n1), (x2, n2), confidence=confidence)
    assert low <= difference <= high and low < high
    assume(abs(p - (1 - confidence)) > 1e-9)
    assert (p < 1 - confidence) == (not low <= 0 <= high)


@MANY
@given(cells())
def test_share_laws(cell):
    x, _, n = cell
    low, high = iv.share_interval(x, n)
    assert 0 <= low <= x / n <= high <= 1 and low < high
    assert iv.share_interval(n - x, n) == pytest.approx((1 - high, 1 - low), abs=1e-12)
    more = iv.share_interval(2 * x, 2 * n)
    assert more[1] - more[0] < high - low


def test_weighted_share_of_r_survey():
    w, y = weighted_input()
    yes = y == 1
    value, low, high, size = iv.weighted_share_interval(60, w.sum(), (w**2).sum(), w[yes].sum(), (w[yes] ** 2).sum())
    expected = oracle("weighted_promoter_share_expected.json")
    assert value == pytest.approx(expected["prom"], abs=1e-12)
    # R offers a beta and a logit interval, not Wilson's; all three agree to within two points here.
    assert (low, high) == pytest.approx(expected["ci_logit"], abs=0.02)
    assert (low, high) == pytest.approx(iv.share_interval(value * size, size), abs=1e-12)


@MANY
@given(survey(scores=(0, 1)))
def test_weighted_share_laws(sample):
    w, y = sample
    yes = y == 1
    value, low, high, size = iv.weighted_share_interval(
        len(y), w.sum(), (w**2).sum(), w[yes].sum(), (w[yes] ** 2).sum()
    )
    assert 0 <= low <= value <= high <= 1 and low < high
    assert 0 < size <= len(y) * (1 + 1e-9)
    one = iv.weighted_share_interval(len(y), len(y), len(y), yes.sum(), yes.sum())
    assert one[1:3] == pytest.approx(iv.share_interval(yes.sum(), len(y)), abs=1e-12)
    assert one[3] == len(y)


# ---- means


def test_t_interval_of_the_oracle():
    expected = oracle("csat_ces_expected.json")["csat5"]
    x = np.array([v for v in expected["input"] if v is not None and 1 <= v <= 5])
    found = iv.mean_interval(len(x), x.sum(), (x**2).sum(), scale=(1, 5))
    assert found == pytest.approx(expected["t_ci95_mean"], abs=1e-12)


def test_a_sample_of_one_mind_is_not_certain():
    n = np.array([1, 2, 20, 1000])
    low, high = iv.mean_interval(n, 5 * n, 25 * n, scale=(1, 5))
    assert (high == 5).all()
    # At the end of the scale the fallback is Wilson's interval of the rescaled mean.
    assert low == pytest.approx(1 + 4 * iv.share_interval(n, n)[0], abs=1e-12)
    low, high = iv.mean_interval(n, 3 * n, 9 * n, scale=(1, 5))
    assert (low < 3).all() and (high > 3).all() and (np.diff(high - low) < 0).all()
    assert np.isnan(iv.mean_interval(20, 100, 500)).all()


@pytest.mark.parametrize("rare", [0.005, 0.02, 0.05])
def test_one_mind_fallback_keeps_its_level(rare):
    """Most say 3 of 1-5 and a few say 5: of the samples that are all 3, and of all, the truth is inside."""
    for n in (5, 20, 60):
        low, high = iv.mean_interval(n, 3 * n, 9 * n, scale=(1, 5))
        flat = (1 - rare) ** n
        missed = flat * (not low <= 3 + 2 * rare <= high)
        assert missed <= 0.05


@MANY
@given(survey(scores=(1, 2, 3, 4, 5)))
def test_mean_laws(sample):
    w, y = sample
    n, s1, s2 = len(y), y.sum(), (y**2).sum()
    low, high = iv.mean_interval(n, s1, s2, scale=(1, 5))
    assert 1 <= low <= s1 / n <= high <= 5 and low < high
    more = iv.mean_interval(2 * n, 2 * s1, 2 * s2, scale=(1, 5))
    assert more[1] - more[0] <= high - low
    one = iv.weighted_mean_interval(*mean_sums(np.ones(n), y), scale=(1, 5))
    assert one == pytest.approx((s1 / n, low, high, n), rel=1e-9)
    value, low, high, size = iv.weighted_mean_interval(*mean_sums(w, y), scale=(1, 5))
    assert low <= value + 1e-12 and value <= high + 1e-12 and low < high
    assert 1 - 1e-9 <= size <= n * (1 + 1e-9)


def test_weighted_mean_of_r_survey():
    expected = oracle("weighted_nps_expected.json")
    w, y = weighted_input()
    value, low, high, size = iv.weighted_mean_interval(*mean_sums(w, y))
    assert value == pytest.approx(expected["weighted_nps"], abs=1e-12)
    assert (low, high) == pytest.approx(expected["ci95_t_df_n_minus_1"], abs=1e-12)
    assert size == pytest.approx(expected["kish_neff"], rel=1e-12)


def test_welch_against_scipy():
    rng = np.random.default_rng(8)
    first, second = rng.normal(3, 1, 12), rng.normal(4, 2, 31)
    expected = stats.ttest_ind(second, first, equal_var=False)
    sides = [(len(x), x.sum(), (x**2).sum()) for x in (first, second)]
    difference, low, high, p = iv.mean_difference(*sides)
    assert difference == pytest.approx(second.mean() - first.mean(), abs=1e-12)
    assert (low, high) == pytest.approx(tuple(expected.confidence_interval(0.95)), abs=1e-10)
    assert p == pytest.approx(expected.pvalue, rel=1e-10)
    weighted = iv.weighted_mean_difference(*(mean_sums(np.ones(len(x)), x) for x in (first, second)))
    assert weighted == pytest.approx((difference, low, high, p), rel=1e-10)


def test_welch_without_spread_does_not_know():
    assert np.isnan(iv.mean_difference((5, 15, 45), (5, 20, 80))[1:]).all()
    assert np.isnan(iv.mean_difference((1, 3, 9), (5, 20, 90))[1:]).all()


# ---- skewed money


def moments(x, axis=-1):
    return x.shape[axis], x.sum(axis), (x**2).sum(axis), (x**3).sum(axis)


@pytest.mark.parametrize(("n", "expected", "plain"), [(20, 0.926, 0.868), (50, 0.933, 0.899), (200, 0.938, 0.928)])
def test_coverage_of_lognormal_money(n, expected, plain):
    x = np.exp(np.random.default_rng(20).standard_normal((10_000, n)))
    truth = math.exp(0.5)
    low, high = iv.skewed_mean_interval(*moments(x))
    assert ((low <= truth) & (truth <= high)).mean() == pytest.approx(expected, abs=0.011)
    low, high = iv.mean_interval(*moments(x)[:3])
    assert ((low <= truth) & (truth <= high)).mean() == pytest.approx(plain, abs=0.013)


def test_skewed_ends_solve_halls_equation():
    x = np.random.default_rng(2).exponential(5, 25)
    n, sd = len(x), x.std(ddof=1)
    k, t = stats.skew(x, bias=False), stats.t.ppf(0.975, n - 1) / math.sqrt(n)
    for end, quantile in zip(iv.skewed_mean_interval(*moments(x)), (t, -t), strict=True):
        away = (x.mean() - end) / sd
        assert away + k * away**2 / 3 + k**2 * away**3 / 27 + k / (6 * n) == pytest.approx(quantile, abs=1e-9)


def test_skewed_laws():
    x = np.array([1.0, 1, 2, 3, 13, 4])
    low, high = iv.skewed_mean_interval(*moments(x))
    assert low < x.mean() < high and high - x.mean() > x.mean() - low
    mirrored = iv.skewed_mean_interval(*moments(-x))
    assert mirrored == pytest.approx((-high, -low), rel=1e-9)
    assert iv.skewed_mean_interval(*moments(1000 * x)) == pytest.approx((1000 * low, 1000 * high), rel=1e-9)
    even = np.array([1.0, 2, 3, 4, 5])
    assert iv.skewed_mean_interval(*moments(even)) == pytest.approx(iv.mean_interval(*moments(even)[:3]), rel=1e-6)
    two = np.array([1.0, 4])
    assert iv.skewed_mean_interval(*moments(two)) == pytest.approx(iv.mean_interval(*moments(two)[:3]), rel=1e-9)
    for flat in (np.array([3.0]), np.full(9, 99_000.1)):
        assert np.isnan(iv.skewed_mean_interval(*moments(flat))).all()


# ---- multiplicity and planning


def test_adjusted_p_values_of_r():
    expected = oracle("p_adjust_expected.json")
    p = np.array(expected["p"])
    shuffled = np.random.default_rng(4).permutation(len(p))
    for method, name in {"holm": "holm", "fdr_bh": "BH"}.items():
        assert iv.adjust(p, method=method) == pytest.approx(expected[name], abs=1e-12)
        holed = np.insert(p[shuffled], 3, np.nan)
        found = iv.adjust(holed, method=method)
        assert np.isnan(found[3])
        assert np.delete(found, 3) == pytest.approx(np.array(expected[name])[shuffled], abs=1e-12)
    assert np.isnan(iv.adjust([np.nan, np.nan], method="holm")).all()
    assert iv.adjust([], method="holm").shape == (0,)


def test_sample_sizes_of_the_oracle():
    expected = oracle("nps_expected.json")["sample_size"]
    for case in expected["one_sample"]:
        found = iv.sample_size_nps(case["p"], case["d"], margin=case["margin_points"] / 100)
        assert found == math.ceil(case["n"])
    for case in expected["two_sample"]:
        waves = (case["p1"], case["d1"]), (case["p2"], case["d2"])
        found = iv.sample_size_nps_change(*waves, power=case["power"])
        assert found == math.ceil(case["n_per_group"])
    assert np.isnan(iv.sample_size_nps_change((0.5, 0.2), (0.4, 0.1)))


def test_planning_roads_agree():
    """At the size that a change of 10 points needs, the smallest detectable change is 10 points."""
    n = oracle("nps_expected.json")["sample_size"]["two_sample"][0]["n_per_group"]
    waves = (0.5 * n, 0.2 * n, n), (0.45 * n, 0.25 * n, n)
    assert iv.smallest_detectable_nps_change(*waves) == pytest.approx(0.10, abs=1e-9)
    more = tuple(tuple(4 * x for x in wave) for wave in waves)
    assert iv.smallest_detectable_nps_change(*more) == pytest.approx(0.05, abs=1e-9)
    variances = 0.7 - 0.3**2, 0.7 - 0.2**2
    assert iv.smallest_detectable_change(variances[0], n, variances[1], n) == pytest.approx(0.10, abs=1e-9)
    assert iv.smallest_detectable_nps_change((30, 0, 30), (30, 0, 30)) > 0.05


# ---- shapes, holes and refusals


def test_scalars_give_scalars_and_arrays_keep_their_shape():
    assert all(isinstance(end, np.float64) for end in iv.nps_interval(5, 2, 10))
    assert all(isinstance(x, np.float64) for x in iv.nps_difference((5, 2, 10), (6, 2, 10)))
    assert all(isinstance(x, np.float64) for x in iv.mean_difference((5, 15, 50), (5, 20, 90)))
    low, high = iv.nps_interval(np.array([[5, 6], [7, 8]]), 1, np.array([10, 20]))
    assert low.shape == high.shape == (2, 2)
    assert low[1, 1] == iv.nps_interval(8, 1, 20)[0]
    assert iv.nps_difference((np.array([5, 6]), 2, 10), (6, 2, 10))[3].shape == (2,)


def test_empty_cells_are_nan_and_inputs_unchanged():
    a, b, n = np.array([0.0, 3.0, np.nan]), np.array([0.0, 1.0, 1.0]), np.array([0.0, 10.0, 10.0])
    kept = a.copy(), b.copy(), n.copy()
    for method in ("tango", "wald", "adjusted_wald"):
        low, high = iv.nps_interval(a, b, n, method=method)
        assert np.isnan(low).tolist() == np.isnan(high).tolist() == [True, False, True]
    for result in iv.nps_difference((a, b, n), (3, 1, 10)):
        assert np.isnan(result).tolist() == [True, False, True]
    for result in iv.share_difference((a, n), (3, 10)) + iv.share_interval(a, n):
        assert np.isnan(result).tolist() == [True, False, True]
    assert np.isnan(iv.weighted_nps_interval(0, 0, 0, 0, 0, 0, 0)).all()
    assert np.isnan(iv.weighted_share_interval(0, 0, 0, 0, 0)).all()
    assert np.isnan(iv.weighted_mean_interval(0, 0, 0, 0, 0, 0, scale=(1, 5))).all()
    assert np.isnan(iv.mean_interval(0, 0, 0, scale=(1, 5))).all()
    assert np.isnan(iv.smallest_detectable_nps_change((0, 0, 0), (3, 1, 10)))
    assert np.isnan(iv.effective_n(0, 0))
    for before, after in zip(kept, (a, b, n), strict=True):
        assert np.array_equal(before, after, equal_nan=True)


def test_rounding_in_the_sums_is_not_taken_for_spread():
    """Sums added up in another order differ in the last digit; equal answers stay equal answers."""
    total, part = 0.6 + 0.3 + 0.1, 0.1 + 0.3 + 0.6
    total, part = max(total, part) + 2e-16, min(total, part)
    squares = 0.36 + 0.09 + 0.01
    kish = iv.effective_n(total, squares)
    assert iv.weighted_nps_interval(3, total, squares, part, 0, squares, 0)[3] == pytest.approx(kish)
    assert iv.weighted_share_interval(3, total, squares, part, squares)[3] == pytest.approx(kish)
    amounts = np.random.default_rng(6).uniform(0, 1e5, 200)
    for n in (3, 7, 1000):
        same = np.repeat(amounts[:, None], n, axis=1)
        assert np.isnan(iv.mean_interval(*moments(same)[:3])).all()
        assert np.isnan(iv.skewed_mean_interval(*moments(same))).all()
    w = np.random.default_rng(6).uniform(0.1, 3, (200, 7))
    sums = w.sum(1), (w**2).sum(1), (w * 4.3).sum(1), (w**2 * 4.3).sum(1), (w**2 * 4.3**2).sum(1)
    assert np.isnan(iv.weighted_mean_interval(7, *sums)[1]).all()


def test_one_answer_has_an_interval():
    value, low, high, size = iv.weighted_nps_interval(1, 2.5, 6.25, 2.5, 0, 6.25, 0)
    assert (value, size) == (1, 1)
    assert (low, high) == pytest.approx(iv.nps_interval(1, 0, 1), abs=1e-12)


REFUSALS = [
    (lambda: iv.nps_interval(-1, 0, 10), "promoters must be finite and not negative; got -1."),
    (lambda: iv.nps_interval(6, 5, 10), "promoters and detractors together cannot be more than n; got 11 of 10."),
    (
        lambda: iv.nps_interval(5, 2, 10, confidence=95),
        "confidence must be between 0 and 1, both excluded; got 95. For 95 % write 0.95.",
    ),
    (
        lambda: iv.mean_difference((5, 15, 50), (5, 20, 90), confidence="high"),
        "confidence must be between 0 and 1, both excluded; got 'high'. For 95 % write 0.95.",
    ),
    (
        lambda: iv.nps_interval(5, 2, 10, method="wold"),
        'no method called "wold"; did you mean "wald"? Choose from: tango, wald, adjusted_wald.',
    ),
    (
        lambda: iv.adjust([0.1], method="hlm"),
        'no method called "hlm"; did you mean "holm"? Choose from: holm, fdr_bh.',
    ),
    (lambda: iv.adjust([0.1, 1.2], method="holm"), "p-values must be from 0 to 1; got 1.2."),
    (lambda: iv.share_interval(11, 10), "successes cannot be more than n; got 11 of 10."),
    (lambda: iv.share_interval("many", 10), "successes must be a number or an array of numbers; got 'many'."),
    (
        lambda: iv.share_interval([1, 2], [10, 20, 30]),
        "the arrays do not have the same shape: successes (2,), n (3,).",
    ),
    (
        lambda: iv.mean_interval(10, 80, 700, scale=(1, 5)),
        "a mean of 8 is outside the scale 1 to 5; check the sums, or the scale in the codebook.",
    ),
    (
        lambda: iv.mean_interval(10, 30, 100, scale=(5, 1)),
        "scale must be (lowest, highest) with lowest below highest; got (5, 1).",
    ),
    (lambda: iv.mean_interval(10, 30, 100, scale=5), "scale must be two numbers, lowest and highest; got 5."),
    (
        lambda: iv.weighted_mean_difference((3, 4, 6), (3, 4, 6)),
        "a weighted mean needs the 6 sums n, w, w2, wy, w2y, w2y2; got 3.",
    ),
    (
        lambda: iv.sample_size_nps(0.8, 0.4, margin=0.05),
        "promoter_share and detractor_share together cannot be more than 1; got 1.2 of 1.",
    ),
]


@pytest.mark.parametrize(("call", "text"), REFUSALS, ids=[text[:40] for _, text in REFUSALS])
def test_refusals_say_what_was_wrong(call, text):
    with pytest.raises(ArgumentError) as refused:
        call()
    assert str(refused.value) == text


@pytest.mark.parametrize("name", [module.name for module in pkgutil.iter_modules(iv.__path__)])
def test_examples_in_the_docstrings(name):
    assert doctest.testmod(importlib.import_module(f"cxlib.intervals.{name}")).failed == 0

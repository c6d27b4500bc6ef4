"""Mix against rate, places ranked fairly, funnel limits: oracles, exact sums, planted truth, coverage."""

from __future__ import annotations

import doctest
import importlib
import json
from fractions import Fraction
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy import integrate, stats
from scipy.special import ndtr

import cxlib
from cxlib import charts, samples, scores
from cxlib.errors import ArgumentError, StudyError
from cxlib.finding import Finding
from cxlib.scores.funnel import funnel_limits
from cxlib.scores.mixture import mix_and_rate, must_add_up, resampled, shapley_parts
from cxlib.scores.shrinkage import given_spread, shrink
from cxlib.scores.why_rows import alone, job_of

ORACLES = Path(__file__).parent / "oracles"
MANY = settings(deadline=None, max_examples=60, derandomize=True, suppress_health_check=list(HealthCheck))
TWO_QUARTERS = "segments = ['region']\nas_of = 2026-07-01"
DAYS = ("2026-02-10", "2026-05-10")


def oracle(name):
    return json.loads((ORACLES / name).read_text(encoding="utf-8"))


def numbers(texts):
    return np.array([np.nan if text is None else float(Fraction(text)) for text in texts])


def waves(before, after, question="recommend", **more):
    """Answers of two quarters from {(region, channel): scores}."""
    return [{"customer_id": f"{region}{channel}{day}{place}", "at": day, "question": question, "score": score, "region": region,
             "channel": channel, **more}
            for day, cells in zip(DAYS, (before, after), strict=True) for (region, channel), values in cells.items()
            for place, score in enumerate(values)]


def nps(promoters, detractors, passives=0):
    return [10] * promoters + [0] * detractors + [8] * passives


def part(finding, segment, name):
    rows = finding.table
    rows = rows[(rows["_segment"] == segment) & (rows["part"] == name)]
    return rows.iloc[0]


@pytest.mark.parametrize("name", ["mixture", "shrinkage", "funnel"])
def test_the_examples_run(name):
    assert doctest.testmod(importlib.import_module(f"cxlib.scores.{name}")).failed == 0


# Mix and rate: arithmetic.


def test_mix_and_rate_are_those_of_the_oracle():
    expected = oracle("mix_rate_expected.json")["simpson"]
    mix, rate = mix_and_rate(*(numbers(expected[name]) for name in ("w0", "w1", "r0", "r1")))
    np.testing.assert_allclose(mix, expected["mix_by_segment_centred"], atol=1e-12)
    np.testing.assert_allclose(rate, expected["rate_by_segment"], atol=1e-12)
    np.testing.assert_allclose([mix.sum(), rate.sum()], [expected["mix"], expected["rate"]], rtol=1e-12)


def test_a_level_of_one_wave_is_all_mix():
    expected = oracle("mix_rate_expected.json")["entering_leaving"]
    mix, rate = mix_and_rate(*(numbers(expected[name]) for name in ("w0", "w1", "r0", "r1")))
    np.testing.assert_allclose([mix.sum(), rate.sum()], [expected["mix"], expected["rate"]], rtol=1e-12)
    assert rate[1] == rate[2] == 0


def test_two_dimensions_are_those_of_the_oracle():
    expected = oracle("mix_rate_expected.json")["two_dimensions"]
    flat = {name: np.concatenate([numbers(row) for row in expected[name]]) for name in ("P0", "P1", "S0", "S1")}
    cells = [(a, b) for a in range(len(expected["P0"])) for b in range(len(expected["P0"][0]))]
    parts = shapley_parts((flat["P0"], flat["S0"]), (flat["P1"], flat["S1"]), cells)
    np.testing.assert_allclose(parts, expected["shapley_float"], rtol=1e-12)


def drawn_cells(data, shape):
    weight = np.array(data.draw(st.lists(st.integers(0, 50), min_size=shape, max_size=shape)), float)
    weight[0] += 1
    score = np.array(data.draw(st.lists(st.floats(-10, 10), min_size=shape, max_size=shape)))
    return weight, np.where(weight > 0, score, np.nan)


@MANY
@given(st.data())
def test_parts_add_up_exactly(data):
    """Any shares and scores, levels that come and go; one segment gives the same by both roads."""
    (w0, r0), (w1, r1) = drawn_cells(data, 6), drawn_cells(data, 6)
    total = np.nansum(w1 * r1) / w1.sum() - np.nansum(w0 * r0) / w0.sum()
    mix, rate = mix_and_rate(w0 / w0.sum(), w1 / w1.sum(), r0, r1)
    assert abs(mix.sum() + rate.sum() - total) < 1e-12 * 10
    three = shapley_parts((w0, r0), (w1, r1), [(a, b) for a in range(2) for b in range(3)])
    assert abs(three.sum() - total) < 1e-12 * 10
    one = shapley_parts((w0, r0), (w1, r1), [(a,) for a in range(6)])
    np.testing.assert_allclose(one, [mix.sum(), rate.sum()], atol=1e-11)


def test_parts_that_miss_the_change_are_refused():
    with pytest.raises(StudyError) as error:
        must_add_up(0.5, 0.4, 1.0)
    assert str(error.value) == "mix and rate add up to 0.5, but the score moved by 0.4"


def test_resamples_have_the_mean_and_variance_of_drawn_respondents():
    """Weighted answers: the sum of weights of Poisson(1) draws has mean w and variance w2."""
    answers = pd.DataFrame({"w": [30.0, 12.0], "w2": [45.0, 24.0], "y": [1.0, -1.0]})
    weight, score = resampled(answers, np.array([0, 0]), 2, draws=20_000, rng=np.random.default_rng(3))
    assert weight[0, 0] == 42 and score[0, 0] == pytest.approx(18 / 42) and np.isnan(score[0, 1])
    assert weight[1:, 0].mean() == pytest.approx(42, abs=0.3) and weight[1:, 0].var() == pytest.approx(69, rel=0.05)


# Why it moved: through the whole chain.


def test_a_table_adds_up_and_the_change_is_that_of_change(tiny_study):
    study = tiny_study(settings=TWO_QUARTERS, responses=waves(
        {("x", "a"): nps(30, 10, 20), ("y", "b"): nps(5, 20, 15)}, {("x", "a"): nps(12, 9, 9), ("y", "b"): nps(14, 40, 20)}))
    change = scores.change(study, question="recommend").table.iloc[0]
    for finding in (scores.why_moved(study, by="region"), scores.why_moved(study, by=["region"]), scores.why_moved(study, by=["channel", "region"])):
        rows = finding.table[finding.table["level"] == "everyone"] if "level" in finding.table else finding.table
        assert rows["value"].sum() == pytest.approx(change["value"], abs=1e-12)
        assert [finding.headline[name] for name in ("value", "low", "high")] == [change["value"], change["low"], change["high"]]
    levels = scores.why_moved(study, by="region").table
    for name in ("mix", "rate"):
        mine = levels[levels["part"] == name]
        assert mine.loc[mine["level"] != "everyone", "value"].sum() == pytest.approx(mine.loc[mine["level"] == "everyone", "value"].iloc[0], abs=1e-12)
    alone = scores.why_moved(study)
    assert part(alone, "region", "mix")["low"] == part(scores.why_moved(study, by="region"), "region", "mix")["low"], "one seed each"
    assert Finding.from_json(alone.to_json()) == alone


def test_every_level_falls_while_the_total_rises(tiny_study):
    study = tiny_study(settings=TWO_QUARTERS, responses=waves(
        {("x", "a"): nps(270, 0, 30), ("y", "a"): nps(210, 420, 70)}, {("x", "a"): nps(560, 70, 70), ("y", "a"): nps(60, 200, 40)}))
    finding = scores.why_moved(study, by="region")
    rate = part(finding, "region", "rate")
    assert finding.headline["low"] > 0 > rate["high"] and rate["opposite"]
    assert any("Simpson" in text for text in finding.caveats)
    assert not scores.why_moved(study, by="channel").table["opposite"].any()


def test_answers_all_alike_have_no_zero_width(tiny_study):
    study = tiny_study(settings=TWO_QUARTERS, responses=waves({("x", "a"): nps(20, 0), ("y", "a"): nps(20, 0)}, {("x", "a"): nps(30, 0), ("y", "a"): nps(10, 0)}))
    finding = scores.why_moved(study)
    assert finding.status == "cannot_tell" and (finding.table["high"] - finding.table["low"] > 0.05).all()
    assert (finding.table["value"] == 0).all()


def test_small_levels_are_withheld_in_both_waves_and_never_named(tiny_study):
    before = {("x", "a"): nps(40, 10), ("y", "a"): nps(40, 10), ("z", "a"): nps(3, 0)}
    after = {("x", "a"): nps(40, 10), ("y", "a"): nps(40, 10), ("z", "a"): nps(2, 30)}
    finding = scores.why_moved(tiny_study(settings=TWO_QUARTERS, responses=waves(before, after)), by="region")
    rows = finding.table[finding.table["level"] == "z"]
    assert set(rows["withheld"]) == {"small"} and rows[["base", "before", "after", "value", "share", "adjusted_p"]].isna().all(axis=None)
    assert (finding.table["withheld"] == "complement").any() and " z " not in f" {finding.sentence} "


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return samples.write(samples.company(scale=1.0), tmp_path_factory.mktemp("why") / "study")


@pytest.fixture(scope="module")
def whole(folder):
    return cxlib.open_study(folder)


@pytest.fixture(scope="module")
def truth(folder):
    return json.loads((folder / "truth.json").read_text(encoding="utf-8"))


def test_the_planted_change_of_mix_is_named_as_mix(folder, truth):
    planted = truth["mix_change"]
    finding = scores.why_moved(cxlib.open_study(folder, wave=planted["waves"][1]), question=planted["question"])
    mix, rate = part(finding, planted["segment"], "mix"), part(finding, planted["segment"], "rate")
    assert mix["low"] <= planted["mix"] <= mix["high"] < 0 and rate["low"] <= planted["rate"] <= rate["high"]
    assert finding.status == "answered"
    assert "because of who answered: their mix by Channel" in finding.sentence and "phone went from" in finding.sentence
    others = finding.table[(finding.table["part"] == "mix") & (finding.table["_segment"] != planted["segment"])]
    assert len(others) == 5 and (others["adjusted_p"] > 0.05).all()


def test_the_planted_real_change_is_named_as_rate_where_it_is(whole, truth):
    planted = truth["real_change"]
    finding = scores.why_moved(whole, question=planted["question"])
    assert "because of how they answered" in finding.sentence and f"clearest for {planted['region']} (Region)" in finding.sentence
    mixes = finding.table[finding.table["part"] == "mix"]
    assert ((mixes["low"] <= 0) & (mixes["high"] >= 0)).all()
    rate = part(finding, "region", "rate")
    assert rate["low"] <= planted["change"] <= rate["high"] < 0
    assert "Hà Nội (Khu vực)" in scores.why_moved(whole.in_language("vi")).sentence


def test_where_nothing_happens_mix_and_rate_hold_zero(tiny_study):
    """Worlds whose regions differ, and stay as they are: 40 questions of one study."""
    worlds, people = 40, 300
    rng, frames = np.random.default_rng(40), []
    for world in range(worlds):
        region = rng.integers(0, 5, 2 * people)
        luck = rng.random(2 * people) - 0.06 * region
        frames.append(pd.DataFrame({
            "customer_id": [f"p{world}_{i}" for i in range(2 * people)], "at": np.repeat(DAYS, people), "question": f"q{world}",
            "score": np.select([luck < 0.1, luck < 0.4], [0, 8], 10), "region": region.astype(str)}))
    asked = {f"q{world}": 'metric = "nps"\nscale = [0, 10]\nhigh_is = "good"' for world in range(worlds)}
    study = tiny_study(responses=pd.concat(frames), questions=asked, settings=TWO_QUARTERS)
    found = pd.concat([alone(job_of(study, study.codebook[name], "2026Q1", 200, 1), "region").parts for name in asked])
    for kind in ("mix", "rate"):
        rows = found[found["part"] == kind]
        missed = ((rows["low"] > 0) | (rows["high"] < 0)).sum()
        assert len(rows) == worlds and missed <= stats.binom.ppf(0.999, worlds, 0.05)


# Places.


def test_eight_schools():
    expected = oracle("shrinkage_expected.json")["eight_schools"]
    y, v = np.array(expected["y"]), np.array(expected["sigma"]) ** 2
    found = shrink(y, v, widest=1000)
    # the published quadrature is right to about 0.01
    np.testing.assert_allclose(found.value, expected["posterior_mean"], atol=0.01)
    quantiles = np.array(list(expected["quantiles_2_5_25_50_75_97_5"].values()))
    np.testing.assert_allclose(np.array([found.quantile(share) for share in (0.025, 0.25, 0.5, 0.75, 0.975)]).T, quantiles, atol=0.01)

    def density(spread, of_first):
        centre, error, mean, _ = given_spread(y, v, spread)
        both = v + spread**2
        return error[0] * np.prod(both**-0.5) * np.exp(-0.5 * ((y - centre[0]) ** 2 / both).sum()) * 1e9 * (mean[0, 0] if of_first else 1.0)

    over = [integrate.quad(density, 0, 1000, args=(first,), points=[5, 20, 100], limit=300, epsabs=0, epsrel=1e-9)[0] for first in (True, False)]
    assert found.value[0] == pytest.approx(over[0] / over[1], rel=1e-7)


@pytest.mark.parametrize("fit", ["DL", "PM", "REML"])
def test_places_were_the_spread_known_are_those_of_metafor(fit):
    given_, expected = oracle("eb_normal_expected.json")["input"], oracle("eb_normal_expected.json")["fits"][fit]
    centre, error, mean, sd = given_spread(given_["y"], given_["v"], np.sqrt(expected["tau2"]))
    np.testing.assert_allclose([centre[0], error[0]], [expected["mu"], expected["mu_se"]], rtol=1e-9)
    np.testing.assert_allclose(mean[0], expected["blup"], rtol=1e-8)
    np.testing.assert_allclose(sd[0], expected["blup_se"], rtol=1e-8)


def test_baseball_is_foretold_better_than_by_raw_averages():
    """Efron & Morris: squared error of the rest of the season, on the arcsin scale."""
    expected = oracle("shrinkage_expected.json")["efron_morris"]
    n = expected["n"]
    y, later = (np.sqrt(n) * np.arcsin(2 * np.array(share) - 1) for share in (np.array(expected["hits"]) / n, expected["remainder"]))
    value = shrink(y, np.ones(len(y))).value
    assert ((y - later) ** 2).sum() == pytest.approx(expected["sse_raw"], rel=1e-3)
    assert ((value - later) ** 2).sum() < 1.1 * expected["sse_js"]


def test_draws_and_quantiles_agree():
    found = shrink([0.1, 0.3, 0.5, 0.2], [0.01, 0.02, 0.04, 0.005], widest=1.0)
    drawn = found.draws(40_000, seed=1)
    np.testing.assert_allclose(drawn.mean(axis=0), found.value, atol=0.004)
    np.testing.assert_allclose(np.quantile(drawn, 0.975, axis=0), found.quantile(0.975), atol=0.01)


@pytest.mark.parametrize("count", [5, 8, 12, 20])
def test_intervals_of_places_cover(count):
    """Answers of 0-10 questions, n 10 to 300, true NPS around 30 with a standard deviation of 12 points."""
    rng, inside, worlds = np.random.default_rng([7, count]), 0, 1000
    for _ in range(worlds):
        n = np.round(np.exp(rng.uniform(np.log(10), np.log(300), count))).astype(int)
        true = rng.normal(0.3, 0.12, count).clip(-0.7, 0.7)
        x = rng.multinomial(n, np.column_stack([(0.7 + true) / 2, (0.7 - true) / 2, np.full(count, 0.3)]))
        y = (x[:, 0] - x[:, 1]) / n
        pooled = (x[:, 0] + x[:, 1] - n * y**2).sum() / (n - 1).sum()
        found = shrink(y, pooled / n, widest=1.0)
        below = found.chance @ ndtr((true - found.mean) / found.sd)
        inside += int(((below > 0.025) & (below < 0.975)).sum())
    assert 0.93 <= inside / (worlds * count) <= 0.97


def test_planted_places_are_found(whole, truth):
    finding = scores.places(whole)
    table = finding.table.set_index("place")
    of_region = whole.customers().drop_duplicates("store").set_index("store")["region"]
    below = table[table["verdict"] == "below"].index
    above = table[table["verdict"] == "above"].index
    assert len(below) >= 3 and set(of_region[below]) == {truth["real_change"]["region"]}
    assert set(of_region[above]) <= {"Đà Nẵng"} and finding.status == "answered"
    assert table["chance_worst_tenth"].sum() == pytest.approx(2, abs=1e-9), "two of twenty are the worst tenth in every draw"
    assert ((table["rank_low"] <= table["rank"]) & (table["rank"] <= table["rank_high"])).all()
    pulled = (table["value"] - table["raw"]).abs() / (table["raw"] - finding.chart.reference).abs()
    assert pulled["Bình Thủy"] > pulled["Hải Châu"], "the fewer answers, the more a place is drawn in"
    nothing = scores.places(whole, by=truth["nothing"]["segment"])
    assert nothing.status == "cannot_tell" and set(nothing.table["verdict"]) == {"cannot tell"}
    assert "Chưa thể phân biệt 4 nơi" in scores.places(whole.in_language("vi"), by=truth["nothing"]["segment"]).sentence
    assert Finding.from_json(finding.to_json()) == finding


def test_small_places_take_no_part_and_show_nothing(tiny_study):
    cells = {(name, "a"): nps(20 + i, 10) for i, name in enumerate("vwxy")} | {("z", "a"): nps(0, 4)}
    study = tiny_study(settings=TWO_QUARTERS, responses=waves(cells, cells))
    for finding in (scores.places(study, by="region"), scores.funnel_plot(study, by="region")):
        hidden = finding.table[finding.table["withheld"] != ""]
        assert set(hidden["withheld"]) == {"small", "complement"} and len(hidden) == 2
        assert hidden.select_dtypes("number").isna().all(axis=None)
        assert finding.base == 31 + 32 + 33
    assert scores.places(study, by="region").table["rank"].max() == 3


def test_places_all_alike_are_not_sure(tiny_study):
    cells = {(name, "a"): nps(15, 0) for name in "wxyz"}
    finding = scores.places(tiny_study(settings=TWO_QUARTERS, responses=waves(cells, cells)), by="region")
    assert finding.status == "cannot_tell" and (finding.table["high"] - finding.table["low"] > 0.05).all()
    assert scores.funnel_plot(tiny_study(settings=TWO_QUARTERS, responses=waves(cells, cells)), by="region").status == "cannot_tell"


# Funnel limits.


@pytest.mark.parametrize(("confidence", "name"), [(0.95, "95"), (0.998, "998")])
def test_funnel_limits_are_those_of_the_oracle(confidence, name):
    expected = oracle("funnel_limits_expected.json")
    p = expected["p0"]
    low, high = funnel_limits(expected["n"], [0, 1], [1 - p, p], confidence=confidence)
    np.testing.assert_allclose(low, expected[f"lo{name}"], atol=1e-9)
    np.testing.assert_allclose(high, expected[f"hi{name}"], atol=1e-9)


def test_funnel_limits_of_an_nps_leave_out_what_they_say():
    """Interpolated limits of 60 answers leave out about a twentieth of simulated places, exact ones never more."""
    low, high = funnel_limits([60], [-1, 0, 1], [0.2, 0.3, 0.5], confidence=0.95)
    x = np.random.default_rng(8).multinomial(60, [0.2, 0.3, 0.5], size=40_000)
    score = (x[:, 2] - x[:, 0]) / 60
    assert ((score < low) | (score > high)).mean() == pytest.approx(0.05, abs=0.015)
    low, high = funnel_limits([60], [-1, 0, 1], [0.2, 0.3, 0.5], confidence=0.95, interpolated=False)
    assert 0.03 < ((score < low - 1e-9) | (score > high + 1e-9)).mean() < 0.05
    near, far = funnel_limits([60], [-1, 0, 1], [0.2, 0.3, 0.5], confidence=0.998)
    assert near < low and far > high


def test_limits_widen_only_where_places_really_differ(whole, truth):
    assert len(scores.funnel_plot(whole).caveats) == 2 and "times as wide" in scores.funnel_plot(whole).caveats[1]
    nothing = scores.funnel_plot(whole, by=truth["nothing"]["segment"])
    assert not nothing.table["_outside"].any()
    assert len(nothing.caveats) == 1 and nothing.status == "cannot_tell" and set(nothing.table["verdict"]) == {"inside"}


def test_the_funnel_is_drawn_by_size_between_its_limits(tiny_study):
    """Four places alike, one far below; a place with too few answers is neither drawn nor named."""
    cells = {(name, "a"): nps(30 + 9 * i, 15) for i, name in enumerate("vwxy")} | {("low", "a"): nps(2, 60), ("few", "a"): nps(1, 1)}
    finding = scores.funnel_plot(tiny_study(settings=TWO_QUARTERS, responses=waves(cells, cells)), by="region")
    table, chart = finding.table, finding.chart
    assert (chart.kind, chart.x, chart.y) == ("scatter", "base", "value") and table["_outside"].dtype == bool
    assert list(table["_outside"]) == list(table["verdict"].isin(["outside 95%", "outside 99.8%"])) and table["_outside"].any()
    ax = charts.draw(finding)
    shown = table[table["value"].notna()]
    points = next(line for line in ax.lines if line.get_gid() == "estimates-0")
    assert list(points.get_xdata()) == list(shown["base"]) and list(points.get_ydata()) == list(shown["value"])
    for column in ("low95", "high95", "low998", "high998"):
        line = next(line for line in ax.lines if line.get_gid() == f"limit-{column}")
        assert list(line.get_ydata()) == list(shown[column])
    names = [text.get_text() for text in ax.texts if text.get_gid() == "point-name"]
    assert "low" in names and set(names) <= set(table.loc[table["_outside"], "place"])
    said = [text.get_text() for text in ax.figure.legends[0].get_texts()]
    assert said == ["outside of the limits", "95% limits", "99.8% limits"]
    assert Finding.from_json(finding.to_json()) == finding


# What is refused, and what cannot be answered.


@pytest.mark.parametrize(("call", "text"), [
    (lambda s: scores.why_moved(s, by="regoin"), 'no segment of responses called "regoin"; did you mean "region"? Choose from: '
     "region, store, age_band, plan, acquired_by, stage, touchpoint, channel, employee, language."),
    (lambda s: scores.why_moved(s, by=["region", "region"]), "by names each segment once, and at least one; got ['region', 'region']"),
    (lambda s: scores.why_moved(s, against="2026Q3"), "2026Q3 cannot be compared with itself; name an earlier wave"),
    (lambda s: scores.why_moved(s, draws=3), "draws must be 50 or more for an interval; got 3"),
    (lambda s: scores.places(s, by="employee"),
     "employees are not ranked unless you ask for it: add employees=True, and mind what it is used for"),
    (lambda s: scores.funnel_plot(s, by="employee"),
     "employees are not ranked unless you ask for it: add employees=True, and mind what it is used for"),
    (lambda s: scores.places(s, draws=10), "draws must be 1000 or more for intervals of ranks; got 10"),
    (lambda s: shrink([1, 2], [1, 0], widest=3), "every place needs a finite value and a variance above 0"),
    (lambda s: mix_and_rate([0.5, 0.4], [0.5, 0.5], [1, 2], [1, 2]), "the shares of each wave must sum to 1; got 0.9"),
])
def test_a_wrong_word_is_answered_with_the_right_ones(small, call, text):
    with pytest.raises(ArgumentError) as error:
        call(small)
    assert str(error.value) == text


@pytest.mark.parametrize("language", ["en", "vi"])
@pytest.mark.parametrize("name", ["why_moved", "places", "funnel_plot"])
def test_without_answers_or_people_one_sentence_says_so(tiny_study, name, language):
    paid = [{"customer_id": f"c{i}", "at": "2026-05-01", "amount": 10} for i in range(20)]
    analysis, more = getattr(scores, name), {} if name == "why_moved" else {"by": "region"}
    assert analysis(tiny_study(transactions=paid, settings="as_of = 2026-07-01", language=language), **more).status == "not_available"
    cells = {("x", "a"): nps(4, 1), ("y", "a"): nps(2, 1)}
    few = analysis(tiny_study(responses=waves(cells, cells), settings=TWO_QUARTERS, language=language), **more)
    assert few.status == "cannot_tell" and few.table.empty
    nobody = tiny_study(responses=waves(cells, cells), settings=TWO_QUARTERS, language=language)
    assert analysis(nobody, question="satisfaction", **more).status == "nobody"


def test_the_first_wave_and_a_single_group_have_nothing_to_split(tiny_study):
    rows = waves({("x", "a"): nps(20, 10)}, {("x", "a"): nps(25, 5)})
    assert scores.why_moved(tiny_study(responses=rows, settings=TWO_QUARTERS)).sentence == (
        "All answers are in one group by every segment, so the change cannot be split.")
    first = scores.why_moved(tiny_study(responses=rows, settings=TWO_QUARTERS, wave="2026Q1"))
    assert first.status == "cannot_tell" and "first wave" in first.sentence

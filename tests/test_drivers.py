"""Drivers from raw file to finding: oracles, brute force, laws, planted truth, and when we cannot tell."""

from __future__ import annotations

import doctest
import itertools
import json
import time
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from cxlib import charts, drivers, samples
from cxlib.codebook import Question
from cxlib.drivers import asymmetry, complete, ordinal, parts, placing, ranking, resample, two
from cxlib.errors import ArgumentError

ORACLES = Path(__file__).parent / "oracles"
RATING = 'metric = "rating"\nscale = [1, 5]\nhigh_is = "good"'
NPS = 'metric = "nps"\nscale = [0, 10]\nhigh_is = "good"'
SHOWN = ("driver", "value", "low", "high", "rank", "beta", "vif", "performance")
FINDINGS = (drivers.importance, drivers.importance_performance, drivers.penalty_reward)
WEIGHTS = {"food": 0.8, "staff": 0.4, "price": 0.2, "music": 0.0}


def oracle(name):
    return json.loads((ORACLES / name).read_text(encoding="utf-8"))


def table_of(name, index=None):
    return pd.read_csv(ORACLES / f"lmg_{name}_input.csv", index_col=index)


def correlation(frame, outcome, names):
    return np.corrcoef(frame[[*names, outcome]].to_numpy().T)


def random_correlation(p, seed):
    rng = np.random.default_rng(seed)
    x = rng.standard_normal((60, p + 1)) @ rng.standard_normal((p + 1, p + 1))
    return np.corrcoef(x.T)


def people(n, seed=1, weights=WEIGHTS, *, noise=1.0, outcome="recommend"):
    """One row per person: integer ratings that share a mood, and an outcome from 0 to 10 made of them."""
    rng = np.random.default_rng(seed)
    mood = rng.standard_normal(n)
    frame = pd.DataFrame({name: np.clip(np.round(3.2 + 0.5 * mood + 0.9 * rng.standard_normal(n)), 1, 5) for name in weights})
    raw = sum(weight * frame[name] for name, weight in weights.items()) + noise * rng.standard_normal(n)
    frame[outcome] = np.clip(np.round(6 + 1.5 * (raw - raw.mean())), 0, 10)
    return frame


def answers(frame, *, day="2026-02-10", prefix="c", **more):
    """An answer row for each cell; blanks stay blanks."""
    long = frame.reset_index(drop=True).rename_axis("who").reset_index().melt("who", var_name="question", value_name="score")
    long["customer_id"] = prefix + long["who"].astype(str).str.zfill(5)
    extra = {name: np.asarray(value)[long["who"]] if np.ndim(value) else value for name, value in more.items()}
    return long.drop(columns="who").assign(at=day, **extra)


@pytest.fixture(scope="session")
def rated(tiny_study):
    """A function that opens a study of such people."""

    def make(*frames, questions=None, **more):
        rows = pd.concat([frame if "question" in frame else answers(frame) for frame in frames], ignore_index=True)
        names = rows["question"].unique()
        book = {name: NPS if name == "recommend" else RATING for name in names} | (questions or {})
        return tiny_study(responses=rows, questions=book, settings=more.pop("settings", "as_of = 2026-04-01"), **more)

    return make


@pytest.fixture(scope="module")
def plain(rated):
    return rated(people(400))


def test_the_examples_run():
    for module in (parts, ordinal, resample, complete, ranking, placing, asymmetry, two, drivers):
        assert doctest.testmod(module).failed == 0


# Shares of explained variance.


def test_swiss_equals_regressions_of_every_subset():
    expected = oracle("lmg_swiss_expected.json")
    given = correlation(table_of("swiss"), "Fertility", expected["lmg"])
    assert drivers.r_squared(given) == pytest.approx(expected["r2"], rel=1e-9)
    for got, name in ((drivers.lmg(given), "lmg_share"), (drivers.lmg(given) * expected["r2"], "lmg"), (drivers.betas(given), "std_beta"),
                      (drivers.vif(given), "vif"), (drivers.relative_weights(given) * expected["r2"], "johnson")):
        np.testing.assert_allclose(got, list(expected[name].values()), rtol=1e-9, err_msg=name)


def test_mtcars_with_ten_drivers():
    expected = oracle("lmg_mtcars_expected.json")
    given = correlation(table_of("mtcars", 0), "mpg", expected["lmg"])
    np.testing.assert_allclose(drivers.lmg(given) * drivers.r_squared(given), list(expected["lmg"].values()), rtol=1e-9)


@pytest.mark.parametrize("rho", [0.3, 0.6])
def test_shares_in_the_population_of_the_bootstrap_study(rho):
    expected = oracle("lmg_bootstrap_study.json")["study"][f"rho={rho}"]
    among, beta = (1 - rho) * np.eye(6) + rho, np.array(expected["beta"])
    whole = np.block([[among, (among @ beta)[:, None]], [(among @ beta)[None], np.array([[beta @ among @ beta + 1]])]])
    scale = np.sqrt(np.diag(whole))
    given = whole / np.outer(scale, scale)
    np.testing.assert_allclose(drivers.lmg(given), expected["population_lmg_share"], rtol=1e-6)
    np.testing.assert_allclose(drivers.relative_weights(given), expected["population_johnson_share"], rtol=1e-6)


def by_all_orders(given):
    """The definition: the gain in R2 when a driver enters, averaged over every order of entry."""
    p = len(given) - 1
    gains = np.zeros(p)

    def explained(chosen):
        rows = sorted(chosen)
        return given[rows, -1] @ np.linalg.lstsq(given[np.ix_(rows, rows)], given[rows, -1])[0] if rows else 0.0

    orders = list(itertools.permutations(range(p)))
    for order in orders:
        for place, driver in enumerate(order):
            gains[driver] += explained(order[: place + 1]) - explained(order[:place])
    return gains / len(orders)


@pytest.mark.parametrize(("p", "seed"), [(p, seed) for p in range(1, 7) for seed in range(3 if p < 6 else 1)])
def test_lmg_equals_its_definition(p, seed):
    given = random_correlation(p, 100 * p + seed)
    expected = by_all_orders(given)
    np.testing.assert_allclose(drivers.lmg(given), expected / expected.sum(), atol=1e-9)
    assert drivers.r_squared(given) == pytest.approx(expected.sum(), abs=1e-9)


def test_a_copied_driver_halves_its_share_and_has_no_variance_of_its_own():
    alone = random_correlation(3, 8)
    twin = [0, 0, 1, 2, 3]
    given = alone[np.ix_(twin, twin)]
    expected = by_all_orders(given)
    np.testing.assert_allclose(drivers.lmg(given), expected / expected.sum(), atol=1e-9)
    assert drivers.lmg(given)[0] == pytest.approx(drivers.lmg(given)[1])
    assert np.isinf(drivers.vif(given)[:2]).all() and np.isfinite(drivers.vif(given)[2:]).all()
    assert drivers.betas(given)[:2] == pytest.approx(np.repeat(drivers.betas(alone)[0] / 2, 2), abs=1e-3)


def test_order_of_drivers_stacks_and_independence():
    given = random_correlation(5, 3)
    order = [3, 0, 4, 1, 2]
    moved = given[np.ix_([*order, 5], [*order, 5])]
    np.testing.assert_allclose(drivers.lmg(moved), drivers.lmg(given)[order], atol=1e-12)
    stack = np.stack([given, moved, random_correlation(5, 4)])
    np.testing.assert_allclose(drivers.lmg(stack), [drivers.lmg(one) for one in stack], atol=1e-12)
    apart = np.eye(4)
    apart[3, :3] = apart[:3, 3] = [0.6, -0.3, 0.0]
    np.testing.assert_allclose(drivers.lmg(apart), np.array([0.36, 0.09, 0.0]) / 0.45, atol=1e-12)
    assert np.isnan(drivers.lmg(np.eye(3))).all() and drivers.r_squared(np.eye(3)) == 0


def test_above_eighteen_drivers_johnson_stands_in():
    given = random_correlation(19, 5)
    np.testing.assert_array_equal(drivers.lmg(given), drivers.relative_weights(given))
    assert drivers.lmg(given).sum() == pytest.approx(1.0)


@pytest.mark.parametrize(("given", "text"), [
    ([1, 2], "a correlation matrix is square, drivers first and the outcome last; got shape (2,)"),
    ([[1, 2], [2, 1]], "a correlation lies between -1 and 1; leave out drivers that do not vary"),
    ([[1, float("nan")], [0.5, 1]], "a correlation lies between -1 and 1; leave out drivers that do not vary"),
    ([[1, 0.2], [0.5, 1]], "a correlation matrix is symmetric with ones on its diagonal"),
])
def test_what_is_no_correlation_is_refused(given, text):
    with pytest.raises(ArgumentError) as error:
        drivers.lmg(given)
    assert str(error.value) == text


def test_fifteen_drivers_are_exact_in_a_blink():
    """No limit is asserted: machines differ. The figure is printed with -s."""
    given = random_correlation(15, 9)
    start = time.process_time()
    shares = drivers.lmg(given)
    middle = time.process_time()
    drivers.lmg(np.stack([given] * 20))
    print(f"15 drivers: {middle - start:.4f} s; 20 bootstrap samples of 15: {time.process_time() - middle:.3f} s")
    assert shares.sum() == pytest.approx(1.0) and (shares >= 0).all()


# The ordered logit.


def housing():
    frame = pd.read_csv(ORACLES / "ordinal_logit_housing_input.csv")
    pairs = (("Infl", "Medium"), ("Infl", "High"), ("Type", "Apartment"), ("Type", "Atrium"), ("Type", "Terrace"), ("Cont", "High"))
    x = np.column_stack([frame[column] == level for column, level in pairs]).astype(float)
    return frame["Sat"].map({"Low": 0, "Medium": 1, "High": 2}).to_numpy(), x, frame["Freq"].to_numpy()


def test_proportional_odds_equal_the_published_fit():
    expected = oracle("ordinal_logit_housing_expected.json")
    y, x, n = housing()
    fit = drivers.proportional_odds(y, x, weights=n)
    np.testing.assert_allclose(fit.coefficients, list(expected["coef"].values()), atol=1e-6)
    np.testing.assert_allclose(fit.cuts, list(expected["zeta"].values()), atol=1e-6)
    np.testing.assert_allclose(fit.errors, expected["se"][:6], atol=1e-6)
    assert fit.deviance == pytest.approx(expected["deviance"], abs=1e-6)
    repeated = drivers.proportional_odds(np.repeat(y, n), np.repeat(x, n, axis=0))
    np.testing.assert_allclose(repeated.coefficients, fit.coefficients, atol=1e-9)


@pytest.mark.parametrize(("y", "x", "text"), [
    ([1, 1], [[0], [1]], "an ordered logit needs at least two different outcomes"),
    ([0, 0, 1, 1], [[0], [1], [2], [3]], "no best ordered logit: a driver tells the outcome perfectly, or is a copy of others"),
    ([0, 1, 0, 1, 1], [[0, 0], [1, 1], [1, 1], [0, 0], [1, 1]], "no best ordered logit: a driver tells the outcome perfectly, or is a copy of others"),
])
def test_an_ordered_logit_without_a_best_fit_is_refused(y, x, text):
    with pytest.raises(ArgumentError) as error:
        drivers.proportional_odds(y, x)
    assert str(error.value) == text


# Answers side by side.


def test_answers_of_a_respondent_stand_side_by_side_and_the_last_one_counts(tiny_study):
    def said(customer, day, question, score, wave):
        return {"customer_id": customer, "at": day, "question": question, "score": score, "wave": wave, "weight": 2.0}

    rows = [
        said("a", "2026-02-10", "recommend", 9, "w1"), said("a", "2026-02-12", "food", 4, "w1"), said("a", "2026-02-11", "food", 1, "w1"),
        said("a", "2026-05-10", "recommend", 3, "w2"), said("b", "2026-05-11", "food", 2, "w2"), said("a", "2026-08-10", "food", 5, "w3"),
    ]
    questions = {"recommend": NPS, "food": RATING}
    study = tiny_study(responses=rows, questions=questions, settings="as_of = 2026-10-01", wave="2026Q2")
    got = study.answer_rows(["recommend", "food"])
    assert got.scores.fillna(-1).to_numpy().tolist() == [[9, 4], [3, -1], [-1, 2]]
    assert list(got.period) == ["2026Q1", "2026Q2", "2026Q2"] and set(got.weight) == {2.0}
    assert got.customer[0] == got.customer[1] != got.customer[2]
    assert len(study.answer_rows(["food"], periods=["2026Q2"]).scores) == 1
    assert len(study.where("period = 2026Q1").answer_rows(["food"]).scores) == 1
    with pytest.raises(ArgumentError, match='no period called "2026Q3"'):
        study.answer_rows(["food"], periods=["2026Q3"])


# Importance: what it finds and the laws it keeps.


def test_importance_equals_numpy_and_ranks_as_planted(plain):
    frame = people(400)
    finding = drivers.importance(plain)
    table = finding.table.set_index("driver")
    given = correlation(frame, "recommend", list(WEIGHTS))
    np.testing.assert_allclose(table.loc[list(WEIGHTS), "value"], drivers.lmg(given), atol=1e-12)
    np.testing.assert_allclose(table.loc[list(WEIGHTS), "beta"], drivers.betas(given), atol=1e-9)
    np.testing.assert_allclose(table.loc[list(WEIGHTS), "performance"], frame[list(WEIGHTS)].mean(), atol=1e-12)
    assert table.index[:2].tolist() == ["food", "staff"] and finding.table["rank"].tolist() == [1, 2, 3, 4]
    assert (table["rank_low"] <= table["rank"]).all() and (table["rank"] <= table["rank_high"]).all()
    assert (table["low"] < table["high"]).all() and table["value"].sum() == pytest.approx(1)
    assert finding.base == 400 and set(table["base"]) == {400} and finding.status == "answered"
    assert finding.sentence.startswith("In Q1 2026, the 4 ratings together explain ") and finding.sentence.endswith("First place is clear: food.")
    assert "Taken as an ordered answer only (ordered logit), the strongest rating is the same: food." in finding.caveats


def test_a_driver_without_effect_has_a_share_and_a_beta_that_holds_zero(plain):
    """music has weight 0 but goes along with the others: a share above 0, and the caveat that names it."""
    finding = drivers.importance(plain)
    music = finding.table.set_index("driver").loc["music"]
    assert music["beta_low"] < 0 < music["beta_high"] and music["low"] > 0
    assert any(text.startswith("With the other ratings equal we cannot tell that these go with it at all:") and "music" in text
               for text in finding.caveats)


def test_the_null_driver_holds_zero_about_as_often_as_it_says():
    """At least 34 of 40 intervals: fewer would happen in under 1 of 200 runs at 95% coverage."""
    held = 0
    for seed in range(40):
        frame = people(250, seed=1000 + seed)
        found = made(frame, list(WEIGHTS), "recommend")
        row = ranking.estimates(found, draws=200, seed=seed)[0].set_index("driver").loc["music"]
        held += row["beta_low"] <= 0 <= row["beta_high"]
    assert held >= 34


def made(frame, names, *outcomes, weight=None, customer=None):
    n = len(frame)
    return complete.Complete(tuple(outcomes), tuple(names), frame[list(names)].to_numpy(float), frame[list(outcomes)].to_numpy(float),
                             np.ones(n) if weight is None else weight, np.arange(n) if customer is None else customer, ("2026Q1",), n)


def test_where_nothing_goes_together_the_test_says_so_nineteen_times_in_twenty():
    """200 worlds; more than 19 false calls would happen in about 1 of 200 runs at 5%."""
    rng, calls = np.random.default_rng(4), 0
    for _ in range(200):
        frame = pd.DataFrame(rng.integers(1, 6, (150, 5)), columns=list("abcdy"))
        found = made(frame, list("abcd"), "y", weight=rng.uniform(0.5, 1.5, 150))
        columns = np.column_stack([np.ones(150), found.x, found.y])
        explained = drivers.r_squared(resample.correlations((columns * found.weight[:, None]).T @ columns))
        calls += not ranking.no_link(float(explained), found)
    assert calls <= 19


def test_twice_the_customers_narrow_the_intervals_and_the_same_customers_twice_do_not(rated):
    frame = people(300)
    once = drivers.importance(rated(frame)).table
    doubled = drivers.importance(rated(answers(frame), answers(frame, prefix="d"))).table
    again = drivers.importance(rated(answers(frame), answers(frame, day="2025-12-20")), waves=2).table
    for other in (doubled, again):
        pd.testing.assert_frame_equal(once[["driver", "value", "beta", "performance"]], other[["driver", "value", "beta", "performance"]])
    wide = once["high"] - once["low"]
    assert ((doubled["high"] - doubled["low"]) / wide).mean() == pytest.approx(2**-0.5, abs=0.12)
    np.testing.assert_allclose(again["high"] - again["low"], wide, rtol=1e-9)
    assert set(again["base"]) == {600}


def test_weights_count_like_repeated_people(rated):
    frame = people(200)
    times = np.random.default_rng(2).integers(1, 4, len(frame))
    weighted = drivers.importance(rated(answers(frame, weight=times)))
    repeated = drivers.importance(rated(frame.loc[frame.index.repeat(times)]))
    scaled = drivers.importance(rated(answers(frame, weight=10 * times)))
    estimated = ["driver", "value", "beta", "vif", "performance"]
    pd.testing.assert_frame_equal(weighted.table[estimated], repeated.table[estimated])
    pd.testing.assert_frame_equal(weighted.table, scaled.table)
    effective = times.sum() ** 2 / (times**2).sum()
    assert weighted.base == 200 and f"Answers are weighted; they are worth {effective:.0f} unweighted ones." in weighted.caveats
    unweighted = drivers.importance(rated(frame)).table.set_index("driver")
    assert np.abs(unweighted["value"] - weighted.table.set_index("driver")["value"]).max() > 1e-4


def test_order_of_columns_and_direction_of_a_question_change_nothing(rated):
    frame = people(200)
    straight = drivers.importance(rated(frame)).table
    named = drivers.importance(rated(frame), drivers=["music", "price", "staff", "food"]).table
    pd.testing.assert_frame_equal(straight[["driver", "value", "beta"]], named[["driver", "value", "beta"]])
    bad = RATING.replace("good", "bad")
    turned = drivers.importance(rated(frame.assign(food=6 - frame["food"]), questions={"food": bad})).table
    pd.testing.assert_frame_equal(straight, turned)


def test_a_slice_of_the_study_equals_a_study_of_the_slice(rated):
    a, b = people(200, seed=3), people(200, seed=4, weights={"food": 0.1, "staff": 0.2, "price": 0.9, "music": 0.3})
    both = rated(answers(a, region="A"), answers(b, prefix="d", region="B"), settings='as_of = 2026-04-01\nsegments = ["region"]')
    sliced = drivers.importance(both.where("region = B"))
    alone = drivers.importance(rated(b))
    pd.testing.assert_frame_equal(sliced.table, alone.table)
    assert str(sliced.slice) == "region = B" and sliced.table["driver"].iloc[0] == "price"


def test_waves_and_periods(rated):
    old, new = answers(people(150, seed=5), day="2025-11-20"), answers(people(150, seed=6), prefix="d")
    study = rated(old, new)
    assert [drivers.importance(study, waves=waves).base for waves in (1, 2, None)] == [150, 300, 300]
    assert any(text.startswith("Waves are pooled (Q4 2025 to Q1 2026)") for text in drivers.importance(study, waves=None).caveats)
    later = rated(old.assign(question=old["question"].replace("recommend", "other")), new)
    assert not any("pooled" in text for text in drivers.importance(later, drivers=list(WEIGHTS), waves=None).caveats)
    sliced = drivers.importance(study.where("period = 2025Q4"), waves=1)
    assert sliced.base == 150 and sliced.sentence.startswith("In Q4 2025,")


def test_missing_answers_are_said_and_ratings_that_few_gave_are_left_out(rated):
    frame = people(300)
    frame.loc[:99, "price"] = np.nan
    frame.loc[:249, "music"] = np.nan
    frame["always"] = 3
    finding = drivers.importance(rated(frame))
    assert finding.base == 200 and set(finding.table["driver"]) == {"food", "staff", "price"}
    assert "200 of the 300 who answered recommend answered every rating; only they count here." in finding.caveats
    assert "Left out, as fewer than half of the respondents answered: music." in finding.caveats
    assert "Left out, as everyone gave the same score: always." in finding.caveats
    named = drivers.importance(rated(frame), drivers=["food", "staff", "price", "music"])
    assert named.status == "cannot_tell" and named.sentence == (
        "We cannot tell what goes with recommend: in Q1 2026 fewer than 100 respondents answered it and all 4 ratings. Pool more waves, "
        "or name fewer ratings.")
    frame.loc[:129, "price"] = np.nan
    costly = drivers.importance(rated(frame.drop(columns=["music", "always"]).assign(room=frame["food"].shift(1))), drivers=["food", "staff", "price", "room"])
    assert "Most were lost to price: without it there would be 299." in costly.caveats


@pytest.mark.parametrize("call", FINDINGS)
def test_when_there_is_too_little_every_finding_says_why(rated, tiny_study, call):
    few = call(rated(people(90)))
    assert few.status == "cannot_tell" and "fewer than 100 respondents" in few.sentence and few.table.empty
    short = call(rated(people(150)[["recommend", "food", "staff"]]))
    assert short.status == "cannot_tell" and "fewer than 3 ratings" in short.sentence
    flat = call(rated(people(150).assign(recommend=7)))
    assert flat.status == "cannot_tell" and flat.sentence.endswith("everyone gave the same score.")
    nobody = call(rated(people(150)[list(WEIGHTS)], questions={"recommend": NPS}))
    assert nobody.status == "nobody" and nobody.sentence == "Nobody answered recommend in Q1 2026."
    none = call(tiny_study(transactions=[{"customer_id": "a", "at": "2026-01-02", "amount": 5}]))
    assert none.status == "not_available"


def test_noise_is_not_explained_away(rated):
    rng = np.random.default_rng(7)
    frame = pd.DataFrame(rng.integers(1, 6, (200, 4)), columns=list("abcd")).assign(recommend=rng.integers(0, 11, 200))
    study = rated(frame)
    finding = drivers.importance(study)
    assert finding.status == "cannot_tell" and "no more than chance may give (n = 200)" in finding.sentence and finding.headline is None
    placed = drivers.importance_performance(study)
    assert placed.status == "cannot_tell" and set(placed.table["quadrant"]) == {"not placed"}


@pytest.mark.parametrize(("options", "text"), [
    ({"outcome": "recomend"}, 'no question called "recomend"; did you mean "recommend"? Choose from: food, staff, price, music, recommend.'),
    ({"drivers": ["food", "recommend"]}, '"recommend" is the outcome, so it cannot be a driver too'),
    ({"drivers": ["food", "food"]}, 'the driver "food" is named twice'),
    ({"waves": 0}, "waves must be a whole number from 1, or None for all waves; not 0"),
    ({"draws": 10}, "draws must be a whole number from 50, so that an interval can be read off; not 10"),
])
@pytest.mark.parametrize("call", FINDINGS)
def test_a_wrong_word_is_answered_with_the_right_ones(plain, call, options, text):
    with pytest.raises(ArgumentError) as error:
        call(plain, **options)
    assert str(error.value) == text


def test_groups_of_customers_give_the_intervals_of_customers(monkeypatch):
    found = made(people(6000, seed=11), list(WEIGHTS), "recommend")
    grouped = ranking.estimates(found, draws=400, seed=1)[0]
    monkeypatch.setattr(resample, "GROUPS", 10_000)
    single = ranking.estimates(found, draws=400, seed=1)[0]
    ratio = (grouped["high"] - grouped["low"]) / (single["high"] - single["low"])
    assert np.abs(np.log(ratio)).max() < 0.25


# Importance beside performance.


def test_quadrants_follow_from_the_intervals(rated):
    frame = people(1500, seed=12, weights={"food": 0.9, "staff": 0.8, "price": 0.02, "music": 0.02})
    frame["food"], frame["price"] = np.clip(frame["food"] - 1, 1, 5), np.clip(frame["price"] - 1, 1, 5)
    finding = drivers.importance_performance(rated(frame))
    table = finding.table
    placed = table.set_index("driver")["quadrant"]
    assert placed.to_dict() == {"food": "work here", "staff": "keep up", "price": "watch", "music": "enough"}
    for _, row in table.iterrows():
        assert not row["low"] <= finding.chart.reference <= row["high"]
        assert not row["performance_low"] <= finding.chart.x_reference <= row["performance_high"]
    assert "work here: food; keep up: staff; watch: price; enough: music" in finding.sentence


def test_a_driver_whose_interval_crosses_a_line_is_not_placed(plain):
    finding = drivers.importance_performance(plain)
    table, chart = finding.table, finding.chart
    assert (chart.reference, chart.x_reference) == (pytest.approx(table["value"].mean()), pytest.approx(table["performance"].mean()))
    crosses = table["low"].le(chart.reference) & table["high"].ge(chart.reference)
    crosses |= table["performance_low"].le(chart.x_reference) & table["performance_high"].ge(chart.x_reference)
    assert crosses.any() and list(crosses) == list(table["quadrant"] == "not placed")
    importances = drivers.importance(plain).table
    same = ["driver", "value", "low", "high", "performance"]
    pd.testing.assert_frame_equal(table[same], importances[same])
    assert (table["performance_low"] < table["performance"]).all() and (table["performance"] < table["performance_high"]).all()


def test_the_map_stands_on_both_measures(plain):
    finding = drivers.importance_performance(plain)
    chart = finding.chart
    assert (chart.kind, chart.x, chart.y, chart.dashed) == ("scatter", "performance", "value", "not placed")
    ax = charts.draw(finding)
    drawn = {(x, y) for line in ax.lines if str(line.get_gid()).startswith("estimates") for x, y in zip(*line.get_data(), strict=True)}
    assert drawn == set(zip(finding.table["performance"], finding.table["value"], strict=True))
    hollow = [line for line in ax.lines if str(line.get_gid()).startswith("estimates") and line.get_markerfacecolor() == "white"]
    assert sum(len(line.get_xdata()) for line in hollow) == (finding.table["quadrant"] == "not placed").sum()
    assert [text.get_text() for text in ax.texts if text.get_gid() == "corner"] == ["work here", "keep up", "watch", "enough"]


def test_ratings_on_different_scales_are_placed_on_one(rated):
    frame = people(200)
    frame["food"] = 2 * frame["food"] - 1
    study = rated(frame, questions={"food": 'metric = "rating"\nscale = [1, 9]\nhigh_is = "good"'})
    finding = drivers.importance_performance(study)
    food = finding.table.set_index("driver").loc["food"]
    assert finding.formats["performance"] == "share" and food["performance"] == pytest.approx((frame["food"].mean() - 1) / 8)


# Penalty and reward.


def hinged(n, seed):
    """food only hurts, staff only helps, price goes straight."""
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame(rng.integers(1, 6, (n, 4)), columns=["food", "staff", "price", "music"])
    raw = 5 + 1.2 * np.minimum(frame["food"] - 3, 0) + 1.2 * np.maximum(frame["staff"] - 3, 0) + 0.5 * (frame["price"] - 3)
    return frame.assign(recommend=np.clip(np.round(raw + rng.standard_normal(n) * 0.8), 0, 10))


def test_what_only_hurts_and_what_only_helps_are_told_apart(rated):
    finding = drivers.penalty_reward(rated(hinged(600, 21)))
    verdicts = finding.table.drop_duplicates("driver").set_index("driver")["verdict"]
    assert verdicts.to_dict() == {"food": "hurts more", "staff": "helps more", "price": "cannot tell", "music": "cannot tell"}
    food = finding.table[(finding.table["driver"] == "food")].set_index("side")
    assert food.loc["penalty", "high"] < 0 and food.loc["reward", "low"] <= 0 <= food.loc["reward", "high"]
    assert finding.sentence.startswith("A bad food rating goes with a recommend that is -1.") and "Good goes further up" in finding.sentence


def test_a_straight_line_is_seldom_called_crooked():
    """40 worlds in which the outcome rises evenly; 6 or more calls would happen in about 1 of 70 runs at 5%."""

    class Study:
        class settings:
            minimum_base = 10

        codebook = {name: Question(name, "rating", 1, 5, "good") for name in WEIGHTS}

    calls = 0
    for seed in range(40):
        frame = people(600, seed=2000 + seed)
        frame["recommend"] = frame[list(WEIGHTS)] @ list(WEIGHTS.values()) + np.random.default_rng(seed).standard_normal(600)
        calls += (asymmetry._table(Study, made(frame, WEIGHTS, "recommend"), 200, seed)["verdict"] != "cannot tell").any()
    assert calls <= 5


def test_penalties_equal_weighted_least_squares(rated):
    import statsmodels.api as sm

    frame = hinged(300, 22)
    weight = np.random.default_rng(3).uniform(0.5, 2, len(frame)).round(3)
    table = drivers.penalty_reward(rated(answers(frame, weight=weight))).table
    names = ["food", "staff", "price", "music"]
    dummies = pd.concat([(frame[names] <= 2).add_suffix(" penalty"), (frame[names] >= 4).add_suffix(" reward")], axis=1).astype(float)
    fit = sm.WLS(frame["recommend"], sm.add_constant(dummies), weights=weight).fit()
    for _, row in table.iterrows():
        name = f"{row['driver']} {row['side']}"
        assert row["value"] == pytest.approx(fit.params[name], abs=1e-6)
        middle, end = (np.average(frame.loc[kept, row["driver"]], weights=weight[kept]) for kept in (frame[row["driver"]] == 3, dummies[name] == 1))
        sign = -1 if row["side"] == "penalty" else 1
        assert row["per_point"] == pytest.approx(sign * row["value"] / abs(end - middle), abs=1e-5)
        assert row["base"] == dummies[f"{row['driver']} {row['side']}"].sum()


def test_an_end_that_few_chose_is_withheld(rated):
    frame = hinged(200, 23)
    frame["music"] = np.where(np.arange(200) < 4, 1, np.where(np.arange(200) < 100, 3, 5))
    finding = drivers.penalty_reward(rated(frame))
    music = finding.table[finding.table["driver"] == "music"].set_index("side")
    assert music.loc["penalty", "withheld"] == "small" and music.loc["penalty", ["value", "low", "high", "base", "per_point"]].isna().all()
    assert music.loc["reward", "base"] == 100 and music["verdict"].eq("cannot tell").all()
    assert any("withheld" in text for text in finding.caveats)


# Two outcomes.


def test_a_rating_that_goes_with_one_outcome_only_is_named(rated):
    rng = np.random.default_rng(31)
    frame = people(500, seed=31)
    frame["again"] = np.clip(np.round(3 + 0.9 * (frame["price"] - 3) + 0.5 * rng.standard_normal(500)), 1, 5)
    study = rated(frame, questions={"again": 'metric = "csat"\nscale = [1, 5]\nhigh_is = "good"'})
    finding = drivers.two_outcomes(study)
    assert finding.status == "answered" and "for recommend and again" in finding.sentence
    price = finding.table[finding.table["driver"] == "price"].set_index("outcome")
    assert price.loc["again", "rank"] == 1 and price["difference_low"].iloc[0] > 0 and price["adjusted_p"].iloc[0] < 0.05
    alone = drivers.importance(study, "again").table.set_index("driver")
    assert price.loc["again", "value"] == pytest.approx(alone.loc["price", "value"])
    gap = finding.table.groupby("driver").agg(gap=("value", lambda v: v.iloc[1] - v.iloc[0]), told=("difference", "first"))
    np.testing.assert_allclose(gap["gap"], gap["told"], atol=1e-12)


def test_one_question_is_not_two_outcomes(plain):
    with pytest.raises(ArgumentError) as error:
        drivers.two_outcomes(plain, "recommend", "recommend")
    assert str(error.value) == 'the two outcomes are both "recommend"; name two different questions'


# The made-up company.


@pytest.fixture(scope="module")
def company():
    return samples.company(scale=1.0)


@pytest.fixture(scope="module")
def surveyed(company, tiny_study):
    book = {name: RATING + "\nmissing = [99]" for name in company.truth["drivers"]["shares"]} | {"recommend": NPS}
    rows = company.tables["responses"]
    rows = rows[rows["question"].isin(book)].drop(columns=["comment", "language"])
    return tiny_study(responses=rows, questions=book, settings='as_of = 2026-10-01\ntimezone = "Asia/Ho_Chi_Minh"')


def test_planted_drivers_are_found(company, surveyed):
    truth = company.truth["drivers"]
    before = surveyed.where(f"period = {', '.join(truth['waves'])}")
    finding = drivers.importance(before)
    table = finding.table.set_index("driver")
    shares = pd.Series(truth["shares"])[table.index]
    assert (np.abs(table["value"] - shares) < 0.03).all()
    assert ((table["low"] <= shares) & (shares <= table["high"])).sum() >= 5, "of six 95% intervals at least five hold the truth"
    order = shares.sort_values(ascending=False)
    assert table.index[:3].tolist() == order.index[:3].tolist() and table.index[-1] == "loyalty_points"
    nothing = table.loc["loyalty_points"]
    assert truth["weights"]["loyalty_points"] == 0 and nothing["beta_low"] <= 0 <= nothing["beta_high"]


# What people see.


@pytest.mark.parametrize("language", ["en", "vi"])
def test_every_finding_speaks_both_languages_draws_and_survives_json(plain, language):
    for call in FINDINGS:
        finding = call(plain.in_language(language))
        assert finding.from_json(finding.to_json()) == finding
        assert "cause" not in finding.sentence and "drive" not in finding.sentence
        assert len(finding.display_table()) == len(finding.table) and finding.caveats[0].startswith(
            {"en": "These figures show what goes together", "vi": "Các con số cho thấy điều gì đi cùng nhau"}[language])
        assert charts.png(finding) is not None
    assert call(plain) == call(plain), "the same seed gives the same finding"

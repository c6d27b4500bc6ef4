"""Who is not our customer: value after cost, rules found and checked, protected attributes, selling to the target only."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import cxlib
from cxlib import charts, personas, samples
from cxlib.errors import ArgumentError
from cxlib.finding import Finding
from cxlib.personas.beginnings import Beginnings, beginnings, facts, members
from cxlib.personas.cost import cost_caveat, costs_of, value_after_cost
from cxlib.personas.fit import who_is_not
from cxlib.personas.grid import grid_of
from cxlib.personas.lift import estimate, ratio
from cxlib.personas.marking import compare, mark, sift, split
from cxlib.personas.poor_fit import poor_fit_rules, rule_text
from cxlib.personas.stand_in import stand_in, stand_in_of
from cxlib.personas.target import sold_to_target_only
from cxlib.personas.telling import PROTECTED, named_like
from cxlib.slices import Slice

from .benchmarks.poor_fit import named, one_signal, world

DRAWS = 59
VOUCHER = Slice({"first_touchpoint": ("voucher",)})
TINY = {
    "customers": [
        {"customer_id": "A", "joined_at": "2026-01-01", "gender": "f"}, {"customer_id": "B", "joined_at": "2026-01-02", "gender": "m"},
    ],
    "touchpoints": [
        {"customer_id": "A", "at": "2026-05-02 09:00", "stage": "ask", "touchpoint": "call", "channel": "phone"},
        {"customer_id": "A", "at": "2026-05-03 09:00", "stage": "ask", "touchpoint": "complaint desk", "channel": "phone"},
        {"customer_id": "B", "at": "2026-05-03 09:00", "stage": "buy", "touchpoint": "voucher", "channel": "app"},
        {"customer_id": "B", "at": "2026-01-03 09:00", "stage": "buy", "touchpoint": "till", "channel": "store"},
    ],
    "transactions": [
        {"customer_id": "A", "at": "2026-05-02 10:00", "amount": 100, "kind": "sale"},
        {"customer_id": "A", "at": "2026-05-04 10:00", "amount": -40, "kind": "refund"},
        {"customer_id": "B", "at": "2026-05-03 10:00", "amount": 300, "kind": "sale"},
        {"customer_id": "B", "at": "2026-01-03 10:00", "amount": 900, "kind": "sale"},
    ],
    "settings": 'segments = ["gender"]\nas_of = 2026-06-01',
}
COSTS = {"serve": {"phone": 10.0, "complaint desk": 25.0}, "refund": 5.0, "offer": 8.0, "margin_share": 0.5}


def with_costs(study, costs):
    return replace(study, settings=replace(study.settings, costs=costs))


@pytest.fixture(scope="module")
def tiny(tiny_study):
    return tiny_study(**TINY)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    where = tmp_path_factory.mktemp("fit") / "study"
    samples.write(samples.company(scale=0.2, seed=11), where)
    return where


@pytest.fixture(scope="module")
def study(folder):
    return cxlib.open_study(folder)


@pytest.fixture(scope="module")
def truth(folder):
    return pd.read_parquet(folder / "truth_customers.parquet").set_index("customer_id")["persona"]


@pytest.fixture(scope="module")
def rules(study):
    return poor_fit_rules(study, draws=DRAWS)


@pytest.fixture(scope="module")
def found(study):
    return personas.find(study, draws=19, sample=1000)


# Value after the cost to serve.


def test_value_takes_off_every_declared_cost(tiny):
    table = value_after_cost(with_costs(tiny, COSTS), lookback_days=60)
    assert table.loc["A", ["sales", "refunded", "refunds", "serving", "complaints"]].tolist() == [100, 40, 1, 35, 1]
    assert table.loc["A", "value"] == 0.5 * (100 - 40) - 35 - 5, "a touchpoint's cost goes before its channel's"
    assert table.loc["B", "value"] == 0.5 * 300 - 8, "one offer taken up; January lies before the lookback"
    assert table.loc["B", ["offers", "contacts", "refunds"]].tolist() == [1, 1, 0]


def test_without_costs_value_is_gross_and_says_so(tiny):
    table = value_after_cost(tiny, lookback_days=60)
    assert table["value"].to_dict() == {"A": 60.0, "B": 300.0}
    assert not costs_of(tiny).declared and cost_caveat(tiny).startswith("Gross value: no costs declared")
    said = cost_caveat(with_costs(tiny, COSTS))
    assert said == ("Value is sales less refunds, after what was declared: the cost of what is sold, the cost of contacts, "
                    "the handling of refunds, offers taken up.")


def test_the_cost_of_reaching_out_is_not_the_cost_of_a_contact(tiny):
    assert costs_of(with_costs(tiny, {"contact": 9.0})).serve == {}
    assert costs_of(with_costs(tiny, {"contact": {"phone": 9.0}})).serve == {"phone": 9.0}


def test_value_follows_the_slice_and_equals_what_features_count(study):
    everyone, part = value_after_cost(study, lookback_days=180), study.where("region = Hà Nội")
    mine = value_after_cost(part, lookback_days=180)
    pd.testing.assert_frame_equal(everyone.loc[mine.index], mine)
    features = study.features(lookback_days=180)
    here = everyone.loc[features.index]
    assert (here["sales"] - here["refunded"]).sum() == pytest.approx(features["spend"].sum())
    costs = study.settings.costs
    assert (here["serving"] <= costs["serve"]["phone"] * here["contacts"]).all() and here["serving"].sum() > 0
    assert here["value"].sum() < costs["margin_share"] * features["spend"].sum()
    assert (everyone.loc[features.index, "contacts"] == features["contacts"]).all()


def test_fees_stand_in_for_payments(tiny_study):
    study = tiny_study(customers=[
        {"customer_id": "A", "joined_at": "2026-01-01", "monthly_fee": 30}, {"customer_id": "B", "joined_at": "2026-05-22", "monthly_fee": 30},
    ], responses=[{"customer_id": "A", "at": "2026-05-30", "question": "recommend", "score": 9}], settings="as_of = 2026-06-01")
    table = value_after_cost(study, lookback_days=60)
    assert table["value"].to_dict() == pytest.approx({"A": 30 * 60 / 30.4375, "B": 30 * 10 / 30.4375})


# Names.


def test_protected_attributes_are_told_by_whole_words_in_both_languages():
    names = ["Age band", "tuổi", "Giới tính", "DÂN_TỘC", "usage", "language", "agent", "passage", "sex"]
    assert named_like(names, PROTECTED) == ("Age band", "tuổi", "Giới tính", "DÂN_TỘC", "sex")


# The ratio.


def test_ratio_of_two_intervals():
    value, low, high = ratio((0.4, 0.3, 0.5), (0.2, 0.15, 0.25))
    # Fieller-like roots of (x1 - r x2)^2 = (x1 - l1)^2 + r^2 (u2 - x2)^2, worked by hand for the lower end.
    roots = np.roots([0.2**2 - 0.05**2, -2 * 0.4 * 0.2, 0.4**2 - 0.1**2])
    assert (value, low) == pytest.approx((2.0, roots.min())) and high == pytest.approx(roots.max())


def test_a_loss_has_no_ratio_and_still_counts():
    rng = np.random.default_rng(1)
    poor = np.arange(400) < 100
    value = np.where(poor, -50.0, 100.0) + rng.normal(0, 20, 400)
    begun = Beginnings(
        pd.DataFrame({"plan": np.where(poor, "A", "B")}, dtype=object), pd.DataFrame({"value": value, "stayed_value": np.abs(value)}),
        pd.Series(pd.Timestamp("2026-01-01"), index=range(400)),
    )
    row = compare(begun, Slice({"plan": ("A",)}), confidence=0.95).iloc[0]
    assert np.isnan(row["value"]) and row["here"] < 0 < row["elsewhere"] and row["_adverse"]


@pytest.mark.parametrize("kind", ["share", "part", "money"])
def test_an_estimate_lies_in_its_interval(kind):
    values = np.array([0.0, 1.0, 1.0, np.nan, 0.0, 1.0])
    mean, low, high = estimate(values, kind, 0.95)
    assert mean == pytest.approx(0.6) and low < mean < high


# Beginnings.


def test_what_is_known_at_the_start_and_what_came_after(tiny_study):
    day = dt.date(2026, 1, 1)

    def at(days):
        return (day + dt.timedelta(days=days)).isoformat() + " 10:00"

    study = tiny_study(
        customers=[{"customer_id": name, "joined_at": "2026-01-01", "region": "N", "gender": "f"} for name in "ABC"]
        + [{"customer_id": "D", "joined_at": "2026-08-01", "region": "S", "gender": "f"}, {"customer_id": "E", "joined_at": "", "region": "S", "gender": "f"}],
        transactions=[
            {"customer_id": "A", "at": at(0), "amount": 10}, {"customer_id": "A", "at": at(40), "amount": 50},
            {"customer_id": "A", "at": at(41), "amount": -20}, {"customer_id": "A", "at": at(120), "amount": 5},
            {"customer_id": "B", "at": at(0), "amount": 20}, {"customer_id": "B", "at": at(10), "amount": -20},
            {"customer_id": "C", "at": at(35), "amount": 30}, {"customer_id": "C", "at": at(100), "amount": 30},
            {"customer_id": "E", "at": at(1), "amount": 30}, {"customer_id": "D", "at": at(215), "amount": 30},
        ],
        settings='segments = ["region", "gender"]\nas_of = 2026-09-01', more="[churn]\nsilence_days = 60",
    )
    begun = beginnings(study, start_days=30, days=90)
    assert list(begun.start.index) == ["A", "B", "C"], "D began too late; E may have been a customer before the data begin"
    assert begun.after["early_churn"].to_dict() == {"A": 0, "B": 1, "C": 0}, "gone: nothing from day 90 to day 150"
    assert begun.after["refunds"].to_dict() == {"A": 1, "B": 0, "C": 0}, "what came in the first days is no outcome"
    assert begun.after["value"].to_dict() == {"A": 30, "B": 0, "C": 30}
    assert begun.after["stayed_value"].dropna().to_dict() == {"A": 50, "C": 30}
    assert set(begun.facts["first_amount"].dropna().index) == {"A", "B"}, "the first payment of C came after the first days"
    assert "gender" not in begun.facts and "region" in begun.facts


def test_a_segment_laid_over_later_is_no_fact_of_the_start(study):
    labels = pd.Series("x", index=study.customers().index)
    assert "persona" not in facts(study.with_segment("persona", labels))


def test_a_rule_knows_only_what_is_known():
    known = pd.DataFrame({"a": ["x", "x", "y", None], "b": ["1", None, "1", "1"]}, dtype=object)
    inside = members(known, Slice({"a": ("x",), "b": ("1",)}))
    assert inside.isna().tolist() == [False, True, False, True] and inside.dropna().tolist() == [True, False]
    assert members(known, Slice({"never": ("x",)})).isna().all()


# Marking.


def test_z_is_the_distance_of_two_means():
    begun = world(3, n=600)
    begun = Beginnings(begun.facts, begun.after[["refunds", "complaints"]], pd.Series(pd.Timestamp("2026-01-05"), index=range(600)))
    grid = grid_of(begun)
    place = grid.rules.index(Slice({"plan": ("A",)}))
    mine = (begun.facts["plan"] == "A").to_numpy()
    y = begun.after["refunds"].to_numpy()
    expected = (y[mine].mean() - y[~mine].mean()) / (y.std(ddof=1) * np.sqrt(1 / mine.sum() + 1 / (~mine).sum()))
    z, lifts = grid.judged(np.ones(600, dtype=bool))
    assert z[place, 0] == pytest.approx(expected) and lifts[place, 0] == pytest.approx(y[mine].mean() / y[~mine].mean())
    assert grid.z_of(grid.inside(place))[0] == pytest.approx(expected)


def test_a_planted_group_is_named_and_nothing_else():
    assert [named(world(seed, planted=True), draws=DRAWS) for seed in range(5)] == [{str(VOUCHER)}] * 5


def test_a_group_of_two_facts_is_named_by_both():
    begun = world(1, n=6000)
    both = ((begun.facts["plan"] == "A") & (begun.facts["first_touchpoint"] == "menu")).to_numpy()
    rng, after = np.random.default_rng(5), begun.after.copy()
    after.loc[both & (rng.random(len(both)) < 0.2), "refunds"] = 1.0
    after.loc[both & (rng.random(len(both)) < 0.2), "complaints"] = 1.0
    table = sift(Beginnings(begun.facts, after, begun.start), seed=1, draws=DRAWS)
    assert list(dict.fromkeys(table.loc[table["_poor_fit"], "_rule"])) == ["first_touchpoint = menu & plan = A"]


@pytest.mark.parametrize("make", [world, one_signal, lambda seed: world(seed, n=500), lambda seed: world(seed, money=False)])
def test_nothing_is_named_where_there_is_nothing(make):
    assert [named(make(seed), draws=DRAWS) for seed in range(6)] == [set()] * 6


def test_the_lift_shown_is_of_customers_it_was_not_found_on():
    begun = world(2, planted=True)
    earlier, later = split(begun)
    assert earlier.start.max() < later.start.min() and len(earlier) + len(later) == len(begun)
    table = sift(begun, seed=1, draws=DRAWS)
    row = table[(table["_rule"] == str(VOUCHER)) & (table["_signal"] == "refunds")].iloc[0]
    inside = later.facts["first_touchpoint"] == "voucher"
    assert row["value"] == pytest.approx(later.after.loc[inside, "refunds"].mean() / later.after.loc[~inside, "refunds"].mean())
    assert row["found"] != row["value"] and row["low"] < row["value"] < row["high"] and row["base"] == inside.sum()


def test_a_group_that_was_poor_only_earlier_is_not_named():
    begun = world(4, planted=True)
    _, later = split(begun)
    calm = world(40)
    after = begun.after.copy()
    after.loc[later.start.index] = calm.after.loc[later.start.index]
    table = sift(Beginnings(begun.facts, after, begun.start), seed=1, draws=DRAWS)
    assert str(VOUCHER) in set(table["_rule"]) and not table["_poor_fit"].any()


def test_a_low_value_that_only_repeats_leaving_is_no_second_signal():
    begun = world(6, n=5000)
    rng, after = np.random.default_rng(7), begun.after.copy()
    left = ((begun.facts["plan"] == "A") & (rng.random(5000) < 0.6)).to_numpy()
    after.loc[left, "early_churn"], after.loc[left, "stayed_value"] = 1.0, np.nan
    after.loc[left, "value"] *= 0.1
    begun = Beginnings(begun.facts, after, begun.start)
    gap = compare(begun, Slice({"plan": ("A",)}), confidence=0.95).set_index("_signal")
    assert gap.loc["value", "value"] < 0.67 and gap.loc["value", "high"] < 1 and not gap.loc["value", "_adverse"]
    assert mark(begun, seed=1, draws=DRAWS) == [] and named(begun, draws=DRAWS) == set()


def test_looking_at_many_rules_makes_no_hints():
    assert sum(bool(mark(world(seed, n=800), seed=1, draws=DRAWS)) for seed in range(12)) <= 1


def test_the_order_of_rows_does_not_matter_to_who_is_named():
    begun = world(8, planted=True)
    order = np.random.default_rng(0).permutation(len(begun))
    mixed = Beginnings(begun.facts.iloc[order], begun.after.iloc[order], begun.start.iloc[order])
    first, second = mark(begun, seed=1, draws=DRAWS), mark(mixed, seed=1, draws=DRAWS)
    assert [one.rule for one in first] == [one.rule for one in second]


# A stand-in for a protected attribute.


def test_cramers_v_is_that_of_scipy():
    from scipy.stats.contingency import association

    rng = np.random.default_rng(3)
    level = pd.Series(rng.choice(["a", "b", "c"], 900))
    inside = pd.Series(rng.random(900) < np.where(level == "a", 0.3, 0.15))
    told = stand_in_of(inside, level)
    assert told["value"] == pytest.approx(association(pd.crosstab(inside, level).to_numpy(), method="cramer"))
    assert told["low"] < told["value"] < told["high"]


def test_the_interval_of_v_covers():
    rng, true, held = np.random.default_rng(4), [], []
    share = np.array([0.3, 0.15])
    expected = np.sqrt(np.mean((share - share.mean()) ** 2) / (share.mean() * (1 - share.mean())))
    for _ in range(150):
        level = rng.integers(0, 2, 600)
        told = stand_in_of(pd.Series(rng.random(600) < share[level]), pd.Series(level.astype(str)))
        held.append(told["low"] <= expected <= told["high"])
        true.append(told["value"])
    assert np.mean(held) >= 0.9


@pytest.mark.parametrize(("rates", "strength"), [
    ((0.10, 0.10), "none"), ((0.5, 0.05), "strong"), ((0.30, 0.10), "strong"), ((0.20, 0.14), "some"), ((0.02, 0.0), "strong"),
])
def test_how_strongly_a_group_stands_in(rates, strength):
    # Counts as the rates have them: nothing is drawn.
    inside = pd.Series(np.concatenate([np.arange(2000) < 2000 * rate for rate in rates]))
    told = stand_in_of(inside, pd.Series(["f"] * 2000 + ["m"] * 2000))
    assert told["strength"] == strength
    if strength != "none":
        assert (told["most"], told["least"]) == ("f", "m")
        assert told["kept_ratio"] == pytest.approx((1 - rates[0]) / (1 - rates[1]))


def test_it_cannot_be_told_of_one_level_or_of_nobody():
    for inside, level in (([True] * 30, ["a"] * 15 + ["b"] * 15), ([True, False] * 15, ["a"] * 30), ([], [])):
        assert stand_in_of(pd.Series(inside, dtype=bool), pd.Series(level, dtype=object))["strength"] == "unknown"


# The findings.


def test_the_rules_found_hold_the_planted_group(study, truth, rules):
    assert rules.status == "answered" and rules.base == len(beginnings(study))
    known = facts(study)
    for rule in rules.table.loc[rules.table["_poor_fit"], "_rule"].unique():
        inside = members(known, Slice.parse(rule)).fillna(False)
        kinds = truth[inside.index[inside]].value_counts(normalize=True)
        assert kinds["deal hunter"] > 2 * (truth == "deal hunter").mean()
        assert rule_text(Slice.parse(rule), "en") in rules.sentence
    assert not set(Slice.parse(rule).segments[0] for rule in rules.table["_rule"]) & {"age_band"}
    poor = rules.table[rules.table["_poor_fit"]]
    assert (poor.groupby("_rule")["_adverse"].sum() >= 2).all() and (poor["stability"] >= 0.8).all()
    assert not any("Gross value" in caveat for caveat in rules.caveats) and rules.owner and rules.next_step


def test_a_rule_that_stands_in_says_so_and_is_not_acted_on(tiny_study):
    rng, rows, people = np.random.default_rng(2), [], []
    start = np.datetime64("2025-01-01")
    for place in range(900):
        poor, day = place % 3 == 0, int(rng.integers(0, 300))
        people.append({"customer_id": f"K{place:04d}", "joined_at": start + day, "plan": "basic" if poor else "full",
                       "gender": "f" if (poor and rng.random() < 0.9) or (not poor and rng.random() < 0.3) else "m"})
        gone = rng.random() < (0.5 if poor else 0.1)
        for visit in range(1, 4 if gone else 16):
            day_of = start + day + 10 * visit
            rows.append({"customer_id": f"K{place:04d}", "at": day_of, "amount": int(rng.integers(20, 80) if poor else rng.integers(50, 120))})
            if rng.random() < (0.12 if poor else 0.01):
                rows.append({"customer_id": f"K{place:04d}", "at": day_of, "amount": -10})
    study = tiny_study(customers=people, transactions=rows, settings='segments = ["plan", "gender"]\nas_of = 2026-06-01')
    finding = poor_fit_rules(study, draws=DRAWS)
    poor = finding.table[finding.table["_poor_fit"]]
    assert "plan = basic" in set(poor["_rule"]) and poor.loc[poor["_rule"] == "plan = basic", "_stand_in"].all()
    assert "goes strongly with gender" in finding.sentence and "Acting on it would act on gender" in finding.sentence
    assert finding.next_step.startswith("Do not act on this group")
    inside = members(facts(study), Slice({"plan": ("basic",)}))
    assert stand_in(study, inside)["strength"].tolist() == ["strong"]
    target = sold_to_target_only(study, finding)
    assert target.status == "cannot_tell", "a group that stands in is not left out by itself"
    told = sold_to_target_only(study, Slice({"plan": ("basic",)}))
    assert told.next_step.startswith("Do not act") and any("protected attribute" in caveat for caveat in told.caveats)


def test_persona_signals_after_cost(study, found, truth):
    finding = who_is_not(study, found)
    assert {"refunds", "value", "silence", "complaints"} == set(finding.table["_signal"])
    worth = value_after_cost(study, lookback_days=found.lookback_days)["value"]
    for row in finding.table[finding.table["_signal"] == "value"].itertuples():
        inside = found.labels[found.labels == row.persona].index
        assert row.here == pytest.approx(worth[worth.index.isin(inside)].mean())
    dear = who_is_not(with_costs(study, {"serve": {"phone": 90_000.0}, "margin_share": 0.5}), found)
    assert dear.caveats[1].startswith("Value is sales less refunds, after what was declared")
    assert (dear.table["here"][dear.table["_signal"] == "value"] < finding.table["here"][finding.table["_signal"] == "value"]).all()


# Selling to the target only.


def test_totals_without_a_rule_are_sums(tiny):
    finding = sold_to_target_only(replace(tiny, settings=replace(tiny.settings, minimum_base=1)), pd.Series({"A": True, "B": False}))
    table = finding.table.set_index(["period", "measure"])
    assert table.loc[("2026Q2", "sales"), ["everyone", "target", "value"]].tolist() == [400, 300, -0.25]
    assert table.loc[("2026Q2", "value_after_cost"), ["everyone", "target"]].tolist() == [360, 300]
    assert table.loc[("2026Q2", "active_customers"), ["everyone", "target", "base", "outside"]].tolist() == [2, 1, 2, 1]
    assert table.loc[("2026Q1", "sales"), ["value", "outside"]].tolist() == [0, 0]


def test_few_customers_left_out_are_withheld(tiny):
    finding = sold_to_target_only(tiny, pd.Series({"A": True}))
    late = finding.table[finding.table["period"] == "2026Q2"]
    assert finding.status == "cannot_tell" and (late["withheld"] == "small").all() and late[["value", "target", "outside"]].isna().all(axis=None)


def test_intervals_agree_with_the_bootstrap(study):
    inside = members(facts(study), Slice({"plan": ("Thường",)})).fillna(False).astype(bool)
    row = sold_to_target_only(study, inside).table.set_index(["period", "measure"]).loc[("2026Q3", "sales")]
    first = (study.as_of - dt.date(2026, 7, 1)).days
    sales = value_after_cost(study, lookback_days=first)["sales"]
    sales, rng = sales[sales > 0], np.random.default_rng(0)
    out = inside.reindex(sales.index).to_numpy()
    drawn = rng.integers(0, len(sales), (1000, len(sales)))
    amount = sales.to_numpy()
    share = -(amount * out)[drawn].sum(axis=1) / amount[drawn].sum(axis=1)
    assert row["value"] == pytest.approx(-(amount * out).sum() / amount.sum())
    low, high = np.quantile(share, [0.025, 0.975])
    assert (row["low"], row["high"]) == pytest.approx((low, high), abs=0.1 * (high - low))


def test_the_nps_of_the_target_is_that_of_its_answers(study):
    inside = members(facts(study), Slice({"plan": ("Thường",)})).fillna(False).astype(bool)
    row = sold_to_target_only(study, inside).table.set_index(["period", "measure"]).loc[("2026Q3", "nps")]
    for shown, part in (("everyone", study), ("target", study.where("plan = Bạc, Vàng"))):
        counts = part.score_counts(["period"]).query("period == '2026Q3' and question == 'recommend'").dropna(subset=["score"])
        expected = (counts.loc[counts["score"] >= 9, "w"].sum() - counts.loc[counts["score"] <= 6, "w"].sum()) / counts["w"].sum()
        assert row[shown] == pytest.approx(expected)
    assert row["low"] <= row["value"] <= row["high"]


def test_rules_and_personas_can_be_left_out(study, rules, found):
    for without in (rules, found, VOUCHER):
        finding = sold_to_target_only(study, without)
        assert finding.table["low"].le(finding.table["value"]).where(finding.table["value"].notna(), True).all()
        assert finding.status in ("answered", "cannot_tell") and finding.caveats[0].startswith("This is bookkeeping") if len(finding.table) else True
    assert sold_to_target_only(study, VOUCHER).status == "answered"


def test_a_wrong_kind_of_target_is_refused(study, found):
    with pytest.raises(ArgumentError, match="needs to know who is left out: .* got str"):
        sold_to_target_only(study, "voucher")
    with pytest.raises(ArgumentError, match='takes a finding of poor_fit_rules; got one of "personas.who_is_not"'):
        sold_to_target_only(study, who_is_not(study, found))
    with pytest.raises(ArgumentError, match="days must go on after start_days"):
        poor_fit_rules(study, start_days=90, days=30)


# Lawful data of every kind.


def test_odd_studies_get_an_answer(tiny_study, tiny):
    answers = [{"customer_id": "A", "at": "2026-05-02", "question": "recommend", "score": 3}]
    equal = [{"customer_id": f"K{n}", "at": f"2026-0{month}-0{1 + n % 9}", "amount": 10} for n in range(40) for month in range(1, 7)]
    odd = {
        "answers only": tiny_study(responses=answers), "two customers": tiny, "all equal": tiny_study(transactions=equal),
        "one payment": tiny_study(transactions=equal[:1]), "people only": tiny_study(customers=TINY["customers"], responses=answers),
        "by wave": tiny_study(responses=[{"customer_id": "A", "wave": "w1", "question": "recommend", "score": 3}], settings='period = "wave"'),
    }
    for name, study in odd.items():
        for language in ("en", "vi"):
            for finding in (poor_fit_rules(study.in_language(language), draws=DRAWS), sold_to_target_only(study.in_language(language), Slice({"plan": ("x",)}))):
                assert finding.status in ("cannot_tell", "nobody", "not_available"), name
                assert finding.sentence and Finding.from_json(finding.to_json()) == finding


def test_contracts_need_no_payments(tiny_study):
    rng, people = np.random.default_rng(9), []
    for place in range(1200):
        poor, day = place % 4 == 0, np.datetime64("2024-01-01") + int(rng.integers(0, 500))
        left = day + int(rng.integers(31, 89)) if rng.random() < (0.3 if poor else 0.06) else ""
        people.append({"customer_id": f"K{place:04d}", "joined_at": day, "left_at": left, "monthly_fee": 20 if poor else int(rng.integers(45, 60)),
                       "sold_by": "door" if poor else rng.choice(["web", "shop"])})
    study = tiny_study(customers=people, settings='segments = ["sold_by"]\nas_of = 2026-01-01', more='[churn]\nkind = "contract"')
    finding = poor_fit_rules(study, draws=DRAWS)
    marked = finding.table[finding.table["_poor_fit"]]
    assert set(marked["_rule"]) == {"sold_by = door"} and set(marked["_signal"]) == {"early_churn", "value"}


def test_a_slice_that_nobody_is_in(study, found):
    nobody = study & Slice({"region": ()})
    for finding in (poor_fit_rules(nobody, draws=DRAWS), sold_to_target_only(nobody, found), who_is_not(nobody, found)):
        assert finding.status == "nobody"


def test_vietnamese_and_pictures(study, rules):
    vi = study.in_language("vi")
    for finding in (poor_fit_rules(vi, draws=DRAWS), sold_to_target_only(vi, VOUCHER)):
        assert finding.language == "vi" and any(letter in finding.sentence for letter in "ạảãậếềểễộớờởỡợưữựđ")
        assert Finding.from_json(finding.to_json()) == finding
        assert charts.png(finding).startswith(b"\x89PNG")
    assert rules.table.columns[0] == "group"

"""Leaving: measures against oracles, time travel, planted truth, chance, leaks, real contracts."""

import datetime as dt
import inspect
import json
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import cxlib
from cxlib import churn, samples, words
from cxlib.churn import leaks, learners, measures, naming, trees
from cxlib.churn.definition import definition
from cxlib.churn.cutoffs import roles_of, shared_out
from cxlib.churn.silence import already_silent
from cxlib.errors import ArgumentError, MissingTableError

ORACLES = Path(__file__).parent / "oracles"
DATA = Path(__file__).parents[2] / "shared" / "data" / "telco_contracts"
STUDIES = Path(__file__).parents[1] / "data" / "studies"
FINDINGS = (churn.trust, churn.calibration, churn.reasons, churn.at_risk)
TEST_DAY = dt.date(2026, 6, 1)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    sample = samples.company(scale=0.25, seed=2026)
    return samples.write(sample, tmp_path_factory.mktemp("company"))


@pytest.fixture(scope="module")
def study(folder):
    return cxlib.open_study(folder)


@pytest.fixture(scope="module")
def model(study):
    return churn.fit(study)


@pytest.fixture(scope="module")
def truth(folder, model):
    rows = pd.read_parquet(folder / "truth_hazard.parquet")
    rows = rows[rows["cut_off"] == pd.Timestamp(model.test.cutoff)].set_index("customer_id")
    return rows.loc[rows.index.intersection(model.test.features.index)]


def contract_world(folder, *, n=3000, left_share=0.03, learnable=True, extra=None, seed=1):
    """A study of contracts over 2025, in which `plan` decides who leaves, or nothing does."""
    rng = np.random.default_rng(seed)
    plan = rng.choice(["short", "long"], n)
    monthly = np.where(plan == "short", 2 * left_share, left_share / 4) if learnable else np.full(n, left_share)
    month = rng.geometric(np.clip(monthly, 1e-9, 1))
    left = np.where(month <= 12, [f"2025-{min(m, 12):02d}-15" for m in month], "")
    frame = pd.DataFrame({
        "customer_id": [f"c{i}" for i in range(n)], "left_at": left, "plan": plan, "place": rng.choice(list("abcd"), n),
        "joined_at": [f"20{year}-0{m}-01" for year, m in zip(rng.integers(18, 25, n), rng.integers(1, 9, n), strict=True)],
        "monthly_fee": rng.normal(50, 10, n).round(2),
    })
    extra = extra(frame) if extra else {}
    frame.assign(**extra).to_csv(folder / "customers.csv", index=False)
    names = ", ".join(f'"{name}"' for name in ("plan", "place", *extra))
    (folder / "study.toml").write_text(
        f'[study]\nname="Contracts"\nperiod="month"\nas_of=2026-01-01\ncurrency="USD"\nsegments=[{names}]\n'
        '[[sources]]\ntable="customers"\npath="customers.csv"\n'
        '[churn]\nkind="contract"\nknown_from=2025-01-01\ngap_days=10\noutcome_days=80\n', encoding="utf-8",
    )
    return cxlib.open_study(folder)


def silence_world(folder, payments, *, silence=30, gap=5, outcome=40, as_of="2025-12-01"):
    folder.mkdir(exist_ok=True)
    pd.DataFrame(payments, columns=["customer_id", "at", "amount"]).to_csv(folder / "transactions.csv", index=False)
    (folder / "study.toml").write_text(
        f'[study]\nname="Shop"\nperiod="month"\nas_of={as_of}\n[[sources]]\ntable="transactions"\npath="transactions.csv"\n'
        f'[churn]\nkind="silence"\nsilence_days={silence}\ngap_days={gap}\noutcome_days={outcome}\n', encoding="utf-8",
    )
    return cxlib.open_study(folder)


def memoryless_shop(folder, *, n=1500, seed=1):
    """Everyone comes at the same rate, and every day has the same chance of being the last."""
    rng = np.random.default_rng(seed)
    last = np.minimum(rng.geometric(0.0015, n), 334)
    came = pd.DataFrame({"customer": rng.integers(0, n, n * 56), "day": rng.integers(0, 334, n * 56)}).drop_duplicates()
    came = came[came["day"] < last[came["customer"]]].sort_values(["customer", "day"])
    at = (np.datetime64("2025-01-01") + came["day"].to_numpy()).astype(str)
    names = [f"c{i}" for i in came["customer"]]
    return silence_world(folder, list(zip(names, at, rng.integers(1, 9, len(came)), strict=True)))


# Measures


@pytest.fixture(scope="module")
def judged():
    return pd.read_csv(ORACLES / "churn_metrics_input.csv"), json.loads((ORACLES / "churn_metrics_expected.json").read_text())


def test_measures_agree_with_the_oracle(judged):
    rows, expected = judged
    area = measures.area_under_curve(rows["p"], rows["y"])
    assert area["value"] == pytest.approx(expected["auc"], abs=1e-12)
    assert area["se"] == pytest.approx(expected["auc_delong_se"], abs=1e-12)
    assert [area["low"], area["high"]] == pytest.approx(expected["auc_ci95_delong"], abs=1e-5), "it rounds z to 1.96"
    assert measures.log_loss(rows["p"], rows["y"])["value"] == pytest.approx(expected["logloss"], abs=1e-12)
    assert measures.brier_score(rows["p"], rows["y"])["value"] == pytest.approx(expected["brier"], abs=1e-12)
    top = measures.lift(rows["p"], rows["y"])
    assert (top["value"], top["n"]) == (pytest.approx(expected["top_decile_lift"], abs=1e-12), expected["top_decile_n"])


def test_measures_do_not_depend_on_the_order_of_rows(judged):
    rows, _ = judged
    rows = rows.assign(p=rows["p"].round(1))
    mixed = rows.sample(frac=1, random_state=3)
    for measure in (measures.area_under_curve, measures.log_loss, measures.brier_score, measures.lift):
        assert measure(rows["p"], rows["y"]) == pytest.approx(measure(mixed["p"], mixed["y"]))


def test_area_is_the_share_of_pairs_in_the_right_order():
    rng = np.random.default_rng(5)
    p, y = rng.random(40).round(1), rng.random(40) < 0.4
    yes, no = p[y][:, None], p[~y][None]
    assert measures.area_under_curve(p, y)["value"] == pytest.approx(((yes > no) + 0.5 * (yes == no)).mean())


def test_an_area_of_one_is_not_called_certain():
    area = measures.area_under_curve([0.1, 0.2, 0.8, 0.9], [0, 0, 1, 1])
    assert area["value"] == 1 and area["low"] < 0.5


def test_area_lost_to_a_guess_is_all_that_is_above_one_half(judged):
    rows, _ = judged
    area = measures.area_under_curve(rows["p"], rows["y"])
    lost = measures.area_lost(rows["p"], np.full(len(rows), 0.3), rows["y"])
    assert [lost[end] + 0.5 for end in ("value", "low", "high")] == pytest.approx([area[end] for end in ("value", "low", "high")])
    assert measures.area_lost(rows["p"], [rows["p"], rows["p"] ** 3], rows["y"]) == {"value": 0, "low": 0, "high": 0}


def test_the_interval_of_the_area_lost_covers():
    rng, holds = np.random.default_rng(12), []
    truth = 0.760250 - 0.638163  # normal scores one standard deviation, or half of one, apart: Phi(d / sqrt 2)
    for _ in range(300):
        y = rng.random(300) < 0.3
        common = rng.normal(size=300)
        lost = measures.area_lost(common + y, 0.6 * common + 0.8 * rng.normal(size=300) + 0.5 * y, y)
        holds.append(lost["low"] <= truth <= lost["high"])
    assert 0.91 <= np.mean(holds) <= 0.985


def test_measures_refuse_what_they_cannot_judge():
    with pytest.raises(ArgumentError, match=r"^2 probabilities and 1 outcomes: give one outcome for each probability$"):
        measures.log_loss([0.1, 0.2], [1])
    with pytest.raises(ArgumentError, match=r"^outcomes must be 0 \(stayed\) or 1 \(left\), and no probability may be missing$"):
        measures.brier_score([0.1, 0.2], [1, 2])
    with pytest.raises(ArgumentError, match=r"^top is 0; give a share above 0 and at most 1, such as 0.1$"):
        measures.lift([0.1, 0.2], [1, 0], top=0)


def test_bins_count_everyone_once():
    rng = np.random.default_rng(2)
    p = rng.random(997)
    bins = measures.calibration_bins(p, rng.random(997) < p)
    assert bins["base"].sum() == 997 and len(bins) == 10 and bins["predicted"].is_monotonic_increasing
    assert ((bins["low"] <= bins["value"]) & (bins["value"] <= bins["high"])).all()


# Time travel


def test_alive_and_left_are_counted_by_hand(tmp_path):
    rows = [("stays", f"2025-{m:02d}-10", 5) for m in range(1, 12)] + [("stays", f"2025-{m:02d}-25", 5) for m in range(1, 12)]
    rows += [("goes", f"2025-{m:02d}-20", 5) for m in range(1, 7)]
    rows += [("gone", "2025-01-05", 5), ("new", "2025-08-02", 5)]
    table = churn.table(silence_world(tmp_path / "w", rows), dt.date(2025, 7, 1))
    assert (table.start, table.end, table.silent_from) == (dt.date(2025, 7, 6), dt.date(2025, 8, 15), dt.date(2025, 7, 16))
    assert table.left.to_dict() == {"goes": True, "stays": False}


def test_the_window_is_never_shorter_than_the_silence(tmp_path):
    rows = [("a", f"2025-{m:02d}-10", 5) for m in range(1, 12)]
    table = churn.table(silence_world(tmp_path / "w", rows, silence=60, outcome=20), dt.date(2025, 7, 1))
    assert (table.end - table.start).days == 60


@pytest.mark.parametrize("change", ["deleted", "altered", "added"])
def test_nothing_from_the_cutoff_on_changes_a_feature(tmp_path, change):
    rng = np.random.default_rng(7)
    days = pd.date_range("2025-01-01", "2025-11-28")
    rows = pd.DataFrame({
        "customer_id": rng.choice([f"c{i}" for i in range(30)], 600), "at": rng.choice(days.strftime("%Y-%m-%d"), 600),
        "amount": rng.integers(1, 100, 600),
    })
    cutoff = "2025-07-01"
    late = rows["at"] >= cutoff
    assert late.sum() > 50
    other = {
        "deleted": rows[~late],
        "altered": rows.assign(amount=rows["amount"].where(~late, 9999), at=rows["at"].where(~late, cutoff)),
        "added": pd.concat([rows, rows.assign(at=cutoff)]),
    }[change]
    last = pd.DataFrame({"customer_id": ["c0"], "at": ["2025-11-30"], "amount": [1]})
    tables = [
        churn.table(silence_world(tmp_path / name, pd.concat([part, last])), dt.date.fromisoformat(cutoff), labelled=False)
        for name, part in (("was", rows), ("is", other))
    ]
    pd.testing.assert_frame_equal(tables[0].features, tables[1].features)
    assert len(tables[0].features) > 10


def test_a_contract_that_ends_in_the_gap_is_left_out_and_counted(tmp_path):
    here = contract_world(tmp_path)
    table = churn.table(here, dt.date(2025, 3, 10))
    people = here.customers()["left_at"]
    alive = people[~(people < "2025-03-10")]
    assert table.left_in_gap == (alive < "2025-03-20").sum() > 0
    assert table.base == len(alive) - table.left_in_gap
    assert table.left.sum() == ((alive >= "2025-03-20") & (alive < "2025-06-08")).sum()


def test_windows_that_are_not_known_are_refused(tmp_path):
    here = contract_world(tmp_path, n=50)
    with pytest.raises(ArgumentError) as late:
        churn.table(here, dt.date(2025, 12, 1))
    assert str(late.value) == (
        "the outcome of cut-off 2025-12-01 is known on 2026-03-01, but this study sees days before 2026-01-01 only; "
        "choose an earlier cut-off"
    )
    with pytest.raises(ArgumentError) as early:
        churn.table(here, dt.date(2024, 12, 1))
    assert str(early.value) == (
        "the outcome window of cut-off 2024-12-01 starts on 2024-12-11, but leaving is recorded from 2025-01-01 only; "
        "choose a later cut-off"
    )


def test_each_role_is_over_before_the_next_begins(study, model):
    span = dt.timedelta(days=14 + 90)
    assert model.split == "time"
    assert all(day + span <= model.cutoffs["validation"][0] for day in model.cutoffs["train"])
    assert model.cutoffs["validation"][0] + span <= model.cutoffs["test"][0] == TEST_DAY
    assert TEST_DAY + span <= study.as_of
    given = [dt.date(2025, 3, 1), dt.date(2025, 9, 1), dt.date(2026, 2, 1), dt.date(2026, 5, 1)]
    roles = roles_of(study, given)
    assert roles["test"] == (given[3],) and set(roles["left_out"]) == {given[2]}, "its window runs into the test"


def test_a_customer_is_never_on_both_sides():
    place = shared_out(pd.Index(["a", "b", "c", "a", "b"] * 50), [0.6, 0.2, 0.2], 1)
    assert (place[0::5] == place[3::5]).all() and (place[1::5] == place[4::5]).all()


def test_a_segment_laid_over_later_is_no_feature(study):
    labels = pd.Series("x", index=study.customers().index[::2])
    table = churn.table(study.with_segment("persona", labels), TEST_DAY)
    assert not [name for name in table.features if name.startswith("persona=")]
    assert "region=Hà Nội" in table.features


def test_cutoffs_must_be_dates(study):
    with pytest.raises(ArgumentError, match=r"^cutoffs must be a list of dates, such as \[date\(2026, 1, 1\), date\(2026, 6, 1\)\]$"):
        churn.fit(study, cutoffs=["2026-01-01"])


# The made-up company


def test_the_forecast_nears_the_known_hazard(model, truth):
    p = model.probability(model.test.features).loc[truth.index]
    left = truth["left_in_window"]
    own, hazard = (measures.area_under_curve(score, left)["value"] for score in (p, truth["p_leave"]))
    assert model.verdict == "usable" and hazard > 0.65
    assert own >= hazard - 0.02
    silent = model.test.left.loc[truth.index]
    own, hazard = (measures.area_under_curve(score, silent)["value"] for score in (p, truth["p_leave"]))
    assert own >= hazard - 0.02


def test_probabilities_hold_on_later_customers(study, model):
    found = churn.calibration(study, model)
    table = found.table
    assert table["base"].sum() == len(model.test.left)
    holds = (table["low"] <= table["predicted"]) & (table["predicted"] <= table["high"])
    assert holds.mean() >= 0.6, "95% intervals of ten groups; the season moves all of them a little"
    assert found.chart.kind == "calibration"
    assert table["predicted"].dot(table["base"]) / table["base"].sum() == pytest.approx(model.test.left.mean(), abs=0.02)


def test_the_model_beats_the_past_share_of_leavers(study, model):
    table = churn.trust(study, model).table.set_index("metric")
    assert table.loc["log_loss", "value"] < table.loc["log_loss", "without_model"]
    assert table.loc["brier", "value"] < table.loc["brier", "without_model"]
    assert table.loc["lift", "low"] > 1 and table.loc["auc", "low"] > 0.5


def test_true_causes_and_the_known_warning_come_first(study, model):
    found = churn.reasons(study, model)
    clear = found.table[found.table["low"] > 0]["theme"].tolist()
    assert clear[0] == words.say("churn.theme.rhythm", "en"), "visits slow down once leaving is decided"
    assert "touchpoint complaint wait" in clear[:3], "the strongest planted cause"
    assert not set(clear[:5]) & {"Acquired by"}, "planted to mean nothing"
    assert "not a proven cause" in found.sentence


def test_contributions_add_up_for_both_learners(study, model):
    rows = model.test.features.head(25)
    train = churn.table(study, dt.date(2025, 10, 1))
    check = churn.table(study, dt.date(2026, 2, 1))
    pairs = (train.features, train.left), (check.features, check.left)
    for learner in (learners.learn_logistic(*pairs), learners.learn_boosting(*pairs, seed=1)):
        one = replace(model, learner=learner)
        base, parts = one.contributions(rows)
        assert np.abs(base + parts.sum(axis=1).to_numpy() - one.log_odds(rows)).max() < 1e-9
        assert parts.abs().to_numpy().max() > 0.1
        p = one.probability(rows).to_numpy()
        assert np.log(p / (1 - p)) == pytest.approx(one.log_odds(rows), abs=1e-9)


def test_tree_contributions_are_shapley_values_over_every_order():
    rng = np.random.default_rng(6)
    table = pd.DataFrame(rng.normal(size=(600, 4)), columns=list("abcd")).mask(rng.random((600, 4)) < 0.1)
    left = pd.Series(rng.random(600) < learners.expit((table["a"] * table["b"]).fillna(0) + table["c"].fillna(1)))
    one = learners.learn_boosting((table, left), (table, left), seed=1)
    rows, background = table.to_numpy()[:5], table.to_numpy()[100:107]
    added = np.zeros(rows.shape)
    for order in permutations(range(4)):
        steps = np.repeat(np.repeat(background[None], 5, axis=0)[None], 5, axis=0)
        for place, column in enumerate(order):
            steps[place + 1 :, :, :, column] = rows[:, column][None, :, None]
        value = one.estimator.decision_function(steps.reshape(-1, 4)).reshape(5, 5, 7).mean(axis=2)
        added[:, list(order)] += np.diff(value, axis=0).T / 24
    ours = trees.added_by_column(learners._trees(one.estimator), rows, background)
    assert ours == pytest.approx(added, abs=1e-9) and np.abs(ours).max() > 0.3


def test_columns_that_trees_do_not_use_change_nothing(study, model):
    table = churn.table(study, dt.date(2025, 10, 1))
    one = learners.learn_boosting((table.features, table.left), (table.features, table.left), seed=1)
    unused = [name for place, name in enumerate(one.columns) if place not in set(one.used)]
    mixed = table.features.assign(**{name: table.features[name].to_numpy()[::-1] for name in unused})
    assert unused and np.array_equal(one.log_odds(mixed), one.log_odds(table.features))
    other = table.features.assign(**{one.columns[i]: table.features[one.columns[i]].to_numpy()[::-1] for i in one.used})
    assert not np.array_equal(one.log_odds(other), one.log_odds(table.features))


def test_silence_is_set_against_the_own_rhythm(tmp_path):
    here = silence_world(tmp_path / "w", [("a", "2025-11-01", 5)], silence=60)
    rows = pd.DataFrame({"recency_days": [29, 31, 31, 31, 55], "mean_gap_days": [2, 2, 13.4, 13.5, np.nan]})
    assert already_silent(here, rows).tolist() == [False, True, True, False, False], "31 / log(10) is 13.46"
    assert already_silent(here, rows[["recency_days"]]).tolist() == [False, True, True, True, True]
    assert not already_silent(here, rows.drop(columns="recency_days")).any()


def test_the_list_holds_those_who_can_still_be_kept(study, model):
    found, back = churn.at_risk(study, model, top=15), churn.at_risk(study, model, top=1000, who="to_win_back")
    features = study.features()
    silent = set(features.index[already_silent(study, features)])
    assert not set(found.table["customer_id"]) & silent and set(back.table["customer_id"]) <= silent
    assert 0 < len(back.table) == back.base and found.base > 5 * back.base
    assert words.say("churn.at_risk.silent", "en", n=back.base, days=60) in found.caveats[0]
    assert (found.table["value"] > model.base_rate).all()
    assert found.table["value"].mean() < back.table["value"].mean(), "the surest are those who have gone"


def test_the_list_is_ranked_bounded_and_explained(study, model):
    found = churn.at_risk(study, model, top=15)
    rows = found.table
    assert len(rows) == 15 and rows["value_at_risk"].is_monotonic_decreasing
    assert ((rows["low"] <= rows["value"]) & (rows["value"] <= rows["high"])).all() and (rows["high"] > rows["low"]).all()
    assert (rows["high"] > rows["value"]).mean() > 0.8 and (rows["low"] < rows["value"]).mean() > 0.8, "held, not widened to"
    assert rows["value_at_risk"].to_numpy() == pytest.approx((rows["paid"] * rows["value"]).to_numpy())
    assert (rows["why"] != "").all() and any("internal use" in text for text in found.caveats)
    with pytest.raises(ArgumentError, match=r"^top is 0; give a whole number of at least 1, such as 20$"):
        churn.at_risk(study, model, top=0)
    with pytest.raises(ArgumentError, match=r'^no group of customers called "to_kep"; did you mean "to_keep"'):
        churn.at_risk(study, model, who="to_kep")


def test_an_interval_never_shuts_at_certainty(study, model):
    rows = churn.at_risk(study, model, top=1000, who="to_win_back").table
    assert (rows["low"] < 0.999).all() and (rows["high"] - rows["low"] > 0.001).all() and (rows["high"] <= 1).all()


def test_reasons_say_what_ranking_is_lost(study, model):
    table = churn.reasons(study, model).table
    p, left = model.probability(model.test.features), model.test.left
    whole = measures.area_under_curve(p, left)["value"]
    assert len(table) == 10 and table["value"].is_monotonic_decreasing
    assert (table["value"] + table["auc_without"]).to_numpy() == pytest.approx(whole)
    assert 0.5 <= table["auc_without"].iloc[0] < whole - 0.1


def test_a_slice_judges_and_lists_only_its_customers(study, model):
    part = study.where("region = Hà Nội")
    inside = set(part.customers().index)
    assert set(churn.at_risk(part, model).table["customer_id"]) <= inside
    found = churn.trust(part, model)
    assert found.base == len(inside & set(model.test.features.index)) < churn.trust(study, model).base
    nobody = study.where(cxlib.Slice({"region": ()}))
    for analysis in FINDINGS:
        assert analysis(nobody, model).status == "nobody"


def test_the_slice_of_the_learner_does_not_matter(tmp_path):
    here = contract_world(tmp_path)
    whole, part = churn.fit(here), churn.fit(here.where("place = a"))
    assert whole.counts == part.counts
    assert np.array_equal(whole.log_odds(whole.test.features), part.log_odds(whole.test.features))


def test_a_longer_silence_counts_fewer_as_gone(study):
    table = definition(study).table
    assert table["silent_days"].tolist() == [30, 60, 90, 120] and table["value"].is_monotonic_decreasing
    assert table["return_share"].dropna().is_monotonic_decreasing
    assert table.loc[table["in_use"] != "", "silent_days"].tolist() == [60]
    day = pd.Timestamp(study.as_of)
    last = study.view.frame(
        "SELECT customer, max(day) AS d FROM (SELECT customer, day FROM transactions UNION ALL SELECT customer, day FROM touchpoints) GROUP BY 1"
    )
    quiet = pd.to_datetime(last["d"]) < day - pd.Timedelta(days=60)
    assert (table["base"].iloc[1], table["value"].iloc[1]) == (len(last), pytest.approx(quiet.mean()))


def test_returns_are_counted_by_hand(tmp_path):
    # Watched over the last third of 334 days, from 2025-08-12; silent for 30 days then: last seen 06-13 to 07-12.
    rows = [("first", "2025-01-01", 5), ("back", "2025-07-01", 5), ("back", "2025-10-01", 5), ("gone", "2025-06-20", 5),
            ("long gone", "2025-05-01", 5), ("not silent", "2025-07-20", 5), ("new", "2025-11-30", 5)]
    row = definition(silence_world(tmp_path / "w", rows)).table.set_index("silent_days").loc[30]
    assert (row["return_base"], row["value"]) == (2, pytest.approx(5 / 6))


def test_every_finding_speaks_vietnamese_and_survives_a_round_trip(study, model, tmp_path):
    here = contract_world(tmp_path).in_language("vi")
    small = churn.fit(here)
    found = [definition(study.in_language("vi")), churn.at_risk(study.in_language("vi"), model, top=3), definition(here)]
    for one in (*found, *(analysis(here, small) for analysis in FINDINGS)):
        assert type(one).from_json(one.to_json()) == one
        assert one.status == "answered" and ("khách" in one.sentence or "rời" in one.sentence)
        assert len(one.display_table()) == len(one.table) > 0


# Worlds in which it must not speak


def test_pure_chance_cannot_be_predicted(tmp_path):
    here = contract_world(tmp_path, learnable=False)
    model = churn.fit(here)
    assert model.verdict == "cannot_predict" and model.counts["test"][1] >= 20
    for analysis in FINDINGS:
        found = analysis(here, model)
        assert found.status == "cannot_tell"
        assert found.sentence.startswith("Who leaves cannot be predicted from this data")
    assert not len(churn.at_risk(here, model).table)


def test_noticing_who_has_gone_quiet_is_not_called_foresight(tmp_path):
    here = memoryless_shop(tmp_path / "w")
    model = churn.fit(here)
    p, left = model.probability(model.test.features), model.test.left
    assert measures.area_under_curve(p, left)["low"] > 0.5, "who left before the day is told by silence"
    assert model.verdict == "cannot_predict" and model.beyond_silence["low"] <= 0
    found = churn.trust(here, model)
    assert found.status == "cannot_tell" and "It notices who has already gone quiet and foresees nothing." in found.sentence
    assert not len(churn.at_risk(here, model).table)


def test_the_same_world_with_a_cause_can_be(tmp_path):
    here = contract_world(tmp_path)
    model = churn.fit(here)
    assert (model.verdict, model.split) == ("usable", "time")
    assert model.learner.name == "logistic", "one cause: trees have nothing to add"
    assert churn.reasons(here, model).table["theme"].iloc[0] == words.label("plan", "en")
    paid = churn.at_risk(here, model).table["paid"]
    assert paid.between(100, 600).all(), "six months at about 50"


def test_too_few_leavers_is_said(tmp_path):
    here = contract_world(tmp_path, n=400, left_share=0.004)
    model = churn.fit(here)
    assert model.verdict == "too_few_leavers" and model.learner is None
    assert churn.trust(here, model).sentence.startswith("Too few customers left (or stayed) to learn from: ")


def test_a_planted_leak_is_named(tmp_path):
    here = contract_world(tmp_path, extra=lambda frame: {"final_bill": np.where(frame["left_at"] != "", "sent", "none")})
    model = churn.fit(here)
    assert model.verdict == "suspected_leak" and model.learner is None
    assert {name.split("=")[0] for name in model.leaks["column"]} == {"final_bill"}
    for analysis in FINDINGS:
        found = analysis(here, model)
        assert (found.status, len(found.table)) == ("cannot_tell", 0) and "final_bill=sent" in found.sentence


def test_leaks_by_missingness_and_value_are_named_and_clean_columns_are_not():
    rng = np.random.default_rng(4)
    left = pd.Series(rng.random(3000) < 0.1)
    clean = pd.DataFrame({"a": rng.random(3000), "b": rng.normal(left * 1.0, 1.0), "c": np.where(rng.random(3000) < 0.3, np.nan, 1.0)})
    assert not len(leaks.leak_report(clean, left))
    exit_score = np.where(left & (rng.random(3000) < 0.5), rng.integers(1, 6, 3000), np.nan)
    found = leaks.leak_report(clean.assign(exit_score=exit_score, fee=left + rng.normal(0, 0.1, 3000)), left)
    assert found.set_index("column")["sign"].to_dict() == {"exit_score": "missing", "fee": "value"}


def test_a_clean_company_raises_no_alarm(model):
    assert not len(model.leaks)


def test_without_days_it_is_not_available(tmp_path):
    pd.DataFrame({"score": [9, 3, 10], "wave": ["2024", "2024", "2025"]}).to_csv(tmp_path / "r.csv", index=False)
    (tmp_path / "study.toml").write_text(
        '[study]\nname="Survey"\nperiod="wave"\n[[sources]]\ntable="responses"\npath="r.csv"\nconstants={question="nps"}\n'
        '[questions.nps]\nmetric="nps"\nscale=[0, 10]\nhigh_is="good"\nwording.en="?"\n', encoding="utf-8",
    )
    here = cxlib.open_study(tmp_path)
    model = churn.fit(here)
    assert model.verdict == "not_available"
    assert all(found.status == "not_available" for found in (definition(here), *(analysis(here, model) for analysis in FINDINGS)))
    with pytest.raises(MissingTableError, match=r"^churn needs dates and one of these tables: transactions, customers$"):
        churn.table(here, dt.date(2024, 1, 1))


def test_too_short_a_study_says_so(tmp_path):
    here = silence_world(tmp_path / "w", [("a", "2025-11-01", 5), ("b", "2025-11-20", 5)])
    assert churn.trust(here, churn.fit(here)).sentence.startswith("Not enough days yet: ")


# Words and shape


def test_recalibration_undoes_a_known_distortion():
    rng = np.random.default_rng(8)
    true = rng.normal(-1, 1.5, 40_000)
    left = rng.random(40_000) < learners.expit(true)
    intercept, slope = learners.recalibrate((true - 0.4) / 0.7, left)
    assert (intercept, slope) == (pytest.approx(0.4, abs=0.06), pytest.approx(0.7, abs=0.04))


def test_every_behaviour_column_has_a_name_in_both_languages():
    for column in naming._COLUMNS:
        assert {language for language in words.LANGUAGES if words.has(f"churn.column.{column}")} == {"en", "vi"}
        assert naming.named(column, "vi").text != naming.named(column, "en").text


def test_public_functions_are_documented_and_take_options_by_name():
    for name in churn.__all__:
        assert name == "VERDICTS" or (getattr(churn, name).__doc__ or "").strip(), name
    for analysis in (churn.fit, churn.table, churn.at_risk):
        options = [p for p in inspect.signature(analysis).parameters.values() if p.default is not p.empty]
        assert options and all(p.kind is p.KEYWORD_ONLY for p in options)


# Real contracts


@pytest.mark.real
@pytest.mark.skipif(not DATA.is_dir(), reason="the telecom contracts are not here")
def test_telecom_contracts():
    here = cxlib.open_study(STUDIES / "telco_contracts", data=DATA)
    model = churn.fit(here)
    table = churn.trust(here, model).table.set_index("metric")
    assert (model.verdict, model.split) == ("usable", "time")
    assert model.counts["test"] == (5390, 460), "those who left in January 2020"
    assert table.loc["auc", "low"] < 0.86 < 0.90 > table.loc["auc", "value"] > 0.83, "the ceiling of this file is about .85"
    listed = churn.at_risk(here, model)
    assert listed.base == len(here.features()) and not any("silent" in text for text in listed.caveats)
    assert churn.reasons(here, model).table["theme"].iloc[0] == words.label("contract_type", "en")

from dataclasses import replace
"""How far to trust: leaks by name, the future, multiplied rows, cross-validation, segments, ageing, the learning curve."""

import datetime as dt
import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import cxlib
from cxlib import churn, samples, words
from cxlib.churn import fairness, measures, outcome, rehearsal, trials
from cxlib.churn.ageing import ageing, stability_index
from cxlib.churn.fairness import trust_by
from cxlib.churn.leaks import duplicated_rows, leak_report, too_good
from cxlib.churn.learners import expit
from cxlib.churn.learning_curve import _needed, learning_curve
from cxlib.churn.model import ChurnModel
from cxlib.churn.trials import cross_validated, numbers
from cxlib.errors import ArgumentError

from .test_churn import contract_world

ORACLES = Path(__file__).parent / "oracles"
TEST_DAY = dt.date(2026, 6, 1)


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    return cxlib.open_study(samples.write(samples.company(scale=0.15, seed=11), tmp_path_factory.mktemp("company")))


@pytest.fixture(scope="module")
def model(study):
    return churn.fit(study)


def rows_world(n=2000, seed=1):
    """Four columns, two of which go with leaving."""
    rng = np.random.default_rng(seed)
    table = pd.DataFrame({
        "spend": rng.gamma(2, 20, n), "age": rng.integers(18, 80, n).astype(float), "plan=b": rng.integers(0, 2, n).astype(float), "wait": rng.normal(size=n),
    })
    return table, pd.Series(rng.random(n) < expit(1.2 * table["wait"] - 1.5 + 0.8 * table["plan=b"]))


def halves(table, left, seed=3):
    side = np.random.default_rng(seed).random(len(left)) < 0.8
    return (table[side], left[side]), (table[~side], left[~side])


def multiplied(table, left, seed=5):
    more = np.random.default_rng(seed).choice(np.flatnonzero(left), int((~left).sum() - left.sum()))
    return pd.concat([table, table.iloc[more]], ignore_index=True), pd.concat([left, left.iloc[more]], ignore_index=True)


def made_up(table, left, seed=5):
    """SMOTE: new leavers on the lines between a leaver and one of its five nearest."""
    rng, mine = np.random.default_rng(seed), table[left].to_numpy()
    scaled = mine / mine.std(axis=0)
    near = ((scaled[:, None] - scaled[None]) ** 2).sum(axis=2).argsort(axis=1)[:, 1:6]
    first = rng.integers(0, len(mine), int((~left).sum() - left.sum()))
    other = near[first, rng.integers(0, 5, len(first))]
    new = mine[first] + rng.random((len(first), 1)) * (mine[other] - mine[first])
    return pd.concat([table, pd.DataFrame(new, columns=table.columns)], ignore_index=True), pd.concat([left, pd.Series(True, index=range(len(new)))], ignore_index=True)


# Leaks


@pytest.mark.parametrize("seed", range(5))
def test_rows_that_were_multiplied_are_caught_and_clean_ones_are_not(seed):
    table, left = rows_world(seed=seed)
    assert not len(duplicated_rows(*halves(table, left)))
    assert duplicated_rows(*halves(*multiplied(table, left, seed)))["column"].tolist() == ["same rows"]
    assert duplicated_rows(*halves(*made_up(table, left, seed)))["column"].tolist() == ["made-up rows"]


@pytest.mark.parametrize("seed", range(3))
def test_coarse_columns_have_twins_by_nature(seed):
    rng = np.random.default_rng(seed)
    table = pd.DataFrame({"a": rng.integers(0, 5, 3000), "b": rng.integers(0, 4, 3000)}).astype(float)
    left = pd.Series(rng.random(3000) < np.where(table["a"] == 0, 0.8, 0.1))
    assert not len(duplicated_rows(*halves(table, left)))


def test_who_came_once_is_no_mixture_of_others():
    rng = np.random.default_rng(4)
    once = rng.random(2000) < 0.4
    day = rng.integers(1, 180, 2000).astype(float)
    table = pd.DataFrame({"tenure": day, "recency": np.where(once, day, rng.integers(1, 180, 2000)), "spend": rng.gamma(2, 20, 2000).round(1)})
    assert not len(duplicated_rows(*halves(table, pd.Series(once))))


def test_cross_validation_refuses_what_was_prepared_wrongly():
    table, left = rows_world()
    with pytest.raises(ArgumentError, match=r"^suspected leak: same rows: rows were multiplied or made up before the split; split first, and leave classes as they are$"):
        cross_validated(*multiplied(table, left))
    with pytest.raises(ArgumentError, match=r"^suspected leak: made-up rows: "):
        cross_validated(*made_up(table, left))
    with pytest.raises(ArgumentError, match=r'^suspected leak: fee: they seem to know the outcome; check when they are filled, or go on with on_leak="continue"$'):
        cross_validated(table.assign(fee=left + np.random.default_rng(1).normal(0, 0.1, len(left))), left)


def test_all_columns_together_can_be_too_good():
    rng = np.random.default_rng(2)
    left = rng.random(3000) < 0.2
    assert too_good(left + rng.normal(0, 0.2, 3000), left)["sign"].tolist() == ["performance"]
    assert not len(too_good(left + rng.normal(0, 1.0, 3000), left))


def test_a_feature_that_looks_ahead_is_named(study, monkeypatch):
    honest = outcome.habits

    def peeking(seen, people, cutoff, lookback_days):
        ahead = seen.view.frame("SELECT customer_id, count(*)::DOUBLE AS n FROM transactions JOIN customers USING (customer) WHERE day >= $1 GROUP BY customer_id", [cutoff])
        return honest(seen, people, cutoff, lookback_days).assign(visits_ahead=ahead.set_index("customer_id")["n"].reindex(people).fillna(0.0))

    assert rehearsal.changed_by_the_future(study, TEST_DAY, lambda one, day: churn.table(one, day, labelled=False).features) == []
    monkeypatch.setattr(outcome, "habits", peeking)
    model = churn.fit(study)
    assert model.verdict == "suspected_leak"
    assert model.leaks.loc[model.leaks["sign"] == "future", "column"].tolist() == ["visits_ahead"]
    said = churn.trust(study, model).sentence
    assert "visits_ahead" in said and "taken away" in said


def test_a_table_of_multiplied_customers_stops_the_fit(tmp_path):
    here = contract_world(tmp_path, n=2000)
    frame = pd.read_csv(tmp_path / "customers.csv")
    leavers = frame[frame["left_at"].notna()]
    more = pd.concat([frame, *(leavers.assign(customer_id=leavers["customer_id"] + f"-{turn}") for turn in range(4))])
    more.to_csv(tmp_path / "customers.csv", index=False)
    model = churn.fit(cxlib.open_study(tmp_path))
    assert model.verdict == "suspected_leak" and model.leaks["column"].tolist() == ["same rows"]
    assert "multiplied before the split" in churn.trust(here, model).sentence
    assert "nhân bản" in churn.trust(here.in_language("vi"), model).sentence


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_clean_studies_raise_no_alarm(tmp_path, seed):
    assert not len(churn.fit(contract_world(tmp_path, seed=seed)).leaks)


# Cross-validation


def test_out_of_fold_probabilities_are_true_and_repeatable():
    table, left = rows_world(2500)
    p = cross_validated(table, left, folds=3, seed=4)
    truth = expit(1.2 * table["wait"] - 1.5 + 0.8 * table["plan=b"])
    assert measures.area_under_curve(p, left)["value"] > measures.area_under_curve(truth, left)["value"] - 0.01
    assert p.mean() == pytest.approx(left.mean(), abs=0.01)
    assert np.abs(p - truth).mean() < 0.03
    pd.testing.assert_series_equal(p, cross_validated(table, left, folds=3, seed=4))


def test_chance_stays_chance_out_of_fold():
    rng = np.random.default_rng(3)
    left = pd.Series(rng.random(1500) < 0.3)
    area = measures.area_under_curve(cross_validated(pd.DataFrame(rng.normal(size=(1500, 6))), left, folds=3), left)
    assert area["low"] < 0.5 < area["high"] + 0.03


def test_any_table_becomes_numbers():
    table = pd.DataFrame({
        "id": [f"k{place}" for place in range(60)], "fee": ["1.5", " ", "2"] * 20, "yes": ["Yes", "No"] * 30, "plan": ["a", "b", None] * 20,
        "flag": [True, False] * 30, "when": pd.date_range("2025-01-01", periods=60),
    })
    found = numbers(table)
    assert found.columns.tolist() == ["fee", "yes=Yes", "plan=a", "plan=b", "flag"]
    assert found["fee"].isna().sum() == 20 and found["plan=a"].sum() == 20


def test_cross_validation_says_what_it_cannot_do():
    table, left = rows_world(100)
    with pytest.raises(ArgumentError, match=r"^100 outcomes for 50 rows: give 0 \(stayed\) or 1 \(left\) for each row$"):
        cross_validated(table.head(50), left)
    with pytest.raises(ArgumentError, match=r"^2 of 100 left: too few leavers or stayers for 5 folds; there must be 10 of each at least$"):
        cross_validated(table, pd.Series(np.arange(100) < 2))
    with pytest.raises(ArgumentError, match=r"^folds is 1 and repeats 1; give at least 2 folds and 1 repeat$"):
        cross_validated(table, left, folds=1)


def test_average_precision_agrees_with_the_oracle():
    rows = pd.read_csv(ORACLES / "churn_metrics_input.csv")
    expected = json.loads((ORACLES / "churn_metrics_expected.json").read_text())
    found = measures.average_precision(rows["p"], rows["y"])
    assert found["value"] == pytest.approx(expected["average_precision"], abs=1e-12)
    assert found["low"] < found["value"] < found["high"]
    mixed = rows.assign(p=rows["p"].round(1)).sample(frac=1, random_state=1)
    assert measures.average_precision(mixed["p"], mixed["y"]) == pytest.approx(measures.average_precision(rows["p"].round(1), rows["y"]))


# Segments


def unfair(study, real, level, points):
    """A usable model whose test customers of one level leave more often than it says."""
    rng = np.random.default_rng(7)
    p = real.probability(real.test.features)
    region = study.customers()["region"].reindex(p.index)
    left = pd.Series(rng.random(len(p)) < np.clip(p + np.where(region == level, points, 0.0), 0, 1), index=p.index)
    return ChurnModel(**{**vars(real), "test": churn.ChurnTable(**{**vars(real.test), "left": left})})


def test_a_level_for_which_it_does_not_hold_is_named(study, model):
    found = trust_by(study, unfair(study, model, "Hà Nội", 0.15), by="region")
    rows = found.table.set_index("level")
    assert rows.loc["Hà Nội", "verdict"] == "more_left" and "Hà Nội" in found.sentence
    assert rows["base"].sum() == found.base
    fair = trust_by(study, unfair(study, model, "Hà Nội", 0.0), by="region")
    assert (fair.table["verdict"] == "as_elsewhere").all() and fair.sentence.startswith("No level of ")


def test_a_shift_for_everyone_is_not_called_unfair(study, model):
    p = model.probability(model.test.features).to_numpy()
    rng = np.random.default_rng(2)
    left = rng.random(len(p)) < expit(np.log(p / (1 - p)) + 0.8)
    assert fairness._shift(p, left) == pytest.approx(0.8, abs=0.15)
    moved = ChurnModel(**{**vars(model), "test": churn.ChurnTable(**{**vars(model.test), "left": pd.Series(left, index=model.test.left.index)})})
    assert (trust_by(study, moved, by="plan").table["verdict"] == "as_elsewhere").all()


def test_small_levels_are_withheld_and_wrong_segments_refused(study, model):
    labels = pd.Series("rest", index=study.customers().index)
    labels.iloc[:: len(labels) // 6] = "few"
    found = trust_by(study.with_segment("kind", labels), model, by="kind")
    assert (found.table["withheld"] != "").all() and found.status == "cannot_tell"
    assert found.table[["value", "predicted", "auc", "left_count", "p_value"]].isna().all().all()
    with pytest.raises(ArgumentError, match=r'^no segment of customers called "regoin"; did you mean "region"'):
        trust_by(study, model, by="regoin")


# Ageing


def test_the_drift_limit_holds_when_nothing_changes():
    rng = np.random.default_rng(3)
    found = [stability_index(rng.normal(size=400), rng.normal(size=300)) for _ in range(400)]
    assert 0.02 <= np.mean([one["p_value"] < 0.05 for one in found]) <= 0.09
    assert np.mean([one["value"] > 0.1 for one in found]) < 0.2
    moved = stability_index(rng.normal(size=400), rng.normal(0.5, 1, 300))
    assert moved["value"] > moved["limit"] and moved["p_value"] < 0.001


def test_the_index_agrees_with_the_oracle():
    oracle = json.loads((ORACLES / "churn_metrics_expected.json").read_text())["psi"]
    then, now = (np.repeat(np.arange(5.0), oracle[name]) for name in ("expected_counts", "actual_counts"))
    assert stability_index(then, now)["value"] == pytest.approx(oracle["psi"], rel=0.03), "half a customer is added to each bin"


def test_a_forecast_that_no_longer_holds_is_learned_again(study, model):
    holds = ageing(study, model)
    assert holds.status == "answered" and holds.sentence.startswith(("It still holds.", "Learn it again."))
    off = ChurnModel(**{**vars(model), "calibration": (model.calibration[0] + 1.5, model.calibration[1])})
    assert ageing(study, off).sentence.startswith("Learn it again.")
    right = ChurnModel(**{**vars(model), "calibration": (
        model.calibration[0] + fairness._shift(model.probability(model.test.features).to_numpy(), model.test.left.to_numpy()), model.calibration[1])})
    assert ageing(study, right).sentence.startswith("It still holds.")
    days = words.say("churn.column.tenure_days", "en")
    assert holds.table["feature"].iloc[0] == "the forecast itself"
    assert "drifted" in holds.table.set_index("feature")["verdict"].get(days, "drifted"), "the company grows older"


# Learning curve


def test_more_customers_teach_more(study, model):
    found = learning_curve(study, model)
    rows = found.table
    assert rows["learned_from"].is_monotonic_increasing and rows["share"].iloc[-1] == 1
    assert rows["log_loss"].iloc[0] > rows["log_loss"].iloc[-1]
    first = replace(model, learner=model.first or model.learner)  # the curve is of the days that the learner was chosen on
    p, left = first.probability(model.test.features), model.test.left
    assert rows["value"].iloc[-1] == pytest.approx(measures.area_under_curve(p, left)["value"], abs=1e-9), "all of them is the model itself"


def test_needed_leavers_are_read_off_a_known_curve():
    leavers = np.array([50.0, 100.0, 200.0, 400.0])
    assert _needed(leavers, 0.2 + 1.0 / leavers) == 1000, "1 / n is half a per cent of 0.2 at 1,000"
    assert _needed(leavers, np.full(4, 0.2)) is None


def test_too_few_leavers_say_how_many_it_takes(tmp_path):
    here = contract_world(tmp_path, n=900, left_share=0.012)
    model = churn.fit(here)
    assert model.verdict == "too_few_leavers"
    found = learning_curve(here, model)
    assert found.status == "cannot_tell" and "at least" in found.sentence
    small = contract_world(tmp_path, n=200, left_share=0.002)
    assert learning_curve(small, churn.fit(small)).status == "cannot_tell"


def test_new_findings_speak_vietnamese_and_survive_a_round_trip(study, model):
    here = study.in_language("vi")
    for one in (trust_by(here, model, by="plan"), ageing(here, model), churn.trust(here, model)):
        assert type(one).from_json(one.to_json()) == one and len(one.display_table()) == len(one.table) > 0
    nobody = study.where(cxlib.Slice({"region": ()}))
    assert trust_by(nobody, model, by="plan").status == ageing(nobody, model).status == "nobody"


def test_a_table_that_knows_nothing_is_not_refused():
    table, left = rows_world()
    assert not len(leak_report(table, left)) and not len(trials._before(table, left.to_numpy(), 5, 1))

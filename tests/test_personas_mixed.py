"""Personas from numbers and categories: planted worlds, coordinates, blocks, weights, the naive choice, the plain rule."""

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import adjusted_rand_score

import cxlib
from cxlib import personas
from cxlib.errors import ArgumentError
from cxlib.personas import mixed
from cxlib.personas.behaviour import learn
from cxlib.personas.blocks import blocks
from cxlib.personas.by_rule import RULE_SEGMENTS, by_rule, rule_labels
from cxlib.personas.choosing import chosen, drawn
from cxlib.personas.continuum import fit_continuum
from cxlib.personas.mixture import sharpened
from cxlib.personas.naive import naive
from tests.benchmarks import persona_worlds as worlds

DRAWS = 19


@pytest.fixture(scope="module")
def world():
    return worlds.planted(7, n=1500)


@pytest.fixture(scope="module")
def found(world):
    return personas.separate(world.features, draws=DRAWS, k_max=6)


@pytest.fixture(scope="module")
def study(small_folder):
    return cxlib.open_study(small_folder)


@pytest.fixture(scope="module")
def of_sample(study):
    return personas.find(study, draws=DRAWS, k_max=5, sample=1000)


def test_planted_groups_in_mixed_data_are_found(world, found):
    assert (found.verdict, found.k) == ("distinct", 4)
    assert found.categories == ("channel", "device", "plan", "region")
    assert set(found.candidates["representation"]) == {"all", "components", "numbers"}
    ours, best = (adjusted_rand_score(world.kind, guess) for guess in (found.labels, world.best_guess))
    assert 0.7 < ours <= best + 0.02


def test_names_speak_of_levels(found):
    assert any("Channel" in name or "channel" in name for name in found.names)
    assert not any("touchpoint" in name for name in found.names)


def test_planted_groups_are_harder_to_see_closer_together():
    near = worlds.planted(7, apart=1.0, n=1500)
    found = personas.separate(near.features, draws=DRAWS, k_max=6)
    assert found.verdict == "distinct"
    assert adjusted_rand_score(near.kind, found.labels) > 0.53


@pytest.mark.parametrize("kind", [worlds.independent, worlds.one_factor, worlds.skewed], ids=lambda kind: kind.__name__)
def test_mixed_worlds_without_groups_are_not_called_distinct(kind):
    verdicts = [personas.separate(kind(seed, n=500), k_max=4, draws=DRAWS).verdict for seed in range(4)]
    assert verdicts.count("distinct") <= 1, verdicts


def test_one_by_one_other_order_and_unit_change_nothing(world, found):
    some = world.features.iloc[:40].copy()
    some.iloc[3:6, some.columns.get_loc("channel")] = None
    some.iloc[5:8, some.columns.get_loc("amount")] = np.nan
    some.iloc[8, some.columns.get_loc("plan")] = "never seen"
    crowd = found.recipe.coordinates(some)
    alone = np.vstack([found.recipe.coordinates(some.iloc[[place]]) for place in range(len(some))])
    np.testing.assert_array_equal(alone, crowd)
    assert list(found.assign(some)) == [found.assign(some.iloc[[place]]).iloc[0] for place in range(len(some))]
    turned = world.features.assign(amount=world.features["amount"] * 1000).sample(frac=1, random_state=2)[world.features.columns[::-1]]
    pd.testing.assert_series_equal(personas.separate(turned, draws=DRAWS, k_max=6).labels, found.labels)


def test_levels_have_covariance_one_and_turn_back_into_indicators():
    values = pd.Series(np.random.default_rng(1).choice(["a", "b", "c"], 900, p=[0.6, 0.3, 0.1]), name="plan")
    kind = mixed.category(values)
    coordinates = mixed.level_coordinates(values, kind)
    np.testing.assert_allclose(np.cov(coordinates, rowvar=False, bias=True), np.eye(2), atol=1e-12)
    plain = coordinates @ kind.plain
    np.testing.assert_allclose(plain, pd.get_dummies(values).astype(float) - kind.shares, atol=1e-12)


def test_unseen_levels_stand_at_the_mean_and_missing_ones_nowhere():
    values = pd.Series(["a", "b"] * 50, name="plan")
    kind = mixed.category(values)
    told = mixed.level_coordinates(pd.Series(["never", None, "a"], name="plan"), kind)
    assert (told[0] == 0).all() and np.isnan(told[1]).all() and (told[2] != 0).any()


def test_rare_levels_are_pooled_and_names_are_no_category():
    values = pd.Series(["a"] * 60 + ["b"] * 36 + ["c", "d", "e", "f"], name="plan")
    kind = mixed.category(values)
    assert kind.levels == ("a", "b", "c", "d", "e", "f") and kind.row == (0, 1, 2, 2, 2, 2)
    assert mixed.category(pd.Series([f"K{place}" for place in range(200)], name="id")) == "identifier"
    assert mixed.category(pd.Series(["a"] * 100, name="plan")) == "constant"
    assert mixed.category(pd.Series([None] * 5, name="plan", dtype=object)) == "constant"


def test_a_level_as_bool_category_or_text_is_the_same():
    flag = np.random.default_rng(3).random(300) < 0.4
    forms = [pd.Series(flag, name="x"), pd.Series(flag, name="x").astype("category"), pd.Series(np.where(flag, "True", "False"), name="x")]
    points = [mixed.level_coordinates(form, mixed.category(form)) for form in forms]
    assert all(mixed.is_text(form) for form in forms)
    assert np.array_equal(points[0], points[1]) and np.array_equal(points[0], points[2])


def test_what_follows_from_another_column_counts_once():
    features = worlds.planted(1, n=400).features
    city = features["region"].map(lambda region: f"city of {region}")
    recipe = learn(features.assign(city=city, customer_name=[f"N{place}" for place in range(400)]))
    assert [recipe.left_out.get(name) for name in ("region", "customer_name")] == ["duplicate", "identifier"]
    assert "city" in [kind.name for kind in recipe.categories]


def test_the_continuum_keeps_shares_and_one_common_factor():
    features = worlds.one_factor(1, n=4000)
    recipe = learn(features)
    coordinates = recipe.coordinates(features)
    mine = mixed.units(coordinates, recipe.kinds)
    np.testing.assert_allclose(mine.coordinates(mine.table), coordinates)
    cloud = mine.coordinates(fit_continuum(mine.table).draw(np.random.default_rng(2)))
    np.testing.assert_allclose(np.sort(cloud, axis=0), np.sort(coordinates, axis=0))
    own, null = (np.linalg.eigvalsh(np.cov(table, rowvar=False))[-1] for table in (coordinates, cloud))
    assert null == pytest.approx(own, rel=0.08)


def test_the_mixture_sees_more_than_k_means(world):
    recipe = learn(world.features)
    coordinates = recipe.coordinates(world.features)
    from cxlib.personas.groups import k_means

    labels = k_means(coordinates, 4, 1, starts=5)
    centres, view = sharpened(coordinates, labels, recipe.kinds)
    nearest = (((coordinates @ view)[:, None] - centres @ view) ** 2).sum(axis=2).argmin(axis=1)
    assert view.shape[1] == 3
    assert adjusted_rand_score(world.kind, nearest) > adjusted_rand_score(world.kind, labels) + 0.03


def test_columns_are_chosen_by_block_or_by_name():
    columns = ["visits_per_month", "basket", "last_score_recommend", "tenure_days", "_visits", "plan"]
    assert chosen(columns)[0] == ["visits_per_month", "basket", "plan"]
    assert chosen(columns, made_of="attitudes")[0] == ["last_score_recommend"]
    assert chosen(columns, made_of="both")[0] == ["visits_per_month", "basket", "last_score_recommend", "plan"]
    assert chosen(columns, only=("visits", "tenure_days"))[0] == ["visits_per_month", "tenure_days"]
    with pytest.raises(ArgumentError, match='no column to make personas of called "baskett"; did you mean "basket"'):
        chosen(columns, only=("baskett",))
    with pytest.raises(ArgumentError, match="blocks to make personas of"):
        chosen(columns, made_of="mood")


def test_columns_are_named_one_way_only(study):
    with pytest.raises(ArgumentError, match="give one of the two"):
        personas.find(study, made_of="both", features=["basket"])


def test_named_columns_make_the_personas(study):
    found = personas.find(study, features=["basket", "weekend_share"], draws=DRAWS, k_max=3, sample=400)
    assert set(found.features) <= {"basket", "weekend_share"}
    assert found.recipe.left_out["morning_share"] == "not named"


def test_attitudes_are_of_those_who_answered(study):
    found = personas.find(study, made_of="attitudes", draws=DRAWS, k_max=3, sample=400)
    features = study.features()
    answered = features.filter(like="last_score_").notna().any(axis=1)
    assert found.active == answered.sum()
    if found.recipe is not None:
        assert all(name.startswith("last_score_") for name in found.features)
    assert set(found.labels[~answered.reindex(found.labels.index)]) & set(found.names) == set()


def test_weights_change_shares_as_repeating_customers_does():
    world = worlds.planted(3, n=1500)
    weights = pd.Series(np.where(world.kind == 3, 4.0, 1.0), index=world.features.index)
    found = personas.separate(world.features, weights=weights, draws=DRAWS, k_max=5)
    assert found.weighted and found.shares.sum() == pytest.approx(1)
    for name in found.names:
        assert found.shares[name] == pytest.approx(weights[found.labels == name].sum() / weights.sum())
    rare = found.labels[world.kind == 3].mode().iloc[0]
    assert found.shares[rare] > (found.labels == rare).mean() + 0.1
    assert found.fitted < 1500
    with pytest.raises(ArgumentError, match="weight must be above 0"):
        personas.separate(world.features, weights=-weights, draws=DRAWS)
    equal = personas.separate(world.features, weights=weights * 0 + 2, draws=DRAWS, k_max=3)
    assert not equal.weighted and equal.fitted == 1500


def test_customers_are_drawn_as_often_as_they_weigh():
    weights = np.r_[np.full(500, 1.0), np.full(500, 3.0)]
    taken = [drawn(weights, 1000, 200, np.random.default_rng(seed)) for seed in range(50)]
    heavy = np.mean([(places >= 500).mean() for places in taken])
    assert heavy == pytest.approx(0.75, abs=0.02)
    assert all(len(np.unique(places)) == len(places) for places in taken)


def test_either_half_of_the_customers_finds_the_same_personas():
    features = worlds.planted(5, n=4000).features.sample(frac=1, random_state=1)
    one, other = (personas.separate(half, draws=DRAWS, k_max=5).assign(features) for half in (features[:2000], features[2000:]))
    assert adjusted_rand_score(one, other) > 0.85


def test_raw_k_means_finds_as_much_where_there_is_nothing(study, of_sample):
    finding = naive(study, of_sample)
    real = finding.table[finding.table["customers"] == "our customers"].set_index("k")["value"]
    assert finding.sentence.startswith(f"K-means on raw numbers picks {real.idxmax()} groups")
    assert "finds as much" in finding.sentence and "Amount per visit" in finding.sentence
    assert finding.table["share_of_largest"].iloc[0] > 0.95
    assert real.between(-1, 1).all()
    vietnamese = study.in_language("vi")
    assert naive(vietnamese, of_sample).language == "vi"


def test_blocks_separate_what_they_were_made_of(study, of_sample):
    finding = blocks(study, found=of_sample, draws=DRAWS, k_max=4, sample=500)
    table = finding.table
    assert list(table["made_of"].unique()) == ["behaviour", "attitudes", "both"]
    row = table[(table["made_of"] == "behaviour") & (table["block"] == "behaviour")].iloc[0]
    assert row["k"] == of_sample.k and row["low"] <= row["value"] <= row["high"] and row["value"] > 0.3
    other = table[(table["made_of"] == "behaviour") & (table["block"] == "attitudes")].iloc[0]
    assert np.isnan(other["value"]) or other["value"] < 0.1
    assert blocks(study.in_language("vi"), found=of_sample, draws=DRAWS, k_max=2, sample=200).language == "vi"


def test_a_rule_puts_everyone_in_one_segment(study):
    finding, labels = by_rule(study), rule_labels(study)
    features = study.features()
    assert finding.table["base"].sum() == finding.base == len(features) == len(labels)
    assert len(finding.table) == len(RULE_SEGMENTS) and finding.table["value"].sum() == pytest.approx(1)
    assert (labels[(features["visits"] == 0)] == "Lost").all()
    best = features[labels == "Champions"]
    others = features[(features["visits"] > 0) & (labels != "Champions")]
    assert best["spend"].min() > others["spend"].median() and best["visits"].min() >= others["visits"].median()
    assert (features.loc[labels == "New", "tenure_days"] <= 60).all()
    row = finding.table[finding.table["segment"] == "Champions"].iloc[0]
    assert row["spend"] == pytest.approx(best["spend"].mean())


def test_a_slice_changes_nobodys_segment(study):
    part = study.where(f"region = {study.segments['region'][0]}")
    pd.testing.assert_series_equal(rule_labels(part), rule_labels(study))
    assert by_rule(part).base == len(part.features())
    assert "rule_segment" in study.with_segment("rule_segment", rule_labels(study)).segments
    assert by_rule(study.in_language("vi")).language == "vi"


def test_rules_by_contacts_alone_and_for_one_customer(tiny_study):
    contacts = [{"customer_id": "K1", "at": "2026-01-05", "touchpoint": "visit", "stage": "visit", "channel": "app"}]
    study = tiny_study(touchpoints=contacts, questions={})
    finding = by_rule(study)
    assert "spend" not in finding.table and finding.status == "cannot_tell"
    assert naive(study, personas.find(study)).status == "cannot_tell"


def test_without_behaviour_everything_says_so(tiny_study):
    study = tiny_study(responses=[{"customer_id": "K1", "at": "2026-01-05", "question": "recommend", "score": 9}])
    found = personas.find(study)
    assert [finding.status for finding in (naive(study, found), blocks(study), by_rule(study))] == ["not_available"] * 3
    assert rule_labels(study).empty



"""Personas: planted worlds, invariances, the sample company, slices and words."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score

import cxlib
from cxlib import personas, samples
from cxlib.errors import ArgumentError
from cxlib.personas.behaviour import learn
from cxlib.personas.continuum import fit_continuum
from cxlib.personas.fit import _ratio
from cxlib.personas.groups import _prediction_strength, _silhouette
from cxlib.personas.naming import names_of

DRAWS = 19
SEEDS = range(10)


def table(columns):
    size = len(next(iter(columns.values())))
    return pd.DataFrame(columns, index=pd.Index([f"K{place:05d}" for place in range(size)], name="customer_id"))


def noise(seed, n=500):
    values = np.random.default_rng([seed, 1]).normal(size=(n, 6))
    return table({f"habit_{place}": values[:, place] for place in range(6)})


def one_factor(seed, n=400, loading=0.8):
    rng = np.random.default_rng([seed, 2])
    values = loading * rng.normal(size=(n, 1)) + np.sqrt(1 - loading**2) * rng.normal(size=(n, 6))
    return table({f"habit_{place}": values[:, place] for place in range(6)})


def skewed(seed, n=400):
    rng = np.random.default_rng([seed, 3])
    values = 0.6 * rng.normal(size=(n, 1)) + 0.8 * rng.normal(size=(n, 6))
    amounts = {f"amount_{place}": np.exp(1.2 * values[:, place]) for place in range(3)}
    return table(amounts | {f"part{place}_share": 1 / (1 + np.exp(-1.5 * values[:, place])) for place in range(3, 6)})


def four_kinds(seed, n=900):
    """Habits of four kinds in natural units, and which kind each customer is."""
    rng = np.random.default_rng([seed, 4])
    kind = rng.integers(0, 4, n)
    visits = rng.poisson(np.array([30, 12, 30, 12])[kind]) + 2.0
    morning, app = np.array([0.8, 0.2, 0.2, 0.8])[kind], np.array([0.8, 0.8, 0.2, 0.2])[kind]
    contacts = rng.poisson(12, n) + 1.0
    by_app = rng.binomial(contacts.astype(int), app) / contacts
    features = table({
        "visits": visits, "contacts": contacts, "tenure_days": np.full(n, 400.0),
        "basket": np.exp(rng.normal(11, 0.3, n) + np.array([0, 0, 0.8, 0.8])[kind]),
        "morning_share": rng.binomial(visits.astype(int), morning) / visits,
        "channel_app_share": by_app, "channel_store_share": 1 - by_app,
        "last_score_recommend": rng.integers(0, 11, n).astype(float),
    })
    return features.assign(spend=features["visits"] * features["basket"]), pd.Series(kind, index=features.index)


@pytest.fixture(scope="module")
def planted():
    features, kind = four_kinds(1)
    return features, kind, personas.separate(features, draws=DRAWS)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    where = tmp_path_factory.mktemp("sample")
    samples.write(samples.company(scale=0.2), where)
    return where


@pytest.fixture(scope="module")
def study(folder):
    return cxlib.open_study(folder)


@pytest.fixture(scope="module")
def found(study):
    return personas.find(study)


@pytest.fixture(scope="module")
def truth(folder):
    return pd.read_parquet(folder / "truth_customers.parquet").set_index("customer_id")["persona"]


def test_four_clear_kinds_are_found(planted):
    features, kind, found = planted
    assert (found.verdict, found.k, len(found.names)) == ("distinct", 4, 4)
    assert found.p_value == 1 / (1 + DRAWS)
    assert adjusted_rand_score(kind, found.labels[kind.index]) > 0.9
    assert set(found.labels) == set(found.names)


@pytest.mark.parametrize("world", [noise, one_factor, skewed], ids=lambda world: world.__name__)
def test_worlds_without_kinds_are_not_called_distinct(world):
    verdicts = [personas.separate(world(seed), k_max=4).verdict for seed in SEEDS]
    assert verdicts.count("distinct") <= 1, verdicts


def test_noise_has_no_clear_groups():
    verdicts = [personas.separate(noise(seed), draws=DRAWS, k_max=5).verdict for seed in SEEDS]
    assert verdicts.count("none") >= 8, verdicts


def test_one_common_factor_is_a_continuum_and_never_called_types():
    found = personas.separate(one_factor(0, n=1500, loading=0.95), draws=DRAWS, k_max=3)
    assert found.verdict == "continuum" and found.p_value > 0.05
    assert found.candidates.loc[found.candidates["chosen"], "prediction_strength"].iloc[0] >= 0.8


def test_row_order_unit_and_column_order_do_not_matter(planted):
    features, _, found = planted
    mixed = features.sample(frac=1, random_state=3)[list(features.columns[::-1])]
    mixed = mixed.assign(spend=mixed["spend"] * 1000, basket=mixed["basket"] * 1000)
    again = personas.separate(mixed, draws=DRAWS)
    pd.testing.assert_series_equal(again.labels, found.labels)
    assert again.names == found.names


def test_another_seed_finds_the_same_personas(planted):
    features, _, found = planted
    again = personas.separate(features, draws=DRAWS, seed=7)
    assert set(again.names) == set(found.names)
    assert adjusted_rand_score(found.labels, again.labels) > 0.95


def test_one_by_one_is_as_in_a_crowd(planted):
    features, _, found = planted
    some = features.sample(60, random_state=5)
    alone = pd.concat([found.assign(some.iloc[[place]]) for place in range(len(some))])
    pd.testing.assert_series_equal(alone, found.labels[some.index])


def test_inputs_come_out_unchanged(planted):
    features, _, found = planted
    before = features.copy()
    found.assign(features)
    learn(features)
    pd.testing.assert_frame_equal(features, before)


def test_attitude_tenure_and_products_make_no_persona(planted):
    _, _, found = planted
    assert found.features == ("visits_per_month", "basket", "morning_share", "channel_app_share", "channel_store_share")
    assert found.left_out["last_score_recommend"] == "attitude"
    assert found.left_out["tenure_days"] == "tenure"
    assert found.left_out["spend"] == "product"


def test_a_missing_habit_is_left_out_of_the_distance(planted):
    features, kind, found = planted
    some = features.head(200).copy()
    some[["channel_app_share", "channel_store_share"]] = np.nan
    assert adjusted_rand_score(kind[some.index], found.assign(some)) > 0.7


def test_who_does_nothing_is_inactive(planted):
    features, _, found = planted
    idle = features.head(3).assign(visits=0.0, contacts=0.0)
    assert list(found.assign(idle)) == ["Inactive"] * 3
    both = pd.concat([features, idle.set_axis(["Z1", "Z2", "Z3"])])
    again = personas.separate(both, draws=DRAWS)
    assert list(again.labels[["Z1", "Z2", "Z3"]]) == ["Inactive"] * 3
    assert again.active == len(features)


def test_columns_that_tell_nothing_are_dropped():
    features, _ = four_kinds(2, n=300)
    rng = np.random.default_rng(0)
    features["flat"] = np.where(rng.random(300) < 0.01, 1.0, 0.0)
    features["again"] = 2 * features["morning_share"] + 1
    features["rare"] = np.where(rng.random(300) < 0.5, np.nan, rng.random(300))
    recipe = learn(features)
    assert {name: recipe.left_out[name] for name in ("flat", "rare")} == {"flat": "constant", "rare": "missing"}
    assert recipe.missing["rare"] == features["rare"].isna().mean()
    assert ("again" in recipe.columns) + ("morning_share" in recipe.columns) == 1


def test_a_mix_counts_as_one_habit():
    features, _ = four_kinds(3)
    recipe = learn(features)
    spread = [recipe.coordinates(features)[:, place].var(ddof=1) for place in range(len(recipe.blocks))]
    assert spread == pytest.approx([1.0] * len(recipe.blocks))
    assert recipe.blocks[-1].columns == ("channel_app_share", "channel_store_share")


def test_few_customers_have_no_clear_groups():
    found = personas.separate(four_kinds(1)[0].head(60), draws=DRAWS)
    assert (found.verdict, found.k, found.names) == ("none", 1, ("All customers",))


def test_the_continuum_keeps_margins_and_correlations():
    rng = np.random.default_rng(1)
    x = rng.normal(size=20_000)
    values = np.column_stack([np.exp(x), np.round(0.7 * x + np.sqrt(0.51) * rng.normal(size=20_000))])
    drawn = fit_continuum(values).draw(np.random.default_rng(2))
    assert np.array_equal(np.sort(drawn, axis=0), np.sort(values, axis=0))
    ranks = [pd.DataFrame(part).corr("spearman").iloc[0, 1] for part in (values, drawn)]
    assert ranks[1] == pytest.approx(ranks[0], abs=0.02)


def test_silhouette_is_that_of_scikit_learn():
    from sklearn.metrics import pairwise_distances, silhouette_score

    rng = np.random.default_rng(4)
    values, labels = rng.normal(size=(120, 3)), np.r_[0, rng.integers(1, 4, 119)]
    assert _silhouette(pairwise_distances(values), labels) == pytest.approx(silhouette_score(values, labels), abs=1e-6)


def test_prediction_strength_is_one_for_far_groups_and_low_for_too_many():
    rng = np.random.default_rng(5)
    values = rng.normal(size=(400, 2)) * 0.1 + np.repeat([[0, 0], [9, 9]], 200, axis=0)
    assert _prediction_strength(values, 2, 1) == 1.0
    assert _prediction_strength(values, 4, 1) < 0.8


def test_the_ratio_meets_fieller_and_holds_its_value():
    # Symmetric intervals give Fieller's: roots of (x1 - r x2)^2 = d1^2 + r^2 d2^2.
    x1, d1, x2, d2 = 6.0, 1.0, 4.0, 0.5
    value, low, high = _ratio((x1, x1 - d1, x1 + d1), (x2, x2 - d2, x2 + d2))
    roots = np.sort(np.roots([x2**2 - d2**2, -2 * x1 * x2, x1**2 - d1**2]))
    assert value == 1.5
    assert [low, high] == pytest.approx(list(roots))


def test_names_are_unique_and_say_the_largest_difference_first():
    differences = pd.DataFrame({"morning_share": [1.2, 1.2, 0.1], "visits_per_month": [0.6, 0.6, 0.1]})
    assert names_of(differences, "en") == ["Mornings, often", "Mornings, often (2)", "Like most"]
    assert names_of(differences, "vi")[0] == "Buổi sáng, ghé thường xuyên"


def test_wrong_arguments_are_named(study):
    with pytest.raises(ArgumentError) as error:
        personas.find(study, k_max=1)
    assert str(error.value) == "k_max is 1; give a whole number of at least 2."


def test_the_sample_has_personas_closer_to_the_truth_than_raw_k_means(study, found, truth):
    assert found.verdict == "distinct"
    labels = found.labels[found.labels != found.inactive]
    features = study.features().loc[labels.index]
    raw = KMeans(4, n_init=3, random_state=0).fit_predict(features[["visits", "spend", "basket", "morning_share", "weekend_share"]].fillna(0))
    ours = adjusted_rand_score(truth[labels.index], labels)
    assert ours > 0.5
    assert ours > adjusted_rand_score(truth[labels.index], raw) + 0.2


def test_the_offer_does_not_suit_the_deal_hunter(study, found, truth):
    finding = personas.who_is_not(study, found)
    poor = finding.table.loc[finding.table["_poor_fit"], "persona"].unique()
    assert finding.status == "answered" and len(poor) == 1
    inside = truth[found.labels.index[found.labels == poor[0]]]
    assert inside.value_counts(normalize=True)["deal hunter"] > 0.6
    assert poor[0] in finding.sentence
    marked = finding.table[finding.table["_poor_fit"] & finding.table["_adverse"]]
    assert {"refunds", "silence"} <= set(marked["_signal"])
    assert ((marked["low"] > 1) | (marked["high"] < 1)).all()


def test_sizes_add_up_and_hold_their_interval(study, found):
    finding = personas.sizes(study, found)
    assert finding.table["base"].sum() == len(study.features()) == finding.base
    assert finding.table["value"].sum() == pytest.approx(1)
    assert list(finding.table["persona"]) == [*found.names, found.inactive]
    top = finding.table["value"].idxmax()
    spent = study.features().loc[found.labels.index[found.labels == finding.table["persona"][top]], "spend"]
    assert finding.table["spend"][top] == pytest.approx(spent.mean())


def test_structure_says_what_was_tried(study, found):
    finding = personas.structure(study, found)
    assert finding.sentence.startswith(f"There are {found.k} distinct groups")
    assert list(finding.table.loc[finding.table["chosen"] == "yes", "k"]) == [found.k]
    assert finding.owner and finding.next_step and len(finding.caveats) >= 3


def test_profile_shows_the_largest_difference_first(study, found):
    finding = personas.profile(study, found)
    for _, rows in finding.table.groupby("persona", sort=False):
        assert rows["effect"].abs().is_monotonic_decreasing
    features = study.features()
    row = finding.table[(finding.table["persona"] == found.names[0]) & (finding.table["habit"] == "Share before 11 am")].iloc[0]
    mine = features.loc[found.labels.reindex(features.index) == found.names[0], "morning_share"]
    assert row["value"] == pytest.approx(mine.mean())
    assert row["base"] == mine.notna().sum()


def test_a_slice_counts_its_own_customers_and_changes_no_persona(study, found):
    sliced = study.where("region = Hà Nội")
    assert personas.sizes(sliced, found).base == len(sliced.features()) < len(study.features())
    assert personas.profile(sliced, found).slice == sliced.slice
    whole, part = (personas.find(one, draws=DRAWS, sample=500, k_max=5).labels for one in (study, sliced))
    pd.testing.assert_series_equal(whole, part)


def test_small_personas_in_a_slice_are_withheld(study, found):
    level = study.segments["store"][0]
    small = study.where(f"store = {level} & age_band = 55+")
    finding = personas.profile(small, found)
    bases = found.labels.reindex(small.features().index).value_counts()
    hidden = finding.table[finding.table["withheld"] != ""]
    assert (bases < 10).any() and len(hidden)
    assert hidden[["value", "low", "high", "base", "effect"]].isna().all(axis=None)
    assert len(finding.table) == len(personas.profile(study, found).table)
    assert any("withheld" in text for text in finding.caveats)


def test_persona_becomes_a_segment(study, found):
    by = personas.segment(study, found)
    assert set(found.names) <= set(by.segments["persona"])
    only = by.where(f"persona = {found.names[-1]}") if "," not in found.names[-1] else None
    assert only is None or len(only.features())


def test_vietnamese(study):
    found = personas.find(study.in_language("vi"), draws=DRAWS, sample=1000)
    for analysis in (personas.structure, personas.sizes, personas.profile, personas.who_is_not):
        finding = analysis(study.in_language("vi"), found)
        assert finding.language == "vi"
        assert any(letter in finding.question + finding.sentence for letter in "ạảãậếềểễộớờởỡợưữựđ")
        assert finding.from_json(finding.to_json()) == finding


def test_a_study_without_behaviour_says_so(tmp_path):
    (tmp_path / "answers.csv").write_text(
        "customer_id,at,question,score\nK1,2026-01-05,recommend,9\nK2,2026-01-06,recommend,3\n", encoding="utf-8"
    )
    (tmp_path / "study.toml").write_text(
        '[study]\nname = "small"\n[[sources]]\ntable = "responses"\npath = "answers.csv"\n'
        '[questions.recommend]\nmetric = "nps"\nscale = [0, 10]\nhigh_is = "good"\n', encoding="utf-8"
    )
    study = cxlib.open_study(tmp_path)
    found = personas.find(study)
    assert found.verdict == "not_available"
    for analysis in (personas.structure, personas.sizes, personas.profile, personas.who_is_not):
        assert analysis(study, found).status == "not_available"
    assert personas.segment(study, found) is study, "a notebook runs on, whatever the study"


def test_without_clear_groups_there_is_no_segment(study):
    few = personas.separate(four_kinds(1)[0].head(60), draws=DRAWS)
    assert few.verdict == "none" and personas.segment(study, few) is study


def test_what_is_kept_with_personas_is_what_would_be_counted(folder, study, found):
    anew = replace(found, behaviour=None)
    for part in (study, study.where("region = Hà Nội & age_band = 55+"), cxlib.open_study(folder, wave="2026Q1")):
        for analysis in (personas.sizes, personas.profile, personas.who_is_not):
            assert analysis(part, found) == analysis(part, anew)
    assert found.behaviour.is_of(study) and not found.behaviour.is_of(cxlib.open_study(folder, wave="2026Q1"))

"""The same personas in another wave: kept, sure or not, drifting, and who moved, against planted truth and closed forms."""

import json
import shutil
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy import stats

import cxlib
from cxlib import personas
from cxlib.errors import ArgumentError, SourceError
from cxlib.personas.baseline import Bins, baseline_of, counted, stability
from cxlib.personas.certainty import assigned, certainty
from cxlib.personas.chance import expected_moves
from cxlib.personas.drift import drift
from cxlib.personas.keeping import FORMAT, Kept, from_text, keep, rename, to_text
from cxlib.personas.matching import matched, matches, named_like
from cxlib.personas.movers import _hidden, moved_customers, movers
from cxlib.personas.record import behaviour_of
from cxlib.personas.spread import Spread, placed, spread_of
from cxlib.personas.writing import as_data, from_data

DRAWS = 19
SHARES = (0.5, 0.3, 0.2)


def table(values):
    index = pd.Index([f"K{place:05d}" for place in range(len(values))], name="customer_id")
    return pd.DataFrame({f"habit_{place}": values[:, place] for place in range(values.shape[1])}, index=index)


def middles(gap):
    out = np.zeros((3, 4))
    out[1, :2] = out[2, 1:3] = gap
    return out


def clouds(seed, n=2500, gap=2.6):
    """Customers of three normal kinds that overlap, and which kind each is."""
    rng = np.random.default_rng([seed, 31])
    kind = rng.choice(3, n, p=SHARES)
    values = rng.normal(size=(n, 4)) + middles(gap)[kind]
    return table(values), kind


def frozen(features, kind):
    """Personas at the true kinds: what is tested here is what follows once they are found."""
    found = personas.separate(features.head(1200), draws=DRAWS, k_max=2)
    coordinates = found.recipe.coordinates(features)
    names = ("Largest", "Middle", "Smallest")
    centres = pd.DataFrame([coordinates[kind == one].mean(axis=0) for one in range(3)], index=list(names))
    found = replace(found, k=3, verdict="distinct", names=names, centres=centres, view=np.eye(4), differences=pd.DataFrame())
    return replace(found, labels=found.assign(features))


@pytest.fixture(scope="module")
def world():
    features, kind = clouds(1)
    return features, kind, frozen(features, kind)


@pytest.fixture(scope="module")
def kept(world):
    return keep(world[2], world[0])


# --- keeping


def test_what_is_read_back_assigns_everyone_alike(world, kept):
    features, _, found = world
    again = from_text(to_text(kept))
    pd.testing.assert_series_equal(again.assign(features), found.labels)
    assert np.array_equal(again.centres.to_numpy(), kept.centres.to_numpy()), "floats to the last digit"
    assert np.array_equal(again.spread.scatters, kept.spread.scatters)
    pd.testing.assert_frame_equal(certainty(again, features), certainty(kept, features))
    assert to_text(again) == to_text(kept)


def test_no_customer_is_in_the_text(world, kept):
    text = to_text(kept)
    assert not [name for name in world[0].index if name in text]
    assert json.loads(text)["personas"]["of"]["behaviour"] is None


def test_every_kind_of_field_travels():
    mixed = {
        "tuple": (1, 0.1 + 0.2, None, True, "Nguyễn \"x\""), "numbers": np.array([[1.5, np.nan], [np.inf, -0.0]]),
        "texts": np.array(["a", None, ("b", 1)], dtype=object), "keys": {("a", 1): 2, 3: [4]}, "is": "a word of ours", "set": frozenset({"x"}),
        "series": pd.Series([1.0, np.nan], index=["a", "b"], name="x"), "bool": np.bool_(True), "empty": np.zeros((0, 3)),
    }
    back = from_data(json.loads(json.dumps(as_data(mixed))))
    assert back["tuple"] == mixed["tuple"] and back["keys"] == mixed["keys"] and back["set"] == mixed["set"] and back["bool"] is True
    np.testing.assert_array_equal(back["numbers"], mixed["numbers"])
    assert np.signbit(back["numbers"][1, 1]) and list(back["texts"]) == list(mixed["texts"]) and back["empty"].shape == (0, 3)
    pd.testing.assert_series_equal(back["series"], mixed["series"])
    frame = pd.DataFrame({
        "n": [1, 2], "x": [0.1, np.nan], "yes": [True, False], "at": pd.to_datetime(["2026-01-02", None]),
        "level": pd.Categorical(["b", None], categories=["b", "a"], ordered=True), "text": ["a", "b"],
    }, index=pd.Index(["p", "q"], name="persona"))
    pd.testing.assert_frame_equal(from_data(json.loads(json.dumps(as_data(frame)))), frame)
    floats = np.random.default_rng(0).normal(size=200) * 10.0 ** np.arange(-100, 100)
    assert np.array_equal(from_data(json.loads(json.dumps(as_data(floats)))), floats)


def test_what_no_file_can_keep_is_named():
    with pytest.raises(ArgumentError, match=r"^personas\.centres\[1\] cannot be written to a file: it is a function"):
        as_data([1, len.__class__ and (lambda: 0)], "personas.centres")


def test_a_name_written_by_hand_is_kept(world, kept):
    features, _, found = world
    data = json.loads(to_text(kept))
    data["names"]["Largest"] = "Đi làm buổi sáng"
    again = from_text("\ufeff" + json.dumps(data, ensure_ascii=False))
    assert again.names == ("Đi làm buổi sáng", "Middle", "Smallest")
    assert (again.assign(features) == found.labels.replace("Largest", "Đi làm buổi sáng")).all()
    assert again.spread.names == again.names and list(again.centres.index) == list(again.names)
    assert again.baseline.personas["Đi làm buổi sáng"] == (found.labels == "Largest").sum()
    assert from_text(to_text(again)).names == again.names


def test_rename_reaches_labels_and_leaves_the_old_ones_alone(world):
    found = world[2]
    renamed = rename(found, {"Middle": "Evening"})
    assert renamed.names == ("Largest", "Evening", "Smallest") and found.names[1] == "Middle"
    assert (renamed.labels == "Evening").sum() == (found.labels == "Middle").sum()
    assert rename(renamed, {"Evening": "Middle"}).labels.equals(found.labels)
    swapped = rename(found, {"Largest": "Middle", "Middle": "Largest"})
    assert (swapped.labels == "Middle").sum() == (found.labels == "Largest").sum()


@pytest.mark.parametrize("names, text", [
    ({"Midle": "x"}, 'no persona called "Midle"; did you mean "Middle"? Choose from: Largest, Middle, Smallest.'),
    ({"Middle": " "}, "a persona needs a name; got ' '"),
    ({"Middle": "Largest"}, 'two groups of customers would be called "Largest"; give each a name of its own'),
    ({"Middle": "Inactive"}, 'two groups of customers would be called "Inactive"; give each a name of its own'),
])
def test_a_wrong_name_is_refused(world, names, text):
    with pytest.raises(ArgumentError) as error:
        rename(world[2], names)
    assert str(error.value) == text


def spoiled(kept, change):
    data = json.loads(to_text(kept))
    change(data)
    return json.dumps(data)


@pytest.mark.parametrize("change, start", [
    (lambda data: data.update(format=99), f"q2.json is written in format 99, and this version of cxlib reads format {FORMAT}; use the version"),
    (lambda data: data.update(format=None), "q2.json is written in format None"),
    (lambda data: data.update({"is": "something"}), "q2.json holds no personas; give a file that was saved from personas"),
    (lambda data: data.pop("personas"), "q2.json is broken (KeyError: 'personas'); undo what was changed besides names"),
    (lambda data: data["personas"]["of"].update(novelty=1), "q2.json is broken (ValueError: Kept has no novelty)"),
    (lambda data: data["personas"]["of"].pop("centres"), "q2.json is broken (TypeError"),
    (lambda data: data["personas"].update({"is": "os.system"}), "q2.json is broken (KeyError: 'os.system')"),
    (lambda data: data["personas"]["of"]["view"].update(shape=[2, 8]), "q2.json is broken (ValueError: names, centres and view do not fit"),
    (lambda data: data["names"].pop("Middle"), 'q2.json: names must hold each of "Largest", "Middle", "Smallest" once, on the left'),
    (lambda data: data["names"].update(Middle="Largest"), 'q2.json, names: two groups of customers would be called "Largest"'),
    (lambda data: data["names"].update(Middle=3), "q2.json, names: a persona needs a name; got 3"),
])
def test_a_spoiled_file_says_what_to_do(kept, change, start):
    with pytest.raises(SourceError) as error:
        from_text(spoiled(kept, change), source="q2.json")
    assert str(error.value).startswith(start)


def test_a_file_cut_short_names_its_line(kept):
    text = to_text(kept)
    with pytest.raises(SourceError, match=r"^p\.json is broken at line \d+: .*; mend that line, or find the personas again and save them$"):
        from_text(text[: len(text) // 2], source="p.json")
    for empty in ("", "[]", "null"):
        with pytest.raises(SourceError):
            from_text(empty)


# --- how sure


def reliability(chance, right, edges=(0, 0.5, 0.7, 0.85, 0.95, 1.001)):
    """Mean probability and Wilson's 99.9% interval of how often it was right, by bin."""
    for low, high in zip(edges[:-1], edges[1:], strict=True):
        mine = (chance >= low) & (chance < high)
        if mine.sum() >= 30:
            ends = stats.binomtest(int(right[mine].sum()), int(mine.sum())).proportion_ci(0.999, method="wilson")
            yield float(chance[mine].mean()), ends.low, ends.high


@pytest.mark.parametrize("seed, gap", [(2, 2.2), (3, 2.8)])
def test_a_probability_means_what_it_says(seed, gap):
    features, kind = clouds(seed, n=5000, gap=gap)
    found = frozen(features, kind)
    sure = certainty(keep(found, features), features)
    right = (sure["persona"].to_numpy() == np.array(found.names)[kind])
    bins = list(reliability(sure["probability"].to_numpy(), right))
    assert len(bins) >= 4
    for chance, low, high in bins:
        assert low <= chance <= high
    assert sure["probability"].mean() == pytest.approx(right.mean(), abs=0.02)


def test_labels_at_their_word_would_be_too_sure():
    # The tempting way: spread taken inside of hard borders. It must fail the test above, or that test tests nothing.
    features, kind = clouds(5, gap=1.8)
    found = frozen(features, kind)
    coordinates = found.recipe.coordinates(features)
    labels = found.assign(features).to_numpy()
    groups = [coordinates[labels == name] for name in found.names]
    hard = Spread(found.names, np.array([len(group) / len(features) for group in groups]), np.array([group.mean(axis=0) for group in groups]),
                  np.array([np.cov(group.T) for group in groups]), np.inf, 0.0, len(features))
    top = placed(hard, found.view, coordinates).chances.max(axis=1).mean()
    right = (labels == np.array(found.names)[kind]).mean()
    ours = certainty(keep(found, features), features)["probability"].mean()
    assert top - right > 0.02 > abs(ours - right)


def test_bayes_rule_by_hand():
    # Two clouds on a line: chance = w1 f1 / (w1 f1 + w2 f2).
    spread = Spread(("a", "b"), np.array([0.7, 0.3]), np.array([[0.0], [2.0]]), np.array([[[1.0]], [[4.0]]]), np.inf, 0.01, 100)
    x = np.array([[-1.0], [0.5], [3.0], [np.nan]])
    place = placed(spread, np.eye(1), x)
    one, two = 0.7 * stats.norm.pdf(x[:3, 0], 0, 1), 0.3 * stats.norm.pdf(x[:3, 0], 2, 2)
    np.testing.assert_allclose(place.chances[:3, 0], one / (one + two), rtol=1e-12)
    np.testing.assert_allclose(place.distance[:3], [1.0, 0.5, 0.5])
    np.testing.assert_allclose(place.beyond[:3], 2 * stats.norm.sf([1.0, 0.5, 0.5]), rtol=1e-12)
    assert np.isnan(place.chances[3]).all() and np.isnan(place.beyond[3])


def test_long_tails_are_those_of_the_t_distribution():
    spread = Spread(("a", "b"), np.array([0.5, 0.5]), np.zeros((2, 2)) + [[0.0], [1.0]], np.array([np.eye(2)] * 2), 4.0, 0.01, 100)
    x = np.array([[0.3, -2.0]])
    one, two = (stats.multivariate_t.pdf(x, [m, m], np.eye(2), df=4) for m in (0, 1))
    assert placed(spread, np.eye(2), x).chances[0, 0] == pytest.approx(one / (one + two), rel=1e-12)


def test_a_missing_habit_leaves_the_chance_of_the_others():
    scatter = np.array([[1.0, 0.6], [0.6, 2.0]])
    spread = Spread(("a", "b"), np.array([0.4, 0.6]), np.array([[0.0, 5.0], [1.5, -5.0]]), np.array([scatter, scatter]), np.inf, 0.01, 9)
    place = placed(spread, np.eye(2), np.array([[1.0, np.nan]]))
    one, two = 0.4 * stats.norm.pdf(1.0, 0, 1), 0.6 * stats.norm.pdf(1.0, 1.5, 1)
    assert place.chances[0, 0] == pytest.approx(one / (one + two), rel=1e-12)


def test_one_alone_is_as_in_a_crowd(world, kept):
    features, _, _ = world
    some = features.sample(60, random_state=1).copy()
    some.iloc[:20, 1] = np.nan
    crowd = certainty(kept, pd.concat([features, some.set_axis([f"Z{i}" for i in range(60)])])).iloc[-60:]
    alone = pd.concat([certainty(kept, some.iloc[[place]]) for place in range(60)]).set_axis(crowd.index)
    pd.testing.assert_frame_equal(alone, crowd, check_exact=True, check_names=False)


def test_one_in_a_hundred_is_none_of_these_and_strangers_are(world, kept):
    features, _, _ = world
    assert certainty(kept, features)["none_of_these"].mean() == pytest.approx(0.01, abs=0.002)
    fresh = clouds(77)[0]
    assert certainty(kept, fresh)["none_of_these"].mean() < 0.025
    strangers = fresh.head(200) + 9.0
    told = certainty(kept, strangers)
    assert told["none_of_these"].all() and told["probability"].between(0, 1).all()


def test_the_spread_does_not_hang_on_the_order_of_rows(world):
    features, _, found = world
    one, other = spread_of(found, features), spread_of(found, features.sample(frac=1, random_state=2))
    np.testing.assert_array_equal(one.scatters, other.scatters)


def test_without_a_spread_it_says_what_to_give(world):
    with pytest.raises(ArgumentError, match="use certainty"):
        certainty(world[2], world[0])
    with pytest.raises(ArgumentError, match="give their features"):
        keep(world[2])


def test_without_groups_everyone_is_sure():
    noise = table(np.random.default_rng(3).normal(size=(300, 4)))
    one = personas.separate(noise, draws=DRAWS, k_max=3)
    told = certainty(from_text(to_text(keep(one, noise))), noise)
    assert one.k == 1 and (told["probability"] == 1).all() and told["none_of_these"].mean() <= 0.02
    few = personas.separate(noise.head(60), draws=DRAWS)
    assert from_text(to_text(keep(few))).names == few.names == ("All customers",)
    with pytest.raises(ArgumentError, match="nothing to assign by"):
        certainty(few, noise)


# --- drift


def test_the_index_and_its_limit_by_hand():
    then, now = np.array([100, 200, 300, 250, 150]), np.array([80, 150, 310, 270, 190])
    p, q = then / then.sum(), now / now.sum()
    found = stability(then, now)
    assert found.value == pytest.approx(0.03016964482239496, rel=1e-12), "another program's number"
    assert found.value == pytest.approx(sum((a - b) * np.log(a / b) for a, b in zip(p, q, strict=True)))
    assert found.statistic == pytest.approx(found.value * 500) and found.freedom == 4
    assert found.p_value == pytest.approx(stats.chi2.sf(found.statistic, 4))
    assert stability(then, then) == (0.0, 0.0, 4, 1.0)
    assert stability([5, 0], [7, 0]).p_value == 1.0
    assert np.isfinite(stability([10, 0, 5], [4, 6, 5]).value)
    assert np.isnan(stability([0, 0], [1, 2]).value)
    with pytest.raises(ArgumentError):
        stability([1, 2], [1, 2, 3])


def test_the_limit_holds_its_level_where_a_tenth_does_not():
    rng = np.random.default_rng(6)
    found = []
    for _ in range(1000):
        then, now = pd.Series(rng.normal(size=100)), pd.Series(rng.normal(size=100))
        bins = counted(then)
        found.append(stability(bins.counts, counted(now, bins).counts))
    assert np.mean([one.p_value < 0.05 for one in found]) < 0.10
    assert np.mean([one.value > 0.1 for one in found]) > 0.7


def test_bins_hold_ties_and_texts_and_the_missing():
    values = pd.Series([0.0] * 50 + list(range(1, 51)) + [np.nan] * 7)
    bins = counted(values)
    assert bins.counts[0] == 50 and bins.counts[-1] == 7 and sum(bins.counts) == 107 and min(bins.counts) > 0
    words = counted(pd.Series(["a", "b", "a", None]))
    assert words.levels == ("a", "b") and words.counts == (2, 1, 0, 1)
    assert counted(pd.Series(["a", "new"]), words).counts == (1, 0, 1, 0)
    assert counted(pd.Series([np.nan, np.nan]), bins).counts[-1] == 2
    assert counted(pd.Series([3.0] * 5)) == Bins((), (), (5, 0), 3.0)


def test_the_baseline_counts_everyone_once(world, kept):
    features, _, found = world
    day = baseline_of(found, features, kept.spread)
    assert day.personas == {**found.labels.value_counts().to_dict(), "Inactive": 0}
    assert all(sum(bins.counts) == len(features) for bins in day.habits.values())
    assert day.distances[0] == len(features) and day.outside == certainty(kept, features)["none_of_these"].sum()


# --- matched


def test_matching_by_hand(world):
    features, kind, found = world
    turned = replace(rename(found, {"Largest": "C", "Middle": "A", "Smallest": "B"}))
    order = ["B", "C", "A"]
    turned = replace(turned, names=tuple(order), centres=turned.centres.loc[order])
    pairs = matched(found, turned, features)
    assert list(pairs["match"]) == ["C", "A", "B"] and (pairs["jaccard"] == 1).all() and pairs["same"].all()
    moved = replace(found, centres=found.centres + np.array([0.0, 0.0, 1.2, 0.0]))
    pairs = matched(found, moved, features)
    mine, theirs = found.assign(features), moved.assign(features)
    for row in pairs.itertuples():
        one, other = mine == row.persona, theirs == row.match
        assert row.jaccard == (one & other).sum() / (one | other).sum() and row.base == (one | other).sum()
    merged = replace(found, k=2, names=("Largest", "Middle"), centres=found.centres.iloc[:2])
    left = matched(found, merged, features)
    assert list(left.loc[left["match"] == "", "persona"]) == ["Smallest"] and not left["same"].all()
    assert "" in list(matched(merged, found, features)["persona"])


def test_names_are_carried_to_the_same_personas(world):
    features, _, found = world
    again = rename(found, {"Largest": "Middle", "Middle": "Largest", "Smallest": "Tiny"})
    assert (named_like(again, found, features).labels == found.labels).all()


# --- movers


def test_chance_alone_is_foretold():
    # Nobody changes kind; half of a customer's distance from the middle stays.
    rng = np.random.default_rng(8)
    kind = rng.choice(3, 4000, p=SHARES)
    first = rng.normal(size=(4000, 4))
    second = 0.5 * first + np.sqrt(0.75) * rng.normal(size=(4000, 4))
    one, other = (table(part + middles(2.6)[kind]) for part in (first, second))
    found = frozen(one, kind)
    spread = spread_of(found, one)
    seemed = (found.assign(one) != found.assign(other)).mean()
    told = expected_moves(found, spread, found.recipe.coordinates(one), found.recipe.coordinates(other))
    assert seemed > 0.05 and told == pytest.approx(seemed, rel=0.12)
    to = np.where(rng.random(4000) < 0.2, (kind + 1) % 3, kind)
    moved = table(second + middles(2.6)[to])
    told = expected_moves(found, spread, found.recipe.coordinates(one), found.recipe.coordinates(moved))
    assert (found.assign(one) != found.assign(moved)).mean() > 1.3 * told
    assert np.isnan(expected_moves(found, spread, np.zeros((3, 4)), np.zeros((3, 4))))


def test_no_sum_gives_a_small_cell_away():
    rng = np.random.default_rng(9)
    for _ in range(40):
        base = rng.poisson(rng.choice([0.5, 3, 40], 16))
        cells = pd.DataFrame({"base": base, "persona_before": np.repeat(list("abcd"), 4), "persona": list("abcd") * 4})
        cells["_stayed"] = np.where(cells["persona_before"] == cells["persona"], "stayed", "moved")
        hidden = _hidden(cells, 5) != ""
        assert hidden[(cells["base"] > 0) & (cells["base"] < 5)].all()
        for column in ("persona_before", "persona", "_stayed"):
            for _, mine in cells.groupby(column):
                held = mine[hidden[mine.index]]
                whole = (mine["base"] > 0).sum() == len(held)
                assert len(held) == 0 or whole or len(held) >= 2 and held["base"].sum() >= 5


# --- on a study: three kinds of visitors, some of whom change in the last quarter

KINDS = {  # visits a quarter, hour, share at weekends, basket
    "early": (16, 8, 0.1, 40.0), "weekend": (8, 15, 0.9, 150.0), "late": (16, 19, 0.2, 40.0),
}


def visits(rng, customer, kind, start, days=90):
    often, hour, weekend, basket = KINDS[kind]
    rows = []
    for _ in range(max(int(rng.poisson(often)), 4)):
        day = pd.Timestamp(start) + pd.Timedelta(days=int(rng.integers(0, days)))
        wanted = rng.random() < weekend
        while (day.day_of_week >= 5) != wanted:
            day += pd.Timedelta(days=1)
        day = min(day, pd.Timestamp(start) + pd.Timedelta(days=days))
        rows.append({"customer_id": customer, "at": day + pd.Timedelta(hours=hour + int(rng.integers(0, 2))), "amount": round(basket * np.exp(0.2 * rng.normal()), 2)})
    return rows


@pytest.fixture(scope="module")
def quarters(tiny_study):
    """Everyone's visits over three quarters; 40 of 300 change in the third, 60 join in it, 12 of them like nobody."""
    rng = np.random.default_rng(10)
    kinds, rows, moved = rng.choice(list(KINDS), 300, p=[0.45, 0.3, 0.25]), [], []
    for place, kind in enumerate(kinds):
        customer = f"K{place:03d}"
        rows += visits(rng, customer, kind, "2026-01-01") + visits(rng, customer, kind, "2026-04-01")
        if place < 40:
            kind = {"early": "weekend", "weekend": "late", "late": "early"}[kind]
            moved.append(customer)
        rows += visits(rng, customer, kind, "2026-07-01")
    for place in range(60):
        new = visits(rng, f"N{place:03d}", "early", "2026-07-01")
        rows += [row | {"amount": 30_000.0} for row in new] if place < 12 else new
    payments = pd.DataFrame(rows)
    settings = 'period = "quarter"\nas_of = 2026-10-01'
    study = tiny_study(settings=settings, transactions=payments)
    return study, at_the_truth(cxlib.open_study(study.settings.file, wave="2026Q2"), kinds), moved, kinds


def at_the_truth(study, kinds):
    """Personas of the second quarter at the planted kinds, whatever number of them would be found."""
    found, features = personas.find(study, draws=DRAWS, k_max=3, lookback_days=91), study.features(lookback_days=91)
    coordinates = found.recipe.coordinates(features)
    centres = pd.DataFrame([coordinates[kinds == kind].mean(axis=0) for kind in KINDS], index=[f"Those {kind}" for kind in KINDS])
    found = replace(found, verdict="distinct", k=3, names=tuple(centres.index), centres=centres, view=np.eye(centres.shape[1]),
                    differences=pd.DataFrame(), shares=pd.Series(dtype=float), behaviour=None)
    found = replace(found, labels=found.assign(features))
    return replace(found, behaviour=behaviour_of(study, found))


def test_the_planted_kinds_are_there(quarters):
    _, found, _, kinds = quarters
    assert (pd.crosstab(found.labels.to_numpy(), kinds).max(axis=1) / found.labels.value_counts().sort_index().to_numpy() > 0.95).all()


def test_planted_movers_are_found(quarters):
    study, found, moved, _ = quarters
    finding = movers(study, found)
    assert finding.status == "answered" and finding.base == 300
    assert finding.headline["low"] <= 260 / 300 <= finding.headline["high"]
    assert finding.headline["value"] == pytest.approx(260 / 300, abs=0.02)
    listed = moved_customers(study, found)
    assert set(moved) <= set(listed["customer_id"]) and len(listed) <= 46
    assert list(listed) == ["customer_id", "persona_before", "persona", "probability_before", "probability"]
    assert (listed["persona_before"] != listed["persona"]).all()
    assert (found.labels[listed["customer_id"]].to_numpy() == listed["persona_before"]).all()
    least = listed[["probability_before", "probability"]].min(axis=1)
    assert least.is_monotonic_decreasing
    shown = finding.table[finding.table["withheld"] == ""]
    assert ((shown["base"] == 0) | (shown["base"] >= 5)).all() and len(finding.table) == 16
    assert "95% interval" in finding.sentence and "300" in finding.sentence


def test_nobody_moved_between_the_first_two(quarters):
    study, found, _, _ = quarters
    before = cxlib.open_study(study.settings.file, wave="2026Q2")
    finding = movers(before, found)
    assert finding.status == "cannot_tell" and finding.headline["value"] > 0.97
    assert "We cannot tell" in finding.sentence
    # The same through the last study, looking at the earlier quarter.
    assert movers(study.where("period = 2026Q2"), found).headline == finding.headline


def test_new_customers_and_who_is_none_of_these(quarters):
    study, found, _, kinds = quarters
    finding = assigned(study, found)
    assert finding.base == 60 and finding.table["value"].sum() == pytest.approx(1)
    rows = finding.table.set_index("persona")
    assert rows.loc["None of these", "base"] == pytest.approx(12, abs=2)
    early = found.labels[kinds == "early"].mode()[0]
    assert rows["value"].idxmax() == early and early in finding.sentence
    assert rows.loc[early, "earlier"] == pytest.approx((found.assign(study.features(lookback_days=91)).filter(like="K") == early).mean(), abs=0.03)
    assert rows.loc[early, "probability_low"] <= rows.loc[early, "probability"] <= rows.loc[early, "probability_high"]
    assert "new kind" in finding.next_step
    few = assigned(study, replace(found, lookback_days=91)).base
    assert few == 60


def test_drift_is_told_from_standing_still(quarters):
    study, found, _, _ = quarters
    before = cxlib.open_study(study.settings.file, wave="2026Q2")
    still = drift(before, found)
    assert still.status == "cannot_tell" and still.sentence.startswith("Keep the personas:")
    habits = still.table[still.table["aspect"] == "habit"]
    assert list(habits["value"]) == sorted(habits["value"], reverse=True) and (habits["value"] < habits["limit"]).all()
    text = from_text(to_text(found))
    assert isinstance(text, Kept) and text.baseline.as_of == before.as_of
    live, kept_ = drift(study, found), drift(study, text)
    pd.testing.assert_frame_equal(live.table[["what", "value", "then", "now", "limit"]], kept_.table[["what", "value", "then", "now", "limit"]])
    none = kept_.table[kept_.table["_item"] == "none"].iloc[0]
    assert none["value"] > 0.02 and none["verdict"] == "drifted"
    shares = kept_.table[(kept_.table["aspect"] == "persona") & (kept_.table["withheld"] == "")]
    assert ((shares["low"] <= shares["value"]) & (shares["value"] <= shares["high"])).all()


def test_a_doubled_basket_makes_the_personas_old(quarters, tmp_path):
    study, found, _, _ = quarters
    folder = tmp_path / "dear"
    shutil.copytree(study.settings.file.parent, folder, ignore=shutil.ignore_patterns(".cx"))
    rows = pd.read_csv(folder / "transactions.csv")
    rows.loc[rows["at"] >= "2026-07-01", "amount"] *= 2
    rows.to_csv(folder / "transactions.csv", index=False)
    finding = drift(cxlib.open_study(folder), from_text(to_text(found)))
    assert finding.sentence.startswith("The personas have aged") and "Amount per visit" in finding.sentence
    top = finding.table.iloc[0]
    assert top["_item"] == "basket" and top["value"] > top["limit"] and top["verdict"] == "drifted"


def test_matches_on_a_study(quarters):
    study, found, _, _ = quarters
    finding = matches(study, from_text(to_text(found)), found)
    assert finding.sentence.startswith("The same personas") and (finding.table["value"] == 1).all()
    part = replace(found, centres=found.centres.iloc[[0, 1, 1]].set_axis(list(found.names)) + np.eye(3, found.centres.shape[1]) * 1e-3)
    assert matches(study, part, found).sentence.startswith("A new version")


def test_edges_are_polite(quarters):
    study, found, _, _ = quarters
    first = cxlib.open_study(study.settings.file, wave="2026Q1")
    without = replace(found, verdict="none", k=1, names=("All customers",), centres=found.centres.iloc[:1].set_axis(["All customers"]))
    lost = replace(found, verdict="not_available", recipe=None, names=(), centres=pd.DataFrame(), k=0, behaviour=None)
    for analysis in (assigned, drift, movers):
        assert analysis(first, found).status == "not_available" and "first wave" in analysis(first, found).sentence
        assert analysis(study, without).status == "cannot_tell" and "no groups" in analysis(study, without).sentence
        assert analysis(study, lost).status == "not_available"
    before = cxlib.open_study(study.settings.file, wave="2026Q2")
    assert assigned(before, found).status == "nobody" and "Nobody joined" in assigned(before, found).sentence
    with pytest.raises(ArgumentError, match="nobody can have changed persona"):
        moved_customers(first, found)
    alone = study.with_segment("one", pd.Series("yes", index=["K001"])).where("one = yes")
    finding = movers(alone, found)
    assert finding.status == "cannot_tell" and finding.table["value"].isna().all() and "10" in finding.sentence
    assert drift(alone, found).table["value"].isna().all() and "We cannot tell" in drift(alone, found).sentence
    ten = study.with_segment("new", pd.Series("yes", index=[f"N{place:03d}" for place in range(4)])).where("new = yes")
    assert assigned(ten, found).status == "cannot_tell" and movers(ten, found).status == "nobody"


def test_vietnamese_and_plain_data(quarters):
    study, found, _, _ = quarters
    vi = study.in_language("vi")
    for finding in (assigned(vi, found), drift(vi, found), movers(vi, found), matches(vi, found, found)):
        assert any(letter in finding.question for letter in "ạảãậếềểễộớờởỡợưữựđ") and finding.language == "vi"
        assert finding.from_json(finding.to_json()) == finding
        headings = list(finding.display_table().columns)
        assert len(set(headings)) == len(headings) and finding.owner and finding.next_step


def test_inputs_come_out_unchanged(world, kept):
    features, _, found = world
    before, labels = features.copy(), found.labels.copy()
    certainty(kept, features)
    matched(found, kept, features)
    rename(found, {"Largest": "x"})
    pd.testing.assert_frame_equal(features, before)
    pd.testing.assert_series_equal(found.labels, labels)


def test_categories_travel_and_are_watched():
    rng = np.random.default_rng(12)
    kind = rng.integers(0, 2, 800)
    features = table(np.column_stack([rng.normal(size=800) + 3 * kind, rng.normal(size=800) + 3 * kind]))
    features["plan"] = np.where(rng.random(800) < np.where(kind == 1, 0.9, 0.1), "gold", "plain").astype(object)
    found = personas.separate(features, draws=DRAWS, k_max=3)
    assert found.categories == ("plan",) and found.k == 2
    again = from_text(to_text(keep(found, features)))
    pd.testing.assert_series_equal(again.assign(features), found.labels)
    assert set(again.shares.index) == set(again.names) and again.baseline.habits["plan"].levels == ("gold", "plain")
    renamed = rename(again, {again.names[0]: "Gold"})
    assert "Gold" in renamed.shares.index and renamed.shares["Gold"] == again.shares[again.names[0]]
    pd.testing.assert_frame_equal(certainty(again, features.head(5)), certainty(again, features).head(5), check_exact=True)

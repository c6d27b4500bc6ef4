"""Findings about paths: hand-counted studies, oracles, planted truth, customers as the unit."""

import doctest
import importlib
import json
import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import cxlib
from cxlib import intervals
from cxlib.errors import ArgumentError
from cxlib.finding import Finding
from cxlib.journeys import steps
from cxlib.journeys.clusters import Estimate, Sums, clustered_share, difference, sums_over_customers
from cxlib.journeys.conformance import conformance
from cxlib.journeys.differences import path_differences
from cxlib.journeys.flows import step_matrix, transition_matrix
from cxlib.journeys.paths import common_paths
from cxlib.journeys.removal import effects, removal_effect, to_goal
from cxlib.journeys.trails import trails
from cxlib.slices import Slice

HERE = Path(__file__).parent
ORACLES = HERE / "oracles"
DATA = HERE.parent.parent / "shared" / "data"
BPI = HERE.parent / "data" / "studies" / "bpi2012"
ALL = (common_paths, conformance, transition_matrix, step_matrix, path_differences, removal_effect)
SETTINGS = 'period = "month"\nas_of = 2026-06-01\nsegments = [{segments}]\n[journey]\nstages = [{stages}]\nexits = [{exits}]\nother = ["help"]\nwindow_days = {window}\nunit = "{unit}"'


def quoted(names):
    return ", ".join(f'"{name}"' for name in names)


@pytest.fixture(scope="module")
def made(tiny_study):
    """A study from paths: (customer, [stage or (stage, channel), ...]) a day apart, from a day of March 2026."""

    def make(paths, *, stages=("a", "b", "c"), exits=(), window=10, unit="customer", people=None, first="2026-03-02", **options):
        rows = []
        for number, (who, states) in enumerate(paths):
            for day, state in enumerate(states):
                stage, channel = state if isinstance(state, tuple) else (state, "app")
                at = pd.Timestamp(first) + pd.Timedelta(days=day) + pd.Timedelta(minutes=number % 1000)
                rows.append({"customer_id": who, "at": at.isoformat(), "stage": stage, "channel": channel, "touchpoint": channel, "journey_id": f"j{number:05d}"})
        who = sorted({row["customer_id"] for row in rows})
        customers = pd.DataFrame({"customer_id": who, "joined_at": "2026-01-01", "kind": [(people or {}).get(name, "x") for name in who]})
        return tiny_study(touchpoints=rows, customers=customers, questions={}, settings=SETTINGS.format(
            segments='"kind", "channel"', stages=quoted(stages), exits=quoted(exits), window=window, unit=unit), **options)

    return make


def repeated(**counts):
    """Paths like ``abc=20``: twenty customers go a, b, c; a dot is a contact outside of the design."""
    return [(f"{name}{i:03d}", ["help" if letter == "_" else letter for letter in name]) for name, n in counts.items() for i in range(n)]


# Counted by hand


def test_common_paths_by_hand(made):
    table = common_paths(made(repeated(abc=20, aab=12, ac=8, b=3)), over="all").table
    assert table["path"].tolist() == ["a → b → c", "a → b", "a → c", "all other paths"]
    assert table["count"].tolist() == [20, 12, 8, 3] and set(table["base"]) == {43}
    low, high = intervals.share_interval(20, 43)
    assert (table["low"][0], table["high"][0]) == pytest.approx((low, high))
    apart = common_paths(made(repeated(abc=20, aab=12, ac=8, b=3)), over="all", repeats=True).table
    assert "a → a → b" in set(apart["path"])


def test_shares_of_all_paths_add_up_to_one(made):
    study = made(repeated(abc=20, aab=12, ac=8, ca=7, b=6), people={f"abc{i:03d}": "y" for i in range(15)})
    for by in (None, "kind"):
        table = common_paths(study, over="all", top=2, by=by).table
        groups = [table] if by is None else [part for _, part in table.groupby(by)]
        for part in groups:
            assert part["value"].sum() == pytest.approx(1) and part["count"].sum() == part["base"].iloc[0]
    assert table["base"].tolist() == [38, 15] * 3


def test_conformance_by_hand(made):
    paths = repeated(abc=20, abbc=4, ab=10, ac=6, acb=5, cba=1, a_bc=3, bc=2)
    table = conformance(made(paths), over="all").table.set_index(["measure", "stage"])["count"]
    assert table["exact", ""] == 24 and table["short", ""] == 10 and table["off", ""] == 17
    assert table["skipped", ""] == 6 + 2 and table["returned", ""] == 5 + 1 and table["detour", ""] == 3 and table["repeated", ""] == 4
    assert table["skip", "a"] == 2 and table["skip", "b"] == 6
    base = conformance(made(paths), over="all").table.set_index(["measure", "stage"])["base"]
    assert base["skip", "a"] == 51 and base["skip", "b"] == 20 + 4 + 6 + 5 + 1 + 3 + 2
    assert "The most skipped stage is b: 14.6%" in conformance(made(paths), over="all").sentence


def test_transitions_by_hand(made):
    study = made(repeated(abc=20, ab=10, ac=6, aab=5), exits=())
    table = transition_matrix(study, over="all").table.set_index(["from_state", "to_state"])
    assert table["count"]["a", "b"] == 35 and table["base"]["a", "b"] == 41 and table["value"]["a", "c"] == pytest.approx(6 / 41)
    assert table["count"]["b", "(end)"] == 15 and table["count"]["(start)", "a"] == 41
    assert ("a", "a") not in table.index
    kept = transition_matrix(study, over="all", repeats=True).table.set_index(["from_state", "to_state"])
    assert kept["count"]["a", "a"] == 5 and kept["base"]["a", "a"] == 46
    for _, part in table.groupby("from_state"):
        assert part["value"].sum() == pytest.approx(1)


def test_positions_by_hand(made):
    table = step_matrix(made(repeated(abc=20, ab=10, c=6)), over="all").table.set_index(["where", "position"])["count"]
    assert [table["a", 1], table["c", 1], table["b", 2], table["(end)", 2], table["c", 3], table["(end)", 3]] == [30, 6, 30, 6, 20, 16]


def test_moves_of_one_customer_widen_the_interval(made):
    """Ten customers with ten journeys each that all go the same way are worth less than a hundred customers."""
    many = [(f"c{who}", ["a", "b"] if who < 5 else ["a", "c"]) for who in range(10) for _ in range(10)]
    alone = [(f"c{i:03d}", ["a", "b"] if i < 50 else ["a", "c"]) for i in range(100)]
    one, other = (transition_matrix(made(paths, unit=unit), over="all").table.set_index(["from_state", "to_state"]).loc[("a", "b")]
                  for paths, unit in ((many, "journey"), (alone, "customer")))
    assert one["value"] == other["value"] == 0.5 and one["customers"] == 10 and other["customers"] == 100
    assert (one["low"], one["high"]) == pytest.approx(intervals.share_interval(5, 10))
    assert (other["low"], other["high"]) == pytest.approx(intervals.share_interval(50, 100))


def test_paths_whose_time_is_not_over_are_set_aside_or_called_so(made):
    early, late = repeated(abc=20, ab=10), [(f"late{i}", ["a"]) for i in range(15)]
    study = made(early, first="2026-04-01")
    both = made([*early], first="2026-05-27", window=40)
    assert common_paths(study, over="all").base == 30
    answer = transition_matrix(both, over="wave")
    assert answer.table.set_index(["from_state", "to_state"])["count"].get(("b", "(open)"), 0) == 10
    assert any("10 customers are still on their way" in note for note in answer.caveats)
    waiting = made(late, first="2026-05-28", window=40)
    assert conformance(waiting).table.set_index("measure")["count"]["going"] == 15
    settled = made([*repeated(abc=20), *late], first="2026-05-20", window=9)
    assert trails(settled).settled and common_paths(settled).base == 35
    for make in ALL:
        answer = make(made(late, first="2026-05-28", window=9))
        assert answer.status == "cannot_tell" and answer.sentence.startswith("All 15 customers are still on their way")


def test_an_exit_ends_the_wait(made):
    table = transition_matrix(made(repeated(ax=20, ab=10), exits=("x",), first="2026-05-28", window=40), over="wave").table
    table = table.set_index(["from_state", "to_state"])["count"]
    assert table["x", "(end)"] == 20 and table["b", "(open)"] == 10


def test_the_window_cuts_paths(made):
    study = made(repeated(abc=20), window=1.5)
    assert common_paths(study, over="all").table["path"].iloc[0] == "a → b"


def test_touchpoints_that_are_the_channels_give_the_same_answer(made):
    paths = [(f"c{i:03d}", [("a", "app"), ("b", "web" if i % 3 else "shop"), ("c", "shop")][: 1 + i % 3]) for i in range(90)]
    study = made(paths)
    for make in (transition_matrix, step_matrix, removal_effect):
        one, other = (make(study, of=of, over="all").table for of in ("channel", "touchpoint"))
        pd.testing.assert_frame_equal(one, other)
    assert set(transition_matrix(study, of="touchpoint", over="all").table["from_state"]) == {"(start)", "app", "web", "shop"}


# Oracles


def test_removal_effects_equal_the_exact_ones(made):
    oracle = json.loads((ORACLES / "markov_removal_expected.json").read_text(encoding="utf-8"))
    paths, number = [], 0
    for path in oracle["paths"]:
        for _ in range(path["count"]):
            paths.append((f"c{number:03d}", [*[("look", place) for place in path["path"]], *([("buy", "till")] if path["converted"] else [])]))
            number += 1
    study = made(paths, stages=("look", "buy"))
    answer = removal_effect(study, over="all")
    table = answer.table.set_index("where")
    for place, effect in oracle["removal_effect_f"].items():
        assert table.at[place, "value"] == pytest.approx(effect, abs=1e-11)
        assert table.at[place, "effect_share"] == pytest.approx(oracle["attribution_share"][place], abs=1e-11)
        assert table.at[place, "low"] <= effect <= table.at[place, "high"]
    assert "not what it would really cost" in answer.sentence
    looked = trails(study, of="channel", over="all", repeats=True)
    counts = looked.counted(lambda trail: steps.transitions(to_goal(trail, looked.cut, looked.states[:-1], 1).events, of="channel")).results[0]
    assert effects(counts, goal=len(looked.states) - 1)[0] == pytest.approx(oracle["p_conversion_f"], abs=1e-12)


def removed(counts, goal, gone):
    """Chance of the goal when everyone who comes to `gone` leaves, solved as a system without it."""
    size = len(counts) - 1
    move = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    kept = [i for i in range(size + 1) if i not in (gone, goal)]
    within = np.array([[move[i, j] if j < size else 0.0 for j in kept] for i in kept])
    return np.linalg.solve(np.eye(len(kept)) - within, move[kept, goal])[-1]


def test_effects_equal_the_system_without_the_state():
    rng = np.random.default_rng(3)
    for _ in range(30):
        counts = rng.integers(0, 9, size=(6, 7)) + (np.arange(7) == 5)
        counts[5, 5:] = 0
        reached, effect = effects(counts, goal=4)
        assert reached == pytest.approx(removed(counts, 4, None), abs=1e-9)
        for state in range(4):
            assert effect[state] == pytest.approx(1 - removed(counts, 4, state) / reached, abs=1e-9)


def test_the_score_test_is_that_of_the_oracle_where_each_customer_moves_once():
    rows = json.loads((ORACLES / "extras_study.json").read_text(encoding="utf-8"))["path_fixture"]
    sides = []
    for side in ("a", "b"):
        yes, n = (np.array([row[side][place] for row in rows], dtype=float) for place in (0, 1))
        sides.append(clustered_share(Sums(n, yes, n, yes, yes)))
    gap, low, high, p = difference(*sides)
    assert p == pytest.approx([row["p_score"] for row in rows], abs=1e-12)
    assert intervals.adjust(p, method="fdr_bh") == pytest.approx([row["q_bh"] for row in rows], abs=1e-12)
    assert gap[0] == pytest.approx(150 / 410 - 120 / 400)
    assert ((low <= gap) & (gap <= high)).all()


def test_a_fixture_walked_by_customers_gives_the_same_p(made):
    """pay > done of the fixture, 70 of 80 against 70 of 95, as paths of customers in two groups."""
    paths, people = [], {}
    for kind, (yes, n) in {"x": (70, 80), "y": (70, 95)}.items():
        for i in range(n):
            paths.append((f"{kind}{i:03d}", ["pay", "done"] if i < yes else ["pay"]))
            people[f"{kind}{i:03d}"] = kind
    answer = path_differences(made(paths, stages=("pay", "done"), people=people), by="kind", over="all")
    assert answer.table["move"].tolist() == ["pay → done"] * 2
    assert answer.table["adjusted_p"].tolist() == pytest.approx([0.023228764923078005] * 2, abs=1e-12)
    against = path_differences(made(paths, stages=("pay", "done"), people=people).where("kind = x"), against="kind = y", over="all")
    assert against.table["adjusted_p"].iloc[0] == pytest.approx(0.023228764923078005, abs=1e-12)
    assert against.table["value"].iloc[0] == pytest.approx(70 / 80 - 70 / 95)


def test_alike_moves_of_a_customer_raise_no_false_alarm():
    """Nothing differs, but customers have habits: a test by moves is wrong every fifth time, this one every twentieth."""
    rng, runs, customers = np.random.default_rng(7), 400, 120
    ours, by_move = 0, 0
    for _ in range(runs):
        n = rng.integers(1, 12, customers)
        yes = rng.binomial(n, 1 / (1 + np.exp(-rng.normal(-0.5, 1.5, customers))))
        who = np.repeat(np.arange(customers), n)
        group = who % 2
        move = np.concatenate([np.arange(k) < y for k, y in zip(n, yes, strict=True)])
        sums = sums_over_customers(who, group, 2, np.ones(len(who)), move)
        share = clustered_share(sums)
        first, second = (Estimate(*(part[[side]] for part in share)) for side in (0, 1))
        ours += difference(first, second)[3][0] < 0.05
        plain = clustered_share(Sums(sums.n, sums.yes, sums.n, sums.yes, sums.yes))
        first, second = (Estimate(*(part[[side]] for part in plain)) for side in (0, 1))
        by_move += difference(first, second)[3][0] < 0.05
    assert ours / runs < 0.085 and by_move / runs > 0.15


def test_a_move_of_a_few_is_listed_and_not_tested(made):
    """Three of a hundred against one of seven hundred is no evidence, whatever the score test says."""
    paths = [(f"x{i:03d}", ["a", "c"] if i < 3 else ["a", "b"] if i < 50 else ["a"]) for i in range(100)]
    paths += [(f"y{i:03d}", ["a", "c"] if i < 1 else ["a", "b"] if i < 350 else ["a"]) for i in range(700)]
    study = made(paths, people={who: who[0] for who, _ in paths})
    answer = path_differences(study, by="kind", over="all")
    rare = answer.table[answer.table["move"] == "a → c"]
    assert answer.status == "cannot_tell" and len(rare) == 2 and rare["adjusted_p"].isna().all() and rare["value"].notna().all()


def test_a_segment_without_any_effect_gives_no_difference(small_company, small):
    answer = path_differences(small, by=small_company.truth["nothing"]["segment"], over="all")
    assert answer.status == "cannot_tell" and "we cannot tell" in answer.sentence


# The made-up company


def test_the_planted_loss_is_the_clearest_difference(small_folder):
    study = cxlib.open_study(small_folder)
    answer = path_differences(study, by="age_band", over="all")
    row = answer.table.iloc[0]
    assert answer.status == "answered" and row["group"] == "55+" and row["move"] == "connect → purchase" and row["value"] < -0.05


def test_the_planted_shares_are_those_of_the_transitions(small_folder):
    study = cxlib.open_study(small_folder)
    table = transition_matrix(study, over="all", window_days=200).table.set_index(["from_state", "to_state"])
    for one, other, share in (("need", "search", 0.80), ("search", "explore", 0.82), ("explore", "connect", 0.80), ("purchase", "confirm", 0.97)):
        row = table.loc[one, other]
        assert abs(row["value"] - share) < (row["high"] - row["low"]) + 0.002, one


def test_positions_and_paths_agree(small):
    """Two roads, one number: paths that begin at a stage, the first row of the matrix, the first position."""
    moves, places, ways = transition_matrix(small), step_matrix(small), conformance(small)
    begun = moves.table[moves.table["from_state"] == "(start)"].set_index("to_state")["count"]
    first = places.table[places.table["position"] == 1].set_index("where")["count"]
    assert begun["need"] == first["need"] and moves.base == places.base == ways.base == common_paths(small).base
    exact = common_paths(small).table.set_index("path")["count"]["need → search → explore → connect → purchase → confirm → loyal"]
    assert exact == ways.table.set_index("measure")["count"]["exact"]


def test_every_finding_reads_back_speaks_both_languages_and_leaves_the_study_alone(small):
    before = small.customers()
    for make in ALL:
        for options in ({}, {"of": "channel"}) if make is not conformance else ({},):
            answer = make(small, **options)
            again = make(small.in_language("vi"), **options)
            assert Finding.from_json(answer.to_json()) == answer and again.sentence != answer.sentence
            assert "{" not in answer.sentence + again.sentence + answer.to_html() + again.to_html()
            assert (answer.table["low"].isna() | (answer.table["low"] <= answer.table["value"])).all()
            assert not set(again.display_table().columns) & {"From state", "To state", "Effect share", "Rest base"}
    pd.testing.assert_frame_equal(small.customers(), before)


def test_the_same_draws_give_the_same_interval_and_more_customers_a_narrower_one(small):
    one, other = removal_effect(small, seed=5), removal_effect(small, seed=5)
    pd.testing.assert_frame_equal(one.table, other.table)
    wide = (one.table["high"] - one.table["low"]).max()
    everyone = removal_effect(small, seed=5, over="all").table
    assert (everyone["high"] - everyone["low"]).max() < wide


# What is lawful, and what is not


@pytest.mark.parametrize("paths", [
    [("c1", ["a"])],
    [(f"c{i}", ["a"]) for i in range(30)],
    [(f"c{i}", ["_" if i % 2 else "c"]) for i in range(30)],
    [("c1", ["a", "b", "c"] * 30)],
])
def test_small_and_plain_studies_give_findings(made, paths):
    paths = [(who, ["help" if state == "_" else state for state in states]) for who, states in paths]
    for make in ALL:
        for options in ({}, {"of": "channel"}) if make is not conformance else ({},):
            answer = make(made(paths, window=200), over="all", **options)
            assert answer.status in ("answered", "cannot_tell") and answer.sentence
            if len(paths) < 5 and "value" in answer.table:
                assert answer.table["value"].isna().all() or make is common_paths
                assert answer.status == "cannot_tell"


def test_nobody_and_nothing_to_look_at(small, tiny_study):
    for make in ALL:
        assert make(small & Slice({"region": ()})).status == "nobody"
    no_stages = tiny_study(touchpoints=[{"customer_id": "c1", "at": "2026-03-02", "stage": "a"}], questions={}, settings='period = "month"')
    no_contacts = tiny_study(customers=[{"customer_id": "c1", "joined_at": "2026-03-02"}], questions={}, settings='period = "month"')
    for make in ALL:
        assert make(no_stages).status == make(no_contacts).status == "not_available"


def test_survey_waves_without_days_take_everything(tiny_study):
    rows = [{"customer_id": f"c{i}", "at": f"2026-03-0{1 + day}", "stage": stage} for i in range(20) for day, stage in enumerate("ab")]
    answers = [{"customer_id": f"c{i}", "wave": "one", "question": "recommend", "score": 9} for i in range(20)]
    study = tiny_study(touchpoints=rows, responses=answers, settings='period = "wave"\n[journey]\nstages = ["a", "b"]')
    for make in ALL[:4]:
        assert make(study).base == 20


@pytest.mark.parametrize(("call", "text"), [
    (lambda s: common_paths(s, of="stages"), 'no kind of state called "stages"; did you mean "stage"? Choose from: stage, channel, touchpoint.'),
    (lambda s: common_paths(s, top=0), "top must be 1 or more, not 0"),
    (lambda s: common_paths(s, over="week"), 'no span of time called "week". Choose from: wave, all.'),
    (lambda s: transition_matrix(s, window_days=0), "window_days must be above 0, not 0; give the days a journey may take"),
    (lambda s: path_differences(s, by="region", against="region = Hà Nội"), "path_differences takes by or against, not both; leave one out"),
    (lambda s: removal_effect(s, draws=5), "draws must be 100 or more for an interval, not 5"),
])
def test_wrong_words_are_refused(small, call, text):
    with pytest.raises(ArgumentError) as error:
        call(small)
    assert str(error.value) == text


def test_slices_that_share_customers_are_refused(small):
    with pytest.raises(ArgumentError, match="compare slices that share nobody"):
        path_differences(small.where("region = Hà Nội"), against="plan = Vàng")
    with pytest.raises(ArgumentError, match='no segment of customers called "regio"; did you mean "region"'):
        path_differences(small, by="regio")
    with pytest.raises(ArgumentError, match='no stage called "loyl"; did you mean "loyal"'):
        removal_effect(small, goal="loyl")


def test_a_slice_by_channel_keeps_whole_paths_that_began_there(made):
    study = made([(f"c{i:03d}", [("a", "app" if i < 20 else "shop"), ("b", "web")]) for i in range(50)])
    table = transition_matrix(study, of="channel", over="all").table.set_index(["from_state", "to_state"])["count"]
    assert table["app", "web"] == 20 and table["shop", "web"] == 30
    for of in ("channel", "touchpoint"):
        sliced = transition_matrix(study.where("channel = app"), of=of, over="all")
        assert sliced.base == 20 and sliced.table.set_index(["from_state", "to_state"])["count"]["app", "web"] == 20


def test_small_groups_are_withheld_and_cannot_be_worked_out(made):
    people = {f"abc{i:03d}": "few" for i in range(3)}
    study = made(repeated(abc=30, ab=20, ac=10), people=people)
    table = common_paths(study, by="kind", over="all").table
    few = table[table["kind"] == "few"]
    assert (few["withheld"] == "small").all() and few[["base", "count", "value", "low", "high"]].isna().all(axis=None)
    assert table["value"].isna().all(), "the other group with the total would tell"
    differences = path_differences(study, by="kind", over="all")
    assert differences.status == "cannot_tell" and differences.table[["value", "share", "rest", "base", "customers", "rest_base"]].isna().all(axis=None)


@pytest.mark.real
@pytest.mark.skipif(not DATA.is_dir() or not BPI.is_dir(), reason="the real data sets (../shared/data) are not here")
def test_bpi_2012(tmp_path):
    shutil.copy(BPI / "study.toml", tmp_path)
    study = cxlib.open_study(tmp_path, data=DATA / "event_logs")
    table = transition_matrix(study, over="all").table.set_index(["from_state", "to_state"])["count"]
    assert [table["A_DECLINED", "(end)"], table["A_CANCELLED", "(end)"], table["A_APPROVED", "(end)"]] == [7635, 2807, 2246]
    assert table[[place for place in table.index if place[1] == "(open)"]].sum() == 399
    ways = conformance(study, over="all").table.set_index("measure")["count"]
    assert (ways["exact"], ways["going"], ways["off"], ways["short"]) == (2246, 399, 0, 13087 - 2246 - 399)


@pytest.mark.parametrize("name", ["steps", "trails", "clusters", "paths", "conformance", "flows", "differences", "removal"])
def test_examples_run(name):
    module = importlib.import_module(f"cxlib.journeys.{name}")
    assert doctest.testmod(module, extraglobs={"np": np}).failed == 0

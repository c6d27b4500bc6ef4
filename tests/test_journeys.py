"""Journeys: rules of the funnel, censoring, drop-off by group, times; tiny logs, oracles, planted truth."""

import dataclasses
import doctest
import importlib
import json
import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cxlib
from cxlib import samples
from cxlib.errors import ArgumentError
from cxlib.journeys import (
    COMPLETE, EXITED, LOST, OPEN, batches, drop_off, funnel, passages, time_to_next, worst_groups,
)
from cxlib.journeys import compiled
from cxlib.journeys.incidence import cumulative_incidence, quantile
from cxlib.journeys.kernel import DAY
from cxlib.journeys.tally import edges, shares, tally_from_entry, tally_step
from cxlib.slices import Slice
from cxlib.store import SortedEvents

HERE = Path(__file__).parent
DATA = HERE.parent.parent / "shared" / "data"
BPI = HERE.parent / "data" / "studies" / "bpi2012"
STAGES = 3  # a, b, c and the exit x
NAMES = ("a", "b", "c", "x")


def log(*rows, journeys=False):
    """Events from (customer, day, stage letter[, journey]) in store order; "." is a row of no stage."""
    full = sorted((row[0], row[1], NAMES.index(row[2]) if row[2] in NAMES else -1, row[3] if journeys else row[0]) for row in rows)
    customer, day, stage, journey = (np.array(column) for column in zip(*full, strict=True)) if full else [np.zeros(0)] * 4
    return SortedEvents(
        customer.astype(np.int32), np.round(day * DAY).astype(np.int64), stage.astype(np.int16), journey.astype(np.int64),
        channel=np.zeros(len(customer), np.int16), customer_ids=np.array([f"c{i}" for i in range(50)], dtype=object),
        stage_names=NAMES, channel_names=("app",),
    )


def follow(events, *, as_of=100.0, window=10.0, **options):
    return passages(events, stages=STAGES, window_days=window, as_of=round(as_of * DAY), **options)


def only(*rows, **options):
    """Furthest stage and state of the one journey in a log."""
    found = follow(log(*((1, *row) for row in rows)), **options)
    assert len(found) == 1
    return int(found.furthest[0]), int(found.state[0])


# Rules, one by one


def test_stages_in_order_complete_the_journey():
    assert only((1, "a"), (2, "b"), (3, "c")) == (2, COMPLETE)


def test_a_stage_before_the_one_before_it_does_not_count():
    assert only((1, "a"), (2, "c"), (3, "b")) == (1, LOST)
    assert only((1, "a"), (2, "c"), (3, "b"), (4, "c")) == (2, COMPLETE)


def test_a_stage_cannot_be_skipped():
    assert only((1, "a"), (2, "c")) == (0, LOST)


def test_who_never_begins_is_not_in_the_funnel():
    assert len(follow(log((1, 1, "b"), (1, 2, "c")))) == 0


def test_rows_of_one_moment_count_in_the_order_of_the_design():
    assert only((1, "c"), (1, "b"), (1, "a")) == (2, COMPLETE)
    assert only((1, "c"), (1, "b"), (1, "a"), order="strict") == (2, COMPLETE)
    assert only((1, "a"), (2, "x"), (2, "b")) == (1, EXITED)


def test_the_last_moment_of_the_window_counts_and_the_next_does_not():
    assert only((1, "a"), (2, "b"), (11, "c")) == (2, COMPLETE)
    assert only((1, "a"), (2, "b"), (11 + 1 / DAY, "c")) == (1, LOST)


def test_an_exit_ends_the_journey_and_counts_only_inside_of_the_window():
    assert only((1, "a"), (2, "x"), (3, "b")) == (0, EXITED)
    assert only((1, "a"), (2, "b"), (3, "c"), (4, "x")) == (2, COMPLETE)
    assert only((1, "a"), (20, "x")) == (0, LOST)
    assert only((0.5, "x"), (1, "a"), (2, "b")) == (1, LOST)


def test_open_until_the_window_has_been_watched_to_its_end():
    assert only((1, "a"), as_of=11.0) == (0, OPEN)
    assert only((1, "a"), as_of=11 + 1 / DAY) == (0, LOST)
    assert only((1, "a"), (2, "x"), as_of=3) == (0, EXITED)
    assert only((1, "a"), (2, "b"), (2.5, "c"), as_of=3) == (2, COMPLETE)


def test_strict_allows_no_other_stage_between():
    assert only((1, "a"), (2, "b"), (3, "a"), (4, "c"), order="strict") == (1, LOST)
    assert only((1, "a"), (1.5, "a"), (2, "b"), (2, "."), (3, "c"), order="strict") == (2, COMPLETE)
    assert only((1, "a"), (2, "c"), (3, "b"), order="strict", as_of=4) == (0, LOST)
    assert only((1, "a"), (2, "x"), (3, "c"), order="strict") == (0, EXITED)


def test_the_first_pass_counts():
    found = follow(log((1, 1, "a"), (1, 20, "a"), (1, 21, "b"), (1, 22, "c")))
    assert (found.furthest.tolist(), found.state.tolist()) == ([0], [LOST])


def test_a_customer_enters_anew_in_a_later_span_but_a_journey_does_not():
    rows = [(1, 1, "a", 7), (1, 20, "a", 7), (1, 21, "b", 7)]
    span = [(15 * DAY, 30 * DAY)]
    assert follow(log(*rows), started=span).furthest.tolist() == [1]
    assert len(follow(log(*rows, journeys=True), started=span, unit="journey")) == 0


def test_journeys_of_one_customer_are_told_apart():
    rows = [(1, 1, "a", 5), (1, 2, "a", 6), (1, 3, "b", 5), (1, 4, "b", 6), (1, 5, "c", 5)]
    found = follow(log(*rows, journeys=True), unit="journey")
    assert found.furthest.tolist() == [2, 1]
    assert found.row.tolist() == [[0, 2, 4], [1, 3, -1]]


def test_how_it_ended_is_kept():
    found = follow(log((1, 1, "a"), (1, 2, "x"), (2, 1, "a")), as_of=5)
    assert found.exit.tolist() == [3, -1]
    assert found.end.tolist() == [2 * DAY, 5 * DAY]


def test_wrong_words_are_refused():
    events = log((1, 1, "a"))
    for options, text in (
        ({"order": "lose"}, 'no order called "lose"; did you mean "loose"? Choose from: loose, strict, any.'),
        ({"unit": "visit"}, 'no unit called "visit". Choose from: customer, journey.'),
        ({"window": 0}, "window_days must be above 0, not 0; give the days a journey may take"),
    ):
        with pytest.raises(ArgumentError) as refused:
            follow(events, **options)
        assert str(refused.value) == text


# Against a slow reading of the same rules


def slow(rows, *, as_of, window, strict, unit, spans):
    """Furthest stage and state of each journey, one row at a time."""
    out = {}
    for key in sorted({row[unit] for row in rows}):
        mine = sorted((row[1], NAMES.index(row[2]) if row[2] in NAMES else -1) for row in rows if row[unit] == key)
        inside = [day for day, stage in mine if stage == 0 and (unit == 3 or spans is None or any(a <= day < b for a, b in spans))]
        if not inside or (spans is not None and not any(a <= inside[0] < b for a, b in spans)):
            continue
        start = inside[0]
        at, state = 0, None
        begun = False
        for day, stage in mine:
            if not begun:
                begun = day == start and stage == 0
                continue
            if day > start + window or state is not None:
                break
            if stage == 3:
                state = EXITED
            elif stage == at + 1:
                at += 1
                state = COMPLETE if at == 2 else None
            elif strict and stage not in (-1, at):
                state = LOST
        out[key] = (at, state if state is not None else OPEN if start + window >= as_of else LOST)
    return out


ROW = st.tuples(
    st.integers(0, 3), st.integers(0, 14).map(lambda half: half / 2), st.sampled_from("aabbcx."), st.integers(0, 1),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(ROW, max_size=30), st.booleans(), st.sampled_from(["customer", "journey"]), st.sampled_from([1.0, 3.0, 9.0]), st.sampled_from([None, [(2.0, 4.0)]]))
def test_equals_a_slow_reading(rows, strict, unit, window, spans):
    rows = [(customer, day, stage, 2 * customer + journey) for customer, day, stage, journey in rows]
    inside = None if spans is None else [(round(a * DAY), round(b * DAY)) for a, b in spans]
    events = log(*rows, journeys=True)
    options = {"order": "strict" if strict else "loose", "unit": unit, "started": inside, "as_of": 8.0, "window": window}
    found = follow(events, **options)
    place = 3 if unit == "journey" else 0
    expected = slow(rows, as_of=8.0, window=window, strict=strict, unit=place, spans=spans)
    ids = events.journey if unit == "journey" else events.customer
    got = {int(ids[row[0]]): (int(f), int(s)) for row, f, s in zip(found.row, found.furthest, found.state, strict=True)}
    assert got == expected
    reached = found.row >= 0
    assert (events.at[found.row[reached]] == found.at[reached]).all()
    pieces = follow(events, batch_rows=3, **options)
    assert all((getattr(pieces, f.name) == getattr(found, f.name)).all() for f in dataclasses.fields(found))


def test_a_batch_never_splits_a_customer():
    events = log(*((customer, day, "a") for customer in range(9) for day in range(customer + 1)))
    pieces = list(batches(events, rows=4))
    assert len(pieces) > 3
    owners = [set(piece.customer.tolist()) for _, piece in pieces]
    assert sum(len(owner) for owner in owners) == len(set().union(*owners)) == 9
    assert [first for first, _ in pieces] == [0, *np.cumsum([len(piece.at) for _, piece in pieces])[:-1]]


# Shares while some are still on their way


def test_cumulative_incidence_equals_r():
    expected = json.loads((HERE / "oracles" / "aalen_johansen_expected.json").read_text(encoding="utf-8"))
    time, cause = (np.array(expected["input"][name]) for name in ("time", "cause"))
    moments = np.unique(time)
    counts = [np.array([((time == moment) & (cause == kind)).sum() for moment in moments]) for kind in (1, 2, 0)]
    place = np.searchsorted(moments, expected["times"], side="right") - 1
    advance = cumulative_incidence(*counts)
    drop = cumulative_incidence(counts[1], counts[0], counts[2])
    assert advance.share[place] == pytest.approx(expected["cif_advance"], abs=1e-12)
    assert drop.share[place] == pytest.approx(expected["cif_drop"], abs=1e-12)
    errors = np.array(expected["survfit_se"])
    assert np.sqrt(advance.variance[place]) == pytest.approx(errors[:, 1], abs=1e-12)
    assert np.sqrt(drop.variance[place]) == pytest.approx(errors[:, 2], abs=1e-12)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=12).filter(lambda rows: sum(map(sum, rows)) > 0))
def test_without_open_ones_it_is_the_plain_share_and_its_variance(rows):
    advance, drop = np.array(rows).T
    estimate, n = cumulative_incidence(advance, drop, np.zeros(len(rows))), advance.sum() + drop.sum()
    plain = np.cumsum(advance) / n
    assert estimate.share == pytest.approx(plain, abs=1e-12)
    assert estimate.variance == pytest.approx(plain * (1 - plain) / n, abs=1e-12)


def test_nobody_has_no_share():
    zero = np.zeros((2, 3))
    assert np.isnan(cumulative_incidence(zero, zero, zero).share).all()


def growing_funnel(rng, n, window=30.0, as_of=60.0):
    """Journeys that begin ever more often until as_of; 60 % ever advance, the slow ones late; exits compete."""
    start = as_of * np.sqrt(rng.random(n))
    advance = np.where(rng.random(n) < 0.6, rng.exponential(9.0, n), np.inf)
    leave = np.where(rng.random(n) < 0.5, rng.exponential(15.0, n), np.inf)
    truth = (advance < leave) & (advance <= window)
    rows = []
    for who in range(n):
        rows.append((who, start[who], "a"))
        rows.append((who, start[who] + advance[who], "b")) if start[who] + advance[who] < as_of else None
        rows.append((who, start[who] + leave[who], "x")) if start[who] + leave[who] < as_of else None
    full = sorted((who, day, NAMES.index(stage)) for who, day, stage in rows)
    customer, day, stage = (np.array(column) for column in zip(*full, strict=True))
    events = SortedEvents(
        customer.astype(np.int32), np.round(day * DAY).astype(np.int64), stage.astype(np.int16), customer.astype(np.int64),
        channel=np.zeros(len(day), np.int16), customer_ids=np.array([], dtype=object), stage_names=("a", "b", "c", "x"), channel_names=(),
    )
    return events, truth.mean()


def test_a_growing_funnel_is_estimated_where_the_naive_share_is_far_too_low():
    rng, cells = np.random.default_rng(5), edges(30.0)
    estimated, naive, inside = [], [], []
    for _ in range(12):
        events, _ = growing_funnel(rng, 4000)
        found = passages(events, stages=3, window_days=30.0, as_of=60 * DAY)
        one = shares(tally_from_entry(found, np.zeros(len(found), np.int64), 1, 1, cells))
        estimated.append(one.value[0])
        naive.append(one.naive[0])
        inside.append((one.low[0], one.high[0]))
    truth = np.mean([growing_funnel(rng, 20_000)[1] for _ in range(4)])
    assert abs(np.mean(estimated) - truth) < 0.005
    assert np.mean(naive) < truth - 0.08
    assert sum(low <= truth <= high for low, high in inside) >= 10


def test_cells_do_not_move_the_estimate():
    events, _ = growing_funnel(np.random.default_rng(2), 3000)
    found = passages(events, stages=3, window_days=30.0, as_of=60 * DAY)
    one = shares(tally_from_entry(found, np.zeros(len(found), np.int64), 1, 1, edges(30.0)))
    since = np.where(found.furthest >= 1, found.at[:, 1], found.end) - found.at[:, 0]
    moments, place = np.unique(since, return_inverse=True)
    kind = np.where(found.furthest >= 1, 0, np.where(found.state == OPEN, 2, 1))
    counts = [np.bincount(place[kind == k], minlength=len(moments)) for k in range(3)]
    assert one.value[0] == pytest.approx(cumulative_incidence(*counts).share[-1], abs=0.001)


def test_every_row_twice_keeps_the_share_and_many_journeys_of_one_customer_add_no_certainty():
    rows = [(customer, 1, "a", customer) for customer in range(40)] + [(customer, 2, "b", customer) for customer in range(0, 40, 4)]
    again = [(customer, day, stage, journey + 100) for customer, day, stage, journey in rows]
    others = [(customer + 100, day, stage, journey + 100) for customer, day, stage, journey in rows]
    once, same, more = (
        shares(tally_step(found, np.zeros(len(found), np.int64), 1, 1, edges(10.0)))
        for found in (follow(log(*part, journeys=True), unit="journey") for part in (rows, rows + again, rows + others))
    )
    assert once.value == same.value == more.value == 0.25
    assert same.high - same.low == pytest.approx(once.high - once.low)
    assert (more.high - more.low) < 0.75 * (once.high - once.low)


def test_the_rest_is_everyone_else():
    rows = [(customer, 1, "a") for customer in range(9)] + [(customer, 2, "b") for customer in range(4)]
    found = follow(log(*rows))
    group = found.customer.astype(np.int64) % 3
    counts = tally_step(found, group, 3, 1, edges(10.0))
    assert counts.rest().base.tolist() == [6, 6, 6]
    assert counts.rest().advanced.tolist() == [2, 3, 3]


def test_quantiles_of_those_who_go_on():
    share = np.array([[0.1, 0.2, 0.4], [0.0, 0.0, 0.0]])
    at = quantile(share, 0.5, np.array([0.0, 1.0, 2.0, 4.0]))
    assert at[0] == pytest.approx(2.0) and np.isnan(at[1])


# The sample company


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    made = samples.company(scale=0.2)
    folder = samples.write(made, tmp_path_factory.mktemp("sample"))
    return made, cxlib.open_study(folder)


def test_the_planted_drop_off_is_the_first_row(sample):
    made, study = sample
    planted = made.truth["drop_off"]
    answer = drop_off(study, by=("age_band", "channel"))
    first = answer.table.iloc[0]
    assert [first["from_stage"], first["to_stage"]] == planted["step"]
    assert {"age_band": first["age_band"]} == planted["segment"] and first["channel"] == planted["channel"]
    assert first["low"] < planted["share_after"] < first["high"]
    assert first["adjusted_p"] < 0.001 and first["difference_high"] < -0.15
    assert answer.status == "answered" and answer.owner == "Digital team"
    assert "55+, app" in answer.sentence and "connect → purchase" in answer.sentence


def test_the_planted_drop_off_comes_up_by_itself(sample):
    made, study = sample
    planted = made.truth["drop_off"]
    answer = worst_groups(study)
    first = answer.table.iloc[0]
    assert first["step"] == " → ".join(planted["step"]) and first["group"] == "55+, app"
    assert first["low"] < planted["share_after"] - planted["share_before"] < first["high"]
    assert answer.status == "answered" and answer.owner == "Digital team" and "55+, app" in answer.sentence
    by_hand = drop_off(study, by=("age_band", "channel")).table.iloc[0]
    assert [first[name] for name in ("base", "went_on", "value")] == [by_hand[name] for name in ("base", "value", "difference")]


def test_looking_everywhere_does_not_flag_the_group_before_its_fault(sample):
    _, study = sample
    early = worst_groups(study.where(Slice(periods=("2025Q2", "2025Q3", "2025Q4")))).table
    clear = early[early["adjusted_p"] < 0.05]
    assert not clear["group"].str.contains("55\\+, app").any()


def test_two_alike_channels_are_not_told_apart(tiny_study):
    rows = [(f"c{i}", f"2026-01-01 10:{i:02d}", "s1", ("app", "store")[i % 2]) for i in range(40)]
    rows += [(f"c{i}", f"2026-01-01 11:{i:02d}", "s2", ("app", "store")[i % 2]) for i in range(0, 40, 4)]
    rows += [(f"c{i}", f"2026-01-01 11:{i:02d}", "s2", ("app", "store")[i % 2]) for i in range(1, 40, 4)]
    touchpoints = pd.DataFrame(rows, columns=["customer_id", "at", "stage", "channel"])
    study = tiny_study(touchpoints=touchpoints, more='[journey]\nstages = ["s1", "s2"]\nwindow_days = 5\n')
    answer = worst_groups(study, over="all")
    assert answer.status == "cannot_tell" and "cannot tell" in answer.sentence
    assert not (answer.table["adjusted_p"] < 0.05).any()


def test_before_the_fault_nothing_is_flagged_there(sample):
    made, study = sample
    early = drop_off(study.where(Slice(periods=("2025Q2", "2025Q3", "2025Q4"))), by=("age_band", "channel")).table
    row = early[(early["from_stage"] == "connect") & (early["age_band"] == "55+") & (early["channel"] == "app")].iloc[0]
    assert row["low"] < made.truth["drop_off"]["share_before"] < row["high"]
    assert not row["_clear"]


def test_where_nothing_happens_nothing_is_flagged(sample):
    made, study = sample
    answer = drop_off(study, by=made.truth["nothing"]["segment"], over="all")
    assert answer.status == "cannot_tell"
    assert answer.table["adjusted_p"].min() > 0.05


def test_shares_of_the_other_steps_are_those_planted(sample):
    made, study = sample
    steps = drop_off(study, over="all").table.set_index("from_stage")
    for stage, share in made.truth["drop_off"]["share_of_other_steps"].items():
        wide = 1.5 * (steps.at[stage, "high"] - steps.at[stage, "low"]) / 2
        assert abs(steps.at[stage, "value"] - share) < wide + 0.002, stage


def test_the_funnel_adds_up(sample):
    _, study = sample
    whole, parts = funnel(study).table, funnel(study, by="region").table
    for table, groups in ((whole, [whole]), (parts, [part for _, part in parts.groupby("region")])):
        assert (table["low"] <= table["value"]).all() and (table["value"] <= table["high"]).all()
        for part in groups:
            left = (part["lost"] + part["exited"] + part["open"]).to_numpy()
            assert (part["reached"].to_numpy()[:-1] == part["reached"].to_numpy()[1:] + left[:-1]).all()
    for column in ("base", "reached", "lost", "open"):
        assert parts.groupby("stage", sort=False)[column].sum().tolist() == whole[column].tolist()
    assert (whole["value"] >= whole["naive"]).all() and whole["value"].iloc[-1] > whole["naive"].iloc[-1]
    assert not [name for name in whole if name.startswith("_")]


def test_the_wave_is_one_part_of_all_and_periods_take_its_place(sample):
    _, study = sample
    by_period = funnel(study, by="period", over="all").table
    begun = by_period[by_period["stage"] == "need"].set_index("period")["base"]
    assert funnel(study).base == begun[study.wave]
    assert funnel(study, over="all").base == begun.sum()
    assert funnel(study.where(Slice(periods=("2025Q1", "2025Q2")))).base == begun[["2025Q1", "2025Q2"]].sum()


def test_the_count_of_journeys_is_that_of_the_raw_table(sample):
    made, study = sample
    raw = made.tables["touchpoints"]
    first = raw[raw["stage"] == "need"].groupby("journey_id", observed=True)["at"].min()
    assert funnel(study).base == (first >= pd.Timestamp("2026-07-01")).sum()
    settled = raw[raw["journey_id"].isin(first.index[(first < pd.Timestamp("2025-07-01"))])]
    bought = settled[settled["stage"] == "purchase"]["journey_id"].nunique()
    table = funnel(study.where(Slice(periods=study.waves[:3])), window_days=400).table.set_index("stage")
    assert table.at["purchase", "reached"] == bought
    assert table.at["purchase", "value"] == table.at["purchase", "naive"]


def test_a_slice_by_segment_is_the_row_of_that_level(sample):
    _, study = sample
    by_plan = funnel(study, by="plan").table
    row = by_plan[(by_plan["plan"] == "Vàng") & (by_plan["stage"] == "loyal")].iloc[0]
    alone = funnel(study.where(Slice({"plan": ("Vàng",)}))).table.iloc[-1]
    assert alone[["base", "reached", "value", "open"]].tolist() == row[["base", "reached", "value", "open"]].tolist()
    shown = funnel(study.where(Slice({"plan": ("Vàng",)})), by="plan").table
    assert set(shown["plan"]) == {"Vàng"}


def test_a_laid_over_segment_is_like_any_other_and_small_groups_are_withheld(sample):
    made, study = sample
    ids = study.customers().index
    labels = pd.Series(np.where(np.arange(len(ids)) < 3, "few", "many"), index=ids)
    table = funnel(study.with_segment("kind", labels), by="kind").table
    small = table[table["kind"] == "few"]
    if (small["base"].fillna(1) > 0).all():
        assert (small["withheld"] == "small").all() and small[["value", "reached", "open"]].isna().all(axis=None)
        assert (table[table["kind"] == "many"]["withheld"] == "complement").all()


def test_times_are_those_of_the_slow_reading(sample):
    _, study = sample
    table = time_to_next(study.where(Slice(periods=("2025Q1", "2025Q2")))).table.set_index("step")
    events = study.events()
    rows = pd.DataFrame({"journey": events.journey, "stage": events.stage, "at": events.at})
    first = rows.groupby(["journey", "stage"])["at"].min().unstack()
    begun = pd.to_datetime(first[0] + 7 * 3600 * 10**6, unit="us")
    first = first[(begun >= "2025-01-01") & (begun < "2025-07-01")]
    days = ((first[6] - first[5]) / DAY)[(first[6] - first[0]) <= 30 * DAY]
    row = table.loc["confirm → loyal"]
    assert row["went_on"] == len(days) and row["open"] == 0
    assert row["value"] == pytest.approx(days.median(), rel=0.03)
    assert row["p90"] == pytest.approx(days.quantile(0.9), rel=0.03)
    assert row["low"] <= row["value"] <= row["high"] < row["p90_low"] <= row["p90"] <= row["p90_high"]


def test_every_finding_reads_back_speaks_both_languages_and_leaves_the_study_alone(sample):
    _, study = sample
    before = study.customers()
    for make in (funnel, drop_off, time_to_next):
        for by in (None, "region", ("plan", "channel")):
            answer = make(study, by=by)
            assert type(answer).from_json(answer.to_json()) == answer
            assert answer.owner and answer.next_step and answer.question
            assert make(study.in_language("vi"), by=by).sentence != answer.sentence
            assert "{" not in answer.sentence + answer.to_html()
    pd.testing.assert_frame_equal(study.customers(), before)


def test_nobody_and_wrong_words(sample):
    _, study = sample
    nobody = study & Slice({"region": ()})
    for make in (funnel, drop_off, time_to_next):
        assert make(nobody).status == "nobody"
        with pytest.raises(ArgumentError, match='no segment of journeys called "regio"; did you mean "region"'):
            make(study, by="regio")
        with pytest.raises(ArgumentError, match='no span of time called "week"'):
            make(study, over="week")
        with pytest.raises(ArgumentError, match="names a segment twice"):
            make(study, by=("region", "region"))


def write_study(folder, journey, touchpoints):
    folder.mkdir()
    (folder / "t.csv").write_text("customer_id,at,stage,channel\n" + "".join(f"{','.join(row)}\n" for row in touchpoints), encoding="utf-8")
    people = sorted({row[0] for row in touchpoints})
    (folder / "c.csv").write_text("customer_id\n" + "".join(f"{who}\n" for who in people), encoding="utf-8")
    (folder / "study.toml").write_text(
        f'[study]\nname = "t"\nperiod = "month"\nas_of = 2026-04-01\nsegments = ["channel"]\n\n'
        f'[[sources]]\ntable = "touchpoints"\npath = "t.csv"\n\n'
        f'[[sources]]\ntable = "customers"\npath = "c.csv"\n\n[journey]\n{journey}\n', encoding="utf-8",
    )
    return cxlib.open_study(folder)


def two_channels():
    """Sixty begin, forty of them in the store; half go on in the app and half on the phone, who then mostly stop."""
    for who in range(60):
        yield f"c{who:02d}", "2026-03-02", "a", "store" if who < 40 else "app"
        yield f"c{who:02d}", "2026-03-05", "b", "app" if who % 2 else "phone"
        if who % 2 or who < 20:
            yield f"c{who:02d}", "2026-03-06", "c", "web"


def test_channels_are_those_of_the_stage_and_slices_by_them_keep_whole_journeys(tmp_path):
    study = write_study(tmp_path / "s", 'stages = ["a", "b", "c"]\nwindow_days = 10', list(two_channels()))
    table = drop_off(study, by="channel").table
    begun, later = (table[table["from_stage"] == stage].set_index("channel") for stage in ("a", "b"))
    assert begun.loc[["store", "app", "phone", "web"], "base"].tolist() == [40, 20, 0, 0]
    assert later.loc[["store", "app", "phone", "web"], "base"].tolist() == [0, 30, 30, 0]
    assert later.loc[["app", "phone"], "went_on"].tolist() == [30, 10]
    assert table.at[0, "channel"] == "phone" and table.at[0, "excess_lost"] == pytest.approx(20)
    sliced = funnel(study.where(Slice({"channel": ("store",)}))).table
    assert sliced["reached"].tolist() == [40, 40, 30]


def test_all_still_on_their_way_is_no_answer(tmp_path):
    rows = [(f"c{who}", "2026-03-30", "a", "app") for who in range(20)]
    answer = funnel(write_study(tmp_path / "s", 'stages = ["a", "b"]\nwindow_days = 10', rows))
    assert answer.status == "cannot_tell" and "still on their way" in answer.sentence
    assert np.isnan(answer.table["value"].iloc[-1]) and answer.table["open"].iloc[0] == 20


def test_what_the_study_lacks_is_said(tmp_path):
    study = write_study(tmp_path / "s", "", [("c1", "2026-03-02", "a", "app")])
    for make in (funnel, drop_off, time_to_next):
        assert make(study).status == "not_available" and "[journey] stages" in make(study).sentence
    folder = tmp_path / "people"
    folder.mkdir()
    (folder / "c.csv").write_text("customer_id,joined_at\nc1,2026-01-01\n", encoding="utf-8")
    (folder / "study.toml").write_text(
        '[study]\nname = "t"\nperiod = "month"\n\n[[sources]]\ntable = "customers"\npath = "c.csv"\n', encoding="utf-8",
    )
    assert funnel(cxlib.open_study(folder)).status == "not_available"


# Real data


@pytest.mark.real
@pytest.mark.skipif(not DATA.is_dir() or not BPI.is_dir(), reason="the real data sets (../shared/data) are not here")
def test_bpi_2012(tmp_path):
    shutil.copy(BPI / "study.toml", tmp_path)
    study = cxlib.open_study(tmp_path, data=DATA / "event_logs")
    answer = funnel(study, over="all")
    table = answer.table
    assert table["reached"].tolist() == [13087, 7367, 5113, 5015, 2246]
    assert (table["open"].sum(), table["exited"].sum(), table["lost"].sum()) == (399, 7635 + 2807, 0)
    assert "A_DECLINED 7,635; A_CANCELLED 2,807" in " ".join(answer.caveats)
    assert table["naive"].iloc[-1] == pytest.approx(2246 / 13087)
    assert table["naive"].iloc[-1] < table["value"].iloc[-1] < (2246 + 399) / 13087
    assert funnel(study, over="all", order="strict").table["reached"].iloc[0] == 13087


@pytest.mark.parametrize("name", ["incidence", "kernel", "losses", "stages", "tally", "waits"])
def test_examples_run(name):
    module = importlib.import_module(f"cxlib.journeys.{name}")
    assert doctest.testmod(module, extraglobs={"np": np}).failed == 0


def test_a_journey_that_loses_nobody_names_no_worst_step(tiny_study):
    rows = [{"customer_id": f"c{i}", "at": f"2026-05-0{1 + place}", "stage": stage} for i in range(40) for place, stage in enumerate(("visit", "buy"))]
    study = tiny_study(touchpoints=rows, questions={}, settings="as_of = 2026-07-01\n[journey]\nstages = ['visit', 'buy']")
    full, lost = funnel(study), drop_off(study)
    assert full.sentence.endswith("reach buy. No step has lost anybody so far.") and full.next_step == ""
    assert lost.sentence == "None of the customers that began in Q2 2026 was lost so far." and lost.next_step == ""
    assert drop_off(study.in_language("vi")).sentence == "Cho đến nay chưa mất ai trong các khách hàng bắt đầu trong Quý 2/2026."


# The compiled walk


@pytest.mark.parametrize("order", ["loose", "strict"])
@pytest.mark.parametrize("reentry", ["first", "every"])
@pytest.mark.parametrize("seed", range(8))
def test_the_compiled_walk_is_the_walk_in_whole_arrays(order, reentry, seed, monkeypatch):
    pytest.importorskip("numba", reason="the extra `fast` (numba) is not installed")
    rng = np.random.default_rng(seed)
    events = log(*((int(rng.integers(1, 30)), int(rng.integers(1, 60)), str(rng.choice(list("abcxy")))) for _ in range(600)))
    found = {}
    for rows in (10**9, 0):
        monkeypatch.setattr(compiled, "_ROWS", rows)
        found[rows] = follow(events, order=order, reentry=reentry, window=12, as_of=55)
    assert len(found[0]) > 20
    for field in dataclasses.fields(found[0]):
        np.testing.assert_array_equal(getattr(found[0], field.name), getattr(found[10**9], field.name))

"""Every pass of a journey, where the lost went, and other windows: slow readings, two roads, tiny logs."""

import dataclasses
import doctest
import importlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxlib.errors import ArgumentError
from cxlib.journeys import COMPLETE, EXITED, LOST, OPEN, drop_off, funnel, passages, time_to_next
from cxlib.journeys.afterwards import went_next
from cxlib.journeys.kernel import DAY
from cxlib.journeys.windows import shortened, window_sensitivity
from cxlib.store import SortedEvents

NAMES = ("a", "b", "c", "x")


def log(rows):
    """Events from (customer, day, stage letter, journey) in store order; "." is a row of no stage."""
    full = sorted((row[0], row[1], NAMES.index(row[2]) if row[2] in NAMES else -1, row[3]) for row in rows)
    customer, day, stage, journey = (np.array(column) for column in zip(*full, strict=True)) if full else [np.zeros(0)] * 4
    return SortedEvents(
        customer.astype(np.int32), np.round(day * DAY).astype(np.int64), stage.astype(np.int16), journey.astype(np.int64),
        channel=np.zeros(len(customer), np.int16), customer_ids=np.array([f"c{i}" for i in range(50)], dtype=object),
        stage_names=NAMES, channel_names=("app",),
    )


def walked(events, unit, *, window, as_of, strict):
    """Every pass as (first row, furthest, state), one row at a time."""
    ids = events.journey if unit == "journey" else events.customer
    found = []
    for key in np.unique(ids):
        mine = np.flatnonzero(ids == key)
        place = 0
        while place < len(mine):
            if events.stage[mine[place]] != 0:
                place += 1
                continue
            first, at, state = mine[place], 0, None
            limit = events.at[first] + window * DAY
            place += 1
            while place < len(mine) and events.at[mine[place]] <= limit and state is None:
                stage = events.stage[mine[place]]
                if stage == 3:
                    state = EXITED
                elif stage == at + 1:
                    at += 1
                    state = COMPLETE if at == 2 else None
                elif strict and stage not in (-1, at):
                    state = LOST
                    break  # this row may begin the next pass
                place += 1
            found.append((int(first), at, state if state is not None else OPEN if limit >= as_of * DAY else LOST))
    return sorted(found)


ROW = st.tuples(st.integers(0, 2), st.integers(0, 24).map(lambda half: half / 2), st.sampled_from("aaabbcx."), st.integers(0, 1))
LOGS = st.lists(ROW, max_size=40).map(lambda rows: log([(who, day, stage, 2 * who + journey) for who, day, stage, journey in rows]))


@settings(max_examples=300, deadline=None)
@given(LOGS, st.booleans(), st.sampled_from(["customer", "journey"]), st.sampled_from([1.0, 3.0, 9.0]))
def test_every_pass_equals_a_slow_reading(events, strict, unit, window):
    options = {"stages": 3, "window_days": window, "as_of": 13 * DAY, "order": "strict" if strict else "loose", "unit": unit, "reentry": "every"}
    found = passages(events, **options)
    got = sorted((int(row[0]), int(f), int(s)) for row, f, s in zip(found.row, found.furthest, found.state, strict=True))
    assert got == walked(events, unit, window=window, as_of=13, strict=strict)
    pieces = passages(events, batch_rows=3, **options)
    assert sorted(pieces.row[:, 0]) == sorted(found.row[:, 0]) and sorted(pieces.state) == sorted(found.state)


@settings(max_examples=100, deadline=None)
@given(LOGS, st.booleans())
def test_passes_of_neighbouring_spans_add_up(events, strict):
    options = {"stages": 3, "window_days": 2.0, "as_of": 13 * DAY, "order": "strict" if strict else "loose", "reentry": "every"}
    whole = passages(events, **options)
    parts = [passages(events, started=[span], **options) for span in ((0, 5 * DAY), (5 * DAY, 99 * DAY))]
    assert sorted(np.concatenate([part.row[:, 0] for part in parts])) == sorted(whole.row[:, 0])
    first = passages(events, **{**options, "reentry": "first"})
    one = np.unique(whole.customer, return_index=True)[1]
    kept = whole.keep(one)
    assert all((getattr(kept, f.name) == getattr(first, f.name)).all() for f in dataclasses.fields(first))


def test_a_pass_begins_anew_where_the_rules_say():
    rows = [(1, 1, "a", 1), (1, 2, "a", 1), (1, 4.5, "a", 1), (1, 5, "b", 1), (1, 5.5, "x", 1), (1, 6, "a", 1)]
    found = passages(log(rows), stages=3, window_days=3, as_of=100 * DAY, reentry="every")
    assert (found.at[:, 0] / DAY).tolist() == [1, 4.5, 6]  # the row of day 2 belongs to the first pass
    assert found.state.tolist() == [LOST, EXITED, LOST]
    strict = passages(log([(1, 1, "a", 1), (1, 2, "b", 1), (1, 3, "a", 1), (1, 4, "b", 1), (1, 5, "c", 1)]), stages=3, window_days=9,
                      as_of=100 * DAY, reentry="every", order="strict")
    assert (strict.at[:, 0] / DAY).tolist() == [1, 3] and strict.state.tolist() == [LOST, COMPLETE]


def test_a_wrong_reentry_is_refused():
    with pytest.raises(ArgumentError) as refused:
        passages(log([]), stages=3, window_days=3, as_of=0, reentry="all")
    assert str(refused.value) == 'no reentry called "all". Choose from: first, every.'


@settings(max_examples=300, deadline=None)
@given(LOGS, st.booleans(), st.sampled_from(["customer", "journey"]), st.sampled_from([0.5, 1.0, 4.0, 9.0]))
def test_shortened_equals_following_anew(events, strict, unit, window):
    options = {"stages": 3, "as_of": 13 * DAY, "order": "strict" if strict else "loose", "unit": unit}
    short = shortened(passages(events, window_days=9.0, **options), window_days=window, as_of=13 * DAY)
    anew = passages(events, window_days=window, **options)
    for field in dataclasses.fields(anew):
        assert (getattr(short, field.name) == getattr(anew, field.name)).all(), field.name


def test_the_last_moment_of_the_shorter_window_counts():
    rows = [(0, 1, "a", 0), (0, 3, "x", 0), (1, 1, "a", 1), (1, 3.5, "x", 1), (2, 1, "a", 2), (2, 2, "b", 2), (2, 3, "c", 2)]
    short = shortened(passages(log(rows), stages=3, window_days=9, as_of=99 * DAY), window_days=2, as_of=99 * DAY)
    assert short.state.tolist() == [EXITED, LOST, COMPLETE] and short.exit.tolist() == [3, -1, -1]


# Where the lost went

JOURNEY = "as_of = 2026-07-01\nperiod = 'quarter'\n[journey]\nstages = ['visit', 'ask', 'buy']\nexits = ['complain']\nwindow_days = 20"


def contacts(people):
    """Rows of (customer, day of May, stage[, channel])."""
    return [{"customer_id": f"c{who}", "at": f"2026-05-{day:02d} 10:00", "stage": stage, "channel": (more or ["app"])[0]} for who, day, stage, *more in people]


@pytest.fixture
def gone(tiny_study):
    """After asking: 12 go silent, 10 complain by phone, 6 visit again, 5 only ask again, 7 buy; 2 contacts come too late."""
    people = []
    for who in range(40):
        people += [(who, 1, "visit"), (who, 2, "ask")]
    people += [(who, 4, "complain", "phone") for who in range(12, 22)] + [(who, 5, "visit") for who in range(22, 28)]
    people += [(who, 3, "ask") for who in range(26, 33)] + [(who, 6, "buy") for who in range(33, 40)]
    people += [(0, 25, "visit"), (1, 22, "complain")]
    return tiny_study(touchpoints=contacts(people), questions={}, settings=JOURNEY)


def test_the_places_are_those_that_were_planted(gone):
    answer = went_next(gone)
    table = answer.table.set_index("went_to")
    assert dict(table["went_there"]) == {"no contact": 12, "complain": 10, "visit": 6, "same stage only": 5}
    assert (table["base"] == 33).all() and table["value"].sum() == pytest.approx(1)
    assert table.loc["complain", "other_channel"] == 1 and table.loc["visit", "other_channel"] == 0
    assert table.loc["complain", "days"] == 2 and table.loc["visit", "days"] == 3
    assert ((table["low"] < table["value"]) & (table["value"] < table["high"])).all()
    lost = drop_off(gone).table.set_index("from_stage").loc["ask"]
    assert lost["lost"] + lost["exited"] == 33
    assert answer.status == "cannot_tell" and "we cannot tell" in answer.sentence  # 12 against 10
    assert "“complain”: 30.3%" in answer.sentence


def test_doubling_the_customers_keeps_the_shares_and_tells_more(tiny_study):
    people = [(who, 1, "visit") for who in range(300)] + [(who, 2, "complain") for who in range(200)]
    answer = went_next(tiny_study(touchpoints=contacts(people), questions={}, settings=JOURNEY))
    half = went_next(tiny_study(touchpoints=contacts([row for row in people if row[0] % 2]), questions={}, settings=JOURNEY))
    assert answer.status == "answered" and answer.headline["value"] == pytest.approx(half.headline["value"]) == pytest.approx(2 / 3)
    assert answer.headline["high"] - answer.headline["low"] < half.headline["high"] - half.headline["low"]


def test_a_new_journey_of_the_same_customer_is_called_so(tiny_study):
    rows = [{"customer_id": f"c{who}", "at": f"2026-05-{day:02d}", "stage": stage, "journey_id": f"{who}-{trip}"}
            for who in range(20) for day, stage, trip in ((1, "visit", 1), (3, "visit", 2), (4, "ask", 2), (5, "buy", 2))]
    study = tiny_study(touchpoints=rows, questions={}, settings=JOURNEY + "\nunit = 'journey'")
    table = went_next(study).table
    assert table[["went_to", "went_there"]].values.tolist() == [["new journey", 20]]
    assert went_next(study.in_language("vi")).display_table().iloc[0, 1] == "hành trình mới"


def test_few_places_are_put_together_and_few_lost_withheld(tiny_study):
    people = [(who, 1, "visit") for who in range(30)] + [(0, 2, "buy"), (1, 2, "complain"), (2, 2, "ask"), (2, 3, "buy")]
    table = went_next(tiny_study(touchpoints=contacts(people), questions={}, settings=JOURNEY)).table
    assert dict(zip(table["went_to"], table["went_there"], strict=True)) == {"no contact": 27, "other places": 2}
    few = went_next(tiny_study(touchpoints=contacts(people[:3]), questions={}, settings=JOURNEY))
    assert few.status == "cannot_tell" and few.table["value"].isna().all() and set(few.table["withheld"]) == {"small"}


def test_lawful_but_thin_data_gives_an_answer(tiny_study):
    one = tiny_study(touchpoints=contacts([(1, 1, "visit")]), questions={}, settings=JOURNEY)
    done = tiny_study(touchpoints=contacts([(who, day, stage) for who in range(9) for day, stage in enumerate(("visit", "ask", "buy"), 1)]),
                      questions={}, settings=JOURNEY)
    bare = tiny_study(responses=[{"customer_id": "c1", "at": "2026-05-01", "question": "recommend", "score": 9}])
    outside = tiny_study(touchpoints=contacts([(1, 1, "other"), (2, 1, "ask")]), questions={}, settings=JOURNEY)
    for analysis in (went_next, window_sensitivity):
        assert analysis(one).status == "cannot_tell"
        assert analysis(bare).status == "not_available"
        assert analysis(outside).status == "nobody"
        assert analysis(done.in_language("vi")).sentence
    assert went_next(done).status == "nobody"
    assert went_next(done).sentence == "None of the customers that began in Q2 2026 was lost here so far."
    with pytest.raises(ArgumentError, match='no stage called "pay"'):
        went_next(done, step="pay")


def test_lost_everywhere_agree_with_the_funnel(small):
    for reentry in ("first", "every"):
        answer = went_next(small, reentry=reentry)
        by_step = answer.table.groupby("step", sort=False)["value"].sum()
        assert by_step.to_numpy() == pytest.approx(np.ones(len(by_step)))
    lost = drop_off(small).table.set_index("step")
    mine = went_next(small).table.groupby("step")["base"].first()
    assert (mine == (lost["lost"] + lost["exited"])[mine.index]).all()


# Other windows


def test_each_window_is_what_the_funnel_says_under_it(small):
    answer = window_sensitivity(small, windows=(3, 10, 45))
    assert answer.table["window_days"].tolist() == [3, 10, 30, 45] and answer.table["in_use"].tolist() == [False, False, True, False]
    for row in answer.table.to_dict("records"):
        last = funnel(small, window_days=row["window_days"]).table.iloc[-1]
        assert [row[name] for name in ("base", "reached", "value", "low", "high", "naive")] == pytest.approx(
            [last[name] for name in ("base", "reached", "value", "low", "high", "naive")])
        assert row["open"] == funnel(small, window_days=row["window_days"]).table["open"].sum()
    assert answer.table["value"].is_monotonic_increasing
    assert answer.headline["value"] == answer.table["value"][2]


def test_a_longer_window_adds_those_who_come_late(tiny_study):
    people = [(who, 1, stage) for who in range(50) for stage in ("visit", "ask")] + [(who, 3, "buy") for who in range(20)] + [(who, 28, "buy") for who in range(20, 35)]
    study = tiny_study(touchpoints=contacts(people), questions={}, settings=JOURNEY)
    answer = window_sensitivity(study, windows=(1, 30))
    assert answer.table["value"].tolist() == [0, 0.4, 0.7]
    assert "A window of 30 days would add 30.0% (95% interval 19.1% to 43.8%)." in answer.sentence
    none = window_sensitivity(study, windows=(1, 22))
    assert "A window of 22 days would add 0.0%" in none.sentence and "next to nothing" in none.sentence


def test_nobody_watched_for_so_long_has_no_share(tiny_study):
    people = [(who, 20, "visit") for who in range(30)] + [(who, 22, "ask") for who in range(20)] + [(who, 23, "buy") for who in range(9)]
    study = tiny_study(touchpoints=contacts(people), questions={}, settings=JOURNEY.replace("07-01", "06-01"))
    answer = window_sensitivity(study, windows=(5, 60))
    assert answer.table["value"].notna().tolist() == [True, False, False]
    assert answer.status == "cannot_tell" and "Nobody has been watched for 20 days" in answer.sentence
    assert any("2 windows are longer" in note for note in answer.caveats)


def test_wrong_windows_are_refused(small):
    with pytest.raises(ArgumentError) as refused:
        window_sensitivity(small, windows=(5, -1))
    assert str(refused.value) == "windows must be days above 0; got -1"


def test_examples():
    for name in ("walk", "afterwards", "windows"):
        assert doctest.testmod(importlib.import_module(f"cxlib.journeys.{name}")).failed == 0


@pytest.mark.parametrize("analysis", [funnel, drop_off, time_to_next])
def test_every_pass_of_a_customer_counts_when_asked_for(tiny_study, analysis):
    people = [(who, day, stage) for who in range(20) for day, stage in ((1, "visit"), (2, "ask"), (3, "buy"), (10, "visit"), (11, "ask"))]
    study = tiny_study(touchpoints=contacts(people), questions={}, settings=JOURNEY)
    first, every = analysis(study), analysis(study, reentry="every")
    assert (first.base, every.base) == (20, 40)
    assert "customers" in first.sentence and "journeys" in every.sentence
    assert any("several journeys" in note for note in every.caveats) and not any("several journeys" in note for note in first.caveats)


def test_passes_of_one_customer_are_not_as_many_customers(tiny_study):
    alike = [(who, day, stage) for who in range(40) for start in (1, 25) for day, stage in ((start, "visit"), (start + 1, "ask")) if stage == "visit" or who % 2]
    study = tiny_study(touchpoints=contacts(alike), questions={}, settings=JOURNEY)
    first, every = (funnel(study, reentry=reentry).table.iloc[1] for reentry in ("first", "every"))
    assert first["value"] == every["value"] == 0.5 and every["base"] == 80
    assert every["high"] - every["low"] == pytest.approx(first["high"] - first["low"])

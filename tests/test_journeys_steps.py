"""Kernels of paths against plain loops on small made-up logs; pieces add up."""

import dataclasses
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxlib.errors import ArgumentError
from cxlib.journeys import steps
from cxlib.journeys.conformance import KINDS, SIGNS, ways
from cxlib.journeys.paths import LONGEST, path_tally
from cxlib.journeys.tally import edges
from cxlib.journeys.trails import Trail, trimmed
from cxlib.store import SortedEvents

NAMES, CHANNELS = ("a", "b", "c", "x"), ("app", "shop")
STATES = len(NAMES) + 1
QUICK = settings(deadline=None, max_examples=60, derandomize=True)
COLUMNS = ("customer", "at", "stage", "journey", "channel")


def log(rows):
    """Events in the order of the store from (customer, time, stage, journey of the customer, channel)."""
    rows = sorted(rows, key=lambda row: row[:3])
    customer, at, stage, journey, channel = (np.array(column, dtype=np.int64) for column in zip(*rows, strict=True)) if rows else [np.zeros(0, np.int64)] * 5
    numbers = {}
    code = [numbers.setdefault((c, j), len(numbers)) for c, j in zip(customer.tolist(), journey.tolist(), strict=True)]
    return SortedEvents(customer.astype(np.int32), at, stage.astype(np.int16), np.array(code, dtype=np.int64), channel.astype(np.int16),
                        np.array([f"c{i}" for i in range(20)], dtype=object), NAMES, CHANNELS)


ROW = st.tuples(st.integers(0, 5), st.integers(0, 40), st.integers(-1, 3), st.integers(0, 1), st.integers(-1, 1))
LOGS = st.lists(ROW, max_size=40).map(log)
UNITS = st.sampled_from(["customer", "journey"])
KIND = st.sampled_from(["stage", "channel"])


def paths(events, unit, of="stage"):
    """Each unit's (customer, states, times), in the order of the units."""
    found = {}
    last = len(NAMES) if of == "stage" else len(CHANNELS)
    for i in range(len(events)):
        key = int(events.customer[i] if unit == "customer" else events.journey[i])
        state = int((events.stage if of == "stage" else events.channel)[i])
        entry = found.setdefault(key, (int(events.customer[i]), [], []))
        entry[1].append(state if state >= 0 else last)
        entry[2].append(int(events.at[i]))
    return [found[key] for key in sorted(found)]


def stills(events, unit):
    """Every third path goes on unseen."""
    return np.arange(len(paths(events, unit))) % 3 == 0


def moves_of(events, unit, of, still):
    """(customer, from, to) of each move."""
    size = (len(NAMES) if of == "stage" else len(CHANNELS)) + 1
    for (who, states, _), open_ in zip(paths(events, unit, of), still, strict=True):
        yield who, size, states[0]
        yield from ((who, one, other) for one, other in zip(states, states[1:], strict=False))
        yield who, states[-1], size + int(open_)


def halves(events):
    """The log in two pieces that share no customer."""
    first = events.customer < 3
    return [dataclasses.replace(events, **{name: getattr(events, name)[mask] for name in COLUMNS}) for mask in (first, ~first)]


@QUICK
@given(LOGS, UNITS, KIND)
def test_transitions_are_those_of_a_loop(events, unit, of):
    still = stills(events, unit)
    found = steps.transitions(events, unit=unit, of=of, still=still)
    expected = Counter((one, other) for _, one, other in moves_of(events, unit, of, still))
    assert {(int(i), int(j)): int(found[i, j]) for i, j in zip(*np.nonzero(found), strict=True)} == dict(expected)
    assert found[-1].sum() == found[:, -2:].sum() == len(still)


@QUICK
@given(LOGS, UNITS, KIND)
def test_sums_over_customers_are_those_of_a_loop(events, unit, of):
    still = stills(events, unit)
    group = np.arange(20) % 3 - 1
    found = steps.moves(events, unit=unit, of=of, still=still, group=group, groups=2)
    own = Counter((who, one, other) for who, one, other in moves_of(events, unit, of, still) if group[who] >= 0)
    row = Counter()
    for (who, one, _), n in own.items():
        row[who, one] += n
    counts, squares, products = (np.zeros_like(found.squares) for _ in range(3))
    row_squares, customers = np.zeros_like(found.row_squares), np.zeros_like(found.row_squares)
    for (who, one, other), n in own.items():
        counts[group[who], one, other] += n
        squares[group[who], one, other] += n * n
        products[group[who], one, other] += n * row[who, one]
    for (who, one), n in row.items():
        row_squares[group[who], one] += n * n
        customers[group[who], one] += 1
    for mine, theirs in ((found.counts, counts), (found.squares, squares), (found.products, products),
                         (found.row_squares, row_squares), (found.customers, customers)):
        assert np.array_equal(mine, theirs)


@QUICK
@given(LOGS, UNITS, KIND, st.integers(1, 8))
def test_positions_are_those_of_a_loop(events, unit, of, shown):
    still = stills(events, unit)
    found = steps.step_matrix(events, steps=shown, unit=unit, of=of, still=still)
    expected = np.zeros_like(found)
    size = (len(NAMES) if of == "stage" else len(CHANNELS)) + 1
    for (_, states, _), open_ in zip(paths(events, unit, of), still, strict=True):
        for place in range(shown):
            expected[states[place] if place < len(states) else size + int(open_), place] += 1
    assert np.array_equal(found, expected)
    assert (found.sum(axis=0) == len(still)).all()


@QUICK
@given(LOGS, UNITS)
def test_gaps_are_those_of_a_loop(events, unit):
    cells = np.array([0.0, 1.0, 2.0, 5.0, 13.0])
    found = steps.gaps(events, cells=cells, unit=unit)
    expected = np.zeros_like(found)
    for _, states, at in paths(events, unit):
        for one, other, here, there in zip(states, states[1:], at, at[1:], strict=False):
            expected[one, other, max(sum(there - here > edge for edge in cells) - 1, 0)] += 1
    assert np.array_equal(found, expected)


@pytest.mark.parametrize("window", [0.5, 30, 365, 7300])
def test_quick_cells_are_those_of_a_search(window):
    cells = edges(window)
    whole = np.unique(np.round(cells)).astype(np.int64)
    rng = np.random.default_rng(5)
    taken = np.concatenate([whole, whole - 1, whole + 1, rng.integers(0, int(cells[-1] * 1.3), 20_000), np.exp(rng.uniform(0, 33, 20_000)).astype(np.int64)])
    taken = np.maximum(taken, 0)
    customer = np.repeat(np.arange(len(taken)), 2).astype(np.int32)
    at = np.stack([np.zeros_like(taken), taken], axis=1).ravel()
    zero = np.zeros(len(at), np.int16)
    events = SortedEvents(customer, at, zero, customer.astype(np.int64), zero, np.arange(len(taken)), ("a",), ("app",))
    found = steps.gaps(events, cells=cells)[0, 0]
    place = np.clip(np.searchsorted(cells, taken, side="left") - 1, 0, len(cells) - 1)
    assert np.array_equal(found, np.bincount(place, minlength=len(cells)))


@QUICK
@given(LOGS, UNITS, KIND)
def test_pieces_add_up(events, unit, of):
    """Any split that keeps customers whole gives the same sums; a piece of its own groups the same."""
    cells = edges(1)
    parts = halves(events)
    for kernel in (
        lambda piece: steps.transitions(piece, unit=unit, of=of),
        lambda piece: steps.grouped_transitions(piece, groups=4, unit=unit, of=of),
        lambda piece: steps.step_matrix(piece, steps=6, unit=unit, of=of),
        lambda piece: steps.gaps(piece, cells=cells, unit=unit, of=of),
        lambda piece: steps.moves(piece, unit=unit, of=of).squares,
        lambda piece: steps.moves(piece, unit=unit, of=of).row_squares,
    ):
        assert np.array_equal(kernel(parts[0]) + kernel(parts[1]), kernel(events))
    whole = steps.transitions(events, unit=unit, of=of)
    assert np.array_equal(steps.moves(events, unit=unit, of=of).counts[0], whole)
    assert np.array_equal(steps.grouped_transitions(events, groups=4, unit=unit, of=of).sum(axis=0), whole)


def trail(events, unit):
    events = steps.arranged(events, unit=unit)
    return Trail(events, steps.starts_of(events, unit=unit), stills(events, unit), 0)


@QUICK
@given(LOGS, UNITS)
def test_paths_are_counted_as_a_loop_does_and_pieces_add_up(events, unit):
    found = path_tally(trail(events, unit), kind="stage")
    mark = {True: STATES, False: None}
    expected = Counter(tuple(states) + ((mark[bool(open_)],) if open_ else ())
                       for (_, states, _), open_ in zip(paths(events, unit), stills(events, unit), strict=True))
    assert {tuple(s for s in row.tolist() if s >= 0): int(n) for row, n in zip(found.steps, found.n, strict=True)} == dict(expected)
    still = trail(events, unit).still
    cut = [Trail(t.events, t.starts, s, 0) for t, s in zip(
        [trail(part, unit) for part in halves(events)], np.split(still, [len(paths(halves(events)[0], unit))]), strict=True)]
    both = path_tally(cut[0], kind="stage") + path_tally(cut[1], kind="stage")
    assert dict(zip(both.key.tolist(), both.n.tolist(), strict=True)) == dict(zip(found.key.tolist(), found.n.tolist(), strict=True))


def test_long_paths_are_told_apart_by_their_first_steps():
    rows = [(0, t, t % 2, 0, 0) for t in range(30)] + [(1, t, t % 2 if t < 25 else 2, 0, 0) for t in range(30)] + [(2, t, t % 2, 0, 0) for t in range(20)]
    found = path_tally(trail(log(rows), "customer")._replace(still=np.zeros(3, bool)), kind="stage")
    assert sorted(found.n.tolist()) == [1, 2]
    assert found.steps[found.n == 2][0, LONGEST] == STATES + 1 and found.steps[found.n == 1][0, LONGEST] == -1


@QUICK
@given(LOGS, UNITS, KIND)
def test_collapsing_keeps_the_first_of_each_run(events, unit, of):
    found = paths(steps.collapsed(events, unit=unit, of=of), unit, of)
    for (_, states, at), (_, kept, when) in zip(paths(events, unit, of), found, strict=True):
        runs = [i for i in range(len(states)) if i == 0 or states[i] != states[i - 1]]
        assert kept == [states[i] for i in runs] and when == [at[i] for i in runs]


@QUICK
@given(LOGS, UNITS, KIND)
def test_visits_are_those_of_a_loop(events, unit, of):
    found = steps.visits(events, unit=unit, of=of)
    for row, (_, states, _) in zip(found, paths(events, unit, of), strict=True):
        assert set(np.flatnonzero(row).tolist()) == set(states)


def way(states, still, stages=3):
    """One path read by hand: its kind, its signs, the stages it got past, those it skipped."""
    design = [s for s in states if s < stages]
    detour, left = len(NAMES) in states, any(stages <= s < len(NAMES) for s in states)
    furthest = max(design, default=-1)
    passed = [k for k in range(stages - 1) if furthest > k]
    skips = [k for k in passed if k not in design]
    returned = any(b < a for a, b in zip(design, design[1:], strict=False))
    repeated = any(a == b < stages for a, b in zip(states, states[1:], strict=False))
    off = bool(skips) or returned or detour or furthest < 0
    exact = not off and furthest == stages - 1 and not left
    kind = "off" if off else "exact" if exact else "going" if still else "short"
    signs = {name for name, sign in zip(SIGNS, (bool(skips), returned, detour, repeated), strict=True) if sign}
    return kind, signs, passed, skips


@QUICK
@given(LOGS, UNITS)
def test_ways_are_those_of_a_loop(events, unit):
    one = trail(events, unit)
    found = ways(one, stages=3)
    for i, (_, states, _) in enumerate(paths(events, unit)):
        kind, signs, passed, skips = way(states, one.still[i])
        assert [name for name in KINDS if getattr(found, name)[i]] == [kind]
        assert {name for name in SIGNS if getattr(found, name)[i]} == signs
        assert np.flatnonzero(found.passed[i]).tolist() == passed and np.flatnonzero(found.skips[i]).tolist() == skips


@QUICK
@given(LOGS, UNITS, st.booleans())
def test_paths_are_cut_out_as_a_loop_does(events, unit, bounded):
    spans = [(5, 12), (20, 30)] if bounded else None
    found, over, begun = trimmed(events, unit=unit, spans=spans, window=9, as_of=25)
    expected = []
    for who, states, at in paths(events, unit):
        begin = [i for i, t in enumerate(at) if spans is None or any(a <= t < b for a, b in spans)]
        if unit == "journey" and begin[:1] != [0]:
            begin = []
        if begin:
            kept = [i for i in range(begin[0], len(at)) if at[i] <= at[begin[0]] + 9]
            expected.append((who, [states[i] for i in kept], [at[i] for i in kept]))
    if unit == "customer":
        assert paths(found, unit) == expected
    else:
        assert sorted(paths(found, unit)) == sorted(expected)
    assert over.tolist() == [at[0] + 9 < 25 for _, _, at in paths(found, unit)]
    assert begun.tolist() == steps.starts_of(found, unit=unit).tolist()


def test_nothing_is_written_into_the_log():
    events = log([(1, 3, 0, 1, 0), (1, 2, 1, 0, -1), (0, 1, -1, 0, 1)])
    before = {name: getattr(events, name).copy() for name in COLUMNS}
    for unit in ("customer", "journey"):
        steps.transitions(events, unit=unit)
        steps.moves(events, unit=unit)
        steps.gaps(events, cells=edges(1), unit=unit)
    assert all(np.array_equal(getattr(events, name), before[name]) for name in COLUMNS)


@pytest.mark.parametrize(("call", "text"), [
    (lambda e: steps.transitions(e, unit="visit"), 'no unit called "visit". Choose from: customer, journey.'),
    (lambda e: steps.transitions(e, of="stages"), 'no kind of state called "stages"; did you mean "stage"? Choose from: stage, channel.'),
    (lambda e: steps.step_matrix(e, steps=0), "steps must be 1 or more, not 0"),
])
def test_wrong_words_are_refused(call, text):
    with pytest.raises(ArgumentError) as error:
        call(log([(1, 1, 0, 0, 0)]))
    assert str(error.value) == text

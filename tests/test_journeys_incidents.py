"""Incidents: the scan against a slow one, planted dips found and put where they belong, quiet worlds, odd studies, both languages."""

from __future__ import annotations

import datetime as dt
import doctest

import numpy as np
import pandas as pd
import pytest

from cxlib.errors import ArgumentError
from cxlib.finding import Finding
from cxlib.journeys import dips, passages
from cxlib.journeys.dips import Counts, by_chance, sharpened, strengths_in, strongest
from cxlib.journeys.incidents import incidents
from cxlib.journeys.kernel import COMPLETE, DAY, EXITED, LOST, OPEN
from cxlib.journeys.watched import board, looked_at
from cxlib.slices import Slice
from cxlib.store import SortedEvents

FIRST = dt.date(2026, 1, 5)  # a Monday
JOURNEY = '[journey]\nstages = ["basket", "pay", "done"]\nunit = "journey"\nwindow_days = 2\n[journey.owners]\npay = "Payments"\n'


def shop(*, seed=1, weeks=26, visits=4000, dip=None, pay=0.8, done=0.7):
    """Contacts of visits that go on by chance; `dip` changes the share of a step: (from day, to day, step, channel or None, share)."""
    rng = np.random.default_rng(seed)
    day = np.sort(rng.integers(0, 7 * weeks, visits))
    channel = rng.choice(["app", "web", "store"], visits, p=[0.3, 0.4, 0.3])
    share = {"pay": np.full(visits, pay), "done": np.full(visits, done)}
    for start, end, step, where, low in dip or ():
        hit = (day >= start) & (day < end) & ((channel == where) if where else True)
        share[step][hit] = low
    paid = rng.random(visits) < share["pay"]
    reached = {"basket": np.ones(visits, bool), "pay": paid, "done": paid & (rng.random(visits) < share["done"])}
    parts = [pd.DataFrame({
        "customer_id": [f"c{place % 500}" for place in np.flatnonzero(some)], "journey_id": np.flatnonzero(some), "stage": stage,
        "at": [f"{FIRST + dt.timedelta(days=int(d))}T10:{minute:02d}:00" for d in day[some]], "channel": channel[some],
    }) for minute, (stage, some) in enumerate(reached.items())]
    people = pd.DataFrame({"customer_id": [f"c{i}" for i in range(500)], "region": [("north", "south")[i % 2] for i in range(500)]})
    return {"touchpoints": pd.concat(parts), "customers": people}


def made(tiny_study, *, language=None, slice="", more=JOURNEY, settings='segments = ["region", "channel"]', **options):
    return tiny_study(questions={}, settings=settings, more=more, language=language, slice=slice, **shop(**options))


# The scan


def rows(*series):
    """Counts from (n, x) by column for each series of one split; each one's rest is the sum of the others."""
    n, x = (np.array([one[place] for one in series]) for place in (0, 1))
    return Counts(n, x, n.sum(axis=0) - n, x.sum(axis=0) - x)


def quiet(seed, *, series=3, bins=26, n=40, share=0.7):
    rng = np.random.default_rng(seed)
    entered = rng.integers(n // 2, n * 2, (series, bins))
    return rows(*zip(entered, rng.binomial(entered, share), strict=True))


def slow_strength(counts, row, first, after):
    def root(x, n):
        return 2 * np.arcsin(np.sqrt((x + 0.375) / (n + 0.75)))

    def drop(x, n):
        return root(x[row].sum(), n[row].sum()) - root(x[row, first:after].sum(), n[row, first:after].sum())

    def error(n):
        return 1 / (n[row, first:after].sum() + 0.5) - 1 / (n[row].sum() + 0.5)

    own = drop(counts.x, counts.n) / np.sqrt(error(counts.n))
    if not counts.rest_n[row].sum():
        return own
    gap = drop(counts.x, counts.n) - drop(counts.rest_x, counts.rest_n)
    return min(own, gap / np.sqrt(error(counts.n) + error(counts.rest_n)))


@pytest.mark.parametrize("seed", range(4))
def test_strengths_are_those_of_a_slow_reading(seed):
    counts = quiet(seed)
    for first, after in ((0, 3), (5, 6), (13, 26)):
        found = np.maximum(strengths_in(counts, first, after, fewest=1), 0)
        assert found == pytest.approx([max(slow_strength(counts, row, first, after), 0) for row in range(3)], abs=2e-3)


def test_the_strongest_of_all_short_stretches_is_found():
    counts = quiet(7, bins=12)
    found = strongest(counts, fewest=1)
    assert 1 <= found.after - found.first <= 6
    slow = max(slow_strength(counts, row, first, first + length) for row in range(3) for length in (1, 2, 3, 4) for first in range(13 - length))
    assert found.strength <= slow + 1e-3  # a spread beyond chance only weakens it


def test_docstrings_run():
    assert doctest.testmod(dips).failed == 0


def test_a_dip_of_one_group_is_found_there_and_a_general_one_in_none():
    one = quiet(3)
    one.x[1, 10:14] = one.n[1, 10:14] // 4
    found = strongest(rows(*zip(one.n, one.x, strict=True)), fewest=10)
    assert (found.row, found.first, found.after) == (1, 10, 14)
    general = quiet(3)
    general.x[:, 10:14] = general.n[:, 10:14] // 4
    assert strongest(rows(*zip(general.n, general.x, strict=True)), fewest=10).strength < 3.5


def test_stretches_with_few_inside_or_outside_are_not_looked_at():
    few = rows((np.full(20, 2), np.full(20, 1)))
    assert strongest(few, fewest=30) is None
    assert strongest(Counts(*(np.zeros((1, 20), dtype=int),) * 4), fewest=1) is None


def test_the_ends_are_moved_to_where_the_drop_begins():
    n, none = np.full((1, 60), 20), np.zeros((1, 60), dtype=int)
    x = np.where((np.arange(60) >= 17) & (np.arange(60) < 31), 5, 16)[None]
    assert sharpened(Counts(n, x, none, none), 14, 28, reach=7, fewest=10) == (17, 31)
    n = np.where(np.arange(60) == 30, 0, n)
    x = np.where(n == 0, 0, x)
    assert sharpened(Counts(n, x, none, none), 14, 28, reach=7, fewest=10) == (17, 30)


def test_equal_shares_are_no_dip():
    n = np.random.default_rng(2).integers(1, 60, (3, 20))
    assert strongest(rows(*zip(n, n, strict=True)), fewest=5) is None
    assert strongest(rows(*zip(n, 0 * n, strict=True)), fewest=5) is None


def test_quiet_worlds_ring_in_about_one_of_twenty():
    """Binomial counts, the same threshold: at most 5%, with the margin of 200 draws."""
    limit = np.quantile(by_chance(quiet(0), np.zeros(3, int), fewest=10, draws=399, seed=1), 0.95)
    rang = 0
    for seed in range(200):
        n = quiet(0).n
        x = np.random.default_rng(1000 + seed).binomial(n, 0.7)
        rang += strongest(rows(*zip(n, x, strict=True)), fewest=10).strength > limit
    assert rang <= 16


# Steps in whichever order


NAMES = ("a", "b", "c", "x")


def slow_unordered(mine, *, window, as_of):
    """Furthest stage, state and times of one journey from (day, stage letter)."""
    first = {}
    for day, stage in sorted(mine):
        first.setdefault(stage, day)
    if not set("abc") & set(first):
        return None
    begin = min(first[stage] for stage in "abc" if stage in first)
    later = [day for day, stage in mine if stage == "x" and day >= begin]
    first.pop("x", None)
    first |= {"x": min(later)} if later else {}
    limit = begin + window
    over = min(limit, first.get("x", limit))
    times = []
    for stage in "abc":
        if first.get(stage, over + 1) > over:
            break
        times.append(max([first[stage], *times]) if times else begin)
    if not times:
        return None
    left = first.get("x", limit + 1) <= limit
    state = COMPLETE if len(times) == 3 else EXITED if left else OPEN if limit >= as_of else LOST
    return len(times) - 1, state, times


@pytest.mark.parametrize("unit", ["journey", "customer"])
@pytest.mark.parametrize("seed", range(30))
def test_unordered_is_the_slow_reading(seed, unit):
    rng = np.random.default_rng(seed)
    number = 40
    log = pd.DataFrame({"journey": rng.integers(0, 12, number), "at": rng.integers(0, 30, number) * DAY, "stage": rng.choice([0, 0, 1, 2, 3, -1], number)})
    log["customer"] = log["journey"] // 2
    log = log.sort_values(["customer", "at", "stage"], kind="stable")
    events = SortedEvents(
        log["customer"].to_numpy(np.int32), log["at"].to_numpy(np.int64), log["stage"].to_numpy(np.int16), log["journey"].to_numpy(np.int64),
        np.zeros(number, np.int16), np.array([f"c{i}" for i in range(12)], dtype=object), NAMES, ("app",),
    )
    as_of = 25
    free = passages(events, stages=3, window_days=8, as_of=as_of * DAY, unit=unit, order="any")
    expected = {}
    for journey in log[unit].unique():
        mine = [(row.at // DAY, NAMES[row.stage]) for row in log[log[unit] == journey].itertuples() if row.stage >= 0]
        told = slow_unordered(mine, window=8, as_of=as_of)
        if told is not None:
            expected[int(journey)] = told
    seen = {}
    for place in range(len(free)):
        reached = free.row[place] >= 0
        journey = int(getattr(events, unit)[free.row[place, 0]])
        seen[journey] = (int(free.furthest[place]), int(free.state[place]), (free.at[place][reached] // DAY).tolist())
    assert seen == expected


# Findings


@pytest.fixture(scope="module")
def faulty(tiny_study):
    """Paying by app breaks from day 70 to 90; delivering fails for everyone from day 120 to 140."""
    return made(tiny_study, dip=[(70, 91, "pay", "app", 0.4), (120, 141, "done", None, 0.35)])


def test_planted_incidents_surface_with_their_days_and_groups(faulty):
    found = incidents(faulty)
    assert found.status == "answered" and len(found.table) == 2
    by_step = found.table.set_index("step")
    app, general = by_step.loc["basket → pay"], by_step.loc["pay → done"]
    assert (app["level"], app["segment"], general["level"], general["segment"]) == ("app", "Channel", "everyone", "")
    for row, start, end in ((app, 70, 90), (general, 120, 140)):
        assert abs((row["from_day"] - FIRST).days - start) <= 3 and abs((row["to_day"] - FIRST).days - end) <= 3
    assert (found.table["adjusted_p"] < 0.05).all() and (found.table["difference_high"] < 0).all()
    assert general["owner"] == "Payments"
    assert "→" in found.sentence and "Also clear" in found.sentence


def test_numbers_are_those_of_the_raw_table(faulty):
    raw = shop(dip=[(70, 91, "pay", "app", 0.4), (120, 141, "done", None, 0.35)])["touchpoints"]
    raw["day"] = pd.to_datetime(raw["at"]).dt.date
    row = incidents(faulty).table.set_index("level").loc["app"]
    mine = raw[raw["channel"] == "app"]
    begun = mine[mine["stage"] == "basket"]
    inside = begun["day"].between(row["from_day"], row["to_day"])
    paid = begun["journey_id"].isin(mine.loc[mine["stage"] == "pay", "journey_id"])
    assert row["base"] == inside.sum()
    assert row["value"] == pytest.approx(paid[inside].mean())
    assert row["usual"] == pytest.approx(paid[~inside].mean())
    assert row["missed"] == pytest.approx(inside.sum() * (paid[~inside].mean() - paid[inside].mean()))
    assert row["low"] <= row["value"] <= row["high"]


def test_a_dip_of_the_largest_group_is_not_called_general(tiny_study):
    found = incidents(made(tiny_study, dip=[(70, 91, "pay", "web", 0.45)], seed=5))
    assert found.table[["step", "level"]].iloc[0].tolist() == ["basket → pay", "web"]
    assert len(found.table) == 1


def test_a_general_dip_is_blamed_on_nobody(tiny_study):
    found = incidents(made(tiny_study, dip=[(70, 91, "pay", None, 0.5)], seed=6))
    assert found.table["level"].tolist() == ["everyone"]


def test_quiet_studies_ring_in_at_most_one_of_twenty(tiny_study):
    """Outcomes dealt out anew among the entries of each step, 40 times: two false alarms are expected, six are not."""
    from dataclasses import replace

    from cxlib.journeys.incidents import _found

    seen, splits = looked_at(made(tiny_study, visits=1500, weeks=20), ())
    whole, rang = board(seen, splits), 0
    for seed in range(40):
        rng = np.random.default_rng(seed)
        steps = tuple(replace(step, went_on=rng.permutation(step.went_on)) for step in whole.steps)
        rang += _found(seen, replace(whole, steps=steps), whole.bins(7), 1, 99)[0].adjusted_p < 0.05
    assert rang <= 5


def test_a_quiet_study_says_so_and_shows_its_clearest_stretch(tiny_study):
    found = incidents(made(tiny_study, seed=11))
    assert found.status == "cannot_tell" and len(found.table) == 1 and found.headline is None
    assert found.table["adjusted_p"].iloc[0] > 0.05 and "cannot tell" in found.sentence


def test_days_are_a_grain_too_and_by_narrows_what_is_watched(faulty):
    daily = incidents(faulty, every="day")
    assert set(daily.table["level"]) == {"app", "everyone"}
    narrow = incidents(faulty, by="region")
    assert "app" not in set(narrow.table["level"]) and "everyone" in set(narrow.table["level"])
    both = incidents(faulty, by=("region", "channel")).table
    assert (both["segment"].isin(["", "Region × Channel"])).all()


def test_the_same_answer_twice_and_the_study_left_alone(faulty):
    before = faulty.customers()
    first, second = incidents(faulty), incidents(faulty)
    pd.testing.assert_frame_equal(first.table, second.table)
    pd.testing.assert_frame_equal(faulty.customers(), before)


def test_a_slice_is_watched_alone(faulty):
    alone = incidents(faulty.where(Slice({"channel": ("app",)})))
    row = alone.table.set_index("step").loc["basket → pay"]
    assert row["level"] == "everyone" and abs((row["from_day"] - FIRST).days - 70) <= 3


def test_entries_without_time_to_go_on_are_not_judged(tiny_study):
    """A step takes ten days here; those who began in the last ten would else look like an incident."""
    tables = shop(visits=3000)
    late = tables["touchpoints"]["stage"] != "basket"
    at = pd.to_datetime(tables["touchpoints"]["at"]) + pd.to_timedelta(np.where(late, 240, 0), unit="h")
    tables["touchpoints"]["at"] = at.dt.strftime("%Y-%m-%dT%H:%M:%S")
    study = tiny_study(questions={}, settings="as_of = 2026-07-06", more=JOURNEY.replace("= 2\n", "= 20\n"), **tables)
    assert incidents(study).status == "cannot_tell"


def test_findings_read_back_and_speak_vietnamese(faulty, tiny_study):
    for study in (faulty, made(tiny_study, seed=11)):
        for language in ("en", "vi"):
            found = incidents(study.in_language(language))
            assert Finding.from_json(found.to_json()) == found
            assert found.sentence and "{" not in found.sentence + found.to_html()
    assert "ít hơn bình thường" in incidents(faulty.in_language("vi")).sentence


def test_wrong_words_are_refused(faulty):
    with pytest.raises(ArgumentError) as refused:
        incidents(faulty, every="weak")
    assert str(refused.value) == 'no time step called "weak"; did you mean "week"? Choose from: week, day.'
    with pytest.raises(ArgumentError):
        incidents(faulty, by="regoin")


ODD = {
    "one contact": {"touchpoints": [{"customer_id": "a", "at": "2026-01-01", "stage": "basket", "journey_id": "1"}]},
    "one customer, many weeks": {"touchpoints": [
        {"customer_id": "a", "at": f"2026-{month:02d}-{day:02d}", "stage": stage, "journey_id": f"{month}-{day}"}
        for month in range(1, 7) for day in (1, 11, 21) for stage in ("basket", "pay")]},
    "nobody goes on": {"touchpoints": [
        {"customer_id": f"c{n % 7}", "at": f"2026-{1 + n // 20:02d}-{1 + n % 20:02d}", "stage": "basket", "journey_id": str(n)} for n in range(120)]},
    "everybody goes on": {"touchpoints": [
        {"customer_id": f"c{n % 7}", "at": f"2026-{1 + n // 20:02d}-{1 + n % 20:02d}", "stage": stage, "journey_id": str(n)}
        for n in range(120) for stage in ("basket", "pay", "done")]},
    "only later stages": {"touchpoints": [{"customer_id": "a", "at": "2026-01-01", "stage": "done", "journey_id": "1"}]},
}


@pytest.mark.parametrize("name", sorted(ODD))
@pytest.mark.parametrize("unit", ["journey", "customer"])
@pytest.mark.parametrize("period", ["month", "wave"])
def test_odd_studies_have_an_answer(tiny_study, name, unit, period):
    answers = [{"customer_id": "a", "wave": "2026", "question": "recommend", "score": 9}] if period == "wave" else None
    tables = ODD[name] | ({"responses": answers} if answers else {})
    settings = f'period = "{period}"' + ("\nas_of = 2026-07-10" if answers else "")
    study = tiny_study(settings=settings, more=JOURNEY.replace('"journey"', f'"{unit}"'), **tables)
    found = incidents(study)
    assert found.status in ("cannot_tell", "nobody") and found.sentence
    assert Finding.from_json(found.to_json()) == found


def test_without_contacts_or_stages_it_says_what_is_missing(tiny_study):
    answers = [{"customer_id": "a", "at": "2026-01-01", "question": "recommend", "score": 9}]
    assert incidents(tiny_study(responses=answers)).status == "not_available"


def test_a_slice_nobody_is_in(tiny_study):
    tables = shop(visits=200)
    tables["customers"]["region"] = "north"
    tables["customers"].loc[len(tables["customers"])] = ["never came", "south"]
    study = tiny_study(questions={}, settings='segments = ["region"]', more=JOURNEY, slice="region = south", **tables)
    assert incidents(study).status == "nobody"


def test_customers_who_come_back_are_watched_each_time(tiny_study):
    """Without journey ids every pass of a customer counts."""
    tables = shop(dip=[(70, 91, "pay", None, 0.4)])
    found = incidents(tiny_study(questions={}, more=JOURNEY.replace('unit = "journey"', 'unit = "customer"'), **tables))
    assert found.status == "answered" and found.base > 500
    assert found.table["step"].iloc[0] == "basket → pay" and abs((found.table["from_day"].iloc[0] - FIRST).days - 70) <= 3


def test_the_app_fault_of_the_sample_is_found(small):
    found = incidents(small, by="age_band")
    assert found.table[["step", "level"]].iloc[0].tolist() == ["connect → purchase", "55+"]


def test_groups_keep_their_places_where_only_one_step_has_another_level(tiny_study):
    """Journeys that began by app and paid elsewhere are "not known" to a slice by app, at the later step alone."""
    tables = shop()
    contacts = tables["touchpoints"]
    moved = (contacts["stage"] == "pay") & (contacts["journey_id"] % 2 == 0)
    contacts["channel"] = contacts["channel"].mask(moved, "phone")
    study = tiny_study(questions={}, settings='segments = ["region", "channel"]', more=JOURNEY, slice="channel = app", **tables)
    seen, splits = looked_at(study, ("region", "channel"))
    watched = board(seen, splits)
    paid = np.bincount(watched.steps[1].groups[0], minlength=len(watched.names[0]))
    found = dict(zip(watched.names[0], paid.tolist(), strict=True))
    begun = contacts.loc[(contacts["stage"] == "basket") & (contacts["channel"] == "app"), "journey_id"]
    mine = contacts[(contacts["stage"] == "pay") & contacts["journey_id"].isin(begun)]
    region = mine["customer_id"].str[1:].astype(int).mod(2).map({0: "north", 1: "south"})
    level = mine["channel"].replace("phone", "not known")
    expected = mine.groupby([region, level]).size()
    assert {name: n for name, n in found.items() if n} == expected.to_dict()


def test_periods_of_the_slice_are_watched_alone(faulty):
    found = incidents(faulty.where(Slice(periods=("2026Q1",))))
    assert found.table["level"].tolist() == ["app"] and found.table["to_day"].iloc[0] <= dt.date(2026, 3, 31) + dt.timedelta(days=5)

"""Counts held in memory are those of the rows, for every slice; a slice and its rest make everyone."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from cxlib import intervals, journeys, scores
from cxlib.slices import Slice
from cxlib.store import cube as store_cube
from cxlib.store import view as views
from cxlib.study import cubes

REGION, PLAN = Slice({"region": ("Hà Nội",)}), Slice({"plan": ("Vàng", "Bạc")})
SLICES = ["", "region = Hà Nội", "not (region = Hà Nội)", "region = Hà Nội & plan = Vàng, Bạc", "not (region = Hà Nội & plan = Vàng)",
          "weights = off & not (region = Hà Nội)", "period = 2026Q2, 2026Q3 & region = Cần Thơ", "region = ", "not ()", "not (region = )"]
BY = [(), ("period",), ("region",), ("period", "store"), ("plan", "region", "period"), ("channel",), ("month", "region"), ("stage", "period")]
PEOPLE = ("retention_counts", "revenue_counts", "revenue_retention_counts", "repeat_counts")
ADDED = {"complete", "known"}


@pytest.fixture
def by_rows(monkeypatch):
    """Counts from the rows, as if no cube could be held."""
    def count(work):
        with monkeypatch.context() as patch:
            patch.setattr(cubes, "MOST_CELLS", -1)
            return work()

    return count


def same(found, known):
    pd.testing.assert_frame_equal(found, known, rtol=1e-10, atol=1e-9, check_dtype=len(known) > 0)


@pytest.mark.parametrize("text", SLICES)
def test_answers_in_memory_are_those_of_the_rows(small, by_rows, text):
    study = small.where(text)
    for by in BY:
        same(study.score_counts(by), by_rows(lambda by=by: study.score_counts(by)))


@pytest.mark.parametrize("name", PEOPLE)
@pytest.mark.parametrize("text", SLICES)
def test_customers_in_memory_are_those_of_the_rows(small, by_rows, name, text):
    study = small.where(text)
    for by in ((), ("plan",), ("plan", "store")):
        same(getattr(study, name)(by), by_rows(lambda by=by: getattr(study, name)(by)))


@pytest.mark.parametrize("text", SLICES)
def test_cells_that_occur_give_what_the_full_crossing_gives(small, monkeypatch, text):
    study = small.where(text)
    for by in BY:
        crossed = replace(study, view=replace(study.view)).score_counts(by)
        with monkeypatch.context() as patch:
            patch.setattr(store_cube, "_GRID", -1)
            same(replace(study, view=replace(study.view)).score_counts(by), crossed)


def test_the_first_slice_may_be_nobody(small):
    fresh = replace(small, view=replace(small.view))
    assert fresh.where("not ()").score_counts(["period"]).empty and fresh.where("not ()").retention_counts()["start"].sum() == 0
    assert scores.level(fresh.where("not ()")).status == "nobody"
    same(fresh.score_counts(["period"]), small.score_counts(["period"]))
    same(fresh.retention_counts(), small.retention_counts())


def test_what_is_added_up_beforehand_is_bounded(small, monkeypatch):
    cube = cubes.answers_cube(replace(small, view=replace(small.view)), ["period"])
    whole = cube.counts(small.slice, ["period", "question", "score"])
    monkeypatch.setattr(store_cube, "_GRID", cube.outer.size * cube.inner.size)
    for names in itertools.combinations(cube.outer.codes, 2):
        parts = cube.counts(small.slice, [*names, "period", "question", "score"])
        same(parts.groupby(["period", "question", "score"], dropna=False, as_index=False)[list(cube.sums)].sum(), whole)
        assert len(cube._blocks) <= 2


def test_findings_of_one_slice_share_their_counts_and_cannot_change_them(small):
    study = replace(small, view=replace(small.view)).where(PLAN)
    first, coded = study.score_counts(["period"]), study.coded_counts(["period"])
    assert coded is study.where("").coded_counts(["period"])
    first.loc[:, "n"] = 0
    same(study.score_counts(["period"]), coded.frame())
    assert study.score_counts(["period"])["n"].sum() > 0
    for level in study.segments["store"]:
        study.where(Slice({"store": level})).score_counts(["period"])
    assert len(study.view.remembered("lately", dict)) <= views._LATELY


def test_every_level_and_pair(small, by_rows):
    for one, two in itertools.product(small.segments["region"], small.segments["plan"]):
        study = small.where(Slice({"region": one, "plan": two}))
        same(study.score_counts(["period"]), by_rows(lambda study=study: study.score_counts(["period"])))


@pytest.mark.parametrize("slice_", [REGION, PLAN, REGION & PLAN])
def test_a_slice_and_its_rest_make_everyone(small, slice_):
    mine, others = small.where(slice_), small.where(slice_.rest())
    for name in ("score_counts", *PEOPLE):
        found = [getattr(study, name)() for study in (mine, others, small)]
        keys = [key for key in ("period", "question", "score") if key in found[2]]
        numbers = [name for name in found[2].select_dtypes("number") if name not in keys and name not in ADDED]
        one, two, all_ = (frame.groupby(keys, dropna=False)[numbers].sum() for frame in found)
        assert len(one) and len(two)
        pd.testing.assert_frame_equal(one.add(two, fill_value=0)[numbers], all_, check_dtype=False, rtol=1e-9)
    assert mine.size + others.size == small.size == len(small.customers()) and mine.size == len(mine.customers())
    assert len(mine.events()) + len(others.events()) == len(small.events())
    steps = [journeys.funnel(study).table["reached"].to_numpy() for study in (mine, others, small)]
    np.testing.assert_array_equal(steps[0] + steps[1], steps[2])


def test_who_is_not_known_is_outside(tiny_study):
    customers = [{"customer_id": f"c{i}", "region": "A" if i < 4 else ("B" if i < 7 else "")} for i in range(10)]
    answers = [{"customer_id": f"c{i}", "at": "2026-02-10", "question": "recommend", "score": i} for i in range(10)]
    study = tiny_study(customers=customers, responses=answers, settings='as_of = 2026-04-01\nsegments = ["region"]')
    outside = study.where("not (region = A)")
    assert outside.size == 6 and outside.score_counts()["n"].sum() == 6
    assert study.where("not (region = A, B)").score_counts()["score"].tolist() == [7.0, 8.0, 9.0]


def test_weights_are_used_unless_the_slice_says_off(tiny_study):
    answers = [{"customer_id": f"c{i}", "at": "2026-02-10", "question": "recommend", "score": 9, "weight": 1 + i % 2} for i in range(10)]
    study = tiny_study(responses=answers, settings="as_of = 2026-04-01")
    off = study.where("weights = off")
    assert study.weighted and not off.weighted
    assert study.score_counts()["w"].sum() == 15 and off.score_counts()["w"].sum() == 10 == off.score_counts()["w2"].sum()
    assert set(study.answer_rows(["recommend"]).weight) == {1.0, 2.0} and set(off.answer_rows(["recommend"]).weight) == {1.0}


def test_a_journey_outside_of_a_channel_began_elsewhere(small):
    everyone = journeys.funnel(small, by="channel").table
    first = everyone[everyone["stage"] == small.settings.journey.stages[0]].set_index("channel")["base"]
    def base(slice_):
        return journeys.funnel(replace(small, slice=slice_)).base

    level = next(name for name in first.index if first[name] > 20)
    assert base(Slice({"channel": level})) == first[level] and base(Slice({"channel": level}, outside=True)) == first.sum() - first[level]
    both = Slice({"channel": level, "region": "Hà Nội"})
    assert 0 < base(both) < first[level] and base(both) + base(both.rest()) == first.sum()


def test_another_slice_asks_nothing_of_the_rows(small, monkeypatch):
    asked = []
    work = (lambda s: s.score_counts(["period"]), lambda s: s.retention_counts(), lambda s: s.size, lambda s: s.provenance,
            lambda s: journeys.funnel(s), lambda s: s.segments)
    for one in work:
        one(small.where(REGION))
    query = views.View._ready
    monkeypatch.setattr(views.View, "_ready", lambda self, text: (asked.append(text), query(self, text))[1])
    for one in work:
        one(small.where(PLAN.rest()))
    assert asked == []


def test_cubes_too_many_are_forgotten(small, monkeypatch):
    monkeypatch.setattr(views, "_CUBES", 0)
    study = replace(small, view=replace(small.view))
    for by in ((), ("channel",), ("stage",)):
        study.score_counts(by)
        assert len(study.view._cubes) == 1


@pytest.mark.parametrize("method", ["holm", "fdr_bh"])
def test_corrections_are_those_of_statsmodels(method):
    from statsmodels.stats.multitest import multipletests

    rng = np.random.default_rng(5)
    for size in (1, 2, 7, 40):
        p = np.round(rng.random(size) ** 3, 2)
        np.testing.assert_array_equal(intervals.adjust(p, method=method), multipletests(p, method=method)[1])

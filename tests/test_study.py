"""A study shows what was known on a day, through a slice, and never more."""

from __future__ import annotations

import datetime as dt
import itertools

import numpy as np
import pandas as pd
import pytest

import cxlib
from cxlib import samples
from cxlib.errors import ArgumentError, ContractError, SettingsError
from cxlib.slices import Slice
from cxlib.study import period_bounds

EARLIER = "2026Q1"
DAY = "2026-02-10"
COUNTS = {
    "scores": lambda s: s.score_counts(["period"]),
    "scores by region": lambda s: s.score_counts(["period", "region", "channel"]),
    "retention": lambda s: s.retention_counts(),
    "retention by plan": lambda s: s.retention_counts(["plan"]),
    "revenue": lambda s: s.revenue_counts(),
    "revenue by plan": lambda s: s.revenue_counts(["plan"]),
    "features": lambda s: s.features(),
    "features of a month before": lambda s: s.features(s.as_of - dt.timedelta(days=31), lookback_days=60),
    "customers": lambda s: s.customers(),
    "active": lambda s: s.active(dt.date(2026, 1, 1), dt.date(2027, 1, 1)).to_frame(),
}


@pytest.fixture(scope="module")
def earlier(small_folder):
    """The study opened at an earlier wave."""
    return cxlib.open_study(small_folder, wave=EARLIER)


@pytest.fixture(scope="module")
def cut(small_company, tmp_path_factory):
    """The study of files from which every later row was taken out beforehand."""
    day = pd.Timestamp(period_bounds(EARLIER)[1])
    dates = {"customers": "joined_at", "touchpoints": "at", "responses": "at", "transactions": "at"}
    tables = {name: table[table[dates[name]] < day].reset_index(drop=True) for name, table in small_company.tables.items()}
    folder = samples.write(small_company, tmp_path_factory.mktemp("cut") / "study")
    for path in folder.glob("responses_*.csv"):
        path.unlink()
    tables["customers"].to_csv(folder / "customers.csv", index=False)
    tables["responses"].to_csv(folder / "responses_all.csv", index=False)
    for name in ("touchpoints", "transactions"):
        tables[name].to_parquet(folder / f"{name}.parquet", index=False)
    text = (folder / "study.toml").read_text(encoding="utf-8")
    lines = [f"as_of = {day.date()}" if line.startswith("as_of") else line for line in text.splitlines()]
    (folder / "study.toml").write_text("\n".join(lines), encoding="utf-8")
    return cxlib.open_study(folder)


@pytest.mark.parametrize("name", COUNTS)
@pytest.mark.parametrize("slice_", ["", "region = Hà Nội, Cần Thơ"])
def test_an_earlier_wave_shows_what_files_cut_at_that_day_would_give(earlier, cut, name, slice_):
    seen, known = (COUNTS[name](study.where(slice_)) for study in (earlier, cut))
    assert len(known) > 0
    pd.testing.assert_frame_equal(seen, known, check_like=True)


def test_an_earlier_wave_has_the_events_of_files_cut_at_that_day(earlier, cut):
    seen, known = earlier.events(), cut.events()
    assert len(known.at) > 1000
    np.testing.assert_array_equal(seen.at, known.at)
    for study in (seen, known):
        assert (np.diff(study.customer) >= 0).all()
    ids = [events.customer_ids[events.customer] for events in (seen, known)]
    np.testing.assert_array_equal(*ids)
    stages = [np.array([*events.stage_names, "none"])[events.stage] for events in (seen, known)]
    np.testing.assert_array_equal(*stages)
    channels = [np.array([*events.channel_names, "none"])[events.channel] for events in (seen, known)]
    np.testing.assert_array_equal(*channels)


def test_an_earlier_wave_has_the_levels_and_waves_of_files_cut_at_that_day(earlier, cut):
    assert earlier.segments == cut.segments
    assert earlier.waves == cut.waves and earlier.wave == EARLIER == cut.wave
    assert earlier.as_of == cut.as_of == dt.date(2026, 4, 1)
    assert earlier.weighted == cut.weighted
    assert earlier.provenance["rows"] == cut.provenance["rows"]


def test_features_of_later_days_are_refused(earlier):
    with pytest.raises(ArgumentError) as error:
        earlier.features(dt.date(2026, 4, 2))
    assert str(error.value) == "features as of 2026-04-02 would need days after 2026-04-01, which this study does not see"


def test_features_are_those_of_a_plain_count(small, small_company):
    as_of, start = small.as_of, small.as_of - dt.timedelta(days=180)
    paid = small_company.tables["transactions"]
    window = paid[(paid["at"] >= pd.Timestamp(start)) & (paid["at"] < pd.Timestamp(as_of))]
    sales = window[window["amount"] > 0].groupby("customer_id")["amount"].agg(["size", "mean"])
    found = small.features()
    assert found.index.is_unique
    np.testing.assert_allclose(found["visits"], sales["size"].reindex(found.index).fillna(0))
    np.testing.assert_allclose(found["basket"], sales["mean"].reindex(found.index), rtol=1e-12)
    np.testing.assert_allclose(found["spend"], window.groupby("customer_id")["amount"].sum().reindex(found.index).fillna(0), rtol=1e-12)
    bought = window[window["amount"] > 0]
    for name, first, after in (("visits_last_30", 30, 0), ("visits_prior_30", 60, 30)):
        inside = bought["at"].between(*(pd.Timestamp(as_of - dt.timedelta(days=days)) for days in (first, after)), inclusive="left")
        np.testing.assert_allclose(found[name], bought[inside].groupby("customer_id").size().reindex(found.index).fillna(0))
    contacts = small_company.tables["touchpoints"]
    last = pd.concat([paid[["customer_id", "at"]], contacts[["customer_id", "at"]]]).groupby("customer_id")["at"].max()
    days = (pd.Timestamp(as_of) - last.dt.normalize()).dt.days.reindex(found.index)
    np.testing.assert_allclose(found["recency_days"], days)


def test_a_customer_with_many_rows_is_one_customer(tiny_study):
    """Whatever tables there are: with a single table too."""
    rows = [{"customer_id": f"c{i % 10}", "at": f"2026-0{1 + i // 10}-10", "question": "recommend", "score": 9} for i in range(30)]
    paid = [{"customer_id": f"c{i % 10}", "at": f"2026-0{1 + i // 10}-10", "amount": 5} for i in range(30)]
    for tables in ({"responses": rows}, {"transactions": paid}, {"responses": rows, "transactions": paid}):
        study = tiny_study(**tables, settings="as_of = 2026-04-01")
        assert len(study.customers()) == 10 and study.customers().index.is_unique
        if "responses" in tables:
            assert study.score_counts()["n"].sum() == 30
        if "transactions" in tables:
            assert study.revenue_counts()["amount"].sum() == 150 and study.features()["visits"].tolist() == [3.0] * 10


def test_answers_without_a_customer_are_each_their_own(tiny_study):
    rows = [{"at": DAY, "question": "recommend", "score": 9} for _ in range(12)]
    study = tiny_study(responses=rows, settings="as_of = 2026-04-01")
    assert study.score_counts()["n"].sum() == 12 and len(study.customers()) == 12


# Slices.


@pytest.mark.parametrize("name", ["scores", "retention", "revenue", "features", "customers"])
def test_slicing_twice_equals_slicing_by_both(small, name):
    one, two = Slice({"region": ("Hà Nội", "Cần Thơ")}), Slice({"region": ("Hà Nội",), "plan": ("Vàng",)})
    pd.testing.assert_frame_equal(COUNTS[name](small.where(one).where(two)), COUNTS[name](small & (one & two)))


@pytest.mark.parametrize(("name", "columns"), [
    ("scores", ["n", "w", "w2"]), ("retention", ["start", "retained", "churned", "joined", "end"]),
    ("revenue", ["customers", "customers_all", "amount", "amount2"]),
])
def test_levels_add_up_to_everyone(small, name, columns):
    parts = [COUNTS[name](small.where(Slice({"plan": level}))) for level in small.segments["plan"]]
    keys = ["period", "question", "score"] if name == "scores" else ["period"]
    total = COUNTS[name](small).groupby(keys, dropna=False)[columns].sum()
    pd.testing.assert_frame_equal(pd.concat(parts).groupby(keys, dropna=False)[columns].sum(), total, check_dtype=False, rtol=1e-9)


def test_by_segment_equals_slicing_to_each_level(small):
    for name, by in (("retention", "retention by plan"), ("revenue", "revenue by plan")):
        table = COUNTS[by](small)
        for level in small.segments["plan"]:
            alone = COUNTS[name](small.where(Slice({"plan": level})))
            mine = table[table["plan"] == level].drop(columns="plan").reset_index(drop=True)
            pd.testing.assert_frame_equal(mine, alone, check_dtype=False, rtol=1e-12)


def test_a_slice_of_periods_keeps_those_periods(small):
    kept = small.where("period = 2026Q2, 2026Q3")
    assert set(kept.score_counts(["period"])["period"]) == {"2026Q2", "2026Q3"}
    assert list(kept.retention_counts()["period"]) == ["2026Q2", "2026Q3"]


def test_nobody(small):
    nobody = small.where("region = Hà Nội").where("region = Cần Thơ")
    assert all(len(COUNTS[name](nobody)) == 0 for name in ("scores", "retention", "features", "customers", "active"))
    assert len(nobody.events().at) == 0
    finding = nobody.nobody("x", "q")
    assert finding.sentence == "Nobody is in this slice (region = ), so there is nothing to say. Let some levels back in."


def test_studies_do_not_change(small):
    before = (small.slice, small.language, small.view, small.wave)
    small.where("region = Hà Nội"), small.in_language("vi"), small.with_segment("new", pd.Series(dtype=str))
    assert (small.slice, small.language, small.view, small.wave) == before
    table = small.customers()
    table["region"] = "changed"
    assert set(small.customers()["region"]) == set(small.segments["region"])


# Segments laid over.


def test_a_segment_laid_over_is_a_segment_like_any_other(small):
    people = small.customers()
    labels = pd.Series(np.where(np.arange(len(people)) % 3 == 0, "một", "hai"), index=people.index).iloc[: len(people) // 2]
    study = small.with_segment("persona", labels)
    assert study.segments["persona"] == ("hai", "một", "not known")
    counts = study.score_counts(["persona", "period"])
    for level in study.segments["persona"]:
        alone = study.where(Slice({"persona": level})).score_counts(["period"])
        assert counts.loc[counts["persona"] == level, "n"].sum() == alone["n"].sum()
    assert counts["n"].sum() == small.score_counts()["n"].sum()
    assert study.customers()["persona"].value_counts()["not known"] == len(people) - len(labels)
    again = study.with_segment("persona", labels.replace({"một": "ba"}))
    assert again.segments["persona"] == ("ba", "hai", "not known") and "một" in study.segments["persona"]


@pytest.mark.parametrize(("name", "labels", "text"), [
    ("persona", ["a", "b"], "with_segment needs a pandas Series of labels, indexed by customer_id"),
    ("persona", pd.Series(["a", "b"], index=["C1", "C1"]), 'with_segment: customer "C1" has more than one label; keep one for each'),
    ("period", pd.Series(["a"], index=["C1"]), 'with_segment: "period" has a meaning of its own; give the segment another name'),
])
def test_a_segment_that_cannot_be_laid_over_is_refused(small, name, labels, text):
    with pytest.raises(ArgumentError) as error:
        small.with_segment(name, labels)
    assert str(error.value) == text


def test_hostile_names_stay_data(tiny_study):
    hostile = "x'); DROP TABLE responses; --\""
    rows = [{"customer_id": f"c{i}", "at": DAY, "question": "recommend", "score": 9, hostile: ["a'b", '"', "; --"][i % 3]} for i in range(12)]
    study = tiny_study(responses=rows, settings=f"as_of = 2026-04-01\nsegments = ['''{hostile}''']")
    assert sorted(study.segments[hostile]) == ['"', "; --", "a'b"]
    assert study.score_counts([hostile])["n"].tolist() == [4, 4, 4]
    assert study.where(Slice({hostile: "a'b"})).score_counts()["n"].sum() == 4
    assert study.with_segment(hostile + "2", pd.Series(["'"], index=["c0"])).score_counts([hostile + "2"])["n"].sum() == 12


# Periods, waves, completeness.


@pytest.mark.parametrize(("label", "start", "after"), [
    ("2026Q4", dt.date(2026, 10, 1), dt.date(2027, 1, 1)), ("2026-12", dt.date(2026, 12, 1), dt.date(2027, 1, 1)),
    ("2026-02", dt.date(2026, 2, 1), dt.date(2026, 3, 1)), ("2026", dt.date(2026, 1, 1), dt.date(2027, 1, 1)),
])
def test_periods_follow_one_another(label, start, after):
    assert period_bounds(label) == (start, after)


@pytest.mark.parametrize("label", ["2026Q5", "2026-13", "spring", "Q1"])
def test_a_label_that_is_no_period(label):
    with pytest.raises(ArgumentError) as error:
        period_bounds(label)
    assert str(error.value) == f'"{label}" is no period; write it like 2026Q3, 2026-03 or 2026'


def test_a_partial_period_is_not_complete(tiny_study):
    paid = [{"customer_id": f"c{i}", "at": day, "amount": 1} for i in range(5) for day in ("2026-01-02", "2026-04-02", "2026-07-20")]
    study = tiny_study(transactions=paid, questions={}, settings="")
    assert [study.complete(wave) for wave in study.waves] == [True, True, False]
    assert study.retention_counts()["complete"].tolist() == [True, True, False]
    assert tiny_study(transactions=paid, questions={}, settings="as_of = 2026-10-01").complete("2026Q3")


def test_wrong_openings_are_refused(small_folder, tmp_path):
    with pytest.raises(ArgumentError) as error:
        cxlib.open_study(small_folder, wave="2026Q33")
    assert str(error.value).startswith('no wave called "2026Q33"; did you mean "2026Q3"? Choose from: 2024Q4, ')
    with pytest.raises(SettingsError) as error:
        cxlib.open_study(tmp_path)
    assert str(error.value) == f"no study at {tmp_path}: there is no study.toml. Make the sample study with: cx sample {tmp_path}"
    with pytest.raises(ArgumentError) as error:
        cxlib.open_study(small_folder, slice="regoin = Huế")
    assert str(error.value) == 'no segment called "regoin"; did you mean "region"? Choose from: region, store, age_band, plan, acquired_by.'


def test_a_study_with_too_many_broken_rows_stops_unless_told_to_go_on(tiny_study):
    rows = [{"customer_id": f"c{i}", "at": DAY, "question": "recommend", "score": 11 if i < 2 else 9} for i in range(20)]
    with pytest.raises(ContractError) as error:
        tiny_study(responses=rows, on_rejected="stop")
    assert str(error.value).startswith("2 of 20 rows (10.0%) break the contract; the study stops above 5%. The first: responses.csv, row 2, score:")
    assert tiny_study(responses=rows, on_rejected="continue").score_counts()["n"].sum() == 18


def test_survey_only_studies_answer_politely(tiny_study):
    study = tiny_study(responses=[{"customer_id": "a", "at": DAY, "question": "recommend", "score": 9}], settings="as_of = 2026-04-01")
    assert not study.active(dt.date(2026, 1, 1), dt.date(2026, 4, 1)).any()
    assert [study.has(table) for table in ("customers", "responses", "touchpoints", "transactions")] == [False, True, False, False]
    finding = study.not_available("x", "q", "transactions", "touchpoints")
    assert finding.status == "not_available" and "payments, contacts" in finding.sentence


def test_contract_parts_of_a_start_cohort(tiny_study):
    """Every place that joining and leaving can have around a quarter."""
    marks = [None, "2025-12-31", "2026-01-01", "2026-03-31", "2026-04-01"]
    rows = [{"customer_id": f"{j}{l}", "joined_at": joined or "", "left_at": left or ""} for (j, joined), (l, left) in
            itertools.product(enumerate(marks), enumerate(marks)) if not (joined and left and left < joined)]
    study = tiny_study(customers=rows, questions={}, settings="as_of = 2026-07-01", more='[churn]\nkind = "contract"')
    got = study.retention_counts().set_index("period").loc["2026Q1"]
    start = [r for r in rows if r["joined_at"] < "2026-01-01" and (not r["left_at"] or r["left_at"] >= "2026-01-01")]
    churned = [r for r in start if r["left_at"] and r["left_at"] < "2026-04-01"]
    assert got[["start", "churned", "retained"]].tolist() == [len(start), len(churned), len(start) - len(churned)]
    assert got["joined"] == sum("2026-01-01" <= r["joined_at"] < "2026-04-01" for r in rows)


# Studies without a wave to look at.


@pytest.mark.parametrize(("tables", "settings", "message"), [
    ({"customers": [{"customer_id": "a"}]}, "",
     "study.toml, [study]: no row has a date, so there is no quarter to look at; map at or joined_at"),
    ({"transactions": [{"customer_id": "a", "at": "2026-01-02", "amount": 1}]}, 'period = "wave"',
     'study.toml, [study]: period = "wave", but no answer names its wave; set wave in the sources of responses, map the '
     'column wave, or set period to "month", "quarter" or "year"'),
    ({"transactions": [{"customer_id": "a", "at": "2026-01-02", "amount": 1}]}, "as_of = 2020-01-01",
     "study.toml, [study]: as_of = 2020-01-01 leaves nothing to look at; the data begin in 2026Q1"),
    ({"responses": [{"customer_id": "a", "wave": "Đợt 1", "question": "recommend", "score": 9}]}, "",
     'study.toml, [study]: a wave of the answers is no quarter: "Đợt 1" is no period; write it like 2026Q3, 2026-03 or '
     '2026; or set period = "wave"'),
])
def test_a_study_without_a_wave_to_look_at(tiny_study, tables, settings, message):
    with pytest.raises(SettingsError) as error:
        tiny_study(**tables, settings=settings, **({} if "responses" in tables else {"questions": {}}))
    assert str(error.value) == message


def test_the_finest_segment_is_never_employees(tiny_study):
    rows = [{"customer_id": f"c{i}", "at": "2026-01-01", "question": "recommend", "score": 9, "employee": f"e{i}", "region": f"r{i % 2}"}
            for i in range(6)]
    study = tiny_study(responses=rows, settings='segments = ["employee", "region"]')
    assert study.finest_segment == "region" and len(study.segments["employee"]) == 6
    assert tiny_study(responses=rows).finest_segment is None

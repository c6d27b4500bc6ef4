"""Scores from raw file to finding: oracles, laws, planted truth, and what a small base must never give away."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy import stats

import cxlib
from cxlib import intervals, samples, scores
from cxlib.errors import ArgumentError
from cxlib.slices import Slice

ORACLES = Path(__file__).parent / "oracles"
FEW = settings(deadline=None, max_examples=8, derandomize=True, suppress_health_check=list(HealthCheck))
DAY = "2026-02-10"
QUARTER = "as_of = 2026-04-01"


def oracle(name):
    return json.loads((ORACLES / name).read_text(encoding="utf-8"))


def answers(values, question="recommend", **more):
    """An answer row for each score; None is a blank."""
    return [{"customer_id": f"c{place:04d}", "at": DAY, "question": question, "score": "" if score is None else score, **more}
            for place, score in enumerate(values)]


def two_waves(before, after, question="recommend"):
    """Answers by level in 2026Q1 and 2026Q2."""
    rows = []
    for day, by_level in (("2026-02-10", before), ("2026-05-10", after)):
        for level, values in by_level.items():
            rows += [{"customer_id": f"{level}{day}{place}", "at": day, "question": question, "score": score, "region": level}
                     for place, score in enumerate(values)]
    return rows


def row(finding, **where):
    """The one row of a finding's table in which these columns have these values."""
    table = finding.table
    for column, value in where.items():
        table = table[table[column] == value]
    assert len(table) == 1, table
    return table.iloc[0]


# Oracles, through the whole chain: CSV, contract, store, counts, finding.


def test_csat_on_five_points_rejects_what_is_off_the_scale(tiny_study):
    expected = oracle("csat_ces_expected.json")["csat5"]
    study = tiny_study(responses=answers(expected["input"], "satisfaction"), settings=QUARTER)
    meta = study.view.store.meta
    assert (meta["read"], meta["accepted"], meta["rejected"]) == (20, 18, 2)
    assert sorted(int(breach["value"]) for breach in meta["breaches"]) == expected["invalid"]
    top = row(scores.level(study), metric="csat")
    assert (top["base"], top["missing"]) == (expected["valid_n"], expected["missing"])
    np.testing.assert_allclose([top["value"], top["low"], top["high"]], [expected["csat"], *expected["wilson95"]], rtol=1e-9)
    mean = row(scores.level(study), metric="csat_mean")
    np.testing.assert_allclose([mean["value"], mean["low"], mean["high"]], [expected["mean"], *expected["t_ci95_mean"]], rtol=1e-9)


@pytest.mark.parametrize(("box", "key"), [(2, "top2_9_10"), (3, "top3_8_10")])
def test_csat_on_ten_points_follows_the_declared_box(tiny_study, box, key):
    expected = oracle("csat_ces_expected.json")["csat10"]
    questions = {"happy": f'metric = "csat"\nscale = [1, 10]\nhigh_is = "good"\ntop_box = {box}'}
    finding = scores.level(tiny_study(responses=answers(expected["input"], "happy"), questions=questions, settings=QUARTER))
    top = row(finding, metric="csat")
    assert top["value"] == pytest.approx(expected[key])
    assert row(finding, metric="csat_mean")["value"] == pytest.approx(expected["mean"])
    if box == 2:
        assert [top["low"], top["high"]] == pytest.approx(expected["wilson95"])


def test_csat_where_high_is_bad_counts_the_good_end(tiny_study):
    questions = {"trouble": 'metric = "csat"\nscale = [1, 5]\nhigh_is = "bad"'}
    finding = scores.level(tiny_study(responses=answers([1, 1, 2, 3, 4, 5] * 3, "trouble"), questions=questions, settings=QUARTER))
    assert row(finding, metric="csat")["value"] == pytest.approx(0.5)
    assert row(finding, metric="csat_mean")["value"] == pytest.approx(6 - 16 / 6)
    assert "turned round" in " ".join(finding.caveats)


def test_effort_is_shown_as_ease_and_never_pooled_with_ease(tiny_study):
    expected = oracle("csat_ces_expected.json")
    effort, ease = expected["ces_2010_effort_1_5"], expected["ces2_ease_1_7"]
    questions = {
        "effort": 'metric = "ces"\nscale = [1, 5]\nhigh_is = "bad"\nasks = "effort"',
        "ease": 'metric = "ces"\nscale = [1, 7]\nhigh_is = "good"\nasks = "ease"',
    }
    rows = answers(effort["input"], "effort") + answers(ease["input"], "ease")
    table = scores.level(tiny_study(responses=rows, questions=questions, settings=QUARTER)).table.set_index("question")
    common = expected["ces_common_0_100_ease"]
    assert (table.loc["effort", "value"] - 1) / 4 * 100 == pytest.approx(common["from_effort_1_5"])
    assert table.loc["ease", "value"] == pytest.approx(ease["mean"])
    assert (table.loc["ease", "value"] - 1) / 6 * 100 == pytest.approx(common["from_ease_1_7"])
    for name, given_scores in (("effort", [6 - x for x in effort["input"]]), ("ease", ease["input"])):
        low, high = stats.t.interval(0.95, 11, np.mean(given_scores), stats.sem(given_scores))
        assert [table.loc[name, "low"], table.loc[name, "high"]] == pytest.approx([low, high])


@pytest.mark.parametrize("case", [c for c in oracle("nps_expected.json")["intervals"] if c["n"] >= 10], ids=lambda c: f"{c['promoters']}-{c['detractors']}-{c['n']}")
def test_nps_is_that_of_the_oracle(tiny_study, case):
    passive = case["n"] - case["promoters"] - case["detractors"]
    study = tiny_study(responses=answers([10] * case["promoters"] + [3] * case["detractors"] + [8] * passive), settings=QUARTER)
    found = row(scores.level(study))
    np.testing.assert_allclose(100 * np.array([found["value"], found["low"], found["high"]]), [case["nps_points"], *case["tango95"]], atol=1e-6)


def test_nps_below_the_minimum_base_is_withheld(tiny_study):
    finding = scores.level(tiny_study(responses=answers([10, 10, 9, 1]), settings=QUARTER))
    assert finding.status == "cannot_tell" and finding.base == 0
    assert finding.sentence == "In Q1 2026 fewer than 10 people answered: too few for a number."
    assert finding.table[["base", "effective_base", "value", "low", "high", "missing"]].isna().all(axis=None)


@pytest.mark.parametrize("case", oracle("nps_expected.json")["two_sample"])
def test_a_change_of_nps_is_that_of_the_oracle(tiny_study, case):
    waves = [{"x": [10] * p + [2] * d + [7] * (n - p - d)} for p, d, n in (case["b"], case["a"])]
    study = tiny_study(responses=two_waves(*waves), settings="as_of = 2026-07-01")
    finding = scores.change(study)
    found = row(finding)
    points = 100 * np.array([found["value"], found["low"], found["high"]])
    np.testing.assert_allclose(points, [case["diff_points"], *case["ci95"]], atol=1e-5)
    assert found["p_value"] == pytest.approx(case["p_value_by_inversion"], abs=1e-6)
    assert (found["verdict"] != "cannot tell") == (case["p_value_by_inversion"] < 0.05) == (finding.status == "answered")


def test_weighted_nps_is_that_of_r_survey(tiny_study):
    expected = oracle("weighted_nps_expected.json")
    with open(ORACLES / "weighted_nps_input.csv", newline="", encoding="utf-8") as file:
        rows = [{"customer_id": r["id"], "at": DAY, "question": "recommend", "score": r["score"], "weight": r["w"]} for r in csv.DictReader(file)]
    finding = scores.level(tiny_study(responses=rows, settings=QUARTER))
    plain, weighted = (row(finding, basis=basis) for basis in ("unweighted", "weighted"))
    assert plain["value"] == pytest.approx(expected["unweighted_nps"]) and plain["effective_base"] == 60
    assert weighted["value"] == pytest.approx(expected["weighted_nps"])
    w = np.array([float(r["weight"]) for r in rows])
    s = np.array([int(r["score"]) for r in rows])
    p, d, nps = w[s >= 9].sum() / w.sum(), w[s <= 6].sum() / w.sum(), expected["weighted_nps"]
    effective = min(60, (p + d - nps**2) / expected["se_linearised"] ** 2)
    assert weighted["effective_base"] == pytest.approx(effective, rel=1e-6)
    low, high = intervals.nps_interval(p * effective, d * effective, effective)
    assert [weighted["low"], weighted["high"]] == pytest.approx([float(low), float(high)], abs=1e-6)
    assert finding.headline["value"] == pytest.approx(expected["weighted_nps"]), "the sentence leads with the weighted figure"


def monthly_payments():
    with open(ORACLES / "subscription_input.csv", newline="", encoding="utf-8") as file:
        return pd.DataFrame(csv.DictReader(file)).astype({"mrr": float})


def payment_rows(active, days):
    """One payment for each active month, on the day that `days` gives that month."""
    rows = active.assign(at=active["month"].map(days), amount=active["mrr"])
    return rows.loc[rows["at"].notna(), ["customer_id", "at", "amount"]]


def test_retention_and_churn_are_those_of_the_oracle(tiny_study):
    """Its snapshots in January, April and July become three quarters of a study that counts silence."""
    periods = oracle("subscription_expected.json")["periods"]
    active = monthly_payments()
    days = {"2025-01": "2025-01-15", "2025-04": "2025-04-15", "2025-07": "2025-07-15"}
    study = tiny_study(transactions=payment_rows(active, days), questions={}, settings="as_of = 2025-10-01")
    counts = study.retention_counts().set_index("period")
    finding = scores.retention(study)
    for label, expected in (("2025Q2", periods[0]), ("2025Q3", periods[1])):
        got = counts.loc[label, ["start", "retained", "churned", "end"]].tolist()
        assert got == [expected["S"], expected["retained"], expected["churned"], expected["E"]]
        kept = row(finding, period=label, metric="retention rate")
        assert kept["value"] == pytest.approx(expected["retention_f"])
        assert [kept["low"], kept["high"]] == pytest.approx(expected["retention_wilson95"])
        assert row(finding, period=label, metric="churn rate")["value"] == pytest.approx(expected["churn_f"])
    first = row(finding, period="2025Q1", metric="churn rate")
    assert pd.isna(first["value"]) and not first["known"], "before the first period nobody was watched: not known, not zero"


def test_retention_over_half_a_year_is_that_of_the_oracle(tiny_study):
    expected = oracle("subscription_expected.json")["periods"][2]
    days = {"2025-01": "2024-06-15", "2025-07": "2025-06-15"}
    study = tiny_study(transactions=payment_rows(monthly_payments(), days), questions={}, settings='period = "year"\nas_of = 2026-01-01')
    got = study.retention_counts().set_index("period").loc["2025", ["start", "retained", "churned", "end"]].tolist()
    assert got == [expected["S"], expected["retained"], expected["churned"], expected["E"]]


def test_monthly_retention_and_revenue_per_customer_month_follow_set_arithmetic(tiny_study):
    expected = oracle("subscription_expected.json")["periods"]
    active = monthly_payments()
    months = sorted(active["month"].unique())
    study = tiny_study(transactions=payment_rows(active, {month: f"{month}-15" for month in months}), questions={},
                       settings='period = "month"\nas_of = 2025-08-01\nminimum_base = 1')
    people = {month: set(active.loc[active["month"] == month, "customer_id"]) for month in months}
    counts = study.retention_counts().set_index("period")
    assert list(counts.index) == months
    for before, now in zip(months, months[1:]):
        assert counts.loc[now, ["start", "retained", "churned", "end"]].tolist() == [
            len(people[before]), len(people[before] & people[now]), len(people[before] - people[now]), len(people[now])]
    revenue = study.revenue_counts().set_index("period")
    for (start, end), case in zip(((1, 4), (4, 7), (1, 7)), expected):
        span = months[start:end]
        assert revenue.loc[span, "customers"].tolist() == case["monthly_active"]
        assert revenue.loc[span, "amount"].sum() / revenue.loc[span, "customers"].sum() == pytest.approx(case["ARPU_per_month"])


def test_contract_retention_is_set_arithmetic_on_the_customers_without_a_gap(tiny_study):
    active = monthly_payments()
    months = pd.period_range("2025-01", "2025-07", freq="M")
    spans = active.groupby("customer_id")["month"].agg(["min", "max", "size"])
    ends = pd.PeriodIndex(spans["max"], freq="M")
    whole = spans[(ends.asi8 - pd.PeriodIndex(spans["min"], freq="M").asi8 + 1) == spans["size"]]
    assert len(whole) >= 10
    rows = [{"customer_id": name, "joined_at": f"{r['min']}-15" if r["min"] > "2025-01" else "2024-11-15",
             "left_at": "" if r["max"] == "2025-07" else str((pd.Period(r["max"], "M") + 1).start_time.date())}
            for name, r in whole.iterrows()]
    study = tiny_study(customers=rows, questions={}, settings='period = "month"\nas_of = 2025-08-01', more='[churn]\nkind = "contract"')
    counts = study.retention_counts().set_index("period")
    on_books = {str(m): {n for n, r in whole.iterrows() if r["min"] <= str(m) <= r["max"]} for m in months}
    for before, now in zip(map(str, months), map(str, months[1:])):
        if now in counts.index:
            got = counts.loc[now, ["start", "retained", "churned"]].tolist()
            assert got == [len(on_books[before]), len(on_books[before] & on_books[now]), len(on_books[before] - on_books[now])]
    assert (counts["churned"] > 0).sum() >= 2


def test_an_earlier_wave_does_not_know_who_left_later(tiny_study):
    rows = [{"customer_id": f"c{i}", "joined_at": "2024-12-10", "left_at": "2025-09-10" if i < 6 else "2025-02-10" if i < 8 else ""} for i in range(40)]
    tables = {"customers": rows, "questions": {}, "settings": "as_of = 2025-10-01", "more": '[churn]\nkind = "contract"'}
    study = tiny_study(**tables, wave="2025Q1")
    assert study.customers()["left_at"].notna().sum() == 2 and tiny_study(**tables).customers()["left_at"].notna().sum() == 8
    assert len(study.features()) == 38 and study.retention_counts()["churned"].sum() == 2


def test_periods_before_leaving_was_recorded_are_not_known(tiny_study):
    rows = [{"customer_id": f"c{i}", "joined_at": "2025-01-10", "left_at": "2025-09-10" if i < 6 else ""} for i in range(40)]
    study = tiny_study(customers=rows, questions={}, settings="as_of = 2025-10-01", more='[churn]\nkind = "contract"\nknown_from = 2025-07-01')
    finding = scores.retention(study)
    assert row(finding, period="2025Q3", metric="churn rate")["value"] == pytest.approx(6 / 40)
    early = finding.table[finding.table["period"] == "2025Q1"]
    assert early["value"].isna().all() and not early["known"].any()
    assert "2025-07-01" in " ".join(finding.caveats)


@pytest.mark.parametrize("by", [None, "region"])
def test_churn_and_retention_add_up_to_everyone(small, by):
    table = scores.retention(small, by=by).table
    assert table["value"].notna().sum() > 6
    both = table.pivot(index=["period", *([by] if by else [])], columns="metric", values="value").dropna()
    np.testing.assert_allclose(both.sum(axis=1), 1.0, rtol=1e-12)


def test_arpu_is_revenue_over_those_who_paid_and_over_those_on_the_books(tiny_study):
    paid = [{"customer_id": f"c{i}", "at": "2026-01-05", "amount": 10 + i} for i in range(20)]
    paid += [{"customer_id": "c0", "at": "2026-03-01", "amount": -4}, {"customer_id": "later", "at": "2026-05-01", "amount": 9}]
    listed = [{"customer_id": f"c{i}", "joined_at": "2026-01-01"} for i in range(25)]
    study = tiny_study(transactions=paid, customers=listed, questions={}, settings="as_of = 2026-04-01\ncurrency = 'EUR'")
    finding = scores.arpu(study)
    total = sum(10 + i for i in range(20)) - 4
    assert row(finding, metric="ARPU per active customer")["value"] == pytest.approx(total / 20)
    assert row(finding, metric="ARPU per customer")["value"] == pytest.approx(total / 25)
    assert finding.sentence.startswith("In Q1 2026, revenue per active customer was 19.30 EUR (95% interval")


def test_a_customer_known_only_by_payments_is_on_the_books_from_the_first(tiny_study):
    early = [{"customer_id": f"a{i}", "at": "2026-02-01", "amount": 10} for i in range(12)]
    late = [{"customer_id": f"b{i}", "at": "2026-05-01", "amount": 10} for i in range(8)]
    study = tiny_study(transactions=early + late, questions={}, settings="as_of = 2026-07-01")
    counts = study.revenue_counts().set_index("period")
    assert counts["customers_all"].to_dict() == {"2026Q1": 12, "2026Q2": 20}
    assert counts["customers"].to_dict() == {"2026Q1": 12, "2026Q2": 8}


# Laws.

TABLES = st.lists(
    st.tuples(st.integers(0, 10), st.sampled_from("abc"), st.sampled_from([0.5, 1.0, 2.5]), st.booleans()), min_size=3, max_size=40,
)
OPEN = "minimum_base = 1\nminimum_share_base = 1\nas_of = 2026-04-01\nsegments = ['region']"


def as_rows(drawn, *, weighted=True):
    return [{"customer_id": f"c{i}", "at": DAY, "question": "recommend", "score": "" if gap else score, "region": level,
             "weight": weight if weighted else 1} for i, (score, level, weight, gap) in enumerate(drawn)]


@FEW
@given(TABLES)
def test_values_lie_in_their_intervals_and_levels_add_up(tiny_study, drawn):
    study = tiny_study(responses=as_rows(drawn), settings=OPEN)
    for table in (scores.score_table(study, ["recommend"]), scores.score_table(study, ["recommend"], by=["region"])):
        known = table[table["base"] > 0]
        assert (known["low"] <= known["value"] + 1e-9).all() and (known["value"] <= known["high"] + 1e-9).all()
        assert known["value"].between(-1, 1).all()
        assert table[table["base"] == 0]["value"].isna().all()
    whole, parts = (scores.score_table(study, ["recommend"], by=by) for by in ([], ["region"]))
    for basis, rows in parts.groupby("basis"):
        total = whole[whole["basis"] == basis].iloc[0]
        assert rows["base"].sum() == total["base"] == sum(not gap for *_, gap in drawn)
        assert rows["missing"].sum() == total["missing"] == sum(gap for *_, gap in drawn)
        if basis == "unweighted" and total["base"]:
            assert (rows["value"] * rows["base"]).sum() / total["base"] == pytest.approx(total["value"], abs=1e-12)


@FEW
@given(TABLES, st.randoms(use_true_random=False))
def test_row_order_does_not_matter(tiny_study, drawn, random):
    rows = as_rows(drawn)
    shuffled = rows.copy()
    random.shuffle(shuffled)
    first, second = (scores.score_table(tiny_study(responses=r, settings=OPEN), ["recommend"], by=["region"]) for r in (rows, shuffled))
    pd.testing.assert_frame_equal(first, second, rtol=1e-12)


@FEW
@given(st.lists(st.tuples(st.integers(0, 10), st.sampled_from("ab"), st.just(1.0), st.just(False)), min_size=3, max_size=30))
def test_doubling_the_rows_keeps_values_and_narrows_intervals(tiny_study, drawn):
    once, twice = (scores.score_table(tiny_study(responses=as_rows(d), settings=OPEN), ["recommend"]) for d in (drawn, drawn * 2))
    assert twice["base"].iloc[0] == 2 * once["base"].iloc[0]
    assert twice["value"].iloc[0] == pytest.approx(once["value"].iloc[0], abs=1e-12)
    assert (twice["high"] - twice["low"]).iloc[0] < (once["high"] - once["low"]).iloc[0]


@FEW
@given(TABLES, st.sets(st.sampled_from("abc"), min_size=1), st.sets(st.sampled_from("abc"), min_size=1))
def test_two_slices_in_a_row_equal_the_two_joined(tiny_study, drawn, first, second):
    present = {level for _, level, _, _ in drawn}
    one, two = (Slice({"region": kept & present or present}) for kept in (first, second))
    study = tiny_study(responses=as_rows(drawn), settings=OPEN)
    in_a_row, joined = study.where(one).where(two), study & (one & two)
    assert in_a_row.slice == joined.slice
    assert scores.level(in_a_row) == scores.level(joined)


@FEW
@given(TABLES)
def test_one_level_by_segment_equals_slicing_to_it(tiny_study, drawn):
    study = tiny_study(responses=as_rows(drawn), settings=OPEN)
    by = scores.score_table(study, ["recommend"], by=["region"])
    for level in study.segments["region"]:
        alone = scores.score_table(study.where(Slice({"region": level})), ["recommend"])
        mine = by[by["region"] == level].drop(columns="region").reset_index(drop=True)
        pd.testing.assert_frame_equal(mine, alone, rtol=1e-9)


def test_a_finding_changes_neither_the_study_nor_its_counts(small):
    before = small.score_counts(["period", "region"])
    first = scores.change(small, by="region")
    scores.level(small, by="region"), scores.trend(small), scores.retention(small), scores.arpu(small)
    pd.testing.assert_frame_equal(before, small.score_counts(["period", "region"]))
    assert scores.change(small, by="region") == first


def test_a_level_with_nobody_is_a_row_with_base_zero(tiny_study):
    rows = two_waves({"a": [9] * 12, "b": [1] * 12}, {"a": [9] * 12})
    paid = [{"customer_id": f"{level}{i}", "at": day, "amount": 5} for day in ("2026-02-01", "2026-05-01")
            for level in "ab" for i in range(20) if not (level == "b" and day > "2026-04")]
    people = [{"customer_id": f"{level}{i}", "joined_at": "2026-01-01", "region": level} for level in "ab" for i in range(20)]
    study = tiny_study(responses=rows, transactions=paid, customers=people, settings="segments = ['region']\nas_of = 2026-07-01")
    people_only = tiny_study(transactions=paid, customers=people + [{"customer_id": "x", "joined_at": "2026-01-01", "region": "none"}],
                             questions={}, settings="segments = ['region']\nas_of = 2026-07-01")
    assert row(scores.retention(people_only, by="region"), region="none", period="2026Q2", metric="churn rate")["base"] == 0
    answered = scores.level(tiny_study(responses=rows, settings="segments = ['region']\nas_of = 2026-07-01"), by="region")
    empty = row(answered, region="b")
    assert empty["base"] == 0 and pd.isna(empty["value"]) and empty["withheld"] == ""
    assert study.wave == "2026Q2"


def test_waves_are_in_the_order_of_their_numbers(tiny_study):
    rows = [{"wave": f"wave {n}", "question": "recommend", "score": 10 if n == 10 else 0} for n in (1, 2, 10) for _ in range(30)]
    study = tiny_study(responses=rows, settings='period = "wave"')
    assert study.waves == ("wave 1", "wave 2", "wave 10") and study.wave == "wave 10" and study.previous_wave == "wave 2"
    assert row(scores.change(study))["value"] == pytest.approx(2.0)
    assert scores.trend(study).sentence.startswith("NPS for recommend went from -100.0 in wave 1 (n = 30) to 100.0 in wave 10")


# What a small base must never give away.


def numbers_of(value):
    """Every number in plain data, however deep."""
    if isinstance(value, dict):
        return [x for part in value.values() for x in numbers_of(part)]
    if isinstance(value, list):
        return [x for part in value for x in numbers_of(part)]
    return [value] if isinstance(value, (int, float)) and not isinstance(value, bool) else []


SMALL = {"a": [10] * 40, "b": [0] * 3, "c": [8] * 30, "d": [9] * 25}


def hidden_levels(finding, by="region"):
    return set(finding.table.loc[finding.table["withheld"] != "", by])


@pytest.mark.parametrize("make", [
    lambda s: scores.level(s, by="region"), lambda s: scores.trend(s, by="region"), lambda s: scores.change(s, by="region"),
], ids=["level", "trend", "change"])
def test_a_hidden_row_is_blank_in_every_column(tiny_study, make):
    study = tiny_study(responses=two_waves(SMALL, SMALL), settings="segments = ['region']\nas_of = 2026-07-01")
    finding = make(study)
    assert hidden_levels(finding) == {"b", "d"}, "the small one, and the smallest other so that it cannot be subtracted"
    table = finding.table[finding.table["withheld"] != ""]
    hidden = table.select_dtypes("number")
    assert hidden.isna().all(axis=None), hidden
    data = json.loads(json.dumps(finding.to_json()))
    for number in numbers_of([r for r in data["table"]["data"] if r["withheld"]]):
        raise AssertionError(f"{number} stands in a withheld row")
    page = finding.to_html()
    assert "withheld" in page and ">3<" not in page and ">25<" not in page
    assert "(b," not in finding.sentence and "n = 3)" not in finding.sentence and "-100.0" not in finding.sentence


def test_what_is_hidden_rests_on_enough_people_together(tiny_study):
    """Two small levels: the total less what is shown would give a score of six people."""
    study = tiny_study(responses=two_waves({"a": [10] * 40, "b": [0] * 3, "c": [8] * 30, "d": [1] * 3}, {}), settings="segments = ['region']\nas_of = 2026-04-01")
    finding = scores.level(study, by="region")
    assert hidden_levels(finding) == {"b", "c", "d"}
    total = scores.level(study)
    left_over = total.base - finding.table["base"].sum()
    assert left_over >= study.settings.minimum_base


@FEW
@given(st.lists(st.tuples(st.integers(0, 25), st.integers(0, 25)), min_size=2, max_size=5))
def test_subtraction_never_gives_a_hidden_row_away(tiny_study, sizes):
    waves = [{f"l{place}": ([10, 0, 8] * 9)[:size] for place, size in enumerate(side)} for side in zip(*sizes)]
    rows = two_waves(*waves)
    if not any(r["at"] > "2026-04" for r in rows) or not any(r["at"] < "2026-04" for r in rows):
        return
    study = tiny_study(responses=rows, settings="segments = ['region']\nas_of = 2026-07-01")
    finding = scores.change(study, by="region")
    if finding.status == "nobody":
        return
    for column, wave in (("base_before", 0), ("base", 1)):
        real = {f"l{place}": pair[wave] for place, pair in enumerate(sizes)}
        shown = finding.table.set_index("region")[column]
        assert not ((shown > 0) & (shown < 10)).any(), "no base below the minimum is shown"
        hidden = [real[name] for name in shown.index if pd.isna(shown[name]) and real[name]]
        if hidden and min(hidden) < 10 and sum(real.values()) >= 10:
            everything = len(hidden) == sum(size > 0 for size in real.values())
            assert everything or (len(hidden) >= 2 and sum(hidden) >= 10)


def test_a_wave_too_small_hides_the_other_too(tiny_study):
    study = tiny_study(responses=two_waves({"a": [10] * 3}, {"a": [0] * 40}), settings="as_of = 2026-07-01")
    finding = scores.change(study)
    assert finding.status == "cannot_tell"
    assert finding.sentence == "In Q1 2026 or Q2 2026 fewer than 10 people answered: too few to compare."
    assert finding.table[["base", "base_before", "before", "after", "value", "p_value", "detectable"]].isna().all(axis=None)
    assert finding.headline["value"] is None or np.isnan(finding.headline["value"])


def test_a_slice_of_three_people_gives_no_number_away(tiny_study):
    study = tiny_study(responses=two_waves(SMALL, SMALL), settings="segments = ['region']\nas_of = 2026-07-01").where("region = b")
    for finding in (scores.level(study), scores.level(study, by="region"), scores.trend(study), scores.change(study), scores.change(study, by="region")):
        assert finding.status == "cannot_tell", finding.name
        data = json.loads(json.dumps(finding.to_json()))
        left = [n for n in numbers_of([data["table"]["data"], data["headline"], data["base"], data["chart"]]) if n not in (0, 0.0)]
        assert not left, (finding.name, left)
        assert "n = 3" not in finding.sentence and "100" not in finding.sentence


def test_retention_hides_small_cohorts_with_their_counts(tiny_study):
    paid = [{"customer_id": f"{level}{i}", "at": day, "amount": 5} for level, size in (("a", 30), ("b", 3), ("c", 20), ("d", 9))
            for i in range(size) for day in ("2026-02-01", "2026-05-01") if i or day < "2026-04"]
    people = [{"customer_id": f"{level}{i}", "joined_at": "2026-01-01", "region": level} for level in "abcd" for i in range(30)]
    study = tiny_study(transactions=paid, customers=people, questions={}, settings="segments = ['region']\nas_of = 2026-07-01")
    for finding in (scores.retention(study, by="region"), scores.arpu(study, by="region")):
        hidden = finding.table[(finding.table["withheld"] != "") & (finding.table["period"] == "2026Q2")]
        assert "b" in set(hidden["region"]) and len(set(hidden["region"])) >= 2
        assert hidden.select_dtypes("number").isna().all(axis=None)


# Nobody, nothing, and waves.


@pytest.fixture(scope="module")
def nobody(small):
    """The made-up company through a slice that holds nobody."""
    return small.where("region = Hà Nội").where("region = Cần Thơ")


ALL = {
    "level": scores.level, "level by": lambda s: scores.level(s, by="plan"), "trend": scores.trend, "change": scores.change,
    "trend by": lambda s: scores.trend(s, by="plan"), "change by": lambda s: scores.change(s, by="plan"),
    "retention": scores.retention, "retention by": lambda s: scores.retention(s, by="plan"), "arpu": scores.arpu,
    "arpu by": lambda s: scores.arpu(s, by="plan"),
}


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("language", ["en", "vi"])
def test_a_slice_with_nobody_gives_one_sentence(nobody, name, language):
    finding = ALL[name](nobody.in_language(language))
    assert finding.status == "nobody" and finding.base == 0
    assert finding.sentence and finding.question
    assert finding.to_html() and finding.to_json()


@pytest.mark.parametrize("name", ["level", "level by", "trend", "change"])
def test_people_who_gave_no_score_are_not_called_an_empty_slice(tiny_study, name):
    rows = [{"customer_id": f"c{i}", "at": f"2026-0{1 + 3 * (i % 2)}-02", "question": "recommend", "score": "", "plan": "Vàng"} for i in range(40)]
    finding = ALL[name](tiny_study(responses=rows, settings="segments = ['plan']\nas_of = 2026-07-01"))
    assert (finding.status, finding.sentence) == ("nobody", "Nobody answered in Q2 2026.")


def test_one_level_alone_does_not_run_from_itself_to_itself(tiny_study):
    rows = [{"customer_id": f"c{i}", "at": DAY, "question": "recommend", "score": 10, "region": "Huế"} for i in range(40)]
    study = tiny_study(responses=rows, settings=f"segments = ['region']\n{QUARTER}")
    whole, alone = scores.level(study).sentence, scores.level(study, by="region").sentence
    assert alone == f"Huế: {whole}"


@pytest.mark.parametrize("name", ["level", "level by", "trend", "change"])
def test_without_answers_the_study_says_what_to_ask_for(tiny_study, name):
    study = tiny_study(transactions=[{"customer_id": "a", "at": DAY, "amount": 3}], questions={}, settings=QUARTER)
    finding = ALL[name](study)
    assert finding.status == "not_available"
    assert finding.sentence == ("This study cannot answer that: it has no table of survey answers. To answer it next time, "
                                "bring one row per survey answer, with customer_id, question and score.")


@pytest.mark.parametrize("name", ["retention", "arpu"])
def test_without_payments_or_dates_lifetimes_are_not_available(tiny_study, name):
    survey = tiny_study(responses=answers([5] * 12), settings=QUARTER)
    assert ALL[name](survey).status == "not_available" and "payments" in ALL[name](survey).sentence
    waves = tiny_study(responses=[{"customer_id": "a", "wave": "w1", "question": "recommend", "score": 9}],
                       transactions=[{"customer_id": "a", "at": DAY, "amount": 3}], settings='period = "wave"')
    finding = ALL[name](waves)
    assert finding.status == "not_available"
    assert finding.sentence == ("This study cannot answer that: its periods are survey waves without dates. To answer it, set period "
                                "to month, quarter or year.")


def test_the_first_wave_has_nothing_to_compare_with(tiny_study):
    finding = scores.change(tiny_study(responses=answers([9] * 20), settings=QUARTER))
    assert (finding.status, finding.sentence) == ("cannot_tell", "Q1 2026 is the first wave, so there is nothing to compare it with.")


@pytest.mark.parametrize(("call", "text"), [
    (lambda s: scores.change(s, against="2026Q9"), 'no wave called "2026Q9"; did you mean "2026Q3"? Choose from: 2024Q4, 2025Q1, '
                                                   "2025Q2, 2025Q3, 2025Q4, 2026Q1, 2026Q2, 2026Q3, previous, last year."),
    (lambda s: scores.level(s, question="recomend"), 'no question called "recomend"; did you mean "recommend"? Choose from: recommend, '
     "satisfaction, ease, app_speed, wait_time, drink_quality, staff, price_value, loyalty_points."),
    (lambda s: scores.retention(s, by="regoin"), 'no segment of customers called "regoin"; did you mean "region"? Choose from: region, '
                                                 "store, age_band, plan, acquired_by."),
    (lambda s: scores.level(s, by="period"), 'no segment of responses called "period". Choose from: region, store, age_band, plan, acquired_by, '
                                             "stage, touchpoint, channel, employee, language."),
    (lambda s: scores.change(s, against=s.wave), "2026Q3 cannot be compared with itself; name an earlier wave"),
])
def test_a_wrong_word_is_answered_with_the_right_ones(small, call, text):
    with pytest.raises(ArgumentError) as error:
        call(small)
    assert str(error.value) == text


# Planted truth.


@pytest.fixture(scope="module")
def company():
    return samples.company(scale=1.0)


@pytest.fixture(scope="module")
def whole(company, tmp_path_factory):
    return cxlib.open_study(samples.write(company, tmp_path_factory.mktemp("whole") / "study"))


def test_planted_changes_are_found_and_nothing_is_left_alone(company, whole):
    real = company.truth["real_change"]
    assert (whole.wave, whole.previous_wave) == (real["waves"][1], real["waves"][0])
    moved = scores.change(whole)
    lead = row(moved, question="recommend")
    assert moved.status == "answered" and lead["verdict"] == "down"
    assert lead["low"] <= real["change"] <= lead["high"] < 0
    region = row(scores.change(whole, by="region"), region=real["region"])
    planted = next(r for r in real["by_region"] if r["region"] == real["region"])
    assert region["verdict"] == "down" and region["low"] <= planted["after"] - planted["before"] <= region["high"]

    nothing = company.truth["nothing"]["segment"]
    level = scores.level(whole, by=nothing)
    assert level.status == "cannot_tell" and not (level.table["adjusted_p"] < 0.05).any()
    others = scores.change(whole.where(f"region = {', '.join(r for r in whole.segments['region'] if r != real['region'])}"), by=nothing)
    assert set(others.table["verdict"]) == {"cannot tell"}


def test_weights_bring_nps_nearer_to_everyone(company, whole):
    """Over eight waves: the squared distance to the known population value, weighted against unweighted."""
    truth = {s["wave"]: s["nps"] for s in company.truth["scores"]}
    table = scores.trend(whole, question="recommend").table.pivot(index="period", columns="basis", values="value")
    away = table.sub(pd.Series(truth), axis=0) ** 2
    assert away["weighted"].sum() < away["unweighted"].sum()
    inside = scores.trend(whole, question="recommend").table
    inside = inside[inside["basis"] == "weighted"]
    hits = [r["low"] <= truth[r["period"]] <= r["high"] for _, r in inside.iterrows()]
    assert sum(hits) >= 6, "of eight 95% intervals at least six hold the truth (fewer than that: p < 0.006)"


def test_where_nothing_happens_few_changes_are_called(tiny_study):
    """Sixty worlds without any change, each a question of one study asked of six regions."""
    worlds, people, waves = 60, 360, ("2026-02-10", "2026-05-10")
    rng = np.random.default_rng(60)
    frames = []
    for world in range(worlds):
        rows = {"customer_id": [f"p{i}" for i in range(2 * people)], "at": np.repeat(waves, people), "question": f"q{world}",
                     "score": rng.choice([0, 8, 10], p=[0.2, 0.3, 0.5], size=2 * people), "region": rng.integers(0, 6, 2 * people).astype(str)}
        frames.append(pd.DataFrame(rows))
    nps = {f"q{world}": 'metric = "nps"\nscale = [0, 10]\nhigh_is = "good"' for world in range(worlds)}
    study = tiny_study(responses=pd.concat(frames), questions=nps, settings="segments = ['region']\nas_of = 2026-07-01")
    called = raw = 0
    for question in nps:
        finding = scores.change(study, by="region", question=question)
        called += finding.status == "answered"
        raw += int((finding.table["p_value"] < 0.05).sum())
    assert called <= stats.binom.ppf(0.999, worlds, 0.05), "a false discovery in too many worlds"
    assert raw >= 1, "uncorrected tests do call some: the worlds are not trivially quiet"


def test_the_sentence_does_not_say_that_an_interval_holds_zero_when_it_does_not(tiny_study):
    """p below 0.05 but not after correction for three questions."""
    rows = two_waves({"x": [10] * 20 + [0] * 30 + [8] * 50}, {"x": [10] * 35 + [0] * 23 + [8] * 42})
    for question in ("satisfaction", "effort"):
        rows += [{**r, "score": 1 + i % 5, "question": question} for i, r in enumerate(rows[:200])]
    finding = scores.change(tiny_study(responses=rows, settings="as_of = 2026-07-01"))
    lead = row(finding, question="recommend")
    assert lead["p_value"] < 0.05 < lead["adjusted_p"] and lead["low"] > 0
    assert finding.status == "cannot_tell" and lead["verdict"] == "cannot tell"
    assert finding.sentence == (
        "We cannot tell whether NPS for recommend moved: the difference is +22.0 and its 95% interval +1.6 to +41.7 leaves out zero, "
        "but that does not hold after correction for looking 3 times (n = 100 and 100).")


# Sentences, word for word.

LEVEL = answers([10] * 45 + [3] * 20 + [8] * 35)
GOLDEN = {
    "level": {
        "en": "In Q1 2026, NPS for recommend is 25.0 (95% interval 9.4 to 39.3, n = 100).",
        "vi": "Trong Quý 1/2026, NPS của recommend là 25,0 (khoảng tin cậy 95%: 9,4 đến 39,3, n = 100).",
    },
    "moved": {
        "en": "NPS for recommend moved by +25.0 against Q1 2026 (95% interval +9.2 to +40.3, n = 200 and 200).",
        "vi": "NPS của recommend thay đổi +25,0 so với Quý 1/2026 (khoảng tin cậy 95%: +9,2 đến +40,3, n = 200 và 200).",
    },
    "cannot_tell": {
        "en": "We cannot tell whether NPS for recommend moved: the difference is +2.5, its 95% interval -13.8 to +18.8 holds zero "
              "(n = 200 and 200). The smallest change these waves could have shown is 23.4.",
        "vi": "Chưa thể kết luận NPS của recommend có thay đổi: chênh lệch +2,5, khoảng tin cậy 95% -13,8 đến +18,8 chứa số không "
              "(n = 200 và 200). Mức thay đổi nhỏ nhất mà hai đợt này có thể phát hiện là 23,4.",
    },
    "retention": {
        "en": "In Q2 2026, 3 of the 1,200 customers at the start left: a churn rate of 0.2% (95% interval 0.1% to 0.7%); 99.8% stayed.",
        "vi": "Trong Quý 2/2026, 3 trong 1.200 khách hàng đầu kỳ đã rời đi: tỷ lệ rời bỏ 0,2% (khoảng tin cậy 95%: 0,1% đến 0,7%); 99,8% ở lại.",
    },
    "arpu": {
        "en": "In Q2 2026, revenue per active customer was 24,341 VND (95% interval 24,170 VND to 24,514 VND, n = 1,197).",
        "vi": "Trong Quý 2/2026, doanh thu trên mỗi khách hoạt động là 24.341 VND (khoảng tin cậy 95%: 24.170 VND đến 24.514 VND, n = 1.197).",
    },
}


@pytest.fixture(scope="module")
def golden(tiny_study):
    def waves(promoters, detractors):
        before = [10] * 80 + [0] * 60 + [8] * 60
        after = [10] * promoters + [0] * detractors + [8] * (200 - promoters - detractors)
        return tiny_study(responses=two_waves({"x": before}, {"x": after}), settings="as_of = 2026-07-01")

    paid = [{"customer_id": f"c{i}", "at": day, "amount": 20000 + 10 * (i % 1000) + 10 * (i // 1000)} for i in range(1200)
            for day in ("2026-02-01", "2026-05-01") if i >= 3 or day < "2026-04"]
    shop = tiny_study(transactions=paid, questions={}, settings="as_of = 2026-07-01\ncurrency = 'VND'")
    return {
        "level": (scores.level, tiny_study(responses=LEVEL, settings=QUARTER)), "moved": (scores.change, waves(105, 35)),
        "cannot_tell": (scores.change, waves(85, 60)), "retention": (scores.retention, shop), "arpu": (scores.arpu, shop),
    }


@pytest.mark.parametrize("language", ["en", "vi"])
@pytest.mark.parametrize("name", GOLDEN)
def test_sentences_word_for_word(golden, name, language):
    analysis, study = golden[name]
    assert analysis(study.in_language(language)).sentence == GOLDEN[name][language]


def test_a_period_in_the_slice_is_the_wave_that_scores_speak_of(small):
    kept = small.where("period = 2025Q4, 2026Q1")
    earlier = small.where("period = 2026Q1")
    for analysis in (scores.level, scores.change):
        assert analysis(kept).sentence == analysis(earlier).sentence
        assert "Q1 2026" in analysis(kept).question and "Q3 2026" not in analysis(kept).sentence
    opened = cxlib.open_study(small.settings.file, wave="2026Q1")
    pd.testing.assert_frame_equal(scores.level(kept).table, scores.level(opened).table)  # sums of weights in another order
    assert scores.change(kept).table.equals(scores.change(opened).table)

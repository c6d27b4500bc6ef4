"""Cohorts and growth: the oracle, set arithmetic, and what a popular number hides."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import cxlib
from cxlib import intervals
from cxlib.errors import ArgumentError
from cxlib.scores import retention
from cxlib.scores.cohorts import cohorts
from cxlib.scores.growth import base_growth

ORACLES = Path(__file__).parent / "oracles"
FEW = settings(deadline=None, max_examples=8, derandomize=True, suppress_health_check=list(HealthCheck))
MONTHS = ("2026-01", "2026-02", "2026-03", "2026-04")
OPEN = 'period = "month"\nminimum_share_base = 1\n'
CONTRACT = '[churn]\nkind = "contract"'


def oracle(name):
    return json.loads((ORACLES / name).read_text(encoding="utf-8"))


def paid(active):
    return [{"customer_id": who, "at": f"{month}-10", "amount": 5} for who, month in active]


def triangle(finding):
    """Value by cohort and age."""
    return finding.table.pivot(index="period", columns="periods_later", values="value")


@pytest.fixture(scope="module")
def of_the_oracle(tiny_study):
    with open(ORACLES / "subscription_input.csv", newline="", encoding="utf-8") as file:
        rows = [(r["customer_id"], r["month"]) for r in csv.DictReader(file)]
    return tiny_study(transactions=paid(rows), questions={}, settings=OPEN + "as_of = 2025-08-01")


def test_the_triangle_is_that_of_the_oracle(of_the_oracle):
    expected = oracle("subscription_expected.json")
    finding = cohorts(of_the_oracle)
    found = triangle(finding)
    for label, shares in expected["cohort_triangle"].items():
        want = [np.nan if share is None else share for share in shares][: found.loc[label].notna().sum() + shares.count(None)]
        np.testing.assert_allclose(found.loc[label], want, rtol=1e-12, err_msg=label)
    average = expected["weighted_average_by_age_over_cohorts_that_reached_it"]
    np.testing.assert_allclose(found.loc["all cohorts"], average, rtol=1e-12)
    assert not np.allclose(found.loc["all cohorts"], expected["TRAP_average_with_unreached_cells_as_zero"])
    start = finding.table[finding.table["periods_later"] == 0].set_index("period")["base"].drop("all cohorts")
    assert start.astype(int).to_dict() == expected["cohort_size"]


def test_where_the_data_do_not_reach_there_is_no_number(of_the_oracle):
    table = cohorts(of_the_oracle).table
    blank = table[(table["period"] == "2025-06") & (table["periods_later"] > 1)]
    assert blank[["base", "count", "value", "low", "high"]].isna().all(axis=None)
    zero = table[(table["period"] == "2025-05") & (table["periods_later"] == 2)].iloc[0]
    assert (zero["value"], zero["count"], zero["base"]) == (0, 0, 1), "a cohort of which nobody is left is zero, not blank"


def test_intervals_are_wilsons(of_the_oracle):
    table = cohorts(of_the_oracle).table.dropna(subset=["value"])
    low, high = intervals.share_interval(table["count"].to_numpy(), table["base"].to_numpy())
    np.testing.assert_allclose(table[["low", "high"]], np.column_stack([low, high]))


@FEW
@given(st.sets(st.tuples(st.integers(0, 9), st.sampled_from(MONTHS)), min_size=1), st.booleans())
def test_cohorts_are_set_arithmetic(tiny_study, active, split):
    """Counts from sets of ids, in total and by level; a month in which nobody at all was active says nothing."""
    rows = [(f"c{who}", month) for who, month in sorted(active)]
    people = [{"customer_id": f"c{who}", "joined_at": "", "region": "ab"[who % 2]} for who in range(10)]
    study = tiny_study(transactions=paid(rows), customers=people, questions={}, settings=OPEN + 'as_of = 2026-05-01\nsegments = ["region"]')
    firsts = {who: min(month for other, month in rows if other == who) for who, _ in rows}
    counts = study.cohort_counts(["region"] if split else [])
    for _, found in counts[counts["start"] > 0].iterrows():
        mine = {who for who, first in firsts.items() if first == found["period"] and (not split or "ab"[int(who[1:]) % 2] == found["region"])}
        later = MONTHS[MONTHS.index(found["period"]) + found["periods_later"]]
        there = {who for who, month in rows if month == later} & mine
        assert (found["start"], found["active"], found["undated"]) == (len(mine), len(there), len(mine))
        assert found["reached"] == any(month == later for _, month in rows)
    assert counts.loc[counts["periods_later"] == 0, "start"].sum() == len(firsts)


def test_a_contract_lasts_until_it_ends(tiny_study):
    people = [{"customer_id": f"c{i}", "joined_at": "2026-01-10", "left_at": left} for i, left in enumerate(["2026-01-20", "2026-02-01", "2026-02-28", "", ""])]
    people += [{"customer_id": "old", "joined_at": "2025-06-01", "left_at": ""}, {"customer_id": "new", "joined_at": "2026-03-02", "left_at": ""}]
    touch = [{"customer_id": "c3", "at": f"{month}-05", "stage": "a"} for month in MONTHS]
    study = tiny_study(customers=people, touchpoints=touch, questions={}, settings=OPEN + "as_of = 2026-05-01", more=CONTRACT)
    found = triangle(cohorts(study))
    np.testing.assert_allclose(found.loc["2026-01"], [4 / 5, 2 / 5, 2 / 5, 2 / 5])
    np.testing.assert_allclose(found.loc["2026-03"].dropna(), [1, 1])
    assert "1 customers who had joined before 2026-01 are left out" in " ".join(cohorts(study).caveats)


def test_cohorts_from_before_leaving_was_recorded_are_blank(tiny_study):
    people = [{"customer_id": f"c{i}", "joined_at": f"2026-0{1 + i % 3}-10", "left_at": "2026-04-02" if i < 3 else ""} for i in range(30)]
    study = tiny_study(customers=people, questions={}, settings=OPEN + "as_of = 2026-05-01", more=CONTRACT + "\nknown_from = 2026-03-01", wave=None)
    found = triangle(cohorts(study))
    assert found.loc[["2026-01", "2026-02"]].isna().all(axis=None)
    assert found.loc["2026-03", 0] == 1


def test_those_who_had_joined_before_are_left_out_and_said_so(tiny_study):
    rows = [(f"old{i}", month) for i in range(20) for month in MONTHS] + [(f"new{i}", month) for i in range(10) for month in MONTHS[1:3]]
    people = [{"customer_id": f"old{i}", "joined_at": "2024-05-01"} for i in range(20)] + [{"customer_id": f"new{i}", "joined_at": "2026-02-01"} for i in range(10)]
    finding = cohorts(tiny_study(transactions=paid(rows), customers=people, questions={}, settings=OPEN + "as_of = 2026-05-01"))
    assert set(finding.table["period"]) == {"2026-02", "all cohorts"}
    assert finding.sentence.startswith("One month after they began, 100.0% of customers are there (95% interval 72.2% to 100.0%, n = 10; cohorts: 1).")
    assert "20 customers who had joined before 2026-01 are left out" in " ".join(finding.caveats)
    unknown = cohorts(tiny_study(transactions=paid(rows), questions={}, settings=OPEN + "as_of = 2026-05-01"))
    assert "The cohort of 2026-01 holds everyone who was there already" in " ".join(unknown.caveats)
    assert unknown.sentence.endswith("After 2 months it is 66.7% (n = 30; cohorts: 2).")


def test_levels_add_up_to_everyone(small):
    whole = cohorts(small).table
    average = whole[whole["period"] == "all cohorts"].set_index("periods_later")
    parts = cohorts(small, by="plan").table.groupby("periods_later")[["base", "count"]].sum()
    np.testing.assert_array_equal(parts, average.loc[parts.index, ["base", "count"]])
    np.testing.assert_allclose(average["count"] / average["base"], average["value"])
    cells = whole[whole["period"] != "all cohorts"].groupby("periods_later")[["base", "count"]].sum()
    np.testing.assert_array_equal(cells, average.loc[cells.index, ["base", "count"]])


def test_a_small_cohort_does_not_follow_from_the_average(tiny_study):
    rows = [(f"a{i}", month) for i in range(30) for month in MONTHS] + [(f"b{i}", month) for i in range(3) for month in MONTHS[1:]]
    rows += [(f"c{i}", month) for i in range(20) for month in MONTHS[2:]]
    finding = cohorts(tiny_study(transactions=paid(rows), questions={}, settings='period = "month"\nas_of = 2026-05-01'))
    hidden = finding.table[finding.table["withheld"] != ""]
    assert {"2026-02"} < set(hidden["period"]) and "all cohorts" not in set(hidden["period"])
    assert hidden[["base", "count", "value", "low", "high"]].isna().all(axis=None)
    for later, cells in finding.table[finding.table["period"] != "all cohorts"].groupby("periods_later"):
        assert (cells["withheld"] != "").sum() != 1, later


# Growth.


@pytest.fixture(scope="module")
def growing(tiny_study):
    """1,000 at the start, 200 leave, 300 join."""
    people = [{"customer_id": f"a{i}", "joined_at": "2025-12-10", "left_at": "2026-02-10" if i < 200 else ""} for i in range(1000)]
    people += [{"customer_id": f"b{i}", "joined_at": "2026-02-10", "left_at": ""} for i in range(300)]
    return tiny_study(customers=people, questions={}, settings="as_of = 2026-04-01", more=CONTRACT + "\nknown_from = 2026-01-01")


def test_growth_of_110_percent_hides_a_churn_of_20(growing):
    finding = base_growth(growing)
    assert finding.sentence == ("In Q1 2026 the customer base went from 1,000 to 1,100, 110.0% of its start: 200 left and 300 joined or came back. "
                                "That is no retention: the churn rate was 20.0%.")
    found = finding.table.set_index("period").loc["2026Q1"]
    assert [found[name] for name in ("base", "churned", "joined", "end", "value", "churn_rate")] == [1000, 200, 300, 1100, 1.1, 0.2]
    rates = retention(growing).table.query("period == '2026Q1'").set_index("metric")["value"]
    assert rates.sum() == pytest.approx(1) and rates["churn rate"] == found["churn_rate"]
    assert "can pass 100% while churn is high" in finding.caveats[0]
    assert base_growth(growing.in_language("vi")).sentence.startswith("Trong Quý 1/2026, số khách từ 1.000 thành 1.100, bằng 110,0%")


def test_growth_has_the_parts_of_the_oracle(tiny_study):
    expected = oracle("subscription_expected.json")["periods"]
    with open(ORACLES / "subscription_input.csv", newline="", encoding="utf-8") as file:
        rows = [(r["customer_id"], {"2025-01": "2025-01", "2025-04": "2025-04", "2025-07": "2025-07"}.get(r["month"])) for r in csv.DictReader(file)]
    study = tiny_study(transactions=paid([pair for pair in rows if pair[1]]), questions={}, settings="as_of = 2025-10-01\nminimum_share_base = 1")
    table = base_growth(study).table.set_index("period")
    for label, case in (("2025Q2", expected[0]), ("2025Q3", expected[1])):
        got = table.loc[label, ["base", "churned", "joined", "end"]].tolist()
        assert got == [case["S"], case["churned"], case["not_in_S_at_end"], case["E"]]
        assert table.loc[label, "value"] == pytest.approx(case["TRAP_E_over_S"])


def test_the_growth_interval_covers():
    """1,000 worlds of 50 customers, a fifth leaves, Poisson 15 join: at least 93% of 95% intervals hold the truth."""
    from cxlib.scores.growth import _growth

    rng = np.random.default_rng(3)
    start, left, joined = np.full(4000, 50.0), rng.binomial(50, 0.2, 4000).astype(float), rng.poisson(15, 4000)
    value, low, high = _growth(start, left, start - left + joined)
    assert 0.93 <= ((low <= 1.1) & (1.1 <= high)).mean() <= 0.975
    assert (low < value).all() and (value < high).all()


def test_growth_by_level_adds_up_and_small_levels_are_withheld(small, tiny_study):
    whole, parts = base_growth(small).table.set_index("period"), base_growth(small, by="region").table
    columns = ["base", "churned", "joined", "end"]
    pd.testing.assert_frame_equal(parts[parts["known"]].groupby("period")[columns].sum(), whole.loc[whole["known"], columns], check_names=False)
    rows = [(f"{level}{i}", month) for level, size in (("a", 30), ("b", 3), ("c", 20)) for i in range(size) for month in ("2026-01", "2026-04")]
    people = [{"customer_id": who, "joined_at": "2026-01-01", "region": who[0]} for who in sorted({who for who, _ in rows})]
    finding = base_growth(tiny_study(transactions=paid(rows), customers=people, questions={}, settings="segments = ['region']\nas_of = 2026-07-01"),
                          by="region")
    hidden = finding.table[(finding.table["withheld"] != "") & (finding.table["period"] == "2026Q2")]
    assert {"b"} < set(hidden["region"]) and hidden.select_dtypes("number").isna().all(axis=None)


# Lawful corners.

CALLS = {"cohorts": cohorts, "growth": base_growth, "cohorts by": lambda s: cohorts(s, by="plan"), "growth by": lambda s: base_growth(s, by="plan")}


@pytest.mark.parametrize("name", CALLS)
@pytest.mark.parametrize("language", ["en", "vi"])
def test_nobody_one_customer_and_missing_tables(small, tiny_study, name, language):
    nobody = small.where("region = Hà Nội").where("region = Cần Thơ").in_language(language)
    assert CALLS[name](nobody).status == "nobody"
    one = tiny_study(transactions=paid([("a", "2026-02")]), customers=[{"customer_id": "a", "joined_at": "", "plan": "x"}], questions={},
                     settings="as_of = 2026-04-01\nsegments = ['plan']", language=language)
    finding = CALLS[name](one)
    assert finding.status == "cannot_tell" and finding.base == 0 and finding.to_html()
    survey = tiny_study(responses=[{"customer_id": "a", "at": "2026-02-10", "question": "recommend", "score": 9, "plan": "x"}],
                        settings="as_of = 2026-04-01\nsegments = ['plan']", language=language)
    assert CALLS[name](survey).status == "not_available" and CALLS[name](survey).sentence
    finding = CALLS[name](small.in_language(language))
    assert finding.status == "answered" and cxlib.Finding.from_json(finding.to_json()) == finding


def test_a_wrong_word_is_answered_with_the_right_ones(small):
    for call in (cohorts, base_growth):
        with pytest.raises(ArgumentError, match='no segment of customers called "plam"; did you mean "plan"'):
            call(small, by="plam")


def test_a_period_of_the_slice_keeps_its_cohort(small):
    kept = cohorts(small.where("period = 2025Q1, 2025Q2"))
    assert set(kept.table["period"]) == {"2025Q1", "2025Q2", "all cohorts"}
    whole = triangle(cohorts(small))
    pd.testing.assert_series_equal(triangle(kept).loc["2025Q1"].dropna(), whole.loc["2025Q1"].dropna())


def test_an_earlier_wave_does_not_see_later_months(small_folder):
    found = triangle(cohorts(cxlib.open_study(small_folder, wave="2025Q3")))
    whole = triangle(cohorts(cxlib.open_study(small_folder)))
    assert found.index.drop("all cohorts").max() == "2025Q3"
    np.testing.assert_allclose(found.loc["2025Q1"].dropna(), whole.loc["2025Q1"].dropna()[:3])


@pytest.mark.parametrize("seed", range(4))
def test_contacts_alone_are_counted_as_payments_would_be(tiny_study, seed):
    """Contacts are counted in one pass over sorted rows, payments by SQL: the same days give the same cohorts."""
    rng = np.random.default_rng(seed)
    days = pd.Timestamp("2026-01-01 00:30") + pd.to_timedelta(rng.integers(0, 24 * 118, 160), unit="h")
    rows = [{"customer_id": f"p{who}", "at": f"{at:%Y-%m-%d %H:%M}"} for who, at in zip(rng.integers(0, 40, 160), days, strict=True)]
    people = [{"customer_id": f"p{who}", "joined_at": str(rng.choice(["", "2025-11-03", "2026-01-02", "2026-02-11"])), "plan": str(rng.choice(["a", "b"]))}
              for who in range(36)]
    about = {"customers": people, "questions": {}, "settings": OPEN + 'segments = ["plan"]\nas_of = 2026-05-01\ntimezone = "Asia/Ho_Chi_Minh"\n'}
    contacts = tiny_study(touchpoints=[row | {"stage": "visit", "channel": "app"} for row in rows], **about)
    payments = tiny_study(transactions=[row | {"amount": 5} for row in rows], **about)
    for by in ([], ["plan"]):
        for slice_ in ("", "plan = a"):
            ours, theirs = (one.where(slice_).cohort_counts(by) for one in (contacts, payments))
            assert len(ours) > 4
            pd.testing.assert_frame_equal(ours, theirs, check_dtype=False)

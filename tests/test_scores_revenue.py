"""Revenue that comes again: the oracle, identities, plain set arithmetic, coverage, and what small bases must not give away."""

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
from cxlib import words
from cxlib.errors import ArgumentError
from cxlib.scores.revenue import repeat_rate, revenue_retention
from cxlib.scores.revenue_interval import revenue_shares

ORACLES = Path(__file__).parent / "oracles"
PERIODS = json.loads((ORACLES / "subscription_expected.json").read_text(encoding="utf-8"))["periods"]
FEW = settings(deadline=None, max_examples=8, derandomize=True, suppress_health_check=list(HealthCheck))
DAYS = {"2026Q1": "2026-01-10", "2026Q2": "2026-05-10", "2026Q3": "2026-08-10"}
OPEN = 'as_of = 2026-10-01\nminimum_base = 1\nminimum_share_base = 1\nsegments = ["region"]'


def paid(rows, days=DAYS):
    """Payments from (customer, period, amount)."""
    return [{"customer_id": who, "at": days[period], "amount": amount} for who, period, amount in rows]


def row(finding, **where):
    table = finding.table
    for column, value in where.items():
        table = table[table[column] == value]
    assert len(table) == 1, table
    return table.iloc[0]


def oracle_payments(days):
    with open(ORACLES / "subscription_input.csv", newline="", encoding="utf-8") as file:
        active = pd.DataFrame(csv.DictReader(file)).astype({"mrr": float})
    rows = active.assign(at=active["month"].map(days), amount=active["mrr"])
    return rows.loc[rows["at"].notna(), ["customer_id", "at", "amount"]]


@pytest.mark.parametrize(("days", "period", "expected"), [
    ({"2025-01": "2025-01-15", "2025-04": "2025-04-15"}, "2025Q2", PERIODS[0]),
    ({"2025-04": "2025-04-15", "2025-07": "2025-07-15"}, "2025Q3", PERIODS[1]),
    ({"2025-01": "2025-05-15", "2025-07": "2025-07-15"}, "2025Q3", PERIODS[2]),
])
def test_gross_and_net_are_those_of_the_oracle(tiny_study, days, period, expected):
    study = tiny_study(transactions=oracle_payments(days), questions={}, settings="as_of = 2025-10-01\nminimum_base = 1")
    finding = revenue_retention(study)
    gross, net = (row(finding, period=period, metric=f"{kind} revenue retention") for kind in ("gross", "net"))
    assert (gross["base"], gross["before"]) == (expected["S"], expected["start_mrr"])
    assert [gross["value"], net["value"]] == pytest.approx([expected["GRR"], expected["NRR"]], rel=1e-12)
    assert net[["expansion", "contraction", "lost"]].tolist() == [expected[name] for name in ("expansion", "contraction", "churned_mrr")]
    assert net["value"] != pytest.approx(expected["TRAP_total_mrr_ratio"]), "new customers are not in it"


PAYMENTS = st.lists(st.tuples(st.integers(0, 11), st.sampled_from(list(DAYS)), st.sampled_from([-20, -5, 1, 3, 10, 10, 40, 200])), min_size=1, max_size=50)


@FEW
@given(PAYMENTS)
def test_everything_is_plain_arithmetic_on_customers(tiny_study, payments):
    """The same numbers from dictionaries of customers, in total and by region; and the identities that hold."""
    rows = [(f"c{who}", period, amount) for who, period, amount in payments]
    people = [{"customer_id": f"c{who}", "joined_at": "2026-01-01", "region": "ab"[who % 2]} for who in range(12)]
    study = tiny_study(transactions=paid(rows), customers=people, questions={}, settings=OPEN)
    total = pd.DataFrame(rows, columns=["who", "period", "amount"]).groupby(["who", "period"])["amount"].sum()
    by = {None: study.revenue_retention_counts(), "region": study.revenue_retention_counts(["region"])}
    for segment, counts in by.items():
        for _, found in counts.iterrows():
            place = list(DAYS).index(found["period"])
            then = {} if not place else {who: amount for (who, period), amount in total.items() if period == list(DAYS)[place - 1] and amount > 0}
            if segment:
                then = {who: amount for who, amount in then.items() if "ab"[int(who[1:]) % 2] == found["region"]}
            now = {who: max(total.get((who, found["period"]), 0), 0) for who in then}
            assert found["start"] == len(then) and found["retained"] == sum(amount > 0 for amount in now.values())
            kept = sum(min(then[who], now[who]) for who in then)
            assert [found["before"], found["kept"], found["kept"] + found["added"]] == pytest.approx([sum(then.values()), kept, sum(now.values())])
            assert found["lost"] == pytest.approx(sum(then[who] for who in then if now[who] == 0))
    columns = ["start", "retained", "before", "kept", "added", "lost", "before2_kept", "added2"]
    parts = by["region"].groupby("period")[columns].sum()
    whole = by[None].set_index("period")[columns]
    assert (whole["start"].any() and len(parts) == len(whole)) or parts.empty
    np.testing.assert_allclose(parts, whole.loc[list(parts.index)], rtol=1e-12)
    _identities(revenue_retention(study).table)
    _identities(revenue_retention(study, by="region").table, "region")


def _identities(table, *names):
    assert (table["before"] + table["expansion"] - table["contraction"] - table["lost"] - table["now"]).abs().max() < 1e-9 or table["now"].isna().all()
    wide = table.pivot(index=["period", *names], columns="metric", values=["value", "low", "high"]).dropna()
    gross, net = wide["value"]["gross revenue retention"], wide["value"]["net revenue retention"]
    assert (gross <= np.minimum(1, net) + 1e-12).all() and (gross >= 0).all()
    shown = table[table["value"].notna()]
    assert ((shown["low"] <= shown["value"] + 1e-12) & (shown["value"] <= shown["high"] + 1e-12)).all()


def sums_of(x, y):
    """The counts that a study would give, a row per sample."""
    m, e = np.minimum(x, y), np.maximum(y - x, 0)
    return pd.DataFrame({
        "start": np.full(len(x), x.shape[1]), "before": x.sum(1), "kept": m.sum(1), "added": e.sum(1), "before2": (x**2).sum(1),
        "before3": (x**3).sum(1), "before_kept": (x * m).sum(1), "kept2": (m**2).sum(1), "before2_kept": (x**2 * m).sum(1),
        "before_kept2": (x * m**2).sum(1), "before_added": (x * e).sum(1), "added2": (e**2).sum(1), "before2_added": (x**2 * e).sum(1),
        "before_added2": (x * e**2).sum(1),
    })


@pytest.mark.parametrize(("leave", "noise"), [(0.2, 0.3), (0.05, 0.3), (0.2, 0.001), (0.5, 0.5)])
def test_intervals_of_skewed_amounts_cover(leave, noise):
    """Lognormal amounts with log-sd 1 and 50 customers: at least 92% of 95% intervals hold the truth (2,000 samples, error 0.6)."""
    rng = np.random.default_rng(5)
    x = np.exp(rng.standard_normal((2000, 50)))
    y = x * np.exp(noise * rng.standard_normal((2000, 50))) * (rng.random((2000, 50)) >= leave)
    draws = np.exp(noise * rng.standard_normal(1_000_000))
    truth = {"gross": (1 - leave) * np.minimum(1, draws).mean(), "net": (1 - leave) * np.exp(noise**2 / 2)}
    found = revenue_shares(sums_of(x, y))
    for kind, value in truth.items():
        covered = ((found[f"{kind}_low"] <= value) & (value <= found[f"{kind}_high"])).mean()
        assert covered >= 0.915, (kind, covered)
        assert (found[f"{kind}_high"] - found[f"{kind}_low"]).min() > 0
    assert found["gross_high"].max() <= 1 and found["gross_low"].min() >= 0


def test_equal_amounts_give_the_interval_of_a_share():
    """Where all pay the same and nobody pays more, gross is a plain share: Wilson, a little wider for t."""
    x = np.full((1, 200), 10.0)
    y = x * (np.arange(200) >= 40)
    found = revenue_shares(sums_of(x, y)).iloc[0]
    low, high = cxlib.intervals.share_interval(160, 200)
    assert [found["gross"], found["net"]] == pytest.approx([0.8, 0.8])
    assert [found["gross_low"], found["gross_high"]] == pytest.approx([float(low), float(high)], abs=0.003)
    assert found["gross_low"] < low and found["gross_high"] > high
    assert [found["net_low"], found["net_high"]] == pytest.approx([found["gross_low"], found["gross_high"]])


def test_amounts_in_another_currency_give_the_same_shares():
    rng = np.random.default_rng(1)
    x = np.exp(rng.standard_normal((3, 40)))
    y = x * rng.choice([0, 0.5, 1, 2], (3, 40))
    pd.testing.assert_frame_equal(revenue_shares(sums_of(x, y)), revenue_shares(sums_of(26_000 * x, 26_000 * y)), rtol=1e-9)


def test_all_stayed_and_paid_the_same_is_never_certain(tiny_study):
    rows = [(f"c{who}", period, 10) for who in range(30) for period in ("2026Q1", "2026Q2")]
    study = tiny_study(transactions=paid(rows), questions={}, settings="as_of = 2026-07-01")
    for kind in ("gross", "net"):
        found = row(revenue_retention(study), period="2026Q2", metric=f"{kind} revenue retention")
        assert found["value"] == 1 and found["low"] < 0.95 and found["high"] == 1


def company(tiny_study, sizes=(40, 12), **more):
    """Of each ten, in order: two leave, one pays half, two pay double; the rest the same."""
    factor = [0, 0, 0.5, 2, 2, 1, 1, 1, 1, 1]
    rows = [(f"{level}{who}", "2026Q1", 100) for level, size in zip("ab", sizes) for who in range(size)]
    rows += [(name, "2026Q2", 100 * factor[int(name[1:]) % 10]) for name, _, _ in rows if factor[int(name[1:]) % 10]]
    rows += [("new", "2026Q2", 5000)]
    people = [{"customer_id": name, "joined_at": "2026-01-01", "region": name[0]} for name in sorted({name for name, _, _ in rows})]
    return tiny_study(transactions=paid(rows), customers=people, questions={},
                      settings='as_of = 2026-07-01\ncurrency = "EUR"\nsegments = ["region"]', **more)


def test_the_sentence_word_for_word(tiny_study):
    finding = revenue_retention(company(tiny_study, (40,)))
    assert finding.status == "answered" and finding.base == 40
    ends = {kind: [words.format_value(row(finding, period="2026Q2", metric=f"{kind} revenue retention")[end], "share", "en")
                   for end in ("low", "high")] for kind in ("gross", "net")}
    assert finding.sentence == (
        f"In Q2 2026, net revenue retention was 95.0% (95% interval {ends['net'][0]} to {ends['net'][1]}, n = 40 customers who paid before): 800.00 EUR "
        "more from some, 200.00 EUR less from others, 800.00 EUR lost with those who stopped. "
        f"Gross, without the increases, it was 75.0% ({ends['gross'][0]} to {ends['gross'][1]}). "
        "We cannot tell whether the same customers pay more or less than before.")
    first = row(finding, period="2026Q1", metric="net revenue retention")
    assert pd.isna(first["value"]) and not first["known"], "before the first period nothing was paid: not known, not zero"
    vi = revenue_retention(company(tiny_study, (40,), language="vi"))
    assert vi.sentence.startswith("Trong Quý 2/2026, tỷ lệ giữ doanh thu thuần là 95,0% (khoảng tin cậy 95%: ")
    assert "n = 40 khách đã trả kỳ trước): có người trả thêm 800,00 EUR" in vi.sentence
    assert cxlib.Finding.from_json(vi.to_json()) == vi and "Net" not in vi.to_html()


@pytest.mark.parametrize(("factor", "verdict"), [(1.5, "pay more than"), (0.5, "pay less than")])
def test_a_clear_move_is_said(tiny_study, factor, verdict):
    rows = [(f"c{who}", period, 100 * (factor if period == "2026Q2" else 1)) for who in range(30) for period in ("2026Q1", "2026Q2")]
    assert verdict in revenue_retention(tiny_study(transactions=paid(rows), questions={}, settings="as_of = 2026-07-01")).sentence


def test_a_small_level_is_withheld_and_so_is_the_one_that_gives_it_away(tiny_study):
    finding = revenue_retention(company(tiny_study, (40, 6)), by="region")
    now = finding.table[(finding.table["period"] == "2026Q2") & finding.table["region"].isin(["a", "b"])]
    assert set(now["withheld"]) == {"small", "complement"}
    assert now.select_dtypes("number").isna().all(axis=None)
    assert any("withheld" in text for text in finding.caveats)


def test_a_period_that_is_not_whole_is_not_spoken_of(tiny_study):
    days = {**DAYS, "2026Q3": "2026-07-03"}
    rows = [(f"c{who}", period, 10) for who in range(30) for period in days if who < 20 or period < "2026Q3"]
    finding = revenue_retention(tiny_study(transactions=paid(rows, days), questions={}, settings="as_of = 2026-08-01"))
    assert finding.sentence.startswith("In Q2 2026") and not row(finding, period="2026Q3", metric="net revenue retention")["complete"]
    assert "complete" in finding.caveats[-1] and "Q3 2026" in finding.caveats[-1]


def test_after_a_gap_in_the_data_nothing_is_known(tiny_study):
    days = {"2026Q1": "2025-11-10", "2026Q2": "2026-05-10", "2026Q3": "2026-08-10"}
    rows = [(f"c{who}", period, 10) for who in range(12) for period in days]
    table = revenue_retention(tiny_study(transactions=paid(rows, days), questions={}, settings="as_of = 2026-10-01")).table
    assert table[table["known"]]["period"].unique().tolist() == ["2026Q3"]
    assert table[~table["known"]][["value", "before"]].isna().all(axis=None)


def test_fees_stand_for_payments_where_there_are_none(tiny_study):
    people = [{"customer_id": f"c{i}", "joined_at": "2025-11-10", "left_at": "2026-02-10" if i < 4 else "", "monthly_fee": 10 + i} for i in range(20)]
    people += [{"customer_id": "later", "joined_at": "2026-02-01", "left_at": "", "monthly_fee": 500}]
    study = tiny_study(customers=people, questions={}, settings="as_of = 2026-04-01", more='[churn]\nkind = "contract"\nknown_from = 2026-01-01')
    finding = revenue_retention(study)
    fees = [10 + i for i in range(20)]
    for kind in ("gross", "net"):
        found = row(finding, period="2026Q1", metric=f"{kind} revenue retention")
        assert found["value"] == pytest.approx(sum(fees[4:]) / sum(fees)) and found["lost"] == sum(fees[:4])
    assert "monthly fee" in finding.caveats[0]
    assert finding.sentence.startswith("In Q1 2026, 88.2% of the monthly fees of the 20 customers at the start was kept (95% interval ")
    assert finding.sentence.endswith("46.00 went with those who left."), "no word about paying more or less, which fees cannot show"
    earlier = finding.table[finding.table["period"] == "2025Q4"]
    assert not earlier["known"].any() and earlier["value"].isna().all()


# Repeat rate.


@FEW
@given(PAYMENTS)
def test_the_repeat_rate_counts_customers_with_two_purchases(tiny_study, payments):
    rows = [{"customer_id": f"c{who}", "at": f"{DAYS[period][:8]}{10 + place % 15:02d} 09:00", "amount": amount}
            for place, (who, period, amount) in enumerate(payments)]
    study = tiny_study(transactions=rows, questions={}, settings="as_of = 2026-10-01\nminimum_share_base = 1")
    frame = pd.DataFrame(rows)
    bought = frame[frame["amount"] > 0].assign(period=lambda t: "2026Q" + ((t["at"].str[5:7].astype(int) + 2) // 3).astype(str))
    times = bought.groupby(["period", "customer_id"])["at"].nunique()
    counts = study.repeat_counts().set_index("period")
    assert counts["customers"].to_dict() == times.groupby("period").size().to_dict()
    assert counts["repeated"].to_dict() == (times > 1).groupby("period").sum().to_dict()
    finding = repeat_rate(study)
    assert (finding.status == "nobody") == bought.empty


def test_a_repeat_rate_word_for_word(tiny_study):
    rows = [{"customer_id": f"c{who}", "at": day, "amount": 5} for who in range(20) for day in ("2026-01-05", "2026-03-01")[: 1 + (who < 6)]]
    rows += [{"customer_id": "c10", "at": "2026-02-01", "amount": -5}, {"customer_id": "c11", "at": "2026-01-05", "amount": 7}]
    finding = repeat_rate(tiny_study(transactions=rows, questions={}, settings="as_of = 2026-04-01"))
    assert finding.sentence == ("In Q1 2026, 6 of the 20 customers who bought did so at least twice: a repeat rate of 30.0% "
                                "(95% interval 14.5% to 51.9%).")
    found = row(finding, period="2026Q1")
    assert [found["low"], found["high"]] == pytest.approx([float(end) for end in cxlib.intervals.share_interval(6, 20)])
    assert "no retention" in finding.caveats[0]


# Lawful corners.


@pytest.mark.parametrize("call", [revenue_retention, repeat_rate])
@pytest.mark.parametrize("language", ["en", "vi"])
def test_corners(tiny_study, call, language):
    one = tiny_study(transactions=paid([("a", "2026Q1", 5)]), questions={}, settings="as_of = 2026-04-01", language=language)
    assert call(one).status == "cannot_tell" and call(one).base == 0
    refund = tiny_study(transactions=paid([("a", "2026Q1", -5)]), questions={}, settings="as_of = 2026-04-01", language=language)
    assert call(refund).status in ("cannot_tell", "nobody")
    survey = tiny_study(responses=[{"customer_id": "a", "at": "2026-02-10", "question": "recommend", "score": 9}], settings="as_of = 2026-04-01",
                        language=language)
    assert call(survey).status == "not_available" and call(survey).question
    waves = tiny_study(responses=[{"customer_id": "a", "wave": "w1", "question": "recommend", "score": 9}],
                       transactions=paid([("a", "2026Q1", 5)]), settings='period = "wave"', language=language)
    assert call(waves).status == "not_available"


@pytest.mark.parametrize("call", [revenue_retention, repeat_rate])
@pytest.mark.parametrize("by", [None, "plan"])
def test_nobody_and_wrong_words(small, call, by):
    nobody = small.where("region = Hà Nội").where("region = Cần Thơ")
    assert call(nobody, by=by).status == "nobody"
    with pytest.raises(ArgumentError, match='no segment of customers called "plam"; did you mean "plan"'):
        call(small, by="plam")
    finding = call(small, by=by)
    assert finding.status == "answered" and finding.to_html()
    sliced = call(small.where("period = 2026Q2"))
    assert set(sliced.table["period"]) == {"2026Q2"} and sliced.sentence.startswith("In Q2 2026")

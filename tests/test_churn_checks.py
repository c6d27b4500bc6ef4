"""Calibration lines, trusted columns, quarters pooled, what the profit hangs on, and customers read in part."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import cxlib
from cxlib import churn
from cxlib.churn.ledger import Ledger
from cxlib.churn.leaks import set_aside
from cxlib.churn.measures import calibration_line
from cxlib.churn.narrowed import drawn, narrowed
from cxlib.churn.pooled import pooled
from cxlib.churn.survival import kept_share
from cxlib.churn.trusting import top_of
from cxlib.errors import ArgumentError, StudyError

CONTRACT = '[churn]\nkind = "contract"\nknown_from = 2025-01-01\ngap_days = 10\noutcome_days = 80\n'


# How sure the forecast is


@pytest.fixture(scope="module")
def forecasts():
    rng = np.random.default_rng(5)
    odds = rng.normal(-1, 1.2, 4000)
    return odds, rng.random(4000) < 1 / (1 + np.exp(-odds))


def test_the_line_is_that_of_another_program(forecasts):
    import statsmodels.api as sm

    odds, left = forecasts
    said = 2 * odds + 0.3
    found = calibration_line(1 / (1 + np.exp(-said)), left)
    slope = sm.Logit(left.astype(float), sm.add_constant(said)).fit(disp=0)
    level = sm.GLM(left.astype(float), np.ones((len(said), 1)), family=sm.families.Binomial(), offset=said).fit()
    assert list(found["slope"].values()) == pytest.approx([slope.params[1], *slope.conf_int()[1]], abs=1e-6)
    assert list(found["intercept"].values()) == pytest.approx([level.params[0], *level.conf_int()[0]], abs=1e-6)


@pytest.mark.parametrize(("times", "added", "slope", "level"), [(1, 0, 0, 0), (2, 0, -1, None), (0.5, 0, 1, None), (1, 0.5, 0, -1), (1, -0.5, 0, 1)])
def test_too_sure_and_too_high_are_told(forecasts, times, added, slope, level):
    odds, left = forecasts
    found = calibration_line(1 / (1 + np.exp(-(times * odds + added))), left)

    def side(row, right):
        return int(row["low"] > right) - int(row["high"] < right)

    assert side(found["slope"], 1) == slope
    assert level is None or side(found["intercept"], 0) == level


def test_the_slope_covers_what_is_true():
    rng, hits = np.random.default_rng(11), 0
    for _ in range(300):
        p = 1 / (1 + np.exp(-rng.normal(-1, 1, 300)))
        line = calibration_line(p, rng.random(300) < p)["slope"]
        hits += line["low"] <= 1 <= line["high"]
    assert abs(hits / 300 - 0.95) < 0.04, "three standard errors of 300 worlds"


@pytest.mark.parametrize(("p", "left"), [([0.1, 0.9], [0, 1]), ([0.3, 0.3, 0.3], [0, 1, 0])])
def test_where_there_is_no_line_it_is_not_known(p, left):
    assert np.isnan(calibration_line(p, left)["slope"]["value"])


def test_nobody_left_has_no_line_at_all():
    assert all(np.isnan(value) for part in calibration_line([0.1, 0.2], [0, 0]).values() for value in part.values())


def test_the_top_is_a_hundredth_or_fifty():
    p = np.linspace(0, 0.99, 10_000)
    found = top_of(p, p > 0.985)
    assert (found["base"], found["left"]) == (100, int((p > 0.985).sum())) and found["high"] < found["predicted"]
    assert top_of(p[:400], p[:400] > 1)["base"] == 50 and top_of(p[:49], p[:49] > 1) is None


# Trusted columns


def told(tmp_path, trusted="", language="en"):
    """Contracts in which `closing` is yes for all who end within the year, and for three in ten of the others."""
    rng, n = np.random.default_rng(4), 2500
    plan = rng.choice(["short", "long"], n)
    month = rng.geometric(np.where(plan == "short", 0.06, 0.008))
    ends = month <= 12
    frame = pd.DataFrame({
        "customer_id": [f"c{i}" for i in range(n)], "plan": plan, "closing": np.where(rng.random(n) < np.where(ends, 1.0, 0.3), "yes", "no"),
        "left_at": np.where(ends, [f"2025-{min(m, 12):02d}-15" for m in month], ""), "joined_at": "2024-02-01", "monthly_fee": rng.normal(50, 10, n).round(2),
    })
    frame.to_csv(tmp_path / "customers.csv", index=False)
    (tmp_path / "study.toml").write_text(
        f'[study]\nname="Contracts"\nperiod="month"\nas_of=2026-01-01\ncurrency="USD"\nlanguage="{language}"\nsegments=["plan", "closing"]\n'
        f'[[sources]]\ntable="customers"\npath="customers.csv"\n{CONTRACT}{trusted}\n', encoding="utf-8")
    return cxlib.open_study(tmp_path)


def test_a_trusted_column_goes_on_and_is_named_everywhere(tmp_path):
    study = told(tmp_path)
    stopped = churn.fit(study)
    assert stopped.verdict == "suspected_leak" and not len(stopped.trusted)
    assert any(str(name).startswith("closing=") for name in stopped.leaks["column"])
    assert "say so under trusted in [churn]" in churn.trust(study, stopped).sentence
    (tmp_path / "second").mkdir()
    study = told(tmp_path / "second", 'trusted = ["closing"]')
    model = churn.fit(study)
    assert model.verdict == "usable" and not len(model.leaks) and len(model.trusted)
    for spoken in (study, study.in_language("vi")):
        starts = {"en": "Trusted, not checked: closing=", "vi": "Được tin, chưa được kiểm chứng: closing="}[spoken.language]
        for finding in (churn.trust, churn.calibration, churn.reasons, churn.at_risk, churn.trust_by, churn.ageing, churn.learning_curve, churn.how_early):
            assert any(text.startswith(starts) for text in finding(spoken, model).caveats), finding.__name__
        worth = churn.worth_it(spoken, model, value=100, offer=5, contact=1, success_rate=0.3)
        assert any(text.startswith(starts) for text in worth.caveats)


def test_what_changes_with_the_future_is_never_trusted():
    alarms = pd.DataFrame({"column": ["plan=a", "visits", "all columns together"], "sign": ["value", "future", "performance"], "strength": 0.99, "base": 9})
    stop, aside = set_aside(alarms, ["plan", "visits"], ["plan=a", "visits"])
    assert stop["column"].tolist() == ["visits", "all columns together"] and aside["column"].tolist() == ["plan=a"]


def test_a_trusted_name_must_be_a_column(tmp_path):
    with pytest.raises(StudyError, match="closign"):
        churn.fit(told(tmp_path, 'trusted = ["closign"]'))


# Several quarters


def test_quarters_are_pooled_by_how_sure_they_are():
    found = pooled(np.array([0.2, 0.3]), np.array([1000, 50]), np.array([0.3, 0.3]), np.array([1000, 50]))
    spread = [[(0.2 * 1000 + 1) / 1002, (0.3 * 1000 + 1) / 1002], [(0.3 * 50 + 1) / 52] * 2]
    weight = [1 / sum(p * (1 - p) / (n + 2) for p in row) for row, n in zip(spread, (1000, 50), strict=True)]
    assert found["value"] == pytest.approx(-0.1 * weight[0] / sum(weight))
    assert found["high"] - found["low"] == pytest.approx(2 * 1.959964 * sum(weight) ** -0.5, rel=1e-6)


@pytest.mark.parametrize("effect", [0.0, -0.1])
def test_the_pooled_interval_covers_and_chance_is_no_heterogeneity(effect):
    rng, n, m = np.random.default_rng(8), np.array([300, 150, 80]), np.array([80, 60, 30])
    hits = unlike = 0
    for _ in range(1000):
        risk = np.array([0.4, 0.3, 0.5])
        found = pooled(rng.binomial(n, risk + effect) / n, n, rng.binomial(m, risk) / m, m)
        hits, unlike = hits + (found["low"] <= effect <= found["high"]), unlike + (found["q_p"] < 0.1)
    assert abs(hits / 1000 - 0.95) < 0.021 and unlike / 1000 < 0.14, "at the limit of 0.1, with arms of 30"


def lists(tiny_study, effects, *, n=400, seed=2, language=None):
    """Contracts and a ledger for each of several lists; those contacted leave less often by `effects`."""
    rng, days, frames, ledgers = np.random.default_rng(seed), (dt.date(2025, 6, 1), dt.date(2025, 9, 1), dt.date(2025, 12, 1)), [], []
    for number, effect in enumerate(effects):
        day, arm = days[number], np.where(rng.random(n) < 0.4, "hold_out", "contact")
        left = rng.random(n) < 0.5 - effect * (arm == "contact")
        ids = [f"q{number}c{place:03d}" for place in range(n)]
        frames.append(pd.DataFrame({"customer_id": ids, "joined_at": "2024-01-01", "left_at": np.where(left, str(day + dt.timedelta(days=40)), "")}))
        rows = pd.DataFrame({"row": range(2, n + 2), "customer_id": ids, "arm": arm, "action": "recovery", "action_taken": "", "action_day": pd.NaT,
                             "done_by": "", "note": ""}).astype({"action_day": "datetime64[us]"})
        empty = pd.DataFrame({"row": [], "column": [], "given": [], "reason": [], "kept": []})
        ledgers.append(Ledger("ledger.csv", day, rows, empty, n, None))
    study = tiny_study(customers=pd.concat(frames, ignore_index=True), questions={}, settings='period = "month"\nas_of = 2026-08-01', language=language,
                       more='[churn]\nkind = "contract"\ngap_days = 10\noutcome_days = 80\n')
    return study, ledgers


def test_several_ledgers_are_one_answer(tiny_study):
    study, ledgers = lists(tiny_study, (0.15, 0.15, 0.15))
    found = churn.did_it_work(study, ledgers[::-1])
    alone = [churn.did_it_work(study, one).table.iloc[0] for one in ledgers]
    assert found.status == "answered" and list(found.table["among"])[0] == "lists" and len(found.table) == 4
    assert found.table["value"].to_numpy()[1:] == pytest.approx([row["value"] for row in alone]), "each list as by itself, in order of days"
    first = found.table.iloc[0]
    assert first["low"] < -0.15 < first["high"] < 0 and first["high"] - first["low"] < min(row["high"] - row["low"] for row in alone)
    assert "do not differ by more than chance" in found.sentence
    assert churn.did_it_work(study.in_language("vi"), ledgers).sentence.startswith("Tính chung 3 danh sách")


def test_unlike_quarters_are_said(tiny_study):
    study, ledgers = lists(tiny_study, (0.35, -0.25, 0.0))
    assert "the lists differ by more than chance" in churn.did_it_work(study, ledgers).sentence


def test_lists_that_take_no_part_are_counted(tiny_study):
    study, ledgers = lists(tiny_study, (0.2, 0.2))
    nobody = Ledger("l.csv", dt.date(2026, 2, 1), ledgers[0].rows.assign(arm="contact"), ledgers[0].rejected, 400, None)
    found = churn.did_it_work(study, [*ledgers, nobody])
    assert any(text.startswith("1 lists take no part") for text in found.caveats) and found.base == 800
    one = churn.did_it_work(study, [ledgers[0], nobody])
    assert one.table.equals(churn.did_it_work(study, ledgers[0]).table), "where only one can be shown it answers as by itself"
    with pytest.raises(ArgumentError, match="^two ledgers are of the list of 2025-06-01; give each list once$"):
        churn.did_it_work(study, [ledgers[0], ledgers[0]])
    with pytest.raises(ArgumentError, match="^did_it_work needs the ledger that read_ledger gives, not list$"):
        churn.did_it_work(study, [])


# What the profit hangs on


def test_a_part_of_the_leavers_kept_is_not_points():
    rates = np.full((2, 4), 0.9 ** 0.25)
    year = kept_share(rates, 4, np.array([0.0, 0.5])).prod(axis=1)
    assert year == pytest.approx([0.9, 0.95])
    falling = kept_share(np.array([[0.5, 0.8]]), 1, np.array([0.5]))
    assert falling[0] == pytest.approx([0.75, 0.9]), "of those who would leave in each year"


def test_a_success_rate_widens_the_band(small):
    points, exact = churn.what_if(small, points=5), churn.what_if(small, success_rate=(0.3, 0.3))
    wide = churn.what_if(small, success_rate=(0.1, 0.5))
    row, other = exact.table.iloc[0], wide.table.iloc[0]
    before = row["retention_before"]
    assert row["retention_after"] == pytest.approx(before + 0.3 * (1 - before)) and list(exact.table["rise"]) == ["kept", "kept"]
    assert other["value"] == pytest.approx(row["value"]) and other["high"] - other["low"] > 3 * (row["high"] - row["low"])
    assert "Keeping 30.0% of those who would leave" in exact.sentence and "percentage points, which is" in exact.sentence
    assert list(points.table["rise"]) == ["points", "per_cent"] * 2
    assert churn.what_if(small.in_language("vi"), success_rate=0.2).sentence.startswith("Giữ lại 20,0%")


def test_the_widest_assumption_comes_first(small):
    found = churn.tornado(small, success_rate=(0.1, 0.5), cost=1000, years=3)
    table = found.table
    assert list(table["assumption"])[0] == "success" and list(table["assumption"])[-1] == "together"
    assert {"retention", "payments", "discount", "cost"} <= set(table["assumption"])
    assert table["difference"].iloc[:-1].is_monotonic_decreasing and table["value"].nunique() == 1
    assert ((table["low"] <= table["value"]) & (table["value"] <= table["high"])).all()
    cost = table.set_index("assumption").loc["cost"]
    rows = churn.what_if(small, success_rate=(0.3, 0.3), years=3).table.iloc[0]
    after, rate = rows["retention_after"], 1 / 1.1
    spent = sum((after * rate) ** year for year in range(3))
    assert cost["high"] - cost["low"] == pytest.approx(0.4 * 1000 * spent, rel=1e-6)
    assert cost["value"] == pytest.approx(rows["difference"] - 1000 * spent, rel=1e-6), "two roads, one number"
    assert "Most hangs on success rate" in found.sentence
    assert "Phụ thuộc nhiều nhất vào tỷ lệ thành công" in churn.tornado(small.in_language("vi"), success_rate=(0.1, 0.5)).sentence


def test_without_a_success_rate_points_are_taken_and_cost_can_eat_it_all(small):
    bare = replace(small, settings=replace(small.settings, costs={}))
    found = churn.tornado(bare, points=5, cost=10**9)
    assert "success" not in set(found.table["assumption"]) and found.table["value"].iloc[0] < 0
    assert any("rise by 5 percentage points" in text for text in found.caveats)
    with pytest.raises(ArgumentError, match="^cost is -1; give a number of at least 0, in the study's currency$"):
        churn.tornado(small, cost=-1)
    with pytest.raises(ArgumentError, match="^points is 0; give percentage points above 0 and at most 100, such as 5$"):
        churn.tornado(small, points=0)


# Reading some customers only


def test_those_who_are_left_are_as_they_were(small):
    day = dt.date(2026, 6, 1)
    whole = churn.table(small, day, labelled=False).features
    wanted = whole.index[[1, 5, 7]]
    few = churn.table(narrowed(small, wanted, most=100), day, labelled=False).features
    assert set(wanted) <= set(few.index) and len(few) < len(whole) / 5
    assert few[whole.columns].equals(whole.loc[few.index])
    chosen = set(small.customers().index[drawn(small, most=100)])
    assert set(few.index) == set(whole.index) & (chosen | set(wanted))
    assert narrowed(small, wanted, most=10**6) is small and drawn(small, most=10**6).all()

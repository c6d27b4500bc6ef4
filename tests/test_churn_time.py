"""How long customers stay and how early an alarm rings: oracles, late entry, planted lives, planted lead, small worlds."""

import datetime as dt
import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import cxlib
import cxlib.churn.early
import cxlib.churn.rescue
from cxlib import churn, samples, words
from cxlib.churn.curves import retention_curve
from cxlib.churn.early import _leads, _median, _ratio, alarms, how_early
from cxlib.churn.hazard import _against_the_others, hazard
from cxlib.churn.kaplan_meier import at_ages, log_rank, median_age, product_limit
from cxlib.churn.lives import lives
from cxlib.churn.rescue import rescue_offers
from cxlib.errors import ArgumentError
from cxlib.samples import world

ORACLES = Path(__file__).parent / "oracles"


def contracts(tiny_study, began, left, *, as_of="2025-01-01", known_from=None, **columns):
    """A study of contracts; `began` and `left` are dates, the latter blank for those who stay."""
    rows = pd.DataFrame({"customer_id": [f"c{i}" for i in range(len(began))], "joined_at": began, "left_at": left, **columns})
    known = f"known_from={known_from}\n" if known_from else ""
    return tiny_study(
        customers=rows, questions={}, settings=f'period="month"\nas_of={as_of}\nsegments={list(columns)}',
        more=f'[churn]\nkind="contract"\n{known}gap_days=0\noutcome_days=30\n',
    )


def drawn_contracts(tiny_study, rng, n, daily, *, first="2022-01-01", as_of="2025-01-01", **more):
    """Customers who join at any time and leave each day with the same chance."""
    span = (dt.date.fromisoformat(as_of) - dt.date.fromisoformat(first)).days
    start = np.datetime64(first) + rng.integers(0, span, n)
    end = start + rng.geometric(daily, n)
    return contracts(tiny_study, start.astype(str), np.where(end < np.datetime64(as_of), end.astype(str), ""), as_of=as_of, **more)


def shop(tiny_study, payments, *, as_of="2025-12-01", silence=30, customers=None, **tables):
    rows = pd.DataFrame(payments, columns=["customer_id", "at", "amount"])
    tables = {"transactions": rows, **({"customers": customers} if customers is not None else {}), **tables}
    return tiny_study(
        questions={}, settings=f'period="month"\nas_of={as_of}', **tables,
        more=f'[churn]\nkind="silence"\nsilence_days={silence}\ngap_days=5\noutcome_days=40\n',
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return samples.write(samples.company(scale=0.25, seed=2026), tmp_path_factory.mktemp("company"))


@pytest.fixture(scope="module")
def study(folder):
    return cxlib.open_study(folder)


@pytest.fixture(scope="module")
def truth(folder):
    return pd.read_parquet(folder / "truth_customers.parquet").set_index("customer_id")


@pytest.fixture(scope="module")
def model(study):
    return churn.fit(study)


@pytest.fixture(scope="module")
def rung(study, model):
    return alarms(study, model)


@pytest.fixture(scope="module")
def early(study, model, rung):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cxlib.churn.early, "alarms", lambda *_, **__: rung)
        return how_early(study, model)


# The arithmetic


def test_the_curve_is_that_of_the_reference_program():
    known = json.loads((ORACLES / "km_expected.json").read_text())
    exit, ended = (np.array(known["input"][name]) for name in ("time", "event"))
    entry = np.full(len(exit), -1)
    curve = product_limit(entry, exit, ended)
    read = at_ages(curve, entry, exit, known["times"])
    assert read["at_risk"].tolist() == known["n_risk"]
    for ours, theirs in (("value", "surv"), ("low", "loglog_lower"), ("high", "loglog_upper")):
        assert read[ours].to_numpy() == pytest.approx(known[theirs], abs=1e-9), ours
    assert median_age(curve)[0] == known["median"]
    assert 1 - curve["value"].iloc[-1] > known["naive_share_lost"], "counting those still there as kept loses too few"


@pytest.mark.filterwarnings("ignore:divide by zero", "ignore:invalid value")
def test_late_entry_agrees_with_another_program():
    from statsmodels.duration.survfunc import SurvfuncRight

    rng = np.random.default_rng(4)
    entry = np.where(rng.random(300) < 0.5, 0, rng.integers(1, 15, 300))
    exit, ended = entry + rng.integers(1, 40, 300), rng.random(300) < 0.6
    theirs = SurvfuncRight(exit.astype(float), ended.astype(int), entry=entry.astype(float))
    ours = at_ages(product_limit(entry, exit, ended), entry, exit, theirs.surv_times)
    assert ours["at_risk"].tolist() == theirs.n_risk.tolist()
    assert ours["value"].to_numpy() == pytest.approx(theirs.surv_prob, abs=1e-12)


def test_log_rank_is_that_of_the_reference_program():
    rows, known = pd.read_csv(ORACLES / "gray_input.csv"), json.loads((ORACLES / "gray_logrank_expected.json").read_text())
    found = log_rank(np.full(len(rows), -1.0), rows["t"], rows["c"] > 0, rows["g"])
    assert found["chi2"] == pytest.approx(known["logrank_chisq"], abs=1e-9)
    assert found["p_value"] == pytest.approx(known["logrank_p"], abs=1e-9)
    assert found["more"].sum() == pytest.approx(0, abs=1e-9)


def test_log_rank_with_many_leaving_on_the_same_day_agrees_with_another_program():
    from statsmodels.duration.survfunc import survdiff

    rng = np.random.default_rng(12)
    exit, ended, group = rng.integers(1, 5, 90), rng.random(90) < 0.8, rng.integers(0, 3, 90)
    chi2, p = survdiff(exit, ended.astype(int), group)
    found = log_rank(np.full(90, -1), exit, ended, group)
    assert (found["chi2"], found["p_value"]) == (pytest.approx(float(chi2)), pytest.approx(float(p)))


def test_log_rank_raises_false_alarms_as_often_as_it_says_with_late_entry():
    rng, wrong = np.random.default_rng(7), 0
    for _ in range(300):
        entry = rng.integers(-1, 30, 150)
        exit, ended = entry + rng.geometric(0.05, 150), rng.random(150) < 0.7
        wrong += log_rank(entry, exit, ended, rng.integers(0, 3, 150))["p_value"] < 0.05
    assert 4 <= wrong <= 28, "5% of 300, three standard errors either way"


def test_nobody_left_and_everybody_left():
    none = at_ages(product_limit([-1] * 20, [9] * 20, [False] * 20), [-1] * 20, [9] * 20, [0, 5]).iloc[-1]
    assert none["value"] == none["high"] == 1 and none["low"] == pytest.approx(0.025 ** (1 / 20))
    everyone = product_limit([-1] * 3, [1, 2, 2], [True] * 3).iloc[-1]
    assert everyone["value"] == everyone["low"] == 0 and 0 < everyone["high"] < 1
    assert product_limit([], [], []).empty
    with pytest.raises(ArgumentError, match="exit must lie above entry"):
        product_limit([3], [3], [True])


def test_a_handful_at_a_young_age_does_not_pull_the_curve_down():
    entry, exit = [-1] + [50] * 100, [10] + [100] * 100
    ended = [True] + [False] * 100
    assert product_limit(entry, exit, ended)["value"].min() == 0
    curve = product_limit(entry, exit, ended, fewest=5)
    assert curve.attrs["begins"] == 51 and (at_ages(curve, entry, exit, [60, 90])["value"] == 1).all()


# Lives


def test_silence_ends_a_life_at_the_last_visit_and_censors_the_rest(tiny_study):
    people = pd.DataFrame({"customer_id": ["old", "gone", "edge", "here", "new"], "joined_at": ["2024-06-01", "2025-02-01", "2025-02-01", "2025-02-01", "2025-11-20"]})
    visits = [("old", "2025-01-10", 5), ("old", "2025-11-30", 5), ("gone", "2025-02-03", 5), ("gone", "2025-10-31", 5), ("edge", "2025-11-01", 5),
              ("here", "2025-02-01", 5), ("here", "2025-11-25", 5), ("new", "2025-11-21", 5)]
    found = lives(shop(tiny_study, visits, customers=people))
    rows = found.rows
    assert rows["ended"].to_dict() == {"old": False, "gone": True, "edge": False, "here": False}, "30 days of silence are not more than 30"
    assert rows.loc["gone", ["entry", "exit"]].tolist() == [-1, 272], "from joining to the last visit"
    assert rows.loc["here", "exit"] == (dt.date(2025, 10, 31) - dt.date(2025, 2, 1)).days, "nobody can be seen leaving after that day"
    assert rows.loc["old", "entry"] == (dt.date(2025, 1, 10) - dt.date(2024, 6, 1)).days - 1, "watched since the data begin"
    assert rows.loc["gone", "gone"] == pd.Timestamp("2025-12-01"), "the first day on which the silence is too long"
    assert (found.new, found.late, found.undated) == (1, 1, 0)


def test_the_days_until_silence_shows_are_not_counted_as_days_of_staying(tiny_study):
    # Each day has the same chance of being the last; to the last day of the data, all who left lately would seem to stay.
    rng = np.random.default_rng(5)
    first, life = rng.integers(60, 330, 2500), rng.geometric(0.01, 2500)
    day = [(f"c{i}", when) for i, (a, n) in enumerate(zip(first, life, strict=True)) for when in (a, *range(a + 9, a + n, 10), a + n - 1) if when < 334]
    visits = [(who, str(np.datetime64("2025-01-01") + int(when)), 1) for who, when in day]
    table = retention_curve(shop(tiny_study, [("z", "2025-01-01", 1), *visits])).table
    at = table[table["days_since"].between(20, 150)]
    expected = 0.99 ** (at["days_since"] + 1)
    assert (at["value"].sub(expected).abs() < 0.03).all()
    assert ((at["low"] <= expected) & (expected <= at["high"])).mean() > 0.7


def test_leaving_that_was_not_recorded_before_a_day_is_not_taken_for_staying(tiny_study):
    rng = np.random.default_rng(2)
    start = np.datetime64("2020-01-01") + rng.integers(0, 1800, 6000)
    end = start + rng.geometric(0.002, 6000)
    seen = end >= np.datetime64("2024-07-01")
    left = np.where(end < np.datetime64("2025-01-01"), end.astype(str), "")
    found = retention_curve(contracts(tiny_study, start[seen].astype(str), left[seen], known_from="2024-07-01"))
    at = found.table[found.table["days_since"].between(300, 1200)]
    assert (at["value"] - 0.998 ** at["days_since"]).abs().max() < 0.06
    naive = retention_curve(contracts(tiny_study, start[seen].astype(str), left[seen])).table.set_index("days_since")["value"]
    assert naive.loc[365] > 0.998**365 + 0.2, "who had left before is missing, so nobody seems to leave young"
    assert any("2024-07-01" in text for text in found.caveats)


def test_the_sample_company_lies_between_deciding_and_leaving(study, truth):
    rows = lives(study).rows
    known = truth.reindex(rows.index)
    table = retention_curve(study).table.set_index("days_since")
    curves = {}
    for name, until in (("decided_at", pd.Timestamp(study.as_of) - pd.Timedelta(days=60)), ("left_at", pd.Timestamp(study.as_of))):
        day = known[name].dt.normalize().where(known[name] < until)
        exit = (day.fillna(until - pd.Timedelta(days=1)) - rows["began"]).dt.days
        watched = exit > rows["entry"]
        people = rows["entry"][watched], exit[watched]
        curves[name] = at_ages(product_limit(*people, day.notna()[watched]), *people, [91, 183, 365, 548])
    for place, age in enumerate((91, 183, 365, 548)):
        assert curves["decided_at"]["value"][place] - 0.01 < table.loc[age, "value"] < curves["left_at"]["value"][place] + 0.01


def test_groups_that_leave_sooner_are_named_and_like_groups_are_not(tiny_study):
    rng = np.random.default_rng(3)
    plan = rng.choice(["short", "long"], 1500)
    start = np.datetime64("2023-01-01") + rng.integers(0, 700, 1500)
    end = start + rng.geometric(np.where(plan == "short", 0.004, 0.001))
    left = np.where(end < np.datetime64("2025-01-01"), end.astype(str), "")
    shop_ = rng.choice(list("abcd"), 1500)
    study = contracts(tiny_study, start.astype(str), left, plan=plan, shop=shop_)
    found = retention_curve(study, by="plan")
    verdicts = found.table.drop_duplicates("plan").set_index("plan")["verdict"].to_dict()
    assert verdicts == {"short": "leaves sooner", "long": "stays longer"} and found.status == "answered"
    medians = found.table.drop_duplicates("plan").set_index("plan")["median_days"]
    assert medians["short"] == pytest.approx(np.log(0.5) / np.log(0.996), rel=0.25)
    same = retention_curve(study, by="shop")
    assert same.status == "cannot_tell" and (same.table["verdict"] == "cannot tell").all()
    assert hazard(study, by="plan").status == "answered"
    cohorts = retention_curve(study, by="period")
    assert cohorts.chart.kind == "heatmap" and cohorts.table["period"].iloc[0].startswith("2023")


# When in life


def test_a_constant_chance_of_leaving_is_found_at_every_age(tiny_study):
    found = hazard(drawn_contracts(tiny_study, np.random.default_rng(1), 5000, 0.002))
    rows = found.table[found.table["base"] >= 100]
    expected = 1 - 0.998 ** (rows["days_to"] - rows["days_since"])
    # On the day of joining nobody has left yet, so the first age is a day short.
    assert ((rows["low"] <= expected) & (expected <= rows["high"])).mean() >= 0.8
    assert (rows["left_count"] / rows["base"]).to_numpy() == pytest.approx(rows["value"].to_numpy())


def test_who_is_not_watched_to_the_end_of_an_age_does_not_count_for_it(tiny_study):
    began, left = ["2024-01-01"] * 20 + ["2024-12-20"] * 30, ["2024-01-10"] * 5 + [""] * 15 + ["2024-12-25"] * 10 + [""] * 20
    first = hazard(contracts(tiny_study, began, left)).table.iloc[0]
    assert (first["base"], first["left_count"], first["value"]) == (20, 5, 0.25), "of the thirty only leavers could be seen to the end"


def test_an_age_of_leaving_is_found_and_chance_is_not():
    rng, wrong = np.random.default_rng(6), 0
    for _ in range(200):
        base = rng.integers(100, 2000, 20)
        left = rng.binomial(base, 0.05)
        rows = pd.DataFrame({"base": base, "left_count": left, "value": left / base})
        wrong += (_against_the_others(rows, 10)["verdict"] != "cannot tell").any()
    assert wrong <= 20, "5% of 200 would be 10"
    left[7] = round(base[7] * 0.25)
    rows = _against_the_others(pd.DataFrame({"base": base, "left_count": left, "value": left / base}), 10)
    assert rows.loc[7, "verdict"] == "above"


def test_a_planted_month_of_leaving_leads_the_sentence(tiny_study):
    rng = np.random.default_rng(8)
    start = np.datetime64("2022-01-01") + rng.integers(0, 1000, 3000)
    days = np.where(rng.random(3000) < 0.3, rng.integers(366, 390, 3000), rng.geometric(0.0005, 3000))
    end = start + days
    study = contracts(tiny_study, start.astype(str), np.where(end < np.datetime64("2025-01-01"), end.astype(str), ""))
    found = hazard(study)
    top = found.table.loc[found.table["value"].idxmax()]
    assert (top["days_since"], top["verdict"]) == (365, "above") and "day 365" in found.sentence
    smooth = hazard(study, smooth=True)
    assert "Smoothed" in smooth.caveats[0] and smooth.table["value"].max() < found.table["value"].max()


# How early


def test_the_lead_goes_back_from_the_end_without_a_break():
    days = [dt.date(2025, 1, 1) + dt.timedelta(weeks=place) for place in range(6)]
    gone = pd.Series(pd.Timestamp("2025-02-10"), index=list("abcdef"))
    state = np.array([[0, 0, 1, 1, 1, 1], [1, 0, 1, 0, 1, 1], [1, 1, 1, 1, 1, 0], [1, 1, 1, 1, 1, 1], [0, 1, -1, 1, -1, -1], [-1] * 6])
    found = _leads(state, days, gone, 26)
    assert found["lead_days"].tolist() == [26, 12, 0, 40, 33, 0]
    assert found["at_least"].tolist() == [False, False, False, True, False, False]
    assert found["judged"].tolist() == [True] * 5 + [False]
    assert _leads(state, days, gone, 2)["lead_days"].tolist() == [19, 12, 0, 19, 19, 0]


def test_intervals_of_the_median_and_of_false_alarms_cover():
    rng, held = np.random.default_rng(9), np.zeros(2)
    for _ in range(400):
        row = _median(rng.exponential(40, 60))
        held[0] += row["low"] <= 40 * np.log(2) <= row["high"]
        chance, weeks = rng.beta(1, 9, 200), rng.integers(5, 20, 200)
        row = _ratio("x", rng.binomial(weeks, chance), weeks)
        held[1] += row["low"] <= 0.1 <= row["high"]
    assert (held >= 0.92 * 400).all()


def test_counted_from_when_silence_makes_them_gone_the_lead_is_within_two_weeks_of_the_planted_one(early):
    lead = early.table.set_index("measure").loc["lead days"]
    assert abs(lead["value"] - np.mean(world.LEAD_DAYS)) <= 14
    assert lead["low"] <= lead["value"] <= lead["high"] and lead["unit"] == "days"


def test_the_alarm_follows_the_hidden_decision_and_comes_before_the_hidden_leaving(rung, truth):
    # Visits only thin out after the decision, so no alarm can tell it at once: it comes some weeks later. The hidden day
    # of leaving lies before the day on which silence makes the customer gone, so this lead is shorter than the one shown.
    found = rung.leavers[rung.leavers["lead_days"] > 0]
    rang = found["gone"] - pd.to_timedelta(found["lead_days"], unit="D")
    hidden = truth.reindex(rang.index)
    assert len(rang) > 50
    assert 0 < (rang - hidden["decided_at"]).dt.days.median() < 28
    assert (rang < hidden["left_at"]).mean() > 0.7


def test_more_leavers_are_warned_the_nearer_they_are_and_more_than_stayers(early):
    rows = early.table[early.table["measure"] == "alarm on"].set_index("weeks_before")["value"]
    assert (rows.loc[1:12].diff().dropna() <= 0.02).all(), "the base changes a little from week to week"
    each = early.table.set_index("measure")
    assert rows.loc[4] > 0.8 > 0.3 > each.loc["stayers warned", "value"] > each.loc["new false alarms", "value"] > 0
    assert each.loc["in time", "value"] >= each.loc["before the last visit", "value"]


def test_a_rarer_alarm_rings_later_and_errs_less(study, model, early):
    each, rare = early.table.set_index("measure"), how_early(study, model, share=0.03, weeks=8).table.set_index("measure")
    for measure in ("lead days", "before the last visit", "stayers warned"):
        assert rare.loc[measure, "value"] < each.loc[measure, "value"]


def test_leavers_were_not_learned_from(study, model, rung):
    found = rung
    learned = max(churn.outcome.window(study, day)[1] for role in ("train", "validation") for day in model.cutoffs[role])
    assert found.since >= learned or found.tuned
    assert (found.leavers["gone"] > pd.Timestamp(found.since)).all()
    assert found.days[-1] == study.as_of and {(b - a).days for a, b in zip(found.days, found.days[1:])} == {7}


def test_what_the_alarm_said_on_a_day_was_known_on_it(folder, model, rung):
    found = rung
    place = len(found.days) - 3
    day = found.days[place]
    text = (folder / "study.toml").read_text(encoding="utf-8")
    past = folder.parent / "past"
    past.mkdir()
    for path in folder.iterdir():
        if path.name != "study.toml" and path.is_file():
            shutil.copy(path, past / path.name)
    (past / "study.toml").write_text(text.replace("as_of = 2026-10-01", f"as_of = {day}"), encoding="utf-8")
    then = cxlib.open_study(past, on_rejected="continue")
    judge = replace(model, learner=model.first) if found.tuned else model
    p = judge.probability(churn.table(then, day, labelled=False).features)
    now = pd.Series(found.state[:, place], index=found.customers)
    both = p.reindex(now.index[now >= 0])
    assert both.notna().all(), "everyone judged that day was known on it"
    assert ((both >= found.threshold).astype(int) == now[now >= 0]).all()


def test_a_model_that_should_not_be_used_gives_no_lead(study, model):
    for verdict in ("cannot_predict", "too_few_leavers"):
        assert how_early(study, replace(model, verdict=verdict)).status == "cannot_tell"
    with pytest.raises(ArgumentError, match="share is 2"):
        how_early(study, model, share=2)
    with pytest.raises(ArgumentError, match="weeks is 0"):
        how_early(study, model, weeks=0)


def test_a_small_slice_cannot_tell(study, model):
    store = study.segments["store"][0]
    found = how_early(study.where(f"store = {store} & age_band = 55+ & plan = Vàng & acquired_by = campaign"), model, weeks=2)
    assert found.status in ("cannot_tell", "nobody") and found.table.empty


# Offers


def offered(tiny_study):
    """Twelve who left: three with an offer before the last visit, five with one only after it, four with none."""
    visits = [(f"c{i}", day, 5) for i in range(12) for day in ("2025-05-01", "2025-06-01")] + [("here", "2025-11-30", 5)]
    day = ["2025-05-20"] * 3 + ["2025-07-01"] * 5 + ["2025-01-05"] + [None] * 3
    contacts = [{"customer_id": f"c{i}", "at": when, "stage": "loyal", "touchpoint": "Ưu đãi giữ chân", "channel": "app"} for i, when in enumerate(day) if when]
    contacts += [{"customer_id": f"c{i}", "at": "2025-06-01", "stage": "loyal", "touchpoint": "till", "channel": "app"} for i in range(12)]
    return shop(tiny_study, visits, touchpoints=pd.DataFrame(contacts))


def test_offers_are_told_apart_by_when_they_came(tiny_study):
    study = replace(offered(tiny_study))
    found = rescue_offers(study)
    counts = found.table.set_index("moment")["base"]
    assert (counts.dropna() == 12).all() and found.status == "answered"
    assert "Ưu đãi giữ chân" in found.caveats[0]
    written = pd.DataFrame({"customer_id": [f"c{i}" for i in range(12)], "day": ["2025-06-15"] * 12})
    told = rescue_offers(study, made=written).table.set_index("moment")
    assert told.loc["only after it", "value"] == 1 and told.loc["no offer", "value"] == 0


def test_an_offer_is_no_sign_of_life(tiny_study):
    study = offered(tiny_study)
    late = [{"customer_id": "c11", "at": "2025-11-29", "stage": "loyal", "touchpoint": "voucher", "channel": "app"}]
    assert rescue_offers(study).base == 12
    visits = [(f"c{i}", "2025-06-01", 5) for i in range(12)] + [("here", "2025-11-30", 5)]
    found = rescue_offers(shop(tiny_study, visits, touchpoints=pd.DataFrame(late * 2)))
    assert found.base == 12 and found.table.set_index("moment").loc["no offer", "withheld"] in ("", "complement")


def test_without_offers_in_the_data_it_says_what_to_record(tiny_study):
    visits = [(f"c{i}", "2025-06-01", 5) for i in range(12)]
    found = rescue_offers(shop(tiny_study, visits))
    assert found.status == "not_available" and "record each offer" in found.sentence
    with pytest.raises(ArgumentError, match="customer_id and day; it lacks day"):
        rescue_offers(shop(tiny_study, visits), made=pd.DataFrame({"customer_id": ["c1"]}))
    with pytest.raises(ArgumentError, match="no date"):
        rescue_offers(shop(tiny_study, visits), made=pd.DataFrame({"customer_id": ["c1"], "day": ["soon"]}))
    with pytest.raises(ArgumentError, match="gift"):
        rescue_offers(offered(tiny_study), offers=["gift"])


def test_the_alarm_parts_the_offers(study, model, rung, monkeypatch):
    monkeypatch.setattr(cxlib.churn.rescue, "alarms", lambda *_: rung)
    plain, parted = rescue_offers(study), rescue_offers(study, model)
    assert list(parted.table["moment"]) == ["before the alarm", "after the alarm", "only after it", "no offer"]
    assert parted.table["value"].sum() == pytest.approx(1) and plain.table["value"].sum() == pytest.approx(1)
    assert parted.base < plain.base


# Small and odd worlds


@pytest.mark.parametrize("language", ["en", "vi"])
def test_every_column_and_text_is_named_in_both_languages(study, early, language):
    spoken = study.in_language(language)
    found = [retention_curve(spoken), retention_curve(spoken, by="plan"), retention_curve(spoken, by="period"), hazard(spoken), hazard(spoken, by="region"), rescue_offers(spoken)]
    if language == "en":
        found.append(early)
    for one in found:
        for column in one.table:
            if column not in ("unit", "withheld") and not column.startswith("_"):
                assert words.has(f"label.{column}"), column
        shown = one.display_table(limit=60).to_numpy().ravel().tolist()
        assert not any("nan" == str(text).lower() for text in shown)
        assert one.sentence and "{" not in one.sentence and "nan" not in one.sentence.split()


def test_odd_worlds_raise_nothing(tiny_study):
    one = shop(tiny_study, [("a", "2025-11-30", 5)])
    silent = shop(tiny_study, [("a", "2025-01-01", 5), *[(f"b{i}", "2025-06-01", 5) for i in range(30)]])
    alone = contracts(tiny_study, ["2024-01-01"], [""])
    gone = contracts(tiny_study, ["2024-01-01"] * 30, ["2024-03-01"] * 30, plan=["x"] * 30)
    undated = contracts(tiny_study, ["2024-12-31", "", ""], [""] * 3)
    for study in (one, silent, alone, gone, undated):
        for finding in (retention_curve, hazard, rescue_offers):
            found = finding(study)
            assert found.status in ("answered", "cannot_tell", "not_available") and found.sentence
        assert how_early(study, churn.fit(study)).status in ("cannot_tell", "not_available")
    assert retention_curve(gone).table["value"].min() == 0
    assert retention_curve(gone, by="plan").status == "cannot_tell"
    waves = tiny_study(responses=[{"customer_id": "a", "wave": "w1", "question": "recommend", "score": 9}], settings='period="wave"')
    for finding in (retention_curve, hazard, rescue_offers):
        assert finding(waves).status == "not_available"
    with pytest.raises(ArgumentError, match="segment of customers"):
        retention_curve(gone, by="planet")


def test_a_small_group_is_withheld_and_nobody_is_said(tiny_study):
    began, left = ["2024-01-01"] * 63, ["2024-06-01"] * 30 + [""] * 33
    study = contracts(tiny_study, began, left, plan=["x"] * 30 + ["y"] * 30 + ["z"] * 3)
    rows = retention_curve(study, by="plan").table
    assert rows[rows["plan"] == "z"][["base", "value", "low", "high"]].isna().all().all()
    assert (rows[rows["plan"] == "z"]["withheld"] == "small").any()
    narrow = study.where("plan = x").where("plan = y")
    assert retention_curve(narrow).status == hazard(narrow).status == "nobody"
    assert rescue_offers(narrow, made=pd.DataFrame({"customer_id": [], "day": []})).status == "nobody"


def test_what_was_given_is_left_as_it_was(study):
    made = pd.DataFrame({"customer_id": ["C1"], "day": ["2026-01-01"]})
    before = made.copy()
    rescue_offers(study, made=made)
    pd.testing.assert_frame_equal(made, before)


@pytest.mark.parametrize("language", ["en", "vi"])
def test_a_weekly_rate_that_is_not_known_is_not_said(small, language):
    """With one week whose window is over nothing rings newly: the sentence leaves that out."""
    from types import SimpleNamespace

    from cxlib import words
    from cxlib.churn import early

    known = {"base": 50, "value": 0.2, "low": 0.1, "high": 0.3}
    rows = pd.DataFrame([
        {"measure": "lead days", **known}, {"measure": "before the last visit", "base": 50, "value": 0.5, "low": 0.4, "high": 0.6},
        {"measure": "stayers warned", **known}, {"measure": "new false alarms", "base": 0, "value": np.nan, "low": np.nan, "high": np.nan},
    ])
    found = SimpleNamespace(leavers=pd.DataFrame({"at_least": [False] * 50}))
    sentence, _ = early._in_words(small.in_language(language), rows, found)
    assert words.NOT_KNOWN[language] not in sentence and "20" in sentence
    rows.loc[3, ["value", "low", "high"]] = [0.07, 0.06, 0.08]
    assert "7" in early._in_words(small.in_language(language), rows, found)[0].removeprefix(sentence)

"""Early warning and change points: planted steps, quiet worlds, and whatever a study may lack."""

import calendar

import numpy as np
import pandas as pd
import pytest

from cxlib.errors import ArgumentError
from cxlib.finding import Finding
from cxlib.scores.change_points import change_points
from cxlib.scores.early_warning import early_warning
from cxlib.series.alarms import average_run_length, quiet_alarms, widening
from cxlib.series.control import laney_limits
from tests.benchmarks.trends import judged, quiet_nps, quiet_shares, rows_of

BOTH = pytest.mark.parametrize("analysis", [early_warning, change_points])
WAVES = 'period = "wave"'
REGIONS = '\nsegments = ["region"]'


def months(count, first=2024):
    return [f"{first + place // 12}-{place % 12 + 1:02d}" for place in range(count)]


def nps_answers(shares, *, each=100, question="recommend", **more):
    """So many answers each month: promoters by `shares`, a fifth detractors; given in any order of days."""
    rows = []
    for month, share in zip(months(len(shares)), shares, strict=True):
        days = calendar.monthrange(int(month[:4]), int(month[5:]))[1]
        scores = [10] * round(share * each) + [3] * (each // 5)
        scores = (scores + [8] * each)[:each]
        rows += [{"customer_id": f"c{place}", "at": f"{month}-{place % days + 1:02d}", "question": question, "score": score, **more}
                 for place, score in enumerate(scores)]
    return rows


def until(count):
    """Settings of a study whose months are all complete."""
    last = pd.Period(months(count)[-1], "M") + 1
    return f"as_of = {last.start_time.date()}"


def drawn(seed, n, base=0.5, spread=0.03):
    return np.random.default_rng(seed).normal(base, spread, n).clip(0, 0.8)


@pytest.fixture(scope="module")
def dropped(tiny_study):
    """Two years of 100 answers a month; from 2025-07 on 18 points fewer promoters."""
    shares = drawn(3, 24)
    shares[18:] -= 0.18
    return tiny_study(responses=nps_answers(shares), settings=until(24))


@pytest.fixture(scope="module")
def quiet(tiny_study):
    return tiny_study(responses=nps_answers(drawn(3, 24)), settings=until(24))


def test_a_planted_step_rings_and_is_dated(dropped):
    warned = early_warning(dropped)
    assert warned.status == "answered" and warned.sentence.startswith("Alarm: NPS for recommend in 2025-12 is ")
    alarms = warned.table.loc[warned.table["alarm"], "period"].tolist()
    assert alarms and set(alarms) <= set(months(24)[18:])
    found = change_points(dropped)
    first = found.table[found.table["changed"]].iloc[0]
    assert found.status == "answered" and found.table["changed"].sum() == 1
    assert first["period"] == "2025-07" and first["from_period"] <= "2025-07" <= first["to_period"]
    assert first["shift_low"] < -0.18 < first["shift_high"] < 0 and first["p_value"] < 0.01
    values = found.table["value"].to_numpy()
    np.testing.assert_allclose(found.table["stretch"].unique(), [values[:18].mean(), values[18:].mean()])
    assert found.headline["value"] == pytest.approx(values[18:].mean() - values[:18].mean())
    assert "changed its level in 2025-07 (95% interval" in found.sentence


def test_nothing_happens_and_we_cannot_tell(quiet):
    warned, found = early_warning(quiet), change_points(quiet)
    assert (warned.status, found.status) == ("cannot_tell", "cannot_tell")
    assert not warned.table["alarm"].any() and not found.table["changed"].any()
    assert "we cannot tell it from chance" in warned.sentence
    assert found.sentence.startswith("We cannot tell any lasting change of level: in 24 months from 2024-01 to 2025-12 (n = 2,400)")
    assert found.table["stretch"].nunique() == 1 and found.headline is None


def test_the_stated_rates_are_computed(quiet):
    finding, wider = early_warning(quiet), widening()
    rates = quiet_alarms(24, sigmas=3 * wider, width=2.86 * wider, centre="median")
    often = float(finding.sentence.split("once in ")[1].split(" months")[0])
    assert often == pytest.approx(1 / rates.last, rel=0.05)
    alone, drift = average_run_length(sigmas=3 * wider), average_run_length(lam=0.2, width=2.86 * wider)
    assert f"{alone:,.0f} months" in finding.caveats[0] and f"{drift:,.0f} months" in finding.caveats[0]
    assert f"both together {average_run_length(sigmas=3 * wider, lam=0.2, width=2.86 * wider):,.0f} months" in finding.caveats[0]
    assert f"simulated, {100 * rates.any:.1f}% of quiet series" in finding.caveats[1]


@pytest.mark.parametrize("metric", ["csat", "nps"])
def test_quiet_years_seldom_ring(metric):
    """36 months of 2,000 answers, months 1.5 points apart; 400 of the benchmark's series. The plain p-chart: 98.7%."""
    rng, rang, n = np.random.default_rng(12), 0, np.full(36, 2000.0)
    for _ in range(400):
        if metric == "csat":
            shares = quiet_shares(rng, 0.015)
            rows = rows_of(shares, n, shares * (1 - shares))
        else:
            nps, variance = quiet_nps(rng, 0.015)
            rows = rows_of(nps, n, variance)
        rang += bool(judged(metric, rows)["alarm"].any())
    assert rang / 400 <= 0.10


def test_limits_of_a_share_are_laneys(tiny_study):
    rng = np.random.default_rng(8)
    rows, top, base = [], [], rng.integers(40, 90, 12)
    for month, n in zip(months(12), base, strict=True):
        top.append(int(rng.binomial(n, 0.6)))
        rows += [{"customer_id": f"c{i}", "at": f"{month}-{i % 28 + 1:02d}", "question": "satisfaction", "score": 5 if i < top[-1] else 2}
                 for i in range(n)]
    table = early_warning(tiny_study(responses=rows, settings=until(12)), question="satisfaction").table
    expected = laney_limits(top, base, sigmas=3 * widening(), centre="median")
    np.testing.assert_allclose(table["lower_limit"], expected.low.clip(0, 1))
    np.testing.assert_allclose(table["upper_limit"], expected.high.clip(0, 1))
    assert table["base"].tolist() == base.tolist() and (table["low"] <= table["value"]).all()


def test_a_partial_month_is_shown_and_takes_no_part(dropped, tiny_study):
    shares = np.append(drawn(3, 24), 0.0)
    rows = [row for row in nps_answers(shares) if row["at"] <= "2026-01-15"]
    finding = early_warning(tiny_study(responses=rows, settings="as_of = 2026-01-16"))
    last = finding.table.iloc[-1]
    assert last["period"] == "2026-01" and not last["complete"] and not last["alarm"] and np.isnan(last["upper_limit"])
    assert "in 2025-12 is" in finding.sentence and any("2026-01" in note for note in finding.caveats)
    assert finding.display_table().iloc[-1]["Centre (median)"] == ""


def test_empty_and_small_months_are_shown_and_left_out(tiny_study):
    rows = nps_answers(drawn(3, 24))
    thinned = [row for place, row in enumerate(rows) if not row["at"].startswith("2024-05") and not (row["at"].startswith("2024-08") and place % 20)]
    study = tiny_study(responses=thinned, settings=until(24))
    for finding in (early_warning(study), change_points(study)):
        table = finding.table.set_index("period")
        assert len(table) == 24 and table.loc["2024-05", "base"] == 0 and table.loc["2024-08", "withheld"] == "small"
        assert table.loc[["2024-05", "2024-08"], ["value", "low", "high"]].isna().all(axis=None) and np.isnan(table.loc["2024-08", "base"])
        assert "Rows without answers (1)" in " ".join(finding.caveats) and "1 of the rows are withheld" in " ".join(finding.caveats)
    assert early_warning(study).table.set_index("period").loc["2024-08", ["centre", "upper_limit", "drift"]].isna().all()


def test_too_few_periods_say_how_many_are_needed(tiny_study):
    study = tiny_study(responses=nps_answers(drawn(1, 7)), settings=until(7))
    assert early_warning(study).sentence == (
        "We cannot tell yet: there are 7 complete months with 10 or more answers, and an early warning needs 8.")
    eleven = tiny_study(responses=nps_answers(drawn(1, 11)), settings=until(11))
    assert change_points(eleven).sentence.endswith("11 complete months with 10 or more answers, and change points need 12.")
    assert change_points(eleven).status == "cannot_tell" and early_warning(eleven).headline is not None


def test_the_fewest_periods_are_enough(tiny_study):
    assert early_warning(tiny_study(responses=nps_answers(drawn(1, 8)), settings=until(8))).headline is not None
    assert "most likely step" in change_points(tiny_study(responses=nps_answers(drawn(1, 12)), settings=until(12))).sentence


@BOTH
def test_waves_without_dates_are_watched_by_wave(tiny_study, analysis):
    rows = [{"customer_id": f"c{i}", "wave": f"W{wave:02d}", "question": "recommend", "score": [10, 9, 8, 2][(i + wave) % 4]}
            for wave in range(1, 15) for i in range(20 + wave)]
    finding = analysis(tiny_study(responses=rows, settings=WAVES))
    assert finding.table["period"].tolist() == [f"W{wave:02d}" for wave in range(1, 15)]
    assert "waves" in finding.sentence and "goes by wave" in " ".join(finding.caveats)


@BOTH
def test_months_that_are_mostly_empty_give_way_to_the_studys_periods(tiny_study, analysis):
    rows = [row for row in nps_answers(drawn(4, 40)) if row["at"][5:7] in ("02", "05", "08", "11")]
    finding = analysis(tiny_study(responses=rows, settings=until(39)))
    assert finding.table["period"].tolist()[:2] == ["2024Q1", "2024Q2"] and "goes by quarter" in " ".join(finding.caveats)
    assert "quarter" in finding.question


@BOTH
def test_all_answers_alike_ring_nowhere(tiny_study, analysis):
    for question, score in (("recommend", 10), ("satisfaction", 5), ("effort", 1)):
        rows = [{"customer_id": f"c{i}", "at": f"{month}-{i + 1:02d}", "question": question, "score": score}
                for month in months(14) for i in range(12)]
        finding = analysis(tiny_study(responses=rows, settings=until(14)), question=question)
        assert finding.status == "cannot_tell" and len(finding.table) == 14
        assert not finding.table.get("alarm", finding.table.get("changed")).any()
    assert "we cannot tell" in finding.sentence.lower()


@BOTH
def test_one_answer_one_period_and_nobody(tiny_study, analysis):
    one = tiny_study(responses=[{"customer_id": "a", "at": "2025-03-04", "question": "recommend", "score": 9, "region": "North"}],
                     settings="as_of = 2025-04-01")
    assert analysis(one).status == "cannot_tell" and analysis(one).table["value"].isna().all()
    blank = tiny_study(responses=[{"customer_id": "a", "at": "2025-03-04", "question": "recommend", "score": ""}], settings="as_of = 2025-04-01")
    assert analysis(blank).status == "nobody"
    rows = nps_answers([0.5] * 12, region="North")
    study = tiny_study(responses=rows, customers=[{"customer_id": "z", "region": "South"}], settings=until(12) + REGIONS)
    assert analysis(study.where("region = South")).status == "nobody"


@BOTH
def test_a_study_without_answers_says_what_to_bring(tiny_study, analysis):
    study = tiny_study(touchpoints=[{"customer_id": "a", "at": "2025-03-04", "stage": "need"}], settings="as_of = 2025-04-01")
    finding = analysis(study)
    assert finding.status == "not_available" and "survey answers" in finding.sentence


@BOTH
def test_wrong_words_are_refused(quiet, analysis):
    with pytest.raises(ArgumentError, match='no question called "recomend"; did you mean "recommend"?'):
        analysis(quiet, question="recomend")
    with pytest.raises(ArgumentError, match='no every called "fortnight"'):
        analysis(quiet, every="fortnight")
    with pytest.raises(ArgumentError, match='no segment of responses called "planet"'):
        early_warning(quiet, by="planet")


@BOTH
def test_the_order_of_rows_does_not_matter(tiny_study, dropped, analysis):
    shares = drawn(3, 24)
    shares[18:] -= 0.18
    rows = nps_answers(shares)
    shuffled = [rows[place] for place in np.random.default_rng(0).permutation(len(rows))]
    other = analysis(tiny_study(responses=shuffled, settings=until(24)))
    pd.testing.assert_frame_equal(other.table, analysis(dropped).table)


def by_region(shares_of):
    return [{**row, "customer_id": f"{region}{row['customer_id']}"} for region, shares in shares_of.items()
            for row in nps_answers(shares, each=50, region=region)]


def test_each_level_has_its_own_chart_and_all_of_them_one_rate(tiny_study):
    shares = {region: drawn(seed, 20, base, 0.02) for seed, (region, base) in enumerate({"North": 0.3, "South": 0.6, "West": 0.45}.items())}
    shares["South"][17:] -= 0.5
    finding = early_warning(tiny_study(responses=by_region(shares), settings=until(20) + REGIONS), by="region")
    assert "in 1 of 3 groups by region: South" in finding.sentence and finding.status == "answered"
    centres = finding.table.groupby("region")["centre"].unique()
    assert all(len(centre) == 1 for centre in centres) and centres["South"][0] > centres["West"][0] > centres["North"][0]
    alone = early_warning(tiny_study(responses=by_region({"North": shares["North"]}), settings=until(20) + REGIONS), by="region")
    north = finding.table[finding.table["region"] == "North"].reset_index(drop=True)
    reach = (north["upper_limit"] - north["lower_limit"]) / (alone.table["upper_limit"] - alone.table["lower_limit"])
    np.testing.assert_allclose(reach, widening(3) / widening(1))
    assert set(finding.table.loc[finding.table["alarm"], "region"]) == {"South"}


def test_many_levels_are_drawn_in_the_latest_period_only(tiny_study):
    rows = by_region({f"R{seed}": drawn(seed, 9) for seed in range(8)})
    finding = early_warning(tiny_study(responses=rows, settings=until(9) + REGIONS), by="region")
    assert (finding.chart.kind, finding.chart.where) == ("interval", {"period": "2024-09"})
    assert len(finding.table) == 72 and "each of 8 groups" in finding.sentence


def test_levels_with_too_few_periods_are_shown_and_not_judged(tiny_study):
    rows = by_region({"North": drawn(1, 20), "South": drawn(2, 5)})
    finding = early_warning(tiny_study(responses=rows, settings=until(20) + REGIONS), by="region")
    south = finding.table[finding.table["region"] == "South"]
    assert south["centre"].isna().all() and not south["alarm"].any() and south["value"].notna().sum() == 5
    assert "each of 1 groups" in finding.sentence


def test_the_last_period_of_the_slice_is_the_last_that_is_seen(dropped):
    earlier = dropped.where("period = 2025Q2")
    warned, found = early_warning(earlier), change_points(earlier)
    assert warned.table["period"].iloc[-1] == found.table["period"].iloc[-1] == "2025-06"
    assert not warned.table["alarm"].any() and found.status == "cannot_tell"


def test_effort_is_turned_and_weights_are_used(tiny_study):
    rng = np.random.default_rng(5)
    rows = [{"customer_id": f"c{i}", "at": f"{month}-{i % 28 + 1:02d}", "question": "effort", "score": int(rng.integers(1, 4)),
             "weight": 1 + i % 3} for month in months(13) for i in range(40)]
    finding = early_warning(tiny_study(responses=rows, settings=until(13)), question="effort")
    table, raw = finding.table, pd.DataFrame(rows)
    first = raw[raw["at"].str.startswith("2024-01")]
    assert table["value"].iloc[0] == pytest.approx(6 - np.average(first["score"], weights=first["weight"]))
    assert (table["effective_base"] < table["base"]).all() and (table["basis"] == "weighted").all()
    notes = " ".join(finding.caveats)
    assert "Answers are weighted." in notes and "turned round" in notes


@BOTH
@pytest.mark.parametrize("language", ["en", "vi"])
def test_it_is_said_and_kept_in_both_languages(dropped, analysis, language):
    finding = analysis(dropped.in_language(language))
    assert Finding.from_json(finding.to_json()) == finding
    shown = finding.display_table()
    assert len(shown) == 24 and not shown.columns.str.contains("_").any()
    assert "{" not in finding.sentence + "".join(finding.caveats) + finding.next_step
    assert ("tháng" in finding.sentence) == (language == "vi")
    chart = finding.chart
    assert chart.mark in finding.table and chart.mark_label and finding.key.endswith(analysis.__name__)


def test_the_samples_planted_wait_is_found(small):
    """Waits get worse in Hà Nội from 2026-07 on: at a twentieth of the company it may hide, but nothing may ring before it."""
    finding = early_warning(small, question="wait_time", every="period")
    assert finding.table.loc[finding.table["alarm"], "period"].isin(["2026Q3"]).all()

"""A score by month, quarter, year or wave; its slope; against last year."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from cxlib import scores
from cxlib.errors import ArgumentError
from cxlib.scores.series import score_series
from cxlib.series.slope import slope

ORACLE = json.loads((Path(__file__).parent / "oracles" / "nps_expected.json").read_text())["trend"]


def answers(by_month, question="recommend"):
    """One answer a day from the 2nd on: {"2026-01": [scores]}."""
    return [
        {"customer_id": f"c{month}{place}", "at": f"{month}-{place % 27 + 2:02d}", "question": question, "score": score}
        for month, given in by_month.items() for place, score in enumerate(given)
    ]


def test_the_slope_is_that_of_the_oracle():
    p, d, n = (np.array(ORACLE["input"][name], float) for name in ("xp", "xd", "n"))
    value = (p - d) / n
    found = slope(value, np.sqrt(((p + d) / n - value**2) / n))
    assert 100 * found.value == pytest.approx(ORACLE["slope_points_per_wave"], rel=1e-9)
    assert [100 * found.low, 100 * found.high] == pytest.approx(ORACLE["t_ci95"], rel=1e-9)
    assert found.p_value == pytest.approx(ORACLE["p_t_df6"], rel=1e-7)
    assert (found.q, found.q_p) == pytest.approx((ORACLE["cochran_Q_residual"], ORACLE["Q_p"]), rel=1e-9)


def test_the_slope_knows_gaps_and_refuses_what_it_cannot_tell():
    assert slope([0.1, np.nan, 0.3, 0.4, 0.5], [0.01] * 5).value == pytest.approx(0.1)
    assert slope([0.1, 0.2, 0.3], [0.01] * 3) is None
    assert slope([0.1] * 5, [0.0] * 5) is None
    assert slope([0.1] * 4, [0.0, 0.1, 0.1, 0.1]).p_value == 1.0
    with pytest.raises(ArgumentError, match="4 values but 3 standard errors"):
        slope([1, 2, 3, 4], [1, 1, 1])


def test_shocks_of_a_period_do_not_make_false_trends():
    """Twelve waves of 400 answers whose means differ by 3 points for no reason: at most a few in a hundred have a slope."""
    rng = np.random.default_rng(7)
    error = np.full(12, 0.04)
    called = [slope(rng.normal(0.3, np.hypot(0.04, 0.03), 12), error).p_value < 0.05 for _ in range(2000)]
    assert np.mean(called) < 0.065


def test_months_add_up_to_the_quarter_and_have_no_gap(tiny_study):
    study = tiny_study(responses=answers({"2026-01": [10] * 12, "2026-03": [0] * 13, "2026-04": [9] * 15}), settings="as_of = 2026-07-01")
    months, quarters = (score_series(study, "recommend", every=every) for every in ("month", "quarter"))
    assert months["period"].tolist() == ["2026-01", "2026-02", "2026-03", "2026-04"]
    assert months["base"].tolist() == [12, 0, 13, 15] and np.isnan(months["value"][1])
    assert quarters["period"].tolist() == list(study.waves) and months["n"][:3].sum() == quarters["n"][0]
    assert quarters["value"][0] == pytest.approx((12 - 13) / 25)


@pytest.mark.parametrize("every", ["month", "quarter", "year", "period", "wave"])
def test_no_answer_is_lost_whatever_the_period(small, every):
    whole = small.score_counts()
    asked = whole[(whole["question"] == "recommend") & whole["score"].notna()]
    assert score_series(small, "recommend", every=every)["n"].sum() == asked["n"].sum()
    by = score_series(small, "recommend", every=every, by="region")
    assert by["n"].sum() == asked["n"].sum() and len(by) == by["period"].nunique() * by["region"].nunique()


def test_periods_of_the_slice_bound_the_months(small):
    kept = score_series(small.where("period = 2026Q1, 2026Q2"), "recommend", every="month")
    assert kept["period"].tolist() == [f"2026-{month:02d}" for month in range(1, 7)]


def test_the_standard_error_is_that_of_the_answers(tiny_study):
    given = [10, 9, 9, 8, 7, 3, 0, 10, 9, 9, 10, 5]
    study = tiny_study(responses=answers({"2026-01": given}), settings="as_of = 2026-04-01")
    found = score_series(study, "recommend", every="month").iloc[0]
    signs = np.select([np.array(given) >= 9, np.array(given) <= 6], [1.0, -1.0], 0.0)
    assert found["value"] == pytest.approx(signs.mean()) and found["variance"] == pytest.approx(signs.var())
    assert found["se"] == pytest.approx(signs.std() / np.sqrt(12))


def test_trend_by_month_in_a_quarterly_study(small):
    finding = scores.trend(small, question="recommend", every="month")
    assert finding.key == "scores.trend.recommend.month" and finding.table["period"].iloc[0] == "2024-10"
    assert scores.trend(small, question="recommend", every="quarter").table.equals(scores.trend(small, question="recommend").table)


def test_a_partial_month_is_marked_and_left_out_of_the_sentence(tiny_study):
    given = {f"2026-0{month}": [10] * 20 for month in range(1, 5)} | {"2026-05": [0] * 11}
    study = tiny_study(responses=answers(given), settings="as_of = 2026-05-13")
    finding = scores.trend(study, every="month")
    assert finding.table["complete"].tolist() == [True] * 4 + [False]
    assert "2026-05" not in finding.sentence and any("2026-05" in note for note in finding.caveats)


def test_waves_without_days_have_no_months(tiny_study):
    rows = [{"customer_id": f"c{i}", "wave": "one", "question": "recommend", "score": 9} for i in range(12)]
    finding = scores.trend(tiny_study(responses=rows, settings='period = "wave"'), every="month")
    assert finding.status == "not_available"


def test_a_wrong_unit_of_time_names_the_right_ones(small):
    with pytest.raises(ArgumentError, match="period, month, quarter, year, wave"):
        scores.trend(small, every="week")


def test_last_year_is_the_same_quarter_a_year_earlier(small):
    assert scores.change(small, against="last year").table.equals(scores.change(small, against="2025Q3").table)
    assert scores.change(small, against="previous").sentence == scores.change(small).sentence
    assert scores.change(small, against="last year").key != scores.change(small).key


def test_without_last_year_the_sentence_says_so(tiny_study):
    study = tiny_study(responses=answers({"2026-01": [10] * 12, "2026-04": [9] * 12}), settings="as_of = 2026-07-01")
    finding = scores.change(study, against="last year")
    assert finding.status == "cannot_tell" and "Q2 2025" in finding.sentence
    waves = tiny_study(responses=pd.DataFrame({"customer_id": ["a"], "wave": ["one"], "question": ["recommend"], "score": [9]}), settings='period = "wave"')
    assert scores.change(waves, against="last year").status == "not_available"

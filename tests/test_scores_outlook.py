"""Season and forecast as findings: planted truth, luck, time travel, short and odd studies, both languages."""

from __future__ import annotations

import datetime as dt
import doctest
import importlib

import numpy as np
import pandas as pd
import pytest

from cxlib.charts import png
from cxlib.errors import ArgumentError
from cxlib.finding import Finding
from cxlib.scores.forecast import forecast
from cxlib.scores.seasonality import seasonality
from cxlib.slices import Slice

NPS = {"recommend": 'metric = "nps"\nscale = [0, 10]\nhigh_is = "good"'}


def months(shares, *, n=400, first="2023-01-15", every=1, seed=1, **more):
    """Answers of one month after another: promoters in these shares, else detractors, one row a customer."""
    rng = np.random.default_rng(seed)
    days = pd.date_range(first, periods=len(shares), freq=pd.DateOffset(months=every))
    size = np.broadcast_to(n, len(shares))
    return pd.concat([
        pd.DataFrame({"customer_id": [f"c{day:%y%m}{place}" for place in range(many)], "at": f"{day:%Y-%m-%d}", "question": "recommend",
                      "score": np.where(np.arange(many) < rng.binomial(many, share), 10, 0), **more})
        for day, share, many in zip(days, shares, size, strict=True)
    ], ignore_index=True)


def yearly(n, swing=0.1, noise=0.01, seed=2):
    """Shares of promoters with a top in April and a bottom in October."""
    place = np.arange(n)
    return 0.6 + swing * np.sin(2 * np.pi * place / 12) + np.random.default_rng(seed).normal(scale=noise, size=n)


def settings(as_of, period="month"):
    return f"as_of = {as_of}\nperiod = '{period}'"


@pytest.fixture(scope="module")
def seasonal(tiny_study):
    return tiny_study(questions=NPS, settings=settings("2026-01-01"), responses=months(yearly(36)))


@pytest.mark.parametrize("name", ["seasonality", "forecast"])
def test_examples(name):
    assert doctest.testmod(importlib.import_module(f"cxlib.scores.{name}")).failed == 0


def test_a_planted_season_is_found_with_its_size(seasonal):
    found = seasonality(seasonal)
    table = found.table
    assert found.status == "answered" and len(table) == 36
    assert np.allclose(table["trend"] + table["seasonal"] + table["remainder"], table["value"])
    mean = table.groupby(table["period"].str[5:])["seasonal"].mean()
    # promoters less detractors move twice as far as promoters
    assert mean.max() == pytest.approx(0.2, abs=0.06) and mean.min() == pytest.approx(-0.2, abs=0.06)
    truth = np.sin(2 * np.pi * np.arange(12) / 12)
    assert np.corrcoef(mean.to_numpy(), truth)[0, 1] > 0.9
    # the sentence names the months that the table has at its ends
    names = [dt.date(2026, int(month), 1).strftime("%B") for month in (mean.idxmax(), mean.idxmin())]
    assert found.sentence.index(names[0]) < found.sentence.index(names[1])
    assert found.chart.y == "seasonal" and "+" in found.sentence


def test_no_season_is_not_found(tiny_study):
    found = seasonality(tiny_study(questions=NPS, settings=settings("2026-01-01"), responses=months(np.full(36, 0.6), seed=5)))
    assert found.status == "cannot_tell" and "cannot tell" in found.sentence and found.table["seasonal"].notna().all()


def test_less_than_two_years_says_how_many_months_it_takes(tiny_study):
    study = tiny_study(questions=NPS, settings=settings("2024-12-01"), responses=months(yearly(23), n=40))
    found = seasonality(study)
    assert found.status == "cannot_tell" and "24 months" in found.sentence and "23 complete months" in found.sentence
    assert found.table["seasonal"].isna().all() and len(found.table) == 23


def test_quarters_and_years(seasonal):
    found = seasonality(seasonal, every="quarter")
    assert len(found.table) == 12 and found.table["seasonal"].notna().all()
    assert "quarter" in found.sentence
    yearly_ = seasonality(seasonal, every="year")
    assert yearly_.status == "not_available" and yearly_.table.empty


def test_partial_and_withheld_months_take_no_part(tiny_study):
    sizes = np.full(37, 200)
    sizes[20] = 4
    study = tiny_study(questions=NPS, settings=settings("2026-01-20"), responses=months(yearly(37), n=sizes))
    found = seasonality(study)
    blank = found.table["seasonal"].isna()
    assert found.table.loc[blank, "period"].tolist() == ["2024-09", "2026-01"]
    assert found.table.loc[20, "withheld"] == "small" and np.isnan(found.table.loc[20, "value"])
    assert any("2026-01" in note for note in found.caveats)
    ahead = forecast(study, ahead=2)
    assert any("2026-01" in note for note in ahead.caveats) or ahead.status == "cannot_tell"
    if ahead.status == "answered":
        assert ahead.table.loc[ahead.table["kind"] == "forecast", "period"].tolist() == ["2026-01", "2026-02"]


def wandering(n, seed):
    """A level that wanders without a season: last year says little."""
    rng = np.random.default_rng(seed)
    return np.clip(0.6 + np.cumsum(rng.normal(scale=0.03, size=n)), 0.2, 0.95)


@pytest.fixture(scope="module")
def told(tiny_study):
    return tiny_study(questions=NPS, settings=settings("2026-01-01"), responses=months(wandering(36, 3)))


def test_a_forecast_that_beats_last_year_is_shown(told):
    found = forecast(told, ahead=3)
    assert found.status == "answered" and "2026-01" in found.sentence and "2026-03" in found.sentence
    coming = found.table[found.table["kind"] == "forecast"]
    assert coming["period"].tolist() == ["2026-01", "2026-02", "2026-03"] and coming["base"].isna().all()
    assert ((coming["low"] <= coming["value"]) & (coming["value"] <= coming["high"])).all()
    assert coming[["low", "high"]].stack().between(-1, 1).all()
    assert found.table["kind"].tolist() == ["observed"] * 36 + ["forecast"] * 3
    assert found.chart.series == "kind" and found.chart.dashed == "forecast"
    assert Finding.from_json(found.to_json()) == found
    assert found.headline["value"] == coming["value"].iloc[0] and found.headline["base"] == 36 * 400


def test_the_arithmetic_is_that_of_the_series(told):
    from cxlib.scores.series import score_series
    from cxlib.series.outlook import forecast as of_series

    y = score_series(told, "recommend")["value"]
    said = of_series(y, 12, horizon=2)
    found = forecast(told)
    assert found.table["value"].tail(2).to_numpy() == pytest.approx(said.ahead["point"].to_numpy())
    assert found.table["high"].tail(2).to_numpy() == pytest.approx(np.minimum(said.ahead["high"].to_numpy(), 1))


def test_where_last_year_is_best_nothing_is_shown(tiny_study):
    same = np.tile(np.random.default_rng(4).uniform(0.3, 0.9, size=12), 3)
    found = forecast(tiny_study(questions=NPS, settings=settings("2026-01-01"), responses=months(same)))
    assert found.status == "cannot_tell" and "as a year before" in found.sentence
    assert found.table["model"].tolist() == ["naive", "seasonal naive", "local level", "damped trend"]
    miss = found.table.set_index("model")["miss"]
    assert miss["seasonal naive"] == miss.min() and found.headline is None
    assert "kind" not in found.table


def test_a_forecast_knows_nothing_of_what_came_later(tiny_study):
    rows = months(wandering(36, 3))
    early = rows[rows["at"] < "2025-07-01"]
    whole = tiny_study(questions=NPS, settings=settings("2026-01-01"), responses=rows, wave="2025-06")
    cut = tiny_study(questions=NPS, settings=settings("2025-07-01"), responses=early)
    for analysis in (forecast, seasonality):
        assert analysis(whole).table.equals(analysis(cut).table)
        assert analysis(whole).sentence == analysis(cut).sentence
    sliced = forecast(tiny_study(questions=NPS, settings=settings("2026-01-01"), responses=rows).where(Slice(periods=("2025-06",))))
    assert sliced.sentence == forecast(cut).sentence


@pytest.mark.parametrize("ahead", [0, 5, -1, 1.5])
def test_one_to_four_periods(told, ahead):
    with pytest.raises(ArgumentError) as error:
        forecast(told, ahead=ahead)
    assert str(error.value) == f"ahead is a number of periods from 1 to 4; got {ahead!r}"


def test_wrong_words(told):
    for analysis in (forecast, seasonality):
        with pytest.raises(ArgumentError, match="month"):
            analysis(told, every="monht")
        with pytest.raises(ArgumentError, match="recommend"):
            analysis(told, question="recomend")


def test_seven_periods_are_too_few(tiny_study):
    found = forecast(tiny_study(questions=NPS, settings=settings("2023-08-01"), responses=months(yearly(7), n=30)))
    assert found.status == "cannot_tell" and "needs 8" in found.sentence and len(found.table) == 7


@pytest.mark.parametrize("parts", [
    {"responses": months([1.0], n=1), "settings": settings("2023-02-01")},
    {"responses": months(np.ones(40), n=30), "settings": settings("2026-05-01")},
    {"responses": months([0.5] * 30, n=3), "settings": settings("2025-07-01")},
    {"responses": months(yearly(12), n=30, every=6), "settings": settings("2029-01-01")},
    {"responses": months(yearly(12), n=30, every=3), "settings": settings("2026-01-01", "quarter")},
    {"responses": months(yearly(9), n=30, every=12), "settings": settings("2032-01-01", "year")},
], ids=["one answer", "all alike", "too few each", "every half year", "quarters", "years"])
@pytest.mark.parametrize("every", ["period", "month", "quarter", "year"])
def test_odd_studies_have_an_answer(tiny_study, parts, every):
    study = tiny_study(questions=NPS, **parts)
    for analysis in (forecast, seasonality):
        for language in ("en", "vi"):
            found = analysis(study.in_language(language), every=every)
            assert found.sentence and "{" not in found.sentence and "nan" not in found.sentence
            found.to_html()
            assert Finding.from_json(found.to_json()) == found


def test_waves_without_days(tiny_study):
    rng = np.random.default_rng(3)
    rows = [{"customer_id": f"{wave}-{place}", "wave": f"W{wave:02d}", "question": "recommend", "score": int(score)}
            for wave in range(1, 15) for place, score in enumerate(rng.integers(4, 11, size=40))]
    study = tiny_study(questions=NPS, settings="period = 'wave'\nas_of = 2026-01-01", responses=rows)
    assert seasonality(study, every="period").status == "not_available"
    found = forecast(study)
    assert found.status in ("answered", "cannot_tell")
    if found.status == "answered":
        assert found.table["period"].tail(2).tolist() == ["W14 + 1", "W14 + 2"]


def test_a_slice_without_answers(tiny_study):
    rows = pd.concat([months(yearly(30), n=20, region="north"), months([0.5], n=20, region="south").assign(question="satisfaction", score=4)])
    questions = {**NPS, "satisfaction": 'metric = "csat"\nscale = [1, 5]\nhigh_is = "good"'}
    study = tiny_study(questions=questions, settings="segments = ['region']\n" + settings("2025-07-01"), responses=rows)
    for analysis in (forecast, seasonality):
        found = analysis(study.where("region=south"), question="recommend")
        assert found.status == "nobody" and found.table.empty and found.sentence


def test_without_answers_it_asks_for_them(tiny_study):
    study = tiny_study(questions=NPS, touchpoints=[{"customer_id": "a", "at": "2026-01-02", "stage": "buy"}])
    for analysis in (forecast, seasonality):
        assert analysis(study).status == "not_available"


def test_it_draws_in_both_languages(told, seasonal):
    for finding in (forecast(told), forecast(told.in_language("vi")), seasonality(seasonal), seasonality(seasonal.in_language("vi"))):
        assert png(finding)[:4] == b"\x89PNG"
        assert finding.display_table().shape[0] == len(finding.table)


def test_weights_and_turned_scales(tiny_study):
    rows = months(yearly(30), n=60).assign(weight=lambda frame: np.where(frame.index % 2, 2.0, 0.5), question="effort",
                                           score=lambda frame: np.where(frame["score"] > 5, 1, 5))
    study = tiny_study(questions={"effort": 'metric = "ces"\nscale = [1, 5]\nhigh_is = "bad"\nasks = "effort"'},
                       settings=settings("2025-07-01"), responses=rows)
    found = seasonality(study)
    assert found.unit == "score" and found.table["basis"].unique().tolist() == ["weighted"]
    assert any("turned round" in note for note in found.caveats)
    assert forecast(study).unit == "score"

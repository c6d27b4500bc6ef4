"""The ready mappings on real data, against figures computed without this project."""

from __future__ import annotations

import csv
import datetime as dt
import shutil
from pathlib import Path

import numpy as np
import pytest

import cxlib
from cxlib import intake

ROOT = Path(__file__).resolve().parents[1]
STUDIES = ROOT / "data" / "studies"
DATA = ROOT.parent / "shared" / "data"
FOLDERS = {
    "sfo_airport": "sfo_airport_survey",
    "olist": "olist_sample",
    "bpi2012": "event_logs",
    "telco_contracts": "telco_contracts",
}

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not DATA.is_dir(), reason="the real data sets (../shared/data) are not here"),
    pytest.mark.xdist_group("real_studies"),
]


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    """A function that opens a study, each one built once, away from the repository."""
    folders: dict[str, Path] = {}

    def open_one(name: str, **options):
        if name not in folders:
            folders[name] = tmp_path_factory.mktemp(name)
            shutil.copy(STUDIES / name / "study.toml", folders[name])
        return cxlib.open_study(folders[name], data=DATA / FOLDERS[name], **options)

    return open_one


def scores_of(study, question: str, **only) -> dict[float, tuple[int, float]]:
    """Answers and weights by score, read from counts; `only` keeps one level of what is counted by."""
    frame = study.score_counts(by=tuple(only))
    frame = frame[(frame["question"] == question) & frame["score"].notna()]
    for name, level in only.items():
        frame = frame[frame[name] == level]
    return {row.score: (int(row.n), float(row.w)) for row in frame.itertuples()}


def mean(counts: dict[float, tuple[int, float]]) -> float:
    return sum(score * n for score, (n, _) in counts.items()) / sum(n for n, _ in counts.values())


def top_two(counts: dict[float, tuple[int, float]]) -> float:
    return sum(counts[score][0] for score in (4.0, 5.0)) / sum(n for n, _ in counts.values())


@pytest.mark.parametrize("name", sorted(FOLDERS))
def test_every_row_is_accepted(name, tmp_path):
    result = intake.check(STUDIES / name, data=DATA / FOLDERS[name], rejected_file=tmp_path / "rejected.csv")
    assert [breach for breach in result.breaches] == []
    assert result.accepted == result.read > 0


# San Francisco airport survey


def test_sfo_waves_and_answers(opened):
    study = opened("sfo_airport")
    assert study.waves == tuple(str(year) for year in range(2010, 2018))
    assert study.wave == "2017" and study.previous_wave == "2016"
    assert len(study.customers()) == 3234 + 3872 + 3521 + 3535 + 2818 + 2958 + 3087 + 2831


def test_sfo_nps_2017(opened):
    counts = scores_of(opened("sfo_airport"), "recommend", period="2017")
    promoters, detractors = ([counts[s] for s in scores] for scores in ((9.0, 10.0), tuple(map(float, range(7)))))
    total = sum(n for n, _ in counts.values())
    assert total == 2746
    assert sum(n for n, _ in promoters) == 1436
    assert counts[7.0][0] + counts[8.0][0] == 968
    assert sum(n for n, _ in detractors) == 342
    assert 100 * (1436 - 342) / total == pytest.approx(39.84, abs=0.005)
    weight = sum(w for _, w in counts.values())
    weighted = 100 * (sum(w for _, w in promoters) - sum(w for _, w in detractors)) / weight
    assert weighted == pytest.approx(40.40, abs=0.005)


def test_sfo_code_11_is_no_promoter(opened):
    frame = opened("sfo_airport").score_counts(by=("period",))
    blank = frame[(frame["question"] == "recommend") & frame["score"].isna()]
    assert blank["n"].tolist() == [84 + 1]


@pytest.mark.parametrize(
    ("wave", "average", "top"),
    [
        ("2010", 3.925, 75.4), ("2011", 3.946, 75.4), ("2012", 3.998, 78.8), ("2013", 3.982, 79.3),
        ("2014", 3.996, 78.9), ("2015", 4.048, 80.0), ("2016", 4.038, 81.0), ("2017", 4.064, 82.1),
    ],
)
def test_sfo_csat_series(opened, wave, average, top):
    counts = scores_of(opened("sfo_airport"), "overall", period=wave)
    assert mean(counts) == pytest.approx(average, abs=0.0005)
    assert 100 * top_two(counts) == pytest.approx(top, abs=0.05)


@pytest.mark.parametrize(("question", "ease"), [("getting_to", 4.21), ("find_way", 4.41), ("security", 4.31)])
def test_sfo_ease_2017(opened, question, ease):
    assert mean(scores_of(opened("sfo_airport"), question, period="2017")) == pytest.approx(ease, abs=0.005)


def test_sfo_waves_without_weights_count_each_answer_once(opened):
    study = opened("sfo_airport")
    for wave in ("2011", "2012"):
        assert all(n == w for n, w in scores_of(study, "overall", period=wave).values())
    assert any(n != w for n, w in scores_of(study, "overall", period="2013").values())


def test_sfo_levels_are_the_same_words_in_every_wave(opened):
    study = opened("sfo_airport")
    words = {
        "terminal": {"International Terminal", "Terminal 1", "Terminal 2", "Terminal 3"},
        "purpose": {"business", "leisure", "friends and relatives", "other"},
        "residence": {"Bay Area", "elsewhere"},
        "age": {"under 18", "18-24", "25-34", "35-44", "45-54", "55-64", "65 and over"},
        "gender": {"male", "female", "other"},
        "income": {"under 50,000", "50,000-100,000", "100,001-150,000", "over 150,000"},
        "survey_language": {"English", "Spanish", "Chinese", "Japanese"},
        "boarding_area": set("ABCDEFG"),
    }
    for segment, levels in words.items():
        assert set(study.segments[segment]) - {"not known"} == levels, segment


def test_sfo_terminal_codes_differ_between_2010_and_2011(opened):
    people = opened("sfo_airport").customers()
    waves = people.index.str[:4]
    assert (people["terminal"][waves == "2010"] == "International Terminal").sum() == 1441
    assert (people["terminal"][waves == "2011"] == "International Terminal").sum() == 1197
    assert (people["boarding_area"][waves == "2013"] == "G").sum() + (
        people["boarding_area"][waves == "2013"] == "A"
    ).sum() == 748 + 813


def test_sfo_an_earlier_wave_does_not_see_a_later_one(opened):
    study = opened("sfo_airport", wave="2012")
    assert study.waves == ("2010", "2011", "2012")
    assert set(study.score_counts(by=("period",))["period"]) == {"2010", "2011", "2012"}
    assert set(study.customers().index.str[:4]) == {"2010", "2011", "2012"}


# Olist web shop


def test_olist_scores(opened):
    counts = scores_of(opened("olist"), "review")
    assert [counts[float(score)][0] for score in range(1, 6)] == [454, 137, 337, 765, 2293]
    assert mean(counts) == pytest.approx(4.080, abs=0.0005)


def test_olist_late_deliveries(opened):
    study = opened("olist")
    late, on_time = (scores_of(study, "review", delivery=level) for level in ("late", "on time"))
    assert mean(on_time) == pytest.approx(4.294, abs=0.0005)
    assert mean(late) == pytest.approx(2.427, abs=0.0005)
    lates, others = (sum(n for n, _ in counts.values()) for counts in (late, on_time))
    assert 100 * lates / (lates + others) == pytest.approx(8.3, abs=0.05)
    not_delivered = scores_of(study, "review", delivery="not delivered")
    assert sum(n for n, _ in not_delivered.values()) == 3986 - lates - others


def test_olist_blank_times_are_steps_not_reached(opened):
    events = opened("olist").events()
    reached = {name: int((events.stage == code).sum()) for code, name in enumerate(events.stage_names)}
    assert reached == {
        "purchase": 4000, "approved": 4000 - 6, "carrier": 4000 - 61, "delivered": 4000 - 102, "reviewed": 3986,
    }
    assert len(np.unique(events.journey)) == 4000


def test_olist_persons_and_payments(opened):
    study = opened("olist")
    assert len(study.customers()) == 3998
    assert study.view.query("SELECT count(*) FROM transactions")[0][0] == 4161


def test_olist_comments_with_line_breaks_are_whole(opened):
    with (DATA / "olist_sample" / "olist_order_reviews_dataset.csv").open(encoding="utf-8", newline="") as file:
        raw = [row["review_comment_message"] for row in csv.DictReader(file)]
    assert sum("\n" in text for text in raw) == 137
    stored = [row[0] for row in opened("olist").view.query("SELECT comment FROM responses")]
    assert sorted(text for text in stored if text) == sorted(text.strip() for text in raw if text.strip())
    assert sum(text is None for text in stored) / len(stored) == pytest.approx(0.58, abs=0.01)


# BPI 2012 loan applications


def test_bpi_funnel_and_ends(opened):
    study = opened("bpi2012")
    events = study.events()
    cases = {
        name: set(np.unique(events.customer[events.stage == code]).tolist()) for code, name in enumerate(events.stage_names)
    }
    stages = ("A_SUBMITTED", "A_PREACCEPTED", "A_ACCEPTED", "O_SENT", "A_APPROVED")
    assert [len(cases[stage]) for stage in stages] == [13087, 7367, 5113, 5015, 2246]
    ended = ("A_DECLINED", "A_CANCELLED", "A_APPROVED")
    assert [len(cases[stage]) for stage in ended] == [7635, 2807, 2246]
    everyone = set(np.unique(events.customer).tolist())
    assert len(everyone - set().union(*(cases[stage] for stage in ended))) == 399
    assert len(study.customers()) == 13087


def test_bpi_times_keep_their_order_over_the_daylight_saving_change(opened):
    study = opened("bpi2012")
    events = study.events()
    same = events.customer[1:] == events.customer[:-1]
    assert (np.diff(events.at)[same] >= 0).all()
    first = dt.datetime.fromtimestamp(events.at.min() / 1e6, tz=dt.UTC)
    assert first == dt.datetime(2011, 9, 30, 22, 38, 44, 546000, tzinfo=dt.UTC)
    assert study.waves == ("2011Q4", "2012Q1")


# Telecom contracts


def test_telecom_monthly_churn(opened):
    counts = opened("telco_contracts").retention_counts().set_index("period")
    known = counts[counts["known"]]
    assert list(known.index) == ["2019-10", "2019-11", "2019-12", "2020-01"]
    assert known["churned"].tolist() == [458, 485, 466, 460]
    assert known["start"].tolist() == [6105, 5884, 5636, 5390]
    rates = 100 * known["churned"] / known["start"]
    assert rates.tolist() == pytest.approx([7.50, 8.24, 8.27, 8.53], abs=0.005)


def test_telecom_earlier_months_are_not_known(opened):
    counts = opened("telco_contracts").retention_counts().set_index("period")
    earlier = counts[counts.index < "2019-10"]
    assert len(earlier) > 60 and not earlier["known"].any()


def test_telecom_fees_and_segments(tmp_path):
    text = (STUDIES / "telco_contracts" / "study.toml").read_text(encoding="utf-8")
    # Eleven contracts begin on the study's as_of day itself; one day later everyone is a customer.
    (tmp_path / "study.toml").write_text(text.replace("as_of = 2020-02-01", "as_of = 2020-02-02"), encoding="utf-8")
    study = cxlib.open_study(tmp_path, data=DATA / "telco_contracts")
    n, fee = study.view.query("SELECT count(*), avg(monthly_fee) FROM customers")[0]
    assert n == 7043 and fee == pytest.approx(64.76, abs=0.005)
    people = study.customers()
    assert (people["internet"] == "none").sum() == 7043 - 5517
    assert (people["phone"] == "none").sum() == 7043 - 6361
    assert (people["tech_support"] == "no internet").sum() == 7043 - 5517
    assert all("not known" not in levels for levels in study.segments.values())


def test_telecom_a_month_by_segment_adds_up(opened):
    study = opened("telco_contracts")
    whole = study.retention_counts().set_index("period").loc["2019-12"]
    parts = study.retention_counts(["contract_type"])
    parts = parts[parts["period"] == "2019-12"]
    for name in ("start", "churned", "retained", "joined", "end"):
        assert parts[name].sum() == whole[name]

"""The context meter counts what stands beside each score, and names what to ask for."""

from __future__ import annotations

import pytest

import cxlib
from cxlib import quality
from cxlib.study.context import PARTS, context_counts, stamp

QUESTIONS = {
    "recommend": 'metric = "nps"\nscale = [0, 10]\nhigh_is = "good"\nowner = "Loyalty team"\nmissing = [99]',
    "bare": 'metric = "rating"\nscale = [1, 5]\nhigh_is = "good"',
    "declared": 'metric = "rating"\nscale = [1, 5]\nhigh_is = "good"\nstage = "pay"\nchannel = "app"',
}
JOURNEY = '[journey]\nstages = ["pay", "use"]\n[journey.owners]\npay = "Shop team"'


def answers():
    """recommend: 20 answers, 15 with step, 10 with channel, 12 with a region; bare: 10 of nobody; declared: 10 with a region."""
    rows = [{"customer_id": f"c{i}", "at": "2026-02-10", "question": "recommend", "score": 9, "stage": "pay" if i < 15 else "",
             "channel": "app" if i < 10 else "", "region": "Huế" if i < 12 else ""} for i in range(20)]
    rows += [{**rows[0], "customer_id": "late", "score": 99}, {**rows[0], "at": "2025-12-30", "score": 1}]
    rows += [{"customer_id": "", "at": "2026-02-10", "question": "bare", "score": 3, "stage": "", "channel": "", "region": ""} for _ in range(10)]
    rows += [{"customer_id": f"d{i}", "at": "2026-02-10", "question": "declared", "score": 3, "stage": "", "channel": "", "region": "Huế"} for i in range(10)]
    return rows


@pytest.fixture(scope="module")
def study(tiny_study):
    return tiny_study(responses=answers(), questions=QUESTIONS, settings='as_of = 2026-04-01\nsegments = ["region"]', more=JOURNEY)


def test_shares_are_those_of_a_plain_count(study):
    table = quality.context_meter(study).table.set_index("question")
    assert table.loc["recommend", ["base", *PARTS, "value", "nothing"]].tolist() == pytest.approx([20, 0.75, 0.5, 0.6, 1, 0.5, 0])
    assert table.loc["bare", ["base", *PARTS, "value", "nothing"]].tolist() == [10, 0, 0, 0, 0, 0, 1]
    assert table.loc["declared", ["base", *PARTS, "value", "nothing"]].tolist() == [10, 1, 1, 1, 1, 1, 0], "step and channel from the codebook"
    assert table["stamp"].to_dict() == {"recommend": "partly", "bare": "score only", "declared": "with context"}
    low, high = cxlib.intervals.share_interval(10, 20)
    assert table.loc["recommend", ["low", "high"]].tolist() == pytest.approx([float(low), float(high)])
    assert table["to_ask"].to_dict() == {"recommend": "Stage, Channel, Segment", "bare": "Stage, Channel, Segment, Owner", "declared": ""}


def test_the_sentence_names_the_missing_thing_and_the_question(study):
    finding = quality.context_meter(study)
    assert (finding.status, finding.base) == ("answered", 40)
    assert finding.sentence == ("In Q1 2026, 50.0% of 40 answers carry step, channel, segment and owner; 25.0% are a score only. "
                                "Most is missing at bare: 100.0% of its answers have no stage.")
    assert finding.next_step == "Next time, record at which step each answer to bare was given: a column stage, or stage in [questions.bare]."
    vi = quality.context_meter(study.in_language("vi"))
    assert vi.sentence.startswith("Trong Quý 1/2026, 50,0% của 40 câu trả lời có đủ") and "bước hành trình" in vi.next_step + vi.sentence
    assert "chỉ có điểm số" in vi.to_html() and cxlib.Finding.from_json(vi.to_json()) == vi


@pytest.mark.parametrize(("question", "part"), [("recommend", "channel"), ("declared", "")])
def test_the_next_step_is_the_largest_gap(tiny_study, question, part):
    rows = [row for row in answers() if row["question"] == question]
    finding = quality.context_meter(tiny_study(responses=rows, questions={question: QUESTIONS[question]},
                                               settings='as_of = 2026-04-01\nsegments = ["region"]', more=JOURNEY))
    assert finding.next_step.startswith(f"Next time, record by which {part}") if part else finding.next_step == ""


def test_score_only_is_a_caveat_for_other_findings(study):
    assert quality.score_only(study, "bare") == (
        "Score only: most answers to bare carry no step, channel, segment or owner, so the number cannot say where to act.",)
    assert quality.score_only(study, "recommend") == () == quality.score_only(study, "declared")
    assert quality.score_only(study, "nobody asked this") == ()


def test_stamps_at_their_edges():
    assert [stamp(0, 0.5), stamp(0, 0.49), stamp(0.9, 0), stamp(0.89, 0.1)] == ["score only", "partly", "with context", "partly"]


def test_the_sample_carries_everything(small):
    finding = quality.context_meter(small)
    assert (finding.table["stamp"] == "with context").all() and finding.next_step == ""
    assert context_counts(small)["n"].sum() == small.score_counts(["period"]).query("period == @small.wave and score == score")["n"].sum()


def test_a_slice_is_followed(study, small):
    here = quality.context_meter(study.where("region = Huế")).table.set_index("question")
    assert here.loc["recommend", ["base", "segment"]].tolist() == [12, 1] and "bare" not in here.index
    before = quality.context_meter(small.where("period = 2026Q1"))
    assert "Q1 2026" in before.sentence


def test_small_bases_are_withheld(tiny_study):
    rows = [{"customer_id": "", "at": "2026-02-10", "question": "bare", "score": 3}] * 3
    finding = quality.context_meter(tiny_study(responses=rows, questions=QUESTIONS, settings="as_of = 2026-04-01"))
    assert finding.status == "cannot_tell" and finding.base == 0 and finding.next_step == ""
    assert finding.table.select_dtypes("number").isna().all(axis=None) and (finding.table["stamp"] == "").all()
    assert finding.sentence == "In Q1 2026 every question has fewer than 5 answers: too few for a number."


@pytest.mark.parametrize("language", ["en", "vi"])
def test_corners(small, tiny_study, language):
    nobody = small.where("region = Hà Nội").where("region = Cần Thơ").in_language(language)
    assert quality.context_meter(nobody).status == "nobody"
    paid = tiny_study(transactions=[{"customer_id": "a", "at": "2026-02-10", "amount": 3}], questions={}, settings="as_of = 2026-04-01", language=language)
    assert quality.context_meter(paid).status == "not_available"
    waves = tiny_study(responses=[{"customer_id": f"a{i}", "wave": "w1", "question": "bare", "score": 3} for i in range(8)], questions=QUESTIONS,
                       settings='period = "wave"', language=language)
    finding = quality.context_meter(waves)
    assert finding.base == 8 and finding.table["stamp"].tolist() == ["score only"] and finding.to_html()

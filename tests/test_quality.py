"""What came in is counted to the row, in both languages, and small groups are not shown."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from cxlib import quality

DAY = "2026-02-10"


def asked(scores, question="recommend", **more):
    return [{"customer_id": f"c{i}", "at": DAY, "question": question, "score": score, **more} for i, score in enumerate(scores)]


def test_planted_faults_are_counted_by_file(small, small_company):
    table = quality.rows(small).table
    assert (table["accepted"] + table["rejected"] == table["read"]).all()
    faults = pd.DataFrame(small_company.truth["faults"]).groupby("wave")["rows"].sum()
    for _, row in table[table["table"] == "responses"].iterrows():
        wave = row["file"].removeprefix("responses_").removesuffix(".csv")
        assert row["rejected"] == faults[wave]
        assert row["accepted"] == (small_company.tables["responses"]["wave"] == wave).sum()
    others = table[table["table"] != "responses"].set_index("table")
    for name in ("customers", "touchpoints", "transactions"):
        assert others.loc[name, "rejected"] == 0 and others.loc[name, "read"] == len(small_company.tables[name])
    assert "Synthetic data" in quality.rows(small).caveats[0]


def test_every_planted_rule_is_named(small, small_company):
    table = quality.breaches(small).table
    assert table["rows"].sum() == sum(fault["rows"] for fault in small_company.truth["faults"])
    for sign in ("11 lies outside", "0 lies outside", "31/02/2026", "bốn"):
        assert table["rule"].str.contains(sign, regex=False).any(), sign


ROWS = {
    "en": "18 of 20 rows were accepted; 2 (10.0%) break the contract and wait in rejected.csv.",
    "vi": "18 trong 20 dòng được nhận; 2 dòng (10,0%) vi phạm quy ước và nằm trong tệp rejected.csv.",
}
ANSWERS = {
    "en": "In Q1 2026, 15 of 18 people asked recommend gave a score; 16.7% gave none.",
    "vi": "Trong Quý 1/2026, 15 trong 18 người được hỏi recommend đã cho điểm; 16,7% không cho.",
}
BREACHES = {
    "en": "The most common reason, 2 times: 11 lies outside of the scale 0 to 10 of recommend. To mend it: correct the score, or declare the "
          "code as missing.",
    "vi": "Lý do thường gặp nhất (2 lần): 11 lies outside of the scale 0 to 10 of recommend. Cách sửa: correct the score, or declare the "
          "code as missing.",
}


@pytest.fixture(scope="module")
def mixed(tiny_study):
    return tiny_study(responses=asked([9] * 15 + [""] * 3 + [11, 11]), settings="as_of = 2026-04-01")


@pytest.mark.parametrize("language", ["en", "vi"])
def test_sentences_word_for_word(mixed, language):
    study = mixed.in_language(language)
    assert quality.rows(study).sentence == ROWS[language]
    assert quality.answers(study).sentence == ANSWERS[language]
    assert quality.breaches(study).sentence == BREACHES[language]
    example = {"en": "row 17, score: 11", "vi": "dòng 17, score: 11"}[language]
    assert quality.breaches(study).table["example"].tolist() == [example.replace("17", "20")]


def test_reasons_are_counted_beyond_the_first_thousand(tiny_study):
    study = tiny_study(responses=asked([9] * 20 + [77] * 1300), settings="as_of = 2026-04-01")
    finding = quality.breaches(study)
    assert finding.table["rows"].tolist() == [1300] and finding.base == 1300


def test_nothing_refused(tiny_study):
    study = tiny_study(responses=asked([9] * 20), settings="as_of = 2026-04-01")
    assert quality.rows(study).sentence == "All 20 rows were accepted; none breaks the contract."
    assert quality.breaches(study).sentence == "No row was refused." and quality.breaches(study).table.empty


def test_a_slice_of_three_people_shows_no_share(tiny_study):
    rows = asked([9] * 30, region="a") + [{**r, "customer_id": "x" + r["customer_id"]} for r in asked([9, "", 3], region="b")]
    study = tiny_study(responses=rows, settings="segments = ['region']\nas_of = 2026-04-01").where("region = b")
    finding = quality.answers(study)
    assert finding.sentence == "In Q1 2026 fewer than 5 people were asked recommend: too few for a number."
    data = json.dumps(finding.to_json()["table"]["data"])
    assert '"base": null' in data and "0.33" not in data and finding.base == 0


def test_a_slice_with_nobody(small):
    finding = quality.answers(small.where("region = Hà Nội").where("region = Cần Thơ"))
    assert finding.status == "nobody" and finding.base == 0 and finding.sentence.startswith("Nobody is in this slice")


def test_weights_are_told_by_their_design_effect(tiny_study):
    rows = [{**row, "weight": 1 + place % 2} for place, row in enumerate(asked([9] * 40))]
    note = quality.answers(tiny_study(responses=rows, settings="as_of = 2026-04-01")).caveats[0]
    # Kish: n * sum(w^2) / sum(w)^2 = 40 * 100 / 3600
    assert note == "Weights differ: the design effect of recommend is 1.11, so 40 answers are worth 36."


def test_coverage_says_what_to_ask_for(tiny_study, small):
    survey = quality.coverage(tiny_study(responses=asked([9] * 20), settings="as_of = 2026-04-01"))
    assert survey.sentence == "It can answer 1 of the four questions: metric trends."
    assert survey.table.set_index("topic")["answerable"].to_dict() == {"personas": "no", "journeys": "no", "scores": "yes", "churn": "no"}
    assert survey.table["to_ask"].str.startswith("bring one row per").sum() == 3
    assert quality.coverage(small.in_language("vi")).sentence == (
        "Dữ liệu trả lời được 4 trong bốn câu hỏi: chân dung khách hàng, hành trình, xu hướng chỉ số, rời bỏ.")
    waves = quality.coverage(tiny_study(responses=[{"wave": "w1", "question": "recommend", "score": 9}], settings='period = "wave"'))
    assert waves.table.set_index("topic").loc["scores", "answerable"] == "yes"


def test_without_answers_it_says_so(tiny_study):
    study = tiny_study(transactions=[{"customer_id": "a", "at": DAY, "amount": 3}], questions={}, settings="as_of = 2026-04-01")
    assert quality.answers(study).status == "not_available"


def test_survey_waves(tiny_study):
    rows = [{"wave": wave, "question": "recommend", "score": 9} for wave in ("w1", "w2") for _ in range(12)]
    finding = quality.answers(tiny_study(responses=rows, settings='period = "wave"'))
    assert finding.sentence == "In w2, 12 of 12 people asked recommend gave a score; 0.0% gave none."
    assert list(finding.table["base"]) == [12, 12]

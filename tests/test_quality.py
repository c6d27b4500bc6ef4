"""What came in is counted to the row, in both languages, and small groups are not shown."""

from __future__ import annotations

import itertools
import json

import numpy as np
import pandas as pd
import pytest

import cxlib
from cxlib import intervals, quality, scores
from cxlib.errors import ArgumentError, SettingsError
from cxlib.study.gates import measured, verdict

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
    "vi": "Lý do thường gặp nhất (2 lần): 11 nằm ngoài thang đo 0 đến 10 của recommend. Cách sửa: sửa điểm, hoặc khai báo mã này trong missing.",
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


def test_rows_that_stand_twice_in_a_file_are_told(tiny_study):
    finding = quality.rows(tiny_study(responses=asked([9] * 20) + asked([9] * 4), settings="as_of = 2026-04-01"))
    assert finding.table["repeated"].tolist() == [4]
    assert finding.caveats == ("4 of the accepted rows (16.7%) are the same as an earlier one in every column of their file.",)


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


# Answers given without care.

ITEMS = {name: 'metric = "rating"\nscale = [1, 5]\nhigh_is = "good"' for name in ("food", "staff", "place")}


def battery(rows, **more):
    """One respondent for each row of three scores; None is no answer."""
    return [{"customer_id": f"c{i}", "at": DAY, "question": name, "score": score, **more}
            for i, row in enumerate(rows) for name, score in zip(ITEMS, row) if score is not None]


def test_straight_lines_and_what_chance_would_give(tiny_study):
    # 10 straight at 5, 10 straight at 1, 20 with (5, 5, 1); two items are no line.
    rows = [(5, 5, 5)] * 10 + [(1, 1, 1)] * 10 + [(5, 5, 1)] * 20 + [(4, 4, None)] * 7
    finding = quality.straight_lining(tiny_study(responses=battery(rows), questions=ITEMS, settings="as_of = 2026-04-01"))
    row = finding.table.iloc[0]
    assert row["base"] == 40 and row["value"] == 0.5
    # Every way of answering, each item on its own: food and staff are 5 in 30 of 40, place in 10 of 40.
    chance = sum(np.prod(way) for way in ((0.75, 0.75, 0.25), (0.25, 0.25, 0.75)))
    assert row["by_chance"] == pytest.approx(chance)
    assert finding.status == "answered" and "50.0% (35.2% to 64.8%) of 40 respondents" in finding.sentence


def test_answers_by_chance_are_no_straight_lines(tiny_study):
    draws = np.random.default_rng(5).choice([1, 2, 3, 4, 5], size=(400, 3), p=[0.05, 0.05, 0.1, 0.2, 0.6]).tolist()
    finding = quality.straight_lining(tiny_study(responses=battery(draws), questions=ITEMS, settings="as_of = 2026-04-01"))
    row = finding.table.iloc[0]
    assert row["low"] <= row["by_chance"] <= row["high"] and finding.status == "cannot_tell" and "no more than chance explains" in finding.sentence


def test_speeders_are_below_a_third_of_the_median(tiny_study):
    seconds = [60] * 20 + [19.9] * 3 + [20] * 4 + [200] * 13
    rows = [{**row, "secs": seconds[i]} for i, row in enumerate(asked([9] * 40))]
    study = tiny_study(responses=rows, settings="as_of = 2026-04-01", more="")
    assert quality.speeders(study).status == "not_available", "the column is not called duration and not mapped"
    named = [{**{k: v for k, v in row.items() if k != "secs"}, "duration": row["secs"]} for row in rows]
    row = quality.speeders(tiny_study(responses=named, settings="as_of = 2026-04-01")).table.iloc[0]
    assert row[["base", "value", "median"]].tolist() == pytest.approx([40, 3 / 40, 60])
    refused = tiny_study(responses=[*named, {**named[0], "customer_id": "z", "duration": -1}], settings="as_of = 2026-04-01")
    assert quality.breaches(refused).table["rule"].tolist() == ["a duration cannot be below 0, not -1.0"]


def test_repeated_comments_are_counted_by_people_and_shown_without_numbers(tiny_study):
    texts = ["Gọi tôi 0901234567 nhé quán ơi"] * 6 + ["Great  coffee and staff"] * 2 + ["great coffee and STAFF"] + [f"my own words number {i} are long" for i in range(11)] + ["ok"] * 9
    study = tiny_study(responses=[{**row, "comment": text} for row, text in zip(asked([9] * len(texts)), texts)], settings="as_of = 2026-04-01")
    finding = quality.repeated_text(study)
    assert finding.base == 20 and finding.table["times"].tolist() == [6] and finding.table["value"].tolist() == [0.3]
    assert finding.table["wording"].tolist() == ["gọi tôi ########## nhé quán ơi"] and "0901" not in json.dumps(finding.to_json())
    assert finding.sentence.startswith("45.0% (25.8% to 65.8%) of 20 comments")


# Rows that cannot be right.


def test_copies_and_impossible_rows_are_counted(tiny_study):
    paid = [{"customer_id": f"c{i}", "at": DAY, "amount": 5 if i else 0} for i in range(20)]
    paid += [paid[1]] * 3 + [{"customer_id": "c2", "at": "2025-01-01", "amount": 7}, {"customer_id": "c3", "at": "2026-03-30", "amount": 7}]
    people = [{"customer_id": f"c{i}", "joined_at": "2025-06-01", "left_at": "2026-03-01" if 3 <= i < 10 else ""} for i in range(20)]
    study = tiny_study(customers=people, transactions=paid, questions={}, settings="as_of = 2026-04-01")
    row = quality.duplicates(study).table.iloc[0]
    assert row[["base", "copies", "value"]].tolist() == [25, 3, 0.12]
    found = quality.impossible(study).table.set_index("problem")
    assert found["rows_found"].to_dict() == {"transactions_before_joining": 1, "transactions_after_leaving": 1, "nothing_paid": 1}
    assert found["base"].to_dict() == {"transactions_before_joining": 25, "transactions_after_leaving": 8, "nothing_paid": 25}, "seven have left, with eight payments"


@pytest.mark.parametrize(("factor", "jumped"), [(1000, True), (0.001, True), (1, False), (4, False), (90, True)])
def test_a_unit_that_changed_is_seen(tiny_study, factor, jumped):
    amounts = np.random.default_rng(3).lognormal(3, 0.5, 60)
    rows = [{"customer_id": f"c{i}", "at": day, "amount": amount * (factor if day > "2026" else 1)}
            for i, (day, amount) in enumerate(zip(itertools.cycle(["2025-11-05", DAY]), amounts))]
    study = tiny_study(transactions=rows, questions={}, settings="as_of = 2026-04-01")
    finding = quality.unit_jumps(study)
    assert bool(finding.table["jump"].any()) is jumped and measured(study)["unit_jumps"] == jumped
    later = finding.table[finding.table["file"] == ""].iloc[-1]
    assert later["median"] == pytest.approx(np.median(amounts[1::2]) * factor)


@pytest.mark.parametrize(("factor", "jumped"), [(1000, True), (1, False), (0.1, True), (4, False)])
def test_one_file_in_thousands_is_seen_inside_a_wave(tmp_path, factor, jumped):
    """Two of three stores send dong, one sends thousands: the wave's median hides it."""
    amounts, folder = np.random.default_rng(4).lognormal(4, 0.6, (3, 50)), tmp_path / "study"
    folder.mkdir()
    for place, mine in enumerate(amounts):
        rows = [{"customer_id": f"{place}-{i}", "at": DAY, "amount": amount / (factor if place == 2 else 1)} for i, amount in enumerate(mine)]
        pd.DataFrame(rows).to_csv(folder / f"store{place}.csv", index=False)
    (folder / "study.toml").write_text('[study]\nname = "Tiny"\nas_of = 2026-04-01\n[[sources]]\ntable = "transactions"\npath = "store*.csv"\n', encoding="utf-8")
    finding = quality.unit_jumps(cxlib.open_study(folder))
    files = finding.table[finding.table["file"] != ""].set_index("file")
    assert files["jump"].to_dict() == {"store0.csv": False, "store1.csv": False, "store2.csv": jumped}
    assert files["median"].tolist() == pytest.approx([np.median(amounts[0]), np.median(amounts[1]), np.median(amounts[2]) / factor], rel=0.07)
    assert ("store2.csv" in finding.sentence) is jumped


# Who did not answer.


def books(rows=((40, 20), (60, 6))):
    """Customers of two regions, and how many of each answered: of north with 10, of south with 0."""
    people = [{"customer_id": f"{region}{i}", "joined_at": "2025-01-01", "region": region} for region, (n, _) in zip(("north", "south"), rows) for i in range(n)]
    said = [{"customer_id": f"{region}{i}", "at": DAY, "question": "recommend", "score": score}
            for region, score, (_, n) in zip(("north", "south"), (10, 0), rows) for i in range(n)]
    return {"customers": people, "responses": said, "settings": 'as_of = 2026-04-01\nsegments = ["region"]'}


def test_response_rates_against_the_rest(tiny_study):
    finding = quality.response_rate(tiny_study(**books()))
    table = finding.table.set_index("region")
    assert table["value"].to_dict() == pytest.approx({"north": 0.5, "south": 0.1}) and table["base"].to_dict() == {"north": 40, "south": 60}
    _, _, _, p = intervals.share_difference((6, 60), (20, 40))
    assert table["adjusted_p"].tolist() == pytest.approx([float(p)] * 2), "two levels against each other are one test twice"
    assert finding.sentence.startswith("In Q1 2026, 26 of 100 customers on the books answered (26.0%, 18.4% to 35.4%).") and "south answers least" in finding.sentence


def test_those_who_left_or_joined_later_are_not_on_the_books(tiny_study):
    parts = books()
    parts["customers"] += [{"customer_id": "gone", "joined_at": "2025-01-01", "left_at": "2025-12-01", "region": "north"},
                           {"customer_id": "new", "joined_at": "2026-04-05", "region": "north"}]
    assert quality.response_rate(tiny_study(**parts)).base == 100


def test_a_list_of_respondents_is_no_register(tiny_study):
    study = tiny_study(**books(((40, 40), (60, 60))))
    for name in ("response_rate", "silent"):
        finding = getattr(quality, name)(study)
        assert finding.status == "not_available" and "lists only people who answered" in finding.sentence
    assert verdict(study, "silent") == "not measured"


def test_silent_customers_bound_the_score(tiny_study):
    study = tiny_study(**books())
    rows = quality.silent(study).table.set_index("scenario")["value"]
    now = (20 - 6) / 26
    assert rows["as answered"] == pytest.approx(now) == scores.level(study).table.iloc[0]["value"]
    assert rows["silent like their segment"] == pytest.approx(0.4 * 1 + 0.6 * -1), "north 40 at +100, south 60 at -100"
    assert rows["silent lower"] == pytest.approx(0.26 * now + 0.74 * (now - 0.1))
    assert rows["all at the bottom"] == pytest.approx(0.26 * now - 0.74) and rows["all at the top"] == pytest.approx(0.26 * now + 0.74)


def test_two_roads_one_number(small):
    for question in ("recommend", "satisfaction", "ease", "staff"):
        told = quality.silent(small, question=question).table
        level = scores.level(small, question=question).table.set_index("basis")
        lead = level[level["metric"] != "csat_mean"].loc["weighted"]
        assert told.iloc[0][["value", "low", "high"]].tolist() == pytest.approx(lead[["value", "low", "high"]].tolist())
        assert (told["low"] <= told["value"]).all() and (told["value"] <= told["high"]).all()
    waves = quality.weights(small).table.iloc[-1]
    assert waves["base"] >= scores.level(small).table.iloc[0]["base"]


def test_latency_is_that_of_a_plain_loop(small):
    finding = quality.latency(small)
    contacts = small.events()
    answers = small.view.frame("SELECT DISTINCT customer, \"at\" FROM responses WHERE score IS NOT NULL AND day >= DATE '2026-07-01'")
    waited = []
    for customer, at in zip(answers["customer"], answers["at"].to_numpy("datetime64[us]").astype(np.int64)):
        before = contacts.at[(contacts.customer == customer) & (contacts.at <= at)]
        if len(before):
            waited.append((at - before.max()) / 86_400_000_000)
    row = finding.table.set_index("span").loc["contact to answer"]
    assert row["base"] == len(waited) and row["value"] == pytest.approx(np.median(waited)) and row["p90"] == pytest.approx(np.quantile(waited, 0.9))
    assert finding.table.set_index("span").loc["answer to report", "base"] == len(answers)


def test_the_interval_of_a_median_keeps_its_level():
    from cxlib.quality.latency import _middle

    random, held = np.random.default_rng(8), 0
    for _ in range(1500):
        told = _middle(random.exponential(1.0, 25))
        held += told["low"] <= np.log(2) <= told["high"]
    assert 0.945 <= held / 1500 <= 0.985, "never below 95%, and not idle: 95.7% is exact at n = 25"


# Gates.

QUALITY = '[quality]\nwithhold = ["straight_lining"]\n[quality.stop]\nstraight_lining = 0.2'
LINES = [(5, 5, 5)] * 10 + [(1, 1, 1)] * 10 + [(5, 1, 5), (1, 5, 1)] * 10


def lined(tiny_study, more):
    return tiny_study(responses=battery(LINES), questions=ITEMS, settings="as_of = 2026-04-01", more=more)


def test_a_gate_withholds_what_it_touches_and_nothing_else(tiny_study):
    free, held = lined(tiny_study, ""), lined(tiny_study, QUALITY)
    assert scores.level(free).status == "answered" and not any("says stop" in note for note in scores.level(free).caveats)
    level = scores.level(held)
    assert (level.status, level.base, level.table.empty) == ("not_available", 0, True)
    # 20 of 40 are straight; by chance (1/2)^3 * 2 = a quarter
    assert level.sentence == ("Withheld: the check of one answer to everything says stop in Q1 2026 (25.0%, where 20.0% is the limit), and study.toml withholds "
                              "what it touches.")
    assert scores.trend(held).status == "not_available" and quality.answers(held).status == "answered"
    assert cxlib.Finding.from_json(level.to_json()) == level and "Đã ẩn" in scores.level(held.in_language("vi")).sentence


def test_a_gate_that_is_not_named_says_so_as_a_caveat(tiny_study):
    noted = scores.level(lined(tiny_study, "[quality.stop]\nstraight_lining = 0.2"))
    assert noted.status == "answered" and noted.caveats[-1] == (
        "The check of one answer to everything says stop in Q1 2026: 25.0%, where 20.0% is the limit. Do not lean on this number.")
    assert scores.level(lined(tiny_study, "[quality]")).caveats == scores.level(lined(tiny_study, "")).caveats


def test_the_page_of_gates(tiny_study, small):
    study = lined(tiny_study, QUALITY)
    finding = quality.gates(study)
    table = finding.table.set_index("check")
    assert table.index[0] == "straight_lining" and table.loc["straight_lining", "verdict"] == "stop" and table.loc["straight_lining", "withholds"]
    assert table.loc["speeders", "verdict"] == "not measured" and table.loc["rejected", "verdict"] == "fine"
    assert finding.sentence == "The 11 checks of the data in Q1 2026: 1 stop (one answer to everything), 0 look, 4 fine, 6 not measured."
    assert [verdict(small, name) for name in ("rejected", "duplicates", "impossible", "unit_jumps", "weights")] == ["fine"] * 5
    # The values of the page are those of the findings.
    values = measured(small)
    assert values["rejected"] == pytest.approx(small.view.store.meta["rejected"] / small.view.store.meta["read"])
    assert values["silent"] == pytest.approx(1 - quality.response_rate(small).table["answered"].sum() / quality.response_rate(small).base)
    assert values["weights"] == pytest.approx(quality.weights(small).table.iloc[-1]["deff"])
    lines = quality.straight_lining(small).table.iloc[-1]
    assert values["straight_lining"] == pytest.approx(max(lines["value"] - lines["by_chance"], 0))


@pytest.mark.parametrize(("text", "said"), [
    ('[quality]\nwithhold = ["strait_lining"]', 'no check called "strait_lining"; did you mean "straight_lining"?'),
    ("[quality.stop]\nspeed = 1", 'no check called "speed"'),
    ("[quality.look]\nspeeders = 0.5", "speeders would stop at 0.3, before it looks at 0.5"),
    ("[quality]\nhide = []", 'no setting called "hide"'),
])
def test_gates_that_are_wrong(tiny_study, text, said):
    with pytest.raises(SettingsError) as refused:
        tiny_study(responses=asked([9] * 20), settings="as_of = 2026-04-01", more=text)
    assert said in str(refused.value)


# Corners.

EVERY = ("duplicates", "gates", "impossible", "latency", "margins", "regions", "repeated_text", "response_rate", "silent", "speeders", "straight_lining",
         "unit_jumps", "weights")


@pytest.fixture(scope="module")
def corners(tiny_study, small):
    """One answer; waves without days; payments only; nobody gave a score; everybody answered; nobody in the slice; an earlier wave; a region."""
    parts = [
        {"responses": asked([9])[:1], "settings": "as_of = 2026-04-01"},
        {"responses": [{"wave": "w1", "question": "recommend", "score": 9, "comment": "the same words again"}] * 8, "settings": 'period = "wave"'},
        {"transactions": [{"customer_id": "a", "at": DAY, "amount": 3}], "questions": {}, "settings": "as_of = 2026-04-01"},
        {"responses": asked(["", "", ""]), "settings": "as_of = 2026-04-01"},
        books(((12, 6), (12, 12))),
    ]
    slices = small.where("region = Hà Nội").where("region = Cần Thơ"), small.where("period = 2026Q1"), small.where("region = Hà Nội")
    return [*(tiny_study(**one) for one in parts), *slices]


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize("language", ["en", "vi"])
def test_lawful_data_never_breaks_a_check(corners, name, language):
    for study in corners:
        finding = getattr(quality, name)(study.in_language(language))
        assert finding.sentence and finding.to_html() and cxlib.Finding.from_json(finding.to_json()) == finding
        assert "Withheld" not in finding.sentence and " nan" not in finding.sentence


def test_a_slice_of_three_people_gives_no_number_away(tiny_study):
    parts = books(((40, 20), (3, 2)))
    few = tiny_study(**parts).where("region = south")
    for name in ("response_rate", "silent", "weights", "latency"):
        data = json.dumps(getattr(quality, name)(few).to_json()["table"]["data"])
        assert '"base": 3' not in data and '"base": 2' not in data and "0.66" not in data, name


def test_what_cannot_be_asked(small):
    with pytest.raises(ArgumentError, match='no segment of customers called "regoin"; did you mean "region"?'):
        quality.response_rate(small, by="regoin")
    with pytest.raises(ArgumentError, match='no question called "recomend"'):
        quality.silent(small, question="recomend")

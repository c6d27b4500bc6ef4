"""The interview of a folder: what is recognised, what is asked, and that the answers make a study that opens."""

from __future__ import annotations

import re
import shutil
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings as hypothesis_settings, strategies as st

import cxlib
from cxlib import intake
from cxlib.cli import main
from cxlib.errors import ArgumentError, StudyError, SourceError
from cxlib.intake.interview import add_wave, decided, decided_text, interview, study_text
from cxlib.intake.interview.columns import column, plain_name
from cxlib.intake.interview.dates import date_form

REAL = Path(__file__).parents[2] / "shared" / "data"
SURVEY = """Mã KH;Ngày;Vùng;Gói;Mức giới thiệu;Hài lòng;Nhận xét;Số điện thoại
K1;01/02/2026;Hà Nội;Vàng;9;Rất hài lòng;Nhân viên thân thiện lắm;0912345678
K2;03/02/2026;Đà Nẵng;Bạc;10;Hài lòng;Chờ lâu quá trời;0912345679
K3;05/04/2026;Hà Nội;Vàng;3;Không hài lòng;Giá hơi cao so với chỗ khác;0912345670
K4;05/04/2026;Hà Nội;Bạc;7;Bình thường;Ổn thôi không có gì;0912345671
K5;05/04/2026;Đà Nẵng;Vàng;8;Hài lòng;Tốt, sẽ quay lại lần sau;0912345672
K6;06/04/2026;Đà Nẵng;Bạc;0;Rất không hài lòng;App lỗi hoài không vào được;0912345673
"""


@pytest.fixture
def survey(tmp_path):
    (tmp_path / "khao_sat.csv").write_text(SURVEY, encoding="utf-8")
    return tmp_path


def settings_of(folder, **options):
    return tomllib.loads(study_text(interview(folder), **options))


@pytest.mark.parametrize(("values", "forms"), [
    (["2026-01-31", "2026-02-01"], ("",)), (["2026-01-31T10:00:00Z"], ("",)), (["31/12/2025", "01/02/2026"], ("%d/%m/%Y",)),
    (["12/31/2025", "01/02/2026"], ("%m/%d/%Y",)), (["01/02/2026", "03/04/2026"], ("%d/%m/%Y", "%m/%d/%Y")),
    (["9/26/2018 13:45:52"], ("%m/%d/%Y %H:%M:%S",)), (["1/2/2018 13:45"], ("%d/%m/%Y %H:%M", "%m/%d/%Y %H:%M")),
])
def test_how_dates_are_written(values, forms):
    assert date_form(values).forms == forms


@pytest.mark.parametrize("values", [["a", "b"], ["1", "2"], [], ["12345678", "99999999"]])
def test_what_is_no_date(values):
    assert date_form(values) is None


@pytest.mark.parametrize(("values", "forms", "relative"), [
    (["2 tuần trước", "hôm qua", "3 days ago", "5 gio truoc"], ("",), 1.0), (["2 tuần trước", "31/12/2025", "01/02/2026"], ("%d/%m/%Y",), 1 / 3),
    (["hôm qua", "01/02/2026"], ("%d/%m/%Y", "%m/%d/%Y"), 0.5), (["hôm qua", "2026-01-31"], ("",), 0.5), (["hôm qua"] * 19 + ["31/12/2025"], ("%d/%m/%Y",), 0.95),
    (["hôm qua"] * 19 + ["không rõ"], ("",), 0.95), (["2026-01-31"], ("",), 0.0),
])
def test_dates_told_from_another_day(values, forms, relative):
    found = date_form(values)
    assert (found.forms, found.relative) == (forms, pytest.approx(relative)) and found.is_only_relative == (not any("20" in value for value in values))


@pytest.mark.parametrize("values", [["Ổn", "hôm qua tới đây"], ["hôm qua", "2", "3"], ["2 tuần", "3 ngày"]])
def test_what_only_speaks_of_days_is_no_date(values):
    assert date_form(values) is None


def test_both_orders_are_told_apart_only_by_a_day_above_twelve():
    both = [f"{day:02d}/{month:02d}/2026" for day in range(1, 13) for month in range(1, 13)]
    assert len(date_form(both).forms) == 2
    assert date_form([*both, "13/01/2026"]).forms == ("%d/%m/%Y",)
    assert date_form([*both, "01/13/2026"]).forms == ("%m/%d/%Y",)


@pytest.mark.parametrize(("name", "values", "metric", "scale", "odd"), [
    ("NPS", list("0123456789") + ["10", "11"], "nps", (0, 10), ("11",)),
    ("Overall satisfaction", list("12345") * 5 + ["0", "6"], "csat", (1, 5), ("0", "6")),
    ("How easy was it?", list("1234567"), "ces", (1, 7), ()),
    ("Seat comfort", list("12345"), "rating", (1, 5), ()),
    ("age", [str(n) for n in range(18, 80)], "", None, ()),
    ("orders", ["1", "2", "40", "300"], "", None, ()),
])
def test_which_numbers_are_answers(name, values, metric, scale, odd):
    one = column(name, values)
    assert (one.metric, one.scale, one.odd) == (metric, scale, odd)


def test_words_on_a_scale_go_from_worst_to_best():
    one = column("Hài lòng", ["Rất hài lòng", "Hài lòng", "Không hài lòng", "N/A do not use"])
    assert one.words == ("", "Không hài lòng", "", "Hài lòng", "Rất hài lòng") and one.odd == ("N/A do not use",)


@pytest.mark.parametrize(("values", "comma"), [(["1,5", "2,25"], True), (["1.234,50"], True), (["50.000", "75.000"], None), (["50.5", "3"], False), (["1200", "300"], False)])
def test_which_sign_parts_the_decimals(values, comma):
    assert column("Số tiền", values).comma is comma


@pytest.mark.parametrize(("values", "comma"), [
    (["12k", "1,5 triệu"], True), (["1.5k", "2 tỷ"], False), (["50.000đ", "75.000đ"], False), (["50.000k", "1k"], None), (["$1,200.50", "$3"], False),
])
def test_amounts_as_people_write_them_are_numbers(values, comma):
    one = column("Số tiền", values)
    assert (one.kind, one.comma) == ("number", comma)


@pytest.mark.parametrize("values", [["3 lần", "5 lần"], ["A1", "B2"], ["10h30", "11h"]])
def test_texts_with_digits_are_no_amounts(values):
    assert column("Số tiền", values).kind == "text"


def test_a_weight_that_averages_one_is_taken_and_another_is_asked(tmp_path):
    def begin(weights):
        rows = "\n".join(f"c{n},2026-01-{n % 28 + 1:02d},{n % 11},{weights[n % len(weights)]}" for n in range(60))
        (tmp_path / "a.csv").write_text(f"customer_id,date,nps,weight\n{rows}\n", encoding="utf-8")
        return interview(tmp_path)

    assert not [doubt for doubt in begin([0.8, 1.2]).doubts if doubt.key == "weight:a.csv"]
    found = begin([60, 80])
    assert tomllib.loads(study_text(found))["sources"][0]["constants"] == {"weight": "1"}
    assert "constants" not in tomllib.loads(study_text(found, answers={"weight:a.csv": "weight"}))["sources"][0]


def test_a_table_that_the_user_named_is_mapped(tmp_path):
    (tmp_path / "a.csv").write_text("who,city\n" + "\n".join(f"k{n},{'XYZ'[n % 3]}" for n in range(30)) + "\n", encoding="utf-8")
    found = interview(tmp_path)
    assert [doubt.key for doubt in found.doubts] == ["table:a.csv"] and "sources" not in tomllib.loads(study_text(found))
    raw = tomllib.loads(study_text(found, answers={"table:a.csv": "customers", "customer_id:a.csv": "who"}))
    assert raw["sources"] == [{"table": "customers", "path": "a.csv", "columns": {"customer_id": "who"}}]
    assert raw["study"]["segments"] == ["city"]


def test_the_report_names_every_column_once_with_its_reason(survey):
    found = interview(survey)
    rows = {row.column: (row.taken_as, row.why) for row in decided(found)}
    assert list(rows) == [one.name for source in found.sources for one in source.columns]
    assert rows["Mã KH"] == ("customer_id", "its name says so, and its values fit")
    assert rows["Hài lòng"] == ("hai_long", "words of a known scale, put in order from 1 to 5")
    assert rows["Mức giới thiệu"] == ("muc_gioi_thieu", "whole numbers that fill a scale from 0 to 10")
    assert rows["Vùng"] == ("Vùng", "2 different values that repeat: something to compare by")
    assert rows["Số điện thoại"] == ("", "left out: phone numbers")
    answered = {row.column: row.why for row in decided(found, language="vi", answers={"customer_id:khao_sat.csv": "Mã KH"})}
    assert answered["Mã KH"] == "bạn đã xác nhận"


def test_the_page_of_the_report_holds_no_markup_of_the_files(tmp_path):
    (tmp_path / "a.csv").write_text("customer_id,date,nps,<script>|x\n" + "\n".join(f"k{n},2026-01-01,{n % 11},{n}" for n in range(30)) + "\n", encoding="utf-8")
    text = decided_text(interview(tmp_path))
    assert "<script>" not in text and "‹script›/x" in text
    assert "Read as: text in columns; UTF-8, columns parted by ,; heading in row 1, data from row 2" in text


REVIEWS = "id,date,stars,crawled,typed\na,2 tuần trước,5,01/05/2021,2021-05-01\nb,30/04/2021,4,02/05/2021,2021-05-02\nc,hôm qua,1,14/05/2021,2021-05-02\n"


def test_relative_dates_are_a_doubt_until_their_day_is_declared(tmp_path):
    """No day is chosen: the rows are refused until the user names it, and then they are counted from it."""
    (tmp_path / "reviews.csv").write_text(REVIEWS, encoding="utf-8")
    found = interview(tmp_path)
    text = study_text(found, answers={"table:reviews.csv": "touchpoints", "customer_id:reviews.csv": "id"})
    source = tomllib.loads(text)["sources"][0]
    assert source["dates"] == "%d/%m/%Y" and source["columns"]["at"] == "date" and "relative_to" not in source
    told = next(line for line in text.splitlines() if "DOUBT" in line and "another day" in line)
    assert "date in reviews.csv: 66.7% of the values" in told and "such as 2 tuần trước" in told
    assert '# relative_to = YYYY-MM-DD\n# relative_to = "crawled"\n' in text and '"typed"\n' not in text, "a column is named where the form of dates reads it"
    why = next(row.why for row in decided(found, answers={"table:reviews.csv": "touchpoints"}) if row.column == "date")
    assert why.endswith("66.7% of the values are told from another day, such as 2 tuần trước: they need relative_to")
    text = text.replace("[study]", "[study]\nmax_rejected = 1.0").replace('"date" }', '"date" }\nconstants = { stage = "said" }')
    for chosen, rejected, days in ((None, 2, ["2021-04-30"]), ("relative_to = 2021-05-10", 0, ["2021-04-26", "2021-04-30", "2021-05-09"]),
                                   ('relative_to = "crawled"', 0, ["2021-04-17", "2021-04-30", "2021-05-13"])):
        (tmp_path / "study.toml").write_text(text.replace("# relative_to = YYYY-MM-DD", chosen or "#"), encoding="utf-8")
        result = intake.load(intake.read_settings(tmp_path))
        assert result.rejected == rejected and [str(day) for day in result.tables["touchpoints"]["day"].to_pylist()] == days


def test_an_answered_day_of_relative_dates_is_written(tmp_path):
    (tmp_path / "a.csv").write_text("customer_id,date,nps\n" + "\n".join(f"k{n},{n % 9 + 1} ngày trước,{n % 11}" for n in range(60)) + "\n", encoding="utf-8")
    found = interview(tmp_path)
    assert {doubt.key: doubt.values["share"] for doubt in found.doubts} == {"relative:a.csv": 1.0}
    text = study_text(found, answers={"relative:a.csv": "2026-05-10"})
    assert text.count("DOUBT") == 1 and "dates" not in tomllib.loads(text)["sources"][0]
    (tmp_path / "study.toml").write_text(text, encoding="utf-8")
    assert cxlib.open_study(tmp_path).as_of.isoformat() == "2026-05-10"


def test_boxes_that_were_ticked_in_a_form_are_a_doubt_and_become_one_column_of_words(tmp_path):
    ticked = ["Zalo, Email", "Email", "Shop, at home, Zalo", "", "Zalo"]
    rows = "\n".join(f'2026/03/{n % 28 + 1:02d} 1:45:52 PM GMT+7,{n % 11},"{ticked[n % 5]}","Nice, but {n}"' for n in range(60))
    (tmp_path / "form.csv").write_text(f"Timestamp,How likely are you to recommend us?,Which channels?,Anything else?\n{rows}\n", encoding="utf-8")
    found = interview(tmp_path)
    assert next(doubt for doubt in found.doubts if doubt.key == "choices:form.csv").values["columns"] == "Which channels?"
    text = study_text(found)
    assert "choices" not in tomllib.loads(text)["sources"][0] and "several boxes look ticked" in text
    line = next(line for line in text.splitlines() if line.startswith("# choices"))
    assert line == '# choices = { "Which channels?" = ["Zalo", "Email", "Shop", "at home"] }', "no file says that a comma belongs to an option"
    assert "choices" not in study_text(found, answers={"choices:form.csv": "text"})
    assert tomllib.loads(study_text(found, answers={"choices:form.csv": "ticked"}))["sources"][0]["choices"] == {"Which channels?": ["Zalo", "Email", "Shop", "at home"]}
    assert tomllib.loads(text)["study"]["segments"] == ["Which_channels"]
    (tmp_path / "study.toml").write_text(text.replace(line, 'choices = { "Which channels?" = ["Zalo", "Email", "Shop, at home"] }'), encoding="utf-8")
    assert cxlib.open_study(tmp_path).segments["Which_channels"] == ("Email", "Zalo", "Zalo | Email", "Zalo | Shop, at home", "not known")


@pytest.mark.parametrize("form", ["First,Timestamp", "Timestamp,First"])
def test_commas_in_prose_and_in_other_files_are_no_ticked_boxes(tmp_path, form):
    cell = "Hà Nội, Huế" if form.startswith("First") else "Great, {n} times"
    rows = "\n".join(f'2026-03-{n % 28 + 1:02d},2026-03-{n % 28 + 1:02d},"{cell.format(n=n)}",{n % 11}' for n in range(60))
    (tmp_path / "a.csv").write_text(f"{form},Where,nps\n{rows}\n", encoding="utf-8")
    assert not [doubt for doubt in interview(tmp_path).doubts if doubt.key.startswith("choices")]


def test_a_relative_word_in_a_date_column_is_not_taken_as_no_date():
    one = column("End date", ["31/12/2025", "hôm qua", "30/11/2025"])
    assert (one.kind, one.stays, one.date.told) == ("date", "", "hôm qua")


def test_relative_dates_far_down_a_column_are_seen():
    assert column("date", ["2026-01-31"] * 5000 + ["2 weeks ago"]).date.relative == pytest.approx(1 / 5001)


def test_private_columns_are_known():
    assert column("liên hệ", ["a@b.vn", "c@d.com"]).private == "mail"
    assert column("Số điện thoại", ["0912345678", "+84 912 345 679"]).private == "phone"


def test_a_survey_is_mapped_and_what_is_doubtful_is_asked(survey):
    found = interview(survey)
    assert {doubt.key for doubt in found.doubts} == {"dates:khao_sat.csv"}
    text = study_text(found)
    raw = tomllib.loads(text)
    source = raw["sources"][0]
    assert source["columns"] == {"customer_id": "Mã KH", "at": "Ngày", "comment": "Nhận xét"} and source["delimiter"] == ";"
    assert source["questions"] == {"muc_gioi_thieu": "Mức giới thiệu", "hai_long": "Hài lòng"}
    assert source["recode"]["score"]["Rất không hài lòng"] == "1"
    assert raw["study"]["segments"] == ["Vùng", "Gói"]
    assert "dates" not in source and text.count("DOUBT") == 2  # the head explains the word
    assert "Số điện thoại" in next(line for line in text.splitlines() if "private" in line)


def test_an_answered_interview_is_a_study_that_opens(survey):
    text = study_text(interview(survey), language="vi", answers={"dates:khao_sat.csv": "%d/%m/%Y"}, currency="VND")
    (survey / "study.toml").write_text(text, encoding="utf-8")
    study = cxlib.open_study(survey)
    counts = study.score_counts()
    assert counts.groupby("question")["n"].sum().to_dict() == {"hai_long": 6, "muc_gioi_thieu": 6}
    assert counts[counts["question"] == "hai_long"].set_index("score")["n"].to_dict() == {1: 1, 2: 1, 3: 1, 4: 2, 5: 1}
    assert study.as_of.isoformat() == "2026-04-07"  # the other order would end in December


def test_unanswered_dates_stop_the_study(survey):
    (survey / "study.toml").write_text(study_text(interview(survey)), encoding="utf-8")
    with pytest.raises(StudyError, match="cx check"):
        cxlib.open_study(survey)
    told = intake.check(survey).breaches
    assert any("dates" in str(breach) for breach in told)


def test_an_unanswered_direction_stops_the_study(tmp_path):
    rows = "\n".join(f"c{n},2026-01-{n % 28 + 1:02d},{n % 5 + 1}" for n in range(60))
    (tmp_path / "a.csv").write_text(f"customer_id,date,satisfaction\n{rows}\n", encoding="utf-8")
    found = interview(tmp_path)
    (tmp_path / "study.toml").write_text(study_text(found), encoding="utf-8")
    with pytest.raises(StudyError, match="high_is"):
        cxlib.open_study(tmp_path)
    answered = study_text(found, answers={"high_is:satisfaction": "good"})
    (tmp_path / "study.toml").write_text(answered, encoding="utf-8")
    assert cxlib.open_study(tmp_path).score_counts()["n"].sum() == 60


def test_an_answer_that_was_not_offered_is_refused(survey):
    with pytest.raises(ArgumentError, match="%d/%m/%Y"):
        study_text(interview(survey), answers={"dates:khao_sat.csv": "%Y"})


def test_daily_files_with_one_heading_are_one_source(tmp_path):
    for day in range(1, 4):
        (tmp_path / f"sales_2026-01-0{day}.csv").write_text(f"customer_id,date,amount\nc{day},2026-01-0{day},{day}.5\n", encoding="utf-8")
    (tmp_path / "people.csv").write_text("customer_id,region\nc1,A\nc2,B\nc3,A\n", encoding="utf-8")
    raw = settings_of(tmp_path)
    assert [(source["table"], source["path"]) for source in raw["sources"]] == [("customers", "people.csv"), ("transactions", "sales_2026-01-0*.csv")]


def test_a_folder_without_data_is_refused(tmp_path):
    with pytest.raises(SourceError, match="no file"):
        interview(tmp_path)
    with pytest.raises(SourceError, match="no folder"):
        interview(tmp_path / "gone")


def test_a_file_that_cannot_be_read_is_named_and_the_rest_goes_on(survey):
    (survey / "broken.xlsx").write_bytes(b"no workbook")
    found = interview(survey)
    assert list(found.unread) == ["broken.xlsx"] and len(found.sources) == 1
    assert "broken.xlsx" in study_text(found)


@hypothesis_settings(max_examples=60, deadline=None)
@given(names=st.lists(st.text(min_size=1, max_size=20).filter(lambda text: plain_name(text)), min_size=2, max_size=5, unique_by=lambda text: text.strip()),
       cells=st.lists(st.text(max_size=12), min_size=4, max_size=12))
def test_whatever_the_names_and_cells_the_text_is_toml(tmp_path_factory, names, cells):
    import csv

    folder = tmp_path_factory.mktemp("any")
    with open(folder / "x.csv", "w", encoding="utf-8", errors="replace", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(names)
        writer.writerows([cells[place % len(cells)] for place in range(row, row + len(names))] for row in range(6))
    try:
        found = interview(folder)
    except StudyError:
        return
    assert tomllib.loads(study_text(found, language="vi"))["study"]["name"] == folder.name


@pytest.mark.real
@pytest.mark.skipif(not REAL.exists(), reason="the real data sets are not on this machine")
@pytest.mark.parametrize(("name", "table", "role", "named"), [
    ("telco_contracts", "customers", "left_at", "EndDate"), ("olist_sample", "responses", "at", "review_answer_timestamp"),
])
def test_real_files_are_recognised(name, table, role, named):
    raw = settings_of(REAL / name)
    assert next(source for source in raw["sources"] if source["table"] == table)["columns"][role] == named


@pytest.mark.real
@pytest.mark.skipif(not REAL.exists(), reason="the real data sets are not on this machine")
def test_the_relative_dates_of_real_reviews_are_recognised(tmp_path):
    shutil.copy(REAL / "vietnamese_phone_reviews" / "Train.csv", tmp_path)
    one = next(one for one in interview(tmp_path).sources[0].columns if one.name == "date_time")
    assert one.date.forms == ("%d/%m/%Y",) and round(one.date.relative * 7786) == 856 and "trước" in one.date.told


@pytest.mark.real
@pytest.mark.skipif(not REAL.exists(), reason="the real data sets are not on this machine")
def test_the_airport_survey_is_recognised(tmp_path):
    name = "2017_SFO_Customer_Survey_20250817.csv"
    shutil.copy(REAL / "sfo_airport_survey" / name, tmp_path)
    found = interview(tmp_path)
    raw = tomllib.loads(study_text(found))
    source = raw["sources"][0]
    assert (source["table"], source["columns"]["customer_id"]) == ("responses", "RESPNUM")
    assert raw["questions"]["netpro"] | {"wording": ""} == {"metric": "nps", "scale": [0, 10], "high_is": "good", "missing": [11], "wording": ""}
    assert "q7all" in raw["questions"] and "day" not in raw["questions"] and "strata" not in raw["questions"]
    assert "high_is:q7all" in {doubt.key for doubt in found.doubts}


WAVES = {
    "2024": "id,day,nps,area,extra\n" + "\n".join(f"a{n},2024-03-{n % 28 + 1:02d},{n % 11},{'NS'[n % 2]},1" for n in range(40)),
    "2025": "ID,day,nps,Area,fresh\n" + "\n".join(f"b{n},2025-03-{n % 28 + 1:02d},{n % 11},{'NSE'[n % 3]},2" for n in range(40)),
}


@pytest.fixture
def one_wave(tmp_path):
    for year in WAVES:
        (tmp_path / f"survey_{year}.csv").write_text(WAVES[year] + "\n", encoding="utf-8")
    (tmp_path / "study.toml").write_text(
        '[study]\nname = "Waves"\nperiod = "year"\nsegments = ["area"]\n[[sources]]\ntable = "responses"\npath = "survey_2024.csv"\nid_prefix = "2024-"\n'
        'columns = { customer_id = "id", at = "day" }\nquestions = { recommend = "nps" }\n[questions.recommend]\nmetric = "nps"\nscale = [0, 10]\nhigh_is = "good"\n',
        encoding="utf-8")
    return tmp_path


def test_a_new_wave_is_mapped_like_the_last_one(one_wave):
    settings = intake.read_settings(one_wave)
    added = add_wave(settings, one_wave / "survey_2025.csv")
    told = {(change.kind, change.was, change.column, change.used_as, change.values) for change in added.changes}
    assert told == {
        ("renamed", "id", "ID", "customer_id", ()), ("renamed", "area", "Area", "area", ()), ("gone", "", "extra", "", ()), ("new", "", "fresh", "", ()),
        ("codes", "", "Area", "area", ("E",)),
    }
    source = tomllib.loads(added.text)["sources"][0]
    assert source["columns"] == {"customer_id": "ID", "at": "day", "area": "Area"} and source["id_prefix"] == "2025-"
    with open(one_wave / "study.toml", "a", encoding="utf-8") as file:
        file.write(added.text)
    study = cxlib.open_study(one_wave)
    assert study.waves == ("2024", "2025") and study.segments["area"] == ("E", "N", "S")
    assert study.score_counts(("period",)).groupby("period")["n"].sum().to_dict() == {"2024": 40, "2025": 40}


def test_a_new_wave_does_not_count_its_relative_dates_from_the_day_of_the_last(one_wave):
    before = (one_wave / "study.toml").read_text(encoding="utf-8")
    (one_wave / "study.toml").write_text(before.replace('id_prefix = "2024-"', "relative_to = 2024-05-01"), encoding="utf-8")
    added = add_wave(intake.read_settings(one_wave), one_wave / "survey_2025.csv")
    assert "relative_to" not in tomllib.loads(added.text)["sources"][0]
    assert "# DOUBT the last file counts relative dates from 2024-05-01" in added.text and "# relative_to = YYYY-MM-DD" in added.text
    (one_wave / "study.toml").write_text(before.replace('id_prefix = "2024-"', 'relative_to = "id"'), encoding="utf-8")
    assert tomllib.loads(add_wave(intake.read_settings(one_wave), one_wave / "survey_2025.csv").text)["sources"][0]["relative_to"] == "ID"


def test_a_new_wave_may_be_written_in_another_way(one_wave):
    text = (one_wave / "study.toml").read_text(encoding="utf-8").replace('id_prefix = "2024-"', 'delimiter = ";"\nencoding = "cp1252"')
    (one_wave / "study.toml").write_text(text, encoding="utf-8")
    (one_wave / "survey_2024.csv").write_text(WAVES["2024"].replace(",", ";") + "\n", encoding="cp1252")
    source = tomllib.loads(add_wave(intake.read_settings(one_wave), one_wave / "survey_2025.csv").text)["sources"][0]
    assert source["delimiter"] == "," and "encoding" not in source


def test_a_file_that_a_source_takes_already_adds_nothing(one_wave):
    text = (one_wave / "study.toml").read_text(encoding="utf-8").replace("survey_2024.csv", "survey_*.csv").replace('id_prefix = "2024-"\n', "")
    (one_wave / "study.toml").write_text(text, encoding="utf-8")
    (one_wave / "survey_2025.csv").write_text(WAVES["2024"], encoding="utf-8")
    assert add_wave(intake.read_settings(one_wave), one_wave / "survey_2025.csv").text == ""


def test_a_file_like_no_other_or_elsewhere_is_refused(one_wave, tmp_path_factory):
    (one_wave / "other.csv").write_text("x,y\n1,2\n", encoding="utf-8")
    with pytest.raises(SourceError, match="looks like no source"):
        add_wave(intake.read_settings(one_wave), one_wave / "other.csv")
    with pytest.raises(SourceError, match="data folder"):
        add_wave(intake.read_settings(one_wave), tmp_path_factory.mktemp("elsewhere") / "survey_2025.csv")


def test_a_column_with_two_likely_successors_is_a_doubt(one_wave):
    (one_wave / "survey_2025.csv").write_text("id,day,nps 1,nps 2,area\n" + "\n".join(f"b{n},2025-03-01,{n % 11},{n % 11},N" for n in range(40)), encoding="utf-8")
    added = add_wave(intake.read_settings(one_wave), one_wave / "survey_2025.csv")
    assert [change.sure for change in added.changes if change.kind == "renamed"] == [False]
    assert "DOUBT" in added.text


@pytest.mark.real
@pytest.mark.skipif(not REAL.exists(), reason="the real data sets are not on this machine")
def test_the_airport_survey_of_2017_follows_that_of_2016(tmp_path):
    mapping = (Path(__file__).parents[1] / "data" / "studies" / "sfo_airport" / "study.toml").read_text(encoding="utf-8")
    head = re.split(r"(?m)^(?=\[\[sources\]\])", mapping)
    (tmp_path / "study.toml").write_text("".join(part for part in head if '"2017_SFO' not in part), encoding="utf-8")
    settings = intake.read_settings(tmp_path, data=REAL / "sfo_airport_survey")
    added = add_wave(settings, REAL / "sfo_airport_survey" / "2017_SFO_Customer_Survey_20250817.csv")
    renamed = {change.was: change.column for change in added.changes if change.kind == "renamed"}
    assert renamed.items() >= {"*RESPNUM": "RESPNUM", "Q21INCME": "Q21INCOME", "AIRLINE CODE": "AIRLINE_CODE"}.items()
    assert {change.column for change in added.changes if change.kind == "codes"} >= {"Q19AGE", "Q20GENDER"}
    assert "NETPRO" in {change.column for change in added.changes if change.kind == "new"}
    assert {source["table"] for source in tomllib.loads(added.text)["sources"]} == {"customers", "responses"}


def ran(*words):
    with pytest.raises(SystemExit) as end:
        main([str(word) for word in words])
    return end.value.code


def test_the_commands(survey, capsys):
    assert ran("init", survey, "--language", "vi", "--no-ask") == 0
    told = capsys.readouterr().out
    assert "DOUBT Ngày" in told and "cx check" in told and str(survey / "columns.md") in told
    assert "tên cột cho biết" in (survey / "columns.md").read_text(encoding="utf-8")
    assert ran("init", survey) == 1 and "--force" in capsys.readouterr().err
    text = (survey / "study.toml").read_text(encoding="utf-8").replace('# dates = "%d/%m/%Y"', 'dates = "%d/%m/%Y"')
    (survey / "study.toml").write_text(text, encoding="utf-8")
    new = survey.parent / "khao_sat_2.csv"
    new.write_text(SURVEY.replace("Vùng", "vùng").replace("K1;", "K9;"), encoding="utf-8")
    assert ran("add-wave", survey, new, "--dry-run") in (0, 1)
    capsys.readouterr()
    assert ran("add-wave", survey, new) == 0
    assert "Vùng nay là vùng" in capsys.readouterr().out and (survey / "khao_sat_2.csv").is_file()
    assert cxlib.open_study(survey).score_counts()["n"].sum() == 24
    assert ran("add-wave", survey, new) == 1 and "hãy đặt tên khác" in capsys.readouterr().err

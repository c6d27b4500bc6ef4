"""Files that are more than text in columns: each kind against what was planted in it, or against another program's reading."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import io
import struct
import tomllib
import unicodedata
import zipfile
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from cxlib import intake
from cxlib.contract.amounts import amount
from cxlib.errors import SourceError, StudyError
from cxlib.intake.formats import heading, qualtrics, workbook
from cxlib.intake.interview import add_wave, interview, study_text
from cxlib.intake.readers import read_batches
from cxlib.intake.sources import Source


def rows(path: Path, **options) -> list[dict]:
    source = Source(options.pop("table", "responses"), path.name, **options)
    return [row for batch in read_batches(path, source, []) for row in batch.to_pylist()]


def refused(path: Path, **options) -> str:
    with pytest.raises(SourceError) as error:
        rows(path, **options)
    return str(error.value)


def settings_of(folder: Path, **options) -> dict:
    return tomllib.loads(study_text(interview(folder), **options))


# Headings


@pytest.mark.parametrize(("table", "merged", "expected"), [
    ([["a", "b"], ["1", "2"]], (), (1,)),
    ([["Survey 2026", None, None], [None] * 3, ["id", "at", "nps"], ["x", "2026-01-01", "9"]], (), (3,)),
    ([["Survey 2026", None, None], ["id", "Staff", None], [None, "kind", "quick"], ["x", "4", "5"]], ((0, 0, 0, 2), (1, 1, 1, 2), (1, 2, 0, 0)), (2, 3)),
    ([["id", "Staff", None], [None, "kind", "quick"], ["x", "4", "5"]], ((0, 0, 1, 2),), (1, 2)),
    ([["id", "Staff", None], ["x", "4", "5"]], ((0, 0, 1, 2),), (1,)),
    ([["id"], ["x"]], (), (1,)), ([], (), (1,)),
])
def test_where_a_heading_stands(table, merged, expected):
    assert heading.heading_rows(table, merged) == expected


def test_two_head_rows_become_one_name_each():
    assert heading.joined_heads([["id", "Staff", None, "Shop"], [None, "kind", "quick", "Shop"]]) == ["id", "Staff / kind", "Staff / quick", "Shop"]
    assert heading.joined_heads([["", "A", "", ""], ["x", "y", "z", "w"]], [(0, 1, 2)]) == ["x", "A / y", "A / z", "w"]


def test_a_title_above_a_text_file_is_found_and_its_rows_keep_their_numbers(tmp_path):
    (tmp_path / "a.csv").write_text("Report of March\n\ncustomer_id;at;nps\na;2026-03-01;9\nb;2026-03-02;11\n", encoding="utf-8")
    source = settings_of(tmp_path, answers={"table:a.csv": "responses"})["sources"][0]
    assert source["heading"] == [3]
    assert [(row["customer_id"], row["_row"]) for row in rows(tmp_path / "a.csv", heading=(3,))] == [("a", 4), ("b", 5)]


def test_a_list_of_prose_has_no_title(tmp_path):
    (tmp_path / "a.csv").write_text("comment\n" + "good, fine, well\n" * 9, encoding="utf-8")
    assert "heading = [" not in study_text(interview(tmp_path))


@pytest.mark.parametrize("given", ["3", "[0]", "[1, 3]", '["a"]', "[true]"])
def test_a_heading_that_is_no_row(tmp_path, given):
    (tmp_path / "study.toml").write_text(f'[study]\nname = "x"\n[[sources]]\ntable = "customers"\npath = "a.csv"\nheading = {given}\n', encoding="utf-8")
    with pytest.raises(StudyError, match="must be the rows of the heading, one below the other"):
        intake.read_settings(tmp_path)


def test_a_heading_below_the_end(tmp_path):
    (tmp_path / "a.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    assert refused(tmp_path / "a.csv", heading=(9,)) == "a.csv has no row 9, where its heading should stand"


# Qualtrics

QUALTRICS = [
    ["StartDate", "Status", "IPAddress", "Duration (in seconds)", "Finished", "RecordedDate", "ResponseId", "ExternalReference", "UserLanguage", "QID1", "Q2_NPS", "Q3"],
    ["Start Date", "Response Type", "IP Address", "Duration (in seconds)", "Finished", "Recorded Date", "Response ID", "External Data Reference", "User Language",
     "How satisfied were you with\nthe delivery?", "How likely are you to recommend us?", "Anything else?"],
    ['{"ImportId":"startDate","timeZone":"Asia/Ho_Chi_Minh"}', '{"ImportId":"status"}', '{"ImportId":"ipAddress"}', '{"ImportId":"duration"}', '{"ImportId":"finished"}',
     '{"ImportId":"recordedDate"}', '{"ImportId":"_recordId"}', '{"ImportId":"externalDataReference"}', '{"ImportId":"userLanguage"}', '{"ImportId":"QID1"}',
     '{"ImportId":"QID2"}', '{"ImportId":"QID3_TEXT"}'],
]


def qualtrics_rows(n: int = 60) -> list[list[str]]:
    return QUALTRICS + [
        ["2026-03-01 08:00:00", "Survey Preview" if k < 3 else "Spam" if k < 4 else "IP Address", "203.0.113.7", str(30 + k), "True" if k % 10 else "False",
         f"2026-03-{k % 28 + 1:02d} 08:10:00", f"R_{k}", f"K{k}", "VI", str(k % 5 + 1), str(k % 11), "giao nhanh,\nrất tốt" if k == 5 else "nothing more to say"]
        for k in range(n)
    ]


@pytest.mark.parametrize(("name", "encoding", "sign"), [("a.csv", "utf-8", ","), ("a.csv", "utf-8-sig", ","), ("a.tsv", "utf-16", "\t")])
def test_qualtrics_is_told_by_its_import_ids(tmp_path, name, encoding, sign):
    with open(tmp_path / name, "w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=sign).writerows(qualtrics_rows())
    read = rows(tmp_path / name)
    assert len(read) == 60 and (read[0]["_row"], read[0]["ResponseId"], read[-1]["_row"]) == (4, "R_0", 63)
    assert read[5]["Q3"] == "giao nhanh,\nrất tốt"
    found = interview(tmp_path)
    raw = tomllib.loads(study_text(found, answers={f"finished:{name}": "leave_out", "high_is:qid1": "good"}))
    source = raw["sources"][0]
    assert source["columns"] == {"customer_id": "ExternalReference", "at": "RecordedDate", "comment": "Q3", "language": "UserLanguage", "duration": "Duration (in seconds)"}
    assert source["keep"] == {"Status": ["IP Address"], "Finished": ["True"]}
    assert raw["questions"]["q2_nps"] | {} == {"metric": "nps", "scale": [0, 10], "high_is": "good", "wording": "How likely are you to recommend us?"}
    assert raw["questions"]["qid1"]["wording"] == "How satisfied were you with the delivery?" and raw["questions"]["qid1"]["metric"] == "csat"
    assert "IPAddress" in next(line for line in study_text(found).splitlines() if "private" in line)
    (tmp_path / "study.toml").write_text(study_text(found, answers={f"finished:{name}": "leave_out", "high_is:qid1": "good"}), encoding="utf-8")
    result = intake.check(tmp_path)
    kept = [row for row in qualtrics_rows()[3:] if row[1] == "IP Address" and row[4] == "True"]
    assert (result.accepted, result.rejected) == (2 * len(kept), 0) and result.sources[0].left_out == 60 - len(kept)


def test_unfinished_answers_are_a_doubt_until_answered(tmp_path):
    with open(tmp_path / "a.csv", "w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(qualtrics_rows())
    found = interview(tmp_path)
    assert '# keep = { Status = ["IP Address"], Finished = ["True"] }' in study_text(found).splitlines()
    assert any(doubt.key == "finished:a.csv" and doubt.values["n"] == 6 for doubt in found.doubts)
    assert "Finished" not in tomllib.loads(study_text(found))["sources"][0]["keep"]


def test_a_status_that_nobody_knows_is_asked():
    assert qualtrics.unwanted_status(["IP Address", "Umfragevorschau", "8"]) == (["8"], ["Umfragevorschau"])


def test_a_third_row_with_one_other_cell_is_no_qualtrics():
    assert not heading.is_qualtrics([["a", "b"], ["", ""], ['{"ImportId":"x"}', "b"]])
    assert not heading.is_qualtrics([["a"], ["b"]])


# Google Forms


def test_times_of_google_forms_keep_their_zone(tmp_path):
    (tmp_path / "a.csv").write_text('Dấu thời gian,Nhân viên [Thân thiện]\n2026/03/31 1:45:52 CH GMT+7,Rất hài lòng\n2026/03/31 12:00:01 SA GMT+7,Hài lòng\n', encoding="utf-8")
    assert [row["Dấu thời gian"] for row in rows(tmp_path / "a.csv")] == ["2026-03-31T13:45:52+07:00", "2026-03-31T00:00:01+07:00"]
    (tmp_path / "a.csv").write_text("Timestamp,x\n2026/03/31 1:45:52 PM GMT-3:30,1\n31/3/2026,1\n", encoding="utf-8")
    assert [row["Timestamp"] for row in rows(tmp_path / "a.csv")] == ["2026/03/31 1:45:52 PM GMT-3:30", "31/3/2026"]  # one has another form: left as it is


GRID = ("Dấu thời gian,Bạn hài lòng thế nào? [Giao hàng],Bạn hài lòng thế nào? [Đóng gói],Bạn có đồng ý: giá hợp lý,Ý kiến\n"
        + "\n".join(f"{k + 13}/03/2026 10:00:00,{w},{w.upper()},{a},tôi thấy khá ổn lần {k}" for k, (w, a) in enumerate(
            [("Rất hài lòng", "Đồng ý"), ("Hài lòng", "Hoàn toàn đồng ý"), ("Bình thường", "Không đồng ý"), ("Không hài lòng", "Trung lập"), ("Không biết", "Đồng ý")])) + "\n")


def test_word_scales_in_a_grid_get_their_numbers(tmp_path):
    (tmp_path / "a.csv").write_text(GRID, encoding="utf-8")
    found = interview(tmp_path)
    raw = tomllib.loads(study_text(found))
    source = raw["sources"][0]
    assert source["questions"] | {} == {"giao_hang": "Bạn hài lòng thế nào? [Giao hàng]", "dong_goi": "Bạn hài lòng thế nào? [Đóng gói]",
                                       "ban_co_dong_y_gia_hop_ly": "Bạn có đồng ý: giá hợp lý"}
    recode = source["recode"]["score"]
    assert (recode["Rất hài lòng"], recode["RẤT HÀI LÒNG"], recode["Không hài lòng"], recode["Hoàn toàn đồng ý"], recode["Không biết"]) == ("5", "5", "2", "5", "")
    assert source["dates"] == "%d/%m/%Y %H:%M:%S" and source["columns"]["comment"] == "Ý kiến"
    assert raw["questions"]["giao_hang"]["high_is"] == "good"
    assert "high_is" not in raw["questions"]["ban_co_dong_y_gia_hop_ly"]  # agreeing is good or bad by what was said
    assert "high_is:ban_co_dong_y_gia_hop_ly" in {doubt.key for doubt in found.doubts}


def test_a_word_with_two_numbers_makes_two_sources(tmp_path):
    lines = [("Good", "Very poor"), ("Very good", "Good"), ("Excellent", "Excellent"), ("Poor", "Average"), ("Fair", "Poor")]
    (tmp_path / "a.csv").write_text("Timestamp,Food?,Room?\n" + "\n".join(f"2026-03-{k + 1:02d},{a},{b}" for k, (a, b) in enumerate(lines)) + "\n", encoding="utf-8")
    text = study_text(interview(tmp_path), answers={})
    sources = tomllib.loads(text)["sources"]
    assert [list(source["questions"]) for source in sources] == [["food"], ["room"]]
    assert (sources[0]["recode"]["score"]["Good"], sources[1]["recode"]["score"]["Good"]) == ("3", "4")
    (tmp_path / "study.toml").write_text(text, encoding="utf-8")
    table = intake.load(intake.read_settings(tmp_path)).tables["responses"].to_pandas()
    assert table.sort_values(["question", "_row"]).groupby("question")["score"].apply(list).to_dict() == {"food": [3, 4, 5, 1, 2], "room": [1, 4, 5, 3, 2]}


def test_words_that_could_stand_in_two_places_are_a_doubt(tmp_path):
    (tmp_path / "a.csv").write_text("Timestamp,Food?\n" + "\n".join(f"2026-03-{k + 1:02d},{w}" for k, w in enumerate(["Good", "Poor", "Good"])) + "\n", encoding="utf-8")
    assert "words:food" in {doubt.key for doubt in interview(tmp_path).doubts}


# Excel


def book(path: Path, sheets: dict[str, list], merged: dict[str, list[str]] | None = None) -> Path:
    import openpyxl

    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, lines in sheets.items():
        sheet = made.create_sheet(name)
        for line in lines:
            sheet.append(line)
        for cells in (merged or {}).get(name, []):
            sheet.merge_cells(cells)
    made.save(path)
    return path


def test_each_sheet_is_a_source_and_merged_heads_are_joined(tmp_path):
    people = [["customer_id", "region"]] + [[f"k{n}", "Huế" if n % 2 else "Hà Nội"] for n in range(12)]
    answers = [["Khảo sát quý 1", None, None, None], ["customer_id", "date", "Staff", None], [None, None, "satisfaction", "speed rating"]]
    answers += [[f"k{n}", dt.datetime(2026, 3, n + 1, 9, 30), n % 5 + 1, 5 - n % 5] for n in range(12)]
    book(tmp_path / "all.xlsx", {"People": people, "Notes": [], "Answers": answers}, {"Answers": ["A1:D1", "C2:D2", "A2:A3", "B2:B3"]})
    found = interview(tmp_path)
    raw = tomllib.loads(study_text(found))
    assert [(source["table"], source["sheet"], source.get("heading")) for source in raw["sources"]] == [("responses", "Answers", [2, 3]), ("customers", "People", None)]
    assert set(raw["sources"][0]["questions"].values()) == {"Staff / satisfaction", "Staff / speed rating"}
    answered = {doubt.key: "good" for doubt in found.doubts if doubt.key.startswith("high_is")}
    (tmp_path / "study.toml").write_text(study_text(found, answers=answered), encoding="utf-8")
    loaded = intake.load(intake.read_settings(tmp_path))
    assert (loaded.accepted, loaded.rejected) == (36, 0)
    first = loaded.tables["responses"].to_pylist()[0]
    assert (first["_row"], first["customer_id"], first["score"], first["at"]) == (4, "k0", 1.0, dt.datetime(2026, 3, 1, 9, 30))


def test_a_new_wave_of_a_workbook_follows_each_of_its_sheets(tmp_path):
    def wave(year: int, region: str):
        people = [["customer_id", region]] + [[f"k{n}", "Huế" if n % 2 else "Hà Nội"] for n in range(12)]
        answers = [["customer_id", "date", "nps"]] + [[f"k{n}", dt.datetime(year, 3, n + 1), n % 11] for n in range(12)]
        book(tmp_path / f"wave_{year}.xlsx", {"People": people, "Answers": answers})

    wave(2025, "region")
    (tmp_path / "study.toml").write_text(study_text(interview(tmp_path)), encoding="utf-8")
    wave(2026, "Region")
    added = add_wave(intake.read_settings(tmp_path), tmp_path / "wave_2026.xlsx")
    assert [(change.kind, change.was, change.column) for change in added.changes] == [("renamed", "region", "Region")]
    sources = tomllib.loads(added.text)["sources"]
    assert [(source["table"], source["sheet"], source["path"]) for source in sources] == [
        ("responses", "Answers", "wave_2026.xlsx"), ("customers", "People", "wave_2026.xlsx")]
    assert sources[1]["columns"]["region"] == "Region" and "region" not in sources[0]["columns"]


def test_numbers_and_times_keep_their_type_and_mixed_columns_are_text(tmp_path):
    lines = [["i", "f", "day", "time", "mixed", "big"], [1, 1.5, dt.date(2026, 3, 1), dt.datetime(2026, 3, 1, 8), 7, 2**53], [None, 2, dt.date(2026, 3, 2), None, "x", 1]]
    path = book(tmp_path / "a.xlsx", {"S": lines})
    batch = next(read_batches(path, Source("responses", "a.xlsx"), []))
    kinds = {name: batch.schema.field(name).type for name in ("i", "f", "day", "time", "mixed", "big")}
    assert kinds == {"i": pa.int64(), "f": pa.float64(), "day": pa.date32(), "time": pa.timestamp("ms"), "mixed": pa.string(), "big": pa.float64()}
    assert batch["mixed"].to_pylist() == ["7", "x"]


def test_a_workbook_is_read_in_steps_and_every_row_once(tmp_path, monkeypatch):
    monkeypatch.setattr(workbook, "_STEP", 7)
    path = book(tmp_path / "a.xlsx", {"S": [["n"]] + [[k] for k in range(20)]})
    assert [(row["n"], row["_row"]) for row in rows(path)] == [(k, k + 2) for k in range(20)]


def test_a_formula_without_its_value_is_no_blank(tmp_path):
    path = book(tmp_path / "a.xlsx", {"S": [["n", "double"], [1, "=A2*2"]]})
    assert refused(path) == "a.xlsx, S, B2: a formula that was never calculated; open the workbook in Excel and save it, so that it holds values"
    with zipfile.ZipFile(path) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    assert b"<f>A2*2</f><v" in sheet
    start = sheet.index(b"</f>") + 4
    with zipfile.ZipFile(path, "w") as packed:
        for name, content in parts.items():
            packed.writestr(name, sheet[:start] + b"<v>2</v>" + sheet[sheet.index(b"</c>", start):] if name.endswith("sheet1.xml") else content)
    assert rows(path) == [{"n": 1, "double": 2, "_row": 2}]


def test_a_zip_bomb_is_refused_before_it_unpacks(tmp_path, monkeypatch):
    path = book(tmp_path / "a.xlsx", {"S": [["n"], [1]]})
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/more.bin", b"\0" * (8 << 20))
    assert path.stat().st_size < 100_000
    monkeypatch.setattr(workbook, "MOST_UNPACKED", 4 << 20)
    assert refused(path) == "a.xlsx unpacks to 0.0 GB, and no more than 0 GB of a workbook is read; save the sheet that you need as CSV"
    monkeypatch.setattr(workbook, "MOST_UNPACKED", 2 << 30)
    assert rows(path) == [{"n": 1, "_row": 2}]


def test_a_workbook_with_a_document_type_is_refused(tmp_path):
    path = book(tmp_path / "a.xlsx", {"S": [["n"], [1]]})
    with zipfile.ZipFile(path, "a") as packed:
        packed.writestr("xl/x.xml", '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>')
    assert "declares a document type" in refused(path)


@pytest.mark.parametrize(("name", "what"), [("a.xls", "open it in Excel and save it as .xlsx"), ("a.ods", "save it as .xlsx or .csv"), ("a.zip", "unpack it first"),
                                            ("a.xlsx.gz", "unpack it first"), ("a.por", "save it in SPSS as .sav")])
def test_what_is_not_read_says_what_to_do(tmp_path, name, what):
    (tmp_path / name).write_bytes(b"x")
    assert refused(tmp_path / name).endswith(what)
    (tmp_path / "b.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    assert what in interview(tmp_path).unread.get(name, what)


# SPSS


@pytest.fixture
def survey(tmp_path):
    import pyreadstat

    n = 40
    values = {
        "id": np.arange(1.0, n + 1), "when": [dt.date(2026, 3, k % 28 + 1) for k in range(n)],
        "nps": [99.0 if k % 10 == 0 else 97.0 if k % 10 == 1 else np.nan if k % 10 == 2 else float(k % 11) for k in range(n)],
        "sat": [float(k % 5 + 1) for k in range(n)], "plan": [float(k % 3 + 1) for k in range(n)], "app": [float(k % 2) for k in range(n)],
        "shop": [1.0 if k % 4 == 0 else 0.0 for k in range(n)], "note": ["tốt lắm" if k % 2 else "" for k in range(n)],
    }
    path = tmp_path / "wave_2026.sav"
    pyreadstat.write_sav(
        pd.DataFrame(values), path, column_labels=["Respondent number", None, "How likely to recommend us?", "Satisfaction with delivery", "Plan", "The app", "A shop", None],
        variable_value_labels={"sat": {1: "Very dissatisfied", 5: "Very satisfied"}, "plan": {1: "Basic", 2: "Plus", 3: "Đặc biệt"}, "nps": {97: "Refused"}},
        missing_ranges={"nps": [{"lo": 97, "hi": 99}]}, variable_format={"when": "DATE11"},
    )
    content, mark = path.read_bytes(), struct.pack("<ii", 999, 0)
    told = b"$contact=D1 1 7 Contact app shop\n"
    place = content.index(mark)
    path.write_bytes(content[:place] + struct.pack("<iiii", 7, 7, 1, len(told)) + told + content[place:])
    return path


def test_spss_gives_codes_to_questions_and_words_to_the_rest(survey):
    read = rows(survey, questions={"recommend": "nps", "delivery": "sat"})
    assert (read[0]["_row"], read[-1]["_row"], len(read)) == (1, 40, 40)
    assert [row["nps"] for row in read[:5]] == [None, None, None, 3, 4]
    assert [row["sat"] for row in read[:2]] == [1, 2] and [row["plan"] for row in read[:3]] == ["Basic", "Plus", "Đặc biệt"]
    assert read[0]["when"] == dt.date(2026, 3, 1) and read[1]["note"] == "tốt lắm" and read[0]["note"] is None
    assert [row["contact"] for row in read[:5]] == ["A shop", "The app", "no choice", "The app", "A shop"]
    assert rows(survey)[0]["sat"] == "Very dissatisfied"  # nobody asked for its codes


def test_spss_is_read_in_steps_and_every_case_once(survey, monkeypatch):
    from cxlib.intake.formats import spss

    whole = rows(survey)
    monkeypatch.setattr(spss, "_STEP", 9)
    assert rows(survey) == whole and spss.missing_counts(survey) == {"nps": 8}


def test_spss_is_mapped_by_its_labels(survey):
    found = interview(survey.parent)
    text = study_text(found)
    raw = tomllib.loads(text)
    source = raw["sources"][0]
    assert source["columns"] == {"customer_id": "id", "at": "when"} and source["questions"] == {"nps": "nps", "sat": "sat"}
    assert raw["questions"]["nps"] == {"metric": "nps", "scale": [0, 10], "high_is": "good", "wording": "How likely to recommend us?"}
    assert raw["questions"]["sat"] == {"metric": "csat", "scale": [1, 5], "high_is": "good", "wording": "Satisfaction with delivery"}
    assert raw["study"]["segments"] == ["plan", "contact"] or raw["study"]["segments"] == ["contact", "plan"]
    assert "nps: the file declares 97 … 99 as no answer; 8 values are taken as blank" in text
    (survey.parent / "study.toml").write_text(text, encoding="utf-8")
    result = intake.check(survey.parent)
    assert (result.accepted, result.rejected) == (80, 0)
    told = [{name: note[name] for name in ("column", "rows", "row", "value")} for note in result.notes if "declares" in note["said"]]
    assert told == [{"column": "nps", "rows": 8, "row": 1, "value": "99"}]


def test_packed_spss_is_read_too(survey, tmp_path):
    import pyreadstat

    frame, _ = pyreadstat.read_sav(survey)
    pyreadstat.write_sav(frame, tmp_path / "a.zsav", compress=True)
    assert [row["sat"] for row in rows(tmp_path / "a.zsav")] == frame["sat"].astype(int).tolist()


def test_windows_vietnamese_in_spss_is_read_letter_by_letter(tmp_path):
    """A file that says it is Windows-1258: each text stays whole, tones composed."""
    import pyreadstat

    path = tmp_path / "a.sav"
    frame = pd.DataFrame({"who": ["KH1", "KH2"], "city": ["@@@@@@@", "%%%"]})
    pyreadstat.write_sav(frame, path, column_labels=["id", "&&&&&"])
    content = path.read_bytes()
    for mark, text in ((b"@@@@@@@", "Hà Nội"), (b"%%%", "Huế"), (b"&&&&&", "vùng")):
        said = unicodedata.normalize("NFC", text)
        coded = b"".join(letter.encode("cp1258") if _fits(letter) else _apart(letter) for letter in said)
        assert mark in content
        content = content.replace(mark, coded.ljust(len(mark)))
    path.write_bytes(content)
    assert [(row["who"], row["city"]) for row in rows(path, encoding="cp1258")] == [("KH1", "Hà Nội"), ("KH2", "Huế")]
    from cxlib.intake.formats.spss import variables

    assert variables(path, "cp1258").wordings["city"].strip() == "vùng"
    place = content.index(b"UTF-8")
    path.write_bytes(content[:place - 4] + struct.pack("<i", 12) + b"windows-1258" + content[place + 5:])
    assert [row["city"] for row in rows(path)] == ["Hà Nội", "Huế"]


def _fits(letter: str) -> bool:
    try:
        return bool(letter.encode("cp1258"))
    except UnicodeEncodeError:
        return False


def _apart(letter: str) -> bytes:
    """A letter with the mark that Windows-1258 writes apart: the tone."""
    marks = unicodedata.normalize("NFD", letter)
    tone = next(mark for mark in marks if mark in "\u0300\u0301\u0303\u0309\u0323")
    return unicodedata.normalize("NFC", marks.replace(tone, "")).encode("cp1258") + tone.encode("cp1258")


@pytest.mark.parametrize("encoding", ["utf-8", "vietnamese"])
def test_an_encoding_that_does_not_fit_is_refused(tmp_path, encoding):
    import pyreadstat

    pyreadstat.write_sav(pd.DataFrame({"city": ["@@@"]}), tmp_path / "a.sav")
    content = (tmp_path / "a.sav").read_bytes()
    (tmp_path / "a.sav").write_bytes(content.replace(b"@@@", b"Hu\xea"))
    assert refused(tmp_path / "a.sav", encoding=encoding).startswith(f"a.sav: its texts are not in the encoding {encoding}. Set the right one")


def test_a_damaged_file_does_not_end_the_program():
    """Bytes of a SPSS file changed by lot until the C reader crashed (pyreadstat 1.3.7)."""
    assert refused(Path(__file__).parent / "oracles" / "damaged.sav").startswith("damaged.sav is not an SPSS file: ")


def test_what_is_no_spss_file(tmp_path):
    (tmp_path / "a.sav").write_bytes(b"not at all" * 50)
    assert refused(tmp_path / "a.sav").startswith("a.sav is not an SPSS file: ")


# Process logs

XES = """<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1.0" xmlns="http://www.xes-standard.org/">
 <extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
 <global scope="event"><string key="concept:name" value="unknown"/></global>
 <trace>
  <string key="concept:name" value="k1"/><int key="amount" value="500"/>
  <event><string key="concept:name" value="Hỏi giá"/><date key="time:timestamp" value="2026-03-29T01:30:00.000+01:00"/><string key="lifecycle:transition" value="start"/>
   <string key="detail" value="x"><string key="inner" value="never seen"/></string></event>
  <event><string key="concept:name" value="Hỏi giá"/><date key="time:timestamp" value="2026-03-29T03:30:00.000+02:00"/><string key="lifecycle:transition" value="complete"/></event>
 </trace>
 <trace><string key="concept:name" value="k2"/>
  <event><string key="concept:name" value="Mua &lt;1&gt;"/><date key="time:timestamp" value="2026-03-30T10:00:00Z"/><string key="lifecycle:transition" value="complete"/></event>
 </trace>
 <trace><string key="concept:name" value="empty"/></trace>
</log>
"""


@pytest.mark.parametrize("name", ["a.xes", "a.xes.gz"])
def test_a_log_is_one_row_an_event_with_its_case_and_zone(tmp_path, name):
    content = XES.encode()
    (tmp_path / name).write_bytes(gzip.compress(content) if name.endswith("gz") else content)
    read = rows(tmp_path / name)
    assert [(row["_row"], row["case:concept:name"], row["concept:name"], row["case:amount"]) for row in read] == [
        (1, "k1", "Hỏi giá", "500"), (2, "k1", "Hỏi giá", "500"), (3, "k2", "Mua <1>", None)]
    assert "inner" not in read[0] and read[0]["detail"] == "x" and read[2]["detail"] is None
    found = interview(tmp_path)
    assert f"lifecycle:{name}" in {doubt.key for doubt in found.doubts}
    text = study_text(found, answers={f"lifecycle:{name}": "complete"})
    source = tomllib.loads(text)["sources"][0]
    assert source["table"] == "touchpoints" and source["keep"] == {"lifecycle:transition": ["complete"]}
    assert source["columns"].items() >= {"customer_id": "case:concept:name", "at": "time:timestamp", "stage": "concept:name"}.items()
    (tmp_path / "study.toml").write_text(text, encoding="utf-8")
    loaded = intake.load(intake.read_settings(tmp_path))
    assert [row["at"] for row in loaded.tables["touchpoints"].to_pylist()] == [dt.datetime(2026, 3, 29, 1, 30), dt.datetime(2026, 3, 30, 10)]


@pytest.mark.parametrize(("content", "said"), [
    ('<?xml version="1.0"?><!DOCTYPE log [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><log>&b;</log>', "declares a document type"),
    ('<!DOCTYPE log SYSTEM "file:///etc/passwd"><log/>', "declares a document type"),
    ("<html></html>", "begins with <html>, not with <log>"), ("<log><trace>", "is not an XES log"), ("<log></log>", "holds no event"), ("plain", "is not an XES log"),
])
def test_logs_that_are_refused(tmp_path, content, said):
    (tmp_path / "a.xes").write_text(content, encoding="utf-8")
    assert said in refused(tmp_path / "a.xes")


def test_a_long_log_comes_in_steps(tmp_path, monkeypatch):
    from cxlib.intake.formats import process_log

    events = "".join(f'<event><string key="concept:name" value="s{k}"/>{"<string key=%snew%s value=%s1%s/>" % (chr(34), chr(34), chr(34), chr(34)) if k == 18 else ""}</event>' for k in range(20))
    (tmp_path / "a.xes").write_text(f'<log><trace><string key="concept:name" value="c"/>{events}</trace></log>', encoding="utf-8")
    monkeypatch.setattr(process_log, "_STEP", 6)
    monkeypatch.setattr(process_log, "_BLOCK", 50)
    read = rows(tmp_path / "a.xes")
    assert [(row["concept:name"], row["_row"], row["new"]) for row in read] == [(f"s{k}", k + 1, "1" if k == 18 else None) for k in range(20)]


# Amounts


@pytest.mark.parametrize(("text", "decimal", "expected"), [
    ("12k", "", 12e3), ("1,5 triệu", ",", 1.5e6), ("1.5 trieu", "", 1.5e6), ("2 tỷ", "", 2e9), ("2 tỉ", "", 2e9), ("50 nghìn", "", 5e4), ("50 ngàn", "", 5e4),
    ("1 tỷ 200 triệu", "", 1.2e9), ("1tr5", "", 1.5e6), ("50.000đ", "", 5e4), ("1.234.567 VNĐ", "", 1234567.0), ("-3k", "", -3e3), ("$1,200.50", "", 1200.5),
    ("1.234,5", ",", 1234.5), ("1,234.5", "", 1234.5), ("1,234", ".", 1234.0),
    ("1,5 triệu", "", None), ("50.000", "", None), ("1,234", "", None), ("1.234,5", "", None), ("k", "", None), ("12kk", "", None), ("1k2k", "", None),
    ("200 triệu 1 tỷ", "", None), ("abc", "", None), ("", "", None), ("1,2,3", ",", None), ("9" * 80, "", None),
])
def test_amounts_as_people_write_them(text, decimal, expected):
    assert amount(text, decimal=decimal) == expected


def test_written_amounts_pass_the_door(tmp_path):
    (tmp_path / "a.csv").write_text('customer_id;at;amount\na;2026-03-31;12k\nb;2026-03-31;1,5 triệu\nc;2026-03-31;rất nhiều\nd;2026-03-31;7\n', encoding="utf-8")
    (tmp_path / "study.toml").write_text('[study]\nname = "x"\nmax_rejected = 1.0\n[[sources]]\ntable = "transactions"\npath = "a.csv"\ndecimal = ","\n', encoding="utf-8")
    loaded = intake.load(intake.read_settings(tmp_path))
    assert loaded.tables["transactions"]["amount"].to_pylist() == [12000.0, 1500000.0, 7.0]
    assert [(breach.row, breach.value) for breach in loaded.breaches] == [(4, "rất nhiều")]


# One study in every kind of file


def test_every_kind_of_file_gives_the_same_rows(tmp_path):
    import pyreadstat

    frame = pd.DataFrame({
        "customer_id": [f"Khách {k}" for k in range(50)], "at": [dt.datetime(2026, 3, k % 28 + 1, k % 24, 5) for k in range(50)],
        "nps": [None if k % 9 == 0 else k % 11 for k in range(50)], "region": ["Huế" if k % 3 else "Đà Nẵng" for k in range(50)],
    })
    frame.to_csv(tmp_path / "a.csv", index=False)
    frame.to_csv(tmp_path / "b.tsv", index=False, sep="\t", encoding="utf-16")
    frame.to_parquet(tmp_path / "c.parquet")
    frame.to_excel(tmp_path / "d.xlsx", index=False)
    pyreadstat.write_sav(frame, tmp_path / "e.sav", variable_format={"at": "DATETIME20"})
    named = frame.rename(columns={"customer_id": "concept:name"})
    cases = "".join(
        f'<trace><string key="concept:name" value="{row["concept:name"]}"/><event><date key="at" value="{row["at"].isoformat()}"/><string key="region" value="{row["region"]}"/>'
        + ("" if row["nps"] != row["nps"] else f'<int key="nps" value="{int(row["nps"])}"/>') + "</event></trace>" for row in named.to_dict("records"))
    (tmp_path / "f.xes").write_text(f"<log>{cases}</log>", encoding="utf-8")
    tables = {}
    for name in ("a.csv", "b.tsv", "c.parquet", "d.xlsx", "e.sav", "f.xes"):
        columns = 'columns = { customer_id = "case:concept:name" }\n' if name == "f.xes" else ""
        (tmp_path / "study.toml").write_text(
            f'[study]\nname = "x"\ntimezone = "Asia/Ho_Chi_Minh"\nsegments = ["region"]\n[[sources]]\ntable = "responses"\npath = "{name}"\n{columns}'
            'questions = { recommend = "nps" }\n[questions.recommend]\nmetric = "nps"\nscale = [0, 10]\nhigh_is = "good"\n', encoding="utf-8")
        loaded = intake.load(intake.read_settings(tmp_path))
        assert (loaded.accepted, loaded.rejected) == (50, 0), (name, loaded.breaches[:2])
        table = loaded.tables["responses"]
        tables[name] = table.drop_columns(["_row"]).select(sorted(set(table.column_names) - {"_row"})).to_pylist()
    assert tables["a.csv"][1]["at"] == dt.datetime(2026, 3, 1, 18, 5) and tables["a.csv"][0]["score"] is None
    assert {name for name, table in tables.items() if table != tables["a.csv"]} == set()


# Damaged files


def test_damaged_files_are_read_or_refused_in_words(survey, tmp_path):
    """Bytes changed, cut out and put in by lot: whatever is left of a file, the answer is rows or a sentence."""
    import random

    where = tmp_path / "damaged"
    where.mkdir()
    held = io.StringIO(newline="")
    csv.writer(held).writerows(qualtrics_rows())
    seeds = {"a.sav": survey.read_bytes(), "a.xlsx": book(tmp_path / "s.xlsx", {"A": [["id"], [1]], "B": [["T", None], ["a", "b"], [3, "x"]]}, {"B": ["A1:B1"]}).read_bytes(),
             "a.xes": XES.encode(), "q.csv": held.getvalue().encode(), "g.csv": GRID.encode()}
    lot, read, refused_in_words = random.Random(9), 0, 0
    for turn in range(40):
        name = list(seeds)[turn % len(seeds)] if turn % 10 or not turn else "a.xes"
        content = bytearray(seeds[name])
        for _ in range(lot.choice((1, 2, 20))):
            place = lot.randrange(max(len(content), 1))
            content[place:place + lot.randrange(40)] = lot.choice((b"", b"\x00", b'"', b"\xff\xfe", b"<!DOCTYPE x>", bytes([lot.randrange(256)])))
        (where / name).write_bytes(content)
        try:
            found = interview(where)
            tomllib.loads(study_text(found))
            read += 1
        except StudyError as error:
            refused_in_words += 1
            assert "\n" not in str(error) and name in str(error)
        (where / name).unlink()
    assert read and refused_in_words and read + refused_in_words == 40


def test_ticked_boxes_and_a_multiple_response_set_give_the_same_column(tmp_path):
    """A comma inside of an option, a semicolon between, an answer of one's own, and a blank."""
    from cxlib.intake.formats.ticked import chosen

    options = ["Zalo", "Zalo OA", "Email", "Shop, at home"]
    cells = ["Email, Zalo", "Zalo OA;Zalo", "Shop, at home, Zalo", "a friend, of mine", "Zalo, a friend, Email", " ", None, "Zalos, Email", "Zalo,Email"]
    want = ["Zalo | Email", "Zalo | Zalo OA", "Zalo | Shop, at home", "a friend, of mine", "Zalo | Email | a friend", None, None, "Email | Zalos", "Zalo | Email"]
    assert chosen(pa.chunked_array([cells[:4], cells[4:]]), options).to_pylist() == want
    assert chosen(pa.chunked_array([["Zalo"]]), []).to_pylist() == ["Zalo"] and chosen(pa.chunked_array([pa.nulls(2)]), options).to_pylist() == [None, None]


def test_a_cell_of_blanks_takes_no_longer_than_its_length():
    import time

    import pyarrow as pa

    from cxlib.intake.formats.ticked import chosen

    cell = "Zalo" + " " * 200_000 + "x" + " " * 200_000 + ", Email,  Zalo"
    began = time.process_time()
    assert chosen(pa.chunked_array([[cell]]), ["Zalo", "Email"]).to_pylist() == ["Zalo | Email | Zalo x"]
    assert time.process_time() - began < 5  # quadratic it takes minutes

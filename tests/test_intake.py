"""Files and settings as a new user gives them: each fault one clear message, no row lost."""

from __future__ import annotations

import csv
import datetime as dt
import errno
import gzip
import io
import json
import re
import unicodedata
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import cxlib
from cxlib import codebook, contract, intake
from cxlib.errors import ContractError, SettingsError, SourceError, StudyError
from cxlib.intake import settings as study_settings

HEAD = """
[study]
name = "Test"
timezone = "Asia/Ho_Chi_Minh"
segments = [{segments}]
{study}

[questions.recommend]
metric = "nps"
scale = [0, 10]
high_is = "good"
{rest}
"""
ANSWERS = '[[sources]]\ntable = "responses"\npath = "a.csv"\n'
PEOPLE = '[[sources]]\ntable = "customers"\npath = "a.csv"\n'
PAYMENTS = '[[sources]]\ntable = "transactions"\npath = "a.csv"\n'
GOOD = "customer_id,at,question,score\na,2026-03-31,recommend,9\nb,2026-03-30,recommend,3\n"
KEYS = (
    "table, path, wave, columns, questions, stages, recode, constants, keep, join, compare, multiply, missing, dates, decimal, "
    "delimiter, encoding, sheet, id_prefix, repeats"
) + f" and {len(intake.Source.__dataclass_fields__.keys() - {'snapshot'}) - 20} more"


@pytest.fixture
def folder(tmp_path):
    """A function that writes a study: settings below the head, and files by name (text, bytes or Excel rows)."""

    def write(sources: str = ANSWERS, study: str = "", segments: str = "", **files):
        segments = '"region"' if "region" in f"{segments}{sources}{files}" else ""
        head = HEAD.format(study=study, rest=sources, segments=segments)
        (tmp_path / "study.toml").write_text(head, encoding="utf-8")
        for name, content in (files or {"a.csv": GOOD}).items():
            path = tmp_path / name
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return tmp_path

    return write


def refused(error: type[StudyError], call, *arguments, **options) -> str:
    with pytest.raises(error) as caught:
        call(*arguments, **options)
    return str(caught.value)


def loaded(folder, table: str) -> list[dict]:
    result = intake.load(intake.read_settings(folder))
    assert result.accepted + result.rejected == result.read
    return result.tables[table].to_pylist()


def faults(result) -> list[tuple[int, str, str]]:
    return [(breach.row, breach.column, breach.rule) for breach in result.breaches]


# Settings


def test_no_study_there(tmp_path):
    assert refused(SettingsError, intake.read_settings, tmp_path) == (
        f"no study at {tmp_path}: there is no study.toml. Make the sample study with: cx sample {tmp_path}"
    )


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("[study]", "[stduy]",
         'study.toml: no setting called "stduy"; did you mean "study"? Choose from: study, sources, questions, journey, '
         "churn, costs, personas, engine, watch, weights, privacy, crosswalk, quality."),
        ('timezone =', 'timezon =',
         'study.toml, [study]: no setting called "timezon"; did you mean "timezone"? Choose from: name, language, currency, '
         "timezone, period, as_of, segments, synthetic, seed, data, minimum_base, minimum_share_base, max_rejected."),
        ("path =", "paht =",
         f'study.toml, [[sources]] number 1: no setting called "paht"; did you mean "path"? Choose from: {KEYS}.'),
        ('"responses"', '"response"',
         'study.toml, [[sources]] number 1: no table called "response"; did you mean "responses"? Choose from: customers, '
         "touchpoints, responses, transactions."),
        ("high_is", "highis",
         'study.toml, [questions.recommend]: no setting called "highis"; did you mean "high_is"? Choose from: metric, scale, '
         "high_is, missing, top_box, asks, wording, stage, touchpoint, channel, owner."),
        ("[[sources]]", '[journey]\nstagse = ["a"]\n[[sources]]',
         'study.toml, [journey]: no setting called "stagse"; did you mean "stages"? Choose from: stages, exits, other, '
         "window_days, order, unit, reentry, owners, model, as, offline."),
        ("[[sources]]", '[journey]\nstages = ["pay"]\nowners = { pya = "Shop" }\n[[sources]]',
         'study.toml, [journey], owners: no stage called "pya"; did you mean "pay"? Choose from: pay.'),
        ("[[sources]]", '[churn]\nsilence_day = 3\n[[sources]]',
         'study.toml, [churn]: no setting called "silence_day"; did you mean "silence_days"? Choose from: kind, '
         "silence_days, gap_days, outcome_days, known_from, trusted."),
        ("[[sources]]", "[costs]\nofer = 3\n[[sources]]",
         'study.toml, [costs]: no setting called "ofer"; did you mean "offer"? Choose from: margin_share, offer, contact, '
         "success_rate, discount_rate, capacity, refund, serve."),
        ("[[sources]]", "[sources]", "study.toml, [[sources]]: list at least one source, each under its own [[sources]]"),
        ("segments = []", 'segments = "region"',
         "study.toml, [study]: segments must be a list of texts, such as [\"region\", \"plan\"]; not 'region'"),
        ("segments = []", 'segments = ["score"]',
         'study.toml, [study]: "score" is a column of our own tables and cannot be a segment; give it another name and map '
         'it in its source: columns = { my_score = "score" }'),
        ("segments = []", 'segments = ["Value"]',
         'study.toml, [study]: "Value" is a column of our own tables and cannot be a segment; give it another name and map '
         'it in its source: columns = { my_Value = "Value" }'),
        ("segments = []", 'segments = ["plan", " "]',
         "study.toml, [study]: '' cannot be the name of a segment; write a name on one line"),
        ("segments = []", 'segments = ["Plan", "plan"]',
         'study.toml, [study]: the segment "plan" is named twice in segments'),
        ('path = "a.csv"', 'path = "."',
         'study.toml, [[sources]] number 1: path must name a file, or files such as "survey_*.csv"; not \'.\''),
        ("segments = []", 'segments = ["a", "a"]', 'study.toml, [study]: the segment "a" is named twice in segments'),
        ("Asia/Ho_Chi_Minh", "Saigon",
         'study.toml, [study]: no time zone called "Saigon"; write it like "Asia/Ho_Chi_Minh"'),
        ("[0, 10]", "[1, 10]",
         'study.toml, [questions.recommend]: NPS is asked from 0 to 10, not 1 to 10. Declare this question as metric = '
         '"rating": it is kept under its own name and not trended with NPS.'),
    ],
)
def test_a_misspelt_setting_names_its_place_and_the_right_words(folder, old, new, message):
    path = folder() / "study.toml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    assert refused(SettingsError, intake.read_settings, path) == message


SOURCE = "study.toml, [[sources]] number 1"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('columns = "id"', f"{SOURCE}: columns must be a table, such as columns = {{ a = \"b\" }}; not 'id'"),
        ("columns = { customer_id = 3 }", f"{SOURCE}, columns: customer_id must be text in quotes, not 3"),
        ("wave = 2026", f"{SOURCE}: wave must be text in quotes, not 2026"),
        ('missing = "No"', f"{SOURCE}, missing: must be a list, such as [\"a\", \"b\"]; not 'No'"),
        ('keep = { kind = "a" }', f"{SOURCE}, keep.kind: must be a list, such as [\"a\", \"b\"]; not 'a'"),
        ('recode = { region = "a" }',
         f"{SOURCE}, recode.region: must be a table of codes and texts, such as {{ 1 = \"yes\" }}; not 'a'"),
        ("recode = { region = { 1 = true } }", f"{SOURCE}, recode.region: a code must be text or a number, not True"),
        ('join = "b.csv"',
         f"{SOURCE}, join: must be a list, such as [{{ path = \"people.csv\", on = \"id\" }}]; not 'b.csv'"),
        ('join = [{ path = "b.csv" }]', f'{SOURCE}, join: the setting "on" is missing'),
        ('join = [{ path = "../b.csv", on = "id" }]',
         f"{SOURCE}, join: path starts from the data folder and stays in it; name the folder with --data"),
        ('compare = { late = { left = "a", rihgt = "b" } }',
         f'{SOURCE}, compare.late: no setting called "rihgt"; did you mean "right"? Choose from: left, right, later, '
         "otherwise, missing."),
        ('compare = { late = { left = "a", right = "b" } }', f'{SOURCE}, compare.late: the setting "later" is missing'),
        ('decimal = "comma"', f'{SOURCE}: no decimal sign called "comma". Choose from: ., ,.'),
        ('delimiter = ";;"', f"{SOURCE}: delimiter must be one sign, such as \";\" or \"\\t\"; not ';;'"),
        ('dates = "dd/mm/yyyy"',
         f'{SOURCE}: dates = "dd/mm/yyyy" is no form of dates; write it like "%d/%m/%Y" or "%d/%m/%Y %H:%M"'),
        ('dates = "%Q"', f'{SOURCE}: dates = "%Q" is no form of dates; write it like "%d/%m/%Y" or "%d/%m/%Y %H:%M"'),
        ('questions = { recomend = "nps" }',
         f'{SOURCE}, questions: no question called "recomend"; did you mean "recommend"? Choose from: recommend.'),
        ('stages = { pay = "paid_at" }', f"{SOURCE}: stages belongs to a source of touchpoints, not of responses"),
        ('repeats = "reject"', f'{SOURCE}: repeats = "reject" belongs to a source of customers, not of responses; take repeats = "leave_out"'),
        ("relative_to = 3", f"{SOURCE}: relative_to must be a date without quotes, such as 2021-05-01, or a column in quotes; not 3"),
    ],
)
def test_a_setting_of_the_wrong_kind_is_refused_in_full_words(folder, line, message):
    assert refused(SettingsError, intake.read_settings, folder(ANSWERS + line)) == message


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("as_of = \"2026-10-01\"",
         "study.toml, [study]: as_of must be a date without quotes, such as 2026-10-01; not '2026-10-01'"),
        ("max_rejected = 5", "study.toml, [study]: max_rejected is a share from 0 to 1 (5 percent is 0.05), not 5"),
        ("minimum_base = 0", "study.toml, [study]: minimum_base must be at least 1, not 0"),
        ("minimum_base = \"ten\"", "study.toml, [study]: minimum_base must be a whole number, not 'ten'"),
        ("synthetic = 1", "study.toml, [study]: synthetic must be true or false, not 1"),
        ("language = \"fr\"", 'study.toml, [study]: no language called "fr". Choose from: en, vi.'),
        ("period = \"week\"", 'study.toml, [study]: no period called "week". Choose from: month, quarter, year, wave.'),
        ("data = 3", "study.toml, [study]: data must be text in quotes, not 3"),
    ],
)
def test_a_study_setting_of_the_wrong_kind(folder, line, message):
    assert refused(SettingsError, intake.read_settings, folder(study=line)) == message


def test_a_table_written_as_a_value(tmp_path):
    (tmp_path / "study.toml").write_text('study = "x"\nsources = []\n')
    assert refused(SettingsError, intake.read_settings, tmp_path) == (
        "study.toml: study must be a table, such as study = { a = \"b\" }; not 'x'"
    )


def test_no_toml_and_no_utf8(tmp_path):
    path = tmp_path / "study.toml"
    path.write_text("[study\n")
    message = refused(SettingsError, intake.read_settings, tmp_path)
    assert message.startswith(f"{path} is not valid TOML: Expected ']'") and "line 1" in message
    path.write_bytes('name = "Huế"'.encode("utf-16"))
    assert refused(SettingsError, intake.read_settings, tmp_path) == f"{path} is not UTF-8 text; save it as UTF-8"


def test_a_settings_file_with_a_byte_order_mark_is_read(folder):
    path = folder() / "study.toml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert intake.read_settings(path).name == "Test"


@pytest.mark.parametrize("path", ["/etc/passwd", "../a.csv", "b/../../a.csv", "C:\\\\a.csv", "..\\\\a.csv", "\\\\\\\\host\\\\a.csv"])
def test_a_path_cannot_leave_the_data_folder(folder, path):
    where = folder(ANSWERS.replace("a.csv", path))
    assert refused(SettingsError, intake.read_settings, where) == (
        f"{SOURCE}: path starts from the data folder and stays in it; name the folder with --data"
    )


def test_a_data_folder_that_is_not_there(folder, tmp_path):
    assert refused(SettingsError, intake.read_settings, folder(), data=tmp_path / "b") == (
        f"study.toml: the data folder {tmp_path / 'b'} does not exist; name it with data or --data"
    )


# Files that cannot be read


def test_a_missing_file_names_the_nearest(folder):
    where = folder(ANSWERS.replace("a.csv", "anwers.csv"), **{"answers.csv": GOOD})
    assert refused(SourceError, intake.check, where) == (
        f'{where}: no file called "anwers.csv"; did you mean "answers.csv"? Choose from: answers.csv, study.toml.'
    )


EXCEL = 'a.csv is an Excel workbook or a zip file, not text: give it the ending .xlsx, or save it as CSV'
BINARY = "a.csv is a binary file, not text: save it as CSV, or give it the ending of what it is"
HINT = 'If it is not UTF-8, set encoding in the source, for example encoding = "cp1258"'


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "a.csv is empty"),
        (b"\n\n", "a.csv has no heading in its first row"),
        (b"customer_id,at,question,score\n", "a.csv has a heading but no rows"),
        (b"customer_id,at,question,score", "a.csv has a heading but no rows"),
        (b"customer_id,at,question,score\n,,,\n\n", "a.csv has a heading but no rows"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00", BINARY),
        (b"PK\x03\x04\x14\x00\x00\x00", EXCEL),
        (GOOD.encode() + b"c,2026-03-31,recommend,Hu\xea\xec\n",
         f"a.csv, line 4: is not UTF-8 text. {HINT}"),
        (b"customer_id,at,question,score,score\na,2026-03-31,recommend,9,9\n",
         "a.csv: the heading names a column twice: score; give each column a name of its own"),
        (b"customer_id,at,question,score,_row\na,2026-03-31,recommend,9,9\n",
         "a.csv: the column name _row is kept for row numbers; rename that column"),
        (b"customer_id,at,question,score,comment\na,2026-03-31,recommend,9,fine\nb,2026-03-31,recommend,9,\"good\nc,x,y,9,z\n",
         "a.csv, row 3: a quotation mark is opened and never closed; close it, or remove it"),
        (b"customer_id,at,question,score\na,\"2026-03-31,recommend,9\nb,2026-03-31,recommend,9\n",
         "a.csv, row 2: a quotation mark is opened and never closed; close it, or remove it"),
    ],
)
def test_a_file_that_is_not_what_its_name_says(folder, content, message):
    where = folder(**{"a.csv": content})
    assert refused(SourceError, intake.check, where) == message
    assert refused(SourceError, cxlib.open_study, where) == message


def test_bad_text_far_into_a_file(folder):
    filler = "a,2026-03-31,recommend,9\n" * 60_000
    where = folder(**{"a.csv": b"customer_id,at,question,score\n" + filler.encode() + b"\xff\xfe\xfa,2026-03-31,recommend,9\n"})
    assert refused(SourceError, intake.check, where) == f"a.csv, line 60002: is not UTF-8 text. {HINT}"


def test_other_endings_and_broken_archives(folder):
    where = folder(ANSWERS.replace("a.csv", "a.dta"), **{"a.dta": "x"})
    assert refused(SourceError, intake.check, where) == (
        "a.dta: files that end in .dta are not read; use .csv, .tsv, .parquet, .xlsx, .sav or .xes"
    )
    for name, what in (("a.parquet", "a Parquet file"), ("a.xlsx", "an Excel workbook")):
        message = refused(SourceError, intake.check, folder(ANSWERS.replace("a.csv", name), **{name: "not at all"}))
        assert message.startswith(f"{name} is not {what}: ") and "\n" not in message
    for content in (b"plain", gzip.compress(GOOD.encode())[:-20]):
        message = refused(SourceError, intake.check, folder(ANSWERS.replace("a.csv", "a.csv.gz"), **{"a.csv.gz": content}))
        assert message.startswith("a.csv.gz cannot be read: ") and "\n" not in message


def test_encodings_that_are_none(folder):
    where = folder(ANSWERS + 'encoding = "vietnamese"\n')
    assert refused(SourceError, intake.check, where) == (
        'a.csv: no encoding called "vietnamese"; write it like "utf-8", "cp1258" or "utf-16"'
    )
    where = folder(ANSWERS + 'encoding = "cp1252"\n', **{"a.csv": GOOD.encode() + b"\x81,2026-03-31,recommend,9\n"})
    assert refused(SourceError, intake.check, where) == (
        "a.csv is not cp1252 text: 'charmap' codec can't decode byte 0x81 in position 80: character maps to <undefined>"
    )


def test_a_mapped_column_that_is_not_there(folder):
    where = folder(ANSWERS + 'columns = { score = "scor" }\n')
    assert refused(SourceError, intake.check, where) == (
        'a.csv: no column called "scor"; did you mean "score"? Choose from: customer_id, at, question, score.'
    )
    where = folder(ANSWERS + 'columns = { scroe = "score" }\n')
    assert refused(SourceError, intake.check, where) == (
        'a.csv, columns: no column of responses called "scroe"; did you mean "score"? Choose from: customer_id, at, wave, '
        "question, score, weight, stage, touchpoint, channel, employee, comment, language, duration. "
        "A segment must also be listed in segments under [study], what personas are made of in columns under [personas]."
    )


def test_a_required_column_that_nobody_names(folder):
    where = folder(PAYMENTS, **{"a.csv": "customer_id,at,paid\na,2026-03-31,5\n"})
    assert refused(SourceError, intake.check, where) == (
        "a.csv: the table transactions needs the column amount, which the file does not have; say which column it is: "
        'columns = { amount = "..." }'
    )


# Files that are read


@pytest.mark.parametrize(
    ("encode", "setting"),
    [
        (lambda text: text.encode("utf-8-sig"), ""),
        (lambda text: text.encode("utf-8-sig"), 'encoding = "UTF-8"'),
        (lambda text: text.encode("utf-16"), ""),
        (lambda text: text.encode("utf-16-le"), 'encoding = "utf-16-le"'),
        (lambda text: unicodedata.normalize("NFD", text).encode(), ""),
        (lambda text: text.replace("\n", "\r\n").encode(), ""),
        (lambda text: text.replace("\n", "\r").encode(), ""),
        (lambda text: text.replace(",", ";").encode(), ""),
        (lambda text: text.replace(",", "\t").encode(), ""),
        (lambda text: text.replace(",", "~").encode(), 'delimiter = "~"'),
    ],
    ids=["bom", "bom declared", "utf-16", "utf-16-le", "nfd", "crlf", "cr", "semicolon", "tab", "own delimiter"],
)
def test_a_file_is_read_however_it_was_saved(folder, encode, setting):
    text = "customer_id,region\na,Huế\nb,Đà Nẵng\n"
    rows = loaded(folder(PEOPLE + setting, segments="region", **{"a.csv": encode(text)}), "customers")
    assert [(row["customer_id"], row["region"], row["_row"]) for row in rows] == [("a", "Huế", 2), ("b", "Đà Nẵng", 3)]


def test_windows_vietnamese_is_read_when_declared(folder):
    # Windows-1258 writes the tone as a mark of its own: e circumflex, then acute.
    content = b"customer_id,region\na,Hu\xea\xec\n"
    rows = loaded(folder(PEOPLE + 'encoding = "cp1258"\n', **{"a.csv": content}), "customers")
    assert rows[0]["region"] == "Huế"


def test_line_breaks_in_quotes_and_ragged_rows_keep_their_row_numbers(folder):
    text = (
        "customer_id,at,question,score,comment\n"
        'a,2026-03-31,recommend,9,"two\nlines"\n'
        "b,2026-03-31,recommend\n"
        'c,2026-03-31,recommend,11,"three\n\nlines"\n'
        "\n"
        "d,2026-03-31,recommend,9,a,b\n"
        "e,2026-03-31,recommend,12,\n"
        "f,2026-03-31,recommend,8,last\n"
    )
    where = folder(study="max_rejected = 1.0", **{"a.csv": text})
    result = intake.check(where)
    assert sorted(faults(result)) == [
        (3, "", "the row has 3 columns where the heading has 5"),
        (4, "score", "11 lies outside of the scale 0 to 10 of recommend"),
        (6, "", "the row has 6 columns where the heading has 5"),
        (7, "score", "12 lies outside of the scale 0 to 10 of recommend"),
    ]
    assert (result.read, result.accepted, result.rejected) == (6, 2, 4)
    rows = loaded(where, "responses")
    assert [(row["_row"], row["customer_id"], row["comment"]) for row in rows] == [(2, "a", "two\nlines"), (8, "f", "last")]


def test_a_heading_over_two_lines_and_columns_without_a_name(folder):
    text = '"customer\n_id",,region,\na,1,Huế,2\nb,1,Huế\n'
    where = folder(PEOPLE + 'columns = { customer_id = "customer _id" }', study="max_rejected = 1.0", **{"a.csv": text})
    assert [row["_row"] for row in loaded(where, "customers")] == [2]
    assert faults(intake.check(where)) == [(3, "", "the row has 3 columns where the heading has 4")]


def test_blank_rows_at_the_end_are_passed_over(folder):
    result = intake.check(folder(**{"a.csv": GOOD + ",,,\n" * 50 + "\n\n"}))
    assert (result.read, result.rejected) == (2, 0)


def test_compressed_text(folder):
    where = folder(ANSWERS.replace("a.csv", "a.csv.gz"), **{"a.csv.gz": gzip.compress(GOOD.encode())})
    assert len(loaded(where, "responses")) == 2


def test_a_decimal_comma_is_a_breach_until_it_is_declared(folder):
    text = "customer_id;at;amount\na;2026-03-31;1.234,5\nb;2026-03-31;7\n"
    result = intake.check(folder(PAYMENTS, **{"a.csv": text}))
    assert faults(result) == [(2, "amount", '"1.234,5" is not a number')]
    assert result.breaches[0].mend == (
        'write digits only; if "," is the decimal sign here, set decimal = "," in the source'
    )
    rows = loaded(folder(PAYMENTS + 'decimal = ","\n', **{"a.csv": text}), "transactions")
    assert [row["amount"] for row in rows] == [1234.5, 7.0]


def excel(path, rows, sheet: str = "Sheet"):
    import openpyxl

    book = openpyxl.Workbook()
    book.active.title = sheet
    for row in rows:
        book.active.append(row)
    book.save(path)


def test_an_excel_file(folder, tmp_path):
    where = folder(PAYMENTS.replace("a.csv", "a.xlsx") + 'decimal = ","\nsheet = "Pay"\n', study="max_rejected = 1.0", x="")
    rows = [
        ["customer_id", "at", "amount", None], [7, dt.datetime(2026, 3, 31, 8, 30), 1.234], [None, None, None],
        ["b", "2026-03-30", 2.5], ["c", "31/02/2026", 3], [str(2**53 + 1), dt.date(2026, 3, 31), 4],
    ]
    excel(tmp_path / "a.xlsx", rows, "Pay")
    found = loaded(where, "transactions")
    assert [(row["_row"], row["customer_id"], row["amount"], row["hour"]) for row in found] == [
        (2, "7", 1.234, 8), (4, "b", 2.5, 0), (6, str(2**53 + 1), 4.0, 0),
    ]
    assert [row for row, *_ in faults(intake.check(where))] == [5]


def test_excel_files_that_are_refused(folder, tmp_path):
    where = folder(PEOPLE.replace("a.csv", "a.xlsx") + 'sheet = "Peolpe"\n', x="")
    excel(tmp_path / "a.xlsx", [["customer_id"], ["a"]], "People")
    assert refused(SourceError, intake.check, where) == (
        'a.xlsx: no sheet called "Peolpe"; did you mean "People"? Choose from: People.'
    )
    where = folder(PEOPLE.replace("a.csv", "a.xlsx"), x="")
    for rows, message in (
        ([], "a.xlsx has no heading in its first row"),
        ([["customer_id"]], "a.xlsx has a heading but no rows"),
        ([["customer_id", "a", "a"], ["x", 1, 2]],
         "a.xlsx: the heading names a column twice: a; give each column a name of its own"),
    ):
        excel(tmp_path / "a.xlsx", rows)
        assert refused(SourceError, intake.check, where) == message


def test_a_parquet_file_with_typed_columns(folder, tmp_path):
    where = folder(ANSWERS.replace("a.csv", "a.parquet") + 'missing = ["?"]\n', study="max_rejected = 1.0", segments="region", x="")
    table = pa.table({
        "customer_id": pa.array([2**53 + 1, 2**53, None], pa.int64()),
        "at": pa.array([dt.datetime(2026, 3, 31, 20, tzinfo=dt.UTC)] * 3, pa.timestamp("ms", "UTC")),
        "question": pa.array(["recommend"] * 3).dictionary_encode(),
        "score": pa.array([9, 11, None], pa.int8()),
        "region": pa.array(["?", "Huế", "Huế"], pa.large_string()),
    })
    pq.write_table(table, tmp_path / "a.parquet")
    rows = loaded(where, "responses")
    assert [(row["customer_id"], row["score"], row["region"], str(row["day"])) for row in rows] == [
        (str(2**53 + 1), 9.0, None, "2026-04-01"), (None, None, "Huế", "2026-04-01"),
    ]
    assert faults(intake.check(where)) == [(3, "score", "11 lies outside of the scale 0 to 10 of recommend")]


def test_a_parquet_column_that_is_no_value(folder, tmp_path):
    where = folder(PEOPLE.replace("a.csv", "a.parquet"), segments="region", x="")
    pq.write_table(pa.table({"customer_id": ["a"], "region": [["Huế"]]}), tmp_path / "a.parquet")
    assert refused(SourceError, intake.check, where) == (
        "a.parquet: the column region holds values of type list<element: string>; write it as text, numbers or times"
    )


def test_a_glob_of_waves(folder):
    sources = ANSWERS.replace("a.csv", "wave_*.csv") + 'columns = { wave = "round" }\n'
    text = "customer_id,round,question,score\na,{0},recommend,{1}\n"
    where = folder(
        sources, study='period = "wave"',
        **{f"wave_{n}.csv": text.format(n, n) for n in (3, 1, 2)}, **{"rejected.csv": "old", "other.csv": "x"},
    )
    result = intake.check(where)
    assert [source.file for source in result.sources] == ["wave_1.csv", "wave_2.csv", "wave_3.csv"]
    study = cxlib.open_study(where)
    assert study.waves == ("1", "2", "3") and study.score_counts(by=("period",))["score"].tolist() == [1.0, 2.0, 3.0]


# From wide to long, joined and recoded


def test_a_row_a_respondent_becomes_an_answer_a_row(folder):
    sources = ANSWERS + 'wave = "2026"\nid_prefix = "w-"\nmissing = ["Blank"]\nquestions = { recommend = "Q1" }\n'
    where = folder(sources, study='max_rejected = 1.0', **{"a.csv": "customer_id,Q1\n1,9\n2,Blank\n3,12\n"})
    rows = loaded(where, "responses")
    assert [(row["customer_id"], row["wave"], row["question"], row["weight"]) for row in rows] == [
        ("w-1", "2026", "recommend", 1.0), ("w-2", "2026", "recommend", 1.0),
    ]
    # The user knows the file's heading, not our word for it.
    assert faults(intake.check(where)) == [(4, "Q1", "12 lies outside of the scale 0 to 10 of recommend")]


def test_a_row_a_journey_becomes_a_contact_a_row(folder):
    sources = '[[sources]]\ntable = "touchpoints"\npath = "a.csv"\n[sources.stages]\nbuy = "bought"\nget = "got"\n'
    text = "customer_id,bought,got\na,2026-01-01,2026-01-03\nb,2026-01-01,\nc,2026-02-30,\n"
    where = folder(sources, study="max_rejected = 1.0", **{"a.csv": text})
    rows = loaded(where, "touchpoints")
    assert [(row["customer_id"], row["stage"]) for row in rows] == [("a", "buy"), ("a", "get"), ("b", "buy")]
    result = intake.check(where)
    assert [(row, column) for row, column, _ in faults(result)] == [(4, "bought")]
    assert (result.read, result.sources[0].left_out) == (4, 2)


def test_keep_leaves_rows_out_on_purpose(folder):
    sources = PAYMENTS + 'keep = { kind = ["sale"] }\n'
    where = folder(sources, **{"a.csv": "customer_id,at,amount,kind\na,2026-01-01,1,sale\na,x,y,test\n"})
    result = intake.check(where)
    assert (result.read, result.accepted, result.sources[0].left_out) == (1, 1, 1)


JOIN = PEOPLE + 'join = [{ path = "b.csv", on = "customer_id" }]\n'


def test_a_join_and_a_recode_of_what_is_not_in_the_other_file(folder):
    sources = JOIN + 'recode = { region = { 1 = "Huế", "" = "none" } }\n'
    where = folder(sources, **{"a.csv": "customer_id\na\nb\nc\n", "b.csv": "customer_id,region\nc,2\na,1\n"})
    assert [(row["customer_id"], row["region"]) for row in loaded(where, "customers")] == [
        ("a", "Huế"), ("b", "none"), ("c", "2"),
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, '{0}: no file to join called "b.csv"; did you mean "a.csv"? Choose from: a.csv, study.toml.'),
        ("customer_id,region\na,1\na,2\n", 'b.csv: customer_id "a" stands in 2 rows; a file to join needs one row each'),
        ("id,region\na,1\n", 'b.csv: no column called "customer_id". Choose from: id, region.'),
        ("customer_id,region\na\n", "b.csv, row 2: has 1 columns where the heading has 2"),
        ("customer_id,region\n", "b.csv has a heading but no rows"),
    ],
)
def test_a_file_to_join_that_does_not_fit(folder, content, message):
    files = {"a.csv": "customer_id\na\n"} | ({} if content is None else {"b.csv": content})
    where = folder(JOIN, **files)
    assert refused(SourceError, intake.check, where) == message.format(where)


def test_two_times_compared(folder):
    sources = PEOPLE + (
        'dates = "%d/%m/%Y"\n[sources.compare.region]\nleft = "got"\nright = "due"\nlater = "late"\notherwise = "on time"\n'
        'missing = "open"\n'
    )
    text = "customer_id,got,due\na,02/01/2026,01/02/2026\nb,02/02/2026,01/02/2026\nc,,01/02/2026\nd,01/02/2026,01/02/2026\n"
    rows = loaded(folder(sources, **{"a.csv": text}), "customers")
    assert [row["region"] for row in rows] == ["on time", "late", "open", "on time"]


# Breaches, and what becomes of them


def test_duplicate_customers(folder):
    text = "customer_id,region\na,1\nb,2\na,3\n"
    where = folder(PEOPLE, study="max_rejected = 1.0", **{"a.csv": text})
    result = intake.check(where)
    assert faults(result) == [(4, "customer_id", 'the customer "a" stands in an earlier row already')]
    assert [row["region"] for row in loaded(where, "customers")] == ["1", "2"]
    where = folder(PEOPLE + 'repeats = "leave_out"\n', **{"a.csv": text})
    result = intake.check(where)
    assert (result.read, result.accepted, result.rejected, result.sources[0].left_out) == (2, 2, 0, 1)


def test_over_five_percent_rejected_stops_and_continues_when_told(folder):
    rows = "".join(f"c{n},2026-03-31,recommend,{n}\n" for n in range(12))
    where = folder(**{"a.csv": "customer_id,at,question,score\n" + rows})
    assert refused(ContractError, cxlib.open_study, where) == (
        "1 of 12 rows (8.3%) break the contract; the study stops above 5%. The first: a.csv, row 13, score: "
        f"11 lies outside of the scale 0 to 10 of recommend. See {where / 'rejected.csv'}, mend the file, or go on with "
        "--accept-rejected."
    )
    study = cxlib.open_study(where, on_rejected="continue")
    assert study.score_counts()["n"].sum() == 11
    assert study.provenance["rejected"] == 1


def test_no_row_accepted_at_all(folder):
    where = folder(**{"a.csv": "customer_id,at,question,score\na,2026-03-31,recommend,11\n"})
    assert refused(SourceError, cxlib.open_study, where, on_rejected="continue") == (
        "no row of any source was accepted; run cx check to see why"
    )


def test_rejected_rows_are_kept_with_their_reason_and_cannot_run_as_formulas(folder):
    text = "=cmd,at,question,score\n=1+1,2026-02-31,recommend,11\n"
    where = folder(ANSWERS + 'columns = { customer_id = "=cmd" }\n', **{"a.csv": text})
    result = intake.check(where)
    with result.rejected_file.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["table"], row["file"], row["row"]) for row in rows] == [("responses", "a.csv", "2")]
    assert rows[0]["reasons"] == "; ".join(f"{b.column}: {b.rule} ({b.mend})" for b in result.breaches)
    assert json.loads(rows[0]["content"]) == {
        "customer_id": "=1+1", "at": "2026-02-31", "question": "recommend", "score": "11",
    }
    assert not any(re.match(r"[=+\-@\t\r]", cell) for row in rows for cell in row.values())


def test_a_reason_that_begins_like_a_formula_is_defused(folder):
    where = folder(PEOPLE + 'columns = { customer_id = "=id" }\n', **{"a.csv": "=id,x\n ,1\n"})
    with intake.check(where).rejected_file.open(encoding="utf-8-sig", newline="") as file:
        assert next(csv.DictReader(file))["reasons"] == (
            "'=id: customer_id may not be blank (fill in customer_id, or leave the row out)"
        )


def test_the_file_of_rejected_rows_goes_when_all_is_mended(folder):
    where = folder(**{"a.csv": GOOD.replace("9", "12")})
    assert intake.check(where).rejected_file == where / "rejected.csv"
    folder()
    assert intake.check(where).rejected_file is None
    assert not (where / "rejected.csv").exists()


def test_a_place_for_rejected_rows_that_cannot_be_written(folder, tmp_path):
    where = folder(**{"a.csv": GOOD.replace("9", "12")})
    place = tmp_path / "no" / "rejected.csv"
    assert refused(SourceError, intake.check, where, rejected_file=place) == (
        f"{place} cannot be written (No such file or directory); close it where it is open, or name another place"
    )


def test_a_place_for_the_store_that_cannot_be_written(folder):
    where = folder()
    (where / ".cx").write_text("a file in the way")
    assert refused(SourceError, cxlib.open_study, where) == (
        f"the prepared data cannot be written to {where / '.cx'} (File exists); copy study.toml to a folder where you may "
        "write, and name the data with --data"
    )


def test_a_damaged_store_says_what_to_do(folder):
    where = folder()
    store = cxlib.open_study(where).view.store.folder
    (store / "meta.json").write_text("{")
    assert refused(SourceError, cxlib.open_study, where) == (
        f"the prepared store at {store} is damaged; delete that folder and open the study again"
    )


def test_a_file_of_ours_is_no_data(folder):
    where = folder(ANSWERS.replace("a.csv", "**/*.parquet"), x="")
    (where / ".cx").mkdir()
    (where / ".cx" / "customers.parquet").write_text("x")
    assert refused(SourceError, intake.check, where) == (
        f'{where}: no file called "**/*.parquet". Choose from: study.toml, x.'
    )


def test_waves_with_and_without_weights_stand_side_by_side(folder):
    sources = (ANSWERS + 'wave = "1"\n') + (ANSWERS.replace("a.csv", "b.csv") + 'wave = "2"\n')
    head = "customer_id,question,score"
    where = folder(
        sources, study='period = "wave"',
        **{"a.csv": f"{head}\na,recommend,9\n", "b.csv": f"{head},weight\nb,recommend,9,2.5\n"},
    )
    assert cxlib.open_study(where).score_counts(by=("period",))["w"].tolist() == [1.0, 2.5]


CELL = st.sampled_from(["", "a", "b", "9", "11", "-1", "2,5", "nan", "2026-03-31", "2026-02-31", "recommend", '"x\ny"', '"q,r"', "=1"])
LINE = st.lists(CELL, min_size=1, max_size=5).map(",".join)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=st.lists(LINE, min_size=1, max_size=12), table=st.sampled_from([ANSWERS, PEOPLE, PAYMENTS]))
def test_accepted_and_rejected_add_up_to_what_was_read(folder, lines, table):
    text = "customer_id,at,question,score,amount\n" + "\n".join(lines) + "\n"
    where = folder(table, **{"a.csv": text})
    filled = [row for row in csv.reader(io.StringIO(text, newline="")) if any(row) or len(row) not in (0, 5)][1:]
    try:
        result = intake.load(intake.read_settings(where))
    except SourceError as error:
        assert str(error) == "a.csv has a heading but no rows" and not filled
        return
    assert result.read == len(filled) == result.accepted + result.rejected
    assert sum(part.num_rows for part in result.tables.values()) == result.accepted
    assert len(result.rejected_rows) == result.rejected
    assert {row["row"] for row in result.rejected_rows} == {breach.row for breach in result.breaches}


def test_every_setting_and_column_is_in_the_data_readme():
    text = (Path(__file__).resolve().parents[1] / "data" / "README.md").read_text(encoding="utf-8")
    keys = {*study_settings._STUDY_KEYS, *codebook._KEYS}
    for kind in (intake.Source, intake.Journey, intake.Churn):
        keys |= set(kind.__dataclass_fields__)
    assert {key for key in keys if f"`{key}`" not in text} == set()
    columns = {column for table in contract.TABLES.values() for column in table}
    assert {column for column in columns if not re.search(rf"\b{column}\b", text)} == set()


# What a newcomer does


def test_a_segment_that_no_file_brings_is_refused(folder):
    where = folder(study='', **{"a.csv": "customer_id,at,question,score,Vùng\na,2026-03-31,recommend,9,Huế\n"})
    text = (where / "study.toml").read_text(encoding="utf-8")
    (where / "study.toml").write_text(text.replace("segments = []", 'segments = ["Vung"]'), encoding="utf-8")
    assert refused(SettingsError, intake.check, where) == (
        'study.toml, [study], segments: no column called "Vung"; did you mean "Vùng"? Choose from: customer_id, at, '
        'question, score, Vùng. Map it in a source, columns = { Vung = "..." }, or take it out of segments'
    )


def test_accents_apart_from_their_letters_are_the_same_name(folder):
    where = folder(**{"a.csv": "customer_id,at,question,score,Vùng\na,2026-03-31,recommend,9,Huế\n"})
    text = (where / "study.toml").read_text(encoding="utf-8")
    apart = unicodedata.normalize("NFD", text.replace("segments = []", 'segments = ["Vùng"]'))
    (where / "study.toml").write_text(apart, encoding="utf-8")
    assert [row["Vùng"] for row in loaded(where, "responses")] == ["Huế"]


def test_a_customer_has_no_channel_of_a_contact(folder):
    where = folder(PEOPLE, **{"a.csv": "customer_id,channel\na,app\n"})
    text = (where / "study.toml").read_text(encoding="utf-8")
    (where / "study.toml").write_text(text.replace("segments = []", 'segments = ["channel"]'), encoding="utf-8")
    assert refused(SourceError, intake.check, where) == (
        "a.csv: channel belongs to a contact, not to a customer; give this segment another name, such as "
        'columns = { usual_channel = "channel" }, and list that in segments'
    )


def test_a_data_file_is_no_study(folder):
    where = folder()
    assert refused(SettingsError, intake.check, where / "a.csv") == (
        f"{where / 'a.csv'} is no study; name the folder that holds study.toml, or that file"
    )


def test_a_file_that_may_not_be_read(folder, monkeypatch):
    where = folder()
    opened = Path.open

    def closed(self, *arguments, **options):
        if self.name == "a.csv":
            raise PermissionError(errno.EACCES, "Permission denied")
        return opened(self, *arguments, **options)

    monkeypatch.setattr(Path, "open", closed)
    assert refused(SourceError, cxlib.open_study, where) == "a.csv cannot be read (Permission denied)"


# Relative dates


REVIEWS = Path(__file__).resolve().parents[2] / "shared" / "data" / "vietnamese_phone_reviews"


def test_relative_dates_from_a_day_or_a_column(folder):
    sources = '[[sources]]\ntable = "touchpoints"\npath = "a.csv"\ndates = "%d/%m/%Y"\nconstants = { stage = "said" }\n'
    text = "customer_id,at,crawled\na,2 tuần trước,01/05/2021\nb,30/04/2021,02/05/2021\nc,hôm qua,02/05/2021\n"
    where = folder(sources, study="max_rejected = 1.0", **{"a.csv": text})
    result = intake.check(where)
    assert faults(result) == [(row, "at", f'"{value}" is counted from a day that is not known here') for row, value in ((2, "2 tuần trước"), (4, "hôm qua"))]
    for setting, days in (("2021-05-10", ["2021-04-26", "2021-04-30", "2021-05-09"]), ('"crawled"', ["2021-04-17", "2021-04-30", "2021-05-01"])):
        where = folder(f"{sources}relative_to = {setting}\n", **{"a.csv": text})
        assert [str(row["day"]) for row in loaded(where, "touchpoints")] == days
        assert [(note["file"], note["column"], note["rows"], note["row"]) for note in intake.check(where).notes] == [("a.csv", "at", 2, 2)]
    where = folder(f'{sources}relative_to = "crawl"\n', **{"a.csv": text})
    assert refused(SourceError, intake.check, where) == 'a.csv: no column called "crawl"; did you mean "crawled"? Choose from: customer_id, at, crawled.'


@pytest.mark.real
@pytest.mark.skipif(not REVIEWS.is_dir(), reason="the phone reviews (../shared/data/vietnamese_phone_reviews) are not here")
def test_the_relative_dates_of_real_reviews_are_listed_or_counted(folder):
    import pandas as pd

    raw = (REVIEWS / "Train.csv").read_bytes()
    source = (
        '[[sources]]\ntable = "responses"\npath = "reviews.csv"\ndates = "%d/%m/%Y"\ncolumns = { customer_id = "index", at = "date_time" }\n'
        'questions = { stars = "n_star" }\n[questions.stars]\nmetric = "rating"\nscale = [1, 5]\nhigh_is = "good"\n'
    )
    told = pd.read_csv(REVIEWS / "Train.csv")["date_time"]
    back = told.str.extract(r"(?P<count>\d+) (?P<unit>tuần|ngày|giờ) trước")
    relative = back["count"].notna()
    assert int(relative.sum()) == 856
    result = intake.check(folder(source, study="max_rejected = 1.0", **{"reviews.csv": raw}))
    assert (result.read, result.rejected) == (7786, 856) and {row - 2 for row, _, _ in faults(result)} == set(relative[relative].index)
    where = folder(source.replace("questions =", "relative_to = 2021-05-01\nquestions ="), **{"reviews.csv": raw})
    days = pd.Series([row["day"] for row in loaded(where, "responses")])
    hours = back["count"].astype(float) * back["unit"].map({"tuần": 168, "ngày": 24, "giờ": 1})
    noon = pd.Timestamp("2021-05-01 12:00")
    want = pd.to_datetime(told, format="%d/%m/%Y", errors="coerce").fillna(noon - pd.to_timedelta(hours, unit="h")).dt.date
    assert days.tolist() == want.tolist()
    assert [note["rows"] for note in intake.check(where).notes] == [856]

"""Files that mean harm or come from a bad day: each gives a clear message or a handled value, never a wrong number in silence."""

from __future__ import annotations

import contextlib
import csv
import datetime as dt
import gzip
import json
import os
import zipfile

import numpy as np
import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import cxlib
from cxlib import charts, intake, quality, scores
from cxlib.errors import SettingsError, SourceError, StudyError
from cxlib.intake import parsing, refusals, repeats, streams
from cxlib.intake.formats import workbook
from cxlib.intake.engine import Engine

HEAD = "customer_id,at,question,score,comment\n"
ROW = "a,2026-03-31,recommend,9,x\n"
QUESTION = '[questions.recommend]\nmetric = "nps"\nscale = [0, 10]\nhigh_is = "good"\n'


@pytest.fixture
def study(tmp_path):
    """A function that writes a study of one file and gives its folder."""

    def write(content, name: str = "a.csv", *, table: str = "responses", settings: str = "", **top):
        lines = "".join(f"{key} = {json.dumps(value)}\n" for key, value in {"timezone": "Asia/Ho_Chi_Minh", "max_rejected": 1.0, **top}.items())
        text = f'[study]\nname = "Test"\n{lines}{QUESTION}[[sources]]\ntable = "{table}"\npath = "{name}"\n{settings}'
        (tmp_path / "study.toml").write_text(text, encoding="utf-8")
        if callable(content):
            content(tmp_path / name)
        elif content is not None:
            (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
        return tmp_path

    return write


def load(folder):
    result = intake.load(intake.read_settings(folder))
    assert result.accepted + result.rejected == result.read
    return result


def rows(folder, table: str = "responses") -> list[dict]:
    return load(folder).tables[table].to_pylist()


def refused(folder, error=SourceError) -> str:
    with pytest.raises(error) as caught:
        intake.check(folder)
    message = str(caught.value)
    assert "\n" not in message and "Traceback" not in message
    return message


def faults(result) -> list[tuple[int, str, str]]:
    return [(breach.row, breach.column, breach.rule) for breach in result.breaches]


# Text that would run somewhere


SCRIPT = '<script>alert("x")</script><img src=x onerror=alert(1)>'
SQL = "'; DROP TABLE responses; --"


def test_script_in_any_text_is_text_and_a_page_shows_it_as_text(study):
    frame = pd.DataFrame({"customer_id": [f"c{n}" for n in range(60)], "at": "2026-03-31", "question": "recommend", "score": [n % 11 for n in range(60)],
                          "comment": SCRIPT, "region": [SCRIPT, "Huế"] * 30, "channel": SCRIPT})
    where = study(lambda path: frame.to_csv(path, index=False), segments=["region"])
    opened = cxlib.open_study(where)
    assert set(opened.levels_of("region")) == {SCRIPT, "Huế"}
    found = scores.level(opened, by="region")
    assert "<script" not in charts.svg(found) and "<img" not in charts.svg(found)


def test_sql_in_names_and_values_is_only_a_name_or_a_value(study):
    name = 'x"; drop table responses; --'
    frame = pd.DataFrame({"customer_id": [SQL, "b", SQL + "2"], "at": "2026-03-31", "question": "recommend", "score": [9, 3, 10], name: ["a'b", "c", "a'b"]})
    where = study(lambda path: frame.to_csv(path, index=False), segments=[name])
    opened = cxlib.open_study(where)
    assert list(opened.levels_of(name)) == ["a'b", "c"]
    assert opened.score_counts(by=(name,)).groupby(name)["n"].sum().to_dict() == {"a'b": 2, "c": 1}
    assert sorted(opened.customers().index.astype(str)) == sorted([SQL, "b", SQL + "2"])


def test_a_formula_cannot_run_from_the_file_of_rejected_rows(study):
    where = study(HEAD + "=cmd|' /C calc'!A0,2026-02-31,recommend,11,@SUM(A1)\n")
    with intake.check(where).rejected_file.open(encoding="utf-8-sig", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert cells and not [cell for cell in cells if cell[:1] in "=+-@\t\r" and cell]


def test_headings_that_mean_something_to_the_tools_are_ordinary_names(study):
    names = ["index", "__class__", "nan", "_part", "size", "day", "hour", "from", "select", "None", "at.1", "level_0"]
    text = "customer_id,at,question,score," + ",".join(names) + "\na,2026-03-31,recommend,9," + ",".join(names) + "\n"
    kept = ["index", "__class__", "nan", "_part", "size", "from", "select", "None", "at.1", "level_0"]
    found = rows(study(text, segments=kept))[0]
    assert {name: found[name] for name in kept} == {name: name for name in kept}
    assert (found["day"], found["hour"]) == (dt.date(2026, 3, 31), 0)


# Paths


@pytest.mark.parametrize("path", ["../../etc/passwd", "/etc/passwd", "a/../../b.csv", "C:\\\\Users\\\\x.csv", "~/x.csv", "$HOME/x.csv", "file:///etc/passwd", "\\u0000.csv", "-x.csv", "a" * 5000])
def test_a_path_of_a_stranger_reads_nothing_outside(study, path):
    assert refused(study(None, path), StudyError)


def test_a_link_out_of_the_data_folder_is_refused(study, tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside") / "secret.csv"
    outside.write_text(HEAD + ROW)
    where = study(lambda path: path.symlink_to(outside))
    said = f"a.csv is a link to a place outside of the data folder {where}; copy the file there, or name its own folder with --data"
    assert refused(where) == said
    (where / "a.csv").unlink()
    study(HEAD + ROW, settings='join = [{ path = "b.csv", on = "customer_id" }]\n')
    (where / "b.csv").symlink_to(outside)
    assert refused(where) == said.replace("a.csv", "b.csv")
    (where / "b.csv").unlink()
    (where / "b.csv").write_text("customer_id,region\na,Huế\n")
    assert len(rows(where)) == 1


def test_a_link_to_a_folder_and_a_ring_of_links(study, tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside")
    (outside / "a.csv").write_text(HEAD + ROW)
    where = study(None, "in/a.csv")
    (where / "in").symlink_to(outside, target_is_directory=True)
    assert "outside of the data folder" in refused(where)
    (where / "in").unlink()
    (where / "in").symlink_to(where / "in")
    assert refused(where)


def test_names_in_settings_that_are_no_names(study):
    where = study(HEAD + ROW, settings='columns = { customer_id = "__import__(\'os\')" }\n')
    assert refused(where).startswith('a.csv: no column called "__import__(\'os\')"')
    (where / "study.toml").write_text("[study]\nname = 1e999\n[[sources]]\ntable = []\npath = {}\n")
    assert refused(where, SettingsError)


# Bombs, and what does not fit


def test_a_packed_file_that_unpacks_without_end_is_refused(study, monkeypatch):
    monkeypatch.setattr(streams, "MOST_UNPACKED", 1 << 20)
    zeros = gzip.compress(b"\0" * (8 << 20))
    assert refused(study(zeros, "a.csv.gz")) == "a.csv.gz is a binary file, not text: save it as CSV, or give it the ending of what it is"
    for tail in (b"\n", b",,,,\n", b"a,2026-03-31,recommend,9,x\n"):
        packed = gzip.compress((HEAD + ROW).encode() + tail * ((24 << 20) // len(tail)), 9)
        assert refused(study(packed, "a.csv.gz")) == (
            "a.csv.gz unpacks to more than 300 times its size, which no table of rows does; unpack it yourself to look at it"
        )
    fair = (HEAD + "".join(f"c{n},2026-03-31,recommend,{n % 11},{n * 7919 % 10007}\n" for n in range(60_000))).encode()
    assert load(study(gzip.compress(fair), "a.csv.gz")).accepted == 60_000


def test_a_workbook_that_unpacks_without_end_is_refused(study, monkeypatch):
    def bomb(path):
        openpyxl.Workbook().save(path)
        with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as book:
            book.writestr("xl/worksheets/sheet2.xml", b" " * (3 << 20))

    monkeypatch.setattr(workbook, "MOST_UNPACKED", 1 << 20)
    assert refused(study(bomb, "a.xlsx")).startswith("a.xlsx unpacks to ")


def test_a_workbook_that_is_none_is_closed_again(study):
    def broken(path):
        openpyxl.Workbook().save(path)
        path.write_bytes(path.read_bytes()[:-30])

    assert refused(study(broken, "a.xlsx")).startswith("a.xlsx ")


@pytest.mark.parametrize("body", [b"a,2026-03-31,recommend,9," + b"x" * (100 << 20), b'a,2026-03-31,recommend,9,"' + b"x\n" * (50 << 20)], ids=["one line", "quoted lines"])
def test_one_huge_cell_is_refused(study, body):
    assert refused(study((HEAD + ROW * 3).encode() + body)) == (
        "a.csv: one row is longer than 32 MB; look for a quotation mark that is opened and never closed"
    )


def test_a_large_cell_that_fits_is_read(study):
    assert len(rows(study(HEAD + ROW + "b,2026-03-31,recommend,9," + "x" * (20 << 20) + "\n"))[1]["comment"]) == 20 << 20


def test_ten_thousand_columns(study):
    names = [f"c{n}" for n in range(10_000)]
    text = "customer_id,at,question,score," + ",".join(names) + "\n" + ("a,2026-03-31,recommend,9," + ",".join("1" * 10_000) + "\n") * 20
    found = rows(study(text, segments=["c9999"]))
    assert len(found) == 20 and found[0]["c9999"] == "1"


def test_a_heading_that_never_ends(study):
    assert refused(study("customer_id," + "x" * (2 << 20) + "\n" + ROW)).startswith("a.csv: its heading cannot be read: ")


def test_of_very_many_refused_rows_the_first_are_listed_and_all_are_counted(study, monkeypatch):
    monkeypatch.setattr(refusals, "MOST_LISTED", 50)
    result = load(study(HEAD + "a,2026-02-31,recommend,12,x\n" * 400 + ROW * 5 + "b,2026-03-31,recommend\n" * 3))
    assert (result.read, result.accepted, result.rejected) == (408, 5, 403)
    assert len(result.rejected_rows) == 51 and len({breach.row for breach in result.breaches}) == 50
    assert result.rejected_rows[-1]["reasons"] == "353 further rows were refused too; only the first 50 of a file are listed"


def test_reasons_are_counted_exactly_beyond_the_rows_that_are_listed(study, monkeypatch):
    """What is listed ends, what is counted does not: by rule and value, in wide files, with repeated customers and broken lines."""
    monkeypatch.setattr(refusals, "MOST_LISTED", 50)
    body = "a,2026-02-31,recommend,12,x\n" * 60 + "a,2026-03-31,recommend,13,x\n" * 30 + "a,2026-02-30,recommend,9,x\n" * 7 + ROW * 5 + "b,2026-03-31\n" * 3
    result = load(study(HEAD + body))
    counted = {one["rule"].split(" is not a date")[0]: (one["rows"], one["row"], one["value"]) for one in result.reasons}
    assert counted == {
        '"2026-02-31"': (60, 2, "2026-02-31"), "12 lies outside of the scale 0 to 10 of recommend": (60, 2, "12"),
        "13 lies outside of the scale 0 to 10 of recommend": (30, 62, "13"), '"2026-02-30"': (7, 92, "2026-02-30"),
        "the row has 2 columns where the heading has 5": (3, 104, "b,2026-03-31"),
    }


def test_of_a_rule_that_very_many_values_broke_the_others_are_counted_together(study, monkeypatch):
    monkeypatch.setattr(refusals, "MOST_LISTED", 10)
    monkeypatch.setattr(refusals, "MOST_NAMED", 4)
    body = "".join(f"a,2026-03-31,recommend,{score},x\n" for score in [*range(11, 31), *range(11, 31)]) + "a,2026-03-31,recommned,9,x\n" * 20
    counted = {one["rule"].split(" lies")[0]: one["rows"] for one in load(study(HEAD + body)).reasons if "lies" in one["rule"]}
    assert counted == {"11": 2, "12": 2, "13": 2, "14": 2, "…": 32}
    assert [one["rows"] for one in load(study(HEAD + body)).reasons if "recommned" in one["rule"]] == [20]


def test_the_quality_page_counts_every_refused_row(study, monkeypatch):
    from cxlib.study import preparing

    monkeypatch.setattr(refusals, "MOST_LISTED", 10)
    monkeypatch.setattr(preparing, "_MOST_REASONS", 2)
    body = ROW * 20 + "a,2026-03-31,recommend,11,x\n" * 30 + "".join(f"a,2026-03-31,recommend,{score},x\n" for score in range(12, 40))
    finding = quality.breaches(cxlib.open_study(study(HEAD + body), on_rejected="continue"))
    assert finding.base == 58 and sorted(finding.table["rows"]) == [1, 27, 30]
    assert finding.sentence.startswith("The most common reason, 30 times: 11 lies outside")
    assert "… lies outside of the scale 0 to 10 of recommend" in finding.table["rule"].tolist()


# Bytes that are no text


def test_a_byte_of_zero_in_a_value_refuses_the_row(study):
    body = HEAD + ROW * 2000 + "a\x00,2026-03-31,recommend,9,y\n" + "b,2026-03-31,recommend,9,\x00\n" + ROW
    result = load(study(body))
    assert faults(result) == [(2002, "customer_id", "the text holds a byte of zero"), (2003, "comment", "the text holds a byte of zero")]
    assert result.accepted == 2001


def test_many_bytes_of_zero_are_another_kind_of_file(study):
    said = "a.csv is a binary file, not text: save it as CSV, or give it the ending of what it is"
    assert refused(study((HEAD + ROW).replace("x", "\x00\x00"))) == said
    assert refused(study(b"\x7fELF\x02\x01\x01" + bytes(200))) == said


@pytest.mark.parametrize("far", [0, 60_000])
def test_lone_surrogates_are_no_text(study, far):
    body = (HEAD + ROW * far).encode() + "a,2026-03-31,recommend,9,\ud800\n".encode("utf-8", "surrogatepass")
    assert refused(study(body)).startswith(f"a.csv, line {far + 2}: is not UTF-8 text.")
    wide = (HEAD + ROW * far).encode("utf-16") + "b,2026-03-31,recommend,9,\ud800x\n".encode("utf-16-le", "surrogatepass")
    assert refused(study(wide)).startswith("a.csv is not utf-16 text: ")
    beside = "ab\udc00".encode("utf-16-le", "surrogatepass") + "\n".encode("utf-16-le")
    assert refused(study((HEAD + ROW * far).encode("utf-16-le") + beside, settings='encoding = "utf-16-le"\n')).startswith("a.csv is not utf-16-le text: ")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "utf-8-sig"])
def test_wide_text_with_its_mark(study, encoding):
    assert rows(study((HEAD + ROW + "b,2026-03-31,recommend,9,Huế 👩‍👧\n").encode(encoding)))[1]["comment"] == "Huế 👩‍👧"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_wide_text_without_its_mark_asks_for_its_name(study, encoding):
    body = (HEAD + ROW).encode(encoding)
    assert refused(study(body)) == f'a.csv looks like UTF-16 text without its mark; set it in the source: encoding = "{encoding}"'
    assert len(rows(study(body, settings=f'encoding = "{encoding}"\n'))) == 1


def test_wide_text_over_many_blocks_keeps_every_letter(study):
    body = HEAD + "".join(f"c{n},2026-03-31,recommend,{n % 11},Huế {n} 👍\n" for n in range(60_000))
    found = load(study(body.encode("utf-16"), settings="")).tables["responses"]
    assert found["comment"].to_pylist() == [f"Huế {n} 👍" for n in range(60_000)] and found["_row"].to_pylist() == list(range(2, 60_002))


def test_marks_without_width_do_not_make_two_of_one_customer(study):
    found = rows(study(HEAD + ROW + "a\u200b,2026-03-31,recommend\u2060,9,x\n\ufeffa,2026-03-31,recommend,9\u200b,x\n\u00a0a\u3000,2026-03-31,recommend,9,x\n"))
    assert [row["customer_id"] for row in found] == ["a"] * 4


# Quotation marks, line ends, separators


SWALLOWED = "a quotation mark is missing or too many there: close it, or remove it"


def numbered(count, start=0):
    return "".join(f"C{start + n:04d},2026-03-{n % 28 + 1:02d},recommend,{n % 11},fine {n}\n" for n in range(count))


@pytest.mark.parametrize(
    ("swallowed", "closing"),
    [(1, 'C9999,2026-03-31,recommend,3,"ok"\n'), (400, 'C9999,2026-03-31,recommend,3,"ok"\n'), (400, 'C9999,2026-03-31,recommend,3,15"\n'),
     (400, 'C9999,2026-03-31,recommend,3,he said "hi" to us\n'), (400, 'C9999,"2026-03-31",recommend,3,fine\n')],
)
def test_a_quotation_mark_that_swallows_half_the_file_is_noticed(study, swallowed, closing):
    body = HEAD + numbered(20) + 'C0020,2026-03-31,recommend,9,"oops\n' + numbered(swallowed, 21) + closing + numbered(20, 3000)
    message = refused(study(body))
    assert message.startswith("a.csv, row 22: a value in quotation marks holds ") and message.endswith(SWALLOWED)


def test_a_quotation_mark_that_is_never_closed_names_its_row(study):
    body = HEAD + numbered(20) + 'C0020,2026-03-31,recommend,9,"oops\n' + numbered(400, 21)
    assert refused(study(body)) == "a.csv, row 22: a quotation mark is opened and never closed; close it, or remove it"


def test_lawful_line_breaks_and_marks_in_the_middle_are_read(study):
    texts = ["two\nlines", "a, b, c, d\nand, so, on, and, on", '5" screen', 'he said "hi"', '"quoted"', 'a ""b""', "x,y\r\nz", '', "'"]
    body = HEAD + numbered(30)
    for n, text in enumerate(texts):
        shown = text if n in (2, 3) else '"' + text.replace('"', '""') + '"'
        body += f"D{n:04d},2026-03-31,recommend,9,{shown}\n"
    found = {row["customer_id"]: row["comment"] for row in rows(study(body + numbered(30, 100)))}
    assert [found[f"D{n:04d}"] for n in range(len(texts))] == [text or None for text in texts]
    assert len(found) == 60 + len(texts)


def parsed(path, block: int) -> pa.Table:
    """All rows, read in pieces of about so many bytes."""
    broken = []
    with contextlib.closing(streams.TextStream(path, "utf-8")) as stream:
        tables = list(parsing.Parser(stream, HEAD.strip().split(","), ",", (), 2, broken).tables(1, block))
    assert not broken
    return pa.concat_tables(tables)


def test_what_the_reader_cuts_is_what_a_plain_parser_reads(study):
    """Two roads, one table: pieces of every size against the standard library."""
    texts = ['a "b" c', "line\nline", 'end"', '"', "", "tail\n", 'x""y', "plain", ",", '",\n"']
    body = io_text = HEAD + "".join(f'{n},2026-03-31,recommend,{n % 11},"{texts[n % 10].replace(chr(34), chr(34) * 2)}"\n' for n in range(997))
    want = [row[4] or None for row in csv.reader(io_text.splitlines(keepends=True))][1:]
    where = study(body)
    for block in (97, 1000, 1 << 16):
        table = parsed(where / "a.csv", block)
        assert [value and value.strip() for value in table["comment"].to_pylist()] == [value and value.strip() for value in want]
        assert table["_row"].to_pylist() == list(range(2, 999))


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n"])
@pytest.mark.parametrize("block", [64, 4096])
def test_every_line_end_at_every_size_of_block(study, end, block):
    where = study((HEAD + numbered(300)).replace("\n", end))
    table = parsed(where / "a.csv", block)
    filled = table.filter(table["customer_id"].is_valid())
    assert filled["customer_id"].to_pylist() == [f"C{n:04d}" for n in range(300)]
    assert filled["comment"].to_pylist()[-1] == "fine 299"


def test_separators_at_the_end_of_rows_or_of_the_heading(study):
    plain = rows(study(HEAD + numbered(9)))
    for head, tail in ((HEAD, ","), (HEAD.strip() + ",\n", ","), (HEAD.strip() + ",\n", "")):
        assert rows(study(head + numbered(9).replace("\n", f"{tail}\n"))) == plain


def test_headings_twice_or_none(study):
    assert refused(study("customer_id,at,question,score,score\n" + ROW)) == (
        "a.csv: the heading names a column twice: score; give each column a name of its own"
    )
    assert refused(study(",,,,\n" + ROW)) == "a.csv has no heading in its first row"
    assert refused(study('"')) and refused(study(b"\xef\xbb\xbf")) and refused(study("\r\n\r\n"))


def test_a_delimiter_that_no_reader_takes(study):
    assert "delimiter" in refused(study(HEAD.replace(",", "§") + ROW.replace(",", "§"), settings='delimiter = "§"\n'))


# Numbers and ids


def test_what_looks_like_a_number_and_is_none(study):
    texts = ["NaN", "inf", "-inf", "1e400", "0x10", "1_0", "٣", "１", "TRUE", "1,5", "--1", "9" * 400, "1e-999999"]
    result = load(study(HEAD + "".join(f'a,2026-03-31,recommend,"{text}",x\n' for text in texts)))
    assert result.accepted == 0 and {row for row, *_ in faults(result)} == set(range(2, len(texts) + 2))
    assert [row["score"] for row in rows(study(HEAD + "".join(f"a,2026-03-31,recommend,{text},x\n" for text in ("9", " 9 ", "+9", "9.0", "9.", "1e1"))))] == [9, 9, 9, 9, 9, 10]


@pytest.mark.parametrize("kind", [pa.int64(), pa.uint64(), pa.decimal128(20, 0), pa.string()], ids=str)
def test_ids_beyond_two_to_the_53_are_kept_to_the_last_digit(study, kind):
    ids = [2**53, 2**53 + 1, 2**63 - 1]
    table = pa.table({"customer_id": pa.array([str(one) for one in ids]).cast(kind), "at": ["2026-03-31"] * 3, "question": ["recommend"] * 3, "score": [9] * 3})
    assert [row["customer_id"] for row in rows(study(lambda path: pq.write_table(table, path), "a.parquet"))] == [str(one) for one in ids]
    text = HEAD + "".join(f"{one},2026-03-31,recommend,9,x\n" for one in ids)
    assert [row["customer_id"] for row in rows(study(text))] == [str(one) for one in ids]


def test_ids_that_were_blurred_before_they_came_are_refused(study):
    blurred = pa.table({"customer_id": [2.0**53, 12.0, float("nan")], "at": ["2026-03-31"] * 3, "question": ["recommend"] * 3, "score": [9] * 3})
    result = load(study(lambda path: pq.write_table(blurred, path), "a.parquet"))
    assert [row for row, *_ in faults(result)] == [2] and [row["customer_id"] for row in result.tables["responses"].to_pylist()] == ["12", None]
    result = load(study(HEAD + "9.00720E+15,2026-03-31,recommend,9,x\n5E+3,2026-03-31,recommend,9,x\n5E10,2026-03-31,recommend,9,x\n"))
    assert [(row, rule) for row, _, rule in faults(result)] == [
        (2, "9.00720E+15 is an id that a spreadsheet shortened: two customers could share it"),
        (3, "5E+3 is an id that a spreadsheet shortened: two customers could share it"),
    ]

    def book(path):
        made = openpyxl.Workbook()
        for row in (["customer_id", "at", "question", "score"], [2**53 + 1, dt.datetime(2026, 3, 31), "recommend", 9], [12, dt.datetime(2026, 3, 31), "recommend", 9]):
            made.active.append(row)
        made.save(path)

    result = load(study(book, "a.xlsx"))
    assert [row for row, *_ in faults(result)] == [2] and result.tables["responses"]["customer_id"].to_pylist() == ["12"]


def test_a_whole_number_is_written_the_same_in_every_batch(study):
    size = 1 << 18
    ids = pa.array([12.0] * size + [12.0, 12.5, 7.0])
    table = pa.table({"customer_id": ids, "at": pa.array([dt.date(2026, 3, 31)] * len(ids)), "question": ["recommend"] * len(ids), "score": [9.0] * len(ids)})
    found = load(study(lambda path: pq.write_table(table, path), "a.parquet")).tables["responses"]
    assert found["customer_id"].unique().to_pylist() == ["12", "12.5", "7"]


def test_numbers_in_parquet_that_are_none(study):
    table = pa.table({"customer_id": ["a"] * 5, "at": ["2026-03-31"] * 5, "question": ["recommend"] * 5,
                      "score": [float("nan"), float("inf"), 1e300, 9.5, -0.0]})
    result = load(study(lambda path: pq.write_table(table, path), "a.parquet"))
    assert {row for row, *_ in faults(result)} == {3, 4, 5}
    assert [row["score"] for row in result.tables["responses"].to_pylist()] == [None, 0.0]


def test_mixed_types_in_one_column_of_a_workbook(study):
    def book(path):
        made = openpyxl.Workbook()
        made.active.append(["customer_id", "at", "question", "score", "comment"])
        for cells in ([7, dt.datetime(2026, 3, 31), "recommend", 9, "1+1"], ["7", "2026-03-31", "recommend", "9", True], [7.0, dt.date(2026, 3, 31), "recommend", 9.0, 5],
                      ["b", dt.time(3, 31), "recommend", True, None], ["b", 46112, "recommend", "#DIV/0!", "#N/A"]):
            made.active.append(cells)
        made.save(path)

    result = load(study(book, "a.xlsx"))
    assert [row["customer_id"] for row in result.tables["responses"].to_pylist()] == ["7"] * 3
    assert {row for row, *_ in faults(result)} == {5, 6}


# Clocks


@pytest.mark.parametrize(
    "text",
    ["1948-01-01", "2999-01-01", "0001-01-01", "0000-01-01", "9999-12-31 23:59:59", "2026-02-29", "2026-13-01", "2026-03-31T24:00:00", "2026-03-31T23:59:60",
     "2026-3-1", "20260331", "2026-03-31T08:00:00+25:00", "2026-03", "2026", "1711843200", "2026-W12", "99999-01-01", "-2026-01-01", "46112", "２０２６-03-31",
     "2026-03-31 08:00 PM", "31/03/2026", "03/31/2026", "now", "NaT"],
)
def test_clock_nonsense_is_a_breach_that_names_it(study, text):
    result = load(study(HEAD + f"a,{text},recommend,9,x\n" + ROW))
    assert [(row, column) for row, column, _ in faults(result)] == [(2, "at")] and text in result.breaches[0].rule and result.accepted == 1


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
def test_typed_times_that_no_calendar_holds_are_refused_not_wrapped(study, unit):
    most = {"s": 2**53, "ms": 2**60, "us": 2**62, "ns": 2**62}[unit]
    ticks = pa.array([most, -most, 0, None], pa.int64()).cast(pa.timestamp(unit))
    table = pa.table({"customer_id": ["a"] * 4, "at": ticks, "wave": ["1"] * 4, "question": ["recommend"] * 4, "score": [9] * 4})
    result = load(study(lambda path: pq.write_table(table, path), "a.parquet"))
    assert {row for row, *_ in faults(result)} == {2, 3}
    assert [row["day"] for row in result.tables["responses"].to_pylist()] == [dt.date(1970, 1, 1), None]


# Rows that come twice


def test_rows_that_are_the_same_are_counted_and_left_out_only_when_told(study):
    body = HEAD + numbered(50) + numbered(7) + numbered(3) + "C0001,2026-03-02,recommend,1,fine  1\n"
    result = load(study(body))
    assert (result.read, result.accepted, result.sources[0].repeated, result.sources[0].left_out) == (61, 61, 10, 0)
    result = load(study(body, settings='repeats = "leave_out"\n'))
    assert (result.read, result.accepted, result.sources[0].left_out) == (51, 51, 10)


def test_the_command_says_what_happened_without_a_traceback(study, capsys):
    from cxlib.cli import main

    for body in (HEAD + "a,x,y,z,\x00\n", "\x00", '"', HEAD + '"'):
        with pytest.raises(SystemExit) as stopped:
            main(["check", str(study(body))])
        told = capsys.readouterr()
        assert stopped.value.code in (0, 1) and "Traceback" not in told.out + told.err and (told.out or told.err)


def test_many_files_are_not_held_open(study):
    where = study(HEAD + ROW)
    before = len(os.listdir("/proc/self/fd")) if os.path.isdir("/proc/self/fd") else 0
    for _ in range(20):
        load(where)
    assert not before or len(os.listdir("/proc/self/fd")) <= before + 2


def test_rows_are_the_same_only_where_every_value_is():
    """The marks of rows against rows compared value by value."""
    rng = np.random.default_rng(5)
    texts = np.array(["", "a", "aaaaaaaa", "aaaaaaaab", "Huế", "x" * 300, "x" * 299 + "y", "x" * 300 + "y", None], dtype=object)
    table = pa.table({
        "_row": np.arange(3000), "text": pa.array(texts[rng.integers(0, len(texts), 3000)], pa.string()), "number": pa.array(rng.integers(-3, 3, 3000).astype(float)),
        "day": pa.array(rng.integers(0, 4, 3000), pa.int32()).cast(pa.date32()), "coded": pa.array(texts[rng.integers(0, 3, 3000)], pa.string()).dictionary_encode(),
    })
    want = int(table.drop_columns(["_row"]).to_pandas().duplicated().sum())
    counted = repeats.Repeats()
    for start in range(0, 3000, 700):
        counted.add(table.slice(start, 700))
    assert counted.count() == want and not counted.is_estimate
    met = repeats.Marks()
    assert sum(int((~met.first_ones(repeats.row_marks(table.slice(start, 700)))).sum()) for start in range(0, 3000, 700)) == want
    assert len(met) == 3000 - want


@pytest.mark.parametrize("prefixes", [("20200301", "20200308"), tuple(f"SHOP{number:04d}" for number in range(10)), tuple(f"KH-{number:03d}-x" for number in range(10))])
def test_ids_that_are_alike_are_told_apart(prefixes):
    """A prefix and a running number, as shops give ids: no two share a mark."""
    listed = repeats.Listed()
    for prefix in prefixes:
        assert listed.first_ones(pa.array([f"{prefix}{number:08d}" for number in range(100_000)])).all()


def test_customers_are_told_apart_by_a_few_bytes_each():
    """A million ids that differ in one letter, in batches, some listed again: as Python's set has it."""
    rng = np.random.default_rng(6)
    listed, known, again = repeats.Listed(), set(), 0
    for _ in range(40):
        numbers = rng.integers(0, 1_500_000, 30_000)
        ids = [f"KH-{number:09d}" for number in numbers.tolist()]
        fresh = listed.first_ones(pa.chunked_array([pa.array(ids).dictionary_encode()]))
        want = []
        for name in ids:
            want.append(name not in known)
            known.add(name)
        assert fresh.tolist() == want
        again += int((~fresh).sum())
    assert again == 40 * 30_000 - len(known)


def test_of_very_many_rows_the_repeated_ones_are_estimated():
    counted = repeats.Repeats(most=4000)
    for start in range(0, 60_000, 5000):
        counted.add(pa.table({"id": np.arange(start, start + 5000) % 40_000}))
    assert counted.is_estimate and abs(counted.count() - 20_000) < 3000


def test_a_file_too_large_for_its_memory_says_that_its_repeated_rows_are_estimated(tiny_study, monkeypatch):
    monkeypatch.setattr(Engine, "marks", 64)
    rows = [{"customer_id": f"C{number % 500}", "at": "2026-03-01", "stage": "need", "channel": "app"} for number in range(1000)]
    for language, said in (("en", "About "), ("vi", "Khoảng ")):
        study = tiny_study(touchpoints=rows, settings="as_of = 2026-04-01", more='[journey]\nstages = ["need"]', language=language)
        note = next(text for text in quality.rows(study).caveats if text.startswith(said))
        number = int(note.split()[1].replace(",", "").replace(".", ""))
        assert abs(number - 500) < 250

"""The workbook holds the findings' own numbers, runs nothing, and is whole or not there."""

from __future__ import annotations

import datetime as dt
import json
import math
import os
import zipfile

import numpy as np
import openpyxl
import pandas as pd
import pytest

from cxlib import words
from cxlib.errors import RunError
from cxlib.finding import Finding, Layout, withhold
from cxlib.report import pages, sheets, workbook, write_workbook
from cxlib.slices import Slice

HOSTILE = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "=HYPERLINK(\"http://evil.example\")", "#N/A", "TRUE", "2026-01-01", "'x", "=cmd|' /C calc'!A0"]


def made(table=None, **more):
    table = pd.DataFrame({"region": ["Huế", "Hà Nội"], "base": [400, 1234], "value": [0.3, 0.41], "low": [0.2, 0.38], "high": [0.4, 0.44]}) if table is None else table
    given = {"unit": "points", "base": 1634, "caveats": ("Answers are voluntary.",), "owner": "Store lead", "next_step": "Ask them.", **more}
    return Finding(given.pop("name", "scores.level"), given.pop("question", "How happy?"), given.pop("sentence", "NPS is 41.0."), table, **given)


def banner():
    """Two questions by three columns, one of them withheld."""
    rows = [{"question": question, "metric": metric, "head": head, "base": base, "star": "*" if base < 30 else "", "value": value, "letters": letters, "unit": unit}
            for question, metric, unit in (("recommend", "nps", "points"), ("recommend", "promoters", "share"), ("happy", "csat_mean", "score"))
            for head, base, value, letters in (("Total", 90, 0.5, ""), ("=Huế (A)", 25, 0.625, "Bc"), ("x (B)", 60, 0.25, ""), ("y (C)", 5, 0.75, ""))]
    table = withhold(pd.DataFrame(rows), minimum=10)
    return made(table, layout=Layout(("question", "metric"), "head", above=("base",), marks={"value": "letters", "base": "star"}), unit="share")


def opened(path):
    return openpyxl.load_workbook(path)


def lines(sheet):
    """Cells from the heading on, as values, up to the first blank line."""
    width = max(cell.column for cell in sheet[5] if cell.value is not None)
    found = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=5, max_col=width)]
    return found[: next((place for place, line in enumerate(found) if not any(value is not None for value in line)), len(found))]


def test_numbers_are_numbers_in_the_units_that_people_read(tmp_path):
    table = pd.DataFrame({
        "region": ["Huế", "Hà Nội"], "share": [0.1234, 0.5], "gap": [-0.05, 0.1], "nps": [0.3, -1.0], "mean": [4.25, 3.0], "spent": [1234567.0, 0.0],
        "n": [1200, 3], "p": [0.0004, 0.5], "day": ["2026-03-07", "2026-12-31"], "idle": [3.5, 10.0], "plain": [0.25, 7.0], "year": [2026, 2025], "known": [True, False],
    })
    formats = {"share": "share", "gap": "signed_points", "nps": "points", "mean": "score", "spent": "money", "n": "count", "p": "p_value", "day": "date", "idle": "days"}
    sheet = opened(write_workbook([made(table, formats=formats, currency="VND", language="vi")], tmp_path / "a.xlsx")).worksheets[1]
    row = list(sheet.iter_rows(min_row=6, max_row=6))[0]
    assert [cell.value for cell in row] == ["Huế", 0.1234, -5, 30, 4.25, 1234567, 1200, 0.0004, dt.datetime(2026, 3, 7), 3.5, 0.25, 2026, "có"]
    assert [cell.number_format for cell in row[1:-1]] == [
        "0.0%", "+0.0;-0.0;0.0", "0.0", "0.00", '#,##0 "VND"', "#,##0", '[<0.001]"<"0.001;0.000', "dd/mm/yyyy", "#,##0.0", "#,##0.##", "0"]
    assert [cell.value for cell in list(sheet.iter_rows(min_row=7, max_row=7))[0]][3] == -100
    dollars = opened(write_workbook([made(table, formats=formats, currency="USD")], tmp_path / "b.xlsx")).worksheets[1]
    assert dollars["F6"].number_format == '#,##0.00 "USD"' and dollars["I6"].number_format == "yyyy-mm-dd"


def test_every_number_of_every_finding_is_there(small, tmp_path):
    from cxlib import scores
    from cxlib.scores.crosstab import cross_table

    findings = [scores.level(small), scores.trend(small, by="region"), scores.change(small), scores.retention(small), scores.arpu(small),
                cross_table(small, columns=["region", "plan"], rows=["recommend", "satisfaction"])]
    book = opened(write_workbook(findings, tmp_path / "a.xlsx"))
    assert len(book.sheetnames) == 1 + len(findings)
    for finding, sheet in zip(findings, book.worksheets[1:], strict=True):
        headings, entries = finding.entries()
        marked = [any(line[place].mark for line in entries) for place in range(len(headings))]
        shown = lines(sheet)[1:]
        assert len(shown) == len(entries)
        for line, values in zip(entries, shown, strict=True):
            values = iter(values)
            for entry, has_marks in zip(line, marked, strict=True):
                check(entry, next(values))
                if has_marks:
                    assert (next(values) or "") == entry.mark


def check(entry, value):
    if isinstance(entry.value, (int, float, np.number)) and not isinstance(entry.value, bool) and math.isfinite(entry.value):
        factor = 100 if entry.unit in ("points", "signed_points") else 1
        assert value == pytest.approx(factor * entry.value, rel=1e-14, abs=1e-300), entry
    elif entry.unit in ("text", "whole"):
        assert (value or "") == str(entry.value)
    else:
        assert value == "not known" or isinstance(value, (str, dt.datetime))


def test_a_banner_has_its_letters_beside_the_values(tmp_path):
    sheet = opened(write_workbook([banner()], tmp_path / "a.xlsx")).worksheets[1]
    assert lines(sheet) == [
        ["Question", "Metric", "Total", "=Huế (A)", "Mark", "x (B)", "y (C)"],
        ["recommend", "Base (n)", 90, 25, "*", 60, "withheld"],
        [None, "NPS", 50, 62.5, "Bc", 25, "withheld"],
        [None, "Promoters", 0.5, 0.625, "Bc", 0.25, "withheld"],
        ["happy", "Base (n)", 90, 25, "*", 60, "withheld"],
        [None, "CSAT mean", 0.5, 0.625, "Bc", 0.25, "withheld"],
    ]
    assert sheet.freeze_panes == "C6" and sheet["D7"].number_format == "0.0" and sheet["D8"].number_format == "0.0%"


def test_what_is_not_a_number_is_said(tmp_path):
    table = withhold(pd.DataFrame({"region": ["a", "b", "c", "d"], "base": [3.0, 50.0, 60.0, 0.0], "value": [0.5, np.nan, np.inf, np.nan]}), minimum=5)
    finding = made(table, unit="share", language="vi")
    assert [line[:3] for line in lines(opened(write_workbook([finding], tmp_path / "a.xlsx")).worksheets[1])[1:]] == [
        ["a", "ẩn", "ẩn"], ["b", 50, "chưa biết"], ["c", 60, "inf"], ["d", 0, "chưa biết"]]


def test_texts_run_nothing(tmp_path):
    table = pd.DataFrame({"=bad(1)": HOSTILE, "value": 0.5})
    finding = made(table, name="=x", question="=q()", sentence="@s", caveats=("=c", "+c"), owner="=o", next_step="-n", slice=Slice({"region": ("=r",)}), unit="share")
    path = write_workbook([finding], tmp_path / "a.xlsx", title="=title")
    book = opened(path)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert not [cell.value for cell in cells if cell.data_type in ("f", "e", "b")]
    dangerous = [cell for cell in cells if isinstance(cell.value, str) and cell.value.lstrip(" ")[:1] in "=+-@\t\n"]
    assert len(dangerous) >= 15 and all(cell.quotePrefix and cell.data_type == "s" for cell in dangerous)
    kept = [row[0] for row in lines(book.worksheets[1])[1:]]
    assert [text.replace("\r", "\n") for text in kept] == [text.replace("\r", "\n") for text in HOSTILE]
    with zipfile.ZipFile(path) as archive:
        sheets = [archive.read(name).decode() for name in archive.namelist()]
    assert not [text for text in sheets if "<f>" in text or "<f " in text or "evil.example\" " in text]
    assert not [name for name in zipfile.ZipFile(path).namelist() if "externalLink" in name or name.startswith("xl/worksheets/_rels")]


def test_letters_that_a_cell_may_not_hold_are_left_out(tmp_path):
    table = pd.DataFrame({"comment": ["bell\x07\x00", "x" * 40_000, "", "Phở rất ngon 🍜"], "value": 0.5})
    sheet = opened(write_workbook([made(table, sentence="half \ud83d pair")], tmp_path / "a.xlsx")).worksheets[1]
    assert [row[0] for row in lines(sheet)[1:]] == ["bell", "x" * 32_767, None, "Phở rất ngon 🍜"]
    assert sheet["A2"].value == "half ? pair"


def test_sheet_names_are_legal_and_their_own(tmp_path):
    keys = ["a" * 60, "a" * 60, "x[1]:*?/\\'y", "History", "Contents", "Điểm theo vùng", "a\x01b", "trailing '"]
    findings = [made(question=f"Q{place}?").with_key(key) for place, key in enumerate(keys)] * 14
    book = opened(write_workbook(findings, tmp_path / "a.xlsx"))
    names = book.sheetnames
    assert len({name.lower() for name in names}) == len(names) == 1 + len(findings)
    for name in names:
        assert 0 < len(name) <= 31 and not set("[]:*?/\\'\x01") & set(name) and name == name.strip() and name.lower() != "history"
    assert names[0] == "Contents" and names[6] == "06 Điểm theo vùng"


def test_contents_list_every_finding_with_a_link(tmp_path):
    findings = [made(), made(pd.DataFrame(), name="scores.change", question="Moved?", sentence="We cannot tell.", status="cannot_tell", base=0), banner()]
    book = opened(write_workbook(findings, tmp_path / "a.xlsx", title="Cà phê, Q3 2026"))
    sheet = book.worksheets[0]
    assert sheet["A1"].value == "Cà phê, Q3 2026" and sheet.freeze_panes == "A4"
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)]
    assert rows == [
        ["Question", "What we found", "Base (n)", "Status", "Sheet"],
        ["How happy?", "NPS is 41.0.", 1634, "Answered", "01 scores.level"],
        ["Moved?", "We cannot tell.", 0, "Cannot tell yet", "02 scores.change"],
        ["How happy?", "NPS is 41.0.", 1634, "Answered", "03 scores.level"],
    ]
    for row, name in zip(range(4, 7), book.sheetnames[1:], strict=True):
        assert sheet.cell(row, 5).hyperlink.location == f"'{name}'!A1"
        assert book[name]["A4"].hyperlink.location == "'Contents'!A1"


def test_a_sheet_says_question_sentence_base_slice_and_caveats(tmp_path):
    finding = made(slice=Slice({"region": ("Huế",)}), status="cannot_tell", provenance={"as_of": "2026-10-01", "fingerprint": "ab12", "rows": {"responses": 9}})
    sheet = opened(write_workbook([finding], tmp_path / "a.xlsx")).worksheets[1]
    texts = [row[0].value for row in sheet.iter_rows() if isinstance(row[0].value, str)]
    assert texts[:4] == ["How happy?", "NPS is 41.0.", f"n = 1,634 · {finding.slice} · Cannot tell yet", "Contents"]
    assert texts[-4:] == ["Answers are voluntary.", "Next: Ask them.", "Owner: Store lead",
                          "Finding: scores.level · As of: 2026-10-01 · Data fingerprint: ab12"]
    assert sheet.freeze_panes == "A6" and sheet.print_title_rows == "$5:$5"
    widths = [sheet.column_dimensions[letter].width for letter in "ABCDE"]
    assert all(sheets.NARROW <= width <= sheets.WIDE for width in widths)


def test_columns_are_as_wide_as_what_stands_in_them(tmp_path):
    table = pd.DataFrame({"region": ["Thành phố Hồ Chí Minh"], "comment": ["rất " * 60], "value": [0.5]})
    sheet = opened(write_workbook([made(table)], tmp_path / "a.xlsx")).worksheets[1]
    assert sheet.column_dimensions["A"].width == len("Thành phố Hồ Chí Minh") + 2
    assert sheet.column_dimensions["B"].width == sheets.WIDE and sheet["B6"].alignment.wrap_text


def test_a_long_table_is_cut_and_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr(workbook, "MOST_ROWS", 3)
    finding = made(pd.DataFrame({"region": list("abcde"), "value": 0.5}))
    sheet = opened(write_workbook([finding], tmp_path / "a.xlsx")).worksheets[1]
    assert len(lines(sheet)) == 4
    assert "The first 3 of 5 rows; all of them are in the report's folder tables." in [row[0].value for row in sheet.iter_rows()]


def test_vietnamese_is_kept(tmp_path):
    finding = made(language="vi", question="Khách hàng hài lòng đến đâu?", sentence="NPS là 41,0.")
    book = opened(write_workbook([finding], tmp_path / "a.xlsx"))
    assert book.sheetnames[0] == "Mục lục" and book.worksheets[0]["A4"].value == "Khách hàng hài lòng đến đâu?"
    assert lines(book.worksheets[1])[0] == ["Khu vực", "Cỡ mẫu (n)", "Giá trị", "Cận dưới", "Cận trên"]
    assert book.worksheets[0]["D4"].value == "Đã trả lời"


def test_equal_findings_give_equal_bytes(tmp_path, monkeypatch):
    first = write_workbook([made(), banner()], tmp_path / "a.xlsx").read_bytes()
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    monkeypatch.setattr("time.localtime", lambda *a: (2033, 5, 18, 3, 33, 20, 2, 138, 0))
    back = [Finding.from_json(json.loads(json.dumps(finding.to_json()))) for finding in (made(), banner())]
    assert write_workbook(back, tmp_path / "b.xlsx").read_bytes() == first
    assert write_workbook([made()], tmp_path / "c.xlsx").read_bytes() != first


def test_a_broken_write_leaves_the_last_file(tmp_path, monkeypatch):
    path = write_workbook([made()], tmp_path / "a.xlsx")
    before = path.read_bytes()

    def fails(*names):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", fails)
        with pytest.raises(RunError) as error:
            write_workbook([made(base=7)], path)
    assert str(error.value) == f'Cannot write "{path}" (No space left on device). Is the folder there, and the file not open elsewhere?'
    assert path.read_bytes() == before and [one.name for one in tmp_path.iterdir()] == ["a.xlsx"]
    assert write_workbook([made(base=7)], path).read_bytes() != before
    with pytest.raises(RunError, match="Cannot write"):
        write_workbook([made()], tmp_path / "nowhere" / "a.xlsx")


def test_no_findings_is_a_workbook_too(tmp_path):
    book = opened(write_workbook([], tmp_path / "a.xlsx", language="vi"))
    assert book.sheetnames == ["Mục lục"] and book.worksheets[0]["A1"].value == "Tất cả bảng số liệu"


def test_the_index_links_to_the_workbook_where_there_are_findings():
    from cxlib.report.prepare import Collected

    cover = pages.Cover("Cà phê", "2026Q3", "vi")
    shown = pages.index_page(cover, [], [pages.Drawn(Collected(made(), "01", 1))], [])
    assert f'<a href="{pages.WORKBOOK}">{pages.WORKBOOK}</a>' in shown and "Tất cả bảng số liệu trong một tệp Excel" in shown
    assert pages.WORKBOOK not in pages.index_page(cover, [], [], [])
    assert words.say("report.workbook.link", "en", file="x") == "All tables as a workbook: x"

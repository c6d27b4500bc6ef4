"""Slides hold the findings' own numbers in charts and tables that can be edited, and nothing leaves its place."""

from __future__ import annotations

import io
import math
import re
import shutil
import subprocess
import zipfile

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings, strategies as st
from pptx import Presentation
from pptx.util import Inches

from cxlib.finding import Chart, Finding, withhold
from cxlib.report import fitting, plots, slides

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
HOSTILE = "\x00\x0b\ud83d\uffff<b>&"
LONG = "Ở Hà Nội, khách rời bỏ nhiều hơn hẳn (chênh lệch 12,3 điểm; khoảng tin cậy 95%: 8,0 đến 16,6; n = 1.234). " * 6


def made(table=None, *, kind="interval", name="scores.level", language="en", **more):
    if table is None:
        table = pd.DataFrame({"region": ["Hà Nội", "Huế", "Đà Nẵng"], "base": [1234, 400, 3], "value": [0.41, -0.3, 0.5], "low": [0.38, -0.42, 0.1], "high": [0.44, -0.2, 0.9]})
        table = withhold(table, minimum=10)
    chart = more.pop("chart", None) or (Chart(kind, x="value", y="region", unit="points") if kind in ("interval", "bars") else Chart())
    rest = {"unit": "points", "base": 1637, "caveats": ("Answers are voluntary.",), "owner": "Store lead", "next_step": "Ask them.",
            "provenance": {"study": "Mẫu", "wave": "2026Q3", "fingerprint": "ab12", "version": "0.1.0"}, **more}
    return Finding(name, rest.pop("question", "How happy?"), rest.pop("sentence", "NPS is 41.0."), table, chart=chart, language=language, **rest)


def by_period(**more):
    rows = [{"period": f"2026Q{quarter}", "plan": plan, "base": 50 * quarter, "value": 0.1 * quarter, "low": 0.1 * quarter - 0.05, "high": 0.1 * quarter + 0.05, "complete": quarter < 3}
            for plan in ("Vàng", "Bạc") for quarter in (1, 2, 3)]
    return made(pd.DataFrame(rows), chart=Chart("line", x="period", y="value", series="plan", unit="share"), unit="share", **more)


def written(findings, tmp_path, **more):
    return Presentation(str(slides.write_slides(findings, tmp_path / "a.pptx", **more)))


def charts(deck):
    return [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]


def tables(slide):
    return [[[cell.text for cell in row.cells] for row in shape.table.rows] for shape in slide.shapes if shape.has_table]


def error_bars(series):
    """Plus and minus of a series' error bars, by place."""
    out = []
    for bars in series._element.iter(f"{C}errBars"):
        for side in ("plus", "minus"):
            cache = bars.find(f"{C}{side}/{C}numRef/{C}numCache")
            out.append({int(point.get("idx")): float(point.findtext(f"{C}v")) for point in cache.iter(f"{C}pt")})
    return out


def test_a_chart_is_native_and_its_intervals_are_error_bars(tmp_path):
    chart = charts(written([made()], tmp_path))[0]
    series = list(chart.plots[0].series)
    assert list(chart.plots[0].categories) == ["Hà Nội", "Huế", "Đà Nẵng"]
    assert list(series[0].values) == [41.0, -30.0, None]  # withheld: no bar
    assert error_bars(series[0]) == [{0: 3.0, 1: 10.0}, {0: 3.0, 1: 12.0}]
    order = [child.tag.removeprefix(C) for child in series[0]._element]
    assert order.index("errBars") < order.index("cat") < order.index("val")


def test_the_numbers_behind_a_chart_can_be_edited_and_are_no_formulas(tmp_path):
    table = pd.DataFrame({"region": ["=1+1", "@x", "+3"], "base": [10, 20, 30], "value": [0.1, 0.2, 0.3], "low": [0.0, 0.1, 0.2], "high": [0.2, 0.3, 0.4]})
    chart = charts(written([made(table)], tmp_path))[0]
    sheet = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))["Sheet1"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert rows == [["=1+1", 10, 10, 10], ["@x", 20, 10, 10], ["+3", 30, 10, 10]]
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_a_line_has_a_series_for_each_level_and_hollow_points_for_periods_that_are_not_complete(tmp_path):
    chart = charts(written([by_period()], tmp_path))[0]
    assert [(series.name, [round(value, 9) for value in series.values]) for series in chart.plots[0].series] == [("Vàng", [0.1, 0.2, 0.3]), ("Bạc", [0.1, 0.2, 0.3])]
    hollow = [[point.find(f"{C}idx").get("val") for point in series._element.iter(f"{C}dPt")] for series in chart.plots[0].series]
    assert hollow == [["2"], ["2"]] and chart.has_legend
    assert error_bars(chart.plots[0].series[0])[0] == pytest.approx({0: 0.05, 1: 0.05, 2: 0.05})


def test_the_table_beside_a_chart_says_value_interval_and_base_the_latest_period_first(tmp_path):
    deck = written([by_period(language="vi")], tmp_path)
    (table,) = tables(deck.slides[1])
    assert table[0] == ["Kỳ", "Hạng thành viên", "Giá trị (khoảng tin cậy 95%)", "Cỡ mẫu (n)"]
    assert table[1] == ["Quý 3/2026", "Bạc", "30,0% (25,0% đến 35,0%)", "150"]


def test_points_stand_at_their_numbers_with_intervals_both_ways(tmp_path):
    table = pd.DataFrame({"rating": ["a", "b"], "base": [9, 9], "x": [3.0, 4.0], "value": [0.2, 0.1], "low": [0.1, 0.05], "high": [0.3, 0.2], "xl": [2.5, 3.5], "xh": [3.5, 4.25]})
    chart = charts(written([made(table, chart=Chart("scatter", x="x", y="value", x_low="xl", x_high="xh", label="rating", unit="share"), unit="share")], tmp_path))[0]
    (series,) = chart.plots[0].series
    assert [float(value) for value in series._element.xpath("c:xVal//c:v/text()")] == [3.0, 4.0]
    up, down, right, left = error_bars(series)
    assert (up[1], down[1], right[1], left[1]) == pytest.approx((0.1, 0.05, 0.25, 0.5))


def test_a_band_that_is_no_interval_becomes_lines_and_is_called_what_it_is(tmp_path):
    table = pd.DataFrame({"period": ["2026-01", "2026-02"], "base": [9, 9], "value": [0.9, 0.2], "usual_low": [0.1, 0.1], "usual_high": [0.3, 0.3]})
    chart = Chart("line", x="period", y="value", low="usual_low", high="usual_high", unit="share", band_label="what is usual")
    deck = written([made(table, chart=chart, unit="share")], tmp_path)
    drawn = charts(deck)[0].plots[0].series
    assert [list(series.values) for series in drawn] == [[0.9, 0.2], [0.1, 0.1], [0.3, 0.3]]
    assert all(not error_bars(series) for series in drawn)
    assert "95%" not in "".join(shape.text_frame.text for shape in deck.slides[1].shapes if shape.has_text_frame)
    assert tables(deck.slides[1])[0][0][1] == "Value (what is usual)"


def test_a_heatmap_is_a_native_table_with_its_columns_across(tmp_path):
    table = pd.DataFrame({"to": ["a", "b"] * 2, "from": ["x", "x", "y", "y"], "base": 5, "value": [0.1, 0.2, 0.3, 0.4]})
    deck = written([made(table, chart=Chart("heatmap", x="to", y="from", value="value", unit="share"), unit="share")], tmp_path)
    assert [line[1:] for line in tables(deck.slides[1])[0]] == [["a", "b"], ["10.0%", "20.0%"], ["30.0%", "40.0%"]] and not charts(deck)


@pytest.mark.parametrize(("language", "said"), [("en", "and 245 more rows in the workbook, sheet 01 scores.level"), ("vi", "và 245 dòng nữa trong tệp Excel, trang 01 scores.level")])
def test_a_long_table_is_cut_and_says_how_much_more_there_is(tmp_path, language, said):
    table = pd.DataFrame({"customer_id": [f"c{n}" for n in range(260)], "score": [0.5] * 260})
    deck = written([made(table, kind="none", language=language)], tmp_path)
    shown = len(tables(deck.slides[1])[0]) - 1
    texts = " ".join(shape.text_frame.text for shape in deck.slides[1].shapes if shape.has_text_frame)
    assert re.sub(r"\d+", "#", said.split("sheet")[0].split("trang")[0], count=1) in re.sub(r"\d+", "#", texts)
    assert f" {260 - shown} " in texts and "01 scores.level" in texts


def test_notes_carry_base_interval_and_source(tmp_path):
    notes = written([made()], tmp_path).slides[1].notes_slide.notes_text_frame.text
    for part in ("n = 1,637", "Hà Nội: 41.0 (38.0 to 44.0); n = 1,234", "Đà Nẵng: withheld", "Answers are voluntary.", "Next: Ask them.", "Owner: Store lead", "Data fingerprint: ab12", "Wave: 2026Q3"):
        assert part in notes, part


def test_the_sentence_is_the_title_and_the_deck_opens_with_a_cover(tmp_path):
    deck = written([made(), by_period(name="scores.trend")], tmp_path, title="Tiệm, Q3 2026", about=("Data before 2026-10-01",))
    assert [slide.shapes.title.text for slide in deck.slides] == ["Tiệm, Q3 2026", "NPS is 41.0.", "NPS is 41.0."]
    assert any("Data before 2026-10-01" in shape.text_frame.text for shape in deck.slides[0].shapes)


def test_what_has_no_slide_is_counted_on_the_last_one(tmp_path):
    deck = written([made(name=f"a.b{n}") for n in range(4)], tmp_path, most=2)
    assert len(deck.slides) == 4
    assert any("2 more findings" in shape.text_frame.text for shape in deck.slides[3].shapes)


def test_the_readout_comes_first_then_what_it_names_then_what_is_answered():
    listed = made(pd.DataFrame({"question": ["Q3?", "Q2?"]}), name="readout.summary", kind="none", question="R?")
    found = [(made(question="Q1?", status="cannot_tell"), 2), (made(question="Q2?"), 2), (made(question="Q4?"), 5), (made(question="Q3?"), 3), (listed, 1)]
    assert [finding.question for finding in slides.in_order(found)] == ["R?", "Q3?", "Q2?", "Q4?", "Q1?"]


def test_equal_findings_give_equal_bytes(tmp_path):
    first = slides.write_slides([made(), by_period()], tmp_path / "a.pptx", title="x").read_bytes()
    again = [Finding.from_json(finding.to_json()) for finding in (made(), by_period())]
    assert slides.write_slides(again, tmp_path / "b.pptx", title="x").read_bytes() == first
    with zipfile.ZipFile(io.BytesIO(first)) as file:
        assert {entry.date_time for entry in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"2000-01-01" in file.read("docProps/core.xml")


@pytest.mark.parametrize("finding", [
    made(pd.DataFrame(), kind="none", status="nobody"), made(pd.DataFrame({"region": ["a"], "base": [1], "value": [0.5]})),
    made(pd.DataFrame({"region": ["a", "a"], "base": [1, 2], "value": [0.0, 0.0], "low": [0.0, 0.0], "high": [0.0, 0.0]})),
    made(pd.DataFrame({"region": ["\x00\x0b\uffff<b>&"], "base": [9], "value": [1e-9], "low": [0.0], "high": [0.1]}), sentence=HOSTILE, question=HOSTILE, owner=HOSTILE),
    made(pd.DataFrame({"region": ["a"], "base": [9], "value": [math.nan]}), caveats=(LONG,) * 9, sentence=LONG * 3),
    made(pd.DataFrame({f"c{n}": [LONG] * 40 for n in range(30)}), kind="none"),
    made(pd.DataFrame({"region": ["w" * 400] * 40, "base": 9, "value": 0.5, "low": 0.4, "high": 0.6})),
], ids=["empty", "one", "same", "hostile", "unknown", "wide", "one-word"])
def test_lawful_findings_of_every_shape_get_a_slide_on_which_nothing_leaves_the_page(tmp_path, finding):
    deck = written([finding], tmp_path)
    assert len(deck.slides) == 2
    for slide in deck.slides:
        for shape in slide.shapes:
            assert shape.left >= 0 and shape.top >= 0 and shape.left + shape.width <= Inches(13.34) and shape.top + shape.height <= Inches(7.51), shape.name
    for shape in deck.slides[1].shapes:
        if shape.has_table:
            assert shape.top + sum(row.height for row in shape.table.rows) <= Inches(6.65)


@settings(max_examples=60, deadline=None)
@given(st.text(min_size=1, max_size=400), st.floats(0.5, 12), st.floats(0.3, 2))
def test_a_fitted_text_fits(text, width, height):
    kept, points = fitting.fitted(text, width=width, height=height, largest=28, least=9)
    lines = fitting.lines_of(kept, width=width, points=points)
    assert 9 <= points <= 28
    assert len(lines) * fitting.line_height(points) <= max(height, fitting.line_height(9)) + 1e-6


def test_every_number_of_a_plot_is_the_tables_own():
    (plot,) = plots.plots(by_period())
    table = by_period().table
    assert sorted(value for series in plot.series for value in series.values) == pytest.approx(sorted(table["value"]))
    (bars,) = plots.plots(made())
    assert [value for value in bars.series[0].low] == [38.0, -42.0, None]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not here to open the slides")
def test_another_program_opens_the_slides(tmp_path):
    path = slides.write_slides([made(), by_period(language="vi", sentence=LONG)], tmp_path / "a.pptx", title="Tiệm")
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    data = (tmp_path / "a.pdf").read_bytes()
    assert len(re.findall(rb"/Type\s*/Page\b", data)) == 3
    if shutil.which("pdftotext"):
        text = subprocess.run(["pdftotext", str(tmp_path / "a.pdf"), "-"], capture_output=True, text=True, check=True).stdout
        assert "Ở Hà Nội, khách rời bỏ" in text and "Quý 3/2026" in text

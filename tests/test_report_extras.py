"""What a run writes for those who go on from it: state, hand-out, actions, and the comparison with the wave before."""

from __future__ import annotations

import csv
import re
import shutil
from dataclasses import replace
from html import escape
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from nbformat import v4

import cxlib
from cxlib import charts, report
from cxlib.finding import DRAWN, Chart
from cxlib.report import origin, outputs
from cxlib.report.pages import Cover, Drawn, chart_file, index_page
from cxlib.report.prepare import Collected, Prepared

from .conftest import write_study

FIRST = 'study = ""\nwave = None\nlanguage = None\ndata = None\nslice = ""\non_rejected = "stop"'
THEN = """import cxlib
from cxlib import controls, readout, scores
here = cxlib.open_study(study, wave=wave, language=language, data=data, slice=slice, on_rejected=on_rejected)
look = controls.slicer(here)
controls.follow(look, scores.level)"""
LAST = "controls.follow(look, readout.priorities)"


@pytest.fixture(scope="module")
def reports(small_folder, tmp_path_factory):
    """Two waves of the small company, each with its report."""
    root = tmp_path_factory.mktemp("extras")
    home, books = root / "study", root / "nb"
    shutil.copytree(small_folder, home, ignore=shutil.ignore_patterns(".cx"))
    books.mkdir()
    cells = [v4.new_code_cell(FIRST, metadata={"tags": ["parameters"]}), v4.new_markdown_cell("# Scores"), v4.new_code_cell(THEN), v4.new_code_cell(LAST)]
    for place, cell in enumerate(cells):
        cell["id"] = f"c{place}"
    nbformat.write(v4.new_notebook(cells=cells), books / "01_scores.ipynb")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(outputs, "browser", lambda: None)
        made = [report.run(home, wave=wave, out=root / "reports", notebooks=books) for wave in ("2026Q2", "2026Q3")]
        again = report.run(home, wave="2026Q3", out=root / "again", notebooks=books)
    assert not any(one.failed for one in (*made, again))
    return root, made, again


def test_everything_is_there_and_linked(reports):
    root, (earlier, later), _ = reports
    for name in ("handout.html", "state.json", "actions.csv"):
        assert (earlier.folder / name).is_file() and (later.folder / name).is_file()
    page = later.index.read_text(encoding="utf-8")
    for name in ("handout.html", "actions.csv", "compare.html", "workbook.xlsx", "slides.pptx"):
        assert f'href="{name}"' in page
    assert "compare.html" not in earlier.index.read_text(encoding="utf-8") and not (earlier.folder / "compare.html").exists()


def test_the_comparison_names_both_waves(reports):
    page = (reports[1][1].folder / "compare.html").read_text(encoding="utf-8")
    assert "2026" in page and "Q2" in page and "Q3" in page


def test_the_actions_are_the_gaps_of_the_wave(reports):
    later = reports[1][1]
    ranked = next(one for one in later.findings if one.name == "readout.priorities")
    with open(later.folder / "actions.csv", encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["key"] for row in rows] == list(ranked.table["_key"]) and {row["since"] for row in rows} == {"2026Q3"}


def test_the_same_run_elsewhere_gives_the_same_bytes(reports):
    _, (_, later), again = reports
    for name in ("state.json", "handout.html", "actions.csv", "findings.json", "workbook.xlsx", "slides.pptx"):
        assert (later.folder / name).read_bytes() == (again.folder / name).read_bytes(), name


def test_a_report_of_a_slice_has_no_hand_out(reports):
    root = reports[0]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(outputs, "browser", lambda: None)
        made = report.run(root / "study", wave="2026Q3", slice="region = Hà Nội", out=root / "sliced", notebooks=root / "nb")
    assert not (made.folder / "handout.html").exists() and (made.folder / "state.json").is_file()
    assert isinstance(made.folder, Path)


def test_every_page_says_what_its_numbers_rest_on(reports):
    root, (_, later), _ = reports
    study = cxlib.open_study(root / "study", wave="2026Q3")
    for name in ("index.html", "01_scores.html"):
        text = (later.folder / name).read_text(encoding="utf-8")
        told = text[text.index('<details class="origin">') :]
        facts = (study.provenance["fingerprint"], str(study.settings.seed), study.provenance["version"], "Weights", "Definitions", "pandas", "seconds</p>")
        assert [fact for fact in facts if fact not in told] == []
        assert [one.name for one in study.codebook.values() if escape(one.text("en")) not in told] == []


@pytest.mark.parametrize("language, refused", [("en", "more than 45 days"), ("vi", "quá 45 ngày")])
def test_definitions_are_told_as_the_study_sets_them(tmp_path, language, refused):
    write_study(tmp_path, settings=f'language = "{language}"\nas_of = 2026-10-01', responses=[{"customer_id": "x", "at": "2026-02-03", "question": "recommend", "score": 9}],
                more="[churn]\nsilence_days = 45")
    told = origin.origin_html(cxlib.open_study(tmp_path))
    assert refused in told and "<script" not in told and "None" not in told
    day = {"en": "2026-02-03", "vi": "03/02/2026"}[language]
    assert told.count(day) == 3 and "2026-09-30" not in told  # the days that the data have, not those that they could have


def test_questions_of_the_origin_are_escaped(tmp_path):
    write_study(tmp_path, settings="as_of = 2026-10-01", responses=[{"customer_id": "x", "at": "2026-02-03", "question": "recommend", "score": 9}],
                questions={"recommend": 'metric = "nps"\nscale = [0, 10]\nhigh_is = "good"\nowner = "<b>x</b>"\nwording.en = "<script>alert(1)</script>"'})
    told = origin.origin_html(cxlib.open_study(tmp_path))
    assert "<script" not in told and "<b>" not in told and "&lt;script&gt;" in told


def test_on_paper_nothing_lies_beside_the_page(reports):
    later = reports[1][1]
    long = replace(later.findings[0], key="long", table=pd.DataFrame({"base": [400] * 40, "place": [f"p{n}" for n in range(40)]}), chart=Chart(), layout=None)
    drawn = [Drawn(Collected(one, "01_scores", 1)) for one in (*later.findings, long)]
    book = Prepared("01_scores", v4.new_notebook(cells=[v4.new_markdown_cell("# Scores")]))
    cover = Cover("s", "2026Q3", "en", "2026-10-01", origin="<details class='origin'></details>", is_printed=True)
    page = index_page(cover, [book], drawn, [], beside=("workbook.xlsx",))
    links = re.findall(r'href="([^"]*)"', page)
    assert [link for link in links if not link.startswith(("#", "data:"))] == []
    assert {link[1:] for link in links if link.startswith("#")} <= set(re.findall(r'id="([^"]+)"', page))
    assert "p14" in page and "p15" not in page and "15 of 40 rows" in page and "tables/long.parquet" in page
    assert page.index("class='origin'") > page.index("p14")
    assert "p15" in index_page(replace(cover, is_printed=False), [book], drawn, [])


def test_a_chart_drawn_once_is_the_one_of_each_kind_and_leaves_the_notebook(reports):
    later = reports[1][1]
    for path in (later.folder / "notebooks").glob("*.ipynb"):
        assert DRAWN not in path.read_text(encoding="utf-8")
    shown = [one for one in later.findings if charts.png(one)]
    assert shown
    for one in shown:
        png, svg = charts.both(one)
        assert (png, svg) == (charts.png(one), charts.svg(one))
        assert (later.folder / chart_file(one, "png")).read_bytes() == png and (later.folder / chart_file(one, "svg")).read_text(encoding="utf-8") == svg

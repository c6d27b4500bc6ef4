"""What a run writes for those who go on from it: state, hand-out, actions, and the comparison with the wave before."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import nbformat
import pytest
from nbformat import v4

from cxlib import report
from cxlib.report import outputs

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

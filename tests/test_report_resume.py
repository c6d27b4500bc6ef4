"""A run that is stopped goes on where it was, and ends as if it had never been stopped."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest

from cxlib import report
from cxlib.errors import ArgumentError, RunError, StudyError
from cxlib.report import checks, execute, outputs, pace, pdf, prepare, resuming

v4 = nbformat.v4
PARAMETERS = 'study, wave, language = "", None, None\ndata, slice, on_rejected = None, "", "stop"'
OPENS = "import cxlib\nfrom cxlib import scores\nhere = cxlib.open_study(study, wave=wave, language=language, data=data, slice=slice, on_rejected=on_rejected)"
FILES = ("findings.json", "tables", "charts", "notebooks", "workbook.xlsx", "slides.pptx")


def write_notebook(path, *sources, **metadata):
    path.parent.mkdir(parents=True, exist_ok=True)
    first = v4.new_code_cell(PARAMETERS, metadata={"tags": ["parameters"]}, id="parameters")
    cells = [v4.new_markdown_cell(f"# {path.stem}?", id="title"), first, *(v4.new_code_cell(text, id=f"c{place}") for place, text in enumerate(sources))]
    nbformat.write(v4.new_notebook(cells=cells, metadata=metadata), path)


@pytest.fixture(scope="module")
def books(tmp_path_factory):
    """Two tiny notebooks that read the study."""
    folder = tmp_path_factory.mktemp("books")
    write_notebook(folder / "01_scores.ipynb", OPENS, "scores.level(here)", "scores.trend(here)")
    write_notebook(folder / "02_more.ipynb", OPENS, "print('a'); print('b')", "scores.level(here, by=here.main_segment)")
    return folder


@pytest.fixture(autouse=True)
def no_printing(monkeypatch):
    monkeypatch.setattr(outputs, "browser", lambda: None)


def contents(folder: Path) -> dict[str, bytes]:
    """The files that are the same to the byte for the same data, settings and software."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file() and path.relative_to(folder).parts[0] in FILES}


@pytest.fixture(scope="module")
def whole(small_folder, books, tmp_path_factory):
    """An unbroken run, and what it wrote."""
    out = tmp_path_factory.mktemp("whole")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(outputs, "browser", lambda: None)
        result = report.run(small_folder, out=out, notebooks=books)
    assert result.failed == () and result.reused == ()
    return SimpleNamespace(out=out, result=result, files=contents(result.folder))


def test_the_report_holds_every_kind_of_output(whole):
    assert {name.split("/")[0] for name in whole.files} == set(FILES)
    kept = json.loads(whole.files["findings.json"])
    assert len(kept["findings"]) == 3
    assert sum(name.startswith("charts/") and name.endswith(".svg") for name in whole.files) == sum(name.endswith(".png") for name in whole.files) == 3
    assert whole.result.notes == ("index.pdf was not made: no Chromium or Chrome is on this machine. Everything else is complete.",)


def test_a_second_run_takes_every_notebook_from_the_first_and_gives_the_same_bytes(whole, small_folder, books, monkeypatch):
    monkeypatch.setattr(execute, "_one", None)
    events = []
    result = report.run(small_folder, out=whole.out, notebooks=books, progress=events.append)
    assert result.reused == ("01_scores", "02_more")
    assert contents(result.folder) == whole.files
    assert "unchanged, taken from the last run" in str(next(event for event in events if event.kind == "reused"))


def test_fresh_runs_all_again_and_gives_the_same_bytes(whole, small_folder, books):
    result = report.run(small_folder, out=whole.out, notebooks=books, fresh=True)
    assert result.reused == () and contents(result.folder) == whole.files


def start(small_folder, books, out):
    code = (
        "import sys\nfrom cxlib import report\nfrom cxlib.report import outputs\noutputs.browser = lambda: None\n"
        "report.run(sys.argv[1], notebooks=sys.argv[2], out=sys.argv[3], jobs=1, progress=lambda e: print(e.kind, e.notebook, flush=True))"
    )
    return subprocess.Popen([sys.executable, "-c", code, str(small_folder), str(books), str(out)], stdout=subprocess.PIPE, text=True)


@pytest.mark.skipif(os.name != "posix", reason="kill -9 is of POSIX")
@pytest.mark.parametrize("moment", ["cell 01_scores", "started 02_more", "writing "])
def test_killed_at_any_moment_the_last_report_is_whole_and_the_next_run_ends_like_an_unbroken_one(whole, small_folder, books, tmp_path, moment):
    old = tmp_path / whole.result.folder.name
    shutil.copytree(whole.result.folder, old)
    (old / "findings.json").write_text("old")
    before = {path: path.read_bytes() for path in old.rglob("*") if path.is_file()}
    process = start(small_folder, books, tmp_path)
    for line in process.stdout:
        if line.startswith(moment):
            break
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    assert {path: path.read_bytes() for path in old.rglob("*") if path.is_file()} == before
    result = report.run(small_folder, out=tmp_path, notebooks=books)
    # a notebook that had ended is not run again
    assert len(result.reused) >= {"cell 01_scores": 0, "started 02_more": 1, "writing ": 2}[moment]
    assert contents(result.folder) == whole.files
    assert [path.name for path in tmp_path.iterdir() if ".new." in path.name] == []


def test_what_is_kept_half_or_spoilt_is_not_taken(whole, small_folder, books):
    work = whole.out / f".{whole.result.folder.name}.work"
    for path in work.glob("01_scores-*.json"):
        data = path.read_bytes()
        path.write_bytes(data[: len(data) // 2])
    result = report.run(small_folder, out=whole.out, notebooks=books)
    assert result.reused == ("02_more",) and contents(result.folder) == whole.files


@pytest.fixture
def book(tmp_path):
    write_notebook(tmp_path / "nb" / "a.ipynb", "1")

    def made(**parameters):
        return prepare.prepare(tmp_path / "nb" / "a.ipynb", {"study": "s", **parameters}, language="en")

    return made


def test_the_mark_changes_with_whatever_the_outputs_depend_on(book, tmp_path, monkeypatch):
    folder = tmp_path / "study"
    folder.mkdir()

    def mark(given=None, provenance=None):
        return resuming.mark_of(given or book(), provenance=provenance or {"fingerprint": "a"}, folder=folder, start=tmp_path / "nb")

    first = mark()
    assert mark() == first
    others = [mark(book(slice="region = Huế")), mark(provenance={"fingerprint": "b"})]
    (folder / "personas.json").write_text("{}")
    others.append(mark())
    (folder / "personas.json").write_text("{ }")
    others.append(mark())
    (tmp_path / "nb" / "own.py").write_text("x = 1")
    others.append(mark())
    (tmp_path / "nb" / "a.ipynb").write_text((tmp_path / "nb" / "a.ipynb").read_text().replace('"1"', '"2"'))
    others.append(mark())
    monkeypatch.setattr(resuming, "_software", lambda: "another version")
    others.append(mark())
    assert len({first, *others}) == 8


def test_rejected_rows_and_hidden_files_do_not_make_a_run_new(book, tmp_path):
    folder = tmp_path / "study"
    folder.mkdir()
    first = resuming.mark_of(book(), provenance={}, folder=folder, start=folder)
    (folder / "rejected.csv").write_text("x")
    (folder / ".hidden").write_text("x")
    assert resuming.mark_of(book(), provenance={}, folder=folder, start=folder) == first


def test_outputs_lose_what_differs_from_run_to_run_and_keep_the_rest(book):
    view = "application/vnd.jupyter.widget-view+json"
    outputs_ = [
        v4.new_output("stream", name="stdout", text="a"), v4.new_output("stream", name="stdout", text="b"),
        v4.new_output("display_data", {view: {"model_id": "by chance"}, "text/html": "", "text/plain": "x"}),
        v4.new_output("display_data", {"text/html": "<p>kept</p>"}), v4.new_output("display_data", {view: {"model_id": "too"}, "text/plain": "slider"}),
    ]
    cell = book().node.cells[-1]
    cell.outputs = outputs_
    resuming.without_chance([cell])
    assert [output.get("text") or dict(output.data) for output in cell.outputs] == [
        "ab", {"text/html": "<p>kept</p>"}, {view: {"version_major": 2, "version_minor": 0, "model_id": ""}, "text/plain": "slider"},
    ]


# -- what is looked at before anything slow ----------------------------------------------------------------------


def refused(tmp_path, small_folder, books, **wrong):
    given = {"wave": None, "out": tmp_path / "out", "notebooks": books, "language": None, "data": None, "slice": "", "jobs": 2, "on_rejected": "stop"}
    path = wrong.pop("study", small_folder)
    with pytest.raises(StudyError) as error:
        checks.check_run(path, **{**given, **wrong})
    return error.value


@pytest.mark.parametrize(("wrong", "said"), [
    ({"jobs": 0}, "jobs is how many notebooks run at once: a whole number from 1, not 0"),
    ({"language": "fr"}, "fr"), ({"on_rejected": "ask"}, "ask"), ({"slice": "region Huế"}, "region Huế"),
    ({"wave": "last"}, '"last" is no period; write it like 2026Q3, 2026-03 or 2026'), ({"notebooks": "nowhere"}, 'There is no folder of notebooks at "nowhere"'),
    ({"study": "nowhere"}, "nowhere"), ({"data": "nowhere"}, "nowhere"),
], ids=lambda value: next(iter(value)) if isinstance(value, dict) else "")
def test_a_wrong_setting_is_refused_before_anything_is_read(tmp_path, small_folder, books, monkeypatch, wrong, said):
    monkeypatch.setattr(report.build, "_open", None)
    assert said in str(refused(tmp_path, small_folder, books, **wrong))


def test_all_that_is_wrong_is_said_at_once(tmp_path, small_folder, books):
    error = refused(tmp_path, small_folder, books, jobs=0, language="fr", wave="last")
    assert isinstance(error, RunError) and str(error).startswith("The run was not started:\n- jobs is") and str(error).count("\n- ") == 3


def test_a_full_disk_and_a_folder_that_cannot_be_written_are_refused(tmp_path):
    with pytest.raises(RunError) as full:
        checks._check_out(tmp_path, usage=lambda path: SimpleNamespace(free=5_000_000))
    assert str(full.value) == f'"{tmp_path}" has room for 5 MB only, and a report needs 200. Make room, or name another folder with --out.'
    (tmp_path / "file").write_text("x")
    with pytest.raises(RunError, match="^Cannot write into"):
        checks._check_out(tmp_path / "file")


def test_a_missing_engine_is_said(monkeypatch):
    monkeypatch.setattr(checks.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(StudyError, match='needs the package pyspark.*"cxlib\\[spark\\]"'):
        checks._check_engine(SimpleNamespace(engine=SimpleNamespace(kind="spark")))


def test_a_wave_that_the_data_do_not_have_is_refused_before_any_notebook(tmp_path, small_folder, books, monkeypatch):
    monkeypatch.setattr(report.build, "execute", None)
    with pytest.raises(ArgumentError, match="no wave called"):
        report.run(small_folder, wave="1999Q1", out=tmp_path, notebooks=books)
    with pytest.raises(StudyError):
        report.run(small_folder, slice="nothing = here", out=tmp_path, notebooks=books)


# -- time left ---------------------------------------------------------------------------------------------------


def test_time_left_is_that_of_the_last_run_where_it_is_known(book):
    one = book()
    count = one.code_cells
    two = prepare.Prepared("b", one.node)
    known = {"a": [10.0] * count, "b": [1.0] * count}
    told = pace.Pace([one, two], "en", 2, known)
    first = told.progress(execute.Step("cell", one, 3.0, shown="How many?"))
    assert first.left == pytest.approx(10 * count - 10)  # the longest one, not the sum
    assert str(first).startswith("[1/2] a: How many?, about ")
    assert told.expected(one) == 10 * count and told.measured == {"a": [3.0]}
    assert pace.Pace([one, two], "en").expected(two) == pytest.approx(1.5 * count)


def test_reused_notebooks_are_not_timed(book):
    one = book()
    told = pace.Pace([one], "en")
    assert told.progress(execute.Step("ended", one), is_reused=True).kind == "reused" and told.measured == {}


# -- the PDF -----------------------------------------------------------------------------------------------------


def test_the_page_is_printed_with_its_evidence_open(tmp_path):
    program = pdf.browser()
    if program is None:
        pytest.skip("no browser here to print with")
    body = "<h1>Tiệm</h1><details><summary>Evidence</summary><p>behind a click: Đà Nẵng</p></details>"
    page = f'<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>x</title></head><body>{body}</body></html>'
    assert pdf.print_page(page, tmp_path / "a.pdf", program=program)
    data = (tmp_path / "a.pdf").read_bytes()
    assert data.startswith(b"%PDF") and b"D:20000101000000" in data
    if shutil.which("pdftotext"):
        text = subprocess.run(["pdftotext", str(tmp_path / "a.pdf"), "-"], capture_output=True, text=True, check=True).stdout
        assert "behind a click: Đà Nẵng" in text


def test_a_browser_that_fails_or_hangs_leaves_no_pdf(tmp_path):
    for text in ("exit 1", "sleep 60"):
        program = tmp_path / "fake"
        program.write_text(f"#!/bin/sh\n{text}\n")
        program.chmod(0o755)
        began = time.monotonic()
        assert not pdf.print_page("<p>x</p>", tmp_path / "a.pdf", program=str(program), seconds=1)
        assert not (tmp_path / "a.pdf").exists() and time.monotonic() - began < 20
    assert pdf.browser(("no such browser",)) is None



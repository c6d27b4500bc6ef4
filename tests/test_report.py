"""A report is whole or not there, says what failed, and needs nothing but itself."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import re
import signal
import subprocess
import sys
import time
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pandas as pd
import pytest

from cxlib import report, words
from cxlib.errors import ArgumentError, RunError
from cxlib.finding import MIME, Chart, Finding
from cxlib.report import build, checks, execute, folder, outputs, pages, pace, prepare, style

v4 = nbformat.v4
HOSTILE = '<script>alert("x")</script> & <img src=http://evil.example/a.png>'


def a_finding(*, sentence="NPS is 41.0 (38.0 to 44.0; n = 1,234).", language="en", **rest):
    table = pd.DataFrame({"region": ["Hà Nội", "Huế"], "base": [1234, 400], "value": [0.41, 0.3], "low": [0.38, 0.2], "high": [0.44, 0.4]})
    chart = Chart("interval", x="value", y="region", unit="points")
    given = {"table": table, "chart": chart, "base": 1634, "unit": "points", "caveats": ("Answers are voluntary.",), **rest}
    return Finding(given.pop("name", "scores.level"), given.pop("question", "How happy?"), sentence, language=language, **given)


def markdown(text, **metadata):
    return v4.new_markdown_cell(text, metadata=metadata)


def parameters():
    return v4.new_code_cell('study, wave, language = "", None, None', metadata={"tags": ["parameters"]})


def shows(finding):
    """A cell whose run displays the finding's JSON without importing anything slow."""
    bundle = {"text/plain": finding.sentence, "text/html": finding.to_html(), MIME: finding.to_json()}
    return v4.new_code_cell(f"import json\nfrom IPython.display import display\ndisplay(json.loads({json.dumps(bundle)!r}), raw=True)")


def write_notebook(path, *cells):
    path.parent.mkdir(parents=True, exist_ok=True)
    for place, cell in enumerate(cells):
        cell["id"] = f"cell-{place}"
    nbformat.write(v4.new_notebook(cells=list(cells)), path)
    return path


def without_extras(patch):
    """What is made from the study's own data, which the stand-in has not; tests/test_report_extras.py looks at it."""
    patch.setattr(build, "write_extras", lambda *arguments: ())
    patch.setattr(build, "compared_with_last", lambda *arguments: ())
    patch.setattr(build, "origin_html", lambda study: "")


@pytest.fixture
def study(monkeypatch):
    """A study that is only what a report asks of it."""
    made = SimpleNamespace(
        name="Cà phê & <b>Mẫu</b>", wave="2026Q3", language="en", as_of=dt.date(2026, 10, 1), slice="",
        settings=SimpleNamespace(synthetic=True), provenance={"fingerprint": "ab12", "rows": {"responses": 9}},
    )
    asked = {}

    def open_it(path, **options):
        asked.update(options, path=path)
        made.language = options.get("language") or "en"
        return made

    monkeypatch.setattr(build, "_open", open_it)
    monkeypatch.setattr(checks, "check_study", lambda *arguments, **options: None)
    without_extras(monkeypatch)
    made.asked = asked
    return made


@pytest.fixture
def no_kernels(monkeypatch):
    """Notebooks that "run" at once: a code cell's source is the JSON of the finding that it shows."""

    def at_once(books, *, jobs, folder, host):
        for book in books:
            yield execute.Step("started", book)
            failure = None
            for cell in (cell for cell in book.node.cells if cell.source.startswith("{")):
                cell.outputs = [v4.new_output("display_data", {MIME: json.loads(cell.source), "text/html": "<p>shown</p>"})]
                yield execute.Step("cell", book)
            if any("fail" in cell.source for cell in book.node.cells):
                failure = execute.Failure(book.name, 2, "ValueError", "it broke")
            yield execute.Step("ended", book, 0.1, failure)

    monkeypatch.setattr(build, "execute", at_once)
    monkeypatch.setattr(build, "warm", contextlib.nullcontext)
    monkeypatch.setattr(outputs, "browser", lambda: None)


def quick(finding):
    return v4.new_code_cell(json.dumps(finding.to_json()))


# -- running notebooks ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    """One real run: a notebook that works, one that fails, one whose kernel dies."""
    root = tmp_path_factory.mktemp("ran")
    books = root / "notebooks"
    write_notebook(
        books / "01_good.ipynb",
        markdown("# Who are *they*?\n\nWords.", cxlib={"vi": "# Họ là ai?\n\nLời."}),
        parameters(),
        v4.new_code_cell("print(study, wave, language)\nimport sys; print(sys.executable)"),
        shows(a_finding()),
        v4.new_code_cell("import warnings; warnings.warn('not for readers')"),
    )
    write_notebook(
        books / "02_fails.ipynb", parameters(), markdown("# Broken"), shows(a_finding(sentence="Kept.", name="journeys.drop_off")),
        v4.new_code_cell("1 + 1\nraise KeyError('two\\nlines <b>')"), v4.new_code_cell("never = 1"),
    )
    write_notebook(books / "03_dies.ipynb", markdown("# Dead"), v4.new_code_cell("import os; os._exit(3)"))
    events = []
    with pytest.MonkeyPatch.context() as patch:
        made = SimpleNamespace(
            name="Tiệm", wave="2026Q3", language="vi", as_of=None, slice="", settings=SimpleNamespace(synthetic=False), provenance={}
        )
        patch.setattr(build, "_open", lambda *a, **k: made)
        patch.setattr(checks, "check_study", lambda *a, **k: None)
        without_extras(patch)
        patch.setattr(outputs, "browser", lambda: None)
        result = report.run(root / "study", out=root / "reports", notebooks=books, progress=events.append)
    return SimpleNamespace(result=result, events=events, root=root)


def test_a_failing_notebook_is_named_with_its_cell_and_the_others_are_kept(ran):
    fails, dies = ran.result.failed
    assert str(fails) == "02_fails, cell 4: KeyError: 'two\\nlines <b>'"
    assert (dies.notebook, dies.cell, dies.error) == ("03_dies", 2, "DeadKernelError")
    assert "\n" not in str(dies)
    assert [finding.sentence for finding in ran.result.findings] == [a_finding().sentence, "Kept."]
    assert sorted(path.name for path in ran.result.folder.iterdir()) == [
        "01_good.html", "02_fails.html", "03_dies.html", "charts", "findings.json", "index.html", "notebooks", "slides.pptx", "tables", "workbook.xlsx",
    ]


def test_the_failure_stands_on_the_first_page_and_on_the_notebooks_own(ran):
    index = ran.result.index.read_text(encoding="utf-8")
    assert words.say("report.failed_title", "vi", n=2) in index
    assert "02_fails, ô 4: KeyError: &#x27;two\\nlines &lt;b&gt;&#x27;" in index
    page = (ran.result.folder / "02_fails.html").read_text(encoding="utf-8")
    assert "Notebook này dừng ở ô 4: KeyError" in page and "Kept." in page
    assert "Traceback" not in page


def test_parameters_reach_the_notebook_which_runs_in_this_python(ran):
    node = nbformat.read(ran.result.folder / "notebooks" / "01_good.ipynb", as_version=4)
    said = "".join(output.get("text", "") for cell in node.cells for output in cell.get("outputs", []) if output.get("name") == "stdout")
    assert said.splitlines() == [f"{ran.root / 'study'} 2026Q3 vi", sys.executable]


def test_the_vietnamese_text_of_a_cell_takes_the_place_of_the_english(ran):
    page = (ran.result.folder / "01_good.html").read_text(encoding="utf-8")
    assert "Họ là ai?" in page and "Who are" not in page
    assert '<html lang="vi">' in page


def test_a_reader_sees_no_parameters_and_no_warnings(ran):
    page = (ran.result.folder / "01_good.html").read_text(encoding="utf-8")
    assert str(ran.root) not in page.replace(sys.executable, "").replace(f"{ran.root / 'study'} 2026Q3 vi", "")
    assert "not for readers" in (ran.result.folder / "notebooks" / "01_good.ipynb").read_text(encoding="utf-8")
    assert "UserWarning" not in page


def test_progress_counts_every_notebook_and_its_share_never_falls(ran):
    ended = [event for event in ran.events if event.kind in ("done", "failed")]
    assert [event.done for event in ended] == [1, 2, 3]
    assert {event.notebook: event.kind for event in ended} == {"01_good": "done", "02_fails": "failed", "03_dies": "failed"}
    shares = [event.share for event in ran.events]
    assert shares == sorted(shares) and shares[-1] == 1.0
    assert ran.events[0].kind == "checking" and ran.events[-1].kind == "writing"


def test_closing_the_run_early_ends_its_kernels(tmp_path):
    path = write_notebook(tmp_path / "a.ipynb", v4.new_code_cell("import os; print(os.getpid(), flush=True)"), v4.new_code_cell("import time; time.sleep(600)"))
    book = prepare.prepare(path, {}, language="en")
    steps = execute.execute([book], jobs=1, folder=tmp_path)
    while next(steps).kind != "cell":
        pass
    began = time.monotonic()
    steps.close()
    assert time.monotonic() - began < 20
    pid = int(book.node.cells[0].outputs[0].text)
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_two_jobs_run_side_by_side(tmp_path):
    """Each notebook waits for a file that the other one writes."""
    code = "import time, pathlib\npathlib.Path('{me}').touch()\nend = time.time() + 30\nwhile not pathlib.Path('{other}').exists():\n    assert time.time() < end\n    time.sleep(.05)"
    books = [
        prepare.prepare(write_notebook(tmp_path / f"{me}.ipynb", v4.new_code_cell(code.format(me=me, other=other))), {}, language="en")
        for me, other in (("a", "b"), ("b", "a"))
    ]
    ended = [step for step in execute.execute(books, jobs=2, folder=tmp_path) if step.kind == "ended"]
    assert [step.failure for step in ended] == [None, None]


# -- before and after -------------------------------------------------------------------------------------------


def test_a_cell_is_counted_as_in_the_kept_notebook(tmp_path):
    path = write_notebook(tmp_path / "a.ipynb", parameters(), markdown("x"), shows(a_finding()))
    book = prepare.prepare(path, {"study": "s"}, language="en")
    assert [prepare.INJECTED in cell.metadata.tags for cell in book.node.cells] == [False, True, False, False]
    book.node.cells[3].outputs = [v4.new_output("display_data", {MIME: a_finding().to_json()})]
    assert [found.cell for found in prepare.collect(book)] == [3]


def test_preparing_twice_gives_the_same_notebook(tmp_path):
    path = write_notebook(tmp_path / "a.ipynb", markdown("# t"), parameters())
    first, second = (prepare.prepare(path, {"study": "s"}, language="en") for _ in range(2))
    assert nbformat.writes(first.node) == nbformat.writes(second.node)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("intro\n\n## Where do **they** leave? ##\n", "Where do they leave?"), ("no heading", "a"), ("# Khách `VIP` là *ai*?", "Khách VIP là ai?")],
)
def test_the_title_is_the_first_heading(tmp_path, text, expected):
    path = write_notebook(tmp_path / "a.ipynb", v4.new_code_cell("# not a heading"), markdown(text))
    assert prepare.title(prepare.prepare(path, {}, language="en")) == expected


def test_a_finding_shown_twice_counts_once_and_keys_are_own(tmp_path):
    book = prepare.prepare(write_notebook(tmp_path / "a.ipynb", v4.new_code_cell("x")), {}, language="en")
    shown = [a_finding(), a_finding(), a_finding(sentence="Other."), a_finding(sentence="Case.", key="Scores.Level"), a_finding(key="Scores/level.2"), a_finding(key="x" * 300)]
    book.node.cells[0].outputs = [v4.new_output("display_data", {MIME: finding.to_json()}) for finding in shown]
    found = prepare.own_keys(prepare.collect(book))
    assert [(one.finding.key, one.finding.sentence) for one in found] == [
        ("scores.level", shown[0].sentence), ("scores.level.2", "Other."), ("Scores.Level.3", "Case."),
        ("Scores/level.2", shown[0].sentence), ("x" * 300, shown[0].sentence),
    ]
    files = [pages.table_file(one.finding).lower() for one in found]
    assert len(set(files)) == len(files) and max(map(len, files)) < 120


def test_what_is_not_there_is_said_at_once(tmp_path, study):
    with pytest.raises(RunError) as none:
        report.run("s", notebooks=tmp_path / "no", out=tmp_path)
    assert str(none.value) == f'There is no folder of notebooks at "{tmp_path / "no"}". Name one with --notebooks.'
    (tmp_path / "empty").mkdir()
    with pytest.raises(RunError) as empty:
        report.run("s", notebooks=tmp_path / "empty", out=tmp_path)
    assert str(empty.value) == f'The folder "{tmp_path / "empty"}" holds no notebook (*.ipynb). Name another with --notebooks.'
    (tmp_path / "empty" / "a.ipynb").write_text("not json")
    with pytest.raises(RunError, match=r'a\.ipynb" cannot be read as a notebook \(NotJSONError\)\. Open it in JupyterLab\.$'):
        report.run("s", notebooks=tmp_path / "empty", out=tmp_path)
    (tmp_path / "empty" / "a.ipynb").unlink()
    write_notebook(tmp_path / "empty" / "b.ipynb", markdown("x"))
    with pytest.raises(ArgumentError, match="^jobs is how many notebooks run at once: a whole number from 1, not 0$"):
        report.run("s", notebooks=tmp_path / "empty", out=tmp_path, jobs=0)
    assert study.asked == {}  # nothing was opened


# -- the folder -------------------------------------------------------------------------------------------------


def run_quick(tmp_path, sentence="Old.", **options):
    write_notebook(tmp_path / "nb" / "01.ipynb", markdown("# One"), quick(a_finding(sentence=sentence)))
    write_notebook(tmp_path / "nb" / "02.ipynb", markdown("# Two"), quick(a_finding(sentence=sentence, name="churn.at_risk")))
    return report.run("s", notebooks=tmp_path / "nb", out=tmp_path / "reports", **options)


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


class Killed(BaseException):
    pass


def stop_at(monkeypatch, name, nth, *, after=False):
    """Let `name` of the module die at its nth call, before or after it has done its work."""
    module, attribute = name
    real, calls = getattr(module, attribute), []

    def dying(*arguments, **options):
        calls.append(1)
        if len(calls) == nth and not after:
            raise Killed
        out = real(*arguments, **options)
        if len(calls) == nth:
            raise Killed
        return out

    monkeypatch.setattr(module, attribute, dying)


STEPS = [
    ((build, "prepare"), 2), ((build, "collect"), 1), ((build, "collect"), 2), ((build, "notebook_page"), 2), ((build, "draw"), 2),
    ((build, "write_outputs"), 1), ((outputs, "write_workbook"), 1), ((outputs, "write_slides"), 1), ((outputs, "index_page"), 1), ((pd.DataFrame, "to_parquet"), 2), ((folder, "_put_in_place"), 1),
    ((folder, "_exchange"), 1),
]


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("step", STEPS, ids=lambda step: f"{step[0][1]}-{step[1]}")
def test_a_run_stopped_at_any_step_leaves_a_whole_report(tmp_path, study, no_kernels, monkeypatch, step, after):
    result = run_quick(tmp_path)
    old = contents(result.folder)
    whole_new = contents(run_quick(tmp_path / "other", "New.").folder)
    with monkeypatch.context() as patch:
        stop_at(patch, *step, after=after)
        with pytest.raises(Killed):
            run_quick(tmp_path, "New.")
    assert contents(result.folder) in (old, whole_new)
    if step[0][1] not in ("_put_in_place", "_exchange"):
        assert contents(result.folder) == old
    assert [path.name for path in (tmp_path / "reports").iterdir() if ".new." in path.name] == []


def test_a_run_stopped_in_any_progress_call_leaves_the_old_report(tmp_path, study, no_kernels):
    result = run_quick(tmp_path)
    old, events = contents(result.folder), []
    run_quick(tmp_path / "count", progress=events.append)
    for place in range(len(events)):
        left = iter(range(place))

        def dying(event, left=left):
            if next(left, None) is None:
                raise Killed

        with pytest.raises(Killed):
            run_quick(tmp_path, "New.", progress=dying, fresh=True)
        assert contents(result.folder) == old


def test_killed_between_two_renames_the_next_run_puts_the_old_report_back(tmp_path, study, no_kernels, monkeypatch):
    """The way of systems that cannot exchange two folders in one step."""
    monkeypatch.setattr(folder, "_exchange", lambda *a: False)
    result = run_quick(tmp_path)
    old = contents(result.folder)
    with monkeypatch.context() as patch:
        stop_at(patch, (folder.os, "rename"), 2)
        with pytest.raises(Killed):
            run_quick(tmp_path, "New.")
    assert not result.folder.exists()
    with monkeypatch.context() as patch:
        stop_at(patch, (build, "write_outputs"), 1)
        with pytest.raises(Killed):
            run_quick(tmp_path, "New.")
    assert contents(result.folder) == old
    assert b"New." in contents(run_quick(tmp_path, "New.").folder)["index.html"]
    assert sorted(path.name for path in (tmp_path / "reports").iterdir()) == [".2026Q3.lock", ".2026Q3.work", "2026Q3"]


def test_what_a_dead_run_left_is_cleaned_and_a_new_report_takes_the_place(tmp_path, study, no_kernels):
    result = run_quick(tmp_path)
    (result.folder / "stale.txt").write_text("from the old report")
    (tmp_path / "reports" / ".2026Q3.new.dead").mkdir()
    run_quick(tmp_path, "New.")
    assert not (result.folder / "stale.txt").exists()
    assert b"New." in contents(result.folder)["index.html"]
    assert sorted(path.name for path in (tmp_path / "reports").iterdir()) == [".2026Q3.lock", ".2026Q3.work", "2026Q3"]


def test_two_runs_of_one_wave_do_not_write_at_once(tmp_path, study, no_kernels):
    with folder.new_report(tmp_path / "reports", "2026Q3"), pytest.raises(RunError) as refused:
        run_quick(tmp_path)
    target = tmp_path / "reports" / "2026Q3"
    assert str(refused.value) == f'Another run is writing "{target}" now. Wait until it ends, or stop it.'


def test_when_nothing_could_be_found_the_last_good_report_stays(tmp_path, study, no_kernels):
    old = contents(run_quick(tmp_path).folder)
    for name in ("01", "02"):
        write_notebook(tmp_path / "nb" / f"{name}.ipynb", v4.new_code_cell("fail"))
    result = report.run("s", notebooks=tmp_path / "nb", out=tmp_path / "reports")
    assert result.folder.name == "2026Q3-failed" and len(result.failed) == 2
    assert contents(tmp_path / "reports" / "2026Q3") == old


def test_the_same_run_twice_gives_the_same_bytes(tmp_path, study, no_kernels):
    first = contents(run_quick(tmp_path / "a").folder)
    second = contents(run_quick(tmp_path / "b").folder)
    assert len(first) == 14 and first == second


def test_an_out_folder_that_is_a_file_is_refused(tmp_path, study, no_kernels):
    (tmp_path / "reports").write_text("x")
    with pytest.raises(RunError, match=r'^Cannot write into ".*reports" \(File exists\)\. Name another folder with --out\.$'):
        run_quick(tmp_path)


@pytest.mark.skipif(os.name != "posix", reason="kill -9 is of POSIX")
def test_a_killed_process_leaves_the_old_report_whole_and_no_kernel(tmp_path, study, no_kernels):
    old = contents(run_quick(tmp_path).folder)
    sleeping = v4.new_code_cell(f"import os, pathlib, time; pathlib.Path({str(tmp_path / 'pid')!r}).write_text(str(os.getpid())); time.sleep(600)")
    write_notebook(tmp_path / "nb" / "01.ipynb", sleeping)
    code = (
        "import types\nfrom cxlib.report import build, checks\nchecks.check_study = lambda *a, **k: None\n"
        "s = types.SimpleNamespace(name='s', wave='2026Q3', language='en', as_of=None, slice='', provenance={},"
        " settings=types.SimpleNamespace(synthetic=False))\n"
        f"build._open = lambda *a, **k: s\nbuild.origin_html = lambda study: ''\nbuild.run('s', notebooks={str(tmp_path / 'nb')!r}, out={str(tmp_path / 'reports')!r})"
    )
    process = subprocess.Popen([sys.executable, "-c", code])
    pid = int(wait_for(lambda: (tmp_path / "pid").exists() and (tmp_path / "pid").read_text()))
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert contents(tmp_path / "reports" / "2026Q3") == old
    wait_for(lambda: not alive(pid))
    assert b"New." in contents(run_quick(tmp_path, "New.").folder)["index.html"]
    assert sorted(path.name for path in (tmp_path / "reports").iterdir()) == [".2026Q3.lock", ".2026Q3.work", "2026Q3"]


def wait_for(condition, seconds=40):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if got := condition():
            return got
        time.sleep(0.1)
    raise AssertionError("did not happen in time")


def alive(pid):
    """Whether the process runs; one that has ended but was not waited for counts as ended."""
    status = Path(f"/proc/{pid}/stat")
    if status.exists():
        return status.read_text().rsplit(")", 1)[1].split()[0] != "Z"
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return not Path("/proc").is_dir()


# -- the pages --------------------------------------------------------------------------------------------------


class Page(HTMLParser):
    """What a page asks for, and its outline."""

    void = {"meta", "link", "img", "br", "hr", "input", "col"}

    def __init__(self, text):
        super().__init__()
        self.addresses, self.tags, self.headings, self.images, self.open = [], [], [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        given = dict(attributes)
        self.addresses += [given[name] for name in ("src", "href", "srcset", "action", "data", "poster") if given.get(name)]
        assert not any(name.startswith("on") for name in given), given
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag == "img":
            self.images.append(given)
        if tag not in self.void:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag in self.open:
            while self.open.pop() != tag:
                pass


@pytest.fixture
def hostile(tmp_path, study, no_kernels):
    """A report in which every text that comes from data is an attack."""
    study.name = study.slice = HOSTILE
    study.provenance = {HOSTILE: HOSTILE}
    table = pd.DataFrame({HOSTILE: [HOSTILE], "base": [10], "value": [0.5], "low": [0.4], "high": [0.6]})
    finding = a_finding(
        name=HOSTILE, question=HOSTILE, sentence=HOSTILE, table=table, chart=Chart("interval", x="value", y=HOSTILE), owner=HOSTILE,
        caveats=(HOSTILE,), next_step=HOSTILE, provenance={"note": HOSTILE}, status="cannot_tell",
    )
    write_notebook(tmp_path / "nb" / "01 a#b.ipynb", markdown("# Title & more"), quick(finding))
    write_notebook(tmp_path / "nb" / "02.ipynb", markdown("# Bad"), v4.new_code_cell("fail"))
    return report.run("s", notebooks=tmp_path / "nb", out=tmp_path / "reports")


def test_hostile_text_is_shown_and_does_nothing(hostile):
    text = hostile.index.read_text(encoding="utf-8")
    page = Page(text)
    assert text.count("&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;") >= 7
    assert not {"script", "iframe", "object", "embed", "form"} & set(page.tags)
    assert all(image["src"].startswith("data:image/svg+xml;base64,") for image in page.images)
    table = hostile.folder / pages.table_file(hostile.findings[0])
    assert table.parent == hostile.folder / "tables" and table.is_file()


def test_pages_ask_nothing_of_the_network(ran, hostile):
    for path in [*ran.result.folder.glob("*.html"), *hostile.folder.glob("*.html")]:
        text = path.read_text(encoding="utf-8")
        page = Page(text)
        outside = [address for address in page.addresses if re.match(r"\s*(?:[a-z]+:)?//|\s*(?!data:)[a-z]+:", address, re.IGNORECASE)]
        assert outside == [], path.name
        assert "script" not in page.tags and "url(" not in text and "@import" not in text
        assert f'<meta http-equiv="Content-Security-Policy" content="{style.POLICY}">' in text
        assert text.index("charset") < text.index("Content-Security-Policy") < text.index("<title>")


def test_links_lead_to_files_that_are_there(hostile):
    from urllib.parse import unquote

    for path in hostile.folder.glob("*.html"):
        page = Page(path.read_text(encoding="utf-8"))
        for address in page.addresses:
            if not address.startswith(("#", "data:")):
                assert (hostile.folder / unquote(address)).is_file(), address


def test_headings_stand_in_order_and_pictures_have_words(ran, hostile):
    for result in (ran.result, hostile):
        page = Page(result.index.read_text(encoding="utf-8"))
        assert page.headings[0] == 1 and page.headings.count(1) == 1
        assert all(later <= earlier + 1 for earlier, later in zip(page.headings, page.headings[1:], strict=False))
        assert page.images and all(image.get("alt") for image in page.images)
        assert page.open == []


def test_every_colour_can_be_read_on_its_ground():
    def light(colour):
        digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
        parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    checked = 0
    for rule in re.findall(r"\{([^{}]*)\}", style.CSS):
        colour = re.search(r"(?:^|[;\s])color:\s*(#\w+)", rule)
        ground = re.search(r"background:\s*(#\w+)", rule)
        if colour:
            pair = sorted((light(colour[1]), light(ground[1] if ground else "#fff")))
            assert (pair[1] + 0.05) / (pair[0] + 0.05) >= 4.5, rule
            checked += 1
    assert checked >= 6


def test_a_long_table_is_cut_on_the_page_and_whole_in_its_file(tmp_path, study, no_kernels):
    table = pd.DataFrame({"customer_id": [f"c{n}" for n in range(250)], "base": 1, "score": [0.5] * 250, "mixed": [1, "a"] * 125})
    write_notebook(tmp_path / "nb" / "01.ipynb", quick(a_finding(table=table, chart=Chart())))
    result = report.run("s", notebooks=tmp_path / "nb", out=tmp_path / "reports")
    text = result.index.read_text(encoding="utf-8")
    assert "<td>c99</td>" in text and "<td>c100</td>" not in text
    assert "The first 100 of 250 rows; all of them are in" in text
    kept = pd.read_parquet(result.folder / "tables" / "scores.level.parquet")
    assert kept["customer_id"].tolist() == table["customer_id"].tolist()


def test_a_long_sentence_in_a_table_is_written_in_full(tmp_path, study, no_kernels):
    long = "Of 100 customers called 34%, 37 left; " * 8 + "the end."
    write_notebook(tmp_path / "nb" / "01.ipynb", quick(a_finding(table=pd.DataFrame({"sentence": [long]}), chart=Chart())))
    assert f"<td>{long}</td>" in report.run("s", notebooks=tmp_path / "nb", out=tmp_path / "reports").index.read_text(encoding="utf-8")


@pytest.mark.parametrize(("chart", "seen"), [(Chart(), True), (Chart("interval", x="value", y="region"), False)])
def test_the_base_is_always_in_sight(tmp_path, study, no_kernels, chart, seen):
    """Below the sentence where there is no chart; a chart says it itself, and the evidence repeats it."""
    write_notebook(tmp_path / "nb" / "01.ipynb", quick(a_finding(chart=chart)))
    text = report.run("s", notebooks=tmp_path / "nb", out=tmp_path / "reports").index.read_text(encoding="utf-8")
    assert (text.index("n = 1,634 · everyone") < text.index("<details>")) is seen


def test_findings_are_kept_as_data_that_reads_back_equal(tmp_path, study, no_kernels):
    result = run_quick(tmp_path)
    kept = json.loads((result.folder / "findings.json").read_text(encoding="utf-8"))
    assert [Finding.from_json(one) for one in kept["findings"]] == list(result.findings)
    assert [(one["notebook"], one["cell"]) for one in kept["findings"]] == [("01", 2), ("02", 2)]
    assert (kept["study"], kept["wave"], kept["synthetic"], kept["failed"]) == (study.name, "2026Q3", True, [])


def test_a_chart_that_cannot_be_drawn_keeps_its_finding_and_is_named(tmp_path, study, no_kernels, monkeypatch):
    def broken(found):
        raise ValueError("no\nroom")

    monkeypatch.setattr(build, "draw", broken)
    result = run_quick(tmp_path)
    assert [str(failure) for failure in result.failed] == [
        "01, cell 2: ValueError: the chart of scores.level cannot be drawn: no room",
        "02, cell 2: ValueError: the chart of churn.at_risk cannot be drawn: no room",
    ]
    assert result.folder.name == "2026Q3" and len(result.findings) == 2


@pytest.mark.parametrize(("language", "said"), [("en", "Synthetic data: this company is made up."), ("vi", "Dữ liệu giả lập: công ty này không có thật.")])
def test_made_up_data_is_said_on_every_page(tmp_path, study, no_kernels, language, said):
    result = run_quick(tmp_path, language=language)
    for path in result.folder.glob("*.html"):
        assert said in path.read_text(encoding="utf-8")
    study.settings.synthetic = False
    assert said not in run_quick(tmp_path, language=language).index.read_text(encoding="utf-8")


def test_a_live_control_without_a_picture_says_so(tmp_path):
    cover = pages.Cover("s", "w", "en")
    book = prepare.prepare(write_notebook(tmp_path / "a.ipynb", v4.new_code_cell("x")), {}, language="en")
    view = {"application/vnd.jupyter.widget-view+json": {"model_id": "1"}, "text/plain": "IntSlider()"}
    book.node.cells[0].outputs = [v4.new_output("display_data", view)]
    assert "This control works while the notebook is open in JupyterLab." in pages.notebook_page(cover, book)
    book.node.cells[0].outputs = [v4.new_output("display_data", {**view, "text/html": '<details><summary>t</summary><img src="data:image/png;base64,AA" alt="a"></details>'})]
    page = pages.notebook_page(cover, book)
    assert [(image["src"], image["alt"]) for image in Page(page).images] == [("data:image/png;base64,AA", "a")]
    assert "<summary>t</summary>" in page and "IntSlider" not in page


def test_every_text_of_the_report_is_in_both_languages():
    from cxlib.words.report import TEXT

    for key, texts in TEXT.items():
        assert key.startswith("report.") and set(texts) == {"en", "vi"}
        places = [sorted(re.findall(r"\{.*?\}", text)) for text in texts.values()]
        assert places[0] == places[1], key


def test_progress_speaks_both_languages():
    done = pace.Progress("done", "02_journeys", 2, 6, 3, 0.4, 8.13, 20.4)
    assert str(done) == "[3/6] 02_journeys done in 8.1 s, about 20 s left"
    assert str(replace(done, language="vi")) == "[3/6] 02_journeys xong sau 8,1 giây, còn khoảng 20 giây"
    assert str(replace(done, kind="failed", done=6)) == "[3/6] 02_journeys failed after 8.1 s"


# -- in a browser -----------------------------------------------------------------------------------------------


@pytest.mark.browser
@pytest.mark.parametrize("scripts", [True, False])
def test_the_page_works_in_a_browser_without_network(ran, hostile, scripts):
    api = pytest.importorskip("playwright.sync_api")
    if not Path("/usr/bin/chromium").exists():
        pytest.skip("no chromium here")
    problems, asked = [], []
    with api.sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"])
        context = browser.new_context(offline=True, java_script_enabled=scripts)
        page = context.new_page()
        page.on("console", lambda message: problems.append(message.text))
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("request", lambda request: asked.append(request.url))
        for path in [*ran.result.folder.glob("*.html"), *hostile.folder.glob("*.html")]:
            page.goto(path.as_uri())
            if path.name == "index.html":
                page.locator("details summary").first.click()
                assert page.locator("details table").first.is_visible()
        browser.close()
    assert problems == []
    assert [address for address in asked if not address.startswith(("file:", "data:"))] == []

"""The command says one thing for each way to end, and ends with the right code."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest

from cxlib import __version__, cli, samples

v4 = nbformat.v4


def cx(*arguments, cwd=None, **environment):
    """Run the command as a user would; gives exit code, stdout and stderr."""
    done = subprocess.run(
        [sys.executable, "-m", "cxlib.cli", *map(str, arguments)],
        cwd=cwd, capture_output=True, encoding="utf-8", env={**os.environ, "PYTHONUTF8": "1", "NO_COLOR": "1", "COLUMNS": "160", **environment},
    )
    return done.returncode, done.stdout, done.stderr


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    """The synthetic study, small: 400 customers."""
    return samples.write(samples.company(scale=0.02, seed=7), tmp_path_factory.mktemp("cli") / "study")


def notebooks(folder, **sources):
    """A notebook for each name: a parameter cell, then one cell with the source given."""
    folder.mkdir(parents=True, exist_ok=True)
    start = 'study, wave, language, data, slice, on_rejected = "", None, None, None, "", "stop"'
    for name, source in sources.items():
        cells = [
            v4.new_markdown_cell(f"# {name}?"),
            v4.new_code_cell(start, metadata={"tags": ["parameters"]}),
            v4.new_code_cell("import cxlib\nseen = cxlib.open_study(study, wave=wave, language=language, data=data, slice=slice, on_rejected=on_rejected)"),
            v4.new_code_cell(source),
        ]
        nbformat.write(v4.new_notebook(cells=cells), folder / f"{name}.ipynb")
    return folder


FINDS = """
import pandas as pd
base = int(seen.score_counts()["n"].sum())
seen.finding("scores.answers", question="How many answered?", sentence=f"{base} answers up to {seen.wave}, {seen.slice}.", table=pd.DataFrame({"base": [base]}), base=base)
"""


def test_a_run_ends_with_the_path_of_its_first_page(study, tmp_path):
    books = notebooks(tmp_path / "nb", one=FINDS)
    out = tmp_path / "reports"
    code, said, told = cx("run", study, "--wave", "2026Q2", "--out", out, "--notebooks", books, "--language", "vi", "--slice", "region = Hà Nội")
    assert (code, said.splitlines()[-1]) == (0, str(out / "2026Q2" / "index.html")), told
    lines = [line for line in told.splitlines() if line.startswith("[")]
    assert lines[0] == "[1/1] one bắt đầu" and lines[1].startswith("[1/1] one: How many answered?") and lines[-1].startswith("[1/1] one xong sau ")
    page = (out / "2026Q2" / "index.html").read_text(encoding="utf-8")
    assert "up to 2026Q2, region = Hà Nội." in page and "Quý 2/2026" in page and "Dữ liệu giả lập" in page


def test_a_failed_notebook_is_one_line_and_exit_1(study, tmp_path):
    books = notebooks(tmp_path / "nb", good=FINDS, wrong="seen.where('regoin = Huế')")
    code, said, told = cx("run", study, "--out", tmp_path / "r", "--notebooks", books)
    assert code == 1 and said == f"{tmp_path / 'r' / '2026Q3' / 'index.html'}\n"
    last = told.splitlines()[-1]
    assert last.startswith('wrong, cell 4: ArgumentError: no segment called "regoin"; did you mean "region"? Choose from: ')
    assert "Traceback" not in told
    assert "answers up to 2026Q3" in (tmp_path / "r" / "2026Q3" / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["run", "{study}", "--notebooks", "books"], 'There is no folder of notebooks at "books". Name one with --notebooks.'),
        (["run", "{nowhere}"], "no study at {nowhere}: there is no study.toml. Make the sample study with: cx sample {nowhere}"),
        (["run", "{study}", "--notebooks", "{books}", "--language", "fr"], 'no language called "fr". Choose from: en, vi.'),
        (["run", "{study}", "--notebooks", "{books}", "--jobs", "0"], "jobs is how many notebooks run at once: a whole number from 1, not 0"),
        (["run", "{study}", "--notebooks", "{books}", "--slice", "region"], 'cannot read the slice "region": write segment = level, level & segment = level'),
        (["present", "{study}", "--notebooks", "{books}", "--port", "70000"], "port is a whole number from 0 (a free one) to 65535, not 70000"),
    ],
)
def test_a_refusal_is_one_message_and_exit_1(study, tmp_path, arguments, message):
    places = {"study": study, "books": notebooks(tmp_path / "nb", one="1"), "nowhere": tmp_path / "nowhere"}
    code, said, told = cx(*(word.format(**places) for word in arguments), cwd=tmp_path)
    assert (code, said, told.splitlines()[-1]) == (1, "", message.format(**places))
    assert "Traceback" not in told


@pytest.mark.parametrize("command", ["run", "check", "present"])
def test_a_missing_study_is_one_message(tmp_path, command):
    books = ["--notebooks", notebooks(tmp_path / "nb", one="1")] if command != "check" else []
    code, said, told = cx(command, tmp_path / "no", *books)
    assert (code, said) == (1, "") and "study.toml" in told.splitlines()[-1] and "Traceback" not in told


@pytest.mark.parametrize(
    ("arguments", "part"),
    [(["rum"], "No such command 'rum'. Did you mean 'run'?"), (["run", "x", "--wav", "y"], "No such option: --wav"), (["run", "x", "--jobs", "two"], "Invalid value for '--jobs'"), (["check"], "Missing argument")],
)
def test_a_wrong_option_is_exit_2(arguments, part):
    code, _, told = cx(*arguments)
    assert code == 2 and part in told and "Traceback" not in told


def test_the_version_and_a_quick_help():
    assert cx("--version") == (0, f"cx {__version__}\n", "")
    code, said, _ = cx("--help")
    assert code == 0 and all(command in said for command in ("run", "check", "sample", "present"))
    heavy = "import sys, cxlib.cli; print([m for m in ('pandas', 'matplotlib', 'nbconvert', 'papermill', 'duckdb') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", heavy], capture_output=True, encoding="utf-8")
    assert done.stdout == "[]\n"


def test_check_counts_rows_lists_breaches_and_names_the_file(study, tmp_path):
    rejected = tmp_path / "why.csv"
    code, said, _ = cx("check", study, "--rejected", rejected)
    assert code == 0
    assert "responses_2026Q3.csv" in said and "How to mend" in said and "31/02/2026" in said
    assert said.splitlines()[-1] == f"Rejected rows and why: {rejected}" and rejected.is_file()
    assert "within the limit of 5.0%" in said


def test_check_over_the_limit_is_exit_1_and_shows_each_kind(tmp_path):
    folder = samples.write(samples.company(scale=0.02, seed=7), tmp_path / "study")
    file = next(folder.glob("responses_2026Q3.csv"))
    lines = file.read_text(encoding="utf-8-sig").splitlines()
    heading = lines[0].split(",")
    bad = [""] * len(heading)
    bad[heading.index("score")] = "\x1b[31mmany"
    file.write_text("\n".join([*lines, *[",".join(bad)] * 2500]) + "\n", encoding="utf-8")
    code, said, told = cx("check", folder)
    assert code == 1 and "over the limit of 5.0%" in said and ", the first 3 of each kind)" in said
    # The many rows of one kind do not hide the few of another.
    assert said.count("is not a number") == 3 and "31/02/2026" in said and "lies outside of the scale" in said
    assert "\x1b" not in said
    code, _, told = cx("run", folder, "--notebooks", notebooks(tmp_path / "nb", one=FINDS), "--out", tmp_path / "r")
    assert code == 1 and "break the contract" in told and "--accept-rejected" in told and "Traceback" not in told
    code, said, told = cx("run", folder, "--notebooks", tmp_path / "nb", "--out", tmp_path / "r", "--accept-rejected")
    assert code == 0, told


def test_the_notebooks_are_found_from_any_folder(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    own = Path(cli.__file__).parents[2] / "notebooks"
    assert cli.own_notebooks(None) == own and own.is_dir()
    (tmp_path / "notebooks").mkdir()
    assert cli.own_notebooks(None) == Path("notebooks") and cli.own_notebooks(tmp_path) == tmp_path


def test_a_sample_says_that_it_is_synthetic(tmp_path):
    code, said, told = cx("sample", tmp_path / "s", "--scale", "0.02")
    assert (code, said) == (0, f"{tmp_path / 's'}\n")
    assert told == f"Synthetic study written. Next: cx run {tmp_path / 's'}\n"
    assert (tmp_path / "s" / "study.toml").is_file()


def test_an_unexpected_error_is_one_line_and_its_traceback_on_request(monkeypatch, capsys, tmp_path):
    def broken(*arguments, **options):
        raise RuntimeError("the\nsky fell")

    monkeypatch.setattr("cxlib.intake.check", broken)
    with pytest.raises(SystemExit) as ended:
        cli.main(["check", str(tmp_path)])
    told = capsys.readouterr().err
    assert ended.value.code == 70
    assert told == "Something went wrong in CX Workbench itself: RuntimeError: the sky fell. To see where, run the same command with --debug.\n"
    with pytest.raises(SystemExit):
        cli.main(["check", str(tmp_path), "--debug"])
    assert "Traceback (most recent call last)" in capsys.readouterr().err


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
@pytest.mark.parametrize("request_to_stop", [signal.SIGINT, signal.SIGTERM])
def test_a_stopped_run_leaves_the_last_report_and_says_so(study, tmp_path, request_to_stop):
    out, started = tmp_path / "reports", tmp_path / "started"
    books = notebooks(tmp_path / "nb", one=f"import os, pathlib, time\npathlib.Path({str(started)!r}).write_text(str(os.getpid()))\ntime.sleep(600)")
    (out / "2026Q3").mkdir(parents=True)
    (out / "2026Q3" / "index.html").write_text("the last good one")
    process = subprocess.Popen(
        [sys.executable, "-m", "cxlib.cli", "run", str(study), "--out", str(out), "--notebooks", str(books)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
        # Whoever runs the tests in the background ignores the signal, and a child would inherit that.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    end = time.monotonic() + 60
    while not (started.exists() and started.read_text()) and time.monotonic() < end:
        time.sleep(0.1)
    process.send_signal(request_to_stop)
    said, told = process.communicate(timeout=60)
    assert (process.returncode, said, told.splitlines()[-1]) == (130, "", "Stopped; the last complete report is untouched, and the next run goes on from here.")
    assert (out / "2026Q3" / "index.html").read_text() == "the last good one"
    assert sorted(path.name for path in out.iterdir()) == [".2026Q3.lock", "2026Q3"]
    pid = int(started.read_text())
    assert not Path(f"/proc/{pid}").exists() or "Z" in Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]


def test_check_shows_breaches_and_notes_side_by_side(tmp_path, capsys):
    (tmp_path / "study.toml").write_text(
        '[study]\nname = "T"\nmax_rejected = 0.9\n[[sources]]\ntable = "responses"\npath = "r.csv"\nrelative_to = 2026-05-01\n'
        '[questions.nps]\nmetric = "nps"\nscale = [0, 10]\nhigh_is = "good"\n', encoding="utf-8")
    (tmp_path / "r.csv").write_text("customer_id,at,question,score\na,2 weeks ago,nps,9\nb,2026-03-31,nps,99\n", encoding="utf-8")
    with pytest.raises(SystemExit) as ended:
        cli.main(["check", str(tmp_path)])
    out = capsys.readouterr().out
    assert ended.value.code == 0 and "What breaks the contract" in out and "Note: r.csv, at:" in out

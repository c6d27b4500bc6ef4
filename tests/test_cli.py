"""The command says one thing for each way to end, and ends with the right code."""

from __future__ import annotations

import inspect
import os
import re
import signal
import subprocess
import sys
import time
import unicodedata
from pathlib import Path

import nbformat
import pytest
import typer
from typer import rich_utils
from typer.testing import CliRunner

from cxlib import __version__, cli, samples
from cxlib.cli import app
from cxlib.words.commands import ERRORS, FRAME, HELP, in_vietnamese

v4 = nbformat.v4
VIETNAMESE = {"LC_ALL": "vi_VN.UTF-8"}


@pytest.fixture(autouse=True)
def english_machine(monkeypatch):
    """The machine of whoever runs the tests may speak another language."""
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


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


def commands():
    """The group and every command of it, by the words that call them."""
    group = typer.main.get_command(app)
    return {(): group} | {(name,): command for name, command in group.commands.items()}


def help_texts():
    """Every paragraph of the help as it is written in English: (command, text)."""
    for name, command in commands().items():
        shown = command.get_help_option(command.context_class(command, info_name="cx"))
        given = [command.help, command.short_help, command.epilog, *(param.help for param in [*command.params, shown])]
        yield from ((name, line) for text in given if text for line in inspect.cleandoc(text).splitlines() if line)


def test_every_help_text_has_its_vietnamese():
    assert {(name, text) for name, text in help_texts() if text not in HELP} == set()
    unsaid = [(name, param.name) for name, command in commands().items() for param in command.params if not param.help]
    assert unsaid == []
    assert HELP.keys() - {text for _, text in help_texts()} == set()


def test_every_word_of_the_usage_line_has_its_vietnamese():
    for command in commands().values():
        words = [command.options_metavar, getattr(command, "subcommand_metavar", None), *(param.metavar for param in command.params)]
        assert [word for word in words if word and word not in FRAME] == []
        assert [param.name for param in command.params if param.param_type_name == "argument" and not param.metavar] == []


def test_the_frame_of_the_help_is_found_in_the_library():
    """A release of the library that words its frame anew would leave it in English."""
    texts = {text for text in vars(rich_utils).values() if isinstance(text, str)}
    ends = ("_TITLE", "_TEXT", "_HELP")
    asked = {text for name, text in vars(rich_utils).items() if isinstance(text, str) and name.isupper() and (name.endswith(ends) or "STRING" in name)}
    assert {text for text in asked if any(letter.isalpha() for letter in text)} <= FRAME.keys()
    assert {"Arguments", "Options", "Commands", "Error"} <= texts


@pytest.mark.parametrize("english", [*HELP, *FRAME, *ERRORS])
def test_a_help_text_is_said_with_accents_and_its_places(english):
    said = (HELP | FRAME | ERRORS)[english]
    assert unicodedata.is_normalized("NFC", said) and said != english
    places = re.compile(r"\{\w*\}")
    assert sorted(places.findall(said)) == sorted(places.findall(english))
    # What the user types is the same in both languages.
    kept = re.compile(r"\b[a-z]+\.(?:toml|json|jsonl|csv|xlsx)\b|\b20\d\dQ\d\b|-share\b|\bAsia/\w+|\bVND\b")
    assert kept.findall(said) == kept.findall(english)


@pytest.mark.parametrize("name", list(commands()), ids=" ".join)
@pytest.mark.parametrize("width", [80, 120])
def test_the_help_is_vietnamese_on_a_vietnamese_machine(name, width, monkeypatch):
    monkeypatch.setenv("COLUMNS", str(width))
    ask = [*name, "--help"]
    before = CliRunner().invoke(app, ask)
    spoken = CliRunner().invoke(app, ask, env=VIETNAMESE)
    assert before.exit_code == spoken.exit_code == 0
    said = one_line(spoken.stdout)
    assert [text for text in (*HELP, "Usage:", "Options", "Arguments", "Commands", "[required]", "[default", "OPTIONS") if text in said] == []
    assert "Cách dùng: cx" in said and "Tùy chọn" in said and "Hiện hướng dẫn này rồi thoát." in said
    assert [text for where, text in help_texts() if where == name and HELP[text] not in said] == []
    assert all(len(line) <= width for line in spoken.stdout.splitlines())
    # The library is as it was: the same call in English says what it said before.
    assert CliRunner().invoke(app, ask).stdout == before.stdout


def one_line(said):
    """What a panel shows, its frame and line breaks taken out."""
    return " ".join(word for word in said.split() if not set(word) <= set("│╭╮╰╯─"))


def test_a_user_reads_the_help_in_vietnamese():
    code, said, told = cx("run", "--help", LC_ALL="", LC_MESSAGES="", LANG="vi_VN.UTF-8")
    assert (code, told) == (0, "") and [text for text in HELP if text in said] == []
    assert "Chạy mọi notebook trên một nghiên cứu và viết báo cáo." in said and "[bắt buộc]" in said and "[mặc định: reports]" in said
    assert cx(**VIETNAMESE)[0] == cx()[0]


@pytest.mark.parametrize(("arguments", "environment", "language"), [
    ([], {}, "en"), ([], {"LC_ALL": "", "LC_MESSAGES": "", "LANG": "vi"}, "vi"), ([], {"LC_ALL": "", "LC_MESSAGES": "vi_VN"}, "vi"),
    ([], {"LC_ALL": "en_GB.UTF-8", "LANG": "vi_VN.UTF-8"}, "en"), ([], {"LC_ALL": "", "LC_MESSAGES": "", "LANG": ""}, "en"),
    (["--language", "vi"], {}, "vi"), (["--language=vi"], {}, "vi"), (["--language", "en"], VIETNAMESE, "en"), (["--language", "fr"], VIETNAMESE, "vi"),
    (["{vi}"], {}, "vi"), (["{en}"], VIETNAMESE, "en"), (["{en}/study.toml"], VIETNAMESE, "en"), (["{en}", "--language", "vi"], {}, "vi"),
    (["{silent}"], VIETNAMESE, "vi"), (["{silent}"], {}, "en"), (["nowhere"], VIETNAMESE, "vi"),
])
def test_the_language_is_the_one_asked_for_else_the_studys_else_the_machines(tmp_path, arguments, environment, language):
    folders = {name: tmp_path / name for name in ("en", "vi", "silent")}
    for name, folder in folders.items():
        folder.mkdir()
        asks = "" if name == "silent" else f'language = "{name}"\n'
        (folder / "study.toml").write_text(f'[study]\nname = "T"\n{asks}', encoding="utf-8")
    given = [word.format(**folders) for word in arguments]
    for ask in (["run", *given, "--help"], ["run", "--help", *given]):
        said = CliRunner().invoke(app, ask, env=environment).stdout
        assert ("Cách dùng:" in said, "Usage:" in said) == (language == "vi", language == "en")


@pytest.mark.parametrize(("arguments", "said"), [
    (["rum"], "Không có lệnh 'rum'. Có phải ý bạn là 'run'?"), (["zzzz"], "Không có lệnh 'zzzz'."),
    (["run", "x", "--wav", "y"], "Không có tùy chọn --wav."), (["check", "x", "-z"], "Không có tùy chọn -z."), (["--foo"], "Không có tùy chọn --foo."),
    (["run", "x", "--jobs", "two"], "Giá trị của '--jobs' không hợp lệ: cần một số nguyên."),
    (["run", "x", "--jobs", "2.5"], "Giá trị của '--jobs' không hợp lệ: cần một số nguyên"),
    (["run", "x", "--jobs", "9" * 5000], "Giá trị của '--jobs' không hợp lệ: "),
    (["list", "x", "--hold-out", "a"], "Giá trị của '--hold-out' không hợp lệ: cần một số"),
    (["check"], "Thiếu tham số 'NGHIÊN_CỨU'."), (["compare", "a"], "Thiếu tham số 'ĐỢT_SAU'."), (["check", "x", "y z"], "Thừa tham số: y z"),
    (["run", "x", "--jobs"], "Tùy chọn '--jobs' cần một giá trị."), (["run", "x", "--fresh=1"], "Tùy chọn '--fresh' không nhận giá trị."),
])
def test_a_wrong_option_is_told_in_vietnamese(arguments, said):
    english, vietnamese = CliRunner().invoke(app, arguments), CliRunner().invoke(app, arguments, env=VIETNAMESE)
    assert english.exit_code == vietnamese.exit_code == 2 and vietnamese.stdout == english.stdout == ""
    told = one_line(vietnamese.stderr)
    assert said in told and "Lỗi" in told
    for word in ("Usage", "Error", "Try", "for help", "No such", "Missing", "Invalid", "Input should", "unable", "Unable", "Got ", "requires", "take"):
        assert word not in told
    if "Usage" in english.stderr:
        assert "Cách dùng: cx" in told and "--help' để xem hướng dẫn." in told


def test_what_the_user_typed_stays_as_it_is():
    assert in_vietnamese("Got unexpected extra argument(s) (Folder of the reports.)") == "Thừa tham số: Folder of the reports."
    assert in_vietnamese("something else") == "something else" and in_vietnamese("") == ""


def test_a_vietnamese_machine_hears_refusals_in_vietnamese_and_keeps_its_files_english(tmp_path):
    (tmp_path / "answers.csv").write_text("customer_id,at,score\nA,2026-01-05,9\nB,2026-01-25,10\n", encoding="utf-8")
    assert CliRunner().invoke(app, ["run", str(tmp_path / "no")], env=VIETNAMESE).stderr.startswith("không có nghiên cứu nào tại ")
    assert CliRunner().invoke(app, ["init", str(tmp_path)], env=VIETNAMESE).exit_code == 0
    text = (tmp_path / "study.toml").read_text(encoding="utf-8")
    assert 'language = "en"' in text
    (tmp_path / "study.toml").write_text(text.replace('language = "en"\n', ""), encoding="utf-8")
    asked = [CliRunner().invoke(app, ["init", str(tmp_path), *more], env=VIETNAMESE) for more in ([], ["--language", "en"])]
    assert [done.exit_code for done in asked] == [1, 1]
    assert "is there already" not in asked[0].stderr and "is there already" in asked[1].stderr

"""Kernels forked from a warm process: the same notebooks, nothing shared between them, nothing left behind."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from nbformat import v4

from cxlib.report import kernel_host, kernels
from cxlib.report.execute import execute
from cxlib.report.kernels import warm
from cxlib.report.prepare import Prepared

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="kernels are forked on Linux only")


def book(name, *sources):
    return Prepared(name, v4.new_notebook(cells=[v4.new_code_cell(source) for source in sources]))


def said(one):
    return ["".join(output.get("text", "") for output in cell.outputs).strip() for cell in one.node.cells]


def ran(books, folder, host):
    steps = list(execute(books, jobs=2, folder=folder, host=host))
    return [step.failure for step in steps if step.kind == "ended"]


def is_there(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"
    except OSError:
        return False


def gone(pid, seconds=20):
    end = time.monotonic() + seconds
    while is_there(pid) and time.monotonic() < end:
        time.sleep(0.05)
    return not is_there(pid)


@pytest.fixture(scope="module")
def host():
    with warm() as one:
        yield one


ABOUT = "import os, sys, tempfile; print(os.getpid(), os.getppid(), os.getcwd(), tempfile.gettempdir(), sys.argv[0].split('/')[-1])"


def test_a_forked_kernel_is_one_of_its_own(host, tmp_path):
    one, other = book("a", ABOUT, "seen = 1; os.environ['SEEN'] = '1'", "print('seen' in globals())"), book("b", ABOUT, "print(os.environ.get('SEEN'), 'seen' in globals())")
    assert ran([one, other], tmp_path, host) == [None, None]
    (mine, parent, place, scratch, name), (others, parent2, *_) = said(one)[0].split(), said(other)[0].split()
    assert mine != others and parent == parent2 == str(host._process.pid)
    assert place == str(tmp_path) and not Path(scratch).exists() and name == "ipykernel_launcher"
    assert said(one)[2] == "True" and said(other)[1] == "None False"


def test_a_forked_kernel_computes_what_a_started_one_does(host, tmp_path):
    cells = ("import numpy as np, pandas as pd, hashlib", "print(hash('một'), np.random.default_rng(3).normal(size=3), pd.Series([.1, .2]).sum())",
             "from sklearn.linear_model import LogisticRegression\nx = np.arange(20.).reshape(-1, 1); print(LogisticRegression().fit(x, x[:, 0] > 8).coef_)")
    forked, started = book("a", *cells), book("b", *cells)
    assert ran([forked], tmp_path, host) == ran([started], tmp_path, None) == [None]
    assert said(forked) == said(started) and said(forked)[1]


def test_an_error_and_a_kernel_that_dies_are_failures_of_their_notebook_alone(host, tmp_path):
    broken, dead, fine = book("a", "1 / 0"), book("b", "import os; os.kill(os.getpid(), 9)"), book("c", "print('fine')")
    failures = {failure.notebook: failure.error for failure in ran([broken, dead, fine], tmp_path, host) if failure}
    assert failures == {"a": "ZeroDivisionError", "b": "DeadKernelError"} and said(fine) == ["fine"]


def test_without_the_warm_process_kernels_are_started(tmp_path):
    with warm() as one:
        os.kill(one._process.pid, signal.SIGKILL)
        one._process.wait()
        fine = book("a", "print('fine')")
        assert ran([fine], tmp_path, one) == [None] and said(fine) == ["fine"]


@pytest.mark.parametrize("name", ["comm", "statistics", "psutil"])
def test_a_file_of_the_folder_is_not_taken_for_a_module(tmp_path, monkeypatch, name):
    (tmp_path / f"{name}.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w').close()")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "nb").mkdir()
    with warm() as one:
        seen = book("a", f"import {name}, sys, os; print({name}.__file__ != {str(tmp_path / (name + '.py'))!r}, os.getppid(), sys.path)")
        started = book("b", "import sys; print(sys.path)")
        assert ran([seen], tmp_path / "nb", one) == ran([started], tmp_path / "nb", None) == [None]
        told, parent, path = said(seen)[0].split(maxsplit=2)
        assert (told, parent, path) == ("True", str(one._process.pid), said(started)[0]) and not (tmp_path / "ran").exists()


def test_what_is_printed_while_python_starts_is_no_answer(tmp_path, monkeypatch):
    (tmp_path / "sitecustomize.py").write_text("print('hello', flush=True)")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with warm() as one:
        books = [book("a", "import os; print(os.getppid())"), book("b", "import os; print(os.getppid())")]
        assert ran(books, tmp_path, one) == [None, None]
        assert {said(one_)[0].splitlines()[-1] for one_ in books} == {str(one._process.pid)}


@pytest.mark.parametrize("when", ["warm", "at once"])
def test_charts_of_matplotlib_are_shown_as_in_a_started_kernel(host, tmp_path, when):
    cells = ("import pandas as pd, matplotlib.pyplot as plt", "fig, ax = plt.subplots(); ax.plot([1, 2]); fig", "pd.Series([1, 2]).plot(); plt.show()")

    def shown(one):
        return [sorted(kind for output in cell.outputs for kind in output.get("data", {})) for cell in one.node.cells]

    forked, started = book("a", *cells), book("b", *cells)
    with contextlib.ExitStack() as stack:
        used = host if when == "warm" else stack.enter_context(warm())
        if when == "warm":
            ran([book("ready", "1")], tmp_path, host)
        assert ran([forked], tmp_path, used) == ran([started], tmp_path, None) == [None]
    assert shown(forked) == shown(started) and all("image/png" in kinds for kinds in shown(started)[1:])


def test_no_two_kernels_draw_the_same_numbers(host, tmp_path):
    books = [book(name, "import numpy as np, random; print(np.random.rand(), random.random())") for name in "ab"]
    assert ran(books, tmp_path, host) == [None, None]
    one, other = (said(one)[0].split() for one in books)
    assert one[0] != other[0] and one[1] != other[1]


def test_a_kernel_that_cannot_be_forked_or_does_not_come_to_life_is_started(host, tmp_path, monkeypatch):
    fork = kernels.Host.fork
    fails = iter([OSError("no more processes")])

    def not_at_first(self, argv, folder, environment):
        if error := next(fails, None):
            raise error
        return fork(self, ["--no-such-file"] if dead else argv, folder if not dead else "/nowhere/at/all", environment)

    monkeypatch.setattr(kernels.Host, "fork", not_at_first)
    for dead in (False, True):
        fine = book("a", "print('fine')")
        assert ran([fine], tmp_path, host) == [None] and said(fine) == ["fine"]


def test_a_process_that_has_ended_is_not_taken_for_another(host):
    sleeping = subprocess.Popen(["sleep", "60"], start_new_session=True)
    held = kernels.Forked(sleeping.pid)
    assert held.poll() is None
    held.kill()
    sleeping.wait()
    assert held.poll() == 0 and held.wait() == 0
    held.kill()  # its number may be somebody else's by now
    assert kernels.Forked(sleeping.pid).poll() == 0


def test_every_module_that_is_imported_ahead_is_there_and_starts_no_thread():
    code = (
        "import importlib, os, sys\n"
        "for name in sys.argv[1].split(): importlib.import_module(name)\n"
        "print({open(f'/proc/self/task/{one}/comm').read().strip() for one in os.listdir('/proc/self/task')} - {'jemalloc_bg_thd'} - {open('/proc/self/comm').read().strip()})"
    )
    alone = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
    done = subprocess.run([sys.executable, "-c", code, " ".join(kernel_host.PRELOADED)], capture_output=True, text=True, env={**os.environ, **alone})
    # a fork copies one thread only, others would leave their locks behind; the allocator's own is started anew after it
    assert done.stdout.strip() == "set()", done.stderr


def test_kernels_end_with_the_program_that_asked_for_them(tmp_path):
    code = (
        "import sys\nfrom pathlib import Path\nfrom nbformat import v4\nfrom cxlib.report.execute import execute\n"
        "from cxlib.report.kernels import warm\nfrom cxlib.report.prepare import Prepared\n"
        "cell = v4.new_code_cell(f'import os, time; open({sys.argv[1]!r}, \"w\").write(str(os.getpid()) + chr(10)); time.sleep(600)')\n"
        "with warm() as host:\n    list(execute([Prepared('a', v4.new_notebook(cells=[cell]))], jobs=1, folder=Path('.'), host=host))\n"
    )
    file = tmp_path / "pid"
    program = subprocess.Popen([sys.executable, "-c", code, str(file)], cwd=tmp_path, env={**os.environ, "TMPDIR": str(tmp_path)})
    end = time.monotonic() + 60
    while not (file.exists() and file.read_text().endswith("\n")) and time.monotonic() < end:
        time.sleep(0.05)
    kernel = int(file.read_text())
    parent = int(Path(f"/proc/{kernel}/stat").read_text().rpartition(")")[2].split()[1])
    program.kill()
    program.wait()
    assert gone(kernel) and gone(parent)


def test_a_run_leaves_nothing_in_the_folder_for_what_is_passing(tmp_path):
    code = (
        "from pathlib import Path\nfrom nbformat import v4\nfrom cxlib.report.execute import execute\n"
        "from cxlib.report.kernels import warm\nfrom cxlib.report.prepare import Prepared\n"
        "cell = v4.new_code_cell('import tempfile; kept = tempfile.mkdtemp(prefix=\"cx-\")')\n"
        "for warmed in (True, False):\n"
        "    with warm() as host:\n"
        "        list(execute([Prepared('a', v4.new_notebook(cells=[cell]))], jobs=1, folder=Path('.'), host=host if warmed else None))\n"
    )
    passing = tmp_path / "passing"
    passing.mkdir()
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env={**os.environ, "TMPDIR": str(passing)}, check=True)
    assert list(passing.iterdir()) == []

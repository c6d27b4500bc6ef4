"""A process that has imported what notebooks import, and of which kernels are forked: each then starts in no time.

It is told by lines on its input, ``{"argv", "folder", "environment"}`` as JSON, and answers each with the new process's number,
0 where there can be none, on the descriptor that its only argument names. When its input ends, as it does when whoever started
it is gone, its kernels end with it.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import select
import signal
import sys
import tempfile
from collections.abc import Mapping
from typing import Any

__all__ = ["PRELOADED", "main"]

PRELOADED = (
    "ipykernel.kernelapp", "ipykernel.ipkernel", "pandas", "cxlib.study", "cxlib.controls", "cxlib.charts.picture",
    "cxlib.quality", "cxlib.scores", "cxlib.journeys", "cxlib.maps", "cxlib.personas", "cxlib.churn", "cxlib.comments",
    "cxlib.drivers", "cxlib.readout", "cxlib.report", "scipy.stats", "sklearn.linear_model", "sklearn.ensemble", "sklearn.cluster",
    "sklearn.decomposition", "sklearn.feature_extraction.text",
)
"""Nothing among them may start a thread that a fork would lose: statsmodels is not there, because it imports polars, which does.
Nor may pyplot be: it would choose how charts are shown before the kernel can."""
_INLINE = "module://matplotlib_inline.backend_inline"


def main(answers: int) -> None:
    """Import module by module; who asks meanwhile gets a kernel with what is there."""
    kernels: set[int] = set()
    signal.signal(signal.SIGCHLD, lambda *_: _bury(kernels))
    waiting = list(PRELOADED)
    while True:
        if waiting and not select.select([0], [], [], 0)[0]:
            _import(waiting.pop(0))
            continue
        line = _line()
        if not line:
            break
        os.write(answers, f"{_forked(json.loads(line), kernels, answers)}\n".encode())
    for kernel in tuple(kernels):
        try:
            os.killpg(kernel, signal.SIGKILL)
        except OSError:
            continue


def _bury(kernels: set[int]) -> None:
    """Kernels that have ended are no longer ours: their numbers may be given to others."""
    while True:
        try:
            ended, _ = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if not ended:
            return
        kernels.discard(ended)


def _import(name: str) -> None:
    try:
        importlib.import_module(name)
    except Exception:  # the notebook that needs it will say so
        return
    gc.freeze()  # what is shared stays shared: no kernel looks through it again


def _line() -> bytes:
    """The next line of the input, read so that none waits unseen in a buffer."""
    read = b""
    while not read.endswith(b"\n"):
        part = os.read(0, 1)
        if not part:
            return b""
        read += part
    return read


def _forked(asked: Mapping[str, Any], kernels: set[int], answers: int) -> int:
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGCHLD])  # one that ends at once is counted first
    try:
        number = os.fork()
        if number:
            kernels.add(number)
            return number
    except OSError:  # no more memory or processes
        return 0
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGCHLD])
    try:
        os.close(answers)
        _become(asked)
    finally:
        os._exit(1)


def _become(asked: Mapping[str, Any]) -> None:
    """In the new process: what a program started with this command would be."""
    os.setsid()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nothing, stream)
    os.environ.clear()
    os.environ.update({**asked["environment"], "JPY_PARENT_PID": str(os.getppid())})
    os.chdir(asked["folder"])
    tempfile.tempdir = None
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed()  # as in a process of its own: no two kernels draw the same
    if "matplotlib" in sys.modules:  # which looked at its environment when it was imported
        sys.modules["matplotlib"].rcParams["backend"] = os.environ.setdefault("MPLBACKEND", _INLINE)
    sys.argv = ["ipykernel_launcher", *asked["argv"]]
    from ipykernel.kernelapp import launch_new_instance

    launch_new_instance()
    os._exit(0)


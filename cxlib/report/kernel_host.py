"""A process that has imported what notebooks import, and of which kernels are forked: each then starts in no time.

It is told by lines on its input, ``{"argv", "folder", "environment"}`` as JSON, and answers each with the new process's number.
When its input ends, as it does when whoever started it is gone, its kernels end with it.
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
"""Nothing among them may start a thread that a fork would lose: statsmodels is not there, because it imports polars, which does."""


def main() -> None:
    """Import module by module; who asks meanwhile gets a kernel with what is there."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # kernels that ended leave no zombies: their number is then free
    waiting, kernels = list(PRELOADED), []
    while True:
        if waiting and not select.select([0], [], [], 0)[0]:
            _import(waiting.pop(0))
            continue
        line = _line()
        if not line:
            break
        kernels.append(_forked(json.loads(line)))
        os.write(1, f"{kernels[-1]}\n".encode())
    for kernel in kernels:
        try:
            os.killpg(kernel, signal.SIGKILL)
        except OSError:
            continue


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


def _forked(asked: Mapping[str, Any]) -> int:
    number = os.fork()
    if number:
        return number
    try:
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
    sys.argv = ["ipykernel_launcher", *asked["argv"]]
    from ipykernel.kernelapp import launch_new_instance

    launch_new_instance()
    os._exit(0)


if __name__ == "__main__":
    main()

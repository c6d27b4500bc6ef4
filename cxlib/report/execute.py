"""Running prepared notebooks, a few at a time, without losing the others when one fails."""

from __future__ import annotations

import asyncio
import importlib.util
import os
import queue
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import pandas as pd

from ..finding import MIME
from ..study import RUN_FOLDER
from .prepare import INJECTED, Prepared

__all__ = ["Failure", "Step", "execute", "kernel_environment"]

_LONGEST_MESSAGE = 300
_START_SECONDS = 180
_LONGEST_SOCKET = 90
# One thread a kernel: sums are then added in the same order on every machine, and two notebooks share two cores.
_KERNEL_ENVIRONMENT = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "PYTHONHASHSEED": "0"}


@dataclass(frozen=True)
class Failure:
    """Where a notebook stopped, and why.

    Parameters
    ----------
    notebook : str
        File name without its ending.
    cell : int
        Counted over all cells of the notebook as it is kept, from 1; 0 when it never got to a cell.
    error, message : str
        Class of the error, and what it says in one line.

    Examples
    --------
    >>> print(Failure("02_journeys", 7, "ArgumentError", 'no stage called "py"'))
    02_journeys, cell 7: ArgumentError: no stage called "py"
    """

    notebook: str
    cell: int
    error: str
    message: str

    def __str__(self) -> str:
        return f"{self.notebook}, cell {self.cell}: {self.error}: {self.message}"


@dataclass(frozen=True)
class Step:
    """Something that happened: a notebook was started, one of its code cells ended, or it ended itself.

    `seconds` is how long the cell or the notebook took; `shown` the question of the finding that the cell shows.
    """

    kind: Literal["started", "cell", "ended"]
    notebook: Prepared
    seconds: float = 0.0
    failure: Failure | None = None
    shown: str = ""


def execute(notebooks: Sequence[Prepared], *, jobs: int, folder: Path) -> Iterator[Step]:
    """Run `notebooks` in kernels of this Python, `jobs` at a time; their outputs are filled in.

    One event loop in a thread of its own drives all kernels; closing the iterator (or Ctrl-C while it waits) ends
    every one of them.

    Parameters
    ----------
    notebooks : sequence of Prepared
    jobs : int
        How many run at once.
    folder : Path
        Where the kernels start: relative paths in a notebook are read from here.

    Yields
    ------
    Step
        As they happen; one ``ended`` for each notebook, with its failure if it has one.
    """
    steps: queue.SimpleQueue = queue.SimpleQueue()
    loop = asyncio.new_event_loop()
    with tempfile.TemporaryDirectory(prefix="cx-", ignore_cleanup_errors=True) as scratch:
        task = loop.create_task(_all(notebooks, jobs, folder, Path(scratch), steps))
        thread = threading.Thread(target=_drive, args=(loop, task, steps), name="cx-notebooks", daemon=True)
        thread.start()
        try:
            yield from _until_end(steps)
        finally:
            if thread.is_alive():
                loop.call_soon_threadsafe(task.cancel)
            thread.join()
            loop.close()


def kernel_environment(scratch: Path) -> dict[str, str]:
    """What a kernel is started with, beside the environment it inherits.

    It reads no settings or start-up files of whoever runs it, so that a report is the same for all. What is dear and asked
    for by several notebooks of the run is made once (:func:`cxlib.study.shared`), in a folder beside `scratch`.
    """
    kept = {name: os.environ.get(name, value) for name, value in _KERNEL_ENVIRONMENT.items()}
    run = {"IPYTHONDIR": str(scratch / "ipython"), RUN_FOLDER: str(scratch.parent / "shared")}
    return {**kept, **run, **_compiled(scratch.parent)}


def _compiled(shared: Path) -> dict[str, str]:
    """A folder for compiled modules that the kernels of a run share, where none are kept and none may be written.

    Without it each kernel compiles the same few thousand files anew: some five seconds of work.
    """
    own = os.environ.get("PYTHONPYCACHEPREFIX")
    if not sys.dont_write_bytecode or own or os.path.exists(importlib.util.cache_from_source(pd.__file__)):
        return {}
    return {"PYTHONPYCACHEPREFIX": str(shared / "compiled"), "PYTHONDONTWRITEBYTECODE": ""}


def _until_end(steps: queue.SimpleQueue) -> Iterator[Step]:
    while True:
        try:
            # A wait with an end: on Windows Ctrl-C is not heard inside of an endless one.
            step = steps.get(timeout=0.5)
        except queue.Empty:
            continue
        if step is None:
            return
        if isinstance(step, BaseException):
            raise step
        yield step


def _drive(loop: asyncio.AbstractEventLoop, task: asyncio.Task, steps: queue.SimpleQueue) -> None:
    asyncio.set_event_loop(loop)
    try:
        loop.run_until_complete(task)
    except asyncio.CancelledError:
        pass
    except Exception as error:
        steps.put(error)
    finally:
        # A kernel that was ended early leaves its watchers waiting.
        waiting = asyncio.all_tasks(loop)
        for one in waiting:
            one.cancel()
        loop.run_until_complete(asyncio.gather(*waiting, return_exceptions=True))
        loop.run_until_complete(loop.shutdown_asyncgens())
        asyncio.set_event_loop(None)
        steps.put(None)


async def _all(notebooks, jobs: int, folder: Path, scratch: Path, steps: queue.SimpleQueue) -> None:
    gate = asyncio.Semaphore(jobs)

    async def in_turn(prepared: Prepared) -> None:
        async with gate:
            steps.put(Step("started", prepared))
            began = time.perf_counter()
            failure = await _one(prepared, folder, Path(tempfile.mkdtemp(dir=scratch)), steps)
            steps.put(Step("ended", prepared, time.perf_counter() - began, failure))

    async with asyncio.TaskGroup() as group:
        for prepared in notebooks:
            group.create_task(in_turn(prepared))


async def _one(prepared: Prepared, folder: Path, scratch: Path, steps: queue.SimpleQueue) -> Failure | None:
    """Run one notebook to its end or to its first error, which becomes a value."""
    from nbclient import NotebookClient

    client = NotebookClient(
        prepared.node,
        km=_kernel_manager(scratch),
        timeout=None,
        startup_timeout=_START_SECONDS,
        record_timing=False,
        store_widget_state=False,
        shutdown_kernel="immediate",
        resources={"metadata": {"path": str(folder)}},
    )
    at, code = 0, ""
    try:
        async with client.async_setup_kernel(
            cleanup_kc=True, env={**os.environ, **kernel_environment(scratch)}, stderr=subprocess.DEVNULL
        ):
            for place, cell in enumerate(prepared.node.cells):
                at, code, began = place, cell.cell_type, time.perf_counter()
                await client.async_execute_cell(cell, place)
                if code == "code":
                    steps.put(Step("cell", prepared, time.perf_counter() - began, shown=_question(cell)))
    except Exception as error:
        number = _number(prepared.node.cells, at) if code else 0
        return Failure(prepared.name, number, *_reason(error))
    return None


def _question(cell: Any) -> str:
    """The question of the last finding that the cell shows."""
    shown = [output["data"][MIME] for output in cell.outputs if MIME in output.get("data", {})]
    return str(shown[-1].get("question", "")) if shown and isinstance(shown[-1], dict) else ""


def _kernel_manager(scratch: Path) -> Any:
    """A kernel of the Python that runs this, whatever kernels the machine has under the name in the notebook."""
    from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
    from jupyter_client.manager import AsyncKernelManager

    class ThisPython(KernelSpecManager):
        def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
            command = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
            return KernelSpec(argv=command, display_name="Python 3", language="python")

    file = str(scratch / "kernel.json")
    # Sockets in our own folder where they can be had: nobody else on the machine can listen, no port is taken twice.
    private = os.name == "posix" and len(os.fsencode(file)) < _LONGEST_SOCKET
    return AsyncKernelManager(
        kernel_name="python3",
        kernel_spec_manager=ThisPython(),
        connection_file=file,
        transport="ipc" if private else "tcp",
    )


def _number(cells: Sequence[Any], place: int) -> int:
    """The cell's number in the notebook as it is kept: the cell that sets the parameters is not counted."""
    return 1 + sum(INJECTED not in cell.metadata.get("tags", []) for cell in cells[:place])


def _reason(error: Exception) -> tuple[str, str]:
    name = getattr(error, "ename", None) or type(error).__name__
    text = getattr(error, "evalue", None) or str(error)
    line = re.sub(r"\s+", " ", re.sub(r"\x1b\[[0-9;]*m", "", text)).strip()
    return name, line if len(line) <= _LONGEST_MESSAGE else line[: _LONGEST_MESSAGE - 3] + "..."

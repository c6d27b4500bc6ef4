"""Running prepared notebooks, a few at a time, without losing the others when one fails."""

from __future__ import annotations

import asyncio
import atexit
import os
import queue
import re
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from ..finding import MIME
from ..study import UNSEEN
from .kernels import Host, kernel_environment, kernel_manager, passing
from .prepare import INJECTED, Prepared

__all__ = ["Failure", "Step", "execute"]

_LONGEST_MESSAGE = 300
_START_SECONDS = 180


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


def execute(notebooks: Sequence[Prepared], *, jobs: int, folder: Path, host: Host | None = None) -> Iterator[Step]:
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
    host : Host, optional
        The process that forks them (:func:`cxlib.report.kernels.warm`).

    Yields
    ------
    Step
        As they happen; one ``ended`` for each notebook, with its failure if it has one.
    """
    steps: queue.SimpleQueue = queue.SimpleQueue()
    loop = asyncio.new_event_loop()
    with tempfile.TemporaryDirectory(prefix="cx-", ignore_cleanup_errors=True) as scratch:
        task = loop.create_task(_all(notebooks, jobs, folder, Path(scratch), steps, host))
        thread = threading.Thread(target=_drive, args=(loop, task, steps), name="cx-notebooks", daemon=True)
        thread.start()
        try:
            yield from _until_end(steps)
        finally:
            if thread.is_alive():
                loop.call_soon_threadsafe(task.cancel)
            thread.join()
            loop.close()


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


async def _all(notebooks, jobs: int, folder: Path, scratch: Path, steps: queue.SimpleQueue, host: Host | None) -> None:
    gate = asyncio.Semaphore(jobs)

    async def in_turn(prepared: Prepared) -> None:
        async with gate:
            steps.put(Step("started", prepared))
            began = time.perf_counter()
            failure = await _one(prepared, folder, Path(tempfile.mkdtemp(dir=scratch)), steps, host)
            if failure and not failure.cell and host is not None:  # it never came to life; one that is started may
                failure = await _one(prepared, folder, Path(tempfile.mkdtemp(dir=scratch)), steps, None)
            steps.put(Step("ended", prepared, time.perf_counter() - began, failure))

    async with asyncio.TaskGroup() as group:
        for prepared in notebooks:
            group.create_task(in_turn(prepared))


async def _one(prepared: Prepared, folder: Path, scratch: Path, steps: queue.SimpleQueue, host: Host | None) -> Failure | None:
    """Run one notebook to its end or to its first error, which becomes a value."""
    from nbclient import NotebookClient

    client = NotebookClient(
        prepared.node,
        km=kernel_manager(scratch, host),
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
            cleanup_kc=True, env={**os.environ, **kernel_environment(scratch), UNSEEN: "1", **passing(scratch)}, stderr=subprocess.DEVNULL
        ):
            for place, cell in enumerate(prepared.node.cells):
                at, code, began = place, cell.cell_type, time.perf_counter()
                await client.async_execute_cell(cell, place)
                if code == "code":
                    steps.put(Step("cell", prepared, time.perf_counter() - began, shown=_question(cell)))
    except Exception as error:
        atexit.unregister(client._cleanup_kernel)  # it leaves this behind where the kernel did not start
        number = _number(prepared.node.cells, at) if code else 0
        return Failure(prepared.name, number, *_reason(error))
    return None


def _question(cell: Any) -> str:
    """The question of the last finding that the cell shows."""
    shown = [output["data"][MIME] for output in cell.outputs if MIME in output.get("data", {})]
    return str(shown[-1].get("question", "")) if shown and isinstance(shown[-1], dict) else ""


def _number(cells: Sequence[Any], place: int) -> int:
    """The cell's number in the notebook as it is kept: the cell that sets the parameters is not counted."""
    return 1 + sum(INJECTED not in cell.metadata.get("tags", []) for cell in cells[:place])


def _reason(error: Exception) -> tuple[str, str]:
    name = getattr(error, "ename", None) or type(error).__name__
    text = getattr(error, "evalue", None) or str(error)
    line = re.sub(r"\s+", " ", re.sub(r"\x1b\[[0-9;]*m", "", text)).strip()
    return name, line if len(line) <= _LONGEST_MESSAGE else line[: _LONGEST_MESSAGE - 3] + "..."

"""A notebook's worker seen from the server: started, asked one thing at a time, started again when it is lost."""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from ..kernels import kernel_environment, passing
from ..prepare import Prepared

__all__ = ["Lost", "View", "Worker"]

_MOST_STARTS = 4
_LONGEST_ANSWER = 600.0  # seconds; a worker that is silent for longer is taken for lost
_PATIENCE = 3.0


class Lost(Exception):  # noqa: N818 - what happened to the worker
    """The worker ended before it answered."""


@dataclass
class View:
    """One view of a notebook: where it was shown, and its content under the opening slice as JSON text."""

    name: str
    cell: int
    question: str
    follows: bool
    opening: bytes
    is_ready: bool = True


@dataclass
class Worker:
    """One notebook and the process that runs it.

    Parameters
    ----------
    book : Prepared
    folder : Path
        Where the process starts: relative paths in the notebook are read from here.
    scratch : Path
        For what the process writes on the side, such as its log.
    language : str
    changed : callable
        Called with this worker after each change that a page should show.
    about : callable
        Called with what the slicer needs to know of the study.
    """

    book: Prepared
    folder: Path
    scratch: Path
    language: str
    changed: Callable[[Worker], None]
    about: Callable[[dict[str, Any]], None]
    status: Literal["waiting", "running", "ready", "failed", "lost"] = "waiting"
    done: int = 0
    failure: dict[str, Any] | None = None
    views: dict[str, View] = field(default_factory=dict)
    _process: asyncio.subprocess.Process | None = None
    _asked: dict[int, asyncio.Future] = field(default_factory=dict)
    _numbers: itertools.count = field(default_factory=itertools.count)

    @property
    def cells(self) -> list[str]:
        """The sources of the notebook's code cells."""
        return [cell.source for cell in self.book.node.cells if cell.cell_type == "code"]

    @property
    def process_id(self) -> int | None:
        """The id of the running process."""
        return self._process.pid if self._process else None

    async def keep(self, gate: asyncio.Semaphore) -> None:
        """Run the notebook and stay; a process that is lost is started again, a few times.

        `gate` bounds how many notebooks run at once: a worker that is through its notebook holds it no longer.
        """
        for _ in range(_MOST_STARTS):
            try:
                async with gate:
                    await self._start()
                    listening = asyncio.create_task(self._listen())
                    await self._through(listening)
                await listening
            finally:
                await self._end()
            self._mark("lost")
        self.failure = self.failure or {"cell": 0, "error": "", "message": ""}
        self._mark("failed")

    async def ask(self, view: str, text: str, against: str) -> bytes:
        """The content of a view under a slice, as JSON text.

        Raises
        ------
        Lost
            When the process ends first, or is silent for too long.
        """
        if self._process is None or view not in self.views or not self.views[view].is_ready:
            raise Lost
        number = next(self._numbers)
        answer = self._asked[number] = asyncio.get_running_loop().create_future()
        try:
            await self._send({"request": number, "view": view, "slice": text, "against": against})
            return await asyncio.wait_for(answer, _LONGEST_ANSWER)
        except TimeoutError:
            self._kill()
            raise Lost from None
        except OSError:
            raise Lost from None
        finally:
            self._asked.pop(number, None)

    async def _start(self) -> None:
        self.done, self.failure = 0, None
        settings = {"MPLBACKEND": "Agg", "PYTHONIOENCODING": "utf-8", **kernel_environment(self.scratch / self.book.name), **passing(self.scratch)}
        with open(self.scratch / f"{self.book.name}.log", "ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "cxlib.report.presenting.worker",
                cwd=self.folder, env={**os.environ, **settings}, start_new_session=os.name == "posix",
                stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=log,
            )
        self._mark("running")
        await self._send({"cells": self.cells, "language": self.language})

    async def _through(self, listening: asyncio.Task) -> None:
        while self.status == "running" and not listening.done():
            await asyncio.sleep(0.05)

    async def _listen(self) -> None:
        stream = self._process.stdout
        while True:
            try:
                size = int(await stream.readline())
                message = json.loads(await stream.readexactly(size))
            except (ValueError, asyncio.IncompleteReadError):
                return
            self._take(message)

    def _take(self, message: dict[str, Any]) -> None:
        kind = message.pop("kind")
        if kind == "about":
            self.about(message["about"])
        elif kind == "cell":
            self.done = message["done"]
            self.changed(self)
        elif kind == "view":
            place = {name: message.pop(name) for name in ("cell", "question", "follows")}
            name = message.pop("view")
            self.views[name] = View(name, **place, opening=_text(message))
            self.changed(self)
        elif kind == "ended":
            self.failure = message["failure"]
            self._mark("failed" if self.failure else "ready")
        elif kind == "answer":
            waiting = self._asked.get(message.pop("request"))
            if waiting is not None and not waiting.done():
                waiting.set_result(_text(message))

    async def _send(self, message: dict[str, Any]) -> None:
        self._process.stdin.write(json.dumps(message, ensure_ascii=False).encode() + b"\n")
        await self._process.stdin.drain()

    async def _end(self) -> None:
        """End the process; whoever waits for it is told."""
        process, self._process = self._process, None
        if process is None:
            return
        for waiting in self._asked.values():
            if not waiting.done():
                waiting.set_exception(Lost())
        for view in self.views.values():
            view.is_ready = False
        process.stdin.close()
        try:
            await asyncio.wait_for(process.wait(), _PATIENCE)
        except TimeoutError:
            process.kill()
            await process.wait()

    def _kill(self) -> None:
        if self._process is not None and self._process.returncode is None:
            self._process.kill()

    def _mark(self, status: str) -> None:
        self.status = status
        self.changed(self)


def _text(message: dict[str, Any]) -> bytes:
    return json.dumps(message, ensure_ascii=False).encode()

"""Who waits for which answer: one thing at a time to each worker, the last wish of a viewer counts, answers are kept."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import NamedTuple

from .workers import Lost, Worker

__all__ = ["Desk", "Kept", "Wish"]


class Wish(NamedTuple):
    """What is asked of a notebook."""

    view: str
    slice: str
    against: str


class Kept:
    """Answers by what was asked, at most so many bytes; the one not read for longest goes first.

    Examples
    --------
    >>> kept = Kept(most_bytes=5)
    >>> kept.put("a", b"123"), kept.put("b", b"456"), kept.get("a"), kept.get("b")
    (None, None, None, b'456')
    """

    def __init__(self, *, most_bytes: int) -> None:
        self._most, self.size = most_bytes, 0
        self._answers: OrderedDict[object, bytes] = OrderedDict()

    def get(self, key: object) -> bytes | None:
        """The answer kept under `key`, or None."""
        if key in self._answers:
            self._answers.move_to_end(key)
        return self._answers.get(key)

    def put(self, key: object, answer: bytes) -> None:
        """Keep an answer; one larger than everything allowed is not kept."""
        self.size += len(answer) - len(self._answers.pop(key, b""))
        self._answers[key] = answer
        while self.size > self._most:
            self.size -= len(self._answers.popitem(last=False)[1])


@dataclass
class _Job:
    """One wish and those who wait for it."""

    wish: Wish
    waiting: dict[str, asyncio.Future] = field(default_factory=dict)


class Desk:
    """Takes the wishes of all viewers."""

    def __init__(self, *, most_bytes: int = 64_000_000) -> None:
        self.kept = Kept(most_bytes=most_bytes)
        self._jobs: dict[str, OrderedDict[Wish, _Job]] = {}
        self._at_work: dict[str, asyncio.Task] = {}
        self._last: dict[str, tuple[str, _Job]] = {}

    async def ask(self, viewer: str, worker: Worker, wish: Wish) -> bytes | None:
        """The answer as JSON text; None when the viewer asked for something else meanwhile.

        Raises
        ------
        Lost
            When the worker was lost before it answered.
        """
        self._forget(viewer)
        name = worker.book.name
        kept = self.kept.get((name, wish))
        if kept is not None:
            return kept
        jobs = self._jobs.setdefault(name, OrderedDict())
        job = jobs.setdefault(wish, _Job(wish))
        self._last[viewer] = (name, job)
        answer = job.waiting[viewer] = asyncio.get_running_loop().create_future()
        if name not in self._at_work:
            self._at_work[name] = asyncio.create_task(self._work(worker, jobs))
        return await answer

    def is_idle(self, worker: Worker) -> bool:
        """Whether nobody waits for this worker."""
        return worker.book.name not in self._at_work

    def _forget(self, viewer: str) -> None:
        """Let go of what the viewer wished before; a job that nobody wants any more is not done."""
        name, job = self._last.pop(viewer, (None, None))
        answer = job.waiting.pop(viewer, None) if job else None
        if answer is not None and not answer.done():
            answer.set_result(None)
        if job and not job.waiting:
            self._jobs[name].pop(job.wish, None)

    async def _work(self, worker: Worker, jobs: OrderedDict[Wish, _Job]) -> None:
        name = worker.book.name
        try:
            while jobs:
                wish, job = next(iter(jobs.items()))
                try:
                    found = await worker.ask(*wish)
                except Lost:
                    found = Lost()
                else:
                    self.kept.put((name, wish), found)
                # The one who asked may have gone and come back meanwhile: then another job stands under the wish.
                _tell(jobs.pop(wish, job), found)
        finally:
            del self._at_work[name]


def _tell(job: _Job, found: bytes | Lost) -> None:
    for answer in job.waiting.values():
        if answer.done():
            continue
        if isinstance(found, Lost):
            answer.set_exception(found)
        else:
            answer.set_result(found)

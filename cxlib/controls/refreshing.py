"""Answering views after a choice: those on screen first, one at a time, given up when a newer choice comes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Protocol

__all__ = ["Refresh", "Waiting"]

_SLOW = 0.25  # seconds; a view that took longer waits until the hand rests
_REST = 0.3
_BREATH = 0.002  # in which the kernel hears of a newer choice
_SETTLED = 1.5


Near = Callable[[], Iterator[tuple[Any, str]]]


class Waiting(Protocol):
    """What a refresh must know of a view."""

    is_behind: bool
    is_on_screen: bool
    is_gone: bool
    seconds: float

    def catch_up(self, *, late: bool = False) -> None:
        """Answer for the present slice; with `late` what is not seen at once waits."""

    def fill_in(self) -> None:
        """Send what waits."""

    def answer_ahead(self, seen: Any, against: str) -> None:
        """Answer for a choice that may come next."""

    async def keep_when_idle(self) -> None:
        """Renew the copy in the notebook, where it is old."""


class Refresh:
    """The one refresh that is under way for a slicer."""

    def __init__(self) -> None:
        self._task: asyncio.Task | None = None
        self._advance: asyncio.Task | None = None

    @property
    def is_under_way(self) -> bool:
        """Whether views are being answered, or their copies made."""
        return self._task is not None and not self._task.done()

    def look_ahead(self, views: Sequence[Waiting], near: Near) -> None:
        """Answer the choices that may come next, once nothing else is to be answered; those of before are given up.

        Parameters
        ----------
        views : sequence of Waiting
        near : callable
            Gives the choices one by one: what the studies look at, and what it is compared with.
        """
        self._give_up()
        if _loop() is not None:
            self._advance = _loop().create_task(_ahead(views, near))

    def start(self, views: Sequence[Waiting], *, has_browser: bool, said: Callable[[], None]) -> None:
        """Answer every view that is behind; a refresh that is still under way ends.

        Where nobody looks, or no event loop runs, all are answered before this returns.

        Parameters
        ----------
        views : sequence of Waiting
            In the order of the page.
        has_browser : bool
        said : callable
            What is to be told once the views on screen are answered.
        """
        self._give_up()
        if self.is_under_way:
            self._task.cancel()
        loop = _loop() if has_browser else None
        if loop is not None:
            self._task = loop.create_task(_in_turn(views, said))
            return
        for view in views:
            if not view.is_gone:
                view.catch_up()
        said()

    def _give_up(self) -> None:
        if self._advance is not None:
            self._advance.cancel()


async def _in_turn(views: Sequence[Waiting], said: Callable[[], None]) -> None:
    is_said, began = False, asyncio.get_running_loop().time()
    while waiting := sorted((view for view in views if view.is_behind and not view.is_gone), key=_place):
        view = waiting[0]
        if not is_said and not view.is_on_screen:
            is_said = _settle(views, said)
        if view.seconds > _SLOW:
            await asyncio.sleep(max(_BREATH, began + _REST - asyncio.get_running_loop().time()))
        view.catch_up(late=True)
        await asyncio.sleep(_BREATH)
        if is_said:
            view.fill_in()
    if not is_said:
        _settle(views, said)
    await asyncio.sleep(_SETTLED)
    for view in views:
        await view.keep_when_idle()
        await asyncio.sleep(_BREATH)


def _settle(views: Sequence[Waiting], said: Callable[[], None]) -> bool:
    """What waits until all pictures on screen are new."""
    said()
    for view in views:
        view.fill_in()
    return True


async def _ahead(views: Sequence[Waiting], near: Near) -> None:
    """One view at a time, and only while none is behind; a choice that is made ends this."""
    for seen, against in near():
        for view in views:
            await asyncio.sleep(_BREATH)
            while any(one.is_behind and one.is_on_screen for one in views):
                await asyncio.sleep(_REST)
            view.answer_ahead(seen, against)


def _place(view: Any) -> tuple[bool, bool]:
    return not view.is_on_screen, view.seconds > _SLOW


def _loop() -> asyncio.AbstractEventLoop | None:
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None

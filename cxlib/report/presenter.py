"""The notebooks as a deck on this machine, for a meeting: one finding at a time, no code, nothing fetched from outside."""

from __future__ import annotations

import asyncio
import contextlib
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from .. import words
from ..errors import ArgumentError, RunError
from .build import open_for_notebooks
from .folder import folder_name
from .prepare import find, prepare

__all__ = ["present"]

_HOST = "127.0.0.1"
_START_SECONDS = 30


def present(
    study_path: str | Path,
    *,
    wave: str | None = None,
    notebooks: str | Path = "notebooks",
    language: str | None = None,
    data: str | Path | None = None,
    slice: str = "",
    out: str | Path = "reports",
    port: int = 0,
    ready: Callable[[str], None] = print,
    note: Callable[[str], None] = lambda text: None,
) -> None:
    """Serve the study's notebooks as a deck on this machine until stopped with Ctrl-C.

    Only this machine can reach it, and only with the token in the address. Each notebook runs once, in a process of
    its own; its findings can be looked at while it runs. A page can ask for a view under a slice, park a question or
    vote, and for nothing else; what one viewer slices no other one sees.

    Parameters
    ----------
    study_path, wave, notebooks, language, data, slice
        As in :func:`cxlib.report.run`; the deck opens with `slice`.
    out : path
        Folder of the reports: parked questions and votes are added to its ``parked_<wave>.jsonl``.
    port : int
        0 takes a free one.
    ready : callable
        Called once with the address.
    note : callable
        Called once with a line that names the file of parked questions.

    Raises
    ------
    StudyError
        When the study is refused, there are no notebooks, or the server does not start.
    """
    if isinstance(port, bool) or not isinstance(port, int) or not 0 <= port <= 65535:
        raise ArgumentError(f"port is a whole number from 0 (a free one) to 65535, not {port}")
    paths = find(notebooks)
    cover, parameters, _ = open_for_notebooks(
        study_path, wave=wave, language=language, data=data, slice=slice, on_rejected="stop"
    )
    books = [prepare(path, parameters, language=cover.language) for path in paths]
    parked = Path(out).absolute() / f"parked_{folder_name(cover.wave)}.jsonl"
    from .presenting import Room

    with tempfile.TemporaryDirectory(prefix="cx-present-", ignore_cleanup_errors=True) as made:
        room = Room(cover, books, folder=Path(notebooks).absolute(), scratch=Path(made), parked=parked)
        with _served(room, port) as (taken, thread):
            note(words.say("presenter.parked_file", cover.language, file=str(parked)))
            ready(f"http://{_HOST}:{taken}/?token={room.token}")
            while thread.is_alive():
                # A wait with an end: on Windows Ctrl-C is not heard inside of an endless one.
                thread.join(0.5)
            raise RunError("The presenter stopped by itself.")


@contextlib.contextmanager
def _served(room: Any, port: int) -> Iterator[tuple[int, threading.Thread]]:
    """The room's server in a thread with a loop of its own; at the end it and all its workers are gone."""
    from .presenting import serve

    started, loop, stop = threading.Event(), asyncio.new_event_loop(), asyncio.Event()
    outcome: dict[str, Any] = {}

    def begin(taken: int) -> None:
        outcome["port"] = taken
        started.set()

    def drive() -> None:
        asyncio.set_event_loop(loop)
        try:
            loop.run_until_complete(serve(room, port, begin, stop))
        except Exception as error:
            outcome["error"] = error
        finally:
            loop.run_until_complete(loop.shutdown_asyncgens())
            loop.close()
            started.set()

    thread = threading.Thread(target=drive, name="cx-presenter", daemon=True)
    thread.start()
    try:
        started.wait(_START_SECONDS)
        if "port" not in outcome:
            raise _refused(port, outcome.get("error"))
        yield outcome["port"], thread
    finally:
        if thread.is_alive():
            loop.call_soon_threadsafe(stop.set)
        thread.join()


def _refused(port: int, error: Exception | None) -> RunError:
    if port and isinstance(error, OSError):
        return RunError(f"Port {port} cannot be used ({error.strerror}). Leave --port out to take a free one.")
    return RunError(f"The presenter did not start ({error}).")

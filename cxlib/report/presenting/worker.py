"""One notebook in a process of its own: run once, then asked for each of its views under any slice.

It is spoken to through its pipes, a line of JSON each way, and can be asked nothing but (view, slice, against).
"""

from __future__ import annotations

import json
import os
import queue
import re
import sys
import threading
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from ... import live, words
from ...errors import StudyError
from ...finding import Finding
from ...live.about import about, base_text
from ...live.answering import answer_of, sides

__all__ = ["Shelf", "main", "run_cells"]

_LONGEST_MESSAGE = 300


@dataclass(frozen=True)
class _Shown:
    """What a cell showed: a finding, and how to read it anew where it follows the slicer."""

    finding: Finding | None
    analysis: Callable[[Any], Finding] | None
    study: Any
    error: str = ""


class Shelf:
    """The views that a notebook has shown so far, each under a name of its own."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._views: dict[str, _Shown] = {}
        self._wholes: dict[int, Any] = {}
        # Views that are asked about one slice in turn share what the study works out for it.
        self._sides = lru_cache(maxsize=4)(lambda whole, text, against: sides(self._wholes[whole], text, against))

    def put(self, shown: Any) -> dict[str, Any] | None:
        """Keep a displayed object when it is a finding or shows one; its name, its question and how it looks now.

        Returns
        -------
        dict or None
            ``view`` (its finding's key; the second of one key gets ``.2``), ``question``, ``follows`` (the slicer),
            ``content``. None for anything that is no finding.
        """
        one = _read(shown)
        if one is None:
            return None
        key = one.finding.key if one.finding is not None else "view"
        name, number = key, 1
        while name in self._views:
            number += 1
            name = f"{key}.{number}"
        self._views[name] = one
        if one.study is not None:
            self._wholes.setdefault(id(one.study), one.study.unsliced())
        return {
            "view": name,
            "question": one.finding.question if one.finding is not None else "",
            "follows": one.analysis is not None,
            **self._content(lambda: (one.finding, "" if one.analysis is None else base_text(one.study)), one.error),
        }

    def answer(self, view: str, text: str, against: str) -> dict[str, Any]:
        """The content of a view under a slice and how many are in it; a refusal is a sentence, never an error."""
        one = self._views[view]
        if one.analysis is None:
            return self._content(lambda: (one.finding, ""), one.error)

        def find() -> tuple[Finding, str]:
            seen = self._sides(id(one.study), text, against)
            return answer_of(seen, one.analysis), base_text(seen.one)

        return self._content(find)

    def _content(self, find: Callable[[], tuple[Finding | None, str]], error: str = "") -> dict[str, Any]:
        try:
            finding, base = find()
            return {"refused": error} if finding is None else {"content": live.content(finding, image=True), "base": base}
        except StudyError as refusal:
            return {"refused": words.translated(str(refusal), self._language)}
        except Exception as broken:
            traceback.print_exc()
            text = _one_line(f"{type(broken).__name__}: {broken}")
            return {"refused": words.say("presenter.unexpected", self._language, error=text)}


def run_cells(cells: Sequence[str], shown: Callable[[int, Any], None], between: Callable[[int], None]) -> dict[str, Any] | None:
    """Run the code cells of a notebook in order; what they display goes to `shown`, not to a screen.

    Parameters
    ----------
    cells : sequence of str
    shown : callable
        Called with the number of the cell, from 0, and the object displayed.
    between : callable
        Called with the number of cells done after each.

    Returns
    -------
    dict or None
        Where it stopped: ``cell``, ``error``, ``message``; None when all cells ran.
    """
    shell = _shell()
    for place, source in enumerate(cells):
        shell.display_formatter.show = lambda thing, place=place: shown(place, thing)
        result = shell.run_cell(source, store_history=False)
        error = result.error_before_exec or result.error_in_exec
        if error is not None:
            return {"cell": place, "error": type(error).__name__, "message": _one_line(str(error))}
        between(place + 1)
    return None


def main() -> None:
    """Serve one notebook until the other end of the pipe is closed."""
    send, asked = _pipes()
    task = asked.get()
    shelf = Shelf(task["language"])
    told = False

    def show(cell: int, thing: Any) -> None:
        nonlocal told
        study = getattr(thing, "study", None)
        if not told and hasattr(study, "unsliced"):
            told = True
            send({"kind": "about", "about": about(study)})
        view = shelf.put(thing)
        if view is not None:
            send({"kind": "view", "cell": cell, **view})

    def answer(request: dict[str, Any]) -> None:
        found = shelf.answer(request["view"], request["slice"], request["against"])
        send({"kind": "answer", "request": request["request"], **found})

    def between(done: int) -> None:
        send({"kind": "cell", "done": done})
        while not asked.empty():
            answer(asked.get())

    failure = run_cells(task["cells"], show, between)
    send({"kind": "ended", "failure": failure})
    while True:
        answer(asked.get())


def _read(thing: Any) -> _Shown | None:
    """What a displayed object shows; it is known by its fields, because controls stand on this floor."""
    if isinstance(thing, Finding):
        return _Shown(thing, None, None)
    finding = getattr(thing, "finding", None)
    if not isinstance(finding, Finding) and not (finding is None and getattr(thing, "error", "")):
        return None
    follows = callable(getattr(thing, "analysis", None)) and getattr(thing, "follows", False)
    analysis, study = (thing.analysis, thing.study) if follows else (None, None)
    return _Shown(finding, analysis, study, getattr(thing, "error", ""))


def _shell() -> Any:
    """An IPython shell whose display hands over the objects themselves."""
    from IPython.core.formatters import DisplayFormatter
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    class Handing(DisplayFormatter):
        show = staticmethod(lambda thing: None)

        def format(self, obj: Any, include=None, exclude=None):
            self.show(obj)
            return {}, {}

    settings = Config()
    settings.HistoryManager.enabled = False
    settings.InteractiveShell.colors = "nocolor"
    shell = InteractiveShell.instance(config=settings)
    shell.display_formatter = Handing(parent=shell)
    return shell


def _pipes() -> tuple[Callable[[dict[str, Any]], None], queue.SimpleQueue]:
    """Where messages go and come from; what the notebook prints goes to the log in their place."""
    receive, out = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    asked: queue.SimpleQueue = queue.SimpleQueue()

    def listen() -> None:
        for line in receive:
            asked.put(json.loads(line))
        # The server is gone: there is nobody left to answer, not even in the middle of a cell.
        os._exit(0)

    def send(message: dict[str, Any]) -> None:
        body = json.dumps(message, ensure_ascii=False).encode()
        out.write(b"%d\n%b" % (len(body), body))
        out.flush()

    threading.Thread(target=listen, name="cx-asked", daemon=True).start()
    return send, asked


def _one_line(text: str) -> str:
    line = re.sub(r"\s+", " ", re.sub(r"\x1b\[[0-9;]*m", "", text)).strip()
    return line if len(line) <= _LONGEST_MESSAGE else line[: _LONGEST_MESSAGE - 3] + "..."


if __name__ == "__main__":
    sys.path.insert(0, os.getcwd())
    main()

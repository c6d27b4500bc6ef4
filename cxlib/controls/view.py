"""A view: one analysis whose finding follows the slicer."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from typing import Any

import traitlets

from .. import live, words
from ..errors import ArgumentError, StudyError
from ..finding import MIME, Finding
from ..study import is_unseen
from .front import Library, Live
from .page import error_html, finding_html, pictures
from .slicer import Slicer

__all__ = ["View", "follow", "follow_each"]

_REMEMBERED = 2  # a slice, and the one it is compared with
_MOST_AHEAD = 48  # as many as a browser keeps
_FIRST = 50
_QUICK = 0.1  # seconds of work; what takes longer is not answered ahead


def follow(source: Any, analysis: Callable[..., Finding], /, *args: Any, **options: Any) -> View:
    """A view of ``analysis(study, *args, **options)`` that is read anew whenever the slice changes.

    Parameters
    ----------
    source : Slicer or Study
        A study gives a view that stays as it is.
    analysis : callable
        Takes a study, returns a :class:`~cxlib.Finding`.

    Raises
    ------
    StudyError
        What the analysis raises at this first call; while slicing it becomes a sentence in the view.
    ArgumentError
        When `source` is neither, or the analysis returns something else.
    """
    study = source.study if isinstance(source, Slicer) else source
    if not hasattr(study, "slice") or not hasattr(study, "language"):
        raise ArgumentError(f"follow needs a slicer or a study first, not {type(source).__name__}: follow(slicer, scores.trend)")
    return View(source, lambda seen: _answer(analysis, seen, args, options))


def follow_each(source: Any, analysis: Callable[..., Sequence[Finding]], /, *args: Any, **options: Any) -> None:
    """Show the findings of an analysis that gives several, such as the cards of all personas, each in a view of its own.

    There are as many views as findings at this first call; where a slice has fewer, the last ones say so. Findings are
    worked out once for all views.

    Raises
    ------
    StudyError, ArgumentError
        As :func:`follow`.
    """
    from IPython.display import display

    several = _Several(analysis, args, options)
    study = source.study if isinstance(source, Slicer) else source
    for place in range(len(several(study))):
        display(follow(source, several.one, place))


class View(Live):
    """Question, sentence, chart, table and caveats of one finding; each part is replaced in place.

    Attributes
    ----------
    analysis : callable
        Takes a study, returns the finding.
    follows : bool
        Whether a slicer moves it.
    """

    language = traitlets.Unicode().tag(sync=True)
    says = traitlets.Dict().tag(sync=True)
    shown = traitlets.Dict().tag(sync=True)
    table = traitlets.Dict().tag(sync=True)  # of what is shown, where it came without

    def __init__(self, source: Any, analysis: Callable[[Any], Finding]) -> None:
        self.follows = isinstance(source, Slicer)
        self.analysis = analysis
        self._slicer = source if self.follows else None
        self._sides = source.sides if self.follows else live.Sides(source)
        self._finding: Finding | None = None
        self._is_table_late = False
        self._ahead: dict[tuple[str, str], None] = {}  # choices whose answers the browser has, or that were refused
        self._error, self._number = "", self._asked
        self._pictured: Finding | None = None
        self._picture: bytes | None = None
        self._more: dict[str, str] = {}  # of the picture
        self._kept: Any = None
        self._page, self._clients = "", {}
        began = time.perf_counter()
        finding = live.answer_of(self._sides, analysis)
        # The first answer reads and imports what all later ones share; a view that took very long is not tried ahead even once.
        self.seconds = (time.perf_counter() - began) / _FIRST
        language = self._sides.one.language
        super().__init__(
            part="notebookView", language=language, says=live.says(language), library=source.library if self.follows else Library(),
            room=source.room if self.follows else "",
        )
        self._show(finding)
        self.on_msg(self._heard)
        if self.follows:
            source.attach(self)

    @property
    def study(self) -> Any:
        """The study that the finding is read from."""
        return self._slicer.study if self._slicer else self._sides.one

    @property
    def finding(self) -> Finding | None:
        """The finding for the present slice; None where it was refused."""
        self.catch_up()
        return self._finding

    @property
    def error(self) -> str:
        """Why there is no finding; "" where there is one."""
        self.catch_up()
        return self._error

    @property
    def is_behind(self) -> bool:
        """Whether what is shown answers an earlier choice."""
        return self._number != self._asked

    @property
    def is_on_screen(self) -> bool:
        """Whether a browser says so."""
        return any(self._clients.values())

    @property
    def is_gone(self) -> bool:
        """Whether it was in a browser and is in none any more, as when its cell was run again; it waits until it is back."""
        return bool(self._page) and not self._clients

    def catch_up(self, *, late: bool = False) -> None:
        """Answer for the present choice, where that is not done; with `late` the table waits until :meth:`fill_in`."""
        if self.is_behind:
            self._number = self._asked
            self._read(self._slicer.sides, late=late)

    def answer_ahead(self, seen: live.Sides, against: str) -> None:
        """Answer for a choice that may come next, and let the browser keep the answer; only where that is quick, and not done."""
        choice = str(seen.one.slice), against
        if choice in self._ahead or self.seconds > _QUICK or not self.is_on_screen:
            return
        self._ahead[choice] = None
        if len(self._ahead) > _MOST_AHEAD:
            del self._ahead[next(iter(self._ahead))]
        began = time.perf_counter()
        try:
            content = live.content(live.answer_of(seen, self.analysis), image=True, late=True)
        except Exception:  # it is said when the choice is made
            return
        finally:
            self.seconds = time.perf_counter() - began
        self.send({"kind": "ahead", "text": choice[0], "against": against, "content": content})

    def _forget(self) -> None:
        """Answers that were given ahead are no longer good, or the browser that had them is gone."""
        self._ahead.clear()
        self.send({"kind": "forget"})

    def fill_in(self) -> None:
        """Send the table, where it waits."""
        is_late, self._is_table_late = self._is_table_late, False
        if not is_late or self._finding is None:
            return
        try:
            self.table = {"of": self._finding.key, "number": self._number, **live.table_of(self._finding)}
        except Exception as error:
            self._refuse(words.say("controls.unexpected", self.language, error=f"{type(error).__name__}: {error}"))

    def refresh(self, study: Any) -> None:
        """Read the finding anew from this study; a refusal is shown in its place."""
        self._forget()
        self._read(live.Sides(study))

    def static_html(self) -> str:
        """The present state for a page without a kernel."""
        if self.finding is None:
            return error_html(self._error)
        return finding_html(self._finding, self._png())

    def static_bundle(self) -> dict[str, Any]:
        """Sentence, page and finding; the finding as data is left out where it was refused."""
        page = self.static_html()
        if self._finding is None:
            return {"text/plain": self._error, "text/html": page}
        return {"text/plain": self._finding.sentence, "text/html": page, MIME: self._finding.to_json(), **self._more}

    def keep(self) -> None:
        """Renew the copy in the notebook, where there is one."""
        super().keep()
        self._kept = self._finding or self._error

    async def keep_when_idle(self) -> None:
        """Renew the copy where it is old; its picture is drawn aside, so that a click need not wait for it."""
        if self.is_behind or not self._is_displayed or self._kept is (self._finding or self._error):
            return
        if self._finding is not None:
            await asyncio.to_thread(self._png)
        self.keep()

    @property
    def _asked(self) -> int:
        return self._slicer.number if self._slicer else 0

    def _png(self) -> bytes | None:
        """The chart of the present finding, drawn once."""
        finding = self._finding
        if self._pictured is not finding:
            picture, more = pictures(finding)
            self._picture, self._more, self._pictured = picture, more, finding
        return self._picture

    def _read(self, seen: live.Sides, *, late: bool = False) -> None:
        self._sides, began = seen, time.process_time()
        try:
            self._show(live.answer_of(seen, self.analysis), late=late)
        except StudyError as error:
            self._refuse(words.translated(str(error), seen.one.language))
        except Exception as error:  # an old finding under a new slice would be a lie
            text = f"{type(error).__name__}: {error}"
            self._refuse(words.say("controls.unexpected", seen.one.language, error=text))
        self.seconds = time.process_time() - began  # of work: a busy machine does not make a view slow
        if self._is_displayed and not self._page:
            self.keep()

    def _show(self, finding: Finding, *, late: bool = False) -> None:
        self._finding, self._error = finding, ""
        if is_unseen():
            return
        content = live.content(finding, image=True, late=late)
        self._is_table_late = content["table"].get("late", False)
        self.shown = {"content": content, "error": "", "number": self._number}

    def _refuse(self, text: str) -> None:
        self._finding, self._error, self._is_table_late = None, text, False
        self.shown = {"content": None, "error": text, "number": self._number}

    def _heard(self, _: Any, message: dict[str, Any], buffers: Any) -> None:
        """A browser says whether the view is on screen (true, false) or was taken away (null)."""
        if message.get("kind") != "seen":
            return
        if message["page"] != self._page:
            self._page, self._clients = message["page"], {}
            self._ahead.clear()
        if message["seen"] is None:
            self._clients.pop(message["client"], None)
            return
        self._clients[message["client"]] = bool(message["seen"])
        if self.is_behind:
            self._slicer.resume()


class _Several:
    """The findings of one analysis for the studies that were asked about last."""

    def __init__(self, analysis: Callable[..., Sequence[Finding]], args: tuple, options: dict[str, Any]) -> None:
        self._analysis, self._args, self._options = analysis, args, options
        self._found: list[tuple[Any, Sequence[Finding]]] = []

    def __call__(self, study: Any) -> Sequence[Finding]:
        for known, found in self._found:
            if known is study:
                return found
        found = self._analysis(study, *self._args, **self._options)
        self._found = [*self._found, (study, found)][-_REMEMBERED:]
        return found

    def one(self, study: Any, place: int) -> Finding:
        """The finding at a place; nobody, where the slice has fewer."""
        found = self(study)
        return found[place] if place < len(found) else study.nobody("controls.none", words.say("controls.no_more", study.language))


def _answer(analysis: Callable[..., Finding], study: Any, args: tuple, options: dict[str, Any]) -> Finding:
    finding = analysis(study, *args, **options)
    if not isinstance(finding, Finding):
        name = getattr(analysis, "__name__", "the analysis")
        raise ArgumentError(f"follow shows findings, but {name} returned {type(finding).__name__}")
    return finding

"""The slicer: a list for each segment, periods, weights, what to compare with, and the slice as text."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import traitlets

from .. import live, words
from ..errors import StudyError
from ..slices import Slice
from .front import Library, Live
from .refreshing import Refresh, Waiting

__all__ = ["Slicer", "slicer"]

_MOST_NEAR = 8


def slicer(study: Any, *, segments: Sequence[str] | None = None) -> Slicer:
    """Controls that choose a slice of a study; what follows it is read anew at each choice.

    Parameters
    ----------
    study : Study
        Its own slice is where the controls start.
    segments : sequence of str, optional
        Segments that get a list, in this order; all by default.

    Raises
    ------
    ArgumentError
        For a segment that the study does not have.
    """
    return Slicer(study, segments)


class Slicer(Live):
    """Controls for a slice. The slice is the truth, the controls show it; a list with nothing chosen keeps all.

    Whatever it shows is to be had in one line: ``analysis(study.where(slicer.text))``.
    """

    about = traitlets.Dict().tag(sync=True)
    saved = traitlets.Dict().tag(sync=True)  # slices by the name they were given
    state = traitlets.Dict().tag(sync=True)

    def __init__(self, study: Any, segments: Sequence[str] | None = None) -> None:
        self._whole = study.unsliced()
        self._seen = live.Sides(study)
        self._against, self._number = "", 0
        self._near: tuple[list[str], str] = [], ""
        self._callbacks: list[Callable[[Any], None]] = []
        self._views: list[Waiting] = []
        self._refresh, self._has_browser, self._copy_is_old = Refresh(), False, False
        super().__init__(part="notebookSlicer", library=Library(), about=live.about(study, segments=segments))
        self.room = self.model_id
        self._say(base=live.base_text(study))
        self.on_msg(self._heard)

    @property
    def study(self) -> Any:
        """The study seen through the slice that is chosen."""
        return self._seen.one

    @property
    def slice(self) -> Slice:
        """The slice that is chosen."""
        return self.study.slice

    @property
    def text(self) -> str:
        """The slice as text, the same in a notebook's parameter, on the command line and in an address."""
        return str(self.slice)

    @property
    def against(self) -> str:
        """What the slice is compared with: "", "rest", "previous", or another slice as text."""
        return self._against

    @property
    def sides(self) -> live.Sides:
        """The study through the slice, and through what it is compared with."""
        return self._seen

    @property
    def number(self) -> int:
        """How many choices were made; an answer to an earlier one is not shown as current."""
        return self._number

    def set(self, slice_: Slice | str, *, against: str | None = None) -> None:
        """Choose a slice, as a value or as text; the controls and all that follows show it.

        Parameters
        ----------
        slice_ : Slice or str
        against : str, optional
            What to compare with (see :func:`cxlib.live.answer`); as it was when not given.

        Raises
        ------
        ArgumentError
            When the text cannot be read or a name in it does not exist; the slice then stays as it was.
        """
        self._choose(slice_, self._against if against is None else against, {})

    def subscribe(self, callback: Callable[[Any], None]) -> Callable[[], None]:
        """Call `callback(study)` whenever the slice changes; what comes back ends that."""
        self._callbacks.append(callback)
        return lambda: self._callbacks.remove(callback) if callback in self._callbacks else None

    def attach(self, view: Waiting) -> None:
        """Let a view follow: it is answered when it is its turn."""
        self._views.append(view)

    def resume(self) -> None:
        """Answer views that came back on screen, when nothing is under way."""
        if not self._refresh.is_under_way:
            self._start({})

    def static_html(self) -> str:
        """The slice in words, for a page without a kernel."""
        return f'<div class="cx-slice" lang="{self._whole.language}">{_chips_html(self.study, self._against)}</div>'

    def static_bundle(self) -> dict[str, Any]:
        """The slice as plain text and as HTML."""
        plain = self.text or words.say("house.everyone", self._whole.language)
        return {"text/plain": plain, "text/html": self.static_html()}

    def _choose(self, slice_: Slice | str, against: str, heard: dict[str, Any]) -> None:
        seen = live.sides(self._whole, slice_, against)
        if seen.one.slice == self.slice and against == self._against:
            self._say(base=self.state.get("base", ""), **heard)
            return
        is_other_slice = seen.one.slice != self.slice
        self._seen, self._against, self._number, self._copy_is_old = seen, against, self._number + 1, True
        self._say(**heard)
        for callback in list(self._callbacks) if is_other_slice else ():
            callback(self.study)
        self._start(heard)

    def _start(self, heard: dict[str, Any]) -> None:
        self._refresh.start(self._views, has_browser=self._has_browser, said=lambda: self._settled(heard))

    def _settled(self, heard: dict[str, Any]) -> None:
        """What is not needed for the picture: how many are in the slice, the copy in the notebook, and what may come next."""
        self._say(base=live.base_text(self.study), **heard)
        if self._copy_is_old:
            self._copy_is_old = False
            self.keep()
        if self._near[0]:
            self._refresh.look_ahead(self._views, self._near_ones)

    def _near_ones(self) -> Iterator[tuple[live.Sides, str]]:
        """The choices that the hand is near, those of the open list."""
        texts, against = self._near
        for text in texts:
            try:
                yield live.sides(self._whole, text, against), against
            except StudyError:  # it is said when the choice is made
                continue

    def _say(self, *, error: str = "", base: str | None = None, **heard: Any) -> None:
        self.state = {"text": self.text, "against": self._against, "number": self._number, "error": error, "base": base, **heard}

    def _heard(self, _: Any, message: dict[str, Any], buffers: Any) -> None:
        self._has_browser = True
        if message.get("kind") == "near":
            self._near = [str(text) for text in message["texts"]][:_MOST_NEAR], str(message["against"])
            self._refresh.look_ahead(self._views, self._near_ones)
        if message.get("kind") != "choose":
            return
        heard = {"client": message["client"], "sent": message["sent"]}
        try:
            self._choose(str(message["text"]), str(message["against"]), heard)
        except StudyError as error:
            self._say(error=words.translated(str(error), self._whole.language), base=self.state.get("base", ""), **heard)


def _chips_html(study: Any, against: str) -> str:
    language = study.language
    texts = [f"{words.label(name, language)}: {', '.join(kept)}" for name, kept in study.slice.inside]
    for group in study.slice.left_out:
        what = " & ".join(f"{words.label(name, language)}: {', '.join(kept)}" for name, kept in group)
        texts.append(words.say("slicer.not", language, what=what))
    if study.slice.periods is not None:
        periods = ", ".join(words.period_label(period, language) for period in study.slice.periods)
        texts.append(f"{words.label('period', language)}: {periods}")
    if not study.slice.weights:
        texts.append(words.say("slicer.weights_off", language))
    texts = texts or [words.say("house.everyone", language)]
    if against:
        what = {"rest": words.say("slicer.against_rest", language), "previous": words.say("slicer.against_wave_before", language)}
        texts.append(words.say("slicer.compared", language, what=what.get(against, against)))
    chip = '<span class="cx-chip" style="background:#e3edf7;color:#1b2a3a;border-radius:1em;padding:0.1em 0.7em;margin-right:0.4em">'
    chips = "".join(f"{chip}{html.escape(text)}</span>" for text in texts)
    count = html.escape(live.base_text(study))
    return f'<p style="margin:0.3em 0;line-height:2">{html.escape(words.say("slicer.showing", language))}: {chips}{count}</p>'

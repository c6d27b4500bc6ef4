"""The slicer: a list for each segment, the periods, and the slice as text."""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import ipywidgets as widgets

from .. import words
from ..errors import ArgumentError, StudyError, choose
from ..slices import EVERYONE, Slice
from .page import error_html

__all__ = ["Slicer", "slicer"]

_PERIOD = "period"
_ROWS = 8  # a longer list scrolls
_STYLE = "<style>.cx-slicer .widget-select-multiple{height:auto}.cx-slicer select{flex:none;width:100%;font-family:inherit}</style>"


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
    names = list(study.segments if segments is None else segments)
    for name in names:
        choose("segment", name, study.segments)
    return Slicer(study, names)


class Slicer(widgets.VBox):
    """Controls for a slice. The slice is the truth, the controls show it; a list with nothing chosen keeps all."""

    def __init__(self, study: Any, segments: Sequence[str]) -> None:
        self._whole = study.unsliced()
        self._study = study
        self._callbacks: list[Callable[[Any], None]] = []
        self._mirroring = False
        self._lists = {name: self._list(name) for name in segments}
        self._lists[_PERIOD] = self._period_list()
        self._text = widgets.Text(
            description=self._say("controls.text"), placeholder=self._say("controls.placeholder"), continuous_update=False,
            layout=widgets.Layout(width="60%", min_width="320px"), style={"description_width": "initial"},
        )
        self._reset = widgets.Button(description=self._say("controls.reset"), layout=widgets.Layout(width="auto"))
        self._chips, self._error = widgets.HTML(), widgets.HTML()
        columns = widgets.Layout(grid_template_columns="repeat(auto-fill, minmax(185px, 1fr))", grid_gap="6px 14px")
        rows = widgets.GridBox(list(self._lists.values()), layout=columns)
        note = widgets.HTML(f'{_STYLE}<p style="margin:0;color:#595959">{html.escape(self._say("controls.several"))}</p>')
        super().__init__([self._chips, rows, note, widgets.HBox([self._text, self._reset]), self._error])
        self.add_class("cx-slicer")
        self._mirror()
        for name, control in self._lists.items():
            control.observe(partial(self._chosen, name), "value")
        self._text.observe(self._typed, "value")
        self._reset.on_click(lambda _: self._try(EVERYONE))

    @property
    def study(self) -> Any:
        """The study seen through the slice that is chosen."""
        return self._study

    @property
    def slice(self) -> Slice:
        """The slice that is chosen."""
        return self._study.slice

    def set(self, slice_: Slice | str) -> None:
        """Choose a slice, as a value or as text; the controls and all that follows show it.

        Raises
        ------
        ArgumentError
            When the text cannot be read or a name in it does not exist; the slice then stays as it was.
        """
        before = self.slice
        self._study = self._whole.where(slice_)
        self._mirror()
        if self.slice != before:
            for callback in list(self._callbacks):
                callback(self._study)

    def subscribe(self, callback: Callable[[Any], None]) -> Callable[[], None]:
        """Call `callback(study)` whenever the slice changes; what comes back ends that."""
        self._callbacks.append(callback)
        return lambda: self._callbacks.remove(callback) if callback in self._callbacks else None

    def static_html(self) -> str:
        """The slice in words, for a page without a kernel."""
        return f'<div class="cx-slice" lang="{self._whole.language}">{_chips_html(self._study)}</div>'

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict[str, Any]:
        plain = str(self.slice) or self._say("house.everyone")
        live = super()._repr_mimebundle_(include=include, exclude=exclude)
        return {**live, "text/plain": plain, "text/html": self.static_html()}

    def _say(self, key: str, **values: Any) -> str:
        return words.say(key, self._whole.language, **values)

    def _list(self, segment: str) -> widgets.SelectMultiple:
        counts = _counts(self._whole, segment)
        options = []
        for level in self._whole.segments[segment]:
            text = self._say("controls.level", level=level, n=counts.get(level, 0)) if counts is not None else level
            options.append((text, level))
        return self._select(words.label(segment, self._whole.language), options)

    def _period_list(self) -> widgets.SelectMultiple:
        options = [(words.period_label(wave, self._whole.language), wave) for wave in self._whole.waves]
        return self._select(self._say("controls.periods"), options)

    def _select(self, title: str, options: list[tuple[str, str]]) -> widgets.SelectMultiple:
        return widgets.SelectMultiple(
            options=options, description=title, rows=max(2, min(len(options), _ROWS)), style={"description_width": "initial"},
            layout=widgets.Layout(flex_flow="column", width="auto", margin="0"),
        )

    def _chosen(self, name: str, change: dict[str, Any]) -> None:
        if self._mirroring:
            return
        kept = tuple(change["new"])
        only = Slice(periods=kept) if name == _PERIOD else Slice({name: kept})
        self._try(self.slice.without(name) & only if kept else self.slice.without(name))

    def _typed(self, change: dict[str, Any]) -> None:
        if not self._mirroring:
            self._try(change["new"])

    def _try(self, slice_: Slice | str) -> None:
        try:
            self.set(slice_)
        except StudyError as error:
            self._error.value = error_html(str(error))

    def _mirror(self) -> None:
        self._mirroring = True
        try:
            for name, control in self._lists.items():
                kept = self.slice.periods if name == _PERIOD else self.slice.kept(name)
                control.value = tuple(value for _, value in control.options if kept is not None and value in kept)
            self._text.value = str(self.slice)
            self._chips.value = _chips_html(self._study)
            self._error.value = ""
        finally:
            self._mirroring = False


def _counts(study: Any, segment: str) -> dict[str, int] | None:
    """Customers at each level; answers where there is no table of customers; None where neither can be counted."""
    if not _counts_answers(study):
        people = study.customers()
        if segment in people:
            return people[segment].astype("str").value_counts().to_dict()
    try:
        return _answers(study, segment)
    except ArgumentError:
        return None


def _counts_answers(study: Any) -> bool:
    return study.has("responses") and not study.has("customers")


def _answers(study: Any, segment: str) -> dict[str, int]:
    """Answers to the question with most of them, so that a person who answers ten questions counts once."""
    counts = study.score_counts(by=(segment,)).groupby([segment, "question"], observed=True)["n"].sum()
    return counts.groupby(level=0, observed=True).max().astype(int).to_dict()


def _size(study: Any) -> tuple[int, str]:
    """How many are in the slice, and of what."""
    if not _counts_answers(study):
        return len(study.customers()), "customers"
    counts = study.score_counts()
    return (int(counts.groupby("question")["n"].sum().max()) if len(counts) else 0), "responses"


def _chips_html(study: Any) -> str:
    language = study.language
    texts = [f"{words.label(name, language)}: {', '.join(kept)}" for name, kept in study.slice.levels]
    if study.slice.periods is not None:
        periods = ", ".join(words.period_label(period, language) for period in study.slice.periods)
        texts.append(f"{words.label('period', language)}: {periods}")
    chip = '<span class="cx-chip" style="background:#e3edf7;color:#1b2a3a;border-radius:1em;padding:0.1em 0.7em;margin-right:0.4em">'
    chips = "".join(f"{chip}{html.escape(text)}</span>" for text in texts or [words.say("house.everyone", language)])
    n, kind = _size(study)
    count = f"{words.say('house.base', language, n=n)} {words.say(f'house.table.{kind}', language)}"
    return f'<p style="margin:0.3em 0;line-height:2">{html.escape(words.say("controls.showing", language))}: {chips}{html.escape(count)}</p>'

"""A view: one analysis whose finding follows the slicer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import ipywidgets as widgets

from .. import charts, words
from ..errors import ArgumentError, StudyError
from ..finding import MIME, Finding
from .page import caveats_html, error_html, finding_html, heading_html, picture_html, table_html
from .slicer import Slicer

__all__ = ["View", "follow", "follow_each"]


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
    view = View(lambda seen: _answer(analysis, seen, args, options), study)
    if isinstance(source, Slicer):
        source.subscribe(view.refresh)
    return view


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


class _Several:
    """The findings of one analysis for the study that was asked about last."""

    def __init__(self, analysis: Callable[..., Sequence[Finding]], args: tuple, options: dict[str, Any]) -> None:
        self._analysis, self._args, self._options = analysis, args, options
        self._study, self._found = None, ()

    def __call__(self, study: Any) -> Sequence[Finding]:
        if study is not self._study:
            self._found, self._study = self._analysis(study, *self._args, **self._options), study
        return self._found

    def one(self, study: Any, place: int) -> Finding:
        """The finding at a place; nobody, where the slice has fewer."""
        found = self(study)
        return found[place] if place < len(found) else study.nobody("controls.none", words.say("controls.no_more", study.language))


class View(widgets.VBox):
    """Question, sentence, chart, table and caveats of one finding; each part is replaced in place."""

    def __init__(self, answer: Callable[[Any], Finding], study: Any) -> None:
        self._answer = answer
        self._study = study
        self._was_seen = self._is_stale = False
        self.finding: Finding | None = None
        self.error = ""
        self._picture: bytes | None = None
        # The picture is HTML, because an Image widget has no text for those who cannot see it.
        self._heading, self._image, self._table, self._caveats = (widgets.HTML() for _ in range(4))
        self._fold = widgets.Accordion([self._table], selected_index=None)
        self._fold.set_title(0, words.say("controls.table", study.language))
        finding = answer(study)
        picture = charts.png(finding)
        super().__init__([self._heading, self._image, self._fold, self._caveats], _view_count=0)
        self._show(finding, picture)
        self.observe(self._looked_at, "_view_count")

    def refresh(self, study: Any) -> None:
        """Read the finding anew from this study; a refusal is shown in its place.

        A view whose cell was run again is on no screen any more: it waits until it is.
        """
        self._study = study
        if self._was_seen and not self._view_count:
            self._is_stale = True
            return
        self._is_stale = False
        try:
            finding = self._answer(study)
            picture = charts.png(finding)
        except StudyError as error:
            self._show_error(str(error))
        except Exception as error:  # an old finding under a new slice would be a lie
            text = f"{type(error).__name__}: {error}"
            self._show_error(words.say("controls.unexpected", study.language, error=text))
        else:
            self._show(finding, picture)

    def static_html(self) -> str:
        """The present state for a page without a kernel."""
        return error_html(self.error) if self.finding is None else finding_html(self.finding, self._picture)

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict[str, Any]:
        bundle = {**super()._repr_mimebundle_(include=include, exclude=exclude), "text/html": self.static_html()}
        if self.finding is None:
            return {**bundle, "text/plain": self.error}
        return {**bundle, "text/plain": self.finding.sentence, MIME: self.finding.to_json()}

    def _show(self, finding: Finding, picture: bytes | None) -> None:
        self.finding, self.error, self._picture = finding, "", picture
        self._heading.value = heading_html(finding)
        self._image.value = picture_html(finding, picture) if picture else ""
        self._image.layout.display = None if picture else "none"
        has_rows = len(finding.table) > 0
        self._table.value = table_html(finding) if has_rows else ""
        self._fold.layout.display = None if has_rows else "none"
        self._caveats.value = caveats_html(finding)

    def _show_error(self, text: str) -> None:
        self.finding, self.error, self._picture = None, text, None
        self._heading.value = error_html(text)
        self._image.value = self._table.value = self._caveats.value = ""
        self._image.layout.display = self._fold.layout.display = "none"

    def _looked_at(self, change: dict[str, Any]) -> None:
        self._was_seen = self._was_seen or bool(change["new"])
        if self._is_stale and change["new"]:
            self.refresh(self._study)


def _answer(analysis: Callable[..., Finding], study: Any, args: tuple, options: dict[str, Any]) -> Finding:
    finding = analysis(study, *args, **options)
    if not isinstance(finding, Finding):
        name = getattr(analysis, "__name__", "the analysis")
        raise ArgumentError(f"follow shows findings, but {name} returned {type(finding).__name__}")
    return finding

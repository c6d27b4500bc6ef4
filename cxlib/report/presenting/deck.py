"""The deck: the findings of all notebooks one after the other, each with the words that lead to it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

from ..pages import without_parameters
from ..prepare import INJECTED, Prepared, title
from .workers import View, Worker

__all__ = ["in_order", "markdown", "slides"]

_HEADING = re.compile(r"^#{1,6}\s", re.MULTILINE)
_PARAMETERS = {INJECTED, "parameters"}


@dataclass
class _Slide:
    """One page of the deck; `lead` stands above the finding, `reading` in the presenter's notes."""

    at: str
    book: str
    title: str
    view: View | None = None
    lead: list[str] = field(default_factory=list)
    reading: list[str] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        return {
            "at": self.at,
            "book": self.book,
            "title": self.title,
            "kind": "prose" if self.view is None else "finding",
            "follows": self.view is not None and self.view.follows,
            "ready": self.view is None or self.view.is_ready,
            "lead": "".join(map(markdown, self.lead)),
            "reading": "".join(map(markdown, self.reading)),
        }


def in_order(books: Sequence[Prepared]) -> list[Prepared]:
    """The notebooks as the report has them: by the place in their metadata, else by name."""
    return sorted(books, key=lambda book: book.node.metadata.get("cxlib", {}).get("place", 0))


def slides(worker: Worker) -> list[dict[str, Any]]:
    """The pages that a notebook has so far: its opening, its findings that are ready, its last words.

    Returns
    -------
    list of dict
        ``at`` (the page's name in the address), ``book``, ``title``, ``kind`` (finding or prose), ``follows``,
        ``ready``, ``lead`` and ``reading`` as HTML in which everything is escaped.
    """
    book, name = worker.book, worker.book.name
    opening = _Slide(f"{name}/", name, title(book))
    pages, between = [opening], []
    for part in _parts(worker):
        if isinstance(part, str):
            between.append(part)
            continue
        reading, lead = _split(between, opens=pages[-1] is opening)
        page = _Slide(f"{name}/{part.name}", name, part.question or title(book), part, lead)
        pages[-1].reading += reading
        pages.append(page)
        between = []
    if pages[-1] is opening:
        opening.lead += between[:1]
        opening.reading += between[1:]
    elif worker.status in ("ready", "failed"):
        pages += _close(between, pages[-1], name)
    if pages[0].lead == [] and opening.reading:
        opening.lead, opening.reading = opening.reading[:1], opening.reading[1:]
    return [page.to_json() for page in pages]


def markdown(text: str) -> str:
    """Markdown as HTML: tags in it are shown, not obeyed, and a link may lead to a page but run nothing.

    Examples
    --------
    >>> markdown("**n** <b>").strip()
    '<p><strong>n</strong> &lt;b&gt;</p>'
    """
    from nbconvert.filters.markdown_mistune import InvalidNotebook, IPythonRenderer, MarkdownWithMath

    renderer = IPythonRenderer(escape=True, allow_harmful_protocols=False, exclude_anchor_links=True)
    try:
        return MarkdownWithMath(renderer=renderer).render(text)
    except InvalidNotebook:
        return f"<p>{escape(text)}</p>"


def _parts(worker: Worker) -> list[str | View]:
    """Words and views in the order of the notebook."""
    kept = {id(cell) for cell in without_parameters(worker.book.node.cells, keep_code=True)}
    views: dict[int, list[View]] = {}
    for view in worker.views.values():
        views.setdefault(view.cell, []).append(view)
    out: list[str | View] = []
    place = 0
    for cell in worker.book.node.cells:
        if cell.cell_type == "code":
            out += views.get(place, [])
            place += 1
        elif cell.cell_type == "markdown" and id(cell) in kept:
            out.append(cell.source)
    return out


def _split(between: Sequence[str], *, opens: bool) -> tuple[list[str], list[str]]:
    """The words between two findings: those that read the first, and those that lead to the second.

    A heading begins what leads on; without one, the last piece does.
    """
    headings = [place for place, text in enumerate(between) if _HEADING.match(text) and not (opens and place == 0)]
    cut = headings[-opens] if headings else max(0, len(between) - 1)
    if opens and cut == 0:
        cut = min(1, len(between))
    return list(between[:cut]), list(between[cut:])


def _close(between: Sequence[str], last: _Slide, name: str) -> list[_Slide]:
    """What stands after the last finding: words that read it, then a page of its own from the first heading on."""
    cut = next((place for place, text in enumerate(between) if _HEADING.match(text)), len(between))
    last.reading += between[:cut]
    if cut == len(between):
        return []
    heading = re.sub(r"^#+\s+|\s*#*\s*$", "", between[cut].strip().splitlines()[0])
    return [_Slide(f"{name}/end", name, heading, lead=list(between[cut:]))]

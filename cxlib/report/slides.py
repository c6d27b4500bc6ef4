"""Findings as slides: one a page, its chart and table native and editable, its evidence in the speaker notes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .. import words
from ..finding import Finding
from .fitting import cleaned, fitted
from .plots import Plot, plots
from .slide_parts import BOTTOM, GREY, INK, estimates, fill, whole_table, write_table, write_text
from .sheets import DAY, put_file
from .workbook import sheet_names

__all__ = ["MOST", "in_order", "write_slides"]

MOST = 40
_WIDE, _HIGH, _EDGE = 13.333, 7.5, 0.5
_TOP = 1.95
_NOTED = 40  # estimates in the notes
_BLUE = "0B4F8A"


@dataclass(frozen=True)
class _Deck:
    """What is being written: the presentation, and how each finding's sheet of the workbook is called."""

    pages: Any
    sheets: dict[str, str]
    language: str

    def say(self, key: str, **values: Any) -> str:
        return words.say(f"slides.{key}", self.language, **values)


def write_slides(
    findings: Sequence[Finding], path: str | Path, *, title: str = "", about: Sequence[str] = (), language: str | None = None,
    book: Sequence[Finding] | None = None, most: int = MOST,
) -> Path:
    """Write a deck (``.pptx``): a cover, then one finding a slide in the order given; whole or not at all.

    The sentence is the title. Estimates stand in a native chart with their intervals as error bars and in a native table
    beside it; heatmaps, maps and cards are tables. A table that is too long is cut and says how much more the workbook holds.
    Speaker notes carry base, slice, intervals, caveats and source. Equal findings give equal bytes.

    Parameters
    ----------
    findings : sequence of Finding
    path : path
        An earlier file there is replaced when the new one is complete.
    title : str
        Of the cover, such as the study and its wave.
    about : texts
        Lines below the title of the cover.
    language : {"en", "vi"}, optional
        That of the first finding when not given.
    book : sequence of Finding, optional
        The findings in the order of the workbook, whose sheets the slides point to; the same as `findings` when not given.
    most : int
        Findings that get a slide; how many are left out stands at the end.

    Returns
    -------
    Path

    Raises
    ------
    RunError
        When the file cannot be written.
    """
    path = Path(path)
    language = language or next((finding.language for finding in findings), "en")
    sheets = {finding.key: name for finding, name in zip(book or findings, sheet_names(book or findings), strict=True)}
    deck = _Deck(_empty(), sheets, language)
    _write_cover(deck, title, about)
    for number, finding in enumerate(findings[:most], start=2):
        _write_finding(deck, finding, number)
    if len(findings) > most:
        slide = _slide(deck, deck.say("rest.title"), len(deck.pages.slides) + 1)
        write_text(slide, deck.say("rest", n=len(findings) - most), (_EDGE, _TOP, _WIDE - 2 * _EDGE, 1.0), 24, 14)
    put_file(_packed(deck.pages, title), path)
    return path


def in_order(findings: Sequence[tuple[Finding, float]]) -> list[Finding]:
    """Findings in the order of a deck: the readout, then what it names, then answered ones, then the rest.

    Parameters
    ----------
    findings : pairs of a finding and the place of its notebook
        The notebook with the lowest place is the readout.

    Returns
    -------
    list of Finding
    """
    first = min((place for _, place in findings), default=0)
    named = [question for finding, place in findings if place == first and "question" in finding.table for question in finding.table["question"]]
    rank = {question: place for place, question in reversed(list(enumerate(named)))}

    def weight(pair: tuple[Finding, float]) -> tuple:
        finding, place = pair
        if place == first:
            return (0, 0, 0)
        named_at = rank.get(finding.question)
        return (1, named_at, 0) if named_at is not None else (2, finding.status != "answered", place)

    return [finding for finding, _ in sorted(findings, key=weight)]


def _empty() -> Any:
    """A presentation in 16:9; the places of the library's own layouts are for 4:3 and are stretched with it."""
    from pptx import Presentation
    from pptx.util import Inches

    pages = Presentation()
    part = Inches(_WIDE) / pages.slide_width
    pages.slide_width, pages.slide_height = Inches(_WIDE), Inches(_HIGH)
    for layout in (pages.slide_master, *pages.slide_layouts):
        for place in layout.placeholders:
            place.left, place.width = int(place.left * part), int(place.width * part)
    return pages


def _slide(deck: _Deck, title: str, number: int) -> Any:
    """A slide with its title, fitted to two or three lines, and its number."""
    from pptx.enum.text import MSO_ANCHOR
    from pptx.util import Inches

    slide = deck.pages.slides.add_slide(deck.pages.slide_layouts[5])
    head = slide.shapes.title
    place = (_EDGE, 0.62, _WIDE - 2 * _EDGE, 1.25)
    head.left, head.top, head.width, head.height = (Inches(part) for part in place)
    text, points = fitted(title, width=place[2] - 0.1, height=place[3] - 0.05, largest=28, least=14)
    fill(head.text_frame, [text], points, bold=True, colour=INK, language=deck.language)
    head.text_frame.vertical_anchor = MSO_ANCHOR.TOP
    write_text(slide, str(number), (_WIDE - 1.1, 7.05, 0.7, 0.3), 10, 10, colour=GREY, right=True)
    return slide


def _write_cover(deck: _Deck, title: str, about: Sequence[str]) -> None:
    from pptx.util import Inches

    slide = deck.pages.slides.add_slide(deck.pages.slide_layouts[5])
    head = slide.shapes.title
    head.left, head.top, head.width, head.height = Inches(0.9), Inches(2.0), Inches(11.5), Inches(1.8)
    text, points = fitted(title or words.say("report.findings", deck.language), width=11.3, height=1.7, largest=44, least=20)
    fill(head.text_frame, [text], points, bold=True, colour=_BLUE, language=deck.language)
    lines = [fitted(line, width=11.3, height=0.7, largest=20, least=12)[0] for line in about]
    if lines:
        write_text(slide, "\n".join(lines), (0.9, 4.0, 11.5, 2.2), 20, 12)


def _write_finding(deck: _Deck, finding: Finding, number: int) -> None:
    slide = _slide(deck, finding.sentence, number)
    if finding.question:
        write_text(slide, finding.question, (_EDGE, 0.22, _WIDE - 2 * _EDGE, 0.38), 14, 10, colour=GREY)
    drawn = plots(finding)
    if drawn:
        _write_charts(deck, slide, finding, drawn)
    elif finding.lines:
        headings, lines = whole_table(finding)
        write_table(slide, finding, deck.sheets[finding.key], headings, lines, (_EDGE, _TOP, _WIDE - 2 * _EDGE), rows=len(lines) if finding.chart.kind == "heatmap" else finding.lines)
    _write_foot(slide, finding, drawn, deck)
    slide.notes_slide.notes_text_frame.text = cleaned(_notes(deck, finding))


def _write_charts(deck: _Deck, slide: Any, finding: Finding, drawn: Sequence[Plot]) -> None:
    """One chart with its table beside it; several side by side, whose bases stand in the notes and the table in the workbook."""
    from ..charts import alt_text
    from .native import put_chart

    wide, high, alt = _WIDE - 2 * _EDGE, BOTTOM - _TOP, alt_text(finding)
    if len(drawn) == 1:
        headings, lines = estimates(finding)
        put_chart(slide, drawn[0], (_EDGE, _TOP, 7.3, high), alt=alt)
        write_table(slide, finding, deck.sheets[finding.key], headings, lines, (_EDGE + 7.45, _TOP, wide - 7.45), rows=len(lines))
        return
    columns = 2
    rows = (len(drawn) + 1) // columns
    for place, plot in enumerate(drawn):
        left, top = _EDGE + place % columns * wide / columns, _TOP + place // columns * high / rows
        put_chart(slide, plot, (left, top, wide / columns - 0.1, high / rows - 0.05), alt=alt, points=11 if rows == 1 else 10)


def _write_foot(slide: Any, finding: Finding, drawn: Sequence[Plot], deck: _Deck) -> None:
    """Base, slice, what the marks mean, and the first caveats, in what room there is."""
    from ..charts.reading import slice_words

    language = finding.language
    parts = [words.say("house.base", language, n=finding.base), slice_words(finding)]
    if finding.status != "answered":
        parts.append(words.say(f"report.status.{finding.status}", language))
    series = [one for plot in drawn for one in plot.series]
    if any(end is not None for one in series for end in one.low):
        parts.append(deck.say("whiskers"))
    if any(one.hollow for one in series):
        parts.append(deck.say("hollow"))
    left_out = sum(plot.left_out for plot in drawn)
    if left_out:
        parts.append(deck.say("not_drawn", n=left_out, sheet=deck.sheets[finding.key]))
    write_text(slide, " · ".join(parts), (_EDGE, 6.66, _WIDE - 2 * _EDGE, 0.3), 11, 8, colour=GREY)
    if finding.caveats:
        write_text(slide, " ".join(finding.caveats), (_EDGE, 6.93, _WIDE - 2 * _EDGE - 0.8, 0.42), 10, 9, colour=GREY)


def _notes(deck: _Deck, finding: Finding) -> str:
    """Base, intervals, caveats, next step and source, as a speaker needs them when asked."""
    from .workbook import facts_of

    everyone = str(finding.slice) or words.say("house.everyone", finding.language)
    lines = [finding.question, deck.say("notes.base", base=words.say("house.base", finding.language, n=finding.base), slice=everyone)]
    lines.append(deck.say("notes.status", status=words.say(f"report.status.{finding.status}", finding.language)))
    lines += _noted_intervals(deck, finding)
    lines += finding.caveats
    if finding.next_step:
        lines.append(words.say("report.next_step", finding.language, step=finding.next_step))
    if finding.owner:
        lines.append(words.say("report.owner", finding.language, owner=finding.owner))
    lines.append(deck.say("notes.source", source=facts_of(finding)))
    return "\n".join(line for line in lines if line)


def _noted_intervals(deck: _Deck, finding: Finding) -> list[str]:
    """Each estimate with its interval and base as a line; that there is none, where there is none."""
    if not plots(finding):
        return [] if {"low", "high"} <= set(finding.table) else [deck.say("notes.no_intervals")]
    headings, lines = estimates(finding)
    has_base = headings[-1] == words.label("base", finding.language)
    place = len(headings) - 1 - has_base
    texts = [", ".join(line[:place]) + f": {line[place]}" + (f"; n = {line[-1]}" if has_base else "") for line in lines[:_NOTED]]
    more = [deck.say("notes.more", n=len(lines) - _NOTED)] if len(lines) > _NOTED else []
    return [deck.say("notes.intervals", heading=headings[place]), *texts, *more]


def _packed(pages: Any, title: str) -> bytes:
    """The file's bytes, with one fixed date wherever the format wants one."""
    facts = pages.core_properties
    facts.author, facts.title, facts.last_modified_by, facts.revision = "CX Workbench", cleaned(title)[:255], "CX Workbench", 1
    facts.created = facts.modified = DAY
    first, out = io.BytesIO(), io.BytesIO()
    pages.save(first)
    with zipfile.ZipFile(first) as made, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as kept:
        for name in made.namelist():
            info = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            info.create_system, info.external_attr = 0, 0
            kept.writestr(info, made.read(name), compress_type=zipfile.ZIP_DEFLATED)
    return out.getvalue()

"""What one finding looks like, as plain data for a page."""

from __future__ import annotations

import base64
from typing import Any

from .. import words
from ..charts.reading import alt_text, slice_words
from ..errors import choose
from ..finding import Finding
from .picture import DRAWN, picture

__all__ = ["content", "says", "table_of"]

_ROWS = 200
_NOTES = ("study", "wave", "as_of", "fingerprint", "version", "seed", "method", "synthetic")


def content(finding: Finding, *, image: bool = False, rows: int = _ROWS, late: bool = False) -> dict[str, Any]:
    """Everything a card shows of a finding, as data that JSON holds: texts in the study's language, numbers with their text.

    Parameters
    ----------
    finding : Finding
    image : bool
        Also draw the kinds that the script does not (``map``, ``card``), as a PNG in a data address.
    rows : int
        So many lines of the table at most; ``table["more"]`` counts the others.
    late : bool
        Leave the lines of the table for later (:func:`table_of`); ``table["late"]`` says so.

    Returns
    -------
    dict
        ``name``, ``key``, ``language``, ``status``, ``status_text``, ``question``, ``sentence``, ``slice`` (as the
        grammar of :class:`cxlib.slices.Slice` writes it), ``slice_words`` (for people), ``base``, ``n``, ``caveats``,
        ``next_step``, ``owner``, ``alt``, ``notes`` (heading to text), ``picture`` (see :func:`cxlib.live.picture`),
        ``image``, ``table`` (``head``, ``rows``, ``more``).

    Examples
    --------
    >>> import pandas as pd
    >>> shown = content(Finding("demo", "How many stay?", "Nine in ten stay.", pd.DataFrame({"base": [10]}), base=10))
    >>> shown["sentence"], shown["table"]["rows"], shown["picture"]
    ('Nine in ten stay.', [['10']], None)
    """
    language = finding.language
    return {
        "name": finding.name, "key": finding.key, "language": language, "status": finding.status,
        "status_text": words.say(f"live.status.{finding.status}", language),
        "question": finding.question, "sentence": finding.sentence, "slice": str(finding.slice), "slice_words": slice_words(finding),
        "base": int(finding.base), "n": words.say("house.base", language, n=finding.base), "caveats": list(finding.caveats),
        "next_step": finding.next_step, "owner": finding.owner, "alt": alt_text(finding), "notes": _notes(finding),
        "picture": picture(finding), "image": _image(finding) if image and finding.chart.kind not in (*DRAWN, "none") else None,
        "table": {"head": [], "rows": [], "more": finding.lines, "late": True} if late and finding.lines else table_of(finding, rows),
    }


def says(language: str) -> dict[str, str]:
    """The labels of a card (buttons, headings, messages) in a language, by short name: ``copy_png``, ``lock``, ...

    What the page fills in stands as a place: ``{file}``, ``{n}``.

    Raises
    ------
    ArgumentError
        For a language that is not known.

    Examples
    --------
    >>> says("vi")["lock"]
    'Giữ nguyên trục'
    """
    mark = "live.says."
    choose("language", language, words.LANGUAGES)
    names = [key.removeprefix(mark) for key in words.catalogue() if key.startswith(mark)]
    return {name: words.catalogue()[f"live.says.{name}"][language] for name in names}


def table_of(finding: Finding, rows: int = _ROWS) -> dict[str, Any]:
    """The finding's table as texts: ``head``, ``rows``, and how many rows there are beyond the first ones (``more``).

    Examples
    --------
    >>> import pandas as pd
    >>> table_of(Finding("demo", "?", "!", pd.DataFrame({"base": [10, 20]})), rows=1)
    {'head': ['Base (n)'], 'rows': [['10']], 'more': 1}
    """
    if not len(finding.table.columns):
        return {"head": [], "rows": [], "more": 0}
    head, lines = finding.entries(limit=rows)
    return {"head": list(map(str, head)), "rows": [list(map(finding.text, line)) for line in lines], "more": max(0, finding.lines - rows)}


def _notes(finding: Finding) -> dict[str, str]:
    """Where it comes from, a heading and a text each; the base, the slice and the method first."""
    language = finding.language
    notes = {words.say("live.note.base", language): words.format_value(finding.base, "count", language),
             words.say("live.note.slice", language): slice_words(finding)}
    for name in _NOTES:
        value = finding.provenance.get(name)
        if value in (None, "", False):
            continue
        text = words.say("house.yes", language) if value is True else words.period_label(str(value), language) if name == "wave" else str(value)
        notes[words.say(f"live.note.{name}", language)] = text
    notes[words.say("live.note.finding", language)] = finding.key
    return notes


def _image(finding: Finding) -> str | None:
    from .. import charts

    drawn = charts.png(finding)
    return None if drawn is None else "data:image/png;base64," + base64.b64encode(drawn).decode("ascii")

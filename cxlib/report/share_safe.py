"""What of a report may be given away: no row about one person, no words of a customer, no small group."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from .. import words
from ..comments.cleaning import cleaned, masked
from ..finding import Finding
from ..study import SHARE
from .handout import write_handout
from .pages import HANDOUT, Drawn, draw

__all__ = ["for_others", "handout_beside", "shared_kernels", "without_inside"]

_OF_PERSONS = frozenset(("customer_id", "customer", "employee", "journey_id", "example"))
_VERBATIM = ("quote", "quotes", "comment")
_SURE, _LEAST_DIGITS, _MOST_DIGITS = 5, 4, 8  # signs of an id that no word or count looks like; digits of one that could be a count
_SHORTEST, _LONG = 4, 8  # words of a comment that can be told from a common phrase; words that prove a longer one
_WORD = re.compile(r"[\w-]+")
_YEAR = re.compile(r"(19|20)\d\d")
_BEGIN, _END = re.compile(r"(?<![\w-])\S"), re.compile(r"[\w-]")
_BARE = re.compile(r"(?<![\w-])\d+(?![\w-])")  # digits that stand alone, with what else is a number taken out first:
_PAIR = re.compile(r"(?<![\w.,])(?=(\d{4,8})[-–](\d{4,8})(?![\w.,]))")  # a range, unless both are ids
_AMOUNT = re.compile(r"\d{1,3}([.,]\d{3})+([.,]\d+)?(?!\d)|(\d+\.|0,)\d+|\d+,\d{1,3}(?!\d)|\d+\s?%|\d+–\d+")


@contextlib.contextmanager
def shared_kernels() -> Iterator[None]:
    """While it lasts, every program that is started opens studies as they are shown to others."""
    before = os.environ.get(SHARE)
    os.environ[SHARE] = "1"
    try:
        yield
    finally:
        os.environ.pop(SHARE) if before is None else os.environ.update({SHARE: before})


def for_others(drawn: Sequence[Drawn], study: Any) -> tuple[list[Drawn], tuple[str, ...]]:
    """The findings that may be given away, and a sentence for each reason why others stay.

    Cells and rows that hold what a customer wrote are taken out, and the chart is drawn anew. Left out are findings that hold
    little else, those with rows about single customers, employees or journeys, those in which an id or a comment stands all the
    same, and those that were not made with the raised minimum base or show a smaller one.

    Parameters
    ----------
    drawn : findings with their charts
    study : Study
        Opened with ``share``.

    Returns
    -------
    (kept, notes)
    """
    ids, heard = _Ids(study), _Heard(study)
    kept: list[Drawn] = []
    reasons: dict[str, list[str]] = {}
    for one in drawn:
        quiet = _without_words(one, heard)
        why = "verbatim" if quiet is None else _reason(quiet.at.finding, study, ids, heard)
        if why:
            reasons.setdefault(why, []).append(one.at.finding.key)
        else:
            kept.append(quiet)
    said = [words.say(f"report.share.{why}", study.language, n=len(keys), names=", ".join(keys)) for why, keys in reasons.items()]
    return kept, tuple(said)


def without_inside(folder: Path, names: Iterable[str]) -> None:
    """Remove from a report what is for the house alone: the pages of notebooks and the notebooks themselves."""
    shutil.rmtree(folder / "notebooks", ignore_errors=True)
    for name in names:
        (folder / f"{name}.html").unlink(missing_ok=True)


def handout_beside(folder: Path, study: Any) -> tuple[str, ...]:
    """Write the page that slices without Python, where the study has answers; its name to link."""
    if str(study.slice) or not study.has("responses"):
        return ()
    write_handout(study, folder / HANDOUT)
    return (HANDOUT,)


def _without_words(one: Drawn, heard: _Heard) -> Drawn | None:
    """The finding without what customers wrote; None when that is most of it."""
    finding, table = one.at.finding, one.at.finding.table
    quotes = [name for name in table.columns if str(name).lower() in _VERBATIM]
    texts = [name for name in table.columns if name not in quotes and not _is_number(table[name])]
    spoken = table[texts].map(lambda cell: isinstance(cell, str) and heard.holds(cell)).any(axis=1) if texts else table.index != table.index
    filled = table[quotes].map(lambda cell: isinstance(cell, str) and cell != "").any(axis=1) if quotes else spoken
    if not (spoken | filled).any():
        return one
    if 2 * (spoken | filled).sum() > len(table):
        return None
    quiet = table[~spoken].assign(**dict.fromkeys(quotes, "")).reset_index(drop=True)
    return draw(replace(one.at, finding=replace(finding, table=quiet), png=b"", svg=""))


def _is_number(column: Any) -> bool:
    return column.dtype.kind in "biufmM"


def _reason(finding: Finding, study: Any, ids: _Ids, heard: _Heard) -> str:
    columns = {str(name).lower() for name in finding.table.columns}
    if columns & _OF_PERSONS or any(name.lower() in _OF_PERSONS for name in finding.slice.segments):
        return "persons"
    texts = dict.fromkeys(_texts(finding.to_json()))
    if any(map(ids.hold, texts)):
        return "persons"
    if any(map(heard.holds, texts)):
        return "verbatim"
    if finding.status in ("nobody", "not_available"):
        return ""
    smallest = study.settings.minimum_base
    return "small" if finding.provenance.get("share_base") != smallest or _is_small(finding, smallest) else ""


class _Ids:
    """The study's own ids, found again in a text as whole tokens: never as a part of a longer word or number.

    An id that mixes letters, digits and signs, or has more digits than a count, is looked for everywhere. Two kinds are looked for only
    as far as they can be told from what a report says anyway: letters alone (``anna``, ``Nguyen Van A``) and short marks (``C1``), unless they are
    a word of our sentences or of the study's own settings, or a level of a segment; and four to eight digits, unless they are such a name, a
    year, or a part of an amount, a share or a range that does not lead from id to id. So not found are ids of three digits or less, ids that are such words, ids in columns
    of numbers, in pictures, and written in another way than in the study; where ids are hashed, the true ones are not known here.
    """

    def __init__(self, study: Any) -> None:
        people = study.unsliced().customers()
        public = _public(study, people)
        names = {_on_one_line(name) for name in people.index}
        self._digits = {name for name in names if name.isdecimal() and _LEAST_DIGITS <= len(name) <= _MOST_DIGITS and not _YEAR.fullmatch(name)} - public
        self._sure = frozenset(filter(_is_sure, names))
        self._signs = self._sure | {name for name in names if len(name) > 1 and any(map(str.isalpha, name)) and name not in public}
        self._sizes = sorted({len(name) for name in self._signs})

    def hold(self, text: str) -> bool:
        """Whether one of them stands in the text."""
        text = _on_one_line(text)
        if self._digits and not self._digits.isdisjoint(_BARE.findall(_AMOUNT.sub(" ", text))):
            return True
        if any(self._digits.issuperset(pair) for pair in _PAIR.findall(text)):
            return True
        # A line below joins what else would stand alone (KH01_2); an id that looks like nothing else is seen there too.
        return self._stands(text, self._signs) or ("_" in text and self._stands(text.replace("_", " "), self._sure))

    def _stands(self, text: str, names: frozenset[str]) -> bool:
        ends = ((found.start(), found.start() + size) for found in _BEGIN.finditer(text) for size in self._sizes)
        return any(text[start:end] in names and not _END.match(text, end) for start, end in ends)


def _is_sure(name: str) -> bool:
    """Whether no ordinary word or number looks like this id."""
    return len(name) >= _SURE and any(map(str.isdigit, name)) and (not name.isdigit() or len(name) > _MOST_DIGITS)


def _public(study: Any, people: Any) -> set[str]:
    """Words that stand in reports without naming anybody: those of our sentences, and the names that the study itself gives."""
    settings, levels = study.settings, []
    for name, own in study.segments.items():
        # A segment whose level is the customer itself tells who it is; numbers may be alike by chance.
        itself = (people[name].astype(str) == people.index).mean() if name in people else sum(one in people.index and not one.isdecimal() for one in own) / len(own)
        levels += own if itself <= 0.5 else ()
    asked = [text for name, question in study.codebook.items() for text in (name, *question.wording.values())]
    named = [study.name, *study.waves, *study.segments, *levels, *asked, *settings.journey.stages, *settings.journey.exits, *settings.journey.other]
    ours = [text for key, said in words.catalogue().items() for text in (key.replace(".", " ").replace("_", " "), *said.values())]
    single = {word for text in (*ours, *map(str, named)) for word in _WORD.findall(_on_one_line(text))}
    return single | {word[:1].upper() + word[1:] for word in single} | {_on_one_line(str(name)) for name in named}


def _on_one_line(text: str) -> str:
    """The text with its accents composed and one blank between words, as ids with blanks are looked for."""
    return " ".join(unicodedata.normalize("NFC", text).split())


class _Heard:
    """What customers wrote, as it stands and masked, found again in a text by the words that it begins with."""

    def __init__(self, study: Any) -> None:
        self.by_start: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
        texts = study.unsliced().comment_rows()["comment"].dropna().unique() if study.has("responses") else ()
        for text in texts:
            for one in {text, masked(text, language=study.language)}:
                spoken = _words(one)
                if len(spoken) >= _SHORTEST:
                    self.by_start.setdefault(spoken[:_SHORTEST], []).append(spoken)

    def holds(self, text: str) -> bool:
        """Whether a comment of four words or more stands in the text, or the first eight words of a longer one."""
        said = _words(text)
        for place in range(len(said) - _SHORTEST + 1):
            for spoken in self.by_start.get(said[place : place + _SHORTEST], ()):
                size = min(len(spoken), _LONG)
                if said[place : place + size] == spoken[:size]:
                    return True
        return False


def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(cleaned(text).casefold()))


def _is_small(finding: Finding, smallest: int) -> bool:
    """Whether a base below the minimum is shown."""
    import pandas as pd

    bases = [pd.to_numeric(finding.table[name], errors="coerce") for name in finding.table.columns if str(name) == "base"]
    return any(((base > 0) & (base < smallest)).any() for base in bases)


def _texts(value: Any) -> Iterator[str]:
    """Every text in plain data, names of its parts too."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from value
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _texts(part)

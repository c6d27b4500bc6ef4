"""What is said in English where it is said (refusals, rules of the contract, lines of a terminal), in the language of the study.

A finished text is recognised by its template: the words between its places. What stands in a place is looked up in the same way,
so that a refusal inside of another one is translated too. A text that no template fits stays as it is.
"""

from __future__ import annotations

import importlib
import re
from dataclasses import dataclass
from functools import cache
from itertools import islice

from ...errors import choose

__all__ = ["templates", "translated"]

_MODULES = ("sources", "analyses", "house", "terminal")
_PLACE = re.compile(r"\{(\w+)\}")
_GROUPED = re.compile(r"([+-]?\d{1,3}(?:,\d{3})+|[+-]?\d+)(\.\d+)?(%?)")
_RANGE = re.compile(r"(from )?(-?[0-9.]+) to (-?[0-9.]+)")
_GIVEN = {"value", "given", "match", "names"}
_LONGEST, _DEEPEST, _MOST_NAMES = 3000, 4, 3
_FEWEST = 4  # signs between the places, one of them a letter; less fits almost any text


@dataclass(frozen=True)
class _Template:
    """One text with its places: how it is recognised, and what it says."""

    pieces: tuple[str, ...]  # before, between and behind the places
    names: tuple[str, ...]
    given: frozenset[str]  # places that hold what the user wrote
    said: str

    def places_of(self, text: str) -> dict[str, str] | None:
        """What stands in the places of `text`, each as short as can be; None when it is another text."""
        first, *between, last = self.pieces
        end = len(text) - len(last)
        if not text.startswith(first) or not text.endswith(last) or end <= len(first):
            return None
        found, start = [], len(first)
        for piece in between:
            at = text.find(piece, start + 1, end)
            if at < 0:
                return None
            found.append(text[start:at])
            start = at + len(piece)
        return dict(zip(self.names, [*found, text[start:end]])) if start < end else None


def translated(text: str, language: str) -> str:
    """An English text of this package in `language`; what is not known, such as a name, stays as it is.

    Examples
    --------
    >>> print(translated('no method called "tangoo"; did you mean "tango"? Choose from: tango, wald.', "vi"))
    không có phương pháp nào tên là "tangoo"; có phải ý bạn là "tango"? Hãy chọn một trong: tango, wald.
    >>> translated("share is 2; give a part between 0 and 1, such as 0.2", "en")
    'share is 2; give a part between 0 and 1, such as 0.2'
    """
    if choose("language", language, ("en", "vi")) == "en" or not text.strip():
        return text
    return "\n".join(_line(line, _DEEPEST) if len(line) <= _LONGEST else line for line in text.split("\n"))


@cache
def templates() -> dict[str, str]:
    """Every English text with its places, and the Vietnamese one."""
    found: dict[str, str] = {}
    for name in _MODULES:
        found |= importlib.import_module(f"{__name__}.{name}").TEXT
    return found


def _line(text: str, depth: int) -> str:
    body = text.lstrip(" -")
    start = text[: len(text) - len(body)]
    return start + (_known(body, depth) or _after_a_name(body, depth) or body)


def _known(text: str, depth: int) -> str | None:
    if text in _whole():
        return _whole()[text]
    for template in _table():
        places = template.places_of(text)
        if places is not None:
            filled = {name: value if name in template.given else _place(name, value, depth - 1) for name, value in places.items()}
            return _PLACE.sub(lambda place: filled[place[1]], template.said)
    return None


def _after_a_name(text: str, depth: int) -> str | None:
    """The text behind the name of a file, a setting or a notebook: "study.toml, [study]: ..."."""
    for mark in islice(re.finditer(r": ", text), _MOST_NAMES):
        said = _known(text[mark.end():], depth)
        if said is not None:
            return text[: mark.end()] + said
    return None


def _place(name: str, value: str, depth: int) -> str:
    if name == "kind":
        return _kind(value)
    if _GROUPED.fullmatch(value) and ("," in value or "%" in value):
        return value.translate({ord(","): ".", ord("."): ","})
    between = _RANGE.fullmatch(value)
    if between:
        return f"{'từ ' * bool(between[1])}{between[2]} đến {between[3]}"
    return _line(value, depth) if depth and (" " in value or value in _whole()) else value


def _kind(value: str) -> str:
    kinds = _kinds()
    if value in kinds:
        return kinds[value]
    for kind, said in kinds.items():
        if "{0}" in kind:
            start, end = kind.split("{0}")
            if value.startswith(start) and value.endswith(end) and len(value) > len(start) + len(end):
                return said.replace("{0}", value[len(start): len(value) - len(end)])
    return value


@cache
def _whole() -> dict[str, str]:
    """Texts without places, and without the blanks by which they are joined to others."""
    return {text.strip(): said.strip() for text, said in templates().items() if not _PLACE.search(text)}


@cache
def _kinds() -> dict[str, str]:
    return importlib.import_module(f"{__name__}.house").KINDS


@cache
def _table() -> tuple[_Template, ...]:
    """The templates, the most telling first."""
    found = []
    for text, said in ((text.strip(), said.strip()) for text, said in templates().items()):
        parts = _PLACE.split(text)
        pieces, names = tuple(parts[::2]), tuple(parts[1::2])
        if not names or sum(map(len, pieces)) < _FEWEST or not any(letter.isalpha() for piece in pieces for letter in piece):
            continue
        quoted = {name for place, name in enumerate(names) if pieces[place].endswith('"') and pieces[place + 1].startswith('"')}
        found.append((sum(map(len, pieces)), _Template(pieces, names, frozenset(quoted | (_GIVEN & set(names))), said)))
    return tuple(template for _, template in sorted(found, key=lambda pair: -pair[0]))

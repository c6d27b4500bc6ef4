"""What is said in English where it is said (refusals, rules of the contract, lines of a terminal), in the language of the study.

A finished text is recognised by its template: the words between its places. What stands in a place is looked up in the same way,
so that a refusal inside of another one is translated too. A text that no template fits stays as it is.
"""

from __future__ import annotations

import importlib
import re
from dataclasses import dataclass
from functools import cache

from ...errors import choose

__all__ = ["templates", "translated"]

_MODULES = ("sources", "analyses", "house", "terminal")
_PLACE = re.compile(r"\{(\w+)\}")
_GROUPED = re.compile(r"([+-]?\d{1,3}(?:,\d{3})+|[+-]?\d+)(\.\d+)?(%?)")
_RANGE = re.compile(r"(-?[0-9.]+) to (-?[0-9.]+)")
_FEWEST = 4  # signs between the places, one of them a letter; less fits almost any text


@dataclass(frozen=True)
class _Template:
    """One text with its places: how it is recognised, and what it says."""

    pieces: tuple[str, ...]
    form: re.Pattern
    names: tuple[str, ...]
    said: str

    def places_of(self, text: str) -> dict[str, str] | None:
        """What stands in the places of `text`; None when it is another text."""
        at = 0
        for piece in self.pieces:
            at = text.find(piece, at)
            if at < 0:
                return None
            at += len(piece)
        found = self.form.fullmatch(text)
        return dict(zip(self.names, found.groups())) if found else None


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
    return "\n".join(_line(line) for line in text.split("\n"))


@cache
def templates() -> dict[str, str]:
    """Every English text with its places, and the Vietnamese one."""
    found: dict[str, str] = {}
    for name in _MODULES:
        found |= importlib.import_module(f"{__name__}.{name}").TEXT
    return found


def _line(text: str) -> str:
    body = text.lstrip(" -")
    start = text[: len(text) - len(body)]
    return start + (_known(body) or _after_a_name(body) or body)


def _known(text: str) -> str | None:
    if text in templates():
        return templates()[text]
    for template in _table():
        places = template.places_of(text)
        if places is not None:
            filled = {name: _place(name, value) for name, value in places.items()}
            return _PLACE.sub(lambda place: filled[place[1]], template.said)
    return None


def _after_a_name(text: str) -> str | None:
    """The text behind the name of a file, a setting or a notebook: "study.toml, [study]: ..."."""
    for mark in re.finditer(r": ", text):
        said = _known(text[mark.end():])
        if said is not None:
            return text[: mark.end()] + said
    return None


def _place(name: str, value: str) -> str:
    if name == "kind":
        return _kind(value)
    if _GROUPED.fullmatch(value) and ("," in value or "%" in value):
        return value.translate({ord(","): ".", ord("."): ","})
    between = _RANGE.fullmatch(value)
    if between:
        return f"{between[1]} đến {between[2]}"
    return _line(value) if " " in value or value in templates() else value


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
def _kinds() -> dict[str, str]:
    return importlib.import_module(f"{__name__}.house").KINDS


@cache
def _table() -> tuple[_Template, ...]:
    """The templates, the most telling first."""
    found = []
    for text, said in ((text.strip(), said.strip()) for text, said in templates().items()):
        pieces = tuple(piece for piece in _PLACE.split(text)[::2] if piece)
        if sum(map(len, pieces)) < _FEWEST or not any(letter.isalpha() for piece in pieces for letter in piece):
            continue
        parts = _PLACE.split(text)
        form = "".join(re.escape(part) if place % 2 == 0 else "(.+?)" for place, part in enumerate(parts))
        found.append((sum(map(len, pieces)), _Template(pieces, re.compile(form, re.DOTALL), tuple(parts[1::2]), said)))
    return tuple(template for _, template in sorted(found, key=lambda pair: -pair[0]))

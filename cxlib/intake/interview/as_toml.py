"""Texts, names and pairs as they are written in TOML."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

__all__ = ["as_key", "as_list", "as_pairs", "as_text"]


def as_text(value: str) -> str:
    """A text: the escapes of JSON are those of TOML, but for one sign.

    Examples
    --------
    >>> as_text('say "yes"')
    '"say \\\\"yes\\\\""'
    """
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def as_key(name: str) -> str:
    """A name, in quotes only where it needs them."""
    plain = name and all(letter.isascii() and (letter.isalnum() or letter in "_-") for letter in name)
    return name if plain else as_text(name)


def as_list(values: Iterable[str]) -> str:
    """A list of texts on one line."""
    return f"[{', '.join(map(as_text, values))}]"


def as_pairs(pairs: Mapping[str, str | list[str]]) -> str:
    """A table on one line, its values texts or lists of texts.

    Examples
    --------
    >>> as_pairs({"score": "Hài lòng", "keep": ["1", "2"]})
    '{ score = "Hài lòng", keep = ["1", "2"] }'
    """
    return "{ " + ", ".join(f"{as_key(key)} = {as_list(value) if isinstance(value, list) else as_text(value)}" for key, value in pairs.items()) + " }"

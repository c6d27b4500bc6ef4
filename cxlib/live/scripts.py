"""The script and the style that every live page shares, as text."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

from ..errors import ArgumentError, unknown

__all__ = ["script", "styles"]

_HEAD = re.compile(r"^// (gives|needs): *(.*)$", re.MULTILINE)


def script(*names: str) -> str:
    """One JavaScript expression: an object with the functions that the named files give, all in one scope of their own.

    A file says in its first lines ``// gives: drawChart`` what it gives, and ``// needs: draw_axes`` which files come
    before it; those are put in without being named.

    Parameters
    ----------
    *names : str
        Files of this folder without ``.js``, for example ``draw``, ``card``.

    Raises
    ------
    ArgumentError
        For a file that is not there, naming those that are.

    Examples
    --------
    >>> script("draw").startswith("(() => {")
    True
    """
    wanted: list[str] = []
    for name in names:
        _add(name, wanted)
    gives = [given for name in wanted for given in _listed(name, "gives")]
    body = "\n".join(_text(f"{name}.js") for name in wanted)
    return f'(() => {{\n"use strict";\n{body}\nreturn {{{", ".join(dict.fromkeys(gives))}}};\n}})()'


def styles(*names: str) -> str:
    """The style sheet of the live pages as text; with names, those of other files of this folder behind it.

    Raises
    ------
    ArgumentError
        For a file that is not there.
    """
    return "\n".join(_text(f"{name}.css") for name in ("live", *names))


def _add(name: str, wanted: list[str]) -> None:
    """`name` behind what it needs, once."""
    if name in wanted:
        return
    for needed in _listed(name, "needs"):
        _add(needed, wanted)
    wanted.append(name)


def _listed(name: str, what: str) -> list[str]:
    return [one.strip() for kind, text in _HEAD.findall(_text(f"{name}.js")) if kind == what for one in text.split(",") if one.strip()]


@cache
def _text(file: str) -> str:
    folder = resources.files(__package__)
    there = folder / file
    if not there.is_file():
        kind = file.rpartition(".")[2]
        found = sorted(one.name.removesuffix(f".{kind}") for one in folder.iterdir() if one.name.endswith(f".{kind}"))
        raise ArgumentError(unknown("file of the live pages", file.rpartition(".")[0], found))
    return there.read_text(encoding="utf-8")

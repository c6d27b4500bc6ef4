"""Personas kept from one wave to the next: as text that people can read and name by hand."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
import pandas as pd

from ..errors import ArgumentError, SourceError, unknown
from .baseline import Baseline, baseline_of
from .kinds import SEGMENT, Personas
from .spread import Spread, spread_of
from .writing import as_data, from_data

__all__ = ["FORMAT", "Kept", "from_text", "keep", "rename", "to_text"]

FORMAT = 1
_KIND = "cxlib personas"
# Rows of customers, which stay out of the file; whoever reads it assigns customers anew.
_OF_CUSTOMERS = ("labels", "behaviour")


@dataclass(frozen=True)
class Kept(Personas):
    """Personas with what later waves are compared with.

    Attributes
    ----------
    spread : Spread or None
        How far customers of one persona lie from each other, for probabilities.
    baseline : Baseline or None
        Counts of the customers they were found on.
    """

    spread: Spread | None = None
    baseline: Baseline | None = None


def keep(found: Personas, features: pd.DataFrame | None = None) -> Kept:
    """The personas with their spread and the counts of the day they were found on.

    Parameters
    ----------
    found : Personas
        Kept ones come back as they are.
    features : DataFrame, optional
        The customers they were found on, as of :meth:`cxlib.study.Study.features`; not needed for personas that
        :func:`cxlib.personas.find` found, which hold them.

    Raises
    ------
    ArgumentError
        When neither is there.
    """
    if isinstance(found, Kept):
        return found
    parts = {field.name: getattr(found, field.name) for field in fields(found)}
    if found.recipe is None or found.centres.empty:
        return Kept(**parts)
    as_of = None
    if features is None:
        if found.behaviour is None:
            raise ArgumentError("these personas do not hold the customers they were found on; give their features: keep(found, features)")
        features, as_of = found.behaviour.now, found.behaviour.as_of
    spread = spread_of(found, features)
    return Kept(**parts, spread=spread, baseline=baseline_of(found, features, spread, as_of=as_of))


def rename(found: Personas, names: Mapping[str, str]) -> Personas:
    """The same personas under other names, everywhere they are named.

    Parameters
    ----------
    names : mapping of the name now to the new one
        Who is not in it keeps the name.

    Raises
    ------
    ArgumentError
        For a persona that is not there, an empty name, or two personas of one name.

    Examples
    --------
    >>> rename(found, {"Often, mornings": "Commuters"}).names  # doctest: +SKIP
    ('Commuters', 'Weekends')
    """
    for old in names:
        if old not in found.names:
            raise ArgumentError(unknown("persona", old, found.names))
    after = [names.get(name, name) for name in found.names]
    for new in after:
        if not isinstance(new, str) or not new.strip():
            raise ArgumentError(f"a persona needs a name; got {new!r}")
        if after.count(new) > 1 or new == found.inactive:
            raise ArgumentError(f'two groups of customers would be called "{new}"; give each a name of its own')
    changed = dict(zip(found.names, after, strict=True))
    return replace(found, **{field.name: _renamed(getattr(found, field.name), changed, found) for field in fields(found)})


def to_text(found: Personas) -> str:
    """Everything that assigns and compares customers in a later wave, as JSON that people can read.

    No customer is in it. Under ``names`` each persona stands with the name in use: write another one there to rename it.

    Raises
    ------
    ArgumentError
        When the personas hold something that no file can keep.
    """
    kept = keep(found) if found.behaviour is not None else found
    hidden = {field.name: _nobody(getattr(kept, field.name), field.name) for field in fields(kept)}
    data = {"is": _KIND, "format": FORMAT, "names": {name: name for name in kept.names}, "personas": as_data(replace(kept, **hidden), "personas")}
    return _laid_out(data)


def from_text(text: str, *, source: str = "personas.json") -> Personas:
    """The personas that :func:`to_text` wrote, under the names that stand in ``names`` now.

    Parameters
    ----------
    source : str
        Name of the file, for messages.

    Raises
    ------
    SourceError
        When the text is broken, of another format, or names personas that are not there; it says what to do.
    """
    again = "find the personas again and save them"
    try:
        data = json.loads(text.removeprefix("\ufeff"))
    except json.JSONDecodeError as error:
        raise SourceError(f"{source} is broken at line {error.lineno}: {error.msg}; mend that line, or {again}") from None
    if not isinstance(data, dict) or data.get("is") != _KIND:
        raise SourceError(f"{source} holds no personas; give a file that was saved from personas, or {again}")
    if data.get("format") != FORMAT:
        raise SourceError(
            f"{source} is written in format {data.get('format')!r}, and this version of cxlib reads format {FORMAT}; "
            f"use the version of cxlib that wrote it, or {again}"
        )
    try:
        found = from_data(data["personas"])
        _check(found)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        raise SourceError(f"{source} is broken ({type(error).__name__}: {error}); undo what was changed besides names, or {again}") from None
    return _under_names(found, data.get("names"), source)


def _under_names(found: Personas, names: Any, source: str) -> Personas:
    if not isinstance(names, dict) or set(names) != set(found.names):
        listed = ", ".join(f'"{name}"' for name in found.names)
        raise SourceError(f"{source}: names must hold each of {listed} once, on the left; change only the names on the right")
    try:
        return rename(found, names)
    except ArgumentError as error:
        raise SourceError(f"{source}, names: {error}") from None


def _check(found: Any) -> None:
    """What an edit by hand can spoil without breaking the JSON."""
    if not isinstance(found, Personas):
        raise TypeError("no personas in it")
    if found.recipe is None or found.centres.empty:
        return
    if list(found.centres.index) != list(found.names) or found.centres.shape[1] != len(found.view):
        raise ValueError("names, centres and view do not fit each other")
    if not (np.isfinite(found.centres.to_numpy(dtype=float)).all() and np.isfinite(found.view).all()):
        raise ValueError("a centre is not a number")


def _nobody(value: Any, name: str) -> Any:
    """The value without rows of customers."""
    if name == "behaviour":
        return None
    if name in _OF_CUSTOMERS or isinstance(value, (pd.Series, pd.DataFrame)) and value.index.name == "customer_id":
        return value.iloc[:0]
    return value


def _renamed(value: Any, names: Mapping[str, str], found: Personas) -> Any:
    """A field with each persona's name changed, wherever personas are what it is about."""
    if isinstance(value, tuple) and value == found.names:
        return tuple(names.values())
    if isinstance(value, (Spread, Baseline)) or type(value).__name__ == "Behaviour":
        return replace(value, **{field.name: _renamed(getattr(value, field.name), names, found) for field in fields(value)})
    if isinstance(value, pd.Series) and value.name == SEGMENT and value.dtype.kind not in "fiu":
        return value.map(lambda name: names.get(name, name)).astype(value.dtype)
    if isinstance(value, pd.DataFrame) and SEGMENT in value:
        value = value.assign(**{SEGMENT: _renamed(value[SEGMENT], names, found)})
    if isinstance(value, (pd.Series, pd.DataFrame)) and len(value) and set(value.index) <= {*names, found.inactive}:
        return value.rename(index=dict(names))
    if isinstance(value, Mapping) and value and set(value) <= {*names, found.inactive}:
        return {names.get(name, name): part for name, part in value.items()}
    return value


def _laid_out(data: Any, depth: int = 0) -> str:
    """JSON with a line for each thing and rows of numbers kept on one line."""
    flat = json.dumps(data, ensure_ascii=False, allow_nan=False)
    if len(flat) <= 100 or not isinstance(data, (dict, list)) or isinstance(data, list) and not any(isinstance(part, (dict, list)) for part in data):
        return flat
    inner, outer = "  " * (depth + 1), "  " * depth
    if isinstance(data, dict):
        parts = [f"{json.dumps(key, ensure_ascii=False)}: {_laid_out(part, depth + 1)}" for key, part in data.items()]
        return "{\n" + ",\n".join(inner + part for part in parts) + f"\n{outer}}}"
    return "[\n" + ",\n".join(inner + _laid_out(part, depth + 1) for part in data) + f"\n{outer}]"

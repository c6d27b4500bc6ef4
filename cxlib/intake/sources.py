"""Where the rows of each table come from, as `study.toml` says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..codebook import Question
from ..contract import TABLES
from ..errors import SettingsError, check_keys, choose, unknown
from . import typed

__all__ = ["Source", "read_sources"]


@dataclass(frozen=True)
class Source:
    """Where one table's rows come from and how their columns map to the contract.

    Attributes
    ----------
    table : contract table
    path : file or glob below the data folder
    columns : contract column -> column in the file (columns already called so need no entry)
    questions : question -> column, for files with a row a respondent
    stages : stage -> time column, for files with a row a journey
    recode : contract column -> {code in the file: text}
    constants : contract column -> text for every row
    keep : column in the file -> values kept; other rows are left out
    join : further files, matched by a column of the same name
    compare : new column -> two time columns and what to say when one is later than the other
    multiply : new column -> columns of numbers to multiply, such as quantity and price
    repeats : {"reject", "leave_out"}
        What a further row of the same customer is in a table of customers: a breach, or of no interest.
    """

    table: str
    path: str
    wave: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    questions: Mapping[str, str] = field(default_factory=dict)
    stages: Mapping[str, str] = field(default_factory=dict)
    recode: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    keep: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    join: tuple[Mapping[str, str], ...] = ()
    compare: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    multiply: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    dates: str | None = None
    decimal: str = ""
    delimiter: str = ""
    encoding: str = ""
    sheet: str = ""
    id_prefix: str = ""
    repeats: str = "reject"


def read_sources(given: Any, codebook: Mapping[str, Question], where: str) -> tuple[Source, ...]:
    """The sources listed in ``[[sources]]``, checked.

    Raises
    ------
    SettingsError
        For anything unknown, of the wrong kind, or outside of the data folder; the message names the place.
    """
    if not isinstance(given, list) or not given:
        raise SettingsError(f"{where}: list at least one source, each under its own [[sources]]")
    sources = tuple(_source(one, f"{where} number {place}") for place, one in enumerate(given, start=1))
    for place, source in enumerate(sources, start=1):
        for name in source.questions:
            if name not in codebook:
                raise SettingsError(f"{where} number {place}, questions: {unknown('question', name, codebook)}")
    return sources


def _source(given: Mapping[str, Any], where: str) -> Source:
    check_keys(where, given, tuple(Source.__dataclass_fields__), ("table", "path"))
    name = choose("table", given["table"], TABLES, where=where, error=SettingsError)
    for wide, owner in (("questions", "responses"), ("stages", "touchpoints"), ("repeats", "customers")):
        if wide in given and name != owner:
            raise SettingsError(f"{where}: {wide} belongs to a source of {owner}, not of {name}")
    return Source(
        table=name,
        path=typed.inside_path(given["path"], where),
        **{key: typed.text(given, key, "", where) for key in ("wave", "encoding", "sheet", "id_prefix")},
        **{key: typed.strings(given, key, where) for key in ("columns", "questions", "stages")},
        **{key: _each(given, key, read, where) for key, read in _NESTED.items()},
        join=_joined(given.get("join", []), f"{where}, join"),
        missing=_listed(given.get("missing", []), f"{where}, missing"),
        dates=typed.date_form(given, "dates", where),
        decimal=choose("decimal sign", given["decimal"], (".", ","), where=where, error=SettingsError) if "decimal" in given else "",
        delimiter=_delimiter(given, where),
        repeats=choose("word for repeats", given.get("repeats", "reject"), _REPEATS, where=where, error=SettingsError),
    )


def _each(given: Mapping[str, Any], name: str, read: Callable, where: str) -> dict[str, Any]:
    return {key: read(value, f"{where}, {name}.{key}") for key, value in typed.table(given, name, where).items()}


def _codes(given: Any, where: str) -> dict[str, str]:
    if not isinstance(given, Mapping):
        raise SettingsError(f'{where}: must be a table of codes and texts, such as {{ 1 = "yes" }}; not {given!r}')
    return {code: typed.coded(text, where) for code, text in given.items()}


def _listed(given: Any, where: str) -> tuple[str, ...]:
    if not isinstance(given, list):
        raise SettingsError(f'{where}: must be a list, such as ["a", "b"]; not {given!r}')
    return tuple(typed.coded(code, where) for code in given)


def _compared(given: Any, where: str) -> dict[str, str]:
    needed = ("left", "right", "later", "otherwise")
    check_keys(where, given, (*needed, "missing"), needed)
    return {name: typed.text(given, name, "", where) for name in given}


def _factors(given: Any, where: str) -> tuple[str, ...]:
    if not isinstance(given, list) or len(given) < 2 or not all(isinstance(name, str) for name in given):
        raise SettingsError(f'{where}: must be a list of two columns or more, such as ["Quantity", "UnitPrice"]; not {given!r}')
    return tuple(given)


_REPEATS = ("reject", "leave_out")
_NESTED = {"constants": typed.coded, "recode": _codes, "keep": _listed, "compare": _compared, "multiply": _factors}


def _joined(given: Any, where: str) -> tuple[Mapping[str, str], ...]:
    if not isinstance(given, list):
        raise SettingsError(f'{where}: must be a list, such as [{{ path = "people.csv", on = "id" }}]; not {given!r}')
    for pair in given:
        check_keys(where, pair, ("path", "on"), ("path", "on"))
        typed.inside_path(pair["path"], where)
        typed.text(pair, "on", "", where)
    return tuple(given)


def _delimiter(given: Mapping[str, Any], where: str) -> str:
    sign = typed.text(given, "delimiter", "", where)
    if len(sign) > 1 or sign in ('"', "\n", "\r"):
        raise SettingsError(f'{where}: delimiter must be one sign, such as ";" or "\\t"; not {sign!r}')
    return sign

"""Where the rows of each table come from, as `study.toml` says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..codebook import Question
from ..contract import TABLES
from ..errors import SettingsError, check_keys, choose, unknown
from . import typed
from .addresses import read_address

__all__ = ["Source", "read_sources"]


@dataclass(frozen=True)
class Source:
    """Where one table's rows come from and how their columns map to the contract.

    Attributes
    ----------
    table : contract table
    path : file or glob below the data folder; with a database its table or view
    columns : contract column -> column in the file (columns already called so need no entry)
    questions : question -> column, for files with a row a respondent
    stages : stage -> time column, for files with a row a journey
    recode : contract column -> {code in the file: text}
    constants : contract column -> text for every row
    keep : column in the file -> values kept; other rows are left out
    choices : column in the file in which several options may be ticked -> the options
    join : further files, matched by a column of the same name
    compare : new column -> two time columns and what to say when one is later than the other
    multiply : new column -> columns of numbers to multiply, such as quantity and price
    heading : rows in which the heading stands, as a spreadsheet numbers them; the first when empty
    repeats : {"reject", "leave_out"}
        What a further row of the same customer is in a table of customers: a breach, or of no interest. In other tables a further row
        that is the same in every column is counted, and left out with "leave_out".
    database, query, password_env : URL of a database, what to ask it in place of a table, and where its password is
    snapshot : file that holds what was fetched of it
    relative_to : day from which "2 weeks ago" is counted, or the column in the file that holds it
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
    database: str = ""
    query: str = ""
    password_env: str = ""
    snapshot: str = field(default="", repr=False)
    relative_to: dt.date | str = ""
    heading: tuple[int, ...] = ()
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


    @property
    def relative_day(self) -> dt.date | None:
        """The one day from which relative dates are counted, where the source names a day."""
        return self.relative_to if isinstance(self.relative_to, dt.date) else None

    @property
    def relative_column(self) -> str:
        """The column that holds that day, row by row, where the source names a column."""
        return self.relative_to if isinstance(self.relative_to, str) else ""


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
    asks = "database" in given
    check_keys(where, given, [name for name in Source.__dataclass_fields__ if name != "snapshot"], ("table",) if asks else ("table", "path"))
    name = choose("table", given["table"], TABLES, where=where, error=SettingsError)
    for wide, owner in (("questions", "responses"), ("stages", "touchpoints")):
        if wide in given and name != owner:
            raise SettingsError(f"{where}: {wide} belongs to a source of {owner}, not of {name}")
    if given.get("repeats") == "reject" and name != "customers":
        raise SettingsError(f'{where}: repeats = "reject" belongs to a source of customers, not of {name}; take repeats = "leave_out"')
    return Source(
        table=name,
        path=typed.text(given, "path", "", where) if asks else typed.inside_path(given["path"], where),
        **_database(given, where),
        **{key: typed.text(given, key, "", where) for key in ("wave", "encoding", "sheet", "id_prefix")},
        **{key: typed.strings(given, key, where) for key in ("columns", "questions", "stages")},
        **{key: _each(given, key, read, where) for key, read in _NESTED.items()},
        join=_joined(given.get("join", []), f"{where}, join"),
        missing=_listed(given.get("missing", []), f"{where}, missing"),
        dates=typed.date_form(given, "dates", where),
        relative_to=typed.day_or_column(given, "relative_to", where),
        decimal=choose("decimal sign", given["decimal"], (".", ","), where=where, error=SettingsError) if "decimal" in given else "",
        delimiter=_delimiter(given, where),
        heading=_rows(given.get("heading", []), f"{where}, heading"),
        repeats=choose("word for repeats", given.get("repeats", "reject"), _REPEATS, where=where, error=SettingsError),
    )


def _database(given: Mapping[str, Any], where: str) -> dict[str, str]:
    """The settings of a source that asks a database, checked; its address is read, and refused with a password in it."""
    found = {key: typed.text(given, key, "", where) for key in ("database", "query", "password_env")}
    if "database" not in given:
        for key in ("query", "password_env"):
            if key in given:
                raise SettingsError(f'{where}: {key} goes with database = "postgresql://reader@127.0.0.1:5432/crm"')
    else:
        read_address(found["database"], where, password_env=found["password_env"])
        if bool(given.get("path")) == bool(found["query"]):
            raise SettingsError(f'{where}: a database is asked for a table, path = "public.answers", or with a query = "select ..."; name one of the two')
    return found


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


def _rows(given: Any, where: str) -> tuple[int, ...]:
    whole = isinstance(given, list) and all(type(row) is int and 0 < row <= 100 for row in given)
    if not whole or any(below != above + 1 for above, below in zip(given, given[1:])):
        raise SettingsError(f"{where}: must be the rows of the heading, one below the other, such as [3] or [2, 3]; not {given!r}")
    return tuple(given)


_REPEATS = ("reject", "leave_out")
_NESTED = {"constants": typed.coded, "recode": _codes, "keep": _listed, "choices": _listed, "compare": _compared, "multiply": _factors}


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

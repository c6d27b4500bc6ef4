"""`study.toml` as a checked value."""

from __future__ import annotations

import datetime as dt
import tomllib
import zoneinfo
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..codebook import Question, read_codebook
from ..contract import TABLES
from ..errors import SettingsError, check_keys, choose, unknown
from ..words import LANGUAGES

__all__ = ["PERIODS", "Churn", "Journey", "Settings", "Source", "read_settings"]

PERIODS = ("month", "quarter", "year", "wave")


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
    missing: tuple[str, ...] = ()
    dates: str | None = None
    decimal: str = "."
    delimiter: str = ""
    encoding: str = ""
    sheet: str = ""
    id_prefix: str = ""


@dataclass(frozen=True)
class Journey:
    """The designed journey: stages in order, how long a customer may take, what ends it.

    Attributes
    ----------
    stages, exits, other : stage names in order; those that end a journey for good; those that are neither
    window_days : days from the first stage within which a journey counts as completed
    order : {"loose", "strict"}
    unit : {"customer", "journey"}
    owners : stage -> who owns the step
    """

    stages: tuple[str, ...] = ()
    exits: tuple[str, ...] = ()
    other: tuple[str, ...] = ()
    window_days: float = 30.0
    order: str = "loose"
    unit: str = "customer"
    owners: Mapping[str, str] = field(default_factory=dict)

    @property
    def allowed(self) -> tuple[str, ...]:
        """Every stage name that a row may carry; empty when anything goes."""
        return () if "*" in self.other else self.stages + self.exits + self.other


@dataclass(frozen=True)
class Churn:
    """What leaving means here.

    Attributes
    ----------
    kind : {"contract", "silence"}
    silence_days : days without activity that count as gone (kind "silence")
    gap_days, outcome_days : days left for acting, then days watched
    known_from : first day from which leaving was recorded, or None
    """

    kind: str = "silence"
    silence_days: int = 90
    gap_days: int = 14
    outcome_days: int = 90
    known_from: dt.date | None = None


@dataclass(frozen=True)
class Settings:
    """Everything that `study.toml` says, checked."""

    file: Path
    data: Path
    name: str
    language: str
    currency: str
    timezone: str
    period: str
    as_of: dt.date | None
    segments: tuple[str, ...]
    synthetic: bool
    seed: int
    minimum_base: int
    minimum_share_base: int
    max_rejected: float
    sources: tuple[Source, ...]
    codebook: Mapping[str, Question]
    journey: Journey
    churn: Churn
    costs: Mapping[str, float]

    @property
    def folder(self) -> Path:
        """The folder that holds `study.toml`."""
        return self.file.parent


def read_settings(path: str | Path, *, data: str | Path | None = None) -> Settings:
    """The settings of the study at `path` (a folder with study.toml, or the file).

    Parameters
    ----------
    data : path, optional
        Folder that the sources' paths start from; the study's own folder when not given.

    Raises
    ------
    SettingsError
        When the file is missing, is no TOML, or says something unknown; the message names the place.
    """
    file = Path(path)
    file = file / "study.toml" if file.is_dir() else file
    if not file.is_file():
        raise SettingsError(
            f"no study at {path}: there is no study.toml. Make the sample study with: cx sample {path}"
        )
    raw = _read_toml(file)
    check_keys(file.name, raw, ("study", "sources", "questions", "journey", "churn", "costs"), ("study", "sources"))
    folder = Path(data) if data else file.parent / raw["study"].get("data", ".")
    if not folder.is_dir():
        raise SettingsError(f"{file.name}: the data folder {folder} does not exist; name it with data or --data")
    return Settings(
        file=file.resolve(),
        data=folder.resolve(),
        sources=_sources(raw["sources"], f"{file.name}, [[sources]]"),
        codebook=read_codebook(raw.get("questions", {}), where=file.name),
        journey=_journey(raw.get("journey", {}), f"{file.name}, [journey]"),
        churn=_churn(raw.get("churn", {}), f"{file.name}, [churn]"),
        costs=_costs(raw.get("costs", {}), f"{file.name}, [costs]"),
        **_study(raw["study"], f"{file.name}, [study]"),
    )


def _read_toml(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{file} is not valid TOML: {error}") from None
    except UnicodeDecodeError:
        raise SettingsError(f"{file} is not UTF-8 text; save it as UTF-8") from None


_STUDY_KEYS = (
    "name", "language", "currency", "timezone", "period", "as_of", "segments", "synthetic", "seed", "data",
    "minimum_base", "minimum_share_base", "max_rejected",
)


def _study(given: Mapping[str, Any], where: str) -> dict[str, Any]:
    check_keys(where, given, _STUDY_KEYS, ("name",))
    zone = given.get("timezone", "UTC")
    try:
        zoneinfo.ZoneInfo(zone)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, TypeError):
        raise SettingsError(f'{where}: no time zone called "{zone}"; write it like "Asia/Ho_Chi_Minh"') from None
    return {
        "name": _text(given, "name", "", where),
        "language": choose("language", given.get("language", "en"), LANGUAGES, where=where, error=SettingsError),
        "currency": _text(given, "currency", "", where),
        "timezone": zone,
        "period": choose("period", given.get("period", "quarter"), PERIODS, where=where, error=SettingsError),
        "as_of": _day(given, "as_of", where),
        "segments": tuple(_texts(given, "segments", where)),
        "synthetic": _is(given, "synthetic", False, bool, where),
        "seed": _is(given, "seed", 2026, int, where),
        "minimum_base": _is(given, "minimum_base", 10, int, where),
        "minimum_share_base": _is(given, "minimum_share_base", 5, int, where),
        "max_rejected": _is(given, "max_rejected", 0.05, float, where),
    }


def _sources(given: Any, where: str) -> tuple[Source, ...]:
    if not isinstance(given, list) or not given:
        raise SettingsError(f"{where}: list at least one source, each under its own [[sources]]")
    sources = tuple(_source(one, f"{where} number {place}") for place, one in enumerate(given, start=1))
    if not {"responses", "touchpoints", "customers", "transactions"} & {source.table for source in sources}:
        raise SettingsError(f"{where}: a study needs at least one table of: {', '.join(TABLES)}")
    return sources


def _source(given: Mapping[str, Any], where: str) -> Source:
    allowed = tuple(Source.__dataclass_fields__)
    check_keys(where, given, allowed, ("table", "path"))
    choose("table", given["table"], TABLES, where=where, error=SettingsError)
    choose("decimal sign", given.get("decimal", "."), (".", ","), where=where, error=SettingsError)
    for wide, table in (("questions", "responses"), ("stages", "touchpoints")):
        if wide in given and given["table"] != table:
            raise SettingsError(f"{where}: {wide} belongs to a source of {table}, not of {given['table']}")
    if Path(given["path"]).is_absolute() or ".." in Path(given["path"]).parts:
        raise SettingsError(f"{where}: path starts from the data folder and stays in it; name the folder with --data")
    values = dict(given)
    for name in ("missing", "join"):
        values[name] = tuple(given.get(name, ()))
    values["keep"] = {column: tuple(map(str, kept)) for column, kept in given.get("keep", {}).items()}
    values["recode"] = {
        column: {str(code): str(text) for code, text in codes.items()} for column, codes in given.get("recode", {}).items()
    }
    for column, pair in given.get("compare", {}).items():
        check_keys(f"{where}, compare.{column}", pair, ("left", "right", "later", "otherwise", "missing"), ("left", "right", "later", "otherwise"))
    for pair in values["join"]:
        check_keys(f"{where}, join", pair, ("path", "on"), ("path", "on"))
    return Source(**values)


def _journey(given: Mapping[str, Any], where: str) -> Journey:
    check_keys(where, given, tuple(Journey.__dataclass_fields__))
    owners = dict(given.get("owners", {}))
    stages = tuple(_texts(given, "stages", where))
    if len(set(stages)) < len(stages):
        raise SettingsError(f"{where}: a stage is named twice in stages")
    for stage in owners:
        if stage not in stages:
            raise SettingsError(f"{where}, owners: {unknown('stage', stage, stages)}")
    window = _is(given, "window_days", 30.0, float, where)
    if window <= 0:
        raise SettingsError(f"{where}: window_days must be above 0, not {window}")
    return Journey(
        stages=stages,
        exits=tuple(_texts(given, "exits", where)),
        other=tuple(_texts(given, "other", where)),
        window_days=window,
        order=choose("order", given.get("order", "loose"), ("loose", "strict"), where=where, error=SettingsError),
        unit=choose("unit", given.get("unit", "customer"), ("customer", "journey"), where=where, error=SettingsError),
        owners=owners,
    )


def _churn(given: Mapping[str, Any], where: str) -> Churn:
    check_keys(where, given, tuple(Churn.__dataclass_fields__))
    kind = choose("kind", given.get("kind", "silence"), ("contract", "silence"), where=where, error=SettingsError)
    days = {name: _is(given, name, getattr(Churn, name), int, where) for name in ("silence_days", "gap_days", "outcome_days")}
    for name, value in days.items():
        if value < (0 if name == "gap_days" else 1):
            raise SettingsError(f"{where}: {name} must be above 0, not {value}")
    return Churn(kind=kind, known_from=_day(given, "known_from", where), **days)


def _costs(given: Mapping[str, Any], where: str) -> dict[str, float]:
    check_keys(where, given, ("margin_share", "offer", "contact", "success_rate", "discount_rate", "capacity"))
    return {name: _is(given, name, 0.0, float, where) for name in given}


def _is(given: Mapping[str, Any], name: str, default: Any, kind: type, where: str) -> Any:
    value = given.get(name, default)
    whole_for_float = kind is float and type(value) is int
    if type(value) is not kind and not whole_for_float:
        names = {int: "a whole number", float: "a number", bool: "true or false"}
        raise SettingsError(f"{where}: {name} must be {names[kind]}, not {value!r}")
    return kind(value)


def _text(given: Mapping[str, Any], name: str, default: str, where: str) -> str:
    value = given.get(name, default)
    if not isinstance(value, str):
        raise SettingsError(f"{where}: {name} must be text in quotes, not {value!r}")
    return value


def _texts(given: Mapping[str, Any], name: str, where: str) -> list[str]:
    value = given.get(name, [])
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise SettingsError(f'{where}: {name} must be a list of texts, such as ["region", "plan"]; not {value!r}')
    return value


def _day(given: Mapping[str, Any], name: str, where: str) -> dt.date | None:
    value = given.get(name)
    if value is None or (isinstance(value, dt.date) and not isinstance(value, dt.datetime)):
        return value
    raise SettingsError(f"{where}: {name} must be a date without quotes, such as 2026-10-01; not {value!r}")

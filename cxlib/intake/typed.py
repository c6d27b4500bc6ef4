"""Values of `study.toml`, each held to the kind that it must be."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any

from ..errors import SettingsError

__all__ = [
    "boolean", "coded", "date_form", "day", "day_count", "day_or_column", "fraction", "inside_path", "number", "strings", "table",
    "text", "texts", "whole",
]


def text(given: Mapping[str, Any], name: str, default: str, where: str) -> str:
    """The text called `name`."""
    value = given.get(name, default)
    if not isinstance(value, str):
        raise SettingsError(f"{where}: {name} must be text in quotes, not {value!r}")
    return value


def texts(given: Mapping[str, Any], name: str, where: str) -> tuple[str, ...]:
    """The list of texts called `name`; none when it is not there."""
    value = given.get(name, [])
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise SettingsError(f'{where}: {name} must be a list of texts, such as ["region", "plan"]; not {value!r}')
    return tuple(value)


def strings(given: Mapping[str, Any], name: str, where: str) -> dict[str, str]:
    """The table of texts called `name`; none when it is not there."""
    pairs = table(given, name, where)
    return {key: text(pairs, key, "", f"{where}, {name}") for key in pairs}


def table(given: Mapping[str, Any], name: str, where: str) -> Mapping[str, Any]:
    """The table of settings called `name`; an empty one when it is not there."""
    value = given.get(name, {})
    if not isinstance(value, Mapping):
        raise SettingsError(f"{where}: {name} must be a table, such as {name} = {{ a = \"b\" }}; not {value!r}")
    return value


def coded(value: Any, where: str) -> str:
    """A code or its meaning as text; numbers may stand without quotes."""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        raise SettingsError(f"{where}: a code must be text or a number, not {value!r}")
    return str(value)


def whole(given: Mapping[str, Any], name: str, default: int, where: str, *, low: int = 0) -> int:
    """The whole number called `name`, not below `low`."""
    value = given.get(name, default)
    if type(value) is not int:
        raise SettingsError(f"{where}: {name} must be a whole number, not {value!r}")
    if value < low:
        raise SettingsError(f"{where}: {name} must be at least {low}, not {value}")
    return value


def number(given: Mapping[str, Any], name: str, default: float, where: str) -> float:
    """The number called `name`."""
    value = given.get(name, default)
    if type(value) not in (int, float):
        raise SettingsError(f"{where}: {name} must be a number, not {value!r}")
    return float(value)


def fraction(given: Mapping[str, Any], name: str, default: float, where: str) -> float:
    """The share called `name`, 0 to 1."""
    value = number(given, name, default, where)
    if not 0 <= value <= 1:
        raise SettingsError(f"{where}: {name} is a share from 0 to 1 (5 percent is 0.05), not {value:g}")
    return value


def day_count(given: Mapping[str, Any], name: str, default: float, where: str) -> float:
    """The number of days called `name`, above 0."""
    value = number(given, name, default, where)
    if not value > 0:
        raise SettingsError(f"{where}: {name} must be above 0, not {value:g}")
    return value


def boolean(given: Mapping[str, Any], name: str, default: bool, where: str) -> bool:
    """The yes or no called `name`."""
    value = given.get(name, default)
    if type(value) is not bool:
        raise SettingsError(f"{where}: {name} must be true or false, not {value!r}")
    return value


def day(given: Mapping[str, Any], name: str, where: str) -> dt.date | None:
    """The date called `name`, or None when it is not there."""
    value = given.get(name)
    if value is None or (isinstance(value, dt.date) and not isinstance(value, dt.datetime)):
        return value
    raise SettingsError(f"{where}: {name} must be a date without quotes, such as 2026-10-01; not {value!r}")


def day_or_column(given: Mapping[str, Any], name: str, where: str) -> dt.date | str:
    """The date called `name`, or the column that it names; "" when it is not there."""
    value = given.get(name, "")
    if isinstance(value, dt.datetime) or not isinstance(value, dt.date | str):
        raise SettingsError(f'{where}: {name} must be a date without quotes, such as 2021-05-01, or a column in quotes; not {value!r}')
    try:
        return dt.date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        return value


def date_form(given: Mapping[str, Any], name: str, where: str) -> str | None:
    """The strptime form called `name`, or None when it is not there."""
    if name not in given:
        return None
    form = text(given, name, "", where)
    try:
        sample = dt.datetime(2001, 2, 3, 4, 5, 6, tzinfo=dt.UTC).strftime(form)
        dt.datetime.strptime(sample, form)
        right = "%" in form
    except ValueError:
        right = False
    if not right:
        raise SettingsError(
            f'{where}: {name} = "{form}" is no form of dates; write it like "%d/%m/%Y" or "%d/%m/%Y %H:%M"'
        )
    return form


def inside_path(value: Any, where: str) -> str:
    """A path that starts from the data folder and stays in it."""
    if not isinstance(value, str) or not value.strip():
        raise SettingsError(f"{where}: path must be text in quotes, not {value!r}")
    roads = (PurePosixPath(value), PureWindowsPath(value))
    if any(road.anchor or ".." in road.parts for road in roads):
        raise SettingsError(f"{where}: path starts from the data folder and stays in it; name the folder with --data")
    if not roads[0].parts:
        raise SettingsError(f'{where}: path must name a file, or files such as "survey_*.csv"; not {value!r}')
    return value

"""Values as plain data that people can read in a file, and back, every digit kept."""

from __future__ import annotations

import dataclasses
import datetime as dt
import importlib
import math
import pkgutil
from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from ..errors import ArgumentError

__all__ = ["as_data", "from_data"]

_MARK = "is"
_PLAIN = (bool, int, str, type(None))


def as_data(value: Any, where: str = "") -> Any:
    """A value as what JSON knows.

    Numbers, texts, dates, lists, tuples, sets, mappings, arrays, Series, DataFrames and the dataclasses of this package.
    Numbers of numpy become those of Python; nan and infinities are written out.

    Raises
    ------
    ArgumentError
        For anything else, naming where it stands.

    Examples
    --------
    >>> as_data((1, 0.5, {"a": float("nan")}))
    {'is': 'tuple', 'of': [1, 0.5, {'a': {'is': 'float', 'of': 'nan'}}]}
    """
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, _PLAIN):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else _marked("float", repr(value))
    if isinstance(value, list):
        return [as_data(part, f"{where}[{place}]") for place, part in enumerate(value)]
    if isinstance(value, (tuple, frozenset, set)):
        parts = value if isinstance(value, tuple) else sorted(value)
        return _marked(type(value).__name__, [as_data(part, f"{where}[{place}]") for place, part in enumerate(parts)])
    if isinstance(value, Mapping):
        if all(isinstance(key, str) for key in value) and _MARK not in value:
            return {key: as_data(part, f"{where}.{key}") for key, part in value.items()}
        return _marked("mapping", [[as_data(key, where), as_data(part, where)] for key, part in value.items()])
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return _marked("date", value.isoformat())
    return _table_as_data(value, where)


def from_data(data: Any) -> Any:
    """What :func:`as_data` wrote.

    A field that a dataclass has and the data lack takes its default.

    Raises
    ------
    KeyError, TypeError, ValueError
        When the data are not what :func:`as_data` writes.
    """
    if isinstance(data, list):
        return [from_data(part) for part in data]
    if not isinstance(data, dict):
        return data
    if _MARK not in data:
        return {key: from_data(part) for key, part in data.items()}
    kind = data[_MARK]
    if kind in _MAKERS:
        return _MAKERS[kind](data["of"])
    if kind in _TABLES:
        return _TABLES[kind](data)
    fields = {field.name for field in dataclasses.fields(_classes()[kind])}
    given = {name: from_data(part) for name, part in data["of"].items()}
    if not given.keys() <= fields:
        raise ValueError(f"{kind} has no {', '.join(sorted(given.keys() - fields))}")
    return _classes()[kind](**given)


def _marked(kind: str, of: Any, **more: Any) -> dict[str, Any]:
    return {_MARK: kind, **more, "of": of}


def _table_as_data(value: Any, where: str) -> dict[str, Any]:
    if isinstance(value, np.ndarray):
        return _marked("array", [as_data(part, where) for part in value.ravel().tolist()], dtype=str(value.dtype), shape=list(value.shape))
    if isinstance(value, pd.Series):
        return _marked("series", _column(value, where), name=as_data(value.name, where), index=_index(value.index, where))
    if isinstance(value, pd.DataFrame):
        columns = [_column(value.iloc[:, place], f"{where}.{name}") for place, name in enumerate(value.columns)]
        return _marked("table", columns, columns=_index(value.columns, where), index=_index(value.index, where))
    if dataclasses.is_dataclass(value) and type(value).__name__ in _classes():
        fields = {field.name: getattr(value, field.name) for field in dataclasses.fields(value) if field.init}
        return _marked(type(value).__name__, {name: as_data(part, f"{where}.{name}") for name, part in fields.items()})
    raise ArgumentError(f"{where or 'this'} cannot be written to a file: it is a {type(value).__name__}; keep numbers, texts and tables only")


def _column(values: pd.Series, where: str) -> dict[str, Any]:
    if isinstance(values.dtype, pd.CategoricalDtype):
        levels = {"levels": as_data(values.cat.categories.tolist(), where), "ordered": bool(values.cat.ordered)}
        return {"dtype": "category", **levels, "values": values.cat.codes.tolist()}
    if values.dtype.kind == "M":
        return {"dtype": str(values.dtype), "values": [None if pd.isna(value) else value.isoformat() for value in values]}
    return {"dtype": str(values.dtype), "values": [as_data(value, where) for value in values.tolist()]}


def _index(index: pd.Index, where: str) -> dict[str, Any]:
    if isinstance(index, pd.MultiIndex):
        raise ArgumentError(f"{where} cannot be written to a file: its rows have names of several parts")
    if isinstance(index, pd.RangeIndex):
        return {"name": as_data(index.name, where), "range": [index.start, index.stop, index.step]}
    return {"name": as_data(index.name, where), **_column(index.to_series(), where)}


def _index_from(data: Mapping[str, Any]) -> pd.Index:
    if "range" in data:
        return pd.RangeIndex(*data["range"], name=data["name"])
    return pd.Index(_column_from(data), name=from_data(data["name"]))


def _column_from(data: Mapping[str, Any]) -> Any:
    if data["dtype"] == "category":
        return pd.Categorical.from_codes(data["values"], categories=from_data(data["levels"]), ordered=data["ordered"])
    return pd.array(from_data(data["values"]), dtype=data["dtype"]) if data["dtype"] != "object" else _objects(from_data(data["values"]))


def _objects(values: list) -> np.ndarray:
    out = np.empty(len(values), dtype=object)
    out[:] = values
    return out


def _array_from(data: Mapping[str, Any]) -> np.ndarray:
    values = from_data(data["of"])
    return (_objects(values) if data["dtype"] == "object" else np.array(values, dtype=data["dtype"])).reshape(data["shape"])


def _series_from(data: Mapping[str, Any]) -> pd.Series:
    return pd.Series(_column_from(data["of"]), index=_index_from(data["index"]), name=from_data(data["name"]))


def _table_from(data: Mapping[str, Any]) -> pd.DataFrame:
    index = _index_from(data["index"])
    table = pd.DataFrame({place: _column_from(column) for place, column in enumerate(data["of"])}, index=index)
    table.columns = _index_from(data["columns"])
    return table


@cache
def _classes() -> dict[str, type]:
    """The dataclasses of this package by name: a file can name these and nothing else."""
    package, found = __name__.rpartition(".")[0], {}
    for module in pkgutil.iter_modules(importlib.import_module(package).__path__):
        for name, value in vars(importlib.import_module(f"{package}.{module.name}")).items():
            if isinstance(value, type) and dataclasses.is_dataclass(value) and value.__module__.startswith(f"{package}.") and name[0] != "_":
                found[name] = value
    return found


_MAKERS = {
    "float": float,
    "tuple": lambda of: tuple(from_data(of)),
    "set": lambda of: set(from_data(of)),
    "frozenset": lambda of: frozenset(from_data(of)),
    "mapping": lambda of: {_hashable(from_data(key)): from_data(part) for key, part in of},
    "date": dt.date.fromisoformat,
}
_TABLES = {"array": _array_from, "series": _series_from, "table": _table_from}


def _hashable(key: Any) -> Any:
    return tuple(key) if isinstance(key, list) else key

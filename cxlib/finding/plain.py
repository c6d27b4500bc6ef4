"""Tables and mappings as plain data, and back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pandas as pd

__all__ = ["plain", "table_as_data", "table_from"]

_DTYPES = {"number": "float64", "integer": "int64", "boolean": "bool", "datetime": "datetime64[us]"}


def table_as_data(table: pd.DataFrame) -> dict[str, Any]:
    """Rows and the kind of each column; texts are one kind, however pandas keeps them."""
    data = json.loads(table.to_json(orient="table", index=False, date_format="iso", double_precision=15))
    fields = [{"name": field["name"], "type": "string" if field["type"] == "any" else field["type"]}
              for field in data["schema"]["fields"]]
    return {"schema": {"fields": fields}, "data": data["data"]}


def table_from(data: Mapping[str, Any]) -> pd.DataFrame:
    """The table that :func:`table_as_data` wrote, each column of its own kind even where it is all blank."""
    fields = data["schema"]["fields"]
    table = pd.DataFrame(data["data"], columns=[field["name"] for field in fields])
    return table.astype({field["name"]: _DTYPES[field["type"]] for field in fields if field["type"] in _DTYPES})


def plain(value: Any) -> Any:
    """Mappings and numpy scalars as plain JSON values."""
    if isinstance(value, Mapping):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float) and value != value:
        return None
    return value if isinstance(value, (str, int, float, bool, type(None))) else str(value)

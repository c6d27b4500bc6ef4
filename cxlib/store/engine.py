"""DuckDB as the engine, and the SQL that every query shares."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

__all__ = [
    "CALENDAR", "EVENT_TABLES", "INDEX_SQL", "LABEL_SQL", "NOT_KNOWN", "PERIOD_SQL", "ROW_COLUMNS", "connect", "label_order", "one", "parquet", "period_label_sql", "quoted",
]

EVENT_TABLES = ("touchpoints", "responses", "transactions")
NOT_KNOWN = "not known"
CALENDAR = ("month", "quarter", "year")
PERIOD_SQL = {
    "month": "strftime(day, '%Y-%m')",
    "quarter": "year(day)::VARCHAR || 'Q' || quarter(day)::VARCHAR",
    "year": "year(day)::VARCHAR",
    "wave": "wave",
}
INDEX_SQL = {
    "month": "year(day) * 12 + month(day) - 1",
    "quarter": "year(day) * 4 + quarter(day) - 1",
    "year": "year(day)",
}
# What INDEX_SQL counts, as people write it.
LABEL_SQL = {
    "month": "CAST(CAST(floor({0} / 12) AS INT) AS STRING) || '-' || lpad(CAST({0} % 12 + 1 AS STRING), 2, '0')",
    "quarter": "CAST(CAST(floor({0} / 4) AS INT) AS STRING) || 'Q' || CAST({0} % 4 + 1 AS STRING)",
    "year": "CAST({0} AS STRING)",
}
ROW_COLUMNS = {
    "touchpoints": ("stage", "touchpoint", "channel", "employee"),
    "responses": ("question", "stage", "touchpoint", "channel", "employee", "language"),
    "transactions": ("kind",),
}


def connect(*, memory: str | None = None, scratch: Path | None = None):
    """A DuckDB in memory that loads nothing from anywhere; beyond `memory` it writes to the folder `scratch`."""
    import duckdb

    engine = duckdb.connect(":memory:")
    engine.execute("SET autoinstall_known_extensions = false; SET autoload_known_extensions = false")
    if memory:
        engine.execute(f"SET memory_limit = '{_plain(memory)}'")
    if scratch:
        engine.execute(f"SET temp_directory = '{_plain(str(scratch))}'")
    return engine


def parquet(files: Sequence[Path], *, numbered: bool = False) -> str:
    """SQL that reads Parquet files as one table, by the names of their columns; `numbered` adds the file's place, _file."""
    listed = ", ".join(f"'{_plain(str(path))}'" for path in files)
    if not numbered:
        return f"read_parquet([{listed}], union_by_name = true)"
    places = ", ".join(f"'{_plain(str(path))}'" for path in files)
    return (f"(SELECT * EXCLUDE (filename), list_position([{places}], filename) AS _file "
            f"FROM read_parquet([{listed}], union_by_name = true, filename = true))")


def _plain(text: str) -> str:
    return text.replace("'", "''")


def one(engine, query: str):
    """The single value that a query gives."""
    return engine.execute(query).fetchall()[0][0]


def label_order(label: str) -> list:
    """Sort key by which "wave 10" comes after "wave 2"."""
    return [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in re.findall(r"[0-9]+|[^0-9]+", label)]


def quoted(name: str) -> str:
    """A column name that cannot be read as anything else."""
    return '"' + name.replace('"', '""') + '"'


def period_label_sql(table: str, period: str) -> str:
    """SQL for the period of a row; answers without a day are in the period that their wave names."""
    label = PERIOD_SQL[period]
    return f"coalesce({label}, wave)" if table == "responses" and period != "wave" else label

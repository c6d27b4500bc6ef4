"""DuckDB as the engine, and the SQL that every query shares."""

from __future__ import annotations

import re

__all__ = [
    "CALENDAR", "EVENT_TABLES", "INDEX_SQL", "LABEL_SQL", "NOT_KNOWN", "PERIOD_SQL", "ROW_COLUMNS", "connect", "label_order", "one", "period_label_sql", "quoted",
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


def connect():
    """A DuckDB in memory that loads nothing from anywhere."""
    import duckdb

    engine = duckdb.connect(":memory:")
    engine.execute("SET autoinstall_known_extensions = false; SET autoload_known_extensions = false")
    return engine


def one(engine, query: str):
    """The single value that a query gives."""
    return engine.execute(query).fetchone()[0]


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

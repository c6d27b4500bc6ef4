"""What differs between databases: how one is opened for reading only, and how its rows become Arrow."""

from __future__ import annotations

import datetime as dt
import decimal
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa

from ..errors import MissingExtraError, SourceError, unknown
from .addresses import Address
from .converting import loose_number
from .sources import Source

__all__ = ["DuckDB", "PostgreSQL"]

_ROWS = 50_000
_WAIT_SECONDS = 20
_FEATURE = "reading a database"

_TABLES = """
SELECT table_schema, table_name FROM information_schema.tables
WHERE table_schema NOT IN ('information_schema', 'pg_catalog') ORDER BY table_schema, table_name
"""

Read = tuple[str, list[str], Iterator[pa.Table]]
"""Time of the server, names of all columns, and batches of those that a study can use."""


class PostgreSQL:
    """A PostgreSQL server, its session read only; rows come through a cursor of the server, never all at once.

    Parameters
    ----------
    address : Address
    password : str or None
    """

    def __init__(self, address: Address, password: str | None) -> None:
        ibis = _ibis("psycopg")
        options = {"connect_timeout": _WAIT_SECONDS, **address.options, "application_name": "cxlib"}
        self.ibis = ibis.postgres.connect(
            host=address.host, port=address.port, user=address.user or None, password=password, database=address.name, **options
        )
        self.connection = self.ibis.con
        self.connection.execute("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY, ISOLATION LEVEL REPEATABLE READ")

    def close(self) -> None:
        """End the session."""
        self.connection.close()

    def read(self, source: Source) -> Read:
        """Rows of a table or a query, batch by batch, all as they were at one moment."""
        text = source.query or _compiled(self, source.path)
        began = _now(self.connection)
        batches = self._batches(text)
        names = next(batches)
        return began, names, batches

    def _batches(self, text: str) -> Iterator[Any]:
        with self.connection.transaction(), self.connection.cursor(name="cxlib") as cursor:
            cursor.itersize = _ROWS
            cursor.execute(text)
            columns = [self._column(one) for one in cursor.description]
            yield [one.name for one in cursor.description]
            while rows := cursor.fetchmany(_ROWS):
                values = list(zip(*rows, strict=True))
                used = [(place, *column) for place, column in enumerate(columns) if column]
                arrays = [pa.array([read(value) for value in values[place]], field.type) for place, field, read in used]
                yield pa.Table.from_arrays(arrays, schema=pa.schema([field for _, field, _ in used]))

    def _column(self, column: Any) -> tuple[pa.Field, Callable] | None:
        """Type and reading of a column; None where no study can use it."""
        name, shown = column.name, column.type_display
        if shown.endswith("[]") or shown in ("bytea", "interval", "record"):
            return None
        if shown == "numeric":
            return loose_number(name), _number_text
        try:
            kind = self.ibis.compiler.type_mapper.from_string(shown)
        except Exception:  # a type of an extension, of which Ibis knows nothing
            return pa.field(name, pa.string()), _text
        if kind.is_decimal():
            return pa.field(name, kind.to_pyarrow()), _finite
        if kind.is_timestamp():
            return pa.field(name, pa.timestamp("us", "UTC" if kind.timezone else None)), _same
        if kind.is_integer() or kind.is_floating() or kind.is_boolean() or kind.is_date():
            return pa.field(name, kind.to_pyarrow()), _same
        return pa.field(name, pa.string()), _text


class DuckDB:
    """A DuckDB file, opened for reading only and without a way to other files.

    Parameters
    ----------
    address : Address
    data : Path
        Folder that a relative path starts from.
    """

    def __init__(self, address: Address, data: Path) -> None:
        ibis = _ibis("duckdb")
        path = address.inside(data)
        if not path.is_file():
            raise SourceError(f"there is no DuckDB file at {path}; write its path from the data folder, or with four slashes from the top")
        self.ibis = ibis.duckdb.connect(path, read_only=True)
        self.connection = self.ibis.con
        self.connection.execute("SET enable_external_access = false")
        self.connection.execute("SET lock_configuration = true")

    def close(self) -> None:
        """Close the file."""
        self.connection.close()

    def read(self, source: Source) -> Read:
        """Rows of a table or a query, batch by batch."""
        text = self._checked(source.query) if source.query else _compiled(self, source.path)
        began = _now(self.connection)
        reader = self.connection.execute(text).to_arrow_reader(_ROWS)
        return began, list(reader.schema.names), _usable(reader)

    def _checked(self, query: str) -> str:
        kinds = [statement.type.name for statement in self.connection.extract_statements(query)]
        if kinds != ["SELECT"]:
            raise SourceError(f"query must be one SELECT, not {', '.join(kinds) or 'nothing'}")
        return query


def _ibis(package: str) -> Any:
    try:
        __import__(package)
        import ibis
    except ImportError:
        raise MissingExtraError(_FEATURE, "sql", "ibis-framework") from None
    return ibis


def _compiled(database: Any, path: str) -> str:
    """The text that reads a whole table, its names quoted by Ibis."""
    schema, name = _found(database.connection, path)
    return str(database.ibis.compile(database.ibis.table(name, database=schema)))


def _found(connection: Any, path: str) -> tuple[str, str]:
    """Schema and name of a table or view that may be read; a name may hold a point itself."""
    home = connection.execute("SELECT current_schema()").fetchone()[0]
    tables: dict[str, list[str]] = {}
    for schema, name in connection.execute(_TABLES).fetchall():
        tables.setdefault(schema, []).append(name)
    if path in tables.get(home, []):
        return home, path
    schema, point, name = path.partition(".")
    if not point:
        raise SourceError(unknown("table or view that may be read", path, tables.get(home, [])) + " Those of another schema are written schema.table")
    if schema not in tables:
        raise SourceError(unknown("schema with tables that may be read", schema, tables))
    if name not in tables[schema]:
        raise SourceError(unknown(f"table or view that may be read in {schema}", name, tables[schema]))
    return schema, name


def _now(connection: Any) -> str:
    """The time of the database itself, ISO 8601 in UTC."""
    seconds = connection.execute("SELECT CAST(extract(epoch FROM now()) AS double precision)").fetchone()[0]
    return dt.datetime.fromtimestamp(seconds, dt.UTC).isoformat(timespec="seconds")


def _usable(reader: pa.RecordBatchReader) -> Iterator[pa.Table]:
    strange = (pa.types.is_nested, pa.types.is_binary, pa.types.is_large_binary, pa.types.is_duration, pa.types.is_interval, pa.types.is_fixed_size_binary)
    places = [place for place, field in enumerate(reader.schema) if not any(is_(field.type) for is_ in strange)]
    for batch in reader:
        table = pa.Table.from_batches([batch]).select(places)
        for place, field in enumerate(table.schema):
            if pa.types.is_time(field.type):
                table = table.set_column(place, field.name, table.column(place).cast(pa.string()))
        yield table


def _same(value: Any) -> Any:
    return value


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value)


def _finite(value: decimal.Decimal | None) -> decimal.Decimal | None:
    """A number that is none (NaN) is how some programs write a blank."""
    return None if value is None or value.is_nan() else value


def _number_text(value: decimal.Decimal | None) -> str | None:
    if value is None or value.is_nan():
        return None
    whole = value.is_finite() and value == value.to_integral_value()
    return format(value.to_integral_value() if whole else value, "f") if value.is_finite() else str(float(value))

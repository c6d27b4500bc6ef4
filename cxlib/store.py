"""The prepared tables on an engine (DuckDB embedded); counts.

Each table is sorted by customer and time once, with codes in place of ids and segment names, so that column
names and values from a customer's file never become part of a query's text.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa

from .errors import ArgumentError, SourceError, unknown

__all__ = ["EVENT_TABLES", "SortedEvents", "Store", "View", "build", "fingerprint", "open_store"]

EVENT_TABLES = ("touchpoints", "responses", "transactions")
NOT_KNOWN = "not known"
_VERSION = 3
_PERIOD_SQL = {
    "month": "strftime(day, '%Y-%m')",
    "quarter": "year(day)::VARCHAR || 'Q' || quarter(day)::VARCHAR",
    "year": "year(day)::VARCHAR",
    "wave": "wave",
}
_INDEX_SQL = {
    "month": "year(day) * 12 + month(day) - 1",
    "quarter": "year(day) * 4 + quarter(day) - 1",
    "year": "year(day)",
}
_ROW_COLUMNS = {
    "touchpoints": ("stage", "touchpoint", "channel", "employee"),
    "responses": ("question", "stage", "touchpoint", "channel", "employee", "language"),
    "transactions": ("kind",),
}


def fingerprint(settings_text: str, files: Sequence[Path]) -> str:
    """Sixteen hexadecimal digits that change with the settings or with any byte of the files."""
    digest = hashlib.blake2b(f"{_VERSION}\n{settings_text}".encode(), digest_size=8)
    for path in files:
        digest.update(path.name.encode())
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=16)).digest())
    return digest.hexdigest()


def build(
    tables: Mapping[str, pa.Table], folder: Path, *, segments: Sequence[str], stages: Sequence[str], meta: Mapping
) -> None:
    """Write the prepared tables to `folder`, which appears only when complete.

    Parameters
    ----------
    tables : contract tables, accepted rows only
    segments : names of segment columns
    stages : stage names; a row's stage code is its place in this list, -1 for others
    meta : plain data kept with the store (rows, fingerprint, ...)

    Raises
    ------
    SourceError
        When no row was accepted at all.
    """
    if not any(table.num_rows for table in tables.values()):
        raise SourceError("no row of any source was accepted; run cx check to see why")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=".draft-", dir=folder.parent))
    except OSError as error:
        raise SourceError(
            f"the prepared data cannot be written to {folder.parent} ({error.strerror}); "
            "copy study.toml to a folder where you may write, and name the data with --data"
        ) from None
    try:
        with _connect() as engine:
            kept = _Builder(engine, tables, tuple(segments), tuple(stages), draft).write()
        (draft / "meta.json").write_text(json.dumps({**meta, **kept}, ensure_ascii=False, default=str), encoding="utf-8")
        if not (folder / "meta.json").is_file():
            shutil.rmtree(folder, ignore_errors=True)
            _move(draft, folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _move(draft: Path, folder: Path) -> None:
    """Put the draft in its place; when another process was first with the same store, that one stays."""
    try:
        os.replace(draft, folder)
    except OSError:
        if not (folder / "meta.json").is_file():
            raise


class _Builder:
    """Writes each table sorted by customer and time."""

    def __init__(self, engine, tables, segments, stages, folder) -> None:
        self.engine, self.tables, self.segments, self.stages, self.folder = engine, tables, segments, stages, folder

    def write(self) -> dict:
        self._customers()
        extras = {}
        for name in EVENT_TABLES:
            if name in self.tables:
                extras[name] = self._events(name)
        return {"columns": {"customers": self._of_customers, **extras}, "stages": list(self.stages)}

    def _customers(self) -> None:
        self._of_customers = [name for name in self.segments if name in self._columns("customers")]
        for name, table in self.tables.items():
            self.engine.register(f"in_{name}", _with_ids(table, name))
        every = " UNION ALL ".join(f"SELECT customer_id FROM in_{name}" for name in self.tables)
        ids = f"SELECT DISTINCT customer_id FROM ({every})"
        self.engine.execute(f"CREATE TEMP TABLE ids AS SELECT customer_id, (row_number() OVER (ORDER BY customer_id) - 1)::INTEGER AS customer FROM ({ids})")
        known = "customers" in self.tables
        dates = [f"c.{name}" if name in self._columns("customers") else f"NULL::{kind} AS {name}"
                 for name, kind in (("joined_at", "DATE"), ("left_at", "DATE"), ("monthly_fee", "DOUBLE"))]
        segments = [f"c.{_quoted(name)} AS s{place}" for place, name in enumerate(self._of_customers)]
        join = "LEFT JOIN in_customers c USING (customer_id)" if known else ""
        listed = "c.customer_id IS NOT NULL" if known else "TRUE"
        self._copy(f"SELECT customer, ids.customer_id, {listed} AS listed, {', '.join(dates + segments)} FROM ids {join}", "customers", "customer")

    def _events(self, name: str) -> list[str]:
        have = self._columns(name)
        extra = [segment for segment in self.segments if segment in have and segment not in _ROW_COLUMNS[name]]
        columns = ["customer", *[f"t.{column}" if column in have else f"NULL::{kind} AS {column}" for column, kind in (("at", "TIMESTAMP"), ("day", "DATE"), ("hour", "TINYINT"))]]
        columns += [f"t.{column}" if column in have else f"NULL::VARCHAR AS {column}" for column in _ROW_COLUMNS[name]]
        columns += [f"t.{_quoted(column)} AS x{place}" for place, column in enumerate(extra)]
        columns += {"touchpoints": self._touchpoints, "responses": self._responses, "transactions": lambda have: ["t.amount"]}[name](have)
        order = {"touchpoints": 'customer, "at", stage_code, _row', "responses": 'customer, "at", wave, question, _row', "transactions": 'customer, "at", _row'}[name]
        self._copy(f"SELECT {', '.join(columns)}, t._row FROM in_{name} t JOIN ids USING (customer_id)", name, order)
        return extra

    def _touchpoints(self, have) -> list[str]:
        self.engine.register("stage_codes", pa.table({"name": pa.array(self.stages, pa.string()), "code": pa.array(range(len(self.stages)), pa.int16())}))
        journey = "dense_rank() OVER (ORDER BY customer, t.journey_id) - 1" if "journey_id" in have else "customer"
        return ["coalesce((SELECT code FROM stage_codes WHERE name = t.stage), -1)::SMALLINT AS stage_code", f"({journey})::BIGINT AS journey"]

    def _responses(self, have) -> list[str]:
        return ["t.score", "t.weight" if "weight" in have else "1.0::DOUBLE AS weight",
                "t.wave" if "wave" in have else "NULL::VARCHAR AS wave", "t.comment" if "comment" in have else "NULL::VARCHAR AS comment"]

    def _columns(self, name: str) -> list[str]:
        return self.tables[name].column_names if name in self.tables else []

    def _copy(self, query: str, name: str, order: str) -> None:
        target = str(self.folder / f"{name}.parquet").replace("'", "''")
        self.engine.execute(f"COPY (SELECT * FROM ({query}) ORDER BY {order}) TO '{target}' (FORMAT parquet, COMPRESSION zstd)")


def open_store(folder: Path) -> Store:
    """The prepared store in `folder`.

    Raises
    ------
    SourceError
        When the folder holds no complete store.
    """
    try:
        meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    except OSError:
        raise SourceError(f"no prepared store at {folder}; open the study again to build it") from None
    except ValueError:
        raise SourceError(f"the prepared store at {folder} is damaged; delete that folder and open the study again") from None
    return Store(folder, meta)


@dataclass(frozen=True)
class Store:
    """Prepared tables of one study; nothing in it changes once it is written."""

    folder: Path
    meta: Mapping

    def has(self, table: str) -> bool:
        """Whether the study has this table."""
        return (self.folder / f"{table}.parquet").is_file()

    def upto(self, as_of: dt.date, waves: Sequence[str] | None, *, period: str) -> View:
        """The store as it was known at the start of `as_of`: no later row can be reached.

        Parameters
        ----------
        waves : wave labels that may be seen, for answers that carry a wave in place of a date; None for all
        period : how days are put into periods: month, quarter, year or wave
        """
        return View(self, as_of, None if waves is None else tuple(waves), period)

    def last_day(self) -> dt.date | None:
        """Last day in any table, or None when no table has days."""
        with _connect() as engine:
            days = [_one(engine, f"SELECT max(day) FROM {self.file(name)}") for name in EVENT_TABLES if self.has(name)]
            days += [_one(engine, f"SELECT max(greatest(joined_at, left_at)) FROM {self.file('customers')}")]
        return max((day for day in days if day is not None), default=None)

    def periods(self, period: str) -> list[str]:
        """Every period label that occurs, in order."""
        found: set[str] = set()
        with _connect() as engine:
            for name in EVENT_TABLES:
                if self.has(name) and (period != "wave" or name == "responses"):
                    label = _period_label_sql(name, period)
                    found |= {row[0] for row in engine.execute(f"SELECT DISTINCT {label} FROM {self.file(name)}").fetchall()}
            if not found and period != "wave":
                label = _PERIOD_SQL[period]
                for column in ("joined_at", "left_at"):
                    query = f"SELECT DISTINCT {label} FROM (SELECT {column} AS day FROM {self.file('customers')})"
                    found |= {row[0] for row in engine.execute(query).fetchall()}
        return sorted((label for label in found if label is not None), key=_place)

    def file(self, name: str) -> str:
        """SQL for a prepared table as a whole."""
        return "read_parquet('" + str(self.folder / f"{name}.parquet").replace("'", "''") + "')"


@dataclass(frozen=True)
class SortedEvents:
    """Contacts as arrays, customers ascending and times ascending inside of each.

    Attributes
    ----------
    customer : int32, code into `customer_ids`
    at : int64, microseconds since 1970 UTC
    stage : int16, place in `stage_names` or -1
    journey : int64
    """

    customer: np.ndarray
    at: np.ndarray
    stage: np.ndarray
    journey: np.ndarray
    channel: np.ndarray
    customer_ids: np.ndarray
    stage_names: tuple[str, ...]
    channel_names: tuple[str, ...]


@dataclass(frozen=True)
class View:
    """The store up to a day. Every query goes through it, so later rows cannot be reached."""

    store: Store
    as_of: dt.date
    waves: tuple[str, ...] | None
    period: str
    overlays: tuple[tuple[str, pa.Table], ...] = field(default=(), compare=False)

    def with_overlay(self, name: str, labels: pd.Series) -> View:
        """A view with one more segment of customers: `labels` by customer_id."""
        frame = pa.table({
            "customer_id": pa.array([str(x) for x in labels.index], pa.string()),
            "level": pa.array([None if pd.isna(x) else str(x) for x in labels], pa.string()),
        })
        kept = tuple(pair for pair in self.overlays if pair[0] != name)
        return View(self.store, self.as_of, self.waves, self.period, (*kept, (name, frame)))

    @property
    def customer_segments(self) -> list[str]:
        """Segments that belong to customers."""
        own = [name for name in self.store.meta["columns"]["customers"] if name not in dict(self.overlays)]
        return own + [name for name, _ in self.overlays]

    def segments_of(self, table: str) -> list[str]:
        """Segments by which rows of `table` can be counted."""
        own = list(self.store.meta["columns"].get(table, [])) if table != "customers" else []
        row = [name for name in _ROW_COLUMNS.get(table, ())]
        return self.customer_segments + own + row

    def levels(self, segment: str) -> tuple[str, ...]:
        """Levels of a segment in the whole study up to the day, in order; "not known" last."""
        found: set[str | None] = set()
        for table in ("customers", *EVENT_TABLES):
            names = self.customer_segments if table == "customers" else self.segments_of(table)
            if segment not in names or (table != "customers" and segment in self.customer_segments) or not self.store.has(table):
                continue
            query = f"SELECT DISTINCT {self._expression(segment, table)} FROM {self.rows(table)}"
            found |= {row[0] for row in self.query(query)}
        known = sorted(level for level in found if level is not None and level != NOT_KNOWN)
        return tuple(known) + ((NOT_KNOWN,) if found & {None, NOT_KNOWN} else ())

    def query(self, text: str, values: Sequence = ()) -> list[tuple]:
        """Rows of a query over the tables up to the day."""
        return self._engine.execute(text, list(values)).fetchall()

    def frame(self, text: str, values: Sequence = ()) -> pd.DataFrame:
        """A query's rows as a DataFrame."""
        return self._engine.execute(text, list(values)).df()

    def arrow(self, text: str, values: Sequence = ()) -> pa.Table:
        """A query's rows as an Arrow table."""
        return self._engine.sql(text, params=list(values)).to_arrow_table()

    def rows(self, table: str) -> str:
        """SQL for the rows of a table with their customer's segments beside them."""
        if table == "customers":
            return table
        return f"{table} LEFT JOIN customers ON customers.customer = {table}.customer"

    def where(self, slice_, table: str) -> tuple[str, list]:
        """SQL condition and bound values for a slice on rows of `table`."""
        parts, values = ["TRUE"], []
        for name, kept in slice_.levels:
            marks = ", ".join("?" for _ in kept) or "NULL"
            parts.append(f"coalesce({self._expression(name, table)}, '{NOT_KNOWN}') IN ({marks})")
            values += kept
        return " AND ".join(parts), values

    def expressions(self, by: Sequence[str], table: str) -> list[str]:
        """SQL for each thing that rows are counted by, named b0, b1, ..."""
        return [
            f"{_period_label_sql(table, self.period) if name == 'period' else self._level(name, table)} AS b{place}"
            for place, name in enumerate(by)
        ]

    def _level(self, name: str, table: str) -> str:
        return f"coalesce({self._expression(name, table)}, '{NOT_KNOWN}')"

    def _expression(self, segment: str, table: str) -> str:
        if segment in self.customer_segments:
            column = f"s{self.customer_segments.index(segment)}"
            return f"customers.{column}"
        if table != "customers" and segment in _ROW_COLUMNS[table]:
            return f"{table}.{segment}"
        own = self.store.meta["columns"].get(table, []) if table != "customers" else []
        if segment in own:
            return f"{table}.x{own.index(segment)}"
        raise ArgumentError(unknown(f"segment of {table}", segment, self.segments_of(table)))

    @cached_property
    def _engine(self):
        engine = _connect()
        day = f"DATE '{self.as_of.isoformat()}'"
        for name in EVENT_TABLES:
            if self.store.has(name):
                known = self._known_answers(day) if name == "responses" else f"day < {day}"
                engine.execute(f"CREATE TEMP TABLE {name} AS SELECT * FROM {self.store.file(name)} WHERE {known}")
        self._create_customers(engine, day)
        return engine

    def _known_answers(self, day: str) -> str:
        if self.waves is None:
            return f"(day < {day} OR day IS NULL)"
        listed = ", ".join("'" + wave.replace("'", "''") + "'" for wave in self.waves) or "NULL"
        known = f"(day < {day} OR (day IS NULL AND wave IN ({listed})))"
        return f"{known} AND (wave IS NULL OR wave IN ({listed}))" if self.period == "wave" else known

    def _create_customers(self, engine, day: str) -> None:
        own = self.store.meta["columns"]["customers"]
        laid_over = dict(self.overlays)
        columns, joins = [], ""
        for place, name in enumerate(self.customer_segments):
            if name in laid_over:
                engine.register(f"overlay_{place}", laid_over[name])
                joins += f" LEFT JOIN overlay_{place} ON overlay_{place}.customer_id = f.customer_id"
            column = f"overlay_{place}.level" if name in laid_over else f"f.s{own.index(name)}"
            columns.append(f"{column} AS s{place}")
        left = f"CASE WHEN f.left_at < {day} THEN f.left_at END AS left_at"
        listed = ", ".join(["f.customer", "f.customer_id", "f.listed", "f.joined_at", "f.monthly_fee", left, *columns])
        engine.execute(
            f"CREATE TEMP TABLE customers AS SELECT {listed} FROM {self.store.file('customers')} f {joins} "
            f"WHERE f.joined_at < {day} OR (f.joined_at IS NULL AND NOT {self._only_later('f')}) ORDER BY f.customer"
        )

    def _only_later(self, name: str) -> str:
        """SQL: the customer occurs in event tables, but not before the day."""
        tables = [table for table in EVENT_TABLES if self.store.has(table)]
        if not tables:
            return "FALSE"
        ever = " UNION ".join(f"SELECT customer FROM {self.store.file(table)}" for table in tables)
        yet = " UNION ".join(f"SELECT customer FROM {table}" for table in tables)
        return f"({name}.customer IN ({ever}) AND {name}.customer NOT IN ({yet}))"


def _connect():
    import duckdb

    engine = duckdb.connect(":memory:")
    engine.execute("SET autoinstall_known_extensions = false; SET autoload_known_extensions = false")
    return engine


def _one(engine, query: str):
    return engine.execute(query).fetchone()[0]


def _place(label: str) -> list:
    """Sort key by which "wave 10" comes after "wave 2"."""
    return [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in re.findall(r"[0-9]+|[^0-9]+", label)]


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _period_label_sql(table: str, period: str) -> str:
    label = _PERIOD_SQL[period]
    return f"coalesce({label}, wave)" if table == "responses" and period != "wave" else label


def _with_ids(table: pa.Table, name: str) -> pa.Table:
    """Answers without a customer get an id of their own, so that each is its own customer."""
    if "customer_id" not in table.column_names:
        ids = pa.array([f"anonymous-{place}" for place in range(table.num_rows)], pa.string())
        return table.append_column("customer_id", ids)
    column = table["customer_id"].combine_chunks()
    if column.null_count == 0:
        return table
    ids = [value if value is not None else f"anonymous-{place}" for place, value in enumerate(column.to_pylist())]
    return table.set_column(table.column_names.index("customer_id"), "customer_id", pa.array(ids, pa.string()))

"""Writing the prepared tables: sorted by customer and time once, with codes in place of ids and names."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import pyarrow as pa

from ..errors import SourceError
from .engine import EVENT_TABLES, ROW_COLUMNS, connect, quoted

__all__ = ["build", "fingerprint"]

_VERSION = 3


def fingerprint(settings_text: str, files: Sequence[Path]) -> str:
    """Sixteen hexadecimal digits that change with the settings or with any byte of the files.

    Raises
    ------
    SourceError
        When a file cannot be read.
    """
    digest = hashlib.blake2b(f"{_VERSION}\n{settings_text}".encode(), digest_size=8)
    for path in files:
        digest.update(path.name.encode())
        try:
            with path.open("rb") as file:
                digest.update(hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=16)).digest())
        except OSError as error:
            raise SourceError(f"{path.name} cannot be read ({error.strerror})") from None
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
        with connect() as engine:
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
        segments = [f"c.{quoted(name)} AS s{place}" for place, name in enumerate(self._of_customers)]
        join = "LEFT JOIN in_customers c USING (customer_id)" if known else ""
        listed = "c.customer_id IS NOT NULL" if known else "TRUE"
        self._copy(f"SELECT ids.customer, ids.customer_id, {listed} AS listed, {', '.join(dates + segments)} FROM ids {join}", "customers", "customer")

    def _events(self, name: str) -> list[str]:
        have = self._columns(name)
        extra = [segment for segment in self.segments if segment in have and segment not in ROW_COLUMNS[name]]
        columns = ["customer", *[f"t.{column}" if column in have else f"NULL::{kind} AS {column}" for column, kind in (("at", "TIMESTAMP"), ("day", "DATE"), ("hour", "TINYINT"))]]
        columns += [f"t.{column}" if column in have else f"NULL::VARCHAR AS {column}" for column in ROW_COLUMNS[name]]
        columns += [f"t.{quoted(column)} AS x{place}" for place, column in enumerate(extra)]
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

"""Customers with their codes, and the rows of each event table in sorted pieces that never split a customer."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from .engine import EVENT_TABLES, ROW_COLUMNS, one, parquet, quoted
from .merging import merged

__all__ = ["PIECE_ROWS", "Pieces"]

PIECE_ROWS = 2_000_000
_ORDER = {
    "touchpoints": 'customer, "at", stage_code, _file, _row',
    "responses": 'customer, "at", wave, question, _file, _row',
    "transactions": 'customer, "at", _file, _row',
}
_FACTS = (("joined_at", "DATE"), ("left_at", "DATE"), ("monthly_fee", "DOUBLE"))
_TIMES = (("at", "TIMESTAMP"), ("day", "DATE"), ("hour", "TINYINT"))
_OWN = {
    "touchpoints": (("journey_id", "VARCHAR"),),
    "responses": (("score", "DOUBLE"), ("weight", "DOUBLE"), ("wave", "VARCHAR"), ("comment", "VARCHAR"),
                  ("duration", "DOUBLE")),
    "transactions": (("amount", "DOUBLE"),),
}


class Pieces:
    """Writes the prepared tables of one store into a work folder; what is there already is kept."""

    def __init__(self, engine, work: Path, base: Path | None, segments: Sequence[str], stages: Sequence[str], rows: int,
                 progress: Callable[[str], None]) -> None:
        self.engine, self.work, self.base, self.rows, self.progress = engine, work, base, rows, progress
        self.segments, self.stages = tuple(segments), tuple(stages)
        self.before = json.loads((base / "meta.json").read_text(encoding="utf-8")) if base else None

    def write(self, parts: Mapping[str, Sequence[Path]]) -> dict:
        """Write everything; gives what the store has to remember of its own layout."""
        self.parts = {name: list(files) for name, files in parts.items() if files}
        self.have = {name: self._columns(name) for name in self.parts}
        for name, files in self.parts.items():
            self.engine.execute(f"CREATE TEMP VIEW in_{name} AS SELECT * FROM {parquet(files, numbered=True)}")
        codes = {"stage": pa.array(self.stages, pa.string()), "stage_code": pa.array(range(len(self.stages)), pa.int16())}
        self.engine.register("stage_codes", pa.table(codes))
        columns = self._segment_columns()
        self._write_ids()
        self._write_customers(columns["customers"])
        size = self._customers_in_a_piece()
        (self.work / "pieces.json").write_text(json.dumps({"customers_in_a_piece": size}), encoding="utf-8")
        for name in EVENT_TABLES:
            if name in columns:
                self._write_events(name, columns[name], size)
        for extra in ("ids.parquet", "pieces.json", "split"):
            target = self.work / extra
            shutil.rmtree(target) if target.is_dir() else target.unlink(missing_ok=True)
        return {"columns": columns, "stages": list(self.stages), "customers_in_a_piece": size, "customers_given": self._given()}

    def _given(self) -> bool:
        """Whether any source is a table of customers; where none is, everybody heard of counts as listed."""
        return "customers" in self.parts or bool(self.before and self.before["customers_given"])

    def _columns(self, name: str) -> list[str]:
        return list(dict.fromkeys(column for file in self.parts[name] for column in pq.read_schema(file).names))

    def _segment_columns(self) -> dict[str, list[str]]:
        """Segments that each table carries; once carried they keep their place."""
        before = self.before["columns"] if self.before else {}
        found = {"customers": [s for s in self.segments if s in self.have.get("customers", []) or s in before.get("customers", [])]}
        for name in EVENT_TABLES:
            if name in self.parts or name in before:
                have = set(self.have.get(name, [])) | set(before.get(name, []))
                found[name] = [s for s in self.segments if s in have and s not in ROW_COLUMNS[name]]
        return found

    def _write_ids(self) -> None:
        """A code for each customer: those of the base keep theirs, new ones follow in the order of their ids."""
        target = self.work / "ids.parquet"
        if not target.is_file():
            self.progress("customers: codes")
            every = " UNION ALL ".join(f"SELECT customer_id FROM in_{name}" for name in self.parts) or "SELECT NULL::VARCHAR AS customer_id WHERE FALSE"
            known = f"SELECT customer_id, customer FROM {parquet([self.base / 'customers.parquet'])}" if self.base else \
                "SELECT NULL::VARCHAR AS customer_id, NULL::INTEGER AS customer WHERE FALSE"
            self._copy(
                f"WITH known AS ({known}), fresh AS (SELECT DISTINCT customer_id FROM ({every}) ANTI JOIN known USING (customer_id)) "
                "SELECT customer_id, customer FROM known UNION ALL SELECT customer_id, (SELECT count(*) FROM known) "
                "+ row_number() OVER (ORDER BY customer_id) - 1 FROM fresh", target)
        self.engine.execute(f"CREATE TEMP TABLE ids AS SELECT customer_id, customer::INTEGER AS customer FROM {parquet([target])}")
        self.customers = one(self.engine, "SELECT count(*) FROM ids")

    def _write_customers(self, segments: Sequence[str]) -> None:
        target = self.work / "customers.parquet"
        if target.is_file():
            return
        have, names = self.have.get("customers"), [f"s{place}" for place in range(len(segments))]
        plain = ["listed", *[name for name, _ in _FACTS], *names]
        given = ["TRUE AS listed", *[_column(name, kind, have or []) for name, kind in _FACTS],
                 *[_column(segment, "VARCHAR", have or [], alias) for segment, alias in zip(segments, names)]]
        fresh = f"SELECT customer_id, {', '.join(given)} FROM in_customers" if have else None
        if self.base and self.before["customers_given"]:
            old = self.before["columns"]["customers"]
            kept = ["listed", *[name for name, _ in _FACTS],
                    *[(f"s{old.index(s)}" if s in old else "NULL::VARCHAR") + f" AS {alias}" for s, alias in zip(segments, names)]]
            known = f"SELECT customer_id, {', '.join(kept)} FROM {parquet([self.base / 'customers.parquet'])}"
            fresh = f"SELECT * FROM ({fresh}) UNION ALL SELECT * FROM ({known}) ANTI JOIN in_customers USING (customer_id)" if fresh else known
        if fresh is None:
            fresh = f"SELECT NULL::VARCHAR AS customer_id, {', '.join(f'NULL AS {name}' for name in plain)} WHERE FALSE"
            unlisted = "TRUE"
        else:
            unlisted = "coalesce(c.listed, FALSE)"
        columns = ", ".join(f"c.{name}::{kind} AS {name}" for name, kind in (*_FACTS, *[(name, "VARCHAR") for name in names]))
        self._copy(f"SELECT ids.customer, ids.customer_id, {unlisted} AS listed, {columns} FROM ids LEFT JOIN ({fresh}) c USING (customer_id) "
                   "ORDER BY ids.customer", target)

    def _customers_in_a_piece(self) -> int:
        """Fixed with the first build, so that a customer's rows stay in one piece for good."""
        if self.before:
            return self.before["customers_in_a_piece"]
        rows = max((sum(pq.read_metadata(file).num_rows for file in self.parts[name]) for name in EVENT_TABLES if name in self.parts), default=1)
        return max(1, -(-self.customers * self.rows // max(rows, 1)))

    def _write_events(self, name: str, extra: Sequence[str], size: int) -> None:
        folder = self.work / name
        folder.mkdir(exist_ok=True)
        last = max(self.customers - 1, 0) // size
        source = self._split(name, extra, size, last) if name in self.parts else None
        for piece in range(last + 1):
            target = folder / f"part-{piece:05d}.parquet"
            if not target.is_file():
                self.progress(f"{name}: sorting piece {piece + 1} of {last + 1}")
                self._write_piece(name, extra, piece, source, target)

    def _split(self, name: str, extra: Sequence[str], size: int, last: int) -> Callable[[int], str]:
        """SQL for the new rows of a piece; where there are several the rows are put into folders in one pass first."""
        have = self.have[name]
        columns = [_column(column, kind, have) for column, kind in _TIMES]
        columns += [_column(column, "VARCHAR", have) for column in ROW_COLUMNS[name]]
        columns += [_column(segment, "VARCHAR", have, f"x{place}") for place, segment in enumerate(extra)]
        columns += [_column(column, kind, have) for column, kind in _OWN[name]]
        rows = f"SELECT customer, {', '.join(columns)}, _file, _row FROM in_{name} JOIN ids USING (customer_id)"
        if last == 0:
            return lambda piece: f"({rows})"
        split = self.work / "split" / name
        if not (split / "done").is_file():
            self.progress(f"{name}: splitting into {last + 1} pieces")
            shutil.rmtree(split, ignore_errors=True)
            split.mkdir(parents=True)
            self.engine.execute(
                f"COPY (SELECT *, customer // {size} AS piece FROM ({rows})) TO '{_text(split)}' "
                "(FORMAT parquet, PARTITION_BY (piece), COMPRESSION zstd, COMPRESSION_LEVEL 1)")
            (split / "done").touch()
        return lambda piece: parquet(sorted((split / f"piece={piece}").glob("*.parquet"))) if (split / f"piece={piece}").is_dir() else ""

    def _write_piece(self, name: str, extra: Sequence[str], piece: int, source, target: Path) -> None:
        old = self.base / name / target.name if self.base else None
        new = source(piece) if source else ""
        if old is not None and old.is_file() and not new and self._same_columns(name, extra):
            shutil.copyfile(old, target.with_suffix(".draft"))
            os.replace(target.with_suffix(".draft"), target)
            return
        rows = self._sorted(name, new) if new else None
        if old is not None and old.is_file():
            before = self._as_now(name, extra, pq.read_table(old))
            rows = before if rows is None or not rows.num_rows else merged(before, rows)
        if rows is None:
            return
        if name == "touchpoints":
            rows = _with_journeys(rows, piece)
        pq.write_table(rows, target.with_suffix(".draft"), compression="zstd", row_group_size=250_000)
        os.replace(target.with_suffix(".draft"), target)

    def _sorted(self, name: str, rows: str) -> pa.Table:
        if name == "touchpoints":
            rows = f"(SELECT r.*, coalesce(c.stage_code, -1)::SMALLINT AS stage_code FROM {rows} r LEFT JOIN stage_codes c ON c.stage = r.stage)"
        found = self.engine.sql(f"SELECT * FROM {rows} ORDER BY {_ORDER[name]}").to_arrow_table()
        return found.drop_columns([column for column in ("_file", "piece") if column in found.column_names])

    def _same_columns(self, name: str, extra: Sequence[str]) -> bool:
        return self.before["columns"].get(name) == list(extra) and self.before["stages"] == list(self.stages)

    def _as_now(self, name: str, extra: Sequence[str], rows: pa.Table) -> pa.Table:
        """Rows of the base with the segments in the places that they have now."""
        before = self.before["columns"][name]
        if before == list(extra):
            return rows
        own = {f"x{place}": rows[f"x{before.index(s)}"] if s in before else pa.nulls(rows.num_rows, pa.string()) for place, s in enumerate(extra)}
        rest = [column for column in rows.column_names if column not in {f"x{place}" for place in range(len(before))}]
        return pa.table({**{column: rows[column] for column in rest}, **own})

    def _copy(self, query: str, target: Path) -> None:
        draft = target.with_suffix(".draft")
        self.engine.execute(f"COPY ({query}) TO '{_text(draft)}' (FORMAT parquet, COMPRESSION zstd)")
        os.replace(draft, target)


def _with_journeys(rows: pa.Table, piece: int) -> pa.Table:
    """A whole number for each journey, in the order in which they begin; customers without journey ids have one each.

    The piece is part of the number: no two pieces share one, whether or not their contacts have journey ids.
    """
    customer = rows["customer"].to_numpy().astype(np.int64)
    names = rows["journey_id"]
    if names.null_count == rows.num_rows:
        code = (np.int64(piece) << 32) + customer - customer.min(initial=2**31)
    else:
        import pandas as pd

        texts = names.combine_chunks().dictionary_encode()
        own = np.asarray(pc.fill_null(texts.indices, -1)).astype(np.int64) + 1
        code = (np.int64(piece) << 32) + pd.factorize(customer * (len(texts.dictionary) + 1) + own)[0]
    kept = rows.drop_columns(["journey"]) if "journey" in rows.column_names else rows
    return kept.append_column("journey", pa.array(code))


def _column(name: str, kind: str, have: Sequence[str], alias: str = "") -> str:
    as_ = quoted(alias or name)
    return f"{quoted(name)}::{kind} AS {as_}" if name in have else f"{_ABSENT.get(name, 'NULL')}::{kind} AS {as_}"


_ABSENT = {"weight": "1.0"}


def _text(path: Path) -> str:
    return str(path).replace("'", "''")

"""The store as it was known on a day: later rows cannot be reached."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow as pa

from ..errors import ArgumentError, unknown
from .cube import MOST_CELLS, Cube, cube_of
from .engine import CALENDAR, EVENT_TABLES, INDEX_SQL, LABEL_SQL, NOT_KNOWN, PERIOD_SQL, ROW_COLUMNS, period_label_sql
from .exact import Exact
from .sequences import HELD_UP_TO, SortedEvents, every_contact, no_events, sorted_events

if TYPE_CHECKING:
    from .prepared import Store

__all__ = ["View"]

_CODED_UP_TO = 20_000_000
_LATELY = 12
_CUBES = 3  # times as many cells as one cube may have
OWN_COLUMNS = {"touchpoints": ("stage_code", "journey"), "responses": ("score", "weight", "wave", "comment", "duration"), "transactions": ("amount",)}


@dataclass(frozen=True)
class View:
    """The store up to a day. Every query goes through it, so later rows cannot be reached."""

    store: Store
    as_of: dt.date
    waves: tuple[str, ...] | None
    period: str
    overlays: tuple[tuple[str, pa.Table], ...] = field(default=(), compare=False)
    factors: tuple[tuple[str, ...], pa.Table] | None = field(default=None, compare=False)

    def with_factors(self, names: tuple[str, ...], table: pa.Table) -> View:
        """A view in which the weight of each answer is multiplied by the factor of its cell.

        Parameters
        ----------
        names : segments that make the cells, beside the period
        table : columns ``period``, ``l0``, ``l1``, ... (the levels) and ``factor``; an answer without a cell keeps its weight
        """
        return View(self.store, self.as_of, self.waves, self.period, self.overlays, (names, table))

    def with_overlay(self, name: str, labels: pd.Series) -> View:
        """A view with one more segment of customers: `labels` by customer_id."""
        frame = pa.table({
            "customer_id": pa.array([str(x) for x in labels.index], pa.string()),
            "level": pa.array([None if pd.isna(x) else str(x) for x in labels], pa.string()),
        })
        kept = tuple(pair for pair in self.overlays if pair[0] != name)
        return View(self.store, self.as_of, self.waves, self.period, (*kept, (name, frame)), self.factors)

    @property
    def customer_segments(self) -> list[str]:
        """Segments that belong to customers."""
        no_segments = {*dict(self.overlays), *self.store.meta.get("features", ())}
        own = [name for name in self.store.meta["columns"]["customers"] if name not in no_segments]
        return own + [name for name, _ in self.overlays]

    def own_columns(self, names: Sequence[str]) -> pd.DataFrame:
        """Columns of the table of customers as text, by customer_id; those that the table lacks are left out."""
        held = self.store.meta["columns"]["customers"]
        kept = [name for name in names if name in held]
        listed = "".join(f", f.s{held.index(name)} AS c{place}" for place, name in enumerate(kept))
        frame = self.frame(f"SELECT c.customer_id{listed} FROM customers c JOIN {self._engine.stored(self.store, 'customers')} f USING (customer)")
        return frame.rename(columns={f"c{place}": name for place, name in enumerate(kept)}).set_index("customer_id")

    def segments_of(self, table: str) -> list[str]:
        """Segments by which rows of `table` can be counted."""
        own = list(self.store.meta["columns"].get(table, [])) if table != "customers" else []
        row = [name for name in ROW_COLUMNS.get(table, ())]
        return self.customer_segments + own + row

    def levels(self, segment: str) -> tuple[str, ...]:
        """Levels of a segment in the whole study up to the day, in order; "not known" last."""
        return self.remembered(("levels", segment), lambda: self._levels_of(segment))

    def remembered(self, key: object, make: Callable[[], Any]) -> Any:
        """What `make` gives, made once for this view under `key`; nobody may change it."""
        if key not in self._memory:
            self._memory[key] = make()
        return self._memory[key]

    def narrowed(self, customers: np.ndarray) -> str:
        """What to write before the name of a table to read the rows of these customer codes only, kept once."""
        def keep() -> str:
            name = f"few{sum(1 for key in self._memory if key[0] == 'narrowed')}_"
            self._engine.register(f"{name}codes", pa.table({"customer": pa.array(customers, pa.int64())}))
            for table in ("customers", *(one for one in EVENT_TABLES if self.store.has(one))):
                query = f"SELECT * FROM {table} WHERE customer IN (SELECT customer FROM {name}codes)"
                self._ready(table).keep(f"{name}{table}", query)
            return name

        return self.remembered(("narrowed", customers.tobytes()), keep)

    def remembered_lately(self, key: object, make: Callable[[], Any]) -> Any:
        """The same for what several findings of one slice share: only the last dozen are kept."""
        held = self.remembered("lately", dict)
        if key not in held:
            held[key] = make()
            while len(held) > _LATELY:
                held.pop(next(iter(held)))
        return held[key]

    def remembered_few(self, key: object, make: Callable[[], Any], *, most: int = 3) -> Any:
        """The same for what is large: only the last few are kept."""
        held = self.remembered("few", dict)
        if key not in held:
            held[key] = make()
            while len(held) > most:
                held.pop(next(iter(held)))
        return held[key]

    @cached_property
    def _memory(self) -> dict[object, Any]:
        return {}

    def cube(self, name: object, outer: Sequence[str], inner: Sequence[str], make: Callable[[], pd.DataFrame], sums: Sequence[str] | None = None) -> Cube:
        """The counts that `make` gives, held in memory; the oldest are forgotten where they become too many.

        Parameters
        ----------
        outer, inner : columns of the counts, see :class:`cxlib.store.Cube`
        sums : columns that add up, all others when not given
        """
        held = self._cubes
        key = (name, tuple(outer), tuple(inner))
        if key not in held:
            frame = make()
            held[key] = cube_of(frame, outer, inner, sums or [column for column in frame if column not in (*outer, *inner)])
            while len(held) > 1 and sum(len(cube.at_outer) for cube in held.values()) > _CUBES * MOST_CELLS:
                held.pop(next(iter(held)))
        return held[key]

    @cached_property
    def _cubes(self) -> dict[tuple, Cube]:
        return {}

    def rows_of(self, table: str) -> int:
        """How many rows a table has in the store."""
        return self.remembered(("stored rows", table), lambda: self.store.rows(table))

    def seen_rows(self, table: str) -> int:
        """How many rows of a table are known by the day."""
        return self.remembered(("rows", table), lambda: self._one(table, "count(*)"))

    def first_day(self, table: str) -> dt.date | None:
        """First day of an event table."""
        return self.remembered(("first day", table), lambda: self._one(table, "min(day)"))

    def last_day(self, table: str) -> dt.date | None:
        """Last day of an event table."""
        return self.remembered(("last day", table), lambda: self._one(table, "max(day)"))

    def largest(self, table: str, column: str) -> float:
        """Size of the largest number in a column of a table, whatever its sign; 0 where there is none."""
        return float(self.remembered(("largest", table, column), lambda: self._one(table, f"max(abs({column}))")) or 0.0)

    def _one(self, table: str, what: str) -> Any:
        """One number of a table; for that alone it is not put up."""
        if table in self._kept or table not in EVENT_TABLES:
            return self.query(f"SELECT {what} FROM {table}")[0][0]
        return self._engine.query(f"SELECT {what} FROM {self._known_rows(self._engine, table)}")[0][0]

    def _levels_of(self, segment: str) -> tuple[str, ...]:
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
        return self._ready(text).query(text, values)

    def frame(self, text: str, values: Sequence = ()) -> pd.DataFrame:
        """A query's rows as a DataFrame."""
        return self._ready(text).frame(text, values)

    def arrow(self, text: str, values: Sequence = ()) -> pa.Table:
        """A query's rows as an Arrow table."""
        return self._ready(text).arrow(text, values)

    def rows(self, table: str) -> str:
        """SQL for the rows of a table with their customer's segments beside them."""
        if table == "customers":
            return table
        # The faster join gives the same rows where every row's customer is in the table of customers.
        side = "" if self.remembered(("all known", table), lambda: self._all_known(table)) else "LEFT "
        return f"{table} {side}JOIN customers ON customers.customer = {table}.customer"

    def _all_known(self, table: str) -> bool:
        return not self.query(f"SELECT count(*) FROM {table} ANTI JOIN customers USING (customer)")[0][0]

    def where(self, slice_, table: str) -> tuple[str, list]:
        """SQL condition and bound values for a slice on rows of `table`."""
        inside, values = self._among(slice_.inside, table)
        parts = [inside]
        for group in slice_.left_out:
            text, bound = self._among(group, table)
            parts.append(f"NOT ({text})")
            values += bound
        return " AND ".join(parts), values

    def _among(self, levels: Sequence[tuple[str, tuple[str, ...]]], table: str) -> tuple[str, list]:
        """SQL: at one of the levels of each segment; never unknown, so that it can be turned round."""
        parts, values = ["TRUE"], []
        for name, kept in levels:
            level = self._level(name, table)
            parts.append(f"{level} IN ({', '.join('?' for _ in kept)})" if kept else "FALSE")
            values += kept
        return " AND ".join(parts), values

    def expressions(self, by: Sequence[str], table: str) -> list[str]:
        """SQL for each thing that rows are counted by, named b0, b1, ..."""
        return [f"{self._counted_by(name, table)} AS b{place}" for place, name in enumerate(by)]

    def counts(self, by: Sequence[str], table: str, measures: Mapping[str, str | Exact], slice_, extra: Sequence[str] = ()) -> pd.DataFrame:
        """Rows of `table` counted by `by` and the columns `extra`: a frame of both and of `measures`, in order.

        Rows are grouped by codes and whole numbers first; labels are written for the groups only. A measure is SQL for a
        whole number, or the exact sum of fractions.
        """
        where, values = self.where(slice_, table)
        inner = [f"{self._code(name, table)} AS b{place}" for place, name in enumerate(by)]
        outer = [f"{self._label(name, table, f'b{place}')} AS c{place}" for place, name in enumerate(by)]
        keys = [f"b{place}" for place in range(len(by))] + list(extra)
        listed = ", ".join([*inner, *extra, *[f"{one.steps if isinstance(one, Exact) else one} AS {name}" for name, one in measures.items()]])
        groups = ", ".join([f"c{place}" for place in range(len(by))] + list(extra))
        added = ", ".join(f"{one.back(f'sum({name})') if isinstance(one, Exact) else f'sum({name})'} AS {name}" for name, one in measures.items())
        of_customers = {*by, *slice_.segments} & set(self.customer_segments)
        rows = self.rows(table) if of_customers else table
        frame = self.frame(
            f"WITH grouped AS (SELECT {listed} FROM {rows} WHERE {where} GROUP BY {', '.join(keys)}) "
            f"SELECT {', '.join([*outer, *extra])}, {added} FROM grouped GROUP BY {groups} ORDER BY {groups}", values,
        )
        return frame.rename(columns={f"c{place}": name for place, name in enumerate(by)})

    def _code(self, name: str, table: str) -> str:
        unit = self._unit(name, table)
        if unit:
            return INDEX_SQL[unit]
        return self._counted_by(name, table) if name in ("period", *CALENDAR) else self._expression(name, table)

    def _label(self, name: str, table: str, code: str) -> str:
        unit = self._unit(name, table)
        if unit:
            return LABEL_SQL[unit].format(code)
        return code if name in ("period", *CALENDAR) else f"coalesce({code}, '{NOT_KNOWN}')"

    def _unit(self, name: str, table: str) -> str | None:
        """The calendar unit whose whole number stands for a period; None where answers without a day need its label."""
        unit = self.period if name == "period" else name
        if unit not in CALENDAR or (name == "period" and table == "responses" and self._undated):
            return None
        return unit

    @cached_property
    def _undated(self) -> bool:
        return bool(self.query("SELECT count(*) FROM responses WHERE day IS NULL")[0][0])

    @cached_property
    def weights(self) -> tuple[float | None, float | None]:
        """Smallest and largest weight of the answers."""
        return self.query("SELECT min(weight), max(weight) FROM responses")[0]

    @property
    def largest_weight(self) -> float:
        """Size of the largest weight of the answers, 0 without any."""
        return max((abs(weight) for weight in self.weights if weight is not None), default=0.0)

    def _counted_by(self, name: str, table: str) -> str:
        if name == "period":
            return period_label_sql(table, self.period)
        return PERIOD_SQL[name] if name in CALENDAR else self._level(name, table)

    def _level(self, name: str, table: str) -> str:
        return f"coalesce({self._expression(name, table)}, '{NOT_KNOWN}')"

    def _expression(self, segment: str, table: str) -> str:
        if segment in self.customer_segments:
            column = f"s{self.customer_segments.index(segment)}"
            return f"customers.{column}"
        if table != "customers" and segment in ROW_COLUMNS[table]:
            return f"{table}.{segment}"
        own = self.store.meta["columns"].get(table, []) if table != "customers" else []
        if segment in own:
            return f"{table}.x{own.index(segment)}"
        raise ArgumentError(unknown(f"segment of {table}", segment, self.segments_of(table)))

    def events(self, slice_, *, without: Sequence[str] = ()) -> Iterator[SortedEvents]:
        """Contacts of the slice's customers, sorted by customer and time, in pieces that never split a customer."""
        return sorted_events(self, slice_, without=without)

    @cached_property
    def no_contacts(self) -> SortedEvents:
        """The names of channels and stages, without any contact."""
        return no_events(self)

    @cached_property
    def contacts(self) -> list[SortedEvents]:
        """All contacts in pieces, read once."""
        return every_contact(self)

    def in_slice(self, slice_) -> np.ndarray | None:
        """Whether each customer code is in the slice by the segments of customers; None when everybody is."""
        asked = slice_.only(self.customer_segments)
        if not asked.restricts:
            return None
        mask = self._at(asked.inside)
        for group in asked.left_out:
            mask = mask & ~self._at(group)
        return mask

    def _at(self, levels: Sequence[tuple[str, tuple[str, ...]]]) -> np.ndarray:
        mask = np.ones(len(self.customer_ids), dtype=bool)
        for name, kept in levels:
            code, names = self.level_codes(name)
            mask = mask & np.array([level in kept for level in names], dtype=bool)[code]
        return mask

    def level_codes(self, segment: str) -> tuple[np.ndarray, tuple[str, ...]]:
        """The level of each customer code as a place in the names that come with it.

        Whoever is not in the table of customers yet is "not known" in every segment.
        """
        return self.remembered(("codes", segment), lambda: self._level_codes(segment))

    def _level_codes(self, segment: str) -> tuple[np.ndarray, tuple[str, ...]]:
        rows = self.arrow(f"SELECT customer, {self._level(segment, 'customers')} AS level FROM customers")
        coded = rows["level"].combine_chunks().dictionary_encode()
        names = coded.dictionary.to_pylist()
        every = (*sorted(names), *([] if NOT_KNOWN in names else [NOT_KNOWN]))
        place = np.array([every.index(name) for name in names], dtype=np.int32)
        found = np.full(len(self.customer_ids), every.index(NOT_KNOWN), dtype=np.int32)
        found[rows["customer"].to_numpy()] = place[coded.indices.to_numpy()]
        return found, every

    @cached_property
    def listed(self) -> np.ndarray:
        """Whether each customer code is in the table of customers by the day."""
        found = np.zeros(len(self.customer_ids), dtype=bool)
        found[self.frame("SELECT customer FROM customers")["customer"].to_numpy()] = True
        return found

    @property
    def holds_contacts(self) -> bool:
        """Whether contacts are few enough to be held in memory, on this machine."""
        return self.store.kind == "duckdb" and self.rows_of("touchpoints") <= HELD_UP_TO

    def over_events(self, slice_, kernel: Callable[[SortedEvents], Any], *, without: Sequence[str] = ()) -> list[Any]:
        """What a kernel gives for each part of the slice's contacts, on the engine of the store; no part splits a customer."""
        return self._engine.over_events(self, slice_, kernel, without=without)

    @cached_property
    def customer_ids(self) -> np.ndarray:
        """Id of each customer code."""
        ids = self.query(f"SELECT customer_id FROM {self._engine.stored(self.store, 'customers')} ORDER BY customer")
        return np.array([row[0] for row in ids], dtype=object)

    def _ready(self, text: str):
        """The engine with every table that a query names; a table is put up when it is first asked for."""
        for name in EVENT_TABLES:
            if name not in self._kept and re.search(rf"\b{name}\b", text) and self.store.has(name):
                rows = self._known_rows(self._engine, name)
                query = f"SELECT {self._columns(self._engine, name, rows)} FROM {rows}"
                query = self._weighed(query) if name == "responses" and self.factors else query
                self._engine.keep(name, query, rows=self.store.rows(name))
                self._kept.add(name)
        return self._engine

    def _weighed(self, query: str) -> str:
        """SQL for the answers with their weights multiplied by the factors of their cells."""
        names, table = self.factors
        self._engine.register("weight_factors", table)
        own = [f"x{place}" for place in range(len(self.store.meta["columns"].get("responses", [])))]
        columns = ["customer", '"at"', "day", "hour", *OWN_COLUMNS["responses"], "_row", *ROW_COLUMNS["responses"], *own]
        listed = ", ".join("responses.weight * coalesce(cell.factor, 1) AS weight" if name == "weight" else f"responses.{name}" for name in columns)
        same = [f"cell.period = {period_label_sql('responses', self.period)}"]
        same += [f"cell.l{place} = {self._level(name, 'responses')}" for place, name in enumerate(names)]
        return (f"SELECT {listed} FROM ({query}) responses LEFT JOIN customers ON customers.customer = responses.customer "
                f"LEFT JOIN weight_factors cell ON {' AND '.join(same)}")

    @cached_property
    def _kept(self) -> set[str]:
        return set()

    def _known_rows(self, engine, name: str) -> str:
        """SQL for the stored rows of an event table that are known by the day."""
        day = f"DATE '{self.as_of.isoformat()}'"
        known = self._known_answers(day) if name == "responses" else f"day < {day}"
        return f"{engine.stored(self.store, name)} WHERE {known}"

    @cached_property
    def _engine(self):
        engine = self.store.engine()
        self._create_customers(engine, f"DATE '{self.as_of.isoformat()}'")
        return engine

    def _columns(self, engine, table: str, rows: str) -> str:
        """SQL for the columns of a table, those with few different texts as codes of them."""
        own = [f"x{place}" for place in range(len(self.store.meta["columns"].get(table, [])))]
        codes = engine.codes(table, [*ROW_COLUMNS[table], *own], rows) if self.store.rows(table) <= _CODED_UP_TO else {}
        plain = ["customer", '"at"', "day", "hour", *OWN_COLUMNS[table], "_row"]
        texts = [f"{name}{codes[name]} AS {name}" if name in codes else name for name in (*ROW_COLUMNS[table], *own)]
        return ", ".join([*plain, *texts])

    def _known_answers(self, day: str) -> str:
        if self.waves is None:
            return f"(day < {day} OR day IS NULL)"
        listed = ", ".join("'" + wave.replace("'", "''") + "'" for wave in self.waves) or "NULL"
        known = f"(day < {day} OR (day IS NULL AND wave IN ({listed})))"
        return f"{known} AND (wave IS NULL OR wave IN ({listed}))" if self.period == "wave" else known

    def _create_customers(self, engine, day: str) -> None:
        own, stored = self.store.meta["columns"]["customers"], engine.stored(self.store, "customers")
        laid_over = dict(self.overlays)
        columns, joins = [], ""
        codes = engine.codes("customers", [f"s{place}" for place in range(len(own))], stored)
        for place, name in enumerate(self.customer_segments):
            if name in laid_over:
                engine.register(f"overlay_{place}", laid_over[name])
                joins += f" LEFT JOIN overlay_{place} ON overlay_{place}.customer_id = f.customer_id"
            held = f"s{own.index(name)}" if name not in laid_over else ""
            column = f"overlay_{place}.level" if name in laid_over else f"f.{held}{codes.get(held, '')}"
            columns.append(f"{column} AS s{place}")
        left = f"CASE WHEN f.left_at < {day} THEN f.left_at END AS left_at"
        listed = ", ".join(["f.customer", "f.customer_id", "f.listed", "f.joined_at", "f.monthly_fee", left, *columns])
        engine.keep("customers", f"SELECT {listed} FROM {stored} f {joins} WHERE f.joined_at < {day} "
                    f"OR (f.joined_at IS NULL AND NOT {self._only_later(engine, 'f')}) ORDER BY f.customer")

    def _only_later(self, engine, name: str) -> str:
        """SQL: the customer occurs in event tables, but not before the day."""
        tables = [table for table in EVENT_TABLES if self.store.has(table)]
        undated = engine.query(f"SELECT count(*) FROM {engine.stored(self.store, 'customers')} WHERE joined_at IS NULL")[0][0]
        if not tables or not undated:
            return "FALSE"
        ever = " UNION ".join(f"SELECT customer FROM {engine.stored(self.store, table)}" for table in tables)
        yet = " UNION ".join(f"SELECT customer FROM {self._known_rows(engine, table)}" for table in tables)
        # EXISTS, since a cluster would compare every customer with every other for NOT IN.
        return (f"(EXISTS (SELECT 1 FROM ({ever}) e WHERE e.customer = {name}.customer) "
                f"AND NOT EXISTS (SELECT 1 FROM ({yet}) y WHERE y.customer = {name}.customer))")

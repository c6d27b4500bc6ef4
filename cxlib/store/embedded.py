"""DuckDB inside of the program: the tables of one view, and queries over them."""

from __future__ import annotations

import tempfile
import weakref
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from .engine import connect
from .sequences import SortedEvents, sorted_events

__all__ = ["Embedded"]

_IN_MEMORY = 20_000_000  # tables with more rows are read from their files each time
_MOST_CODES = 10_000


class Embedded:
    """One engine with the tables of one view.

    Parameters
    ----------
    memory : most that it takes before it writes to a temporary folder
    """

    def __init__(self, memory: str) -> None:
        scratch = tempfile.TemporaryDirectory(prefix="cx-", ignore_cleanup_errors=True)
        self._engine = connect(memory=memory, scratch=Path(scratch.name))
        self._close = weakref.finalize(self, scratch.cleanup)

    def stored(self, store, name: str) -> str:
        """SQL for a prepared table as a whole."""
        return store.file(name)

    def keep(self, name: str, query: str, *, rows: int = 0) -> None:
        """The rows of a query under a name: in memory, or read again each time where they are many."""
        self._engine.execute(f"CREATE TEMP {'VIEW' if rows > _IN_MEMORY else 'TABLE'} {name} AS {query}")

    def codes(self, table: str, texts: Sequence[str], rows: str) -> dict[str, str]:
        """The cast to codes of each column that has few different texts."""
        if not texts:
            return {}
        counted = ", ".join(f"approx_count_distinct({name})" for name in texts)
        distinct = dict(zip(texts, self.query(f"SELECT {counted} FROM {rows}")[0]))
        coded = [name for name in texts if distinct[name] <= _MOST_CODES]
        for name in coded:
            levels = f"SELECT DISTINCT {name} AS level FROM {rows}"
            self._engine.execute(f"CREATE TYPE {table}_{name} AS ENUM (SELECT level FROM ({levels}) WHERE level IS NOT NULL ORDER BY 1)")
        return {name: f"::{table}_{name}" for name in coded}

    def over_events(self, view, slice_, kernel: Callable[[SortedEvents], Any], *, without: Sequence[str] = ()) -> list[Any]:
        """What a kernel gives for each piece of the sorted contacts."""
        return [kernel(piece) for piece in sorted_events(view, slice_, without=without)]

    def register(self, name: str, table: pa.Table) -> None:
        """An Arrow table under a name."""
        self._engine.register(name, table)

    def query(self, text: str, values: Sequence = ()) -> list[tuple]:
        """Rows of a query."""
        return self._engine.execute(text, list(values)).fetchall()

    def frame(self, text: str, values: Sequence = ()) -> pd.DataFrame:
        """A query's rows as a DataFrame, codes written out."""
        frame = self._engine.execute(text, list(values)).df()
        coded = {name: "str" for name, kind in frame.dtypes.items() if isinstance(kind, pd.CategoricalDtype)}
        return frame.astype(coded) if coded else frame

    def arrow(self, text: str, values: Sequence = ()) -> pa.Table:
        """A query's rows as an Arrow table, codes written out."""
        rows = self._engine.sql(text, params=list(values)).to_arrow_table()
        plain = [pa.field(f.name, f.type.value_type if pa.types.is_dictionary(f.type) else f.type) for f in rows.schema]
        return rows.cast(pa.schema(plain))

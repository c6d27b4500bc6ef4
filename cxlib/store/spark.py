"""Spark as the engine, for studies that outgrow one machine: the same queries and the same kernels."""

from __future__ import annotations

import contextlib
import os
import pickle
import re
import sys
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from ..errors import SourceError
from .pieces import PIECE_ROWS
from .sequences import SortedEvents, events_of

__all__ = ["Spark"]

_SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.ansi.doubleQuotedIdentifiers": "true",
    "spark.sql.execution.arrow.maxRecordsPerBatch": "250000",
}
_ON_THIS_MACHINE = {"spark.driver.memory": "4g", "spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1", "spark.sql.shuffle.partitions": "8"}


class Spark:
    """A Spark session with the tables of one view. Queries are written once, for DuckDB, and put into Spark's words.

    Parameters
    ----------
    master : "local[*]" for this machine, or the address of a cluster that can read the folder of the store

    Raises
    ------
    SourceError
        When pyspark, sqlglot or Java is missing.
    """

    def __init__(self, master: str) -> None:
        self._session = _session(master)
        self._stored: dict[str, str] = {}

    def stored(self, store, name: str) -> str:
        """A prepared table as a whole, under a name of its own."""
        if name not in self._stored:
            parts = [str(path) for path in ([store.folder / "customers.parquet"] if name == "customers" else store.parts(name))]
            self._session.read.parquet(*parts).createOrReplaceTempView(f"stored_{name}")
            self._stored[name] = f"stored_{name}"
        return self._stored[name]

    def keep(self, name: str, query: str, *, rows: int = 0) -> None:
        """The rows of a query under a name; Spark reads them again each time."""
        self._session.sql(_in_sparks_words(query)).createOrReplaceTempView(name)

    def codes(self, table: str, texts: Sequence[str], rows: str) -> dict[str, str]:
        """Nothing: Spark keeps texts as codes by itself."""
        return {}

    def register(self, name: str, table: pa.Table) -> None:
        """An Arrow table under a name."""
        with _quiet():
            self._session.createDataFrame(table).createOrReplaceTempView(name)

    def query(self, text: str, values: Sequence = ()) -> list[tuple]:
        """Rows of a query."""
        return [tuple(row.values()) for row in self.arrow(text, values).to_pylist()]

    def frame(self, text: str, values: Sequence = ()) -> pd.DataFrame:
        """A query's rows as a DataFrame."""
        frame = self.arrow(text, values).to_pandas(date_as_object=False)
        days = {name: "datetime64[us]" for name, kind in frame.dtypes.items() if kind.kind == "M"}
        return frame.astype(days) if days else frame

    def arrow(self, text: str, values: Sequence = ()) -> pa.Table:
        """A query's rows as an Arrow table."""
        plain, ordered = _placed(_in_sparks_words(text), values)
        with _quiet():
            return _renamed(self._session.sql(plain, args=ordered).toArrow())

    def over_events(self, view, slice_, kernel: Callable[[SortedEvents], Any], *, without: Sequence[str] = ()) -> list[Any]:
        """What a kernel gives for each part of the contacts, sorted by Spark; the kernel runs where the rows are."""
        where, values = view.where(slice_, "touchpoints")
        # The ids stay here: kernels know customers by their codes.
        empty = replace(view.no_contacts, customer_ids=np.zeros(0, dtype=object))
        more = "".join(f"{name}, " for name in ("journey", "channel") if name not in without)
        text = (f"SELECT touchpoints.customer, \"at\", stage_code, {more}touchpoints._row "
                f"FROM {view.rows('touchpoints')} WHERE {where}")
        view.query("SELECT count(*) FROM touchpoints WHERE FALSE")  # the table is put up when first asked for
        parts = max(2, view.store.rows("touchpoints") // PIECE_ROWS + 1)
        return self.over_parts(text, values, lambda rows: kernel(events_of(rows, empty)), parts=parts) or [kernel(empty)]

    def over_parts(self, rows: str, values: Sequence, kernel: Callable[[pa.Table], Any], *, parts: int) -> list[Any]:
        """What a kernel gives for each part of the rows of a query; no part splits a customer.

        Rows of a part come sorted by ``customer``, ``at``, ``stage_code``, ``_row``.
        """
        plain, ordered = _placed(_in_sparks_words(rows), values)
        with _quiet():
            frame = self._session.sql(plain, args=ordered).repartition(parts, "customer")
            frame = frame.sortWithinPartitions("customer", "at", "stage_code", "_row")
            found = frame.mapInArrow(_Whole(kernel), "found binary").toArrow()
        return [pickle.loads(one) for one in found["found"].to_pylist()]  # noqa: S301 - written by ourselves, a moment ago


class _Whole:
    """Takes all batches of one partition at once, so that a kernel sees whole customers."""

    def __init__(self, kernel) -> None:
        self.kernel = kernel

    def __call__(self, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        every = [batch for batch in batches if batch.num_rows]
        if every:
            found = pickle.dumps(self.kernel(pa.Table.from_batches(every)))
            yield pa.RecordBatch.from_pydict({"found": pa.array([found], pa.binary())})


def _session(master: str):
    try:
        import sqlglot  # noqa: F401 - asked for here, so that its absence is named at once
        with _quiet():
            from pyspark.sql import SparkSession
    except ImportError as error:
        raise SourceError(f'engine "spark" needs {error.name}; install it with: pip install "cxlib[spark]"') from None
    local = master.startswith("local")
    if local:
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.master(master).appName("CX Workbench")
    for name, value in {**_SETTINGS, **(_ON_THIS_MACHINE if local else {})}.items():
        builder = builder.config(name, value)
    try:
        with _quiet():
            session = builder.getOrCreate()
    except Exception as error:
        raise SourceError(f'engine "spark" did not start at {master}: {str(error).splitlines()[0]}; it needs Java 17 or later') from None
    if session.sparkContext.master != master:
        raise SourceError(f"Spark already runs at {session.sparkContext.master} in this program; start a new one to use {master}")
    return session.newSession()


def _in_sparks_words(text: str) -> str:
    import sqlglot

    return sqlglot.transpile(text, read="duckdb", write="spark")[0]


def _placed(text: str, values: Sequence) -> tuple[str, list]:
    """Numbered places as plain ones, their values in the order of the places."""
    numbered = re.findall(r"[$:]([0-9]+)", text)
    if not numbered or "?" in text:
        return text, list(values)
    return re.sub(r"[$:][0-9]+", "?", text), [values[int(number) - 1] for number in numbered]


def _renamed(table: pa.Table) -> pa.Table:
    """Spark's types as DuckDB gives them: decimals as numbers."""
    fields = [pa.field(f.name, pa.float64() if pa.types.is_decimal(f.type) else f.type) for f in table.schema]
    return table.cast(pa.schema(fields))


@contextlib.contextmanager
def _quiet():
    """PySpark warns of pandas 3, which it is not given: everything crosses the border as Arrow."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield

"""The prepared tables of one study."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq

from ..errors import SourceError
from .embedded import Embedded
from .engine import EVENT_TABLES, PERIOD_SQL, connect, label_order, one, parquet, period_label_sql
from .view import View

__all__ = ["Store", "open_store"]


def open_store(folder: Path, *, kind: str = "duckdb", memory: str = "2GB", master: str = "local[*]") -> Store:
    """The prepared store in `folder`.

    Parameters
    ----------
    kind, memory, master : what it is counted on, see :class:`cxlib.intake.Engine`

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
    return Store(folder, meta, kind, memory, master)


@dataclass(frozen=True)
class Store:
    """Prepared tables of one study; nothing in it changes once it is written."""

    folder: Path
    meta: Mapping
    kind: str = "duckdb"
    memory: str = "2GB"
    master: str = "local[*]"

    def engine(self):
        """A new engine for one view of the store."""
        if self.kind == "spark":
            from .spark import Spark

            return Spark(self.master)
        return Embedded(self.memory)

    def rows(self, table: str) -> int:
        """How many rows a prepared event table has."""
        return sum(pq.read_metadata(part).num_rows for part in self.parts(table))

    def has(self, table: str) -> bool:
        """Whether the study has this table."""
        return table == "customers" or any((self.folder / table).glob("part-*.parquet"))

    def parts(self, table: str) -> list[Path]:
        """The sorted pieces of an event table, in the order of their customers."""
        return sorted((self.folder / table).glob("part-*.parquet"))

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
        with connect() as engine:
            days = [one(engine, f"SELECT max(day) FROM {self.file(name)}") for name in EVENT_TABLES if self.has(name)]
            days += [one(engine, f"SELECT max(greatest(joined_at, left_at)) FROM {self.file('customers')}")]
        return max((day for day in days if day is not None), default=None)

    def periods(self, period: str) -> list[str]:
        """Every period label that occurs, in order."""
        found: set[str] = set()
        with connect() as engine:
            for name in EVENT_TABLES:
                if self.has(name) and (period != "wave" or name == "responses"):
                    label = period_label_sql(name, period)
                    found |= {row[0] for row in engine.execute(f"SELECT DISTINCT {label} FROM {self.file(name)}").fetchall()}
            if not found and period != "wave":
                label = PERIOD_SQL[period]
                for column in ("joined_at", "left_at"):
                    query = f"SELECT DISTINCT {label} FROM (SELECT {column} AS day FROM {self.file('customers')})"
                    found |= {row[0] for row in engine.execute(query).fetchall()}
        return sorted((label for label in found if label is not None), key=label_order)

    def file(self, name: str) -> str:
        """SQL for a prepared table as a whole."""
        return parquet([self.folder / "customers.parquet"] if name == "customers" else self.parts(name))

"""Contacts in the order of customers and time, straight from the sorted pieces, one piece in memory at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from .engine import NOT_KNOWN, ROW_COLUMNS

__all__ = ["SortedEvents", "events_of", "joined", "kept", "no_events", "sorted_events"]


@dataclass(frozen=True)
class SortedEvents:
    """Contacts as arrays, customers ascending and times ascending inside of each.

    Attributes
    ----------
    customer : int32, code into `customer_ids`
    at : int64, microseconds since 1970 UTC
    stage : int16, place in `stage_names` or -1
    journey : int64
    channel : int16, place in `channel_names` or -1
    """

    customer: np.ndarray
    at: np.ndarray
    stage: np.ndarray
    journey: np.ndarray
    channel: np.ndarray
    customer_ids: np.ndarray
    stage_names: tuple[str, ...]
    channel_names: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.customer)


def sorted_events(view, slice_) -> Iterator[SortedEvents]:
    """The contacts of the slice, piece by piece; no piece splits a customer. At least one, which may be empty."""
    wanted, empty = _wanted_customers(view, slice_), no_events(view)
    own = view.store.meta["columns"].get("touchpoints", [])
    tests = {(name if name in ROW_COLUMNS["touchpoints"] else f"x{own.index(name)}"): kept
             for name, kept in slice_.levels if name not in view.customer_segments}
    for part in view.store.parts("touchpoints"):
        yield _one_part(part, view, wanted, tests, empty)
    if not view.store.parts("touchpoints"):
        yield empty


def no_events(view) -> SortedEvents:
    """The names of a view's contacts, without any."""
    channels = tuple(level for level in view.levels("channel") if level != NOT_KNOWN) if view.store.has("touchpoints") else ()
    nothing = (np.zeros(0, kind) for kind in ("int32", "int64", "int16", "int64", "int16"))
    return SortedEvents(*nothing, view.customer_ids, tuple(view.store.meta["stages"]), channels)


def events_of(rows: pa.Table, empty: SortedEvents) -> SortedEvents:
    """Sorted rows of contacts as arrays."""
    channel = pc.fill_null(pc.index_in(rows["channel"], value_set=pa.array(empty.channel_names, pa.string())), -1)
    at = rows["at"].cast(pa.timestamp("us")).cast(pa.int64()).fill_null(0)
    arrays = (rows["customer"].to_numpy(), at.to_numpy(), rows["stage_code"].to_numpy(), rows["journey"].to_numpy(),
              channel.to_numpy().astype(np.int16))
    return replace(empty, **dict(zip(("customer", "at", "stage", "journey", "channel"), arrays)))


def joined(pieces: Iterator[SortedEvents]) -> SortedEvents:
    """All pieces as one."""
    parts = list(pieces)
    arrays = {field.name: np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(SortedEvents)[:5]}
    return replace(parts[0], **arrays)


def kept(events: SortedEvents, mask: np.ndarray) -> SortedEvents:
    """The contacts where `mask` is true."""
    return events if mask.all() else replace(events, **{field.name: getattr(events, field.name)[mask] for field in fields(SortedEvents)[:5]})


def _one_part(part, view, wanted, tests, empty: SortedEvents) -> SortedEvents:
    rows = pq.read_table(part, columns=list(dict.fromkeys(["customer", "at", "day", "stage_code", "journey", "channel", *tests])))
    keep = pc.less(rows["day"], pa.scalar(view.as_of, pa.date32()))
    for column, levels in tests.items():
        keep = pc.and_(keep, pc.is_in(pc.fill_null(rows[column], NOT_KNOWN), value_set=pa.array(levels, pa.string())))
    events, mask = events_of(rows, empty), np.asarray(pc.fill_null(keep, False)).astype(bool)
    return kept(events, mask if wanted is None else mask & wanted[events.customer])


def _wanted_customers(view, slice_) -> np.ndarray | None:
    """Whether each customer code is in the slice; None when everybody is."""
    levels = [(name, kept) for name, kept in slice_.levels if name in view.customer_segments]
    if not levels:
        return None
    # Whoever is not in the table of customers yet is "not known" in every segment.
    wanted = np.full(len(view.customer_ids), all(NOT_KNOWN in kept for _, kept in levels))
    where, values = view.where(type(slice_)(tuple(levels)), "customers")
    wanted[[row[0] for row in view.query("SELECT customer FROM customers")]] = False
    wanted[[row[0] for row in view.query(f"SELECT customer FROM customers WHERE {where}", values)]] = True
    return wanted

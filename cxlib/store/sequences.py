"""Contacts in the order of customers and time, straight from the sorted pieces, one piece in memory at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from .engine import NOT_KNOWN, ROW_COLUMNS

__all__ = ["HELD_UP_TO", "SortedEvents", "events_of", "every_contact", "joined", "kept", "no_events", "sorted_events", "taken"]


HELD_UP_TO = 20_000_000  # about half a gigabyte


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


def sorted_events(view, slice_, *, without: Sequence[str] = ()) -> Iterator[SortedEvents]:
    """The contacts of the slice, piece by piece; no piece splits a customer. At least one, which may be empty.

    Where the contacts fit into memory they are read once and kept; a slice is then a mask over them. Else columns named
    in `without` ("channel", "journey") are not read and hold -1.
    """
    wanted, empty = view.in_slice(slice_), view.no_contacts
    tests = _tests(view, slice_)
    columns = {column for test in tests for column in test.levels}
    kept_ones = view.rows_of("touchpoints") <= HELD_UP_TO and columns <= {"channel"}
    pieces = view.contacts if kept_ones else (_one_part(part, view, tests, empty, without) for part in view.store.parts("touchpoints"))
    none = True
    for piece in pieces:
        none = False
        mask = None if wanted is None else wanted[piece.customer]
        for test in tests if kept_ones else ():
            mask = _both(mask, test.of(piece.customer, [_among_channels(test.levels[column], piece, empty) for column in test.levels]))
        yield piece if mask is None else kept(piece, mask)
    if none:
        yield empty


@dataclass(frozen=True)
class _Test:
    """Which rows stay: those at these levels of their own columns, or with `outside` all others.

    Of an outside only rows of the customers in `people` are left out; None stands for everyone's.
    """

    levels: dict[str, tuple[str, ...]]
    outside: bool = False
    people: np.ndarray | None = None

    def of(self, customer: np.ndarray, hits: Sequence[np.ndarray]) -> np.ndarray:
        mask = np.logical_and.reduce(hits)
        if not self.outside:
            return mask
        return ~(mask if self.people is None else mask & self.people[customer])


def _tests(view, slice_) -> list[_Test]:
    """What a slice asks of rows, beside what it asks of their customers."""
    own = view.store.meta["columns"].get("touchpoints", [])

    def of_rows(levels) -> dict[str, tuple[str, ...]]:
        return {(name if name in ROW_COLUMNS["touchpoints"] else f"x{own.index(name)}"): kept
                for name, kept in levels if name not in view.customer_segments}

    inside = of_rows(slice_.inside)
    found = [_Test(inside)] if inside else []
    for group in slice_.left_out:
        if of_rows(group):
            people = type(slice_)(tuple(pair for pair in group if pair[0] in view.customer_segments))
            found.append(_Test(of_rows(group), True, view.in_slice(people)))
    return found


def _among_channels(levels: Sequence[str], piece: SortedEvents, empty: SortedEvents) -> np.ndarray:
    return np.array([name in levels for name in (*empty.channel_names, NOT_KNOWN)])[piece.channel]


def _both(mask: np.ndarray | None, more: np.ndarray) -> np.ndarray:
    return more if mask is None else mask & more


def every_contact(view) -> list[SortedEvents]:
    """All contacts up to the view's day, in pieces."""
    empty = view.no_contacts
    return [_one_part(part, view, [], empty) for part in view.store.parts("touchpoints")]


def no_events(view) -> SortedEvents:
    """The names of a view's contacts, without any."""
    channels = tuple(level for level in view.levels("channel") if level != NOT_KNOWN) if view.store.has("touchpoints") else ()
    nothing = (np.zeros(0, kind) for kind in ("int32", "int64", "int16", "int64", "int16"))
    return SortedEvents(*nothing, view.customer_ids, tuple(view.store.meta["stages"]), channels)


def events_of(rows: pa.Table, empty: SortedEvents) -> SortedEvents:
    """Sorted rows of contacts as arrays; -1 in place of a channel or journey that was not read."""
    names = set(rows.column_names)
    channel = _codes(rows["channel"], empty.channel_names) if "channel" in names else np.full(len(rows), -1, np.int16)
    journey = rows["journey"].to_numpy() if "journey" in names else np.full(len(rows), -1, np.int64)
    at = rows["at"].cast(pa.timestamp("us")).cast(pa.int64()).fill_null(0)
    arrays = (rows["customer"].to_numpy(), at.to_numpy(), rows["stage_code"].to_numpy(), journey, channel)
    return replace(empty, **dict(zip(("customer", "at", "stage", "journey", "channel"), arrays)))


def _codes(texts: pa.ChunkedArray, names: Sequence[str]) -> np.ndarray:
    """Place of each text in `names`, -1 for none; texts kept as codes are looked up once each."""
    if not pa.types.is_dictionary(texts.type):
        return pc.fill_null(pc.index_in(texts, value_set=pa.array(names, pa.string())), -1).to_numpy().astype(np.int16)
    coded = texts.unify_dictionaries().combine_chunks()
    coded = coded if isinstance(coded, pa.DictionaryArray) else coded.chunk(0) if coded.num_chunks else None
    if coded is None:
        return np.zeros(0, np.int16)
    place = pc.fill_null(pc.index_in(coded.dictionary.cast(pa.string()), value_set=pa.array(names, pa.string())), -1).to_numpy().astype(np.int16)
    return np.append(place, np.int16(-1))[np.asarray(pc.fill_null(coded.indices, -1))]


def joined(pieces: Iterator[SortedEvents]) -> SortedEvents:
    """All pieces as one."""
    parts = list(pieces)
    arrays = {field.name: np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(SortedEvents)[:5]}
    return replace(parts[0], **arrays)


def taken(events: SortedEvents, rows: np.ndarray) -> SortedEvents:
    """The contacts in these rows, in their order."""
    return replace(events, **{field.name: getattr(events, field.name)[rows] for field in fields(SortedEvents)[:5]})


def kept(events: SortedEvents, mask: np.ndarray) -> SortedEvents:
    """The contacts where `mask` is true."""
    return events if mask.all() else taken(events, mask)


def _one_part(part, view, tests, empty: SortedEvents, without: Sequence[str] = ()) -> SortedEvents:
    day = ["day"] if _reaches(part, view.as_of) else []
    more = [name for name in ("journey", "channel") if name not in without]
    tested = list(dict.fromkeys(column for test in tests for column in test.levels))
    columns = list(dict.fromkeys(["customer", "at", *day, "stage_code", *more, *tested]))
    rows = pq.read_table(part, columns=columns, read_dictionary=["channel", *tested])
    events, mask = events_of(rows, empty), None
    if day:
        mask = np.asarray(pc.fill_null(pc.less(rows["day"], pa.scalar(view.as_of, pa.date32())), False)).astype(bool)
    for test in tests:
        hits = [_among(rows[column], levels) for column, levels in test.levels.items()]
        mask = _both(mask, test.of(events.customer, hits))
    return events if mask is None else kept(events, mask)


def _among(texts: pa.ChunkedArray, levels: Sequence[str]) -> np.ndarray:
    return np.asarray(pc.is_in(pc.fill_null(texts.cast(pa.string()), NOT_KNOWN), value_set=pa.array(levels, pa.string())))


def _reaches(part, as_of) -> bool:
    """Whether a piece may have rows of that day or later, or without a day."""
    about = pq.read_metadata(part)
    place = about.schema.names.index("day")
    for group in range(about.num_row_groups):
        known = about.row_group(group).column(place).statistics
        if known is None or not known.has_min_max or known.null_count or known.max >= as_of:
            return True
    return False

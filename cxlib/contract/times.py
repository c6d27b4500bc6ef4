"""Texts and typed values as times: local and UTC, and what could not be read."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from .cells import Cells, mask_of
from .relative import counted_back, is_relative
from .zones import DAY, NONE, to_local, to_utc

__all__ = ["Times", "read_times", "time_problem", "year_outside"]

_NAIVE = (
    r"^\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\d|30)|02-(?:0[1-9]|1\d|2[0-8]))"
    r"(?:[T ](?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,6})?)?)?"
)
_ZONE = r"(?:Z|[+-](?:0\d|1[0-4]):?[0-5]\d)$"
_ISO = r"^\d{4}-\d{2}-\d{2}([T ]|$)"
_NOON = 12
_TICKS = {"s": 1_000_000, "ms": 1_000, "us": 1}


@dataclass(frozen=True)
class Times:
    """Times of a column, as microseconds since 1970 (``NONE`` where there is no time).

    Attributes
    ----------
    local, utc : numpy arrays of int64
    wrong : mask of values that are no time
    undated : mask of relative dates that have nothing to count from
    skipped, twice, relative : masks of local times that do not exist, that exist twice, and that were counted back
    """

    local: np.ndarray
    utc: np.ndarray
    wrong: np.ndarray
    undated: np.ndarray
    skipped: np.ndarray
    twice: np.ndarray
    relative: np.ndarray


def read_times(cells: Cells, rules, reference: Cells | None = None) -> Times:
    """The times of a column.

    Parameters
    ----------
    cells : Cells
    rules : Rules
        Zone, form of dates and, for relative dates, the day to count from.
    reference : Cells, optional
        For each row the time to count relative dates from; stands before the day of the rules.
    """
    source = cells.source
    none = np.zeros(len(source), dtype=bool)
    undated = relative = none
    if pa.types.is_date(source.type):
        naive, aware = _scaled(source.cast(pa.date32()).cast(pa.int32()).cast(pa.int64()), DAY), None
    elif pa.types.is_timestamp(source.type):
        values = _typed(source)
        naive, aware = (values, None) if source.type.tz is None else (np.full(len(values), NONE), values)
    else:
        naive, aware = _read_text(cells.text, rules.dates)
        wrong = _missing(naive, aware) & ~cells.blank
        if wrong.any():
            naive, undated, relative = _counted(cells.text, naive, wrong, rules, reference)
    local = naive if aware is None else np.where(aware == NONE, naive, to_local(aware, rules.zone))
    utc, skipped, twice = to_utc(naive, rules.zone)
    moved = np.flatnonzero(skipped & (naive % DAY != 0))
    if len(moved):
        local = local.copy()
        local[moved] = to_local(utc[moved], rules.zone)
    if aware is not None:
        utc = np.where(aware == NONE, utc, aware)
    wrong = none if pa.types.is_temporal(source.type) and not pa.types.is_time(source.type) else _missing(naive, aware) & ~cells.blank & ~undated
    return Times(local, utc, wrong, undated, skipped, twice, relative)


def year_outside(local: np.ndarray, first: int, last: int) -> np.ndarray:
    """Where a local time lies in no year from `first` to `last`."""
    low, high = (np.datetime64(f"{year}-01-01", "us").astype(np.int64) for year in (first, last + 1))
    return (local != NONE) & ((local < low) | (local >= high))


def time_problem(form: str | None) -> tuple[str, str]:
    """What to say of a text that is no time, and how to mend it."""
    other = 'set dates in the source, for example dates = "%d/%m/%Y"' if form is None else "change dates in the source"
    return (
        f'"{{value}}" is not a date or time of the form {form or "2026-03-31 or 2026-03-31 14:05:00"}',
        f"correct it; if times are written differently here, {other}",
    )


def _missing(naive: np.ndarray, aware: np.ndarray | None) -> np.ndarray:
    return naive == NONE if aware is None else (naive == NONE) & (aware == NONE)


def _typed(source: pa.Array) -> np.ndarray:
    """Microseconds; a count that does not fit is a year that no one lives in, never one that was wrapped round."""
    counts = pc.cast(source, pa.timestamp(source.type.unit)).cast(pa.int64()) if source.type.tz else source.cast(pa.int64())
    if source.type.unit == "ns":
        return np.where(_null(counts), NONE, np.asarray(counts.fill_null(0)) // 1000)
    return _scaled(counts, _TICKS[source.type.unit])


def _scaled(counts: pa.Array, ticks: int) -> np.ndarray:
    most = (np.iinfo(np.int64).max - 2 * DAY) // ticks
    return np.where(_null(counts), NONE, np.clip(np.asarray(counts.fill_null(0)), -most, most) * ticks)


def _null(array: pa.Array) -> np.ndarray:
    return np.asarray(pc.is_null(array))


def _read_text(text: pa.Array, form: str | None) -> tuple[np.ndarray, np.ndarray | None]:
    """Local times without a zone, and UTC of those with one (None where no time has one)."""
    if pa.types.is_dictionary(text.type):
        text = text.dictionary_decode()
    if form is not None:
        return _of_form(text, form)
    first = next((value for value in text.slice(0, 100).to_pylist() if value), "")
    # Of a wrong guess every value would be refused at length, so only what the first values look like is tried.
    kind = pa.timestamp("us", "UTC") if re.search(_ZONE, first[10:]) else pa.timestamp("us")
    try:
        whole = _typed(text.cast(kind))
    except pa.ArrowInvalid:
        return _one_by_one(text, kind)
    return (whole, None) if kind.tz is None else (np.full(len(text), NONE), whole)


def _one_by_one(text: pa.Array, kind: pa.DataType) -> tuple[np.ndarray, np.ndarray]:
    """A column in which not every value is a time of one kind: those beyond doubt at once, the others one by one."""
    if kind.tz is None:
        fits = pc.match_substring_regex(text, _NAIVE + "$")
    else:
        fits = pc.and_(pc.match_substring_regex(text, _NAIVE + _ZONE), pc.greater(pc.binary_length(text), len("2026-03-31+07:00")))
    most = _typed(pc.if_else(fits, text, pa.scalar(None, pa.string())).cast(kind))
    naive, aware = (most, np.full(len(text), NONE)) if kind.tz is None else (np.full(len(text), NONE), most)
    rest = np.flatnonzero(~mask_of(fits) & ~_null(text))
    for place, value in zip(rest.tolist(), text.take(pa.array(rest)).to_pylist()):
        try:
            when = dt.datetime.fromisoformat(value) if re.match(_ISO, value) else None
        except ValueError:
            continue
        if when is not None:
            (naive if when.tzinfo is None else aware)[place] = _count(when)
    return naive, aware


def _of_form(text: pa.Array, form: str) -> tuple[np.ndarray, np.ndarray | None]:
    """Times of a declared form, each text read once."""
    import pandas as pd

    coded = text.dictionary_encode()
    texts = pd.Series(coded.dictionary.to_pylist(), dtype="object")
    zoned = "%z" in form or "%Z" in form
    read = pd.to_datetime(texts, format=form, errors="coerce", utc=zoned)
    read = read.dt.tz_localize(None) if zoned else read
    values = read.to_numpy().astype("datetime64[us]").astype(np.int64)
    rows = np.append(values, NONE)[coded.indices.fill_null(len(values)).to_numpy(zero_copy_only=False)]
    return (np.full(len(rows), NONE), rows) if zoned else (rows, None)


def _counted(text: pa.Array, naive: np.ndarray, wrong: np.ndarray, rules, reference: Cells | None):
    """Relative dates counted from the reference; which have none, and which were counted."""
    texts = text.dictionary_decode() if pa.types.is_dictionary(text.type) else text
    naive, undated, relative = naive.copy(), np.zeros(len(naive), dtype=bool), np.zeros(len(naive), dtype=bool)
    from_rows = None if reference is None else read_times(reference, rules).local
    fixed = None if rules.relative_to is None else dt.datetime.combine(rules.relative_to, dt.time(_NOON))
    known: dict[str, bool] = {}
    for place, value in zip(np.flatnonzero(wrong).tolist(), texts.filter(pa.array(wrong)).to_pylist()):
        if not known.setdefault(value, len(value) < 40 and is_relative(value)):
            continue
        start = fixed if from_rows is None else _start(int(from_rows[place]))
        when = start and counted_back(value, start)
        undated[place], relative[place] = when is None, when is not None
        naive[place] = NONE if when is None else _count(when)
    return naive, undated, relative


def _start(local: int) -> dt.datetime | None:
    """A time to count from; a bare date stands for its noon, the least wrong hour for what is told in hours."""
    if local == NONE or not -DAY * 300_000 < local < DAY * 1_000_000:
        return None
    when = dt.datetime(1970, 1, 1) + dt.timedelta(microseconds=local)
    return when if local % DAY else when + dt.timedelta(hours=_NOON)


def _count(when: dt.datetime) -> int:
    base = dt.datetime(1970, 1, 1, tzinfo=None if when.tzinfo is None else dt.UTC)
    return (when - base) // dt.timedelta(microseconds=1)

"""When each journey first reaches each stage, and how it ends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace

import numpy as np

from ..errors import ArgumentError, choose
from ..store import SortedEvents

__all__ = ["COMPLETE", "DAY", "EXITED", "LOST", "OPEN", "ORDERS", "STATES", "UNITS", "Passages", "batches", "passages"]

DAY = 86_400_000_000
STATES = ("complete", "lost", "exited", "open")
COMPLETE, LOST, EXITED, OPEN = range(4)
ORDERS = ("loose", "strict")
UNITS = ("customer", "journey")
_NEVER = np.iinfo(np.int64).max


@dataclass(frozen=True)
class Passages:
    """How far each journey came. Arrays have one place a journey; those with two axes have one column a stage.

    Attributes
    ----------
    customer : int32
    row : int64, journeys x stages
        Row of the events at which the stage was first reached; -1 where it was not.
    at : int64, journeys x stages
        Time of that row in microseconds since 1970 UTC; -1 where the stage was not reached.
    furthest : int8
        Last stage reached, from 0.
    state : int8
        Place in :data:`STATES`.
    end : int64
        When the state was settled: the last stage, the exit, the step out of order, or the end of the window.
        For an open journey the first moment that was not watched.
    exit : int16
        Stage code of the exit, -1 for journeys that did not leave by one.
    """

    customer: np.ndarray
    row: np.ndarray
    at: np.ndarray
    furthest: np.ndarray
    state: np.ndarray
    end: np.ndarray
    exit: np.ndarray

    def __len__(self) -> int:
        return len(self.customer)

    def keep(self, mask: np.ndarray) -> Passages:
        """The journeys where `mask` is true."""
        return Passages(**{field.name: getattr(self, field.name)[mask] for field in fields(self)})


def passages(
    events: SortedEvents,
    *,
    stages: int,
    window_days: float,
    as_of: int,
    order: str = "loose",
    unit: str = "customer",
    started: Sequence[tuple[int, int]] | None = None,
    batch_rows: int = 8_000_000,
) -> Passages:
    """How far each journey came within the window, in one pass without a loop over customers.

    A journey begins at the first row of stage 0. Stage k is reached at the first row of stage k at or after the
    moment stage k-1 was reached; rows of one moment count in the order of the design. *Loose*: any other rows may
    lie between, but a stage cannot be skipped. *Strict*: no row of another stage may lie between (more rows of the
    stage one is at may); the first row out of order ends the journey as lost. The first exit after the beginning
    ends it too. What comes after ``window_days`` does not count, the last microsecond of the window does.

    Later passes of the same journey do not count. With unit "customer" and `started`, the pass is the first that
    begins in one of these spans; with unit "journey" the journey's first row of stage 0 must lie in one of them.

    Parameters
    ----------
    events : SortedEvents
    stages : int
        How many of ``events.stage_names``, from the first, are the design; the others are exits.
    window_days : float
        Days of 24 hours.
    as_of : int
        First microsecond that is not seen. A journey whose window is not over by then is open, unless it is
        complete, has exited or has left the strict order.
    order : {"loose", "strict"}
    unit : {"customer", "journey"}
    started : sequence of (first, after), optional
        Spans in microseconds in which a journey must begin.
    batch_rows : int
        Rows taken at once; a batch never splits a customer.

    Returns
    -------
    Passages

    Raises
    ------
    ArgumentError
        For an unknown order or unit, a window that is not above 0, or fewer than two stages.
    """
    choose("order", order, ORDERS)
    choose("unit", unit, UNITS)
    if not window_days > 0:
        raise ArgumentError(f"window_days must be above 0, not {window_days!r}; give the days a journey may take")
    if stages < 2:
        raise ArgumentError("a journey needs at least two stages; name them in order in study.toml, [journey] stages")
    rules = _Rules(stages, round(window_days * DAY), as_of, order == "strict", unit == "journey", started)
    parts = [_one_batch(batch, first_row, rules) for first_row, batch in batches(events, rows=batch_rows)]
    return Passages(**{field.name: np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(Passages)})


def batches(events: SortedEvents, *, rows: int) -> Iterator[tuple[int, SortedEvents]]:
    """The events in pieces of about `rows`, each with the number of its first row; no customer is split.

    A customer with more rows than that makes a larger piece. Without events there is one empty piece.
    """
    total, first = len(events.customer), 0
    while True:
        after = min(first + max(rows, 1), total)
        if after < total:
            after = int(np.searchsorted(events.customer, events.customer[after - 1], side="right"))
        cut = slice(first, after)
        piece = {name: getattr(events, name)[cut] for name in ("customer", "at", "stage", "journey", "channel")}
        yield first, replace(events, **piece)
        if after >= total:
            return
        first = after


@dataclass(frozen=True)
class _Rules:
    stages: int
    window: int
    as_of: int
    strict: bool
    by_journey: bool
    started: Sequence[tuple[int, int]] | None


def _one_batch(events: SortedEvents, first_row: int, rules: _Rules) -> Passages:
    order = _by_unit(events) if rules.by_journey else None
    columns = (events.journey if rules.by_journey else events.customer, events.at, events.stage)
    unit, at, stage = (column if order is None else column[order] for column in columns)
    entry = _entries(unit, at, stage, rules)
    seat, limit = unit[entry], at[entry] + rules.window
    exit_row = _next_in(np.flatnonzero(stage >= rules.stages), entry, unit, at, seat, limit)
    stray = np.full(len(entry), _NEVER)
    row = np.full((len(entry), rules.stages), -1, dtype=np.int64)
    row[:, 0] = entry
    leaves = _Leaves(unit, stage, rules.stages) if rules.strict else None
    going = np.arange(len(entry))
    for step in range(1, rules.stages):
        here = row[going, step - 1]
        found = _next_in(np.flatnonzero(stage == step), here, unit, at, seat[going], limit[going])
        reached = found < exit_row[going]
        if leaves is not None:
            turn = leaves.after(here, at, limit[going])
            astray = (turn < found) & (turn < exit_row[going])
            stray[going[astray]] = turn[astray]
            reached &= ~astray
        going = going[reached]
        row[going, step] = found[reached]
    return _settle(events, order, first_row, (at, stage), row, exit_row, stray, rules)


def _by_unit(events: SortedEvents) -> np.ndarray | None:
    """An order that keeps each journey's rows together, or None where they are together already."""
    journey = events.journey
    return None if (journey[1:] >= journey[:-1]).all() else np.argsort(journey, kind="stable")


def _entries(unit: np.ndarray, at: np.ndarray, stage: np.ndarray, rules: _Rules) -> np.ndarray:
    """The row at which each unit enters, for those who do in one of the spans."""
    rows = np.flatnonzero(stage == 0)
    if not rules.by_journey:
        rows = rows[_inside(at[rows], rules.started)]
    first = np.ones(len(rows), dtype=bool)
    first[1:] = unit[rows[1:]] != unit[rows[:-1]]
    rows = rows[first]
    return rows[_inside(at[rows], rules.started)] if rules.by_journey else rows


def _inside(at: np.ndarray, spans: Sequence[tuple[int, int]] | None) -> np.ndarray:
    if spans is None:
        return np.ones(len(at), dtype=bool)
    inside = np.zeros(len(at), dtype=bool)
    for first, after in spans:
        inside |= (at >= first) & (at < after)
    return inside


def _next_in(rows, here, unit, at, seat, limit) -> np.ndarray:
    """The first of `rows` after each row `here` that belongs to the same unit and lies in its window."""
    place = np.searchsorted(rows, here, side="right")
    found = np.full(len(here), _NEVER)
    some = np.flatnonzero(place < len(rows))
    row = rows[place[some]]
    good = (unit[row] == seat[some]) & (at[row] <= limit[some])
    found[some[good]] = row[good]
    return found


class _Leaves:
    """For each row of the design, the first later row of its unit at another stage of the design."""

    def __init__(self, unit: np.ndarray, stage: np.ndarray, stages: int) -> None:
        self.rows = np.flatnonzero((stage >= 0) & (stage < stages))
        self.unit = unit
        run = np.zeros(len(self.rows), dtype=np.int64)
        own, what = unit[self.rows], stage[self.rows]
        run[1:] = np.cumsum((own[1:] != own[:-1]) | (what[1:] != what[:-1]))
        self.run = run
        self.starts = np.flatnonzero(np.concatenate([[True], run[1:] != run[:-1]])) if len(run) else np.zeros(0, np.int64)

    def after(self, here: np.ndarray, at: np.ndarray, limit: np.ndarray) -> np.ndarray:
        turn = np.full(len(here), _NEVER)
        later = self.run[np.searchsorted(self.rows, here)] + 1 if len(here) else np.zeros(0, np.int64)
        some = np.flatnonzero(later < len(self.starts))
        row = self.rows[self.starts[later[some]]]
        good = (self.unit[row] == self.unit[here[some]]) & (at[row] <= limit[some])
        turn[some[good]] = row[good]
        return turn


def _settle(events, order, first_row, columns, row, exit_row, stray, rules) -> Passages:
    """Times, states and ends from the rows that were found."""
    at, stage = columns
    if not len(row):
        none = np.zeros(0, dtype=np.int64)
        return Passages(none.astype(np.int32), row, row, none.astype(np.int8), none.astype(np.int8), none, none.astype(np.int16))
    reached = row >= 0
    furthest = (reached.sum(axis=1) - 1).astype(np.int8)
    when = np.where(reached, at[np.where(reached, row, 0)], -1)
    over = when[:, 0] + rules.window
    complete, astray = furthest == rules.stages - 1, stray < _NEVER
    exited = ~complete & ~astray & (exit_row < _NEVER)
    still = ~complete & ~astray & ~exited & (over >= rules.as_of)
    state = np.select([complete, exited, still], [COMPLETE, EXITED, OPEN], LOST).astype(np.int8)
    way_out = np.where(exited, exit_row, 0)
    end = np.select(
        [complete, astray, exited, still],
        [when[:, -1], at[np.where(astray, stray, 0)], at[way_out], np.full(len(over), rules.as_of)],
        over,
    )
    code = np.where(exited, stage[way_out], -1).astype(np.int16)
    source = row if order is None else order[row]
    customer = events.customer[source[:, 0]]
    return Passages(customer, np.where(reached, source + first_row, -1), when, furthest, state, end, code)

"""When each journey first reaches each stage, and how it ends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace

import numpy as np

from ..errors import ArgumentError, choose
from ..store import SortedEvents
from .unordered import unordered
from .walk import NEVER, Steps, Walk, inside

__all__ = ["COMPLETE", "DAY", "EXITED", "LOST", "OPEN", "ORDERS", "REENTRIES", "STATES", "UNITS", "Passages", "batches", "passages"]

DAY = 86_400_000_000
STATES = ("complete", "lost", "exited", "open")
COMPLETE, LOST, EXITED, OPEN = range(4)
ORDERS = ("loose", "strict", "any")
UNITS = ("customer", "journey")
REENTRIES = ("first", "every")


@dataclass(frozen=True)
class Passages:
    """How far each journey came. Arrays have one place a journey; those with two axes have one column a stage.

    Attributes
    ----------
    customer : int32
    row : int64, journeys x stages
        Row of the events at which the stage was first reached; -1 where it was not.
    at : int64, journeys x stages
        When the stage was reached, in microseconds since 1970 UTC; -1 where it was not. With order "any" a stage is
        reached when all stages before it have been, and the first of these times is the journey's beginning.
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
    reentry: str = "first",
    started: Sequence[tuple[int, int]] | None = None,
    batch_rows: int = 8_000_000,
) -> Passages:
    """How far each journey came within the window, in one pass without a loop over customers.

    A journey begins at the first row of stage 0. Stage k is reached at the first row of stage k at or after the
    moment stage k-1 was reached; rows of one moment count in the order of the design. *Loose*: any other rows may
    lie between, but a stage cannot be skipped. *Strict*: no row of another stage may lie between (more rows of the
    stage one is at may); the first row out of order ends the journey as lost. *Any*: stages may come in whichever
    order; the journey begins at its first row of any stage of the design, and a stage is reached once it and all
    stages before it have been seen. The first exit after the beginning ends it too. What comes after ``window_days`` does not count, the last microsecond of the window does.

    Re-entry *first*: later passes do not count. With unit "customer" and `started`, the pass is the first that
    begins in one of these spans; with unit "journey" the journey's first row of stage 0 must lie in one of them.
    *Every*: each pass counts; the next one begins at the first row of stage 0 after the pass before it was settled
    (after its last stage, its exit or its window, or at the row out of order). Passes never overlap and do not
    depend on `started`, so those of neighbouring spans add up.

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
    order : {"loose", "strict", "any"}
    unit : {"customer", "journey"}
    reentry : {"first", "every"}
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
        For an unknown order, unit or re-entry, re-entry "every" with order "any" (without an order nothing tells where
        a pass ends), a window that is not above 0, or fewer than two stages.
    """
    choose("order", order, ORDERS)
    choose("unit", unit, UNITS)
    choose("reentry", reentry, REENTRIES)
    if not window_days > 0:
        raise ArgumentError(f"window_days must be above 0, not {window_days!r}; give the days a journey may take")
    if stages < 2:
        raise ArgumentError("a journey needs at least two stages; name them in order in study.toml, [journey] stages")
    if order == "any" and reentry == "every":
        raise ArgumentError('with order "any" nothing tells where one pass ends and the next begins; take reentry "first", or order "loose"')
    rules = _Rules(stages, round(window_days * DAY), as_of, order, unit == "journey", reentry == "every", started)
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
    order: str
    by_journey: bool
    every: bool
    started: Sequence[tuple[int, int]] | None


def _one_batch(events: SortedEvents, first_row: int, rules: _Rules) -> Passages:
    order = _by_unit(events) if rules.by_journey else None
    columns = (events.journey if rules.by_journey else events.customer, events.at, events.stage)
    unit, at, stage = (column if order is None else column[order] for column in columns)
    if rules.order == "any":
        steps, begin = unordered(
            unit, at, stage, stages=rules.stages, window=rules.window, started=rules.started, first_only=rules.by_journey)
        return _settle(events, order, first_row, (at, stage), steps, rules, begin)
    walk = Walk(unit, at, stage, stages=rules.stages, window=rules.window, strict=rules.order == "strict")
    if rules.every:
        steps = walk.every()
        steps = steps.keep(inside(at[steps.row[:, 0]], rules.started))
    else:
        entry = walk.begins(None if rules.by_journey else rules.started)
        steps = walk.along(entry[inside(at[entry], rules.started)])
    return _settle(events, order, first_row, (at, stage), steps, rules)


def _by_unit(events: SortedEvents) -> np.ndarray | None:
    """An order that keeps each journey's rows together, or None where they are together already."""
    journey = events.journey
    return None if (journey[1:] >= journey[:-1]).all() else np.argsort(journey, kind="stable")


def _settle(events, order, first_row, columns, steps: Steps, rules, begin: np.ndarray | None = None) -> Passages:
    """Times, states and ends from the rows that were found."""
    at, stage = columns
    row, exit_row, stray = steps
    if not len(row):
        none = np.zeros(0, dtype=np.int64)
        return Passages(none.astype(np.int32), row, row, none.astype(np.int8), none.astype(np.int8), none, none.astype(np.int16))
    reached = row >= 0
    furthest = (reached.sum(axis=1) - 1).astype(np.int8)
    when = np.where(reached, at[np.where(reached, row, 0)], -1)
    if begin is not None:
        when[:, 0] = at[begin]
        when = np.where(reached, np.maximum.accumulate(when, axis=1), -1)
    over = when[:, 0] + rules.window
    complete, astray = furthest == rules.stages - 1, stray < NEVER
    exited = ~complete & ~astray & (exit_row < NEVER)
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

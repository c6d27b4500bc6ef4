"""What follows what: moves between states, states by position and times between them, as counts that add up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace

import numpy as np

from ..errors import ArgumentError, choose
from ..store import SortedEvents
from .kernel import UNITS

__all__ = ["KINDS", "Moves", "arranged", "collapsed", "gaps", "grouped_transitions", "moves", "starts_of", "step_matrix", "transitions", "visits"]

KINDS = ("stage", "channel")
_CHUNK = 1 << 18
_SHORTEST_KEY = 13  # bits of a float32 that a key of the table of cells leaves out


@dataclass(frozen=True)
class Moves:
    """Moves between states with what their variance over customers needs; the first axis is the group.

    Two results of pieces that share no customer add up with ``+``.

    Attributes
    ----------
    counts : (groups, states + 1, states + 2) moves, as in :func:`transitions`
    customers : (groups, states + 1) customers who left each state
    squares, products : sums over customers of squared counts, and of counts times the customer's moves from that state
    row_squares : (groups, states + 1) sums over customers of their squared moves from each state
    """

    counts: np.ndarray
    customers: np.ndarray
    squares: np.ndarray
    products: np.ndarray
    row_squares: np.ndarray

    def __add__(self, other: Moves) -> Moves:
        return Moves(**{field.name: getattr(self, field.name) + getattr(other, field.name) for field in fields(self)})

    def rest(self) -> Moves:
        """For each group the sums of all the others."""
        return Moves(**{field.name: (a := getattr(self, field.name)).sum(axis=0, keepdims=True) - a for field in fields(self)})


def transitions(piece: SortedEvents, *, unit: str = "customer", of: str = "stage", still: np.ndarray | None = None) -> np.ndarray:
    """How often each state is followed by each other one.

    Parameters
    ----------
    piece : SortedEvents
        Rows of whole customers.
    unit : {"customer", "journey"}
        Whose rows make one path.
    of : {"stage", "channel"}
        What the states are: the names of the piece in their order, then one state for rows without any.
    still : array of bool, optional
        For each unit in order, whether its path goes on unseen.

    Returns
    -------
    array of int64, (states + 1, states + 2)
        Row: the state before, last the start of the path. Column: the state after, then the end of the path, then
        paths that go on unseen. Counts of pieces that share no customer add up.

    Raises
    ------
    ArgumentError
        For an unknown unit or kind of state.

    Examples
    --------
    >>> transitions(piece)[-1]  # how paths begin  # doctest: +SKIP
    """
    piece = arranged(piece, unit=unit)
    code, states = _codes(piece, of)
    counts = np.zeros((states + 1, states + 2), dtype=np.int64)
    if not len(code):
        return counts
    starts = starts_of(piece, unit=unit)
    last = np.append(starts[1:], len(code)) - 1
    between = np.zeros(states * states, dtype=np.int64)
    for pairs, _ in _pairs(code, states):
        between += np.bincount(pairs, minlength=states * states)
    # Counting every neighbour and taking off those of two units is quicker than leaving them out.
    across = code[last[:-1]].astype(np.int64) * states + code[starts[1:]]
    between -= np.bincount(across, minlength=states * states)
    counts[:states, :states] = between.reshape(states, states)
    counts[states, :states] = np.bincount(code[starts], minlength=states)
    ends = np.zeros(len(starts), dtype=np.int64) if still is None else still.astype(np.int64)
    counts[:states, states:] = np.bincount(code[last] * np.int64(2) + ends, minlength=2 * states).reshape(states, 2)
    return counts


def moves(
    piece: SortedEvents,
    *,
    unit: str = "customer",
    of: str = "stage",
    still: np.ndarray | None = None,
    group: np.ndarray | None = None,
    groups: int = 1,
) -> Moves:
    """The counts of :func:`transitions` by group, with the sums over customers that their variance needs.

    Parameters
    ----------
    group : array of int, optional
        The group of each customer code; customers below 0 are left out.
    groups : int
    """
    piece = arranged(piece, unit=unit)
    pair, place, states = _every_move(piece, unit, of, still)
    width = (states + 1) * (states + 2)
    customer = piece.customer[place].astype(np.int64)
    own = np.zeros(len(customer), dtype=np.int64) if group is None else np.asarray(group, dtype=np.int64)[customer]
    kept = own >= 0
    key = np.sort((customer * width + pair)[kept])
    first = _changes(key)
    n = np.diff(np.append(first, len(key))).astype(float)
    who, what = np.divmod(key[first], width)
    level = np.zeros(len(who), dtype=np.int64) if group is None else np.asarray(group, dtype=np.int64)[who]
    row = who * (states + 1) + what // (states + 2)
    begin = _changes(row)
    total = np.add.reduceat(n, begin) if len(n) else n
    share_of = np.repeat(total, np.diff(np.append(begin, len(n))))
    cell, side = level * width + what, (level * (states + 1) + what // (states + 2))[begin]
    shape = (groups, states + 1, states + 2)

    def summed(values: np.ndarray) -> np.ndarray:
        return np.bincount(cell, weights=values, minlength=groups * width).reshape(shape)

    def by_row(values: np.ndarray) -> np.ndarray:
        return np.bincount(side, weights=values, minlength=groups * (states + 1)).reshape(shape[:2])

    return Moves(np.rint(summed(n)).astype(np.int64), np.rint(by_row(np.ones_like(total))).astype(np.int64), summed(n * n),
                 summed(n * share_of), by_row(total * total))


def grouped_transitions(
    piece: SortedEvents, *, groups: int, unit: str = "customer", of: str = "stage", still: np.ndarray | None = None
) -> np.ndarray:
    """The counts of :func:`transitions` for each of `groups` groups into which customers fall as if by lot.

    The group of a customer depends on the customer's code alone, so counts of pieces add up.

    Returns
    -------
    array of int64, (groups, states + 1, states + 2)
    """
    piece = arranged(piece, unit=unit)
    pair, place, states = _every_move(piece, unit, of, still)
    width = (states + 1) * (states + 2)
    lot = (_mixed(piece.customer.astype(np.uint64)) % np.uint64(groups)).astype(np.int64)[place]
    return np.bincount(lot * width + pair, minlength=groups * width).reshape(groups, states + 1, states + 2)


def step_matrix(
    piece: SortedEvents, *, steps: int, unit: str = "customer", of: str = "stage", still: np.ndarray | None = None
) -> np.ndarray:
    """Where paths are at each position: at their first row, their second, ...

    Returns
    -------
    array of int64, (states + 2, steps)
        Row: the state, then paths that have ended before, then paths that go on unseen. Each column adds up to all paths.

    Raises
    ------
    ArgumentError
        For an unknown unit or kind of state, or fewer than one step.
    """
    if steps < 1:
        raise ArgumentError(f"steps must be 1 or more, not {steps!r}")
    piece = arranged(piece, unit=unit)
    code, states = _codes(piece, of)
    starts = starts_of(piece, unit=unit)
    length = np.diff(np.append(starts, len(code)))
    unseen = np.zeros(len(starts), dtype=bool) if still is None else still
    out = np.zeros((states + 2, steps), dtype=np.int64)
    row = starts
    for step in range(steps):
        over = length <= step
        if over.any():
            gone = int(unseen[over].sum())
            out[states:, step:] += np.array([[over.sum() - gone], [gone]])
            row, length, unseen = row[~over], length[~over], unseen[~over]
        out[:states, step] = np.bincount(code[row + step], minlength=states)
    return out


def gaps(piece: SortedEvents, *, cells: np.ndarray, unit: str = "customer", of: str = "stage") -> np.ndarray:
    """How long it takes from one state to the next, as a histogram for each pair of states.

    Parameters
    ----------
    cells : array
        Ends of the time cells in microseconds from 0, as :func:`cxlib.journeys.tally.edges` gives them. A cell holds
        what is longer than its first end and not longer than its second; the first one holds 0 too.

    Returns
    -------
    array of int64, (states, states, cells)
        State before, state after, cell; the last cell holds what is longer than all of them.
    """
    piece = arranged(piece, unit=unit)
    code, states = _codes(piece, of)
    edges = np.asarray(cells, dtype=float)
    width = len(edges)
    find = _Cells(edges)
    counts = np.zeros(states * states * width, dtype=np.int64)
    key = piece.customer if unit == "customer" else piece.journey
    for pairs, here in _pairs(code, states):
        cut = slice(here.start, here.stop + 1)
        taken, own = np.diff(piece.at[cut]), key[cut]
        same = own[1:] == own[:-1]
        np.add.at(counts, (pairs.astype(np.int64) * width + find(taken))[same], 1)
    return counts.reshape(states, states, width)


def visits(piece: SortedEvents, *, unit: str = "customer", of: str = "stage") -> np.ndarray:
    """Whether each unit was ever at each state: bool, (units, states)."""
    piece = arranged(piece, unit=unit)
    code, states = _codes(piece, of)
    starts = starts_of(piece, unit=unit)
    path = np.repeat(np.arange(len(starts)), np.diff(np.append(starts, len(code))))
    return np.bincount(path * states + code, minlength=len(starts) * states).reshape(-1, states) > 0


def arranged(piece: SortedEvents, *, unit: str) -> SortedEvents:
    """The piece with the rows of each unit together; itself where they are together already."""
    choose("unit", unit, UNITS)
    if unit == "customer" or (piece.journey[1:] >= piece.journey[:-1]).all():
        return piece
    return _taken(piece, np.argsort(piece.journey, kind="stable"))


def collapsed(piece: SortedEvents, *, unit: str, of: str = "stage") -> SortedEvents:
    """The piece without rows that are at the same state as the row before of the same unit; the first one stays."""
    piece = arranged(piece, unit=unit)
    code, _ = _codes(piece, of)
    keep = np.ones(len(code), dtype=bool)
    key = piece.customer if unit == "customer" else piece.journey
    keep[1:] = (code[1:] != code[:-1]) | (key[1:] != key[:-1])
    return piece if keep.all() else _taken(piece, keep)


def starts_of(piece: SortedEvents, *, unit: str) -> np.ndarray:
    """The first row of each unit of a piece that is arranged by it."""
    return _changes(piece.customer if unit == "customer" else piece.journey)


class _Cells:
    """The time cell of whole microseconds: the place in a table by the leading bits, then at most a few cells on."""

    def __init__(self, edges: np.ndarray) -> None:
        self.edges = np.append(edges, np.inf)
        lowest = np.arange(np.float32(2.0**62).view(np.int32) >> _SHORTEST_KEY, dtype=np.int32) << _SHORTEST_KEY
        # A time rounds to a float32 that may lie in the next key, so each key begins a little earlier.
        least = lowest.view(np.float32).astype(float) * (1 - 2.0**-23)
        highest = (lowest + (1 << _SHORTEST_KEY)).view(np.float32).astype(float)
        first, last = (np.clip(np.searchsorted(edges, ends, side="left") - 1, 0, len(edges) - 1) for ends in (least, highest))
        self.first = first.astype(np.int32)
        self.further = int((last - first).max(initial=0))

    def __call__(self, taken: np.ndarray) -> np.ndarray:
        key = np.maximum(taken, 0).astype(np.float32).view(np.int32) >> _SHORTEST_KEY
        cell = self.first[np.minimum(key, len(self.first) - 1)]
        for _ in range(self.further):
            cell = cell + (taken > self.edges[cell + 1])
        return cell


def _codes(piece: SortedEvents, of: str) -> tuple[np.ndarray, int]:
    """The state of each row, rows without one in the last state, and how many states there are."""
    choose("kind of state", of, KINDS)
    own = piece.stage if of == "stage" else piece.channel
    names = piece.stage_names if of == "stage" else piece.channel_names
    known = own if not len(own) or own.min() >= 0 else np.where(own < 0, own.dtype.type(len(names)), own)
    return known, len(names) + 1


def _pairs(code: np.ndarray, states: int) -> Iterator[tuple[np.ndarray, slice]]:
    """Each row and the one after it as one number, a stretch at a time that fits near the processor."""
    kind = np.int16 if states * states < 2**15 else np.int32
    for first in range(0, len(code) - 1, _CHUNK):
        here = slice(first, min(first + _CHUNK, len(code) - 1))
        yield code[here].astype(kind, copy=False) * kind(states) + code[here.start + 1 : here.stop + 1].astype(kind, copy=False), here


def _every_move(piece: SortedEvents, unit: str, of: str, still: np.ndarray | None) -> tuple[np.ndarray, np.ndarray, int]:
    """Each move as one number with a row of the one who makes it: those from row to row, the beginnings, the ends."""
    code, states = _codes(piece, of)
    code, starts = code.astype(np.int64), starts_of(piece, unit=unit)
    last = np.append(starts[1:], len(code))[: len(starts)] - 1
    onward = np.ones(len(code), dtype=bool)
    onward[last] = False
    here = np.flatnonzero(onward)
    ends = np.zeros(len(last), dtype=np.int64) if still is None else still.astype(np.int64)
    wide = states + 2
    pair = np.concatenate([code[here] * wide + code[here + 1], states * wide + code[starts], code[last] * wide + states + ends])
    return pair, np.concatenate([here, starts, last]), states


def _changes(key: np.ndarray) -> np.ndarray:
    """Where each run of equal values begins."""
    if not len(key):
        return np.zeros(0, dtype=np.int64)
    return np.concatenate([[0], np.flatnonzero(key[1:] != key[:-1]) + 1])


def _mixed(code: np.ndarray) -> np.ndarray:
    """Numbers that look drawn by lot, the same for the same code (splitmix64: Steele, Lea and Flood 2014)."""
    mixed = code + np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))


def _taken(piece: SortedEvents, rows: np.ndarray) -> SortedEvents:
    return replace(piece, **{name: getattr(piece, name)[rows] for name in ("customer", "at", "stage", "journey", "channel")})

"""What the tables must hold; the check that lists every breach.

A table is checked column by column on Arrow arrays. Each column's rule gives typed values and a mask of
breaches, so that one pass lists all of them and no row is lost: accepted + rejected = read.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ..codebook import Question
from .cells import Cells, mask_of, written
from .columns import CHECKS, REFERENCE, id_text

__all__ = ["REFERENCE", "TABLES", "Breach", "Checked", "Note", "Rules", "Tally", "check", "id_text", "required_columns", "written"]

# column -> kind; a leading "*" marks a column that must be there
TABLES: dict[str, dict[str, str]] = {
    "customers": {"customer_id": "*id", "joined_at": "date", "left_at": "date", "monthly_fee": "number"},
    "touchpoints": {
        "customer_id": "*id", "at": "*time", "stage": "*stage", "touchpoint": "text", "channel": "text",
        "journey_id": "text", "employee": "text",
    },
    "responses": {
        "customer_id": "id", "at": "time", "wave": "text", "question": "*question", "score": "*score",
        "weight": "weight", "stage": "text", "touchpoint": "text", "channel": "text", "employee": "text",
        "comment": "text", "language": "text", "duration": "duration",
    },
    "transactions": {"customer_id": "*id", "at": "*time", "amount": "*number", "kind": "text"},
}

# Number of the row in its file
ROW = "_row"
_LONGEST = 200  # letters of a value that are told


@dataclass(frozen=True)
class Breach:
    """One value that breaks the contract.

    Attributes
    ----------
    file, row, column, value : where it stands (`row` as a spreadsheet numbers it; the heading is row 1)
    rule : what the contract says
    mend : how to mend it
    """

    file: str
    row: int
    column: str
    value: str
    rule: str
    mend: str


@dataclass(frozen=True)
class Tally:
    """How often each value breaks one rule: exact, however few of the breaches are listed.

    Attributes
    ----------
    column, mend : as of a breach
    rule : what the contract says, with ``{value}`` in it, or a function of the value
    values : different values, up to 200 letters of each
    rows : of each how many
    places : of each the first row of the batch
    """

    column: str
    rule: str | Callable[[str], str]
    mend: str
    values: list[str]
    rows: list[int]
    places: list[int]

    def said(self, value: str) -> str:
        """The rule about one value.

        Examples
        --------
        >>> Tally("score", "{value} lies outside of the scale", "correct it", ["11"], [3], [0]).said("11")
        '11 lies outside of the scale'
        """
        return _said(self.rule, value)


@dataclass(frozen=True)
class Note:
    """What was decided about values that break nothing.

    Attributes
    ----------
    column, said : which column, and what was done
    rows : how many
    row, value : the first of them
    """

    column: str
    said: str
    rows: int
    row: int
    value: str


@dataclass(frozen=True)
class Rules:
    """What the study says about its tables, as far as the check needs it.

    Attributes
    ----------
    zone : str
        Zone of times that carry none.
    dates : str or None
        strptime form of dates; None means ISO 8601.
    decimal : {".", ",", ""}
        "" where the study does not say: then "." is meant, and an amount such as 50.000 is doubtful.
    stages : tuple of str
        Stage names allowed; empty allows any.
    relative_to : date or None
        Day from which "2 weeks ago" is counted; a column ``_reference`` of the batch tells it row by row.
    """

    zone: str = "UTC"
    dates: str | None = None
    decimal: str = "."
    questions: Mapping[str, Question] = field(default_factory=dict)
    stages: tuple[str, ...] = ()
    relative_to: dt.date | None = None


@dataclass(frozen=True)
class Checked:
    """Outcome for one batch: typed accepted rows, and for each refused row its breaches.

    Attributes
    ----------
    accepted : pyarrow.Table
        Contract columns, typed, with ``_row``; times as UTC with ``day`` and ``hour`` in the study's zone.
    rejected : numpy array of bool, one per row that was read
    breaches : list of Breach
        Every breach, in row order.
    places : list of int
        For each breach, which row of the batch it is in.
    notes : list of Note
        What was decided about values that break nothing.
    tallies : list of Tally
        Every rule that was broken, with all of its rows.
    """

    accepted: pa.Table
    rejected: np.ndarray
    breaches: list[Breach]
    places: list[int]
    notes: list[Note] = field(default_factory=list)
    tallies: list[Tally] = field(default_factory=list)


def required_columns(table: str) -> list[str]:
    """Columns that a table of this kind must have.

    Examples
    --------
    >>> required_columns("transactions")
    ['customer_id', 'at', 'amount']
    """
    return [name for name, kind in TABLES[table].items() if kind.startswith("*")]


def check(
    table: str, batch: pa.Table, rules: Rules, *, file: str, extra: tuple[str, ...] = (), most_listed: int | None = None
) -> Checked:
    """Check one batch of a table against the contract.

    Parameters
    ----------
    table : one of TABLES
    batch : pyarrow.Table
        Columns by contract name, as text or already typed, and ``_row`` (int64).
    extra : tuple of str
        Further columns to keep as text (segments).
    most_listed : int, optional
        For how many rejected rows breaches are listed; for all of them when not given.

    Returns
    -------
    Checked
    """
    problems: list[tuple] = []
    columns: dict[str, pa.Array] = {ROW: batch[ROW].combine_chunks()}
    kinds = {**TABLES[table], **{name: "text" for name in extra}}
    cells = {name: Cells(batch[name].combine_chunks()) for name in (*kinds, REFERENCE) if name in batch.column_names}
    for order, (name, kind) in enumerate(kinds.items()):
        if name not in cells:
            continue
        typed, found = CHECKS[kind.lstrip("*")](cells[name], rules, cells)
        columns.update(typed if isinstance(typed, dict) else {name: typed})
        problems += [(mask, order, name, rule, mend) for mask, rule, mend in (*_unfit(cells[name], name, kind), *found) if mask.any()]
    problems += [(mask, len(kinds), *rest) for mask, *rest in _cross_checks(table, columns, cells, batch.num_rows) if mask.any()]
    bad = np.logical_or.reduce([np.zeros(batch.num_rows, dtype=bool), *(problem[0] for problem in problems)])
    listed = bad.copy()
    listed[np.flatnonzero(bad)[most_listed:] if most_listed is not None else []] = False
    faults = [fault for mask, order, name, rule, mend in problems
              for fault in _breaches(mask & listed, order, name, cells[name].source, columns[ROW], rule, mend, file)]
    faults.sort(key=lambda fault: fault[:2])
    accepted = pa.table(columns)
    accepted = accepted.filter(pa.array(~bad)) if bad.any() else accepted
    notes = [note for name, one in cells.items() for note in _notes(name, one, columns[ROW], bad)]
    tallies = [_tally(mask, name, cells[name].source, rule, mend) for mask, _, name, rule, mend in problems]
    return Checked(accepted, bad, [fault[2] for fault in faults], [fault[0] for fault in faults], notes, tallies)


def _unfit(cells: Cells, name: str, kind: str):
    """What no column may hold, whatever its kind."""
    if kind.startswith("*") and kind != "*score":
        yield cells.blank, f"{name} may not be blank", f"fill in {name}, or leave the row out"
    yield cells.zeroed, "the text holds a byte of zero", "export the file again as text; a program wrote it in pieces, or it is damaged"


def _breaches(mask, order, name, source, numbers, rule, mend, file):
    places = np.flatnonzero(mask)
    if not len(places):
        return []
    taken = pa.array(places)
    found = []
    for place, row, value in zip(places.tolist(), numbers.take(taken).to_pylist(), written(source.take(taken))):
        text = "" if value is None else value[:_LONGEST]
        found.append((place, order, Breach(file, row, name, text, _said(rule, text), mend)))
    return found


def _said(rule: str | Callable[[str], str], value: str) -> str:
    return rule(value) if callable(rule) else rule.replace("{value}", value)


def _tally(mask, name, source, rule, mend) -> Tally:
    places = np.flatnonzero(mask)
    taken = source.take(pa.array(places))
    coded = taken if pa.types.is_dictionary(taken.type) else taken.dictionary_encode()
    codes, first, rows = np.unique(coded.indices.fill_null(-1).to_numpy(zero_copy_only=False), return_index=True, return_counts=True)
    texts = written(coded.dictionary.take(pa.array(codes, mask=codes < 0)))
    return Tally(name, rule, mend, [(text or "")[:_LONGEST] for text in texts], rows.tolist(), places[first].tolist())


def _notes(name: str, cells: Cells, numbers: pa.Array, bad: np.ndarray):
    for mask, said in cells.notes:
        places = np.flatnonzero(mask & ~bad)
        if len(places):
            first = pa.array(places[:1])
            yield Note(name, said, len(places), numbers.take(first)[0].as_py(), (written(cells.source.take(first))[0] or "")[:_LONGEST])


def _cross_checks(table, columns, cells, rows):
    if table == "responses":
        undated = np.ones(rows, dtype=bool)
        for name in {"at", "wave"} & cells.keys():
            undated &= cells[name].blank
        mend = "fill in at or wave, or set wave in the source"
        yield undated, "question", "an answer needs its time or its wave", mend
    if table == "customers" and {"joined_at", "left_at"} <= columns.keys():
        early = mask_of(pc.less(columns["left_at"], columns["joined_at"]))
        yield early, "left_at", "left_at lies before joined_at", "correct one of the two dates"

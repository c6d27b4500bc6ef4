"""What the tables must hold; the check that lists every breach.

A table is checked column by column on Arrow arrays. Each column's rule gives typed values and a mask of
breaches, so that one pass lists all of them and no row is lost: accepted + rejected = read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ..codebook import Question
from .columns import CHECKS, blank, mask_of

__all__ = ["TABLES", "Breach", "Checked", "Rules", "check", "required_columns"]

# column -> kind; a leading "*" marks a column that must be there
TABLES: dict[str, dict[str, str]] = {
    "customers": {"customer_id": "*id", "joined_at": "date", "left_at": "date", "monthly_fee": "number"},
    "touchpoints": {
        "customer_id": "*id", "at": "*time", "stage": "*stage", "touchpoint": "text", "channel": "text",
        "journey_id": "text", "employee": "text",
    },
    "responses": {
        "customer_id": "text", "at": "time", "wave": "text", "question": "*question", "score": "*score",
        "weight": "weight", "stage": "text", "touchpoint": "text", "channel": "text", "employee": "text",
        "comment": "text", "language": "text",
    },
    "transactions": {"customer_id": "*id", "at": "*time", "amount": "*number", "kind": "text"},
}

# Number of the row in its file
ROW = "_row"


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
    """

    zone: str = "UTC"
    dates: str | None = None
    decimal: str = "."
    questions: Mapping[str, Question] = field(default_factory=dict)
    stages: tuple[str, ...] = ()


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
    """

    accepted: pa.Table
    rejected: np.ndarray
    breaches: list[Breach]
    places: list[int]


def required_columns(table: str) -> list[str]:
    """Columns that a table of this kind must have.

    Examples
    --------
    >>> required_columns("transactions")
    ['customer_id', 'at', 'amount']
    """
    return [name for name, kind in TABLES[table].items() if kind.startswith("*")]


def check(table: str, batch: pa.Table, rules: Rules, *, file: str, extra: tuple[str, ...] = ()) -> Checked:
    """Check one batch of a table against the contract.

    Parameters
    ----------
    table : one of TABLES
    batch : pyarrow.Table
        Columns by contract name, as text or already typed, and ``_row`` (int64).
    extra : tuple of str
        Further columns to keep as text (segments).

    Returns
    -------
    Checked
    """
    rows = batch.num_rows
    bad = np.zeros(rows, dtype=bool)
    faults: list[tuple[int, int, Breach]] = []
    columns: dict[str, pa.Array] = {ROW: batch[ROW].combine_chunks()}
    kinds = {**TABLES[table], **{name: "text" for name in extra}}
    for order, (name, kind) in enumerate(kinds.items()):
        if name not in batch.column_names:
            continue
        source = batch[name].combine_chunks()
        typed, problems = CHECKS[kind.lstrip("*")](source, rules, batch)
        if kind.startswith("*") and kind != "*score":
            gap = (blank(source), f"{name} may not be blank", f"fill in {name}, or leave the row out")
            problems = [gap, *problems]
        columns.update(typed if isinstance(typed, dict) else {name: typed})
        for mask, rule, mend in problems:
            bad |= mask
            faults += _breaches(mask, order, name, source, batch, rule, mend, file)
    for mask, name, rule, mend in _cross_checks(table, columns, batch):
        bad |= mask
        faults += _breaches(mask, len(kinds), name, batch[name].combine_chunks(), batch, rule, mend, file)
    faults.sort(key=lambda fault: fault[:2])
    accepted = pa.table(columns).filter(pa.array(~bad))
    return Checked(accepted, bad, [fault[2] for fault in faults], [fault[0] for fault in faults])


def _breaches(mask, order, name, source, batch, rule, mend, file):
    places = np.flatnonzero(mask)
    if not len(places):
        return []
    taken = pa.array(places)
    rows, values = batch[ROW].take(taken).to_pylist(), source.take(taken).to_pylist()
    found = []
    for place, row, value in zip(places.tolist(), rows, values):
        text = "" if value is None else str(value)[:200]
        said = rule(text) if callable(rule) else rule.replace("{value}", text)
        found.append((place, order, Breach(file, row, name, text, said, mend)))
    return found


def _cross_checks(table, columns, batch):
    if table == "responses":
        undated = np.ones(batch.num_rows, dtype=bool)
        for name in {"at", "wave"} & set(batch.column_names):
            undated &= blank(batch[name].combine_chunks())
        mend = "fill in at or wave, or set wave in the source"
        yield undated, "question", "an answer needs its time or its wave", mend
    if table == "customers" and {"joined_at", "left_at"} <= columns.keys():
        early = mask_of(pc.less(columns["left_at"], columns["joined_at"]))
        yield early, "left_at", "left_at lies before joined_at", "correct one of the two dates"

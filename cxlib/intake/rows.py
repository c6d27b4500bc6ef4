"""What every reader gives: numbered rows under one name each."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from ..errors import SourceError

__all__ = ["ROW", "RawRow", "column_names", "first_line", "notes_of", "with_notes"]

ROW = "_row"
_NOTES = b"cx.notes"


@dataclass(frozen=True)
class RawRow:
    """A row that could not even be split into its columns: `row` as a spreadsheet numbers it."""

    row: int
    text: str
    expected: int
    found: int


def column_names(heading: list[str], path: Path) -> list[str]:
    """Headings on one line, composed, each one once; a column without a heading is called by its place."""
    if not any(heading):
        raise SourceError(f"{path.name} has no heading in its first row")
    names = [unicodedata.normalize("NFC", re.sub(r"\s*[\r\n]+\s*", " ", name.strip())) for name in heading]
    names = [name or f"column {place}" for place, name in enumerate(names, start=1)]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise SourceError(
            f"{path.name}: the heading names a column twice: {', '.join(twice)}; give each column a name of its own"
        )
    if ROW in names:
        raise SourceError(f"{path.name}: the column name {ROW} is kept for row numbers; rename that column")
    return names


def with_notes(table: pa.Table, notes: list[dict]) -> pa.Table:
    """The table with what its reader decided about values that break nothing (see :class:`cxlib.contract.Note`)."""
    return table.replace_schema_metadata({_NOTES: json.dumps(notes)}) if notes else table


def notes_of(table: pa.Table) -> list[dict]:
    """What the reader of these rows decided."""
    return json.loads((table.schema.metadata or {}).get(_NOTES, b"[]"))


def first_line(error: Exception) -> str:
    """What an error of a library says, short enough for one line."""
    return str(error).splitlines()[0][:200] if str(error) else type(error).__name__

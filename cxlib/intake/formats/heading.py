"""Which rows of a table on a sheet or in a text file are its heading, and what the columns are called."""

from __future__ import annotations

import re
from collections.abc import Sequence

__all__ = ["QUALTRICS", "heading_rows", "is_qualtrics", "joined_heads"]

QUALTRICS = (1, 2, 3)  # names, wordings, import ids
_IMPORT_ID = re.compile(r'\{\s*"ImportId"\s*:\s*".*"\s*\}', re.DOTALL)
_LOOKED_AT = 12
_SPARSE = 0.4
_PLAIN = re.compile(r"[-+]?[\d.,]+%?|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}.*")

Rows = Sequence[Sequence[str | None]]


def is_qualtrics(rows: Rows) -> bool:
    """Whether the third row holds the import ids that Qualtrics writes below the wording of each question.

    Examples
    --------
    >>> is_qualtrics([["Q1"], ["How was it?"], ['{"ImportId":"QID1"}']])
    True
    """
    filled = [cell for cell in rows[2] if cell and cell.strip()] if len(rows) > 2 else []
    return bool(filled) and all(_IMPORT_ID.fullmatch(cell.strip()) for cell in filled)


def joined_heads(rows: Rows, spans: Sequence[tuple[int, int, int]] | None = None) -> list[str]:
    """The names of columns that stand in one head row or more, from the top down, joined by " / ".

    A cell that is merged over several columns counts for each of them. A name is not said twice.

    Parameters
    ----------
    rows : the head rows
    spans : list of (row, first, last) column places, 0 for the first, optional
        Merged cells. Without them a blank in an upper row takes what stands to its left, where the row below is filled.

    Examples
    --------
    >>> joined_heads([["id", "Staff", None], [None, "kind", "quick"]], [(0, 1, 2)])
    ['id', 'Staff / kind', 'Staff / quick']
    """
    width = max(map(len, rows), default=0)
    cells = [[(row[place] or "").strip() if place < len(row) else "" for place in range(width)] for row in rows]
    for row, first, last in spans or ():
        cells[row][first:last + 1] = [cells[row][first]] * (min(last, width - 1) - first + 1)
    if spans is None:
        _carry_on(cells)
    return [" / ".join(dict.fromkeys(row[place] for row in cells if row[place])) for place in range(width)]


def heading_rows(rows: Rows, merged: Sequence[tuple[int, int, int, int]] = ()) -> tuple[int, ...]:
    """Where the heading stands, as a spreadsheet numbers rows: titles above it are passed over, merged heads are two rows.

    Parameters
    ----------
    rows : the first rows
    merged : list of (first row, last row, first column, last column), from 0

    Examples
    --------
    >>> heading_rows([["Survey 2026", None, None], ["id", "at", "nps"], ["a", "2026-01-01", "9"]])
    (2,)
    """
    if is_qualtrics(rows):
        return QUALTRICS
    looked = rows[:_LOOKED_AT]
    filled = [sum(bool(cell and cell.strip()) for cell in row) for row in looked]
    widest = max(filled, default=0)
    titles = {top for top, bottom, first, last in merged if top == bottom and last - first + 1 >= widest > 1 and filled[top:top + 1] == [1]}
    first = next((place for place, n in enumerate(filled) if n > max(1, _SPARSE * widest) and place not in titles), 0) if widest > 1 else 0
    first = next((top for top, _, left, right in merged if top == first - 1 and right > left and top not in titles and filled[top] > 1), first)
    wide = [bottom for top, bottom, left, right in merged if top == first and (right > left or bottom > top)]
    last = max([first, *(bottom if bottom > first else first + 1 for bottom in wide)])
    if last > first and (last >= len(looked) or any(_PLAIN.fullmatch(cell.strip()) for cell in looked[last] if cell)):
        last = first
    return tuple(range(first + 1, last + 2))


def _carry_on(cells: list[list[str]]) -> None:
    """A cell merged over several columns is saved as its text and blanks."""
    for upper, lower in zip(cells, cells[1:]):
        for place in range(1, len(upper)):
            if not upper[place] and lower[place]:
                upper[place] = upper[place - 1]

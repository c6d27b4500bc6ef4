"""How a tidy table is laid out in two directions for reading."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

__all__ = ["Entry", "Layout"]


class Entry(NamedTuple):
    """What stands in a cell for people: a number and its unit, or a text (unit ``text``), and a mark behind it."""

    value: Any = ""
    unit: str = "text"
    mark: str = ""


@dataclass(frozen=True)
class Layout:
    """How a table with one row per thing is laid out wide for reading, as data; the table itself stays as it is.

    Parameters
    ----------
    down : names of columns, two or more
        Whose texts name a line. The first groups the lines and is said once in a group.
    across : str
        The column whose texts head the columns, as they are.
    cell : str
        The column that fills the cells.
    above : names of columns
        Whose number is one for a group and a column, such as the base: a line for each on top of the group.
    marks : mapping of column to column
        The text that stands behind a number, such as letters behind a value.
    """

    down: Sequence[str]
    across: str
    cell: str = "value"
    above: Sequence[str] = ()
    marks: Mapping[str, str] = field(default_factory=dict)

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that it names."""
        return (*self.down, self.across, self.cell, *self.above, *self.marks, *self.marks.values())

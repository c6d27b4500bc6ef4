"""One answer: a question, a tidy table, one sentence, a chart described as data, base, slice, caveats."""

from __future__ import annotations

import html
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd

from .. import words
from ..errors import ArgumentError, choose
from ..slices import Slice
from .chart import Chart
from .layout import Entry, Layout
from .plain import plain, table_as_data, table_from
from .withholding import WITHHELD

__all__ = ["DRAWN", "MIME", "STATUSES", "Finding", "table_html"]

MIME = "application/vnd.cxlib.finding+json"
DRAWN = "application/vnd.cxlib.finding-drawn+svg"  # its chart, from a kernel to the report that it runs for
STATUSES = ("answered", "cannot_tell", "nobody", "not_available")


@dataclass(frozen=True)
class Finding:
    """One answer to one question.

    Parameters
    ----------
    name : str
        What computed it, for example ``scores.change``; with `key` it is stable from wave to wave.
    question, sentence : str
        In the study's language; the sentence is built from the table and never says more than it.
    table : DataFrame
        One row per thing. Columns ``base`` (answers or customers it rests on), ``value``, ``low``, ``high``
        where there is an estimate, ``unit`` where rows differ in unit, ``withheld`` ("" or the reason).
    chart : Chart
    base : int
        What the whole finding rests on.
    slice : Slice
    status : str
        ``answered``, ``cannot_tell`` (the interval holds "nothing"), ``nobody`` (base 0), ``not_available``
        (the study lacks what it needs).
    formats : mapping of column to unit
        For columns other than value, low, high and base; ``@name`` takes each row's unit from column `name`.
        Columns that begin with an underscore are not shown.
    headline : mapping, optional
        The one estimate that the sentence leads with: ``{"value", "low", "high", "base", "unit"}``.
    layout : Layout, optional
        How people see the table when not row by row.

    Raises
    ------
    ArgumentError
        When a row's value lies outside its own interval, or the chart or the layout names a column that is not there.
    """

    name: str
    question: str
    sentence: str
    table: pd.DataFrame
    chart: Chart = field(default_factory=Chart)
    base: int = 0
    slice: Slice = field(default_factory=Slice)
    status: str = "answered"
    caveats: tuple[str, ...] = ()
    unit: str = "number"
    currency: str = ""
    formats: Mapping[str, str] = field(default_factory=dict)
    headline: Mapping[str, Any] | None = None
    owner: str = ""
    next_step: str = ""
    language: str = "en"
    provenance: Mapping[str, Any] = field(default_factory=dict)
    key: str = ""
    layout: Layout | None = None

    def __post_init__(self) -> None:
        choose("status", self.status, STATUSES)
        object.__setattr__(self, "key", self.key or self.name)
        _check_intervals(self.name, self.table)
        for column in self.chart.columns:
            if column not in self.table.columns:
                raise ArgumentError(f'{self.name}: the chart names column "{column}", which the table does not have')

        for column in self.layout.columns if self.layout else ():
            if column not in self.table.columns:
                raise ArgumentError(f'{self.name}: the layout names column "{column}", which the table does not have')

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Finding) and self.to_json() == other.to_json()

    __hash__ = None  # a table cannot be hashed

    def with_key(self, key: str) -> Finding:
        """The same finding under a key of its own (two calls of one analysis in a study)."""
        return replace(self, key=key)

    @property
    def lines(self) -> int:
        """How many lines :meth:`entries` gives when there is no limit."""
        if self.layout is None:
            return len(self.table)
        down = list(self.layout.down)
        return len(self.table[down].drop_duplicates()) + len(self.layout.above) * self.table[down[0]].nunique(dropna=False)

    def entries(self, *, limit: int | None = None) -> tuple[list[str], list[list[Entry]]]:
        """Translated headings, and the first `limit` lines of the table as people see it, laid out where it has a layout."""
        if self.layout is not None:
            return self._headings(self.layout.down) + list(dict.fromkeys(self.table[self.layout.across])), self._laid_out()[:limit]
        columns = [name for name in self.table.columns if name not in ("unit", "withheld") and not name.startswith("_")]
        rows = self.table.iloc[:limit].to_dict("records")
        return self._headings(columns), [[self._entry(column, row) for column in columns] for row in rows]

    def display_table(self, *, limit: int | None = None) -> pd.DataFrame:
        """The first `limit` lines as text for people: translated headings, each number in its unit and language."""
        headings, lines = self.entries(limit=limit)
        return pd.DataFrame([[self.text(entry) for entry in line] for line in lines], columns=headings, dtype="str")

    def text(self, entry: Entry) -> str:
        """An entry as people of the finding's language write it."""
        value, unit, mark = entry
        text = str(value) if unit in ("text", "whole") else self._number(value, unit)
        return f"{text}\u00a0{mark}" if mark else text  # a mark does not leave its number at the end of a line

    def to_html(self) -> str:
        """Sentence, table and caveats as HTML; every text from the data is escaped."""
        parts = [f"<p class='cx-sentence'><strong>{html.escape(self.sentence)}</strong></p>"]
        if len(self.table):
            parts.append(table_html(self.display_table()))
        parts += [f"<p class='cx-caveat'>{html.escape(text)}</p>" for text in self.caveats]
        return "\n".join(parts)

    def to_json(self) -> dict[str, Any]:
        """Everything as plain data; :meth:`from_json` reads it back equal."""
        return {
            **{name: getattr(self, name) for name in _PLAIN_FIELDS},
            "caveats": list(self.caveats),
            "formats": dict(self.formats),
            "headline": plain(self.headline),
            "provenance": plain(self.provenance),
            "slice": str(self.slice),
            "chart": plain(vars(self.chart)),
            "layout": plain(vars(self.layout)) if self.layout else None,
            "table": table_as_data(self.table),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Finding:
        """The finding that :meth:`to_json` wrote."""
        table = table_from(data["table"])
        given = {name: data[name] for name in _PLAIN_FIELDS}
        return cls(
            **given,
            table=table,
            chart=Chart(**data["chart"]),
            layout=Layout(**data["layout"]) if data.get("layout") else None,
            slice=Slice.parse(data["slice"]),
            caveats=tuple(data["caveats"]),
            formats=data["formats"],
            headline=data["headline"],
            provenance=data["provenance"],
        )

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict[str, Any]:
        return {"text/plain": self.sentence, "text/html": self.to_html(), MIME: self.to_json()}

    def text_of(self, column: str, value: str) -> str:
        """A text of the table as people read it: words of ours are translated, the user's stay as they are."""
        key = f"value.{column}.{value}"
        if words.has(key):
            return words.say(key, self.language)
        if value == words.NOT_KNOWN["en"]:
            return words.NOT_KNOWN[self.language]
        if column == "segment":
            return words.label(value, self.language) if value else value
        return words.period_label(value, self.language) if column in ("period", "wave") else value

    def _headings(self, columns: Sequence[str]) -> list[str]:
        titles = [words.label(column, self.language) for column in columns]
        return [column if title in titles[:place] else title for place, (column, title) in enumerate(zip(columns, titles, strict=True))]

    def _laid_out(self) -> list[list[Entry]]:
        heads = dict.fromkeys(self.table[self.layout.across])
        groups = self.table.groupby(self.layout.down[0], sort=False, dropna=False)
        return [line for _, group in groups for line in self._group(group, heads)]

    def _group(self, table: pd.DataFrame, heads: Mapping[str, None]) -> list[list[Entry]]:
        layout, lines = self.layout, []
        for _, part in table.groupby(list(layout.down), sort=False, dropna=False):
            rows = {row[layout.across]: row for row in part.to_dict("records")}
            first = next(iter(rows.values()))
            for column in layout.above if not lines else ():
                names = [Entry(), Entry(words.label(column, self.language)), *[Entry()] * len(layout.down)][: len(layout.down)]
                lines.append([*names, *(self._marked(column, rows.get(head)) for head in heads)])
            names = [self._entry(column, first) for column in layout.down]
            lines.append([*names, *(self._marked(layout.cell, rows.get(head)) for head in heads)])
        said = [self._entry(layout.down[0], first), *[Entry()] * (len(lines) - 1)]
        return [[name, *line[1:]] for name, line in zip(said, lines, strict=True)]

    def _marked(self, column: str, row: Mapping[str, Any] | None) -> Entry:
        if row is None:
            return Entry()
        entry, mark = self._entry(column, row), self.layout.marks.get(column)
        return entry if mark is None or row.get("withheld") else entry._replace(mark=row[mark])

    def _entry(self, column: str, row: Mapping[str, Any]) -> Entry:
        value = row[column]
        if row.get("withheld") and (column in WITHHELD or isinstance(value, float) and value != value):
            return Entry(words.say("house.withheld", self.language))
        if column in ("value", "low", "high"):
            return Entry(value, row.get("unit") or self.unit)
        unit = self.formats.get(column, "count" if column in ("base", "effective_base") else "")
        unit = row[unit[1:]] if unit.startswith("@") else unit
        if unit:
            return Entry(value, unit)
        if pd.isna(value):
            return Entry()
        if isinstance(value, bool):
            return Entry(words.say("house.yes" if value else "house.no", self.language))
        if isinstance(value, str):
            return Entry(self.text_of(column, value))
        return Entry(value, "number") if isinstance(value, float) else Entry(value, "whole")

    def _number(self, value: Any, unit: str) -> str:
        return words.format_value((value, self.currency) if unit == "money" else value, unit, self.language)


_PLAIN_FIELDS = (
    "name", "key", "question", "sentence", "base", "status", "unit", "currency", "owner", "next_step", "language",
)


def table_html(text: pd.DataFrame) -> str:
    """A table of texts as HTML, each in full and escaped."""
    head = "".join(f"<th>{html.escape(str(name))}</th>" for name in text.columns)
    rows = ("".join(f"<td>{html.escape(str(cell))}</td>" for cell in row) for row in text.itertuples(index=False))
    body = "".join(f"<tr>{row}</tr>\n" for row in rows)
    return f'<table class="dataframe cx-table">\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}</tbody>\n</table>'


def _check_intervals(name: str, table: pd.DataFrame) -> None:
    if not {"value", "low", "high"} <= set(table.columns):
        return
    value, low, high = (pd.to_numeric(table[column]).to_numpy(float, na_value=np.nan) for column in ("value", "low", "high"))
    slack = 1e-9 * (1 + np.abs(value))
    with np.errstate(invalid="ignore"):
        wrong = (low > value + slack) | (high < value - slack)
    if wrong.any():
        raise ArgumentError(f"{name}: row {list(table.index[wrong])[0]} has its value outside of its interval")

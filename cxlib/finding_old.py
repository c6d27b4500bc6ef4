"""One answer: a question, a tidy table, one sentence, a chart described as data, base, slice, caveats."""

from __future__ import annotations

import html
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import pandas as pd

from . import words
from .errors import ArgumentError, choose
from .slices import Slice

__all__ = ["Chart", "Finding", "MIME", "STATUSES", "table_html", "withhold"]

MIME = "application/vnd.cxlib.finding+json"
STATUSES = ("answered", "cannot_tell", "nobody", "not_available")
_WITHHELD = ("value", "low", "high", "base", "effective_base")
_KINDS = ("interval", "line", "funnel", "bars", "heatmap", "calibration", "none")


@dataclass(frozen=True)
class Chart:
    """How a table is to be drawn, as data: which columns take which part.

    Parameters
    ----------
    kind : str
        ``interval`` (a dot with its interval for each category in `y`), ``line`` (`x` ordered, band from
        `low` to `high`), ``funnel`` (a bar for each stage in `y`), ``bars`` (horizontal), ``heatmap``
        (`x` by `y`, coloured by `value`), ``calibration`` (predicted `x`, observed `y`), ``none``.
    x, y, low, high, series, facet : str, optional
        Column names of the finding's table. `series` is told apart by colour and marker, `facet` by panels.
    unit : str
        Unit of the values (see :func:`cxlib.words.format_value`).
    x_label, y_label, value_label : str
        What the axes show, and what the colours of a heatmap do.
    reference : float, optional
        A value marked by a thin line (0 for a difference, the average, ...).
    reference_label : str
        What that line is.
    scale : {"linear", "log"}
        Of the values; ``log`` for ratios, so that twice and half lie as far from 1.
    where : mapping of column to text
        Only rows that hold these texts are drawn; the table keeps all.
    order : mapping of column to texts
        In which order a column's values are drawn, where that is not the order of the table.
    """

    kind: Literal["interval", "line", "funnel", "bars", "heatmap", "calibration", "none"] = "none"
    x: str | None = None
    y: str | None = None
    low: str | None = "low"
    high: str | None = "high"
    series: str | None = None
    facet: str | None = None
    value: str | None = None
    unit: str = "number"
    x_label: str = ""
    y_label: str = ""
    value_label: str = ""
    reference: float | None = None
    reference_label: str = ""
    scale: Literal["linear", "log"] = "linear"
    where: Mapping[str, str] = field(default_factory=dict)
    order: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        choose("kind of chart", self.kind, _KINDS)
        choose("scale", self.scale, ("linear", "log"))


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

    Raises
    ------
    ArgumentError
        When a row's value lies outside its own interval, or the chart names a column that is not there.
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

    def __post_init__(self) -> None:
        choose("status", self.status, STATUSES)
        object.__setattr__(self, "key", self.key or self.name)
        _check_intervals(self.name, self.table)
        chart = self.chart
        for column in (chart.x, chart.y, chart.series, chart.facet, chart.value, *chart.where, *chart.order):
            if column is not None and column not in self.table.columns:
                raise ArgumentError(f'{self.name}: the chart names column "{column}", which the table does not have')

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Finding) and self.to_json() == other.to_json()

    __hash__ = None  # a table cannot be hashed

    def with_key(self, key: str) -> Finding:
        """The same finding under a key of its own (two calls of one analysis in a study)."""
        return replace(self, key=key)

    def display_table(self) -> pd.DataFrame:
        """The table as text for people: translated headings, each number in its unit and language."""
        shown = {}
        for column in self.table.columns:
            if column in ("unit", "withheld") or column.startswith("_"):
                continue
            title = words.label(column, self.language)
            cells = [self._cell(column, row) for row in self.table.to_dict("records")]
            shown[title if title not in shown else column] = cells
        return pd.DataFrame(shown)

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
            "headline": _plain(self.headline),
            "provenance": _plain(self.provenance),
            "slice": str(self.slice),
            "chart": _plain(vars(self.chart)),
            "table": _table_as_data(self.table),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Finding:
        """The finding that :meth:`to_json` wrote."""
        table = _table_from(data["table"])
        given = {name: data[name] for name in _PLAIN_FIELDS}
        return cls(
            **given,
            table=table,
            chart=Chart(**data["chart"]),
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
        return words.period_label(value, self.language) if column in ("period", "wave") else value

    def _cell(self, column: str, row: Mapping[str, Any]) -> str:
        value = row[column]
        if row.get("withheld") and (column in _WITHHELD or isinstance(value, float) and value != value):
            return words.say("house.withheld", self.language)
        if column in ("value", "low", "high"):
            return self._number(value, row.get("unit") or self.unit)
        unit = self.formats.get(column, "count" if column in ("base", "effective_base") else "")
        unit = row[unit[1:]] if unit.startswith("@") else unit
        if unit:
            return self._number(value, unit)
        if pd.isna(value):
            return ""
        if isinstance(value, bool):
            return words.say("house.yes" if value else "house.no", self.language)
        if isinstance(value, str):
            return self.text_of(column, value)
        return words.format_value(value, "number", self.language) if isinstance(value, float) else str(value)

    def _number(self, value: Any, unit: str) -> str:
        return words.format_value((value, self.currency) if unit == "money" else value, unit, self.language)


_PLAIN_FIELDS = (
    "name", "key", "question", "sentence", "base", "status", "unit", "currency", "owner", "next_step", "language",
)


def withhold(
    table: pd.DataFrame,
    *,
    minimum: int,
    within: Sequence[str] | None = None,
    columns: Sequence[str] = _WITHHELD,
) -> pd.DataFrame:
    """A copy in which estimates on fewer than `minimum` are blank and marked; every row stays.

    Subtracting what is shown from the group's total gives what is hidden all together. So at least two rows are
    hidden, on `minimum` or more in sum; the smallest of the other rows are hidden too until this is so. Rows with
    base 0 hide nothing.

    Parameters
    ----------
    table : DataFrame with column ``base``
    minimum : int
        Smallest base that may be shown.
    within : sequence of column names, optional
        Rows that agree in these columns add up to a total that is shown elsewhere; none given means that the
        rows add up to nothing and only the small ones are hidden.

    Returns
    -------
    DataFrame
        With column ``withheld``: "", ``small`` or ``complement``.

    Examples
    --------
    >>> t = withhold(pd.DataFrame({"base": [3, 40, 50], "value": [.5, .5, .6]}), minimum=5, within=[])
    >>> list(t["withheld"])
    ['small', 'complement', '']
    """
    out = table.copy()
    small = (out["base"] > 0) & (out["base"] < minimum)
    reason = pd.Series("", index=out.index, dtype="object").mask(small, "small")
    if within is not None:
        names = within[0] if len(within) == 1 else list(within)
        groups = out.groupby(names, dropna=False).groups.values() if within else [out.index]
        for rows in groups:
            reason[_complement(out.loc[rows, "base"], small[rows], minimum)] = "complement"
    out["withheld"] = reason.astype("str")
    for column in columns:
        if column in out:
            out[column] = out[column].astype("float64").mask(out["withheld"] != "")
    return out


def _complement(base: pd.Series, small: pd.Series, minimum: int) -> list:
    """Labels of the rows to hide beside the small ones of a group."""
    hidden, total, more = int(small.sum()), base[small].sum(), []
    if not hidden:
        return more
    for row, size in base[~small & (base > 0)].sort_values(kind="stable").items():
        if hidden + len(more) >= 2 and total >= minimum:
            break
        more.append(row)
        total += size
    return more


def table_html(text: pd.DataFrame) -> str:
    """A table of texts as HTML, each in full and escaped."""
    head = "".join(f"<th>{html.escape(str(name))}</th>" for name in text.columns)
    rows = ("".join(f"<td>{html.escape(str(cell))}</td>" for cell in row) for row in text.itertuples(index=False))
    body = "".join(f"<tr>{row}</tr>\n" for row in rows)
    return f'<table class="dataframe cx-table">\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}</tbody>\n</table>'


def _check_intervals(name: str, table: pd.DataFrame) -> None:
    if not {"value", "low", "high"} <= set(table.columns):
        return
    value, low, high = (pd.to_numeric(table[column]) for column in ("value", "low", "high"))
    slack = 1e-9 * (1 + value.abs())
    wrong = (low > value + slack) | (high < value - slack)
    if wrong.any():
        raise ArgumentError(f"{name}: row {list(table.index[wrong])[0]} has its value outside of its interval")


_DTYPES = {"number": "float64", "integer": "int64", "boolean": "bool", "datetime": "datetime64[us]"}


def _table_as_data(table: pd.DataFrame) -> dict[str, Any]:
    """Rows and the kind of each column; texts are one kind, however pandas keeps them."""
    data = json.loads(table.to_json(orient="table", index=False, date_format="iso", double_precision=15))
    fields = [{"name": field["name"], "type": "string" if field["type"] == "any" else field["type"]}
              for field in data["schema"]["fields"]]
    return {"schema": {"fields": fields}, "data": data["data"]}


def _table_from(data: Mapping[str, Any]) -> pd.DataFrame:
    """The table that :func:`_table_as_data` wrote, each column of its own kind even where it is all blank."""
    fields = data["schema"]["fields"]
    table = pd.DataFrame(data["data"], columns=[field["name"] for field in fields])
    return table.astype({field["name"]: _DTYPES[field["type"]] for field in fields if field["type"] in _DTYPES})


def _plain(value: Any) -> Any:
    """Mappings and numpy scalars as plain JSON values."""
    if isinstance(value, Mapping):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float) and value != value:
        return None
    return value if isinstance(value, (str, int, float, bool, type(None))) else str(value)

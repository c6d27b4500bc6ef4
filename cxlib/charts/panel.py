"""The rows that one set of axes shows, and every text on it in the finding's language."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from matplotlib.ticker import Formatter

from .. import words
from ..errors import ArgumentError
from ..finding import Finding
from .style import Size, shorten, wrap

__all__ = ["LINED", "Panel", "Ticks", "drawn_rows", "foot", "panels", "slice_words"]

LINED = ("line", "calibration", "scatter")  # kinds whose estimates stand upright
_NBSP = "\u00a0"
_REACH = {  # what an estimate of that unit can be
    "share": (0.0, 1.0), "whole_share": (0.0, 1.0), "points": (-1.0, 1.0), "count": (0.0, np.inf), "days": (0.0, np.inf), "money": (0.0, np.inf),
}
_LONGEST = 90  # letters of a name
_DECIMALS = {"share": 1, "points": 1, "signed_points": 1, "score": 2, "signed_score": 2, "days": 1}


class Ticks(Formatter):
    """Numbers along an axis in the finding's language, with no decimals that say nothing at any of them."""

    def __init__(self, panel: Panel, unit: str) -> None:
        self._panel, self._unit = panel, "number" if unit == "money" else unit

    def __call__(self, value: float, place: int | None = None) -> str:
        return self.format_ticks([value])[0]

    def format_ticks(self, values: Sequence[float]) -> list[str]:
        """The texts of all ticks together."""
        texts = [re.sub(r"^\+(0[.,]?0*%?)$", r"\1", self._panel.number(value, self._unit)) for value in values]
        for _ in range(_DECIMALS.get(self._unit, 0)):
            if all(re.search("0%?$", text) for text in texts):
                texts = [re.sub("0(%?)$", r"\1", text) for text in texts]
        return [re.sub(r"[.,](%?)$", r"\1", text) for text in texts]


@dataclass(frozen=True)
class Panel:
    """Some rows of a finding (all, or one facet) on a stretch of paper `width` inches wide."""

    finding: Finding
    rows: pd.DataFrame
    size: Size
    width: float
    title: str = ""
    joint_key: bool = False  # the figure has one key for the series of all panels

    @cached_property
    def column(self) -> str:
        """The column that is drawn as the estimate."""
        chart = self.finding.chart
        across = chart.y if chart.kind in LINED else chart.x if chart.kind != "heatmap" else None
        column = chart.value or across or "value"
        if column not in self.rows:
            raise ArgumentError(f'{self.finding.name}: the chart has no column "{column}" to draw')
        return column

    @cached_property
    def values(self) -> np.ndarray:
        """Estimates; NaN where withheld or not known."""
        return self.numbers(self.column)

    @cached_property
    def low(self) -> np.ndarray:
        """Lower ends of the intervals, NaN where there is none."""
        return self.numbers(self.finding.chart.low)

    @cached_property
    def high(self) -> np.ndarray:
        """Upper ends of the intervals, NaN where there is none."""
        return self.numbers(self.finding.chart.high)

    @property
    def has_key(self) -> bool:
        """Whether a key names the series: a name at the end of a line would lead across what is to come."""
        chart = self.finding.chart
        return self.joint_key or chart.kind == "scatter" or (chart.kind == "line" and chart.dashed is not None)

    @cached_property
    def at(self) -> np.ndarray:
        """Where each point of a scatter stands across."""
        return self.numbers(self.finding.chart.x)

    @cached_property
    def limits(self) -> dict[str, np.ndarray]:
        """The numbers of each column that is drawn as a line to read the estimates against."""
        return {column: self.numbers(column) for column in self.finding.chart.limits}

    @cached_property
    def drawn(self) -> np.ndarray:
        """Whether each row has a place on the chart."""
        known = np.isfinite(self.values)
        return known & np.isfinite(self.at) if self.finding.chart.kind == "scatter" else known

    @cached_property
    def marked(self) -> np.ndarray:
        """Whether each row's point stands out."""
        column = self.finding.chart.mark
        if column is None:
            return np.zeros(len(self.rows), dtype=bool)
        return np.array([not pd.isna(value) and bool(value) for value in self.rows[column]], dtype=bool) & self.drawn

    @cached_property
    def withheld(self) -> np.ndarray:
        """Whether each row is withheld."""
        if "withheld" not in self.rows:
            return np.zeros(len(self.rows), dtype=bool)
        return (self.rows["withheld"].fillna("").astype("str") != "").to_numpy()

    @cached_property
    def complete(self) -> np.ndarray:
        """Whether each row's period is wholly in the data."""
        if "complete" not in self.rows:
            return np.ones(len(self.rows), dtype=bool)
        return np.array([bool(value) or pd.isna(value) for value in self.rows["complete"]])

    @cached_property
    def unit(self) -> str:
        """The unit of the axis: that of the rows where they agree, else the chart's, else the finding's."""
        given = set(self.rows["unit"].dropna()) - {""} if "unit" in self.rows and self.column == "value" else set()
        if len(given) == 1:
            return given.pop()
        if self.finding.chart.unit != "number":
            return self.finding.chart.unit
        return self.finding.unit if self.column == "value" else self.finding.formats.get(self.column, self.finding.unit)

    def numbers(self, column: str | None) -> np.ndarray:
        """A column as floats; NaN throughout where it is missing."""
        if column is None or column not in self.rows:
            return np.full(len(self.rows), np.nan)
        return pd.to_numeric(self.rows[column]).to_numpy(dtype="float64", na_value=np.nan)

    def unit_of(self, column: str) -> str:
        """The unit of a column of numbers that is not the estimate."""
        usual = self.finding.unit if column == "value" else "count" if column == "base" else "number"
        return self.finding.formats.get(column, usual)

    def within_reach(self, places: Sequence[float], column: str | None = None) -> np.ndarray:
        """Those of some ticks that the unit can reach, such as no share below 0%; all where numbers go beyond.

        The numbers are the estimates, or those of a `column`.
        """
        least, most = _REACH.get(self.unit_of(column) if column else self.unit, (-np.inf, np.inf))
        parts = [self.numbers(column)] if column else [self.values, self.low, self.high]
        places, ends = np.asarray(places, dtype=float), np.concatenate(parts)
        ends = ends[np.isfinite(ends)]
        if ((ends < least) | (ends > most)).any():
            return places
        return places[(places >= least - 1e-9) & (places <= most + 1e-9)]

    def say(self, key: str, **values: object) -> str:
        """A sentence of the catalogue in the finding's language."""
        return words.say(key, self.finding.language, **values)

    def number(self, value: float, unit: str | None = None) -> str:
        """An estimate in its unit."""
        unit = unit or self.unit
        given = (value, self.finding.currency) if unit == "money" else value
        return words.format_value(given, unit, self.finding.language)

    def estimate(self, row: int) -> str:
        """The estimate of a row with its interval, as text; its reason where there is none."""
        if self.withheld[row]:
            return self.say("house.withheld")
        unit = self.rows["unit"].iloc[row] if "unit" in self.rows and self.column == "value" else None
        unit = unit if isinstance(unit, str) and unit else self.unit
        text = self.number(self.values[row], unit)
        low, high = self.low[row], self.high[row]
        if not np.isfinite([self.values[row], low, high]).all() or (low == high and unit == "share"):
            return text
        ends = [self.number(end, unit).removesuffix(f" {self.finding.currency}") for end in (low, high)]
        return f"{text}  ({ends[0]} – {ends[1]})"

    def base(self, row: int) -> str:
        """``n = 1,234``, or nothing where the base is not known."""
        n = self.numbers("base")[row]
        return "" if np.isnan(n) else self.say("house.base", n=n).replace(" ", _NBSP)

    def base_range(self, rows: np.ndarray) -> str:
        """The smallest and largest base of some rows: ``n = 80 – 1,234``."""
        n = self.numbers("base")[rows]
        n = n[np.isfinite(n) & (np.isfinite(self.values[rows]) | (n > 0))]
        if not len(n):
            return ""
        ends = [words.format_value(end, "count", self.finding.language) for end in (n.min(), n.max())]
        return f"n = {ends[0]}" if ends[0] == ends[1] else f"n = {ends[0]} – {ends[1]}"

    def level(self, column: str, value: object) -> str:
        """The name of a level, period or code; a very long one is cut."""
        unit = self.finding.formats.get(column, "")
        if not unit and isinstance(value, str):
            return shorten(self.finding.text_of(column, value), _LONGEST)
        return words.format_value(value, unit or "text", self.finding.language)

    def value_label(self) -> str:
        """What the axis of estimates shows, with its unit."""
        chart = self.finding.chart
        given = chart.value_label if chart.kind == "heatmap" else chart.y_label if chart.kind in LINED else chart.x_label
        text = given or self._measure() or ("" if self.column == "value" else words.label(self.column, self.finding.language))
        return with_unit(text, self.unit, self.finding)

    def _measure(self) -> str:
        """The metric, where all rows are of one."""
        if self.column != "value" or "metric" not in self.rows or self.rows["metric"].nunique() != 1:
            return ""
        name = self.level("metric", self.rows["metric"].iloc[0]).replace(" (", ": ").rstrip(")")
        return name[:1].upper() + name[1:]

    def axis_label(self, column: str, given: str) -> str:
        """What an axis of levels or of another column shows."""
        return with_unit(given or words.label(column, self.finding.language), self.finding.formats.get(column, ""), self.finding)


def drawn_rows(finding: Finding) -> pd.DataFrame:
    """The rows that the chart is about, in the order in which it shows them."""
    chart, rows = finding.chart, finding.table
    for column, text in chart.where.items():
        rows = rows[rows[column] == text]
    for column, order in reversed(list(chart.order.items())):
        place = rows[column].map({text: place for place, text in enumerate(order)})
        rows = rows.loc[place.sort_values(kind="stable").index]
    return rows.reset_index(drop=True)


def panels(finding: Finding, size: Size, width: float, columns: int = 1) -> list[Panel]:
    """One panel for each facet in order of appearance; one for all without facet."""
    table, facet = drawn_rows(finding), finding.chart.facet
    if facet is None:
        return [Panel(finding, table, size, width)]
    whole = Panel(finding, table, size, width)
    joint = finding.chart.kind in ("line", "scatter") and finding.chart.series is not None
    return [
        Panel(finding, rows.reset_index(drop=True), size, width / columns, whole.level(facet, level), joint)
        for level, rows in table.groupby(facet, sort=False, dropna=False)
    ]


def foot(finding: Finding, size: Size, width: float, left_out: int = 0) -> str:
    """Base, slice, what the line of reference is and how much is left to the table, in the words of the finding."""
    language, chart = finding.language, finding.chart
    parts = [words.say("house.base", language, n=finding.base), slice_words(finding)]
    if (chart.reference is not None or chart.x_reference is not None) and chart.reference_label:
        parts.append(words.say("chart.reference", language, name=chart.reference_label))
    if left_out:
        parts.append(words.say("chart.left_out", language, n=left_out))
    return wrap(" · ".join(parts), size.letters(width * 0.75))


def slice_words(finding: Finding) -> str:
    """The slice for people: ``Region: Hà Nội, Huế · Period: Q3 2026``; after four levels, how many more."""
    language = finding.language
    parts = [(words.label(name, language), list(kept)) for name, kept in finding.slice.levels]
    if finding.slice.periods is not None:
        parts.append((words.label("period", language), [words.period_label(p, language) for p in finding.slice.periods]))
    texts = [f"{name}: {', '.join(kept[:4])}" + (f" +{len(kept) - 4}" if len(kept) > 4 else "") for name, kept in parts]
    return " · ".join(texts) or words.say("house.everyone", language)


def with_unit(text: str, unit: str, finding: Finding) -> str:
    """`text` with its unit in brackets, unless it says a unit already."""
    key = f"chart.unit.{unit}"
    name = finding.currency if unit == "money" else words.say(key, finding.language) if words.has(key) else ""
    if not name or text.endswith(")"):
        return text
    return f"{text} ({name})" if text else name[:1].upper() + name[1:]

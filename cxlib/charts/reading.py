"""What a chart says of some rows of a finding, in words and numbers; nothing of paper, so that more than one hand can draw it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from .. import words
from ..errors import ArgumentError
from ..finding import Finding

__all__ = ["LINED", "Reading", "alt_text", "drawn_rows", "shorten", "slice_words", "with_unit"]

LINED = ("line", "calibration", "scatter")  # kinds whose estimates stand upright
_NBSP = "\u00a0"
_REACH = {  # what an estimate of that unit can be
    "share": (0.0, 1.0), "whole_share": (0.0, 1.0), "points": (-1.0, 1.0), "count": (0.0, np.inf), "days": (0.0, np.inf), "money": (0.0, np.inf),
}
_LONGEST = 90  # letters of a name


@dataclass(frozen=True)
class Reading:
    """Some rows of a finding (all, or one facet), read as its chart says."""

    finding: Finding
    rows: pd.DataFrame

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
        return np.array([not pd.isna(value) and str(value) != "" for value in self.rows["withheld"]], dtype=bool)

    @cached_property
    def complete(self) -> np.ndarray:
        """Whether each row's period is wholly in the data."""
        if "complete" not in self.rows:
            return np.ones(len(self.rows), dtype=bool)
        return np.array([bool(value) or pd.isna(value) for value in self.rows["complete"]])

    @cached_property
    def bases(self) -> np.ndarray:
        """What each row rests on; NaN where it is not known."""
        return self.numbers("base")

    @cached_property
    def units(self) -> list[str]:
        """The unit of each row's estimate where the table says it, else ""."""
        if "unit" not in self.rows or self.column != "value":
            return [""] * len(self.rows)
        return [unit if isinstance(unit, str) else "" for unit in self.rows["unit"]]

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
        values = self.rows[column]
        if isinstance(values.dtype, np.dtype) and values.dtype.kind in "fiu":  # the usual case, and a live page waits for it
            return values.to_numpy(dtype="float64")
        return pd.to_numeric(values).to_numpy(dtype="float64", na_value=np.nan)

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
        unit = self.units[row] or self.unit
        text = self.number(self.values[row], unit)
        low, high = self.low[row], self.high[row]
        if not np.isfinite([self.values[row], low, high]).all() or (low == high and unit == "share"):
            return text
        ends = [self.number(end, unit).removesuffix(f" {self.finding.currency}") for end in (low, high)]
        return f"{text}  ({ends[0]} – {ends[1]})"

    def base(self, row: int) -> str:
        """``n = 1,234``, or nothing where the base is not known."""
        n = self.bases[row]
        return "" if np.isnan(n) else self.say("house.base", n=n).replace(" ", _NBSP)

    def base_range(self, rows: np.ndarray) -> str:
        """The smallest and largest base of some rows: ``n = 80 – 1,234``."""
        n = self.bases[rows]
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


def shorten(text: str, letters: int) -> str:
    """`text` with an ellipsis where it is longer than that.

    Examples
    --------
    >>> shorten("Đà Nẵng", 7), shorten("Đà Nẵng", 4)
    ('Đà Nẵng', 'Đà…')
    """
    return text if len(text) <= letters else text[: letters - 1].rstrip() + "\u2026"


def alt_text(finding: Finding) -> str:
    """The chart in words: its question, then its sentence.

    Examples
    --------
    >>> import pandas as pd
    >>> alt_text(Finding("demo", "How many stay?", "Nine in ten stay.", pd.DataFrame()))
    'How many stay? Nine in ten stay.'
    """
    return " ".join(part.strip() for part in (finding.question, finding.sentence) if part.strip())


def slice_words(finding: Finding) -> str:
    """The slice for people: ``Region: Hà Nội, Huế · Period: Q3 2026``; after four levels, how many more."""
    language = finding.language
    texts = [_few(words.label(name, language), kept) for name, kept in finding.slice.inside]
    for group in finding.slice.left_out:
        named = " · ".join(_few(words.label(name, language), kept) for name, kept in group)
        texts.append(words.say("house.not_in", language, group=named or words.say("house.everyone", language)))
    if finding.slice.periods is not None:
        texts.append(_few(words.label("period", language), [words.period_label(p, language) for p in finding.slice.periods]))
    texts += [] if finding.slice.weights else [words.say("house.weights_off", language)]
    return " · ".join(texts) or words.say("house.everyone", language)


def _few(name: str, kept: Sequence[str]) -> str:
    return f"{name}: {', '.join(kept[:4])}" + (f" +{len(kept) - 4}" if len(kept) > 4 else "")


def with_unit(text: str, unit: str, finding: Finding) -> str:
    """`text` with its unit in brackets, unless it says a unit already."""
    key = f"chart.unit.{unit}"
    name = finding.currency if unit == "money" else words.say(key, finding.language) if words.has(key) else ""
    if not name or text.endswith(")"):
        return text
    return f"{text} ({name})" if text else name[:1].upper() + name[1:]

"""A chart as data: every number, every text in the study's language, for a script that draws and computes nothing."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from .. import words
from ..charts.reading import LINED, Reading, alt_text, drawn_rows, slice_words
from ..finding import Finding

__all__ = ["DRAWN", "picture"]

DRAWN = ("interval", "line", "funnel", "bars", "heatmap", "calibration", "scatter")
_MOST_PANELS, _MOST_LINES, _MOST_SERIES, _MOST_POINTS = 8, 40, 12, 2000
_MEASURES = ("metric", "question", "signal")  # panels of these show different things, each on a scale of its own


def picture(finding: Finding) -> dict[str, Any] | None:
    """The finding's chart as plain data for the script ``draw``; None when it has nothing to draw or is of another kind.

    Returns
    -------
    dict or None
        ``kind``, ``language``, ``alt``, ``foot`` (base, slice, reference, what is left out), ``unit`` and texts of the
        chart; ``series`` (``name``, ``look``, ``dashed``); ``panels``, each with ``title``, ``unit``, ``value_label``,
        ``places`` (names along the axis of levels or periods; None along an axis of numbers), ``limits`` and ``rows``:
        ``place`` or ``at``, ``series``, ``value``, ``low``, ``high`` (null where withheld or not known), ``text`` (the
        estimate with its interval), ``n``, ``whole`` (False: the period is not complete), ``mark``, ``hidden``.

    Examples
    --------
    >>> table = pd.DataFrame({"region": ["Huế"], "base": [400], "value": [0.5], "low": [0.45], "high": [0.55]})
    >>> from cxlib.finding import Chart
    >>> shown = picture(Finding("demo", "?", "!", table, Chart("interval", y="region", x="value", unit="share")))
    >>> shown["panels"][0]["rows"][0]["text"]
    '50.0%  (45.0% – 55.0%)'
    """
    chart = finding.chart
    if chart.kind not in DRAWN or not len(finding.table):
        return None
    rows = drawn_rows(finding)
    whole = Reading(finding, rows)
    if not whole.drawn.any():
        return None
    series = _series(whole)
    parts, left_out = _panels(whole, series)
    return {
        "kind": chart.kind, "language": finding.language, "alt": alt_text(finding), "foot": _foot(finding, left_out), "scale": chart.scale,
        "reference": _plain(chart.reference), "x_reference": _plain(chart.x_reference), "reference_label": chart.reference_label,
        "corners": list(chart.corners), "mark_label": chart.mark_label, "band_label": chart.band_label,
        "same_scale": len({part["unit"] for part in parts}) == 1 and chart.facet not in _MEASURES,
        "words": {name: words.say(f"chart.{name}", finding.language) for name in ("partial", "equal", "hatched")}
        | {"withheld": words.say("house.withheld", finding.language)},
        "series": series[:_MOST_SERIES], "panels": parts,
    }


def _panels(whole: Reading, series: Sequence[Mapping[str, Any]]) -> tuple[list[dict[str, Any]], int]:
    """The panels, and how many things are left to the table."""
    facet = whole.finding.chart.facet
    if facet is None:
        groups = [("", whole.rows)]
    else:
        groups = [(whole.level(facet, level), rows.reset_index(drop=True)) for level, rows in whole.rows.groupby(facet, sort=False, dropna=False)]
    found, left_out = [], max(0, len(groups) - _MOST_PANELS)
    for title, rows in groups[:_MOST_PANELS]:
        kept, fewer = _cut(whole.finding, rows)
        part = Reading(whole.finding, kept)
        found.append({"title": title, **_panel(part, series)})
        left_out += fewer
        if whole.finding.chart.kind == "scatter":
            left_out += int((~part.drawn).sum())
    if whole.finding.chart.kind in LINED:
        left_out += max(0, len(series) - _MOST_SERIES)
    return found, left_out


def _cut(finding: Finding, rows: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """As many rows as a chart can be read with, and how many things go."""
    chart = finding.chart
    if chart.kind in LINED:
        return rows.iloc[:_MOST_POINTS], max(0, len(rows) - _MOST_POINTS)
    category = chart.y or rows.columns[0]
    names = list(dict.fromkeys(rows[category]))
    if len(names) <= _MOST_LINES:
        return rows, 0
    return rows[rows[category].isin(names[:_MOST_LINES])].reset_index(drop=True), len(names) - _MOST_LINES


def _panel(part: Reading, series: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    chart, finding = part.finding.chart, part.finding
    grid, lined = chart.kind == "heatmap", chart.kind in LINED
    across = chart.x if lined or grid else chart.y
    column = across or part.rows.columns[0]
    measured = chart.kind in ("scatter", "calibration") or (chart.kind == "line" and pd.api.types.is_numeric_dtype(part.rows[column]))
    given = chart.x_label if lined or grid else chart.y_label
    found = {
        "unit": part.unit, "currency": finding.currency, "value_label": part.value_label(),
        "place_label": part.axis_label(column, given), "place_unit": part.unit_of(column) if measured else "",
        "n": part.base_range(np.arange(len(part.rows))), "names": _names(part, series),
        "places": None if measured else _places(part, column, series), "limits": _limits(part, column, measured),
        "rows": _rows(part, column, measured, series),
    }
    if chart.kind == "calibration":
        found["each"] = words.say("chart.each", finding.language, base=found["n"]) if found["n"] else ""
    if grid:
        found["lines"] = [part.level(chart.y, value) for value in dict.fromkeys(part.rows[chart.y])]
        found["line_label"] = part.axis_label(chart.y, chart.y_label)
    return found


def _rows(part: Reading, column: str, measured: bool, series: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    chart, rows = part.finding.chart, part.rows
    at = part.numbers(column) if measured else _order(rows[column])
    numbers = _numbers(part, series)
    lines = _order(rows[chart.y]) if chart.kind == "heatmap" else None
    beside = (part.numbers(chart.x_low), part.numbers(chart.x_high))
    labels = rows[chart.label] if chart.kind == "scatter" and chart.label else None
    found = []
    for row in range(len(rows)):
        if numbers[row] >= _MOST_SERIES:
            continue
        value, low, high = part.values[row], part.low[row], part.high[row]
        one = {
            "at" if measured else "place": _plain(at[row]), "series": numbers[row],
            "value": _plain(value), "low": _plain(low), "high": _plain(high), "text": part.estimate(row),
            "n": part.base(row), "whole": bool(part.complete[row]), "hidden": bool(part.withheld[row]),
        }
        if lines is not None:
            one |= {"line": lines[row], "short": part.number(value)}
        if chart.mark:
            one["mark"] = bool(part.marked[row])
        if chart.kind == "scatter":
            one |= {"x_low": _plain(beside[0][row]), "x_high": _plain(beside[1][row])}
            one["label"] = part.level(chart.label, labels.iloc[row]).strip() if labels is not None else ""
        found.append(one)
    return found


def _places(part: Reading, column: str, series: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The names along an axis; with their base where one line is drawn, and whether the period is not complete."""
    rows = part.rows
    alone = part.finding.chart.kind == "line" and sum(not one["dashed"] for one in series) <= 1
    first: dict[Any, int] = {}
    partial: dict[Any, bool] = {}
    for row, value in enumerate(rows[column]):
        first.setdefault(value, row)
        partial[value] = partial.get(value, False) or not part.complete[row]
    return [{"name": part.level(column, value), "n": part.base(row) if alone else "", "partial": partial[value]} for value, row in first.items()]


def _limits(part: Reading, column: str, measured: bool) -> list[dict[str, Any]]:
    """Lines to read the estimates against: a name each, in order from left to right."""
    if not part.limits:
        return []
    at = part.numbers(column) if measured else np.asarray(_order(part.rows[column]), dtype=float)
    order, names = np.argsort(at, kind="stable"), list(dict.fromkeys(part.finding.chart.limits.values()))
    found = []
    for name, values in part.limits.items():
        known = order[np.isfinite(at[order]) & np.isfinite(values[order])]
        title = part.finding.chart.limits[name]
        found.append({"name": title, "look": names.index(title), "points": [[float(at[row]), float(values[row])] for row in known]})
    return found


def _series(whole: Reading) -> list[dict[str, Any]]:
    """How lines are told apart: the same number and look in each panel and, in a given order, always."""
    chart = whole.finding.chart
    kinds = list(dict.fromkeys(whole.rows[chart.series])) if chart.series else []
    if not kinds:
        return [{"name": "", "look": 0, "dashed": False, "grey": False}]
    given = list(chart.order.get(chart.series, ()))
    two = len({*kinds, *given}) <= 2
    found = []
    for place, value in enumerate(kinds):
        look = given.index(value) if value in given else place + len(given)
        dashed = chart.dashed is not None and value == chart.dashed
        grey = dashed and not two
        alone = len(kinds) == 1 and chart.kind in LINED
        name = "" if alone else whole.level(chart.series, value)
        found.append({"name": name, "look": 0 if dashed and two else look, "dashed": dashed, "grey": grey})
    return found


def _numbers(part: Reading, series: Sequence[Mapping[str, Any]]) -> list[int]:
    by = part.finding.chart.series
    if by is None:
        return [0] * len(part.rows)
    if len(series) == 1:
        return [0] * len(part.rows)
    kinds = {value: place for place, value in enumerate(dict.fromkeys(drawn_rows(part.finding)[by]))}
    return [kinds[value] for value in part.rows[by]]


def _names(part: Reading, series: Sequence[Mapping[str, Any]]) -> list[str]:
    """The bases of each series in this panel; "" for one that is not in it."""
    if part.finding.chart.kind not in LINED or len(series) == 1:
        return []
    numbers = np.array(_numbers(part, series))
    return [part.base_range(np.flatnonzero(numbers == number)) for number in range(min(len(series), _MOST_SERIES))]


def _order(column: pd.Series) -> list[int]:
    order: dict[Any, int] = {}
    return [order.setdefault(value, len(order)) for value in column]


def _foot(finding: Finding, left_out: int) -> str:
    language, chart = finding.language, finding.chart
    parts = [words.say("house.base", language, n=finding.base), slice_words(finding)]
    if (chart.reference is not None or chart.x_reference is not None) and chart.reference_label:
        parts.append(words.say("chart.reference", language, name=chart.reference_label))
    if left_out:
        parts.append(words.say("chart.left_out", language, n=left_out))
    return " · ".join(parts)


def _plain(value: Any) -> float | int | None:
    """A number that JSON can hold."""
    if value is None or not math.isfinite(value):
        return None
    return int(value) if isinstance(value, (int, np.integer)) else float(value)

"""A finding's chart as series of numbers, for programs that draw charts themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
import pandas as pd

from ..finding import Finding

__all__ = ["Plot", "Series", "plots"]

_HUNDRED = ("points", "signed_points")
_PANELS, _SERIES = 4, 6
_BARS, _SHARED_BARS = 16, 8


@dataclass(frozen=True)
class Series:
    """Numbers under one name; None where there is nothing to draw.

    Parameters
    ----------
    at : numbers or None
        Where the points stand across, in a plot of kind ``points``.
    hollow : places of points of periods that are not complete
    is_line : bool
        A line to read the others by (limits, what would be perfect): no marks, no intervals.
    """

    name: str
    values: tuple[float | None, ...]
    low: tuple[float | None, ...]
    high: tuple[float | None, ...]
    at: tuple[float, ...] | None = None
    at_low: tuple[float | None, ...] | None = None
    at_high: tuple[float | None, ...] | None = None
    hollow: tuple[int, ...] = ()
    is_line: bool = False


@dataclass(frozen=True)
class Plot:
    """What one native chart shows.

    Parameters
    ----------
    left_out : int
        Levels, series or panels for which there was no room.
    """

    kind: Literal["bars", "line", "points"]
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str
    title: str = ""
    value_title: str = ""
    category_title: str = ""
    across_unit: str = "number"
    is_log: bool = False
    left_out: int = 0

    @property
    def is_across(self) -> bool:
        """Whether points stand at numbers across rather than at names."""
        return not self.categories


def plots(finding: Finding) -> list[Plot]:
    """The charts of a finding, one for each facet (at most four); none where it shows estimates in no such way.

    NPS and differences of shares come in points (times 100), as people read them; shares stay 0 to 1.

    Examples
    --------
    >>> plots(Finding("demo", "?", "!", pd.DataFrame()))
    []
    """
    from ..charts.reading import Reading, drawn_rows

    chart = finding.chart
    if chart.kind in ("none", "map", "card", "heatmap") or not len(finding.table):
        return []
    rows = drawn_rows(finding)
    if not len(rows) or not Reading(finding, rows).drawn.any():
        return []
    if chart.facet is None:
        return [_plot(finding, rows, _BARS)]
    whole = Reading(finding, rows)
    parts = [(level, part.reset_index(drop=True)) for level, part in rows.groupby(chart.facet, sort=False, dropna=False)]
    parts = [(level, part) for level, part in parts if Reading(finding, part).drawn.any()]
    out = [replace(_plot(finding, part, _BARS if len(parts) == 1 else _SHARED_BARS), title=whole.level(chart.facet, level)) for level, part in parts[:_PANELS]]
    return [*out[:-1], replace(out[-1], left_out=out[-1].left_out + len(parts) - len(out))]


def _plot(finding: Finding, rows: pd.DataFrame, most: int) -> Plot:
    from ..charts.reading import Reading

    chart, part = finding.chart, Reading(finding, rows)
    if chart.kind in ("scatter", "calibration") or chart.kind == "line" and pd.api.types.is_numeric_dtype(rows[chart.x]):
        return _points(finding, part)
    across = chart.x if chart.kind == "line" else chart.y
    names = list(dict.fromkeys(rows[across]))
    levels = list(dict.fromkeys(rows[chart.series])) if chart.series else [None]
    kept = names if chart.kind == "line" else names[:most]
    if chart.series is None and len(names) < len(rows):
        return _one_each(finding, part, across, most)
    series = []
    for level in levels[:_SERIES]:
        mine = rows[chart.series] == level if chart.series else pd.Series(True, index=rows.index)
        # the first row of a name is the one that is drawn
        place = {name: index for index, name in reversed(list(rows.loc[mine, across].items()))}
        at = [place.get(name) for name in kept]
        series.append(_series("" if level is None else part.level(chart.series, level), part, at))
    series += [_limit(name, numbers, kept, rows[across], part.unit) for (_, numbers), name in zip(part.limits.items(), chart.limits.values(), strict=True)]
    if chart.band_label:
        series = _with_band(part, series, chart.band_label)
    label = chart.x_label if chart.kind == "line" else chart.y_label
    return Plot(
        "line" if chart.kind == "line" else "bars", tuple(part.level(across, name) for name in kept), tuple(series), part.unit,
        value_title=part.value_label(), category_title=part.axis_label(across, label), is_log=chart.scale == "log",
        left_out=len(names) - len(kept) + max(0, len(levels) - _SERIES),
    )


def _one_each(finding: Finding, part: Any, across: str, most: int) -> Plot:
    """A bar for each row, where several rows have the same name."""
    kept = list(range(len(part.rows)))[:most]
    series = (_series("", part, kept),)
    return Plot(
        "line" if finding.chart.kind == "line" else "bars", tuple(part.level(across, part.rows[across].iloc[place]) for place in kept), series, part.unit,
        value_title=part.value_label(), is_log=finding.chart.scale == "log", left_out=len(part.rows) - len(kept),
    )


def _points(finding: Finding, part: Any) -> Plot:
    """Points at numbers across and up; along a line they stand in order."""
    chart, rows = finding.chart, part.rows
    at = part.numbers(chart.x)
    known = np.isfinite(at) & np.isfinite(part.values)
    levels = list(dict.fromkeys(rows[chart.series])) if chart.series else [None]
    series = []
    for level in levels[:_SERIES]:
        mine = known & ((rows[chart.series] == level).to_numpy() if chart.series else True)
        places = np.flatnonzero(mine)
        places = places[np.argsort(at[places], kind="stable")]
        if len(places):
            series.append(_series("" if level is None else part.level(chart.series, level), part, list(places), across=True))
    for (_, numbers), name in zip(part.limits.items(), chart.limits.values(), strict=True):
        places = np.flatnonzero(np.isfinite(at) & np.isfinite(numbers))
        places = places[np.argsort(at[places], kind="stable")]
        series.append(_line(name, _scaled(numbers[places], part.unit), _scaled(at[places], part.unit_of(chart.x))))
    if chart.limits and len(levels) == 1 and series and not series[0].name:
        series[0] = replace(series[0], name=part.value_label())
    if chart.kind == "calibration":
        ends = _ends(part, at)
        series.append(_line(part.say("slides.perfect"), _scaled(ends, part.unit), _scaled(ends, part.unit_of(chart.x))))
    return Plot(
        "line" if chart.kind == "line" else "points", (), tuple(series), part.unit, value_title=part.value_label(),
        category_title=part.axis_label(chart.x, chart.x_label), across_unit=part.unit_of(chart.x), left_out=max(0, len(levels) - _SERIES),
    )


def _ends(part: Any, at: np.ndarray) -> np.ndarray:
    both = np.concatenate([at, part.values])
    both = both[np.isfinite(both)]
    return np.array([both.min(), both.max()])


def _series(name: str, part: Any, places: Sequence[int | None], *, across: bool = False) -> Series:
    chart = part.finding.chart

    def picked(numbers: np.ndarray, unit: str) -> tuple[float | None, ...]:
        return _scaled([np.nan if place is None else numbers[place] for place in places], unit)

    given: dict[str, Any] = {}
    if across:
        unit = part.unit_of(chart.x)
        given = {"at": picked(part.numbers(chart.x), unit), "at_low": picked(part.numbers(chart.x_low), unit), "at_high": picked(part.numbers(chart.x_high), unit)}
    hollow = tuple(number for number, place in enumerate(places) if place is not None and not part.complete[place])
    return Series(name, picked(part.values, part.unit), picked(part.low, part.unit), picked(part.high, part.unit), hollow=hollow, **given)


def _with_band(part: Any, series: Sequence[Series], name: str) -> list[Series]:
    """A band that is no interval of the points (what is usual, limits of control) as two lines, because points lie outside of it."""
    plain = [replace(one, low=(None,) * len(one.low), high=(None,) * len(one.high)) for one in series]
    if len(series) == 1 and not plain[0].name:
        plain = [replace(plain[0], name=part.value_label())]
    first = next((one for one in series if any(end is not None for end in one.low)), None)
    return [*plain, *([_line(name, first.low), _line(name, first.high)] if first and len(series) == 1 else [])]


def _limit(name: str, numbers: np.ndarray, kept: Sequence[Any], across: pd.Series, unit: str) -> Series:
    place = {level: index for index, level in reversed(list(across.items()))}
    return _line(name, _scaled([numbers[place[level]] for level in kept], unit))


def _line(name: str, values: tuple[float | None, ...], at: tuple[float | None, ...] | None = None) -> Series:
    nothing = (None,) * len(values)
    return Series(name, values, nothing, nothing, at=at, is_line=True)


def _scaled(numbers: Sequence[float] | np.ndarray, unit: str) -> tuple[float | None, ...]:
    """As people read them, without the dust of a float; None where not known."""
    factor = 100 if unit in _HUNDRED else 1
    return tuple(float(f"{factor * number:.12g}") if np.isfinite(number) else None for number in map(float, numbers))

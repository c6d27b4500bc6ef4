"""Estimates along an ordered axis: trends by period with what is to come, curves, and predicted against observed."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from . import guides, scales
from .panel import Panel, Ticks
from .series import DIRECT, Series, count, last, name_series, series_of, width_of_names
from .style import GREY, INK, clean

__all__ = ["draw_calibration", "draw_lines", "height"]


@dataclass(frozen=True)
class _Blank:
    """A word below neighbouring places where nothing is drawn, written level or upright."""

    word: str
    first: int
    last: int
    level: bool


def height(panel: Panel) -> float:
    """Inches that the axes of a line or calibration chart should have."""
    tall = 3.2 if panel.title else 6.2 if panel.finding.chart.kind == "calibration" else 5.2
    beside = 0 if panel.has_key else count(panel)
    return max(tall * panel.size.text / 14.5, 2.35 * beside * panel.size.row if beside > DIRECT else 0.0)


def draw_lines(ax: Axes, panel: Panel) -> None:
    """Draw a chart of kind ``line``."""
    chart = panel.finding.chart
    column = chart.x or panel.rows.columns[0]
    measured = pd.api.types.is_numeric_dtype(panel.rows[column])
    series = series_of(panel, column, measured=measured)
    blanks = [] if measured else _blanks(panel, series)
    scales.up(ax, panel, height(panel), strip=_strip(panel, blanks))
    if measured:
        scales.across(ax, panel, column)
    else:
        _named_axis(ax, panel, column, series)
    solid = [one for one in series if not one.dashed]
    for one in series:
        band = measured or one.dashed or len(solid) == 1 or bool(chart.band_label)
        bars = not (measured or one.dashed or chart.band_label)
        before = last(panel, solid[0]) if one.dashed and len(solid) == 1 else None
        _line(ax, panel, one, band=band, bars=bars, marks=not measured or len(one.rows) <= scales.FEW, before=before)
    if not measured:
        _mark_withheld(ax, panel, series, blanks)
    guides.limits(ax, panel, _places(len(panel.rows), series))
    guides.references(ax, panel)
    name_series(ax, panel, series, height(panel))


def draw_calibration(ax: Axes, panel: Panel) -> None:
    """Draw a chart of kind ``calibration``: predicted across, observed up, and where the two are equal."""
    chart = panel.finding.chart
    column = chart.x or panel.rows.columns[0]
    series = series_of(panel, column, measured=True)
    ends = np.concatenate([panel.numbers(column), panel.values, panel.low, panel.high, [0.0]])
    ends = ends[np.isfinite(ends)]
    most = float(ends.max()) * 1.06 or 1.0
    ax.set_xlim(0, most)
    ax.set_ylim(min(0.0, float(ends.min())), most)
    scales.up(ax, panel, height(panel), limits=False)
    ax.xaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 2.5, 5, 10]))
    ax.xaxis.set_major_formatter(Ticks(panel, panel.unit))
    ax.tick_params(axis="x", pad=0.6 * panel.size.text)  # the two zeros meet in the corner
    base = panel.base_range(np.flatnonzero(np.isfinite(panel.values)))
    each = panel.say("chart.each", base=base) if base else ""
    ax.set_xlabel("\n".join(filter(None, [panel.axis_label(column, chart.x_label), each])))
    equal = ax.plot([0, most], [0, most], color=GREY, linewidth=1.2, linestyle="--", zorder=1.5, gid="equal")
    ax.add_artist(ax.legend(equal, [panel.say("chart.equal")], loc="lower right", frameon=False))
    for one in series:
        _line(ax, panel, one, band=False, bars=True, marks=True)
    if len(series) == 1:
        _bases_beside(ax, panel, series[0])
    name_series(ax, panel, series, height(panel))


def _named_axis(ax: Axes, panel: Panel, column: str, series: list[Series]) -> None:
    values = list(dict.fromkeys(panel.rows[column]))
    alone = sum(not one.dashed for one in series) <= 1
    texts = []
    for value in values:
        rows = np.flatnonzero((panel.rows[column] == value).to_numpy())
        name = clean(panel.level(column, value))
        more = [panel.base(rows[0]).replace("\u00a0", " ")] if alone and panel.base(rows[0]) else []
        more += [] if panel.complete[rows].all() else [panel.say("chart.partial")]
        texts.append((name, more))
    labels, every = _that_fit(panel, texts, _room(ax, panel, series) / len(values))
    shown = [place for place in range(len(values)) if (len(values) - 1 - place) % every == 0]
    ax.set_xticks(shown, [labels[place] for place in shown], parse_math=False)
    ax.set_xlim(-0.5, len(values) - 0.5)
    ax.set_xticks(range(len(values)), minor=True)
    if not panel.title:
        ax.set_xlabel(panel.axis_label(column, panel.finding.chart.x_label))


def _room(ax: Axes, panel: Panel, series: list[Series]) -> float:
    """Inches that are left for the axis between the numbers and the names of series."""
    ticks = ax.yaxis.get_major_formatter().format_ticks(ax.yaxis.get_major_locator()())
    taken = max(map(panel.size.inches, ticks), default=0.0) + 2.2 * panel.size.row + 0.02 * panel.width
    taken += width_of_names(panel, series)
    return max(panel.width - taken, 0.2 * panel.width)


def _that_fit(panel: Panel, texts: list[tuple[str, list[str]]], room: float) -> tuple[list[str], int]:
    """Labels on one line, else broken at spaces, else only every second, third, ... of them."""
    air = 0.9 * panel.size.text / 72
    whole = ["\n".join([name, *more]) for name, more in texts]
    broken = ["\n".join([*name.split(), *(part if part.startswith("n =") else "\n".join(part.split()) for part in more)]) for name, more in texts]
    for labels in (whole, broken):
        if max(map(panel.size.inches, labels)) + air <= room:
            return labels, 1
    return whole, math.ceil((max(map(panel.size.inches, whole)) + air) / room)


def _line(
    ax: Axes, panel: Panel, one: Series, *, band: bool, bars: bool, marks: bool, before: tuple[float, float] | None = None
) -> None:
    """One line with its intervals; it goes on from the point `before` it where there is one."""
    mine, values, low, high = one.look, panel.values[one.rows], panel.low[one.rows], panel.high[one.rows]
    path = [one.at, values, low, high]
    if before and len(one.at) and before[0] < one.at[0]:
        path = [np.insert(part, 0, end) for part, end in zip(path, (before[0], *[before[1]] * 3), strict=True)]
    ax.plot(path[0], path[1], color=mine.color, linestyle=mine.dash, zorder=2.5, gid=f"line-{one.number}")
    known = np.isfinite(low) & np.isfinite(high) & np.isfinite(values)
    if band and known.any():
        guides.band(ax, path[0], path[2], path[3], mine.color, edged=not bars and (one.dashed or bool(panel.finding.chart.band_label)))
    if bars:
        ax.vlines(one.at[known], low[known], high[known], color=mine.color, linewidth=1.8, zorder=2.4, gid="intervals")
    for whole in (True, False) if marks else ():
        some = (panel.complete[one.rows] == whole) & np.isfinite(values)
        ax.plot(
            one.at[some], values[some], linestyle="none", marker=mine.marker, color=mine.color, zorder=3,
            markerfacecolor=mine.color if whole and not one.dashed else "white", markeredgewidth=1.8, gid=f"estimates-{one.number}",
        )
    guides.mark(ax, panel, one.rows, one.at)


def _places(rows: int, series: list[Series]) -> np.ndarray:
    """Where each row of the table stands; in the middle of its place, not beside the other lines."""
    at = np.full(rows, np.nan)
    for one in series:
        at[one.rows] = one.at
    return at


def _mark_withheld(ax: Axes, panel: Panel, series: list[Series], blanks: list[_Blank]) -> None:
    """The word stands below the place of the point; with several series, marks above it say whose is withheld.

    Where no series is known at all, that stands there instead.
    """
    for blank in blanks:
        _write_blank(ax, blank)
    above = 0.03 + _strip(panel, blanks)
    for one in series if len(series) > 1 else ():
        hidden = one.at[panel.withheld[one.rows]]
        mine = one.look
        ax.plot(
            hidden, np.full(len(hidden), above), transform=ax.get_xaxis_transform(), linestyle="none", marker=mine.marker,
            color=mine.color, markersize=panel.size.text * 0.42, gid="withheld",
        )


def _blanks(panel: Panel, series: list[Series]) -> list[_Blank]:
    """What stands where nothing is drawn; neighbours that say the same say it once."""
    here: dict[int, list[int]] = {}
    for one in series:
        for row, at in zip(one.rows, one.at, strict=True):
            here.setdefault(round(at), []).append(row)
    found: list[_Blank] = []
    for place in sorted(here):
        word = _why_blank(panel, np.array(here[place]))
        before = found.pop() if found and found[-1].word == word and found[-1].last == place - 1 else None
        first = before.first if before else place
        level = panel.size.inches(word) <= 0.6 * panel.width * (place - first + 1) / len(here)
        found.append(_Blank(word, first, place, level))
    return [blank for blank in found if blank.word]


def _write_blank(ax: Axes, blank: _Blank) -> None:
    transform = ax.get_xaxis_transform()
    if blank.last > blank.first:
        ends = [blank.first - 0.3, blank.last + 0.3]
        ax.plot(ends, [0.02, 0.02], transform=transform, color=GREY, linewidth=1.2, gid="blank-run")
    ax.text(
        (blank.first + blank.last) / 2, 0.035 if blank.last > blank.first else 0.015, blank.word, transform=transform,
        rotation=0 if blank.level else 90, va="bottom", ha="center", style="italic", color=GREY, gid="estimate-text",
    )


def _why_blank(panel: Panel, rows: np.ndarray) -> str:
    hidden = rows[panel.withheld[rows]]
    blank = not np.isfinite(panel.values[rows]).any()
    return panel.estimate(hidden[0] if len(hidden) else rows[0]) if len(hidden) or blank else ""


def _strip(panel: Panel, blanks: list[_Blank]) -> float:
    """The share of the axes that the words for points that are not shown take at the bottom."""
    tall = [panel.size.row if blank.level else panel.size.inches(blank.word) for blank in blanks]
    return max(tall, default=0.0) * 1.1 / height(panel)


def _bases_beside(ax: Axes, panel: Panel, one: Series) -> None:
    """The base beside each point, where the points leave room for all of them."""
    most = ax.get_ylim()[1]
    gap = np.diff(np.sort(panel.values[one.rows][np.isfinite(panel.values[one.rows])])) / most * height(panel)
    if len(gap) and gap.min() < panel.size.row:
        return
    for row, at in zip(one.rows, one.at, strict=True):
        if np.isfinite(panel.values[row]) and panel.base(row):
            ax.annotate(
                panel.base(row).replace("\u00a0", " "), (at, panel.values[row]), xytext=(8, -6), textcoords="offset points",
                va="top", color=INK, gid="base",
            )

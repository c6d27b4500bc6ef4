"""One line of text for each estimate: dots with intervals, bars, funnels."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FixedLocator, LogLocator, MaxNLocator, NullLocator

from .panel import Panel, Ticks
from .style import GREY, INK, look, wrap

__all__ = ["cut", "draw_rows", "height"]


@dataclass(frozen=True)
class _Line:
    """A line of the chart: its text, its middle and height in inches, its row of the table (-1 for a heading)."""

    text: str
    middle: float
    tall: float
    row: int
    series: int


def height(panel: Panel) -> float:
    """Inches that the lines of this panel need."""
    return sum(line.tall for line in _lines(panel))


def cut(panel: Panel, inches: float) -> Panel:
    """The panel with as many of its first categories as that height holds; one at least."""
    category = panel.rows[panel.finding.chart.y or panel.rows.columns[0]]
    kept, room = [], inches
    for _, mine in panel.rows.groupby(category, sort=False, dropna=False):
        room -= height(replace(panel, rows=mine.reset_index(drop=True)))
        if kept and room < 0:
            break
        kept.append(mine)
    return replace(panel, rows=pd.concat(kept, ignore_index=True))


def draw_rows(ax: Axes, panel: Panel) -> None:
    """Draw a chart of kind ``interval``, ``bars`` or ``funnel``."""
    lines = _lines(panel)
    _set_axes(ax, panel, lines)
    kind = panel.finding.chart.kind
    for number in sorted({line.series for line in lines if line.row >= 0}):
        mine = [line for line in lines if line.row >= 0 and line.series == number]
        if kind == "interval":
            _dots(ax, panel, mine, number)
        else:
            _bars(ax, panel, mine, number)
    if kind == "funnel" and panel.finding.chart.series is None:
        _lost(ax, panel, lines)
    _texts(ax, panel, [line for line in lines if line.row >= 0])
    reference = panel.finding.chart.reference
    if reference is not None and np.isfinite(panel.values).any():
        ax.axvline(reference, color=INK, linewidth=1, linestyle="--", zorder=1.5)


def _lines(panel: Panel) -> list[_Line]:
    chart, rows = panel.finding.chart, panel.rows
    category = chart.y or rows.columns[0]
    names = [panel.level(category, value) for value in rows[category]]
    if chart.series is None:
        return _stack(panel, [(name, row, 0) for row, name in enumerate(names)])
    series = [panel.level(chart.series, value) for value in rows[chart.series]]
    numbers = {name: number for number, name in enumerate(dict.fromkeys(series))}
    wanted: list[tuple[str, int, int]] = []
    for name in dict.fromkeys(names):
        wanted.append((name, -1, -1))
        wanted += [(series[row], row, numbers[series[row]]) for row in range(len(rows)) if names[row] == name]
    return _stack(panel, wanted)


def _stack(panel: Panel, wanted: list[tuple[str, int, int]]) -> list[_Line]:
    letters = panel.size.letters(panel.width * (0.34 if panel.size.name == "room" else 0.3))
    lines, top = [], 0.0
    for name, row, series in wanted:
        base = panel.base(row) if row >= 0 else ""
        text = wrap(f"{name} ({base.replace(' ', chr(160))})" if base else name, letters)
        tall = panel.size.row * (text.count("\n") + 1) + panel.size.row * 0.45
        lines.append(_Line(text, top + tall / 2, tall, row, series))
        top += tall
    return lines


def _set_axes(ax: Axes, panel: Panel, lines: list[_Line]) -> None:
    bottom = lines[-1].middle + lines[-1].tall / 2
    ax.set_ylim(bottom, 0)
    ax.set_yticks([line.middle for line in lines], [line.text for line in lines], parse_math=False)
    for line, label in zip(lines, ax.get_yticklabels(), strict=True):
        label.set_linespacing(1.05)
        label.set_fontweight("bold" if line.row < 0 else "normal")
    _set_values(ax, panel)
    column = panel.finding.chart.y or panel.rows.columns[0]
    name = wrap(panel.axis_label(column, panel.finding.chart.y_label), panel.size.letters(bottom))
    if len(lines) > 2 and panel.size.inches(name) < bottom and name.count("\n") < 2:
        ax.set_ylabel(name)
    ax.grid(False, axis="y")
    for side in ("top", "right", "left"):
        ax.spines[side].set_visible(False)


def _set_values(ax: Axes, panel: Panel) -> None:
    """The axis of estimates; without ticks where none is known."""
    if panel.finding.chart.scale == "log":
        ax.set_xscale("log")
    ax.set_xlim(*_limits(panel))
    if not np.isfinite(panel.values).any():
        ax.xaxis.set_major_locator(NullLocator())
        return
    locator = LogLocator(subs=(1, 2, 5)) if panel.finding.chart.scale == "log" else MaxNLocator(5, steps=[1, 2, 2.5, 5, 10])
    places = panel.within_reach(locator.tick_values(*ax.get_xlim()))
    ax.xaxis.set_major_locator(FixedLocator(places))
    ax.xaxis.set_minor_locator(NullLocator())
    ax.xaxis.set_major_formatter(Ticks(panel, panel.unit))
    ax.set_xlabel(wrap(panel.value_label(), panel.size.letters(panel.width * 0.6)))


def _limits(panel: Panel) -> tuple[float, float]:
    parts = [panel.values, panel.low, panel.high]
    if panel.finding.chart.kind != "interval":
        parts.append(np.zeros(1))
    if panel.finding.chart.reference is not None:
        parts.append(np.array([panel.finding.chart.reference]))
    ends = np.concatenate(parts)
    ends = ends[np.isfinite(ends)]
    if not len(ends):
        return 0.0, 1.0
    least, most = float(ends.min()), float(ends.max())
    if panel.finding.chart.scale == "log":
        ends = ends[ends > 0] if (ends > 0).any() else np.ones(1)
        least, most = float(ends.min()), float(ends.max())
        pad = 1.15 * (most / least) ** 0.04
        return least / pad, most * pad
    pad = 0.06 * (most - least) or 0.5 * abs(most) or 0.5
    starts_at_zero = panel.finding.chart.kind != "interval" and least == 0
    return (0.0 if starts_at_zero else least - pad), most + pad


def _dots(ax: Axes, panel: Panel, lines: list[_Line], number: int) -> None:
    mine = look(number)
    rows, middles = _places(lines)
    _whiskers(ax, panel, rows, middles, mine.color)
    for whole in (True, False):
        some = (panel.complete[rows] == whole) & np.isfinite(panel.values[rows])
        ax.plot(
            panel.values[rows][some], middles[some], linestyle="none", marker=mine.marker, color=mine.color,
            markerfacecolor=mine.color if whole else "white", markeredgewidth=1.8, zorder=3, gid=f"estimates-{number}",
        )


def _bars(ax: Axes, panel: Panel, lines: list[_Line], number: int) -> None:
    mine = look(number)
    rows, middles = _places(lines)
    some = np.isfinite(panel.values[rows])
    whole = panel.complete[rows][some]
    ax.barh(
        middles[some], panel.values[rows][some], height=[0.68 * line.tall for line, keep in zip(lines, some, strict=True) if keep],
        color=[mine.color if full else "white" for full in whole], edgecolor=[INK if mine.hatch else mine.color] * len(whole),
        linewidth=1.2, hatch=mine.hatch or None, zorder=2, gid=f"estimates-{number}",
    )
    _whiskers(ax, panel, rows, middles, INK)


def _whiskers(ax: Axes, panel: Panel, rows: np.ndarray, middles: np.ndarray, color: Any) -> None:
    some = np.isfinite(panel.low[rows]) & np.isfinite(panel.high[rows]) & np.isfinite(panel.values[rows])
    ax.hlines(middles[some], panel.low[rows][some], panel.high[rows][some], color=color, linewidth=2.2, zorder=2.8, gid="intervals")


def _lost(ax: Axes, panel: Panel, lines: list[_Line]) -> None:
    """A pale bar as long as the stage before, so that the eye sees who was lost."""
    for before, line in zip(lines, lines[1:], strict=False):
        if np.isfinite(panel.values[[before.row, line.row]]).all():
            ax.barh(line.middle, panel.values[before.row], height=0.68 * line.tall, color="#ececec", zorder=1, gid="before")


def _texts(ax: Axes, panel: Panel, lines: list[_Line]) -> None:
    for line in lines:
        known = np.isfinite(panel.values[line.row])
        ax.text(
            1.015 if known else 0.01, line.middle, panel.estimate(line.row), transform=ax.get_yaxis_transform(),
            va="center_baseline", ha="left", color=INK if known else GREY, style="normal" if known else "italic",
            gid="estimate-text",
        )


def _places(lines: list[_Line]) -> tuple[np.ndarray, np.ndarray]:
    return np.array([line.row for line in lines], dtype=int), np.array([line.middle for line in lines])

"""A value for each pair of levels, as a coloured grid."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.colors import LogNorm, Normalize
from matplotlib.patches import Rectangle

from .panel import Panel, Ticks
from .style import INK, clean, shorten, wrap

__all__ = ["cut", "draw_heatmap", "row_height"]

_CELL_LETTERS = 9


def row_height(panel: Panel) -> float:
    """Inches that one row of the grid needs."""
    return panel.size.row * max(1, _cell_lines(panel), _label_lines(panel)) + panel.size.row * 0.7


def cut(panel: Panel, inches: float) -> Panel:
    """The panel with as many of its first rows as that height holds; one at least."""
    column = panel.finding.chart.y
    kept = _levels(panel, column)[: max(1, int(inches / row_height(panel)))]
    return replace(panel, rows=panel.rows[panel.rows[column].isin(kept)].reset_index(drop=True))


def draw_heatmap(ax: Axes, panel: Panel) -> None:
    """Draw a chart of kind ``heatmap``; each cell says its value and base where that fits."""
    chart = panel.finding.chart
    across, down = _levels(panel, chart.x), _levels(panel, chart.y)
    cells = _cells(panel, across, down)
    values = np.array([[panel.values[row] if row >= 0 else np.nan for row in line] for line in cells])
    writes = _cell_lines(panel) > 0
    sns.heatmap(
        pd.DataFrame(values), mask=~np.isfinite(values), annot=_annotations(panel, cells) if writes else None, fmt="",
        cmap="Blues" if chart.reference is None else "PuOr_r", norm=_colours(values, chart.reference, chart.scale), ax=ax, linewidths=1.5, linecolor="white",
        cbar=not writes, cbar_kws={"format": Ticks(panel, panel.unit), "label": panel.value_label()}, xticklabels=False, yticklabels=False,
        annot_kws={"fontsize": panel.size.text * (0.97 if panel.size.name == "room" else 0.9)},
    )
    if writes:
        hatched = panel.withheld.any() and not _fits(panel, panel.say("house.withheld"))
        label = " · ".join(filter(None, [panel.value_label(), panel.say("chart.hatched") if hatched else ""]))
        ax.set_title(label, loc="right" if panel.title else "left", fontsize=panel.size.text)
    _black_or_white(ax, values)
    for i, line in enumerate(cells):
        for j, row in enumerate(line):
            if not np.isfinite(values[i, j]):
                _empty(ax, panel, i, j, row, writes)
    _set_axes(ax, panel, across, down)


def _black_or_white(ax: Axes, values: np.ndarray) -> None:
    """Text in whichever of the two stands out more (WCAG 2.1, relative luminance): at least 4.5 to 1 on any colour."""
    shades = np.asarray(ax.collections[0].get_facecolors())[np.isfinite(values).ravel(), :3]
    linear = np.where(shades <= 0.04045, shades / 12.92, ((shades + 0.055) / 1.055) ** 2.4)
    for text, bright in zip(ax.texts, linear @ (0.2126, 0.7152, 0.0722), strict=False):
        text.set_color("black" if (bright + 0.05) / 0.05 >= 1.05 / (bright + 0.05) else "white")


def _set_axes(ax: Axes, panel: Panel, across: list, down: list) -> None:
    chart, size = panel.finding.chart, panel.size
    cell = panel.width * 0.68 / len(across)
    turned = cell < 6 * 0.58 * size.text / 72
    letters = 24 if turned else max(8, int(cell * 72 / (0.6 * size.text)))
    every = math.ceil(1.1 * size.row / cell)
    shown = [place for place in range(len(across)) if (len(across) - 1 - place) % every == 0]
    names = [wrap(panel.level(chart.x, across[place]), letters) for place in shown]
    if turned:
        names = [shorten(clean(panel.level(chart.x, across[place])), 24) for place in shown]
    ax.set_xticks([place + 0.5 for place in shown], names, rotation=90 if turned else 0, parse_math=False)
    ax.set_yticks(
        np.arange(len(down)) + 0.5, [wrap(panel.level(chart.y, value), 24) for value in down], rotation=0, parse_math=False
    )
    ax.set_xlabel(panel.axis_label(chart.x, chart.x_label))
    ax.set_ylabel(panel.axis_label(chart.y, chart.y_label))
    ax.grid(False)


def _levels(panel: Panel, column: str) -> list:
    return list(dict.fromkeys(panel.rows[column]))


def _cells(panel: Panel, across: list, down: list) -> list[list[int]]:
    """The row of the table for each cell, -1 where there is none."""
    chart = panel.finding.chart
    where = {pair: row for row, pair in enumerate(zip(panel.rows[chart.y], panel.rows[chart.x], strict=True))}
    return [[where.get((y, x), -1) for x in across] for y in down]


def _annotations(panel: Panel, cells: list[list[int]]) -> np.ndarray:
    texts = [["" if row < 0 else _cell_text(panel, row) for row in line] for line in cells]
    return np.array(texts, dtype=object)


def _cell_text(panel: Panel, row: int) -> str:
    base = panel.base(row).replace("\u00a0", " ")
    text = panel.number(panel.values[row])
    return f"{text}\n{base}" if base and _cell_lines(panel) == 2 else text


def _cell_lines(panel: Panel) -> int:
    """Value and base; the value alone where both would make the chart too high or do not fit; else colour alone."""
    rows = panel.rows[panel.finding.chart.y].nunique(dropna=False)
    if _fits(panel, "n" * _CELL_LETTERS) and rows * panel.size.row * 2.7 <= 0.85 * panel.size.tallest:
        return 2
    return int(_fits(panel, max((panel.number(value) for value in panel.values if np.isfinite(value)), key=len, default="")))


def _fits(panel: Panel, text: str) -> bool:
    columns = panel.rows[panel.finding.chart.x].nunique(dropna=False)
    return panel.width * 0.68 / max(columns, 1) * 72 >= len(text) * 0.58 * panel.size.text


def _label_lines(panel: Panel) -> int:
    column = panel.finding.chart.y
    return max((wrap(panel.level(column, value), 24).count("\n") + 1 for value in _levels(panel, column)), default=1)


def _colours(values: np.ndarray, center: float | None, scale: str) -> Normalize:
    """From the least to the most; as far to both sides of the reference where there is one."""
    known = values[np.isfinite(values)]
    if center is None or not len(known):
        least, most = (float(known.min()), float(known.max())) if len(known) else (0.0, 1.0)
        return Normalize(least, most if most > least else least + 1.0)
    if scale == "log" and center > 0 and (known > 0).all():
        far = max(float(np.exp(np.abs(np.log(known / center)).max())), 1.01)
        return LogNorm(center / far, center * far)
    far = float(np.abs(known - center).max()) or 1.0
    return Normalize(center - far, center + far)


def _empty(ax: Axes, panel: Panel, i: int, j: int, row: int, writes: bool) -> None:
    hidden = row >= 0 and panel.withheld[row]
    ax.add_patch(Rectangle((j, i), 1, 1, facecolor="#f2f2f2", edgecolor="white", linewidth=1.5, zorder=0.5))
    writes = writes and _fits(panel, panel.say("house.withheld"))
    if hidden and not writes:
        ax.add_patch(Rectangle((j, i), 1, 1, fill=False, hatch="//", edgecolor="#8c8c8c", linewidth=0))
    if hidden and writes:
        ax.text(j + 0.5, i + 0.5, panel.say("house.withheld"), ha="center", va="center", style="italic", color=INK, gid="estimate-text")

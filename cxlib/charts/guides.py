"""What estimates are read against: reference lines, limits, the band; and the key that names these signs."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from . import series
from .panel import Panel
from .style import GREY, INK, MARK, look, wrap

__all__ = ["band", "key", "key_columns", "key_lines", "limits", "mark", "references", "write_key"]

_DASHES = ("-", (0, (1.5, 1.5)), (0, (6, 2, 1.5, 2)), (0, (9, 3)))
_SHADE = 0.15


def references(ax: Axes, panel: Panel) -> None:
    """The lines at which high is parted from low."""
    chart, how = panel.finding.chart, {"color": INK, "linewidth": 1, "linestyle": "--", "zorder": 1.5, "gid": "reference"}
    if chart.reference is not None:
        ax.axhline(chart.reference, **how)
    if chart.x_reference is not None:
        ax.axvline(chart.x_reference, **how)


def limits(ax: Axes, panel: Panel, at: np.ndarray) -> None:
    """A thin line for each column of limits, from left to right."""
    order = np.argsort(at, kind="stable")
    for column, values in panel.limits.items():
        known = order[np.isfinite(at[order]) & np.isfinite(values[order])]
        ax.plot(at[known], values[known], zorder=1.4, gid=f"limit-{column}", **_limit_look(panel, column))


def band(ax: Axes, at: np.ndarray, low: np.ndarray, high: np.ndarray, color: Any, *, edged: bool) -> None:
    """What lies between low and high; a single known point between unknown ones is an upright line."""
    known = np.isfinite(low) & np.isfinite(high)
    ax.fill_between(at, low, high, where=known, color=color, alpha=_SHADE, linewidth=0, zorder=1.2)
    if not edged:
        return
    for side in (low, high):
        ax.plot(at, np.where(known, side, np.nan), color=color, linewidth=1, alpha=0.7, zorder=1.3, gid="band-edge")
    beside = np.concatenate([[False], known]), np.concatenate([known, [False]])
    alone = known & ~beside[0][:-1] & ~beside[1][1:]
    ax.vlines(at[alone], low[alone], high[alone], color=color, linewidth=6, alpha=2 * _SHADE, zorder=1.3)


def mark(ax: Axes, panel: Panel, rows: np.ndarray, at: np.ndarray) -> None:
    """The points that stand out, over those of their series."""
    some = panel.marked[rows]
    if some.any():
        ax.plot(at[some], panel.values[rows][some], linestyle="none", zorder=3.5, gid="marked", **_mark_look(panel))


def key(panel: Panel) -> list[Artist]:
    """A sample of each sign that needs a name: series without a name at their line, marks, limits, the band."""
    chart, found = panel.finding.chart, []
    if panel.has_key:
        found += series.key(panel)
    if panel.marked.any() and chart.mark_label:
        found.append(Line2D([], [], linestyle="none", label=chart.mark_label, **_mark_look(panel)))
    for name in dict.fromkeys(chart.limits.values()):
        column = next(column for column, given in chart.limits.items() if given == name)
        found.append(Line2D([], [], label=name, **_limit_look(panel, column)))
    if chart.band_label:
        found.append(Patch(facecolor=(*look(0).color, _SHADE), edgecolor=(*look(0).color, 0.7), label=chart.band_label))
    letters = panel.size.letters(panel.size.width * 0.92)
    for one in found:
        one.set_label(wrap(one.get_label(), letters))
    return found


def key_columns(panel: Panel, keys: list[Artist], width: float) -> int:
    """How many samples stand side by side on paper that is `width` inches wide."""
    widest = max((panel.size.inches(one.get_label()) for one in keys), default=0.0)
    return min(len(keys), max(1, int(width * 0.95 / (widest + 3.5 * panel.size.row)))) or 1


def write_key(target: Any, panel: Panel, keys: list[Artist], width: float, **where: Any) -> None:
    """The key on a figure or on axes."""
    if keys:
        target.legend(handles=keys, ncols=key_columns(panel, keys, width), frameon=False, **where)


def key_lines(panel: Panel, keys: list[Artist], width: float) -> int:
    """Lines of text that the key takes."""
    tall = max((one.get_label().count("\n") + 1 for one in keys), default=0)
    return tall * math.ceil(len(keys) / key_columns(panel, keys, width))


def _mark_look(panel: Panel) -> dict[str, Any]:
    return {"marker": MARK.marker, "color": MARK.color, "markersize": 0.95 * panel.size.text, "markeredgecolor": INK, "markeredgewidth": 1.2}


def _limit_look(panel: Panel, column: str) -> dict[str, Any]:
    given = panel.finding.chart.limits
    place = list(dict.fromkeys(given.values())).index(given[column])
    return {"color": GREY, "linewidth": 1.4, "linestyle": _DASHES[place % len(_DASHES)]}

"""A point for each row at two measures, with intervals on both, limits, and names where they find room."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes

from . import guides, scales
from .panel import Panel
from .series import series_of
from .style import GREY, INK, shorten, wrap

__all__ = ["draw_points", "height", "name_points"]

_MOST_NAMES = 15
_LETTERS = 22
_AIR = 0.45  # of the size of the type, between a point and its name
# Where a name may stand, as seen from its point, the best places first.
_SIDES = ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, 1), (1, -1), (-1, -1))
_ANCHORS = {1: "left", 0: "center", -1: "right"}, {1: "bottom", 0: "center", -1: "top"}


def height(panel: Panel) -> float:
    """Inches that the axes of a scatter should have."""
    return (4.2 if panel.title else 5.8) * panel.size.text / 14.5


def draw_points(ax: Axes, panel: Panel) -> None:
    """Draw a chart of kind ``scatter``, without its names."""
    strip = 1.2 * panel.size.row / height(panel) if panel.finding.chart.corners else 0.0
    scales.up(ax, panel, height(panel), strip=strip, head=strip)
    scales.across(ax, panel, panel.finding.chart.x, measure=True)
    guides.limits(ax, panel, panel.at)
    guides.references(ax, panel)
    for one in series_of(panel, panel.finding.chart.x, measured=True):
        rows = one.rows[panel.drawn[one.rows]]
        at, values, color = panel.at[rows], panel.values[rows], one.look.color
        low, high, left, right = (part[rows] for part in _intervals(panel))
        ax.vlines(at, low, high, color=color, linewidth=1.8, alpha=0.65, zorder=2.4, gid="intervals")
        ax.hlines(values, left, right, color=color, linewidth=1.8, alpha=0.65, zorder=2.4, gid="x-intervals")
        for whole in (True, False):
            some = panel.complete[rows] == whole
            ax.plot(
                at[some], values[some], linestyle="none", marker=one.look.marker, color=color, zorder=3, markeredgewidth=1.8,
                markerfacecolor=color if whole and not one.dashed else "white", gid=f"estimates-{one.number}",
            )
        guides.mark(ax, panel, rows, at)
    for place, text in enumerate(panel.finding.chart.corners):
        right, below = place % 2, place // 2
        ax.text(
            0.99 if right else 0.01, 0.015 if below else 0.985, text, transform=ax.transAxes, color=GREY, style="italic", zorder=1.6,
            ha="right" if right else "left", va="bottom" if below else "top", gid="corner",
        )


def name_points(ax: Axes, panel: Panel) -> None:
    """Write names beside the points: each where it covers no point and no other name, else not at all.

    The axes must have their place on the paper already.
    """
    names = _names(panel)
    if not names:
        return
    points = _inches(ax, panel.at[panel.drawn], panel.values[panel.drawn])
    near = 0.5 * panel.size.text / 72
    corners = [text.get_window_extent().extents / ax.figure.dpi for text in ax.texts if text.get_gid() == "corner"]
    taken = [np.column_stack([points - near, points + near]), *(box[None] for box in corners)]
    frame = ax.bbox.transformed(ax.figure.dpi_scale_trans.inverted())
    lines = _crossing(ax, panel)
    for row, text in names:
        best = _best_place(ax, panel, row, text, np.vstack(taken), frame, lines)
        if best is None:
            continue
        (right, above), box = best
        taken.append(box[None])
        _write(ax, panel, row, text, right, above)


def _write(ax: Axes, panel: Panel, row: int, text: str, right: int, above: int) -> None:
    apart = _distance(panel, right, above) * 72
    name = ax.annotate(
        text, (panel.at[row], panel.values[row]), xytext=(right * apart, above * apart), textcoords="offset points", color=INK,
        ha=_ANCHORS[0][right], va=_ANCHORS[1][above], linespacing=1.1, zorder=4, gid="point-name",
    )
    name.set_in_layout(False)


def _best_place(
    ax: Axes, panel: Panel, row: int, text: str, taken: np.ndarray, frame, lines: np.ndarray
) -> tuple[tuple[int, int], np.ndarray] | None:
    """The side, and the box in inches, that crosses fewest lines; none where every side is taken."""
    middle = _inches(ax, panel.at[[row]], panel.values[[row]])[0]
    wide, tall = panel.size.inches(text), panel.size.row * 1.02 * (text.count("\n") + 1)
    found = []
    for place, (right, above) in enumerate(_SIDES):
        corner = middle + _distance(panel, right, above) * np.array([right, above]) + np.array([(right - 1) * wide, (above - 1) * tall]) / 2
        box = np.array([*corner, *(corner + (wide, tall))])
        inside = box[0] >= frame.x0 and box[1] >= frame.y0 and box[2] <= frame.x1 and box[3] <= frame.y1
        if inside and not _meets(box, taken).any():
            found.append((int(_meets(box, lines).sum()), place, (right, above), box))
    return min(found, key=lambda one: one[:2])[2:] if found else None


def _distance(panel: Panel, right: int, above: int) -> float:
    """Inches from the middle of a point to its name."""
    return (0.5 + _AIR * (0.6 if right and above else 1.0)) * panel.size.text / 72


def _meets(box: np.ndarray, others: np.ndarray) -> np.ndarray:
    return (box[0] < others[:, 2]) & (box[2] > others[:, 0]) & (box[1] < others[:, 3]) & (box[3] > others[:, 1])


def _crossing(ax: Axes, panel: Panel) -> np.ndarray:
    """Boxes of the lines that a name had better not stand on: intervals, references, limits."""
    rows = np.flatnonzero(panel.drawn)
    low, high, left, right = (part[rows] for part in _intervals(panel))
    at, values = panel.at[rows], panel.values[rows]
    pieces = [(at, low, at, high), (left, values, right, values)]
    for column in panel.limits.values():
        order = np.argsort(panel.at, kind="stable")
        x, y = panel.at[order], column[order]
        pieces.append((x[:-1], y[:-1], x[1:], y[1:]))
    chart, (x_ends, y_ends) = panel.finding.chart, (ax.get_xlim(), ax.get_ylim())
    if chart.reference is not None:
        pieces.append(tuple(np.array([end]) for end in (x_ends[0], chart.reference, x_ends[1], chart.reference)))
    if chart.x_reference is not None:
        pieces.append(tuple(np.array([end]) for end in (chart.x_reference, y_ends[0], chart.x_reference, y_ends[1])))
    boxes = []
    for x0, y0, x1, y1 in pieces:
        first, second = _inches(ax, x0, y0), _inches(ax, x1, y1)
        boxes.append(np.column_stack([np.minimum(first, second), np.maximum(first, second)]))
    every = np.vstack(boxes)
    return every[np.isfinite(every).all(axis=1)]


def _intervals(panel: Panel) -> tuple[np.ndarray, ...]:
    """Low and high of the estimate, then of what stands across; NaN where one end is not known."""
    chart, found = panel.finding.chart, []
    for low, high in ((panel.low, panel.high), (panel.numbers(chart.x_low), panel.numbers(chart.x_high))):
        some = np.isfinite(low) & np.isfinite(high)
        found += [np.where(some, low, np.nan), np.where(some, high, np.nan)]
    return tuple(found)


def _inches(ax: Axes, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Where numbers stand on the paper."""
    return ax.transData.transform(np.column_stack([x, y])) / ax.figure.dpi


def _names(panel: Panel) -> list[tuple[int, str]]:
    """The rows that are to be named, each with its text; with marks, only those that are marked."""
    column = panel.finding.chart.label
    if column is None:
        return []
    wanted = panel.marked if panel.finding.chart.mark else panel.drawn
    letters, named = _LETTERS, []
    for row in np.flatnonzero(wanted):
        text = panel.level(column, panel.rows[column].iloc[row]).strip()
        if text:
            named.append((int(row), wrap(shorten(text, 2 * letters), letters)))
    return named[:_MOST_NAMES]

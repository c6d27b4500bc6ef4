"""Axes of numbers: where they end, where their ticks stand, what they are called."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FixedLocator, MaxNLocator, NullLocator

from .panel import Panel, Ticks
from .style import wrap

__all__ = ["FEW", "across", "ends", "up"]

FEW = 12  # so many different numbers have a tick, and points of a measured line a mark, of their own
_STEPS = [1, 2, 2.5, 5, 10]


def ends(*parts: Sequence[float] | float | None) -> tuple[float, float]:
    """The least and the greatest of some numbers; 0 and 1 where none is known."""
    known = np.concatenate([np.atleast_1d(np.nan if part is None else np.asarray(part, dtype=float)) for part in parts])
    known = known[np.isfinite(known)]
    return (float(known.min()), float(known.max())) if len(known) else (0.0, 1.0)


def up(ax: Axes, panel: Panel, tall: float, *, limits: bool = True, strip: float = 0.0, head: float = 0.0) -> None:
    """The axis of estimates of axes `tall` inches high; `strip` and `head` are the shares left free at bottom and top."""
    if limits:
        least, most = ends(panel.values, panel.low, panel.high, panel.finding.chart.reference, *panel.limits.values())
        pad = 0.08 * (most - least) or 0.5 * abs(most) or 0.5
        strip += 0.05 if strip else 0.0
        whole = (most - least + 2 * pad) / (1 - strip - head)
        ax.set_ylim(least - pad - strip * whole, most + pad + head * whole)
    if np.isfinite(panel.values).any():
        places = MaxNLocator(5, steps=_STEPS).tick_values(*ax.get_ylim())
        ax.yaxis.set_major_locator(FixedLocator(panel.within_reach(places)))
    else:
        ax.yaxis.set_major_locator(NullLocator())
    ax.yaxis.set_major_formatter(Ticks(panel, panel.unit))
    ax.set_ylabel(wrap(panel.value_label(), panel.size.letters(tall * 0.95)))
    ax.grid(False, axis="x")
    for side in ("top", "right"):
        ax.spines[side].set_visible(False)


def across(ax: Axes, panel: Panel, column: str, *, measure: bool = False) -> None:
    """An axis of numbers at the bottom: every tick a number of the table where they are few, unless it is a `measure`."""
    chart = panel.finding.chart
    at = panel.numbers(column)
    least, most = ends(at, *((panel.numbers(chart.x_low), panel.numbers(chart.x_high), chart.x_reference) if measure else ()))
    known = np.unique(at[np.isfinite(at)])
    few = len(known) <= FEW and not measure
    pad = 0.05 * (most - least) if measure else 0.03 * (most - least) if few else 0.0  # room for the marks at the ends
    wide = 0.5 * abs(most) or 0.5
    ax.set_xlim(*((least - pad, most + pad) if most > least else (least - wide, most + wide) if measure else (least, least + 1)))
    if few:
        ax.xaxis.set_major_locator(FixedLocator(known))
    else:
        places = MaxNLocator(6, steps=_STEPS).tick_values(*ax.get_xlim())
        ax.xaxis.set_major_locator(FixedLocator(panel.within_reach(places, column)))
    ax.xaxis.set_major_formatter(Ticks(panel, panel.unit_of(column)))
    ax.set_xlabel(panel.axis_label(column, chart.x_label))

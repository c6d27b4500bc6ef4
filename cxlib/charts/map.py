"""A journey map: strips over common stages, each in inches from the top of one pair of axes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle

from .. import words
from .panel import Panel
from .style import GREY, INK, Look, look, shorten, wrap
from .texts import written

__all__ = ["draw_map", "height", "key"]

_INSIDE = 0.8  # share of the paper's width that the columns take
_BAR, _FEWEST_LETTERS, _FEWEST_DIGITS = 0.7, 9, 5
_MOST_LINES, _SHADE = 3, 0.15
_HATCH = "#8c8c8c"


@dataclass(frozen=True)
class _Strip:
    """One strip: its name, its height in inches, and what draws it between two heights."""

    name: str
    tall: float
    draw: Callable[[Axes, Panel, float, float], None]


def height(panel: Panel) -> float:
    """Inches that the strips of this panel need."""
    return sum(strip.tall + _gap(panel) for strip in _strips(panel))


def key(panel: Panel) -> list[Artist]:
    """Samples of the lines and of the parts of the mix."""
    chart = panel.finding.chart
    found: list[Artist] = [
        Line2D([], [], color=mine.color, marker=mine.marker, linestyle=mine.dash, label=name)
        for name, mine in zip(chart.lines.values(), map(_line_look, range(len(chart.lines))), strict=True)
    ]
    if not panel.title and chart.facet is None:
        found += [Patch(facecolor=mine.color, edgecolor=INK, hatch=mine.hatch, label=shorten(name, 24))
                  for name, mine in zip(chart.mix.values(), map(_mix_look, range(len(chart.mix))), strict=True)]
    return found


def draw_map(ax: Axes, panel: Panel) -> None:
    """Draw a chart of kind ``map``; in panels for several levels volume, leaving, feeling and time only."""
    strips = _strips(panel)
    whole, stages = height(panel), len(panel.rows)
    ax.set_xlim(0, stages)
    ax.set_ylim(whole, 0)
    top, middles = 0.0, []
    for strip in strips:
        strip.draw(ax, panel, top, top + strip.tall)
        middles.append(top + strip.tall / 2)
        top += strip.tall + _gap(panel)
        ax.axhline(top - _gap(panel) / 2, color="#d0d0d0", linewidth=0.8, zorder=0.4)
    for place in range(1, stages):
        ax.axvline(place, color="#ececec", linewidth=0.8, zorder=0.3)
    ax.set_yticks(middles, [_heading(panel, strip.name) for strip in strips], parse_math=False)
    _stages(ax, panel)
    ax.grid(False)
    ax.tick_params(length=0)
    for side in ax.spines.values():
        side.set_visible(False)


def _strips(panel: Panel) -> list[_Strip]:
    chart, row = panel.finding.chart, panel.size.row
    brief = chart.facet is not None
    found = [
        _Strip(chart.value_label, row * (1.8 if brief else 3.0), _volume),
        _Strip(chart.y_label, row * (1.9 if brief else 3.2), _leaving),
        _Strip(panel.say("maps.strip.feeling"), row * (4.2 if brief else 6.6), _feeling),
        _Strip(panel.say("maps.strip.heard"), row * _base_lines(panel), _bases),
    ]
    if chart.mix and not brief:
        found.append(_Strip(panel.say("maps.strip.mix"), row * 1.3, _mix))
    for column, name in chart.texts.items():
        if not brief or column == "time":
            found.append(_Strip(name, row * _text_lines(panel, column), _texts(column)))
    return [replace(strip, tall=max(strip.tall, row * (_heading(panel, strip.name).count("\n") + 1))) for strip in found]


def _heading(panel: Panel, name: str) -> str:
    return wrap(name, panel.size.letters(panel.width * 0.14))


def _gap(panel: Panel) -> float:
    return 0.45 * panel.size.row


def _stages(ax: Axes, panel: Panel) -> None:
    column, letters = panel.finding.chart.x, _letters(panel)
    names = [panel.level(column, value) for value in panel.rows[column]]
    crowded = letters < _FEWEST_LETTERS
    texts = [shorten(name, 24) for name in names] if crowded else [wrap(shorten(name, 3 * letters), letters) for name in names]
    ax.set_xticks(np.arange(len(names)) + 0.5, texts, rotation=90 if crowded else 0, parse_math=False, fontweight="bold")
    ax.xaxis.set_ticks_position("top")
    ax.set_xlabel(wrap(panel.finding.chart.x_label, panel.size.letters(panel.width * 0.75)) if not panel.title else "")


def _letters(panel: Panel) -> int:
    """How many letters fit into a column, with air on both sides."""
    return int(_column(panel) * 0.92 * 72 / (0.58 * panel.size.text))


def _column(panel: Panel) -> float:
    return panel.width * _INSIDE / max(len(panel.rows), 1)


def _volume(ax: Axes, panel: Panel, top: float, bottom: float) -> None:
    """Bars of how many reach each stage, on one scale for all panels."""
    most = np.nanmax(panel.finding.table[panel.column].to_numpy(float))
    tall = (bottom - top - 1.15 * panel.size.row) / max(most, 1e-9)
    for place, value in enumerate(panel.values):
        if np.isfinite(value):
            ax.add_patch(Rectangle((place + 0.5 - _BAR / 2, bottom - value * tall), _BAR, value * tall, color=look(0).color, gid="volume"))
            _say(ax, panel, place, bottom - value * tall - 0.08 * panel.size.row, words.format_value(value, "count", panel.finding.language), va="bottom")
        elif panel.withheld[place]:
            _say(ax, panel, place, bottom, panel.say("house.withheld"), va="bottom", quiet=True)


def _leaving(ax: Axes, panel: Panel, top: float, bottom: float) -> None:
    """Dots of the share that leaves, with intervals, higher up where more leave."""
    chart = panel.finding.chart
    values = panel.numbers(chart.y)
    ends = [panel.finding.table[name].to_numpy(float) for name in (chart.y, chart.high) if name in panel.finding.table]
    most = max((float(np.nanmax(part)) for part in ends if np.isfinite(part).any()), default=1.0) or 1.0
    base, tall = bottom - 0.45 * panel.size.row, bottom - top - 0.9 * panel.size.row
    for place in np.flatnonzero(np.isfinite(values)):
        up = [base - tall * number / most for number in (values[place], panel.low[place], panel.high[place])]
        if np.isfinite(up).all():
            ax.plot([place + 0.3] * 2, up[1:], color=INK, linewidth=2.2, gid="intervals")
        ax.plot([place + 0.3], up[:1], marker="D", color=INK, linestyle="none", gid="leaving")
        unit = "share" if _letters(panel) >= 11 else "whole_share"
        _say(ax, panel, place, up[0], words.format_value(values[place], unit, panel.finding.language), at=0.4, ha="left", va="center")
    for place in np.flatnonzero(panel.withheld):
        _say(ax, panel, place, base, panel.say("house.withheld"), va="bottom", quiet=True)


def _feeling(ax: Axes, panel: Panel, top: float, bottom: float) -> None:
    """The lines of feeling with their bands; nothing between stages where nobody answered."""
    names, row = list(panel.finding.chart.lines), panel.size.row
    low, high = _scale(panel, names)
    first, last = top + 1.15 * row, bottom - 1.15 * row
    up = lambda share: last - (last - first) * (100 * share - low) / (high - low)  # noqa: E731
    known = np.column_stack([np.isfinite(panel.numbers(name)) for name in names]) if names else np.zeros((len(panel.rows), 0), bool)
    if known.any():
        for mark in (low, (low + high) / 2, high):
            ax.plot([0, len(panel.rows)], [up(mark / 100)] * 2, color="#dcdcdc", linewidth=0.8, linestyle=":", zorder=0.6)
            ax.text(len(panel.rows), up(mark / 100), f" {mark:.0f}", va="center", ha="left", color=GREY, gid="scale")
    for number, name in enumerate(names):
        _line(ax, panel, name, number, up, known)
    _empty(ax, panel, top, bottom, known.any(axis=1))


def _line(ax: Axes, panel: Panel, name: str, number: int, up: Callable, known: np.ndarray) -> None:
    mine, row = _line_look(number), panel.size.row
    value, low, high = (panel.numbers(column) for column in (name, f"{name}_low", f"{name}_high"))
    at = np.arange(len(value)) + 0.5 + 0.07 * (number - (known.shape[1] - 1) / 2) * 2
    ax.plot(at, up(value), color=mine.color, marker=mine.marker, linestyle=mine.dash, zorder=3, gid=f"line-{name}")
    ax.fill_between(at, up(low), up(high), where=np.isfinite(low), color=mine.color, alpha=_SHADE, linewidth=0, zorder=1)
    some = np.isfinite(low) & np.isfinite(high)
    ax.vlines(at[some], up(low[some]), up(high[some]), color=mine.color, linewidth=2, zorder=2.5, gid=f"band-{name}")
    others = [panel.numbers(other) for place, other in enumerate(panel.finding.chart.lines) if place != number]
    for place in np.flatnonzero(np.isfinite(value)):
        below = any(np.isfinite(other[place]) and (other[place], -number) > (value[place], -number - 1) for other in others)
        end = up(np.nanmin([low[place], value[place]])) + 0.22 * row if below else up(np.nanmax([high[place], value[place]])) - 0.22 * row
        text = words.format_value(100 * value[place], "count", panel.finding.language)
        _say(ax, panel, place, end, text, at=at[place] - place, va="top" if below else "bottom")


def _empty(ax: Axes, panel: Panel, top: float, bottom: float, known: np.ndarray) -> None:
    """Stages without a point: hatched where nobody was heard, a word where too few were."""
    column = panel.finding.chart.label
    for place in np.flatnonzero(~known):
        state = str(panel.rows[column].iloc[place]) if column else "unheard"
        text = panel.say(f"value.voice.{state}") if state in ("few", "unheard") else ""
        if state == "unheard":
            ax.add_patch(Rectangle((place + 0.03, top), 0.94, bottom - top, facecolor="#fafafa", edgecolor=_HATCH, hatch="//", linewidth=0, gid="unheard"))
        _say(ax, panel, place, (top + bottom) / 2, text, quiet=True, boxed=state == "unheard")


def _bases(ax: Axes, panel: Panel, top: float, bottom: float) -> None:
    """How many rated and how many wrote, under one another's names in the heading."""
    for place in range(len(panel.rows)):
        _say(ax, panel, place, (top + bottom) / 2, _base_text(panel, place))


def _base_text(panel: Panel, place: int) -> str:
    counts = [panel.numbers(f"{name}_base")[place] for name in panel.finding.chart.lines]
    parts = ["–" if np.isnan(count) else words.format_value(count, "count", panel.finding.language) for count in counts]
    text = " · ".join(parts)
    return text if len(text) <= _letters(panel) else "\n".join(parts)


def _base_lines(panel: Panel) -> int:
    return max((_base_text(panel, place).count("\n") + 1 for place in range(len(panel.rows))), default=1)


def _mix(ax: Axes, panel: Panel, top: float, bottom: float) -> None:
    """The parts of each stage side by side in one bar."""
    for place in range(len(panel.rows)):
        left = place + 0.08
        for number, column in enumerate(panel.finding.chart.mix):
            share, mine = panel.numbers(column)[place], _mix_look(number)
            if np.isfinite(share) and share > 0:
                ax.add_patch(Rectangle((left, top), 0.84 * share, bottom - top, facecolor=mine.color, edgecolor=INK, hatch=mine.hatch,
                                       linewidth=0.6, gid=f"mix-{number}"))
                left += 0.84 * share


def _texts(column: str) -> Callable[[Axes, Panel, float, float], None]:
    def draw(ax: Axes, panel: Panel, top: float, bottom: float) -> None:
        for start, end, text in _written(panel, column):
            ax.text((start + end) / 2, (top + bottom) / 2, text, ha="center", va="center", linespacing=1.1, gid="cell-text",
                    style="italic" if column == "quote" else "normal", parse_math=False)

    return draw


def _text_lines(panel: Panel, column: str) -> int:
    return max((text.count("\n") + 1 for _, _, text in _written(panel, column)), default=1)


def _written(panel: Panel, column: str) -> list[tuple[int, int, str]]:
    names = [panel.level(panel.finding.chart.x, value) for value in panel.rows[panel.finding.chart.x]]
    texts = panel.rows[column].fillna("").astype("str").tolist()
    return written(texts, names, _letters(panel), most=_MOST_LINES, spread=column == "quote")


def _scale(panel: Panel, names: list[str]) -> tuple[float, float]:
    """Ends of the scale of feeling, in tens, the same for all panels."""
    table = panel.finding.table
    parts = [100 * table[column].to_numpy(float) for name in names for column in (name, f"{name}_low", f"{name}_high") if column in table]
    every = np.concatenate(parts) if parts else np.zeros(0)
    every = every[np.isfinite(every)]
    if not len(every):
        return 0.0, 100.0
    low, high = 10 * np.floor(every.min() / 10), 10 * np.ceil(every.max() / 10)
    wide = max(high - low, 20.0)
    low = min(low, 100.0 - wide)
    return float(low), float(low + wide)


def _say(ax: Axes, panel: Panel, place: int, up: float, text: str, *, at: float = 0.5, ha: str = "center", va: str = "center",
         quiet: bool = False, boxed: bool = False) -> None:
    letters = _letters(panel)
    if letters < _FEWEST_DIGITS or not text:
        return
    box = {"facecolor": "white", "edgecolor": "none", "pad": 2} if boxed else None
    ax.text(place + at, up, wrap(text, letters) if quiet else text, ha=ha, va=va, color=GREY if quiet else INK, bbox=box, zorder=4,
            style="italic" if quiet else "normal", gid="estimate-text", linespacing=1.05, parse_math=False)


def _line_look(number: int) -> Look:
    return look(number)


def _mix_look(number: int) -> Look:
    return look(number + 2)

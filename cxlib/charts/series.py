"""Which rows make one line, and how lines are told apart: names at their ends, or a key."""

from __future__ import annotations

from dataclasses import dataclass, replace

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from .panel import Panel, drawn_rows
from .style import GREY, INK, Look, look, shorten, wrap

__all__ = ["DIRECT", "Series", "count", "cut", "key", "last", "name_series", "series_of", "width_of_names"]

DIRECT = 6  # up to so many series are named at their line; more stand in a legend
_MOST = 12  # more series cannot be told apart
_NAMES_AT = 1.03  # in widths of the axes
_LABEL_SHARE = 0.24  # of the width of a panel that names at the lines may take
_DASHED = (0, (4, 2))
_NOT_YET = mpl.colors.to_rgb(GREY)


@dataclass(frozen=True)
class Series:
    """One line: its name, its rows, where they stand along the axis, its number, its look; dashed where not yet so."""

    name: str
    rows: np.ndarray
    at: np.ndarray
    number: int
    look: Look
    dashed: bool = False


def series_of(panel: Panel, column: str, *, measured: bool) -> list[Series]:
    """The lines of a panel; places side by side along an axis of names, so that intervals do not cover each other.

    A dashed level and the single one before it do not meet, so they stay in one line.
    """
    if measured:
        at = panel.numbers(column)
    else:
        order = {value: place for place, value in enumerate(dict.fromkeys(panel.rows[column]))}
        at = np.array([order[value] for value in panel.rows[column]], dtype=float)
    chart, kinds = panel.finding.chart, _numbers(panel)
    if len(kinds) <= 1:
        only = next(iter(kinds), None)
        return [Series("", *_sorted(np.arange(len(at)), at), 0, _look(panel, only, 0), only is not None and only == chart.dashed)]
    by, found = panel.rows[chart.series], []
    together = measured or (chart.dashed in kinds and len(kinds) == 2)
    for place, (value, number) in enumerate(kinds.items()):
        rows, places = _sorted(np.flatnonzero((by == value).to_numpy()), at)
        apart = 0.0 if together else (place - (len(kinds) - 1) / 2) * min(0.1, 0.5 / len(kinds))
        if len(rows):
            dashed = chart.dashed is not None and value == chart.dashed
            found.append(Series(panel.level(chart.series, value), rows, places + apart, number, _look(panel, value, number), dashed))
    return found


def count(panel: Panel) -> int:
    """How many lines the panel has."""
    by = panel.finding.chart.series
    return panel.rows[by].nunique(dropna=False) if by else 1


def cut(panel: Panel) -> Panel:
    """The panel with its first series only, where there are more than can be told apart."""
    by = panel.finding.chart.series
    if by is None or count(panel) <= _MOST:
        return panel
    kept = list(dict.fromkeys(panel.rows[by]))[:_MOST]
    return replace(panel, rows=panel.rows[panel.rows[by].isin(kept)].reset_index(drop=True))


def key(panel: Panel) -> list[Line2D]:
    """A sample of each line, or of each kind of point, with its name."""
    chart, kinds = panel.finding.chart, _numbers(panel)
    if len(kinds) <= 1 and chart.dashed not in kinds:
        return []
    shown = set(panel.rows.loc[panel.drawn, chart.series]) if chart.kind == "scatter" else set(panel.rows[chart.series])
    return [_sample(_look(panel, value, number), panel.level(chart.series, value), hollow=value == chart.dashed, line=chart.kind != "scatter")
            for value, number in kinds.items() if value in shown]


def name_series(ax: Axes, panel: Panel, series: list[Series], tall: float) -> None:
    """Name the lines beside the axes, which are `tall` inches high: at their ends, or in a key where they are many."""
    named = [one for one in series if one.name]
    if not named or panel.has_key:
        return
    texts = {one.number: _text(panel, one) for one in named}
    if len(named) > DIRECT:
        handles = [_sample(one.look, texts[one.number], hollow=one.dashed) for one in named]
        ax.add_artist(ax.legend(handles=handles, loc="center left", bbox_to_anchor=(1.02, 0.5), frameon=False))
        return
    ends = {one.number: last(panel, one) for one in named}
    least, most = ax.get_ylim()
    wanted = {n: (ends[n][1] - least) / (most - least) if ends[n] else 0.0 for n in texts}
    lines = {n: (text.count("\n") + 1) * panel.size.row / tall * 1.1 for n, text in texts.items()}
    looks = {one.number: one for one in named}
    for number, place in _spread(wanted, lines).items():
        _name_at(ax, panel, looks[number], texts[number], place, ends[number])


def width_of_names(panel: Panel, series: list[Series]) -> float:
    """Inches that the names beside the axes take."""
    names = [panel.size.inches(_text(panel, one)) for one in series if one.name]
    if not names or panel.has_key:
        return 0.0
    return max(names) + (3.5 if len(names) > DIRECT else 0.7) * panel.size.row + 0.03 * panel.width


def last(panel: Panel, one: Series) -> tuple[float, float] | None:
    """The last known point of a line."""
    known = np.flatnonzero(np.isfinite(panel.values[one.rows]))
    if not len(known):
        return None
    return float(one.at[known[-1]]), float(panel.values[one.rows[known[-1]]])


def _numbers(panel: Panel) -> dict:
    """The values that tell lines apart and the number of each, the same in each panel and, in a given order, always."""
    by = panel.finding.chart.series
    kinds = list(dict.fromkeys(drawn_rows(panel.finding)[by])) if by else []
    places = {value: place for place, value in enumerate(panel.finding.chart.order.get(by, ()) if by else ())}
    return {value: places.get(value, place + len(places)) if places else place for place, value in enumerate(kinds)}


def _look(panel: Panel, value: object, number: int) -> Look:
    """The look of a level; with a dashed one the others are solid, and it has the colour of the single other or none."""
    mine, chart = look(number), panel.finding.chart
    if chart.dashed is None:
        return mine
    if value != chart.dashed:
        return replace(mine, dash="-")
    two = len({*_numbers(panel), *chart.order.get(chart.series, ())}) <= 2
    return replace(look(0) if two else mine, color=look(0).color if two else _NOT_YET, dash=_DASHED)


def _sorted(rows: np.ndarray, at: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    rows = rows[np.argsort(at[rows], kind="stable")]
    return rows, at[rows]


def _sample(mine: Look, name: str, *, hollow: bool = False, line: bool = True) -> Line2D:
    return Line2D([], [], color=mine.color, linestyle=mine.dash if line else "none", marker=mine.marker, label=name,
                  markerfacecolor="white" if hollow else mine.color, markeredgewidth=1.8)


def _name_at(ax: Axes, panel: Panel, one: Series, text: str, place: float, end: tuple[float, float] | None) -> None:
    """A name beside the axes, led to the last point of its line."""
    mine = one.look
    ax.annotate(
        text, xy=(_NAMES_AT, place), xycoords="axes fraction", xytext=(0.7 * panel.size.text, 0), textcoords="offset points",
        va="center", ha="left", color=INK, annotation_clip=False, gid="series-name", linespacing=1.1,
    )
    if end:
        leader = {"arrowstyle": "-", "color": mine.color, "linewidth": 1.2, "linestyle": mine.dash, "shrinkA": 5, "shrinkB": 5}
        ax.annotate("", xy=end, xytext=(_NAMES_AT, place), textcoords=ax.transAxes, annotation_clip=False, arrowprops=leader)
    ax.plot(
        [_NAMES_AT], [place], transform=ax.transAxes, marker=mine.marker, color=mine.color, clip_on=False, linestyle="none",
        markerfacecolor="white" if one.dashed else mine.color, markeredgewidth=1.8, gid="series-key",
    )


def _text(panel: Panel, one: Series) -> str:
    letters = panel.size.letters(panel.width * _LABEL_SHARE)
    name = shorten(one.name, letters if count(panel) > DIRECT else 2 * letters)
    return "\n".join(filter(None, [wrap(name, letters), panel.base_range(one.rows)]))


def _spread(wanted: dict[int, float], tall: dict[int, float]) -> dict[int, float]:
    """Heights nearest to those wanted at which no label covers another, in shares of the axes."""
    order = sorted(wanted, key=lambda number: wanted[number])
    placed: dict[int, float] = {}
    floor = -1.0
    for number in order:
        placed[number] = max(wanted[number], floor + tall[number] / 2)
        floor = placed[number] + tall[number] / 2
    over = max(0.0, floor - 1.02)
    ceiling = 1.02
    for number in reversed(order):
        if over <= 0 and placed[number] + tall[number] / 2 <= ceiling:
            break
        placed[number] = min(placed[number], ceiling - tall[number] / 2)
        ceiling = placed[number] - tall[number] / 2
    return placed

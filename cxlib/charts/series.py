"""Which rows make one line, and how lines are told apart: names at their ends, or a key."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from .panel import Panel, drawn_rows
from .style import INK, look, shorten, wrap

__all__ = ["DIRECT", "Series", "count", "cut", "key", "name_series", "series_of", "width_of_names"]

DIRECT = 6  # up to so many series are named at their line; more stand in a legend
_MOST = 12  # more series cannot be told apart
_NAMES_AT = 1.03  # in widths of the axes
_LABEL_SHARE = 0.24  # of the width of a panel that names at the lines may take


@dataclass(frozen=True)
class Series:
    """One line: its name, its rows, where they stand along the axis, its number."""

    name: str
    rows: np.ndarray
    at: np.ndarray
    number: int


def series_of(panel: Panel, column: str, *, measured: bool) -> list[Series]:
    """The lines of a panel; places side by side along an axis of names, so that intervals do not cover each other."""
    if measured:
        at = panel.numbers(column)
    else:
        order = {value: place for place, value in enumerate(dict.fromkeys(panel.rows[column]))}
        at = np.array([order[value] for value in panel.rows[column]], dtype=float)
    kinds = _kinds(panel)
    if kinds is None:
        return [Series("", *_sorted(np.arange(len(at)), at), 0)]
    by, found = panel.rows[panel.finding.chart.series], []
    for number, value in enumerate(kinds):
        rows, places = _sorted(np.flatnonzero((by == value).to_numpy()), at)
        apart = 0.0 if measured else (number - (len(kinds) - 1) / 2) * min(0.1, 0.5 / len(kinds))
        if len(rows):
            found.append(Series(panel.level(panel.finding.chart.series, value), rows, places + apart, number))
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
    """A sample of each line with its name, for one key to several panels."""
    by = panel.finding.chart.series
    return [_sample(number, panel.level(by, value)) for number, value in enumerate(_kinds(panel) or [])]


def name_series(ax: Axes, panel: Panel, series: list[Series], tall: float) -> None:
    """Name the lines beside the axes, which are `tall` inches high: at their ends, or in a key where they are many."""
    named = [one for one in series if one.name]
    if not named or panel.joint_key:
        return
    texts = {one.number: _text(panel, one) for one in named}
    if len(named) > DIRECT:
        handles = [_sample(one.number, texts[one.number]) for one in named]
        ax.legend(handles=handles, loc="center left", bbox_to_anchor=(1.02, 0.5), frameon=False)
        return
    ends = {one.number: _last(panel, one) for one in named}
    least, most = ax.get_ylim()
    wanted = {n: (ends[n][1] - least) / (most - least) if ends[n] else 0.0 for n in texts}
    lines = {n: (text.count("\n") + 1) * panel.size.row / tall * 1.1 for n, text in texts.items()}
    for number, place in _spread(wanted, lines).items():
        _name_at(ax, panel, number, texts[number], place, ends[number])


def width_of_names(panel: Panel, series: list[Series]) -> float:
    """Inches that the names beside the axes take."""
    names = [panel.size.inches(_text(panel, one)) for one in series if one.name]
    if not names or panel.joint_key:
        return 0.0
    return max(names) + (3.5 if len(names) > DIRECT else 0.7) * panel.size.row + 0.03 * panel.width


def _kinds(panel: Panel) -> list | None:
    """The values that tell lines apart, the same in each panel; none where there is only one."""
    by = panel.finding.chart.series
    kinds = list(dict.fromkeys(drawn_rows(panel.finding)[by])) if by else []
    return kinds if len(kinds) > 1 else None


def _sorted(rows: np.ndarray, at: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    rows = rows[np.argsort(at[rows], kind="stable")]
    return rows, at[rows]


def _sample(number: int, name: str) -> Line2D:
    mine = look(number)
    return Line2D([], [], color=mine.color, linestyle=mine.dash, marker=mine.marker, label=name)


def _name_at(ax: Axes, panel: Panel, number: int, text: str, place: float, end: tuple[float, float] | None) -> None:
    """A name beside the axes, led to the last point of its line."""
    mine = look(number)
    ax.annotate(
        text, xy=(_NAMES_AT, place), xycoords="axes fraction", xytext=(0.7 * panel.size.text, 0), textcoords="offset points",
        va="center", ha="left", color=INK, annotation_clip=False, gid="series-name", linespacing=1.1,
    )
    if end:
        leader = {"arrowstyle": "-", "color": mine.color, "linewidth": 1.2, "linestyle": mine.dash, "shrinkA": 5, "shrinkB": 5}
        ax.annotate("", xy=end, xytext=(_NAMES_AT, place), textcoords=ax.transAxes, annotation_clip=False, arrowprops=leader)
    ax.plot(
        [_NAMES_AT], [place], transform=ax.transAxes, marker=mine.marker, color=mine.color, clip_on=False, linestyle="none",
        gid="series-key",
    )


def _text(panel: Panel, one: Series) -> str:
    letters = panel.size.letters(panel.width * _LABEL_SHARE)
    name = shorten(one.name, letters if count(panel) > DIRECT else 2 * letters)
    return "\n".join(filter(None, [wrap(name, letters), panel.base_range(one.rows)]))


def _last(panel: Panel, one: Series) -> tuple[float, float] | None:
    known = np.flatnonzero(np.isfinite(panel.values[one.rows]))
    if not len(known):
        return None
    return float(one.at[known[-1]]), float(panel.values[one.rows[known[-1]]])


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

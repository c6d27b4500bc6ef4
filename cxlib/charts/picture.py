"""From a finding to axes, and from axes to a PNG, an SVG and a text for those who cannot see it."""

from __future__ import annotations

import hashlib
import html
import io
import re

import numpy as np
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from ..errors import ArgumentError
from ..finding import Finding
from . import cards, grid, guides, lines, points, rows, series
from . import map as strips
from .panel import LINED, Panel, drawn_rows, foot, panels
from .reading import alt_text
from .style import SIZES, Size, clean, size_called, style, wrap

__all__ = ["alt_text", "both", "draw", "png", "svg"]

_MEASURES = ("metric", "question", "signal")  # panels of these show different things, each on a scale of its own


def draw(finding: Finding, *, ax: Axes | None = None, size: str = "room") -> Axes | Figure:
    """Axes that show the finding; a figure of several when its chart has a facet.

    Nothing is computed, shown or saved, and no setting of matplotlib is left changed. The table is drawn as it
    is: each estimate with its interval and base, a withheld row as an empty row with that word, a period that is
    not complete with a hollow mark. A finding that has nothing to draw gives empty axes with its sentence.

    Parameters
    ----------
    finding : Finding
    ax : Axes, optional
        Where to draw; a new figure by default.
    size : str
        ``room`` (14 points and more at 1280 pixels wide) or ``page``.

    Raises
    ------
    ArgumentError
        When `size` is not known, the chart names a column that is missing, or `ax` is given for several facets.
    """
    how = size_called(size)
    with style(how):
        if ax is None:
            figure = _figure(finding, how, how.width)
            return figure if finding.chart.facet and _has_picture(finding) else figure.axes[0]
        if finding.chart.kind == "card":
            raise ArgumentError("a card needs a page of its own; leave ax out")
        if finding.chart.facet and _has_picture(finding):
            raise ArgumentError("a chart with a facet needs a figure of its own; leave ax out")
        width = ax.figure.get_figure(root=True).get_figwidth() * ax.get_position().width / 0.62
        part = Panel(finding, drawn_rows(finding), how, width)
        _fill(ax, finding, part)
        if _has_picture(finding):
            guides.write_key(ax, part, _key(part), width * 0.62, loc="lower left", bbox_to_anchor=(0, 1), borderaxespad=0.2)
            ax.set_xlabel("\n".join(filter(None, [ax.get_xlabel(), foot(finding, how, width)])))
            _name(ax.figure.get_figure(root=True), [(ax, part)])
        return ax


def png(finding: Finding, *, width: int | None = None, dpi: int | None = None, size: str = "room") -> bytes | None:
    """The chart as a PNG file; None when the finding has nothing to draw (empty table, kind ``none``).

    Parameters
    ----------
    width : int, optional
        Pixels; 1280 for ``room``, 800 for ``page`` when `dpi` is left alone.
    dpi : int, optional
        Dots per inch, 100 by default; type grows with it.
    """
    if not _has_picture(finding):
        return None
    how = size_called(size)
    dots = dpi or how.dpi
    with style(how):
        return _as_png(_placed(_figure(finding, how, width / dots if width else how.width), dots))


def svg(finding: Finding, *, size: str = "room") -> str | None:
    """The chart as SVG text that can stand in a page; None when the finding has nothing to draw.

    The same finding gives the same text. Letters are drawn as outlines, so no font is needed; names inside
    carry a prefix of their own, so that many charts can share a page.
    """
    if not _has_picture(finding):
        return None
    how = size_called(size)
    with style(how):
        return _as_svg(_placed(_figure(finding, how, how.width), how.dpi), finding)


def both(finding: Finding) -> tuple[bytes, str] | None:
    """What :func:`png` and :func:`svg` give for a room, drawn once; None when the finding has nothing to draw.

    Examples
    --------
    >>> both(Finding("demo", "How many stay?", "Nine in ten stay.", pd.DataFrame())) is None
    True
    """
    if not _has_picture(finding):
        return None
    how = size_called("room")
    with style(how):
        figure = _placed(_figure(finding, how, how.width), how.dpi)
        return _as_png(figure), _as_svg(figure, finding)  # in this order


def _placed(figure: Figure, dots: int) -> Figure:
    """The figure with everything in its place, once and for all: saving it would look for each place again, twice."""
    engine = figure.get_layout_engine()
    figure.dpi = dots
    if engine is not None:
        engine.execute(figure)
        figure.set_layout_engine("none")
    return figure


def _as_png(figure: Figure) -> bytes:
    target = io.BytesIO()
    # Straight from the canvas: Figure.savefig draws everything twice.
    FigureCanvasAgg(figure).print_png(target, metadata={"Software": None})
    return target.getvalue()


def _as_svg(figure: Figure, finding: Finding) -> str:
    """The figure as SVG; its dots per inch are 72 from then on."""
    target = io.StringIO()
    FigureCanvasSVG(figure).print_svg(target, metadata=dict.fromkeys(("Date", "Creator", "Format", "Type")))
    text = target.getvalue()
    return _for_page(text[text.index("<svg") :], finding)


def _has_picture(finding: Finding) -> bool:
    """Whether there is an estimate to draw: rows that are all withheld or not known stand in the table alone."""
    if finding.chart.kind == "none" or not len(finding.table):
        return False
    if finding.chart.kind == "card":
        return True
    return bool(Panel(finding, drawn_rows(finding), SIZES["page"], 1.0).drawn.any())


def _figure(finding: Finding, size: Size, width: float) -> Figure:
    if finding.chart.kind == "card" and _has_picture(finding):
        return cards.card_figure(finding, size=size.name)
    figure = Figure(dpi=size.dpi, layout="constrained")
    FigureCanvasAgg(figure)
    if not _has_picture(finding):
        figure.set_size_inches(width, 2.5)
        _say_sentence(figure.add_subplot(), finding, size, width)
        return figure
    parts, left_out, columns = _that_fit(finding, size, width)
    below = foot(finding, size, width, left_out)
    heights = _row_heights(parts, columns)
    whole = Panel(finding, pd.concat([part.rows for part in parts], ignore_index=True), size, width, joint_key=parts[0].joint_key)
    keys = _key(whole)
    around = below.count("\n") + 1.8 + _around(finding) * len(heights) + 1.3 * guides.key_lines(whole, keys, width)
    figure.set_size_inches(width, sum(heights) + size.row * around)
    places = figure.add_gridspec(len(heights), columns, height_ratios=heights)
    for number, part in enumerate(parts):
        ax = figure.add_subplot(places[number // columns, number % columns])
        _fill(ax, finding, part)
        if part.title:
            ax.set_title(_title(part), loc="left", fontweight="bold")
        else:
            ax.set_xlabel("\n".join(filter(None, [ax.get_xlabel(), below])))
    _same_scale(figure, parts)
    guides.write_key(figure, whole, keys, width, loc="outside upper left")
    if finding.chart.facet:
        figure.supxlabel(below, fontsize=size.text)
    _name(figure, list(zip(figure.axes, parts, strict=False)))
    return figure


def _key(part: Panel) -> list[Artist]:
    return strips.key(part) if part.finding.chart.kind == "map" else guides.key(part)


def _name(figure: Figure, drawn: list[tuple[Axes, Panel]]) -> None:
    """Names of points, which can be set only when everything else has its place."""
    if any(part.finding.chart.kind == "scatter" and part.finding.chart.label for _, part in drawn):
        figure.draw_without_rendering()
        for ax, part in drawn:
            points.name_points(ax, part)


def _that_fit(finding: Finding, size: Size, width: float) -> tuple[list[Panel], int, int]:
    """The panels that a chart may be high enough for, how many things are left to the table, and how many columns."""
    lined = finding.chart.kind in LINED
    columns = 2 if finding.chart.kind == "line" and finding.chart.facet else 1
    whole = panels(finding, size, width, columns)
    columns, parts = min(columns, len(whole)), whole
    room = size.tallest - (foot(finding, size, width, len(finding.table)).count("\n") + 3.5) * size.row
    least = [_height(part if lined else _cut(part, 0.0)) for part in whole]
    while len(parts) > columns and _with_space(finding, size, least[: len(parts)], columns) > room:
        parts = parts[: (len(parts) - 1) // columns * columns]
    kept = [series.cut(part) for part in parts] if lined else _share_out(parts, room - _with_space(finding, size, [0.0] * len(parts), columns))
    told = finding.chart.series if lined else finding.chart.y
    pairs = [(_things(before, told), _things(after, told)) for before, after in zip(parts, kept, strict=True)]
    fewer = [before - after for before, after in pairs]
    hidden = sum(int((~part.drawn).sum()) for part in kept) if finding.chart.kind == "scatter" else 0
    return kept, len(whole) - len(parts) + (max(fewer) if lined else sum(fewer)) + hidden, columns


def _share_out(parts: list[Panel], room: float) -> list[Panel]:
    """Panels cut to a height all together, from the smallest, so that what it leaves is there for the others."""
    kept: dict[int, Panel] = {}
    for place in sorted(range(len(parts)), key=lambda place: _height(parts[place])):
        kept[place] = _cut(parts[place], room / (len(parts) - len(kept)))
        room -= _height(kept[place])
    return [kept[place] for place in range(len(parts))]


def _with_space(finding: Finding, size: Size, heights: list[float], columns: int) -> float:
    """Inches that panels of these heights take with the texts around them."""
    rows_ = [max(heights[start : start + columns]) for start in range(0, len(heights), columns)]
    return sum(rows_) + _around(finding) * size.row * len(rows_)


def _around(finding: Finding) -> float:
    """Lines of text that the axes of a panel have above and below them."""
    return 3.9 if finding.chart.facet else 3.8


def _row_heights(parts: list[Panel], columns: int) -> list[float]:
    return [max(_height(part) for part in parts[start : start + columns]) for start in range(0, len(parts), columns)]


def _things(part: Panel, column: str | None) -> int:
    return part.rows[column].nunique(dropna=False) if column else 0


def _cut(part: Panel, inches: float) -> Panel:
    if _height(part) <= inches or part.finding.chart.kind == "map":
        return part
    return grid.cut(part, inches) if part.finding.chart.kind == "heatmap" else rows.cut(part, inches)


def _title(part: Panel) -> str:
    """The name of a panel; with a key for all panels, its bases too."""
    base = part.base_range(np.arange(len(part.rows))) if part.joint_key else ""
    return wrap(f"{part.title} ({base.replace(' ', chr(160))})" if base else part.title, part.size.letters(part.width * 0.8))


def _same_scale(figure: Figure, parts: list[Panel]) -> None:
    """Panels of one measure are read against each other, so they get one scale."""
    kind, facet = parts[0].finding.chart.kind, parts[0].finding.chart.facet
    if len({part.unit for part in parts}) > 1 or facet in _MEASURES or kind in ("heatmap", "calibration"):
        return
    for axis in ("x", "y") if kind == "scatter" else ("y",) if kind == "line" else ("x",):
        _one_scale(figure, axis)


def _one_scale(figure: Figure, axis: str) -> None:
    limits = [getattr(ax, f"get_{axis}lim")() for ax in figure.axes]
    for ax in figure.axes:
        getattr(ax, f"set_{axis}lim")(min(low for low, _ in limits), max(high for _, high in limits))


def _height(part: Panel) -> float:
    kind = part.finding.chart.kind
    if kind == "heatmap":
        return grid.row_height(part) * part.rows[part.finding.chart.y].nunique(dropna=False)
    if kind == "map":
        return strips.height(part)
    if kind == "scatter":
        return points.height(part)
    return lines.height(part) if kind in LINED else rows.height(part)


def _fill(ax: Axes, finding: Finding, part: Panel) -> None:
    kind = finding.chart.kind
    if not _has_picture(finding):
        _say_sentence(ax, finding, part.size, part.width)
        return
    if kind == "line":
        lines.draw_lines(ax, part)
    elif kind == "calibration":
        lines.draw_calibration(ax, part)
    elif kind == "scatter":
        points.draw_points(ax, part)
    elif kind == "map":
        strips.draw_map(ax, part)
    elif kind == "heatmap":
        grid.draw_heatmap(ax, part)
    else:
        rows.draw_rows(ax, part)


def _say_sentence(ax: Axes, finding: Finding, size: Size, width: float) -> None:
    ax.set_axis_off()
    ax.text(0.02, 0.5, wrap(clean(finding.sentence), size.letters(width * 0.95)), transform=ax.transAxes, va="center")


def _for_page(text: str, finding: Finding) -> str:
    prefix = "c" + hashlib.sha256(finding.key.encode()).hexdigest()[:8] + "-"
    text = re.sub(r'\bid="([^"]+)"', rf'id="{prefix}\1"', text)
    text = re.sub(r'href="#([^"]+)"', rf'href="#{prefix}\1"', text)
    text = re.sub(r"url\(#([^)]+)\)", rf"url(#{prefix}\1)", text)
    label = html.escape(alt_text(finding), quote=True)
    return text.replace("<svg ", f'<svg role="img" aria-label="{label}" ', 1)

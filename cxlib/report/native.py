"""Charts that a program of slides draws and people can edit: numbers, intervals and marks as its own objects."""

from __future__ import annotations

import math
from typing import Any

from .fitting import cleaned
from .native_numbers import chart_tag, element, numbers_of, put_intervals
from .plots import Plot, Series

__all__ = ["put_chart"]

_FORMATS = {
    "share": "0%", "whole_share": "0%", "points": "0", "signed_points": "+0;-0;0", "score": "0.0#", "signed_score": "+0.0#;-0.0#;0.0",
    "count": "#,##0", "money": "#,##0", "days": "0", "p_value": "0.000",
}
_GREY = "595959"


def put_chart(slide: Any, plot: Plot, place: tuple[float, float, float, float], *, alt: str, points: float = 12) -> Any:
    """Add the chart to the slide as a native one, with its numbers in a workbook inside.

    Parameters
    ----------
    place : left, top, width, height in inches
    alt : str
        What it shows, for those who cannot see it.
    points : float
        Size of type.

    Returns
    -------
    The chart of the package python-pptx.
    """
    from pptx.util import Inches

    frame = slide.shapes.add_chart(_type(plot), *(Inches(part) for part in place), _data(plot))
    frame._element.nvGraphicFramePr.cNvPr.set("descr", cleaned(alt))
    chart = frame.chart
    chart.part.chart_workbook.update_from_xlsx_blob(numbers_of(plot))
    _dress(chart, plot, points)
    for number, (drawn, series) in enumerate(zip(chart.plots[0].series, plot.series, strict=True)):
        _dress_series(drawn, series, plot, number)
        put_intervals(drawn, series, plot, number)
    return chart


def _type(plot: Plot) -> Any:
    from pptx.enum.chart import XL_CHART_TYPE

    if plot.kind == "bars":
        return XL_CHART_TYPE.BAR_CLUSTERED
    if plot.is_across:
        return XL_CHART_TYPE.XY_SCATTER_LINES if plot.kind == "line" else XL_CHART_TYPE.XY_SCATTER
    return XL_CHART_TYPE.LINE_MARKERS


def _data(plot: Plot) -> Any:
    from pptx.chart.data import CategoryChartData, XyChartData

    number = _FORMATS.get(plot.unit, "General")
    if plot.is_across:
        data = XyChartData(number_format=number)
        for series in plot.series:
            one = data.add_series(cleaned(series.name))
            for at, value in zip(series.at, series.values, strict=True):
                one.add_data_point(at, value)
        return data
    data = CategoryChartData(number_format=number)
    data.categories = [cleaned(name) or " " for name in plot.categories]
    for series in plot.series:
        data.add_series(cleaned(series.name), series.values)
    return data


def _dress(chart: Any, plot: Plot, points: float) -> None:
    from pptx.dml.color import RGBColor
    from pptx.enum.chart import XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION, XL_TICK_MARK
    from pptx.util import Pt

    chart.font.size, chart.font.name = Pt(points), "Arial"
    chart.has_title = bool(plot.title)
    if plot.title:
        chart.chart_title.text_frame.text = cleaned(plot.title)
        run = chart.chart_title.text_frame.paragraphs[0].runs[0]
        run.font.size, run.font.bold = Pt(points + 1), True
    named = [series for series in plot.series if series.name]
    chart.has_legend = len(named) > 1
    if chart.has_legend:
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
        _name_once(chart.legend, plot)
    value, other = chart.value_axis, chart.category_axis
    value.tick_labels.number_format, value.tick_labels.number_format_is_linked = _FORMATS.get(plot.unit, "General"), False
    value.major_gridlines.format.line.color.rgb = RGBColor.from_string("D9D9D9")
    for axis, title in ((value, plot.value_title), (other, plot.category_title)):
        axis.format.line.color.rgb = RGBColor.from_string("7F7F7F")
        axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
        axis.has_title = bool(title) and not (axis is other and plot.kind == "bars")
        if axis.has_title:
            axis.axis_title.text_frame.text = cleaned(title)
            run = axis.axis_title.text_frame.paragraphs[0].runs[0]
            run.font.size, run.font.bold = Pt(points), False
    other.has_major_gridlines = False
    if plot.is_across:
        other.tick_labels.number_format, other.tick_labels.number_format_is_linked = _FORMATS.get(plot.across_unit, "General"), False
    _reach_of_axis(value, plot)
    if plot.kind == "bars":
        other.reverse_order = True
        chart.plots[0].gap_width = 60
        # with the first bar on top the numbers would stand on top too
        value.tick_label_position = XL_TICK_LABEL_POSITION.HIGH
        value.major_tick_mark = XL_TICK_MARK.NONE
        value.format.line.fill.background()


def _name_once(legend: Any, plot: Plot) -> None:
    """Of series with one name (both limits of a funnel plot) only the first stands in the legend."""
    names = [series.name for series in plot.series]
    before = legend._element.find(chart_tag("legendPos"))
    for place in reversed([place for place, name in enumerate(names) if name in names[:place]]):
        entry = element("legendEntry")
        entry.append(element("idx", str(place)))
        entry.append(element("delete", "1"))
        before.addnext(entry)


def _reach_of_axis(axis: Any, plot: Plot) -> None:
    """A scale that holds the intervals too, which programs forget, ends where the unit does, and is tenfold for ratios."""
    ends = [end for series in plot.series for part in (series.values, series.low, series.high) for end in part if end is not None]
    if plot.is_log and ends and min(ends) > 0:
        axis._element.find(chart_tag("scaling")).insert(0, element("logBase", "10"))
        return
    if not ends or not any(end is not None for series in plot.series for end in series.low):
        return
    low, high, step = _round_ends(min(ends), max(ends), from_zero=plot.kind == "bars")
    least, most = {"share": (0.0, 1.0), "whole_share": (0.0, 1.0), "points": (-100.0, 100.0)}.get(plot.unit, (-math.inf, math.inf))
    if min(ends) >= least and max(ends) <= most:
        low, high = max(low, least), min(high, most)
    axis.minimum_scale, axis.maximum_scale, axis.major_unit = low, high, step


def _round_ends(low: float, high: float, *, from_zero: bool) -> tuple[float, float, float]:
    """Ends of an axis and its step, as round numbers around these.

    Examples
    --------
    >>> _round_ends(10.5, 19.5, from_zero=True)
    (0.0, 20.0, 5.0)
    """
    if from_zero:
        low, high = min(low, 0.0), max(high, 0.0)
    span = (high - low) or abs(high) or 1.0
    size = 10 ** math.floor(math.log10(span / 5))
    step = next(factor * size for factor in (1, 2, 5, 10) if span / (factor * size) <= 6)
    ends = math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step
    return tuple(float(f"{number:.12g}") for number in (*ends, step))


def _dress_series(drawn: Any, series: Series, plot: Plot, number: int) -> None:
    from pptx.dml.color import RGBColor
    from pptx.enum.dml import MSO_LINE
    from pptx.util import Pt

    colour = RGBColor.from_string(_colour(number))
    if plot.kind == "bars":
        drawn.format.fill.solid()
        drawn.format.fill.fore_color.rgb = colour
        drawn.invert_if_negative = False
        return
    drawn.smooth = False
    line = drawn.format.line
    if series.is_line:
        line.color.rgb, line.width, line.dash_style = RGBColor.from_string(_GREY), Pt(1.25), MSO_LINE.DASH
    elif plot.kind == "points":
        line.fill.background()
    else:
        line.color.rgb, line.width = colour, Pt(2.25)
        line.dash_style = (MSO_LINE.SOLID, MSO_LINE.DASH, MSO_LINE.ROUND_DOT, MSO_LINE.DASH_DOT, MSO_LINE.LONG_DASH, MSO_LINE.LONG_DASH_DOT)[number % 6]
    _mark(drawn.marker, series, colour, number)
    for place in () if series.is_line else series.hollow:
        fill = drawn.points[place].marker.format.fill
        fill.solid()
        fill.fore_color.rgb = RGBColor.from_string("FFFFFF")
        drawn.points[place].marker.format.line.color.rgb = colour


def _mark(marker: Any, series: Series, colour: Any, number: int) -> None:
    from pptx.enum.chart import XL_MARKER_STYLE

    shapes = ("CIRCLE", "SQUARE", "DIAMOND", "TRIANGLE", "X", "PLUS", "STAR")
    marker.style = XL_MARKER_STYLE.NONE if series.is_line else getattr(XL_MARKER_STYLE, shapes[number % len(shapes)])
    if not series.is_line:
        marker.size = 8
        marker.format.fill.solid()
        marker.format.fill.fore_color.rgb = colour
        marker.format.line.color.rgb = colour


def _colour(number: int) -> str:
    from ..charts.style import look

    return "".join(f"{round(255 * part):02X}" for part in look(number).color)

"""How a table is to be drawn, as data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from ..errors import ArgumentError, choose

__all__ = ["Chart"]

_KINDS = ("interval", "line", "funnel", "bars", "heatmap", "calibration", "scatter", "map", "card", "none")


@dataclass(frozen=True)
class Chart:
    """How a table is to be drawn, as data: which columns take which part.

    Parameters
    ----------
    kind : str
        ``interval`` (a dot with its interval for each category in `y`), ``line`` (`x` ordered, band from
        `low` to `high`), ``funnel`` (a bar for each stage in `y`), ``bars`` (horizontal), ``heatmap``
        (`x` by `y`, coloured by `value`), ``calibration`` (predicted `x`, observed `y`), ``scatter`` (a point for
        each row at numbers `x` and `y`, with intervals on both), ``map`` (strips over common columns in `x`: bars of
        `value`, dots of the share `y`, `lines`, `mix`, `texts`), ``card`` (a page of its own, as of
        :func:`cxlib.maps.persona_card`), ``none``.
    x, y, low, high, series, facet : str, optional
        Column names of the finding's table. `series` is told apart by colour and marker, `facet` by panels.
    unit : str
        Unit of the values (see :func:`cxlib.words.format_value`).
    x_label, y_label, value_label : str
        What the axes show, and what the colours of a heatmap do.
    reference : float, optional
        A value marked by a thin line (0 for a difference, the average, ...).
    reference_label : str
        What that line is.
    scale : {"linear", "log"}
        Of the values; ``log`` for ratios, so that twice and half lie as far from 1.
    where : mapping of column to text
        Only rows that hold these texts are drawn; the table keeps all.
    order : mapping of column to texts
        In which order a column's values are drawn, where that is not the order of the table.
    x_low, x_high : str, optional
        Columns with the interval of `x` in a ``scatter``.
    x_reference : float, optional
        As `reference`, on the `x` of a ``scatter``; `reference_label` names both lines.
    corners : texts, none or four
        What the corners of a ``scatter`` are called: top left, top right, bottom left, bottom right.
    label : str, optional
        Column whose texts stand beside the points of a ``scatter``: some 15 that find room, only those of marked
        points where there is a `mark`. A blank text is not written. In a ``map`` the column that says where nobody was
        heard (heard, few, unheard).
    limits : mapping of column to name
        Columns drawn as lines along a numeric or named `x` (the limits of a funnel plot); columns with the same name
        look the same and are named once.
    mark : str, optional
        Column of bool: these points of a ``line`` or ``scatter`` stand out (an alarm, a place beyond its limits).
    mark_label : str
        What a marked point is.
    band_label : str
        What the band of a ``line`` is, where it is not the 95% interval (control limits, 80%); points may lie outside.
    dashed : str, optional
        The level of `series` that is not yet so (forecast, not placed): its line is dashed and goes on from the last
        point before it, its points are hollow.
    lines : mapping of column to name
        Lines of a ``map``, 0 to 1 drawn as 0 to 100; a line called ``rated`` has its band in ``rated_low`` and
        ``rated_high``, its base in ``rated_base``, and breaks where it is not known.
    mix : mapping of column to name
        Shares of a ``map`` that add up to 1 in each row, drawn side by side in one bar.
    texts : mapping of column to heading
        Columns of text under a ``map``.

    Raises
    ------
    ArgumentError
        For an unknown kind or scale, `dashed` without `series`, or another number of corners.
    """

    kind: Literal["interval", "line", "funnel", "bars", "heatmap", "calibration", "scatter", "map", "card", "none"] = "none"
    x: str | None = None
    y: str | None = None
    low: str | None = "low"
    high: str | None = "high"
    series: str | None = None
    facet: str | None = None
    value: str | None = None
    unit: str = "number"
    x_label: str = ""
    y_label: str = ""
    value_label: str = ""
    reference: float | None = None
    reference_label: str = ""
    scale: Literal["linear", "log"] = "linear"
    where: Mapping[str, str] = field(default_factory=dict)
    order: Mapping[str, Sequence[str]] = field(default_factory=dict)
    x_low: str | None = None
    x_high: str | None = None
    x_reference: float | None = None
    corners: Sequence[str] = ()
    label: str | None = None
    limits: Mapping[str, str] = field(default_factory=dict)
    mark: str | None = None
    mark_label: str = ""
    band_label: str = ""
    dashed: str | None = None
    lines: Mapping[str, str] = field(default_factory=dict)
    mix: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        choose("kind of chart", self.kind, _KINDS)
        choose("scale", self.scale, ("linear", "log"))
        if self.dashed is not None and self.series is None:
            raise ArgumentError(f'a chart draws the level "{self.dashed}" of its series dashed, so it needs a series')
        if len(self.corners) not in (0, 4):
            raise ArgumentError(f"a chart has four corners or none to name; got {len(self.corners)}")

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that the table must have; `low` and `high` may be missing."""
        named = (self.x, self.y, self.series, self.facet, self.value, self.x_low, self.x_high, self.label, self.mark)
        return tuple(dict.fromkeys(name for name in (*named, *self.where, *self.order, *self.limits, *self.lines, *self.mix, *self.texts) if name is not None))

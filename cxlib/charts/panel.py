"""The rows that one set of axes shows on paper, and what stands around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.ticker import Formatter

from .. import words
from ..finding import Finding
from .reading import LINED, Reading, drawn_rows, slice_words
from .style import Size, wrap

__all__ = ["LINED", "Panel", "Ticks", "drawn_rows", "foot", "panels", "slice_words"]

_DECIMALS = {"share": 1, "points": 1, "signed_points": 1, "score": 2, "signed_score": 2, "days": 1}


class Ticks(Formatter):
    """Numbers along an axis in the finding's language, with no decimals that say nothing at any of them."""

    def __init__(self, panel: Panel, unit: str) -> None:
        self._panel, self._unit = panel, "number" if unit == "money" else unit

    def __call__(self, value: float, place: int | None = None) -> str:
        return self.format_ticks([value])[0]

    def format_ticks(self, values: Sequence[float]) -> list[str]:
        """The texts of all ticks together."""
        texts = [re.sub(r"^\+(0[.,]?0*%?)$", r"\1", self._panel.number(value, self._unit)) for value in values]
        for _ in range(_DECIMALS.get(self._unit, 0)):
            if all(re.search("0%?$", text) for text in texts):
                texts = [re.sub("0(%?)$", r"\1", text) for text in texts]
        return [re.sub(r"[.,](%?)$", r"\1", text) for text in texts]


@dataclass(frozen=True)
class Panel(Reading):
    """Some rows of a finding (all, or one facet) on a stretch of paper `width` inches wide."""

    size: Size
    width: float
    title: str = ""
    joint_key: bool = False  # the figure has one key for the series of all panels

    @property
    def has_key(self) -> bool:
        """Whether a key names the series: a name at the end of a line would lead across what is to come."""
        chart = self.finding.chart
        return self.joint_key or chart.kind == "scatter" or (chart.kind == "line" and chart.dashed is not None)


def panels(finding: Finding, size: Size, width: float, columns: int = 1) -> list[Panel]:
    """One panel for each facet in order of appearance; one for all without facet."""
    table, facet = drawn_rows(finding), finding.chart.facet
    if facet is None:
        return [Panel(finding, table, size, width)]
    whole = Panel(finding, table, size, width)
    joint = finding.chart.kind in ("line", "scatter") and finding.chart.series is not None
    return [
        Panel(finding, rows.reset_index(drop=True), size, width / columns, whole.level(facet, level), joint)
        for level, rows in table.groupby(facet, sort=False, dropna=False)
    ]


def foot(finding: Finding, size: Size, width: float, left_out: int = 0) -> str:
    """Base, slice, what the line of reference is and how much is left to the table, in the words of the finding."""
    language, chart = finding.language, finding.chart
    parts = [words.say("house.base", language, n=finding.base), slice_words(finding)]
    if (chart.reference is not None or chart.x_reference is not None) and chart.reference_label:
        parts.append(words.say("chart.reference", language, name=chart.reference_label))
    if left_out:
        parts.append(words.say("chart.left_out", language, n=left_out))
    return wrap(" · ".join(parts), size.letters(width * 0.75))

"""Importance beside performance: where to work first."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from .. import words
from ..finding import Chart, Finding
from .complete import Complete, caveats, complete, default_outcomes, listed, refused
from .ranking import estimates, no_link
from .resample import interval, resampled

__all__ = ["importance_performance"]

_QUADRANTS = {(True, False): "work here", (True, True): "keep up", (False, False): "watch", (False, True): "enough"}
_NOT_PLACED = "not placed"


def importance_performance(
    study, outcome: str | None = None, *, drivers: Sequence[str] | None = None, waves: int | None = 1, draws: int = 200, seed: int = 2026,
) -> Finding:
    """Where each rating stands by importance and by performance, both with their intervals.

    Parameters are those of :func:`cxlib.drivers.importance`.

    Returns
    -------
    Finding
        Columns ``driver``, ``value``, ``low``, ``high`` (importance: share of the explained variance), ``performance``,
        ``performance_low``, ``performance_high`` (weighted mean rating; as place on the scale, 0 to 1, where ratings
        have different scales), ``quadrant``, ``base``; most important first. The lines of the chart part high from low:
        means over the drivers. A driver whose intervals cross a line is "not placed".

    Raises
    ------
    ArgumentError
        As :func:`cxlib.drivers.importance`.

    References
    ----------
    Martilla & James 1977, Journal of Marketing 41(1):77, for the map.
    """
    name, language = "drivers.importance_performance", study.language
    asked = words.say("drivers.placing.question", language)
    if not study.has("responses"):
        return study.not_available(name, asked, "responses")
    outcome = outcome or default_outcomes(study)[0]
    found = complete(study, [outcome], drivers, waves)
    if (no := refused(study, name, asked, found)) is not None:
        return no.with_key(f"{name}.{outcome}")
    ranked, explained = estimates(found, draws=draws, seed=seed)
    table, unit = _table(study, found, ranked, draws, seed)
    linked = not no_link(explained, found)
    if not linked:
        table["quadrant"] = _NOT_PLACED
    placed = table.loc[table["quadrant"] != _NOT_PLACED]
    return study.finding(
        name, question=asked, sentence=_sentence(study, found, placed, linked), table=table, base=len(found), unit="share",
        chart=_map(table, language), status="answered" if len(placed) else "cannot_tell", key=f"{name}.{outcome}",
        caveats=(*caveats(study, found), words.say("drivers.placing.lines", language)),
        formats=dict.fromkeys(("performance", "performance_low", "performance_high"), unit),
    )


def _map(table: pd.DataFrame, language: str) -> Chart:
    line = _lines(table)
    return Chart(
        "scatter", x="performance", y="value", x_low="performance_low", x_high="performance_high", label="driver", series="quadrant",
        dashed=_NOT_PLACED, order={"quadrant": (*_QUADRANTS.values(), _NOT_PLACED)}, unit="share",
        corners=[words.say(f"value.quadrant.{_QUADRANTS[important, good]}", language) for important in (True, False) for good in (False, True)],
        reference=float(line["value"]), x_reference=float(line["performance"]), reference_label=words.say("drivers.placing.mean", language),
        y_label=words.say("drivers.importance.axis", language), x_label=words.label("performance", language),
    )


def _table(study, found: Complete, ranked: pd.DataFrame, draws: int, seed: int) -> tuple[pd.DataFrame, str]:
    """A row for each rating, and the unit of its performance."""
    performance, unit = _performance(study, found, draws, seed)
    both = ranked[["driver", "value", "low", "high"]].merge(performance, on="driver", how="left", validate="one_to_one")
    line = _lines(both)
    high = _side(both, "low", "high", line["value"]), _side(both, "performance_low", "performance_high", line["performance"])
    quadrants = [_QUADRANTS[(important > 0, good > 0)] if important and good else _NOT_PLACED for important, good in zip(*high, strict=True)]
    return both.assign(quadrant=quadrants, base=len(found)), unit


def _lines(table: pd.DataFrame) -> pd.Series:
    """Where high is parted from low: the means over the ratings."""
    return table[["value", "performance"]].mean()


def _side(table: pd.DataFrame, low: str, high: str, line: float) -> np.ndarray:
    """1 where the whole interval lies above the line, -1 below, 0 where it crosses."""
    return np.select([table[low] > line, table[high] < line], [1, -1], 0)


def _performance(study, found: Complete, draws: int, seed: int) -> tuple[pd.DataFrame, str]:
    """Weighted mean ratings with interval, on one scale."""
    meaning = [study.codebook[name] for name in found.drivers]
    same = len({(question.low, question.high) for question in meaning}) == 1
    low = np.array([0 if same else question.low for question in meaning])
    wide = np.array([1 if same else question.high - question.low for question in meaning])
    columns = np.column_stack([np.ones(len(found)), (found.x - low) / wide])
    whole, drawn = resampled(columns, found.weight, found.customer, draws=draws, seed=seed)
    value = whole[0, 1:] / whole[0, 0]
    ends = interval(value, drawn[:, 0, 1:] / drawn[:, 0, :1])
    rows = {"driver": found.drivers, "performance": value, "performance_low": ends[0], "performance_high": ends[1]}
    return pd.DataFrame(rows), "score" if same else "share"


def _sentence(study, found: Complete, placed: pd.DataFrame, linked: bool) -> str:
    language, outcome = study.language, found.outcomes[0]
    if not linked or placed.empty:
        return words.say("drivers.placing.nothing" if linked else "drivers.placing.no_link", language, outcome=outcome, base=len(found))
    parts = []
    for quadrant in _QUADRANTS.values():
        names = placed.loc[placed["quadrant"] == quadrant, "driver"]
        if len(names):
            parts.append(f"{words.say(f'value.quadrant.{quadrant}', language)}: {listed(names)}")
    return words.say("drivers.placing", language, outcome=outcome, base=len(found), parts="; ".join(parts),
                     unplaced=len(found.drivers) - len(placed))

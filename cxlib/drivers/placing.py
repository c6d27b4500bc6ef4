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


def importance_performance(
    study, outcome: str | None = None, *, drivers: Sequence[str] | None = None, waves: int | None = 1, draws: int = 200, seed: int = 2026,
) -> Finding:
    """Where each rating stands by importance and by performance, both with their intervals.

    Parameters are those of :func:`cxlib.drivers.importance`.

    Returns
    -------
    Finding
        Two rows per driver, ``metric`` "importance" (share of the explained variance) and "performance" (weighted
        mean rating; as place on the scale, 0 to 1, where ratings have different scales). Columns ``driver``,
        ``metric``, ``value``, ``low``, ``high``, ``line`` (mean over the drivers, which parts high from low),
        ``quadrant``, ``base``, ``unit``. A driver whose intervals cross a line is "not placed".

    Raises
    ------
    ArgumentError
        As :func:`cxlib.drivers.importance`.
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
    table = _table(study, found, ranked, draws, seed)
    linked = not no_link(explained, found)
    if not linked:
        table["quadrant"] = "not placed"
    placed = table.loc[(table["metric"] == "importance") & (table["quadrant"] != "not placed")]
    return study.finding(
        name, question=asked, sentence=_sentence(study, found, placed, linked), table=table, base=len(found),
        chart=Chart("interval", x="value", y="driver", facet="metric"), status="answered" if len(placed) else "cannot_tell",
        caveats=(*caveats(study, found), words.say("drivers.placing.lines", language)), formats={"line": "@unit"}, key=f"{name}.{outcome}",
    )


def _table(study, found: Complete, ranked: pd.DataFrame, draws: int, seed: int) -> pd.DataFrame:
    performance, unit = _performance(study, found, draws, seed)
    importance = ranked[["driver", "value", "low", "high"]].assign(metric="importance", unit="share")
    both = pd.concat([importance, performance.set_index("driver").loc[ranked["driver"]].reset_index().assign(metric="performance", unit=unit)])
    both["line"] = both.groupby("metric")["value"].transform("mean")
    both["side"] = np.select([both["low"] > both["line"], both["high"] < both["line"]], [1, -1], 0)
    sides = both.pivot(index="driver", columns="metric", values="side")
    quadrant = {driver: _QUADRANTS[(row["importance"] > 0, row["performance"] > 0)] if row.all() else "not placed"
                for driver, row in sides.iterrows()}
    both = both.assign(quadrant=both["driver"].map(quadrant), base=len(found)).reset_index(drop=True)
    return both[["driver", "metric", "value", "low", "high", "line", "quadrant", "base", "unit"]]


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
    return pd.DataFrame({"driver": found.drivers, "value": value, "low": ends[0], "high": ends[1]}), "score" if same else "share"


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

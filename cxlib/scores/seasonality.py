"""How much of a score's ups and downs comes back every year."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .. import words
from ..errors import ArgumentError
from ..finding import Chart, Finding
from ..series.season import Parts, seasonal_parts
from ..study import period_bounds
from .early_warning import Watched, watched

__all__ = ["cycle_of", "seasonality"]

_NAME = "scores.seasonality"
_SURE = 0.05
_CYCLES = {1: 12, 3: 4}  # periods in a year, by months in a period
_SHOWN = ("period", "complete", "basis", "base", "effective_base", "value", "low", "high")


def seasonality(study, *, question: str | None = None, every: str = "month") -> Finding:
    """A score taken apart by period: a trend, a season that comes back every year, and the rest.

    Parameters
    ----------
    question : name of a question, optional
        The main one when not given.
    every : {"month", "quarter", "period"}
        The study's own periods are taken where most of the months have no answers.

    Returns
    -------
    Finding
        A row for each period: ``period``, ``complete``, ``basis``, ``base``, ``effective_base``, ``value``, ``low``,
        ``high``, ``trend``, ``seasonal``, ``remainder`` (the three add up to the value), ``unit``, ``withheld``. Shares and
        NPS are fractions. Status ``cannot_tell`` where there are no two full years, or no season is seen (p >= 0.05).
        Periods that are partial, empty or withheld take no part.

    Raises
    ------
    ArgumentError
        For an unknown question or `every`.

    Notes
    -----
    :func:`cxlib.series.season.seasonal_parts`: STL (Cleveland et al. 1990), robust; an F test on harmonics beside a
    level that may wander. The sentence speaks of the mean of the season at each month or quarter of the year.
    """
    seen = watched(study, _NAME, question, every)
    if isinstance(seen, Finding):
        return seen
    cycle = cycle_of(seen)
    if cycle == 1:
        sentence = words.say(f"{_NAME}.no_cycle", study.language, **seen.names)
        return study.finding(_NAME, question=seen.asked, sentence=sentence, table=pd.DataFrame(), status="not_available",
                             key=seen.key(_NAME))
    y = seen.rows["value"].where(seen.rows["usable"]).to_numpy(float)
    parts = seasonal_parts(y, cycle)
    table = _table(seen, parts)
    sure = parts is not None and parts.p_value < _SURE
    return study.finding(
        _NAME, question=seen.asked, sentence=_sentence(seen, parts, cycle), table=table, unit=seen.unit,
        status="answered" if sure else "cannot_tell", base=int(seen.rows.loc[seen.rows["usable"], "base"].sum()),
        formats={"trend": "@unit", "seasonal": _signed(seen), "remainder": _signed(seen)}, owner=seen.meaning.owner,
        chart=_chart(seen, sure), caveats=_caveats(seen, parts), key=seen.key(_NAME),
        next_step=words.say(f"{_NAME}.next.some" if sure else f"{_NAME}.next.none", study.language, **seen.names),
    )


def cycle_of(seen: Watched) -> int:
    """Periods in a year: 12, 4, or 1 where the periods are years, or waves that do not follow each other by the calendar."""
    labels = seen.rows["period"].tolist()
    try:
        bounds = [period_bounds(label) for label in labels]
    except ArgumentError:
        return 1
    months = {(after.year - start.year) * 12 + after.month - start.month for start, after in bounds}
    joined = all(before[1] == after[0] for before, after in zip(bounds, bounds[1:], strict=False))
    return _CYCLES.get(months.pop(), 1) if joined and len(months) == 1 else 1


def _signed(seen: Watched) -> str:
    return "signed_score" if seen.unit == "score" else "signed_points"


def _table(seen: Watched, parts: Parts | None) -> pd.DataFrame:
    blank = np.full(len(seen.rows), np.nan)
    trend, seasonal, remainder = (blank, blank, blank) if parts is None else (parts.trend, parts.seasonal, parts.remainder)
    return seen.rows[list(_SHOWN)].assign(trend=trend, seasonal=seasonal, remainder=remainder, unit=seen.unit,
                                          withheld=seen.rows["withheld"])


def _sentence(seen: Watched, parts: Parts | None, cycle: int) -> str:
    language, usable = seen.study.language, seen.rows["usable"]
    fills = {"periods": int(usable.sum()), "needed": 2 * cycle, "minimum": seen.study.settings.minimum_base, **seen.names}
    if parts is None:
        return words.say(f"{_NAME}.few", language, **fills)
    labels = seen.rows["period"]
    place = labels.map(lambda label: (period_bounds(label)[0].month - 1) * cycle // 12 + 1)
    mean = pd.Series(parts.seasonal).groupby(place.to_numpy()).mean()
    if not mean.abs().max() > 0:
        return words.say(f"{_NAME}.constant", language, **fills)
    ends = {
        "up": seen.text(mean.max(), signed=True), "up_place": _place(int(mean.idxmax()), cycle, language),
        "down": seen.text(mean.min(), signed=True), "down_place": _place(int(mean.idxmin()), cycle, language),
    }
    sure = parts.p_value < _SURE
    return words.say(f"{_NAME}.some" if sure else f"{_NAME}.none", language, p=parts.p_value, base=seen.rows.loc[usable, "base"].sum(),
                     cycles=int(usable.sum()) / cycle, **ends, **fills)


def _place(number: int, cycle: int, language: str) -> str:
    return words.say(f"scores.seasonality.month.{number}" if cycle == 12 else f"scores.seasonality.quarter.{number}", language)


def _chart(seen: Watched, sure: bool) -> Chart:
    """The season where there is one, else the score itself."""
    if not sure:
        return Chart("line", x="period", y="value", unit=seen.unit, y_label=seen.names["metric"])
    label = words.say(f"{_NAME}.axis", seen.study.language, **seen.names)
    return Chart("line", x="period", y="seasonal", low=None, high=None, unit=_signed(seen), reference=0.0, y_label=label)


def _caveats(seen: Watched, parts: Parts | None) -> tuple[str, ...]:
    if parts is None:
        return tuple(seen.notes())
    method = words.say(f"{_NAME}.method", seen.study.language, strength=parts.strength, harmonics=parts.harmonics)
    return (method, *seen.notes())

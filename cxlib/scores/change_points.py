"""Since when a score has another level: breaks with their interval, and the level on both sides."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd

from .. import words
from ..finding import Chart, Finding
from ..series.breaks import Break, break_point, break_points
from .watching import Watched, watched

__all__ = ["change_points"]

FEWEST_PERIODS = 12
_DRAWS = 999
_NAME = "scores.change_points"
_SHOWN = ("period", "complete", "basis", "base", "effective_base", "value", "low", "high")


def change_points(study, *, question: str | None = None, every: str = "month", seed: int = 2026) -> Finding:
    """The periods in which the level of a score changed for good, up to the wave that is looked at.

    Parameters
    ----------
    question : name of a question, optional
        The main one when not given.
    every : {"month", "period", "quarter", "year", "wave"}
        The study's own periods are taken where most of the months have no answers.
    seed : int
        Of the bootstrap.

    Returns
    -------
    Finding
        A row for each period: ``period``, ``complete``, ``basis``, ``base``, ``effective_base``, ``value``, ``low``,
        ``high``, ``stretch``, ``stretch_low``, ``stretch_high`` (mean of the periods between two breaks, 95% interval), ``changed`` (first
        period of a new level); there also ``from_period``, ``to_period`` (95% interval of that period), ``shift``,
        ``shift_low``, ``shift_high`` (new level minus old) and ``p_value``; ``unit``, ``withheld``. Shares and NPS are fractions.
        Status ``cannot_tell`` where no break is found. Periods that are partial, empty or withheld take no part.

    Raises
    ------
    ArgumentError
        For an unknown question or `every`.

    Notes
    -----
    :func:`cxlib.series.breaks.break_points` on the values of the periods, each counted once. Intervals of levels are
    Student's, on the spread around the levels, widened for neighbours that resemble each other. They take the breaks as known, so a step
    found because it is large is shown a little too large.
    """
    seen = watched(study, _NAME, question, every)
    if isinstance(seen, Finding):
        return seen
    usable = seen.rows.index[seen.rows["usable"]]
    y = seen.rows.loc[usable, "value"].to_numpy(float)
    if len(y) < FEWEST_PERIODS:
        return _too_few(seen, len(y))
    best, found = break_point(y, draws=_DRAWS, seed=seed), break_points(y, draws=_DRAWS, seed=seed)
    levels = _levels(y, found, best)
    table = _table(seen, usable, levels, found)
    last = table.loc[table["changed"]].iloc[-1] if found else None
    return study.finding(
        _NAME, question=seen.asked, sentence=_sentence(seen, table, usable, best, len(found)), table=table, chart=_chart(seen),
        status="answered" if found else "cannot_tell", base=int(table.loc[usable, "base"].sum()), unit=seen.unit,
        formats={**dict.fromkeys(("stretch", "stretch_low", "stretch_high"), "@_level_unit"),
                 **dict.fromkeys(("shift", "shift_low", "shift_high"), "@_shift_unit"), "p_value": "@_p_unit"},
        headline=None if last is None else {"value": last["shift"], "low": last["shift_low"], "high": last["shift_high"],
                                            "base": int(table.loc[usable, "base"].sum()), "unit": _signed(seen)},
        caveats=_caveats(seen, levels), owner=seen.meaning.owner, key=seen.key(_NAME),
        next_step=words.say(f"{_NAME}.next.{'some' if found else 'none'}", study.language),
    )


@dataclass(frozen=True)
class _Levels:
    """Places at which levels begin and end, their means, and half the width of the interval of a mean of so many periods."""

    ends: tuple[int, ...]
    means: tuple[float, ...]
    quantile: float
    spread: float
    likeness: float

    def reach(self, *sizes: int) -> float:
        """Half-width of the 95% interval of one mean, or of the difference of two."""
        widened = self.spread * (1 + self.likeness) / (1 - self.likeness)
        return self.quantile * float(np.sqrt(widened * sum(1 / size for size in sizes)))


def _levels(y: np.ndarray, found: tuple[Break, ...], best: Break | None) -> _Levels:
    from scipy.stats import t

    ends = (0, *(one.at for one in found), len(y))
    parts = [y[first:after] for first, after in pairwise(ends)]
    freedom = len(y) - len(parts)
    spread = sum(float(((part - part.mean()) ** 2).sum()) for part in parts) / freedom
    likeness = max((one.likeness for one in (found or ((best,) if best else ()))), default=0.0)
    return _Levels(ends, tuple(float(part.mean()) for part in parts), float(t.ppf(0.975, freedom)), spread, likeness)


def _table(seen: Watched, usable: pd.Index, levels: _Levels, found: tuple[Break, ...]) -> pd.DataFrame:
    out = seen.rows[list(_SHOWN)].assign(
        **dict.fromkeys(("stretch", "stretch_low", "stretch_high"), np.nan), changed=False, from_period="", to_period="",
        **dict.fromkeys(("shift", "shift_low", "shift_high", "p_value"), np.nan), unit=seen.unit, withheld=seen.rows["withheld"],
        _level_unit="", _shift_unit="", _p_unit="",
    )
    sizes = np.diff(levels.ends)
    for first, after, mean in zip(levels.ends, levels.ends[1:], levels.means, strict=False):
        reach = levels.reach(after - first)
        low, high = np.clip([mean - reach, mean + reach], *seen.ends)
        # empty and withheld periods inside of a stretch belong to it
        out.loc[usable[first] : usable[after - 1], ["stretch", "stretch_low", "stretch_high"]] = [mean, low, high]
        out.loc[usable[first] : usable[after - 1], "_level_unit"] = seen.unit
    periods = out.loc[usable, "period"].tolist()
    for place, one in enumerate(found):
        row, reach = usable[one.at], levels.reach(sizes[place], sizes[place + 1])
        step = levels.means[place + 1] - levels.means[place]
        out.loc[row, ["shift", "shift_low", "shift_high", "p_value"]] = [step, step - reach, step + reach, one.p_value]
        out.loc[row, ["from_period", "to_period"]] = [periods[one.low], periods[one.high]]
        out.loc[row, ["changed", "_shift_unit", "_p_unit"]] = [True, _signed(seen), "p_value"]
    return out


def _signed(seen: Watched) -> str:
    return "signed_score" if seen.unit == "score" else "signed_points"


def _sentence(seen: Watched, table: pd.DataFrame, usable: pd.Index, best: Break | None, breaks: int) -> str:
    text = _say(seen, table, usable, best, breaks)
    return text[:1].upper() + text[1:]


def _say(seen: Watched, table: pd.DataFrame, usable: pd.Index, best: Break | None, breaks: int) -> str:
    language, judged = seen.study.language, table.loc[usable]
    fills = {"periods": len(judged), "first": judged["period"].iloc[0], "last": judged["period"].iloc[-1],
             "base": judged["base"].sum(), **seen.names}
    if not breaks:
        key = f"{_NAME}.none" if best else f"{_NAME}.constant"
        more = {"period": judged["period"].iloc[best.at], "p": best.p_value} if best else {}
        return words.say(key, language, **fills, **more)
    changed = table[table["changed"]]
    if breaks > 1:
        listed = "; ".join(words.say(f"{_NAME}.item", language, **_of(seen, table, row)) for row in changed.index)
        return words.say(f"{_NAME}.many", language, breaks=breaks, listed=listed, **fills)
    return words.say(f"{_NAME}.one", language, **fills, **_of(seen, table, changed.index[0]))


def _of(seen: Watched, table: pd.DataFrame, place: int) -> dict:
    """What a sentence says of the break at that row."""
    row, old = table.loc[place], table.loc[: place - 1, "stretch"].dropna().iloc[-1]
    steps = {name: seen.text(row[f"shift{end}"], signed=True) for name, end in (("value", ""), ("low", "_low"), ("high", "_high"))}
    return {"period": row["period"], "since": row["from_period"], "until": row["to_period"], "before": seen.text(old),
            "after": seen.text(row["stretch"]), "p": row["p_value"], **steps}


def _too_few(seen: Watched, periods: int) -> Finding:
    sentence = words.say(f"{_NAME}.few", seen.study.language, periods=periods, needed=FEWEST_PERIODS,
                         minimum=seen.study.settings.minimum_base, **seen.names)
    table = seen.rows[list(_SHOWN)].assign(unit=seen.unit, withheld=seen.rows["withheld"])
    return seen.study.finding(_NAME, question=seen.asked, sentence=sentence, table=table, status="cannot_tell", unit=seen.unit,
                              caveats=tuple(seen.notes()), owner=seen.meaning.owner, key=seen.key(_NAME))


def _caveats(seen: Watched, levels: _Levels) -> tuple[str, ...]:
    language = seen.study.language
    notes = [words.say(f"{_NAME}.method", language, likeness=levels.likeness, draws=_DRAWS, **seen.names),
             words.say(f"{_NAME}.season", language, **seen.names)]
    return (*notes, *seen.notes())


def _chart(seen: Watched) -> Chart:
    language = seen.study.language
    return Chart("line", x="period", y="value", unit=seen.unit, y_label=seen.names["metric"], mark="changed", mark_label=words.say(f"{_NAME}.mark", language),
                 limits={"stretch": words.say(f"{_NAME}.stretch", language)})

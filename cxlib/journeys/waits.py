"""How long each step takes those who take it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from .. import intervals, words
from ..finding import Chart, Finding
from .incidence import cumulative_incidence, quantile
from .kernel import DAY
from .look import Look, look
from .notes import caveats, hide_small, listed, missing, step_names
from .tally import tally_step

__all__ = ["time_to_next"]

_COUNTS = ("base", "went_on", "open", "value", "low", "high", "p90", "p90_low", "p90_high")
_ROWS = 24
_FORMATS = {"went_on": "count", "open": "count", "p90": "days", "p90_low": "days", "p90_high": "days"}


def time_to_next(
    study,
    *,
    by: str | Sequence[str] | None = None,
    over: str = "wave",
    window_days: float | None = None,
    order: str | None = None,
    reentry: str | None = None,
) -> Finding:
    """Days from each stage to the next for those who go on within the window.

    Open journeys are censored: without that, slow steps would look quick because the slow ones are still under way.
    Those who leave are a competing risk, not slow ones, so a step that loses half of its customers has a median too.

    Parameters
    ----------
    by : segment of customers, "channel" (at the stage that the step leaves from) or "period", or several, optional
    over : {"wave", "all"}
    window_days, order, reentry : optional
        In place of the study's own.
    reentry : {"first", "every"}
        Whether a customer's later passes count too (:func:`cxlib.journeys.passages`).

    Returns
    -------
    Finding
        One row per step and group: ``step``, `by`, ``base`` (reached the first of the two stages), ``went_on``,
        ``open``, ``value`` (median, days), ``low``, ``high`` (95 % interval of the median), ``p90``,
        ``p90_low``, ``p90_high`` (days by which nine of ten of them have gone on), ``in_words``. Times are read from cells at most 3 % wide, or a second.

    Raises
    ------
    ArgumentError
        For a wrong word, or a window that is not above 0.

    References
    ----------
    Aalen and Johansen 1978, Scand. J. Stat. 5:141, divided by its value at the end of the window; without leavers
    one minus Kaplan and Meier 1958, JASA 53:457. Interval: Brookmeyer and Crowley 1982, Biometrics 38:29, with
    Wilson's interval of the level at the count of those who went on.

    Examples
    --------
    >>> time_to_next(study).table[["step", "in_words"]]  # doctest: +SKIP
    """
    names = listed(by)
    asked = words.say("journeys.time.question", study.language)
    lacking = missing(study, "journeys.time_to_next", asked)
    if lacking is not None:
        return lacking
    seen = look(study, by=names, over=over, window_days=window_days, order=order, reentry=reentry)
    if not len(seen.found):
        return study.nobody("journeys.time_to_next", asked)
    parts = [_step(seen, names, stage) for stage in range(1, len(seen.stages))]
    whole, minimum = pd.concat(parts, ignore_index=True), study.settings.minimum_share_base
    table = hide_small(whole, minimum, within=["step"] if names else [], columns=_COUNTS)
    table["in_words"] = [_in_words(row, study.language) for row in table.to_dict("records")]
    sentence, status, headline = _tell(seen, names, table)
    slowest = 0 if headline is None else headline.pop("stage")
    return study.finding(
        "journeys.time_to_next", question=asked, sentence=sentence, table=table, base=len(seen.found), status=status,
        chart=_chart(seen, names, len(table)), unit="days", formats=_FORMATS,
        headline=headline, caveats=caveats(seen, table, words.say("journeys.caveat.time", study.language)),
        owner=seen.owner(slowest), key="journeys.time_to_next" + "".join(f".{name}" for name in names),
        next_step=words.say("journeys.time.next", study.language, step=step_names(seen)[slowest]),
    )


def _step(seen: Look, names: Sequence[str], stage: int) -> pd.DataFrame:
    groups = seen.groups(names, stage=stage - 1)
    counts = tally_step(seen.found, groups.code, len(groups), stage, seen.cells)
    share = cumulative_incidence(counts.advance, counts.drop, counts.censored).share
    median, most = (_quantile(share, level, counts.advanced, seen.cells) for level in (0.5, 0.9))
    rows = groups.rows
    return pd.DataFrame({
        "step": step_names(seen)[stage - 1],
        **{name: [row[i] for row in rows] for i, name in enumerate(groups.names)},
        **({"group": [", ".join(row) for row in rows]} if len(names) > 1 else {}),
        "base": counts.base, "went_on": counts.advanced, "open": counts.open,
        **dict(zip(("value", "low", "high"), median, strict=True)),
        **dict(zip(("p90", "p90_low", "p90_high"), most, strict=True)),
    })


def _quantile(share: np.ndarray, level: float, n: np.ndarray, cells: np.ndarray) -> list[np.ndarray]:
    """A quantile in days and its interval: the times at which the interval of the level is passed."""
    low, high = intervals.share_interval(level * n, n)
    return [quantile(share, np.nan_to_num(at, nan=level), cells) / DAY for at in (level, low, high)]


def _tell(seen: Look, names: Sequence[str], table: pd.DataFrame) -> tuple[str, str, dict | None]:
    """The slowest step by median, over the groups that are shown."""
    language = seen.study.language
    if table["value"].isna().all():
        return words.say("journeys.too_few", language, units=seen.units()), "cannot_tell", None
    row = table.loc[table["p90"].idxmax()]
    group = ", ".join(str(row[name]) for name in names)
    sentence = words.say(
        "journeys.time.by" if names else "journeys.time", language, step=row["step"], when=seen.when(), group=group,
        median=_duration(row["value"], language), low=_duration(row["low"], language),
        high=_duration(row["high"], language), slow=_duration(row["p90"], language), n=row["went_on"], units=seen.units(),
    )
    headline = {name: row[name] for name in ("value", "low", "high", "base")} | {"unit": "days"}
    return sentence, "answered", headline | {"stage": step_names(seen).index(row["step"])}


def _in_words(row: dict, language: str) -> str:
    if np.isnan(row["value"]):
        return ""
    half, most = (_duration(row[name], language) for name in ("value", "p90"))
    return words.say("journeys.time.row", language, median=half, slow=most)


def _duration(days: float, language: str) -> str:
    """A length of time in the unit that people would use."""
    for unit, size in (("days", 1.0), ("hours", 1 / 24), ("minutes", 1 / 1440)):
        if days >= 2 * size or unit == "minutes":
            return words.say(f"journeys.{unit}", language, n=days / size)
    return ""


def _chart(seen: Look, names: Sequence[str], rows: int) -> Chart:
    """Nine in ten, since the median of many steps is minutes; a grid where the rows would be too many."""
    series = None if not names else names[0] if len(names) == 1 else "group"
    label = words.say("journeys.time.axis", seen.study.language)
    if series and rows > _ROWS:
        return Chart("heatmap", x="step", y=series, value="p90", unit="days", value_label=label)
    return Chart("interval", x="p90", y="step", low="p90_low", high="p90_high", series=series, unit="days",
                 x_label=label)

"""Whether the latest month of a score is out of its usual range, or drifts slowly, and how often that rings for nothing."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from .. import words
from ..finding import Chart, Finding
from ..series.alarms import QuietAlarms, average_run_length, quiet_alarms, widening
from ..series.control import ControlLimits, ewma, laney_limits, limits
from .watching import Watched, watched

__all__ = ["early_warning", "judge"]

FEWEST_PERIODS = 8
_SIGMAS, _LAM, _WIDTH, _CENTRE = 3.0, 0.2, 2.86, "median"
_MOST_PERIODS = 120  # of a simulated series; rates no longer change beyond
_MOST_NAMED = 6
_MOST_PANELS = 6
_SHOWN = ("basis", "base", "effective_base", "value", "low", "high")


def early_warning(study, *, question: str | None = None, every: str = "month", by: str | None = None) -> Finding:
    """A control chart of a score: each complete period against the range that it keeps when nothing happens.

    Parameters
    ----------
    question : name of a question, optional
        The main one when not given.
    every : {"month", "period", "quarter", "year", "wave"}
        The study's own periods are taken where most of the months have no answers.
    by : segment, optional
        A chart for each level. Limits are widened so that all of them together ring as rarely as one.

    Returns
    -------
    Finding
        Columns ``period``, [`by`], ``complete``, ``basis``, ``base``, ``effective_base``, ``value``, ``low``, ``high``
        (95% interval), ``centre``, ``lower_limit``, ``upper_limit`` (control limits), ``drift`` (EWMA, in standard
        deviations of a period), ``alarm``, ``rang`` (by which rule: limit, drift, both, or blank), ``unit``,
        ``withheld``. Shares and NPS are fractions. Status ``answered`` when the last complete period rings. Periods that
        are partial, empty or withheld are shown and take no part.

    Raises
    ------
    ArgumentError
        For an unknown question, segment or `every`.

    Notes
    -----
    Shares: Laney's p' chart (2002); NPS and means: the same on z, with the variance of an answer pooled over
    periods. Drift: EWMA, lambda 0.2 (Lucas & Saccucci 1990). Both limits are widened by one factor so that the two rules
    together have a run length of 500 periods (10% more than 3 and 2.86 standard deviations). The centre is the median,
    which a drop in the last months leaves where it was. The rate in the sentence is simulated for as many periods as
    there are. It is for periods that do not depend on one another: of series of 36 quiet months 8% ring somewhere, 41%
    where neighbours correlate by 0.3, and 35% with a season that swings by one standard deviation to each side.
    """
    language = study.language
    seen = watched(study, "scores.early_warning", question, every, by)
    if isinstance(seen, Finding):
        return seen
    rows, charts = judge(seen)
    if not charts:
        return _too_few(seen)
    last = rows.loc[rows["_judged"], "period"].iloc[-1]
    found = _Found(seen, rows.drop(columns=["_judged"]), charts, last)
    told = bool(found.latest["alarm"].any())
    return study.finding(
        "scores.early_warning", question=seen.asked, sentence=_sentence(found), table=found.rows, chart=_chart(found),
        status="answered" if told else "cannot_tell", base=int(found.latest["base"].sum()), unit=seen.unit,
        formats=dict.fromkeys(("centre", "lower_limit", "upper_limit"), "@_limit_unit"), caveats=_caveats(found), owner=seen.meaning.owner,
        headline=None if by else {name: found.latest[name].iloc[0] for name in ("value", "low", "high", "base", "unit")},
        next_step=words.say("scores.early_warning.next.alarm" if told else "scores.early_warning.next.quiet", language),
        key=seen.key("scores.early_warning"),
    )


@dataclass(frozen=True)
class _Found:
    """The judged rows, the chart of each level, and the last period that was judged."""

    seen: Watched
    rows: pd.DataFrame
    charts: dict[str, ControlLimits]
    last: str

    @property
    def latest(self) -> pd.DataFrame:
        """Rows of the last period that were judged."""
        return self.rows[(self.rows["period"] == self.last) & self.rows["drift"].notna()]

    @property
    def wider(self) -> float:
        """By how much limits are widened for what is watched at once."""
        return widening(len(self.charts))

    @property
    def periods(self) -> int:
        """Periods behind the shortest baseline."""
        return min(_known(chart) for chart in self.charts.values())

    @property
    def quiet(self) -> list[QuietAlarms]:
        """How often each chart rings when nothing happens."""
        rules = {"sigmas": _SIGMAS * self.wider, "lam": _LAM, "width": _WIDTH * self.wider, "centre": _CENTRE}
        return [quiet_alarms(min(_known(chart), _MOST_PERIODS), **rules) for chart in self.charts.values()]


def _known(chart: ControlLimits) -> int:
    return int(np.isfinite(chart.z).sum())


def judge(seen: Watched) -> tuple[pd.DataFrame, dict[str, ControlLimits]]:
    """The rows of :func:`early_warning`, and the limits of each level ("" without levels) that has periods enough."""
    rows = seen.rows
    level = rows[seen.by].astype(str) if seen.by else pd.Series("", index=rows.index)
    usable = {name: group.index[group["usable"]] for name, group in rows.groupby(level, sort=False)}
    usable = {name: places for name, places in usable.items() if len(places) >= FEWEST_PERIODS}
    wider = widening(len(usable)) if usable else 1.0
    blank = dict.fromkeys(("centre", "lower_limit", "upper_limit", "drift"), np.nan)
    columns = ["period", *([seen.by] if seen.by else []), "complete", *_SHOWN]
    out = rows[columns].assign(**blank, alarm=False, rang="", unit=seen.unit, withheld=rows["withheld"], _limit_unit="", _judged=False)
    charts = {}
    for name, places in usable.items():
        charts[name] = chart = _limits(seen, rows.loc[places], _SIGMAS * wider)
        drift = ewma(chart.standardised, lam=_LAM, width=_WIDTH * wider)
        single = np.abs(chart.standardised) > _SIGMAS * wider
        rule = np.select([single & drift.alarm, single, drift.alarm], ["both", "limit", "drift"], "")
        low, high = chart.low.clip(*seen.ends), chart.high.clip(*seen.ends)
        found = {"centre": chart.centre, "lower_limit": low, "upper_limit": high, "drift": drift.path, "alarm": rule != "",
                 "rang": rule, "_limit_unit": seen.unit, "_judged": True}
        for column, values in found.items():
            out.loc[places, column] = values
    return out, charts


def _limits(seen: Watched, rows: pd.DataFrame, sigmas: float) -> ControlLimits:
    value, effective = rows["value"].to_numpy(float), rows["effective_base"].to_numpy(float)
    if seen.measure == "csat":
        return laney_limits(value * effective, effective, sigmas=sigmas, centre=_CENTRE)
    return limits(value, np.sqrt(seen.spread(rows) / effective), sigmas=sigmas, centre=_CENTRE)


def _too_few(seen: Watched) -> Finding:
    language = seen.study.language
    groups = seen.rows.groupby(seen.by, observed=True)["usable"] if seen.by else [("", seen.rows["usable"])]
    most = max((int(usable.sum()) for _, usable in groups), default=0)
    sentence = words.say("scores.early_warning.few", language, periods=most, needed=FEWEST_PERIODS,
                         minimum=seen.study.settings.minimum_base, **seen.names)
    columns = ["period", *([seen.by] if seen.by else []), "complete", *_SHOWN]
    table = seen.rows[columns].assign(unit=seen.unit, withheld=seen.rows["withheld"])
    return seen.study.finding("scores.early_warning", question=seen.asked, sentence=sentence, table=table, status="cannot_tell",
                              unit=seen.unit, caveats=tuple(seen.notes()), owner=seen.meaning.owner, key=seen.key("scores.early_warning"))


def _sentence(found: _Found) -> str:
    text = " ".join([_by_sentence(found) if found.seen.by else _one_sentence(found), _how_often(found)])
    return text[:1].upper() + text[1:]


def _one_sentence(found: _Found) -> str:
    seen, row, language = found.seen, found.latest.iloc[0], found.seen.study.language
    side = "above" if row["value"] > row["centre"] else "below"
    rule = {"": "quiet", "both": "limit"}.get(row["rang"], row["rang"])
    side = ("above" if row["drift"] > 0 else "below") if rule == "drift" else side
    fills = {name: seen.text(row[name]) for name in ("value", "low", "high", "lower_limit", "upper_limit", "centre")}
    sentence = words.say(f"scores.early_warning.{rule}", language, period=row["period"], base=row["base"], **fills, **seen.names,
                         side=words.say(f"scores.early_warning.side.{side}", language))
    earlier = found.rows.loc[found.rows["alarm"] & (found.rows["period"] != found.last), "period"].tolist()
    if not earlier:
        return sentence
    listed = ", ".join(words.period_label(period, language) for period in earlier[-_MOST_NAMED:])
    return f"{sentence} {words.say('scores.early_warning.earlier', language, count=len(earlier), listed=listed, **seen.names)}"


def _by_sentence(found: _Found) -> str:
    seen, language, latest = found.seen, found.seen.study.language, found.latest
    ringing = latest[latest["alarm"]]
    named = [f"{row[seen.by]} ({seen.text(row['value'])}; {seen.text(row['lower_limit'])} – {seen.text(row['upper_limit'])}; n = "
             f"{words.format_value(row['base'], 'count', language)})" for _, row in ringing.iterrows()]
    listed = ", ".join(named[:_MOST_NAMED]) + (", …" if len(named) > _MOST_NAMED else "")
    key = "scores.early_warning.some" if named else "scores.early_warning.none"
    return words.say(key, language, period=found.last, ringing=len(named), levels=len(latest), by=words.label(seen.by, language).lower(),
                     listed=listed, **seen.names)


def _how_often(found: _Found) -> str:
    """Every how many periods the last one would ring in quiet series, all those watched taken together."""
    often = 1 / sum(max(quiet.last, 1e-4) for quiet in found.quiet)
    rounded = round(often, 1 - int(math.log10(often))) if often >= 10 else round(often)
    key = "scores.early_warning.often_by" if found.seen.by else "scores.early_warning.often"
    return words.say(key, found.seen.study.language, often=max(rounded, 1), **found.seen.names)


def _caveats(found: _Found) -> tuple[str, ...]:
    seen, wider, language = found.seen, found.wider, found.seen.study.language
    lengths = {
        "single": average_run_length(sigmas=_SIGMAS * wider), "drift": average_run_length(lam=_LAM, width=_WIDTH * wider),
        "both": average_run_length(sigmas=_SIGMAS * wider, lam=_LAM, width=_WIDTH * wider),
    }
    chance = 1 - math.prod(1 - quiet.any for quiet in found.quiet)
    notes = [
        words.say("scores.early_warning.rules", language, sigmas=_SIGMAS * wider, lam=_LAM, width=_WIDTH * wider, **lengths, **seen.names),
        words.say(f"scores.early_warning.baseline{'_by' if seen.by else ''}", language, periods=found.periods, chance=chance, **seen.names),
    ]
    if seen.by:
        notes.append(words.say("scores.early_warning.widened", language, levels=len(found.charts)))
    else:
        inflation = next(iter(found.charts.values())).inflation
        notes.append(words.say("scores.early_warning.inflation", language, inflation=inflation, **seen.names))
    notes.append(words.say("scores.early_warning.independent", language, **seen.names))
    return (*notes, *seen.notes())


def _chart(found: _Found) -> Chart:
    seen, language = found.seen, found.seen.study.language
    if seen.by and found.rows[seen.by].nunique() > _MOST_PANELS:
        # too many panels to read: the latest period alone, each level against its own range
        return Chart("interval", x="value", y=seen.by, low="lower_limit", high="upper_limit", unit=seen.unit, where={"period": found.last},
                     x_label=words.say("scores.early_warning.latest", language, period=found.last, **seen.names))
    centre = None if seen.by else next(iter(found.charts.values())).centre
    return Chart(
        "line", x="period", y="value", low="lower_limit", high="upper_limit", facet=seen.by, unit=seen.unit, mark="alarm", y_label=seen.names["metric"],
        mark_label=words.say("scores.early_warning.alarm", language), band_label=words.say("scores.early_warning.band", language),
        reference=centre, reference_label=words.say("scores.early_warning.centre", language) if centre is not None else "",
    )

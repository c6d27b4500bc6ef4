"""What a score will be in the next periods, if it can be said better than by a simple rule."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pandas as pd

from .. import words
from ..errors import ArgumentError
from ..finding import Chart, Finding
from ..series import outlook
from ..series.outlook import Outlook
from ..study import period_bounds
from .early_warning import Watched, watched
from .seasonality import cycle_of

__all__ = ["forecast"]

FEWEST_PERIODS = 8
_NAME = "scores.forecast"
_FARTHEST = 4
_PAST = 36  # periods that are shown before the forecast


def forecast(study, *, question: str | None = None, every: str = "period", ahead: int = 2) -> Finding:
    """The next one to four periods of a score, where a model did better than a simple rule on the study's own past.

    Parameters
    ----------
    question : name of a question, optional
        The main one when not given.
    every : {"period", "month", "quarter", "year", "wave"}
        The study's own periods are taken where most of the months have no answers.
    ahead : int
        Periods after the last complete one, 1 to 4.

    Returns
    -------
    Finding
        Where a model beat the rule, a row for each of the last 36 periods and for each one ahead: ``period``, ``kind``
        (observed, forecast), ``basis``, ``base`` (blank for a forecast), ``value``, ``low``, ``high`` (95%
        interval; of a forecast: for the score of a period with about as many answers as before), ``unit``, ``withheld``.
        Else status ``cannot_tell``, and the rules and models as they were judged: ``model``, ``starts``, ``forecasts``,
        ``miss`` (mean absolute error), ``loss`` (pinball), ``coverage_80``, ``coverage_95``, ``p_value``, ``unit``.

    Raises
    ------
    ArgumentError
        For an unknown question or `every`, or another number of periods ahead.

    Notes
    -----
    :func:`cxlib.series.outlook.forecast`: local level with harmonics, and damped trend, against the score of the same
    period a year before (of the period before where there are no two full years), from rolling starts.
    """
    if ahead not in range(1, _FARTHEST + 1):
        raise ArgumentError(f"ahead is a number of periods from 1 to {_FARTHEST}; got {ahead!r}")
    seen = watched(study, _NAME, question, every)
    if isinstance(seen, Finding):
        return seen
    seen, unfinished = _to_last_complete(seen)
    y = seen.rows["value"].where(seen.rows["usable"]).to_numpy(float)
    if np.isfinite(y).sum() < FEWEST_PERIODS:
        return _too_few(seen, int(np.isfinite(y).sum()))
    found = outlook.forecast(y, cycle_of(seen), horizon=ahead)
    if found is None or not found.beats:
        return _not_beaten(seen, found)
    table = _table(seen, found, ahead)
    first = table[table["kind"] == "forecast"].iloc[0]
    return study.finding(
        _NAME, question=seen.asked, sentence=_sentence(seen, table, ahead), table=table, unit=seen.unit, base=_answers(seen),
        chart=Chart("line", x="period", y="value", series="kind", dashed="forecast", unit=seen.unit, y_label=seen.names["metric"]),
        formats={"base": "@_base_unit"}, owner=seen.meaning.owner,
        headline={**{name: first[name] for name in ("value", "low", "high", "unit")}, "base": _answers(seen)}, key=seen.key(_NAME),
        caveats=(_record(seen, found), *_notes(seen, found, unfinished)), next_step=words.say(f"{_NAME}.next.some", study.language),
    )


def _to_last_complete(seen: Watched) -> tuple[Watched, list[str]]:
    """The series without the unfinished periods at its end, and their names."""
    whole = np.flatnonzero(seen.rows["complete"].to_numpy(bool))
    kept = int(whole[-1]) + 1 if len(whole) else 0
    return replace(seen, rows=seen.rows.iloc[:kept]), seen.rows["period"].tolist()[kept:]


def _answers(seen: Watched) -> int:
    return int(seen.rows.loc[seen.rows["usable"], "base"].sum())


def _table(seen: Watched, found: Outlook, ahead: int) -> pd.DataFrame:
    shown = ["period", "basis", "base", "value", "low", "high", "withheld"]
    past = seen.rows[shown].iloc[-_PAST:].assign(kind="observed")
    said = found.ahead
    coming = pd.DataFrame({
        "period": _labels(seen, ahead), "basis": past["basis"].iloc[-1], "base": np.nan,
        "value": said["point"].clip(*seen.ends), "low": said["low"].clip(*seen.ends), "high": said["high"].clip(*seen.ends),
        "withheld": "", "kind": "forecast",
    })
    columns = ["period", "kind", "basis", "base", "value", "low", "high"]
    both = pd.concat([past, coming], ignore_index=True)
    return both[columns].assign(unit=seen.unit, withheld=both["withheld"], _base_unit=np.where(both["base"].notna(), "count", ""))


def _labels(seen: Watched, ahead: int) -> list[str]:
    """Names of the coming periods; waves without a place in the calendar are counted on from the last."""
    last = seen.rows["period"].iloc[-1]
    cycle = cycle_of(seen)
    if cycle == 1 and seen.unit_of_time != "year":
        return [f"{last} + {step}" for step in range(1, ahead + 1)]
    labels = []
    for _ in range(ahead):
        last = _label(period_bounds(last)[1], cycle)
        labels.append(last)
    return labels


def _label(start: dt.date, cycle: int) -> str:
    if cycle == 12:
        return start.strftime("%Y-%m")
    return f"{start.year}Q{(start.month + 2) // 3}" if cycle == 4 else str(start.year)


def _sentence(seen: Watched, table: pd.DataFrame, ahead: int) -> str:
    language, coming = seen.study.language, table[table["kind"] == "forecast"]
    sentence = words.say(f"{_NAME}.some", language, base=_answers(seen), **_fills(seen, coming.iloc[0]), **seen.names)
    if ahead == 1:
        return sentence
    return f"{sentence} {words.say(f'{_NAME}.farthest', language, **_fills(seen, coming.iloc[-1]))}"


def _fills(seen: Watched, row: pd.Series) -> dict[str, str]:
    return {"period": row["period"], **{name: seen.text(row[name]) for name in ("value", "low", "high")}}


def _record(seen: Watched, found: Outlook) -> str:
    """How the model and the rule did on the past."""
    language, tried = seen.study.language, found.tried.set_index("model")
    model, rule = tried.loc[found.model], tried.loc[found.rule]
    return words.say(
        f"{_NAME}.record", language, model=words.say(f"value.model.{found.model}", language), miss=_miss(seen, model["mae"]),
        rule=words.say(f"scores.forecast.rule.{found.rule}", language), rule_miss=_miss(seen, rule["mae"]), forecasts=model["forecasts"],
        starts=model["starts"], coverage_95=model["coverage_95"], coverage_80=model["coverage_80"], p=model["p_value"],
    )


def _miss(seen: Watched, value: float) -> str:
    return words.format_value(value, _apart(seen), seen.study.language)


def _apart(seen: Watched) -> str:
    """The unit of a distance between two scores."""
    return "score" if seen.unit == "score" else "points"


def _notes(seen: Watched, found: Outlook, unfinished: list[str]) -> list[str]:
    language, notes = seen.study.language, []
    if found.widened > 1:
        notes.append(words.say(f"{_NAME}.widened", language, factor=found.widened))
    if unfinished:
        listed = ", ".join(words.period_label(period, language) for period in unfinished)
        notes.append(words.say(f"{_NAME}.unfinished", language, periods=listed))
    notes.append(words.say(f"{_NAME}.as_before", language))
    return [*notes, *seen.notes()]


def _too_few(seen: Watched, periods: int) -> Finding:
    study = seen.study
    sentence = words.say(f"{_NAME}.few", study.language, periods=periods, needed=FEWEST_PERIODS, minimum=study.settings.minimum_base, **seen.names)
    shown = ["period", "basis", "base", "value", "low", "high"]
    table = seen.rows[shown].assign(unit=seen.unit, withheld=seen.rows["withheld"])
    return study.finding(_NAME, question=seen.asked, sentence=sentence, table=table, status="cannot_tell", unit=seen.unit,
                         base=_answers(seen), caveats=tuple(seen.notes()), owner=seen.meaning.owner, key=seen.key(_NAME))


def _not_beaten(seen: Watched, found: Outlook | None) -> Finding:
    if found is None:
        return _too_few(seen, int(seen.rows["usable"].sum()))
    study, language = seen.study, seen.study.language
    tried = found.tried
    table = pd.DataFrame({
        "model": tried["model"], "starts": tried["starts"], "forecasts": tried["forecasts"], "miss": tried["mae"], "loss": tried["pinball"],
        "coverage_80": tried["coverage_80"], "coverage_95": tried["coverage_95"], "p_value": tried["p_value"], "unit": _apart(seen),
        "_p_unit": np.where(tried["p_value"].notna(), "p_value", ""),
    })
    rule = tried[tried["model"] == found.rule].iloc[0]
    sentence = words.say(f"{_NAME}.none", language, rule=words.say(f"scores.forecast.rule.{found.rule}", language), forecasts=rule["forecasts"],
                         starts=rule["starts"], miss=_miss(seen, rule["mae"]), base=_answers(seen), **seen.names)
    label = words.say(f"{_NAME}.axis", language, **seen.names)
    return study.finding(
        _NAME, question=seen.asked, sentence=sentence, table=table, status="cannot_tell", unit=_apart(seen), base=_answers(seen),
        chart=Chart("bars", x="miss", y="model", low=None, high=None, unit=_apart(seen), x_label=label), key=seen.key(_NAME),
        formats={"miss": "@unit", "loss": "@unit", "coverage_80": "share", "coverage_95": "share", "p_value": "@_p_unit"}, owner=seen.meaning.owner,
        caveats=(words.say(f"{_NAME}.luck", language), *seen.notes()), next_step=words.say(f"{_NAME}.next.none", language),
    )

"""How many of those who began in the same period are there later."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .. import intervals, words
from ..finding import Chart, Finding, withhold
from .revenue import hidden_note
from .sums import check_segment

__all__ = ["cohorts"]

_ALL = "all cohorts"
_KEPT = 24  # cohorts shown, the last ones
_HIDDEN = ("value", "low", "high", "base", "count")


def cohorts(study, *, by: str | None = None) -> Finding:
    """Share of each start cohort that is active k periods later: the cohort triangle, and its average by age.

    Parameters
    ----------
    by : segment of customers, optional
        Then the average of each level by age, in place of the triangle.

    Returns
    -------
    Finding
        Columns ``period`` (in which the cohort began; "all cohorts" for the average), `by` in its place where given,
        ``periods_later``, ``base`` (customers of the cohorts that reached that age), ``count`` (of them, active), ``value``,
        ``low``, ``high`` (Wilson), ``unit``, ``withheld``. Where the data do not reach, the value is missing, never 0.

    Notes
    -----
    The average at an age is that of all cohorts that reached it, weighted by size. A cohort begins with the first activity
    (churn of kind "contract": with joining, and then active means still a customer when the period ends).
    """
    asked = words.say("scores.cohorts.question", study.language)
    contract = study.settings.churn.kind == "contract"
    has = study.has("customers") if contract else study.has("transactions") or study.has("touchpoints")
    if not has or study.settings.period == "wave":
        return study.not_available("scores.cohorts", asked, "customers" if contract else "transactions")
    check_segment(study, by, "customers")
    counts = study.cohort_counts([by] if by else [])
    if not counts["start"].any():
        return study.nobody("scores.cohorts", asked)
    earlier = counts["period"] == ""
    counts, before = counts[~earlier], int(counts.loc[earlier, "start"].sum())
    periods = sorted(counts.loc[counts["start"] > 0, "period"].unique())[-_KEPT:]
    table = _by_level(study, counts, by) if by else _triangle(counts[counts["period"].isin(periods)])
    minimum = study.settings.minimum_share_base
    table = withhold(table.assign(_average=(table["period"] == _ALL) & (not by)), minimum=minimum, columns=_HIDDEN,
                     # A cohort alone hidden would follow from the average, a level alone from that of everyone.
                     within=["_average", "periods_later"]).drop(columns="_average")
    everyone = counts if not by else study.cohort_counts().query("period != ''")
    sentence, headline = _sentence(study, _triangle(everyone), minimum)
    return study.finding(
        "scores.cohorts", question=asked, sentence=sentence, table=table.drop(columns="period") if by else table, unit="share",
        chart=_chart(study, by, table), base=int(headline["base"]) if headline else 0, headline=headline,
        status="answered" if headline else "cannot_tell", caveats=_notes(study, counts, before, table, minimum),
        formats={"count": "count"}, key=f"scores.cohorts.{by}" if by else "",
    )


def _triangle(counts: pd.DataFrame) -> pd.DataFrame:
    """A row for each cohort and age, and under them the average by age."""
    counts = counts[counts["start"] > 0]
    cells = _shares(counts, counts["reached"].to_numpy(bool), ["period", "periods_later"])
    return pd.concat([cells, _average(counts, [])], ignore_index=True)


def _by_level(study, counts: pd.DataFrame, by: str) -> pd.DataFrame:
    levels = [level for level in study.levels_of(by) if study.slice.keeps(by, level)]
    found = _average(counts, [by])
    index = pd.MultiIndex.from_product([levels, sorted(found["periods_later"].unique())], names=[by, "periods_later"])
    filled = found.set_index([by, "periods_later"]).reindex(index).reset_index()
    return filled.fillna({"base": 0.0, "count": 0.0, "unit": "share", "period": _ALL})


def _average(counts: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    """All cohorts that reached an age, together."""
    reached = counts[counts["reached"] & (counts["start"] > 0)]
    pooled = reached.groupby([*names, "periods_later"], as_index=False)[["start", "active"]].sum().assign(period=_ALL)
    return _shares(pooled, np.ones(len(pooled), dtype=bool), ["period", *names, "periods_later"])


def _shares(counts: pd.DataFrame, reached: np.ndarray, names: list[str]) -> pd.DataFrame:
    blank = np.where(reached, 1.0, np.nan)
    base, active = counts["start"].to_numpy(float), counts["active"].to_numpy(float)
    low, high = intervals.share_interval(active, base)
    value = np.divide(active, base, out=np.full(len(base), np.nan), where=base > 0)
    return pd.DataFrame({
        **{name: counts[name].to_numpy() for name in names}, "base": base * blank, "count": active * blank,
        "value": value * blank, "low": low * blank, "high": high * blank, "unit": "share",
    })


def _chart(study, by: str | None, table: pd.DataFrame) -> Chart:
    across = words.say(f"scores.cohorts.age.{study.settings.period}", study.language)
    label = words.say("scores.cohorts.axis", study.language)
    if not by:
        down = words.say("scores.cohorts.down", study.language)
        return Chart("heatmap", x="periods_later", y="period", unit="share", x_label=across, y_label=down, value_label=label)
    if table[by].nunique() > 8:
        return Chart("heatmap", x="periods_later", y=by, unit="share", x_label=across, value_label=label)
    return Chart("line", x="periods_later", y="value", series=by, unit="share", x_label=across, y_label=label)


def _sentence(study, triangle: pd.DataFrame, minimum: int) -> tuple[str, dict | None]:
    """The average one period on, and at the highest age that more than one cohort has reached."""
    cells, average = triangle[triangle["period"] != _ALL], triangle[triangle["period"] == _ALL].set_index("periods_later")
    number = cells[cells["value"].notna()].groupby("periods_later").size()
    told = [age for age in average.index if age > 0 and average.loc[age, "base"] >= minimum]
    if not told:
        return words.say("scores.cohorts.none", study.language), None
    first, last = average.loc[told[0]], max([age for age in told if number[age] > 1], default=told[0])
    fills = {name: float(first[name]) for name in ("value", "low", "high", "base")}
    sentence = words.say("scores.cohorts", study.language, after=_span(study, told[0]), cohorts=number[told[0]], **fills)
    if last > told[0]:
        later = {name: float(average.loc[last, name]) for name in ("value", "base")}
        sentence += " " + words.say("scores.cohorts.later", study.language, after=_span(study, last), cohorts=number[last], **later)
    return sentence, {**fills, "base": int(fills["base"]), "unit": "share"}


def _span(study, number: int) -> str:
    kind = "one" if number == 1 else "many"
    return words.say(f"scores.cohorts.{kind}.{study.settings.period}", study.language, number=int(number))


def _notes(study, counts: pd.DataFrame, before: int, table: pd.DataFrame, minimum: int) -> tuple[str, ...]:
    notes = [words.say(f"scores.cohorts.{study.settings.churn.kind}", study.language), words.say("scores.cohorts.reach", study.language)]
    if before >= minimum:
        notes.append(words.say("scores.cohorts.before", study.language, wave=study.waves[0], count=before))
    elif before:
        notes.append(words.say("scores.cohorts.before_few", study.language, wave=study.waves[0]))
    first = counts[(counts["period"] == study.waves[0]) & (counts["periods_later"] == 0)]
    if first["undated"].sum():
        notes.append(words.say("scores.cohorts.undated", study.language, wave=study.waves[0]))
    return (*notes, *hidden_note(study, table, minimum))

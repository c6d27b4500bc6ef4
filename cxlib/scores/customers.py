"""How many customers stay and leave, and what a customer brings in, by period."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .. import intervals, words
from ..errors import StudyError
from ..finding import Chart, Finding, withhold
from .sums import check_segment

__all__ = ["arpu", "retention"]

_LINES = 8


def retention(study, *, by: str | None = None) -> Finding:
    """Churn and retention rate by period, from the ids of each start cohort; they add up to 100%.

    Returns
    -------
    Finding
        Columns ``period``, [`by`], ``metric`` (churn rate, retention rate), ``base`` (start cohort), ``count``,
        ``value``, ``low``, ``high`` (Wilson), ``unit``, ``complete``, ``known``. Periods in which leaving was not
        recorded have no value.

    Raises
    ------
    StudyError
        When the parts of a start cohort do not add up.
    """
    asked = words.say("scores.retention.question", study.language)
    needs = ("customers",) if study.settings.churn.kind == "contract" else ("transactions",)
    has = study.has("customers") if study.settings.churn.kind == "contract" else study.has("transactions") or study.has("touchpoints")
    if not has or study.settings.period == "wave":
        return study.not_available("scores.retention", asked, *needs)
    check_segment(study, by, "customers")
    counts = study.retention_counts([by] if by else [])
    if counts.empty or not counts[["start", "joined", "end"]].to_numpy().any():
        return study.nobody("scores.retention", asked)
    _must_add_up(counts)
    counts = _every_level(study, counts, by)
    table = pd.concat([_rates(counts, by, "churn rate", "churned"), _rates(counts, by, "retention rate", "retained")], ignore_index=True)
    table = withhold(table, minimum=study.settings.minimum_share_base, within=["metric", "period"] if by else None,
                     columns=("value", "low", "high", "base", "count"))
    table = _only_lately(study, table)
    sentence, headline = _retention_sentence(study)
    chart = _chart(table, by, "churn rate", "share", words.say("scores.retention.axis", study.language))
    return study.finding(
        "scores.retention", question=asked, sentence=sentence, table=table, chart=chart, unit="share", headline=headline,
        base=int(headline["base"]) if headline else 0, status="answered" if headline else "cannot_tell",
        caveats=_retention_notes(study, counts), formats={"count": "count"}, key=f"scores.retention.{by}" if by else "",
    )


def arpu(study, *, by: str | None = None) -> Finding:
    """Revenue per active customer, and per customer on the books, by period.

    Returns
    -------
    Finding
        Columns ``period``, [`by`], ``metric``, ``base``, ``value``, ``low``, ``high``, ``unit`` (money), ``complete``.

    Notes
    -----
    Interval for the mean of skewed amounts: Hall (1992) from the sums of amounts, their squares and cubes. The
    popular "revenue / customers at the end" is not shown: it depends on who joined last.
    """
    asked = words.say("scores.arpu.question", study.language)
    fees = study.has("customers") and "monthly_fee" in study.unsliced().features().columns
    if study.settings.period == "wave" or not (study.has("transactions") or fees):
        return study.not_available("scores.arpu", asked, "transactions")
    check_segment(study, by, "customers")
    counts = study.revenue_counts([by] if by else [])
    if counts.empty or not counts[["customers", "customers_all"]].to_numpy().any():
        return study.nobody("scores.arpu", asked)
    counts = _every_level(study, counts, by)
    kinds = [("ARPU per active customer", "customers"), ("ARPU per customer", "customers_all")]
    table = pd.concat([_amounts(counts, by, metric, base) for metric, base in kinds], ignore_index=True)
    table = withhold(table, minimum=study.settings.minimum_base, within=["metric", "period"] if by else None)
    table = _only_lately(study, table)
    sentence, headline = _arpu_sentence(study)
    chart = _chart(table, by, "ARPU per active customer", "money", words.say("scores.arpu.axis", study.language))
    return study.finding(
        "scores.arpu", question=asked, sentence=sentence, table=table, chart=chart, unit="money", headline=headline,
        base=int(headline["base"]) if headline else 0, status="answered" if headline else "cannot_tell",
        caveats=_partial_note(study, counts), key=f"scores.arpu.{by}" if by else "",
    )


def _chart(table: pd.DataFrame, by: str | None, leading: str, unit: str, label: str) -> Chart:
    """Lines; with more levels than lines can be told apart, a grid of the leading metric."""
    if by and table[by].nunique() > _LINES:
        return Chart("heatmap", x="period", y=by, unit=unit, where={"metric": leading})
    return Chart("line", x="period", y="value", series=by, facet="metric", unit=unit, y_label=label)


def _must_add_up(counts: pd.DataFrame) -> None:
    wrong = counts[(counts["retained"] + counts["churned"] != counts["start"]) | (counts["retained"] < 0)]
    if len(wrong):
        row = wrong.iloc[0]
        raise StudyError(f"{row['period']}: {row['retained']} retained and {row['churned']} churned do not add up to {row['start']}")


def _every_level(study, counts: pd.DataFrame, by: str | None) -> pd.DataFrame:
    """A row for each level in each period; zeros where nobody is in it."""
    if by is None:
        return counts
    flags = [name for name in ("known", "complete") if name in counts]
    of_period = counts.drop_duplicates("period").set_index("period")[flags]
    levels = [level for level in study.levels_of(by) if study.slice.keeps(by, level)]
    index = pd.MultiIndex.from_product([levels, sorted(of_period.index)], names=[by, "period"])
    filled = counts.drop(columns=flags).set_index([by, "period"]).reindex(index, fill_value=0).reset_index()
    return filled.join(of_period, on="period")


def _rates(counts: pd.DataFrame, by: str | None, metric: str, column: str) -> pd.DataFrame:
    known = counts["known"].to_numpy(bool)
    base = counts["start"].to_numpy(float)
    low, high = intervals.share_interval(counts[column].to_numpy(float), base)
    value = np.divide(counts[column], base, out=np.full(len(base), np.nan), where=base > 0)
    blank = np.where(known, 1.0, np.nan)
    return pd.DataFrame({
        "period": counts["period"], **({by: counts[by]} if by else {}), "metric": metric, "base": base,
        "count": counts[column] * blank, "value": value * blank, "low": low * blank, "high": high * blank, "unit": "share",
        "complete": counts["complete"], "known": known,
    })


def _amounts(counts: pd.DataFrame, by: str | None, metric: str, base: str) -> pd.DataFrame:
    n = counts[base].to_numpy(float)
    sums = [counts[name].to_numpy(float) for name in ("amount", "amount2", "amount3")]
    low, high = intervals.skewed_mean_interval(n, *sums)
    value = np.divide(sums[0], n, out=np.full(len(n), np.nan), where=n > 0)
    return pd.DataFrame({
        "period": counts["period"], **({by: counts[by]} if by else {}), "metric": metric, "base": n, "value": value,
        "low": low, "high": high, "unit": "money", "complete": counts["complete"],
    })


def _only_lately(study, table: pd.DataFrame, keep: int = 24) -> pd.DataFrame:
    """The last two dozen periods: a monthly study may go back many years."""
    return table[table["period"].isin(study.waves[-keep:])].reset_index(drop=True)


def _last_complete(counts: pd.DataFrame) -> pd.Series | None:
    rows = counts[counts["complete"]]
    rows = rows[rows["known"] & (rows["start"] > 0)] if "known" in rows else rows[rows["customers"] > 0]
    return rows.iloc[-1] if len(rows) else None


def _retention_sentence(study) -> tuple[str, dict | None]:
    last = _last_complete(study.retention_counts())
    if last is None or last["start"] < study.settings.minimum_share_base:
        return words.say("scores.retention.none", study.language), None
    low, high = (float(end) for end in intervals.share_interval(last["churned"], last["start"]))
    value = last["churned"] / last["start"]
    sentence = words.say("scores.retention", study.language, period=last["period"], churned=last["churned"], base=last["start"],
                         value=value, low=low, high=high, retained=1 - value)
    return sentence, {"value": value, "low": low, "high": high, "base": int(last["start"]), "unit": "share"}


def _arpu_sentence(study) -> tuple[str, dict | None]:
    last = _last_complete(study.revenue_counts())
    if last is None or last["customers"] < study.settings.minimum_base:
        return words.say("scores.arpu.none", study.language), None
    low, high = (float(end) for end in intervals.skewed_mean_interval(*(last[name] for name in ("customers", "amount", "amount2", "amount3"))))
    value = last["amount"] / last["customers"]
    fills = {name: words.format_value((amount, study.currency), "money", study.language) for name, amount in (("value", value), ("low", low), ("high", high))}
    sentence = words.say("scores.arpu", study.language, period=last["period"], base=last["customers"], **fills)
    return sentence, {"value": value, "low": low, "high": high, "base": int(last["customers"]), "unit": "money"}


def _retention_notes(study, counts: pd.DataFrame) -> tuple[str, ...]:
    notes = [words.say(f"scores.retention.{study.settings.churn.kind}", study.language)]
    if study.settings.churn.known_from and not counts["known"].all():
        notes.append(words.say("scores.retention.unknown", study.language, since=study.settings.churn.known_from))
    return (*notes, *_partial_note(study, counts))


def _partial_note(study, counts: pd.DataFrame) -> tuple[str, ...]:
    partial = dict.fromkeys(counts.loc[~counts["complete"], "period"])
    if not partial:
        return ()
    listed = ", ".join(words.period_label(period, study.language) for period in partial)
    return (words.say("scores.partial_caveat", study.language, periods=listed),)

"""How long customers stay: the share still there by age, those still there not counted as if they had left."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .. import words
from ..errors import choose
from ..finding import Chart, Finding, withhold
from ..intervals import adjust
from ..study import Study, period_bounds
from .kaplan_meier import at_ages, log_rank, median_age, product_limit
from .lives import Lives, lives, months
from .outcome import unavailable

__all__ = ["compared", "named_groups", "notes", "retention_curve", "said"]

NAME = "churn.retention_curve"
_YEAR = 365
_MOST_LINES = 5
_MOST_COHORTS = 24


def retention_curve(study: Study, *, by: str | None = None) -> Finding:
    """Share still a customer by days since joining (Kaplan-Meier): of everyone, of each segment level or of each cohort.

    Parameters
    ----------
    by : segment of customers, or "period"
        "period": by the period in which they joined, of those who joined since watching began.

    Returns
    -------
    Finding
        [`by`], ``days_since`` (since joining), ``base`` (watched at that age), ``value`` (still a customer after it),
        ``low``, ``high`` (95%, log-log), ``unit``, ``withheld``; with `by` also ``median_days`` (half had left; blank: not
        reached), ``p_value`` (each level against the others, log-rank), ``adjusted_p`` (over the levels), ``verdict``
        (stays longer, leaves sooner, cannot tell). Where people enter late the share is of those who were there when
        enough were watched.

    Raises
    ------
    ArgumentError
        For an unknown segment.

    References
    ----------
    See :mod:`cxlib.churn.kaplan_meier`; many levels: Benjamini & Hochberg 1995, J. R. Stat. Soc. B 57:289.

    Examples
    --------
    >>> from cxlib import churn, open_study
    >>> churn.retention_curve(open_study("data/sample")).sentence  # doctest: +SKIP
    """
    question = words.say("churn.curve.question", study.language)
    missing = unavailable(study)
    if missing:
        return study.not_available(NAME, question, *missing)
    if by is not None:
        choose("segment of customers", by, ["period", *study.view.customer_segments])
    everyone = lives(study)
    if not len(everyone.rows):
        return _unseen(study, everyone, question)
    groups = named_groups(study, everyone, by)
    table = _table(study, everyone, groups, by)
    sentence, status, headline = _in_words(study, everyone.rows, table, by)
    return study.finding(
        NAME, question=question, sentence=sentence, status=status, base=len(everyone.rows), unit="share", headline=headline,
        table=table, chart=_chart(study, table, by), formats={"days_since": "count", "p_value": "p_value", "adjusted_p": "p_value"},
        caveats=notes(study, everyone, table, by), key=".".join(filter(None, [NAME, by])),
    )


def named_groups(study: Study, everyone: Lives, by: str | None) -> dict[str, pd.DataFrame]:
    """Rows of each level of `by`, every level of the study there; of everyone where there is no `by`."""
    rows = everyone.rows
    if by is None:
        return {"": rows}
    if by != "period":
        levels = [level for level in study.levels_of(by) if study.slice.keeps(by, level)]
        return {level: rows[(rows[by].astype(object) == level).to_numpy()] for level in levels}
    found = {}
    for label in study.waves:
        first, after = (pd.Timestamp(day) for day in period_bounds(label))
        mine = rows[((rows["began"] >= first) & (rows["began"] < after) & (rows["entry"] < 0)).to_numpy()]
        if len(mine):
            found[label] = mine
    return dict(list(found.items())[-_MOST_COHORTS:])


def compared(groups: dict[str, pd.DataFrame], minimum: int) -> pd.DataFrame:
    """Each level against the others: ``p_value`` (log-rank), ``adjusted_p``, ``verdict``."""
    told = {level: rows for level, rows in groups.items() if len(rows) >= minimum}
    out = pd.DataFrame({"p_value": np.nan, "adjusted_p": np.nan, "verdict": "cannot tell"}, index=list(groups))
    if len(told) < 2:
        return out
    every = pd.concat(told.values())
    level = np.repeat(list(told), [len(rows) for rows in told.values()])
    people = every["entry"], every["exit"], every["ended"]
    tests = {name: log_rank(*people, level == name) for name in told}
    out["p_value"] = pd.Series({name: test["p_value"] for name, test in tests.items()}).reindex(out.index)
    out["adjusted_p"] = adjust(out["p_value"].to_numpy(dtype=float), method="fdr_bh")
    more = pd.Series({name: test["more"][-1] for name, test in tests.items()}).reindex(out.index)
    clear = out["adjusted_p"] < 0.05
    out["verdict"] = np.where(clear & (more < 0), "stays longer", np.where(clear, "leaves sooner", "cannot tell"))
    return out


def notes(study: Study, everyone: Lives, table: pd.DataFrame, by: str | None) -> tuple[str, ...]:
    """Who is counted how, and who is left out."""
    language, churn = study.language, study.settings.churn
    out = [words.say(f"churn.lives.{churn.kind}", language, days=churn.silence_days)]
    if everyone.late and by != "period":
        out.append(words.say("churn.lives.late", language, n=everyone.late, day=everyone.watched_from))
    if by == "period" and everyone.late:
        out.append(words.say("churn.lives.cohorts", language, n=everyone.late, day=everyone.watched_from))
    if everyone.undated:
        out.append(words.say("churn.lives.undated", language, n=everyone.undated))
    if everyone.new:
        out.append(words.say("churn.lives.new", language, n=everyone.new))
    if by not in (None, "period"):
        out.append(words.say("churn.segments_today", language))
    hidden = int((table["withheld"] != "").sum())
    if hidden:
        out.append(words.say("house.withheld_caveat", language, rows=hidden, minimum=study.settings.minimum_share_base))
    return tuple(out)


def _unseen(study: Study, everyone: Lives, question: str) -> Finding:
    """Nobody in the slice, or nobody who was watched."""
    if not everyone.undated + everyone.new:
        return study.nobody(NAME, question)
    sentence = words.say("churn.lives.unseen", study.language, undated=everyone.undated, new=everyone.new)
    return study.finding(NAME, question=question, sentence=sentence, table=pd.DataFrame(), status="cannot_tell")


def _table(study: Study, everyone: Lives, groups: dict[str, pd.DataFrame], by: str | None) -> pd.DataFrame:
    minimum, rows = study.settings.minimum_share_base, everyone.rows
    # Somebody may leave after the last whole step.
    ages = np.union1d(months(rows["exit"].max()), rows.loc[rows["ended"], "exit"].nlargest(1))
    parts = [_level(rows, ages, minimum).assign(_level=level) for level, rows in groups.items()]
    table = pd.concat(parts, ignore_index=True) if parts else _level(everyone.rows.iloc[:0], ages, minimum).assign(_level="")
    table = withhold(table, minimum=minimum, columns=("value", "low", "high", "base", "median_days"), within=["days_since"] if by else None)
    if by is None:
        return table.drop(columns=["_level", "median_days"])
    tests = compared(groups, study.settings.minimum_base)
    table = table.join(tests, on="_level")
    table.insert(0, by, table.pop("_level"))
    return table


def _level(rows: pd.DataFrame, ages: np.ndarray, minimum: int) -> pd.DataFrame:
    """The curve of one group; a group nobody is in is a row with base 0."""
    if not len(rows):
        return pd.DataFrame({"days_since": [0.0], "base": [0.0], "value": np.nan, "low": np.nan, "high": np.nan, "unit": "share", "median_days": np.nan})
    people = rows["entry"].to_numpy(), rows["exit"].to_numpy()
    curve = product_limit(*people, rows["ended"].to_numpy(), fewest=minimum)
    read = at_ages(curve, *people, ages)
    read = read[read["at_risk"] > 0]
    return pd.DataFrame({
        "days_since": read["age"], "base": read["at_risk"].astype(float), **{name: read[name] for name in ("value", "low", "high")},
        "unit": "share", "median_days": median_age(curve)[0] if curve.attrs["begins"] <= 0 else np.nan,
    })


def _in_words(study: Study, rows: pd.DataFrame, table: pd.DataFrame, by: str | None) -> tuple[str, str, dict | None]:
    if by is not None:
        return (*_groups_in_words(study, table, by), None)
    known = table[table["value"].notna() & (table["base"] >= study.settings.minimum_base) & (table["days_since"] > 0)]
    if not len(known):
        return words.say("churn.curve.too_few", study.language, base=len(rows)), "cannot_tell", None
    at = known[known["days_since"] <= _YEAR].iloc[-1] if (known["days_since"] <= _YEAR).any() else known.iloc[0]
    begins = float(table["days_since"].min())
    key = "churn.curve" if begins <= 0 else "churn.curve.from"
    fills = {name: float(at[name]) for name in ("value", "low", "high")}
    sentence = words.say(key, study.language, days=at["days_since"], begins=begins, base=at["base"], customers=len(rows), left=int(rows["ended"].sum()), **fills)
    sentence += " " + _half(study, rows, begins)
    return sentence, "answered", {**fills, "base": int(at["base"]), "unit": "share"}


def _half(study: Study, rows: pd.DataFrame, begins: float) -> str:
    """When half had left, of those who were there when the curve begins."""
    curve = product_limit(rows["entry"], rows["exit"], rows["ended"], fewest=study.settings.minimum_share_base)
    age, low, high = median_age(curve)
    if np.isnan(age):
        return words.say("churn.curve.no_median", study.language, longest=rows["exit"].max())
    fills = {"age": age, "low": age if np.isnan(low) else low}
    if np.isnan(high):
        return words.say("churn.curve.median_open", study.language, **fills)
    return words.say("churn.curve.median", study.language, high=high, **fills)


def _groups_in_words(study: Study, table: pd.DataFrame, by: str) -> tuple[str, str]:
    language, name = study.language, words.label("joined_in" if by == "period" else by, study.language)
    levels = table.drop_duplicates(by).set_index(by)
    tested = int(levels["p_value"].notna().sum())
    if tested < 2:
        return words.say("churn.curve.one_group", language, by=name), "cannot_tell"
    shown = {way: ", ".join(said(study, by, level) for level in levels.index[levels["verdict"] == way]) for way in ("stays longer", "leaves sooner")}
    nobody = words.say("churn.curve.nobody", language)
    if not any(shown.values()):
        return words.say("churn.curve.alike", language, by=name, tests=tested, p=levels["adjusted_p"].min()), "cannot_tell"
    long, short = (shown[way] or nobody for way in ("stays longer", "leaves sooner"))
    return words.say("churn.curve.differ", language, by=name, tests=tested, long=long, short=short), "answered"


def said(study: Study, by: str, level: str) -> str:
    """A level as people read it."""
    return words.period_label(level, study.language) if by == "period" else words.NOT_KNOWN[study.language] if level == words.NOT_KNOWN["en"] else level


def _chart(study: Study, table: pd.DataFrame, by: str | None) -> Chart:
    across, up = (words.say(f"churn.curve.{end}", study.language) for end in ("across", "axis"))
    if by and table[by].nunique() > _MOST_LINES:
        down = words.label("joined_in" if by == "period" else by, study.language)
        return Chart("heatmap", x="days_since", y=by, value="value", unit="share", x_label=across, y_label=down, value_label=up)
    return Chart("line", x="days_since", y="value", series=by, unit="share", x_label=across, y_label=up)

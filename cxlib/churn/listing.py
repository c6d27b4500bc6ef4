"""The list: who is most at risk now, how surely, worth how much, and what goes with it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .. import words
from ..errors import ArgumentError
from ..finding import Chart, Finding
from ..intervals import share_interval
from ..study import Study
from .model import ChurnModel
from .naming import describe, named
from .outcome import ChurnTable, table
from .trusting import refusal

__all__ = ["at_risk"]

_REASONS = 3
_NEIGHBOURS = 200
_SMALLEST_REASON = 0.05
LOOKBACK_DAYS = 180
_FEE_MONTHS = 6
_MONTH_DAYS = 365.25 / 12


def at_risk(study: Study, model: ChurnModel, *, top: int = 20) -> Finding:
    """The slice's customers most likely to leave, scored on the study's last day.

    Parameters
    ----------
    study : Study
    model : ChurnModel
    top : int
        Length of the list, at least 1.

    Returns
    -------
    Finding
        ``customer_id``, ``value`` (probability of having left by the end of the window), ``low``, ``high`` (Wilson, 95%,
        share that left among the test customers with the nearest forecast, widened to hold the probability), ``base``
        (how many those are), ``paid`` (in the 180 days before, or the fees of up to six months), ``value_at_risk`` (that times the
        probability), ``why`` and ``why_changeable`` (what adds most to the log-odds, in words).

    Raises
    ------
    ArgumentError
        When `top` is not a whole number of at least 1.

    Examples
    --------
    >>> from cxlib import churn, open_study
    >>> study = open_study("data/sample")  # doctest: +SKIP
    >>> churn.at_risk(study, churn.fit(study), top=10).display_table()  # doctest: +SKIP
    """
    if not isinstance(top, int) or isinstance(top, bool) or top < 1:
        raise ArgumentError(f"top is {top!r}; give a whole number of at least 1, such as 20")
    name, question = "churn.at_risk", words.say("churn.at_risk.question", study.language)
    if model.verdict != "usable":
        return refusal(study, model, name, question)
    everyone = table(study.unsliced(), study.as_of, lookback_days=LOOKBACK_DAYS, labelled=False)
    people = everyone.features[everyone.features.index.isin(study.customers().index)]
    if not len(people):
        return study.nobody(name, question)
    risk = model.probability(people).sort_values(ascending=False, kind="stable").head(top)
    rows = _rows(study, model, people, risk)
    return study.finding(
        name, question=question, sentence=_sentence(study, everyone, rows, len(people)), table=rows, base=len(people), unit="whole_share",
        chart=Chart("interval", y="customer_id", unit="whole_share"), caveats=_caveats(study, model, rows),
        formats={"paid": "money", "value_at_risk": "money"}, next_step=words.say("churn.at_risk.next", study.language),
    )


def _rows(study: Study, model: ChurnModel, people: pd.DataFrame, risk: pd.Series) -> pd.DataFrame:
    low, high, base = _near(model, risk.to_numpy())
    rows = pd.DataFrame({"customer_id": risk.index, "base": base, "value": risk.to_numpy(), "low": low, "high": high})
    paid = _paid(people.loc[risk.index])
    if paid is not None:
        rows["paid"] = paid
        rows["value_at_risk"] = rows["paid"].clip(lower=0) * rows["value"]
    return rows.assign(**_why(study, model, people, risk.index))


def _near(model: ChurnModel, risk: np.ndarray) -> tuple[np.ndarray, np.ndarray, int]:
    """Interval of the share that left among the test customers whose forecast is nearest to each probability."""
    said = model.probability(model.test.features).to_numpy()
    left = model.test.left.to_numpy(dtype=bool)
    n = min(_NEIGHBOURS, max(len(said) // 20, 50), len(said))
    counts = np.array([left[np.argsort(np.abs(said - p), kind="stable")[:n]].sum() for p in risk])
    low, high = share_interval(counts, np.full(len(risk), n))
    return np.minimum(low, risk), np.maximum(high, risk), n


def _paid(people: pd.DataFrame) -> np.ndarray | None:
    if "spend" in people:
        return people["spend"].to_numpy()
    if "monthly_fee" not in people:
        return None
    return (people["monthly_fee"] * (people["tenure_days"] / _MONTH_DAYS).clip(upper=_FEE_MONTHS)).to_numpy()


def _why(study: Study, model: ChurnModel, people: pd.DataFrame, ids: pd.Index) -> dict[str, list[str]]:
    """What adds most to each one's log-odds; the levels of a segment count together."""
    features = people.loc[ids]
    _, parts = model.contributions(features)
    whole = [name.split("=", 1)[0] + "=" if "=" in name else name for name in parts]
    summed = parts.T.groupby(whole, sort=False).sum().T
    usual = people.median()
    every, changeable = [], []
    for customer, row in summed.iterrows():
        first = row[row > _SMALLEST_REASON].sort_values(ascending=False, kind="stable")
        text = {column: describe(column, features.loc[customer], usual, study.language, study.currency) for column in first.index}
        levers = [column for column in text if named(column, study.language).changeable]
        every.append("; ".join(list(text.values())[:_REASONS]))
        changeable.append("; ".join(text[column] for column in levers[:_REASONS]))
    return {"why": every, "why_changeable": changeable}


def _sentence(study: Study, everyone: ChurnTable, rows: pd.DataFrame, base: int) -> str:
    text = words.say(
        "churn.at_risk", study.language, base=base, as_of=study.as_of, top=len(rows), end=everyone.end, lowest=rows["value"].min(),
        highest=rows["value"].max(), expected=rows["value"].sum(),
    )
    if "value_at_risk" not in rows:
        return text
    money = (float(rows["value_at_risk"].sum()), study.currency)
    return text + words.say("churn.at_risk.money", study.language, money=money, days=LOOKBACK_DAYS)


def _caveats(study: Study, model: ChurnModel, rows: pd.DataFrame) -> tuple[str, ...]:
    out = [words.say(f"churn.at_risk.{key}", study.language) for key in ("ids", "persuade")]
    out.append(words.say("churn.at_risk.intervals", study.language, n=int(rows["base"].iloc[0])))
    if "paid" in rows:
        out.append(words.say("churn.at_risk.value", study.language, days=LOOKBACK_DAYS))
    if any("=" in name for name in model.learner.columns):
        out.append(words.say("churn.segments_today", study.language))
    return tuple(out)

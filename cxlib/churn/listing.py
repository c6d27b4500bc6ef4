"""The list: who can still be kept, how surely each may leave, worth how much, and what goes with it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pandas as pd

from .. import words
from ..errors import ArgumentError, choose
from ..finding import Chart, Finding
from ..intervals import share_interval
from ..study import Study
from .actions import suggested
from .context import LATELY_DAYS, last_known
from .learners import expit, recalibrate
from .model import FEWEST, ChurnModel
from .naming import describe, named
from .outcome import table
from .silence import already_silent
from .trusting import refusal, top_of, trusted_columns

__all__ = ["at_risk"]

WHO = ("to_keep", "to_win_back")
LOOKBACK_DAYS = 180
_REASONS = 3
_NEIGHBOURS = 200
_SMALLEST_REASON = 0.05
_FEE_MONTHS = 6
_MONTH_DAYS = 365.25 / 12
_SMALLEST = 1e-9


def at_risk(study: Study, model: ChurnModel, *, top: int = 20, who: str = "to_keep") -> Finding:
    """The slice's customers with most to lose, scored on the study's last day: those one can still act for.

    The likeliest leavers of all are those who have been silent for weeks; the forecast is right about them, and too
    late. So they are parted from the others (:func:`cxlib.churn.silence.already_silent`), counted in a caveat, and
    have a list of their own. In either group the probabilities are calibrated once more on the test customers of that
    group, whose outcome is known by now. Those who still come are listed when their probability is above the past share of leavers, most
    value at risk first; without payments or fees, highest probability first.

    Parameters
    ----------
    study : Study
    model : ChurnModel
    top : int
        Length of the list, at least 1.
    who : {"to_keep", "to_win_back"}
        Those who still come, or those already silent. Under a contract everyone can still be kept.

    Returns
    -------
    Finding
        ``customer_id``, ``value`` (probability of having left by the end of the window), ``low``, ``high`` (95%),
        ``base`` (customers the interval rests on), ``paid`` (in the 180 days before, or the fees of up to six months),
        ``value_at_risk`` (that times the probability), ``why`` and ``why_changeable`` (what adds most to the log-odds,
        in words), ``last_touchpoint``, ``last_touchpoint_day``, ``last_question``, ``last_score`` (as given),
        ``last_score_day``, ``owner`` (of the step of the last touchpoint), ``action`` (recovery, consistency,
        proactive_service, none: see :func:`cxlib.churn.actions.action_for`). The interval: among the test customers of the same group with the nearest forecasts, the share that
        left has Wilson's interval; as far as its ends lie from their mean forecast on the log-odds, so far the ends
        lie from this customer's. Where it does not hold the probability it is widened to, and a caveat says how often.
        No probability is above the upper end of that interval for the hundredth (50 or more) with the highest forecasts.

    Raises
    ------
    ArgumentError
        When `top` is not a whole number of at least 1, or `who` is no such group.

    Examples
    --------
    >>> from cxlib import churn, open_study
    >>> study = open_study("data/sample")  # doctest: +SKIP
    >>> churn.at_risk(study, churn.fit(study), top=10).display_table()  # doctest: +SKIP
    """
    if not isinstance(top, int) or isinstance(top, bool) or top < 1:
        raise ArgumentError(f"top is {top!r}; give a whole number of at least 1, such as 20")
    choose("group of customers", who, WHO)
    name, question = "churn.at_risk", words.say(f"churn.at_risk.{who}.question", study.language)
    if model.verdict != "usable":
        return refusal(study, model, name, question)
    everyone = table(study.unsliced(), study.as_of, lookback_days=LOOKBACK_DAYS, labelled=False)
    people = everyone.features[everyone.features.index.isin(study.customers().index)]
    if not len(people):
        return study.nobody(name, question)
    silent = already_silent(study, people)
    mine = people[silent] if who == "to_win_back" else people[~silent]
    alike = already_silent(study, model.test.features) == (who == "to_win_back")
    test, left = model.test.features[alike], model.test.left.to_numpy(dtype=bool)[alike]
    model = _tuned(model, test, left)
    most = _most(model, test, left)
    ranked = _ranked(model, mine, most, above=model.base_rate if who == "to_keep" else 0.0)
    if not len(ranked):
        sentence = words.say(f"churn.at_risk.{who}.none", study.language, base=len(mine), rate=model.base_rate)
        return study.finding(name, question=question, sentence=sentence, table=pd.DataFrame(), base=len(mine),
                             caveats=_of_the_silent(study, people[silent], who))
    capped = int((ranked["value"].head(top) >= most).sum()) if most < 1 else 0
    rows, widened = _rows(model, test, left, ranked.head(top))
    rows = rows.assign(**_beside(study, model, people, rows))
    return study.finding(
        name, question=question, sentence=_sentence(study, model, who, rows, len(mine), len(ranked), everyone.end), table=rows,
        base=len(mine), unit="whole_share",
        chart=Chart("interval", y="customer_id", unit="whole_share", x_label=words.say(f"churn.at_risk.{who}.axis", study.language)),
        caveats=(*_of_the_silent(study, people[silent], who), *_caveats(study, model, rows, widened), *_capped(study, most, capped), *trusted_columns(study, model)),
        formats={"paid": "money", "value_at_risk": "money", "last_touchpoint_day": "date", "last_score_day": "date"}, next_step=words.say(f"churn.at_risk.{who}.next", study.language),
    )


def _most(model: ChurnModel, test: pd.DataFrame, left: np.ndarray) -> float:
    """The highest probability that past customers bear out."""
    top = top_of(model.probability(test).to_numpy(), left) if len(test) else None
    return top["high"] if top and top["predicted"] > top["value"] else 1.0


def _capped(study: Study, most: float, n: int) -> tuple[str, ...]:
    return (words.say("churn.at_risk.capped", study.language, n=n, most=most),) if n else ()


def _ranked(model: ChurnModel, people: pd.DataFrame, most: float, *, above: float) -> pd.DataFrame:
    """Probability and money of those above a probability, most at risk first."""
    risk = pd.DataFrame({"value": model.probability(people).clip(upper=most)})
    paid = _paid(people)
    if paid is not None:
        risk["paid"] = paid
        risk["value_at_risk"] = risk["paid"].fillna(0).clip(lower=0) * risk["value"]
    order = [name for name in ("value_at_risk", "value") if name in risk]
    return risk[risk["value"] > above].sort_values(order, ascending=False, kind="stable")


def _tuned(model: ChurnModel, test: pd.DataFrame, left: np.ndarray) -> ChurnModel:
    """The model calibrated once more, on those of the group whose outcome is known by now, where there are enough."""
    if min(left.sum(), (~left).sum()) < FEWEST["test"]:
        return model
    (a, b), (intercept, slope) = model.calibration, recalibrate(model.log_odds(test), left)
    return replace(model, calibration=(intercept + slope * a, slope * b))


def _rows(model: ChurnModel, test: pd.DataFrame, left: np.ndarray, ranked: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    low, high, base = _intervals(model, test, left, ranked["value"].to_numpy())
    widened = int(((ranked["value"] < low) | (ranked["value"] > high)).sum())
    rows = pd.DataFrame({"customer_id": ranked.index, "base": base, "value": ranked["value"].to_numpy()})
    rows["low"], rows["high"] = np.minimum(low, rows["value"]), np.maximum(high, rows["value"])
    for name in ranked.columns.drop("value"):
        rows[name] = ranked[name].to_numpy()
    return rows, widened


def _intervals(model: ChurnModel, test: pd.DataFrame, left: np.ndarray, risk: np.ndarray) -> tuple[np.ndarray, np.ndarray, int]:
    """Each probability moved as far as the forecasts of the nearest test customers may have been off."""
    said = model.probability(test).to_numpy()
    n = min(_NEIGHBOURS, max(len(said) // 20, 50), len(said))
    if not n:
        return np.zeros(len(risk)), np.ones(len(risk)), 0
    near = [np.argsort(np.abs(said - p), kind="stable")[:n] for p in risk]
    ends = share_interval(np.array([left[places].sum() for places in near]), np.full(len(risk), n))
    forecast = _logit(np.array([said[places].mean() for places in near]))
    low, high = (expit(_logit(risk) + _logit(np.asarray(end, dtype=float)) - forecast) for end in ends)
    return low, high, n


def _logit(p: np.ndarray) -> np.ndarray:
    p = np.clip(p, _SMALLEST, 1 - _SMALLEST)
    return np.log(p / (1 - p))


def _paid(people: pd.DataFrame) -> np.ndarray | None:
    if "spend" in people:
        return people["spend"].to_numpy()
    if "monthly_fee" not in people:
        return None
    return (people["monthly_fee"] * (people["tenure_days"] / _MONTH_DAYS).clip(upper=_FEE_MONTHS)).to_numpy()


def _beside(study: Study, model: ChurnModel, people: pd.DataFrame, rows: pd.DataFrame) -> dict[str, list]:
    """Why, what is known last, and what could be done, for each row."""
    features = people.loc[rows["customer_id"]]
    _, parts = model.contributions(features)
    # The levels of a segment count together.
    whole = [name.split("=", 1)[0] + "=" if "=" in name else name for name in parts]
    summed = parts.T.groupby(whole, sort=False).sum().T
    known = last_known(study, features.index)
    shown = known[["last_touchpoint", "last_touchpoint_day", "last_question", "last_score", "last_score_day", "owner"]]
    actions = suggested(rows, summed, features, known, model.base_rate)
    return {**_why(study, summed, features, people.median()), **{name: shown[name].to_numpy() for name in shown}, "action": actions}


def _why(study: Study, summed: pd.DataFrame, features: pd.DataFrame, usual: pd.Series) -> dict[str, list[str]]:
    """What adds most to each one's log-odds, in words."""
    can_change = {column for column in summed if named(column, study.language).changeable}
    every, changeable = [], []
    for customer, row in summed.iterrows():
        mine = features.loc[customer]
        first = list(row[row > _SMALLEST_REASON].sort_values(ascending=False, kind="stable").index)
        for found, columns in ((every, first), (changeable, [column for column in first if column in can_change])):
            texts = [describe(column, mine, usual, study.language, study.currency) for column in columns[:_REASONS]]
            found.append("; ".join(texts))
    return {"why": every, "why_changeable": changeable}


def _sentence(study: Study, model: ChurnModel, who: str, rows: pd.DataFrame, base: int, listed: int, end: dt.date) -> str:
    text = words.say(
        f"churn.at_risk.{who}", study.language, base=base, as_of=study.as_of, listed=listed, rate=model.base_rate, top=len(rows), end=end,
        lowest=rows["value"].min(), highest=rows["value"].max(), expected=rows["value"].sum(),
    )
    if "value_at_risk" not in rows:
        return text
    money = (float(rows["value_at_risk"].sum()), study.currency)
    return text + words.say("churn.at_risk.money", study.language, money=money, days=LOOKBACK_DAYS)


def _of_the_silent(study: Study, silent: pd.DataFrame, who: str) -> tuple[str, ...]:
    """How many are already silent, for the list that leaves them out."""
    if who == "to_win_back" or not len(silent):
        return ()
    text = words.say("churn.at_risk.silent", study.language, n=len(silent), days=study.settings.churn.silence_days)
    paid = _paid(silent)
    if paid is None:
        return (text,)
    money = (float(np.nansum(np.maximum(paid, 0))), study.currency)
    return (text + words.say("churn.at_risk.silent_money", study.language, money=money, days=LOOKBACK_DAYS),)


def _caveats(study: Study, model: ChurnModel, rows: pd.DataFrame, widened: int) -> tuple[str, ...]:
    out = [words.say(f"churn.at_risk.{key}", study.language) for key in ("ids", "persuade")]
    out.append(words.say("churn.at_risk.intervals", study.language, n=int(rows["base"].iloc[0])))
    if widened:
        out.append(words.say("churn.at_risk.widened", study.language, n=widened))
    if "paid" in rows:
        out.append(words.say("churn.at_risk.value", study.language, days=LOOKBACK_DAYS))
    out.append(words.say("churn_list.rule", study.language, rate=model.base_rate, days=LATELY_DAYS))
    if any("=" in name for name in model.learner.columns):
        out.append(words.say("churn.segments_today", study.language))
    return tuple(out)

"""Whether acting on the forecast is worth it: profit of contacting the first of the list, or what would have to hold."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from .. import words
from ..errors import ArgumentError, choose
from ..finding import Chart, Finding, withhold
from ..study import Study
from .break_even import what_would_pay
from .learners import expit, recalibrate
from .model import ChurnModel
from .profit import Band, Ranked, SuccessRate, Terms, expected_maximum_profit, profit_band, share, threshold
from .silence import already_silent
from .trusting import refusal, too_few, trusted_columns

__all__ = ["worth_it"]

NAME = "churn.worth_it"
WHO = ("to_keep", "to_win_back")
_LOOKBACK_DAYS = 180
_MONTH_DAYS = 365.25 / 12
_SHARES = (0, 0.01, 0.02, 0.03, 0.05, 0.075, *np.arange(0.1, 1.01, 0.05).round(2).tolist())
_FINE = np.linspace(0, 1, 201).round(4).tolist()
_FEWEST_TO_TUNE = 20
_MANY = 100_000


@dataclass(frozen=True)
class _Judged:
    """The test customers of one group: risk, outcome, and what each is worth when kept (None: not known)."""

    probability: np.ndarray
    left: np.ndarray
    value: np.ndarray | None
    own: bool
    set_aside: int


def worth_it(
    study: Study, model: ChurnModel, *, value: float | None = None, offer: float | None = None, contact: float | None = None,
    success_rate: float | Sequence[float] | SuccessRate | None = None, capacity: float | None = None, who: str = "to_keep",
    months: int = 12, seed: int = 2026,
) -> Finding:
    """What contacting the riskiest of the slice's test customers would have brought, by share contacted.

    A leaver who is contacted stays with the success rate, takes the offer and brings `value`; a stayer who is contacted
    takes the offer for nothing. Customers are contacted in the order of their expected gain. Whom to contact is decided by
    the rule risk >= (offer + contact) / (rate x (value - offer) + offer) before the outcome is looked at, so the profit of
    the rule is not flattered by having been chosen on it.

    Parameters
    ----------
    study : Study
    model : ChurnModel
    value : float, optional
        Profit that one kept customer brings. By default each customer's own: ``margin_share`` times what they paid a month
        (or their fee), over `months` in which they leave as often as the model's past customers did.
    offer, contact : float, optional
        Cost of an offer taken up, and of reaching out to a customer; by default those in [costs].
    success_rate : float, (low, high) or SuccessRate, optional
        Share of contacted leavers who stay because of it, see :meth:`.profit.SuccessRate.of`; by default that in [costs].
    capacity : float, optional
        How many customers staff can contact; by default that in [costs], else no limit.
    who : {"to_keep", "to_win_back"}
        The same groups as of :func:`at_risk`: those who still come, or those already silent.
    months : int
        For how long a kept customer is counted.
    seed : int

    Returns
    -------
    Finding
        ``contacted_share``, ``base`` (customers contacted), ``left_count`` (leavers among them), ``lowest_risk`` (least risk
        among them), ``value`` (profit, money), ``low``, ``high`` (95%: customers drawn again, success rate drawn from its
        distribution), ``point`` (nobody, everyone, rule: for whom it is expected to pay, capacity, hindsight: the highest
        point looking back, empc: expected maximum profit), ``withheld``. Without the costs, see
        :func:`.break_even.what_would_pay`.

    Raises
    ------
    ArgumentError
        For a share outside of 0..1, a negative cost, or an unknown group.

    References
    ----------
    Verbraken, Verbeke & Baesens 2013, IEEE TKDE 25:961; Ascarza 2018, J. Mark. Res. 55:80 for what it leaves out.

    Examples
    --------
    >>> from cxlib import churn, open_study
    >>> study = open_study("data/sample")  # doctest: +SKIP
    >>> churn.worth_it(study, churn.fit(study), value=900000, offer=50000, contact=5000, success_rate=(0.1, 0.3)).sentence  # doctest: +SKIP
    """
    choose("group of customers", who, WHO)
    question = words.say("churn.worth.question", study.language)
    given = _given(study, value=value, offer=offer, contact=contact, capacity=capacity, months=months)
    rate = study.settings.costs.get("success_rate") if success_rate is None else success_rate
    rate = None if rate is None else SuccessRate.of(rate)
    if model.verdict != "usable":
        return refusal(study, model, NAME, question)
    judged = _judged(study, model, given["value"], who, months, seed)
    refused = too_few(study, NAME, question, judged.left)
    if refused:
        return refused
    notes = (*_notes(study, judged, who, months), *trusted_columns(study, model))
    missing = [name for name in ("offer", "contact") if given[name] is None]
    missing += [] if judged.value is not None else ["margin_share" if _has_money(model) else "value"]
    missing += ["success_rate"] if rate is None else []
    if missing:
        asked = {"offer": given["offer"], "contact": given["contact"], "rate": rate, "value": judged.value}
        return what_would_pay(study, NAME, question, judged.probability, judged.left, missing=missing, cutoff=model.test.cutoff, notes=notes, **asked)
    terms = Terms(given["offer"], given["contact"], rate)
    return _answer(study, model, question, judged, terms, given["capacity"], notes, seed)


def _given(study: Study, *, months: int, **given: float | None) -> dict[str, float | None]:
    """The numbers of the call, else those of the study's settings."""
    if not isinstance(months, int) or isinstance(months, bool) or months < 1:
        raise ArgumentError(f"months is {months!r}; give a whole number of at least 1, such as 12")
    found: dict[str, float | None] = {}
    for name, number in given.items():
        number = study.settings.costs.get(name) if number is None else number
        wrong = number is not None and (isinstance(number, bool) or not isinstance(number, (int, float, np.number)) or not math.isfinite(number))
        if wrong or (number is not None and number < 0 and name != "value"):
            raise ArgumentError(f"{name} is {number!r}; give a number{'' if name == 'value' else ' of at least 0'}, in the study's currency"
                                if name != "capacity" else f"capacity is {number!r}; give how many customers staff can contact, such as 500")
        found[name] = None if number is None else float(number)
    return found


def _judged(study: Study, model: ChurnModel, value: float | None, who: str, months: int, seed: int) -> _Judged:
    features = model.test.features
    features = features[features.index.isin(study.customers().index)].sort_index()
    silent = already_silent(study, features)
    mine = features[silent] if who == "to_win_back" else features[~silent]
    left = model.test.left.loc[mine.index].to_numpy(dtype=bool)
    probability = _tuned(model.log_odds(mine), left, seed) if len(mine) else np.zeros(0)
    own = value is None
    worth = _own_value(study, model, mine, months) if own else np.full(len(mine), value)
    return _Judged(probability, left, worth, own, len(features) - len(mine))


def _tuned(log_odds: np.ndarray, left: np.ndarray, seed: int) -> np.ndarray:
    """Probabilities calibrated for this group, each half of it by the other: nobody's own outcome moves their risk."""
    half = np.random.default_rng(seed).permutation(len(left)) % 2 == 0
    tuned = expit(log_odds)
    if min(np.sum(left[side] == outcome) for side in (half, ~half) for outcome in (True, False)) < _FEWEST_TO_TUNE:
        return tuned
    for side in (half, ~half):
        intercept, slope = recalibrate(log_odds[~side], left[~side])
        tuned[side] = expit(intercept + slope * log_odds[side])
    return tuned


def _has_money(model: ChurnModel) -> bool:
    return bool({"spend", "monthly_fee"} & set(model.test.features))


def _own_value(study: Study, model: ChurnModel, people: pd.DataFrame, months: int) -> np.ndarray | None:
    """Margin on what each pays a month, over the months in which they would be expected to stay once kept."""
    margin = study.settings.costs.get("margin_share")
    if margin is None or not _has_money(model):
        return None
    share(margin, "margin_share")
    if "spend" in people:
        watched = people["tenure_days"].clip(30, _LOOKBACK_DAYS) if "tenure_days" in people else _LOOKBACK_DAYS
        monthly = people["spend"] / watched * _MONTH_DAYS
    else:
        monthly = people["monthly_fee"]
    monthly = monthly.fillna(monthly.mean()).fillna(0.0).to_numpy(dtype=float)
    return margin * monthly * float((_stay(model) ** np.arange(months)).sum())


def _stay(model: ChurnModel) -> float:
    """Share of past customers who stayed a month."""
    return float((1 - model.base_rate) ** (_MONTH_DAYS / max((model.test.end - model.test.cutoff).days, 1)))


def _answer(
    study: Study, model: ChurnModel, question: str, judged: _Judged, terms: Terms, capacity: float | None, notes: tuple[str, ...], seed: int,
) -> Finding:
    ranked, n = Ranked.by_gain(judged.probability, judged.left, judged.value, terms), len(judged.left)
    rule = float((ranked.score > 0).mean())
    room = 1.0 if capacity is None else min(capacity / n, 1.0)
    chosen = min(rule, room)
    every = np.unique([*_SHARES, *_FINE, rule, room])
    band = profit_band(ranked, terms, every, seed=seed, draws=500 if n <= _MANY else 200)
    told = np.isin(every, [*_SHARES, rule, room, band.best])
    shares, band = every[told].tolist(), replace(band, value=band.value[told], low=band.low[told], high=band.high[told])
    empc = expected_maximum_profit(ranked, terms)
    table = _table(study, ranked, band, np.array(shares), {"rule": rule, "capacity": room if capacity is not None else None}, chosen, empc)
    at = shares.index(chosen)
    got = {"value": float(band.value[at]), "low": float(band.low[at]), "high": float(band.high[at])}
    verdict = "few" if 0 < round(chosen * n) < study.settings.minimum_share_base else _verdict(ranked, terms, rule, room, got)
    whole = {"rule": (rule, float(band.value[shares.index(rule)])), "everyone": float(band.value[-1])}
    return study.finding(
        NAME, question=question, sentence=_sentence(study, model, judged, terms, verdict, got, chosen, whole, capacity), table=table, base=n,
        unit="money", status="cannot_tell" if verdict in ("unclear", "cannot_tell", "few") else "answered", chart=_chart(study, room, capacity, staffed=chosen < rule),
        caveats=(*_assumed(study, judged, terms, band, empc, n), *notes),
        formats={"contacted_share": "share", "left_count": "count", "lowest_risk": "share"},
        headline={**got, "base": n, "unit": "money"}, next_step=words.say(f"churn.worth.next.{verdict}", study.language),
    )


def _verdict(ranked: Ranked, terms: Terms, rule: float, room: float, got: dict[str, float]) -> str:
    if rule and not room:
        return "no_staff"
    if not rule:
        best = terms.gain(ranked.probability, ranked.value, rate=terms.success.interval[1])
        return "unclear" if (best > 0).any() else "never"
    return "pays" if got["low"] > 0 else "loses" if got["high"] < 0 else "cannot_tell"


def _table(
    study: Study, ranked: Ranked, band: Band, shares: np.ndarray, points: dict[str, float | None], chosen: float, empc: tuple[float, float],
) -> pd.DataFrame:
    n = len(ranked.left)
    counts = np.round(shares * n).astype(int)
    least = np.concatenate([[np.nan], np.minimum.accumulate(ranked.probability)])
    rows = pd.DataFrame({
        "contacted_share": shares, "base": counts, "left_count": np.concatenate([[0], np.cumsum(ranked.left)])[counts].astype(float),
        "lowest_risk": least[counts], "value": band.value, "low": band.low, "high": band.high,
    })
    rows["point"], rows["_drawn"], rows["_chosen"] = "", "yes", rows["contacted_share"] == chosen
    # Where several fall together the one that decides is named.
    named = {band.best: "hindsight", 0.0: "nobody", 1.0: "everyone", **{at: name for name, at in points.items() if at}}
    for at, name in named.items():
        rows.loc[rows["contacted_share"] == at, "point"] = name
    total = {"contacted_share": empc[1], "base": round(empc[1] * n), "value": empc[0] * n, "point": "empc", "_drawn": "no", "_chosen": False}
    rows = withhold(rows, minimum=study.settings.minimum_share_base, columns=("value", "low", "high", "base", "left_count", "lowest_risk"))
    return pd.concat([rows, pd.DataFrame([{**total, "withheld": ""}])], ignore_index=True)


def _chart(study: Study, room: float, capacity: float | None, *, staffed: bool) -> Chart:
    bound = capacity is not None and room < 1
    label = words.say("churn.worth.capacity_line", study.language, capacity=capacity) if bound else words.say("churn.worth.zero_line", study.language)
    return Chart(
        "line", x="contacted_share", y="value", unit="money", where={"_drawn": "yes"}, mark="_chosen", reference=0.0,
        mark_label=words.say(f"churn.worth.mark.{'staff' if staffed else 'rule'}", study.language), x_reference=room if bound else None, reference_label=label,
        x_label=words.say("churn.worth.axis_x", study.language), y_label=words.say("churn.worth.axis_y", study.language),
    )


def _sentence(
    study: Study, model: ChurnModel, judged: _Judged, terms: Terms, verdict: str, got: dict[str, float], chosen: float, whole: dict, capacity: float | None,
) -> str:
    n, money = len(judged.left), {name: (amount, study.currency) for name, amount in got.items()}
    usual = float(judged.value.mean())
    risk = threshold(usual, terms)
    kind = "own" if judged.own else "one"
    if not whole["rule"][0]:
        kind = "none" if risk <= 1 else "none_beyond"
    elif 0 < chosen < whole["rule"][0]:
        kind = "first"
    elif risk > 1:
        kind = "own_beyond"
    rule = words.say(f"churn.worth.rule.{kind}", study.language, risk=risk, value=(usual, study.currency))
    text = words.say(
        f"churn.worth.{verdict}", study.language, rate=terms.success.mean, count=round(chosen * n), base=n, cutoff=model.test.cutoff, share=chosen,
        rule=rule, everyone=(whole["everyone"], study.currency), **money,
    )
    if capacity is not None and 0 < chosen < whole["rule"][0]:
        text += words.say("churn.worth.capacity", study.language, capacity=capacity, count=round(whole["rule"][0] * n), value=(whole["rule"][1], study.currency))
    return text


def _assumed(study: Study, judged: _Judged, terms: Terms, band: Band, empc: tuple[float, float], n: int) -> tuple[str, ...]:
    low, high = terms.success.interval
    sure = "exact" if math.isinf(terms.success.weight) else "range"
    money = {name: (amount, study.currency) for name, amount in (("offer", terms.offer), ("contact", terms.contact), ("value", float(judged.value.mean())))}
    return (
        words.say("churn.worth.persuade", study.language),
        words.say(f"churn.worth.rate.{sure}", study.language, rate=terms.success.mean, low=low, high=high, **money),
        words.say("churn.worth.hindsight", study.language, share=band.best, low=band.best_low, high=band.best_high),
        words.say("churn.worth.empc", study.language, value=(empc[0] * n, study.currency), each=(empc[0], study.currency), share=empc[1]),
    )


def _notes(study: Study, judged: _Judged, who: str, months: int) -> tuple[str, ...]:
    notes = []
    if judged.own and judged.value is not None:
        notes.append(words.say("churn.worth.own_value", study.language, months=months, days=_LOOKBACK_DAYS))
    if judged.set_aside:
        notes.append(words.say(f"churn.worth.set_aside.{who}", study.language, n=judged.set_aside))
    return tuple(notes)

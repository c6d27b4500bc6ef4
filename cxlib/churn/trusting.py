"""How far to trust the forecast: its ranking and its probabilities."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .. import words
from ..finding import Chart, Finding
from ..intervals import share_interval
from ..study import Study
from .measures import area_under_curve, average_precision, brier_score, calibration_bins, calibration_line, lift, log_loss
from .model import FEWEST, ChurnModel
from .outcome import unavailable, window
from .silence import already_silent

__all__ = ["calibration", "judged", "mine_of", "refusal", "too_few", "top_of", "trust", "trusted_columns"]

_FEWEST_IN_SLICE = 10
_FEWEST_IN_BIN = 20
_FEWEST_AT_TOP = 50
_LEAKS = ("future", "resampled", "performance")


def trust(study: Study, model: ChurnModel) -> Finding:
    """How well leavers were told from stayers on the test customers of the slice, beside a guess without a model.

    Returns
    -------
    Finding
        ``metric`` (auc, auc_to_keep, auc_silence_alone, average_precision,
        log_loss, brier, lift, calibration_slope, calibration_intercept), ``base``, ``value``, ``low``, ``high`` (95%; auc: DeLong), and
        ``without_model``: what the past share of leavers, said of everyone, would have scored. ``auc_to_keep`` leaves
        out those who were already silent (:func:`cxlib.churn.silence.already_silent`): they are easy to tell, and late.
        ``auc_silence_alone`` is what the present silence and the usual gap tell by themselves.

    References
    ----------
    See :mod:`cxlib.churn.measures`.

    Examples
    --------
    >>> from cxlib import churn, open_study
    >>> study = open_study("data/sample")  # doctest: +SKIP
    >>> churn.trust(study, churn.fit(study)).sentence  # doctest: +SKIP
    """
    name, question = "churn.trust", words.say("churn.trust.question", study.language)
    if model.verdict not in ("usable", "cannot_predict"):
        return refusal(study, model, name, question)
    p, left = judged(study, model)
    refused = too_few(study, name, question, left)
    if refused:
        return refused
    guess = np.full(len(p), model.base_rate)
    found = {"auc": area_under_curve(p, left), "average_precision": average_precision(p, left), "log_loss": log_loss(p, left), "brier": brier_score(p, left), "lift": lift(p, left)}
    without = {"auc": 0.5, "average_precision": float(left.mean()), "log_loss": log_loss(guess, left)["value"], "brier": brier_score(guess, left)["value"], "lift": 1.0}
    rows = [{"metric": key, "base": len(p), **{end: got[end] for end in ("value", "low", "high")}, "without_model": without[key]}
            for key, got in found.items()]
    line = calibration_line(p, left)
    rows += [{"metric": f"calibration_{name}", "base": len(p), **found_line, "without_model": np.nan} for name, found_line in line.items()]
    table = pd.DataFrame([rows[0], *_of_silence(study, model, p, left), *rows[1:]])
    auc, top = found["auc"], found["lift"]
    sentence = words.say(
        "churn.trust", study.language, base=len(p), cutoff=model.test.cutoff, left=int(left.sum()), end=model.test.end, auc=auc["value"],
        auc_low=auc["low"], auc_high=auc["high"], lift=top["value"], lift_low=top["low"], lift_high=top["high"],
    )
    status = "answered"
    if model.verdict == "cannot_predict" or not auc["low"] > 0.5:
        status = "cannot_tell"
        sentence = f"{_cannot(study, model, len(p))} {sentence}"
    elif not np.isnan(line["slope"]["value"]):
        sentence = f"{sentence} {_sureness(study, line)}"
    return study.finding(
        name, question=question, sentence=sentence, table=table, base=len(p), status=status, caveats=_how(study, model),
        formats={"without_model": "number"},
        headline={**{end: auc[end] for end in ("value", "low", "high")}, "base": len(p), "unit": "number"},
    )


def calibration(study: Study, model: ChurnModel) -> Finding:
    """Forecast against what happened on the test customers of the slice, in groups of about equal size.

    Returns
    -------
    Finding
        ``predicted`` (mean forecast), ``base``, ``left_count``, ``value`` (share that left), ``low``, ``high`` (Wilson,
        95%); a row a group, lowest forecast first.
    """
    name, question = "churn.calibration", words.say("churn.calibration.question", study.language)
    if model.verdict != "usable":
        return refusal(study, model, name, question)
    p, left = judged(study, model)
    refused = too_few(study, name, question, left)
    if refused:
        return refused
    table = calibration_bins(p, left, bins=max(1, min(10, len(p) // _FEWEST_IN_BIN))).rename(columns={"left": "left_count"})
    top = table.iloc[-1]
    holds = int(((table["low"] <= table["predicted"]) & (table["predicted"] <= table["high"])).sum())
    sentence = words.say(
        "churn.calibration", study.language, predicted=top["predicted"], seen=100 * top["value"], low=100 * top["low"],
        high=100 * top["high"], base=int(top["base"]), holds=holds, bins=len(table), expected=float(p.mean()), value=float(left.mean()),
    )
    return study.finding(
        name, question=question, sentence=sentence, table=table, base=len(p), unit="share",
        caveats=(*_how(study, model)[:1], *_at_the_top(study, p, left), *trusted_columns(study, model)),
        formats={"predicted": "share", "left_count": "count"},
        chart=Chart(
            "calibration", x="predicted", y="value", unit="share", x_label=words.say("churn.axis.predicted", study.language),
            y_label=words.say("churn.axis.observed", study.language),
        ),
    )


def top_of(p: np.ndarray, left: np.ndarray) -> dict[str, float] | None:
    """The hundredth with the highest forecasts, at least 50: what was said of them on average, and how many left.

    Returns
    -------
    dict or None
        ``base``, ``left`` (counts), ``predicted``, ``value``, ``low``, ``high`` (Wilson, 95%); None with fewer than 50.
    """
    if len(p) < _FEWEST_AT_TOP:
        return None
    n = max(_FEWEST_AT_TOP, len(p) // 100)
    first = np.argsort(-p, kind="stable")[:n]
    gone = int(left[first].sum())
    low, high = share_interval(gone, n)
    return {"base": n, "left": gone, "predicted": float(p[first].mean()), "value": gone / n, "low": float(low), "high": float(high)}


def trusted_columns(study: Study, model: ChurnModel) -> tuple[str, ...]:
    """A caveat that names the columns which look as if they knew the outcome, but which the study trusts; else nothing."""
    alone = model.trusted[model.trusted["sign"] != "performance"]
    if not len(alone):
        return ()
    names = ", ".join(dict.fromkeys(alone["column"].astype(str)))
    return (words.say("churn.trust.trusted", study.language, columns=names, auc=float(alone["strength"].max())),)


def judged(study: Study, model: ChurnModel) -> tuple[np.ndarray, np.ndarray]:
    """Probability and outcome of the slice's test customers."""
    mine = mine_of(study, model)
    return model.probability(model.test.features.loc[mine]).to_numpy(), model.test.left.loc[mine].to_numpy(dtype=bool)


def refusal(study: Study, model: ChurnModel, name: str, question: str) -> Finding:
    """The finding that says why there is no forecast."""
    missing = unavailable(study)
    if model.verdict == "not_available" and missing:
        return study.not_available(name, question, *missing)
    everyone = sum(n for n, _ in model.counts.values())
    if model.verdict == "not_available":
        span = (window(study, study.as_of)[1] - study.as_of).days
        sentence, status = words.say("churn.refused.no_window", study.language, days=span), "not_available"
    elif model.verdict == "too_few_leavers":
        gone = sum(left for _, left in model.counts.values())
        sentence, status = words.say("churn.refused.too_few_leavers", study.language, leavers=gone, base=everyone,
                                     needed=FEWEST["train"], held=FEWEST["test"]), "cannot_tell"
    elif model.verdict == "suspected_leak":
        sentence, status = _leaked(study, model), "cannot_tell"
    else:
        sentence, status = _cannot(study, model, model.counts["test"][0]), "cannot_tell"
    caveats = trusted_columns(study, model)
    return study.finding(name, question=question, sentence=sentence, table=pd.DataFrame(), base=everyone, status=status, caveats=caveats)


def too_few(study: Study, name: str, question: str, left: np.ndarray) -> Finding | None:
    """The finding that says that a slice holds too few leavers or stayers to judge by, or None."""
    if not len(left):
        return study.nobody(name, question)
    if min(left.sum(), (~left).sum()) >= _FEWEST_IN_SLICE:
        return None
    if len(left) < study.settings.minimum_base:
        text = words.say("house.withheld", study.language)
    else:
        text = words.say("churn.refused.slice", study.language, left=int(left.sum()), base=len(left))
    return study.finding(name, question=question, sentence=text, table=pd.DataFrame(), base=len(left), status="cannot_tell")


def _leaked(study: Study, model: ChurnModel) -> str:
    """A sentence for each kind of leak, with the names of what was suspected."""
    said = []
    for sign, key in (("future", "leak.future"), ("resampled", "leak.resampled"), ("performance", "leak.performance"), ("", "suspected_leak")):
        rows = model.leaks[model.leaks["sign"] == sign] if sign else model.leaks[~model.leaks["sign"].isin(_LEAKS)]
        if len(rows):
            names = [words.say(f"churn.leak.{name}", study.language) if sign == "resampled" else name for name in dict.fromkeys(rows["column"])]
            strength = float(rows["strength"].max())
            said.append(words.say(f"churn.refused.{key}", study.language, columns=", ".join(names), share=strength, auc=strength))
    return " ".join(said)


def _of_silence(study: Study, model: ChurnModel, p: np.ndarray, left: np.ndarray) -> list[dict]:
    """Areas under the curve among those not yet silent, and of silence alone."""
    features, rows = model.test.features.loc[mine_of(study, model)], []
    early = ~already_silent(study, features)
    if not early.all() and min(left[early].sum(), (~left[early]).sum()) >= _FEWEST_IN_SLICE:
        rows.append({"metric": "auc_to_keep", "base": int(early.sum()), **area_under_curve(p[early], left[early])})
    if model.silence_alone:
        rows.append({"metric": "auc_silence_alone", "base": len(p), **area_under_curve(model.silence_alone.log_odds(features), left)})
    return [{**{key: value for key, value in row.items() if key != "se"}, "without_model": 0.5} for row in rows]


def _sureness(study: Study, line: dict[str, dict[str, float]]) -> str:
    """Whether the forecast is too sure of itself, and right over all."""
    slope, level = line["slope"], line["intercept"]
    sure = "too_sure" if slope["high"] < 1 else "unsure" if slope["low"] > 1 else "right"
    over_all = "high" if level["high"] < 0 else "low" if level["low"] > 0 else "right"
    return " ".join([words.say(f"churn.trust.slope.{sure}", study.language, **slope), words.say(f"churn.trust.level.{over_all}", study.language)])


def _at_the_top(study: Study, p: np.ndarray, left: np.ndarray) -> tuple[str, ...]:
    top = top_of(p, left)
    if top is None:
        return ()
    how = "too_sure" if top["high"] < top["predicted"] else "unsure" if top["low"] > top["predicted"] else "holds"
    return (words.say(f"churn.calibration.top.{how}", study.language, **top),)


def mine_of(study: Study, model: ChurnModel) -> np.ndarray:
    """Which of the test customers are in the slice."""
    # A hash look-up: isin on texts is slow where there are many.
    return study.customers().index.get_indexer(model.test.features.index) >= 0


def _cannot(study: Study, model: ChurnModel, base: int) -> str:
    if model.beyond_silence and not model.beyond_silence["low"] > 0:
        return words.say("churn.refused.only_silence", study.language, base=base, **model.beyond_silence)
    return words.say("churn.refused.cannot_predict", study.language, base=base, rate=model.base_rate)


def _how(study: Study, model: ChurnModel) -> tuple[str, ...]:
    """How it was learned and judged, and what that leaves open."""
    days = {role: ", ".join(words.format_value(day, "date", study.language) for day in found) for role, found in model.cutoffs.items()}
    kind = model.split if model.split == "customers" or days["validation"] else "shared"
    out = [
        words.say(f"churn.trust.split.{kind}", study.language, **days),
        words.say(f"churn.trust.learner.{model.learner.name}", study.language),
        *trusted_columns(study, model),
    ]
    if model.beyond_silence:
        out.append(words.say("churn.trust.beyond_silence", study.language, **model.beyond_silence))
    if any("=" in name for name in model.learner.columns):
        out.append(words.say("churn.segments_today", study.language))
    if model.test.left_in_gap:
        out.append(words.say("churn.trust.gap", study.language, n=model.test.left_in_gap, days=study.settings.churn.gap_days))
    other = [name for name in study.slice.segments if name not in study.view.customer_segments]
    if other:
        out.append(words.say("churn.slice_rows", study.language, names=", ".join(other)))
    return tuple(out)

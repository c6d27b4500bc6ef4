"""What more customers to learn from would bring."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from .. import words
from ..finding import Chart, Finding
from ..study import Study
from .cutoffs import distinct, parts_of
from .learners import expit, learn_boosting, learn_logistic, recalibrate
from .measures import area_under_curve, log_loss, losses
from .model import FEWEST, ChurnModel
from .outcome import table
from .trusting import refusal, trusted_columns

__all__ = ["learning_curve"]

NAME = "churn.learning_curve"
_SHARES = (0.125, 0.25, 0.5, 1.0)
_FEWEST = 10
_Z = 1.959963984540054
_NEAR = 0.005
_MOST_TIMES = 20


def learning_curve(study: Study, model: ChurnModel) -> Finding:
    """How good the forecast is when it learns from fewer customers, and how many leavers it would likely take.

    Everyone is learned from, whatever the slice. Where too few left to be used, the curve is drawn all the same, if ten
    left in each role. How many it takes is read off a curve: log-loss = a + b / leavers; "enough" is within half a per
    cent of `a`.

    Returns
    -------
    Finding
        ``share`` (of the training customers), ``train_base``, ``learned_from`` (leavers in it), ``base`` (test
        customers), ``value`` (AUC), ``low``, ``high`` (DeLong, 95%), ``log_loss``, ``log_loss_low``, ``log_loss_high``.

    References
    ----------
    Figueroa et al. 2012, BMC Med. Inform. Decis. Mak. 12:8, on curves that end level.

    Examples
    --------
    >>> from cxlib import churn, open_study
    >>> study = open_study("data/sample")  # doctest: +SKIP
    >>> churn.learning_curve(study, churn.fit(study)).sentence  # doctest: +SKIP
    """
    question = words.say("churn.learning_curve.question", study.language)
    if model.verdict not in ("usable", "cannot_predict", "too_few_leavers"):
        return refusal(study, model, NAME, question)
    counts = model.counts
    if any(min(left, n - left) < _FEWEST for n, left in counts.values()):
        return refusal(study, replace(model, verdict="too_few_leavers"), NAME, question)
    parts = _rows(study.unsliced(), model)
    rows, lost = _curve(model, parts)
    frame = pd.DataFrame(rows)
    last = frame.iloc[-1]
    sentence = words.say(
        "churn.learning_curve", study.language, leavers=int(last["learned_from"]), half=frame["value"].iloc[-2],
        **{end: last[end] for end in ("value", "low", "high")},
    )
    return study.unsliced().finding(
        NAME, question=question, sentence=f"{sentence} {_more(study, model, frame, lost)}", table=frame, base=int(last["base"]), unit="number",
        status="answered" if last["low"] > 0.5 and model.verdict == "usable" else "cannot_tell", caveats=(words.say("churn.learning_curve.how", study.language), *trusted_columns(study, model)),
        formats={"share": "share", "train_base": "count", "learned_from": "count", **dict.fromkeys(("log_loss", "log_loss_low", "log_loss_high"), "number")},
        chart=Chart("line", x="learned_from", y="value", unit="number", reference=0.5, x_label=words.say("churn.learning_curve.axis", study.language),
                    y_label=words.say("churn.learning_curve.axis_auc", study.language)),
    )


def _rows(study: Study, model: ChurnModel):
    roles = model.cutoffs
    tables = {day: table(study, day) for role in ("train", "validation") for day in roles[role]}
    return parts_of(roles, {**tables, roles["test"][0]: _tested(study, model)}, model.seed)


def _tested(study: Study, model: ChurnModel):
    """The test day's table; where one day serves all roles, the model keeps a part of it only."""
    return model.test if model.split == "time" else table(study, model.test.cutoff)


def _curve(model: ChurnModel, parts) -> tuple[list[dict], list[np.ndarray]]:
    features, left = parts["train"]
    check, test = parts["validation"], parts["test"]
    y = test[1].to_numpy(dtype=bool)
    # Customers, not rows, are drawn: who is seen on several days stays whole.
    code, names = pd.factorize(features.index)
    place = np.random.default_rng([model.seed, 5]).random(len(names))[code]
    columns = [name for name in features if name in check[0]]
    rows, lost = [], []
    for share in _SHARES:
        kept = place < share
        some = (features.loc[kept, columns], left[kept])
        n, gone = distinct(some[1])
        if min(gone, n - gone) < 2:
            continue
        p = _probability(model, some, (check[0][columns], check[1]), test[0])
        area, loss = area_under_curve(p, y), log_loss(p, y)
        lost.append(losses(p, y))
        rows.append({
            "share": share, "train_base": n, "learned_from": gone, "base": len(y), **{end: area[end] for end in ("value", "low", "high")},
            "log_loss": loss["value"], "log_loss_low": loss["low"], "log_loss_high": loss["high"],
        })
    return rows, lost


def _probability(model: ChurnModel, some, check, features: pd.DataFrame) -> np.ndarray:
    if model.learner is not None and model.learner.name == "boosting":
        one = learn_boosting(some, check, seed=model.seed)
    else:
        one = learn_logistic(some, check)
    fitted = replace(model, learner=one, calibration=recalibrate(one.log_odds(check[0]), check[1].to_numpy(dtype=bool)))
    return expit(fitted.log_odds(features))


def _more(study: Study, model: ChurnModel, frame: pd.DataFrame, lost: list[np.ndarray]) -> str:
    """Whether more would help, or how many would be needed."""
    last, held = frame.iloc[-1], model.counts["test"][1]
    out = []
    if model.verdict == "too_few_leavers":
        out.append(words.say("churn.learning_curve.too_few", study.language, leavers=model.counts["train"][1], held=held,
                             needed=FEWEST["train"], needed_held=FEWEST["test"]))
    if last["low"] <= 0.5:
        above = last["value"] - 0.5
        if above <= 0.01:
            return " ".join([*out, words.say("churn.learning_curve.not_seen", study.language)])
        half = (last["high"] - last["low"]) / 2
        needed = int(np.ceil(held * (half / above) ** 2))
        return " ".join([*out, words.say("churn.learning_curve.to_be_sure", study.language, needed=needed, held=held)])
    gain = lost[-2] - lost[-1]
    if not gain.mean() > _Z * gain.std(ddof=1) / np.sqrt(len(gain)):
        return " ".join([*out, words.say("churn.learning_curve.enough", study.language)])
    needed = _needed(frame["learned_from"].to_numpy(float), frame["log_loss"].to_numpy(float))
    key = "helps" if needed else "helps_open"
    return " ".join([*out, words.say(f"churn.learning_curve.{key}", study.language, needed=needed or 0)])


def _needed(leavers: np.ndarray, loss: np.ndarray) -> int | None:
    """Leavers from which on log-loss = a + b / leavers is within half a per cent of a; None where the curve does not say."""
    slope, end = np.polyfit(1 / leavers, loss, 1)
    if slope <= 0 or end <= 0:
        return None
    needed = slope / (_NEAR * end)
    if not leavers[-1] < needed < _MOST_TIMES * leavers[-1]:
        return None
    size = 10 ** max(int(np.floor(np.log10(needed))) - 1, 0)
    return int(np.ceil(needed / size) * size)

"""Whether a forecast still holds: what has changed since it learned, and how right it was last."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .. import words
from ..finding import Chart, Finding
from ..intervals import share_interval
from ..intervals.multiplicity import adjust
from ..study import Study
from .measures import area_under_curve
from .model import ChurnModel
from .naming import named
from .outcome import ChurnTable, month_starts, table
from .trusting import mine_of, refusal, too_few, trusted_columns

__all__ = ["ageing", "stability_index"]

NAME = "churn.ageing"
_BINS = 10
_SURE = 0.05
_OFF = 0.1
_MOST_SHOWN = 15


def ageing(study: Study, model: ChurnModel) -> Finding:
    """How far columns and forecast have drifted since learning, and whether the last known outcome still fits.

    Kept when the share that left is not surely more than a tenth off the expected one, and leavers are not surely
    ranked worse than when the model was judged. Drift alone is no reason to learn again: it may not matter.

    Returns
    -------
    Finding
        ``feature`` in words (the forecast itself first, then the 15 that drifted most), ``train_base``, ``base``
        (customers today), ``value`` (population stability index), ``drift_limit`` (its 95% limit when nothing
        changes), ``p_value``, ``adjusted_p`` (Benjamini and Hochberg, over all columns), ``verdict`` (drifted,
        no_drift). The headline is the share that left in the last known window.

    References
    ----------
    Yurdakul & Naranjo 2020, J. Risk Model Valid. 14(4):89: the index times nm/(n+m) is chi-squared on bins - 1.

    Examples
    --------
    >>> from cxlib import churn, open_study
    >>> study = open_study("data/sample")  # doctest: +SKIP
    >>> churn.ageing(study, churn.fit(study)).sentence  # doctest: +SKIP
    """
    question = words.say("churn.ageing.question", study.language)
    if model.verdict != "usable":
        return refusal(study, model, NAME, question)
    known = _last_known(study, model)
    p, left = model.probability(known.features).to_numpy(), known.left.to_numpy(dtype=bool)
    refused = too_few(study, NAME, question, left)
    if refused:
        return refused
    frame = _drift(study, model)
    low, high = share_interval(left.sum(), len(left))
    area = area_under_curve(p, left)
    then = area_under_curve(model.probability(model.test.features), model.test.left)
    off = high < (1 - _OFF) * p.mean() or low > (1 + _OFF) * p.mean()
    worse = area["high"] < then["low"] or not area["low"] > 0.5
    sentence = words.say(
        f"churn.ageing.{'refit' if off or worse else 'holds'}", study.language, base=len(left), cutoff=known.cutoff, value=float(left.mean()), low=float(low),
        high=float(high), predicted=float(p.mean()), auc=area["value"], drifted=int((frame["verdict"] == "drifted").iloc[1:].sum()), columns=len(frame) - 1,
    )
    caveats = [words.say("churn.ageing.rule", study.language), words.say("churn.ageing.limit", study.language, columns=len(frame) - 1)]
    if known.cutoff == model.test.cutoff:
        caveats.insert(0, words.say("churn.ageing.same_day", study.language))
    return study.finding(
        NAME, question=question, sentence=sentence, table=frame.head(_MOST_SHOWN + 1), base=len(left), unit="number", caveats=(*caveats, *trusted_columns(study, model)),
        formats={"train_base": "count", "drift_limit": "number", "p_value": "p_value", "adjusted_p": "p_value"},
        chart=Chart("bars", y="feature", unit="number", x_label=words.say("churn.ageing.axis", study.language)),
        headline={"value": float(left.mean()), "low": float(low), "high": float(high), "base": len(left), "unit": "share"},
    )


def stability_index(then: np.ndarray, now: np.ndarray, *, bins: int = _BINS) -> dict[str, float]:
    """Population stability index of two samples of numbers, and what it would be when nothing changes.

    Bins are tenths of `then`; equal values are never parted, missing is a bin of its own. Half a customer is added to
    each bin, so an empty one does not make the index infinite.

    Returns
    -------
    dict
        ``value``, ``limit`` (95% of pairs of samples stay under it when nothing changes) and ``p_value``.

    References
    ----------
    Yurdakul & Naranjo 2020.

    Examples
    --------
    >>> x = np.arange(1000.0)
    >>> stability_index(x, x)["value"]
    0.0
    """
    from scipy.stats import chi2

    ends = np.unique(np.quantile(then[~np.isnan(then)], np.arange(1, bins) / bins)) if (~np.isnan(then)).any() else np.zeros(0)
    counts = [np.bincount(np.where(np.isnan(x), len(ends) + 1, np.searchsorted(ends, x, side="left")), minlength=len(ends) + 2) for x in (then, now)]
    used = counts[0] + counts[1] > 0
    n, m, kinds = len(then), len(now), int(used.sum())
    if kinds < 2:
        return {"value": 0.0, "limit": 0.0, "p_value": 1.0}
    one, two = ((count[used] + 0.5) / (count.sum() + 0.5 * kinds) for count in counts)
    value, size = float(((two - one) * np.log(two / one)).sum()), n * m / (n + m)
    return {"value": value, "limit": float(chi2.ppf(0.95, kinds - 1) / size), "p_value": float(chi2.sf(value * size, kinds - 1))}


def _last_known(study: Study, model: ChurnModel) -> ChurnTable:
    """The slice's customers on the latest day whose outcome is known, not before the day it was judged on."""
    days = [day for day in month_starts(study) if day > model.test.cutoff]
    if days:
        return table(study, days[-1])
    mine = mine_of(study, model)
    return ChurnTable(**{**vars(model.test), "features": model.test.features[mine], "left": model.test.left[mine]})


def _drift(study: Study, model: ChurnModel) -> pd.DataFrame:
    taught = (model.cutoffs["train"] or model.cutoffs["test"])[-1]
    then, now = (table(study, day, labelled=False).features for day in (taught, study.as_of))
    used = getattr(model.learner, "used", range(len(model.learner.columns)))
    columns = [name for name in (model.learner.columns[place] for place in used) if name in then and name in now]
    rows = [_row(named(name, study.language).text + _level(name), then[name], now[name]) for name in columns]
    frame = pd.DataFrame(rows, columns=["feature", "train_base", "base", "value", "drift_limit", "p_value"])
    frame["adjusted_p"] = adjust(frame["p_value"].to_numpy(), method="fdr_bh")
    frame = frame.sort_values("value", ascending=False, kind="stable")
    first = _row(words.say("churn.ageing.forecast", study.language), *(pd.Series(model.log_odds(one)) for one in (then, now)))
    frame = pd.concat([pd.DataFrame([{**first, "adjusted_p": first["p_value"]}]), frame], ignore_index=True)
    return frame.assign(verdict=np.where(frame["adjusted_p"] < _SURE, "drifted", "no_drift"))


def _level(column: str) -> str:
    return f": {column.split('=', 1)[1]}" if "=" in column else ""


def _row(text: str, then: pd.Series, now: pd.Series) -> dict:
    found = stability_index(then.to_numpy(dtype=float), now.to_numpy(dtype=float))
    return {"feature": text, "train_base": len(then), "base": len(now), "value": found["value"], "drift_limit": found["limit"], "p_value": found["p_value"]}

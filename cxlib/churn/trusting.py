"""How far to trust the forecast: ranking, probabilities, and what it rests on."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .. import words
from ..finding import Chart, Finding
from ..study import Study
from .learners import expit
from .measures import area_under_curve, brier_score, calibration_bins, lift, log_loss, losses
from .model import FEWEST, ChurnModel
from .naming import named
from .outcome import unavailable, window

__all__ = ["calibration", "judged", "reasons", "refusal", "trust"]

_FEWEST_IN_SLICE = 10
_FEWEST_IN_BIN = 20
_SHUFFLES = 3
_Z = 1.959963984540054


def trust(study: Study, model: ChurnModel) -> Finding:
    """How well leavers were told from stayers on the test customers of the slice, beside a guess without a model.

    Returns
    -------
    Finding
        ``metric`` (auc, log_loss, brier, lift), ``base``, ``value``, ``low``, ``high`` (95%; auc: DeLong), and
        ``without_model``: what the past share of leavers, said of everyone, would have scored.

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
    too_few = _too_few(study, name, question, left)
    if too_few:
        return too_few
    guess = np.full(len(p), model.base_rate)
    found = {"auc": area_under_curve(p, left), "log_loss": log_loss(p, left), "brier": brier_score(p, left), "lift": lift(p, left)}
    without = {"auc": 0.5, "log_loss": log_loss(guess, left)["value"], "brier": brier_score(guess, left)["value"], "lift": 1.0}
    table = pd.DataFrame(
        [{"metric": key, "base": len(p), **{end: got[end] for end in ("value", "low", "high")}, "without_model": without[key]}
         for key, got in found.items()]
    )  # fmt: skip
    auc, top = found["auc"], found["lift"]
    sentence = words.say(
        "churn.trust", study.language, base=len(p), cutoff=model.test.cutoff, left=int(left.sum()), end=model.test.end, auc=auc["value"],
        auc_low=auc["low"], auc_high=auc["high"], lift=top["value"], lift_low=top["low"], lift_high=top["high"],
    )
    status = "answered"
    if model.verdict == "cannot_predict" or not auc["low"] > 0.5:
        status = "cannot_tell"
        sentence = f"{_cannot(study, model, len(p))} {sentence}"
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
    too_few = _too_few(study, name, question, left)
    if too_few:
        return too_few
    table = calibration_bins(p, left, bins=max(1, min(10, len(p) // _FEWEST_IN_BIN))).rename(columns={"left": "left_count"})
    top = table.iloc[-1]
    holds = int(((table["low"] <= table["predicted"]) & (table["predicted"] <= table["high"])).sum())
    sentence = words.say(
        "churn.calibration", study.language, predicted=top["predicted"], seen=100 * top["value"], low=100 * top["low"],
        high=100 * top["high"], base=int(top["base"]), holds=holds, bins=len(table), expected=float(p.mean()), value=float(left.mean()),
    )
    return study.finding(
        name, question=question, sentence=sentence, table=table, base=len(p), unit="share", caveats=_how(study, model)[:1],
        formats={"predicted": "share", "left_count": "count"},
        chart=Chart(
            "calibration", x="predicted", y="value", unit="share", x_label=words.say("churn.axis.predicted", study.language),
            y_label=words.say("churn.axis.observed", study.language),
        ),
    )


def reasons(study: Study, model: ChurnModel) -> Finding:
    """What the forecast rests on: how much worse it gets on the slice's test customers when a theme is shuffled.

    Columns that tell much the same are shuffled together (rhythm, channels, answers, each segment).

    Returns
    -------
    Finding
        ``theme``, ``base``, ``value`` (part of the model's gain in log-loss over the past share of leavers that is lost,
        as a fraction; may pass 1), ``low``, ``high`` (95%, over customers), ``strongest`` column in words, ``direction``
        (up, down, mixed; level_up, level_down for a level) and ``can_change`` (yes, no).

    References
    ----------
    Breiman 2001, Mach. Learn. 45:5, on held-out rows and by groups of columns.
    """
    name, question = "churn.reasons", words.say("churn.reasons.question", study.language)
    if model.verdict != "usable":
        return refusal(study, model, name, question)
    p, left = judged(study, model)
    too_few = _too_few(study, name, question, left)
    if too_few:
        return too_few
    gain = float((losses(np.full(len(p), model.base_rate), left) - losses(p, left)).mean())
    if gain <= 0:
        return study.finding(name, question=question, sentence=words.say("churn.reasons.none", study.language), table=pd.DataFrame(),
                             base=len(p), status="cannot_tell")
    table = _themes(study, model, model.test.features.loc[_mine(study, model)], left, gain)
    clear = table[table["low"] > 0]
    sentence = _themes_in_words(study, clear)
    return study.finding(
        name, question=question, sentence=sentence, table=table, base=len(p), unit="whole_share",
        status="answered" if len(clear) else "cannot_tell", chart=Chart("interval", y="theme", unit="whole_share", reference=0.0),
        caveats=(words.say("churn.reasons.shared", study.language), words.say("churn.segments_today", study.language)),
    )


def judged(study: Study, model: ChurnModel) -> tuple[np.ndarray, np.ndarray]:
    """Probability and outcome of the slice's test customers."""
    mine = _mine(study, model)
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
        columns = ", ".join(dict.fromkeys(model.leaks["column"]))
        sentence, status = words.say("churn.refused.suspected_leak", study.language, columns=columns), "cannot_tell"
    else:
        sentence, status = _cannot(study, model, model.counts["test"][0]), "cannot_tell"
    return study.finding(name, question=question, sentence=sentence, table=pd.DataFrame(), base=everyone, status=status)


def _mine(study: Study, model: ChurnModel) -> np.ndarray:
    return model.test.features.index.isin(study.customers().index)


def _too_few(study: Study, name: str, question: str, left: np.ndarray) -> Finding | None:
    if not len(left):
        return study.nobody(name, question)
    if min(left.sum(), (~left).sum()) >= _FEWEST_IN_SLICE:
        return None
    if len(left) < study.settings.minimum_base:
        text = words.say("house.withheld", study.language)
    else:
        text = words.say("churn.refused.slice", study.language, left=int(left.sum()), base=len(left))
    return study.finding(name, question=question, sentence=text, table=pd.DataFrame(), base=len(left), status="cannot_tell")


def _cannot(study: Study, model: ChurnModel, base: int) -> str:
    return words.say("churn.refused.cannot_predict", study.language, base=base, rate=model.base_rate)


def _how(study: Study, model: ChurnModel) -> tuple[str, ...]:
    """How it was learned and judged, and what that leaves open."""
    days = {role: ", ".join(words.format_value(day, "date", study.language) for day in found) for role, found in model.cutoffs.items()}
    kind = model.split if model.split == "customers" or days["validation"] else "shared"
    out = [
        words.say(f"churn.trust.split.{kind}", study.language, **days),
        words.say(f"churn.trust.learner.{model.learner.name}", study.language),
    ]
    if any("=" in name for name in model.learner.columns):
        out.append(words.say("churn.segments_today", study.language))
    if model.test.left_in_gap:
        out.append(words.say("churn.trust.gap", study.language, n=model.test.left_in_gap, days=study.settings.churn.gap_days))
    other = [name for name, _ in study.slice.levels if name not in study.view.customer_segments]
    if other:
        out.append(words.say("churn.slice_rows", study.language, names=", ".join(other)))
    return tuple(out)


def _themes(study: Study, model: ChurnModel, features: pd.DataFrame, left: np.ndarray, gain: float) -> pd.DataFrame:
    groups: dict[str, list[str]] = {}
    for column in model.learner.columns:
        groups.setdefault(named(column, study.language).theme, []).append(column)
    strength, ways = _strengths(model, features)
    orders = [np.random.default_rng([model.seed, turn]).permutation(len(features)) for turn in range(_SHUFFLES)]
    before, rows = losses(expit(model.log_odds(features)), left), []
    for columns in groups.values():
        if not strength[columns].any():
            continue
        worse = np.mean([losses(expit(model.log_odds(_shuffled(features, columns, order))), left) - before for order in orders], axis=0)
        value, half = worse.mean() / gain, _Z * worse.std(ddof=1) / np.sqrt(len(worse)) / gain
        first = max(columns, key=lambda column: strength[column])
        name = named(first, study.language)
        shown = first.split("=", 1)[1] if "=" in first else name.text
        rows.append({
            "theme": name.theme_text, "base": len(features), "value": value, "low": value - half, "high": value + half,
            "strongest": shown, "direction": ways[first], "can_change": "yes" if name.changeable else "no",
        })
    return pd.DataFrame(rows).sort_values("value", ascending=False, kind="stable").reset_index(drop=True)


def _shuffled(features: pd.DataFrame, columns: list[str], order: np.ndarray) -> pd.DataFrame:
    present = [column for column in columns if column in features]
    return features.assign(**{column: features[column].to_numpy()[order] for column in present})


def _strengths(model: ChurnModel, features: pd.DataFrame) -> tuple[pd.Series, dict[str, str]]:
    """Mean size of each column's contribution, and whether risk goes up or down with it."""
    some = features.iloc[:: max(1, len(features) // 50)]
    _, parts = model.contributions(some)
    ways = {}
    for column in parts:
        known = some[column].notna()
        x, y = some.loc[known, column].rank(), parts.loc[known, column].rank()
        moves = len(x) > 2 and x.std() > 0 and y.std() > 0
        along = float(np.corrcoef(x, y)[0, 1]) if moves else 0.0
        way = "up" if along > 0.5 else "down" if along < -0.5 else "mixed"
        ways[column] = f"level_{way}" if "=" in column and way != "mixed" else way
    return parts.abs().mean(), ways


def _themes_in_words(study: Study, clear: pd.DataFrame) -> str:
    if not len(clear):
        return words.say("churn.reasons.none", study.language)
    first = clear.iloc[0]
    rest = "; ".join(clear["theme"].iloc[1:4]) or words.say("churn.nothing_else", study.language)
    return words.say("churn.reasons", study.language, first=first["theme"], rest=rest, **{end: first[end] for end in ("value", "low", "high")})

"""Learning from past cut-offs, judging on the last one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from ..study import Study, shared
from .cutoffs import apart, between, chosen_days, distinct, everything_known, parts_of, roles_of, stacked
from .leaks import duplicated_rows, leak_report, set_aside, too_good
from .learners import Boosting, Logistic, expit, learn_again, learn_boosting, learn_logistic, most_for, recalibrate
from .measures import area_lost, area_under_curve, losses
from .outcome import ChurnTable, table, unavailable
from .rehearsal import changed_by_the_future
from .silence import already_silent

__all__ = ["VERDICTS", "ChurnModel", "fit"]

VERDICTS = ("usable", "cannot_predict", "too_few_leavers", "suspected_leak", "not_available")
FEWEST = {"train": 50, "validation": 20, "test": 20}
_SILENCE = ("recency_days", "mean_gap_days", "gap_ratio")


@dataclass(frozen=True)
class ChurnModel:
    """What was learned about leaving, and how it did on later customers.

    Attributes
    ----------
    verdict : str
        ``usable``; ``cannot_predict`` (the interval of the area under the curve holds 0.5, log-loss is no better than
        that of the past share of leavers, or silence alone ranks as well); ``too_few_leavers``; ``suspected_leak``; ``not_available``.
    cutoffs : dict role -> tuple of dates
        Roles "train", "validation", "test"; "between": days that took no part in choosing, though what was chosen
        learned from them too; and "left_out": windows that overlap a later role.
    split : {"time", "customers", ""}
        "time": judged on a later cut-off. "customers": only one cut-off is known, so it is judged on other customers
        of the same time. "": nothing was learned.
    counts : dict role -> (customers, leavers)
    learner : Logistic or Boosting, or None
        Chosen and calibrated on the validation rows, then learned once more from all rows known before the test.
    first : Logistic or Boosting, or None
        The same as it was chosen: learned from the training rows alone.
    calibration : (intercept, slope) on the log-odds, learned on the validation rows
    base_rate : float
        Share that left before the test: what a guess without a model would say.
    test : ChurnTable or None
        The rows it was judged on.
    leaks : DataFrame
        See :func:`cxlib.churn.leaks.leak_report`.
    trusted : DataFrame
        Alarms of the same kind that did not stop it: the study says under ``trusted`` in [churn] that these columns were
        known on the day. Every finding of the model names them.
    tried : dict of learner -> log-loss on validation
    silence_alone : Logistic or None
        Kind "silence": learned from the same days on nothing but the present silence and the usual gap. Who stopped
        coming before the cut-off and is not yet silent for long enough is found by that alone; a forecast must do more.
    beyond_silence : dict
        ``value``, ``low``, ``high``: area under the curve that the learner has more than `silence_alone`.
    """

    verdict: str
    cutoffs: dict[str, tuple[dt.date, ...]] = field(default_factory=dict)
    split: str = ""
    counts: dict[str, tuple[int, int]] = field(default_factory=dict)
    learner: Logistic | Boosting | None = None
    first: Logistic | Boosting | None = None
    calibration: tuple[float, float] = (0.0, 1.0)
    base_rate: float = float("nan")
    test: ChurnTable | None = None
    leaks: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=["column", "sign", "strength", "base"]))
    trusted: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=["column", "sign", "strength", "base"]))
    tried: dict[str, float] = field(default_factory=dict)
    silence_alone: Logistic | None = None
    beyond_silence: dict[str, float] = field(default_factory=dict)
    seed: int = 2026

    def log_odds(self, features: pd.DataFrame) -> np.ndarray:
        """Calibrated log-odds of leaving; columns that `features` lacks count as 0 (levels, touchpoints) or not known."""
        intercept, slope = self.calibration
        return intercept + slope * self.learner.log_odds(self._aligned(features))

    def probability(self, features: pd.DataFrame) -> pd.Series:
        """Calibrated probability of leaving in the outcome window, 0..1, by customer_id."""
        return pd.Series(expit(self.log_odds(features)), index=features.index, name="probability")

    def contributions(self, features: pd.DataFrame) -> tuple[float, pd.DataFrame]:
        """Base log-odds, and what each column adds: base plus the row's sum is the row's log-odds.

        Logistic regression: coefficient times (value minus mean). Boosting: Shapley values by sampled orders, see
        :class:`cxlib.churn.learners.Boosting`.
        """
        intercept, slope = self.calibration
        base, parts = self.learner.contributions(self._aligned(features))
        return intercept + slope * base, slope * parts

    def _aligned(self, features: pd.DataFrame) -> pd.DataFrame:
        out = features.reindex(columns=list(self.learner.columns))
        new = [name for name in out if name not in features and ("=" in name or "touchpoint_" in name)]
        return out.fillna(dict.fromkeys(new, 0.0))


def fit(study: Study, *, cutoffs: Sequence[dt.date] | None = None, seed: int = 2026) -> ChurnModel:
    """A model of leaving learned on past cut-offs and judged on the last one; it says when it should not be used.

    Before anything is learned, columns that know too much, features that change with what came later
    (:func:`cxlib.churn.rehearsal.changed_by_the_future`) and multiplied rows are looked for. It learns from everyone, whatever the slice: a slice only says who is judged and listed. Logistic regression with
    splines is used unless boosted trees beat its log-loss on the validation cut-off by more than two standard errors.
    The winner then learns once more, as it was chosen, from every day whose outcome was known before the test.
    Classes are neither weighted nor resampled. The outcome window of a cut-off ends before the cut-off of the next
    role begins; cut-offs that break this are left out.

    Parameters
    ----------
    study : Study
    cutoffs : dates, optional
        The last is for testing; by default month starts. Windows of those that teach may overlap.
    seed : int

    Returns
    -------
    ChurnModel

    Raises
    ------
    ArgumentError
        When a given cut-off's outcome is not fully known, or a trusted column is none of the model's.

    Notes
    -----
    A discrete hazard (a row for each month of the window, which also learns from windows not over yet) is no candidate:
    on six made-up companies of 5,000 it lowered the log-loss by 0.0005 (standard error 0.0005) on 3.3 times the rows.
    """
    study = study.unsliced()
    if unavailable(study):
        return ChurnModel("not_available", seed=seed)
    return shared(study, "churn.fit", lambda: _fitted(study, cutoffs, seed), {"cutoffs": cutoffs and tuple(cutoffs), "seed": seed})


def _fitted(study: Study, cutoffs: Sequence[dt.date] | None, seed: int) -> ChurnModel:
    days = chosen_days(study, cutoffs)
    if not days:
        return ChurnModel("not_available", seed=seed)
    roles = roles_of(study, days)
    tables = {day: table(study, day) for role in ("train", "validation", "test") for day in roles[role]}
    split = "time" if roles["train"] else "customers"
    parts = parts_of(roles, tables, seed)
    counts = {role: distinct(left) for role, (_, left) in parts.items()}
    model = ChurnModel("too_few_leavers", cutoffs=roles, split=split, seed=seed, test=tables[roles["test"][0]], counts=counts)
    if any(min(left, n - left) < FEWEST[role] for role, (n, left) in counts.items()):
        return model
    leaks, trusted = set_aside(_leaks(study, roles, tables, parts), study.settings.churn.trusted, parts["train"][0].columns)
    if len(leaks):
        return _with(model, verdict="suspected_leak", leaks=leaks, trusted=trusted)
    more = [table(study, day) for day in between(study, roles)]
    model = _learned(_with(model, trusted=trusted, cutoffs=_told_apart(roles, more)), parts, more)
    if study.settings.churn.kind == "silence":
        model = _with(model, silence_alone=_from_silence(parts))
    return _judged(study, model, parts)


def _leaks(study: Study, roles, tables: dict[dt.date, ChurnTable], parts) -> pd.DataFrame:
    """Columns that know too much or change with the future, and rows that were multiplied."""
    days = apart(study, roles["train"])
    known = leak_report(*(stacked([tables[day] for day in days]) if days and len(days) < len(roles["train"]) else parts["train"]))
    test = roles["test"][0]
    later = [{"column": name, "sign": "future", "strength": np.nan, "base": tables[test].base}
             for name in changed_by_the_future(study, test, lambda seen, day: table(seen, day, labelled=False).features)]
    features, left = tables[test].features, tables[test].left
    half = np.random.default_rng(2).random(len(left)) < 0.5
    twice = duplicated_rows((features[half], left[half]), (features[~half], left[~half]))
    return pd.concat([part for part in (known, pd.DataFrame(later, columns=known.columns), twice) if len(part)] or [known], ignore_index=True)


def _told_apart(roles: dict[str, tuple[dt.date, ...]], more: list[ChurnTable]) -> dict[str, tuple[dt.date, ...]]:
    days = tuple(one.cutoff for one in more)
    return {**roles, "between": days, "left_out": tuple(day for day in roles["left_out"] if day not in days)}


def _learned(model: ChurnModel, parts, more: list[ChurnTable]) -> ChurnModel:
    left = parts["validation"][1].to_numpy(dtype=bool)
    columns = [name for name in parts["train"][0] if name in parts["validation"][0]]
    train = (parts["train"][0][columns], parts["train"][1])
    held = parts["validation"][0][columns]
    learners = [learn_logistic(train, (held, parts["validation"][1]))]
    learners.append(learn_boosting(train, (held, parts["validation"][1]), seed=model.seed))
    each = {one.name: losses(expit(one.log_odds(held)), left) for one in learners}
    gain = each["logistic"] - each["boosting"]
    wins = gain.mean() > 1.96 * gain.std(ddof=1) / np.sqrt(len(gain))
    chosen = learners[1] if wins else learners[0]
    seen = np.concatenate([parts["train"][1], left])
    again = learn_again(chosen, everything_known(parts, more, most=most_for(chosen)), seed=model.seed)
    return _with(
        model, learner=again, first=chosen, calibration=recalibrate(chosen.log_odds(held), left), base_rate=float(seen.mean()),
        tried={name: float(loss.mean()) for name, loss in each.items()},
    )


def _judged(study: Study, model: ChurnModel, parts) -> ChurnModel:
    """The verdict, and the rows it rests on."""
    features, left = parts["test"]
    test = ChurnTable(**{**vars(model.test), "features": features, "left": left})
    p, y = model.probability(features).to_numpy(), left.to_numpy(dtype=bool)
    early = ~already_silent(study, features)
    leaks = too_good(p[early], y[early])
    if len(leaks) and len(model.trusted):
        # What tells so much alone tells it in the model, too: it was trusted, so it stops nothing here either.
        model, leaks = _with(model, trusted=pd.concat([model.trusted, leaks], ignore_index=True)), leaks[:0]
    if len(leaks):
        return _with(model, verdict="suspected_leak", learner=None, leaks=leaks, test=test)
    better = losses(p, y).mean() < losses(np.full(len(y), model.base_rate), y).mean()
    beyond = area_lost(p, model.silence_alone.log_odds(features), y) if model.silence_alone else {}
    usable = better and area_under_curve(p, y)["low"] > 0.5 and not beyond.get("low", 1.0) <= 0
    return _with(model, verdict="usable" if usable else "cannot_predict", test=test, beyond_silence=beyond)


def _from_silence(parts) -> Logistic:
    train, check = ((features[[name for name in _SILENCE if name in features]], left) for features, left in (parts["train"], parts["validation"]))
    return learn_logistic(train, check)


def _with(model: ChurnModel, **changes) -> ChurnModel:
    return ChurnModel(**{**vars(model), **changes})

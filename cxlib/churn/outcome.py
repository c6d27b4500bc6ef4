"""Who was a customer on a day, what was known of them then, and who had left a while later."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ..errors import ArgumentError, MissingTableError
from ..study import Study, period_bounds
from .habits import habits

__all__ = ["ChurnTable", "month_starts", "table", "unavailable"]

_MOST_LEVELS = 50
_HISTORY_DAYS = 90


@dataclass(frozen=True)
class ChurnTable:
    """Customers alive on a day, what was known of them then, and whether they had left a while later.

    Attributes
    ----------
    cutoff : date
        Nothing from this day on is in :attr:`features`.
    start, end : date
        The outcome window [start, end); between cutoff and start there is time to act.
    silent_from : date
        Kind "silence": who shows nothing in [silent_from, end) has left. Kind "contract": the same as start.
    features : DataFrame
        Index customer_id, numeric columns; a segment's level is a column ``segment=level`` of 0 and 1.
    left : Series of bool, or None when the window is not asked for
    left_in_gap : int
        Left between cutoff and start: too late to act on, so they are not in the table.
    """

    cutoff: dt.date
    start: dt.date
    end: dt.date
    silent_from: dt.date
    features: pd.DataFrame
    left: pd.Series | None = None
    left_in_gap: int = 0

    @property
    def base(self) -> int:
        """Customers in the table."""
        return len(self.features)


def table(
    study: Study, cutoff: dt.date, *, lookback_days: int = 180, segments: bool = True, labelled: bool = True
) -> ChurnTable:
    """One row per customer of the slice alive on `cutoff`: features from before it, the outcome from after it.

    Alive is: not left (kind "contract"), or active in the `silence_days` before (kind "silence"). Left is: the
    contract ended inside of the outcome window, or its last `silence_days` passed without any activity. The window has
    `outcome_days`, or `silence_days` where those are more.

    Parameters
    ----------
    study : Study
    cutoff : date
    lookback_days : int
        Days before the cut-off from which behaviour is taken.
    segments : bool
        Whether segments become columns. Only those of the settings: a segment laid over the study later (personas)
        was drawn from days after the cut-off. Segments stand as they do in the data today.
    labelled : bool
        False for scoring: no outcome is looked up.

    Returns
    -------
    ChurnTable

    Raises
    ------
    MissingTableError
        When the study has no days, or nothing to see leaving by.
    ArgumentError
        When the outcome window is not fully observed, or starts before leaving was recorded.
    """
    missing = unavailable(study)
    if missing:
        raise MissingTableError(f"churn needs dates and one of these tables: {', '.join(missing)}")
    frame = ChurnTable(cutoff, *window(study, cutoff), features=pd.DataFrame())
    if labelled:
        _check_window(study, frame)
    features = study.features(cutoff, lookback_days=lookback_days, columns=())
    features = features[_alive(study, features.index, cutoff)]
    left, gone = (None, 0)
    if labelled:
        left, in_gap = _outcome(study, features.index, frame)
        features, left, gone = features[~in_gap], left[~in_gap], int(in_gap.sum())
    features = _with_rhythm(features, lookback_days).join(habits(study, features.index, cutoff, lookback_days))
    if segments:
        features = features.join(_levels(study, features.index))
    return ChurnTable(cutoff, frame.start, frame.end, frame.silent_from, features.astype(float), left, gone)


def window(study: Study, cutoff: dt.date) -> tuple[dt.date, dt.date, dt.date]:
    """Start and end of the outcome window of a cut-off, and the day from which silence counts.

    The window is never shorter than the silence that it must show.
    """
    churn = study.settings.churn
    start = cutoff + dt.timedelta(days=churn.gap_days)
    if churn.kind == "contract":
        return start, start + dt.timedelta(days=churn.outcome_days), start
    end = start + dt.timedelta(days=max(churn.outcome_days, churn.silence_days))
    return start, end, end - dt.timedelta(days=churn.silence_days)


def month_starts(study: Study) -> list[dt.date]:
    """Starts of months that can be cut-offs: history before them, a fully observed window after them."""
    churn = study.settings.churn
    first = period_bounds(study.waves[0])[0]
    if churn.kind == "silence":
        first += dt.timedelta(days=max(churn.silence_days, _HISTORY_DAYS))
    first = max(first, churn.known_from or first)
    day, found = dt.date(first.year, first.month, 1), []
    while window(study, day)[1] <= study.as_of:
        found += [day] if day >= first else []
        day = (day + dt.timedelta(days=32)).replace(day=1)
    return found


def unavailable(study: Study) -> tuple[str, ...]:
    """Tables that would have to be there for leaving to be seen; empty when it can be."""
    if study.settings.churn.kind == "contract":
        return () if study.settings.period != "wave" and study.has("customers") else ("customers",)
    seen = study.has("transactions") or study.has("touchpoints")
    return () if study.settings.period != "wave" and seen else ("transactions", "customers")


def _check_window(study: Study, frame: ChurnTable) -> None:
    churn = study.settings.churn
    if frame.end > study.as_of:
        raise ArgumentError(
            f"the outcome of cut-off {frame.cutoff} is known on {frame.end}, but this study sees days before "
            f"{study.as_of} only; choose an earlier cut-off"
        )
    if churn.known_from and frame.start < churn.known_from:
        raise ArgumentError(
            f"the outcome window of cut-off {frame.cutoff} starts on {frame.start}, but leaving is recorded from "
            f"{churn.known_from} only; choose a later cut-off"
        )


def _alive(study: Study, people: pd.Index, cutoff: dt.date) -> np.ndarray:
    churn = study.settings.churn
    if churn.kind == "contract":
        return np.ones(len(people), dtype=bool)
    recent = study.active(cutoff - dt.timedelta(days=churn.silence_days), cutoff)
    return recent.reindex(people, fill_value=False).to_numpy(dtype=bool)


def _outcome(study: Study, people: pd.Index, frame: ChurnTable) -> tuple[pd.Series, np.ndarray]:
    """Whether each left in the window, and whether each left before it began."""
    if study.settings.churn.kind == "silence":
        active = study.active(frame.silent_from, frame.end).reindex(people, fill_value=False)
        return (~active.astype(bool)).rename("left"), np.zeros(len(people), dtype=bool)
    left_at = study.customers()["left_at"].reindex(people)
    start, end = pd.Timestamp(frame.start), pd.Timestamp(frame.end)
    return ((left_at >= start) & (left_at < end)).rename("left"), (left_at < start).to_numpy()


def _with_rhythm(features: pd.DataFrame, lookback_days: int) -> pd.DataFrame:
    """With the last 30 days' visits against the customer's own usual: 1 is as always, below 1 is slowing down."""
    if not {"visits", "visits_last_30", "tenure_days"} <= set(features):
        return features
    usual = features["visits"] * 30 / features["tenure_days"].clip(30, max(lookback_days, 30))
    # Half a visit on both sides keeps those who come seldom from looking extreme.
    return features.assign(visits_against_usual=(features["visits_last_30"] + 0.5) / (usual + 0.5))


def _levels(study: Study, people: pd.Index) -> pd.DataFrame:
    known = study.customers().reindex(people)
    laid_over = {name for name, _ in study.view.overlays}
    columns = {}
    for name in study.settings.segments:
        levels = study.segments.get(name, ())
        if name in laid_over or name not in known or not 1 < len(levels) <= _MOST_LEVELS:
            continue
        values = known[name].astype(object).to_numpy()
        columns.update({f"{name}={level}": (values == level).astype(float) for level in levels})
    return pd.DataFrame(columns, index=people)

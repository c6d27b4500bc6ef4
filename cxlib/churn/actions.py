"""Which class of action the reasons point to, by a written rule."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from .naming import named

__all__ = ["ACTIONS", "action_for", "kinds_of", "suggested"]

ACTIONS = ("recovery", "consistency", "proactive_service", "none")
_MAIN = 3
_SMALLEST = 0.05
# What the customer must have had for a theme to be an experience of theirs: a refund, a low score.
_HAD = {"refunds": "refunds", "scores": "low_scores"}


def action_for(*, low: float, high: float, base_rate: float, complained: bool, scored_low: bool, kinds: Sequence[str]) -> str:
    """The class of action for one customer; of these rules the first that holds.

    1. none: the interval of the probability holds the past share of leavers;
    2. recovery: a complaint or a low score lately;
    3. consistency: an experience of theirs (channels, a touchpoint they met, refunds, low scores) is among the main themes;
    4. proactive service: falling visits, a silence longer than their own gap, or the fee is among them;
    5. none: nothing of what is there can be changed.

    Parameters
    ----------
    low, high : float
        Interval of the probability, 0..1.
    base_rate : float
        Past share of leavers.
    complained, scored_low : bool
        In the last 60 days.
    kinds : sequence of {"consistency", "proactive_service", ""}
        Of the three themes that add most to the log-odds.

    Returns
    -------
    {"recovery", "consistency", "proactive_service", "none"}

    Examples
    --------
    >>> action_for(low=0.2, high=0.4, base_rate=0.1, complained=False, scored_low=True, kinds=["proactive_service"])
    'recovery'
    >>> action_for(low=0.05, high=0.4, base_rate=0.1, complained=True, scored_low=True, kinds=[])
    'none'
    """
    if low <= base_rate <= high:
        return "none"
    if complained or scored_low:
        return "recovery"
    return next((kind for kind in ("consistency", "proactive_service") if kind in kinds), "none")


def kinds_of(parts: pd.Series, features: pd.Series, language: str = "en") -> list[str]:
    """What the three themes that add most to one customer's log-odds point to, strongest first.

    Parameters
    ----------
    parts : Series by column
        What each column adds.
    features : Series
        The customer's values.

    Returns
    -------
    list of {"consistency", "proactive_service", ""}
        "" for what nobody can change, and for a rhythm that is no slower than their own.
    """
    return _kinds(_by_theme(parts.to_frame().T, language).iloc[0], features)


def suggested(rows: pd.DataFrame, parts: pd.DataFrame, features: pd.DataFrame, known: pd.DataFrame, base_rate: float) -> list[str]:
    """The class of action of each row of the list; `parts`, `features` and `known` by customer_id."""
    added, found = _by_theme(parts, "en"), []
    for row in rows[["customer_id", "low", "high"]].itertuples(index=False):
        there = known.loc[row.customer_id]
        found.append(action_for(
            low=row.low, high=row.high, base_rate=base_rate, complained=bool(there["complained_lately"]),
            scored_low=bool(there["low_lately"]), kinds=_kinds(added.loc[row.customer_id], features.loc[row.customer_id]),
        ))
    return found


def _by_theme(parts: pd.DataFrame, language: str) -> pd.DataFrame:
    """What each theme adds: the sum over its columns."""
    return parts.T.groupby([named(column, language).theme for column in parts], sort=False).sum().T


def _kinds(added: pd.Series, features: pd.Series) -> list[str]:
    main = added[added > _SMALLEST].sort_values(ascending=False, kind="stable").index[:_MAIN]
    return [_kind(theme, features) for theme in main]


def _kind(theme: str, features: pd.Series) -> str:
    if theme == "channels" or _had(theme, features):
        return "consistency"
    if theme == "fee" or theme == "rhythm" and _slower(features):
        return "proactive_service"
    return ""


def _had(theme: str, features: pd.Series) -> bool:
    """Whether it happened to them: a touchpoint that they never met is no experience."""
    touchpoint = theme.partition("touchpoint ")[2]
    return bool(features.get(f"touchpoint_{touchpoint}" if touchpoint else _HAD.get(theme, ""), 0) > 0)


def _slower(features: pd.Series) -> bool:
    """Fewer visits in the last 30 days than usual for them, or a silence longer than their own mean gap."""
    visits, gap = (features.get(name, np.nan) for name in ("visits_against_usual", "gap_ratio"))
    fewer = features.get("visits_last_30", np.nan) < features.get("visits_prior_30", np.nan)
    return bool(visits < 1 or gap > 1 or fewer)

"""Which columns make personas, and which only describe them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from ..errors import ArgumentError, choose, unknown

__all__ = ["LEFT_OUT", "MADE_OF", "active", "chosen", "drawn", "is_behaviour", "mix_of"]

MADE_OF = ("behaviour", "attitudes", "both")
# Left out of the making of personas, and why.
LEFT_OUT = {
    "tenure_days": "tenure",
    "recency_days": "state",
    "gap_ratio": "state",
    "visits_last_30": "state",
    "visits_prior_30": "state",
    "mean_gap_days": "product",
    "spend": "product",
    "low_scores": "attitude",
    "answers": "attitude",
    "touchpoints_used": "breadth",
    "channels_used": "breadth",
    "monthly_fee": "terms",
}
ATTITUDE = "last_score_"
_COUNTED = ("visits", "contacts", "refunds", "basket", "morning_share", "weekend_share", "refund_share", "visits_per_month", "contacts_per_month")
_MIXES = ("channel_", "stage_", "touchpoint_")
_NEVER = {"attitudes": "behaviour", "behaviour": "attitude"}


def mix_of(column: str) -> str:
    """The mix that a share belongs to: "channel_" for channel_app_share; "" for any other column."""
    return next((mix for mix in _MIXES if column.startswith(mix) and column.endswith("_share")), "")


def is_behaviour(column: str) -> bool:
    """Whether a column is one that the study counts, not one of the customers' own."""
    return column in LEFT_OUT or column in _COUNTED or column.startswith(ATTITUDE) or bool(mix_of(column))


def chosen(columns: Iterable[str], *, made_of: str = "behaviour", only: Sequence[str] = ()) -> tuple[list[str], dict[str, str]]:
    """Columns that may make personas, and the reason for each of the others.

    Parameters
    ----------
    columns : iterable of str
        Habits (see :func:`cxlib.personas.behaviour.habits`) and categories.
    made_of : {"behaviour", "attitudes", "both"}
        Attitudes are the last scores given.
    only : sequence of str
        Exactly these, whatever they are; a count may be named as it is counted (``visits``).

    Raises
    ------
    ArgumentError
        For a word or a column that is not known.
    """
    choose("blocks to make personas of", made_of, MADE_OF)
    columns = [column for column in columns if not column.startswith("_")]
    if only:
        named = [_habit(name, columns) for name in only]
        return [column for column in columns if column in named], {column: "not named" for column in columns if column not in named}
    left_out = {column: LEFT_OUT[column] for column in columns if column in LEFT_OUT}
    for column in columns:
        kind = "attitudes" if column.startswith(ATTITUDE) else "behaviour"
        if column not in left_out and made_of not in (kind, "both"):
            left_out[column] = _NEVER[made_of]
    if "visits_per_month" in columns and "contacts_per_month" in columns:
        left_out["contacts_per_month"] = "breadth"
    return [column for column in columns if column not in left_out], left_out


def active(features: pd.DataFrame, made_of: str = "behaviour") -> np.ndarray:
    """Who did anything in the lookback; for attitudes who gave a score; everyone where the table does not count."""
    did = np.ones(len(features), dtype=bool)
    counts = [name for name in ("visits", "contacts") if name in features]
    if counts and made_of != "attitudes":
        did = (features[counts] > 0).any(axis=1).to_numpy()
    if made_of != "behaviour":
        scores = [name for name in features if name.startswith(ATTITUDE)]
        did = did & features[scores].notna().any(axis=1).to_numpy()
    return did


def drawn(weights: np.ndarray | None, size: int, most: int, rng: np.random.Generator) -> np.ndarray:
    """Places of at most `most` of `size` customers, in order, each as likely as its weight.

    With weights no more are drawn than weigh like as many equal ones (Kish), so that few are drawn for sure.

    References
    ----------
    Kish 1965, Survey Sampling, for the number; Madow 1949, Ann. Math. Stat. 20:333 for the systematic draw.
    """
    order = rng.permutation(size)
    if weights is None:
        return np.sort(order[:most])
    weights = weights[order]
    count = min(most, int(weights.sum() ** 2 / (weights**2).sum()))
    chance = np.minimum(count * weights / weights.sum(), 1.0)
    steps = np.floor(np.cumsum(chance) + rng.random())
    return np.sort(order[np.diff(steps, prepend=0.0) > 0])


def _habit(name: str, columns: Sequence[str]) -> str:
    for habit in (name, f"{name}_per_month", {"refunds": "refund_share"}.get(name, "")):
        if habit in columns:
            return habit
    raise ArgumentError(unknown("column to make personas of", name, columns))

"""Which past days teach, tune and judge, and the rows of each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np
import pandas as pd

from ..errors import ArgumentError
from ..study import Study
from .outcome import ChurnTable, month_starts, window

__all__ = ["apart", "chosen_days", "distinct", "parts_of", "roles_of", "shared_out"]

_MOST_CUTOFFS = 12
_MOST_ROWS = 600_000
_SHARES = {"train": 0.6, "validation": 0.2, "test": 0.2}


def chosen_days(study: Study, cutoffs: Sequence[dt.date] | None) -> list[dt.date]:
    """The given cut-offs in order, or all month starts that can be one."""
    if cutoffs is None:
        return month_starts(study)
    days = sorted(set(cutoffs))
    if not days or not all(isinstance(day, dt.date) for day in days):
        raise ArgumentError("cutoffs must be a list of dates, such as [date(2026, 1, 1), date(2026, 6, 1)]")
    return days


def roles_of(study: Study, days: list[dt.date]) -> dict[str, tuple[dt.date, ...]]:
    """The last day tests, the last before it whose window is over validates, those before that train.

    Windows of training days may overlap: a customer seen on more days teaches more, and is not judged by them. As many
    days are taken, up to 12, as keep the rows near 600,000; the rest is left out evenly.
    """
    test = days[-1]
    earlier = [day for day in days if window(study, day)[1] <= test]
    check = earlier[-1:]
    train = [day for day in earlier if check and window(study, day)[1] <= check[0]]
    if check and not train:
        train, check = check, []
    if train:
        most = min(_MOST_CUTOFFS, max(1, _MOST_ROWS // max(len(study.customers()), 1)))
        train = train[-_MOST_CUTOFFS:]
        train = train[:: -max(1, -(-len(train) // most))][::-1]
    used = {test, *check, *train}
    return {
        "train": tuple(train), "validation": tuple(check), "test": (test,),
        "left_out": tuple(day for day in days if day not in used),
    }


def apart(study: Study, days: Sequence[dt.date]) -> list[dt.date]:
    """The last day, and going back each whose outcome window does not overlap the one after: no outcome counts twice."""
    kept = list(days[-1:])
    for day in reversed(days[:-1]):
        if window(study, day)[1] <= window(study, kept[0])[0]:
            kept.insert(0, day)
    return kept


def parts_of(roles: dict[str, tuple[dt.date, ...]], tables: dict[dt.date, ChurnTable], seed: int) -> dict[str, tuple[pd.DataFrame, pd.Series]]:
    """Features and outcomes of each role; where a role has no cut-off of its own, customers are shared out."""
    parts = {role: stacked([tables[day] for day in roles[role]]) for role in _SHARES if roles[role]}
    if len(parts) == 3:
        return parts
    shared = parts["train"] if "train" in parts else parts["test"]
    wanted = ("train", "validation") if "train" in parts else ("train", "validation", "test")
    place = shared_out(shared[0].index, [_SHARES[role] for role in wanted], seed)
    for number, role in enumerate(wanted):
        parts[role] = (shared[0][place == number], shared[1][place == number])
    return {role: parts[role] for role in _SHARES}


def stacked(tables: list[ChurnTable]) -> tuple[pd.DataFrame, pd.Series]:
    """Features and outcomes of several days; a level or touchpoint that a day lacks counts as 0 there."""
    if len(tables) == 1:
        return tables[0].features, tables[0].left
    features = pd.concat([one.features for one in tables])
    counted = [name for name in features if ("=" in name or "touchpoint_" in name) and features[name].hasnans]
    return features.fillna(dict.fromkeys(counted, 0.0)) if counted else features, pd.concat([one.left for one in tables])


def shared_out(customers: pd.Index, shares: list[float], seed: int) -> np.ndarray:
    """Which part each row falls into; all rows of a customer into the same."""
    code, names = pd.factorize(customers, sort=True)
    ends = np.cumsum(shares)[:-1] / np.sum(shares)
    return np.searchsorted(ends, np.random.default_rng(seed).random(len(names)), side="right")[code]


def distinct(left: pd.Series) -> tuple[int, int]:
    """Customers, and those of them who left; who is seen on several days counts once."""
    return int(left.index.nunique()), int(left.index[left.to_numpy(dtype=bool)].nunique())

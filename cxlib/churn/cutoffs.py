"""Which past days teach, tune and judge, and the rows of each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np
import pandas as pd

from ..errors import ArgumentError
from ..study import Study
from .outcome import ChurnTable, month_starts, window

__all__ = ["apart", "between", "chosen_days", "distinct", "everything_known", "parts_of", "roles_of", "shared_out", "stacked"]

_MOST_CUTOFFS = 12
_MOST_ROWS = 600_000
_MOST_BETWEEN = 6
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


def between(study: Study, roles: dict[str, tuple[dt.date, ...]]) -> list[dt.date]:
    """Days left out between the training days and the test whose outcome was known on the day of the test.

    Their windows overlap that of the validating day, so nothing is chosen by them; what was chosen may learn from
    them. As many are taken, the latest 6, as keep the rows near 600,000.
    """
    if not roles["validation"]:
        return []
    taught = len(roles["train"]) + len(roles["validation"])
    room = min(_MOST_BETWEEN, _MOST_ROWS // max(len(study.customers()), 1) - taught)
    test, last = roles["test"][0], roles["train"][-1]
    days = [day for day in roles["left_out"] if day > last and window(study, day)[1] <= test]
    return days[-room:] if room > 0 else []


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
    return _joined([(one.features, one.left) for one in tables])


def _joined(given: list[tuple[pd.DataFrame, pd.Series]]) -> tuple[pd.DataFrame, pd.Series]:
    if len(given) == 1:
        return given[0]
    features = pd.concat([one for one, _ in given])
    counted = [name for name in features if ("=" in name or "touchpoint_" in name) and features[name].hasnans]
    return features.fillna(dict.fromkeys(counted, 0.0)) if counted else features, pd.concat([left for _, left in given])


def everything_known(parts, more: list[ChurnTable], *, most: int) -> tuple[pd.DataFrame, pd.Series]:
    """Training and validation rows and those of more days; each thinned by the same part when there are more than `most`."""
    given = [parts["train"], *((one.features, one.left) for one in more), parts["validation"]]
    rows = sum(len(left) for _, left in given)
    if rows > most:
        rng = np.random.default_rng(most)
        kept = [np.flatnonzero(rng.random(len(left)) < most / rows) for _, left in given]
        given = [(features.iloc[places], left.iloc[places]) for (features, left), places in zip(given, kept, strict=True)]
    return _joined(given)


def shared_out(customers: pd.Index, shares: list[float], seed: int) -> np.ndarray:
    """Which part each row falls into; all rows of a customer into the same."""
    code, names = pd.factorize(customers, sort=True)
    ends = np.cumsum(shares)[:-1] / np.sum(shares)
    return np.searchsorted(ends, np.random.default_rng(seed).random(len(names)), side="right")[code]


def distinct(left: pd.Series) -> tuple[int, int]:
    """Customers, and those of them who left; who is seen on several days counts once."""
    return int(left.index.nunique()), int(left.index[left.to_numpy(dtype=bool)].nunique())

"""In which periods each customer made contact, from contacts that are sorted already."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections.abc import Sequence

import numpy as np
import pandas as pd

from ..slices import Slice

__all__ = ["first_and_later"]


def first_and_later(study, people: pd.DataFrame, starts: Sequence[dt.date], *, begun: dt.date) -> pd.DataFrame:
    """How many customers were first in contact in one period and again in another.

    One pass over the sorted contacts; nothing is sorted or grouped by customer again.

    Parameters
    ----------
    people : DataFrame
        ``customer`` (code), ``joined_at`` and columns of the groups to count by.
    starts : dates
        First day of each period, one after the other.
    begun : date
        Customers who joined before it have no first period.

    Returns
    -------
    DataFrame
        The group columns, ``first`` and ``seen`` (places in `starts`; -1 and missing for those who had joined before),
        ``n`` (customers), ``undated`` (of them, without joined_at).
    """
    by = [name for name in people if name not in ("customer", "joined_at")]
    groups = people[by].drop_duplicates().reset_index(drop=True) if by else pd.DataFrame(index=[0])
    own = pd.MultiIndex.from_frame(groups).get_indexer(pd.MultiIndex.from_frame(people[by])) if by else 0
    of = np.full(len(study.view.customer_ids), -1, dtype=np.int64)
    of[people["customer"]] = own
    joined = people["joined_at"].to_numpy("datetime64[us]")
    kind = np.zeros(len(of), dtype=np.int64)  # 0: joined in the data, 1: no date of joining, 2: joined before the data
    kind[people["customer"]] = np.select([np.isnat(joined), joined < np.datetime64(begun, "us")], [1, 2], 0)
    periods = len(starts)
    counts = np.zeros((len(groups), 3, periods, periods), dtype=np.int64)
    edges = _instants(study, starts)
    for piece in study.view.events(Slice(), without=("journey", "channel")):
        counts += _counted(piece, edges, of, kind, counts.shape)
    return _rows(counts, groups)


def _counted(piece, edges: np.ndarray, of: np.ndarray, kind: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    place = np.searchsorted(edges, piece.at, side="right") - 1
    new = np.ones(len(place), dtype=bool)
    new[1:] = piece.customer[1:] != piece.customer[:-1]
    fresh = new.copy()
    fresh[1:] |= place[1:] != place[:-1]
    rows = np.flatnonzero(fresh)
    begins = new[rows]
    customer, seen = piece.customer[rows], place[rows]
    first = seen[np.flatnonzero(begins)[np.cumsum(begins) - 1]]
    wanted = of[customer] >= 0
    key = ((of[customer] * 3 + kind[customer]) * shape[2] + first) * shape[3] + seen
    return np.bincount(key[wanted], minlength=int(np.prod(shape))).reshape(shape)


def _rows(counts: np.ndarray, groups: pd.DataFrame) -> pd.DataFrame:
    undated, dated = counts[:, 1], counts[:, :2].sum(axis=1)
    group, first, seen = np.nonzero(dated)
    within = pd.DataFrame({"group": group, "first": first, "seen": seen.astype(float), "n": dated[group, first, seen],
                           "undated": undated[group, first, seen]})
    # Of those who had joined before only how many there are is counted: each once, in the first period.
    before = np.einsum("gii->g", counts[:, 2])
    earlier = pd.DataFrame({"group": np.flatnonzero(before), "first": -1, "seen": np.nan, "n": before[before > 0], "undated": 0})
    frame = pd.concat([part for part in (earlier, within) if len(part)] or [within], ignore_index=True)
    labels = groups.iloc[frame.pop("group")].reset_index(drop=True)
    return pd.concat([labels, frame], axis=1)


def _instants(study, days: Sequence[dt.date]) -> np.ndarray:
    zone = zoneinfo.ZoneInfo(study.settings.timezone)
    return np.array([round(dt.datetime(day.year, day.month, day.day, tzinfo=zone).timestamp() * 1e6) for day in days])

"""Two tables that are each sorted by customer and time as one, without sorting the old one again."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

__all__ = ["merged", "places_of_new"]

_LAST = np.iinfo(np.int64).max


def merged(old: pa.Table, new: pa.Table) -> pa.Table:
    """Rows of both, by customer and time; of equal rows the old ones come first. Columns are those of either."""
    both = pa.concat_tables([old, new], promote_options="default")
    if not old.num_rows or not new.num_rows:
        return both
    after = places_of_new(*_keys(old), *_keys(new))
    place = np.empty(both.num_rows, dtype=np.int64)
    at = after + np.arange(new.num_rows)
    is_new = np.zeros(both.num_rows, dtype=bool)
    is_new[at] = True
    place[at] = old.num_rows + np.arange(new.num_rows)
    place[~is_new] = np.arange(old.num_rows)
    return both.take(pa.array(place))


def places_of_new(old_customer: np.ndarray, old_at: np.ndarray, customer: np.ndarray, at: np.ndarray) -> np.ndarray:
    """How many old rows come before each new one, by one bisection for all new rows at once.

    Cost grows with the number of new rows and the logarithm of the longest history, not with the old rows.
    """
    low = np.searchsorted(old_customer, customer, side="left")
    high = np.searchsorted(old_customer, customer, side="right")
    while (going := low < high).any():
        middle = (low + high) // 2
        before = going & (old_at[np.minimum(middle, len(old_at) - 1)] <= at)
        low = np.where(before, middle + 1, low)
        high = np.where(going & ~before, middle, high)
    return low


def _keys(table: pa.Table) -> tuple[np.ndarray, np.ndarray]:
    """Customers and moments; rows without a moment come last of their customer."""
    at = table["at"].cast(pa.timestamp("us")).cast(pa.int64()).fill_null(_LAST)
    return table["customer"].to_numpy(), at.to_numpy()

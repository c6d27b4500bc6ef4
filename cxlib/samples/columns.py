"""Columns of text and time made from codes and seconds, without a python loop per row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from .world import FIRST_DAY

_EPOCH_SECONDS = int((FIRST_DAY - np.datetime64("1970-01-01")) / np.timedelta64(1, "s"))


def coded(codes: np.ndarray, names: Sequence[str]) -> pa.Array:
    """Text for each code; a negative code is a missing value."""
    index = pa.array(codes.astype(np.int32), mask=codes < 0)
    return pa.DictionaryArray.from_arrays(index, pa.array(names, pa.large_string())).cast(pa.large_string())


def numbered(prefix: str, numbers: np.ndarray, width: int) -> pa.Array:
    """Identifiers such as KH000123."""
    digits = pc.utf8_lpad(pa.array(numbers).cast(pa.large_string()), width, "0")
    start, nothing = pa.scalar(prefix, pa.large_string()), pa.scalar("", pa.large_string())
    return pc.binary_join_element_wise(start, digits, nothing)


def times(offsets: np.ndarray) -> pa.Array:
    """Local timestamps from seconds since the first day."""
    return pa.array((offsets.astype(np.int64) + _EPOCH_SECONDS) * 1_000_000).cast(pa.timestamp("us"))


def moments(offsets: np.ndarray) -> pd.Series:
    """Like :func:`times`, from floats; an infinite offset is a missing time."""
    finite = np.isfinite(offsets)
    whole = np.where(finite, offsets, 0).astype(np.int64) + _EPOCH_SECONDS
    stamps = whole.astype("datetime64[s]").astype("datetime64[us]")
    stamps[~finite] = np.datetime64("NaT")
    return pd.Series(stamps)


def frame(columns: Mapping[str, pa.Array | np.ndarray]) -> pd.DataFrame:
    """A table from columns."""
    return pa.table(dict(columns)).to_pandas()


def customer_ids(codes: np.ndarray) -> pa.Array:
    """Identifiers of customers."""
    return numbered("KH", codes, 6)

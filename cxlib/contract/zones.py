"""Local times and UTC: hours that a change of the clocks skips or repeats are told apart from the rest.

Times are counts of microseconds since 1970 in numpy; a whole day that has one offset is a look in a table.
"""

from __future__ import annotations

import functools

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

__all__ = ["DAY", "NONE", "to_local", "to_utc"]

DAY = 86_400_000_000
NONE = np.iinfo(np.int64).min
_FIRST, _LAST = -1, 48_213  # days from 1969-12-31 to 2102-01-01
# Times of years that no calendar function takes; the check of the year refuses them.
_LEAST, _MOST = -62_135_596_800_000_000 + DAY, 253_402_300_800_000_000 - DAY


def to_utc(local: np.ndarray, zone: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """UTC of local times, and the masks of those that the clocks skip and of those that they show twice.

    A time that does not exist becomes the moment at which the clocks go forward; of a time that is there twice the first is taken.
    Arrow knows no change of the clocks after 2037.
    """
    offsets, plain = _days(zone)
    place, inside = _places(local)
    utc = local - offsets[place]
    rows = np.flatnonzero(~(inside & plain[place]) & (local > _LEAST) & (local < _MOST))
    utc[local == NONE] = NONE
    skipped, twice = np.zeros(len(local), dtype=bool), np.zeros(len(local), dtype=bool)
    if len(rows):
        first, second, gap = (_assumed(local[rows], zone, *way) for way in (("earliest", "latest"), ("latest", "latest"), ("earliest", "earliest")))
        utc[rows], twice[rows], skipped[rows] = first, first != second, first != gap
    return utc, skipped, twice


def to_local(utc: np.ndarray, zone: str) -> np.ndarray:
    """Local time of UTC."""
    offsets, plain = _days(zone)
    # An offset is less than a day: where the day before and the day after have the same one, this day has it too.
    place, inside = _places(utc)
    here, before, after = place, np.maximum(place - 1, 0), np.minimum(place + 1, len(offsets) - 1)
    steady = plain[before] & plain[here] & plain[after] & (offsets[before] == offsets[after]) & (offsets[here] == offsets[after])
    local = utc + offsets[place]
    rows = np.flatnonzero(~(inside & steady) & (utc > _LEAST) & (utc < _MOST))
    if len(rows):
        stamps = pa.array(utc[rows], pa.int64()).cast(pa.timestamp("us", "UTC")).cast(pa.timestamp("us", zone))
        local[rows] = np.asarray(pc.local_timestamp(stamps).cast(pa.int64()))
    local[utc == NONE] = NONE
    return local


def _places(times: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    day = times // DAY
    inside = (day >= _FIRST) & (day <= _LAST)
    return np.clip(day - _FIRST, 0, _LAST - _FIRST), inside


@functools.lru_cache(maxsize=8)
def _days(zone: str) -> tuple[np.ndarray, np.ndarray]:
    """For each day the offset of its midnight, and whether the whole day has it."""
    midnights = np.arange(_FIRST, _LAST + 2, dtype=np.int64) * DAY
    offsets = midnights - _assumed(midnights, zone, "earliest", "latest")
    return offsets[:-1], offsets[:-1] == offsets[1:]


def _assumed(local: np.ndarray, zone: str, ambiguous: str, nonexistent: str) -> np.ndarray:
    stamps = pa.array(local, pa.int64()).cast(pa.timestamp("us"))
    return np.asarray(pc.assume_timezone(stamps, zone, ambiguous=ambiguous, nonexistent=nonexistent).cast(pa.int64()))

"""Counts by every segment at once, in memory: a slice is a mask and a bincount."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import prod

import numpy as np
import pandas as pd

__all__ = ["MOST_CELLS", "Cube", "cube_of"]

MOST_CELLS = 2_000_000  # about 80 megabytes with three sums
_DENSE = 8_000_000


@dataclass(frozen=True)
class _Side:
    """Combinations of levels: a code per name for each combination, and the labels of the codes in order."""

    codes: Mapping[str, np.ndarray]
    labels: Mapping[str, pd.api.extensions.ExtensionArray | np.ndarray]
    size: int


@dataclass(frozen=True)
class Cube:
    """Sums by segments (outer) and by what every answer is by, such as period and question (inner).

    Attributes
    ----------
    outer, inner : combinations of levels that occur
    at_outer, at_inner : int32, the two combinations of each cell
    sums : name -> float64 of each cell
    kinds : name -> type that the sum has in a table
    """

    outer: _Side
    inner: _Side
    at_outer: np.ndarray
    at_inner: np.ndarray
    sums: Mapping[str, np.ndarray]
    kinds: Mapping[str, np.dtype]

    def counts(self, slice_, names: Sequence[str], sums: Sequence[str] | None = None) -> pd.DataFrame:
        """The sums of the slice by `names`, in their order; only groups that occur have a row.

        Parameters
        ----------
        slice_ : Slice
            Only levels of the outer side; periods are the caller's.
        names : names of either side
        sums : names of sums, all when not given
        """
        mask = self._mask(slice_)
        cells = slice(None) if mask is None else np.flatnonzero(mask[self.at_outer])
        shape = [len(self._labels(name)) for name in names]
        outer, inner = (self._part(side, names, shape) for side in (self.outer, self.inner))
        key = outer[self.at_outer[cells]] + inner[self.at_inner[cells]]
        found, key, size = _groups(key, prod(shape))
        labels = np.unravel_index(found, shape) if shape else []
        columns = {name: self._labels(name).take(code) for name, code in zip(names, labels, strict=True)}
        for name in self.sums if sums is None else sums:
            added = np.bincount(key, weights=self.sums[name][cells], minlength=size).astype(np.float64, copy=False)
            added = added[found] if size > len(found) else added
            columns[name] = np.rint(added).astype(self.kinds[name]) if self.kinds[name].kind in "iu" else added
        return pd.DataFrame(columns, copy=False)

    def _mask(self, slice_) -> np.ndarray | None:
        if not slice_.restricts:
            return None
        mask = self._among(slice_.inside)
        for group in slice_.left_out:
            mask &= ~self._among(group)
        return mask

    def _among(self, levels: Sequence[tuple[str, tuple[str, ...]]]) -> np.ndarray:
        mask = np.ones(self.outer.size, dtype=bool)
        for name, kept in levels:
            mask &= np.array([label in kept for label in self.outer.labels[name]], dtype=bool)[self.outer.codes[name]]
        return mask

    def _labels(self, name: str):
        return (self.outer if name in self.outer.codes else self.inner).labels[name]

    @staticmethod
    def _part(side: _Side, names: Sequence[str], shape: Sequence[int]) -> np.ndarray:
        """What a side's combinations give to the place of a group among all that could be."""
        place = np.zeros(side.size, dtype=np.int64)
        for number, name in enumerate(names):
            if name in side.codes:
                place += side.codes[name].astype(np.int64) * prod(shape[number + 1 :])
        return place


def cube_of(frame: pd.DataFrame, outer: Sequence[str], inner: Sequence[str], sums: Sequence[str]) -> Cube:
    """The cube of a table of counts with one row per combination of `outer` and `inner`."""
    one, at_outer = _side(frame, outer)
    two, at_inner = _side(frame, inner)
    kinds = {name: frame[name].dtype for name in sums}
    return Cube(one, two, at_outer, at_inner, {name: frame[name].to_numpy(np.float64) for name in sums}, kinds)


def _side(frame: pd.DataFrame, names: Sequence[str]) -> tuple[_Side, np.ndarray]:
    coded, labels = {}, {}
    for name in names:
        code, known = pd.factorize(frame[name], sort=True)
        known = known.array
        if (code < 0).any():
            # What is missing comes last, as in a table from the engine.
            known = pd.concat([pd.Series(known), frame[name][code < 0].iloc[:1]], ignore_index=True).array
            code = np.where(code < 0, len(known) - 1, code)
        coded[name], labels[name] = code, known
    key = np.zeros(len(frame), dtype=np.int64)
    for name in names:
        # Renumbered at each step, so that no product of many levels grows too large.
        key = np.unique(key * len(labels[name]) + coded[name], return_inverse=True)[1].astype(np.int64)
    first = np.zeros(int(key.max()) + 1 if len(key) else 0, dtype=np.int64)
    first[key] = np.arange(len(key))
    return _Side({name: code[first].astype(np.int32) for name, code in coded.items()}, labels, len(first)), key.astype(np.int32)


def _groups(key: np.ndarray, possible: int) -> tuple[np.ndarray, np.ndarray, int]:
    """Groups that occur, the place of each cell's group in the sums, and how many places these have."""
    if possible <= _DENSE:
        return np.flatnonzero(np.bincount(key, minlength=possible)), key, possible
    found, place = np.unique(key, return_inverse=True)
    return found, place, len(found)

"""Counts by every segment at once, in memory: a slice is a mask and a bincount."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import prod

import numpy as np
import pandas as pd

__all__ = ["MOST_CELLS", "Coded", "Cube", "coded_of", "cube_of"]

MOST_CELLS = 2_000_000  # about 80 megabytes with three sums
_DENSE = 8_000_000
_GRID = 2 * MOST_CELLS  # cells of the full crossing, and of all that is added up from it, with three sums 130 megabytes each
_THERE = "occurs"  # above 0 where a cell occurs


@dataclass(frozen=True)
class Coded:
    """A table of counts whose texts are codes.

    Attributes
    ----------
    codes : name -> the place of each row's label
    labels : name -> labels
    sums : name -> numbers of each row
    """

    codes: Mapping[str, np.ndarray]
    labels: Mapping[str, pd.api.extensions.ExtensionArray | np.ndarray]
    sums: Mapping[str, np.ndarray]

    def frame(self) -> pd.DataFrame:
        """The same as a table with texts."""
        # What is coded may be kept and shared, a table may be changed by whoever asked for it.
        texts = {name: self.labels[name].take(code) for name, code in self.codes.items()}
        return pd.DataFrame({**texts, **{name: numbers.copy() for name, numbers in self.sums.items()}}, copy=False)

    def among(self, name: str, labels: Sequence[str]) -> np.ndarray:
        """The place of each row's label in `labels`, -1 where it is none of them."""
        place = pd.Index(labels, dtype=object).get_indexer(np.asarray(self.labels[name], dtype=object))
        return place[self.codes[name]]

    def keep(self, rows: np.ndarray) -> Coded:
        """Some of the rows: their places, or whether to keep each."""
        codes, sums = ({name: numbers[rows] for name, numbers in part.items()} for part in (self.codes, self.sums))
        return Coded(codes, self.labels, sums)


def coded_of(frame: pd.DataFrame, names: Sequence[str]) -> Coded:
    """A table of counts by `names` with codes in place of their texts."""
    found = {name: pd.factorize(frame[name], use_na_sentinel=False) for name in names}
    sums = {name: column.to_numpy() for name, column in frame.items() if name not in found}
    return Coded({name: code for name, (code, _) in found.items()}, {name: np.asarray(labels) for name, (_, labels) in found.items()}, sums)


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
        """The table of :meth:`coded`, with texts."""
        return self.coded(slice_, names, sums).frame()

    def coded(self, slice_, names: Sequence[str], sums: Sequence[str] | None = None) -> Coded:
        """The sums of the slice by `names`, in their order; only groups that occur have a row.

        Parameters
        ----------
        slice_ : Slice
            Only levels of the outer side; periods are the caller's.
        names : names of either side
        sums : names of sums, all when not given
        """
        sums = list(self.sums if sums is None else sums)
        shape = [len(self._labels(name)) for name in names]
        whole = self.outer.size * self.inner.size
        add = self._on_grid if whole <= min(_GRID, max(4 * len(self.at_outer), MOST_CELLS // 10)) else self._by_cells
        found, added = add(slice_, names, sums, shape)
        labels = np.unravel_index(found, shape) if shape else []
        numbers = {name: np.rint(total).astype(self.kinds[name]) if self.kinds[name].kind in "iu" else total
                   for name, total in zip(sums, added, strict=True)}
        return Coded(dict(zip(names, labels, strict=True)), {name: self._labels(name) for name in names}, numbers)

    def _by_cells(self, slice_, names, sums, shape) -> tuple[np.ndarray, list[np.ndarray]]:
        """Groups that occur and their sums, from the cells that occur."""
        mask = _mask(self.outer, slice_)
        cells = slice(None) if mask is None else np.flatnonzero(mask[self.at_outer])
        outer, inner = (_part(side, names, shape) for side in (self.outer, self.inner))
        found, key, size = _groups(outer[self.at_outer[cells]] + inner[self.at_inner[cells]], prod(shape))
        added = [np.bincount(key, weights=self.sums[name][cells], minlength=size).astype(np.float64, copy=False) for name in sums]
        return found, [total[found] if size > len(found) else total for total in added]

    def _on_grid(self, slice_, names, sums, shape) -> tuple[np.ndarray, list[np.ndarray]]:
        """The same from the full crossing, added up beforehand over segments that nobody asks for."""
        side, grid = self._block(tuple(name for name in self.outer.codes if name in names or name in slice_.segments))
        mask = _mask(side, slice_)
        rows = np.arange(side.size) if mask is None else np.flatnonzero(mask)
        across, down = _part(self.inner, names, shape), _part(side, names, shape)[rows]
        many = [_added(_added(part, rows, down, 0), None, across, 1) for part in (grid[_THERE], *(grid[name] for name in sums))]
        key = (np.unique(down)[:, None] + np.unique(across)[None, :]).ravel()
        there = np.flatnonzero(many[0].ravel() > 0)
        there = there[np.argsort(key[there], kind="stable")]
        return key[there], [part.ravel()[there] for part in many[1:]]

    def _block(self, names: tuple[str, ...]) -> tuple[_Side, dict[str, np.ndarray]]:
        """Sums by these segments (rows) and all of the inner side (columns)."""
        held = self._blocks
        if names not in held:
            held[names] = self._whole() if len(names) == len(self.outer.codes) else self._marginal(names)
            while len(held) > 2 and sum(side.size for side, _ in held.values()) * self.inner.size > _GRID:
                held.pop(next(name for name in held if len(name) < len(self.outer.codes)))
        return held[names]

    @cached_property
    def _blocks(self) -> dict[tuple[str, ...], tuple[_Side, dict[str, np.ndarray]]]:
        return {}

    def _whole(self) -> tuple[_Side, dict[str, np.ndarray]]:
        width, place = self.inner.size, self.at_outer.astype(np.int64) * self.inner.size + self.at_inner
        size = self.outer.size * width
        grid = {name: np.bincount(place, weights=one, minlength=size).reshape(self.outer.size, width) for name, one in self.sums.items()}
        counted = next((name for name, one in self.sums.items() if (one > 0).all()), None)
        return self.outer, {_THERE: np.bincount(place, minlength=size).reshape(self.outer.size, width) if counted is None else grid[counted], **grid}

    def _marginal(self, names: tuple[str, ...]) -> tuple[_Side, dict[str, np.ndarray]]:
        # Always added up from the same larger block, whichever are held: what was asked before must not change a digit.
        away = min((name for name in self.outer.codes if name not in names), key=lambda name: len(self.outer.labels[name]))
        parent, grid = self._block(tuple(name for name in self.outer.codes if name in names or name == away))
        shape = [len(self.outer.labels[name]) for name in names]
        key = _part(parent, names, shape)
        found = np.unique(key)
        codes = dict(zip(names, np.unravel_index(found, shape) if names else [], strict=True))
        side = _Side(codes, {name: self.outer.labels[name] for name in names}, len(found))
        added = {name: _added(part, None, key, 0) for name, part in grid.items() if name != _THERE}
        same = next((name for name in added if grid[name] is grid[_THERE]), None)
        return side, {_THERE: _added(grid[_THERE], None, key, 0) if same is None else added[same], **added}

    def _labels(self, name: str):
        return (self.outer if name in self.outer.codes else self.inner).labels[name]


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


def _mask(side: _Side, slice_) -> np.ndarray | None:
    if not slice_.restricts:
        return None
    mask = _among(side, slice_.inside)
    for group in slice_.left_out:
        mask &= ~_among(side, group)
    return mask


def _among(side: _Side, levels: Sequence[tuple[str, tuple[str, ...]]]) -> np.ndarray:
    mask = np.ones(side.size, dtype=bool)
    for name, kept in levels:
        mask &= np.array([label in kept for label in side.labels[name]], dtype=bool)[side.codes[name]]
    return mask


def _part(side: _Side, names: Sequence[str], shape: Sequence[int]) -> np.ndarray:
    """What a side's combinations give to the place of a group among all that could be."""
    place = np.zeros(side.size, dtype=np.int64)
    for number, name in enumerate(names):
        if name in side.codes:
            place += side.codes[name].astype(np.int64) * prod(shape[number + 1 :])
    return place


def _added(part: np.ndarray, rows: np.ndarray | None, group: np.ndarray, axis: int) -> np.ndarray:
    """Rows (or columns) of the same group added up, groups in order; only these `rows` of the part."""
    order = np.argsort(group, kind="stable")
    sorted_ = group[order]
    starts = np.flatnonzero(np.append(True, sorted_[1:] != sorted_[:-1])) if len(group) else np.zeros(0, dtype=np.int64)
    chosen = order if rows is None else rows[order]
    if len(starts) == part.shape[axis] == len(group) and (order[1:] > order[:-1]).all():
        return part
    picked = part[chosen] if axis == 0 else part[:, chosen]
    if len(starts) == 1:
        return picked.sum(axis=axis, keepdims=True)
    return np.add.reduceat(picked, starts, axis=axis) if len(starts) else picked

"""Which cells of crossed counts may travel: none that is small, and none that others would give away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

__all__ = ["Layout", "hidden"]

_DETERMINED = 1e-7


@dataclass(frozen=True)
class Layout:
    """Where each cell stands in one long row: everyone, then each segment's levels, then the crossed pairs.

    Attributes
    ----------
    levels : levels of each segment, by name
    pairs : names of the segments that are crossed
    """

    levels: Mapping[str, tuple[str, ...]]
    pairs: tuple[tuple[str, str], ...]

    @property
    def size(self) -> int:
        """Number of cells."""
        return 1 + sum(map(len, self.levels.values())) + sum(len(self.levels[a]) * len(self.levels[b]) for a, b in self.pairs)

    def places(self) -> tuple[dict[str, np.ndarray], dict[tuple[str, str], np.ndarray]]:
        """Places of each segment's levels, and of each pair's cells (first segment down, second across)."""
        one, two, start = {}, {}, 1
        for name, levels in self.levels.items():
            one[name] = np.arange(start, start + len(levels))
            start += len(levels)
        for a, b in self.pairs:
            shape = (len(self.levels[a]), len(self.levels[b]))
            two[a, b] = np.arange(start, start + shape[0] * shape[1]).reshape(shape)
            start += shape[0] * shape[1]
        return one, two

    def lines(self) -> list[tuple[np.ndarray, int]]:
        """Cells that add up to another one, and that one: levels to everyone, rows and columns to their level."""
        one, two = self.places()
        found = [(places, 0) for places in one.values()]
        for (a, b), places in two.items():
            found += list(zip(places, one[a], strict=True)) + list(zip(places.T, one[b], strict=True))
        return found


def hidden(base: np.ndarray, layout: Layout, *, minimum: int) -> np.ndarray:
    """Whether each cell must stay at home.

    Cells on fewer than `minimum` are hidden. Then others too, the smallest first, until on every line either nothing
    is hidden or at least two cells are, those below a shown total on `minimum` or more together; and until no small
    cell follows from all the lines taken together. Cells that hold nobody hide nothing.

    Parameters
    ----------
    base : array, one number for each cell of `layout`
    minimum : int
        Smallest base that may be shown.

    Returns
    -------
    array of bool

    References
    ----------
    Complementary suppression in linked tables: Willenborg and de Waal 2001, Elements of Statistical Disclosure Control,
    chapter 4. A cell is given away when it lies in the row space of the lines over the hidden cells.

    Examples
    --------
    >>> layout = Layout({"plan": ("a", "b", "c")}, ())
    >>> hidden(np.array([60, 3, 20, 37]), layout, minimum=10).tolist()
    [False, True, True, False]
    """
    small = (base > 0) & (base < minimum)
    if small[0]:
        return base > 0
    out = small.copy()
    lines = [(np.append(parts, whole), parts, whole) for parts, whole in layout.lines()]
    _settle(out, base, lines, minimum)
    while True:
        given_away = _given_away(out, [every for every, _, _ in lines])
        given_away = given_away[small[given_away]]
        if not len(given_away):
            return out
        before = out.sum()
        for cell in given_away:
            _hide_one_more(out, base, [every for every, _, _ in lines if cell in every])
        if out.sum() == before:
            return (base > 0) & (np.arange(len(base)) > 0)  # nothing is left to hide it behind
        _settle(out, base, lines, minimum)


def _settle(out: np.ndarray, base: np.ndarray, lines: Sequence[tuple], minimum: int) -> None:
    """Hide more, in place, until every line is safe by itself."""
    todo = True
    while todo:
        todo = False
        for every, parts, whole in lines:
            mine = out[every]
            if not mine.any():
                continue
            few = mine.sum() == 1 or (not out[whole] and base[parts[out[parts]]].sum() < minimum)
            if few and _hide_one_more(out, base, [every]):
                todo = True


def _hide_one_more(out: np.ndarray, base: np.ndarray, lines: Sequence[np.ndarray]) -> bool:
    """Hide the smallest cell that is still shown on one of the lines; everyone together stays."""
    cells = np.unique(np.concatenate(lines))
    shown = cells[(cells != 0) & (base[cells] > 0) & ~out[cells]]
    if not len(shown):
        return False
    out[shown[np.argmin(base[shown])]] = True
    return True


def _given_away(out: np.ndarray, lines: Sequence[np.ndarray]) -> np.ndarray:
    """Hidden cells that follow from the lines: those whose unit vector lies in the row space."""
    cells = np.flatnonzero(out)
    if not len(cells):
        return cells
    place = np.full(len(out), -1)
    place[cells] = np.arange(len(cells))
    linked, sign = [], []
    for every in lines:
        mine = place[every]
        there = mine >= 0
        if there.any():
            linked.append(mine[there])
            sign.append(np.where(np.flatnonzero(there) == len(every) - 1, -1.0, 1.0))
    found = np.zeros(len(cells), dtype=bool)
    for rows in _apart(linked, len(cells)):
        _mark_given_away(found, [linked[row] for row in rows], [sign[row] for row in rows])
    return cells[found]


def _apart(linked: Sequence[np.ndarray], cells: int) -> list[np.ndarray]:
    """Lines in groups that share no cell: what is given away in one group says nothing about another."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    if not linked:
        return []
    row = np.repeat(np.arange(len(linked)), [len(one) for one in linked])
    graph = coo_matrix((np.ones(len(row)), (row, len(linked) + np.concatenate(linked))), shape=(len(linked) + cells,) * 2)
    group = connected_components(graph, directed=False)[1][: len(linked)]
    order = np.argsort(group, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(group[order])) + 1)


def _mark_given_away(found: np.ndarray, linked: Sequence[np.ndarray], sign: Sequence[np.ndarray]) -> None:
    """Mark, in place, the cells of these lines whose unit vector lies in their row space."""
    mine = np.unique(np.concatenate(linked))
    matrix = np.zeros((len(linked), len(mine)))
    for row, (places, signs) in enumerate(zip(linked, sign, strict=True)):
        matrix[row, np.searchsorted(mine, places)] = signs
    size, turn = np.linalg.eigh(matrix @ matrix.T)
    basis = (turn[:, size > _DETERMINED] / np.sqrt(size[size > _DETERMINED])).T @ matrix
    found[mine[(basis**2).sum(axis=0) > 1 - _DETERMINED]] = True

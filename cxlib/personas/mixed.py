"""Numbers and categories in one space: levels as coordinates, the ways to look at them, and level codes for the null."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

__all__ = ["Category", "Units", "category", "is_text", "level_coordinates", "units", "views"]

# Levels rarer than this are pooled; a pool that is rarer still stands at the mean.
_RARE = 0.02
_MOST_LEVELS = 50
_PERMUTATIONS = 20


@dataclass(frozen=True)
class Category:
    """How the levels of one column become coordinates.

    Attributes
    ----------
    name : str
    levels : tuple of str
        Every level that has coordinates of its own, or shares those of the pool.
    row : tuple of int
        Row of `points` by level.
    shares : array
        Share of customers by row.
    points : array, rows x (rows - 1)
        Coordinates of each row: indicators divided by the root of their share, centred, turned so that no
        coordinate is spare. Their covariance is 1 on the diagonal and 0 elsewhere.

    References
    ----------
    Pagès 2004, Revue de Statistique Appliquée 52(4):93 for the scaling (FAMD).
    """

    name: str
    levels: tuple[str, ...]
    row: tuple[int, ...]
    shares: np.ndarray
    points: np.ndarray

    @property
    def plain(self) -> np.ndarray:
        """Coordinates x rows: turns coordinates back into centred indicators of 0 and 1."""
        return self.points.T * self.shares


@dataclass(frozen=True)
class Units:
    """Coordinates as columns that can be drawn one by one: numbers as they are, a category as the code of its level.

    Attributes
    ----------
    table : array, customers x units
    sources : tuple
        By unit the places of its coordinates, and for a category the coordinates of each code (None for a number).
    """

    table: np.ndarray
    sources: tuple[tuple[np.ndarray, np.ndarray | None], ...]

    def coordinates(self, table: np.ndarray) -> np.ndarray:
        """A table of units as coordinates again."""
        width = sum(len(places) for places, _ in self.sources)
        out = np.empty((len(table), width))
        for column, (places, points) in zip(table.T, self.sources, strict=True):
            out[:, places] = column[:, None] if points is None else points[column.astype(int)]
        return out


def is_text(values: pd.Series) -> bool:
    """Whether a column holds categories: text, categories, yes or no.

    Examples
    --------
    >>> is_text(pd.Series(["a", "b"])), is_text(pd.Series([True, False])), is_text(pd.Series([1.0, 2.0]))
    (True, True, False)
    """
    kind = values.dtype
    return isinstance(kind, (pd.CategoricalDtype, pd.StringDtype)) or kind == object or pd.api.types.is_bool_dtype(kind)


def category(values: pd.Series) -> Category | str:
    """How a column's levels become coordinates, or why they cannot: ``constant`` or ``identifier``.

    Levels of under 2 % share one row; where they are under 2 % together they stand at the mean, like a level never seen.
    A column is an identifier when it has more than 50 levels, or when half of the customers are in rare levels.
    """
    counts = _texts(values).value_counts()
    if counts.empty:
        return "constant"
    share = counts / counts.sum()
    rare = share < _RARE
    if rare.sum() and (len(share) > _MOST_LEVELS or share[rare].sum() > 0.5):
        return "identifier"
    own = sorted(share.index[~rare])
    shares, pooled = [float(share[level]) for level in own], sorted(share.index[rare])
    if share[rare].sum() >= _RARE and len(pooled) > 1:
        shares.append(float(share[rare].sum()))
    else:
        pooled = []
    if len(shares) < 2 or max(shares) > 0.95:
        return "constant"
    whole = np.array(shares) / sum(shares)
    rows = (*range(len(own)), *[len(own)] * len(pooled))
    return Category(str(values.name), (*own, *pooled), rows, whole, _points(whole))


def level_coordinates(values: pd.Series, kind: Category) -> np.ndarray:
    """Customers x coordinates of one category: nan where it is missing, 0 (the mean) for a level never seen."""
    row = _texts(values).map(dict(zip(kind.levels, kind.row, strict=True)))
    out = np.zeros((len(values), kind.points.shape[1]))
    seen = row.notna().to_numpy()
    out[seen] = kind.points[row[seen].to_numpy(dtype=int)]
    out[values.isna().to_numpy()] = np.nan
    return out


def views(coordinates: np.ndarray, kinds: Mapping[int, Category], rng: np.random.Generator) -> dict[str, np.ndarray]:
    """What distances may be taken in: coordinates x dimensions by name.

    ``all`` (numbers with variance 1 and indicators of 0 and 1), ``components`` (the leading ones above those of permuted
    columns, with categories scaled as in FAMD), ``numbers`` (where there are categories too). Empty where no component
    is larger than chance makes them.

    Parameters
    ----------
    kinds : mapping of the first coordinate's place to its category

    References
    ----------
    Horn 1965, Psychometrika 30:179 for the permuted columns.
    """
    width = coordinates.shape[1]
    if width == 1:
        return {"all": np.eye(1)}
    values, axes = np.linalg.eigh(np.cov(coordinates, rowvar=False))
    blocks = [[place] for place in _number_places(width, kinds)] + [list(_places(first, kind)) for first, kind in kinds.items()]
    chance = [np.linalg.eigvalsh(np.cov(_permuted(coordinates, blocks, rng), rowvar=False)) for _ in range(_PERMUTATIONS)]
    above = values[::-1] > np.max(chance, axis=0)[::-1]
    count = int(np.argmin(above)) if not above.all() else width
    if not count:
        return {}
    found = {"all": _plain(width, kinds), "components": axes[:, ::-1][:, :count]}
    numbers = _number_places(width, kinds)
    if kinds and len(numbers):
        found["numbers"] = np.eye(width)[:, numbers]
    return found


def units(coordinates: np.ndarray, kinds: Mapping[int, Category]) -> Units:
    """Coordinates as units; levels are coded in the order of their means on the leading component.

    That order lets one normal variable behind a category, cut at the levels' shares, keep what the category
    has in common with the rest.
    """
    numbers = _number_places(coordinates.shape[1], kinds)
    columns, sources = [coordinates[:, place] for place in numbers], [(np.array([place]), None) for place in numbers]
    if kinds:
        leading = _leading(coordinates)
        for first, kind in kinds.items():
            places = np.array(_places(first, kind))
            points, code = np.unique(coordinates[:, places], axis=0, return_inverse=True)
            code = code.reshape(-1)
            order = np.argsort(np.bincount(code, leading) / np.bincount(code), kind="stable")
            columns.append(np.argsort(order)[code].astype(float))
            sources.append((places, points[order]))
    return Units(np.column_stack(columns), tuple(sources))


def _leading(coordinates: np.ndarray) -> np.ndarray:
    centred = coordinates - coordinates.mean(axis=0)
    return centred @ np.linalg.eigh(centred.T @ centred)[1][:, -1]


def _texts(values: pd.Series) -> pd.Series:
    known = values.dropna()
    return known.astype(object).map(str).reindex(values.index) if len(known) else pd.Series(np.nan, index=values.index, dtype=object)


def _points(shares: np.ndarray) -> np.ndarray:
    """Rows x (rows - 1); a fixed basis of what is left when the direction without meaning is taken out."""
    root = np.sqrt(shares)
    turned = np.linalg.qr(np.column_stack([root, np.eye(len(root))[:, :-1]]))[0][:, 1:]
    turned = turned * np.sign(turned[np.abs(turned).argmax(axis=0), np.arange(turned.shape[1])])
    return (np.diag(1 / root) - root) @ turned


def _places(first: int, kind: Category) -> range:
    return range(first, first + kind.points.shape[1])


def _number_places(width: int, kinds: Mapping[int, Category]) -> list[int]:
    taken = {place for first, kind in kinds.items() for place in _places(first, kind)}
    return [place for place in range(width) if place not in taken]


def _permuted(coordinates: np.ndarray, blocks: list[list[int]], rng: np.random.Generator) -> np.ndarray:
    out = np.empty_like(coordinates)
    for block in blocks:
        out[:, block] = coordinates[rng.permutation(len(coordinates))][:, block]
    return out


def _plain(width: int, kinds: Mapping[int, Category]) -> np.ndarray:
    numbers = _number_places(width, kinds)
    parts = [np.eye(width)[:, numbers]]
    for first, kind in kinds.items():
        part = np.zeros((width, len(kind.shares)))
        part[list(_places(first, kind))] = kind.plain
        parts.append(part)
    return np.hstack(parts)

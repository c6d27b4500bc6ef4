"""Rows of two findings matched, and how sure their differences are."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from .. import intervals
from ..intervals.basis import normal_quantile, two_sided_p
from .answer import Finding

__all__ = ["Things", "can_differ", "compared", "interval_p_value", "keys_of", "names_of"]

CLEAR, UNSURE, ALONE, HIDDEN = "clear", "cannot tell", "not in the other", "withheld"
_ESTIMATE = ("value", "low", "high")
_NUMBERS = ("base", "effective_base", *_ESTIMATE)
_NOT_KEYS = {*_NUMBERS, "unit", "withheld", "verdict", "complete", "slice"}
_SIGNED = {"share": "signed_points", "whole_share": "signed_points", "points": "signed_points", "score": "signed_score"}
_ALPHA, _CONFIDENCE = 0.05, 0.95


def interval_p_value(first: tuple, second: tuple) -> np.ndarray:
    """Two-sided p of "no difference" between estimates of which only value, low and high (95%) are known.

    It is 1 minus the confidence at which the MOVER interval just touches zero, each side of an interval being taken to
    grow with the normal quantile; so p is under 0.05 exactly where the 95% interval of the difference leaves zero out.

    Parameters
    ----------
    first, second : (value, low, high)
        Arrays of one shape.

    Returns
    -------
    array
        Missing where an interval is not known or neither estimate has any width.

    References
    ----------
    Zou and Donner 2008, Stat. Med. 27:1693.

    Examples
    --------
    >>> round(float(interval_p_value((0.2, 0.1, 0.3), (0.2 + 0.1 * 2**0.5, 0.1 + 0.1 * 2**0.5, 0.5))), 3)
    0.05
    """
    (v1, l1, h1), (v2, l2, h2) = (tuple(np.asarray(part, dtype=float) for part in side) for side in (first, second))
    gap = v2 - v1
    near = np.where(gap >= 0, np.hypot(v2 - l2, h1 - v1), np.hypot(h2 - v2, v1 - l1))
    z = np.divide(np.abs(gap), near, out=np.full(np.shape(gap), np.nan), where=near > 0)
    return two_sided_p(normal_quantile(_CONFIDENCE) * z)


def can_differ(finding: Finding) -> bool:
    """Whether its rows carry 95% intervals, so that differences can be had from them."""
    return set(_ESTIMATE) <= set(finding.table.columns) and len(finding.table) > 0 and not finding.chart.band_label


def keys_of(one: Finding, other: Finding) -> list[str] | None:
    """The columns that say which row is which in both findings; None where no columns do."""
    both = [name for name in one.table.columns if name in other.table.columns and name not in _NOT_KEYS and not name.startswith("_")]
    texts = [name for name in both if _is_text(one.table[name]) and _is_text(other.table[name])]
    keys = list(dict.fromkeys(name for name in (*_named_by_chart(one), "basis") if name in both))
    if len(one.table) == len(other.table) == 1 and not texts:
        return keys
    for name in ["", *texts]:
        keys += [name] if name and name not in keys else []
        if keys and not any(finding.table.duplicated(keys).any() for finding in (one, other)):
            return keys
    return None


def names_of(finding: Finding, columns: Mapping[str, Sequence], keys: Sequence[str]) -> list[str]:
    """What each row is called in the finding's language: as few of the keys as tell the rows apart.

    Examples
    --------
    >>> t = pd.DataFrame({"region": ["Huế", "Vinh"], "plan": ["Vàng", "Vàng"]})
    >>> names_of(Finding("demo", "", "", t), t, ["region", "plan"])
    ['Huế', 'Vinh']
    """
    values = {name: list(columns[name]) for name in ("metric", *keys) if name in columns}
    varied = [name for name in keys if len(set(values[name])) > 1] or [name for name in ("metric", *reversed(list(keys))) if name in values][:1]
    whole = len(set(zip(*(values[name] for name in keys), strict=True))) if keys else 0
    sizes = (size for size in range(1, len(varied)) if len(set(zip(*(values[name] for name in varied[:size]), strict=True))) == whole)
    used = varied[: next(sizes, len(varied))]
    rows = zip(*(values[name] for name in used), strict=True) if used else [()] * len(next(iter(columns.values())) if isinstance(columns, dict) else columns)
    return [" · ".join(filter(None, (_said(finding, name, value) for name, value in zip(used, row, strict=True)))) for row in rows]


@dataclass(frozen=True)
class Things:
    """What two findings say of each thing.

    Parameters
    ----------
    texts : mapping of column to values
        The keys and the texts that agree, a value for each thing.
    sides : (mapping, mapping)
        ``here``, ``base``, ``value``, ``low``, ``high``, ``unit`` and more of each slice; missing where hidden or not there.
    differences : mapping
        First minus second: ``difference``, ``difference_low``, ``difference_high``, ``p_value``, ``adjusted_p``,
        ``verdict``, ``withheld`` (of both), ``_unit``.
    """

    texts: Mapping[str, list]
    sides: tuple[Mapping[str, np.ndarray], Mapping[str, np.ndarray]]
    differences: Mapping[str, np.ndarray]

    def table(self, names: tuple[str, str]) -> pd.DataFrame:
        """A row for each thing and slice that has it, the first slice first."""
        here = np.stack([side["here"] for side in self.sides], axis=1).ravel()

        def twice(values):
            return np.repeat(_array(values), 2)[here]

        columns = {name: twice(values) for name, values in self.texts.items()}
        columns["slice"] = np.tile(np.array(names, dtype=object), len(here) // 2)[here]
        for name in [name for name in (*_NUMBERS, "complete") if all(name in side for side in self.sides)]:
            columns[name] = np.stack([side[name] for side in self.sides], axis=1).ravel()[here]
        shown = [name for name in self.differences if name not in ("withheld", "_unit")]
        columns |= {name: twice(self.differences[name]) for name in shown}
        columns["unit"] = np.stack([side["unit"] for side in self.sides], axis=1).ravel()[here]
        return pd.DataFrame(columns | {name: twice(self.differences[name]) for name in ("withheld", "_unit")})

    def records(self) -> list[dict]:
        """A mapping for each thing: its texts, both values and bases, and the difference."""
        first, second = self.sides
        both = {"value": first["value"], "value_other": second["value"], "base": first["base"], "base_other": second["base"]}
        unit = np.where(first["here"], first["unit"], second["unit"])
        columns = {**self.texts, **both, "unit": unit, **self.differences}
        return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def compared(one: Finding, other: Finding, keys: Sequence[str], *, disjoint: bool) -> Things:
    """The rows of two findings matched by `keys`, with their differences.

    The verdict is ``clear`` (p under 0.05 after Benjamini-Hochberg within a basis), ``cannot tell``, ``not in the other``
    or ``withheld``; what one finding withholds is withheld in both, since the other and the whole would give it away.
    """
    found = [_by_key(finding, keys) for finding in (one, other)]
    things = list(dict.fromkeys([*found[0], *found[1]]))
    if all(list(rows) == sorted(rows, key=str) for rows in found):
        things.sort(key=str)  # so that periods of which one has more stay in order
    places = [np.array([rows.get(thing, -1) for thing in things]) for rows in found]
    sides = tuple(_side(finding, place) for finding, place in zip((one, other), places, strict=True))
    hidden = np.where(sides[0]["withheld"] != "", sides[0]["withheld"], sides[1]["withheld"])
    for side, name in itertools.product(sides, _NUMBERS):
        if name in side:
            side[name][hidden != ""] = np.nan
    texts = _texts(one, other, keys, places)
    return Things(texts, sides, _differences(sides, hidden, np.array(texts.get("basis", [""] * len(things)), dtype=object), disjoint))


def _named_by_chart(finding: Finding) -> list[str]:
    chart = finding.chart
    if chart.kind in ("scatter", "calibration", "map", "card"):
        return [name for name in (chart.label, chart.series, chart.facet) if name]
    upright = chart.kind == "line"
    category = (chart.x,) if upright else (chart.y, chart.x) if chart.kind == "heatmap" else (chart.y,)
    order = (chart.facet, chart.series, *category) if upright else (*category, chart.series, chart.facet)
    return list(dict.fromkeys(name for name in order if name))


def _is_text(column: pd.Series) -> bool:
    return pd.api.types.is_string_dtype(column) or column.dtype == object or isinstance(column.dtype, pd.CategoricalDtype)


def _said(finding: Finding, column: str, value: object) -> str:
    if pd.isna(value):
        return ""
    return finding.text_of(column, value) if isinstance(value, str) else f"{value:g}" if isinstance(value, float) else str(value)


def _array(values) -> np.ndarray:
    """Values as an array; texts as objects, so that a missing one stays missing."""
    array = np.asarray(values)
    return array if array.dtype.kind in "bif" else np.asarray(values, dtype=object)


def _by_key(finding: Finding, keys: Sequence[str]) -> dict[tuple, int]:
    columns = [["" if _is_missing(value) else value for value in finding.table[name]] for name in keys]
    return {key: place for place, key in enumerate(zip(*columns, strict=True))} if keys else {(): 0}


def _is_missing(value: object) -> bool:
    return value is None or value is pd.NA or value != value


def _side(finding: Finding, places: np.ndarray) -> dict[str, np.ndarray]:
    """What a comparison needs of one finding, a value for each thing."""
    table, here = finding.table, places >= 0

    def taken(values, missing):
        array = np.asarray(values)
        return np.where(here, array[places], missing)

    side = {"here": here}
    for name in ("base", *(("effective_base",) if "effective_base" in table else ()), *_ESTIMATE):
        side[name] = taken(pd.to_numeric(table[name]).to_numpy("float64", na_value=np.nan), np.nan) if name in table else np.full(len(places), np.nan)
    for name, usual in (("unit", finding.unit), ("withheld", "")):
        texts = [usual if _is_missing(text) else text for text in table[name]] if name in table else [usual] * len(table)
        side[name] = taken(np.array(texts, dtype=object), "")
    if "complete" in table:
        side["complete"] = taken([value is not False for value in table["complete"].tolist()], True)
    return side


def _texts(one: Finding, other: Finding, keys: Sequence[str], places: Sequence[np.ndarray]) -> dict[str, list]:
    """The keys, and the columns of text that say the same of each thing in both findings."""
    found: dict[str, list] = {}
    for name in one.table.columns:
        if name in _NOT_KEYS or name not in other.table or name.startswith("_") or not (name in keys or _is_text(one.table[name])):
            continue
        mine, others = (["" if _is_missing(value) else value for value in finding.table[name]] for finding in (one, other))
        pairs = [(mine[a] if a >= 0 else None, others[b] if b >= 0 else None) for a, b in zip(*places, strict=True)]
        if name in keys or all(a == b for a, b in pairs if a is not None and b is not None):
            found[name] = [b if a is None else a for a, b in pairs]
    return found


def _differences(sides, hidden: np.ndarray, basis: np.ndarray, disjoint: bool) -> dict[str, np.ndarray]:
    first, second = sides
    triples = [tuple(side[name] for name in _ESTIMATE) for side in (second, first)]
    both = first["here"] & second["here"]
    gap, low, high = intervals.mover(*triples)
    p = interval_p_value(*triples)
    same = both & (first["unit"] == second["unit"])
    sure = same & ~np.isnan(p) & disjoint
    out = {"difference": np.where(same, gap, np.nan), "difference_low": np.where(sure, low, np.nan),
           "difference_high": np.where(sure, high, np.nan), "p_value": np.where(sure, p, np.nan), "adjusted_p": np.full(len(p), np.nan)}
    for name in set(basis):
        out["adjusted_p"][basis == name] = intervals.adjust(out["p_value"][basis == name], method="fdr_bh")
    out["verdict"] = np.select([hidden != "", ~both, out["adjusted_p"] < _ALPHA], [HIDDEN, ALONE, CLEAR], UNSURE).astype(object)
    unit = np.where(first["here"], first["unit"], second["unit"])
    return out | {"withheld": hidden, "_unit": np.array([_SIGNED.get(name, name) for name in unit], dtype=object)}

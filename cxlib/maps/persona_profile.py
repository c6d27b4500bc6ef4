"""How the levels of segments are spread over the personas: profile only, small cells and what gives them away withheld."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .. import intervals, words
from ..store import NOT_KNOWN
from .persona_crowd import NUMBERS, SEGMENT, Crowd

__all__ = ["segments"]


def segments(crowd: Crowd) -> pd.DataFrame:
    """Where they live, how old they are and the like, a row for each persona and level; profile only.

    Returns
    -------
    DataFrame
        Columns as of :func:`cxlib.maps.persona_facts.facts`; ``index`` is the share here over the share overall,
        ``association`` is Cramér's V of the segment and of being of the persona.

    References
    ----------
    Cramér 1946, Mathematical Methods of Statistics, 21.9; p-values Pearson's score test.
    """
    made = [name for name in crowd.found.categories if name in crowd.people and name not in crowd.study.view.customer_segments]
    names = [*made, *(name for name in crowd.study.view.customer_segments if name not in ("persona", SEGMENT))]
    if not names or len(crowd.found.names) < 2:
        return pd.DataFrame()
    levels = crowd.study.customers().join(crowd.people[made])[names].reindex(crowd.people.index).fillna(NOT_KNOWN).astype("str")
    found = [_levels(crowd, name, levels[name]) for name in names]
    return pd.concat([part for part in found if len(part)], ignore_index=True) if any(map(len, found)) else pd.DataFrame()


def _levels(crowd: Crowd, segment: str, levels: pd.Series) -> pd.DataFrame:
    counts = pd.crosstab(levels.to_numpy(), crowd.people["persona"].to_numpy())
    counts = counts.reindex(columns=list(crowd.found.names), fill_value=0)
    if len(counts) < 2:
        return pd.DataFrame()
    total, n = counts.sum(axis=1).to_numpy(float), int(counts.to_numpy().sum())
    why = _hidden_cells(counts.to_numpy(float), crowd.study.settings.minimum_share_base)
    parts = [
        _levels_of(crowd, segment, counts.index, counts[name].to_numpy(float), total, n).assign(persona=name, withheld=why[:, place])
        for place, name in enumerate(counts) if counts[name].any()
    ]
    table = pd.concat(parts, ignore_index=True)
    table.loc[table["withheld"] != "", [name for name in NUMBERS if name in table]] = np.nan
    return table


def _levels_of(crowd: Crowd, segment: str, levels: pd.Index, mine: np.ndarray, total: np.ndarray, n: int) -> pd.DataFrame:
    language = crowd.study.language
    size, rest = mine.sum(), n - mine.sum()
    low, high = intervals.share_interval(mine, np.full(len(mine), size))
    p_value = intervals.share_difference((total - mine, np.full(len(mine), rest)), (mine, np.full(len(mine), size)))[3]
    with np.errstate(invalid="ignore", divide="ignore"):
        share, overall = mine / size, total / n
        effect, index, elsewhere = (share - overall) / np.sqrt(overall * (1 - overall)), share / overall, (total - mine) / rest
    shown = [words.NOT_KNOWN[language] if level == NOT_KNOWN else level for level in levels]
    made = "made" if segment in crowd.found.categories else ""
    return pd.DataFrame({
        "part": "habit" if made else "segment", "item": [f"{words.label(segment, language)}: {level}" for level in shown], "value": share, "low": low, "high": high,
        "elsewhere": elsewhere, "everyone": overall, "effect": effect, "association": _cramer(mine, total - mine), "index": index,
        "base": float(size), "p_value": np.where(bool(made), np.nan, p_value), "made": made, "unit": "share", "_code": segment,
    })


def _hidden_cells(cells: np.ndarray, minimum: int) -> np.ndarray:
    """Which cells of levels by personas are withheld, and why: the small ones, and what their rows and columns would give away."""
    small = (cells > 0) & (cells < minimum)
    hidden, before = small.copy(), -1
    while hidden.sum() != before:
        before = hidden.sum()
        for mine, shut in (*zip(cells, hidden, strict=True), *zip(cells.T, hidden.T, strict=True)):
            open_ = np.flatnonzero(~shut & (mine > 0))
            for place in open_[np.argsort(mine[open_], kind="stable")]:
                if not shut.any() or (shut.sum() > 1 and mine[shut].sum() >= minimum):
                    break
                shut[place] = True
    return np.where(small, "small", np.where(hidden, "complement", ""))


def _cramer(mine: np.ndarray, rest: np.ndarray) -> float:
    """Cramér's V of the levels and of being of the persona or not."""
    both = np.vstack([mine, rest])
    both = both[:, both.sum(axis=0) > 0]
    if both.shape[1] < 2 or (both.sum(axis=1) == 0).any():
        return np.nan
    expected = both.sum(axis=1, keepdims=True) * both.sum(axis=0) / both.sum()
    return float(np.sqrt(((both - expected) ** 2 / expected).sum() / both.sum()))

"""Where a customer stands: the nearest persona, and what the personas differ in."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .. import words
from .behaviour import Recipe, habits
from .groups import Grouping
from .naming import names_of

__all__ = ["named", "nearest_of", "placed"]

_ROWS_AT_ONCE = 20_000


def named(
    groups: Grouping, coordinates: np.ndarray, known: pd.DataFrame, recipe: Recipe, language: str
) -> tuple[pd.DataFrame, tuple[str, ...], pd.DataFrame]:
    """Centres, names and differences, the largest persona first."""
    columns = list(recipe.coordinate_names)
    if groups.k == 1:
        names: tuple[str, ...] = (words.say("personas.everyone", language),)
        return pd.DataFrame(groups.centres, index=list(names), columns=columns), names, pd.DataFrame()
    nearest = nearest_of(coordinates, groups.centres, groups.view)
    size = np.bincount(nearest[nearest >= 0], minlength=groups.k)
    order = np.lexsort([*groups.centres.T[::-1], -size])
    scaled, spoken = _compared(known, recipe)
    differences = pd.DataFrame([scaled[nearest == place].mean() for place in order])
    names = tuple(names_of(differences.rename(columns=spoken), language))
    differences.index = list(names)
    return pd.DataFrame(groups.centres[order], index=list(names), columns=columns), names, differences


def placed(features: pd.DataFrame, recipe: Recipe, centres: np.ndarray, view: np.ndarray) -> np.ndarray:
    """Place of the nearest centre for each row, some rows at a time: a wide table would not fit twice."""
    starts = range(0, len(features), _ROWS_AT_ONCE)
    parts = [nearest_of(recipe.coordinates(features.iloc[start : start + _ROWS_AT_ONCE]), centres, view) for start in starts]
    return np.concatenate(parts) if parts else np.zeros(0, dtype=int)


def nearest_of(coordinates: np.ndarray, centres: np.ndarray, view: np.ndarray) -> np.ndarray:
    """Place of the nearest centre by the coordinates that are known; -1 where none is."""
    missing = np.isnan(coordinates)
    nearest = _closest(_seen(coordinates, view)[:, None, :] - _seen(centres, view))
    some = np.flatnonzero(missing.any(axis=1))
    away = coordinates[some][:, None, :] - centres
    nearest[some] = _closest(_seen(np.where(np.isnan(away), 0.0, away), view))
    return np.where(missing.all(axis=1), -1, nearest)


def _compared(known: pd.DataFrame, recipe: Recipe) -> tuple[pd.DataFrame, dict[str, str]]:
    """Habits as ranks and levels as indicators, all standardised; and what a level is called in a name."""
    table = habits(known, lookback_days=recipe.lookback_days)
    ranks = table[list(recipe.columns)].rank()
    spoken = {}
    for kind in recipe.categories:
        text = table[kind.name]
        for level in kind.levels:
            spoken[f"{kind.name} = {level}"] = f"touchpoint_{level}_share"
            ranks[f"{kind.name} = {level}"] = (text.astype(str) == level).where(text.notna()).astype(float)
    return (ranks - ranks.mean()) / ranks.std(), spoken


def _seen(values: np.ndarray, view: np.ndarray) -> np.ndarray:
    # Added up coordinate by coordinate, so that the size of the batch cannot change a digit.
    return sum(values[..., [place]] * view[place] for place in range(len(view)))


def _closest(away: np.ndarray) -> np.ndarray:
    far = sum(away[..., place] ** 2 for place in range(away.shape[-1]))
    return np.where(np.isnan(far), np.inf, far).argmin(axis=1)

"""Which of a customer's habits make a persona, and how they become coordinates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from .choosing import LEFT_OUT, chosen, mix_of
from .mixed import Category, category, is_text, level_coordinates

__all__ = ["LEFT_OUT", "Block", "Recipe", "habits", "learn"]

DAYS_PER_MONTH = 365.25 / 12
_OF_VISITS = ("morning_share", "weekend_share", "refund_share")
_FIRST = ("visits_per_month", "basket", "contacts_per_month", "morning_share", "weekend_share")
_MOST_MISSING = 0.4
_LEAST_COMPLETE = 0.5
_MOST_EQUAL = 0.95
_DUPLICATE = 0.95
_SKEWED = 1.0


@dataclass(frozen=True)
class Block:
    """Habits that count as one: a single column, or the shares of one mix.

    Attributes
    ----------
    name : str
    columns : tuple of str
    logs : tuple of float
        Scale s of log1p(x / s) by column; 0 where no logarithm is taken.
    mean : array
        Of the columns after the logarithm.
    turn : array, columns x coordinates
        Scales a column to variance 1, or turns a mix into uncorrelated coordinates of total variance 1.
    """

    name: str
    columns: tuple[str, ...]
    logs: tuple[float, ...]
    mean: np.ndarray
    turn: np.ndarray


@dataclass(frozen=True)
class Recipe:
    """How habits become coordinates; learnt once and then kept.

    Attributes
    ----------
    blocks : tuple of Block
    priors : mapping of share column to (column of its count, strength, mean)
        A share of few counts is drawn towards the mean: (n x + strength mean) / (n + strength).
    left_out : mapping of column to reason
    missing : mapping of column to share of customers without it
    lookback_days : int
    categories : tuple of Category
        Columns of text; their coordinates come after those of the blocks.
    made_of : {"behaviour", "attitudes", "both"}
    """

    blocks: tuple[Block, ...]
    priors: Mapping[str, tuple[str, float, float]]
    left_out: Mapping[str, str]
    missing: Mapping[str, float]
    lookback_days: int
    categories: tuple[Category, ...] = ()
    made_of: str = "behaviour"

    @property
    def columns(self) -> tuple[str, ...]:
        """Habits in numbers that are used; the columns of text are in `categories`."""
        return tuple(column for block in self.blocks for column in block.columns)

    @property
    def coordinate_names(self) -> tuple[str, ...]:
        """A name for each coordinate: the block or category, and its place there."""
        widths = [(block.name, block.turn.shape[1]) for block in self.blocks]
        widths += [(kind.name, kind.points.shape[1]) for kind in self.categories]
        return tuple(f"{name} {place + 1}" for name, width in widths for place in range(width))

    @property
    def kinds(self) -> dict[int, Category]:
        """The categories by the place of their first coordinate."""
        place, found = sum(block.turn.shape[1] for block in self.blocks), {}
        for kind in self.categories:
            found[place] = kind
            place += kind.points.shape[1]
        return found

    def coordinates(self, features: pd.DataFrame) -> np.ndarray:
        """Customers x coordinates; nan where a customer lacks the habit, 0 (the mean) for a level never seen."""
        table = _drawn_in(habits(features, lookback_days=self.lookback_days), self.priors)
        nothing = pd.Series(np.nan, index=table.index, dtype=object)
        levels = [level_coordinates(table.get(kind.name, nothing), kind) for kind in self.categories]
        return np.hstack([*(_coordinates(table, block) for block in self.blocks), *levels])


def habits(features: pd.DataFrame, *, lookback_days: int = 180) -> pd.DataFrame:
    """Behaviour features in units that do not grow with time on the books.

    Parameters
    ----------
    features : DataFrame
        As of :meth:`cxlib.study.Study.features`.
    lookback_days : int
        Days over which it counts.

    Returns
    -------
    DataFrame
        Every column of `features`, with ``visits`` as ``visits_per_month`` (the customer's own rhythm between
        visits where ``mean_gap_days`` is there), ``contacts`` as ``contacts_per_month`` (per 30.4 days on the books
        inside the lookback, one month at least), ``refunds`` as ``refund_share`` (per visit, at most 1), and with
        the two counts themselves as ``_visits`` and ``_contacts``.
    """
    table = features.copy()
    days = np.full(len(table), float(lookback_days))
    if "tenure_days" in table:
        days = table["tenure_days"].fillna(lookback_days).clip(DAYS_PER_MONTH, lookback_days).to_numpy()
    for name in ("visits", "contacts"):
        if name in table:
            table[f"_{name}"] = table[name]
            table[f"{name}_per_month"] = table[name] * DAYS_PER_MONTH / days
    if "mean_gap_days" in table:
        # The rhythm while they came: a count over the lookback would take those who left for a kind of their own.
        table["visits_per_month"] = DAYS_PER_MONTH / table["mean_gap_days"].where(table["mean_gap_days"] > 0)
    if {"refunds", "visits"} <= set(table.columns):
        table["refund_share"] = (table["refunds"] / table["visits"].where(table["visits"] > 0)).clip(0, 1)
    return table.drop(columns=[name for name in ("visits", "contacts", "refunds") if name in table])


def learn(
    features: pd.DataFrame, *, lookback_days: int = 180, made_of: str = "behaviour", only: Sequence[str] = ()
) -> Recipe:
    """The recipe for these customers.

    Logarithms for skewed amounts (log1p(x / median of the positive values), so the unit does not matter), shares
    drawn towards their mean by beta-binomial moments, every column at variance 1, the shares of one mix together
    at variance 1. Columns of text, categories, yes or no become coordinates by level (see
    :class:`cxlib.personas.mixed.Category`). Dropped are columns that hardly vary, repeat another, are missing too
    often, or name nearly everyone differently; `left_out` says which.

    Parameters
    ----------
    made_of, only
        See :func:`cxlib.personas.choosing.chosen`.

    References
    ----------
    Kleinman 1973, JASA 68:46 for the moments.
    """
    table = habits(features, lookback_days=lookback_days)
    names, left_out = chosen(table, made_of=made_of, only=only)
    names = _in_order(names)
    missing = {column: float(table[column].isna().mean()) for column in names}
    left_out |= {column: "missing" for column in names if missing[column] > _MOST_MISSING}
    kinds = {column: category(table[column]) for column in names if is_text(table[column]) and column not in left_out}
    left_out |= {column: kind for column, kind in kinds.items() if isinstance(kind, str)}
    left_out |= {column: "constant" for column in names if column not in kinds and column not in left_out and _hardly_varies(table[column])}
    names = _mostly_complete(table, [column for column in names if column not in left_out], left_out)
    numbers = [column for column in names if column not in kinds]
    priors = _priors(table, numbers)
    drawn_in = _drawn_in(table, priors)
    blocks = _without_duplicates(drawn_in, _blocks(drawn_in, numbers), left_out)
    categories = _without_repeats(table, [kinds[column] for column in names if column in kinds], left_out)
    return Recipe(tuple(blocks), priors, left_out, missing, lookback_days, tuple(categories), made_of)


def _in_order(columns) -> list[str]:
    """A fixed order, so that nothing depends on the order of columns."""
    columns = sorted(columns)
    return [column for column in _FIRST if column in columns] + [column for column in columns if column not in _FIRST]


def _hardly_varies(values: pd.Series) -> bool:
    known = values.dropna()
    return len(known) == 0 or known.value_counts(normalize=True).iloc[0] > _MOST_EQUAL


def _mostly_complete(table: pd.DataFrame, names: list[str], left_out: dict[str, str]) -> list[str]:
    names = list(names)
    while names and table[names].notna().all(axis=1).mean() < _LEAST_COMPLETE:
        worst = max(names, key=lambda name: table[name].isna().mean())
        mates = [name for name in names if mix_of(name) and mix_of(name) == mix_of(worst)] or [worst]
        left_out |= {name: "missing" for name in mates}
        names = [name for name in names if name not in mates]
    return names


def _priors(table: pd.DataFrame, names: list[str]) -> dict[str, tuple[str, float, float]]:
    found = {}
    for name in names:
        count = "_visits" if name in _OF_VISITS else "_contacts"
        if name.endswith("_share") and count in table:
            known = table[name].notna() & (table[count] >= 1)
            strength, mean = _moments(table.loc[known, name].to_numpy(), table.loc[known, count].to_numpy())
            found[name] = (count, strength, mean)
    return found


def _moments(share: np.ndarray, count: np.ndarray) -> tuple[float, float]:
    """Strength and mean of the beta distribution behind shares of counts."""
    total = count.sum()
    mean = float((count * share).sum() / total)
    spread = (count * (share - mean) ** 2).sum()
    chance = mean * (1 - mean) * (len(share) - 1)
    room = mean * (1 - mean) * (total - (count**2).sum() / total - (len(share) - 1))
    alike = (spread - chance) / room if room > 0 else 1.0
    alike = min(max(alike, 0.01), 0.99)
    return (1 - alike) / alike, mean


def _drawn_in(table: pd.DataFrame, priors: Mapping[str, tuple[str, float, float]]) -> pd.DataFrame:
    table = table.copy()
    for name, (count, strength, mean) in priors.items():
        n = table[count].clip(lower=1)
        table[name] = (n * table[name] + strength * mean) / (n + strength)
    return table


def _blocks(table: pd.DataFrame, names: list[str]) -> list[Block]:
    groups: dict[str, list[str]] = {}
    for name in names:
        groups.setdefault(mix_of(name).rstrip("_") or name, []).append(name)
    return [_block(table, group, tuple(columns)) for group, columns in groups.items()]


def _block(table: pd.DataFrame, name: str, columns: tuple[str, ...]) -> Block:
    logs = tuple(_log_scale(table[column]) for column in columns)
    values = _logged(table, columns, logs)
    values = values[~np.isnan(values).any(axis=1)]
    mean = values.mean(axis=0)
    spread, axes = np.linalg.eigh(np.atleast_2d(np.cov(values, rowvar=False)))
    axes = axes[:, spread > 1e-6 * spread.sum()]
    axes = axes * np.sign(axes[np.abs(axes).argmax(axis=0), np.arange(axes.shape[1])])
    return Block(name, columns, logs, mean, axes[:, ::-1] / np.sqrt(spread.sum()))


def _log_scale(values: pd.Series) -> float:
    known = values.dropna()
    if values.name.endswith("_share") or abs(known.skew()) <= _SKEWED or not (known != 0).any():
        return 0.0
    return float(known[known != 0].abs().median())


def _logged(table: pd.DataFrame, columns: tuple[str, ...], logs: tuple[float, ...]) -> np.ndarray:
    values = table[list(columns)].to_numpy(dtype=float, copy=True)
    for place, scale in enumerate(logs):
        if scale:
            # Sums after refunds may lie below 0: they are as far on that side.
            values[:, place] = np.sign(values[:, place]) * np.log1p(np.abs(values[:, place]) / scale)
    return values


def _coordinates(table: pd.DataFrame, block: Block) -> np.ndarray:
    values = _logged(table.reindex(columns=list(block.columns)), block.columns, block.logs) - block.mean
    # Column by column and not as a matrix product, so that one customer alone gets the very same numbers.
    return sum(values[:, [place]] * block.turn[place] for place in range(values.shape[1]))


def _without_duplicates(table: pd.DataFrame, blocks: list[Block], left_out: dict[str, str]) -> list[Block]:
    kept: list[Block] = []
    for block in blocks:
        mine = pd.DataFrame(_coordinates(table, block))
        others = pd.DataFrame(np.hstack([_coordinates(table, other) for other in kept])) if kept else pd.DataFrame()
        both = pd.concat([mine, others], axis=1, ignore_index=True).corr().to_numpy()[: mine.shape[1], mine.shape[1]:]
        if mine.shape[1] == 1 and both.size and np.nanmax(np.abs(both)) > _DUPLICATE:
            left_out[block.columns[0]] = "duplicate"
        else:
            kept.append(block)
    return kept


def _without_repeats(table: pd.DataFrame, kinds: list[Category], left_out: dict[str, str]) -> list[Category]:
    """Without a category that follows from another, like the city from the store: it would count twice."""
    kept: list[Category] = []
    for kind in sorted(kinds, key=lambda kind: (-len(kind.shares), kind.name)):
        mine = level_coordinates(table[kind.name], kind)
        if any(_follows(mine, level_coordinates(table[other.name], other)) for other in kept):
            left_out[kind.name] = "duplicate"
        else:
            kept.append(kind)
    names = {kind.name for kind in kept}
    return [kind for kind in kinds if kind.name in names]


def _follows(mine: np.ndarray, other: np.ndarray) -> bool:
    """Whether all coordinates of one are told by the other: the correlations squared add up to their number."""
    known = ~(np.isnan(mine).any(axis=1) | np.isnan(other).any(axis=1))
    shared = (mine[known].T @ other[known]) / max(known.sum(), 1)
    return bool((shared**2).sum() > _DUPLICATE**2 * mine.shape[1])

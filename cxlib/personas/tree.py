"""A shallow tree of readable questions that names a persona, and how it is applied."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from .behaviour import habits

__all__ = ["Condition", "Line", "Rule", "learn_rule"]

_GRID = np.linspace(0.02, 0.98, 49)
_SHARE_STEP = 0.05
_MOST_LEVELS = 12
MONEY = ("basket", "spend")
_ROWS = 50_000  # to learn from; more do not move a threshold of two digits
_FEWEST = 20


@dataclass(frozen=True)
class Condition:
    """One answer to one question about a customer.

    Attributes
    ----------
    habit : str
    threshold : float
        The question is whether the habit is above it; what is not known is not above.
    level : str
        For a habit in words the question is whether it is this level; "" for a number.
    yes : bool
        The answer that is asked for.
    """

    habit: str
    threshold: float
    level: str
    yes: bool

    def holds(self, table: pd.DataFrame) -> np.ndarray:
        """Whether each row gives this answer."""
        values = table[self.habit] if self.habit in table else pd.Series(np.nan, index=table.index)
        if self.level:
            return (values.astype("str") == self.level).to_numpy() == self.yes
        with np.errstate(invalid="ignore"):
            return (pd.to_numeric(values).to_numpy(dtype=float, na_value=np.nan) > self.threshold) == self.yes


@dataclass(frozen=True)
class Line:
    """A persona and the conditions that lead to it; `idle` for those who did nothing in the lookback."""

    persona: str
    conditions: tuple[Condition, ...]
    idle: bool = False


@dataclass(frozen=True)
class Rule:
    """Lines of which exactly one holds for each customer.

    Attributes
    ----------
    lines : tuple of Line
    lookback_days : int
        Days over which the habits count.
    """

    lines: tuple[Line, ...]
    lookback_days: int

    def apply(self, features: pd.DataFrame) -> pd.Series:
        """The persona that the rule names for each row of behaviour features (as of ``Study.features``)."""
        names = np.array([line.persona for line in self.lines], dtype=object)
        return pd.Series(names[self.places(features)], index=features.index, name="persona", dtype="object")

    def places(self, features: pd.DataFrame) -> np.ndarray:
        """Which of the lines holds for each row."""
        table = habits(features, lookback_days=self.lookback_days)
        idle = ~_did_something(features) if any(line.idle for line in self.lines) else np.zeros(len(table), dtype=bool)
        found = np.zeros(len(table), dtype=int)
        for place, line in enumerate(self.lines):
            meets = idle if line.idle else ~idle
            for condition in line.conditions:
                meets = meets & condition.holds(table)
            found[meets] = place
        return found


def learn_rule(
    features: pd.DataFrame, labels: pd.Series, *, columns: Sequence[str], lookback_days: int, inactive: str = "", depth: int = 3,
    seed: int = 2026,
) -> Rule:
    """The shallow tree that tells the labels of these customers from their habits.

    Every question it may ask has a readable number to begin with (two digits, shares in steps of 5%), so the rule in
    words is the tree and not a rounding of it.

    Parameters
    ----------
    features : DataFrame
        Behaviour features by customer.
    labels : Series
        Persona by customer; who is `inactive` or has none is not learnt from.
    columns : names of habits that may be asked about
    depth : int
        Questions at most for one customer.

    References
    ----------
    Breiman, Friedman, Olshen and Stone 1984, Classification and Regression Trees.
    """
    from sklearn.tree import DecisionTreeClassifier

    known = labels.reindex(features.index)
    rows = np.sort(np.random.default_rng([seed, 7]).permutation(np.flatnonzero((known.notna() & (known != inactive)).to_numpy()))[:_ROWS])
    table, known = habits(features, lookback_days=lookback_days).iloc[rows], known.iloc[rows]
    questions = [asked for column in columns if column in table for asked in _questions(table[column])]
    idle = (Line(inactive, (), idle=True),) if inactive else ()
    if not questions or known.nunique() < 2:
        return Rule((*idle, *(Line(name, ()) for name in known.mode().head(1))), lookback_days)
    codes = np.column_stack([_codes(table[column], asked) for column, asked in questions])
    tree = DecisionTreeClassifier(max_depth=depth, min_samples_leaf=max(_FEWEST, len(rows) // 100), random_state=seed)
    tree.fit(codes, known.astype("str").to_numpy(dtype=object))
    lines = _lines(tree, questions, 0, ())
    return Rule((*idle, *(Line(line.persona, _shortest(line.conditions)) for line in lines)), lookback_days)


def _did_something(features: pd.DataFrame) -> np.ndarray:
    counts = [name for name in ("visits", "contacts") if name in features]
    return (features[counts] > 0).any(axis=1).to_numpy() if counts else np.ones(len(features), dtype=bool)


def _questions(values: pd.Series) -> list[tuple[str, Sequence]]:
    """What may be asked of a habit: its thresholds together, or each of its levels alone."""
    if not pd.api.types.is_numeric_dtype(values):
        levels = values.dropna().astype("str").value_counts().index[:_MOST_LEVELS]
        return [(values.name, [level]) for level in sorted(levels) if level]
    known = pd.to_numeric(values).dropna().to_numpy(dtype=float)
    known = known[np.isfinite(known)]
    if not len(known) or known.min() == known.max():
        return []
    found = {_readable(number, str(values.name)) for number in np.quantile(known, _GRID)}
    kept = sorted(number for number in found if known.min() <= number < known.max())
    return [(values.name, kept)] if kept else []


def _readable(number: float, habit: str) -> float:
    """Two digits, and no more decimals than are printed, so that the words are the rule."""
    if habit.endswith("_share"):
        return float(round(round(number / _SHARE_STEP) * _SHARE_STEP, 2))
    whole = habit in MONEY and abs(number) >= 1
    return float(round(float(f"{number:.2g}"), 0 if whole else 2))


def _codes(values: pd.Series, asked: Sequence) -> np.ndarray:
    """How many of the thresholds a customer is above (or whether it is the level); 0 for what is not known."""
    if isinstance(asked[0], str):
        return (values.astype("str") == asked[0]).to_numpy(dtype=float)
    numbers = pd.to_numeric(values).to_numpy(dtype=float, na_value=np.nan)
    return np.where(np.isnan(numbers), 0, np.searchsorted(asked, numbers, side="left")).astype(float)


def _lines(tree, questions, node: int, path: tuple[Condition, ...]) -> list[Line]:
    """Lines under a node; where all of them name one persona the question is not asked."""
    inner = tree.tree_
    if inner.children_left[node] < 0:
        return [Line(str(tree.classes_[inner.value[node, 0].argmax()]), path)]
    column, asked = questions[inner.feature[node]]
    level = asked[0] if isinstance(asked[0], str) else ""
    threshold = 0.0 if level else float(asked[int(np.floor(inner.threshold[node]))])
    found = [
        line for yes, child in ((True, inner.children_right[node]), (False, inner.children_left[node]))
        for line in _lines(tree, questions, child, (*path, Condition(column, threshold, level, yes)))
    ]
    return [Line(found[0].persona, path)] if len({line.persona for line in found}) == 1 else found


def _shortest(conditions: Sequence[Condition]) -> tuple[Condition, ...]:
    """The conditions without those that another one makes idle: above 8 needs no above 4."""
    kept: dict[tuple, Condition] = {}
    for one in conditions:
        place = (one.habit, one.level, one.yes)
        other = kept.get(place)
        tighter = other is None or (one.threshold > other.threshold if one.yes else one.threshold < other.threshold)
        if tighter:
            kept[place] = one
    return tuple(kept.values())

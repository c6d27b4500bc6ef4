"""The personas of a study: found once, then kept, and given to any customer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from .. import words
from ..errors import ArgumentError
from .behaviour import Recipe, habits, learn
from .groups import FEWEST, Grouping, group
from .naming import names_of
from .record import Behaviour, behaviour_of

__all__ = ["VERDICTS", "Personas", "find", "segment", "separate"]

VERDICTS = ("distinct", "continuum", "none", "not_available")
SEGMENT = "persona"
_ROWS_AT_ONCE = 20_000


@dataclass(frozen=True)
class Personas:
    """Kinds of customers as they were found; nothing is fitted again when customers are assigned.

    Attributes
    ----------
    verdict : {"distinct", "continuum", "none", "not_available"}
    k : int
        Personas, the inactive not counted; 1 where there are no clear groups.
    p_value : float
        How often one continuous cloud would look as separate; nan where it was not tested.
    candidates : DataFrame
        ``representation``, ``k``, ``silhouette``, ``expected``, ``z``, ``prediction_strength``, ``chosen``.
    labels : Series
        Name of the persona by customer_id, for everyone known when they were found.
    names : tuple of str
        Largest persona first; the name of the inactive is not among them.
    inactive : str
        Name for customers who did nothing in the lookback; they take no part in the finding.
    centres : DataFrame
        Persona x coordinate.
    recipe : Recipe or None
        How habits become coordinates.
    view : array
        What distances are taken in.
    fitted, active : int
        Customers the groups were found on, and customers who did anything in the lookback.
    complete_share : float
        Share of the active with every habit known; only they could be fitted on.
    lookback_days : int
    language : str
    behaviour : Behaviour or None
        What findings about them rest on, worked out once; None where no study was given.
    """

    verdict: str
    k: int
    p_value: float
    candidates: pd.DataFrame
    labels: pd.Series
    names: tuple[str, ...]
    inactive: str
    centres: pd.DataFrame
    recipe: Recipe | None
    view: np.ndarray
    fitted: int = 0
    active: int = 0
    complete_share: float = float("nan")
    lookback_days: int = 180
    language: str = "en"
    differences: pd.DataFrame = field(default_factory=pd.DataFrame)
    behaviour: Behaviour | None = None

    @property
    def features(self) -> tuple[str, ...]:
        """Habits that made the personas."""
        return self.recipe.columns if self.recipe else ()

    @property
    def left_out(self) -> Mapping[str, str]:
        """Behaviour columns that did not make the personas, with the reason."""
        return self.recipe.left_out if self.recipe else {}

    @property
    def missing(self) -> Mapping[str, float]:
        """Share of active customers without each habit."""
        return self.recipe.missing if self.recipe else {}

    def assign(self, features: pd.DataFrame) -> pd.Series:
        """The nearest persona's name for each row; one customer alone gets the same name as in a crowd.

        A habit that a customer lacks is left out of the distance. Who did nothing gets the name of the inactive.

        Parameters
        ----------
        features : DataFrame
            Index customer_id, columns as of :meth:`cxlib.study.Study.features` with the same lookback.

        Raises
        ------
        ArgumentError
            When there are no personas because the study lacks behaviour.
        """
        if self.recipe is None:
            raise ArgumentError("these personas hold nothing to assign by; find them in a study with payments or contacts")
        names = np.array([*self.names, self.inactive], dtype=object)
        nearest = np.where(_is_active(features), 0, len(self.names))
        if len(self.names) > 1:
            placed = _nearest(self.recipe.coordinates(features), self.centres.to_numpy(), self.view)
            nearest = np.where((nearest == 0) & (placed >= 0), placed, len(self.names))
        return pd.Series(names[nearest], index=features.index, name=SEGMENT)


def find(
    study, *, seed: int = 2026, k_max: int = 8, sample: int = 4000, draws: int = 39, lookback_days: int = 180
) -> Personas:
    """The kinds of customers in a study, by what they do, or the answer that there are none.

    Always made from everyone, whatever the study's slice: a slice must not change who is which persona.
    Attitudes, age or place do not make personas; nor does tenure (which grows by itself, so that a persona would
    be a cohort of joining) nor what tells that somebody is leaving just now (which is a state, not a kind).

    Parameters
    ----------
    study : Study
    seed : int
    k_max : int
        Most personas tried, from 2.
    sample : int
        Customers the groups are found on; everyone is assigned.
    draws : int
        Clouds without kinds that the groups are compared with; 39 is the least for p = 0.025.
    lookback_days : int
        Days of behaviour before the study's `as_of`.

    Returns
    -------
    Personas
        With verdict ``not_available`` when the study has neither payments nor contacts.

    Raises
    ------
    ArgumentError
        When k_max is under 2, draws under 19 or sample under 100.

    References
    ----------
    See :func:`cxlib.personas.groups.group`.
    """
    _check(k_max, sample, draws)
    if not (study.has("transactions") or study.has("touchpoints")):
        return _without_behaviour(study.language, lookback_days)
    everyone = study.unsliced()
    features = everyone.features(lookback_days=lookback_days)
    found = separate(
        features, seed=seed, k_max=k_max, sample=sample, draws=draws, lookback_days=lookback_days, language=study.language
    )
    return replace(found, behaviour=behaviour_of(everyone, found, features))


def separate(
    features: pd.DataFrame, *, seed: int = 2026, k_max: int = 8, sample: int = 4000, draws: int = 39,
    lookback_days: int = 180, language: str = "en",
) -> Personas:
    """:func:`find` on a table of behaviour features, one row per customer.

    Neither the order of rows or columns nor the unit of an amount matters.
    """
    _check(k_max, sample, draws)
    features = features.sort_index()
    active = features[_is_active(features)]
    if len(active) < FEWEST:
        return _without_groups(features, None, np.nan, lookback_days, language)
    recipe = learn(active, lookback_days=lookback_days)
    if not recipe.blocks:
        return _without_groups(features, recipe, np.nan, lookback_days, language)
    coordinates = recipe.coordinates(active)
    complete = np.flatnonzero(~np.isnan(coordinates).any(axis=1))
    drawn = np.sort(np.random.default_rng([seed, 0]).permutation(complete)[:sample])
    groups = group(coordinates[drawn], seed=seed, k_max=k_max, draws=draws)
    centres, names, differences = _named(groups, coordinates, active, recipe, language)
    found = Personas(
        groups.verdict, groups.k, groups.p_value, groups.candidates, pd.Series(dtype=object), names,
        words.say("personas.inactive", language), centres, recipe, groups.view, len(drawn), len(active),
        len(complete) / len(active), lookback_days, language, differences,
    )
    return _with_labels(found, features)


def segment(study, found: Personas):
    """The study in which ``persona`` is a segment like any other.

    Where there are no personas (verdict ``none`` or ``not_available``) the study comes back as it is: a segment with
    everyone in one level would divide nothing.
    """
    return study if found.verdict in ("none", "not_available") else study.with_segment(SEGMENT, found.labels)


def _check(k_max: int, sample: int, draws: int) -> None:
    for name, value, least in (("k_max", k_max, 2), ("sample", sample, FEWEST), ("draws", draws, 19)):
        if isinstance(value, bool) or not isinstance(value, int) or value < least:
            raise ArgumentError(f"{name} is {value!r}; give a whole number of at least {least}.")


def _is_active(features: pd.DataFrame) -> np.ndarray:
    """Who did anything in the lookback; everyone where the table does not count."""
    counts = [name for name in ("visits", "contacts") if name in features]
    return (features[counts] > 0).any(axis=1).to_numpy() if counts else np.ones(len(features), dtype=bool)


def _named(groups: Grouping, coordinates: np.ndarray, active: pd.DataFrame, recipe: Recipe, language: str):
    """Centres, names and differences, the largest persona first."""
    columns = [f"{block.name} {place + 1}" for block in recipe.blocks for place in range(block.turn.shape[1])]
    if groups.k == 1:
        names: tuple[str, ...] = (words.say("personas.everyone", language),)
        return pd.DataFrame(groups.centres, index=list(names), columns=columns), names, pd.DataFrame()
    nearest = _nearest(coordinates, groups.centres, groups.view)
    size = np.bincount(nearest[nearest >= 0], minlength=groups.k)
    order = np.lexsort([*groups.centres.T[::-1], -size])
    known = habits(active, lookback_days=recipe.lookback_days)[list(recipe.columns)]
    scaled = (known.rank() - 1) / (known.count() - 1)
    scaled = (scaled - scaled.mean()) / scaled.std()
    differences = pd.DataFrame([scaled[nearest == place].mean() for place in order])
    names = tuple(names_of(differences, language))
    differences.index = list(names)
    return pd.DataFrame(groups.centres[order], index=list(names), columns=columns), names, differences


def _nearest(coordinates: np.ndarray, centres: np.ndarray, view: np.ndarray) -> np.ndarray:
    """Place of the nearest centre by the coordinates that are known; -1 where none is."""
    found = []
    for start in range(0, len(coordinates), _ROWS_AT_ONCE):
        away = coordinates[start : start + _ROWS_AT_ONCE, None, :] - centres
        away = np.where(np.isnan(away), 0.0, away)
        # Added up coordinate by coordinate, so that the size of the batch cannot change a digit.
        seen = sum(away[:, :, [place]] * view[place] for place in range(len(view)))
        found.append((seen**2).sum(axis=2).argmin(axis=1))
    nearest = np.concatenate(found) if found else np.zeros(0, dtype=int)
    return np.where(np.isnan(coordinates).all(axis=1), -1, nearest)


def _with_labels(found: Personas, features: pd.DataFrame) -> Personas:
    return replace(found, labels=found.assign(features))


def _without_groups(features: pd.DataFrame, recipe: Recipe | None, p_value: float, lookback_days: int, language: str) -> Personas:
    names, inactive = (words.say("personas.everyone", language),), words.say("personas.inactive", language)
    active = _is_active(features)
    labels = pd.Series(np.where(active, names[0], inactive), index=features.index, name=SEGMENT, dtype=object)
    return Personas(
        "none", 1, p_value, pd.DataFrame(), labels, names, inactive, pd.DataFrame(), recipe, np.eye(1),
        active=int(active.sum()), lookback_days=lookback_days, language=language,
    )


def _without_behaviour(language: str, lookback_days: int) -> Personas:
    labels = pd.Series(dtype=object, name=SEGMENT)
    return Personas(
        "not_available", 0, float("nan"), pd.DataFrame(), labels, (), words.say("personas.inactive", language),
        pd.DataFrame(), None, np.eye(1), lookback_days=lookback_days, language=language,
    )

"""The personas of a study: found once, then kept, and given to any customer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from .. import words
from ..errors import ArgumentError
from ..study import shared
from .behaviour import Recipe, learn
from .choosing import active as is_active
from .choosing import drawn, is_behaviour
from .groups import FEWEST, group
from .placing import named, placed
from .record import Behaviour, behaviour_of

__all__ = ["VERDICTS", "Personas", "find", "segment", "separate", "with_customers"]

VERDICTS = ("distinct", "continuum", "none", "not_available")
SEGMENT = "persona"
_WEIGHT = "weight"
# Scales, shares and prior strengths need no more customers than this.
_LEARNT_ON = 100_000


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
    shares : Series
        Share of the active customers by persona, 0 to 1; weighted where customers have weights.
    weighted : bool
        Whether customers were drawn by weight to find the personas.
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
    shares: pd.Series = field(default_factory=lambda: pd.Series(dtype=float))
    weighted: bool = False

    @property
    def made_of(self) -> str:
        """What made the personas: behaviour, attitudes or both."""
        return self.recipe.made_of if self.recipe else "behaviour"

    @property
    def categories(self) -> tuple[str, ...]:
        """Columns of text that made the personas."""
        return tuple(kind.name for kind in self.recipe.categories) if self.recipe else ()

    @property
    def features(self) -> tuple[str, ...]:
        """Habits in numbers that made the personas."""
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
        nearest = np.where(is_active(features, self.made_of), 0, len(self.names))
        if len(self.names) > 1:
            place = placed(features, self.recipe, self.centres.to_numpy(), self.view)
            nearest = np.where((nearest == 0) & (place >= 0), place, len(self.names))
        return pd.Series(names[nearest], index=features.index, name=SEGMENT)


def find(
    study, *, made_of: str = "behaviour", features: Sequence[str] | None = None, seed: int = 2026, k_max: int = 8,
    sample: int = 4000, draws: int = 39, lookback_days: int | None = None,
) -> Personas:
    """The kinds of customers in a study, by what they do, or the answer that there are none.

    Always made from everyone, whatever the study's slice: a slice must not change who is which persona.
    Attitudes, age or place do not make personas unless asked; nor does tenure (which grows by itself, so that a persona
    would be a cohort of joining) nor what tells that somebody is leaving just now (which is a state, not a kind).
    Where customers have a column ``weight``, they are drawn by it: the scales, the groups, their test and `shares` are
    those of the weighted customers; `labels` and counts of customers are not weighted.

    Parameters
    ----------
    study : Study
    made_of : {"behaviour", "attitudes", "both"}
        Attitudes are the last scores given in the lookback; who gave none belongs to no persona.
    features : sequence of str, optional
        Exactly these columns of :meth:`cxlib.study.Study.features` and no others; by default those of the study's
        settings ([personas] features), else all that `made_of` names.
    seed : int
    k_max : int
        Most personas tried, from 2.
    sample : int
        Customers the groups are found on; everyone is assigned.
    draws : int
        Clouds without kinds that the groups are compared with; 39 is the least for p = 0.025.
    lookback_days : int, optional
        Days of behaviour before the study's `as_of`; the study's own ([personas] lookback_days) when not given.

    Returns
    -------
    Personas
        With verdict ``not_available`` when the study has neither payments nor contacts.

    Raises
    ------
    ArgumentError
        When k_max is under 2, draws under 19 or sample under 100; for an unknown word or column; when columns are named
        together with `made_of`.

    References
    ----------
    See :func:`cxlib.personas.groups.group`.
    """
    _check(k_max, sample, draws)
    lookback_days = study.settings.personas.lookback_days if lookback_days is None else lookback_days
    seen = study.has("transactions") or study.has("touchpoints")
    if not (seen or features or study.settings.personas.features or made_of != "behaviour"):
        return _without_behaviour(study.language, lookback_days)
    everyone, only = study.unsliced(), _named_columns(study, made_of, features)
    options = {"made_of": made_of, "only": only, "seed": seed, "k_max": k_max, "sample": sample, "draws": draws, "lookback_days": lookback_days}
    return shared(everyone, "personas.find", lambda: _found(everyone, **options), options)


def _found(everyone, *, lookback_days: int, only: Sequence[str], **options) -> Personas:
    table = everyone.features(lookback_days=lookback_days)
    own = [column for column in table if not is_behaviour(column) and column not in only]
    weights = table[_WEIGHT] if _WEIGHT in own else None
    found = separate(
        table.drop(columns=own), only=only, weights=weights, lookback_days=lookback_days, language=everyone.language, **options,
    )
    if found.recipe is not None:
        left_out = {**found.recipe.left_out, **{column: "profile" for column in own if column != _WEIGHT}}
        found = replace(found, recipe=replace(found.recipe, left_out=left_out))
    return replace(found, behaviour=behaviour_of(everyone, found, table))


def separate(
    features: pd.DataFrame, *, made_of: str = "behaviour", only: Sequence[str] = (), weights: pd.Series | None = None,
    seed: int = 2026, k_max: int = 8, sample: int = 4000, draws: int = 39, lookback_days: int = 180, language: str = "en",
) -> Personas:
    """:func:`find` on a table of behaviour features, one row per customer.

    Every column may make personas, those of text, categories, yes or no too. Neither the order of rows or columns
    nor the unit of an amount matters.

    Parameters
    ----------
    only : sequence of str
        Exactly these columns; none for all that `made_of` names.
    weights : Series, optional
        Weight of each customer by customer_id, above 0; a missing one counts as the mean.
    """
    _check(k_max, sample, draws)
    features = features.sort_index()
    active = is_active(features, made_of)
    if active.sum() < FEWEST:
        return _without_groups(features, active, None, np.nan, lookback_days, language)
    weight = _weights(weights, features.index[active])
    few = drawn(weight, int(active.sum()), _LEARNT_ON, np.random.default_rng([seed, 6]))
    known = features.iloc[np.flatnonzero(active)[few]] if len(few) < len(features) else features
    recipe = learn(known, lookback_days=lookback_days, made_of=made_of, only=only)
    if not recipe.blocks and not recipe.categories:
        return _without_groups(features, active, recipe, np.nan, lookback_days, language)
    coordinates = recipe.coordinates(known)
    complete = np.flatnonzero(~np.isnan(coordinates).any(axis=1))
    fitted = complete[drawn(None, len(complete), sample, np.random.default_rng([seed, 0]))]
    groups = group(coordinates[fitted], kinds=recipe.kinds, seed=seed, k_max=k_max, draws=draws)
    centres, names, differences = named(groups, coordinates, known, recipe, language)
    found = Personas(
        groups.verdict, groups.k, groups.p_value, groups.candidates, pd.Series(dtype=object), names,
        words.say(f"personas.{'inactive' if made_of == 'behaviour' else 'no_answer'}", language), centres, recipe, groups.view,
        len(fitted), int(active.sum()), len(complete) / len(known), lookback_days, language, differences, weighted=weight is not None,
    )
    return _with_labels(found, features, active, weight)


def with_customers(study, found: Personas) -> Personas:
    """Kept personas with the study's customers assigned to them; nothing is found anew.

    Where there were no groups everyone active is one again. A study without behaviour comes back as it is.
    """
    if found.recipe is None or not (found.recipe.blocks or found.recipe.categories):
        return find(study) if found.verdict == "not_available" else found
    everyone = study.unsliced()
    features = everyone.features(lookback_days=found.lookback_days)
    weights = features[_WEIGHT] if _WEIGHT in features else None
    active = is_active(features, found.made_of)
    placed = _with_labels(found, features, active, _weights(weights, features.index[active]))
    return replace(placed, behaviour=behaviour_of(everyone, placed, features))


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


def _named_columns(study, made_of: str, features: Sequence[str] | None) -> tuple[str, ...]:
    if features is not None:
        if made_of != "behaviour":
            raise ArgumentError(f'features name the columns already, so made_of="{made_of}" has nothing to choose; give one of the two')
        return (features,) if isinstance(features, str) else tuple(features)
    declared = getattr(getattr(study.settings, "personas", None), "features", ())
    return tuple(declared) if made_of == "behaviour" else ()


def _weights(weights: pd.Series | None, customers: pd.Index) -> np.ndarray | None:
    """Weights of these customers with mean 1; None where all are equal."""
    if weights is None:
        return None
    mine = pd.to_numeric(weights.reindex(customers)).astype(float)
    if (mine <= 0).any() or np.isinf(mine).any():
        raise ArgumentError("a customer's weight must be above 0 and finite; correct it, or leave it empty for the mean")
    mine = (mine / mine.mean()).fillna(1.0).to_numpy()
    return None if np.ptp(mine) < 1e-12 or np.isnan(mine).all() else mine


def _with_labels(found: Personas, features: pd.DataFrame, active: np.ndarray, weight: np.ndarray | None) -> Personas:
    labels = found.assign(features)
    mine = labels[active]
    weight = np.ones(len(mine)) if weight is None else weight
    shares = pd.Series({name: float(weight[(mine == name).to_numpy()].sum() / weight.sum()) for name in found.names}, dtype=float)
    return replace(found, labels=labels, shares=shares)


def _without_groups(
    features: pd.DataFrame, active: np.ndarray, recipe: Recipe | None, p_value: float, lookback_days: int, language: str
) -> Personas:
    names, inactive = (words.say("personas.everyone", language),), words.say("personas.inactive", language)
    labels = pd.Series(np.where(active, names[0], inactive), index=features.index, name=SEGMENT, dtype=object)
    return Personas(
        "none", 1, p_value, pd.DataFrame(), labels, names, inactive, pd.DataFrame(), recipe, np.eye(1),
        active=int(active.sum()), lookback_days=lookback_days, language=language, shares=pd.Series({names[0]: 1.0}),
    )


def _without_behaviour(language: str, lookback_days: int) -> Personas:
    labels = pd.Series(dtype=object, name=SEGMENT)
    return Personas(
        "not_available", 0, float("nan"), pd.DataFrame(), labels, (), words.say("personas.inactive", language),
        pd.DataFrame(), None, np.eye(1), lookback_days=lookback_days, language=language,
    )

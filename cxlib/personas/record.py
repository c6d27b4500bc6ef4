"""What everyone did, kept with the personas, so that another slice has only to take its rows."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from .behaviour import habits

if TYPE_CHECKING:
    from .kinds import Personas

__all__ = ["Behaviour", "behaviour_of"]


@dataclass(frozen=True)
class Behaviour:
    """Everyone's behaviour on one day and one lookback before, so that a slice only has to take its rows.

    Attributes
    ----------
    fingerprint, as_of : of the data and the day it was taken from
    now : DataFrame
        Features and habits of everyone, with their ``persona``.
    since : DataFrame
        By customer of one lookback ago: ``persona`` then, ``value`` 1 for who has left or gone silent since.
    """

    fingerprint: str
    as_of: dt.date
    now: pd.DataFrame
    since: pd.DataFrame

    def is_of(self, study) -> bool:
        """Whether a study sees the same data up to the same day."""
        return (self.fingerprint, self.as_of) == (study.view.store.meta["fingerprint"], study.as_of)


def behaviour_of(study, found: Personas, features: pd.DataFrame | None = None) -> Behaviour:
    """What the study's customers did, with the personas they belong to.

    A customer whom `found` does not know yet is assigned. The outcome of ``since`` lies after the habits that assign
    the persona, so that leaving cannot make the persona that it is told of.
    """
    features = study.features(lookback_days=found.lookback_days) if features is None else features
    persona = found.labels.reindex(features.index)
    new = persona.isna().to_numpy()
    if new.any() and found.recipe is not None:
        persona = persona.astype(object)
        persona[new] = found.assign(features[new])
    added = [column for column in found.features if column not in features]
    now = features.join(habits(features, lookback_days=found.lookback_days)[added]).assign(persona=persona)
    return Behaviour(study.view.store.meta["fingerprint"], study.as_of, now, _since(study, found, features))


def _since(study, found: Personas, features: pd.DataFrame) -> pd.DataFrame:
    silence_days = study.settings.churn.silence_days
    if found.recipe is None or not found.recipe.blocks or "recency_days" not in features or silence_days >= found.lookback_days:
        return pd.DataFrame({"persona": pd.Series(dtype=object), "value": pd.Series(dtype=float)})
    then = study.as_of - dt.timedelta(days=found.lookback_days)
    before = study.features(then, lookback_days=found.lookback_days)
    persona = found.assign(before)
    # Who has left is no longer among those judged today, and so has no recency.
    gone = (~(features["recency_days"].reindex(before.index) <= silence_days)).astype(float)
    return pd.DataFrame({"persona": persona, "value": gone})[(persona != found.inactive).to_numpy()]

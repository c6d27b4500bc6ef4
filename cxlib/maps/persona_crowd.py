"""Whom the persona cards are about: the active customers of the slice by persona."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from ..personas import Personas
from ..personas.behaviour import habits
from ..personas.cards import behaviour
from ..slices import Slice

__all__ = ["NUMBERS", "SEGMENT", "Crowd", "crowd_of"]

SEGMENT = "persona_of_the_card"  # beside a segment "persona" that the study may have already
NUMBERS = ("value", "low", "high", "elsewhere", "everyone", "effect", "association", "index", "base", "p_value")


@dataclass(frozen=True)
class Crowd:
    """Who is looked at.

    Attributes
    ----------
    study : the study at the last period of its slice
    found : Personas
    people : DataFrame
        Active customers of the slice with a persona: features, habits and ``persona``.
    total : customers of the slice, the inactive too
    since : ``persona`` a lookback ago and ``value`` 1 for who is gone or silent since
    labelled : the study of the active alone, with the persona as segment
    """

    study: object
    found: Personas
    people: pd.DataFrame
    total: int
    since: pd.DataFrame
    labelled: object

    def inside(self, persona: str) -> np.ndarray:
        """Whether each of the people is of that persona."""
        return (self.people["persona"] == persona).to_numpy()


def crowd_of(study, found: Personas) -> Crowd:
    """The slice's customers by persona."""
    if study.has("transactions") or study.has("touchpoints") or found.recipe is not None:
        seen = behaviour(study, found)
        people, since = seen.now, seen.since
    else:
        people = study.customers()[[]].assign(persona=found.labels)
        since = pd.DataFrame({"persona": pd.Series(dtype=object), "value": pd.Series(dtype=float)})
    total = len(people)
    people = people[people["persona"].isin(found.names)]
    table = habits(people.drop(columns="persona"), lookback_days=found.lookback_days).assign(persona=people["persona"].astype("str"))
    labelled = study.with_segment(SEGMENT, found.labels)
    known = tuple(name for name in found.names if name in labelled.segments[SEGMENT])
    labelled = labelled.where(Slice(((SEGMENT, known),))) if known else labelled
    return Crowd(study, found, table, total, since, labelled)

"""Journeys seen through a model of stages other than the company's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from ..errors import ArgumentError
from ..intake.stage_models import OWN_MODEL, STAGE_MODELS, stages_in
from .kernel import COMPLETE, Passages
from .look import Look
from .part import Part

__all__ = ["OWN_MODEL", "STAGE_MODELS", "in_model", "places"]


def places(study, model: str | None) -> dict[str, str]:
    """The stage of the model that each of the study's own stages falls into, in order.

    Parameters
    ----------
    model : {"seven", "four", "five_es", "own"} or None
        None takes the study's own setting.

    Raises
    ------
    ArgumentError
        For an unknown model, or one in which a stage of the study has no place.
    """
    journey = study.settings.journey
    chosen = model or journey.model
    given = journey.stage_as if chosen == journey.model else {}
    return stages_in(chosen, journey.stages, given)


def in_model(seen: Look, into: Mapping[str, str]) -> Look:
    """The same journeys in the stages of a model: a stage of it is reached with the first own stage that falls into it.

    The journey is complete when the last stage of the model that has a place is reached. Owners of the own stages own
    the model's stage together.

    Parameters
    ----------
    into : own stage -> stage of the model, in order

    Raises
    ------
    ArgumentError
        When all stages fall into one.

    Examples
    --------
    >>> in_model(seen, {"see": "entice", "ask": "entice", "buy": "engage"}).stages  # doctest: +SKIP
    ('entice', 'engage')
    """
    names = tuple(dict.fromkeys(into.values()))
    if len(names) < 2:
        raise ArgumentError(f'all stages fall into "{names[0]}": a journey needs at least two; see [journey.as] in study.toml')
    own = list(into)
    first = [next(place for place, stage in enumerate(own) if into[stage] == name) for name in names]
    journey = seen.study.settings.journey
    owners = {name: _owners([journey.owners.get(stage, "") for stage in own if into[stage] == name]) for name in names}
    settings = replace(seen.study.settings, journey=replace(journey, stages=names, owners={name: who for name, who in owners.items() if who}))
    alone = seen.found.picked() if isinstance(seen.found, Part) else seen.found
    found = _found(alone, np.array([names.index(into[stage]) for stage in own]), first)
    return replace(seen, study=replace(seen.study, settings=settings), found=found)


def _owners(named: list[str]) -> str:
    return ", ".join(dict.fromkeys(filter(None, named)))


def _found(found: Passages, place: np.ndarray, first: list[int]) -> Passages:
    if not len(found):
        return replace(found, row=found.row[:, first], at=found.at[:, first])
    furthest = place[found.furthest].astype(np.int8)
    done = furthest == len(first) - 1
    return replace(
        found, row=found.row[:, first], at=found.at[:, first], furthest=furthest,
        state=np.where(done, COMPLETE, found.state).astype(np.int8), end=np.where(done, found.at[:, first[-1]], found.end),
        exit=np.where(done, -1, found.exit).astype(np.int16),
    )

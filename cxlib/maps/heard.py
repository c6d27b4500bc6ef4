"""How each stage felt, by ratings and by comments; stages where nobody said anything are unheard."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ..finding import withhold
from ..store import NOT_KNOWN
from .counts import rating_counts, rating_estimates
from .voices import Voices, voices

__all__ = ["Heard", "heard"]


@dataclass(frozen=True)
class Heard:
    """What was said, row by row of the map.

    Attributes
    ----------
    table : DataFrame
        ``rated``, ``rated_low``, ``rated_high``, ``rated_base``, ``felt``, ``felt_low``, ``felt_high``, ``felt_base``, ``voice``
        (heard, few, unheard), ``quote``.
    told_by, right, telling : as of :class:`cxlib.maps.voices.Voices`
    any_comments : bool
    elsewhere : respondents whose answers name no stage of the map
    """

    table: pd.DataFrame
    told_by: str
    right: tuple[float, float, float, int] | None
    telling: bool
    any_comments: bool
    elsewhere: int


def heard(study, into: Mapping[str, str], rows: pd.DataFrame, *, segment: str | None, sentiment: str, seed: int) -> Heard:
    """Ratings, comments and a quote for each ``level`` and ``stage`` of `rows`; cells below the minimum base are withheld."""
    stages = {**{stage: stage for stage in into.values()}, **into}
    counts = rating_counts(study, ["stage"], segment=segment, into=stages)
    inside = counts["stage"] != NOT_KNOWN
    counts, elsewhere = counts[inside], int(counts.loc[~inside, "n"].sum())
    said = voices(study, segment=segment, sentiment=sentiment, seed=seed)
    said = Voices(said.rows.assign(stage=said.rows["stage"].map(stages).fillna(NOT_KNOWN)), said.told_by, said.right, said.telling)
    index = pd.DataFrame({"level": rows["level"] if segment else "", "stage": rows["stage"]})
    rated = _cells(study, index, counts[["level", "stage"]].assign(**rating_estimates(counts, weighted=study.weighted)), segment)
    felt = _cells(study, index, said.estimates(), segment)
    silent = (rated["n"] == 0) & (felt["n"] == 0)
    shown = rated["value"].notna() | felt["value"].notna()
    minimum = study.settings.minimum_base
    quotes = [said.quote(level, stage, minimum=minimum, language=study.language) for level, stage in zip(index["level"], index["stage"], strict=True)]
    table = pd.DataFrame({
        "rated": rated["value"], "rated_low": rated["low"], "rated_high": rated["high"], "rated_base": rated["base"],
        "felt": felt["value"], "felt_low": felt["low"], "felt_high": felt["high"], "felt_base": felt["base"],
        "voice": np.where(silent, "unheard", np.where(shown, "heard", "few")), "quote": quotes,
    }).astype({"voice": "str", "quote": "str"})
    return Heard(table, said.told_by, said.right, said.telling, len(said.rows) > 0, elsewhere)


def _cells(study, index: pd.DataFrame, found: pd.DataFrame, segment: str | None) -> pd.DataFrame:
    """Estimates for every cell of the map, small ones blank; ``n`` is the base of all, for telling silence from few."""
    whole = index.merge(found, on=["level", "stage"], how="left").fillna({"base": 0.0}).astype({"base": float})
    out = withhold(whole.assign(_all=0), minimum=study.settings.minimum_base, within=["stage", "_all"] if segment else None)
    return out.assign(n=whole["base"])

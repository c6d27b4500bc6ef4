"""Do behaviour and attitudes make the same groups: each alone, both, and how far each is set apart."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .. import words
from ..finding import Chart, Finding, withhold
from .behaviour import learn
from .choosing import MADE_OF, is_behaviour
from .choosing import active as is_active
from .kinds import Personas, separate

__all__ = ["blocks"]

_RESAMPLED = 200
_MOST = 4000
_BLOCKS = ("behaviour", "attitudes")


def blocks(
    study, *, found: Personas | None = None, seed: int = 2026, k_max: int = 8, sample: int = 1200, draws: int = 19,
    lookback_days: int = 180,
) -> Finding:
    """What do groups look like when made of behaviour, of attitudes, or of both?

    Made from everyone, so a slice does not change it. A block's separation is eta squared over its columns together:
    the share of their variance that lies between the groups.

    Parameters
    ----------
    found : Personas, optional
        Taken for the row that it was made of, so that it need not be found again.

    Returns
    -------
    Finding
        ``made_of``, ``block``, ``value`` (eta squared of the block, 0 to 1; missing where there are no groups), ``low``,
        ``high`` (95 % bootstrap of customers, groups as they are), ``verdict``, ``k``, ``z``, ``base``, ``withheld``.

    References
    ----------
    Efron 1979, Ann. Stat. 7:1 for the percentile bootstrap.
    """
    name, language = "personas.blocks", study.language
    question = words.say("personas.blocks.question", language)
    if not (study.has("transactions") or study.has("touchpoints")) or not study.has("responses"):
        return study.not_available(name, question, "transactions", "touchpoints", "responses")
    features = study.unsliced().features(lookback_days=lookback_days)
    features = features[[column for column in features if is_behaviour(column)]].sort_index()
    options = {"seed": seed, "k_max": k_max, "sample": sample, "draws": draws, "lookback_days": lookback_days, "language": language}
    rows = []
    for made_of in MADE_OF:
        same = found is not None and found.made_of == made_of and found.lookback_days == lookback_days and not found.categories
        one = found if same else separate(features, made_of=made_of, **options)
        rows += _rows(one, made_of, features, lookback_days, seed)
    table = withhold(pd.DataFrame(rows), minimum=study.settings.minimum_base, within=None)
    sentence = _sentence(table, language)
    for column in ("made_of", "block", "verdict"):
        table[column] = [words.say(f"personas.blocks.{word}", language) for word in table[column]]
    return study.finding(
        name, question=question, sentence=sentence, table=table, base=int(is_active(features).sum()), unit="share",
        status="answered" if table["value"].notna().any() else "cannot_tell",
        chart=Chart("interval", y="block", facet="made_of", unit="share", x_label=words.say("personas.blocks.axis", language)),
        caveats=(words.say("personas.blocks.caveat", language),), formats={"k": "count"},
        owner=words.say("personas.owner", language), next_step=words.say("personas.blocks.next", language),
    )


def _rows(found: Personas, made_of: str, features: pd.DataFrame, lookback_days: int, seed: int) -> list[dict]:
    table = found.candidates
    z = float(table.loc[table["chosen"], "z"].iloc[0]) if len(table) and table["chosen"].any() else np.nan
    about = {"made_of": made_of, "verdict": found.verdict, "k": found.k, "z": z}
    return [{**about, "block": block, **_separation(found, block, features, lookback_days, seed)} for block in _BLOCKS]


def _separation(found: Personas, block: str, features: pd.DataFrame, lookback_days: int, seed: int) -> dict[str, float]:
    """Eta squared of one block with its interval, on customers for whom all of it is known."""
    labels = found.labels.reindex(features.index)
    rows = features[is_active(features, block) & labels.isin(found.names).to_numpy()]
    nothing = {"value": np.nan, "low": np.nan, "high": np.nan, "base": len(rows)}
    if found.k < 2 or len(rows) < 2:
        return nothing
    recipe = learn(rows, lookback_days=lookback_days, made_of=block)
    if not recipe.blocks:
        return nothing
    coordinates = recipe.coordinates(rows)
    known = ~np.isnan(coordinates).any(axis=1)
    places = np.flatnonzero(known)[np.random.default_rng([seed, 9]).permutation(int(known.sum()))[:_MOST]]
    if len(places) < 2:
        return nothing
    member = np.eye(found.k)[pd.Categorical(labels[rows.index[places]], categories=list(found.names)).codes]
    value = _eta(coordinates[places], member, np.ones((1, len(places))))[0]
    counts = np.random.default_rng([seed, 10]).multinomial(len(places), np.full(len(places), 1 / len(places)), size=_RESAMPLED)
    low, high = np.quantile(_eta(coordinates[places], member, counts), (0.025, 0.975))
    return {"value": float(value), "low": min(float(low), float(value)), "high": max(float(high), float(value)), "base": int(known.sum())}


def _eta(values: np.ndarray, member: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """Share of variance between the groups, all columns together, for each row of counts."""
    found = []
    for count in counts.astype(float):
        weighed = member * count[:, None]
        size = weighed.sum(axis=0)
        mean = count @ values / count.sum()
        centres = (weighed.T @ values) / np.maximum(size, 1)[:, None]
        total = count @ (values - mean) ** 2
        found.append((size @ (centres - mean) ** 2).sum() / total.sum() if total.sum() > 0 else np.nan)
    return np.array(found)


def _sentence(table: pd.DataFrame, language: str) -> str:
    parts = []
    for made_of, rows in table.groupby("made_of", sort=False):
        by = rows.set_index("block")
        verdict = str(rows["verdict"].iloc[0])
        if by["value"].notna().all():
            parts.append(words.say(f"personas.blocks.said.{verdict}", language, made_of=words.say(f"personas.blocks.{made_of}", language),
                                   k=int(rows["k"].iloc[0]), behaviour=by["value"]["behaviour"], attitudes=by["value"]["attitudes"]))
        else:
            parts.append(words.say("personas.blocks.said.none", language, made_of=words.say(f"personas.blocks.{made_of}", language)))
    return " ".join(parts)

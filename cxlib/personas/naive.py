"""A tempting wrong choice: k-means on raw numbers with the best silhouette, and what it would find where there is nothing."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from .. import words
from ..finding import Chart, Finding
from .behaviour import habits
from .cards import behaviour
from .continuum import fit_continuum
from .groups import FEWEST, in_threads, k_means
from .kinds import Personas
from .naming import habit_label

__all__ = ["naive"]

_MOST = 1200
_DRAWS = 9
_KS = range(2, 9)


def naive(study, found: Personas, *, seed: int = 2026) -> Finding:
    """What would unscaled k-means with the best silhouette say of the same customers?

    The same is done with made-up customers who have the same habits one by one and no groups (a Gaussian copula). What
    it finds there too is no proof of groups here. Made from everyone, so a slice does not change it.

    Returns
    -------
    Finding
        ``customers`` (``real`` or ``made_up``), ``k``, ``value`` (silhouette, -1 to 1; for the made-up the mean of nine
        clouds), ``low``, ``high`` (smallest and largest of the clouds), ``share_of_largest`` (share of what sets the
        groups apart that comes from one habit, 0 to 1), ``base``. Status ``cannot_tell`` with under 100 customers
        whose habits are all known.

    References
    ----------
    Hennig and Lin 2015, Stat. Comput. 25:821.
    """
    name, language = "personas.naive", study.language
    question = words.say("personas.naive.question", language)
    if found.verdict == "not_available":
        return study.not_available(name, question, "transactions", "touchpoints")
    raw = _raw(study, found, seed)
    if len(raw) < FEWEST or raw.shape[1] == 0:
        sentence = words.say("personas.naive.few", language, n=len(raw))
        return study.finding(name, question=question, sentence=sentence, table=pd.DataFrame(), base=len(raw), status="cannot_tell",
                             **_action(language))
    seen = raw.to_numpy(dtype=float)
    cloud = fit_continuum(seen)
    clouds = np.array(in_threads(lambda draw: _silhouettes(cloud.draw(np.random.default_rng([seed, 8, draw])), seed), _DRAWS))
    own = _silhouettes(seen, seed)
    best = int(np.argmax(own))
    largest, share = _what_it_sees(raw, _KS[best], seed)
    table = _table(own, clouds, len(raw), language)
    values = {"k": _KS[best], "value": float(own[best]), "made_up": float(clouds.max(axis=1).mean()),
              "habit": habit_label(largest, language), "share": share}
    case = "as_much" if clouds.max(axis=1).max() >= own[best] - 0.05 else "more"
    sentence = words.say(f"personas.naive.{case}", language, **values) + " " + _ours(found, language)
    return study.finding(
        name, question=question, sentence=sentence, table=table.assign(share_of_largest=share), base=len(raw),
        chart=Chart("line", x="k", y="value", series="customers", x_label=words.label("k", language),
                    y_label=words.say("personas.naive.axis", language), band_label=words.say("personas.naive.band", language)),
        caveats=(words.say("personas.naive.caveat", language),), formats={"k": "count", "share_of_largest": "share"}, **_action(language),
    )


def _raw(study, found: Personas, seed: int) -> pd.DataFrame:
    """The same customers' habits in their own units."""
    table = behaviour(study.unsliced(), found).now
    table = habits(table.drop(columns=["persona"]), lookback_days=found.lookback_days)[(table["persona"] != found.inactive).to_numpy()]
    complete = table[list(found.features)].dropna().sort_index()
    places = np.sort(np.random.default_rng([seed, 7]).permutation(len(complete))[:_MOST])
    return complete.iloc[places]


def _silhouettes(values: np.ndarray, seed: int) -> list[float]:
    from sklearn.metrics import silhouette_score

    found = []
    for k in _KS:
        labels = k_means(values, k, seed)
        found.append(float(silhouette_score(values, labels)) if len(np.unique(labels)) > 1 else 0.0)
    return found


def _what_it_sees(raw: pd.DataFrame, k: int, seed: int) -> tuple[str, float]:
    """The habit that sets the groups apart most, and its share of what does."""
    groups = raw.groupby(k_means(raw.to_numpy(dtype=float), k, seed))
    between = ((groups.mean() - raw.mean()) ** 2).mul(groups.size(), axis=0).sum()
    return str(between.idxmax()), float(between.max() / between.sum()) if between.sum() > 0 else np.nan


def _table(own: list[float], clouds: np.ndarray, n: int, language: str) -> pd.DataFrame:
    real = pd.DataFrame({"customers": words.say("personas.naive.real", language), "k": list(_KS), "value": own, "low": np.nan, "high": np.nan})
    made_up = pd.DataFrame({
        "customers": words.say("personas.naive.made_up", language), "k": list(_KS), "value": clouds.mean(axis=0),
        "low": clouds.min(axis=0), "high": clouds.max(axis=0),
    })
    return pd.concat([real, made_up], ignore_index=True).assign(base=n)


def _ours(found: Personas, language: str) -> str:
    chosen = found.candidates[found.candidates["chosen"]] if len(found.candidates) else found.candidates
    values: Mapping[str, float] = {"k": found.k, "z": float(chosen["z"].iloc[0]) if len(chosen) else np.nan}
    return words.say(f"personas.naive.ours.{found.verdict}", language, **values)


def _action(language: str) -> dict[str, str]:
    return {"owner": words.say("personas.owner", language), "next_step": words.say("personas.naive.next", language)}

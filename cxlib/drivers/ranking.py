"""Which ratings go most with an outcome."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from .. import words
from ..errors import ArgumentError
from ..finding import Chart, Finding
from .complete import Complete, caveats, complete, default_outcomes, listed, refused, when
from .ordinal import proportional_odds
from .parts import EXACT_UP_TO, betas, lmg, r_squared, vif
from .resample import correlations, interval, resampled

__all__ = ["estimates", "importance", "no_link"]

_HIGH_VIF = 5.0
_LEVELS_IN_ORDER = 20


def importance(
    study, outcome: str | None = None, *, drivers: Sequence[str] | None = None, waves: int | None = 1, draws: int = 200, seed: int = 2026,
) -> Finding:
    """How much of what the ratings explain of an outcome belongs to each of them.

    Parameters
    ----------
    outcome : name of a question, optional
        The first NPS question, else the study's main one.
    drivers : names of questions, optional
        All ratings when not given; those that fewer than half answered are then left out, and named.
    waves : int or None
        How many of the latest waves are pooled, the study's own by default; None for all. Periods of the slice
        come first.
    draws : int
        Bootstrap samples of respondents, from 50.
    seed : int

    Returns
    -------
    Finding
        Columns ``driver``, ``value`` (share of the explained variance, 0 to 1; LMG, above 18 drivers Johnson's
        weights), ``low``, ``high``, ``rank``, ``rank_low``, ``rank_high``, ``beta`` (standardised), ``beta_low``,
        ``beta_high``, ``vif``, ``performance`` (mean rating, higher is better), ``base``; largest first.
        "cannot tell" when fewer than 3 ratings or 100 complete answers are there, or when the ratings explain no
        more than chance would (F test at the effective base, 5%).

    Raises
    ------
    ArgumentError
        For an unknown question, a driver named twice or equal to the outcome, `waves` or `draws` out of range.

    Notes
    -----
    Weighted answers. Intervals are 95% percentiles over customers drawn with replacement. Only respondents who
    answered the outcome and every rating count.

    References
    ----------
    Gromping 2006, J. Stat. Softw. 17(1); Gromping 2015, WIREs Comput. Stat. 7:137.
    """
    if not study.has("responses"):
        asked = words.say("drivers.importance.question_any", study.language)
        return study.not_available("drivers.importance", asked, "responses")
    outcome = outcome or default_outcomes(study)[0]
    asked = words.say("drivers.importance.question", study.language, outcome=outcome)
    found = complete(study, [outcome], drivers, waves)
    key = f"drivers.importance.{outcome}"
    if (no := refused(study, "drivers.importance", asked, found)) is not None:
        return no.with_key(key)
    table, explained = estimates(found, draws=draws, seed=seed)
    linked = not no_link(explained, found)
    return study.finding(
        "drivers.importance", question=asked, sentence=_sentence(study, found, table, explained, linked), table=table,
        chart=Chart("interval", x="value", y="driver", unit="share", x_label=words.say("drivers.importance.axis", study.language)),
        base=len(found), status="answered" if linked else "cannot_tell", unit="share", key=key,
        caveats=(*caveats(study, found), *_notes(study, found, table)), owner=study.codebook[table["driver"].iloc[0]].owner if linked else "",
        formats={"rank": "count", "rank_low": "count", "rank_high": "count", "beta": "score", "beta_low": "score", "beta_high": "score",
                 "vif": "score", "performance": "score"},
        headline=_headline(table) if linked else None,
    )


def estimates(found: Complete, *, draws: int, seed: int, outcome: int = 0) -> tuple[pd.DataFrame, float]:
    """The table of :func:`importance`, largest share first, and R2."""
    columns = np.column_stack([np.ones(len(found)), found.x, found.y[:, outcome]])
    whole, drawn = resampled(columns, found.weight, found.customer, draws=draws, seed=seed)
    mine, theirs = correlations(whole), correlations(drawn)
    share, shares = lmg(mine), lmg(theirs)
    rank, ranks = _ranks(share), _ranks(shares)
    beta, inflated = betas(mine), vif(mine)
    ends = {"": interval(share, shares), "beta_": interval(beta, betas(theirs))}
    low, high = np.quantile(ranks, [0.025, 0.975], axis=0, method="inverted_cdf")
    table = pd.DataFrame({
        "driver": list(found.drivers), "value": share, "low": ends[""][0], "high": ends[""][1],
        "rank": rank, "rank_low": np.minimum(low, rank).astype(int), "rank_high": np.maximum(high, rank).astype(int),
        "beta": beta, "beta_low": ends["beta_"][0], "beta_high": ends["beta_"][1],
        "vif": np.where(np.isfinite(inflated), inflated, np.nan), "performance": whole[0, 1:-1] / whole[0, 0], "base": len(found),
    })
    return table.sort_values("rank", ignore_index=True, kind="stable"), float(r_squared(mine))


def no_link(explained: float, found: Complete) -> bool:
    """Whether ratings that go with nothing would explain this much more often than once in twenty."""
    from scipy.special import fdtrc

    many, left = len(found.drivers), found.effective - len(found.drivers) - 1
    if left <= 0:
        return True
    return explained < 1 and bool(fdtrc(many, left, explained / many / ((1 - explained) / left)) > 0.05)


def _headline(table: pd.DataFrame) -> dict:
    return {**{name: float(table[name].iloc[0]) for name in ("value", "low", "high")}, "base": int(table["base"].iloc[0]), "unit": "share"}


def _ranks(shares: np.ndarray) -> np.ndarray:
    return np.argsort(np.argsort(-shares, axis=-1, kind="stable"), axis=-1) + 1


def _sentence(study, found: Complete, table: pd.DataFrame, explained: float, linked: bool) -> str:
    language, first = study.language, table.iloc[0]
    fills = {"outcome": found.outcomes[0], "r2": explained, "base": len(found), "drivers": len(table), "when": when(study, found)}
    if not linked:
        return words.say("drivers.importance.no_link", language, **fills)
    level = table.loc[table["rank_low"] == 1, "driver"]
    key = "drivers.importance.first" if len(level) == 1 else "drivers.importance.tied"
    verdict = words.say(key, language, names=listed(level))
    return words.say("drivers.importance", language, driver=first["driver"], value=first["value"], low=first["low"], high=first["high"],
                     verdict=verdict, **fills)


def _notes(study, found: Complete, table: pd.DataFrame) -> tuple[str, ...]:
    language = study.language
    borrowed = table.loc[(table["beta_low"] <= 0) & (table["beta_high"] >= 0), "driver"]
    turned = table.loc[table["beta_high"] < 0, "driver"]
    tangled = table.loc[(table["vif"] > _HIGH_VIF) | table["vif"].isna(), "driver"]
    notes = [words.say(key, language, names=listed(names)) for key, names in
             (("drivers.borrowed", borrowed), ("drivers.turned", turned), ("drivers.tangled", tangled)) if len(names)]
    if len(table) > EXACT_UP_TO:
        notes.append(words.say("drivers.johnson", language))
    return (*notes, *_ordered(study, found, table))


def _ordered(study, found: Complete, table: pd.DataFrame) -> tuple[str, ...]:
    """Whether an ordered logit, which takes only the order of the outcome, names the same strongest rating."""
    outcome = found.y[:, 0]
    if len(np.unique(outcome)) > _LEVELS_IN_ORDER:
        return ()
    try:
        fit = proportional_odds(outcome, found.x / found.x.std(axis=0), weights=found.weight)
    except ArgumentError:
        return ()
    strongest = found.drivers[int(np.argmax(fit.coefficients))]
    same = strongest == table.loc[table["beta"].idxmax(), "driver"]
    return (words.say("drivers.ordered.same" if same else "drivers.ordered.other", study.language, driver=strongest),)

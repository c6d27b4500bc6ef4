"""Who changed persona between two waves, beside how many would seem to by chance."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd

from .. import words
from ..errors import ArgumentError
from ..finding import Chart, Finding, withhold
from ..intervals import share_interval
from .certainty import sure_of
from .chance import expected_moves
from .kinds import Personas
from .spread import Spread
from .waves import days, next_step, spread_for, unanswered

__all__ = ["SURE", "moved_customers", "movers"]

# From this probability on a persona counts as sure.
SURE = 0.8
# What chance does is itself estimated; in worlds whose truth is known it was off by up to a quarter.
_MARGIN = 1.3


def movers(study, found: Personas) -> Finding:
    """Who changed persona between the previous wave and this one?

    Both times the customers are given to the same frozen personas, by what they did in the lookback before that day.

    Returns
    -------
    Finding
        One row per pair: ``persona_before``, ``persona`` (both may be the inactive), ``base`` (customers), ``value``
        (share of the persona before, 0 to 1, Wilson's interval), ``low``, ``high``, ``withheld``: small cells are hidden,
        and others with them so that no sum over a row, a column or all who stayed gives them away.
        `headline` is the share who stayed among customers with a persona both times. Status ``cannot_tell`` when fewer
        moved than 1.3 times what uncertain placing alone would show.

    Notes
    -----
    See :func:`cxlib.personas.chance.expected_moves` for what uncertain placing alone would do.
    """
    name, language = "personas.movers", study.language
    question = words.say("waves.movers.question", language)
    refused = unanswered(study, found, name, question)
    if refused is not None:
        return refused
    seen = _two_days(study, found)
    both = seen.table[(seen.table["persona_before"] != found.inactive) & (seen.table["persona"] != found.inactive)]
    if both.empty:
        return study.nobody(name, question)
    table = _matrix(seen.table, found, study.settings.minimum_share_base)
    n, stayed = len(both), int((both["persona_before"] == both["persona"]).sum())
    if n < study.settings.minimum_base:
        table = _all_withheld(table)
        sentence = words.say("waves.movers.few", language, minimum=study.settings.minimum_base)
        return study.finding(name, question=question, sentence=sentence, table=table, base=n, status="cannot_tell", unit="share",
                             caveats=_caveats(study, found, table, seen), **next_step("wait", language))
    low, high = (float(end) for end in share_interval(stayed, n))
    clear = 1 - high > _MARGIN * seen.expected
    return study.finding(
        name, question=question, sentence=_sentence(study, both, seen, stayed, (low, high), clear), table=table, base=n, unit="share",
        status="answered" if clear else "cannot_tell", caveats=_caveats(study, found, table, seen),
        headline={"value": stayed / n, "low": low, "high": high, "base": n, "unit": "share"},
        chart=Chart("heatmap", x="persona", y="persona_before", value="value", low=None, high=None, unit="share",
                    value_label=words.say("waves.movers.axis", language)),
        **next_step("moved" if clear else "kept", language),
    )


def moved_customers(study, found: Personas) -> pd.DataFrame:
    """The customers whose persona is another one than at the previous wave, those most sure of both first.

    Returns
    -------
    DataFrame
        ``customer_id``, ``persona_before``, ``persona``, ``probability_before``, ``probability`` (0 to 1, nan for the
        inactive). Who was or became inactive is in it.

    Raises
    ------
    ArgumentError
        When there are no personas, or no wave before this one.
    """
    if unanswered(study, found, "personas.movers", "") is not None:
        raise ArgumentError("nobody can have changed persona: there are no personas, or no earlier wave with days; see movers(study, found)")
    table = _two_days(study, found).table
    table = table[table["persona_before"] != table["persona"]]
    least = table[["probability_before", "probability"]].min(axis=1, skipna=False)
    order = table.assign(_least=least.fillna(-1.0)).sort_index().sort_values("_least", ascending=False, kind="stable").index
    return table.loc[order, ["persona_before", "persona", "probability_before", "probability"]].rename_axis("customer_id").reset_index()


@dataclass(frozen=True)
class _Seen:
    """Customers judged on both days, and how many were judged on one of them only."""

    before: dt.date
    now: dt.date
    table: pd.DataFrame
    expected: float
    joined: int
    gone: int


def _two_days(study, found: Personas) -> _Seen:
    (before, now), spread = days(study), spread_for(study, found)
    first, second = (study.features(day, lookback_days=found.lookback_days) for day in (before, now))
    then, here = (sure_of(found, spread, features) for features in (first, second))
    common = then.index.intersection(here.index)
    table = then.loc[common].add_suffix("_before").join(here.loc[common])
    kinds = table.index[(table["persona_before"] != found.inactive) & (table["persona"] != found.inactive)]
    expected = _expected(found, spread, first.loc[kinds], second.loc[kinds])
    return _Seen(before, now, table, expected, len(here) - len(common), len(then) - len(common))


def _expected(found: Personas, spread: Spread | None, first: pd.DataFrame, second: pd.DataFrame) -> float:
    """By chance; 0 where nothing tells how unsure the placing is."""
    if spread is None:
        return 0.0
    expected = expected_moves(found, spread, found.recipe.coordinates(first), found.recipe.coordinates(second))
    return 0.0 if np.isnan(expected) else expected


def _matrix(table: pd.DataFrame, found: Personas, minimum: int) -> pd.DataFrame:
    levels = [*found.names, found.inactive]
    counts = pd.crosstab(table["persona_before"], table["persona"]).reindex(index=levels, columns=levels, fill_value=0)
    rows = [{"persona_before": one, "persona": other, "base": int(counts.loc[one, other]), "_of": int(counts.loc[one].sum())}
            for one in levels for other in levels]
    out = pd.DataFrame(rows)
    out["value"] = out["base"] / out["_of"].where(out["_of"] > 0)
    out["low"], out["high"] = share_interval(out["base"].to_numpy(), out["_of"].to_numpy())
    out["_stayed"] = np.where(out["persona_before"] == out["persona"], "stayed", "moved")
    out.loc[out[["persona_before", "persona"]].eq(found.inactive).any(axis=1), "_stayed"] = "inactive"
    hidden = _hidden(out, minimum)
    out["withheld"] = hidden
    out[["value", "low", "high", "base"]] = out[["value", "low", "high", "base"]].astype(float).mask(hidden != "", axis=0)
    return out[["persona_before", "persona", "base", "value", "low", "high", "withheld"]]


def _hidden(table: pd.DataFrame, minimum: int) -> pd.Series:
    """Why each cell is hidden: rows, columns and all who stayed add up to what is told elsewhere."""
    base, reason = table["base"].copy(), pd.Series("", index=table.index, dtype=object)
    while True:
        before = reason.copy()
        for within in ("persona_before", "persona", "_stayed"):
            told = withhold(table.assign(base=base), minimum=minimum, within=[within], columns=())["withheld"].astype(object)
            reason = reason.where(reason != "", told)
            # A cell once hidden counts as small for the other sums, so that they hide no less than they must.
            base = base.where((reason == "") | (base < minimum), minimum - 1) if minimum > 1 else base
        if (reason == before).all():
            return reason


def _all_withheld(table: pd.DataFrame) -> pd.DataFrame:
    hidden = table.assign(withheld="small")
    hidden[["base", "value", "low", "high"]] = np.nan
    return hidden


def _sentence(study, both: pd.DataFrame, seen: _Seen, stayed: int, ends: tuple[float, float], clear: bool) -> str:
    language, n = study.language, len(both)
    parts = [words.say("waves.movers.stayed", language, n=n, before=seen.before, now=seen.now, share=stayed / n, low=ends[0], high=ends[1])]
    parts.append(words.say(f"waves.movers.{'clear' if clear else 'chance'}", language, moved=1 - stayed / n, expected=seen.expected))
    sure = both[(both["probability_before"] >= SURE) & (both["probability"] >= SURE)]
    if len(sure) >= study.settings.minimum_base:
        moved = int((sure["persona_before"] != sure["persona"]).sum())
        low, high = share_interval(moved, len(sure))
        parts.append(words.say("waves.movers.sure", language, n=len(sure), share=moved / len(sure), low=float(low), high=float(high), sure=SURE))
    return " ".join(parts)


def _caveats(study, found: Personas, table: pd.DataFrame, seen: _Seen) -> tuple[str, ...]:
    language, shared = study.language, found.lookback_days - (seen.now - seen.before).days
    texts = [words.say("waves.caveat.frozen", language), words.say("waves.movers.margin", language, margin=_MARGIN)]
    if shared > 0:
        texts.append(words.say("waves.movers.shared", language, shared=shared, days=found.lookback_days))
    if all(count == 0 or count >= study.settings.minimum_share_base for count in (seen.joined, seen.gone)):
        texts.append(words.say("waves.movers.others", language, joined=seen.joined, gone=seen.gone))
    if found.verdict == "continuum":
        texts.append(words.say("personas.caveat.continuum", language))
    hidden = int((table["withheld"] != "").sum())
    if hidden:
        texts.append(words.say("house.withheld_caveat", language, rows=hidden, minimum=study.settings.minimum_share_base))
    return tuple(texts)

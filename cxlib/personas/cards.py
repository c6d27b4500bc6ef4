"""Findings about personas: are there kinds, how large, what sets them apart."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from .. import words
from ..finding import Chart, Finding, withhold
from ..intervals import mean_interval, share_interval, skewed_mean_interval
from .groups import SEPARATED
from .kinds import Personas
from .naming import habit_label
from .record import Behaviour, behaviour_of

__all__ = ["behaviour", "people", "profile", "sizes", "structure"]

_TABLES = ("transactions", "touchpoints")
_MONEY = ("basket", "spend")
_SAID = 3
_LEVELS = 6


def structure(study, found: Personas) -> Finding:
    """Are there kinds of customers? The verdict, with every number of personas that was tried.

    Returns
    -------
    Finding
        ``representation``, ``k``, ``value`` (silhouette), ``expected`` (in one continuous cloud), ``z``,
        ``prediction_strength`` (0 to 1), ``chosen``, ``base``. Made from everyone, so a slice does not change it.
        Status ``cannot_tell`` for no clear groups.
    """
    name, question = "personas.structure", words.say("personas.structure.question", study.language)
    if found.verdict == "not_available":
        return study.not_available(name, question, *_TABLES)
    language, table = study.language, found.candidates
    if len(table):
        table = table.rename(columns={"silhouette": "value"})
        table["representation"] = [words.say(f"personas.representation.{which}", language) for which in table["representation"]]
        table["chosen"] = [words.say("personas.yes", language) if chosen else "" for chosen in table["chosen"]]
        table["base"] = found.fitted
        chart = Chart("line", x="k", y="z", low=None, high=None, series="representation", reference=SEPARATED,
                      reference_label=words.say("personas.structure.threshold", language),
                      x_label=words.label("k", language), y_label=words.label("z", language))
    else:
        table, chart = pd.DataFrame({"k": [1], "base": [found.active]}), Chart()
    sentence = words.say(f"personas.structure.{found.verdict}", language, k=found.k, n=found.active, p=found.p_value)
    return study.finding(
        name, question=question, sentence=sentence, table=table, chart=chart, base=found.active,
        status="cannot_tell" if found.verdict == "none" else "answered", caveats=_caveats(study, found),
        formats={"prediction_strength": "share", "k": "count"}, **_action("structure", found.verdict, language),
    )


def sizes(study, found: Personas) -> Finding:
    """How large is each persona in the slice, and what does it spend?

    Returns
    -------
    Finding
        ``persona``, ``base`` (customers), ``value`` (share of the slice's customers, 0 to 1, Wilson's interval),
        ``spend`` (mean per customer over the lookback, in the study's currency), ``spend_low``, ``spend_high``,
        ``withheld``. The inactive are a row of their own.
    """
    name, question = "personas.sizes", words.say("personas.sizes.question", study.language)
    if found.verdict == "not_available":
        return study.not_available(name, question, *_TABLES)
    table = people(study, found)
    if table.empty:
        return study.nobody(name, question)
    rows = []
    for persona in (*found.names, found.inactive):
        mine = table[table["persona"] == persona]
        row = {"persona": persona, "base": len(mine), "value": len(mine) / len(table)}
        if "spend" in table:
            row |= dict(zip(("spend", "spend_low", "spend_high"), _mean(mine["spend"], "spend"), strict=True))
        rows.append(row)
    shown = pd.DataFrame(rows)
    shown["low"], shown["high"] = share_interval(shown["base"].to_numpy(), len(table))
    money = [column for column in shown if column.startswith("spend")]
    shown = withhold(shown, minimum=study.settings.minimum_share_base, within=[], columns=("value", "low", "high", "base", *money))
    shown = shown[["persona", "base", "value", "low", "high", *money, "withheld"]]
    language = study.language
    return study.finding(
        name, question=question, sentence=_sizes_sentence(shown, found, len(table), language), table=shown,
        chart=Chart("interval", y="persona", unit="share", x_label=words.say("personas.sizes.axis", language)),
        base=len(table), unit="share", formats=dict.fromkeys(money, "money"), caveats=_caveats(study, found, shown),
        **_action("sizes", "all", language),
    )


def profile(study, found: Personas) -> Finding:
    """What sets each persona apart, in the slice.

    Returns
    -------
    Finding
        ``persona``, ``habit``, ``value`` (mean in the persona, in the habit's unit), ``low``, ``high``,
        ``everyone`` (mean of all active customers in the slice), ``effect`` (their difference in standard
        deviations of that habit), ``base``, ``unit``, ``withheld``; largest differences first within a persona.
        No p-values: the personas were made from these columns.
    """
    name, question = "personas.profile", words.say("personas.profile.question", study.language)
    if found.verdict == "not_available":
        return study.not_available(name, question, *_TABLES)
    table = people(study, found)
    table = table[table["persona"] != found.inactive]
    if table.empty or not (found.features or found.categories):
        return study.nobody(name, question)
    language = study.language
    rows = [row for persona in found.names for row in _habits_of(table, persona, found, language)]
    shown = pd.DataFrame(rows)
    places = shown["persona"].map({persona: place for place, persona in enumerate(found.names)})
    order = pd.DataFrame({"place": places, "size": -shown["effect"].abs().fillna(-1)}).sort_values(["place", "size"], kind="stable").index
    shown = withhold(
        shown.loc[order].reset_index(drop=True), minimum=study.settings.minimum_base, within=["habit", "unit"],
        columns=("value", "low", "high", "base", "effect"),
    )
    return study.finding(
        name, question=question, sentence=_profile_sentence(shown, found, language), table=shown,
        chart=_profile_chart(language) if found.k > 1 else Chart(),
        base=len(table), status="cannot_tell" if found.verdict == "none" else "answered",
        caveats=(*_caveats(study, found, shown), words.say("personas.profile.caveat", language)),
        formats={"effect": "signed_score"}, **_action("profile", "all", language),
    )


def _profile_chart(language: str) -> Chart:
    return Chart("heatmap", x="persona", y="habit", value="effect", low=None, high=None, reference=0.0, unit="signed_score",
                 value_label=words.say("personas.profile.axis", language))


def people(study, found: Personas) -> pd.DataFrame:
    """Features and habits of the slice's customers, with their ``persona``."""
    return behaviour(study, found).now


def behaviour(study, found: Personas) -> Behaviour:
    """What the slice's customers did: rows of what was kept with the personas, or counted anew for other data.

    One who was a customer a lookback ago and has left is in ``since`` and not in ``now``.
    """
    kept = found.behaviour
    if kept is None or not kept.is_of(study):
        return behaviour_of(study, found)
    if not study.slice.restricts:
        return kept
    where, values = study.view.where(study.slice, "customers")
    ids = study.view.frame(f"SELECT customer_id FROM customers WHERE {where}", values)["customer_id"]
    return replace(kept, now=kept.now[kept.now.index.isin(ids)], since=kept.since[kept.since.index.isin(ids)])


def _habits_of(table: pd.DataFrame, persona: str, found: Personas, language: str) -> list[dict]:
    inside, rows = (table["persona"] == persona).to_numpy(), []
    columns = dict.fromkeys([*found.features, *(["spend"] if "spend" in table else [])])
    told = [(column, habit_label(column, language), table[column]) for column in columns]
    told += [(f"{column}_share", f"{words.label(column, language)}: {level}", (table[column].astype("str") == level).where(table[column].notna()).astype(float))
             for column in found.categories for level in _levels(table[column])]
    for column, label, values in told:
        everyone, known = values.mean(), values[inside].dropna()
        value, low, high = _mean(known, column)
        spread = values.std()
        rows.append({
            "persona": persona, "habit": label, "value": value, "low": low, "high": high,
            "everyone": everyone, "effect": (value - everyone) / spread if spread > 0 else np.nan, "base": len(known),
            "unit": "share" if column.endswith("_share") else "money" if column in _MONEY else "number",
        })
    return rows


def _levels(values: pd.Series) -> list[str]:
    """The most frequent levels of a column of text."""
    return sorted(values.dropna().astype("str").value_counts().index[:_LEVELS])


def _mean(values: pd.Series, column: str) -> tuple[float, float, float]:
    values = values.dropna().to_numpy(dtype=float)
    if not len(values):
        return np.nan, np.nan, np.nan
    n, mean = len(values), float(values.mean())
    if column in _MONEY:
        # Powers of large amounts lose digits, so they are taken in units of the mean.
        scale = abs(mean) or 1.0
        low, high = (scale * float(end) for end in skewed_mean_interval(n, *((values / scale) ** p @ np.ones(n) for p in (1, 2, 3))))
    else:
        scale = (0, 1) if column.endswith("_share") else None
        low, high = (float(end) for end in mean_interval(n, values.sum(), (values**2).sum(), scale=scale))
    return mean, min(low, mean), max(high, mean)


def _sizes_sentence(shown: pd.DataFrame, found: Personas, total: int, language: str) -> str:
    kinds = shown[(shown["persona"] != found.inactive) & shown["value"].notna()]
    if found.verdict == "none" or kinds.empty:
        return words.say("personas.sizes.none", language, n=total)
    top = kinds.loc[kinds["value"].idxmax()]
    sentence = words.say(
        "personas.sizes.top", language, persona=top["persona"], share=top["value"], low=top["low"], high=top["high"], n=total
    )
    idle = shown.loc[shown["persona"] == found.inactive, "value"].iloc[0]
    if idle > 0:
        sentence += " " + words.say("personas.sizes.inactive", language, share=idle, days=found.lookback_days)
    return sentence


def _profile_sentence(shown: pd.DataFrame, found: Personas, language: str) -> str:
    known = shown.dropna(subset=["effect"])
    if found.verdict == "none" or known.empty:
        return words.say("personas.profile.none", language)
    top = known.loc[known.groupby("persona", sort=False)["effect"].agg(lambda effect: effect.abs().idxmax())]
    top = top.loc[top["effect"].abs().sort_values(ascending=False, kind="stable").index].head(_SAID)
    parts = [
        words.say(f"personas.profile.{'more' if row.effect > 0 else 'less'}", language, persona=row.persona, habit=row.habit,
                  size=abs(row.effect))
        for row in top.itertuples()
    ]
    return words.say("personas.profile.sentence", language, parts="; ".join(parts))


def _caveats(study, found: Personas, shown: pd.DataFrame | None = None) -> tuple[str, ...]:
    language, texts = study.language, []
    if found.verdict == "continuum":
        texts.append(words.say("personas.caveat.continuum", language))
    if shown is None:
        if found.features:
            listed = ", ".join(habit_label(column, language) for column in found.features)
            texts.append(words.say("personas.caveat.made_of", language, habits=listed, days=found.lookback_days))
            texts.append(words.say("personas.caveat.fitted", language, n=found.fitted, share=found.complete_share))
            texts.append(words.say("personas.caveat.left_out", language))
        dropped = [habit_label(column, language) for column, why in found.left_out.items() if why in ("missing", "constant", "duplicate")]
        if dropped:
            texts.append(words.say("personas.caveat.dropped", language, habits=", ".join(dropped)))
        if study.slice:
            texts.append(words.say("personas.caveat.everyone", language))
    elif (shown["withheld"] != "").any():
        texts.append(words.say("house.withheld_caveat", language, rows=int((shown["withheld"] != "").sum()),
                               minimum=study.settings.minimum_share_base if "habit" not in shown else study.settings.minimum_base))
    return tuple(texts)


def _action(finding: str, case: str, language: str) -> dict[str, str]:
    return {
        "owner": words.say("personas.owner", language),
        "next_step": words.say(f"personas.next.{finding}.{case}", language),
    }

"""Which results changed between two runs, and why: really, by noise, by who answered, or because they mean something else."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd

from .. import intervals, words
from ..finding import Chart, Finding
from ..finding.beside_rows import compared, keys_of
from .waves_data import definitions_of, row_names
from .waves_state import Kept

__all__ = ["changed_results"]

_LEVELS, _BY_PERIOD = ("scores.level", "journeys.funnel", "journeys.drop_off", "journeys.time_to_next"), ("scores.retention", "scores.arpu")
_RESTS_ON = {  # a question's own entry is looked at beside these
    "scores.level": ("minimum_base",), "scores.retention": ("churn.", "period"), "scores.arpu": ("currency", "period"),
    "scores.trend": ("period",), **dict.fromkeys(("journeys.funnel", "journeys.drop_off", "journeys.time_to_next"), ("journey.", "period")),
}
_NOT_MEANING = ("minimum_base",)
_MOST_OF_IT = 0.5
_DRAWS = 80
_CLEAR = 0.05
_NAMED = 4
_FORMATS = {"base_before": "count", "before": "@_unit", "after": "@_unit", "p_value": "p_value", "adjusted_p": "p_value"}
_CLASSES = ("real", "mix", "definition", "noise", "not testable")


def changed_results(old: Kept, new: Kept, study=None) -> Finding:
    """Every level of the two waves that both runs tell, with its change and what kind of change it is.

    Returns
    -------
    Finding
        ``finding`` (its key), ``what``, ``base_before``, ``base``, ``before``, ``after``, ``value`` (after minus before), ``low``,
        ``high`` (95%), ``p_value``, ``adjusted_p`` (Benjamini-Hochberg over all rows), ``verdict``: ``definition`` (the question
        or the setting it rests on changed), ``noise`` (not clear), ``mix`` (clear, and more than half of it, clearly,
        comes from who answered), ``real`` (clear otherwise), ``not testable``; ``ground``.

    Notes
    -----
    Difference: MOVER of the two runs' intervals (Zou & Donner 2008). Mix: Kitagawa (1955), by :func:`cxlib.scores.why_moved`.
    """
    language = new.language
    asked = words.say("waves.results.question", language, old=old.wave, new=new.wave)
    rows = [row for pair in _pairs(old, new) for row in _rows(*pair)]
    if not rows:
        sentence = words.say("waves.results.nothing", language, old=old.wave, new=new.wave)
        return Finding("waves.results", asked, sentence, pd.DataFrame(), status="cannot_tell", language=language)
    table = _classed(pd.DataFrame(rows), old, new, study)
    sentence, status = _sentence(table, old, new)
    return Finding(
        "waves.results", asked, sentence, table, status=status, language=language, chart=_chart(table, old, new), formats=_FORMATS,
        base=int(np.nan_to_num(table["base"].max())), currency=next(iter(new.findings.values())).currency,
        caveats=_notes(table, old, new, study), provenance={"waves": [old.wave, new.wave]},
    )


def _pairs(old: Kept, new: Kept) -> Iterator[tuple[Finding, Finding]]:
    """Findings of both runs that tell the level of a wave: answers of the wave and journeys begun in it."""
    keys = [key for key in new.findings if key in old.findings]
    levels = [key for key in keys if new.findings[key].name in _LEVELS]
    whole = "scores.level" in levels
    for key in keys:
        pair = old.findings[key], new.findings[key]
        name = pair[1].name
        if name in _LEVELS:
            yield tuple(_usable(finding) for finding in pair)
        elif name in _BY_PERIOD or (name == "scores.trend" and not whole):
            yield tuple(_of_wave(finding, wave) for finding, wave in zip(pair, (old.wave, new.wave), strict=True))


def _usable(finding: Finding) -> Finding:
    """The finding by its texts alone, weighted rows only where there are both."""
    table = finding.table
    if "basis" in table and set(table["basis"]) == {"weighted", "unweighted"}:
        table = table[table["basis"] == "weighted"]
    return replace(finding, table=table.reset_index(drop=True), chart=Chart(), layout=None)


def _of_wave(finding: Finding, wave: str) -> Finding:
    if "period" not in finding.table:
        return replace(finding, table=pd.DataFrame(), chart=Chart(), layout=None)
    table = finding.table
    return _usable(replace(finding, table=table[table["period"] == wave].drop(columns="period"), chart=Chart(), layout=None))


def _rows(old: Finding, new: Finding) -> list[dict]:
    if not all({"value", "low", "high"} <= set(finding.table.columns) and len(finding.table) for finding in (old, new)):
        return []
    keys = keys_of(new, old)
    if keys is None:
        return []
    things = compared(new, old, keys, disjoint=True)
    named = row_names(new, things.texts, keys)
    return [
        {"finding": new.key, "_name": new.name, "what": what, "_question": row.get("question", ""), "base_before": row["base_other"], "base": row["base"],
         "before": row["value_other"], "after": row["value"], "value": row["difference"], "low": row["difference_low"],
         "high": row["difference_high"], "p_value": row["p_value"], "unit": row["_unit"], "_unit": row["unit"], "withheld": row["withheld"]}
        for row, what in zip(things.records(), named, strict=True)
        if not (math.isnan(row["p_value"]) and row["value"] == row["value_other"])  # the first stage of a funnel is 100% of itself
    ]


def _classed(table: pd.DataFrame, old: Kept, new: Kept, study) -> pd.DataFrame:
    table = table.assign(adjusted_p=intervals.adjust(table["p_value"].to_numpy(float), method="fdr_bh"))
    settings, questions = definitions_of(old, new)
    found = [_class(row, old, new, settings, questions, study) for row in table.to_dict("records")]
    table["verdict"], table["ground"] = ([one[place] for one in found] for place in (0, 1))
    hidden = table.pop("withheld")
    return table.assign(withheld=hidden)


def _class(row: dict, old: Kept, new: Kept, settings: set[str], questions: set[str], study) -> tuple[str, str]:
    language = new.language
    rests = [name for name in settings if name not in _NOT_MEANING and name.startswith(_RESTS_ON[row["_name"]])]
    if row["_question"] in questions or rests:
        return "definition", words.say("waves.reason.definition", language, name=", ".join(sorted(rests)) or row["_question"])
    if math.isnan(row["adjusted_p"]):
        one_side = (math.isnan(row["before"]) or math.isnan(row["after"])) and not row["withheld"]
        return "not testable", words.say("waves.reason.one_side" if one_side else "waves.reason.withheld", language)
    if row["adjusted_p"] >= _CLEAR:
        return "noise", ""
    mix = _mix(row, old, new, study)
    return ("mix", words.say("waves.reason.mix", language, segment=mix[0], share=mix[1])) if mix else ("real", "")


def _mix(row: dict, old: Kept, new: Kept, study) -> tuple[str, float] | None:
    """The segment whose mix makes most of a change, and its part of it; None where none clearly does."""
    for why in _whys(row, old, new, study):
        table = why.table
        if not {"part", "total", "dimension"} <= set(table.columns):
            continue
        same = table[(table["part"] == "mix") & np.isclose(table["total"], row["value"], rtol=1e-4, atol=1e-6) & (table["withheld"] == "")]
        clear = same[(same["low"] > 0) | (same["high"] < 0)]
        shares = (clear["value"] / clear["total"]).astype(float)
        if len(shares) and shares.max() > _MOST_OF_IT:
            lead = clear.loc[shares.idxmax()]
            return why.text_of("dimension", lead["dimension"]), float(shares.max())
    return None


def _whys(row: dict, old: Kept, new: Kept, study) -> Iterator[Finding]:
    """Splits of the change: kept by the new run, else taken from the study."""
    yield from (finding for finding in new.findings.values() if finding.name == "scores.why_moved" and "total" in finding.table)
    if study is not None and row["finding"] == "scores.level" and row["_question"] and old.wave in study.waves:
        from .. import scores

        yield scores.why_moved(study, question=row["_question"], against=old.wave, draws=_DRAWS)


def _sentence(table: pd.DataFrame, old: Kept, new: Kept) -> tuple[str, str]:
    language = new.language
    n = {name: int((table["verdict"] == name).sum()) for name in _CLASSES}
    clear = table[table["verdict"].isin(["real", "mix"])].sort_values("p_value", kind="stable")
    fills = {"old": old.wave, "new": new.wave, "tests": int(table["p_value"].notna().sum())}
    told = words.say("waves.results.tally", language, **{name.replace(" ", "_"): count for name, count in n.items()})
    currency = next(iter(new.findings.values())).currency
    lead = next((row for row in table.to_dict("records") if row["finding"] == "scores.level" and not math.isnan(row["value"])), None)
    # The main score is told whether it changed or not: readers ask for it first.
    told = f"{_item(lead, currency, language)}. {told}" if lead and lead["verdict"] not in ("real", "mix") else told
    if clear.empty:
        return f"{words.say('waves.results.none', language, **fills)} {told}", "cannot_tell"
    listed = "; ".join(_item(row, currency, language) for row in clear.head(_NAMED).to_dict("records"))
    more = words.say("waves.more", language, more=len(clear) - _NAMED) if len(clear) > _NAMED else ""
    return f"{words.say('waves.results.some', language, count=len(clear), listed=listed, more=more, **fills)} {told}", "answered"


def _item(row: dict, currency: str, language: str) -> str:
    values = {name: _shown(row[name], row["_unit"], currency, language) for name in ("before", "after")}
    values |= {name: _shown(row[name], row["unit"], currency, language) for name in ("value", "low", "high")}
    verdict = words.say(f"value.verdict.{row['verdict']}", language)
    return words.say("waves.results.item", language, what=row["what"], verdict=verdict, base=row["base"], base_before=row["base_before"], **values)


def _shown(value: float, unit: str, currency: str, language: str) -> str:
    return words.format_value((value, currency) if unit == "money" else value, unit, language)


def _chart(table: pd.DataFrame, old: Kept, new: Kept) -> Chart:
    """One panel a unit; only rows with a difference."""
    verdicts = [words.say(f"value.verdict.{name}", new.language) for name in table["verdict"]]
    table["_row"] = [f"{what}: {verdict}" for what, verdict in zip(table["what"], verdicts, strict=True)]
    table["_scale"] = [words.say(f"waves.scale.{'points' if unit == 'signed_points' else 'score' if unit == 'signed_score' else 'other'}", new.language)
                       for unit in table["unit"]]
    table["_drawn"] = np.where(table["value"].notna(), "yes", "no")
    drawn = table[table["_drawn"] == "yes"]
    several = drawn["_scale"].nunique() > 1
    label = words.say("waves.results.axis", new.language, old=old.wave, new=new.wave)
    return Chart("interval", x="value", y="_row", facet="_scale" if several else None, where={"_drawn": "yes"}, order={"verdict": _CLASSES}, reference=0.0, x_label=label,
                 y_label=words.label("what", new.language), unit=drawn["unit"].iloc[0] if len(drawn) and not several else "number")


def _notes(table: pd.DataFrame, old: Kept, new: Kept, study) -> tuple[str, ...]:
    language = new.language
    notes = [words.say("waves.results.correction", language, tests=int(table["p_value"].notna().sum())), words.say("waves.results.rounds", language)]
    if study is None and (table["verdict"] == "real").any():
        notes.append(words.say("waves.results.no_study", language))
    if old.state is None or new.state is None:
        notes.append(words.say("waves.results.no_state", language))
    others = [key for key in new.findings if key in old.findings and _not_compared(new.findings[key])]
    if others:
        notes.append(words.say("waves.results.shared", language, count=len(others)))
    return tuple(notes)


def _not_compared(finding: Finding) -> bool:
    """Whether a finding has intervals but rests on the same people in both runs."""
    return {"value", "low", "high"} <= set(finding.table.columns) and not finding.name.startswith("scores.") and finding.name not in _LEVELS



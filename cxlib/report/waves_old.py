"""What became of the findings of an earlier run: held, faded, or not testable now."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .. import intervals, words
from ..finding import Finding
from ..finding.beside_rows import interval_p_value, keys_of
from .waves_data import row_names
from .waves_state import Kept

__all__ = ["old_findings"]

_CLEAR = 0.05
_NOT_FINDINGS = ("readout.", "quality.", "waves.")
_LEVELS = ("scores.level", "scores.trend", "scores.retention", "scores.arpu", "journeys.funnel", "journeys.drop_off", "journeys.time_to_next")
_VERDICTS = ("held", "faded", "not testable")


def old_findings(old: Kept, new: Kept) -> Finding:
    """Each thing that the earlier run found, and whether it is so in the later one.

    A row that was clear (after correction) has held when it is clear with the same sign; a move of a score has held when
    the new wave still differs, the same way, from the wave before the move. A finding without rows of that kind has held
    when its question is answered again; both sentences stand beside each other.

    Returns
    -------
    Finding
        ``finding`` (its key), ``what``, ``became`` (held, faded, not testable), ``ground``, ``sentence_before``, ``sentence``.
    """
    language = new.language
    asked = words.say("waves.old.question", language, old=old.wave, new=new.wave)
    rows = [row for finding in old.findings.values() if _counts(finding) for row in _judged(finding, old, new)]
    if not rows:
        return Finding("waves.old", asked, words.say("waves.old.nothing", language, old=old.wave), pd.DataFrame(), status="cannot_tell", language=language)
    table = pd.DataFrame(rows)
    n = {verdict: int((table["became"] == verdict).sum()) for verdict in _VERDICTS}
    faded = [row["what"] or row["finding"] for row in rows if row["became"] == "faded"]
    named = words.say("waves.old.faded", language, listed="; ".join(faded[:4])) if faded else ""
    sentence = words.say("waves.old", language, old=old.wave, new=new.wave, count=len(rows), held=n["held"], faded=n["faded"], untested=n["not testable"])
    return Finding("waves.old", asked, f"{sentence}{named}", table, language=language, caveats=(words.say("waves.old.caveat", language),),
                   provenance={"waves": [old.wave, new.wave]})


def _counts(finding: Finding) -> bool:
    return finding.status == "answered" and not finding.name.startswith(_NOT_FINDINGS) and "customer_id" not in finding.table


def _judged(finding: Finding, old: Kept, new: Kept) -> list[dict]:
    after = new.findings.get(finding.key)
    claims = _claims(finding)
    if claims is None and finding.name in _LEVELS:
        return []  # how high something is claims nothing; whether it changed stands among the results
    if claims is None or finding.name == "scores.why_moved":
        verdict, reason = _by_status(after)
        return [_row(finding, after, "", verdict, words.say(f"waves.old.{reason}", new.language) if reason else "")]
    if finding.name == "scores.change":
        judged = _moves(finding, claims, old, new)
    else:
        judged = [(what, *_again(row, finding, after)) for what, row in claims]
    return [_row(finding, after, what, verdict, words.say(f"waves.old.{reason}", new.language) if reason else "") for what, verdict, reason in judged]


def _row(finding: Finding, after: Finding | None, what: str, became: str, ground: str) -> dict:
    return {"finding": finding.key, "what": what, "became": became, "ground": ground, "sentence_before": finding.sentence,
            "sentence": after.sentence if after else ""}


def _claims(finding: Finding) -> list[tuple[str, dict]] | None:
    """Rows that are clear after correction, named; None where rows make no such claim."""
    table = finding.table
    signed = finding.unit.startswith("signed_") or ("unit" in table and table["unit"].astype("str").str.startswith("signed_").all())
    if "adjusted_p" not in table or not (signed or "difference" in table) or not len(table):
        return None
    keys = keys_of(finding, finding)
    if keys is None:
        return None
    named = row_names(finding, {name: table[name].tolist() for name in table.columns}, keys)
    # the single comparison of a table is judged by its own p
    chance = table["p_value"] if "p_value" in table and len(table) == 1 else table["adjusted_p"]
    size = table["difference"] if "difference" in table else table["value"]
    rows = [{**row, "_size": float(s), "_keys": keys} for row, s in zip(table.to_dict("records"), size, strict=True)]
    return [(what, row) for what, row, p in zip(named, rows, chance, strict=True) if p < _CLEAR]


def _by_status(after: Finding | None) -> tuple[str, str]:
    if after is None:
        return "not testable", "not_told"
    return {"answered": ("held", "answered"), "cannot_tell": ("faded", "unsure")}.get(after.status, ("not testable", "no_data"))


def _again(row: dict, finding: Finding, after: Finding | None) -> tuple[str, str]:
    """Whether the same row is clear with the same sign in the later run."""
    if after is None or not set(row["_keys"]) <= set(after.table.columns):
        return "not testable", "not_told"
    same = after.table
    for name in row["_keys"]:
        same = same[same[name] == row[name]]
    size = "difference" if "difference" in finding.table else "value"
    if len(same) != 1 or size not in same or pd.isna(same[size].iloc[0]) or "adjusted_p" not in same:
        return "not testable", "no_row"
    mine = same.iloc[0]
    chance = mine["p_value"] if "p_value" in same and len(after.table) == 1 else mine["adjusted_p"]
    if chance < _CLEAR:
        return ("held", "") if np.sign(mine[size]) == np.sign(row["_size"]) else ("faded", "turned")
    return "faded", "unclear"


def _moves(finding: Finding, claims: list[tuple[str, dict]], old: Kept, new: Kept) -> list[tuple[str, str, str]]:
    """Whether a score that moved is still away from where it was: the wave before the move against the new one."""
    start = finding.key.partition(".against ")[2] or (old.state or {}).get("previous")
    start = (old.state or {}).get("previous") if start == "last year" else start
    known = [_still(row, str(start), new) for _, row in claims]
    chances = intervals.adjust(np.array([np.nan if one is None else one[1] for one in known], dtype=float), method="fdr_bh") if known else []
    out = []
    for (what, row), one, p in zip(claims, known, chances, strict=True):
        if one is None or np.isnan(p):
            out.append((what, "not testable", "no_trend"))
        else:
            same = np.sign(one[0]) == np.sign(row["_size"])
            out.append((what, "held" if p < _CLEAR and same else "faded", "" if p < _CLEAR and same else "turned" if p < _CLEAR else "back"))
    return out


def _still(row: dict, start: str, new: Kept) -> tuple[float, float] | None:
    """The distance of the new wave from that wave, with its p; None where the later run does not tell both."""
    for trend in (one for one in new.findings.values() if one.name == "scores.trend"):
        keys = [name for name in row["_keys"] if name != "basis"]
        if not {*keys, "period"} <= set(trend.table.columns):
            continue
        table, keys = trend.table, [*keys, *(name for name in ("basis", "metric") if name in trend.table and name in row)]
        for name in keys:
            table = table[table[name] == row[name]]
        sides = [table[table["period"] == wave] for wave in (start, new.wave)]
        if all(len(side) == 1 for side in sides):
            first, second = (tuple(float(side[name].iloc[0]) for name in ("value", "low", "high")) for side in sides)
            return second[0] - first[0], float(interval_p_value(first, second))
    return None

"""What to do first: gaps ranked by importance, size, reach and confidence over effort, and what became of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from .. import words
from ..errors import ArgumentError, choose
from ..finding import Chart, Finding
from ..intervals import mover
from .gaps import Gap, gaps

__all__ = ["HORIZONS", "PLAN_COLUMNS", "carried", "priorities"]

HORIZONS = ("fix_now", "this_quarter", "direction_only")
PLAN_COLUMNS = ("key", "importance", "effort", "horizon", "owner", "action", "progress", "since", "gap", "gap_low", "gap_high")
_DRAWS, _FEW, _SURE = 2000, 3, 0.95
_Z = 1.959963984540054
_COLUMNS = ["rank", "rank_low", "rank_high", "what", "seen_in", "step", "channel", "group", "base", "importance", "gap", "gap_low", "gap_high", "reach",
            "confidence", "effort", "value", "low", "high", "horizon", "context", "owner", "action", "_key"]  # fmt: skip


def priorities(study, model=None, *, plan: pd.DataFrame | None = None, seed: int = 2026) -> Finding:
    """Where to begin: importance x gap x reach x confidence / effort, with an interval on the rank.

    The gap and nothing else is drawn 2,000 times from its interval (a parametric bootstrap: normal, at least 0); the rank's
    interval holds 95% of the draws. Horizons: ``fix_now`` where the confidence is at least 95%, the rank is within the first
    three in at least 97.5% of the draws or the effort is 1 or less and the first three hold the rank; ``this_quarter`` for the other
    confident ones; ``direction_only`` below 95%.

    Parameters
    ----------
    study : Study
    model : result of :func:`cxlib.churn.fit`, optional
    plan : DataFrame, optional
        What people have decided, one row for each `key`: columns ``key`` and any of ``importance`` (0 to 1), ``effort``
        (above 0; 1 where not said), ``horizon``, ``owner``, ``action``. Empty cells change nothing.
    seed : int

    Returns
    -------
    Finding
        One row a gap, best first: ``rank``, ``rank_low``, ``rank_high``, ``what``, ``seen_in``, ``step``, ``channel``, ``group``, ``base``,
        ``importance``, ``gap``, ``gap_low``, ``gap_high``, ``reach``, ``confidence``, ``effort``, ``value`` (their product over effort), ``low``,
        ``high``, ``horizon``, ``context`` ("score only" or ""), ``owner``, ``action``.

    Raises
    ------
    ArgumentError
        For a plan without keys, or an importance, effort or horizon that cannot be.

    Examples
    --------
    >>> readout.priorities(study, plan=pd.DataFrame({"key": ["rating: wait_time"], "effort": [3]}))  # doctest: +SKIP
    """
    language = study.language
    decided = _checked(plan)
    found = gaps(study, model)
    question = words.say("readout.first.question", language, wave=study.in_focus().wave)
    if not found:
        return study.finding("readout.priorities", question=question, sentence=words.say("readout.first.none", language), table=pd.DataFrame(columns=_COLUMNS),
                             status="cannot_tell")
    table = _ranked(study, found, decided, seed)
    top = table.iloc[0]
    values = {name: top[name] for name in ("what", "rank_low", "rank_high", "gap_low", "gap_high")}
    behind = words.say(f"readout.behind.{top['seen_in']}", language, gap=top["gap"])
    sentence = words.say("readout.first", language, **{**values, "behind": behind, "n": int(top["base"]), "count": len(table), "now": int((table["horizon"] == "fix_now").sum())})
    unknown = set(decided.index) - set(table["_key"])
    caveats = [words.say("readout.first.caveat", language)]
    caveats += [words.say("readout.first.unknown", language, count=len(unknown), keys="; ".join(sorted(unknown)[:5]))] if unknown else []
    chart = Chart("interval", x="value", y="what", unit="share", x_label=words.say("readout.first.axis", language))
    units = {**dict.fromkeys(("importance", "gap", "gap_low", "gap_high", "reach", "confidence"), "share"), "effort": "number"}
    status = "answered" if (table["confidence"] >= _SURE).any() else "cannot_tell"
    return study.finding("readout.priorities", question=question, sentence=sentence, table=table, chart=chart, base=int(table["base"].max()),
                         owner=str(top["owner"]), caveats=tuple(caveats), unit="share", formats=units, status=status, next_step=str(top["action"]))


def carried(study, plan: pd.DataFrame, now: Finding) -> Finding:
    """What became of the actions of earlier waves.

    Each action of the plan that was written down before this wave is set beside the same gap today. The interval of the
    difference is that of two independent estimates (Zou and Donner 2008).

    Parameters
    ----------
    plan : DataFrame
        Columns ``key``, ``since`` (wave), ``gap``, ``gap_low``, ``gap_high``; ``owner``, ``action``, ``progress`` where given.
    now : result of :func:`priorities` for this wave

    Returns
    -------
    Finding
        Columns ``what``, ``since``, ``owner``, ``action``, ``progress``, ``before``, ``after``, ``value`` (after less before), ``low``, ``high``,
        ``verdict``: smaller, larger, cannot tell, faded (no longer among the gaps).
    """
    language = study.language
    wave = study.in_focus().wave
    question = words.say("readout.carried.question", language)
    decided = _checked(plan)
    old = decided[decided["since"].astype("str").isin(study.waves) & (decided["since"].astype("str") != wave)] if "since" in decided else decided.iloc[:0]
    if not len(old):
        return study.finding("readout.carried", question=question, sentence=words.say("readout.carried.none", language), table=pd.DataFrame(), status="cannot_tell")
    today = now.table.set_index("_key")
    table = pd.DataFrame([_became(key, row, today.loc[key] if key in today.index else None) for key, row in old.iterrows()])
    tally = table["verdict"].value_counts()
    sentence = words.say("readout.carried", language, count=len(table), **{name: int(tally.get(name, 0)) for name in ("smaller", "larger", "faded")},
                         unsure=int(tally.get("cannot tell", 0)))
    chart = Chart("interval", x="value", y="what", reference=0.0, unit="signed_points", reference_label=words.say("readout.carried.same", language))
    return study.finding("readout.carried", question=question, sentence=sentence, table=table, chart=chart, base=len(table), unit="signed_points",
                         formats={"before": "share", "after": "share"}, caveats=(words.say("readout.carried.caveat", language),))


def _ranked(study, found: Sequence[Gap], decided: pd.DataFrame, seed: int) -> pd.DataFrame:
    rows = [_with_plan(gap, decided) for gap in found]
    gap_of = np.array([row["gap"] for row in rows])
    spread = np.array([(row["gap_high"] - row["gap_low"]) / (2 * _Z) for row in rows])
    weight = np.array([row["importance"] * row["reach"] * row["confidence"] / row["effort"] for row in rows])
    draws = np.maximum(gap_of + spread * np.random.default_rng(seed).standard_normal((_DRAWS, len(rows))), 0) * weight
    place = (-draws).argsort(axis=1, kind="stable").argsort(axis=1) + 1
    table = pd.DataFrame(rows)
    table["value"] = gap_of * weight
    table["low"], table["high"] = np.minimum(np.quantile(draws, 0.025, axis=0), table["value"]), np.maximum(np.quantile(draws, 0.975, axis=0), table["value"])
    order = np.argsort(-table["value"].to_numpy(), kind="stable")
    table["rank"] = pd.Series(range(1, len(rows) + 1), index=order)
    ends = np.quantile(place, [0.025, 0.975], axis=0, method="inverted_cdf").astype(int)
    table["rank_low"], table["rank_high"] = np.minimum(ends[0], table["rank"]), np.maximum(ends[1], table["rank"])
    table["horizon"] = [row["horizon"] or _horizon(row) for row in table.to_dict("records")]
    language = study.language
    table["owner"] = table["owner"].replace("", words.say("readout.owner_none", language))
    table["what"] = [words.say("readout.first.leaving", language) if kind == "churn" else what for kind, what in zip(table["seen_in"], table["what"])]
    table["action"] = [action or words.say(f"readout.action.{kind}", language) for kind, action in zip(table["seen_in"], table["action"])]
    return table.sort_values("rank", ignore_index=True)[_COLUMNS]


def _with_plan(gap: Gap, decided: pd.DataFrame) -> dict:
    said = decided.loc[gap.key].to_dict() if gap.key in decided.index else {}
    said = {name: value for name, value in said.items() if value != "" and not pd.isna(value)}
    gap = replace(gap, importance=said.get("importance", gap.importance), owner=said.get("owner", gap.owner), action=said.get("action", gap.action))
    return {
        "what": gap.what, "seen_in": gap.seen_in, "step": gap.step, "channel": gap.channel, "group": gap.group, "base": gap.base, "importance": gap.importance,
        "gap": gap.size, "gap_low": gap.low, "gap_high": gap.high, "reach": gap.reach, "confidence": gap.confidence, "effort": float(said.get("effort", 1.0)),
        "horizon": said.get("horizon", ""), "context": "" if gap.has_context else "score only", "owner": gap.owner, "action": gap.action, "_key": gap.key,
    }  # fmt: skip


def _horizon(row: dict) -> str:
    if row["confidence"] < _SURE:
        return "direction_only"
    is_first = row["rank_high"] <= _FEW or (row["effort"] <= 1 and row["rank"] <= _FEW)
    return "fix_now" if is_first else "this_quarter"


def _became(key: str, row: pd.Series, today: pd.Series | None) -> dict:
    said = {name: str(row[name]) if name in row and not pd.isna(row[name]) else "" for name in ("since", "owner", "action", "progress")}
    before = tuple(float(row[name]) for name in ("gap", "gap_low", "gap_high"))
    if today is None:
        return {"what": key, **said, "before": before[0], "after": np.nan, "value": np.nan, "low": np.nan, "high": np.nan, "verdict": "faded"}
    after = tuple(float(today[name]) for name in ("gap", "gap_low", "gap_high"))
    value, low, high = (float(number) for number in mover(before, after))
    verdict = "smaller" if high < 0 else "larger" if low > 0 else "cannot tell"
    return {"what": str(today["what"]), **said, "before": before[0], "after": after[0], "value": value, "low": low, "high": high, "verdict": verdict}


def _checked(plan: pd.DataFrame | None) -> pd.DataFrame:
    """The plan by key, with numbers as numbers; refused where it says what cannot be."""
    if plan is None:
        return pd.DataFrame(columns=["effort"], index=pd.Index([], name="key"))
    if "key" not in plan:
        raise ArgumentError("a plan has one row for each gap, named in a column key")
    if plan["key"].duplicated().any():
        raise ArgumentError(f'the plan names "{plan["key"][plan["key"].duplicated()].iloc[0]}" twice; keep one row for each key')
    decided = plan.set_index("key")
    limits = {"importance": (0.0, 1.0), "effort": (1e-9, np.inf), "gap": (-1.0, 1.0), "gap_low": (-np.inf, np.inf), "gap_high": (-np.inf, np.inf)}
    for name in limits.keys() & set(decided.columns):
        decided[name] = [_number(value, name, key, *limits[name]) for key, value in decided[name].items()]
    for value in decided.get("horizon", ()):
        if value != "" and not pd.isna(value):
            choose("horizon", value, HORIZONS)
    return decided


def _number(value, name: str, key: str, least: float, most: float) -> float:
    if value is None or value == "" or pd.isna(value):
        return np.nan
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = np.nan
    if not least <= number <= most:
        bounds = "above 0" if name == "effort" else f"from {least:g} to {most:g}"
        raise ArgumentError(f'the plan says {name} = "{value}" for "{key}"; it is a number {bounds}, or empty')
    return number

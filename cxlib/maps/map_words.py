"""The sentence of a journey map: where most are lost, where it feels worst, whether that is one stage, who is unheard."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .. import intervals, words
from ..journeys.look import Look
from ..journeys.tally import shares
from .passing import Passing

__all__ = ["told"]

_CLEAR = 0.05
_Z = 1.959964


def told(seen: Look, table: pd.DataFrame, by: str | None, passed: Passing) -> tuple[str, str, dict | None, str]:
    """Sentence, status, headline and owner of a map."""
    if not (table["base"] > 0).any():
        return words.say("journeys.too_few", seen.study.language, units=seen.units()), "cannot_tell", None, ""
    return _compare(seen, table, by, passed) if by else _tell(seen, table)


def _tell(seen: Look, table: pd.DataFrame) -> tuple[str, str, dict | None, str]:
    language = seen.study.language
    lost = table["lost"].fillna(0)
    worst = table.loc[lost.idxmax()] if lost.any() else None
    lines = ["rated", "felt"] if table["rated"].notna().any() else ["felt"]
    low = table.loc[table[lines[0]].idxmin()] if table[lines[0]].notna().any() else None
    hidden = worst is None and (table["withheld"] != "").any()
    parts = [words.say("journeys.too_few", language, units=seen.units()) if hidden else _loss(seen, worst)]
    if low is not None:
        parts.append(_feeling(seen, table, low, lines[0]))
    if low is not None and worst is not None:
        same = low["stage"] == worst["stage"]
        silent = worst["voice"] == "unheard"
        key = "same" if same else "loss_unheard" if silent else "not_same"
        parts.append(words.say(f"maps.{key}", language, stage=_name(seen, worst["stage"]), low=_name(seen, low["stage"])))
    parts.append(_silence(seen, table))
    lead = worst if worst is not None else low
    status = "cannot_tell" if lead is None else "answered"
    return " ".join(parts), status, None if worst is None else _headline(worst), "" if lead is None else lead["owner"]


def _loss(seen: Look, worst: pd.Series | None) -> str:
    language = seen.study.language
    if worst is None:
        return words.say("journeys.funnel.nobody_lost", language)
    return words.say(
        "maps.loss", language, units=seen.units(), when=seen.when(), stage=_name(seen, worst["stage"]), lost=worst["lost"],
        value=worst["value"], low=worst["low"], high=worst["high"], base=worst["base"],
    )


def _feeling(seen: Look, table: pd.DataFrame, low: pd.Series, line: str) -> str:
    """The stage of the lowest feeling, and those that cannot be told from it: their intervals overlap."""
    language = seen.study.language
    others = table[table[line].notna() & (table["stage"] != low["stage"])]
    near = [_name(seen, stage) for stage in others.loc[others[f"{line}_low"] <= low[f"{line}_high"], "stage"]]
    verdict = "maps.feeling.only" if others.empty else "maps.feeling.near" if near else "maps.feeling.clear"
    return words.say(
        f"maps.feeling.{line}", language, stage=_name(seen, low["stage"]), verdict=words.say(verdict, language, others=", ".join(near)),
        **_reading(low, line),
    )


def _reading(row: pd.Series, line: str) -> dict:
    return {"value": row[line], "low": row[f"{line}_low"], "high": row[f"{line}_high"], "n": row["rated_base" if line == "rated" else "felt_base"]}


def _silence(seen: Look, table: pd.DataFrame) -> str:
    """Stages at which nobody was heard, in any level."""
    language = seen.study.language
    silent = (table["voice"] == "unheard").groupby(table["stage"], sort=False).all()
    if silent.all():
        return words.say("maps.unheard.all", language)
    names = [_name(seen, stage) for stage in silent.index[silent]]
    return words.say("maps.unheard", language, stages=", ".join(names)) if names else words.say("maps.unheard.none", language)


def _compare(seen: Look, table: pd.DataFrame, by: str, passed: Passing) -> tuple[str, str, dict | None, str]:
    language = seen.study.language
    worse, colder = _losing(seen, table, passed), _colder(table)
    name = words.label(by, language).lower()
    parts = [words.say("maps.by.no_loss", language, by=name, units=seen.units(), when=seen.when())]
    if worse is not None:
        parts = [words.say(
            "maps.by.loss", language, level=worse["level"], stage=_name(seen, worse["stage"]), value=worse["value"], low=worse["low"],
            high=worse["high"], base=worse["base"], rest=worse["rest"], units=seen.units(), when=seen.when(),
        )]
    if colder is not None:
        parts.append(words.say("maps.by.feeling", language, level=colder["level"], stage=_name(seen, colder["stage"]),
                               rest=colder["rest"], **_reading(colder, "rated")))
    elif table["rated"].notna().any():
        parts.append(words.say("maps.by.no_feeling", language, by=name))
    if worse is not None and colder is not None and (worse["level"], worse["stage"]) == (colder["level"], colder["stage"]):
        parts.append(words.say("maps.by.same", language))
    parts.append(_silence(seen, table))
    lead = worse if worse is not None else colder
    told_any = lead is not None
    return " ".join(parts), "answered" if told_any else "cannot_tell", None if worse is None else _headline(worse), lead["owner"] if told_any else ""


def _losing(seen: Look, table: pd.DataFrame, passed: Passing) -> pd.Series | None:
    """The level and stage that clearly lose more than the other levels there, with the most lost beyond them."""
    size, stages = len(passed.groups), list(seen.stages)
    rows = []
    for place, (counts, own) in enumerate(passed.steps):
        rest = shares(counts.rest())
        pairs = [(np.nan_to_num(one.value) * one.effective, one.effective) for one in (rest, own)]
        difference, _, _, p = intervals.share_difference(*pairs)
        rows.append(pd.DataFrame({"row": np.arange(size) * len(stages) + place, "rest": 1 - rest.value, "difference": difference, "p": p}))
    found = pd.concat(rows).set_index("row")
    mine = table.iloc[found.index].assign(rest=found["rest"].to_numpy(), difference=found["difference"].to_numpy())
    shown = mine["value"].notna().to_numpy() & (table["base"].notna().groupby(table["stage"]).transform("sum").iloc[found.index] > 1).to_numpy()
    adjusted = intervals.adjust(np.where(shown, found["p"].to_numpy(), np.nan), method="fdr_bh")
    worse = mine[(adjusted < _CLEAR) & (mine["difference"] < 0)]
    return None if worse.empty else worse.loc[(worse["base"] * -worse["difference"]).idxmax()]


def _colder(table: pd.DataFrame) -> pd.Series | None:
    """The level and stage that are clearly rated lower than the other levels there, by the most."""
    known = table[table["rated"].notna()]
    if known.empty:
        return None
    error = ((known["rated_high"] - known["rated_low"]) / (2 * _Z)).clip(lower=1e-9)
    parts = pd.DataFrame({"stage": known["stage"], "n": known["rated_base"], "total": known["rated_base"] * known["rated"], "spread": (known["rated_base"] * error) ** 2})
    rest = parts.groupby("stage")[["n", "total", "spread"]].transform("sum") - parts[["n", "total", "spread"]]
    some = rest["n"] > 0
    others = rest["total"] / rest["n"].where(some)
    z = (known["rated"] - others) / np.sqrt(error**2 + rest["spread"].clip(lower=0) / rest["n"].where(some) ** 2)
    adjusted = intervals.adjust(_two_sided(z.to_numpy()), method="fdr_bh")
    lower = known.assign(rest=others, _gap=known["rated"] - others)[(adjusted < _CLEAR) & (z < 0)]
    return None if lower.empty else lower.loc[lower["_gap"].idxmin()]


def _two_sided(z: np.ndarray) -> np.ndarray:
    from scipy.special import ndtr

    return 2 * ndtr(-np.abs(z))


def _headline(row: pd.Series) -> dict:
    return {name: row[name] for name in ("value", "low", "high", "base")} | {"unit": "share"}


def _name(seen: Look, stage: str) -> str:
    """A stage as people read it: those of our models are translated."""
    key = f"value.stage.{stage}"
    return words.say(key, seen.study.language) if words.has(key) else stage

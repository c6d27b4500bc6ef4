"""Who comes to each stage, how many leave there, how long the next step takes, by which channels they come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from .. import intervals, words
from ..finding import withhold
from ..journeys.incidence import cumulative_incidence, quantile
from ..journeys.kernel import DAY
from ..journeys.look import Groups, Look
from ..journeys.notes import hide_small
from ..journeys.tally import Shares, Tally, shares, tally_step

__all__ = ["Passing", "duration", "passing"]

_COUNTS = ("base", "lost", "open", "value", "low", "high", "next_days", "next_days_low", "next_days_high")
_REST = "_mix_rest"


@dataclass(frozen=True)
class Passing:
    """Rows by level and stage, and what the map's sentence needs beside them.

    Attributes
    ----------
    table : DataFrame
        ``level`` (where there are groups), ``stage``, ``base``, ``lost``, ``open``, ``value``, ``low``, ``high``, ``next_days``,
        ``next_days_low``, ``next_days_high``, ``time``, ``channels``, a hidden column for each channel of `mix`, ``withheld``.
    mix : hidden column -> channel
    groups : Groups
    steps : for each stage but the last, the counts and shares of the step from it, by group
    """

    table: pd.DataFrame
    mix: Mapping[str, str]
    groups: Groups
    steps: tuple[tuple[Tally, Shares], ...]


def passing(seen: Look, by: Sequence[str], channelled: bool) -> Passing:
    """The journeys by group and stage; groups below the minimum share base are withheld, and so is what gives them away."""
    groups, last = seen.groups(by), len(seen.stages) - 1
    size = len(groups)
    steps, parts = [], []
    for stage in range(last + 1):
        there = seen.found.furthest >= stage
        base = np.bincount(groups.code[there], minlength=size)
        part = {"stage": seen.stages[stage], "base": base.astype(float), "_group": np.arange(size)}
        if stage < last:
            counts = tally_step(seen.found, groups.code, size, stage + 1, seen.cells)
            steps.append((counts, shares(counts)))
            part |= _step(seen, *steps[-1])
        parts.append(pd.DataFrame(part))
    whole = pd.concat(parts, ignore_index=True).sort_values("_group", kind="stable").reset_index(drop=True)
    if by:
        whole.insert(0, "level", [groups.rows[place][0] for place in whole["_group"]])
    table = hide_small(whole.drop(columns="_group"), seen.study.settings.minimum_share_base, within=["stage"] if by else [], columns=_COUNTS)
    table["time"] = ["" if np.isnan(days) else duration(days, seen.study.language) for days in table["next_days"]]
    mix = _mix(seen, by, table) if channelled else pd.DataFrame(index=table.index)
    names = {column: _name(seen, column) for column in mix}
    table["channels"] = _in_words(mix, names, seen.study.language)
    return Passing(pd.concat([table, mix], axis=1), names, groups, tuple(steps))


def duration(days: float, language: str) -> str:
    """A length of time in the unit that people would use.

    Examples
    --------
    >>> duration(0.125, "en"), duration(3.0, "en")
    ('3.0 hours', '3.0 days')
    """
    for unit, size in (("days", 1.0), ("hours", 1 / 24)):
        if days >= 2 * size:
            return words.say(f"journeys.{unit}", language, n=days / size)
    return words.say("journeys.minutes", language, n=days * 1440)


def _step(seen: Look, counts: Tally, found: Shares) -> dict[str, np.ndarray]:
    """Leaving, and the median time of those who go on with the interval of the level (Brookmeyer and Crowley 1982)."""
    share = cumulative_incidence(counts.advance, counts.drop, counts.censored).share
    low, high = intervals.share_interval(0.5 * counts.advanced, counts.advanced)
    levels = (np.full(len(counts.base), 0.5), np.nan_to_num(low, nan=0.5), np.nan_to_num(high, nan=0.5))
    days = [quantile(share, level, seen.cells) / DAY for level in levels]
    return {
        "lost": (counts.lost + counts.exited).astype(float), "open": counts.open.astype(float), "value": 1 - found.value,
        "low": 1 - found.high, "high": 1 - found.low, **dict(zip(("next_days", "next_days_low", "next_days_high"), days, strict=True)),
    }


def _mix(seen: Look, by: Sequence[str], table: pd.DataFrame) -> pd.DataFrame:
    """Share of each channel among those who came to the stage; channels of too few are put together."""
    parts = []
    for stage in range(len(seen.stages)):
        groups = seen.groups([*by, "channel"], stage=stage)
        there = seen.found.furthest >= stage
        names = groups.levels[-1]
        counts = np.bincount(groups.code[there], minlength=len(groups)).reshape(-1, len(names))
        parts.append(pd.DataFrame({
            "_group": np.repeat(np.arange(len(counts)), len(names)), "_stage": stage, "channel": np.tile(np.array(names, dtype=object), len(counts)),
            "base": counts.ravel().astype(float), "n": counts.ravel().astype(float),
        }))
    cells = withhold(pd.concat(parts, ignore_index=True), minimum=seen.study.settings.minimum_share_base, within=["_group", "_stage"], columns=())
    cells["column"] = np.where(cells["withheld"] != "", _REST, "_mix_" + cells["channel"].astype("str"))
    wide = cells.pivot_table(index=["_group", "_stage"], columns="column", values="n", aggfunc="sum", fill_value=0.0)
    wide = wide.loc[:, wide.sum() > 0]
    order = [f"_mix_{name}" for name in dict.fromkeys(cells["channel"]) if f"_mix_{name}" in wide]
    wide = wide[[*order, *([_REST] if _REST in wide else [])]]
    out = wide.div(wide.sum(axis=1).where(lambda total: total > 0), axis=0).reset_index(drop=True).rename_axis(columns=None)
    out.loc[(table["withheld"] != "").to_numpy()] = np.nan
    return out


def _name(seen: Look, column: str) -> str:
    language = seen.study.language
    if column == _REST:
        return words.say("maps.other_channels", language)
    channel = column.removeprefix("_mix_")
    return words.NOT_KNOWN[language] if channel == words.NOT_KNOWN["en"] else channel


def _in_words(mix: pd.DataFrame, names: Mapping[str, str], language: str) -> list[str]:
    lines = []
    for row in mix.to_dict("records"):
        known = sorted(((share, column) for column, share in row.items() if share > 0), key=lambda pair: -pair[0])
        lines.append(", ".join(f"{names[column]} {words.format_value(share, 'whole_share', language)}" for share, column in known))
    return lines if len(mix.columns) else [""] * len(mix)

"""Which names of places were changed so that waves stay comparable."""

from __future__ import annotations

import pandas as pd

from .. import intervals, words
from ..finding import Finding

__all__ = ["regions"]

_DONE = ("mapped", "respelled", "late", "unclear")
_NAMED = 5


def regions(study) -> Finding:
    """What the crosswalks did to the names of segments, by file, and which names are in neither list.

    Returns
    -------
    Finding
        Columns ``segment``, ``table``, ``file``, ``base`` (rows with a name), ``mapped`` (rows whose unit has another name now),
        ``late`` (of them, from after the change), ``respelled`` (same unit, another spelling), ``unclear`` (left blank: the name
        means another unit since the change, and the row has no day), ``unknown`` (in neither list, left as they are), ``value``,
        ``low``, ``high`` (share of unknown, Wilson), ``example`` (the most frequent of them).
    """
    language = study.language
    asked = words.say("quality.regions.question", language)
    told = study.view.store.meta.get("crosswalk", [])
    if not study.settings.crosswalk:
        return study.finding("quality.regions", question=asked, sentence=words.say("quality.regions.none", language), table=pd.DataFrame(),
                             status="not_available")
    if not told:
        return study.nobody("quality.regions", asked)
    table = pd.DataFrame([_row(counts) for counts in told])
    low, high = intervals.share_interval(table["unknown"].to_numpy(float), table["base"].to_numpy(float))
    table.insert(table.columns.get_loc("example"), "value", table["unknown"] / table["base"].where(table["base"] > 0))
    table.insert(table.columns.get_loc("example"), "low", low)
    table.insert(table.columns.get_loc("example"), "high", high)
    sums = table[["base", "unknown", *_DONE]].sum()
    key = "unknown" if sums["unknown"] else "told"
    names = table.loc[table["unknown"] > 0, "example"]
    sentence = words.say(f"quality.regions.{key}", language, n=sums["base"], mapped=sums["mapped"], unknown=sums["unknown"],
                         share=sums["unknown"] / max(sums["base"], 1), names=next(iter(names), ""))
    notes = [words.say(f"quality.regions.{name}_caveat", language, n=sums[name]) for name in ("late", "unclear") if sums[name]]
    return study.finding("quality.regions", question=asked, sentence=sentence, table=table, base=int(sums["base"]), unit="share",
                         formats=dict.fromkeys(("unknown", *_DONE), "count"), caveats=tuple(notes))


def _row(counts) -> dict:
    unknown = sorted(counts["unknown"].items(), key=lambda pair: (-pair[1], pair[0]))
    return {"segment": counts["segment"], "table": counts["table"], "file": counts["file"], "base": float(counts["rows"]),
            **{name: counts[name] for name in _DONE}, "unknown": sum(counts["unknown"].values()),
            "example": ", ".join(name[:40] for name, _ in unknown[:_NAMED])}

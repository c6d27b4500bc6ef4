"""The columns and lines of a cross-table: sums by level, what is withheld, estimates, and every pair of columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from .. import intervals, words
from ..finding import withhold
from .levels import _every_level
from .sums import UNITS, differences, estimates, sums

__all__ = ["NO_PAIRS", "Measure", "banner_columns", "counts_by", "level_name", "lines", "measures", "pairs"]

NO_PAIRS = pd.DataFrame({
    **dict.fromkeys(("question", "metric", "segment", "level", "other"), pd.Series(dtype="str")),
    **dict.fromkeys(("value", "low", "high", "p_value"), pd.Series(dtype="float64")), "unit": pd.Series(dtype="str"),
})


class Measure(NamedTuple):
    """A line of the table: its name, how it is estimated, which part of the scale it counts, in scores."""

    metric: str
    kind: str
    part: str = ""
    answers: str = ""

    @property
    def unit(self) -> str:
        """Unit of its values."""
        return UNITS.get(self.metric, "share")


def counts_by(study, wave: str, banner: Sequence[str]) -> dict[str, pd.DataFrame]:
    """Answers of the wave by score value, for everyone together (key "") and for each segment."""
    return {name: _in_wave(study, wave, [name] if name else []) for name in ("", *banner)}


def banner_columns(study, wave: str, counts: Mapping[str, pd.DataFrame], question) -> dict[str, pd.DataFrame]:
    """Sums of one question for each column, by segment: named, lettered, and marked where they are withheld.

    A column inside of a column of another segment (a store of a region) is withheld too where subtraction would give a
    withheld one away.
    """
    several = len(counts) > 2
    found = {segment: _columns(study, mine, question, segment, several=several) for segment, mine in counts.items()}
    hiding = any((columns["withheld"] != "").any() for columns in found.values())
    for segment in sorted((name for name in found if name), key=lambda name: len(found[name])) if hiding and several else ():
        for other in found:
            if other not in ("", segment) and len(found[other]) <= len(found[segment]):
                found[segment] = _hidden_inside(study, wave, found[segment], found[other])
    return found


def measures(question) -> list[Measure]:
    """The lines of a question: answer groups first, the score last."""
    low, high = question.low, question.high
    if question.metric == "nps":
        return [Measure("promoters", "csat", "top", "9–10"), Measure("passives", "csat", "middle", "7–8"),
                Measure("detractors", "csat", "bottom", "0–6"), Measure("nps", "nps")]
    box = question.top_box or 1
    # Where the top box is more than half of the scale, the bottom is what is left of it.
    bottom = min(low + box, high - box + 1) - 1
    found = [Measure("csat" if question.metric == "csat" else "top_box", "csat", "top", _span(high - box + 1, high)),
             Measure("bottom_box", "csat", "bottom" if bottom == low + box - 1 else "others", _span(low, bottom))]
    if question.metric == "csat" and bottom + 1 <= high - box:
        found.insert(1, Measure("middle_box", "csat", "middle", _span(bottom + 1, high - box)))
    return [*found, Measure("csat_mean" if question.metric == "csat" else question.metric, "mean")]


def level_name(segment: str, level: str, language: str) -> str:
    """A level as people read it."""
    if level == words.NOT_KNOWN["en"]:
        return words.NOT_KNOWN[language]
    key = f"value.{segment}.{level}"
    return words.say(key, language) if words.has(key) else level


def lines(study, columns: pd.DataFrame, question) -> pd.DataFrame:
    """A row for each measure and column of one question, with value, interval and bases."""
    weighted, parts = study.weighted, []
    size = intervals.effective_n(columns["w"], columns["w2"]) if weighted else columns["n"]
    for measure in measures(question):
        found = estimates(_counted(columns, measure.part), question, measure.kind, weighted=weighted)
        part = pd.DataFrame({
            "question": question.name, "metric": measure.metric, "answers": measure.answers,
            **{name: columns[name] for name in ("segment", "level", "letter")}, "basis": "weighted" if weighted else "unweighted",
            "base": columns["n"], "effective_base": np.nan_to_num(size), **found[["value", "low", "high"]], "unit": measure.unit,
            "withheld": columns["withheld"], "_column": columns["_column"],
        })
        parts.append(part)
    return pd.concat(parts, ignore_index=True)


def pairs(study, columns: pd.DataFrame, question) -> pd.DataFrame:
    """Each pair of columns that are shown, once, for each measure."""
    kept = columns[(columns["withheld"] == "") & (columns["n"] > 0)].reset_index(drop=True)
    first, second = np.triu_indices(len(kept), 1)
    if not len(first):
        return NO_PAIRS
    parts = []
    for measure in measures(question):
        counted = _counted(kept, measure.part)
        left, right = (counted.iloc[place].reset_index(drop=True) for place in (first, second))
        moved = differences(right, left, question, measure.kind, weighted=study.weighted)
        parts.append(pd.DataFrame({
            "question": question.name, "metric": measure.metric, "segment": left["segment"], "level": left["level"], "other": right["level"],
            **moved[["value", "low", "high", "p_value"]], "unit": measure.unit,
        }))
    return pd.concat(parts, ignore_index=True)


def _in_wave(study, wave: str, by: Sequence[str]) -> pd.DataFrame:
    counts = study.score_counts(["period", *by])
    return counts[counts["period"] == wave]


def _hidden_inside(study, wave: str, columns: pd.DataFrame, outer: pd.DataFrame) -> pd.DataFrame:
    """`columns`, with more of them withheld where each lies inside of one column of `outer`."""
    names = [columns["segment"].iloc[0], outer["segment"].iloc[0]]
    both = _in_wave(study, wave, names)[names].drop_duplicates()
    if both[names[0]].duplicated().any():
        return columns
    inside = columns["level"].map(both.set_index(names[0])[names[1]])
    hidden = inside.isin(outer.loc[outer["withheld"] != "", "level"]) & (columns["n"] > 0)
    apart = withhold(pd.DataFrame({"base": columns["n"], "inside": inside}), minimum=study.settings.minimum_base, within=["inside"])
    more = (columns["withheld"] == "") & (hidden | (apart["withheld"] != ""))
    return columns.assign(withheld=columns["withheld"].mask(more, "complement"))


def _columns(study, counts: pd.DataFrame, question, segment: str, *, several: bool) -> pd.DataFrame:
    """Sums of one question for each level of a segment (everyone together without), named, lettered, withheld or not."""
    language, minimum = study.language, study.settings.minimum_base
    if not segment:
        table = sums(counts, question, [])
        named = {"segment": "", "level": "total", "letter": "", "_column": words.say("scores.cross.total", language)}
    else:
        table = _every_level(study, sums(counts, question, [segment]), [segment])
        letters = [_letter(place) for place in range(len(table))]
        prefix = f"{words.label(segment, language)}: " if several else ""
        heads = [f"{prefix}{level_name(segment, level, language)} ({letter})" for level, letter in zip(table[segment], letters, strict=True)]
        named = {"segment": segment, "level": table[segment], "letter": letters, "_column": heads}
    out = table.drop(columns=segment, errors="ignore").assign(**named)
    marks = withhold(pd.DataFrame({"base": out["n"]}), minimum=minimum, within=[] if segment else None)
    return out.assign(withheld=marks["withheld"])


def _letter(place: int) -> str:
    """A, B, ... Z, AA, AB, ... as spreadsheets name columns."""
    before, last = divmod(place, 26)
    return (_letter(before - 1) if before else "") + chr(ord("A") + last)


def _span(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}–{last}"


def _counted(columns: pd.DataFrame, part: str) -> pd.DataFrame:
    """The sums with those who gave an answer of this part of the scale in the place of the top box."""
    if part in ("", "top"):
        return columns
    out = columns.copy()
    for top, bottom, whole in (("p", "d", "n"), ("wp", "wd", "w"), ("w2p", "w2d", "w2")):
        left = columns[whole] - columns[top] - (columns[bottom] if part == "middle" else 0.0)
        # what adding and taking away floats leaves behind is nobody
        out[top] = columns[bottom] if part == "bottom" else left.where(left > 1e-9 * columns[whole], 0.0)
    return out

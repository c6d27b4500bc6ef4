"""Checks of the data as gates: what each measures, its verdict, and the findings that do not stand when it says stop."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from .. import words
from ..finding import Chart, Finding
from ..intake import CHECKS
from .careless import fast_counts, repeated_texts, straight_counts
from .oddities import copies, file_jumps, impossible, jumps
from .raking import weights_by_wave
from .replies import lists_only_respondents, reply_counts

__all__ = ["TOUCHES", "UNITS", "measured", "passed", "touched", "verdict"]

# What puts several findings on one page would bring a withheld number back.
_PAGES = ("maps.", "readout.")
# check -> beginnings of the names of the findings that it touches; "" touches all
TOUCHES = {
    "rejected": ("",),
    "duplicates": ("scores.", "drivers.", "journeys.", "personas.", "churn.", *_PAGES),
    "impossible": ("journeys.", "personas.", "churn.", *_PAGES),
    "straight_lining": ("scores.", "drivers.", *_PAGES),
    "speeders": ("scores.", "drivers.", "comments.", *_PAGES),
    "repeated_text": ("comments.", *_PAGES),
    "missing": ("scores.", "drivers.", *_PAGES),
    "unit_jumps": ("scores.arpu", "scores.revenue", "personas.", "churn.", *_PAGES),
    "silent": ("scores.", *_PAGES),
    "weights": ("scores.", "drivers.", *_PAGES),
    "regions": ("scores.", "journeys.", "personas.", *_PAGES),
}
UNITS = {name: {"unit_jumps": "count", "weights": "number"}.get(name, "share") for name in CHECKS}
_FREE = ("quality.", "waves.", "report.")  # what is said of the data itself is never withheld


def measured(study) -> dict[str, float]:
    """The value of each check in the study's wave, over everybody; nan where the study lacks what it needs.

    Measured once for a wave and kept.

    Examples
    --------
    >>> from cxlib import open_study
    >>> measured(open_study("data/sample"))["rejected"] < 0.01  # doctest: +SKIP
    True
    """
    whole = study.unsliced()
    return study.view.remembered(("gates", study.wave), lambda: {name: _value(measure, whole) for name, measure in _MEASURES.items()})


def verdict(study, name: str) -> str:
    """What a check says: ``fine``, ``look``, ``stop``, or ``not measured``."""
    value, gating = measured(study)[name], study.settings.quality
    if np.isnan(value):
        return "not measured"
    return "stop" if value >= gating.stop[name] else "look" if value >= gating.look[name] else "fine"


def touched(check: str, finding: str) -> bool:
    """Whether a check touches the finding of this name.

    Examples
    --------
    >>> touched("straight_lining", "scores.level"), touched("straight_lining", "churn.at_risk"), touched("rejected", "quality.rows")
    (True, False, False)
    """
    return not finding.startswith(_FREE) and finding.startswith(TOUCHES[check])


def passed(study, finding: Finding) -> Finding:
    """The finding with what the gates say of it: as it is, with a caveat, or withheld where study.toml says so."""
    gating = study.settings.quality
    if not gating.declared or finding.status in ("nobody", "not_available"):
        return finding
    stopped = [name for name in CHECKS if touched(name, finding.name) and verdict(study, name) == "stop"]
    if not stopped:
        return finding
    notes = tuple(_said("quality.gates.caveat", study, name) for name in stopped)
    held = [name for name in stopped if name in gating.withhold]
    if not held:
        return replace(finding, caveats=(*finding.caveats, *notes))
    return replace(finding, sentence=_said("quality.gates.withheld", study, held[0]), table=pd.DataFrame(), chart=Chart(), layout=None, base=0,
                   status="not_available", headline=None, next_step="", formats={}, caveats=notes)


def _said(key: str, study, name: str) -> str:
    language, unit = study.language, UNITS[name]
    value, stop = (words.format_value(number, unit, language) for number in (measured(study)[name], study.settings.quality.stop[name]))
    return words.say(key, language, check=words.say(f"value.check.{name}", language), value=value, stop=stop, wave=study.wave)


def _value(measure, study) -> float:
    found = measure(study)
    return float("nan") if found is None else float(found)


def _share(yes, n, minimum: int = 1) -> float | None:
    return float(yes) / float(n) if n >= minimum else None


def _of_wave(study, counts: pd.DataFrame, yes) -> float | None:
    """The share of the wave's respondents that `yes` counts."""
    here = counts[counts["period"] == study.wave]
    if here.empty:
        return None
    return _share(max(yes(here.iloc[0]), 0), here["n"].iloc[0], study.settings.minimum_share_base)


def _rejected(study):
    meta = study.view.store.meta
    return _share(meta["rejected"], meta["read"])


def _largest_share(counts: pd.DataFrame, column: str):
    counts = counts[counts["n"] > 0]
    return (counts[column] / counts["n"]).max() if len(counts) else None


def _straight(study):
    return _of_wave(study, straight_counts(study), lambda row: row["straight"] - row["expected"]) if study.has("responses") else None


def _fast(study):
    return _of_wave(study, fast_counts(study), lambda row: row["fast"]) if study.has("responses") else None


def _repeated(study):
    if not study.has("responses"):
        return None
    told = repeated_texts(study)
    most = told.iloc[0] if len(told) and told.iloc[0] > 1 else 0
    return _share(most, told.sum(), study.settings.minimum_share_base)


def _missing(study):
    if not study.has("responses"):
        return None
    counts = study.score_counts(["period"])
    counts = counts[counts["period"] == study.wave]
    asked = counts.groupby("question")["n"].sum()
    given = counts[counts["score"].notna()].groupby("question")["n"].sum().reindex(asked.index, fill_value=0)
    enough = asked >= study.settings.minimum_share_base
    return (1 - given[enough] / asked[enough]).max() if enough.any() else None


def _jumps(study):
    waves, files = jumps(study), file_jumps(study)
    here = waves[waves["period"] == study.wave]
    return here["jump"].sum() + files["jump"].sum() if len(here) or len(files) else None


def _silent(study):
    if not (study.has("responses") and study.has("customers")) or lists_only_respondents(study):
        return None
    counts = reply_counts(study).iloc[0]
    return _share(counts["customers"] - counts["answered"], counts["customers"], study.settings.minimum_share_base)


def _weights(study):
    if not study.has("responses"):
        return None
    sums = weights_by_wave(study)
    here = sums[(sums["period"] == study.wave) & (sums["n"] >= study.settings.minimum_share_base) & (sums["w"] > 0)]
    return (here["n"] * here["w2"] / here["w"] ** 2).iloc[0] if len(here) else None


def _regions(study):
    told = study.view.store.meta.get("crosswalk", [])
    return _share(sum(sum(counts["unknown"].values()) for counts in told), sum(counts["rows"] for counts in told))


_MEASURES = {
    "rejected": _rejected,
    "duplicates": lambda study: _largest_share(copies(study), "copies"),
    "impossible": lambda study: _largest_share(impossible(study), "found"),
    "straight_lining": _straight,
    "speeders": _fast,
    "repeated_text": _repeated,
    "missing": _missing,
    "unit_jumps": _jumps,
    "silent": _silent,
    "weights": _weights,
    "regions": _regions,
}

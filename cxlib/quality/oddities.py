"""Rows that the contract allows and that still cannot be right."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .. import intervals, words
from ..finding import Chart, Finding, withhold
from ..study.oddities import copies, file_jumps, impossible as impossible_counts, jumps

__all__ = ["duplicates", "impossible", "unit_jumps"]

_SMALLEST_DRAWN = 0.005
_LINES = 6  # more lines than that cannot be told apart


def duplicates(study) -> Finding:
    """Rows that say exactly what another row of their table says, beyond the first of each kind.

    Returns
    -------
    Finding
        Columns ``table``, ``base`` (rows), ``copies``, ``value``, ``low``, ``high`` (share, Wilson).
    """
    asked = words.say("quality.duplicates.question", study.language)
    counts = copies(study)
    if counts.empty:
        return study.not_available("quality.duplicates", asked, "responses", "touchpoints", "transactions")
    if not counts["n"].sum():
        return study.nobody("quality.duplicates", asked)
    table = _shares(study, counts.rename(columns={"copies": "found"})).rename(columns={"rows_found": "copies"})
    if table["value"].isna().all():
        return _too_few(study, "quality.duplicates", asked, table)
    worst = table.loc[table["value"].idxmax()]
    fills = {name: worst[name] for name in ("value", "low", "high", "base", "copies")}
    sentence = words.say(f"quality.duplicates.{'told' if worst['copies'] else 'none'}", study.language, n=table["base"].sum(),
                         table=words.say(f"house.table.{worst['table']}", study.language), **fills)
    return study.finding("quality.duplicates", question=asked, sentence=sentence, table=table, base=int(table["base"].sum()), unit="share",
                         formats={"copies": "count"}, chart=_chart(study, "table", worst["value"]), caveats=(words.say("quality.duplicates.caveat", study.language),))


def impossible(study) -> Finding:
    """Rows that contradict what is known of their customer (before joining, after leaving) or say nothing (an amount of 0).

    Returns
    -------
    Finding
        Columns ``problem``, ``base`` (rows that could show it), ``rows_found``, ``value``, ``low``, ``high`` (share, Wilson).
        Values outside of a scale and days that cannot be are refused at the door: see :func:`cxlib.quality.breaches`.
    """
    asked = words.say("quality.impossible.question", study.language)
    counts = impossible_counts(study)
    counts = counts[counts["n"] > 0]
    if counts.empty:
        return study.finding("quality.impossible", question=asked, sentence=words.say("quality.impossible.nothing", study.language),
                             table=pd.DataFrame(), status="not_available")
    table = _shares(study, counts).sort_values("value", ascending=False, kind="stable", ignore_index=True)
    worst, language = table.iloc[0], study.language
    if worst["withheld"]:
        return _too_few(study, "quality.impossible", asked, table)
    fills = {name: worst[name] for name in ("value", "low", "high", "base", "rows_found")}
    sentence = words.say("quality.impossible.told" if worst["rows_found"] else "quality.impossible.none", language, n=table["base"].max(),
                         problem=words.say(f"value.problem.{worst['problem']}", language), **fills)
    return study.finding("quality.impossible", question=asked, sentence=sentence, table=table, base=int(table["base"].max()), unit="share",
                         formats={"rows_found": "count"}, chart=_chart(study, "problem", worst["value"]))


def unit_jumps(study) -> Finding:
    """Medians that lie about 10, 100 or 1,000 times apart between waves or files: a unit that changed, not customers.

    Returns
    -------
    Finding
        Columns ``measure``, ``period``, ``file``, ``base`` (values), ``median``, ``ratio`` (to the wave before; of a file: to the
        middle one of the other files), ``jump`` (whether that is within a factor of 1.5 of 10, 100 or 1,000 or their inverse). Waves,
        kinds and files with fewer values than the minimum base are left out. Files are those of the whole study, whatever the slice.
    """
    study = study.in_focus()
    language, asked = study.language, words.say("quality.jumps.question", study.language)
    waves, files = jumps(study).assign(file=""), file_jumps(study).assign(period="")
    files = files[files.duplicated("measure", keep=False)]  # one file alone has nothing to lie apart from
    if waves.empty and files.empty:
        return study.finding("quality.unit_jumps", question=asked, sentence=words.say("quality.jumps.nothing", language), table=pd.DataFrame(),
                             status="not_available")
    table = pd.concat([part for part in (waves, files) if len(part)], ignore_index=True)
    table = table[["measure", "period", "file", "base", "median", "ratio", "jump"]]
    table["measure"] = [_named(measure, language) for measure in table["measure"]]
    return study.finding("quality.unit_jumps", question=asked, sentence=_jumps_sentence(study, table), table=table, base=int(waves["base"].sum() or files["base"].sum()),
                         formats={"median": "number", "ratio": "number"}, chart=_jump_chart(study, table))


def _jumps_sentence(study, table: pd.DataFrame) -> str:
    language, found = study.language, table[table["jump"].astype(bool)]
    if found.empty:
        waves, files = table.loc[table["file"] == "", "period"].nunique(), table.loc[table["file"] != "", "file"].nunique()
        return words.say("quality.jumps.none" if files else "quality.jumps.none_by_wave", language, waves=waves, files=files)
    last = found.iloc[-1]
    kind = "file" if last["file"] else "told"
    way = words.say("quality.jumps.above" if last["ratio"] > 1 else "quality.jumps.below", language)
    return words.say(f"quality.jumps.{kind}", language, count=len(found), measure=last["measure"], wave=last["period"], file=last["file"], median=last["median"],
                     n=last["base"], ratio=max(last["ratio"], 1 / last["ratio"]), way=way)


def _named(measure: str, language: str) -> str:
    """A measure in the language: its column, and the kind as it was given."""
    column, mark, kind = measure.partition(": ")
    return f"{words.label(column, language)}{mark}{kind}"


def _jump_chart(study, table: pd.DataFrame) -> Chart | None:
    waves = table[table["file"] == ""]
    if waves["ratio"].notna().sum() < 2 or waves["measure"].nunique() > _LINES:
        return None
    return Chart("line", where={"file": ""}, x="period", y="ratio", series="measure", scale="log", reference=1.0, reference_label=words.say("quality.jumps.reference", study.language),
                 y_label=words.label("ratio", study.language))


def _shares(study, counts: pd.DataFrame) -> pd.DataFrame:
    n, found = counts["n"].to_numpy(float), counts["found"].to_numpy(float)
    low, high = intervals.share_interval(found, n)
    told = counts.drop(columns=["n", "found"]).assign(base=n, rows_found=found, value=found / np.where(n > 0, n, np.nan), low=low, high=high)
    return withhold(told.reset_index(drop=True), minimum=study.settings.minimum_share_base, columns=("value", "low", "high", "base", "rows_found"))


def _too_few(study, name: str, asked: str, table: pd.DataFrame) -> Finding:
    sentence = words.say("quality.rows.too_few", study.language, minimum=study.settings.minimum_share_base)
    return study.finding(name, question=asked, sentence=sentence, table=table, unit="share", status="cannot_tell")


def _chart(study, y: str, largest: float) -> Chart | None:
    """Shares too small for an axis stand in the table only."""
    if not largest >= _SMALLEST_DRAWN:
        return None
    return Chart("interval", x="value", y=y, unit="share", x_label=words.say("quality.rows.axis", study.language))

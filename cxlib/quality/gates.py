"""The checks of the data on one page: what each says, and which findings it touches."""

from __future__ import annotations

import pandas as pd

from .. import words
from ..finding import Finding
from ..study.gates import TOUCHES, UNITS, measured, verdict

__all__ = ["gates"]

_ORDER = ("stop", "look", "fine", "not measured")


def gates(study) -> Finding:
    """Every check of the data as a gate: fine, look or stop, what it touches, and whether it withholds.

    Thresholds stand in study.toml: ``[quality.look]`` and ``[quality.stop]``; ``withhold`` under ``[quality]`` names the checks
    whose "stop" withholds what they touch. With a ``[quality]`` the findings carry what the gates say.

    Returns
    -------
    Finding
        A row per check, worst first: ``check``, ``verdict`` (stop, look, fine, not measured), ``value``, ``look``, ``stop`` (from
        these values on), ``unit``, ``touches`` (kinds of findings), ``withholds``.

    Notes
    -----
    Straight lines count beyond those that chance explains; of repeated comments the most frequent text counts; a share over
    several tables or questions is the largest of them.
    """
    study = study.in_focus()
    language, gating = study.language, study.settings.quality
    values = measured(study)
    table = pd.DataFrame([
        {"check": name, "verdict": verdict(study, name), "value": value, "look": gating.look[name], "stop": gating.stop[name], "unit": UNITS[name],
         "touches": _areas(name, language), "withholds": gating.declared and name in gating.withhold}
        for name, value in values.items()
    ])
    table = table.sort_values("verdict", key=lambda column: column.map(_ORDER.index), kind="stable", ignore_index=True)
    counts = {name: int((table["verdict"] == name).sum()) for name in _ORDER}
    stopped = [words.say(f"value.check.{name}", language) for name in table.loc[table["verdict"] == "stop", "check"]]
    sentence = words.say("quality.gates.stop" if stopped else "quality.gates.fine", language, wave=study.wave, count=len(table), fine=counts["fine"],
                         look=counts["look"], stop=counts["stop"], unmeasured=counts["not measured"], names=", ".join(stopped))
    notes = () if gating.declared else (words.say("quality.gates.undeclared", language),)
    return study.finding(
        "quality.gates", question=words.say("quality.gates.question", language), sentence=sentence, table=table, caveats=notes,
        base=int(study.view.store.meta["read"]), formats={"look": "@unit", "stop": "@unit"},
        next_step=words.say("quality.gates.next", language, check=stopped[0]) if stopped else "",
    )


def _areas(name: str, language: str) -> str:
    areas = dict.fromkeys(start.partition(".")[0] or "all" for start in TOUCHES[name])
    return ", ".join(words.say(f"quality.area.{area}", language) for area in areas)

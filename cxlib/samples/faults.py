"""Broken rows planted in the raw answer files, counted by wave and rule."""

from __future__ import annotations

import numpy as np
import pandas as pd

from . import world

# Rule -> question of the broken row; the text that breaks it is in _BREAKS.
FAULTS = {
    "score above the scale": "recommend",
    "score below the scale": "satisfaction",
    "date that does not exist": "ease",
    "score is not a number": "drink_quality",
}
_BREAKS = {
    "score above the scale": ("score", "11"),
    "score below the scale": ("score", "0"),
    "date that does not exist": ("at", "31/02/2026"),
    "score is not a number": ("score", "bốn"),
}


def fault_counts(responses: pd.DataFrame) -> list[dict[str, str | int]]:
    """Broken rows to plant: about 0.2 % of each wave's answers, at least one of each rule."""
    sizes = responses["wave"].value_counts()
    counts = []
    for wave in world.WAVES:
        wanted = max(round(world.FAULT_SHARE * int(sizes.get(wave, 0))), len(FAULTS))
        each, rest = divmod(wanted, len(FAULTS))
        for place, rule in enumerate(FAULTS):
            counts.append({"wave": wave, "rule": rule, "rows": each + (place < rest)})
    return counts


def with_faults(
    answers: pd.DataFrame, counts: list[dict[str, str | int]], strangers: np.ndarray, *, seed: int
) -> pd.DataFrame:
    """Text rows of one wave with its broken rows put in at random places.

    Each is an answer to its question with one thing broken, under the name of one of the `strangers`: customers who
    did not answer in the wave, so that no broken row repeats a good one.
    """
    wave = answers["wave"].iloc[0]
    rng = world.generator(seed, f"faults {wave}")
    rules = [rule["rule"] for rule in counts if rule["wave"] == wave for _ in range(int(rule["rows"]))]
    models = {question: rows for question, rows in answers.groupby("question")}
    broken = pd.concat([models[FAULTS[rule]].sample(1, random_state=rng) for rule in rules])
    broken["customer_id"] = rng.choice(strangers, len(rules), replace=len(rules) > len(strangers))
    broken["score"] = "4"
    broken[["comment", "language"]] = None
    for column in ("score", "at"):
        changed = [_BREAKS[rule][0] == column for rule in rules]
        broken.loc[changed, column] = [_BREAKS[rule][1] for rule in rules if _BREAKS[rule][0] == column]
    place = np.concatenate([np.arange(len(answers)), rng.uniform(0, len(answers), len(rules))])
    return pd.concat([answers, broken], ignore_index=True).iloc[np.argsort(place, kind="stable")]

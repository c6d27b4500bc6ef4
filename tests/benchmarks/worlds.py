"""Worlds in which nothing happens, and places whose true level is known."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
import pandas as pd

import cxlib
from cxlib import scores
from cxlib.scores.shrinkage import shrink

from .claims import Claim

_WORLDS, _PEOPLE = 200, 360
_STUDIES = 3_000


def claims() -> list[Claim]:
    """Changes called where there are none; how often shrunken intervals hold the truth."""
    called, tests = _called()
    print(f"{_WORLDS} worlds, {tests:,} corrected tests: {called} called")
    found = [Claim(f"{_WORLDS} worlds where nothing happens: corrected tests that call a change", 100 * called / tests, 5.0, "%")]
    for places in (5, 8, 12, 20):
        cover, plug_in = _coverage(places)
        print(f"{places} places: ours {100 * cover:.1f}%, plug-in empirical Bayes {100 * plug_in:.1f}%")
        found.append(Claim(f"{places} places: shrunken intervals hold the truth, at least", 100 * cover, 93.0, "%", "higher"))
        found.append(Claim(f"{places} places: shrunken intervals hold the truth, at most", 100 * cover, 97.0, "%"))
    return found


def _called() -> tuple[int, int]:
    """Each world is a question of its own, asked of six regions in two quarters."""
    rng = np.random.default_rng(200)
    days = np.repeat(["2026-02-10", "2026-05-10"], _PEOPLE)
    frames = [pd.DataFrame({
        "customer_id": [f"p{i}" for i in range(2 * _PEOPLE)], "at": days, "question": f"q{world}",
        "score": rng.choice([0, 8, 10], p=[0.2, 0.3, 0.5], size=2 * _PEOPLE), "region": rng.integers(0, 6, 2 * _PEOPLE),
    }) for world in range(_WORLDS)]
    called = tests = 0
    with tempfile.TemporaryDirectory() as folder:
        pd.concat(frames).to_csv(Path(folder) / "answers.csv", index=False)
        asked = "".join(f'[questions.q{world}]\nmetric = "nps"\nscale = [0, 10]\nhigh_is = "good"\n' for world in range(_WORLDS))
        (Path(folder) / "study.toml").write_text(
            '[study]\nname = "Nothing"\nsegments = ["region"]\nas_of = 2026-07-01\n[[sources]]\ntable = "responses"\n'
            f'path = "answers.csv"\n{asked}', encoding="utf-8")
        study = cxlib.open_study(folder)
        for world in range(_WORLDS):
            table = scores.change(study, by="region", question=f"q{world}").table
            called += int((table["verdict"] != "cannot tell").sum())
            tests += int(table["p_value"].notna().sum())
    return called, tests


def _coverage(places: int) -> tuple[float, float]:
    """Places drawn around a common level; ours beside intervals that take the estimated spread for known."""
    rng = np.random.default_rng(places)
    ours = plug_in = 0
    for _ in range(_STUDIES):
        n = rng.integers(20, 200, places)
        variance = 0.7 / n
        truth = rng.normal(0.3, 0.08, places)
        seen = rng.normal(truth, np.sqrt(variance))
        known = shrink(seen, variance)
        low, high = known.quantile(0.025), known.quantile(0.975)
        ours += int(((low <= truth) & (truth <= high)).sum())
        plug_in += _plug_in(seen, variance, truth)
    return ours / _STUDIES / places, plug_in / _STUDIES / places


def _plug_in(seen: np.ndarray, variance: np.ndarray, truth: np.ndarray) -> int:
    """DerSimonian and Laird's spread, used as if it were known."""
    weight = 1 / variance
    mean = np.average(seen, weights=weight)
    over = (weight * (seen - mean) ** 2).sum() - (len(seen) - 1)
    between = max(over / (weight.sum() - (weight**2).sum() / weight.sum()), 0.0)
    keep = between / (between + variance)
    centre = np.average(seen, weights=1 / (between + variance))
    half = 1.96 * np.sqrt(keep * variance)
    return int((np.abs(centre + keep * (seen - centre) - truth) <= half).sum())

"""All scores by six segments and 24 months from ten million answers, beside SQL written by hand."""

from __future__ import annotations

import os
import resource
import statistics
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

import cxlib
from cxlib.scores.levels import score_table

from .claims import Claim

_LEVELS = {"region": 5, "plan": 4, "age_band": 3, "city": 8, "month_joined": 12, "store": 20}
_ROUNDS = 3
_QUESTIONS = {
    "recommend": 'metric = "nps"\nscale = [0, 10]', "satisfaction": 'metric = "csat"\nscale = [1, 5]',
    "ease": 'metric = "ces"\nscale = [1, 7]\nasks = "ease"',
}


def claims() -> list[Claim]:
    """Ratio of our time to the same counts by hand on the same engine and tables; CX_BENCH_ANSWERS sets the size."""
    answers = int(os.environ.get("CX_BENCH_ANSWERS", 10_000_000))
    with tempfile.TemporaryDirectory() as scratch:
        _write(Path(scratch), answers)
        start = time.perf_counter()
        study = cxlib.open_study(scratch)
        study.score_counts(["month"])
        print(f"{answers:,} answers: read, checked, prepared and opened in {time.perf_counter() - start:.1f} s, "
              f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:.2f} GiB")
        theirs = [_seconds(lambda: _by_hand(study)) for _ in range(_ROUNDS)]
        ours = [_seconds(lambda: _by_us(study)) for _ in range(_ROUNDS)]
        _must_agree(_by_us(study), _by_hand(study))
    wall, work = _ratio(ours, theirs, 0), _ratio(ours, theirs, 1)
    print(f"ours {_median(ours, 0):.2f} s ({_median(ours, 1):.2f} s CPU), by hand {_median(theirs, 0):.2f} s ({_median(theirs, 1):.2f} s CPU)")
    return [
        Claim(f"scores with intervals by 6 segments x 24 months from {answers:,} answers, time over SQL by hand", wall, 1.3, "times"),
        Claim("the same, CPU time over SQL by hand", work, 1.3, "times"),
    ]


def _median(runs, place: int) -> float:
    return statistics.median(run[place] for run in runs)


def _ratio(ours, theirs, place: int) -> float:
    return _median(ours, place) / _median(theirs, place)


def _seconds(work) -> tuple[float, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - cpu


def _by_us(study) -> dict[str, pd.DataFrame]:
    """Values, intervals, bases and effective bases of all three questions."""
    return {segment: score_table(study, list(_QUESTIONS), by=["month", segment]) for segment in _LEVELS}


def _by_hand(study) -> dict[str, pd.DataFrame]:
    """The quickest text that we found: whole months as numbers, no interval, no missing answers told apart."""
    found = {}
    for place, segment in enumerate(study.view.customer_segments):
        found[segment] = study.view.frame(
            f"SELECT s{place} AS level, year(day) * 12 + month(day) - 1 AS month, question, count(score) AS n, "
            "count(*) FILTER (score >= 9) AS promoters, count(*) FILTER (score <= 6) AS detractors, "
            "count(*) FILTER (score >= 4) AS top, sum(score) AS total, sum(score * score) AS squares "
            "FROM responses JOIN customers USING (customer) GROUP BY ALL")
    return found


def _must_agree(ours: dict[str, pd.DataFrame], theirs: dict[str, pd.DataFrame]) -> None:
    for segment in _LEVELS:
        mine = ours[segment][ours[segment]["metric"] == "nps"].set_index([segment, "month"])["value"]
        hand = theirs[segment][theirs[segment]["question"] == "recommend"]
        month = [f"{m // 12}-{m % 12 + 1:02d}" for m in hand["month"]]
        index = pd.MultiIndex.from_arrays([hand["level"], month], names=[segment, "month"])
        value = pd.Series(((hand["promoters"] - hand["detractors"]) / hand["n"]).to_numpy(), index=index)
        if not np.allclose(mine.reindex(value.index), value, atol=1e-12) or len(value) != _LEVELS[segment] * 24:
            raise RuntimeError(f"{segment}: our scores are not those of the SQL")


def _write(folder: Path, answers: int) -> None:
    rng = np.random.default_rng(10)
    people = max(answers // 10, 1)
    ids = pa.array([f"C{i:08d}" for i in range(people)])
    segments = {name: _texts(rng.integers(0, count, people), [f"{name} {i}" for i in range(count)]) for name, count in _LEVELS.items()}
    pq.write_table(pa.table({"customer_id": ids, **segments}), folder / "customers.parquet")
    at = np.datetime64("2024-10-01", "us") + (rng.random(answers) * 730 * 86_400_000_000).astype("int64")
    asked = rng.integers(0, 3, answers)
    score = np.floor(rng.random(answers) * np.array([11, 5, 7])[asked]) + np.array([0, 1, 1])[asked]
    score[rng.random(answers) < 0.03] = np.nan
    pq.write_table(pa.table({
        "customer_id": ids.take(pa.array(rng.integers(0, people, answers))), "at": pa.array(at),
        "question": _texts(asked, list(_QUESTIONS)), "score": pa.array(score, from_pandas=True),
    }), folder / "responses.parquet")
    questions = "".join(f'[questions.{name}]\n{text}\nhigh_is = "good"\n' for name, text in _QUESTIONS.items())
    sources = "".join(f'[[sources]]\ntable = "{name}"\npath = "{name}.parquet"\n' for name in ("customers", "responses"))
    (folder / "study.toml").write_text(
        f'[study]\nname = "Ten million"\nas_of = 2026-10-01\nsegments = {list(_LEVELS)}\n{sources}{questions}', encoding="utf-8")


def _texts(codes: np.ndarray, names: list[str]) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.array(codes, pa.int32()), names).cast(pa.string())

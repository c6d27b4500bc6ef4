"""Slicing: how long a finding takes to be made anew under another slice, beside filtering and grouping a frame."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

import cxlib
from cxlib import journeys, samples, scores
from cxlib.slices import Slice

from . import journeys as logs
from .claims import Claim

CUSTOMERS, EVENTS, RESPONSES = 1_000_000, 10_000_000, 2_000_000
SLICES, TARGET_MS = 60, 20.0
FINDINGS: dict[str, Callable] = {
    "level": lambda study: scores.level(study),
    "level by region": lambda study: scores.level(study, by="region"),
    "trend": lambda study: scores.trend(study),
    "change": lambda study: scores.change(study),
    "funnel": lambda study: journeys.funnel(study),
    "funnel by region": lambda study: journeys.funnel(study, by="region"),
    "drop_off": lambda study: journeys.drop_off(study),
    "drop_off by region": lambda study: journeys.drop_off(study, by="region"),
}
_SEGMENTS = {
    "region": ("Hà Nội", "Huế", "Đà Nẵng", "Cần Thơ", "Hải Phòng"), "plan": ("Vàng", "Bạc", "Đồng"),
    "age_band": ("18-24", "25-34", "35-44", "45-54", "55+"), "store": tuple(f"S{place:02d}" for place in range(40)),
}
_QUESTIONS = {"recommend": ("nps", 0, 10), "satisfaction": ("csat", 1, 5), "effort": ("ces", 1, 5)}


def claims() -> list[Claim]:
    """Every finding under random slices: on the sample, and on a generated study of a million customers."""
    with tempfile.TemporaryDirectory() as scratch:
        sample = samples.write(samples.company(), Path(scratch) / "sample")
        found = measured("sample", cxlib.open_study(sample))
        write(Path(scratch) / "million")
        study = cxlib.open_study(Path(scratch) / "million")
        found += measured(f"{CUSTOMERS:,} customers", study)
        _beside_pandas(Path(scratch) / "million", study)
    return found


def measured(name: str, study) -> list[Claim]:
    """The p95 of each finding's recomputation over random slices, in time of the processor; printed with the time of the clock."""
    found = []
    chosen = random_slices(study, SLICES)
    for finding, make in FINDINGS.items():
        start = time.perf_counter()
        make(study)
        first = time.perf_counter() - start
        took = np.array([_both_ms(lambda: make(study.where(slice_))) for slice_ in chosen])
        (middle, clock), (high, late) = np.median(took, axis=0), np.quantile(took, 0.95, axis=0)
        print(f"{name}: {finding}: median {middle:.1f} ms, p95 {high:.1f} ms; by the clock {clock:.1f} and {late:.1f} ms; "
              f"first of all {first * 1000:.0f} ms", flush=True)
        found.append(Claim(f"{name}: {finding} under another slice, p95 of {SLICES}", float(high), TARGET_MS, "ms"))
    return found


def random_slices(study, many: int, seed: int = 7) -> list[Slice]:
    """Slices as people choose them: one to three segments with some of their levels, at times everyone else."""
    rng, found = np.random.default_rng(seed), []
    names = list(study.segments)
    while len(found) < many:
        levels = {}
        for name in rng.choice(names, size=rng.integers(1, min(3, len(names)) + 1), replace=False):
            own = study.segments[name]
            levels[str(name)] = tuple(rng.choice(own, size=rng.integers(1, max(2, len(own) * 2 // 3)), replace=False))
        found.append(Slice(levels, outside=bool(rng.random() < 0.2)))
    return found


def write(folder: Path, *, customers: int = CUSTOMERS, events: int = EVENTS, responses: int = RESPONSES) -> Path:
    """A study of customers with four segments, their contacts over two years, and weighted answers to three questions."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(customers)
    ids = pa.array([f"C{place:08d}" for place in range(customers)])
    first = np.datetime64("2024-10-01", "us").astype("int64")
    joined = first + rng.integers(-900, 600, customers) * 86_400_000_000
    left = np.where(rng.random(customers) < 0.2, joined + rng.integers(60, 1500, customers) * 86_400_000_000, np.iinfo(np.int64).min)
    segments = {name: pa.array(levels).take(pa.array(rng.integers(0, len(levels), customers))) for name, levels in _SEGMENTS.items()}
    days = {"joined_at": pa.array(joined, pa.timestamp("us")), "left_at": pa.array(left, pa.timestamp("us"), mask=left < 0)}
    pq.write_table(pa.table({"customer_id": ids, **days, **segments}), folder / "customers.parquet")
    _write_contacts(folder, rng, ids, customers, events, first)
    _write_answers(folder, rng, ids, customers, responses, first)
    questions = "".join(f'[questions.{name}]\nmetric = "{metric}"\nscale = [{low}, {high}]\nhigh_is = "good"\n'
                        + ('asks = "ease"\n' if metric == "ces" else "") for name, (metric, low, high) in _QUESTIONS.items())
    sources = "".join(f'[[sources]]\ntable = "{name}"\npath = "{name}.parquet"\n' for name in ("customers", "touchpoints", "responses"))
    stages = ", ".join(f'"{stage}"' for stage in logs.STAGES)
    named = ", ".join(f'"{name}"' for name in _SEGMENTS)
    (folder / "study.toml").write_text(
        f'[study]\nname = "Generated"\nas_of = 2026-10-01\nsynthetic = true\nsegments = [{named}]\n{sources}'
        f'{questions}[journey]\nstages = [{stages}]\n[churn]\nkind = "contract"\n', encoding="utf-8")
    return folder


def _write_contacts(folder: Path, rng, ids: pa.Array, customers: int, events: int, first: int) -> None:
    rows = logs._journeys(rng, events, customers)
    channels = pa.array(["app", "store", "website", "phone"]).take(pa.array(rng.integers(0, 4, events)))
    pq.write_table(pa.table({
        "customer_id": ids.take(pa.array(rows["customer"])), "at": pa.array(first + rows["second"] * 1_000_000, pa.timestamp("us")),
        "stage": pa.array(logs.STAGES).take(pa.array(rows["stage"])), "channel": channels,
    }), folder / "touchpoints.parquet")


def _write_answers(folder: Path, rng, ids: pa.Array, customers: int, responses: int, first: int) -> None:
    asked = rng.integers(0, len(_QUESTIONS), responses)
    low, high = (np.array([scale[place] for scale in _QUESTIONS.values()])[asked] for place in (1, 2))
    score = np.clip(np.rint(rng.normal(0.72, 0.25, responses) * (high - low) + low), low, high)
    pq.write_table(pa.table({
        "customer_id": ids.take(pa.array(rng.integers(0, customers, responses))),
        "at": pa.array(first + rng.integers(0, 730 * 86_400, responses) * 1_000_000, pa.timestamp("us")),
        "question": pa.array(list(_QUESTIONS)).take(pa.array(asked)), "score": score, "weight": rng.choice([0.5, 1.0, 1.5, 2.0], responses),
    }), folder / "responses.parquet")


def _beside_pandas(folder: Path, study) -> None:
    """The usual way: a frame of answers with their segments, filtered and grouped; only the scores, no interval, no sentence."""
    answers = pd.read_parquet(folder / "responses.parquet").merge(pd.read_parquet(folder / "customers.parquet"), on="customer_id")
    answers["period"] = answers["at"].dt.to_period("Q").astype("str")
    took = []
    for slice_ in random_slices(study, 20):
        took.append(_ms(lambda: _in_pandas(answers, slice_)))
    print(f"pandas, filter and group of {len(answers):,} answers with segments: median {statistics.median(took):.0f} ms, "
          f"p95 {np.quantile(took, 0.95):.0f} ms", flush=True)


def _in_pandas(answers: pd.DataFrame, slice_: Slice) -> pd.DataFrame:
    mask = np.ones(len(answers), dtype=bool)
    for name, kept in slice_.levels:
        mask &= answers[name].isin(kept).to_numpy()
    return answers[~mask if slice_.outside else mask].groupby(["period", "question", "score"])["weight"].agg(["size", "sum"])


def _both_ms(work: Callable[[], object]) -> tuple[float, float]:
    """Time of this thread on the processor, which others on the machine do not lengthen much, and of the clock."""
    start, clock = time.thread_time(), time.perf_counter()
    work()
    return (time.thread_time() - start) * 1000, (time.perf_counter() - clock) * 1000


def _ms(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000

"""Journey questions on generated logs, ours beside other ways, side by side in one run; and what building the store costs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from .claims import Claim
from .peers import STAGES

_PEERS = Path(__file__).with_name("peers.py")
_REGIONS = ("Cần Thơ", "Hà Nội", "Hải Phòng", "TP. Hồ Chí Minh", "Đà Nẵng")
_BATCH = 5_000_000
_ALL_IN_MEMORY = 20_000_000
# CPU seconds of compiled code over 10 million sorted rows, measured once on a machine like this: the practical limit.
_LIMITS = {"funnel": 0.15, "transitions": 0.045, "times": 0.47, "cohorts": 0.16}


def claims() -> list[Claim]:
    """Every size in CX_BENCH_EVENTS (10000000 when not given; several with commas).

    CX_BENCH_RETENTIONEERING names a Python that has retentioneering, which needs other versions than ours.
    """
    sizes = [int(size) for size in os.environ.get("CX_BENCH_EVENTS", "10000000").split(",")]
    return [claim for size in sizes for claim in _one_size(size)]


def _one_size(events: int) -> list[Claim]:
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        write(folder, events)
        built, sorting = _build(folder), _sort(folder)
        ours = _run(sys.executable, "cx", folder)
        ways = [way for way in ("duckdb", "polars", "pandas") if _has(way)]
        other = os.environ.get("CX_BENCH_RETENTIONEERING")
        if events > _ALL_IN_MEMORY:
            print(f"{events:,} events: pandas and retentioneering are left out, as they hold all rows in memory several times")
            ways, other = [way for way in ways if way != "pandas"], None
        found = {"cx": ours, **{way: _run(sys.executable, way, folder) for way in ways}}
        if other:
            found["retentioneering"] = _run(other, "retentioneering", folder)
        elif events <= _ALL_IN_MEMORY:
            print("retentioneering is left out: CX_BENCH_RETENTIONEERING names no Python that has it")
    _show(events, found, built, sorting)
    _must_agree(found)
    return _judged(events, found, built, sorting)


def write(folder: Path, events: int) -> None:
    """A study of contacts and customers: each customer walks forward, back and again, over two years."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(events)
    people = max(events // 20, 1)
    ids = pa.array([f"C{i:08d}" for i in range(people)])
    regions = pa.DictionaryArray.from_arrays(pa.array(rng.integers(0, 5, people), pa.int32()), list(_REGIONS)).cast(pa.string())
    pq.write_table(pa.table({"customer_id": ids, "region": regions}), folder / "customers.parquet")
    stages, channels = pa.array(STAGES), pa.array(["app", "store", "website", "phone"])
    first, writer = np.datetime64("2024-10-01", "us").astype("int64"), None
    left = events
    while left > 0:
        rows = _journeys(rng, min(left, _BATCH), people)
        table = pa.table({
            "customer_id": ids.take(pa.array(rows["customer"])), "at": pa.array(first + rows["second"] * 1_000_000, pa.timestamp("us")),
            "stage": stages.take(pa.array(rows["stage"])), "channel": channels.take(pa.array(rng.integers(0, 4, len(rows["stage"])))),
        })
        writer = writer or pq.ParquetWriter(folder / "touchpoints.parquet", table.schema)
        writer.write_table(table)
        left -= table.num_rows
    writer.close()
    (folder / "study.toml").write_text(
        '[study]\nname = "Generated"\nas_of = 2026-10-01\nsynthetic = true\nsegments = ["region"]\n'
        '[[sources]]\ntable = "customers"\npath = "customers.parquet"\n[[sources]]\ntable = "touchpoints"\npath = "touchpoints.parquet"\n'
        f"[journey]\nstages = {json.dumps(STAGES)}\n", encoding="utf-8")


def _journeys(rng: np.random.Generator, rows: int, people: int) -> dict[str, np.ndarray]:
    """Journeys of one to seven stages in order, some days apart, in no order of time, as a file would have them."""
    length = np.minimum(rng.geometric(0.25, rows), len(STAGES))
    length = length[np.cumsum(length) <= rows]
    length = np.append(length, np.ones(rows - length.sum(), dtype=np.int64))
    stage = np.arange(rows) - np.repeat(np.cumsum(length) - length, length)
    start = np.repeat(rng.integers(0, 650 * 86_400, len(length)), length)
    second = start + (stage * 86_400 * rng.random(rows) * 3).astype(np.int64)
    order = rng.permutation(rows)
    return {"customer": np.repeat(rng.integers(0, people, len(length)), length)[order], "second": second[order], "stage": stage[order]}


def _has(way: str) -> bool:
    done = subprocess.run([sys.executable, "-c", f"import {way}"], capture_output=True)
    if done.returncode:
        print(f"{way} is left out: it is not installed")
    return not done.returncode


def _run(python: str, way: str, folder: Path) -> dict:
    done = subprocess.run([python, str(_PEERS), way, str(folder)], capture_output=True, text=True)
    if done.returncode:
        print(f"{way} failed: {done.stderr.strip().splitlines()[-1] if done.stderr.strip() else done.returncode}")
        return {"way": way, "tasks": {}, "answers": {}, "failed": {}, "peak_gib": float("nan"), "load": {"wall": float("nan"), "cpu": float("nan")}}
    return json.loads(done.stdout.strip().splitlines()[-1])


_MEASURE = "import resource, time; w, c = time.perf_counter(), time.process_time(); {work}; print(time.perf_counter() - w, time.process_time() - c, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20)"


def _measured(work: str, *, reading: str = "") -> dict:
    """CPU and wall seconds and peak memory; of an opening the part that sorts and writes is told apart."""
    if reading:
        timing = ("import cxlib.study.preparing as p, time; b = p.build; took = [0.0, 0.0]\n"
                  "def timed(*a, **k):\n    w, c = time.perf_counter(), time.process_time(); b(*a, **k)\n"
                  "    took[:] = [time.perf_counter() - w, time.process_time() - c]\np.build = timed\n")
        script = timing + _MEASURE.format(work=work) + "\nprint(*took)"
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
        wall, cpu, peak, sorting_wall, sorting_cpu = (float(number) for number in done.stdout.split()[-5:])
        return {"wall": wall, "cpu": cpu, "peak_gib": peak, "sorting_wall": sorting_wall, "sorting_cpu": sorting_cpu}
    done = subprocess.run([sys.executable, "-c", _MEASURE.format(work=work)], capture_output=True, text=True, check=True)
    wall, cpu, peak = (float(number) for number in done.stdout.split()[-3:])
    return {"wall": wall, "cpu": cpu, "peak_gib": peak}


def _build(folder: Path) -> dict:
    """Reading, checking, sorting and writing: everything between the raw file and the first question."""
    return _measured(f"import cxlib; cxlib.open_study({str(folder)!r})", reading=str(folder))


def _sort(folder: Path) -> dict:
    """DuckDB's own sort of the same columns to Parquet, with the same memory."""
    text = (f"COPY (SELECT * FROM '{folder}/touchpoints.parquet' ORDER BY customer_id, \"at\") TO '{folder}/sorted.parquet' (FORMAT parquet, COMPRESSION zstd)")
    return _measured(f"import duckdb; d = duckdb.connect(); d.execute('SET memory_limit = \\'2GB\\'; SET temp_directory = \\'{folder}\\''); d.execute({text!r})")


def _show(events: int, found: dict, built: dict, sorting: dict) -> None:
    print(f"\n{events:,} events; CPU / wall seconds (peak memory of the process)")
    print(f"{'opened first':18}{built['cpu']:8.2f} /{built['wall']:7.2f}   ({built['peak_gib']:.2f} GiB), of which building the store "
          f"{built['sorting_cpu']:.2f} / {built['sorting_wall']:.2f}; DuckDB's sort {sorting['cpu']:.2f} / {sorting['wall']:.2f} ({sorting['peak_gib']:.2f} GiB)")
    tasks = ("funnel", "transitions", "steps", "times", "cohorts")
    print(" " * 18 + "".join(f"{task:>18}" for task in tasks) + f"{'load':>18}")
    for way, report in found.items():
        cells = [f"{report['tasks'][t]['cpu']:.2f} / {report['tasks'][t]['wall']:.2f}" if t in report["tasks"] else "-" for t in tasks]
        print(f"{way:18}" + "".join(f"{cell:>18}" for cell in cells) + f"{report['load']['cpu']:>10.2f} / {report['load']['wall']:.2f}  ({report['peak_gib']:.2f} GiB)")
        for task, why in report["failed"].items():
            print(f"  {way}, {task}: {why}")


def _must_agree(found: dict) -> None:
    """The same counts by every way that counts the same thing."""
    for task in ("funnel", "transitions"):
        ours = found["cx"]["answers"].get(task)
        for way in ("duckdb", "polars", "pandas"):
            theirs = found.get(way, {}).get("answers", {}).get(task)
            if theirs is not None and theirs != ours:
                raise RuntimeError(f"{task}: {way} counts {theirs}, we count {ours}")


def _judged(events: int, found: dict, built: dict, sorting: dict) -> list[Claim]:
    ours, claims = found["cx"]["tasks"], []
    name = f"{events:,} events"
    if "duckdb" in found and "funnel" in found["duckdb"]["tasks"]:
        ratio = found["duckdb"]["tasks"]["funnel"]["cpu"] / ours["funnel"]["cpu"]
        claims.append(Claim(f"{name}: windowed funnel by segment, times faster than the best SQL (CPU)", ratio, 6.0, "times", "higher"))
    for task in ("transitions", "steps", "times"):
        theirs = found.get("retentioneering", {}).get("tasks", {}).get(task)
        if theirs:
            claims.append(Claim(f"{name}: {task}, times faster than retentioneering (CPU, its loading left out)", theirs["cpu"] / ours[task]["cpu"], 20.0, "times", "higher"))
    if events <= _ALL_IN_MEMORY:
        for task, limit in _LIMITS.items():
            claims.append(Claim(f"{name}: {task}, CPU over the practical limit", ours[task]["cpu"] / (limit * events / 1e7), 2.0, "times"))
    claims.append(Claim(f"{name}: building the store over DuckDB's sort of the same columns (CPU)", built["sorting_cpu"] / sorting["cpu"], 3.0, "times"))
    claims.append(Claim(f"{name}: peak memory of building and of all questions", max(built["peak_gib"], found["cx"]["peak_gib"]), 3.0, "GiB"))
    return claims

"""The same questions on Spark and on DuckDB at growing sizes, and what a billion contacts would cost from that growth."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

from .claims import Claim
from .journeys import write

_ONE = Path(__file__).with_name("spark_one.py")
_BILLION = 1_000_000_000


def claims() -> list[Claim]:
    """Sizes in CX_BENCH_SPARK (1000000,3000000,10000000 when not given), on a session of this machine."""
    sizes = [int(size) for size in os.environ.get("CX_BENCH_SPARK", "1000000,3000000,10000000").split(",")]
    found: dict[int, dict[str, dict]] = {}
    for size in sizes:
        with tempfile.TemporaryDirectory() as scratch:
            write(Path(scratch), size)
            found[size] = {kind: _one(scratch, kind) for kind in ("duckdb", "spark")}
        _show(size, found[size])
    return [claim for task in found[sizes[0]]["spark"]["tasks"] for claim in _growth(task, found)]


def _one(folder: str, kind: str) -> dict:
    done = subprocess.run([sys.executable, str(_ONE), folder, kind], capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(done.stderr.strip().splitlines()[-1] if done.stderr.strip() else f"{kind} ended with {done.returncode}")
    return json.loads(done.stdout.strip().splitlines()[-1])


def _show(size: int, found: dict[str, dict]) -> None:
    print(f"\n{size:,} contacts; CPU / wall seconds of all processes, the second run of each")
    for kind, report in found.items():
        print(f"{kind:8}" + "".join(f"{task:>14}: {took['cpu']:7.2f} /{took['wall']:6.2f}" for task, took in report["tasks"].items()))
    if found["duckdb"]["answers"] != found["spark"]["answers"]:
        raise RuntimeError(f"{size:,} contacts: Spark and DuckDB count differently")


def _growth(task: str, found: dict[int, dict[str, dict]]) -> list[Claim]:
    """The straight line through the sizes: a fixed cost and one for each contact."""
    sizes = np.array(sorted(found))
    cpu = np.array([found[size]["spark"]["tasks"][task]["cpu"] for size in sizes])
    each, fixed = np.polyfit(sizes, cpu, 1)
    print(f"Spark, {task}: {fixed:.1f} s and {each * 1e6:.3f} s for each million; a billion would take {(fixed + each * _BILLION) / 60:.0f} minutes of CPU")
    rate = cpu[-1] / cpu[-2] / (sizes[-1] / sizes[-2])
    return [Claim(f"Spark, {task}: cost grows no faster than the contacts ({sizes[-2]:,} to {sizes[-1]:,})", float(rate), 1.1, "times the growth")]

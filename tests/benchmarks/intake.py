"""What bringing a large CSV in costs, beside pandas.read_csv and the same checks in pandas, and the most memory that it takes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as arrow_csv

from .claims import Claim
from .intake_one import STAGES, ZONE

_ONE = Path(__file__).with_name("intake_one.py")
_BATCH = 500_000
_CHANNELS = ("app", "store", "website", "phone", "cửa hàng")
_REMARKS = ("Giao hàng nhanh, nhân viên thân thiện", "late again", "ok", "The app crashed twice, then worked", 'told "soon", waited 3 days', "tốt", "")
_LIMIT = "500MB"


def claims() -> list[Claim]:
    """CX_BENCH_INTAKE rows (10000000 when not given) of contacts and of answers; then a file of four times the size on little memory."""
    rows = int(os.environ.get("CX_BENCH_INTAKE", "10000000"))
    found = []
    with tempfile.TemporaryDirectory() as scratch:
        for table in ("touchpoints", "responses"):
            folder = Path(scratch) / table
            write(folder, table, rows)
            took = {way: _one(way, folder) for way in ("cx", "cx-staged", "pandas", "pandas-pyarrow")}
            _show(table, folder, took)
            found += _judged(table, rows, took)
            if table == "touchpoints":
                found.extend(_bounded(folder, took["cx-staged"]["peak"]))
            shutil.rmtree(folder)
    return found


def write(folder: Path, table: str, rows: int, *, seed: int = 20261122) -> None:
    """A study of one CSV: every thousandth row breaks the contract, every hundredth text has spaces at its ends, some rows come twice."""
    folder.mkdir(parents=True)
    rng = np.random.default_rng(seed)
    with (folder / f"{table}.csv").open("wb") as file:
        for start in range(0, rows, _BATCH):
            batch = _batch(table, rng, min(_BATCH, rows - start), max(rows // 20, 10))
            arrow_csv.write_csv(batch, file, arrow_csv.WriteOptions(include_header=start == 0, quoting_style="needed"))
    extra = f"[journey]\nstages = {json.dumps(STAGES)}\n" if table == "touchpoints" else '[questions.recommend]\nmetric = "nps"\nscale = [0, 10]\nhigh_is = "good"\n'
    (folder / "study.toml").write_text(f'[study]\nname = "Generated"\nsynthetic = true\ntimezone = "{ZONE}"\n[engine]\nmemory = "{_LIMIT}"\n'
                                       f'[[sources]]\ntable = "{table}"\npath = "{table}.csv"\n{extra}', encoding="utf-8")


def _batch(table: str, rng: np.random.Generator, rows: int, people: int) -> pa.Table:
    ids = pc.binary_join_element_wise("C", pc.utf8_lpad(pa.array(rng.integers(0, people, rows)).cast(pa.string()), 8, "0"), "")
    seconds = np.datetime64("2024-10-01", "s").astype(np.int64) + rng.integers(0, 730 * 86_400, rows)
    at = _spoilt(rng, pa.array(seconds, pa.int64()).cast(pa.timestamp("s")).cast(pa.string()), "31/02/2026", 0.0004)
    channel = pa.array(_CHANNELS).take(pa.array(rng.integers(0, len(_CHANNELS), rows)))
    channel = _spoilt(rng, channel, " app ", 0.01)
    if table == "touchpoints":
        stage = _spoilt(rng, pa.array(STAGES).take(pa.array(rng.integers(0, len(STAGES), rows))), "nowhere", 0.0006)
        employee = pc.binary_join_element_wise("E", pa.array(rng.integers(0, 500, rows)).cast(pa.string()), "")
        made = pa.table({"customer_id": ids, "at": at, "stage": stage, "channel": channel, "employee": employee})
    else:
        score = _spoilt(rng, pa.array(rng.integers(0, 11, rows)).cast(pa.string()), "12", 0.0006)
        comment = pa.array(_REMARKS).take(pa.array(rng.integers(0, len(_REMARKS), rows)))
        made = pa.table({"customer_id": ids, "at": at, "question": pa.array(["recommend"] * rows), "score": score, "channel": channel, "comment": comment})
    again = rng.integers(0, rows, max(rows // 5000, 1))
    return pa.concat_tables([made.slice(0, rows - len(again)), made.take(pa.array(again % max(rows - len(again), 1)))])


def _spoilt(rng: np.random.Generator, values: pa.Array, wrong: str, share: float) -> pa.Array:
    return pc.if_else(pa.array(rng.random(len(values)) < share), pa.scalar(wrong), values)


def _one(way: str, folder: Path) -> dict:
    done = subprocess.run([sys.executable, str(_ONE), way, str(folder)], capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(done.stderr.strip().splitlines()[-1] if done.stderr.strip() else f"{way} ended with {done.returncode}")
    return json.loads(done.stdout.strip().splitlines()[-1])


def _show(table: str, folder: Path, took: dict[str, dict]) -> None:
    size = (folder / f"{table}.csv").stat().st_size / 2**20
    print(f"\n{took['cx']['found']['read']:,} rows of {table}, {size:,.0f} MB")
    for way, one in took.items():
        print(f"{way:16} CPU {one['cpu']:7.2f} s, wall {one['wall']:7.2f} s, peak {one['peak']:7,.0f} MB, {one['found']}")


def _judged(table: str, rows: int, took: dict[str, dict]) -> list[Claim]:
    ours, theirs = took["cx"], took["pandas"]
    same = ("read", "accepted", "rejected") if ours["about"] else ("read", "accepted", "rejected", "repeated")
    if any([one["found"][name] for name in same] != [ours["found"][name] for name in same] for one in took.values()):
        raise RuntimeError(f"{table}: the ways do not find the same")
    return [
        Claim(f"{rows:,} {table}: read, map and check, CPU of pandas over ours", theirs["cpu"] / ours["cpu"], 5, "times", "higher"),
        Claim(f"{rows:,} {table}: the same and staged on disk (pandas writes nothing), CPU of pandas over ours", theirs["cpu"] / took["cx-staged"]["cpu"], 3, "times", "higher"),
        Claim(f"{rows:,} {table}: the same and staged on disk, wall of pandas over ours", theirs["wall"] / took["cx-staged"]["wall"], 3, "times", "higher"),
        Claim(f"{rows:,} {table}: repeated rows, told as about so many with memory = {_LIMIT}, off by",
              abs(ours["found"]["repeated"] / theirs["found"]["repeated"] - 1), 0.15, "of them"),
        Claim(f"{rows:,} {table}: peak memory with memory = {_LIMIT}", took["cx-staged"]["peak"], 500, "MB"),
    ]


def _bounded(folder: Path, before: float) -> list[Claim]:
    """The same file four times over: what is held in memory may not grow with it."""
    path = folder / "touchpoints.csv"
    body = path.with_name("body")
    with path.open("rb") as file, body.open("wb") as copy:
        file.readline()
        shutil.copyfileobj(file, copy)
    for _ in range(3):
        with path.open("ab") as file, body.open("rb") as copy:
            shutil.copyfileobj(copy, file)
    body.unlink()
    after = _one("cx-staged", folder)
    print(f"{path.stat().st_size / 2**20:,.0f} MB: peak {after['peak']:,.0f} MB, {after['found']}")
    return [
        Claim("peak memory of a file four times as large, over the first", after["peak"] / before, 2, "times"),
        Claim(f"peak memory of a file four times as large with memory = {_LIMIT}", after["peak"], 500, "MB"),
    ]

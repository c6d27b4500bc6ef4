"""Whether pure chance is called predictable, what a perfect model may miss, and how long a million customers take.

CX_BENCH_CHURN sets the number of customers (1,000,000); CX_BENCH_CHURN_WORLDS the number of worlds (100).
"""

from __future__ import annotations

import datetime as dt
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

import cxlib
from cxlib import churn

from .claims import Claim

CUSTOMERS = int(os.environ.get("CX_BENCH_CHURN", "1000000"))
WORLDS = int(os.environ.get("CX_BENCH_CHURN_WORLDS", "100"))
_FIRST = 9_000  # seeds that nothing was tuned on
_DAYS = 540
_CUTOFFS = [dt.date(2025, 4, 1), dt.date(2025, 8, 1), dt.date(2025, 12, 1)]
_POINTS = ("menu", "queue", "till", "app", "receipt", "complaint", "voucher", "review")
_CHANNELS = ("app", "store", "phone")


def claims() -> list[Claim]:
    """Worlds of pure chance, and a million customers beside a plain grid search on the same table."""
    start = time.perf_counter()
    verdicts = [_chance(_FIRST + place) for place in range(WORLDS)]
    print(f"{WORLDS} worlds of pure chance took {time.perf_counter() - start:.0f} s: {dict(pd.Series(verdicts).value_counts())}", flush=True)
    wrong = 100 * sum(verdict == "usable" for verdict in verdicts) / max(WORLDS, 1)
    leaks = 100 * sum(verdict == "suspected_leak" for verdict in verdicts) / max(WORLDS, 1)
    return [Claim("worlds of pure chance called predictable", wrong, 5, "of 100"),
            Claim("clean worlds in which a leak is suspected", leaks, 0, "of 100"), *_million()]


def _chance(seed: int) -> str:
    """A study of contracts in which leaving is pure chance."""
    rng, n = np.random.default_rng(seed), 3000
    month = rng.geometric(0.03, n)
    frame = pd.DataFrame({
        "customer_id": [f"c{place}" for place in range(n)], "left_at": np.where(month <= 12, [f"2025-{min(m, 12):02d}-15" for m in month], ""),
        "plan": rng.choice(["short", "long"], n), "place": rng.choice(list("abcd"), n), "monthly_fee": rng.normal(50, 10, n).round(2),
        "joined_at": [f"20{year}-0{m}-01" for year, m in zip(rng.integers(18, 25, n), rng.integers(1, 9, n), strict=True)],
    })
    with tempfile.TemporaryDirectory() as folder:
        frame.to_csv(Path(folder) / "customers.csv", index=False)
        (Path(folder) / "study.toml").write_text(
            '[study]\nname="Contracts"\nperiod="month"\nas_of=2026-01-01\nsegments=["plan", "place"]\n'
            '[[sources]]\ntable="customers"\npath="customers.csv"\n'
            '[churn]\nkind="contract"\nknown_from=2025-01-01\ngap_days=10\noutcome_days=80\n', encoding="utf-8")
        return churn.fit(cxlib.open_study(folder)).verdict


def _million() -> list[Claim]:
    with tempfile.TemporaryDirectory() as folder:
        _company(Path(folder), CUSTOMERS)
        start = time.perf_counter()
        _run("prepare", folder)
        print(f"{CUSTOMERS:,} customers: store built once in {time.perf_counter() - start:.0f} s", flush=True)
        ours = _run("ours", folder)
        grid = _run("grid", folder)
    print(f"ours {ours}\ngrid search {grid}", flush=True)
    return [
        Claim(f"{CUSTOMERS:,} customers, {ours['columns']} features, 3 past dates: features, leak tests, fit, evaluation, scoring", ours["seconds"], 300, "s"),
        Claim("its largest memory", ours["gigabytes"], 6, "GB"),
        Claim("plain grid search (8 settings, 3 folds) on the same table, without features and leak tests, seconds for each of ours",
              grid["seconds"] / ours["seconds"], 1.0, "times", "higher"),
        Claim("area under the curve on the last date minus that of the grid search", ours["auc"] - grid["auc"], -0.005, "", "higher"),
    ]


def _run(what: str, folder: str) -> dict:
    out = subprocess.run([sys.executable, "-m", __name__, what, folder], capture_output=True, text=True, check=False)
    if out.returncode:
        raise RuntimeError(out.stderr)
    return json.loads(out.stdout.splitlines()[-1])


def _company(folder: Path, n: int) -> None:
    """Customers who pay and are met at their own rate; complaints and a plan make some of them stop."""
    rng = np.random.default_rng(_FIRST)
    rate = rng.gamma(3.0, 0.005, n) + 0.01
    plan = rng.integers(0, 3, n)
    leave = np.where(plan == 0, 0.0016, 0.0005)
    last = np.minimum(rng.geometric(leave), _DAYS + 400)
    customers = pd.DataFrame({
        "customer_id": [f"k{place:07d}" for place in range(n)], "plan": np.array(["basic", "silver", "gold"])[plan],
        "region": np.array(["north", "south", "east", "west"])[rng.integers(0, 4, n)],
        "joined_at": (np.datetime64("2024-07-01") - rng.integers(1, 900, n)).astype(str),
    })
    customers.to_csv(folder / "customers.csv", index=False)
    who, day = _times(rng, rate, last, 1.0)
    at = np.datetime64("2024-07-01T00:00:00") + (day * 86_400).astype("timedelta64[s]")
    pd.DataFrame({"customer_id": customers["customer_id"].to_numpy()[who], "at": at, "amount": rng.gamma(4, 10, len(who)).round(2)}).to_parquet(
        folder / "transactions.parquet")
    who, day = _times(rng, rate, last, 0.8)
    at = np.datetime64("2024-07-01T00:00:00") + (day * 86_400).astype("timedelta64[s]")
    point = rng.integers(0, len(_POINTS), len(who))
    pd.DataFrame({"customer_id": customers["customer_id"].to_numpy()[who], "at": at, "stage": np.array(["use"] * len(who)),
                  "touchpoint": np.array(_POINTS)[point], "channel": np.array(_CHANNELS)[rng.integers(0, 3, len(who))]}).to_parquet(
        folder / "touchpoints.parquet")
    (folder / "study.toml").write_text(
        '[study]\nname="Million"\nperiod="month"\nas_of=2026-03-01\nsegments=["plan", "region"]\n'
        '[[sources]]\ntable="customers"\npath="customers.csv"\n[[sources]]\ntable="transactions"\npath="transactions.parquet"\n'
        '[[sources]]\ntable="touchpoints"\npath="touchpoints.parquet"\n[journey]\nstages=["use"]\n'
        '[churn]\nkind="silence"\nsilence_days=60\ngap_days=14\noutcome_days=60\n', encoding="utf-8")


def _times(rng: np.random.Generator, rate: np.ndarray, last: np.ndarray, times: float) -> tuple[np.ndarray, np.ndarray]:
    lived = np.minimum(last, _DAYS + 65)
    met = rng.poisson(rate * lived * times)
    who = np.repeat(np.arange(len(rate)), met)
    return who, rng.random(len(who)) * lived[who]


def _main(what: str, folder: str) -> dict:
    study = cxlib.open_study(folder)
    if what == "prepare":
        return {}
    start = time.perf_counter()
    if what == "ours":
        model = churn.fit(study, cutoffs=_CUTOFFS)
        found = churn.trust(study, model).table.set_index("metric")
        churn.calibration(study, model)
        scored = model.probability(churn.table(study, study.as_of, labelled=False).features)
        said = {"verdict": model.verdict, "learner": model.learner.name, "columns": len(model.test.features.columns), "scored": len(scored),
                "auc": float(found.loc["auc", "value"])}
    else:
        tables = [churn.table(study, day) for day in _CUTOFFS]
        start = time.perf_counter()
        said = {"auc": _grid(tables)}
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    return said | {"seconds": round(time.perf_counter() - start, 1), "gigabytes": round(used, 2)}


def _grid(tables: list) -> float:
    """What a notebook usually does: a pipeline, a grid, cross-validation by log-loss."""
    from sklearn.impute import SimpleImputer
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import roc_auc_score
    from sklearn.model_selection import GridSearchCV
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    columns = [name for name in tables[0].features if all(name in one.features for one in tables)]
    features = pd.concat([one.features[columns] for one in tables[:2]])
    left = pd.concat([one.left for one in tables[:2]])
    pipeline = make_pipeline(SimpleImputer(strategy="median"), StandardScaler(), LogisticRegression(max_iter=500))
    grid = GridSearchCV(pipeline, {"logisticregression__C": np.logspace(-3, 2, 8)}, scoring="neg_log_loss", cv=3).fit(features, left)
    return float(roc_auc_score(tables[2].left, grid.predict_proba(tables[2].features[columns])[:, 1]))


if __name__ == "__main__":
    print(json.dumps(_main(*sys.argv[1:3])))

"""One engine's answers on one folder, in a process of its own: `python spark_one.py FOLDER ENGINE` prints JSON."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import psutil


def cpu_seconds() -> float:
    """Of this process and all it has started (the Java machine and its workers)."""
    total = 0.0
    for process in (own := psutil.Process(), *own.children(recursive=True)):
        try:
            times = process.cpu_times()
        except psutil.NoSuchProcess:
            continue
        total += times.user + times.system + times.children_user + times.children_system
    return total


def timed(work):
    """CPU and wall seconds of the second run, and what it gave."""
    work()
    wall, cpu = time.perf_counter(), cpu_seconds()
    found = work()
    return {"wall": time.perf_counter() - wall, "cpu": cpu_seconds() - cpu}, found


def main(folder: str, kind: str) -> None:
    """Funnel by segment, transitions and cohorts."""
    settings = Path(folder) / "study.toml"
    plain = settings.read_text(encoding="utf-8").split("[engine]")[0]
    settings.write_text(plain + f'[engine]\nkind = "{kind}"\nmaster = "local[2]"\n', encoding="utf-8")
    import cxlib
    from cxlib import journeys
    from cxlib.journeys.steps import transitions

    study = cxlib.open_study(folder)
    tasks = {
        "funnel": lambda: journeys.funnel(study, by="region", over="all").table[["region", "stage", "base", "reached", "lost", "open"]].to_json(),
        "transitions": lambda: sum(study.over_events(transitions)).tolist(),
        "cohorts": lambda: study.cohort_counts(["region"]).to_json(),
    }
    report = {"tasks": {}, "answers": {}}
    for name, work in tasks.items():
        report["tasks"][name], report["answers"][name] = timed(work)
    print(json.dumps(report))


if __name__ == "__main__":
    main(*sys.argv[1:3])

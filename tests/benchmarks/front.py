"""The front door: how long a new user waits."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from .claims import Claim

ROOT = Path(__file__).parent.parent.parent


def claims() -> list[Claim]:
    """Import, check and the whole sample study, each in a fresh process."""
    with tempfile.TemporaryDirectory() as scratch:
        sample = Path(scratch) / "sample"
        _cx("sample", str(sample))
        imports = [_seconds([sys.executable, "-c", "import cxlib"]) for _ in range(5)]
        check = [_seconds(_command("check", str(sample), "--rejected", f"{scratch}/rejected.csv")) for _ in range(3)]
        study = _seconds(_command("run", str(sample), "--out", f"{scratch}/reports", "--notebooks", str(ROOT / "notebooks")))
        again = _seconds(_command("run", str(sample), "--out", f"{scratch}/reports", "--notebooks", str(ROOT / "notebooks")))
    return [
        Claim("python -c 'import cxlib', median of 5", statistics.median(imports), 0.5, "s"),
        Claim("cx check on the sample, median of 3", statistics.median(check), 5.0, "s"),
        Claim("cx run on the sample, all notebooks, store built", study, 90.0, "s"),
        Claim("cx run on the sample again, store kept", again, 90.0, "s"),
    ]


def _command(*words: str) -> list[str]:
    return [sys.executable, "-m", "cxlib.cli", *words]


def _cx(*words: str) -> None:
    subprocess.run(_command(*words), check=True, capture_output=True)


def _seconds(command: list[str]) -> float:
    start = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True)
    seconds = time.perf_counter() - start
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {done.returncode}: {done.stderr[-500:]}")
    return seconds

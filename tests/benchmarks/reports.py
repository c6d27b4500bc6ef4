"""The whole report of the sample: how long, how long again, and what twenty kills at random moments leave."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from cxlib import samples

from .claims import Claim

ROOT = Path(__file__).parent.parent.parent
KILLS = 20
SAME = ("findings.json", "tables", "charts", "notebooks", "workbook.xlsx", "slides.pptx")
CODE = "import sys; from cxlib import report; report.run(sys.argv[1], notebooks=sys.argv[2], out=sys.argv[3])"


def claims() -> list[Claim]:
    """The sample at full size twice; a small company with one notebook killed at moments drawn by lot."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        study = samples.write(samples.company(), folder / "study")
        first = _run(study, ROOT / "notebooks", folder / "reports")
        again = _run(study, ROOT / "notebooks", folder / "reports")
        return [
            Claim("sample study, everything, 2 notebooks at once", first, 60.0, "s"),
            Claim("the same again, nothing changed", again, 15.0, "s"),
            *_killed(folder),
        ]


def _run(study: Path, notebooks: Path, out: Path) -> float:
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", CODE, str(study), str(notebooks), str(out)], check=True)
    return time.perf_counter() - began


def _killed(folder: Path) -> list[Claim]:
    """Kill a run with its kernels' parent at a random moment, look at the report, let the next run end; twenty times."""
    study = samples.write(samples.company(scale=0.05), folder / "small")
    notebooks = folder / "notebooks"
    notebooks.mkdir()
    for name in ("00_start_here.ipynb", "03_metrics.ipynb"):
        shutil.copy(ROOT / "notebooks" / name, notebooks)
    lasts = _run(study, notebooks, folder / "whole")
    (name,) = (path.name for path in (folder / "whole").iterdir() if not path.name.startswith("."))
    whole = _contents(folder / "whole" / name)
    moments, halves, unlike = random.Random(2026), 0, 0
    for number in range(KILLS):
        out = folder / f"killed{number}"
        shutil.copytree(folder / "whole" / name, out / name)
        process = subprocess.Popen([sys.executable, "-c", CODE, str(study), str(notebooks), str(out)])
        try:
            process.wait(moments.uniform(0.0, lasts))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        halves += _contents(out / name) != whole
        _run(study, notebooks, out)
        unlike += _contents(out / name) != whole
        shutil.rmtree(out, ignore_errors=True)
    return [
        Claim(f"reports half or lost after {KILLS} kills", float(halves), 0.0, "reports"),
        Claim("resumed runs that differ from an unbroken one in a byte", float(unlike), 0.0, "runs"),
    ]


def _contents(folder: Path) -> dict[str, bytes]:
    found = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in found if path.relative_to(folder).parts[0] in SAME and os.path.isfile(path)}

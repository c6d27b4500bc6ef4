"""The hand-out: how heavy it is, how long it takes to make, and from the click to the finished picture without a network."""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from pathlib import Path

import cxlib
from cxlib import samples
from cxlib.report.handout import write_handout

from ..test_browser import CHROMIUM, chromium
from .claims import Claim

_CLICK = """async (place) => {
  const boxes = document.querySelectorAll('.cx-slicer-panel:popover-open .cx-slicer-list input');
  const before = document.querySelector('.cx-card .cx-drawn').shadowRoot.firstChild;
  const began = performance.now();
  boxes[place % boxes.length].click();
  const worked = performance.now() - began;
  await new Promise((done) => requestAnimationFrame(() => { const port = new MessageChannel(); port.port1.onmessage = done; port.port2.postMessage(0); }));
  const lasted = performance.now() - began;
  if (before.isConnected) throw new Error('the picture in sight is still the old one');
  return [worked, lasted];
}"""


def claims() -> list[Claim]:
    """On the sample, and on the generated study of a million customers (left out where CX_BENCH_SMALL is set)."""
    if not CHROMIUM.exists():
        print("the hand-out in a browser is left out: chromium is missing")
        return []
    with tempfile.TemporaryDirectory() as scratch:
        sample = samples.write(samples.company(), Path(scratch) / "sample")
        found = measured("sample", cxlib.open_study(sample), Path(scratch))
        if not os.environ.get("CX_BENCH_SMALL"):
            from . import slicing

            slicing.write(Path(scratch) / "million")
            found += measured("1 million customers", cxlib.open_study(Path(scratch) / "million"), Path(scratch))
    return found


def measured(name: str, study, folder: Path) -> list[Claim]:
    """Making the page, its size, and 20 clicks in it."""
    began = time.perf_counter()
    path = write_handout(study, folder / "handout.html")
    made = time.perf_counter() - began
    clicks = _clicks(path, study)
    print(f"hand-out, {name}: of each click the script takes {statistics.median(one for one, _ in clicks):.1f} ms (median)")
    return [
        Claim(f"hand-out, {name}: made in", made, 60.0, "s"),
        Claim(f"hand-out, {name}: size of the file", path.stat().st_size / 1e6, 1.5, "MB"),
        Claim(f"hand-out, {name}: click to the finished new pictures, median of 20", statistics.median(all_ for _, all_ in clicks), 25.0, "ms"),
    ]


def _clicks(path: Path, study) -> list[tuple[float, float]]:
    with chromium() as browser:
        page = browser.new_context(offline=True, viewport={"width": 1280, "height": 800}).new_page()
        page.goto(path.as_uri())
        page.locator(".cx-card svg").first.wait_for(timeout=60_000)
        page.locator(".cx-slicer button[aria-expanded='false']").first.click()
        page.wait_for_timeout(300)
        found = []
        for place in range(24):
            found.append(tuple(page.evaluate(_CLICK, place)))
            page.wait_for_timeout(150)
        return found[4:]

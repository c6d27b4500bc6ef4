"""The presenter in a real browser: from a click to the finished picture, alone and with ten viewers, and their memory."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import cxlib
from cxlib import samples, scores

from .claims import Claim

ROOT = Path(__file__).parent.parent.parent
CHROMIUM = "/usr/bin/chromium"
PLACE = "03_metrics/scores.trend"
VIEWERS, CLICKS = 10, 20
SLOW = 600_000
# In the page: tick one level after the other, so that no slice comes twice (the page keeps answers that it has); from each click until the new sentence and picture have been painted.
CLICKING = """
async ([segment, first, clicks, rest]) => {
  const pause = (ms) => new Promise((go) => setTimeout(go, ms));
  const frame = () => new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go)));
  if (document.querySelector('.cx-slicer-body').hidden) document.querySelector('[aria-keyshortcuts=s]').click();
  const places = [...document.querySelectorAll('.cx-slicer-place')];
  const place = places.find((one) => one.querySelector('.cx-slicer-button-name').textContent === segment);
  place.querySelector('button').click();
  const found = [];
  for (let i = 0; i < clicks; i++) {
    const boxes = place.querySelectorAll('.cx-slicer-level input');
    if (rest > 400) {
      boxes[(first + i) % boxes.length].dispatchEvent(new PointerEvent('pointerover', { bubbles: true }));
      await pause(400); // the hand comes to rest before it clicks
    }
    const svg = () => document.querySelector('.cx-deck-card .cx-drawn').shadowRoot.firstChild;
    const before = svg(), start = performance.now();
    boxes[(first + i) % boxes.length].click();
    while (svg() === before) await new Promise((go) => requestAnimationFrame(go));
    const seconds = (performance.now() - start) / 1000;
    await frame();
    const slice = decodeURIComponent(location.hash.match(/slice=([^&]*)/)[1]);
    found.push({ seconds, slice, sentence: document.querySelector('.cx-deck-card .cx-sentence').textContent });
    await pause(rest);
  }
  return found;
}
"""


def claims() -> list[Claim]:
    """One viewer, then ten at once, on the sample at full size; one on a million customers (left out where CX_BENCH_SMALL is set)."""
    return _sample() + ([] if os.environ.get("CX_BENCH_SMALL") else _million())


def _million() -> list[Claim]:
    """One viewer of three findings on the generated study of a million customers and ten million contacts."""
    import nbformat

    from . import slicing

    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        slicing.write(folder / "study")
        cells = ["study = '.'\nwave = None\nlanguage = None\nslice = ''", "import cxlib\nfrom cxlib import controls, journeys, scores\n"
                 "here = cxlib.open_study(study, wave=wave, language=language, slice=slice)\nlook = controls.slicer(here)\nlook",
                 *(f"controls.follow(look, {name})" for name in ("scores.trend", "scores.level", "journeys.funnel"))]
        book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells], metadata={
            "kernelspec": {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}})
        book.cells[0].metadata["tags"] = ["parameters"]
        (folder / "notebooks").mkdir()
        nbformat.write(book, folder / "notebooks" / "03_metrics.ipynb")
        with _presenter(folder / "study", folder) as (_, address):
            from playwright.sync_api import sync_playwright

            with sync_playwright() as play:
                browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
                took = _enter(browser, address).evaluate(CLICKING, ["Store", 0, 4 + CLICKS, 700])[4:]
                browser.close()
    return [Claim(f"{slicing.CUSTOMERS:,} customers: click to finished picture in the presenter, one viewer, median of 20",
                  1000 * statistics.median(entry["seconds"] for entry in took), 60, "ms")]


def _sample() -> list[Claim]:
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        study = samples.write(samples.company(), folder / "study")
        (folder / "notebooks").mkdir()
        shutil.copy(ROOT / "notebooks" / "03_metrics.ipynb", folder / "notebooks")
        with _presenter(study, folder) as (process, address):
            return _measured(process, address, cxlib.open_study(study, language="en"))


def _measured(process: subprocess.Popen, address: str, study) -> list[Claim]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        one = _enter(browser, address)
        alone = one.evaluate(CLICKING, ["Store", 0, 4 + CLICKS, 700])[4:]
        one.context.close()
        before = _memory(process.pid)
        pages = [_enter(browser, address) for _ in range(VIEWERS)]
        for place, page in enumerate(pages):
            page.evaluate(f"given => {{ window.clicked = ({CLICKING})(given); }}", ["Store", 3 * place, CLICKS, 100 + 50 * (place % 5)])
        found = [entry for page in pages for entry in page.evaluate("() => window.clicked")]
        after = _memory(process.pid)
        browser.close()
    right = sum(entry["sentence"] == scores.trend(study.where(entry["slice"])).sentence for entry in [*alone, *found])
    times = sorted(entry["seconds"] for entry in found)
    return [
        Claim("click to finished picture in the presenter, one viewer, median of 20", 1000 * statistics.median(entry["seconds"] for entry in alone), 60, "ms"),
        Claim(f"click to finished picture, {VIEWERS} viewers at once, p95", times[int(0.95 * len(times))], 1.0, "s"),
        Claim("answers that are those of the one-line call", right / (len(alone) + len(found)), 1.0, "share", better="higher"),
        Claim("memory of server and worker for each viewer", (after - before) / VIEWERS, 20, "MB"),
        Claim("memory of server and worker without a viewer", before, 1000, "MB"),
    ]


def _enter(browser, address: str):
    page = browser.new_context(viewport={"width": 1280, "height": 800}).new_page()
    page.goto(f"{address}#at={PLACE}&slice=")
    page.locator(".cx-deck-card .cx-picture svg").wait_for(timeout=SLOW)
    page.wait_for_function("() => document.querySelector('.cx-slicer') && !document.querySelector('.cx-deck-progress').textContent", timeout=SLOW)
    return page


def _memory(top: int) -> float:
    """Memory of a process and of those it started, in MB; pages that they share count once for each."""
    total = 0
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError, ValueError, IndexError):
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            if top in (parent, int(folder.name)):
                lines = (folder / "status").read_text().splitlines()
                total += int(next(line for line in lines if line.startswith("VmRSS")).split()[1])
    return total / 1024


@contextlib.contextmanager
def _presenter(study: Path, folder: Path):
    command = [sys.executable, "-m", "cxlib.cli", "present", str(study), "--notebooks", str(folder / "notebooks"), "--language", "en"]
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True, env={**os.environ, "PYTHONPATH": str(ROOT)})
    try:
        yield process, process.stdout.readline().decode().strip()
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
        process.stdout.close()

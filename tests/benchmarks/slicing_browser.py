"""Slicing in JupyterLab: from a click to the finished new picture, beside `interact` around a filter and a seaborn call."""

from __future__ import annotations

import json
import os
import statistics
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import nbformat

import cxlib
from cxlib import samples

from ..test_browser import CHROMIUM, ROOT, Visit, chromium, free_port, server, wait_for
from .claims import Claim
from .slicing import CUSTOMERS, random_slices, write

CLICKS, TARGET_MS = 20, 60.0
_PATIENCE = 600_000  # ms until a notebook on a million customers has run

_OURS = """
import cxlib
from cxlib import controls, journeys, scores
here = cxlib.open_study({folder!r}, language="en")
look = controls.slicer(here, segments=["region"])
look
"""
_USUAL = """
%matplotlib inline
import pandas as pd, seaborn as sns, matplotlib.pyplot as plt, ipywidgets
frame = {frame}
def picture(level):
    part = frame if level == "all" else frame[frame["region"] == level]
    figure, ax = plt.subplots(figsize=(10, 5))
    sns.lineplot(part.groupby("period", as_index=False)["score"].mean(), x="period", y="score", ax=ax)
    plt.show()
ipywidgets.interact(picture, level=ipywidgets.Dropdown(options=["all", *sorted(frame["region"].dropna().unique())]))
"""
# The usual way gets its rows ready made: joined, with their period. Counting them again is what a click costs it.
_FRAME = """here.view.frame("SELECT customers.s{place} AS region, strftime(responses.day, '%Y') || 'Q' || quarter(responses.day) AS period, score "
    "FROM responses JOIN customers USING (customer) WHERE question = '{question}' AND day IS NOT NULL").astype({{"region": "str"}})"""

# A tick in an open list, then the time until the first view has drawn its new picture and the browser has painted it.
_TICK = """async (place) => {
  const card = document.querySelector('.cx-live .cx-card');
  const boxes = document.querySelectorAll('.cx-slicer-panel:popover-open .cx-slicer-list input');
  const svg = () => card.querySelector('.cx-drawn').shadowRoot.firstChild;
  const before = svg();
  const began = performance.now();
  boxes[place % boxes.length].click();
  await new Promise((done) => {
    const look = () => {
      if (svg() === before || card.getAttribute('aria-busy') === 'true') return;
      watch.disconnect();
      done();
    };
    const watch = new MutationObserver(look);
    for (const root of [card, card.querySelector('.cx-drawn').shadowRoot]) watch.observe(root, { subtree: true, childList: true, attributes: true });
    look();
  });
  await new Promise((done) => requestAnimationFrame(() => { const port = new MessageChannel(); port.port1.onmessage = done; port.port2.postMessage(0); }));
  return performance.now() - began;
}"""
# The same for a slice that is typed: nobody was near it, so the kernel is asked first.
_TYPED = _TICK.replace("async (place) =>", "async (text) =>").replace(
    "  boxes[place % boxes.length].click();\n",
    "  const typed = document.querySelector('.cx-slicer-wide input');\n  typed.value = text;\n  typed.dispatchEvent(new Event('change'));\n").replace(
    "  const boxes = document.querySelectorAll('.cx-slicer-panel:popover-open .cx-slicer-list input');\n", "")
_TURN = """async (place) => {
  const select = document.querySelector('.widget-dropdown select');
  const output = select.closest('.jp-OutputArea-output').querySelector('.widget-output') ?? select.closest('.jp-OutputArea');
  const began = performance.now();
  const before = output.querySelector('img')?.src;
  select.selectedIndex = place % select.options.length;
  select.dispatchEvent(new Event('change', { bubbles: true }));
  await new Promise((done) => {
    const look = () => {
      const image = output.querySelector('img');
      if (!image || image.src === before) return;
      watch.disconnect();
      image.decode().then(done, done);
    };
    const watch = new MutationObserver(look);
    watch.observe(output, { subtree: true, childList: true, attributes: true });
  });
  await new Promise((done) => requestAnimationFrame(() => { const port = new MessageChannel(); port.port1.onmessage = done; port.port2.postMessage(0); }));
  return performance.now() - began;
}"""


def claims() -> list[Claim]:
    """On the sample, and on the generated study of a million customers (left out where CX_BENCH_SMALL is set)."""
    if not CHROMIUM.exists():
        print("slicing in a browser is left out: chromium is missing")
        return []
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        found = measured("sample", samples.write(samples.company(), folder / "sample"), "recommend", folder / "lab one")
        if not os.environ.get("CX_BENCH_SMALL"):
            write(folder / "million")
            found += measured(f"{CUSTOMERS:,} customers", folder / "million", "recommend", folder / "lab two")
    return found


def measured(name: str, study: Path, question: str, folder: Path) -> list[Claim]:
    """The median of the clicks on the slicer with three views below it, and of as many turns of the usual way."""
    ours = ["controls.follow(look, scores.trend)", "controls.follow(look, scores.level)", "controls.follow(look, journeys.funnel)"]
    place = _place(study, "region")
    cells = [_OURS.format(folder=str(study)), *ours, _USUAL.format(frame=_FRAME.format(place=place, question=question))]
    with _lab([cell.strip() for cell in cells], folder) as page:
        page.locator(".widget-dropdown select").wait_for(timeout=_PATIENCE, state="attached")
        page.wait_for_timeout(5000)
        usual = [page.evaluate(_TURN, turn + 1) for turn in range(CLICKS + 2)][2:]
        typed = []
        for slice_ in random_slices(cxlib.open_study(study), CLICKS + 2):
            typed.append(page.evaluate(_TYPED, str(slice_)))
            page.wait_for_timeout(700)
        page.locator(".cx-slicer-button").first.scroll_into_view_if_needed()
        page.locator(".cx-slicer-button").first.click()
        took = []
        for turn in range(CLICKS + 2):
            took.append(page.evaluate(_TICK, turn))
            page.wait_for_timeout(700)
    took = took[2:]
    print(f"{name}: click to picture: {_spread(took)}; slices that are typed, which the kernel is asked for first: {_spread(typed[2:])}; interact around a pandas filter and seaborn: {_spread(usual)}", flush=True)
    return [
        Claim(f"{name}: JupyterLab, from the click to the finished picture, median of {CLICKS}", statistics.median(took), TARGET_MS, "ms"),
        Claim(f"{name}: the usual way (interact, pandas, seaborn) takes so many times as long", statistics.median(usual) / statistics.median(took), 3.0, "x", "higher"),
    ]


def _spread(times: list[float]) -> str:
    ordered = sorted(times)
    return f"median {statistics.median(times):.0f} ms, from {ordered[0]:.0f} to {ordered[-1]:.0f}"


def _place(study: Path, segment: str) -> int:
    return cxlib.open_study(study).view.customer_segments.index(segment)


@contextmanager
def _lab(cells: list[str], folder: Path) -> Iterator:
    """A page of JupyterLab with a notebook of these cells, all run."""
    (folder / "notebooks").mkdir(parents=True)
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}}
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells], metadata=kernel)
    nbformat.write(book, folder / "notebooks" / "book.ipynb")
    port, token = free_port(), uuid.uuid4().hex
    as_root = ["--allow-root"] if os.geteuid() == 0 else []
    command = ["-m", "jupyter", "lab", f"--config={ROOT / 'jupyter_lab_config.py'}", *as_root, "notebooks/book.ipynb", "--no-browser",
               "--ServerApp.ip=127.0.0.1", f"--ServerApp.port={port}", "--ServerApp.port_retries=0", f"--IdentityProvider.token={token}"]
    with server(command, folder, cwd=folder) as (process, _), chromium() as browser:
        wait_for(process, port)
        visit = Visit(browser)
        page = visit.page
        page.goto(f"http://127.0.0.1:{port}/lab/tree/book.ipynb?token={token}")
        page.locator(".jp-Notebook .jp-Cell").first.wait_for(timeout=_PATIENCE)
        page.locator(".jp-StatusBar-Widget", has_text="Python 3 (ipykernel) | Idle").wait_for(timeout=_PATIENCE)
        page.locator("li.lm-MenuBar-item", has_text="Run").click()
        page.locator(".lm-Menu-item[data-command='runmenu:run-all']").click()
        page.locator(".cx-live .cx-card .cx-picture svg").first.wait_for(timeout=_PATIENCE)
        yield page
        if visit.said("error"):
            raise RuntimeError(f"the page said: {json.dumps(visit.said('error'))[:500]}")

"""The notebook in JupyterLab, driven by hand: what a click shows is what one line gives, and what a saved notebook keeps."""

from __future__ import annotations

import contextlib
import json
import os
import time
import uuid

import nbformat
import pytest

import cxlib
from cxlib import live, report, scores
from cxlib.finding import MIME, Finding

from .test_browser import CHROMIUM, LOCAL, NOTEBOOKS, ROOT, SLOW, Visit, chromium, free_port, serious, server, wait_for

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="chromium is missing"),
    pytest.mark.skipif(os.name != "posix", reason="ends servers by signals"),
]


@contextlib.contextmanager
def lab(book, folder):
    """A page of JupyterLab on a notebook of which all cells are run."""
    (folder / "notebooks").mkdir()
    nbformat.write(book, folder / "notebooks" / "book.ipynb")
    port, token = free_port(), uuid.uuid4().hex
    as_root = ["--allow-root"] if os.geteuid() == 0 else []
    command = ["-m", "jupyter", "lab", f"--config={ROOT / 'jupyter_lab_config.py'}", *as_root, "notebooks/book.ipynb",
               "--no-browser", "--ServerApp.ip=127.0.0.1", f"--ServerApp.port={port}", "--ServerApp.port_retries=0", f"--IdentityProvider.token={token}"]
    with server(command, folder, cwd=folder) as (process, _), chromium() as browser:
        wait_for(process, port)
        visit = Visit(browser)
        visit.page.goto(f"http://127.0.0.1:{port}/lab/tree/book.ipynb?token={token}")
        visit.page.locator(".jp-Notebook .jp-Cell").first.wait_for(timeout=SLOW)
        visit.page.locator(".jp-StatusBar-Widget", has_text="Python 3 (ipykernel) | Idle").wait_for(timeout=SLOW)
        visit.page.locator("li.lm-MenuBar-item", has_text="Run").click()
        visit.page.locator(".lm-Menu-item[data-command='runmenu:run-all']").click()
        visit.page.locator(".cx-slicer").first.wait_for(timeout=SLOW)
        yield visit
        assert visit.page.locator(".jp-Dialog, .Toastify__toast").all_text_contents() == [], "no question about news or updates"
    assert visit.said("error") == []
    assert visit.asked_elsewhere(*LOCAL) == []


def shown(page, found, place=0):
    """Wait until the view at a place shows this finding, then hold its picture and its table against it."""
    content = live.content(found)
    page.wait_for_function(
        "([text, place]) => { const one = document.querySelectorAll('.cx-live .cx-card')[place]; "
        "return one?.querySelector('.cx-sentence').textContent === text && one.getAttribute('aria-busy') !== 'true'; }",
        arg=[content["sentence"], place], timeout=SLOW,
    )
    card = page.locator(".cx-live .cx-card").nth(place)
    drawn = card.locator(".cx-picture svg").first
    assert drawn.get_attribute("aria-label") == content["alt"]
    text = " ".join(drawn.text_content().split())
    rows = [row for panel in content["picture"]["panels"] for row in panel["rows"]]
    assert rows and all(" ".join(row["text"].split()) in text for row in rows if row["text"])
    fold = card.locator("details").first
    if fold.get_attribute("open") is None:
        fold.locator("summary").click()
    page.wait_for_function("(place) => document.querySelectorAll('.cx-live .cx-card')[place].querySelector('details').getAttribute('aria-busy') !== 'true'", arg=place, timeout=SLOW)
    assert card.locator(".cx-table tbody tr").first.locator("td").all_text_contents() == content["table"]["rows"][0]


def tick(page, segment, level):
    page.locator(".cx-slicer-button", has_text=segment).click()
    page.get_by_role("dialog", name=segment).locator("label", has_text=level).locator("input").click()
    page.keyboard.press("Escape")


def test_jupyterlab_runs_a_notebook_and_the_slicer_moves_its_findings(small_folder, tmp_path):
    book = nbformat.read(NOTEBOOKS / "03_metrics.ipynb", as_version=4)
    cell = next(cell for cell in book.cells if "parameters" in cell.metadata.get("tags", []))
    cell.source = cell.source.replace('"../data/sample"', repr(str(small_folder)))
    study = cxlib.open_study(small_folder)
    with lab(book, tmp_path) as visit:
        shown(visit.page, scores.level(study))
        tick(visit.page, "Region", "Hà Nội")
        shown(visit.page, scores.level(study.where("region = Hà Nội")))
        assert visit.page.locator(".cx-slicer .cx-chip").first.inner_text().startswith("Region: Hà Nội (")
        assert serious(visit.page, ".cx-slicer") + serious(visit.page, ".cx-live") == []
        visit.page.locator(".cx-slicer-button", has_text="Region").click()
        assert serious(visit.page, ".cx-slicer") == []


# At a tick with the list open: what the card says before anything else can happen, such as a word from the kernel.
AT_ONCE = """() => {
  const box = [...document.querySelectorAll('.cx-slicer-panel:popover-open label')].find((one) => one.textContent.includes('Hà Nội')).querySelector('input');
  box.click();
  const card = document.querySelector('.cx-live .cx-card');
  return { sentence: card.querySelector('.cx-sentence').textContent, busy: card.getAttribute('aria-busy'),
    alt: card.querySelector('.cx-drawn').shadowRoot.querySelector('svg').getAttribute('aria-label') };
}"""


def test_a_choice_that_is_one_tick_away_is_answered_before_it_is_made(small_folder, tmp_path):
    cells = [f"import cxlib\nfrom cxlib import controls, scores\nlook = controls.slicer(cxlib.open_study({str(small_folder)!r}))\nlook", "controls.follow(look, scores.trend)"]
    study = cxlib.open_study(small_folder)
    want = scores.trend(study.where("region = Hà Nội"))
    with lab(written(cells), tmp_path) as visit:
        page = visit.page
        shown(page, scores.trend(study))
        page.locator(".cx-slicer-button", has_text="Region").click()
        page.wait_for_timeout(3000)
        found = page.evaluate(AT_ONCE)
        assert found == {"sentence": want.sentence, "busy": "false", "alt": live.content(want)["alt"]}
        shown(page, want)
        page.wait_for_function("() => document.querySelector('.cx-slicer-base').textContent.includes('customers')")
        shown(page, want)


def written(cells):
    """A notebook of these cells."""
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}}
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells], metadata=kernel)


def kept(path):
    """Every finding that the saved notebook keeps, with its page."""
    outputs = [output for cell in json.loads(path.read_text(encoding="utf-8"))["cells"] for output in cell.get("outputs", [])]
    data = [output["data"] for output in outputs if MIME in output.get("data", {})]
    return [(Finding.from_json(one[MIME]), "".join(one["text/html"])) for one in data]


def test_the_saved_notebook_keeps_the_picture_of_the_last_state(small_folder, tmp_path):
    cells = [f"import cxlib\nfrom cxlib import controls, scores\nlook = controls.slicer(cxlib.open_study({str(small_folder)!r}))\nlook",
             "controls.follow(look, scores.level)", "controls.follow(look, scores.trend)"]
    book = written(cells)
    study = cxlib.open_study(small_folder).where("region = Hà Nội")
    with lab(book, tmp_path) as visit:
        page = visit.page
        page.locator(".cx-live .cx-card").nth(1).wait_for(timeout=SLOW, state="attached")
        tick(page, "Region", "Hà Nội")
        shown(page, scores.level(study))
        assert page.locator(".cx-static:visible").count() == 0, "the copy is not seen beside the live view"
        for key in "bd":
            page.keyboard.press(key)
        assert page.locator(".jp-Cell").count() == len(cells), "keys pressed in a card are not JupyterLab's"
        end = time.monotonic() + 60
        while time.monotonic() < end:
            page.keyboard.press("Control+s")
            page.wait_for_timeout(1000)
            found = kept(tmp_path / "notebooks" / "book.ipynb")
            if found and all(str(one.slice) == "region = Hà Nội" for one, _ in found):
                break
        assert [one.sentence for one, _ in found] == [scores.level(study).sentence, scores.trend(study).sentence]
        assert all("data:image/png;base64," in page_ for _, page_ in found)
        visit.page.reload()
        shown(page, scores.level(study))
        assert page.locator(".cx-slicer .cx-chip").first.inner_text().startswith("Region: Hà Nội (")


def test_a_run_without_a_browser_shows_pictures_and_no_live_views(small_folder, tmp_path):
    """What report pages read: the finding once for each view, its picture in the page, and no place for what needs a kernel."""
    (tmp_path / "notebooks").mkdir()
    cells = [f"import cxlib\nfrom cxlib import controls, scores\nlook = controls.slicer(cxlib.open_study({str(small_folder)!r}))\nlook",
             "controls.follow(look, scores.level)", 'look.set("region = Hà Nội")']
    book = written(cells)
    nbformat.write(book, tmp_path / "notebooks" / "book.ipynb")
    result = report.run(small_folder, out=tmp_path / "out", notebooks=tmp_path / "notebooks", language="en")
    assert result.failed == ()
    study = cxlib.open_study(small_folder).where("region = Hà Nội")
    assert [found.sentence for found in result.findings] == [scores.level(study).sentence], "a later cell moved the slice"
    page = (result.folder / "book.html").read_text(encoding="utf-8")
    assert page.count("data:image/png;base64,") == 1 and "region" in page.lower()
    from cxlib import words

    assert words.say("report.live_only", "en") not in page

"""What people see: the report, JupyterLab and the presenter, driven by hand in a real browser."""

from __future__ import annotations

import base64
import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import unicodedata
import uuid
from pathlib import Path
from urllib.parse import urlsplit

import pytest

import cxlib
from cxlib import charts, report, scores

ROOT = Path(__file__).parents[1]
NOTEBOOKS = ROOT / "notebooks"
CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
LOCAL = ("http://127.0.0.1:", "ws://127.0.0.1:", "data:", "blob:", "about:")
SLOW = 90_000  # milliseconds until a notebook has run on a busy machine
AS_IN_A_TERMINAL = (
    "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); from cxlib.cli import main; main()"
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="chromium is missing"),
    pytest.mark.skipif(os.name != "posix", reason="ends servers by signals"),
]


class Visit:
    """A page of its own that keeps what went wrong on it and what it asked for."""

    def __init__(self, browser, *, offline=False):
        self.context = browser.new_context(offline=offline, viewport={"width": 1280, "height": 800})
        self.page = self.context.new_page()
        self.console, self.failed, self.asked = [], [], []
        self.page.on("console", lambda message: self.console.append((message.type, message.text)))
        self.page.on("pageerror", lambda error: self.console.append(("error", str(error))))
        self.page.on("requestfailed", lambda request: self.failed.append(request.url))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("websocket", lambda one: self.asked.append(one.url))

    def said(self, *kinds):
        return [text for kind, text in self.console if kind in kinds]

    def asked_elsewhere(self, *near):
        return [url for url in self.asked if not url.startswith(near)]


@contextlib.contextmanager
def chromium():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


@contextlib.contextmanager
def server(command, folder, *, cwd):
    """A server with a home of its own in `folder`; at the end it and all it started are gone, whatever happened."""
    mark = uuid.uuid4().hex
    home = {name: str(folder / name.lower()) for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")}
    with open(folder / "server.txt", "wb") as log:
        process = subprocess.Popen(
            [sys.executable, *map(str, command)], cwd=cwd, env={**os.environ, **home, "CX_BROWSER_TEST": mark},
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log, start_new_session=True,
        )
    try:
        yield process, mark
    finally:
        if process.poll() is None:
            process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(20)
        for left in alive(mark):
            with contextlib.suppress(ProcessLookupError):
                os.kill(left, signal.SIGKILL)
        process.wait(5)
        process.stdout.close()


def alive(mark, *, seconds=0.0):
    """Processes started with this mark that are still there after at most so many seconds."""
    end = time.monotonic() + seconds
    while True:
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                if mark.encode() in (folder / "environ").read_bytes():
                    found.append(int(folder.name))
        if not found or time.monotonic() > end:
            return found
        time.sleep(0.2)


def listeners(port):
    """The addresses on which this machine listens at that port, as the kernel writes them."""
    rows = [line.split() for name in ("tcp", "tcp6") for line in Path(f"/proc/net/{name}").read_text().splitlines()[1:]]
    return {row[1].split(":")[0] for row in rows if row[3] == "0A" and int(row[1].split(":")[1], 16) == port}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


# -- the report -------------------------------------------------------------------------------------------------


def opened(visit, path, language):
    """Open one page of the report: right language, every picture there and said in words, nothing runs over the edge."""
    visit.page.goto(path.as_uri())
    assert visit.page.get_attribute("html", "lang") == language, path.name
    pictures = visit.page.eval_on_selector_all(
        "img, svg", "all => all.map(one => [one.alt || one.getAttribute('aria-label') || '', one.naturalWidth !== 0])"
    )
    assert all(text.strip() and there for text, there in pictures), path.name
    width = visit.page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert width[0] <= width[1], path.name
    return len(pictures)


def read_report(result, language):
    """Every page of a report with the network off, the first page with each of its evidences opened by a click."""
    with chromium() as browser:
        visit = Visit(browser, offline=True)
        page = visit.page
        for path in sorted(result.folder.glob("[0-9]*.html")):
            opened(visit, path, language)
        assert opened(visit, result.index, language) >= sum(found.chart.kind != "none" and len(found.table) > 0 for found in result.findings)
        sentences = page.eval_on_selector_all("article h3", "all => all.map(one => [one.textContent, one.offsetHeight > 0])")
        assert sorted(sentences) == sorted([found.sentence, True] for found in result.findings)
        details = page.locator("article details")
        assert details.count() == len(result.findings)
        for place in range(details.count()):
            inside = details.nth(place).locator("dl")
            assert not inside.is_visible()
            details.nth(place).locator("summary").click()
            assert inside.is_visible()
        text = page.inner_text("body")
    assert visit.console == [] and visit.failed == []
    assert visit.asked_elsewhere("file:", "data:") == []
    return text


def test_all_notebooks_make_a_report_that_opens_without_a_network(small_folder, tmp_path):
    result = report.run(small_folder, out=tmp_path, notebooks=NOTEBOOKS, language="en")
    assert result.failed == ()
    assert {path.stem for path in NOTEBOOKS.glob("*.ipynb")} == {path.stem for path in result.folder.glob("[0-9]*.html")}
    text = read_report(result, "en")
    assert "Cà phê Mây Tưởng Tượng" in text and "Synthetic data" in text and "Hà Nội" in text


def test_a_report_in_vietnamese_keeps_every_mark(small_folder, tmp_path):
    some = tmp_path / "notebooks"
    some.mkdir()
    for name in ("00_start_here", "03_metrics"):
        shutil.copy(NOTEBOOKS / f"{name}.ipynb", some)
    result = report.run(small_folder, out=tmp_path, notebooks=some, language="vi")
    assert result.failed == ()
    text = read_report(result, "vi")
    assert text == unicodedata.normalize("NFC", text) and "\ufffd" not in text
    for words in ("Cà phê Mây Tưởng Tượng", "Điểm số có thật sự thay đổi không?", "khoảng tin cậy", "Bằng chứng"):
        assert words in text


# -- the slicer by hand -----------------------------------------------------------------------------------------


def first_level(study):
    """The level of the first segment with most customers, as the slicer's text of it, and the slice."""
    name = next(iter(study.segments))
    counts = study.customers()[name].value_counts()
    return f"{counts.index[0]} (", f"{name} = {counts.index[0]}"


def choose(page, place, text):
    page.locator(".cx-slicer select").nth(place).locator("option", has_text=text).click()


def shown(page, found):
    """Wait until the first finding on the page is this one, then hold its picture and its table against it."""
    page.wait_for_function("text => document.querySelector('.cx-sentence')?.textContent === text", arg=found.sentence, timeout=SLOW)
    if charts.png(found) is None:
        assert page.locator("img.cx-chart").count() < page.locator(".cx-sentence").count()
        return None
    picture = "data:image/png;base64," + base64.b64encode(charts.png(found)).decode()
    page.wait_for_function("src => document.querySelector('img.cx-chart')?.src === src", arg=picture, timeout=SLOW)
    image = page.locator("img.cx-chart").first
    assert image.get_attribute("alt") == charts.alt_text(found)
    assert image.evaluate("one => one.decode().then(() => one.naturalWidth)") >= 1000
    cells = page.locator(".cx-table").first.locator("tbody tr").first.locator("td").all_text_contents()
    assert cells == [str(cell) for cell in found.display_table().iloc[0]]
    return picture


def slice_by_hand(page, study):
    """Choose one level by a click: sentence, picture and table become those of the one-line call."""
    text, chosen = first_level(study)
    everyone = shown(page, scores.level(study))
    choose(page, 0, text)
    assert shown(page, scores.level(study.where(chosen))) != everyone


def wait_for(process, port):
    end = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise AssertionError("the server did not start")


# -- the presenter ----------------------------------------------------------------------------------------------


def without_token(browser, address):
    """A visitor who has the address but not the token sees nothing of the study, on no page."""
    visit = Visit(browser)
    for path in ("/", "/state", "/answer", "/api/contents", "/?token=wrong"):
        visit.page.goto(f"http://{address.netloc}{path}")
        text = visit.page.content()
        assert "address is not whole" in text, path
        assert not any(secret in text for secret in ("Cà phê", "Synthetic", "Did the scores", "cx-sentence")), path
    visit.context.close()


def serious(page, within="document"):
    """What axe finds serious or critical on a page, or in the elements of a selector, as rule and place."""
    axe = pytest.importorskip("axe_playwright_python.base", reason="axe-playwright-python is missing").AXE_SCRIPT
    page.evaluate(axe)
    where = "document" if within == "document" else f"{{include: [[{within!r}]]}}"
    result = page.evaluate(f"() => axe.run({where})")
    assert result["passes"], "nothing was looked at"
    return [(one["id"], one["nodes"][0]["html"][:300]) for one in result["violations"] if one["impact"] in ("serious", "critical")]


def deck_says(page, sentence):
    page.wait_for_function("text => document.querySelector('.cx-deck-card .cx-sentence')?.textContent === text", arg=sentence, timeout=SLOW)


def nobody_by_hand(page, study):
    """A slice that leaves nobody, typed: the finding says so in one sentence, and nothing breaks."""
    people = study.customers()
    region = people["region"].value_counts().index[0]
    elsewhere = people.loc[people["region"] != region, "store"].value_counts().index[0]
    text = f"region = {region} & store = {elsewhere}"
    page.keyboard.press("s")
    page.locator(".cx-slicer-wide input").fill(text)
    page.keyboard.press("Enter")
    deck_says(page, scores.level(study.where(text)).sentence)
    assert page.locator(".cx-deck-card svg").count() == 0 and page.locator(".cx-failed").count() == 0
    assert "Traceback" not in page.inner_text("body")


def test_the_presenter_shows_findings_without_code_behind_a_token_and_ends_clean(small_folder, tmp_path):
    study = cxlib.open_study(small_folder, language="en")
    some = tmp_path / "notebooks"
    some.mkdir()
    for name in ("00_start_here", "03_metrics"):
        shutil.copy(NOTEBOOKS / f"{name}.ipynb", some)
    command = ["-c", AS_IN_A_TERMINAL, "present", small_folder, "--notebooks", some, "--language", "en"]
    with server(command, tmp_path, cwd=tmp_path) as (process, mark), chromium() as browser:
        url = process.stdout.readline().decode().strip()
        address = urlsplit(url)
        assert address.hostname == "127.0.0.1" and listeners(address.port) == {"0100007F"}
        without_token(browser, address)
        visit = Visit(browser)
        page = visit.page
        page.goto(url)
        page.get_by_role("heading", name="Did the scores really move?", exact=True).wait_for(timeout=SLOW)
        assert page.title().startswith("Did the scores really move?") and page.get_attribute("html", "lang") == "en"
        assert "Synthetic data" in page.inner_text(".cx-deck-banner") and token_is_gone(page, address)
        page.wait_for_function("() => !document.querySelector('.cx-deck-nav .cx-deck-move:last-child').disabled", timeout=SLOW)
        page.keyboard.press("ArrowRight")
        deck_says(page, scores.level(study).sentence)
        page.locator(".cx-slicer").wait_for(timeout=SLOW)
        nobody_by_hand(page, study)
        assert "controls.follow" not in page.content() and "open_study" not in page.content()
        assert visit.said("error") == []
        os.kill(process.pid, signal.SIGINT)
        assert process.wait(30) == 0
        assert alive(mark, seconds=10) == []
        page.get_by_text("The presenter does not answer.").wait_for(timeout=30_000)
    assert "Stopped." in (tmp_path / "server.txt").read_text()
    # A question that was under way when the server ended is cut off; later ones find nobody.
    assert [text for text in visit.said("error") if not re.search("ERR_(CONNECTION_REFUSED|CONNECTION_RESET|EMPTY_RESPONSE)", text)] == []
    assert visit.asked_elsewhere(*LOCAL) == []


def token_is_gone(page, address):
    """Whether the token stands neither in the address nor in the page."""
    token = address.query.removeprefix("token=")
    return token not in page.url and token not in page.content()

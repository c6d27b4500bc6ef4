"""The deck in a real browser: keys, slices of one's own, notes, parked questions, votes, what is lost, and axe."""

from __future__ import annotations

import json
import os
import signal
import time

import pytest

import cxlib
from cxlib import live, scores, words
from cxlib.report import presenter

from .test_browser import CHROMIUM, LOCAL, SLOW, Visit, chromium, serious
from .test_presenter import is_over, make_room, notebook, until

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="chromium is missing"),
    pytest.mark.skipif(os.name != "posix", reason="ends processes by signals"),
]
TITLES = "() => [...document.querySelectorAll('.cx-deck-card .cx-sentence')].map(one => one.textContent)"


@pytest.fixture(scope="module")
def room(small_folder, tmp_path_factory):
    folder = tmp_path_factory.mktemp("deck")
    path = notebook(
        folder / "nb" / "n.ipynb", "## Where do we stand?", ">controls.follow(look, scores.level)", "Read the interval.",
        "Over time:", ">controls.follow(look, scores.trend)", "## By region", ">controls.follow(look, scores.level, by='region')", "## The end\n\nThat is all.",
    )
    made = make_room(folder, small_folder, [path], name="Cà phê")
    with presenter._served(made, 0):
        until(lambda: is_over(made))
        yield made


@pytest.fixture(scope="module")
def browser():
    with chromium() as one:
        yield one


@pytest.fixture(scope="module")
def english(small_folder):
    return cxlib.open_study(small_folder, language="en", wave="2026Q3")


def enter(browser, room, place=""):
    visit = Visit(browser)
    visit.page.goto(f"http://127.0.0.1:{room.port}/?token={room.token}{place}")
    visit.page.locator(".cx-deck-lead").wait_for(timeout=SLOW)
    visit.page.locator(".cx-slicer").wait_for(timeout=SLOW)
    return visit


def says(page, sentence):
    page.wait_for_function("text => document.querySelector('.cx-deck-card .cx-sentence')?.textContent === text", arg=sentence, timeout=20_000)


def clean(visit):
    assert visit.said("error") == [] and visit.asked_elsewhere(*LOCAL) == []
    visit.context.close()


def place_of(page):
    return page.evaluate("() => new URLSearchParams(location.hash.slice(1)).get('at')")


def test_the_keys_lead_from_finding_to_finding(room, browser, english):
    visit = enter(browser, room)
    page = visit.page
    assert page.get_attribute("html", "lang") == "en" and "Did the scores move?" in page.inner_text("main")
    assert "token" not in page.url
    for key, place in [("ArrowRight", "n/scores.level"), ("PageDown", "n/scores.trend"), ("Space", "n/scores.level.recommend.region"), ("End", "n/end"),
                       ("ArrowRight", "n/end"), ("PageUp", "n/scores.level.recommend.region"), ("ArrowLeft", "n/scores.trend"), ("Home", "n/"), ("ArrowLeft", "n/")]:
        page.keyboard.press(key)
        page.wait_for_function("place => location.hash.includes(`at=${place}&`)", arg=place, timeout=20_000)
    page.keyboard.press("ArrowRight")
    says(page, scores.level(english).sentence)
    assert page.locator(".cx-deck-card svg[role=img]").count() == 1
    assert page.locator(".cx-deck-card svg[role=img]").get_attribute("aria-label") == live.content(scores.level(english))["alt"]
    page.go_back()
    page.wait_for_function("() => location.hash.includes('at=n/&')")
    clean(visit)


def test_the_sentence_is_read_from_the_back_of_the_room(room, browser):
    visit = enter(browser, room, "#at=n/scores.trend&slice=")
    page = visit.page
    page.locator(".cx-deck-card .cx-sentence").wait_for()
    sizes = {name: float(page.locator(name).first.evaluate("one => parseFloat(getComputedStyle(one).fontSize)"))
             for name in (".cx-sentence", ".cx-deck-lead", ".cx-slicer", ".cx-deck-button", ".cx-caveats")}
    assert sizes[".cx-sentence"] >= 28 and min(sizes.values()) >= 16, sizes
    width = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert width[0] <= width[1]
    assert "controls.follow" not in page.content() and "open_study" not in page.content()
    clean(visit)


def test_a_level_chosen_by_clicks_moves_sentence_table_and_picture_and_stands_in_the_address(room, browser, english):
    visit = enter(browser, room, "#at=n/scores.level&slice=")
    page = visit.page
    says(page, scores.level(english).sentence)
    before = page.locator(".cx-deck-card svg").inner_html()
    page.keyboard.press("s")
    page.keyboard.press("Enter")
    page.locator(".cx-slicer-level", has_text="Hà Nội").locator("input").click()
    wanted = live.content(scores.level(english.where("region = Hà Nội")))
    says(page, wanted["sentence"])
    assert page.locator(".cx-deck-card svg").inner_html() != before
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.wait_for_function("() => document.activeElement.getAttribute('aria-keyshortcuts') === 's'")
    page.locator(".cx-deck-card summary").first.click()
    rows = page.locator(".cx-deck-card .cx-table tbody tr")
    rows.first.wait_for(state="attached")
    assert [rows.nth(place).locator("td").all_text_contents() for place in range(rows.count())] == wanted["table"]["rows"]
    assert "slice=region%20%3D%20H%C3%A0%20N%E1%BB%99i" in page.url
    page.reload()
    says(page, wanted["sentence"])
    page.get_by_role("button", name=words.catalogue()["slicer.reset"]["en"]).click()
    says(page, scores.level(english).sentence)
    clean(visit)


def test_one_viewer_does_not_see_the_slice_of_another(room, browser, english):
    one = enter(browser, room, "#at=n/scores.trend&slice=region%20%3D%20H%C3%A0%20N%E1%BB%99i")
    other = enter(browser, room, "#at=n/scores.trend")
    says(one.page, scores.trend(english.where("region = Hà Nội")).sentence)
    says(other.page, scores.trend(english).sentence)
    assert "Nội" not in other.page.inner_text(".cx-slicer-chips")
    clean(one)
    clean(other)


def test_a_slice_with_a_wrong_name_is_a_sentence_and_a_right_one_mends_it(room, browser, english):
    visit = enter(browser, room, "#at=n/scores.level&slice=region%20%3D%20Nowhere")
    visit.page.wait_for_function("() => document.querySelector('.cx-deck-card .cx-sentence')?.textContent.includes('Nowhere')")
    visit.page.evaluate("() => { location.hash = '#at=n/scores.level&slice='; }")
    says(visit.page, scores.level(english).sentence)
    visit.console = [one for one in visit.console if "Failed to load resource" not in one[1]]
    clean(visit)


def test_notes_hold_what_the_presenter_needs(room, browser, english):
    visit = enter(browser, room, "#at=n/scores.level")
    page = visit.page
    page.locator(".cx-deck-card .cx-sentence").wait_for()
    assert not page.locator(".cx-deck-notes").is_visible()
    page.keyboard.press("n")
    notes = page.locator(".cx-deck-notes").inner_text()
    facts = live.content(scores.level(english))["notes"]
    assert facts and all(text in notes for text in ("Read the interval.", *facts, *facts.values()))
    page.keyboard.press("n")
    assert not page.locator(".cx-deck-notes").is_visible()
    clean(visit)


def test_questions_and_votes_outlive_a_reload_and_are_shown_as_text(room, browser):
    visit, other = enter(browser, room, "#at=n/scores.trend"), enter(browser, room, "#at=n/scores.trend")
    page = visit.page
    page.locator(".cx-deck-card .cx-sentence").wait_for()
    page.keyboard.press("p")
    text = '<img src=x onerror="document.title=1"> vì sao?'
    page.keyboard.type(text)
    page.get_by_role("button", name=words.say("presenter.page.keep", "en"), exact=True).click()
    page.locator(".cx-deck-told", has_text=words.say("presenter.page.kept", "en")).wait_for()
    page.keyboard.press("Escape")
    vote = page.locator("[aria-keyshortcuts=v]")
    for wanted in ("true", "false", "true"):
        page.wait_for_function("() => !document.querySelector('dialog[open]')")
        page.keyboard.press("v")
        page.wait_for_function("wanted => document.querySelector('[aria-keyshortcuts=v]').getAttribute('aria-pressed') === wanted", arg=wanted)
    for one in (page, other.page):
        one.reload()
        one.locator(".cx-deck-parked li", has_text="vì sao?").wait_for()
        assert one.locator(".cx-deck-parked li").first.inner_text().startswith(text)
        assert "1" in one.locator("[aria-keyshortcuts=v]").inner_text()
    assert vote.get_attribute("aria-pressed") == "true"
    assert other.page.locator("[aria-keyshortcuts=v]").get_attribute("aria-pressed") == "false"
    lines = [json.loads(line) for line in room.board.file.read_text(encoding="utf-8").splitlines()]
    assert lines[0]["text"] == text and [line["vote"] for line in lines[1:]] == [1, 0, 1]
    clean(visit)
    clean(other)


def test_the_contents_lead_to_a_finding_by_keyboard(room, browser, english):
    visit = enter(browser, room)
    page = visit.page
    page.keyboard.press("c")
    page.wait_for_function("() => document.activeElement.classList.contains('cx-deck-entry')")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    says(page, scores.level(english).sentence)
    assert page.locator("dialog[open]").count() == 0
    clean(visit)


def test_axe_finds_nothing_serious(room, browser):
    visit = enter(browser, room, "#at=n/scores.level")
    page = visit.page
    page.locator(".cx-deck-card svg").wait_for()
    states = {"finding": "", "slicer": "s", "list": "Enter", "folded": "Escape Escape", "notes": "n", "park": "p", "contents": "Escape c", "keys": "Escape ?", "prose": "Escape End"}
    found = []
    for state, pressed in states.items():
        for key in pressed.split():
            page.keyboard.press(key)
        time.sleep(0.3)
        found += [(state, *one) for one in serious(page)]
    assert found == []
    clean(visit)


def test_a_lost_worker_and_a_lost_server_are_told_and_the_place_is_kept(small_folder, tmp_path, browser, english):
    # The page looks every 4 seconds: a worker that is back sooner is not missed.
    path = notebook(tmp_path / "nb" / "n.ipynb", ">import time; time.sleep(8)", ">controls.follow(look, scores.level)")
    made = make_room(tmp_path, small_folder, [path])
    place, sentence = "#at=n/scores.level&slice=region%20%3D%20H%C3%A0%20N%E1%BB%99i", scores.level(english.where("region = Hà Nội")).sentence
    with presenter._served(made, 0):
        until(lambda: is_over(made))
        visit = enter(browser, made, place)
        page = visit.page
        says(page, sentence)
        os.kill(made.workers["n"].process_id, signal.SIGKILL)
        message = page.locator(".cx-deck-message")
        message.get_by_text(words.say("presenter.page.lost", "en")).wait_for(timeout=15_000)
        message.get_by_role("button", name=words.say("presenter.page.resume", "en")).click(timeout=SLOW)
        says(page, sentence)
        assert not message.is_visible() and page.url.endswith(place)
    message.get_by_text(words.say("presenter.page.no_server", "en")).wait_for(timeout=15_000)
    again = make_room(tmp_path, small_folder, [path])
    again.token = made.token
    with presenter._served(again, made.port):
        page.wait_for_function("() => document.querySelector('.cx-deck-message').hidden || document.querySelector('.cx-deck-message button')", timeout=SLOW)
        until(lambda: is_over(again))
        page.wait_for_function("() => { document.querySelector('.cx-deck-message button')?.click(); return document.querySelector('.cx-deck-message').hidden; }", timeout=SLOW)
        says(page, sentence)
    message.get_by_text(words.say("presenter.page.no_server", "en")).wait_for(timeout=15_000)
    other = make_room(tmp_path, small_folder, [path])
    with presenter._served(other, made.port):
        message.get_by_text("started anew").wait_for(timeout=15_000)
        assert "at=n/scores.level" in message.inner_text()
    visit.context.close()

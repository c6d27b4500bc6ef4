"""The presenter: what its server gives and refuses, that answers are those of the one-line call, that nothing is lost."""

from __future__ import annotations

import asyncio
import http.client
import json
import os
import re
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest
from nbformat import v4

import cxlib
from cxlib import live, report, scores, words
from cxlib.errors import ArgumentError, RunError
from cxlib.report import presenter
from cxlib.report.pages import Cover
from cxlib.report.prepare import Prepared, prepare
from cxlib.report.presenting import Room, deck, desk
from cxlib.report.presenting.board import Board
from cxlib.report.presenting.workers import Lost, View

from .test_handout import differences

PATIENCE = 120
CODE = """
import cxlib
from cxlib import controls, scores
here = cxlib.open_study(study, wave=wave, language=language, data=data, slice=slice, on_rejected=on_rejected)
"""


def notebook(path, *cells, place=0):
    """A notebook of the usual beginning: parameters, the study, a slicer, then these cells (text, or code after ">")."""
    made = [v4.new_markdown_cell("# Did the scores move?\n\nWhy it <b>matters</b>.")]
    made.append(v4.new_code_cell("study = wave = language = data = None\nslice = ''\non_rejected = 'stop'", metadata={"tags": ["parameters"]}))
    made += [v4.new_code_cell(CODE), v4.new_markdown_cell("Choose here."), v4.new_code_cell("look = controls.slicer(here)\nlook")]
    for text in cells:
        made.append(v4.new_code_cell(text[1:]) if text.startswith(">") else v4.new_markdown_cell(text))
    for number, cell in enumerate(made):
        cell["id"] = f"c{number}"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(v4.new_notebook(cells=made, metadata={"cxlib": {"place": place}})), encoding="utf-8")
    return path


class Caller:
    """One viewer: asks the server and keeps its cookies."""

    def __init__(self, room, **headers):
        self.room, self.cookies, self.headers = room, {}, headers

    def __call__(self, method, path, body=None, *, raw=None, **headers):
        connection = http.client.HTTPConnection("127.0.0.1", self.room.port, timeout=PATIENCE)
        given = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if method == "POST":
            given |= {"Origin": f"http://127.0.0.1:{self.room.port}", "Content-Type": "application/json"}
        given = {name: value for name, value in {**given, **self.headers, **headers}.items() if value is not None}
        try:
            connection.request(method, path, body=raw if body is None else json.dumps(body), headers=given)
            answer = connection.getresponse()
            for line in answer.headers.get_all("Set-Cookie") or []:
                name, _, value = line.partition(";")[0].partition("=")
                self.cookies[name] = value
            text = answer.read().decode()
        finally:
            connection.close()
        return SimpleNamespace(status=answer.status, text=text, headers=answer.headers, json=lambda: json.loads(text))

    def enter(self):
        assert self("GET", f"/?token={self.room.token}").status == 200
        return self

    def answer(self, at, text="", against="", **more):
        return self("POST", "/answer", {"view": at, "slice": text, "against": against, "page": "p", **more})

    def state(self):
        return self("GET", "/state").json()


def until(condition, seconds=PATIENCE):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = condition()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError("it did not happen in time")


def is_over(room):
    return all(worker.status in ("ready", "failed") for worker in room.workers.values())


def make_room(folder, small_folder, paths, *, language="en", name="Cà phê <i>", slice=""):
    parameters = {"study": str(small_folder), "wave": "2026Q3", "language": language, "data": None, "slice": slice, "on_rejected": "stop"}
    books = [prepare(path, parameters, language=language) for path in paths]
    cover = Cover(name, "2026Q3", language, slice=slice, synthetic=True)
    return Room(cover, books, folder=folder, scratch=folder, parked=folder / "out" / "parked_2026Q3.jsonl")


@pytest.fixture(scope="module")
def room(small_folder, tmp_path_factory):
    """A room whose notebooks have run: one that shows three findings, one that stops early."""
    folder = tmp_path_factory.mktemp("room")
    good = notebook(
        folder / "nb" / "b.ipynb",
        "## Where do we stand?\n\nLevels.", ">controls.follow(look, scores.level)", "Read the interval.",
        "And over time:", ">controls.follow(look, scores.trend)", "## As it was", ">controls.follow(here, scores.level)",
        "## What we found\n\nThe end.", place=1,
    )
    bad = notebook(folder / "nb" / "a.ipynb", ">controls.follow(look, scores.level)", ">raise ValueError('no <b>way</b>')", place=2)
    made = make_room(folder, small_folder, [bad, good])
    with presenter._served(made, 0):
        until(lambda: is_over(made))
        yield made


@pytest.fixture(scope="module")
def english(small_folder):
    return cxlib.open_study(small_folder, language="en", wave="2026Q3")


# -- who may ask ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/", "/?token=wrong", "/state", "/answer", "/park", "/none", "/../../etc/passwd"])
def test_nobody_enters_without_the_token(room, path):
    for method in ("GET", "POST"):
        refused = Caller(room)(method, path, {} if method == "POST" else None)
        assert refused.status == 403
        assert words.say("presenter.no_token", "en") in refused.text
        assert "Cà phê" not in refused.text and "Traceback" not in refused.text


@pytest.mark.parametrize("headers", [
    {"Host": "attacker.example"}, {"Host": "127.0.0.1"}, {"Origin": "http://attacker.example"}, {"Origin": None}, {"Origin": "null"},
    {"Content-Type": "text/plain"}, {"Content-Type": "application/x-www-form-urlencoded"},
])
def test_a_page_from_elsewhere_is_refused_even_with_the_token(room, headers):
    viewer = Caller(room).enter()
    at = "b/scores.level"
    assert viewer.answer(at).status == 200
    viewer.headers = headers
    refused = viewer.answer(at)
    assert refused.status == 403 and "content" not in refused.text


def test_the_page_runs_only_its_own_script_and_asks_nobody_else(room):
    page = Caller(room)("GET", f"/?token={room.token}")
    policy = page.headers["Content-Security-Policy"]
    nonce = re.search(r"script-src 'nonce-([^']+)'", policy)[1]
    assert policy.startswith("default-src 'none'; ") and "unsafe" not in policy and "http" not in policy
    assert "frame-ancestors 'none'" in policy and page.headers["X-Frame-Options"] == "DENY"
    assert re.findall(r'<(?:script|style) nonce="([^"]+)"', page.text) == [nonce, nonce]
    assert not re.search(r"(?:src|href)\s*=\s*[\"'](?:https?:)?//", page.text)
    assert nonce not in Caller(room)("GET", f"/?token={room.token}").text
    cookies = page.headers.get_all("Set-Cookie")
    assert cookies and all("HttpOnly" in one and "SameSite=Strict" in one for one in cookies)
    assert "controls.follow" not in page.text and room.token not in page.text


def test_the_name_of_a_study_cannot_leave_its_place(room):
    page = Caller(room)("GET", f"/?token={room.token}").text
    assert "<i>" not in page and "&lt;i&gt;" in page


# -- what is answered -------------------------------------------------------------------------------------------


SLICES = ["", "region = Hà Nội", "region = Hà Nội, Đà Nẵng & period = 2026Q2, 2026Q3", "not (region = Hà Nội)"]


@pytest.mark.parametrize("text", SLICES)
@pytest.mark.parametrize("analysis", [scores.level, scores.trend], ids=["level", "trend"])
def test_an_answer_is_that_of_the_one_line_call(room, english, analysis, text):
    found = Caller(room).enter().answer(f"b/scores.{analysis.__name__}", text)
    wanted = live.content(analysis(english.where(text)), image=True)
    assert found.status == 200
    # Equal but for the last digits: the other process may have added the weights up in another order.
    assert list(differences(found.json()["content"], json.loads(json.dumps(wanted)))) == []


def test_a_comparison_is_answered_beside(room, english):
    from cxlib.live.answering import answer

    found = Caller(room).enter().answer("b/scores.level", "region = Hà Nội", "rest").json()["content"]
    assert found["sentence"] == answer(english, scores.level, "region = Hà Nội", "rest").sentence


def test_a_finding_that_follows_no_slicer_stays(room, english):
    viewer = Caller(room).enter()
    slide = next(one for one in viewer.state()["deck"]["slides"] if one["at"] == "b/scores.level.2")
    assert slide["follows"] is False
    assert viewer.answer(slide["at"], "region = Hà Nội").json()["content"]["sentence"] == scores.level(english).sentence


def test_a_slice_below_the_minimum_base_is_withheld(room, english):
    slices = [f"store = {store}" for store in english.segments["store"]]
    text = next(one for one in slices if "too few" in scores.level(english.where(one)).sentence)
    wanted = scores.level(english.where(text))
    found = Caller(room).enter().answer("b/scores.level", text).json()["content"]
    assert found["table"] == json.loads(json.dumps(live.content(wanted)["table"]))
    assert words.say("house.withheld", "en") in json.dumps(found["table"], ensure_ascii=False)


@pytest.mark.parametrize("text", ["region = Nowhere", "((", "__import__('os').system('id')", "region = Hà Nội' OR 1=1 --", "\x00"])
def test_a_wrong_slice_is_a_sentence(room, text):
    found = Caller(room).enter().answer("b/scores.level", text).json()
    assert set(found) == {"refused"} and 10 < len(found["refused"]) < 2000
    assert "Traceback" not in found["refused"]


@pytest.mark.parametrize(("body", "status"), [
    ("", 400), ("[]", 400), ("{", 400), ('{"view": 1}', 400), ('{"view": "b/none"}', 404), ('{"view": "../b"}', 404),
    ('{"view": "b/scores.level", "slice": {"code": 1}}', 400), (json.dumps({"view": "b/scores.level", "slice": "x" * 9000}), 400),
])
def test_what_is_not_a_question_is_refused_in_words(room, body, status):
    found = Caller(room).enter()("POST", "/answer", raw=body)
    assert found.status == status
    assert "Traceback" not in found.text and "File" not in found.text


def test_a_body_that_is_too_large_is_not_read(room):
    viewer = Caller(room).enter()
    try:
        assert viewer("POST", "/answer", raw="x" * 500_000).status >= 400
    except (ConnectionError, http.client.HTTPException):
        pass
    assert viewer.state()["deckVersion"] == room.version


def test_there_is_nothing_else_to_ask_for(room):
    viewer = Caller(room).enter()
    for method, path in [("GET", "/api/kernels"), ("GET", "/out/"), ("PUT", "/answer"), ("DELETE", "/"), ("GET", "/answer"), ("POST", "/state")]:
        own = {"Origin": f"http://127.0.0.1:{room.port}", "Content-Type": "application/json"}
        assert viewer(method, path, {} if method != "GET" else None, **own).status in (404, 405), path


def test_ten_viewers_with_slices_of_their_own_each_get_their_answer(room, english):
    levels = [f"{name} = {level}" for name in english.segments for level in english.segments[name]][:10]
    assert len(levels) == 10
    wanted = {text: scores.trend(english.where(text)).sentence for text in levels}
    viewers = {text: Caller(room).enter() for text in levels}
    for _ in range(3):
        with ThreadPoolExecutor(10) as pool:
            found = dict(zip(levels, pool.map(lambda text: viewers[text].answer("b/scores.trend", text).json(), levels), strict=True))
        assert {text: one["content"]["sentence"] for text, one in found.items()} == wanted
        assert {text: one["content"]["slice"] for text, one in found.items()} == {text: str(english.where(text).slice) for text in levels}


# -- the deck ---------------------------------------------------------------------------------------------------


def test_the_deck_has_the_findings_in_the_order_of_the_report_with_their_words(room):
    found = Caller(room).enter().state()["deck"]
    assert [slide["at"] for slide in found["slides"]] == ["b/", "b/scores.level", "b/scores.trend", "b/scores.level.2", "b/end", "a/", "a/scores.level"]
    pages = {slide["at"]: slide for slide in found["slides"]}
    assert "matters" in pages["b/"]["lead"] and "&lt;b&gt;" in pages["b/"]["lead"] and "Choose here" in pages["b/"]["reading"]
    assert "Where do we stand?" in pages["b/scores.level"]["lead"] and "Read the interval" in pages["b/scores.level"]["reading"]
    assert "And over time" in pages["b/scores.trend"]["lead"]
    assert pages["b/end"]["kind"] == "prose" and "The end" in pages["b/end"]["lead"]
    assert [one["n"] for one in found["about"]["segments"][0]["levels"]]


def test_a_notebook_that_stops_keeps_what_it_had_and_says_where(room):
    book = next(one for one in Caller(room).enter().state()["deck"]["books"] if one["name"] == "a")
    assert book["status"] == "failed"
    assert book["failure"] == words.say("presenter.failed", "en", error="ValueError", message="no <b>way</b>")
    assert "content" in Caller(room).enter().answer("a/scores.level", "region = Hà Nội").json()


def test_the_state_is_sent_only_when_it_changed(room):
    viewer = Caller(room).enter()
    first = viewer.state()
    again = viewer("GET", f"/state?deck={first['deckVersion']}&board={first['boardVersion']}").json()
    assert set(again) == {"deckVersion", "boardVersion"}


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "[x](javascript:alert(1))", "![x](javascript:alert(1))", '[x](https://a "\\" onclick=alert(1)")', "`<img src=x onerror=alert(1)>`", "![a](attachment:none)"])
def test_words_of_a_notebook_can_run_nothing(text):
    made = deck.markdown(text)
    assert "<script" not in made and not re.search(r"(?:href|src)=\"javascript", made)
    assert not re.search(r"<[^>]*\son\w+=", re.sub(r'"[^"]*"', '""', made))


def worker_of(*cells, status="ready"):
    """A worker as the deck sees it: text cells, and code cells that show so many findings."""
    made, views, place = [], {}, 0
    for cell in cells:
        if isinstance(cell, int):
            for _ in range(cell):
                views[f"v{len(views)}"] = View(f"v{len(views)}", place, "?", True, b"{}")
            made.append(v4.new_code_cell("x"))
            place += 1
        else:
            made.append(v4.new_markdown_cell(cell))
    return SimpleNamespace(book=Prepared("n", v4.new_notebook(cells=made)), views=views, status=status)


@pytest.mark.parametrize(("cells", "wanted"), [
    (["# T", 1], [("n/", "T", ""), ("n/v0", "", "")]),
    (["# T", "## A", 1, "read", "lead", 1], [("n/", "T", ""), ("n/v0", "A", "read"), ("n/v1", "lead", "")]),
    (["# T", "lead", 1, "lead", 1], [("n/", "T", ""), ("n/v0", "lead", ""), ("n/v1", "lead", "")]),
    (["# T", 0, "about", "## A", 2, "read"], [("n/", "T", "about"), ("n/v0", "A", ""), ("n/v1", "", "read")]),
    ([1], [("n/", "", ""), ("n/v0", "", "")]),
    (["# T", "more"], [("n/", "T", "more")]),
])
def test_words_stand_with_the_finding_they_belong_to(cells, wanted):
    found = deck.slides(worker_of(*cells))
    assert [(page["at"], re.sub(r"<[^>]+>|\s", "", page["lead"]), re.sub(r"<[^>]+>|\s", "", page["reading"])) for page in found] == wanted


# -- the last wish counts, and answers are kept -----------------------------------------------------------------


class Slow:
    """A worker that answers when it is told to."""

    def __init__(self):
        self.book, self.asked, self.gates = SimpleNamespace(name="n"), [], {}

    async def ask(self, view, text, against):
        self.asked.append(text)
        self.gates[text] = asyncio.Event()
        await self.gates[text].wait()
        if text == "lost":
            raise Lost
        return text.encode()


def test_of_a_viewer_that_clicks_fast_only_the_last_wish_is_worked_out():
    async def story():
        worker, table = Slow(), desk.Desk()

        def wish(viewer, text):
            return asyncio.create_task(table.ask(viewer, worker, desk.Wish("v", text, "")))

        tasks = [wish("one", "a"), wish("two", "a")]
        await asyncio.sleep(0.01)
        tasks += [wish("one", text) for text in ("b", "c", "d")]
        await asyncio.sleep(0.01)
        assert worker.asked == ["a"] and [task.done() for task in tasks] == [True, False, True, True, False]
        worker.gates["a"].set()
        await asyncio.sleep(0.01)
        assert worker.asked == ["a", "d"]
        worker.gates["d"].set()
        assert await asyncio.gather(*tasks) == [None, b"a", None, None, b"d"]
        assert await table.ask("three", worker, desk.Wish("v", "a", "")) == b"a" and worker.asked == ["a", "d"]
        assert table.is_idle(worker)

    asyncio.run(story())


def test_a_wish_made_again_while_it_is_worked_out_is_answered():
    async def story():
        worker, table = Slow(), desk.Desk()
        first = asyncio.create_task(table.ask("one", worker, desk.Wish("v", "a", "")))
        await asyncio.sleep(0.01)
        other = asyncio.create_task(table.ask("one", worker, desk.Wish("v", "b", "")))
        await asyncio.sleep(0.01)
        again = asyncio.create_task(table.ask("one", worker, desk.Wish("v", "a", "")))
        await asyncio.sleep(0.01)
        worker.gates["a"].set()
        assert await asyncio.wait_for(asyncio.gather(first, other, again), 5) == [None, None, b"a"]

    asyncio.run(story())


def test_everyone_who_waits_for_a_lost_worker_is_told():
    async def story():
        worker, table = Slow(), desk.Desk()
        tasks = [asyncio.create_task(table.ask(viewer, worker, desk.Wish("v", "lost", ""))) for viewer in "ab"]
        await asyncio.sleep(0.01)
        worker.gates["lost"].set()
        found = await asyncio.gather(*tasks, return_exceptions=True)
        assert [type(one) for one in found] == [Lost, Lost]

    asyncio.run(story())


def test_answers_kept_stay_within_their_bytes_and_the_oldest_goes_first():
    kept = desk.Kept(most_bytes=10)
    for name in "abc":
        kept.put(name, b"123")
    kept.get("a")
    kept.put("d", b"12345")
    assert {name: kept.get(name) for name in "abcd"} == {"a": b"123", "b": None, "c": None, "d": b"12345"}
    assert kept.size == 8
    kept.put("a", b"1")
    assert kept.size == 6
    kept.put("e", b"x" * 11)
    assert kept.size == 0 and kept.get("e") is None


# -- parked questions and dots ----------------------------------------------------------------------------------


def test_questions_and_dots_are_kept_in_the_file_and_seen_by_all_but_slices_are_not(room):
    viewer, other = Caller(room).enter(), Caller(room).enter()
    where = {"view": "b/scores.level", "slice": "region = Hà Nội", "against": ""}
    text = 'Why <b>"low"</b> ở Hà Nội? =1+1'
    assert viewer("POST", "/park", {**where, "text": text}).json()["board"]["parked"][-1] == {
        "where": "b/scores.level", "text": text, "mine": True, "slice": "region = Hà Nội"}
    for given, wanted in [(True, 1), (True, 1), (False, 0), (False, 0), (True, 1)]:
        board = viewer("POST", "/vote", {**where, "vote": given}).json()["board"]
        assert board["votes"].get("b/scores.level", 0) == wanted
    board = other("POST", "/vote", {**where, "vote": True}).json()["board"]
    assert board["votes"] == {"b/scores.level": 2} and board["mine"] == ["b/scores.level"]
    assert board["parked"][-1] == {"where": "b/scores.level", "text": text, "mine": False, "slice": ""}
    lines = [json.loads(line) for line in room.board.file.read_text(encoding="utf-8").splitlines()]
    assert lines[0]["text"] == text and lines[0]["finding"] == "scores.level" and lines[0]["slice"] == "region = Hà Nội"
    assert [line["vote"] for line in lines[1:]] == [1, 0, 1, 1]
    again = Board(room.board.file)
    assert again.to_json("x")["votes"] == {"b/scores.level": 2}


@pytest.mark.parametrize("body", [{"text": ""}, {"text": "  "}, {"text": "x" * 501}])
def test_a_question_that_is_none_or_too_long_is_not_kept(room, body):
    before = room.board.version
    refused = Caller(room).enter()("POST", "/park", {"view": "b/", **body})
    assert refused.status == 400 and refused.json()["refused"].startswith("This was not kept: ") and room.board.version == before


def test_a_question_belongs_to_a_page_that_is_there(room):
    assert Caller(room).enter()("POST", "/park", {"view": "b/nothing", "text": "?"}).status == 404


def test_a_board_survives_lines_that_are_no_lines_and_a_file_that_cannot_be_written(tmp_path):
    file = tmp_path / "parked.jsonl"
    file.write_text('{"where": "a", "text": "ok", "viewer": "v"}\nnot json\n[]\n{"where": 3}\n{"where": "a", "vo', encoding="utf-8")
    board = Board(file)
    assert [line["text"] for line in board.to_json("me")["parked"]] == ["ok"]
    (tmp_path / "taken").write_text("")
    with pytest.raises(RunError, match="cannot be written"):
        Board(tmp_path / "taken" / "parked.jsonl").park("me", "hello", where="a")
    with pytest.raises(ArgumentError):
        board.park("me", "", where="a")


def test_one_viewer_cannot_fill_the_board(tmp_path):
    board = Board(tmp_path / "parked.jsonl")
    for number in range(100):
        board.park("me", str(number), where="a")
    with pytest.raises(RunError, match="too many"):
        board.park("me", "one more", where="a")
    board.park("you", "mine", where="a")


# -- what is lost comes back ------------------------------------------------------------------------------------


@pytest.mark.skipif(os.name != "posix", reason="ends a process by a signal")
def test_a_lost_worker_is_started_again_and_answers_the_same(small_folder, tmp_path, english):
    path = notebook(tmp_path / "nb" / "n.ipynb", ">controls.follow(look, scores.level)")
    made = make_room(tmp_path, small_folder, [path])
    with presenter._served(made, 0):
        worker = made.workers["n"]
        until(lambda: worker.status == "ready")
        viewer = Caller(made).enter()
        before = viewer.answer("n/scores.level", "region = Hà Nội").json()
        os.kill(worker.process_id, signal.SIGKILL)
        until(lambda: worker.status != "ready")
        lost = viewer.answer("n/scores.level", "region = Đà Nẵng")
        assert lost.status == 503 and lost.json() == {"lost": words.say("presenter.lost", "en")}
        slide = viewer.state()["deck"]["slides"][1]
        assert slide["at"] == "n/scores.level" and slide["ready"] is False
        until(lambda: worker.status == "ready")
        assert viewer.answer("n/scores.level", "region = Hà Nội").json() == before
        text = scores.level(english.where("region = Đà Nẵng")).sentence
        assert viewer.answer("n/scores.level", "region = Đà Nẵng").json()["content"]["sentence"] == text
        pid = worker.process_id
    until(lambda: not os.path.exists(f"/proc/{pid}"), 20)


def test_findings_are_there_while_the_notebook_still_runs(small_folder, tmp_path):
    path = notebook(tmp_path / "nb" / "n.ipynb", ">controls.follow(look, scores.level)", ">import time\nwhile not open_it.exists(): time.sleep(0.05)")
    source = json.loads(path.read_text(encoding="utf-8"))
    source["cells"][2]["source"] += f"\nfrom pathlib import Path\nopen_it = Path({str(tmp_path / 'go')!r})"
    path.write_text(json.dumps(source), encoding="utf-8")
    made = make_room(tmp_path, small_folder, [path])
    with presenter._served(made, 0):
        viewer = Caller(made).enter()
        until(lambda: "scores.level" in made.workers["n"].views)
        found = viewer.state()["deck"]
        assert found["books"][0]["status"] == "running" and 0 < found["books"][0]["done"] < found["books"][0]["cells"]
        assert "content" in viewer.answer("n/scores.level").json()
        (tmp_path / "go").touch()
        until(lambda: made.workers["n"].status == "ready")


# -- starting and stopping --------------------------------------------------------------------------------------


def test_present_tells_its_address_and_its_file_and_leaves_nothing(small_folder, tmp_path):
    notebook(tmp_path / "nb" / "n.ipynb", ">controls.follow(look, scores.level)")
    told, seen = [], {}

    def ready(address):
        seen["address"] = address
        seen["threads"] = set(threading.enumerate())
        raise KeyboardInterrupt

    before = set(threading.enumerate())
    with pytest.raises(KeyboardInterrupt):
        report.present(small_folder, notebooks=tmp_path / "nb", language="vi", out=tmp_path / "out", ready=ready, note=told.append)
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/\?token=[\w-]{30,}", seen["address"])
    assert told == [words.say("presenter.parked_file", "vi", file=str(tmp_path / "out" / "parked_2026Q3.jsonl"))]
    ours = [thread for thread in seen["threads"] - before if thread.name == "cx-presenter"]
    assert len(ours) == 1 and not ours[0].is_alive()
    assert not (tmp_path / "out").exists()


def test_a_port_that_is_taken_or_is_none_is_told(room, small_folder, tmp_path):
    notebook(tmp_path / "nb" / "n.ipynb")
    with pytest.raises(RunError, match=rf"^Port {room.port} cannot be used \(.+\)\. Leave --port out to take a free one\.$"):
        report.present(small_folder, notebooks=tmp_path / "nb", port=room.port)
    for port in (-1, 70_000, True, "8888"):
        with pytest.raises(ArgumentError, match="^port is a whole number"):
            report.present(small_folder, notebooks=tmp_path / "nb", port=port)


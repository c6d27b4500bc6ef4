"""The server of a meeting: this machine only, behind a token, and nothing to ask for but views, questions and dots."""

from __future__ import annotations

import asyncio
import json
import os
import secrets
import socket
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from tornado.httpserver import HTTPServer
from tornado.web import Application, HTTPError, RequestHandler

from ... import live, words
from ...errors import StudyError
from ..pages import Cover
from ..prepare import Prepared, title
from .board import Board
from .deck import in_order, slides
from .desk import Desk, Wish
from .page import deck_page, plain_page, policy
from .workers import Lost, View, Worker

__all__ = ["HOST", "Room", "serve"]

HOST = "127.0.0.1"
SCRIPTS = ("draw", "card", "slicer", "deck")
_MOST_BODY = 64_000
_LONGEST_SLICE = 8_000
_LONGEST_NAME = 300
_AT_ONCE = 2


class Room:
    """One meeting: the notebooks' workers, the deck they fill, what was asked, parked and voted.

    Parameters
    ----------
    cover : Cover
    books : sequence of Prepared
    folder : Path
        Where the notebooks start.
    scratch : Path
        For logs.
    parked : Path
        The file of parked questions and dots.
    """

    def __init__(self, cover: Cover, books: Sequence[Prepared], *, folder: Path, scratch: Path, parked: Path) -> None:
        self.cover, self.token, self.scratch = cover, secrets.token_urlsafe(24), scratch
        self.workers = {
            book.name: Worker(book, folder, scratch, cover.language, self._changed, self._learn) for book in in_order(books)
        }
        self.desk, self.board = Desk(), Board(parked)
        self.about: dict[str, Any] | None = None
        self.version = 0
        self.port = 0
        self._slides = {name: slides(worker) for name, worker in self.workers.items()}

    def deck(self) -> dict[str, Any]:
        """The deck as the pages show it: how far each notebook is, every slide, what the slicer offers."""
        books = []
        for name, worker in self.workers.items():
            failure = worker.failure and words.say("presenter.failed", self.cover.language, **worker.failure)
            cells = len(worker.cells)
            books.append({
                "name": name, "title": title(worker.book), "status": worker.status, "done": worker.done, "cells": cells,
                "failure": failure or "",
            })
        return {"books": books, "slides": [slide for book in self._slides.values() for slide in book], "about": self.about}

    def find(self, at: str) -> tuple[Worker, View]:
        """The view that a page of the deck shows.

        Raises
        ------
        KeyError
            When the deck has no such page.
        """
        book, _, name = at.partition("/")
        worker = self.workers[book]
        return worker, worker.views[name]

    async def answer(self, viewer: str, at: str, text: str, against: str) -> bytes | None:
        """The content at a page under a slice, as JSON text; None when the viewer asked for something else meanwhile."""
        worker, view = self.find(at)
        if not view.is_ready:
            raise Lost
        if not view.follows or (text.strip(), against.strip()) == (self.cover.slice, ""):
            return view.opening
        return await self.desk.ask(viewer, worker, Wish(view.name, text.strip(), against.strip()))

    def _changed(self, worker: Worker) -> None:
        self.version += 1
        self._slides[worker.book.name] = slides(worker)

    def _learn(self, about: dict[str, Any]) -> None:
        if self.about is None:
            self.about = about
            self.version += 1


async def serve(room: Room, port: int, started: Callable[[int], None], stop: asyncio.Event) -> None:
    """Serve a room on this machine until `stop` is set; `started` is called with the port once it can be asked.

    Raises
    ------
    OSError
        When the port cannot be used.
    """
    listening = _listen(port)
    room.port = listening.getsockname()[1]
    settings = {"room": room, "log_function": lambda handler: None, "default_handler_class": _Nothing}
    routes = [("/", _Deck), ("/state", _State), ("/answer", _Answer), ("/park", _Park), ("/vote", _Vote)]
    server = HTTPServer(Application(routes, **settings), max_body_size=_MOST_BODY, max_header_size=16_000, body_timeout=20)
    server.add_socket(listening)
    gate = asyncio.Semaphore(_AT_ONCE)
    keeping = [asyncio.create_task(worker.keep(gate)) for worker in room.workers.values()]
    try:
        started(room.port)
        await stop.wait()
    finally:
        server.stop()
        for task in keeping:
            task.cancel()
        await asyncio.gather(*keeping, return_exceptions=True)
        await server.close_all_connections()


def _listen(port: int) -> socket.socket:
    made = socket.socket()
    try:
        if os.name == "posix":
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.setblocking(False)
        made.bind((HOST, port))
        made.listen(128)
    except OSError:
        made.close()
        raise
    return made


class _Handler(RequestHandler):
    """What holds for every request: the right host, the token, and for what changes something the right origin."""

    @property
    def room(self) -> Room:
        return self.settings["room"]

    @property
    def viewer(self) -> str:
        return self.get_cookie(f"cx_viewer_{self.room.port}", "")

    def set_default_headers(self) -> None:
        self.clear_header("Server")
        for name, value in {
            "Content-Security-Policy": policy(), "X-Frame-Options": "DENY", "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer", "Cache-Control": "no-store", "Cross-Origin-Opener-Policy": "same-origin",
            "Cross-Origin-Resource-Policy": "same-origin",
        }.items():
            self.set_header(name, value)

    def prepare(self) -> None:
        hosts = {f"{HOST}:{self.room.port}", f"localhost:{self.room.port}"}
        if self.request.host not in hosts or not self._has_token():
            raise HTTPError(403)
        if self.request.method not in ("GET", "HEAD"):
            own = self.request.headers.get("Origin") == f"http://{self.request.host}"
            kind = self.request.headers.get("Content-Type", "").partition(";")[0]
            if not own or kind != "application/json":
                raise HTTPError(403)

    def body(self) -> dict[str, Any]:
        """The body, when it is a JSON object."""
        try:
            found = json.loads(self.request.body)
        except ValueError:
            raise HTTPError(400) from None
        if not isinstance(found, dict):
            raise HTTPError(400)
        return found

    def text(self, body: dict[str, Any], name: str, longest: int) -> str:
        """A text from the body, bounded."""
        found = body.get(name, "")
        if not isinstance(found, str) or len(found) > longest:
            raise HTTPError(400)
        return found

    def say(self, key: str, **values: Any) -> str:
        return words.say(f"presenter.{key}", self.room.cover.language, **values)

    def reply(self, found: dict[str, Any] | bytes, status: int = 200) -> None:
        self.set_status(status)
        self.set_header("Content-Type", "application/json; charset=utf-8")
        self.finish(found if isinstance(found, bytes) else json.dumps(found, ensure_ascii=False))

    def write_error(self, status_code: int, **_: Any) -> None:
        key = {403: "no_token", 404: "no_page"}.get(status_code, "no_answer")
        if self.request.path == "/" or key != "no_answer":
            self.set_header("Content-Type", "text/html; charset=utf-8")
            self.finish(plain_page(self.room.cover.language, key))
        else:
            self.reply({"refused": self.say("no_answer")}, status_code)

    def log_exception(self, kind: Any, error: Any, trace: Any) -> None:
        if not isinstance(error, HTTPError):
            with open(self.room.scratch / "server.log", "a", encoding="utf-8") as log:
                traceback.print_exception(kind, error, trace, file=log)

    def _has_token(self) -> bool:
        given = self.get_cookie(f"cx_token_{self.room.port}", "")
        return secrets.compare_digest(given.encode(), self.room.token.encode())


class _Nothing(_Handler):
    def prepare(self) -> None:
        super().prepare()
        raise HTTPError(404)


class _Deck(_Handler):
    def get(self) -> None:
        room = self.room
        nonce = secrets.token_urlsafe(18)
        keep = {"httponly": True, "samesite": "Strict", "path": "/"}
        self.set_cookie(f"cx_token_{room.port}", room.token, **keep)
        if not self.viewer:
            self.set_cookie(f"cx_viewer_{room.port}", secrets.token_urlsafe(18), **keep)
        cover = room.cover
        told = {
            "language": cover.language, "study": cover.study, "slice": cover.slice,
            "title": self.say("title", study=cover.study, wave=cover.wave),
            "synthetic": words.say("house.synthetic", cover.language) if cover.synthetic else "",
            "says": _says(cover.language), "card": live.says(cover.language),
        }
        self.set_header("Content-Security-Policy", policy(nonce))
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.finish(deck_page(cover, told, nonce=nonce, names=SCRIPTS))

    def _has_token(self) -> bool:
        # The page itself answers and no redirect does: a browser holds a strict cookie back from those that follow a link.
        given = self.get_argument("token", "")
        return super()._has_token() or secrets.compare_digest(given.encode(), self.room.token.encode())


class _State(_Handler):
    def get(self) -> None:
        """What changed since the versions that the page has."""
        room = self.room
        found: dict[str, Any] = {"deckVersion": room.version, "boardVersion": room.board.version}
        if self.get_argument("deck", "") != str(room.version):
            found["deck"] = room.deck()
        if self.get_argument("board", "") != str(room.board.version):
            found["board"] = room.board.to_json(self.viewer)
        self.reply(found)


class _Answer(_Handler):
    async def post(self) -> None:
        """The content for (view, slice, against); 409 when this page asked for something else meanwhile."""
        body = self.body()
        at, page = self.text(body, "view", _LONGEST_NAME), self.text(body, "page", 64)
        text, against = (self.text(body, name, _LONGEST_SLICE) for name in ("slice", "against"))
        try:
            worker, _ = self.room.find(at)
            if body.get("ahead") and not self.room.desk.is_idle(worker):
                found = None
            else:
                kind = "ahead" if body.get("ahead") else "now"
                found = await self.room.answer(f"{self.viewer} {page} {kind}", at, text, against)
        except KeyError:
            raise HTTPError(404) from None
        except Lost:
            self.reply({"lost": self.say("lost")}, 503)
            return
        self.reply({"superseded": True} if found is None else found, 409 if found is None else 200)


class _Park(_Handler):
    def post(self) -> None:
        body = self.body()
        _write(self, lambda: self.room.board.park(self.viewer, self.text(body, "text", 5_000), **_where(self, body)))


class _Vote(_Handler):
    def post(self) -> None:
        body = self.body()
        _write(self, lambda: self.room.board.vote(self.viewer, body.get("vote") is True, **_where(self, body)))


def _write(handler: _Handler, write: Callable[[], None]) -> None:
    board = handler.room.board
    try:
        write()
    except StudyError as refusal:
        handler.reply({"refused": handler.say("not_kept", why=words.translated(str(refusal), handler.room.cover.language))}, 400)
    else:
        handler.reply({"board": board.to_json(handler.viewer), "boardVersion": board.version})


def _where(handler: _Handler, body: dict[str, Any]) -> dict[str, str]:
    """The page of the deck that a question or a dot belongs to, its finding's key and the slice then."""
    at = handler.text(body, "view", _LONGEST_NAME)
    if at not in {slide["at"] for slide in handler.room.deck()["slides"]}:
        raise HTTPError(404)
    text, against = (handler.text(body, name, _LONGEST_SLICE) for name in ("slice", "against"))
    return {"where": at, "finding": at.partition("/")[2], "slice": text, "against": against}


def _says(language: str) -> dict[str, str]:
    """The texts of the page by their short names; the script fills their places."""
    start = "presenter.page."
    return {key.removeprefix(start): text[language] for key, text in words.catalogue().items() if key.startswith(start)}


"""The notebooks as live pages on this machine, for a meeting: code hidden, nothing fetched from outside."""

from __future__ import annotations

import importlib.util
import json
import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path
from urllib.parse import quote

from ..errors import ArgumentError, MissingExtraError, RunError
from .build import open_for_notebooks
from .execute import kernel_environment
from .pages import Cover, banner, without_parameters
from .prepare import Prepared, find, prepare, title
from .style import CSS

__all__ = ["present"]

_HOST = "127.0.0.1"
_START_SECONDS = 90
_STOP_SECONDS = 15


def present(
    study_path: str | Path,
    *,
    wave: str | None = None,
    notebooks: str | Path = "notebooks",
    language: str | None = None,
    data: str | Path | None = None,
    slice: str = "",
    port: int = 0,
    ready: Callable[[str], None] = print,
) -> None:
    """Serve the study's notebooks on this machine until stopped with Ctrl-C.

    Only this machine can reach them, and only with the token in the address. Each visitor's page runs in a
    kernel of its own. What was made for it is removed at the end.

    Parameters
    ----------
    study_path, wave, notebooks, language, data, slice
        As in :func:`cxlib.report.run`.
    port : int
        0 takes a free one.
    ready : callable
        Called once with the address.

    Raises
    ------
    MissingExtraError
        When the package voila is not installed.
    StudyError
        When the study is refused, there are no notebooks, or the server does not start.
    """
    if importlib.util.find_spec("voila") is None:
        raise MissingExtraError("Presenting", "present", "voila")
    if not 0 <= port <= 65535:
        raise ArgumentError(f"port is a whole number from 0 (a free one) to 65535, not {port}")
    paths = find(notebooks)
    cover, parameters, _ = open_for_notebooks(
        study_path, wave=wave, language=language, data=data, slice=slice, on_rejected="stop"
    )
    books = [prepare(path, parameters, language=cover.language) for path in paths]
    token = secrets.token_urlsafe(24)
    with tempfile.TemporaryDirectory(prefix="cx-present-", ignore_cleanup_errors=True) as made:
        folder = Path(made)
        port = _free_port(port)
        _settle(folder, cover, books, port, token)
        server = _start(folder)
        try:
            _wait(server, port, folder)
            ready(f"http://{_HOST}:{port}/?token={token}")
            server.wait()
            raise RunError(f"The presenter stopped by itself. {_last_words(folder)}")
        finally:
            _stop(server)


def _settle(folder: Path, cover: Cover, books: Sequence[Prepared], port: int, token: str) -> None:
    """Write all that the server reads; the token stands in a file that only this user can read, not in `ps`."""
    import nbformat

    (folder / "notebooks").mkdir()
    for book in books:
        book.node.metadata["title"] = title(book)
        book.node.cells = without_parameters(book.node.cells, keep_code=True)
        book.node.metadata["kernelspec"] = {"name": "cx", "display_name": "Python 3", "language": "python"}
        nbformat.write(book.node, folder / "notebooks" / f"{book.name}.ipynb")
    settings = {
        "Voila": {
            "ip": _HOST, "port": port, "port_retries": 0, "open_browser": False, "token": token,
            "root_dir": str(folder / "notebooks"), "connection_dir_root": str(folder), "log_level": "WARN",
        },
        "VoilaConfiguration": {
            "template": "cx", "theme": "light", "classic_tree": True, "show_tracebacks": False, "strip_sources": True,
            "allow_template_override": "NO", "allow_theme_override": "NO",
        },
        "VoilaExporter": {"language_code": cover.language},
    }
    command = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}", "--HistoryManager.enabled=False"]
    kernel = {"argv": command, "display_name": "Python 3", "language": "python", "env": kernel_environment(folder)}
    template = folder / "share" / "voila" / "templates" / "cx"
    for path, text in {
        folder / "voila.json": json.dumps(settings),
        folder / "share" / "kernels" / "cx" / "kernel.json": json.dumps(kernel),
        template / "conf.json": json.dumps({"base_template": "lab"}),
        template / "index.html.j2": _frame(cover),
        template / "page.html": _page(cover),
        template / "tree.html": _list(cover, books),
    }.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def _page(cover: Cover) -> str:
    """The frame of every page that is not a notebook, in place of one that asks the network for a font.

    It stands around the page that asks for the token too, so it does not name the study.
    """
    return (
        f'<!DOCTYPE html><html lang="{cover.language}"><head><meta charset="utf-8"><link rel="icon" href="data:,">'
        f"<title>{{% block title %}}CX Workbench{{% endblock %}}</title><style>{_raw(CSS)}</style>"
        "{% block stylesheets %}{% endblock %}{% block meta %}{% endblock %}</head>"
        "<body>{% block body %}{% endblock %}{% block scripts %}{% endblock %}</body></html>"
    )


def _list(cover: Cover, books: Sequence[Prepared]) -> str:
    lines = "".join(
        f'<li><a href="{{{{ base_url }}}}voila/render/{_raw(quote(book.name))}.ipynb">{_raw(escape(title(book)))}</a></li>'
        for book in books
    )
    heading = _raw(cover.say("title", study=cover.study, wave=cover.wave))
    inside = f"<h1>{heading}</h1>{_raw(banner(cover))}<ul>{lines}</ul>"
    named = "{% block title %}" + _raw(escape(cover.study)) + "{% endblock %}"
    return '{% extends "page.html" %}' + named + "{% block body %}<main>" + inside + "</main>{% endblock %}"


def _frame(cover: Cover) -> str:
    """The page around a notebook: back to the list, what kind of data this is, how far it has come."""
    working = cover.say("present.working", cell="${cell}", count="${count}")
    page = _INDEX
    for place, text in {"BACK": cover.say("present.back"), "BANNER": banner(cover), "WORKING": working}.items():
        page = page.replace(place, _raw(text))
    return page


def _raw(text: str) -> str:
    """Text that the template engine passes on as it is, braces included."""
    return "".join(f"{{{{ '{letter}' }}}}" if letter in "{}" else letter for letter in text)


def _free_port(port: int) -> int:
    with socket.socket() as probe:
        try:
            probe.bind((_HOST, port))
        except OSError as error:
            raise RunError(f"Port {port} cannot be used ({error.strerror}). Leave --port out to take a free one.") from None
        return probe.getsockname()[1]


def _start(folder: Path) -> subprocess.Popen:
    paths = [str(folder / "share"), *filter(None, [os.environ.get("JUPYTER_PATH")])]
    environment = {**os.environ, "JUPYTER_PATH": os.pathsep.join(paths)}
    with open(folder / "server.log", "wb") as log:
        # A session of its own: Ctrl-C reaches us alone, and we end the server and its kernels in order.
        return subprocess.Popen(
            [sys.executable, "-m", "voila"],
            cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            start_new_session=os.name == "posix",
        )


def _wait(server: subprocess.Popen, port: int, folder: Path) -> None:
    end = time.monotonic() + _START_SECONDS
    while server.poll() is None and time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex((_HOST, port)) == 0:
                return
        time.sleep(0.2)
    raise RunError(f"The presenter did not start. {_last_words(folder)}")


def _last_words(folder: Path) -> str:
    lines = (folder / "server.log").read_text(encoding="utf-8", errors="replace").strip().splitlines()
    return f"Its last line was: {lines[-1].strip()}" if lines else ""


def _stop(server: subprocess.Popen) -> None:
    if server.poll() is None:
        server.terminate()
        try:
            server.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


_INDEX = """
{%- extends 'voila/templates/lab/index.html.j2' -%}
{% import "spinner.macro.html.j2" as spinner %}
{%- block notebook_css -%}
{{ resources.include_js("static/voila-style.js") }}
{{ spinner.css() }}
{{ super.super() }}
<style>
.jp-mod-noOutputs.jp-mod-noInput { display: none; }
:root { --jp-content-font-size1: 19px; --jp-ui-font-size1: 18px; --jp-widgets-font-size: 18px; }
#rendered_cells { max-width: 76rem; margin: 0 auto; }
.cx-header { padding: 0 20px; font: 1.2rem/1.5 var(--jp-content-font-family); }
.cx-header a { color: #0b4f8a; text-decoration: underline; }
.cx-header .banner { background: #fff4d1; color: #4a3600; border-left: .5rem solid #b38600; padding: .1rem 1rem; margin-top: 1rem; }
</style>
{%- endblock -%}
{%- block body_header -%}
{{ super() }}
<header class="cx-header"><a href="{{ resources.base_url }}">BACK</a>BANNER</header>
<script>
window.voila_process = (cell, count) => window.update_loading_text(cell, count, `WORKING`);
</script>
{%- endblock -%}
{%- block html_head_js_mermaidjs -%}{%- endblock -%}
"""

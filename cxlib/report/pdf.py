"""The first page as a PDF, printed by a browser that is on the machine."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

__all__ = ["BROWSERS", "browser", "print_page"]

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge", "msedge")
_SECONDS = 180
_PLACES = ("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", "C:/Program Files/Google/Chrome/Application/chrome.exe")
_MADE = re.compile(rb"/(CreationDate|ModDate) ?\(D:\d{14}[^)]*\)")


def browser(names: Sequence[str] = BROWSERS) -> str | None:
    """The path of a browser that can print a page; None when there is none."""
    found = (shutil.which(name) for name in names)
    return next((path for path in found if path), None) or next((path for path in _PLACES if os.path.isfile(path) and names is BROWSERS), None)


def print_page(page: str, target: Path, *, program: str, seconds: float = _SECONDS) -> bool:
    """Print an HTML page, its evidence open, to a PDF; whether there is one now.

    The browser gets a folder of its own for what it remembers, and the page may fetch nothing. The day of making in the file
    is a fixed one.

    Parameters
    ----------
    page : str
        The HTML itself.
    target : Path
        Of the PDF; nothing is there when it cannot be made.
    program : str
        Path of the browser.
    seconds : float
        How long it may take.
    """
    with tempfile.TemporaryDirectory(prefix="cx-print-", ignore_cleanup_errors=True) as folder:
        source, made = Path(folder) / "page.html", Path(folder) / "page.pdf"
        source.write_text(page.replace("<details>", "<details open>"), encoding="utf-8")
        command = [
            program, "--headless", "--disable-gpu", "--no-first-run", "--disable-extensions", "--disable-background-networking",
            f"--user-data-dir={folder}/profile", "--no-pdf-header-footer", f"--print-to-pdf={made}", source.as_uri(),
        ]
        # Started by root, as in containers, the browser runs only without its sandbox; the page is ours and runs no script.
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            command.insert(1, "--no-sandbox")
        if not _done(command, seconds) or not made.is_file():
            return False
        target.write_bytes(_without_day(made.read_bytes()))
    return True


def _done(command: Sequence[str], seconds: float) -> bool:
    """Whether the browser ended well in time; with all its helpers it is ended otherwise."""
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    try:
        process = subprocess.Popen(command, start_new_session=os.name == "posix", **quiet)
    except OSError:
        return False
    try:
        return process.wait(seconds) == 0
    except subprocess.TimeoutExpired:
        return False
    finally:
        if process.poll() is None:
            _end(process)


def _end(process: subprocess.Popen) -> None:
    import signal

    with contextlib.suppress(ProcessLookupError):
        if os.name == "posix":
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.wait()


def _without_day(data: bytes) -> bytes:
    """The file with a fixed day of making, as long as the one that stood there."""
    return _MADE.sub(lambda found: re.sub(rb"D:\d{14}", b"D:20000101000000", found[0]), data)

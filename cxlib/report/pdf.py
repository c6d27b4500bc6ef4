"""The first page as a PDF, printed by a browser that is on the machine."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

__all__ = ["BROWSERS", "browser", "print_page", "printing"]

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge", "msedge")
_SECONDS = 180
_PLACES = ("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", "C:/Program Files/Google/Chrome/Application/chrome.exe")
_MADE = re.compile(rb"/(CreationDate|ModDate) ?\(D:\d{14}[^)]*\)")


def browser(names: Sequence[str] = BROWSERS) -> str | None:
    """The path of a browser that can print a page; None when there is none."""
    found = (shutil.which(name) for name in names)
    return next((path for path in found if path), None) or next((path for path in _PLACES if os.path.isfile(path) and names is BROWSERS), None)


def print_page(page: str, target: Path, *, program: str, seconds: float = _SECONDS) -> bool:
    """Print an HTML page, its evidence open, to a PDF; whether there is one now. See :func:`printing`."""
    with printing(page, target, program=program, seconds=seconds) as done:
        return done()


@contextlib.contextmanager
def printing(page: str, target: Path, *, program: str, seconds: float = _SECONDS) -> Iterator[Callable[[], bool]]:
    """A block during which a browser prints an HTML page, its evidence open, to a PDF.

    The browser gets a folder of its own for what it remembers, and the page may fetch nothing. The day of making in the file
    is a fixed one. Left early, the block ends the browser with all its helpers.

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

    Yields
    ------
    callable
        Waits for the end and tells whether the PDF is there.
    """
    with tempfile.TemporaryDirectory(prefix="cx-print-", ignore_cleanup_errors=True) as folder:
        source, made = Path(folder) / "page.html", Path(folder) / "page.pdf"
        source.write_text(re.sub("<details(?=[ >])", "<details open", page), encoding="utf-8")
        process, end = _started(_command(program, source, made), folder), time.monotonic() + seconds

        def done() -> bool:
            if process is None or not _ended_well(process, end - time.monotonic()) or not made.is_file():
                return False
            target.write_bytes(_without_day(made.read_bytes()))
            return True

        try:
            yield done
        finally:
            if process is not None and process.poll() is None:
                _end(process)


def _command(program: str, source: Path, made: Path) -> list[str]:
    command = [
        program, "--headless", "--disable-gpu", "--no-first-run", "--disable-extensions", "--disable-background-networking",
        # Told to stay quiet it still asks its maker's servers for news: no name but those of this machine is looked up.
        "--host-resolver-rules=MAP * ~NOTFOUND", "--disable-component-update", "--disable-sync", "--no-pings",
        f"--user-data-dir={source.parent}/profile", "--no-pdf-header-footer", f"--print-to-pdf={made}", source.as_uri(),
    ]
    # Started by root, as in containers, the browser runs only without its sandbox; the page is ours and runs no script.
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.insert(1, "--no-sandbox")
    return command


def _started(command: Sequence[str], folder: str) -> subprocess.Popen | None:
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    try:
        return subprocess.Popen(command, cwd=folder, start_new_session=os.name == "posix", **quiet)
    except OSError:
        return None


def _ended_well(process: subprocess.Popen, seconds: float) -> bool:
    try:
        return process.wait(max(seconds, 0)) == 0
    except subprocess.TimeoutExpired:
        return False


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

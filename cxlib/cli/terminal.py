"""What a terminal shows: a bar while a run goes on, tables, and a polite end."""

from __future__ import annotations

import os
import signal
import sys
import tomllib
from collections.abc import Callable, Collection, Iterable, Sequence
from contextvars import ContextVar
from pathlib import Path
from typing import Any

import typer

from .. import words

__all__ = ["asked_among", "here", "print_table", "printable", "progress_bar", "say", "speaking", "spoken", "stopped_politely", "study_among"]

_PLAIN_WIDTH = 160
_LANGUAGE = ContextVar("language", default="en")
_ASKED: ContextVar[str | None] = ContextVar("asked", default=None)


class speaking:
    """While it lasts, :func:`say` speaks the language of the command: that of ``--language``, else the study's own, else the machine's.

    What was asked for holds inside too, whatever study is met there.
    """

    def __init__(self, study: Any = None, *, asked: str | None = None) -> None:
        self.asked = asked or _ASKED.get()
        wanted = self.asked or _language_of(study)
        self.language = wanted if wanted in words.LANGUAGES else _language_of_the_machine()

    def __enter__(self) -> str:
        self._before = _ASKED.set(self.asked), _LANGUAGE.set(self.language)
        return self.language

    def __exit__(self, *_: object) -> None:
        _ASKED.reset(self._before[0])
        _LANGUAGE.reset(self._before[1])


def spoken() -> str:
    """The language of the command."""
    return _LANGUAGE.get()


def asked_among(arguments: Sequence[str]) -> str | None:
    """What ``--language`` says anywhere among the arguments, the last time it stands there.

    Examples
    --------
    >>> asked_among(["run", "shop", "--language", "vi"]), asked_among(["--language=en"]), asked_among(["run", "shop"])
    ('vi', 'en', None)
    """
    found = None
    for word, after in zip(arguments, [*arguments[1:], None]):
        if word == "--language":
            found = after
        elif word.startswith("--language="):
            found = word.partition("=")[2]
    return found


def study_among(arguments: Sequence[str], *, besides: Collection[str] = ()) -> str | None:
    """The first argument that is a study with a language; names of commands are not looked at.

    Examples
    --------
    >>> print(study_among(["run", "no such folder", "--help"], besides=["run"]))
    None
    """
    named = (word.partition("=")[2] if word.startswith("--") else word for word in arguments if word not in besides)
    return next((word for word in named if word and _language_of(word)), None)


def say(text: str, *, err: bool = False) -> None:
    """A line in the language of the command; without control characters, which must not steer the terminal."""
    typer.echo("\n".join(map(printable, here(text).split("\n"))), err=err)


def here(text: str) -> str:
    """A text of this package in the language of the command."""
    return words.translated(text, spoken())


def _language_of_the_machine() -> str:
    """Vietnamese where the machine speaks it; English elsewhere."""
    set_to = next(filter(None, map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    return "vi" if set_to.lower().startswith("vi") else "en"


def _language_of(study: Any) -> str | None:
    """The language that a study asks for, also where its settings are refused; None where they cannot be read at all."""
    if study is None:
        return None
    file = Path(study) if Path(study).suffix == ".toml" else Path(study) / "study.toml"
    try:
        given = tomllib.loads(file.read_text(encoding="utf-8-sig")).get("study", {})
        return given.get("language") if isinstance(given, dict) else None
    except (OSError, ValueError):
        return None


class progress_bar:
    """A bar on a terminal, plain lines elsewhere; used as a context that gives the callback."""

    def __enter__(self) -> Callable[[Any], None]:
        self.bar = None
        if sys.stderr.isatty():
            from rich.progress import BarColumn, Progress, TextColumn

            self.bar = Progress(
                TextColumn("{task.description}", markup=False),
                BarColumn(),
                TextColumn("{task.percentage:>3.0f}% {task.fields[left]}", markup=False),
                transient=True,
                console=_console(stderr=True),
            )
            self.task = self.bar.add_task("", total=1.0, left="")
            self.bar.start()
        return self.tell

    def __exit__(self, *_: object) -> None:
        if self.bar:
            self.bar.stop()

    def tell(self, event: Any) -> None:
        """Show one step of a run."""
        line = here(str(event))
        if self.bar:
            left = "" if event.left is None else f"about {max(1, event.left):.0f} s left"
            self.bar.update(self.task, completed=event.share, left=left, description=f"{event.done}/{event.total}")
            if line:
                self.bar.console.print(line, markup=False, highlight=False)
        elif line:
            typer.echo(line, err=True)


class stopped_politely:
    """While it lasts, a request to end (SIGTERM) is treated like Ctrl-C: kernels end, the old report stays."""

    def __enter__(self) -> None:
        self.before = signal.signal(signal.SIGTERM, self._stop)

    def __exit__(self, *_: object) -> None:
        signal.signal(signal.SIGTERM, self.before)

    @staticmethod
    def _stop(number: int, frame: Any) -> None:
        raise KeyboardInterrupt


def print_table(headings: Iterable[str], rows: Iterable[tuple[str, ...]]) -> None:
    """A table of texts under the labels of its columns, in the language of the command; columns of numbers to the right."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE, pad_edge=False)
    for heading in headings:
        numeric = heading in ("read", "accepted", "rejected", "row")
        table.add_column(words.label(heading, spoken()), justify="right" if numeric else "left", overflow="fold")
    for row in rows:
        # As text, and without control characters: a value from a file must not steer the terminal.
        table.add_row(*(Text(printable(cell)) for cell in row))
    _console().print(table)


def printable(text: str) -> str:
    """Text without control characters: a value from a file must not steer the terminal."""
    return "".join(letter if letter.isprintable() else "?" for letter in text)


def _console(*, stderr: bool = False):
    from rich.console import Console

    width = None if (sys.stderr if stderr else sys.stdout).isatty() else _PLAIN_WIDTH
    return Console(stderr=stderr, width=width)

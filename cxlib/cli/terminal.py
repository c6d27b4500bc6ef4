"""What a terminal shows: a bar while a run goes on, tables, and a polite end."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterable
from typing import Any

import typer

__all__ = ["print_table", "printable", "progress_bar", "stopped_politely"]

_PLAIN_WIDTH = 160


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
        line = str(event)
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
    """A table of texts, its columns of numbers to the right."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE, pad_edge=False)
    for heading in headings:
        numeric = heading in ("Read", "Accepted", "Rejected", "Row")
        table.add_column(heading, justify="right" if numeric else "left", overflow="fold")
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

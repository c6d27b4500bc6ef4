"""The frame of every command: its options, how a refusal is told, exit codes."""

from __future__ import annotations

import functools
import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from .. import __version__
from ..errors import StudyError
from .commands import Commands
from .terminal import say, speaking

__all__ = ["FAILED", "Data", "Language", "Notebooks", "Slice", "Study", "Wave", "app", "guarded", "main", "own_notebooks"]

FAILED, _BROKEN, _STOPPED = 1, 70, 130
_DEBUG = "--debug"

app = typer.Typer(
    name="cx",
    cls=Commands,
    help="CX Workbench: personas, journeys, metric trends and churn from a company's own data.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)

Study = Annotated[Path, typer.Argument(metavar="STUDY", help="Folder of the study, or its study.toml.", show_default=False)]
Wave = Annotated[str | None, typer.Option("--wave", help="Wave to look at, such as 2026Q3; the last one when left out.")]
Language = Annotated[str | None, typer.Option("--language", help="en or vi; the study's own when left out.")]
Data = Annotated[Path | None, typer.Option("--data", help="Folder of the data files, when not beside study.toml.")]
Slice = Annotated[str, typer.Option("--slice", help='Keep these customers only, such as "region = Hà Nội, Đà Nẵng".')]
Notebooks = Annotated[
    Path | None, typer.Option("--notebooks", help="Folder of the notebooks; the workbench's own when left out.")
]


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line.

    Exit codes: 0 done, 1 refused or failed, 2 a wrong option, 130 stopped by Ctrl-C, 70 an error of the program.

    Parameters
    ----------
    arguments : sequence of str, optional
        Those of the process when not given. ``--debug`` may stand anywhere.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):
        # A console that cannot show a letter shows "?" for it rather than end the run.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        app([word for word in given if word != _DEBUG])
    except Exception as error:
        if _DEBUG in given:
            traceback.print_exc()
        line = " ".join(str(error).split())
        typer.echo(
            f"Something went wrong in CX Workbench itself: {type(error).__name__}: {line}. "
            f"To see where, run the same command with {_DEBUG}.",
            err=True,
        )
        sys.exit(_BROKEN)
    sys.exit(0)


def guarded(command: Callable[..., None]) -> Callable[..., None]:
    """The command with a refusal or a stop told in one message, and its exit code."""

    @functools.wraps(command)
    def guarded(*arguments: Any, **options: Any) -> None:
        with speaking(options.get("study") or options.get("folder")):
            try:
                command(*arguments, **options)
            except StudyError as error:
                message, code = str(error), FAILED
            except KeyboardInterrupt:
                message, code = "Stopped; the last complete report is untouched, and the next run goes on from here.", _STOPPED
            else:
                return
            say(message, err=True)
            raise typer.Exit(code)

    return guarded


def own_notebooks(given: Path | None) -> Path:
    """The folder named, else `notebooks` here, else the one that came with the package, wherever the user stands."""
    here, beside = Path("notebooks"), Path(__file__).resolve().parents[2] / "notebooks"
    return given or (beside if not here.is_dir() and beside.is_dir() else here)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"cx {__version__}")
        raise typer.Exit()


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and end.")
    ] = False,
    debug: Annotated[bool, typer.Option(_DEBUG, help="Show the whole traceback of an unexpected error.")] = False,
) -> None:
    """Options of every command; both are acted on before a command starts."""

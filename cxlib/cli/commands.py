"""The commands as a group whose help and usage errors speak the language of the user.

English is written where it is said. For Vietnamese the texts of one call are replaced, and nothing outlives the call.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from typer.core import TyperGroup

from .terminal import asked_among, speaking, spoken, study_among

__all__ = ["Commands"]


class Commands(TyperGroup):
    """The commands of `cx`; help and errors are in the language that :class:`speaking` finds for the arguments."""

    def main(self, args: Sequence[str] | None = None, *more: Any, **options: Any) -> Any:
        """Run a command, its help and its errors in the language that the arguments ask for."""
        given = list(sys.argv[1:] if args is None else args)
        with speaking(study_among(given, besides=self.commands), asked=asked_among(given)) as language:
            if language != "vi":
                return super().main(args, *more, **options)
            _translate(self)
            with _frame_in_vietnamese():
                return super().main(args, *more, **options)

    def make_context(self, *arguments: Any, **options: Any) -> Any:
        """Read the options that stand before a command."""
        with _errors():
            return super().make_context(*arguments, **options)

    def invoke(self, ctx: Any) -> Any:
        """Read the arguments of a command and run it."""
        with _errors():
            return super().invoke(ctx)


@contextmanager
def _errors() -> Iterator[None]:
    """A wrong option that is met while it lasts says itself in the language that is spoken."""
    try:
        yield
    except Exception as error:
        if hasattr(error, "format_message") and spoken() == "vi":
            from ..words.commands import in_vietnamese

            said = in_vietnamese(error.format_message())
            error.format_message = lambda: said
        raise


def _translate(group: TyperGroup) -> None:
    """Replace every text of a group, which was built for one call."""
    from ..words.commands import FRAME, in_vietnamese

    for command in (group, *group.commands.values()):
        command.help = command.help and in_vietnamese(inspect.cleandoc(command.help))
        command.short_help = command.short_help and in_vietnamese(command.short_help)
        command.options_metavar = FRAME.get(command.options_metavar, command.options_metavar)
        command.context_class = _in_vietnamese(command.context_class)
        for param in command.params:
            param.help = param.help and in_vietnamese(param.help)
            param.metavar = FRAME.get(param.metavar, param.metavar)
    group.subcommand_metavar = FRAME.get(group.subcommand_metavar, group.subcommand_metavar)


def _in_vietnamese(context: type) -> type:
    """A kind of context whose line of usage and `--help` are in Vietnamese."""
    from ..words.commands import FRAME, in_vietnamese

    class Formatter(context.formatter_class):
        def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
            super().write_usage(prog, args, prefix or FRAME["Usage: "])

    class Context(context):
        formatter_class = Formatter

        def __init__(self, command: Any, *arguments: Any, **options: Any) -> None:
            super().__init__(command, *arguments, **options)
            shown = command.get_help_option(self)
            if shown is not None:
                shown.help = in_vietnamese(shown.help)

    return Context


@contextmanager
def _frame_in_vietnamese() -> Iterator[None]:
    """Titles, defaults and hints of the help in Vietnamese while it lasts."""
    from typer import rich_utils

    from ..words.commands import FRAME

    class Highlighter(rich_utils.OptionHighlighter):
        highlights = [*rich_utils.OptionHighlighter.highlights, f"(?P<usage>{FRAME['Usage: ']})"]

    here = vars(rich_utils)
    said = {name: FRAME[text] for name, text in here.items() if isinstance(text, str) and text in FRAME}
    before = {name: here[name] for name in (*said, "highlighter")}
    here.update(said, highlighter=Highlighter())
    try:
        yield
    finally:
        here.update(before)

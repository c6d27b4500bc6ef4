"""The command `cx`: init, add-wave, check, pull, run, compare, watch, handout, sample, present, personas, list, forget."""

from __future__ import annotations

import functools
import signal
import sys
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from . import __version__
from .errors import ArgumentError, StudyError

__all__ = ["app", "main"]

_FAILED, _BROKEN, _STOPPED = 1, 70, 130
_DEBUG = "--debug"
_BREACHES_SHOWN, _ALIKE_SHOWN = 20, 3
_PLAIN_WIDTH = 160

app = typer.Typer(
    name="cx",
    help="CX Workbench: personas, journeys, metric trends and churn from a company's own data.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)

_Study = Annotated[Path, typer.Argument(metavar="STUDY", help="Folder of the study, or its study.toml.", show_default=False)]
_Wave = Annotated[str | None, typer.Option("--wave", help="Wave to look at, such as 2026Q3; the last one when left out.")]
_Language = Annotated[str | None, typer.Option("--language", help="en or vi; the study's own when left out.")]
_Data = Annotated[Path | None, typer.Option("--data", help="Folder of the data files, when not beside study.toml.")]
_Slice = Annotated[str, typer.Option("--slice", help='Keep these customers only, such as "region = Hà Nội, Đà Nẵng".')]
_Notebooks = Annotated[
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


def _guarded(command: Callable[..., None]) -> Callable[..., None]:
    """The command with a refusal or a stop told in one message, and its exit code."""

    @functools.wraps(command)
    def guarded(*arguments: Any, **options: Any) -> None:
        try:
            command(*arguments, **options)
        except StudyError as error:
            message, code = str(error), _FAILED
        except KeyboardInterrupt:
            message, code = "Stopped; the last complete report is untouched, and the next run goes on from here.", _STOPPED
        else:
            return
        typer.echo(message, err=True)
        raise typer.Exit(code)

    return guarded


@app.command()
@_guarded
def init(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Folder that holds your files.", show_default=False)],
    language: Annotated[str, typer.Option("--language", help="en or vi.")] = "en",
    currency: Annotated[str, typer.Option("--currency", help="Code of the money in all amounts, such as VND.")] = "",
    timezone: Annotated[str, typer.Option("--timezone", help="Such as Asia/Ho_Chi_Minh.")] = "",
    ask: Annotated[bool, typer.Option("--ask/--no-ask", help="Ask about each doubt; on a terminal only.")] = True,
    force: Annotated[bool, typer.Option("--force", help="Replace the study.toml that is there.")] = False,
) -> None:
    """Look at the files of a folder and write a commented study.toml, its doubts marked.

    Day and month, the decimal sign and which end of a scale is good are never chosen when they could be otherwise.
    """
    import os

    from . import words
    from .intake.interview import decided_text, interview, study_text

    file = folder / "study.toml"
    if file.exists() and not force:
        raise ArgumentError(f"{file} is there already; --force replaces it, cx add-wave adds a file to it")
    found = interview(folder)
    answers = _asked(found.doubts, language) if ask and sys.stdin.isatty() else {}
    text = study_text(found, language=language, answers=answers, currency=currency, timezone=timezone)
    fresh = file.with_suffix(".part")
    fresh.write_text(text, encoding="utf-8")
    os.replace(fresh, file)
    report = folder / "columns.md"
    report.write_text(decided_text(found, language=language, answers=answers), encoding="utf-8")
    sources = sum(source.table != "" for source in found.sources)
    doubts = sum("DOUBT" in line for line in text.splitlines()) - 1
    typer.echo(words.say("onboarding.written", language, sources=sources, questions=text.count("[questions."), doubts=doubts, file=str(file)))
    for line in text.splitlines()[1:]:
        if "DOUBT" in line:
            typer.echo(f"  {line.lstrip('# ')}")
    typer.echo(words.say("onboarding.report.written", language, file=str(report)))
    typer.echo(words.say("onboarding.next", language, folder=str(folder)))


def _asked(doubts: Sequence[Any], language: str) -> dict[str, str]:
    """What the user answered on the terminal; what is left open stays a doubt."""
    import click

    from . import words

    answers, later = {}, words.say("onboarding.leave_open", language)
    for doubt in doubts:
        if doubt.choices:
            typer.echo(words.say(doubt.what, language, **doubt.values))
            given = typer.prompt("", default=later, type=click.Choice([*doubt.choices, later]), prompt_suffix="> ")
            answers |= {} if given == later else {doubt.key: given}
    return answers


@app.command("add-wave")
@_guarded
def add_wave(
    study: _Study,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="File of the new wave; copied into the data folder when it lies elsewhere.", show_default=False)],
    wave: Annotated[str, typer.Option("--wave", help="Label of the survey round; from the file's name when left out.")] = "",
    data: _Data = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would be added.")] = False,
) -> None:
    """Map a new wave's file like the last one's, and list what is new, gone or renamed."""
    import shutil

    from . import intake, words
    from .intake.interview import add_wave as mapped_like_the_last

    settings = intake.read_settings(study, data=data)
    inside = settings.data / file.name
    if not file.resolve().is_relative_to(settings.data.resolve()) and file.is_file():
        if inside.exists():
            raise ArgumentError(f"{inside} is there already; give the new file another name")
        if not dry_run:
            shutil.copyfile(file, inside)
            file = inside
    added = mapped_like_the_last(settings, file, wave=wave)
    language = settings.language
    typer.echo(words.say("onboarding.like", language, file=added.file, like=added.like))
    for change in added.changes:
        kind = "unsure" if change.kind == "renamed" and not change.sure else change.kind
        used = words.say("onboarding.used", language, used=change.used_as) if change.used_as else ""
        values = ", ".join(change.values[:12]) + (", …" if len(change.values) > 12 else "")
        typer.echo("  " + words.say(f"onboarding.change.{kind}", language, column=change.column, was=change.was, used=used, values=values))
    if not added.text:
        typer.echo(words.say("onboarding.taken", language))
    elif dry_run:
        typer.echo(added.text)
    else:
        text = settings.file.read_text(encoding="utf-8").rstrip() + "\n" + added.text
        fresh = settings.file.with_suffix(".part")
        fresh.write_text(text, encoding="utf-8")
        fresh.replace(settings.file)
        typer.echo(words.say("onboarding.added", language, file=str(settings.file)))


@app.command()
@_guarded
def handout(
    study: _Study,
    wave: _Wave = None,
    out: Annotated[Path, typer.Option("--out", help="The file to write.")] = Path("handout.html"),
    segments: Annotated[str, typer.Option("--segments", help="Segments that can be sliced, parted by commas; the first ones when left out.")] = "",
    language: _Language = None,
    data: _Data = None,
) -> None:
    """Write one page that slices without Python and without a network; counts of small groups stay out of it."""
    import datetime as dt

    from . import open_study, report

    here = open_study(study, wave=wave, language=language, data=data)
    named = [name.strip() for name in segments.split(",") if name.strip()] or None
    typer.echo(str(report.write_handout(here, out, segments=named, made_on=dt.date.today())))


@app.command()
@_guarded
def compare(
    earlier: Annotated[str, typer.Argument(metavar="EARLIER", help="Wave whose report is kept, such as 2026Q2.", show_default=False)],
    later: Annotated[str, typer.Argument(metavar="LATER", help="Wave to set beside it, such as 2026Q3.", show_default=False)],
    study: Annotated[Path | None, typer.Option("--study", help="Folder of the study: mix can then be told from rate.")] = None,
    out: Annotated[Path, typer.Option("--out", help="Folder of the reports.")] = Path("reports"),
    data: _Data = None,
    language: _Language = None,
) -> None:
    """What changed between the reports of two waves: data, definitions, software, and then results."""
    from . import open_study, report

    here = open_study(study, wave=later, data=data, language=language) if study else None
    path, found = report.write_compare(out / earlier, out / later, study=here)
    for one in found:
        typer.echo(one.sentence)
    typer.echo(str(path))


@app.command()
@_guarded
def watch(
    study: _Study,
    data: _Data = None,
    out: Annotated[Path | None, typer.Option("--out", help="Folder of alerts.jsonl; the study's own when left out.")] = None,
    language: _Language = None,
) -> None:
    """Fold in new rows, look at control limits and thresholds again, and write new alerts to alerts.jsonl.

    For a daily job: it reads only new files, says each alert once, and steps back when another look is under way.
    """
    from . import intake, report, words

    language = language or intake.read_settings(study, data=data).language
    seen = report.watch(study, data=data, out=out, language=language)
    for alert in seen.fresh:
        typer.echo(alert.sentence)
    key = "watch.busy" if seen.busy else "watch.some" if seen.fresh else "watch.nothing"
    typer.echo(words.say(key, language, as_of=seen.as_of, fresh=len(seen.fresh), standing=seen.standing, file=str(seen.file)))


@app.command()
@_guarded
def run(
    study: _Study,
    wave: _Wave = None,
    out: Annotated[Path, typer.Option("--out", help="Folder of the reports.")] = Path("reports"),
    language: _Language = None,
    data: _Data = None,
    slice: _Slice = "",  # noqa: A002 - the word users know
    jobs: Annotated[int, typer.Option("--jobs", help="Notebooks run at once.")] = 2,
    accept_rejected: Annotated[
        bool, typer.Option("--accept-rejected", help="Go on when more rows are rejected than the study allows.")
    ] = False,
    notebooks: _Notebooks = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Run every notebook again, also unchanged ones.")] = False,
    share: Annotated[
        bool, typer.Option("--share", help="Write what may be given away, to WAVE-share: no persons, no comments, no small groups, no notebooks.")
    ] = False,
) -> None:
    """Run every notebook on a study and write its report.

    The last line printed is the path of the report's first page.
    """
    from . import report

    with _progress() as tell, _stop_politely():
        result = report.run(
            study,
            wave=wave,
            out=out,
            notebooks=_own_notebooks(notebooks),
            language=language,
            data=data,
            slice=slice,
            jobs=jobs,
            on_rejected="continue" if accept_rejected else "stop",
            progress=tell,
            fresh=fresh,
            share=share,
        )
    for note in result.notes:
        typer.echo(note, err=True)
    for failure in result.failed:
        typer.echo(str(failure), err=True)
    typer.echo(str(result.index))
    if result.failed:
        raise typer.Exit(_FAILED)


@app.command()
@_guarded
def pull(study: _Study, data: _Data = None) -> None:
    """Fetch every table that the study has in a database anew; the study reads this snapshot until the next time."""
    from .study.pulling import pull as fetched_anew

    found = fetched_anew(study, data=data, progress=lambda text: typer.echo(text, err=True))
    for one in found:
        typer.echo(f"{one.asked}: {one.rows:,} rows as of {one.fetched_at}, kept in {one.file}")
    if not found:
        typer.echo("No source of this study is in a database.")


@app.command()
@_guarded
def forget(
    customer: Annotated[str, typer.Argument(metavar="CUSTOMER_ID", help="As it stands in the source files.", show_default=False)],
    study: Annotated[Path, typer.Argument(metavar="STUDY", help="Folder of the study, or its study.toml.")] = Path("."),
    out: Annotated[Path, typer.Option("--out", help="Folder of the reports.")] = Path("reports"),
    data: _Data = None,
) -> None:
    """Remove a person from everything that was prepared, and leave them out of what is read later.

    Source files are never changed: the rows in which the person stands are listed, and so are reports made before.
    """
    from . import report

    done = report.forget(study, customer, out=out, data=data)
    typer.echo(f"{done.customer_id} is forgotten: later intakes leave the person out and count the rows.")
    for line in done.removed:
        typer.echo(f"  removed from {line}")
    typer.echo("What this cannot reach:")
    for one in done.sources:
        shown = ", ".join(map(str, one.rows[:10])) + (f" and {len(one.rows) - 10:,} more" if len(one.rows) > 10 else "")
        typer.echo(f"  {one.file}: the person still stands in row {shown}; take them out there, or where the file comes from")
    for path in done.reports:
        typer.echo(f"  {path}: made before, holds the id (or a number like it)")
    for wave in done.waves:
        typer.echo(f"  make it again with: cx run {study} --wave {wave} --out {out}" + (f" --data {data}" if data else ""))
    typer.echo("  databases, backups, and copies of reports that were sent; PDF and pictures cannot be searched")


@app.command()
@_guarded
def check(
    study: _Study,
    data: _Data = None,
    rejected: Annotated[
        Path | None, typer.Option("--rejected", help="Where rejected rows go; rejected.csv beside study.toml when left out.")
    ] = None,
) -> None:
    """Read a study's files and hold them against the contract; nothing else is done."""
    from . import intake

    result = intake.check(study, data=data, rejected_file=rejected)
    rows = [(one.table, one.file, f"{one.read:,}", f"{one.accepted:,}", f"{one.rejected:,}") for one in result.sources]
    _print_table(("Table", "File", "Read", "Accepted", "Rejected"), rows)
    if result.breaches:
        shown = _of_each_kind(result.breaches)
        of = f" ({len(shown)} of {len(result.breaches):,}, the first {_ALIKE_SHOWN} of each kind)" if len(shown) < len(result.breaches) else ""
        typer.echo(f"\nWhat breaks the contract{of}:")
        lines = [(one.file, str(one.row), one.column, str(one.value), one.rule, one.mend) for one in shown]
        _print_table(("File", "Row", "Column", "Value", "Rule", "How to mend"), lines)
    for note in result.notes[:_BREACHES_SHOWN]:
        typer.echo(_shown(f"Note: {note['file']}, {note['column']}: {note['said']} ({note['rows']:,} rows; the first in row {note['row']}: {note['value']})"))
    for one in result.sources:
        if one.repeated:
            typer.echo(f'Note: {one.file}: {one.repeated:,} rows are the same as an earlier one in every column; repeats = "leave_out" in the source leaves them out')
    verdict = "over" if result.over_limit else "within"
    typer.echo(
        f"\n{result.read:,} rows read, {result.accepted:,} accepted, {result.rejected:,} rejected "
        f"({result.share_rejected:.1%}; {verdict} the limit of {result.limit:.1%})."
    )
    if result.rejected_file:
        typer.echo(f"Rejected rows and why: {result.rejected_file}")
    if result.over_limit:
        raise typer.Exit(_FAILED)


@app.command()
@_guarded
def sample(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Folder to write the study into.", show_default=False)],
    scale: Annotated[float, typer.Option("--scale", help="1 is about 20,000 customers.")] = 1.0,
    seed: Annotated[int, typer.Option("--seed", help="The same seed gives the same company.")] = 2026,
) -> None:
    """Write the made-up coffee chain as a study: synthetic data whose truth is known."""
    from . import samples

    samples.write(samples.company(scale=scale, seed=seed), folder)
    typer.echo(f"Synthetic study written. Next: cx run {folder}", err=True)
    typer.echo(str(folder))


@app.command()
@_guarded
def personas(
    study: _Study,
    wave: _Wave = None,
    out: Annotated[Path, typer.Option("--out", help="Folder of the reports.")] = Path("reports"),
    language: _Language = None,
    data: _Data = None,
    again: Annotated[bool, typer.Option("--again", help="Find them anew, in place of those that are kept.")] = False,
) -> None:
    """Keep the personas in personas.json beside study.toml, so that later waves have the same ones, and write a card for each.

    Names can be changed in that file. The paths of the cards are printed.
    """
    import cxlib

    from . import personas as kinds
    from . import report

    with _stop_politely():
        here = cxlib.open_study(study, wave=wave, language=language, data=data)
        found = kinds.find(here) if again else report.personas_of(here)
        typer.echo(f"Kept in {report.keep_personas(here, found)}", err=True)
        for path in report.write_cards(here, found, out / here.wave / "personas"):
            typer.echo(str(path))


@app.command("list")
@_guarded
def action_list(
    study: _Study,
    wave: _Wave = None,
    out: Annotated[Path, typer.Option("--out", help="Folder of the reports.")] = Path("reports"),
    language: _Language = None,
    data: _Data = None,
    top: Annotated[int, typer.Option("--top", help="Customers on the list.")] = 200,
    hold_out: Annotated[float, typer.Option("--hold-out", help="Share left alone by lot, so that the effect can be measured; 0 for none.")] = 0.2,
) -> None:
    """Write the list of customers at risk and a ledger to fill in, as CSV and workbook.

    Save the filled ledger as ledger.xlsx beside study.toml: the next wave says whether it worked.
    """
    import cxlib

    from . import report

    with _stop_politely():
        here = cxlib.open_study(study, wave=wave, language=language, data=data)
        listed, paths = report.write_lists(here, out / here.wave / "list", top=top, hold_out=hold_out)
        typer.echo(listed.sentence, err=True)
        for path in paths:
            typer.echo(str(path))


@app.command()
@_guarded
def present(
    study: _Study,
    wave: _Wave = None,
    language: _Language = None,
    data: _Data = None,
    slice: _Slice = "",  # noqa: A002 - the word users know
    notebooks: _Notebooks = None,
    port: Annotated[int, typer.Option("--port", help="Port on this machine; 0 takes a free one.")] = 0,
    out: Annotated[Path, typer.Option("--out", help="Folder of the reports; parked questions and votes are kept there.")] = Path("reports"),
) -> None:
    """Show the notebooks as live pages in a browser on this machine, code hidden."""
    from . import report

    def ready(address: str) -> None:
        typer.echo("Open this address in a browser on this machine; Ctrl-C ends it.", err=True)
        typer.echo(address)

    try:
        with _stop_politely():
            report.present(
                study, wave=wave, notebooks=_own_notebooks(notebooks), language=language, data=data, slice=slice,
                out=out, port=port, ready=ready, note=lambda text: typer.echo(text, err=True),
            )
    except KeyboardInterrupt:
        typer.echo("Stopped.", err=True)


def _own_notebooks(given: Path | None) -> Path:
    """The folder named, else `notebooks` here, else the one that came with the package, wherever the user stands."""
    here, beside = Path("notebooks"), Path(__file__).resolve().parents[1] / "notebooks"
    return given or (beside if not here.is_dir() and beside.is_dir() else here)


def _of_each_kind(breaches: Sequence[Any]) -> list[Any]:
    """The first few breaches of each column and way to mend: one kind must not crowd out the others."""
    seen: Counter = Counter()
    kept = []
    for breach in breaches:
        seen[breach.column, breach.mend] += 1
        kept += [breach] * (seen[breach.column, breach.mend] <= _ALIKE_SHOWN)
    return kept[:_BREACHES_SHOWN]


def _shown(text: str) -> str:
    """Text without control characters: a value from a file must not steer the terminal."""
    return "".join(letter if letter.isprintable() else "?" for letter in text)


class _progress:
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
        line = str(event)
        if self.bar:
            left = "" if event.left is None else f"about {max(1, event.left):.0f} s left"
            self.bar.update(self.task, completed=event.share, left=left, description=f"{event.done}/{event.total}")
            if line:
                self.bar.console.print(line, markup=False, highlight=False)
        elif line:
            typer.echo(line, err=True)


class _stop_politely:
    """While it lasts, a request to end (SIGTERM) is treated like Ctrl-C: kernels end, the old report stays."""

    def __enter__(self) -> None:
        self.before = signal.signal(signal.SIGTERM, self._stop)

    def __exit__(self, *_: object) -> None:
        signal.signal(signal.SIGTERM, self.before)

    @staticmethod
    def _stop(number: int, frame: Any) -> None:
        raise KeyboardInterrupt


def _console(*, stderr: bool = False):
    from rich.console import Console

    width = None if (sys.stderr if stderr else sys.stdout).isatty() else _PLAIN_WIDTH
    return Console(stderr=stderr, width=width)


def _print_table(headings: Iterable[str], rows: Iterable[tuple[str, ...]]) -> None:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE, pad_edge=False)
    for heading in headings:
        numeric = heading in ("Read", "Accepted", "Rejected", "Row")
        table.add_column(heading, justify="right" if numeric else "left", overflow="fold")
    for row in rows:
        # As text, and without control characters: a value from a file must not steer the terminal.
        table.add_row(*(Text("".join(x if x.isprintable() else "?" for x in cell)) for cell in row))
    _console().print(table)


if __name__ == "__main__":
    main()

"""Commands that make a study, look at its data, fetch and forget: init, add-wave, check, pull, forget, sample."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from ..errors import ArgumentError
from .app import FAILED, Data, Study, app, guarded
from .terminal import here, print_table, say

__all__ = ["add_wave", "check", "forget", "init", "pull", "sample"]

_BREACHES_SHOWN, _ALIKE_SHOWN = 20, 3


@app.command()
@guarded
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

    from .. import words
    from ..intake.interview import decided_text, interview, study_text

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

    from .. import words

    answers, later = {}, words.say("onboarding.leave_open", language)
    for doubt in doubts:
        if doubt.choices:
            typer.echo(words.say(doubt.what, language, **doubt.values))
            given = typer.prompt("", default=later, type=click.Choice([*doubt.choices, later]), prompt_suffix="> ")
            answers |= {} if given == later else {doubt.key: given}
    return answers


@app.command("add-wave")
@guarded
def add_wave(
    study: Study,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="File of the new wave; copied into the data folder when it lies elsewhere.", show_default=False)],
    wave: Annotated[str, typer.Option("--wave", help="Label of the survey round; from the file's name when left out.")] = "",
    data: Data = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would be added.")] = False,
) -> None:
    """Map a new wave's file like the last one's, and list what is new, gone or renamed."""
    import shutil

    from .. import intake, words
    from ..intake.interview import add_wave as mapped_like_the_last

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
@guarded
def check(
    study: Study,
    data: Data = None,
    rejected: Annotated[
        Path | None, typer.Option("--rejected", help="Where rejected rows go; rejected.csv beside study.toml when left out.")
    ] = None,
) -> None:
    """Read a study's files and hold them against the contract; nothing else is done."""
    from .. import intake

    result = intake.check(study, data=data, rejected_file=rejected)
    rows = [(one.table, one.file, f"{one.read:,}", f"{one.accepted:,}", f"{one.rejected:,}") for one in result.sources]
    print_table(("table", "file", "read", "accepted", "rejected"), rows)
    if result.breaches:
        few = _of_each_kind(result.breaches)
        of = f" ({len(few)} of {len(result.breaches):,}, the first {_ALIKE_SHOWN} of each kind)" if len(few) < len(result.breaches) else ""
        say(f"\nWhat breaks the contract{of}:")
        lines = [(one.file, str(one.row), one.column, str(one.value), here(one.rule), here(one.mend)) for one in few]
        print_table(("file", "row", "column", "value", "rule", "mend"), lines)
    for note in result.notes[:_BREACHES_SHOWN]:
        say(f"Note: {note['file']}, {note['column']}: {note['said']} ({note['rows']:,} rows; the first in row {note['row']}: {note['value']})")
    for one in result.sources:
        if one.repeated:
            about = "about " if one.repeated_about else ""
            say(f'Note: {one.file}: {about}{one.repeated:,} rows are the same as an earlier one in every column; repeats = "leave_out" in the source leaves them out')
    limit = f"over the limit of {result.limit:.1%}" if result.over_limit else f"within the limit of {result.limit:.1%}"
    say(f"\n{result.read:,} rows read, {result.accepted:,} accepted, {result.rejected:,} rejected ({result.share_rejected:.1%}; {limit}).")
    if result.rejected_file:
        say(f"Rejected rows and why: {result.rejected_file}")
    if result.over_limit:
        raise typer.Exit(FAILED)


@app.command()
@guarded
def pull(study: Study, data: Data = None) -> None:
    """Fetch every table that the study has in a database anew; the study reads this snapshot until the next time."""
    from ..study.pulling import pull as fetched_anew

    found = fetched_anew(study, data=data, progress=lambda text: say(text, err=True))
    for one in found:
        say(f"{one.asked}: {one.rows:,} rows as of {one.fetched_at}, kept in {one.file}")
    if not found:
        say("No source of this study is in a database.")


@app.command()
@guarded
def forget(
    customer: Annotated[str, typer.Argument(metavar="CUSTOMER_ID", help="As it stands in the source files.", show_default=False)],
    study: Annotated[Path, typer.Argument(metavar="STUDY", help="Folder of the study, or its study.toml.")] = Path("."),
    out: Annotated[Path, typer.Option("--out", help="Folder of the reports.")] = Path("reports"),
    data: Data = None,
) -> None:
    """Remove a person from everything that was prepared, and leave them out of what is read later.

    Source files are never changed: the rows in which the person stands are listed, and so are reports made before.
    """
    from .. import report

    done = report.forget(study, customer, out=out, data=data)
    say(f"{done.customer_id} is forgotten: later intakes leave the person out and count the rows.")
    for line in done.removed:
        say(f"  removed from {line}")
    say("What this cannot reach:")
    for one in done.sources:
        rows = ", ".join(map(str, one.rows[:10])) + (f" and {len(one.rows) - 10:,} more" if len(one.rows) > 10 else "")
        say(f"  {one.file}: the person still stands in row {rows}; take them out there, or where the file comes from")
    for path in done.reports:
        say(f"  {path}: made before, holds the id (or a number like it)")
    for wave in done.waves:
        say(f"  make it again with: cx run {study} --wave {wave} --out {out}" + (f" --data {data}" if data else ""))
    say("  databases, backups, and copies of reports that were sent; PDF and pictures cannot be searched")


@app.command()
@guarded
def sample(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Folder to write the study into.", show_default=False)],
    scale: Annotated[float, typer.Option("--scale", help="1 is about 20,000 customers.")] = 1.0,
    seed: Annotated[int, typer.Option("--seed", help="The same seed gives the same company.")] = 2026,
) -> None:
    """Write the made-up coffee chain as a study: synthetic data whose truth is known."""
    from .. import samples

    samples.write(samples.company(scale=scale, seed=seed), folder)
    say(f"Synthetic study written. Next: cx run {folder}", err=True)
    typer.echo(str(folder))


def _of_each_kind(breaches: Sequence[Any]) -> list[Any]:
    """The first few breaches of each column and way to mend: one kind must not crowd out the others."""
    seen: Counter = Counter()
    kept = []
    for breach in breaches:
        seen[breach.column, breach.mend] += 1
        kept += [breach] * (seen[breach.column, breach.mend] <= _ALIKE_SHOWN)
    return kept[:_BREACHES_SHOWN]

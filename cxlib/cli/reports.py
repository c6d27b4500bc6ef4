"""Commands that answer: run, compare, watch, present, handout, personas, list."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .app import FAILED, Data, Language, Notebooks, Slice, Study, Wave, app, guarded, own_notebooks
from .terminal import progress_bar, say, stopped_politely

__all__ = ["action_list", "compare", "handout", "personas", "present", "run", "watch"]


@app.command()
@guarded
def run(
    study: Study,
    wave: Wave = None,
    out: Annotated[Path, typer.Option("--out", help="Folder of the reports.")] = Path("reports"),
    language: Language = None,
    data: Data = None,
    slice: Slice = "",  # noqa: A002 - the word users know
    jobs: Annotated[int, typer.Option("--jobs", help="Notebooks run at once.")] = 2,
    accept_rejected: Annotated[
        bool, typer.Option("--accept-rejected", help="Go on when more rows are rejected than the study allows.")
    ] = False,
    notebooks: Notebooks = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Run every notebook again, also unchanged ones.")] = False,
    share: Annotated[
        bool, typer.Option("--share", help="Write what may be given away, to WAVE-share: no persons, no comments, no small groups, no notebooks.")
    ] = False,
) -> None:
    """Run every notebook on a study and write its report.

    The last line printed is the path of the report's first page.
    """
    from .. import report

    with progress_bar() as tell, stopped_politely():
        result = report.run(
            study,
            wave=wave,
            out=out,
            notebooks=own_notebooks(notebooks),
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
        say(note, err=True)
    for failure in result.failed:
        say(str(failure), err=True)
    typer.echo(str(result.index))
    if result.failed:
        raise typer.Exit(FAILED)


@app.command()
@guarded
def compare(
    earlier: Annotated[str, typer.Argument(metavar="EARLIER", help="Wave whose report is kept, such as 2026Q2.", show_default=False)],
    later: Annotated[str, typer.Argument(metavar="LATER", help="Wave to set beside it, such as 2026Q3.", show_default=False)],
    study: Annotated[Path | None, typer.Option("--study", help="Folder of the study: mix can then be told from rate.")] = None,
    out: Annotated[Path, typer.Option("--out", help="Folder of the reports.")] = Path("reports"),
    data: Data = None,
    language: Language = None,
) -> None:
    """What changed between the reports of two waves: data, definitions, software, and then results."""
    from .. import open_study, report

    here = open_study(study, wave=later, data=data, language=language) if study else None
    path, found = report.write_compare(out / earlier, out / later, study=here)
    for one in found:
        typer.echo(one.sentence)
    typer.echo(str(path))


@app.command()
@guarded
def watch(
    study: Study,
    data: Data = None,
    out: Annotated[Path | None, typer.Option("--out", help="Folder of alerts.jsonl; the study's own when left out.")] = None,
    language: Language = None,
) -> None:
    """Fold in new rows, look at control limits and thresholds again, and write new alerts to alerts.jsonl.

    For a daily job: it reads only new files, says each alert once, and steps back when another look is under way.
    """
    from .. import intake, report, words

    language = language or intake.read_settings(study, data=data).language
    seen = report.watch(study, data=data, out=out, language=language)
    for alert in seen.fresh:
        typer.echo(alert.sentence)
    key = "watch.busy" if seen.busy else "watch.some" if seen.fresh else "watch.nothing"
    typer.echo(words.say(key, language, as_of=seen.as_of, fresh=len(seen.fresh), standing=seen.standing, file=str(seen.file)))


@app.command()
@guarded
def present(
    study: Study,
    wave: Wave = None,
    language: Language = None,
    data: Data = None,
    slice: Slice = "",  # noqa: A002 - the word users know
    notebooks: Notebooks = None,
    port: Annotated[int, typer.Option("--port", help="Port on this machine; 0 takes a free one.")] = 0,
    out: Annotated[Path, typer.Option("--out", help="Folder of the reports; parked questions and votes are kept there.")] = Path("reports"),
) -> None:
    """Show the notebooks as live pages in a browser on this machine, code hidden."""
    from .. import report

    def ready(address: str) -> None:
        say("Open this address in a browser on this machine; Ctrl-C ends it.", err=True)
        typer.echo(address)

    try:
        with stopped_politely():
            report.present(
                study, wave=wave, notebooks=own_notebooks(notebooks), language=language, data=data, slice=slice,
                out=out, port=port, ready=ready, note=lambda text: say(text, err=True),
            )
    except KeyboardInterrupt:
        say("Stopped.", err=True)


@app.command()
@guarded
def handout(
    study: Study,
    wave: Wave = None,
    out: Annotated[Path, typer.Option("--out", help="The file to write.")] = Path("handout.html"),
    segments: Annotated[str, typer.Option("--segments", help="Segments that can be sliced, parted by commas; the first ones when left out.")] = "",
    language: Language = None,
    data: Data = None,
) -> None:
    """Write one page that slices without Python and without a network; counts of small groups stay out of it."""
    import datetime as dt

    from .. import open_study, report

    here = open_study(study, wave=wave, language=language, data=data)
    named = [name.strip() for name in segments.split(",") if name.strip()] or None
    typer.echo(str(report.write_handout(here, out, segments=named, made_on=dt.date.today())))


@app.command()
@guarded
def personas(
    study: Study,
    wave: Wave = None,
    out: Annotated[Path, typer.Option("--out", help="Folder of the reports.")] = Path("reports"),
    language: Language = None,
    data: Data = None,
    again: Annotated[bool, typer.Option("--again", help="Find them anew, in place of those that are kept.")] = False,
) -> None:
    """Keep the personas in personas.json beside study.toml, so that later waves have the same ones, and write a card for each.

    Names can be changed in that file. The paths of the cards are printed.
    """
    import cxlib

    from .. import personas as kinds
    from .. import report

    with stopped_politely():
        here = cxlib.open_study(study, wave=wave, language=language, data=data)
        found = kinds.find(here) if again else report.personas_of(here)
        say(f"Kept in {report.keep_personas(here, found)}", err=True)
        for path in report.write_cards(here, found, out / here.wave / "personas"):
            typer.echo(str(path))


@app.command("list")
@guarded
def action_list(
    study: Study,
    wave: Wave = None,
    out: Annotated[Path, typer.Option("--out", help="Folder of the reports.")] = Path("reports"),
    language: Language = None,
    data: Data = None,
    top: Annotated[int, typer.Option("--top", help="Customers on the list.")] = 200,
    hold_out: Annotated[float, typer.Option("--hold-out", help="Share left alone by lot, so that the effect can be measured; 0 for none.")] = 0.2,
) -> None:
    """Write the list of customers at risk and a ledger to fill in, as CSV and workbook.

    Save the filled ledger as ledger.xlsx beside study.toml: the next wave says whether it worked.
    """
    import cxlib

    from .. import report

    with stopped_politely():
        here = cxlib.open_study(study, wave=wave, language=language, data=data)
        listed, paths = report.write_lists(here, out / here.wave / "list", top=top, hold_out=hold_out)
        typer.echo(listed.sentence, err=True)
        for path in paths:
            typer.echo(str(path))

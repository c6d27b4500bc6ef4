"""The quarterly run: check the study, run every notebook, gather the findings, put the report in place."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from .. import words
from ..finding import Finding
from .checks import check_run
from .execute import Failure, Step, execute
from .extras import compared_with_last, write_extras
from .folder import folder_name, new_report
from .kernels import Host, warm
from .origin import origin_html
from .outputs import write_outputs
from .pace import Pace, Progress
from .pages import Cover, Drawn, draw, notebook_page
from .prepare import Collected, Prepared, collect, own_keys, prepare
from .resuming import Made, Work, mark_of, without_chance
from .share_safe import for_others, handout_beside, shared_kernels, without_inside

__all__ = ["Progress", "RunResult", "run"]


@dataclass(frozen=True)
class RunResult:
    """What a run made.

    Parameters
    ----------
    folder, index : Path
        The report's folder and its first page.
    findings : tuple of Finding
    failed : tuple of Failure
        Empty when everything ran.
    notes : tuple of str
        What could not be made without being a failure, such as the PDF where there is no browser.
    reused : tuple of str
        Notebooks that were taken from an earlier run, because nothing that they depend on has changed.
    """

    folder: Path
    index: Path
    wave: str
    language: str
    findings: tuple[Finding, ...] = ()
    failed: tuple[Failure, ...] = ()
    notes: tuple[str, ...] = ()
    reused: tuple[str, ...] = ()


@dataclass
class _Run:
    """A run under way: what was asked, and what has become of each notebook so far."""

    cover: Cover
    books: Sequence[Prepared]
    start: Path
    work: Work
    marks: Mapping[str, str]
    host: Host | None
    failed: dict[str, list[Failure]] = field(default_factory=dict)
    drawn: dict[str, list[Drawn]] = field(default_factory=dict)
    reused: list[str] = field(default_factory=list)


def run(
    study_path: str | Path,
    *,
    wave: str | None = None,
    out: str | Path = "reports",
    notebooks: str | Path = "notebooks",
    language: str | None = None,
    data: str | Path | None = None,
    slice: str = "",
    jobs: int = 2,
    on_rejected: str = "stop",
    fresh: bool = False,
    share: bool = False,
    progress: Callable[[Progress], None] | None = None,
) -> RunResult:
    """Run the study's notebooks and write the report of one wave to ``out/<wave>``.

    All settings are checked first, then the study and its store. The report is put in place when complete: a run that is
    stopped leaves the last good one as it was, and the next run takes up the notebooks that were ready. A notebook that
    fails does not stop the others; when failures leave no finding at all, the report goes to ``out/<wave>-failed`` and the
    last good one stays.

    Parameters
    ----------
    study_path, wave, language, data, slice, on_rejected
        As in :func:`cxlib.open_study`; each notebook gets them as parameters.
    out : path
        Folder of the reports. What is ready is kept beside the report, in ``.<wave>.work``; it may be deleted.
    notebooks : path
        Folder whose ``*.ipynb`` are run, by name.
    jobs : int
        Notebooks run at once.
    fresh : bool
        Run all notebooks, also those for which nothing has changed.
    share : bool
        Write what may be given away to ``out/<wave>-share``: no row about one person, no words of a customer, no group below
        ``[privacy] share_base``, no notebooks; `notes` say which findings were left out.
    progress : callable, optional
        Called in this thread with a :class:`Progress` at each step.

    Returns
    -------
    RunResult
        Its folder holds the pages, ``index.pdf`` where a browser is found, ``findings.json``, ``workbook.xlsx``, ``slides.pptx``,
        ``tables/*.parquet``, ``charts/*.svg|png`` and the executed notebooks. All but the pages are the same to the byte
        for the same data, settings and software.

    Raises
    ------
    StudyError
        When a setting or the study is refused, there are no notebooks, or the report cannot be written.
    """
    tell, begun = progress or (lambda event: None), dt.datetime.now().astimezone()
    out, start = Path(out), Path(notebooks)
    paths = check_run(
        study_path, wave=wave, out=out, notebooks=start, language=language, data=data, slice=slice, jobs=jobs, on_rejected=on_rejected
    )
    checking = Progress("checking", total=len(paths), language=language or "en")
    tell(checking)
    with warm() as host:  # it gets ready while the study is opened
        study = _open(
            study_path, wave=wave, language=language, data=data, slice=slice, on_rejected=on_rejected, **({"share": True} if share else {}),
            progress=lambda text: tell(replace(checking, detail=text)),
        )
        cover, parameters, provenance = _described(study, study_path, data, on_rejected)
        cover = replace(cover, is_shared=share, origin=origin_html(study), begun=begun)
        books = [prepare(path, parameters, language=cover.language) for path in paths]
        name = folder_name(f"{cover.wave}-share" if share else cover.wave)
        with new_report(out, name) as put:
            beside = _folder_of(study_path)
            marks = {book.name: mark_of(book, provenance=provenance, folder=beside, start=start) for book in books}
            running = _Run(cover, books, start, Work(out / f".{name}.work", is_fresh=fresh), marks, host)
            with shared_kernels() if share else nullcontext():
                drawn, failed = _execute(running, jobs, put.folder, tell)
            tell(Progress("writing", done=len(books), total=len(books), share=1.0, language=cover.language))
            if share:
                drawn, notes = _write_shared(put.folder, study, running, drawn, failed)
            else:
                notes = _write(put.folder, study, running, drawn, failed, out)
            if failed and not drawn:
                put.name = folder_name(f"{cover.wave}-failed")
            running.work.tidy()
    folder, findings = out / put.name, tuple(one.at.finding for one in drawn)
    return RunResult(folder, folder / "index.html", cover.wave, cover.language, findings, tuple(failed), notes, tuple(running.reused))


def open_for_notebooks(
    study_path: str | Path, *, data: str | Path | None, on_rejected: str, **choices: Any
) -> tuple[Cover, dict[str, Any], Mapping[str, Any]]:
    """Open the study once: what its pages say of it, what each notebook is told, and where its data come from.

    Paths become absolute, because a kernel starts in another folder.
    """
    return _described(_open(study_path, data=data, on_rejected=on_rejected, **choices), study_path, data, on_rejected)


def _described(
    study: Any, study_path: str | Path, data: str | Path | None, on_rejected: str
) -> tuple[Cover, dict[str, Any], Mapping[str, Any]]:
    cover = Cover(study.name, study.wave, study.language, study.as_of, str(study.slice), study.settings.synthetic)
    parameters = {
        "study": str(Path(study_path).absolute()),
        "wave": cover.wave,
        "language": cover.language,
        "data": None if data is None else str(Path(data).absolute()),
        "slice": cover.slice,
        "on_rejected": on_rejected,
    }
    return cover, parameters, study.provenance


def _open(path: str | Path, **options: Any) -> Any:
    from .. import study

    return study.open_study(path, **options)


def _folder_of(study_path: str | Path) -> Path:
    path = Path(study_path)
    return path if path.is_dir() else path.parent


def _write(folder: Path, study: Any, running: _Run, drawn: list[Drawn], failed: list[Failure], out: Path) -> tuple[str, ...]:
    """Everything but the notebooks' own pages, which are there already; what could not be made."""
    findings = [one.at.finding for one in drawn]
    mark = hashlib.sha256("".join(sorted(running.marks.values())).encode()).hexdigest()[:16]
    return write_outputs(
        folder, running.cover, running.books, drawn, failed, study.provenance,
        beside=lambda: write_extras(folder, study, findings, running.work, mark) if findings else (),
        compare=lambda: compared_with_last(folder, study, out) if findings else (), kept=running.work, mark=mark,
    )


def _write_shared(
    folder: Path, study: Any, running: _Run, drawn: list[Drawn], failed: list[Failure]
) -> tuple[list[Drawn], tuple[str, ...]]:
    """Everything that may be given away; the findings that are in it, and why others are not."""
    kept, notes = for_others(drawn, study)
    if failed:
        # What a failure says may hold a value of the data, so only its notebook is named.
        names = dict.fromkeys(failure.notebook for failure in failed)
        notes += (words.say("report.share.failed", study.language, n=len(names), names=", ".join(names)),)
    without_inside(folder, [book.name for book in running.books])
    beside = lambda: handout_beside(folder, study) if kept else ()  # noqa: E731
    notes += write_outputs(folder, running.cover, running.books, kept, (), study.provenance, beside)
    without_inside(folder, [])
    return kept, notes


def _execute(running: _Run, jobs: int, folder: Path, tell: Callable[[Progress], None]) -> tuple[list[Drawn], list[Failure]]:
    """Take up or run the notebooks; write each one's page and draw its charts while the next ones run."""
    books, work = running.books, running.work
    pace = Pace(books, running.cover.language, jobs, work.seconds)
    for step in _steps(running, pace, jobs, folder):
        if step.kind == "ended":
            _note_ended(running, step, folder)
        tell(pace.progress(step, is_reused=step.notebook.name in running.reused))
    work.note_seconds(pace.measured)
    drawn = [one for book in books for one in running.drawn[book.name]]
    named = own_keys([one.at for one in drawn])
    drawn = [replace(one, at=at) for one, at in zip(drawn, named, strict=True)]
    return drawn, [failure for book in books for failure in running.failed[book.name]]


def _steps(running: _Run, pace: Pace, jobs: int, folder: Path) -> Iterator[Step]:
    """First the notebooks that are ready, then the others as they run, the longest first."""
    left = []
    for book in running.books:
        made = running.work.find(book, running.marks[book.name])
        if made is None:
            left.append(book)
            continue
        running.reused.append(book.name)
        running.failed[book.name] = []
        running.drawn[book.name] = [Drawn(one, svg, alt, png) for one, (svg, png, alt) in zip(collect(book), made.pictures, strict=True)]
        (folder / f"{book.name}.html").write_text(made.page, encoding="utf-8")
        yield Step("ended", book)
    if left:
        with closing(execute(sorted(left, key=pace.expected, reverse=True), jobs=jobs, folder=running.start, host=running.host)) as steps:
            yield from steps


def _note_ended(running: _Run, step: Step, folder: Path) -> None:
    """A notebook that has just run: its charts, its page, and both kept for the next run when all went well."""
    book = step.notebook
    if book.name in running.reused:
        return
    without_chance(book.node.cells)
    failed = running.failed[book.name] = [step.failure] if step.failure else []
    drawn = running.drawn[book.name] = _draw(collect(book), failed)
    page = notebook_page(running.cover, book, step.failure, begun=dt.datetime.now().astimezone() - dt.timedelta(seconds=step.seconds))
    (folder / f"{book.name}.html").write_text(page, encoding="utf-8")
    if not failed:
        running.work.keep(book, running.marks[book.name], Made(page, [(one.svg, one.png, one.alt) for one in drawn]))


def _draw(found: Sequence[Collected], failed: list[Failure]) -> list[Drawn]:
    """The findings with charts; one that cannot be drawn keeps its words and table and is named as a failure."""
    out = []
    for one in found:
        try:
            out.append(draw(one))
        except Exception as error:
            message = f"the chart of {one.finding.key} cannot be drawn: {error}"
            failed.append(Failure(one.notebook, one.cell, type(error).__name__, " ".join(message.split())))
            out.append(Drawn(one))
    return out

"""The quarterly run: check the study, run every notebook, gather the findings, put the report in place."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from .. import __version__, words
from ..errors import ArgumentError
from ..finding import Finding
from .execute import Failure, Step, execute
from .folder import folder_name, new_report
from .pages import WORKBOOK, Cover, Drawn, draw, index_page, notebook_page, table_file
from .prepare import Collected, Prepared, collect, find, own_keys, prepare, title
from .workbook import write_workbook

__all__ = ["Progress", "RunResult", "run"]


@dataclass(frozen=True)
class Progress:
    """How far a run is; its text is a line for people.

    Parameters
    ----------
    kind : str
        ``checking`` (the study), ``started``, ``cell``, ``done`` or ``failed`` (a notebook), ``writing``.
    done, total : int
        Notebooks ended, and all of them.
    share : float
        Part of the code cells that have run, 0 to 1.
    left : float or None
        Seconds that the rest may take at the pace so far; None while there is no pace yet.
    detail : str
        The file being read, while the study is checked.
    """

    kind: Literal["checking", "started", "cell", "done", "failed", "writing"]
    notebook: str = ""
    done: int = 0
    total: int = 0
    place: int = 0
    share: float = 0.0
    seconds: float = 0.0
    left: float | None = None
    language: str = "en"
    detail: str = ""

    def __str__(self) -> str:
        """One line in the run's language; empty for ``cell``, of which there are many."""
        if self.kind == "cell":
            return ""
        values = {name: value for name, value in vars(self).items() if name not in ("kind", "language")}
        line = words.say(f"report.progress.{self.kind}", self.language, **values)
        if self.detail:
            line += f": {self.detail}"
        if self.kind in ("done", "failed") and self.left is not None and self.done < self.total:
            line += words.say("report.progress.left", self.language, left=max(1, self.left))
        return line


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
    """

    folder: Path
    index: Path
    wave: str
    language: str
    findings: tuple[Finding, ...] = ()
    failed: tuple[Failure, ...] = ()


@dataclass
class _Pace:
    """Turns steps of notebooks into progress of the run."""

    notebooks: Sequence[Prepared]
    language: str
    began: float = field(default_factory=time.perf_counter)
    done: int = 0
    cells: dict[str, int] = field(default_factory=dict)

    def progress(self, step: Step) -> Progress:
        name = step.notebook.name
        if step.kind == "cell":
            self.cells[name] = self.cells.get(name, 0) + 1
        if step.kind == "ended":
            self.done += 1
            self.cells[name] = step.notebook.code_cells
        kind = ("failed" if step.failure else "done") if step.kind == "ended" else step.kind
        share = sum(self.cells.values()) / max(1, sum(book.code_cells for book in self.notebooks))
        passed = time.perf_counter() - self.began
        place = 1 + [book.name for book in self.notebooks].index(name)
        left = passed * (1 - share) / share if share else None
        return Progress(
            kind, name, self.done, len(self.notebooks), place, share, step.seconds, left, self.language
        )


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
    progress: Callable[[Progress], None] | None = None,
) -> RunResult:
    """Run the study's notebooks and write the report of one wave to ``out/<wave>``.

    The study is checked and its store built first. The report is put in place when complete: a run that is
    stopped leaves the last good one as it was. A notebook that fails does not stop the others; when failures leave
    no finding at all, the report goes to ``out/<wave>-failed`` and the last good one stays.

    Parameters
    ----------
    study_path, wave, language, data, slice, on_rejected
        As in :func:`cxlib.open_study`; each notebook gets them as parameters.
    out : path
        Folder of the reports.
    notebooks : path
        Folder whose ``*.ipynb`` are run, by name.
    jobs : int
        Notebooks run at once.
    progress : callable, optional
        Called in this thread with a :class:`Progress` at each step.

    Returns
    -------
    RunResult
        Its folder holds the pages, ``findings.json``, ``tables.xlsx``, ``tables/*.parquet`` and the executed notebooks.

    Raises
    ------
    StudyError
        When the study is refused, there are no notebooks, or the report cannot be written.
    """
    if isinstance(jobs, bool) or not isinstance(jobs, int) or jobs < 1:
        raise ArgumentError(f"jobs is how many notebooks run at once: a whole number from 1, not {jobs!r}")
    paths = find(notebooks)
    tell = progress or (lambda event: None)
    checking = Progress("checking", total=len(paths), language=language if language in words.LANGUAGES else "en")
    tell(checking)
    cover, parameters, provenance = open_for_notebooks(
        study_path, wave=wave, language=language, data=data, slice=slice, on_rejected=on_rejected,
        progress=lambda text: tell(replace(checking, detail=text)),
    )
    books = [prepare(path, parameters, language=cover.language) for path in paths]
    with new_report(Path(out), folder_name(cover.wave)) as put:
        drawn, failed = _execute(books, jobs, Path(notebooks), put.folder, cover, tell)
        tell(Progress("writing", done=len(books), total=len(books), share=1.0, language=cover.language))
        _write(put.folder, cover, books, drawn, failed, provenance)
        if failed and not drawn:
            put.name = folder_name(f"{cover.wave}-failed")
    return _result(Path(out) / put.name, cover, drawn, failed)


def _result(folder: Path, cover: Cover, drawn: Sequence[Drawn], failed: Sequence[Failure]) -> RunResult:
    findings = tuple(one.at.finding for one in drawn)
    return RunResult(folder, folder / "index.html", cover.wave, cover.language, findings, tuple(failed))


def open_for_notebooks(
    study_path: str | Path, *, data: str | Path | None, on_rejected: str, **choices: Any
) -> tuple[Cover, dict[str, Any], Mapping[str, Any]]:
    """Open the study once: what its pages say of it, what each notebook is told, and where its data come from.

    Paths become absolute, because a kernel starts in another folder.
    """
    study = _open(study_path, data=data, on_rejected=on_rejected, **choices)
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


def _execute(books, jobs, start: Path, folder: Path, cover: Cover, tell) -> tuple[list[Drawn], list[Failure]]:
    """Run the notebooks; write each one's page and draw its charts while the next ones run."""
    pace = _Pace(books, cover.language)
    failed: dict[str, list[Failure]] = {}
    pictures: dict[str, list[Drawn]] = {}
    with closing(execute(books, jobs=jobs, folder=start)) as steps:
        for step in steps:
            if step.kind == "ended":
                name = step.notebook.name
                failed[name] = [step.failure] if step.failure else []
                pictures[name] = _draw(collect(step.notebook), failed[name])
                page = notebook_page(cover, step.notebook, step.failure)
                (folder / f"{name}.html").write_text(page, encoding="utf-8")
            tell(pace.progress(step))
    drawn = [one for book in books for one in pictures[book.name]]
    named = own_keys([one.at for one in drawn])
    drawn = [replace(one, at=at) for one, at in zip(drawn, named, strict=True)]
    return drawn, [failure for book in books for failure in failed[book.name]]


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


def _write(folder: Path, cover: Cover, books, drawn, failed, provenance: Mapping[str, Any]) -> None:
    import nbformat

    (folder / "tables").mkdir()
    (folder / "notebooks").mkdir()
    for book in books:
        nbformat.write(book.node, folder / "notebooks" / f"{book.name}.ipynb")
    for one in drawn:
        _typed(one.at.finding).to_parquet(folder / table_file(one.at.finding), index=False)
    findings = [one.at.finding for one in drawn]
    if findings:
        named = words.say("report.title", cover.language, study=cover.study, wave=cover.wave)
        write_workbook(findings, folder / WORKBOOK, title=named, language=cover.language)
    (folder / "index.html").write_text(index_page(cover, books, drawn, failed), encoding="utf-8")
    contents = {
        "study": cover.study,
        "wave": cover.wave,
        "language": cover.language,
        "as_of": str(cover.as_of),
        "slice": cover.slice,
        "synthetic": cover.synthetic,
        "version": __version__,
        "provenance": dict(provenance),
        "notebooks": [{"name": book.name, "title": title(book)} for book in books],
        "failed": [vars(failure) for failure in failed],
        "findings": [{**one.at.finding.to_json(), "notebook": one.at.notebook, "cell": one.at.cell} for one in drawn],
    }
    text = json.dumps(contents, ensure_ascii=False, indent=1, default=str)
    (folder / "findings.json").write_text(text + "\n", encoding="utf-8")


def _typed(finding: Finding):
    """The table with one type a column, as a Parquet file wants it: a column that mixes them becomes text."""
    table = finding.table.copy()
    for column in table.columns[table.dtypes == object]:
        known = table[column].dropna()
        if not known.map(lambda value: isinstance(value, str)).all():
            table[column] = table[column].map(lambda value: value if value is None or isinstance(value, str) else str(value))
    return table

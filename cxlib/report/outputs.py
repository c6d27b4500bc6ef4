"""The files of a report, written into its folder before it is put in place."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from .. import __version__, words
from ..finding import Finding
from .execute import Failure
from .pages import PDF, SLIDES, WORKBOOK, Cover, Drawn, chart_file, index_page, place_of, table_file
from .pdf import browser, printing
from .prepare import Prepared, title
from .resuming import Work
from .slides import in_order, write_slides
from .workbook import write_workbook

__all__ = ["write_outputs"]


def write_outputs(
    folder: Path, cover: Cover, books: Sequence[Prepared], drawn: Sequence[Drawn], failed: Sequence[Failure], provenance: Mapping[str, Any],
    beside: Callable[[], Sequence[str]] = tuple, compare: Callable[[], Sequence[str]] = tuple, kept: Work | None = None, mark: str = "",
) -> tuple[str, ...]:
    """Write everything but the notebooks' own pages; what could not be made is said in the texts that come back.

    Executed notebooks, tables as Parquet, charts as SVG and PNG, workbook, slides, the first page and its PDF, and
    ``findings.json`` with everything as data. Equal findings give equal bytes.

    Parameters
    ----------
    beside, compare : callables
        Write more files and name those that have a link; `compare` is called when findings.json is there.
    kept, mark : Work and str
        Where the PDF of an equal page is kept.
    """
    with _printed(folder, cover, books, drawn, failed, kept) as printed:
        # The browser prints while everything else is written.
        linked = beside()
        _write_data(folder, cover, books, drawn, failed, provenance)
        linked = (*linked, *compare())
        if drawn and not _taken(folder, (WORKBOOK, SLIDES), kept, mark):
            _write_books(folder, cover, books, drawn)
            if kept is not None and not failed:
                for name in (WORKBOOK, SLIDES):
                    kept.keep_file(name, mark, (folder / name).read_bytes())
        notes = printed()
    linked = (PDF, *linked) if (folder / PDF).is_file() else linked
    (folder / "index.html").write_text(index_page(cover, books, drawn, failed, beside=linked), encoding="utf-8")
    return notes


def _write_data(folder: Path, cover: Cover, books: Sequence[Prepared], drawn: Sequence[Drawn], failed: Sequence[Failure], provenance: Mapping[str, Any]) -> None:
    """Executed notebooks, tables, charts and findings.json."""
    import nbformat

    for name in ("notebooks", "tables", "charts"):
        (folder / name).mkdir()
    for book in books:
        nbformat.write(book.node, folder / "notebooks" / f"{book.name}.ipynb")
    for one in drawn:
        _typed(one.at.finding).to_parquet(folder / table_file(one.at.finding), index=False)
        if one.svg:
            (folder / chart_file(one.at.finding, "svg")).write_text(one.svg, encoding="utf-8")
        if one.png:
            (folder / chart_file(one.at.finding, "png")).write_bytes(one.png)
    (folder / "findings.json").write_text(_as_data(cover, books, drawn, failed, provenance), encoding="utf-8")


def _taken(folder: Path, names: Sequence[str], kept: Work | None, mark: str) -> bool:
    """Whether all of these files are kept from an equal run; they are then put into the folder."""
    known = [kept.find_file(name, mark) if kept is not None else None for name in names]
    if any(one is None for one in known):
        return False
    for name, one in zip(names, known, strict=True):
        (folder / name).write_bytes(one)
    return True


def _write_books(folder: Path, cover: Cover, books: Sequence[Prepared], drawn: Sequence[Drawn]) -> None:
    findings = [one.at.finding for one in drawn]
    named = words.say("report.title", cover.language, study=cover.study, wave=cover.wave)
    write_workbook(findings, folder / WORKBOOK, title=named, language=cover.language)
    about = [words.say("slides.seen", cover.language, day=cover.as_of)] if cover.as_of else []
    if cover.slice:
        about.append(words.say("slides.slice", cover.language, slice=cover.slice))
    if cover.synthetic:
        about.append(words.say("house.synthetic", cover.language))
    places = {book.name: place_of(book) for book in books}
    told = in_order([(one.at.finding, places[one.at.notebook]) for one in drawn])
    write_slides(told, folder / SLIDES, title=named, about=about, language=cover.language, book=findings)


@contextlib.contextmanager
def _printed(
    folder: Path, cover: Cover, books: Sequence[Prepared], drawn: Sequence[Drawn], failed: Sequence[Failure], kept: Work | None
) -> Iterator[Callable[[], tuple[str, ...]]]:
    """A block during which the findings are printed as a PDF, where a browser can; an equal one is not printed again.

    Yields what waits for the PDF, and says what could not be made.
    """
    page, program = index_page(replace(cover, is_printed=True), books, drawn, failed), browser()
    mark = hashlib.sha256(page.encode("utf-8", "replace")).hexdigest()[:16]
    known = kept.find_file(PDF, mark) if kept is not None else None
    if known is not None:
        (folder / PDF).write_bytes(known)
        yield tuple
    elif program is None:
        yield lambda: (words.say("report.pdf.no_browser", cover.language),)
    else:
        with printing(page, folder / PDF, program=program) as done:

            def wait() -> tuple[str, ...]:
                if not done():
                    return (words.say("report.pdf.failed", cover.language, program=Path(program).name),)
                if kept is not None:
                    kept.keep_file(PDF, mark, (folder / PDF).read_bytes())
                return ()

            yield wait


def _as_data(cover: Cover, books, drawn, failed, provenance: Mapping[str, Any]) -> str:
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
    return json.dumps(contents, ensure_ascii=False, indent=1, default=str) + "\n"


def _typed(finding: Finding):
    """The table with one type a column, as a Parquet file wants it: a column that mixes them becomes text."""
    table = finding.table.copy()
    for column in table.columns[table.dtypes == object]:
        known = table[column].dropna()
        if not known.map(lambda value: isinstance(value, str)).all():
            table[column] = table[column].map(lambda value: value if value is None or isinstance(value, str) else str(value))
    return table

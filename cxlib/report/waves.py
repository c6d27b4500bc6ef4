"""Two runs of a study compared: data, definitions, software, results, and what became of earlier findings."""

from __future__ import annotations

from html import escape
from pathlib import Path

from .. import words
from ..errors import ArgumentError
from ..finding import Finding, table_html
from .pages import Cover, banner, whole_page
from .waves_data import changed_data, changed_definitions, changed_software
from .waves_old import old_findings
from .waves_results import changed_results
from .pages import COMPARED
from .waves_state import STATE, Kept, keep_state, read_kept, write_state

__all__ = ["COMPARED", "STATE", "compare_page", "compare_waves", "keep_state", "write_compare", "write_state"]

_SHOWN = 200


def compare_waves(folder_a: str | Path, folder_b: str | Path, *, study=None) -> list[Finding]:
    """What changed from one report to a later one, in the order in which it should be read.

    Parameters
    ----------
    folder_a, folder_b : path
        Reports of two runs of one study, the earlier first: ``reports/2026Q2``, ``reports/2026Q3``.
    study : Study, optional
        At the later wave; with it a change that is clear is also split into who answered and how.

    Returns
    -------
    list of Finding
        ``waves.data``, ``waves.definitions``, ``waves.software``, ``waves.results``, ``waves.old``, in the later report's
        language.

    Raises
    ------
    RunError
        When a folder holds no report that can be read.
    ArgumentError
        When both are one report, or the study stands at another wave.
    """
    return _compared(read_kept(folder_a), read_kept(folder_b), study)


def compare_page(found: list[Finding], *, study: str, old: str, new: str, language: str, synthetic: bool = False) -> str:
    """The comparison as one page of HTML that needs nothing but itself: what we found first, tables behind a click.

    Parameters
    ----------
    found : list of Finding
        From :func:`compare_waves`.
    study, old, new : str
        The study's name and the two waves.
    language : {"en", "vi"}
    """
    cover = Cover(study, new, language, synthetic=synthetic)
    heading = words.say("waves.title", language, study=study, old=old, new=new)
    articles = "".join(_article(finding) for finding in found)
    parts = [f"<h1>{escape(heading)}</h1>", banner(cover), f"<main>{articles}</main>"]
    return whole_page(cover, heading, parts)


def write_compare(folder_a: str | Path, folder_b: str | Path, *, study=None, out: str | Path | None = None) -> tuple[Path, list[Finding]]:
    """The page of two reports, written to `out` (``compare.html`` in the later report's folder when not given).

    Returns
    -------
    (path, findings)
    """
    old, new = read_kept(folder_a), read_kept(folder_b)
    found = _compared(old, new, study)
    name = (new.state or old.state or {}).get("study", "")
    synthetic = any(finding.provenance.get("synthetic") for finding in new.findings.values())
    page = compare_page(found, study=name, old=old.wave, new=new.wave, language=new.language, synthetic=synthetic)
    path = Path(out) if out else new.folder / COMPARED
    fresh = path.with_name(path.name + ".part")
    fresh.write_text(page, encoding="utf-8")
    fresh.replace(path)
    return path, found


def _compared(old: Kept, new: Kept, study) -> list[Finding]:
    if old.folder.resolve() == new.folder.resolve():
        raise ArgumentError(f'"{old.folder}" cannot be compared with itself; name an earlier report first')
    if study is not None and study.wave != new.wave:
        raise ArgumentError(f"the study stands at {study.wave}, the later report at {new.wave}; open the study with wave=\"{new.wave}\"")
    return [changed_data(old, new), changed_definitions(old, new), changed_software(old, new), changed_results(old, new, study), old_findings(old, new)]


def _article(finding: Finding) -> str:
    from .. import charts

    picture = charts.svg(finding, size="page") or ""
    label = f'<figure role="img" aria-label="{escape(charts.alt_text(finding))}">{picture}</figure>' if picture else ""
    table = ""
    if len(finding.table):
        title = escape(words.say("waves.table", finding.language, rows=len(finding.table)))
        table = f'<details><summary>{title}</summary><div class="wide">{table_html(finding.display_table(limit=_SHOWN))}</div></details>'
    notes = "".join(f'<p class="cx-caveat">{escape(text)}</p>' for text in finding.caveats)
    return f'<article><p class="question">{escape(finding.question)}</p><h3>{escape(finding.sentence)}</h3>{label}{table}{notes}</article>'

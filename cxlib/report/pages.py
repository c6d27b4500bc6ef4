"""Findings as one page, and each notebook as a page to read: HTML that needs nothing but itself."""

from __future__ import annotations

import base64
import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any
from urllib.parse import quote

from .. import errors, words
from ..finding import Finding, table_html
from .execute import Failure
from .origin import with_run
from .prepare import INJECTED, Collected, Prepared, file_name, title
from .style import CSS, POLICY

__all__ = [
    "ACTIONS", "COMPARED", "HANDOUT", "PDF", "SLIDES", "WORKBOOK", "Cover", "Drawn", "banner", "chart_file", "draw", "index_page", "notebook_page", "place_of", "table_file", "whole_page",
    "without_parameters",
]

WORKBOOK, SLIDES, PDF = "workbook.xlsx", "slides.pptx", "index.pdf"  # beside the first page
HANDOUT, ACTIONS, COMPARED = "handout.html", "actions.csv", "compare.html"
_ROWS_SHOWN = 100
_ROWS_PRINTED = 15  # a finding then has its page
_MANY = 9  # columns of a table that is printed in small type
_PARAMETER_TAGS = {INJECTED, "parameters"}
_LIVE = ("application/vnd.jupyter.widget-view+json", "application/javascript", "text/vnd.mermaid")


@dataclass(frozen=True)
class Cover:
    """What every page says of the study."""

    study: str
    wave: str
    language: str
    as_of: Any = None
    slice: str = ""
    synthetic: bool = False
    is_shared: bool = False
    origin: str = ""  # the part of a page that tells what its numbers rest on
    begun: dt.datetime | None = None
    is_printed: bool = False  # on paper nothing lies beside the page, and a long table is cut earlier

    def say(self, key: str, **values: Any) -> str:
        """The report's sentence `key` in the study's language, escaped for HTML."""
        return escape(words.say(f"report.{key}", self.language, **values))


@dataclass(frozen=True)
class Drawn:
    """A collected finding with its chart as SVG and PNG (empty when it has none) and what the chart shows in words."""

    at: Collected
    svg: str = ""
    alt: str = ""
    png: bytes = b""


def draw(found: Collected) -> Drawn:
    """The finding with its chart drawn, where the notebook has not drawn it; the PNG is the one that it shows."""
    from .. import charts

    png, picture = (found.png, found.svg) if found.png and found.svg else charts.both(found.finding) or (b"", "")
    return Drawn(found, picture, charts.alt_text(found.finding), found.png or png) if picture else Drawn(found)


def place_of(book: Prepared) -> float:
    """Where a notebook stands in the report: its metadata ``{"cxlib": {"place": 1}}``, the readout first."""
    return book.node.metadata.get("cxlib", {}).get("place", 0)


def index_page(
    cover: Cover, notebooks: Sequence[Prepared], drawn: Sequence[Drawn], failed: Sequence[Failure], *, beside: Sequence[str] = ()
) -> str:
    """The report's first page: every finding under the notebook that asks its question.

    Notebooks stand in the order of :func:`place_of`, else by name.

    Parameters
    ----------
    beside : names of files
        More of them that lie beside the page and get a link, as the PDF.

    Returns
    -------
    str
        A whole HTML page: styles and pictures inside, no script; links only to files beside it.
    """
    notebooks = sorted(notebooks, key=place_of)
    entries = "".join(f'<li>{_contents(cover, book, drawn)}</li>' for book in notebooks)
    parts = [
        _head(cover),
        _failed_list(cover, failed),
        f'<nav aria-label="{cover.say("contents")}"><ul>{entries}</ul>{_files(cover, beside) if drawn and not cover.is_printed else ""}</nav>',
        "<main>",
        *(_section(cover, book, [one for one in drawn if one.at.notebook == book.name]) for book in notebooks),
        "</main>",
        cover.origin if cover.is_printed else _origin(cover, cover.begun),
    ]
    return whole_page(cover, words.say("report.title", cover.language, study=cover.study, wave=cover.wave), parts)


def notebook_page(cover: Cover, prepared: Prepared, failure: Failure | None = None, *, begun: dt.datetime | None = None) -> str:
    """One executed notebook as a page: its words and results, the code of each cell behind a click.

    `begun` is when it was started; the page says so, and how long ago that is now.
    """
    from nbconvert import HTMLExporter

    exporter = HTMLExporter(
        template_name="basic",
        raw_template=_NOTEBOOK.replace("CODE", cover.say("code")),
        mathjax_url="", require_js_url="", jquery_url="", jupyter_widgets_base_url="", mermaid_js_url="",
        exclude_anchor_links=True,
    )
    body, _ = exporter.from_notebook_node(_to_read(cover, prepared.node))
    parts = [f'<p><a href="index.html">{cover.say("back")}</a></p>', banner(cover)]
    if failure:
        text = cover.say("failed_here", cell=failure.cell, error=failure.error, message=_told(failure, cover.language))
        parts.append(f'<div class="failed" role="alert"><p>{text}</p></div>')
    return whole_page(cover, f"{title(prepared)} ({cover.study})", [*parts, f"<main>{body}</main>", _origin(cover, begun)])


def banner(cover: Cover) -> str:
    """The line that says that the data are made up; "" for a real study."""
    if not cover.synthetic:
        return ""
    return f'<div class="banner"><p><strong>{escape(words.say("house.synthetic", cover.language))}</strong></p></div>'


def chart_file(finding: Finding, ending: str) -> str:
    """Where a report keeps the chart of a finding as ``svg`` or ``png``, seen from the report's folder."""
    return f"charts/{file_name(finding.key)}.{ending}"


def table_file(finding: Finding) -> str:
    """Where a report keeps the table of a finding, seen from the report's folder."""
    return f"tables/{file_name(finding.key)}.parquet"


def without_parameters(cells: Sequence[Any], *, keep_code: bool = False) -> list[Any]:
    """The cells without those of the parameters, and without the words that announce them.

    With `keep_code` only the words go: for a page that runs the cells but shows no code.
    """
    is_parameter = [bool(_PARAMETER_TAGS & set(cell.metadata.get("tags", []))) for cell in cells]
    kept = []
    for cell, is_one, is_next in zip(cells, is_parameter, [*is_parameter[1:], False], strict=True):
        announces = is_next and cell.cell_type == "markdown" and not cell.source.lstrip().startswith("#")
        if not announces and (keep_code or not is_one):
            kept.append(cell)
    return kept


def whole_page(cover: Cover, heading: str, parts: Sequence[str]) -> str:
    """A whole HTML page of our style: banner, heading, and these parts."""
    return "\n".join(
        [
            "<!DOCTYPE html>",
            f'<html lang="{cover.language}">',
            '<head><meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<link rel="icon" href="data:,">',
            f"<title>{escape(heading)}</title>",
            f"<style>{CSS}</style></head>",
            "<body>",
            *(part for part in parts if part),
            "</body></html>\n",
        ]
    )


def _origin(cover: Cover, begun: dt.datetime | None) -> str:
    """What the numbers of a page rest on, and the run that ends now."""
    if not cover.origin or begun is None:
        return cover.origin
    return with_run(cover.origin, cover.language, begun, (dt.datetime.now(begun.tzinfo) - begun).total_seconds())


def _head(cover: Cover) -> str:
    about = [cover.say("seen", day=cover.as_of)] if cover.as_of else []
    if cover.slice:
        about.append(cover.say("slice", slice=cover.slice))
    return (
        f'<header><h1>{cover.say("title", study=cover.study, wave=cover.wave)}</h1>'
        + (f'<p class="about">{" · ".join(about)}</p>' if about else "")
        + banner(cover)
        + "</header>"
    )


def _contents(cover: Cover, book: Prepared, drawn: Sequence[Drawn]) -> str:
    """A notebook's line of the contents; on paper with the questions that it answers."""
    line = f'<a href="#{_anchor(book.name)}">{escape(title(book))}</a>'
    asked = [one.at.finding for one in drawn if one.at.notebook == book.name] if cover.is_printed else []
    inside = "".join(f'<li><a href="#{_anchor(one.key)}">{escape(one.question or one.sentence)}</a></li>' for one in asked)
    return f"{line}<ul>{inside}</ul>" if inside else line


def _beside(cover: Cover, file: str) -> str:
    """A file beside the page: a link, on paper its name."""
    return escape(file) if cover.is_printed else f'<a href="{quote(file)}">{escape(file)}</a>'


def _files(cover: Cover, beside: Sequence[str]) -> str:
    """What lies beside the page: workbook, slides, PDF."""
    said = {WORKBOOK: "workbook.link", SLIDES: "slides.link", PDF: "pdf.link", HANDOUT: "handout.link", ACTIONS: "actions.link", COMPARED: "compared.link"}
    links = [(said[name], f'<a href="{name}">{name}</a>') for name in (WORKBOOK, SLIDES, *beside)]
    return "<p>" + "<br>".join(cover.say(key, file=chr(0)).replace(chr(0), link) for key, link in links) + "</p>"


def _failed_list(cover: Cover, failed: Sequence[Failure]) -> str:
    if not failed:
        return ""
    lines = "".join(f"<li>{cover.say('failed_line', **{**vars(failure), 'message': _told(failure, cover.language)})}</li>" for failure in failed)
    count = len({failure.notebook for failure in failed})
    return f'<div class="failed" role="alert"><p><strong>{cover.say("failed_title", n=count)}</strong></p><ul>{lines}</ul></div>'


def _section(cover: Cover, book: Prepared, drawn: Sequence[Drawn]) -> str:
    name = _anchor(book.name)
    link = "" if cover.is_shared or cover.is_printed else f'<p><a href="{quote(book.name)}.html">{cover.say("whole_notebook")}</a></p>'
    inside = "".join(_article(cover, one) for one in drawn) or f"<p>{cover.say('no_findings')}</p>"
    return f'<section id="{name}" aria-labelledby="{name}-title"><h2 id="{name}-title">{escape(title(book))}</h2>{link}{inside}</section>'


def _article(cover: Cover, one: Drawn) -> str:
    finding = one.at.finding
    status = ""
    if finding.status != "answered":
        status = f'<p class="status">{cover.say(f"status.{finding.status}")}</p>'
    picture = ""
    if one.svg:
        data = base64.b64encode(one.svg.encode()).decode()
        picture = f'<img src="data:image/svg+xml;base64,{data}" alt="{escape(one.alt)}">'
    asked = f'<p class="question">{escape(finding.question)}</p>' if finding.question else ""
    return (
        f'<article id="{_anchor(finding.key)}">{asked}<h3>{escape(finding.sentence)}</h3>{status}{picture}'
        f'{_to_do(cover, finding)}{_evidence(cover, one)}</article>'
    )


def _base(cover: Cover, finding: Finding) -> str:
    sliced = str(finding.slice) or words.say("house.everyone", cover.language)
    return escape(f"{words.say('house.base', cover.language, n=finding.base)} · {sliced}")


def _to_do(cover: Cover, finding: Finding) -> str:
    step = cover.say("next_step", step=finding.next_step) if finding.next_step else ""
    owner = cover.say("owner", owner=finding.owner) if finding.owner else ""
    return f"<p>{'<br>'.join(filter(None, (step, owner)))}</p>" if step or owner else ""


def _evidence(cover: Cover, one: Drawn) -> str:
    finding = one.at.finding
    caveats = "".join(f"<li>{escape(text)}</li>" for text in finding.caveats)
    caveats = f"<h4>{cover.say('caveats')}</h4><ul>{caveats}</ul>" if caveats else ""
    summary = cover.say("evidence_caveats", n=len(finding.caveats)) if caveats else cover.say("evidence")
    base, table = f'<p class="base">{_base(cover, finding)}</p>', _table(cover, finding)
    # A chart shows the rows and says its base; where there is none, neither may hide behind the click.
    if one.svg:
        return f"<details><summary>{summary}</summary>{base}{caveats}{table}{_provenance(cover, one)}</details>"
    return f"{base}{table}<details><summary>{summary}</summary>{caveats}{_provenance(cover, one)}</details>"


def _table(cover: Cover, finding: Finding) -> str:
    rows, most = finding.lines, _ROWS_PRINTED if cover.is_printed else _ROWS_SHOWN
    if not rows:
        return ""
    table = table_html(finding.display_table(limit=most))
    link = _beside(cover, table_file(finding))
    note = (
        cover.say("table_cut", shown=most, rows=rows, file="\0")
        if rows > most
        else cover.say("table_file", file="\0")
    )
    name = cover.say("table")
    many = " many" if len(finding.entries(limit=0)[0]) > _MANY else ""
    scrolled = f'<div class="wide{many}" role="region" tabindex="0" aria-label="{name}">{table}</div>'
    return f"<h4>{name}</h4>{scrolled}<p>{note.replace(chr(0), link)}</p>"


def _provenance(cover: Cover, one: Drawn) -> str:
    finding = one.at.finding
    facts = {"finding": f"{finding.key} ({one.at.notebook}, {one.at.cell})", **finding.provenance}
    pairs = "".join(f"<dt>{escape(_fact(name, cover))}</dt><dd>{escape(_plain(value))}</dd>" for name, value in facts.items())
    return f"<h4>{cover.say('provenance')}</h4><dl>{pairs}</dl>"


def _fact(name: str, cover: Cover) -> str:
    key = f"report.provenance.{name}"
    return words.say(key, cover.language) if words.has(key) else words.label(name, cover.language)


def _plain(value: Any) -> str:
    if isinstance(value, Mapping):
        return "; ".join(f"{name}: {_plain(part)}" for name, part in value.items())
    if isinstance(value, (list, tuple)):
        return ", ".join(map(_plain, value))
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


def _anchor(name: str) -> str:
    return "at-" + "".join(letter if letter.isalnum() and letter.isascii() else f"_{ord(letter):x}" for letter in name)


def _to_read(cover: Cover, node: Any) -> Any:
    """A copy of the notebook without what only a machine needs: parameters, warnings, live views, tracebacks."""
    import copy

    node = copy.deepcopy(node)
    node.metadata.pop("widgets", None)
    node.cells = without_parameters(node.cells)
    for cell in node.cells:
        if cell.cell_type == "code":
            kept = (_readable(cover, output) for output in cell.outputs)
            cell.outputs = [output for output in kept if output is not None]
    return node


def _readable(cover: Cover, output: Any) -> Any:
    if output.output_type == "stream":
        return output if output.name == "stdout" else None
    if output.output_type == "error":
        output.traceback = [f"{output.ename}: {output.evalue}"]
        return output
    live = [kind for kind in _LIVE if output.data.pop(kind, None) is not None]
    if "text/html" in output.data:
        output.data = {"text/html": output.data["text/html"]}
    elif live and not any(kind.startswith("image/") for kind in output.data):
        output.data = {"text/html": f"<p>{cover.say('live_only')}</p>"}
    return output


_NOTEBOOK = """
{%- extends 'classic/base.html.j2' -%}
{% block codecell %}<div class="cell">{{ super() }}</div>{% endblock codecell %}
{% block input_group %}<details class="code"><summary>CODE</summary>
<pre><code>{{ cell.source | escape_html }}</code></pre></details>{% endblock input_group %}
{% block in_prompt %}{% endblock in_prompt %}
{% block empty_in_prompt %}{% endblock empty_in_prompt %}
{% block output_area_prompt %}{% endblock output_area_prompt %}
"""


def _told(failure: Failure, language: str) -> str:
    """What went wrong; a refusal of ours in the report's language."""
    return words.translated(failure.message, language) if hasattr(errors, failure.error) else failure.message

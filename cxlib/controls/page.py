"""A finding as a piece of a page that needs no kernel: sentence, picture, table, caveats."""

from __future__ import annotations

import base64
import html
import struct
from dataclasses import dataclass
from typing import Any

from .. import charts, words
from ..finding import DRAWN, MIME, Finding
from ..study import is_unseen

__all__ = ["Shown", "caveats_html", "error_html", "finding_html", "heading_html", "picture_html", "pictures", "show", "table_html"]

_ROWS = 200
_SIZE = slice(16, 24)  # of a PNG file: width and height
_TABLE_STYLE = (
    "<style>.cx-table{border-collapse:collapse;font-variant-numeric:tabular-nums}"
    ".cx-table th,.cx-table td{text-align:left;vertical-align:top;padding:0.2em 1em 0.2em 0;line-height:1.4;"
    "border-bottom:1px solid #d5d8dc}</style>"
)


@dataclass(frozen=True, eq=False)
class Shown:
    """A finding as it is displayed in a notebook or kept in an export."""

    finding: Finding

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict[str, Any]:
        picture, more = pictures(self.finding)
        return {"text/plain": self.finding.sentence, "text/html": finding_html(self.finding, picture), MIME: self.finding.to_json(), **more}


def show(finding: Finding) -> Shown:
    """What displays a finding with its chart, for one that follows no slicer.

    Examples
    --------
    >>> import pandas as pd
    >>> shown = show(Finding("demo", "How many stay?", "Nine in ten stay.", pd.DataFrame()))
    >>> "Nine in ten stay." in shown._repr_mimebundle_()["text/html"]
    True
    """
    return Shown(finding)


def pictures(finding: Finding) -> tuple[bytes | None, dict[str, str]]:
    """The chart as PNG, and what else goes with the finding, by MIME type: in a kernel of `cx run` the same drawing as SVG."""
    if not is_unseen():
        return charts.png(finding), {}
    drawn = charts.both(finding)
    return (None, {}) if drawn is None else (drawn[0], {DRAWN: drawn[1]})


def finding_html(finding: Finding, picture: bytes | None) -> str:
    """The whole piece; `picture` is the chart as PNG. Every text from the data is escaped."""
    parts = [heading_html(finding)]
    if picture:
        parts.append(picture_html(finding, picture))
    if len(finding.table):
        title = html.escape(words.say("controls.table", finding.language))
        parts.append(f"<details><summary>{title}</summary>{table_html(finding)}</details>")
    parts.append(caveats_html(finding))
    return f'<section class="cx-finding" lang="{finding.language}">{"".join(parts)}</section>'


def heading_html(finding: Finding) -> str:
    """Question and sentence."""
    return (
        f'<p class="cx-question" style="color:#595959;margin:0.8em 0 0">{html.escape(finding.question)}</p>'
        f'<p class="cx-sentence" style="font-size:1.25em;margin:0.2em 0 0.5em"><strong>{html.escape(finding.sentence)}</strong></p>'
    )


def picture_html(finding: Finding, picture: bytes) -> str:
    """The chart, given as PNG, with what it shows in words; its place is kept while it is decoded."""
    width, height = struct.unpack(">II", picture[_SIZE])
    data = base64.b64encode(picture).decode("ascii")
    return (
        f'<img class="cx-chart" style="max-width:100%;height:auto" width="{width}" height="{height}" '
        f'alt="{html.escape(charts.alt_text(finding), quote=True)}" src="data:image/png;base64,{data}">'
    )


def table_html(finding: Finding) -> str:
    """The table as people read it, its first 200 rows; how many more there are stands below."""
    text = finding.display_table(limit=_ROWS)
    head = "".join(f'<th scope="col">{html.escape(str(name))}</th>' for name in text.columns)
    body = "".join(
        "<tr>" + "".join(f"<td>{html.escape(str(cell))}</td>" for cell in row) + "</tr>" for row in text.itertuples(index=False)
    )
    more = finding.lines - len(text)
    note = f"<p>{html.escape(words.say('controls.more_rows', finding.language, n=more))}</p>" if more else ""
    table = f'<table class="cx-table"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
    return f'{_TABLE_STYLE}<div style="overflow-x:auto">{table}</div>{note}'


def caveats_html(finding: Finding) -> str:
    """What limits the finding, and what to do next."""
    texts = [text for text in (*finding.caveats, finding.next_step) if text]
    return "".join(f'<p class="cx-caveat" style="color:#595959;margin:0.2em 0">{html.escape(text)}</p>' for text in texts)


def error_html(text: str) -> str:
    """A refusal, at the place where the answer would stand."""
    return f'<p class="cx-error" role="alert" style="color:#a4262c;margin:0.2em 0">{html.escape(text)}</p>'

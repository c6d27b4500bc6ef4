"""A persona card as a page of its own: HTML that needs nothing but itself, and a picture beside it."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from html import escape
from pathlib import Path


from .. import words
from ..finding import Finding, table_html
from .prepare import file_name
from .style import POLICY

__all__ = ["card_html", "write_card"]

_CSS = """
@page { size: A4 landscape; margin: 8mm; }
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 82rem; padding: 1rem; background: #fff; color: #1b1b1b;
  font: 1.1rem/1.45 system-ui, "Segoe UI", "Noto Sans", "DejaVu Sans", sans-serif; }
h1, .hide { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
img { width: 100%; height: auto; display: block; }
.sentence { font-size: 1.3rem; font-weight: 650; }
.banner { background: #fff4d1; color: #4a3600; border-left: .5rem solid #b38600; padding: .3rem .8rem; margin: 0 0 .6rem; }
.about { color: #4d4d4d; margin: .2rem 0; }
details { border: 1px solid #c9cdd2; border-radius: .3rem; padding: .4rem .9rem; margin: .7rem 0; }
summary { cursor: pointer; color: #0b4f8a; font-weight: 600; }
summary:focus-visible { outline: 3px solid #b35900; outline-offset: 2px; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-size: .95rem; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: .2rem .6rem; border-bottom: 1px solid #d5d8dc; vertical-align: top; overflow-wrap: anywhere; }
@media print { body { max-width: none; padding: 0; } details, .about { display: none; }
  img { max-height: 172mm; width: auto; max-width: 100%; margin: 0 auto; break-inside: avoid; } }
"""
_LONGEST = 60
_TEXTS = ("name", "quote", "unknown", "next")


def card_html(finding: Finding) -> str:
    """A persona card as one HTML page of A4 across.

    The picture is inside, no file and no address is needed, every text is escaped, and the numbers are behind a click
    (on paper the picture alone).

    Parameters
    ----------
    finding : Finding
        Of :func:`cxlib.maps.persona_card`; one without a card (nobody, not available) gives its sentence.

    Returns
    -------
    str
        A whole page.
    """
    language = finding.language
    parts = [f"<h1>{escape(finding.question)}</h1>", _banner(finding), _picture(finding), _numbers(finding), _notes(finding.caveats), _about(finding)]
    return "\n".join([
        "<!DOCTYPE html>",
        f'<html lang="{language}">',
        '<head><meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<link rel="icon" href="data:,">',
        f"<title>{escape(finding.question)}</title>",
        f"<style>{_CSS}</style></head>",
        "<body><main>",
        *(part for part in parts if part),
        "</main></body></html>\n",
    ])


def write_card(finding: Finding, folder: str | Path) -> tuple[Path, Path | None]:
    """Write a persona card as a page and as a picture.

    Parameters
    ----------
    finding : Finding
        Of :func:`cxlib.maps.persona_card`.
    folder : path
        Made when it is not there. The files are called by the finding's key, so another card has other files.

    Returns
    -------
    (html_path, png_path)
        The second is None where there is no card to draw.

    Examples
    --------
    >>> write_card(persona_card(study, found, found.names[0]), "cards")  # doctest: +SKIP
    """
    from ..charts.cards import card_png

    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    # Names that differ only in signs that no file may have, or far behind, are still two files.
    name = f"{file_name(finding.key[:_LONGEST])}-{hashlib.sha256(finding.key.encode()).hexdigest()[:8]}"
    page, picture = folder / f"{name}.html", folder / f"{name}.png"
    page.write_text(card_html(finding), encoding="utf-8")
    if not _is_card(finding):
        return page, None
    picture.write_bytes(card_png(finding))
    return page, picture


def _is_card(finding: Finding) -> bool:
    return "_shown" in finding.table and (finding.table["_shown"] == "name").any()


def _banner(finding: Finding) -> str:
    if not finding.provenance.get("synthetic"):
        return ""
    return f'<p class="banner">{escape(words.say("house.synthetic", finding.language))}</p>'


def _picture(finding: Finding) -> str:
    """The card; what it shows in words for those who cannot see it."""
    if not _is_card(finding):
        return f'<p class="sentence">{escape(finding.sentence)}</p>'
    from ..charts.cards import card_svg

    data = base64.b64encode(card_svg(finding).encode()).decode()
    spoken = [text for part in _TEXTS[1:] for text in finding.table.loc[finding.table["part"] == part, "text"]]
    said = "".join(f"<li>{escape(str(text))}</li>" for text in spoken)
    return f'<img src="data:image/svg+xml;base64,{data}" alt="{escape(finding.sentence)}">\n<ul class="hide">{said}</ul>'


def _numbers(finding: Finding) -> str:
    if not _is_card(finding):
        return ""
    numbers = ~finding.table["part"].isin(_TEXTS).to_numpy()
    shown = finding.display_table()[numbers]
    shown = shown.drop(columns=[words.label("text", finding.language)])
    blank = words.format_value(float("nan"), "number", finding.language)
    # What does not apply to a row, such as the index of a mean, is left blank; what is withheld says so.
    shown = shown.replace(blank, "")
    summary = words.say("maps.persona_card.table", finding.language)
    return f'<details><summary>{escape(summary)}</summary><div class="wide" tabindex="0">{table_html(shown)}</div></details>'


def _notes(caveats: Sequence[str]) -> str:
    return "".join(f'<p class="about">{escape(text)}</p>' for text in caveats)


def _about(finding: Finding) -> str:
    seen = finding.provenance
    if not {"study", "as_of"} <= set(seen):
        return ""
    text = words.say("report.card.written", finding.language, study=seen["study"], day=seen["as_of"])
    return f'<p class="about">{escape(text)} · {escape(str(finding.slice) or words.say("house.everyone", finding.language))}</p>'

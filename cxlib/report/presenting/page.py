"""The two pages that the presenter sends: the deck, and the one that says that the address is not whole."""

from __future__ import annotations

import json
from html import escape
from typing import Any

from ... import live, words
from ..pages import Cover

__all__ = ["deck_page", "plain_page", "policy"]


def policy(nonce: str = "") -> str:
    """What a page may do: run and look as it was sent, ask this server, and nothing else."""
    own = f"script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; img-src data: blob:; connect-src 'self'; " if nonce else ""
    return f"default-src 'none'; {own}base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


def deck_page(cover: Cover, about: dict[str, Any], *, nonce: str, names: tuple[str, ...]) -> str:
    """The page that shows the deck; `about` is what its script is told, `names` the files of the script."""
    told = json.dumps(about, ensure_ascii=False).replace("<", "\\u003c")
    style = live.styles("slicer", "deck")
    heading = escape(words.say("presenter.title", cover.language, study=cover.study, wave=cover.wave))
    return (
        f'<!DOCTYPE html><html lang="{cover.language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">'
        f'<title>{heading}</title><style nonce="{nonce}">{style}</style></head><body class="cx-deck-body">'
        f'<noscript><p>{escape(words.say("presenter.no_script", cover.language))}</p></noscript>'
        f'<script nonce="{nonce}">const cx = {live.script(*names)}\ncx.startDeck(document.body, {told});</script></body></html>'
    )


def plain_page(language: str, key: str) -> str:
    """A page of one sentence, which does not name the study."""
    text = escape(words.say(f"presenter.{key}", language))
    return (
        f'<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8"><link rel="icon" href="data:,">'
        f"<title>CX Workbench</title></head><body><main><h1>CX Workbench</h1><p>{text}</p></main></body></html>"
    )

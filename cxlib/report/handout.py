"""The hand-out: one page that is sliced by hand without Python and without a network."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import os
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from .. import __version__, live, words
from ..finding import Finding
from ..scores.sums import MEASURES
from ..slices import Slice
from ..study.context import context_counts
from ..study.gates import passed
from .handout_counts import handout_counts, packed, score_layout
from .handout_hiding import Layout, hidden
from .handout_journeys import handout_journeys

__all__ = ["handout_page", "write_handout"]

_TEXTS = (
    "scores.level", "scores.trend", "scores.verdict.", "scores.too_few", "scores.no_answers", "scores.missing_caveat", "scores.weighted_caveat",
    "scores.turned_caveat", "scores.partial_caveat", "scores.retention", "quality.context.caveat", "value.metric.", "value.basis.", "value.verdict.",
    "house.", "live.status.", "live.note.", "chart.", "handout.", "beside.", "slicer.", "journeys.unit.", "journeys.when.", "journeys.share", "journeys.owner",
    "journeys.too_few", "journeys.all_open", "journeys.funnel", "journeys.drop_off", "journeys.caveat.",
)
_LABELS = (
    "question", "metric", "basis", "base", "effective_base", "value", "low", "high", "missing", "period", "complete", "slice", "difference",
    "difference_low", "difference_high", "p_value", "adjusted_p", "verdict", "stage", "reached", "naive", "step_share", "lost", "exited", "open",
    "step", "from_stage", "to_stage", "went_on", "owner", "count", "known",
)
_FOLLOWING = ("scores.level", "scores.trend", "scores.retention", "journeys.funnel", "journeys.drop_off")
_FILES = ("handout",)
_POLICY = "default-src 'none'; script-src 'sha256-{digest}'; style-src 'unsafe-inline'; img-src data: blob:; base-uri 'none'; form-action 'none'"


def write_handout(
    study, path: str | Path, *, segments: Sequence[str] | None = None, findings: Sequence[Finding] = (), made_on: dt.date | None = None,
) -> Path:
    """Write the hand-out of a study: one HTML file that needs nothing but a browser.

    Scores now and by period, who stays and leaves, and the journey's funnel and steps follow its slicer, worked out in the
    page from counts; a finding equals that of :func:`cxlib.scores.level`, :func:`cxlib.scores.trend`,
    :func:`cxlib.scores.retention`, :func:`cxlib.journeys.funnel` and :func:`cxlib.journeys.drop_off` for the same slice, to the digit and the letter. Journeys follow one segment. It carries
    no customer and no comment. Groups below the study's minimum base are left out, and as many others as hide them.

    Parameters
    ----------
    study : Study
        Its slice plays no part.
    path : str or Path
        The file; one that is there is replaced whole.
    segments : names of segments of answers, optional
        All of the study when not given. Two of them can be combined.
    findings : sequence of Finding, optional
        Shown below as they stand.
    made_on : date, optional
        Said in the page.

    Returns
    -------
    Path
        The file written.

    Raises
    ------
    ArgumentError
        For a segment that is not there.

    Examples
    --------
    >>> write_handout(study, "handout.html", segments=["region", "plan"])  # doctest: +SKIP
    """
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    text = handout_page(study, segments=segments, findings=findings, made_on=made_on)
    part = path.with_name(f".{path.name}.part")
    part.write_text(text, encoding="utf-8")
    os.replace(part, path)
    return path


def handout_page(
    study, *, segments: Sequence[str] | None = None, findings: Sequence[Finding] = (), made_on: dt.date | None = None,
) -> str:
    """The hand-out as text; see :func:`write_handout`."""
    study = study.unsliced()
    layout = score_layout(study, segments)
    data = packed(_page(study, layout, findings, made_on))
    script = f"const cx = {live.script(*_FILES)};\ncx.startHandout(document);\n"
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    say = {name: escape(words.say(f"handout.{name}", study.language)) for name in ("too_old",)}
    title = escape(words.say("handout.title", study.language, study=study.name, wave=study.wave))
    return (
        f'<!doctype html>\n<html lang="{study.language}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY.format(digest=digest)}">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="referrer" content="no-referrer">\n'
        f"<title>{title}</title>\n<style>\n{live.styles('slicer', 'handout')}\n</style>\n</head>\n"
        f'<body class="cx-handout">\n<div id="cx-page"><h1>{title}</h1><p>{say["too_old"]}</p></div>\n'
        f'<script type="text/plain" id="cx-data">{data}</script>\n<script>{script}</script>\n</body>\n</html>\n'
    )


def _page(study, layout: Layout, findings: Sequence[Finding], made_on: dt.date | None) -> dict[str, Any]:
    """Everything that the page's script knows, as plain data."""
    settings, origin = study.settings, study.provenance
    return {
        "language": study.language, "languages": list(words.LANGUAGES), "study": study.name, "wave": study.wave, "waves": list(study.waves),
        "complete": {wave: bool(study.complete(wave)) for wave in study.waves}, "weighted": bool(study.weighted),
        "minimum": settings.minimum_base, "questions": _questions(study), "score_only": _score_only(study), "synthetic": bool(settings.synthetic),
        "as_of": study.as_of.isoformat(), "fingerprint": origin["fingerprint"], "version": __version__,
        "made_on": made_on.isoformat() if made_on else None, "not_crossed": _not_crossed(layout),
        "in": {language: _in_language(study.in_language(language), layout) for language in words.LANGUAGES},
        "counts": handout_counts(study, layout) | {"journeys": handout_journeys(study, layout)}, "findings": [live.content(one, image=True) for one in findings],
    }


def _in_language(study, layout: Layout) -> dict[str, Any]:
    """What the page says in one language."""
    language = study.language
    texts = {key: text[language] for key, text in words.catalogue().items() if key.startswith(_TEXTS)}
    texts |= {f"label.{name}": words.label(name, language) for name in _LABELS}
    return {
        "words": {"language": language, "currency": study.currency, "decimals": _decimals(study.currency), "not_known": words.NOT_KNOWN[language], "texts": texts},
        "about": _about(study, layout), "says": live.says(language), "labels": {name: words.label(name, language) for name in layout.levels},
        "notes": _notes(study), "gates": _gates(study),
    }


def _gates(study) -> dict[str, dict[str, dict[str, Any]]]:
    """What the gates of ``[quality]`` say of the findings that follow the slicer: by wave and name, ``caveats`` and, where withheld, ``sentence``."""
    if not study.settings.quality.declared:
        return {}
    found = {}
    for wave in study.waves:
        then = study.where(Slice(periods=(wave,))).in_focus()
        held = {name: passed(then, Finding(name, "", "", pd.DataFrame())) for name in _FOLLOWING}
        found[wave] = {name: {"caveats": list(one.caveats), "sentence": one.sentence} for name, one in held.items() if one.caveats}
    return found


def _about(study, layout: Layout) -> dict[str, Any]:
    """What the slicer shows, without sizes that must not be known."""
    about = live.about(study, segments=list(layout.levels))
    for segment in about["segments"]:
        sizes = np.array([level["n"] or 0 for level in segment["levels"]], dtype=float)
        out = hidden(np.array([sizes.sum(), *sizes]), Layout({"": tuple(map(str, range(len(sizes))))}, ()), minimum=study.settings.minimum_base)[1:]
        for level, secret in zip(segment["levels"], out, strict=True):
            level["n"] = None if secret else level["n"]
    return about


def _notes(study) -> dict[str, str]:
    origin = study.provenance
    kept = {name: origin.get(name) for name in ("study", "wave", "as_of", "fingerprint", "version", "seed", "method", "synthetic")}
    return {name: words.say("house.yes", study.language) if value is True else str(value) for name, value in kept.items() if value not in (None, "", False)}


def _questions(study) -> list[dict[str, Any]]:
    return [
        {"name": name, "metric": one.metric, "low": one.low, "high": one.high, "owner": one.owner, "turned": bool(one.turned)}
        for name, one in study.codebook.items() if one.metric in MEASURES
    ]


def _score_only(study) -> dict[str, list[str]]:
    """Questions whose answers mostly carry nothing but a score, by wave."""
    if not study.has("responses"):
        return {}
    found = {}
    for wave in study.waves:
        counts = context_counts(study.where(f'period = "{wave}"'))
        bare = counts.loc[~counts[["stage", "channel", "segment", "owner"]].any(axis=1)].groupby("question")["n"].sum()
        share = bare / counts.groupby("question")["n"].sum()
        found[wave] = sorted(share[share >= 0.5].index)
    return {wave: names for wave, names in found.items() if names}


def _not_crossed(layout: Layout) -> list[str]:
    """Segments that cannot be combined with any other one."""
    crossed = {name for pair in layout.pairs for name in pair}
    return [name for name in layout.levels if name not in crossed and len(layout.levels) > 1]


def _decimals(currency: str) -> int:
    """How many decimals an amount is written with."""
    return len(words.format_value((0.0, currency), "money", "en").split(" ")[0].partition(".")[2])

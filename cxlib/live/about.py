"""What a slicer must know of a study: its segments, levels and periods with their sizes, and the words it speaks."""

from __future__ import annotations

from typing import Any

from .. import words
from ..errors import ArgumentError, choose
from ..slices import EVERYONE

__all__ = ["about", "base_text", "size"]



def about(study: Any, *, segments: list[str] | tuple[str, ...] | None = None) -> dict[str, Any]:
    """Everything that ``makeSlicer`` shows before anything is chosen, as plain data in the study's language.

    Parameters
    ----------
    study : Study
        Its own slice plays no part: sizes are those of the whole study.
    segments : sequence of str, optional
        Segments that get a list, in this order; all by default.

    Returns
    -------
    dict
        ``study``, ``language``, ``says`` (words of the slicer), ``segments`` (``name``, ``label``, ``listed``: whether
        it has a list or can be named in the text only, ``levels`` with ``level``, ``label``, ``n``: how many, None where
        that cannot be counted), ``periods`` (``period``, ``label``),
        ``weighted``, ``unit`` ("customers" or "responses"), ``previous`` (the wave before, or None).

    Raises
    ------
    ArgumentError
        For a segment that the study does not have.
    """
    whole, language = study.unsliced(), study.language
    names = list(whole.segments if segments is None else segments)
    for name in names:
        choose("segment", name, whole.segments)
    return {
        "study": study.name,
        "language": language,
        "says": {name: words.catalogue()[f"slicer.{name}"][language] for name in _names()},
        "segments": [
            {"name": name, "label": words.label(name, language), "listed": name in names, "levels": _levels(whole, name)}
            for name in dict.fromkeys([*names, *whole.segments])
        ],
        "periods": [{"period": wave, "label": words.period_label(wave, language)} for wave in whole.waves],
        "weighted": bool(whole.weighted),
        "unit": "responses" if _counts_answers(whole) else "customers",
        "previous": whole.previous_wave,
    }


def base_text(study: Any) -> str:
    """How many are in the study's slice, in words: ``n = 1,234 customers``."""
    n, kind = size(study)
    return f"{words.say('house.base', study.language, n=n)} {words.say(f'house.table.{kind}', study.language)}"


def size(study: Any) -> tuple[int, str]:
    """How many are in the study's slice, and of what: ``customers``, or ``responses`` where there is no table of customers.

    Of answers it is those to the question with most of them, so that a person who answers ten questions counts once.
    """
    if not _counts_answers(study):
        kept = study.slice.only(study.view.customer_segments)
        where, values = study.view.where(kept, "customers")
        return int(study.view.query(f"SELECT count(*) FROM customers WHERE {where}", values)[0][0]), "customers"
    counts = study.score_counts()
    return (int(counts.groupby("question")["n"].sum().max()) if len(counts) else 0), "responses"


def _names() -> list[str]:
    return [key.removeprefix("slicer.") for key in words.catalogue() if key.startswith("slicer.")]


def _levels(study: Any, segment: str) -> list[dict[str, Any]]:
    counts = _sizes(study, segment)
    return [
        {"level": level, "label": _label(level, study.language), "n": None if counts is None else counts.get(level, 0)}
        for level in study.segments[segment]
    ]


def _label(level: str, language: str) -> str:
    return words.NOT_KNOWN[language] if level == words.NOT_KNOWN["en"] else level


def _sizes(study: Any, segment: str) -> dict[str, int] | None:
    """Customers at each level; answers where there is no table of customers; None where neither can be counted."""
    if not _counts_answers(study) and segment in study.view.customer_segments:
        counts = study.view.counts([segment], "customers", {"n": "count(*)"}, EVERYONE)
        return dict(zip(counts[segment], counts["n"].astype(int).tolist(), strict=True))
    if not study.has("responses"):
        return None
    try:
        counts = study.score_counts(by=(segment,)).groupby([segment, "question"], observed=True)["n"].sum()
    except ArgumentError:
        return None
    return counts.groupby(level=0, observed=True).max().astype(int).to_dict()


def _counts_answers(study: Any) -> bool:
    return study.has("responses") and not study.has("customers")

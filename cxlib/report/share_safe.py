"""What of a report may be given away: no row about one person, no words of a customer, no small group."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from .. import words
from ..comments.cleaning import cleaned
from ..finding import Finding
from ..study import SHARE
from .handout import write_handout
from .pages import HANDOUT, Drawn

__all__ = ["for_others", "handout_beside", "shared_kernels", "without_inside"]

_OF_PERSONS = frozenset(("customer_id", "customer", "employee", "journey_id"))
_VERBATIM = frozenset(("quote", "quotes", "comment", "text", "example", "voice", "said"))
_SHORTEST_ID = 5
_SHORTEST_COMMENT = 3
_WORD = re.compile(r"[\w-]+")


@contextlib.contextmanager
def shared_kernels() -> Iterator[None]:
    """While it lasts, every program that is started opens studies as they are shown to others."""
    before = os.environ.get(SHARE)
    os.environ[SHARE] = "1"
    try:
        yield
    finally:
        os.environ.pop(SHARE) if before is None else os.environ.update({SHARE: before})


def for_others(drawn: Sequence[Drawn], study: Any) -> tuple[list[Drawn], tuple[str, ...]]:
    """The findings that may be given away, and a sentence for each reason why others stay.

    Left out are findings with rows about single customers, employees or journeys, those that quote a comment, those in
    which an id or a whole comment stands, and those that were not made with the raised minimum base or show a smaller one.

    Parameters
    ----------
    drawn : findings with their charts
    study : Study
        Opened with ``share``.

    Returns
    -------
    (kept, notes)
    """
    ids, comments = _ids(study), _comments(study)
    kept: list[Drawn] = []
    reasons: dict[str, list[str]] = {}
    for one in drawn:
        why = _reason(one.at.finding, study, ids, comments)
        if why:
            reasons.setdefault(why, []).append(one.at.finding.key)
        else:
            kept.append(one)
    said = [words.say(f"report.share.{why}", study.language, n=len(keys), names=", ".join(keys)) for why, keys in reasons.items()]
    return kept, tuple(said)


def without_inside(folder: Path, names: Iterable[str]) -> None:
    """Remove from a report what is for the house alone: the pages of notebooks and the notebooks themselves."""
    shutil.rmtree(folder / "notebooks", ignore_errors=True)
    for name in names:
        (folder / f"{name}.html").unlink(missing_ok=True)


def handout_beside(folder: Path, study: Any) -> tuple[str, ...]:
    """Write the page that slices without Python, where the study has answers; its name to link."""
    if str(study.slice) or not study.has("responses"):
        return ()
    write_handout(study, folder / HANDOUT)
    return (HANDOUT,)


def _reason(finding: Finding, study: Any, ids: frozenset[str], comments: frozenset[str]) -> str:
    columns = {str(name).lower() for name in finding.table.columns}
    if columns & _OF_PERSONS or any(name.lower() in _OF_PERSONS for name in finding.slice.segments):
        return "persons"
    if columns & _VERBATIM:
        return "verbatim"
    texts = list(_texts(finding.to_json()))
    if ids and any(not ids.isdisjoint(_WORD.findall(text)) for text in texts):
        return "persons"
    if any(cleaned(text) in comments for text in texts):
        return "verbatim"
    if finding.status in ("nobody", "not_available"):
        return ""
    smallest = study.settings.minimum_base
    return "small" if finding.provenance.get("share_base") != smallest or _is_small(finding, smallest) else ""


def _is_small(finding: Finding, smallest: int) -> bool:
    """Whether a base below the minimum is shown."""
    import pandas as pd

    bases = [pd.to_numeric(finding.table[name], errors="coerce") for name in finding.table.columns if str(name) == "base"]
    return any(((base > 0) & (base < smallest)).any() for base in bases)


def _texts(value: Any) -> Iterator[str]:
    """Every text in plain data."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _texts(part)


def _ids(study: Any) -> frozenset[str]:
    """Ids that cannot be taken for an ordinary number or word."""
    names = study.unsliced().customers().index
    return frozenset(name for name in names if len(name) >= _SHORTEST_ID and any(letter.isdigit() for letter in name) and (not name.isdigit() or len(name) > 8))


def _comments(study: Any) -> frozenset[str]:
    if not study.has("responses"):
        return frozenset()
    texts = study.unsliced().comment_rows()["comment"].dropna()
    return frozenset(text for text in map(cleaned, texts.unique()) if len(text.split()) >= _SHORTEST_COMMENT)

"""The counts that travel in a hand-out: by one and by two segments at once, by period, small cells left at home."""

from __future__ import annotations

import base64
import gzip
import itertools
import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from ..errors import choose
from ..scores.sums import sums
from .handout_hiding import Layout, hidden

__all__ = ["PEOPLE", "STAYING", "handout_counts", "packed", "score_layout"]

# Topics that are no question, and that no question is called.
PEOPLE = "="
STAYING = "=retention"

_MOST_CELLS = 300_000  # cells times periods and questions: what a page opens with at once
_DIGITS = 17
_STAYED = ("n", "start", "churned")
_COUNTED = ("n", "missing", "p", "d", "y", "y2", "start", "churned")
_PLAIN = {"nps": ("n", "missing", "p", "d"), "csat": ("n", "missing", "p", "y", "y2"), "mean": ("n", "missing", "y", "y2")}
_WEIGHED = {
    "nps": ("w", "w2", "wp", "wd", "w2p", "w2d"), "csat": ("w", "w2", "wp", "w2p", "wy", "w2y", "w2y2"),
    "mean": ("w", "w2", "wy", "w2y", "w2y2"),
}


def score_layout(study, segments: Sequence[str] | None = None) -> Layout:
    """The segments of answers that a hand-out can be sliced by, and which of them cross.

    Pairs with the fewest cells come first; the others stay out once a page would grow too large to be sent.

    Raises
    ------
    ArgumentError
        For a segment that is not there.
    """
    own = [name for name in study.segments if not study.has("responses") or name in study.view.segments_of("responses")]
    names = own if segments is None else [choose("segment", name, own) for name in dict.fromkeys(segments)]
    levels = {name: tuple(study.segments[name]) for name in names}
    times = max(len(study.waves) * max(len(study.codebook), 1), 1)
    room, pairs = _MOST_CELLS // times - sum(map(len, levels.values())), []
    for a, b in sorted(itertools.combinations(names, 2), key=lambda pair: len(levels[pair[0]]) * len(levels[pair[1]])):
        room -= len(levels[a]) * len(levels[b])
        if room >= 0:
            pairs.append((a, b))
    return Layout(levels, tuple(pair for pair in itertools.combinations(names, 2) if pair in pairs))


def handout_counts(study, layout: Layout) -> dict[str, Any]:
    """What every answer of a hand-out is worked out from, as plain data.

    Returns
    -------
    dict
        ``segments`` (name and levels), ``pairs`` (two places in it each), ``periods``, ``retention`` (how leaving is told;
        None where it is not known) and ``topics``: for each question, for customers (`PEOPLE`) and for those of a start
        cohort (`STAYING`), its sums as columns over the cells that travel (``sums``), and for each period a text with a letter
        for each cell (``cells``): ``0`` nobody, ``1`` travels, ``x`` left out.
    """
    topics, minimum = {}, study.settings.minimum_base
    if study.has("responses"):
        frames = _score_frames(study, layout)
        for name, question in study.codebook.items():
            kind = question.metric if question.metric in ("nps", "csat") else "mean"
            names = _PLAIN[kind] + (_WEIGHED[kind] if study.weighted else ())
            block = _block(study, layout, [(by, sums(frame, question, list(by))) for by, frame in frames], names)
            topics[name] = _suppressed(block, layout, names, minimum=minimum)
    retention = None
    if study.has("customers") and set(layout.levels) <= set(study.view.customer_segments):
        topics[PEOPLE] = _suppressed(_people(study, layout), layout, ("n",), minimum=minimum)
        retention, block = _staying(study, layout)
        if block is not None:
            topics[STAYING] = _suppressed(block, layout, _STAYED, minimum=max(minimum, retention["minimum"]), bases=2)
    return {
        "segments": [{"name": name, "levels": list(levels)} for name, levels in layout.levels.items()],
        "pairs": [[list(layout.levels).index(name) for name in pair] for pair in layout.pairs],
        "periods": list(study.waves), "retention": retention, "topics": topics,
    }


def packed(data: Mapping[str, Any]) -> str:
    """The data as JSON, pressed together and written in letters that a page can hold.

    Examples
    --------
    >>> packed({"n": 1})[:4]
    'H4sI'
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    # No time in the header: the same study gives the same file.
    return base64.b64encode(gzip.compress(text.encode(), 9, mtime=0)).decode()


def _people(study, layout: Layout) -> np.ndarray:
    """Customers of each cell, in one period that stands for all."""
    one, two = layout.places()
    everyone = study.unsliced().customers()
    out = np.zeros((1, layout.size, 1))
    out[0, 0, 0] = len(everyone)
    codes = {name: pd.Index(levels).get_indexer(everyone[name]) for name, levels in layout.levels.items()}
    for name, places in one.items():
        out[0, places, 0] = np.bincount(codes[name], minlength=len(places))
    for (a, b), places in two.items():
        out[0, places, 0] = np.bincount(codes[a] * places.shape[1] + codes[b], minlength=places.size).reshape(places.shape)
    return out


def _staying(study, layout: Layout) -> tuple[dict[str, Any] | None, np.ndarray | None]:
    """How leaving is told, and who was there when each period began or ended, began it, and left in it."""
    churn, everyone = study.settings.churn, study.unsliced()
    there = study.has("customers") if churn.kind == "contract" else study.has("transactions") or study.has("touchpoints")
    if not there or study.settings.period == "wave":
        return None, None
    groups = [(), *((name,) for name in layout.levels), *layout.pairs]
    frames = [(("period", *by), everyone.retention_counts(list(by))) for by in groups]
    first = frames[0][1].set_index("period")
    if not set(first.index) <= set(study.waves):
        return None, None
    tables = [(by, frame.assign(n=frame["end"] + frame["churned"])) for by, frame in frames]
    about = {
        "kind": churn.kind, "since": churn.known_from.isoformat() if churn.known_from else None, "minimum": study.settings.minimum_share_base,
        "known": {period: bool(known) for period, known in first["known"].items()},
    }
    return about, _block(study, layout, tables, _STAYED)


def _score_frames(study, layout: Layout) -> list[tuple[tuple[str, ...], pd.DataFrame]]:
    everyone = study.unsliced()
    groups = [(), *((name,) for name in layout.levels), *layout.pairs]
    return [(("period", *by), everyone.score_counts(["period", *by])) for by in groups]


def _block(study, layout: Layout, tables: Sequence[tuple[tuple[str, ...], pd.DataFrame]], names: Sequence[str]) -> np.ndarray:
    """The sums in one array: period, cell, sum."""
    one, two = layout.places()
    out = np.zeros((len(study.waves), layout.size, len(names)))
    periods = pd.Index(study.waves)
    for (_, *by), table in tables:
        row = periods.get_indexer(table["period"])
        codes = [pd.Index(layout.levels[name]).get_indexer(table[name]) for name in by]
        places = np.zeros(1, dtype=int) if not by else one[by[0]] if len(by) == 1 else two[tuple(by)]
        known = (row >= 0) & np.all([code >= 0 for code in codes], axis=0)
        cell = places[tuple(code[known] for code in codes)] if by else np.zeros(known.sum(), dtype=int)
        out[row[known], cell] = table.loc[known, list(names)].to_numpy(float)
    return out


def _suppressed(block: np.ndarray, layout: Layout, names: Sequence[str], *, minimum: int, bases: int = 1) -> dict[str, Any]:
    """Letters by period, and the sums of the cells that travel; the first `bases` of `names` are of people."""
    letters, kept = [], []
    for period in block:
        out = np.any([hidden(period[:, place], layout, minimum=minimum) for place in range(bases)], axis=0)
        some = (period != 0).any(axis=1)
        letters.append("".join(np.where(out, "x", np.where(some, "1", "0"))))
        kept.append(period[some & ~out])
    columns = np.concatenate(kept).T
    return {"cells": letters, "names": list(names), "sums": [_written(name, column) for name, column in zip(names, columns, strict=True)]}


def _written(name: str, column: np.ndarray) -> list:
    if name in _COUNTED and (column == np.rint(column)).all():
        return column.astype(int).tolist()
    return [float(f"{value:.{_DIGITS}g}") for value in column]

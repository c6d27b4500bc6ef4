"""Comments in customers' own words, chosen by rule and masked."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .. import words
from ..errors import ArgumentError, choose
from ..finding import Finding
from .wording import Split, separating
from .picking import picked
from .said import FEELINGS, Said, gathered, nothing_said, side_name
from .subjects import topic_of

__all__ = ["quotes"]


def quotes(
    study, *, side: str = "low", stage: str | None = None, topic: str | None = None, n: int = 3, question: str | None = None,
    waves: int | None = None, seed: int = 2026,
) -> Finding:
    """What customers wrote, in their own words: the comments that say most of what sets their side apart.

    Parameters
    ----------
    side : {"low", "middle", "high", "any"}
        Who speaks: detractors, passives, promoters (parts of the scale for other questions), or everybody.
    stage : name of a stage, optional
        Comments that stand beside an answer about it.
    topic : str, optional
        A topic as :func:`cxlib.comments.topics` names it; then the comments most of that topic.
    n : int
        Quotes at most, from 1.
    question, waves, seed : as of :func:`cxlib.comments.contrast`

    Returns
    -------
    Finding
        Columns ``quote``, ``said_by`` (low, middle, high, or blank), ``period``, ``stage``; best first. ``base`` is the
        number of comments that were chosen from. No quote is shown of fewer than the minimum base.

    Raises
    ------
    ArgumentError
        For an unknown side, stage, topic or question, or `n` below 1.

    Notes
    -----
    The rule: the highest sum of z over the words that clearly set the side apart (or the weight in the topic); 4 to 40
    words; one per customer, each text once; then the latest, then the lowest customer_id. Without such words the latest
    are shown. Contacts and numbers of persons are masked (:func:`cxlib.comments.masked`), names are not.

    Examples
    --------
    >>> from cxlib import comments, open_study
    >>> comments.quotes(open_study("data/sample"), side="low", n=2).display_table()  # doctest: +SKIP
    """
    choose("side", side, (*FEELINGS, "any"))
    if isinstance(n, bool) or not isinstance(n, int) or n < 1:
        raise ArgumentError(f"n is {n!r}; give a whole number of at least 1, such as 3")
    language, name = study.language, "comments.quotes"
    asked = words.say("comments.quotes.question", language)
    if (no := nothing_said(study, name, asked)) is not None:
        return no
    if stage is not None:
        choose("stage", stage, study.levels_of("stage"))
    said = gathered(study, question=question, waves=waves)
    if (no := nothing_said(study, name, asked, said)) is not None:
        return no
    weight = _weights(study, said, side, topic, seed)
    keep = np.isfinite(weight)
    if side != "any":
        keep &= (said.rows["feeling"] == side).to_numpy()
    if stage is not None:
        keep &= (said.rows["stage"] == stage).to_numpy()
    mine, who = said.only(keep), side_name(said, side, language) if side != "any" else words.say("comments.side.any", language)
    key = ".".join([name, side, *[part for part in (stage, topic) if part]])
    minimum = study.settings.minimum_base
    fills = {"when": said.when(language), "who": who, "about": _about(stage, topic, language)}
    if mine.rows["customer_id"].nunique() < minimum:
        few = words.say("comments.quotes.too_few", language, minimum=minimum, **fills)
        return study.finding(name, question=asked, sentence=few, table=pd.DataFrame(), status="cannot_tell", key=key)
    return _finding(study, name, asked, mine, weight[keep], n, fills).with_key(key)


def _weights(study, said: Said, side: str, topic: str | None, seed: int) -> np.ndarray:
    """How much each comment says of the topic or of its side; NaN for a comment of another topic."""
    if topic is not None:
        return topic_of(study, said, topic, seed=seed)
    if side not in ("low", "high"):
        return np.zeros(len(said))
    ends = said.rows["feeling"].isin(["low", "high"]).to_numpy()
    split = Split(said.only(ends), (said.rows["feeling"][ends] == "low").to_numpy(), ("low", "high"))
    weight = np.zeros(len(said))
    if min(split.sizes) >= study.settings.minimum_base:
        table, terms = separating(split, minimum=study.settings.minimum_base, seed=seed)
        clear = ((table["verdict"] == "clear") & (table["side"] == side)).to_numpy()
        weight[ends] = terms.holds @ (np.nan_to_num(table["separation"].to_numpy(float)) * clear * (1 if side == "low" else -1)) if len(table) else 0.0
    return weight


def _about(stage: str | None, topic: str | None, language: str) -> str:
    parts = [words.say(f"comments.quotes.{kind}", language, name=name) for kind, name in (("stage", stage), ("topic", topic)) if name]
    return "".join(parts)


def _finding(study, name: str, asked: str, mine: Said, weight: np.ndarray, n: int, fills: dict) -> Finding:
    language = study.language
    rows = picked(mine.rows, weight, n, language=language)
    if rows.empty:
        sentence = words.say("comments.quotes.none", language, n=len(mine), **fills)
        return study.finding(name, question=asked, sentence=sentence, table=pd.DataFrame(), status="cannot_tell", base=len(mine))
    table = pd.DataFrame({
        "quote": rows["quote"].tolist(), "said_by": [side_name(mine, feeling, language) if feeling else "" for feeling in rows["feeling"]],
        "period": rows["period"].fillna("").tolist(), "stage": rows["stage"].fillna("").tolist(),
    }).astype("str")
    by_words = bool(np.any(weight > 0))
    sentence = words.say("comments.quotes", language, shown=len(table), n=len(mine), first=table["quote"].iloc[0], **fills)
    notes = (words.say("comments.quotes.rule" if by_words else "comments.quotes.latest", language), words.say("comments.quotes.masked", language))
    return study.finding(name, question=asked, sentence=sentence, table=table, base=len(mine), caveats=notes)

"""How comments sound, learned from the study's own scores, and how often that is right."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .. import words
from ..finding import Chart, Finding
from .learning import Classifier, learn, most_frequent, out_of_fold, quality
from .said import FEELINGS, Said, gathered, nothing_said

__all__ = ["FEWEST_SCORED", "felt", "sentiment"]

FEWEST_SCORED = 200
_FEWEST_CUSTOMERS = 50
_FEWEST_LATER = 50
_FEWEST_OF_A_FEELING = 10


def sentiment(study, *, question: str | None = None, waves: int | None = None, seed: int = 2026) -> Finding:
    """How well a comment alone tells whether its writer scored low, middle or high, on comments not learned from.

    Parameters
    ----------
    question : name of a question, optional
        The one that most comments stand beside when not given.
    waves : int or None
        How many of the latest waves are pooled; None for all. Periods of the slice come first.
    seed : int

    Returns
    -------
    Finding
        Rows by ``tested_on`` (``customers``: each comment told from those of other customers, five parts; ``later``: the
        last period told from the earlier ones, without the customers who wrote in both) and ``metric``: ``accuracy``,
        ``baseline`` (always saying the most frequent), ``gain`` (their difference), ``macro_f1``; ``base`` (comments),
        ``value``, ``low``, ``high`` (95%). "cannot tell" under 200 scored comments or when the gain may be nothing.

    Raises
    ------
    ArgumentError
        For an unknown question or `waves` below 1.

    Notes
    -----
    Logistic regression on tf-idf of syllables and pairs, with and without diacritics (:func:`cxlib.comments.learn`).
    Accuracy has Wilson's interval; gain and macro-F1 percentiles over customers drawn with replacement.

    Examples
    --------
    >>> from cxlib import comments, open_study
    >>> comments.sentiment(open_study("data/sample")).sentence  # doctest: +SKIP
    """
    language, name = study.language, "comments.sentiment"
    asked = words.say("comments.sentiment.question", language)
    if (no := nothing_said(study, name, asked)) is not None:
        return no
    said = gathered(study, question=question, waves=waves)
    if (no := nothing_said(study, name, asked, said)) is not None:
        return no
    scored = _scored(said)
    key = name if question is None else f"{name}.{question}"
    if not _enough(scored):
        few = words.say("comments.sentiment.too_few", language, when=said.when(language), fewest=FEWEST_SCORED)
        return study.finding(name, question=asked, sentence=few, table=pd.DataFrame(), status="cannot_tell", key=key)
    return _finding(study, name, asked, scored, _table(study, scored, seed)).with_key(key)


def felt(study, *, question: str | None = None, waves: int | None = None, seed: int = 2026) -> pd.DataFrame:
    """How each comment sounds: chances of low, middle and high, never learned from comments of the same customer.

    For other analyses, such as the feeling at each stage of a journey. Comments without a score are told by all those
    with one.

    Returns
    -------
    DataFrame
        ``customer_id``, ``at``, ``period``, ``stage``, ``touchpoint``, ``channel``, ``score``, ``given`` (low, middle, high
        or "", by the score), ``low``, ``middle``, ``high`` (chances) and ``felt`` (the likeliest). No rows where
        :func:`sentiment` has too few comments to learn from.
    """
    said = gathered(study, question=question, waves=waves)
    kept = ["customer_id", "at", "period", "stage", "touchpoint", "channel", "score", "feeling"]
    rows = said.rows[kept].rename(columns={"feeling": "given"})
    scored = _scored(said)
    if not _enough(scored):
        return rows.iloc[:0].assign(low=0.0, middle=0.0, high=0.0, felt="")
    chances = np.zeros((len(said), len(FEELINGS)))
    told = (said.rows["feeling"] != "").to_numpy()
    chances[told] = out_of_fold(scored.texts, scored.rows["feeling"], scored.rows["customer_id"], seed=seed)[0].to_numpy()
    chances[~told] = _learned(scored).chances(said.rows["comment"][~told].tolist()).to_numpy()
    return rows.assign(**dict(zip(FEELINGS, chances.T, strict=True)), felt=np.asarray(FEELINGS, dtype=object)[chances.argmax(axis=1)])


def _scored(said: Said) -> Said:
    return said.only(said.rows["feeling"] != "")


def _enough(scored: Said) -> bool:
    sizes = scored.rows["feeling"].value_counts()
    known = (sizes >= _FEWEST_OF_A_FEELING).sum() >= 2
    return len(scored) >= FEWEST_SCORED and known and scored.rows["customer_id"].nunique() >= _FEWEST_CUSTOMERS


def _learned(scored: Said) -> Classifier:
    return learn(scored.texts, scored.rows["feeling"])


def _table(study, scored: Said, seed: int) -> pd.DataFrame:
    true, customers = scored.rows["feeling"].to_numpy(dtype=object), scored.rows["customer_id"].to_numpy(dtype=object)
    chances, usual = out_of_fold(scored.texts, true, customers, seed=seed)
    parts = [quality(_likeliest(chances), true, usual, customers, seed=seed).assign(tested_on="customers")]
    later = _later(study, scored)
    if later is not None:
        before, after = later
        told = _likeliest(_learned(before).chances(after.texts))
        lazy = np.full(len(after), most_frequent(before.rows["feeling"].to_numpy(dtype=object)), dtype=object)
        really = after.rows["feeling"].to_numpy(dtype=object)
        parts.append(quality(told, really, lazy, after.rows["customer_id"], seed=seed).assign(tested_on="later"))
    table = pd.concat(parts, ignore_index=True)
    return table[["tested_on", "metric", "base", "value", "low", "high"]]


def _later(study, scored: Said) -> tuple[Said, Said] | None:
    """Comments of the earlier periods and of the last, without customers of both; None where either is too small."""
    seen = [period for period in study.waves if (scored.rows["period"] == period).any()]
    if len(seen) < 2:
        return None
    last = scored.rows["period"] == seen[-1]
    again = scored.rows["customer_id"].isin(scored.rows.loc[last, "customer_id"])
    before, after = scored.only(~again), scored.only(last)
    return (before, after) if _enough(before) and len(after) >= _FEWEST_LATER else None


def _likeliest(chances: pd.DataFrame) -> np.ndarray:
    return np.asarray(chances.columns, dtype=object)[chances.to_numpy().argmax(axis=1)]


def _finding(study, name: str, asked: str, scored: Said, table: pd.DataFrame) -> Finding:
    language = study.language
    rows = {(row["tested_on"], row["metric"]): row for _, row in table.iterrows()}
    main, gain = rows["customers", "accuracy"], rows["customers", "gain"]
    better = gain["low"] > 0
    fills = {"when": scored.when(language), "n": len(scored), "asked": scored.question.name,
             "baseline": rows["customers", "baseline"]["value"], "f1": rows["customers", "macro_f1"]["value"],
             **{end: main[end] for end in ("value", "low", "high")}}
    sentence = words.say("comments.sentiment" if better else "comments.sentiment.none", language, **fills)
    if ("later", "accuracy") in rows:
        late = rows["later", "accuracy"]
        sentence += " " + words.say("comments.sentiment.later", language, n=late["base"], **{end: late[end] for end in ("value", "low", "high")})
    sizes = scored.rows["feeling"].value_counts()
    mix = ", ".join(f"{words.say(f'comments.feeling.{feeling}', language)} {words.format_value(sizes.get(feeling, 0), 'count', language)}"
                    for feeling in FEELINGS)
    notes = [words.say("comments.sentiment.classes", language, asked=scored.question.name, mix=mix), words.say("comments.sentiment.single", language)]
    if study.weighted:
        notes.append(words.say("comments.unweighted", language))
    return study.finding(
        name, question=asked, sentence=sentence, table=table, base=len(scored), unit="share", status="answered" if better else "cannot_tell",
        chart=Chart("interval", x="value", y="metric", facet="tested_on", unit="share", x_label=words.say("comments.sentiment.axis", language)),
        caveats=tuple(notes), headline={**{end: float(main[end]) for end in ("value", "low", "high")}, "base": int(main["base"]), "unit": "share"},
    )

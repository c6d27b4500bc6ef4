"""What comments are about: topics, how big and how happy each is, and how stable."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from .. import intervals, words
from ..errors import ArgumentError, choose
from ..finding import Chart, Finding, withhold
from .grouping import Grouping, chosen, grouped, weights_of
from .picking import picked
from .said import Said, gathered, nothing_said
from .structure import chance_of_structure
from .terms import Terms, terms_of

__all__ = ["FEWEST_COMMENTS", "STABLE", "Topics", "found_in", "topic_of", "topics"]

FEWEST_COMMENTS = 200
STABLE = 0.8
_MOST_TOPICS = 12
_STARTS = 6
_SMALLEST_TOPIC = 0.02
_IN_A_TERM = 5
_WORDS_IN_NAME = 3
_CHANCE = 0.01
_BLANK = ("value", "low", "high", "base", "mean_score", "mean_low", "mean_high", "stability")


def topics(study, *, k: int | None = None, question: str | None = None, waves: int | None = None, seed: int = 2026) -> Finding:
    """What the slice's comments are about, with the share and the mean score of each topic.

    Parameters
    ----------
    k : int, optional
        Number of topics, 2 to 30; that on which random starts agree most when not given.
    question, waves, seed : as of :func:`cxlib.comments.contrast`

    Returns
    -------
    Finding
        Columns ``theme`` (its three most telling words), ``base`` (comments), ``value`` (share of all comments), ``low``,
        ``high`` (95%, Wilson), ``mean_score`` (higher is better), ``mean_low``, ``mean_high`` (95%), ``adjusted_p`` (the
        mean against all other comments, Benjamini-Hochberg) and ``verdict`` (above, below, cannot tell), ``stability``
        (share of its ten strongest words that the other random starts find too), ``quote``; largest first. Comments
        like no topic have a row of their own. "cannot tell" under 200 comments, when random starts agree less than 0.8, or
        when words dealt out at random go together as much; the table then shows the agreement (``agreement``) for each
        number of topics (``k``).

    Raises
    ------
    ArgumentError
        For an unknown question, or `k` out of range.

    Notes
    -----
    Non-negative matrix factorisation of tf-idf over syllables and pairs of them; each comment belongs to its strongest
    topic, if it is like it at all (cosine from 0.1). Agreement is the mean adjusted Rand index of six random starts; it
    alone would call frequent words topics, so that words go together at all is tested too
    (:func:`cxlib.comments.structure.chance_of_structure`). Intervals take the topics as given.

    Examples
    --------
    >>> from cxlib import comments, open_study
    >>> comments.topics(open_study("data/sample")).display_table()  # doctest: +SKIP
    """
    _check_k(k)
    language, name = study.language, "comments.topics"
    asked = words.say("comments.topics.question", language)
    if (no := nothing_said(study, name, asked)) is not None:
        return no
    said = gathered(study, question=question, waves=waves)
    if (no := nothing_said(study, name, asked, said)) is not None:
        return no
    found = found_in(said, study.settings.minimum_base, k=k, seed=seed)
    if found is None:
        few = words.say("comments.topics.too_few", language, when=said.when(language), fewest=FEWEST_COMMENTS)
        return study.finding(name, question=asked, sentence=few, table=pd.DataFrame(), status="cannot_tell")
    if not found.stable:
        return _unstable(study, name, asked, said, found)
    return _finding(study, name, asked, said, found)


@dataclass(frozen=True)
class Topics:
    """Topics of some comments.

    Attributes
    ----------
    names : what each topic is called
    grouping : Grouping
    tried : agreement of random starts for each number of topics
    chance : p-value of there being no topics (:func:`cxlib.comments.structure.chance_of_structure`)
    """

    names: tuple[str, ...]
    grouping: Grouping
    tried: dict[int, float]
    chance: float

    @property
    def stable(self) -> bool:
        """Whether the topics are more than chance, and found again."""
        return self.grouping.agreement >= STABLE and self.chance <= _CHANCE


def found_in(said: Said, minimum: int, *, k: int | None = None, seed: int = 2026) -> Topics | None:
    """The topics of some comments; None where there are too few comments or words."""
    if len(said) < FEWEST_COMMENTS:
        return None
    terms = terms_of(said.texts, at_least=_IN_A_TERM)
    if len(terms.names) < 2 * (k or 2):
        return None
    weights = weights_of(terms)
    if k is not None:
        grouping = grouped(weights, k, starts=_STARTS, seed=seed)
        tried = {k: grouping.agreement}
    else:
        fewest = max(minimum, round(_SMALLEST_TOPIC * len(said)))
        counts = range(2, min(_MOST_TOPICS, len(terms.names) // 2) + 1)
        grouping, tried = chosen(weights, counts, fewest=fewest, starts=_STARTS, seed=seed)
    return Topics(_names(terms, grouping, minimum), grouping, tried, chance_of_structure(terms, len(grouping.terms), seed=seed))


def topic_of(study, said: Said, topic: str, *, seed: int = 2026) -> np.ndarray:
    """How strongly each comment is of the topic called so; NaN for comments of other topics.

    Raises
    ------
    ArgumentError
        When no topic is called so, with the names of those that are.
    """
    found = found_in(said, study.settings.minimum_base, seed=seed)
    if found is None or not found.stable:
        raise ArgumentError(f'no topic called "{topic}": these comments have no stable topics')
    place = found.names.index(choose("topic", topic, found.names))
    return np.where(found.grouping.group == place, found.grouping.likeness, np.nan)


def _check_k(k: int | None) -> None:
    if k is not None and (isinstance(k, bool) or not isinstance(k, int) or not 2 <= k <= 30):
        raise ArgumentError(f"k must be a whole number from 2 to 30, or None to choose it; not {k!r}")


def _names(terms: Terms, grouping: Grouping, minimum: int) -> tuple[str, ...]:
    """Each topic by its strongest terms; terms that share a word, or that too few comments hold, are passed over."""
    counts = np.asarray(terms.holds.sum(axis=0)).ravel()
    names: list[str] = []
    for row in grouping.terms:
        told: list[str] = []
        for place in np.argsort(-row, kind="stable"):
            fresh = not {word for name in told for word in name.split(" ")} & set(terms.names[place].split(" "))
            if row[place] > 0 and counts[place] >= minimum and fresh:
                told.append(terms.names[place])
            if len(told) == _WORDS_IN_NAME:
                break
        name = ", ".join(told) or str(len(names) + 1)
        names.append(name if name not in names else f"{name} ({len(names) + 1})")
    return tuple(names)


def _unstable(study, name: str, asked: str, said: Said, found: Topics) -> Finding:
    language = study.language
    table = pd.DataFrame({"k": list(found.tried), "agreement": list(found.tried.values())})
    key = "comments.topics.unstable" if max(found.tried.values()) < STABLE else "comments.topics.no_structure"
    sentence = words.say(key, language, when=said.when(language), n=len(said), best=max(found.tried.values()), needed=STABLE)
    return study.finding(name, question=asked, sentence=sentence, table=table, base=len(said), status="cannot_tell",
                         formats={"k": "count", "agreement": "score"}, caveats=(words.say("comments.topics.agreement", language),))


def _finding(study, name: str, asked: str, said: Said, found: Topics) -> Finding:
    language = study.language
    table = withhold(_table(study, said, found), minimum=study.settings.minimum_base, within=[], columns=_BLANK)
    table["quote"] = table["quote"].mask(table["withheld"] != "", "").astype("str")
    themes = table[(table["theme"] != _rest(language)) & (table["withheld"] == "")]
    apart = themes[themes["verdict"] == "below"].sort_values("mean_score", kind="stable")
    verdict = words.say("comments.topics.low_none", language)
    if len(apart):
        first = apart.iloc[0]
        verdict = words.say("comments.topics.low", language, theme=first["theme"], mean=first["mean_score"], low=first["mean_low"], high=first["mean_high"],
                            asked=said.question.name, n=first["base"])
    lead = themes.iloc[0]
    sentence = words.say("comments.topics", language, when=said.when(language), n=len(said), k=len(found.names), agreement=found.grouping.agreement,
                         theme=lead["theme"], value=lead["value"], low=lead["low"], high=lead["high"], verdict=verdict)
    notes = [words.say("comments.topics.agreement", language), words.say("comments.topics.given", language), words.say("comments.quotes.masked", language)]
    if study.weighted:
        notes.append(words.say("comments.unweighted", language))
    return study.finding(
        name, question=asked, sentence=sentence, table=table, base=len(said), unit="share", caveats=tuple(notes),
        chart=Chart("interval", x="value", y="theme", unit="share", x_label=words.say("comments.topics.axis", language)),
        formats={"mean_score": "score", "mean_low": "score", "mean_high": "score", "adjusted_p": "p_value", "stability": "whole_share"},
        headline={"value": float(lead["value"]), "low": float(lead["low"]), "high": float(lead["high"]), "base": int(lead["base"]), "unit": "share"},
    )


def _table(study, said: Said, found: Topics) -> pd.DataFrame:
    group, language = found.grouping.group, study.language
    rows = []
    for place, theme in [*enumerate(found.names), (-1, _rest(language))]:
        mine = group == place
        if place >= 0 or mine.any():
            rows.append({"theme": theme, "base": int(mine.sum()), **_mean(said, mine, study.settings.minimum_base), "_place": place,
                         "stability": found.grouping.kept[place] if place >= 0 else np.nan})
    table = pd.DataFrame(rows)
    table["value"] = table["base"] / len(said)
    table["low"], table["high"] = intervals.share_interval(table["base"].to_numpy(float), np.full(len(table), float(len(said))))
    table["adjusted_p"] = intervals.adjust(table["_p"].to_numpy(float), method="fdr_bh")
    clear = table["adjusted_p"] < 0.05
    table["verdict"] = np.where(clear & (table["_gap"] < 0), "below", np.where(clear & (table["_gap"] > 0), "above", "cannot tell"))
    table["quote"] = [_quote(study, said, found, place, verdict) for place, verdict in zip(table["_place"], table["verdict"], strict=True)]
    order = pd.DataFrame({"rest": table["theme"] == _rest(language), "base": -table["base"]}).sort_values(["rest", "base"], kind="stable").index
    columns = ["theme", "base", "value", "low", "high", "mean_score", "mean_low", "mean_high", "adjusted_p", "verdict", "stability", "quote"]
    return table.loc[order, columns].reset_index(drop=True)


def _quote(study, said: Said, found: Topics, place: int, verdict: str) -> str:
    """A comment of the topic; of those who scored low where the topic scores low, if they are enough to quote from."""
    mine = found.grouping.group == place
    side = {"below": "low", "above": "high"}.get(verdict)
    alike = mine & (said.rows["feeling"] == side).to_numpy()
    kept = alike if said.rows["customer_id"][alike].nunique() >= study.settings.minimum_base else mine
    if place < 0 or said.rows["customer_id"][kept].nunique() < study.settings.minimum_base:
        return ""
    quote = picked(said.rows[kept], found.grouping.likeness[kept], 1, language=study.language)["quote"]
    return quote.iloc[0] if len(quote) else ""


def _mean(said: Said, mine: np.ndarray, minimum: int) -> dict[str, float]:
    """Mean score of some comments with its interval, and its difference from that of all others; blank on too few."""
    blank = {"mean_score": np.nan, "mean_low": np.nan, "mean_high": np.nan, "_p": np.nan, "_gap": np.nan}
    if said.question is None:
        return blank
    shown = said.rows["shown"].to_numpy(float)
    here, there = (_sums(shown[part & ~np.isnan(shown)]) for part in (mine, ~mine))
    if here[0] < minimum:
        return blank
    low, high = intervals.mean_interval(*here, scale=(said.question.low, said.question.high))
    gap, _, _, p = intervals.mean_difference(there, here) if there[0] >= minimum else (np.nan,) * 4
    return {"mean_score": here[1] / here[0], "mean_low": low, "mean_high": high, "_p": float(p), "_gap": float(gap)}


def _sums(values: np.ndarray) -> tuple[float, float, float]:
    return float(len(values)), float(values.sum()), float((values**2).sum())


def _rest(language: str) -> str:
    return words.say("comments.topics.rest", language)

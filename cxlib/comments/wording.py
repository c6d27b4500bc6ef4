"""Words that one group says more often than another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from .. import words
from ..errors import ArgumentError, choose
from ..finding import Chart, Finding
from .said import Said, gathered, nothing_said, side_name
from .terms import Terms, terms_of

__all__ = ["Split", "contrast", "log_odds", "separating"]

_COLUMNS = ["word", "side", "base", "share_here", "share_there", "value", "low", "high", "separation", "adjusted_p", "verdict"]
_Z95 = 1.959963984540054
_FEWEST_PERMUTATIONS = 99
_ALIKE = 0.8
_NAMED = 5


def log_odds(first, second, *, prior: float = 100.0) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """How much more often each word is said by the first group: difference of log-odds, its variance, z.

    Parameters
    ----------
    first, second : arrays of counts, a place for each word
    prior : float
        Weight of the informative Dirichlet prior: so many words with the shares that both groups have together.

    References
    ----------
    Monroe, Colaresi and Quinn 2008, Polit. Anal. 16:372, equations 15, 16, 20 and 22.

    Examples
    --------
    >>> delta, variance, z = log_odds([30, 200], [8, 210])
    >>> bool(delta[0] > 0 > delta[1])
    True
    """
    first, second = (np.asarray(counts, dtype=float) for counts in (first, second))
    if not prior > 0:
        raise ArgumentError(f"prior must be above 0; got {prior!r}")
    everything = np.sum(first + second, axis=-1, keepdims=True)
    alpha = prior * (first + second) / np.where(everything > 0, everything, 1.0)
    a, b = first + alpha, second + alpha
    with np.errstate(divide="ignore", invalid="ignore"):
        odds = [np.log(side) - np.log(np.sum(side, axis=-1, keepdims=True) - side) for side in (a, b)]
        variance = 1 / a + 1 / b
        # A vocabulary of one word has nothing to be told from.
        delta = np.where(np.isfinite(odds[0]) & np.isfinite(odds[1]), odds[0] - odds[1], np.nan)
    return delta, variance, delta / np.sqrt(variance)


def contrast(
    study, *, by: str | pd.Series = "score", levels: Sequence[str] | str | None = None, question: str | None = None, waves: int | None = None,
    top: int = 10, permutations: int = 199, seed: int = 2026,
) -> Finding:
    """Words that tell what those who scored low write from what those who scored high write, or any two groups.

    Parameters
    ----------
    by : "score", a segment, or a Series
        ``"score"``: detractors against promoters (the ends of the scale for other questions). A segment of responses.
        A Series of two labels by customer_id, such as leavers and stayers; customers without a label do not count.
    levels : one or two levels, optional
        Of the segment or Series: the first against the second, or against all others. Needed when it has more than two.
    question : name of a question, optional
        The one that most comments stand beside when not given.
    waves : int or None
        How many of the latest waves are pooled; None for all. Periods of the slice come first.
    top : int
        Most words shown of each side.
    permutations, seed : int

    Returns
    -------
    Finding
        Columns ``word`` (one or two words), ``side`` (who says it more), ``base`` (comments that hold it), ``share_here``
        and ``share_there`` (of the first and the second group's comments), ``value`` (log-odds of the word in the
        first group minus those in the second), ``low``, ``high`` (95%), ``separation`` (z), ``adjusted_p`` and ``verdict`` (``clear`` or
        ``cannot tell``). Words in fewer comments than the minimum base are no rows.

    Raises
    ------
    ArgumentError
        For an unknown segment, level or question, more than two groups, or fewer than 99 permutations.

    Notes
    -----
    A word counts once a comment, so one long complaint is one complaint. Log-odds with an informative Dirichlet prior.
    z is not a p-value: the labels of comments are permuted (all comments of a customer together) and a word is clear
    only above the 95% point of the largest z among all words (Westfall and Young 1993), which adjusts for looking at
    many. Words that stand in nearly the same comments are one row.

    References
    ----------
    Monroe, Colaresi and Quinn 2008, Polit. Anal. 16:372.

    Examples
    --------
    >>> from cxlib import comments, open_study
    >>> comments.contrast(open_study("data/sample")).sentence  # doctest: +SKIP
    """
    if permutations < _FEWEST_PERMUTATIONS:
        raise ArgumentError(f"permutations must be {_FEWEST_PERMUTATIONS} or more; got {permutations!r}")
    language, name = study.language, "comments.contrast"
    asked = words.say("comments.contrast.question", language)
    if (no := nothing_said(study, name, asked)) is not None:
        return no
    split = _split(study, by, levels, question, waves)
    if not (isinstance(by, str) and by == "score"):
        asked = words.say("comments.contrast.question_groups", language, first=split.names[0], second=split.names[1])
    if (no := nothing_said(study, name, asked, split.said)) is not None:
        return no
    key = ".".join([name, *([by] if isinstance(by, str) and by != "score" else []), *([question] if question else [])])
    minimum = study.settings.minimum_base
    if min(split.sizes) < minimum:
        few = words.say("comments.contrast.too_few", language, when=split.said.when(language), minimum=minimum, first=split.names[0],
                        second=split.names[1])
        return study.finding(name, question=asked, sentence=few, table=pd.DataFrame(), status="cannot_tell", key=key)
    table = separating(split, minimum=minimum, permutations=permutations, seed=seed)[0]
    return _finding(study, name, asked, split, table, top).with_key(key)


@dataclass(frozen=True)
class Split:
    """Comments of two groups.

    Attributes
    ----------
    said : Said
        Comments of the two groups only.
    first : bool array
        Whether each comment is of the first group.
    names : what the groups are called
    """

    said: Said
    first: np.ndarray
    names: tuple[str, str]

    @property
    def sizes(self) -> tuple[int, int]:
        """Comments of each group."""
        return int(self.first.sum()), int((~self.first).sum())


def separating(split: Split, *, minimum: int, permutations: int = 199, seed: int = 2026) -> tuple[pd.DataFrame, Terms]:
    """All words of two groups, most telling first (columns of :func:`contrast`), and which comment holds which."""
    terms = terms_of(split.said.texts, at_least=minimum)
    if not terms.names:
        return pd.DataFrame(columns=_COLUMNS), terms
    holds = terms.holds.tocsr()
    every = np.asarray(holds.sum(axis=0)).ravel()
    here = np.asarray(holds[split.first].sum(axis=0)).ravel()
    delta, variance, z = log_odds(here, every - here)
    most = _largest(holds, every, split, permutations, seed)
    adjusted = (1 + (most[:, None] >= np.abs(z)).sum(axis=0)) / (1 + permutations)
    half = _Z95 * np.sqrt(variance)
    table = pd.DataFrame({
        "word": list(terms.names), "side": np.where(z > 0, *split.names), "base": every.astype(int), "share_here": here / split.sizes[0],
        "share_there": (every - here) / split.sizes[1], "value": delta, "low": delta - half, "high": delta + half,
        "separation": z, "adjusted_p": adjusted, "verdict": np.where(adjusted <= 0.05, "clear", "cannot tell"),
    })
    # A word that every comment holds, or the only one, has nothing to be told apart from.
    table.loc[~np.isfinite(z), "adjusted_p"] = 1.0
    table.loc[~np.isfinite(z), "verdict"] = "cannot tell"
    order = _one_of_each(terms, np.abs(z))
    return table.iloc[order].reset_index(drop=True), terms.kept(order)


def _largest(holds, every: np.ndarray, split: Split, permutations: int, seed: int) -> np.ndarray:
    """The largest z among all words, for labels permuted among customers with as many comments."""
    rng, customers = np.random.default_rng(seed), split.said.rows["customer_id"].to_numpy()
    order = np.argsort(customers, kind="stable")
    _, starts, sizes = np.unique(customers[order], return_index=True, return_counts=True)
    blocks = [order[starts[sizes == size][:, None] + np.arange(size)] for size in np.unique(sizes)]
    most = np.empty(permutations)
    labels = split.first.astype(float)
    for turn in range(permutations):
        drawn = labels.copy()
        for block in blocks:
            drawn[block] = labels[rng.permutation(block)]
        here = holds.T @ drawn
        most[turn] = np.nanmax(np.abs(log_odds(here, every - here)[2]), initial=0.0)
    return most


def _one_of_each(terms: Terms, strength: np.ndarray) -> list[int]:
    """Places of the terms, strongest first; of those in nearly the same comments the strongest only."""
    both = (terms.holds.T @ terms.holds).toarray()
    alone = both.diagonal()
    either = alone[:, None] + alone[None, :] - both
    kept: list[int] = []
    for place in np.argsort(-np.nan_to_num(strength), kind="stable"):
        if not kept or (both[place, kept] < _ALIKE * either[place, kept]).all():
            kept.append(int(place))
    return kept


def _split(study, by, levels, question: str | None, waves: int | None) -> Split:
    if isinstance(by, str) and by == "score":
        said = gathered(study, question=question, waves=waves)
        said = said.only(said.rows["feeling"].isin(["low", "high"])) if len(said) else said
        names = tuple(side_name(said, side, study.language) for side in ("low", "high"))
        return Split(said, (said.rows["feeling"] == "low").to_numpy(), names)
    if isinstance(by, pd.Series):
        said = gathered(study, question=question, waves=waves)
        labels = by[~by.isna()]
        given = said.rows["customer_id"].map(dict(zip(labels.index.astype(str), labels.map(_text), strict=True)))
        allowed, kind = sorted(set(labels.map(_text))), "label"
    else:
        choose("segment of responses", by, [name for name in study.view.segments_of("responses") if name != "question"])
        said = gathered(study, question=question, waves=waves, by=(by,))
        given, allowed, kind = said.rows[by], list(study.levels_of(by)), f"level of {by}"
    first, second = _two(levels, allowed, kind)
    among = given.notna() if second is None else given.isin([first, second])
    others = second if second is not None else words.say("comments.everyone_else", study.language)
    return Split(said.only(among), (given[among] == first).to_numpy(), (first, others))


def _text(label) -> str:
    return str(bool(label)).lower() if isinstance(label, (bool, np.bool_)) else str(label)


def _two(levels, allowed: Sequence[str], kind: str) -> tuple[str, str | None]:
    """The level that is set apart and the one it is set against; None for all others."""
    named = [levels] if isinstance(levels, str) else list(levels or ())
    for level in named:
        choose(kind, level, allowed)
    if len(named) > 2 or len(set(named)) < len(named):
        raise ArgumentError(f"levels names one level, or two that differ; got {', '.join(named)}")
    if named:
        return (named[0], named[1]) if len(named) == 2 else (named[0], None)
    if len(allowed) == 2:
        return allowed[0], allowed[1]
    raise ArgumentError(f"name one or two levels to set apart: levels=(...); choose from: {', '.join(allowed[:20])}")


def _finding(study, name: str, asked: str, split: Split, table: pd.DataFrame, top: int) -> Finding:
    language, said = study.language, split.said
    clear = table[table["verdict"] == "clear"]
    shown = pd.concat([(clear if len(clear) else table)[lambda rows: rows["side"] == side].head(top) for side in split.names])
    shown = shown.sort_values("separation", ascending=False, kind="stable", ignore_index=True)
    parts = [clear.loc[clear["side"] == side, "word"].head(_NAMED).tolist() for side in split.names]
    listed = [", ".join(f"“{word}”" for word in part) or words.say("comments.contrast.no_word", language) for part in parts]
    key = "comments.contrast" if len(clear) else "comments.contrast.none"
    fills = {"listed": listed[0], "other": listed[1]} if len(clear) else {"tried": len(table)}
    sentence = words.say(key, language, when=said.when(language), first=split.names[0], second=split.names[1],
                         n_first=split.sizes[0], n_second=split.sizes[1], **fills)
    notes = [words.say("comments.contrast.caveat", language, tried=len(table), minimum=study.settings.minimum_base),
             words.say("comments.not_cause", language)]
    return study.finding(
        name, question=asked, sentence=sentence, table=shown, base=len(said), unit="number", caveats=tuple(notes),
        status="answered" if len(clear) else "cannot_tell", next_step=words.say("comments.contrast.next", language) if len(clear) else "",
        formats={"share_here": "share", "share_there": "share", "separation": "signed_score", "adjusted_p": "p_value"},
        chart=Chart("interval", x="value", y="word", unit="number", reference=0.0,
                    x_label=words.say("comments.contrast.axis", language, first=split.names[0], second=split.names[1])) if len(shown) else None,
    )

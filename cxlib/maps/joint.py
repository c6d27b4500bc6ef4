"""Step by step: who is lost, how they had scored and what they wrote, in one table."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .. import intervals, words
from ..comments.picking import picked
from ..comments.said import Said
from ..comments.wording import Split, separating
from ..finding import Chart, Finding
from ..journeys.kernel import DAY
from ..journeys.look import Look, look
from ..journeys.losses import step_by_group
from ..journeys.notes import missing, say_share, step_names
from ..scores.levels import main_question
from .before import Crossing, Heard, rows_of_scores
from .reasons import crossings, heard_around, settled_notes, survivorship

__all__ = ["drop_score_said"]

_FORMATS = {
    "lost": "count", "leavers": "count", "leavers_value": "@_unit", "stayers_value": "@_unit", "difference": "@_apart",
    "difference_low": "@_apart", "difference_high": "@_apart", "adjusted_p": "p_value", "comments": "count",
}
_SCORES = ("leavers", "leavers_value", "stayers_value", "difference", "difference_low", "difference_high", "p_value")
_LOSSES = ("base", "lost", "value", "low", "high")
_CLEAR = 0.05


def drop_score_said(
    study, *, over: str = "wave", window_days: float | None = None, order: str | None = None, lookback_days: int = 180, seed: int = 2026
) -> Finding:
    """For each step: the share lost, the score leavers had given beside those who went on, a word, a quote, the owner.

    Parameters
    ----------
    over : {"wave", "all"}
    window_days, order : optional
        In place of the study's own.
    lookback_days, seed : as of :func:`cxlib.maps.drop_reasons`

    Returns
    -------
    Finding
        One row per step, in the order of the design: ``step``, ``base`` (reached its first stage), ``lost``, ``value`` (share lost;
        the open are censored), ``low``, ``high``, ``question`` (about one of the two stages, else the main one), ``leavers`` (who
        had answered it), ``leavers_value``, ``stayers_value``, ``difference`` (leavers minus stayers) with ``difference_low``,
        ``difference_high``, ``adjusted_p`` (Benjamini-Hochberg over the steps), ``comments`` (of leavers), ``word`` (that leavers write
        clearly more often, or blank), ``quote`` (of a leaver, masked, or blank), ``owner``.

    Raises
    ------
    ArgumentError
        For a wrong word, or a window that is not above 0.

    Notes
    -----
    Scores and comments are those from before the moment, as in :func:`cxlib.maps.drop_reasons`. The quote is the leavers' comment
    with most of their telling words; without such words the latest of those beside a low score. No quote of fewer leavers
    with comments than the minimum base.

    Examples
    --------
    >>> drop_score_said(study).table[["step", "value", "word", "quote"]]  # doctest: +SKIP
    """
    name, asked, language = "maps.drop_score_said", words.say("joint.question", study.language), study.language
    lacking = missing(study, name, asked)
    if lacking is not None:
        return lacking
    seen = look(study, by=(), over=over, window_days=window_days, order=order)
    if not len(seen.found):
        return study.nobody(name, asked)
    steps = crossings(seen, (), None, seed)
    told = heard_around(seen, steps, lookback_days) if study.has("responses") else None
    table = _withheld(study, pd.DataFrame([_row(seen, one, told, lookback_days * DAY, seed) for one in steps]))
    sentence, status, worst = _tell(seen, table)
    row = table.iloc[worst]
    return study.finding(
        name, question=asked, sentence=sentence, table=table, base=len(seen.found), status=status, unit="share", formats=_FORMATS,
        owner=row["owner"], headline={column: row[column] for column in ("value", "low", "high", "base")} | {"unit": "share"},
        caveats=settled_notes(seen, table, words.say("joint.caveat", language, days=lookback_days), *survivorship(seen, steps, told)),
        next_step=words.say("joint.next", language, step=row["step"]) if status == "answered" else "",
        chart=Chart("interval", x="value", y="step", unit="share", x_label=words.say("joint.axis", language)),
    )


def _row(seen: Look, one: Crossing, told: Heard | None, lookback: int, seed: int) -> dict:
    study = seen.study
    loss = step_by_group(seen, (), one.step + 1).iloc[0]
    row = {"step": step_names(seen)[one.step], "base": loss["base"], "lost": loss["lost"] + loss["exited"],
           "value": 1 - loss["value"], "low": 1 - loss["high"], "high": 1 - loss["low"]}
    blank = {"question": "", "leavers": 0, **dict.fromkeys(_SCORES[1:], np.nan), "_unit": "score", "_apart": "signed_score"}
    score = _score(seen, one, told, lookback) if told is not None else None
    word, quote, comments = _said(study, told.said_before(one, lookback), seed) if told is not None else ("", "", 0)
    return {**row, **(blank if score is None else score), "comments": comments, "word": word, "quote": quote, "owner": loss["owner"]}


def _score(seen: Look, one: Crossing, told: Heard, lookback: int) -> dict | None:
    """Scores of the question about these stages that most leavers answered, else of the main one."""
    study, minimum = seen.study, seen.study.settings.minimum_base
    rows = {row["what"]: row for row in rows_of_scores(study, one, told.scores_before(one, lookback))}
    if not rows:
        return None
    near = [name for stage in seen.stages[one.step:one.step + 2] for name in rows if study.codebook[name].stage == stage]
    known = [name for name in [*near, main_question(study)] if min(rows[name]["leavers"], rows[name]["stayers"]) >= minimum]
    row = rows[known[0]] if known else rows[main_question(study)]
    return {
        "question": row["what"], "leavers": row["leavers"], "leavers_value": row["leavers_value"], "stayers_value": row["stayers_value"],
        "difference": row["value"], "difference_low": row["low"], "difference_high": row["high"], "p_value": row["p_value"],
        "_unit": row["_unit"], "_apart": row["unit"], "_few": not known,
    }


def _said(study, split: Split, seed: int) -> tuple[str, str, int]:
    """The leavers' telling word, a masked quote of one of them, and how many comments they wrote."""
    minimum, said = study.settings.minimum_base, split.said
    mine = said.only(split.first) if len(said) else said
    people = mine.rows["customer_id"].nunique() if len(mine) else 0
    if people < minimum:
        return "", "", len(mine) if people == 0 else np.nan
    weight, word = np.zeros(len(mine)), ""
    if min(split.sizes) >= minimum:
        table, terms = separating(split, minimum=minimum, seed=seed)
        clear = ((table["verdict"] == "clear") & table["separation"].notna() & (table["side"] == split.names[0])).to_numpy() if len(table) else np.zeros(0, bool)
        if clear.any():
            word = str(table.loc[clear, "word"].iloc[0])
            weight = np.asarray(terms.holds @ (np.nan_to_num(table["separation"].to_numpy(float)) * clear)).ravel()[split.first]
    return word, _quote(study, mine, weight), len(mine)


def _quote(study, mine: Said, weight: np.ndarray) -> str:
    """The comment of the largest weight; without weights one that stands beside a low score."""
    low = (mine.rows["feeling"] == "low").to_numpy()
    if not weight.any() and low.any():
        mine, weight = mine.only(low), weight[low]
    rows = picked(mine.rows, weight, 1, language=study.language)
    return str(rows["quote"].iloc[0]) if len(rows) else ""


def _withheld(study, table: pd.DataFrame) -> pd.DataFrame:
    """Losses of too few and scores of too few blank, p-values corrected over the steps."""
    settings = study.settings
    few = (table["base"] > 0) & (table["base"] < settings.minimum_share_base)
    table = table.assign(withheld=np.where(few, "small", "")).astype({"withheld": "str"})
    unsure = table.pop("_few").fillna(True).astype(bool) if "_few" in table else pd.Series(True, index=table.index)
    for column in _LOSSES:
        table[column] = table[column].astype(float).mask(few)
    for column in _SCORES:
        table[column] = table[column].astype(float).mask(unsure | few)
    table["adjusted_p"] = intervals.adjust(table.pop("p_value").to_numpy(float), method="fdr_bh")
    table.loc[few, ["word", "quote"]] = ""
    last = ["comments", "word", "quote", "owner", "withheld"]
    return table[[column for column in table if column not in last] + last]


def _tell(seen: Look, table: pd.DataFrame) -> tuple[str, str, int]:
    """The step that loses the largest count, and what is known of its leavers."""
    language = seen.study.language
    if table["lost"].isna().all() or not table["lost"].sum() > 0:
        return words.say("joint.nobody", language, units=seen.units(), when=seen.when()), "cannot_tell", 0
    worst = int(table["lost"].idxmax())
    row = table.iloc[worst]
    parts = [words.say("joint", language, step=row["step"], lost=row["lost"], base=row["base"], units=seen.units(), when=seen.when(),
                       value=say_share(row, language))]
    if np.isnan(row["difference"]):
        parts.append(words.say("joint.unheard", language))
    else:
        key = "joint.score" if row["adjusted_p"] < _CLEAR else "joint.no_score"
        sides = {side: words.format_value(row[f"{side}_value"], row["_unit"], language) for side in ("leavers", "stayers")}
        apart = {name: words.format_value(row[column], row["_apart"], language)
                 for name, column in (("value", "difference"), ("low", "difference_low"), ("high", "difference_high"))}
        parts.append(words.say(key, language, asked=row["question"], **sides, **apart, n=row["leavers"]))
    if row["word"]:
        parts.append(words.say("joint.word", language, word=row["word"]))
    if row["quote"]:
        parts.append(words.say("joint.quote", language, quote=row["quote"]))
    if row["owner"]:
        parts.append(words.say("journeys.owner", language, owner=row["owner"]))
    return " ".join(parts), "answered", worst

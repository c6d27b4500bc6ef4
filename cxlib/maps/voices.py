"""What customers wrote, by the stage it is about: how it sounds, and one quote a stage."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from .. import intervals
from ..comments import felt
from ..comments.picking import picked
from ..comments.said import feelings, gathered
from ..comments.wording import Split, separating
from ..store import NOT_KNOWN
from .counts import looked_at, seen_through

__all__ = ["Voices", "voices"]

_ENOUGH = 100  # comments with a score on which the model is tested


@dataclass(frozen=True)
class Voices:
    """Comments of the periods looked at.

    Attributes
    ----------
    rows : DataFrame
        ``customer_id``, ``at``, ``comment``, ``level``, ``stage``, ``feeling`` (0 to 1, missing where not known), ``side``
        (low, middle, high or "", by the score beside it), ``weight`` (how much it says of what low scorers say).
    told_by : {"model", "scores"}
        Whether the feeling is read from the words, or is the score beside the comment.
    right : (value, low, high, base) or None
        Share of comments of other customers that the model tells right.
    telling : bool
        Whether words set low scorers apart.
    """

    rows: pd.DataFrame
    told_by: str
    right: tuple[float, float, float, int] | None
    telling: bool

    def estimates(self) -> pd.DataFrame:
        """Mean feeling by ``level`` and ``stage``, each customer counted once: ``base`` (customers), ``value``, ``low``, ``high``."""
        known = self.rows[self.rows["feeling"].notna()]
        people = known.groupby(["level", "stage", "customer_id"])["feeling"].mean().reset_index()
        sums = people.assign(square=people["feeling"] ** 2).groupby(["level", "stage"]).agg(
            base=("feeling", "size"), total=("feeling", "sum"), squares=("square", "sum"))
        low, high = intervals.mean_interval(*(sums[name].to_numpy(float) for name in ("base", "total", "squares")), scale=(0, 1))
        value = sums["total"] / sums["base"]
        return sums[["base"]].astype(float).assign(value=value, low=np.fmin(low, value), high=np.fmax(high, value)).reset_index()

    def quote(self, level: str, stage: str, *, minimum: int, language: str) -> str:
        """What one low scorer wrote there, masked; nothing where fewer than `minimum` customers did."""
        mine = self.rows[(self.rows["level"] == level) & (self.rows["stage"] == stage) & (self.rows["side"] == "low")]
        if mine["customer_id"].nunique() < max(minimum, 1):
            return ""
        found = picked(mine, mine["weight"].to_numpy(float), 1, language=language)
        return found["quote"].iloc[0] if len(found) else ""


def voices(study, *, segment: str | None = None, sentiment: str = "model", seed: int = 2026) -> Voices:
    """The comments of the periods looked at, with their stage and how they sound.

    The model of :func:`cxlib.comments.felt` learns from the slice's comments of all waves; it is used where it tells
    the comments of other customers right more often than always saying the most frequent would be. Else, and with
    `sentiment` "scores", the feeling is the score beside the comment.
    """
    nothing = pd.DataFrame(columns=["customer_id", "at", "comment", "level", "stage", "feeling", "side", "weight"])
    if not study.has("responses"):
        return Voices(nothing, "scores", None, False)
    slice_, _ = seen_through(study, "responses")
    whole = study.unsliced().where(slice_)
    rows = whole.comment_rows([segment] if segment else ())
    rows = rows[rows["period"].isin(whole.waves)].reset_index(drop=True)
    if rows.empty:
        return Voices(nothing, "scores", None, False)
    known = felt(whole, seed=seed) if sentiment == "model" else rows.iloc[:0].assign(given="")
    right = _right(known)
    told_by = "model" if right is not None and len(known) == len(rows) else "scores"
    rows = rows.assign(
        level=rows[segment].fillna(NOT_KNOWN) if segment else "", stage=_stages(study, rows), side=_by_question(study, rows, _sides),
        feeling=(known["high"] + known["middle"] / 2).to_numpy() if told_by == "model" else _by_question(study, rows, _positions),
    )
    rows["feeling"] = pd.to_numeric(rows["feeling"])
    rows["weight"] = _weights(whole, len(rows), seed)
    now = rows[rows["period"].isin(looked_at(study))].reset_index(drop=True)
    return Voices(now, told_by, right if told_by == "model" else None, bool((rows["weight"] > 0).any()))


def _right(known: pd.DataFrame) -> tuple[float, float, float, int] | None:
    """How often the model is right on comments of other customers; None where that is no more than the lazy guess."""
    told = known[known["given"] != ""]
    if len(told) < _ENOUGH:
        return None
    hits, n = int((told["felt"] == told["given"]).sum()), len(told)
    low, high = intervals.share_interval(hits, n)
    return (hits / n, float(low), float(high), n) if low > told["given"].value_counts(normalize=True).max() else None


def _stages(study, rows: pd.DataFrame) -> pd.Series:
    usual = {name: question.stage for name, question in study.codebook.items() if question.stage}
    return rows["stage"].fillna(rows["question"].map(usual)).fillna(NOT_KNOWN).astype("str")


def _by_question(study, rows: pd.DataFrame, told) -> np.ndarray:
    """Something told by the score and its own question, for each comment."""
    out = np.full(len(rows), np.nan, dtype=object)
    for name, question in study.codebook.items():
        mine = (rows["question"] == name).to_numpy()
        if mine.any():
            out[mine] = told(rows.loc[mine, "score"], question)
    return out


def _positions(scores: pd.Series, question) -> np.ndarray:
    return ((question.shown(scores.astype(float)) - question.low) / (question.high - question.low)).to_numpy(dtype=object)


def _sides(scores: pd.Series, question) -> np.ndarray:
    return feelings(scores, question)


def _weights(whole, size: int, seed: int) -> np.ndarray:
    """How much each comment says of what sets low scorers apart from high ones."""
    said = gathered(whole, question=None, waves=None)
    ends = said.rows["feeling"].isin(["low", "high"]).to_numpy()
    weight = np.zeros(size)
    if len(said) != size:
        return weight
    split = Split(said.only(ends), (said.rows["feeling"][ends] == "low").to_numpy(), ("low", "high"))
    minimum = whole.settings.minimum_base
    if min(split.sizes) < minimum:
        return weight
    table, terms = separating(split, minimum=minimum, seed=seed)
    if len(table):
        clear = ((table["verdict"] == "clear") & (table["side"] == "low")).to_numpy()
        weight[ends] = terms.holds @ (np.nan_to_num(table["separation"].to_numpy(float)) * clear)
    return weight

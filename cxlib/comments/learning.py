"""A classifier of feelings, learned from comments that stand beside a score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from .cleaning import folded
from .said import FEELINGS
from .terms import words_of

__all__ = ["Classifier", "learn", "most_frequent", "out_of_fold", "quality"]

# Chosen by cross-validation on the training part of a public set of Vietnamese phone reviews.
_STRENGTH = 2.0
_TURNS = 500
_MANY = 500


@dataclass(frozen=True)
class Classifier:
    """What :func:`learn` gives."""

    readers: tuple[Any, Any]
    model: Any
    shares: dict[str, float]

    def chances(self, texts: Sequence[str]) -> pd.DataFrame:
        """Chance of low, middle and high for each text; where words could not be learned, how frequent each was."""
        out = pd.DataFrame({feeling: np.full(len(texts), self.shares.get(feeling, 0.0)) for feeling in FEELINGS})
        if len(texts) and self.model is not None:
            out[list(self.shares)] = self.model.predict_proba(_read(self.readers, texts))
        return out


def learn(texts: Sequence[str], feelings: Sequence[str]) -> Classifier:
    """A classifier of comments into low, middle and high.

    Logistic regression on tf-idf of syllables and pairs of them, as written and without diacritics, so that text typed
    without marks is understood too. Masked stretches are no words.

    Examples
    --------
    >>> texts = ["rất tốt", "máy tốt", "tốt lắm", "quá tệ", "tệ thật", "máy tệ"]
    >>> learn(texts, ["high"] * 3 + ["low"] * 3).chances(["tot"]).idxmax(axis=1).tolist()
    ['high']
    """
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    feelings = np.asarray(feelings, dtype=object)
    shares = {feeling: float((feelings == feeling).mean()) for feeling in sorted(FEELINGS) if (feelings == feeling).any()}
    plain = _plain(texts)
    if len(shares) < 2 or len(set(plain)) < 2:
        return Classifier((None, None), None, shares)
    shape = {"token_pattern": r"\b\w+\b", "ngram_range": (1, 2), "sublinear_tf": True, "min_df": _rarest(plain)}
    readers = (TfidfVectorizer(**shape), TfidfVectorizer(**shape))
    for reader, form in zip(readers, (plain, [folded(text) for text in plain]), strict=True):
        reader.fit(form)
    places = np.searchsorted(list(shares), feelings.astype(str))
    model = LogisticRegression(C=_STRENGTH, max_iter=_TURNS).fit(_read(readers, texts), places)
    return Classifier(readers, model, shares)


def out_of_fold(texts: Sequence[str], feelings: Sequence[str], customers: Sequence[str], *, folds: int = 5, seed: int = 2026):
    """Chances for each comment from comments of other customers only, and the feeling most frequent among those.

    Returns
    -------
    (DataFrame, array)
        Columns low, middle, high; and for each comment what always saying the most frequent feeling says.
    """
    from sklearn.model_selection import GroupKFold

    texts, feelings = np.asarray(texts, dtype=object), np.asarray(feelings, dtype=object)
    codes = np.unique(np.asarray(customers, dtype=str), return_inverse=True)[1]
    chances = np.zeros((len(texts), len(FEELINGS)))
    usual = np.empty(len(texts), dtype=object)
    splitter = GroupKFold(n_splits=min(folds, codes.max() + 1), shuffle=True, random_state=seed)
    for mine, other in splitter.split(texts, groups=codes):
        chances[other] = learn(texts[mine], feelings[mine]).chances(texts[other]).to_numpy()
        usual[other] = most_frequent(feelings[mine])
    return pd.DataFrame(chances, columns=list(FEELINGS)), usual


def most_frequent(feelings: np.ndarray) -> str:
    """The feeling that most comments have."""
    return max(FEELINGS, key=lambda feeling: (np.asarray(feelings) == feeling).sum())


def quality(said: np.ndarray, true: np.ndarray, usual: np.ndarray, customers: Sequence[str], *, draws: int = 400, seed: int = 2026) -> pd.DataFrame:
    """How well feelings were told: a row each for accuracy, its gain over the most frequent feeling, and macro-F1.

    Columns ``metric``, ``value``, ``low``, ``high``: accuracy with Wilson's interval, the others with percentiles over
    customers drawn with replacement. Macro-F1 is the plain mean over the feelings that occur.
    """
    from ..intervals import share_interval

    said, true, usual = (np.searchsorted(sorted(FEELINGS), np.asarray(side, dtype=str)) for side in (said, true, usual))
    codes = np.unique(np.asarray(customers, dtype=str), return_inverse=True)[1]
    rng = np.random.default_rng(seed)
    drawn = rng.multinomial(codes.max() + 1, np.full(codes.max() + 1, 1 / (codes.max() + 1)), size=draws)[:, codes].astype(float)
    weights = np.vstack([np.ones(len(true)), drawn])
    total = weights.sum(axis=1)
    right, lazy = (weights @ (side == true) / total for side in (said, usual))
    scores = _macro_f1(weights, said, true)
    ends = [share_interval(float((side == true).sum()), float(len(true))) for side in (said, usual)]
    rows = [("accuracy", right[0], *ends[0]), ("baseline", lazy[0], *ends[1])]
    for metric, values in (("gain", right - lazy), ("macro_f1", scores)):
        low, high = np.nanquantile(values[1:], [0.025, 0.975])
        rows.append((metric, values[0], min(low, values[0]), max(high, values[0])))
    return pd.DataFrame(rows, columns=["metric", "value", "low", "high"]).assign(base=len(true))


def _macro_f1(weights: np.ndarray, said: np.ndarray, true: np.ndarray) -> np.ndarray:
    parts = []
    for code in np.unique(true):
        both = weights @ ((said == code) & (true == code))
        either = weights @ ((said == code).astype(float) + (true == code))
        parts.append(np.divide(2 * both, either, out=np.zeros_like(both), where=either > 0))
    return np.mean(parts, axis=0)


def _rarest(plain: Sequence[str]) -> int:
    """In how many comments a word must stand: two where there are many comments and some that are alike in a word."""
    seen: set[str] = set()
    words = [word for text in plain for word in set(text.split())]
    return 2 if len(plain) > _MANY and any(word in seen or seen.add(word) for word in words) else 1


def _plain(texts: Sequence[str]) -> list[str]:
    return [" ".join(words_of(text)) for text in texts]


def _read(readers: tuple[Any, Any], texts: Sequence[str]):
    from scipy.sparse import hstack

    plain = _plain(texts)
    return hstack([readers[0].transform(plain), readers[1].transform([folded(text) for text in plain])]).tocsr()

"""Which comments are quoted: the rule, and the mask."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .cleaning import cleaned, folded, masked
from .terms import words_of

__all__ = ["picked"]

_READABLE = (4, 40)
_LONGEST = 240


def picked(rows: pd.DataFrame, weight: np.ndarray, n: int, *, language: str) -> pd.DataFrame:
    """At most `n` of the comments by the rule of :func:`cxlib.comments.quotes`, with the masked text as ``quote``."""
    texts = rows["comment"].map(cleaned)
    length = texts.map(lambda text: len(words_of(text)))
    readable = length.between(*_READABLE) & (texts.str.len() <= _LONGEST)
    table = rows.assign(_weight=np.round(weight, 9), _text=texts, _same=texts.map(folded))[readable.to_numpy()]
    table = table.sort_values(["_weight", "at", "customer_id"], ascending=[False, False, True], kind="stable", na_position="last")
    table = table.drop_duplicates("customer_id").drop_duplicates("_same").head(n)
    return table.assign(quote=[masked(text, language=language) for text in table["_text"]]).drop(columns=["_weight", "_text", "_same"])

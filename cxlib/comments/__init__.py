"""What people said, in English and Vietnamese: telling words, topics, feelings and quotes, all masked.

Examples
--------
>>> from cxlib import comments, open_study
>>> finding = comments.contrast(open_study("data/sample"))  # doctest: +SKIP
"""

from .cleaning import cleaned, folded, masked
from .feeling import felt, sentiment
from .learning import Classifier, learn
from .quoting import quotes
from .subjects import topics
from .terms import words_of
from .wording import contrast, log_odds

__all__ = [
    "Classifier", "cleaned", "contrast", "felt", "folded", "learn", "log_odds", "masked", "quotes", "sentiment", "topics", "words_of",
]

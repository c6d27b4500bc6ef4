"""NPS, CSAT, CES, churn, retention, ARPU: level, trend and change.

Examples
--------
>>> from cxlib import open_study, scores
>>> finding = scores.change(open_study("data/sample"))  # doctest: +SKIP
"""

from .changes import change
from .customers import arpu, retention
from .levels import level, main_question, score_table, trend

__all__ = ["arpu", "change", "level", "main_question", "retention", "score_table", "trend"]

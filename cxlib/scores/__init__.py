"""NPS, CSAT, CES, churn, retention, ARPU: level, trend and change, why it moved, and small places.

Examples
--------
>>> from cxlib import open_study, scores
>>> finding = scores.change(open_study("data/sample"))  # doctest: +SKIP
"""

from .change_points import change_points
from .changes import change
from .crosstab import column_pairs, cross_table
from .customers import arpu, retention
from .early_warning import early_warning
from .funnel import funnel_plot
from .levels import level, main_question, score_table, trend
from .places import places
from .why import why_moved

__all__ = [
    "arpu", "change", "change_points", "column_pairs", "cross_table", "early_warning", "funnel_plot", "level", "main_question", "places", "retention", "score_table", "trend", "why_moved",
]

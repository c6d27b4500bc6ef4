"""NPS, CSAT, CES, churn, retention, ARPU: level, trend and change, why it moved, and small places.

Examples
--------
>>> from cxlib import open_study, scores
>>> finding = scores.change(open_study("data/sample"))  # doctest: +SKIP
"""

from .bad_contact import one_bad_contact
from .cards import definition, definitions
from .change_points import change_points
from .changes import change
from .cohorts import cohorts
from .consistency import consistency
from .crosstab import column_pairs, cross_table
from .customers import arpu, retention
from .early_warning import early_warning
from .forecast import forecast
from .funnel import funnel_plot
from .growth import base_growth
from .levels import level, main_question, score_table, trend
from .places import places
from .revenue import repeat_rate, revenue_retention
from .seasonality import seasonality
from .why import why_moved

__all__ = [
    "arpu", "base_growth", "change", "change_points", "cohorts", "column_pairs", "consistency", "cross_table", "definition", "definitions",
    "early_warning", "forecast", "funnel_plot", "level", "main_question", "one_bad_contact", "places", "repeat_rate", "retention", "revenue_retention",
    "score_table", "seasonality", "trend", "why_moved",
]

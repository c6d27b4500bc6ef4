"""Who may leave next, how early that is known, and how far to trust it.

Leaving is defined out loud (:func:`definition`), features are as of a past day and the outcome lies in a window after it
(:func:`table`), the model learns on earlier days and is judged on a later one (:func:`fit`), and it says when leaving
cannot be predicted.
"""

from .definition import definition
from .listing import at_risk
from .model import VERDICTS, ChurnModel, fit
from .outcome import ChurnTable, table
from .themes import reasons
from .trusting import calibration, trust

__all__ = ["VERDICTS", "ChurnModel", "ChurnTable", "at_risk", "calibration", "definition", "fit", "reasons", "table", "trust"]

"""Who may leave next, how early that is known, and how far to trust it.

Leaving is defined out loud (:func:`definition`), features are as of a past day and the outcome lies in a window after it
(:func:`table`), the model learns on earlier days and is judged on a later one (:func:`fit`), and it says when leaving
cannot be predicted.
"""

from .ageing import ageing, stability_index
from .curves import retention_curve
from .definition import definition
from .early import alarms, how_early
from .effect import did_it_work
from .fairness import trust_by
from .hazard import hazard
from .hold_out import with_hold_out
from .learning_curve import learning_curve
from .ledger import Ledger, read_ledger
from .lifetime import lifetime_value
from .listing import at_risk
from .model import VERDICTS, ChurnModel, fit
from .outcome import ChurnTable, table
from .profit import SuccessRate
from .rescue import rescue_offers
from .themes import reasons
from .tornado import tornado
from .trials import cross_validated
from .trusting import calibration, trust
from .what_if import what_if
from .worth import worth_it

__all__ = [
    "VERDICTS", "ChurnModel", "ChurnTable", "Ledger", "SuccessRate", "ageing", "alarms", "at_risk", "calibration", "cross_validated",
    "definition", "did_it_work", "fit", "hazard", "how_early", "learning_curve", "lifetime_value", "read_ledger", "reasons", "rescue_offers",
    "retention_curve", "stability_index", "table", "tornado", "trust", "trust_by", "what_if", "with_hold_out", "worth_it",
]

"""What goes with an outcome: importance of ratings, where to work, what hurts and what helps.

Everything here is association: ratings that go together with an outcome, never what causes it.

Examples
--------
>>> from cxlib import drivers, open_study
>>> finding = drivers.importance(open_study("data/sample"))  # doctest: +SKIP
"""

from .asymmetry import penalty_reward
from .ordinal import ProportionalOdds, proportional_odds
from .parts import betas, lmg, r_squared, relative_weights, vif
from .placing import importance_performance
from .ranking import importance
from .two import two_outcomes

__all__ = [
    "ProportionalOdds", "betas", "importance", "importance_performance", "lmg", "penalty_reward", "proportional_odds",
    "r_squared", "relative_weights", "two_outcomes", "vif",
]

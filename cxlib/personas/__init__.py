"""Which kinds of customer there are, how stable that is, who is not our customer."""

from .blocks import blocks
from .by_rule import by_rule, rule_labels
from .cards import profile, sizes, structure
from .certainty import assigned, certainty
from .cost import value_after_cost
from .drift import drift
from .fit import who_is_not
from .keeping import Kept, from_text, keep, rename, to_text
from .kinds import Personas, find, segment, separate, with_customers
from .matching import matched, matches, named_like
from .movers import moved_customers, movers
from .naive import naive
from .poor_fit import poor_fit_rules
from .rule import apply_rule, simple_rule
from .stand_in import stand_in
from .target import sold_to_target_only

__all__ = [
    "Kept", "Personas", "apply_rule", "assigned", "blocks", "by_rule", "certainty", "drift", "find", "from_text", "keep", "matched", "matches",
    "moved_customers", "movers", "named_like", "naive", "poor_fit_rules", "profile", "rename", "rule_labels", "segment", "separate",
    "simple_rule", "sizes", "sold_to_target_only", "stand_in", "structure", "to_text", "value_after_cost", "who_is_not", "with_customers",
]

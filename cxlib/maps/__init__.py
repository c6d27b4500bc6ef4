"""The journey, the scores and the words of customers brought together."""

from .action_list import action_list
from .joint import drop_score_said
from .journey_map import journey_map
from .matrix import touchpoint_matrix
from .persona_card import persona_card, persona_cards
from .reasons import drop_reasons

__all__ = ["action_list", "drop_reasons", "drop_score_said", "journey_map", "persona_card", "persona_cards", "touchpoint_matrix"]

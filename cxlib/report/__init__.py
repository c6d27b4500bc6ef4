"""Findings as a page: the quarter's notebooks run, gathered and put in place whole."""

from __future__ import annotations

from .action_list import write_action_list, write_ledger
from .build import Progress, RunResult, run
from .cards import card_html, write_card
from .execute import Failure
from .forgetting import Forgotten, forget
from .handout import write_handout
from .kept import keep_personas, personas_of, write_cards
from .ledger_kept import ledger_effect, write_lists
from .plan_kept import carried_over, plan_of, write_plan
from .presenter import present
from .waves import compare_page, compare_waves, keep_state, write_compare, write_state
from .slides import write_slides
from .watch import Alert, watch
from .workbook import write_workbook

__all__ = ["Alert", "Failure", "Forgotten", "Progress", "RunResult", "card_html", "carried_over", "compare_page", "compare_waves", "forget", "keep_personas", "keep_state", "ledger_effect", "personas_of", "plan_of", "present", "run", "watch", "write_action_list", "write_card", "write_cards", "write_compare", "write_handout", "write_ledger", "write_lists", "write_plan", "write_slides", "write_state", "write_workbook"]

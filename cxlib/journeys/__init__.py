"""Who reaches each stage, where they leave, how long it takes."""

from .kernel import COMPLETE, EXITED, LOST, OPEN, STATES, Passages, batches, passages
from .losses import drop_off
from .scan import worst_groups
from .stages import funnel
from .waits import time_to_next

__all__ = [
    "COMPLETE", "EXITED", "LOST", "OPEN", "STATES", "Passages", "batches", "drop_off", "funnel", "passages", "time_to_next",
    "worst_groups",
]

"""Who reaches each stage, where they leave, how long it takes, which ways they go.

The kernels that count paths piece by piece are in :mod:`cxlib.journeys.steps`.
"""

from .afterwards import went_next
from .conformance import conformance
from .differences import path_differences
from .flows import step_matrix, transition_matrix
from .incidents import incidents
from .kernel import COMPLETE, EXITED, LOST, OPEN, STATES, Passages, batches, passages
from .losses import drop_off
from .paths import common_paths
from .removal import removal_effect
from .scan import worst_groups
from .stages import funnel
from .waits import time_to_next
from .windows import window_sensitivity

__all__ = [
    "COMPLETE", "EXITED", "LOST", "OPEN", "STATES", "Passages", "batches", "common_paths", "conformance", "drop_off", "funnel", "incidents",
    "passages", "path_differences", "removal_effect", "step_matrix", "time_to_next", "transition_matrix", "went_next", "window_sensitivity",
    "worst_groups",
]

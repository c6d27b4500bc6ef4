"""What came in, what was refused, what looks wrong in it, and which questions the data can answer."""

from ..study.context import score_only
from .answered import answers
from .context import context_meter
from .covering import coverage
from .gates import gates
from .latency import latency
from .oddities import duplicates, impossible, unit_jumps
from .patterns import repeated_text, speeders, straight_lining
from .received import breaches, rows
from .regions import regions
from .silence import response_rate, silent
from .weighing import margins, weights

__all__ = [
    "answers", "breaches", "context_meter", "coverage", "duplicates", "gates", "impossible", "latency", "margins", "regions", "repeated_text",
    "response_rate", "rows", "score_only", "silent", "speeders", "straight_lining", "unit_jumps", "weights",
]

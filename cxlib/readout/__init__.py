"""The quarter on one page: what was found, how sure we are, what to do first, and what became of it."""

from .gaps import Gap, gaps
from .ranking import HORIZONS, carried, priorities
from .quarter import quarter, still_unknown, summary

__all__ = ["Gap", "HORIZONS", "carried", "gaps", "priorities", "quarter", "still_unknown", "summary"]

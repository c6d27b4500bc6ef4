"""One quarter: tables, settings, codebook, levels, slice."""

from .opening import open_study
from .periods import period_bounds, year_before
from .study import Study

__all__ = ["Study", "open_study", "period_bounds", "year_before"]

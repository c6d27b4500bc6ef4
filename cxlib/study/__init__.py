"""One quarter: tables, settings, codebook, levels, slice."""

from .for_others import SHARE
from .opening import open_study
from .periods import period_bounds, year_before
from .sharing import RUN_FOLDER, UNSEEN, is_unseen, shared
from .study import Study

__all__ = ["RUN_FOLDER", "SHARE", "UNSEEN", "Study", "is_unseen", "open_study", "period_bounds", "shared", "year_before"]

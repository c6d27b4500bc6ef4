"""How sure a share, a mean, an NPS or a difference is; multiplicity.

Arrays of counts or sums in, arrays out, nan where there is no answer; numbers give numbers.
"""

from cxlib.intervals.basis import effective_n, mover
from cxlib.intervals.means import mean_difference, mean_interval, weighted_mean_difference, weighted_mean_interval
from cxlib.intervals.multiplicity import adjust
from cxlib.intervals.nps import nps_difference, nps_interval, weighted_nps_interval
from cxlib.intervals.planning import (
    sample_size_nps,
    sample_size_nps_change,
    smallest_detectable_change,
    smallest_detectable_nps_change,
)
from cxlib.intervals.shares import share_difference, share_interval, weighted_share_interval
from cxlib.intervals.skewed import skewed_mean_interval

__all__ = [
    "adjust",
    "effective_n",
    "mean_difference",
    "mean_interval",
    "mover",
    "nps_difference",
    "nps_interval",
    "sample_size_nps",
    "sample_size_nps_change",
    "share_difference",
    "share_interval",
    "skewed_mean_interval",
    "smallest_detectable_change",
    "smallest_detectable_nps_change",
    "weighted_mean_difference",
    "weighted_mean_interval",
    "weighted_nps_interval",
    "weighted_share_interval",
]

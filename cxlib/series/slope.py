"""How much a score rises or falls from one period to the next, over all of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ..errors import ArgumentError

__all__ = ["Slope", "slope"]

_FEWEST = 4  # with three points one is left over for the spread, and the interval says nothing


@dataclass(frozen=True)
class Slope:
    """Rise per period with its 95% interval, p-value, the number of periods, and Cochran's Q of what the line leaves."""

    value: float
    low: float
    high: float
    p_value: float
    periods: int
    q: float
    q_p: float


def slope(value: ArrayLike, se: ArrayLike) -> Slope | None:
    """Straight line through the values of the periods, each weighted by its own precision.

    Periods, not answers, are the sample: a shock that all answers of a period share is part of the spread.

    Parameters
    ----------
    value, se : array-like
        One entry per period in order, nan where nothing is known; a value whose `se` is 0 takes the median one.

    Returns
    -------
    Slope or None
        None with fewer than four known periods. Units of `value` per period.

    Raises
    ------
    ArgumentError
        When the two differ in length.

    References
    ----------
    Weighted least squares with estimated scale and Student's t on periods - 2 degrees; Cochran 1954, Biometrics 10:101.

    Examples
    --------
    >>> found = slope([0.10, 0.14, 0.15, 0.21, 0.24], [0.02] * 5)
    >>> float(round(found.value, 3)), found.periods
    (0.035, 5)
    """
    from scipy import stats

    value, se = np.asarray(value, float), np.asarray(se, float)
    if value.shape != se.shape:
        raise ArgumentError(f"{value.size} values but {se.size} standard errors; give one for each")
    known = np.flatnonzero(np.isfinite(value) & np.isfinite(se))
    some = se[known] > 0
    if len(known) < _FEWEST or not some.any():
        return None
    error = np.where(some, se[known], np.median(se[known][some]))
    weight, x, y = error**-2.0, known - known.mean(), value[known]
    centre_x, centre_y = np.average(x, weights=weight), np.average(y, weights=weight)
    spread = (weight * (x - centre_x) ** 2).sum()
    rise = (weight * (x - centre_x) * (y - centre_y)).sum() / spread
    left = (weight * (y - centre_y - rise * (x - centre_x)) ** 2).sum()
    free = len(known) - 2
    own = np.sqrt(left / free / spread)
    half = stats.t.ppf(0.975, free) * own
    p_value = 2 * stats.t.sf(abs(rise) / own, free) if own > 0 else float(rise == 0)
    return Slope(rise, rise - half, rise + half, p_value, len(known), left, float(stats.chi2.sf(left, free)))

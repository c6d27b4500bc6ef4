"""How large the numbers of a file are, counted while they are read, so that a file in thousands stands out."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

__all__ = ["Sizes"]

_COLUMNS = ("amount", "duration", "monthly_fee")
_STEPS = 20  # bins for each power of ten: a median is known to within 6%
_FROM, _TO = -12 * _STEPS, 18 * _STEPS


class Sizes:
    """Counts the sizes of the accepted numbers of one file on a scale of logarithms; signs and zeros are left out."""

    def __init__(self) -> None:
        self._counts: dict[str, np.ndarray] = {}

    def __call__(self, rows: pa.Table) -> pa.Table:
        """Count the rows of one batch; gives them back as they are."""
        for name in _COLUMNS:
            if name in rows.column_names and rows.num_rows:
                size = np.abs(rows[name].to_numpy())
                size = size[(size > 0) & np.isfinite(size)]
                place = np.clip(np.floor(np.log10(size) * _STEPS).astype(np.int64), _FROM, _TO) - _FROM
                self._counts[name] = self._counts.get(name, 0) + np.bincount(place, minlength=_TO - _FROM + 1)
        return rows

    def medians(self) -> dict[str, dict[str, float]]:
        """For each column with a number: ``n`` and the ``median`` of the sizes.

        Examples
        --------
        >>> sizes = Sizes()
        >>> told = sizes(pa.table({"amount": [90.0, 100.0, -110.0, 0.0]}))
        >>> {name: round(value) for name, value in sizes.medians()["amount"].items()}
        {'n': 3, 'median': 106}
        """
        found = {}
        for name, counts in self._counts.items():
            n = int(counts.sum())
            if n:
                middle = int(np.searchsorted(np.cumsum(counts), (n + 1) / 2))
                found[name] = {"n": n, "median": float(10 ** ((middle + _FROM + 0.5) / _STEPS))}
        return found

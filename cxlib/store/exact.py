"""Sums of fractions that do not depend on the order of rows, which an engine's threads change from run to run."""

from __future__ import annotations

from dataclasses import dataclass
from math import frexp, isfinite, ldexp, prod

__all__ = ["Exact", "power_above", "weight_sum"]

_BITS = 124  # that the largest sum may have; DECIMAL(38, 0) holds 126
_FINEST = 512  # a step is 2**-512 at the least, so that no step is zero


@dataclass(frozen=True)
class Exact:
    """SQL for a sum: each value is rounded to whole steps of a power of two, and whole numbers add up exactly.

    The steps are as fine as the largest sum leaves room for, about 124 bits below it: finer than a value's own digits
    unless values differ by more than twenty digits. As a text it is the sum, missing where nothing is added up. Where
    the table holds infinite numbers nothing can be exact, and it is the plain sum.

    Parameters
    ----------
    value : SQL for what is added up
    most : float
        Size of the largest sum of values that can be, whatever their signs; at the most four times too small.
    where : SQL for which rows count, all when not given

    Examples
    --------
    >>> str(Exact("amount", 2.0**120))
    'CAST(sum(CAST(round((amount) * 8.0e0) AS DECIMAL(38, 0))) AS DOUBLE) / 8.0e0'
    """

    value: str
    most: float
    where: str = ""

    def __str__(self) -> str:
        return self.back(self.steps)

    @property
    def steps(self) -> str:
        """SQL for the sum in whole steps."""
        kept = f" FILTER (WHERE {self.where})" if self.where else ""
        whole = f"CAST(round(({self.value}) * {self._in_one}) AS DECIMAL(38, 0))" if isfinite(self.most) else f"({self.value})"
        return f"sum({whole}){kept}"

    def back(self, steps: str) -> str:
        """SQL for what so many steps (themselves SQL) are."""
        return f"CAST({steps} AS DOUBLE) / {self._in_one}"

    @property
    def _in_one(self) -> str:
        """How many steps make one."""
        return _written(ldexp(1.0, min(_BITS - frexp(self.most)[1], _FINEST)) if isfinite(self.most) and self.most else 1.0)


def weight_sum(view, value: str, power: int = 1) -> Exact:
    """The sum over answers of a `value` no larger than the largest weight to the `power`."""
    return Exact(value, prod([view.largest_weight] * power) * view.rows_of("responses"))


def power_above(value: str) -> str:
    """SQL for a power of two as large as a number (SQL too), by which one can divide without rounding; 1 for zero."""
    return f"CASE WHEN {value} > 0 THEN pow(2e0, ceil(log2({value}))) ELSE 1e0 END"


def _written(number: float) -> str:
    """A number as SQL reads it back to the last digit, as a DOUBLE."""
    text = repr(number)
    return text if "e" in text else f"{text}e0"

"""What every interval rests on: checked arguments, quantiles, effective sizes, and the MOVER difference."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from cxlib.errors import ArgumentError

__all__ = ["effective_n", "mover"]

Numbers = Any  # a float array, or a numpy scalar when every argument was a scalar
STEPS = 60  # halving [0, pi/2] or [-1, 1] 52 times reaches double precision; mostly ten steps do
_NEAR = 4e-16  # what two neighbouring numbers of size one differ by, doubled
_FAR = 1e6  # standard errors; more than that is as good as infinitely many
ROUNDING = 1e-9  # effective counts are products of floats, so they may miss their total by this share


def effective_n(w: ArrayLike, w2: ArrayLike) -> Numbers:
    """How many unweighted answers the weighted ones are worth at most: Kish's (sum w)^2 / sum w^2.

    Parameters
    ----------
    w, w2 : array-like
        Sum of weights and sum of squared weights of each cell.

    Returns
    -------
    float or array
        Answers; nan where a cell has no weight.

    Raises
    ------
    ArgumentError
        A sum is negative.

    References
    ----------
    Kish 1965, Survey Sampling, section 11.7.

    Examples
    --------
    >>> float(effective_n(10.0, 25.0))
    4.0
    """
    w, w2 = numbers(w=w, w2=w2)
    not_negative(w=w, w2=w2)
    return divide(w * w, w2)[()]


def mover(
    first: tuple[ArrayLike, ArrayLike, ArrayLike], second: tuple[ArrayLike, ArrayLike, ArrayLike]
) -> tuple[Numbers, Numbers, Numbers]:
    """Second minus first, with an interval recovered from the two intervals.

    The intervals may come from any function of this module, as long as both have the same confidence
    and the two samples are independent.

    Parameters
    ----------
    first, second : (value, low, high)
        Two estimates and their intervals, in the same unit.

    Returns
    -------
    (difference, low, high)
        In the unit of the estimates; nan where either is nan.

    References
    ----------
    Zou and Donner 2008, Stat. Med. 27:1693 (method of variance estimates recovery).

    Examples
    --------
    >>> difference, low, high = mover((0.2, 0.1, 0.3), (0.5, 0.4, 0.6))
    >>> round(float(difference), 3), round(float(low), 3), round(float(high), 3)
    (0.3, 0.159, 0.441)
    """
    v1, l1, h1 = numbers(first_value=first[0], first_low=first[1], first_high=first[2])
    v2, l2, h2 = numbers(second_value=second[0], second_low=second[1], second_high=second[2])
    difference = v2 - v1
    low = difference - np.hypot(v2 - l2, h1 - v1)
    high = difference + np.hypot(h2 - v2, v1 - l1)
    return difference[()], low[()], high[()]


def mover_p_value(
    first: np.ndarray, second: np.ndarray, first_z: Callable, second_z: Callable
) -> np.ndarray:
    """Two-sided p of "no difference": 1 - the confidence at which the MOVER interval just touches zero.

    `first_z(x)` is the |z| at which an end of the first interval sits at x; `second_z` likewise.
    With D = upper - lower value, the interval touches zero when (upper value - its low end) = D cos(t),
    (high end of the lower value - it) = D sin(t) and both ends belong to the same z. One falls in t and the
    other rises, so one bisection over t replaces a search over z with two searches inside.
    """
    first, second = np.broadcast_arrays(first, second)
    gap = np.abs(second - first)
    step = np.where(second >= first, gap, -gap)

    def apart(turn: np.ndarray) -> np.ndarray:
        z1, z2 = first_z(first + step * np.sin(turn)), second_z(second - step * np.cos(turn))
        return np.where(z2 > z1, 1.0, -1.0) * np.fmin(np.abs(z2 - z1), _FAR)

    with np.errstate(invalid="ignore", divide="ignore"):
        turn = crossing(apart, np.zeros(gap.shape), np.full(gap.shape, np.pi / 2))
        p = two_sided_p(np.minimum(first_z(first + step * np.sin(turn)), second_z(second - step * np.cos(turn))))
    return np.where(np.isnan(gap), np.nan, p)


def crossing(f: Callable, above: np.ndarray, below: np.ndarray) -> np.ndarray:
    """Where f falls through zero between `above` (f > 0) and `below`, in each cell; nan where an end is nan.

    Halving, or inverse quadratic interpolation where that is sure to be quicker (Chandrupatla 1997, Adv. Eng. Softw. 28:145).
    """
    a, b = above, below
    fa, fb = (np.where(value == 0, sign, value) for value, sign in ((f(a), 1.0), (f(b), -1.0)))
    t = np.full(a.shape, 0.5)
    with np.errstate(invalid="ignore", divide="ignore", over="ignore", under="ignore"):
        for _ in range(STEPS):
            x = a + t * (b - a)
            fx = f(x)
            same = (fx > 0) == (fa > 0)
            c, fc = np.where(same, a, b), np.where(same, fa, fb)
            b, fb = np.where(same, b, a), np.where(same, fb, fa)
            a, fa = x, fx
            width = np.abs(b - a)
            least = _NEAR / width
            if not ((least < 0.5) & (fa != 0)).any():
                break
            place, height = (a - b) / (c - b), (fa - fb) / (fc - fb)
            smooth = (height**2 < place) & ((1 - height) ** 2 < 1 - place)
            guess = fa / (fb - fa) * fc / (fb - fc) + (c - a) / (b - a) * fa / (fc - fa) * fb / (fc - fb)
            t = np.where(fa == 0, 0.0, np.clip(np.where(smooth & np.isfinite(guess), guess, 0.5), np.fmin(least, 0.5), np.fmax(1 - least, 0.5)))
    return np.where(np.abs(fa) <= np.abs(fb), a, b)


def two_sided_p(z: np.ndarray) -> np.ndarray:
    """Chance that a standard normal is at least as far from zero as z."""
    from scipy.special import ndtr

    return 2 * ndtr(-np.abs(z))


def normal_quantile(confidence: float) -> float:
    """Half-width in standard errors of a two-sided normal interval; checks `confidence`."""
    from scipy.special import ndtri

    return float(ndtri((1 + fraction("confidence", confidence)) / 2))


def t_quantile(degrees: np.ndarray, confidence: float) -> np.ndarray:
    """Half-width in standard errors of a two-sided t interval; nan under one degree of freedom."""
    from scipy.special import stdtrit

    upper = (1 + fraction("confidence", confidence)) / 2
    return np.where(degrees > 0, stdtrit(np.where(degrees > 0, degrees, 1.0), upper), np.nan)


def fraction(name: str, value: float) -> float:
    """`value` as a float strictly between 0 and 1, or an ArgumentError."""
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = np.nan
    if not 0 < number < 1:
        raise ArgumentError(f"{name} must be between 0 and 1, both excluded; got {value!r}. For 95 % write 0.95.")
    return number


def numbers(**arguments: ArrayLike) -> list[np.ndarray]:
    """The arguments as float arrays of one shape, in the order given."""
    arrays = []
    for name, value in arguments.items():
        try:
            arrays.append(np.asarray(value, dtype=float))
        except (TypeError, ValueError) as problem:
            raise ArgumentError(f"{name} must be a number or an array of numbers; got {value!r}.") from problem
    try:
        return list(np.broadcast_arrays(*arrays))
    except ValueError as problem:
        shapes = ", ".join(f"{name} {array.shape}" for name, array in zip(arguments, arrays, strict=True))
        raise ArgumentError(f"the arrays do not have the same shape: {shapes}.") from problem


def not_negative(**arrays: np.ndarray) -> None:
    """Refuse negative or infinite counts and sums; nan passes and stays nan."""
    for name, array in arrays.items():
        bad = (array < 0) | np.isinf(array)
        if bad.any():
            raise ArgumentError(f"{name} must be finite and not negative; got {np.asarray(array)[bad].flat[0]:g}.")


def at_most(part_name: str, part: np.ndarray, whole_name: str, whole: np.ndarray) -> None:
    """Refuse a part that is larger than its whole, rounding aside."""
    bad = part > whole * (1 + ROUNDING)
    if bad.any():
        part, whole = np.broadcast_arrays(part, whole)
        raise ArgumentError(
            f"{part_name} cannot be more than {whole_name}; got {part[bad].flat[0]:g} of {whole[bad].flat[0]:g}."
        )


def divide(above: np.ndarray, below: np.ndarray) -> np.ndarray:
    """above / below, nan where below is 0 or nan."""
    above, below = np.broadcast_arrays(above, below)
    return np.divide(above, below, out=np.full(below.shape, np.nan), where=below > 0)


def design_effective_n(n: np.ndarray, kish: np.ndarray, per_answer: np.ndarray, variance: np.ndarray) -> np.ndarray:
    """Answers of a simple sample as precise as the weighted one: min(n, per-answer variance / variance).

    Kish's size where the variance is 0, since then the answers cannot tell; n itself where all weights are
    equal, so that weights of one give the unweighted interval.
    """
    rounding = np.finfo(float).eps * 64
    linearised = np.minimum(n, divide(per_answer, np.where(variance > rounding, variance, np.nan)))
    size = np.where(np.isnan(linearised), kish, linearised)
    return np.where(kish >= n * (1 - 1e-12), n, size)

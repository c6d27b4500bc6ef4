"""How often rules of a control chart ring for nothing: run lengths by Markov chain, and simulated for a baseline from few periods."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import ArrayLike

from ..errors import ArgumentError, choose
from .control import CENTRES, LAM, RANGE_TO_SIGMA, SIGMAS, WIDTH, smoothed

__all__ = ["QuietAlarms", "average_run_length", "quiet_alarms", "widening"]

_STATES = 301
_STEPS = 20


@dataclass(frozen=True)
class QuietAlarms:
    """How often rules ring in a quiet series of so many periods: `any` of them, and in the `last` one."""

    any: float
    last: float


def average_run_length(
    *, sigmas: float | None = None, lam: float | None = None, width: float | None = None, k: float | None = None,
    h: float | None = None, shift: float = 0.0,
) -> float:
    """Periods until the first alarm, on average, when the baseline is known; without a shift, until a false one.

    Parameters
    ----------
    sigmas : float, optional
        Single values beyond so many standard deviations ring.
    lam, width : float, optional
        The rule of :func:`cxlib.series.control.ewma` with steady limits; together with `sigmas`, whichever rings first.
    k, h : float, optional
        The rule of :func:`cxlib.series.control.cusum`, alone.
    shift : float
        True shift of the mean from the first period on, in standard deviations.

    Returns
    -------
    float
        In periods. A baseline estimated from few periods makes it another number: see :func:`quiet_alarms`.

    Raises
    ------
    ArgumentError
        For no rule, half a rule, or a CUSUM beside others.

    References
    ----------
    Brook & Evans 1972, Biometrika 59:539 (Markov chain); for two one-sided CUSUMs, 1/ARL = 1/up + 1/down.

    Examples
    --------
    >>> round(average_run_length(sigmas=3), 1), round(average_run_length(lam=0.2, width=2.86))
    (370.4, 371)
    """
    given = tuple(rule is not None for rule in (sigmas, lam, width, k, h))
    if given == (False, False, False, True, True):
        return 1 / (1 / _cusum_length(k, h, shift) + 1 / _cusum_length(k, h, -shift))
    if given == (True, False, False, False, False):
        return float(1 / (1 - _between(-sigmas - shift, sigmas - shift)))
    if given in ((False, True, True, False, False), (True, True, True, False, False)):
        return _ewma_length(lam, width, np.inf if sigmas is None else sigmas, shift)
    raise ArgumentError("average_run_length takes sigmas, or lam with width, or all three, or k with h alone")


@cache
def widening(
    looks: int = 1, *, length: float = 500.0, sigmas: float = SIGMAS, lam: float = LAM, width: float = WIDTH
) -> float:
    """By how much to widen single-value and drift limits so that both, over `looks` series, ring once in `length` periods.

    Parameters
    ----------
    looks : int
        Series that are watched at once.
    length : float
        Average run length of all together, the baseline known.
    sigmas, lam, width : float
        The two rules before they are widened.

    Raises
    ------
    ArgumentError
        For fewer than 1 look.

    Examples
    --------
    >>> round(widening(), 2), round(widening(10), 2)
    (1.1, 1.32)
    """
    if looks < 1:
        raise ArgumentError(f"looks must be 1 or more; got {looks!r}")
    # the logarithm of a run length is nearly straight in the square of the width, so few steps of the secant do
    squares, logs = [1.0, 1.5], [_log_length(1.0, sigmas, lam, width), _log_length(1.5, sigmas, lam, width)]
    target = float(np.log(looks * length))
    for _ in range(_STEPS):
        slope = (logs[-1] - logs[-2]) / (squares[-1] - squares[-2])
        if abs(logs[-1] - target) < 1e-6:
            break
        squares.append(max(squares[-1] + (target - logs[-1]) / slope, 0.1))
        logs.append(_log_length(squares[-1], sigmas, lam, width))
    return float(np.sqrt(squares[-1]))


@cache
def quiet_alarms(
    periods: int, *, sigmas: float = SIGMAS, lam: float = LAM, width: float = WIDTH, centre: str = "mean",
    draws: int = 20_000, seed: int = 2026,
) -> QuietAlarms:
    """How often :func:`~cxlib.series.control.limits` and :func:`~cxlib.series.control.ewma` ring when nothing happens and the same periods gave the baseline (simulated).

    Periods are independent and normal; the inflation has no floor, so that where it has one, alarms are rarer.

    Parameters
    ----------
    periods : int
        Periods that the baseline is estimated from, 3 or more.
    sigmas, lam, width : float
        The two rules.
    centre : {"mean", "median"}
    draws, seed : int

    Returns
    -------
    QuietAlarms
        Shares of quiet series.

    Raises
    ------
    ArgumentError
        For fewer than 3 periods, or another centre.

    Examples
    --------
    >>> 0.10 < quiet_alarms(36).any < 0.14
    True
    """
    if periods < 3:
        raise ArgumentError(f"periods must be 3 or more; got {periods!r}")
    drawn = np.random.default_rng(seed).standard_normal((periods, draws))
    drawn -= (np.median if choose("centre", centre, CENTRES) == "median" else np.mean)(drawn, axis=0)
    drawn /= np.abs(np.diff(drawn, axis=0)).mean(axis=0) / RANGE_TO_SIGMA
    rings = (np.abs(drawn) > sigmas) | (np.abs(smoothed(drawn, lam)) > width * np.sqrt(lam / (2 - lam)))
    return QuietAlarms(any=float(rings.any(axis=0).mean()), last=float(rings[-1].mean()))


def _between(low: ArrayLike, high: ArrayLike) -> np.ndarray:
    """Chance that a standard normal value lies between; 0 where the ends are the wrong way round."""
    from scipy.special import ndtr

    return np.maximum(ndtr(high) - ndtr(low), 0.0)


def _ewma_length(lam: float, width: float, sigmas: float, shift: float, *, states: int = _STATES) -> float:
    limit = width * np.sqrt(lam / (2 - lam))
    edges = np.linspace(-limit, limit, states + 1)
    centres = (edges[:-1] + edges[1:]) / 2
    # the single value that would carry the mean from each state to each edge
    needed = (edges[None, :] - (1 - lam) * centres[:, None]) / lam
    needed = needed.clip(-sigmas, sigmas) - shift
    move = _between(needed[:, :-1], needed[:, 1:])
    return float(np.linalg.solve(np.eye(states) - move, np.ones(states))[states // 2])


def _log_length(square: float, sigmas: float, lam: float, width: float) -> float:
    factor = float(np.sqrt(square))
    return float(np.log(_ewma_length(lam, factor * width, factor * sigmas, 0.0, states=101)))


def _cusum_length(k: float, h: float, shift: float) -> float:
    step = 2 * h / (2 * _STATES - 1)
    places = step * np.arange(_STATES)
    needed = places[None, :] - places[:, None] + k - shift
    move = _between(needed - step / 2, needed + step / 2)
    move[:, 0] = _between(-np.inf, needed[:, 0] + step / 2)
    return float(np.linalg.solve(np.eye(_STATES) - move, np.ones(_STATES))[0])

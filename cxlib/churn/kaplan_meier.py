"""Shares still there by age when not everyone was watched from the start or to the end."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from ..errors import ArgumentError

__all__ = ["at_ages", "log_rank", "median_age", "product_limit"]

_Z = 1.959963984540054
_TAIL = 0.025


def product_limit(entry: ArrayLike, exit: ArrayLike, ended: ArrayLike, *, fewest: int = 1) -> pd.DataFrame:
    """Share still there after each age at which somebody left: Kaplan-Meier, with late entry.

    Parameters
    ----------
    entry, exit : array-like
        Each one is watched at ages above `entry` and up to `exit`. Who is watched from age 0 on, that age included,
        enters at -1.
    ended : array-like of bool
        Whether the one left at `exit`; else watching stopped there.
    fewest : int
        Where people enter late, only a handful may be watched at a young age, and one of them who leaves would pull
        down all that follows. The curve begins after the last age, before most are watched, with fewer than that many.

    Returns
    -------
    DataFrame
        ``age``, ``at_risk``, ``left``, ``value`` (share of those still there when the curve begins), ``low``, ``high``
        (95%, log-log; where nobody is left the upper end stays). ``attrs["begins"]`` is the age at which the curve begins.

    Raises
    ------
    ArgumentError
        When the three differ in length, or somebody is watched for no age at all.

    References
    ----------
    Kaplan & Meier 1958, JASA 53:457; variance: Greenwood 1926; limits: Kalbfleisch & Prentice 1980, section 1.3;
    late entry: Tsai, Jewell & Wang 1987, Biometrika 74:883.

    Examples
    --------
    >>> product_limit([-1, -1, -1], [1, 2, 2], [True, True, False])["value"].round(3).tolist()
    [0.667, 0.333]
    """
    entry, exit, ended = _checked(entry, exit, ended)
    age, left = np.unique(exit[ended], return_counts=True)
    risk = _watched(entry, exit, age)
    begins = _solid_from(entry, exit, fewest)
    kept = age >= begins
    age, left, risk = age[kept], left[kept], risk[kept]
    value = np.cumprod(1 - left / risk)
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = np.sqrt(np.cumsum(left / (risk * (risk - left))))
        half = _Z * spread / np.log(value)
        ends = [np.exp(np.log(value) * np.exp(sign * half)) for sign in (-1, 1)]
    low, high = np.minimum(*ends), np.maximum(*ends)
    gone = value <= 0
    if gone.any():
        low[gone], high[gone] = 0.0, high[~gone][-1] if (~gone).any() else 1 - _TAIL ** (1 / risk[gone][0])
    out = pd.DataFrame({"age": age, "at_risk": risk, "left": left, "value": value, "low": low, "high": high})
    out.attrs["begins"] = begins
    return out


def at_ages(curve: pd.DataFrame, entry: ArrayLike, exit: ArrayLike, ages: ArrayLike) -> pd.DataFrame:
    """A curve read at given ages: ``age``, ``at_risk`` at it, ``left`` up to it, ``value``, ``low``, ``high``.

    Until somebody leaves the share is 1, with the lower end that so many who all stayed allow (Clopper & Pearson 1934,
    Biometrika 26:404). Ages before the curve begins are left out.

    Examples
    --------
    >>> people = [-1, -1, -1], [1, 2, 2]
    >>> at_ages(product_limit(*people, [True, True, False]), *people, [0, 2])["value"].round(3).tolist()
    [1.0, 0.333]
    """
    ages = np.asarray(ages, dtype=float)
    risk = _watched(np.asarray(entry, dtype=float), np.asarray(exit, dtype=float), ages)
    place = np.searchsorted(curve["age"].to_numpy(dtype=float), ages, side="right") - 1
    found = {name: _read(curve[name].to_numpy(dtype=float), place) for name in ("value", "low", "high")}
    before = place < 0
    found["value"][before], found["high"][before] = 1.0, 1.0
    found["low"][before] = _TAIL ** (1 / np.maximum(risk[before], 1))
    left = _read(np.cumsum(curve["left"].to_numpy(dtype=float)), place)
    out = pd.DataFrame({"age": ages, "at_risk": risk, "left": np.nan_to_num(left), **found})
    return out[out["age"] >= curve.attrs["begins"]].reset_index(drop=True)


def median_age(curve: pd.DataFrame) -> tuple[float, float, float]:
    """Age by which half have left, and its 95% interval; nan where it is not reached.

    References
    ----------
    Brookmeyer & Crowley 1982, Biometrics 38:29, from the limits of the curve.
    """
    ages = curve["age"].to_numpy(dtype=float)
    # A product of shares may miss one half by a rounding.
    reached = [np.flatnonzero(curve[name].to_numpy(dtype=float) <= 0.5 + 1e-12) for name in ("value", "low", "high")]
    return tuple(float(ages[places[0]]) if len(places) else float("nan") for places in reached)


def log_rank(entry: ArrayLike, exit: ArrayLike, ended: ArrayLike, group: ArrayLike) -> dict[str, float | np.ndarray]:
    """Whether groups leave at the same rate, age by age.

    Returns
    -------
    dict
        ``chi2``, ``df``, ``p_value`` (nan where nothing can be compared), and ``more`` (leavers seen minus expected, by
        sorted group).

    References
    ----------
    Mantel 1966, Cancer Chemother. Rep. 50:163; Peto & Peto 1972, J. R. Stat. Soc. A 135:185.

    Examples
    --------
    >>> round(log_rank([-1] * 4, [1, 2, 3, 4], [1, 1, 1, 1], ["a", "a", "b", "b"])["p_value"], 3)
    0.09
    """
    from scipy.stats import chi2

    entry, exit, ended = _checked(entry, exit, ended)
    names, code = np.unique(np.asarray(group), return_inverse=True)
    ages = np.unique(exit[ended])
    risk = np.array([_watched(entry[code == place], exit[code == place], ages) for place in range(len(names))], dtype=float)
    left = np.array([_counted(exit[ended & (code == place)], ages) for place in range(len(names))], dtype=float)
    n, d = risk.sum(axis=0), left.sum(axis=0)
    part = risk / n
    more = (left - part * d).sum(axis=1)
    weight = d * (n - d) / np.maximum(n - 1, 1)
    spread = np.diag((part * weight).sum(axis=1)) - (part * weight) @ part.T
    used = np.flatnonzero(np.diag(spread) > 1e-12)[1:]  # they add up to nothing, so one of them says nothing new
    if not len(used):
        return {"chi2": float("nan"), "df": 0, "p_value": float("nan"), "more": more}
    statistic = float(more[used] @ np.linalg.pinv(spread[np.ix_(used, used)]) @ more[used])
    return {"chi2": statistic, "df": len(used), "p_value": float(chi2.sf(statistic, len(used))), "more": more}


def _watched(entry: np.ndarray, exit: np.ndarray, ages: np.ndarray) -> np.ndarray:
    """How many are watched at each age."""
    return np.searchsorted(np.sort(entry), ages, side="left") - np.searchsorted(np.sort(exit), ages, side="left")


def _solid_from(entry: np.ndarray, exit: np.ndarray, fewest: int) -> float:
    """Age from which, until most are watched, there are never fewer than that many."""
    ages = np.unique(np.concatenate([entry + 1, exit]))
    if not len(ages):
        return 0.0
    risk = _watched(entry, exit, ages)
    thin = np.flatnonzero(risk[: int(np.argmax(risk))] < fewest)
    return float(ages[thin[-1] + 1] if len(thin) else ages[0])


def _counted(exit: np.ndarray, ages: np.ndarray) -> np.ndarray:
    return np.bincount(np.searchsorted(ages, exit), minlength=len(ages))


def _read(values: np.ndarray, place: np.ndarray) -> np.ndarray:
    padded = np.append(values, np.nan)
    return padded[np.where(place < 0, len(values), place)]


def _checked(entry: ArrayLike, exit: ArrayLike, ended: ArrayLike) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    first, last, gone = np.asarray(entry, dtype=float), np.asarray(exit, dtype=float), np.asarray(ended, dtype=bool)
    if not first.shape == last.shape == gone.shape:
        raise ArgumentError(f"{first.size} entries, {last.size} exits and {gone.size} ends: give one of each for everybody")
    if not (first < last).all():
        raise ArgumentError("everybody must be watched for a while: exit must lie above entry (-1 for those watched from age 0)")
    return first, last, gone

"""How good probabilities of leaving were, once it is known who left."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from ..errors import ArgumentError
from ..intervals import share_interval

__all__ = ["area_lost", "area_under_curve", "average_precision", "brier_score", "calibration_bins", "calibration_line", "lift", "log_loss"]

_Z = 1.959963984540054
_SMALLEST = 1e-15


def area_under_curve(probability: ArrayLike, left: ArrayLike) -> dict[str, float]:
    """Chance that one who left was given the higher probability than one who stayed; ties count half.

    Parameters
    ----------
    probability : array-like
        Any score that rises with the risk.
    left : array-like of 0/1 or bool

    Returns
    -------
    dict
        ``value``, ``low``, ``high`` (95%) and ``se`` (standard error), 0..1; nan when nobody left or nobody stayed.

    Raises
    ------
    ArgumentError
        When the two differ in length, are not numbers, or `left` holds anything but 0 and 1.

    References
    ----------
    DeLong, DeLong & Clarke-Pearson 1988, Biometrics 44:837, by ranks as in Sun & Xu 2014, IEEE SPL 21:1389.
    Where everyone is told apart the standard error is 0; then Wilson's lower limit for the smaller group.

    Examples
    --------
    >>> round(area_under_curve([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1])["value"], 2)
    0.75
    """
    p, y = _checked(probability, left)
    yes, no = int(y.sum()), int((~y).sum())
    if not yes or not no:
        return dict.fromkeys(("value", "low", "high", "se"), float("nan"))
    above, below = _placements(p, y)
    value = float(above.mean())
    variance = sum(part.var(ddof=1) / len(part) if len(part) > 1 else np.nan for part in (above, below))
    se = float(np.sqrt(variance))
    low, high = value - _Z * se, value + _Z * se
    if se == 0:
        low, high = (float(end) for end in share_interval(value * min(yes, no), min(yes, no)))
    return {"value": value, "low": max(low, 0.0), "high": min(high, 1.0), "se": se}


def area_lost(probability: ArrayLike, without: ArrayLike, left: ArrayLike) -> dict[str, float]:
    """How much smaller the area under the curve is with other probabilities for the same customers.

    Parameters
    ----------
    probability, left : as in :func:`area_under_curve`
    without : array-like, or a list of them
        The other probabilities, or any score that rises with the risk; of several the mean area is taken.

    Returns
    -------
    dict
        ``value``, ``low``, ``high`` (95%); nan when nobody left or nobody stayed.

    References
    ----------
    DeLong, DeLong & Clarke-Pearson 1988, for two areas over the same customers.

    Examples
    --------
    >>> area_lost([0.1, 0.2, 0.8, 0.9], [0.2, 0.1, 0.1, 0.2], [0, 0, 1, 1])["value"]
    0.5
    """
    p, y = _checked(probability, left)
    if not y.any() or y.all():
        return dict.fromkeys(("value", "low", "high"), float("nan"))
    others = [_placements(_checked(other, left)[0], y) for other in np.atleast_2d(without)]
    lost = [mine - np.mean(theirs, axis=0) for mine, theirs in zip(_placements(p, y), zip(*others, strict=True), strict=True)]
    value = float(lost[0].mean())
    half = _Z * float(np.sqrt(sum(part.var(ddof=1) / len(part) if len(part) > 1 else np.nan for part in lost)))
    return {"value": value, "low": value - half, "high": value + half}


def average_precision(probability: ArrayLike, left: ArrayLike) -> dict[str, float]:
    """Mean share of leavers among those ranked at least as high, over the leavers; a guess scores the share that left.

    Returns
    -------
    dict
        ``value``, ``low``, ``high``, 0..1; nan when nobody left. The 95% interval is on the log-odds with the number
        of leavers as its size.

    References
    ----------
    Boyd, Eng & Page 2013, ECML PKDD, for the interval.

    Examples
    --------
    >>> round(average_precision([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1])["value"], 4)
    0.8333
    """
    p, y = _checked(probability, left)
    n = int(y.sum())
    if not n:
        return dict.fromkeys(("value", "low", "high"), float("nan"))
    order = np.argsort(-p, kind="stable")
    last = np.r_[np.flatnonzero(np.diff(p[order])), len(p) - 1]  # those who share a probability come in together
    found = np.cumsum(y[order])[last]
    value = float((np.diff(found, prepend=0) * found / (last + 1)).sum() / n)
    if value >= 1:
        return {"value": 1.0, "low": float(share_interval(n, n)[0]), "high": 1.0}
    ends = np.log(value / (1 - value)) + np.array([-1, 1]) * _Z / np.sqrt(n)
    low, high = 1 / (1 + np.exp(-ends))
    return {"value": value, "low": float(low), "high": float(high)}


def log_loss(probability: ArrayLike, left: ArrayLike) -> dict[str, float]:
    """Mean of minus the logarithm of the probability given to what happened; lower is better.

    Returns
    -------
    dict
        ``value``, ``low``, ``high``: nats a customer, and the 95% interval of the mean.

    Examples
    --------
    >>> round(log_loss([0.5, 0.5], [0, 1])["value"], 4)
    0.6931
    """
    return _mean(losses(*_checked(probability, left)))


def brier_score(probability: ArrayLike, left: ArrayLike) -> dict[str, float]:
    """Mean squared distance of the probability from what happened (0 or 1); lower is better.

    Returns
    -------
    dict
        ``value``, ``low``, ``high``.

    References
    ----------
    Brier 1950, Mon. Weather Rev. 78:1.

    Examples
    --------
    >>> brier_score([0.0, 0.5], [0, 1])["value"]
    0.125
    """
    p, y = _checked(probability, left)
    return _mean((p - y) ** 2)


def lift(probability: ArrayLike, left: ArrayLike, *, top: float = 0.1) -> dict[str, float]:
    """How many times more leavers the riskiest `top` share of customers holds than all customers do.

    Returns
    -------
    dict
        ``value``, ``low``, ``high`` (times) and ``n`` (customers in the top). The interval is Wilson's for the share
        in the top, over the share of all: the much larger whole is taken as known.

    Raises
    ------
    ArgumentError
        Also when `top` is not above 0 and at most 1.

    Examples
    --------
    >>> lift([0.9, 0.1, 0.2, 0.3], [1, 0, 1, 0], top=0.25)["value"]
    2.0
    """
    p, y = _checked(probability, left)
    if not 0 < top <= 1:
        raise ArgumentError(f"top is {top!r}; give a share above 0 and at most 1, such as 0.1")
    n = max(round(top * len(p)), 1)
    if not y.any():
        return {"value": float("nan"), "low": float("nan"), "high": float("nan"), "n": n}
    # Those who share the last probability that fits are taken in part, so the order of rows does not matter.
    edge = np.sort(p)[::-1][n - 1]
    sure, tied = p > edge, p == edge
    found = y[sure].sum() + y[tied].mean() * (n - sure.sum())
    low, high = share_interval(found, n)
    rate = y.mean()
    return {"value": float(found / n / rate), "low": float(low / rate), "high": float(high / rate), "n": n}


def calibration_bins(probability: ArrayLike, left: ArrayLike, *, bins: int = 10) -> pd.DataFrame:
    """What was said against what happened, in groups of about equal size from the lowest to the highest probability.

    Equal probabilities are never parted, so there may be fewer groups.

    Returns
    -------
    DataFrame
        ``predicted`` (mean probability), ``base``, ``left`` (counts), ``value`` (share that left), ``low``, ``high``
        (Wilson, 95%).

    References
    ----------
    Wilson 1927, JASA 22:209.

    Examples
    --------
    >>> calibration_bins([0.1, 0.1, 0.8, 0.8], [0, 0, 1, 0], bins=2)[["predicted", "base", "value"]].values.tolist()
    [[0.1, 2.0, 0.0], [0.8, 2.0, 0.5]]
    """
    p, y = _checked(probability, left)
    place = np.ceil(_ranks(p) / max(len(p), 1) * bins).astype(int)
    rows = pd.DataFrame({"bin": place, "predicted": p, "left": y}).groupby("bin")
    out = rows.agg(predicted=("predicted", "mean"), base=("left", "size"), left=("left", "sum")).reset_index(drop=True)
    out["value"] = out["left"] / out["base"]
    out["low"], out["high"] = share_interval(out["left"].to_numpy(), out["base"].to_numpy())
    return out


def calibration_line(probability: ArrayLike, left: ArrayLike) -> dict[str, dict[str, float]]:
    """Whether the probabilities are as far apart as they should be, and right over all.

    Returns
    -------
    dict
        ``slope``: of the log-odds said, in a logistic regression of what happened; 1 is right, below 1 the forecast is
        too sure of itself, above 1 not sure enough. ``intercept``: what is to be added to all log-odds said so that as
        many are expected to leave as did; 0 is right, below 0 too many were expected. Each with ``value``, ``low``,
        ``high`` (95%, Wald); nan when nobody left or stayed, all forecasts are equal (slope), or they part the two.

    Raises
    ------
    ArgumentError
        As :func:`area_under_curve`.

    References
    ----------
    Cox 1958, Biometrika 45:562; Van Calster et al. 2019, BMC Med. 17:230.

    Examples
    --------
    >>> p = np.repeat([0.2, 0.4], 50)
    >>> left = np.repeat([1, 0, 1, 0], [10, 40, 20, 30])
    >>> round(calibration_line(p, left)["slope"]["value"], 6)
    1.0
    """
    p, y = _checked(probability, left)
    kept = np.clip(p, _SMALLEST, 1 - _SMALLEST)
    odds = np.log(kept) - np.log1p(-kept)
    unknown = dict.fromkeys(("value", "low", "high"), float("nan"))
    if not y.any() or y.all():
        return {"slope": unknown, "intercept": unknown}
    over_all = _newton(np.ones((len(y), 1)), y, odds)
    parted = np.ptp(odds) == 0 or odds[y].min() >= odds[~y].max() or odds[y].max() <= odds[~y].min()
    line = None if parted else _newton(np.column_stack([np.ones(len(y)), odds]), y, np.zeros(len(y)))
    return {"slope": unknown if line is None else _wald(*line, place=1), "intercept": _wald(*over_all, place=0)}


def losses(p: np.ndarray, left: np.ndarray) -> np.ndarray:
    """Log-loss of each customer."""
    p = np.clip(p, _SMALLEST, 1 - _SMALLEST)
    return -np.where(left, np.log(p), np.log1p(-p))


def _newton(terms: np.ndarray, y: np.ndarray, offset: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Coefficients of a logistic regression and their covariance."""
    weights = np.zeros(terms.shape[1])
    for _ in range(100):
        p = 0.5 * (1 + np.tanh(0.5 * (offset + terms @ weights)))
        information = terms.T @ (terms * np.maximum(p * (1 - p), 1e-12)[:, None])
        step = np.linalg.solve(information, terms.T @ (y - p))
        # Long steps overshoot where forecasts are very sure.
        weights = weights + step / max(1.0, np.abs(step).max() / 2)
        if np.abs(step).max() < 1e-10:
            break
    return weights, np.linalg.inv(information)


def _wald(weights: np.ndarray, covariance: np.ndarray, *, place: int) -> dict[str, float]:
    value, half = float(weights[place]), _Z * float(np.sqrt(covariance[place, place]))
    return {"value": value, "low": value - half, "high": value + half}


def _placements(p: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Share of the stayers below each leaver, and of the leavers above each stayer; ties count half."""
    rank = _ranks(p)
    above = (rank[y] - _ranks(p[y])) / (~y).sum()
    return above, 1 - (rank[~y] - _ranks(p[~y])) / y.sum()


def _mean(values: np.ndarray) -> dict[str, float]:
    n, value = len(values), float(values.mean()) if len(values) else float("nan")
    half = _Z * float(values.std(ddof=1)) / np.sqrt(n) if n > 1 else float("nan")
    return {"value": value, "low": max(value - half, 0.0), "high": value + half}


def _ranks(values: np.ndarray) -> np.ndarray:
    return pd.Series(values).rank().to_numpy()


def _checked(probability: ArrayLike, left: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    p, y = np.asarray(probability, dtype=float), np.asarray(left)
    if p.shape != y.shape or p.ndim != 1:
        raise ArgumentError(f"{p.size} probabilities and {y.size} outcomes: give one outcome for each probability")
    if not np.isin(y, (0, 1)).all() or np.isnan(p).any():
        raise ArgumentError("outcomes must be 0 (stayed) or 1 (left), and no probability may be missing")
    return p, y.astype(bool)

"""The same comparison in several quarters, put together."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ..intervals import adjust

__all__ = ["over_quarters", "pooled"]

_Z = 1.959963984540054
_ALPHA = 0.05
_WRITTEN = ("value", "low", "high", "p_value")


def pooled(left_contact: np.ndarray, base_contact: np.ndarray, left_hold_out: np.ndarray, base_hold_out: np.ndarray) -> dict[str, float]:
    """Mean of the differences between two shares in several strata, each weighted by how surely it is known.

    Parameters
    ----------
    left_contact, left_hold_out : arrays
        Shares that left, 0..1, one for each stratum.
    base_contact, base_hold_out : arrays
        Customers.

    Returns
    -------
    dict
        ``value``, ``low``, ``high`` (fraction, contact minus hold-out, 95%), ``p_value``; and whether the strata differ by
        more than chance: ``q`` (Cochran), ``q_p``, ``i_squared`` (part of the spread that is not chance, 0..1).

    References
    ----------
    Inverse variance: Cochran 1954, Biometrics 10:101, variances with one who left and one who stayed added to each arm
    (Agresti & Caffo 2000, Am. Stat. 54:280); I squared: Higgins & Thompson 2002, Stat. Med. 21:1539.

    Examples
    --------
    >>> n = np.array([100, 100])
    >>> round(pooled(np.array([0.2, 0.3]), n, np.array([0.3, 0.4]), n)["value"], 3)
    -0.1
    """
    from scipy.stats import chi2, norm

    arms = ((np.asarray(share, dtype=float), np.asarray(n, dtype=float)) for share, n in ((left_contact, base_contact), (left_hold_out, base_hold_out)))
    (one, n_one), (two, n_two) = arms
    difference = one - two
    spread = ((share * n + 1) / (n + 2) for share, n in ((one, n_one), (two, n_two)))
    variance = sum(p * (1 - p) / (n + 2) for p, n in zip(spread, (n_one, n_two), strict=True))
    weight = 1 / variance
    value, se = float((weight * difference).sum() / weight.sum()), float(weight.sum() ** -0.5)
    q, free = float((weight * (difference - value) ** 2).sum()), len(difference) - 1
    return {
        "value": value, "low": value - _Z * se, "high": value + _Z * se, "p_value": float(2 * norm.sf(abs(value) / se)), "q": q,
        "q_p": float(chi2.sf(q, free)) if free else float("nan"), "i_squared": max(0.0, 1 - free / q) if q > 0 else 0.0,
    }


def over_quarters(rows: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, float] | None]:
    """The lists of several quarters together, then each of them; lists whose arms are withheld take no part.

    Parameters
    ----------
    rows : DataFrame
        A row for each list, as :func:`cxlib.churn.effect.effects` makes the row of everyone; ``among`` names the list.

    Returns
    -------
    (DataFrame, dict or None)
        The table with a first row "lists", ``adjusted_p`` (Holm over the lists, never below that of the first row) and
        ``verdict``; and what :func:`pooled` found, None where fewer than two lists can be shown.
    """
    known = rows[rows["value"].notna()]
    if len(known) < 2:
        return rows.assign(adjusted_p=rows["p_value"], verdict="cannot tell"), None
    found = pooled(*(known[name].to_numpy(dtype=float) for name in ("left_contact", "base_contact", "left_hold_out", "base_hold_out")))
    sums = {name: float(known[name].sum()) for name in ("base", "base_contact", "base_hold_out")}
    shares = {f"left_{arm}": float((known[f"left_{arm}"] * known[f"base_{arm}"]).sum() / sums[f"base_{arm}"]) for arm in ("contact", "hold_out")}
    # How small an effect would be seen: the interval's half width covers 1.96 standard errors, eight of ten need 2.80.
    first = {"among": "lists", **sums, **shares, **{name: found[name] for name in _WRITTEN}, "withheld": "",
             "detectable": (found["high"] - found["low"]) / 2 * 2.8015852 / _Z}
    lists = rows.assign(adjusted_p=np.maximum(adjust(rows["p_value"].to_numpy(dtype=float), method="holm"), found["p_value"]))
    table = pd.concat([pd.DataFrame([{**first, "adjusted_p": found["p_value"]}]), lists], ignore_index=True)
    sure = table["adjusted_p"] < _ALPHA
    table["verdict"] = np.select([sure & (table["value"] < 0), sure], ["fewer left", "more left"], default="cannot tell")
    return table, found

"""Whether a group stands in for a protected attribute."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .. import words
from ..intervals import share_interval
from .lift import ratio
from .telling import protected

__all__ = ["stand_in", "stand_in_of", "standing_in"]

_MEDIUM = 0.3
_FOUR_FIFTHS = 0.8
_TWICE = 2.0
_LEVEL = 0.05
_COLUMNS = ("attribute", "value", "low", "high", "ratio", "ratio_low", "ratio_high", "kept_ratio", "most", "least", "base", "strength")


def stand_in(study, inside: pd.Series) -> pd.DataFrame:
    """How strongly being in a group goes with each protected attribute of the slice's customers.

    Protected are the segments named in ``[personas] protected``, else those called age, gender, ethnicity, religion,
    disability, nationality and the like in English or Vietnamese.

    Parameters
    ----------
    study : Study
    inside : Series of bool by customer_id
        Missing where it is not known; such customers are left out.

    Returns
    -------
    DataFrame
        As of :func:`stand_in_of`, a row for each attribute.
    """
    names = protected(study)
    if not names:
        return pd.DataFrame(columns=list(_COLUMNS))
    customers = study.customers()
    rows = [stand_in_of(inside, customers[name], minimum=study.settings.minimum_base) for name in names]
    return pd.DataFrame([{"attribute": name, **row} for name, row in zip(names, rows, strict=True)], columns=list(_COLUMNS))


def stand_in_of(inside: pd.Series, attribute: pd.Series, *, minimum: int = 10) -> dict:
    """Association of being in a group with one attribute.

    Parameters
    ----------
    inside : Series of bool
    attribute : Series of levels, same kind of index
    minimum : int
        Smallest level that takes part.

    Returns
    -------
    dict
        ``value``, ``low``, ``high``: Cramer's V. ``ratio``, ``ratio_low``, ``ratio_high``: how many times as many of
        level ``most`` are in the group as of level ``least`` (interval corrected for choosing two of the levels).
        ``kept_ratio``: lowest share of a level outside of the group over the highest. ``base``. ``strength``:
        ``strong`` when V is 0.3 or more, or kept_ratio is under four fifths, or the ratio is 2 or more and its interval
        leaves out 1; ``some`` when the interval leaves out 1; ``none``; ``unknown`` where it cannot be told.

    References
    ----------
    Smithson 2003, Confidence Intervals, for V from the noncentral chi-square; US Uniform Guidelines on Employee
    Selection 1978, section 4D, for four fifths; Cohen 1988 for 0.3 as medium.

    Examples
    --------
    >>> told = stand_in_of(pd.Series([True] * 50 + [False] * 50), pd.Series(["a"] * 50 + ["b"] * 50))
    >>> told["value"], told["strength"]
    (1.0, 'strong')
    """
    both = pd.DataFrame({"inside": inside, "level": attribute}).dropna()
    both = both[both["level"] != words.NOT_KNOWN["en"]]
    counts = both["inside"].astype(float).groupby(both["level"]).agg(["sum", "count"])
    counts = counts[counts["count"] >= minimum]
    base, taken = int(counts["count"].sum()), counts["sum"].sum()
    told = dict.fromkeys(_COLUMNS[1:], np.nan) | {"most": "", "least": "", "base": base, "strength": "unknown"}
    if len(counts) < 2 or not 0 < taken < base:
        return told
    share = counts["sum"] / counts["count"]
    most, least = str(share.idxmax()), str(share.idxmin())
    pairs = len(counts) * (len(counts) - 1) / 2
    told |= dict(zip(("value", "low", "high"), _cramers_v(counts, base, taken), strict=True))
    times = _times(counts.loc[most], counts.loc[least], 1 - _LEVEL / pairs)
    kept = (1 - share.max()) / (1 - share.min())
    apart = times[1] > 1
    strong = told["value"] >= _MEDIUM or kept < _FOUR_FIFTHS or (apart and times[0] >= _TWICE)
    return told | {
        "ratio": times[0], "ratio_low": times[1], "ratio_high": times[2], "kept_ratio": float(kept), "most": most, "least": least,
        "strength": "strong" if strong else "some" if apart else "none",
    }


def standing_in(study, table: pd.DataFrame, group: str) -> list[str]:
    """What :func:`stand_in` found, in sentences; nothing where a group goes with no protected attribute."""
    language = study.language
    return [
        words.say(f"personas.stand_in.{row.strength}", language, group=group, attribute=_in_a_sentence(row.attribute, language), most=row.most,
                  least=row.least, v=row.value, low=row.low, high=row.high, kept=row.kept_ratio,
                  times=words.say("personas.stand_in.times", language, ratio=row.ratio) if np.isfinite(row.ratio) else words.say("personas.stand_in.only", language))
        for row in table.itertuples() if row.strength in ("strong", "some")
    ]


def _times(most: pd.Series, least: pd.Series, confidence: float) -> tuple[float, float, float]:
    first, second = (
        (row["sum"] / row["count"], *map(float, share_interval(row["sum"], row["count"], confidence=confidence))) for row in (most, least)
    )
    if second[0] == 0:
        # Nobody of the least: the ratio has no upper end, and its lower end is that of the two intervals.
        return np.inf, first[1] / second[2], np.inf
    return ratio(first, second)


def _cramers_v(counts: pd.DataFrame, base: int, taken: float) -> tuple[float, float, float]:
    from scipy.optimize import brentq
    from scipy.stats import ncx2

    expected = counts["count"] * taken / base
    square = float(((counts["sum"] - expected) ** 2 / expected + (counts["sum"] - expected) ** 2 / (counts["count"] - expected)).sum())
    free = len(counts) - 1

    def end(chance: float) -> float:
        def beyond(centre: float) -> float:
            return float(ncx2.cdf(square, free, centre)) - chance if centre > 0 else float(ncx2.cdf(square, free, 1e-9)) - chance

        if beyond(0.0) <= 0:
            return 0.0
        return float(brentq(beyond, 0.0, square + 30 * (free + square) ** 0.5 + 30))

    # Against two columns (in, out) the largest chi-square is the base.
    value = (square / base) ** 0.5
    low, high = ((end(chance) / base) ** 0.5 for chance in (1 - _LEVEL / 2, _LEVEL / 2))
    return min(value, 1.0), min(low, value, 1.0), min(max(high, value), 1.0)


def _in_a_sentence(name: str, language: str) -> str:
    label = words.label(name, language)
    return label[:1].lower() + label[1:]

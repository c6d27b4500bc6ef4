"""Which places lie outside of what chance allows for their size: limits of a funnel plot."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from .. import words
from ..errors import ArgumentError
from ..finding import Chart, Finding
from ..intervals.basis import normal_quantile
from .levels import metric_name
from .places import Compared, compared

__all__ = ["funnel_limits", "funnel_plot"]

_LARGEST = 200_000  # steps of the exact distribution; beyond it the normal one is as good
_ROUNDING = 1e-9
_LEVELS = {"95": 0.95, "998": 0.998}


def funnel_plot(study, *, by: str = "store", question: str | None = None, employees: bool = False) -> Finding:
    """The raw score of each place in the study's wave against the limits that chance allows for its size.

    Parameters
    ----------
    by, question, employees
        As in :func:`cxlib.scores.places.places`.

    Returns
    -------
    Finding
        Columns ``place``, ``base``, ``value``, ``low95``, ``high95``, ``low998``, ``high998`` (limits for a place of that base
        if all were alike), ``verdict`` (inside, outside 95%, outside 99.8%), ``_outside`` (bool), ``unit``, ``withheld``;
        smallest base first. Answers are not weighted.

    Notes
    -----
    Spiegelhalter (2005), with the steps of the exact distribution as limits, around the score of all places, widened by the root of the over-dispersion (mean
    squared z, a tenth winsorised at each end) where it is more than 1 + 2 sqrt(2 / places).
    """
    seen = compared(study, "scores.funnel", by, question, employees, weighted=False)
    if isinstance(seen, Finding):
        return seen
    table, factor = _limited(seen)
    sentence, status = _sentence(seen, table)
    notes = [words.say("scores.funnel.exact", study.language)]
    if factor > 1:
        notes.append(words.say("scores.funnel.widened", study.language, factor=factor))
    return study.finding(
        "scores.funnel", question=seen.asked, sentence=sentence, table=table, status=status, unit=seen.unit, chart=_chart(seen),
        base=int(seen.table.loc[seen.kept, "base"].sum()), owner=seen.meaning.owner, caveats=(*notes, *seen.notes()),
        formats=dict.fromkeys(("low95", "high95", "low998", "high998"), "@unit"), key=seen.key("scores.funnel"),
    )


def _chart(seen: Compared) -> Chart:
    language = seen.study.language
    names = {level: words.say("scores.funnel.limits", language, level=100 * level) for level in _LEVELS.values()}
    return Chart(
        "scatter", x="base", y="value", label="place", mark="_outside", mark_label=words.say("scores.funnel.outside", language), unit=seen.unit,
        limits={f"{side}{name}": names[level] for name, level in _LEVELS.items() for side in ("low", "high")}, reference=seen.centre,
        reference_label=words.say("scores.funnel.centre", language), x_label=words.say("scores.funnel.axis", language),
        y_label=metric_name(seen.measure, language),
    )


def funnel_limits(
    n: ArrayLike, values: ArrayLike, shares: ArrayLike, *, confidence: float, interpolated: bool = True
) -> tuple[np.ndarray, np.ndarray]:
    """Limits of the mean of n answers that are drawn with these shares.

    Parameters
    ----------
    n : array-like of int
        Answers of each place.
    values, shares : array-like
        What an answer can be worth, and how often it is; 1 and 0 for a proportion, 1, 0, -1 for an NPS.
    confidence : float
        0.95 or 0.998.
    interpolated : bool
        Between the steps of the exact distribution, for smooth lines (as the reference does); they may lie a little
        outside of what is possible. Else the steps themselves, so that beyond each limit lies no more than it says.

    Returns
    -------
    (low, high) : arrays
        In units of the values.

    Raises
    ------
    ArgumentError
        When shares do not sum to 1 or an n is below 1.

    References
    ----------
    Spiegelhalter 2005, Stat. Med. 24:1185, appendix A.1.

    Examples
    --------
    >>> low, high = funnel_limits([100], [0, 1], [0.8, 0.2], confidence=0.95)
    >>> round(float(low[0]), 4), round(float(high[0]), 4)
    (0.1197, 0.2765)
    """
    n, x, p = np.atleast_1d(np.asarray(n, int)), np.asarray(values, float), np.asarray(shares, float)
    if (n < 1).any() or abs(p.sum() - 1) > 1e-9 or (p < 0).any():
        raise ArgumentError("every place needs an answer, and shares that are not negative and sum to 1")
    tail = (1 - confidence) / 2
    found = {size: [_quantile(int(size), x, p, share, interpolated) for share in (tail, 1 - tail)] for size in np.unique(n)}
    low, high = zip(*(found[size] for size in n), strict=True)
    return np.array(low), np.array(high)


def _quantile(n: int, values: np.ndarray, shares: np.ndarray, share: float, interpolated: bool) -> float:
    """Quantile of the mean of n answers: exact by convolution where values are whole numbers."""
    steps = values - values.min()
    length = n * int(round(steps.max())) + 1
    if np.abs(steps - np.round(steps)).max() > 1e-9 or length > _LARGEST:
        mean = float(shares @ values)
        error = np.sqrt(max(float(shares @ values**2) - mean**2, 0.0) / n)
        return mean + np.sign(share - 0.5) * normal_quantile(abs(2 * share - 1)) * error
    one = np.bincount(np.round(steps).astype(int), weights=shares, minlength=length)
    chance = np.fft.irfft(np.fft.rfft(one, length) ** n, length).clip(min=0.0)
    below = np.cumsum(chance)
    at = int(np.searchsorted(below, share * below[-1]))
    return float(values.min() + (at - ((below[at] - share) / chance[at] if interpolated else 0.0)) / n)


def _limited(seen: Compared) -> tuple[pd.DataFrame, float]:
    mine = seen.table[seen.kept].sort_values("base", kind="stable")
    centre = seen.centre
    pooled = seen.answers.groupby("y")["n"].sum() / seen.answers["n"].sum()
    values, shares, n = pooled.index.to_numpy(float), pooled.to_numpy(float), mine["base"].to_numpy(int)
    factor = _overdispersion(mine["raw"].to_numpy(float), n, centre, float(shares @ (values - centre) ** 2))
    rows = pd.DataFrame({"place": mine["place"].to_numpy(), "base": mine["base"].to_numpy(float), "value": mine["raw"].to_numpy(float)})
    verdict = np.full(len(rows), "inside", dtype=object)
    for name, words_of in (("95", "outside 95%"), ("998", "outside 99.8%")):
        low, high = funnel_limits(n, values, shares, confidence=_LEVELS[name], interpolated=False)
        low, high = centre + (low - centre) * factor, centre + (high - centre) * factor
        verdict[(rows["value"] < low - _ROUNDING) | (rows["value"] > high + _ROUNDING)] = words_of
        rows[f"low{name}"], rows[f"high{name}"] = low.clip(*seen.ends), high.clip(*seen.ends)
    rows = rows.assign(verdict=verdict, unit=seen.unit, withheld="")
    table = seen.with_others(rows)
    table["_outside"] = ~table["verdict"].isin(["", "inside"])
    return table, factor


def _overdispersion(raw: np.ndarray, n: np.ndarray, centre: float, variance: float) -> float:
    """By how much limits are widened; 1 when places differ no more than chance allows."""
    if variance <= 0:
        return 1.0
    z = (raw - centre) / np.sqrt(variance / n)
    phi = float((z.clip(*np.quantile(z, [0.1, 0.9])) ** 2).mean())
    return float(np.sqrt(phi)) if phi > 1 + 2 * np.sqrt(2 / len(z)) else 1.0


def _sentence(seen: Compared, table: pd.DataFrame) -> tuple[str, str]:
    language = seen.study.language
    known = table[table["value"].notna()]
    outside = known[known["verdict"] != "inside"]
    fills = {"places": len(known), "by": words.label(seen.by, language).lower(), "centre": seen.text(seen.centre),
             "metric": metric_name(seen.measure, language), "asked": seen.meaning.name}
    if outside.empty:
        return words.say("scores.funnel.none", language, **fills), "cannot_tell"
    listed = ", ".join(f"{row['place']} ({seen.text(row['value'])})" for _, row in outside.iterrows())
    sentence = words.say("scores.funnel.some", language, outside=len(outside), far=int((outside["verdict"] == "outside 99.8%").sum()),
                         expected=round(0.05 * len(known), 1), listed=listed, **fills)
    return sentence, "answered"

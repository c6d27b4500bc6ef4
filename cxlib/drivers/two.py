"""Two outcomes side by side: do the same ratings go with both?"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from .. import intervals, words
from ..errors import ArgumentError
from ..finding import Chart, Finding
from .complete import Complete, caveats, complete, default_outcomes, listed, refused
from .ranking import estimates, no_link
from .parts import lmg
from .resample import correlations, interval, resampled

__all__ = ["two_outcomes"]


def two_outcomes(
    study, outcome: str | None = None, other: str | None = None, *, drivers: Sequence[str] | None = None, waves: int | None = 1,
    draws: int = 200, seed: int = 2026,
) -> Finding:
    """Importance of the same ratings for two outcomes, from respondents who answered both.

    Parameters
    ----------
    outcome, other : names of questions, optional
        The two that lead the study (NPS, CSAT, CES, rating) when not given.
    drivers, waves, draws, seed
        As :func:`cxlib.drivers.importance`.

    Returns
    -------
    Finding
        Two rows per driver: ``driver``, ``outcome``, ``value`` (share of the explained variance), ``low``, ``high``,
        ``rank``, ``rank_low``, ``rank_high``, ``difference`` (share for `other` minus share for `outcome`, each
        respondent drawn with both answers), ``difference_low``, ``difference_high``, ``adjusted_p``
        (Benjamini-Hochberg over the drivers), ``base``.

    Raises
    ------
    ArgumentError
        As :func:`cxlib.drivers.importance`; also when there is no second outcome, or both are the same.
    """
    name, language = "drivers.two_outcomes", study.language
    if not study.has("responses"):
        return study.not_available(name, words.say("drivers.two.question_any", language), "responses")
    outcome, other = _both(study, outcome, other)
    asked = words.say("drivers.two.question", language, outcome=outcome, other=other)
    found = complete(study, [outcome, other], drivers, waves)
    key = f"{name}.{outcome}.{other}"
    if (no := refused(study, name, asked, found)) is not None:
        return no.with_key(key)
    parts = [estimates(found, draws=draws, seed=seed, outcome=place) for place in (0, 1)]
    table = _table(found, [part for part, _ in parts], draws, seed)
    linked = not any(no_link(explained, found) for _, explained in parts)
    moved = list(dict.fromkeys(table.loc[table["adjusted_p"] < 0.05, "driver"])) if linked else []
    sentence = words.say("drivers.two.differ" if moved else "drivers.two.cannot_tell", language, outcome=outcome, other=other,
                         names=listed(moved), r2=parts[0][1], other_r2=parts[1][1], base=len(found))
    return study.finding(
        name, question=asked, sentence=sentence, table=table, base=len(found), unit="share", key=key,
        chart=Chart("interval", x="value", y="driver", series="outcome", unit="share", x_label=words.say("drivers.importance.axis", language)),
        status="answered" if moved else "cannot_tell", caveats=caveats(study, found),
        formats={**dict.fromkeys(("difference", "difference_low", "difference_high"), "signed_points"), "adjusted_p": "p_value",
                 **dict.fromkeys(("rank", "rank_low", "rank_high"), "count")},
    )


def _both(study, outcome: str | None, other: str | None) -> tuple[str, str]:
    leading = default_outcomes(study)
    outcome = outcome or next(name for name in leading if name != other or len(leading) == 1)
    other = other or next((name for name in leading if name != outcome), None)
    if other is None:
        raise ArgumentError("two outcomes need two questions; this study has one")
    if outcome == other:
        raise ArgumentError(f'the two outcomes are both "{outcome}"; name two different questions')
    return outcome, other


def _table(found: Complete, parts: Sequence[pd.DataFrame], draws: int, seed: int) -> pd.DataFrame:
    differences = _differences(found, draws, seed)
    columns = ["driver", "value", "low", "high", "rank", "rank_low", "rank_high"]
    place = {driver: order for order, driver in enumerate(parts[0]["driver"])}
    both = pd.concat([part[columns].assign(outcome=outcome) for part, outcome in zip(parts, found.outcomes, strict=True)])
    both = both.merge(differences, on="driver").assign(base=len(found), place=lambda table: table["driver"].map(place))
    both = both.sort_values("place", kind="stable", ignore_index=True)
    return both[["driver", "outcome", *columns[1:], "difference", "difference_low", "difference_high", "adjusted_p", "base"]]


def _differences(found: Complete, draws: int, seed: int) -> pd.DataFrame:
    from scipy.special import ndtr

    columns = np.column_stack([np.ones(len(found)), found.x, found.y])
    whole, drawn = resampled(columns, found.weight, found.customer, draws=draws, seed=seed)
    value, draws_of = _difference(correlations(whole)), _difference(correlations(drawn))
    low, high = interval(value, draws_of)
    error = np.nanstd(draws_of, axis=0, ddof=1)
    p = 2 * ndtr(-np.abs(value) / np.where(error > 0, error, np.inf))
    return pd.DataFrame({
        "driver": found.drivers, "difference": value, "difference_low": low, "difference_high": high,
        "adjusted_p": intervals.adjust(p, method="fdr_bh"),
    })


def _difference(both: np.ndarray) -> np.ndarray:
    """Shares for the second outcome minus those for the first; the outcomes are the last two columns."""
    first = [*range(both.shape[-1] - 2), both.shape[-1] - 2]
    second = [*first[:-1], both.shape[-1] - 1]
    return lmg(both[..., second, :][..., second]) - lmg(both[..., first, :][..., first])

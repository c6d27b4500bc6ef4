"""Whether a bad rating hurts more than a good one helps."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from .. import intervals, words
from ..finding import Chart, Finding
from .complete import Complete, caveats, complete, default_outcomes, listed, refused
from .resample import interval, resampled

__all__ = ["penalty_reward"]

_END = 0.25  # a quarter of the scale at each end: 1-2 and 4-5 of five points, 0-2 and 8-10 of eleven
_TRACE = 1e-10


def penalty_reward(
    study, outcome: str | None = None, *, drivers: Sequence[str] | None = None, waves: int | None = 1, draws: int = 200, seed: int = 2026,
) -> Finding:
    """How much lower the outcome is with a bad rating, and how much higher with a good one, than with a middling one.

    Parameters are those of :func:`cxlib.drivers.importance`.

    Returns
    -------
    Finding
        Two rows per driver, ``side`` "penalty" (the worst quarter of the scale) and "reward" (the best quarter).
        Columns ``driver``, ``side``, ``value`` (outcome points against a middle rating, the other ratings being
        equal), ``low``, ``high``, ``base`` (respondents with such a rating), ``per_point`` (size for each point of
        the rating between this end and the middle), ``adjusted_p`` (of penalty and reward per point being the same;
        Benjamini-Hochberg over the drivers), ``verdict`` ("hurts more", "helps more", "cannot tell"), ``withheld``.
        "cannot tell" as in :func:`cxlib.drivers.importance`, or when no driver has a verdict.

    Raises
    ------
    ArgumentError
        As :func:`cxlib.drivers.importance`.

    Notes
    -----
    One weighted least-squares fit on a pair of dummies for each driver; intervals from customers drawn with
    replacement. The verdict compares effects per point of the rating, as bad and good ratings need not lie
    equally far from the middle.

    References
    ----------
    Brandt 1987, penalty-reward contrasts; Mikulic and Prebezac 2011, Manag. Serv. Qual. 21:46.
    """
    name, language = "drivers.penalty_reward", study.language
    asked = words.say("drivers.penalty.question", language)
    if not study.has("responses"):
        return study.not_available(name, asked, "responses")
    outcome = outcome or default_outcomes(study)[0]
    found = complete(study, [outcome], drivers, waves)
    if (no := refused(study, name, asked, found)) is not None:
        return no.with_key(f"{name}.{outcome}")
    table = _table(study, found, draws, seed)
    told = table[table["verdict"] != "cannot tell"]
    notes = [*caveats(study, found), words.say("drivers.penalty.ends", language)]
    hidden = int((table["withheld"] != "").sum())
    if hidden:
        notes.append(words.say("house.withheld_caveat", language, rows=hidden, minimum=study.settings.minimum_base))
    return study.finding(
        name, question=asked, sentence=_sentence(study, found, table), table=table, base=len(found), unit="signed_score",
        chart=Chart("interval", x="value", y="driver", series="side", unit="signed_score", reference=0.0,
                    x_label=words.say("drivers.penalty.axis", language, outcome=outcome)),
        status="answered" if len(told) else "cannot_tell", caveats=tuple(notes), key=f"{name}.{outcome}",
        formats={"per_point": "score", "adjusted_p": "p_value"},
    )


def _table(study, found: Complete, draws: int, seed: int) -> pd.DataFrame:
    bad, good = _ends(study, found)
    columns = np.column_stack([np.ones(len(found)), bad, good, found.y[:, 0]])
    whole, drawn = resampled(columns, found.weight, found.customer, draws=draws, seed=seed)
    effect, effects = _coefficients(whole), _coefficients(drawn)
    low, high = interval(effect, effects)
    many, far = len(found.drivers), _distances(found, bad, good)
    per_point = effect * np.repeat([-1.0, 1.0], many) / far
    gap = per_point[:many] - per_point[many:]
    gaps = -effects[:, :many] / far[:many] - effects[:, many:] / far[many:]
    base = np.concatenate([bad.sum(axis=0), good.sum(axis=0)]).astype(int)
    minimum = study.settings.minimum_base
    middle = len(found) - base[:many] - base[many:]
    hidden = (base < minimum) | np.tile(middle < minimum, 2)
    adjusted = _adjusted(gap, gaps, hidden[:many] | hidden[many:])
    verdict = np.select([(adjusted < 0.05) & (gap > 0), adjusted < 0.05], ["hurts more", "helps more"], "cannot tell")
    table = pd.DataFrame({
        "driver": np.tile(found.drivers, 2), "side": np.repeat(["penalty", "reward"], many), "value": effect, "low": low, "high": high,
        "base": base.astype(float), "per_point": per_point, "adjusted_p": np.tile(adjusted, 2), "verdict": np.tile(verdict, 2),
        "withheld": np.where(hidden, "small", ""), "_place": np.tile(np.argsort(np.argsort(effect[:many], kind="stable")), 2),
    })
    table.loc[hidden, ["value", "low", "high", "base", "per_point"]] = np.nan
    return table.sort_values(["_place", "side"], ignore_index=True).drop(columns="_place")


def _ends(study, found: Complete) -> tuple[np.ndarray, np.ndarray]:
    """Whether each rating lies in the worst and in the best quarter of its scale."""
    low = np.array([study.codebook[name].low for name in found.drivers])
    high = np.array([study.codebook[name].high for name in found.drivers])
    place = (found.x - low) / (high - low)
    return (place <= _END).astype(float), (place >= 1 - _END).astype(float)


def _coefficients(sums: np.ndarray) -> np.ndarray:
    """Least squares of the last column on the others, without the constant; 0 for a column that is empty."""
    scaled = sums / sums[..., :1, :1]
    ridge = _TRACE * np.eye(sums.shape[-1] - 1)
    return np.linalg.solve(scaled[..., :-1, :-1] + ridge, scaled[..., :-1, -1:])[..., 1:, 0]


def _distances(found: Complete, bad: np.ndarray, good: np.ndarray) -> np.ndarray:
    """Points of the rating between the middle and the bad end, then the good end, for each driver; nan without any."""
    def mean(chosen):
        total = (found.weight[:, None] * chosen).sum(axis=0)
        return (found.weight[:, None] * chosen * found.x).sum(axis=0) / np.where(total > 0, total, np.nan)

    middle = mean(1 - bad - good)
    return np.concatenate([middle - mean(bad), mean(good) - middle])


def _adjusted(gap: np.ndarray, gaps: np.ndarray, hidden: np.ndarray) -> np.ndarray:
    from scipy.special import ndtr

    error = gaps.std(axis=0, ddof=1)
    p = 2 * ndtr(-np.abs(gap) / np.where(error > 0, error, np.inf))
    return intervals.adjust(np.where(hidden, np.nan, p), method="fdr_bh")


def _sentence(study, found: Complete, table: pd.DataFrame) -> str:
    language, outcome = study.language, found.outcomes[0]
    shown = table[(table["side"] == "penalty") & table["value"].notna()]
    if shown.empty:
        return words.say("drivers.penalty.too_few", language, minimum=study.settings.minimum_base, outcome=outcome)
    worst = shown.loc[shown["value"].idxmin()]
    if not worst["high"] < 0:
        return words.say("drivers.penalty.none", language, outcome=outcome, base=len(found))
    verdicts = []
    for verdict in ("hurts more", "helps more"):
        names = shown.loc[shown["verdict"] == verdict, "driver"]
        if len(names):
            verdicts.append(words.say(f"drivers.penalty.{verdict}", language, names=listed(names)))
    told = " ".join(verdicts) or words.say("drivers.penalty.cannot_tell", language)
    return words.say("drivers.penalty", language, driver=worst["driver"], outcome=outcome, value=worst["value"], low=worst["low"],
                     high=worst["high"], base=worst["base"], verdict=told)

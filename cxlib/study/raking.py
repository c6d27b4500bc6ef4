"""Weights that give every wave's respondents the margins that are known of the customers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import pyarrow as pa

from ..errors import ArgumentError, SettingsError, unknown
from ..store import NOT_KNOWN, weight_sum

__all__ = ["Raked", "rake", "raked", "respondents", "weights_by_wave"]

_MOST_STEPS = 5000
_MET = 1e-12
_NEAR_ENOUGH = 1e-8


@dataclass(frozen=True)
class Raked:
    """What raking found.

    Attributes
    ----------
    factors : float array
        By what the weights of each cell are multiplied; the mean weight of a respondent is then 1.
    steps : int
    gap : float
        Largest distance of a share from its target that is left, 0 to 1; above 1e-8 only where a cap forbids more.
    """

    factors: np.ndarray
    steps: int
    gap: float


def rake(cells: pd.DataFrame, margins: Mapping[str, Mapping[str, float]], *, cap: float = 0.0) -> Raked:
    """Factors by which the cells' weights meet all margins: iterative proportional fitting.

    Those whose level is "not known" take no part in that margin; the shares are those among the others.

    Parameters
    ----------
    cells : DataFrame
        A column for each margin with the cell's level, ``n`` (respondents) and ``w`` (sum of their weights so far).
    margins : segment -> level -> share
    cap : float
        Most that a factor may be, as a multiple of the mean; 0 for no cap. Capped factors are cut and the rest raked again
        until both hold, or until nothing more can be gained.

    Raises
    ------
    ArgumentError
        When a level has no share, a share has no respondent, or the margins cannot all be met.

    References
    ----------
    Deming and Stephan 1940, Ann. Math. Stat. 11:427; the cap within the steps: DeBell and Krosnick 2009, ANES nes012427.

    Examples
    --------
    >>> cells = pd.DataFrame({"region": ["north", "south"], "n": [30, 10], "w": [30.0, 10.0]})
    >>> rake(cells, {"region": {"north": 0.5, "south": 0.5}}).factors.round(4).tolist()
    [0.6667, 2.0]
    """
    start = cells["w"].to_numpy(float)
    groups = [_group(cells, name, shares, start) for name, shares in margins.items()]
    factors, steps, gap = np.ones(len(cells)), 0, np.inf
    while gap > _MET and steps < _MOST_STEPS:
        before, steps = factors, steps + 1
        for place, target in groups:
            factors = factors * _step(place, target, start * factors)
        factors = _capped(factors, start, cap)
        gap = max((_gap(place, target, start * factors) for place, target in groups), default=0.0)
        if steps > 10 and np.allclose(factors, before, rtol=1e-14, atol=0):
            break
    if gap > _NEAR_ENOUGH and not cap:
        raise ArgumentError("these margins cannot all be met at once by the answers that there are; merge small levels or drop a margin.")
    return Raked(factors * cells["n"].sum() / (start * factors).sum(), steps, float(gap))


def respondents(view, names: list[str]) -> pd.DataFrame:
    """Respondents (a customer in one wave who gave a score) by wave and the levels of `names`.

    Returns
    -------
    DataFrame
        Columns ``period``, `names`, ``n``, ``w``, ``w2`` (sums of a respondent's largest weight and of its square).
    """
    keys = [f"b{place}" for place in range(len(names) + 1)]
    listed = ", ".join(view.expressions(["period", *names], "responses"))
    frame = view.frame(
        f"WITH given AS (SELECT responses.customer, {listed}, coalesce(weight, 0)::DOUBLE AS weight FROM {view.rows('responses')} "
        f"WHERE score IS NOT NULL), one AS (SELECT customer, {', '.join(keys)}, max(weight) AS weight FROM given GROUP BY customer, {', '.join(keys)}) "
        f"SELECT {', '.join(keys)}, count(*) AS n, {_sums_sql(view)} FROM one WHERE b0 IS NOT NULL "
        f"GROUP BY {', '.join(keys)} ORDER BY {', '.join(keys)}",
    )
    return frame.rename(columns=dict(zip(keys, ["period", *names]))).astype({"n": "int64"})


def _sums_sql(view) -> str:
    return f"{weight_sum(view, 'weight')} AS w, {weight_sum(view, 'weight * weight', 2)} AS w2"


def raked(study):
    """The study with its answers raked wave by wave to the margins in ``[weights]``; the study itself where there are none.

    Raises
    ------
    SettingsError
        When a wave cannot be raked; the message names the wave, the margin and the level.
    """
    settings = study.settings.weights
    if not settings.margins or not study.has("responses"):
        return study
    names = list(settings.margins)
    where = f"{study.settings.file.name}, [weights]"
    _refuse_lost(study, names, where)
    cells = respondents(study.view, names)
    parts = [_one_wave(wave, part, settings, where) for wave, part in cells.groupby("period", sort=False)]
    told = pd.concat(parts, ignore_index=True) if parts else cells.assign(factor=1.0, gap=0.0)
    table = pa.Table.from_pandas(told.rename(columns={name: f"l{place}" for place, name in enumerate(names)}), preserve_index=False)
    return replace(study, view=study.view.with_factors(tuple(names), table))


def _one_wave(wave: str, cells: pd.DataFrame, settings, where: str) -> pd.DataFrame:
    """The cells of a wave with ``factor`` and ``gap`` (missing where the wave keeps the weights that came)."""
    try:
        found = rake(cells, settings.margins, cap=settings.cap)
    except ArgumentError as error:
        if settings.when_empty == "as_given" and not isinstance(error, _UnknownLevel):
            return cells.assign(factor=1.0, gap=np.nan)
        way_out = "" if isinstance(error, _UnknownLevel) else ' Or set when_empty = "as_given" to leave such a wave with the weights that came.'
        raise SettingsError(f"{where}: in {wave}, {error}{way_out}") from None
    return cells.assign(factor=found.factors, gap=found.gap)


class _UnknownLevel(ArgumentError):
    """A level of the data that the margins do not name: nobody can say what weight it has."""


def _refuse_lost(study, names: list[str], where: str) -> None:
    """A margin that answers cannot be counted by."""
    countable = study.view.segments_of("responses")
    for name in names:
        if name not in countable:
            raise SettingsError(f"{where}, margins: {unknown('segment of responses', name, countable)}")


def _group(cells: pd.DataFrame, name: str, shares: Mapping[str, float], start: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The place of each cell's level among the targets (-1: not known), and the targets."""
    levels = list(shares)
    for level in dict.fromkeys(cells[name]):
        if level not in shares and level != NOT_KNOWN:
            raise _UnknownLevel(f'{unknown(f"level of {name} among the margins", level, levels)} Give "{level}" a share, or map it to another.')
    place = pd.Index(levels).get_indexer(cells[name])
    there = np.bincount(place[place >= 0], start[place >= 0], minlength=len(levels))
    for level, weight in zip(levels, there):
        if not weight > 0:
            raise ArgumentError(f'nobody at {name} "{level}" gave an answer, so it cannot be raked to {shares[level]:g}; merge it with another level.')
    return place, np.fromiter(shares.values(), float)


def _sums(place: np.ndarray, target: np.ndarray, weight: np.ndarray) -> np.ndarray:
    known = place >= 0
    return np.bincount(place[known], weight[known], minlength=len(target))


def _step(place: np.ndarray, target: np.ndarray, weight: np.ndarray) -> np.ndarray:
    sums = _sums(place, target, weight)
    return np.append(target * sums.sum() / sums, 1.0)[place]


def _gap(place: np.ndarray, target: np.ndarray, weight: np.ndarray) -> float:
    sums = _sums(place, target, weight)
    return float(np.abs(sums / sums.sum() - target).max())


def _capped(factors: np.ndarray, start: np.ndarray, cap: float) -> np.ndarray:
    """Factors of mean 1 over the weights, none above the cap."""
    factors = factors * start.sum() / (start * factors).sum()
    for _ in range(_MOST_STEPS if cap else 0):
        if factors.max() <= cap * (1 + 1e-12):
            break
        factors = np.minimum(factors, cap)
        factors = factors * start.sum() / (start * factors).sum()
    return factors


def weights_by_wave(study) -> pd.DataFrame:
    """What the weights of the slice's respondents add up to, wave by wave.

    Returns
    -------
    DataFrame
        Columns ``period``, ``n`` (respondents), ``w``, ``w2`` (sums of a respondent's largest weight and of its square),
        ``most`` (the largest weight); in the order of the study's waves.
    """
    where, values = study.view.where(study.slice, "responses")
    (period,) = study.view.expressions(["period"], "responses")
    frame = study.view.frame(
        f"WITH given AS (SELECT responses.customer, {period}, coalesce(weight, 0)::DOUBLE AS weight FROM {study.view.rows('responses')} "
        f"WHERE {where} AND score IS NOT NULL), one AS (SELECT customer, b0, max(weight) AS weight FROM given GROUP BY customer, b0) "
        f"SELECT b0 AS period, count(*) AS n, {_sums_sql(study.view)}, max(weight) AS most FROM one GROUP BY b0", values,
    )
    order = {wave: place for place, wave in enumerate(study.waves)}
    frame = frame[frame["period"].isin(order)]
    return frame.sort_values("period", key=lambda column: column.map(order), ignore_index=True)

"""How much of the traffic to a goal runs through each place: the removal effect of a Markov chain."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from .. import intervals, words
from ..errors import ArgumentError, choose
from ..finding import Chart, Finding, withhold
from . import steps
from .notes import missing, say_share
from .steps import starts_of
from .trails import Cut, Trail, Trails, trails

__all__ = ["effects", "removal_effect"]

_GROUPS = 512
_LEAK = 1e-13
_COUNTS = ("base", "value", "low", "high", "effect_share")


def removal_effect(
    study,
    *,
    of: str = "channel",
    goal: str | None = None,
    over: str = "wave",
    draws: int = 500,
    seed: int = 2026,
    window_days: float | None = None,
) -> Finding:
    """How many fewer paths would reach the goal if they all ended where they meet one channel, touchpoint or stage.

    Paths are followed until they first reach the goal; the contact that reaches it is not counted as a place. It
    describes where the traffic runs and says nothing of what a place causes: those who meet it may be those who
    would have come anyway.

    Parameters
    ----------
    of : {"channel", "touchpoint", "stage"}
    goal : stage, optional
        The last stage of the design when not given.
    over : {"wave", "all"}
    draws : int
        Draws of customers for the intervals.
    seed : int
    window_days : float, optional
        In place of the study's own.

    Returns
    -------
    Finding
        Columns ``where`` (the state), ``base`` (paths that meet it before the goal), ``value`` (share of those who reach the goal
        that would be lost, a fraction), ``low``, ``high`` (95%), ``effect_share`` (its part of all effects); largest
        first. A path that is not over counts as not having reached the goal.

    Raises
    ------
    ArgumentError
        For a wrong word, fewer than 100 draws, or a window that is not above 0.

    References
    ----------
    Anderl et al. 2016, Int. J. Res. Mark. 33:457; absorption solved exactly (Kemeny and Snell 1960, Finite Markov
    Chains). Interval: bootstrap of customers in 512 groups drawn by lot, Poisson weights (Chamandy et al. 2012).

    Examples
    --------
    >>> removal_effect(study, of="channel").table  # doctest: +SKIP
    """
    language = study.language
    if draws < 100:
        raise ArgumentError(f"draws must be 100 or more for an interval, not {draws!r}")
    asked = words.say("journeys.removal.question", language, of=words.label(of, language).lower())
    lacking = missing(study, "journeys.removal_effect", asked)
    if lacking is not None:
        return lacking
    looked = trails(study, of=of, over=over, window_days=window_days, repeats=True)
    stages = looked.design
    goal = choose("stage", goal or stages[-1], stages)
    place = stages.index(goal)
    cut, named = looked.cut, looked.states[:-1]
    counted = looked.counted(
        lambda trail: steps.grouped_transitions(to_goal(trail, cut, named, place).events, groups=_GROUPS, unit=cut.unit, of="channel"),
        lambda trail: _met(to_goal(trail, cut, named, place), cut.unit),
    )
    if not counted.paths:
        return looked.nothing("journeys.removal_effect", asked, counted)
    whole, reached = _table(looked, counted.results, goal, draws, seed)
    table = withhold(whole, minimum=study.settings.minimum_share_base, columns=_COUNTS)
    sentence, status = _tell(looked, table, reached, counted.paths, goal)
    first = table.iloc[0] if len(table) else None
    return study.finding(
        "journeys.removal_effect", question=asked, sentence=sentence, table=table, base=counted.paths, status=status, unit="share",
        formats={"effect_share": "share"}, caveats=looked.caveats(counted, table, words.say("journeys.removal.caveat", language, goal=goal)),
        chart=Chart("interval", x="value", y="where", unit="share", x_label=words.say("journeys.removal.axis", language, goal=goal))
        if first is not None else Chart(),
        headline={name: first[name] for name in ("value", "low", "high", "base")} | {"unit": "share"} if status == "answered" else None,
        next_step=words.say("journeys.removal.next", language, state=looked.name(first["where"])) if status == "answered" else "",
        key=f"journeys.removal_effect.{of}",
    )


def effects(counts: np.ndarray, *, goal: int) -> tuple[np.ndarray, np.ndarray]:
    """The chance of reaching the goal, and the share of it that is lost when a state sends everyone away.

    Parameters
    ----------
    counts : array, (..., states + 1, states + 2)
        Moves as in :func:`cxlib.journeys.steps.transitions`.
    goal : int
        The state at which paths stop.

    Returns
    -------
    (reached, effect)
        Fractions, (...) and (..., states); the effect is nan where the goal is never reached, and for the goal itself.

    Notes
    -----
    With Q the moves between states that are not the goal and R those to the goal, (I - Q) x = R gives the chance x
    of reaching the goal from each state. The inverse N of I - Q holds the visits; a path that starts ever comes to
    state s with chance N[start, s] / N[s, s], and who is there reaches the goal with chance x[s]: their product is
    what is lost when s sends everyone away.
    """
    counts = np.asarray(counts, dtype=float)
    size = counts.shape[-2] - 1
    total = counts.sum(axis=-1, keepdims=True)
    move = np.divide(counts, total, out=np.zeros_like(counts), where=total > 0)
    within = np.zeros((*counts.shape[:-2], size + 1, size + 1))
    within[..., :size] = move[..., :size]
    within[..., goal] = 0.0
    within[..., goal, :] = 0.0
    # Counts of whole paths always come to an end; others leak a little, so that what goes round for ever is lost.
    inverse = np.linalg.inv(np.eye(size + 1) - within * (1 - _LEAK))
    chance = inverse @ np.where(np.arange(size + 1) == goal, 0.0, move[..., goal])[..., None]
    chance = chance[..., 0]
    reached = chance[..., size]
    seen = inverse[..., size, :size] / np.diagonal(inverse, axis1=-2, axis2=-1)[..., :size]
    with np.errstate(invalid="ignore", divide="ignore"):
        effect = np.where(reached[..., None] > 0, seen * chance[..., :size] / reached[..., None], np.nan)
    effect[..., goal] = np.nan
    return reached, np.clip(effect, 0.0, 1.0)


def to_goal(trail: Trail, cut: Cut, named: tuple[str, ...], goal: int) -> Trail:
    """The paths until they first reach the goal, as states in the channel column; the goal is one more state at the end.

    Rows at the goal take the state after the named ones; whoever goes on unseen or ends has no further row.
    """
    events, starts = trail.events, trail.starts
    own = events.stage if cut.of == "stage" else events.channel
    there = events.stage == goal
    length = np.diff(np.append(starts, len(events)))
    path = np.repeat(np.arange(len(starts)), length)
    rows = np.flatnonzero(there)
    first = np.full(len(starts), len(events))
    np.minimum.at(first, path[rows], rows)
    keep = np.arange(len(events)) <= first[path]
    code = np.where(there, len(named), own).astype(np.int16)
    columns = {name: getattr(events, name)[keep] for name in ("customer", "at", "stage", "journey")}
    kept = replace(events, **columns, channel=code[keep], channel_names=(*named, "(goal)"))
    kept = steps.collapsed(kept, unit=cut.unit, of="channel")
    return Trail(kept, starts_of(kept, unit=cut.unit), trail.still, trail.set_aside)


def _met(trail: Trail, unit: str) -> np.ndarray:
    """How many paths meet each state, and how many of those who reach the goal do."""
    seen = steps.visits(trail.events, unit=unit, of="channel")
    arrived = seen[:, len(trail.events.channel_names) - 1]
    return np.array([seen.sum(axis=0), seen[arrived].sum(axis=0)])


def _table(looked: Trails, results: list[np.ndarray], goal: str, draws: int, seed: int) -> tuple[pd.DataFrame, int]:
    """One row for each state that somebody met, and how many paths reached the goal."""
    grouped, (met, met_by_those) = results
    place = len(looked.states) - 1
    counts = grouped.sum(axis=0)
    reached, effect = effects(counts, goal=place)
    arrived = int(met[place])
    weights = np.random.default_rng(seed).poisson(1.0, size=(draws, len(grouped)))
    drawn = effects((weights @ grouped.reshape(len(grouped), -1)).reshape(draws, *counts.shape), goal=place)[1]
    states = [i for i in range(len(met)) if i != place and met[i] > 0 and not (looked.of == "stage" and i < place and looked.states[i] == goal)]
    names = [*looked.states[:-1], "(goal)", looked.states[-1]]
    rows = [{"where": names[i], "base": int(met[i]), "value": float(effect[i]), **_ends(drawn[:, i], float(effect[i]), arrived)} for i in states]
    table = pd.DataFrame(rows, columns=["where", "base", "value", "low", "high"])
    table["effect_share"] = table["value"] / table["value"].sum() if table["value"].sum() > 0 else np.nan
    return table.sort_values("value", ascending=False, kind="stable", na_position="last").reset_index(drop=True), arrived


def _ends(drawn: np.ndarray, value: float, arrived: int) -> dict[str, float]:
    """The interval; at 0 and 1, where draws do not vary, that of none or all of those who reached the goal."""
    if np.isnan(value):
        return {"low": np.nan, "high": np.nan}
    known = drawn[~np.isnan(drawn)]
    low, high = np.quantile(known, [0.025, 0.975]) if len(known) else (0.0, 1.0)
    least, most = intervals.share_interval(round(value) * arrived, arrived)
    low = min(low, least) if value > 1 - 1e-9 else low
    high = max(high, most) if value < 1e-9 else high
    return {"low": float(min(low, value)), "high": float(max(high, value))}


def _tell(looked: Trails, table: pd.DataFrame, reached: int, paths: int, goal: str) -> tuple[str, str]:
    language, study = looked.study.language, looked.study
    known = table[table["value"].notna()] if len(table) else table
    if reached < study.settings.minimum_share_base or not len(known):
        return words.say("journeys.removal.none", language, n=paths, units=looked.units(), when=looked.when(), goal=goal), "cannot_tell"
    row = known.iloc[0]
    through = known["value"] > 1 - 1e-9
    if through.sum() > 1:
        listed = ", ".join(looked.name(state) for state in known.loc[through, "where"])
        parts = [words.say("journeys.removal.all", language, reached=reached, n=paths, units=looked.units(), when=looked.when(), goal=goal,
                           listed=listed)]
        return " ".join([*parts, words.say("journeys.removal.traffic", language)]), "answered"
    parts = [words.say("journeys.removal", language, reached=reached, n=paths, units=looked.units(), when=looked.when(), goal=goal,
                       state=looked.name(row["where"]), value=say_share(row, language), base=row["base"])]
    if len(known) > 1 and known["high"].iloc[1] >= row["low"]:
        second = known.iloc[1]
        parts.append(words.say("journeys.removal.close", language, state=looked.name(second["where"]), value=second["value"]))
    return " ".join([*parts, words.say("journeys.removal.traffic", language)]), "answered"

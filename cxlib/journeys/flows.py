"""Where people go from each place, and where they are at their first contact, their second, ..."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from .. import intervals, words
from ..finding import Chart, Finding, withhold
from . import steps
from .clusters import Estimate, Sums, clustered_share
from .notes import hide_small, missing, say_share
from .trails import END, OPEN, START, Counted, Trails, trails

__all__ = ["ends_of", "hidden", "shares_of", "step_matrix", "transition_matrix"]

_COUNTS = ("base", "customers", "count", "value", "low", "high")


def transition_matrix(
    study, *, of: str = "stage", over: str = "wave", repeats: bool = False, window_days: float | None = None
) -> Finding:
    """Where people go next from each stage, channel or touchpoint.

    Parameters
    ----------
    of : {"stage", "channel", "touchpoint"}
    over : {"wave", "all"}
    repeats : bool
        Whether staying where one is counts as a move.
    window_days : float, optional
        In place of the study's own.

    Returns
    -------
    Finding
        Columns ``from_state``, ``to_state``, ``base`` (moves from there), ``customers`` (who made them), ``count``,
        ``value`` (share of the moves from there, a fraction), ``low``, ``high`` (95%, customers as the unit). The states
        (start), (end) and (open), a path that goes on unseen, stand for how paths begin and end. States that nobody
        was at are left out. Rows of fewer customers than the minimum base are withheld.

    Raises
    ------
    ArgumentError
        For a wrong word, or a window that is not above 0.

    References
    ----------
    Ratio of sums over customers with Wilson's interval at the count that its variance leaves (Rao and Scott 1992,
    Biometrics 48:577).

    Examples
    --------
    >>> transition_matrix(study, of="channel").table  # doctest: +SKIP
    """
    language = study.language
    asked = words.say("journeys.transitions.question", language, of=_called(of, language))
    lacking = missing(study, "journeys.transition_matrix", asked)
    if lacking is not None:
        return lacking
    looked = trails(study, of=of, over=over, window_days=window_days, repeats=repeats)
    cut = looked.cut
    counted = looked.counted(lambda trail: steps.moves(trail.events, unit=cut.unit, of=cut.kind, still=trail.still))
    if not counted.paths:
        return looked.nothing("journeys.transition_matrix", asked, counted)
    table = hidden(_matrix(looked, counted.results[0]), study.settings.minimum_share_base, columns=_COUNTS)
    sentence, status, headline = _tell_moves(looked, table, counted)
    return study.finding(
        "journeys.transition_matrix", question=asked, sentence=sentence, table=table, base=counted.paths, status=status, unit="share",
        formats={"count": "count", "customers": "count"}, headline=headline, caveats=looked.caveats(counted, table, *_collapsed(looked)),
        chart=Chart("heatmap", x="to_state", y="from_state", value="value", unit="share",
                    value_label=words.say("journeys.transitions.axis", language)),
        next_step=words.say("journeys.transitions.next", language), key=f"journeys.transition_matrix.{of}",
    )


def step_matrix(
    study, *, of: str = "stage", over: str = "wave", steps_shown: int = 10, repeats: bool = False, window_days: float | None = None
) -> Finding:
    """Where people are at their first contact, their second, and so on.

    Parameters
    ----------
    of : {"stage", "channel", "touchpoint"}
    over : {"wave", "all"}
    steps_shown : int
        Positions, from 1; fewer where the paths are shorter.
    repeats, window_days :
        As in :func:`transition_matrix`.

    Returns
    -------
    Finding
        Columns ``where`` (the state), ``position``, ``base`` (all paths), ``count``, ``value`` (share of all paths, a fraction),
        ``low``, ``high``; the states (end) and (open) hold the paths that are over before this position, or go on
        unseen. The values of a position add up to 1.

    Raises
    ------
    ArgumentError
        For a wrong word, fewer than one step, or a window that is not above 0.

    References
    ----------
    Wilson 1927, JASA 22:209; with several journeys a customer, at the number of customers.

    Examples
    --------
    >>> step_matrix(study).table  # doctest: +SKIP
    """
    language = study.language
    asked = words.say("journeys.steps.question", language, of=_called(of, language))
    lacking = missing(study, "journeys.step_matrix", asked)
    if lacking is not None:
        return lacking
    looked = trails(study, of=of, over=over, window_days=window_days, repeats=repeats)
    cut = looked.cut
    counted = looked.counted(
        lambda trail: steps.step_matrix(trail.events, steps=steps_shown, unit=cut.unit, of=cut.kind, still=trail.still))
    if not counted.paths:
        return looked.nothing("journeys.step_matrix", asked, counted)
    table = withhold(_positions(looked, counted), minimum=study.settings.minimum_share_base, columns=_COUNTS)
    sentence, status = _tell_positions(looked, table, counted)
    return study.finding(
        "journeys.step_matrix", question=asked, sentence=sentence, table=table, base=counted.paths, status=status, unit="share",
        formats={"count": "count"}, caveats=looked.caveats(counted, table, *_collapsed(looked)),
        chart=Chart("heatmap", x="position", y="where", value="value", unit="share",
                    value_label=words.say("journeys.steps.axis", language, units=looked.units())),
        key=f"journeys.step_matrix.{of}",
    )


def shares_of(found: steps.Moves) -> Estimate:
    """The share of each move among the moves from its state, by group, with the customer as the unit."""
    n = np.repeat(found.counts.sum(axis=2, keepdims=True), found.counts.shape[2], axis=2)
    squares = np.repeat(found.row_squares[:, :, None], found.counts.shape[2], axis=2)
    return clustered_share(Sums(n, found.counts, squares, found.products, found.squares))


def ends_of(looked: Trails, counts: np.ndarray) -> tuple[list[tuple[int, str]], list[tuple[int, str]]]:
    """Places and names of the states that moves lead from and to, those that nobody was at left out."""
    here, there = counts.sum(axis=(0, 2)), counts.sum(axis=(0, 1))
    size = len(looked.states)
    before = [(size, START), *((place, name) for place, name in enumerate(looked.states) if here[place])]
    after = [(place, name) for place, name in enumerate(looked.states) if there[place] or here[place]] + [(size, END)]
    return before, [*after, (size + 1, OPEN)] if there[size + 1] else after


def hidden(table: pd.DataFrame, minimum: int, *, columns: Sequence[str], within: Sequence[str] = ()) -> pd.DataFrame:
    """Rows of too few customers withheld, however many moves they made."""
    out = hide_small(table.assign(base=table["customers"], _base=table["base"]), minimum, within=within, columns=(*columns, "_base"))
    return out.assign(base=out["_base"]).drop(columns="_base")


def _called(of: str, language: str) -> str:
    return words.label(of, language).lower()


def _collapsed(looked: Trails) -> list[str]:
    return [] if looked.repeats else [words.say("journeys.paths.caveat.collapsed", looked.study.language)]


def _matrix(looked: Trails, found: steps.Moves) -> pd.DataFrame:
    shares = shares_of(found)
    before, after = ends_of(looked, found.counts)
    return pd.DataFrame([{
        "from_state": one, "to_state": other, "base": int(found.counts[0, i].sum()), "customers": int(found.customers[0, i]),
        "count": int(found.counts[0, i, j]), "value": shares.value[0, i, j], "low": shares.low[0, i, j], "high": shares.high[0, i, j],
    } for i, one in before for j, other in after if not (one == START and other in (END, OPEN)) and (one != other or looked.repeats)])


def _tell_moves(looked: Trails, table: pd.DataFrame, counted: Counted) -> tuple[str, str, dict | None]:
    """Where most paths end, and the most frequent move that the design does not have."""
    language = looked.study.language
    ends = table[(table["to_state"] == END) & table["value"].notna() & (table["count"] > 0)]
    if ends.empty:
        return words.say("journeys.too_few", language, units=looked.units()), "cannot_tell", None
    row = ends.loc[ends["count"].idxmax()]
    parts = [words.say("journeys.transitions.ends", language, n=counted.paths, units=looked.units(), when=looked.when(), count=row["count"],
                       state=looked.name(row["from_state"]), value=say_share(row, language), base=row["base"])]
    stages = looked.design
    designed = {(START, stages[0]), *zip(stages, stages[1:], strict=False)} if looked.of == "stage" else set()
    inner = [(one, other) not in designed and one not in (START, other) and other not in (END, OPEN)
             for one, other in zip(table["from_state"], table["to_state"], strict=True)]
    others = table[np.array(inner, dtype=bool) & table["value"].notna() & (table["count"] > 0)]
    if len(others):
        top = others.loc[others["count"].idxmax()]
        key = "journeys.transitions.off" if looked.of == "stage" else "journeys.transitions.change"
        parts.append(words.say(key, language, one=looked.name(top["from_state"]), other=looked.name(top["to_state"]), count=top["count"],
                               value=say_share(top, language)))
    headline = {name: row[name] for name in ("value", "low", "high", "base")} | {"unit": "share"}
    return " ".join(parts), "answered", headline


def _positions(looked: Trails, counted: Counted) -> pd.DataFrame:
    counts = counted.results[0]
    last = int(np.flatnonzero(counts[: len(looked.states)].sum(axis=0)).max(initial=0)) + 1
    counts = counts[:, : min(last + 1, counts.shape[1])]
    worth = counted.customers / counted.paths
    states = [(place, name) for place, name in enumerate((*looked.states, END, OPEN)) if counts[place].any()]
    place = [(row, name, step) for row, name in states for step in range(counts.shape[1])]
    n = np.array([counts[row, step] for row, _, step in place])
    low, high = intervals.share_interval(n * worth, np.full(len(n), counted.paths * worth))
    return pd.DataFrame({
        "where": [name for _, name, _ in place], "position": [step + 1 for _, _, step in place], "base": counted.paths,
        "count": n, "value": n / counted.paths, "low": low, "high": high,
    })


def _tell_positions(looked: Trails, table: pd.DataFrame, counted: Counted) -> tuple[str, str]:
    language = looked.study.language
    if table["value"].isna().all():
        return words.say("journeys.too_few", language, units=looked.units()), "cannot_tell"
    first = table[table["position"] == 1]
    row = first.loc[first["value"].idxmax()]
    parts = [words.say("journeys.steps", language, n=counted.paths, units=looked.units(), when=looked.when(), state=looked.name(row["where"]),
                       value=say_share(row, language))]
    over = table[(table["where"] == END) & (table["value"] >= 0.5)]
    if len(over):
        half = over.iloc[0]
        parts.append(words.say("journeys.steps.half", language, position=int(half["position"]), value=half["value"]))
    return " ".join(parts), "answered"

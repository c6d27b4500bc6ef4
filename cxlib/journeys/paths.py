"""Which ways people really go: the most common paths, and how often the way is the one that was designed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from .. import intervals, words
from ..errors import ArgumentError
from ..finding import Chart, Finding
from .clusters import Estimate, Sums, clustered_share, difference, sums_over_customers
from .notes import hide_small, missing, say_share
from .trails import Counted, Trail, Trails, levels_of_customers, trails

__all__ = ["PathTally", "common_paths", "path_tally"]

LONGEST = 20
_CLEAR = 0.05
_COUNTS = ("base", "count", "value", "low", "high")


def common_paths(
    study,
    *,
    by: str | None = None,
    of: str = "stage",
    over: str = "wave",
    top: int = 10,
    repeats: bool = False,
    window_days: float | None = None,
) -> Finding:
    """The paths that most customers (or journeys) take, with the share that takes each.

    A path is the order of the contacts within the window from the first one in the wave. Paths longer than 20 steps
    are told apart by their first 20. A path of fewer than the minimum base is never shown on its own.

    Parameters
    ----------
    by : segment of customers, optional
    of : {"stage", "channel", "touchpoint"}
        What a step of a path is.
    over : {"wave", "all"}
    top : int
        Paths shown; the others are one row.
    repeats : bool
        Whether contacts in a row at the same place are told apart; they count as one step when not.
    window_days : float, optional
        In place of the study's own.

    Returns
    -------
    Finding
        Columns ``path``, `by`, ``base`` (paths looked at), ``count``, ``value`` (share, a fraction), ``low``, ``high``
        (95% interval, customers as the unit); most common first, then the row of all other paths.

    Raises
    ------
    ArgumentError
        For a wrong word, or a `top` under 1.

    References
    ----------
    Wilson 1927, JASA 22:209, at the count that the clustering by customer leaves (Rao and Scott 1992, Biometrics 48:577).

    Examples
    --------
    >>> common_paths(study, top=5).table  # doctest: +SKIP
    """
    if top < 1:
        raise ArgumentError(f"top must be 1 or more, not {top!r}")
    language = study.language
    asked = words.say("journeys.paths.common.question_by" if by else "journeys.paths.common.question", language,
                      by=words.label(by or "", language).lower())
    lacking = missing(study, "journeys.common_paths", asked)
    if lacking is not None:
        return lacking
    looked = trails(study, of=of, over=over, window_days=window_days, repeats=repeats)
    group, levels = (None, ("",)) if by is None else levels_of_customers(study, by)
    kind = looked.kind
    counted = looked.counted(lambda trail: path_tally(trail, kind=kind))
    if not counted.paths:
        return looked.nothing("journeys.common_paths", asked, counted)
    best, minimum = counted.results[0], study.settings.minimum_share_base
    best = best.largest(top, minimum)
    sums = looked.counted(lambda trail: _Stack(_sums(trail, kind, best.key, group, len(levels)))).results[0].sums
    table = _table(looked, best, sums, by, levels)
    table = hide_small(table, minimum, within=["path"] if by else [], columns=_COUNTS)
    sentence, status = _tell(looked, counted, table, sums, by, levels)
    first = table.iloc[0]
    return study.finding(
        "journeys.common_paths", question=asked, sentence=sentence, table=table, base=counted.paths, status=status, unit="share",
        chart=_chart(looked, by), formats={"count": "count"}, caveats=looked.caveats(counted, table, *_notes(looked, minimum)),
        headline={name: first[name] for name in ("value", "low", "high", "base")} | {"unit": "share"},
        next_step=words.say("journeys.paths.common.next", language), key=".".join(["journeys.common_paths", of, *([by] if by else [])]),
    )


@dataclass(frozen=True)
class PathTally:
    """How often each path was taken; tallies of pieces that share no customer add up with ``+``.

    Attributes
    ----------
    key : uint64, one number for each path
    n : how often it was taken
    steps : int16, (paths, 21) states of the steps, -1 after the end; then what came instead of an end:
        the number of states where the path goes on unseen, one more where it is longer than 20
    """

    key: np.ndarray
    n: np.ndarray
    steps: np.ndarray

    def __add__(self, other: PathTally) -> PathTally:
        both = np.concatenate([self.key, other.key])
        key, first, place = np.unique(both, return_index=True, return_inverse=True)
        n = np.bincount(place, weights=np.concatenate([self.n, other.n]), minlength=len(key)).astype(np.int64)
        return PathTally(key, n, np.concatenate([self.steps, other.steps])[first])

    def largest(self, top: int, minimum: int) -> PathTally:
        """The `top` paths taken most often, of those taken at least `minimum` times; equals in the order of their states."""
        order = np.lexsort((*self.steps.T[::-1], -self.n))
        order = order[self.n[order] >= minimum][:top]
        return PathTally(self.key[order], self.n[order], self.steps[order])


def path_tally(trail: Trail, *, kind: str) -> PathTally:
    """How often each path was taken in one piece.

    Parameters
    ----------
    trail : Trail
        Arranged by its units.
    kind : {"stage", "channel"}
        The column of the events that holds the state.
    """
    key, steps = _keys(trail, kind)
    found, first, n = np.unique(key, return_index=True, return_counts=True)
    return PathTally(found, n.astype(np.int64), steps[first])


@dataclass(frozen=True)
class _Stack:
    """Sums that add up as a whole."""

    sums: Sums

    def __add__(self, other: _Stack) -> _Stack:
        return _Stack(self.sums.plus(other.sums))


def _keys(trail: Trail, kind: str) -> tuple[np.ndarray, np.ndarray]:
    """A number for each path that equal paths share, and the paths' first steps."""
    events, starts = trail.events, trail.starts
    names = events.stage_names if kind == "stage" else events.channel_names
    code = getattr(events, kind).astype(np.int16)
    code = np.where(code < 0, len(names), code).astype(np.int16)
    length = np.diff(np.append(starts, len(code)))
    steps = np.full((len(starts), LONGEST + 1), -1, dtype=np.int16)
    for step in range(LONGEST):
        some = np.flatnonzero(length > step)
        steps[some, step] = code[starts[some] + step]
    mark = np.where(length > LONGEST, len(names) + 2, np.where(trail.still, len(names) + 1, -1))
    steps[np.arange(len(starts)), np.minimum(length, LONGEST)] = mark
    lots = np.random.default_rng(20).integers(1, 2**63, size=(LONGEST + 1, len(names) + 4), dtype=np.uint64)
    key = np.zeros(len(starts), dtype=np.uint64)
    for step in range(LONGEST + 1):
        key += lots[step, steps[:, step] + 1]
    return key, steps


def _sums(trail: Trail, kind: str, best: np.ndarray, group: np.ndarray | None, groups: int) -> Sums:
    """Sums for each group and path of `best`, then for all other paths: arrays of groups x (paths + 1)."""
    key, _ = _keys(trail, kind)
    order = np.argsort(best)
    near = order[np.minimum(np.searchsorted(best[order], key), len(best) - 1)] if len(best) else np.zeros(len(key), np.int64)
    place = np.where(best[near] == key, near, len(best)) if len(best) else np.zeros(len(key), np.int64)
    customer = trail.events.customer[trail.starts]
    level = np.zeros(len(key), dtype=np.int64) if group is None else group[customer]
    everyone = np.ones(len(key))
    parts = [sums_over_customers(customer, level, groups, everyone, place == path) for path in range(len(best) + 1)]
    return Sums(*(np.stack(columns, axis=1) for columns in zip(*parts, strict=True)))


def _table(looked: Trails, best: PathTally, sums: Sums, by: str | None, levels: Sequence[str]) -> pd.DataFrame:
    shares = clustered_share(sums)
    names = [*(_path(looked, steps) for steps in best.steps), words.say("journeys.paths.rest", looked.study.language)]
    paths, groups = len(names), len(levels)
    columns = {"path": np.repeat(names, groups)}
    if by:
        columns[by] = np.tile(levels, paths)
    cells = {"base": sums.n, "count": sums.yes, "value": shares.value, "low": shares.low, "high": shares.high}
    return pd.DataFrame(columns | {name: values.T.ravel() for name, values in cells.items()}).astype({"base": "int64", "count": "int64"})


def _path(looked: Trails, steps: np.ndarray) -> str:
    """A path for people."""
    ends = {len(looked.states): "(open)", len(looked.states) + 1: "…"}
    taken = [step for step in steps if step >= 0]
    return " → ".join(looked.name(ends.get(step) or looked.states[step]) for step in taken)


def _tell(looked: Trails, counted: Counted, table: pd.DataFrame, sums: Sums, by: str | None, levels: Sequence[str]) -> tuple[str, str]:
    language, named = looked.study.language, sums.n.shape[1] - 1
    if not named:
        few = words.say("journeys.paths.common.none", language, n=counted.paths, units=looked.units(), when=looked.when(),
                        paths=len(counted.results[0].key))
        return few, "cannot_tell"
    if by is None:
        row = table.iloc[0]
        if row["withheld"]:
            return words.say("journeys.too_few", language, units=looked.units()), "cannot_tell"
        text = words.say("journeys.paths.common", language, n=row["base"], units=looked.units(), when=looked.when(), path=row["path"],
                         value=say_share(row, language), named=named, covered=1 - table["value"].iloc[-1], paths=len(counted.results[0].key))
        return text, "answered"
    shown = table.iloc[: len(levels)]
    known = shown[shown["value"].notna()]
    if len(known) < 2:
        return words.say("journeys.too_few", language, units=looked.units()), "cannot_tell"
    apart = [levels[place] for place in _apart(Sums(*(part[:, 0] for part in sums)), known.index.to_numpy())]
    least, most = known.loc[known["value"].idxmin()], known.loc[known["value"].idxmax()]
    verdict = words.say("journeys.funnel.apart" if apart else "journeys.funnel.not_apart", language, groups="; ".join(apart))
    text = words.say("journeys.paths.common.by", language, path=table["path"].iloc[0], units=looked.units(), when=looked.when(),
                     low_value=say_share(least, language), low_group=least[by], low_base=least["base"],
                     high_value=say_share(most, language), high_group=most[by], high_base=most["base"], verdict=verdict)
    return text, "answered" if apart else "cannot_tell"


def _apart(sums: Sums, tested: np.ndarray) -> np.ndarray:
    """Groups whose share differs from that of all others, after correction."""
    rest: Estimate = clustered_share(Sums(*(part.sum(keepdims=True) - part for part in sums)))
    p = difference(rest, clustered_share(sums))[3]
    adjusted = intervals.adjust(np.where(np.isin(np.arange(len(p)), tested), p, np.nan), method="fdr_bh")
    return np.flatnonzero(adjusted < _CLEAR)


def _notes(looked: Trails, minimum: int) -> list[str]:
    language = looked.study.language
    notes = [words.say("journeys.paths.caveat.rare", language, minimum=minimum, units=looked.units())]
    return notes if looked.repeats else [words.say("journeys.paths.caveat.collapsed", language), *notes]


def _chart(looked: Trails, by: str | None) -> Chart:
    label = words.say("journeys.paths.common.axis", looked.study.language, units=looked.units())
    if by:
        return Chart("heatmap", x=by, y="path", value="value", unit="share", value_label=label)
    return Chart("interval", x="value", y="path", unit="share", x_label=label)

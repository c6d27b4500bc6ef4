"""Who entered each step on which day, in which groups, and whether they went on: what incidents are looked for in."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .dips import Counts
from .incidence import cumulative_incidence, quantile
from .look import Groups, Look, look
from .tally import tally_step

__all__ = ["Board", "Step", "any_order", "board", "looked_at"]

_MOST_MADE = 0.95  # of those who make a step; the slowest would keep the last weeks from being judged


@dataclass(frozen=True)
class Step:
    """Who entered one step and may be judged: day, whether they went on, and the group in each split."""

    stage: int
    day: np.ndarray
    went_on: np.ndarray
    groups: tuple[np.ndarray, ...]

    def without(self, split: int, group: int, first: int, after: int) -> Step:
        """The entries but those of one group (or of everyone, split -1) in these days."""
        gone = (self.day >= first) & (self.day < after)
        if split >= 0:
            gone &= self.groups[split] == group
        return Step(self.stage, self.day[~gone], self.went_on[~gone], tuple(code[~gone] for code in self.groups))


@dataclass(frozen=True)
class Board:
    """Everything that is watched: a series for each step, split and group."""

    steps: tuple[Step, ...]
    splits: tuple[tuple[str, ...], ...]
    names: tuple[tuple[tuple[str, ...], ...], ...]
    first_day: dt.date
    days: int

    @property
    def series(self) -> list[tuple[int, int, int]]:
        """Step, split (-1 for everyone) and group of each series, split by split."""
        own = [(-1, 0), *((split, group) for split, names in enumerate(self.names) for group in range(len(names)))]
        return [(step, *one) for step in range(len(self.steps)) for one in own]

    @property
    def blocks(self) -> np.ndarray:
        """Which series are one step split one way."""
        return np.unique([(step, split) for step, split, _ in self.series], axis=0, return_inverse=True)[1].ravel()

    def counts(self, step: Step) -> Counts:
        """By day, the series of one step."""
        n, x = [], []
        for code, size in ((np.zeros_like(step.day), 1), *zip(step.groups, map(len, self.names), strict=True)):
            cell = code * self.days + step.day
            n.append(np.bincount(cell, minlength=size * self.days).reshape(size, self.days))
            x.append(np.bincount(cell[step.went_on], minlength=size * self.days).reshape(size, self.days))
        rest = [[whole[0] - part if place else 0 * part for place, part in enumerate(whole)] for whole in (n, x)]
        return Counts(*(np.concatenate(part) for part in (n, x, *rest)))

    def bins(self, days: int) -> np.ndarray:
        """First column of each bin; weeks begin on Monday."""
        return np.unique(np.maximum(np.arange(-self.first_day.weekday() if days == 7 else 0, self.days, days), 0))

    def day(self, column: int) -> dt.date:
        """The day of a column."""
        return self.first_day + dt.timedelta(days=column)


def looked_at(study, names: Sequence[str]) -> tuple[Look, tuple[tuple[str, ...], ...]]:
    """All passes of the slice, and the ways to split them: by `names` together, or by each segment and the channel."""
    own = [name for name in study.segments if name in study.view.customer_segments]
    splits = (tuple(names),) if names else (*((name,) for name in own), ("channel",))
    order, reentry = ("any", "first") if any_order(study) else (None, "every")
    seen = look(study, by=names or (*own, "channel"), over="all", window_days=None, order=order, reentry=reentry, whole=True)
    return seen, splits


def any_order(study) -> bool:
    """Whether the steps of a journey count in whichever order: its journey_id says what belongs together."""
    journey = study.settings.journey
    return journey.order == "any" or (journey.unit == "journey" and journey.order != "strict")


def board(seen: Look, splits: tuple[tuple[str, ...], ...]) -> Board:
    """The series of all steps, split in each of these ways."""
    first = dt.datetime.fromtimestamp(int(seen.began.min()) / 1e6, zoneinfo.ZoneInfo(seen.study.settings.timezone)).date()
    days = (seen.study.as_of - first).days
    edges = _midnights(seen.study, first, days + 1)
    stages = range(1, len(seen.stages))
    groups = [[seen.groups(split, stage=stage - 1) for split in splits] for stage in stages]
    names = tuple(tuple(dict.fromkeys(row for one in same for row in one.rows)) for same in zip(*groups, strict=True))
    steps = [_step(seen, stage, edges, _codes(own, names)) for stage, own in zip(stages, groups, strict=True)]
    return Board(tuple(steps), splits, names, first, days)


def _codes(groups: Sequence[Groups], names: Sequence[Sequence[tuple[str, ...]]]) -> tuple[np.ndarray, ...]:
    """The group of each journey in every split; a level that only some steps have ("not known") moves the others' places."""
    places = [{name: place for place, name in enumerate(own)} for own in names]
    return tuple(np.array([place[row] for row in one.rows])[one.code] for one, place in zip(groups, places, strict=True))


def _step(seen: Look, stage: int, edges: np.ndarray, groups: tuple[np.ndarray, ...]) -> Step:
    """Entries of a step whose time to go on is over."""
    found = seen.found
    counts = tally_step(found, np.zeros(len(found), dtype=np.int64), 1, stage, seen.cells)
    share = cumulative_incidence(counts.advance, counts.drop, counts.censored).share
    longest = float(np.nan_to_num(quantile(share, _MOST_MADE, seen.cells)[0]))
    entered, made = found.at[:, stage - 1], found.at[:, stage]
    judged = (found.furthest >= stage - 1) & (entered + longest < edges[-1])
    went_on = (found.furthest >= stage) & (made - entered <= longest)
    day = np.searchsorted(edges, entered[judged], side="right") - 1
    return Step(stage, day, went_on[judged], tuple(code[judged] for code in groups))


def _midnights(study, first: dt.date, days: int) -> np.ndarray:
    """First microsecond of each day in the study's zone."""
    zone = zoneinfo.ZoneInfo(study.settings.timezone)
    every = (first + dt.timedelta(days=place) for place in range(days))
    return np.array([round(dt.datetime(day.year, day.month, day.day, tzinfo=zone).timestamp() * 1e6) for day in every], dtype=np.int64)

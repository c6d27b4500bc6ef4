"""The path of each customer or journey: its contacts from the first one in the periods until its window is over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial, reduce
from operator import add
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from .. import words
from ..errors import ArgumentError, choose
from ..finding import Finding
from ..slices import Slice
from ..store import SortedEvents
from ..study import period_bounds
from .began import Began, split
from .began import Began, split
from .kernel import DAY
from .look import _instant, _periods
from .steps import arranged, collapsed, starts_of

__all__ = ["END", "KINDS", "OPEN", "START", "Counted", "Cut", "Trail", "Trails", "levels_of_customers", "trails", "trimmed"]

KINDS = ("stage", "channel", "touchpoint")
START, END, OPEN, OTHER = "(start)", "(end)", "(open)", "(other)"
_NOT_KNOWN = "not known"


class Trail(NamedTuple):
    """The paths of some customers: their rows, the first row of each, whether it goes on unseen, how many were set aside."""

    events: SortedEvents
    starts: np.ndarray
    still: np.ndarray
    set_aside: int


class Counted(NamedTuple):
    """What kernels gave over all pieces, and how many paths, customers, paths still going on and paths set aside there are."""

    results: list[Any]
    paths: int
    customers: int
    still: int
    set_aside: int


@dataclass(frozen=True)
class Trails:
    """The paths of one question, piece by piece.

    Attributes
    ----------
    of : {"stage", "channel", "touchpoint"}
    states : names of the states, the last one for rows without any
    settled : bool
        Whether only paths are counted whose window is over. Where it is over for less than half of the days looked
        at, all are counted as seen so far.
    """

    study: object
    of: str
    periods: tuple[str, ...] | None
    window_days: float
    settled: bool
    repeats: bool
    states: tuple[str, ...]

    @property
    def unit(self) -> str:
        """Whose contacts make one path."""
        return self.study.settings.journey.unit

    @property
    def kind(self) -> str:
        """The column of the events that holds the state."""
        return "stage" if self.of == "stage" else "channel"

    @property
    def design(self) -> tuple[str, ...]:
        """Stages as designed."""
        return self.study.settings.journey.stages

    @cached_property
    def cut(self) -> Cut:
        """How a piece becomes paths, apart from the study."""
        study = self.study
        spans = None
        if self.periods is not None:
            spans = tuple(tuple(_instant(day, study) for day in period_bounds(label)) for label in self.periods)
        return Cut(self.of, self.kind, self.unit, spans, round(self.window_days * DAY), _instant(study.as_of, study), self.settled,
                    self.repeats, max(len(self.design) - 1, 0), split(study)[1])

    def __iter__(self) -> Iterator[Trail]:
        return (self.cut(piece, names) for piece, names in _pieces(self.study, self.of))

    def counted(self, *kernels: Callable[[Trail], Any]) -> Counted:
        """The sum over pieces of what each kernel gives, on the study's engine.

        A kernel may not hold the study: it may run on another machine. Touchpoints are put together here, as a row has
        no place for its touchpoint.
        """
        if self.of == "touchpoint":
            parts = [_tallied(trail, kernels) for trail in self]
        else:
            parts = self.study.view.over_events(split(self.study)[0], partial(_cut_and_tallied, cut=self.cut, kernels=kernels))
        results, *numbers = zip(*parts, strict=True)
        return Counted([reduce(add, own) for own in zip(*results, strict=True)], *(sum(own) for own in numbers))

    def nothing(self, name: str, asked: str, counted: Counted) -> Finding:
        """The finding for when there is no path to count: nobody is there, or the time of all of them is not over."""
        if not counted.set_aside:
            return self.study.nobody(name, asked)
        sentence = words.say("journeys.all_open", self.study.language, n=counted.set_aside, units=self.units())
        return self.study.finding(name, question=asked, sentence=sentence, table=pd.DataFrame(), status="cannot_tell")

    def when(self) -> str:
        """The periods in which the paths began, in words."""
        language = self.study.language
        if self.periods is None:
            return words.say("journeys.when.all", language, day=self.study.as_of - dt.timedelta(days=1))
        shown = [words.period_label(period, language) for period in self.periods]
        return words.say("journeys.when.periods", language, periods=", ".join(shown))

    def units(self) -> str:
        """What is counted, in words."""
        return words.say(f"journeys.unit.{self.unit}", self.study.language)

    def name(self, state: str) -> str:
        """A state for people."""
        key = f"value.from_state.{state}"
        if words.has(key):
            return words.say(key, self.study.language)
        return words.NOT_KNOWN[self.study.language] if state == _NOT_KNOWN else state

    def caveats(self, counted: Counted, table: pd.DataFrame, *more: str) -> tuple[str, ...]:
        """What the reader must know: what a path is, which are not yet over, clusters, what is hidden."""
        study, language = self.study, self.study.language
        notes = [words.say("journeys.paths.caveat.rule", language, days=self.window_days, units=self.units()), *more]
        if counted.set_aside:
            notes.append(words.say("journeys.paths.caveat.aside", language, n=counted.set_aside, units=self.units()))
        if counted.still:
            notes.append(words.say("journeys.paths.caveat.so_far", language, n=counted.still, units=self.units()))
        partial = [period for period in self.periods or () if not study.complete(period)]
        if partial:
            shown = ", ".join(words.period_label(period, language) for period in partial)
            notes.append(words.say("journeys.caveat.partial", language, periods=shown))
        if counted.customers < counted.paths:
            notes.append(words.say("journeys.caveat.clusters", language))
        cut = [name for name in study.slice.segments if name not in (*study.view.customer_segments, "channel")]
        if cut:
            notes.append(words.say("journeys.caveat.cut", language, segments=", ".join(cut)))
        hidden = int((table["withheld"] != "").sum()) if "withheld" in table else 0
        if hidden:
            notes.append(words.say("house.withheld_caveat", language, rows=hidden, minimum=study.settings.minimum_share_base))
        return (*notes, words.say("house.synthetic", language)) if study.settings.synthetic else tuple(notes)


@dataclass(frozen=True)
class Cut:
    """What makes paths of a piece of contacts; plain values, so that it can run where the rows are."""

    of: str
    kind: str
    unit: str
    spans: tuple[tuple[int, int], ...] | None
    window: int
    as_of: int
    settled: bool
    repeats: bool
    last_stage: int
    began: Began | None

    def __call__(self, piece: SortedEvents, touchpoints: tuple[str, ...] = ()) -> Trail:
        events, over, begun = trimmed(piece, unit=self.unit, spans=self.spans, window=self.window, as_of=self.as_of)
        channel, wide = events.channel, len(touchpoints) + 2
        if self.of == "touchpoint":
            channel = events.channel // wide - 1
            events = replace(events, channel=(events.channel % wide - 1).astype(np.int16), channel_names=touchpoints)
        keep = np.ones(len(begun), dtype=bool)
        if self.began is not None:
            keep = self.began(piece.channel_names, channel[begun], events.customer[begun])
        return self._trail(events, begun, over, keep)

    def _trail(self, events: SortedEvents, begun: np.ndarray, over: np.ndarray, keep: np.ndarray) -> Trail:
        kept = keep & over if self.settled else keep
        set_aside = int((keep & ~kept).sum())
        length = np.diff(np.append(begun, len(events)))
        done = np.zeros(len(begun), dtype=bool)
        if len(begun):
            done = np.add.reduceat(events.stage >= self.last_stage, begun) > 0
        still = ~over & ~done
        if not kept.all():
            events, still = _rows(events, np.repeat(kept, length)), still[kept]
        events = events if self.repeats else collapsed(events, unit=self.unit, of=self.kind)
        return Trail(events, starts_of(events, unit=self.unit), still, set_aside)


def _tallied(trail: Trail, kernels: Sequence[Callable[[Trail], Any]]) -> Counted:
    customers = len(starts_of(trail.events, unit="customer"))
    return Counted([kernel(trail) for kernel in kernels], len(trail.still), customers, int(trail.still.sum()), trail.set_aside)


def _cut_and_tallied(piece: SortedEvents, *, cut: Cut, kernels: Sequence[Callable[[Trail], Any]]) -> Counted:
    return _tallied(cut(piece), kernels)


def trails(study, *, of: str = "stage", over: str = "wave", window_days: float | None = None, repeats: bool = False) -> Trails:
    """The paths that began in the wave (or in the slice's periods, or ever), in the slice.

    Raises
    ------
    ArgumentError
        For a wrong word in `of` or `over`, or a window that is not above 0.
    """
    choose("kind of state", of, KINDS)
    choose("span of time", over, ("wave", "all"))
    window = study.settings.journey.window_days if window_days is None else float(window_days)
    if not window > 0:
        raise ArgumentError(f"window_days must be above 0, not {window_days!r}; give the days a journey may take")
    periods = _periods(study, over)
    last = (OTHER,) if of == "stage" else (_NOT_KNOWN,)
    named = (*study.settings.journey.stages, *study.settings.journey.exits)
    if of != "stage":
        named = tuple(level for level in study.view.levels(of) if level != _NOT_KNOWN)
    return Trails(study, of, periods, window, _mostly_over(study, periods, window), repeats, (*named, *last))


def trimmed(
    piece: SortedEvents, *, unit: str, spans: Sequence[tuple[int, int]] | None, window: int, as_of: int
) -> tuple[SortedEvents, np.ndarray, np.ndarray]:
    """Rows of the paths that begin in the spans, without what lies more than `window` microseconds after their first.

    With unit "customer" a path begins at the customer's first row in the spans; with unit "journey" the journey's
    first row of all must lie in one.

    Returns
    -------
    (events, over, begun)
        Rows arranged by unit; for each path whether its window is over by `as_of`, and its first row.
    """
    piece = arranged(piece, unit=unit)
    starts = starts_of(piece, unit=unit)
    after = np.append(starts[1:], len(piece))[: len(starts)]
    if spans is not None:
        fits = _inside(piece.at, spans)
        if unit == "customer":
            rows = np.flatnonzero(fits)
            place = np.searchsorted(rows, starts)
            some = place < len(rows)
            first = np.where(some, rows[np.minimum(place, len(rows) - 1)], len(piece)) if len(rows) else np.full(len(starts), len(piece))
            good = first < after
            starts, after = first[good], after[good]
        else:
            good = fits[starts]
            starts, after = starts[good], after[good]
    limit = piece.at[starts] + window
    length = after - starts
    row = np.repeat(starts - np.concatenate([[0], np.cumsum(length)[:-1]])[: len(starts)], length) + np.arange(length.sum())
    path = np.repeat(np.arange(len(starts)), length)
    near = piece.at[row] <= limit[path]
    left = np.bincount(path[near], minlength=len(starts))
    begun = np.concatenate([[0], np.cumsum(left)[:-1]])[: len(starts)].astype(np.int64)
    return _rows(piece, row[near]), limit < as_of, begun


def levels_of_customers(study, by: str) -> tuple[np.ndarray, tuple[str, ...]]:
    """The level of each customer code, -1 for who is not in the slice, and the levels' names.

    Raises
    ------
    ArgumentError
        When `by` is no segment of customers.
    """
    choose("segment of customers", by, [name for name in study.segments if name in study.view.customer_segments])
    levels = tuple(level for level in study.levels_of(by) if study.slice.keeps(by, level))
    people = study.customers()
    text = people[by].astype(object).reindex(pd.Index(study.view.customer_ids, dtype=object), fill_value=_NOT_KNOWN)
    return pd.Index(levels, dtype=object).get_indexer(text.to_numpy(dtype=object)), levels


def _mostly_over(study, periods: Sequence[str] | None, window_days: float) -> bool:
    """Whether the window of paths that begin half way through the days looked at is over."""
    if study.settings.period == "wave":
        return False
    bounds = [period_bounds(label) for label in (study.waves if periods is None else periods)]
    if not bounds:
        return True
    first, last = min(start for start, _ in bounds), min(max(after for _, after in bounds), study.as_of)
    return first + (last - first) / 2 + dt.timedelta(days=min(window_days, 36_500)) <= study.as_of


def _pieces(study, of: str) -> Iterator[tuple[SortedEvents, tuple[str, ...]]]:
    """All contacts of the customers: a slice by channel keeps whole paths, by the channel they began in.

    For touchpoints their names come too, and the channel of a row is a number that says both, since a row has no
    place of its own for its touchpoint.
    """
    rest, _ = split(study)
    if of != "touchpoint":
        for piece in study.view.events(rest):
            yield piece, ()
        return
    levels = study.view.levels("touchpoint") or (_NOT_KNOWN,)
    names = tuple(level for level in levels if level != _NOT_KNOWN)
    code = [names.index(level) if level in names else -1 for level in levels]
    for pieces in zip(*[study.view.events(rest & Slice({"touchpoint": (level,)})) for level in levels], strict=True):
        yield _merged(pieces, code, len(names) + 2), names


def _merged(pieces: Sequence[SortedEvents], touchpoints: Sequence[int], wide: int) -> SortedEvents:
    """Rows of several touchpoints in the order of the store."""
    columns = {name: np.concatenate([getattr(piece, name) for piece in pieces]) for name in ("customer", "at", "stage", "journey")}
    both = [(piece.channel.astype(np.int32) + 1) * wide + code + 1 for piece, code in zip(pieces, touchpoints, strict=True)]
    order = np.lexsort((columns["stage"], columns["at"], columns["customer"]))
    ordered = {name: column[order] for name, column in columns.items()}
    return replace(pieces[0], **ordered, channel=np.concatenate(both)[order])


def _inside(at: np.ndarray, spans: Sequence[tuple[int, int]]) -> np.ndarray:
    inside = np.zeros(len(at), dtype=bool)
    for first, after in spans:
        inside |= (at >= first) & (at < after)
    return inside


def _rows(piece: SortedEvents, rows: np.ndarray) -> SortedEvents:
    return replace(piece, **{name: getattr(piece, name)[rows] for name in ("customer", "at", "stage", "journey", "channel")})

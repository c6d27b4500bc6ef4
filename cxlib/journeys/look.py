"""What is looked at: the study's journeys, those of the slice and the wave, and the groups they fall into."""

from __future__ import annotations

import datetime as dt
import itertools
import zoneinfo
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property, partial

import numpy as np
import pandas as pd

from .. import words
from ..errors import ArgumentError, choose
from ..store import SortedEvents, joined, taken
from ..study import period_bounds
from .began import CHANNEL, split
from .kernel import Passages, passages
from .part import Part
from .tally import edges

__all__ = ["Groups", "Look", "look"]

_NOT_KNOWN = "not known"
_PERIOD = "period"


@dataclass(frozen=True)
class Groups:
    """The combinations of levels of `names`, in order, and the one that each journey falls into."""

    names: tuple[str, ...]
    levels: tuple[tuple[str, ...], ...]
    code: np.ndarray

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def rows(self) -> list[tuple[str, ...]]:
        """Levels of each group."""
        return list(itertools.product(*self.levels))


@dataclass(frozen=True)
class Look:
    """The journeys of one question."""

    study: object
    events: SortedEvents
    found: Passages | Part
    window_days: float
    periods: tuple[str, ...] | None
    levels: Mapping[str, tuple[str, ...]]
    reentry: str = "first"

    @property
    def stages(self) -> tuple[str, ...]:
        """The design, in order."""
        return self.study.settings.journey.stages

    @cached_property
    def cells(self) -> np.ndarray:
        """Ends of the time cells."""
        return edges(self.window_days)

    def owner(self, stage: int) -> str:
        """Who owns the step that leaves from a stage, else the one who owns the stage after it."""
        owners = self.study.settings.journey.owners
        after = self.stages[min(stage + 1, len(self.stages) - 1)]
        return owners.get(self.stages[stage]) or owners.get(after, "")

    def when(self) -> str:
        """The periods in which the journeys began, in words."""
        language = self.study.language
        if self.periods is None:
            return words.say("journeys.when.all", language, day=self.study.as_of - dt.timedelta(days=1))
        shown = [words.period_label(period, language) for period in self.periods]
        return words.say("journeys.when.periods", language, periods=", ".join(shown))

    def units(self) -> str:
        """What is counted, in words; passes of a customer are journeys."""
        unit = "journey" if self.reentry == "every" else self.study.settings.journey.unit
        return words.say(f"journeys.unit.{unit}", self.study.language)

    def groups(self, by: Sequence[str], *, stage: int = 0) -> Groups:
        """The group of each journey; its channel is that of the row at which it reached `stage`.

        Journeys that did not reach the stage fall into a group all the same, which then means nothing.
        """
        key = (*by, stage if CHANNEL in by else 0)
        if key not in self._grouped:
            levels, code = [], np.zeros(len(self.found), dtype=np.int64)
            for name in by:
                own, names = self._levels(name, stage)
                code = code * len(names) + own
                levels.append(names)
            self._grouped[key] = Groups(tuple(by), tuple(levels), code)
        return self._grouped[key]

    @cached_property
    def _grouped(self) -> dict[tuple, Groups]:
        return {}

    @cached_property
    def began(self) -> np.ndarray:
        """When each journey began."""
        return self._of_each("began", lambda whole: whole.at[:, 0])

    def _of_each(self, key: object, make) -> np.ndarray:
        return self.found.of_each(key, make) if isinstance(self.found, Part) else make(self.found)

    def _levels(self, name: str, stage: int) -> tuple[np.ndarray, tuple[str, ...]]:
        if name == _PERIOD:
            return self._period_codes()
        if name == CHANNEL:
            own = np.array([*self.events.channel_names, _NOT_KNOWN], dtype=object)
            row = self._of_each(("row", stage), lambda whole: whole.row[:, stage])
            return _codes(own, self.events.channel[row] % len(own), self.levels[name])
        return self._codes_of_people(name)

    def _codes_of_people(self, name: str) -> tuple[np.ndarray, tuple[str, ...]]:
        code, names = self.study.view.level_codes(name)
        own = self._of_each(("level", name), lambda whole: code[whole.customer])
        return _codes(np.array(names, dtype=object), own, self.levels[name])

    def _period_codes(self) -> tuple[np.ndarray, tuple[str, ...]]:
        names = self.periods or self.study.waves
        starts = [_instant(period_bounds(label)[0], self.study) for label in names]
        return np.clip(np.searchsorted(starts, self.began, side="right") - 1, 0, None), tuple(names)


def look(
    study, *, by: Sequence[str], over: str, window_days: float | None, order: str | None, reentry: str | None = None, whole: bool = False
) -> Look:
    """The journeys that began in the wave (or in the slice's periods, or ever), in the slice.

    They are followed piece by piece on the study's engine; of the contacts only those that reached a stage are kept,
    or all with `whole`.

    Raises
    ------
    ArgumentError
        For a wrong word in `by`, `over`, `order` or `reentry`, or a window that is not above 0.
    """
    choose("span of time", over, ("wave", "all"))
    journey = study.settings.journey
    _check_by(study, by)
    order = order or journey.order
    reentry = reentry or ("first" if order == "any" else journey.reentry)
    window = journey.window_days if window_days is None else float(window_days)
    periods = _periods(study, over)
    spans = None if periods is None else [tuple(_instant(day, study) for day in period_bounds(label)) for label in periods]
    walk = partial(
        passages, stages=len(journey.stages), window_days=window, as_of=_instant(study.as_of, study),
        order=order, unit=journey.unit, reentry=reentry, started=spans,
    )
    rest, began = split(study)
    everyone = study.unsliced().where(rest)
    if whole:
        events = everyone.events()
        found = walk(events)
    else:
        unread = ["journey"] if journey.unit == "customer" else []
        unread += [] if CHANNEL in by or began is not None else ["channel"]
        events, found = _followed(everyone, walk, unread, (periods, order, window, reentry))
    if began is not None and len(found):
        found = found.keep(began(events.channel_names, events.channel[found.row[:, 0]], found.customer))
    return Look(study, events, found, window, periods, {name: _kept(study, name) for name in by if name != _PERIOD}, reentry)


def _kept(study, name: str) -> tuple[str, ...]:
    """Levels of the whole study that the slice keeps; those with nobody in them have their row too."""
    return tuple(level for level in study.levels_of(name) if study.slice.keeps(name, level))


def _check_by(study, by: Sequence[str]) -> None:
    own = [name for name in study.segments if name in study.view.customer_segments]
    period = [_PERIOD] if study.settings.period != "wave" else []
    for name in by:
        choose("segment of journeys", name, [*own, CHANNEL, *period])
    if len(set(by)) < len(by):
        raise ArgumentError(f"by names a segment twice: {', '.join(by)}; name each once")


def _periods(study, over: str) -> tuple[str, ...] | None:
    if study.settings.period == "wave":
        return None
    if study.slice.periods is not None:
        return tuple(wave for wave in study.waves if wave in study.slice.periods)
    return (study.wave,) if over == "wave" else None


def _followed(study, walk, unread: Sequence[str], about: tuple) -> tuple[SortedEvents, Passages | Part]:
    """The journeys of the study's slice: those of everyone are kept, and those of another slice are picked out of them."""
    view, asked = study.view, study.slice
    if not view.holds_contacts or set(asked.segments) - set(view.customer_segments):
        return _together(study.over_events(partial(_walked, walk=walk), without=unread), view.customer_ids)
    journey = study.settings.journey
    key = ("journeys", *about, journey.unit, tuple(journey.stages), tuple(journey.exits), study.as_of)
    parts = study.unsliced()
    def everyones() -> tuple[SortedEvents, Passages, dict]:
        events, whole = _together(parts.over_events(partial(_walked, walk=walk)), view.customer_ids)
        # All of the study's segments now, so that no slice has to wait for its own.
        return events, whole, {("level", name): view.level_codes(name)[0][whole.customer] for name in study.segments if name in view.customer_segments}

    events, whole, memory = view.remembered_few(key, everyones)
    return events, Part(whole, _rows_of(view, asked, whole, memory), memory)


def _rows_of(view, asked, whole: Passages, memory: dict) -> np.ndarray:
    """Places of the journeys of the slice's customers."""
    def among(levels) -> np.ndarray:
        mask = np.ones(len(whole), dtype=bool)
        for name, kept in levels:
            code, names = view.level_codes(name)
            if ("level", name) not in memory:
                memory["level", name] = code[whole.customer]
            mask &= np.array([level in kept for level in names], dtype=bool)[memory["level", name]]
        return mask

    mask = among(asked.inside)
    for group in asked.left_out:
        mask &= ~among(group)
    return np.flatnonzero(mask)


def _walked(piece: SortedEvents, *, walk) -> tuple[SortedEvents, Passages]:
    """The journeys of a piece, and of its contacts those at which a stage was reached."""
    found = walk(piece)
    rows = np.unique(found.row[found.row >= 0])
    return taken(piece, rows), replace(found, row=np.where(found.row >= 0, np.searchsorted(rows, found.row), -1))


def _together(parts: Sequence[tuple[SortedEvents, Passages]], customer_ids: np.ndarray) -> tuple[SortedEvents, Passages]:
    """Parts one after the other, in the order of their first customers."""
    parts = sorted(parts, key=lambda part: part[0].customer[0] if len(part[0]) else -1)
    before = np.cumsum([0, *[len(events) for events, _ in parts[:-1]]])
    moved = [replace(found, row=np.where(found.row >= 0, found.row + first, -1)) for first, (_, found) in zip(before, parts)]
    events = joined(events for events, _ in parts)
    return replace(events, customer_ids=customer_ids), Passages(
        **{field.name: np.concatenate([getattr(one, field.name) for one in moved]) for field in fields(Passages)})


def _instant(day: dt.date, study) -> int:
    """First microsecond of a day in the study's zone."""
    midnight = dt.datetime(day.year, day.month, day.day, tzinfo=zoneinfo.ZoneInfo(study.settings.timezone))
    return round(midnight.timestamp() * 1_000_000)


def _codes(texts: np.ndarray, place: np.ndarray, levels: tuple[str, ...]) -> tuple[np.ndarray, tuple[str, ...]]:
    """The level that each of `place` points to by way of `texts`; a text that is no level is "not known"."""
    code = pd.Index(levels, dtype=object).get_indexer(texts)[place]
    if (code >= 0).all():
        return code.astype(np.int64), levels
    names = levels if _NOT_KNOWN in levels else (*levels, _NOT_KNOWN)
    return np.where(code >= 0, code, names.index(_NOT_KNOWN)).astype(np.int64), names

"""One quarter as a value: what is seen, through which slice, and the counts of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from .. import __version__, words
from ..errors import ArgumentError, choose, unknown
from ..finding import Chart, Finding
from ..intake import OWN_COLUMNS, Settings
from ..slices import EVERYONE, Slice
from ..store import CALENDAR, Coded, SortedEvents, View, coded_of, joined
from . import answers, behaviour, cohorts, cubes, gates, lifetimes, remarks
from .periods import period_bounds

__all__ = ["Study"]

# Personas are laid over a study on purpose.
_TAKEN = OWN_COLUMNS - {"persona"}


@dataclass(frozen=True)
class Study:
    """One company's data as known at the end of one wave, seen through one slice.

    Everything gives new values; nothing in a study changes.

    Attributes
    ----------
    settings : Settings
    view : store up to :attr:`as_of`
    wave : str
        The wave that is looked at.
    waves : tuple of str
        Waves up to it, in order.
    language : {"en", "vi"}
    slice : Slice
    """

    settings: Settings
    view: View
    wave: str
    waves: tuple[str, ...]
    language: str
    slice: Slice = EVERYONE
    end: dt.date = field(default=dt.date(2100, 1, 1))

    @property
    def name(self) -> str:
        """The study's name."""
        return self.settings.name

    @property
    def currency(self) -> str:
        """Currency of all amounts."""
        return self.settings.currency

    @property
    def codebook(self) -> Mapping[str, Any]:
        """Questions by name."""
        return self.settings.codebook

    @property
    def as_of(self) -> dt.date:
        """First day that is not seen."""
        return self.view.as_of

    @property
    def previous_wave(self) -> str | None:
        """The wave before this one, or None."""
        return self.waves[-2] if len(self.waves) > 1 else None

    @cached_property
    def segments(self) -> dict[str, tuple[str, ...]]:
        """Levels of each segment, over the whole study."""
        found = {}
        laid_over = [name for name, _ in self.view.overlays]
        for name in dict.fromkeys([*self.settings.segments, *laid_over]):
            levels = self.view.levels(name)
            if levels:
                found[name] = levels
        return found

    @property
    def main_segment(self) -> str | None:
        """The segment named first in study.toml, by which findings are split unless told otherwise."""
        return next(iter(self.segments), None)

    @property
    def finest_segment(self) -> str | None:
        """The segment with the most levels: stores, branches, teams, ...; never employees, who are not ranked by accident."""
        names = [name for name in self.segments if name != "employee"]
        return max(names, key=lambda name: len(self.segments[name]), default=None)

    @cached_property
    def weighted(self) -> bool:
        """Whether answers carry weights that differ, and the slice uses them."""
        if not self.slice.weights or not self.has("responses"):
            return False
        low, high = self.view.weights
        return low is not None and low != high

    @cached_property
    def provenance(self) -> dict[str, Any]:
        """What a finding rests on: data fingerprint, rows, dates, settings, version, seed."""
        meta = self.view.store.meta
        return {
            "study": self.name,
            "wave": self.wave,
            "as_of": self.as_of.isoformat(),
            "fingerprint": meta["fingerprint"],
            "rows": {name: self.view.seen_rows(name)
                     for name in ("customers", "touchpoints", "responses", "transactions") if self.has(name)},
            "rejected": meta["rejected"],
            "synthetic": self.settings.synthetic,
            "seed": self.settings.seed,
            "version": __version__,
            **({"share_base": self.settings.minimum_base} if self.settings.privacy.is_shared else {}),
        }

    def has(self, table: str) -> bool:
        """Whether the study has a table (customers counts only when it was given as a source)."""
        if table == "customers":
            return any(source.table == "customers" for source in self.settings.sources)
        return self.view.store.has(table)

    def complete(self, period: str) -> bool:
        """Whether every day of a period is in the data; a survey wave always is."""
        if self.settings.period == "wave" and period in self.waves:
            return True
        start, after = period_bounds(period)
        return after <= self.as_of and start >= self._first_day

    @cached_property
    def _first_day(self) -> dt.date:
        days = []
        for name in ("touchpoints", "responses", "transactions"):
            if self.has(name):
                days.append(self.view.first_day(name))
        first = min((day for day in days if day is not None), default=None)
        return first.replace(day=1) if first else dt.date(1900, 1, 1)

    def where(self, slice_: Slice | str) -> Study:
        """The study seen through one more slice; two in a row equal the two joined.

        Raises
        ------
        ArgumentError
            For a segment, level or period that is not there.
        """
        slice_ = Slice.parse(slice_) if isinstance(slice_, str) else slice_
        return replace(self, slice=self.slice & slice_.check(self.segments, self.waves))

    def __and__(self, slice_: Slice) -> Study:
        return self.where(slice_)

    def in_focus(self) -> Study:
        """The study at the last period of its slice: what a finding of one wave speaks of.

        Without periods in the slice it is the study itself. Later rows than that period stay known to the study;
        open the earlier wave to see it as it was known then.
        """
        kept = [wave for wave in self.waves if wave in (self.slice.periods or ())]
        if not kept:
            return self
        seen = self.waves[: self.waves.index(kept[-1]) + 1]
        return replace(self, wave=kept[-1], waves=seen, slice=self.slice.without("period"))

    def unsliced(self) -> Study:
        """The same study with everyone in it."""
        return replace(self, slice=EVERYONE)

    def in_language(self, language: str) -> Study:
        """The same study in another language."""
        return replace(self, language=choose("language", language, words.LANGUAGES))

    def with_segment(self, name: str, labels: pd.Series) -> Study:
        """A study in which `labels` (by customer_id) are a segment like any other.

        Customers without a label are "not known".

        Raises
        ------
        ArgumentError
            When `labels` is no Series, labels a customer twice, or the name is taken by a column of the contract.
        """
        if not isinstance(labels, pd.Series):
            raise ArgumentError("with_segment needs a pandas Series of labels, indexed by customer_id")
        ids = labels.index.astype(str)
        if ids.has_duplicates:
            raise ArgumentError(f'with_segment: customer "{ids[ids.duplicated()][0]}" has more than one label; keep one for each')
        if name in _TAKEN:
            raise ArgumentError(f'with_segment: "{name}" has a meaning of its own; give the segment another name')
        if name in self.settings.weights.margins:
            raise ArgumentError(f'with_segment: the answers are raked by "{name}"; give the segment another name')
        return replace(self, view=self.view.with_overlay(name, labels), slice=self.slice.without(name))

    def check_by(self, by: str | Sequence[str] | None, table: str) -> tuple[str, ...]:
        """`by` as a tuple of names by which rows of `table` can be counted.

        Raises
        ------
        ArgumentError
        """
        names = (by,) if isinstance(by, str) else tuple(by or ())
        allowed = (*(("period", *CALENDAR) if table != "customers" else ()), *self.view.segments_of(table))
        for name in names:
            if name not in allowed:
                raise ArgumentError(unknown(f"segment of {table}", name, allowed))
        return names

    def levels_of(self, segment: str) -> tuple[str, ...]:
        """Levels of any column that rows can be counted by (segments, stage, channel, ...)."""
        return self.segments.get(segment) or self.view.levels(segment)

    def finding(self, name: str, *, question: str, sentence: str, table: pd.DataFrame, chart: Chart | None = None, **rest) -> Finding:
        """A finding with this study's slice, language, currency and provenance, held to the gates of ``[quality]``."""
        return gates.passed(self, Finding(
            name=name, question=question, sentence=sentence, table=table, chart=chart or Chart(), slice=self.slice,
            language=self.language, currency=self.currency, provenance=self.provenance, **rest,
        ))

    def not_available(self, name: str, question: str, *tables: str) -> Finding:
        """The finding that says which table is missing (or that waves have no days), and what to ask for next time."""
        missing = [table for table in tables if not self.has(table)]
        if not missing:
            sentence = words.say("house.not_by_wave", self.language)
            return self.finding(name, question=question, sentence=sentence, table=pd.DataFrame(), status="not_available")
        listed = ", ".join(words.say(f"house.table.{table}", self.language) for table in missing)
        ask = "; ".join(words.say(f"house.ask.{table}", self.language) for table in missing)
        sentence = words.say("house.not_available", self.language, tables=listed, ask=ask)
        return self.finding(name, question=question, sentence=sentence, table=pd.DataFrame(), status="not_available")

    def nobody(self, name: str, question: str) -> Finding:
        """The finding for a slice that nobody is in."""
        text = str(self.slice) or words.say("house.everyone", self.language)
        sentence = words.say("house.nobody", self.language, slice=text)
        return self.finding(name, question=question, sentence=sentence, table=pd.DataFrame(), status="nobody")

    # Counts: the only place where analyses touch rows.

    def score_counts(self, by: Sequence[str] = ()) -> pd.DataFrame:
        """Answers by score value.

        Returns
        -------
        DataFrame
            Columns `by`, ``question``, ``score`` (missing: no answer), ``n`` answers, ``w`` sum of weights,
            ``w2`` sum of squared weights. Scores are as they were given. `by` takes ``period``, ``month``, ``quarter``,
            ``year`` (missing where an answer has no day) and every segment of answers.

        Notes
        -----
        Counted once by all segments of the study and held in memory, so that another slice takes milliseconds; the rows
        are asked again where that has more than two million cells, by `question`, and for slices by it.
        """
        by = self.check_by(by, "responses")
        if self.slice.periods is not None and "period" not in by and set(by) & set(CALENDAR):
            return self._without_period(self.score_counts([*by, "period"]), [*by, "question", "score"])
        coded = self._coded(by)
        if coded is not None:
            return coded.frame()
        measures = cubes.answer_sums(self.view, weighted=self.weighted)
        frame = self.view.counts([*by, "question"], "responses", measures, self.slice, extra=["score"])
        if not self.weighted:
            frame = frame.assign(w=frame["n"].astype(float), w2=frame["n"].astype(float))
        return self._in_periods(frame.astype({"n": "int64"}))

    def coded_counts(self, by: Sequence[str] = ()) -> Coded:
        """The counts of :meth:`score_counts` with codes in place of texts, which are quicker to count on with."""
        by = self.check_by(by, "responses")
        periods_fit = self.slice.periods is None or "period" in by or not set(by) & set(CALENDAR)
        coded = self._coded(by) if periods_fit else None
        return coded_of(self.score_counts(by), [*by, "question", "score"]) if coded is None else coded

    def _coded(self, by: tuple[str, ...]) -> Coded | None:
        """Answers from counts in memory, kept for the next findings of the same slice; None where there are none."""
        def make() -> Coded | None:
            cube = cubes.answers_cube(self, by)
            if cube is None:
                return None
            found = cube.coded(self.slice, [*by, "question", "score"], ("n", "w", "w2") if self.weighted else ("n",))
            sums = dict(found.sums) | {"n": found.sums["n"].astype(np.int64, copy=False)}
            if not self.weighted:
                sums |= {"w": sums["n"].astype(float), "w2": sums["n"].astype(float)}
            found = replace(found, sums=sums)
            if self.slice.periods is None or "period" not in by:
                return found
            return found.keep(found.among("period", self.slice.periods) >= 0)

        return self.view.remembered_lately(("answers", by, self.slice), make)

    def answer_rows(self, questions: Sequence[str], *, periods: Sequence[str] | None = None) -> answers.AnswerRows:
        """Answers to these questions side by side, one row per respondent: a customer in one wave.

        A respondent who answered a question twice in a wave counts with the last answer.

        Parameters
        ----------
        questions : names of questions
        periods : labels of periods, optional
            The slice's periods, else all up to the wave, when not given.

        Raises
        ------
        ArgumentError
            For a question or period that is not there.
        """
        for name in questions:
            choose("question", name, self.codebook)
        for name in periods or ():
            choose("period", name, self.waves)
        kept = self.slice.periods if periods is None else tuple(periods)
        return answers.answer_rows(self, tuple(questions), self.waves if kept is None else kept)

    def comment_rows(self, by: Sequence[str] = (), *, question: str | None = None) -> pd.DataFrame:
        """What the slice's customers wrote, as they wrote it: mask it before it is shown.

        A comment that stands beside several answers of a respondent (a customer in one wave) counts once.

        Parameters
        ----------
        by : segments of responses, optional
            A column each.
        question : name of a question, optional
            Its score beside each comment, the respondent's last in that wave; else that of the answer that the comment
            stands beside (NPS before CSAT before CES before ratings).

        Returns
        -------
        DataFrame
            Columns ``customer_id``, ``at``, ``period``, ``question``, ``score`` (as given; missing: no answer), ``stage``,
            ``touchpoint``, ``channel``, ``language``, ``comment``, and `by`; by customer and time.

        Raises
        ------
        ArgumentError
            For a question or segment that is not there.
        """
        return remarks.comment_rows(self, by, question)

    def customers(self) -> pd.DataFrame:
        """Customers in the slice, by customer_id: ``joined_at``, ``left_at`` and every segment of customers."""
        names = self.view.customer_segments
        where, values = self.view.where(self.slice.only(names), "customers")
        listed = ", ".join(["customer_id", "joined_at", "left_at", *[f"coalesce(s{i}, 'not known') AS s{i}" for i in range(len(names))]])
        frame = self.view.frame(f"SELECT {listed} FROM customers WHERE {where} ORDER BY customer", values)
        frame = frame.rename(columns={f"s{i}": name for i, name in enumerate(names)}).set_index("customer_id")
        return frame.astype({"joined_at": "datetime64[us]", "left_at": "datetime64[us]"})

    @property
    def size(self) -> int:
        """How many customers are in the slice: the rows of :meth:`customers`, without reading them."""
        wanted, listed = self.view.in_slice(self.slice), self.view.listed
        return int(np.count_nonzero(listed if wanted is None else listed & wanted))

    def events(self) -> SortedEvents:
        """Contacts of the slice's customers, sorted by customer and time."""
        return joined(self.event_pieces())

    def event_pieces(self, *, without: Sequence[str] = ()) -> Iterator[SortedEvents]:
        """The same in pieces, one in memory at a time; no piece splits a customer.

        A large log is read faster `without` the columns "channel" or "journey"; they then hold -1.
        """
        return self.view.events(self.slice.without("period"), without=_unread(without))

    def over_events(self, kernel, *, without: Sequence[str] = ()) -> list:
        """What a kernel gives for each part of the slice's contacts, on the engine of the study.

        The kernel takes :class:`cxlib.store.SortedEvents` and gives what adds up over parts, such as counts. On Spark it
        runs on the machines that hold the rows, and knows customers by their codes only. `without` as in :meth:`event_pieces`.
        """
        return self.view.over_events(self.slice.without("period"), kernel, without=_unread(without))

    def active(self, start: dt.date, end: dt.date) -> pd.Series:
        """Whether each of the slice's customers paid or made contact on a day in [start, end)."""
        if not (self.has("transactions") or self.has("touchpoints")):
            return pd.Series(False, index=self.customers().index, name="active")
        where, values = self.view.where(self.slice.only(self.view.customer_segments), "customers")
        frame = self.view.frame(
            f"WITH seen AS (SELECT DISTINCT customer FROM {self._activity()} a WHERE a.day >= ? AND a.day < ?) "
            "SELECT customer_id, seen.customer IS NOT NULL AS active FROM customers LEFT JOIN seen ON seen.customer = customers.customer "
            f"WHERE {where} ORDER BY customers.customer", [start, end, *values],
        )
        return frame.set_index("customer_id")["active"].astype(bool)

    def retention_counts(self, by: Sequence[str] = ()) -> pd.DataFrame:
        """Start cohorts and what became of them, from ids.

        Returns
        -------
        DataFrame
            Columns `by`, ``period``, ``start`` (active when the period began; for kind "silence": in the period
            before), ``retained``, ``churned`` (they add up to start), ``joined``, ``end``, ``known`` (False where
            leaving was not recorded), ``complete``.
        """
        return lifetimes.retention_counts(self, self.check_by(by, "customers"))

    def revenue_counts(self, by: Sequence[str] = ()) -> pd.DataFrame:
        """Sums over customers of what each paid in a period.

        Returns
        -------
        DataFrame
            Columns `by`, ``period``, ``customers`` (paid in it), ``customers_all`` (on the books in it), ``amount``,
            ``amount2``, ``amount3`` (sums of a customer's amount, its square and cube), ``complete``.
        """
        return lifetimes.revenue_counts(self, self.check_by(by, "customers"))

    def revenue_retention_counts(self, by: Sequence[str] = ()) -> pd.DataFrame:
        """Sums over customers of what those who paid in the period before (or owed a fee when it began) paid in this one.

        Returns
        -------
        DataFrame
            Columns `by`, ``period``, ``start`` (customers), ``retained`` (of them, paid again), ``before`` (x: paid
            before), ``kept`` (m: the part of it paid again), ``added`` (e: paid on top), ``lost`` (x of those who paid
            nothing), sums of powers and products of x, m and e (``before2_kept`` is the sum of x^2 m), ``known``,
            ``complete`` (this period and the one before).
        """
        return lifetimes.revenue_retention_counts(self, self.check_by(by, "customers"))

    def repeat_counts(self, by: Sequence[str] = ()) -> pd.DataFrame:
        """Columns `by`, ``period``, ``customers`` who bought in it, ``repeated`` (at two moments or more), ``complete``."""
        return lifetimes.repeat_counts(self, self.check_by(by, "customers"))

    def cohort_counts(self, by: Sequence[str] = ()) -> pd.DataFrame:
        """Start cohorts by age, from ids.

        Returns
        -------
        DataFrame
            Columns `by`, ``period`` (in which the cohort started; "" for customers who had joined before the data
            begin), ``periods_later``, ``start`` (its customers), ``undated`` (of them, without joined_at),
            ``active`` (that many periods later), ``reached`` (False where the data do not reach or leaving was not recorded).
        """
        return cohorts.cohort_counts(self, self.check_by(by, "customers"))

    def features(self, as_of: dt.date | None = None, *, lookback_days: int = 180, columns: Sequence[str] | None = None) -> pd.DataFrame:
        """Behaviour of each of the slice's customers from rows strictly before `as_of`.

        `columns` of the table of customers come too, as numbers where all of them are, else as text; those of
        [personas] columns when not given. They have no date: whoever foretells by them must know that they were
        known then.

        Raises
        ------
        ArgumentError
            When `as_of` lies after the study's own: later rows are out of reach.
        """
        if as_of is not None and as_of > self.as_of:
            raise ArgumentError(f"features as of {as_of} would need days after {self.as_of}, which this study does not see")
        return behaviour.features(self, as_of or self.as_of, lookback_days, self.settings.personas.columns if columns is None else columns)

    def _activity(self) -> str:
        """SQL for the days on which customers paid or made contact."""
        tables = [name for name in ("transactions", "touchpoints") if self.has(name)]
        return "(" + " UNION ALL ".join(f"SELECT customer, day FROM {name}" for name in tables) + ")"

    @staticmethod
    def _without_period(frame: pd.DataFrame, names: Sequence[str]) -> pd.DataFrame:
        """Counts of the periods kept, added up over them."""
        return frame.groupby(list(names), as_index=False, dropna=False)[["n", "w", "w2"]].sum()

    def _in_periods(self, frame: pd.DataFrame) -> pd.DataFrame:
        if self.slice.periods is None or "period" not in frame:
            return frame
        return frame[frame["period"].isin(self.slice.periods)].reset_index(drop=True)


def _named(frame: pd.DataFrame, names: Sequence[str]) -> pd.DataFrame:
    return frame.rename(columns={f"b{place}": name for place, name in enumerate(names)})


def _unread(columns: Sequence[str]) -> tuple[str, ...]:
    return tuple(choose("column of contacts", name, ("channel", "journey")) for name in columns)

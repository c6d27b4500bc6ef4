"""What each kind of column may hold: typed values, and for each rule the rows that break it."""

from __future__ import annotations

import functools

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ..errors import unknown
from .amounts import with_amounts
from .cells import Cells, holds_byte, is_text, mask_of
from .numbers import not_a_number, numbers, thousands_or_decimal
from .times import read_times, time_problem, year_outside
from .zones import DAY, NONE

__all__ = ["CHECKS", "REFERENCE", "id_text"]

# Column of times that relative dates of the same row are counted from; it is not kept.
REFERENCE = "_reference"


def id_text(array: pa.Array) -> pa.Array:
    """Ids as the texts that they become in the prepared tables; blanks are null."""
    text = Cells(array).text
    return text.dictionary_decode() if pa.types.is_dictionary(text.type) else text


def _check_text(cells, rules, others):
    return cells.text, []


def _check_number(cells, rules, others):
    values, wrong = numbers(cells, rules.decimal)
    if is_text(cells.source) and wrong.any():
        values, wrong = with_amounts(values, wrong, cells.text, rules.decimal)
    problems = [(wrong, *not_a_number(rules.decimal))]
    if not rules.decimal and is_text(cells.source):
        # 50.000 dong is fifty thousand, 50.000 dollars fifty: a thousandfold error that nothing later would show.
        mend = 'say in the source which sign is decimal: decimal = "," (points group thousands) or decimal = "."'
        problems.append((thousands_or_decimal(cells), '"{value}" may stand for thousands or for a decimal', mend))
    return values, problems


def _check_weight(cells, rules, others):
    values, wrong = numbers(cells, rules.decimal)
    low = mask_of(pc.less_equal(values, 0.0))
    return values, [
        (wrong, *not_a_number(rules.decimal)),
        (low, "a weight must be above 0, not {value}", "correct the weight, or leave the answer out"),
    ]


def _check_duration(cells, rules, others):
    values, wrong = numbers(cells, rules.decimal)
    below = mask_of(pc.less(values, 0.0))
    return values, [
        (wrong, *not_a_number(rules.decimal)),
        (below, "a duration cannot be below 0, not {value}", "write the seconds that the respondent took, or leave it blank"),
    ]


def _check_stage(cells, rules, others):
    if not rules.stages:
        return cells.text, []
    allowed = pa.array(rules.stages, pa.string())
    strange = cells.where(lambda text: pc.and_(pc.invert(pc.is_in(text, allowed)), pc.is_valid(text)))
    rule = f"the stage is not one of: {', '.join(rules.stages)}"
    return cells.text, [(strange, rule, "correct the stage, map it with recode.stage, or list it in [journey]")]


def _check_question(cells, rules, others):
    declared = pa.array(list(rules.questions), pa.string())
    strange = cells.where(lambda text: pc.and_(pc.invert(pc.is_in(text, declared)), pc.is_valid(text)))

    @functools.lru_cache(maxsize=1000)
    def rule(name: str) -> str:
        return unknown("question", name, rules.questions)

    return cells.text, [(strange, rule, "declare it in study.toml as [questions.NAME] with metric, scale and high_is")]


def _check_score(cells, rules, others):
    values, wrong = numbers(cells, rules.decimal)
    scores = np.asarray(values.fill_null(np.nan)).copy()
    problems = [(wrong, *not_a_number(rules.decimal))]
    for name, meaning in rules.questions.items():
        mine = others["question"].where(lambda text, name=name: pc.equal(text, name))
        if not mine.any():
            continue
        if meaning.missing:
            scores[mine & np.isin(scores, meaning.missing)] = np.nan
        outside = mine & ((scores < meaning.low) | (scores > meaning.high))
        broken = mine & ~outside & (scores != np.round(scores)) & ~np.isnan(scores)
        scale = f"{meaning.low} to {meaning.high}"
        problems += [
            (outside, f"{{value}} lies outside of the scale {scale} of {name}",
             "correct the score, or declare the code as missing"),
            (broken, f"{{value}} is not a whole step of the scale of {name}",
             "correct the score; averages of several answers are not answers"),
        ]
    return pa.array(scores, pa.float64(), from_pandas=True), problems


def _check_id(cells, rules, others):
    mend = "write ids as text or as integers"
    if pa.types.is_floating(cells.source.type):
        # A float cannot tell whole numbers of this size apart, so two customers could share one id.
        blurred = mask_of(pc.greater_equal(pc.abs(cells.source.cast(pa.float64())), 2.0**53))
        return cells.text, [(blurred, "{value} is too large for a number that is kept as a float", mend)]
    if not is_text(cells.source) or not holds_byte(cells.text, ord("+")):
        return cells.text, []
    shortened = cells.where(lambda text: pc.match_substring_regex(text, r"^\d(?:\.\d+)?[eE]\+\d{1,3}$"))
    return cells.text, [(shortened, "{value} is an id that a spreadsheet shortened: two customers could share it", mend)]


def _check_time(cells, rules, others):
    times = read_times(cells, rules, others.get(REFERENCE))
    timed = times.local % DAY != 0
    cells.note(times.skipped & timed, "a local time that the clocks skip; taken as the moment at which they go forward")
    cells.note(times.twice & timed, "a local time that the clocks show twice; the first is taken")
    known = times.utc != NONE
    day = np.where(known, times.local // DAY, 0)
    hour = np.where(known, (times.local - day * DAY) // (DAY // 24), 0)
    typed = {
        "at": pa.array(times.utc, pa.timestamp("us"), mask=None if known.all() else ~known),
        "day": _days(day, known),
        "hour": pa.array(hour.astype(np.int8), mask=None if known.all() else ~known),
    }
    return typed, _time_problems(cells, rules, times, 1970, "correct the time")


def _check_date(cells, rules, others):
    times = read_times(cells, rules, others.get(REFERENCE))
    known = times.local != NONE
    return _days(np.where(known, times.local // DAY, 0), known), _time_problems(cells, rules, times, 1900, "correct the date")


def _days(day: np.ndarray, known: np.ndarray) -> pa.Array:
    whole = np.clip(day, np.iinfo(np.int32).min, np.iinfo(np.int32).max).astype(np.int32)
    return pa.array(whole, pa.int32(), mask=None if known.all() else ~known).cast(pa.date32())


def _time_problems(cells, rules, times, first_year, mend):
    cells.note(times.relative, "a date told from another day, counted back from what relative_to names")
    return [
        (times.wrong, *time_problem(rules.dates)),
        (times.undated, '"{value}" is counted from a day that is not known here',
         "say in the source from which: relative_to = 2021-05-01, or the column that holds the day"),
        (year_outside(times.local, first_year, 2100), "the year of {value} cannot be right", mend),
    ]


CHECKS = {
    "text": _check_text,
    "id": _check_id,
    "time": _check_time,
    "date": _check_date,
    "number": _check_number,
    "weight": _check_weight,
    "duration": _check_duration,
    "stage": _check_stage,
    "question": _check_question,
    "score": _check_score,
}

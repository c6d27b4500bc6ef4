"""What has to be asked about files that were looked at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .asking import Doubt
from .columns import Column
from .folder import LookedAt, names_of

__all__ = ["date_columns", "doubts_of", "questions_of", "question_names"]

_DIRECTIONS = ("good", "bad")


def doubts_of(sources: Sequence[LookedAt]) -> tuple[Doubt, ...]:
    """Every doubt about these sources, in their order; a question that stands in several files is asked once."""
    found: dict[str, Doubt] = {}
    for source in sources:
        for doubt in (*_of_file(source), *_of_answers(source)):
            found.setdefault(doubt.key, doubt)
    return tuple(found.values())


def date_columns(source: LookedAt) -> tuple[Column, ...]:
    """The columns whose dates the source would read."""
    if source.table == "touchpoints" and source.stage_times:
        return source.stage_times
    wanted = ("joined_at", "left_at") if source.table == "customers" else ("at",)
    found = tuple(one for one in map(source.called, wanted) if one is not None)
    if not found and source.table != "customers":
        found = tuple(one for one in source.columns if one.kind == "date")[:1]
    return found


def questions_of(source: LookedAt) -> tuple[Column, ...]:
    """The columns that would be questions, where each question is a column."""
    if source.table != "responses" or (source.called("question") and source.called("score")):
        return ()
    return source.answers


def question_names(source: LookedAt) -> dict[str, str]:
    """The name in study.toml of each column that is a question."""
    asked = questions_of(source)
    return dict(zip((one.name for one in asked), names_of(asked), strict=True))


def _of_file(source: LookedAt) -> Iterator[Doubt]:
    where = {"file": source.path}
    if not source.table:
        yield Doubt(f"table:{source.path}", "onboarding.doubt.table", where, ("customers", "touchpoints", "responses", "transactions", "none"), blocks=False)
        return
    if source.encoding:
        yield Doubt(f"encoding:{source.path}", "onboarding.doubt.encoding", where | {"encoding": source.encoding}, blocks=False)
    dated = date_columns(source)
    unclear = [one for one in dated if not one.date.is_clear]
    forms = {one.date.forms[0] for one in dated if one.date.is_clear}
    if unclear and not forms & set(unclear[0].date.forms):
        yield Doubt(f"dates:{source.path}", "onboarding.doubt.dates", where | {"column": unclear[0].name}, unclear[0].date.forms)
    if len(forms) > 1:
        yield Doubt(f"dates:{source.path}", "onboarding.doubt.several_dates", where | {"columns": ", ".join(one.name for one in dated)}, tuple(sorted(forms)))
    money = source.called("amount") or source.called("monthly_fee")
    if money is not None and money.comma is None:
        yield Doubt(f"decimal:{source.path}", "onboarding.doubt.decimal", where | {"column": money.name}, (".", ","))
    if source.called("customer_id") is None and source.called("journey_id") is None:
        kind = "onboarding.doubt.anonymous" if source.table == "responses" else "onboarding.doubt.customer"
        yield Doubt(f"customer_id:{source.path}", kind, where, _who(source), blocks=source.table != "responses")


def _who(source: LookedAt) -> tuple[str, ...]:
    """Columns that could say who it is: many values, no prose, no answers."""
    asked = {one.name for one in source.answers}
    return tuple(one.name for one in source.columns if one.kind != "date" and one.name not in asked and one.spaced < 0.3 and one.distinct > 0.3 * one.rows)[:6]


def _of_answers(source: LookedAt) -> Iterator[Doubt]:
    names = question_names(source)
    for one in questions_of(source):
        where = {"column": one.name, "low": one.scale[0], "high": one.scale[1]}
        if one.metric != "nps" and not one.words:
            yield Doubt(f"high_is:{names[one.name]}", "onboarding.doubt.direction", where, _DIRECTIONS)
        if one.metric == "ces":
            yield Doubt(f"asks:{names[one.name]}", "onboarding.doubt.asks", where, ("ease", "effort"))
        if one.odd and not one.words:
            yield Doubt(f"missing:{names[one.name]}", "onboarding.doubt.missing", where | {"codes": ", ".join(one.odd)}, blocks=False)
    if source.called("question") and source.called("score") and source.table == "responses":
        score = source.called("score")
        for level in source.called("question").levels:
            yield Doubt(f"high_is:{level}", "onboarding.doubt.direction", {"column": level, "low": score.scale[0], "high": score.scale[1]}, _DIRECTIONS)

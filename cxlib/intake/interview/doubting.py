"""What has to be asked about files that were looked at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..formats.qualtrics import UNFINISHED, unwanted_status
from ..formats.ticked import options_in
from .asking import Doubt
from .columns import Column, plain_name
from .folder import LookedAt, names_of

__all__ = ["date_columns", "doubts_of", "keep_of", "ticked_of", "open_questions", "questions_of", "question_names", "recodes_of"]

_DIRECTIONS = ("good", "bad")
_LEAST_WEIGHT, _MOST_WEIGHT = 0.5, 2.0  # between them lies the mean of weights that were scaled to the answers


def doubts_of(sources: Sequence[LookedAt]) -> tuple[Doubt, ...]:
    """Every doubt about these sources, in their order; a question that stands in several files is asked once."""
    found: dict[str, Doubt] = {}
    for source in sources:
        for doubt in (*_of_file(source), *_of_rows(source), *_of_answers(source)):
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


def open_questions(source: LookedAt) -> tuple[Column, ...]:
    """Columns that the file itself says were asked, whose answers do not show the scale: numbers that a user must explain."""
    if source.look.form != "qualtrics":
        return ()
    asked = {one.name for one in questions_of(source)}
    return tuple(one for one in source.columns if one.kind == "number" and one.name not in asked and one.name not in source.look.roles)


def recodes_of(source: LookedAt) -> list[tuple[list[Column], dict[str, str]]]:
    """Questions, and the number of each of their words, in groups in which no word stands for two numbers.

    Examples
    --------
    >>> recodes_of(LookedAt("a.csv", ("a.csv",), ()))
    []
    """
    groups: list[tuple[list[Column], dict[str, str]]] = []
    for one in questions_of(source):
        words = {word: str(place) for word, place in one.codes} | ({word: "" for word in one.odd} if one.words else {})
        fitting = next((group for group in groups if all(group[1].get(word, code) == code for word, code in words.items())), None)
        if fitting is None:
            groups.append(([one], words))
        else:
            fitting[0].append(one)
            fitting[1].update(words)
    return groups


def ticked_of(source: LookedAt) -> dict[str, tuple[str, ...]]:
    """The columns of a form in which several boxes look ticked, and their options."""
    if source.look.form != "forms":
        return {}
    asked = {one.name for one in questions_of(source)}
    free = [one.name for one in source.columns if one.kind == "text" and not one.private and one.role in ("", "touchpoint", "channel") and one.name not in asked]
    return {name: options for name in free if (options := options_in(source.values.get(name, ())))}


def keep_of(source: LookedAt, answers: dict[str, str]) -> tuple[dict[str, list[str]], int]:
    """Values of columns by which rows are kept, and how many of the rows looked at are left out by what is certain."""
    keep: dict[str, list[str]] = {}
    out = 0
    status = _with_role(source, "status")
    if status and (unwanted := unwanted_status(_values(source, status))[0]):
        keep[status] = sorted({value for value in _values(source, status) if value not in unwanted})
        out = sum(value in unwanted for value in _values(source, status))
    finished = _with_role(source, "finished")
    if finished and answers.get(f"finished:{source.place}") == "leave_out":
        keep[finished] = sorted(set(_values(source, finished)) - set(UNFINISHED))
    state = _lifecycle(source)
    if state and answers.get(f"lifecycle:{source.place}") == "complete":
        keep[state.name] = [level for level in state.levels if level.lower() == "complete"]
    return keep, out


def _with_role(source: LookedAt, role: str) -> str:
    return next((name for name, one in source.look.roles.items() if one == role), "")


def _values(source: LookedAt, name: str) -> list[str]:
    return [value for value in source.values[name] if value]


def _lifecycle(source: LookedAt) -> Column | None:
    """The column that says whether an activity begins or ends, where both stand in a log."""
    if source.table != "touchpoints":
        return None
    return next((one for one in source.columns if plain_name(one.name) == "lifecycle transition" and len(one.levels) > 1
                 and any(level.lower() == "complete" for level in one.levels)), None)


def _of_file(source: LookedAt) -> Iterator[Doubt]:
    where = {"file": source.place}
    if source.look.encoding:
        yield Doubt(f"encoding:{source.place}", "onboarding.doubt.encoding", where | {"encoding": source.look.encoding}, blocks=False)
    if not source.table:
        yield Doubt(f"table:{source.place}", "onboarding.doubt.table", where, ("customers", "touchpoints", "responses", "transactions", "none"), blocks=False)
        return
    dated = date_columns(source)
    unclear = [one for one in dated if not one.date.is_clear]
    forms = {one.date.forms[0] for one in dated if one.date.is_clear and not one.date.is_only_relative}
    if unclear and not forms & set(unclear[0].date.forms):
        yield Doubt(f"dates:{source.place}", "onboarding.doubt.dates", where | {"column": unclear[0].name}, unclear[0].date.forms)
    if len(forms) > 1:
        yield Doubt(f"dates:{source.place}", "onboarding.doubt.several_dates", where | {"columns": ", ".join(one.name for one in dated)}, tuple(sorted(forms)))
    back = [one for one in dated if one.date.relative]
    if back:
        said = where | {"columns": ", ".join(one.name for one in back), "share": max(one.date.relative for one in back), "told": back[0].date.told}
        yield Doubt(f"relative:{source.place}", "onboarding.doubt.relative", said)
    money = source.called("amount") or source.called("monthly_fee")
    if money is not None and money.comma is None:
        yield Doubt(f"decimal:{source.place}", "onboarding.doubt.decimal", where | {"column": money.name}, (".", ","))
    ticked = ticked_of(source)
    if ticked:
        yield Doubt(f"choices:{source.place}", "onboarding.doubt.choices", where | {"columns": ", ".join(ticked)}, ("ticked", "text"), blocks=False)
    weight = source.called("weight") if source.table == "responses" else None
    if weight is not None and not _LEAST_WEIGHT <= (mean := _mean(source, weight)) <= _MOST_WEIGHT:
        yield Doubt(f"weight:{source.place}", "onboarding.doubt.weight", where | {"column": weight.name, "mean": mean}, ("weight", "something_else"), blocks=False)
    if source.called("customer_id") is None and source.called("journey_id") is None:
        kind = "onboarding.doubt.anonymous" if source.table == "responses" else "onboarding.doubt.customer"
        yield Doubt(f"customer_id:{source.place}", kind, where, _who(source), blocks=source.table != "responses")


def _of_rows(source: LookedAt) -> Iterator[Doubt]:
    """Rows that may not be what is to be counted: unfinished answers, values of a status that are not known, starts of activities."""
    where = {"file": source.place}
    finished, status, state = _with_role(source, "finished"), _with_role(source, "status"), _lifecycle(source)
    values = _values(source, finished) if finished else []
    partly = sum(value in UNFINISHED for value in values)
    if 0 < partly < len(values):
        said = where | {"column": finished, "n": partly, "of": len(values)}
        yield Doubt(f"finished:{source.place}", "onboarding.doubt.finished", said, ("leave_out", "keep"), blocks=False)
    strange = unwanted_status(_values(source, status))[1] if status else []
    if strange:
        yield Doubt(f"status:{source.place}", "onboarding.doubt.status", where | {"column": status, "values": ", ".join(strange[:12])}, blocks=False)
    if state is not None:
        said = where | {"column": state.name, "values": ", ".join(state.levels[:12])}
        yield Doubt(f"lifecycle:{source.place}", "onboarding.doubt.lifecycle", said, ("complete", "all"), blocks=False)


def _mean(source: LookedAt, one: Column) -> float:
    """The mean of the numbers looked at; 0 where they are not written plainly."""
    try:
        numbers = [float(value.replace(",", ".") if one.comma else value) for value in source.values.get(one.name, []) if value and value.strip()]
    except ValueError:
        return 0.0
    return sum(numbers) / len(numbers) if numbers else 0.0


def _who(source: LookedAt) -> tuple[str, ...]:
    """Columns that could say who it is: many values, no prose, no answers."""
    asked = {one.name for one in source.answers}
    return tuple(one.name for one in source.columns if one.kind != "date" and one.name not in asked and one.spaced < 0.3 and one.distinct > 0.3 * one.rows)[:6]


def _of_answers(source: LookedAt) -> Iterator[Doubt]:
    names = question_names(source)
    for one in questions_of(source):
        where = {"column": one.name, "low": one.scale[0], "high": one.scale[1]}
        if not one.sure:
            yield Doubt(f"words:{names[one.name]}", "onboarding.doubt.words", where | {"words": ", ".join(filter(None, one.words))}, blocks=False)
        if not one.direction:
            yield Doubt(f"high_is:{names[one.name]}", "onboarding.doubt.direction", where, _DIRECTIONS)
        if one.metric == "ces":
            yield Doubt(f"asks:{names[one.name]}", "onboarding.doubt.asks", where, ("ease", "effort"))
        if one.odd and not one.words and not one.labelled:
            yield Doubt(f"missing:{names[one.name]}", "onboarding.doubt.missing", where | {"codes": ", ".join(one.odd)}, blocks=False)
    if source.called("question") and source.called("score") and source.table == "responses":
        score = source.called("score")
        for level in source.called("question").levels:
            yield Doubt(f"high_is:{level}", "onboarding.doubt.direction", {"column": level, "low": score.scale[0], "high": score.scale[1]}, _DIRECTIONS)

"""The report of an interview: each file and column, what it was taken as, and why."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ... import words
from ...errors import choose
from .blocks import Blocks, mapped_columns, segment_names
from .columns import Column
from .doubting import keep_of, question_names
from .folder import Interview, LookedAt
from .writing import with_tables

__all__ = ["Decided", "decided", "decided_text"]


@dataclass(frozen=True)
class Decided:
    """What one column was taken as.

    Attributes
    ----------
    file, column : str
    taken_as : str
        A column of the contract, a question, a segment, a stage, or "" where it is not used.
    why : str
        A sentence.
    """

    file: str
    column: str
    taken_as: str
    why: str


def decided(found: Interview, *, language: str = "en", answers: Mapping[str, str] | None = None) -> list[Decided]:
    """Every column of every file, in their order, with what it was taken as and why.

    Parameters
    ----------
    found : Interview
    language : {"en", "vi"}
    answers : mapping of a doubt's key to what was answered

    Raises
    ------
    ArgumentError
        For a language that is not known.
    """
    choose("language", language, words.LANGUAGES)
    given = dict(answers or {})
    found = with_tables(found, given)
    segments = segment_names(found.sources)
    rows = []
    for source in found.sources:
        uses = _uses(source, segments.get(source.place, {}), given)
        for one in source.columns:
            kind, name = uses.get(one.name, ("", ""))
            rows.append(Decided(source.place, one.name, name, _why(source, one, kind, language)))
    return rows


def decided_text(found: Interview, *, language: str = "en", answers: Mapping[str, str] | None = None) -> str:
    """The same as a page of text (Markdown) to keep beside study.toml, with how each file is read.

    Raises
    ------
    ArgumentError
        For a language that is not known.
    """
    found = with_tables(found, answers or {})
    rows = decided(found, language=language, answers=answers)
    blocks = Blocks(found, language, answers or {})
    lines = [f"# {words.say('onboarding.report.title', language, name=found.name)}", ""]
    heads = [words.say(f"onboarding.report.{name}", language) for name in ("column", "taken", "why")]
    for source in found.sources:
        table = source.table or words.say("onboarding.report.no_table", language)
        lines += [f"## {_cell(source.place)}: {table}", "", *(f"- {_cell(text)}" for text in blocks.read_as(source)), ""]
        lines += [f"| {' | '.join(heads)} |", "|---|---|---|"]
        lines += [f"| {_cell(row.column)} | {_cell(row.taken_as) or '-'} | {_cell(row.why)} |" for row in rows if row.file == source.place] + [""]
    lines += [f"- {_cell(words.say('onboarding.unread', language, file=file, reason=reason))}" for file, reason in found.unread.items()]
    return "\n".join(lines) + "\n"


def _uses(source: LookedAt, segments: Mapping[str, str], answers: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """For each column that is used the kind of its use and the name that it gets."""
    if not source.table:
        return {}
    kept = {name: ("keep", "keep") for name in keep_of(source, dict(answers))[0]}
    uses = kept | {one.name: ("stage", one.name) for one in source.stage_times} if source.table == "touchpoints" else kept
    uses |= {name: ("segment", as_named) for name, as_named in segments.items()}
    uses |= {name: ("question", as_named) for name, as_named in question_names(source).items()}
    mapped = mapped_columns(source, source.table, {}, answers.get(f"customer_id:{source.place}", ""), whole=True)
    return uses | {name: ("answered" if answers.get(f"{role}:{source.place}") == name else "role", role) for role, name in mapped.items()}


def _why(source: LookedAt, one: Column, kind: str, language: str) -> str:
    def say(key: str, **values) -> str:
        return words.say(f"onboarding.why.{key}", language, **values)

    if kind == "answered":
        return say("answered")
    if one.private and kind != "role":
        return say(f"private_{one.private}")
    if kind == "question":
        low, high = one.scale
        key = "words" if one.words else "labels" if one.labelled else "numbers"
        return say(key, low=low, high=high)
    if kind == "segment":
        return say("segment", n=len(one.levels))
    if kind in ("stage", "role"):
        return _why_role(source, one, kind, say)
    if one.kind == "empty":
        return say("empty")
    within = next((name for name, columns in source.look.sets.items() if one.name in columns), "")
    if within:
        return say("member", name=within)
    if kind == "keep":
        return say("keep")
    return say("unused", n=one.distinct, rows=one.rows)


def _why_role(source: LookedAt, one: Column, kind: str, say: Callable[..., str]) -> str:
    said = say("stage_time") if kind == "stage" else say("file") if source.look.roles.get(one.name) else say("name") if one.role else say("values")
    form = one.date.forms[0] if kind == "role" and one.date is not None and one.date.is_clear else ""
    said += f"; {say('date', form=form, share=one.date.share)}" if form else ""
    back = one.date is not None and one.date.relative
    return f"{said}; {say('relative', told=one.date.told, share=back)}" if back else said


def _cell(text: str) -> str:
    """Text of a file's on one line, so that it can neither end a row of the table nor begin a tag."""
    plain = " ".join(text.replace("|", "/").replace("<", "‹").replace(">", "›").split())
    return plain if len(plain) <= 160 else plain[:159] + "…"

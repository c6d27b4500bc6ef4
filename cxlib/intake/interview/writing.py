"""An interview as a commented study.toml, its doubts marked."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import replace

from ... import words
from ...errors import choose
from .as_toml import as_key, as_list, as_text
from .blocks import Blocks
from .columns import Column
from .doubting import date_columns, doubts_of, open_questions, question_names, questions_of
from .folder import Interview, LookedAt, names_of

__all__ = ["study_text", "with_tables"]

_MOST_STAGES = 12


def study_text(found: Interview, *, language: str = "en", answers: Mapping[str, str] | None = None, currency: str = "", timezone: str = "") -> str:
    """The text of a study.toml for what was found.

    What is certain stands as a setting. What is doubtful stands as a comment that begins with ``DOUBT`` and lists what can be
    written there; where a study cannot do without it, `cx check` stops at that place and says so.

    Parameters
    ----------
    found : Interview
    language : {"en", "vi"}
        Of the comments and of the study.
    answers : mapping of a doubt's key to what was answered
    currency, timezone : str, optional

    Raises
    ------
    ArgumentError
        For an answer that is not one of those that were offered.
    """
    choose("language", language, words.LANGUAGES)
    given = dict(answers or {})
    for doubt in found.doubts:
        if doubt.choices and doubt.key in given:
            choose(f"answer to {doubt.key}", given[doubt.key], doubt.choices)
    writer = _Writer(with_tables(found, given), language, given)
    return "\n".join(map(_on_one_line, [*writer.head(currency, timezone), *writer.sources(), *writer.questions(), *writer.journey(), ""]))


def with_tables(found: Interview, answers: Mapping[str, str]) -> Interview:
    """The interview with the tables that the user named, and the doubts that follow from them."""
    named = [answers.get(f"table:{source.place}", "") for source in found.sources]
    sources = tuple(replace(source, table=table) if table not in ("", "none") and not source.table else source for source, table in zip(found.sources, named))
    return found if sources == found.sources else replace(found, sources=sources, doubts=doubts_of(sources))


class _Writer(Blocks):
    """Writes the whole; the sources are written as its base does."""

    def __init__(self, found: Interview, language: str, answers: Mapping[str, str]) -> None:
        super().__init__(found, language, answers)
        self._found = found

    def head(self, currency: str, timezone: str) -> list[str]:
        by_wave = any(source.table == "responses" and not date_columns(source) for source in self._found.sources)
        lines = [f"# {self.say('onboarding.head')}", "", "[study]", f"name = {as_text(self._found.name)}", f"language = {as_text(self._language)}"]
        lines.append(f"currency = {as_text(currency)}" if currency else f'# currency = "VND"           # {self.say("onboarding.currency")}')
        lines.append(f"timezone = {as_text(timezone)}" if timezone else f'# timezone = "Asia/Ho_Chi_Minh"   # {self.say("onboarding.timezone")}')
        lines.append(f"period = {as_text('wave' if by_wave else 'quarter')}")
        lines.append(f"segments = {as_list(self.segments)}   # {self.say('onboarding.segments')}")
        return [*lines, *(f"# {self.say('onboarding.unread', file=file, reason=' '.join(reason.split()))}" for file, reason in self._found.unread.items())]

    def sources(self) -> list[str]:
        return [line for source in self._found.sources for line in self.lines(source)]

    def questions(self) -> list[str]:
        lines: list[str] = []
        seen: set[str] = set()
        for source in self._found.sources:
            names = question_names(source)
            for one in questions_of(source):
                if names[one.name] not in seen:
                    seen.add(names[one.name])
                    lines += self._question(names[one.name], one.name, one)
            for one in open_questions(source):
                name = names_of([one])[0]
                lines += ["", *(f"# {line}" for line in (f"[questions.{as_key(name)}]", 'metric = "rating"', "scale = [1, 5]", 'high_is = "good"', f"wording = {as_text(one.wording or one.name)}"))]
            if source.table == "responses" and source.called("question") and source.called("score"):
                for level in source.called("question").levels:
                    if level not in seen:
                        seen.add(level)
                        lines += self._question(level, level, replace(source.called("score"), wording=""))
        return lines

    def journey(self) -> list[str]:
        logs = [source for source in self._found.sources if source.table == "touchpoints"]
        if not logs:
            return []
        first = logs[0]
        stage = None if first.stage_times else first.called("stage")
        stages = _in_order(first, stage) if stage else [one.name for one in first.stage_times]
        kept = stages[:_MOST_STAGES]
        lines = ["", "[journey]", f"# {self.say('onboarding.stages')}", f"stages = {as_list(kept)}"]
        return [*lines, *(['other = ["*"]'] if len(stages) > len(kept) or len(logs) > 1 else [])]

    def _question(self, name: str, wording: str, one: Column) -> list[str]:
        lines = ["", f"[questions.{as_key(name)}]", f"metric = {as_text(one.metric)}"]
        if one.metric != "nps":
            lines[-1] += f"   # {self.say('onboarding.metric')}"
        lines.append(f"scale = [{one.scale[0]}, {one.scale[1]}]")
        if one.direction:
            lines.append(f"high_is = {as_text(one.direction)}" + (f"   # {self.say('onboarding.words')}" if one.words or one.labelled else ""))
        else:
            lines += self.open(f"high_is:{name}", "high_is")
        lines += self.open(f"asks:{name}", "asks")
        if one.metric == "csat" and one.scale != (1, 5):
            lines.append("top_box = 2")
        lines += self.doubt(f"words:{name}")
        if one.odd and one.labelled:
            lines.append(f"missing = [{', '.join(one.odd)}]")
        elif one.odd and not one.words:
            lines += [*self.doubt(f"missing:{name}"), f"missing = [{', '.join(one.odd)}]"]
        return [*lines, f"wording = {as_text(one.wording or wording)}", *_of_grid(one), f'# owner = ""   # {self.say("onboarding.owner")}']


def _on_one_line(line: str) -> str:
    """A label of the file's may hold line breaks, which would end a comment."""
    return "".join(letter if letter >= " " and letter != "\x7f" else " " for letter in line)


def _of_grid(one: Column) -> list[str]:
    """The row of a grid ("Question [row]") is often what was touched; only the user can say."""
    row = re.search(r"\[([^\[\]]+)\]\s*$", one.name)
    return [f"# touchpoint = {as_text(row.group(1).strip())}"] if row else []


def _in_order(source: LookedAt, stage: Column) -> list[str]:
    """The stages by where in their case they come on average, in the order of the file; the commonest twelve."""
    who = source.called("customer_id") or source.called("journey_id")
    places: dict[str, list[int]] = {level: [] for level in stage.levels}
    seen: dict[str | None, int] = {}
    for case, value in zip(source.values[who.name] if who else [None] * len(source.values[stage.name]), source.values[stage.name], strict=True):
        seen[case] = seen.get(case, 0) + 1
        if value is not None and value.strip() in places:
            places[value.strip()].append(seen[case])
    common = [level for level in stage.levels if places[level]][:_MOST_STAGES]
    rest = [level for level in stage.levels if places[level] and level not in common]
    return sorted(common, key=lambda level: (math.fsum(places[level]) / len(places[level]), level)) + rest

"""An interview as a commented study.toml, its doubts marked."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence

from ... import words
from ...errors import choose
from .asking import Doubt
from .columns import Column
from .doubting import date_columns, question_names, questions_of
from .folder import Interview, LookedAt, wave_in

__all__ = ["study_text"]

_SIMPLE = ("joined_at", "left_at", "monthly_fee", "at", "stage", "touchpoint", "channel", "journey_id", "employee", "amount", "question", "score", "weight", "comment", "wave", "language")
_OF = {
    "customers": ("customer_id", "joined_at", "left_at", "monthly_fee"),
    "touchpoints": ("customer_id", "at", "stage", "touchpoint", "channel", "journey_id", "employee"),
    "responses": ("customer_id", "at", "wave", "question", "score", "weight", "touchpoint", "channel", "employee", "comment", "language"),
    "transactions": ("customer_id", "at", "amount"),
}
_MOST_SEGMENTS, _MOST_STAGES = 8, 12


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
    writer = _Writer(found, language, given)
    return "\n".join([*writer.head(currency, timezone), *writer.sources(), *writer.questions(), *writer.journey(), ""])


class _Writer:
    def __init__(self, found: Interview, language: str, answers: Mapping[str, str]) -> None:
        self._found, self._language, self._answers = found, language, answers
        self._doubts = {doubt.key: doubt for doubt in found.doubts}
        self._segments = _segments(found.sources)

    def head(self, currency: str, timezone: str) -> list[str]:
        by_wave = any(source.table == "responses" and not date_columns(source) for source in self._found.sources)
        lines = [f"# {self._say('onboarding.head')}", "", "[study]", f"name = {_text(self._found.name)}", f"language = {_text(self._language)}"]
        lines.append(f"currency = {_text(currency)}" if currency else f'# currency = "VND"           # {self._say("onboarding.currency")}')
        lines.append(f"timezone = {_text(timezone)}" if timezone else f'# timezone = "Asia/Ho_Chi_Minh"   # {self._say("onboarding.timezone")}')
        lines.append(f"period = {_text('wave' if by_wave else 'quarter')}")
        names = list(dict.fromkeys(name for named in self._segments.values() for name in named.values()))
        lines.append(f"segments = [{', '.join(map(_text, names))}]   # {self._say('onboarding.segments')}")
        return [*lines, *(f"# {self._say('onboarding.unread', file=file, reason=' '.join(reason.split()))}" for file, reason in self._found.unread.items())]

    def sources(self) -> list[str]:
        return [line for source in self._found.sources for line in self._source(source)]

    def questions(self) -> list[str]:
        lines: list[str] = []
        seen: set[str] = set()
        for source in self._found.sources:
            names = question_names(source)
            for one in questions_of(source):
                if names[one.name] not in seen:
                    seen.add(names[one.name])
                    lines += self._question(names[one.name], one.name, one)
            if source.table == "responses" and source.called("question") and source.called("score"):
                for level in source.called("question").levels:
                    if level not in seen:
                        seen.add(level)
                        lines += self._question(level, level, source.called("score"))
        return lines

    def journey(self) -> list[str]:
        logs = [source for source in self._found.sources if source.table == "touchpoints"]
        if not logs:
            return []
        first = logs[0]
        stage = None if first.stage_times else first.called("stage")
        stages = _in_order(first, stage) if stage else [one.name for one in first.stage_times]
        kept = stages[:_MOST_STAGES]
        lines = ["", "[journey]", f"# {self._say('onboarding.stages')}", f"stages = [{', '.join(map(_text, kept))}]"]
        return [*lines, *(['other = ["*"]'] if len(stages) > len(kept) or len(logs) > 1 else [])]

    def _say(self, key: str, **values) -> str:
        return words.say(key, self._language, **values)

    def _doubt(self, key: str) -> list[str]:
        doubt = self._doubts.get(key)
        return [] if doubt is None or key in self._answers else [f"# DOUBT {self._say(doubt.what, **doubt.values)}"]

    def _open(self, key: str, setting: str) -> list[str]:
        """A setting as it was answered, else the doubt and the choices as comments."""
        doubt: Doubt | None = self._doubts.get(key)
        if doubt is None:
            return []
        if key in self._answers:
            return [f"{setting} = {_text(self._answers[key])}"]
        return [*self._doubt(key), *(f"# {setting} = {_text(choice)}" for choice in doubt.choices)]

    def _source(self, source: LookedAt) -> list[str]:
        table = source.table or self._answers.get(f"table:{source.path}", "")
        if not table or table == "none":
            return ["", *self._doubt(f"table:{source.path}"), *(f"# {line}" for line in ("[[sources]]", 'table = ""', f"path = {_text(source.path)}"))]
        mapped = self._mapped(source, table)
        lines = ["", "[[sources]]", f"table = {_text(table)}", f"path = {_text(source.path)}"]
        if len(source.files) > 1:
            lines[-1] += f"   # {self._say('onboarding.files', n=len(source.files))}"
        lines += [*self._doubt(f"encoding:{source.path}"), *([f"encoding = {_text(source.encoding)}"] if source.encoding else [])]
        lines += [*self._open(f"customer_id:{source.path}", "# customer_id")] if f"customer_id:{source.path}" not in self._answers else []
        lines.append(f"columns = {_inline(mapped)}") if mapped else None
        lines += [f"join = [{', '.join(_inline({'path': path, 'on': on}) for path, on in source.join)}]"] if source.join else []
        lines += self._wide(source)
        lines += self._dates(source)
        lines += self._open(f"decimal:{source.path}", "decimal")
        money = source.called("amount") or source.called("monthly_fee")
        lines += ['decimal = ","'] if money is not None and money.comma else []
        blanks = sorted({blank for one in source.columns if one.role != "comment" for blank in one.blanks})
        lines += [f"missing = [{', '.join(map(_text, blanks))}]"] if blanks else []
        if table == "responses" and not date_columns(source) and "wave" not in mapped:
            wave = wave_in(source.path)
            lines.append(f"wave = {_text(wave)}" if wave else f'# DOUBT wave = "2026"   {self._say("onboarding.wave")}')
        left = [one for one in source.columns if one.name not in self._used(source, mapped)]
        lines += [f"# {self._say('onboarding.private', columns=', '.join(one.name for one in left if one.private))}"] if any(one.private for one in left) else []
        lines += [f"# {self._say('onboarding.left', columns=', '.join(_short(one.name) for one in left if not one.private))}"] if any(not one.private for one in left) else []
        return lines

    def _used(self, source: LookedAt, mapped: Mapping[str, str]) -> set[str]:
        wide = {one.name for one in questions_of(source)} | ({one.name for one in source.stage_times} if self._is_wide_log(source) else set())
        return {*mapped.values(), *wide, *self._segments.get(source.path, {})}

    def _is_wide_log(self, source: LookedAt) -> bool:
        return source.table == "touchpoints" and bool(source.stage_times)

    def _mapped(self, source: LookedAt, table: str) -> dict[str, str]:
        mapped = {}
        for role in _OF[table]:
            one = source.called(role)
            if role == "at" and one is None and not self._is_wide_log(source):
                one = next(iter(date_columns(source)), None)
            if role in ("at", "stage") and self._is_wide_log(source):
                one = None
            if role in ("score", "question") and questions_of(source):
                one = None
            if one is not None:
                mapped[role] = one.name
        chosen = self._answers.get(f"customer_id:{source.path}")
        if chosen:
            mapped = {"customer_id": chosen} | mapped
        elif "customer_id" not in mapped and source.called("journey_id"):
            mapped = {"customer_id": source.called("journey_id").name} | mapped
        for name, as_named in self._segments.get(source.path, {}).items():
            if name not in mapped.values():
                mapped[as_named] = name
        return {key: value for key, value in mapped.items() if key != value or key == "customer_id"}

    def _wide(self, source: LookedAt) -> list[str]:
        names = question_names(source)
        if names:
            lines = ["questions = " + _inline({names[one.name]: one.name for one in questions_of(source)})]
            recoded = {word: str(place) for one in questions_of(source) for place, word in enumerate(one.words, start=1) if word}
            recoded |= {word: "" for one in questions_of(source) if one.words for word in one.odd}
            return [*lines, *([f"recode = {{ score = {_inline(recoded)} }}"] if recoded else [])]
        stays = {role: one.stays for role in ("joined_at", "left_at") if (one := source.called(role)) is not None and one.stays}
        if stays and source.table == "customers":
            made = ", ".join(f"{role} = " + _inline({word: ""}) for role, word in stays.items())
            return ["recode = { " + made + " }"]
        if self._is_wide_log(source):
            return ["stages = " + _inline({one.name: one.name for one in source.stage_times})]
        return []

    def _dates(self, source: LookedAt) -> list[str]:
        key = f"dates:{source.path}"
        if key in self._doubts:
            return self._open(key, "dates")
        form = next((one.date.forms[0] for one in date_columns(source) if one.date.is_clear), "")
        return [f"dates = {_text(form)}"] if form else []

    def _question(self, name: str, wording: str, one: Column) -> list[str]:
        lines = ["", f"[questions.{_key(name)}]", f"metric = {_text(one.metric)}"]
        if one.metric != "nps":
            lines[-1] += f"   # {self._say('onboarding.metric')}"
        lines.append(f"scale = [{one.scale[0]}, {one.scale[1]}]")
        if one.metric == "nps" or one.words:
            lines.append('high_is = "good"' + (f"   # {self._say('onboarding.words')}" if one.words else ""))
        else:
            lines += self._open(f"high_is:{name}", "high_is")
        lines += self._open(f"asks:{name}", "asks")
        if one.metric == "csat" and one.scale != (1, 5):
            lines.append("top_box = 2")
        if one.odd and not one.words:
            lines += [*self._doubt(f"missing:{name}"), f"missing = [{', '.join(one.odd)}]"]
        return [*lines, f"wording = {_text(wording)}", f'# owner = ""   # {self._say("onboarding.owner")}']


def _segments(sources: Sequence[LookedAt]) -> dict[str, dict[str, str]]:
    """For each source its segment columns and what they are called: words before codes, few values first, eight in all."""
    found, named = {}, set()
    for source in sources:
        asked = {one.name for one in questions_of(source)}
        roles = set(_OF.get(source.table, ())) | {"weight", "wave"}
        free = [one for one in source.columns if one.is_segment and one.name not in asked and not (one.role in roles and source.called(one.role) is one)
                and one.role not in ("customer_id", "journey_id", "comment", "score", "amount", "at")]
        free = sorted(free, key=lambda one: (one.kind != "text", len(one.levels)))
        kept = {one.name: _segment_name(one.name) for one in free if source.table}
        found[source.path] = {name: as_named for name, as_named in kept.items() if as_named in named or len(named | {as_named}) <= _MOST_SEGMENTS
                              and not named.add(as_named)}
    return found


def _segment_name(name: str) -> str:
    plain = " ".join(name.split())
    fine = plain.replace("_", "").replace(" ", "").isalnum() and len(plain) <= 40
    from ..settings import OWN_COLUMNS

    chosen = plain if fine else "".join(letter if letter.isalnum() else "_" for letter in plain).strip("_")[:40]
    return f"{chosen}_" if chosen in OWN_COLUMNS else chosen


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


def _short(name: str) -> str:
    text = " ".join(name.split())
    return text if len(text) <= 40 else text[:39] + "…"


def _text(value: str) -> str:
    """A text in TOML: the escapes of JSON are those of TOML, but for one sign."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _key(name: str) -> str:
    return name if name and all(letter.isascii() and (letter.isalnum() or letter in "_-") for letter in name) else _text(name)


def _inline(pairs: Mapping[str, str]) -> str:
    return "{ " + ", ".join(f"{_key(key)} = {_text(value)}" for key, value in pairs.items()) + " }"

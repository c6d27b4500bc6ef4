"""A source of study.toml as lines: its settings, how it is read, and what is doubtful."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ... import words
from .as_toml import as_list, as_pairs, as_text
from .asking import Doubt
from .columns import Column
from .doubting import date_columns, keep_of, open_questions, question_names, questions_of, recodes_of, ticked_of
from .folder import Interview, LookedAt, names_of, wave_in

__all__ = ["Blocks", "mapped_columns", "segment_names"]

_OF = {
    "customers": ("customer_id", "joined_at", "left_at", "monthly_fee"),
    "touchpoints": ("customer_id", "at", "stage", "touchpoint", "channel", "journey_id", "employee"),
    "responses": ("customer_id", "at", "wave", "question", "score", "weight", "touchpoint", "channel", "employee", "comment", "language", "duration"),
    "transactions": ("customer_id", "at", "amount"),
}
_MOST_SEGMENTS = 8
_SIGNS = {",": ",", ";": ";", "\t": "tab", "|": "|"}


class Blocks:
    """Writes the sources of an interview.

    Parameters
    ----------
    found : Interview
    language : {"en", "vi"}
    answers : mapping of a doubt's key to what was answered
    """

    def __init__(self, found: Interview, language: str, answers: Mapping[str, str]) -> None:
        self._language, self._answers = language, dict(answers)
        self._doubts = {doubt.key: doubt for doubt in found.doubts}
        self._segments = segment_names(found.sources)

    @property
    def segments(self) -> list[str]:
        """Every segment that a source brings, once."""
        return list(dict.fromkeys(name for named in self._segments.values() for name in named.values()))

    def say(self, key: str, **values) -> str:
        """A sentence in the language of the study."""
        return words.say(key, self._language, **values)

    def doubt(self, key: str) -> list[str]:
        """The doubt as a comment; nothing where it was answered or never was one."""
        doubt = self._doubts.get(key)
        return [] if doubt is None or key in self._answers else [f"# DOUBT {self.say(doubt.what, **doubt.values)}"]

    def open(self, key: str, setting: str) -> list[str]:
        """A setting as it was answered, else the doubt and the choices as comments."""
        doubt: Doubt | None = self._doubts.get(key)
        if doubt is None:
            return []
        if key in self._answers:
            return [f"{setting} = {as_text(self._answers[key])}"]
        return [*self.doubt(key), *(f"# {setting} = {as_text(choice)}" for choice in doubt.choices)]

    def lines(self, source: LookedAt) -> list[str]:
        """The source; a further one of the same file for questions whose words stand for other numbers."""
        table = source.table or self._answers.get(f"table:{source.place}", "")
        where = [f"path = {as_text(source.path)}"] + ([f"sheet = {as_text(source.look.sheet)}"] if source.look.sheet else [])
        if not table or table == "none":
            how = [f"encoding = {as_text(source.look.encoding)}"] if source.look.encoding else []
            how += [f"heading = [{', '.join(map(str, source.look.heading))}]"] if source.look.heading else []
            told = [f"# {text}" for text in self.read_as(source)]
            return ["", *self.doubt(f"table:{source.place}"), *told, *self.doubt(f"encoding:{source.place}"), *(f"# {line}" for line in ("[[sources]]", 'table = ""', *where, *how))]
        mapped = mapped_columns(source, table, self._segments.get(source.place, {}), self._answers.get(f"customer_id:{source.place}", ""))
        groups = recodes_of(source)
        lines: list[str] = []
        for number, group in enumerate(groups or [None]):
            block = ["", "[[sources]]", f"table = {as_text(table)}", *where]
            block += self._first(source) if number == 0 else [f"# {self.say('onboarding.more_words')}"]
            own = {key: name for key, name in mapped.items() if number == 0 or key != "comment"}
            block += [f"columns = {as_pairs(own)}"] if own else []
            lines += block + (self._open_questions(source) if number == 0 else []) + self._reading(source, table, mapped, group)
        return lines + self._left(source, mapped)

    def _first(self, source: LookedAt) -> list[str]:
        lines = [f"# {self.say('onboarding.files', n=len(source.files))}"] if len(source.files) > 1 else []
        lines += [f"# {text}" for text in self.read_as(source)] + self.doubt(f"encoding:{source.place}")
        return lines + (self.open(f"customer_id:{source.place}", "columns.customer_id") if f"customer_id:{source.place}" not in self._answers else [])

    def read_as(self, source: LookedAt) -> list[str]:
        """What kind of file it is, and how it was decided to read it."""
        look = source.look
        kind = self.say(f"onboarding.form.{look.form}")
        where = self.say("onboarding.from_row", first=look.first, heading=", ".join(map(str, look.heading or range(1, look.first)))) if look.first > 1 else ""
        by_text = look.form in ("csv", "qualtrics", "forms")
        how = self.say("onboarding.as_text", encoding=look.said_encoding.upper(), sign=_SIGNS.get(look.delimiter, look.delimiter)) if by_text else ""
        lines = [self.say("onboarding.read", what="; ".join(filter(None, (kind, how, where))))]
        lines += [self.say("onboarding.declared_missing", column=name, n=n, codes=codes) for name, (n, codes) in look.missing.items()]
        return lines + [self.say("onboarding.set", name=name, columns=", ".join(columns)) for name, columns in look.sets.items()]

    def _reading(self, source: LookedAt, table: str, mapped: Mapping[str, str], group) -> list[str]:
        look = source.look
        lines = [f"encoding = {as_text(look.encoding)}"] if look.encoding else []
        lines += [f"delimiter = {as_text(look.delimiter)}"] if look.delimiter not in ("", ",") else []
        lines += [f"heading = [{', '.join(map(str, look.heading))}]"] if look.heading else []
        lines += [f"join = [{', '.join(as_pairs({'path': path, 'on': on}) for path, on in source.join)}]"] if source.join else []
        lines += self._wide(source, group)
        lines += self._kept(source) + self._ticked(source)
        lines += self._weighed(source)
        lines += self._dates(source) + self._counted_from(source)
        lines += self.open(f"decimal:{source.place}", "decimal")
        money = source.called("amount") or source.called("monthly_fee")
        lines += ['decimal = ","'] if money is not None and money.comma else []
        blanks = sorted({blank for one in source.columns if one.role != "comment" for blank in one.blanks})
        lines += [f"missing = {as_list(blanks)}"] if blanks else []
        if table == "responses" and not date_columns(source) and "wave" not in mapped:
            wave = wave_in(source.path)
            lines.append(f"wave = {as_text(wave)}" if wave else f'# DOUBT wave = "2026"   {self.say("onboarding.wave")}')
        return lines

    def _left(self, source: LookedAt, mapped: Mapping[str, str]) -> list[str]:
        wide = {one.name for one in questions_of(source)} | ({one.name for one in source.stage_times} if _is_wide_log(source) else set())
        alike = {one.name for one in source.columns if one.name in _OF.get(source.table, ()) and source.called(one.role) is one}
        used = {*mapped.values(), *alike, *wide, *self._segments.get(source.place, {})}
        left = [one for one in source.columns if one.name not in used]
        private, free = [one.name for one in left if one.private], [_short(one.name) for one in left if not one.private]
        lines = [f"# {self.say('onboarding.private', columns=', '.join(map(_short, private)))}"] if private else []
        return lines + ([f"# {self.say('onboarding.left', columns=', '.join(free))}"] if free else [])

    def _wide(self, source: LookedAt, group: tuple[list[Column], dict[str, str]] | None) -> list[str]:
        if group is not None:
            asked, recoded = group
            names = question_names(source)
            return ["questions = " + as_pairs({names[one.name]: one.name for one in asked}), *([f"recode = {{ score = {as_pairs(recoded)} }}"] if recoded else [])]
        stays = {role: one.stays for role in ("joined_at", "left_at") if (one := source.called(role)) is not None and one.stays}
        if stays and source.table == "customers":
            return ["recode = { " + ", ".join(f"{role} = " + as_pairs({word: ""}) for role, word in stays.items()) + " }"]
        return ["stages = " + as_pairs({one.name: one.name for one in source.stage_times})] if _is_wide_log(source) else []

    def _open_questions(self, source: LookedAt) -> list[str]:
        """Asked, but nothing tells on which scale: what to add where the user knows it."""
        asked = open_questions(source)
        entries = as_pairs(dict(zip(names_of(asked), (one.name for one in asked), strict=True)))
        lines = [f"# DOUBT {self.say('onboarding.doubt.scale', column=one.name, wording=one.wording or one.name)}" for one in asked]
        return [*lines, f"# questions = {entries}"] if lines else []

    def _kept(self, source: LookedAt) -> list[str]:
        """Rows left out: what is certain as a setting, what is not as a doubt."""
        keep, out = keep_of(source, self._answers)
        lines = [f"keep = {as_pairs(keep)}" + (f"   # {self.say('onboarding.unwanted', n=out)}" if out else "")] if keep else []
        for kind, answer in (("finished", "leave_out"), ("status", ""), ("lifecycle", "complete")):
            key = f"{kind}:{source.place}"
            doubted = self.doubt(key)
            lines += doubted
            if doubted and answer:
                lines.append(f"# keep = {as_pairs(keep_of(source, self._answers | {key: answer})[0])}")
        return lines

    def _ticked(self, source: LookedAt) -> list[str]:
        """Columns in which several boxes look ticked: a comma may belong to an option, so the user has to look."""
        key = f"choices:{source.place}"
        if key not in self._doubts or self._answers.get(key) == "text":
            return []
        line = f"choices = {as_pairs({name: list(options) for name, options in ticked_of(source).items()})}"
        return [*self.doubt(key), line if key in self._answers else f"# {line}"]

    def _weighed(self, source: LookedAt) -> list[str]:
        """A column called weight that may be kilograms does not weigh answers until the user says so."""
        key = f"weight:{source.place}"
        if key not in self._doubts or self._answers.get(key) == "weight":
            return []
        return [*self.doubt(key), f"constants = {as_pairs({'weight': '1'})}"]

    def _dates(self, source: LookedAt) -> list[str]:
        key = f"dates:{source.place}"
        if key in self._doubts:
            return self.open(key, "dates")
        form = next((one.date.forms[0] for one in date_columns(source) if one.date.is_clear and not one.date.is_only_relative), "")
        return [f"dates = {as_text(form)}"] if form else []

    def _counted_from(self, source: LookedAt) -> list[str]:
        """From which day "2 weeks ago" is counted: never chosen; columns of whole dates, written as the others are, are named."""
        key = f"relative:{source.place}"
        lines = self.open(key, "relative_to")
        if key not in self._doubts or key in self._answers:
            return lines
        forms = {form for one in date_columns(source) if one.date.relative for form in one.date.forms}
        beside = [one.name for one in source.columns if one.kind == "date" and not one.date.relative and forms & set(one.date.forms)]
        return [*lines, "# relative_to = YYYY-MM-DD", *(f"# relative_to = {as_text(name)}" for name in beside)]


def mapped_columns(source: LookedAt, table: str, segments: Mapping[str, str], chosen: str = "", *, whole: bool = False) -> dict[str, str]:
    """Contract columns and segments with the column of the file that fills each; what is called alike needs no entry, unless `whole`."""
    mapped = {}
    for role in _OF[table]:
        one = source.called(role)
        if role == "at" and one is None and not _is_wide_log(source):
            one = next(iter(date_columns(source)), None)
        if (role in ("at", "stage") and _is_wide_log(source)) or (role in ("score", "question") and questions_of(source)):
            one = None
        if one is not None:
            mapped[role] = one.name
    if chosen:
        mapped = {"customer_id": chosen} | {role: name for role, name in mapped.items() if role != "customer_id"}
    elif "customer_id" not in mapped and source.called("journey_id"):
        mapped = {"customer_id": source.called("journey_id").name} | mapped
    for name, as_named in segments.items():
        if name not in mapped.values():
            mapped[as_named] = name
    return {key: value for key, value in mapped.items() if whole or key != value or key == "customer_id"}


def segment_names(sources: Sequence[LookedAt]) -> dict[str, dict[str, str]]:
    """For each source its segment columns and what they are called: words before codes, few values first, eight in all."""
    found: dict[str, dict[str, str]] = {}
    named: set[str] = set()
    for source in sources:
        asked = {one.name for one in questions_of(source)} | {name for name, role in source.look.roles.items() if role in ("", "status", "finished", "private")}
        roles = set(_OF.get(source.table, ())) | {"weight", "wave"}
        free = [one for one in source.columns if one.is_segment and one.name not in asked and not (one.role in roles and source.called(one.role) is one)
                and one.role not in ("customer_id", "journey_id", "comment", "score", "amount", "at", "duration")]
        free = sorted(free, key=lambda one: (one.kind != "text", len(one.levels)))
        kept = {one.name: _segment_name(one.name) for one in free if source.table}
        found[source.place] = {name: as_named for name, as_named in kept.items() if as_named in named or len(named | {as_named}) <= _MOST_SEGMENTS
                               and not named.add(as_named)}
    return found


def _is_wide_log(source: LookedAt) -> bool:
    return source.table == "touchpoints" and bool(source.stage_times)


def _segment_name(name: str) -> str:
    plain = " ".join(name.split())
    fine = plain.replace("_", "").replace(" ", "").isalnum() and len(plain) <= 40
    from ..settings import OWN_COLUMNS

    chosen = plain if fine else "".join(letter if letter.isalnum() else "_" for letter in plain).strip("_")[:40]
    return f"{chosen}_" if chosen.lower() in OWN_COLUMNS else chosen


def _short(name: str) -> str:
    text = " ".join(name.split())
    return text if len(text) <= 40 else text[:39] + "…"

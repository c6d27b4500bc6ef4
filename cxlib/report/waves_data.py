"""What changed between two runs before any result did: data, definitions, software."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from .. import words
from ..finding import Finding
from ..finding.beside_rows import names_of
from .waves_state import Kept

__all__ = ["Change", "changed_data", "changed_definitions", "changed_software", "definitions_of", "row_names", "untold"]

_NAMED = 6  # more than that are for the table
_SURVEY = ("wording", "low", "high")  # what a question's entry says of the data; the rest of it is a definition
_PAST = ("scores.trend", "scores.retention", "scores.arpu")


class Change(NamedTuple):
    """One thing that is not as it was; before and after as text."""

    matter: str
    name: str
    change: str
    before: str = ""
    after: str = ""


def changed_data(old: Kept, new: Kept) -> Finding:
    """Rows, files, waves, columns, codes, questions, wording, scales and past periods that are not as they were."""
    if _no_state(old, new):
        return untold("waves.data", old, new)
    a, b = old.state, new.state
    found = [*_rows(a, b), *_files(a, b), *_columns(a, b), *_codes(a, b), *_levels(a, b), *_questions(a, b), *_survey(a, b), *_past(old, new)]
    return _told("waves.data", old, new, found)


def changed_definitions(old: Kept, new: Kept) -> Finding:
    """Settings and entries of the codebook that are not as they were."""
    if _no_state(old, new):
        return untold("waves.definitions", old, new)
    found = [Change("setting", *rest) for rest in _unequal(old.state["settings"], new.state["settings"])]
    for name in _both(old.state["questions"], new.state["questions"]):
        parts = _unequal(*(_definition(kept.state["questions"][name]) for kept in (old, new)))
        found += [Change("definition", f"{name}, {part}", *rest) for part, *rest in parts]
    return _told("waves.definitions", old, new, found)


def changed_software(old: Kept, new: Kept) -> Finding:
    """Versions that are not as they were."""
    if _no_state(old, new):
        return untold("waves.software", old, new)
    return _told("waves.software", old, new, [Change("version", *rest) for rest in _unequal(old.state["software"], new.state["software"])])


def definitions_of(old: Kept, new: Kept) -> tuple[set[str], set[str]]:
    """Names of settings, and of questions, whose meaning changed; scales count, since they change what a score is."""
    if _no_state(old, new):
        return set(), set()
    settings = {name for name, *_ in _unequal(old.state["settings"], new.state["settings"])}
    pairs = ((name, *(kept.state["questions"][name] for kept in (old, new))) for name in _both(old.state["questions"], new.state["questions"]))
    return settings, {name for name, a, b in pairs if _meaning(a) != _meaning(b)}


def row_names(finding: Finding, columns: Mapping[str, Any], keys: Sequence[str]) -> list[str]:
    """What each row is called outside of its own table: with its question, which a table may tell once for all rows."""
    named = names_of(finding, columns, [name for name in keys if name != "basis"])
    asked = list(columns["question"]) if "question" in columns else [""] * len(named)
    return [what if not question or what.split(" · ")[0] == question else f"{question} · {what}" for question, what in zip(asked, named, strict=True)]


def untold(name: str, old: Kept, new: Kept) -> Finding:
    """The finding that says which run kept nothing of its data and definitions."""
    without = " & ".join(str(kept.wave) for kept in (old, new) if kept.state is None)
    sentence = words.say("waves.untold", new.language, waves=without)
    return Finding(name, _asked(name, old, new), sentence, pd.DataFrame(), status="not_available", language=new.language)


def _no_state(old: Kept, new: Kept) -> bool:
    return old.state is None or new.state is None


def _asked(name: str, old: Kept, new: Kept) -> str:
    return words.say(f"{name}.question", new.language, old=old.wave, new=new.wave)


def _told(name: str, old: Kept, new: Kept, found: list[Change]) -> Finding:
    language = new.language
    # Numbers of rows go up in every wave: that is said in the table, and is no news for the sentence.
    news = sorted((one for one in found if one.change != "count"), key=lambda one: one.change != "renamed")
    listed = "; ".join(_one(one, language) for one in news[:_NAMED])
    more = words.say("waves.more", language, more=len(news) - _NAMED) if len(news) > _NAMED else ""
    key = f"{name}.some" if news else f"{name}.none"
    sentence = words.say(key, language, count=len(news), listed=listed, more=more, old=old.wave, new=new.wave)
    provenance = {"waves": [old.wave, new.wave], "fingerprints": [kept.state.get("fingerprint") for kept in (old, new)]}
    return Finding(name, _asked(name, old, new), sentence, pd.DataFrame(found, columns=Change._fields, dtype="str"), language=language, provenance=provenance)


def _one(change: Change, language: str) -> str:
    what = words.say(f"value.matter.{change.matter}", language)
    return words.say(f"waves.change.{change.change}", language, matter=what, name=change.name, before=change.before, after=change.after)


def _text(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)


def _both(a: Mapping, b: Mapping) -> list:
    return [name for name in b if name in a]


def _unequal(a: Mapping[str, Any], b: Mapping[str, Any]) -> Iterator[tuple[str, str, str, str]]:
    """Name, kind of change, before and after of each entry that differs."""
    for name in dict.fromkeys([*a, *b]):
        if name not in b:
            yield name, "gone", _text(a[name]), ""
        elif name not in a:
            yield name, "new", "", _text(b[name])
        elif a[name] != b[name]:
            yield name, "changed", _text(a[name]), _text(b[name])


def _definition(question: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in question.items() if name != "name" and name.split(".")[0] not in _SURVEY}


def _meaning(question: Mapping[str, Any]) -> dict[str, Any]:
    """What makes a score: not its wording, nor who owns it."""
    return {name: question.get(name) for name in ("metric", "low", "high", "high_is", "missing", "top_box", "asks")}


def _rows(a: Mapping, b: Mapping) -> Iterator[Change]:
    for table in dict.fromkeys([*a["rows"], *b["rows"]]):
        before, after = a["rows"].get(table), b["rows"].get(table)
        if before != after:
            change = "count" if None not in (before, after) else "new" if before is None else "gone"
            yield Change("rows", table, change, _text(before), _text(after))
    for wave in dict.fromkeys([*a["answers"], *b["answers"]]):
        before, after = (sum(side["answers"].get(wave, {}).values()) for side in (a, b))
        if before != after:
            # More answers of a wave that had been reported are late ones or a change of the files: always news.
            change = "count" if wave == b["wave"] else "changed" if before and after else "new" if after else "gone"
            yield Change("answers", wave, change, _text(before), _text(after))


def _files(a: Mapping, b: Mapping) -> Iterator[Change]:
    before, after = ({one["file"]: one for one in side["sources"]} for side in (a, b))
    for name, change, *_ in _unequal(dict.fromkeys(before), dict.fromkeys(after)):
        yield Change("file", name, change)


def _roles(state: Mapping) -> dict[tuple[str, str], str]:
    """Which column of a file is what: by table and the name it has in the study."""
    return {(one["table"], name): column for one in state["sources"] for part in ("mapping", "questions") for name, column in one[part].items()}


def _columns(a: Mapping, b: Mapping) -> Iterator[Change]:
    mine, others = _roles(a), _roles(b)
    renamed: set[str] = set()
    for (_, name), before, after in [(role, mine[role], others[role]) for role in _both(mine, others) if mine[role] != others[role]]:
        if (before, after) not in renamed:
            yield Change("column", name, "renamed", before, after)
        renamed |= {(before, after)}
    told = {name for pair in renamed for name in pair}
    before, after = (dict.fromkeys(name for one in side["sources"] for name in one["columns"] if name not in told) for side in (a, b))
    alike = {_letters(name): name for name in before if name not in after}
    for name, change, *_ in _unequal(before, after):
        was = alike.get(_letters(name))
        if change == "new" and was:
            yield Change("column", name, "renamed", was, name)
        elif change == "new" or _letters(name) not in {_letters(other) for other in after if other not in before}:
            yield Change("column", name, change)


def _letters(name: str) -> str:
    """A column's name without blanks, signs and case: what two spellings of one column have in common."""
    return "".join(letter for letter in name.casefold() if letter.isalnum())


def _codes(a: Mapping, b: Mapping) -> Iterator[Change]:
    before, after = ({(one["table"], column): codes for one in side["sources"] for column, codes in one["recode"].items()} for side in (a, b))
    for role in _both(before, after):
        for code, *rest in _unequal(before[role], after[role]):
            yield Change("code", f"{role[1]} {code}", *rest)


def _levels(a: Mapping, b: Mapping) -> Iterator[Change]:
    for name in _both(a["levels"], b["levels"]):
        for level, change, *_ in _unequal(dict.fromkeys(a["levels"][name]), dict.fromkeys(b["levels"][name])):
            yield Change("level", f"{name}: {level}", change)


def _questions(a: Mapping, b: Mapping) -> Iterator[Change]:
    before, after = (side["answers"].get(side["wave"], {}) for side in (a, b))
    for name in dict.fromkeys([*before, *after]):
        if (name in before) != (name in after):
            yield Change("question", name, "new" if name in after else "gone", _text(before.get(name)), _text(after.get(name)))


def _survey(a: Mapping, b: Mapping) -> Iterator[Change]:
    """Wording and scale, as declared and as answered."""
    for name in _both(a["questions"], b["questions"]):
        one, other = a["questions"][name], b["questions"][name]
        for part, *rest in _unequal(*({key: value for key, value in side.items() if key.startswith("wording")} for side in (one, other))):
            yield Change("wording", f"{name} ({part.partition('.')[2]})", *rest)
        ends = [f"{side['low']}–{side['high']}" for side in (one, other)]
        if ends[0] != ends[1]:
            yield Change("scale", name, "changed", *ends)
    for name in _both(a["scales"], b["scales"]):
        used = [f"{side['scales'][name]['least']:g}–{side['scales'][name]['greatest']:g}" for side in (a, b)]
        if used[0] != used[1]:
            yield Change("answered scale", name, "changed", *used)


def _past(old: Kept, new: Kept) -> Iterator[Change]:
    """Values of periods that had been reported already and are others now."""
    for key in [key for key in _both(old.findings, new.findings) if new.findings[key].name in _PAST]:
        one, other = old.findings[key], new.findings[key]
        names = [name for name in ("question", "metric", "basis", "period") if name in one.table and name in other.table]
        if "period" not in names or any(finding.table.duplicated(names).any() for finding in (one, other)):
            continue
        both = one.table.merge(other.table, on=names, suffixes=("_before", ""))
        moved = both[~np.isclose(both["value_before"].astype(float), both["value"].astype(float), rtol=1e-9, atol=1e-12, equal_nan=True)]
        for row in moved.to_dict("records"):
            shown = [_value(other, row[name], row.get("unit") or other.unit) for name in ("value_before", "value")]
            yield Change("past period", " · ".join(str(row[name]) for name in names if name != "basis"), "changed", *shown)


def _value(finding: Finding, value: float, unit: str) -> str:
    return words.format_value((value, finding.currency) if unit == "money" else value, unit, finding.language)

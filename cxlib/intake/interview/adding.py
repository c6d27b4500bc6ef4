"""A new wave's file mapped as the last wave's was, and what is new in it, gone, or called otherwise."""

from __future__ import annotations

import difflib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ... import words
from ...errors import SettingsError, SourceError
from ..readers import files_of
from ..settings import Settings
from ..sources import Source
from .columns import Column, plain_name
from .folder import read_file, wave_in
from .looking import Look, looks

__all__ = ["AddedWave", "Change", "add_wave"]

_ALIKE, _SAME_VALUES = 0.6, 0.6
_NO_CODES = ("customer_id", "at", "weight", "comment", "joined_at", "left_at", "amount", "monthly_fee", "journey_id")
_NAMES = ("columns", "questions", "stages")


@dataclass(frozen=True)
class Change:
    """One difference between the new file and the last wave's.

    Attributes
    ----------
    kind : {"renamed", "gone", "new", "codes"}
    column : str
        In the new file; in the old one for what is gone.
    was : str
        The old name of what was renamed.
    used_as : str
        The contract column, segment or question that it fills; "" where it fills none.
    sure : bool
        Whether only one reading is likely.
    values : tuple of str
        Codes that the last wave did not have.
    """

    kind: str
    column: str
    was: str = ""
    used_as: str = ""
    sure: bool = True
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class AddedWave:
    """How a new file would be mapped.

    Attributes
    ----------
    file, like : str
        The new file, and the source whose mapping it follows, both below the data folder.
    changes : tuple of Change
    text : str
        The ``[[sources]]`` to add to study.toml; "" where a source takes the file already.
    """

    file: str
    like: str
    changes: tuple[Change, ...]
    text: str


def add_wave(settings: Settings, file: str | Path, *, wave: str = "") -> AddedWave:
    """Map a new wave's file by the mapping of the last wave, and list what is new, gone or renamed.

    A mapped column that is not in the new file is looked for under a name like it (spelling, accents, a sign before it) with the same
    kind of values; one likely successor is taken and told, several are left to the user as a doubt.

    Parameters
    ----------
    settings : Settings
    file : path below the study's data folder
    wave : str, optional
        Label of the survey round; from the file's name where the last wave had one and none is given.

    Raises
    ------
    SourceError
        When the file is not in the data folder, cannot be read, or looks like no source of the study.
    """
    path = Path(file).resolve()
    data = Path(settings.data).resolve()
    if not path.is_file() or not path.is_relative_to(data):
        raise SourceError(f"{file} is not a file in the study's data folder {data}; put it there")
    name = path.relative_to(data).as_posix()
    new = read_file(path)
    old_path, old, places = _last_like(settings, new, path)
    mapped = {}
    for place in places:
        source = settings.sources[place]
        mapped |= {used: one for key in _NAMES for used, one in getattr(source, key).items()}
        mapped |= {one: one for one in old if one not in mapped.values() and _used_as_is(settings, source, one)}
    renamed, changes = _followed(mapped, old, new)
    changes += _codes(mapped, renamed, old, new)
    taken = not renamed and all(path in [one.resolve() for one in files_of(settings.sources[place], data)] for place in places)
    sheets = {look.sheet: set(look.values) for look in looks(old_path)}
    own = {place: {was: now for was, now in renamed.items() if was in sheets.get(settings.sources[place].sheet, old)} for place in places}
    blocks = [_block(settings, place, name, own[place], changes, wave) for place in places]
    return AddedWave(name, old_path.relative_to(data).as_posix(), tuple(changes), "" if taken else "\n".join(blocks))


def _last_like(settings: Settings, new: Mapping[str, Column], path: Path) -> tuple[Path, dict[str, Column], list[int]]:
    """The last of the files that have nearly as many columns in common as the best one, and the sources that read it."""
    found: dict[Path, tuple[float, dict[str, Column], list[int]]] = {}
    names = {plain_name(one) for one in new}
    for place, source in enumerate(settings.sources):
        try:
            files = [one for one in files_of(source, Path(settings.data)) if one.resolve() != path]
        except SourceError:
            continue
        for file in files[-1:]:
            if file not in found:
                old = read_file(file)
                was = {plain_name(one) for one in old}
                found[file] = (len(was & names) / max(len(was), 1), old, [])
            found[file][2].append(place)
    best = max((share for share, _, _ in found.values()), default=0.0)
    if best < 0.3:
        raise SourceError(f"{path.name} looks like no source of this study; write its [[sources]] by hand, or run cx init on a folder with this file alone")
    last = [file for file, (share, _, _) in found.items() if share >= 0.8 * best][-1]
    return last, *found[last][1:]


def _used_as_is(settings: Settings, source: Source, name: str) -> bool:
    from ...contract import TABLES

    return name in TABLES[source.table] or name in settings.segments


def _followed(mapped: Mapping[str, str], old: Mapping[str, Column], new: Mapping[str, Column]) -> tuple[dict[str, str], list[Change]]:
    """New names of mapped columns, and what changed among all columns."""
    renamed: dict[str, str] = {}
    changes: list[Change] = []
    free = [one for one in new if one not in old]
    for used, was in mapped.items():
        if was in new:
            continue
        likely = sorted(((_alike(old[was], new[one]), one) for one in free), reverse=True) if was in old else []
        likely = [(score, one) for score, one in likely if score >= _ALIKE]
        if not likely:
            changes.append(Change("gone", was, used_as=used))
            continue
        sure = len(likely) == 1 or likely[0][0] - likely[1][0] > 0.15
        renamed[was] = likely[0][1]
        free.remove(likely[0][1])
        changes.append(Change("renamed", likely[0][1], was, used, sure))
    for was in [one for one in old if one not in new and one not in mapped.values()]:
        same = next((one for one in free if plain_name(one).replace(" ", "") == plain_name(was).replace(" ", "")), None)
        changes.append(Change("gone", was) if same is None else Change("renamed", same, was))
        free = [one for one in free if one != same]
    return renamed, changes + [Change("new", one) for one in free]


def _alike(old: Column, new: Column) -> float:
    """How likely one column is the other under a new name, 0 to 1: the name, and whether the values are of the same kind."""
    if "empty" in (old.kind, new.kind) or old.kind != new.kind or (old.scale and new.scale and old.scale != new.scale):
        return 0.0
    if plain_name(old.name) == plain_name(new.name):
        return 1.0
    name = difflib.SequenceMatcher(None, plain_name(old.name), plain_name(new.name)).ratio()
    if old.levels and new.levels and not (old.is_key or new.is_key):
        shared = len(set(old.levels) & set(new.levels)) / min(len(old.levels), len(new.levels))
        return 0.0 if shared < _SAME_VALUES else 0.7 * name + 0.3 * shared
    return name


def _codes(mapped: Mapping[str, str], renamed: Mapping[str, str], old: Mapping[str, Column], new: Mapping[str, Column]) -> list[Change]:
    found = []
    for used, was in mapped.items():
        now = renamed.get(was, was)
        if used not in _NO_CODES and was in old and now in new and old[was].levels and new[now].levels:
            fresh = tuple(value for value in new[now].levels if value not in old[was].levels)
            found += [Change("codes", now, used_as=used, values=fresh)] if fresh else []
    return found


def _block(settings: Settings, place: int, name: str, renamed: Mapping[str, str], changes: list[Change], wave: str) -> str:
    raw = dict(tomllib.loads(settings.file.read_text(encoding="utf-8"))["sources"][place])
    gone = {change.column for change in changes if change.kind == "gone"}
    raw["path"] = name
    wave = wave or wave_in(name)
    if wave and raw.get("wave"):
        raw["wave"] = wave
    if wave and wave_in(raw.get("id_prefix", "")):
        raw["id_prefix"] = raw["id_prefix"].replace(wave_in(raw["id_prefix"]), wave)
    for key in _NAMES:
        if key in raw:
            raw[key] = {used: renamed.get(column_name, column_name) for used, column_name in raw[key].items() if column_name not in gone}
    for was, now in renamed.items():
        named = any(was == column_name for key in _NAMES for column_name in getattr(settings.sources[place], key).values())
        if not named and _used_as_is(settings, settings.sources[place], was):
            raw.setdefault("columns", {})[was] = now
    _written_as(raw, looks(Path(settings.data) / name)[0])
    unsure = {change.column: change for change in changes if change.kind == "renamed" and not change.sure}
    lines = ["", "[[sources]]", *_counted_from(raw, settings.sources[place], renamed, settings.language)]
    lines += [f"# DOUBT {json.dumps(change.was, ensure_ascii=False)} -> {json.dumps(now, ensure_ascii=False)} ({change.used_as})" for now, change in unsure.items()]
    return "\n".join([*lines, *(f"{_key(key)} = {_value(value)}" for key, value in raw.items()), ""])


def _counted_from(raw: dict[str, Any], source: Source, renamed: Mapping[str, str], language: str) -> list[str]:
    """A column from which relative dates are counted is followed; a day is that of the last file, so the new one is asked for."""
    if source.relative_day is None:
        raw |= {"relative_to": renamed.get(source.relative_column, source.relative_column)} if source.relative_column else {}
        return []
    raw.pop("relative_to")
    return [f"# DOUBT {words.say('onboarding.doubt.relative_again', language, was=source.relative_day.isoformat())}", "# relative_to = YYYY-MM-DD"]


def _written_as(raw: dict[str, Any], look: Look) -> None:
    """The new file may part its columns by another sign, or be UTF-8 where the old one was not."""
    if "delimiter" in raw and look.delimiter:
        raw["delimiter"] = look.delimiter
    if "encoding" in raw and not look.encoding:
        del raw["encoding"]


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_key(key)} = {_value(one)}" for key, one in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(_value, value)) + "]"
    if isinstance(value, str | bool | int | float):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if hasattr(value, "isoformat"):
        return value.isoformat()
    raise SettingsError(f"cannot write {value!r} into study.toml")


def _key(name: str) -> str:
    plain = name and all(letter.isascii() and (letter.isalnum() or letter in "_-") for letter in name)
    return name if plain else json.dumps(name, ensure_ascii=False)

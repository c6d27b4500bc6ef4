"""Names of places that changed on a day: old ones become new ones, so that waves stay comparable."""

from __future__ import annotations

import csv
import datetime as dt
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from ..errors import SettingsError, check_keys, choose, unknown
from . import provinces, typed

__all__ = ["Crossing", "Crosswalk", "Move", "place_key", "read_crosswalks"]

LISTS = ("vietnam_2025",)
_MOST_NAMES = 1000


@dataclass(frozen=True)
class Move:
    """One line of a crosswalk: what was called `old` is called `new` since a day; `also` are other spellings of `old`."""

    old: str
    new: str
    since: dt.date
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Crosswalk:
    """How the names of one segment changed.

    Attributes
    ----------
    moves : tuple of Move
    direction : {"new", "old"}: which names all rows get
    """

    moves: tuple[Move, ...]
    direction: str = "new"

    def placed(self, name: str, day: dt.date | None) -> tuple[str | None, str]:
        """The name by which a row of that day is kept, and what was done.

        Returns
        -------
        (name, verdict)
            The verdict is ``same``, ``respelled`` (another spelling of the same unit), ``mapped`` (another unit), ``late``
            (mapped, though the row is from after the change), ``unclear`` (the name means one unit before a change and
            another after it or a later one, and the row has no day: the name is then None), ``unknown`` (in neither list: left as it is).

        Examples
        --------
        >>> walk = read_crosswalks({"region": {"list": "vietnam_2025"}}, ["region"], None, "")["region"]
        >>> walk.placed("Tỉnh Bình Dương", dt.date(2025, 3, 1)), walk.placed("ha noi", None)
        (('TP. Hồ Chí Minh', 'mapped'), ('Hà Nội', 'respelled'))
        """
        if day is None:
            found, verdict = self.placed(name, self.eras[0])
            is_clear = all(self.placed(name, era)[0] == found for era in self.eras)
            return (found, "mapped" if verdict == "late" else verdict) if is_clear else (None, "unclear")
        key = place_key(name)
        key = self._also.get(key, key)
        if key not in self._spelling:
            return name, "unknown"
        first, late = key, False
        begin = max((place for place, step in enumerate(self._steps, 1) if self._is_past(step, day) and key in step.own), default=0)
        for step in self._steps[begin:]:
            past, target = self._is_past(step, day), step.targets.get(key, key)
            if target == key or (past and key in step.own):
                continue
            key, late = target, late or past
        found = self._spelling[key]
        if key == first:
            return found, "same" if found == name else "respelled"
        return found, "late" if late else "mapped"

    @cached_property
    def days(self) -> tuple[dt.date, ...]:
        """Days on which something changed, in order."""
        return tuple(sorted({move.since for move in self.moves}))

    @property
    def eras(self) -> tuple[dt.date, ...]:
        """A day of each era between changes."""
        return (self.days[0] - dt.timedelta(days=1), *self.days)

    def _is_past(self, step: _Step, day: dt.date) -> bool:
        """Whether a row of that day stands on the side of the change that is kept."""
        return (day >= step.since) == (self.direction == "new")

    @cached_property
    def _steps(self) -> tuple[_Step, ...]:
        steps = []
        for since in self.days if self.direction == "new" else reversed(self.days):
            pairs = [(place_key(move.old), place_key(move.new)) for move in self.moves if move.since == since]
            pairs = pairs if self.direction == "new" else [(new, old) for old, new in pairs]
            steps.append(_Step(since, dict(pairs), frozenset(target for _, target in pairs)))
        return tuple(steps)

    @cached_property
    def _spelling(self) -> dict[str, str]:
        """How each unit is written; the names of the direction win."""
        old, new = ({place_key(name): name for name in names} for names in ([m.old for m in self.moves], [m.new for m in self.moves]))
        return {**old, **new} if self.direction == "new" else {**new, **old}

    @cached_property
    def _also(self) -> dict[str, str]:
        return {place_key(name): place_key(move.old) for move in self.moves for name in move.also}


@dataclass(frozen=True)
class _Step:
    """The changes of one day: what becomes what, and the names that stand for a unit on the side that is kept."""

    since: dt.date
    targets: Mapping[str, str]
    own: frozenset[str]


class Crossing:
    """Puts the names of accepted rows on one side of every change, and counts what it did.

    Parameters
    ----------
    walks : segment -> Crosswalk
    """

    def __init__(self, walks: Mapping[str, Crosswalk]) -> None:
        self.walks = walks
        self.counts: dict[str, dict[str, Any]] = {}

    def __call__(self, rows: pa.Table) -> pa.Table:
        """The rows with the names of each segment as the crosswalk has them."""
        for name, walk in self.walks.items():
            if name in rows.column_names and rows.num_rows:
                rows = rows.set_column(rows.column_names.index(name), name, self._placed(name, walk, rows))
        return rows

    def _placed(self, name: str, walk: Crosswalk, rows: pa.Table) -> pa.Array:
        column = rows[name].combine_chunks()
        coded = column if pa.types.is_dictionary(column.type) else column.cast(pa.string()).dictionary_encode()
        names, code = coded.dictionary.to_pylist(), np.asarray(coded.indices.fill_null(-1))
        eras, of_row = _eras(walk, rows)
        tally = np.bincount(of_row[code >= 0] * len(names) + code[code >= 0], minlength=len(eras) * len(names)) if names else np.zeros(0, int)
        counts = self.counts.setdefault(name, {"rows": 0, "mapped": 0, "respelled": 0, "late": 0, "unclear": 0, "unknown": {}})
        found: list[str | None] = []
        for place, n in enumerate(tally.tolist()):
            written = names[place % len(names)]
            said, verdict = walk.placed(written, eras[place // len(names)]) if n and written is not None else (None, "same")
            found.append(said)
            _note(counts, verdict, written, n if written is not None else 0)
        place = np.where(code >= 0, of_row * max(len(names), 1) + code, -1)
        texts = pa.array(found, pa.string())
        return texts.take(pa.array(place, mask=place < 0))


def read_crosswalks(given: Mapping[str, Any], segments: Sequence[str], data: Path | None, where: str) -> dict[str, Crosswalk]:
    """``[crosswalk.SEGMENT]``, checked, with the lists read.

    Parameters
    ----------
    data : folder that the files lie in

    Raises
    ------
    SettingsError
        For a segment that the study does not have, a file that cannot be read, or names that the direction cannot place.
    """
    found = {}
    for name in given:
        if name not in segments:
            raise SettingsError(f"{where}: {unknown('segment', name, segments)} Only segments under [study] can have a crosswalk.")
        found[name] = _crosswalk(typed.table(given, name, where), data, f"{where.removesuffix(']')}.{name}]")
    return found


def place_key(name: str) -> str:
    """A name without marks, case, spaces and words such as "Tỉnh" and "TP.": what two spellings of a place share.

    Examples
    --------
    >>> place_key("TP. Hồ Chí Minh"), place_key("Tỉnh Thừa Thiên - Huế")
    ('hochiminh', 'thuathienhue')
    """
    text = "".join(sign for sign in unicodedata.normalize("NFKD", name.casefold().replace("đ", "d")) if not unicodedata.combining(sign))
    text = " ".join(re.findall(r"[^\W_]+", text))
    short = re.sub(r"^(thanh pho|tinh|tp|t p) (?=.)|(?<=.) (province|city)$", "", text)
    return short.replace(" ", "") or text


def _crosswalk(given: Mapping[str, Any], data: Path | None, where: str) -> Crosswalk:
    check_keys(where, given, ("file", "list", "direction"))
    if ("file" in given) == ("list" in given):
        raise SettingsError(f'{where}: name either file = "provinces.csv" or list = "{LISTS[0]}"')
    if "list" in given:
        choose("list", given["list"], LISTS, where=where, error=SettingsError)
        moves = _vietnam()
    else:
        moves = _from_file(Path(data or ".") / typed.inside_path(given["file"], where), where)
    direction = choose("direction", given.get("direction", "new"), ("new", "old"), where=where, error=SettingsError)
    _refuse_unplaceable(moves, direction, where)
    return Crosswalk(tuple(moves), direction)


def _vietnam() -> list[Move]:
    pairs = [(name, name) for name in provinces.UNCHANGED] + [(old, new) for new, parts in provinces.MERGED.items() for old in parts]
    return [Move(old, new, provinces.SINCE, provinces.ALSO.get(old, ())) for old, new in pairs]


def _from_file(path: Path, where: str) -> list[Move]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise SettingsError(f"{where}: {path.name} cannot be read as a CSV in UTF-8 ({error})") from None
    moves = []
    for row, line in enumerate(lines, start=2):
        line = {str(key or "").strip().lower(): unicodedata.normalize("NFC", text.strip()) for key, text in line.items() if isinstance(text, str)}
        missing = [name for name in ("from", "to", "since") if not line.get(name)]
        if missing:
            raise SettingsError(f"{where}: {path.name}, row {row}: {missing[0]} is blank or missing; the columns are from, to and since")
        try:
            since = dt.date.fromisoformat(line["since"])
        except ValueError:
            raise SettingsError(f'{where}: {path.name}, row {row}: since must be a date such as 2025-07-01; not "{line["since"]}"') from None
        also = tuple(part.strip() for part in line.get("also", "").split(";") if part.strip())
        moves.append(Move(line["from"], line["to"], since, also))
    if not moves:
        raise SettingsError(f"{where}: {path.name} has no row; write one with from, to and since for each name")
    return moves


def _refuse_unplaceable(moves: Sequence[Move], direction: str, where: str) -> None:
    """A unit that became several (or, backwards, was made of several) has no single place; nor has a spelling that is another unit's name."""
    names = {place_key(name) for move in moves for name in (move.old, move.new)}
    for move in moves:
        for name in move.also:
            if place_key(name) in names - {place_key(move.old)}:
                raise SettingsError(f'{where}: "{name}" stands as a spelling of "{move.old}" and is the name of another unit; take it out of also')
    found: dict[tuple[dt.date, str], Move] = {}
    for move in moves:
        side, other = (move.old, move.new) if direction == "new" else (move.new, move.old)
        first = found.setdefault((move.since, place_key(side)), move)
        was = first.new if direction == "new" else first.old
        if place_key(was) == place_key(other):
            continue
        if direction == "new":
            raise SettingsError(f'{where}: "{side}" was split into "{was}" and "{other}", so its old rows cannot be placed; take direction = "old"')
        raise SettingsError(f'{where}: "{side}" was made of "{was}" and "{other}", so its new rows cannot be placed; take direction = "new"')


def _eras(walk: Crosswalk, rows: pa.Table) -> tuple[list[dt.date | None], np.ndarray]:
    """A day of each era between changes (the last one: no day), and the era of each row."""
    days = walk.days
    eras = [*walk.eras, None]
    if "day" not in rows.column_names:
        return eras, np.full(rows.num_rows, len(eras) - 1)
    number = rows["day"].cast(pa.int32()).to_numpy().astype(float)
    cut = [(day - dt.date(1970, 1, 1)).days for day in days]
    return eras, np.where(np.isnan(number), len(eras) - 1, np.searchsorted(cut, number, side="right"))


def _note(counts: dict[str, Any], verdict: str, name: str, n: int) -> None:
    counts["rows"] += n
    if verdict == "unknown":
        held = counts["unknown"]
        kept = name if name in held or len(held) < _MOST_NAMES else "..."
        held[kept] = held.get(kept, 0) + n
    elif verdict != "same":
        counts["mapped"] += n if verdict == "late" else 0
        counts[verdict] += n

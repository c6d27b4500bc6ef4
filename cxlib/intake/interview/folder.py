"""Every data file of a folder looked at, and the table each one likely fills."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from ...errors import SourceError
from ..readers import ENDINGS
from .asking import Doubt
from .columns import Column, plain_name
from .looking import Look, looks

__all__ = ["Interview", "LookedAt", "interview", "names_of", "read_file", "wave_in"]

_ENDINGS = (*ENDINGS, ".csv.gz", ".tsv.gz", ".txt.gz", ".xes.gz")
_REFUSED = (".xls", ".ods", ".por", ".mxml", ".zip")  # not read, and told so: each may hold what the user came for
_OURS = {"rejected.csv", "actions.csv", "ledger.csv", "ledger.xlsx"}
_ACTIVITIES = ("concept name", "activity", "event", "event name", "hanh dong", "su kien")  # an amount beside them belongs to the case
_LONGEST = 40  # letters of a question's name
_ALIKE = 5  # columns on one scale that make a list of questions
_WAVE = re.compile(r"(?<!\d)((?:19|20)\d{2})(?:[-_ ]?(?:q([1-4])|(0[1-9]|1[0-2])(?!\d)))?", re.IGNORECASE)


@dataclass(frozen=True)
class LookedAt:
    """Files with one heading, seen as one source.

    Attributes
    ----------
    path : str
        A file name, or a glob that takes exactly these files.
    files : tuple of str
    columns : tuple of Column
        In the file's order, from the first rows of the first and the last file.
    table : {"responses", "touchpoints", "transactions", "customers", ""}
    look : Look
        Of the first file: its first rows, and how it is read.
    join : tuple of (file, column)
        Further files with a row for each value of that column; their columns stand in `columns`.
    """

    path: str
    files: tuple[str, ...]
    columns: tuple[Column, ...]
    table: str = ""
    look: Look = field(default_factory=lambda: Look("csv", {}, {}), repr=False)
    join: tuple[tuple[str, str], ...] = ()

    @property
    def place(self) -> str:
        """The path, and the sheet where it is one of several."""
        return f"{self.path} [{self.look.sheet}]" if self.look.sheet else self.path

    @property
    def values(self) -> dict[str, list[str | None]]:
        """The rows of the first file that were looked at, by column."""
        return self.look.values

    def called(self, role: str) -> Column | None:
        """The column that takes this role, or None; where several could, the fullest one."""
        found = [one for one in self.columns if one.role == role and one.filled and not one.private and _suits(one, role)]
        return max(found, key=lambda one: one.length * one.filled if role == "comment" else one.filled, default=None)

    @property
    def answers(self) -> tuple[Column, ...]:
        """Columns that hold answers on a scale, one question each."""
        found = [one for one in self.columns if one.metric and one.role not in ("customer_id", "wave", "journey_id", "weight", "duration", "status", "finished") and not one.private]
        alike = Counter(one.scale for one in found)
        return tuple(one for one in found if one.is_asked or alike[one.scale] >= _ALIKE)

    @property
    def stage_times(self) -> tuple[Column, ...]:
        """Columns of times where one row is a journey."""
        times = tuple(one for one in self.columns if one.kind == "date")
        case = self.called("journey_id") or self.called("customer_id")
        return times if len(times) >= 3 and case is not None and case.is_key else ()


@dataclass(frozen=True)
class Interview:
    """What a folder holds, and what has to be asked.

    Attributes
    ----------
    name : str
        Of the folder.
    sources : tuple of LookedAt
    doubts : tuple of Doubt
    unread : mapping of file to reason
    """

    name: str
    sources: tuple[LookedAt, ...]
    doubts: tuple[Doubt, ...]
    unread: dict[str, str]


def interview(folder: str | Path) -> Interview:
    """Look at every data file of a folder, at most 20,000 rows of each, and say what it likely is.

    Nothing is written, and nothing that could be two things is chosen.

    Raises
    ------
    SourceError
        When there is no such folder, or no file in it that can be read.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise SourceError(f"{folder} is no folder; name the one that holds your files")
    files = sorted(path for path in folder.rglob("*") if _is_data(path, folder))
    if not files:
        raise SourceError(f"{folder} holds no file that can be read; it takes files that end in {', '.join(_ENDINGS[:6])}")
    looked: dict[Path, list[Look]] = {}
    unread: dict[str, str] = {}
    for path in files:
        try:
            looked[path] = looks(path)
        except SourceError as error:
            unread[path.relative_to(folder).as_posix()] = str(error)
    if not looked:
        raise SourceError("; ".join(unread.values()))
    sources = _grouped(looked, folder)
    from .doubting import doubts_of  # it needs the classes above

    return Interview(folder.resolve().name, sources, doubts_of(sources), unread)


def wave_in(name: str) -> str:
    """The year, quarter or month in a file's name; "" where there is none.

    Examples
    --------
    >>> wave_in("survey_2026Q3.csv"), wave_in("2017_SFO.csv"), wave_in("answers.csv")
    ('2026Q3', '2017', '')
    """
    found = _WAVE.search(Path(name).name)
    if not found:
        return ""
    year, quarter, month = found.groups()
    return f"{year}Q{quarter}" if quarter else f"{year}-{month}" if month else year


def read_file(path: Path) -> dict[str, Column]:
    """The columns of one file by name, from its first 20,000 rows; of a workbook those of every sheet, the first of one name.

    Raises
    ------
    SourceError
        When it cannot be read.
    """
    return {name: look.column(name) for look in reversed(looks(path)) for name in look.values}


def _is_data(path: Path, folder: Path) -> bool:
    inside = path.relative_to(folder)
    hidden = any(part.startswith(".") for part in inside.parts)
    return path.is_file() and path.name.lower().endswith((*_ENDINGS, *_REFUSED)) and path.name not in _OURS and not hidden and len(inside.parts) <= 3


def _grouped(looked: dict[Path, list[Look]], folder: Path) -> tuple[LookedAt, ...]:
    """Files with the same heading and ending as one source, where one glob names them and no others."""
    groups: dict[tuple, dict[Path, Look]] = {}
    for path, found in looked.items():
        for look in found:
            key = (tuple(look.values), path.suffix, path.parent, look.encoding, look.delimiter, look.form, look.sheet, look.heading)
            groups.setdefault(key, {})[path] = look
    sources = []
    for group in groups.values():
        pattern = _pattern(list(group), folder)
        for part in [list(group)] if pattern else [[path] for path in group]:
            look, last = group[part[0]], group[part[-1]]
            columns = tuple(look.column(name, last.values[name] if len(part) > 1 else None) for name in look.values)
            names = tuple(path.relative_to(folder).as_posix() for path in part)
            one = LookedAt(pattern if pattern and len(part) > 1 else names[0], names, columns, "", look)
            sources.append(replace(one, table=_table(one)))
    return _joined(sorted(sources, key=lambda one: one.place))


def _joined(found: list[LookedAt]) -> tuple[LookedAt, ...]:
    """Tables of customers with the same id as one source: the one that knows most about joining and leaving, the others joined to it."""
    people = [one for one in found if one.table == "customers" and len(one.files) == 1 and not one.look.sheet]
    if len({one.called("customer_id").name for one in people}) != 1 or len(people) < 2:
        return tuple(found)
    main = max(people, key=lambda one: (one.called("joined_at") is not None, one.columns[0].rows))
    others = [one for one in people if one is not main]
    key = main.called("customer_id").name
    new = tuple(one for other in others for one in other.columns if one.name not in {mine.name for mine in main.columns})
    whole = replace(main, columns=(*main.columns, *new), join=tuple((other.path, key) for other in others))
    return tuple(whole if one is main else one for one in found if one not in others)


def _pattern(paths: Sequence[Path], folder: Path) -> str:
    names = [path.relative_to(folder).as_posix() for path in paths]
    if len(names) == 1:
        return names[0]
    first, last = min(names), max(names)
    start = next((place for place, (a, b) in enumerate(zip(first, last)) if a != b), len(first))
    backwards = [name[::-1] for name in names]
    end = next((place for place in range(min(map(len, names))) if len({name[place] for name in backwards}) > 1), 0)
    pattern = f"{first[:start]}*{first[len(first) - end:]}"
    taken = {path.relative_to(folder).as_posix() for path in folder.glob(pattern)}
    return pattern if taken == set(names) else ""


def _suits(one: Column, role: str) -> bool:
    """Whether the values can be what the name says."""
    if role in ("at", "joined_at", "left_at"):
        return one.kind == "date"
    if role in ("amount", "monthly_fee", "weight", "duration"):
        return one.kind == "number"
    if role == "score":
        return bool(one.metric)
    if role == "comment":
        return one.kind == "text" and one.spaced > 0.3
    if role in ("stage", "question"):
        return one.kind == "text" and bool(one.levels)
    return one.kind != "date"


def _table(one: LookedAt) -> str:
    """The table that a file fills; "" where it cannot be told."""
    if one.look.form in ("qualtrics", "forms"):
        return "responses"
    at, who, stage = one.called("at"), one.called("customer_id"), one.called("stage")
    if one.look.form == "xes" or (at and stage and one.called("journey_id") and plain_name(stage.name) in _ACTIVITIES):
        return "touchpoints"
    if one.called("question") and one.called("score"):
        return "responses"
    if any(answer.metric in ("nps", "csat", "ces") for answer in one.answers) or len(one.answers) >= 3 or (one.called("score") and (at or one.called("comment"))):
        return "responses"
    if one.called("amount") and (at or len(one.stage_times)):
        return "transactions"
    if one.stage_times or (stage and at and (who or one.called("journey_id"))):
        return "touchpoints"
    if who and who.is_key:
        return "customers"
    return "touchpoints" if at and who else ""


def names_of(columns: Sequence[Column]) -> list[str]:
    """Names of columns as they may stand in study.toml, each once; of a grid's row the part in brackets."""
    names: list[str] = []
    for one in columns:
        row = re.search(r"\[([^\[\]]+)\]\s*$", one.name)
        whole = plain_name(row.group(1) if row else one.name)
        name = whole if len(whole) <= _LONGEST else whole[:_LONGEST].rsplit(" ", 1)[0]
        name = name.replace(" ", "_") or "column"
        names.append(name if name not in names else f"{name}_{len(names) + 1}")
    return names

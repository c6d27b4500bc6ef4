"""One file or sheet looked at: its first rows, what it says of itself, and what was decided to read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import pyarrow as pa

from ...contract import written
from ...contract.cells import texts_of
from ...contract.numbers import is_number
from ...errors import SourceError
from ..delimited import encoding_of, first_rows
from ..formats import qualtrics
from ..formats.heading import QUALTRICS, heading_rows, is_qualtrics
from ..readers import kind_of, read_batches
from ..rows import ROW, column_names
from ..sources import Source
from .columns import Column, column

__all__ = ["Look", "looks"]

_ENCODINGS = ("", "cp1258", "cp1252", "utf-16-le", "utf-16-be")
_ROWS = 20_000
_SAME_WIDTH = 0.8
_FORMS = ("Timestamp", "Dấu thời gian")


@dataclass(frozen=True)
class Look:
    """The first rows of a file or sheet.

    Attributes
    ----------
    form : {"csv", "qualtrics", "forms", "parquet", "excel", "spss", "xes"}
    values : mapping of column to texts
    kinds : mapping of column to "date", "number" or ""
    encoding : str
        "" where it was recognised; `said_encoding` is the one that is read.
    delimiter : str
    sheet : str
        "" where the first is meant.
    heading : tuple of int
        Rows of the heading that have to stand in study.toml; () where the reader finds them itself.
    first : int
        Number of the first row of data.
    wordings, labels, roles : by column, what the file itself says
    missing : mapping of column to (answers that the file declares as none, their codes in words)
    sets : mapping of multiple-response set to its columns
    """

    form: str
    values: dict[str, list[str | None]] = field(repr=False)
    kinds: Mapping[str, str] = field(repr=False)
    encoding: str = ""
    said_encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    heading: tuple[int, ...] = ()
    first: int = 2
    wordings: Mapping[str, str] = field(default_factory=dict, repr=False)
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict, repr=False)
    roles: Mapping[str, str] = field(default_factory=dict)
    missing: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    sets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def column(self, name: str, more: list[str | None] | None = None) -> Column:
        """What this column likely is; `more` are values of it in a further file."""
        return column(name, [*self.values[name], *(more or [])], typed=self.kinds[name], wording=self.wordings.get(name, ""),
                      labels=self.labels.get(name), role=self.roles.get(name))


def looks(path: Path) -> list[Look]:
    """The file as it would be read: one look, or one for each sheet of a workbook.

    Raises
    ------
    SourceError
        When it cannot be read.
    """
    kind = kind_of(path)
    if kind == "excel":
        return _workbook(path)
    if kind == "spss":
        return [_spss(path)]
    return [_text(path) if kind == "csv" else _of_rows(kind, _first_rows(path, Source("responses", path.name)), first=1 if kind == "xes" else 2)]


def _text(path: Path) -> Look:
    refused = None
    for encoding in _ENCODINGS:
        if encoding.startswith("utf-16") and f'"{encoding}"' not in str(refused):
            continue
        source = Source("responses", path.name, encoding=encoding)
        try:
            source = replace(source, heading=_title_above(path, source))
            table = _first_rows(path, source)
        except SourceError as error:
            refused = refused or error
            if not encoding and not any(word in str(error) for word in ("UTF-8", "utf-16")):
                raise
            continue
        rows, delimiter, _ = first_rows(path, source, encoding_of(path, source))
        look = _of_rows("csv", table, encoding=encoding, said_encoding=encoding_of(path, source), delimiter=delimiter, heading=source.heading, first=(source.heading or (1,))[-1] + 1)
        return _qualtrics(look, rows) if is_qualtrics(rows) else replace(look, form="forms") if next(iter(look.values), "") in _FORMS else look
    raise refused


def _title_above(path: Path, source: Source) -> tuple[int, ...]:
    """The row of the heading where a title stands above it and all rows from it on have one width; () else."""
    rows, _, _ = first_rows(path, replace(source, heading=(12,)), encoding_of(path, source))
    rows = rows[:12]
    heads = heading_rows(rows) if len(rows) > 2 else (1,)
    if heads in ((1,), QUALTRICS) or len(heads) > 1:
        return ()
    below = [len(row) for row in rows[heads[0] - 1:]]
    even = sum(width == below[0] for width in below) >= _SAME_WIDTH * len(below)
    head, data = rows[heads[0] - 1], {cell for row in rows[heads[0]:] for cell in row}
    names = all(cell.strip() == cell != "" for cell in head) and len(set(head)) == len(head) and not data & set(head)
    return heads if below[0] >= 2 and len(below) >= 3 and even and names else ()


def _qualtrics(look: Look, rows: list[list[str]]) -> Look:
    names = column_names(rows[0], Path("heading"))
    heads = [names, rows[1], rows[2]]
    filled = {name: any(values) for name, values in look.values.items()}
    return replace(look, form="qualtrics", wordings=qualtrics.wordings(heads), roles=qualtrics.roles(heads, filled), first=4)


def _workbook(path: Path) -> list[Look]:
    from ..formats.workbook import sheets_of

    found, refused = [], []
    sheets = sheets_of(path)
    if not sheets:
        raise SourceError(f"{path.name} has no heading in its first row")
    for place, sheet in enumerate(sheets):
        heads = heading_rows(sheet.rows, sheet.merged)
        source = Source("responses", path.name, sheet=sheet.name if len(sheets) > 1 or place else "", heading=() if heads in ((1,), QUALTRICS) else heads)
        try:
            table = _first_rows(path, replace(source, heading=heads))
        except SourceError as error:
            refused.append(error)
            continue
        found.append(_of_rows("excel", table, sheet=source.sheet, heading=source.heading, first=heads[-1] + 1))
    if not found:
        raise refused[0]
    return found


def _spss(path: Path) -> Look:
    from ..formats.spss import read_spss, variables

    refused = None
    for encoding in ("", "cp1258", "cp1252"):
        try:
            about = variables(path, encoding)
            table = next(read_spss(path, Source("responses", path.name, encoding=encoding), [], codes=True), None)
        except SourceError as error:
            refused = refused or error
            if 'encoding = "' not in str(error):
                raise
            continue
        if table is None:
            raise SourceError(f"{path.name} holds no case")
        look = _of_rows("spss", table.slice(0, _ROWS), encoding=encoding, first=1)
        labels = {name: {_plain(code): word.strip() for code, word in words.items()} for name, words in about.labels.items()}
        members = {member: "" for _, names, _ in about.sets.values() for member in names}
        return replace(look, wordings=about.wordings | {name: label for name, (label, _, _) in about.sets.items() if label}, labels=labels, roles=members,
                       missing=_declared_missing(path, encoding, about), sets={name: names for name, (_, names, _) in about.sets.items()})
    raise refused


def _declared_missing(path: Path, encoding: str, about) -> dict[str, tuple[int, str]]:
    """How many values of each variable the file declares as no answer, and which codes those are."""
    from ..formats.spss import missing_counts

    counts = missing_counts(path, encoding)
    said = {name: ", ".join(_range(low, high, about.labels.get(name, {})) for low, high in ranges) for name, ranges in about.missing.items()}
    return {name: (counts.get(name, 0), codes) for name, codes in said.items()}


def _range(low, high, labels: Mapping) -> str:
    if low != high:
        return f"{_plain(low)} … {_plain(high)}"
    return f"{_plain(low)} ({labels[low]})" if low in labels else _plain(low)


def _plain(code) -> str:
    return str(int(code)) if isinstance(code, float) and code.is_integer() else str(code)


def _first_rows(path: Path, source: Source) -> pa.Table:
    taken, rows = [], 0
    for batch in read_batches(path, source, []):
        taken.append(batch.slice(0, _ROWS - rows))
        rows += taken[-1].num_rows
        if rows >= _ROWS:
            break
    if not taken:
        raise SourceError(f"{path.name} has a heading but no rows")
    return pa.concat_tables(taken, promote_options="permissive")


def _of_rows(form: str, table: pa.Table, **decided) -> Look:
    kinds = {name: _typed(table.schema.field(name).type) for name in table.column_names if name != ROW}
    return Look(form, {name: _texts(table[name]) for name in kinds}, kinds, **decided)


def _typed(kind: pa.DataType) -> str:
    return "date" if pa.types.is_temporal(kind) else "number" if is_number(kind) else ""


def _texts(column: pa.ChunkedArray) -> list[str | None]:
    # Python has no time before year 1 or after 9999, but a file may hold one.
    if pa.types.is_decimal(column.type):
        return texts_of(column).to_pylist()
    return written(column.combine_chunks()) if pa.types.is_temporal(column.type) else [_said(value) for value in column.to_pylist()]


def _said(value) -> str | None:
    if value is None:
        return None
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    return value if isinstance(value, str) else str(value)

"""SPSS files: codes where scores are wanted, the words of value labels elsewhere, user-missing values as blanks."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import numpy as np
import pyarrow as pa

from ...errors import SourceError
from ..rows import ROW, RawRow, column_names, first_line, with_notes
from ..sources import Source
from .probing import refuse_if_deadly
from .ticked import BETWEEN

__all__ = ["Variables", "missing_counts", "read_spss", "variables"]

_STEP = 100_000
_EPOCH = np.datetime64("1582-10-14", "s")
_LATEST = 400_000_000_000  # seconds from then, beyond every calendar; such a value is no time
_DAYS = ("DATE", "ADATE", "EDATE", "SDATE", "JDATE", "MOYR", "QYR", "WKYR")
_TIMES = ("DATETIME", "YMDHMS")
_BYTES = "latin1"  # one letter for each byte, so that Python can read the bytes in any encoding
_LETTERS = ("A", "AHEX")
_NUMBERS = ("customer_id", "score", "weight", "amount", "monthly_fee", "duration")
_NO_CHOICE = "no choice"


@dataclass(frozen=True)
class Variables:
    """What an SPSS file says of its variables.

    Attributes
    ----------
    names : tuple of str
    wordings : mapping of name to variable label
    labels : mapping of name to {code: word}
    missing : mapping of name to ranges (low, high) of codes, or texts, that mean "no answer"
    sets : mapping of the name of a multiple-response set to (label, members, code that counts or None)
    forms : mapping of name to SPSS format, such as "F8.2"
    encoding : str
        The one that is read in place of the file's own; "" for its own.
    rows : int
    """

    names: tuple[str, ...]
    wordings: Mapping[str, str]
    labels: Mapping[str, Mapping[float | str, str]]
    missing: Mapping[str, tuple[tuple, ...]]
    sets: Mapping[str, tuple[str, tuple[str, ...], str | None]]
    forms: Mapping[str, str]
    encoding: str
    rows: int

    def decoded(self) -> Variables:
        """The same with its texts in the encoding that is to be read, where they came byte by byte."""
        def said(text):
            return _decoded(text, self.encoding)

        if not self.encoding:
            return self
        return replace(
            self, names=tuple(map(said, self.names)), wordings={said(name): said(label) for name, label in self.wordings.items()},
            labels={said(name): {said(code): said(word) for code, word in words.items()} for name, words in self.labels.items()},
            missing={said(name): tuple((said(low), said(high)) for low, high in ranges) for name, ranges in self.missing.items()},
            sets={said(name): (said(label), tuple(map(said, members)), counted) for name, (label, members, counted) in self.sets.items()},
            forms={said(name): form for name, form in self.forms.items()},
        )


def variables(path: Path, encoding: str = "") -> Variables:
    """The variables of an SPSS file.

    Raises
    ------
    SourceError
        When it is no SPSS file, or its text is not in the encoding that it declares and none is given.
    """
    encoding, about = _metadata(path, encoding)
    missing = {name: tuple((one["lo"], one["hi"]) for one in ranges) for name, ranges in about.missing_ranges.items()}
    sets = {}
    for name, one in (about.mr_sets or {}).items():
        counted = str(one.get("counted_value")) if one.get("is_dichotomy") else None
        sets[name.lstrip("$")] = (one.get("label") or "", tuple(one.get("variable_list") or ()), counted)
    found = Variables(
        names=tuple(about.column_names), wordings={name: label for name, label in about.column_names_to_labels.items() if label},
        labels={name: dict(labels) for name, labels in about.variable_value_labels.items()}, missing=missing,
        sets={name: one for name, one in sets.items() if set(one[1]) <= set(about.column_names) and one[1]},
        forms=dict(about.original_variable_types), encoding=encoding, rows=about.number_rows or 0,
    )
    with _right(path, encoding):
        return found.decoded()


def read_spss(path: Path, source: Source, broken: list[RawRow], *, codes: bool = False) -> Iterator[pa.Table]:
    """Batches of an SPSS file; row 1 is the first case, as SPSS numbers them.

    Variables that the source maps to questions, scores, ids and amounts come as their codes, all others with value labels as words. A
    multiple-response set is a further column of the words that were chosen.

    Parameters
    ----------
    codes : bool
        Every variable as its codes, for looking at the file.
    """
    about = variables(path, source.encoding)
    names = column_names([*about.names, *(name for name in about.sets if name not in about.names)], path)
    as_codes = set(about.names) if codes else _wanted_as_codes(source, about)
    start = 0
    while True:
        raw = _data(path, about, row_offset=start)
        rows = len(next(iter(raw.values()))) if raw else 0
        if not rows:
            return
        plain = {name: _plain(raw[name], about, name) for name in about.names}
        columns = [_said(plain[name], about, name, source, name in as_codes) for name in about.names]
        columns += [_chosen(plain, about, name) for name in about.sets if name not in about.names]
        table = pa.table(columns, names=names).append_column(ROW, pa.array(np.arange(start + 1, start + rows + 1)))
        yield with_notes(table, list(_declared(raw, plain, about, start + 1)))
        start += rows
        if rows < _STEP:
            return


def missing_counts(path: Path, encoding: str = "") -> dict[str, int]:
    """How many values of each variable the file declares as "no answer"; system-missing ones are not among them.

    Raises
    ------
    SourceError
    """
    about = variables(path, encoding)
    counts = dict.fromkeys(about.missing, 0)
    for start in range(0, max(about.rows, 0), _STEP):
        raw = _data(path, about, row_offset=start)
        for note in _declared(raw, {name: _plain(raw[name], about, name) for name in counts}, about, start + 1):
            counts[note["column"]] += note["rows"]
    return counts


def _declared(raw: Mapping, plain: Mapping[str, np.ndarray], about: Variables, first: int) -> Iterator[dict]:
    """For each variable the values that the file declares as no answer: how many, and the first of them."""
    for name in about.missing:
        gone = [place for place, (was, value) in enumerate(zip(raw[name], plain[name].tolist(), strict=True))
                if was is not None and was != "" and was == was and (value is None or value != value)]
        if gone:
            yield {"column": name, "said": "the file declares this as no answer; taken as blank", "rows": len(gone), "row": first + gone[0],
                   "value": _code(raw[name][gone[0]])}


def _metadata(path: Path, encoding: str):
    """What the file says of itself, and the encoding that is read in place of its own."""
    if encoding:
        return encoding, _read(path, _BYTES, metadataonly=True)[1]
    _, about = _read(path, "", metadataonly=True)
    # The usual decoder of Windows-1258 holds the last letter of each text back and puts it before the next one.
    if "1258" in (about.file_encoding or ""):
        return "cp1258", _read(path, _BYTES, metadataonly=True)[1]
    return "", about


def _data(path: Path, about: Variables, **options) -> dict[str, np.ndarray]:
    raw, _ = _read(path, _BYTES if about.encoding else "", row_limit=_STEP, **options)
    found = dict(zip(about.names, raw.values(), strict=True))
    for name in found if about.encoding else ():
        if _form(about, name) in _LETTERS:
            with _right(path, about.encoding):
                found[name] = np.array([_decoded(value, about.encoding) for value in found[name]], dtype=object)
    return found


def _read(path: Path, encoding: str, **options):
    import pyreadstat

    refuse_if_deadly(path)
    try:
        return pyreadstat.read_sav(str(path), encoding=encoding or None, user_missing=True, disable_datetime_conversion=True, output_format="dict", **options)
    except (pyreadstat.ReadstatError, UnicodeError) as error:
        said = first_line(error)
        if any(word in said for word in ("conver", "encod", "character set")) or isinstance(error, UnicodeError):
            raise _wrong_encoding(path.name, "that the file declares") from None
        raise SourceError(f"{path.name} is not an SPSS file: {said}") from None


def _wrong_encoding(name: str, encoding: str) -> SourceError:
    return SourceError(
        f"{name}: its texts are not in the encoding {encoding}. Set the right one in the source, "
        'for example encoding = "cp1252" (western Europe), "cp1258" (Vietnamese) or "utf-8", and look whether accents are right'
    )


def _decoded(text, encoding: str):
    """A text that was read byte by byte, in its encoding; anything else as it is."""
    if not isinstance(text, str) or text.isascii():
        return text
    return unicodedata.normalize("NFC", text.encode(_BYTES).decode(encoding))


@contextmanager
def _right(path: Path, encoding: str):
    try:
        yield
    except (UnicodeError, LookupError):
        raise _wrong_encoding(path.name, encoding) from None


def _wanted_as_codes(source: Source, about: Variables) -> set[str]:
    mapped = {source.columns.get(name, name) for name in _NUMBERS}
    return mapped | set(source.questions.values()) | {name for factors in source.multiply.values() for name in factors}


def _plain(values, about: Variables, name: str) -> np.ndarray:
    """The values with NaN or None for system-missing and user-missing ones."""
    gone = about.missing.get(name, ())
    if _form(about, name) in _LETTERS:
        absent = {str(low).rstrip() for low, _ in gone} | {""}
        return np.array([None if not isinstance(value, str) or value.rstrip() in absent else value for value in values], dtype=object)
    values = np.array(values, dtype=np.float64)
    for low, high in gone:
        values = np.where((values >= low) & (values <= high), np.nan, values)
    return values


def _said(values: np.ndarray, about: Variables, name: str, source: Source, as_codes: bool) -> pa.Array:
    labels = about.labels.get(name)
    if labels and not as_codes:
        return pa.array(_texts(values, labels, source.missing), pa.string())
    if values.dtype == object:
        return pa.array([None if value in source.missing else value for value in values], pa.string())
    blank = np.isnan(values)
    form = _form(about, name)
    if form in _DAYS or form in _TIMES:
        blank = blank | (np.abs(values) > _LATEST)
        times = _EPOCH + np.where(blank, 0, values).astype("timedelta64[s]")
        return pa.array(times, pa.timestamp("s"), mask=blank).cast(pa.date32() if form in _DAYS else pa.timestamp("ms"))
    known = values[~blank]
    whole = bool(np.all(np.isfinite(known)) and np.all(known == np.round(known)) and np.all(np.abs(known) < 2**53))
    return pa.array(np.where(blank, 0, values).astype(np.int64), mask=blank) if whole else pa.array(values, mask=blank)


def _texts(values: np.ndarray, labels: Mapping, missing: tuple[str, ...]) -> list[str | None]:
    @lru_cache(maxsize=4096)
    def word(value) -> str | None:
        said = labels.get(value)
        said = _code(value) if said is None or not said.strip() else said.strip()
        return None if said in missing else said

    return [None if value is None or value != value else word(value) for value in values.tolist()]


def _chosen(plain: Mapping[str, np.ndarray], about: Variables, name: str) -> pa.Array:
    """What each case chose in a multiple-response set, in the file's order; blank where every member is blank."""
    _, members, counted = about.sets[name]
    found: list[list[str]] = [[] for _ in plain[members[0]]]
    asked = np.zeros(len(found), dtype=bool)
    for member in members:
        words = _texts(plain[member], about.labels.get(member, {}), ())
        for place, (value, word) in enumerate(zip(plain[member].tolist(), words, strict=True)):
            if word is None:
                continue
            asked[place] = True
            if counted is None or _code(value) == _code(_number(counted)):
                found[place].append(word if counted is None else about.wordings.get(member, member))
    return pa.array([(BETWEEN.join(words) or _NO_CHOICE) if was_asked else None for words, was_asked in zip(found, asked)], pa.string())


def _form(about: Variables, name: str) -> str:
    """The kind of an SPSS format without its width: "F" of "F8.2"."""
    return (about.forms.get(name) or "").rstrip("0123456789.")


def _number(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text


def _code(value: float | str) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)

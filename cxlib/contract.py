"""What the tables must hold; the check that lists every breach.

A table is checked column by column on Arrow arrays. Each column's rule gives typed values and a mask of
breaches, so that one pass lists all of them and no row is lost: accepted + rejected = read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from .codebook import Question
from .errors import unknown

__all__ = ["TABLES", "Breach", "Checked", "Rules", "check", "required_columns"]

# column -> kind; a leading "*" marks a column that must be there
TABLES: dict[str, dict[str, str]] = {
    "customers": {"customer_id": "*id", "joined_at": "date", "left_at": "date", "monthly_fee": "number"},
    "touchpoints": {
        "customer_id": "*id", "at": "*time", "stage": "*stage", "touchpoint": "text", "channel": "text",
        "journey_id": "text", "employee": "text",
    },
    "responses": {
        "customer_id": "text", "at": "time", "wave": "text", "question": "*question", "score": "*score",
        "weight": "weight", "stage": "text", "touchpoint": "text", "channel": "text", "employee": "text",
        "comment": "text", "language": "text",
    },
    "transactions": {"customer_id": "*id", "at": "*time", "amount": "*number", "kind": "text"},
}


@dataclass(frozen=True)
class Breach:
    """One value that breaks the contract.

    Attributes
    ----------
    file, row, column, value : where it stands (`row` as a spreadsheet numbers it; the heading is row 1)
    rule : what the contract says
    mend : how to mend it
    """

    file: str
    row: int
    column: str
    value: str
    rule: str
    mend: str


@dataclass(frozen=True)
class Rules:
    """What the study says about its tables, as far as the check needs it.

    Attributes
    ----------
    zone : str
        Zone of times that carry none.
    dates : str or None
        strptime form of dates; None means ISO 8601.
    decimal : {".", ","}
    stages : tuple of str
        Stage names allowed; empty allows any.
    """

    zone: str = "UTC"
    dates: str | None = None
    decimal: str = "."
    questions: Mapping[str, Question] = field(default_factory=dict)
    stages: tuple[str, ...] = ()


@dataclass(frozen=True)
class Checked:
    """Outcome for one batch: typed accepted rows, and for each refused row its breaches.

    Attributes
    ----------
    accepted : pyarrow.Table
        Contract columns, typed, with ``_row``; times as UTC with ``day`` and ``hour`` in the study's zone.
    rejected : numpy array of bool, one per row that was read
    breaches : list of Breach
        Every breach, in row order.
    places : list of int
        For each breach, which row of the batch it is in.
    """

    accepted: pa.Table
    rejected: np.ndarray
    breaches: list[Breach]
    places: list[int]


def required_columns(table: str) -> list[str]:
    """Columns that a table of this kind must have.

    Examples
    --------
    >>> required_columns("transactions")
    ['customer_id', 'at', 'amount']
    """
    return [name for name, kind in TABLES[table].items() if kind.startswith("*")]


def check(table: str, batch: pa.Table, rules: Rules, *, file: str, extra: tuple[str, ...] = ()) -> Checked:
    """Check one batch of a table against the contract.

    Parameters
    ----------
    table : one of TABLES
    batch : pyarrow.Table
        Columns by contract name, as text or already typed, and ``_row`` (int64).
    extra : tuple of str
        Further columns to keep as text (segments).

    Returns
    -------
    Checked
    """
    rows = batch.num_rows
    bad = np.zeros(rows, dtype=bool)
    faults: list[tuple[int, int, Breach]] = []
    columns: dict[str, pa.Array] = {"_row": batch["_row"].combine_chunks()}
    kinds = {**TABLES[table], **{name: "text" for name in extra}}
    for order, (name, kind) in enumerate(kinds.items()):
        if name not in batch.column_names:
            continue
        source = batch[name].combine_chunks()
        typed, problems = _CHECKS[kind.lstrip("*")](source, rules, batch)
        if kind.startswith("*") and kind not in ("*score",):
            blank = _blank(source)
            problems = [(blank, f"{name} may not be blank", f"fill in {name}, or leave the row out"), *problems]
        columns.update(typed if isinstance(typed, dict) else {name: typed})
        for mask, rule, mend in problems:
            bad |= mask
            faults += _breaches(mask, order, name, source, batch, rule, mend, file)
    for mask, name, rule, mend in _cross_checks(table, columns, batch):
        bad |= mask
        faults += _breaches(mask, len(kinds), name, batch[name].combine_chunks(), batch, rule, mend, file)
    faults.sort(key=lambda fault: fault[:2])
    accepted = pa.table(columns).filter(pa.array(~bad))
    return Checked(accepted, bad, [fault[2] for fault in faults], [fault[0] for fault in faults])


def _breaches(mask, order, name, source, batch, rule, mend, file):
    found = []
    for place in np.flatnonzero(mask):
        row = batch["_row"][int(place)].as_py()
        value = source[int(place)].as_py()
        text = "" if value is None else str(value)
        text = text[:200]
        found.append((int(place), order, Breach(file, row, name, text, rule.replace("{value}", text), mend)))
    return found


def _cross_checks(table, columns, batch):
    if table == "responses":
        blank = np.ones(batch.num_rows, dtype=bool)
        for name in {"at", "wave"} & set(batch.column_names):
            blank &= _blank(batch[name].combine_chunks())
        yield blank, "question", "an answer needs its time or its wave", "fill in at or wave, or set wave in the source"
    if table == "customers" and {"joined_at", "left_at"} <= columns.keys():
        early = _mask(pc.less(columns["left_at"], columns["joined_at"]))
        yield early, "left_at", "left_at lies before joined_at", "correct one of the two dates"


def _mask(array) -> np.ndarray:
    return np.asarray(pc.fill_null(array, False))


def _is_text(array: pa.Array) -> bool:
    return pa.types.is_string(array.type) or pa.types.is_large_string(array.type)


def _as_text(array: pa.Array) -> pa.Array:
    if pa.types.is_dictionary(array.type):
        array = array.dictionary_decode()
    if not _is_text(array):
        array = _whole_floats_as_integers(array).cast(pa.string())
    trimmed = pc.utf8_trim_whitespace(array)
    return pc.if_else(pc.equal(trimmed, ""), pa.scalar(None, trimmed.type), trimmed).cast(pa.string())


def _whole_floats_as_integers(array: pa.Array) -> pa.Array:
    """A float column that holds only whole numbers (an integer column with blanks) as integers."""
    if not pa.types.is_floating(array.type):
        return array
    values = np.asarray(pc.fill_null(array, 0.0))
    whole = bool(np.all(np.isfinite(values)) and np.all(values == np.round(values)) and np.all(np.abs(values) < 2**53))
    return array.cast(pa.int64()) if whole else array


def _blank(array: pa.Array) -> np.ndarray:
    return np.asarray(pc.is_null(_as_text(array)))


def _check_text(source, rules, batch):
    return _as_text(source), []


def _number(source, rules):
    """Float values and the mask of texts that are not a number."""
    if not _is_text(source) and not pa.types.is_dictionary(source.type):
        values = source.cast(pa.float64())
        return values, _mask(pc.invert(pc.is_finite(values)))
    text = _as_text(source)
    if rules.decimal == ",":
        dotted = pc.match_substring_regex(text, r"^[+-]?\d{1,3}(\.\d{3})+(,\d+)?$")
        plain = pc.if_else(dotted, pc.replace_substring(text, ".", ""), text)
        text = pc.if_else(pc.match_substring_regex(plain, r"^[+-]?\d+(,\d+)?$"), pc.replace_substring(plain, ",", "."), text)
    good = pc.match_substring_regex(text, r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,2})?$")
    wrong = _mask(pc.invert(good))
    values = pc.if_else(good, text, pa.scalar(None, pa.string())).cast(pa.float64())
    return values, wrong


def _not_a_number(rules) -> tuple[str, str]:
    other = "," if rules.decimal == "." else "."
    return (
        '"{value}" is not a number',
        f'write digits only; if "{other}" is the decimal sign here, set decimal = "{other}" in the source',
    )


def _check_number(source, rules, batch):
    values, wrong = _number(source, rules)
    return values, [(wrong, *_not_a_number(rules))]


def _check_weight(source, rules, batch):
    values, wrong = _number(source, rules)
    low = _mask(pc.less_equal(values, 0.0))
    return values, [
        (wrong, *_not_a_number(rules)),
        (low, "a weight must be above 0, not {value}", "correct the weight, or leave the answer out"),
    ]


def _check_stage(source, rules, batch):
    text = _as_text(source)
    if not rules.stages:
        return text, []
    strange = _mask(pc.invert(pc.is_in(text, pa.array(rules.stages, pa.string()))))
    strange &= ~np.asarray(pc.is_null(text))
    return text, [(strange, f"the stage is not one of: {', '.join(rules.stages)}",
                   "correct the stage, map it with recode.stage, or list it in [journey]")]


def _check_question(source, rules, batch):
    text = _as_text(source)
    problems = []
    for name in pc.unique(text).to_pylist():
        if name is not None and name not in rules.questions:
            mask = _mask(pc.equal(text, name))
            rule = unknown("question", name, rules.questions)
            problems.append((mask, rule, "declare it in study.toml as [questions.NAME] with metric, scale and high_is"))
    return text, problems


def _check_score(source, rules, batch):
    values, wrong = _number(source, rules)
    numbers = values.to_numpy(zero_copy_only=False).copy()
    question = _as_text(batch["question"].combine_chunks())
    problems = [(wrong, *_not_a_number(rules))]
    for name, meaning in rules.questions.items():
        mine = _mask(pc.equal(question, name))
        if not mine.any():
            continue
        if meaning.missing:
            numbers[mine & np.isin(numbers, meaning.missing)] = np.nan
        outside = mine & ((numbers < meaning.low) | (numbers > meaning.high))
        broken = mine & ~outside & (numbers != np.round(numbers)) & ~np.isnan(numbers)
        scale = f"{meaning.low} to {meaning.high}"
        problems.append((outside, f"{{value}} lies outside of the scale {scale} of {name}", "correct the score, or declare the code as missing"))
        problems.append((broken, f"{{value}} is not a whole step of the scale of {name}",
                         "correct the score; averages of several answers are not answers"))
    return pa.array(numbers, pa.float64(), from_pandas=True), problems


def _check_id(source, rules, batch):
    return _as_text(source), []


def _instants(source, rules):
    """UTC instants (timestamp[us]) and the mask of texts that are no time."""
    if pa.types.is_date(source.type):
        source = source.cast(pa.timestamp("us"))
    if pa.types.is_timestamp(source.type):
        return _to_utc(source.cast(pa.timestamp("us", source.type.tz), safe=False), rules.zone), np.zeros(len(source), bool)
    return _parse_times(_as_text(source), rules)


def _to_utc(times: pa.Array, zone: str) -> pa.Array:
    if times.type.tz is None:
        times = pc.assume_timezone(times, zone, ambiguous="earliest", nonexistent="earliest")
    return times.cast(pa.timestamp("us", "UTC"))


def _parse_times(text: pa.Array, rules) -> tuple[pa.Array, np.ndarray]:
    import pandas as pd

    missing = np.asarray(pc.is_null(text))
    series = pd.Series(text.to_pandas(), dtype="str")
    zoned = _mask(pc.match_substring_regex(text, r"\d[Tt ]\d{2}:\d{2}.*([Zz]|[+-]\d{2}:?\d{2})$"))
    form = rules.dates or "ISO8601"
    out = np.full(len(series), np.datetime64("NaT"), dtype="datetime64[us]")
    iso = np.asarray(pc.fill_null(pc.match_substring_regex(text, r"^\d{4}-\d{2}-\d{2}([T ]|$)"), False))
    plain = ~zoned & ~missing & (iso if rules.dates is None else True)
    if plain.any():
        naive = pd.to_datetime(series[plain], format=form, errors="coerce").to_numpy().astype("datetime64[us]")
        local = _to_utc(pa.array(naive, pa.timestamp("us")), rules.zone)
        out[plain] = local.cast(pa.timestamp("us")).to_numpy(zero_copy_only=False)
    if zoned.any():
        aware = pd.to_datetime(series[zoned], format=form, errors="coerce", utc=True)
        out[zoned] = aware.dt.tz_localize(None).to_numpy().astype("datetime64[us]")
    wrong = np.isnat(out) & ~missing
    return pa.array(out, pa.timestamp("us")).cast(pa.timestamp("us", "UTC")), wrong


def _time_problem(rules) -> tuple[str, str]:
    form = rules.dates or "2026-03-31 or 2026-03-31 14:05:00"
    return (
        f'"{{value}}" is not a date or time of the form {form}',
        'correct it; if times are written differently here, set dates in the source, for example dates = "%d/%m/%Y"',
    )


def _check_time(source, rules, batch):
    instants, wrong = _instants(source, rules)
    local = pc.local_timestamp(instants.cast(pa.timestamp("us", rules.zone)))
    year = pc.year(local)
    odd = _mask(pc.or_(pc.less(year, 1970), pc.greater(year, 2100)))
    typed = {
        "at": instants.cast(pa.timestamp("us")),
        "day": local.cast(pa.date32(), safe=False),
        "hour": pc.hour(local).cast(pa.int8()),
    }
    return typed, [(wrong, *_time_problem(rules)), (odd, "the year of {value} cannot be right", "correct the time")]


def _check_date(source, rules, batch):
    instants, wrong = _instants(source, rules)
    local = pc.local_timestamp(instants.cast(pa.timestamp("us", rules.zone)))
    year = pc.year(local)
    odd = _mask(pc.or_(pc.less(year, 1900), pc.greater(year, 2100)))
    return local.cast(pa.date32(), safe=False), [
        (wrong, *_time_problem(rules)),
        (odd, "the year of {value} cannot be right", "correct the date"),
    ]


_CHECKS = {
    "text": _check_text,
    "id": _check_id,
    "time": _check_time,
    "date": _check_date,
    "number": _check_number,
    "weight": _check_weight,
    "stage": _check_stage,
    "question": _check_question,
    "score": _check_score,
}

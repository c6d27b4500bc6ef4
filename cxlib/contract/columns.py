"""What each kind of column may hold: typed values, and for each rule the rows that break it."""

from __future__ import annotations

import functools

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ..errors import unknown

__all__ = ["CHECKS", "blank", "mask_of"]


def mask_of(array) -> np.ndarray:
    """An Arrow truth column as a mask; unknown counts as False."""
    return np.asarray(pc.fill_null(array, False))


def _is_text(array: pa.Array) -> bool:
    return pa.types.is_string(array.type) or pa.types.is_large_string(array.type)


def _as_text(array: pa.Array) -> pa.Array:
    if pa.types.is_dictionary(array.type):
        array = array.dictionary_decode()
    if pa.types.is_floating(array.type):
        array = _without_nan(array)
    if not _is_text(array):
        array = _whole_floats_as_integers(array).cast(pa.string())
    trimmed = pc.utf8_trim_whitespace(array)
    return pc.if_else(pc.equal(trimmed, ""), pa.scalar(None, trimmed.type), trimmed).cast(pa.string())


def _without_nan(array: pa.Array) -> pa.Array:
    """A typed NaN is how some programs write a blank."""
    return pc.if_else(pc.is_nan(array), pa.scalar(None, array.type), array)


def _whole_floats_as_integers(array: pa.Array) -> pa.Array:
    """A float column that holds only whole numbers (an integer column with blanks) as integers."""
    if not pa.types.is_floating(array.type):
        return array
    values = np.asarray(pc.fill_null(array, 0.0))
    whole = bool(np.all(np.isfinite(values)) and np.all(values == np.round(values)) and np.all(np.abs(values) < 2**53))
    return array.cast(pa.int64()) if whole else array


def blank(array: pa.Array) -> np.ndarray:
    """Where a column holds nothing but space."""
    return np.asarray(pc.is_null(_as_text(array)))


def _check_text(source, rules, batch):
    return _as_text(source), []


_NUMBER = r"^[+-]?(\d{1,200}\.?\d{0,200}|\.\d{1,200})([eE][+-]?\d{1,2})?$"
_COMMA_NUMBER = r"^[+-]?(\d{1,3}(\.\d{3}){1,60}|\d{1,200})(,\d{1,200})?$"


def _number(source, rules):
    """Float values and the mask of texts that are not a number."""
    if pa.types.is_floating(source.type) or pa.types.is_integer(source.type) or pa.types.is_decimal(source.type):
        values = _without_nan(source.cast(pa.float64()))
        return values, mask_of(pc.is_inf(values))
    text = _as_text(source)
    good = pc.match_substring_regex(text, _COMMA_NUMBER if rules.decimal == "," else _NUMBER)
    if rules.decimal == ",":
        text = pc.replace_substring(pc.replace_substring(text, ".", ""), ",", ".")
    values = pc.if_else(good, text, pa.scalar(None, pa.string())).cast(pa.float64())
    return values, mask_of(pc.invert(good))


def _not_a_number(rules) -> tuple[str, str]:
    other = "." if rules.decimal == "," else ","
    return (
        '"{value}" is not a number',
        f'write digits only; if "{other}" is the decimal sign here, set decimal = "{other}" in the source',
    )


def _check_number(source, rules, batch):
    values, wrong = _number(source, rules)
    problems = [(wrong, *_not_a_number(rules))]
    if not rules.decimal and pa.types.is_string(source.type):
        # 50.000 dong is fifty thousand, 50.000 dollars fifty: a thousandfold error that nothing later would show.
        doubtful = mask_of(pc.match_substring_regex(_as_text(source), r"^[+-]?[1-9]\d{0,2}\.\d{3}$"))
        mend = 'say in the source which sign is decimal: decimal = "," (points group thousands) or decimal = "."'
        problems.append((doubtful, '"{value}" may stand for thousands or for a decimal', mend))
    return values, problems


def _check_weight(source, rules, batch):
    values, wrong = _number(source, rules)
    low = mask_of(pc.less_equal(values, 0.0))
    return values, [
        (wrong, *_not_a_number(rules)),
        (low, "a weight must be above 0, not {value}", "correct the weight, or leave the answer out"),
    ]


def _check_stage(source, rules, batch):
    text = _as_text(source)
    if not rules.stages:
        return text, []
    strange = mask_of(pc.invert(pc.is_in(text, pa.array(rules.stages, pa.string())))) & mask_of(pc.is_valid(text))
    rule = f"the stage is not one of: {', '.join(rules.stages)}"
    return text, [(strange, rule, "correct the stage, map it with recode.stage, or list it in [journey]")]


def _check_question(source, rules, batch):
    text = _as_text(source)
    declared = pa.array(list(rules.questions), pa.string())
    strange = mask_of(pc.invert(pc.is_in(text, declared))) & mask_of(pc.is_valid(text))

    @functools.lru_cache(maxsize=1000)
    def rule(name: str) -> str:
        return unknown("question", name, rules.questions)

    return text, [(strange, rule, "declare it in study.toml as [questions.NAME] with metric, scale and high_is")]


def _check_score(source, rules, batch):
    values, wrong = _number(source, rules)
    numbers = values.to_numpy(zero_copy_only=False).copy()
    question = _as_text(batch["question"].combine_chunks())
    problems = [(wrong, *_not_a_number(rules))]
    for name, meaning in rules.questions.items():
        mine = mask_of(pc.equal(question, name))
        if not mine.any():
            continue
        if meaning.missing:
            numbers[mine & np.isin(numbers, meaning.missing)] = np.nan
        outside = mine & ((numbers < meaning.low) | (numbers > meaning.high))
        broken = mine & ~outside & (numbers != np.round(numbers)) & ~np.isnan(numbers)
        scale = f"{meaning.low} to {meaning.high}"
        problems += [
            (outside, f"{{value}} lies outside of the scale {scale} of {name}",
             "correct the score, or declare the code as missing"),
            (broken, f"{{value}} is not a whole step of the scale of {name}",
             "correct the score; averages of several answers are not answers"),
        ]
    return pa.array(numbers, pa.float64(), from_pandas=True), problems


def _check_id(source, rules, batch):
    text = _as_text(source)
    if not pa.types.is_floating(source.type):
        return text, []
    # A float cannot tell whole numbers of this size apart, so two customers could share one id.
    blurred = mask_of(pc.greater_equal(pc.abs(source.cast(pa.float64())), 2.0**53))
    rule = "{value} is too large for a number that is kept as a float"
    return text, [(blurred, rule, "write ids as text or as integers")]


def _instants(source, rules):
    """UTC instants (timestamp[us]) and the mask of texts that are no time."""
    if pa.types.is_date(source.type):
        source = source.cast(pa.timestamp("us"))
    if pa.types.is_timestamp(source.type):
        times = source.cast(pa.timestamp("us", source.type.tz), safe=False)
        return _to_utc(times, rules.zone), np.zeros(len(source), bool)
    return _parse_times(_as_text(source), rules)


def _to_utc(times: pa.Array, zone: str) -> pa.Array:
    if times.type.tz is None:
        times = pc.assume_timezone(times, zone, ambiguous="earliest", nonexistent="earliest")
    return times.cast(pa.timestamp("us", "UTC"))


def _parse_times(text: pa.Array, rules) -> tuple[pa.Array, np.ndarray]:
    import pandas as pd

    missing = np.asarray(pc.is_null(text))
    series = pd.Series(text.to_pandas(), dtype="str")
    zoned = mask_of(pc.match_substring_regex(text, r"\d[Tt ]\d{2}:\d{2}.*([Zz]|[+-]\d{2}:?\d{2})$"))
    form = rules.dates or "ISO8601"
    if "%z" in form:
        zoned = ~missing
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
    other = 'set dates in the source, for example dates = "%d/%m/%Y"' if rules.dates is None else "change dates in the source"
    return (
        f'"{{value}}" is not a date or time of the form {form}',
        f"correct it; if times are written differently here, {other}",
    )


def _check_time(source, rules, batch):
    instants, wrong = _instants(source, rules)
    local = pc.local_timestamp(instants.cast(pa.timestamp("us", rules.zone)))
    year = pc.year(local)
    odd = mask_of(pc.or_(pc.less(year, 1970), pc.greater(year, 2100)))
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
    odd = mask_of(pc.or_(pc.less(year, 1900), pc.greater(year, 2100)))
    return local.cast(pa.date32(), safe=False), [
        (wrong, *_time_problem(rules)),
        (odd, "the year of {value} cannot be right", "correct the date"),
    ]


CHECKS = {
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

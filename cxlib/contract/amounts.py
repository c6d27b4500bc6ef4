"""Amounts as people write them: 12k, 1,5 triệu, 2 tỷ, 50.000đ, 1,234.50."""

from __future__ import annotations

import re
import unicodedata

import numpy as np
import pyarrow as pa

__all__ = ["amount", "with_amounts"]

_TIMES = {
    "k": 1e3, "nghin": 1e3, "ngan": 1e3, "thousand": 1e3, "tr": 1e6, "trieu": 1e6, "mn": 1e6, "mio": 1e6, "million": 1e6, "ty": 1e9, "ti": 1e9,
    "bn": 1e9, "billion": 1e9,
}
_MONEY = r"(?:vnd|dong|d|₫|\$|usd|€|eur|£|gbp)"
_DONG = re.compile(r"(?<![a-z])(?:vnd|dong|d|₫)$|^(?:vnd|₫)")
_DIGITS = r"\d[\d.,]*"
_UNITS = "|".join(sorted(_TIMES, key=len, reverse=True))
_WHOLE = re.compile(rf"(?P<sign>[+-]?)(?:{_MONEY})?\s*(?P<body>{_DIGITS}(?:\s*(?:{_UNITS})(?:\s*{_DIGITS}\s*(?:{_UNITS}))*(?:\s*\d{{1,3}})?)?)\s*(?:{_MONEY})?")
_PART = re.compile(rf"({_DIGITS})\s*({_UNITS})?")
_LONGEST = 60


def amount(text: str, *, decimal: str = "") -> float | None:
    """The number that a text such as "1,5 triệu" stands for; None where it is none, or could be two.

    Thousands, millions and milliards in English and Vietnamese, signs of money, and groups of three digits. Where the decimal sign is not
    declared it is a point; "50.000" and "50,000" could then be two numbers each and are none. "50.000đ" is one, because a dong has no parts.

    Parameters
    ----------
    text : str
    decimal : {"", ".", ","}
        As the source declares it.

    Examples
    --------
    >>> amount("12k"), amount("1,5 triệu", decimal=","), amount("1tr5"), amount("50.000đ"), amount("50.000")
    (12000.0, 1500000.0, 1500000.0, 50000.0, None)
    """
    plain = _plain(text)
    found = _WHOLE.fullmatch(plain) if len(plain) <= _LONGEST else None
    if found is None:
        return None
    parts = _PART.findall(found["body"])
    in_dong = bool(_DONG.search(plain)) and not parts[-1][1] and len(parts) == 1
    total, last = 0.0, float("inf")
    for place, (digits, unit) in enumerate(parts):
        if not unit and place:
            # "1tr5" is a million and five tenths of it.
            total += float(digits) / 10 ** len(digits) * last
            continue
        value, times = _number(digits, decimal, in_dong), _TIMES.get(unit, 1.0)
        if value is None or times >= last:
            return None
        total, last = total + value * times, times
    return -total if found["sign"] == "-" else total


def with_amounts(values: pa.Array, wrong: np.ndarray, text: pa.Array, decimal: str) -> tuple[pa.Array, np.ndarray]:
    """Numbers and the mask of what is none, the texts among the latter read once more as amounts.

    Parameters
    ----------
    values : float array with nulls where `wrong`
    wrong : mask of texts that are no plain number
    text : the texts
    decimal : {"", ".", ","}
    """
    places = np.flatnonzero(wrong)
    known: dict[str, float | None] = {}
    found = np.full(len(wrong), np.nan)
    for place, one in zip(places.tolist(), text.take(pa.array(places)).to_pylist()):
        if one not in known:
            known[one] = amount(one, decimal=decimal) if one else None
        found[place] = np.nan if known[one] is None else known[one]
    read = ~np.isnan(found)
    if not read.any():
        return values, wrong
    numbers = np.where(read, found, np.asarray(values.fill_null(np.nan)))
    return pa.array(numbers, pa.float64(), from_pandas=True), wrong & ~read


def _plain(text: str) -> str:
    """Small letters without accents: "Triệu" and "trieu" are one word."""
    letters = unicodedata.normalize("NFD", text.strip().lower().replace("đ", "d").replace("\xa0", " "))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _number(digits: str, decimal: str, in_dong: bool) -> float | None:
    point, comma = digits.count("."), digits.count(",")
    if in_dong and re.fullmatch(r"\d{1,3}([.,]\d{3})+", digits) and not (point and comma):
        return float(digits.replace(".", "").replace(",", ""))
    if not decimal and re.fullmatch(r"\d{1,3},\d{3}|[1-9]\d{0,2}\.\d{3}", digits):
        return None
    sign = decimal or "."
    group = "," if sign == "." else "."
    if not re.fullmatch(rf"(\d{{1,3}}(\{group}\d{{3}})+|\d+)(\{sign}\d+)?", digits):
        return None
    return float(digits.replace(group, "").replace(sign, "."))

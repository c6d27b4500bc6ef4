"""Dates told from another day: "2 tuần trước", "3 days ago", "hôm qua"."""

from __future__ import annotations

import calendar
import datetime as dt
import re
import unicodedata

__all__ = ["counted_back", "is_relative"]

_WORDS = {"a": 1, "an": 1, "one": 1, "mot": 1, "two": 2, "hai": 2, "three": 3, "ba": 3, "four": 4, "bon": 4, "five": 5, "nam": 5, "six": 6,
          "sau": 6, "seven": 7, "bay": 7, "eight": 8, "tam": 8, "nine": 9, "chin": 9, "ten": 10, "muoi": 10}
_UNITS = {
    "second": r"seconds?|secs?|giay", "minute": r"minutes?|mins?|phut", "hour": r"hours?|hrs?|gio|tieng", "day": r"days?|ngay", "week": r"weeks?|tuan",
    "month": r"months?|thang", "year": r"years?|nam",
}
_DAYS = {"today": 0, "just now": 0, "hom nay": 0, "vua xong": 0, "yesterday": 1, "hom qua": 1, "hom kia": 2}
_BACK = re.compile(r"(?P<count>\d{1,4}|" + "|".join(_WORDS) + r")\s+(?:" + "|".join(f"(?P<{name}>{form})" for name, form in _UNITS.items())
                   + r")\s+(?:ago|truoc)")
_SECONDS = {"second": 1, "minute": 60, "hour": 3600}


def is_relative(text: str) -> bool:
    """Whether a text tells a date from another one, in English or Vietnamese, with accents or without.

    Examples
    --------
    >>> is_relative("2 tuần trước"), is_relative("hôm qua"), is_relative("31/12/2025")
    (True, True, False)
    """
    plain = _plain(text)
    return plain in _DAYS or _BACK.fullmatch(plain) is not None


def counted_back(text: str, reference: dt.datetime) -> dt.datetime | None:
    """The time that a relative text means, counted from `reference`; None for a text that is none.

    Hours and less keep the time of day; days and more give midnight, as a date does. A month back is the same day of the month
    before, or its last day.

    Examples
    --------
    >>> counted_back("2 tuần trước", dt.datetime(2021, 5, 1, 12))
    datetime.datetime(2021, 4, 17, 0, 0)
    """
    plain = _plain(text)
    midnight = dt.datetime.combine(reference.date(), dt.time())
    try:
        if plain in _DAYS:
            return midnight - dt.timedelta(days=_DAYS[plain])
        found = _BACK.fullmatch(plain)
        if not found:
            return None
        count = _WORDS.get(found["count"]) or int(found["count"])
        unit = next(name for name in _UNITS if found[name])
        if unit in _SECONDS:
            return reference - dt.timedelta(seconds=count * _SECONDS[unit])
        if unit in ("day", "week"):
            return midnight - dt.timedelta(days=count * (7 if unit == "week" else 1))
        return _months_back(midnight, count * (12 if unit == "year" else 1))
    except (OverflowError, ValueError):
        return None


def _months_back(day: dt.datetime, months: int) -> dt.datetime:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return day.replace(year=year, month=month + 1, day=min(day.day, calendar.monthrange(year, month + 1)[1]))


def _plain(text: str) -> str:
    """Lower case without accents, one space between words."""
    bare = "".join(sign for sign in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(sign)).replace("đ", "d")
    return " ".join(bare.split())

"""Numbers, dates and sentences in English and Vietnamese.

Each analysis keeps its sentences, both languages side by side, in a module of this folder:
`TEXT = {"scores.level": {"en": "... {value:share} ...", "vi": "..."}}`.
"""

from __future__ import annotations

import datetime as dt
import importlib
import math
import re
import string
from functools import cache
from typing import Any

from ..errors import ArgumentError, choose, unknown
from .refused import translated

__all__ = ["LANGUAGES", "say", "has", "label", "format_value", "period_label", "catalogue", "translated"]

LANGUAGES = ("en", "vi")
_MODULES = (
    "house", "quality", "readout", "scores", "scores_why", "scores_watch", "scores_outlook", "scores_cards", "scores_cross",
    "journeys", "journeys_paths", "journeys_more", "journeys_incidents", "maps", "maps_reasons", "comments", "personas", "personas_kinds", "personas_waves",
    "personas_cards", "personas_fit", "churn", "churn_trust", "churn_time", "churn_worth", "churn_list", "drivers", "report", "controls",
    "live", "presenter", "handout", "beside", "waves", "onboarding", "origin", "watch", "slides",
)
NOT_KNOWN = {"en": "not known", "vi": "chưa biết"}
_CURRENCY_DECIMALS = {"VND": 0, "JPY": 0, "KRW": 0}


def say(key: str, language: str, **values: Any) -> str:
    """The sentence `key` in `language`, its `{name:unit}` places filled with `values`.

    Units are those of :func:`format_value`; a place without a unit takes text as it is.

    Raises
    ------
    ArgumentError
        When the key or the language is unknown, or a value for a place is missing.

    Examples
    --------
    >>> say("house.base", "en", n=1234)
    'n = 1,234'
    >>> say("house.base", "vi", n=1234)
    'n = 1.234'
    """
    choose("language", language, LANGUAGES)
    texts = catalogue()
    if key not in texts:
        raise ArgumentError(unknown("sentence", key, texts))
    try:
        return _Formatter(language).vformat(texts[key][language], (), values)
    except KeyError as missing:
        raise ArgumentError(f'sentence "{key}" needs a value for {missing}') from None


def has(key: str) -> bool:
    """Whether the catalogue holds a sentence called `key`."""
    return key in catalogue()


def label(name: str, language: str) -> str:
    """The heading of a column or segment: its translation, or the name made readable.

    Examples
    --------
    >>> label("low", "en"), label("region", "vi"), label("my_column", "en")
    ('Low', 'Khu vực', 'My column')
    """
    key = f"label.{name}"
    if key in catalogue():
        return catalogue()[key][choose("language", language, LANGUAGES)]
    text = str(name).replace("_", " ").strip()
    return text[:1].upper() + text[1:]


def format_value(value: Any, unit: str, language: str) -> str:
    """A number or date as people of that language write it.

    Parameters
    ----------
    unit : str
        ``share`` (0.123 -> 12.3%), ``whole_share`` (12%), ``points`` (0.123 -> 12.3; NPS and differences of
        shares), ``signed_points`` (+12.3), ``count`` (1,234), ``score`` (4.21), ``signed_score``,
        ``money`` (1,234 VND needs a (value, currency) pair or a plain number), ``days`` (3.5 days),
        ``p_value``, ``number`` (up to 2 decimals), ``date`` (2026-03-07 / 07/03/2026), ``period``, ``text``.

    Examples
    --------
    >>> format_value(1234.5, "number", "vi"), format_value(0.1234, "share", "en")
    ('1.234,5', '12.3%')
    """
    choose("language", language, LANGUAGES)
    if unit in ("", "text"):
        return str(value)
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return NOT_KNOWN[language]
    if unit == "period":
        return period_label(str(value), language)
    if unit == "date":
        return _date(value, language)
    if unit == "money":
        return _money(value, language)
    formats = {
        "share": lambda v: f"{100 * v:.1f}%",
        "whole_share": lambda v: f"{100 * v:.0f}%",
        "points": lambda v: f"{100 * v:.1f}",
        "signed_points": lambda v: f"{100 * v:+.1f}",
        "count": lambda v: f"{round(v):,}",
        "score": lambda v: f"{v:.2f}",
        "signed_score": lambda v: f"{v:+.2f}",
        "days": lambda v: f"{v:,.1f}",
        "p_value": lambda v: "<0.001" if v < 0.001 else f"{v:.3f}",
        "number": lambda v: f"{v:,.2f}".rstrip("0").rstrip("."),
    }
    text = formats[choose("unit", unit, formats)](float(value))
    return _localise(_without_minus_zero(text), language)


def period_label(period: str, language: str) -> str:
    """A period as that language writes it: 2026Q3 is ``Q3 2026`` or ``Quý 3/2026``.

    Examples
    --------
    >>> period_label("2026Q3", "vi"), period_label("2026-03", "vi"), period_label("2026-03", "en")
    ('Quý 3/2026', '03/2026', '2026-03')
    """
    quarter = re.fullmatch(r"(\d{4})Q([1-4])", period)
    if quarter:
        year, number = quarter.groups()
        return f"Quý {number}/{year}" if language == "vi" else f"Q{number} {year}"
    month = re.fullmatch(r"(\d{4})-(\d{2})", period)
    if month and language == "vi":
        return f"{month[2]}/{month[1]}"
    return period


@cache
def catalogue() -> dict[str, dict[str, str]]:
    """Every sentence and label, by key, then language.

    Raises
    ------
    ArgumentError
        When two modules define the same key.
    """
    texts: dict[str, dict[str, str]] = {}
    for name in _MODULES:
        try:
            module = importlib.import_module(f"{__name__}.{name}")
        except ModuleNotFoundError as error:
            if error.name != f"{__name__}.{name}":
                raise
            continue
        twice = texts.keys() & module.TEXT.keys()
        if twice:
            raise ArgumentError(f"sentences defined twice: {', '.join(sorted(twice))}")
        texts.update(module.TEXT)
    return texts


class _Formatter(string.Formatter):
    def __init__(self, language: str) -> None:
        self.language = language

    def format_field(self, value: Any, format_spec: str) -> str:
        return format_value(value, format_spec, self.language)


def _localise(text: str, language: str) -> str:
    return text.translate(str.maketrans(",.", ".,")) if language == "vi" else text


def _date(value: Any, language: str) -> str:
    day = value if isinstance(value, dt.date) else dt.date.fromisoformat(str(value)[:10])
    return day.strftime("%d/%m/%Y" if language == "vi" else "%Y-%m-%d")


def _money(value: Any, language: str) -> str:
    amount, currency = value if isinstance(value, tuple) else (value, "")
    if amount is None or math.isnan(float(amount)):
        return NOT_KNOWN[language]
    decimals = _CURRENCY_DECIMALS.get(currency, 2)
    text = _without_minus_zero(f"{float(amount):,.{decimals}f}")
    return f"{_localise(text, language)} {currency}".strip()


def _without_minus_zero(text: str) -> str:
    return re.sub(r"^-(0(?:\.0+)?%?)$", r"\1", text)

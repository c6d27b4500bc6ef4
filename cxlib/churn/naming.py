"""What each column is called, which theme it belongs to, and whether somebody can change it."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from .. import words

__all__ = ["Named", "describe", "named"]

# Theme and unit of each behaviour column. Rhythm, spend and time as a customer are signs of leaving, not levers.
_COLUMNS = {
    "tenure_days": ("tenure", "count"), "recency_days": ("rhythm", "count"), "visits": ("rhythm", "count"),
    "visits_last_30": ("rhythm", "count"), "visits_prior_30": ("rhythm", "count"), "mean_gap_days": ("rhythm", "number"),
    "gap_ratio": ("rhythm", "number"), "visits_against_usual": ("rhythm", "number"), "spend": ("money", "money"),
    "basket": ("money", "money"), "refunds": ("refunds", "count"), "morning_share": ("hours", "whole_share"),
    "weekend_share": ("hours", "whole_share"), "contacts": ("channels", "count"), "touchpoints_used": ("channels", "count"),
    "channels_used": ("channels", "count"), "answers": ("scores", "count"), "low_scores": ("scores", "count"),
    "monthly_fee": ("fee", "money"),
}  # fmt: skip
_CHANGEABLE = {"refunds", "channels", "scores", "fee"}


@dataclass(frozen=True)
class Named:
    """A column in words.

    Attributes
    ----------
    text : its name
    theme : key of its theme; columns of a theme tell much the same
    theme_text : the theme in words
    unit : see :func:`cxlib.words.format_value`
    changeable : whether the company can act on it
    """

    text: str
    theme: str
    theme_text: str
    unit: str
    changeable: bool


def named(column: str, language: str) -> Named:
    """A column of the churn table in words.

    Examples
    --------
    >>> named("channel_app_share", "en").text, named("region=Huế", "vi").theme_text
    ('share of contacts by app', 'Khu vực')
    """
    if "=" in column:
        segment = column.split("=", 1)[0]
        text = words.label(segment, language)
        return Named(text, f"segment {segment}", text, "text", False)
    theme, unit = _COLUMNS.get(column, ("", "number"))
    text = words.say(f"churn.column.{column}", language) if words.has(f"churn.column.{column}") else words.label(column, language)
    if column.startswith(("channel_", "recent_channel_")) and column.endswith("_share"):
        theme, unit = "channels", "whole_share"
        key = "recent_channel" if column.startswith("recent_") else "channel"
        text = words.say(f"churn.column.{key}", language, name=column.split("channel_", 1)[1][: -len("_share")])
    elif "touchpoint_" in column:
        key = "recent" if column.startswith("recent_") else "habit" if column.startswith("habit_") else "touchpoint"
        theme, unit = f"touchpoint {column.split('touchpoint_', 1)[1]}", "whole_share" if key == "habit" else "count"
        text = words.say(f"churn.column.{key}", language, name=_readable(column.split("touchpoint_", 1)[1]))
    elif column.startswith("last_score_"):
        theme = "scores"
        text = words.say("churn.column.last_score", language, name=words.label(column[len("last_score_") :], language).lower())
    if theme.startswith("touchpoint "):
        return Named(text, theme, words.say("churn.theme.touchpoint", language, name=_readable(theme[len("touchpoint ") :])), unit, True)
    theme_text = words.say(f"churn.theme.{theme}", language) if theme else text
    return Named(text, theme or column, theme_text, unit, theme in _CHANGEABLE)


def describe(column: str, row: pd.Series, usual: pd.Series, language: str, currency: str) -> str:
    """A reason in words: the column, this customer's value, and the typical one."""
    name = named(column, language)
    if "=" in column:
        return words.say("churn.reason.level", language, name=name.text, value=_level(column, row, language))

    def shown(value: float) -> str:
        return words.format_value((value, currency) if name.unit == "money" else float(value), name.unit, language)

    return words.say("churn.reason", language, name=name.text, value=shown(row[column]), usual=shown(usual[column]))


def _readable(name: str) -> str:
    return name.replace("_", " ")


def _level(column: str, row: pd.Series, language: str) -> str:
    segment = column.split("=", 1)[0]
    mine = [name for name in row.index if name.startswith(f"{segment}=") and row[name] > 0]
    return mine[0].split("=", 1)[1] if mine else words.NOT_KNOWN[language]

"""A name for a persona, from what its customers do more than others."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from .. import words

__all__ = ["names_of", "habit_label"]

_CLEAR = 0.4
_WORDS = 3
_MIX_LABELS = ("channel", "stage", "touchpoint")


def names_of(differences: pd.DataFrame, language: str) -> list[str]:
    """One name for each row, no two alike.

    Parameters
    ----------
    differences : DataFrame, persona x habit
        Standardised difference of the persona's mean from everyone's.

    Examples
    --------
    >>> names_of(pd.DataFrame({"morning_share": [1.2, -0.9], "visits_per_month": [0.6, 0.1]}), "en")
    ['Mornings, often', 'Later in the day']
    """
    names: list[str] = []
    for _, row in differences.iterrows():
        said = _said(row.dropna().to_dict(), language)
        chosen = said[:_WORDS] or [words.say("personas.word.average", language)]
        while _joined(chosen) in names and len(chosen) < len(said):
            chosen = said[: len(chosen) + 1]
        name, number = _joined(chosen), 2
        while name in names:
            name, number = f"{_joined(chosen)} ({number})", number + 1
        names.append(name)
    return names


def habit_label(habit: str, language: str) -> str:
    """The heading of a habit: "Share of app" for channel_app_share."""
    for mix in _MIX_LABELS:
        if habit.startswith(f"{mix}_") and habit.endswith("_share"):
            return words.say(f"personas.habit.{mix}", language, name=_level(habit, mix))
    return words.label(habit, language)


def _said(differences: Mapping[str, float], language: str) -> list[str]:
    """Words for the clear differences, largest first; ties in order of the habit's name."""
    ordered = sorted(differences, key=lambda habit: (-abs(round(differences[habit], 6)), habit))
    said = [_word(habit, differences[habit] > 0, language) for habit in ordered if abs(differences[habit]) >= _CLEAR]
    return list(dict.fromkeys(word for word in said if word))


def _word(habit: str, more: bool, language: str) -> str:
    for mix in _MIX_LABELS:
        if habit.startswith(f"{mix}_") and habit.endswith("_share"):
            return _level(habit, mix) if more else ""
    key = f"personas.word.{habit}.{'more' if more else 'less'}"
    if words.has(key):
        return words.say(key, language)
    if words.has(f"personas.word.{habit}.more"):
        return ""
    return words.say(f"personas.word.{'more' if more else 'less'}", language, habit=words.label(habit, language).lower())


def _level(habit: str, mix: str) -> str:
    return habit.removeprefix(f"{mix}_").removesuffix("_share").replace("_", " ")


def _joined(parts: list[str]) -> str:
    text = ", ".join(parts)
    return text[:1].upper() + text[1:]

"""From a slice as text, and what to compare it with, to a finding: the one line behind every click."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .. import words
from ..errors import ArgumentError
from ..finding import Finding
from ..finding.beside import beside
from ..slices import Slice

__all__ = ["PREVIOUS", "REST", "Sides", "answer", "answer_of", "slice_title", "sides"]

REST, PREVIOUS = "rest", "previous"


@dataclass(frozen=True)
class Sides:
    """The study through the slice chosen, and through the other one when there is a comparison.

    Parameters
    ----------
    one : Study
    other : Study, optional
    names : tuple of two str
        What the two are called in a chart.
    disjoint : bool
        Whether nobody can be in both.
    """

    one: Any
    other: Any = None
    names: tuple[str, str] = ("", "")
    disjoint: bool = True


def answer(study: Any, analysis: Callable[[Any], Finding], text: str | Slice = "", against: str = "") -> Finding:
    """``analysis(study.where(text))``, beside the same of another slice when one is named.

    Parameters
    ----------
    study : Study
    analysis : callable
        Takes a study, returns a finding.
    text : str or Slice
        As :meth:`cxlib.slices.Slice.parse` reads it.
    against : str
        "" for no comparison, "rest" (everyone else, in the same periods), "previous" (the same in the wave before), or
        the text of another slice.

    Raises
    ------
    ArgumentError
        For text that cannot be read, a name that is not there, or no wave before.
    StudyError
        What the analysis raises.

    See Also
    --------
    cxlib.finding.beside : how two findings stand beside each other.
    """
    return answer_of(sides(study, text, against), analysis)


def sides(study: Any, text: str | Slice = "", against: str = "") -> Sides:
    """The studies that :func:`answer` asks, so that many analyses can share them.

    Without levels there is nobody else: "rest" then compares with nothing.

    Raises
    ------
    ArgumentError
        As :func:`answer`.
    """
    chosen = Slice.parse(text) if isinstance(text, str) else text
    one = study.where(chosen)
    if not against or (against == REST and not chosen.restricts):
        return Sides(one)
    if against == PREVIOUS:
        now, before = _waves(one)
        earlier = study.where(chosen.without("period") & Slice(periods=(before,)))
        return Sides(one, earlier, tuple(words.period_label(wave, study.language) for wave in (now, before)))
    rest = chosen.rest() if against == REST else Slice.parse(against)
    names = slice_title(chosen, study.language), slice_title(rest, study.language)
    if against == REST and not chosen.outside:
        names = names[0], words.say("slicer.against_rest", study.language)
    if names[0] == names[1]:
        names = str(chosen) or names[0], str(rest) or names[1]
    if chosen == rest:
        raise ArgumentError("both slices are the same; compare with another one")
    return Sides(one, study.where(rest), names, _apart(chosen, rest))


def answer_of(seen: Sides, analysis: Callable[[Any], Finding]) -> Finding:
    """The finding of an analysis for sides that are already there."""
    one = analysis(seen.one)
    if seen.other is None:
        return one
    return beside(one, analysis(seen.other), names=seen.names, disjoint=seen.disjoint)


def slice_title(slice_: Slice, language: str) -> str:
    """A slice as a short name for a chart: its levels and periods; "everyone" where it keeps all.

    Examples
    --------
    >>> slice_title(Slice({"region": ("Huế",)}, ("2026Q3",)), "en")
    'Huế, Q3 2026'
    >>> slice_title(Slice({"region": ("Huế",)}).rest(), "vi")
    'tất cả trừ Huế'
    """
    parts = [" / ".join(kept) for _, kept in slice_.inside]
    for group in slice_.left_out:
        parts.append(words.say("slicer.not", language, what=", ".join(" / ".join(kept) for _, kept in group)))
    if slice_.periods is not None:
        parts.append(" / ".join(words.period_label(period, language) for period in slice_.periods))
    if not slice_.weights:
        parts.append(words.say("slicer.weights_off", language))
    return ", ".join(parts) or words.say("house.everyone", language)


def _waves(one: Any) -> tuple[str, str]:
    """The wave that a study looks at through its slice, and the one before."""
    now = one.in_focus().wave
    place = one.waves.index(now)
    if not place:
        raise ArgumentError(f'there is no wave before "{now}" to compare with; choose another comparison')
    return now, one.waves[place - 1]


def _apart(one: Slice, other: Slice) -> bool:
    """Whether nobody can be in both; survey rounds count as samples of their own, as in scores.change."""
    if one.periods is not None and other.periods is not None and not set(one.periods) & set(other.periods):
        return True
    kept = dict(other.inside)
    if any(name in kept and not set(levels) & set(kept[name]) for name, levels in one.inside):
        return True
    return _within_any(one, other.left_out) or _within_any(other, one.left_out)


def _within_any(one: Slice, groups: tuple) -> bool:
    kept = dict(one.inside)
    return any(all(name in kept and set(kept[name]) <= set(levels) for name, levels in group) for group in groups)

"""The ways a study is refused, in one wording.

Every message says what was given, what is allowed, the nearest match and what to do next.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping

__all__ = [
    "StudyError",
    "ArgumentError",
    "SettingsError",
    "SourceError",
    "ContractError",
    "MissingExtraError",
    "MissingTableError",
    "RunError",
    "unknown",
    "choose",
    "check_keys",
]


class StudyError(Exception):
    """Base of everything that CX Workbench refuses; its text is written for the user."""

    def _render_traceback_(self) -> list[str]:
        """What a notebook shows: the text alone; where it was raised helps nobody who can mend it."""
        return [f"{type(self).__name__}: {self}"]


class ArgumentError(StudyError, ValueError):
    """A call was given a value that it cannot use."""


class SettingsError(StudyError):
    """`study.toml` is missing, cannot be read, or says something that is not allowed."""


class SourceError(StudyError):
    """A data file is missing, empty or not what its name says."""


class ContractError(StudyError):
    """Too many rows break the contract for the study to go on."""


class MissingExtraError(StudyError):
    """A feature needs an optional package that is not installed."""

    def __init__(self, feature: str, extra: str, package: str) -> None:
        super().__init__(
            f"{feature} needs the package {package}, which is not installed. "
            f'Install it with: python -m pip install "cxlib[{extra}]"'
        )


class MissingTableError(StudyError):
    """An analysis needs a table that this study does not have."""


class RunError(StudyError):
    """At least one notebook of a run failed; the others are kept."""


def unknown(kind: str, given: object, allowed: Iterable[object]) -> str:
    """One sentence for a word that is not known, with its nearest match and the right words.

    Examples
    --------
    >>> unknown("method", "tangoo", ["tango", "wald"])
    'no method called "tangoo"; did you mean "tango"? Choose from: tango, wald.'
    """
    names = [str(name) for name in allowed]
    near = difflib.get_close_matches(str(given).lower(), [name.lower() for name in names], n=1, cutoff=0.6)
    match = next((name for name in names if near and name.lower() == near[0]), None)
    hint = f'; did you mean "{match}"?' if match else "."
    listing = ", ".join(names[:20]) + (f" and {len(names) - 20} more" if len(names) > 20 else "")
    return f'no {kind} called "{given}"{hint} ' + (f"Choose from: {listing}." if names else f"There is no {kind} here.")


def choose(
    kind: str, given: str, allowed: Iterable[str], *, where: str = "", error: type[StudyError] = ArgumentError
) -> str:
    """Return `given` when it is one of `allowed`; raise `error` naming the place and the right words otherwise.

    Examples
    --------
    >>> choose("method", "tango", ["tango", "wald"])
    'tango'
    """
    allowed = list(allowed)
    if given not in allowed:
        raise error(f"{where}: {unknown(kind, given, allowed)}" if where else unknown(kind, given, allowed))
    return given


def check_keys(where: str, given: Mapping, allowed: Iterable[str], required: Iterable[str] = ()) -> None:
    """Raise :class:`SettingsError` when a settings table has an unknown key or lacks a required one.

    Examples
    --------
    >>> check_keys("study.toml, [study]", {"name": "x"}, ["name", "language"], ["name"])
    """
    allowed = list(allowed)
    if not isinstance(given, Mapping):
        raise SettingsError(f"{where}: expected a table of settings, not {given!r}")
    for key in given:
        if key not in allowed:
            raise SettingsError(f"{where}: {unknown('setting', key, allowed)}")
    for key in required:
        if key not in given:
            raise SettingsError(f'{where}: the setting "{key}" is missing')

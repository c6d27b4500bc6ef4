"""What `study.toml` says of the checks of its data: from when to look, from when to stop, and what to withhold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ..errors import SettingsError, check_keys, unknown
from . import typed

__all__ = ["CHECKS", "Gating", "read_gating"]

# check -> from which value on somebody should look, and from which on the findings that it touches do not stand
CHECKS: dict[str, tuple[float, float]] = {
    "rejected": (0.01, 0.05),
    "duplicates": (0.01, 0.05),
    "impossible": (0.01, 0.05),
    "straight_lining": (0.10, 0.30),
    "speeders": (0.10, 0.30),
    "repeated_text": (0.05, 0.20),
    "missing": (0.20, 0.50),
    "unit_jumps": (1.0, 1.0),
    "silent": (0.80, 0.99),
    "weights": (2.0, 4.0),
    "regions": (0.01, 0.10),
}


@dataclass(frozen=True)
class Gating:
    """The gates of a study.

    Attributes
    ----------
    look, stop : check -> value from which on its verdict is so
    withhold : checks whose verdict "stop" withholds the findings that they touch
    declared : whether study.toml has a ``[quality]``; only then findings carry what the gates say
    """

    look: Mapping[str, float] = field(default_factory=lambda: {name: look for name, (look, _) in CHECKS.items()})
    stop: Mapping[str, float] = field(default_factory=lambda: {name: stop for name, (_, stop) in CHECKS.items()})
    withhold: tuple[str, ...] = ()
    declared: bool = False


def read_gating(given: Mapping[str, Any] | None, where: str) -> Gating:
    """``[quality]``, checked; None where the study has none.

    Raises
    ------
    SettingsError
        For an unknown check, or a check that stops before it looks.

    Examples
    --------
    >>> read_gating({"stop": {"speeders": 0.5}}, "study.toml, [quality]").stop["speeders"]
    0.5
    """
    if given is None:
        return Gating()
    check_keys(where, given, ("look", "stop", "withhold"))
    withhold = typed.texts(given, "withhold", where)
    usual = Gating()
    look, stop = (_thresholds(given, side, usual_, where) for side, usual_ in (("look", usual.look), ("stop", usual.stop)))
    for name in withhold:
        _known(name, f"{where}, withhold")
    for name in CHECKS:
        if look[name] > stop[name] and name in typed.table(given, "look", where):
            raise SettingsError(f"{where}: {name} would stop at {stop[name]:g}, before it looks at {look[name]:g}")
    return Gating({name: min(look[name], stop[name]) for name in CHECKS}, stop, withhold, declared=True)


def _thresholds(given: Mapping[str, Any], side: str, usual: Mapping[str, float], where: str) -> dict[str, float]:
    own = typed.table(given, side, where)
    for name in own:
        _known(name, f"{where}, {side}")
    return {**usual, **{name: typed.number(own, name, 0.0, f"{where}, {side}") for name in own}}


def _known(name: str, where: str) -> None:
    if name not in CHECKS:
        raise SettingsError(f"{where}: {unknown('check', name, CHECKS)}")

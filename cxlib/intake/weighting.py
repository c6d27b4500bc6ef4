"""What `study.toml` says of weights: the margins that are known of the customers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..errors import SettingsError, check_keys, choose, unknown
from . import typed

__all__ = ["Weights", "read_weights"]

_ROUNDING = 1e-6


@dataclass(frozen=True)
class Weights:
    """The margins that each wave's answers are raked to.

    Attributes
    ----------
    margins : segment -> level -> its share among customers, 0 to 1; the shares of a segment add up to 1
    cap : largest factor, as a multiple of the mean one, by which raking may multiply a weight; 0 for none
    when_empty : {"stop", "as_given"}
        What to do with a wave in which a level has no answer: refuse the study, or leave that wave's weights as they came.
    """

    margins: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    cap: float = 0.0
    when_empty: str = "stop"


def read_weights(given: Any, segments: Sequence[str], where: str) -> Weights:
    """``[weights]``, checked.

    Raises
    ------
    SettingsError
        For a segment that the study does not have, a share that is not above 0, or shares that do not add up to 1.

    Examples
    --------
    >>> read_weights({"margins": {"region": {"north": 0.4, "south": 0.6}}}, ["region"], "study.toml, [weights]").cap
    0.0
    """
    check_keys(where, given, tuple(Weights.__dataclass_fields__))
    margins = {}
    for name in typed.table(given, "margins", where):
        if name not in segments:
            raise SettingsError(f"{where}, margins: {unknown('segment', name, segments)} A margin is one of segments under [study].")
        margins[name] = _shares(typed.table(given["margins"], name, f"{where}, margins"), f"{where}, margins.{name}")
    cap = typed.number(given, "cap", 0.0, where)
    if cap and not cap > 1:
        raise SettingsError(f"{where}: cap must be above 1, the mean factor; not {cap:g}. Leave it out for no cap.")
    words = ("stop", "as_given")
    return Weights(margins, cap, choose("word for when_empty", given.get("when_empty", "stop"), words, where=where, error=SettingsError))


def _shares(given: Mapping[str, Any], where: str) -> dict[str, float]:
    if not given:
        raise SettingsError(f'{where}: name each level with its share, such as "north" = 0.4')
    shares = {level: typed.fraction(given, level, 0.0, where) for level in given}
    for level, share in shares.items():
        if share == 0:
            raise SettingsError(f'{where}: the share of "{level}" must be above 0; leave a level without customers out')
    total = sum(shares.values())
    if abs(total - 1) > _ROUNDING:
        raise SettingsError(f"{where}: the shares add up to {total:.6g}; they must add up to 1")
    return shares

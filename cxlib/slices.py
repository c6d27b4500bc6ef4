"""Which customers and period we look at: a value, joined with `&`, written as text and read back."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from .errors import ArgumentError, unknown

__all__ = ["Slice", "EVERYONE"]

_PLAIN = re.compile(r"[^\s&,=\"\\](?:[^&,=\"\\]*[^\s&,=\"\\])?")
_PERIOD = "period"


@dataclass(frozen=True)
class Slice:
    """The levels kept of each segment, and the periods kept.

    Levels of one segment are joined by *or*, segments by *and*. A segment that is not named keeps
    everyone; a segment whose levels do not meet keeps nobody.

    Parameters
    ----------
    levels : mapping of segment to levels
        For example ``{"region": ("Hà Nội", "Huế")}``.
    periods : tuple of str, optional
        Period labels kept, for example ``("2026Q2", "2026Q3")``; None keeps all.

    Examples
    --------
    >>> hanoi = Slice({"region": ("Hà Nội",)})
    >>> str(hanoi & Slice({"plan": ("Vàng", "Bạc")}))
    'plan = Bạc, Vàng & region = Hà Nội'
    >>> Slice.parse("region = Hà Nội") == hanoi
    True
    """

    levels: tuple[tuple[str, tuple[str, ...]], ...] = field(default=())
    periods: tuple[str, ...] | None = None

    def __init__(self, levels: Mapping[str, object] | tuple = (), periods: object = None) -> None:
        pairs = levels.items() if isinstance(levels, Mapping) else levels
        canonical = tuple(sorted((str(name), _as_levels(kept)) for name, kept in pairs))
        if any(name == _PERIOD for name, _ in canonical):
            raise ArgumentError('"period" is not a segment; give it as periods=("2026Q3",)')
        if len({name for name, _ in canonical}) < len(canonical):
            raise ArgumentError("a slice names each segment once; list its levels together")
        object.__setattr__(self, "levels", canonical)
        object.__setattr__(self, "periods", None if periods is None else _as_levels(periods))

    def __and__(self, other: Slice) -> Slice:
        """Customers in both slices; two slices in a row equal the two joined."""
        if not isinstance(other, Slice):
            return NotImplemented
        joined = dict(self.levels)
        for name, kept in other.levels:
            joined[name] = tuple(x for x in joined[name] if x in kept) if name in joined else kept
        return Slice(joined, _meet(self.periods, other.periods))

    def __bool__(self) -> bool:
        return bool(self.levels) or self.periods is not None

    def __str__(self) -> str:
        parts = [f"{_quote(name)} = {', '.join(map(_quote, kept))}" for name, kept in self.levels]
        if self.periods is not None:
            parts.append(f"{_PERIOD} = {', '.join(map(_quote, self.periods))}")
        return " & ".join(parts)

    @property
    def segments(self) -> tuple[str, ...]:
        """Names of the segments that this slice restricts."""
        return tuple(name for name, _ in self.levels)

    def kept(self, segment: str) -> tuple[str, ...] | None:
        """Levels kept of `segment`, or None when it keeps all."""
        return dict(self.levels).get(segment)

    def without(self, segment: str) -> Slice:
        """The slice with everyone of `segment` let back in (``"period"`` for the periods)."""
        if segment == _PERIOD:
            return Slice(self.levels)
        return Slice(tuple(pair for pair in self.levels if pair[0] != segment), self.periods)

    @classmethod
    def parse(cls, text: str) -> Slice:
        """Read back the text form: ``region = Hà Nội, Huế & plan = Vàng & period = 2026Q3``.

        A name or level that holds ``& , = "`` stands in double quotes, with ``\\`` before ``"`` and ``\\``.

        Raises
        ------
        ArgumentError
            When the text does not have this form.
        """
        levels: dict[str, tuple[str, ...]] = {}
        periods = None
        # Composed, as levels are: a terminal may give accents apart from their letters.
        text = unicodedata.normalize("NFC", text)
        for part in _split(text, "&"):
            pieces = _split(part, "=")
            if len(pieces) != 2:
                raise ArgumentError(
                    f'cannot read the slice "{text}": write segment = level, level & segment = level'
                )
            name, kept = _unquote(pieces[0]), tuple(_unquote(level) for level in _split(pieces[1], ","))
            kept = () if kept == ("",) and '""' not in pieces[1] else kept
            if name in levels or name == _PERIOD and periods is not None:
                raise ArgumentError(f'the slice "{text}" names {name} twice; list its levels together')
            if name == _PERIOD:
                periods = kept
            else:
                levels[name] = kept
        return cls(levels, periods)

    def check(self, segments: Mapping[str, tuple[str, ...]], periods: tuple[str, ...]) -> Slice:
        """Return this slice when every name in it exists; raise with the nearest match otherwise.

        Raises
        ------
        ArgumentError
            For an unknown segment, level or period.
        """
        for name, kept in self.levels:
            if name not in segments:
                raise ArgumentError(unknown("segment", name, segments))
            for level in kept:
                if level not in segments[name]:
                    raise ArgumentError(unknown(f"level of {name}", level, segments[name]))
        for period in self.periods or ():
            if period not in periods:
                raise ArgumentError(unknown("period", period, periods))
        return self


def _as_levels(kept: object) -> tuple[str, ...]:
    values = (kept,) if isinstance(kept, str) else tuple(kept)
    return tuple(sorted({str(value) for value in values}))


def _meet(first: tuple[str, ...] | None, second: tuple[str, ...] | None) -> tuple[str, ...] | None:
    if first is None or second is None:
        return second if first is None else first
    return tuple(value for value in first if value in second)


def _quote(text: str) -> str:
    if _PLAIN.fullmatch(text):
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _unquote(text: str) -> str:
    text = text.strip()
    if len(text) >= 2 and text.startswith('"') and text.endswith('"'):
        return re.sub(r"\\(.)", r"\1", text[1:-1], flags=re.DOTALL)
    return text


def _split(text: str, mark: str) -> list[str]:
    """Split at `mark` outside of double quotes."""
    if not text.strip():
        return []
    parts, inside, escaped, start = [], False, False, 0
    for place, letter in enumerate(text):
        if escaped:
            escaped = False
        elif letter == "\\" and inside:
            escaped = True
        elif letter == '"':
            inside = not inside
        elif letter == mark and not inside:
            parts.append(text[start:place])
            start = place + 1
    if inside:
        raise ArgumentError(f'cannot read the slice "{text}": a quotation mark is not closed')
    return [*parts, text[start:]]


EVERYONE = Slice()

"""Which customers and period we look at: a value, joined with `&`, written as text and read back."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from .errors import ArgumentError, unknown

__all__ = ["Slice", "EVERYONE"]

Levels = tuple[tuple[str, tuple[str, ...]], ...]

_PLAIN = re.compile(r"[^\s&,=\"\\](?:[^&,=\"\\]*[^\s&,=\"\\])?")
_NOT = re.compile(r"\s*not\s*\(")
_PERIOD, _WEIGHTS = "period", "weights"


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
    outside : bool
        Everyone who is not in these levels instead; the periods stay kept. Who has no level ("not known") is outside.
    weights : bool
        Whether answers count with their weights.
    apart : tuple of levels
        Groups of levels whose customers are left out besides; what joining slices with `&` needs.

    Examples
    --------
    >>> hanoi = Slice({"region": ("Hà Nội",)})
    >>> str(hanoi & Slice({"plan": ("Vàng", "Bạc")}))
    'plan = Bạc, Vàng & region = Hà Nội'
    >>> Slice.parse("region = Hà Nội") == hanoi
    True
    >>> str(hanoi.rest())
    'not (region = Hà Nội)'
    """

    levels: Levels = field(default=())
    periods: tuple[str, ...] | None = None
    outside: bool = False
    weights: bool = True
    apart: tuple[Levels, ...] = field(default=())

    def __init__(
        self, levels: Mapping[str, object] | tuple = (), periods: object = None, *, outside: bool = False, weights: bool = True,
        apart: Iterable[Mapping[str, object] | tuple] = (),
    ) -> None:
        own, groups = _canonical(levels), {_canonical(group) for group in apart}
        # One form for one meaning: a single group that is left out, and nothing kept, is an outside.
        if outside and groups:
            own, groups, outside = (), {*groups, own}, False
        if not own and not outside and len(groups) == 1:
            own, groups, outside = groups.pop(), set(), True
        object.__setattr__(self, "levels", own)
        object.__setattr__(self, "periods", None if periods is None else _as_levels(periods))
        object.__setattr__(self, "outside", bool(outside))
        object.__setattr__(self, "weights", bool(weights))
        object.__setattr__(self, "apart", tuple(sorted(groups)))

    def __and__(self, other: Slice) -> Slice:
        """Customers in both slices; two slices in a row equal the two joined."""
        if not isinstance(other, Slice):
            return NotImplemented
        joined = dict(self.inside)
        for name, kept in other.inside:
            joined[name] = tuple(x for x in joined[name] if x in kept) if name in joined else kept
        return Slice(joined, _meet(self.periods, other.periods), weights=self.weights and other.weights, apart=(*self.left_out, *other.left_out))

    def __bool__(self) -> bool:
        return bool(self.levels or self.apart or self.outside or not self.weights) or self.periods is not None

    def __repr__(self) -> str:
        more = [f"{name}={getattr(self, name)!r}" for name in ("outside", "weights", "apart") if getattr(self, name) != getattr(EVERYONE, name)]
        return f"Slice({', '.join([f'levels={self.levels!r}', f'periods={self.periods!r}', *more])})"

    def __str__(self) -> str:
        parts = [_written(name, kept) for name, kept in self.inside]
        parts += [f"not ({' & '.join(_written(name, kept, within=True) for name, kept in group)})" for group in self.left_out]
        if self.periods is not None:
            parts.append(f"{_PERIOD} = {', '.join(map(_quote, self.periods))}")
        return " & ".join([*parts, *([] if self.weights else [f"{_WEIGHTS} = off"])])

    @property
    def inside(self) -> Levels:
        """Levels that are kept: those of :attr:`levels`, none of an outside."""
        return () if self.outside else self.levels

    @property
    def left_out(self) -> tuple[Levels, ...]:
        """Groups of levels whose customers are left out."""
        return (self.levels,) if self.outside else self.apart

    @property
    def segments(self) -> tuple[str, ...]:
        """Names of the segments that this slice restricts."""
        return tuple(dict.fromkeys(name for levels in (self.inside, *self.left_out) for name, _ in levels))

    @property
    def restricts(self) -> bool:
        """Whether any customer may be left out."""
        return bool(self.inside or self.left_out)

    def kept(self, segment: str) -> tuple[str, ...] | None:
        """Levels kept of `segment`, or None when it keeps all; see :meth:`keeps` for those that are left out."""
        return dict(self.inside).get(segment)

    def keeps(self, segment: str, level: str) -> bool:
        """Whether anyone at this level of `segment` can be in the slice.

        Examples
        --------
        >>> Slice({"region": "Huế"}, outside=True).keeps("region", "Huế")
        False
        """
        kept = self.kept(segment)
        whole = (group[0][1] for group in self.left_out if len(group) == 1 and group[0][0] == segment)
        return (kept is None or level in kept) and not any(level in levels for levels in whole)

    def without(self, segment: str) -> Slice:
        """The slice with everyone of `segment` let back in (``"period"`` for the periods)."""
        if segment == _PERIOD:
            return Slice(self.inside, None, weights=self.weights, apart=self.left_out)
        named = [group for group in self.left_out if segment in dict(group)]
        fewer = [tuple(pair for pair in group if pair[0] != segment) for group in named]
        groups = [group for group in self.left_out if group not in named] + [group for group in fewer if group]
        return Slice(tuple(pair for pair in self.inside if pair[0] != segment), self.periods, weights=self.weights, apart=groups)

    def only(self, segments: Iterable[str]) -> Slice:
        """The part that concerns these segments; a group that names another one too leaves nobody out by these alone."""
        names = set(segments)
        groups = [group for group in self.left_out if names.issuperset(dict(group))]
        return Slice(tuple(pair for pair in self.inside if pair[0] in names), self.periods, weights=self.weights, apart=groups)

    def rest(self) -> Slice:
        """Everyone else, in the same periods; of everyone that is nobody.

        Raises
        ------
        ArgumentError
            When the slice keeps some levels and leaves out others: its rest is no slice.
        """
        if self.apart:
            raise ArgumentError(f'"{self}" keeps some and leaves out others, so everyone else is no slice; name one group of levels only')
        return Slice(self.levels, self.periods, outside=not self.outside, weights=self.weights)

    @classmethod
    def parse(cls, text: str) -> Slice:
        """Read back the text form: ``region = Hà Nội, Huế & plan = Vàng & period = 2026Q3``.

        A name or level that holds ``& , = "`` stands in double quotes, with ``\\`` before ``"`` and ``\\``. Everyone
        else is ``not (region = Huế & plan = Vàng) & period = 2026Q3``; ``weights = off`` counts answers alike.

        Raises
        ------
        ArgumentError
            When the text does not have this form.
        """
        # Composed, as levels are: a terminal may give accents apart from their letters.
        text = unicodedata.normalize("NFC", text)
        parts = _split(text, "&")
        groups = [part for part in parts if _NOT.match(part)]
        levels = _read([part for part in parts if part not in groups], text)
        weights = levels.pop((_WEIGHTS, False), ("on",))
        if weights not in (("on",), ("off",)):
            raise ArgumentError(f'the slice "{text}" says weights = {", ".join(weights)}; choose from: off, on')
        periods = levels.pop((_PERIOD, False), levels.pop((_PERIOD, True), None))
        apart = [_read(_split(_within(group, text), "&"), text) for group in groups]
        return cls(_named(levels), periods, weights=weights == ("on",), apart=map(_named, apart))

    def check(self, segments: Mapping[str, tuple[str, ...]], periods: tuple[str, ...]) -> Slice:
        """Return this slice when every name in it exists; raise with the nearest match otherwise.

        Raises
        ------
        ArgumentError
            For an unknown segment, level or period.
        """
        for name, kept in (pair for levels in (self.inside, *self.left_out) for pair in levels):
            if name not in segments:
                raise ArgumentError(unknown("segment", name, segments))
            for level in kept:
                if level not in segments[name]:
                    raise ArgumentError(unknown(f"level of {name}", level, segments[name]))
        for period in self.periods or ():
            if period not in periods:
                raise ArgumentError(unknown("period", period, periods))
        return self


def _canonical(levels: Mapping[str, object] | tuple) -> Levels:
    pairs = levels.items() if isinstance(levels, Mapping) else levels
    canonical = tuple(sorted((str(name), _as_levels(kept)) for name, kept in pairs))
    if any(name == _PERIOD for name, _ in canonical):
        raise ArgumentError('"period" is not a segment; give it as periods=("2026Q3",)')
    if len({name for name, _ in canonical}) < len(canonical):
        raise ArgumentError("a slice names each segment once; list its levels together")
    return canonical


def _as_levels(kept: object) -> tuple[str, ...]:
    values = (kept,) if isinstance(kept, str) else tuple(kept)
    return tuple(sorted({str(value) for value in values}))


def _meet(first: tuple[str, ...] | None, second: tuple[str, ...] | None) -> tuple[str, ...] | None:
    if first is None or second is None:
        return second if first is None else first
    return tuple(value for value in first if value in second)


def _written(name: str, kept: tuple[str, ...], *, within: bool = False) -> str:
    """One segment and its levels; a segment that is called like a word of ours stands in quotes."""
    ours = name == _WEIGHTS or _NOT.match(name)
    written = _quoted(name) if ours else _quote(name, within=within)
    return f"{written} = {', '.join(_quote(level, within=within) for level in kept)}"


def _quote(text: str, *, within: bool = False) -> str:
    return text if _PLAIN.fullmatch(text) and not (within and set(text) & set("()")) else _quoted(text)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _unquote(text: str) -> str:
    text = text.strip()
    if len(text) >= 2 and text.startswith('"') and text.endswith('"'):
        return re.sub(r"\\(.)", r"\1", text[1:-1], flags=re.DOTALL)
    return text


def _read(parts: list[str], text: str) -> dict[tuple[str, bool], tuple[str, ...]]:
    """Levels by name, and whether the name stood in quotes."""
    found: dict[tuple[str, bool], tuple[str, ...]] = {}
    for part in parts:
        pieces = _split(part, "=")
        if len(pieces) != 2:
            raise ArgumentError(f'cannot read the slice "{text}": write segment = level, level & segment = level')
        name, kept = _unquote(pieces[0]), tuple(_unquote(level) for level in _split(pieces[1], ","))
        key = (name, name == _WEIGHTS and pieces[0].strip() != name)
        if key in found:
            raise ArgumentError(f'the slice "{text}" names {name} twice; list its levels together')
        found[key] = () if kept == ("",) and '""' not in pieces[1] else kept
    return found


def _named(levels: Mapping[tuple[str, bool], tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    return {name: kept for (name, _), kept in levels.items()}


def _within(group: str, text: str) -> str:
    """What stands between the brackets of ``not (...)``."""
    inner = group.strip()
    if not inner.endswith(")"):
        raise ArgumentError(f'cannot read the slice "{text}": write not (segment = level & segment = level)')
    return inner[inner.index("(") + 1 : -1]


def _split(text: str, mark: str) -> list[str]:
    """Split at `mark` outside of double quotes and of the brackets of ``not (...)``."""
    if not text.strip():
        return []
    parts, inside, escaped, start, depth = [], False, False, 0, 0
    for place, letter in enumerate(text):
        if escaped:
            escaped = False
        elif letter == "\\" and inside:
            escaped = True
        elif letter == '"':
            inside = not inside
        elif not inside and letter == "(" and (depth or _NOT.fullmatch(text, start, place + 1)):
            depth += 1
        elif not inside and letter == ")" and depth:
            depth -= 1
        elif letter == mark and not inside and not depth:
            parts.append(text[start:place])
            start = place + 1
    if inside:
        raise ArgumentError(f'cannot read the slice "{text}": a quotation mark is not closed')
    if depth:
        raise ArgumentError(f'cannot read the slice "{text}": a bracket of not (...) is not closed')
    return [*parts, text[start:]]


EVERYONE = Slice()

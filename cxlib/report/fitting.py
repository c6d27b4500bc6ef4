"""Texts that fit their place on a slide: measured, wrapped, made smaller, cut at last."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

__all__ = ["cleaned", "column_widths", "fitted", "line_height", "lines_of"]

_AIR = 1.2  # height of a line of text, in sizes of type
_MEASURED = 100.0
_NOT_IN_XML = dict.fromkeys((0xFFFE, 0xFFFF))
_LEAST_COLUMN, _WIDEST_COLUMN = 0.55, 4.6


def cleaned(text: object) -> str:
    """The text without letters that a file of slides cannot hold.

    Examples
    --------
    >>> cleaned("Hà\\x00 Nội")
    'Hà Nội'
    """
    legal = ILLEGAL_CHARACTERS_RE.sub("", str(text)).translate(_NOT_IN_XML)
    return legal.encode("utf-8", "replace").decode("utf-8")


def line_height(points: float) -> float:
    """Inches that a line of type of that size takes."""
    return points * _AIR / 72


def lines_of(text: str, *, width: float, points: float) -> list[str]:
    """The text in lines at most `width` inches wide; a word that is wider alone is broken.

    Measured in DejaVu Sans, which is wider than the faces that slides are shown in: what fits here fits there.
    """
    room = width * 72 / points * _MEASURED
    out: list[str] = []
    for part in text.split("\n"):
        line = ""
        for word in part.split():
            joined = f"{line} {word}" if line else word
            if _length(joined) <= room:
                line = joined
                continue
            out += [line] if line else []
            *broken, line = _broken(word, room)
            out += broken
        out.append(line)
    return out


def fitted(text: str, *, width: float, height: float, largest: float, least: float) -> tuple[str, float]:
    """The text and the largest size of type at which it fits the place; cut with an ellipsis where even the least is too large.

    Examples
    --------
    >>> fitted("Short.", width=10, height=1, largest=28, least=12)
    ('Short.', 28)
    """
    text = cleaned(text).strip()
    points = largest
    while points >= least:
        if len(lines_of(text, width=width, points=points)) * line_height(points) <= height:
            return text, points
        points -= 1
    most = max(1, int(height / line_height(least) + 1e-9))
    length = sum(len(line) + 1 for line in lines_of(text, width=width, points=least)[:most])
    for end in range(min(length, len(text) - 1), 0, -1):
        kept = text[:end].rstrip(" .,;:") + "\u2026"
        if len(lines_of(kept, width=width, points=least)) <= most:
            return kept, least
    return "\u2026", least


def column_widths(cells: Sequence[Sequence[str]], *, width: float, points: float) -> list[float]:
    """Widths in inches of the first columns that fit side by side; `cells` are the columns, headings first.

    Each has room for its longest word; what is left goes to those with long texts. Fewer widths than columns: the others
    do not fit.
    """
    inch = points / 72 / _MEASURED
    margin = 0.2  # more than the cell keeps free, so that a text that fits is not broken
    least, natural = [], []
    for column in cells:
        words_ = [word for cell in column for word in cell.split()]
        longest = max((_length(word) for word in words_), default=0.0) * inch + margin
        whole = max((_length(cell) for cell in column), default=0.0) * inch + margin
        # a long heading over short numbers is not squeezed to a word a line
        least.append(min(max(longest, min(whole, 1.15), _LEAST_COLUMN), 2.4))
        natural.append(max(least[-1], min(whole, _WIDEST_COLUMN)))
    kept = len(cells)
    while kept > 1 and sum(least[:kept]) > width:
        kept -= 1
    least, natural = least[:kept], natural[:kept]
    wanted, left = sum(natural) - sum(least), max(0.0, width - sum(least))
    part = min(1.0, left / wanted) if wanted else 0.0
    return [min(width, low + part * (high - low)) for low, high in zip(least, natural, strict=True)]


@lru_cache(maxsize=50_000)
def _length(text: str) -> float:
    return _font().getlength(text)


@cache
def _font():
    from pathlib import Path

    import matplotlib
    from PIL import ImageFont

    return ImageFont.truetype(str(Path(matplotlib.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"), int(_MEASURED))


def _broken(word: str, room: float) -> list[str]:
    """A word in pieces that fit; the last piece goes on with what follows."""
    pieces, piece = [], ""
    for letter in word:
        if piece and _length(piece + letter) > room:
            pieces.append(piece)
            piece = ""
        piece += letter
    return [*pieces, piece]

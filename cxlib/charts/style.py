"""What every chart looks like: type, colours, markers, and text that cannot break."""

from __future__ import annotations

import re
import textwrap
import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache

import matplotlib as mpl
import matplotlib.style
import seaborn as sns

from ..errors import choose
from .reading import shorten

__all__ = ["FONT", "GREY", "INK", "MARK", "SIZES", "Look", "Size", "clean", "look", "shorten", "size_called", "style", "wrap"]

FONT = "DejaVu Sans"  # travels with matplotlib and holds every Vietnamese letter
INK = "#262626"
GREY = "#595959"  # 7:1 on white
HASHSALT = "cxlib"

# Neighbours differ in lightness as well as in hue, so that two series stay apart in grey.
_ORDER = (0, 3, 2, 4, 5, 7, 1, 9, 6, 8)
_MARKERS = "osD^vPX<>"
_DASHES = ("-", (0, (5, 2)), (0, (1.5, 1.5)), (0, (6, 2, 1.5, 2)), (0, (9, 3)), (0, (3, 1.5, 1.5, 1.5, 1.5, 1.5)))
_HATCHES = ("", "//", "..", "\\\\", "xx", "--", "oo")
_LOCK = threading.RLock()


@dataclass(frozen=True)
class Size:
    """How large things are: width in inches, `dpi`, and type in points."""

    name: str
    width: float
    dpi: int
    text: float

    @property
    def tallest(self) -> float:
        """Inches that a chart may be high, so that it can be seen at once; 1400 pixels in a room."""
        return 14.0 * self.text / 14.5

    @property
    def row(self) -> float:
        """Height of one line of text with the air around it, in inches."""
        return self.text * 1.25 / 72

    def inches(self, text: str) -> float:
        """Width of the widest line of `text`."""
        from matplotlib.font_manager import FontProperties
        from matplotlib.textpath import text_to_path

        font = FontProperties(family=FONT, size=self.text)
        lines = text.split("\n")
        return max(text_to_path.get_text_width_height_descent(line, font, False)[0] if line else 0.0 for line in lines) / 72

    def letters(self, inches: float) -> int:
        """How many letters of ordinary text fit in that width."""
        return max(8, int(inches * 72 / (0.58 * self.text)))


SIZES = {"room": Size("room", 12.8, 100, 14.5), "page": Size("page", 8.0, 100, 9.5)}


@dataclass(frozen=True)
class Look:
    """How one series is told from the others: colour, and shape for those who cannot use colour."""

    color: tuple[float, float, float]
    marker: str
    dash: object
    hatch: str


MARK = Look((0.835, 0.369, 0.0), "X", "", "")  # what stands out: vermilion, which every kind of eye tells from blue

def look(number: int) -> Look:
    """The look of the series at that place; 10 colours, 9 markers and 6 dashes cycle at their own pace."""
    palette = sns.color_palette("colorblind")
    return Look(
        palette[_ORDER[number % len(_ORDER)]],
        _MARKERS[number % len(_MARKERS)],
        _DASHES[number % len(_DASHES)],
        _HATCHES[number % len(_HATCHES)],
    )


def size_called(name: str) -> Size:
    """The size called ``room`` (a projector, 1280 px wide) or ``page``.

    Raises
    ------
    ArgumentError
        For another name.
    """
    return SIZES[choose("size", name, SIZES)]


@contextmanager
def style(size: Size) -> Iterator[None]:
    """Our style for the time of a drawing; the settings of the user are back afterwards.

    The settings of matplotlib belong to the whole process, so drawings take turns.
    """
    with _LOCK, mpl.style.context(["default", _settings(size)]):
        yield


def clean(text: object) -> str:
    """Text as one line that the font can show: composed letters, no control signs, no missing glyphs.

    Examples
    --------
    >>> clean("Huế\\n  (cũ)")
    'Huế (cũ)'
    """
    line = re.sub(r"[ \t\r\n\f\v]+", " ", unicodedata.normalize("NFC", str(text))).strip()
    return "".join(letter if ord(letter) in _glyphs() else "\ufffd" for letter in line)


def wrap(text: object, letters: int) -> str:
    """`clean` text in lines of at most that many letters; a no-break space is kept together, then plain."""
    lines = textwrap.wrap(clean(text), max(8, letters)) or [""]
    return "\n".join(lines).replace("\u00a0", " ")


def _settings(size: Size) -> dict[str, object]:
    return {
        **sns.axes_style("whitegrid"),
        "font.family": [FONT],
        "font.size": size.text,
        "axes.labelsize": size.text,
        "axes.titlesize": size.text * 1.05,
        "xtick.labelsize": size.text,
        "ytick.labelsize": size.text,
        "legend.fontsize": size.text,
        "axes.labelcolor": INK,
        "text.color": INK,
        "xtick.color": INK,
        "ytick.color": INK,
        "grid.color": "#e0e0e0",
        "hatch.linewidth": 0.8,
        "lines.linewidth": size.text / 7,
        "lines.markersize": size.text * 0.6,
        "text.parse_math": False,  # "$" in the name of a level is a dollar
        "svg.hashsalt": HASHSALT,
        "svg.fonttype": "path",
    }


@cache
def _glyphs() -> frozenset[int]:
    from matplotlib import font_manager

    path = font_manager.findfont(FONT, fallback_to_default=False)
    return frozenset(font_manager.get_font(path).get_charmap())

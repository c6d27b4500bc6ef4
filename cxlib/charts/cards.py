"""A persona card as one page: differences, facts, channels, quotes, what is not known, the next step."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from .. import words
from ..errors import ArgumentError
from ..finding import Finding
from .panel import slice_words
from .style import GREY, INK, MARK, Size, clean, look, size_called, style

__all__ = ["card_figure", "card_png", "card_svg", "fitted"]

_WIDE, _TALL = 12.8, 9.05  # A4 across, in inches of the larger size
_PART = "maps.persona_card"
_LEFT, _RIGHT, _EDGE = 0.4, 7.15, 12.4
_LABEL, _BARS, _NUMBERS = 2.4, 2.4, 1.5  # widths of the columns of the differences
_HERE, _THERE = 2.0, 1.1
_ROOM = 9  # rows of differences
_TOP, _BOTTOM, _STEP = 1.72, 5.6, 0.56
_BOLD = 1.12  # bold letters are that much wider
_SAFE = 0.97  # letters that are set to whole pixels may be a little wider than measured
_MOST_CHANNELS = 6


@dataclass(frozen=True)
class _Page:
    """The paper: a finding, axes in inches from the top left corner, and the size of ordinary type."""

    finding: Finding
    ax: Axes
    type: Size
    scale: float

    def say(self, key: str, **values: object) -> str:
        return words.say(f"{_PART}.{key}", self.finding.language, **values)

    def rows(self, *shown: str) -> pd.DataFrame:
        """The rows of the table that have these places on the page, in the order of the table."""
        return self.finding.table[self.finding.table["_shown"].isin(shown)]

    def number(self, value: float, unit: str, *, currency: bool = True) -> str:
        given = (value, self.finding.currency) if unit == "money" else value
        text = words.format_value(given, unit, self.finding.language)
        return text if currency or unit != "money" else text.removesuffix(f" {self.finding.currency}")

    def line(self, larger: float = 1.0) -> float:
        """Height of a line of text, in inches of the larger size."""
        return self.type.text * larger * 1.22 / 72 / self.scale

    def write(self, x: float, y: float, text: str, *, wide: float, most: int = 1, larger: float = 1.0, bold: bool = False, **look_: object) -> int:
        """Text in at most that many lines, its first line's top at `y`; the number of lines."""
        shown = fitted(text, _SAFE * wide * self.scale / (_BOLD if bold else 1.0), most, replace(self.type, text=self.type.text * larger))
        given = {"va": "top", "color": INK, "linespacing": 1.16, "gid": "card-text"} | look_
        self.ax.text(x, y, shown, fontsize=self.type.text * larger, fontweight="bold" if bold else "normal", parse_math=False, **given)
        return shown.count("\n") + 1


def card_figure(finding: Finding, *, size: str = "room") -> Figure:
    """A persona card as a page of A4 across.

    Parameters
    ----------
    finding : Finding
        Of :func:`cxlib.maps.persona_card`.
    size : {"room", "page"}

    Raises
    ------
    ArgumentError
        For a finding that is no persona card, or an unknown size.
    """
    how = size_called(size)
    if "_shown" not in finding.table or "name" not in set(finding.table["_shown"]):
        raise ArgumentError(f"{finding.name}: this finding is no persona card; give what maps.persona_card found")
    scale = how.width / _WIDE
    figure = Figure(figsize=(_WIDE * scale, _TALL * scale), dpi=how.dpi)
    FigureCanvasAgg(figure)
    ax = figure.add_axes((0, 0, 1, 1))
    ax.set_xlim(0, _WIDE)
    ax.set_ylim(_TALL, 0)
    ax.set_axis_off()
    page = _Page(finding, ax, replace(how, text=14.5 * 0.84 * scale), scale)
    for draw in (_head, _apart, _facts, _channels, _quotes, _unknown, _foot):
        draw(page)
    return figure


def card_png(finding: Finding, *, size: str = "room", dpi: int | None = None) -> bytes:
    """The page as a PNG file, 1280 pixels wide for ``room``."""
    how, target = size_called(size), io.BytesIO()
    with style(how):
        card_figure(finding, size=size).savefig(target, format="png", dpi=dpi or how.dpi, metadata={"Software": None})
    return target.getvalue()


def card_svg(finding: Finding, *, size: str = "room") -> str:
    """The page as SVG; the same finding gives the same text, and letters are outlines."""
    how, target = size_called(size), io.StringIO()
    with style(how):
        card_figure(finding, size=size).savefig(target, format="svg", metadata=dict.fromkeys(("Date", "Creator", "Format", "Type")))
    text = target.getvalue()
    return text[text.index("<svg") :]


def fitted(text: str, inches: float, most: int, size: Size) -> str:
    """`text` in at most `most` lines that are no wider than that, measured; an ellipsis where something is left out."""
    lines, here = [], ""
    for word in (part for whole in clean(text).split(" ") for part in _pieces(whole, inches, size)):
        longer = f"{here} {word}".strip()
        if here and size.inches(longer) > inches:
            lines.append(here)
            here = word
        else:
            here = longer
    lines.append(here)
    if len(lines) <= most:
        return "\n".join(lines).replace("\u00a0", " ")
    last = lines[most - 1]
    while last and size.inches(f"{last}\u2026") > inches:
        last = last[:-1].rstrip()
    return "\n".join([*lines[: most - 1], f"{last}\u2026"]).replace("\u00a0", " ")


def _pieces(word: str, inches: float, size: Size) -> list[str]:
    """A word that is wider than a line in pieces that are not."""
    if size.inches(word) <= inches:
        return [word]
    found, here = [], ""
    for letter in word:
        if here and size.inches(here + letter) > inches:
            found.append(here)
            here = letter
        else:
            here += letter
    return [*found, here]


def _head(page: _Page) -> None:
    name = str(page.rows("name")["text"].iloc[0])
    wide = (_EDGE - _LEFT) / _BOLD * page.scale
    one = page.type.inches(clean(name)) * 1.9 <= wide
    page.write(_LEFT, 0.3, name, wide=_EDGE - _LEFT, most=1 if one else 2, larger=1.9 if one else 1.3, bold=True, gid="card-name")
    row = page.rows("size").iloc[0]
    known = not row["withheld"]
    text = page.say("size", value=row["value"], low=row["low"], high=row["high"], n=row["base"]) if known else page.finding.sentence
    page.write(_LEFT, 0.9, text, wide=_EDGE - _LEFT, larger=1.15, most=1 if known else 2, color=GREY)


def _title(page: _Page, x: float, y: float, text: str, wide: float) -> None:
    page.write(x, y, text, wide=wide, bold=True, larger=1.12)
    page.ax.plot([x, x + wide], [y + page.line(1.2)] * 2, color="#b0b0b0", linewidth=1)


def _apart(page: _Page) -> None:
    """Bars of the differences from everyone, more to the right and less, hatched, to the left."""
    _title(page, _LEFT, 1.36, page.say("apart"), _RIGHT - _LEFT - 0.35)
    rows = page.rows("over", "under", "segment")
    rows = pd.concat([rows[rows["_shown"] == shown].sort_values("effect", key=abs, ascending=False, kind="stable") for shown in ("over", "under", "segment")])
    rows = rows.head(_ROOM)
    if rows.empty:
        key = "no_differences" if not page.rows("size")["withheld"].iloc[0] else ""
        page.write(_LEFT, _TOP + 0.1, page.say(key) if key else words.say("house.withheld", page.finding.language), wide=6.0, color=GREY)
        return
    middle, most = _LEFT + _LABEL + 0.1 + _BARS / 2, max(float(rows["effect"].abs().max()), 0.5)
    half, profile = (_BARS / 2 - 0.78) / most, (rows["_shown"] == "segment").to_numpy()
    step = min(_STEP, (_BOTTOM - _TOP - 0.25 * profile.any()) / len(rows))
    for place, row in enumerate(rows.to_dict("records")):
        top = _TOP + step * place + 0.25 * profile[place]
        if profile[place] and not profile[:place].any():
            page.write(_LEFT, top - 0.2, page.say("of_profile"), wide=_LABEL + _BARS, larger=0.88, color=GREY)
        page.ax.plot([middle] * 2, [top, top + step], color=INK, linewidth=1)
        _difference(page, row, top + step / 2, middle, half)
    page.write(_LEFT, _TOP + step * len(rows) + 0.25 * profile.any() + 0.03, page.say("apart_note"), wide=_RIGHT - _LEFT - 0.35, larger=0.84, color=GREY, most=1)


def _difference(page: _Page, row: dict, y: float, middle: float, half: float) -> None:
    more = row["effect"] > 0
    page.write(_LEFT, y, row["item"], wide=_LABEL, most=2, va="center", linespacing=1.05)
    long = row["effect"] * half
    mine = look(0) if more else MARK
    page.ax.add_patch(Rectangle((min(middle, middle + long), y - 0.1), abs(long), 0.2, facecolor=mine.color if more else "white",
                                edgecolor=mine.color, hatch="" if more else "////", linewidth=1.2, gid="more" if more else "less"))
    text = ("\u25b2 " if more else "\u25bc ") + page.number(row["effect"], "signed_score")
    page.write(middle + long + (0.05 if more else -0.05), y, text, wide=1.0, larger=0.88, ha="left" if more else "right", va="center")
    x = _LEFT + _LABEL + _BARS + 0.15
    page.write(x, y, page.number(row["value"], row["unit"]), wide=_NUMBERS, bold=True, va="bottom")
    page.write(x, y + 0.01, f"{page.say('there')} {page.number(row['elsewhere'], row['unit'], currency=False)}", wide=_NUMBERS, larger=0.88, color=GREY)


def _facts(page: _Page) -> None:
    """Scores, drop-off, worth and leaving: here with interval and base, and among the others."""
    wide = _EDGE - _RIGHT
    _title(page, _RIGHT, 1.36, page.say("facts"), wide)
    here = _EDGE - _HERE - _THERE
    page.write(here, _TOP - 0.02, page.say("here"), wide=_HERE, larger=0.88, color=GREY)
    page.write(_EDGE, _TOP - 0.02, page.say("there"), wide=_THERE, larger=0.88, color=GREY, ha="right")
    rows = page.rows("fact").to_dict("records")
    tall = min(_STEP, (_BOTTOM - _TOP - 0.2) / max(len(rows), 1))
    for place, row in enumerate(rows):
        _fact(page, row, _TOP + 0.2 + tall * (place + 0.5), here, tall)
    page.write(_RIGHT, _TOP + 0.23 + tall * len(rows), page.say("marks"), wide=wide, larger=0.88, color=GREY)


def _fact(page: _Page, row: dict, y: float, here: float, tall: float) -> None:
    name = page.say("item.drop_off", step=row["item"]) if row["part"] == "drop_off" else row["item"]
    page.write(_RIGHT, y, name, wide=here - _RIGHT - 0.12, most=3 if len(name) > 40 else 2, va="center", linespacing=1.02,
               larger=0.84 if len(name) > 40 else 1.0)
    page.ax.plot([_RIGHT, _EDGE], [y + tall / 2 - 0.01] * 2, color="#e6e6e6", linewidth=0.8)
    language = page.finding.language
    if row["withheld"] or pd.isna(row["value"]):
        page.write(here, y, words.say("house.withheld" if row["withheld"] else "house.base", language, **({} if row["withheld"] else {"n": 0})), wide=_HERE, va="center", color=GREY)
        return
    mark = {"higher": "\u25b2 ", "lower": "\u25bc "}.get(row["compared"], "")
    page.write(here, y, f"{mark}{page.number(row['value'], row['unit'])}", wide=_HERE, bold=True, va="bottom")
    ends = [page.number(row[end], row["unit"], currency=False) for end in ("low", "high") if np.isfinite(row[end])]
    base = words.say("house.base", language, n=row["base"])
    text = f"({' – '.join(ends)})  {base}" if ends else base
    page.write(here, y + 0.01, text, wide=_HERE + _THERE, larger=0.84, color=GREY)
    if pd.notna(row["elsewhere"]):
        page.write(_EDGE, y, page.number(row["elsewhere"], row["unit"], currency=False), wide=_THERE, va="bottom", ha="right")


def _channels(page: _Page) -> None:
    """Two bars that each add up to all contacts: this persona and the others."""
    rows = page.rows("contact")
    rows = rows[rows["value"].notna()].sort_values("everyone", ascending=False, kind="stable").head(_MOST_CHANNELS)
    y, left, wide = 6.0, _LEFT + 1.75, _EDGE - _LEFT - 1.75
    if rows.empty:
        return
    page.write(_LEFT, y, page.say("contacts"), wide=1.5, bold=True, larger=1.12)
    names = rows["item"].tolist()
    for place, name in enumerate(names):
        x, room = left + wide * place / len(names), wide / len(names)
        _part(page, place, x, y + 0.02, 0.2, 0.16)
        page.write(x + 0.27, y + 0.16, name, wide=room - 0.4, va="baseline")
    for number, (column, key) in enumerate((("value", "they"), ("elsewhere", "others"))):
        top = y + 0.28 + 0.25 * number
        shares = rows[column].to_numpy(float)
        if not np.isfinite(shares).all():
            continue
        page.write(_LEFT + 1.65, top + 0.1, page.say(key), wide=1.5, ha="right", va="center", larger=0.88)
        at = left
        for place, share in enumerate(shares):
            _part(page, place, at, top, wide * share, 0.2)
            if share > 0.06:
                box = {"facecolor": "white", "edgecolor": "none", "pad": 0.8, "alpha": 0.92}
                page.write(at + wide * share / 2, top + 0.1, page.number(share, "whole_share"), wide=1.0, ha="center", va="center", larger=0.84, bbox=box)
            at += wide * share


def _part(page: _Page, place: int, x: float, y: float, wide: float, tall: float) -> None:
    mine = look(place)
    page.ax.add_patch(Rectangle((x, y), wide, tall, facecolor=mine.color, edgecolor=INK, hatch=mine.hatch, linewidth=0.6, gid=f"channel-{place}"))


def _listed(page: _Page, texts: list[str], x: float, y: float, wide: float, *, end: float, style_: str = "normal", mark: str) -> None:
    """Texts one under the other, each in no more lines than leave room for the others."""
    for place, text in enumerate(texts):
        room = int((end - y) / page.line()) - (len(texts) - place - 1)
        if room < 1:
            break
        page.write(x, y, mark, wide=0.2)
        lines = page.write(x + 0.2, y, text, wide=wide - 0.2, most=min(room, 3), style=style_)
        y += page.line() * lines + 0.05


def _quotes(page: _Page) -> None:
    wide = _RIGHT - _LEFT - 0.35
    _title(page, _LEFT, 6.86, page.say("quotes"), wide)
    texts = [f"“{clean(row['text'])}”" + (f" ({row['item']})" if row["item"] else "") for row in page.rows("quote").to_dict("records")]
    if not texts:
        page.write(_LEFT, 7.2, page.say("no_quotes"), wide=wide, color=GREY)
    _listed(page, texts, _LEFT, 7.2, wide, end=8.36, style_="italic", mark="–")


def _unknown(page: _Page) -> None:
    wide = _EDGE - _RIGHT
    _title(page, _RIGHT, 6.86, page.say("not_known"), wide)
    _listed(page, page.rows("unknown")["text"].tolist(), _RIGHT, 7.2, wide, end=8.36, mark="?")


def _foot(page: _Page) -> None:
    step = f"{page.say('next')}: {page.rows('next')['text'].iloc[0]}"
    page.ax.add_patch(Rectangle((_LEFT - 0.1, 8.38), _EDGE - _LEFT + 0.2, 0.46, facecolor="#eef3f8", edgecolor="none"))
    page.write(_LEFT, 8.61, step, wide=(_EDGE - _LEFT), most=2, va="center", bold=True, linespacing=1.02)
    wave = page.finding.provenance.get("wave", "")
    parts = [slice_words(page.finding), words.period_label(str(wave), page.finding.language) if wave else "", page.finding.owner]
    page.write(_LEFT, 8.86, " · ".join(filter(None, parts)), wide=_EDGE - _LEFT, larger=0.8, color=GREY)

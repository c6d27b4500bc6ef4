"""Texts in columns: wrapped, clipped to a few lines, and where wanted spread over empty columns beside them."""

from __future__ import annotations

from collections.abc import Sequence

from .style import clean, wrap

__all__ = ["clipped", "written"]


def clipped(text: str, letters: int, most: int) -> str:
    """`text` in at most that many lines of that many letters, with an ellipsis where something is left out.

    Examples
    --------
    >>> clipped("Đợi lâu quá, không ai xin lỗi", 10, 2)
    'Đợi lâu\\nquá,…'
    """
    lines = wrap(text, letters).split("\n")
    if len(lines) <= most:
        return "\n".join(lines)
    words = lines[most - 1].split()
    while len(words) > 1 and len(" ".join(words)) + 1 > letters - 1:
        words.pop()
    return "\n".join([*lines[: most - 1], " ".join(words)[: max(letters, 8) - 1].rstrip() + "\u2026"])


def written(texts: Sequence[str], names: Sequence[str], letters: int, *, most: int, spread: bool) -> list[tuple[int, int, str]]:
    """Where each text stands and how: first column, column after the last, and its lines; blank texts are left out.

    With `spread` a text that is too long takes empty columns beside it, the nearest first, and then says whose it is.
    """
    found, taken = [], [bool(text.strip()) for text in texts]
    for place, text in enumerate(texts):
        if not text.strip():
            continue
        shown = f"“{clean(text)}”" if spread else clean(text)
        start, end = place, place + 1
        while spread and wrap(shown, letters * (end - start)).count("\n") >= most:
            room = [side for side in (start - 1, end) if 0 <= side < len(texts) and not taken[side]]
            if not room:
                break
            side = room[0] if start - 1 in room and (end not in room or place - start <= end - 1 - place) else end
            taken[side] = True
            start, end = min(start, side), max(end, side + 1)
            shown = f"{names[place]}: “{clean(text)}”"
        found.append((start, end, clipped(shown, letters * (end - start), most)))
    return found

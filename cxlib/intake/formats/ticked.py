"""Several answers of one person in one cell: what was ticked, as one text that every format shares."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

import pyarrow as pa

from ...contract.cells import texts_of

__all__ = ["BETWEEN", "chosen", "options_in"]

BETWEEN = " | "
_SIGNS = re.compile(r"\s*[;,]\s*")
_MOST_OPTIONS, _LONGEST, _SEVERAL, _KNOWN = 20, 60, 0.1, 0.95


def chosen(cells: pa.ChunkedArray, options: Sequence[str]) -> pa.ChunkedArray:
    """Cells such as ``Zalo, Email`` as the words that were ticked, in the order of the options; what is none of them stands last, as written.

    Options are told apart at commas and semicolons; one that holds such a sign itself is still one.

    Examples
    --------
    >>> chosen(pa.chunked_array([["Email, Zalo", "Shop, at home;Zalo, a friend", None]]), ["Zalo", "Email", "Shop, at home"]).to_pylist()
    ['Zalo | Email', 'Zalo | Shop, at home | a friend', None]
    """
    options = [" ".join(option.split()) for option in options]
    one = "|".join(map(re.escape, sorted(options, key=len, reverse=True))) or "(?!)"
    coded = texts_of(cells).combine_chunks().dictionary_encode()
    words = [BETWEEN.join(_ticked(text, re.compile(rf"({one})(?:{_SIGNS.pattern}|\s*$)"), options)) or None for text in coded.dictionary.to_pylist()]
    return pa.chunked_array([pa.array(words, pa.string()).take(coded.indices)])


def options_in(values: Iterable[str | None]) -> tuple[str, ...]:
    """The options, the commonest first, of a column whose cells look like several that were ticked; none where it looks otherwise.

    Examples
    --------
    >>> options_in(["Zalo, Email", "Zalo", "Email", "Shop, Zalo", "Shop"])
    ('Zalo', 'Email', 'Shop')
    >>> options_in(["Good, but slow", "Very nice", "Hà Nội"])
    ()
    """
    filled = [value.strip() for value in values if value and value.strip()]
    sign = ";" if sum(";" in value for value in filled) > _SEVERAL * len(filled) else ","
    cells = [[part.strip() for part in value.split(sign) if part.strip()] for value in filled]
    counts = Counter(part for parts in cells for part in parts)
    options = [part for part, n in counts.most_common() if n > 1 and len(part) <= _LONGEST]
    known = sum(counts[part] for part in options) >= _KNOWN * sum(counts.values())
    several = sum(len(set(parts)) == len(parts) > 1 for parts in cells) > _SEVERAL * len(cells)
    return tuple(options) if several and known and 2 <= len(options) <= _MOST_OPTIONS else ()


def _ticked(text: str, one: re.Pattern, options: Sequence[str]) -> list[str]:
    known, other, rest = [], "", " ".join(text.split())
    while rest:
        found = one.match(rest)
        if found:
            known.append(found[1])
        else:
            found = _SIGNS.search(rest)
            other += rest[: found.end() if found else len(rest)]
        rest = rest[found.end():] if found else ""
    return [*sorted(dict.fromkeys(known), key=options.index), *filter(None, [re.sub(rf"{_SIGNS.pattern}$", "", other.strip())])]

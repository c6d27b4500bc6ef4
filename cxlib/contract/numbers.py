"""Texts as numbers: one way to read each, or none."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from .cells import Cells, holds_byte, mask_of

__all__ = ["is_number", "not_a_number", "numbers", "thousands_or_decimal"]

_POINT = r"^[+-]?(\d{1,200}\.?\d{0,200}|\.\d{1,200})([eE][+-]?\d{1,2})?$"
_COMMA = r"^[+-]?(\d{1,3}(\.\d{3}){1,60}|\d{1,200})(,\d{1,200})?$"
_DOUBTFUL = r"^[+-]?[1-9]\d{0,2}\.\d{3}$"


def numbers(cells: Cells, decimal: str) -> tuple[pa.Array, np.ndarray]:
    """Float values and the mask of texts that are not a number; NaN and infinity are none."""
    source = cells.source
    if is_number(source.type):
        values = source.cast(pa.float64(), safe=False)
        values = pc.if_else(pc.is_nan(values), pa.scalar(None, values.type), values)
        return values, mask_of(pc.is_inf(values))
    if pa.types.is_dictionary(cells.text.type):
        text = cells.text
        values, wrong = _parsed(text.dictionary, decimal)
        return values.take(text.indices), mask_of(pa.array(wrong).take(text.indices))
    return _parsed(cells.text, decimal)


def thousands_or_decimal(cells: Cells) -> np.ndarray:
    """Where a text such as 50.000 may stand for thousands or for a decimal."""
    texts = cells.text.dictionary if pa.types.is_dictionary(cells.text.type) else cells.text
    if not holds_byte(texts, ord(".")):
        return np.zeros(len(cells.text), dtype=bool)
    return cells.where(lambda found: pc.match_substring_regex(found, _DOUBTFUL))


def not_a_number(decimal: str) -> tuple[str, str]:
    """What to say of a text that is no number, and how to mend it."""
    other = "." if decimal == "," else ","
    return (
        '"{value}" is not a number',
        f'write digits only; if "{other}" is the decimal sign here, set decimal = "{other}" in the source',
    )


def is_number(kind: pa.DataType) -> bool:
    """Whether an Arrow type is one of numbers."""
    return pa.types.is_floating(kind) or pa.types.is_integer(kind) or pa.types.is_decimal(kind)


def _parsed(text: pa.Array, decimal: str) -> tuple[pa.Array, np.ndarray]:
    if decimal != ",":
        try:
            values = text.cast(pa.float64())
        except pa.ArrowInvalid:
            pass
        else:
            # Where everything is a finite number there is nothing to look for.
            if bool(np.isfinite(np.asarray(values.fill_null(0.0))).all()):
                return values, np.zeros(len(text), dtype=bool)
    good = pc.match_substring_regex(text, _COMMA if decimal == "," else _POINT)
    if decimal == ",":
        text = pc.replace_substring(pc.replace_substring(text, ".", ""), ",", ".")
    values = pc.if_else(good, text, pa.scalar(None, pa.string())).cast(pa.float64())
    return values, mask_of(pc.invert(good))

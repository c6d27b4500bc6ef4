"""The cells of one column: their text trimmed, where they are blank, and how they are written."""

from __future__ import annotations

import functools

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

__all__ = ["Cells", "holds_byte", "is_text", "mask_of", "texts_of", "written"]

# Marks without width that editors and web pages leave at the ends of a value.
_UNSEEN = "\ufeff\u200b\u2060"


class Cells:
    """One column of a batch; what is asked for twice is worked out once.

    Parameters
    ----------
    source : pyarrow.Array
        As the file gave it: text, text with a dictionary, numbers or times.
    """

    def __init__(self, source: pa.Array) -> None:
        self.source = source
        self.notes: list[tuple[np.ndarray, str]] = []

    def note(self, mask: np.ndarray, said: str) -> None:
        """Keep what was decided about some rows that are no breach."""
        if mask.any():
            self.notes.append((mask, said))

    @functools.cached_property
    def text(self) -> pa.Array:
        """Trimmed text, null where there is nothing but space; a column with a dictionary keeps one."""
        return _as_text(self.source)

    @functools.cached_property
    def blank(self) -> np.ndarray:
        """Where a column holds nothing but space."""
        if self.text.null_count == 0:
            return np.zeros(len(self.text), dtype=bool)
        return np.asarray(pc.is_null(self.text))

    @functools.cached_property
    def zeroed(self) -> np.ndarray:
        """Where the text holds a byte of zero, which no text does."""
        texts = self.text.dictionary if pa.types.is_dictionary(self.text.type) else self.text
        if not is_text(self.source) or not holds_byte(texts, 0):
            return np.zeros(len(self.text), dtype=bool)
        return self.where(lambda found: pc.match_substring(found, "\x00"))

    def where(self, test) -> np.ndarray:
        """The rows whose text passes a test of a text array; a column with a dictionary is tested once for each of its texts."""
        if not pa.types.is_dictionary(self.text.type):
            return mask_of(test(self.text))
        passed = mask_of(test(self.text.dictionary))
        return _spread(passed, self.text.indices, False)


def mask_of(array) -> np.ndarray:
    """An Arrow truth column as a mask; unknown counts as False."""
    return np.asarray(pc.fill_null(array, False))


def is_text(array: pa.Array) -> bool:
    """Whether a column holds text, with a dictionary or without."""
    kind = array.type.value_type if pa.types.is_dictionary(array.type) else array.type
    return pa.types.is_string(kind) or pa.types.is_large_string(kind)


def holds_byte(text: pa.Array, byte: int) -> bool:
    """Whether a byte stands anywhere in a text column; looks at its memory only."""
    return bytes((byte,)) in _content(text.dictionary if pa.types.is_dictionary(text.type) else text)


def texts_of(values: pa.Array | pa.ChunkedArray) -> pa.Array | pa.ChunkedArray:
    """Values as texts; a number with decimals without the zeros that say nothing, as a float is written: 1.00 is 1.

    Examples
    --------
    >>> import decimal
    >>> texts_of(pa.array([decimal.Decimal("1.00"), decimal.Decimal("1.50")])).to_pylist()
    ['1', '1.5']
    """
    if not pa.types.is_decimal(values.type) or values.type.scale == 0:
        return values.cast(pa.string())
    text = (values if values.type.scale > 0 else values.cast(pa.decimal256(76, 0))).cast(pa.string())
    for zeros, kept in ((r"^0E-\d+$", "0"), (r"^(-?\d+)\.0+$", r"\1"), (r"^(-?\d+\.\d*[1-9])0+$", r"\1")):
        text = pc.replace_substring_regex(text, zeros, kept)
    return text


def written(array: pa.Array) -> list[str | None]:
    """Values as a person would read them; a time that no calendar holds by its count."""
    if pa.types.is_dictionary(array.type):
        array = array.dictionary_decode()
    try:
        return [None if value is None else str(value) for value in array.to_pylist()]
    except (OverflowError, ValueError):
        return array.cast(pa.int64()).cast(pa.string()).to_pylist()


def _as_text(array: pa.Array) -> pa.Array:
    if pa.types.is_dictionary(array.type):
        return _dictionary_text(array)
    if pa.types.is_floating(array.type):
        array = _without_nan(array)
    if pa.types.is_floating(array.type):
        return _floats_as_text(array)
    return _trimmed(array.cast(pa.string()) if is_text(array) else _text_of_others(array))


def _dictionary_text(array: pa.Array) -> pa.Array:
    if not is_text(array) or array.dictionary.null_count:
        return _as_text(array.dictionary_decode())
    texts = array.dictionary.cast(pa.string())
    trimmed = _trimmed(texts)
    if trimmed is texts:
        return array if array.dictionary.type == pa.string() else pa.DictionaryArray.from_arrays(array.indices, texts)
    return trimmed.take(array.indices).dictionary_encode()


def _text_of_others(array: pa.Array) -> pa.Array:
    try:
        return texts_of(array)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        return pa.array(written(array), pa.string())


def _trimmed(text: pa.Array) -> pa.Array:
    """The same array where nothing is to be trimmed: looking at the ends is much cheaper than trimming."""
    if not _has_loose_ends(text):
        return text
    trimmed = pc.utf8_trim_whitespace(text)
    if any(mark.encode() in _content(trimmed) for mark in _UNSEEN):
        trimmed = pc.utf8_trim_whitespace(pc.utf8_trim(trimmed, characters=_UNSEEN + " \t\r\n"))
    return pc.if_else(pc.equal(trimmed, ""), pa.scalar(None, pa.string()), trimmed)


def _has_loose_ends(text: pa.Array) -> bool:
    """Whether a value is empty, or begins or ends with a byte that could belong to a space (or to any letter with an accent)."""
    offsets = np.frombuffer(text.buffers()[1], np.int32, len(text) + 1, text.offset * 4) if len(text) else np.zeros(1, np.int32)
    starts, ends = offsets[:-1], offsets[1:]
    filled = starts < ends
    if not filled.all():
        if text.null_count != len(text) - np.count_nonzero(filled):
            return True
        starts, ends = starts[filled], ends[filled]
    if not len(starts):
        return False
    content = np.frombuffer(text.buffers()[2], np.uint8)
    return any(bool(((edge <= 32) | (edge >= 127)).any()) for edge in (content[starts], content[ends - 1]))


def _content(text: pa.Array) -> bytes:
    buffer = text.buffers()[2] if len(text) else None
    if buffer is None:
        return b""
    offsets = np.frombuffer(text.buffers()[1], np.int32, len(text) + 1, text.offset * 4)
    return buffer.slice(int(offsets[0]), int(offsets[-1] - offsets[0])).to_pybytes()


def _spread(values: np.ndarray, indices: pa.Array, missing) -> np.ndarray:
    """The value of each row, from the values of its dictionary."""
    places = indices.fill_null(len(values)).to_numpy(zero_copy_only=False) if indices.null_count else indices.to_numpy(zero_copy_only=False)
    return np.append(values, np.array([missing], dtype=values.dtype))[places]


def _without_nan(array: pa.Array) -> pa.Array:
    """A typed NaN is how some programs write a blank."""
    return pc.if_else(pc.is_nan(array), pa.scalar(None, array.type), array)


def _floats_as_text(array: pa.Array) -> pa.Array:
    """Whole numbers as integers, each by itself: an integer column with blanks comes as floats, and 12 stays 12 in every batch."""
    values = np.asarray(array.cast(pa.float64()).fill_null(0.0))
    whole = np.isfinite(values) & (values == np.round(values)) & (np.abs(values) < 2**53)
    integers = pa.array(np.where(whole, values, 0).astype(np.int64)).cast(pa.string())
    return pc.if_else(pc.is_null(array), pa.scalar(None, pa.string()), pc.if_else(pa.array(whole), integers, array.cast(pa.string())))

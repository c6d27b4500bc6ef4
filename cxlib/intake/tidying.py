"""Text in one form: no blank rows, one kind of text column, accents composed."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from .rows import ROW

__all__ = ["plain_text", "tidied"]


def tidied(batch: pa.Table, *, coded: bool = False) -> pa.Table:
    """The batch without rows that are blank in every column, its text composed (NFC).

    Parameters
    ----------
    coded : bool
        Whether text columns with a dictionary may keep it.
    """
    for place, name in enumerate(batch.column_names):
        column = batch.column(place)
        fresh = _composed(column, coded) if name != ROW else column
        if fresh is not column:
            batch = batch.set_column(place, name, fresh)
    return _without_blank_rows(batch)


def plain_text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """The several kinds of text that Arrow has as the plain one; other columns as they are."""
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    if pa.types.is_large_string(column.type) or pa.types.is_string_view(column.type):
        column = column.cast(pa.string())
    return column


def _composed(column: pa.ChunkedArray, coded: bool) -> pa.ChunkedArray:
    if coded and column.type == pa.dictionary(pa.int32(), pa.string()):
        if all(_is_ascii(chunk.dictionary) for chunk in column.chunks):
            return column
        chunks = [pa.DictionaryArray.from_arrays(chunk.indices, pc.utf8_normalize(chunk.dictionary, form="NFC")) for chunk in column.chunks]
        return pa.chunked_array(chunks, column.type)
    column = plain_text(column)
    if pa.types.is_string(column.type) and not all(_is_ascii(chunk) for chunk in column.chunks):
        column = pc.utf8_normalize(column, form="NFC")
    return column


def _is_ascii(text: pa.Array) -> bool:
    """Whether all of the memory of a text column is ASCII; what lies there beside its values does no harm."""
    buffer = text.buffers()[2] if len(text) else None
    return buffer is None or buffer.to_pybytes().isascii()


def _without_blank_rows(batch: pa.Table) -> pa.Table:
    columns = [batch.column(place) for place, name in enumerate(batch.column_names) if name != ROW]
    if not columns or any(column.null_count == 0 for column in columns):
        return batch
    filled = columns[0].is_valid()
    for column in columns[1:]:
        if pc.all(filled).as_py():
            return batch
        filled = pc.or_(filled, column.is_valid())
    return batch if pc.all(filled).as_py() else batch.filter(filled)

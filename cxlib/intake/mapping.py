"""From a file's own columns to the contract's: rename, recode, join, and wide rows made long."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from ..contract import REFERENCE, TABLES, id_text, required_columns
from ..contract.cells import Cells, is_text, texts_of
from ..contract.numbers import numbers, thousands_or_decimal
from ..errors import SourceError, unknown
from .formats.ticked import chosen
from .readers import read_batches, refuse_outside
from .rows import ROW
from .sources import Source

__all__ = ["Mapper"]


class Mapper:
    """Maps the batches of one source; further files to join are read once.

    Parameters
    ----------
    source : Source
    folder : data folder
    segments : names of further columns that are kept when present
    file : name of the file, for messages
    """

    def __init__(self, source: Source, folder: Path, segments: tuple[str, ...], file: str) -> None:
        self.source = source
        self.file = file
        self.segments = segments
        self._joined = [(_read_whole(folder, pair, source), pair["on"]) for pair in source.join]
        self._check_names()

    def __call__(self, batch: pa.Table) -> tuple[pa.Table, int]:
        """The batch by contract columns, and how many rows were left out on purpose.

        Left out are rows that `keep` does not name and, in files with a row a journey, stages that were not
        reached (a blank time).

        Raises
        ------
        SourceError
            When a mapped column is not in the file.
        """
        read = batch.num_rows
        batch = self._kept(batch)
        left_out = read - batch.num_rows
        for right, key in self._joined:
            batch = self._join(batch, right, key)
        for name, options in self.source.choices.items():
            batch = _with(batch, name, chosen(self._column(batch, name), options))
        for name, pair in self.source.compare.items():
            batch = _with(batch, name, self._compared(batch, pair))
        for name, factors in self.source.multiply.items():
            batch = _with(batch, name, self._product(batch, factors))
        table = self._mapped(batch)
        if self.source.questions:
            table = self._long(batch, table, self.source.questions, "question", "score")
        if self.source.stages:
            table = self._long(batch, table, self.source.stages, "stage", "at")
            reached = pc.is_valid(_blank_to_null(table["at"]))
            left_out += table.num_rows - (pc.sum(reached).as_py() or 0)
            table = table.filter(reached)
        return self._finished(table), left_out

    @property
    def extra(self) -> tuple[str, ...]:
        """Segment columns that are not contract columns."""
        return tuple(name for name in self.segments if name not in TABLES[self.source.table])

    def _check_names(self) -> None:
        wanted = [*TABLES[self.source.table], *self.extra]
        for setting in ("columns", "constants"):
            for name in getattr(self.source, setting):
                if name not in wanted:
                    raise SourceError(
                        f"{self.file}, {setting}: {unknown('column of ' + self.source.table, name, wanted)} "
                        "A segment must also be listed in segments under [study], what personas are made of in columns under [personas]."
                    )

    def _kept(self, batch: pa.Table) -> pa.Table:
        for column, kept in self.source.keep.items():
            values = texts_of(self._column(batch, column))
            batch = batch.filter(pc.is_in(values, pa.array(kept, pa.string())))
        return batch

    def _join(self, batch: pa.Table, right: pa.Table, key: str) -> pa.Table:
        self._column(batch, key)
        new = [name for name in right.column_names if name == key or name not in batch.column_names]
        left = _with(batch, key, texts_of(batch[key]))
        return left.join(right.select(new), keys=key, join_type="left outer").sort_by(ROW)

    def _compared(self, batch: pa.Table, pair: Mapping[str, str]) -> pa.Array:
        """One text for rows whose left time is later than the right one, another for those where it is not."""
        import pandas as pd

        left, right = (self._times(batch, pair[side]) for side in ("left", "right"))
        known = left.notna() & right.notna()
        text = pd.Series(pair["otherwise"], index=left.index).mask(left > right, pair["later"])
        return pa.array(text.where(known, pair.get("missing")), pa.string(), from_pandas=True)

    def _product(self, batch: pa.Table, factors: tuple[str, ...]) -> pa.Array:
        """The product as text; where a factor is no number the factors as they stand, for the check to refuse."""
        import pandas as pd

        texts = [_blank_to_null(texts_of(self._column(batch, name))).to_pandas() for name in factors]
        values = [self._factor(batch, name) for name in factors]
        product = values[0]
        for more in values[1:]:
            product = product * more
        written = product.map(lambda value: f"{value:.10f}", na_action="ignore").astype(object)
        if self.source.decimal == ",":
            written = written.str.replace(".", ",")
        known = pd.concat(texts, axis=1).notna().all(axis=1)
        as_they_stand = texts[0].astype(object).str.cat([text.astype(object) for text in texts[1:]], sep=" x ", na_rep="")
        return pa.array(written.where(product.notna(), as_they_stand.where(known, None)), pa.string(), from_pandas=True)

    def _factor(self, batch: pa.Table, name: str):
        """A factor read as an amount is: what may be two numbers is none."""
        cells = Cells(self._column(batch, name).combine_chunks())
        values, wrong = numbers(cells, self.source.decimal)
        if not self.source.decimal and is_text(cells.source):
            wrong = wrong | thousands_or_decimal(cells)
        return values.to_pandas().mask(wrong)

    def _times(self, batch: pa.Table, name: str):
        import pandas as pd

        values = self._column(batch, name)
        if not pa.types.is_string(values.type):
            return pd.to_datetime(values.to_pandas(), errors="coerce", utc=True)
        return pd.to_datetime(values.to_pandas(), format=self.source.dates or "ISO8601", errors="coerce", utc=True)

    def _mapped(self, batch: pa.Table) -> pa.Table:
        columns = {ROW: batch[ROW]}
        for name in [*TABLES[self.source.table], *self.extra]:
            if name in self.source.columns:
                columns[name] = self._column(batch, self.source.columns[name])
            elif name in batch.column_names and name not in self.source.constants:
                columns[name] = self._column(batch, name)
        if self.source.relative_column:
            columns[REFERENCE] = self._column(batch, self.source.relative_column)
        return pa.table(columns)

    def _long(self, batch: pa.Table, table: pa.Table, parts: Mapping[str, str], label: str, value: str) -> pa.Table:
        """A row for each part (question or stage) of each wide row; all rows of one file row stay together."""
        base = table.drop_columns([name for name in (label, value) if name in table.column_names])
        pieces = []
        for order, (name, column) in enumerate(parts.items()):
            values = self._column(batch, column)
            values = values if pa.types.is_timestamp(values.type) else texts_of(values)
            pieces.append(
                base.append_column(label, pa.array([name] * base.num_rows, pa.string()))
                .append_column(value, values)
                .append_column("_part", pa.array([order] * base.num_rows, pa.int32()))
            )
        if len({piece[value].type for piece in pieces}) > 1:
            pieces = [_with(piece, value, piece[value].cast(pa.string())) for piece in pieces]
        long = pa.concat_tables(pieces)
        return long.sort_by([(ROW, "ascending"), ("_part", "ascending")]).drop_columns(["_part"])

    def _finished(self, table: pa.Table) -> pa.Table:
        constants = dict(self.source.constants)
        if self.source.wave:
            constants["wave"] = self.source.wave
        for name, text in constants.items():
            table = _with(table, name, pa.array([text] * table.num_rows, pa.string()))
        for name, codes in self.source.recode.items():
            if name not in table.column_names:
                raise SourceError(f"{self.file}, recode: {unknown('mapped column', name, table.column_names)}")
            table = _with(table, name, _recoded(table[name], codes))
        self._refuse_rows_own(table)
        if self.source.id_prefix and "customer_id" in table.column_names:
            ids = pc.binary_join_element_wise(self.source.id_prefix, id_text(table["customer_id"].combine_chunks()), "")
            table = _with(table, "customer_id", ids)
        for name in required_columns(self.source.table):
            if name not in table.column_names:
                raise SourceError(
                    f"{self.file}: the table {self.source.table} needs the column {name}, which the file does not "
                    f'have; say which column it is: columns = {{ {name} = "..." }}'
                )
        return table

    def _refuse_rows_own(self, table: pa.Table) -> None:
        """A segment of customers called like a column of contacts would be mistaken for it."""
        for name in ("stage", "touchpoint", "channel"):
            if self.source.table == "customers" and name in self.segments and name in table.column_names:
                raise SourceError(
                    f"{self.file}: {name} belongs to a contact, not to a customer; give this segment another name, such as "
                    f'columns = {{ usual_{name} = "{name}" }}, and list that in segments'
                )

    def _column(self, batch: pa.Table, name: str) -> pa.ChunkedArray:
        if name not in batch.column_names:
            names = [column for column in batch.column_names if column != ROW]
            raise SourceError(f"{self.file}: {unknown('column', name, names)}")
        values = batch[name]
        if pa.types.is_nested(values.type) or pa.types.is_binary(values.type) or pa.types.is_duration(values.type):
            raise SourceError(
                f"{self.file}: the column {name} holds values of type {values.type}; write it as text, numbers or times"
            )
        return values


def _read_whole(folder: Path, pair: Mapping[str, str], source: Source) -> pa.Table:
    name, key = pair["path"], pair["on"]
    path = folder / name
    if not path.is_file():
        raise SourceError(f"{folder}: {unknown('file to join', name, sorted(p.name for p in folder.iterdir()))}")
    refuse_outside(path, folder)
    broken: list = []
    batches = list(read_batches(path, source, broken))
    if broken:
        first = broken[0]
        raise SourceError(f"{name}, row {first.row}: has {first.found} columns where the heading has {first.expected}")
    table = pa.concat_tables(batches)
    if key not in table.column_names:
        names = [column for column in table.column_names if column != ROW]
        raise SourceError(f"{name}: {unknown('column', key, names)}")
    keys = texts_of(table[key])
    counts = pc.value_counts(keys.drop_null())
    twice = counts.filter(pc.greater(counts.field("counts"), 1))
    if len(twice):
        value, times = twice[0]["values"], twice[0]["counts"]
        raise SourceError(f'{name}: {key} "{value}" stands in {times} rows; a file to join needs one row each')
    return _with(table, key, keys).drop_columns([ROW])


def _with(table: pa.Table, name: str, values) -> pa.Table:
    if name in table.column_names:
        return table.set_column(table.column_names.index(name), name, values)
    return table.append_column(name, values)


def _blank_to_null(values):
    if not pa.types.is_string(values.type):
        return values
    return pc.if_else(pc.equal(pc.utf8_trim_whitespace(values), ""), pa.scalar(None, pa.string()), values)


def _recoded(values, codes: Mapping[str, str]):
    """Listed codes by their text ("" means missing, as a code and as a text); others stay as they are."""
    text = texts_of(values)
    found = pc.index_in(pc.fill_null(pc.utf8_trim_whitespace(text), ""), pa.array(list(codes), pa.string()))
    texts = pa.array([meaning or None for meaning in codes.values()], pa.string())
    return pc.if_else(pc.is_valid(found), pc.take(texts, found), text)

"""Batches of a database written to Parquet; numbers without a fixed form get one when all of them are known."""

from __future__ import annotations

import os
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

__all__ = ["LOOSE", "Converted", "loose_number"]

LOOSE = {b"cxlib": b"number"}
_WHOLE = r"^-?[0-9]{1,38}$"


def loose_number(name: str) -> pa.Field:
    """The field of a number of any length, written as text until all its values are known."""
    return pa.field(name, pa.string(), metadata=LOOSE)


class Converted:
    """A Parquet file that is written batch by batch.

    Columns made with :func:`loose_number` become whole numbers where all values are whole, so that no id is blurred, and
    floats otherwise.

    Parameters
    ----------
    path : Path
        For its owner only, from the first byte on.
    schema : of every batch
    """

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        self.path, self.schema = path, schema
        _made_private(path)
        self.whole = {field.name: True for field in schema if field.metadata == LOOSE}
        self.writer = pq.ParquetWriter(path, schema, compression="zstd", compression_level=1)

    def __enter__(self) -> Converted:
        return self

    def __exit__(self, *_: object) -> None:
        self.writer.close()

    def write(self, batch: pa.Table) -> None:
        """Write one batch."""
        for name, still in self.whole.items():
            self.whole[name] = still and bool(pc.all(pc.match_substring_regex(batch[name], _WHOLE), min_count=0).as_py())
        self.writer.write_table(batch)

    def close(self) -> None:
        """End the file, its numbers in their final form."""
        self.writer.close()
        if not self.whole:
            return
        types = {name: pa.decimal128(38, 0) if is_whole else pa.float64() for name, is_whole in self.whole.items()}
        schema = pa.schema([pa.field(field.name, types.get(field.name, field.type)) for field in self.schema])
        second = self.path.with_name(self.path.name + "-2")
        _made_private(second)
        try:
            with pq.ParquetWriter(second, schema, compression="zstd", compression_level=1) as writer:
                for batch in pq.ParquetFile(self.path).iter_batches(batch_size=1 << 18):
                    columns = [batch.column(place).cast(field.type) for place, field in enumerate(schema)]
                    writer.write_table(pa.Table.from_arrays(columns, schema=schema))
            os.replace(second, self.path)
        finally:
            second.unlink(missing_ok=True)


def _made_private(path: Path) -> None:
    """An empty file that only its owner may read; one that is there goes, with the rights that it had."""
    path.unlink(missing_ok=True)
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))

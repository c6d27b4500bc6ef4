"""Accepted rows of one source file, kept aside until the store is built, so that a killed build goes on where it was."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from ..errors import SourceError

__all__ = ["Staged", "file_digest", "forget_staged", "stage", "staged", "unwritable"]

_FOLDER = "staged"


@dataclass(frozen=True)
class Staged:
    """Rows of one source file: their table, the mark of the file, Parquet parts, and plain data about the file."""

    table: str
    mark: str
    parts: tuple[Path, ...]
    about: Mapping

    @property
    def rows(self) -> int:
        """Rows that were accepted."""
        return sum(pq.read_metadata(part).num_rows for part in self.parts)

    def customers(self) -> Iterator[pa.ChunkedArray]:
        """Ids of the customers in it, part by part."""
        return (pq.read_table(part, columns=["customer_id"])["customer_id"] for part in self.parts)


def file_digest(path: Path) -> bytes:
    """Sixteen bytes that change with any byte of the file.

    Raises
    ------
    SourceError
        When the file cannot be read.
    """
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=16)).digest()
    except OSError as error:
        raise SourceError(f"{path.name} cannot be read ({error.strerror})") from None


def stage(folder: Path, table: str, mark: str, batches: Iterable[pa.Table], about) -> Staged:
    """Write the batches of one file under its mark; the folder appears only when complete.

    Answers without a customer get an id of their own for each row of the file, so that each row is its own customer.

    Parameters
    ----------
    folder : folder of the study's stores
    about : called when all batches are written; gives plain data that is kept beside the rows

    Raises
    ------
    SourceError
        When the folder cannot be written.
    """
    target = folder / _FOLDER / mark
    draft = target.with_name(f".{mark}-{os.getpid()}")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(parents=True)
        _write_parts(draft, mark, batches)
        (draft / "about.json").write_text(json.dumps(about(), ensure_ascii=False, default=str), encoding="utf-8")
        shutil.rmtree(target, ignore_errors=True)
        os.replace(draft, target)
    except OSError as error:
        raise unwritable(folder, error) from None
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return staged(folder, table, mark)


def staged(folder: Path, table: str, mark: str) -> Staged | None:
    """What was staged under a mark, or None."""
    there = folder / _FOLDER / mark
    try:
        about = json.loads((there / "about.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return Staged(table, mark, tuple(sorted(there.glob("*.parquet"))), about)


def forget_staged(folder: Path) -> None:
    """Remove all staged rows: a store that is built does not need them."""
    shutil.rmtree(folder / _FOLDER, ignore_errors=True)


def unwritable(folder: Path, error: OSError) -> SourceError:
    """What to do about a folder of stores that cannot be written."""
    return SourceError(
        f"the prepared data cannot be written to {folder} ({error.strerror}); "
        "copy study.toml to a folder where you may write, and name the data with --data"
    )


def _write_parts(draft: Path, mark: str, batches: Iterable[pa.Table]) -> None:
    """A new part begins where the types of the columns change."""
    writer, schema = None, None
    try:
        for number, batch in enumerate(batches):
            if not batch.num_rows:
                continue
            rows = _with_ids(batch, mark)
            if rows.schema != schema:
                if writer:
                    writer.close()
                schema = rows.schema
                # Read once and in full: nothing is looked up by statistics, and columns of ever new values are no use to a dictionary.
                coded = [name for name in schema.names if name not in ("_row", "at", "customer_id", "comment")]
                writer = pq.ParquetWriter(draft / f"part-{number:05d}.parquet", schema, compression="lz4", use_dictionary=coded, write_statistics=False)
            writer.write_table(rows)
    finally:
        if writer:
            writer.close()


def _with_ids(rows: pa.Table, mark: str) -> pa.Table:
    have = "customer_id" in rows.column_names
    if have and not rows["customer_id"].null_count:
        return rows
    own = pc.binary_join_element_wise(f"anonymous-{mark[:8]}-", rows["_row"].cast(pa.string()), "")
    if not have:
        return rows.append_column("customer_id", own)
    ids = pc.coalesce(rows["customer_id"].cast(pa.string()), own)
    return rows.set_column(rows.column_names.index("customer_id"), "customer_id", ids)

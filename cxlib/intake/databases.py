"""A table of a database as a Parquet snapshot: fetched once, read only, batch by batch.

This is the one place where a connection is made, and only to the address that the study names.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import os
import re
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pyarrow as pa

from ..errors import MissingExtraError, SourceError
from .addresses import Address, read_address
from .converting import Converted
from ..contract import id_text
from .privacy import Ids
from .rows import first_line
from .sources import Source

__all__ = ["Snapshot", "fetch_missing", "fetched", "placed", "pull", "snapshot_file"]

_FOLDER = (".cx", "snapshots")
_LONGEST_NAME = 40
_LOG = logging.getLogger("cxlib")


@dataclass(frozen=True)
class Snapshot:
    """What was fetched of one source.

    Attributes
    ----------
    table : contract table
    asked : the table, or the query
    file : Path of the Parquet file
    rows : how many
    fetched_at : time of the server when it began, ISO 8601 in UTC
    left_out : columns of kinds that no study uses (bytes, lists)
    """

    table: str
    asked: str
    file: Path
    rows: int
    fetched_at: str
    left_out: tuple[str, ...] = ()


def snapshot_file(source: Source, folder: Path) -> Path:
    """Where the snapshot of a source lies; another address, table or query has another file.

    Parameters
    ----------
    folder : Path
        The study's own.
    """
    name = re.sub(r"\W+", "-", source.path or "query").strip("-")[:_LONGEST_NAME] or "table"
    mark = hashlib.blake2b("\n".join((source.database, source.path, source.query)).encode(), digest_size=5).hexdigest()
    return folder.joinpath(*_FOLDER, f"{name}-{mark}.parquet")


def placed(sources: Sequence[Source], folder: Path) -> tuple[Source, ...]:
    """The sources, those of a database with the file of their snapshot below the study's folder."""
    return tuple(replace(one, snapshot=str(snapshot_file(one, folder))) if one.database else one for one in sources)


def pull(settings, *, progress: Callable[[str], None] | None = None) -> list[Snapshot]:
    """Fetch every database source of a study anew; a snapshot is replaced when its new one is complete.

    Parameters
    ----------
    settings : Settings
    progress : called with a short text before each connection; without it the text goes to the log ``cxlib``

    Raises
    ------
    SourceError
        When the server cannot be reached, the table is not there or may not be read, or the snapshot cannot be written.
    MissingExtraError
        When the extra ``sql`` is not installed.
    """
    tell = progress or _LOG.warning
    return [_pulled(source, settings, tell) for source in _of_databases(settings.sources)]


def fetch_missing(settings, *, progress: Callable[[str], None] | None = None) -> list[Snapshot]:
    """Fetch those database sources of which no snapshot is there; raises what :func:`pull` raises."""
    tell = progress or _LOG.warning
    return [_pulled(source, settings, tell) for source in _of_databases(settings.sources) if not Path(source.snapshot).is_file()]


def fetched(settings) -> list[Snapshot]:
    """What the snapshots of a study are, as noted when they were fetched."""
    found = []
    for source in _of_databases(settings.sources):
        file = Path(source.snapshot)
        with contextlib.suppress(OSError, ValueError, KeyError):
            note = json.loads(_note_of(file).read_text(encoding="utf-8"))
            found.append(Snapshot(source.table, note["asked"], file, note["rows"], note["fetched_at"], tuple(note["left_out"])))
    return found


def _of_databases(sources: Sequence[Source]) -> list[Source]:
    """Sources that ask a database, each question once."""
    return list({(one.database, one.path, one.query): one for one in sources if one.database}.values())


def _note_of(file: Path) -> Path:
    return file.with_suffix(".json")


def _pulled(source: Source, settings, tell: Callable[[str], None]) -> Snapshot:
    address = read_address(source.database, settings.file.name, password_env=source.password_env)
    asked = source.path or "a query of study.toml"
    tell(f"connecting to {address}: reads {asked}, changes nothing")
    password = address.password()
    file = Path(source.snapshot)
    draft = file.with_name(f".{file.name}-{os.getpid()}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with _told(address, password), _connected(address, password, settings.data) as database:
            began, names, batches = database.read(source)
            of = [one for one in settings.sources if one.snapshot == source.snapshot]
            rows, left_out = _written((_without_forgotten(batch, of, Ids(settings.folder)) for batch in batches), names, draft, asked)
        note = {"asked": source.path or source.query, "database": str(address), "fetched_at": began, "rows": rows, "left_out": list(left_out)}
        _note_of(file).write_text(json.dumps(note, ensure_ascii=False, indent=1), encoding="utf-8")
        os.replace(draft, file)
    except OSError as error:
        raise SourceError(f"the snapshot cannot be written to {file.parent} ({error.strerror or first_line(error)})") from None
    finally:
        draft.unlink(missing_ok=True)
    more = f"; left out, as no study uses such columns: {', '.join(left_out)}" if left_out else ""
    tell(f"{rows:,} rows of {asked} fetched{more}")
    return Snapshot(source.table, source.path or source.query, file, rows, began, left_out)


def _without_forgotten(batch: pa.Table, sources: Sequence[Source], ids: Ids) -> pa.Table:
    for one in sources:
        column = one.columns.get("customer_id", "customer_id")
        if column in batch.column_names:
            names = id_text(batch[column].combine_chunks()).to_pylist()
            batch = batch.filter(pa.array([not (name and ids.is_forgotten(one.id_prefix + name)) for name in names], pa.bool_()))
    return batch


def _written(batches: Iterator[pa.Table], names: Sequence[str], draft: Path, asked: str) -> tuple[int, tuple[str, ...]]:
    """Write the batches; the number of rows, and the columns that were left out."""
    rows, kept, converted = 0, [], None
    with contextlib.ExitStack() as stack:
        for batch in batches:
            if converted is None:
                kept = batch.column_names
                converted = stack.enter_context(Converted(draft, batch.schema))
            converted.write(batch)
            rows += batch.num_rows
        if converted is None or not kept:
            raise SourceError(f"{asked} gives no rows with columns that a study can use")
        converted.close()
    return rows, tuple(name for name in names if name not in kept)


@contextlib.contextmanager
def _told(address: Address, password: str | None) -> Iterator[None]:
    """Whatever a database or its driver raises as one sentence, without the password."""
    try:
        yield
    except (SourceError, MissingExtraError, OSError):
        raise
    except Exception as error:  # each driver raises errors of its own
        text = first_line(error).rstrip(".")
        text = text.replace(password, "***") if password else text
        name = type(error).__name__
        if name == "InsufficientPrivilege":
            hint = "ask for the right to read it, or name a table or view that this user may read"
        elif name in ("OperationalError", "ConnectionTimeout", "IOException"):
            hint = "is the address right, the server up, and the password the right one?"
        else:
            hint = "see that the table or query works in the database itself"
        raise SourceError(f"{address} cannot be read: {text}; {hint}") from None


@contextlib.contextmanager
def _connected(address: Address, password: str | None, data: Path) -> Iterator[Any]:
    from .connections import DuckDB, PostgreSQL

    with warnings.catch_warnings():
        # Ibis calls its drivers by names that they are about to drop; that is no concern of the user.
        warnings.simplefilter("ignore")
        database = PostgreSQL(address, password) if address.kind == "postgresql" else DuckDB(address, data)
        try:
            yield database
        finally:
            database.close()

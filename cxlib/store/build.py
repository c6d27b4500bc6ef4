"""Writing the prepared tables: sorted by customer and time once, in pieces, with codes in place of ids."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pyarrow as pa

from ..errors import SourceError
from .engine import EVENT_TABLES, connect, parquet
from .pieces import PIECE_ROWS, Pieces
from .staging import Staged, file_digest, unwritable

__all__ = ["build", "customers_listed", "fingerprint"]

_VERSION = 8


def fingerprint(settings_text: str, files: Sequence[Path], *, digests: Mapping[Path, bytes] | None = None) -> str:
    """Sixteen hexadecimal digits that change with the settings or with any byte of the files.

    Raises
    ------
    SourceError
        When a file cannot be read.
    """
    digest = hashlib.blake2b(f"{_VERSION}\n{settings_text}".encode(), digest_size=8)
    for path in files:
        digest.update(path.name.encode())
        digest.update(digests[path] if digests else file_digest(path))
    return digest.hexdigest()


def build(
    staged: Sequence[Staged],
    folder: Path,
    *,
    segments: Sequence[str],
    stages: Sequence[str],
    meta: Mapping,
    beside: Mapping[str, str] | None = None,
    base: Path | None = None,
    memory: str = "2GB",
    piece_rows: int = PIECE_ROWS,
    progress: Callable[[str], None] | None = None,
) -> None:
    """Write the prepared tables to `folder`, which appears only when complete.

    The tables are sorted in pieces that never split a customer. A build that was killed goes on with the next
    piece. With a `base` only the staged rows are sorted; they are merged into the sorted pieces of the base.

    Parameters
    ----------
    staged : accepted rows, by source file
    segments : names of segment columns
    stages : stage names; a row's stage code is its place in this list, -1 for others
    meta : plain data kept with the store (rows, fingerprint, ...)
    beside : further files of the store, name to text
    base : folder of a store to which the staged rows are added
    memory : most that the engine may take before it writes to disk, such as "2GB"
    piece_rows : about how many rows a piece has
    progress : called with a short text before each step

    Raises
    ------
    SourceError
        When no row was accepted at all, or the folder cannot be written.
    """
    if base is None and not any(file.rows for file in staged):
        raise SourceError("no row of any source was accepted; run cx check to see why")
    work, lock = _work_folder(folder)
    try:
        with connect(memory=memory, scratch=work / "scratch") as engine:
            engine.execute("SET preserve_insertion_order = false")
            pieces = Pieces(engine, work, base, segments, stages, piece_rows, progress or (lambda text: None))
            kept = pieces.write({name: [p for f in staged if f.table == name for p in f.parts] for name in ("customers", *EVENT_TABLES)})
        shutil.rmtree(work / "scratch", ignore_errors=True)
        for name, text in (beside or {}).items():
            (work / name).write_text(text, encoding="utf-8")
        (work / "meta.json").write_text(json.dumps({**meta, **kept}, ensure_ascii=False, default=str), encoding="utf-8")
        if not (folder / "meta.json").is_file():
            shutil.rmtree(folder, ignore_errors=True)
            _move(work, folder)
        shutil.rmtree(work, ignore_errors=True)
    except OSError as error:
        raise unwritable(folder.parent, error) from None
    finally:
        if lock:
            lock.unlink(missing_ok=True)
        if not lock or not (work / "pieces.json").is_file():
            shutil.rmtree(work, ignore_errors=True)


def customers_listed(folder: Path) -> pa.Array | pa.ChunkedArray:
    """Ids of the customers of a store that stand in a table of customers."""
    if not json.loads((folder / "meta.json").read_text(encoding="utf-8"))["customers_given"]:
        return pa.array([], pa.string())
    with connect() as engine:
        return engine.sql(f"SELECT customer_id FROM {parquet([folder / 'customers.parquet'])} WHERE listed").to_arrow_table()["customer_id"]


def _work_folder(folder: Path) -> tuple[Path, Path | None]:
    """The folder of a build, which a later one goes on with; a build beside a running one has its own."""
    work, lock = folder.with_name(f".building-{folder.name}"), folder.with_name(f".building-{folder.name}.lock")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        if lock.is_file() and not _running(lock):
            lock.unlink(missing_ok=True)
        try:
            with lock.open("x", encoding="utf-8") as file:
                file.write(str(os.getpid()))
        except FileExistsError:
            return Path(tempfile.mkdtemp(prefix=".draft-", dir=folder.parent)), None
        work.mkdir(exist_ok=True)
    except OSError as error:
        raise unwritable(folder.parent, error) from None
    return work, lock


def _running(lock: Path) -> bool:
    """Whether the process that holds a lock is alive; where that cannot be told, it is taken for alive."""
    try:
        number = int(lock.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    if os.name == "nt":
        return True
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _move(draft: Path, folder: Path) -> None:
    """Put the draft in its place; when another process was first with the same store, that one stays."""
    try:
        os.replace(draft, folder)
    except OSError:
        if not (folder / "meta.json").is_file():
            raise

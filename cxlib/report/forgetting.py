"""A person removed from everything that we wrote, and kept out of what comes; what cannot be reached is said."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from .. import intake
from ..errors import ArgumentError, SourceError
from ..intake import REJECTED, Ids, Settings
from ..store import in_turn
from .list_rows import rows_of_customer, without_customer
from .searching import Stands, files_that_hold, in_sources, rows_of

__all__ = ["Forgotten", "forget"]

_LISTS = ("action_list", "ledger")
_KEPT = {"snapshots", ".lock"}


@dataclass(frozen=True)
class Forgotten:
    """What was done about a person, and what is left to do.

    Attributes
    ----------
    customer_id : the true id
    sources : source files in which the person still stands, with the rows: we never change them
    removed : what was removed, by file
    reports : files of reports, made before, that hold the id (a short id may be another number)
    """

    customer_id: str
    sources: tuple[Stands, ...] = ()
    removed: tuple[str, ...] = ()
    reports: tuple[Path, ...] = ()
    out: Path = field(default=Path("reports"))

    @property
    def waves(self) -> tuple[str, ...]:
        """Folders of the reports that hold the id."""
        return tuple(dict.fromkeys(path.relative_to(self.out).parts[0] for path in self.reports))


def forget(study_path: str | Path, customer_id: str, *, out: str | Path = "reports", data: str | Path | None = None) -> Forgotten:
    """Remove a person from the prepared tables, snapshots, rejected rows and lists of a study, and keep them out of later intakes.

    The salted hash of the id is kept in ``.private/forgotten.json`` beside study.toml; the next intake leaves the person's
    rows out and counts them. Prepared tables and kept notebooks are removed as a whole and made again when they are needed.

    Parameters
    ----------
    study_path : folder that holds study.toml, or that file
    customer_id : str
        The true id, also where ids are hashed; with the id_prefix of its source.
    out : path
        Folder of the reports.
    data : path, optional
        Folder of the source files, when they do not lie beside study.toml.

    Returns
    -------
    Forgotten

    Raises
    ------
    ArgumentError
        When the id stands nowhere; nothing is changed then.
    SourceError
        When a file cannot be read or written.

    Examples
    --------
    >>> forget("study", "C00017").sources  # doctest: +SKIP
    """
    settings, out, customer_id = intake.read_settings(study_path, data=data), Path(out), customer_id.strip()
    ids = Ids(settings.folder, settings.privacy.hash_ids)
    names = tuple(dict.fromkeys((customer_id, ids.shown(customer_id)))) if customer_id else ()
    sources = in_sources(settings, customer_id) if names else []
    lists = _lists(settings, out)
    if not sources and not _in_own_files(settings, lists, names):
        raise _nobody(settings, customer_id, files_that_hold(out, names) if names and out.is_dir() else [])
    with in_turn(settings.folder / ".cx", lambda: None):
        intake.forget_id(settings.folder, customer_id)
        removed = [*_without_stores(settings), *_without_rows_of_snapshots(settings, customer_id)]
    removed += _without_rows([settings.folder / REJECTED, *lists], names)
    removed += _without_kept_work(out)
    left = files_that_hold(out, names) if out.is_dir() else []
    snapshots = {Path(source.snapshot) for source in settings.sources if source.database}
    files = tuple(one for one in sources if one.file not in snapshots)
    return Forgotten(customer_id, files, tuple(removed), tuple(left), out)


def _nobody(settings: Settings, customer_id: str, held: Sequence[Path]) -> ArgumentError:
    more = f" The word stands in reports made before: {', '.join(map(str, held[:10]))}; make them again, or delete them." if held else ""
    return ArgumentError(
        f'no customer "{customer_id}" stands in a source file, prepared table or list here, so nothing was changed. Give the id as it stands '
        "in the source files, with id_prefix where the source has one" + ("; not its hash." if settings.privacy.hash_ids else ".") + more
    )


def _in_own_files(settings: Settings, lists: Sequence[Path], names: Sequence[str]) -> bool:
    """Whether a customer stands in prepared tables, lists, or refused rows."""
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    for file in (settings.folder / ".cx").glob("*/customers.parquet"):
        known = pq.read_table(file, columns=["customer_id"])["customer_id"]
        if any(pc.any(pc.equal(known, name)).as_py() for name in names):
            return True
    return any(any(rows_of_customer(path, names)) for path in (settings.folder / REJECTED, *lists) if path.is_file())


def _lists(settings: Settings, out: Path) -> list[Path]:
    """Action lists and ledgers that we wrote, or that were filled in and put beside study.toml."""
    folders = [settings.folder, *(sorted(out.glob("*/list")) if out.is_dir() else [])]
    return [path for folder in folders for name in _LISTS for path in sorted(folder.glob(f"{name}*")) if path.suffix.lower() in (".csv", ".xlsx")]


def _without_stores(settings: Settings) -> list[str]:
    """Remove prepared tables, staged rows and drafts: they are made again, without the person, when they are needed."""
    gone = [path for path in sorted((settings.folder / ".cx").iterdir()) if path.name not in _KEPT]
    for path in gone:
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    return [f"prepared tables: {len(gone)} kept below {settings.folder / '.cx'}, made again when the study is opened"] if gone else []


def _without_rows_of_snapshots(settings: Settings, customer_id: str) -> list[str]:
    rows: dict[Path, set[int]] = {}
    for source in settings.sources:
        if source.database and Path(source.snapshot).is_file():
            rows.setdefault(Path(source.snapshot), set()).update(rows_of(Path(source.snapshot), source, settings, customer_id))
    for path, numbers in rows.items():
        if numbers:
            _drop(path, numbers)
    return [f"{path}: {_counted(len(numbers))}" for path, numbers in rows.items() if numbers]


def _drop(path: Path, numbers: set[int]) -> None:
    """Write a Parquet file again without some rows, numbered from 2 as a spreadsheet does; nobody else may read it meanwhile, nor later than before."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.parquet as pq

    file, gone, start = pq.ParquetFile(path), np.fromiter(numbers, dtype=np.int64), 2
    draft = path.with_name(f".{path.name}-{os.getpid()}")
    try:
        draft.touch(mode=0o600)
        with pq.ParquetWriter(draft, file.schema_arrow, compression="zstd", compression_level=1) as writer:
            for batch in file.iter_batches(batch_size=1 << 18):
                keep = ~np.isin(np.arange(start, start + batch.num_rows), gone)
                writer.write_batch(batch.filter(pa.array(keep)))
                start += batch.num_rows
        os.chmod(draft, path.stat().st_mode & 0o777)
        os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)


def _without_kept_work(out: Path) -> list[str]:
    """Remove notebooks that ran and are kept for the next run."""
    gone = [path for path in (out.glob(".*.work") if out.is_dir() else []) if path.is_dir()]
    for path in gone:
        shutil.rmtree(path, ignore_errors=True)
    return [f"{path}: notebooks kept for the next run" for path in gone]


def _without_rows(paths: Iterable[Path], names: Sequence[str]) -> list[str]:
    """Remove a customer's rows from CSV files and workbooks that we wrote; says how many from which file."""
    done = []
    for path in paths:
        rows = without_customer(path, names, _replace) if path.is_file() else 0
        done += [f"{path}: {_counted(rows)}"] if rows else []
    return done


def _counted(rows: int) -> str:
    return f"{rows:,} row" + ("s" if rows != 1 else "")


def _replace(path: Path, write: Callable[[Path], object]) -> None:
    draft = path.with_name(f".{path.stem}-{os.getpid()}{path.suffix}")
    try:
        write(draft)
        os.replace(draft, path)
    except OSError as error:
        raise SourceError(f"{path} cannot be written ({error.strerror}); close it where it is open, and do this again") from None
    finally:
        draft.unlink(missing_ok=True)

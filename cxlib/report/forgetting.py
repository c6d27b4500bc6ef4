"""A person removed from everything that we wrote, and kept out of what comes; what cannot be reached is said."""

from __future__ import annotations

import csv
import io
import os
import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from .. import intake
from ..errors import ArgumentError, SourceError
from ..intake import REJECTED, Ids, Settings
from ..store import in_turn
from .searching import Stands, files_that_hold, in_sources, rows_of, word

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
    held = [path for path in (files_that_hold(out, names) if names and out.is_dir() else [])]
    if not sources and not held and not _in_own_files(settings, names):
        raise ArgumentError(
            f'"{customer_id}" stands in no source file, prepared table or report here, so nothing was changed. Give the id as it stands in the '
            "source files, with id_prefix where the source has one" + ("; not its hash" if settings.privacy.hash_ids else "")
        )
    with in_turn(settings.folder / ".cx", lambda: None):
        intake.forget_id(settings.folder, customer_id)
        removed = [*_without_stores(settings), *_without_rows_of_snapshots(settings, customer_id)]
    removed += _without_rows([settings.folder / REJECTED, *lists], names)
    removed += _without_kept_work(out)
    left = files_that_hold(out, names) if out.is_dir() else []
    snapshots = {Path(source.snapshot) for source in settings.sources if source.database}
    files = tuple(one for one in sources if one.file not in snapshots)
    return Forgotten(customer_id, files, tuple(removed), tuple(left), out)


def _in_own_files(settings: Settings, names: Sequence[str]) -> bool:
    """Whether an id stands in prepared tables or in the files beside study.toml that we wrote."""
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    for file in (settings.folder / ".cx").glob("*/customers.parquet"):
        known = pq.read_table(file, columns=["customer_id"])["customer_id"]
        if any(pc.any(pc.equal(known, name)).as_py() for name in names):
            return True
    beside = [settings.folder / REJECTED, *_lists(settings, settings.folder / "reports")]
    return any(any(word(name).search(" ".join(row)) for row in _rows_of_file(path) for name in names) for path in beside if path.is_file())


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
    return [f"{path}: {len(numbers)} rows" for path, numbers in rows.items() if numbers]


def _drop(path: Path, numbers: set[int]) -> None:
    """Write a Parquet file again without some rows, numbered from 2 as a spreadsheet does."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.parquet as pq

    file, gone, start = pq.ParquetFile(path), np.fromiter(numbers, dtype=np.int64), 2
    draft = path.with_name(f".{path.name}-{os.getpid()}")
    try:
        with pq.ParquetWriter(draft, file.schema_arrow, compression="zstd", compression_level=1) as writer:
            for batch in file.iter_batches(batch_size=1 << 18):
                keep = ~np.isin(np.arange(start, start + batch.num_rows), gone)
                writer.write_batch(batch.filter(pa.array(keep)))
                start += batch.num_rows
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
    """Remove the rows that hold an id from CSV files and workbooks; says how many from which file."""
    patterns, done = [word(name) for name in names], []
    for path in paths:
        if path.is_file():
            change = _workbook_without if path.suffix.lower() == ".xlsx" else _csv_without
            rows = change(path, lambda cells: any(pattern.search(str(cell)) for cell in cells for pattern in patterns))
            done += [f"{path}: {rows} rows"] if rows else []
    return done


def _rows_of_file(path: Path) -> list[list[str]]:
    if path.suffix.lower() == ".xlsx":
        import openpyxl

        book = openpyxl.load_workbook(path, read_only=True)
        rows = [[str(cell) for cell in row if cell is not None] for sheet in book.worksheets for row in sheet.iter_rows(values_only=True)]
        book.close()
        return rows
    return [row for row, _ in _records(_text_of(path)[0])]


def _text_of(path: Path) -> tuple[str, str]:
    """The text of a CSV file and an encoding that gives back the same bytes."""
    content = path.read_bytes()
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return content.decode("latin-1"), "latin-1"


def _records(text: str) -> list[tuple[list[str], str]]:
    """The rows of a CSV file, each with its own lines as they stand, whatever sign parts the columns."""
    lines = io.StringIO(text, newline="").readlines()
    sign = max(",;\t", key=lines[0].count) if lines else ","
    reader, found, start = csv.reader(lines, delimiter=sign), [], 0
    for row in reader:
        found.append((row, "".join(lines[start : reader.line_num])))
        start = reader.line_num
    return found


def _csv_without(path: Path, is_of_person: Callable[[Sequence], bool]) -> int:
    text, encoding = _text_of(path)
    records = _records(text)
    kept = [lines for place, (row, lines) in enumerate(records) if place == 0 or not is_of_person(row)]
    if len(kept) < len(records):
        _replace(path, lambda draft: draft.write_bytes("".join(kept).encode(encoding)))
    return len(records) - len(kept)


def _workbook_without(path: Path, is_of_person: Callable[[Sequence], bool]) -> int:
    import openpyxl

    book, gone = openpyxl.load_workbook(path), 0
    for sheet in book.worksheets:
        for row in range(sheet.max_row, 0, -1):
            if is_of_person([cell.value for cell in sheet[row] if cell.value is not None]):
                sheet.delete_rows(row)
                gone += 1
    if gone:
        _replace(path, book.save)
    return gone


def _replace(path: Path, write: Callable[[Path], object]) -> None:
    draft = path.with_name(f".{path.stem}-{os.getpid()}{path.suffix}")
    try:
        write(draft)
        os.replace(draft, path)
    except OSError as error:
        raise SourceError(f"{path} cannot be written ({error.strerror}); close it where it is open, and do this again") from None
    finally:
        draft.unlink(missing_ok=True)

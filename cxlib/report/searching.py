"""Where an id stands: in source files row by row, and in files of reports of any kind."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ..errors import StudyError
from ..intake import ROW, Mapper, Settings, Source, files_of, id_text, read_batches

__all__ = ["Stands", "files_that_hold", "in_sources", "rows_of", "word"]

_TEXTS = {".html", ".csv", ".tsv", ".json", ".jsonl", ".ipynb", ".svg", ".txt", ".md", ".toml"}
_PACKED = {".xlsx", ".pptx", ".docx"}
_ID = "customer_id"
_CHUNK = 1 << 20


@dataclass(frozen=True)
class Stands:
    """A source file and the rows (as a spreadsheet numbers them) in which a person stands; none known where the file is joined."""

    file: Path
    rows: tuple[int, ...]


def word(name: str) -> re.Pattern:
    """An id as a word of its own: not a part of a longer one.

    Examples
    --------
    >>> bool(word("C1").search("C1, C10")), bool(word("C1").search("C10"))
    (True, False)
    """
    return re.compile(rf"(?<![\w-]){re.escape(name)}(?![\w-])")


def in_sources(settings: Settings, customer_id: str) -> list[Stands]:
    """The source files of a study in which a person (true id) stands, with the rows; snapshots of databases too."""
    found: dict[Path, set[int]] = {}
    for source in settings.sources:
        for path in _files(source, settings):
            found.setdefault(path, set()).update(rows_of(path, source, settings, customer_id))
        for pair in source.join:
            path, raw = settings.data / pair["path"], customer_id.removeprefix(source.id_prefix)
            if path.is_file():
                found.setdefault(path, set()).update(_rows_where(path, source, lambda batch: _equal(batch, pair["on"], raw)))
    return [Stands(path, tuple(sorted(rows))) for path, rows in found.items() if rows]


def rows_of(path: Path, source: Source, settings: Settings, customer_id: str) -> Iterator[int]:
    """Numbers of the rows of a source file that are of a person (true id)."""
    column = source.columns.get(_ID, _ID)
    if _ID not in source.recode and _ID not in source.constants:
        raw = customer_id.removeprefix(source.id_prefix)
        if source.id_prefix + raw != customer_id:
            return
        first = next(iter(read_batches(path, source, [])), None)
        if first is not None and column in first.column_names:
            yield from _rows_where(path, source, lambda batch: _equal(batch, column, raw))
            return
    mapper = Mapper(source, settings.data, settings.kept_columns, path.name)
    yield from _rows_where(path, source, lambda batch: mapper(batch)[0], lambda mapped: _equal(mapped, _ID, customer_id))


def files_that_hold(folder: Path, names: Iterable[str]) -> list[Path]:
    """Files below a folder in which one of the ids stands as a word; pictures and PDF cannot be searched.

    Files that we hide (a name that begins with a point) are not looked at.
    """
    patterns = [word(name) for name in names]
    files = sorted(path for path in folder.rglob("*") if path.is_file() and not any(part.startswith(".") for part in path.relative_to(folder).parts))
    return [path for path in files if _holds(path, patterns)]


def _files(source: Source, settings: Settings) -> list[Path]:
    try:
        return files_of(source, settings.data)
    except StudyError:
        return []  # a file that is gone holds nobody


def _rows_where(path: Path, source: Source, *steps) -> Iterator[int]:
    """Row numbers where the last step says so of a batch; earlier steps change it first."""
    broken: list = []
    for batch in read_batches(path, source, broken):
        for change in steps[:-1]:
            batch = change(batch)
        mask = steps[-1](batch)
        if mask is not None and mask.any():
            yield from batch[ROW].filter(pa.array(mask)).to_pylist()


def _equal(batch: pa.Table, column: str, name: str) -> np.ndarray | None:
    if column not in batch.column_names:
        return None
    return np.asarray(pc.fill_null(pc.equal(id_text(batch[column].combine_chunks()), name), False))


def _holds(path: Path, patterns: list[re.Pattern]) -> bool:
    ending = path.suffix.lower()
    if ending in _TEXTS:
        return any(pattern.search(text) for text in _chunks(path) for pattern in patterns)
    if ending in _PACKED and zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as packed:
            parts = [packed.read(name).decode("utf-8", "replace") for name in packed.namelist() if name.endswith(".xml")]
        return any(pattern.search(part) for part in parts for pattern in patterns)
    return ending == ".parquet" and _parquet_holds(path, patterns)


def _chunks(path: Path) -> Iterator[str]:
    """The text in pieces that overlap, so that an id across two of them is seen."""
    before = ""
    with path.open(encoding="utf-8", errors="replace") as file:
        while piece := file.read(_CHUNK):
            yield before + piece
            before = piece[-200:]


def _parquet_holds(path: Path, patterns: list[re.Pattern]) -> bool:
    import pyarrow.parquet as pq

    for batch in pq.ParquetFile(path).iter_batches():
        for column in batch.columns:
            if pa.types.is_string(column.type) or pa.types.is_large_string(column.type) or pa.types.is_integer(column.type):
                texts = {str(value) for value in column.drop_null().unique().to_pylist()}
                if any(pattern.search(text) for text in texts for pattern in patterns):
                    return True
    return False

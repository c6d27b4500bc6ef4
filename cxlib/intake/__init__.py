"""From any file to contract tables, saying what it decided."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pyarrow as pa

from ..contract import Breach, id_text
from ..errors import ContractError, SettingsError, SourceError, unknown
from .databases import Snapshot, fetch_missing, fetched, pull
from .door import SourceCount, SourceFile
from .engine import Engine
from .gating import CHECKS
from .mapping import Mapper
from .privacy import PRIVATE, Ids, Privacy, forget_id
from .readers import REJECTED, files_of, read_batches
from .repeats import Listed
from .rows import ROW
from .settings import OWN_COLUMNS, PERIODS, Churn, Journey, Settings, read_settings
from .sources import Source

__all__ = [
    "CHECKS", "OWN_COLUMNS", "PERIODS", "PRIVATE", "REJECTED", "ROW", "CheckResult", "Churn", "Engine", "Ids", "Journey", "Listed", "Mapper", "Privacy",
    "Settings", "Snapshot", "Source", "SourceCount", "SourceFile", "check", "fetch_missing", "fetched", "files_of", "forget_id",
    "gathered", "id_text", "load", "pull", "read_batches", "read_settings", "refuse_if_over", "write_rejected",
]

Progress = Callable[[str], None]


@dataclass(frozen=True)
class CheckResult:
    """Everything the door knows about a study's files.

    Attributes
    ----------
    sources : list of SourceCount, one per file and table
    breaches : list of Breach
        Every one of the first 200,000 refused rows of a file.
    reasons : list of dict
        Every rule that was broken, by file and value, with the number of all rows and the first of them.
    rejected_file : Path or None
        Where the rejected rows were written.
    limit : float
        Share of rejected rows that stops a study.
    tables : dict of table to pyarrow.Table
        Accepted rows (empty for :func:`check`).
    notes : list of dict
        What was decided about values that break nothing: file, column, said, rows, and the first row with its value.
    """

    sources: list[SourceCount]
    breaches: list[Breach]
    limit: float
    rejected_rows: list[dict] = field(default_factory=list)
    rejected_file: Path | None = None
    tables: dict[str, pa.Table] = field(default_factory=dict)
    notes: list[dict] = field(default_factory=list)
    reasons: list[dict] = field(default_factory=list)

    @property
    def read(self) -> int:
        """Rows read."""
        return sum(source.read for source in self.sources)

    @property
    def accepted(self) -> int:
        """Rows accepted."""
        return sum(source.accepted for source in self.sources)

    @property
    def rejected(self) -> int:
        """Rows rejected."""
        return sum(source.rejected for source in self.sources)

    @property
    def share_rejected(self) -> float:
        """Share of the rows read that were rejected, 0 to 1."""
        return self.rejected / self.read if self.read else 0.0

    @property
    def over_limit(self) -> bool:
        """Whether more rows were rejected than the study allows."""
        return self.share_rejected > self.limit


def check(study: str | Path, *, data: str | Path | None = None, rejected_file: str | Path | None = None) -> CheckResult:
    """Read every source of the study at `study` and hold it against the contract; nothing else is done.

    Rejected rows are written to `rejected_file` (``rejected.csv`` beside study.toml when not given).

    Raises
    ------
    SettingsError, SourceError
        When the settings are wrong or a file cannot be read at all.
    """
    settings = read_settings(study, data=data)
    fetch_missing(settings)
    result = load(settings, keep=False)
    return _with_file(result, Path(rejected_file) if rejected_file else settings.folder / REJECTED)


def load(settings: Settings, *, keep: bool = True, progress: Progress | None = None) -> CheckResult:
    """Read and check every source; with `keep` the accepted rows come along, by table.

    Raises
    ------
    SourceError
        When a file cannot be read at all.
    SettingsError
        When no file has a segment that the settings name.
    """
    accepted: dict[str, list[pa.Table]] = {}
    customers = Listed()
    abouts = []
    for source in settings.sources:
        for path in files_of(source, settings.data):
            if progress:
                progress(f"{source.table}: {path.name}")
            one = SourceFile(settings, source, path, customers)
            for table in one.batches():
                if keep:
                    accepted.setdefault(source.table, []).append(table)
            abouts.append(one.about())
    tables = {name: pa.concat_tables([_decoded(part) for part in parts], promote_options="default") for name, parts in accepted.items()}
    return replace(gathered(settings, abouts), tables=tables)


def gathered(settings: Settings, abouts: Sequence[Mapping]) -> CheckResult:
    """What :meth:`SourceFile.about` says of each file, as one result.

    Raises
    ------
    SettingsError
        When no file has a segment that the settings name.
    """
    _refuse_lost_segments(settings, dict.fromkeys(name for about in abouts for name in about["columns"]))
    counts = [SourceCount(**about["count"]) for about in abouts]
    breaches = [Breach(**breach) for about in abouts for breach in about["breaches"]]
    return CheckResult(counts, breaches, settings.max_rejected, [row for about in abouts for row in about["rejected"]],
                       notes=[note for about in abouts for note in about.get("notes", ())], reasons=[one for about in abouts for one in about["reasons"]])


def _refuse_lost_segments(settings: Settings, columns: dict[str, None]) -> None:
    """A segment that no file brings is a misspelt one: everybody would silently be "not known"."""
    free = [name for name in columns if name not in settings.kept_columns]
    for place, key, names in (("study", "segments", settings.segments), ("personas", "columns", settings.personas.columns)):
        for name in names:
            if name not in columns:
                raise SettingsError(
                    f"{settings.file.name}, [{place}], {key}: {unknown('column', name, free)} Map it in a source, "
                    f'columns = {{ {name} = "..." }}, or take it out of {key}'
                )


def refuse_if_over(result: CheckResult) -> None:
    """Raise when more rows were rejected than the study allows.

    Raises
    ------
    ContractError
    """
    if result.over_limit:
        first = result.breaches[0]
        raise ContractError(
            f"{result.rejected:,} of {result.read:,} rows ({result.share_rejected:.1%}) break the contract; "
            f"the study stops above {result.limit:.0%}. The first: {first.file}, row {first.row}, {first.column}: "
            f"{first.rule}. See {result.rejected_file or 'cx check'}, mend the file, or go on with --accept-rejected."
        )


def write_rejected(result: CheckResult, path: Path) -> CheckResult:
    """The result with its rejected rows written to `path`; an old file is removed when nothing was rejected."""
    return _with_file(result, path)


def _decoded(rows: pa.Table) -> pa.Table:
    """Text without a dictionary, so that the batches of several files fit together."""
    kinds = [pa.field(field.name, field.type.value_type if pa.types.is_dictionary(field.type) else field.type) for field in rows.schema]
    return rows.cast(pa.schema(kinds))


def _with_file(result: CheckResult, path: Path) -> CheckResult:
    try:
        if not result.rejected_rows:
            path.unlink(missing_ok=True)
            return result
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, ("table", "file", "row", "reasons", "content"))
            writer.writeheader()
            writer.writerows({name: _defused(value) for name, value in row.items()} for row in result.rejected_rows)
    except OSError as error:
        raise SourceError(
            f"{path} cannot be written ({error.strerror}); close it where it is open, or name another place"
        ) from None
    return replace(result, rejected_file=path)


def _defused(value):
    """Text that a spreadsheet would run as a formula, made harmless."""
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r") else value

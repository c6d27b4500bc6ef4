"""From any file to contract tables, saying what it decided."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pyarrow as pa

from ..contract import Breach, Checked, Rules, check as check_rows
from ..errors import ContractError, SettingsError, SourceError, unknown
from .mapping import Mapper
from .readers import REJECTED, files_of, read_batches
from .rows import ROW, RawRow
from .settings import OWN_COLUMNS, PERIODS, Churn, Engine, Journey, Settings, read_settings
from .sources import Source

__all__ = [
    "OWN_COLUMNS", "PERIODS", "REJECTED", "CheckResult", "Churn", "Engine", "Journey", "Settings", "Source", "SourceCount", "SourceFile", "check",
    "files_of", "gathered", "load", "read_settings", "refuse_if_over", "write_rejected",
]

Progress = Callable[[str], None]


@dataclass(frozen=True)
class SourceCount:
    """What one file gave: rows read, accepted, rejected, and left out on purpose; accepted + rejected = read."""

    table: str
    file: str
    read: int
    accepted: int
    rejected: int
    left_out: int = 0


@dataclass(frozen=True)
class CheckResult:
    """Everything the door knows about a study's files.

    Attributes
    ----------
    sources : list of SourceCount, one per file and table
    breaches : list of Breach, every one
    rejected_file : Path or None
        Where the rejected rows were written.
    limit : float
        Share of rejected rows that stops a study.
    tables : dict of table to pyarrow.Table
        Accepted rows (empty for :func:`check`).
    """

    sources: list[SourceCount]
    breaches: list[Breach]
    limit: float
    rejected_rows: list[dict] = field(default_factory=list)
    rejected_file: Path | None = None
    tables: dict[str, pa.Table] = field(default_factory=dict)

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
    customers: set[str] = set()
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
    tables = {name: pa.concat_tables(parts, promote_options="default") for name, parts in accepted.items()}
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
    return CheckResult(counts, breaches, settings.max_rejected, [row for about in abouts for row in about["rejected"]])


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


class SourceFile:
    """One file on its way through the door; counts add up or it fails loudly.

    Parameters
    ----------
    settings, source, path : what is read, and how
    customers : ids of customers listed so far; those of this file are added
    """

    def __init__(self, settings: Settings, source: Source, path: Path, customers: set[str]) -> None:
        self.settings, self.source, self.path, self.customers = settings, source, path, customers
        self.read = self.accepted = self.left_out = 0
        self.breaches: list[Breach] = []
        self.rejected: list[dict] = []
        self.columns: dict[str, None] = {}

    def batches(self):
        """Accepted rows, batch by batch."""
        mapper = Mapper(self.source, self.settings.data, self.settings.kept_columns, self.path.name)
        rules = Rules(
            zone=self.settings.timezone,
            dates=self.source.dates,
            decimal=self.source.decimal,
            questions=self.settings.codebook,
            stages=self.settings.journey.allowed,
        )
        broken: list[RawRow] = []
        for raw in read_batches(self.path, self.source, broken):
            mapped, left_out = mapper(raw)
            self.columns |= dict.fromkeys(name for name in (*raw.column_names, *mapped.column_names) if name != ROW)
            self.left_out += left_out
            self.read += mapped.num_rows
            checked = check_rows(self.source.table, mapped, rules, file=self.path.name, extra=mapper.extra)
            self._note(mapped, checked)
            rows = _weighed(self._first_of_each(checked.accepted), self.source.table)
            self.accepted += rows.num_rows
            yield rows
        self._note_broken(broken)

    def about(self) -> dict:
        """Counts, breaches, rejected rows and columns as plain data, when all batches were taken."""
        return {"count": vars(self.count()), "breaches": [vars(breach) for breach in self.breaches], "rejected": self.rejected,
                "columns": list(self.columns)}

    def count(self) -> SourceCount:
        """The file's counts.

        Raises
        ------
        SourceError
            When accepted + rejected is not what was read.
        """
        rejected = len(self.rejected)
        if self.accepted + rejected != self.read:
            raise SourceError(
                f"{self.path.name}: {self.read} rows read, but {self.accepted} accepted and {rejected} rejected"
            )
        return SourceCount(self.source.table, self.path.name, self.read, self.accepted, rejected, self.left_out)

    def _note(self, mapped: pa.Table, checked: Checked) -> None:
        reasons: dict[int, list[str]] = {}
        for place, breach in zip(checked.places, checked.breaches):
            column = self._column_in_file(breach.column, mapped, place)
            breach = breach if column == breach.column else replace(breach, column=column)
            self.breaches.append(breach)
            reasons.setdefault(place, []).append(f"{breach.column}: {breach.rule} ({breach.mend})")
        places = np.flatnonzero(checked.rejected)
        for place, row in zip(places.tolist(), mapped.take(pa.array(places)).to_pylist()):
            number = row.pop(ROW)
            self._reject(number, reasons[place], {name: str(v) for name, v in row.items() if v is not None})

    def _column_in_file(self, column: str, mapped: pa.Table, place: int) -> str:
        """The heading that the user sees in the file, for a contract column."""
        if self.source.questions and column == "score":
            return self.source.questions.get(mapped["question"][place].as_py(), column)
        if self.source.stages and column == "at":
            return self.source.stages.get(mapped["stage"][place].as_py(), column)
        return self.source.columns.get(column, column)

    def _first_of_each(self, rows: pa.Table) -> pa.Table:
        """Customers only once; a second row of the same customer is rejected."""
        if self.source.table != "customers" or rows.num_rows == 0:
            return rows
        import pandas as pd

        ids = pd.Series(rows["customer_id"].to_pylist(), dtype="object")
        seen = ids.isin(self.customers) if self.customers else False
        again = (ids.duplicated() | seen).to_numpy()
        self.customers.update(ids)
        if self.source.repeats == "leave_out":
            self.left_out += int(again.sum())
            self.read -= int(again.sum())
            return rows.filter(pa.array(~again))
        mend = "keep one row per customer"
        column = self.source.columns.get("customer_id", "customer_id")
        for row in rows.filter(pa.array(again)).select([ROW, "customer_id"]).to_pylist():
            number, name = row[ROW], row["customer_id"]
            rule = f'the customer "{name}" stands in an earlier row already'
            self.breaches.append(Breach(self.path.name, number, column, name, rule, mend))
            self._reject(number, [f"{column}: {rule} ({mend})"], {"customer_id": name})
        return rows.filter(pa.array(~again))

    def _note_broken(self, broken: list[RawRow]) -> None:
        mend = "put text that holds the separator in quotation marks"
        for row in broken:
            rule = f"the row has {row.found} columns where the heading has {row.expected}"
            self.read += 1
            self.breaches.append(Breach(self.path.name, row.row, "", row.text[:200], rule, mend))
            self._reject(row.row, [f"{rule} ({mend})"], {"text": row.text})

    def _reject(self, row: int, reasons: list[str], content: dict[str, str]) -> None:
        self.rejected.append(
            {"table": self.source.table, "file": self.path.name, "row": row, "reasons": "; ".join(reasons),
             "content": json.dumps(content, ensure_ascii=False)}
        )


def _weighed(rows: pa.Table, table: str) -> pa.Table:
    """Answers of a file without weights weigh 1 each, so that a wave with and one without may stand side by side."""
    if table != "responses" or "weight" in rows.column_names:
        return rows
    return rows.append_column("weight", pa.array(np.ones(rows.num_rows)))


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

"""From any file to contract tables, saying what it decided."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pyarrow as pa

from ..contract import REFERENCE, Breach, Checked, Note, Rules, check as check_rows, id_text, written
from ..errors import ContractError, SettingsError, SourceError, unknown
from .databases import Snapshot, fetch_missing, fetched, pull
from .crosswalk import Crossing
from .gating import CHECKS
from .mapping import Mapper
from .privacy import PRIVATE, Ids, Privacy, forget_id
from .readers import REJECTED, files_of, read_batches
from .refusals import Refusals
from .repeats import Repeats
from .rows import ROW, RawRow, notes_of
from .settings import OWN_COLUMNS, PERIODS, Churn, Engine, Journey, Settings, read_settings
from .sizes import Sizes
from .sources import Source

__all__ = [
    "CHECKS", "OWN_COLUMNS", "PERIODS", "PRIVATE", "REJECTED", "ROW", "CheckResult", "Churn", "Engine", "Ids", "Journey", "Mapper", "Privacy",
    "Settings", "Snapshot", "Source", "SourceCount", "SourceFile", "check", "fetch_missing", "fetched", "files_of", "forget_id",
    "gathered", "id_text", "load", "pull", "read_batches", "read_settings", "refuse_if_over", "write_rejected",
]

Progress = Callable[[str], None]


@dataclass(frozen=True)
class SourceCount:
    """What one file gave: rows read, accepted, rejected, and left out on purpose; accepted + rejected = read.

    `forgotten` of those left out are of customers that ``cx forget`` removed. `repeated` of the accepted rows are the same as an earlier
    one in every column.
    """

    table: str
    file: str
    read: int
    accepted: int
    rejected: int
    left_out: int = 0
    forgotten: int = 0
    repeated: int = 0


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
                       notes=[note for about in abouts for note in about.get("notes", ())])


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
        self.ids = Ids(settings.folder, settings.privacy.hash_ids)
        self.read = self.accepted = self.left_out = self.forgotten = 0
        self.refusals = Refusals(source.table, path.name)
        self.notes: dict[tuple[str, str], Note] = {}
        self.repeats = Repeats(exact=source.repeats == "leave_out")
        self.columns: dict[str, None] = {}
        self.crossing, self.sizes = Crossing(settings.crosswalk), Sizes()

    def batches(self):
        """Accepted rows, batch by batch."""
        mapper = Mapper(self.source, self.settings.data, self.settings.kept_columns, self.path.name)
        rules = Rules(
            zone=self.settings.timezone,
            dates=self.source.dates,
            decimal=self.source.decimal,
            questions=self.settings.codebook,
            stages=self.settings.journey.allowed,
            relative_to=self.source.relative_day,
        )
        broken: list[RawRow] = []
        for raw in read_batches(self.path, self.source, broken, coded=True, block=self.settings.engine.block):
            mapped, left_out = mapper(raw)
            self._keep_notes([Note(**note) for note in notes_of(raw)])
            self.columns |= dict.fromkeys(name for name in (*raw.column_names, *mapped.column_names) if name != ROW)
            mapped, forgotten = self.ids.without_forgotten(mapped)
            self.forgotten += forgotten
            self.left_out += left_out + forgotten
            self.read += mapped.num_rows
            checked = self.ids.hashed_check(check_rows(
                self.source.table, mapped, rules, file=self.path.name, extra=mapper.extra, most_listed=self.refusals.room))
            self._note(mapped, checked)
            rows = _weighed(self.sizes(self.crossing(self._first_of_each(checked.accepted))), self.source.table)
            self.accepted += rows.num_rows
            yield rows
        self._note_broken(broken)

    def about(self) -> dict:
        """Counts, breaches, rejected rows and columns as plain data, when all batches were taken."""
        return {"count": vars(self.count()), "breaches": [vars(breach) for breach in self.refusals.breaches], "rejected": self.refusals.all_listed(),
                "notes": [{"file": self.path.name, **vars(note)} for note in self.notes.values()],
                "columns": list(self.columns), "crosswalk": self.crossing.counts, "sizes": self.sizes.medians()}

    def count(self) -> SourceCount:
        """The file's counts.

        Raises
        ------
        SourceError
            When accepted + rejected is not what was read.
        """
        rejected = self.refusals.rows
        if self.accepted + rejected != self.read:
            raise SourceError(
                f"{self.path.name}: {self.read} rows read, but {self.accepted} accepted and {rejected} rejected"
            )
        return SourceCount(self.source.table, self.path.name, self.read, self.accepted, rejected, self.left_out, self.forgotten,
                           repeated=self.repeats.count())

    def _note(self, mapped: pa.Table, checked: Checked) -> None:
        self._keep_notes([replace(note, column=self.source.columns.get(note.column, note.column)) for note in checked.notes])
        reasons: dict[int, list[Breach]] = {}
        for place, breach in zip(checked.places, checked.breaches):
            column = self._column_in_file(breach.column, mapped, place)
            reasons.setdefault(place, []).append(breach if column == breach.column else replace(breach, column=column))
        places = np.flatnonzero(checked.rejected)
        shown = self.ids.hashed(mapped.take(pa.array(places[: len(reasons)])))
        cells = {name: written(shown[name].combine_chunks()) for name in shown.column_names if name not in (ROW, REFERENCE)}
        for at, (place, number) in enumerate(zip(places.tolist(), shown[ROW].to_pylist())):
            self.refusals.add(number, reasons[place], {name: texts[at] for name, texts in cells.items() if texts[at] is not None})
        self.refusals.add_unlisted(len(places) - len(reasons))

    def _keep_notes(self, notes: Sequence[Note]) -> None:
        own = ("customer_id", self.source.columns.get("customer_id", "customer_id"))
        for note in notes:
            # Its value would be a true id.
            note = replace(note, value="") if self.ids.hash_ids and note.column in own else note
            known = self.notes.setdefault((note.column, note.said), note)
            self.notes[note.column, note.said] = known if known is note else replace(known, rows=known.rows + note.rows)

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
            return self._counted(rows)
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
            self.refusals.add(number, [Breach(self.path.name, number, column, name, rule, mend)], {"customer_id": name})
        return rows.filter(pa.array(~again))

    def _counted(self, rows: pa.Table) -> pa.Table:
        """Rows that are the same as an earlier one in every column: counted, and left out where the source says so."""
        if self.source.repeats != "leave_out":
            self.repeats.add(rows)
            return rows
        first = self.repeats.first_ones(rows)
        again = int(np.count_nonzero(~first))
        self.left_out += again
        self.read -= again
        return rows.filter(pa.array(first)) if again else rows

    def _note_broken(self, broken: list[RawRow]) -> None:
        mend = "put text that holds the separator in quotation marks"
        for row in broken:
            if self.ids.holds_forgotten(row.text, self.source.id_prefix):
                self.forgotten += 1
                self.left_out += 1
                continue
            text = self.ids.line(row.text)
            rule = f"the row has {row.found} columns where the heading has {row.expected}"
            self.read += 1
            self.refusals.add(row.row, [Breach(self.path.name, row.row, "", text[:200], rule, mend)], {"text": text})


def _decoded(rows: pa.Table) -> pa.Table:
    """Text without a dictionary, so that the batches of several files fit together."""
    kinds = [pa.field(field.name, field.type.value_type if pa.types.is_dictionary(field.type) else field.type) for field in rows.schema]
    return rows.cast(pa.schema(kinds))


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

"""One file on its way through the door: read, mapped, checked, counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pyarrow as pa

from ..contract import REFERENCE, Breach, Checked, Note, Rules, Tally, check as check_rows, written
from ..errors import SourceError
from .crosswalk import Crossing
from .mapping import Mapper
from .privacy import Ids
from .readers import read_batches
from .refusals import Refusals
from .repeats import Listed, Marks, Repeats, row_marks
from .rows import ROW, RawRow, notes_of
from .settings import Settings
from .sizes import Sizes
from .sources import Source

__all__ = ["SourceCount", "SourceFile"]


@dataclass(frozen=True)
class SourceCount:
    """What one file gave: rows read, accepted, rejected, and left out on purpose; accepted + rejected = read.

    `forgotten` of those left out are of customers that ``cx forget`` removed. `repeated` of the accepted rows are the same as an earlier
    one in every column; of a file with very many rows an estimate, which `repeated_about` says.
    """

    table: str
    file: str
    read: int
    accepted: int
    rejected: int
    left_out: int = 0
    forgotten: int = 0
    repeated: int = 0
    repeated_about: bool = False


class SourceFile:
    """One file on its way through the door; counts add up or it fails loudly.

    Parameters
    ----------
    settings, source, path : what is read, and how
    customers : the customers listed so far; those of this file are added
    """

    def __init__(self, settings: Settings, source: Source, path: Path, customers: Listed) -> None:
        self.settings, self.source, self.path, self.customers = settings, source, path, customers
        self.ids = Ids(settings.folder, settings.privacy.hash_ids)
        self.read = self.accepted = self.left_out = self.forgotten = 0
        self.refusals = Refusals(source.table, path.name, settings.language)
        self.notes: dict[tuple[str, str], Note] = {}
        self.repeats, self.met = Repeats(most=settings.engine.marks), Marks()
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
                "reasons": list(self.refusals.reasons.values()), "notes": [{"file": self.path.name, **vars(note)} for note in self.notes.values()],
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
                           repeated=self.repeats.count(), repeated_about=self.repeats.is_estimate)

    def _note(self, mapped: pa.Table, checked: Checked) -> None:
        self._keep_notes([replace(note, column=self.source.columns.get(note.column, note.column)) for note in checked.notes])
        for tally in checked.tallies:
            self.refusals.count(tally, lambda place, name=tally.column: (self._column_in_file(name, mapped, place), mapped[ROW][place].as_py()))
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
        again = ~self.customers.first_ones(rows["customer_id"])
        if self.source.repeats == "leave_out":
            self.left_out += int(again.sum())
            self.read -= int(again.sum())
            return rows.filter(pa.array(~again))
        mend = "keep one row per customer"
        column = self.source.columns.get("customer_id", "customer_id")
        rule_of = 'the customer "{value}" stands in an earlier row already'
        for row in rows.filter(pa.array(again)).select([ROW, "customer_id"]).to_pylist():
            number, name = row[ROW], row["customer_id"]
            rule = rule_of.replace("{value}", name)
            self.refusals.count(Tally(column, rule_of, mend, [name], [1], [number]), lambda row: (column, row))
            self.refusals.add(number, [Breach(self.path.name, number, column, name, rule, mend)], {"customer_id": name})
        return rows.filter(pa.array(~again))

    def _counted(self, rows: pa.Table) -> pa.Table:
        """Rows that are the same as an earlier one in every column: counted, and left out where the source says so."""
        if self.source.repeats != "leave_out":
            self.repeats.add(rows)
            return rows
        first = self.met.first_ones(row_marks(rows))
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
            self.refusals.count(Tally("", rule, mend, [text[:200]], [1], [row.row]), lambda place: ("", place))
            self.refusals.add(row.row, [Breach(self.path.name, row.row, "", text[:200], rule, mend)], {"text": text})


def _weighed(rows: pa.Table, table: str) -> pa.Table:
    """Answers of a file without weights weigh 1 each, so that a wave with and one without may stand side by side."""
    if table != "responses" or "weight" in rows.column_names:
        return rows
    return rows.append_column("weight", pa.array(np.ones(rows.num_rows)))

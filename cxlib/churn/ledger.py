"""What the owner noted on the list: read back, checked cell by cell, nothing lost."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from .. import words
from ..errors import SourceError
from ..intake.readers import read_batches
from ..intake.rows import ROW
from ..intake.sources import Source
from ..study import Study
from .actions import ACTIONS
from .hold_out import ARMS, arm_of

__all__ = ["COLUMNS", "FORMULA", "TAKEN", "Ledger", "drawn_as_text", "read_ledger"]

TAKEN = (*ACTIONS[:3], "other", "none")
COLUMNS = ("customer_id", "draw", "arm", "action", "action_taken", "action_day", "done_by", "note")
FORMULA = r"\s*[=+\-@\t\r\n|%＝＋－＠]"  # how a text begins that a spreadsheet may take for a formula
_NEEDED = ("customer_id", "draw")
_LIST = re.compile(r"list of (\d{4}-\d{2}-\d{2})(?:, seed (-?\d+), share ([0-9.e-]+), of (\d+))?")
_DEFUSED = re.compile(rf"'+{FORMULA}")
_KINDS = {"arm": ARMS, "action": ACTIONS, "action_taken": TAKEN}


@dataclass(frozen=True)
class Ledger:
    """A list as its owner gave it back.

    Attributes
    ----------
    file : str
        Its name.
    listed_on : date or None
        The last day of the study that made the list; None where no row could be used.
    rows : DataFrame
        ``row`` (as a spreadsheet numbers it), ``customer_id``, ``arm`` (as drawn; "" without a hold-out), ``action``
        (suggested), ``action_taken`` (recovery, consistency, proactive_service, other, none; "" when nothing was
        noted), ``action_day`` (datetime64), ``done_by``, ``note``.
    rejected : DataFrame
        Everything that could not be used: ``row``, ``column``, ``given`` (as it stands there), ``reason`` (what to do), ``kept``
        ("yes": only this cell was put aside, the customer still counts as assigned; "no": the row was).
    listed : int or None
        How many customers the list had when it was drawn; fewer rows now means that some were deleted.
    share : float or None
        Part that was to be left alone.
    """

    file: str
    listed_on: dt.date | None
    rows: pd.DataFrame
    rejected: pd.DataFrame
    listed: int | None = None
    share: float | None = None

    @property
    def read(self) -> int:
        """Rows that the file holds: those in use and those put aside."""
        return len(self.rows) + self.rejected.loc[self.rejected["kept"] == "no", "row"].nunique()

    @property
    def has_hold_out(self) -> bool:
        """Whether both arms have somebody in them."""
        return set(ARMS) <= set(self.rows["arm"])


def read_ledger(path: str | Path, study: Study) -> Ledger:
    """The ledger that `cxlib.report.write_ledger` made and its owner filled in, from its .csv or .xlsx.

    Words are taken in English and Vietnamese. A customer whose note cannot be read stays in: who was drawn into which arm is
    what counts. An arm that was changed by hand is put back to what was drawn.

    Parameters
    ----------
    path : path
    study : Study
        Of now; customers are looked for in all of it, whatever the slice.

    Returns
    -------
    Ledger

    Raises
    ------
    SourceError
        When the file cannot be read, lacks the columns customer_id or draw, or no row says which list it is of.

    Examples
    --------
    >>> read_ledger("ledger.xlsx", study).rejected  # doctest: +SKIP
    """
    path, broken = Path(path), []
    if not path.is_file():
        raise SourceError(f"there is no ledger at {path}; name the .csv or .xlsx that write_ledger made")
    parts = [batch.to_pandas() for batch in read_batches(path, Source(table="ledger", path=path.name), broken)]
    raw = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=[ROW])
    given = _by_meaning(raw, path)
    reader = _Reader(study, path, given)
    rows = [row for row in map(reader.row, given.to_dict("records")) if row]
    for bad in broken:
        reader.put_aside(bad.row, "", bad.text.strip("\r\n"), "broken", kept=False, expected=bad.expected, found=bad.found)
    names = ["row", "customer_id", "arm", "action", "action_taken", "action_day", "done_by", "note"]
    table = pd.DataFrame(rows, columns=names).astype({"row": "int64", "action_day": "datetime64[us]"})
    rejected = pd.DataFrame(reader.rejected, columns=["row", "column", "given", "reason", "kept"]).sort_values("row", kind="stable")
    _, share, listed = reader.draw or (None, None, None)
    return Ledger(path.name, reader.day, table, rejected.reset_index(drop=True), listed, share)


def drawn_as_text(listed_on: str, hold_out: Mapping[str, Any] | None) -> str:
    """What the column ``draw`` holds: a text that no spreadsheet takes for a day or a number.

    Examples
    --------
    >>> drawn_as_text("2026-04-01", {"seed": 7, "share": 0.2, "listed": 300})
    'list of 2026-04-01, seed 7, share 0.2, of 300'
    """
    drawn = f", seed {hold_out['seed']}, share {hold_out['share']!r}, of {hold_out['listed']}" if hold_out else ""
    return f"list of {listed_on}{drawn}"


class _Reader:
    """Reads row after row; what it cannot use goes to `rejected`."""

    def __init__(self, study: Study, path: Path, given: pd.DataFrame) -> None:
        self.study, self.path, self.headings = study, path, given.attrs["headings"]
        self.ids = set(study.unsliced().customers().index)
        self.rejected: list[dict] = []
        self.seen: dict[str, int] = {}
        self.list = next((text for text, _ in Counter(given["draw"]).most_common() if _LIST.fullmatch(text)), None)
        if self.list is None:
            raise SourceError(f"{path.name}: no row says which list it is of; put the column {self.headings['draw']} back as write_ledger made it.")
        day, seed, share, listed = _LIST.fullmatch(self.list).groups()
        self.day = dt.date.fromisoformat(day)
        self.draw = (int(seed), float(share), int(listed)) if seed else None

    @cached_property
    def shortened(self) -> dict[str, list[str]]:
        """Ids by what a spreadsheet may have left of them."""
        found: dict[str, list[str]] = {}
        for known in self.ids:
            found.setdefault(_shortened(known), []).append(known)
        return found

    def put_aside(self, row: int, column: str, given: str, reason: str, *, kept: bool, **values) -> None:
        """Note a cell or row that is not used."""
        why = words.say(f"churn_list.rejected.{reason}", self.study.language, **values)
        heading = self.headings.get(column, column)
        self.rejected.append({"row": row, "column": heading, "given": given, "reason": why, "kept": "yes" if kept else "no"})

    def row(self, cells: dict) -> dict | None:
        """The row as it is used, or None when it is put aside."""
        number = int(cells[ROW])
        if all(cells[name] == "" for name in COLUMNS):
            self.put_aside(number, "", "", "blank", kept=False)
            return None
        customer = self._customer(number, cells["customer_id"])
        if customer is None or not self._same_list(number, cells["draw"]):
            return None
        if customer in self.seen:
            self.put_aside(number, "customer_id", cells["customer_id"], "twice", kept=False, first=str(self.seen[customer]))
            return None
        self.seen[customer] = number
        words_of = {name: self._word(number, name, cells[name]) for name in _KINDS}
        words_of["arm"] = self._arm(number, customer, cells, words_of["arm"])
        day = self._day(number, cells["action_day"])
        return {"row": number, "customer_id": customer, **words_of, "action_day": day, "done_by": cells["done_by"], "note": cells["note"]}

    def _customer(self, number: int, given: str) -> str | None:
        bare = given[1:] if _DEFUSED.match(given) else given
        # A CSV holds an id that looks like a formula behind an apostrophe, a workbook holds it as it is.
        for text in (given, bare) if self.path.suffix.lower().startswith(".xls") else (bare, given):
            if text in self.ids:
                return text
        near = self.shortened.get(_shortened(given), [])
        if len(near) == 1:
            self.put_aside(number, "customer_id", given, "shortened", kept=False, id=near[0])
        else:
            self.put_aside(number, "customer_id", given, "unknown_id" if given else "no_id", kept=False)
        return None

    def _same_list(self, number: int, given: str) -> bool:
        """Whether the row is of the list that most rows are of; one that does not say so is taken for it."""
        if given == self.list:
            return True
        other = _LIST.fullmatch(given) is not None
        self.put_aside(number, "draw", given, "other_list" if other else "list", kept=not other, list=self.list)
        return not other

    def _word(self, number: int, name: str, given: str) -> str:
        if not given:
            return ""
        found = _meanings(name).get(_plain(given))
        if found is None and name != "action":
            allowed = ", ".join(words.say(f"value.{name}.{word}", self.study.language) for word in _KINDS[name])
            self.put_aside(number, name, given, "word", kept=True, allowed=allowed)
        return found or ""

    def _arm(self, number: int, customer: str, cells: dict, noted: str) -> str:
        if self.draw is None:
            return noted
        seed, share, _ = self.draw
        drawn = arm_of(customer, share=share, seed=seed)
        if noted and noted != drawn:
            self.put_aside(number, "arm", cells["arm"], "moved", kept=True, arm=words.say(f"value.arm.{drawn}", self.study.language))
        return drawn

    def _day(self, number: int, given: str) -> pd.Timestamp:
        if not given:
            return pd.NaT
        day = _date(given, self.study.language)
        if day is None:
            self.put_aside(number, "action_day", given, "date", kept=True)
        elif not self.day <= day < self.study.as_of:
            self.put_aside(number, "action_day", given, "outside", kept=True, first=self.day, after=self.study.as_of)
        else:
            return pd.Timestamp(day)
        return pd.NaT


def _by_meaning(raw: pd.DataFrame, path: Path) -> pd.DataFrame:
    """Texts by what each column means, found by its name or its heading in either language; `attrs` keeps the headings."""
    meant = {_plain(text): name for name in COLUMNS for text in (name, *(words.label(name, language) for language in words.LANGUAGES))}
    headings = {meant[_plain(name)]: name for name in reversed(list(raw.columns)) if _plain(name) in meant}
    for name in _NEEDED:
        if name not in headings:
            there = ", ".join(column for column in raw.columns if column != ROW)
            raise SourceError(f'{path.name}: the column "{words.label(name, "en")}" ({name}) is not there; put it back as write_ledger made it. There are: {there}.')
    texts = {name: raw[headings[name]].fillna("").astype(str).str.strip(" ") if name in headings else "" for name in COLUMNS}
    out = pd.DataFrame({ROW: raw[ROW], **texts})
    out.attrs["headings"] = headings
    return out


def _meanings(name: str) -> dict[str, str]:
    texts = {_plain(word): word for word in _KINDS[name]}
    for language in words.LANGUAGES:
        texts |= {_plain(words.say(f"value.{name}.{word}", language)): word for word in _KINDS[name]}
    return texts


def _plain(text: str) -> str:
    """Case, accents and separators do not make another word."""
    letters = unicodedata.normalize("NFD", str(text).casefold().replace("đ", "d"))
    kept = "".join(letter if letter.isalnum() else " " for letter in letters if not unicodedata.combining(letter))
    return " ".join(kept.split())


def _shortened(customer: str) -> str:
    """An id as a spreadsheet may have left it: without its leading zeros."""
    return customer.lstrip("0") if customer.isdigit() else customer.casefold()


def _date(text: str, language: str) -> dt.date | None:
    """2026-10-05, with a time behind it or not; 05/10/2026 where the study speaks Vietnamese."""
    iso = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?", text.strip())
    local = re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", text.strip()) if language == "vi" else None
    year, month, day = iso.groups() if iso else local.groups()[::-1] if local else (None, None, None)
    try:
        return dt.date(int(year), int(month), int(day)) if year else None
    except ValueError:
        return None

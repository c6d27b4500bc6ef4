"""The actions of a study: proposed as a file with each report, decided by its owner, read back in later waves."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pandas as pd

from .. import readout
from ..churn.ledger import FORMULA
from ..errors import RunError, SourceError
from ..finding import Finding

__all__ = ["PLAN", "carried_over", "plan_of", "write_plan"]

PLAN = "actions.csv"
_FROM = {"key": "_key", "importance": "importance", "effort": "effort", "horizon": "horizon", "owner": "owner", "action": "action", "gap": "gap",
         "gap_low": "gap_low", "gap_high": "gap_high"}  # fmt: skip
_HEADS = ("key", "since", "importance", "effort", "horizon", "owner", "action", "progress", "gap", "gap_low", "gap_high")
_MOST_BYTES = 5_000_000


def write_plan(priorities: Finding, path: str | Path, *, wave: str, kept: pd.DataFrame | None = None) -> Path:
    """Write what :func:`cxlib.readout.priorities` proposes as a CSV that its owner edits and saves beside study.toml.

    Lines that were decided before (`kept`) stay as they were, with the wave and the gap they began with; new gaps follow.
    A text that could begin a formula has an apostrophe before it.

    Parameters
    ----------
    priorities : Finding
    path : path of the file; replaced whole
    wave : str
        Written as ``since`` for new lines.
    kept : DataFrame, optional
        Result of :func:`plan_of`.

    Raises
    ------
    RunError
        When it cannot be written.
    """
    path = Path(path)
    old = [] if kept is None else kept.fillna("").to_dict("records")
    known = {row["key"] for row in old}
    rows = [dict.fromkeys(_HEADS, "") | row for row in old]
    for row in priorities.table.to_dict("records"):
        if row["_key"] not in known:
            rows.append(dict.fromkeys(_HEADS, "") | {head: row[column] for head, column in _FROM.items()} | {"since": wave})
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_HEADS)
    writer.writerows([[_cell(row[head]) for head in _HEADS] for row in rows])
    fresh = path.with_suffix(".part")
    try:
        fresh.write_text("\ufeff" + text.getvalue(), encoding="utf-8")
        fresh.replace(path)
    except OSError as error:
        raise RunError(f"{path} cannot be written: {error.strerror}") from None
    return path


def plan_of(study) -> pd.DataFrame | None:
    """The actions kept in actions.csv beside study.toml, as texts; None where there are none.

    Returns
    -------
    DataFrame
        Columns ``key``, ``since``, ``importance``, ``effort``, ``horizon``, ``owner``, ``action``, ``progress``, ``gap``, ``gap_low``, ``gap_high``.

    Raises
    ------
    SourceError
        When the file cannot be read or lacks the column key; the message says what to mend.
    """
    path = study.settings.folder / PLAN
    if not path.is_file():
        return None
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise SourceError(f"{path} is larger than {_MOST_BYTES:,} bytes; a plan has one short line for each gap")
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(f"{path} cannot be read ({error}); save it as CSV in UTF-8, or delete it") from None
    first = text.split("\n", 1)[0]
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";" if first.count(";") > first.count(",") else ","))
    if "key" not in (rows[0] if rows else dict.fromkeys(re.split("[,;]", first.strip()))):
        raise SourceError(f"{path} has no column key; take the file of the last report and change only the other columns")
    table = pd.DataFrame([{head: _plain(row.get(head)) for head in _HEADS} for row in rows], columns=list(_HEADS), dtype="str")
    return table[table["key"] != ""].reset_index(drop=True)


def carried_over(study, model=None, plan: pd.DataFrame | None = None) -> Finding:
    """What became of the actions of a plan: :func:`cxlib.readout.carried` against this wave's gaps.

    Parameters
    ----------
    model : result of :func:`cxlib.churn.fit`, optional
    plan : result of :func:`plan_of`
    """
    kept = pd.DataFrame(columns=list(_HEADS)) if plan is None else plan
    return readout.carried(study, kept, readout.priorities(study, model, plan=kept))


def _cell(value) -> str:
    if isinstance(value, float):
        return "" if value != value else repr(round(value, 6))
    text = " ".join(str(value).split())
    return f"'{text}" if re.match(FORMULA, text) else text


def _plain(value: str | None) -> str:
    text = (value or "").strip()
    return text[1:] if text[:1] == "'" and re.match(FORMULA, text[1:]) else text

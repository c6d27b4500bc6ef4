"""A report's folder: written aside, put in place when complete, never half there."""

from __future__ import annotations

import contextlib
import ctypes
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..errors import RunError
from ..store import lock

__all__ = ["Place", "folder_name", "new_report"]

_EXCHANGE = 2
_HERE = -100


@dataclass
class Place:
    """A report being written: the folder it is in now, and the name it gets when complete (may be changed)."""

    folder: Path
    name: str


@contextlib.contextmanager
def new_report(out: Path, name: str) -> Iterator[Place]:
    """A folder to write into, which becomes ``out/name`` when the block ends without an error.

    Until then, and whenever the block is left by an error or the process is killed, the report that stood there
    stays as it was. What a dead run left behind is cleaned away first; one run at a time writes a report.

    Raises
    ------
    RunError
        When another run is writing this report, or the folder cannot be written.
    """
    target = out / name
    try:
        out.mkdir(parents=True, exist_ok=True)
        file = open(out / f".{name}.lock", "ab")
    except OSError as error:
        raise RunError(f'Cannot write into "{out}" ({error.strerror}). Name another folder with --out.') from None
    with file:
        if not lock(file):
            raise RunError(f'Another run is writing "{target}" now. Wait until it ends, or stop it.')
        _mend(out, name)
        place = Place(Path(tempfile.mkdtemp(prefix=f".{name}.new.", dir=out)), name)
        try:
            yield place
            place.folder.chmod(0o755)
            _put_in_place(place.folder, out / place.name)
        finally:
            shutil.rmtree(place.folder, ignore_errors=True)


def folder_name(wave: str) -> str:
    """A wave's label as the name of a folder, on any system.

    Examples
    --------
    >>> folder_name("2026Q3"), folder_name("Q3/2026 (draft)"), folder_name("..")
    ('2026Q3', 'Q3-2026-draft', 'wave')
    """
    return re.sub(r"[^\w.]+", "-", wave).strip("-.") or "wave"


def _put_in_place(made: Path, target: Path) -> None:
    """Exchange the two in one step where the system can; else set the old one aside first.

    Killed between the two renames of the second way, the old report is whole under the name ``.<name>.old``,
    and the next run puts it back.
    """
    if target.exists() and not _exchange(made, target):
        old = _aside(target)
        os.rename(target, old)
        os.rename(made, target)
        shutil.rmtree(old, ignore_errors=True)
    elif not target.exists():
        os.rename(made, target)


def _mend(out: Path, name: str) -> None:
    """Put back a report that a killed run had set aside, and remove what dead runs left."""
    target = out / name
    old = _aside(target)
    if old.exists() and not target.exists():
        os.rename(old, target)
    shutil.rmtree(old, ignore_errors=True)
    for stale in out.glob(f".{name}.new.*"):
        shutil.rmtree(stale, ignore_errors=True)


def _aside(target: Path) -> Path:
    return target.with_name(f".{target.name}.old")


def _exchange(first: Path, second: Path) -> bool:
    """Swap two folders in one step (Linux `renameat2`); False where that cannot be done."""
    if not sys.platform.startswith("linux"):
        return False
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    return rename(_HERE, os.fsencode(first), _HERE, os.fsencode(second), _EXCHANGE) == 0

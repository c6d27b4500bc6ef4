"""One process at a time: locks on files, which fall by themselves when a process ends, however it ends."""

from __future__ import annotations

import contextlib
import errno
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from .staging import unwritable

__all__ = ["in_turn", "lock"]

_TAKEN = {errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES, errno.EDEADLK}
_LOOK = 0.1  # seconds between two tries
_FILE = ".lock"


def lock(file: IO) -> bool:
    """Take the lock on an open file; False when another holds it. Where a disk knows no locks, it counts as taken by us."""
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno not in _TAKEN
    return True


@contextlib.contextmanager
def in_turn(folder: Path, waits: Callable[[], None]) -> Iterator[None]:
    """A block that one process at a time runs for a folder; the others wait until it is their turn.

    Parameters
    ----------
    folder : made where it is not there yet
    waits : called once when another process holds the folder

    Raises
    ------
    SourceError
        When the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = open(folder / _FILE, "ab")
    except OSError as error:
        raise unwritable(folder, error) from None
    with file:
        if not lock(file):
            waits()
            while not lock(file):
                time.sleep(_LOOK)
        yield

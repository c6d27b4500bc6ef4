"""Whether a damaged SPSS file would take the whole program down: it is read once in a process of its own first."""

from __future__ import annotations

import subprocess
import sys
from functools import lru_cache
from pathlib import Path

from ...errors import SourceError

__all__ = ["refuse_if_deadly"]

_LONGEST = 900  # seconds
_PROBE = """
import sys, pyreadstat
for encoding in (None, "latin1"):
    try:
        start, n = 0, 100_000
        while n == 100_000:
            rows, _ = pyreadstat.read_sav(sys.argv[1], encoding=encoding, user_missing=True, disable_datetime_conversion=True,
                                          output_format="dict", row_offset=start, row_limit=100_000)
            n = len(next(iter(rows.values()))) if rows else 0
            start += n
    except Exception:
        pass
"""


def refuse_if_deadly(path: Path) -> None:
    """Raise when the reader of SPSS files does not survive this one.

    The reader is a C library; what it cannot bear in a file ends the process, and no error can be caught. A file is tried once for each
    time that it changes.

    Raises
    ------
    SourceError
    """
    about = path.stat()
    if not _survives(str(path), about.st_mtime_ns, about.st_size):
        raise SourceError(f"{path.name} is not an SPSS file: it is damaged, so that reading it would end the program; open it in SPSS and save it anew")


@lru_cache(maxsize=256)
def _survives(path: str, changed: int, size: int) -> bool:
    try:
        done = subprocess.run([sys.executable, "-P", "-c", _PROBE, path], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=_LONGEST)
    except subprocess.TimeoutExpired:
        return False
    # 1 is an error of Python, which the reading itself will tell; anything else is a process that was ended.
    return done.returncode in (0, 1)

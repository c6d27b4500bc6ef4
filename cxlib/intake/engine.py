"""What `study.toml` says of the engine that counts, and how much memory it and the reading of files may take."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..errors import SettingsError, check_keys, choose
from . import typed

__all__ = ["Engine", "read_engine"]


@dataclass(frozen=True)
class Engine:
    """What the prepared tables are counted on.

    Attributes
    ----------
    kind : {"duckdb", "spark"}
    memory : such as "2GB": most that the embedded engine takes before it writes to disk; what is read at once and kept beside it goes by it too
    master : where Spark runs: "local[*]" on this machine, or the address of a cluster
    """

    kind: str = "duckdb"
    memory: str = "2GB"
    master: str = "local[*]"

    @property
    def block(self) -> int:
        """Bytes of a text file that are read at once: a small part of the memory, as typed rows take several times as much."""
        return int(min(max(self._bytes / 64, 1 << 20), 8 << 20))

    @property
    def marks(self) -> int:
        """Rows of a file by whose marks repeated ones are found: a sixteenth of the memory at eight bytes each."""
        return int(min(max(self._bytes / 128, 1 << 16), 1 << 24))

    @property
    def _bytes(self) -> float:
        return float(self.memory[:-2]) * {"MB": 1 << 20, "GB": 1 << 30, "TB": 1 << 40}[self.memory[-2:]]


def read_engine(given: Mapping[str, Any], where: str) -> Engine:
    """The table ``[engine]`` of study.toml.

    Raises
    ------
    SettingsError
        For a setting that is not there, a kind that is not known, or an amount of memory that cannot be read.

    Examples
    --------
    >>> read_engine({"memory": "500MB"}, "study.toml, [engine]").marks
    4096000
    """
    check_keys(where, given, tuple(Engine.__dataclass_fields__))
    memory = typed.text(given, "memory", Engine.memory, where)
    if not re.fullmatch(r"[0-9]+(\.[0-9]+)? ?(MB|GB|TB)", memory):
        raise SettingsError(f'{where}: "{memory}" is no amount of memory; write it like "2GB" or "500MB"')
    return Engine(
        kind=choose("kind", given.get("kind", "duckdb"), ("duckdb", "spark"), where=where, error=SettingsError),
        memory=memory, master=typed.text(given, "master", Engine.master, where),
    )

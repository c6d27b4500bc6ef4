"""Who must not be known again: ids behind a keyed hash, and the customers that were forgotten."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ..contract import Checked, id_text
from ..errors import SettingsError, SourceError, check_keys
from . import typed

__all__ = ["PRIVATE", "Ids", "Privacy", "forget_id", "read_privacy"]

PRIVATE = ".private"
_KEY, _FORGOTTEN = "id.key", "forgotten.json"
_ID = "customer_id"
_HASH_BYTES = 10
_KEPT_OUT = "(the line is kept out, because ids are hashed)"


@dataclass(frozen=True)
class Privacy:
    """What ``[privacy]`` in study.toml says.

    Attributes
    ----------
    hash_ids : a keyed hash takes the place of every customer_id, from intake on
    share_base : smallest base in what is made to be given away
    is_shared : the study was opened to be shown to others
    """

    hash_ids: bool = False
    share_base: int = 30
    is_shared: bool = False


def read_privacy(given: Mapping[str, Any], where: str) -> Privacy:
    """The settings of ``[privacy]``, checked.

    Raises
    ------
    SettingsError
    """
    check_keys(where, given, ("hash_ids", "share_base"))
    return Privacy(
        hash_ids=typed.boolean(given, "hash_ids", False, where), share_base=typed.whole(given, "share_base", Privacy.share_base, where, low=2)
    )


@dataclass(frozen=True)
class Ids:
    """What becomes of the ids of a study on their way through the door.

    Attributes
    ----------
    folder : Path
        Of the study; the key and the list of forgotten customers lie below it, for its owner only.
    hash_ids : bool
    """

    folder: Path
    hash_ids: bool = False

    @property
    def mark(self) -> str:
        """A text that changes whenever the same files would give other rows; empty where nothing is done to ids."""
        forgotten = "".join(sorted(self._forgotten)) if self._forgotten else ""
        key = self._key.hex() if self.hash_ids else ""
        return hashlib.blake2b(f"{key} {forgotten}".encode(), digest_size=16).hexdigest() if key or forgotten else ""

    def shown(self, customer_id: str) -> str:
        """The id under which a customer stands in the store, lists and ledgers.

        Parameters
        ----------
        customer_id : str
            The true one, as in the source files with their id_prefix.
        """
        return _hash(customer_id, self._key, _HASH_BYTES) if self.hash_ids else customer_id

    def is_forgotten(self, customer_id: str) -> bool:
        """Whether a customer (true id) was forgotten."""
        return any(_hash(customer_id, salt, 32) in known for salt, known in self._lists)

    def without_forgotten(self, rows: pa.Table) -> tuple[pa.Table, int]:
        """The rows of others, and how many were left out; ids are the true ones."""
        if not self._forgotten or _ID not in rows.column_names:
            return rows, 0
        names = _names(rows)
        is_gone = np.array([self.is_forgotten(name) for name in names.dictionary.to_pylist()], dtype=bool)
        gone = np.append(is_gone, False)[np.asarray(pc.fill_null(names.indices, -1))]
        return (rows.filter(pa.array(~gone)), int(gone.sum())) if gone.any() else (rows, 0)

    def holds_forgotten(self, text: str, prefix: str = "") -> bool:
        """Whether a line that could not be read names a forgotten customer."""
        if not self._forgotten:
            return False
        for sign in ",;\t|":
            text = text.replace(sign, "\n")
        return any(self.is_forgotten(prefix + word.strip().strip('"')) for word in text.splitlines())

    def hashed(self, rows: pa.Table) -> pa.Table:
        """The rows with the hash in place of each id."""
        if not self.hash_ids or _ID not in rows.column_names:
            return rows
        names = _names(rows)
        shown = pa.array([self.shown(name) for name in names.dictionary.to_pylist()], pa.string())
        return rows.set_column(rows.column_names.index(_ID), _ID, shown.take(names.indices))

    def hashed_check(self, checked: Checked) -> Checked:
        """What the check found, with the hash in place of each id, in the breaches too."""
        if not self.hash_ids:
            return checked
        breaches = []
        for one in checked.breaches:
            if one.column == _ID and one.value:
                shown = self.shown(one.value)
                one = replace(one, value=shown, rule=one.rule.replace(one.value, shown))
            breaches.append(one)
        tallies = [replace(one, values=[value and self.shown(value) for value in one.values]) if one.column == _ID else one for one in checked.tallies]
        return replace(checked, accepted=self.hashed(checked.accepted), breaches=breaches, tallies=tallies)

    def line(self, text: str) -> str:
        """A line that could not be read, as it may be kept: it may hold an id."""
        return _KEPT_OUT if self.hash_ids else text

    @cached_property
    def _key(self) -> bytes:
        file = self.folder / PRIVATE / _KEY
        if not file.is_file():
            _write_private(file, secrets.token_hex(32), keep=True)
        try:
            return bytes.fromhex(file.read_text(encoding="ascii").strip())
        except (OSError, ValueError):
            raise SettingsError(f"{file} cannot be read as the key of hashed ids; put back the one that was kept, "
                                "or delete it: all ids then change") from None

    @cached_property
    def _lists(self) -> tuple[tuple[bytes, frozenset[str]], ...]:
        salt, known = _read_forgotten(self.folder)
        return ((bytes.fromhex(salt), frozenset(known)),) if known else ()

    @property
    def _forgotten(self) -> frozenset[str]:
        return self._lists[0][1] if self._lists else frozenset()


def forget_id(folder: Path, customer_id: str) -> None:
    """Note the salted hash of an id, so that no later intake takes the customer in again.

    Raises
    ------
    SourceError
        When the list cannot be read or written.
    """
    salt, known = _read_forgotten(folder)
    salt = salt or secrets.token_hex(32)
    listed = sorted({*known, _hash(customer_id, bytes.fromhex(salt), 32)})
    _write_private(folder / PRIVATE / _FORGOTTEN, json.dumps({"salt": salt, "customers": listed}, indent=1))


def _read_forgotten(folder: Path) -> tuple[str, list[str]]:
    file = folder / PRIVATE / _FORGOTTEN
    if not file.is_file():
        return "", []
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
        bytes.fromhex(data["salt"])
        return data["salt"], list(data["customers"])
    except (OSError, ValueError, KeyError, TypeError):
        # Going on would take forgotten customers in again.
        raise SourceError(f"{file}, the list of forgotten customers, cannot be read; put back the last good one") from None


def _write_private(file: Path, text: str, *, keep: bool = False) -> None:
    """A file that only its owner may read, in a folder that no repository takes; with `keep` one that is there stays."""
    try:
        file.parent.mkdir(mode=0o700, exist_ok=True)
        (file.parent / ".gitignore").write_text("*\n", encoding="ascii")
        draft = file.with_name(f".{file.name}-{os.getpid()}")
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as out:
            out.write(text)
        if keep and file.is_file():
            # Another program was first: its key is the key.
            draft.unlink()
        else:
            os.replace(draft, file)
    except OSError as error:
        raise SourceError(f"{file} cannot be written ({error.strerror}); copy study.toml to a folder where you may write") from None


def _names(rows: pa.Table) -> pa.DictionaryArray:
    """The ids as texts, each kept once."""
    return id_text(rows[_ID].combine_chunks()).dictionary_encode()


def _hash(text: str, key: bytes, size: int) -> str:
    """BLAKE2b with a key (RFC 7693): without the key nobody can try ids one after the other."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), key=key, digest_size=size).hexdigest()

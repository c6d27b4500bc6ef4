"""Where a database is, from its URL; a password never stands in it."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from ..errors import SettingsError, SourceError, unknown
from . import typed

__all__ = ["Address", "read_address"]

_KINDS = {"postgresql": "postgresql", "postgres": "postgresql", "duckdb": "duckdb"}
_SECRETS = ("password", "passwd", "pwd", "passfile", "sslpassword", "token", "access_token", "secret", "private_key")
_OPTIONS = ("host", "sslmode", "sslrootcert", "connect_timeout")
_POSTGRES_PORT = 5432


@dataclass(frozen=True)
class Address:
    """One database.

    Attributes
    ----------
    kind : {"postgresql", "duckdb"}
    host, port, user, name : of a server; `host` may be the folder of its socket
    options : of the connection, such as sslmode
    file : of a DuckDB database: an absolute path, or one that starts from the data folder
    password_env : environment variable that holds the password; empty where the server's own ways are used
    """

    kind: str
    host: str = ""
    port: int = _POSTGRES_PORT
    user: str = ""
    name: str = ""
    options: dict[str, str] = field(default_factory=dict)
    file: str = ""
    password_env: str = ""

    def __str__(self) -> str:
        if self.kind == "duckdb":
            return f"the DuckDB file {self.file}"
        return f"the database {self.name} on {self.host}, port {self.port}" + (f", as {self.user}" if self.user else "")

    def password(self) -> str | None:
        """The password from the environment; None where none is named.

        Raises
        ------
        SourceError
            When the variable that study.toml names is not set.
        """
        if not self.password_env:
            return None
        found = os.environ.get(self.password_env)
        if not found:
            raise SourceError(f"{self}: the environment variable {self.password_env} is not set; set it to the password, "
                              "or leave out password_env and use the server's password file")
        return found

    def inside(self, folder: Path) -> Path:
        """The file of a DuckDB database."""
        return Path(self.file) if Path(self.file).is_absolute() else folder / self.file


def read_address(url: str, where: str, *, password_env: str = "") -> Address:
    """The address that a URL names.

    Parameters
    ----------
    url : ``postgresql://user@host:port/database``, or ``duckdb:///file.duckdb`` (below the data folder; four slashes for
        an absolute path)

    Raises
    ------
    SettingsError
        When the URL holds a password, names no database, or is of a kind that is not read. The message never repeats the URL.

    Examples
    --------
    >>> str(read_address("postgresql://reader@127.0.0.1:5432/crm", "study.toml"))
    'the database crm on 127.0.0.1, port 5432, as reader'
    """
    where = f"{where}, database"
    try:
        parts = urlsplit(url)
        given, port = dict(parse_qsl(parts.query, keep_blank_values=True)), parts.port
    except ValueError:
        raise SettingsError(f'{where}: this is no URL; write it like "postgresql://reader@127.0.0.1:5432/crm"') from None
    if parts.password is not None or any(name.lower() in _SECRETS for name in given):
        raise SettingsError(
            f"{where}: a password may not stand in study.toml; take it out of the URL, put it into an environment variable, and "
            'name that: password_env = "CRM_PASSWORD". The server\'s password file (~/.pgpass) works without any setting'
        )
    kind = _KINDS.get(parts.scheme.lower())
    if kind is None:
        raise SettingsError(f"{where}: {unknown('kind of database', parts.scheme, ('postgresql', 'duckdb'))} "
                            "Others: export a table as Parquet, and name that file with path")
    if kind == "duckdb":
        return _file(unquote(parts.path), parts.netloc, given, where, password_env)
    for name in given:
        if name not in _OPTIONS:
            raise SettingsError(f"{where}: {unknown('option of the URL', name, _OPTIONS)}")
    host, name = parts.hostname or given.pop("host", ""), unquote(parts.path.lstrip("/"))
    given.pop("host", None)
    if not host or not name:
        raise SettingsError(f'{where}: name the server and the database, such as "postgresql://reader@127.0.0.1:5432/crm"')
    return Address(kind, unquote(host), port or _POSTGRES_PORT, unquote(parts.username or ""), name, given, password_env=password_env)


def _file(path: str, host: str, given: dict[str, str], where: str, password_env: str) -> Address:
    if host or given or password_env or not path.startswith("/"):
        raise SettingsError(f'{where}: a DuckDB file has three slashes and nothing behind its name, such as "duckdb:///crm.duckdb"; it needs no password_env')
    own = path[1:]
    return Address("duckdb", file=own if own.startswith("/") else typed.inside_path(own, where))

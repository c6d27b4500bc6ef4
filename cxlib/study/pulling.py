"""Fetching what a study has in databases, one program at a time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from .. import intake
from ..intake import Settings, Snapshot
from ..store import in_turn

__all__ = ["fetch_missing", "pull"]


def pull(path: str | Path, *, data: str | Path | None = None, progress: Callable[[str], None] | None = None) -> list[Snapshot]:
    """Fetch every database source of the study at `path` anew; the study reads the new snapshots from then on.

    Parameters
    ----------
    path : folder that holds study.toml, or that file
    data : folder of the source files, when they do not lie beside study.toml
    progress : called with a short text before each connection and after it

    Returns
    -------
    list of Snapshot
        Empty when no source of the study is in a database.

    Raises
    ------
    StudyError
        SettingsError, SourceError or MissingExtraError; the old snapshots then stay.

    Examples
    --------
    >>> pull("crm_study")  # doctest: +SKIP
    """
    settings = intake.read_settings(path, data=data)
    if not any(source.database for source in settings.sources):
        return []
    with in_turn(settings.folder / ".cx", _waits(progress)):
        return intake.pull(settings, progress=progress)


def fetch_missing(settings: Settings, progress: Callable[[str], None] | None) -> None:
    """Fetch what was never fetched; programs that open the same study meanwhile wait and then find it there."""
    if any(source.database and not Path(source.snapshot).is_file() for source in settings.sources):
        with in_turn(settings.folder / ".cx", _waits(progress)):
            intake.fetch_missing(settings, progress=progress)


def _waits(progress: Callable[[str], None] | None) -> Callable[[], None]:
    return lambda: (progress or (lambda text: None))("another program fetches this data; waiting for it")

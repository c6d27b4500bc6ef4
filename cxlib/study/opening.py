"""Opening a study: settings, the store (built on first use), the wave."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from .. import intake, words
from ..contract import Breach
from ..errors import ArgumentError, SettingsError, choose, unknown
from ..intake import Settings
from ..slices import EVERYONE, Slice
from ..store import file_digest, fingerprint, in_turn, open_store
from .for_others import SHARE, for_others
from .periods import period_bounds
from .preparing import Preparing
from .pulling import fetch_missing
from .raking import raked
from .study import Study

__all__ = ["open_study"]


def open_study(
    path: str | Path,
    *,
    wave: str | None = None,
    language: str | None = None,
    data: str | Path | None = None,
    slice: str | Slice = EVERYONE,  # noqa: A002 - the word users know
    on_rejected: str = "stop",
    progress: Callable[[str], None] | None = None,
    share: bool = False,
) -> Study:
    """The study at `path`, as it was known at the end of a wave; its store is built on first use.

    Parameters
    ----------
    path : folder that holds study.toml, or that file
    wave : period label such as "2026Q3"; the last one in the data when not given
    language : {"en", "vi"}; the study's own when not given
    data : folder of the source files, when they do not lie beside study.toml
    slice : Slice or its text form
    on_rejected : {"stop", "continue"}
        What to do when more rows break the contract than the study allows.
    progress : called with a short text while files are read
    share : bool
        For eyes outside of the house: no smaller base than ``[privacy] share_base`` is shown. A run that is to be given away opens
        its studies so, whatever its notebooks say.

    Raises
    ------
    StudyError
        SettingsError, SourceError, ContractError or ArgumentError; each text says what to mend.
    """
    choose("way to treat rejected rows", on_rejected, ("stop", "continue"))
    settings = intake.read_settings(path, data=data)
    fetch_missing(settings, progress)
    settings = for_others(settings) if share or os.environ.get(SHARE) else settings
    store = _store(settings, progress)
    if on_rejected == "stop":
        intake.refuse_if_over(_counts_of(store.meta, settings))
    end = settings.as_of or (store.last_day() or dt.date(2100, 1, 1)) + dt.timedelta(days=1)
    waves = _waves(store.periods(settings.period), settings, end)
    wave = wave or waves[-1]
    if wave not in waves:
        raise ArgumentError(unknown("wave", wave, waves))
    seen = waves[: waves.index(wave) + 1]
    as_of = end if settings.period == "wave" else min(end, period_bounds(wave)[1])
    view = store.upto(as_of, seen, period=settings.period)
    study = raked(Study(settings, view, wave, seen, choose("language", language or settings.language, words.LANGUAGES), end=end))
    return study.where(slice) if slice else study


def _waves(labels: Sequence[str], settings: Settings, end: dt.date) -> tuple[str, ...]:
    """The waves that may be looked at; a study without one is refused, because nothing in it can be placed in time."""
    where = f"{settings.file.name}, [study]"
    if settings.period == "wave":
        if not labels:
            raise SettingsError(
                f'{where}: period = "wave", but no answer names its wave; set wave in the sources of responses, map the '
                'column wave, or set period to "month", "quarter" or "year"'
            )
        return tuple(labels)
    if not labels:
        raise SettingsError(f"{where}: no row has a date, so there is no {settings.period} to look at; map at or joined_at")
    try:
        starts = [period_bounds(label)[0] for label in labels]
    except ArgumentError as error:
        raise SettingsError(f'{where}: a wave of the answers is no {settings.period}: {error}; or set period = "wave"') from None
    waves = tuple(label for label, start in zip(labels, starts) if start < end)
    if not waves:
        raise SettingsError(f"{where}: as_of = {end} leaves nothing to look at; the data begin in {labels[0]}")
    return waves


def _store(settings: Settings, progress):
    digests = {path: file_digest(path) for source in settings.sources for path in _files(settings, source)}
    text = settings.file.read_text(encoding="utf-8-sig") + intake.Ids(settings.folder, settings.privacy.hash_ids).mark
    text += repr(sorted(settings.crosswalk.items())) if settings.crosswalk else ""
    mark = fingerprint(text, sorted(digests), digests=digests)
    folder = settings.folder / ".cx" / mark
    if not (folder / "meta.json").is_file():
        _prepare(settings, folder, mark, digests, progress or (lambda text: None))
    return open_store(folder, kind=settings.engine.kind, memory=settings.engine.memory, master=settings.engine.master)


def _prepare(settings: Settings, folder: Path, mark: str, digests: Mapping[Path, bytes], progress: Callable[[str], None]) -> None:
    """Build the store; whoever opens the same study meanwhile waits and then finds it ready."""
    with in_turn(folder.parent, lambda: progress("another program prepares this data; waiting for it")):
        if not (folder / "meta.json").is_file():
            Preparing(settings, folder, mark, digests, progress).run()
            _forget_old(folder)


def _files(settings: Settings, source) -> list[Path]:
    found = intake.files_of(source, settings.data)
    return [*found, *[settings.data / pair["path"] for pair in source.join if (settings.data / pair["path"]).is_file()]]


def _forget_old(folder: Path, keep: int = 3) -> None:
    stores = sorted(folder.parent.glob("*/meta.json"), key=lambda path: path.stat().st_mtime, reverse=True)
    for meta in stores[keep:]:
        shutil.rmtree(meta.parent, ignore_errors=True)


def _counts_of(meta: Mapping, settings: Settings):
    return intake.CheckResult(
        [intake.SourceCount(**source) for source in meta["sources"]],
        [Breach(**breach) for breach in meta["breaches"]],
        settings.max_rejected,
        rejected_file=meta["rejected_file"] or None,
    )

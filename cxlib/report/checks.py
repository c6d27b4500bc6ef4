"""Everything about a run that can be wrong before anything slow is begun."""

from __future__ import annotations

import contextlib
import importlib.util
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from .. import intake, words
from ..errors import ArgumentError, MissingExtraError, RunError, StudyError, choose
from ..slices import Slice
from .prepare import find

__all__ = ["check_run"]

_LEAST_FREE = 200_000_000  # bytes; a report of ninety findings takes some 30 million while the last one still stands


def check_run(
    study_path: str | Path,
    *,
    wave: str | None,
    out: Path,
    notebooks: str | Path,
    language: str | None,
    data: str | Path | None,
    slice: str,  # noqa: A002 - the word users know
    jobs: int,
    on_rejected: str,
) -> list[Path]:
    """The paths of the notebooks, when every setting of a run is in order.

    Looked at: jobs, language, what is done with rejected rows, the form of the slice and the names in it, the form of the wave,
    the notebooks, the settings of the study, that its files are there, that its engine is installed, that the reports' folder
    can be written and has room. Which waves and levels there are is known only when the data are read; a wrong one is refused then, still before any notebook.

    Raises
    ------
    StudyError
        What is wrong; a RunError with one line for each when there are several.
    """
    wrong: list[StudyError] = []
    with _noted(wrong):
        if isinstance(jobs, bool) or not isinstance(jobs, int) or jobs < 1:
            raise ArgumentError(f"jobs is how many notebooks run at once: a whole number from 1, not {jobs!r}")
    with _noted(wrong):
        choose("way to treat rejected rows", on_rejected, ("stop", "continue"))
    with _noted(wrong):
        choose("language", language or "en", words.LANGUAGES)
    with _noted(wrong):
        Slice.parse(str(slice))
    paths: list[Path] = []
    with _noted(wrong):
        paths = _notebooks(notebooks)
    with _noted(wrong):
        check_study(study_path, wave=wave, data=data)
    with _noted(wrong):
        _check_out(out)
    if len(wrong) == 1:
        raise wrong[0]
    if wrong:
        raise RunError("The run was not started:\n" + "\n".join(f"- {one}" for one in wrong))
    return paths


def check_study(study_path: str | Path, *, wave: str | None, data: str | Path | None) -> None:
    """Raise what is wrong with the study's settings: its files, its engine, the form of the wave."""
    settings = intake.read_settings(study_path, data=data)
    wrong: list[StudyError] = []
    for source in settings.sources:
        if source.database:
            continue  # it is fetched when the study is opened
        with _noted(wrong):
            intake.files_of(source, settings.data)
    with _noted(wrong):
        _check_engine(settings)
    if wave is not None and settings.period != "wave":
        with _noted(wrong):
            _check_wave(wave)
    if len(wrong) == 1:
        raise wrong[0]
    if wrong:
        raise RunError("\n- ".join(str(one) for one in wrong))


@contextlib.contextmanager
def _noted(wrong: list[StudyError]) -> Iterator[None]:
    """What is refused in this block is noted, and the next thing is looked at."""
    try:
        yield
    except StudyError as error:
        wrong.append(error)


def _notebooks(folder: str | Path) -> list[Path]:
    import nbformat

    paths, wrong = find(folder), []
    for path in paths:
        try:
            nbformat.read(path, as_version=4)
        except Exception as error:
            wrong.append(f'"{path}" cannot be read as a notebook ({type(error).__name__}). Open it in JupyterLab.')
    if wrong:
        raise RunError("\n- ".join(wrong))
    return paths


def _check_engine(settings: Any) -> None:
    if settings.engine.kind == "spark":
        for package in ("pyspark", "sqlglot"):
            if importlib.util.find_spec(package) is None:
                raise MissingExtraError('The engine "spark"', "spark", package)


def _check_wave(wave: str) -> None:
    from ..study import period_bounds

    period_bounds(wave)


def _check_out(out: Path, *, usage: Callable[[Path], Any] = shutil.disk_usage) -> None:
    """The reports' folder can be made and written, and has room for a report beside the last one."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=out):
            free = usage(out).free
    except OSError as error:
        raise RunError(f'Cannot write into "{out}" ({error.strerror}). Name another folder with --out.') from None
    if free < _LEAST_FREE:
        mega = 1_000_000
        raise RunError(
            f'"{out}" has room for {free // mega} MB only, and a report needs {_LEAST_FREE // mega}. Make room, or name another folder with --out.'
        )



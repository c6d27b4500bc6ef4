"""What a run must keep beside its findings, so that a later run can be compared with it."""

from __future__ import annotations

import dataclasses
import importlib.metadata
import json
import platform
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..errors import RunError, SourceError
from ..finding import Finding

__all__ = ["STATE", "Kept", "keep_state", "read_kept", "versions", "write_state"]

STATE = "state.json"  # beside findings.json
_FORM = 1
_NO_SETTINGS = ("file", "data", "sources", "codebook", "engine", "as_of")  # told elsewhere, or of this machine
_PACKAGES = ("pandas", "numpy", "pyarrow", "duckdb", "scipy", "statsmodels", "scikit-learn", "matplotlib", "seaborn")


@dataclasses.dataclass(frozen=True)
class Kept:
    """One report as it was kept.

    Parameters
    ----------
    folder : Path
    wave, language : str
    findings : mapping of key to Finding
    state : mapping, or None where the run kept none
    """

    folder: Path
    wave: str
    language: str
    findings: Mapping[str, Finding]
    state: Mapping[str, Any] | None


def keep_state(study) -> dict[str, Any]:
    """What the study's data, definitions and software are at this wave, as plain data without any customer.

    Returns
    -------
    dict
        ``wave``, ``as_of``, ``period``, ``fingerprint``; ``settings`` (path to value), ``questions`` (the codebook),
        ``sources`` (files with a row for each: table, columns of the file, mapping, recodings, rows), ``rows`` by table,
        ``answers`` by period and question, ``scales`` (least and greatest score and how many differ, in this wave),
        ``levels`` with answers in this wave, ``software`` (versions).
    """
    counts = study.unsliced().score_counts(["period"]) if study.has("responses") else None
    return {
        "form": _FORM, "study": study.name, "wave": study.wave, "previous": study.previous_wave, "period": study.settings.period,
        **{name: study.provenance[name] for name in ("as_of", "fingerprint", "rows", "rejected", "version")},
        "settings": _flat({name: value for name, value in _plain(study.settings).items() if name not in _NO_SETTINGS}),
        "questions": {name: _flat(_plain(question)) for name, question in study.codebook.items()},
        "sources": _sources(study),
        "answers": {} if counts is None else _answers(counts),
        "scales": {} if counts is None else _scales(counts, study.wave),
        "levels": {} if counts is None else _levels(study),
        "software": {"python": platform.python_version(), "cxlib": study.provenance["version"], **versions()},
    }


def write_state(study, folder: str | Path) -> Path:
    """:func:`keep_state` as ``state.json`` in the report's folder; the path of it."""
    path = Path(folder) / STATE
    path.write_text(json.dumps(keep_state(study), ensure_ascii=False, indent=1, default=str) + "\n", encoding="utf-8")
    return path


def read_kept(folder: str | Path) -> Kept:
    """The report in `folder`.

    Raises
    ------
    RunError
        When no run has ended there, or its files are no longer readable.
    """
    folder = Path(folder)
    if not (folder / "findings.json").is_file():
        raise RunError(f'there is no report in "{folder}": it has no findings.json. Make it with: cx run STUDY --wave {folder.name}')
    try:
        held = json.loads((folder / "findings.json").read_text(encoding="utf-8"))
        found = [Finding.from_json(data) for data in held["findings"]]
        state = json.loads((folder / STATE).read_text(encoding="utf-8")) if (folder / STATE).is_file() else None
        keyed: dict[str, Finding] = {}
        for one in found:
            keyed.setdefault(one.key, one)
        return Kept(folder, held["wave"], held["language"], keyed, state)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RunError(f'the report in "{folder}" cannot be read ({error}). Run that wave again.') from None


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(name): _plain(part) for name, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(part) for part in value]
    return value if isinstance(value, (str, int, float, bool, type(None))) else str(value)


def _flat(value: Mapping[str, Any], under: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, part in value.items():
        path = f"{under}.{name}" if under else name
        found |= _flat(part, path) if isinstance(part, Mapping) else {path: part}
    return found


def _sources(study) -> list[dict[str, Any]]:
    """Each file of this wave: of sources without a wave, all files."""
    from .. import intake

    counts = {(one["table"], one["file"]): one for one in study.view.store.meta["sources"]}
    headings: dict[Path, list[str]] = {}
    found = []
    for source in study.settings.sources:
        if source.wave not in ("", study.wave):
            continue
        for path in intake.files_of(source, study.settings.data):
            if path not in headings:
                headings[path] = _heading(path, source)
            count = counts.get((source.table, path.name), {})
            found.append({
                "table": source.table, "file": path.name, "wave": source.wave, "columns": headings[path],
                "mapping": {**dict(source.columns), **dict(source.stages)}, "questions": dict(source.questions), "recode": _plain(source.recode),
                **{name: count.get(name) for name in ("read", "accepted", "rejected", "left_out")},
            })
    return found


def _heading(path: Path, source) -> list[str]:
    """The columns of a file; none where it can no longer be read, which the run itself has told."""
    from ..intake.readers import read_batches
    from ..intake.rows import ROW

    batches = read_batches(path, source, [])
    try:
        return [name for name in next(batches).column_names if name != ROW]
    except (SourceError, StopIteration):
        return []
    finally:
        batches.close()


def _answers(counts) -> dict[str, dict[str, int]]:
    given = counts[counts["score"].notna()]
    table = given.groupby(["period", "question"])["n"].sum()
    out: dict[str, dict[str, int]] = {}
    for (period, question), n in table.items():
        out.setdefault(str(period), {})[question] = int(n)
    return out


def _scales(counts, wave: str) -> dict[str, dict[str, float]]:
    mine = counts[counts["score"].notna() & (counts["period"] == wave)]
    scores = mine.groupby("question")["score"].agg(["min", "max", "nunique"])
    return {name: {"least": float(row["min"]), "greatest": float(row["max"]), "different": int(row["nunique"])} for name, row in scores.iterrows()}


def _levels(study) -> dict[str, list[str]]:
    whole, found = study.unsliced(), {}
    for name in study.segments:
        if name in study.view.segments_of("responses"):
            counts = whole.score_counts(["period", name])
            mine = counts[(counts["period"] == study.wave) & (counts["n"] > 0)]
            found[name] = sorted(str(level) for level in mine[name].dropna().unique())
    return found


def versions() -> dict[str, str]:
    """The packages that numbers depend on, with the versions that are installed."""
    found = {}
    for name in _PACKAGES:
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
    return found

"""From source files to a store: only new files are read, and a killed preparation goes on where it was."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from .. import intake
from ..intake import Settings, Source, SourceFile
from ..store import Staged, build, customers_listed, forget_staged, stage, staged

__all__ = ["Preparing"]

_ABOUT = "files.json"
_DOOR = 2  # raised when the same files would give other rows, or more is said of them
_MOST_REASONS = 1000


class Preparing:
    """One preparation of a store.

    Parameters
    ----------
    settings : Settings
    folder : where the store is to be
    mark : fingerprint of the settings and files
    digests : of every file
    progress : called with a short text before each step
    """

    def __init__(self, settings: Settings, folder: Path, mark: str, digests: Mapping[Path, bytes], progress: Callable[[str], None]) -> None:
        self.settings, self.folder, self.mark, self.digests, self.progress = settings, folder, mark, digests, progress
        self.rows_mark = _digest(repr((_DOOR, settings.timezone, settings.codebook, settings.journey.stages, settings.journey.exits, settings.journey.other,
                                       settings.kept_columns, sorted(settings.crosswalk.items()), intake.Ids(settings.folder, settings.privacy.hash_ids).mark,
                                       *([settings.language] if settings.language != "en" else []))))  # in which the refused rows are told
        self.files = self._marked()

    def run(self) -> None:
        """Read what is new, check it, and build the store on the largest one whose files are all still there."""
        base = self._base()
        known = json.loads((base / _ABOUT).read_text(encoding="utf-8")) if base else {}
        listed = intake.Listed()
        if base:
            listed.first_ones(customers_listed(base))
        fresh, abouts = [], {}
        for source, path, mark in self.files:
            if mark in known:
                abouts[mark] = known[mark]
                continue
            fresh.append(self._staged(source, path, mark, listed))
            abouts[mark] = fresh[-1].about
        ordered = {mark: abouts[mark] for _, _, mark in self.files}
        result = intake.write_rejected(intake.gathered(self.settings, list(ordered.values())), self.settings.folder / intake.REJECTED)
        meta = {**_meta(result, self.mark), "rows_mark": self.rows_mark, "crosswalk": _crossed(ordered.values()), "sizes": _sized(ordered.values()),
                "features": [name for name in self.settings.personas.columns if name not in self.settings.segments]}
        build(fresh, self.folder, segments=self.settings.kept_columns, stages=[*self.settings.journey.stages, *self.settings.journey.exits],
              meta=meta, beside={_ABOUT: json.dumps(ordered, ensure_ascii=False)}, base=base, memory=self.settings.engine.memory,
              progress=self.progress)
        forget_staged(self.folder.parent)

    def _marked(self) -> list[tuple[Source, Path, str]]:
        """Every file with a mark that changes with its bytes and with whatever its rows depend on."""
        found, customers = [], ""
        for source in self.settings.sources:
            joined = b"".join(self.digests.get(self.settings.data / pair["path"], b"") for pair in source.join)
            for path in intake.files_of(source, self.settings.data):
                parts = (self.rows_mark, repr(source), path.name, self.digests[path].hex(), joined.hex(), customers)
                mark = _digest("\n".join(parts))
                # A customer counts once, with the first file that lists them.
                customers = mark if source.table == "customers" else customers
                found.append((source, path, mark))
        return found

    def _base(self) -> Path | None:
        """The store with the most of today's files and no other."""
        wanted, best, most = {mark for _, _, mark in self.files}, None, 0
        for meta in sorted(self.folder.parent.glob("*/meta.json")):
            try:
                about = json.loads(meta.read_text(encoding="utf-8"))
                marks = set(json.loads((meta.parent / _ABOUT).read_text(encoding="utf-8")))
            except (OSError, ValueError):
                continue
            if about.get("rows_mark") == self.rows_mark and marks <= wanted and len(marks) > most and about.get("customers_in_a_piece"):
                best, most = meta.parent, len(marks)
        return best

    def _staged(self, source: Source, path: Path, mark: str, listed: intake.Listed) -> Staged:
        found = staged(self.folder.parent, source.table, mark)
        if found is None:
            self.progress(f"{source.table}: {path.name}")
            one = SourceFile(self.settings, source, path, listed)
            return stage(self.folder.parent, source.table, mark, one.batches(), one.about)
        if source.table == "customers":
            for ids in found.customers():
                listed.first_ones(ids)
        return found


def _crossed(abouts) -> list[dict[str, Any]]:
    """What the crosswalks did, by file and segment."""
    return [{"table": about["count"]["table"], "file": about["count"]["file"], "segment": name, **counts}
            for about in abouts for name, counts in about.get("crosswalk", {}).items()]


def _sized(abouts) -> list[dict[str, Any]]:
    """How large the numbers are, by file and column."""
    return [{"file": about["count"]["file"], "measure": name, **sizes}
            for about in abouts for name, sizes in about.get("sizes", {}).items()]


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def _meta(result, mark: str) -> dict[str, Any]:
    return {
        "fingerprint": mark,
        "read": result.read,
        "accepted": result.accepted,
        "rejected": result.rejected,
        "sources": [vars(source) for source in result.sources],
        "breaches": [vars(breach) for breach in result.breaches[:1000]],
        "reasons": _most(result.reasons),
        "rejected_file": str(result.rejected_file or ""),
    }


def _most(reasons: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The most frequent reasons one by one, and the others of each file and rule together, so that every row is counted."""
    ordered = sorted(reasons, key=lambda reason: -reason["rows"])
    found: dict[tuple, dict[str, Any]] = {}
    for place, one in enumerate(ordered):
        rule = one["rule"] if place < _MOST_REASONS else one["of"]
        mine = found.setdefault((one["file"], rule, one["mend"]), {**one, "rule": rule, "rows": 0})
        mine["rows"] += one["rows"]
    return sorted(found.values(), key=lambda reason: -reason["rows"])

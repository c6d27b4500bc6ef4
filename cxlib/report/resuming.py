"""Notebooks that ran to their end, kept beside the report, so that a run that was stopped goes on from there."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from .prepare import Prepared

__all__ = ["Made", "Work", "mark_of", "without_chance"]

_PACKAGES = ("duckdb", "matplotlib", "numpy", "pandas", "pyarrow", "scikit-learn", "scipy", "seaborn", "statsmodels")
_LARGE = 50_000_000
_NOT_READ = {"rejected.csv"}
_SECONDS = "seconds.json"
_VIEW = "application/vnd.jupyter.widget-view+json"

Picture = tuple[str, bytes, str]
"""A finding's chart: SVG, PNG, and what it shows in words; empty where it has none."""


class Made:
    """What became of one notebook: its page and the charts of its findings in their order; its node is filled."""

    def __init__(self, page: str, pictures: Sequence[Picture]) -> None:
        self.page, self.pictures = page, tuple(pictures)


class Work:
    """The folder beside a report that holds what is ready; it belongs to the run that holds the report's lock.

    Parameters
    ----------
    folder : Path
        Made when something is kept.
    is_fresh : bool
        Nothing that was kept is used again.
    """

    def __init__(self, folder: Path, *, is_fresh: bool = False) -> None:
        self.folder, self._is_fresh = folder, is_fresh
        self._used: set[str] = set()

    def find(self, book: Prepared, mark: str) -> Made | None:
        """What is kept of the notebook under this mark, its outputs put into it; None when nothing whole is there."""
        import nbformat

        place = self._place(book, mark)
        if self._is_fresh or not place.is_file():
            return None
        try:
            text = place.read_bytes()
            digest, _, body = text.partition(b"\n")
            if digest.decode("ascii", "replace") != hashlib.sha256(body).hexdigest():
                return None
            data = json.loads(body)
        except (OSError, ValueError):
            return None
        node = nbformat.from_dict(data["notebook"])
        book.node.cells, book.node.metadata = node.cells, node.metadata
        self._used.add(place.name)
        return Made(data["page"], [(svg, base64.b64decode(png), alt) for svg, png, alt in data["pictures"]])

    def keep(self, book: Prepared, mark: str, made: Made) -> None:
        """Keep a notebook that ran to its end: aside, then renamed, so that it is there whole or not at all."""
        pictures = [(svg, base64.b64encode(png).decode(), alt) for svg, png, alt in made.pictures]
        # not as a notebook's file, which sorts the keys: the order of a chart's lines is the order of its keys
        body = json.dumps({"notebook": book.node, "page": made.page, "pictures": pictures}, ensure_ascii=False).encode("utf-8", "replace")
        place = self._place(book, mark)
        self._put(place, hashlib.sha256(body).hexdigest().encode() + b"\n" + body)
        self._used.add(place.name)

    def find_file(self, name: str, mark: str) -> bytes | None:
        """A file that was kept under this mark; None when it is not there whole."""
        place = self.folder / f"{mark}-{name}"
        if self._is_fresh or not place.is_file():
            return None
        digest, _, body = place.read_bytes().partition(b"\n")
        if digest.decode("ascii", "replace") != hashlib.sha256(body).hexdigest():
            return None
        self._used.add(place.name)
        return body

    def keep_file(self, name: str, mark: str, data: bytes) -> None:
        """Keep a file under this mark, whole or not at all."""
        place = self.folder / f"{mark}-{name}"
        self._put(place, hashlib.sha256(data).hexdigest().encode() + b"\n" + data)
        self._used.add(place.name)

    @property
    def seconds(self) -> dict[str, list[float]]:
        """Seconds that each code cell of each notebook took last time."""
        try:
            known = json.loads((self.folder / _SECONDS).read_text(encoding="utf-8"))
            return {name: [float(one) for one in cells] for name, cells in known.items()}
        except (OSError, ValueError, TypeError, AttributeError):
            return {}

    def note_seconds(self, seconds: Mapping[str, Sequence[float]]) -> None:
        """Remember how long cells took, for the time left of the next run."""
        known = {**self.seconds, **{name: [round(one, 3) for one in cells] for name, cells in seconds.items()}}
        self._put(self.folder / _SECONDS, json.dumps(known).encode())

    def tidy(self) -> None:
        """Forget what this run neither used nor kept."""
        for path in self.folder.glob("*"):
            if path.name not in (*self._used, _SECONDS):
                path.unlink(missing_ok=True)

    def _place(self, book: Prepared, mark: str) -> Path:
        return self.folder / f"{book.name}-{mark}.json"

    def _put(self, path: Path, data: bytes) -> None:
        """Nothing is lost when this fails (a full disk): the notebook only runs again."""
        draft = None
        try:
            self.folder.mkdir(exist_ok=True)
            handle, draft = tempfile.mkstemp(prefix=".part.", dir=self.folder)
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            os.replace(draft, path)
        except OSError:
            if draft is not None:
                Path(draft).unlink(missing_ok=True)


def mark_of(book: Prepared, *, provenance: Mapping[str, Any], folder: Path | None, start: Path) -> str:
    """Sixteen digits that change with anything that the notebook's outputs depend on.

    That is its own cells (parameters, words and language among them), the data's fingerprint and rows, what lies in the
    study's folder (settings, personas, ledger) and beside the notebook, the source of the package, and the versions of Python and of what it computes with.
    """
    import nbformat

    digest = hashlib.sha256(nbformat.writes(book.node).encode("utf-8", "replace"))
    digest.update(json.dumps(dict(provenance), sort_keys=True, default=str).encode("utf-8", "replace"))
    digest.update(_software().encode())
    for path in (*_beside(folder), *sorted(start.glob("*.py"))):
        digest.update(path.name.encode("utf-8", "replace"))
        digest.update(_content(path))
    return digest.hexdigest()[:16]


def without_chance(cells: Iterable[Any]) -> None:
    """Take out of the outputs what differs from run to run: addresses of live views and how a text was cut in pieces."""
    for cell in cells:
        if cell.cell_type != "code":
            continue
        outputs: list[Any] = []
        for output in cell.outputs:
            last = outputs[-1] if outputs else None
            if output.output_type == "stream" and last is not None and last.get("name") == output.name:
                last.text += output.text
                continue
            if _VIEW in output.get("data", {}):
                output.data[_VIEW] = {"version_major": 2, "version_minor": 0, "model_id": ""}
                if "text/html" in output.data:
                    del output.data[_VIEW]
                if output.data.get("text/html") == "":
                    continue  # the place of a live view, whose copy is the next output
            outputs.append(output)
        cell.outputs = outputs


def _beside(folder: Path | None) -> list[Path]:
    """Files of the study's folder that a notebook may read; its sources are in the fingerprint of the data anyway."""
    if folder is None or not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith(".") and path.name not in _NOT_READ)


def _content(path: Path) -> bytes:
    about = path.stat()
    if about.st_size > _LARGE:
        return f"{about.st_size} {about.st_mtime_ns}".encode()
    return hashlib.sha256(path.read_bytes()).digest()


@cache
def _software() -> str:
    """The package's own source, and the versions of what it computes with."""
    import platform
    from importlib import metadata

    digest = hashlib.sha256(platform.python_version().encode())
    root = Path(__file__).parents[1]
    for path in sorted(root.rglob("*")):
        if path.suffix in (".py", ".js", ".css", ".json") and path.is_file():
            digest.update(str(path.relative_to(root)).encode())
            digest.update(path.read_bytes())
    for name in _PACKAGES:
        try:
            digest.update(f"{name} {metadata.version(name)}".encode())
        except metadata.PackageNotFoundError:
            continue
    return digest.hexdigest()


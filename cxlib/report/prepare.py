"""Notebooks before they run (language, parameters) and after (title, findings)."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ..errors import RunError
from ..finding import DRAWN, MIME, Finding

__all__ = ["Collected", "Prepared", "collect", "file_name", "find", "own_keys", "prepare", "title"]

INJECTED = "injected-parameters"
_PARAMETERS = "parameters"
_LONGEST_KEY = 80
_PNG = re.compile(r'src="data:image/png;base64,([A-Za-z0-9+/=]+)"')


@dataclass(frozen=True)
class Prepared:
    """A notebook ready to run; `node` is filled with outputs when it does."""

    name: str
    node: Any

    @property
    def code_cells(self) -> int:
        """How many cells there are to run."""
        return sum(cell.cell_type == "code" for cell in self.node.cells)


@dataclass(frozen=True)
class Collected:
    """A finding, the notebook and cell (counted from 1, as kept) that showed it, and the PNG and SVG that came with it, if any."""

    finding: Finding
    notebook: str
    cell: int
    png: bytes = b""
    svg: str = ""


def find(folder: str | Path) -> list[Path]:
    """The notebooks of a folder by name.

    Raises
    ------
    RunError
        When the folder is not there or holds no notebook.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise RunError(f'There is no folder of notebooks at "{folder}". Name one with --notebooks.')
    paths = sorted(path for path in folder.glob("*.ipynb") if not path.name.startswith("."))
    if not paths:
        raise RunError(f'The folder "{folder}" holds no notebook (*.ipynb). Name another with --notebooks.')
    return paths


def prepare(path: Path, parameters: Mapping[str, Any], *, language: str) -> Prepared:
    """The notebook at `path` in `language`, with `parameters` set after its cell tagged ``parameters``.

    A markdown cell may carry its Vietnamese text in its metadata, as ``{"cxlib": {"vi": "..."}}``.

    Raises
    ------
    RunError
        When the file is not a notebook.
    """
    import nbformat
    from papermill.parameterize import parameterize_notebook

    try:
        node = nbformat.read(path, as_version=4)
    except Exception as error:
        raise RunError(f'"{path}" cannot be read as a notebook ({type(error).__name__}). Open it in JupyterLab.') from None
    for cell in node.cells:
        cell.metadata.setdefault("tags", [])
        other = cell.metadata.get("cxlib", {}).get(language)
        if cell.cell_type == "markdown" and other:
            cell.source = other
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    if any(_PARAMETERS in cell.metadata.get("tags", []) for cell in node.cells):
        node.metadata["papermill"] = {}
        node = parameterize_notebook(node, dict(parameters), kernel_name="python3", language="python")
    # Ids made up by chance would make every run's notebook differ.
    for place, cell in enumerate(node.cells):
        if INJECTED in cell.metadata.get("tags", []):
            cell["id"] = f"parameters-{place}"
    return Prepared(path.stem, node)


def title(prepared: Prepared) -> str:
    """The first heading of the notebook as plain text, or its name."""
    for cell in prepared.node.cells:
        heading = re.search(r"^#{1,6}\s+(.+?)\s*#*\s*$", cell.source, re.MULTILINE)
        if cell.cell_type == "markdown" and heading:
            return re.sub(r"[*_`]{1,2}(\S(?:.*?\S)?)[*_`]{1,2}", r"\1", heading[1])
    return prepared.name


def collect(prepared: Prepared) -> list[Collected]:
    """Every finding that the notebook shows, in order; one shown twice counts once.

    The SVGs are taken out of the notebook: they come with its findings for the report only.
    """
    out: list[Collected] = []
    known: list[dict] = []
    for cell, data, page, svg in _shown(prepared):
        found = Finding.from_json(data)
        plain = found.to_json()
        if plain not in known:
            known.append(plain)
            out.append(Collected(found, prepared.name, cell, _picture(page), svg))
    return out


def own_keys(found: Sequence[Collected]) -> list[Collected]:
    """The findings of all notebooks, each under a key of its own: the second of one key gets ``.2``, then ``.3``."""
    taken: set[str] = set()
    out = []
    for one in found:
        key, number = one.finding.key, 1
        # A table is kept in a file of that name, and folders of many systems take "a" and "A" for one.
        while file_name(key).lower() in taken:
            number += 1
            key = f"{one.finding.key[:_LONGEST_KEY]}.{number}"
        taken.add(file_name(key).lower())
        out.append(replace(one, finding=one.finding.with_key(key)))
    return out


def file_name(key: str) -> str:
    """A finding's key as the name of a file on any system, without an ending.

    Examples
    --------
    >>> file_name("scores/level of ../NPS")
    'scores-level-of-..-NPS'
    """
    return "".join(letter if letter.isalnum() or letter in "._-" else "-" for letter in key[: _LONGEST_KEY + 10])


def _picture(page: str) -> bytes:
    """The chart in a finding's piece of a page; nothing where there is none, or more than one."""
    found = _PNG.findall(page)
    return base64.b64decode(found[0]) if len(found) == 1 else b""


def _shown(prepared: Prepared) -> Iterator[tuple[int, dict[str, Any], str, str]]:
    number = 0
    for cell in prepared.node.cells:
        number += INJECTED not in cell.metadata.get("tags", [])
        for output in cell.get("outputs", []):
            data = output.get("data", {}).get(MIME)
            if data is not None:
                page = output.get("data", {}).get("text/html", "")
                svg = output["data"].pop(DRAWN, "")
                yield number, json.loads(data) if isinstance(data, str) else data, page if isinstance(page, str) else "".join(page), svg

"""What lies beside the first page for those who go on from it: the hand-out, the actions, the state, the comparison."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ..errors import StudyError
from ..finding import Finding
from .folder import folder_name
from .handout import write_handout
from .pages import ACTIONS, COMPARED, HANDOUT
from .plan_kept import plan_of, write_plan
from .waves import STATE, write_compare, write_state

__all__ = ["compared_with_last", "write_extras"]


def write_extras(folder: Path, study: Any, findings: Sequence[Finding], kept: Any, mark: str) -> tuple[str, ...]:
    """Write the state of the wave, the proposed actions and the hand-out; names of files to link, in that order.

    What is dear is kept under `mark`, which changes with anything it depends on.

    Parameters
    ----------
    folder : Path
        Of the report that is being written.
    kept : Work
        What is ready from earlier runs.
    """
    _made(folder / STATE, kept, mark, lambda: write_state(study, folder))
    linked = [ACTIONS] if _actions(folder, study, findings) else []
    if not str(study.slice) and study.has("responses"):
        if _made(folder / HANDOUT, kept, mark, lambda: write_handout(study, folder / HANDOUT)):
            linked.insert(0, HANDOUT)
    return tuple(linked)


def compared_with_last(folder: Path, study: Any, out: Path) -> tuple[str, ...]:
    """The page that sets the wave's report beside that of the wave before, where that one is kept; its name to link."""
    before = out / folder_name(study.previous_wave) if study.previous_wave else None
    if before is None or str(study.slice) or not (before / STATE).is_file():
        return ()
    try:
        write_compare(before, folder)
    except StudyError:
        return ()
    return (COMPARED,)


def _actions(folder: Path, study: Any, findings: Sequence[Finding]) -> bool:
    first = next((one for one in findings if one.name == "readout.priorities" and len(one.table)), None)
    if first is None:
        return False
    write_plan(first, folder / ACTIONS, wave=study.wave, kept=plan_of(study))
    return True


def _made(path: Path, kept: Any, mark: str, make) -> bool:
    """Whether the file is there: taken from what is kept, else made and kept; a refusal leaves it out."""
    known = kept.find_file(path.name, mark)
    if known is not None:
        path.write_bytes(known)
        return True
    try:
        make()
    except StudyError:
        return False
    kept.keep_file(path.name, mark, path.read_bytes())
    return True

"""The personas of a study kept in a file beside study.toml, so that the next wave has the same ones."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from .. import maps, personas
from ..errors import SourceError
from .cards import write_card

__all__ = ["FILE", "keep_personas", "personas_of", "write_cards"]

FILE = "personas.json"


def personas_of(study, *, seed: int = 2026) -> personas.Personas:
    """The personas that are kept in the study's folder, else those that its data hold.

    Kept ones are never found anew: customers of a later wave are assigned to them. Their names are the ones that
    stand in the file, so a name given by hand stays.

    Parameters
    ----------
    study : Study
    seed : int
        For finding them, where none are kept.

    Raises
    ------
    SourceError
        When the file cannot be read; the message says what to mend.
    """
    path = study.settings.folder / FILE
    if not path.is_file():
        return personas.find(study, seed=seed)
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(f"{path} cannot be read ({error}); mend it, or delete it and keep the personas again") from None
    return personas.with_customers(study, personas.from_text(text, source=FILE))


def keep_personas(study, found: personas.Personas | None = None) -> Path:
    """Write the study's personas to personas.json beside study.toml, in place of those kept before.

    No customer is in the file. To rename a persona change its name on the right of ``names``.

    Returns
    -------
    Path
        Of the file.
    """
    path = study.settings.folder / FILE
    fresh = path.with_suffix(".part")
    fresh.write_text(personas.to_text(found or personas.find(study)), encoding="utf-8")
    fresh.replace(path)
    return path


def write_cards(study, found: personas.Personas, folder: str | Path) -> Sequence[Path]:
    """A page and a picture for each persona, in the folder; the paths of the pages, largest persona first."""
    return [write_card(card, folder)[0] for card in maps.persona_cards(study, found)]

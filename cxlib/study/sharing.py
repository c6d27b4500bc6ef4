"""What is dear and asked for by several notebooks of one run, made once."""

from __future__ import annotations

import hashlib
import os
import pickle
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from ..store import in_turn
from .study import Study

__all__ = ["RUN_FOLDER", "UNSEEN", "is_unseen", "shared"]

RUN_FOLDER = "CX_RUN_FOLDER"
UNSEEN = "CX_UNSEEN"

_Made = TypeVar("_Made")


def is_unseen() -> bool:
    """Whether this is a kernel of `cx run`: no browser is behind it, so what only a live view needs may be left out."""
    return bool(os.environ.get(UNSEEN))


def shared(study: Study, name: str, make: Callable[[], _Made], options: Mapping[str, Any]) -> _Made:
    """What `make` gives; within one run of `cx run` the notebook that asks first makes it and the others take it up.

    The run names a folder of its own in the environment (CX_RUN_FOLDER): private to the user, new for each run, gone
    at its end. What lies there was written by this run alone, so it may be unpickled. Without that folder, and for a
    study with segments laid over it, `make` is called each time.

    Parameters
    ----------
    study : Study
    name : what is made
    make : called where it is not there yet
    options : whatever else the result depends on; each must have a `repr` that tells it from others
    """
    folder = os.environ.get(RUN_FOLDER)
    if not folder or study.view.overlays:
        return make()
    asked = (name, study.provenance, str(study.slice), study.language, study.waves, sorted(options.items()), study.settings)
    place = Path(folder) / hashlib.blake2b(repr(asked).encode(), digest_size=16).hexdigest()
    with in_turn(place, lambda: None):
        file = place / "made"
        if file.is_file():
            return pickle.loads(file.read_bytes())  # noqa: S301 - our own, see above
        made = make()
        draft = place / "draft"
        draft.write_bytes(pickle.dumps(made, protocol=pickle.HIGHEST_PROTOCOL))
        os.replace(draft, file)
        return made

"""Some of the journeys of everyone, picked when they are asked for: a slice is a list of places."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from typing import Any

import numpy as np

from .kernel import Passages

__all__ = ["Part"]

_FIELDS = frozenset(one.name for one in fields(Passages))


@dataclass(frozen=True)
class Part:
    """Journeys of `whole` in these `rows`, with the attributes of :class:`cxlib.journeys.Passages`.

    Attributes
    ----------
    whole : journeys of everyone, which many slices share
    rows : their places, in order
    memory : what was worked out for each journey of the whole, shared with it
    """

    whole: Passages
    rows: np.ndarray
    memory: dict[object, Any] = field(repr=False)
    own: dict[str, np.ndarray] = field(default_factory=dict, repr=False)

    def __len__(self) -> int:
        return len(self.rows)

    def __getattr__(self, name: str) -> np.ndarray:
        if name not in _FIELDS:
            raise AttributeError(name)
        if name not in self.own:
            self.own[name] = getattr(self.whole, name)[self.rows]
        return self.own[name]

    def picked(self) -> Passages:
        """The same journeys on their own."""
        return Passages(**{name: getattr(self, name) for name in _FIELDS})

    def keep(self, mask: np.ndarray) -> Part:
        """The journeys where `mask` is true."""
        return Part(self.whole, self.rows[mask], self.memory)

    def of_each(self, key: object, make: Callable[[Passages], np.ndarray]) -> np.ndarray:
        """What `make` gives for each journey of the whole, made once, here for these journeys."""
        if key not in self.memory:
            self.memory[key] = make(self.whole)
        return self.memory[key][self.rows]

    @property
    def one_each(self) -> bool:
        """Whether no customer has two journeys in the whole."""
        if "one each" not in self.memory:
            self.memory["one each"] = len(np.unique(self.whole.customer)) == len(self.whole)
        return self.memory["one each"]

"""Which journeys a slice keeps by the channel that they began in: a slice by channel keeps whole journeys."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..slices import Slice

__all__ = ["CHANNEL", "Began", "split"]

CHANNEL = "channel"
_NOT_KNOWN = "not known"


@dataclass(frozen=True)
class Began:
    """What is asked of the channel in which a journey began; plain values, so that it can go where the rows are.

    Attributes
    ----------
    kept : channels, or None for all
    left_out : channels whose journeys are left out, and of which customers (a bool per customer code; None: of all)
    """

    kept: tuple[str, ...] | None
    left_out: tuple[tuple[tuple[str, ...], np.ndarray | None], ...]

    def __call__(self, names: tuple[str, ...], channel: np.ndarray, customer: np.ndarray) -> np.ndarray:
        """Whether each journey stays: `channel` are places in `names` (-1: not known) where it began."""
        mask = np.ones(len(channel), dtype=bool) if self.kept is None else _among(self.kept, names)[channel]
        for levels, people in self.left_out:
            hit = _among(levels, names)[channel]
            mask &= ~(hit if people is None else hit & people[customer])
        return mask


def split(study) -> tuple[Slice, Began | None]:
    """The part of the study's slice that contacts are read through, and what is asked of where journeys began."""
    asked, customers = study.slice, set(study.view.customer_segments)
    if CHANNEL not in asked.segments:
        return asked.without("period"), None
    groups = [dict(group) for group in asked.left_out]
    mine = [group for group in groups if CHANNEL in group and customers.issuperset(group.keys() - {CHANNEL})]
    rest = Slice(tuple(pair for pair in asked.inside if pair[0] != CHANNEL), weights=asked.weights,
                 apart=[group for group in groups if group not in mine])
    left_out = [(group[CHANNEL], study.view.in_slice(Slice(group).without(CHANNEL))) for group in mine]
    return rest, Began(asked.kept(CHANNEL), tuple(left_out))


def _among(levels: tuple[str, ...], names: tuple[str, ...]) -> np.ndarray:
    return np.array([name in levels for name in (*names, _NOT_KNOWN)])

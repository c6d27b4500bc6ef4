"""What a hand-out knows of journeys: for each period and each union of levels of one segment, what became of those who began."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Sequence
from dataclasses import fields
from typing import Any

import numpy as np
import pandas as pd

from ..journeys.kernel import DAY, OPEN
from ..journeys.look import Look, look
from ..journeys.notes import missing
from ..journeys.tally import Tally, shares, tally_from_entry, tally_step
from .handout_hiding import Layout, hidden

__all__ = ["handout_journeys", "unions"]

_ALL_UNIONS = 6  # levels of which every union travels; of more, each level and all but each level
_UNKNOWN = -1


def handout_journeys(study, layout: Layout) -> dict[str, Any] | None:
    """What :func:`cxlib.journeys.funnel` and :func:`cxlib.journeys.drop_off` say of each slice that a hand-out offers, as plain data.

    While journeys are open their shares follow from times, which are too many and too fine to travel. So the shares of
    each union of levels travel as they are worked out here, where nobody can be worked out from them.

    Returns
    -------
    dict or None
        ``stages``, ``owners`` (of each step), ``unit``, ``days``, ``minimum``, ``last_day``, ``periods`` (None: the
        journeys are not told apart by period), ``segments`` (name, levels, ``unions`` as places of levels), and
        ``found``: for each period a list for everyone and each union in order: None where it is left out, 0 where
        nobody is in it, else ``[lost, exited, open, complete, from_start, by_step, several, watched, exits]``. The
        first three have a number for each stage but the last; ``from_start`` and ``by_step`` for each later stage
        ``[share, what the base is worth]``, each None where it is the plain share and the base. None where the study
        has no journeys.
    """
    if missing(study, "journeys.funnel", "") is not None:
        return None
    study, journey = study.unsliced(), study.settings.journey
    names = [name for name in layout.levels if name in study.view.customer_segments and name != "channel"]
    periods = None if study.settings.period == "wave" else list(study.waves)
    asked = [study] if periods is None else [study.where(f'period = "{period}"') for period in periods]
    looks = [look(one, by=(), over="wave", window_days=None, order=None) for one in asked]
    known = {name: _codes(study, name, layout.levels[name]) for name in names}
    # Who has none of the levels is among "everyone else" of each, so that the levels are not enough to tell it.
    names = [name for name in names if not any((known[name][seen.found.customer] == _UNKNOWN).any() for seen in looks)]
    kept = Layout({name: layout.levels[name] for name in names}, tuple(pair for pair in layout.pairs if set(pair) <= set(names)))
    return {
        "stages": list(journey.stages), "owners": [looks[0].owner(step) for step in range(len(journey.stages) - 1)],
        "unit": "journey" if looks[0].reentry == "every" else journey.unit, "days": looks[0].window_days,
        "minimum": study.settings.minimum_share_base, "last_day": (study.as_of - dt.timedelta(days=1)).isoformat(), "periods": periods,
        "segments": [{"name": name, "levels": list(kept.levels[name]), "unions": unions(len(kept.levels[name]))} for name in names],
        "found": [_of_period(seen, kept, known) for seen in looks],
    }


def unions(levels: int) -> list[list[int]]:
    """The unions of so many levels that travel, as places of levels.

    Examples
    --------
    >>> unions(2), len(unions(6)), len(unions(20))
    ([[0], [1], [0, 1]], 63, 41)
    """
    sizes = range(1, levels + 1) if levels <= _ALL_UNIONS else (1, levels - 1, levels)
    return [list(places) for size in sizes for places in itertools.combinations(range(levels), size)]


def _codes(study, name: str, levels: Sequence[str]) -> np.ndarray:
    """The level of each customer, -1 for none."""
    code, names = study.view.level_codes(name)
    return pd.Index(levels, dtype=object).get_indexer(np.array(names, dtype=object))[code]


def _of_period(seen: Look, layout: Layout, known: dict[str, np.ndarray]) -> list:
    """Everyone, then each union of each segment."""
    secret = hidden(_customers(seen, layout, known), layout, minimum=max(seen.study.settings.minimum_base, seen.study.settings.minimum_share_base))
    one, _ = layout.places()
    everyone = np.zeros(len(seen.found), dtype=np.int64)
    out = [None] if secret[0] else _entries(seen, everyone, 1, [[0]])
    for name, places in one.items():
        out += _shown(seen, known[name][seen.found.customer], secret[places], bool(secret[0]))
    return out


def _customers(seen: Look, layout: Layout, known: dict[str, np.ndarray]) -> np.ndarray:
    """Customers, not journeys, in each cell: it is they who must not stand out."""
    people = np.unique(seen.found.customer)
    one, two = layout.places()
    base = np.zeros(layout.size)
    base[0] = len(people)
    for name, places in one.items():
        base[places] = np.bincount(known[name][people], minlength=len(places))
    for (a, b), places in two.items():
        code = known[a][people] * places.shape[1] + known[b][people]
        base[places] = np.bincount(code, minlength=places.size).reshape(places.shape)
    return base


def _shown(seen: Look, code: np.ndarray, secret: np.ndarray, all_hidden: bool) -> list:
    """The unions that hold all hidden levels or none of them; the others stay at home."""
    wanted, levels = unions(len(secret)), set(np.flatnonzero(secret).tolist())
    safe = [not all_hidden and (not levels & set(places) or levels <= set(places)) for places in wanted]
    entries = iter(_entries(seen, code, len(secret), list(itertools.compress(wanted, safe))))
    return [next(entries) if one else None for one in safe]


def _entries(seen: Look, code: np.ndarray, levels: int, wanted: Sequence[Sequence[int]]) -> list:
    if not wanted:
        return []
    found, steps = seen.found, len(seen.stages) - 1
    within = np.zeros((len(wanted), levels), dtype=np.int64)
    for row, places in enumerate(wanted):
        within[row, places] = 1
    ended = np.bincount((code * (steps + 1) + found.furthest) * 4 + found.state, minlength=levels * (steps + 1) * 4)
    ended = np.tensordot(within, ended.reshape(levels, steps + 1, 4), axes=1)
    parts = [[_union(count(found, code, levels, stage, seen.cells), within) for stage in range(1, steps + 1)] for count in (tally_from_entry, tally_step)]
    worth = [[_worth(tally) for tally in tallies] for tallies in parts]
    exits = _exits(seen, code, levels)
    whole = []
    for row, places in enumerate(wanted):
        if not ended[row].sum():
            whole.append(0)
            continue
        mine = np.isin(code, places)
        gone = ended[row, :steps, 1:].T.tolist()
        named = [[name, int(n)] for name, n in ((name, counts[places].sum()) for name, counts in exits) if n >= seen.study.settings.minimum_share_base]
        shown = [[one[row] for one in tallies] for tallies in worth]
        whole.append([*gone, int(ended[row, steps, 0]), *shown, bool(_several(found, mine)), _watched(seen, mine), named])
    return whole


def _union(tally: Tally, within: np.ndarray) -> Tally:
    return Tally(**{field.name: np.tensordot(within, getattr(tally, field.name), axes=1) for field in fields(Tally)})


def _worth(tally: Tally) -> list[list[float | None]]:
    """Share and what its base is worth, None where these are the plain ones."""
    found = shares(tally)
    plain = (found.value == found.naive) | np.isnan(found.value)
    return [
        [None if plain[row] else float(found.value[row]), None if found.effective[row] == tally.base[row] else float(found.effective[row])]
        for row in range(len(tally.base))
    ]


def _exits(seen: Look, code: np.ndarray, levels: int) -> list[tuple[str, np.ndarray]]:
    """How many of each level left by each exit."""
    out = seen.found.exit
    return [(seen.events.stage_names[place], np.bincount(code[out == place], minlength=levels)) for place in np.unique(out[out >= 0])]


def _several(found, mine: np.ndarray) -> bool:
    customer = found.customer[mine]
    return not getattr(found, "one_each", False) and len(np.unique(customer)) < len(customer)


def _watched(seen: Look, mine: np.ndarray) -> float | None:
    """Days that were watched, where that is less than the window for all who are still on their way."""
    found, still = seen.found, mine & (seen.found.state == OPEN)
    if not still.any():
        return None
    days = (int(found.end[still].max()) - int(found.at[mine, 0].min())) / DAY
    return days if days < seen.window_days else None

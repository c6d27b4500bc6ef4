"""The designed way against the one that people take: exact followers, skipped stages, ways back, detours."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from .. import words
from ..finding import Chart, Finding, withhold
from .clusters import Sums, clustered_share, sums_over_customers
from .notes import missing, say_share
from .trails import Counted, Trail, Trails, trails

__all__ = ["Ways", "conformance", "ways"]

KINDS = ("exact", "short", "going", "off")
SIGNS = ("skipped", "returned", "detour", "repeated")
_COUNTS = ("base", "count", "value", "low", "high")


def conformance(study, *, over: str = "wave", window_days: float | None = None) -> Finding:
    """How many follow the journey as it was designed, and where the others leave it.

    Each path is one of: *exact* (every stage in order, to the last), *short* (in order from the first stage, but it
    ends early), *going* (the same, not yet over), *off* (anything else). Paths that are off show one sign or more:
    a stage *skipped* (never visited though a later one was), *returned* to an earlier stage, a *detour* (a contact
    at no stage of the design). *Repeated* contacts at the same stage, one after the other, do not make a path off.

    Parameters
    ----------
    over : {"wave", "all"}
    window_days : float, optional
        In place of the study's own.

    Returns
    -------
    Finding
        Columns ``what`` (in words), ``measure`` (a word of the above, or ``skip``), ``stage``, ``base``, ``count``,
        ``value`` (share, a fraction), ``low``, ``high`` (95%, customers as the unit), ``owner``. The base of ``skip``,
        one row for each stage but the last, is the paths that got past the stage; else it is all paths.

    Raises
    ------
    ArgumentError
        For a wrong word, or a window that is not above 0.

    References
    ----------
    Wilson 1927, JASA 22:209, at the count that the clustering by customer leaves (Rao and Scott 1992, Biometrics 48:577).

    Examples
    --------
    >>> conformance(study).sentence  # doctest: +SKIP
    """
    language = study.language
    asked = words.say("journeys.conformance.question", language)
    lacking = missing(study, "journeys.conformance", asked)
    if lacking is not None:
        return lacking
    looked = trails(study, over=over, window_days=window_days, repeats=True)
    designed = len(looked.design)
    counted = looked.counted(lambda trail: _Stack(_sums(trail, designed)))
    if not counted.paths:
        return looked.nothing("journeys.conformance", asked, counted)
    whole = _table(looked, counted)
    table = withhold(whole, minimum=study.settings.minimum_share_base, columns=_COUNTS)
    told = table["withheld"].iloc[0] == ""
    skips = table[(table["measure"] == "skip") & table["value"].notna() & (table["count"] > 0)].sort_values("value", ascending=False, kind="stable")
    worst = skips.iloc[0] if len(skips) else None
    return study.finding(
        "journeys.conformance", question=asked, sentence=_sentence(looked, table, skips, told), table=table, base=counted.paths,
        status="answered" if told else "cannot_tell", unit="share", formats={"count": "count"},
        chart=Chart("interval", x="value", y="what", unit="share", x_label=words.say("journeys.conformance.axis", language, units=looked.units())),
        caveats=looked.caveats(counted, table, words.say("journeys.conformance.caveat", language)),
        headline={name: table[name].iloc[0] for name in ("value", "low", "high", "base")} | {"unit": "share"},
        owner="" if worst is None else worst["owner"],
        next_step="" if worst is None else words.say("journeys.conformance.next", language, stage=worst["stage"]),
    )


@dataclass(frozen=True)
class Ways:
    """How each path keeps to the design, one place a path.

    Attributes
    ----------
    exact, short, going, off : bool, one of them true
    skipped, returned, detour, repeated : bool
    passed, skips : bool, (paths, stages - 1)
        Whether the path got past the stage, and whether it did so without it.
    """

    exact: np.ndarray
    short: np.ndarray
    going: np.ndarray
    off: np.ndarray
    skipped: np.ndarray
    returned: np.ndarray
    detour: np.ndarray
    repeated: np.ndarray
    passed: np.ndarray
    skips: np.ndarray


def ways(trail: Trail, *, stages: int) -> Ways:
    """How the paths of one piece keep to the design, its first `stages` stage names in order."""
    stage, starts = trail.events.stage.astype(np.int64), trail.starts
    paths = len(starts)
    path = np.repeat(np.arange(paths), np.diff(np.append(starts, len(stage))))
    rows = np.flatnonzero((stage >= 0) & (stage < stages))
    own, at = path[rows], stage[rows]
    visited = np.bincount(own * stages + at, minlength=paths * stages).reshape(paths, stages) > 0
    furthest = np.where(visited.any(axis=1), stages - 1 - visited[:, ::-1].argmax(axis=1), -1)
    passed = furthest[:, None] > np.arange(stages - 1)
    skips = passed & ~visited[:, :-1]
    same = own[1:] == own[:-1]
    returned = _any(own[1:][same & (at[1:] < at[:-1])], paths)
    near = same & (rows[1:] == rows[:-1] + 1)
    repeated = _any(own[1:][near & (at[1:] == at[:-1])], paths)
    detour, left = _any(path[stage < 0], paths), _any(path[stage >= stages], paths)
    skipped = skips.any(axis=1)
    off = skipped | returned | detour | (furthest < 0)
    exact = ~off & (furthest == stages - 1) & ~left
    going = ~off & ~exact & trail.still
    return Ways(exact, ~off & ~exact & ~going, going, off, skipped, returned, detour, repeated, passed, skips)


@dataclass(frozen=True)
class _Stack:
    sums: Sums

    def __add__(self, other: _Stack) -> _Stack:
        return _Stack(self.sums.plus(other.sums))


def _any(path: np.ndarray, paths: int) -> np.ndarray:
    return np.bincount(path, minlength=paths) > 0


def _sums(trail: Trail, stages: int) -> Sums:
    """Sums for each kind, each sign and each stage but the last."""
    found, customer = ways(trail, stages=stages), trail.events.customer[trail.starts]
    group, everyone = np.zeros(len(customer), dtype=np.int64), np.ones(len(customer))
    pairs = [(everyone, getattr(found, name)) for name in (*KINDS, *SIGNS)]
    pairs += [(found.passed[:, stage], found.skips[:, stage]) for stage in range(stages - 1)]
    parts = [sums_over_customers(customer, group, 1, n, yes) for n, yes in pairs]
    return Sums(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))


def _table(looked: Trails, counted: Counted) -> pd.DataFrame:
    sums, language = counted.results[0].sums, looked.study.language
    share, stages = clustered_share(sums), looked.design[:-1]
    measure = [*KINDS, *SIGNS, *["skip"] * len(stages)]
    what = [words.say(f"journeys.conformance.{name}", language) for name in (*KINDS, *SIGNS)]
    what += [words.say("journeys.conformance.skip", language, stage=stage) for stage in stages]
    owners = looked.study.settings.journey.owners
    table = pd.DataFrame({
        "what": what, "measure": measure, "stage": [""] * (len(KINDS) + len(SIGNS)) + list(stages), "base": sums.n.astype(int),
        "count": sums.yes.astype(int), "value": share.value, "low": share.low, "high": share.high,
    })
    table["owner"] = [owners.get(stage, "") for stage in table["stage"]]
    empty = (table["measure"] == "going") & (table["count"] == 0)
    return table[~empty].reset_index(drop=True)


def _sentence(looked: Trails, table: pd.DataFrame, skips: pd.DataFrame, told: bool) -> str:
    language = looked.study.language
    if not told:
        return words.say("journeys.too_few", language, units=looked.units())
    rows = table.set_index("measure")
    parts = [words.say(
        "journeys.conformance", language, n=rows.at["exact", "base"], units=looked.units(), when=looked.when(),
        value=say_share(rows.loc["exact"], language), short=rows.at["short", "value"], off=rows.at["off", "value"],
    )]
    if "going" in rows.index:
        parts.append(words.say("journeys.conformance.so_far", language, going=rows.at["going", "value"]))
    if not len(skips):
        return " ".join([*parts, words.say("journeys.conformance.no_skip", language)])
    worst = skips.iloc[0]
    parts.append(words.say("journeys.conformance.worst", language, stage=worst["stage"], value=say_share(worst, language), n=worst["base"]))
    if len(skips) > 1 and skips["high"].iloc[1] >= worst["low"]:
        parts.append(words.say("journeys.conformance.close", language, stage=skips["stage"].iloc[1], value=skips["value"].iloc[1]))
    return " ".join(parts)

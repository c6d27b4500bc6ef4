"""When, where and for whom fewer went on than usual: every step and group watched over time, and corrected for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
import pandas as pd

from .. import intervals, words
from ..errors import choose
from ..finding import Chart, Finding, withhold
from .dips import Counts, Dip, by_chance, sharpened, strengths_in, strongest
from .look import Look
from .notes import listed, missing, step_names
from .watched import Board, any_order, board, looked_at

__all__ = ["incidents"]

_BINS = {"week": 7, "day": 1}
_FEWEST_BINS = 8
_CLEAR = 0.05
_NAMED = 3
_SAME = 1e-4  # strengths are worked out in short floats
_FORMATS = {
    "from_day": "date", "to_day": "date", "usual": "share", "difference": "signed_points", "difference_low": "signed_points",
    "difference_high": "signed_points", "others": "signed_points", "adjusted_p": "p_value", "missed": "count",
}


def incidents(study, *, every: str = "week", by: str | Sequence[str] | None = None, top: int = 10, draws: int = 199) -> Finding:
    """Stretches of time in which clearly fewer went on at a step than usual, the clearest first.

    Watched are all steps, for everyone and for each level of each segment of customers and of the channel at the step.
    A stretch of a group is held against the rest of its time, and against what the other groups did meanwhile, so that a
    general dip is not blamed on one group; a general dip that is one group's doing is blamed on that group. What has
    been found is taken out before the next look.

    Parameters
    ----------
    every : {"week", "day"}
        The grain of the scan; the ends are then placed by days.
    by : segment of customers or "channel", or several, optional
        Watch only everyone and these groups; with several, their combinations.
    top : int
        Rows at most.
    draws : int
        Quiet worlds that the adjusted p-values come from; the smallest is 1 / (draws + 1).

    Returns
    -------
    Finding
        Columns ``where``, ``step``, ``segment`` and ``level`` (blank and "everyone" for all together), ``from_day``,
        ``to_day`` (last day), ``base`` (entered the step in these days), ``value`` (share of them that went on), ``low``,
        ``high``, ``usual`` (share in the rest of the time), ``difference``, ``difference_low``, ``difference_high``,
        ``others`` (by how much the share of the other groups changed meanwhile), ``adjusted_p``, ``missed`` (how many
        more had gone on as usual), ``owner``. Status ``cannot_tell`` with the one clearest stretch when none is clear.

    Raises
    ------
    ArgumentError
        For a wrong word.

    Notes
    -----
    An entry counts when its time to go on is over, which is that within which 95% of those who go on do; later steps do
    not count. The journeys are all passes of the slice, whenever they began. With unit "journey" the steps of a journey
    count in whichever order they were taken, unless the design is strict. A stretch takes at most half of the time: for
    a level that changed for good, see change points. P-values hold for all steps, groups and stretches together (the
    strongest of everything in quiet worlds); the first interval is that of the chosen stretch, hence somewhat too far off.

    References
    ----------
    Kulldorff 1997, Commun. Stat. Theory Methods 26:1481; Zhang, Assuncao and Kulldorff 2010, J. Probab. Stat. 642379
    (taking out what was found); Newcombe 1998, Stat. Med. 17:873.

    Examples
    --------
    >>> incidents(study).table[["where", "value", "usual"]]  # doctest: +SKIP
    """
    days, language = _BINS[choose("time step", every, tuple(_BINS))], study.language
    asked = words.say("journeys.incidents.question", language)
    lacking = missing(study, "journeys.incidents", asked)
    if lacking is not None:
        return lacking
    seen, splits = looked_at(study, listed(by))
    if not len(seen.found):
        return study.nobody("journeys.incidents", asked)
    watched = board(seen, splits)
    starts = watched.bins(days)
    if len(starts) < _FEWEST_BINS:
        sentence = words.say(f"journeys.incidents.short.{every}", language, bins=len(starts), needed=_FEWEST_BINS)
        return study.finding("journeys.incidents", question=asked, sentence=sentence, table=pd.DataFrame(), status="cannot_tell",
                             base=len(seen.found), caveats=_caveats(seen, watched))
    table = _table(seen, watched, _found(seen, watched, starts, top, draws))
    told = bool(len(table)) and bool(table["adjusted_p"].iloc[0] < _CLEAR)
    first = table.iloc[0] if told else None
    return study.finding(
        "journeys.incidents", question=asked, sentence=_sentence(seen, table, watched, told), table=table, base=len(seen.found),
        status="answered" if told else "cannot_tell", unit="share", formats=_FORMATS, owner=first["owner"] if told else "",
        chart=_chart(seen) if len(table) else None, caveats=_caveats(seen, watched),
        headline={name: first[name] for name in ("value", "low", "high", "base")} | {"unit": "share"} if told else None,
        next_step=words.say("journeys.incidents.next", language, step=first["step"], day=first["from_day"]) if told else "",
    )


@dataclass(frozen=True)
class _Incident:
    """One stretch: series, columns, how rare it is in quiet worlds, and the counts as they were when it was found."""

    series: tuple[int, int, int]
    first: int
    after: int
    adjusted_p: float
    counts: Counts


def _found(seen: Look, watched: Board, starts: np.ndarray, top: int, draws: int) -> list[_Incident]:
    """The incidents, clearest first; the one clearest stretch when none is clear."""
    settings = seen.study.settings
    fewest = max(settings.minimum_base, settings.minimum_share_base)
    steps, series = list(watched.steps), watched.series
    parts = [watched.counts(step) for step in steps]
    quiet, out = None, []
    while len(out) < top:
        days = _joined(parts)
        dip = strongest(days.binned(starts), fewest=fewest)
        if dip is None:
            break
        if quiet is None:
            quiet = by_chance(days.binned(starts), watched.blocks, fewest=fewest, draws=draws, seed=settings.seed)
        adjusted = float(1 + (quiet >= dip.strength - _SAME).sum()) / (draws + 1)
        if adjusted >= _CLEAR and out:
            break
        found = _placed(watched, days, dip, starts, adjusted, fewest)
        out.append(found)
        if adjusted >= _CLEAR:
            break
        step, split, group = found.series
        steps[step] = steps[step].without(split, group, found.first, found.after)
        parts[step] = watched.counts(steps[step])
    return out


def _joined(parts: Sequence[Counts]) -> Counts:
    return Counts(*(np.concatenate([getattr(part, name) for part in parts]) for name in ("n", "x", "rest_n", "rest_x")))


def _placed(watched: Board, days: Counts, dip: Dip, starts: np.ndarray, adjusted: float, fewest: int) -> _Incident:
    """The incident by days, and of the group whose doing it is."""
    ends = np.r_[starts, watched.days]
    half, wide = (dip.after - dip.first) // 2, int(np.diff(ends).max())
    reach = wide * max(half, wide > 1)
    ends = sharpened(days.only(dip.row), int(ends[dip.first]), int(ends[dip.after]), reach=reach, fewest=fewest)
    row, (first, after) = _blamed(watched, days, dip.row, ends, max(reach, _BINS["week"]), fewest)
    return _Incident(watched.series[row], first, after, adjusted, days.only(row))


def _blamed(
    watched: Board, days: Counts, row: int, ends: tuple[int, int], reach: int, fewest: int
) -> tuple[int, tuple[int, int]]:
    """The group that alone makes a dip of everyone, and its days: clearly worse than the others, who were as usual.

    Each group is looked at in the days around that suit it best, as those of everyone were chosen where the others,
    too, happened to be low.
    """
    step, split, _ = watched.series[row]
    mine = [place for place, one in enumerate(watched.series) if one[0] == step and one[1] >= 0]
    best = (0.0, row, ends)
    if split >= 0 or not mine:
        return best[1:]
    clear, usual = NormalDist().inv_cdf(1 - _CLEAR / len(mine)), NormalDist().inv_cdf(1 - _CLEAR)
    for place in mine:
        own = days.only(place)
        first, after = sharpened(own, *ends, reach=reach, fewest=fewest)
        strength = float(strengths_in(own, first, after, fewest=fewest)[0])
        rest = Counts(own.rest_n, own.rest_x, np.zeros_like(own.n), np.zeros_like(own.n))
        others = float(strengths_in(rest, first, after, fewest=fewest)[0])
        enough = own.rest_n[0, first:after].sum() >= fewest
        if strength > max(clear, best[0]) and others < usual and enough:
            best = (strength, place, (first, after))
    return best[1:]


def _table(seen: Look, watched: Board, found: Sequence[_Incident]) -> pd.DataFrame:
    language = seen.study.language
    rows = []
    for one in found:
        step, split, group = one.series
        everyone = split < 0
        level = words.say("house.everyone", language) if everyone else ", ".join(watched.names[split][group])
        name = step_names(seen)[watched.steps[step].stage - 1]
        first, last = watched.day(one.first), watched.day(one.after - 1)
        rows.append({
            "where": words.say("journeys.incidents.where", language, level=level, step=name, first=first, last=last), "step": name,
            "segment": "" if everyone else " × ".join(words.label(part, language) for part in watched.splits[split]), "level": level,
            "from_day": first, "to_day": last, **_numbers(one), "adjusted_p": one.adjusted_p,
            "owner": seen.owner(watched.steps[step].stage - 1), "_everyone": everyone,
        })
    if not rows:
        return pd.DataFrame()
    table = pd.DataFrame(rows)
    table["missed"] = -table["difference"] * table["base"]
    return withhold(table, minimum=seen.study.settings.minimum_share_base)


def _numbers(one: _Incident) -> dict[str, float]:
    """Shares in the stretch and outside of it, with the interval of their difference."""
    n, x, rest_n, rest_x = (
        (int(part[0, one.first:one.after].sum()), int(part.sum())) for part in (one.counts.n, one.counts.x, one.counts.rest_n, one.counts.rest_x)
    )
    low, high = intervals.share_interval(x[0], n[0])
    outside = (x[1] - x[0], n[1] - n[0])
    difference, difference_low, difference_high, _ = intervals.share_difference(outside, (x[0], n[0]))
    inside_rest, outside_rest = rest_n[0], rest_n[1] - rest_n[0]
    known = inside_rest > 0 and outside_rest > 0
    return {
        "base": n[0], "value": x[0] / n[0], "low": float(low), "high": float(high), "usual": outside[0] / outside[1],
        "difference": float(difference), "difference_low": float(difference_low), "difference_high": float(difference_high),
        "others": rest_x[0] / inside_rest - (rest_x[1] - rest_x[0]) / outside_rest if known else np.nan,
    }


def _sentence(seen: Look, table: pd.DataFrame, watched: Board, told: bool) -> str:
    language = seen.study.language
    if not told:
        return words.say("journeys.incidents.none", language, tested=len(watched.series), units=seen.units(),
                         first=watched.first_day, last=watched.day(watched.days - 1))
    row = table.iloc[0]
    key = "journeys.incidents.everyone" if row["_everyone"] else "journeys.incidents"
    said = [words.say(key, language, first=row["from_day"], last=row["to_day"], units=seen.units(), **{
        name: row[name] for name in ("step", "level", "value", "base", "usual", "difference", "difference_low", "difference_high")
    })]
    if not np.isnan(row["others"]):
        said.append(words.say("journeys.incidents.others", language, others=row["others"]))
    if len(table) > 1:
        more = "; ".join(table["where"].iloc[1:1 + _NAMED]) + ("; …" if len(table) > 1 + _NAMED else "")
        said.append(words.say("journeys.incidents.more", language, more=more))
    if row["owner"]:
        said.append(words.say("journeys.owner", language, owner=row["owner"]))
    return " ".join(said)


def _caveats(seen: Look, watched: Board) -> tuple[str, ...]:
    study, language, tested = seen.study, seen.study.language, len(watched.series)
    notes = [words.say("journeys.incidents.caveat.judged", language, days=seen.window_days),
             words.say("journeys.incidents.caveat.tested", language, tested=tested)]
    if any_order(study):
        notes.append(words.say("journeys.incidents.caveat.order", language))
    if len(np.unique(seen.found.customer)) < len(seen.found):
        notes.append(words.say("journeys.incidents.caveat.again", language))
    twice = _twice(seen)
    if twice:
        notes.append(words.say("journeys.incidents.caveat.twice", language, rows=twice))
    cut = [name for name in study.slice.segments if name not in (*study.view.customer_segments, "channel")]
    if cut:
        notes.append(words.say("journeys.caveat.cut", language, segments=", ".join(cut)))
    if study.settings.synthetic:
        notes.append(words.say("house.synthetic", language))
    return tuple(notes)


def _twice(seen: Look) -> int:
    """Contacts of the design's stages that repeat another one in customer, moment, stage, journey and channel."""
    events = seen.events
    same = events.stage[1:] >= 0
    for column in (events.customer, events.at, events.stage, events.journey, events.channel):
        same = same & (column[1:] == column[:-1])
    return int(same.sum())


def _chart(seen: Look) -> Chart:
    label = words.say("journeys.incidents.axis", seen.study.language)
    return Chart("interval", x="difference", y="where", low="difference_low", high="difference_high", unit="signed_points",
                 reference=0.0, x_label=label)

"""How the ways of two groups of customers differ."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from .. import intervals, words
from ..errors import ArgumentError
from ..finding import Chart, Finding
from ..slices import Slice
from . import steps
from .clusters import Estimate, difference
from .flows import ends_of, hidden, shares_of
from .notes import missing
from .trails import OPEN, Counted, Trails, levels_of_customers, trails

__all__ = ["path_differences"]

_CLEAR = 0.05
_EXPECTED = 5.0  # under that the score test is not to be trusted
_COUNTS = ("base", "customers", "rest_base", "share", "rest", "value", "low", "high", "p_value")


def path_differences(
    study, *, by: str | None = None, against: str | None = None, of: str = "stage", over: str = "wave", window_days: float | None = None
) -> Finding:
    """The moves that some customers make clearly more or less often than others.

    Parameters
    ----------
    by : segment of customers, optional
        Each level against all other customers. The study's main segment when neither this nor `against` is given.
    against : slice as text, optional
        The study's own slice against this one, for example ``"region = Huế"``; nobody may be in both.
    of : {"stage", "channel", "touchpoint"}
    over : {"wave", "all"}
    window_days : float, optional
        In place of the study's own.

    Returns
    -------
    Finding
        Columns ``group``, ``move``, ``from_state``, ``to_state``, ``base`` (moves of the group from there), ``customers``,
        ``rest_base``, ``share``, ``rest`` (share among the others), ``value`` (difference, a fraction), ``low``,
        ``high`` (95%), ``adjusted_p`` (missing for moves so rare that fewer than 5 would be expected in a group); the
        clearest first. Where people go only two ways from a state, one of the two is kept.

    Raises
    ------
    ArgumentError
        For a wrong word, `by` and `against` together, or slices that share customers.

    References
    ----------
    Customers as the unit: Rao and Scott 1992, Biometrics 48:577, on the score test; interval Newcombe 1998, Stat. Med.
    17:873; all moves of all groups corrected by Benjamini and Hochberg 1995, J. R. Stat. Soc. B 57:289.

    Examples
    --------
    >>> path_differences(study, by="plan").sentence  # doctest: +SKIP
    """
    language = study.language
    if by is not None and against is not None:
        raise ArgumentError("path_differences takes by or against, not both; leave one out")
    by = by or (None if against else next((name for name in study.segments if name in study.view.customer_segments), None))
    asked = words.say("journeys.differences.question", language, by=words.label(by, language).lower() if by else f"{study.slice} / {against or ''}")
    lacking = missing(study, "journeys.path_differences", asked)
    if lacking is not None:
        return lacking
    if by is None and against is None:
        sentence = words.say("journeys.worst.nothing_to_split", language)
        return study.finding("journeys.path_differences", question=asked, sentence=sentence, table=pd.DataFrame(), status="not_available")
    looked = trails(study, of=of, over=over, window_days=window_days)
    counted, groups, own, rest = _by_level(looked, by) if by else _two_slices(looked, against)
    if not counted.paths:
        return looked.nothing("journeys.path_differences", asked, counted)
    whole = _compared(looked, groups, own, rest)
    if whole.empty:
        sentence = words.say("journeys.differences.none", language, tested=0, units=looked.units(), when=looked.when())
        return study.finding("journeys.path_differences", question=asked, sentence=sentence, table=whole, base=counted.paths, status="cannot_tell")
    table, tested = _tested(whole, study.settings.minimum_share_base)
    sentence, status = _tell_difference(looked, table, tested)
    first = table.iloc[0]
    return study.finding(
        "journeys.path_differences", question=asked, sentence=sentence, table=table, base=counted.paths, status=status, unit="signed_points",
        formats={"customers": "count", "rest_base": "count", "share": "share", "rest": "share", "adjusted_p": "p_value"},
        chart=Chart("interval", x="value", y="_where", unit="signed_points", reference=0.0, y_label=words.label("move", language),
                    x_label=words.say("journeys.differences.axis", language)),
        headline={name: first[name] for name in ("value", "low", "high", "base")} | {"unit": "signed_points"} if status == "answered" else None,
        caveats=looked.caveats(counted, table, words.say("journeys.differences.caveat", language, tested=tested)),
        next_step=words.say("journeys.differences.next", language, group=first["group"], move=first["move"]) if status == "answered" else "",
        key=f"journeys.path_differences.{of}.{by or 'against'}",
    )


def _by_level(looked: Trails, by: str) -> tuple[Counted, list[str], steps.Moves, steps.Moves]:
    group, levels = levels_of_customers(looked.study, by)
    cut, groups = looked.cut, len(levels)
    counted = looked.counted(lambda trail: steps.moves(
        trail.events, unit=cut.unit, of=cut.kind, still=trail.still, group=group, groups=groups))
    own = counted.results[0]
    return counted, list(levels), own, own.rest()


def _two_slices(looked: Trails, against: str) -> tuple[Counted, list[str], steps.Moves, steps.Moves]:
    study = looked.study
    other = study.unsliced().where(against)
    if other.slice.periods is None and study.slice.periods is not None:
        other = other & Slice(periods=study.slice.periods)
    both = study.customers().index.intersection(other.customers().index)
    if len(both):
        raise ArgumentError(f'{len(both)} customers are in "{study.slice}" and in "{against}" too; compare slices that share nobody')
    that = trails(other, of=looked.of, over="all" if looked.periods is None else "wave", window_days=looked.window_days)

    def count(one: Trails) -> Counted:
        cut = one.cut
        return one.counted(lambda trail: steps.moves(trail.events, unit=cut.unit, of=cut.kind, still=trail.still))

    first, second = count(looked), count(that)
    total = Counted([], *(a + b for a, b in zip(first[1:], second[1:], strict=True)))
    return total, [str(study.slice)], first.results[0], second.results[0]


def _compared(looked: Trails, groups: Sequence[str], own: steps.Moves, rest: steps.Moves) -> pd.DataFrame:
    one, two = shares_of(own), shares_of(rest)
    gap, low, high, p = difference(two, one)
    before, after = ends_of(looked, own.counts + rest.counts)
    together = own.counts + rest.counts
    fewest = _expected(one, two)
    rows = []
    for place, group in enumerate(groups):
        for i, here in before:
            outcomes = [(j, there) for j, there in after if together[place, i, j]]
            # Of two outcomes one says it all: its share is what the other lacks.
            kept = outcomes[:1] if len(outcomes) == 2 else outcomes if len(outcomes) > 2 else []
            for j, there in kept:
                if there != OPEN:
                    spot = (place, i, j)
                    rows.append({
                        "group": group, "move": f"{looked.name(here)} → {looked.name(there)}", "from_state": here, "to_state": there,
                        "base": int(own.counts[place, i].sum()), "customers": int(own.customers[place, i]),
                        "rest_base": int(rest.counts[place, i].sum()), "_rest_customers": int(rest.customers[place, i]),
                        "share": one.value[spot], "rest": two.value[spot], "value": gap[spot], "low": low[spot], "high": high[spot],
                        "p_value": p[spot] if fewest[spot] >= _EXPECTED else np.nan,
                    })
    return pd.DataFrame(rows)


def _expected(one: Estimate, two: Estimate) -> np.ndarray:
    """The fewest, on either side, that would make the move or not make it were both sides alike."""
    with np.errstate(invalid="ignore", divide="ignore"):
        joint = sum(np.nan_to_num(side.value) * side.effective for side in (one, two)) / (one.effective + two.effective)
    return np.nan_to_num(np.minimum(one.effective, two.effective) * np.minimum(joint, 1 - joint))


def _tested(table: pd.DataFrame, minimum: int) -> tuple[pd.DataFrame, int]:
    """The table with small rows withheld, p-values corrected over all that are left, the clearest first."""
    mine, others = table["customers"], table["_rest_customers"]
    fewer = np.minimum(mine.where(mine > 0, others), others.where(others > 0, mine))
    out = hidden(table.assign(customers=fewer), minimum, columns=_COUNTS, within=["move"])
    out["customers"] = table["customers"].where(out["withheld"] == "")
    out["adjusted_p"] = intervals.adjust(out["p_value"].to_numpy(), method="fdr_bh")
    out["_where"] = out["move"] if out["group"].nunique() == 1 else out["group"] + ": " + out["move"]
    out = out.sort_values(["adjusted_p", "p_value"], kind="stable", na_position="last").drop(columns=["p_value", "_rest_customers"])
    return out.reset_index(drop=True), int(out["adjusted_p"].notna().sum())


def _tell_difference(looked: Trails, table: pd.DataFrame, tested: int) -> tuple[str, str]:
    language = looked.study.language
    clear = int((table["adjusted_p"] < _CLEAR).sum())
    if not clear:
        return words.say("journeys.differences.none", language, tested=tested, units=looked.units(), when=looked.when()), "cannot_tell"
    row = table.iloc[0]
    return words.say(
        "journeys.differences", language, clear=clear, tested=tested, units=looked.units(), when=looked.when(), group=row["group"],
        one=looked.name(row["from_state"]), other=looked.name(row["to_state"]), share=row["share"], rest=row["rest"], value=row["value"],
        low=row["low"], high=row["high"], base=row["base"],
    ), "answered"

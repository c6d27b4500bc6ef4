"""How much of the funnel is the conversion window: the same journeys under other windows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from .. import words
from ..errors import ArgumentError
from ..finding import Chart, Finding
from .kernel import COMPLETE, DAY, EXITED, LOST, OPEN, Passages
from .look import Look, _instant, look
from .notes import caveats, hide_small, missing, say_share
from .tally import Shares, edges, shares, tally_from_entry

__all__ = ["shortened", "window_sensitivity"]

_TIMES = (0.25, 0.5, 1.0, 1.5, 2.0, 3.0)
_FORMATS = {"window_days": "number", "reached": "count", "open": "count", "naive": "share"}
_COUNTS = ("base", "reached", "open", "value", "low", "high", "naive")


def window_sensitivity(
    study,
    *,
    windows: Sequence[float] | None = None,
    over: str = "wave",
    order: str | None = None,
) -> Finding:
    """The share that completes the journey if the conversion window were shorter or longer.

    Every row is about the same journeys, so rows differ by their window only.

    Parameters
    ----------
    windows : days, optional
        A quarter to three times the study's window when not given; the study's own is always among them.
    over : {"wave", "all"}
    order : {"loose", "strict", "any"}, optional
        In place of the study's own.

    Returns
    -------
    Finding
        One row per window: ``window_days``, ``base`` (began), ``reached`` (the last stage), ``open`` (still inside of
        this window), ``value`` (share that completes; the open are censored), ``low``, ``high``, ``naive`` (the open
        counted as lost), ``in_use`` (the study's window). No value where nobody was watched for so long.

    Raises
    ------
    ArgumentError
        For a wrong word, or a window that is not above 0.

    References
    ----------
    Aalen and Johansen 1978, Scand. J. Stat. 5:141.

    Examples
    --------
    >>> window_sensitivity(study, windows=(7, 14, 30)).table  # doctest: +SKIP
    """
    name, asked = "journeys.window_sensitivity", words.say("journeys.windows.question", study.language)
    lacking = missing(study, name, asked)
    if lacking is not None:
        return lacking
    days = _windows(study, windows)
    seen = look(study, by=(), over=over, window_days=max(days), order=order)
    if not len(seen.found):
        return study.nobody(name, asked)
    as_of = _instant(study.as_of, study)
    rows = [_row(seen, as_of, window) for window in days]
    table = hide_small(pd.DataFrame(rows), study.settings.minimum_share_base, within=(), columns=_COUNTS)
    table["in_use"] = table["window_days"] == study.settings.journey.window_days
    sentence, status, headline = _tell(seen, as_of, table)
    step = words.say("journeys.windows.next", study.language) if status == "answered" else ""
    return study.finding(
        name, question=asked, sentence=sentence, table=table, base=len(seen.found), status=status, unit="share", formats=_FORMATS,
        headline=headline, caveats=_caveats(seen, as_of, table), next_step=step,
        chart=Chart("line", x="window_days", y="value", unit="share", x_label=words.say("journeys.windows.axis_days", study.language),
                    y_label=words.say("journeys.windows.axis", study.language, stage=seen.stages[-1])),
    )


def shortened(found: Passages, *, window_days: float, as_of: int) -> Passages:
    """The same journeys under a window that is not longer than the one they were followed with.

    Equals :func:`cxlib.journeys.passages` with the shorter window where only the first pass counts.

    Parameters
    ----------
    window_days : float
    as_of : int
        First microsecond that is not seen.
    """
    over = found.at[:, 0] + round(window_days * DAY)
    kept = (found.row >= 0) & (found.at <= over[:, None])
    furthest = (kept.sum(axis=1) - 1).astype(np.int8)
    stages = found.row.shape[1]
    complete = furthest == stages - 1
    settled = ~complete & np.isin(found.state, (EXITED, LOST)) & (found.end <= over)
    still = ~complete & ~settled & (over >= as_of)
    state = np.select([complete, settled, still], [COMPLETE, found.state, OPEN], LOST).astype(np.int8)
    end = np.select([complete | settled, still], [found.end, np.full(len(over), as_of)], over)
    return Passages(
        found.customer, np.where(kept, found.row, -1), np.where(kept, found.at, -1), furthest, state, end,
        np.where(state == EXITED, found.exit, -1).astype(np.int16),
    )


def _windows(study, windows: Sequence[float] | None) -> list[float]:
    own = study.settings.journey.window_days
    given = [own * times for times in _TIMES] if windows is None else [float(days) for days in windows]
    wrong = [days for days in given if not 0 < days < np.inf]
    if wrong:
        raise ArgumentError(f"windows must be days above 0; got {wrong[0]:g}")
    return sorted({*given, float(own)})


def _row(seen: Look, as_of: int, days: float) -> dict:
    found = shortened(seen.found, window_days=days, as_of=as_of)
    counts = tally_from_entry(found, np.zeros(len(found), dtype=np.int64), 1, len(seen.stages) - 1, edges(days))
    share = shares(counts)
    watched = int(found.at[:, 0].min()) + round(days * DAY) < as_of
    return {
        "window_days": days, "base": len(found), "reached": int(counts.advanced[0]), "open": int(counts.open[0]),
        **{name: float(getattr(share, name)[0]) if watched else np.nan for name in ("value", "low", "high")}, "naive": float(share.naive[0]),
    }


def _late(seen: Look, as_of: int, first: float, last: float) -> Shares:
    """Share that completes after `first` days and within `last`: those who complete sooner are out of the question."""
    found = shortened(seen.found, window_days=last, as_of=as_of)
    sooner = (found.state == COMPLETE) & (found.end <= found.at[:, 0] + round(first * DAY))
    group = np.zeros(len(found), dtype=np.int64)
    state = np.where(sooner, LOST, found.state).astype(np.int8)
    furthest = np.where(sooner, 0, found.furthest).astype(np.int8)
    late = Passages(found.customer, found.row, found.at, furthest, state, found.end, found.exit)
    return shares(tally_from_entry(late, group, 1, len(seen.stages) - 1, edges(last)))


def _tell(seen: Look, as_of: int, table: pd.DataFrame) -> tuple[str, str, dict | None]:
    language, row = seen.study.language, table[table["in_use"]].iloc[0]
    if row["withheld"] or np.isnan(row["value"]):
        key = "journeys.too_few" if row["withheld"] else "journeys.windows.not_watched"
        return words.say(key, language, units=seen.units(), days=row["window_days"]), "cannot_tell", None
    known = table[table["value"].notna()]
    said = words.say("journeys.windows", language, units=seen.units(), when=seen.when(), stage=seen.stages[-1], days=row["window_days"],
                     value=say_share(row, language), base=row["base"])
    headline = {name: row[name] for name in ("value", "low", "high", "base")} | {"unit": "share"}
    first, last = known.iloc[0], known.iloc[-1]
    parts = [said]
    if first["window_days"] < row["window_days"]:
        parts.append(words.say("journeys.windows.shorter", language, days=first["window_days"], value=say_share(first, language)))
    if last["window_days"] > row["window_days"]:
        late = _late(seen, as_of, row["window_days"], last["window_days"])
        gain = {name: float(getattr(late, name)[0]) for name in ("value", "low", "high")}
        # one in a thousand is what the text can show
        key = "journeys.windows.longer" if gain["low"] >= 0.0005 else "journeys.windows.longer.none"
        parts.append(words.say(key, language, days=last["window_days"], added=say_share(gain, language)))
    return " ".join(parts), "answered" if len(known) > 1 else "cannot_tell", headline


def _caveats(seen: Look, as_of: int, table: pd.DataFrame) -> tuple[str, ...]:
    language, own = seen.study.language, seen.study.settings.journey.window_days
    under = replace(seen, window_days=own, found=shortened(seen.found, window_days=own, as_of=as_of))
    more = [words.say("journeys.windows.each", language)]
    unknown = int((table["value"].isna() & (table["withheld"] == "")).sum())
    if unknown:
        more.append(words.say("journeys.windows.caveat", language, rows=unknown))
    return caveats(under, table, *more)

"""How many reach each stage of the journey."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from .. import intervals, words
from ..finding import Chart, Finding
from .look import Groups, Look, look
from .notes import caveats, hide_small, listed, missing, say_share
from .tally import Shares, Tally, shares, tally_from_entry

__all__ = ["funnel"]

_FORMATS = {
    "reached": "count", "naive": "share", "step_share": "share", "lost": "count", "exited": "count", "open": "count",
}
_COUNTS = ("base", "reached", "value", "low", "high", "naive", "step_share", "lost", "exited", "open")
_CLEAR = 0.05
_BARS, _LINES = 24, 6  # bars and lines that can be told apart


def funnel(
    study,
    *,
    by: str | Sequence[str] | None = None,
    over: str = "wave",
    window_days: float | None = None,
    order: str | None = None,
    reentry: str | None = None,
) -> Finding:
    """The share of those who began that reaches each stage, with those still on their way kept apart.

    Rules of order, window and exits are those of :func:`cxlib.journeys.passages`. A journey is in when it began in
    the study's wave; periods of the slice take the place of the wave. With unit "customer" it is the customer's
    first beginning in these periods.

    Parameters
    ----------
    by : segment of customers, "channel" (where the journey began) or "period", or several, optional
    over : {"wave", "all"}
        Journeys that began in the study's wave, or ever. Survey waves have no days, so there it is always all.
    window_days, order, reentry : optional
        In place of the study's own.
    reentry : {"first", "every"}
        Whether a customer's later passes count too (:func:`cxlib.journeys.passages`).

    Returns
    -------
    Finding
        One row per group and stage: `by`, ``stage``, ``base`` (began), ``reached``, ``value`` (share of the base
        that reaches the stage within the window; the open are censored), ``low``, ``high``, ``naive`` (reached /
        base, the open counted as lost), ``step_share`` (value over the value of the stage before), and of those
        whose last stage this is: ``lost``, ``exited``, ``open``. Shares are fractions from 0 to 1.
        reached = reached at the next stage + lost + exited + open.

    Raises
    ------
    ArgumentError
        For a wrong word, or a window that is not above 0.

    References
    ----------
    Aalen and Johansen 1978, Scand. J. Stat. 5:141; Wilson 1927, JASA 22:209.

    Examples
    --------
    >>> funnel(study, by="region").table  # doctest: +SKIP
    """
    names = listed(by)
    key = "journeys.funnel.question_by" if names else "journeys.funnel.question"
    asked = words.say(key, study.language, by=", ".join(words.label(name, study.language).lower() for name in names))
    lacking = missing(study, "journeys.funnel", asked)
    if lacking is not None:
        return lacking
    seen = look(study, by=names, over=over, window_days=window_days, order=order, reentry=reentry)
    if not len(seen.found):
        return study.nobody("journeys.funnel", asked)
    groups = seen.groups(names)
    counts = [tally_from_entry(seen.found, groups.code, len(groups), stage, seen.cells) for stage in range(1, len(seen.stages))]
    estimates = shares(counts[0].after(counts[1:])).split(len(groups))
    full = _table(seen, groups, estimates)
    table = hide_small(full, study.settings.minimum_share_base, within=["stage"] if names else [], columns=_COUNTS)
    if names:
        sentence, status, headline = _compare(seen, groups, counts[-1], table)
    else:
        sentence, status, headline = _tell(seen, estimates, table)
    gone = _gone(full, len(seen.stages))
    step = int(np.argmax(gone))
    return study.finding(
        "journeys.funnel", question=asked, sentence=sentence, table=table, base=len(seen.found), status=status,
        chart=_chart(seen, groups), unit="share",
        formats=_FORMATS, headline=headline, caveats=caveats(seen, table), owner=seen.owner(step),
        next_step=words.say("journeys.funnel.next", study.language, step=_step_name(seen, step)) if gone[step] else "",
        key="journeys.funnel" + "".join(f".{name}" for name in names),
    )


def _table(seen: Look, groups: Groups, estimates: list[Shares]) -> pd.DataFrame:
    """One row per group and stage."""
    last, size = len(seen.stages), len(groups)
    place = groups.code * last + seen.found.furthest
    ended = np.bincount(place * 4 + seen.found.state, minlength=size * last * 4).reshape(size, last, 4)
    reached = ended.sum(axis=2)[:, ::-1].cumsum(axis=1)[:, ::-1]
    base = reached[:, [0]]
    sure = np.where(base > 0, 1.0, np.nan)
    value, low, high = (
        np.hstack([sure, *[getattr(one, name)[:, None] for one in estimates]]) for name in ("value", "low", "high")
    )
    with np.errstate(invalid="ignore", divide="ignore"):
        onward = np.minimum(value[:, 1:] / np.where(value[:, :-1] > 0, value[:, :-1], np.nan), 1.0)
        naive = np.where(base > 0, reached / base, np.nan)
    columns = {
        "base": np.repeat(base, last, axis=1), "reached": reached, "value": value, "low": low, "high": high, "naive": naive,
        "step_share": np.hstack([sure, onward]),
        "lost": ended[:, :, 1], "exited": ended[:, :, 2], "open": ended[:, :, 3],
    }
    rows = groups.rows
    labels = {name: np.repeat([row[i] for row in rows], last) for i, name in enumerate(groups.names)}
    if len(groups.names) > 1:
        labels["group"] = np.repeat([", ".join(row) for row in rows], last)
    stage = np.tile(list(seen.stages), size)
    return pd.DataFrame({**labels, "stage": stage, **{name: cells.ravel() for name, cells in columns.items()}})


def _tell(seen: Look, estimates: list[Shares], table: pd.DataFrame) -> tuple[str, str, dict | None]:
    language, last = seen.study.language, table.iloc[-1]
    if last["withheld"]:
        return words.say("journeys.too_few", language, units=seen.units()), "cannot_tell", None
    if np.isnan(last["value"]):
        return words.say("journeys.all_open", language, n=last["base"], units=seen.units()), "cannot_tell", None
    gone = _gone(table, len(seen.stages))
    step = int(np.argmax(gone))
    lost = gone[step]
    parts = [
        words.say(
            "journeys.funnel", language, units=seen.units(), when=seen.when(), stage=seen.stages[-1],
            value=say_share(last, language), base=last["base"],
        ),
        words.say("journeys.funnel.worst" if lost else "journeys.funnel.nobody_lost", language, step=_step_name(seen, step), lost=lost),
    ]
    still = int(table["open"].sum())
    if still:
        parts.append(words.say("journeys.funnel.open", language, open=still, units=seen.units(), naive=last["naive"]))
    headline = {name: last[name] for name in ("value", "low", "high", "base")} | {"unit": "share"}
    return " ".join(parts), "answered", headline


def _compare(seen: Look, groups: Groups, counts: Tally, table: pd.DataFrame) -> tuple[str, str, dict | None]:
    """Groups from the lowest to the highest share that completes, and which stand apart from the rest."""
    language = seen.study.language
    last = table[table["stage"] == seen.stages[-1]].reset_index(drop=True)
    shown = last[last["value"].notna()]
    if len(shown) < 2:
        return words.say("journeys.too_few", language, units=seen.units()), "cannot_tell", None
    own, rest = shares(counts), shares(counts.rest())
    difference, _, _, p = intervals.share_difference(_worth(rest), _worth(own))
    tested = np.isin(np.arange(len(groups)), shown.index)
    adjusted = intervals.adjust(np.where(tested, p, np.nan), method="fdr_bh")
    low, high = shown.loc[shown["value"].idxmin()], shown.loc[shown["value"].idxmax()]
    apart = [_group_name(groups, place) for place in np.flatnonzero(adjusted < _CLEAR)]
    verdict = "journeys.funnel.apart" if apart else "journeys.funnel.not_apart"
    sentence = words.say(
        "journeys.funnel.by", language, units=seen.units(), when=seen.when(), stage=seen.stages[-1],
        low_value=say_share(low, language), low_group=_group_name(groups, low.name), low_base=low["base"],
        high_value=say_share(high, language), high_group=_group_name(groups, high.name), high_base=high["base"],
        verdict=words.say(verdict, language, groups="; ".join(apart)),
    )
    headline = {name: low[name] for name in ("value", "low", "high", "base")} | {"unit": "share"}
    return sentence, "answered" if apart else "cannot_tell", headline


def _worth(estimate: Shares) -> tuple[np.ndarray, np.ndarray]:
    return np.nan_to_num(estimate.value) * estimate.effective, estimate.effective


def _group_name(groups: Groups, place: int) -> str:
    return ", ".join(groups.rows[place])


def _gone(table: pd.DataFrame, stages: int) -> np.ndarray:
    """Lost and exited after each stage but the last, over all groups."""
    gone = np.nan_to_num(table["lost"].to_numpy(float) + table["exited"].to_numpy(float))
    return gone.reshape(-1, stages).sum(axis=0)[:-1]


def _step_name(seen: Look, step: int) -> str:
    return f"{seen.stages[step]} → {seen.stages[step + 1]}"


def _chart(seen: Look, groups: Groups) -> Chart:
    """Bars while they can be seen at once; a line for each of a few groups; a grid for many."""
    label = words.say("journeys.funnel.axis", seen.study.language, units=seen.units())
    series = None if not groups.names else groups.names[0] if len(groups.names) == 1 else "group"
    if series is None or len(groups) * len(seen.stages) <= _BARS:
        return Chart("funnel", x="value", y="stage", series=series, unit="share", x_label=label)
    if len(groups) <= _LINES:
        return Chart("line", x="stage", y="value", series=series, unit="share", y_label=label)
    return Chart("heatmap", x="stage", y=series, unit="share", value_label=label)

"""Where those went who did not go on."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from .. import intervals, words
from ..errors import choose
from ..finding import Chart, Finding
from .kernel import DAY, EXITED, LOST, Passages
from .look import Look, look
from .notes import caveats, hide_small, missing, say_share, step_names
from .tally import Tally, _clusters, shares

__all__ = ["next_contact", "went_next"]

NO_CONTACT, SAME_STAGE, ELSEWHERE, ANEW, FEW = "no contact", "same stage only", "outside of the stages", "new journey", "other places"
_FORMATS = {"went_there": "count", "other_channel": "share", "days": "number"}
_COUNTS = ("base", "went_there", "value", "low", "high", "other_channel", "days")


def went_next(
    study,
    *,
    step: str | None = None,
    over: str = "wave",
    window_days: float | None = None,
    order: str | None = None,
    reentry: str | None = None,
) -> Finding:
    """What the lost of each step did next: the customer's first contact at another stage before the window was over.

    Only settled losses count (lost or left by an exit); those still on their way may yet go on. More contacts at the
    stage they were lost at count only when nothing else follows. Where the study counts journeys, the next contact
    may belong to another journey of the same customer; the first stage of one is a new journey.

    Parameters
    ----------
    step : name of a stage, optional
        Only those lost after this stage; every stage but the last when not given.
    over : {"wave", "all"}
    window_days, order, reentry : optional
        In place of the study's own.
    reentry : {"first", "every"}
        Whether a customer's later passes count too.

    Returns
    -------
    Finding
        One row per step and place: ``step``, ``went_to`` (a stage, an exit, ``no contact``, ``same stage only``,
        ``new journey``, ``outside of the stages``; ``other places`` for those of too few), ``base`` (lost at the step), ``went_there`` (of them), ``value`` (share), ``low``,
        ``high``, ``other_channel`` (share of those who went there by another channel than they had used),
        ``days`` (median until then), ``owner``. Largest first within a step; shares of a step add up to 1.

    Raises
    ------
    ArgumentError
        For a wrong word, or a window that is not above 0.

    References
    ----------
    Wilson 1927, JASA 22:209; the lead of the first place over the second: Tango 1998, Stat. Med. 17:891.

    Examples
    --------
    >>> went_next(study, step="connect").table  # doctest: +SKIP
    """
    name, asked = "journeys.went_next", words.say("journeys.next.question", study.language)
    lacking = missing(study, name, asked)
    if lacking is not None:
        return lacking
    if step is not None:
        choose("stage", step, study.settings.journey.stages[:-1])
    seen = look(study, by=(), over=over, window_days=window_days, order=order, reentry=reentry, whole=True)
    if not len(seen.found):
        return study.nobody(name, asked)
    gone = np.isin(seen.found.state, (LOST, EXITED))
    if step is not None:
        gone &= seen.found.furthest == seen.stages.index(step)
    seen = replace(seen, found=seen.found.keep(gone))
    key = ".".join([name, *([step] if step else [])])
    if not gone.any():
        sentence = words.say("journeys.next.nobody", study.language, units=seen.units(), when=seen.when())
        return study.finding(name, question=asked, sentence=sentence, table=pd.DataFrame(), status="nobody", key=key)
    table, most = _table(seen)
    sentence, status, headline = _tell(seen, table, most)
    return study.finding(
        name, question=asked, sentence=sentence, table=table, base=len(seen.found), status=status, unit="share", formats=_FORMATS,
        headline=headline, owner=seen.owner(most), caveats=caveats(seen, table, words.say("journeys.next.caveat", study.language)),
        next_step=words.say("journeys.next.next", study.language, step=step_names(seen)[most]) if status == "answered" else "",
        key=key, chart=_chart(seen, table),
    )


def next_contact(seen: Look) -> tuple[np.ndarray, np.ndarray]:
    """For each journey the row of the customer's next contact at another stage in its window, -1 for none.

    Returns
    -------
    (row, stayed) : int64 and bool arrays
        `stayed` where there is no such row, but a later contact at the same stage.
    """
    found, events = seen.found, seen.events
    here = found.row[np.arange(len(found)), found.furthest]
    limit = found.at[:, 0] + round(seen.window_days * DAY)
    differs = (events.customer[1:] != events.customer[:-1]) | (events.stage[1:] != events.stage[:-1])
    if seen.study.settings.journey.unit == "journey":
        differs |= events.journey[1:] != events.journey[:-1]
    turn = np.append(np.flatnonzero(differs) + 1, len(events))
    other = turn[np.searchsorted(turn, here, side="right")]
    return _if_seen(events, here, other, limit), _if_seen(events, here, here + 1, limit) >= 0


def _if_seen(events, here: np.ndarray, row: np.ndarray, limit: np.ndarray) -> np.ndarray:
    """The row where it is a contact of the same customer within the limit, else -1."""
    safe = np.minimum(row, len(events) - 1)
    good = (row < len(events)) & (events.customer[safe] == events.customer[here]) & (events.at[safe] <= limit)
    return np.where(good, row, -1)


def _table(seen: Look) -> tuple[pd.DataFrame, int]:
    """Rows of every step that lost somebody, and the place of the step that lost most."""
    found, minimum = seen.found, seen.study.settings.minimum_share_base
    where = _places(seen)
    parts = []
    for step in np.unique(found.furthest):
        mine = found.furthest == step
        counts = where.loc[mine, "place"].value_counts()
        place = where["place"].where(~where["place"].isin(counts.index[counts < minimum]) | (where["place"] == NO_CONTACT), FEW)
        for name, there in where[mine].groupby(place[mine], sort=True):
            inside = np.isin(np.flatnonzero(mine), there.index)
            parts.append({
                "step": step_names(seen)[step], "went_to": name, **_share(found.keep(mine), inside),
                "other_channel": there["moved"].mean(), "days": there["days"].median(), "owner": seen.owner(step), "_step": step,
            })
    table = pd.DataFrame(parts).sort_values(["_step", "went_there", "went_to"], ascending=[True, False, True], ignore_index=True)
    table = hide_small(table, minimum, within=(), columns=_COUNTS)
    # few who went there do not tell by which channel or when
    few = ~(table["went_there"] >= minimum)
    table[["other_channel", "days"]] = table[["other_channel", "days"]].mask(few)
    return table.drop(columns="_step"), int(np.bincount(found.furthest).argmax())


def _places(seen: Look) -> pd.DataFrame:
    """Where each of the lost went: ``place``, ``moved`` (by another channel: 1 or 0), ``days`` until then."""
    found, events = seen.found, seen.events
    row, stayed = next_contact(seen)
    here = found.row[np.arange(len(found)), found.furthest]
    names = np.array([*events.stage_names, ELSEWHERE], dtype=object)
    place = np.where(row >= 0, names[np.maximum(events.stage[row], -1)], np.where(stayed, SAME_STAGE, NO_CONTACT))
    if seen.study.settings.journey.unit == "journey":
        place[(row >= 0) & (events.stage[row] == 0) & (events.journey[row] != events.journey[here])] = ANEW
    moved = (events.channel[row] != events.channel[here]).astype(float)
    days = (events.at[row] - events.at[here]) / DAY
    return pd.DataFrame({"place": place.astype(object), "moved": np.where(row >= 0, moved, np.nan), "days": np.where(row >= 0, days, np.nan)})


def _share(lost: Passages, there: np.ndarray) -> dict:
    """Share of the lost with its interval; several journeys of one customer are worth less than as many customers."""
    one, none = np.zeros(len(lost), dtype=np.int64), np.zeros(1)
    n, yes = np.array([len(lost)]), np.array([there.sum()])
    counts = Tally(n, yes, n - yes, none, none, yes[:, None], (n - yes)[:, None], none[:, None], *_clusters(lost.customer, one, 1, there))
    estimate = shares(counts)
    return {
        "base": len(lost), "went_there": int(yes[0]), **{name: float(getattr(estimate, name)[0]) for name in ("value", "low", "high")},
        "_effective": float(estimate.effective[0]),
    }


def _tell(seen: Look, table: pd.DataFrame, most: int) -> tuple[str, str, dict | None]:
    """The step that lost most, and where most of its lost went when that is clear."""
    language, step = seen.study.language, step_names(seen)[most]
    rows = table[table["step"] == step]
    first = rows.iloc[0]
    if first["withheld"]:
        return words.say("journeys.too_few", language, units=seen.units()), "cannot_tell", None
    none = rows[rows["went_to"] == NO_CONTACT]
    silent = none.iloc[0] if len(none) else None
    others = rows[rows["went_to"] != NO_CONTACT]
    among = "journeys.next.most_lost" if table["step"].nunique() > 1 else "journeys.next.lost"
    parts = [words.say(among, language, units=seen.units(), when=seen.when(), step=step, base=first["base"]),
             words.say("journeys.next.silent", language, share=say_share(silent, language)) if silent is not None
             else words.say("journeys.next.none_silent", language)]
    if len(others):
        place = _place(others.iloc[0]["went_to"], language)
        parts.append(words.say("journeys.next.place", language, place=place, share=say_share(others.iloc[0], language)))
    if len(rows) > 1 and not _leads(first, rows.iloc[1]):
        parts.append(words.say("journeys.next.tie", language))
    headline = {name: first[name] for name in ("value", "low", "high", "base")} | {"unit": "share"}
    clear = len(rows) == 1 or _leads(first, rows.iloc[1])
    return " ".join(parts), "answered" if clear else "cannot_tell", headline


def _leads(first, second) -> bool:
    """Whether the first share of one base is clearly larger than the second."""
    n = first["_effective"]
    return bool(intervals.nps_interval(first["value"] * n, second["value"] * n, n)[0] > 0)


def _place(name: str, language: str) -> str:
    key = f"value.went_to.{name}"
    return words.say(key, language) if words.has(key) else name


def _chart(seen: Look, table: pd.DataFrame) -> Chart:
    steps = [name for name in step_names(seen) if name in set(table["step"])]
    label = words.say("journeys.next.axis", seen.study.language)
    if len(steps) == 1:
        return Chart("interval", x="value", y="went_to", unit="share", x_label=label)
    places = [name for name in [NO_CONTACT, SAME_STAGE, ANEW, *seen.events.stage_names, ELSEWHERE, FEW] if name in set(table["went_to"])]
    return Chart("heatmap", x="went_to", y="step", value="value", unit="share", value_label=label, order={"went_to": places, "step": steps})

"""How early the alarm would have rung for those who left, and how often it rings for those who stay."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from .. import words
from ..errors import ArgumentError
from ..finding import Chart, Finding, withhold
from ..intervals import share_interval
from ..study import Study
from .lives import lives
from .model import ChurnModel
from .narrowed import drawn, narrowed
from .outcome import month_starts, table, window
from .trusting import refusal, trusted_columns

__all__ = ["Alarms", "alarms", "how_early"]

NAME = "churn.how_early"
WEEKS = 26
_ENOUGH_LEAVERS = 200
_MOST_STAYERS = 3000
_Z = 1.959963984540054


@dataclass(frozen=True)
class Alarms:
    """What the model would have said of each customer, week by week.

    Attributes
    ----------
    days : dates, a week apart; each customer is judged by what was known before that day
    state : array of int8, customers x days
        1: at or above the threshold; 0: below it; -1: not judged, because not a customer on that day, or not one of the
        leavers nor of those drawn.
    customers : index of customer_id
    drawn : array of bool
        Whether each was drawn, leavers and others alike: all where there are at most 3,000. False alarms are counted
        among these.
    leavers : DataFrame
        Index customer_id: ``gone`` (day from which the one counts as gone), ``last`` (last activity; kind "contract": the
        same), ``lead_days`` (from the day on which the alarm rang and stayed on, to `gone`; 0: it was off at the end),
        ``at_least`` (it was on as far back as was judged).
    threshold : float
        Probability at which the alarm rings.
    since : date
        Leavers count who were gone after it: their leaving was not learned from.
    tuned : bool
        Whether the model was tuned on some of these leavers: there were too few later ones.
    learned_until : date or None
        On days before it the model had learned from the same customers, though not that they would leave.
    """

    days: tuple[dt.date, ...]
    state: np.ndarray
    customers: pd.Index
    drawn: np.ndarray
    leavers: pd.DataFrame
    threshold: float
    since: dt.date
    tuned: bool
    learned_until: dt.date | None


def how_early(study: Study, model: ChurnModel, *, share: float | None = None, weeks: int = WEEKS) -> Finding:
    """How many weeks before they were gone the alarm had rung for past leavers, and stayed on; and at what price.

    Every week each of the slice's customers is judged by what was known then. The alarm rings where a customer comes
    onto the list of those at risk: at the past share of leavers. Leavers are those gone after the days that the model
    learned and was tuned on, the latest 200 or more where there are that many. Under kind "silence" a customer counts as gone when the silence
    has lasted for longer than `silence_days`: the first weeks of it are part of the lead.

    Parameters
    ----------
    study : Study
    model : ChurnModel
    share : float or None
        Then the alarm rings at the probability that this share of the test customers reach: 0.1 for the riskiest tenth.
    weeks : int
        How far to look back, 1 to 52.

    Returns
    -------
    Finding
        ``measure``, ``weeks_before``, ``base``, ``value``, ``low``, ``high``, ``unit``, ``withheld``. Rows: "alarm on" for each
        week before being gone (share of the leavers judged then whose alarm was on and stayed on; Wilson, 95%);
        "lead days" (median, 0 for those never warned of; interval by order statistics); "in time" (rang at least
        `gap_days` before, and ever); "before the last visit" (kind "silence": rang while they still came); "stayers
        warned" (of those judged on a day and not gone by the end of its window, the share with the alarm on) and "new
        false alarms" (share of them each week for whom it newly rang); intervals of these two by customer.

    Raises
    ------
    ArgumentError
        For another `share` or number of `weeks`.

    References
    ----------
    Interval of a median: Conover 1999, Practical Nonparametric Statistics, section 3.2; of a ratio over customers:
    Cochran 1977, Sampling Techniques, section 6.3.

    Examples
    --------
    >>> from cxlib import churn, open_study
    >>> study = open_study("data/sample")  # doctest: +SKIP
    >>> churn.how_early(study, churn.fit(study)).sentence  # doctest: +SKIP
    """
    _check(share, weeks)
    question = words.say("churn.early.question", study.language)
    if model.verdict != "usable":
        return refusal(study, model, NAME, question)
    if not len(study.customers()):
        return study.nobody(NAME, question)
    found = alarms(study, model, share=share, weeks=weeks)
    if len(found.leavers) < study.settings.minimum_base:
        sentence = words.say("churn.early.too_few", study.language, n=len(found.leavers), since=found.since)
        return study.finding(NAME, question=question, sentence=sentence, table=pd.DataFrame(), status="cannot_tell", base=len(found.leavers))
    rows = withhold(_rows(study, found, weeks), minimum=study.settings.minimum_share_base)
    lead = rows[rows["measure"] == "lead days"].iloc[0]
    sentence, status = _in_words(study, rows, found)
    stayers = float(rows.loc[rows["measure"] == "stayers warned", "value"].iloc[0])
    return study.finding(
        NAME, question=question, sentence=sentence, status=status, base=len(found.leavers), table=rows, unit="share",
        caveats=(*_caveats(study, found, share), *trusted_columns(study, model)), next_step=words.say("churn.early.next", study.language),
        headline={**{name: float(lead[name]) for name in ("value", "low", "high")}, "base": len(found.leavers), "unit": "days"},
        chart=Chart(
            "line", x="weeks_before", y="value", where={"measure": "alarm on"}, unit="share", x_label=words.say("churn.early.across", study.language),
            y_label=words.say("churn.early.axis", study.language), reference=None if math.isnan(stayers) else stayers,
            reference_label="" if math.isnan(stayers) else words.say("churn.early.reference", study.language, value=stayers),
        ),
    )


def alarms(study: Study, model: ChurnModel, *, share: float | None = None, weeks: int = WEEKS) -> Alarms:
    """What a usable model would have said of each of the slice's customers, week by week.

    See :func:`how_early` for the parameters.
    """
    gone, since, tuned = _leavers(study, model)
    if tuned:
        # These leavers were learned from in the end; as it was before, the model had not seen them.
        model = replace(model, learner=model.first)
    said = model.probability(model.test.features)
    threshold = float(model.base_rate if share is None else said.quantile(1 - share))
    roles = ("train",) if tuned else ("train", "between", "validation")
    learned = [window(study, day)[1] for role in roles for day in model.cutoffs.get(role, ())]
    days = _days(study, gone, weeks)
    people = study.customers().index
    state = np.full((len(people), len(days)), -1, dtype=np.int8)
    fewer = narrowed(study, gone.index, most=_MOST_STAYERS)
    for column, day in enumerate(days):
        p = model.probability(table(fewer, day, labelled=False).features)
        seat = people.get_indexer(p.index)
        state[seat[seat >= 0], column] = p.to_numpy()[seat >= 0] >= threshold
    leavers = gone.join(_leads(state[people.get_indexer(gone.index)], days, gone["gone"], weeks))
    return Alarms(tuple(days), state, people, drawn(study, most=_MOST_STAYERS), leavers[leavers["judged"]].drop(columns="judged"), threshold, since, tuned,
                  max(learned, default=None))


def _check(share: float | None, weeks: int) -> None:
    if share is not None and not (isinstance(share, (int, float)) and 0 < share < 1):
        raise ArgumentError(f"share is {share!r}; give a share above 0 and below 1, such as 0.1, or None for the past share of leavers")
    if not isinstance(weeks, int) or isinstance(weeks, bool) or not 1 <= weeks <= 52:
        raise ArgumentError(f"weeks is {weeks!r}; give a whole number from 1 to 52")


def _leavers(study: Study, model: ChurnModel) -> tuple[pd.DataFrame, dt.date, bool]:
    """Those gone after the last day that the model was tuned on; where too few, after the last that it learned from."""
    rows = lives(study.unsliced()).rows
    rows = rows[rows["ended"]]
    if model.split == "customers":
        rows = rows[rows.index.isin(model.test.features.index)]
    mine = rows[rows.index.isin(study.customers().index)]
    ends = {role: max((window(study, day)[1] for day in model.cutoffs[role]), default=model.test.cutoff) for role in ("train", "validation")}
    since = ends["validation"]
    tuned = (rows["gone"] > pd.Timestamp(since)).sum() < study.settings.minimum_base * 2 and ends["train"] < since
    since = ends["train"] if tuned else since
    mine = mine[mine["gone"] > pd.Timestamp(since)].sort_values("gone", kind="stable")
    if len(mine) > _ENOUGH_LEAVERS:
        mine = mine[mine["gone"] >= mine["gone"].iloc[-_ENOUGH_LEAVERS]]
    last = mine["began"] + pd.to_timedelta(mine["exit"], unit="D")
    return pd.DataFrame({"gone": mine["gone"], "last": last}), since, bool(tuned)


def _days(study: Study, gone: pd.DataFrame, weeks: int) -> list[dt.date]:
    """Days a week apart up to the study's last one, from as far back as any of the leavers is looked at."""
    if not len(gone):
        return []
    allowed = month_starts(study)[:1]
    first = max([gone["gone"].min().date() - dt.timedelta(weeks=weeks), *allowed])
    number = (study.as_of - first).days // 7
    return [study.as_of - dt.timedelta(weeks=back) for back in range(number, -1, -1)]


def _leads(state: np.ndarray, days: list[dt.date], gone: pd.Series, weeks: int) -> pd.DataFrame:
    """From the last day on which each leaver was judged, as far back as the alarm was on without a break."""
    lead, standing, judged = np.zeros(len(gone)), np.ones(len(gone), dtype=bool), np.zeros(len(gone), dtype=bool)
    for before, known, on in _backwards(state, days, gone, weeks):
        standing &= ~known | on
        judged |= known
        lead = np.where(known & standing, before, lead)
    return pd.DataFrame({"lead_days": lead, "at_least": standing & judged, "judged": judged}, index=gone.index)


def _backwards(state: np.ndarray, days: list[dt.date], gone: pd.Series, weeks: int):
    """Day by day from the last: days before each was gone, who was judged on it, and whose alarm was on."""
    for column in range(len(days) - 1, -1, -1):
        before = (gone - pd.Timestamp(days[column])).dt.days.to_numpy()
        known = (before >= 0) & (before < 7 * (weeks + 1)) & (state[:, column] >= 0)
        yield before, known, state[:, column] == 1


def _rows(study: Study, found: Alarms, weeks: int) -> pd.DataFrame:
    silence, gap = study.settings.churn.kind == "silence", study.settings.churn.gap_days
    lead = found.leavers["lead_days"]
    # On the day on which the silence is long enough nobody is judged any more.
    rows = [*_week_by_week(found, weeks, 1 if silence else 0), _median(lead.to_numpy())]
    rows.append(_share("in time", int(((lead >= gap) & (lead > 0)).sum()), len(lead)))
    if silence:
        silent = (found.leavers["gone"] - found.leavers["last"]).dt.days
        rows.append(_share("before the last visit", int((lead >= silent).sum()), len(lead)))
    return pd.DataFrame([*rows, *_stayers(study, found)])


def _week_by_week(found: Alarms, weeks: int, first: int) -> list[dict]:
    places = found.customers.get_indexer(found.leavers.index)
    base, on = np.zeros(weeks + 1, dtype=int), np.zeros(weeks + 1, dtype=int)
    lead = found.leavers["lead_days"].to_numpy()
    for before, known, rings in _backwards(found.state[places], list(found.days), found.leavers["gone"], weeks):
        week = np.clip(before // 7, 0, weeks)
        base += np.bincount(week[known], minlength=weeks + 1)
        on += np.bincount(week[known & rings & (before <= lead)], minlength=weeks + 1)
    return [_share("alarm on", int(on[week]), int(base[week]), week) for week in range(first, weeks + 1) if base[week]]


def _share(measure: str, count: int, base: int, week: float = float("nan")) -> dict:
    low, high = share_interval(count, base)
    value = count / base if base else float("nan")
    return {"measure": measure, "weeks_before": float(week), "base": base, "value": value, "low": float(low), "high": float(high), "unit": "share"}


def _median(lead: np.ndarray) -> dict:
    from scipy.stats import binom

    ordered, n = np.sort(lead), len(lead)
    first = int(binom.ppf(0.025, n, 0.5))
    low, high = ordered[max(first - 1, 0)], ordered[min(n - first, n - 1)]
    return {"measure": "lead days", "weeks_before": float("nan"), "base": n, "value": float(np.median(lead)), "low": float(low), "high": float(high), "unit": "days"}


def _stayers(study: Study, found: Alarms) -> list[dict]:
    """Alarms on days whose window is over, for those who were not gone by its end; a share over customers and weeks."""
    gone = lives(study).rows["gone"].reindex(found.customers)
    on, new, watched, again = (np.zeros(len(found.customers)) for _ in range(4))
    for column, day in enumerate(found.days):
        end = window(study, day)[1]
        if end > study.as_of:
            continue
        stays = found.drawn & (found.state[:, column] >= 0) & ~(gone <= pd.Timestamp(end)).to_numpy()
        rings = found.state[:, column] == 1
        watched += stays
        on += stays & rings
        if column:
            both = stays & (found.state[:, column - 1] >= 0)
            again += both
            new += both & rings & (found.state[:, column - 1] == 0)
    return [_ratio("stayers warned", on, watched), _ratio("new false alarms", new, again)]


def _ratio(measure: str, counted: np.ndarray, watched: np.ndarray) -> dict:
    """A share of customer-weeks; a customer's weeks are alike, so the customer is the unit of the interval."""
    there = watched > 0
    y, x, n = counted[there], watched[there], int(there.sum())
    row = {"measure": measure, "weeks_before": float("nan"), "base": n, "value": float("nan"), "low": float("nan"), "high": float("nan"), "unit": "share"}
    if n < 2:
        return row
    value = y.sum() / x.sum()
    half = _Z * math.sqrt(n / (n - 1) * ((y - value * x) ** 2).sum()) / x.sum()
    return {**row, "value": value, "low": max(value - half, 0.0), "high": min(value + half, 1.0)}


def _in_words(study: Study, rows: pd.DataFrame, found: Alarms) -> tuple[str, str]:
    language, each = study.language, rows[rows["measure"] != "alarm on"].set_index("measure")
    silence, gap = study.settings.churn.kind == "silence", study.settings.churn.gap_days
    lead, told = each.loc["lead days"], each.loc["before the last visit" if silence else "in time"]
    far = found.leavers["at_least"].mean() > 0.5
    key = "churn.early.never" if lead["value"] <= 0 else "churn.early.at_least" if far else "churn.early"
    text = [words.say(key, language, base=len(found.leavers), **_ends(lead))]
    text.append(words.say(f"churn.early.{'last_visit' if silence else 'in_time' if gap else 'ever'}", language, gap=gap, **_ends(told)))
    stayers, new = each.loc["stayers warned"], each.loc["new false alarms"]
    if not math.isnan(stayers["value"]):
        text.append(words.say("churn.early.price", language, on=stayers["value"]))
    if not math.isnan(new["value"]):  # it takes two weeks whose windows are over
        text.append(words.say("churn.early.price_new", language, new=new["value"], low=new["low"], high=new["high"]))
    if told["low"] <= stayers["value"]:
        return " ".join([*text, words.say("churn.early.no_better", language)]), "cannot_tell"
    return " ".join(text), "answered"


def _ends(row: pd.Series) -> dict[str, float]:
    return {name: row[name] for name in ("value", "low", "high")}


def _caveats(study: Study, found: Alarms, share: float | None) -> tuple[str, ...]:
    language, churn = study.language, study.settings.churn
    key = "churn.early.threshold_rate" if share is None else "churn.early.threshold"
    out = [words.say(key, language, share=share, value=found.threshold), words.say(f"churn.early.{churn.kind}", language, days=churn.silence_days)]
    out.append(words.say("churn.early.tuned" if found.tuned else "churn.early.since", language, day=found.since))
    if found.learned_until and found.days and found.days[0] < found.learned_until:
        out.append(words.say("churn.early.learned", language, day=found.learned_until))
    out.append(words.say("churn.early.window", language, days=churn.gap_days))
    return tuple(out)

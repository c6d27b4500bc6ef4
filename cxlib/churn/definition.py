"""What counts as having left, said out loud, and how much hangs on the choice."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from .. import words
from ..finding import Chart, Finding, withhold
from ..intervals import share_interval
from ..study import Study, period_bounds
from .outcome import month_starts, table, unavailable, window

__all__ = ["definition"]

NAME = "churn.definition"
_DAYS = (30, 60, 90, 120)
_FOLLOW_DAYS = 180
_FRESH_DAYS = 30
_SAFE_RETURN_SHARE = 0.05


def definition(study: Study) -> Finding:
    """When a customer counts as gone, the share that does, and what other choices would have said.

    Kind "silence": a row for each of 30, 60, 90, 120 days and the days in use. Kind "contract": one row, those who
    left in the last outcome window that is fully observed.

    Returns
    -------
    Finding
        Kind "silence": ``silent_days``, ``in_use``, ``base`` (customers ever seen), ``value`` (share silent at least
        that long on the last day), ``low``, ``high``; ``return_base`` (those whose silence had reached those days, by
        at most 30 more, when watching began), ``return_share`` (came back while watched), ``return_low``,
        ``return_high``. Kind "contract": ``basis``, ``base``, ``value``, ``low``, ``high``. Wilson intervals, 95%.

    Examples
    --------
    >>> from cxlib import churn, open_study
    >>> churn.definition(open_study("data/sample")).sentence  # doctest: +SKIP
    """
    question = words.say("churn.definition.question", study.language)
    missing = unavailable(study)
    if missing:
        return study.not_available(NAME, question, *missing)
    return _by_contract(study, question) if study.settings.churn.kind == "contract" else _by_silence(study, question)


def _by_silence(study: Study, question: str) -> Finding:
    first = period_bounds(study.waves[0])[0]
    follow = min(_FOLLOW_DAYS, (study.as_of - first).days // 3)
    seen = _last_seen(study, study.as_of - dt.timedelta(days=follow), first)
    base = len(seen)
    if not base:
        return study.nobody(NAME, question)
    chosen = study.settings.churn.silence_days
    rows = [
        {"silent_days": days, "in_use": "●" if days == chosen else "", **_silent(seen, days), **_returned(seen, days)}
        for days in sorted({*_DAYS, chosen})
    ]
    frame = withhold(pd.DataFrame(rows), minimum=study.settings.minimum_share_base)
    frame = _hide_small_returns(frame, study.settings.minimum_share_base)
    mine = frame[frame["silent_days"] == chosen].iloc[0]
    sentence = words.say(
        "churn.definition.silence", study.language, days=chosen, as_of=study.as_of, short=int(frame["silent_days"].min()),
        long=int(frame["silent_days"].max()), least=frame["value"].min(), most=frame["value"].max(),
        returns=_returns_in_words(study, mine, follow), **{name: mine[name] for name in ("base", "value", "low", "high")},
    )
    caveats = [words.say("churn.definition.joiners", study.language)]
    if mine["return_share"] > _SAFE_RETURN_SHARE:
        caveats.insert(0, words.say("churn.definition.early", study.language))
    shares = dict.fromkeys(("return_share", "return_low", "return_high"), "share")
    return study.finding(
        NAME, question=question, sentence=sentence, table=frame, base=base, unit="share", caveats=tuple(caveats),
        formats={"silent_days": "count", "return_base": "count", **shares},
        chart=Chart("interval", y="silent_days", unit="share", x_label=words.say("churn.definition.axis_silence", study.language)),
        headline={"value": mine["value"], "low": mine["low"], "high": mine["high"], "base": base, "unit": "share"},
    )


def _last_seen(study: Study, watched_from: dt.date, first: dt.date) -> pd.DataFrame:
    """Days of silence of the slice's customers on the last day, and when watching began (missing: not seen yet)."""
    tables = [name for name in ("transactions", "touchpoints") if study.has(name)]
    seen = " UNION ALL ".join(f"SELECT customer, day FROM {name}" for name in tables)
    days = study.view.frame(
        "SELECT customer_id, date_diff('day', max(day), $1)::DOUBLE AS now, "
        f"date_diff('day', max(day) FILTER (day < $2), $2)::DOUBLE AS then FROM ({seen}) JOIN customers USING (customer) "
        "WHERE day >= $3 AND day < $1 GROUP BY customer_id", [study.as_of, watched_from, first],
    )
    days = days[days["customer_id"].isin(study.customers().index)]
    return days.assign(back=days["now"] <= (study.as_of - watched_from).days)


def _silent(seen: pd.DataFrame, days: int) -> dict[str, float]:
    silent, base = int((seen["now"] > days).sum()), len(seen)
    low, high = share_interval(silent, base)
    return {"base": base, "value": silent / base, "low": float(low), "high": float(high)}


def _returned(seen: pd.DataFrame, days: int) -> dict[str, float]:
    """Those whose silence had just reached `days` when watching began, and how many came back while watched."""
    silent = seen["then"].between(days, days + _FRESH_DAYS, inclusive="right")
    n, came = int(silent.sum()), int((silent & seen["back"]).sum())
    low, high = share_interval(came, n)
    return {"return_base": n, "return_share": came / n if n else float("nan"), "return_low": float(low), "return_high": float(high)}


def _hide_small_returns(frame: pd.DataFrame, minimum: int) -> pd.DataFrame:
    few = frame["return_base"] < minimum
    names = ["return_share", "return_low", "return_high"]
    return frame.assign(**{name: frame[name].mask(few) for name in names})


def _returns_in_words(study: Study, mine: pd.Series, follow: int) -> str:
    if pd.isna(mine["return_share"]):
        return words.say("churn.definition.returns_unknown", study.language)
    return words.say(
        "churn.definition.returns", study.language, base=int(mine["return_base"]), value=mine["return_share"], low=mine["return_low"],
        high=mine["return_high"], follow=follow,
    )


def _by_contract(study: Study, question: str) -> Finding:
    days = month_starts(study)
    if not days:
        span = (window(study, study.as_of)[1] - study.as_of).days
        sentence = words.say("churn.refused.no_window", study.language, days=span)
        return study.finding(NAME, question=question, sentence=sentence, table=pd.DataFrame(), status="not_available")
    known = table(study, days[-1], segments=False)
    base, left = known.base, int(known.left.sum())
    if not base:
        return study.nobody(NAME, question)
    low, high = share_interval(left, base)
    row = {"basis": "end date", "base": base, "value": left / base, "low": float(low), "high": float(high)}
    frame = withhold(pd.DataFrame([row]), minimum=study.settings.minimum_share_base)
    start, end, _ = window(study, days[-1])
    sentence = words.say(
        "churn.definition.contract", study.language, cutoff=days[-1], start=start, end=end, base=base,
        **{name: frame[name].iloc[0] for name in ("value", "low", "high")},
    )
    since = study.settings.churn.known_from
    return study.finding(
        NAME, question=question, sentence=sentence, table=frame, base=base, unit="share",
        chart=Chart("interval", y="basis", unit="share", x_label=words.say("churn.axis.observed", study.language)),
        caveats=(words.say("churn.definition.known_from", study.language, day=since),) if since else (),
        headline={**{name: frame[name].iloc[0] for name in ("value", "low", "high")}, "base": base, "unit": "share"},
    )

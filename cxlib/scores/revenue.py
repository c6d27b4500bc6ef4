"""How much of the revenue of a period's customers comes again, and who buys more than once."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .. import intervals, words
from ..finding import Finding, withhold
from .cards import has_fees, not_this
from .customers import _chart, _every_level, _last_complete, _only_lately, _partial_note
from .revenue_interval import revenue_shares
from .sums import check_segment

__all__ = ["hidden_note", "repeat_rate", "revenue_retention"]

_MONEY = ("before", "expansion", "contraction", "lost", "now")


def revenue_retention(study, *, by: str | None = None) -> Finding:
    """Gross and net revenue retention by period: what the payers of the period before paid in this one.

    Parameters
    ----------
    by : segment of customers, optional

    Returns
    -------
    Finding
        Columns ``period``, [`by`], ``metric`` (gross revenue retention, net revenue retention), ``base`` (customers who paid
        in the period before), ``value``, ``low``, ``high``, ``unit``; ``before`` + ``expansion`` - ``contraction`` - ``lost`` (all
        that those who stopped had paid) = ``now`` (money); ``complete`` (this period and the one before), ``known``, ``withheld``.

    Notes
    -----
    Gross = sum of min(now, before) / sum of before, at most 1; net = sum of now / sum of before; only over customers who
    paid before, so gross is never above net. Refunds are taken off inside of a period, a balance below zero is zero.
    Without payments each customer's monthly fee is taken, as it stands. Intervals: :func:`.revenue_interval.revenue_shares`.
    """
    asked = words.say("scores.revenue.question", study.language)
    if study.settings.period == "wave" or not (study.has("transactions") or has_fees(study)):
        return study.not_available("scores.revenue_retention", asked, "transactions")
    check_segment(study, by, "customers")
    counts = study.revenue_retention_counts()
    if not (counts["start"].any() or study.revenue_counts()["customers"].any()):
        return study.nobody("scores.revenue_retention", asked)
    if by:
        found = study.revenue_retention_counts([by])
        # Nobody paid before in any level: the same zeros stand for each.
        counts = _every_level(study, found if len(found) else counts.assign(**{by: study.levels_of(by)[0]}), by)
    table = _kept(counts, by)
    table = withhold(table, minimum=study.settings.minimum_base, within=["metric", "period"] if by else None,
                     columns=("value", "low", "high", "base", *_MONEY))
    table = _only_lately(study, table)
    sentence, headline = _revenue_sentence(study)
    return study.finding(
        "scores.revenue_retention", question=asked, sentence=sentence, table=table, unit="share", headline=headline,
        chart=_chart(table, by, "net revenue retention", "share", words.say("scores.revenue.axis", study.language)),
        base=int(headline["base"]) if headline else 0, status="answered" if headline else "cannot_tell",
        caveats=(*_revenue_notes(study), not_this(study, "net revenue retention"), *_partial_note(study, counts),
                 *hidden_note(study, table, study.settings.minimum_base)),
        formats=dict.fromkeys(_MONEY, "money"), key=f"scores.revenue_retention.{by}" if by else "",
    )


def repeat_rate(study, *, by: str | None = None) -> Finding:
    """Share of the customers who bought in a period that bought at least twice in it, by period.

    Returns
    -------
    Finding
        Columns ``period``, [`by`], ``metric``, ``base`` (customers who bought), ``count`` (at least twice), ``value``, ``low``,
        ``high`` (Wilson), ``unit``, ``complete``, ``withheld``.

    Notes
    -----
    Repeat purchase rate = customers with two purchases or more / customers with one or more, both inside of the period. A
    purchase is a payment above zero; payments at the same moment are one purchase. It is no retention: the window is the
    same for both counts, and a longer period gives a higher rate.
    """
    asked = words.say("scores.repeat.question", study.language)
    if study.settings.period == "wave" or not study.has("transactions"):
        return study.not_available("scores.repeat_rate", asked, "transactions")
    check_segment(study, by, "customers")
    counts = study.repeat_counts([by] if by else [])
    if counts.empty:
        return study.nobody("scores.repeat_rate", asked)
    counts = _every_level(study, counts, by)
    base, again = counts["customers"].to_numpy(float), counts["repeated"].to_numpy(float)
    low, high = intervals.share_interval(again, base)
    table = pd.DataFrame({
        "period": counts["period"], **({by: counts[by]} if by else {}), "metric": "repeat rate", "base": base, "count": again,
        "value": _over(again, base), "low": low, "high": high, "unit": "share", "complete": counts["complete"],
    })
    table = withhold(table, minimum=study.settings.minimum_share_base, within=["period"] if by else None,
                     columns=("value", "low", "high", "base", "count"))
    table = _only_lately(study, table)
    sentence, headline = _repeat_sentence(study)
    return study.finding(
        "scores.repeat_rate", question=asked, sentence=sentence, table=table, unit="share", headline=headline,
        chart=_chart(table, by, "repeat rate", "share", words.say("scores.repeat.axis", study.language)),
        base=int(headline["base"]) if headline else 0, status="answered" if headline else "cannot_tell",
        caveats=(not_this(study, "repeat rate"), *_partial_note(study, counts),
                 *hidden_note(study, table, study.settings.minimum_share_base)),
        formats={"count": "count"}, key=f"scores.repeat_rate.{by}" if by else "",
    )


def hidden_note(study, table: pd.DataFrame, minimum: int) -> tuple[str, ...]:
    """The caveat that says how many rows are withheld; none where all are shown."""
    hidden = int((table["withheld"] != "").sum())
    return (words.say("house.withheld_caveat", study.language, rows=hidden, minimum=minimum),) if hidden else ()


def _kept(counts: pd.DataFrame, by: str | None) -> pd.DataFrame:
    """A row for each period and metric, with the parts of the revenue beside it."""
    found, blank = revenue_shares(counts), np.where(counts["known"], 1.0, np.nan)
    parts = {
        "before": counts["before"], "expansion": counts["added"], "contraction": counts["before"] - counts["kept"] - counts["lost"],
        "lost": counts["lost"], "now": counts["kept"] + counts["added"],
    }
    rows = [
        pd.DataFrame({
            "period": counts["period"], **({by: counts[by]} if by else {}), "metric": f"{kind} revenue retention",
            "base": counts["start"].astype(float), "value": found[kind] * blank, "low": found[f"{kind}_low"] * blank,
            "high": found[f"{kind}_high"] * blank, "unit": "share", **{name: part * blank for name, part in parts.items()},
            "complete": counts["complete"], "known": counts["known"],
        })
        for kind in ("gross", "net")
    ]
    return pd.concat(rows, ignore_index=True)


def _revenue_sentence(study) -> tuple[str, dict | None]:
    last = _last_complete(study.revenue_retention_counts())
    if last is None or last["start"] < study.settings.minimum_base:
        return words.say("scores.revenue.none", study.language), None
    found = revenue_shares(last.to_frame().T).iloc[0]
    parts = {"expansion": last["added"], "contraction": last["before"] - last["kept"] - last["lost"], "lost": last["lost"]}
    fills = {name: words.format_value((part, study.currency), "money", study.language) for name, part in parts.items()}
    fills |= {"period": last["period"], "base": last["start"], **found.to_dict()}
    kind, base = "net", int(last["start"])
    if study.has("transactions"):
        verdict = "more" if found["net_low"] > 1 else "less" if found["net_high"] < 1 else "cannot_tell"
        sentence = words.say("scores.revenue", study.language, verdict=words.say(f"scores.revenue.{verdict}", study.language), **fills)
    else:
        # Fees have no past, so nobody can be seen to pay more or less.
        kind, sentence = "gross", words.say("scores.revenue.of_fees", study.language, **fills)
    return sentence, {"value": found[kind], "low": found[f"{kind}_low"], "high": found[f"{kind}_high"], "base": base, "unit": "share"}


def _revenue_notes(study) -> tuple[str, ...]:
    if not study.has("transactions"):
        return (words.say("scores.revenue.fees", study.language),)
    return (words.say("scores.revenue.partial_before", study.language),)


def _repeat_sentence(study) -> tuple[str, dict | None]:
    counts = study.repeat_counts()
    whole = counts[counts["complete"] & (counts["customers"] > 0)]
    if whole.empty or whole.iloc[-1]["customers"] < study.settings.minimum_share_base:
        return words.say("scores.repeat.none", study.language), None
    last = whole.iloc[-1]
    low, high = (float(end) for end in intervals.share_interval(last["repeated"], last["customers"]))
    value = last["repeated"] / last["customers"]
    sentence = words.say("scores.repeat", study.language, period=last["period"], repeated=last["repeated"], base=last["customers"],
                         value=value, low=low, high=high)
    return sentence, {"value": value, "low": low, "high": high, "base": int(last["customers"]), "unit": "share"}


def _over(top: np.ndarray, bottom: np.ndarray) -> np.ndarray:
    return np.divide(top, bottom, out=np.full(len(bottom), np.nan), where=bottom > 0)

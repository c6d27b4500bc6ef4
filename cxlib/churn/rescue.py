"""Whether offers to those who left were made while they could still work, or after the decision."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

import numpy as np
import pandas as pd

from .. import words
from ..errors import ArgumentError, choose
from ..finding import Chart, Finding, withhold
from ..intervals import share_interval
from ..slices import Slice
from ..study import Study
from .early import alarms
from .model import ChurnModel
from .outcome import unavailable

__all__ = ["rescue_offers"]

NAME = "churn.rescue_offers"
_DAYS = 90
_KINDS = {"touchpoints": ("touchpoint", "stage", "channel"), "transactions": ("kind",)}
_OFFERS = {
    "offer", "offers", "voucher", "vouchers", "coupon", "coupons", "discount", "discounts", "promotion", "promo", "retention_offer", "win_back",
    "winback", "rescue", "khuyen_mai", "giam_gia", "uu_dai", "giu_chan",
}  # fmt: skip


def rescue_offers(
    study: Study, model: ChurnModel | None = None, *, offers: Sequence[str] | None = None, made: pd.DataFrame | None = None
) -> Finding:
    """Of those who left, how many were made an offer before their last visit, only after it, or never.

    An offer is a contact whose touchpoint, stage or channel is one, or a payment whose kind is; those are not signs of
    life of the customer. The last visit is the last activity of any other sort: by then the decision had been made. Kind
    "contract" without any activity: the day the contract ended.

    Parameters
    ----------
    study : Study
    model : ChurnModel, optional
        A usable one parts the offers before the last visit by whether its alarm had rung.
    offers : names, optional
        Touchpoints, stages, channels or kinds that are offers; by default those named like one (voucher, discount, ...).
    made : DataFrame, optional
        Offers written down elsewhere: columns ``customer_id`` and ``day``. Then only these count as offers; contacts named
        like one are still no signs of life.

    Returns
    -------
    Finding
        ``moment`` (before the alarm, after the alarm, before the last visit, only after it, no offer), ``base`` (those who left),
        ``count``, ``value`` (share of them), ``low``, ``high`` (Wilson, 95%), ``unit``, ``withheld``. In time is an offer in the
        90 days up to the last visit; only after it: up to the study's last day.

    Raises
    ------
    ArgumentError
        When `offers` names what is not in the data, or `made` lacks a column or holds what is no date.

    Examples
    --------
    >>> from cxlib import churn, open_study
    >>> churn.rescue_offers(open_study("data/sample"), offers=["voucher"]).sentence  # doctest: +SKIP
    """
    question = words.say("churn.rescue.question", study.language)
    missing = unavailable(study)
    if missing:
        return study.not_available(NAME, question, *missing)
    names = _named(study, offers)
    if made is None and not names:
        sentence = words.say("churn.rescue.no_offers", study.language)
        return study.finding(NAME, question=question, sentence=sentence, table=pd.DataFrame(), status="not_available")
    if not len(study.customers()):
        return study.nobody(NAME, question)
    given = _written(made) if made is not None else _offered(study, names)
    gone = _gone(study, names)
    if len(gone) < study.settings.minimum_base:
        sentence = words.say("churn.rescue.too_few", study.language, n=len(gone))
        return study.finding(NAME, question=question, sentence=sentence, table=pd.DataFrame(), status="cannot_tell", base=len(gone))
    rang = _rang(study, model)
    rows = _rows(study, gone if rang is None else gone.loc[gone.index.intersection(rang.index)], given, rang)
    return study.finding(
        NAME, question=question, sentence=_in_words(study, rows), table=rows, base=int(rows["base"].max()), unit="share", formats={"count": "count"},
        status="answered", caveats=_caveats(study, {} if made is not None else names, rang is not None),
        chart=Chart("interval", y="moment", unit="share", x_label=words.say("churn.rescue.axis", study.language)),
    )


def _named(study: Study, offers: Sequence[str] | None) -> dict[tuple[str, str], tuple[str, ...]]:
    """Names of offers by table and column."""
    known = {(name, column): study.levels_of(column) for name, columns in _KINDS.items() if study.has(name)
             for column in columns if column in study.view.segments_of(name)}
    if offers is not None:
        every = sorted({level for levels in known.values() for level in levels})
        for name in offers:
            choose("offer", name, every)
    found = {place: tuple(level for level in levels if (level in offers if offers is not None else _is_offer(level))) for place, levels in known.items()}
    return {place: levels for place, levels in found.items() if levels}


def _is_offer(name: str) -> bool:
    """Whether a name holds one of the words whole, whatever its case, accents and separators."""
    letters = unicodedata.normalize("NFD", name.casefold().replace("đ", "d"))
    kept = "".join(letter if letter.isalnum() else " " for letter in letters if not unicodedata.combining(letter))
    plain = "_".join(["", *kept.split(), ""])
    return any(f"_{word}_" in plain for word in _OFFERS)


def _condition(study: Study, table: str, names: dict[tuple[str, str], tuple[str, ...]]) -> tuple[str, list]:
    """SQL for rows of a table that are offers."""
    parts, values = ["FALSE"], []
    for (where, column), levels in names.items():
        if where == table:
            text, bound = study.view.where(Slice(((column, levels),)), table)
            parts.append(f"({text})")
            values += bound
    return f"({' OR '.join(parts)})", values


def _offered(study: Study, names: dict[tuple[str, str], tuple[str, ...]]) -> pd.DataFrame:
    """Customer and day of each offer."""
    found = []
    for table in dict.fromkeys(place[0] for place in names):
        text, values = _condition(study, table, names)
        found.append(study.view.frame(f"SELECT DISTINCT customer_id, day FROM {table} JOIN customers USING (customer) WHERE {text}", values))
    return pd.concat(found).astype({"day": "datetime64[us]"})


def _written(made: pd.DataFrame) -> pd.DataFrame:
    lacking = [name for name in ("customer_id", "day") if name not in made]
    if lacking:
        raise ArgumentError(f"made needs the columns customer_id and day; it lacks {', '.join(lacking)}")
    try:
        days = pd.to_datetime(made["day"])
    except (ValueError, TypeError):
        raise ArgumentError('made holds something in "day" that is no date; write dates as 2026-03-31') from None
    return pd.DataFrame({"customer_id": made["customer_id"].astype(str), "day": days.astype("datetime64[us]")}).dropna()


def _gone(study: Study, names: dict[tuple[str, str], tuple[str, ...]]) -> pd.DataFrame:
    """The slice's customers who left, and their last activity that was not an offer."""
    parts, values = [], []
    for table in ("transactions", "touchpoints"):
        if study.has(table):
            text, bound = _condition(study, table, names)
            parts.append(f"SELECT customer, day FROM {table} WHERE NOT {text}")
            values += bound
    people = study.customers()
    if parts:
        last = study.view.frame(
            f"SELECT customer_id, max(day) AS last FROM ({' UNION ALL '.join(parts)}) a JOIN customers USING (customer) GROUP BY customer_id", values,
        ).set_index("customer_id")["last"].astype("datetime64[us]").reindex(people.index)
    else:
        last = pd.Series(pd.NaT, index=people.index, dtype="datetime64[us]")
    if study.settings.churn.kind == "contract":
        left = people["left_at"].dt.normalize()
        return pd.DataFrame({"last": last.where(last < left, left), "left": left})[left.notna()]
    silent = last < pd.Timestamp(study.as_of) - pd.Timedelta(days=study.settings.churn.silence_days)
    return pd.DataFrame({"last": last})[silent]


def _rang(study: Study, model: ChurnModel | None) -> pd.Series | None:
    """Day on which the alarm rang for each leaver that it was judged for; missing where it never did."""
    if model is None or model.verdict != "usable":
        return None
    leavers = alarms(study, model).leavers
    return (leavers["gone"] - pd.to_timedelta(leavers["lead_days"], unit="D")).where(leavers["lead_days"] > 0)


def _rows(study: Study, gone: pd.DataFrame, given: pd.DataFrame, rang: pd.Series | None) -> pd.DataFrame:
    near = given.merge(gone[["last"]], left_on="customer_id", right_index=True)
    early = near["day"] <= near["last"]
    timely = near[early & (near["day"] >= near["last"] - pd.Timedelta(days=_DAYS))]
    in_time = gone.index.isin(timely["customer_id"])
    late = gone.index.isin(near.loc[~early & (near["day"] < pd.Timestamp(study.as_of)), "customer_id"]) & ~in_time
    groups = {"before the last visit": in_time}
    if rang is not None:
        warned = timely["day"] >= timely["customer_id"].map(rang)
        after = gone.index.isin(timely.loc[warned, "customer_id"])
        groups = {"before the alarm": in_time & ~after, "after the alarm": after}
    groups = {**groups, "only after it": late, "no offer": ~in_time & ~late}
    base, counts = len(gone), np.array([int(mine.sum()) for mine in groups.values()])
    low, high = share_interval(counts, np.full(len(counts), base))
    rows = pd.DataFrame({
        "moment": list(groups), "base": base, "count": counts, "value": counts / base if base else np.nan, "low": low, "high": high, "unit": "share",
    })
    return withhold(rows, minimum=study.settings.minimum_base, columns=("value", "low", "high", "base", "count"))


def _in_words(study: Study, rows: pd.DataFrame) -> str:
    each = rows.set_index("moment")
    share = {"late": each.loc["only after it"], "none": each.loc["no offer"]}
    fills = {f"{name}_{end}": row[end] for name, row in share.items() for end in ("value", "low", "high")}
    fills["timely"] = 1 - share["late"]["value"] - share["none"]["value"]
    text = words.say("churn.rescue", study.language, base=int(rows["base"].fillna(0).max()), days=_DAYS, **fills)
    if "after the alarm" in each.index:
        warned = each.loc["after the alarm"]
        text += " " + words.say("churn.rescue.alarm", study.language, **{end: warned[end] for end in ("value", "low", "high")})
    return text


def _caveats(study: Study, names: dict[tuple[str, str], tuple[str, ...]], alarm: bool) -> tuple[str, ...]:
    out = []
    if names:
        listed = ", ".join(sorted({level for levels in names.values() for level in levels}))
        out.append(words.say("churn.rescue.names", study.language, names=listed))
    out.append(words.say("churn.rescue.not_effect", study.language))
    if alarm:
        out.append(words.say("churn.rescue.recent", study.language))
    return tuple(out)

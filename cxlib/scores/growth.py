"""How the number of customers grew, with churn beside it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .. import intervals, words
from ..finding import Finding, withhold
from ..intervals.basis import normal_quantile
from .cards import not_this
from .customers import _chart, _every_level, _last_complete, _must_add_up, _only_lately, _retention_notes
from .revenue import hidden_note
from .sums import check_segment

__all__ = ["base_growth"]

_COUNTED = ("churned", "joined", "end")


def base_growth(study, *, by: str | None = None) -> Finding:
    """Customers at the end of a period per customer at its start, with those who left and joined, by period.

    Returns
    -------
    Finding
        Columns ``period``, [`by`], ``metric``, ``base`` (customers at the start), ``churned``, ``joined`` (new or back, and
        there at the end), ``end`` = base - churned + joined, ``value`` (end / base), ``low``, ``high``, ``churn_rate`` (churned /
        base), ``unit``, ``complete``, ``known``, ``withheld``.

    Notes
    -----
    Growth hides churn: 1,000 at the start, 200 leave, 300 join is a growth of 110% with a churn rate of 20%. The interval
    adds Wilson's for the share that stayed and the Poisson score interval for those who joined (MOVER, Zou 2008).
    """
    asked = words.say("scores.growth.question", study.language)
    contract = study.settings.churn.kind == "contract"
    has = study.has("customers") if contract else study.has("transactions") or study.has("touchpoints")
    if not has or study.settings.period == "wave":
        return study.not_available("scores.base_growth", asked, "customers" if contract else "transactions")
    check_segment(study, by, "customers")
    counts = study.retention_counts([by] if by else [])
    if counts.empty or not counts[["start", "joined", "end"]].to_numpy().any():
        return study.nobody("scores.base_growth", asked)
    _must_add_up(counts)
    counts = _every_level(study, counts, by)
    table = _only_lately(study, withhold(
        _rows(counts, by), minimum=study.settings.minimum_share_base, within=["period"] if by else None,
        columns=("base", "value", "low", "high", "churn_rate", *_COUNTED),
    ))
    sentence, headline = _sentence(study)
    return study.finding(
        "scores.base_growth", question=asked, sentence=sentence, table=table, unit="share", headline=headline,
        chart=_chart(table, by, "customer-base growth", "share", words.say("scores.growth.axis", study.language)),
        base=int(headline["base"]) if headline else 0, status="answered" if headline else "cannot_tell",
        caveats=(not_this(study, "customer-base growth"), *_retention_notes(study, counts),
                 *hidden_note(study, table, study.settings.minimum_share_base)),
        formats={**dict.fromkeys(_COUNTED, "count"), "churn_rate": "share"}, key=f"scores.base_growth.{by}" if by else "",
    )


def _rows(counts: pd.DataFrame, by: str | None) -> pd.DataFrame:
    blank = np.where(counts["known"], 1.0, np.nan)
    start, left, end = (counts[name].to_numpy(float) for name in ("start", "churned", "end"))
    value, low, high = _growth(start, left, end)
    return pd.DataFrame({
        "period": counts["period"], **({by: counts[by]} if by else {}), "metric": "customer-base growth", "base": start,
        "churned": left * blank, "joined": (end - start + left) * blank, "end": end, "value": value * blank, "low": low * blank,
        "high": high * blank, "churn_rate": _over(left, start) * blank, "unit": "share", "complete": counts["complete"],
        "known": counts["known"],
    })


def _growth(start: np.ndarray, left: np.ndarray, end: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """End / start with its interval; the share that stayed and the number that joined vary apart."""
    stayed, joined = start - left, end - start + left
    low, high = intervals.share_interval(stayed, start)
    z = normal_quantile(0.95)
    reach, middle = z * np.sqrt(joined + z**2 / 4), joined + z**2 / 2
    value = _over(end, start)
    kept, new = _over(stayed, start), _over(joined, start)
    down = np.sqrt((kept - low) ** 2 + (new - _over(middle - reach, start)) ** 2)
    up = np.sqrt((high - kept) ** 2 + (_over(middle + reach, start) - new) ** 2)
    return value, value - down, value + up


def _sentence(study) -> tuple[str, dict | None]:
    last = _last_complete(study.retention_counts())
    if last is None or last["start"] < study.settings.minimum_share_base:
        return words.say("scores.growth.none", study.language), None
    start, left, end = (np.array([float(last[name])]) for name in ("start", "churned", "end"))
    value, low, high = (float(part[0]) for part in _growth(start, left, end))
    sentence = words.say("scores.growth", study.language, period=last["period"], base=last["start"], end=last["end"], value=value,
                         left=last["churned"], joined=last["end"] - last["retained"], churn=last["churned"] / last["start"])
    return sentence, {"value": value, "low": low, "high": high, "base": int(last["start"]), "unit": "share"}


def _over(top: np.ndarray, bottom: np.ndarray) -> np.ndarray:
    return np.divide(top, bottom, out=np.full(len(bottom), np.nan), where=bottom > 0)

"""What would have to hold for acting to pay, where not all costs are known."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np
import pandas as pd

from .. import words
from ..finding import Chart, Finding, withhold
from ..intervals import share_interval
from ..study import Study
from .profit import SuccessRate, break_even

__all__ = ["what_would_pay"]

_SHARES = (0.01, 0.02, 0.03, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
_TOLD = 0.1


def what_would_pay(
    study: Study, name: str, question: str, probability: np.ndarray, left: np.ndarray, *, missing: Sequence[str], cutoff: dt.date,
    offer: float | None, contact: float | None, rate: SuccessRate | None, value: np.ndarray | None, notes: tuple[str, ...] = (),
) -> Finding:
    """By share contacted, what success rate x value of a kept customer must come to.

    Parameters
    ----------
    missing : names of the numbers that would answer the question itself
    probability, left, value : of each customer; `value` is None where it is not known

    Returns
    -------
    Finding
        ``contacted_share``, ``base`` (customers), ``left_count``, ``leaver_share`` (leavers among them), ``value``, ``low``, ``high``
        (95%, from Wilson's interval of that share): what success rate x (value - offer) must come to, in money; where
        `offer` or `contact` is not known, how many times the cost of a contact success rate x value must be.
        ``needed_rate`` where the value is known, ``needed_value`` where the rate is.
    """
    known = offer is not None and contact is not None
    d, f = (offer, contact) if known else (0.0, 1.0)
    order = np.argsort(-probability, kind="stable")
    counts = np.unique([max(round(part * len(left)), 1) for part in _SHARES])
    gone = np.cumsum(left[order])[counts - 1]
    low, high = share_interval(gone, counts)
    table = pd.DataFrame({
        "contacted_share": counts / len(left), "base": counts, "left_count": gone.astype(float), "leaver_share": gone / counts,
        "value": break_even(gone / counts, offer=d, contact=f), "low": break_even(high, offer=d, contact=f),
        "high": break_even(low, offer=d, contact=f),
    }).replace([np.inf, -np.inf], np.nan)
    if known and value is not None:
        worth = np.cumsum(value[order])[counts - 1] / counts - d
        table["needed_rate"] = np.divide(table["value"], worth, out=np.full(len(counts), np.nan), where=worth > 0)
    if known and rate is not None:
        table["needed_value"] = table["value"] / rate.mean + d if rate.mean else np.nan
    hidden = [column for column in table if column != "contacted_share"]
    table = withhold(table, minimum=study.settings.minimum_share_base, columns=hidden)
    unit = "money" if known else "number"
    return study.finding(
        name, question=question, sentence=_sentence(study, table, known, missing, cutoff), table=table, base=len(left), unit=unit,
        status="cannot_tell", caveats=(words.say("churn.worth.persuade", study.language), *notes),
        formats={"contacted_share": "share", "left_count": "count", "leaver_share": "share", "needed_rate": "share", "needed_value": "money"},
        chart=Chart(
            "line", x="contacted_share", y="value", unit=unit, x_label=words.say("churn.break_even.axis_x", study.language),
            y_label=words.say(f"churn.break_even.axis.{unit}", study.language),
        ),
        next_step=words.say("churn.break_even.next", study.language),
    )


def _sentence(study: Study, table: pd.DataFrame, known: bool, missing: Sequence[str], cutoff: dt.date) -> str:
    def said(key: str, **values: object) -> str:
        return words.say(f"churn.break_even.{key}", study.language, **values)

    # "value" is no key of [costs]: it can be given in the call only.
    keys = [name for name in missing if name != "value"]
    asked = ([said("declare", names=", ".join(keys))] if keys else []) + ([said("give_value")] if "value" in missing else [])
    told = table[table["value"].notna()]
    if told.empty:
        return " ".join([said("unknown"), *asked])
    row = told.loc[(told["contacted_share"] - _TOLD).abs().idxmin()]
    amount = {end: (row[end], study.currency) if known else row[end] for end in ("value", "low", "high")}
    counts = {"share": row["contacted_share"], "base": row["base"], "left": row["left_count"], "cutoff": cutoff}
    text = said("money" if known else "times", **counts, **amount)
    if "needed_rate" in row and row["needed_rate"] == row["needed_rate"]:
        text += " " + (said("rate", rate=row["needed_rate"]) if row["needed_rate"] <= 1 else said("no_rate"))
    if "needed_value" in row and row["needed_value"] == row["needed_value"]:
        text += " " + said("value", value=(row["needed_value"], study.currency))
    return " ".join([text, *asked])

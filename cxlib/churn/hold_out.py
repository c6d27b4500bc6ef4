"""A random part of the list that is left alone, so that what acting does can be measured."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TypeVar

import pandas as pd

from .. import words
from ..errors import ArgumentError
from ..finding import Finding
from ..intervals import smallest_detectable_change

__all__ = ["ARMS", "arm_of", "smallest_seen", "with_hold_out"]

ARMS = ("contact", "hold_out")
_FRACTION = 2**64
_POWER = 0.8
Listed = TypeVar("Listed", Finding, pd.DataFrame)


def with_hold_out(listed: Listed, *, share: float = 0.2, seed: int) -> Listed:
    """The list with a column ``arm``: who is to be contacted, and who is left alone at random.

    The arm is a hash of seed and customer id. So a customer has the same arm in the next list with the same seed and
    share, whoever else is on it, and nobody can choose it.

    Parameters
    ----------
    listed : Finding or DataFrame
        With column ``customer_id``. A finding without rows comes back as it is.
    share : float
        Of the customers to be left alone, between 0 and 1.
    seed : int

    Returns
    -------
    The same type, with ``arm`` ("contact", "hold_out") after ``customer_id``. A finding keeps the draw in its
    provenance under ``hold_out``, and says how small an effect it could show.

    Raises
    ------
    ArgumentError
        When there is no customer_id, or `share` or `seed` cannot be used.

    References
    ----------
    Ascarza 2018, J. Mark. Res. 55:80: risk is not persuadability, only a randomised hold-out shows what acting does.

    Examples
    --------
    >>> with_hold_out(pd.DataFrame({"customer_id": ["a", "b", "c"]}), share=0.5, seed=1)["arm"].tolist()
    ['contact', 'contact', 'hold_out']
    """
    if isinstance(share, bool) or not isinstance(share, (int, float)) or not 0 < share < 1:
        raise ArgumentError(f"share is {share!r}; give a part between 0 and 1, such as 0.2")
    if isinstance(seed, bool) or not isinstance(seed, int):
        raise ArgumentError(f"seed is {seed!r}; give a whole number, and the same one every time")
    if isinstance(listed, Finding):
        return _in_finding(listed, float(share), seed)
    if not isinstance(listed, pd.DataFrame) or "customer_id" not in listed:
        raise ArgumentError("with_hold_out needs the finding of churn.at_risk, or a table with a column customer_id")
    arms = [arm_of(customer, share=share, seed=seed) for customer in listed["customer_id"]]
    out = listed.drop(columns="arm", errors="ignore")
    out.insert(out.columns.get_loc("customer_id") + 1, "arm", pd.array(arms, dtype="str"))
    return out


def arm_of(customer: str, *, share: float, seed: int) -> str:
    """The arm that a customer is drawn into.

    Examples
    --------
    >>> arm_of("KH000001", share=0.2, seed=7) == arm_of("KH000001", share=0.2, seed=7)
    True
    """
    drawn = hashlib.sha256(f"{seed}\x1f{customer}".encode("utf-8", "surrogatepass")).digest()
    return "hold_out" if int.from_bytes(drawn[:8]) / _FRACTION < share else "contact"


def smallest_seen(left: float, contact: float, hold_out: float) -> float:
    """The smallest true difference in the share that leaves which two arms of this size would notice in 8 of 10 cases.

    Parameters
    ----------
    left : float
        Share that leaves in both, 0..1.
    contact, hold_out : float
        Customers in each arm.

    Returns
    -------
    float
        A fraction; nan where an arm is empty.

    References
    ----------
    See :func:`cxlib.intervals.smallest_detectable_change`; two-sided, 95%.

    Examples
    --------
    >>> round(smallest_seen(0.3, 400, 100), 3)
    0.144
    """
    variance = left * (1 - left)
    return float(smallest_detectable_change(variance, hold_out, variance, contact, power=_POWER))


def _in_finding(found: Finding, share: float, seed: int) -> Finding:
    if not len(found.table):
        return found
    table = with_hold_out(found.table, share=share, seed=seed)
    alone = int((table["arm"] == "hold_out").sum())
    contact = len(table) - alone
    key = "churn_list.drawn" if min(alone, contact) else "churn_list.drawn_none"
    seen = smallest_seen(float(table["value"].mean()), contact, alone) if "value" in table else float("nan")
    said = words.say(key, found.language, hold_out=alone, contact=contact, seed=str(seed), share=share, seen=seen)
    return replace(
        found, table=table, caveats=(said, *found.caveats),
        provenance={**found.provenance, "hold_out": {"seed": seed, "share": share, "listed": len(table)}},
    )

"""What Qualtrics says of each column: the wording, and by its import id what it is."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

__all__ = ["NORMAL", "UNFINISHED", "roles", "unwanted_status", "wordings"]

# By import id: what a column is, whatever language its name and wording are in. "" is a column without a role of its own.
_ROLES = {
    "recordedDate": "at", "_recordId": "customer_id", "userLanguage": "language", "distributionChannel": "channel", "duration": "duration",
    "startDate": "", "endDate": "", "progress": "", "status": "status", "finished": "finished",
    "ipAddress": "private", "recipientLastName": "private", "recipientFirstName": "private", "recipientEmail": "private",
    "locationLatitude": "private", "locationLongitude": "private",
}
_CUSTOMER = "externalDataReference"
# Values of Status, as codes and as words, that are answers of customers; all other known ones are previews, tests and spam.
NORMAL = ("0", "4", "16", "IP Address", "Imported", "Offline Response", "Offline")
_UNWANTED = ("1", "2", "8", "9", "12", "17", "40", "48", "Survey Preview", "Survey Test", "Spam", "Survey Preview Spam", "Imported Spam",
             "Offline Survey Preview", "Offline Response Spam", "Offline Survey Preview Spam")
UNFINISHED = ("0", "False", "FALSE", "false")


def wordings(rows: Sequence[Sequence[str]]) -> dict[str, str]:
    """What was asked, by column: the second heading row, where it says more than the name."""
    return {name: " ".join(text.split()) for name, text in zip(rows[0], rows[1]) if text.strip() and text.strip() != name}


def roles(rows: Sequence[Sequence[str]], filled: Mapping[str, bool]) -> dict[str, str]:
    """What each column is by its import id; columns of questions are not in it.

    Parameters
    ----------
    rows : the three heading rows
    filled : whether a column holds anything: the id that the sender gave is the customer where it is filled, else that of the answer

    Examples
    --------
    >>> roles([["When"], [""], ['{"ImportId":"recordedDate"}']], {"When": True})
    {'When': 'at'}
    """
    ids = {name: _import_id(text) for name, text in zip(rows[0], rows[2])}
    found = {name: _ROLES[one] for name, one in ids.items() if one in _ROLES}
    sender = next((name for name, one in ids.items() if one == _CUSTOMER), "")
    if sender:
        known = filled.get(sender, False)
        found = {name: "" if known and role == "customer_id" else role for name, role in found.items()} | {sender: "customer_id" if known else ""}
    return found


def unwanted_status(values: Sequence[str]) -> tuple[list[str], list[str]]:
    """Values of Status to leave out (previews, tests, spam), and those that are not known."""
    seen = sorted(set(values))
    return [one for one in seen if one in _UNWANTED], [one for one in seen if one not in _UNWANTED and one not in NORMAL]


def _import_id(text: str) -> str:
    try:
        return str(json.loads(text).get("ImportId", ""))
    except (ValueError, AttributeError):
        return ""

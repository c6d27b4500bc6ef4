"""How the dates of a column are written: told where only one way fits, doubtful where two do."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["DateForm", "date_form"]

_TIMES = ("", " %H:%M", " %H:%M:%S", " %I:%M %p", " %I:%M:%S %p")
_DAYS = ("%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%m-%d-%Y", "%d.%m.%Y", "%m.%d.%Y", "%Y/%m/%d", "%Y%m%d", "%d/%m/%y", "%m/%d/%y", "%d %b %Y", "%d %B %Y")
_ISO = re.compile(r"\d{4}-\d{1,2}-\d{1,2}([T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?)?\s*(Z|[+-]\d{2}:?\d{2})?")
_LEAST = 0.9  # share of the values that must fit


@dataclass(frozen=True)
class DateForm:
    """The ways in which a column can be read as dates.

    Attributes
    ----------
    forms : tuple of str
        One where it is clear ("" for ISO 8601), two where day and month could change places.
    share : float
        Of the filled values that fit the first.
    """

    forms: tuple[str, ...]
    share: float

    @property
    def is_clear(self) -> bool:
        """Whether there is one way only."""
        return len(self.forms) == 1


def date_form(values: Sequence[str]) -> DateForm | None:
    """How these texts are written as dates; None where they are no dates.

    Both orders of day and month stay when every value fits both: nothing but the user can tell then.

    Examples
    --------
    >>> date_form(["31/12/2025", "01/02/2026"]).forms
    ('%d/%m/%Y',)
    >>> date_form(["01/02/2026", "03/04/2026"]).forms
    ('%d/%m/%Y', '%m/%d/%Y')
    """
    filled = [value.strip() for value in values if value and value.strip()]
    if not filled:
        return None
    iso = sum(bool(_ISO.fullmatch(value)) for value in filled) / len(filled)
    if iso >= _LEAST:
        return DateForm(("",), iso)
    shares = {}
    for day in _DAYS:
        for time in _TIMES:
            form = day + time
            share = sum(_fits(value, form) for value in filled[:50]) / len(filled[:50])
            if share >= 0.5:
                shares[form] = sum(_fits(value, form) for value in filled) / len(filled)
    best = max(shares.values(), default=0.0)
    if best < _LEAST:
        return None
    return DateForm(tuple(form for form, share in shares.items() if share == best)[:2], best)


def _fits(value: str, form: str) -> bool:
    try:
        when = dt.datetime.strptime(value, form)
    except ValueError:
        return False
    # Eight digits are as often an id as a day.
    return 1900 <= when.year <= 2100 and (form != "%Y%m%d" or len(value) == 8)

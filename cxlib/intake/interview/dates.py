"""How the dates of a column are written: told where only one way fits, doubtful where two do."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ...contract.relative import is_relative

__all__ = ["DateForm", "date_form", "with_relative"]

_TIMES = ("", " %H:%M", " %H:%M:%S", " %I:%M %p", " %I:%M:%S %p")
_DAYS = ("%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%m-%d-%Y", "%d.%m.%Y", "%m.%d.%Y", "%Y/%m/%d", "%Y%m%d", "%d/%m/%y", "%m/%d/%y", "%d %b %Y", "%d %B %Y")
_ISO = re.compile(r"\d{4}-\d{1,2}-\d{1,2}([T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?)?\s*(Z|[+-]\d{2}:?\d{2})?")
_LEAST = 0.9  # share of the values that must fit
_LONGEST_RELATIVE = 40  # letters, as where the values are read


@dataclass(frozen=True)
class DateForm:
    """The ways in which a column can be read as dates.

    Attributes
    ----------
    forms : tuple of str
        One where it is clear ("" for ISO 8601), two where day and month could change places.
    share : float
        Of the filled values that fit the first.
    relative : float
        Share of them that are told from another day ("2 tuần trước"); from which one only the user can say.
    told : str
        The first of these.
    """

    forms: tuple[str, ...]
    share: float
    relative: float = 0.0
    told: str = ""

    @property
    def is_clear(self) -> bool:
        """Whether there is one way only."""
        return len(self.forms) == 1

    @property
    def is_only_relative(self) -> bool:
        """Whether no value is written as a date of its own."""
        return self.relative > 0 and self.share == 0


def date_form(values: Sequence[str]) -> DateForm | None:
    """How these texts are written as dates; None where they are no dates.

    Both orders of day and month stay when every value fits both: nothing but the user can tell then. Dates told from another day
    go with any form.

    Examples
    --------
    >>> date_form(["31/12/2025", "01/02/2026"]).forms
    ('%d/%m/%Y',)
    >>> date_form(["01/02/2026", "03/04/2026"]).forms
    ('%d/%m/%Y', '%m/%d/%Y')
    >>> date_form(["2 tuần trước", "31/12/2025"])
    DateForm(forms=('%d/%m/%Y',), share=0.5, relative=0.5, told='2 tuần trước')
    """
    filled = [value.strip() for value in values if value and value.strip()]
    if not filled:
        return None
    iso = sum(bool(_ISO.fullmatch(value)) for value in filled) / len(filled)
    if iso >= _LEAST:
        return DateForm(("",), iso)
    back = {value: None for value in dict.fromkeys(filled) if _is_relative(value)}
    written = [value for value in filled if value not in back]
    relative = (len(filled) - len(written)) / len(filled)
    found = _of_forms(written, len(filled))
    found = found if found and found.share > iso else DateForm(("",), iso)
    return replace(found, relative=relative, told=next(iter(back), "")) if found.share + relative >= _LEAST else None


def with_relative(form: DateForm, counts: Mapping[str, int]) -> DateForm:
    """The form with the share of dates told from another day, by how often each value of the whole column stands.

    Examples
    --------
    >>> with_relative(DateForm(("",), 1.0), {"2026-01-31": 3, "hôm qua": 1}).relative
    0.25
    """
    back = [value for value in counts if _is_relative(value)]
    return replace(form, relative=sum(counts[value] for value in back) / sum(counts.values()), told=back[0]) if back else form


def _of_forms(filled: Sequence[str], total: int) -> DateForm | None:
    """The forms but ISO 8601 that fit most of these values, and their share of a total."""
    shares: dict[str, float] = {}
    for day in _DAYS:
        for time in _TIMES:
            form = day + time
            if 2 * sum(_fits(value, form) for value in filled[:50]) >= len(filled[:50]) > 0:
                shares[form] = sum(_fits(value, form) for value in filled) / total
    best = max(shares.values(), default=0.0)
    return DateForm(tuple(form for form, share in shares.items() if share == best)[:2], best) if best else None


def _is_relative(value: str) -> bool:
    return len(value) < _LONGEST_RELATIVE and is_relative(value)


def _fits(value: str, form: str) -> bool:
    try:
        when = dt.datetime.strptime(value, form)
    except ValueError:
        return False
    # Eight digits are as often an id as a day.
    return 1900 <= when.year <= 2100 and (form != "%Y%m%d" or len(value) == 8)

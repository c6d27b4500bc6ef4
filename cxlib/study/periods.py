"""Periods by their label: the first day, and the first day after."""

from __future__ import annotations

import datetime as dt

from ..errors import ArgumentError

__all__ = ["period_bounds", "year_before"]


def period_bounds(label: str) -> tuple[dt.date, dt.date]:
    """First day of a period and first day after it.

    Raises
    ------
    ArgumentError
        When the label is no month, quarter or year.

    Examples
    --------
    >>> period_bounds("2026Q3")
    (datetime.date(2026, 7, 1), datetime.date(2026, 10, 1))
    """
    try:
        if "Q" in label:
            year, quarter = (int(part) for part in label.split("Q"))
            start, months = dt.date(year, 3 * quarter - 2, 1), 3
        elif "-" in label:
            start, months = dt.date(*(int(part) for part in label.split("-")), 1), 1
        else:
            start, months = dt.date(int(label), 1, 1), 12
    except ValueError:
        raise ArgumentError(f'"{label}" is no period; write it like 2026Q3, 2026-03 or 2026') from None
    after = start.month - 1 + months
    return start, dt.date(start.year + after // 12, after % 12 + 1, 1)


def year_before(label: str) -> str:
    """The same month or quarter one year earlier, or the year before.

    Raises
    ------
    ArgumentError
        When the label is no month, quarter or year.

    Examples
    --------
    >>> year_before("2026Q3"), year_before("2026-03"), year_before("2026")
    ('2025Q3', '2025-03', '2025')
    """
    period_bounds(label)
    return f"{int(label[:4]) - 1:04d}{label[4:]}"

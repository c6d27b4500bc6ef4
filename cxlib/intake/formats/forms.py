"""What Google Forms writes: its heading of times in each language, and times with a zone as people say it."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from ..tidying import plain_text

__all__ = ["with_plain_times"]

_HEADINGS = ("Timestamp", "Dấu thời gian")
_FORM = r"^(?P<day>\d{4}/\d{1,2}/\d{1,2}) (?P<time>\d{1,2}:\d{2}:\d{2}) (?P<half>AM|PM|SA|CH) (?:GMT|UTC)(?P<sign>[+-]?)(?P<hour>\d{0,2}):?(?P<minute>\d{0,2})$"


def with_plain_times(batch: pa.Table) -> pa.Table:
    """The batch with times such as ``2026/03/31 1:45:52 PM GMT+7`` written as ``2026-03-31T13:45:52+07:00``.

    Only the first column is looked at, only under the heading that Google gives it, and only where every time has that form.
    """
    name = batch.column_names[0] if batch.num_columns else ""
    first = plain_text(batch.column(0)) if name in _HEADINGS else None
    if first is None or not pa.types.is_string(first.type):
        return batch
    parts = pc.extract_regex(first.combine_chunks(), _FORM)
    if parts.null_count > first.null_count or parts.null_count == len(parts):
        return batch
    return batch.set_column(0, name, pa.array([part and _iso(part) for part in parts.to_pylist()], pa.string()))


def _iso(part: dict[str, str]) -> str:
    year, month, day = part["day"].split("/")
    hour, minute, second = part["time"].split(":")
    late = part["half"] in ("PM", "CH")
    hour = int(hour) % 12 + 12 * late
    zone = f"{part['sign'] or '+'}{int(part['hour'] or 0):02d}:{int(part['minute'] or 0):02d}"
    return f"{year}-{int(month):02d}-{int(day):02d}T{hour:02d}:{minute}:{second}{zone}"

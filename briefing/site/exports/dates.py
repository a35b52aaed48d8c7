"""The columns for a date with its precision."""

from __future__ import annotations

from datetime import date
from typing import Any

from briefing.core.edtf import DatePrecision, PartialDate
from briefing.site.tables import Column, codes

_PRECISIONS = {
    "day": "one day",
    "month": "a month, the day not known",
    "season": "a season",
    "year": "a year",
    "decade": "ten years",
    "interval": "from one day to another, both included; for something that took a moment, some day of it",
}
PRECISIONS = codes(DatePrecision, _PRECISIONS)


def columns(name: str, meaning: str, *, required: bool) -> tuple[Column, ...]:
    """Describe the columns that `cells` fills."""
    return (
        Column(name, "text", f"{meaning}, as an EDTF date (levels 0 and 1).", required=required),
        Column(f"{name}_from", "text", "Its first possible day, YYYY-MM-DD; empty where it is open."),
        Column(f"{name}_to", "text", "Its last possible day, YYYY-MM-DD; empty where it is open."),
        Column(f"{name}_precision", "text", "How exactly it is known.", PRECISIONS, required),
        Column(f"{name}_approximate", "truth", "Whether it is about then (~ in EDTF).", required=required),
    )


def cells(name: str, value: PartialDate | None) -> dict[str, Any]:
    """Fill the columns of a date, all empty where there is none."""
    if value is None:
        endings = ("", "_from", "_to", "_precision", "_approximate")
        return {f"{name}{ending}": None for ending in endings}
    return {
        name: value.text,
        f"{name}_from": None if value.start == date.min else value.start.isoformat(),
        f"{name}_to": None if value.end == date.max else value.end.isoformat(),
        f"{name}_precision": value.precision,
        f"{name}_approximate": value.approximate or value.uncertain,
    }


def drawn(value: PartialDate) -> tuple[date, date]:
    """Return the first and last day of a date, as timelines draw it: an open end is one day."""
    start = value.end if value.start == date.min else value.start
    return start, start if value.end == date.max else value.end

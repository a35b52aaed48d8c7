"""Days of the campaign: what happened and what was reported on each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from msgspec import Struct

from briefing.core.edtf import PartialDate

if TYPE_CHECKING:
    from briefing.chronology.cards import Card

# A longer event is background, a longer guess at a report's day says too little.
EVENT_SPAN = 3
REPORT_SPAN = 7


class Day(Struct, frozen=True):
    """A day with a briefing. `happened` holds the cards that tell an event of it, `reported` those
    whose report is of that day, or of an uncertain date that begins with it; both oldest first.
    """

    date: date
    happened: tuple[Card, ...]
    reported: tuple[Card, ...]


def within(value: PartialDate, longest: int) -> Iterator[date]:
    """Yield each day of a date that spans at most `longest` days, and none of a longer one."""
    span = (value.end - value.start).days + 1
    if span <= longest:
        yield from (value.start + timedelta(days=offset) for offset in range(span))


def tells(value: PartialDate, day: date) -> bool:
    """Tell whether an event of that date belongs in that day's briefing."""
    return (value.end - value.start).days < EVENT_SPAN and value.start <= day <= value.end

"""Tell what was surely known by the end of a day, and what may have been, from the dates of reports."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta  # the store reads hints
from typing import NamedTuple

from briefing.chronology import days

# Series that a day's edition shows at most, those reported last: of figures and of positions each.
SHOWN = 40


class StatementRef(NamedTuple):
    """A statement by its note and id, with the dates of its report and the name of its series."""

    start: date
    end: date
    slug: str
    id: str
    series: str


def latest(told: Iterable[StatementRef], day: date) -> tuple[tuple[StatementRef, ...], bool]:
    """Return the newest of each series that was surely published by the end of a day.

    `told` comes newest first. The result is oldest first, no longer than is shown, and comes with
    whether there are others, reported longer ago. A report counts only when its last possible day is not
    later than the day.
    """
    found: dict[str, StatementRef] = {}
    for one in told:
        if one.end > day or one.series in found:
            continue
        if len(found) == SHOWN:
            return tuple(found.values())[::-1], True
        found[one.series] = one
    return tuple(found.values())[::-1], False


def possible(told: Iterable[StatementRef], day: date) -> tuple[StatementRef, ...]:
    """Return the newest of each series that may have been published by a day, but not surely."""
    found: dict[str, StatementRef] = {}
    for one in told:
        if one.end <= day or len(found) == SHOWN:
            break
        if one.start <= day and (one.end - one.start).days < days.REPORT_SPAN:
            found.setdefault(one.series, one)
    return tuple(found.values())[::-1]


def last_possible(day: date) -> date:
    """Return the last possible day of any report that may have been published by a day."""
    return day + timedelta(days=days.REPORT_SPAN - 1)

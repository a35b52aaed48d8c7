"""Dated reports in; the days that matter most, each told by its most telling sentences, out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.chronology.keydates.report import Line, Naming, Report
from briefing.chronology.keydates.salience import ranked
from briefing.chronology.keydates.sentences import KeyDate, candidates, told

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

__all__ = ["KeyDate", "Line", "Naming", "Report", "key_dates", "that_matter", "told_by"]


def key_dates(
    reports: Sequence[Report], *, dates: int, sentences: int, first: date, last: date
) -> tuple[KeyDate, ...]:
    """Return up to `dates` days from `first` to `last` with up to `sentences` each, in order of date.

    A day that no sentence tells of is none. The order of the reports does not matter.
    """
    return told_by(reports, that_matter(reports, dates=dates, first=first, last=last), sentences=sentences)


def that_matter(reports: Sequence[Report], *, dates: int, first: date, last: date) -> tuple[date, ...]:
    """Return up to `dates` days from `first` to `last`, those that matter most first.

    Of the lines' texts only whether they are questions is looked at.
    """
    ordered = _ordered(reports)
    tellings = candidates(ordered)
    found = [day for day in ranked(ordered) if first <= day <= last and day in tellings]
    return tuple(found[:dates])


def told_by(reports: Sequence[Report], days: Sequence[date], *, sentences: int) -> tuple[KeyDate, ...]:
    """Return days, given by rank, with up to so many sentences each, in order of date.

    The reports are all that name one of the days, whichever others there are.
    """
    ordered = _ordered(reports)
    tellings = candidates(ordered)
    found = told(ordered, {day: tellings[day] for day in days}, count=sentences)
    return tuple(KeyDate(day, days.index(day), found[day]) for day in sorted(days))


def _ordered(reports: Sequence[Report]) -> list[Report]:
    return sorted(reports, key=lambda report: (report.published, report.name))

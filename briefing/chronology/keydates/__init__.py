"""Dated reports in; the days that matter most, each told by its most telling sentences, out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.chronology.keydates.report import Line, Naming, Report
from briefing.chronology.keydates.salience import ranked
from briefing.chronology.keydates.telling import KeyDate, candidates, told

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

__all__ = ["KeyDate", "Line", "Naming", "Report", "key_dates"]


def key_dates(
    reports: Sequence[Report], *, dates: int, sentences: int, first: date, last: date
) -> tuple[KeyDate, ...]:
    """Return up to `dates` days from `first` to `last` with up to `sentences` each, in order of date.

    A day that no sentence tells of is none. The order of the reports does not matter.
    """
    ordered = sorted(reports, key=lambda report: (report.published, report.name))
    tellings = candidates(ordered)
    days = [day for day in ranked(ordered) if first <= day <= last and day in tellings][:dates]
    found = told(ordered, {day: tellings[day] for day in days}, count=sentences)
    return tuple(KeyDate(day, days.index(day), found[day]) for day in sorted(days))

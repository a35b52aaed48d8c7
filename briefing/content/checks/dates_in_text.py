"""Warn of dates in a note's text that cannot be read and so are left out."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping

from briefing.content.forms.faults import Faults, quoted
from briefing.core.edtf import EARLIEST, PartialDate
from briefing.text import dates
from briefing.text.sentences import clean

_ALLOWED: Mapping[dates.Unread, str] = {
    dates.Unread.DIRECTION: "write the date in full, or last or next before it",
    dates.Unread.PART: "write the whole date, or in other words",
    dates.Unread.CALENDAR: "correct it",
    dates.Unread.YEAR: f"years run from {EARLIEST} to 9999",
}


def check(prose: str, first_line: int, published: PartialDate, faults: Faults) -> None:
    """Record a warning for each date that is left out; `first_line` is the line that the prose starts on."""
    left_out = dates.left_out(prose, published)
    newlines = [at for at, mark in enumerate(prose) if mark == "\n"] if left_out else []
    for date in left_out:
        line = first_line + bisect_right(newlines, date.start)
        what = f"the date {quoted(clean(date.text))} {date.why.value}, and is left out"
        faults.warn(line, "date-left-out", what, _ALLOWED[date.why])

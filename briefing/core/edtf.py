"""Dates as editors write them, EDTF levels 0 and 1, as ranges of days with a precision."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import Literal

from msgspec import Struct

from briefing.core import date_slips

DatePrecision = Literal["day", "month", "season", "year", "decade", "interval"]

MONTHS = tuple(
    "January February March April May June July August September October November December".split()
)
# Not all programs write years before 1000 with four digits, and the day before a date must exist too.
EARLIEST = 1001
SEASONS = {21: ("spring", 3), 22: ("summer", 6), 23: ("autumn", 9), 24: ("winter", 12)}

_PLAIN = re.compile(r"([0-9]{3}[0-9X])(?:-([0-9]{2}|XX)(?:-([0-9]{2}|XX))?)?([?~%]?)")
_IN_PART = re.compile(r"[0-9]{1,2}(-[0-9]{1,2})?")
_LONGEST_QUOTED = 40


class PartialDate(Struct, frozen=True):
    """A date known to some precision: `text` is its EDTF, `[start, end]` the days it may mean.

    An open start is `date.min`, an open end `date.max`. `approximate` and `uncertain` are true
    when any part is so. Winter runs from December into the next year's February.
    """

    text: str
    start: date
    end: date
    precision: DatePrecision
    approximate: bool = False
    uncertain: bool = False

    @property
    def is_day(self) -> bool:
        """True for one calendar day, however sure."""
        return self.precision == "day"

    @property
    def is_sure(self) -> bool:
        """True where nothing of it is approximate or uncertain."""
        return not (self.approximate or self.uncertain)

    @property
    def open_start(self) -> bool:
        """True for an interval whose beginning is not given."""
        return self.text.startswith("../")

    @property
    def open_end(self) -> bool:
        """True for an interval whose end is not given."""
        return self.text.endswith("/..")

    @property
    def key(self) -> tuple[date, date, str]:
        """The sort key: by first day, then by last day, then by text."""
        return (self.start, self.end, self.text)


def parse(text: str) -> PartialDate:
    """Read an EDTF date; white space around it is ignored.

    Understood: years, months, days, seasons (21 to 24), unspecified ends (`2018-12-XX`, `201X`),
    the qualifiers `?`, `~` and `%`, and intervals with either end open. Raises ValueError with
    `date "…" what is wrong; what is allowed`. Source: Library of Congress, EDTF, 2019.
    """
    written = text.strip()
    try:
        return _read(written)
    except ValueError as fault:
        raise _meant(written) or fault from None


def _meant(written: str) -> ValueError | None:
    """Return the fault of a text that is a date but for a slip."""
    what, mended = date_slips.mend(written)
    try:
        return _fault(written, what, f"write {_read(mended).text}") if what else None
    except ValueError:
        return None


def _read(written: str) -> PartialDate:
    if "/" not in written:
        return _single(written)
    if written == "../..":
        raise _fault(written, "is open at both ends", "write at least one of them, as in 2018-09-10/..")
    first, _, last = written.partition("/")
    if "/" in last:
        raise _fault(written, "is not a date", "write YYYY-MM-DD")
    if _IN_PART.fullmatch(last):
        allowed = "write both whole, as in 2018-12-14/2018-12-15"
        raise _fault(written, "has a second date that is not whole", allowed)
    return _interval(written, first, last)


def of_day(day: date) -> PartialDate:
    """Return the one day."""
    return PartialDate(day.isoformat(), day, day, "day")


def of_interval(start: date, end: date, *, approximate: bool = False) -> PartialDate:
    """Return the interval from `start` to `end`, inclusive; a day when they are the same.

    Raises ValueError when `end` comes before `start`.
    """
    mark = "~" if approximate else ""
    if start == end:
        return PartialDate(f"{start.isoformat()}{mark}", start, end, "day", approximate)
    written = f"{start.isoformat()}{mark}/{end.isoformat()}{mark}"
    if end < start:
        raise _inverted(written)
    return PartialDate(written, start, end, "interval", approximate)


def display(value: PartialDate) -> str:
    """Write the date in plain English, day first: "14 December 2018", "late July 2018"."""
    return _Display(MONTHS).whole(value)


def display_short(value: PartialDate) -> str:
    """Write the date as `display` does, with months of three letters: "14 Dec 2018"."""
    return _Display(tuple(month[:3] for month in MONTHS)).whole(value)


def _fault(written: str, what: str, allowed: str) -> ValueError:
    quoted = " ".join(written.split())
    if len(quoted) > _LONGEST_QUOTED:
        quoted = f"{quoted[:_LONGEST_QUOTED]}…"
    return ValueError(f'date "{quoted}" {what}; {allowed}')


def _inverted(written: str) -> ValueError:
    return _fault(written, "ends before it begins", "write the earlier date first")


def _single(written: str) -> PartialDate:
    match = _PLAIN.fullmatch(written)
    if match is None:
        raise _fault(written, *date_slips.tell(written))
    year, month, day, mark = match.groups()
    if year == "0000":
        raise _fault(written, "has the year 0000", "years run from 0001 to 9999")
    start, end, precision = _days(written, year, month, day)
    return PartialDate(written, start, end, precision, mark in {"~", "%"}, mark in {"?", "%"})


def _days(written: str, year: str, month: str | None, day: str | None) -> tuple[date, date, DatePrecision]:
    if year.endswith("X"):
        if month is not None or year == "000X":
            raise _fault(written, "is not a date", "write a decade alone, as in 201X, or YYYY-MM-DD")
        return date(int(f"{year[:3]}0"), 1, 1), date(int(f"{year[:3]}9"), 12, 31), "decade"
    if month is None or (month == "XX" and day in {None, "XX"}):
        return date(int(year), 1, 1), date(int(year), 12, 31), "year"
    if month == "XX":
        raise _fault(written, "has a day of an unknown month", "write YYYY-MM-DD, or YYYY-XX")
    if int(month) in SEASONS and day is None:
        return (*_season(int(year), int(month)), "season")
    if not 1 <= int(month) <= len(MONTHS):
        raise _fault(written, f"has the month {month}", "months run from 01 to 12, seasons from 21 to 24")
    return _days_of_month(written, int(year), int(month), day)


def _days_of_month(written: str, year: int, month: int, day: str | None) -> tuple[date, date, DatePrecision]:
    length = monthrange(year, month)[1]
    if day in {None, "XX"}:
        return date(year, month, 1), date(year, month, length), "month"
    if not 1 <= int(day or 0) <= length:
        raise _fault(written, "does not exist", f"{MONTHS[month - 1]} {year:04} has {length} days")
    only = date(year, month, int(day or 0))
    return only, only, "day"


def _season(year: int, number: int) -> tuple[date, date]:
    start = date(year, SEASONS[number][1], 1)
    if (year, number) == (date.max.year, 24):
        return start, date.max
    following = start + timedelta(days=100)
    return start, following.replace(day=1) - timedelta(days=1)


def _interval(written: str, first: str, last: str) -> PartialDate:
    begin = None if first == ".." else _single(first)
    finish = None if last == ".." else _single(last)
    start = begin.start if begin else date.min
    end = finish.end if finish else date.max
    if end < start:
        raise _inverted(written)
    known = [part for part in (begin, finish) if part]
    approximate = any(part.approximate for part in known)
    uncertain = any(part.uncertain for part in known)
    return PartialDate(written, start, end, "interval", approximate, uncertain)


class _Display(Struct, frozen=True):
    """Writes dates with the twelve month names it is given."""

    months: tuple[str, ...]

    def whole(self, value: PartialDate) -> str:
        if value.precision != "interval":
            return _qualified(self.plain(value), value)
        if value.open_end:
            return f"since {self.whole(_single(value.text[:-3]))}"
        if value.open_start:
            return f"until {self.whole(_single(value.text[3:]))}"
        first, last = map(_single, value.text.split("/"))
        if (first.approximate, first.uncertain) != (last.approximate, last.uncertain):
            return f"{_qualified(self.without_shared(first, last), first)} – {self.whole(last)}"
        if part := _part(first, last):
            dash = "-" if part == "mid" else " "
            whole = (
                str(value.start.year)
                if first.precision == "month"
                else self.plain(_single(f"{value.start:%Y-%m}"))
            )
            return _qualified(f"{part}{dash}{whole}", value, about="")
        return _qualified(self.span(first, last), value)

    def month(self, day: date) -> str:
        return self.months[day.month - 1]

    def plain(self, value: PartialDate) -> str:
        start = value.start
        match value.precision:
            case "day":
                return f"{start.day} {self.month(start)} {start.year}"
            case "month":
                return f"{self.month(start)} {start.year}"
            case "season":
                return f"{SEASONS[int(value.text[5:7])][0]} {start.year}"
            case "decade":
                return f"the {start.year}s"
            case _:
                return str(start.year)

    def without_shared(self, first: PartialDate, last: PartialDate) -> str:
        """Write a span's first day without the month and year that its last day has too."""
        if not (first.is_day and last.is_day) or first.start.year != last.start.year:
            return self.plain(first)
        day = str(first.start.day)
        return day if first.start.month == last.start.month else f"{day} {self.month(first.start)}"

    def span(self, first: PartialDate, last: PartialDate) -> str:
        one, other = first.start, last.start
        if first.precision == "month" and last.is_day and one.year == other.year:
            return f"{self.month(one)} – {self.plain(last)}"
        if first.precision != last.precision or one.year != other.year:
            dash = "–" if first.precision == last.precision == "year" else " – "
            return f"{self.plain(first)}{dash}{self.plain(last)}"
        if first.start == last.start and first.end == last.end:
            return self.plain(first)
        if first.is_day and one.month == other.month:
            return f"{one.day}–{self.plain(last)}"
        if first.is_day:
            return f"{one.day} {self.month(one)} – {self.plain(last)}"
        return f"{self.plain(first).rsplit(' ', 1)[0]}–{self.plain(last)}"


def _qualified(plain: str, value: PartialDate, *, about: str = "about ") -> str:
    before = about if value.approximate else ""
    after = " (uncertain)" if value.uncertain else ""
    return f"{before}{plain}{after}"


def _part(first: PartialDate, last: PartialDate) -> str:
    """Name the third of a month in days, or of a year in months, that two approximate ends bound."""
    start, end = first.start, last.end
    if not first.approximate or first.precision != last.precision or start.year != end.year:
        return ""
    if first.precision == "month":
        return {(1, 4): "early", (5, 8): "mid", (9, 12): "late"}.get((start.month, end.month), "")
    if not first.is_day or start.month != end.month:
        return ""
    length = monthrange(start.year, start.month)[1]
    return {(1, 10): "early", (11, 20): "mid", (21, length): "late"}.get((start.day, end.day), "")

"""Work out the days that calendar words mean, counted from a publication date."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from enum import Enum
from typing import TYPE_CHECKING, Literal

from msgspec import Struct, field

from briefing.core.edtf import PartialDate, of_day, of_interval, parse
from briefing.text.dates.tense import Tenses

if TYPE_CHECKING:
    import re

    from briefing.text.dates.verbs import Leaning

Turn = Literal["last", "this", "next"]
TimeUnit = Literal["hour", "day", "week", "month", "year"]

WEEK = 7
# How many days ahead a day of a month without a year may lie: further, and last year's is meant.
NEAR_FUTURE = 45
# A day that was so near behind is hardly meant to come again.
_FAR_FUTURE = 320
PARTS = {"early": (1, 10), "mid": (11, 20), "late": (21, 31)}
PARTS_OF_YEAR = {"early": ("01", "04"), "mid": ("05", "08"), "late": ("09", "12")}
_DAYS_IN = {"day": 1, "week": 7, "month": 30, "year": 365}
_HOURS = 24
_MONTHS = 12
_SATURDAY = 5


class Unread(Enum):
    """Why a date is left out, in the words for an editor."""

    NO_DATE = "is no date"
    DIRECTION = "may lie ahead of the report or behind it"
    PART = "is part of more than can be read as a date"
    CALENDAR = "is no day of the calendar"
    YEAR = "has a year that the site cannot show"


class Reckoning(Struct, frozen=True):
    """Reads calendar words as someone who published on a day of `[start, end]` means them.

    Past days are meant unless the words say otherwise: a weekday is the most recent one, the
    last day included. Weeks run from Monday to Sunday. `published` is what "today" means.
    """

    published: PartialDate
    start: date
    end: date
    tenses: Tenses = field(default_factory=Tenses)

    @classmethod
    def of(cls, published: PartialDate, prose: str = "") -> Reckoning:
        """Take the days from the publication date; an open end falls on the other one."""
        start = published.end if published.open_start else published.start
        end = published.start if published.open_end else published.end
        return cls(published, _within_reach(start), _within_reach(end), Tenses(prose))

    @property
    def is_vague(self) -> bool:
        """True when publication is not known to the week, so that no weekday can be told."""
        return (self.end - self.start).days >= WEEK

    def today(self, ahead: int = 0) -> PartialDate:
        """Return the day of publication, or one so many days after it."""
        if not ahead:
            return self.published
        return of_interval(_shift(self.start, ahead), _shift(self.end, ahead))

    def weekday(self, number: int, turn: Turn | None = None) -> PartialDate:
        """Return the most recent such weekday (Monday is 0); "last" leaves out today, "next" is ahead.

        "this" is the weekday of the same week. The whole span of publication, when it is vague.
        """
        if self.is_vague:
            return of_interval(self.start, self.end, approximate=True)
        since = (self.end.weekday() - number) % WEEK
        if turn == "last":
            return of_day(_shift(self.end, -(since or WEEK)))
        if turn == "next":
            return of_day(_shift(self.end, WEEK - since))
        if turn == "this":
            return of_day(_shift(self.end, number - self.end.weekday()))
        return of_day(_shift(self.end, -since))

    def weekday_ahead(self, number: int) -> PartialDate | Unread:
        """Return the next such weekday, the day of publication included, where all its days agree on it."""
        if self.is_vague:
            return of_interval(self.start, self.end, approximate=True)
        first, last = (_shift(day, (number - day.weekday()) % WEEK) for day in (self.start, self.end))
        return of_day(first) if first == last else Unread.DIRECTION

    def weekday_of_week(self, number: int, weeks: int) -> PartialDate:
        """Return that weekday in the week so many weeks after this one."""
        return of_day(_shift(self.end, WEEK * weeks + number - self.end.weekday()))

    def week(self, turn: Turn) -> PartialDate:
        """Return a week; this one only up to publication."""
        monday = _shift(self.end, -self.end.weekday())
        if turn == "this":
            return of_interval(monday, self.end if self.end > monday else _shift(monday, WEEK - 1))
        first = _shift(monday, -WEEK if turn == "last" else WEEK)
        # On a Sunday "last week" may be the one that ends.
        sunday = turn == "last" and self.end == _shift(monday, WEEK - 1)
        return of_interval(first, _shift(self.end, -1) if sunday else _shift(first, WEEK - 1))

    def weekend(self, turn: Turn | None = None) -> PartialDate:
        """Return the Saturday and Sunday of a week; without a turn the latest that has begun."""
        saturday = _shift(self.end, _SATURDAY - self.end.weekday())
        if turn == "last" or (turn is None and saturday > self.end):
            saturday = _shift(saturday, -WEEK)
        if turn == "next":
            saturday = _shift(saturday, WEEK)
        return of_interval(saturday, _shift(saturday, 1))

    def rest(self, unit: Literal["week", "month", "year"], *, later: bool) -> PartialDate:
        """Return the part of this week, month, or year that is over, or the part still to come."""
        monday = _shift(self.end, -self.end.weekday())
        starts = {"week": monday, "month": self.end.replace(day=1), "year": date(self.end.year, 1, 1)}
        ends = {"week": _shift(monday, WEEK - 1), "month": self.month(0).end, "year": self.year(0).end}
        if later:
            if unit == "week" and self.end == ends[unit]:
                return self.week("next")
            return of_interval(self.end, ends[unit])
        past = _shift(self.end, -1)
        return of_interval(starts[unit], past if past > starts[unit] else ends[unit])

    def month(self, months: int) -> PartialDate:
        """Return the month so many months after publication."""
        years, month = divmod(self.end.year * _MONTHS + self.end.month - 1 + months, _MONTHS)
        return parse(f"{_year(years):04}-{month + 1:02}")

    def year(self, years: int) -> PartialDate:
        """Return the year so many years after publication."""
        return parse(f"{_year(self.end.year + years):04}")

    def day_of_month(
        self, month: int, day: int, weekday: int | None = None, leaning: Leaning | None = None
    ) -> PartialDate | None:
        """Return the most recent such day, or one ahead, near where no verb leans; nothing if there is none.

        A weekday, where one is given with it, decides between the years.
        """
        candidates = [
            found
            for ahead in (4, 3, 2, 1, 0, -1, -2, -3, -4)
            if (found := _day(self.end.year + ahead, month, day))
        ]
        matching = [found for found in candidates if found.weekday() == weekday]
        if matching:
            return of_day(min(matching, key=lambda found: abs((found - self.end).days)))
        if leaning == "ahead":
            coming = [found for found in candidates if found >= self.start]
            far = not coming or coming[-1] > _shift(self.end, _FAR_FUTURE)
            return None if far else of_day(coming[-1])
        latest = self.end if leaning == "behind" else _shift(self.end, NEAR_FUTURE)
        return next((of_day(found) for found in candidates if found <= latest), None)

    def year_of(self, month: int, found: re.Match[str]) -> int | Unread:
        """Return the year of a month as the verbs around it have it; the present month is either way."""
        leaning = self.tenses.leaning(*found.span())
        if leaning == "doubt":
            return Unread.DIRECTION
        if leaning == "ahead":
            return _year(self.end.year + (month < self.end.month))
        return self.year_of_month(month)

    def year_of_month(self, month: int, turn: Turn | None = None) -> int:
        """Return the year of the most recent such month, the present one included."""
        ahead = -1 if month > self.end.month else 0
        if turn == "this":
            ahead = 0
        if turn == "last" and month == self.end.month:
            ahead = -1
        if turn == "next":
            ahead = 0 if month > self.end.month else 1
        return _year(self.end.year + ahead)

    def past(self, count: int, unit: TimeUnit, *, vague: bool) -> PartialDate:
        """Return the span of so many units up to publication."""
        if unit == "year" and count > 1:
            return parse(f"{_year(self.end.year - count):04}/{self.end.year:04}")
        if unit == "year":
            return parse(f"{self.month(-_MONTHS).text}~/{self.month(0).text}~")
        days = -(-count // _HOURS) if unit == "hour" else count * _DAYS_IN[unit]
        unsure = vague or unit not in {"hour", "day"} or self.start != self.end
        return of_interval(_shift(self.start, -days), self.end, approximate=unsure)

    def coming(self, count: int, unit: TimeUnit) -> PartialDate:
        """Return the span of so many units from publication on."""
        days = -(-count // _HOURS) if unit == "hour" else count * _DAYS_IN[unit]
        return of_interval(self.start, _shift(self.end, days), approximate=True)

    def ago(self, count: int, unit: TimeUnit, *, vague: bool) -> PartialDate:
        """Return the day, the day or so, the month, or the year so many units before publication."""
        if unit == "month":
            return self.month(-count)
        if unit == "year":
            return self.year(-count)
        days = count * _DAYS_IN["week" if unit == "week" else "day"]
        spread = days // 2 if vague else 0
        first, last = _shift(self.start, -days - spread), _shift(self.end, -days + spread)
        return of_interval(first, min(last, self.end), approximate=vague or unit == "week")

    def since(self, point: PartialDate) -> PartialDate:
        """Return the span from a point up to publication; the point itself where that is over."""
        if point.start >= self.end or point.open_start:
            return point
        return parse(f"{point.text.split('/')[0]}/{self.end.isoformat()}")


def exact_day(year: int, month: int, day: int) -> PartialDate | None:
    """Return the day, or nothing where the calendar has none."""
    found = _day(year, month, day)
    return of_day(found) if found else None


def part_of_month(part: str, year: int, month: int) -> PartialDate:
    """Return the early, mid or late third of a month, as an approximate interval."""
    first, last = PARTS[part]
    last = min(last, monthrange(year, month)[1])
    return of_interval(date(year, month, first), date(year, month, last), approximate=True)


def part_of_year(part: str, year: int) -> PartialDate:
    """Return the early, mid or late third of a year, as an approximate interval of months."""
    first, last = PARTS_OF_YEAR[part]
    return parse(f"{year:04}-{first}~/{year:04}-{last}~")


def _within_reach(day: date) -> date:
    """Keep a day far enough from the ends of the calendar for the years around it to exist."""
    return min(max(day, date(100, 1, 1)), date(9900, 1, 1))


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _year(year: int) -> int:
    return min(max(year, date.min.year), date.max.year)


def _shift(day: date, days: int) -> date:
    """Move a day, stopping at the calendar's ends."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min

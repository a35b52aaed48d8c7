"""A calendar strip of the campaign, in which days without events or reports are gaps."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct

from briefing.content import urls
from briefing.core import edtf

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from briefing.site.parts import BriefingTeaser

# As many events as make the darkest day, in steps.
STEPS = (1, 2, 4, 7)
RINGS = 3


class StripDay(Struct, frozen=True):
    """A day: `level` 1 to 4 is how much happened, `rings` how many reports there were, three at most.

    Without anything its `href` is empty.
    """

    number: str
    title: str
    href: str = ""
    happened: int = 0
    reported: int = 0
    level: int = 0
    rings: int = 0


class StripMonth(Struct, frozen=True):
    """A month with all its days; without any on record, `href` and `days` are empty."""

    title: str
    href: str
    days: tuple[StripDay, ...]


def strip(days: Mapping[date, BriefingTeaser], newest: int) -> tuple[StripMonth, ...]:
    """Show every month from the first day to the last, in order; `newest` is the campaign's last year."""
    if not days:
        return ()
    return tuple(_month(year, month, days, newest) for year, month in _months(min(days), max(days)))


def _months(first: date, last: date) -> Iterator[tuple[int, int]]:
    at = first.year * 12 + first.month - 1
    while at <= last.year * 12 + last.month - 1:
        yield at // 12, at % 12 + 1
        at += 1


def _month(year: int, month: int, known: Mapping[date, BriefingTeaser], newest: int) -> StripMonth:
    dates = [date(year, month, number) for number in range(1, monthrange(year, month)[1] + 1)]
    name = dates[0].isoformat()[:7]
    held = any(day in known for day in dates)
    return StripMonth(
        title=edtf.display(edtf.parse(name)),
        href=month_of(date(year, month, 1), newest) if held else "",
        days=tuple(_day(day, known.get(day)) for day in dates) if held else (),
    )


def month_of(day: date, newest: int) -> str:
    """Where the briefings of a day's month are listed; years but the newest have pages of their own."""
    page = urls.BRIEFINGS if day.year == newest else f"{urls.BRIEFINGS}{day.year}/"
    return f"{page}#month-{day:%Y-%m}"


def _day(at: date, day: BriefingTeaser | None) -> StripDay:
    title = edtf.display(edtf.of_day(at))
    if day is None:
        return StripDay(str(at.day), title)
    return StripDay(
        number=str(at.day),
        title=title,
        href=urls.briefing(at),
        happened=day.happened,
        reported=day.reported,
        level=sum(1 for step in STEPS if day.happened >= step),
        rings=min(day.reported, RINGS),
    )

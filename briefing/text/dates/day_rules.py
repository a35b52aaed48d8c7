"""Rules for days of a month: one, a span of them, or a list."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from briefing.core.edtf import PartialDate, of_interval
from briefing.text.dates.arithmetic import Reckoning, Unread, exact_day
from briefing.text.dates.part_rules import TAIL, year_of
from briefing.text.dates.words import (
    AFTER_NUMBER,
    MONTH_BEFORE_DASH,
    ORDINALS,
    DatePart,
    DateRule,
    day_number,
    month_number,
    weekday_number,
)
from briefing.text.patterns import compiled
from briefing.text.sentences import clean

_WEEKDAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b,? )"
_DAY = rf"(?:(?:3[01]|[12][0-9]|0?[1-9])(?:st|nd|rd|th)?(?!\w)|(?:{'|'.join(ORDINALS)})\b(?!-))"
_DASH = r"[-‐‑‒–—−/]"
_TO = rf"(?: ?{_DASH} ?| (?:to|until|till|til|through|thru) )"
_MORE = rf"{_DAY}(?:{_TO}{_WEEKDAY}?(?:the )?{_DAY})?"
_ITEM = rf"{_WEEKDAY}?(?:the )?{_MORE}"
_AND = r"(?:,? (?:and|or|&|as well as) (?:on )?)"
_ONE = rf"(?:{_WEEKDAY}(?:the )?)?{_MORE}"
_LIST = rf"{_ONE}(?:(?:, (?:{_ITEM}, )*?{_ITEM})?{_AND}{_ITEM})"
_START = rf"(?:(?<![\w.,$£€#/–—-])|{MONTH_BEFORE_DASH})"
_OPENING = r"(?:\b(?P<opening>[Bb]etween|[Ff]rom) (?:the )?)?"
# In "1 April 3, 2011" the 1 belongs to what came before.
_NO_DAY_AFTER = r"(?! [0-9]{1,2},? (?:1[89]|20)[0-9]{2}\b)"
# In "May 5 and 20 rebels", 20 counts rebels and is not a day.
_NOTHING_COUNTED = r"(?! (?!(?:was|is|has|its|as|this|says)\b)[a-z]+s\b)"
_ITEMS = compiled(
    rf"(?P<week>{_WEEKDAY})?(?:the )?(?P<first>{_DAY})(?:(?P<to>{_TO}){_WEEKDAY}?(?:the )?(?P<last>{_DAY}))?",
    {},
)


_GAP = re.compile(r"[\s\0]+(?:the[\s\0]+)?")


class _Item(Struct, frozen=True):
    """A day of a list, or a span of days, at `[start, end)`."""

    start: int
    end: int
    first: int
    last: int
    joined: bool
    slash: bool
    weekday: int | None

    @property
    def is_span(self) -> bool:
        return self.joined and self.first < self.last and not (self.slash and self.last - self.first > 1)


def _items(found: re.Match[str]) -> tuple[_Item, ...]:
    return tuple(
        _Item(
            start=item.start(),
            end=item.end(),
            first=day_number(item["first"]),
            last=day_number(item["last"] or item["first"]),
            joined=bool(item["last"]),
            slash="/" in (item["to"] or ""),
            weekday=weekday_number(item["week"]) if item["week"] else None,
        )
        for item in _ITEMS.finditer(found.string, *found.span("days"))
    )


def _days(found: re.Match[str], reckoning: Reckoning) -> PartialDate | Unread | tuple[DatePart, ...] | None:
    if _counts(found):
        return None
    items = _items(found)
    opening = (found["opening"] or "").lower()
    between = opening == "between" and len(items) == 2 and not any(item.joined for item in items)  # noqa: PLR2004
    if between:
        items = (replace(items[0], end=items[1].end, last=items[1].first, joined=True),)
    year = _year(found, reckoning, items)
    if isinstance(year, Unread):
        return year
    month = month_number(found["month"])
    values = [_value(item, year, month) for item in items]
    if len(values) == 1 and items[0].joined:
        return values[0]
    starts = [_start(found), *(item.start for item in items[1:])]
    ends = [*(item.end for item in items[:-1]), found.end()]
    return tuple(DatePart(*part) for part in zip(starts, ends, values, strict=True))


def _start(found: re.Match[str]) -> int:
    """Return where the first date starts: "from" belongs to a span alone."""
    if not found["opening"]:
        return found.start()
    rest = _GAP.match(found.string, found.end("opening"))
    return rest.end() if rest else found.start()


def _counts(found: re.Match[str]) -> bool:
    """Tell "in May 5 rebels died" from "on May 5 rebels died"."""
    before, after = found.string[max(0, found.start() - 4) : found.start()], found.string[found.end() :][:2]
    month_first = found.start("month") < found.start("days")
    return month_first and clean(before).lower() == "in" and after[:1].isspace() and after[1:].islower()


def _year(found: re.Match[str], reckoning: Reckoning, items: Sequence[_Item]) -> int | Unread:
    """Return the year of the days; the last of them decides it where no year is told."""
    told = year_of(found, reckoning)
    if told is not None:
        return told
    leaning = reckoning.tenses.leaning(*found.span())
    if leaning == "doubt":
        return Unread.DIRECTION
    weekday = items[0].weekday if len(items) == 1 else None
    if weekday is None and found["weekday"]:
        weekday = weekday_number(found["weekday"])
    day = reckoning.day_of_month(month_number(found["month"]), items[-1].last, weekday, leaning)
    if day is None:
        return Unread.DIRECTION if leaning == "ahead" else Unread.CALENDAR
    return day.start.year


def _value(item: _Item, year: int, month: int) -> PartialDate | Unread:
    first, last = exact_day(year, month, item.first), exact_day(year, month, item.last)
    if first is None or last is None:
        return Unread.CALENDAR
    if not item.joined:
        return first
    return of_interval(first.start, last.start) if item.is_span else Unread.PART


RULES = (
    DateRule(
        "days of a month",
        ("month",),
        rf"{_OPENING}(?:(?P<weekday>(?!)))?{_START}(?P<days>{_LIST}|{_ONE})(?:,? of)? <month>"
        rf"{_NO_DAY_AFTER}{TAIL}",
        _days,
    ),
    DateRule(
        "month and days",
        ("month",),
        rf"{_OPENING}\b(?:<weekday>,? )?<month> (?:the )?(?P<days>{_LIST}{_NOTHING_COUNTED}|{_ONE})"
        rf"{TAIL}{AFTER_NUMBER}",
        _days,
    ),
)

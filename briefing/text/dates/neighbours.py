"""Join a date with its neighbours: the other end of an interval, the rest of a list, a unit of time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from itertools import pairwise

from msgspec.structs import replace

from briefing.core.edtf import PartialDate, of_day, of_interval, parse
from briefing.core.model import DateExpression
from briefing.text.dates.arithmetic import Reckoning, Unread
from briefing.text.dates.words import WORDS, DatePart, count_of
from briefing.text.patterns import compiled
from briefing.text.sentences import clean

_BEFORE = 24  # characters: room for "since at least the"
_AROUND = 56
_LONGEST_JOIN = 12
_DAY, _WEEK = timedelta(days=1), timedelta(days=7)
_SINCE = re.compile(r"\b[Ss]ince(?: at least| about| around| the| on)?\s\Z")
# "About" alone may say what somebody spoke of.
_ABOUT = re.compile(
    r"(?:\b(?:[Ii]n|[Oo]n|at|by|[Ss]ince|[Ff]rom|until|or)\s|\()(?P<about>about\s)\Z|\b(?P<around>(?:around|circa)\s)\Z"
)
_FROM = re.compile(r"\b(?:[Ff]rom|[Bb]etween)(?: the)?\s\Z")
_JOIN = re.compile(r"\s?[-‐‑‒–—−]\s?|/|\s(?:to|until|till|til|through|thru|and)\s(?:the\s)?")
_LIST = re.compile(r",\s|,?\s(?:and|or|&|as well as)\s(?:on\s|in\s|the\s)?")
_YEAR = re.compile(r"[12][0-9]{3}|\byears?\b")
_NUMBER_BEFORE = re.compile(
    r"(?:[0-9](?:\s|,\s?|\.|\s?(?:to|or|[-–—/])\s?)|[½¼¾]\s?|/|-"
    r"|\b(?:hundred|thousand|million|billion|dozen|(?:six|seven|eigh|nine|twen|thir|for|fif)ty|point|half|years?|months?|weeks?"
    r"|one|two|three|four|five|six|seven|eight|nine|ten)(?:\s(?:and|or|to)\s|,\s|\s|-)(?:a\s)?)\Z"
)
_DIGITS_BEFORE = re.compile(r"[0-9](?:\s|\s?[-–—/]\s?|\s(?:to|or|until)\s)\Z")
_FRACTION_BEFORE = re.compile(r"\b(?:half|halves|thirds?|quarters?|fifths?|tenths?)\sof\s(?:the\s)?\Z")
_WEEK_OFF = re.compile(
    rf"\b(?:{WORDS['number']})\s(?:week|fortnight|month|year)s?\s(?:on|last|from|past|ago(?:\son)?|this)\s\Z"
)
_AFTER = re.compile(
    r"\s(?:(?:week|fortnight)\b(?!['’]?s?\s(?:of|long))"
    rf"|(?:{WORDS['number']})\s(?:week|month|year)s?\sago\b)"
)
_BUT_ONE = re.compile(r"\s(?:after\snext|before\slast)\b")
_WEEK_OF = re.compile(r"\b(?:[Tt]he\s)?week\s(?P<way>of|beginning|starting|ending|to)\s\Z")
_EVE_OF = re.compile(r"\b(?:[Tt]he\s)?[Ee]ve\sof\s(?:the\s)?\Z")
_VAGUELY_OFF = re.compile(
    r"\b(?:(?:days|weeks|months|years)\s(?:before|after|ahead of|prior to|following|from|into)"
    r"|(?:days|weeks|months|years|month|quarter|half|year)\s(?:to|up to))"
    r"\s(?:the\s)?\Z"
)


_OFF = compiled(
    r"\b(?:(?P<the>[Tt]he)|<number>) (?P<unit>day|night|week|fortnight|month|year)s? "
    r"(?P<way>before|prior to|ahead of|after|following|from|earlier than|later than)(?: the)? \Z",
    WORDS,
)


def seen_to(prose: str, parts: Sequence[DatePart], reckoning: Reckoning) -> Iterator[DatePart]:
    """Yield the dates joined with their neighbours; those made unreadable by these say so."""
    end = 0
    for part in _joined(prose, _of_one_year(prose, parts), reckoning):
        whole = _whole(prose, part, end)
        end = part.end
        if isinstance(whole.value, PartialDate):
            whole = _with_since(prose, _with_about(prose, whole, whole.value), reckoning)
        yield whole


def listed(prose: str, dates: Sequence[DateExpression], at: int) -> tuple[DateExpression, ...]:
    """Return a date with those that go on its list: "5, 8 and 11 December"."""
    end = at + 1
    while end < len(dates) and _LIST.fullmatch(_gap(prose, dates[end - 1], dates[end])):
        end += 1
    return tuple(dates[at:end])


def _of_one_year(prose: str, parts: Sequence[DatePart]) -> list[DatePart]:
    """Give the dates of a list the year that its end has: "in May and June 2017"."""
    found = list(parts)
    told = [_has_year(prose, part) for part in parts]
    for at in range(len(found) - 2, -1, -1):
        first, last = found[at : at + 2]
        if _LIST.fullmatch(_gap(prose, first, last)) and told[at + 1] and not told[at]:
            found[at] = replace(first, value=_in_year_of(first.value, last.value))
            told[at] = True
    for at, (first, last) in enumerate(pairwise(found)):
        if isinstance(first.value, Unread) or isinstance(last.value, Unread):
            continue
        if not _LIST.fullmatch(_gap(prose, first, last)) or _opening(prose, first):
            continue
        if told[at] and not told[at + 1] and not _same_year(first.value, last.value):
            found[at + 1] = replace(last, value=Unread.PART)
        elif (
            first.value.is_day and last.value.is_day and first.value.start - last.value.start == _WEEK - _DAY
        ):
            # Friday and Saturday are one after the other.
            found[at] = replace(first, value=of_day(first.value.start - _WEEK))
    return found


def _gap(prose: str, first: DatePart | DateExpression, last: DatePart | DateExpression) -> str:
    return prose[first.end : min(last.start, first.end + _AROUND)].replace("\0", "")


def _opening(prose: str, first: DatePart) -> re.Match[str] | None:
    return _FROM.search(prose, max(0, first.start - _BEFORE), first.start)


def _has_year(prose: str, part: DatePart) -> bool:
    return _YEAR.search(prose, part.start, part.end) is not None


def _same_year(first: PartialDate, last: PartialDate) -> bool:
    return last.precision not in {"day", "month"} or first.start.year == last.start.year


def _in_year_of(value: PartialDate | Unread, end: PartialDate | Unread) -> PartialDate | Unread:
    if not isinstance(value, PartialDate) or not isinstance(end, PartialDate):
        return value
    if value.precision not in {"day", "month"} or end.precision not in {"day", "month"}:
        return value
    year = end.start.year - (value.text[4:] > end.text[4:])
    try:
        return parse(f"{year:04}{value.text[4:]}")
    except ValueError:
        return Unread.CALENDAR


def _joined(prose: str, parts: Iterable[DatePart], reckoning: Reckoning) -> Iterator[DatePart]:
    """Yield the dates; two that are the ends of an interval become one."""
    waiting: DatePart | None = None
    for part in parts:
        both = _interval(prose, waiting, part, reckoning) if waiting else None
        if both:
            yield both
            waiting = None
            continue
        if waiting:
            yield waiting
        waiting = part
    if waiting:
        yield waiting


def _interval(prose: str, first: DatePart, last: DatePart, reckoning: Reckoning) -> DatePart | None:
    gap = _gap(prose, first, last)
    if last.start - first.end > _LONGEST_JOIN or not _JOIN.fullmatch(gap):
        return None
    opening = _opening(prose, first)
    if "and" in gap and not (opening and opening[0].lower().startswith("b")):
        return None
    if isinstance(first.value, Unread) or isinstance(last.value, Unread):
        return None
    told = _has_year(prose, first), _has_year(prose, last)
    ends = _aligned((first.value, last.value), told, reckoning)
    value = ends if isinstance(ends, Unread) else _span(*ends)
    return DatePart(opening.start() if opening else first.start, last.end, value) if value else None


def _span(begin: PartialDate, end: PartialDate) -> PartialDate | None:
    kinds = {begin.precision, end.precision}
    if "interval" in kinds or begin.start >= end.start or (len(kinds) > 1 and kinds != {"day", "month"}):
        return None
    return parse(f"{begin.text}/{end.text}")


def _aligned(
    ends: tuple[PartialDate, PartialDate], told: tuple[bool, bool], reckoning: Reckoning
) -> tuple[PartialDate, PartialDate] | Unread:
    """Return the ends of an interval in the year, or the week, that both are in.

    `told` says of each whether the text tells its year.
    """
    begin, end = ends
    dated = {begin.precision, end.precision} <= {"day", "month"}
    if told == (True, False) and dated and begin.start.year != end.start.year:
        return Unread.PART
    if told[0] or not dated:
        return ends
    if begin.is_day and end.is_day and timedelta(0) < begin.start - end.start < _WEEK:
        ahead = begin.start > reckoning.end
        return (begin, of_day(end.start + _WEEK)) if ahead else (of_day(begin.start - _WEEK), end)
    moved = _in_year_of(begin, end) if told[1] else begin
    return moved if isinstance(moved, Unread) else (moved, end)


def _whole(prose: str, part: DatePart, since: int) -> DatePart:
    """Return the date with what moves it, "two days before"; unread where only a part of more was read.

    `since` is where the date before it ends.
    """
    value = part.value
    if isinstance(value, Unread):
        return part
    before = prose[max(since, part.start - _AROUND) : part.start]
    if moved := _moved(before, value):
        return replace(part, start=part.start - moved[1], value=moved[0])
    counted = clean(prose[part.start : part.end]).endswith(" ago")
    numbered = prose[part.start : part.start + 1].isdigit()
    broken = (
        (counted and _NUMBER_BEFORE.search(before))
        or (numbered and _DIGITS_BEFORE.search(before))
        or (not value.is_day and _FRACTION_BEFORE.search(before))
        or (value.is_day and _AFTER.match(prose, part.end))
        or _BUT_ONE.match(prose, part.end)
        or _WEEK_OFF.search(before)
        or _VAGUELY_OFF.search(before)
    )
    return replace(part, value=Unread.PART) if broken else part


def _moved(before: str, value: PartialDate) -> tuple[PartialDate | Unread, int] | None:
    """Read "two days after", "the eve of" and "the week of" before a date; say how long that is."""
    if found := _OFF.search(before):
        count, vague = (1, False) if found["the"] else count_of(found["number"])
        size = 1 if found["unit"] in {"day", "night"} else 0
        days = timedelta(days=count * size)
        back = clean(found["way"]).startswith(("before", "prior", "ahead", "earlier"))
        sure = value.is_day and size and not vague and found["way"] != "from"
        moved = of_day(value.start - days if back else value.start + days) if sure else Unread.PART
        return moved, len(found[0])
    if found := _EVE_OF.search(before):
        return (of_day(value.start - _DAY) if value.is_day else Unread.PART), len(found[0])
    if found := _WEEK_OF.search(before):
        return (_week(value, found["way"]) if value.is_day else Unread.PART), len(found[0])
    return None


def _week(value: PartialDate, way: str) -> PartialDate:
    if way in {"beginning", "starting"}:
        return of_interval(value.start, value.start + 6 * _DAY)
    if way in {"ending", "to"}:
        return of_interval(value.start - 6 * _DAY, value.start)
    monday = value.start - value.start.weekday() * _DAY
    return of_interval(monday, monday + 6 * _DAY, approximate=True)


def _with_about(prose: str, part: DatePart, value: PartialDate) -> DatePart:
    opening = _ABOUT.search(prose, max(0, part.start - _BEFORE), part.start)
    if opening is None or value.approximate or value.uncertain or value.open_start or value.open_end:
        return part
    start = opening.start(opening.lastgroup or 0)
    return DatePart(start, part.end, parse("/".join(f"{end}~" for end in value.text.split("/"))))


def _with_since(prose: str, part: DatePart, reckoning: Reckoning) -> DatePart:
    opening = _SINCE.search(prose, max(0, part.start - _BEFORE), part.start)
    if opening is None or not isinstance(part.value, PartialDate):
        return part
    return DatePart(opening.start(), part.end, reckoning.since(part.value))

"""Rules for parts of months and of years: "early May", "the last week of November"."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from briefing.core.edtf import PartialDate, of_day, of_interval, parse
from briefing.text.dates.arithmetic import Reckoning, Unread, part_of_month, part_of_year
from briefing.text.dates.words import (
    AFTER_NUMBER,
    AHEAD,
    WORDS,
    DateRule,
    count_of,
    month_number,
    weekday_number,
)
from briefing.text.sentences import clean

_MOST = 9999
_SHIFTS = {"last": -1, "previous": -1, "this": 0, "next": 1}
ERA = r"(?:BCE?|B\.C\.(?:E\.)?|A\.D\.|AD|C\.E\.|CE|AH|before Christ)(?!\w)"
ANNO = r"(?:A\.D\.|AD|anno Domini)"
_AFTER_DATE = r"(?:,(?: | of |)| of | (?=[0-9AaCclnpst])|(?<=[.])(?=[0-9]))"
# All ways to tell the year behind "5 May", or behind "May". What can only be read in part is `vague`.
TAIL = (
    rf"(?:{_AFTER_DATE}(?:the year )?(?:"
    rf"(?:{ANNO} )?(?P<erayear>[0-9]{{1,6}}) ?(?P<era>{ERA})|{ANNO} (?P<annoyear>[0-9]{{1,6}})(?!\w)"
    rf"|(?P<year>1[0-9]{{3}}|2[01][0-9]{{2}}){AFTER_NUMBER}"
    r"|(?P<odd>[0-9]{1,6})(?![\w%]|[.:/-][0-9])(?=[\s\0]*(?:[.;:!?)”\"]|\Z|\n))"
    r"|(?P<shift>last|this|next|previous) year\b(?!['’])"
    rf"|(?P<back>{WORDS['number']}) years? ago\b"
    r"|(?P<vague>(?:that|the same|the (?:previous|following|next|preceding|year)|a year|the year"
    rf"|{WORDS['number']} years?)(?: (?:year|before|after|earlier|later))?\b(?<!the)(?<!\bthat)(?<!same))"
    r")|)"
)
_PARTS = {"start": "early", "beginning": "early", "middle": "mid", "end": "late"}
_FIRST = {"first": 1, "opening": 1, "1st": 1, "second": 2, "2nd": 2, "latter": 2, "third": 3, "3rd": 3}
_PLACES = _FIRST | {"fourth": 4, "4th": 4, "fifth": 5, "last": -1, "final": -1, "closing": -1}
_NUMBERS = {
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "ten": 10,
    "few": 5,
    "couple of": 2,
}
# How many days a piece of a month has; how many months one of a year.
_DAYS = {"day": 5, "week": 7, "fortnight": 14, "third": 10, "half": 15}
_MONTHS = {"month": 1, "quarter": 3, "third": 4, "half": 6}
_YEAR = 12
_SATURDAY = 5
_PIECE = (
    rf"(?P<place>{'|'.join(sorted(_PLACES, key=len, reverse=True))}) (?:(?P<count>{'|'.join(_NUMBERS)}) )?"
    r"(?P<piece>day|week|weekend|fortnight|third|half|quarter|month|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)s?"
)
_OF = r" (?P<of>of|in)(?: the)?(?: month of)? "


def year_of(found: re.Match[str], reckoning: Reckoning) -> int | Unread | None:
    """Return the year that the match's tail tells; None where it has none."""
    if found["era"] or found["annoyear"]:
        return _of_era(found)
    if found["year"]:
        return int(found["year"])
    if found["shift"]:
        return reckoning.end.year + _SHIFTS[found["shift"]]
    if found["back"]:
        count, vague = count_of(found["back"])
        return Unread.PART if vague else reckoning.year(-count).start.year
    too_late = len(found["odd"] or "") > len(str(_MOST))
    return Unread.YEAR if too_late else Unread.PART if found["odd"] or found["vague"] else None


def _of_era(found: re.Match[str]) -> int | Unread:
    era = (found["era"] or "AD").replace(".", "")
    year = int(found["erayear"] or found["annoyear"])
    return year if era in {"AD", "CE"} and 1 <= year <= _MOST else Unread.YEAR


def _part(found: re.Match[str]) -> str:
    word = clean(found["part"]).lower().split()[0]
    return _PARTS.get(word, word)


def _part_of_month(found: re.Match[str], reckoning: Reckoning) -> PartialDate | Unread:
    if found["turn"]:
        start = reckoning.month(AHEAD[found["turn"].lower()]).start
        return part_of_month(_part(found), start.year, start.month)
    month = month_number(found["month"])
    year = _year(found, reckoning, month)
    return year if isinstance(year, Unread) else part_of_month(_part(found), year, month)


def _year(found: re.Match[str], reckoning: Reckoning, month: int) -> int | Unread:
    told = year_of(found, reckoning)
    return reckoning.year_of(month, found) if told is None else told


def _part_of_year(found: re.Match[str], reckoning: Reckoning) -> PartialDate:
    turn = found["turn"]
    year = reckoning.year(AHEAD[turn.lower()]).start.year if turn else int(found["year"])
    return part_of_year(_part(found), year)


def _piece(found: re.Match[str], reckoning: Reckoning) -> PartialDate | Unread | None:
    """Read a piece of a month or of a year; a piece of anything else is not a date."""
    if found["other"] is not None:
        is_span = found["place"] == "last" and found["of"] == "of" and not found["piece"][0].isupper()
        return Unread.NO_DATE if is_span else None
    if found["whole"]:
        year = int(found["whole"])
        return _of_year(found, year) or Unread.PART
    if found["turn"]:
        ahead = AHEAD[found["turn"].lower()]
        if found["span"] == "year":
            return _of_year(found, reckoning.year(ahead).start.year) or Unread.PART
        start = reckoning.month(ahead).start
        return _of_month(found, start.year, start.month) or Unread.PART
    month = month_number(found["month"])
    year_or_not = _year(found, reckoning, month)
    if isinstance(year_or_not, Unread):
        return year_or_not
    return _of_month(found, year_or_not, month) or Unread.PART


def _of_month(found: re.Match[str], year: int, month: int) -> PartialDate | None:
    place, piece, count = _PLACES[found["place"]], found["piece"], found["count"]
    length = monthrange(year, month)[1]
    if piece[0].isupper() or piece == "weekend":
        return _weekday_of_month(place, piece, year, month)
    if piece not in _DAYS or (
        piece == "day" and not found[0][found.end("piece") - found.start() :].startswith("s")
    ):
        return None
    size = _DAYS[piece] if not count else _NUMBERS[count] * (1 if piece == "day" else _DAYS[piece])
    first = length - size + 1 if place < 0 else (place - 1) * size + 1
    last = length if place < 0 or (piece == "half" and place > 1) else min(first + size - 1, length)
    if not 1 <= first <= last:
        return None
    return of_interval(date(year, month, first), date(year, month, last), approximate=True)


def _weekday_of_month(place: int, piece: str, year: int, month: int) -> PartialDate | None:
    """Return the first Monday, or the last weekend, of a month."""
    number = _SATURDAY if piece == "weekend" else weekday_number(piece)
    length = monthrange(year, month)[1]
    days = [day for day in range(1, length + 1) if date(year, month, day).weekday() == number]
    if place > len(days):
        return None
    day = date(year, month, days[place - 1 if place > 0 else -1])
    return of_interval(day, day + timedelta(days=1)) if piece == "weekend" else of_day(day)


def _of_year(found: re.Match[str], year: int) -> PartialDate | None:
    place, piece, count = _PLACES[found["place"]], found["piece"], found["count"]
    if piece in {"day", "week", "fortnight"}:
        return _of_month(found, year, _YEAR if place < 0 else 1) if abs(place) == 1 else None
    if piece not in _MONTHS:
        return None
    size = _MONTHS[piece] * (_NUMBERS[count] if count else 1)
    first = _YEAR - size + 1 if place < 0 else (place - 1) * size + 1
    if not 1 <= first <= first + size - 1 <= _YEAR:
        return None
    last = first + size - 1
    return parse(f"{year:04}-{first:02}" + ("" if first == last else f"/{year:04}-{last:02}"))


RULES = (
    DateRule(
        "piece of a month or year",
        ("month", "unit", "digits"),
        rf"\b(?:[Tt]he )?{_PIECE}{_OF}(?:<month>{TAIL}|(?P<turn>last|this|next) (?P<span>month|year)\b"
        rf"|(?:the year )?(?P<whole>1[0-9]{{3}}|2[01][0-9]{{2}}){AFTER_NUMBER}|(?P<other>(?=\w)))",
        _piece,
    ),
    DateRule(
        "part of a month",
        ("month", "unit"),
        rf"\b<part>(?: |-)(?:<turn> month\b|<month>{TAIL})".replace("<turn>", f"(?P<turn>{WORDS['turn']})"),
        _part_of_month,
    ),
    DateRule(
        "part of a year",
        ("digits", "unit"),
        rf"\b<part>(?: |-)(?:<turn> year\b|<year>{AFTER_NUMBER})",
        _part_of_year,
    ),
)

"""Rules for dates with a month or a feast in them: a day, some days, part of a month, a month of a year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.core.edtf import PartialDate, parse
from briefing.text.dates.arithmetic import exact_day, part_of_month, part_of_year
from briefing.text.dates.words import (
    AFTER_NUMBER,
    AHEAD,
    JOIN,
    NO_NUMBER_BEFORE,
    DateRule,
    day_number,
    month_number,
    weekday_number,
)
from briefing.text.sentences import clean

if TYPE_CHECKING:
    import re

    from briefing.text.dates.arithmetic import Reckoning

_SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
_PARTS = {"start": "early", "beginning": "early", "middle": "mid", "end": "late"}
_FEASTS = {
    "Christmas Day": (12, 25),
    "Christmas Eve": (12, 24),
    "Day": (1, 1),
    "Eve": (12, 31),
    "July": (7, 4),
}
_YEAR_AFTER = r"(?:(?:, ?| )<year>)?"
# In "1 April 3, 2011" the 1 belongs to what came before.
_NO_DAY_AFTER = r"(?! [0-9]{1,2},? (?:1[89]|20)[0-9]{2}\b)"


def _iso_day(found: re.Match[str], _: Reckoning) -> PartialDate | None:
    return exact_day(*map(int, found[0].split("-")))


def _attacks(_found: re.Match[str], _: Reckoning) -> PartialDate | None:
    return exact_day(2001, 9, 11)


def _feast(found: re.Match[str], reckoning: Reckoning) -> PartialDate | None:
    name = clean(found[0])
    return reckoning.day_of_month(*_FEASTS.get(name) or _FEASTS[name.split()[-1]])


def _day(found: re.Match[str], reckoning: Reckoning) -> PartialDate | None:
    groups = found.groupdict()
    month, day = month_number(groups["month"]), day_number(groups["day"])
    if groups["year"]:
        return exact_day(int(groups["year"]), month, day)
    weekday = weekday_number(groups["weekday"]) if groups.get("weekday") else None
    return reckoning.day_of_month(month, day, weekday)


def _days(found: re.Match[str], reckoning: Reckoning) -> PartialDate | None:
    groups = found.groupdict()
    month, first, last = (
        month_number(groups["month"]),
        day_number(groups["day"]),
        day_number(groups["day2"]),
    )
    if first >= last or (clean(groups["join"]) == "and" and not groups["between"] and last - first > 1):
        return None
    if groups["year"]:
        end = exact_day(int(groups["year"]), month, last)
    else:
        end = reckoning.day_of_month(month, last)
    return parse(f"{end.text[:8]}{first:02}/{end.text}") if end else None


def _part(words: str) -> str:
    word = words.lower().split()[0]
    return _PARTS.get(word, word)


def _part_of_month(found: re.Match[str], reckoning: Reckoning) -> PartialDate | None:
    groups = found.groupdict()
    part = _part(clean(groups["part"]))
    if groups["turn"]:
        start = reckoning.month(AHEAD[groups["turn"].lower()]).start
        return part_of_month(part, start.year, start.month)
    month = month_number(groups["month"])
    year = int(groups["year"]) if groups["year"] else reckoning.year_of_month(month)
    return part_of_month(part, year, month)


def _part_of_year(found: re.Match[str], reckoning: Reckoning) -> PartialDate | None:
    turn = found["turn"]
    year = reckoning.year(AHEAD[turn.lower()]).start.year if turn else int(found["year"])
    return part_of_year(_part(clean(found["part"])), year)


def _month_of_year(found: re.Match[str], _: Reckoning) -> PartialDate | None:
    return parse(f"{found['year']}-{month_number(found['month']):02}")


def _season(found: re.Match[str], reckoning: Reckoning) -> PartialDate | None:
    number = _SEASONS[found["season"] or found["season2"]]
    if found["year"]:
        return parse(f"{found['year']}-{number}")
    year = reckoning.end.year
    begins = (number - 20) * 3
    if found["turn"].lower() == "last":
        year -= reckoning.end.month < begins + 3
    if found["turn"].lower() == "next":
        year += reckoning.end.month >= begins
    return parse(f"{year:04}-{number}")


RULES = (
    DateRule("ISO day", ("digits",), r"(?<![\w/.-])[0-9]{4}-[0-9]{2}-[0-9]{2}(?![\w-])", _iso_day),
    DateRule(
        "attacks of 2001",
        ("month", "feast"),
        r"\b(?:Sept(?:ember|\.)? 11(?:th)?(?:, 2001)?(?=,? (?:\w+ )?attack)|9/11\b)",
        _attacks,
    ),
    DateRule(
        "feast", ("feast", "month"), r"\b(?:(?:Christmas|New Year['’]s) (?:Day|Eve)|Fourth of July)\b", _feast
    ),
    DateRule(
        "days of a month",
        ("month",),
        rf"(?:\b(?P<between>[Bb]etween|[Ff]rom) (?:the )?)?{NO_NUMBER_BEFORE}<day>{JOIN}<day2>"
        rf"(?: of)? <month>{_YEAR_AFTER}",
        _days,
    ),
    DateRule(
        "month and days",
        ("month",),
        rf"(?:\b(?P<between>[Bb]etween|[Ff]rom) )?\b<month> <day>{JOIN}<day2>{_YEAR_AFTER}{AFTER_NUMBER}",
        _days,
    ),
    DateRule(
        "day of a month",
        ("month",),
        rf"(?:\b<weekday>,? (?:the )?)?{NO_NUMBER_BEFORE}<day>(?: of)? <month>{_NO_DAY_AFTER}{_YEAR_AFTER}",
        _day,
    ),
    DateRule(
        "month and day", ("month",), rf"\b(?:<weekday>,? )?<month> <day>{_YEAR_AFTER}{AFTER_NUMBER}", _day
    ),
    DateRule(
        "part of a month",
        ("month", "unit"),
        r"\b<part>(?: |-)(?:<turn> month\b|<month>(?:(?:,| of)? <year>)?)",
        _part_of_month,
    ),
    DateRule(
        "part of a year",
        ("digits", "unit"),
        rf"\b<part>(?: |-)(?:<turn> year\b|<year>{AFTER_NUMBER})",
        _part_of_year,
    ),
    DateRule("month of a year", ("month",), rf"\b<month>(?:,| of)? <year>{AFTER_NUMBER}", _month_of_year),
    DateRule("season", ("season",), r"\b(?:<turn> <season>|<season2>(?: of)? <year>)", _season),
)

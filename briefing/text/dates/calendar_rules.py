"""Rules for dates in digits, feasts, months of a year, seasons, and years with an era."""

from __future__ import annotations

import re
from datetime import date, timedelta

from briefing.core.edtf import PartialDate, of_day, of_interval, parse
from briefing.text.dates.arithmetic import Reckoning, Unread, exact_day
from briefing.text.dates.part_rules import ANNO, ERA, TAIL, year_of
from briefing.text.dates.words import AFTER_NUMBER, DateRule, month_number
from briefing.text.sentences import clean

_SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
_FEASTS = {
    "Christmas Day": (12, 25),
    "Christmas Eve": (12, 24),
    "Boxing Day": (12, 26),
    "May Day": (5, 1),
    "Day": (1, 1),
    "Eve": (12, 31),
    "July": (7, 4),
}
_ISO = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_NOVEMBER, _THURSDAY, _FOURTH_WEEK = 11, 3, 22


def _iso_day(found: re.Match[str], _: Reckoning) -> PartialDate | Unread:
    days = [exact_day(*map(int, day.split("-"))) for day in re.findall(_ISO, found[0])]
    first, last = days[0], days[-1]
    if first is None or last is None:
        return Unread.CALENDAR
    return of_interval(first.start, last.start) if first.start <= last.start else Unread.PART


def _feast(found: re.Match[str], reckoning: Reckoning) -> PartialDate | Unread | None:
    name = clean(found["feast"])
    year = reckoning.end.year - 1 if found["last"] and not found["year"] else year_of(found, reckoning)
    if isinstance(year, Unread):
        return year
    if name.startswith("Thanksgiving"):
        return _thanksgiving(reckoning, year)
    month, day = _FEASTS.get(name) or _FEASTS[name.split()[-1]]
    if year is not None:
        return exact_day(year, month, day)
    leaning = reckoning.tenses.leaning(*found.span())
    return Unread.DIRECTION if leaning == "doubt" else reckoning.day_of_month(month, day, leaning=leaning)


def _thanksgiving(reckoning: Reckoning, year: int | None) -> PartialDate:
    """Return the fourth Thursday of November, the most recent one where no year is told."""
    feast = _fourth_thursday(reckoning.end.year if year is None else year)
    if year is None and feast > reckoning.end:
        feast = _fourth_thursday(reckoning.end.year - 1)
    return of_day(feast)


def _fourth_thursday(year: int) -> date:
    first = date(year, _NOVEMBER, _FOURTH_WEEK)
    return first + timedelta(days=(_THURSDAY - first.weekday()) % 7)


def _month_of_year(found: re.Match[str], reckoning: Reckoning) -> PartialDate | Unread | None:
    year = year_of(found, reckoning)
    if year is None or isinstance(year, Unread):
        return year
    return parse(f"{year:04}-{month_number(found['month']):02}")


def _year_before_month(found: re.Match[str], reckoning: Reckoning) -> PartialDate:
    shift = {"last": -1, "this": 0, "next": 1}[found["turn"].lower()]
    return parse(f"{reckoning.year(shift).start.year:04}-{month_number(found['month']):02}")


def _season(found: re.Match[str], reckoning: Reckoning) -> PartialDate | Unread | None:
    number = _SEASONS[found["season"] or found["season2"]]
    year = None if found["turn"] else year_of(found, reckoning)
    if year is not None or not found["turn"]:
        return parse(f"{year:04}-{number}") if isinstance(year, int) else year
    year = reckoning.end.year
    begins = (number - 20) * 3
    if found["turn"].lower() == "last":
        year -= reckoning.end.month < begins + 3
    if found["turn"].lower() == "next":
        year += reckoning.end.month >= begins
    return parse(f"{year:04}-{number}")


def _winter(found: re.Match[str], _: Reckoning) -> PartialDate | Unread:
    """Read "winter 2017-18", the one season of two years."""
    follows = int(found["next"][-2:]) == (int(found["year"]) + 1) % 100
    return parse(f"{found['year']}-24") if found["season"] == "winter" and follows else Unread.PART


def _with_era(found: re.Match[str], reckoning: Reckoning) -> PartialDate | Unread | None:
    year = year_of(found, reckoning)
    return parse(f"{year:04}") if isinstance(year, int) else year


# Before the rules for days, and behind them.
FIRST = (
    DateRule(
        "ISO day", ("digits",), rf"(?<![\w/.-]){_ISO}(?:(?:/| to | until |–){_ISO})?(?![\w/-])", _iso_day
    ),
    DateRule(
        "attacks of 2001",
        ("month", "feast"),
        r"\b(?:Sept(?:ember|\.)? 11(?:th)?(?:, 2001)?(?=,? (?:\w+ )?attack)|9/11\b(?!/))",
        lambda _found, _: exact_day(2001, 9, 11),
    ),
    DateRule(
        "feast",
        ("feast", "month"),
        r"\b(?P<last>[Ll]ast )?(?P<feast>(?:Christmas|New Year['’]s) (?:Day|Eve)|Boxing Day|May Day"
        rf"|Thanksgiving Day|Thanksgiving(?<=ast.Thanksgiving)|Fourth of July){TAIL}",
        _feast,
    ),
)
RULES = (
    DateRule("month of a year", ("month",), rf"\b<month>{TAIL}", _month_of_year),
    DateRule(
        "year and month",
        ("month",),
        r"\b(?P<turn>[Ll]ast|[Tt]his|[Nn]ext) year(?:['’]s|,? in) <month>",
        _year_before_month,
    ),
    DateRule(
        "winter of two years",
        ("season",),
        r"\b<season>(?: of)? <year>[–/-](?P<next>(?:20)?[0-9]{2})(?![\w-])",
        _winter,
    ),
    DateRule("season", ("season",), rf"\b(?:<turn> <season>|<season2>{TAIL})", _season),
    DateRule(
        "year with an era",
        ("digits", "era"),
        r"\b(?P<date>(?:"
        rf"(?:{ANNO} )?(?P<erayear>[0-9]{{1,6}}) ?(?P<era>{ERA})"
        rf"|{ANNO} (?P<annoyear>[0-9]{{1,4}}){AFTER_NUMBER}|[Yy]ear (?P<odd>[0-9]{{5,6}}){AFTER_NUMBER})"
        r"(?P<year>)(?P<shift>)(?P<back>)(?P<vague>))",
        _with_era,
    ),
)

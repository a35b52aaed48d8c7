"""The kinds of date expression in news text: one named rule each, in order of precedence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, cast

from briefing.edtf import parse
from briefing.text.datewords import (
    AFTER_NUMBER,
    compiled,
    count_of,
    day_number,
    month_number,
    spaced,
    weekday_number,
)
from briefing.text.reckoning import exact_day, part_of_month, part_of_year

if TYPE_CHECKING:
    from collections.abc import Callable

    from briefing.edtf import PartialDate
    from briefing.text.reckoning import Reckoning, Turn, Unit

_SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
_PARTS = {"start": "early", "beginning": "early", "middle": "mid", "end": "late"}
_HOLIDAYS = {"Christmas Day": (12, 25), "Christmas Eve": (12, 24), "Day": (1, 1), "Eve": (12, 31)}

_NO_NUMBER_BEFORE = r"(?<![\w.,$£€#/–-])"
_YEAR_AFTER = r"(?:(?:, ?| )<year>)?"
_NOT_A_WEEKDAY_AFTER = (
    "".join(
        rf"(?<!{word}\s)"
        for word in ("Good", "Black", "Ash", "Super", "Bloody", "Palm", "Easter", "Cyber", "Fat", "Sheffield")
    )
    + r"(?<!very\s)(?<!ach\s)(?<!on\sa\s)"
)
_NOT_A_WEEKDAY_BEFORE = r"(?! (?:Times|Telegraph|Mirror|Herald|Mail|Express|Night|school|Group)\b)"
_PART_OF_DAY = r"(?: (?:early |late )?(?:morning|afternoon|evening|night|lunchtime)\b)?"
_SURE_MONTH = re.compile(
    r"\b(?:in|since|until|till|during|throughout|last|this|next|mid)[\s-]\Z", re.IGNORECASE
)
_LIKELY_MONTH = re.compile(r"\b(?:by|of|from|to|before|after|between|and|through|for)\s\Z", re.IGNORECASE)
_MONTH_BEFORE = re.compile(r"(?:ary|ch|ril|May|une|uly|ust|ber)(?:,| to| and| or| until| through|–|-) ?\Z")
_MONTH_AFTER = re.compile(
    r"(?: to | and | or | until | through |–|-|, )(?:January|February|March|April|June|July)\b"
)
_CAPITAL_AFTER = re.compile(r"\s(?!Mon|Tue|Wed|Thu|Fri|Sat|Sun)[A-Z][a-z]")
_AMBIGUOUS = frozenset({"April", "June", "August", "Mar", "Apr", "Jun", "Jul", "Aug", "Jan"})
_SENTENCE_BEFORE = re.compile(r"(?:\A|[.!?:\"“”‘—–(\n]\s*)\Z")
_NEAR = 24


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of date expression: how it is written, and what it means (nothing: no date after all).

    In `pattern` a space is white space and `<month>` a group of that name and meaning; the
    expression is the group `date` where there is one, else the whole match.
    """

    name: str
    pattern: str
    read: Callable[[re.Match[str], Reckoning], PartialDate | None]

    def compiled(self) -> re.Pattern[str]:
        """Return the regular expression; its groups keep the names in the pattern."""
        return compiled(self.pattern)


def _iso_day(found: re.Match[str], reckoning: Reckoning) -> PartialDate | None:
    del reckoning
    return exact_day(*map(int, found[0].split("-")))


def _attacks(found: re.Match[str], reckoning: Reckoning) -> PartialDate | None:
    del found, reckoning
    return exact_day(2001, 9, 11)


def _holiday(found: re.Match[str], reckoning: Reckoning) -> PartialDate | None:
    name = spaced(found[0])
    return reckoning.day_of_month(*_HOLIDAYS.get(name) or _HOLIDAYS[name.split()[-1]])


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
    if first >= last or (spaced(groups["join"]) == "and" and not groups["between"] and last - first > 1):
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
    part = _part(spaced(groups["part"]))
    if groups["turn"]:
        months = {"last": -1, "this": 0, "next": 1}[groups["turn"].lower()]
        start = reckoning.month(months).start
        return part_of_month(part, start.year, start.month)
    month = month_number(groups["month"])
    year = int(groups["year"]) if groups["year"] else reckoning.year_of_month(month)
    return part_of_month(part, year, month)


def _part_of_year(found: re.Match[str], reckoning: Reckoning) -> PartialDate | None:
    years = {"last": -1, "this": 0, "next": 1}
    turn = found["turn"]
    year = reckoning.year(years[turn.lower()]).start.year if turn else int(found["year"])
    return part_of_year(_part(spaced(found["part"])), year)


def _month_of_year(found: re.Match[str], reckoning: Reckoning) -> PartialDate | None:
    del reckoning
    return parse(f"{found['year']}-{month_number(found['month']):02}")


def _month(found: re.Match[str], reckoning: Reckoning) -> PartialDate | None:
    name = found["month"].rstrip(".")
    if not found["turn"] and not _is_month(found, name):
        return None
    month = month_number(name)
    turn = cast("Turn", found["turn"].lower()) if found["turn"] else None
    return parse(f"{reckoning.year_of_month(month, turn):04}-{month:02}")


def _is_month(found: re.Match[str], name: str) -> bool:
    """Tell whether a capitalised word alone is a month rather than a person, a verb, or a march."""
    start, end = found.span()
    before, after = found.string[max(0, start - _NEAR) : start], found.string[end : end + _NEAR]
    if _SURE_MONTH.search(before) or _MONTH_BEFORE.search(before):
        return True
    if name == "May":
        return bool(_MONTH_AFTER.match(after))
    if name == "March" or len(name) < len("June"):
        return bool(_LIKELY_MONTH.search(before))
    return name not in _AMBIGUOUS or bool(_LIKELY_MONTH.search(before)) or not _CAPITAL_AFTER.match(after)


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


def _span(found: re.Match[str], reckoning: Reckoning) -> PartialDate | None:
    turn, unit = found["direction"].lower(), found["unit"]
    count, vague = count_of(found["number"]) if found["number"] else (1, False)
    if not found["number"]:
        if found["plural"]:
            count, vague = 3, True
            if turn in {"last", "next"}:
                return None
        elif (
            unit == "hour" or turn in {"recent", "coming"} or (turn in {"last", "next"} and not found["the"])
        ):
            return None
    if unit == "decade":
        unit, count = "year", count * 10
    if turn in {"next", "coming"}:
        return reckoning.coming(count, cast("Unit", unit))
    return reckoning.past(count, cast("Unit", unit), vague=vague)


def _ago(found: re.Match[str], reckoning: Reckoning) -> PartialDate | None:
    count, vague = count_of(found["number"])
    unit = found["unit"]
    if unit in {"hour", "decade"}:
        return None
    return reckoning.ago(count, cast("Unit", unit), vague=vague)


def _weekday(found: re.Match[str], reckoning: Reckoning) -> PartialDate | None:
    number = weekday_number(found["weekday"])
    if found["week"]:
        return reckoning.weekday_of_week(number, {"last": -1, "this": 0, "next": 1}[found["week"]])
    words = spaced(found["direction"]).lower().split()
    if not words:
        return reckoning.weekday(number)
    turns: dict[str, Turn] = {
        "past": "last",
        "coming": "next",
        "last": "last",
        "next": "next",
        "this": "this",
    }
    return reckoning.weekday(number, turns[words[-1]])


def _relative_day(found: re.Match[str], reckoning: Reckoning) -> PartialDate | None:
    words = spaced(found[0])
    if words == "Today" and not _SENTENCE_BEFORE.search(
        found.string[max(0, found.start() - 3) : found.start()]
    ):
        return None
    ahead = {"the day before yesterday": -2, "the day after tomorrow": 2, "yesterday": -1, "tomorrow": 1}
    ahead |= {"last night": -1}
    return reckoning.today(ahead.get(words.lower(), 0))


def _weekend(found: re.Match[str], reckoning: Reckoning) -> PartialDate | None:
    words = spaced(found["direction"]).lower()
    turn = cast("Turn | None", words if words in {"last", "this", "next"} else None)
    return reckoning.weekend(turn)


def _relative(found: re.Match[str], reckoning: Reckoning) -> PartialDate | None:
    unit, turn = found["of"], cast("Turn", found["turn"].lower())
    ahead = {"last": -1, "this": 0, "next": 1}[turn]
    if unit == "week":
        return reckoning.week(turn)
    return reckoning.month(ahead) if unit == "month" else reckoning.year(ahead)


def _rest(found: re.Match[str], reckoning: Reckoning) -> PartialDate | None:
    return reckoning.rest(cast("Literal['week', 'month', 'year']", found["of"]), later=found[0][0] in "Ll")


def _years(found: re.Match[str], reckoning: Reckoning) -> PartialDate | None:
    del reckoning
    first, last = found["year"], found["last"]
    last = first[:2] + last if len(last) < len(first) else last
    if int(first) >= int(last) or (spaced(found["join"]) == "and" and not found["between"]):
        return None
    return parse(f"{first}/{last}")


def _year(found: re.Match[str], reckoning: Reckoning) -> PartialDate | None:
    del reckoning
    plural_after = re.match(r"\s[a-z]+s\b", found.string[found.end() : found.end() + _NEAR])
    if found["year"].endswith("00") and plural_after:
        return None
    return parse(found["year"])


def _decade(found: re.Match[str], reckoning: Reckoning) -> PartialDate | None:
    del reckoning
    return parse(f"{found['tens']}X")


_JOIN = r"(?P<join> ?[–—-] ?| to | and | until | through )"
RULES = (
    Rule("ISO day", r"(?<![\w/.-])[0-9]{4}-[0-9]{2}-[0-9]{2}(?![\w-])", _iso_day),
    Rule("attacks of 2001", r"\b(?:Sept(?:ember|\.)? 11(?:th)?(?=,? (?:\w+ )?attack)|9/11\b)", _attacks),
    Rule("holiday", r"\b(?:Christmas|New Year['’]s) (?:Day|Eve)\b", _holiday),
    Rule(
        "days of a month",
        rf"(?:\b(?P<between>[Bb]etween|[Ff]rom) (?:the )?)?{_NO_NUMBER_BEFORE}<day>{_JOIN}<day2>"
        rf"(?: of)? <month>{_YEAR_AFTER}",
        _days,
    ),
    Rule(
        "month and days",
        rf"(?:\b(?P<between>[Bb]etween|[Ff]rom) )?\b<month> <day>{_JOIN}<day2>{_YEAR_AFTER}{AFTER_NUMBER}",
        _days,
    ),
    Rule(
        "day of a month",
        rf"(?:\b<weekday>,? (?:the )?)?{_NO_NUMBER_BEFORE}<day>(?: of)? <month>{_YEAR_AFTER}",
        _day,
    ),
    Rule("month and day", rf"\b(?:<weekday>,? )?<month> <day>{_YEAR_AFTER}{AFTER_NUMBER}", _day),
    Rule(
        "part of a month", r"\b<part>(?: |-)(?:<turn> month\b|<month>(?:(?:,| of)? <year>)?)", _part_of_month
    ),
    Rule("part of a year", rf"\b<part>(?: |-)(?:<turn> year\b|<year>{AFTER_NUMBER})", _part_of_year),
    Rule("month of a year", rf"\b<month>(?:,| of)? <year>{AFTER_NUMBER}", _month_of_year),
    Rule("season", r"\b(?:<turn> <season>|<season2>(?: of)? <year>)", _season),
    Rule(
        "span",
        r"\b(?P<the>[Tt]he |[Tt]hese )?(?P<direction>[Pp]ast|[Ll]ast|[Nn]ext|[Cc]oming|[Rr]ecent) "
        r"(?:<number>(?: |-))?<unit>(?P<plural>s)?\b",
        _span,
    ),
    Rule("ago", r"\b(?:an? (?=few|couple))?<number> <unit>s? ago\b", _ago),
    Rule(
        "weekday",
        r"\b(?:(?P<direction>[Ll]ast|[Nn]ext|[Tt]his(?: past| coming)?|[Cc]oming) )?"
        rf"{_NOT_A_WEEKDAY_AFTER}<weekday>{_NOT_A_WEEKDAY_BEFORE}"
        rf"(?: (?:of )?(?P<week>last|this|next) week\b)?{_PART_OF_DAY}",
        _weekday,
    ),
    Rule(
        "relative day",
        r"\b(?:[Tt]he day before yesterday|[Tt]he day after tomorrow|[Yy]esterday|[Tt]omorrow|[Tt]oday"
        r"|[Tt]onight|[Ll]ast night|[Tt]his (?:morning|afternoon|evening))\b",
        _relative_day,
    ),
    Rule("rest", r"\b(?:[Ee]arlier|[Ll]ater) (?:this|in the) (?P<of>week|month|year)\b", _rest),
    Rule(
        "weekend", r"\b(?P<direction>[Ll]ast|[Nn]ext|[Tt]his(?: past)?|[Tt]he(?: past)?) weekend\b", _weekend
    ),
    Rule("relative week, month, or year", r"\b<turn> (?P<of>week|month|year)\b", _relative),
    Rule("month", r"\b(?:<turn> )?<month>", _month),
    Rule(
        "years",
        rf"(?:\b(?P<between>[Bb]etween|[Ff]rom) )?{_NO_NUMBER_BEFORE}<year>{_JOIN}"
        rf"(?P<last>(?:1[89]|20)?[0-9]{{2}}){AFTER_NUMBER}",
        _years,
    ),
    Rule(
        "year",
        r"(?:\b(?:[Ii]n|[Ss]ince|[Bb]y|[Uu]ntil|[Dd]uring|[Bb]efore|[Aa]fter|[Oo]f|[Ff]rom|[Tt]o|through|for"
        rf"|and|[Tt]he|an?|its|his|her|their|our|[Ll]ate|[Ee]arly) |\(|['’]s )(?P<date><year>){AFTER_NUMBER}",
        _year,
    ),
    Rule("decade", r"\b(?:[Tt]he )?(?:[Ee]arly |[Ll]ate |mid-)?(?P<tens>(?:1[89]|20)[0-9])0s\b", _decade),
)

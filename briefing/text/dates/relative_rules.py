"""Rules for dates that count from publication: weekdays, "yesterday", "last week", "the past 48 hours"."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Literal, cast

from briefing.core.edtf import PartialDate, of_day
from briefing.text.dates.arithmetic import Reckoning, TimeUnit, Turn, Unread
from briefing.text.dates.words import AHEAD, DateRule, count_of, day_number, weekday_number
from briefing.text.sentences import clean

_NOT_A_WEEKDAY_AFTER = (
    "".join(
        rf"(?<!{word}\s)"
        for word in ("Good", "Black", "Ash", "Super", "Bloody", "Palm", "Easter", "Cyber", "Fat", "Sheffield")
    )
    + r"(?<!very\s)(?<!ach\s)(?<!on\sa\s)"
)
_NOT_A_WEEKDAY_BEFORE = (
    r"(?! (?:Times|Telegraph|Mirror|Herald|Mail|Express|Night|nights|mornings|afternoons|evenings|school"
    r"|Group)\b)"
)
_PART_OF_DAY = r"(?: (?:early |late )?(?:morning|afternoon|evening|night|lunchtime)\b)?"
_MONTH = 31
_SENTENCE_BEFORE = re.compile(r"(?:\A|[.!?:\"“”‘—–(\n]\s*)\Z")


def _span(found: re.Match[str], reckoning: Reckoning) -> PartialDate | Unread | None:
    turn, unit = found["direction"].lower(), found["unit"]
    extent = _extent(found, turn)
    if extent is None or clean(found[0]).lower() == "the next day":
        return None
    count, vague = extent
    if unit == "decade":
        unit, count = "year", count * 10
    if turn in {"next", "coming"}:
        return reckoning.coming(count, cast("TimeUnit", unit))
    return reckoning.past(count, cast("TimeUnit", unit), vague=vague)


def _extent(found: re.Match[str], turn: str) -> tuple[int, bool] | None:
    """Return how many units a span has and whether that is vague; None for no span ("last days")."""
    if found["number"]:
        return count_of(found["number"])
    if found["plural"]:
        return None if turn in {"last", "next"} else (3, True)
    whole = turn == "past" or (turn in {"last", "next"} and found["the"])
    return (1, False) if whole and found["unit"] != "hour" else None


def _ago(found: re.Match[str], reckoning: Reckoning) -> PartialDate | Unread | None:
    count, vague = count_of(found["number"])
    unit = found["unit"]
    if unit in {"hour", "decade"}:
        return None
    return reckoning.ago(count, cast("TimeUnit", unit), vague=vague)


def _weekday(found: re.Match[str], reckoning: Reckoning) -> PartialDate | Unread | None:
    number = weekday_number(found["weekday"])
    if found["week"]:
        return reckoning.weekday_of_week(number, AHEAD[found["week"]])
    words = clean(found["direction"] or "").lower().split()
    if found["nth"]:
        return _numbered(number, day_number(found["nth"]), reckoning)
    if not words:
        leaning = reckoning.tenses.leaning(*found.span())
        if leaning == "doubt":
            return Unread.DIRECTION
        return reckoning.weekday_ahead(number) if leaning == "ahead" else reckoning.weekday(number)
    turns: dict[str, Turn] = {
        "past": "last",
        "coming": "next",
        "last": "last",
        "next": "next",
        "this": "this",
    }
    return reckoning.weekday(number, turns[words[-1]])


def _numbered(weekday: int, day: int, reckoning: Reckoning) -> PartialDate | Unread:
    """Read "Wednesday the 5th": the one near publication that is so."""
    around = (reckoning.end + timedelta(days=days) for days in range(-_MONTH, _MONTH + 1))
    fitting = [one for one in around if one.weekday() == weekday and one.day == day]
    return of_day(fitting[0]) if len(fitting) == 1 else Unread.PART


def _relative_day(found: re.Match[str], reckoning: Reckoning) -> PartialDate | Unread | None:
    words = clean(found[0])
    if words == "Today" and not _SENTENCE_BEFORE.search(
        found.string[max(0, found.start() - 3) : found.start()]
    ):
        return None
    ahead = {"the day before yesterday": -2, "the day after tomorrow": 2, "yesterday": -1, "tomorrow": 1}
    ahead |= {"last night": -1}
    return reckoning.today(ahead.get(words.lower(), 0))


def _rest(found: re.Match[str], reckoning: Reckoning) -> PartialDate | Unread | None:
    return reckoning.rest(cast("Literal['week', 'month', 'year']", found["of"]), later=found[0][0] in "Ll")


def _weekend(found: re.Match[str], reckoning: Reckoning) -> PartialDate | Unread | None:
    words = clean(found["direction"]).lower()
    turn = cast("Turn | None", words if words in {"last", "this", "next"} else None)
    return reckoning.weekend(turn)


def _relative(found: re.Match[str], reckoning: Reckoning) -> PartialDate | Unread | None:
    unit, turn = found["of"], cast("Turn", found["turn"].lower())
    ahead = AHEAD[turn]
    if found[0] == "this week" and reckoning.tenses.leaning(*found.span()) == "ahead":
        return reckoning.rest("week", later=True)
    if unit == "week":
        return reckoning.week(turn)
    return reckoning.month(ahead) if unit == "month" else reckoning.year(ahead)


RULES = (
    DateRule(
        "span",
        ("unit",),
        r"\b(?P<the>[Tt]he |[Tt]hese )?(?P<direction>[Pp]ast|[Ll]ast|[Nn]ext|[Cc]oming|[Rr]ecent) "
        r"(?:<number>(?: |-))?<unit>(?P<plural>s)?\b",
        _span,
    ),
    DateRule("ago", ("unit",), r"\b(?:an? (?=few|couple))?<number> <unit>s? ago\b", _ago),
    DateRule(
        "weekday",
        ("weekday",),
        r"\b(?:(?P<direction>[Ll]ast|[Nn]ext|[Tt]his(?: past| coming)?|[Cc]oming) )?"
        rf"{_NOT_A_WEEKDAY_AFTER}<weekday>{_NOT_A_WEEKDAY_BEFORE}"
        rf"(?: (?:of )?(?P<week>last|this|next) week\b)?"
        rf"(?:,? (?:the )?(?P<nth>[0-9]{{1,2}}(?:st|nd|rd|th))(?! of\b))?{_PART_OF_DAY}",
        _weekday,
    ),
    DateRule(
        "relative day",
        ("day",),
        r"\b(?:[Tt]he day before yesterday|[Tt]he day after tomorrow|[Yy]esterday|[Tt]omorrow|[Tt]oday"
        r"|[Tt]onight|[Ll]ast night|[Tt]his (?:morning|afternoon|evening))\b",
        _relative_day,
    ),
    DateRule(
        "rest", ("unit",), r"\b(?:[Ee]arlier|[Ll]ater) (?:this|in the) (?P<of>week|month|year)\b", _rest
    ),
    DateRule(
        "weekend",
        ("unit",),
        r"\b(?P<direction>[Ll]ast|[Nn]ext|[Tt]his(?: past)?|[Tt]he(?: past)?) weekend\b",
        _weekend,
    ),
    DateRule("relative week, month, or year", ("unit",), r"\b<turn> (?P<of>week|month|year)\b", _relative),
)

"""Describe date expressions: the words that they are made of, and the form of a rule."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from briefing.core.edtf import PartialDate
from briefing.text.patterns import compiled
from briefing.text.sentences import clean

if TYPE_CHECKING:
    import re

    from briefing.text.dates.arithmetic import Reckoning, Unread

_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_NUMBERS = dict(
    zip("one two three four five six seven eight nine ten eleven twelve".split(), range(1, 13), strict=True)
) | {"a": 1, "an": 1, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50}
# How many weeks, months, or years ahead a word points.
AHEAD = {"last": -1, "this": 0, "next": 1}
_VAGUE = {"couple of": 2, "few": 3, "several": 4}

_COUNTED = (
    r"(?:people|persons|men|women|children|civilians|fighters|militants|soldiers|troops|officers|victims"
    r"|villagers|residents|others|more|dead|wounded|bodies|cases|deaths|votes|homes|houses|families|jobs"
    r"|million|billion|thousand|hundred|per cent|percent|points|miles|kilomet\w+|km|metres|meters|feet"
    r"|tonnes|tons|barrels|gallons|dollars|euros|pounds|hours|days|weeks|months|years|square|GMT)\b"
)
AFTER_NUMBER = rf"(?![\w%]|[,.:/][0-9]|[-–][0-9]| {_COUNTED})"
NO_NUMBER_BEFORE = r"(?<![\w.,$£€#/–-])"
# What `<name>` means in a rule's pattern, where it becomes a group of that name.
WORDS = {
    "weekday": r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b",
    "month": (
        r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
        r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)(?!\w)"
    ),
    "day": r"(?:3[01]|[12][0-9]|0?[1-9])(?:st|nd|rd|th)?(?!\w)",
    "year": r"(?:1[89]|20)[0-9]{2}(?!\w)",
    "number": (
        r"(?:[0-9]{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty"
        r"|thirty|forty|fifty|couple of|few|several)\b"
    ),
    "unit": r"(?:hour|day|week|month|year|decade)",
    "season": r"(?:spring|summer|autumn|fall|winter)\b",
    "part": r"(?:[Ee]arly|[Mm]id|[Ll]ate|(?:start|beginning|middle|end) of)(?: in| the)?",
    "turn": r"(?:[Ll]ast|[Tt]his|[Nn]ext)",
}


_ONES = "first second third fourth fifth sixth seventh eighth ninth".split()
# The days of a month in words, from the first.
ORDINALS = (
    *_ONES,
    *"tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth".split(),
    *"seventeenth eighteenth nineteenth".split(),
    "twentieth",
    *(f"twenty-{one}" for one in _ONES),
    "thirtieth",
    "thirty-first",
)[::-1]
# In "28 Nov-3 Dec" the dash joins two dates.
MONTH_BEFORE_DASH = (
    r"(?<=(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|ary|rch|ril|une|uly|ust|ber|ept)[–—/-])"
)


class DatePart(Struct, frozen=True):
    """One of several dates in one expression, at `[start, end)` of the text."""

    start: int
    end: int
    value: PartialDate | Unread


Trigger = Literal["month", "weekday", "unit", "day", "season", "feast", "digits", "era"]


class DateRule(Struct, frozen=True):
    """One rule of the ordered list; where the expressions of two overlap, the earlier rule wins.

    `near` are the triggers that the expression holds or stands by; `pattern` is as `compiled` takes it,
    with the names of `WORDS`. The expression is the group `date` where there is one, else the whole
    match. `read` gives what it means, or nothing where it is no date after all.
    """

    name: str
    near: tuple[Trigger, ...]
    pattern: str
    read: Callable[[re.Match[str], Reckoning], PartialDate | Unread | tuple[DatePart, ...] | None]

    def compiled(self) -> re.Pattern[str]:
        """Return the regular expression."""
        return compiled(self.pattern, WORDS)


def month_number(name: str) -> int:
    """Return 1 to 12 for a month's name or its abbreviation."""
    return _MONTHS.index(name[:3]) + 1


def weekday_number(name: str) -> int:
    """Return 0 for Monday to 6 for Sunday."""
    return _WEEKDAYS.index(name[:3])


def day_number(name: str) -> int:
    """Return the number in "6", "06", "6th" or "sixth"."""
    plain = clean(name).lower()
    return len(ORDINALS) - ORDINALS.index(plain) if plain in ORDINALS else int(plain.rstrip("sthndr"))


def count_of(words: str) -> tuple[int, bool]:
    """Return the number that the words mean, and whether they are vague ("few")."""
    written = clean(words)
    if written in _VAGUE:
        return _VAGUE[written], True
    return int(written) if written.isdigit() else _NUMBERS[written], False

"""Find date expressions by rules, and join them to intervals and to spans since a day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from msgspec import Struct
from msgspec.structs import replace

from briefing.core.edtf import EARLIEST, PartialDate
from briefing.core.model import DateExpression
from briefing.text.dates import bare_rules, calendar_rules, day_rules, neighbours, part_rules, relative_rules
from briefing.text.dates.arithmetic import Reckoning, Unread
from briefing.text.dates.words import DatePart, DateRule, Trigger

# All kinds of date expression, in order of precedence.
RULES = (
    *calendar_rules.FIRST,
    *day_rules.RULES,
    *part_rules.RULES,
    *calendar_rules.RULES,
    *relative_rules.RULES,
    *bare_rules.RULES,
)
# What a date expression has in it, so that the rules need not look at all of the text.
_TRIGGERS: dict[str, Trigger] = {
    **dict.fromkeys("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(), "month"),
    **dict.fromkeys("Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(), "weekday"),
    **dict.fromkeys("esterday oday omorrow night morning afternoon evening".split(), "day"),
    **dict.fromkeys("hour day week month year decade".split(), "unit"),
    **dict.fromkeys(("BC", "B.C", "AD", "A.D", "CE", "C.E", "AH", "before Christ", "ear "), "era"),
    **dict.fromkeys("spring summer autumn fall winter".split(), "season"),
    **dict.fromkeys(("Christmas", "New Year", "Boxing", "Thanksgiving", "9/11"), "feast"),
}
# Grouped by first letter or digit, so that the search looks for these first.
_TRIGGER = re.compile(
    "|".join(
        f"{re.escape(first)}(?:{'|'.join(re.escape(word[1:]) for word in _TRIGGERS if word[0] == first)})"
        for first in sorted({word[0] for word in _TRIGGERS})
    )
    + "".join(f"|{digit}[0-9]{{3}}" for digit in "0123456789")
)
_WINDOW = 72  # characters on either side of a trigger: the longest expression without link targets


class LeftOut(Struct, frozen=True):
    """A date at `[start, end)` of a text that cannot be read, and why."""

    start: int
    end: int
    text: str
    why: Unread


def find(prose: str, reference: PartialDate) -> tuple[DateExpression, ...]:
    """Return the date expressions of the prose, in order and disjoint.

    `reference` is the publication date; relative expressions count from it, or from its last day
    where only one day can be meant. Each date is read whole, with the years, lists and spans that it is
    part of, or left out; what could be a date but need not be ("may", "2000 people") is left out too.
    `text` is cut from the prose as it stands, any NUL in it included. The kinds of expression are the
    `RULES`; where two overlap, the earlier rule wins.
    """
    return tuple(
        DateExpression(part.start, part.end, prose[part.start : part.end], part.value)
        for part in _read(prose, reference)
        if isinstance(part.value, PartialDate)
    )


def left_out(prose: str, reference: PartialDate) -> tuple[LeftOut, ...]:
    """Return the dates that the prose has and `find` leaves out, in order."""
    return tuple(
        LeftOut(part.start, part.end, prose[part.start : part.end], part.value)
        for part in _read(prose, reference)
        if isinstance(part.value, Unread) and part.value is not Unread.NO_DATE
    )


def _read(prose: str, reference: PartialDate) -> Iterator[DatePart]:
    reckoning = Reckoning.of(reference, prose)
    parts = sorted(_parts(prose, reckoning), key=lambda part: part.start)
    for part in neighbours.seen_to(prose, parts, reckoning):
        early = isinstance(part.value, PartialDate) and part.value.start.year < EARLIEST
        yield replace(part, value=Unread.YEAR) if early else part


def _parts(prose: str, reckoning: Reckoning) -> Iterator[DatePart]:
    taken = bytearray(len(prose))
    windows = _windows(prose)
    for rule in RULES:
        places = [place for trigger in rule.near for place in windows.get(trigger, ())]
        for found in (found for place in places for found in _compiled(rule).finditer(prose, *place)):
            start, end = found.span("date") if "date" in found.re.groupindex else found.span()
            if start == end or any(taken[start:end]):
                continue
            value = rule.read(found, reckoning)
            if value is not None:
                taken[start:end] = b"\1" * (end - start)
            if isinstance(value, tuple):
                yield from value
            elif value is not None:
                yield DatePart(start, end, value)


def _windows(prose: str) -> dict[Trigger, list[tuple[int, int]]]:
    """Return the stretches of text around each kind of trigger; those that touch are joined."""
    windows: dict[Trigger, list[tuple[int, int]]] = {}
    for found in _TRIGGER.finditer(prose):
        places = windows.setdefault(_TRIGGERS.get(found[0], "digits"), [])
        start = max(0, found.start() - _WINDOW)
        if places and start <= places[-1][1]:
            start = places.pop()[0]
        places.append((start, found.end() + _WINDOW))
    return windows


@cache
def _compiled(rule: DateRule) -> re.Pattern[str]:
    return rule.compiled()

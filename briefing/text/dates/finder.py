"""Find date expressions by rules, and join them to intervals and to spans since a day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING

from briefing.core.edtf import PartialDate, of_day, parse
from briefing.core.model import DateExpression
from briefing.text.dates import bare_rules, calendar_rules, relative_rules
from briefing.text.dates.arithmetic import Reckoning

if TYPE_CHECKING:
    from briefing.text.dates.words import DateRule, Trigger

# All kinds of date expression, in order of precedence.
RULES = (*calendar_rules.RULES, *relative_rules.RULES, *bare_rules.RULES)
# What a date expression has in it, so that the rules need not look at all of the text.
_TRIGGERS: dict[str, Trigger] = {
    **dict.fromkeys("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(), "month"),
    **dict.fromkeys("Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(), "weekday"),
    **dict.fromkeys("esterday oday omorrow night morning afternoon evening".split(), "day"),
    **dict.fromkeys("hour day week month year decade".split(), "unit"),
    **dict.fromkeys("spring summer autumn fall winter".split(), "season"),
    **dict.fromkeys(("Christmas", "New Year", "9/11"), "feast"),
}
# Every alternative starts with a letter or digit of its own, so that the search is for these first.
_TRIGGER = re.compile("|".join((*_TRIGGERS, *(f"{digit}[0-9]{{3}}" for digit in "0123456789"))))
_WINDOW = 48  # characters on either side of a trigger: the longest expression without link targets
_BEFORE = 24  # characters: room for "since at least the"
_LONGEST_JOIN = 12
_WEEK = timedelta(days=7)
_SINCE = re.compile(r"\b[Ss]ince(?: at least| about| around| the| on)?\s\Z")
# "About" alone may say what somebody spoke of.
_ABOUT = re.compile(
    r"(?:\b(?:[Ii]n|[Oo]n|at|by|[Ss]ince|[Ff]rom|until|or)\s|\()(?P<about>about\s)\Z|\b(?P<around>(?:around|circa)\s)\Z"
)
_FROM = re.compile(r"\b(?:[Ff]rom|[Bb]etween)(?: the)?\s\Z")
_JOIN = re.compile(r"\s?[–—-]\s?|\s(?:to|until|till|through|and)\s(?:the\s)?")
_YEAR = re.compile(r"[12][0-9]{3}")


@dataclass(frozen=True, slots=True)
class _Point:
    """A date in the text, before the words around it are considered."""

    start: int
    end: int
    value: PartialDate


def find(prose: str, reference: PartialDate) -> tuple[DateExpression, ...]:
    """Return the date expressions of the prose, in order and disjoint.

    `reference` is the publication date; relative expressions count from it, or from its last day
    where only one day can be meant. What could be a date but need not be ("may", "2000 people")
    is left out. `text` is cut from the prose as it stands, any NUL in it included. The kinds of
    expression are the `RULES`; where two overlap, the earlier rule wins.
    """
    reckoning = Reckoning.of(reference)
    points = sorted(_points(prose, reckoning), key=lambda point: point.start)
    wholes = (_with_about(prose, point) for point in _joined(prose, points))
    spans = (_with_since(prose, point, reckoning) for point in wholes)
    return tuple(
        DateExpression(point.start, point.end, prose[point.start : point.end], point.value) for point in spans
    )


def _points(prose: str, reckoning: Reckoning) -> Iterator[_Point]:
    taken = bytearray(len(prose))
    windows = _windows(prose)
    for rule, pattern in _compiled():
        places = (place for trigger in rule.near for place in windows.get(trigger, ()))
        for found in (found for place in places for found in pattern.finditer(prose, *place)):
            start, end = found.span("date") if "date" in pattern.groupindex else found.span()
            if any(taken[start:end]):
                continue
            value = rule.read(found, reckoning)
            if value is not None:
                taken[start:end] = b"\1" * (end - start)
                yield _Point(start, end, value)


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
def _compiled() -> tuple[tuple[DateRule, re.Pattern[str]], ...]:
    return tuple((rule, rule.compiled()) for rule in RULES)


def _joined(prose: str, points: list[_Point]) -> Iterator[_Point]:
    """Yield the points; two that are the ends of an interval become one."""
    waiting: _Point | None = None
    for point in points:
        both = _interval(prose, waiting, point) if waiting else None
        if both:
            yield both
            waiting = None
            continue
        if waiting:
            yield waiting
        waiting = point
    if waiting:
        yield waiting


def _interval(prose: str, first: _Point, last: _Point) -> _Point | None:
    if last.start - first.end > _LONGEST_JOIN:
        return None
    join = prose[first.end : last.start].replace("\0", "")
    if not _JOIN.fullmatch(join):
        return None
    opening = _FROM.search(prose, max(0, first.start - _BEFORE), first.start)
    if "and" in join and not (opening and opening[0].lower().startswith("b")):
        return None
    begin, end = _aligned(prose, first, last), last.value
    if begin.precision != end.precision or begin.precision == "interval" or begin.start >= end.start:
        return None
    return _Point(opening.start() if opening else first.start, last.end, parse(f"{begin.text}/{end.text}"))


def _aligned(prose: str, first: _Point, last: _Point) -> PartialDate:
    """Return the beginning of an interval in the year, or the week, that its end is in."""
    begin, end = first.value, last.value
    if _YEAR.search(prose, first.start, first.end) or begin.precision not in {"day", "month"}:
        return begin
    ahead = begin.start - end.start
    if begin.precision == end.precision == "day" and timedelta(0) < ahead < _WEEK:
        return of_day(begin.start - _WEEK)
    if _YEAR.search(prose, last.start, last.end):
        year = end.start.year - (begin.text[4:] > end.text[4:])
        return parse(f"{year:04}{begin.text[4:]}") if begin.text[4:] != "-02-29" else begin
    return begin


def _with_about(prose: str, point: _Point) -> _Point:
    opening = _ABOUT.search(prose, max(0, point.start - _BEFORE), point.start)
    value = point.value
    if opening is None or value.approximate or value.uncertain or value.open_start or value.open_end:
        return point
    start = opening.start(opening.lastgroup or 0)
    return _Point(start, point.end, parse("/".join(f"{end}~" for end in value.text.split("/"))))


def _with_since(prose: str, point: _Point, reckoning: Reckoning) -> _Point:
    opening = _SINCE.search(prose, max(0, point.start - _BEFORE), point.start)
    if opening is None:
        return point
    return _Point(opening.start(), point.end, reckoning.since(point.value))

"""Find in a report who published it, whose wire it relays and when it appeared, each with its evidence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from urllib.parse import urlsplit

from briefing.core import edtf
from briefing.core.edtf import PartialDate
from briefing.core.registry import Registry, Source
from briefing.intake.report import Document, Evidence, Report
from briefing.text import dates
from briefing.text.names import names_of

# How many lines at the head and the foot may say who made a report and when, and how long they may be.
_HEAD, _FOOT, _LONGEST = 12, 15, 160
# A line with fewer words is a name, not a headline.
_NAME_WORDS = 4
_HEADLINE = 300
_COPYRIGHT = re.compile(r"©|\(c\)|copyright|all rights", re.IGNORECASE)
_DASH = re.compile(r"\s*[—–]\s*|\s-{1,2}\s")
_SENTENCE = re.compile(r"[.!?][\"”’)]*\s*$")
# Words before the day of a report, if it does not begin its line.
_LEADS = re.compile(
    r"(?:^|[|·•,:;—–-]|\b(?:published|posted|issued|released|filed|dated?|(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|mon|tue|wed|thu|fri|sat|sun)(?:[ \t]+(?:on|at))?:?)\s*$",
    re.IGNORECASE,
)
_CHANGED = re.compile(r"updated|modified|changed|edited", re.IGNORECASE)
# Days in digits, written alone, that can be read in one way only.
_DIGITS = re.compile(r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([12][0-9]{3})")
_DATELINE = re.compile(r"^[^\W\d_][\w .,'’]{1,40}?(?:\(([^)]{2,40})\))?\s*(?:[:—–]|--?\s)")
_BYLINE = re.compile(r"^(?:by|source|from)\b[:\s]", re.IGNORECASE)
_LAST_MONTH = 12


def of(document: Document, registry: Registry, today: date) -> Report:
    """Return a report with what its document says of it, by the registry."""
    lines = document.paragraphs
    when, why = _date(document, lines[:_HEAD], today)
    return Report(
        document,
        " ".join((document.title or _headline(lines, registry)).split())[:_HEADLINE],
        _source(document, lines, registry),
        _agency(document, lines, registry),
        when,
        why,
    )


def _headline(lines: Sequence[str], registry: Registry) -> str:
    """Return the first line that is longer than a name, and that names no outlet."""
    outlets = [source.label for source in registry.sources]
    of_page = (line for line in lines[:_HEAD] if not line.startswith(tuple(outlets)))
    return next((line for line in of_page if len(line.split()) >= _NAME_WORDS), "".join(lines[:1]))


def _source(document: Document, lines: Sequence[str], registry: Registry) -> Evidence:
    host = (urlsplit(document.url).hostname or "").removeprefix("www.")
    for source in registry.sources:
        own = (urlsplit(source.url).hostname or "").removeprefix("www.")
        if own and (host == own or host.endswith(f".{own}")):
            return Evidence(source.id, f"its address is at {own}")
    outlets = [source for source in registry.sources if source.kind == "outlet"]
    for line in (document.outlet, *lines[:6], *lines[-3:]):
        for source in outlets:
            if re.fullmatch(rf"{re.escape(source.label)}(?:\s[-–|]\s.*)?", line, re.IGNORECASE):
                return Evidence(source.id, f"it says “{line[:80]}”")
    return Evidence("", f"no source of the registry has the address {host}" if host else "")


def _agency(document: Document, lines: Sequence[str], registry: Registry) -> Evidence:
    agencies = [source for source in registry.sources if source.kind == "agency"]
    names = [(name, source.id) for source in agencies for name in _names(source, registry)]
    names.sort(key=lambda pair: (-len(pair[0]), pair))
    for where, told in _credits(document, lines):
        for name, id_ in names:
            if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", told):
                return Evidence(id_, f"{where}: {told.strip()[:80]}")
    return Evidence()


def _names(source: Source, registry: Registry) -> set[str]:
    entity = next((one for one in registry.entities if one.id == source.id), None)
    known = [name for names in names_of(entity) for name in names] if entity else []
    return {name for name in (source.label, source.short, source.id.upper(), *known) if name}


def _credits(document: Document, lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the parts that name who wrote a report: byline, dateline and last line."""
    yield "its byline", document.byline
    for line in lines[:_HEAD]:
        named = len(line.split()) <= _NAME_WORDS and not line.endswith(".")
        if named or (_BYLINE.match(line) and len(line) <= _LONGEST):
            yield "its byline", line
        elif (found := _DATELINE.match(line)) and found[1]:
            yield "its dateline", found[1]
    for line in reversed(lines[-_FOOT:]):
        if found := re.search(r"(?:^|[-–—(©]\s?)([^-–—()©]{2,40})[).]*$", line):
            yield "its last line", found[1]


def _date(document: Document, lines: Sequence[str], today: date) -> tuple[PartialDate | None, str]:
    """Return when a report appeared, from its metadata or a dateline, never from a copyright line."""
    told = [(document.day, document.day_tag), *_datelines(lines, today)]
    for text, why in told:
        try:
            day = edtf.parse(text) if text else None
        except ValueError:
            continue
        if day and day.start <= today:
            return day, why
    return None, ""


def _datelines(lines: Sequence[str], today: date) -> Iterator[tuple[str, str]]:
    """Yield the days that lines at the head of a report bear, each with its line."""
    for whole in lines:
        is_text = len(whole) > _LONGEST or _SENTENCE.search(whole)
        # The part of a paragraph before its first dash.
        line, *rest = _DASH.split(whole[:_LONGEST], maxsplit=1) if is_text else (whole, "")
        if not rest or _COPYRIGHT.search(line):
            continue
        why = f"its dateline: {line.strip()}"
        if alone := _DIGITS.fullmatch(line.strip()):
            yield from ((day, why) for day in _in_digits(*map(int, alone.groups())))
        for found in dates.find(line, edtf.of_day(today)):
            day = found.value
            states_year = str(day.start.year) in found.text and day.start == day.end
            before = line[: found.start]
            if states_year and _LEADS.search(before) and not _CHANGED.search(before[-30:]):
                yield day.text, why


def _in_digits(first: int, second: int, year: int) -> Iterator[str]:
    """Yield the day of a date in digits, where only one order of day and month is possible."""
    if first > _LAST_MONTH or first == second:
        yield f"{year}-{second:02}-{first:02}"
    elif second > _LAST_MONTH:
        yield f"{year}-{first:02}-{second:02}"

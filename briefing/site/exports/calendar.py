"""The chronology as iCalendar (RFC 5545)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from briefing.core import edtf
from briefing.core.settings import Site
from briefing.site.exports import dates, events

if TYPE_CHECKING:
    from briefing.chronology.events import Entry

LONGEST_LINE = 75
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": ""})


def lines(entries: Iterable[Entry], label: Callable[[str], str], site: Site) -> str:
    """Write the entries as all-day events of a calendar, in the order given.

    What is not known to the day spans all days that it may mean and is TENTATIVE, as is what is about or
    uncertain, planned, or found by the program; X-EDTF holds the date as it is known. No event makes anybody
    busy, and no clock is read: DTSTAMP is the day of the earliest report.
    """
    return _written(line for entry in entries for line in _event(entry, label, site))


def as_ics(parts: Iterable[str], site: Site) -> bytes:
    """Join events to a calendar."""
    head = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//{_text(site.title)}//Briefing//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"NAME:{_text(site.title)}",
        f"X-WR-CALNAME:{_text(site.title)}",
    )
    return "".join((_written(head), *parts, _written(["END:VCALENDAR"]))).encode()


def _event(entry: Entry, label: Callable[[str], str], site: Site) -> Iterator[str]:
    start, end = dates.drawn(entry.date)
    yield "BEGIN:VEVENT"
    yield f"UID:{entry.anchor}@{urlsplit(site.url).hostname}"
    yield f"DTSTAMP:{_digits(min(telling.note.date.start for telling in entry.tellings))}T000000Z"
    yield f"DTSTART;VALUE=DATE:{_digits(start)}"
    if end < date.max:
        yield f"DTEND;VALUE=DATE:{_digits(end + timedelta(days=1))}"
    yield f"SUMMARY:{_text(events.title(entry))}"
    yield f"DESCRIPTION:{_text(_description(entry))}"
    if entry.places:
        yield f"LOCATION:{_text(', '.join(map(label, entry.places)))}"
    yield f"URL:{events.address(entry, site)}"
    yield f"STATUS:{'CONFIRMED' if _sure(entry) else 'TENTATIVE'}"
    yield "TRANSP:TRANSPARENT"
    yield f"X-EDTF:{_text(entry.date.text)}"
    yield "END:VEVENT"


def _digits(day: date) -> str:
    return day.isoformat().replace("-", "")


def _sure(entry: Entry) -> bool:
    return entry.date.is_day and entry.date.is_sure and not (entry.planned or entry.found)


def _description(entry: Entry) -> str:
    told = dict.fromkeys(f"{events.credit(telling)}: {telling.event.what}" for telling in entry.tellings)
    return "\n".join((f"Date: {edtf.display(entry.date)}.", *told))


def _text(text: str) -> str:
    return text.translate(_ESCAPED)


def _written(lines: Iterable[str]) -> str:
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _folded(line: str) -> Iterator[str]:
    """Cut a line into parts of at most 75 bytes, never within a character; all but the first are indented."""
    if len(line) * 4 <= LONGEST_LINE or len(line.encode()) <= LONGEST_LINE:
        yield line
        return
    part, size = "", 0
    for character in line:
        width = 1 if character < "\x80" else len(character.encode())
        if size + width > LONGEST_LINE:
            yield part
            part, size = " ", 1
        part, size = part + character, size + width
    yield part

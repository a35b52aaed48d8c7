"""The chronology in the JSON form that TimelineJS reads."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from briefing.core import edtf
from briefing.core.edtf import PartialDate
from briefing.core.settings import Site
from briefing.site import head, tables
from briefing.site.exports import dates, events

if TYPE_CHECKING:
    from briefing.chronology.events import Entry

HEADLINE = 90
# How many of a day's numbers TimelineJS is given: what is not known is left out.
_KNOWN = {"year": 1, "month": 2}


def lines(entries: Iterable[Entry], label: Callable[[str], str], site: Site) -> str:
    """Write the entries as events of a TimelineJS 3 timeline, in the order given.

    TimelineJS shows texts as HTML, so they are escaped. A date that is not known to the day is given
    by its year, its month or its span, and its `display_date` says in words what is known.
    `as_of`, `as_of_basis`, `corrected`, `planned` and `basis` are ours, as in events.json; TimelineJS passes
    them over.
    """
    return tables.lines(_event(entry, label, site) for entry in entries)


def as_json(parts: Iterable[str], site: Site) -> bytes:
    """Join events to a timeline."""
    title = {"text": {"headline": html.escape(site.title), "text": _paragraph(site.tagline)}}
    return tables.as_json("events", parts, {"title": title})


def _event(entry: Entry, label: Callable[[str], str], site: Site) -> dict[str, Any]:
    address = events.address(entry, site)
    what = events.title(entry)
    short = head.shorten(what, HEADLINE)
    place = ", ".join(map(label, entry.places))
    return {
        "unique_id": entry.anchor,
        **_dates(entry.date),
        "display_date": edtf.display(entry.date),
        "as_of": entry.tellings[0].note.date.text,
        "as_of_basis": entry.tellings[0].note.date_basis,
        "corrected": events.corrected(entry.tellings),
        "planned": entry.planned,
        "basis": "found" if entry.found else "stated",
        "text": {
            "headline": html.escape(short),
            "text": _paragraph(what if short != what else "") + _paragraph(place) + _accounts(entry, address),
        },
    }


def _dates(value: PartialDate) -> dict[str, dict[str, int]]:
    if value.precision in _KNOWN:
        return {"start_date": _numbers(value.start, _KNOWN[value.precision])}
    start, end = dates.drawn(value)
    found = {"start_date": _numbers(start, 3)}
    return found if start == end else {**found, "end_date": _numbers(end, 3)}


def _numbers(day: date, known: int) -> dict[str, int]:
    return dict(zip(("year", "month", "day")[:known], (day.year, day.month, day.day), strict=False))


def _paragraph(text: str) -> str:
    return f"<p>{html.escape(text)}</p>" if text else ""


def _accounts(entry: Entry, address: str) -> str:
    told = dict.fromkeys(events.credit(telling) for telling in entry.tellings)
    named = html.escape("; ".join(told))
    return f'<p>According to <a href="{html.escape(address)}">{named}</a></p>'

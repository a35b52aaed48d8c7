"""Make exports from texts of ten days each.

The texts are kept, and files joined from them: an edited note changes only the texts of its own days.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from briefing.chronology import events as chronology
from briefing.engine.query import Query
from briefing.ledger import statements
from briefing.site import tables
from briefing.site.exports import calendar, claims, events, notes, timeline
from briefing.site.ledger.comparisons import TODAY
from briefing.site.listings import ten_days

if TYPE_CHECKING:
    from briefing.chronology.events import Entry
    from briefing.ledger.statements import Statement
    from briefing.site.catalogue import Catalogue
    from briefing.site.figure_parts import RelationView
    from briefing.site.tables import Cells

# The listing of withdrawn notes, which has no days.
WITHDRAWN = "withdrawn"
MONTH = len("2018-12")


def _owners(catalogue: Catalogue, listing: str) -> tuple[str, ...]:
    """The notes of a listing, each once."""
    return tuple(dict.fromkeys(row.owner for row in catalogue.rows(listing)))


# Claims.


def _statements(catalogue: Catalogue, key: str) -> tuple[Statement, ...]:
    """The claims reported in these days, in order of time."""
    slugs = _owners(catalogue, f"claimed {key}")
    return statements.ordered(one for slug in slugs for one in catalogue.statements(slug))


def _claims_csv(catalogue: Catalogue, key: str) -> str:
    return tables.csv_lines(claims.TABLE, _rows(catalogue, _statements(catalogue, key), {}))


def _claims_json(catalogue: Catalogue, key: str) -> str:
    found = _statements(catalogue, key)
    said = (one for slug in dict.fromkeys(one.slug for one in found) for one in catalogue.ask(TODAY, slug))
    relations = {one.id: one.relations for one in said}
    return tables.json_lines(claims.TABLE, _rows(catalogue, found, relations))


def _rows(
    catalogue: Catalogue, found: Iterable[Statement], relations: Mapping[str, tuple[RelationView, ...]]
) -> Iterator[Cells]:
    return claims.rows(found, relations, catalogue.report, catalogue.label, catalogue.site)


CLAIMS_CSV = Query("export-claims-csv", _claims_csv, str)
CLAIMS_JSON = Query("export-claims-json", _claims_json, str)

# Events.


def _entries(catalogue: Catalogue, key: str) -> tuple[Entry, ...]:
    """The events that began in these days, those that several notes tell joined."""

    def merged() -> tuple[Entry, ...]:
        slugs = _owners(catalogue, f"begun {key}")
        told = (telling for slug in slugs for telling in catalogue.tellings(slug))
        return chronology.merge(one for one in told if ten_days(one.event.date.start) == key)

    return catalogue.once(f"export-entries {key}", merged)


def _events(catalogue: Catalogue, key: str) -> Iterator[Cells]:
    return events.rows(_entries(catalogue, key), catalogue.site)


def _events_csv(catalogue: Catalogue, key: str) -> str:
    return tables.csv_lines(events.TABLE, _events(catalogue, key))


def _events_json(catalogue: Catalogue, key: str) -> str:
    return tables.json_lines(events.TABLE, _events(catalogue, key))


def _timeline(catalogue: Catalogue, key: str) -> str:
    return timeline.lines(_entries(catalogue, key), catalogue.label, catalogue.site)


def _calendar(catalogue: Catalogue, key: str) -> str:
    return calendar.lines(_entries(catalogue, key), catalogue.label, catalogue.site)


EVENTS_CSV = Query("export-events-csv", _events_csv, str)
EVENTS_JSON = Query("export-events-json", _events_json, str)
TIMELINE = Query("export-timeline", _timeline, str)
CALENDAR = Query("export-calendar", _calendar, str)

# Notes.


def _notes_json(catalogue: Catalogue, key: str) -> str:
    listing = key if key == WITHDRAWN else f"noted {key}"
    rows = (
        notes.row(catalogue.card(slug), catalogue.note(slug), catalogue.tag, catalogue.site)
        for slug in _owners(catalogue, listing)
    )
    return tables.json_lines(notes.TABLE, rows)


NOTES_JSON = Query("export-notes-json", _notes_json, str)


def _in_parts(catalogue: Catalogue, _key: str) -> bool:
    """Tell whether files of records are indexes of a file for each month."""
    return catalogue.count("notes") > catalogue.sizes.export


IN_PARTS = Query("exports-in-parts", _in_parts, bool)


def whole(catalogue: Catalogue, question: Query[Catalogue, str], kind: str) -> Iterator[str]:
    """Yield the texts of a file, oldest first: one for each key of the listings of a kind."""
    for key in (*catalogue.listings(kind), *_last(kind)):
        yield catalogue.ask(question, key)


def part(catalogue: Catalogue, question: Query[Catalogue, str], name: str) -> Iterator[str]:
    """Yield the texts of one part of a file, oldest first."""
    for key in (name,) if name == WITHDRAWN else (f"{name}-{tens}" for tens in range(4)):
        yield catalogue.ask(question, key)


def names(catalogue: Catalogue, kind: str) -> tuple[str, ...]:
    """The names of the parts of a file: months, oldest first, then that of withdrawn notes."""
    return tuple(dict.fromkeys((*(key[:MONTH] for key in catalogue.listings(kind)), *_last(kind))))


def _last(kind: str) -> tuple[str, ...]:
    return (WITHDRAWN,) if kind == "noted" else ()


QUERIES = (CLAIMS_CSV, CLAIMS_JSON, EVENTS_CSV, EVENTS_JSON, TIMELINE, CALENDAR, NOTES_JSON, IN_PARTS)

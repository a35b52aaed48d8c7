"""The chronology as rows of an export, each event with all its accounts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from briefing.chronology import days
from briefing.chronology.cards import reporter
from briefing.content import urls
from briefing.core import edtf
from briefing.core.settings import Site
from briefing.site import head, views
from briefing.site.exports import dates
from briefing.site.exports.claims import BASES
from briefing.site.tables import Code, Column, Table

if TYPE_CHECKING:
    from briefing.chronology.events import Entry, Telling

FOUND_MARK = "found by the program"
FOUND = (
    Code("stated", "an editor stated it"),
    Code("found", "the program found it in the text; no editor has confirmed it"),
)
ACCOUNT = (
    Column("note", "text", "The note that tells it, see notes.json.", required=True),
    Column("source", "text", "The agency or outlet that reported it, by name.", required=True),
    Column("as_of", "text", "When it was reported, as an EDTF date.", required=True),
    Column("as_of_basis", "text", "Where that date comes from.", BASES, required=True),
    Column("corrected", "text", "When that note was last corrected, YYYY-MM-DD; empty where it never was."),
    Column("by", "list", "Who says so: ids of entities or sources; empty where the note does not tell."),
    Column("what", "text", "What happened, in that note's words.", required=True),
    Column("basis", "text", "Who found it in the report.", FOUND, required=True),
)
TABLE = Table(
    name="events",
    title="Events",
    about="What happened, by the day it happened. A row is one event, told by one or more notes.",
    order="Rows run by date: the first possible day, then the last.",
    columns=(
        Column("id", "text", "The event's own name; it stays while date and wording do.", required=True),
        *dates.columns("date", "When it happened", required=True),
        Column("planned", "truth", "Whether it only lay ahead of the report, as a plan.", required=True),
        Column("what", "text", "What happened, in the words of its earliest account.", required=True),
        Column("basis", "text", "Who found it in the reports.", FOUND, required=True),
        *dates.columns("as_of", "When the earliest of its reports appeared", required=True),
        Column("as_of_basis", "text", "Where that date comes from.", BASES, required=True),
        Column("corrected", "text", "When a note that tells it was last corrected; empty where none was."),
        Column("places", "list", "Where: ids of entities, see entities.json."),
        Column("actors", "list", "Who took part: ids of entities."),
        Column("notes", "list", "The notes that tell it, oldest report first."),
        Column("sources", "list", "The agencies and outlets that reported it, by name."),
        Column("url", "text", "A page that shows it.", required=True),
        Column("accounts", "records", "Each note's own telling.", parts=ACCOUNT),
    ),
)


def rows(entries: Iterable[Entry], site: Site) -> Iterator[dict[str, Any]]:
    """Make a row of each entry, in the order given."""
    for entry in entries:
        yield {
            "id": entry.anchor,
            **dates.cells("date", entry.date),
            "planned": entry.planned,
            "what": entry.what,
            "basis": "found" if entry.found else "stated",
            **_as_of(entry),
            "corrected": corrected(entry.tellings),
            "places": entry.places,
            "actors": entry.actors,
            "notes": tuple(dict.fromkeys(telling.note.slug for telling in entry.tellings)),
            "sources": tuple(dict.fromkeys(reporter(telling.note) for telling in entry.tellings)),
            "url": address(entry, site),
            "accounts": tuple(_account(telling) for telling in entry.tellings),
        }


def address(entry: Entry, site: Site) -> str:
    """The page of an entry: the briefing of its first day, or its first note where that does not show it."""
    day = None if entry.planned else next(days.within(entry.date, days.EVENT_SPAN), None)
    page = urls.briefing(day) + f"#{entry.anchor}" if day else urls.note(entry.tellings[0].note.slug)
    return head.absolute(site, page)


def _as_of(entry: Entry) -> dict[str, Any]:
    """When the account whose words the entry has was reported, and where that date comes from."""
    foremost = entry.tellings[0]
    return {**dates.cells("as_of", foremost.note.date), "as_of_basis": foremost.note.date_basis}


def corrected(tellings: Iterable[Telling]) -> str | None:
    """Return the day of the latest correction of the notes that tell an event."""
    days = [correction.date.start for telling in tellings for correction in telling.note.corrections]
    return max(days).isoformat() if days else None


def credit(telling: Telling) -> str:
    """Say in words who reported an event and when, and when that note was corrected."""
    when = edtf.display(telling.note.date) + (" (inferred)" if telling.note.is_inferred else "")
    marks = (
        reporter(telling.note),
        f"reported {when}",
        views.corrected(telling.note.corrections),
        FOUND_MARK if telling.event.suggested else "",
    )
    return ", ".join(filter(None, marks))


def title(entry: Entry) -> str:
    """Say what happened, or what was planned, and whether the program found it."""
    what = f"Planned: {entry.what}" if entry.planned else entry.what
    return f"{what} ({FOUND_MARK})" if entry.found else what


def _account(telling: Telling) -> dict[str, Any]:
    return {
        "note": telling.note.slug,
        "source": reporter(telling.note),
        "as_of": telling.note.date.text,
        "as_of_basis": telling.note.date_basis,
        "corrected": corrected([telling]),
        "by": telling.event.by,
        "what": telling.event.what,
        "basis": "found" if telling.event.suggested else "stated",
    }

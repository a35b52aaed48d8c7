"""Notes as rows of an export, withdrawn ones marked."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from briefing.content import urls
from briefing.core.model import Note
from briefing.core.settings import Site
from briefing.site import head
from briefing.site.exports import dates
from briefing.site.exports.claims import BASES
from briefing.site.tables import Code, Column, Table

if TYPE_CHECKING:
    from briefing.chronology.cards import Card
    from briefing.site.parts import Link

STATUSES = (
    Code("published", "it stands"),
    Code("withdrawn", "it was taken back; what it told is left out here"),
    Code("draft", "not yet published: in previews only"),
)
MENTION = (
    Column("id", "text", "An entity, see entities.json.", required=True),
    Column("count", "count", "How often its text names it; 0 where only claims or events do.", required=True),
)
CORRECTION = (
    Column("date", "text", "When it was corrected, as an EDTF date.", required=True),
    Column("what", "text", "What was wrong.", required=True),
)
TABLE = Table(
    name="notes",
    title="Notes",
    about="Every note with the report it is made from. Texts stand on the notes' own pages.",
    order="Rows run from the oldest report to the newest, then by id; withdrawn notes come last.",
    columns=(
        Column("id", "text", "The note's own name, as claims and events use it.", required=True),
        Column("title", "text", "The note's title.", required=True),
        *dates.columns("date", "When the report appeared", required=True),
        Column("date_basis", "text", "Where that date comes from.", BASES, required=True),
        Column("date_evidence", "text", "Why an inferred date holds."),
        Column("source", "text", "The outlet that published the report, by id.", required=True),
        Column("source_label", "text", "The outlet by name.", required=True),
        Column("agency", "text", "The agency that the outlet relays, by id."),
        Column("agency_label", "text", "The agency by name."),
        Column("headline", "text", "The report's own headline."),
        Column("report_url", "text", "The report's address."),
        Column("status", "text", "Whether the note stands.", STATUSES, required=True),
        Column("withdrawn", "text", "When it was withdrawn, as an EDTF date."),
        Column("status_reason", "text", "Why it was withdrawn."),
        Column("summary", "list", "The editor's summary, or the sentences extracted from the note."),
        Column("tags", "list", "What it is about, foremost first."),
        Column("entities", "records", "Whom and what it names.", parts=MENTION),
        Column("claims", "count", "How many claims it carries.", required=True),
        Column("events", "count", "How many events it tells.", required=True),
        Column("corrections", "records", "What was corrected, oldest first.", parts=CORRECTION),
        Column("sha256", "text", "SHA-256 of the note's Markdown file: its version.", required=True),
        Column("url", "text", "The note's page.", required=True),
    ),
)


def row(card: Card, note: Note, tag: Callable[[str], Link], site: Site) -> dict[str, Any]:
    """Make the row of one note; `tag` finds the page of a tag by its key."""
    gone = card.status == "withdrawn"
    summary = (card.summary,) if card.summary else tuple(one.text for one in card.extracts)
    return {
        "id": card.slug,
        "title": card.title,
        **dates.cells("date", card.date),
        "date_basis": card.date_basis,
        "date_evidence": card.date_evidence or None,
        "source": card.source,
        "source_label": card.source_label,
        "agency": card.agency or None,
        "agency_label": card.agency_label or None,
        "headline": None if gone else note.headline or None,
        "report_url": None if gone else note.url or None,
        "status": card.status,
        "withdrawn": card.withdrawn.text if card.withdrawn else None,
        "status_reason": card.status_reason or None,
        "summary": summary,
        "tags": tuple(tag(one.key).text for one in card.tags),
        "entities": tuple({"id": entity.id, "count": entity.count} for entity in card.entities),
        "claims": len(card.claims),
        "events": len(card.events),
        "corrections": tuple({"date": one.date.text, "what": one.what} for one in card.corrections),
        "sha256": note.sha256,
        "url": head.absolute(site, urls.note(card.slug)),
    }

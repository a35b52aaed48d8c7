"""Make a document for the search of each note, briefing and entity."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date as Date  # noqa: N812 - a document's own date is a text
from typing import TYPE_CHECKING, Literal

from briefing.chronology import events
from briefing.content import urls
from briefing.core import edtf
from briefing.core.edtf import PartialDate
from briefing.core.model import Event, Note
from briefing.core.registry import Entity
from briefing.ledger import wording
from briefing.text.sentences import clean

if TYPE_CHECKING:
    from briefing.chronology.cards import Card
    from briefing.chronology.days import Day
    from briefing.ledger.statements import Statement

DocumentKind = Literal["note", "briefing", "person", "group", "place", "thing"]
PartKind = Literal["title", "name", "headline", "tag", "summary", "text", "event", "claim"]
KINDS: tuple[DocumentKind, ...] = ("note", "briefing", "person", "group", "place", "thing")
# A report that may have appeared on any of more days than these, or an event as long, is of none of them.
SPAN = 7


@dataclass(frozen=True, slots=True)
class DocumentPart:
    """One text of a document; `anchor` is its place on the page, `date` an event's, as shown."""

    kind: PartKind
    text: str
    anchor: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A page as the search shows and reads it, and what it is narrowed and sorted by.

    `date`, `source` and `agency` are as shown, `outlet` and `wire` their ids; `start` is None for
    what has no date. `days` are the days it is about, the first ones those it is dated, `happened`
    those of its events; `tags` are keys with labels.
    """

    href: str
    kind: DocumentKind
    title: str
    parts: tuple[DocumentPart, ...]
    date: str = ""
    source: str = ""
    agency: str = ""
    days: tuple[Date, ...] = ()
    happened: tuple[Date, ...] = ()
    start: Date | None = None
    end: Date | None = None
    inferred: bool = False
    outlet: str = ""
    wire: str = ""
    entities: tuple[str, ...] = ()
    tags: tuple[tuple[str, str], ...] = ()


def of_note(
    card: Card,
    tags: tuple[tuple[str, str], ...],
    note: Note,
    told: Sequence[Statement],
    label: Callable[[str], str],
) -> Document:
    """Make the document of a note from its card, its tags' keys with their labels, its text and claims.

    `label` names an entity or a claimant by its id.
    """
    dated = tuple(_within(card.date))
    past = (event.date for event in card.events if not event.planned)
    happened = tuple(dict.fromkeys(day for value in past for day in _within(value)))
    named = tuple(day for one in card.dated for day in _within(one.date))
    return Document(
        href=urls.note(card.slug),
        kind="note",
        title=card.title,
        parts=tuple(_parts_of_note(card, note, [name for _, name in tags], told, label)),
        date=edtf.display_short(card.date),
        source=card.source_label,
        agency=card.agency_label,
        days=tuple(dict.fromkeys((*dated, *happened, *named))),
        happened=happened,
        start=card.date.start,
        end=card.date.end,
        inferred=card.is_inferred,
        outlet=card.source,
        wire=card.agency,
        entities=tuple(entity.id for entity in card.entities),
        tags=tags,
    )


def _parts_of_note(
    card: Card, note: Note, tags: Sequence[str], told: Sequence[Statement], label: Callable[[str], str]
) -> Iterator[DocumentPart]:
    yield DocumentPart("title", card.title)
    if note.headline:
        yield DocumentPart("headline", note.headline)
    yield from (DocumentPart("tag", tag) for tag in tags)
    if card.summary:
        yield DocumentPart("summary", card.summary)
    prose, last = note.document.prose, 0
    for block in note.document.blocks:
        if block.start >= last and (text := clean(prose[block.start : block.end])):
            last = block.end
            yield DocumentPart("text", text, block.anchor)
    yield from (DocumentPart("text", heading.text, heading.anchor) for heading in note.document.headings)
    for event in sorted(card.events, key=lambda one: one.date.key):
        yield DocumentPart("event", event.what, events.anchor(event), _when(event))
    for one in told:
        when = edtf.display_short(one.claim.period) if one.claim.period else ""
        yield DocumentPart("claim", _claim(one, label), "" if one.is_position else "at_figures", when)


def _when(event: Event) -> str:
    """Say when an event was, whether it was only planned then, and whether only the program says so."""
    shown = edtf.display_short(event.date)
    planned = f"planned for {shown}" if event.planned else shown
    return f"{planned}, found by the program" if event.suggested else planned


def _claim(statement: Statement, label: Callable[[str], str]) -> str:
    """A claim in one line, as its columns would be read aloud."""
    claim = statement.claim
    if statement.is_position:
        verb = wording.STANCES[claim.stance or "asserts"].verb
        told = f"{label(claim.by)} {verb} control by {label(claim.who)}"
    else:
        whom = label(claim.who) + (f", {claim.subset}" if claim.subset else "")
        told = f"{label(claim.by)} on {whom}: {statement.measure.inline} {wording.figure(statement)}"
    place = label(claim.place) if claim.place else ""
    return "; ".join(one for one in (told, place, claim.remark) if one)


def _within(value: PartialDate) -> Iterator[Date]:
    """The day of a date, or the first and last of a few."""
    if value.is_day:
        yield value.start
    elif not (value.open_start or value.open_end) and (value.end - value.start).days < SPAN:
        yield from (value.start, value.end)


def of_day(day: Day, *, headline: str, summary: str) -> Document:
    """Make the document of a day's briefing from the day and what lists show of it."""
    shown = edtf.of_day(day.date)
    title = f"Briefing, {edtf.display(shown)}"
    parts = (
        DocumentPart("title", title),
        DocumentPart("headline", headline),
        DocumentPart("summary", summary),
    )
    return Document(
        href=urls.briefing(day.date),
        kind="briefing",
        title=title,
        parts=tuple(part for part in parts if part.text),
        date=edtf.display_short(shown),
        days=(day.date,),
        start=day.date,
        end=day.date,
        entities=_named_on(day),
    )


def _named_on(day: Day) -> tuple[str, ...]:
    """The entities that the events of a day name."""
    named = {
        id_
        for card in day.happened
        for event in card.events
        if event.date.start <= day.date <= event.date.end and not event.planned
        for id_ in (*event.places, *event.actors)
    }
    return tuple(sorted(named))


def of_entity(entity: Entity, *, start: Date | None, end: Date | None) -> Document:
    """Make the document of an entity; `start` and `end` are of all published notes that name it."""
    names = (DocumentPart("name", alias.text) for alias in entity.aliases)
    told = (DocumentPart("summary", entity.description),) if entity.description else ()
    return Document(
        href=urls.entity(entity.id),
        kind=entity.kind,
        title=entity.label,
        parts=(DocumentPart("title", entity.label), *names, *told),
        start=start,
        end=end,
        entities=(entity.id,),
    )

"""A catalogue in; everything that can be found, as documents with their parts, out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from briefing import edtf
from briefing.chronology import events
from briefing.chronology.ledger import wording
from briefing.site import links, urls
from briefing.site.pages import days as day_pages
from briefing.site.plan import digest
from briefing.text.sentences import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date as Date  # noqa: N812 - a document's own date is a text

    from briefing.chronology.cards import Card
    from briefing.chronology.days import Day
    from briefing.model import Claim, Entity, Note, Stance
    from briefing.site.catalogue import Catalogue

Kind = Literal["note", "briefing", "person", "group", "place"]
PartKind = Literal["title", "name", "headline", "tag", "summary", "text", "event", "claim"]
KINDS: tuple[Kind, ...] = ("note", "briefing", "person", "group", "place")
# A report that may have appeared on any of more days than these, or an event as long, is of none of them.
SPAN = 7
STANCES: Mapping[Stance, str] = {
    "asserts": "reports",
    "partly": "reports partial",
    "doubts": "doubts",
    "denies": "denies",
}


@dataclass(frozen=True, slots=True)
class Part:
    """One text of a document; `anchor` is its place on the page, `date` an event's, as shown."""

    kind: PartKind
    text: str
    anchor: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A page as the search shows and reads it; `date`, `source` and `agency` are as shown.

    `days` are the days it is about, the first ones those it is dated.
    """

    href: str
    kind: Kind
    title: str
    date: str
    inferred: bool
    source: str
    agency: str
    parts: tuple[Part, ...]
    days: tuple[Date, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What filters and sorting need to know of a document, and the making of the document.

    `start` is None for what has no date; `entities` and `tags` are ids and keys; `digest` covers
    all that `make` reads.
    """

    href: str
    kind: Kind
    start: Date | None
    end: Date | None
    inferred: bool
    source: str
    agency: str
    entities: tuple[str, ...]
    tags: tuple[str, ...]
    digest: str
    make: Callable[[], Document]


def found(catalogue: Catalogue, days: Sequence[Day]) -> Iterator[Found]:
    """Yield a document for every published note, for every day given and for every entity.

    `days` are those of the published notes: a preview with drafts has more.
    """
    for card in catalogue.cards:
        if card.status == "published":
            yield _of_note(catalogue, card)
    for day in days:
        yield _of_day(catalogue, day)
    for entity in catalogue.registry.entities:
        yield _of_entity(catalogue, entity)


def _of_note(catalogue: Catalogue, card: Card) -> Found:
    labels = tuple(catalogue.vocabulary[tag.key].text for tag in card.tags)

    def make() -> Document:
        return Document(
            href=urls.note(card.slug),
            kind="note",
            title=card.title,
            date=edtf.display_short(card.date),
            inferred=card.date_basis == "inferred",
            source=card.source.label,
            agency=card.agency.label if card.agency else "",
            parts=tuple(_parts_of_note(card, catalogue.note(card.slug), labels)),
            days=tuple(dict.fromkeys(_days(card))),
        )

    return Found(
        href=urls.note(card.slug),
        kind="note",
        start=card.date.start,
        end=card.date.end,
        inferred=card.date_basis == "inferred",
        source=card.source.id,
        agency=card.agency.id if card.agency else "",
        entities=tuple(entity.id for entity in card.entities),
        tags=tuple(tag.key for tag in card.tags),
        digest=digest(catalogue.digests[card.slug], catalogue.sources[card.slug], labels),
        make=make,
    )


def _parts_of_note(card: Card, note: Note, tags: Sequence[str]) -> Iterator[Part]:
    yield Part("title", card.title)
    if note.headline:
        yield Part("headline", note.headline)
    yield from (Part("tag", tag) for tag in tags)
    if card.editor_summary:
        yield Part("summary", card.editor_summary)
    prose, last = note.document.prose, 0
    for block in note.document.blocks:
        if block.start >= last and (text := clean(prose[block.start : block.end])):
            last = block.end
            yield Part("text", text, block.anchor)
    yield from (Part("text", heading.text, heading.anchor) for heading in note.document.headings)
    for entry in events.merge(events.tellings(card)):
        yield Part("event", entry.what, entry.anchor, edtf.display_short(entry.date))
    labels = {entity.id: entity.label for entity in card.entities}
    for claim in card.claims:
        yield Part("claim", _claim(claim, labels), "" if claim.stance else "at_figures")


def _claim(claim: Claim, labels: dict[str, str]) -> str:
    """A claim in one line, as its columns would be read aloud."""
    if claim.stance:
        told = f"{labels[claim.by]} {STANCES[claim.stance]} control by {labels[claim.who]}"
    else:
        whom = labels[claim.who] + (f", {claim.subset}" if claim.subset else "")
        told = f"{labels[claim.by]} on {whom}: {claim.what} {wording.figure(claim)}"
    place = labels.get(claim.place, "")
    period = edtf.display_short(claim.period) if claim.period else ""
    return "; ".join(one for one in (told, place, period, claim.remark) if one)


def _days(card: Card) -> Iterator[Date]:
    """The days a note is about: when it appeared, when its events happened, what its text dates."""
    for value in (card.date, *(event.date for event in card.events), *(one.date for one in card.dated)):
        if value.is_day:
            yield value.start
        elif not (value.open_start or value.open_end) and (value.end - value.start).days < SPAN:
            yield from (value.start, value.end)


def _of_day(catalogue: Catalogue, day: Day) -> Found:
    def make() -> Document:
        teaser = day_pages.teaser(catalogue, day)
        lead = day_pages.lead_of(catalogue, day.date)
        told = links.plain(lead.document) if lead else teaser.text
        parts = [Part("title", f"Briefing, {teaser.date.text}"), Part("headline", teaser.headline)]
        return Document(
            href=urls.briefing(day.date),
            kind="briefing",
            title=f"Briefing, {teaser.date.text}",
            date=teaser.date.short,
            inferred=False,
            source="",
            agency="",
            parts=(*parts, *([Part("summary", told)] if told else [])),
            days=(day.date,),
        )

    lead = day_pages.lead_of(catalogue, day.date)
    return Found(
        href=urls.briefing(day.date),
        kind="briefing",
        start=day.date,
        end=day.date,
        inferred=False,
        source="",
        agency="",
        entities=_named_on(day),
        tags=(),
        digest=digest(day.date, lead, tuple(catalogue.digests[card.slug] for card in day_pages.members(day))),
        make=make,
    )


def _named_on(day: Day) -> tuple[str, ...]:
    """The entities that the events of a day name."""
    named = {
        id_
        for card in day.happened
        for event in card.events
        if event.date.start <= day.date <= event.date.end
        for id_ in (*event.places, *event.actors)
    }
    return tuple(sorted(named))


def _of_entity(catalogue: Catalogue, entity: Entity) -> Found:
    cards = [card for card in catalogue.by_entity.get(entity.id, []) if card.status == "published"]

    def make() -> Document:
        names = (Part("name", alias.text) for alias in entity.aliases)
        told = (Part("summary", entity.description),) if entity.description else ()
        return Document(
            href=urls.entity(entity.id),
            kind=entity.kind,
            title=entity.label,
            date="",
            inferred=False,
            source="",
            agency="",
            parts=(Part("title", entity.label), *names, *told),
            days=(),
        )

    return Found(
        href=urls.entity(entity.id),
        kind=entity.kind,
        start=min((card.date.start for card in cards), default=None),
        end=max((card.date.end for card in cards), default=None),
        inferred=False,
        source="",
        agency="",
        entities=(entity.id,),
        tags=(),
        digest=digest(entity),
        make=make,
    )

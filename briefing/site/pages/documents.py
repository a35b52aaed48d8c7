"""The documents that the search index is made of: notes, briefings, entities."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from briefing.chronology.days import Day
from briefing.content import urls
from briefing.engine.digests import digest
from briefing.engine.graph import PLAN
from briefing.engine.output import Output, OutputKind
from briefing.engine.query import Query
from briefing.search import documents
from briefing.site.pages import days

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefing.search.documents import Document
    from briefing.site.catalogue import Catalogue

NOTE, DAY, ENTITY = "note", "day", "entity"


def make(catalogue: Catalogue, key: str) -> Document:
    """Make the document that a key names: "note SLUG", "day 2018-12-14" or "entity ID"."""
    kind, _, name = key.partition(" ")
    if kind == NOTE:
        return documents.of_note(
            catalogue.card(name),
            _tags(catalogue, name),
            catalogue.note(name),
            catalogue.statements(name),
            catalogue.label,
        )
    if kind == DAY:
        teaser = catalogue.ask(days.TEASER, name)
        day = _published(catalogue, date.fromisoformat(name))
        return documents.of_day(day, headline=teaser.headline, summary=teaser.text)
    start, end = _span(catalogue, name)
    return documents.of_entity(catalogue.entity(name), start=start, end=end)


def href(key: str) -> str:
    """The address of the page that a document stands for."""
    kind, _, name = key.partition(" ")
    if kind == NOTE:
        return urls.note(name)
    return urls.briefing(date.fromisoformat(name)) if kind == DAY else urls.entity(name)


def _version(catalogue: Catalogue, key: str) -> str:
    """A digest of all that a document is made from; empty where there is none: drafts are not found."""
    kind, _, name = key.partition(" ")
    if kind == NOTE:
        if catalogue.card(name).status != "published":
            return ""
        inputs = (catalogue.inputs.card, catalogue.inputs.note, catalogue.inputs.statements)
        told = [catalogue.version(one, name) for one in inputs]
        claims = [one.claim for one in catalogue.statements(name)]
        names = [catalogue.label(id_) for one in claims for id_ in (one.by, one.who, one.place) if id_]
        return digest(told, _tags(catalogue, name), names)
    if kind == DAY:
        day = _published(catalogue, date.fromisoformat(name))
        if not (day.happened or day.reported):
            return ""
        told = [
            catalogue.version(catalogue.inputs.card, card.slug) for card in (*day.happened, *day.reported)
        ]
        return digest(told, catalogue.ask(days.TEASER, name))
    return digest(catalogue.entity(name), _span(catalogue, name))


def _tags(catalogue: Catalogue, slug: str) -> tuple[tuple[str, str], ...]:
    return tuple((tag.key, catalogue.tag(tag.key).text) for tag in catalogue.card(slug).tags)


def _published(catalogue: Catalogue, at: date) -> Day:
    """A day as readers know it: a preview shows drafts too."""
    day = days.day_of(catalogue, at)
    happened, reported = (
        tuple(card for card in cards if card.status == "published") for cards in (day.happened, day.reported)
    )
    return Day(at, happened, reported)


def _span(catalogue: Catalogue, id_: str) -> tuple[date | None, date | None]:
    """The first and last possible day of the notes that name an entity."""
    places = [row.sort.split(" ") for row in catalogue.rows(f"entity {id_}")]
    first = min((place[0] for place in places), default="")
    last = max((place[1] for place in places), default="")
    return (date.fromisoformat(first), date.fromisoformat(last)) if places else (None, None)


# A digest of a document, by its key.
VERSION = Query("document", _version, str)


def _keys(catalogue: Catalogue) -> Iterator[str]:
    yield from (f"{NOTE} {row.owner}" for row in catalogue.rows("notes"))
    yield from (f"{DAY} {place}" for place in catalogue.places("days"))
    yield from (f"{ENTITY} {entity.id}" for entity in catalogue.entities)


def _plan(catalogue: Catalogue, key: str) -> tuple[Output, ...]:
    """Plan no page: the index is made of all documents at once, of those whose version is another."""
    catalogue.ask(VERSION, key)
    return ()


OUTPUTS = (OutputKind("document", (), _keys, _plan),)
# How the planners of documents are named in the store.
PLANNED = f"{PLAN}document "
QUERIES = (VERSION,)

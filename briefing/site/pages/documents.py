"""The documents that the search index is made of: one for each page that answers a question."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from briefing.chronology.days import Day
from briefing.content import urls
from briefing.engine.digests import digest
from briefing.engine.graph import PLAN
from briefing.engine.output import Output, OutputKind
from briefing.engine.query import Query
from briefing.ledger.statements import Statement, group_of
from briefing.search import documents
from briefing.site.ledger import newest
from briefing.site.ledger.book import Book
from briefing.site.ledger.comparisons import TODAY
from briefing.site.pages import days

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefing.search.documents import Document
    from briefing.site.catalogue import Catalogue

NOTE, DAY, ENTITY, FIGURES, TEXT, OTHER = "note", "day", "entity", "figures", "text", "other"
# What pages that the program makes are for, by address: readers ask for them in these words.
OTHERS = {
    urls.FIGURES: (
        "Figures",
        "All figures and who gives them: how many, whether accounts agree, all as CSV and JSON.",
    ),
    urls.CHRONOLOGY: ("Chronology", "All events in the order in which they happened: a timeline."),
    urls.KEY_DATES: ("Key dates", "The days that matter most, in short."),
    urls.BRIEFINGS: ("Briefings", "All briefings, day by day: a calendar, and the latest news."),
    urls.NOTES: ("Notes", "All notes on reports, the newest first. Each says how to cite it."),
    urls.SOURCES: (
        "Sources",
        "All outlets and agencies, and on whom their figures rest: which reports rest on one origin alone.",
    ),
    urls.CORRECTIONS: ("Corrections", "What was wrong in a note, and when it was corrected."),
    urls.EXPORTS: (
        "Data",
        "Download all figures, claims, events, names and notes as files: CSV, JSON, iCalendar.",
    ),
}


def make(catalogue: Catalogue, key: str) -> Document:
    """Make the document that a key names: "note SLUG", "day 2018-12-14", "figures killed isis" and so on."""
    kind, _, name = key.partition(" ")
    return _MAKERS[kind](catalogue, name)


def _note(catalogue: Catalogue, name: str) -> Document:
    return documents.of_note(
        catalogue.card(name),
        _tags(catalogue, name),
        catalogue.note(name),
        catalogue.statements(name),
        catalogue.label,
    )


def _day(catalogue: Catalogue, name: str) -> Document:
    teaser = catalogue.ask(days.TEASER, name)
    day = _published(catalogue, date.fromisoformat(name))
    return documents.of_day(day, headline=teaser.headline, summary=teaser.text)


def _entity(catalogue: Catalogue, name: str) -> Document:
    start, end = _span(catalogue, name)
    return documents.of_entity(catalogue.entity(name), start=start, end=end)


def _figures(catalogue: Catalogue, name: str) -> Document:
    book, group = Book(catalogue), group_of(name)
    measure = book.measure(group.what)
    since = newest.held_since(book, group) if measure.is_control else None
    if measure.is_control:
        voices = newest.holders(book, group)
        told = [documents.of_holder(one, catalogue.label) for one in voices]
        found = [one for voice in voices for one in voice]
    else:
        series = newest.figures(book, name)
        told = [
            documents.of_series(one, catalogue.label, anchor=anchor, origins=_origins(catalogue, one))
            for anchor, one in series
        ]
        found = [one for _, one in series]
    key = (group.what, group.of, since.isoformat() if since else "", catalogue.count(f"group {name}"))
    return documents.of_figures(key, book.heading(group), measure, told, found)


def _origins(catalogue: Catalogue, statement: Statement) -> str:
    """On how many reports and origins the scope of a statement rests."""
    return next(one.origins for one in catalogue.ask(TODAY, statement.slug) if one.id == statement.id)


def _text(catalogue: Catalogue, name: str) -> Document:
    page = catalogue.page(name)
    return documents.of_page(urls.page(name), page.title, page.description, page.document)


def _other(_: Catalogue, name: str) -> Document:
    return documents.of_page(name, *OTHERS[name])


_MAKERS = {NOTE: _note, DAY: _day, ENTITY: _entity, FIGURES: _figures, TEXT: _text, OTHER: _other}


def href(key: str) -> str:
    """The address of the page that a document stands for."""
    kind, _, name = key.partition(" ")
    if kind == DAY:
        return urls.briefing(date.fromisoformat(name))
    if kind == FIGURES:
        return urls.group(*group_of(name))
    if kind == NOTE:
        return urls.note(name)
    if kind == ENTITY:
        return urls.entity(name)
    return urls.page(name) if kind == TEXT else name


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
    if kind == ENTITY:
        return digest(catalogue.entity(name), _span(catalogue, name))
    return digest(make(catalogue, key))


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
    yield from (f"{FIGURES} {key}" for key in catalogue.listings("group"))
    yield from (f"{TEXT} {slug}" for slug in catalogue.page_slugs)
    yield from (f"{OTHER} {path}" for path in OTHERS)


def _plan(catalogue: Catalogue, key: str) -> tuple[Output, ...]:
    """Plan no page: the index is made of all documents at once, of those whose version is another."""
    catalogue.ask(VERSION, key)
    return ()


OUTPUTS = (OutputKind("document", (), _keys, _plan),)
# How the planners of documents are named in the store.
PLANNED = f"{PLAN}document "
QUERIES = (VERSION,)

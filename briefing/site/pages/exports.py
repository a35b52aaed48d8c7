"""A catalogue in; the plans of all files for machines, and of the page that explains them, out."""

from __future__ import annotations

import json
from collections import Counter
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from briefing.chronology import events as chronology
from briefing.site import head, plan, urls
from briefing.site.exports import calendar, claims, entities, events, notes, tables, timeline
from briefing.site.exports.tables import File
from briefing.site.models import ExportsPage
from briefing.site.parts import Link

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from briefing.chronology.cards import Card
    from briefing.chronology.events import Entry
    from briefing.settings import Site
    from briefing.site.catalogue import Catalogue
    from briefing.site.exports.tables import Row, Table
    from briefing.site.plan import Plan

TABLES = (claims.TABLE, events.TABLE, entities.TABLE, notes.TABLE)
FILES = (
    File(f"{urls.EXPORTS}claims.csv", "CSV", "every claim, a row each", "table-claims"),
    File(f"{urls.EXPORTS}claims.json", "JSON", "every claim with its relations", "table-claims"),
    File(f"{urls.EXPORTS}events.csv", "CSV", "every event, a row each", "table-events"),
    File(f"{urls.EXPORTS}events.json", "JSON", "every event with all its accounts", "table-events"),
    File(f"{urls.EXPORTS}entities.json", "JSON", "people, groups and places", "table-entities"),
    File(f"{urls.EXPORTS}notes.json", "JSON", "every note and its report", "table-notes"),
    File(f"{urls.EXPORTS}timeline.json", "JSON", "all events in the form that TimelineJS reads"),
    File(f"{urls.EXPORTS}events.ics", "iCalendar", "all events, to subscribe to in a calendar"),
)
INTRODUCTION = (
    "Everything this site is made of, as files: the same bytes from the same notes, rows in a fixed order, "
    "each with a schema. Nothing in them is more certain than the report it comes from."
)


def plans(catalogue: Catalogue) -> Iterator[Plan]:
    """Plan `/data/` and all files below it."""
    yield _page(catalogue)
    yield from _claims(catalogue)
    yield from _events(catalogue)
    yield _entities(catalogue)
    yield _notes(catalogue)
    yield from (_schema(catalogue, table) for table in TABLES)


def _page(catalogue: Catalogue) -> Plan:
    def make() -> ExportsPage:
        return ExportsPage(
            head=head.head(
                catalogue.settings.site,
                title="Data",
                description=INTRODUCTION,
                path=urls.EXPORTS,
                section=urls.EXPORTS,
            ),
            title="Data",
            introduction=INTRODUCTION,
            files=FILES,
            tables=TABLES,
            schemas=tuple(Link(_schema_path(table), "Its JSON Schema.") for table in TABLES),
        )

    return catalogue.plan(urls.EXPORTS, "exports.html", make)


def _claims(catalogue: Catalogue) -> Iterator[Plan]:
    labels, claims_of = _labels(catalogue), catalogue.digests_of_claims
    told = plan.digest([(*_heading(one), claims_of[one.slug]) for one in catalogue.cards if one.claims])

    def rows(*, related: bool) -> Iterator[Row]:
        return claims.rows(catalogue.ledger, labels, catalogue.settings.site, related=related)

    yield _csv(catalogue, claims.TABLE, partial(rows, related=False), (told, labels))
    yield _json(catalogue, claims.TABLE, partial(rows, related=True), (told, labels))


def _events(catalogue: Catalogue) -> Iterator[Plan]:
    site, labels, events_of = catalogue.settings.site, _labels(catalogue), catalogue.digests_of_events
    told = plan.digest([(*_heading(one), events_of[one.slug]) for one in catalogue.cards if one.events])

    @cache
    def entries() -> tuple[Entry, ...]:
        return chronology.merge(one for card in catalogue.cards for one in chronology.tellings(card))

    def rows() -> Iterator[Row]:
        return events.rows(entries(), site)

    yield _csv(catalogue, events.TABLE, rows, (told,))
    yield _json(catalogue, events.TABLE, rows, (told,))
    for name, write in (("timeline.json", timeline.as_json), ("events.ics", calendar.as_ics)):

        def make(write: Callable[[tuple[Entry, ...], dict[str, str], Site], bytes] = write) -> bytes:
            return write(entries(), labels, site)

        yield catalogue.plan(f"{urls.EXPORTS}{name}", "", make, also=(told, labels))


def _heading(card: Card) -> tuple[object, ...]:
    """What every row tells of the note that it comes from."""
    return card.slug, card.title, card.date, card.date_basis, card.source, card.agency, card.corrections


def _entities(catalogue: Catalogue) -> Plan:
    found = catalogue.registry.entities
    counts = Counter(one.id for card in catalogue.cards for one in card.entities if one.count)

    def rows() -> Iterator[Row]:
        return entities.rows(found, counts, catalogue.settings.site)

    return _json(catalogue, entities.TABLE, rows, (found, sorted(counts.items())))


def _notes(catalogue: Catalogue) -> Plan:
    cards = (*catalogue.cards, *catalogue.withdrawn)

    def rows() -> Iterator[Row]:
        site, vocabulary = catalogue.settings.site, catalogue.vocabulary
        return (notes.row(card, catalogue.note(card.slug), vocabulary, site) for card in cards)

    labels = plan.digest(sorted(catalogue.vocabulary.items()))
    told = plan.digest([(catalogue.digests[one.slug], catalogue.sources[one.slug]) for one in cards])
    return _json(catalogue, notes.TABLE, rows, (told, labels))


def _csv(
    catalogue: Catalogue, table: Table, rows: Callable[[], Iterable[Row]], also: tuple[object, ...]
) -> Plan:
    def make() -> bytes:
        return tables.as_csv(table, rows())

    return catalogue.plan(f"{urls.EXPORTS}{table.name}.csv", "", make, also=also)


def _json(
    catalogue: Catalogue, table: Table, rows: Callable[[], Iterable[Row]], also: tuple[object, ...]
) -> Plan:
    def make() -> bytes:
        return tables.as_json(table, rows(), _about(catalogue, table))

    return catalogue.plan(f"{urls.EXPORTS}{table.name}.json", "", make, also=also)


def _about(catalogue: Catalogue, table: Table) -> dict[str, str]:
    site = catalogue.settings.site
    return {
        "title": f"{site.title}: {table.title}",
        "site": head.absolute(site, urls.HOME),
        "licence": catalogue.chrome.licence.href,
        "dictionary": head.absolute(site, f"{urls.EXPORTS}#table-{table.name}"),
        "schema": head.absolute(site, _schema_path(table)),
    }


def _schema_path(table: Table) -> str:
    return f"{urls.EXPORTS}{table.name}.schema.json"


def _schema(catalogue: Catalogue, table: Table) -> Plan:
    path = _schema_path(table)
    found = tables.schema(table, head.absolute(catalogue.settings.site, path))
    return catalogue.plan(path, "", partial(_pretty, found))


def _pretty(value: dict[str, Any]) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def _labels(catalogue: Catalogue) -> dict[str, str]:
    return {entity.id: entity.label for entity in catalogue.registry.entities}

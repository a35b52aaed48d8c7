"""Everything that can be found by name in; the plan of the search page, complete without JavaScript, out."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING

from briefing import edtf
from briefing.chronology import days
from briefing.site import head, urls
from briefing.site.models import SearchPage
from briefing.site.parts import Link, LinkGroup, NameGroup, NameRow
from briefing.text import folding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from briefing.chronology.cards import Card
    from briefing.chronology.days import Day
    from briefing.model import Entity
    from briefing.site.catalogue import Catalogue
    from briefing.site.plan import Plan

# Of an entity with many, its most frequent tags and newest days; all are on its own page.
TAGS = 5
DAYS = 6
OTHER = "0–9 and other scripts"


def plan(catalogue: Catalogue, found: Sequence[Day]) -> Plan:
    """Plan `/search/`: the form, and an A to Z of all names, tags and days."""
    names = tuple(_letters(catalogue))
    tags = tuple(sorted(catalogue.vocabulary.values(), key=lambda tag: (folding.fold(tag.text), tag.href)))
    months = tuple(_months(found))

    def make() -> SearchPage:
        return SearchPage(
            head=head.head(
                catalogue.settings.site,
                title="Search",
                description="Find notes, briefings, people, groups and places by any of their names.",
                path=urls.SEARCH,
                section=urls.SEARCH,
            ),
            names=names,
            tags=tags,
            months=months,
        )

    return catalogue.plan(urls.SEARCH, "search.html", make, also=(names, tags, months))


def _letters(catalogue: Catalogue) -> Iterator[NameGroup]:
    order = sorted(_rows(catalogue), key=lambda row: (folding.fold(row.name), row.link.href))
    rows = sorted(order, key=lambda row: _letter(row.name))
    for letter, same in groupby(rows, key=lambda row: _letter(row.name)):
        title = letter[1:]
        yield NameGroup(title, f"names-{title.lower() if len(title) == 1 else 'other'}", tuple(same))


def _letter(name: str) -> str:
    """The heading a name stands under; a sign before it puts letters first."""
    first = folding.fold(name)[:1]
    return f"0{first.upper()}" if "a" <= first <= "z" else f"1{OTHER}"


def _rows(catalogue: Catalogue) -> Iterator[NameRow]:
    """A row for every entity, and one that leads there for each of its other names."""
    for entity in catalogue.registry.entities:
        link = Link(urls.entity(entity.id), entity.label)
        yield _row(catalogue, entity, link, catalogue.by_entity.get(entity.id, []))
        for name in dict.fromkeys(alias.text for alias in entity.aliases):
            if folding.fold(name) != folding.fold(entity.label):
                yield NameRow(name, link, see=True)


def _row(catalogue: Catalogue, entity: Entity, link: Link, cards: Sequence[Card]) -> NameRow:
    counts = Counter(tag.key for card in cards for tag in card.tags)
    order = sorted(counts, key=lambda key: (-counts[key], catalogue.vocabulary[key].text))
    found = sorted(set(_days(cards, entity.id)), reverse=True)
    return NameRow(
        name=entity.label,
        link=link,
        kind=entity.kind,
        also=tuple(alias.text for alias in entity.aliases),
        notes=sum(1 for card in cards for one in card.entities if one.id == entity.id and one.count),
        tags=tuple(catalogue.vocabulary[key] for key in order[:TAGS]),
        days=tuple(Link(urls.briefing(day), edtf.display_short(edtf.of_day(day))) for day in found[:DAYS]),
        more_days=len(found[DAYS:]),
    )


def _days(cards: Iterable[Card], id_: str) -> Iterator[date]:
    """The days on which something happened to, or was done by, an entity."""
    for card in cards:
        for event in card.events:
            if id_ in event.places or id_ in event.actors:
                yield from days.within(event.date, days.EVENT_SPAN)


def _months(found: Iterable[Day]) -> Iterator[LinkGroup]:
    for month, same in groupby(found, key=lambda day: f"{day.date:%Y-%m}"):
        links = (Link(urls.briefing(day.date), str(day.date.day)) for day in same)
        yield LinkGroup(edtf.display(edtf.parse(month)), tuple(links))

"""The search page, complete without JavaScript."""

from __future__ import annotations

from collections import Counter
from datetime import date
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING

from briefing.content import urls
from briefing.core import edtf
from briefing.engine.inputs import only
from briefing.engine.output import Output, OutputKind
from briefing.engine.query import Query
from briefing.site import head
from briefing.site.entity_counts import naming
from briefing.site.models import SearchPage
from briefing.site.pages import days
from briefing.site.parts import Link, LinkGroup, NameGroup, NameRow
from briefing.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from briefing.site.catalogue import Catalogue

# Of an entity with many, its most frequent tags and newest days; all are on its own page.
TAGS = 5
DAYS = 6
OTHER = "0–9 and other scripts"


def _plans(catalogue: Catalogue, _key: str) -> Iterator[Output]:
    """Plan `/search/`: the form, and an A to Z of all names, tags and days."""
    yield catalogue.html(urls.SEARCH, "search.html", partial(_page, catalogue))


def _page(catalogue: Catalogue) -> SearchPage:
    tags = (catalogue.tag(key) for key in catalogue.listings("tag"))
    return SearchPage(
        head=head.head(
            catalogue.site,
            title="Search",
            description="Find notes, briefings, people, groups, places and things by any of their names.",
            path=urls.SEARCH,
            section=urls.SEARCH,
        ),
        names=tuple(_letters(catalogue)),
        tags=tuple(sorted(tags, key=lambda tag: (fold.fold(tag.text), tag.href))),
        months=tuple(_months(days.all_days(catalogue))),
    )


def _letters(catalogue: Catalogue) -> Iterator[NameGroup]:
    order = sorted(_rows(catalogue), key=lambda row: (fold.fold(row.name), row.link.href))
    rows = sorted(order, key=lambda row: _letter(row.name))
    for letter, same in groupby(rows, key=lambda row: _letter(row.name)):
        title = letter[1:]
        yield NameGroup(title, f"names-{title.lower() if len(title) == 1 else 'other'}", tuple(same))


def _letter(name: str) -> str:
    """The heading a name stands under; a sign before it puts letters first."""
    first = fold.fold(name)[:1]
    return f"0{first.upper()}" if "a" <= first <= "z" else f"1{OTHER}"


def _rows(catalogue: Catalogue) -> Iterator[NameRow]:
    """A row for every entity, and one that leads there for each of its other names."""
    for entity in catalogue.entities:
        yield catalogue.ask(ROW, entity.id)
        link = Link(urls.entity(entity.id), entity.label)
        for name in dict.fromkeys(alias.text for alias in entity.aliases):
            if fold.fold(name) != fold.fold(entity.label):
                yield NameRow(name, link, see=True)


def _row(catalogue: Catalogue, id_: str) -> NameRow:
    entity = catalogue.entity(id_)
    # Of one in thousands of notes, all would be looked through with each new note.
    newest = (catalogue.card(row.owner) for row in catalogue.last(f"entity {id_}", catalogue.sizes.per_page))
    counts = Counter(tag.key for card in newest for tag in card.tags)
    order = sorted(counts, key=lambda key: (-counts[key], catalogue.tag(key).text))
    found = catalogue.places(f"acted {id_}")[::-1]
    shown = [date.fromisoformat(place) for place in found[:DAYS]]
    return NameRow(
        name=entity.label,
        link=Link(urls.entity(id_), entity.label),
        kind=entity.kind,
        also=tuple(alias.text for alias in entity.aliases),
        notes=naming(catalogue, id_),
        tags=tuple(catalogue.tag(key) for key in order[:TAGS]),
        days=tuple(Link(urls.briefing(day), edtf.display_short(edtf.of_day(day))) for day in shown),
        more_days=len(found[DAYS:]),
    )


# What the A to Z shows of an entity: its most frequent tags are those of its newest notes.
ROW = Query("name-row", _row, NameRow)


def _months(found: Iterable[date]) -> Iterator[LinkGroup]:
    for month, same in groupby(found, key=lambda day: f"{day:%Y-%m}"):
        links = (Link(urls.briefing(day), str(day.day)) for day in same)
        yield LinkGroup(edtf.display(edtf.parse(month)), tuple(links))


OUTPUTS = (OutputKind("search", (urls.SEARCH,), only, _plans),)
QUERIES = (ROW,)

"""The page on who holds a place: map, state, where accounts differ, who said so on which day."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from briefing.content import urls
from briefing.engine.output import Output, OutputKind
from briefing.ledger.assembly import Ledger
from briefing.ledger.statements import Group, group_of
from briefing.site import citations, head
from briefing.site.ledger import rows, summary
from briefing.site.ledger.book import Book, id_of
from briefing.site.pages import entities
from briefing.site.pagination import Chunk, chunks
from briefing.site.parts import Link
from briefing.site.profiles import ControlPage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefing.engine.listings import Row
    from briefing.site.catalogue import Catalogue
    from briefing.site.figure_parts import SidesView

WHOLE = Link(urls.FIGURES, "All figures")
# Places near, of which it is told who holds them, and how many of the newest claims on each are read.
NEAR, RECENT = 4, 40


def _keys(catalogue: Catalogue) -> list[str]:
    book = Book(catalogue)
    return [key for key in catalogue.listings("group") if book.measure(group_of(key).what).is_control]


def _plans(catalogue: Catalogue, key: str) -> Iterator[Output]:
    group = group_of(key)
    title = f"Who holds {catalogue.label(group.of)}"
    for part in chunks(urls.group(*group), catalogue.rows(f"group {key}"), catalogue.sizes.per_page):
        make = partial(_page, catalogue, group, part.titled(title), part)
        ids = tuple((row.owner, id_of(row)) for row in part.content)
        yield catalogue.html(part.href, "control.html", make, also=(title, part.pages, ids))


def _page(catalogue: Catalogue, group: Group, title: str, part: Chunk[Row]) -> ControlPage:
    book, place = Book(catalogue), catalogue.entity(group.of)
    ledger = Ledger.of(book.statement(row.owner, id_of(row)) for row in part.content)
    (shown,) = rows.groups(book, ledger)
    href, slugs = urls.group(*group), dict.fromkeys(one.slug for one in ledger.statements)
    base = urls.group(*group)
    page = ControlPage(
        head=head.head(
            catalogue.site,
            title=title,
            description=f"{title}, by who says so and of which day.",
            path=part.href,
            section=urls.FIGURES,
            feed=Link(urls.feed(base), f"{title} (Atom)"),
        ),
        title=title,
        whole=WHOLE,
        place=catalogue.party(place.id),
        unplaced=place.position is None,
        locator=entities.map_of(catalogue, place),
        holders=summary.holders(book, ledger.statements),
        differences=tuple(one for one in summary.disputes(book, slugs) if one.link.href == href),
        matrix=shown.matrix,
        near=tuple(_near(book, group)),
        positions=shown.positions,
        pages=part.pages,
    )
    return citations.control(page, catalogue.site)


def _near(book: Book, group: Group) -> Iterator[SidesView]:
    """Who holds what lies in the place, around it, or beside it in the same."""
    catalogue, place = book.catalogue, book.catalogue.entity(group.of)
    ids = [place.within, *entities.near(catalogue, place)]
    listed = set(catalogue.listings("group"))
    found = [f"{group.what} {id_}" for id_ in ids if f"{group.what} {id_}" in listed]
    for key in found[:NEAR]:
        told = map(book.read, catalogue.last(f"group {key}", RECENT))
        if view := summary.holders(book, told):
            yield view


OUTPUTS = (OutputKind("control", (urls.FIGURES,), _keys, _plans),)
QUERIES = ()

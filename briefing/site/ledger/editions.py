"""The ledger as known by the end of a day, for the briefing of that day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from briefing.engine.query import Query
from briefing.ledger import as_of
from briefing.ledger.as_of import StatementRef
from briefing.site import views
from briefing.site.figure_parts import EditionView, StatementView
from briefing.site.ledger import rows
from briefing.site.ledger.book import Book, id_of
from briefing.site.ledger.comparisons import AGAIN, AS_REPORTED, Comparison, compare

if TYPE_CHECKING:
    from briefing.ledger.statements import Series, Statement
    from briefing.site.catalogue import Catalogue


class Edition(Struct, frozen=True):
    """The statements of a day's edition; `further` is true if it leaves out older ones."""

    known: tuple[StatementRef, ...]
    possible: tuple[StatementRef, ...]
    further: bool


def _months(catalogue: Catalogue, key: str) -> tuple[str, ...]:
    """The months up to one in which figures, or positions, were reported, newest first: "figure 2018-12"."""
    kind, _, last = key.partition(" ")
    return tuple(month for month in reversed(catalogue.listings(kind)) if month <= last)


MONTHS = Query("reported", _months, tuple[str, ...])


def _reported(catalogue: Catalogue, kind: str, last: date) -> Iterator[StatementRef]:
    """Yield what was reported up to the end of a day's month, newest first."""
    for month in catalogue.ask(MONTHS, f"{kind} {last.isoformat()[:7]}"):
        yield from _of_month(catalogue, f"{kind} {month}")


def _of_month(catalogue: Catalogue, listing: str) -> tuple[StatementRef, ...]:
    def told() -> Iterator[StatementRef]:
        for row in reversed(catalogue.rows(listing)):
            end, start, _ = row.sort.split(" ", 2)
            yield StatementRef(
                date.fromisoformat(start), date.fromisoformat(end), row.owner, id_of(row), row.value
            )

    return catalogue.once(f"told {listing}", lambda: tuple(told()))


def _edition(catalogue: Catalogue, key: str) -> Edition:
    day = date.fromisoformat(key)
    sure: list[StatementRef] = []
    possible: list[StatementRef] = []
    further = False
    for kind in ("figure", "position"):
        found, more = as_of.latest(_reported(catalogue, kind, day), day)
        sure += found
        further = further or more
        possible += as_of.possible(_reported(catalogue, kind, as_of.last_possible(day)), day)
    return Edition(tuple(sure), tuple(possible), further)


def _possible(catalogue: Catalogue, key: str) -> tuple[Comparison, ...]:
    book, day = Book(catalogue), date.fromisoformat(key)
    statements = (book.statement(one.slug, one.id) for one in catalogue.ask(EDITION, key).possible)
    return tuple(
        replace(
            compare(book.compared(one.compared), one, book.statements(one.slug), book.brief, day), news=""
        )
        for one in statements
    )


# The key of both is a day; what is said beside what may have been known comes in the same order.
EDITION = Query("known", _edition, Edition)
POSSIBLE = Query("possible", _possible, tuple[Comparison, ...])
QUERIES = (MONTHS, EDITION, POSSIBLE)


def view(book: Book, day: date, since: date | None) -> EditionView:
    """Show a day's edition: in the order of the ledger, what is surely known apart from what may be."""
    edition = book.catalogue.ask(EDITION, day.isoformat())
    sure = _in_order(book, day, _known(book, edition.known, since))
    told = book.catalogue.ask(POSSIBLE, day.isoformat()) if edition.possible else ()
    statements = (book.statement(one.slug, one.id) for one in edition.possible)
    possible = _in_order(book, day, zip(statements, told, strict=True))
    return EditionView(
        news=tuple(one for one in _figures(sure) if one.news),
        standing=tuple(one for one in _figures(sure) if not one.news),
        positions=_positions(sure),
        possible_figures=_figures(possible),
        possible_positions=_positions(possible),
        further=edition.further,
        since=views.day_view(since) if since else None,
    )


def changed(book: Book, day: date, slugs: Iterable[str]) -> tuple[StatementView, ...]:
    """Show the figures of a day's notes that were new when they were reported, of a series the exact."""
    newest: dict[Series, tuple[Statement, Comparison]] = {}
    for slug in slugs:
        for one, said in zip(book.statements(slug), book.catalogue.ask(AS_REPORTED, slug), strict=True):
            last = newest.get(one.series)
            if not one.is_position and (last is None or last[0].key < one.key):
                newest[one.series] = (one, said)
    return _in_order(book, day, (pair for pair in newest.values() if pair[1].news != AGAIN))


def _known(
    book: Book, known: Iterable[StatementRef], since: date | None
) -> Iterator[tuple[Statement, Comparison]]:
    """What is said of each statement; one that has stood before is not set beside others again."""
    found = [(one.end, book.statement(one.slug, one.id), _as_reported(book, one)) for one in known]
    found.sort(key=lambda one: one[1].key)
    # What was reported later of a scope is shown too; the last of it tells how much there was by the day.
    origins = {statement.scope: said.origins for _, statement, said in found}
    for end, statement, said in found:
        shown = replace(said, origins=origins[statement.scope])
        fresh = since is None or end > since
        yield statement, shown if fresh else replace(shown, relations=(), news="")


def _as_reported(book: Book, ref: StatementRef) -> Comparison:
    return next(one for one in book.catalogue.ask(AS_REPORTED, ref.slug) if one.id == ref.id)


def _in_order(
    book: Book, day: date, found: Iterable[tuple[Statement, Comparison]]
) -> tuple[StatementView, ...]:
    order = sorted(found, key=lambda one: _order(book, one[0]))
    return tuple(rows.row(book, one, _accounts(one, said), day) for one, said in order)


def _accounts(statement: Statement, said: Comparison) -> Comparison:
    """Keep only relations to other claimants: the news gives the claimant's own earlier figure."""
    others = tuple(one for one in said.relations if one.by != statement.claim.by)
    return replace(said, relations=others)


def _order(book: Book, statement: Statement) -> tuple[object, ...]:
    """Figures by measure and by whom, positions by the day they speak of and by place."""
    what = statement.measure.rank
    if statement.is_position:
        return what, statement.when.key, book.brief(statement.claim.place), statement.key
    return what, book.brief(statement.claim.who), statement.scope, statement.key


def _figures(shown: tuple[StatementView, ...]) -> tuple[StatementView, ...]:
    return tuple(one for one in shown if not one.stance)


def _positions(shown: tuple[StatementView, ...]) -> tuple[StatementView, ...]:
    return tuple(one for one in shown if one.stance)

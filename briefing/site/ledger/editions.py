"""A day in; the ledger as known by the end of it, as the briefing of that day shows it, out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from briefing.engine.query import Question
from briefing.ledger import as_of
from briefing.ledger.as_of import Told
from briefing.ledger.wording import MEASURES
from briefing.site import views
from briefing.site.ledger import comparisons, rows
from briefing.site.ledger.book import Book, id_of
from briefing.site.ledger.comparisons import Related  # noqa: TC001 - the store reads hints
from briefing.site.ledger.parts import EditionView

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from briefing.ledger.statements import Statement
    from briefing.site.catalogue import Catalogue
    from briefing.site.ledger.comparisons import Beside
    from briefing.site.ledger.parts import StatementView

    # With what is said beside it: relations, origins and news.
    _Row = tuple[Statement, tuple[Related, ...], str, str]


@dataclass(frozen=True, slots=True)
class Listed:
    """A statement of a day's edition: its note and id, and whether it is news since the day before."""

    slug: str
    id: str
    fresh: bool


@dataclass(frozen=True, slots=True)
class Listing:
    """The statements of a day's edition; `further` is true where it leaves out what was known longer ago."""

    known: tuple[Listed, ...]
    possible: tuple[Listed, ...]
    further: bool


@dataclass(frozen=True, slots=True)
class Possible:
    """What is said, on a day, beside a statement that may have been reported by then."""

    slug: str
    id: str
    origins: str
    relations: tuple[Related, ...]


def _months(catalogue: Catalogue, key: str) -> tuple[str, ...]:
    """The months up to one in which figures, or positions, were reported, newest first: "figure 2018-12"."""
    kind, _, last = key.partition(" ")
    return tuple(month for month in reversed(catalogue.listings(kind)) if month <= last)


MONTHS = Question("reported", _months, tuple[str, ...])


def _reported(catalogue: Catalogue, kind: str, last: date) -> Iterator[Told]:
    """What was reported up to the end of a day's month, newest first."""
    for month in catalogue.ask(MONTHS, f"{kind} {last.isoformat()[:7]}"):
        yield from _of_month(catalogue, f"{kind} {month}")


def _of_month(catalogue: Catalogue, listing: str) -> tuple[Told, ...]:
    # Many ask, and each has read it; it is made once.
    catalogue.tracer.read(f"rows {listing}")

    def told() -> Iterator[Told]:
        for row in reversed(catalogue.rows(listing)):
            end, start, _ = row.sort.split(" ", 2)
            yield Told(date.fromisoformat(start), date.fromisoformat(end), row.owner, id_of(row), row.value)

    return catalogue.once(f"told {listing}", lambda: tuple(told()))


def _listing(catalogue: Catalogue, key: str) -> Listing:
    day = date.fromisoformat(key)
    since, _ = catalogue.beside("days", key)
    sure: list[Told] = []
    possible: list[Told] = []
    further = False
    for kind in ("figure", "position"):
        found, more = as_of.latest(_reported(catalogue, kind, day), day)
        sure += found
        further = further or more
        possible += as_of.possible(_reported(catalogue, kind, as_of.last_possible(day)), day)
    return Listing(
        tuple(_listed(one, since) for one in sure), tuple(_listed(one, since) for one in possible), further
    )


def _listed(told: Told, since: str) -> Listed:
    return Listed(told.slug, told.id, told.end.isoformat() > since)


def _possible(catalogue: Catalogue, key: str) -> tuple[Possible, ...]:
    book, day = Book(catalogue), date.fromisoformat(key)
    found = []
    for one in catalogue.ask(LISTING, key).possible:
        statement = book.statement(one.slug, one.id)
        ledger = book.compared(statement.compared)
        origins = comparisons.in_short(ledger.origins(statement.scope, day))
        relations = tuple(comparisons.related(statement, ledger.relations(statement, day)))
        found.append(Possible(one.slug, one.id, origins, relations))
    return tuple(found)


# The key of both is a day.
LISTING = Question("known", _listing, Listing)
POSSIBLE = Question("possible", _possible, tuple[Possible, ...])
QUESTIONS = (MONTHS, LISTING, POSSIBLE)


def view(book: Book, day: date, since: date | None) -> EditionView:
    """Show a day's edition: in the order of the ledger, what is surely known apart from what may be."""
    listing = book.catalogue.ask(LISTING, day.isoformat())
    sure = _in_order(book, day, _known(book, listing.known))
    told = book.catalogue.ask(POSSIBLE, day.isoformat()) if listing.possible else ()
    possible = _in_order(
        book, day, ((book.statement(one.slug, one.id), one.relations, one.origins, "") for one in told)
    )
    return EditionView(
        news=tuple(one for one in _figures(sure) if one.news),
        standing=tuple(one for one in _figures(sure) if not one.news),
        positions=_positions(sure),
        possible_figures=_figures(possible),
        possible_positions=_positions(possible),
        further=listing.further,
        since=views.day_view(since) if since else None,
    )


def _known(book: Book, known: Iterable[Listed]) -> Iterator[_Row]:
    """What is said of each statement; one that has stood before is not set beside others again."""
    found = [(one, book.statement(one.slug, one.id), _beside(book, one)) for one in known]
    found.sort(key=lambda one: one[1].key)
    # What was reported later of a scope is shown too; the last of it tells how much there was by the day.
    origins = {statement.scope: said.origins for _, statement, said in found}
    for one, statement, said in found:
        relations, news = (said.relations, said.news) if one.fresh else ((), "")
        yield statement, relations, origins[statement.scope], news


def _beside(book: Book, listed: Listed) -> Beside:
    return next(one for one in comparisons.of_note(book, listed.slug) if one.id == listed.id)


def _in_order(book: Book, day: date, found: Iterable[_Row]) -> tuple[StatementView, ...]:
    order = sorted(found, key=lambda one: _order(book, one[0]))
    return tuple(
        rows.row(book, statement, _accounts(statement, relations), origins, day=day, news=news)
        for statement, relations, origins, news in order
    )


def _accounts(statement: Statement, relations: Iterable[Related]) -> Iterator[Related]:
    """How a statement stands to what others claim: what its own claimant's figure was, the news tells."""
    return (one for one in relations if one.by != statement.claim.by)


def _order(book: Book, statement: Statement) -> tuple[object, ...]:
    """Figures by measure and by whom, positions by the day they speak of and by place."""
    what = list(MEASURES).index(statement.claim.what)
    if statement.is_position:
        return what, statement.when.key, book.label(statement.claim.place), statement.key
    return what, book.label(statement.claim.who), statement.scope, statement.key


def _figures(shown: tuple[StatementView, ...]) -> tuple[StatementView, ...]:
    return tuple(one for one in shown if not one.stance)


def _positions(shown: tuple[StatementView, ...]) -> tuple[StatementView, ...]:
    return tuple(one for one in shown if one.stance)

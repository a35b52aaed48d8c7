"""The ledger and a day's edition in; what the briefing of that day shows of it out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing import edtf
from briefing.chronology.ledger.wording import EXTENTS, MEASURES, figure
from briefing.site import views
from briefing.site.ledger import rows
from briefing.site.ledger.parts import EditionView

if TYPE_CHECKING:
    from datetime import date

    from briefing.chronology.cards import Card
    from briefing.chronology.ledger.known import Edition, Known
    from briefing.chronology.ledger.statements import Statement
    from briefing.site.ledger.book import Book
    from briefing.site.ledger.parts import StatementView


def view(book: Book, edition: Edition, since: date | None) -> EditionView:
    """Show a day's edition: in the order of the ledger, what is surely known apart from what may be."""
    known = sorted(edition.known, key=lambda one: _order(book, one.statement))
    sure = tuple(_row(book, one, edition.day) for one in known)
    order = sorted(edition.possible, key=lambda one: _order(book, one))
    possible = tuple(rows.row(book, one, day=edition.day) for one in order)
    return EditionView(
        news=tuple(one for one in _figures(sure) if one.news),
        standing=tuple(one for one in _figures(sure) if not one.news),
        positions=_positions(sure),
        possible_figures=_figures(possible),
        possible_positions=_positions(possible),
        further=edition.further,
        since=views.day_view(since) if since else None,
    )


def support(book: Book, edition: Edition) -> tuple[tuple[Card, ...], tuple[object, ...]]:
    """All that a day's edition is made from: cards, and what no card of theirs covers."""
    fresh = [one.statement for one in edition.known if one.change != "standing"]
    standing = [one.statement for one in edition.known if one.change == "standing"]
    before = [one.before for one in edition.known if one.before]
    cards, words = book.support((*fresh, *edition.possible), day=edition.day)
    more_cards, more_words = book.support(standing, day=edition.day, alone=True)
    changes = [(one.change, one.before.id if one.before else "") for one in edition.known]
    everything = dict.fromkeys((*cards, *more_cards, *book.cards(before)))
    return tuple(everything), (words, more_words, changes, edition.further)


def _row(book: Book, known: Known, day: date) -> StatementView:
    """Show a statement; one that has stood before is not set beside others again."""
    return rows.row(book, known.statement, day=day, alone=known.change == "standing", news=_news(known))


def _order(book: Book, statement: Statement) -> tuple[object, ...]:
    """Figures by measure and by whom, positions by the day they speak of and by place."""
    what = list(MEASURES).index(statement.claim.what)
    if statement.is_position:
        return what, statement.when.key, book.label(statement.claim.place), statement.key
    return what, book.label(statement.claim.who), statement.scope, statement.key


def _news(known: Known) -> str:
    """What is new about a statement since the edition before."""
    if known.before is None:
        return "new" if known.change == "new" else ""
    if known.change == "confirmed":
        return "reported again"
    was, when = known.before.claim, edtf.display_short(known.before.as_of)
    return f"was {figure(was) or EXTENTS[was.stance or 'asserts']}, as of {when}"


def _figures(shown: tuple[StatementView, ...]) -> tuple[StatementView, ...]:
    return tuple(one for one in shown if not one.stance)


def _positions(shown: tuple[StatementView, ...]) -> tuple[StatementView, ...]:
    return tuple(one for one in shown if one.stance)

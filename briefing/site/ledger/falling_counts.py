"""Warn of counts that fall, looking only at groups whose claims changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from briefing.core.problems import Problem
from briefing.engine.query import Query
from briefing.ledger import falling_counts, lines, statements
from briefing.ledger.statements import Statement, group_of
from briefing.site.ledger.book import Book

if TYPE_CHECKING:
    from briefing.chronology.cards import Card
    from briefing.site.catalogue import Catalogue

    Pairs = tuple[tuple[str, str, str, str], ...]


def _falls(catalogue: Catalogue, key: str) -> Pairs:
    group = group_of(key)
    measure = Book(catalogue).measure(group.what)
    if measure.is_control or not measure.accumulates:
        return ()
    counts = Counter(lines.scope_read(group, row.value)[0] for row in catalogue.rows(f"group {key}"))
    return tuple(
        (high.slug, high.id, low.slug, low.id)
        for scope, count in counts.items()
        if scope.start and count > 1
        for high, low in falling_counts.found(Book(catalogue).compared(scope.name))
    )


# The figures of a group that fall: note and claim, the higher one first.
FALLS = Query("falls", _falls, tuple[tuple[str, str, str, str], ...])
QUERIES = (FALLS,)


def warnings(catalogue: Catalogue, card: Callable[[str], Card]) -> Iterator[Problem]:
    """Warn of every count that falls.

    `card` returns a note's card with the lines where its claims stand, of which pages know nothing.
    """

    def located(slug: str, id_: str) -> Statement:
        return next(one for one in statements.of_card(card(slug), catalogue.vocabulary) if one.id == id_)

    # By groups: there are too many scopes to ask for each.
    for key in catalogue.listings("group"):
        for higher, higher_id, lower, lower_id in catalogue.ask(FALLS, key):
            pair = located(higher, higher_id), located(lower, lower_id)
            yield falling_counts.problem(*pair, lambda slug: card(slug).path)

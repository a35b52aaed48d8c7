"""Choose the claims by which the search shows a page of figures: the newest of each scope, or each holder."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from briefing.ledger import lines
from briefing.ledger.statements import Group, Scope, Statement, group_of
from briefing.ledger.wording import STANCES
from briefing.site.ledger.book import Book, anchor

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from briefing.engine.listings import Row

# So many scopes of a group, those with most claims, and so many last rows of one, among which its newest is.
SCOPES, LAST = 24, 8


def figures(book: Book, key: str) -> tuple[tuple[str, Statement], ...]:
    """The newest figure of each scope of a group, with the scope's anchor: wholes first, then parts."""
    rows = book.catalogue.rows(f"group {key}")
    by_scope: defaultdict[Scope, list[Row]] = defaultdict(list)
    for row in rows:
        by_scope[lines.scope_read(group_of(key), row.value)[0]].append(row)
    order = sorted(by_scope, key=lambda scope: (bool(scope.subset), -len(by_scope[scope]), scope))
    return tuple((anchor(scope), _newest(book, by_scope[scope][-LAST:])) for scope in order[:SCOPES])


def _newest(book: Book, rows: Iterable[Row]) -> Statement:
    return max(map(book.read, rows), key=lambda one: one.key)


def holders(book: Book, group: Group) -> tuple[tuple[Statement, ...], ...]:
    """What each claimant said last of who holds a place; those who say the same of a day come together.

    The newest day comes first, and in it whoever is sure that all of the place is held.
    """
    newest: dict[tuple[str, str], Statement] = {}
    for one in sorted(_positions(book, group), key=_order):
        newest[one.claim.by, one.claim.who] = one
    voices: defaultdict[tuple[object, ...], list[Statement]] = defaultdict(list)
    sure = list(STANCES)
    for one in sorted(newest.values(), key=_order, reverse=True):
        stance = one.claim.stance or "asserts"
        voices[-one.when.end.toordinal(), sure.index(stance), one.claim.who].append(one)
    return tuple(tuple(voices[key]) for key in sorted(voices))


def _order(statement: Statement) -> tuple[object, ...]:
    return statement.when.end, statement.key


def held_since(book: Book, group: Group) -> date | None:
    """Return the first day since which only the present holder is said to hold the whole place.

    None where nobody is.
    """
    whole = [one for one in _positions(book, group) if one.claim.stance == "asserts"]
    whole.sort(key=_order, reverse=True)
    since = None
    for one in whole:
        if one.claim.who != whole[0].claim.who:
            break
        since = one.when.start if since is None else min(since, one.when.start)
    return since


def _positions(book: Book, group: Group) -> Iterator[Statement]:
    yield from book.compared(f"{group.what} {group.of}").statements

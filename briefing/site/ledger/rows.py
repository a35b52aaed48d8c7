"""Statements in; what templates show of them, with their relations and corrections, out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing import edtf
from briefing.chronology.ledger.wording import MEASURES, STANCES, figure
from briefing.site import urls, views
from briefing.site.ledger.book import anchor
from briefing.site.ledger.parts import GroupView, RelationView, ScopeView, StatementView
from briefing.site.parts import Link

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from briefing.chronology.ledger.statements import Group, Scope, Statement
    from briefing.site.ledger.book import Book


def row(
    book: Book,
    statement: Statement,
    *,
    day: date | None = None,
    until: date | None = None,
    alone: bool = False,
    news: str = "",
) -> StatementView:
    """Show a statement; with `day`, as known by the end of it, later corrections marked as later.

    With `until`, it is set beside only what was out by then; `alone`, beside nothing.
    """
    claim = statement.claim
    return StatementView(
        anchor=statement.id,
        by=_entity(book, claim.by),
        who=_entity(book, claim.who),
        subset=claim.subset,
        measure=MEASURES[claim.what],
        figure=figure(claim),
        vague=bool(claim.words) and claim.unit == "people",
        stance=STANCES[claim.stance] if claim.stance else "",
        stance_kind=claim.stance or "",
        place=_entity(book, claim.place) if claim.place else None,
        period=views.date_view(claim.period) if claim.period else None,
        as_of=views.date_view(statement.as_of, inferred=statement.inferred, evidence=statement.evidence),
        source=Link(urls.source(statement.source.id), statement.source.label),
        relay=Link(urls.source(statement.agency.id), statement.agency.label) if statement.agency else None,
        note=Link(urls.note(statement.slug, statement.id), statement.title),
        remark=claim.remark,
        relations=() if alone else tuple(_relations(book, statement, day=day, until=until)),
        corrections=tuple(_corrections(statement, day)),
        origins=book.origins_in_short(statement.scope, day),
        ledger=book.address(statement.scope),
        key=key(statement),
        news=news,
    )


def key(statement: Statement) -> tuple[str, str, str]:
    """What the ledger is filtered by: claimant, group, and the month in which the period ends."""
    return statement.claim.by, "-".join(statement.group), f"{statement.counted_to:%Y-%m}"


def groups(book: Book, statements: Iterable[Statement]) -> tuple[GroupView, ...]:
    """Show statements, given in the order of the ledger, under the headings of groups and scopes."""
    found: dict[Group, dict[Scope, list[Statement]]] = {}
    for statement in statements:
        found.setdefault(statement.group, {}).setdefault(statement.scope, []).append(statement)
    return tuple(_group(book, group, scopes) for group, scopes in found.items())


def _group(book: Book, group: Group, scopes: dict[Scope, list[Statement]]) -> GroupView:
    is_positions = group.what == "controls"
    positions = [one for same in scopes.values() for one in same] if is_positions else []
    return GroupView(
        anchor="-".join(("group", *group)),
        link=Link(urls.group(group.what, group.of), book.heading(group)),
        scopes=() if is_positions else tuple(_scope(book, scope, same) for scope, same in scopes.items()),
        positions=strip(book, positions),
    )


def strip(
    book: Book, positions: Iterable[Statement], *, until: date | None = None
) -> tuple[StatementView, ...]:
    """Show who said who holds a place, in order of the days that they speak of."""
    order = sorted(positions, key=lambda one: (one.when.key, one.key))
    return tuple(row(book, one, until=until) for one in order)


def _scope(book: Book, scope: Scope, same: Sequence[Statement]) -> ScopeView:
    apart = book.ledger.apart(scope)
    return ScopeView(
        anchor=anchor(scope),
        title=titled(book, scope),
        origins=book.origins(scope),
        apart=apart.reason if apart and apart.kind == "differs" else "",
        statements=tuple(row(book, one) for one in same),
    )


def titled(book: Book, scope: Scope) -> str:
    """What a scope shares, opened by the day from which it counts."""
    if not scope.start:
        return book.title(scope)
    since = edtf.display(edtf.parse(scope.start))
    shared = book.title(scope)
    return f"counted from {since}" + (f", {shared}" if scope.place or scope.subset else "")


def _entity(book: Book, id_: str) -> Link:
    return Link(urls.entity(id_), book.label(id_))


def _relations(
    book: Book, statement: Statement, *, day: date | None, until: date | None
) -> Iterator[RelationView]:
    """How a statement stands to others; a day's edition tells apart what changed, and shows only accounts."""
    for relation in book.ledger.relations(statement, until or day):
        other = relation.first if relation.second.id == statement.id else relation.second
        if day and other.claim.by == statement.claim.by:
            continue
        carried = other.agency.label if other.agency else other.source.label
        when = f"{carried}, {edtf.display_short(other.as_of)}"
        told = figure(other.claim)
        words = f"{book.label(other.claim.by)}: {told} ({when})" if told else _position(book, other)
        plain = not told and relation.kind in {"agrees", "updates"}
        reason = "" if plain else relation.reason
        yield RelationView(relation.kind, reason, Link(urls.note(other.slug, other.id), words))


def _position(book: Book, other: Statement) -> str:
    stance = STANCES[other.claim.stance or "asserts"]
    when = edtf.display_short(other.when)
    return f"{book.label(other.claim.by)}: {stance} {book.label(other.claim.who)}, {when}"


def _corrections(statement: Statement, day: date | None) -> Iterator[str]:
    for correction in statement.corrections:
        later = day is not None and correction.date.end > day
        when = edtf.display(correction.date)
        yield f"Note corrected {'later, on ' if later else ''}{when}: {correction.what}"

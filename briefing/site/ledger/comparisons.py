"""Word what a page says beside a statement: relations, origins, news."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct

from briefing.content import urls
from briefing.core import edtf
from briefing.core.edtf import PartialDate
from briefing.engine.query import Query
from briefing.ledger import relations
from briefing.ledger.wording import STANCES, figure, in_brief
from briefing.site.figure_parts import RelationView
from briefing.site.ledger.book import Book
from briefing.site.ledger.reasons import in_few_words, is_echo, reason
from briefing.site.parts import Link

if TYPE_CHECKING:
    from briefing.ledger.assembly import Ledger, Origins
    from briefing.ledger.relations import Relation
    from briefing.ledger.statements import Statement
    from briefing.site.catalogue import Catalogue

# From here on a row says "10 or more reports", "5 or more origins": else each new relay would change the
# pages of all others.
REPORTS, ORIGINS = 10, 5
AGAIN = "reported again"


class Comparison(Struct, frozen=True):
    """What is said beside the statement of this `id`.

    `origins` says of how many reports and origins its scope is, `claimants` are the first of these, by id,
    as they came up; `news` says what was new of it when it was reported. It took the place of the figure
    that `was` there before, in brief, reported on `was_on`; both are empty where there was none.
    """

    id: str
    relations: tuple[RelationView, ...]
    origins: str
    claimants: tuple[str, ...]
    news: str
    was: str = ""
    was_on: PartialDate | None = None


def compare(
    ledger: Ledger,
    statement: Statement,
    report: Iterable[Statement],
    label: Callable[[str], str],
    until: date | None = None,
) -> Comparison:
    """Compare a statement with the others in a ledger, which must hold all that it may be compared with.

    `report` has the statements of its note. With `until`, nothing counts that was not out by then; `label`
    names entities.
    """
    origins = ledger.origins(statement.scope, until)
    before = ledger.replaced(statement)
    return Comparison(
        id=statement.id,
        relations=tuple(
            _related(statement, one, label)
            for one in (*relations.within_report(statement, report), *ledger.relations(statement, until))
        ),
        origins=in_short(origins),
        claimants=origins.claimants[:ORIGINS],
        news=_news(statement, before),
        was=" ".join(filter(None, in_brief(before))) if before else "",
        was_on=before.as_of if before else None,
    )


def _as_reported(catalogue: Catalogue, slug: str) -> tuple[Comparison, ...]:
    book, report = Book(catalogue), catalogue.statements(slug)
    return tuple(
        compare(book.compared(one.compared), one, report, book.brief, one.as_of.end) for one in report
    )


def _today(catalogue: Catalogue, slug: str) -> tuple[Comparison, ...]:
    book, report = Book(catalogue), catalogue.statements(slug)
    return tuple(compare(book.compared(one.compared), one, report, book.brief) for one in report)


# What is said beside each statement of a note, in the order of its claims: as of its report, when later
# reports change none of it, and today. The key of both is a note's slug.
AS_REPORTED = Query("compared-as-reported", _as_reported, tuple[Comparison, ...])
TODAY = Query("compared-today", _today, tuple[Comparison, ...])
QUERIES = (AS_REPORTED, TODAY)


def _news(statement: Statement, before: Statement | None) -> str:
    """Say what is new about a statement, compared with the one that it replaces."""
    if before is None:
        return "new"
    was, stance = figure(before), before.claim.stance
    if (was, stance) == (figure(statement), statement.claim.stance):
        return AGAIN
    return f"was {was or STANCES[stance or 'asserts'].extent}, as of {edtf.display_short(before.as_of)}"


def _related(statement: Statement, relation: Relation, label: Callable[[str], str]) -> RelationView:
    """Word a relation of a statement."""
    other = relation.first if relation.second.id == statement.id else relation.second
    claim = other.claim
    if told := figure(other):
        words = f"{told} ({other.carrier}, {edtf.display_short(other.as_of)})"
    else:
        extent = STANCES[claim.stance or "asserts"].extent
        words = f"{extent} by {label(claim.who)}, {edtf.display_short(other.when)}"
    return RelationView(
        kind=relation.kind,
        rule=relation.rule,
        reason=reason(relation),
        by=claim.by,
        slug=other.slug,
        id=other.id,
        other=Link(urls.note(other.slug, other.id), f"{label(claim.by)}: {words}"),
        brief=in_few_words(statement, relation, label),
        is_echo=is_echo(statement, relation),
    )


def in_short(found: Origins) -> str:
    """Say how many reports carry figures of a scope, and from how many origins: "4 reports, 1 origin"."""
    if not found.reports:
        return ""
    return f"{_some(found.reports, REPORTS, 'report')}, {_some(len(found.claimants), ORIGINS, 'origin')}"


def _some(number: int, many: int, what: str) -> str:
    if number >= many:
        return f"{many} or more {what}s"
    return f"{number} {what}{'s' if number != 1 else ''}"


def named(origins: str, names: Iterable[str]) -> str:
    """Say the same with the names of the origins, or the first of them: "4 reports, 1 origin (Monitor)"."""
    return f"{origins} ({', '.join(names)})"

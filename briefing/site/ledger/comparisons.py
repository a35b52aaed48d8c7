"""A statement and those it is compared with in; what pages say beside it, the same on each, out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from briefing.core import edtf
from briefing.engine.query import Question
from briefing.ledger.relations import Kind  # noqa: TC001 - the store reads these types' hints
from briefing.ledger.wording import EXTENTS, STANCES, figure
from briefing.site.ledger.book import Book

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from briefing.ledger.assembly import Ledger, Origins
    from briefing.ledger.relations import Relation
    from briefing.ledger.statements import Statement
    from briefing.site.catalogue import Catalogue

# From here on a row says "10 or more reports", "5 or more origins": else each new relay would change the
# pages of all others.
REPORTS, ORIGINS = 10, 5


@dataclass(frozen=True, slots=True)
class Related:
    """How a statement stands to the one with this `id`, of the note `slug`, and how that is worded.

    The words open with the name of `by`; after `told` the name of `who`, if any, comes before `after`.
    """

    kind: Kind
    rule: str
    reason: str
    slug: str
    id: str
    by: str
    told: str
    who: str
    after: str

    @property
    def plain(self) -> bool:
        """True where both positions say enough without the reason."""
        return bool(self.who) and self.kind in {"agrees", "updates"}


@dataclass(frozen=True, slots=True)
class Beside:
    """What is said beside a statement as of its report; later reports change none of it.

    `origins` says of how many reports and origins its scope was by then, `news` what was new of it.
    """

    id: str
    news: str
    origins: str
    relations: tuple[Related, ...]


@dataclass(frozen=True, slots=True)
class Today:
    """What the ledger says beside a statement; `claimants` are those of its scope, as they came up."""

    id: str
    origins: str
    claimants: tuple[str, ...]
    relations: tuple[Related, ...]


def _beside(catalogue: Catalogue, slug: str) -> tuple[Beside, ...]:
    book = Book(catalogue)
    return tuple(as_reported(book.compared(one.compared), one) for one in book.statements(slug))


def as_reported(ledger: Ledger, statement: Statement) -> Beside:
    """Say it of a statement, by a ledger of all that it is compared with."""
    until = statement.as_of.end
    return Beside(
        id=statement.id,
        news=_news(statement, ledger.newest(statement.series, until - timedelta(days=1))),
        origins=in_short(ledger.origins(statement.scope, until)),
        relations=tuple(related(statement, ledger.relations(statement, until))),
    )


def _today(catalogue: Catalogue, slug: str) -> tuple[Today, ...]:
    book = Book(catalogue)
    return tuple(of_today(book.compared(one.compared), one) for one in book.statements(slug))


def of_today(ledger: Ledger, statement: Statement) -> Today:
    """Say it of a statement, by a ledger of all that it is compared with."""
    origins = ledger.origins(statement.scope)
    relations = tuple(related(statement, ledger.relations(statement)))
    return Today(statement.id, in_short(origins), origins.claimants[:ORIGINS], relations)


# The key of both is a note's slug.
BESIDE = Question("set-beside", _beside, tuple[Beside, ...])
TODAY = Question("set-beside-today", _today, tuple[Today, ...])
QUESTIONS = (BESIDE, TODAY)


def of_note(book: Book, slug: str) -> tuple[Beside, ...]:
    """What is said beside each statement of a note as of its report, in the order of its claims."""
    return book.catalogue.ask(BESIDE, slug)


def today(book: Book, slug: str) -> tuple[Today, ...]:
    """What the ledger says beside each statement of a note, in the order of its claims."""
    return book.catalogue.ask(TODAY, slug)


def _news(statement: Statement, before: Statement | None) -> str:
    """What is new of a statement, since the one that it takes the place of."""
    if before is None:
        return "new"
    was, stance = figure(before.claim), before.claim.stance
    if (was, stance) == (figure(statement.claim), statement.claim.stance):
        return "reported again"
    return f"was {was or EXTENTS[stance or 'asserts']}, as of {edtf.display_short(before.as_of)}"


def related(statement: Statement, found: Iterable[Relation]) -> Iterator[Related]:
    """Word the relations of a statement."""
    for relation in found:
        other = relation.first if relation.second.id == statement.id else relation.second
        told, who, after = _words(other)
        yield Related(
            kind=relation.kind,
            rule=relation.rule,
            reason=relation.reason,
            slug=other.slug,
            id=other.id,
            by=other.claim.by,
            told=told,
            who=who,
            after=after,
        )


def _words(other: Statement) -> tuple[str, str, str]:
    claim = other.claim
    if told := figure(claim):
        return told, "", f" ({other.carrier}, {edtf.display_short(other.as_of)})"
    return STANCES[claim.stance or "asserts"], claim.who, f", {edtf.display_short(other.when)}"


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
    """Say the same with the names of the origins, the first of many: "4 reports, 1 origin (Monitor)"."""
    return f"{origins} ({', '.join(names)})"

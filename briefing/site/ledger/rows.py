"""Show statements as templates need them: with their relations, or who holds a place day by day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace

from briefing.content import urls
from briefing.core import edtf
from briefing.core.model import Correction
from briefing.ledger.wording import STANCES, figure, in_brief, number
from briefing.site import views
from briefing.site.figure_parts import (
    CellView,
    GroupView,
    MatrixRow,
    MatrixView,
    RelationView,
    ScopeView,
    StatementView,
)
from briefing.site.ledger.book import Book, address, anchor
from briefing.site.ledger.comparisons import AS_REPORTED, TODAY, Comparison, named
from briefing.site.ledger.reasons import reason
from briefing.site.parts import Link
from briefing.site.pictures.findings import subject

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from briefing.ledger.assembly import Ledger
    from briefing.ledger.statements import Group, Scope, Statement

# The relations that readers want to know first.
URGENCY = {"contradicts": 0, "rounds": 1, "open": 2, "updates": 3, "agrees": 4, "differs": 5}
# Kinds of measures that do not change as a campaign goes on.
ASIDE = ("size", "time")
# Figures before the newest that are shown beside it.
EARLIER = 2
# How many of the newest days, and of the claimants who spoke last, are shown.
DAYS, CLAIMANTS = 6, 12
# How many words a remark in a cell may have.
REMARK = 6
_ORDER = tuple(STANCES)


def of_note(book: Book, slug: str) -> tuple[StatementView, ...]:
    """Show a note's statements, in the order of its claims, beside what was out when it was reported."""
    return tuple(row(book, one, said) for one, said in _as_reported(book, slug))


def _as_reported(book: Book, slug: str) -> Iterator[tuple[Statement, Comparison]]:
    said = book.catalogue.ask(AS_REPORTED, slug)
    return zip(book.statements(slug), said, strict=True)


def positions_of(book: Book, slugs: Iterable[str], place: str) -> tuple[StatementView, ...]:
    """Show who says in these notes who holds a place, each beside what was out when it was reported.

    They come in order of the days that they speak of.
    """
    found = [
        (one, said)
        for slug in dict.fromkeys(slugs)
        if any(one.is_position and one.claim.place == place for one in book.statements(slug))
        for one, said in _as_reported(book, slug)
        if one.is_position and one.claim.place == place
    ]
    found.sort(key=lambda pair: _by_day(pair[0]))
    return tuple(row(book, one, said) for one, said in found)


def _by_day(statement: Statement) -> tuple[object, ...]:
    return statement.when.key, statement.key


def row(book: Book, statement: Statement, said: Comparison, day: date | None = None) -> StatementView:
    """Show a statement with what is said beside it; on the page of a `day`, later corrections are marked."""
    claim, note = statement.claim, book.catalogue.report(statement.slug)
    return StatementView(
        anchor=statement.id,
        by=book.catalogue.party(claim.by, short=True),
        who=book.catalogue.party(claim.who, short=True),
        subset=claim.subset,
        measure=statement.measure.inline,
        figure=figure(statement),
        vague=bool(claim.words) and statement.unit is None,
        part_of=number(claim.part_of) if claim.part_of is not None else "",
        stance=f"{STANCES[claim.stance].extent} by" if claim.stance and statement.is_position else "",
        stance_kind=claim.stance or "",
        place=book.catalogue.party(claim.place, short=True) if claim.place else None,
        period=views.date_view(claim.period) if claim.period else None,
        as_of=views.reported(note),
        carrier=note.carrier,
        note=Link(urls.note(statement.slug, statement.id), note.title),
        remark=claim.remark,
        relations=tuple(sorted(said.relations, key=lambda one: URGENCY[one.kind])),
        corrections=tuple(_corrections(note.corrections, day)),
        origins=said.origins,
        ledger=address(statement),
        key=key(statement),
        news=said.news if day else "",
    )


def key(statement: Statement) -> tuple[str, str, str]:
    """What the ledger is filtered by: claimant, group, and the month in which the period ends."""
    return statement.claim.by, "-".join(statement.group), statement.counted_to.isoformat()[:7]


def groups(book: Book, ledger: Ledger, *, alone: bool = False) -> tuple[GroupView, ...]:
    """Show the statements of a page under the headings of groups and scopes; `alone`, beside no others."""
    said = {
        one.id: one
        for slug in dict.fromkeys(statement.slug for statement in ledger.statements)
        for one in book.catalogue.ask(TODAY, slug)
    }
    shown = _Shown(book, ledger, said, alone=alone)
    return tuple(shown.group(group, scopes) for group, scopes in ledger.groups.items())


class _Shown:
    """The statements of one page, with what is said beside each, by id."""

    def __init__(self, book: Book, ledger: Ledger, said: Mapping[str, Comparison], *, alone: bool) -> None:
        self.book, self.ledger, self.said, self.alone = book, ledger, said, alone
        self.pairs = {(one.id, relation.id) for one in said.values() for relation in one.relations}

    def group(self, group: Group, scopes: Sequence[Scope]) -> GroupView:
        measure = self.book.measure(group.what)
        is_positions = measure.is_control
        positions = [one for scope in scopes for one in self.ledger.of_scope(scope)] if is_positions else []
        return GroupView(
            anchor="-".join(("group", *group)),
            link=Link(urls.group(group.what, group.of), self.book.heading(group)),
            scopes=() if is_positions else tuple(self._scope(scope) for scope in scopes),
            positions=tuple(self._row(one) for one in sorted(positions, key=_by_day)),
            definition=measure.defined,
            is_aside=measure.kind in ASIDE,
            matrix=matrix(positions, partial(self.book.catalogue.party, short=True)),
        )

    def _scope(self, scope: Scope) -> ScopeView:
        same = self.ledger.of_scope(scope)
        apart = self.ledger.apart(scope)
        said = self.said[same[0].id]
        newest = max(same, key=lambda one: one.key)
        rows = tuple(self._row(one) for one in same)
        return ScopeView(
            anchor=anchor(scope),
            title=self.book.title(scope, subset(self.ledger, scope)),
            origins=named(said.origins, map(self.book.label, said.claimants)),
            apart=reason(apart) if apart and apart.kind == "differs" else "",
            statements=rows,
            newest=rows[same.index(newest)],
            by=self.book.catalogue.party(newest.claim.by, short=True),
            rests_on=said.origins,
            subject=subject(newest, self.book.brief),
            earlier=tuple(self._earlier(newest)),
        )

    def _earlier(self, statement: Statement) -> Iterator[str]:
        for _ in range(EARLIER):
            before = self.ledger.replaced(statement)
            if before is None:
                return
            statement = before
            yield f"{' '.join(filter(None, in_brief(before)))}, {edtf.display_short(before.as_of)}"

    def _row(self, statement: Statement) -> StatementView:
        """Show a statement with what no other on the page says of the two."""
        said = self.said[statement.id]
        told = () if self.alone else tuple(one for one in said.relations if self._is_told(statement, one))
        return row(self.book, statement, replace(said, relations=told))

    def _is_told(self, statement: Statement, relation: RelationView) -> bool:
        return not (relation.is_echo and (relation.id, statement.id) in self.pairs)


def subset(ledger: Ledger, scope: Scope) -> str:
    """How the subset of a scope is spelt by the first of its statements there are."""
    return ledger.series[ledger.scopes[scope][0]][0].claim.subset


def _corrections(corrections: Iterable[Correction], day: date | None) -> Iterator[str]:
    for correction in corrections:
        later = day is not None and correction.date.end > day
        when = edtf.display(correction.date)
        yield f"Note corrected {'later, on ' if later else ''}{when}: {correction.what}"


def matrix(positions: Sequence[Statement], party: Callable[[str], Link]) -> MatrixView | None:
    """Lay out the positions on one place; None where there is nothing to set side by side.

    `party` returns the page and the short name of who is named by an id.
    """
    days = sorted({one.when for one in positions}, key=lambda day: (day.end, day.start, day.text))[-DAYS:]
    shown = sorted((one for one in positions if one.when in days), key=_rank)
    claimants = tuple(dict.fromkeys(one.claim.by for one in shown))
    if len(days) * len(claimants) <= 1:
        return None
    held = [one.claim.who for one in shown if one.claim.stance == "asserts"]
    foremost = Counter(held or [one.claim.who for one in shown]).most_common(1)[0][0]

    def row(by: str) -> Iterator[tuple[CellView, ...]]:
        for day in days:
            told = (one for one in shown if one.claim.by == by and one.when == day)
            yield tuple(_cells(told, foremost, party))

    return MatrixView(
        party=party(foremost).text,
        days=tuple(map(views.date_view, days)),
        rows=tuple(MatrixRow(party(by), tuple(row(by))) for by in claimants[:CLAIMANTS]),
    )


def _cells(told: Iterable[Statement], foremost: str, party: Callable[[str], Link]) -> Iterator[CellView]:
    """What one claimant says of one day: of each party the same thing once, of the foremost first."""
    once = {(one.claim.who, one.claim.stance): one for one in told}
    for (who, stance), one in sorted(once.items(), key=lambda item: item[0][0] != foremost):
        name = party(who).text
        words = f"{STANCES[stance or 'asserts'].extent} by {name}"
        yield CellView(
            kind=stance or "",
            words=words,
            party="" if who == foremost else name,
            href=urls.note(one.slug, one.id),
            remark=one.claim.remark if len(one.claim.remark.split()) <= REMARK else "",
        )


def _rank(statement: Statement) -> tuple[int, int, str, str]:
    """Who speaks of the newest day first, and of these who says that most is held."""
    claim = statement.claim
    return -statement.when.end.toordinal(), _ORDER.index(claim.stance or "asserts"), claim.by, statement.id

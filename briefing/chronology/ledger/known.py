"""The ledger and the days of the campaign in; the ledger as known on each day, with its news, out."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Literal

from briefing.chronology import days as days_of
from briefing.chronology.ledger import statements
from briefing.chronology.ledger.wording import figure

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from briefing.chronology.ledger.assembly import Ledger
    from briefing.chronology.ledger.statements import Series, Statement

# Series that a day's edition shows at most, those reported last: of figures and of positions each.
SHOWN = 40

Change = Literal["new", "changed", "confirmed", "standing"]


@dataclass(frozen=True, slots=True)
class Known:
    """The newest statement of a series on a day; `before` is the one it took the place of, if any."""

    statement: Statement
    change: Change
    before: Statement | None


@dataclass(frozen=True, slots=True)
class Edition:
    """The ledger as known by the end of a day, oldest report first.

    `known` was surely published by then: one statement a series. `possible` may have been: its reports
    bear no sure date. `further` counts the series left out, reported longer ago than those shown.
    """

    day: date
    known: tuple[Known, ...]
    possible: tuple[Statement, ...]
    further: int


def editions(ledger: Ledger, days: Iterable[date]) -> Iterator[Edition]:
    """Yield an edition for each day, given in order of date; news is told against the day before in it.

    A report counts only when its last possible day is not later than the day.
    """
    figures: dict[Series, Statement] = {}
    positions: dict[Series, Statement] = {}
    possible = _possible(ledger)
    at, since = 0, None
    for day in days:
        while at < len(ledger.statements) and ledger.statements[at].as_of.end <= day:
            statement = ledger.statements[at]
            kind = positions if statement.is_position else figures
            kind.pop(statement.series, None)
            kind[statement.series] = statement
            at += 1
        shown = statements.ordered((*_latest(figures), *_latest(positions)))
        known = tuple(_known(ledger, one, since) for one in shown)
        further = len(figures) + len(positions) - len(known)
        yield Edition(day, known, _newest(possible.get(day, ())), further)
        since = day


def _latest(kind: dict[Series, Statement]) -> Iterator[Statement]:
    return islice(reversed(kind.values()), SHOWN)


def _newest(found: Iterable[Statement]) -> tuple[Statement, ...]:
    """The newest of each series, of statements given oldest first."""
    kinds: tuple[dict[Series, Statement], ...] = ({}, {})
    for statement in found:
        kinds[statement.is_position].pop(statement.series, None)
        kinds[statement.is_position][statement.series] = statement
    return statements.ordered(one for kind in kinds for one in _latest(kind))


def _known(ledger: Ledger, statement: Statement, since: date | None) -> Known:
    if since is not None and statement.as_of.end <= since:
        return Known(statement, "standing", None)
    before = ledger.newest(statement.series, since) if since else None
    if before is None:
        return Known(statement, "new", None)
    return Known(statement, "confirmed" if _same(before, statement) else "changed", before)


def _same(one: Statement, other: Statement) -> bool:
    """Tell whether two statements of a series say the same."""
    return (figure(one.claim), one.claim.stance) == (figure(other.claim), other.claim.stance)


def _possible(ledger: Ledger) -> Mapping[date, list[Statement]]:
    """Statements by each day on which their report may have been out, but not surely."""
    found: dict[date, list[Statement]] = defaultdict(list)
    for statement in ledger.statements:
        for day in days_of.within(statement.as_of, days_of.REPORT_SPAN):
            if day < statement.as_of.end:
                found[day].append(statement)
    return found

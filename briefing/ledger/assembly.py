"""Assemble the ledger, which finds the series, scope and counterparts of each statement."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from briefing.ledger import relations, statements
from briefing.ledger.pairs import RelationKind, overlap

if TYPE_CHECKING:
    from briefing.ledger.relations import Relation
    from briefing.ledger.statements import Group, Scope, Series, Statement

# At most so many statements of other claimants are compared with one: those reported last.
COUNTERPARTS = 4
# They are looked for among so many earlier statements of the scope.
RECENT = 32
# For positions on a place, disputes are shown first, and other parties' holds on it last.
URGENCY: Mapping[RelationKind, int] = {"contradicts": 2, "differs": 0}
# Rules by which two of one scope cannot be compared after all, and need not be shown side by side.
ELSEWHERE = frozenset(("other-period", "other-time"))


class Origins(Struct, frozen=True):
    """How many reports carry figures of a scope, and whose they are: claimants' ids as they came up."""

    reports: int
    claimants: tuple[str, ...]


class Ledger(Struct, frozen=True, dict=True):
    """Some claims: `statements` oldest first.

    The relations of a claim are known only to a ledger of all that it is compared with
    (`Statement.compared`); headings may be made of any.
    """

    statements: tuple[Statement, ...]

    @classmethod
    def of(cls, found: Iterable[Statement]) -> Ledger:
        """Put claims in order of time."""
        return cls(statements.ordered(found))

    @cached_property
    def series(self) -> Mapping[Series, tuple[Statement, ...]]:
        """Each claimant's figures of one scope, oldest first."""
        found: dict[Series, list[Statement]] = defaultdict(list)
        for statement in self.statements:
            found[statement.series].append(statement)
        return {series: tuple(same) for series, same in found.items()}

    @cached_property
    def scopes(self) -> Mapping[Scope, tuple[Series, ...]]:
        """The series of each scope, in order of their first figures."""
        found: dict[Scope, list[Series]] = defaultdict(list)
        for series in self.series:
            found[series.scope].append(series)
        return {scope: tuple(same) for scope, same in found.items()}

    @cached_property
    def groups(self) -> Mapping[Group, tuple[Scope, ...]]:
        """The scopes under each heading, those with most statements first.

        Headings come by measure, in the order of the registry; then
        those with most statements first.
        """
        found: dict[Group, list[Scope]] = defaultdict(list)
        for scope, series in self.scopes.items():
            found[self.series[series[0]][0].group].append(scope)
        weight = {scope: sum(len(self.series[one]) for one in same) for scope, same in self.scopes.items()}

        rank = {one.claim.what: one.measure.rank for one in self.statements}

        def order(group: Group) -> tuple[int, int, str]:
            return rank[group.what], -sum(weight[scope] for scope in found[group]), group.of

        return {
            group: tuple(sorted(found[group], key=lambda scope: -weight[scope]))
            for group in sorted(found, key=order)
        }

    def of_scope(self, scope: Scope) -> tuple[Statement, ...]:
        """The statements of a scope, newest first, the series with most of them first."""
        order = sorted(self.scopes[scope], key=lambda series: -len(self.series[series]))
        return tuple(one for series in order for one in reversed(self.series[series]))

    def origins(self, scope: Scope, until: date | None = None) -> Origins:
        """Count the reports of a scope and name their claimants; with `until`, those surely out by then."""
        ends, reports, claimants = self._origins[scope]
        at = bisect_right(ends, until) if until else len(ends)
        if not at:
            return Origins(0, ())
        count, named = reports[at - 1]
        return Origins(count, claimants[:named])

    @cached_property
    def _origins(self) -> Mapping[Scope, tuple[list[date], list[tuple[int, int]], tuple[str, ...]]]:
        """For each scope: when its reports were surely out, how many they and their claimants then were."""
        whole: dict[Scope, tuple[list[date], list[tuple[int, int]], tuple[str, ...]]] = {}
        for scope, series in self.scopes.items():
            same = statements.ordered(one for each in series for one in self.series[each])
            # What a report says in its own voice counts once, whoever relays it.
            first = {one.report: one.claim.by for one in same if one.report == one.slug}
            slugs: set[str] = set()
            claimants: dict[str, None] = {}
            counts = []
            for one in same:
                slugs.add(one.slug)
                claimants[first.get(one.report, one.claim.by)] = None
                counts.append((len(slugs), len(claimants)))
            whole[scope] = ([one.as_of.end for one in same], counts, tuple(claimants))
        return whole

    def counterparts(self, statement: Statement, until: date | None = None) -> tuple[Statement, ...]:
        """What a statement is set beside: those before it in its series, then other claimants'.

        Before it are the last that was surely reported earlier, and, where that is another, the last
        of all. Of other claimants it is what counts up to the same day, and the last reported by then:
        of figures those of its scope, of positions those on its place, whoever they say holds it.
        With `until`, nothing counts that may not have been out on that day yet, and of other claimants
        only what surely was.
        """
        mine = self.series[statement.series]
        at = bisect_left(mine, statement.key, key=lambda one: one.key)
        sure = bisect_left(mine, statement.as_of.start, key=lambda one: one.as_of.end)
        before = dict.fromkeys([*mine[at - 1 : at], *mine[sure - 1 : sure]] if at else [])
        out = [one for one in before if until is None or one.as_of.start <= until]
        return (*out, *self._others(statement, until))

    def _others(self, statement: Statement, until: date | None) -> tuple[Statement, ...]:
        """What other claimants say of the same, those reported last first."""
        by, shared = statement.claim.by, statement.beside
        ends, told = self._by_report[shared]
        at = bisect_right(ends, statement.as_of.end if until is None else min(until, statement.as_of.end))
        newest = dict(told[max(0, at - RECENT) : at])
        found = {one.id: one for series, one in newest.items() if series.by != by}
        # However many count to one day, only the last of each claimant can be among the last of all.
        for other, same in self._counted_to[shared, statement.counted_to].items():
            if other != by:
                at = len(same) if until is None else bisect_right(same, until, key=lambda one: one.as_of.end)
                found.update((one.id, one) for one in same[max(0, at - RECENT) : at])
        latest = sorted(found.values(), key=lambda one: one.key, reverse=True)
        return tuple((_foremost(statement, latest) if statement.is_position else latest)[:COUNTERPARTS])

    @cached_property
    def _by_report(self) -> Mapping[Scope | Group, tuple[list[date], list[tuple[Series, Statement]]]]:
        """The statements of each scope or place, oldest first, and when each was surely out."""
        found: dict[Scope | Group, tuple[list[date], list[tuple[Series, Statement]]]]
        found = defaultdict(lambda: ([], []))
        for statement in self.statements:
            ends, told = found[statement.beside]
            ends.append(statement.as_of.end)
            told.append((statement.series, statement))
        return found

    @cached_property
    def _counted_to(self) -> Mapping[tuple[Scope | Group, date], Mapping[str, list[Statement]]]:
        """Statements by scope or place and by the last day that they count, each claimant's oldest first."""
        found: dict[tuple[Scope | Group, date], dict[str, list[Statement]]]
        found = defaultdict(lambda: defaultdict(list))
        for statement in self.statements:
            found[statement.beside, statement.counted_to][statement.claim.by].append(statement)
        return found

    def replaced(self, statement: Statement) -> Statement | None:
        """The figure that a statement replaces: the newest of its series that was surely out before.

        What only rounds the statement is no figure before it, unless there is no other.
        """
        same = self.series[statement.series]
        eve = statement.as_of.end - timedelta(days=1)
        before = same[: bisect_right(same, eve, key=lambda one: one.as_of.end)]
        for one in reversed(before[-RECENT:]):
            relation = relations.relate(one, statement)
            if relation and relation.kind != "rounds":
                return one
        return before[-1] if before else None

    def relations(self, statement: Statement, until: date | None = None) -> tuple[Relation, ...]:
        """Return the relations of a statement to its counterparts, without those of another time."""
        found = (relations.relate(statement, other) for other in self.counterparts(statement, until))
        return tuple(relation for relation in found if relation and relation.rule not in ELSEWHERE)

    def apart(self, scope: Scope) -> Relation | None:
        """Why a scope is not compared with the first of its group; None for the first itself."""
        main = self.groups[self.series[self.scopes[scope][0]][0].group][0]
        if scope == main:
            return None
        return relations.relate(self.of_scope(main)[0], self.of_scope(scope)[0])


def _foremost(statement: Statement, others: list[Statement]) -> list[Statement]:
    """Return other claimants' positions on the same days, the most urgent first; given newest first."""
    when = statement.when
    alike = [other for other in others if overlap(when, other.when)][:RECENT]
    found = [(relations.relate(statement, other), other) for other in alike]
    told = [(URGENCY.get(relation.kind, 1), other) for relation, other in found if relation]
    return [other for _, other in sorted(told, key=lambda one: -one[0])]

"""A catalogue in; the ledger as pages see it, with an address for every scope, out."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from briefing.chronology.ledger.statements import COUNTED_OVER_A_PERIOD
from briefing.chronology.ledger.wording import COUNTED_IN, MEASURES
from briefing.site import plan, urls

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from briefing.chronology.cards import Card
    from briefing.chronology.ledger.assembly import Ledger, Origins
    from briefing.chronology.ledger.statements import Group, Scope, Statement
    from briefing.site.catalogue import Catalogue

# From here on a row only says "10 or more": else each new relay would change the pages of all others.
MANY = 10


@dataclass(frozen=True)
class Book:
    """The ledger with what pages need: addresses, headings, origins in words."""

    catalogue: Catalogue

    @property
    def ledger(self) -> Ledger:
        """All claims of the campaign."""
        return self.catalogue.ledger

    def label(self, id_: str) -> str:
        """The name of an entity."""
        return self.catalogue.labels[id_].label

    def heading(self, group: Group) -> str:
        """The heading of a group: "Killed: Islamic State", "Control of Hajin"."""
        if group.what == "controls":
            return f"Control of {self.label(group.of)}"
        return f"{MEASURES[group.what].capitalize()}: {self.label(group.of)}"

    @cached_property
    def parts(self) -> Mapping[Group, tuple[plan.Part[Statement], ...]]:
        """The pages of each group: what matters most at the group's own address, and shown first there."""
        size = self.catalogue.settings.sizes.per_page
        return {
            group: plan.chunks(
                urls.group(group.what, group.of),
                [one for scope in scopes for one in self.ledger.of_scope(scope)][::-1],
                size,
            )
            for group, scopes in self.ledger.groups.items()
        }

    @cached_property
    def _addresses(self) -> Mapping[Scope, str]:
        """The page of each scope: the first in reading order that shows some of it."""
        found: dict[Scope, str] = {}
        for parts in self.parts.values():
            for part in reversed(parts):
                for statement in reversed(part.content):
                    found.setdefault(statement.scope, part.href)
        return found

    def address(self, scope: Scope) -> str:
        """Where a scope stands in the ledger."""
        return f"{self._addresses[scope]}#{anchor(scope)}"

    def origins(self, scope: Scope) -> str:
        """Say how many reports carry a scope, and from how many origins: "4 reports, 1 origin (Monitor)"."""
        found = self.ledger.origins(scope)
        names = ", ".join(self.label(id_) for id_ in found.claimants)
        return f"{_counted(found)} ({names})"

    def origins_in_short(self, scope: Scope, until: date | None = None) -> str:
        """Say the same in a row, without names; with `until`, as was sure by the end of that day."""
        return _counted(self.ledger.origins(scope, until), most=MANY)

    def cards(self, statements: Iterable[Statement]) -> tuple[Card, ...]:
        """The cards that statements come from, each once."""
        slugs = dict.fromkeys(statement.slug for statement in statements)
        return tuple(self.catalogue.by_slug[slug] for slug in slugs)

    def support(
        self,
        statements: Iterable[Statement],
        *,
        day: date | None = None,
        until: date | None = None,
        alone: bool = False,
    ) -> tuple[tuple[Card, ...], tuple[object, ...]]:
        """All that rows of statements are made from: cards, and what no card of theirs covers.

        `day`, `until` and `alone` are those that the rows are made with.
        """
        shown: list[Statement] = []
        words: list[object] = []
        for one in statements:
            others = () if alone else self.ledger.counterparts(one, until or day)
            shown += (one, *others)
            short = self.origins_in_short(one.scope, day)
            words.append((one.id, self.address(one.scope), short, [other.id for other in others]))
        return self.cards(shown), tuple(words)

    def title(self, scope: Scope) -> str:
        """Say what figures of a scope share, besides what is counted of whom."""
        counted = scope.what in COUNTED_OVER_A_PERIOD and not scope.start
        return ", ".join(self._shared(scope)) or f"no place {'or period ' if counted else ''}named"

    def _shared(self, scope: Scope) -> Iterator[str]:
        if scope.subset:
            yield self.ledger.series[self.ledger.scopes[scope][0]][0].claim.subset
        if scope.unit != "people":
            yield f"in {COUNTED_IN[scope.unit]}"
        if scope.place:
            yield self.label(scope.place)


def anchor(scope: Scope) -> str:
    """The address of a scope on its page: the same for as long as it means the same."""
    return f"scope-{hashlib.sha256(repr(tuple(scope)).encode()).hexdigest()[:8]}"


def _counted(found: Origins, *, most: int = 0) -> str:
    reports, origins = found.reports, len(found.claimants)
    many = most and reports >= most
    shown = f"{most} or more reports" if many else f"{reports} report{'s' if reports != 1 else ''}"
    return f"{shown}, {origins} origin{'s' if origins != 1 else ''}" if reports else ""

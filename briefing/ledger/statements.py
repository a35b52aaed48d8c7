"""Join each claim with the report that carries it, and say what it may be compared with."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from briefing.core import edtf
from briefing.core.edtf import PartialDate
from briefing.core.model import Claim, NoteHead
from briefing.core.registry import COUNT, Measure, Unit
from briefing.core.vocabulary import Vocabulary

if TYPE_CHECKING:
    from briefing.chronology.cards import Card

# The word for no unit in addresses, which are older than claims without units.
UNNAMED = "people"


class Group(NamedTuple):
    """What is counted, of whom: ("killed", "isis"); for positions, of which place: ("controls", "hajin")."""

    what: str
    of: str


class Scope(NamedTuple):
    """What figures must share to be compared at all.

    `unit` is the dimension of the figures' units, empty for a count of `who`; `start` the first day of the
    period, as ISO 8601, of what is counted over one, else empty.
    """

    what: str
    who: str
    subset: str
    unit: str
    place: str
    start: str

    @property
    def name(self) -> str:
        """A short name that stays the same while its meaning does."""
        return _name_of(self)


class Series(NamedTuple):
    """One claimant's figures of one scope, as they follow one another."""

    scope: Scope
    by: str

    @property
    def name(self) -> str:
        """A short name that stays the same while its meaning does."""
        return f"{self.scope.name} {self.by}"


class Statement(Struct, frozen=True):
    """A claim as one report carries it.

    `as_of` is when the report appeared; where that is not known to the day, or is inferred, any day
    of it may be meant. `carrier` is who reports it, by a short name. `id` is the statement's address on the
    page of its note, which has this `slug`: it stays when its figure is corrected. What a report says itself,
    with nobody else named, is of that `report`: the note's slug, or that of the note whose report it relays.
    """

    id: str
    slug: str
    claim: Claim
    as_of: PartialDate
    carrier: str
    measure: Measure
    unit: Unit | None = None
    report: str = ""

    @property
    def is_position(self) -> bool:
        """True for who holds a place, false for a figure."""
        return self.measure.is_control

    @property
    def group(self) -> Group:
        """The heading of the statement."""
        return Group(self.claim.what, self.claim.place if self.is_position else self.claim.who)

    @property
    def scope(self) -> Scope:
        """What another statement must share to be compared with it."""
        claim = self.claim
        start = claim.period.start.isoformat() if self.measure.over_a_period and claim.period else ""
        unit = self.unit.dimension if self.unit else ""
        return Scope(claim.what, claim.who, claim.subset.casefold(), unit, claim.place, start)

    @property
    def beside(self) -> Scope | Group:
        """What another must share to be shown beside it: for a position the place, whoever holds it."""
        return self.group if self.is_position else self.scope

    @property
    def compared(self) -> str:
        """A name for everything that may be shown beside it."""
        return f"{self.claim.what} {self.claim.place}" if self.is_position else self.scope.name

    @property
    def series(self) -> Series:
        """The series that it continues."""
        return Series(self.scope, self.claim.by)

    @property
    def may_only_grow(self) -> bool:
        """True for what is counted from one day on, of which nothing is taken off."""
        return self.measure.accumulates and bool(self.scope.start)

    @property
    def when(self) -> PartialDate:
        """The days that it is about: its period, else when it was reported."""
        return self.claim.period or self.as_of

    @property
    def counted_to(self) -> date:
        """The last day that it counts: that of its period, and never later than its report."""
        return min(self.when.end, self.as_of.end)

    @property
    def last_day(self) -> PartialDate:
        """The days that may be the last that it counts.

        A count up to the report is as uncertain as the report's own date; one that ends before is not.
        """
        period, end = self.claim.period, self.counted_to
        if period is None or period.open_end:
            return edtf.of_interval(self.as_of.start, self.as_of.end)
        return edtf.of_interval(end, self.as_of.end if end >= self.as_of.start else end)

    @property
    def key(self) -> tuple[date, date, date, bool, str, str]:
        """The order of statements: by report, by what it counts up to, the exact after the bounded."""
        exact = self.claim.bound == "exactly" and not self.claim.words
        return (self.as_of.end, self.as_of.start, self.counted_to, exact, self.slug, self.id)


@lru_cache(maxsize=4096)
def _name_of(scope: Scope) -> str:
    named = scope._replace(unit=scope.unit or UNNAMED)
    return hashlib.sha256(repr(tuple(named)).encode()).hexdigest()[:16]


def group_of(key: str) -> Group:
    """The group that "killed isis" names."""
    what, _, of = key.partition(" ")
    return Group(what, of)


def of_card(card: Card, vocabulary: Vocabulary) -> tuple[Statement, ...]:
    """The statements of one note, in the order of its claims."""
    return of_note(card, card.carrier, vocabulary)


def of_note(note: NoteHead, carrier: str, vocabulary: Vocabulary) -> tuple[Statement, ...]:
    """The statements of a note, reported by `carrier`, in the order of its claims."""
    seen: dict[str, int] = {}
    found = []
    for claim in note.claims:
        name = _name(note.slug, claim)
        seen[name] = seen.get(name, 0) + 1
        id_ = name if seen[name] == 1 else f"{name}-{seen[name]}"
        measure, unit = vocabulary.measure(claim.what), vocabulary.unit(claim)
        report = note.relays or note.updates or note.slug
        is_own = claim.by in {note.source, note.agency}
        found.append(
            Statement(id_, note.slug, claim, note.date, carrier, measure, unit, report if is_own else "")
        )
    return tuple(found)


def of_known(note: NoteHead, vocabulary: Vocabulary) -> tuple[Statement, ...]:
    """The statements of a note, carried by an id, without those of unknown measures and units."""
    units = vocabulary.units_by_id.keys() | {"", COUNT}

    def is_known(claim: Claim) -> bool:
        return (
            claim.what in vocabulary.by_id
            and (claim.unit or vocabulary.measure(claim.what).default_unit) in units
        )

    known = replace(note, claims=tuple(filter(is_known, note.claims)))
    return of_note(known, note.agency or note.source, vocabulary)


def ordered(statements: Iterable[Statement]) -> tuple[Statement, ...]:
    """Put statements in order of time."""
    return tuple(sorted(statements, key=lambda one: one.key))


def _name(slug: str, claim: Claim) -> str:
    """An address from everything but the figure, which a correction may change."""
    period = claim.period.text if claim.period else ""
    unit = claim.unit or UNNAMED
    parts = (slug, claim.by, claim.who, claim.what, claim.subset, unit, claim.place, period)
    return f"claim-{hashlib.sha256(repr(parts).encode()).hexdigest()[:10]}"

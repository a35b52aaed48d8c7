"""The key dates of the campaign, as the pages that show them share them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct

from briefing.chronology import days, events, weights
from briefing.core import edtf
from briefing.core.edtf import PartialDate
from briefing.engine.query import Query
from briefing.site import views
from briefing.site.entity_counts import HOME_PLACES
from briefing.site.parts import Account  # noqa: TC001 - the store reads these types' hints

if TYPE_CHECKING:
    from collections.abc import Iterable

    from briefing.chronology.events import Entry
    from briefing.site.catalogue import Catalogue


# Entries that a key date has at most.
EACH = 3


class KeyDate(Struct, frozen=True):
    """A day that matters, its rank from 0, and the anchors of its weightiest entries, in this order.

    `what` happened is told in the words of the first entry, by `account`.
    """

    date: PartialDate
    rank: int
    anchors: tuple[str, ...]
    what: str
    account: Account


def _foremost(catalogue: Catalogue, _key: str) -> tuple[PartialDate, ...]:
    notes = ((row.owner, date.fromisoformat(row.sort[:10]), row.value) for row in catalogue.rows("naming"))
    return tuple(map(edtf.of_day, days.foremost(notes)))


def _key_days(catalogue: Catalogue, _key: str) -> tuple[KeyDate, ...]:
    found = [one.start for one in catalogue.ask(FOREMOST)]
    slugs = {row.owner for day in found for row in catalogue.rows(f"happened {day}")}
    entries = events.merge(
        one
        for slug in sorted(slugs)
        for one in catalogue.tellings(slug)
        if one.event.date.is_day and one.event.date.start in found and not one.event.planned
    )
    return tuple(
        _key_date(catalogue, day, found.index(day), told[:EACH])
        for day in sorted(found)
        if (told := by_weight(catalogue, (one for one in entries if one.date.start == day), day))
    )


def by_weight(catalogue: Catalogue, found: Iterable[Entry], day: date) -> tuple[Entry, ...]:
    """Put what happened on a day in order, the weightiest first."""
    measures, home = catalogue.vocabulary.measures, catalogue.ask(HOME_PLACES)

    def order(one: Entry) -> tuple[object, ...]:
        return -weights.weight(one, day, measures, home), one.date.key, one.anchor

    return tuple(sorted(found, key=order))


def _key_date(catalogue: Catalogue, day: date, rank: int, entries: tuple[Entry, ...]) -> KeyDate:
    first = entries[0]
    return KeyDate(
        date=edtf.of_day(day),
        rank=rank,
        anchors=tuple(entry.anchor for entry in entries),
        what=first.what,
        account=views.account(first.tellings[0], first.what, catalogue.label),
    )


# The days that matter most, the foremost first, by all that notes name.
FOREMOST = Query("foremost-days", _foremost, tuple[PartialDate, ...])
# The key dates in order.
KEY_DAYS = Query("key-days", _key_days, tuple[KeyDate, ...])
QUERIES = (FOREMOST, KEY_DAYS)

"""Place a note in listings, one for each entity, tag, source, day and month.

A page finds its notes by them without reading all notes. Rows come in the order in which pages
show them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from briefing.chronology import days
from briefing.content import urls
from briefing.engine.digests import digest
from briefing.engine.listings import Placed
from briefing.ledger import lines
from briefing.site import feeds

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from briefing.chronology.cards import Card
    from briefing.core.edtf import PartialDate
    from briefing.ledger.statements import Statement

# Listings whose pages lead to their neighbours.
NEIGHBOURS = ("notes", "days")


def rows(card: Card, told: Iterable[Statement], images: Iterable[str] = ()) -> tuple[Placed, ...]:
    """Every row of a card, with the statements of its claims, whose note refers to images.

    A withdrawn note's card stands only where its withdrawal is told.
    """
    place = place_of(card)
    found = [Placed("updated", f"{feeds.updated(card)} {place}")]
    found += [Placed("former", slug) for slug in card.former]
    if card.corrections or card.status == "withdrawn":
        found.append(Placed("corrected", place))
    if card.status == "withdrawn":
        found.append(Placed("withdrawn", place))
        return tuple(found)
    found += [Placed("notes", place, card.status), Placed(f"noted {ten_days(card.date.start)}", place)]
    # What key dates are found from.
    found.append(Placed("naming", f"{card.date.end} {card.slug}", days.naming(card)))
    found += [Placed(f"image {path}", place) for path in images]
    found += [*_named(card, place), *_dated(card, place), *_claimed(told)]
    return tuple(dict.fromkeys(found))


def place_of(card: Card) -> str:
    """The place of a note in listings: by date, the slug settles ties."""
    return f"{_sort(card.date)} {card.slug}"


def ten_days(day: date) -> str:
    """The part of its month that a day is in, "2018-12-1" for the 10th to 19th: exports are made of such."""
    return day.isoformat()[:9]


def _sort(value: PartialDate) -> str:
    return f"{value.start} {value.end} {value.text}"


def _named(card: Card, place: str) -> Iterator[Placed]:
    for entity in card.entities:
        yield Placed(f"entity {entity.id}", place, str(entity.count))
    for tag in card.tags:
        yield Placed(f"tag {tag.key}", place, tag.label)
        yield Placed(f"address {urls.tag(tag.label)}", tag.key)
    yield Placed(f"source {card.source}", place)
    if card.agency:
        yield Placed(f"source {card.agency}", place)


def _dated(card: Card, place: str) -> Iterator[Placed]:
    # A report belongs to its first possible day; on the others it may have appeared.
    for later, day in enumerate(days.within(card.date, days.REPORT_SPAN)):
        yield Placed(f"{'perhaps' if later else 'reported'} {day}", place)
        yield Placed("days", str(day))
    told = digest(tuple(replace(one, line=0) for one in card.events))
    for event in card.events:
        yield Placed(f"month {event.date.start:%Y-%m}", place, told)
        yield Placed(f"begun {ten_days(event.date.start)}", place)
        for day in days.within(event.date, days.EVENT_SPAN):
            if event.planned:
                yield Placed(f"planned {day}", place)
                continue
            yield Placed(f"happened {day}", place)
            yield Placed("days", str(day))
            for id_ in (*event.places, *event.actors):
                yield Placed(f"acted {id_}", str(day))


def _claimed(told: Iterable[Statement]) -> Iterator[Placed]:
    for one in told:
        place, line = place_of_statement(one), lines.written(one)
        yield Placed("claims", place)
        yield Placed(f"group {one.group.what} {one.group.of}", place, lines.scope_written(one, line))
        yield Placed(f"claimant {one.claim.by}", place, line)
        yield Placed(f"until {_month(one.counted_to)}", place)
        yield Placed(f"claimed {ten_days(one.as_of.end)}", place)
        yield Placed(f"compared {one.compared}", place, line)
        kind = "position" if one.is_position else "figure"
        yield Placed(f"{kind} {_month(one.as_of.end)}", place, f"{one.scope.name} {one.claim.by}")


def _month(day: date) -> str:
    return day.isoformat()[:7]


def place_of_statement(statement: Statement) -> str:
    """The place of a statement in the ledger: in order of time, and its id at the end."""
    end, start, counted, exact, slug, id_ = statement.key
    return f"{end} {start} {counted} {int(exact)} {slug} {id_}"

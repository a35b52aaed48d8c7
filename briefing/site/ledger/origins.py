"""Tell on whom the figures of a report rest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from msgspec import Struct

from briefing.engine.query import Query
from briefing.site import views
from briefing.site.figure_parts import RestsView

if TYPE_CHECKING:
    from briefing.site.catalogue import Catalogue
    from briefing.site.parts import Link

# Claimants that are named at most.
NAMED = 3


class Rests(Struct, frozen=True):
    """How many of a report's figures each claimant gives, the most first.

    `counts` is the measure that it counts first, and `alone` who gives all of these; both are empty where
    several do.
    """

    shares: tuple[tuple[str, int], ...] = ()
    counts: str = ""
    alone: str = ""


def _rests(catalogue: Catalogue, slug: str) -> Rests:
    figures = [one for one in catalogue.statements(slug) if not one.is_position and not one.claim.stance]
    if not figures:
        return Rests()
    first = min(figures, key=lambda one: (not one.measure.accumulates, one.measure.rank)).measure
    sole = {one.claim.by for one in figures if one.measure == first}
    shares = Counter(one.claim.by for one in figures)
    order = sorted(shares.items(), key=lambda share: (-share[1], share[0]))
    return Rests(tuple(order), *((first.id, *sole) if len(sole) == 1 else ()))


# The key is a note's slug.
RESTS = Query("rests", _rests, Rests)
QUERIES = (RESTS,)


def rests(catalogue: Catalogue, slugs: Iterable[str]) -> tuple[RestsView, ...]:
    """Show on whom the figures of reports rest, in the order given."""
    return tuple(_view(catalogue, slug, catalogue.ask(RESTS, slug)) for slug in slugs)


def _view(catalogue: Catalogue, slug: str, found: Rests) -> RestsView:
    most = found.shares[0][1] if found.shares else 0
    first = (by for by, number in found.shares if number == most)
    return RestsView(
        note=views.note_card(catalogue.card(slug)),
        figures=sum(number for _, number in found.shares),
        most=most,
        by=tuple(catalogue.party(by, short=True) for by in first)[:NAMED],
        counts=catalogue.vocabulary.measure(found.counts).inline if found.counts else "",
        alone=catalogue.party(found.alone, short=True) if found.alone else None,
    )


def shares(catalogue: Catalogue, slugs: Iterable[str]) -> tuple[int, tuple[tuple[int, Link], ...]]:
    """Count the figures of some reports, and say who gives most of them."""
    total = Counter[str]()
    for slug in slugs:
        total.update(dict(catalogue.ask(RESTS, slug).shares))
    order = sorted(total.items(), key=lambda share: (-share[1], share[0]))[:NAMED]
    named = tuple((number, catalogue.party(by, short=True)) for by, number in order)
    return sum(total.values()), named

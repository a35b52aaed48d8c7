"""Sum up the figures of an entity: what it counts, how it is counted, what it says of who holds a place."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from msgspec.structs import replace

from briefing.content import urls
from briefing.ledger.statements import Statement, group_of
from briefing.ledger.wording import figure, number
from briefing.site import views
from briefing.site.ledger import summary
from briefing.site.ledger.book import Book, address
from briefing.site.ledger.comparisons import TODAY
from briefing.site.parts import Link
from briefing.site.profiles import FigureLine, Figures

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence

    from briefing.site.figure_parts import CountView, SidesView

# Lines that are shown at most of either kind, and places of which it is told who holds them.
LINES, PLACES = 6, 2
# So many of the newest claims are looked at.
RECENT = 200


def figures(book: Book, id_: str) -> Figures:
    """Sum up what an entity counts and says itself, and what others count of it: the newest of each."""
    listing = f"claimant {id_}"
    claims = _statements(book, listing)
    counts = _newest(claims, lambda one: one.series)
    groups = (key for key in book.catalogue.listings("group") if group_of(key).of == id_)
    of_others = (one for key in groups for one in _statements(book, f"group {key}") if one.claim.by != id_)
    counted = _newest(of_others, lambda one: one.scope)
    return Figures(
        counts=_lines(book, counts[:LINES]),
        counted=_lines(book, counted[: LINES if not counts else LINES - 2]),
        says=tuple(_says(book, claims)),
        claims=Link(urls.claimant(id_), "all its claims") if claims else None,
        reports=f"{len({one.slug for one in claims})}{' or more' if len(claims) == RECENT else ''}",
        alone=sum(1 for one, times in counts[:LINES] if times > 1 and _claimants(book, one) == (id_,)),
    )


def _statements(book: Book, listing: str) -> list[Statement]:
    return [*map(book.read, book.catalogue.last(listing, RECENT))]


def _newest(
    found: Iterable[Statement], frame: Callable[[Statement], Hashable]
) -> list[tuple[Statement, int]]:
    """The newest figure of each frame and how many reports tell one, those that most reports tell first."""
    framed: defaultdict[Hashable, list[Statement]] = defaultdict(list)
    for one in found:
        if not one.is_position and not one.claim.stance:
            framed[frame(one)].append(one)
    newest = [
        (max(same, key=lambda one: one.key), len({one.slug for one in same})) for same in framed.values()
    ]
    return sorted(newest, key=lambda pair: (-pair[1], -pair[0].as_of.end.toordinal(), _rank(pair[0])))


def _rank(statement: Statement) -> tuple[object, ...]:
    claim = statement.claim
    return bool(claim.subset), statement.measure.rank, claim.who, statement.id


def _lines(book: Book, found: Iterable[tuple[Statement, int]]) -> tuple[FigureLine, ...]:
    """Make a line for each figure; lines that would read alike name their places."""
    told = [(_counted(book, one), one) for one, _ in found]
    names = Counter(name for name, _ in told)
    return tuple(
        _line(book, one, _placed(book, one, name) if names[name] > 1 else name) for name, one in told
    )


def _placed(book: Book, statement: Statement, name: str) -> str:
    return f"{name}, {book.brief(statement.claim.place)}" if statement.claim.place else name


def _counted(book: Book, statement: Statement) -> str:
    claim = statement.claim
    subset = f", {claim.subset}" if claim.subset else ""
    return f"{statement.measure.label}: {book.brief(claim.who)}{subset}"


def _line(book: Book, statement: Statement, name: str) -> FigureLine:
    claim, note = statement.claim, book.catalogue.report(statement.slug)
    total = f" of {number(claim.part_of)}" if claim.part_of is not None else ""
    return FigureLine(
        anchor=statement.id,
        link=Link(address(statement), name),
        figure=f"{figure(statement)}{total}",
        period=views.date_view(claim.period) if claim.period else None,
        by=book.catalogue.party(claim.by, short=True),
        note=Link(urls.note(statement.slug, statement.id), note.carrier),
        as_of=views.reported(note),
    )


def _claimants(book: Book, statement: Statement) -> tuple[str, ...]:
    said = book.catalogue.ask(TODAY, statement.slug)
    return next(one.claimants for one in said if one.id == statement.id)


def _says(book: Book, claims: Sequence[Statement]) -> Iterator[SidesView]:
    """Yield what a claimant says about who holds places, for the places that it speaks of most."""
    places: defaultdict[str, list[Statement]] = defaultdict(list)
    for one in claims:
        if one.is_position:
            places[one.claim.place].append(one)
    for place in sorted(places, key=lambda id_: (-len(places[id_]), id_))[:PLACES]:
        if view := summary.holders(book, places[place]):
            yield view


def count_at(book: Book, slugs: Iterable[str], places: Sequence[str]) -> CountView | None:
    """Count what the notes count at a place, or where they count nothing there, at one around it.

    `places` are ids, the place itself first.
    """
    told = [one for slug in slugs for one in book.statements(slug) if one.claim.place in places]
    ranks = [one.measure.rank for one in told if one.measure.accumulates]
    told = [one for one in told if ranks and one.measure.rank == min(ranks)]
    for place in places:
        if view := summary.count(book, [one for one in told if one.claim.place == place]):
            within = "" if place == places[0] else f", {book.label(place)}"
            return replace(view, title=f"{view.title}{within}")
    return None

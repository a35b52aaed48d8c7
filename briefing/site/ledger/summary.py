"""Sum up the ledger for the briefing of a day: the count, who holds the place, where accounts differ."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, timedelta
from typing import TYPE_CHECKING, TypeVar

from msgspec.structs import replace

from briefing.content import urls
from briefing.core import edtf
from briefing.core.registry import PERCENT
from briefing.ledger.assembly import RECENT
from briefing.ledger.pairs import Pair
from briefing.ledger.position_rules import PART_BESIDES
from briefing.ledger.wording import STANCES, figure, in_brief
from briefing.site import views
from briefing.site.figure_parts import CountView, NumberView, SidesView, SideView
from briefing.site.ledger.book import Book, address
from briefing.site.ledger.comparisons import AS_REPORTED, Comparison
from briefing.site.ledger.editions import EDITION
from briefing.site.parts import DateView, Link

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

    from briefing.ledger.statements import Statement

T = TypeVar("T")

# Numbers that a count shows at most, and days that a position stays news beside newer ones.
NUMBERS = 4
STALE = timedelta(days=1)
DOUBTS = ("doubts", "denies")


def standing(book: Book, day: date) -> tuple[Statement, ...]:
    """The newest statement of each series by a day, each report taken to be of its first possible day."""
    edition = book.catalogue.ask(EDITION, day.isoformat())
    newest = {one.series: one for one in (*edition.known, *edition.possible)}
    return tuple(book.statement(one.slug, one.id) for one in newest.values())


def count(book: Book, found: Iterable[Statement]) -> CountView | None:
    """Count what most is told of: the measure of most series, of all whom it is counted for.

    Of each there is the newest figure over the period and place that most of them share; one that only rounds
    an exact figure of the same claimant and day gives way to that.
    """
    totals = [one for one in found if _is_total(one)]
    if not totals:
        return None
    told = Counter(one.measure for one in totals)
    first = min(told, key=lambda one: (-told[one], not one.accumulates, one.rank))
    newest: dict[tuple[Hashable, ...], Statement] = {}
    for one in sorted((one for one in totals if one.measure == first), key=lambda one: one.key):
        newest[_frame(one), one.claim.who] = _unrounded(book, one)
    frames = Counter(frame for frame, _ in newest)
    frame = min(frames, key=lambda one: (-frames[one], str(one)))
    shown = sorted((one for (of, _), one in newest.items() if of == frame), key=lambda one: _told(book, one))
    return _counted(book, shown[:NUMBERS])


def _unrounded(book: Book, statement: Statement) -> Statement:
    """The exact figure that a claimant's newest only rounds, up to the same day; else the newest itself."""
    if statement.claim.bound == "exactly":
        return statement
    same = book.compared(statement.compared).series.get(statement.series, ())
    for one in reversed(same[-RECENT:]):
        exact = one.claim.bound == "exactly" and one.counted_to == statement.counted_to
        if exact and one.as_of.end <= statement.as_of.end and Pair.of(one, statement).meets:
            return book.statement(one.slug, one.id)
    return statement


def _is_total(statement: Statement) -> bool:
    claim = statement.claim
    return not (
        statement.is_position or claim.stance or claim.subset or claim.low is None or claim.high is None
    ) and (statement.unit is None or statement.unit.id != PERCENT)


def _frame(statement: Statement) -> tuple[str, str, str]:
    scope = statement.scope
    return scope.start, scope.place, scope.unit


def _told(book: Book, statement: Statement) -> tuple[object, ...]:
    """Return the sort key of a number: by note, the newest first, and by the order of its claims."""
    ids = [one.id for one in book.statements(statement.slug)]
    return -statement.as_of.start.toordinal(), statement.slug, ids.index(statement.id)


def _counted(book: Book, shown: Sequence[Statement]) -> CountView:
    said = [_as_reported(book, one) for one in shown]
    rounded: defaultdict[Link, list[str]] = defaultdict(list)
    for each in said:
        for relation in each.relations:
            if relation.kind == "rounds":
                other = book.statement(relation.slug, relation.id)
                rounded[_carrier(book, other)].append(" ".join(in_brief(other)).strip())
    start = shown[0].scope.start
    since = f" since {edtf.display(edtf.parse(start))}" if start else ""
    return CountView(
        title=f"{shown[0].measure.label}{since}",
        numbers=tuple(_number(book, one, each) for one, each in zip(shown, said, strict=True)),
        by=_distinct(_brief(book, one.claim.by) for one in shown),
        carried=_distinct(_carrier(book, one) for one in shown),
        before=_distinct(views.date_view(each.was_on) for each in said if each.was_on and each.was),
        rounded=tuple(Link(link.href, f"{link.text}: {', '.join(told)}") for link, told in rounded.items()),
    )


def _number(book: Book, statement: Statement, said: Comparison) -> NumberView:
    bound, amount = in_brief(statement)
    claim = statement.claim
    return NumberView(
        bound, amount, address(statement), book.brief(claim.who), _brief(book, claim.by), was=said.was
    )


def holders(book: Book, found: Iterable[Statement]) -> SidesView | None:
    """Say who holds the place that most speak of, and on whose word: of each claimant the newest.

    What a claimant says besides of another party's part in it is left out.
    """
    by_place: defaultdict[str, list[Statement]] = defaultdict(list)
    for one in found:
        if one.is_position:
            by_place[one.claim.place].append(one)
    if not by_place:
        return None
    place, told = max(by_place.items(), key=lambda item: (len({one.claim.by for one in item[1]}), item[0]))
    newest: dict[str, date] = {}
    for one in told:
        newest[one.claim.by] = max(_last(one), newest.get(one.claim.by, date.min))
    last = max(newest.values())
    # Of earlier words only a doubt is still of use.
    kept = [
        one
        for one in told
        if _last(one) == last
        or (one.claim.stance in DOUBTS and _last(one) == newest[one.claim.by] >= last - STALE)
    ]
    wholly = {one.claim.by for one in kept if one.claim.stance == "asserts"}
    kept = [one for one in kept if one.claim.stance != "partly" or one.claim.by not in wholly]
    link = Link(urls.group(kept[0].claim.what, place), f"Who holds {book.brief(place)}")
    view = _sides(book, kept, link, last)
    first, *others = view.sides
    opening = replace(first, words=first.words[:1].upper() + first.words[1:])
    return replace(view, sides=(opening, *others))


def holders_of(book: Book, slugs: Iterable[str], place: str) -> SidesView | None:
    """Say who holds a place, as some notes have it."""
    told = (one for slug in slugs for one in book.statements(slug))
    return holders(book, (one for one in told if one.is_position and one.claim.place == place))


def _last(statement: Statement) -> date:
    return statement.when.end


def disputes(book: Book, slugs: Iterable[str]) -> tuple[SidesView, ...]:
    """Say where accounts of a day's notes contradict each other, a line for each figure and place.

    Where a claimant calls a place held by one party, and in part by another, that is a line too.
    """
    sides: defaultdict[tuple[str, date | None, bool], dict[str, Statement]] = defaultdict(dict)
    for slug in slugs:
        statements = book.statements(slug)
        for one, said in zip(statements, book.catalogue.ask(AS_REPORTED, slug), strict=True):
            for relation in said.relations:
                besides = relation.rule == PART_BESIDES
                if relation.kind != "contradicts" and not besides:
                    continue
                other = book.statement(relation.slug, relation.id)
                day = max(_last(one), _last(other)) if one.is_position else None
                told = (one,) if besides else (one, other)
                kept = [each for each in told if not besides or each.claim.stance == "partly"]
                sides[one.compared, day, besides].update({each.id: each for each in kept})
    order = sorted(sides, key=lambda key: (key[2], -(key[1] or date.min).toordinal()))
    return tuple(
        replace(
            _sides(book, same.values(), _heading(book, same.values()), yet=besides),
            day=views.day_view(day) if day else None,
        )
        for compared, day, besides in order
        if (same := sides[compared, day, besides])
    )


def _heading(book: Book, found: Iterable[Statement]) -> Link:
    first = next(iter(found))
    claim = first.claim
    if first.is_position:
        return Link(urls.group(claim.what, claim.place), book.brief(claim.place))
    subset = f", {claim.subset}" if claim.subset else ""
    return Link(address(first), f"{first.measure.label}: {book.brief(claim.who)}{subset}")


def _sides(
    book: Book, found: Iterable[Statement], link: Link, last: date | None = None, *, yet: bool = False
) -> SidesView:
    """Put what claimants say in so many voices, the surest first; `last` is the day that needs no date."""
    order = list(STANCES)
    voices: defaultdict[tuple[str, str, DateView | None], list[Statement]] = defaultdict(list)
    for one in sorted(
        found, key=lambda one: (order.index(one.claim.stance or "asserts"), -_last(one).toordinal())
    ):
        words = figure(one)
        if one.is_position:
            stance = STANCES[one.claim.stance or "asserts"]
            words = f"{'still ' if yet else ''}{stance.extent} by {book.brief(one.claim.who)}"
        on = views.date_view(one.when) if last and _last(one) < last else None
        voices[one.claim.stance or "", words, on].append(one)
    kept = [one for same in voices.values() for one in same]
    return SidesView(
        link=link,
        sides=tuple(
            SideView(kind, words, _distinct(_brief(book, one.claim.by) for one in same), on)
            for (kind, words, on), same in voices.items()
        ),
        notes=_distinct(_carrier(book, one) for one in kept),
    )


def _as_reported(book: Book, statement: Statement) -> Comparison:
    said = book.catalogue.ask(AS_REPORTED, statement.slug)
    return next(one for one in said if one.id == statement.id)


def _carrier(book: Book, statement: Statement) -> Link:
    return Link(urls.note(statement.slug), book.catalogue.report(statement.slug).carrier)


def _brief(book: Book, id_: str) -> Link:
    return book.catalogue.party(id_, short=True)


def _distinct(found: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(found))

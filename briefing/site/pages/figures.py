"""The ledger: `/figures/` and its parts by group, claimant and month."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from briefing.content import urls
from briefing.core import edtf
from briefing.engine.inputs import only
from briefing.engine.output import Output, OutputKind
from briefing.engine.query import Query
from briefing.ledger import lines
from briefing.ledger.assembly import Ledger
from briefing.ledger.statements import Scope, group_of
from briefing.site import citations, head, views
from briefing.site.exports import texts
from briefing.site.figure_parts import Choice, Filter, GroupView, OlderScope
from briefing.site.ledger import rows, summary
from briefing.site.ledger.book import Book, anchor, id_of
from briefing.site.models import FiguresPage
from briefing.site.pagination import Chunk, chunks
from briefing.site.parts import Head, Link, Pages
from briefing.site.pictures import chart, findings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from briefing.engine.listings import Row
    from briefing.site.catalogue import Catalogue
    from briefing.site.pictures.panels import Chart

# Up to here the ledger is read, searched and filtered best as one page.
ON_ONE_PAGE = 300
WHOLE = Link(urls.FIGURES, "All figures")
INTRODUCTION = "Who says how many, how sure, and since when, each with the report that carries it."


class _Of(Struct, frozen=True):
    """A part of the ledger: its listing, its address, its heading, and whether it has a chart."""

    listing: str
    base: str
    heading: str
    drawn: bool = False


def _of_group(catalogue: Catalogue, key: str) -> _Of:
    group = group_of(key)
    return _Of(f"group {key}", urls.group(*group), Book(catalogue).heading(group), drawn=True)


def _of_claimant(catalogue: Catalogue, key: str) -> _Of:
    title = f"Figures and positions of {catalogue.label(key)}"
    return _Of(f"claimant {key}", urls.claimant(key), title)


def _of_month(_: Catalogue, key: str) -> _Of:
    return _Of(f"until {key}", urls.month(key), f"Figures up to {_month(key)}")


def _month(key: str) -> str:
    return edtf.display(edtf.parse(key))


# The whole ledger.


def _front(catalogue: Catalogue, _: str) -> Iterator[Output]:
    """Output `/figures/`: the whole ledger, or, where that is long, the newest figure of each group."""
    yield catalogue.html(urls.FIGURES, "figures.html", lambda: _whole(Book(catalogue)))


def _whole(book: Book) -> FiguresPage:
    catalogue = book.catalogue
    count = catalogue.count("claims")
    whole = count <= ON_ONE_PAGE
    ledger = _ledger(book, catalogue.rows("claims")) if whole else None
    filters = _filters(book)
    page = FiguresPage(
        head=_head(catalogue, "Figures", urls.FIGURES),
        title="Figures",
        introduction=INTRODUCTION,
        filters=filters,
        groups=_defined_once(_summed(book, ledger) if ledger else _newest(catalogue, _groups(catalogue))),
        whole=None,
        pages=Pages(),
        statements=count,
        filterable=whole,
        script=catalogue.asset("figures.js") if whole else "",
        chart=_chart(book, ledger) if ledger else None,
        by_month=catalogue.ask(texts.IN_PARTS),
    )
    return citations.figures(page, catalogue.site)


def _summed(book: Book, ledger: Ledger) -> Iterator[GroupView]:
    """The groups of the whole ledger, those of places with who holds them."""
    for group, (of, scopes) in zip(rows.groups(book, ledger), ledger.groups.items(), strict=True):
        is_control = book.measure(of.what).is_control
        told = (one for scope in scopes for one in ledger.of_scope(scope)) if is_control else ()
        yield replace(group, holders=summary.holders(book, told))


def _newest(catalogue: Catalogue, keys: Iterable[str]) -> tuple[GroupView, ...]:
    return tuple(one for key in keys for one in catalogue.ask(NEWEST, key))


def _newest_of(catalogue: Catalogue, key: str) -> tuple[GroupView, ...]:
    book = Book(catalogue)
    return rows.groups(book, _ledger(book, catalogue.last(f"group {key}", 1)), alone=True)


# The newest statement of a group, shown alone.
NEWEST = Query("newest-of-group", _newest_of, tuple[GroupView, ...])


def _defined_once(groups: Iterable[GroupView]) -> tuple[GroupView, ...]:
    """Leave the definition of a measure out where the page has it above."""
    seen = set[str]()
    found = []
    for group in groups:
        found.append(replace(group, definition="") if group.definition in seen else group)
        seen.add(group.definition)
    return tuple(found)


def _filters(book: Book) -> tuple[Filter, ...]:
    catalogue = book.catalogue
    claimants = sorted(
        catalogue.listings("claimant"), key=lambda key: (-catalogue.count(f"claimant {key}"), key)
    )
    by = (_choice(catalogue, _of_claimant(catalogue, key), book.label(key), key) for key in claimants)
    groups = ((_of_group(catalogue, key), key.replace(" ", "-")) for key in _groups(catalogue))
    of = (_choice(catalogue, part, part.heading, value) for part, value in groups)
    months = catalogue.listings("until")
    until = (_choice(catalogue, _of_month(catalogue, key), _month(key), key) for key in months)
    return (
        Filter("by", "Source of the count", tuple(by)),
        Filter("of", "What is counted", tuple(of)),
        Filter("until", "Period ends in", tuple(until)),
    )


def _choice(catalogue: Catalogue, part: _Of, text: str, value: str) -> Choice:
    return Choice(Link(part.base, text), value, catalogue.count(part.listing))


def _groups(catalogue: Catalogue) -> list[str]:
    """All groups: by measure, in the order of the registry, those with most statements first."""
    book = Book(catalogue)

    def order(key: str) -> tuple[int, int, str]:
        group = group_of(key)
        return book.measure(group.what).rank, -catalogue.count(f"group {key}"), group.of

    return sorted(catalogue.listings("group"), key=order)


def _counted(catalogue: Catalogue) -> list[str]:
    """The groups of figures; those of who holds a place have pages of another kind."""
    book = Book(catalogue)
    return [key for key in catalogue.listings("group") if not book.measure(group_of(key).what).is_control]


# Its parts.


class _Older(Struct, frozen=True):
    """A scope with no figure on its group's first page: the page with its newest, and that one's day."""

    scope: Scope
    subset: str
    href: str
    day: str


def _parts(of: Callable[[Catalogue, str], _Of]) -> Callable[[Catalogue, str], Iterator[Output]]:
    def plans(catalogue: Catalogue, key: str) -> Iterator[Output]:
        whole = of(catalogue, key)
        *others, first = chunks(whole.base, catalogue.rows(whole.listing), catalogue.sizes.per_page)
        for part in others:
            yield _planned(catalogue, whole, part)
        yield _planned(catalogue, whole, first, _older(key, others, first) if whole.drawn else ())

    return plans


def _older(key: str, others: Iterable[Chunk[Row]], first: Chunk[Row]) -> tuple[_Older, ...]:
    """The scopes that stand on other pages only, those last reported first."""
    group = group_of(key)
    found: dict[Scope, _Older] = {}
    for part in (*others, first):
        for row in part.content:
            scope, subset = lines.scope_read(group, row.value)
            found.pop(scope, None)
            found[scope] = _Older(scope, subset, part.href, row.sort.partition(" ")[0])
    return tuple(one for one in reversed(found.values()) if one.href != first.href)


def _planned(catalogue: Catalogue, whole: _Of, part: Chunk[Row], older: tuple[_Older, ...] = ()) -> Output:
    title = part.titled(whole.heading)

    def make() -> FiguresPage:
        book = Book(catalogue)
        ledger = _ledger(book, part.content)
        drawn = _chart(book, ledger) if whole.drawn else None
        page = FiguresPage(
            head=_head(catalogue, title, part.href, _feed(whole) if whole.drawn else None),
            title=title,
            introduction="" if drawn or not whole.drawn else _finding(book, ledger),
            filters=(),
            groups=_defined_once(rows.groups(book, ledger)),
            whole=WHOLE,
            pages=part.pages,
            statements=len(part.content),
            filterable=False,
            script="",
            chart=drawn,
            older=tuple(_older_view(book, one) for one in older),
            by_month=catalogue.ask(texts.IN_PARTS),
        )
        return citations.figures(page, catalogue.site)

    ids = tuple((row.owner, id_of(row)) for row in part.content)
    return catalogue.html(part.href, "figures.html", make, also=(title, part.pages, ids, older))


def _older_view(book: Book, older: _Older) -> OlderScope:
    name = anchor(older.scope)
    link = Link(f"{older.href}#{name}", book.title(older.scope, older.subset))
    return OlderScope(name, link, views.date_view(edtf.parse(older.day)))


def _ledger(book: Book, found: Iterable[Row]) -> Ledger:
    return Ledger.of(book.statement(row.owner, id_of(row)) for row in found)


def _chart(book: Book, ledger: Ledger) -> Chart | None:
    words = chart.Words(
        name=book.brief,
        label=book.label,
        title=book.shared,
        anchor=anchor,
        source=lambda slug: book.catalogue.report(slug).carrier,
        unit=book.catalogue.vocabulary.unit_of,
    )
    shown = (one for scopes in ledger.groups.values() for scope in scopes for one in ledger.of_scope(scope))
    return chart.chart(shown, words)


def _feed(whole: _Of) -> Link:
    return Link(urls.feed(whole.base), f"{whole.heading} (Atom)")


def _finding(book: Book, ledger: Ledger) -> str:
    """Say what the figures of the foremost scope are."""
    scope = next((scopes[0] for scopes in ledger.groups.values()), None)
    series = [findings.counted(ledger.series[one]) for one in (ledger.scopes[scope] if scope else ())]
    return findings.finding([one for one in series if one and not one[0].is_position], book.brief)


def _head(catalogue: Catalogue, title: str, path: str, feed: Link | None = None) -> Head:
    return head.head(
        catalogue.site,
        title=title,
        description=f"{title}: {INTRODUCTION}",
        path=path,
        section=urls.FIGURES,
        feed=feed,
    )


QUERIES = (NEWEST,)
OUTPUTS = (
    OutputKind("figures", (urls.FIGURES,), only, _front),
    OutputKind("figures-of", (urls.FIGURES,), _counted, _parts(_of_group)),
    OutputKind(
        "figures-by", (urls.FIGURES,), lambda catalogue: catalogue.listings("claimant"), _parts(_of_claimant)
    ),
    OutputKind(
        "figures-until", (urls.FIGURES,), lambda catalogue: catalogue.listings("until"), _parts(_of_month)
    ),
)

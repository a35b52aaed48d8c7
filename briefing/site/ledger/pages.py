"""The ledger in; `/figures/` and its parts by group, claimant and month out."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from briefing import edtf
from briefing.site import cited, head, plan, urls
from briefing.site.ledger import rows
from briefing.site.ledger.book import anchor
from briefing.site.ledger.parts import Choice, Filter
from briefing.site.models import FiguresPage
from briefing.site.parts import Link, Pages
from briefing.site.pictures import chart

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from briefing.chronology.ledger.statements import Statement
    from briefing.site.catalogue import Catalogue
    from briefing.site.ledger.book import Book
    from briefing.site.parts import Head
    from briefing.site.pictures.panels import Chart

# Up to here the ledger is read, searched and filtered best as one page.
ON_ONE_PAGE = 300
WHOLE = Link(urls.FIGURES, "All figures")
INTRODUCTION = (
    "Who says what, how sure, since when. A figure stands with its claimant, its bound and the report that "
    "carries it; figures of different scope are never compared and never summed."
)


def plans(book: Book, script: str) -> Iterator[plan.Plan]:
    """Plan the whole ledger, and a page or more for each group, claimant and month. `script` filters."""
    everything = _in_order(book)
    filters = _filters(book, everything)
    yield _front(book, everything, filters, script)
    for group, parts in book.parts.items():
        yield from (_page(book, part, book.heading(group), drawn=True) for part in parts)
    for by, same in _parted(everything, lambda one: one.claim.by).items():
        yield from _listing(book, urls.claimant(by), f"Figures and positions of {book.label(by)}", same)
    for month, same in _parted(everything, lambda one: rows.key(one)[2]).items():
        title = f"Figures up to {edtf.display(edtf.parse(month))}"
        yield from _listing(book, urls.month(month), title, same)


def _in_order(book: Book) -> list[Statement]:
    ledger = book.ledger
    return [one for scopes in ledger.groups.values() for scope in scopes for one in ledger.of_scope(scope)]


def _parted(
    statements: Sequence[Statement], by: Callable[[Statement], str]
) -> Mapping[str, Sequence[Statement]]:
    """Part statements by some key, in order of it."""
    found: dict[str, list[Statement]] = defaultdict(list)
    for statement in statements:
        found[by(statement)].append(statement)
    return dict(sorted(found.items()))


def _filters(book: Book, everything: Sequence[Statement]) -> tuple[Filter, ...]:
    claimants = _parted(everything, lambda one: one.claim.by)
    months = _parted(everything, lambda one: rows.key(one)[2])
    groups = book.parts
    return (
        Filter(
            "by",
            "Who says so",
            tuple(
                Choice(Link(urls.claimant(by), book.label(by)), by, len(same))
                for by, same in sorted(claimants.items(), key=lambda one: (-len(one[1]), one[0]))
            ),
        ),
        Filter(
            "of",
            "What is counted",
            tuple(
                Choice(
                    Link(urls.group(*group), book.heading(group)),
                    "-".join(group),
                    sum(len(part.content) for part in parts),
                )
                for group, parts in groups.items()
            ),
        ),
        Filter(
            "until",
            "Period ends in",
            tuple(
                Choice(Link(urls.month(month), edtf.display(edtf.parse(month))), month, len(same))
                for month, same in months.items()
            ),
        ),
    )


def _front(
    book: Book, everything: Sequence[Statement], filters: tuple[Filter, ...], script: str
) -> plan.Plan:
    """Plan `/figures/`: the whole ledger, or, where that is long, the newest figure of each group."""
    whole = len(everything) <= ON_ONE_PAGE
    ledger = book.ledger
    shown = everything if whole else [ledger.of_scope(scopes[0])[0] for scopes in ledger.groups.values()]

    def make() -> FiguresPage:
        return FiguresPage(
            head=_head(book.catalogue, "Figures", urls.FIGURES),
            title="Figures",
            introduction=INTRODUCTION,
            filters=filters,
            groups=rows.groups(book, shown),
            whole=None,
            pages=Pages(),
            statements=len(everything),
            filterable=whole,
            script=script if whole else "",
            chart=_chart(book, everything) if whole else None,
        )

    return _planned(book, urls.FIGURES, shown, make, filters, script, len(everything))


def _listing(book: Book, base: str, title: str, same: Sequence[Statement]) -> Iterator[plan.Plan]:
    for part in plan.chunks(base, same[::-1], book.catalogue.settings.sizes.per_page):
        yield _page(book, part, title)


def _page(book: Book, part: plan.Part[Statement], heading: str, *, drawn: bool = False) -> plan.Plan:
    """Plan a part of the ledger, whose statements come in reverse order; `drawn` ones have a chart."""
    title = heading + (f", page {part.name}" if part.name else "")
    shown = part.content[::-1]

    def make() -> FiguresPage:
        return FiguresPage(
            head=_head(book.catalogue, title, part.href),
            title=title,
            introduction="",
            filters=(),
            groups=rows.groups(book, shown),
            whole=WHOLE,
            pages=part.pages,
            statements=len(shown),
            filterable=False,
            script="",
            chart=_chart(book, shown) if drawn else None,
        )

    return _planned(book, part.href, shown, make, title, part.pages)


def _chart(book: Book, shown: Iterable[Statement]) -> Chart | None:
    words = chart.Words(
        label=book.label,
        heading=lambda statement: book.heading(statement.group),
        title=lambda scope: rows.titled(book, scope),
        anchor=anchor,
    )
    return chart.chart(shown, words)


def _planned(
    book: Book, href: str, shown: Sequence[Statement], make: Callable[[], FiguresPage], *also: object
) -> plan.Plan:
    cards, words = book.support(shown)
    scopes = dict.fromkeys(statement.scope for statement in shown)
    mains = [book.ledger.groups[statement.group][0] for statement in shown]
    first = [book.ledger.of_scope(scope)[0] for scope in dict.fromkeys((*scopes, *mains))]
    origins = tuple((book.origins(scope), book.title(scope)) for scope in scopes)
    ids = tuple(statement.id for statement in first)
    site = book.catalogue.settings.site
    members = dict.fromkeys((*cards, *book.cards(first)))
    headings = tuple(book.heading(group) for group in dict.fromkeys(one.group for one in shown))
    return book.catalogue.plan(
        href,
        "figures.html",
        lambda: cited.figures(make(), site),
        cards=members,
        also=(words, origins, ids, headings, *also),
    )


def _head(catalogue: Catalogue, title: str, path: str) -> Head:
    return head.head(
        catalogue.settings.site,
        title=title,
        description=f"{title}: {INTRODUCTION}",
        path=path,
        section=urls.FIGURES,
    )

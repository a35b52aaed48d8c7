"""The editors' own pages, and the page for wrong addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.content import urls
from briefing.engine.inputs import only
from briefing.engine.output import Output, OutputKind
from briefing.ledger.statements import group_of
from briefing.site import head, links
from briefing.site.models import TextPage
from briefing.site.parts import Definition

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefing.site.catalogue import Catalogue

# The page that says how the site is made.
METHOD = "method"
NOT_FOUND = (
    "<p>There is no page at this address. It may have moved, or the address may hold a slip.</p>\n"
    '<p>The ways in: <a href="{root}">the home page</a>, <a href="{root}briefings/">all briefings</a>, '
    '<a href="{root}chronology/">the chronology</a> and '
    '<a href="{root}entities/">everyone and everything by name</a>.</p>\n'
)


def _slugs(catalogue: Catalogue) -> Iterator[str]:
    yield from catalogue.page_slugs


def _texts(catalogue: Catalogue, slug: str) -> Iterator[Output]:
    """Output one of the editors' pages."""
    href = urls.page(slug)

    def make() -> TextPage:
        page = catalogue.page(slug)
        made = head.head(
            catalogue.site, title=page.title, description=page.description, path=href, section=href
        )
        body = links.body(page.document.html, page.path, urls.root_of(href), catalogue.size)
        return TextPage(made, page.title, body, _measures(catalogue) if slug == METHOD else ())

    yield catalogue.html(href, "page.html", make)


def _measures(catalogue: Catalogue) -> tuple[Definition, ...]:
    """Define the measures that any figure is of, in the order of the registry."""
    used = {group_of(key).what for key in catalogue.listings("group")}
    return tuple(
        Definition(f"at_measure-{one.id}", one.label, one.defined)
        for one in catalogue.vocabulary.measures
        if one.id in used
    )


def _not_found(catalogue: Catalogue, _key: str) -> Iterator[Output]:
    """Output `/404.html`."""

    def make() -> TextPage:
        made = head.head(
            catalogue.site,
            title="Page not found",
            description="There is no page at this address.",
            path=urls.NOT_FOUND,
            section="",
        )
        return TextPage(made, "Page not found", NOT_FOUND.format(root=made.root))

    yield catalogue.html(urls.NOT_FOUND, "page.html", make)


OUTPUTS = (
    OutputKind("text", ("",), _slugs, _texts),
    OutputKind("not-found", (urls.NOT_FOUND,), only, _not_found),
)
QUERIES = ()

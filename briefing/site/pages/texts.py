"""The editors' own pages in; their plans, and that of the page for wrong addresses, out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.site import head, links, urls
from briefing.site.models import TextPage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefing.model import Page
    from briefing.site.catalogue import Catalogue
    from briefing.site.plan import Plan

NOT_FOUND = (
    "<p>There is no page at this address. It may have moved, or the address may hold a slip.</p>\n"
    '<p>The ways in: <a href="{root}">the home page</a>, <a href="{root}briefings/">all briefings</a>, '
    '<a href="{root}chronology/">the chronology</a> and '
    '<a href="{root}entities/">everyone and everything by name</a>.</p>\n'
)


def plans(catalogue: Catalogue) -> Iterator[Plan]:
    """Plan the editors' pages and `/404.html`."""
    for page in catalogue.pages:
        yield _text(catalogue, page)
    yield _not_found(catalogue)


def _text(catalogue: Catalogue, page: Page) -> Plan:
    href = urls.page(page.slug)

    def make() -> TextPage:
        made = head.head(
            catalogue.settings.site, title=page.title, description=page.description, path=href, section=href
        )
        return TextPage(made, page.title, links.body(page.document.html, page.path, urls.root_of(href)))

    return catalogue.plan(href, "page.html", make, also=(page,))


def _not_found(catalogue: Catalogue) -> Plan:
    def make() -> TextPage:
        made = head.head(
            catalogue.settings.site,
            title="Page not found",
            description="There is no page at this address.",
            path=urls.NOT_FOUND,
            section="",
        )
        return TextPage(made, "Page not found", NOT_FOUND.format(root=made.root))

    return catalogue.plan(urls.NOT_FOUND, "page.html", make)

"""List the addresses that the site has whatever its notes say.

Tags, months of the chronology and older pages of lists depend on texts, so they are left out.
"""

from __future__ import annotations

import posixpath
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import unquote

from msgspec import Struct

from briefing.content import urls
from briefing.engine import codec

if TYPE_CHECKING:
    from briefing.build.cache_database import Store
    from briefing.build.marks import Marks
    from briefing.content.checks.across_files import Content

FIXED = "fixed addresses"


class Fixed(Struct, frozen=True):
    """The addresses that a site has whatever its content, and their first parts.

    No page of an editor's may have one of these.
    """

    always: frozenset[str]
    reserved: frozenset[str]


def of_page_kinds() -> Fixed:
    """Ask all kinds of pages for their addresses."""
    from briefing.site import page_kinds  # noqa: PLC0415 - a check that knows it need not load all of them

    return Fixed(page_kinds.ALWAYS, page_kinds.RESERVED)


def fixed(store: Store) -> Fixed:
    """Return the fixed addresses of the site, kept once this program has asked all kinds of pages."""
    try:
        return codec.loads(store.about(FIXED), Fixed)
    except codec.DamagedError:
        found = of_page_kinds()
        store.keep_about(FIXED, codec.dumps(found))
        return found


class Addresses(Struct, frozen=True, dict=True):
    """The addresses of a site with this content, whose notes are known only by their marks.

    `site` is the site's address on the web, without an end slash; "" if it is not known.
    """

    content: Content
    marks: Marks
    fixed: Fixed
    site: str = ""

    def __contains__(self, address: object) -> bool:
        """Tell whether an address below the site's root leads to a page or file in any case."""
        return address in self._fixed or address in self._years or address in self._of_notes

    def below(self, target: str) -> str | None:
        """Return the address below the site's root that a link means; None where it leads elsewhere."""
        if self.site and f"{target}/".startswith(f"{self.site}/"):
            target = target[len(self.site) :] or "/"
        if not target.startswith("/"):
            return None
        path = unquote(target.partition("#")[0].partition("?")[0])
        plain = posixpath.normpath(path).lstrip("/")
        return f"{plain}/" if path.endswith("/") and plain else plain

    @cached_property
    def _fixed(self) -> frozenset[str]:
        content = self.content
        return self.fixed.always.union(
            content.images,
            (urls.page(slug) for page in content.pages for slug in (page.slug, *page.former)),
            (urls.entity(id_) for one in content.registry.entities for id_ in (one.id, *one.former)),
            (urls.source(id_) for one in content.registry.sources for id_ in (one.id, *one.former)),
        )

    @cached_property
    def _of_notes(self) -> frozenset[str]:
        return frozenset(address for address, _ in self.marks.values("address"))

    @cached_property
    def _years(self) -> frozenset[str]:
        """The pages of briefings of all years but the last."""
        days = (address for address in self._of_notes if address.startswith(urls.BRIEFINGS))
        years = sorted({day[: len("briefings/2018/")] for day in days})
        return frozenset(years[:-1])

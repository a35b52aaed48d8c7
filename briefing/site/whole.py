"""A catalogue, assets and images in; every file of the site, planned, out."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from briefing.chronology import days
from briefing.errors import BriefingError
from briefing.site import assets, feeds, urls
from briefing.site.ledger import corrections
from briefing.site.ledger import pages as ledger_pages
from briefing.site.ledger.book import Book
from briefing.site.pages import chronology, exports, home, names, notes, search, texts
from briefing.site.pages import days as day_pages
from briefing.site.parts import Link, Site

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from briefing import settings
    from briefing.site.assets import Asset
    from briefing.site.catalogue import Catalogue
    from briefing.site.plan import Plan
    from briefing.store.database import Output

CSP = (
    "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; connect-src 'self'; "
    "font-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'"
)
NAVIGATION = (
    Link(urls.BRIEFINGS, "Briefings"),
    Link(urls.CHRONOLOGY, "Chronology"),
    Link(urls.FIGURES, "Figures"),
    Link(urls.NOTES, "Notes"),
    Link(urls.ENTITIES, "People and places"),
    Link(urls.TAGS, "Tags"),
    Link(urls.SOURCES, "Sources"),
)
LICENCE = Link("https://creativecommons.org/licenses/by/4.0/", "CC BY 4.0")


def chrome(site: settings.Site, pages: Iterable[Link], found: Mapping[str, Asset]) -> Site:
    """Make what all pages share. `pages` are the editors' own, for the footer."""
    return Site(
        title=site.title,
        tagline=site.tagline,
        language=site.language,
        navigation=NAVIGATION,
        footer=(*pages, Link(urls.CORRECTIONS, "Corrections"), Link(urls.EXPORTS, "Data")),
        stylesheet=assets.required(found, "site.css"),
        icon=assets.required(found, "icon.svg"),
        feeds=(Link(urls.ATOM, "Atom"), Link(urls.JSON_FEED, "JSON Feed")),
        licence=LICENCE,
        csp=CSP,
        script=assets.required(found, "search.js"),
    )


def plans(catalogue: Catalogue, found: Mapping[str, Asset], images: Iterable[Plan]) -> dict[str, Plan]:
    """Plan every file but `/build.json`, by its path below the output folder.

    Raises BriefingError where two would be written to one path.
    """
    whole: dict[str, Plan] = {}
    for plan in (*_pages(catalogue, found), *assets.plans(found), *images):
        path = urls.output_path(plan.href)
        if path in whole:
            raise BriefingError(f"two pages would be written to {path}")
        whole[path] = plan
    for plan in _feeds(catalogue, whole.values()):
        whole[urls.output_path(plan.href)] = plan
    return whole


def _pages(catalogue: Catalogue, files: Mapping[str, Asset]) -> Iterator[Plan]:
    found = days.days(catalogue.cards)
    book = Book(catalogue)
    yield home.plan(catalogue, found)
    yield from day_pages.plans(book, found)
    yield from chronology.plans(catalogue)
    yield from ledger_pages.plans(book, assets.required(files, "figures.js"))
    yield from corrections.plans(catalogue)
    yield from notes.plans(book)
    yield from names.plans(book)
    yield search.plan(catalogue, found)
    yield from texts.plans(catalogue)
    yield from exports.plans(catalogue)


def _feeds(catalogue: Catalogue, pages: Iterable[Plan]) -> Iterator[Plan]:
    site = catalogue.settings.site
    newest = feeds.newest((*catalogue.cards, *catalogue.withdrawn), catalogue.settings.sizes.feed)
    hrefs = tuple(sorted(plan.href for plan in pages if plan.template and plan.href != urls.NOT_FOUND))
    yield catalogue.plan(urls.ATOM, "", lambda: feeds.atom(site, newest), cards=newest)
    yield catalogue.plan(urls.JSON_FEED, "", lambda: feeds.json_feed(site, newest), cards=newest)
    yield catalogue.plan(urls.SITEMAP, "", lambda: feeds.sitemap(site, hrefs), also=hrefs)


def build_record(
    site: settings.Site, versions: Mapping[str, str], notes: int, outputs: Iterable[Output]
) -> bytes:
    """Write `/build.json`: what the site is made with and of, and the SHA-256 of every other file."""
    files = {one.path: one.sha256 for one in outputs}
    record = {
        "site": f"{site.url}/",
        "made_with": dict(versions),
        "notes": notes,
        "briefings": sum(1 for path in files if is_briefing(path)),
        "pages": sum(1 for path in files if path.endswith(".html")),
        "files": files,
    }
    return (json.dumps(record, ensure_ascii=False, indent=1) + "\n").encode()


def recorded_paths(content: bytes) -> tuple[str, ...]:
    """Read from `/build.json` which files a build made; none where it is not one of ours."""
    try:
        files = json.loads(content)["files"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return ()
    return tuple(path for path in files if isinstance(path, str)) if isinstance(files, dict) else ()


def is_briefing(path: str) -> bool:
    """Tell a day's page, `briefings/YYYY/MM/DD/index.html`, from lists of them."""
    return path.startswith(urls.BRIEFINGS) and path.count("/") == 4  # noqa: PLR2004 - the four parts above

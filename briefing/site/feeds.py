"""Write Atom, JSON Feed and the sitemap."""

from __future__ import annotations

import json
from datetime import date
from html import escape
from typing import TYPE_CHECKING, NamedTuple
from xml.etree import ElementTree as ET

from briefing.content import urls
from briefing.site import head, views

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from briefing.chronology.cards import Card
    from briefing.core.settings import Site
    from briefing.site.parts import Link

ATOM = "http://www.w3.org/2005/Atom"
SITEMAPS = "http://www.sitemaps.org/schemas/sitemap/0.9"
# sitemaps.org allows no more in a file, nor more than 50 MB, which so many addresses of ours cannot have.
MOST_LOCATIONS = 50_000
JSON_FEED = "https://jsonfeed.org/version/1.1"


class FeedEntry(NamedTuple):
    """An entry of a feed; `id` and `href` are absolute addresses.

    `id` is the first address that it had, and stays. No clock is read: days stand for their first moment.
    """

    id: str
    href: str
    title: str
    published: date
    updated: date
    summary: str
    tags: tuple[str, ...] = ()


def atom(site: Site, entries: Sequence[FeedEntry], *, page: Link, path: str) -> bytes:
    """Write entries, newest first, as Atom (RFC 4287): the feed at a path, of what a page tells."""
    feed = _element("feed", **{"xml:lang": site.language})
    _text(feed, "id", head.absolute(site, page.href))
    _text(feed, "title", page.text)
    if site.tagline:
        _text(feed, "subtitle", site.tagline)
    _text(feed, "updated", _instant(max((entry.updated for entry in entries), default=None)))
    _link(feed, "self", "application/atom+xml", head.absolute(site, path))
    _link(feed, "alternate", "text/html", head.absolute(site, page.href))
    _text(ET.SubElement(feed, "author"), "name", site.title)
    for entry in entries:
        _entry(feed, entry)
    return _xml(feed)


def _entry(feed: ET.Element, told: FeedEntry) -> None:
    entry = ET.SubElement(feed, "entry")
    _text(entry, "id", told.id)
    _text(entry, "title", told.title)
    _link(entry, "alternate", "text/html", told.href)
    _text(entry, "published", _instant(told.published))
    _text(entry, "updated", _instant(told.updated))
    _text(entry, "summary", told.summary)
    for tag in told.tags:
        ET.SubElement(entry, "category", term=tag)


def json_feed(site: Site, entries: Sequence[FeedEntry]) -> bytes:
    """Write entries, newest first, as JSON Feed 1.1."""
    feed = {
        "version": JSON_FEED,
        "title": site.title,
        "home_page_url": head.absolute(site, urls.HOME),
        "feed_url": head.absolute(site, urls.JSON_FEED),
        "description": site.description,
        "language": site.language,
        "items": [
            {
                "id": entry.id,
                "url": entry.href,
                "title": entry.title,
                "content_text": entry.summary,
                "date_published": _instant(entry.published),
                "date_modified": _instant(entry.updated),
                "tags": entry.tags,
            }
            for entry in entries
        ],
    }
    return (json.dumps(feed, ensure_ascii=False, indent=1) + "\n").encode()


def sitemaps(hrefs: Iterable[str], most: int = MOST_LOCATIONS) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Share all addresses, in alphabetical order, among sitemaps of at most so many.

    Each has its path, what it lists ("url" for pages, "sitemap" for an index) and the addresses in it.
    """
    found = tuple(sorted(hrefs))
    if len(found) <= most:
        return {urls.SITEMAP: ("url", found)}
    parts = {
        urls.part_of_sitemap(number): ("url", found[at : at + most])
        for number, at in enumerate(range(0, len(found), most), 1)
    }
    return {**parts, urls.SITEMAP: ("sitemap", tuple(parts))}


def sitemap(site: Site, kind: str, hrefs: Iterable[str]) -> bytes:
    """Write addresses as a sitemap, or those of sitemaps as an index of them (sitemaps.org)."""
    # Line by line: a tree of all addresses takes six times as long.
    found = (
        f" <{kind}>\n  <loc>{escape(head.absolute(site, href), quote=False)}</loc>\n </{kind}>\n"
        for href in hrefs
    )
    whole = f"{kind}index" if kind == "sitemap" else f"{kind}set"
    start = f"<?xml version='1.0' encoding='utf-8'?>\n<{whole} xmlns=\"{SITEMAPS}\">\n"
    return f"{start}{''.join(found)}</{whole}>\n".encode()


def updated(card: Card) -> date:
    """The day a note last changed for its readers: of its report, latest correction or withdrawal."""
    withdrawn = [card.withdrawn.start] if card.withdrawn else []
    return max([card.date.start, *(correction.date.start for correction in card.corrections), *withdrawn])


def of_note(site: Site, card: Card) -> FeedEntry:
    """Make a note's entry, published on the first possible day of its report."""
    return FeedEntry(
        id=head.absolute(site, urls.note((*card.former, card.slug)[0])),
        href=head.absolute(site, urls.note(card.slug)),
        title=_title(card),
        published=card.date.start,
        updated=updated(card),
        summary=_summary(card),
        tags=tuple(tag.label for tag in card.tags),
    )


def _title(card: Card) -> str:
    """The title, by which readers of a feed also learn that a note is withdrawn."""
    return f"Withdrawn: {card.title}" if card.status == "withdrawn" else card.title


def _summary(card: Card) -> str:
    """The summary, opened by who reported when: a feed shows no more of a note than this."""
    if card.status == "withdrawn":
        return f"This note has been withdrawn. {card.status_reason}".strip()
    shown = views.reported(card)
    source = ", ".join(filter(None, (card.source_label, card.agency_label)))
    when = f"{shown.text}, inferred" if shown.inferred else shown.text
    text = card.summary or " ".join(sentence.text for sentence in card.extracts)
    return f"({source}, {when}) {text}".strip()


def _instant(day: date | None) -> str:
    return f"{day.isoformat() if day else '1970-01-01'}T00:00:00Z"


def _element(name: str, **attributes: str) -> ET.Element:
    return ET.Element(name, {"xmlns": ATOM, **attributes})


def _text(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = text


def _link(parent: ET.Element, rel: str, media_type: str, href: str) -> None:
    ET.SubElement(parent, "link", rel=rel, type=media_type, href=href)


def _xml(root: ET.Element) -> bytes:
    ET.indent(root, " ")
    # Text first: what encodes each piece as it is written takes twice as long.
    return f"<?xml version='1.0' encoding='utf-8'?>\n{ET.tostring(root, encoding='unicode')}\n".encode()

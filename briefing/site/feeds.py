"""Write Atom, JSON Feed and the sitemap."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

from briefing.content import urls
from briefing.site import head, views

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from briefing.chronology.cards import Card
    from briefing.core.settings import Site

ATOM = "http://www.w3.org/2005/Atom"
SITEMAPS = "http://www.sitemaps.org/schemas/sitemap/0.9"
JSON_FEED = "https://jsonfeed.org/version/1.1"


def atom(site: Site, cards: Sequence[Card]) -> bytes:
    """Write the cards, newest first, as Atom (RFC 4287).

    An entry's id is the first address that it had, and stays; `published` is the first possible day of the
    report, `updated` that day, or that of the latest correction or withdrawal, at midnight UTC: no clock is
    read.
    """
    feed = _element("feed", **{"xml:lang": site.language})
    _text(feed, "id", head.absolute(site, urls.HOME))
    _text(feed, "title", site.title)
    if site.tagline:
        _text(feed, "subtitle", site.tagline)
    _text(feed, "updated", _instant(max((updated(card) for card in cards), default=None)))
    _link(feed, "self", "application/atom+xml", head.absolute(site, urls.ATOM))
    _link(feed, "alternate", "text/html", head.absolute(site, urls.HOME))
    _text(ET.SubElement(feed, "author"), "name", site.title)
    for card in cards:
        _entry(feed, site, card)
    return _xml(feed)


def _entry(feed: ET.Element, site: Site, card: Card) -> None:
    address = head.absolute(site, urls.note(card.slug))
    entry = ET.SubElement(feed, "entry")
    _text(entry, "id", _id(site, card))
    _text(entry, "title", _title(card))
    _link(entry, "alternate", "text/html", address)
    _text(entry, "published", _instant(card.date.start))
    _text(entry, "updated", _instant(updated(card)))
    _text(entry, "summary", _summary(card))
    for tag in card.tags:
        ET.SubElement(entry, "category", term=tag.label)


def json_feed(site: Site, cards: Sequence[Card]) -> bytes:
    """Write the cards, newest first, as JSON Feed 1.1."""
    feed = {
        "version": JSON_FEED,
        "title": site.title,
        "home_page_url": head.absolute(site, urls.HOME),
        "feed_url": head.absolute(site, urls.JSON_FEED),
        "description": site.description,
        "language": site.language,
        "items": [
            {
                "id": _id(site, card),
                "url": head.absolute(site, urls.note(card.slug)),
                "title": _title(card),
                "content_text": _summary(card),
                "date_published": _instant(card.date.start),
                "date_modified": _instant(updated(card)),
                "tags": [tag.label for tag in card.tags],
            }
            for card in cards
        ],
    }
    return (json.dumps(feed, ensure_ascii=False, indent=1) + "\n").encode()


def sitemap(site: Site, hrefs: Iterable[str]) -> bytes:
    """Write all addresses, in alphabetical order, as a sitemap."""
    # Line by line: a tree of all addresses takes six times as long.
    found = (f" <url>\n  <loc>{escape(head.absolute(site, href))}</loc>\n </url>\n" for href in sorted(hrefs))
    start = f"<?xml version='1.0' encoding='utf-8'?>\n<urlset xmlns=\"{SITEMAPS}\">\n"
    return f"{start}{''.join(found)}</urlset>\n".encode()


def updated(card: Card) -> date:
    """The day a note last changed for its readers: of its report, latest correction or withdrawal."""
    withdrawn = [card.withdrawn.start] if card.withdrawn else []
    return max([card.date.start, *(correction.date.start for correction in card.corrections), *withdrawn])


def _id(site: Site, card: Card) -> str:
    """What readers of feeds know a note by, whatever its address is now."""
    return head.absolute(site, urls.note((*card.former, card.slug)[0]))


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
    found: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return found + b"\n"

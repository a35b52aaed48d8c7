"""Write Atom, JSON Feed and the sitemap."""

from __future__ import annotations

import json
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple
from xml.sax.saxutils import escape, quoteattr

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
XML = "<?xml version='1.0' encoding='utf-8'?>\n"
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
    newest = max((entry.updated for entry in entries), default=None)
    # Line by line: a tree takes three times as long.
    told = (
        _text(" ", "id", head.absolute(site, page.href)),
        _text(" ", "title", page.text),
        _text(" ", "subtitle", site.tagline) if site.tagline else "",
        _text(" ", "updated", _instant(newest)),
        _link(" ", "self", "application/atom+xml", head.absolute(site, path)),
        _link(" ", "alternate", "text/html", head.absolute(site, page.href)),
        f" <author>\n{_text('  ', 'name', site.title)} </author>\n",
        *map(_entry, entries),
    )
    start = f'{XML}<feed xmlns="{ATOM}" xml:lang={quoteattr(site.language)}>\n'
    return f"{start}{''.join(told)}</feed>\n".encode()


# A note stands in the feeds of all whom it names.
@lru_cache(maxsize=2048)
def _entry(told: FeedEntry) -> str:
    lines = (
        _text("  ", "id", told.id),
        _text("  ", "title", told.title),
        _link("  ", "alternate", "text/html", told.href),
        _text("  ", "published", _instant(told.published)),
        _text("  ", "updated", _instant(told.updated)),
        _text("  ", "summary", told.summary),
        *(f"  <category term={quoteattr(tag)} />\n" for tag in told.tags),
    )
    return f" <entry>\n{''.join(lines)} </entry>\n"


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
    found = (f" <{kind}>\n  <loc>{escape(head.absolute(site, href))}</loc>\n </{kind}>\n" for href in hrefs)
    whole = f"{kind}index" if kind == "sitemap" else f"{kind}set"
    start = f'{XML}<{whole} xmlns="{SITEMAPS}">\n'
    return f"{start}{''.join(found)}</{whole}>\n".encode()


def updated(card: Card) -> date:
    """Return the day on which a note last changed for readers: by its report, correction or withdrawal."""
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
    """Return the title, marked if the note is withdrawn."""
    return f"Withdrawn: {card.title}" if card.status == "withdrawn" else card.title


def _summary(card: Card) -> str:
    """Return the summary, led by who reported and when: a feed shows no more of a note."""
    if card.status == "withdrawn":
        return f"This note has been withdrawn. {card.status_reason}".strip()
    shown = views.reported(card)
    source = ", ".join(filter(None, (card.source_label, card.agency_label)))
    when = f"{shown.text}, inferred" if shown.inferred else shown.text
    text = card.summary or " ".join(sentence.text for sentence in card.extracts)
    return f"({source}, {when}) {text}".strip()


def _instant(day: date | None) -> str:
    return f"{day.isoformat() if day else '1970-01-01'}T00:00:00Z"


def _text(indent: str, name: str, text: str) -> str:
    return f"{indent}<{name}>{escape(text)}</{name}>\n" if text else f"{indent}<{name} />\n"


def _link(indent: str, rel: str, media_type: str, href: str) -> str:
    return f'{indent}<link rel="{rel}" type="{media_type}" href={quoteattr(href)} />\n'
